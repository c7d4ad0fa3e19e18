"""What an examiner wrote who had seen no rule: half of the cases; the other half stands in examiner_held.py.

In half of them nobody knows the sender on either side, and there is little but the words to go by."""
from functools import partial

from ..authoring import Thread, business, grouped, iban, pair, side
from ..examiner_organizations import ATELIER, BARNEHAGE, ELIONAS, HANBIT, KERTESZET, METALLI, NAKHEEL, TOMRER
from ..files import File
from ..organizations import (ALVORADA, BANK, BYRA, FABBRICA, HAILAN, HOSPITAL, HURT, KANZLEI, MAIRIE, MINATO, MOST, NGO, OTEL, SCHOOL, SHOP,
                             STAVBY, WHO)
from ..places import GOOGLE
from ..senders import Sender, forged, forged_no_policy, free, hacked_site, notice, office, office365, plain_office, rented, signed


def google_share(name, reader):
    """Google's own notice that somebody shares something: Google is true, whoever shares may be anybody."""
    return Sender(name, "drive-shares-dm-noreply@google.com", GOOGLE, "service", mail_from="3k8s@doclist.bounces.google.com", reply_to=reader,
                  dkim=signed("google.com"), policy="reject")


def punycode(domain):
    return domain.encode("idna").decode("ascii")


strangers = partial(pair, "examiner-strangers")
known = partial(pair, "examiner-known")
from_strangers = partial(business, "examiner-business-strangers")
from_known = partial(business, "examiner-business-known")

STRANGERS = [
    strangers("en", HOSPITAL, "which desk looks after supplier payments", to="suppliers", subject="Right desk?",
              attack=side(free("Hannah Price", "hannah.price.accounts@gmail.com"), "banner",
                          "Says for nobody, names no delivery, and only wants to know who can pay.",
                          body="Good morning,\n\nI'm hoping you can point me the right way. Who at {org} signs off supplier payments these days, and would they rather hear "
                               "from me by mail or on a direct line? I'd sooner go to them straight than bother the wrong office.\n\nMany thanks\nHannah Price"),
              twin=side(office365("Hannah Price", "hannah.price@brightwell-furniture.example"), "deliver",
                        "A firm that says what it delivered and where its letter can be checked.",
                        body="Good morning,\n\nI'm hoping you can point me the right way. We delivered twelve recliners to your day unit on 28 May (delivery note 20713, signed "
                             "by the porter) and I would like to know which office our invoice should go to, and whether you need your order number on it.\n\nMany thanks\n"
                             "Hannah Price\nBrightwell Furniture, Leicester, 0116 496 0188")),
    strangers("fr", MAIRIE, "un forfait de stationnement à régler", to="mairie", subject="Véhicule de service : stationnement du 19 mai",
              attack=side(rented("Centre de Recouvrement Voirie", "dossier@recouvrement-voirie.example", "BG", program="service"), "junk",
                          "An office that nobody knows wants thirty-five euros through its own page, or the sum grows.",
                          body="Madame, Monsieur,\n\nUn véhicule rattaché à votre collectivité a stationné le 19 mai sans ticket valable. Le montant est encore de 35 € ; il "
                               "sera porté à 135 € à compter de vendredi.\n\n[Voir la photo et payer](https://recouvrement-voirie.example/d/88120)\n\nCe message vaut "
                               "notification."),
              twin=side(office("Parkings du Littoral", "service.client@parkings-littoral.example", "FR", program="ledger"), "deliver",
                        "A car park says who stood where, waits for the usual order of payment, and takes questions by telephone.",
                        body="Madame, Monsieur,\n\nLe véhicule de service GK-418-TR est sorti du parking Gare le 19 mai sans passage en caisse ; la durée était de 3 h 10, soit "
                             "7,20 €. Nous joindrons cette somme au prochain relevé trimestriel, payable par mandat comme d'ordinaire pour les collectivités. Si la plaque a "
                             "été mal lue, appelez-nous au 04 67 55 01 20.\n\nParkings du Littoral, accueil de la gare")),
    strangers("es", SHOP, "un pedido grande desde fuera", to="pedidos", subject="Pedido para un evento",
              attack=side(free("Gregory Haines", "gregory.haines.events@outlook.com"), "junk",
                          "The old trick with the carrier: charge a stolen card too much and pass the difference on.",
                          body="Estimados señores:\n\nquiero sesenta cajas de su aceite virgen extra para un evento en Guayaquil. Pagaré con mis tarjetas; por favor dividan el "
                               "importe en tres. La naviera que recoge no admite tarjeta, así que carguen además 2.850 euros a la mía y hagan ustedes el giro al transportista "
                               "cuando el cobro esté autorizado. ¿Qué tarjetas aceptan?\n\nGregory Haines"),
              twin=side(free("Gregory Haines", "gregory.haines.events@outlook.com"), "deliver", "A buyer from abroad asks what buyers ask.",
                        body="Estimados señores:\n\nquiero sesenta cajas de su aceite virgen extra para un evento en Guayaquil en octubre. ¿Exportan a Ecuador? Necesito precio "
                             "con transporte hasta el puerto de Valencia y saber si cobran por transferencia antes del envío o con carta de crédito. La ficha técnica en inglés "
                             "me ayudaría.\n\nGregory Haines")),
    strangers("nl", SCHOOL, "een sollicitatie met een cv", to="administratie", subject="Leerkracht groep 5, mijn brief",
              attack=side(free("Daan Verhoeven", "daan.verhoeven.leraar@gmail.com"), "junk", "The CV is a locked archive on a host where anybody can put one.",
                          body="Geachte mevrouw, meneer,\n\nmet plezier reageer ik op de plek in groep 5. Mijn map met cv en diploma's is te zwaar voor de mail, u vindt hem "
                               "hier: [cv-verhoeven](https://cv-daanverhoeven.netlify.app/map.zip). Openen gaat met groep5.\n\nIk hoor graag of het lukt om hem te bekijken op "
                               "een Windows-computer.\n\nDaan Verhoeven"),
              twin=side(free("Daan Verhoeven", "daan.verhoeven.leraar@gmail.com"), "deliver", "An applicant as there are many, with a CV as a file.",
                        files=(File("cv-verhoeven.pdf", "pdf", "Daan Verhoeven\nLeerkracht, pabo Zwolle 2019\nObs De Wilgen, groep 4 en 5, sinds 2020"),),
                        body="Geachte mevrouw, meneer,\n\nmet plezier reageer ik op de plek in groep 5. Sinds 2020 werk ik op De Wilgen in Raalte; mijn cv zit erbij. Op "
                             "woensdagmiddag kan ik langskomen om kennis te maken.\n\nDaan Verhoeven\n06 5550 1177")),
    strangers("cs", STAVBY, "roční ochrana počítače", to="info", subject="Doklad 55-20714",
              attack=side(free("Oddělení plateb", "oddeleni.plateb.5520@gmail.com"), "junk",
                          "A bill for something that nobody ordered, from anybody's mailbox; the way out is a telephone call.",
                          body="Dobrý den,\n\nroční ochrana pro pět počítačů byla prodloužena a částka 8 490 Kč odejde z vašeho účtu během čtyřiadvaceti hodin. Pokud jste o "
                               "prodloužení nestáli, stačí zavolat na 910 555 043, kolega vás provede zrušením na dálku a peníze vrátí.\n\nDoklad 55-20714"),
              twin=side(plain_office("Kotle Pospíšil", "servis@kotlepospisil.example", "CZ", program="outlook"), "deliver",
                        "A small firm's bill for work that was done, to be paid as usual.",
                        body="Dobrý den,\n\nroční prohlídka obou kotlů na dvoře proběhla 27. května, převzal pan Dvořák. Částka 8 490 Kč je splatná do 14 dnů podle přiloženého "
                             "dokladu. Pokud by něco nesedělo, zavolejte na 567 555 043.\n\nJan Pospíšil",
                        files=(File("doklad-55-20714.pdf", "pdf", "Kotle Pospisil\nDoklad 55-20714\nRocni prohlidka, 2 ks\n8 490 Kc"),))),
    strangers("tr", OTEL, "oda hakkında şikâyet", to="rezervasyon", subject="Dünkü konaklamamız",
              attack=side(free("Aylin Sezer", "aylin.sezer.tatil@gmail.com"), "junk", "A guest without a room number; the pictures are a page where something must be run.",
                          body="Merhaba,\n\notelinizde geçirdiğimiz gece kızım için kâbus oldu, hâlâ kaşınıyor. Çektiğim görüntüleri görmeden bana cevap yazmayın lütfen: "
                               "[görüntüler](https://misafir-gorsel.example/oda)\n\nSayfa açılmazsa ekranda yazan adımları bilgisayardan yapın, telefonda çalışmıyor. Yarın "
                               "yorumumu yayınlayacağım.\n\nAylin"),
              twin=side(free("Aylin Sezer", "aylin.sezer.tatil@gmail.com"), "deliver", "An angry guest who says when and where, with a picture.",
                        files=(File("oda214.png", "png"),),
                        body="Merhaba,\n\n214 numaralı odada 30 Mayıs gecesi kaldık, kızım sabah ısırıklarla uyandı. Resepsiyondaki Cem Bey görüp not aldı. Bir fotoğraf "
                             "ekliyorum. O gecenin ücretinin iadesini ve odanın ilaçlanmasını istiyorum.\n\nAylin Sezer, rezervasyon 30-31 Mayıs")),
    strangers("zh", HAILAN, "个人所得税退税", to="sales", subject="关于个税年度结算的说明",
              attack=side(rented("财务结算中心", "jiesuan@geshui-tuihuan.example", "HK", program="phpmailer"), "junk",
                          "An office that does not exist, with a code to be scanned and a bank card to be entered.",
                          files=(File("code.png", "qr", "https://geshui-tuihuan.example/s/7", cid="code"),),
                          body="各位同事:\n\n本年度个税多缴部分可以退还,每人约 1,860 元。请用手机扫下面的码,填写银行卡号和预留手机号,当天到账。周五以后不再受理。\n\n![](cid:code)"),
              twin=side(office("滨海区纳税人学堂", "xuetang@binhai-nashuiren.example", "CN", asn=4134), "deliver",
                        "A local office reminds of the same date and sends people to the official application.",
                        body="各企业财务人员:\n\n本年度个税汇算六月三十日结束。多缴部分由员工本人在国家税务总局的手机软件里申请退还,我们不发链接,也不收银行卡号。六月十二日下午两点在区政务大厅有一场免费讲解,无需报名,带笔即可。\n\n滨海区纳税人学堂 电话 0411-5550-147")),
    strangers("en", NGO, "a foundation that would like to give", to="info", subject="Trustees' decision, water programmes",
              attack=side(rented("The Aldous Merrow Trust", "secretary@aldous-merrow-trust.example", "US"), "junk",
                          "A gift that nobody applied for, released against a deposit.",
                          body="Dear friends at {org},\n\nour trustees met on Tuesday and, having followed your wells in Turkana with admiration, set aside 250,000 dollars for "
                               "you. There is no report to write. Swiss rules oblige our custodian to hold a verification deposit of 1.5 per cent from the receiving party, "
                               "returned together with the grant. May we send the form to whoever handles your account?\n\nWith warm regards\nEleanor Strickland, Secretary to "
                               "the Trustees"),
              twin=side(office365("The Aldous Merrow Trust", "secretary@aldous-merrow-trust.example"), "deliver",
                        "A foundation asks whether they would apply; nothing is promised and nothing is to be paid.",
                        body="Dear friends at {org},\n\nour trustees met on Tuesday and would like to fund two water programmes in East Africa next year, up to 40,000 dollars "
                             "each. We should be glad to see a proposal of four pages by 15 September; the guidance is attached. As a small trust we visit every applicant and "
                             "cannot promise anything beforehand. May we know whom to address?\n\nWith warm regards\nEleanor Strickland, Secretary to the Trustees",
                        files=(File("guidance.pdf", "pdf", "Guidance for applicants 2027\nFour pages\nBudget in dollars"),))),
    strangers("fi", METALLI, "asianajajan yhteydenotto", to="sari", subject="Luottamuksellinen yhteydenotto",
              attack=side(rented("Asianajaja Mikael Rautio", "m.rautio@rautio-legal-advisors.example", "NL"), "junk",
                          "A lawyer out of nowhere, a deal that must not be spoken of, and the question who can pay.",
                          body="Hyvä {full},\n\nedustan toimeksiantajaani järjestelyssä, josta yhtiönne omistaja on teille kertonut tai kertoo pian. Toistaiseksi asiasta "
                               "tietää yhtiössä vain hän ja te. Voisitteko vahvistaa, että pystytte hoitamaan talletuksen ulkomaille tämän viikon aikana ilman muita "
                               "hyväksyjiä? Soittaminen ei nyt ole suotavaa, kirjoittakaa minulle.\n\nMikael Rautio"),
              twin=side(office365("Asianajaja Mikael Rautio", "mikael.rautio@rautio-kallio.example"), "deliver",
                        "The lawyer of the other side in a small matter that can be checked with anybody.",
                        body="Hyvä {full},\n\nedustan naapurikiinteistön omistajaa, As Oy Satamakatu 5:tä. Kyse on lastauslaiturin aidasta, josta Ville Nieminen ja "
                             "isännöitsijä sopivat toukokuussa. Voisitteko kertoa, kuka yhtiössänne allekirjoittaa sopimuksen, niin lähetän luonnoksen hänelle? Tavoitatte "
                             "minut myös numerosta 06 555 0150.\n\nMikael Rautio\nRautio & Kallio, Kokkola")),
    strangers("hu", KERTESZET, "elveszett befektetés", to="iroda", subject="Az ön korábbi befektetése",
              attack=side(free("Kárrendezés Iroda", "karrendezes.iroda.bp@gmail.com"), "junk",
                          "The second robbery: lost money comes back against a fee.",
                          body="Tisztelt Hölgyem, Uram!\n\nEgy felszámolt kereskedési oldal ügyfeleinek megmaradt egyenlegét osztjuk szét; az ön nevén 9 340 euró szerepel. A "
                               "kifizetéshez elég a bankkártyája két oldaláról egy fénykép és a hálózati díj, 120 euró, amelyet kriptóban kérünk. Ha ma ír, a lista végére még "
                               "felkerülhet.\n\nKárrendezés Iroda"),
              twin=side(office("Fogyasztók Háza", "titkarsag@fogyasztokhaza.example", "HU"), "deliver", "An association invites to a talk on that very fraud.",
                        body="Tisztelt Hölgyem, Uram!\n\nTöbb szentesi vállalkozót kerestek meg azzal, hogy egy felszámolt kereskedési oldalról pénz jár nekik vissza, ha díjat "
                             "fizetnek. Kérjük, ne küldjenek se pénzt, se kártyaképet senkinek. Június 16-án 17 órakor a művelődési házban a rendőrség tart erről előadást, a "
                             "belépés ingyenes.\n\nFogyasztók Háza, 63 555 153")),
    strangers("el", ELIONAS, "ενίσχυση για ελαιοπαραγωγούς", to="info", subject="Ενίσχυση 2026 για την περιοχή σας",
              attack=side(rented("Γραφείο Ενισχύσεων", "grafeio@enisxyseis-agroton.example", "BG", program="phpmailer"), "junk",
                          "Money from the state through a stranger's page that takes the card.",
                          body="Αγαπητέ παραγωγέ,\n\nγια την έκτασή σας έχει εγκριθεί πρόσθετη ενίσχυση 1.340 €. Για να μπει σήμερα, συμπληρώστε τον αριθμό της κάρτας στην "
                               "οποία τη θέλετε.\n\n[Συμπλήρωση](https://enisxyseis-agroton.example/karta)\n\nΌσοι δεν απαντήσουν μέχρι το βράδυ χάνουν το δικαίωμα."),
              twin=side(office("Συνεταιρισμός Πυλίας", "grafeio@synetairismos-pylias.example", "GR"), "deliver", "The cooperative reminds of the date; people come to the "
                                                                                                                 "office.",
                        body="Αγαπητοί παραγωγοί,\n\nοι αιτήσεις για την πρόσθετη ενίσχυση κλείνουν στις 19 Ιουνίου. Όποιος θέλει βοήθεια ας περάσει από το γραφείο στην Πύλο, "
                             "Δευτέρα με Παρασκευή 8 με 2, με το εκκαθαριστικό και τον κωδικό του αγροτεμαχίου. Τηλέφωνο 27230 55515.\n\nΣυνεταιρισμός Πυλίας")),
    strangers("ko", HANBIT, "신규 견적 요청", to="sales", subject="샤프트 120개 견적 문의",
              attack=side(free("윤태호 과장", "yoon.th.purchase@outlook.com"), "junk", "The drawing is a locked archive, the word for it stands in the letter, and no firm is named.",
                          files=(File("도면_RFQ.zip", "locked", "drawing.exe"),),
                          body="안녕하세요.\n\n샤프트 120개 견적 부탁드립니다. 도면은 보안상 압축해서 보냅니다. 여실 때 0611 입력하시면 됩니다. 오늘 안에 단가 회신 주시면 바로 발주 진행하겠습니다.\n\n윤태호 과장"),
              twin=side(office("윤태호", "th.yoon@saeron-pump.example", "KR"), "deliver", "A buyer with a firm and a drawing that opens.",
                        files=(File("shaft-120.pdf", "pdf", "SHAFT 120 EA\nSUS304 D24 L310\nSaeron Pump"),),
                        body="안녕하세요. 새론펌프 구매팀 윤태호입니다.\n\n샤프트 120개 견적 부탁드립니다. 재질은 SUS304, 도면은 첨부 PDF입니다. 납기는 7월 말이면 되고, 결제 조건은 월말 마감 익월 말입니다. 궁금하신 점은 032-555-0157로 연락 주세요.\n\n윤태"
                             "호 드림")),
    strangers("de", KANZLEI, "Eintrag in ein Verzeichnis", to="buchhaltung", subject="Eintragung Ihrer Kanzlei, Vorgang 7714/26",
              attack=side(rented("Zentralstelle Registerdaten", "vorgang@registerdaten-zentral.example", "NL", program="ledger"), "junk",
                          "Looks like a duty, is nobody's register, and wants money within days.",
                          words={"account": grouped(iban("LT", "9990101234567890"))},
                          body="Sehr geehrte Damen und Herren,\n\nzu Ihrer gesetzlichen Eintragung ist der Betrag von 298,50 EUR offen. Gleichen Sie ihn innerhalb von fünf "
                               "Tagen aus:\n\nEmpfänger: ZRD\n{account}\nVorgang 7714/26\n\nOhne Ausgleich geht der Vorgang an das Bundesamt zur Ahndung.\n\nZentralstelle "
                               "Registerdaten"),
              twin=side(office("Anwaltsverzeichnis Nord", "verlag@anwaltsverzeichnis-nord.example", "DE"), "deliver", "A publisher's offer that says it is one.",
                        body="Sehr geehrte Damen und Herren,\n\nim September erscheint unser Verzeichnis für Schleswig-Holstein neu. Eine Zeile mit Anschrift ist kostenlos und "
                             "bleibt stehen; einen hervorgehobenen Eintrag bieten wir für 298,50 EUR an. Dies ist ein Angebot, keine Rechnung: Ohne Ihre Bestellung geschieht "
                             "nichts.\n\nMit freundlichen Grüßen\nHeike Petersen, Telefon 0461 5550 159")),
    strangers("fr", MAIRIE, "un message vocal", to="mairie", subject="Message de ce matin",
              attack=side(hacked_site("Standard", "contact@garage-des-tilleuls.example"), "junk", "A garage's site plays the telephone exchange; to listen one has to sign in.",
                          body="Un correspondant vous a laissé un message de 47 secondes à 8 h 52.\n\n[Écouter](https://ecoute-standard.pages.dev/?m=8852)\n\nL'écoute demande "
                               "votre adresse et votre mot de passe professionnels. Effacement automatique ce soir."),
              twin=side(free("Odile Marchand", "odile.marchand.montclar@orange.fr", "thunderbird"), "deliver", "Somebody who lives there repeats what she said to the machine.",
                        body="Bonjour,\n\nje vous ai laissé un message sur le répondeur à 8 h 52, mais on entendait un camion. Je voulais savoir si la benne à végétaux passe "
                             "encore rue des Tilleuls jeudi, et où déposer le petit frigo de ma mère. Merci d'avance.\n\nOdile Marchand, 12 rue des Tilleuls")),
    strangers("it", FABBRICA, "una proposta di lavoro", to="davide.sala", subject="Un'occasione per lei",
              attack=side(free("Ilaria Risorse Umane", "ilaria.selezione.online@gmail.com"), "junk", "Easy money by the day, from no firm, and only by chat.",
                          body="Salve,\n\nho trovato il suo profilo e mi sembra adatto. Si tratta di dare un giudizio a schede di alberghi, un'oretta la sera: 180 euro al "
                               "giorno, pagati subito. Non serve esperienza e nessuno deve saperlo al lavoro. Le spiego tutto su Telegram, cerchi @ilaria_ore18.\n\nIlaria"),
              twin=side(office365("Ilaria Conforti", "ilaria.conforti@vela-selezione.example"), "deliver", "A recruiter with a firm, a place and an employer who can be named "
                                                                                                           "in a call.",
                        body="Buongiorno dottor Sala,\n\nseguo per un costruttore di presse in provincia di Bergamo la ricerca di un responsabile vendite estero. Ho letto il "
                             "suo intervento su Meccanica Oggi. Se le fa piacere ne parliamo quindici minuti, anche dopo l'orario; il nome dell'azienda glielo dico a voce.\n\n"
                             "Ilaria Conforti\nVela Selezione, 035 555 0163")),
]

KNOWN = [
    known("de", KANZLEI, "Kaution, mitten in einem echten Gespräch", to="aydin", subject="Re: Kaution Hafenquartier, Einheit 14",
          thread=Thread(WHO["nordhaus"], "aydin", "Kaution Hafenquartier, Einheit 14", ((6, "in"), (5, "out"), (2, "in"))),
          words={"account": grouped(iban("DE", "990507708812340099"))},
          body="Guten Morgen Frau Aydin,\n\nwie besprochen kommt die Kaution für Einheit 14 am Montag vom Mieter. Leiten Sie sie bitte auf unser Mietkautionskonto weiter:\n\n"
               "{account}\n\nEine kurze Nachricht, wenn es angewiesen ist, genügt mir.\n\nViele Grüße\nStefan Krüger",
          attack=side(rented("Stefan Krüger", "s.krueger@nordhaus-immobi1ien.example", "NL", footer="Nordhaus Immobilien GmbH\nAm Sandtorpark 4, 20457 Hamburg"), "quarantine",
                      "A digit for a letter in the partner's name, in a conversation that is real, with an account of its own."),
          twin=side(WHO["nordhaus"], "banner", "The partner himself, from where he always writes. A first account in a letter deserves a call.")),
    known("fr", MAIRIE, "un dossier partagé par le syndicat", to="a.roussel", subject="Réseau rue Haute : plans",
          attack=side(WHO["eaux"], "junk", "The partner's true mailbox in other hands: a page where anybody can put one, and it asks for a password.",
                      body="Bonjour,\n\nHélène Faure vous transmet un dossier protégé : 3 plans, 1 devis.\n\n[Ouvrir le dossier](https://eaux-clar-dossier.pages.dev/plans)\n\n"
                           "Identifiez-vous avec le mot de passe de votre messagerie pour vérifier que le dossier vous est bien destiné.\n\nHélène Faure"),
          twin=side(WHO["eaux"], "deliver", "The same partner with the plans as a file.",
                    files=(File("plans-rue-haute.pdf", "pdf", "Reseau rue Haute\nPlan 1 a 3"),),
                    body="Bonjour Alain,\n\nvoici les plans de la rue Haute après notre visite de lundi, plus le devis de Vidal pour la vanne. Il me faudrait votre avis sur le "
                         "regard devant l'école avant le conseil.\n\nHélène Faure")),
    known("nl", SCHOOL, "de ict vraagt iets", to="f.elidrissi", subject="Je laptop gaat over op de nieuwe omgeving",
          body="Hoi Fatima,\n\ndonderdag zetten we jouw laptop over. Mail me even terug met de naam waarmee je aanmeldt en welke telefoon je voor de code gebruikt, dan hoef je "
               "zelf niets meer te doen.\n\nPim, ICT",
          attack=side(rented("Pim Jansen (ICT)", "ict@delindehof-werkplek.example", "NL"), "quarantine", "Our own name with a word behind it, and a colleague's name in front."),
          twin=side(SCHOOL.person("p.jansen"), "banner", "The man himself; that he asks for it by mail is not wise.")),
    known("pl", HURT, "faktura z innym numerem konta", to="j.mazur", subject="Faktura FV/4240/2026",
          body="Dzień dobry,\n\nw załączeniu faktura za folię z ubiegłego tygodnia, termin 14 dni. Kwota 7 318,50 zł.\n\nTomasz Zieliński",
          attack=side(WHO["baltyk"], "junk", "The partner's own mailbox, but the account in the file is not the one that is always paid.",
                      files=(File("FV-4240-2026.pdf", "pdf", "Opakowania Baltyk Sp. z o.o.\nFV/4240/2026\n7 318,50 PLN\nKonto: %s"
                              % grouped(iban("PL", "999030040000771200118843"))),)),
          twin=side(WHO["baltyk"], "deliver", "The same with the account that has been paid for months.",
                    files=(File("FV-4240-2026.pdf", "pdf", "Opakowania Baltyk Sp. z o.o.\nFV/4240/2026\n7 318,50 PLN\nKonto: %s" % grouped(BANK["baltyk"])),))),
    known("cs", STAVBY, "nové číslo šéfa", to="novotna", subject="nové číslo",
          attack=side(free("Jiří Horák", "horak.jirka.mobil@gmail.com", "iphone"), "quarantine", "The head's name at an unknown mailbox leads away to a chat.",
                      body="Ivo, mobil mi spadl do betonu, mám teď 702 555 171. Napište mi tam na WhatsApp, až budete sama v kanceláři, mám pro vás drobnost.\n\nHorák"),
          twin=side(STAVBY.person("jiri.horak", program="iphone"), "deliver", "The head from his own address tells his number.",
                    body="Ivo, mobil mi spadl do betonu, mám teď 702 555 171. Přepište to prosím na vizitkách a v seznamu na vrátnici.\n\nHorák")),
    known("tr", OTEL, "misafirden mesaj", to="elif", subject="Misafirinizden yeni mesaj: 8814",
          attack=side(rented("Odarez", "mesaj@odarez-konaklama.example", "BG", program="service"), "quarantine", "The booking house's name with a word behind it; the answer "
                                                                                                                 "wants the extranet's password.",
                      body="Misafiriniz yazdı: Evcil hayvanımla gelebilir miyim?\n\n[Yanıtla](https://odarez-konaklama.example/giris)\n\nYirmi dört saat içinde yanıtlanmayan "
                           "mesajlar sıralamanızı etkiler."),
          twin=side(WHO["bookdesk"], "deliver", "The booking house itself.",
                    body="Misafiriniz yazdı: Evcil hayvanımla gelebilir miyim?\n\n[Yanıtla](https://panel.odarez.example/m/8814)\n\nYirmi dört saat içinde yanıtlanmayan "
                         "mesajlar sıralamanızı etkiler.")),
    known("zh", HAILAN, "让财务进群", to="wangli", subject="建群",
          attack=side(free("陈国强", "chenguoqiang.work@qq.com", "roundcube"), "quarantine", "The head's name at an unknown mailbox wants the bookkeeper in a chat.",
                      body="王丽,\n\n你建一个QQ群,把出纳也拉进来,群号发我,我一会儿进去说件事。先不要叫别的部门。\n\n陈"),
          twin=side(HAILAN.person("chen"), "deliver", "The head's own address; the group is that of the office.",
                    body="王丽,\n\n你在企业微信里建一个项目组,把李明和赵敏拉进来,周四开会前把进度表放进去。\n\n陈")),
    known("en", NGO, "the forum's new rules", to="tom.reyes", subject="[watersector] Members: confirm your place",
          shown_to="Water Sector Forum <forum@lists.watersector.example>",
          attack=side(forged_no_policy("Water Sector Forum", "forum@lists.watersector.example", "BG"), "quarantine",
                      "The list's address, but neither its server nor its signature; the link leads elsewhere.",
                      body="Dear members,\n\nthe forum moves this weekend. Whoever has not confirmed with name, mail address and present password by Friday will not be carried "
                           "over.\n\n[Carry me over](https://watersector-members.example/keep)"),
          twin=side(WHO["waterlist"].but(mail_from="forum-bounces@lists.watersector.example"), "deliver", "The list itself, by its own server, signed.",
                    fields=(("List-Id", "Water Sector Forum <forum.lists.watersector.example>"), ("List-Unsubscribe", "<mailto:forum-leave@lists.watersector.example>")),
                    body="Dear members,\n\nthe forum moves this weekend. You need not do anything: addresses are carried over on Friday, and the archive stays where it is.\n\n"
                         "[About the move](https://lists.watersector.example/move)")),
    known("fi", METALLI, "koodi, joka pitää kuvata", to="ville", subject="Uusi tapa kirjautua",
          attack=side(hacked_site("Microsoft-tuki | Koivulan Metalli", "asiakas@kukkakauppa-ruusu.example"), "quarantine",
                      "A flower shop's site plays the help of Microsoft, with a code for the telephone.",
                      files=(File("koodi.png", "qr", "https://kirjaudu-365.netlify.app/km", cid="koodi"),),
                      body="Hei,\n\nvanha tapa kirjautua poistuu perjantaina. Kuvaa koodi puhelimella ja anna tunnus ja salasana kerran, niin posti toimii myös ensi viikolla.\n"
                           "\n![](cid:koodi)"),
          twin=side(METALLI.person("laura"), "deliver", "A colleague with a code for the summer party, on our own site.",
                    files=(File("koodi.png", "qr", "https://www.koivulanmetalli.example/kesajuhla", cid="koodi"),),
                    body="Hei,\n\nkesäjuhla on perjantaina. Kuvaa koodi puhelimella ja kerro, tuletko ja mitä syöt, niin Sari osaa tilata.\n\n![](cid:koodi)\n\nLaura")),
    known("hu", KERTESZET, "beolvasott irat", to="eszter", subject="Visszaigazolás a júniusi cserepekről",
          body="Kedves Eszter!\n\nKüldöm aláírva a júniusi visszaigazolást, a mellékletben látja. Ha a 14-es méretből kell még egy raklap, szóljon csütörtökig.\n\nSzabó Gábor",
          attack=side(WHO["cserep"], "quarantine", "The partner's mailbox in other hands: the paper is a page that wants the mail password.",
                      files=(File("visszaigazolas.html", "html", "<html><body><p>Az irat védett</p><form action=\"https://irat-nezo.example/be\" method=\"post\"><input "
                                                                 "name=\"u\" value=\"<<to>>\"><input type=\"password\" "
                                                                 "name=\"p\"><button>Megnyitom</button></form></body></html>"),)),
          twin=side(WHO["cserep"], "deliver", "The same letter with a paper that is one.",
                    files=(File("visszaigazolas.pdf", "pdf", "Alfoldi Cserep Kft.\nVisszaigazolas 2026/06\n12 raklap"),))),
    known("el", ELIONAS, "η συνάδελφος ζητά ένα κινητό", to="kostas", subject="Μια μικρή χάρη",
          attack=side(free("Ελένη Ρήγα", "eleni.riga.koroni@outlook.com"), "junk", "A colleague's name at an unknown mailbox begins a talk that shall go on elsewhere.",
                      body="Κώστα μου, δεν έχω τον υπολογιστή της δουλειάς. Μου στέλνεις το κινητό σου; Θέλω να πάρουμε κάτι για τα κορίτσια στο πρατήριο, να τους κάνουμε "
                           "έκπληξη, και θα σου πω τι ακριβώς.\n\nΕλένη"),
          twin=side(ELIONAS.person("eleni"), "deliver", "The colleague herself.",
                    body="Κώστα μου, στο τραπέζι της Παρασκευής θέλω να πάρουμε κάτι για τα κορίτσια στο πρατήριο, να τους κάνουμε έκπληξη. Έχεις καμιά ιδέα; Θα βάλουμε από "
                         "δέκα ευρώ.\n\nΕλένη")),
    known("ko", HANBIT, "전자결재 요청", to="my.lee", subject="[전자결재] 하계휴가 신청 확인",
          attack=side(forged("인사팀", "hr@hanbit-precision.example", "none", "HK"), "quarantine", "Our own address without our signature, from a rented server abroad, with a "
                                                                                                "page of its own.",
                      body="이미영 님, 하계휴가 신청서 1건이 결재를 기다리고 있습니다.\n\n[결재하기](https://hanbit-gyeoljae.example/login)\n\n사번과 비밀번호를 다시 입력하셔야 합니다."),
          twin=side(HANBIT.via("인사팀", "hr@hanbit-precision.example"), "deliver", "Our own office, signed; the page is our own.",
                    body="이미영 님, 하계휴가 신청서 1건이 결재를 기다리고 있습니다.\n\n[결재하기](https://gw.hanbit-precision.example/)\n\n금요일까지 부탁드립니다.")),
    known("en", HOSPITAL, "a ticket about the mailbox", to="naomi.clarke", subject="[Ticket 5512] Update",
          attack=side(rented("St Aurel IT Service Desk", "staurel@servicedesk-cloud.example", "US", program="service"), "quarantine",
                      "A hyphen in the name of the desk's service; the ticket is about her login.",
                      body="Hello Naomi,\n\nBen Tully has replied to your ticket: your mailbox has been moved. Please sign in once so that old letters are copied.\n\n[See "
                           "ticket 5512](https://servicedesk-cloud.example/t/5512)"),
          twin=side(WHO["desk"], "deliver", "The desk's own service, listed and signed.",
                    body="Hello Naomi,\n\nBen Tully has replied to your ticket: your mailbox has been moved. Old letters will appear during the night; nothing to do on your "
                         "side.\n\n[See ticket 5512](https://staurel.servicedeskcloud.example/t/5512)")),
    known("fr", MAIRIE, "un remboursement d'impôt", to="j.petit", subject="Votre situation fiscale 2025",
          attack=side(hacked_site("Direction générale des Finances publiques", "reservation@camping-des-ormes.example"), "quarantine", "A camp site speaks for the tax office.",
                      body="Bonjour,\n\nAprès calcul, 318,40 € vous reviennent. Le versement se fait sur carte ; choisissez votre banque et suivez les étapes.\n\n[Choisir ma "
                           "banque](https://versement-impots.web.app/)\n\nLe lien expire à minuit."),
          twin=side(notice("Direction générale des Finances publiques", "ne-pas-repondre@dgfip.finances.gouv.fr", "FR"), "deliver", "The tax office's own domain.",
                    body="Bonjour,\n\nVotre avis d'impôt sur les revenus de 2025 est disponible dans votre espace particulier. Si un remboursement vous est dû, il sera versé "
                         "sur le compte que vous avez déclaré, sans démarche.\n\n[Aller sur le site](https://www.impots.gouv.fr/)")),
    known("nl", SCHOOL, "het handelsregister", to="j.bakker", subject="Uw inschrijving in het Handelsregister",
          attack=side(hacked_site("Kamer van Koophandel", "mail@kapsalon-de-krul.example", "php_plain"), "quarantine", "A hairdresser's site speaks for the register.",
                      body="Geachte ondernemer,\n\nuw gegevens zijn niet bevestigd. Zonder bevestiging wordt de inschrijving maandag doorgehaald. Bevestigen kost niets en gaat "
                           "met uw bank:\n\nhttps://kvk-inschrijving.netlify.app/bevestig\n\nKVK"),
          twin=side(notice("KVK", "noreply@kvk.nl", "NL"), "deliver", "The register's own domain.",
                    body="Geachte ondernemer,\n\neen keer per jaar vragen wij u om uw gegevens na te kijken. Klopt alles, dan hoeft u niets te doen.\n\n[Naar "
                         "kvk.nl](https://www.kvk.nl/)\n\nKVK")),
]

FROM_STRANGERS = [
    from_strangers("en", NGO, "a student's enquiry", free("Joanna Petrie", "joanna.petrie.msc@gmail.com"), to="info", subject="MSc thesis on borehole maintenance",
                   body="Dear Sir or Madam,\n\nI am writing my thesis at Basel on who repairs boreholes once the donors have left. Would one of your engineers have half an "
                        "hour for a call in June? I would send the questions beforehand and anonymise everything.\n\nBest wishes\nJoanna Petrie"),
    from_strangers("fr", MAIRIE, "une relance polie", office("Nathalie Bresson", "n.bresson@serrurerie-bresson.example", "FR"), to="comptabilite", subject="Facture 2261 du 14 "
                                                                                                                                                           "avril",
                   files=(File("facture-2261.pdf", "pdf", "Serrurerie Bresson\nFacture 2261 du 14 avril\n312,40 EUR\nIBAN %s" % grouped(iban("FR", "99905000414444123456712"))),),
                   body="Bonjour,\n\nsauf erreur de ma part, la facture 2261 du 14 avril (312,40 €, serrure du gymnase) n'est pas encore réglée ; je la remets en pièce jointe. "
                        "Si le mandat est parti entre-temps, ne tenez pas compte de ce message. Je reste joignable à l'atelier le matin, 04 67 55 01 73.\n\nNathalie Bresson"),
    from_strangers("es", SHOP, "alguien pidió otra clave", notice("Feria Sabores", "no-responder@feriasabores.example", "ES"), to="pablo", subject="Nueva contraseña para tu "
                                                                                                                                                   "cuenta de expositor",
                   body="Hola, Pablo:\n\nhas pedido cambiar la contraseña de tu cuenta de expositor. El enlace vale una hora.\n\n[Elegir "
                        "contraseña](https://www.feriasabores.example/clave/77f1)\n\nSi no has sido tú, borra este mensaje: la contraseña sigue siendo la de antes."),
    from_strangers("sv", BYRA, "en leverantör frågar om fakturan", office("Camilla Rask", "camilla.rask@ljudhusetpitea.example", "SE"), to="hej", subject="Vart ska vi skicka "
                                                                                                                                                          "fakturan?",
                   body="Hej!\n\nVi hyrde ut högtalare till ert event på Kulturens hus den 22 maj, beställt av Oskar. Vem hos er tar hand om leverantörsfakturor, och vill ni "
                        "ha den som pdf eller via e-faktura? Ange gärna er referens.\n\nMvh\nCamilla Rask, Ljudhuset Piteå"),
    from_strangers("cs", STAVBY, "uchazeč o místo", free("Radek Vondra", "radek.vondra.zednik@seznam.cz", "roundcube"), to="info", subject="Práce zedníka",
                   files=(File("zivotopis.docx", "docx", "Radek Vondra\nZedník, vyučen 2008\nPraxe: Jihlava, Brno"),),
                   body="Dobrý den,\n\nu stavby v Lípové jsem viděl ceduli, že hledáte zedníky. Mám patnáct let praxe a vlastní nářadí, nastoupit můžu v červenci. Životopis "
                        "přikládám.\n\nRadek Vondra, 606 555 179"),
    from_strangers("tr", OTEL, "bir grup için soru", office365("Gülşen Akın", "gulsen.akin@anadolukorosu.example"), to="rezervasyon", subject="Eylülde 38 kişi",
                   body="Merhaba,\n\nkoromuz 18-20 Eylül'de festival için geliyor. 38 kişiye iki gece, çoğu çift kişilik oda için fiyat rica ederim. Kapora istiyorsanız "
                        "tutarını, son ödeme gününü ve IBAN'ınızı da yazar mısınız? Otobüs için yer var mı?\n\nGülşen Akın"),
    from_strangers("zh", HAILAN, "索取开票资料", office("周婷", "zhouting@ruifeng-lighting.example", "CN", asn=4837), to="sales", subject="请提供开票资料",
                   body="您好,\n\n我是瑞丰照明采购部周婷,上周在光亚展和赵敏聊过驱动电源。我们准备先下 200 只样品单,请把报价、开票资料和对公账户一起发来,我走付款流程。交货地址是中山古镇。\n\n周婷 0760-5550-183"),
    from_strangers("da", TOMRER, "roklubben samler ind", free("Havnens Roklub", "havnensroklub.kasserer@gmail.com", "gmail"), to="kontor", subject="Nyt tag på bådehuset",
                   body="Kære naboer på havnen\n\nTaget på bådehuset er utæt, og vi samler ind til spær og tagpap. Vil I være med, tager vi imod på MobilePay 55184, eller "
                        "måske har I en eftermiddag og en stige til overs? Der er pølser den 20. juni uanset hvad.\n\nHilsen Knud, kasserer"),
    from_strangers("nb", BARNEHAGE, "en rekrutterer", office365("Tone Vik", "tone.vik@fagfolk-vest.example"), to="lars", subject="Pedagogisk leder i Bergen",
                   body="Hei Lars,\n\njeg hjelper en barnehage i Bergen som søker pedagogisk leder fra august, og en tidligere kollega av deg nevnte navnet ditt. Har du lyst "
                        "til en uforpliktende prat? Jeg ringer gjerne etter arbeidstid, og alt er selvsagt fortrolig.\n\nTone Vik"),
    from_strangers("ro", ATELIER, "un contract de semnat", notice("Primăria Dealu Mare prin Docusign", "dse_eu@eumail.docusign.net", "IE"), to="andrei",
                   subject="De semnat: mobilier pentru biblioteca comunală",
                   body="Primăria Dealu Mare v-a trimis un document de semnat.\n\n[Vedeți documentul](https://eu.docusign.net/Signing/EmailStart.aspx?a=51be)\n\nBună ziua, "
                        "domnule Mureșan, acesta este contractul discutat la sediul primăriei. Termen: 25 iunie. Lavinia Oprea"),
]

FROM_KNOWN = [
    from_known("en", HOSPITAL, "new bank details that have been paid since spring", WHO["agency_staff"], to="ruth.adeyemi", subject="Timesheets week 23",
               words={"account": grouped(BANK["meridian"])},
               body="Hi Ruth,\n\ntimesheets for week 23 are attached. A reminder for the new starter in your ledger: our bank details changed in March, as we confirmed by "
                    "telephone and letter, so please make sure nobody falls back on the old ones. The account you have been paying since then is right: {account}.\n\nHelen",
               files=(File("week23.pdf", "pdf", "Meridian Locums\nWeek 23\n412 hours"),)),
    from_known("fr", MAIRIE, "la lettre de la semaine", WHO["gazette"], to="a.roussel", subject="Fraude au faux fournisseur : ce que les mairies doivent savoir",
               body="# Fraude au faux fournisseur\n\nTrois communes ont payé un escroc le mois dernier. Le scénario est toujours le même : un nouveau RIB, de l'urgence, et "
                    "personne qui rappelle. Notre fiche tient sur une page.\n\n[Télécharger la fiche](https://www.gazette-mairies.example/fiches/faux-fournisseur)\n\nPlus que "
                    "trois jours pour s'inscrire au congrès."),
    from_known("el", ELIONAS, "ο προμηθευτής για τα μπουκάλια", WHO["mpoukalia"], to="eleni", subject="Προκαταβολή για τα σκούρα μπουκάλια",
               words={"account": grouped(BANK["mpoukalia"])},
               body="Καλημέρα Ελένη,\n\nγια τα σκούρα μπουκάλια των 500 ml χρειάζεται προκαταβολή 30%, δηλαδή 2.160 €, στον γνωστό λογαριασμό {account}. Μόλις μπει, κλείνω "
                    "σειρά στον φούρνο για τις 24.\n\nΝίκος"),
    from_known("ar", NAKHEEL, "فاتورة الكرتون", WHO["karton"], to="mona", subject="فاتورة 4191",
               words={"account": grouped(BANK["karton"])},
               body="السيدة منى المحترمة،\n\nمرفق فاتورة الكرتون لشهر مايو بقيمة ٦٤٢٠ درهما، ونرجو التحويل إلى الحساب المعتاد {account} قبل نهاية الأسبوع إن أمكن لأن العيد على "
                    "الأبواب.\n\nمصنع الرمال",
               files=(File("4191.pdf", "pdf", "Remal Carton\nInvoice 4191\nAED 6,420"),)),
    from_known("es", SHOP, "un pago que corre prisa", SHOP.person("andres"), to="carmen", subject="Envases Levante, hoy sin falta",
               words={"account": grouped(BANK["envases"])},
               body="Carmen, he hablado con Levante: si no pagamos hoy la 4170 nos paran los tarros. ¿La puedes meter antes de las dos? Es la cuenta de siempre, {account}. Yo "
                    "estoy en el almacén, sin cobertura, así que si hay algo díselo a Lucía.\n\nAndrés"),
    from_known("pl", HURT, "księgowa pogania", WHO["biuro"], to="j.mazur", subject="JPK, brakuje dwóch faktur",
               body="Pani Joanno,\n\ntermin mija 25 czerwca, a nie mam FV/4169 i FV/4176 od Bałtyku. Proszę o skany dziś albo jutro rano, bo w czwartek mnie nie ma. I jeszcze "
                    "potwierdzenie przelewu zaliczki na VAT, inaczej naliczą odsetki.\n\nBeata Sowa"),
    from_known("ja", MINATO, "配車の至急連絡", WHO["toto"], to="suzuki", subject="【至急】本日の集荷時刻変更",
               body="鈴木様\n\n国道が通行止めのため、本日の集荷を16時から14時に早めさせてください。ご都合が悪い場合は、13時までに配車センター(025-555-0185)へお電話ください。\nご連絡がなければ14時に伺います。\n\n東都物流 配車センター"),
    from_known("pt", ALVORADA, "o diretor, do celular dele", WHO["figueira_private"], to="camila", subject="amanhã cedo",
               body="Camila, amanhã vou direto para a obra e só chego depois das 11. Pede para o Diego levar as chaves e o contrato da locadora. Se a Márcia do cimento ligar, "
                    "diz que eu retorno à tarde.\n\nRoberto"),
    from_known("ru", MOST, "типография ждёт предоплату", WHO["parus"], to="lapin", subject="Тираж 4177: запуск",
               words={"account": BANK["parus"]},
               body="Игорь, добрый день!\n\nФайлы проверили, всё в порядке. Чтобы поставить тираж на четверг, нужна предоплата 50 процентов, как обычно, на счёт {account}. "
                    "Если платёжка будет до трёх часов, бумагу закажу сегодня.\n\nДенис Громов"),
    from_known("de", KANZLEI, "neue Anmeldung bei Microsoft", notice("Microsoft-Konto-Team", "account-security-noreply@accountprotection.microsoft.com", "IE"),
               to="wulf", subject="Neue Anmeldung bei Ihrem Konto",
               body="Hallo Tobias Wulf,\n\nbei Ihrem Microsoft-Konto to**@brandt-seidel.example hat sich ein neues Gerät angemeldet: Windows, Kiel.\n\nWaren Sie das, müssen "
                    "Sie nichts tun. Sonst helfen wir Ihnen, das Konto zu sichern.\n\n[Letzte Anmeldungen ansehen](https://account.live.com/Activity)"),
]

CASES = STRANGERS + KNOWN + FROM_STRANGERS + FROM_KNOWN
