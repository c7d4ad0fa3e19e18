"""Everyday mail of real offices. It has links, bills, attachments, haste and strangers, and none of it is a threat."""
from ..authoring import Habit, Thread, business, grouped
from ..files import File
from ..organizations import (ALVORADA, BANK, BYRA, FABBRICA, HAILAN, HOSPITAL, HURT, KANZLEI, MAIRIE, MINATO, MOST, NGO, OTEL, SCHOOL,
                             SHOP, STAVBY, WHO)
from ..senders import cloud_notice, free, notice, office, office365, plain_office
from .attachments import event
from .brands import (AMAZON_DE, DHL, DHL_UK, DOCUSIGN, GITHUB, ITAU, LAPOSTE, PAYPAL, POSTNL, RABOBANK, SANTANDER, SHAREPOINT, WETRANSFER,
                     ZOOM)


def paper(name, *lines):
    return (File(name, "pdf", "\n".join(lines)),)


def answer(sender, whom, subject):
    return {"thread": Thread(sender, whom, subject, ((2, "in"), (1, "out"))), "subject": "Re: " + subject}


ORDERS = [
    business("orders", "en", HOSPITAL, "gloves and masks", WHO["pelham"], to="suppliers", subject="Order confirmation PM-5511", files=paper("PM-5511.pdf",
             "Order PM-5511", "80 boxes gloves M"),
             body="Dear team,\n\nthank you for your order PM-5511. The 80 boxes of gloves leave our warehouse on Thursday; the masks follow next week.\n\nKind "
             "regards\nDerek Lyle"),
    business("orders", "de", KANZLEI, "Papier und Toner", WHO["hansen"], to="vogt", charset="windows-1252", subject="Auftragsbestätigung 5120",
             body="Guten Tag Frau Vogt,\n\nvielen Dank für Ihre Bestellung. Papier und Toner liefern wir am Freitag vormittags.\n\nBirgit Hansen"),
    business("orders", "it", FABBRICA, "lamiera", WHO["acciai"], to="luca.bassi", body="Buongiorno Luca,\n\nconfermo 40 fogli da 3 mm per la settimana 26. La lamiera da "
             "5 mm arriva con lo stesso camion.\n\nFabio Marchetti", **answer(WHO["acciai"], "luca.bassi", "Ordine 4140")),
    business("orders", "es", SHOP, "pedido de un cliente", WHO["tiendanube"], to="marta", subject="Nuevo pedido 7719",
             words={"link": "https://admin.tiendamarea.example/pedidos/7719"},
             body="Tienes un pedido nuevo.\n\nCliente: Beatriz Luna\nTotal: 48,70 €\nPago: tarjeta\n\n[Ver pedido]({link})"),
    business("orders", "pl", HURT, "zamówienie sklepu", WHO["sklep"], to="p.lis", subject="Zamówienie 23/06", files=(File("zamowienie-23-06.csv", "csv",
             "produkt;ilosc\nmaka;400\ncukier;250"),),
             body="Panie Piotrze,\n\nw załączeniu zamówienie na wtorek. Proszę pamiętać o dwóch paletach zwrotnych.\n\nRenata Gajda"),
    business("orders", "ja", MINATO, "材料の注文確認", WHO["hokuto"], to="suzuki", body="鈴木様\n\nいつもお世話になっております。ご注文ありがとうございます。6月18日に納品いたします。\n\n渡辺", **answer(WHO["hokuto"],
             "suzuki", "丸棒の注文")),
    business("orders", "zh", HAILAN, "海外订单", WHO["euro_buyer"], to="sales", subject="Order 4170, shipping marks",
             body="Dear team,\n\nplease use the attached shipping marks for order 4170 and send me the packing list before you load.\n\nBest regards\nSofia Brandão",
             files=paper("marks-4170.pdf", "EUROLED 4170", "1-40")),
    business("orders", "tr", OTEL, "mutfak siparişi", WHO["gida"], to="can", body="Can Bey merhaba,\n\nbalık yarın sabah altıda, sebze öğlene kadar gelir. Limon bu hafta "
             "biraz pahalı, haber vereyim dedim.\n\nSerkan Aydın", **answer(WHO["gida"], "can", "Haftalık sipariş")),
    business("orders", "cs", STAVBY, "beton na středu", WHO["beton"], to="dvorak", charset="iso-8859-2", subject="Potvrzení dodávky",
             body="Dobrý den,\n\npotvrzuji 36 m3 betonu C25/30 na středu od sedmi. Čerpadlo je objednané.\n\nLenka Svobodová"),
    business("orders", "ru", MOST, "бумага", WHO["bumaga"], to="lapin", charset="koi8-r", subject="Отгрузка бумаги",
             body="Игорь, добрый день!\n\nБумага 80 г отгружена, машина будет в четверг до обеда. Накладные у водителя.\n\nБумага-Трейд"),
]

INVOICES = [
    business("invoices-known", "en", HOSPITAL, "cleaning in May", WHO["northgate"], to="colin.frost", subject="Cleaning invoice 4180",
             words={"iban": grouped(BANK["northgate"])}, files=paper("4180.pdf", "Northgate Cleaning", "Invoice 4180", "GBP 2,960.00"),
             body="Hi Colin,\n\ninvoice 4180 for May is attached, £2,960.00. Account as always: {iban}.\n\nThanks\nSue"),
    business("invoices-known", "de", KANZLEI, "Lohnbuchhaltung", WHO["lindqvist"], to="kern", subject="Rechnung Lohnbuchhaltung Mai",
             words={"iban": grouped(BANK["lindqvist"])}, files=paper("Lohn_Mai.pdf", "Steuerbuero Lindqvist", "238,00 EUR"),
             body="Hallo Herr Kern,\n\nanbei die Rechnung für Mai über 238,00 €. Zahlbar bis 20. Juni auf {iban}.\n\nViele Grüße\nMaren Lindqvist"),
    business("invoices-known", "de", KANZLEI, "Serverkosten", WHO["hosting_kiel"], to="buchhaltung", subject="Ihre Rechnung 4130", files=paper("4130.pdf",
             "Foerdehosting", "49,90 EUR"), body="Guten Tag,\n\nim Anhang finden Sie Ihre Rechnung 4130 über 49,90 €. Der Betrag wird am 15. Juni "
             "abgebucht.\n\nFördehosting"),
    business("invoices-known", "fr", MAIRIE, "fournitures", WHO["papeterie"], to="comptabilite", charset="iso-8859-1", subject="Facture 4190",
             words={"iban": grouped(BANK["papeterie"])}, files=paper("F4190.pdf", "Papeterie du Midi", "412,30 EUR"),
             body="Bonjour,\n\nci-joint la facture 4190 de 412,30 EUR pour les fournitures de mai. Règlement sur {iban}, comme d'habitude.\n\nPapeterie du Midi"),
    business("invoices-known", "it", FABBRICA, "trasporti di maggio", WHO["veneti"], to="marta.conti", subject="Fattura trasporti maggio",
             words={"iban": grouped(BANK["veneti"])}, files=(File("IT0331_00211.xml", "xml", "<FatturaElettronica/>"),),
             body="Buongiorno Marta,\n\nallego la fattura dei ritiri di maggio, 3.180,00 euro. IBAN {iban}.\n\nTrasporti Veneti"),
    business("invoices-known", "nl", SCHOOL, "bus voor groep 7", WHO["hollander"], to="facturen", subject="Factuur schoolreis",
             words={"iban": grouped(BANK["hollander"])}, files=paper("schoolreis.pdf", "Busbedrijf Hollander", "EUR 459,00"),
             body="Goedemorgen,\n\nhierbij de factuur van de schoolreis, € 459,-. Graag op {iban}.\n\nKees Hollander"),
    business("invoices-known", "es", SHOP, "cajas", WHO["envases"], to="facturas", subject="Factura 4166", words={"iban": grouped(BANK["envases"])},
             files=paper("4166.pdf", "Envases Levante", "410,00 EUR"), body="Hola:\n\nos mando la factura 4166 de las cajas, 410,00 €. La cuenta es la de siempre, "
             "{iban}.\n\nEnvases Levante"),
    business("invoices-known", "sv", BYRA, "bilder", WHO["ahlgren"], to="faktura", subject="Faktura bilder maj", words={"iban": grouped(BANK["ahlgren"])},
             files=paper("bilder-maj.pdf", "Fotograf Ahlgren", "18 000 SEK"), body="Hej!\n\nHär kommer fakturan för bilderna i maj, 18 000 kr. Kontot är {iban}, samma "
             "som förut.\n\nSara Ahlgren"),
    business("invoices-known", "pl", HURT, "transport", WHO["orzel"], to="faktury", charset="iso-8859-2", subject="Faktura za maj",
             words={"iban": grouped(BANK["orzel"])}, files=paper("FV-maj.pdf", "Transport Orzel", "6 240,00 PLN"),
             body="Dzień dobry,\n\nprzesyłamy fakturę za transport w maju, 6 240,00 zł. Konto bez zmian: {iban}.\n\nTransport Orzeł"),
    business("invoices-known", "cs", STAVBY, "elektro", WHO["kriz"], to="mala", subject="Faktura elektro květen", words={"iban": grouped(BANK["kriz"])},
             files=paper("elektro.pdf", "Elektro Kriz", "48 200 CZK"), body="Dobrý den,\n\nposílám fakturu za květen, 48 200 Kč. Účet stejný, {iban}.\n\nKarel Kříž"),
    business("invoices-known", "pt", ALVORADA, "locação", WHO["locadora"], to="financeiro", subject="Fatura de maio", words={"iban": grouped(BANK["locadora"])},
             files=paper("maio.pdf", "Locadora Guimaraes", "R$ 2.349,90"), body="Prezados,\n\nsegue a fatura de maio, R$ 2.349,90. A conta continua a mesma: "
             "{iban}.\n\nLocadora Guimarães"),
    business("invoices-known", "tr", OTEL, "çamaşır", WHO["camasir"], to="muhasebe", charset="windows-1254", subject="Mayıs faturası",
             words={"iban": grouped(BANK["camasir"])}, files=paper("mayis.pdf", "Ege Camasirhane", "31.400 TL"),
             body="Merhaba,\n\nmayıs faturası ektedir, 31.400 TL. Hesabımız aynı: {iban}.\n\nEge Çamaşırhane"),
]

NEW_VENDORS = [
    business("invoices-new", "en", NGO, "a translator's first bill, ordered by us", office365("Mona Ekberg", "mona@ekberg-translations.example"), to="amy.walsh",
             thread=Thread(office365("Mona Ekberg", "mona@ekberg-translations.example"), "amy.walsh", "Manual in Swahili", ((9, "out"), (8, "in"), (1, "in"))),
             subject="Re: Manual in Swahili", words={"iban": "SE12 9997 0000 0000 7712 3450"}, files=paper("2026-07.pdf", "Ekberg Translations", "EUR 640"),
             body="Dear Amy,\n\nthe manual is done, my invoice is attached: EUR 640 to {iban}. Thank you for the pleasant work.\n\nMona",
             why="The first invoice, but for work that we ordered in this very conversation."),
    business("invoices-new", "de", KANZLEI, "Maler nach Auftrag", plain_office("Malerbetrieb Thode", "info@malerbetrieb-thode.example", "DE", program="thunderbird"),
             to="vogt", thread=Thread(plain_office("Malerbetrieb Thode", "info@malerbetrieb-thode.example", "DE"), "vogt", "Treppenhaus", ((20, "in"), (19, "out"), (8,
                                      "in"))),
             subject="Re: Treppenhaus", files=paper("R-2026-31.pdf", "Malerbetrieb Thode", "3.420,00 EUR"),
             body="Guten Tag Frau Vogt,\n\nanbei die Rechnung für das Treppenhaus, wie im Angebot. Vielen Dank für den Auftrag.\n\nJörg Thode",
             why="Wir haben den Auftrag erteilt, im selben Gespräch."),
    business("invoices-new", "fr", MAIRIE, "paysagiste après commande", office("Claire Marty", "c.marty@paysages-marty.example", "FR"), to="s.garnier",
             thread=Thread(office("Claire Marty", "c.marty@paysages-marty.example", "FR"), "s.garnier", "Square des Tilleuls", ((15, "in"), (14, "out"))),
             subject="Re: Square des Tilleuls", files=paper("F-2026-9.pdf", "Paysages Marty", "2 870,00 EUR"),
             body="Bonjour Madame Garnier,\n\nvoici la facture du square, conforme au devis.\n\nClaire Marty", why="La commande est dans le même échange."),
    business("invoices-new", "sv", BYRA, "ny frilansare", free("Moa Lindgren", "moa.lindgren.ad@gmail.com"), to="oskar", thread=Thread(free("Moa Lindgren",
             "moa.lindgren.ad@gmail.com"), "oskar", "Illustrationer", ((12, "out"), (11, "in"), (2, "out"))),
             subject="Re: Illustrationer", files=paper("faktura-1.pdf", "Moa Lindgren", "6 000 SEK"), body="Hej Oskar,\n\nhär är fakturan för illustrationerna. Roligt "
             "att ni gillade dem!\n\nMoa", why="A freelance with a free mailbox, whom we asked first."),
    business("invoices-new", "en", HOSPITAL, "locksmith", plain_office("A. Gill Locks", "office@gill-locks.example", "GB", program="thunderbird"), to="suppliers",
             thread=Thread(plain_office("A. Gill Locks", "office@gill-locks.example", "GB"), "suppliers", "Lock on ward 3", ((6, "out"), (6, "in"))),
             subject="Re: Lock on ward 3", files=paper("inv-88.pdf", "A. Gill Locks", "GBP 140"), body="Good morning,\n\nthe lock was changed yesterday, our invoice for "
             "£140 is attached.\n\nArjan Gill", why="We asked the locksmith to come, here."),
]

MEETINGS = [
    business("meeting-notes", "en", HOSPITAL, "ward managers", HOSPITAL.person("naomi.clarke"), to=("ruth.adeyemi", "ben.tully"),
             subject="Notes of the ward managers' meeting", body="Dear all,\n\nhere are the notes:\n\n- Rota for July is out on Friday\n- Two new terminals on ward 3\n- "
             "Next meeting 30 June, room 4\n\nNaomi"),
    business("meeting-notes", "en", NGO, "with the foundation", WHO["fenwick"], to="tom.reyes", body="Dear Tom,\n\nthank you for the call. As agreed, you send us the "
             "budget by the 19th, and we decide on 2 July.\n\nHarriet", **answer(WHO["fenwick"], "tom.reyes", "Our call on Tuesday")),
    business("meeting-notes", "de", KANZLEI, "Mandantengespräch", WHO["nordhaus"], to="aydin", body="Guten Tag Frau Aydin,\n\nvielen Dank für das Gespräch. Ich habe nur "
             "zwei Anmerkungen zu § 4 und sehe den Rest wie Sie.\n\nMit freundlichen Grüßen\nStefan Krüger", **answer(WHO["nordhaus"], "aydin", "Gespräch am Dienstag")),
    business("meeting-notes", "fr", MAIRIE, "réunion de chantier", WHO["eaux"], to="a.roussel", body="Bonjour Alain,\n\nle compte rendu de chantier est joint. La rue "
             "Haute sera fermée du 22 au 26.\n\nHélène", files=(File("CR chantier.docx", "docx", "Compte rendu\nRue Haute"),), **answer(WHO["eaux"], "a.roussel",
                 "Réunion de chantier du 9")),
    business("meeting-notes", "nl", SCHOOL, "teamoverleg", SCHOOL.person("m.visser"), to=("f.elidrissi", "p.jansen"), subject="Notulen teamoverleg",
             body="Hallo allemaal,\n\nde notulen van maandag:\n\n- Schoolreis 25 juni, bus om half negen\n- Laptopkar is weer heel\n\nGroet, Marieke"),
    business("meeting-notes", "it", FABBRICA, "riunione di produzione", FABBRICA.person("davide.sala"), to="luca.bassi", subject="Verbale riunione",
             body="Ciao Luca,\n\nriassunto: la P40 va in prova lunedì, mancano due valvole, Elena sente l'agenzia per due operai.\n\nDavide"),
    business("meeting-notes", "sv", BYRA, "avstämning", WHO["kund"], to="oskar", body="Hej Oskar,\n\ntack för i dag! Vi kör på skiss två, men med den blå bilden. "
             "Återkommer om priset på affischerna.\n\nHenrik", **answer(WHO["kund"], "oskar", "Avstämning onsdag")),
    business("meeting-notes", "zh", HAILAN, "生产例会", HAILAN.person("zhaomin"), to="liming", subject="生产例会纪要",
             body="各位:\n\n例会纪要如下:\n1. 4163 号订单周五出货\n2. 新模具下周到厂\n3. 端午节放假三天\n\n赵敏"),
    business("meeting-notes", "ru", MOST, "планёрка", MOST.person("kotova"), to="lapin", subject="Итоги планёрки",
             body="Коллеги,\n\nитоги: тираж «Берега» сдаём 20 июня, обложка утверждена, следующая встреча во вторник в 11.\n\nМария"),
]

CONTRACTS = [
    business("contracts", "de", KANZLEI, "Mietvertrag zur Durchsicht", WHO["nordhaus"], to="aydin", files=(File("Mietvertrag_Halle3_v5.docx", "docx",
             "Mietvertrag\nHalle 3"),), body="Guten Tag Frau Aydin,\n\nanbei Fassung 5 mit Ihren Änderungen. Wenn nichts dagegen spricht, unterschreiben wir am "
             "Freitag.\n\nStefan Krüger", **answer(WHO["nordhaus"], "aydin", "Mietvertrag Halle 3")),
    business("contracts", "de", KANZLEI, "Urkunde vom Notariat", WHO["ebner"], to="vogt", files=paper("UR_4102.pdf", "Urkunde 4102/2026"),
             body="Sehr geehrte Frau Vogt,\n\nin der Anlage die beglaubigte Abschrift. Das Original geht heute zur Post.\n\nSekretariat Dr. Ebner",
             **answer(WHO["ebner"], "vogt", "UR-Nr. 4102/2026")),
    business("contracts", "en", NGO, "grant agreement to sign", DOCUSIGN, to="ingrid", subject="Complete with Docusign: Grant agreement 2026-14",
             words={"link": "https://eu.docusign.net/Signing/2614"}, body="Harriet Fenwick sent you a document to review and "
             "sign.\n\nharriet@fenwick-foundation.example\n\nGrant agreement 2026-14\n\n[Review document]({link})"),
    business("contracts", "en", HOSPITAL, "locum contract", WHO["agency_staff"], to="ruth.adeyemi", files=paper("Contract Dr Iqbal.pdf", "Locum contract"),
             body="Dear Ruth,\n\nthe contract for Dr Iqbal is attached, from 1 July for three months. Please countersign and send it back.\n\nHelen",
             **answer(WHO["agency_staff"], "ruth.adeyemi", "Locum from July")),
    business("contracts", "it", FABBRICA, "contratto di fornitura", WHO["hartmann"], to="luca.bassi", files=paper("Rahmenvertrag.pdf", "Contratto quadro"),
             body="Buongiorno Luca,\n\necco il contratto quadro 2026-2028. Le penali sono tolte, come volevate.\n\nUwe Hartmann", **answer(WHO["hartmann"], "luca.bassi",
                 "Contratto quadro")),
    business("contracts", "fr", MAIRIE, "avenant", WHO["vidal"], to="a.roussel", files=paper("Avenant2.pdf", "Avenant 2"), subject="Avenant n° 2",
             body="Bonjour Monsieur Roussel,\n\nvoici l'avenant n° 2 pour signature. Il ne change que la date de fin.\n\nBruno Vidal"),
    business("contracts", "pl", HURT, "umowa najmu", WHO["biuro"], to="a.wrona", files=paper("Umowa.pdf", "Umowa najmu"), subject="Umowa najmu do wglądu",
             body="Dzień dobry,\n\nw załączeniu umowa najmu z moimi uwagami na marginesie. Nie ma pośpiechu.\n\nBeata Sowa"),
    business("contracts", "ja", MINATO, "契約書の確認", WHO["kansa"], to="sato", files=paper("keiyaku.pdf", "2026"), subject="顧問契約書の更新",
             body="佐藤様\n\n顧問契約書の更新版をお送りします。ご確認のうえ、来月末までに押印をお願いいたします。\n\n中村会計事務所"),
]

SERVICES = [
    business("tickets", "en", HOSPITAL, "printer on ward 3", WHO["desk"], to="naomi.clarke", subject="[Ticket 4492] Solved: printer on ward 3",
             words={"link": "https://staurel.servicedeskcloud.example/t/4492"}, body="Hello Naomi,\n\nyour ticket 4492 was solved: the drum was replaced.\n\n[View "
             "ticket]({link})\n\nIf the printer still fails, just answer this mail."),
    business("tickets", "nl", SCHOOL, "melding van het leerlingensysteem", WHO["leerlingweb"], to="f.elidrissi", subject="Nieuwe melding: absentie",
             words={"link": "https://app.leerlingweb.example/m/771"}, body="Er is een nieuwe melding.\n\nLeerling: groep 6, nr. 14\nReden: tandarts\n\n[Bekijk "
             "melding]({link})"),
    business("tickets", "sv", BYRA, "kommentar i skiss", WHO["figboard"], to="oskar", subject="Ny kommentar 388", words={"link": "https://www.figboard.example/b/388"},
             body="Erik Sandberg har skrivit en kommentar: Kan vi ha rubriken lite större?\n\n[Visa]({link})"),
    business("tickets", "tr", OTEL, "yeni rezervasyon", WHO["bookdesk"], to="elif", subject="Yeni rezervasyon 9921",
             words={"link": "https://panel.odarez.example/r/9921"}, body="Yeni rezervasyon: 2 gece, 1 çift kişilik oda, 18 Haziran.\n\n[Rezervasyonu gör]({link})"),
    business("tickets", "en", NGO, "reminder of a deadline", WHO["grantdesk"], to="tom.reyes", subject="Reminder: report due on 30 June",
             words={"link": "https://app.grantdesk.example/reports/14"}, body="Hi Tom,\n\nthe interim report for grant 2026/14 is due on 30 June. Please log in to upload "
             "it.\n\n[Open report]({link})\n\nYou get this reminder because you are the contact of this grant."),
    business("tickets", "de", KANZLEI, "Wartung beim Hoster", WHO["hosting_kiel"].but(program="service"), to="wulf", subject="Wartungsarbeiten am 18. Juni",
             body="Guten Tag Herr Wulf,\n\nam 18. Juni zwischen 2 und 4 Uhr warten wir die Datenbankserver. Ihre Seiten sind kurz nicht erreichbar. Sie müssen nichts "
             "tun.\n\nFördehosting"),
    business("tickets", "en", BYRA, "a code review", GITHUB, to="oskar", subject="[norrsken/site] Fix the footer (PR #88)",
             words={"link": "https://github.com/norrsken-example/site/pull/88"}, body="@oskarberg requested your review on: norrsken/site#88 Fix the footer.\n\n[View it "
             "on GitHub]({link})"),
    business("tickets", "es", SHOP, "mensaje de una clienta", WHO["cliente"], to="marta", body="Hola Marta:\n\nel paquete ha llegado, pero falta una botella. ¿Me la "
             "podéis mandar? Adjunto foto.\n\nGracias\nBeatriz", files=(File("foto.png", "png"),), **answer(WHO["cliente"], "marta", "Mi pedido 7702")),
]

WANTED = [
    business("newsletters", "en", HOSPITAL, "the weekly", WHO["health_weekly"], to="ruth.adeyemi", subject="Health Managers Weekly: act now on heat plans",
             words={"link": "https://www.healthmanagersweekly.example/issue/25"}, body="# Act now on heat plans\n\nOnly ten days left to hand in your heat plan. We show "
             "three good ones.\n\n[Read the issue]({link})\n\n# Win a place at our congress\n\nFive readers win a free place. [Take part]({link})\n\nYou subscribed as "
             "{to}."),
    business("newsletters", "de", KANZLEI, "Juristenblatt mit Verlosung", WHO["jurablatt"], to="aydin", subject="Juristenblatt Ausgabe 25: nur noch bis Freitag",
             words={"link": "https://www.juristenblatt.example/ausgabe/25"}, body="# Nur noch bis Freitag\n\nMelden Sie sich zum Mietrechtstag an und sparen Sie 20 "
             "%.\n\n[Jetzt anmelden]({link})\n\nSie erhalten diese Mail als {to}."),
    business("newsletters", "fr", MAIRIE, "la gazette", WHO["gazette"], to="a.roussel", subject="La Gazette n° 25",
             words={"link": "https://www.gazette-mairies.example/25"}, body="# Au sommaire\n\nFacturation électronique : ce qui change. Cybersécurité : méfiez-vous des "
             "faux RIB.\n\n[Lire le numéro]({link})\n\nEnvoyé à {to}."),
    business("newsletters", "it", FABBRICA, "la rivista", WHO["meccanica"], to="davide.sala", subject="Meccanica Oggi 25: offerte di giugno",
             words={"link": "https://www.meccanicaoggi.example/25"}, body="# Offerte di giugno\n\nAbbonamento a metà prezzo, solo questa "
             "settimana.\n\n[Approfitta]({link})\n\nRicevi questa mail come {to}."),
    business("newsletters", "es", SHOP, "boletín", WHO["gastro"], to="andres", subject="Gastro Diario 25: gana una cena",
             words={"link": "https://www.gastrodiario.example/25"}, body="# Gana una cena para dos\n\nResponde a tres preguntas sobre "
             "aceite.\n\n[Participar]({link})\n\nRecibes este boletín en {to}."),
    business("newsletters", "nl", SCHOOL, "vakblad", WHO["onderwijsblad"], to="m.visser", subject="Onderwijsblad 25",
             words={"link": "https://www.onderwijsblad.example/25"}, body="# Deze week\n\nZomerlezen, een gratis lespakket en de cao in tien punten.\n\n[Lees "
             "verder]({link})\n\nVerzonden aan {to}."),
    business("newsletters", "pl", HURT, "biuletyn", WHO["branza"], to="a.wrona", subject="Handel i Branża 25", words={"link": "https://www.handelibranza.example/25"},
             body="# W numerze\n\nKaucje od lipca, ostatnie wolne stoiska na targach.\n\n[Czytaj]({link})\n\nNewsletter wysłano na {to}."),
    business("newsletters", "sv", BYRA, "branschbrev", WHO["reklam"], to="erik", subject="Veckans reklam 25", words={"link": "https://www.reklamtidningen.example/25"},
             body="# Veckans\n\nAnmäl ert bidrag till Norrpriset senast på fredag.\n\n[Anmäl]({link})\n\nSkickat till {to}."),
    business("newsletters", "pt", ALVORADA, "revista da construção", WHO["obra"], to="diego", subject="Obra Hoje 25", words={"link": "https://www.obrahoje.example/25"},
             body="# Nesta edição\n\nPreço do cimento, feira de julho e um canteiro sem acidentes.\n\n[Ler]({link})\n\nEnviado para {to}."),
    business("newsletters", "tr", OTEL, "turizm bülteni", WHO["turizm"], to="elif", subject="Turizm Postası 25", words={"link": "https://www.turizmpostasi.example/25"},
             body="# Bu hafta\n\nErken rezervasyon rakamları, eylül fuarı, yeni oteller.\n\n[Oku]({link})\n\n{to} adresine gönderildi."),
    business("newsletters", "cs", STAVBY, "odborný časopis", WHO["stavebni"], to="dvorak", subject="Stavební listy 25",
             words={"link": "https://www.stavebnilisty.example/25"}, body="# V čísle\n\nCeny betonu, nová vyhláška, fotografie z mostu.\n\n[Číst]({link})\n\nZasláno na "
             "{to}."),
    business("newsletters", "ru", MOST, "книжный вестник", WHO["knigi"], to="lapin", subject="Книжный вестник 25",
             words={"link": "https://www.knizhny-vestnik.example/25"}, body="# В номере\n\nЛетняя ярмарка, цены на бумагу, интервью с "
             "переводчиком.\n\n[Читать]({link})\n\nОтправлено на {to}."),
]

HR = [
    business("hr", "en", HOSPITAL, "payslips are ready", HOSPITAL.person("ruth.adeyemi"), to="naomi.clarke", subject="June payslips",
             words={"link": "https://intranet.staurel-hospital.example/payslips"}, body="Dear all,\n\nthe June payslips are in the staff portal: "
             "[payslips]({link})\n\nRuth"),
    business("hr", "en", HOSPITAL, "an applicant from a free mailbox", free("Joyce Bennett", "joyce.bennett.nurse@gmail.com"), to="ruth.adeyemi",
             subject="Application: staff nurse, ward 3", files=(File("CV.docx", "docx", "Joyce Bennett\nNurse"),),
             body="Dear Ms Adeyemi,\n\nI would like to apply for the post of staff nurse on ward 3. My CV is attached; I could start in August.\n\nYours sincerely\nJoyce "
             "Bennett", why="A stranger, as applicants are."),
    business("hr", "de", KANZLEI, "Krankmeldung von privat", WHO["wulf_private"], to="vogt", subject="Krank", habits=(Habit(WHO["wulf_private"], "vogt", 5, 4, 22, "",
             "Krank"),), body="Hallo Petra,\n\nich bin heute krank und gehe nachher zum Arzt. Den Drucker schaue ich mir am Montag an.\n\nTobias",
             why="A colleague's private mailbox, with which the office has written for months."),
    business("hr", "de", KANZLEI, "Bewerbung", free("Anke Wolter", "anke.wolter.bewerbung@gmx.de", "thunderbird"), to="kanzlei", subject="Bewerbung als Referendarin",
             files=paper("Wolter_Anke.pdf", "Anke Wolter", "Lebenslauf"), body="Sehr geehrte Damen und Herren,\n\nfür die Wahlstation ab Oktober bewerbe ich mich bei "
             "Ihnen. Meine Unterlagen finden Sie in der Anlage.\n\nMit freundlichen Grüßen\nAnke Wolter", why="A stranger, as applicants are."),
    business("hr", "fr", MAIRIE, "congés", MAIRIE.person("m.lefort"), to="n.benali", subject="Congés d'été", files=(File("conges.xlsx", "xlsx",
             "Nom;Semaine\nBenali;31"),), body="Bonjour Nadia,\n\nmerci de compléter le tableau des congés avant vendredi.\n\nMarc"),
    business("hr", "it", FABBRICA, "cedolini dallo studio", WHO["studio"], to="elena.rizzo", subject="Cedolini maggio", files=paper("cedolini-maggio.pdf", "Cedolini"),
             body="Gentile Elena,\n\nallego i cedolini di maggio. Manca solo la firma dell'ingegnere.\n\nStudio Galli"),
    business("hr", "sv", BYRA, "lönebesked", WHO["loner"], to="linnea", subject="Lönebesked juni", files=paper("lon-juni.pdf", "Lon juni"),
             body="Hej Linnea,\n\nhär är underlaget för juni. Hör av dig om något inte stämmer.\n\nLönebyrån Norr"),
    business("hr", "es", SHOP, "vacaciones", SHOP.person("carmen"), to="marta", subject="Vacaciones de agosto",
             body="Marta, ¿te viene bien la segunda quincena? Pablo se queda con la primera.\n\nCarmen"),
    business("hr", "zh", HAILAN, "端午节放假通知", HAILAN.person("zhaomin"), to=("liming", "wangli"), subject="端午节放假通知", body="各位同事:\n\n端午节放假三天,6月19日至21日,请提前安排好工作。\n\n人事部 赵敏"),
    business("hr", "ja", MINATO, "健康診断のお知らせ", MINATO.person("ito"), to=("sato", "suzuki"), subject="健康診断のお知らせ", body="皆様\n\n今年の健康診断は7月8日です。希望の時間を今週中に伊藤までお知らせください。"),
]

PUBLIC = [
    business("school", "nl", SCHOOL, "een moeder schrijft", WHO["ouder"], to="f.elidrissi", subject="Noor is ziek",
             body="Goedemorgen juf,\n\nNoor heeft koorts en blijft vandaag thuis. Kunt u het huiswerk meegeven aan haar broer?\n\nSanne Willems"),
    business("school", "nl", SCHOOL, "een nieuwe ouder", free("Erik Dekker", "erik.dekker.gezin@gmail.com"), to="administratie", subject="Aanmelding groep 1",
             body="Beste school,\n\nonze dochter wordt in oktober vier. Kunnen we een keer komen kijken? Woensdagmiddag kunnen we altijd.\n\nErik Dekker",
             why="A parent whom nobody knows yet."),
    business("school", "nl", SCHOOL, "gemeente over huisvesting", WHO["gemeente"], to="a.dewit", body="Dag Annelies,\n\nde tekeningen van de gymzaal zijn klaar, ik neem "
             "ze dinsdag mee.\n\nWouter", **answer(WHO["gemeente"], "a.dewit", "Huisvesting gymzaal")),
    business("school", "en", SCHOOL, "a partner school abroad", office365("Fiona McRae", "f.mcrae@hillview-primary.example"), to="f.elidrissi",
             subject="Pen friends next year", body="Dear Fatima,\n\nour Year 6 would love to write letters again next year. Shall we start in September?\n\nFiona",
             why="A first letter that asks for nothing."),
    business("hospital", "en", HOSPITAL, "laboratory results by machine", WHO["whitmore"], to="naomi.clarke", subject="Report batch 4310", files=paper("batch-4310.pdf",
             "Batch 4310", "38 samples"), body="Report batch 4310 of 38 samples is attached. This message was sent by machine; please do not answer."),
    business("hospital", "en", HOSPITAL, "rota published", WHO["rota"], to="naomi.clarke", subject="Rota published: ward 3, week 25",
             words={"link": "https://app.shiftboard.example/r/25"}, body="The rota for ward 3, week 25 was published.\n\n[View rota]({link})\n\nShiftBoard"),
    business("hospital", "en", HOSPITAL, "a patient's question", free("Gordon Ashby", "gordon.ashby.1948@yahoo.com"), to="naomi.clarke",
             subject="Appointment on the 17th", body="Dear Sir or Madam,\n\nI have an appointment on the 17th at ten and cannot come. Could I have another date, "
             "please?\n\nGordon Ashby", why="A patient from a free mailbox."),
    business("hospital", "en", HOSPITAL, "a scan from the copier", HOSPITAL.person("naomi.clarke").but(name="", program="device", dkim=()), to="naomi.clarke",
             subject="Scan", files=paper("scan0001.pdf", "Scan"), body="Scan from copier 3.", why="Our own copier, by our own server."),
    business("town-hall", "fr", MAIRIE, "un habitant", free("Jeanne Roche", "jeanne.roche.montclar@orange.fr", "thunderbird"), to="mairie",
             subject="Lampadaire rue des Lilas", body="Bonjour,\n\nle lampadaire devant le 14 rue des Lilas ne fonctionne plus depuis lundi. Merci de le "
             "réparer.\n\nJeanne Roche", why="A citizen whom nobody knows."),
    business("town-hall", "fr", MAIRIE, "circulaire", WHO["prefecture"], to="n.benali", subject="Circulaire 4120 : cartes électorales",
             files=paper("circulaire-4120.pdf", "Circulaire 4120"), body="Madame, Monsieur,\n\nveuillez trouver ci-joint la circulaire relative aux cartes "
             "électorales.\n\nBureau des élections"),
    business("town-hall", "fr", MAIRIE, "comité des fêtes", WHO["asso"], to="n.benali", body="Bonjour Nadia,\n\npour le 14 juillet il nous faudrait la salle dès 15 h, et "
             "les clés la veille.\n\nLe comité", **answer(WHO["asso"], "n.benali", "Salle des fêtes le 14 juillet")),
]

MONEY = [
    business("bank-notices", "nl", SCHOOL, "afschrift", RABOBANK, to="j.bakker", subject="Uw rekeningafschrift staat klaar",
             words={"link": "https://www.rabobank.nl/mijn-rabobank"}, body="Beste klant,\n\nuw rekeningafschrift van mei staat klaar. Log in om het te bekijken.\n\n[Mijn "
             "Rabobank]({link})\n\nRabobank"),
    business("bank-notices", "es", SHOP, "extracto", SANTANDER, to="carmen", subject="Su extracto mensual", words={"link": "https://www.bancosantander.es/empresas"},
             body="Estimado cliente:\n\nsu extracto de mayo ya está disponible.\n\n[Ver extracto]({link})\n\nBanco Santander"),
    business("bank-notices", "pt", ALVORADA, "comprovante", ITAU, to="camila", subject="Comprovante de pagamento", words={"link": "https://www.itau.com.br/empresas"},
             body="Prezado cliente,\n\no pagamento de R$ 2.349,90 foi realizado.\n\n[Ver comprovante]({link})\n\nItaú"),
    business("bank-notices", "de", KANZLEI, "Kontoauszug", notice("Commerzbank", "postfach@commerzbank.de", "DE"), to="kern", subject="Neuer Kontoauszug im Postfach",
             words={"link": "https://www.commerzbank.de/postfach"}, body="Sehr geehrter Kunde,\n\nin Ihrem Postfach liegt ein neuer Kontoauszug. Bitte melden Sie sich "
             "an, um ihn zu lesen.\n\n[Zum Postfach]({link})\n\nCommerzbank"),
    business("bank-notices", "en", NGO, "a payment came in", PAYPAL, to="finance", subject="You received a payment of EUR 120.00",
             words={"link": "https://www.paypal.com/activity/payment/88"}, body="Hello Clearwater Relief,\n\nyou received EUR 120.00 from Walter Brigg.\n\n[View "
             "details]({link})\n\nPayPal"),
    business("bank-notices", "en", HOSPITAL, "a real security notice", notice("Microsoft account team", "account-security-noreply@accountprotection.microsoft.com",
             "IE"), to="ben.tully", subject="New app connected to your account", words={"link": "https://account.live.com/consent/Manage"},
             body="A new app was connected to the account {to}.\n\nIf this wasn't you, please remove it and change your password.\n\n[Manage your apps]({link})\n\nThe "
             "Microsoft account team"),
    business("receipts", "de", KANZLEI, "Bestellbestätigung", AMAZON_DE, to="buchhaltung", subject="Ihre Bestellung 302-7781 wurde versandt",
             words={"link": "https://www.amazon.de/gp/css/order-history"}, body="Guten Tag,\n\nIhre Bestellung wurde versandt: 2 x Locher, 34,80 €.\n\n[Bestellung "
             "ansehen]({link})\n\nAmazon.de"),
    business("receipts", "de", KANZLEI, "Paket kommt", DHL, to="kanzlei", subject="Ihr Paket kommt morgen", words={"link": "https://www.dhl.de/sendungsverfolgung?c=77"},
             body="Guten Tag,\n\nIhr Paket kommt morgen zwischen 9 und 12 Uhr.\n\n[Sendung verfolgen]({link})\n\nDHL"),
    business("receipts", "fr", MAIRIE, "colis", LAPOSTE, to="mairie", subject="Votre colis sera livré demain",
             words={"link": "https://www.laposte.fr/outils/suivre-vos-envois?code=77"}, body="Bonjour,\n\nvotre colis sera livré demain.\n\n[Suivre le "
             "colis]({link})\n\nLa Poste"),
    business("receipts", "nl", SCHOOL, "pakket", POSTNL, to="administratie", subject="Je pakket is bezorgd", words={"link": "https://jouw.postnl.nl/track-and-trace"},
             body="Hallo,\n\nje pakket is bezorgd bij de conciërge.\n\n[Bekijk]({link})\n\nPostNL"),
    business("receipts", "en", NGO, "a train ticket", cloud_notice("Alpine Rail", "tickets@alpinerail.example"), to="peter.njoroge", subject="Your ticket Geneva - Bern",
             files=paper("ticket.pdf", "Geneva - Bern", "18 June, 8:10"), body="Your ticket is attached. Show it on your phone or print it.\n\nOrder 88120, CHF 51.00"),
    business("receipts", "en", HAILAN, "a courier's receipt", DHL_UK, to="sales", subject="Shipment 5521 delivered", words={"link": "https://www.dhl.com/track?id=5521"},
             body="Shipment 5521 was delivered to EUROLED, Porto.\n\n[View details]({link})\n\nDHL"),
    business("receipts", "it", FABBRICA, "file ricevuti", WETRANSFER, to="luca.bassi", subject="u.hartmann@hartmann-werkzeugbau.example ti ha inviato dei file",
             words={"link": "https://wetransfer.com/downloads/71"}, body="Uwe Hartmann ti ha inviato: Zeichnungen_P40.zip\n\n[Scarica i file]({link})\n\nWeTransfer"),
    business("receipts", "en", HOSPITAL, "a file shared inside", SHAREPOINT, to="naomi.clarke", subject="Ruth Adeyemi shared \"Heat plan\" with you",
             words={"link": "https://staurelhospital.sharepoint.com/:w:/s/hr/4"}, body="Ruth Adeyemi shared a file with you.\n\nHeat plan.docx\n\n[Open]({link})"),
]

QUOTES = [
    business("quotes", "en", NGO, "drilling rig", WHO["lakeside"], to="amy.walsh", files=paper("Quote BH15.pdf", "Lakeside Drilling", "Borehole 15"),
             body="Dear Amy,\n\nour quote for borehole 15 is attached. If you order this week we can start on the 22nd.\n\nJames", **answer(WHO["lakeside"], "amy.walsh",
                 "Quote for borehole 15")),
    business("quotes", "en", HOSPITAL, "a stranger offers signs, as asked", office365("Laura Pike", "laura.pike@brightline-signs.example"), to="suppliers",
             thread=Thread(office365("Laura Pike", "laura.pike@brightline-signs.example"), "suppliers", "Door signs", ((3, "out"),)), subject="Re: Door signs",
             files=paper("Q-2281.pdf", "Quote Q-2281"), body="Dear team,\n\nthank you for your enquiry. The quote for 40 door signs is attached, valid until the end of "
             "July.\n\nLaura Pike", why="We asked for it."),
    business("quotes", "it", FABBRICA, "cuscinetti dalla Cina", WHO["qinglong"], to="luca.bassi", body="Dear Luca,\n\nour best price for 6204-2RS is 0.41 USD FOB Ningbo, "
             "lead time 30 days. Proforma is attached.\n\nGrace Lin", files=paper("PI-88.pdf", "Proforma PI-88"), **answer(WHO["qinglong"], "luca.bassi",
                 "Price for bearings")),
    business("quotes", "sv", BYRA, "affischer", WHO["fyren"], to="oskar", body="Hej Oskar,\n\n500 affischer kostar 8 900 kr, leverans på torsdag om vi får filerna i "
             "dag.\n\nGunnar", **answer(WHO["fyren"], "oskar", "Pris på affischer")),
    business("quotes", "pt", ALVORADA, "cimento", WHO["cimento"], to="diego", body="Bom dia, Diego,\n\no preço do CP II é R$ 34,90 o saco, entrega em três dias. Responda "
             "hoje para garantir.\n\nMárcia Teles", **answer(WHO["cimento"], "diego", "Cotação de cimento")),
    business("quotes", "ja", MINATO, "見積書", WHO["hokuto"], to="suzuki", files=paper("mitsumori.pdf", "4125"), body="鈴木様\n\nお見積書をお送りします。有効期限は今月末です。\n\n渡辺",
             **answer(WHO["hokuto"], "suzuki", "見積依頼 4125")),
    business("quotes", "zh", HAILAN, "纸箱报价", WHO["jinpeng"], to="wangli", body="王丽,您好:\n\n新纸箱单价 3.2 元,五百个起订,三天交货。\n\n刘洋", **answer(WHO["jinpeng"], "wangli", "纸箱报价")),
    business("quotes", "cs", STAVBY, "elektro nabídka", WHO["kriz"], to="dvorak", files=paper("nabidka.pdf", "Elektro Kriz"),
             body="Dobrý den,\n\nposílám nabídku na druhou etapu. Materiál zdražil, ale práci jsem nechal.\n\nKříž", **answer(WHO["kriz"], "dvorak", "Nabídka 2. etapa")),
    business("quotes", "ru", MOST, "тираж", WHO["parus"], to="lapin", body="Игорь, добрый день!\n\n3000 экземпляров в твёрдой обложке — 612 тысяч, срок три "
             "недели.\n\nГромов", **answer(WHO["parus"], "lapin", "Расчёт тиража")),
]

CALENDAR = [
    business("calendar", "en", HOSPITAL, "an interview", WHO["agency_staff"], to="ruth.adeyemi", subject="Interview Dr Iqbal", invitation=event("{my}",
             "Interview Dr Iqbal", "Room 4", ""), body="Interview Dr Iqbal\n16 June, 9:00, room 4"),
    business("calendar", "en", NGO, "a video call", ZOOM, to="ingrid", subject="Harriet Fenwick has invited you to a scheduled Zoom meeting",
             words={"link": "https://zoom.us/j/55120077"}, body="Harriet Fenwick is inviting you to a scheduled Zoom meeting.\n\nTopic: Grant 2027\n\n[Join "
             "meeting]({link})"),
    business("calendar", "de", KANZLEI, "Termin beim Notar", WHO["ebner"], to="helene.brandt", subject="Termin 16. Juni", invitation=event("{my}", "Beurkundung",
             "Notariat Dr. Ebner", ""), body="Beurkundung am 16. Juni um 10 Uhr im Notariat."),
    business("calendar", "fr", MAIRIE, "réunion déplacée", WHO["eaux"], to="a.roussel", subject="Mise à jour : réunion", invitation=event("{my}", "Réunion rue Haute",
             "Mairie", ""), body="La réunion est déplacée au 16 juin à 10 h."),
    business("calendar", "sv", BYRA, "lunch", WHO["kund"], to="karin", subject="Lunch", invitation=event("{my}", "Lunch", "Hamnen", ""),
             body="Lunch i hamnen den 16 juni?", habits=(Habit(WHO["kund"], "karin", 4, 4, 20, "", "Lunch"),)),
]

PERSONAL = [
    business("letters", "en", NGO, "thanks after a visit", WHO["auditor"], to="amy.walsh", subject="Thank you",
             body="Dear Amy,\n\nthank you for the good days in Geneva. The draft report follows in two weeks.\n\nClaudia"),
    business("letters", "en", NGO, "field notes from a colleague's own mailbox", WHO["kaya_field"], to="peter.njoroge", subject="Field notes 12",
             files=(File("photo.png", "png"),), body="Hi Peter,\n\nwell 9 is working again. The village asks for a second tap. Photo attached.\n\nLeyla"),
    business("letters", "de", KANZLEI, "die Chefin von privat", WHO["helene_private"], to="vogt", subject="Termin",
             body="Liebe Frau Vogt,\n\nich komme morgen erst um elf. Könnten Sie bitte Herrn Krüger Bescheid sagen?\n\nH. Brandt"),
    business("letters", "de", KANZLEI, "Übersetzung geliefert", WHO["moreau"], to="vogt", body="Liebe Frau Vogt,\n\nanbei die beglaubigte Übersetzung. Die Rechnung "
             "schicke ich am Monatsende.\n\nIhre Ines Moreau-Falk", files=paper("Uebersetzung.pdf", "Uebersetzung"), **answer(WHO["moreau"], "vogt",
                 "Übersetzung Heiratsurkunde")),
    business("letters", "fr", MAIRIE, "la maire depuis son téléphone", WHO["delmas_private"], to="a.roussel", subject="conseil",
             body="Alain, j'arrive avec dix minutes de retard. Commencez sans moi.\n\nCatherine"),
    business("letters", "it", FABBRICA, "l'amministratore da casa", WHO["paolo_private"], to="giulia.ferrante", subject="domani",
             body="Giulia, domani vado prima dal notaio e poi in fabbrica. Ci vediamo a pranzo.\n\nPapà"),
    business("letters", "es", SHOP, "la tienda portuguesa", WHO["loja"], to="pablo", body="Hola Pablo:\n\nlas 30 cajas han llegado bien. El mes que viene serán "
             "40.\n\nTeresa", **answer(WHO["loja"], "pablo", "Encomenda de mayo")),
    business("letters", "pl", HURT, "księgowa pyta", WHO["biuro"], to="j.mazur", body="Pani Joanno,\n\nbrakuje mi jeszcze jednej faktury z maja, chyba od Orła. Czy może "
             "ją Pani podesłać?\n\nBeata Sowa", **answer(WHO["biuro"], "j.mazur", "JPK za maj")),
    business("letters", "tr", OTEL, "acente", WHO["acente"], to="elif", body="Elif Hanım merhaba,\n\ngrup 22 kişi olarak kesinleşti, iki vejetaryen var.\n\nSibel Öz",
             **answer(WHO["acente"], "elif", "Grup 4160")),
    business("letters", "pt", ALVORADA, "medição", WHO["prefeitura"], to="diego", body="Diego, bom dia.\n\nA fiscalização passa na quinta às nove. Deixe o diário de obra "
             "à mão, por favor.\n\nSérgio", **answer(WHO["prefeitura"], "diego", "Medição 12")),
    business("letters", "ja", MINATO, "配車の連絡", WHO["toto"], to="suzuki", charset="iso-2022-jp", subject="6月16日の配車",
             body="鈴木様\n\n6月16日は4トン車1台、午前9時に伺います。よろしくお願いいたします。\n\n東都物流 配車センター"),
    business("letters", "zh", HAILAN, "物流通知", WHO["huaxin"], to="liming", charset="gb2312", subject="运单 4188 已发出", body="李明,您好:\n\n运单 4188 今天下午发出,预计后天到达。\n\n华信物流"),
    business("letters", "ru", MOST, "автор прислала главу", WHO["author"], to="kotova", subject="Рукопись, глава 9", files=(File("glava9.docx", "docx", "Глава 9"),),
             body="Мария, добрый день!\n\nПосылаю девятую главу. Десятая будет через неделю.\n\nНаталья"),
    business("letters", "cs", STAVBY, "kontrolní den", WHO["investor"], to="dvorak", body="Dobrý den, pane Dvořáku,\n\nkontrolní den přesuňme na středu od devíti, v "
             "úterý mám zastupitelstvo.\n\nBeneš", **answer(WHO["investor"], "dvorak", "Kontrolní den 6")),
]

CASES = ORDERS + INVOICES + NEW_VENDORS + MEETINGS + CONTRACTS + SERVICES + WANTED + HR + PUBLIC + MONEY + QUOTES + CALENDAR + PERSONAL
