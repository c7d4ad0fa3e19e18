"""Domains that look like others: a partner's, our own, in other letters, below another name; and our own, forged."""
from ..authoring import Habit, pair, side
from ..files import File
from ..organizations import (ALVORADA, BYRA, FABBRICA, HAILAN, HOSPITAL, HURT, KANZLEI, MAIRIE, MINATO, MOST, NGO, OTEL, SCHOOL, SHOP,
                             STAVBY, WHO)
from ..places import place
from ..senders import cloud_notice, forged, free, notice, office, rented


def alabel(domain):
    """As the name stands in DNS."""
    return ".".join(label if label.isascii() else "xn--" + label.encode("punycode").decode() for label in domain.split("."))


def alike(language, org, title, partner, domain, *, country="NL", want="quarantine", category="partner-lookalike", **common):
    real = WHO[partner]
    local = real.address.split("@")[0]
    return pair(category, language, org, title,
                attack=side(rented(real.name, "%s@%s" % (local, alabel(domain)), country, footer=real.footer), want, "Not the partner's domain, only nearly: %s." % domain),
                twin=side(real, "deliver", "The partner's own domain."), **common)


INVOICE = {
    "en": dict(subject="Revised invoice for May", body="Dear {first},\n\nplease find attached the revised invoice for May. Could you confirm when it will be "
               "paid?\n\nKind regards\n{me}"),
    "de": dict(subject="Korrigierte Rechnung für Mai", body="Guten Tag,\n\nanbei die korrigierte Rechnung für Mai. Wann dürfen wir mit der Zahlung rechnen?\n\nMit "
               "freundlichen Grüßen\n{me}"),
    "fr": dict(subject="Facture de mai rectifiée", body="Bonjour,\n\nveuillez trouver la facture de mai rectifiée. Pouvez-vous me confirmer la date du règlement "
               "?\n\nCordialement\n{me}"),
    "it": dict(subject="Fattura di maggio corretta", body="Buongiorno,\n\nin allegato la fattura di maggio corretta. Quando possiamo aspettarci il pagamento?\n\nCordiali "
               "saluti\n{me}"),
    "es": dict(subject="Factura de mayo corregida", body="Buenos días:\n\nadjunto la factura de mayo corregida. ¿Cuándo está previsto el pago?\n\nUn saludo\n{me}"),
    "nl": dict(subject="Aangepaste factuur mei", body="Goedemorgen,\n\nin de bijlage de aangepaste factuur van mei. Wanneer kunnen wij de betaling verwachten?\n\nGroet,\n{me}"),
    "pl": dict(subject="Korekta faktury za maj", body="Dzień dobry,\n\nw załączeniu przesyłam korektę faktury za maj. Proszę o informację o terminie "
               "płatności.\n\nPozdrawiam\n{me}"),
    "sv": dict(subject="Rättad faktura för maj", body="Hej,\n\nhär kommer den rättade fakturan för maj. När kan vi räkna med betalning?\n\nHälsningar\n{me}"),
    "cs": dict(subject="Opravená faktura za květen", body="Dobrý den,\n\nv příloze posílám opravenou fakturu za květen. Kdy můžeme počítat s úhradou?\n\nS pozdravem\n{me}"),
    "tr": dict(subject="Düzeltilmiş mayıs faturası", body="Merhaba,\n\nmayıs ayının düzeltilmiş faturası ektedir. Ödeme ne zaman yapılır?\n\nSaygılarımla\n{me}"),
    "pt": dict(subject="Fatura de maio corrigida", body="Bom dia,\n\nsegue a fatura de maio corrigida. Quando está previsto o pagamento?\n\nAtenciosamente\n{me}"),
    "ja": dict(subject="5月分請求書(訂正版)", body="お世話になっております。\n\n5月分の請求書の訂正版をお送りします。お支払い予定日をお知らせください。\n\n{me}"),
    "zh": dict(subject="五月份发票(更正)", body="您好:\n\n附上更正后的五月份发票,请告知付款日期。\n\n{me}"),
    "ru": dict(subject="Исправленный счёт за май", body="Добрый день!\n\nВо вложении исправленный счёт за май. Когда можно ожидать оплату?\n\n{me}"),
}
PAPER = (File("05-2026.pdf", "pdf", "05/2026\nTotal 1.284,00"),)


def bill(language, org, title, partner, domain, to, **more):
    return alike(language, org, title, partner, domain, to=to, files=PAPER, **INVOICE[language], **more)


LOOKALIKES = [
    bill("en", HOSPITAL, "two letters swapped", "pelham", "pelahm-medical.example", "colin.frost"),
    bill("en", HOSPITAL, "a letter left out", "northgate", "northgate-clening.example", "colin.frost", country="BG"),
    bill("en", HOSPITAL, "vv for w", "whitmore_anne", "vvhitmorelabs.example", "naomi.clarke", country="US"),
    bill("en", HOSPITAL, "cl for d", "pelham", "pelham-meclical.example", "colin.frost", country="LT"),
    bill("en", NGO, "a letter doubled", "lakeside", "lakeside-drillling.example", "amy.walsh", country="NG"),
    bill("de", KANZLEI, "die Nachbartaste", "hansen", "buerocemter-hansen.example", "kern"),
    bill("de", KANZLEI, "rn statt m", "nordhaus", "nordhaus-irnmobilien.example", "aydin", country="LT"),
    bill("de", KANZLEI, "l statt i", "lindqvist", "steuer-lindqvlst.example", "kern", country="RU"),
    bill("fr", MAIRIE, "le chiffre 1 au lieu de l", "vidal", "travaux-vida1.example", "s.garnier"),
    bill("fr", MAIRIE, "un trait d'union de trop", "papeterie", "papeterie-du-midi.example", "s.garnier", country="BG"),
    bill("it", FABBRICA, "il trattino aggiunto", "acciai", "acciai-lombardi.example", "marta.conti", country="LT"),
    bill("it", FABBRICA, "un bit invertito", "veneti", "trasportiveoeti.example", "luca.bassi"),
    bill("en", FABBRICA, "v for u", "hartmann", "hartmann-werkzeugbav.example", "luca.bassi", country="US"),
    bill("es", SHOP, "el plural", "aceites", "aceitesierraaltas.example", "pablo", country="BG"),
    bill("es", SHOP, "un tres en lugar de e", "envases", "envas3slevante.example", "carmen"),
    bill("nl", SCHOOL, "een ander einde", "vandam", "vandam-schoolboeken.test", "j.bakker"),
    bill("nl", SCHOOL, "het woord ervoor", "hollander", "facturen-busbedrijf-hollander.example", "m.visser", country="LT"),
    bill("pl", HURT, "słowo z tyłu", "baltyk", "opakowania-baltyk-faktury.example", "j.mazur", country="BG"),
    bill("pl", HURT, "zamiana liter", "orzel", "transport-orzle.example", "p.lis"),
    bill("sv", BYRA, "som underdomän hos en annan", "fyren", "tryckerietfyren.example.faktura-portal.test", "maja", country="US"),
    bill("sv", BYRA, "login före namnet", "kund", "login-polarmejeri.example", "oskar"),
    bill("cs", STAVBY, "bez jednoho písmene", "beton", "betonvysocna.example", "mala", country="BG"),
    bill("cs", STAVBY, "se slovem pay", "kriz", "elektrokriz-pay.example", "dvorak"),
    bill("tr", OTEL, "bir harf fazla", "gida", "akdenizzgida.example", "can", country="RU"),
    bill("tr", OTEL, "güvenli sözcüğüyle", "camasir", "secure-egecamasirhane.example", "zeynep"),
    bill("pt", ALVORADA, "segundo nível de um país", "cimento", "cimentosserraazul.com.test", "diego", country="US"),
    bill("ja", MINATO, "一文字違い", "hokuto", "hokuto-kinzaku.example", "suzuki", country="HK"),
    bill("ja", MINATO, "i と l の取り違え", "toto", "toto-loglstics.example", "suzuki", country="HK"),
    bill("zh", HAILAN, "多一个连字符", "huaxin", "hua-xin-logistics.example", "liming", country="HK"),
    bill("zh", HAILAN, "字母互换", "jinpeng", "jinpegn-pack.example", "wangli", country="SG"),
    bill("ru", MOST, "цифра вместо буквы", "parus", "tip0grafia-parus.example", "lapin"),
    bill("ru", MOST, "со словом hr", "bumaga", "bumaga-trade-hr.example", "smirnova"),
]


def sister(language, org, title, partner, known, false, to, key):
    """A partner with a second domain, which has its own long history, beside one that nobody ever saw."""
    real = WHO[partner]
    local = real.address.split("@")[0]
    sibling = real.but(address="%s@%s" % (local, known), at=place("mail." + known, 65539, real.at.country), dkim=((known, "pass"),) if real.dkim else ())
    return pair("partner-sister-domain", language, org, title, to=to, habits=(Habit(sibling, to, 14, 12, 8, "", "Info #"),),
                attack=side(rented(real.name, "%s@%s" % (local, false), "NL", footer=real.footer), "quarantine", "A neighbour of a neighbour: nobody here ever wrote with it."),
                twin=side(sibling, "deliver", "A second domain of the partner, with which we have written for months."), **INVOICE[key])


SISTERS = [
    sister("en", HOSPITAL, "the group's domain", "pelham", "pelham-medical-group.example", "pelham-medical-billing.example", "colin.frost", "en"),
    sister("en", NGO, "the foundation's events", "fenwick", "fenwick-events.example", "fenwick-foundation-events.example", "tom.reyes", "en"),
    sister("de", KANZLEI, "ohne Bindestrich", "nordhaus", "nordhausimmobilien.example", "nordhaus-immobllien.example", "aydin", "de"),
    sister("fr", MAIRIE, "la filiale", "vidal", "vidal-paysage.example", "vidal-travaux.example", "s.garnier", "fr"),
    sister("it", FABBRICA, "la divisione tubi", "acciai", "acciailombarditubi.example", "acciailombardi-spa.example", "luca.bassi", "it"),
    sister("pl", HURT, "drugi sklep", "sklep", "sklepygajda.example", "sklepy-gajda-zamowienia.example", "p.lis", "pl"),
    sister("es", SHOP, "la tienda en línea", "aceites", "sierraalta.example", "sierra-alta-aceites.example", "pablo", "es"),
    sister("sv", BYRA, "storformat", "fyren", "fyrenstorformat.example", "tryckerifyren.example", "maja", "sv"),
]


def own(language, org, title, key, domain, *, twin_domain=None, program=None, country="NL", **common):
    """Our own name, nearly. The twin writes from our own or from our second domain."""
    real = org.person(key) if program is None else org.person(key, program=program)
    address = "%s@%s" % (key, alabel(domain))
    colleague = real if not twin_domain else real.but(address="%s@%s" % (key, twin_domain), dkim=((twin_domain, "pass"),))
    return pair("own-domain-lookalike", language, org, title,
                attack=side(rented(real.name, address, country, program=real.program), "quarantine", "It looks like our own domain, and is not: %s." % domain),
                twin=side(colleague, "deliver", "Really ours."), **common)


OWN = [
    own("en", HOSPITAL, "rn for m in a colleague's address", "ruth.adeyemi", "staurel-hospita1.example", to="colin.frost", subject="New starters",
        body="Hi Colin,\n\ncould you set up the three new starters for the June payroll? I'll send their bank details as soon as you say it's not too late.\n\nRuth"),
    own("en", HOSPITAL, "the second domain, imitated", "ben.tully", "staurell.example", twin_domain="staurel.example", to="naomi.clarke", subject="Maintenance on Thursday",
        body="Hi Naomi,\n\nwe restart the ward terminals on Thursday at seven. Please keep your password at hand and tell me if somebody can't log in.\n\nBen, IT"),
    own("en", NGO, "a hyphen left out", "ingrid", "clearwaterrelief.example", to="amy.walsh", subject="Payment to the ministry",
        body="Amy,\n\ncan you pay the permit fee for the Kakuma site today? EUR 6,200. I'll forward you the letter in a moment.\n\nIngrid"),
    own("de", KANZLEI, "i statt l", "jonas.seidel", "brandt-seidei.example", to="kern", subject="Zahlung Gerichtskosten",
        body="Hallo Herr Kern,\n\nbitte überweisen Sie heute die Gerichtskosten in der Sache Möller, 4.318 €. Die Kontodaten schicke ich Ihnen gleich.\n\nSeidel"),
    own("de", KANZLEI, "mit dem Wort Support", "wulf", "brandt-seidel-support.example", twin_domain="brandtseidel.example", to="vogt", subject="Postfach umgezogen",
        body="Hallo Petra,\n\ndein Postfach wird heute Abend umgezogen. Bitte melde dich danach einmal neu an und sag mir, ob die alten Mails da sind.\n\nTobias"),
    own("fr", MAIRIE, "un s de trop", "c.delmas", "villes-montclar.example", to="s.garnier", subject="Mandat à signer",
        body="Sophie,\n\nil faut régler l'acompte du marché de l'école avant midi. Je vous transmets les coordonnées du titulaire.\n\nCatherine Delmas"),
    own("it", FABBRICA, "altra desinenza", "giulia.ferrante", "officineferrante.test", to="marta.conti", subject="Bonifico Hartmann",
        body="Marta,\n\nprima di sera prepara l'acconto per Hartmann, 14.200 euro. L'IBAN te lo mando io fra poco.\n\nGiulia"),
    own("es", SHOP, "letras cambiadas", "lucia", "casaolviar.example", to="carmen", subject="Pago de hoy",
        body="Carmen:\n\nantes de las doce hay que pagar a la agencia de aduanas, 2.940 €. Te paso la cuenta en cuanto me digas que puedes.\n\nLucía"),
    own("nl", SCHOOL, "een koppelteken", "a.dewit", "de-lindehof.example", to="j.bakker", subject="Aanbetaling",
        body="Joost,\n\nwil je vandaag de aanbetaling voor de noodlokalen doen, € 8.900? Ik stuur je zo de gegevens.\n\nAnnelies"),
    own("pl", HURT, "inne l", "a.wrona", "hurtownia-wis1ana.example", to="j.mazur", subject="Zaliczka",
        body="Pani Joanno,\n\nproszę dziś opłacić zaliczkę za wózki, 22 400 zł. Dane do przelewu prześlę za chwilę.\n\nAgnieszka Wrona"),
    own("sv", BYRA, "utan ett r", "karin", "norskenbyra.example", to="maja", subject="Handpenning",
        body="Maja,\n\nkan du betala handpenningen för lokalen i dag, 60 000 kr? Jag skickar kontot strax.\n\nKarin"),
    own("tr", OTEL, "ek sözcük", "mehmet", "defneotel-tr.example", to="zeynep", subject="Kapora ödemesi",
        body="Zeynep Hanım,\n\nbugün klima bakımının kaporasını öder misiniz, 48.000 TL? Hesabı birazdan iletiyorum.\n\nMehmet Arslan"),
    own("ja", MINATO, "社名にハイフンの違い", "takahashi", "minatoseiki.example", to="sato", subject="手付金の件",
        body="佐藤さん\n\n本日中に工作機械の手付金 1,200,000円を支払ってください。振込先はすぐに送ります。\n\n高橋", country="HK"),
    own("zh", HAILAN, "少一个字母", "chen", "hailan-electronic.example", to="wangli", subject="预付款",
        body="王丽,\n\n今天请支付模具预付款 120,000 元,账户我马上发给你。\n\n陈国强", country="HK"),
]


def homograph(language, org, title, partner, domain, to, **more):
    return alike(language, org, title, partner, domain, to=to, category="homograph", **dict(INVOICE[language], **more))


def brand_homograph(language, org, title, name, domain, real, **common):
    return pair("homograph", language, org, title, words={"link": "https://www.{site}/signin"},
                attack=side(rented(name, "service@" + alabel(domain), "LT", program="service"), "quarantine", "A brand in other letters: %s." % domain),
                twin=side(real, "deliver", "The brand itself."), **common)


HOMOGRAPHS = [
    homograph("en", HOSPITAL, "one Cyrillic letter", "pelham", "реlham-medical.example", "colin.frost"),
    homograph("de", KANZLEI, "griechisches o", "nordhaus", "nοrdhaus-immobilien.example", "aydin"),
    homograph("fr", MAIRIE, "un a cyrillique", "vidal", "travaux-vidаl.example", "s.garnier"),
    homograph("it", FABBRICA, "una i senza punto", "acciai", "accıailombardi.example", "marta.conti"),
    homograph("pl", HURT, "litera z kreską", "baltyk", "opakowania-bałtyk.example", "j.mazur"),
    homograph("sv", BYRA, "punkt under bokstaven", "fyren", "tryckerietfyrẹn.example", "maja"),
    homograph("ru", MOST, "латинское имя кириллицей", "parus", "tipоgrafia-parus.example", "lapin"),
    homograph("es", SHOP, "una acentuada", "aceites", "aceitesierràalta.example", "pablo"),
    brand_homograph("en", NGO, "a payment service in Cyrillic", "PayPal", "раураl.example", notice("PayPal", "service@paypal.com", "US"), to="finance",
                    subject="Your account has a notice",
                    body="Hello Clearwater Relief,\n\nthere is a new notice about your business account.\n\n[Log in to read it]({link})\n\nPayPal"),
    brand_homograph("de", KANZLEI, "eine Bank mit kyrillischem a", "Commerzbank", "commerzbаnk.example", notice("Commerzbank", "service@commerzbank.de", "DE"), to="kern",
                    subject="Neue Mitteilung im Postfach", body="Guten Tag,\n\nin Ihrem elektronischen Postfach liegt eine neue Mitteilung.\n\n[Zum "
                    "Postfach]({link})\n\nCommerzbank"),
]


def our_own(language, org, title, key, policy, twin, **common):
    return pair("forged-own-domain", language, org, title,
                attack=side(forged(org.people[key], org.address(key), policy), "quarantine", "Our own domain in From, from a server that may not send for it."),
                twin=twin, **common)


def truly(org, key, why="Our own server or provider, signed.", **more):
    return side(org.person(key, **more), "deliver", why)


OUR_OWN = [
    our_own("en", HOSPITAL, "as IT, to everybody", "ben.tully", "reject", truly(HOSPITAL, "ben.tully"), to="naomi.clarke", subject="Please confirm your mailbox",
            words={"link": "https://intranet.staurel-hospital.example/mailbox"},
            body="Dear Naomi,\n\nwe move the mailboxes tonight. Please confirm yours: [intranet]({link})\n\nBen Tully, IT"),
    our_own("en", HOSPITAL, "a scanned document from the copier", "payroll", "none",
            side(office("", "payroll@staurel-hospital.example", "GB", program="device", host="copier-out.staurel-hospital.example").but(dkim=(), dmarc="pass"), "deliver",
                 "The copier sends by our own server, which SPF allows."),
            to="ruth.adeyemi", subject="Scan from copier 3", files=(File("scan_0612.pdf", "pdf", "Scan"),), body="A document was scanned for you on copier 3. It is attached."),
    our_own("en", NGO, "the director to finance", "ingrid", "quarantine", truly(NGO, "ingrid"), to="amy.walsh", subject="Budget line 4",
            body="Amy,\n\ncould you send me the balance of budget line 4 and tell me whether we can still book 9,000 on it today?\n\nIngrid"),
    our_own("de", KANZLEI, "der Partner an die Buchhaltung", "jonas.seidel", "none", truly(KANZLEI, "jonas.seidel"), to="kern", subject="Offene Posten",
            body="Herr Kern,\n\nschicken Sie mir bitte die Liste der offenen Posten und den Stand des Anderkontos, möglichst gleich.\n\nSeidel"),
    our_own("fr", MAIRIE, "le service informatique", "j.petit", "none", truly(MAIRIE, "j.petit"), to="n.benali", subject="Mise à jour de votre messagerie",
            words={"link": "https://intranet.ville-montclar.example/messagerie"},
            body="Bonjour Nadia,\n\nvotre messagerie sera mise à jour ce soir. Merci de vérifier votre profil : [intranet]({link})\n\nJulien Petit"),
    our_own("it", FABBRICA, "l'ufficio personale", "elena.rizzo", "reject", truly(FABBRICA, "elena.rizzo"), to="davide.sala", subject="Ferie di agosto",
            files=(File("piano-ferie.xlsx", "xlsx", "Nome;Settimana\nSala;32\nConti;33"),),
            body="Ciao Davide,\n\nin allegato il piano ferie di agosto. Controlla la tua riga e rispondimi entro venerdì.\n\nElena"),
    our_own("es", SHOP, "un mensaje a uno mismo", "carmen", "none", truly(SHOP, "carmen"), to="carmen", subject="Recordatorio",
            body="Recordar: pagar el seguro del local y pedir las cajas de cartón.\n\nCarmen"),
    our_own("pl", HURT, "kadry do pracownika", "e.kania", "quarantine", truly(HURT, "e.kania"), to="p.lis", subject="Urlopy na lipiec",
            files=(File("urlopy.xlsx", "xlsx", "Nazwisko;Dni\nLis;10"),), body="Panie Piotrze,\n\nw załączeniu lista urlopów na lipiec, proszę ją sprawdzić i "
            "odpisać.\n\nEwa Kania"),
    our_own("sv", BYRA, "ekonomi till projektledaren", "maja", "none", truly(BYRA, "maja"), to="oskar", subject="Reseräkning",
            body="Hej Oskar,\n\njag saknar kvittot från Stockholm. Kan du skicka det, så betalar jag ut pengarna i dag?\n\nMaja"),
]


def shown(language, org, title, false, true, want="quarantine", **common):
    return pair("address-in-name", language, org, title, attack=side(false, want, "The name shows an address that is not the sender's."),
                twin=side(true, "deliver", "The address in the name is the sender's own, or the service says for whom it writes."), **common)


SHOWN = [
    shown("en", NGO, "the director's address as a name", free("ingrid@clearwater-relief.example", "mailbox.office.4410@gmail.com"),
          NGO.person("ingrid").but(name="ingrid@clearwater-relief.example"),
          to="amy.walsh", subject="Quick question", body="Amy, what is the limit for a payment that I can release alone? I need it for a call at two.\n\nIngrid"),
    shown("en", HOSPITAL, "a supplier's address as a name", free("derek.lyle@pelham-medical.example", "orders.pelham.desk@outlook.com"),
          WHO["pelham"].but(name="derek.lyle@pelham-medical.example"),
          to="colin.frost", subject="Statement", body="Dear Colin,\n\nplease send me the list of our open invoices and the date of the next payment run.\n\nDerek"),
    shown("de", KANZLEI, "Adresse der Chefin in Klammern", free("Dr. Helene Brandt (helene.brandt@brandt-seidel.example)", "brief.kanzlei.7718@gmx.de", "thunderbird"),
          KANZLEI.person("helene.brandt").but(name="Dr. Helene Brandt (helene.brandt@brandt-seidel.example)"), to="kern", subject="Kontostand",
          body="Herr Kern, wie hoch ist der Stand auf dem Geschäftskonto? Ich brauche ihn für ein Gespräch.\n\nBrandt"),
    shown("de", KANZLEI, "Adresse des Lieferanten als Name", rented("b.hansen@buerocenter-hansen.example", "noreply@druck-portal-versand.example", "BG"),
          WHO["hansen"].but(name="b.hansen@buerocenter-hansen.example"),
          to="kern", files=PAPER, **INVOICE["de"]),
    shown("fr", MAIRIE, "l'adresse du syndicat comme nom", free("h.faure@eaux-du-clar.example", "secretariat.eaux.22@free.fr", "thunderbird"),
          WHO["eaux"].but(name="h.faure@eaux-du-clar.example"),
          to="a.roussel", subject="Question rapide", body="Bonjour Alain, peux-tu m'envoyer la liste des mandats en attente ? C'est pour la banque.\n\nHélène"),
    shown("sv", BYRA, "kundens adress som namn", free("henrik.wallin@polarmejeri.example", "inkop.mejeri.5521@gmail.com"),
          cloud_notice("henrik.wallin@polarmejeri.example via Figboard", "comments@figboard.example"), to="oskar", subject="Ny kommentar till Kampanj höst",
          words={"link": "https://www.figboard.example/b/8812"}, body="Hej Oskar,\n\nHenrik har skrivit: Kan du skicka originalfilerna?\n\n[Visa kommentaren]({link})"),
    shown("it", FABBRICA, "l'indirizzo dell'amministratore", free("paolo.ferrante@officineferrante.example", "segreteria.dir.8810@libero.it", "thunderbird"),
          FABBRICA.person("paolo.ferrante").but(name="paolo.ferrante@officineferrante.example"), to="marta.conti", subject="Disponibilità",
          body="Marta, quanto abbiamo disponibile sul conto principale? Mi serve per le undici.\n\nPaolo"),
    shown("nl", SCHOOL, "adres van de bestuurder", free("a.dewit@delindehof.example", "school.post.1190@live.nl"),
          SCHOOL.person("a.dewit").but(name="a.dewit@delindehof.example"),
          to="j.bakker", subject="Vraagje", body="Joost, wat staat er nog op de rekening van de stichting? Ik zit zo bij de gemeente.\n\nAnnelies"),
    shown("pt", ALVORADA, "endereço do diretor como nome", free("roberto@alvorada-engenharia.example", "diretoria.obras.77@uol.com.br", "roundcube"),
          ALVORADA.person("roberto").but(name="roberto@alvorada-engenharia.example"), to="camila", subject="Saldo",
          body="Camila, qual é o saldo da conta principal? Preciso para uma reunião agora.\n\nRoberto"),
]

CASES = LOOKALIKES + SISTERS + OWN + HOMOGRAPHS + OUR_OWN + SHOWN
