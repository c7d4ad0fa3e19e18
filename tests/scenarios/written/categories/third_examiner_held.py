"""The half of the third examiner's cases that nobody looks at who writes rules; its twin is third_examiner.py."""
from functools import partial

from ..authoring import Habit, Thread, business, iban, pair, side
from ..files import File
from ..places import VPS, place
from ..senders import Sender, bulk, cloud_notice, forged, free, hacked_site, office, office365, rented, workspace
from ..third_examiner_organizations import (
    AIGAIO, ASTYQ, BALDAI, BERGBAHN, BOLLKLUBB, CEBELAR, CONDUCAO, COQUELICOTS, DENTAL, DESANKA, DRINI, ESTALEIRO, FIETSEN, FLECA, HAIWAN, HETIAN, HVALIR, IMPRENTA,
    KAHAWA, KAVIR, KNOWN, KOLOS, KORIS, MAKINE, MENTER, NOOR, PAID, PALLI, PARISH, PITICII, PIVOVAR, PREVOZ, SAIKHAO, SAUN, SCI, SEWA, SHIFA, STADNINA, WIRRA, WYNE,
    small_firm, through, web_form)
from .third_examiner import docusign, google_drive, sign_in_page

strangers = partial(pair, "third-held-strangers")
known = partial(pair, "third-held-known")
from_strangers = partial(business, "third-held-business-strangers")
from_known = partial(business, "third-held-business-known")

STRANGERS = [
    strangers("is", HVALIR, "lögmaður og dánarbú", to="bokanir", subject="Dánarbú Jóns Péturssonar",
              attack=side(free("Lögm. David Harmon", "d.harmon.estates@outlook.com", reply_to="harmon.chambers.uk@gmail.com"), "junk",
                          "A fortune of a namesake without heirs, secrecy, and answers to another free mailbox.",
                          body="Góðan daginn.\n\nÉg er lögmaður í London. Skjólstæðingur minn, Jón Pétursson, lést án erfingja og lét eftir sig 6,2 milljónir punda. Þar sem "
                               "þið berið "
                               "íslenskt nafn get ég skráð ykkur sem erfingja og við skiptum fénu til helminga. Sendið mér afrit af vegabréfi og símanúmer og haldið þessu "
                               "milli okkar.\n\nDavid Harmon"),
              twin=side(small_firm("Lögstofa Húnaþings", "logstofa@logstofa-hunathing.example", "IS"), "deliver", "A local law office winds up an estate and asks a creditor "
                  "for his claim.",
                        body="Góðan daginn.\n\nVið höfum umsjón með dánarbúi Jóns Péturssonar á Hvammstanga. Í bókhaldi hans er ógreiddur reikningur frá ykkur, 38.400 kr. "
                             "Vinsamlegast lýsið kröfunni skriflega til okkar fyrir 1. júlí, í pósti eða tölvupósti.\n\nLögstofa Húnaþings, sími 555 0140")),
    strangers("lt", BALDAI, "pavogti duomenys", to="rasa", subject="Jūsų klientų duomenys",
              attack=side(free("Sec Team", "sec.team.9917@proton.me"), "quarantine", "Pay in coins or the customers' data are published.",
                          body="Sveiki,\n\nprieš tris savaites per jūsų svetainę atsisiuntėme klientų duomenų bazę: vardai, adresai, užsakymai. Pavyzdžio nesiųsime, "
                               "patikėkite. Jei iki "
                               "penktadienio į piniginę bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh perversite 0,08 BTC, duomenis ištrinsime ir daugiau apie mus negirdėsite. "
                               "Jei ne, juos gaus jūsų klientai ir inspekcija. Į policiją kreiptis neverta."),
              twin=side(small_firm("Kibernetinio saugumo konsultacijos", "info@ks-konsultacijos.example", "LT", program="thunderbird"), "deliver",
                        "Somebody tells of an open folder, asks for nothing and can be called.",
                        body="Sveiki,\n\nieškodami baldų pastebėjome, kad jūsų svetainėje viešai atsidaro aplankas su užsakymų sąrašu (vardai, adresai). Nieko nesisiuntėme. "
                             "Tegul jūsų "
                             "programuotojas uždaro katalogo /export rodymą. Jei reikės, paaiškinsiu telefonu, už tai nieko neprašome.\n\nSaulius Navickas, +370 610 00172")),
    strangers("sw", KAHAWA, "ruzuku kwa ushirika", to="mwenyekiti", subject="Ruzuku kwa wakulima wa kahawa",
              attack=side(free("Dr. Helen Brooks, Grants Office", "helen.brooks.grantoffice@gmail.com"), "junk",
                          "A grant that nobody asked for, a fee beforehand, a scanned identity card.",
                          body="Ndugu Mwenyekiti,\n\nHongera! Ushirika wenu umechaguliwa kupokea ruzuku ya dola 85,000 kutoka mfuko wetu wa Marekani. Ili fedha zitumwe wiki "
                               "hii, lipeni ada ya usajili ya dola 250 kwa M-Pesa na tuma nakala ya kitambulisho chako na taarifa za benki ya ushirika.\n\nDr. Helen Brooks"),
              twin=side(office("Helen Brooks", "h.brooks@smallfarms-trust.example", "GB"), "deliver", "A trust tells of a call for grants, with its rules and a visit; no fee.",
                        body="Ndugu Mwenyekiti,\n\nMfuko wetu unapokea maombi ya ruzuku kutoka vyama vya wakulima wa kahawa hadi tarehe 31 Julai. Masharti na fomu viko "
                             "kwenye tovuti yetu: "
                             "https://www.smallfarms-trust.example/coffee-2026. Hakuna ada yoyote. Mwakilishi wetu atakuwa Mbeya tarehe 22 Juni mkitaka kuuliza maswali.\n\n"
                             "Helen Brooks")),
    strangers("ur", NOOR, "ادائیگی کی رسید", to="accounts", subject="آرڈر کی ایڈوانس ادائیگی",
              body="السلام علیکم،\n\nہم نے آپ کے نمونے دیکھ کر 400 بیڈ شیٹس کے آرڈر کی ایڈوانس رقم بھیج دی ہے۔ بینک کی رسید منسلک ہے، براہِ کرم چیک کر کے تصدیق کر دیں۔\n\n{me}",
              attack=side(hacked_site("Al Waha Trading", "info@salon-perla.example"), "quarantine", "The bank's slip is a page that wants the mailbox's password, from a "
                  "hairdresser's site.",
                          files=(File("SWIFT_copy.html", "html", sign_in_page("SWIFT", "Session expired. Sign in to your mailbox to view the document", "View document",
                                                                              "https://swift-doc.pages-free.example/s.php")),)),
              twin=side(small_firm("Al Waha Trading", "orders@alwaha-trading.example", "AE"), "deliver", "A buyer whom the office does not know yet, with the slip as a PDF.",
                        files=(File("SWIFT_copy.pdf", "pdf", "MT103\nUSD 2,400.00"),))),
    strangers("kk", ASTYQ, "тендер құжаттары", to="kense", subject="Бидай сатып алу тендері: құжаттар",
              body="Сәлеметсіз бе!\n\nБиылғы бидай сатып алу тендеріне қатысуға шақырамыз, көлемі 1 200 тонна. {how}\n\nҰсыныстар 20 маусымға дейін қабылданады.\n\n"
                   "Құрметпен, {me}",
              attack=side(rented("Ерлан Тұрсынов", "tender@astana-grain-zakup.example", "RU", program="roundcube"), "junk",
                          "A stranger's tender that opens only by a program in a locked archive, its password beside it.",
                          words={"how": "Техникалық шарттар мұрағатта, құпиясөзі: 7788. Құжатты компьютерде ашыңыз."}, files=(File("tender_docs.zip", "locked",
                              "tender_docs.scr"),)),
              twin=side(small_firm("Ерлан Тұрсынов", "erlan@tau-diirmen.example", "KZ"), "deliver", "A mill's first letter, its terms in a document.",
                        words={"how": "Техникалық шарттар қосымшада, сұрақ болса 8 7172 55 01 44 телефонына хабарласыңыз."}, files=(File("tender.docx", "docx",
                            "Бидай, 3-класс, 1 200 т"),))),
    strangers("lv", KORIS, "nodokļu atmaksa biedrībai", to="koris", subject="Biedrībai pienākas atmaksa 214,60 €",
              attack=side(rented("Valsts ieņēmumu dienests", "atmaksa@vid-eds-portal.example", "LT", program="service"), "quarantine",
                          "The tax office from a rented domain gives money back to a bank card.",
                          body="Labdien!\n\nPārskatot 2025. gada deklarāciju, jūsu biedrībai aprēķināta nodokļa atmaksa 214,60 €. Lai to saņemtu, 48 stundu laikā "
                               "apstipriniet bankas kartes datus.\n\n[Saņemt atmaksu](https://vid-eds-portal.example/atmaksa/karte)\n\nValsts ieņēmumu dienests"),
              twin=side(small_firm("Latvijas Koru apvienība", "dotacijas@koru-apvieniba.example", "LV"), "deliver", "An association tells which small grant the choir gets, "
                  "and by which paper.",
                        subject="Biedrībai piešķirta dotācija 214,60 €",
                        body="Labdien!\n\nJūsu korim piešķirta dotācija 214,60 € par dalību novada skatē. Lai to saņemtu, līdz 30. jūnijam atsūtiet parakstītu rēķinu ar "
                             "biedrības "
                             "rekvizītiem. Veidlapa pielikumā.\n\nLatvijas Koru apvienība, tālr. 67 555 014", files=(File("veidlapa.docx", "docx", "Rēķins dotācijai"),))),
    strangers("ms", HAIWAN, "tol tertunggak", to="hafiz", subject="Notis tol tertunggak RM 6.40",
              attack=side(hacked_site("PLUS Tol", "notis@kedai-bunga-sri.example"), "quarantine", "A toll of a few ringgit, a threat to the licence, a page on a free host.",
                          body="Pengguna yang dihormati,\n\nKenderaan anda mempunyai tol tertunggak RM 6.40. Sila bayar dalam 12 jam bagi mengelakkan denda RM 150 dan "
                               "sekatan cukai jalan.\n\n[Bayar sekarang](https://plus-bayar.pages-free.example/my)\n\nUnit Kutipan"),
              twin=side(small_firm("Majlis Perbandaran Kuala Sireh", "letakkereta@mpks.example", "MY", program="ledger"), "deliver", "The town tells how to renew the permit, "
                  "at the counter.",
                        subject="Notis pembaharuan pas letak kereta",
                        body="Tuan,\n\nPas letak kereta bulanan klinik tuan (WQK 4417) tamat pada 30 Jun. Bayaran RM 64 boleh dibuat di kaunter atau pada hari pertama "
                             "lawatan penguat kuasa kami. Sila bawa salinan geran.\n\nJabatan Letak Kereta, 03-5550 144")),
    strangers("fa", KAVIR, "خریدار خارجی", to="daftar", subject="سفارش فرش ۶ متری",
              attack=side(free("Mark Jensen", "mark.jensen.decor@outlook.com", reply_to="mjensen.interiors@gmail.com"), "junk",
                          "A buyer who pays too much by card and wants the rest sent to his shipper.",
                          body="سلام،\n\nسه تخته فرش ۶ متری می‌خواهم. پول را با کارت می‌پردازم، ولی شرکت حمل من کارت نمی‌پذیرد. من ۲۸۰۰ یورو بیشتر می‌فرستم و شما همان را با "
                               "وسترن یونیون به حمل‌کننده بدهید. اگر موافقید، امروز شماره حساب و مشخصات خود را بفرستید.\n\nمارک"),
              twin=side(free("Mark Jensen", "mark.jensen.aarhus@gmail.com"), "deliver", "A buyer who asks what it costs and how it is shipped.",
                        body="سلام،\n\nسه تخته فرش ۶ متری با طرح ماهی می‌خواهم. قیمت و هزینه حمل تا دانمارک چقدر است؟ پیش‌پرداخت لازم است یا هنگام تحویل می‌پردازم؟ عکس اتاق "
                             "را هم فرستادم.\n\nمارک",
                        files=(File("stue.png", "png"),))),
    strangers("en", WIRRA, "a debt that nobody knows", to="reception", subject="Outstanding account 77104: final step before court",
              attack=side(rented("Commonwealth Recoveries", "legal@cwlth-recoveries.example", "US"), "junk",
                          "No creditor, no bill, court tomorrow, a wallet or cards as the way to pay.",
                          body="Attention director,\n\nan outstanding debt of $1,940 under your ABN has been assigned to us. If it is not cleared by 5 pm tomorrow a warrant "
                               "will be lodged "
                               "and your accounts frozen. To settle at a discount of 30% pay today in Bitcoin or by prepaid cards; reply and our officer will give you the "
                               "details. Do not contact the original creditor.\n\nRecoveries officer Stone"),
              twin=side(office("Hume Credit Management", "accounts@humecredit.example", "AU"), "deliver", "A collector who names creditor, bill and ways to object.",
                        body="To the practice manager,\n\nwe act for Riverside Signs, invoice 2214 of 3 February, $1,940.00. Our client has no record of payment. Please pay "
                             "Riverside "
                             "Signs directly using the details on their invoice (copy attached), or tell us within 21 days if you dispute it. If you have paid, send us the "
                             "date and we will "
                             "close the file.\n\nMoira Tan\nHume Credit Management, licence 4410772", files=(File("invoice_2214.pdf", "pdf", "Riverside Signs\nInvoice 2214\n"
                             "$1,940.00"),))),
    strangers("de", BERGBAHN, "Rechnung eines Markenregisters", to="info", subject="Ihre Marke „Hochwang Card“: Veröffentlichung",
              attack=side(rented("Europäisches Marken- und Patentregister", "service@eu-markenregister.example", "LT"), "junk",
                          "A bill for an entry that nobody ordered, in an office's voice, to an account abroad.",
                          body="Sehr geehrte Damen und Herren,\n\ndie Eintragung Ihrer Marke „Hochwang Card“ wurde bekannt gemacht. Für die Veröffentlichung im Register ist "
                               "binnen 10 Tagen "
                               "die Gebühr von 1.480,00 € fällig. Bitte überweisen Sie auf {account}. Ohne Zahlung erlischt Ihr Eintrag.\n\nEuropäisches Marken- und "
                               "Patentregister, Hauptabteilung", words={"account": iban("LT", "9998800044710093")}),
              twin=side(small_firm("Patentanwalt DI Haslinger", "kanzlei@pa-haslinger.example", "AT"), "deliver", "A patent attorney reminds of a term and asks for an order.",
                        body="Sehr geehrte Damen und Herren,\n\ndie Schutzdauer Ihrer Marke „Hochwang Card“ endet am 30.11.2026. Falls Sie sie verlängern möchten, könnten "
                             "wir das für Sie "
                             "übernehmen; Amtsgebühr 700 €, unser Honorar 240 €. Selbstverständlich können Sie auch direkt beim Patentamt verlängern.\n\nDI Haslinger, Linz, "
                             "0732 555 014")),
    strangers("es", IMPRENTA, "un contrato para firmar", to="rosa", subject="Complete con DocuSign: Contrato marco 2026",
              body="Rosa Elena Vargas:\n\nComercial Orizaba le envió un documento para revisar y firmar.\n\n[REVISAR DOCUMENTO]({page})\n\nNo comparta este correo: contiene "
                   "un enlace seguro.",
              attack=side(hacked_site("Comercial Orizaba vía DocuSign", "docusign@gimnasio-atlas.example"), "quarantine", "The service's name from a gymnasium's site, the "
                  "link to a free host.",
                          words={"page": "https://firma-segura.pages-free.example/ds/4471"}),
              twin=side(docusign("Comercial Orizaba"), "deliver", "The service itself, its own link.", words={"page": "https://eu.docusign.net/Signing/EmailStart.aspx?a=77b1"})),
]

COMMUNITY_LIST = Sender("Mererid Puw", "mererid@menter-aeron.example", place("rhestrau-cymuned.example", 64534, "GB"), "thunderbird",
                        mail_from="mentrau-bounces@rhestrau-cymuned.example", dkim=(("menter-aeron.example", "fail"),), dmarc="fail", policy="none")
NEW_SKIPA = iban("IS", "9980260077120044719903")
NEW_MEDIENA = iban("LT", "9988000044717731")
FORWARDER = place("post.isj-valeni.example", 64531, "RO")

FROM_KNOWN = [
    known("is", HVALIR, "nýr reikningur skipasmiðju", to="helga", subject="Reikningur 4170 og breyttur bankareikningur",
          body="Sæl Helga.\n\nMeðfylgjandi er reikningur 4170. Við höfum skipt um banka, vinsamlegast greiðið framvegis inn á {new}.\n\nKveðja, Skipasmiðjan "
               "Norður", words={"new": NEW_SKIPA},
          files=(File("reikningur_4170.pdf", "pdf", "Reikningur 4170"),),
          attack=side(rented("Skipasmiðjan Norður", "reikningar@skipasmidjann.example"), "quarantine", "One letter more than the yard's domain, and a new account."),
          twin=side(KNOWN["skipa"], "banner", "The yard itself, signed; a new account is worth a call.")),
    known("lt", BALDAI, "tiekėjo pašto dėžutė pavogta", to="jurga", subject="Sąskaita 4205", thread=Thread(KNOWN["mediena"], "jurga", "Sąskaita 4205", ((6, "in"), (4, "out"))),
          attack=side(KNOWN["mediena"].but(reply_to="pardavimai.dzukijos@outlook.com", program="roundcube"), "quarantine",
                      "The supplier's own mailbox, but answers go elsewhere, and the account is new.",
                      body="Laba diena, Jurga,\n\ndėl audito mūsų sąskaita laikinai nepriima mokėjimų. Prašome šią sąskaitą apmokėti į {new} ir atsiųsti pavedimo kopiją.\n\n"
                           "Pardavimų skyrius",
                      words={"new": NEW_MEDIENA}),
          twin=side(KNOWN["mediena"], "deliver", "The supplier, its thread, its account.",
                    body="Laba diena, Jurga,\n\ndėl ąžuolo: pristatysime trečiadienį, o ne antradienį. Sąskaitą prašome apmokėti kaip visada į {old} ir atsiųsti pavedimo "
                         "kopiją.\n\nPardavimų skyrius",
                    words={"old": PAID["mediena"]})),
    known("sr", DESANKA, "директорка тражи уплату", to="sekretar", subject="Уплата за екскурзију",
          body="Горане, треба данас да уплатимо аконтацију за аутобус, 186.000 динара. Јавите ми кад можете, послаћу вам рачун. На састанку сам, не могу да се јављам.\n\nВесна",
          attack=side(free("Весна Марковић", "vesna.markovic.direktor@gmail.com", "iphone"), "quarantine", "The head's name from anybody's mailbox, and money today."),
          twin=side(DESANKA.person("direktor", program="iphone"), "deliver", "The head's own address, signed.")),
    known("fil", DENTAL, "pribadong email ng doktora", to="jun", subject="bukas",
          body="Jun, nasa bahay ako ngayon. Paki-send dito ang listahan ng sweldo ngayong kinsenas at ang password ng payroll file. Titingnan ko mamayang gabi.\n\nDoc Maricel",
          attack=side(free("Maricel Santos", "maricel.santos.dmd@yahoo.com", "iphone"), "quarantine", "The listed private name at another provider."),
          twin=side(KNOWN["maricel_home"], "deliver", "Her listed private address, known for months.",
                    body="Jun, nasa bahay ako ngayon. Paki-send dito ang listahan ng sweldo ngayong kinsenas. Titingnan ko mamayang gabi.\n\nDoc Maricel")),
    known("ta", PALLI, "பேருந்து உரிமையாளர் புதிய முகவரி", to="karthik", subject="மே மாத பில் மற்றும் புதிய கணக்கு",
          body="வணக்கம் சார்,\n\nமே மாத பில் ₹ 38,400. பழைய வங்கிக் கணக்கு மூடப்பட்டதால் இந்தப் பணத்தை {new} கணக்கில் போடவும். இன்றே போட முடியுமா?\n\nமுருகன்\nஸ்ரீ முருகன் "
               "டிராவல்ஸ்",
          words={"new": "9970 5512 0044 17"},
          attack=side(free("Sri Murugan Travels", "srimurugantravels.madurai@gmail.com"), "junk", "The bus owner's name from a new free mailbox, with a new account."),
          twin=side(KNOWN["perundhu"], "banner", "The owner's usual mailbox; a new account is worth a call.")),
    known("ca", FLECA, "document compartit", to="laia", subject="Document compartit: Regularització 2025",
          body="Núria Casals ha compartit un document amb vosaltres:\n\nRegularització 2025 – Fleca Can Roure\n\n[Obre](https://docs.google.com/document/d/1Ab4471/edit)",
          attack=side(google_drive("Núria Casals", "nuria.casals.gestoria77@gmail.com"), "junk", "The service is true, but whoever shares under the bookkeeper's name has "
              "another mailbox."),
          twin=side(google_drive("Núria Casals", "nuria@casals-gestoria.example"), "deliver", "The service is true, and the bookkeeper's own address shares.")),
    known("et", SAUN, "kolleeg on reisil", to="kadri", subject="Messil, vajan hinnakirja",
          body="Tere Kadri!\n\nOlen Helsingis messil. Saada mulle siia palun edasimüüjate hinnakiri ja klientide nimekiri, tahan õhtul üle vaadata.\n\nAndres",
          attack=side(free("Andres Kask", "andres.kask.sales@outlook.com", "iphone"), "junk", "The colleague's name, an address that nobody here knows, and it wants the lists."),
          twin=side(SAUN.person("andres", program="iphone"), "deliver", "The colleague on the trip, from his own address, signed.")),
    known("hi", SEWA, "छोटा संदेश, अध्यक्ष के नाम से", to="rakesh", subject="राकेश जी", body="राकेश जी, दफ़्तर में हैं? एक भुगतान आज ही करवाना है, किसी को बताइए मत। यहीं "
        "जवाब दीजिए।\n\nअनीता",
          attack=side(free("अनीता शर्मा", "anita.sharma.trust@outlook.com", "iphone"), "quarantine", "The head's name from outside, money and silence."),
          twin=side(SEWA.person("anita", program="iphone"), "deliver", "The head's own address.",
                    body="राकेश जी, दफ़्तर में हैं? बिजली का भुगतान आज ही करवाना है, नहीं तो लाइन कट जाएगी। यहीं जवाब दीजिए।\n\nअनीता")),
    known("th", SAIKHAO, "เว็บจองให้ยืนยันตัวตน", to="booking", subject="ยืนยันบัญชีที่พักของคุณ",
          body="เรียนพาร์ตเนอร์\n\nเพื่อให้รับการจองได้ต่อเนื่อง กรุณาเข้าสู่ระบบและยืนยันข้อมูลที่พักของคุณภายใน 7 วัน\n\n[เข้าสู่ระบบพาร์ตเนอร์]({page})\n\nทีมงาน ThaiStay",
          attack=side(rented("ThaiStay", "partner@thaistay-extranet.example", "SG", program="service"), "quarantine", "The booking site's name with a word behind it, on a "
              "rented server.",
                      words={"page": "https://thaistay-extranet.example/login"}),
          twin=side(KNOWN["agoda_like"], "deliver", "The booking site itself, its own page.", words={"page": "https://partner.thaistay.example/account"})),
    known("gl", ESTALEIRO, "fío dun armador secuestrado", to="brais", subject="Re: Casco 318: segundo prazo", thread=Thread(KNOWN["armador"], "brais",
        "Casco 318: segundo prazo", ((11, "out"), (9, "in"))),
          body="Ola Brais:\n\ntemos listo o pago do segundo prazo. Antes de ordenalo, o banco pide que confirmedes a conta e un contacto de contabilidade {where}\n\n> "
               "Mandámosvos a factura do segundo prazo.\n\nSabela",
          attack=side(rented("Sabela Outón", "s.outon@naviera-outom.example"), "quarantine", "An m for an n in the ship owner's domain, grafted on a true talk.",
                      words={"where": "nesta ligazón: https://naviera-outom.example/provedores/acceso"}),
          twin=side(KNOWN["armador"], "deliver", "The ship owner, in her own thread.", words={"where": "por teléfono, como a outra vez."})),
    known("en", PARISH, "the rector wants gift cards", to="secretary", subject="A kindness",
          attack=side(free("Rev. Martin Hale", "rev.martinhale.stcuthberts@gmail.com", "iphone"), "quarantine", "The rector's name from a mailbox that is not his; codes of "
              "cards.",
                      body="Dear Peter, I am in a diocesan meeting and my phone is on silent. Could you do something for me discreetly? I need four Apple cards of £50 for "
                           "parishioners in hospital. Scratch them and send me the numbers, I will settle up on Sunday.\n\nMartin"),
          twin=side(KNOWN["rector_home"], "deliver", "His listed private address, an errand of an ordinary week.",
                    body="Dear Peter, I am in a diocesan meeting and my phone is on silent. Could you do something for me? I need four get-well cards for parishioners in "
                         "hospital, and the hymn numbers for Sunday by tonight.\n\nMartin")),
    known("en", WIRRA, "a statement from a domain that only reads the same", to="trish", subject="Statement May, account WIR014",
          body="Hi Trish,\n\nplease find your May statement attached, balance $4,118.20, due on the 20th. Our remittance details are {account}.\n\nAccounts, Murrum Vet "
               "Wholesale",
          files=(File("statement_may.pdf", "pdf", "Statement May\nWIR014\n$4,118.20"),),
          attack=side(rented("Murrum Vet Wholesale", "accounts@rnurrumvet.example", "US"), "quarantine", "rn for m at the beginning of the domain, and another account.",
                      words={"account": "BSB 997-441, account 7731 2094"}),
          twin=side(KNOWN["vetmeds"], "deliver", "The wholesaler, its account.", words={"account": PAID["vetmeds"]})),
    known("fr", COQUELICOTS, "la boîte de l'inspecteur a été volée", to="anne", subject="Rapport de visite et grille à compléter",
          body="Bonjour Madame Delvaux,\n\nVeuillez trouver le rapport de ma visite ainsi que la grille à compléter :\n\n[Rapport de visite.pdf]({page})\n\nBien à vous,\n"
               "Benoît Lambrecht",
          attack=side(KNOWN["one"].but(program="phpmailer", at=VPS["LT"], spf="fail", dkim=(), dmarc="fail"), "quarantine", "His address, but neither his server nor his "
              "signature, and a page on a free host.",
                      words={"page": "https://onedrive-rapport.pages-free.example/view?id=4471"}),
          twin=side(KNOWN["one"], "deliver", "As he always writes, and the file lies where his office keeps its files.",
                    words={"page": "https://petiteenfance.sharepoint.com/:b:/s/inspections/rapport-4471"})),
    known("it", SCI, "un dominio gemello mai annunciato", to="chiara", subject="Skipass stagionali maestri: saldo",
          body="Buongiorno Chiara,\n\nle ricordiamo il saldo degli skipass stagionali dei maestri, 5.940 €. Può versarlo su {account} entro venerdì?\n\nAmministrazione "
               "Impianti Valdorata",
          attack=side(rented("Impianti Valdorata", "amministrazione@gruppo-impiantivaldorata.example"), "quarantine", "The partner's name inside another domain that nobody "
              "announced, and another account.",
                      words={"account": iban("IT", "X9980101600000099117723")}),
          twin=side(KNOWN["impianti"], "deliver", "The partner, its account.", words={"account": PAID["impianti"]})),
    known("es", IMPRENTA, "el contador desde otra cuenta", to="paty", subject="e.firma",
          body="Paty, buenos días. Para presentar la declaración necesito los archivos de la e.firma y la contraseña. Mándamelos por aquí, por favor, hoy vence.\n\nArturo",
          attack=side(free("C.P. Arturo Medina", "cp.arturo.medina@outlook.com", "gmail"), "quarantine", "The accountant's name at another provider wants the keys of the firm."),
          twin=side(KNOWN["contador"], "deliver", "The mailbox that he has always had, and he fetches the keys in person.",
                    body="Paty, buenos días. Para presentar la declaración necesito los archivos de la e.firma. Paso hoy por la memoria USB, no los mandes por correo, por "
                         "favor.\n\nArturo")),
    known("cs", PIVOVAR, "dokument k podpisu od personálního", to="standa", subject="Dodatek ke smlouvě k podpisu",
          body="Dobrý den, Stanislave,\n\nod července se mění mzdový výměr. Dodatek si prosím přečtěte a podepište do středy.\n\n[Otevřít dodatek]({page})\n\nPersonální "
               "oddělení, Pivovar Kamenec",
          attack=side(hacked_site("Pivovar Kamenec – personální", "hr@detske-hriste-brno.example"), "quarantine", "Our own name in front of a playground maker's address, the "
              "link to a free host.",
                      words={"page": "https://podpis-dokument.pages-free.example/kamenec"}),
          twin=side(PIVOVAR.person("lucie"), "deliver", "A colleague's own address, signed, the house's own files.",
                    words={"page": "https://pivovarkamenec.sharepoint.com/personalni/dodatek-2026"})),
    known("ro", PITICII, "adresa de la primărie, redirecționată", to="mirela", subject="Situația plăților către furnizori",
          body="Bună ziua,\n\nVă rugăm să ne transmiteți până joi situația plăților către furnizori pe luna mai, cu numerele de cont.\n\nCu stimă,\nIoana Stanciu",
          attack=side(forged("Ioana Stanciu", "ioana.stanciu@primaria-valeni.example", reply_to="ioana.stanciu.primaria@outlook.com", country="BG"), "quarantine",
                      "The town's address without its signature, from a rented server, and answers go to a free mailbox."),
          twin=side(KNOWN["primaria"].but(at=FORWARDER, mail_from="srs0=x4=primaria-valeni.example=ioana.stanciu@isj-valeni.example", dkim=(("primaria-valeni.example", "fail"),),
                                          dmarc="fail", arc="pass", sealer="post.isj-valeni.example"), "deliver", "Broken by the forwarder that we trust, which vouches for "
                                              "it.")),
    known("uk", KOLOS, "домен, що лише схожий на наш", to="oksana", subject="Оплата за насіння",
          body="Оксано, рахунок від «Полісся» треба закрити сьогодні, 312 000 грн, реквізити у вкладенні. Напишіть, коли проведете.\n\nПетро Гнатюк",
          files=(File("rekvizyty.pdf", "pdf", "Rekvizyty"),),
          attack=side(rented("Петро Гнатюк", "petro@agro-koios.example", "LT"), "quarantine", "An i for an l in our own domain, the head's name, money today."),
          twin=side(KOLOS.person("petro"), "deliver", "The head's own address, signed.")),
    known("sv", BOLLKLUBB, "kassören från en ny adress", to="annika", subject="Kassan",
          body="Hej Annika, jag behöver betala domarna för cupen i dag men dosan är trasig. Kan du swisha 4 200 kr till {number} så länge? Klubben betalar tillbaka i "
               "morgon.\n\nGun-Britt",
          attack=side(free("Gun-Britt Ek", "gunbritt.ek.asunda@gmail.com"), "junk", "Her name from a new mailbox, and money at once to a private "
              "number.", words={"number": "070-555 01 44"}),
          twin=side(KNOWN["kassor"], "deliver", "The mailbox that she has always had.",
                    body="Hej Annika, jag har betalat domarna för cupen i dag, 4 200 kr via klubbens Swish. Kvittona ligger i pärmen. Kan du skriva under på torsdag?\n\n"
                         "Gun-Britt")),
]
PITICII.trusted.append({"domain": "post.isj-valeni.example", "service": "forwarder", "requires": "arc", "may_use_own_domain": False,
                        "note": "forwards the address that the school office gave to its kindergartens; seals by ARC"})

BUSINESS_STRANGERS = [
    from_strangers("sl", CEBELAR, "dijakinja sprašuje za seminarsko nalogo", free("Tjaša Hribar", "tjasa.hribar.gimnazija@gmail.com"), to="info",
        subject="Seminarska naloga o čebelah",
                   body="Pozdravljeni,\n\nsem dijakinja 3. letnika in pišem seminarsko nalogo o prodaji medu. Bi mi lahko odgovorili na pet vprašanj v priponki? Zanimajo me "
                        "letna količina, "
                   "cene in embalaža. Oddati moram do 12. junija.\n\nHvala in lep pozdrav\nTjaša", files=(File("vprasanja.docx", "docx", "1. Koliko medu pridelate na leto?"),)),
    from_strangers("et", SAUN, "veebipoe tellimuse kinnitus", small_firm("Puidupood", "tellimus@puidupood.example", "EE", program="phpmailer"), to="info",
        subject="Tellimus #10448 on vastu võetud",
                   body="Tere, Saunameister OÜ!\n\nTäname tellimuse eest. Tellimus #10448: haavalaud 28x90, 120 jm, kokku 402,00 €. Makse: arvega, tähtaeg 14 päeva, konto "
                        "{account}.\n\n[Vaata tellimust](https://www.puidupood.example/minu/10448)\n\nPuidupood", words={"account": iban("EE", "9990771009912045")}),
    from_strangers("lv", KORIS, "baznīca uzaicina dziedāt", free("Mācītājs Andris Vītols", "andris.vitols.draudze@gmail.com"), to="koris", subject="Koncerts Jāņos?",
                   body="Labdien!\n\nMūsu draudze vēlētos aicināt jūsu kori dziedāt 21. jūnijā plkst. 18. Honorārs neliels, 150 €, bet pēc koncerta būs pusdienas. Vai tas "
                        "jums būtu iespējams, un uz kādu kontu pārskaitīt?\n\nAndris Vītols"),
    from_strangers("sr", PREVOZ, "kandidat za vozača", free("Nebojša Ristić", "nebojsa.ristic.vozac@yahoo.com"), to="milan", subject="Prijava za vozača C+E",
                   body="Poštovani,\n\njavljam se na oglas za vozača. Imam C i E kategoriju 11 godina, kod 95 i tahografsku karticu. Biografija je u prilogu. Slobodan sam od "
                        "1. jula, plata po dogovoru.\n\nNebojša Ristić, 064 555 0147", files=(File("CV_Ristic.docx", "docx", "Nebojša Ristić, vozač"),)),
    from_strangers("sq", DRINI, "mysafir kërkon faturë", free("Lorenzo Gatti", "lorenzo.gatti.bg@libero.it", "iphone"), to="rezervime", subject="Fature per qendrimin",
                   body="Pershendetje,\n\nkam qendruar ne hotelin tuaj nga 24 deri me 26 maj, dhoma 11. Me duhet fatura ne emer te firmes, ju lutem: Gatti Serramenti Srl, "
                        "P.IVA 99917730165. Pagova me karte.\n\nFaleminderit, ishte shume bukur.\nLorenzo"),
    from_strangers("ur", NOOR, "سپلائر کا پہلا خط", small_firm("Rafiq Dyes & Chemicals", "rafiq@rafiqdyes.example", "PK", program="roundcube"), to="accounts",
        subject="رنگ کے نرخ، جون 2026",
                   body="محترم جناب،\n\nہم فیصل آباد میں ری ایکٹو رنگ فراہم کرتے ہیں۔ جون کے نرخ منسلک ہیں۔ پہلی کھیپ پر آدھی رقم پیشگی اور باقی تیس دن میں۔ نمونہ مفت بھیج "
                        "سکتے ہیں۔\n\nمحمد رفیق\n041-555 0148",
                   files=(File("rates_june.xlsx", "xlsx", "Dye;Rate\nReactive Blue;1,450"),)),
    from_strangers("kk", ASTYQ, "вебинарға шақыру", bulk("Агро Академия", "info@agro-akademiya.example"), to="kense", subject="Тегін вебинар: топырақ сараптамасы",
                   body="# Тегін вебинар\n\nСәлеметсіз бе! 18 маусым сағат 11.00-де топырақ сараптамасы туралы тегін вебинар өтеді. Тіркелу үшін батырманы басыңыз.\n\n"
                   "[Тіркелу](https://agro-akademiya.example/vebinar-0618)"),
    from_strangers("th", SAIKHAO, "ร้านช่างแอร์ส่งใบเสนอราคา", free("ร้านแอร์พี่หนุ่ม", "pnoom.airservice@gmail.com", "gmail"), to="nok", subject="ใบเสนอราคาล้างแอร์ 24 เครื่อง",
                   body="สวัสดีครับคุณนก\n\nตามที่โทรคุยกันเมื่อเช้า ล้างแอร์ 24 เครื่อง เครื่องละ 450 บาท รวม 10,800 บาท เข้าทำได้วันจันทร์ ขอมัดจำครึ่งหนึ่งครับ ใบเสนอราคาแ"
                        "นบมาแล้ว\n\nหนุ่ม",
                   files=(File("quotation.pdf", "pdf", "Quotation\n24 x 450 = 10,800"),)),
    from_strangers("fil", DENTAL, "bagong pasyente mula sa web form", web_form("San Roque Website", "noreply@sanroque-dental.example", "jm.dela.pena@gmail.com", "PH"),
        to="frontdesk",
                   subject="[Appointment Request] Juan Miguel Dela Peña", body="Pangalan: Juan Miguel Dela Peña\nEmail: jm.dela.pena@gmail.com\nCel: 0917 555 0144\n\n"
                       "Magpapabunot po sana ng wisdom tooth. Pwede po ba sa Sabado? Tumatanggap po ba kayo ng GCash, at magkano po ang down?",
                   habits=(Habit(web_form("San Roque Website", "noreply@sanroque-dental.example", "", "PH"), "frontdesk", 9, 0, 6, "", "[Appointment Request] #"),)),
    from_strangers("ca", FLECA, "l'ajuntament convoca una licitació", office("Ajuntament de Vilaseca del Ter", "contractacio@vilasecadelter.example", "ES"), to="pau",
                   subject="Invitació: subministrament de pa a les escoles, exp. 117/2026", body="Benvolguts,\n\nus convidem a presentar oferta per al subministrament de pa "
                       "a les tres escoles del municipi, curs "
                   "2026-27. El plec és al perfil del contractant i us l'adjuntem. Termini: 19 de juny a les 14 h.\n\nServei de Contractació", files=(File("plec_117.pdf",
                   "pdf", "Expedient 117/2026"),)),
    from_strangers("de", BERGBAHN, "Gast vermisst eine Jacke", free("Familie Obermüller", "obermueller.familie.73@gmx.de", "iphone"), to="info", subject="Jacke vergessen",
                   body="Grüß Gott,\n\nunser Sohn hat am Samstag in der Gondel (zweite von oben, ca. 15 Uhr) eine rote Kinderjacke vergessen. Ist sie abgegeben worden? Wir "
                        "würden das Porto natürlich überweisen.\n\nDanke und schöne Grüße aus Passau\nSilke Obermüller"),
    from_strangers("en", PARISH, "a firm of solicitors about a legacy, which is true", office365("Priestley Holt LLP", "c.marsden@priestleyholt.example",
        footer="Priestley Holt LLP, 14 Castle Gate, Hollin HX7 4QT. "
                   "Authorised and regulated, no. 990417"), to="treasurer", subject="Estate of the late Winifred Garside", body="Dear Mrs Frobisher,\n\nWe act in the estate "
                   "of the late Miss W. Garside, "
                   "who left £500 to the Parochial Church Council. Please let us have the charity's registered name and a receipt signed by two members, by post. We shall "
                   "send a cheque.\n\nYours sincerely\nClaire Marsden", why="A legacy, but a small one, from a solicitor who pays by cheque and asks for a letter."),
    from_strangers("pl", STADNINA, "przypomnienie o wizycie serwisu", through("Serwis Kosiarek Bocian", "powiadomienia@terminarz24.example", "terminarz24.example",
        reply_to="serwis.bocian@wp.pl"),
                   to="biuro", subject="Przypomnienie: wizyta 11.06, godz. 9:00", body="Dzień dobry,\n\nprzypominamy o umówionej wizycie: Serwis Kosiarek Bocian, 11.06.2026, "
                       "godz. 9:00, przegląd kosiarki. "
                   "Aby zmienić termin, prosimy o kontakt z serwisem lub kliknięcie poniżej.\n\n[Zmień termin](https://terminarz24.example/z/88214)",
                   why="A booking service writes for a small firm, answers go to its free mailbox."),
    from_strangers("pt", CONDUCAO, "recrutadora pede referências", workspace("Inês Sarmento", "ines@talento-norte.example"), to="rui", subject="Referência: Tiago Leal",
                   body="Bom dia, Dr. Rui,\n\nO Tiago Leal indicou-o como referência para uma vaga de instrutor. Teria dez minutos esta semana para uma chamada? Também pode "
                        "responder às três perguntas "
                   "por e-mail: pontualidade, trato com os alunos, motivo da saída.\n\nCom os melhores cumprimentos,\nInês Sarmento\nTalento Norte"),
    from_strangers("tr", MAKINE, "öğrenci staj soruyor", free("Buse Çetin", "buse.cetin.makina@outlook.com"), to="hakan", subject="Yaz stajı başvurusu",
                   body="Hakan Bey merhaba,\n\nMakine mühendisliği 3. sınıf öğrencisiyim, 20 iş günü zorunlu stajımı firmanızda yapmak istiyorum. Özgeçmişim ve okulun staj "
                        "formu ektedir. Sigortayı okul "
                   "karşılıyor.\n\nSaygılarımla,\nBuse Çetin", files=(File("ozgecmis.pdf", "pdf", "Buse Cetin"), File("staj_formu.docx", "docx", "Staj formu"))),
    from_strangers("zh", HETIAN, "客戶詢問退款", free("陳怡君", "yichun.chen.tw88@gmail.com", "iphone"), to="service", subject="訂單 204417 退款進度",
                   body="您好,\n\n我 5/24 退回的車燈(訂單 204417)已經簽收超過一週了,請問退款什麼時候會進帳?刷卡紀錄還沒看到。麻煩幫我查一下,謝謝。\n\n陳怡君"),
]

BUSINESS_KNOWN = [
    from_known("is", HVALIR, "samstarfskona er veik", HVALIR.person("helga", program="iphone"), to="sigrun", subject="Veik í dag", body="Góðan daginn Sigrún, ég er með "
        "ælupest og kem ekki í dag. Gætir þú greitt launin? Listinn er tilbúinn í bankanum, bara eftir að samþykkja.\n\nHelga"),
    from_known("lt", BALDAI, "vežėjas keičia laiką", KNOWN["vezejas"], to="tomas", subject="Krovinys 388", body="Sveiki, Tomai,\n\nvairuotojas vėluoja, pasikraus ne 8, o 11 "
        "val. CMR atspausdinkite patys, prašau. Balandžio sąskaita dar neapmokėta, gal pavyks šią savaitę?\n\nGreitas ratas"),
    from_known("sr", DESANKA, "пекара шаље рачун", KNOWN["pekara"], to="sekretar", subject="Ужина мај", body="Поштовани Горане,\n\nу прилогу је рачун за ужину за мај, 84.600 "
        "динара. Рачун у банци је исти: {bank}. "
               "Од понедељка уместо кифли могу да буду погачице.\n\nПекара Класје", words={"bank": PAID["pekara"]}, files=(File("uzina_maj.pdf", "pdf", "Racun 5/2026"),)),
    from_known("gl", ESTALEIRO, "proposta de visita", KNOWN["armador"], to="brais", subject="Re: Casco 318", body="Ola Brais:\n\no perito do seguro pode ir o mércores ás 10. "
        "Hai que ter a quilla á vista. Levo eu os planos en papel; o ficheiro grande déixovolo en https://wetransfer.com/downloads/4471ab93\n\nSabela"),
    from_known("sw", KAHAWA, "dereva anathibitisha mzigo", KNOWN["lori"], to="meneja", subject="Mzigo 388", body="Habari Neema,\n\nLori limefika Dar salama, mifuko 240 "
        "imepokelewa ghalani. Stakabadhi imeambatishwa. Malipo ya mafuta tumeshapokea, asante.\n\nRukwa Haulage", files=(File("stakabadhi.pdf", "pdf", "240 bags received"),)),
    from_known("ms", HAIWAN, "makmal menghantar keputusan", KNOWN["makmal"], to="hafiz", subject="Keputusan 30418 sedia", body="Tuan Doktor,\n\nKeputusan ujian darah untuk "
        "pesakit Oyen (30418) sudah sedia.\n\n[Lihat keputusan](https://app.vetmakmal.example/r/30418)\n\nVetMakmal"),
    from_known("fa", KAVIR, "شرکت حمل زمان را جابه‌جا کرد", KNOWN["haml"], to="reza", subject="بار ۳۱۷", body="آقای کریمی سلام،\n\nکامیون به‌جای فردا پنج‌شنبه صبح می‌رسد. "
        "لطفاً بسته‌ها را تا ساعت ۹ آماده کنید. بارنامه پیوست است.\n\nحمل‌ونقل البرز",
               files=(File("barnameh.pdf", "pdf", "Barnameh 317"),)),
    from_known("cy", MENTER, "neges o restr y mentrau", COMMUNITY_LIST, to="gethin", subject="[mentrau] Gŵyl yr haf: pwy sydd â phabell?", habits=(Habit(COMMUNITY_LIST,
        "gethin", 14, 3, 6, "", "[mentrau] #"),),
               fields=(("List-Id", "Mentrau Ceredigion <mentrau.rhestrau-cymuned.example>"), ("List-Unsubscribe", "<mailto:mentrau-leave@rhestrau-cymuned.example>")),
               shown_to="mentrau@rhestrau-cymuned.example", body="Annwyl bawb,\n\nA oes gan rywun babell 6x9 i'w benthyg ar gyfer yr ŵyl ar y 4ydd o Orffennaf? Gallwn dalu "
                   "£60 a'i chasglu.\n\nMererid",
               why="A list of years whose footer broke the author's signature."),
    from_known("af", WYNE, "herinnering van die botteleerder", KNOWN["bottels"], to="elmarie", subject="Staat Mei", body="Goeiemôre Elmarie\n\nAangeheg is die staat vir Mei. "
        "R 18 440 is nou 45 dae oud; kan jy sê wanneer ons dit "
               "kan verwag? Dieselfde bankrekening as altyd.\n\nGroete, Bergrivier Bottels", files=(File("staat_mei.pdf", "pdf", "Staat Mei\nR 18 440"),)),
    from_known("en", WIRRA, "a reset of a password that somebody asked for", cloud_notice("PetBook Appointments", "no-reply@petbook.example"), to="reception",
        subject="Reset your PetBook password",
               body="Hi,\n\nsomeone, hopefully you, asked to reset the password of reception@wirrabilla-vet.example. The link works for 30 minutes.\n\n[Choose a new "
                    "password](https://app.petbook.example/reset/8842bd)\n\n"
               "If you did not ask, ignore this message.", habits=(Habit(cloud_notice("PetBook Appointments", "no-reply@petbook.example"), "reception", 20, 0, 3, "",
               "New booking #"),)),
    from_known("nl", FIETSEN, "leverbon van de groothandel", KNOWN["kaders"], to="ilse", subject="Leverbon 20418", body="Beste Ilse,\n\nbijgevoegd de leverbon van vandaag. "
        "Twee kaders maat 58 komen na, excuses daarvoor. De factuur volgt eind deze maand.\n\nKaders & Velgen", files=(File("leverbon_20418.pdf", "pdf", "Leverbon 20418"),)),
    from_known("uk", KOLOS, "майстер просить передоплату за запчастини", KNOWN["traktor"], to="andrii", subject="Ремонт 388: запчастини", body="Андрію, доброго дня!\n\nНасос "
        "до трактора є, 14 200 грн, привезуть у четвер. Потрібна передоплата, рахунок той самий: {bank}. Скажіть, чи замовляти.\n\nСТО Трактор", words={"bank": PAID["traktor"]}),
    from_known("el", AIGAIO, "αυτόματη απάντηση της συνεργάτιδας", KNOWN["mihanikos"].but(program="away", mail_from=""), to="thanos", subject="Αυτόματη απάντηση: Μελέτη 317",
               body="Σας ευχαριστώ για το μήνυμά σας. Λείπω με άδεια έως τις 15 Ιουνίου. Για επείγοντα καλέστε στο γραφείο, 22810 55501.\n\nΕλένη Δούκα"),
    from_known("ar", SHIFA, "الصيدلية تؤكد الطلب", KNOWN["adwiya"], to="rania", subject="تأكيد طلب 4188", body="الأستاذة رانيا،\n\nتم تجهيز طلبكم رقم 4188 وسيصل غدًا قبل "
        "الظهر. الصنف الثالث غير متوفر حتى الأسبوع القادم. الفاتورة مرفقة والسداد كالمعتاد.\n\nالنيل للأدوية",
               files=(File("fatora_4188.pdf", "pdf", "Invoice 4188"),)),
]

CASES = STRANGERS + FROM_KNOWN + BUSINESS_STRANGERS + BUSINESS_KNOWN
