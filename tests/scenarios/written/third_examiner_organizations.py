"""The organisations of the third examiner: forty small houses, nearly each in a language of its own.

KNOWN holds the senders that the cases share, PAID the accounts that were seen in their letters."""
from .authoring import Habit, iban
from .places import AMAZON, place
from .second_examiner_organizations import house, own_server
from .senders import Sender, bulk, cloud_notice, free, notice, office, office365, plain_office, signed, workspace

KNOWN, PAID = {}, {}


def _known(**senders):
    for key, sender in senders.items():
        assert key not in KNOWN, key
        KNOWN[key] = sender


def _paid(**accounts):
    PAID.update(accounts)


# ---- senders as small firms are ----

def small_firm(name, address, country, program="outlook", spf="neutral", **more):
    """A shop whose mail leaves through the web host that it shares with thousands: no signature, an SPF record that says nothing."""
    host = "out2.%s-webhost.example" % country.lower()
    return Sender(name, address, place(host, 64530, country), program, spf=spf, dmarc="none", policy="absent").but(**more)


def web_form(name, address, visitor, country):
    """The form on one's own site, which writes in the site's name; answers go to whoever filled it in."""
    domain = address.rpartition("@")[2]
    return Sender(name, address, place("web7.%s-webhost.example" % country.lower(), 64530, country), "php_plain", mail_from="www-data@" + domain, dmarc="pass",
                  reply_to=visitor)


def through(name, address, service, program="service", reply_to=""):
    """A program that writes letters for its customers from its own address: ticket systems, shops, bookkeeping."""
    domain = address.rpartition("@")[2]
    return Sender(name, address, AMAZON, program, mail_from="0100019a@bounce." + domain, dkim=signed(domain, "amazonses.com"), policy="reject",
                  reply_to=reply_to, service=service)


# ---- Spain: cider, a bakery, a shipyard ----

_known(kortxo=office("Kortxo Lasarte", "fakturak@kortxo-lasarte.example", "ES"), upelak=plain_office("Iñaki Zubeldia", "inaki@zubeldia-upelak.example", "ES"),
       ane_etxea=free("Ane Urrutia", "ane.urrutia.etxea@gmail.com", "iphone"))
_paid(kortxo=iban("ES", "99900418401234567811"), upelak=iban("ES", "99910418450200051332"))
SAGARDO = house(
    "Urrutia Sagardotegia", "urrutia-sagardoa.example", "eu", "ES", workspace,
    {"ane": "Ane Urrutia", "jon": "Jon Etxeberria", "maite": "Maite Lasa", "bulegoa": ""}, {"ane": ["ane.urrutia.etxea@gmail.com"]},
    Habit(KNOWN["kortxo"], "maite", 12, 6, 10, PAID["kortxo"], "Faktura #"), Habit(KNOWN["upelak"], "jon", 9, 8, 13, PAID["upelak"], "Upelak #"),
    Habit(KNOWN["ane_etxea"], "maite", 5, 4, 19, "", "bihar"))

_known(farinera=office("Farinera del Ter", "comandes@farineradelter.example", "ES", program="ledger"), gestoria=office365("Núria Casals", "nuria@casals-gestoria.example"),
       roure_casa=free("Montserrat Roure", "montse.roure.casa@gmail.com", "iphone"))
_paid(farinera=iban("ES", "99900075140123454417"))
FLECA = house(
    "Fleca Can Roure", "fleca-canroure.example", "ca", "ES", workspace,
    {"montse": "Montserrat Roure", "pau": "Pau Ferrer", "laia": "Laia Puig", "botiga": ""}, {"montse": ["montse.roure.casa@gmail.com"]},
    Habit(KNOWN["farinera"], "pau", 18, 8, 7, PAID["farinera"], "Factura #"), Habit(KNOWN["gestoria"], "laia", 10, 9, 13, "", "Nòmines"),
    Habit(KNOWN["roure_casa"], "laia", 4, 4, 21, "", "demà"))

_known(madeiras=office("Madeiras Fisterra", "facturas@madeirasfisterra.example", "ES"), armador=office365("Sabela Outón", "s.outon@naviera-outon.example"))
_paid(madeiras=iban("ES", "99900821550077120093"))
ESTALEIRO = house(
    "Estaleiro Corcubión", "estaleiro-corcubion.example", "gl", "ES", office365,
    {"xoan": "Xoán Castro", "uxia": "Uxía Louro", "brais": "Brais Rial", "taller": ""}, {"xoan": []},
    Habit(KNOWN["madeiras"], "uxia", 11, 6, 11, PAID["madeiras"], "Factura #"), Habit(KNOWN["armador"], "brais", 13, 13, 8, "", "Casco #"))

# ---- Iceland: whales; Slovenia: honey; Lithuania: chairs; Latvia: a choir; Estonia: saunas ----

_known(skipa=office("Skipasmiðjan Norður", "reikningar@skipasmidjan.example", "IS"), bokari=office365("Guðrún Ólafsdóttir", "gudrun@bokhaldid.example"),
       tilbod=bulk("Ferðablaðið", "frettir@ferdabladid.example"))
_paid(skipa=iban("IS", "9990260012345512809930"))
HVALIR = house(
    "Húnaflói Hvalaskoðun ehf.", "hunafloi-hvalir.example", "is", "IS", office365,
    {"sigrun": "Sigrún Jónsdóttir", "bjarni": "Bjarni Þór Gunnarsson", "helga": "Helga Magnúsdóttir", "bokanir": ""}, {"sigrun": []},
    Habit(KNOWN["skipa"], "helga", 10, 6, 12, PAID["skipa"], "Reikningur #"), Habit(KNOWN["bokari"], "helga", 9, 9, 13, "", "Uppgjör #"),
    Habit(KNOWN["tilbod"], "bjarni", 12, 0, 8, "", "Ferðablaðið #"))

_known(steklo=office("Steklarna Pohorje", "prodaja@steklarna-pohorje.example", "SI"), kos=plain_office("Računovodstvo Kos", "kos@racuni-kos.example", "SI",
    program="thunderbird"),
       matej_doma=free("Matej Gorjanc", "matej.gorjanc.doma@gmail.com", "iphone"))
_paid(steklo=iban("SI", "999910015551288"), kos=iban("SI", "999440009911207"))
CEBELAR = house(
    "Čebelarstvo Gorjanc", "gorjanc-med.example", "sl", "SI", workspace,
    {"matej": "Matej Gorjanc", "nina": "Nina Kovač", "urska": "Urška Zupan", "info": ""}, {"matej": ["matej.gorjanc.doma@gmail.com"]},
    Habit(KNOWN["steklo"], "urska", 12, 7, 10, PAID["steklo"], "Račun #"), Habit(KNOWN["kos"], "urska", 9, 8, 14, PAID["kos"], "Obračun #"),
    Habit(KNOWN["matej_doma"], "nina", 5, 5, 17, "", "jutri"))

_known(mediena=office("Dzūkijos mediena", "pardavimai@dzukijos-mediena.example", "LT"), vezejas=plain_office("UAB Greitas ratas", "uzsakymai@greitasratas.example", "LT"))
_paid(mediena=iban("LT", "9991000012211448"), vezejas=iban("LT", "9990000077103325"))
BALDAI = house(
    "UAB Šilo baldai", "silo-baldai.example", "lt", "LT", office365,
    {"rasa": "Rasa Kazlauskienė", "tomas": "Tomas Petrauskas", "jurga": "Jurga Balčiūnaitė", "buhalterija": ""}, {"rasa": []},
    Habit(KNOWN["mediena"], "jurga", 14, 9, 9, PAID["mediena"], "Sąskaita #"), Habit(KNOWN["vezejas"], "tomas", 16, 14, 7, PAID["vezejas"], "Krovinys #"))

_known(zale=plain_office("Kultūras nams Bura", "zale@kn-bura.example", "LV", program="thunderbird"), dziedataja=free("Elīna Krūmiņa", "elina.krumina.alts@gmail.com"))
KORIS = house(
    "Jauniešu koris Vēja zvani", "vejazvani.example", "lv", "LV", workspace,
    {"ilze": "Ilze Bērziņa", "janis": "Jānis Kalniņš", "liga": "Līga Ozola", "koris": ""}, {"ilze": []},
    Habit(KNOWN["zale"], "liga", 8, 8, 14, "", "Mēģinājumu zāle"), Habit(KNOWN["dziedataja"], "ilze", 9, 7, 11, "", "Mēģinājums"))

_known(keris=office("Kerisekeskus OÜ", "arved@kerisekeskus.example", "EE"), tarne=office365("Marko Ilves", "marko.ilves@tarneabi.example"))
_paid(keris=iban("EE", "9990221020145685"))
SAUN = house(
    "Saunameister OÜ", "saunameister.example", "et", "EE", workspace,
    {"tiina": "Tiina Saar", "andres": "Andres Kask", "kadri": "Kadri Tamm", "info": ""}, {"tiina": []},
    Habit(KNOWN["keris"], "kadri", 12, 6, 10, PAID["keris"], "Arve #"), Habit(KNOWN["tarne"], "andres", 14, 12, 8, "", "Tarne #"))

# ---- Serbia in both alphabets: lorries, a school; Albania: a hotel ----

_known(gorivo=office("Dunav Petrol", "fakture@dunavpetrol.example", "RS", program="ledger"), gume=small_firm("Vulkan Gume", "vulkan@vulkangume.example", "RS"))
_paid(gorivo=iban("RS", "999000601001234516"), gume=iban("RS", "999265100000884102"))
PREVOZ = house(
    "Drina Prevoz d.o.o.", "drina-prevoz.example", "sr", "RS", office365,
    {"milan": "Milan Stojković", "jelena": "Jelena Petrović", "dragan": "Dragan Ilić", "racuni": ""}, {"milan": []},
    Habit(KNOWN["gorivo"], "jelena", 16, 5, 8, PAID["gorivo"], "Faktura #"), Habit(KNOWN["gume"], "dragan", 9, 8, 13, PAID["gume"], "Gume #"))

_known(pekara=small_firm("Пекара Класје", "pekara@klasje.example", "RS", program="thunderbird"), opstina=office365("Снежана Костић", "s.kostic@opstina-brezovac.example"))
_paid(pekara=iban("RS", "999310220099415577"))
DESANKA = house(
    "Основна школа „Десанка“", "os-desanka.example", "sr", "RS", workspace,
    {"direktor": "Весна Марковић", "sekretar": "Горан Лукић", "pedagog": "Ивана Савић", "skola": ""}, {"direktor": []},
    Habit(KNOWN["pekara"], "sekretar", 12, 6, 9, PAID["pekara"], "Ужина #"), Habit(KNOWN["opstina"], "direktor", 11, 11, 10, "", "Буџет #"))

_known(lavanderi=small_firm("Lavanderi Buna", "info@lavanderi-buna.example", "AL"), agjenci=office365("Arben Hoxha", "arben@illyria-tours.example"))
_paid(lavanderi=iban("AL", "999110090000000123452266"))
DRINI = house(
    "Hotel Drini", "hoteldrini.example", "sq", "AL", workspace,
    {"besa": "Besa Kola", "ilir": "Ilir Prifti", "drita": "Drita Marku", "rezervime": ""}, {"besa": []},
    Habit(KNOWN["lavanderi"], "drita", 10, 5, 11, PAID["lavanderi"], "Fatura #"), Habit(KNOWN["agjenci"], "ilir", 12, 12, 8, "", "Grupi #"))

# ---- Tanzania: coffee; South Africa: wine ----

_known(mbolea=office("Mbolea Bora Ltd", "mauzo@mbolea-bora.example", "TZ"), lori=small_firm("Rukwa Haulage", "rukwa@rukwahaulage.example", "TZ", spf="none"))
_paid(mbolea="0150 4471 22910", lori="0220 7710 44518")
KAHAWA = house(
    "Ushirika wa Kahawa Mbozi", "kahawa-mbozi.example", "sw", "TZ", workspace,
    {"mwenyekiti": "Asha Mwakyusa", "mhasibu": "Juma Mwamba", "meneja": "Neema Kibona", "ofisi": ""}, {"mwenyekiti": []},
    Habit(KNOWN["mbolea"], "mhasibu", 11, 8, 11, PAID["mbolea"], "Ankara #"), Habit(KNOWN["lori"], "meneja", 10, 10, 10, PAID["lori"], "Mzigo #"))

_known(bottels=office("Bergrivier Bottels", "rekeninge@bergrivierbottels.example", "ZA"), proe=bulk("Wynbrief", "nuus@wynbrief.example"))
_paid(bottels="632 005, 62 4471 9003")
WYNE = house(
    "Kareeberg Wyne", "kareeberg-wyne.example", "af", "ZA", office365,
    {"hannes": "Hannes du Toit", "elmarie": "Elmarie Botha", "pieter": "Pieter Steyn", "kelder": ""}, {"hannes": []},
    Habit(KNOWN["bottels"], "elmarie", 12, 7, 10, PAID["bottels"], "Rekening #"), Habit(KNOWN["proe"], "pieter", 12, 0, 8, "", "Wynbrief #"))

# ---- the Philippines: dentists; Malaysia: animals; Thailand: a resort ----

_known(dsupply=office("Visayas Dental Supply", "billing@visayasdental.example", "PH"), hmo=notice("MediLinga HMO", "claims@medilinga.example", "PH"),
       maricel_home=free("Maricel Santos", "maricel.santos.dmd@gmail.com", "iphone"))
_paid(dsupply="0047-1182-33")
DENTAL = house(
    "San Roque Dental Group", "sanroque-dental.example", "fil", "PH", workspace,
    {"maricel": "Dr. Maricel Santos", "jun": "Jun Villanueva", "liza": "Liza Bautista", "frontdesk": ""}, {"maricel": ["maricel.santos.dmd@gmail.com"]},
    Habit(KNOWN["dsupply"], "liza", 12, 7, 10, PAID["dsupply"], "Invoice #"), Habit(KNOWN["hmo"], "frontdesk", 18, 0, 5, "", "Claim #"),
    Habit(KNOWN["maricel_home"], "jun", 6, 5, 16, "", "bukas"))

_known(ubat=office("Ubat Haiwan Selatan", "akaun@ubat-selatan.example", "MY"), makmal=cloud_notice("VetMakmal", "keputusan@vetmakmal.example"))
_paid(ubat="5142 0098 7731")
HAIWAN = house(
    "Klinik Haiwan Seri Murni", "serimurni-vet.example", "ms", "MY", workspace,
    {"aisyah": "Dr. Nur Aisyah Rahman", "hafiz": "Hafiz Ismail", "siti": "Siti Zulaikha", "akaun": ""}, {"aisyah": []},
    Habit(KNOWN["ubat"], "siti", 11, 7, 11, PAID["ubat"], "Invois #"), Habit(KNOWN["makmal"], "hafiz", 18, 0, 4, "", "Keputusan #"))

_known(talad=small_firm("ตลาดสดลุงชัย", "lungchai@talad-lungchai.example", "TH"), agoda_like=cloud_notice("ThaiStay", "booking@thaistay.example"))
_paid(talad="014-2-88190-7")
SAIKHAO = house(
    "บ้านทรายขาว รีสอร์ท", "bansaikhao.example", "th", "TH", workspace,
    {"somchai": "สมชาย ใจดี", "nok": "นก ศรีสุข", "ploy": "พลอย ทองดี", "booking": ""}, {"somchai": []},
    Habit(KNOWN["talad"], "nok", 13, 9, 8, PAID["talad"], "ใบส่งของ #"), Habit(KNOWN["agoda_like"], "booking", 20, 0, 4, "", "การจองใหม่ #"))

# ---- Pakistan: cloth; India: a school, a charity; Kazakhstan: grain; Iran: carpets ----

_known(dhaga=office("دھاگہ سنٹر", "sales@dhaga-centre.example", "PK"), clearing=small_firm("Karim Clearing Agency", "karim@karimclearing.example", "PK"))
_paid(dhaga=iban("PK", "NXMP0000001123456702"), clearing=iban("PK", "NXMP0000004477120093"))
NOOR = house(
    "نور ٹیکسٹائل ملز", "noor-textile.example", "ur", "PK", office365,
    {"kamran": "کامران احمد", "sadia": "سعدیہ خان", "bilal": "بلال رشید", "accounts": ""}, {"kamran": []},
    Habit(KNOWN["dhaga"], "sadia", 12, 9, 9, PAID["dhaga"], "بل #"), Habit(KNOWN["clearing"], "bilal", 10, 10, 11, PAID["clearing"], "Shipment #"))

_known(puthagam=office("காவேரி புத்தகம்", "orders@kaveri-books.example", "IN"), perundhu=small_firm("Sri Murugan Travels", "murugan@smtravels.example", "IN"))
_paid(puthagam="9990 4471 0093 12", perundhu="9980 1120 7741 05")
PALLI = house(
    "பாரதி மேல்நிலைப் பள்ளி", "bharathi-school.example", "ta", "IN", workspace,
    {"meenakshi": "மீனாட்சி சுந்தரம்", "karthik": "கார்த்திக் ராஜன்", "selvi": "செல்வி முருகன்", "office": ""}, {"meenakshi": []},
    Habit(KNOWN["puthagam"], "selvi", 8, 7, 14, PAID["puthagam"], "Order #"), Habit(KNOWN["perundhu"], "karthik", 10, 8, 11, PAID["perundhu"], "Bus #"))

_known(daata=free("सुरेश मेहता", "suresh.mehta.daan@gmail.com"), lekha=office365("CA नीलम जैन", "neelam@jain-lekha.example"))
SEWA = house(
    "जन सेवा ट्रस्ट", "janseva-trust.example", "hi", "IN", workspace,
    {"anita": "अनीता शर्मा", "rakesh": "राकेश वर्मा", "pooja": "पूजा गुप्ता", "office": ""}, {"anita": []},
    Habit(KNOWN["daata"], "pooja", 7, 7, 15, "", "दान"), Habit(KNOWN["lekha"], "rakesh", 10, 10, 12, "", "लेखा #"))

_known(elevator=office("Көкше Элеватор", "esep@kokshe-elevator.example", "KZ"), vagon=office365("Асхат Жұмабеков", "askhat@vagon-trans.example"))
_paid(elevator=iban("KZ", "9991234500067812"))
ASTYQ = house(
    "«Сарыарқа Астық» ЖШС", "saryarqa-astyq.example", "kk", "KZ", own_server("KZ"),
    {"nurlan": "Нұрлан Әбдіров", "aigul": "Айгүл Серікқызы", "daniyar": "Данияр Оспанов", "kense": ""}, {"nurlan": []},
    Habit(KNOWN["elevator"], "aigul", 11, 8, 10, PAID["elevator"], "Шот #"), Habit(KNOWN["vagon"], "daniyar", 14, 14, 7, "", "Вагон #"))

_known(pashm=small_firm("پشم‌ریسی اردکان", "forush@pashm-ardakan.example", "IR"), haml=office("حمل‌ونقل البرز", "bar@alborz-haml.example", "IR"))
_paid(pashm=iban("IR", "9990000000123456789012"))
KAVIR = house(
    "فرش کویر", "farsh-kavir.example", "fa", "IR", own_server("IR"),
    {"maryam": "مریم حسینی", "reza": "رضا کریمی", "nasrin": "نسرین احمدی", "daftar": ""}, {"maryam": []},
    Habit(KNOWN["pashm"], "nasrin", 10, 8, 11, PAID["pashm"], "فاکتور #"), Habit(KNOWN["haml"], "reza", 12, 10, 9, "", "بار #"))

# ---- Britain: a Welsh community trust, a parish; Australia: vets ----

_known(neuadd=small_firm("Neuadd Bentref Llanwen", "bookings@neuaddllanwen.example", "GB"), cyngor=office365("Siân Prosser", "sian.prosser@cyngor-teifi.example"))
MENTER = house(
    "Menter Glan Teifi", "menterteifi.example", "cy", "GB", office365,
    {"rhian": "Rhian Llywelyn", "gethin": "Gethin Parri", "eleri": "Eleri Morgan", "swyddfa": ""}, {"rhian": []},
    Habit(KNOWN["neuadd"], "eleri", 9, 8, 12, "", "Neuadd #"), Habit(KNOWN["cyngor"], "rhian", 12, 12, 9, "", "Grant #"))

_known(organ=plain_office("Wm Treadwell Organs", "wt@treadwell-organs.example", "GB"), warden=free("Barbara Tinsley", "barbara.tinsley47@outlook.com", "gmail"),
       roofer=small_firm("Colin Askew", "colin@askewroofing.example", "GB"), rector_home=free("Rev. Martin Hale", "martin.hale.rectory@gmail.com", "iphone"))
_paid(organ="sort code 99-41-07, account 20418835", roofer="sort code 99-30-22, account 55190724")
PARISH = house(
    "St Cuthbert's Parish Church", "stcuthberts-hollin.example", "en", "GB", workspace,
    {"rector": "Rev. Martin Hale", "treasurer": "Gillian Frobisher", "secretary": "Peter Ogden", "office": ""}, {"rector": ["martin.hale.rectory@gmail.com"]},
    Habit(KNOWN["organ"], "treasurer", 6, 5, 24, PAID["organ"], "Organ tuning"), Habit(KNOWN["warden"], "secretary", 14, 13, 6, "", "Rota"),
    Habit(KNOWN["roofer"], "treasurer", 6, 6, 16, PAID["roofer"], "North aisle roof"), Habit(KNOWN["rector_home"], "secretary", 6, 5, 14, "", "notices"))

_known(vetmeds=office("Murrum Vet Wholesale", "accounts@murrumvet.example", "AU"), feed=small_firm("Dale's Stockfeeds", "dale@dalestockfeeds.example", "AU"),
       pathology=notice("OutbackPath", "results@outbackpath.example", "AU", program="ledger"))
_paid(vetmeds="BSB 999-210, account 4471 0093", feed="BSB 998-077, account 1120 8845")
WIRRA = house(
    "Wirrabilla Veterinary Clinic", "wirrabilla-vet.example", "en", "AU", office365,
    {"fiona": "Fiona Maddern", "lachlan": "Lachlan Pryor", "trish": "Trish Kowalczyk", "reception": ""}, {"fiona": []},
    Habit(KNOWN["vetmeds"], "trish", 14, 7, 9, PAID["vetmeds"], "Statement #"), Habit(KNOWN["feed"], "trish", 9, 6, 13, PAID["feed"], "Invoice #"),
    Habit(KNOWN["pathology"], "lachlan", 22, 0, 4, "", "Result #"))

# ---- Austria: a cable car; Belgium: a crèche, bicycles; Switzerland's neighbour: a school of skiing ----

_known(seilwerk=office("Seilwerk Innkreis", "rechnung@seilwerk-innkreis.example", "AT", footer="Seilwerk Innkreis GmbH · Drahtzug 3 · 4910 Ried"),
       huette=small_firm("Hüttenwirt Sepp Oberhofer", "sepp@hochwanghuette.example", "AT"), steuerberg=office365("Mag. Eva Thaler", "e.thaler@thaler-steuer.example"))
_paid(seilwerk=iban("AT", "9991000012345678"), huette=iban("AT", "9994500077120093"))
BERGBAHN = house(
    "Bergbahnen Hochwang", "bergbahnen-hochwang.example", "de", "AT", office365,
    {"g.leitner": "Gerald Leitner", "k.mair": "Katharina Mair", "t.egger": "Thomas Egger", "buchhaltung": "", "info": ""}, {"g.leitner": []},
    Habit(KNOWN["seilwerk"], "k.mair", 11, 6, 11, PAID["seilwerk"], "Rechnung #"), Habit(KNOWN["huette"], "t.egger", 12, 11, 8, PAID["huette"], "Hütte #"),
    Habit(KNOWN["steuerberg"], "k.mair", 10, 10, 12, "", "UVA #"))

_known(repas=plain_office("Les Repas de Louise", "louise@repasdelouise.example", "BE", program="thunderbird"), one=office365("Benoît Lambrecht",
    "b.lambrecht@petite-enfance-wal.example"))
_paid(repas=iban("BE", "999120034588"))
COQUELICOTS = house(
    "Crèche Les Coquelicots", "coquelicots-creche.example", "fr", "BE", workspace,
    {"anne": "Anne Delvaux", "karim": "Karim Haddouche", "sylvie": "Sylvie Renard", "direction": ""}, {"anne": []},
    Habit(KNOWN["repas"], "sylvie", 14, 7, 7, PAID["repas"], "Facture repas #"), Habit(KNOWN["one"], "anne", 9, 9, 13, "", "Agrément"))

_known(kaders=office("Kaders & Velgen bv", "facturen@kadersvelgen.example", "BE"), lease=notice("FietsLeaseNu", "portaal@fietsleasenu.example", "BE"))
_paid(kaders=iban("BE", "999330044712"))
FIETSEN = house(
    "Fietsen De Smet", "fietsendesmet.example", "nl", "BE", workspace,
    {"koen": "Koen De Smet", "ilse": "Ilse Claes", "jef": "Jef Wouters", "winkel": ""}, {"koen": []},
    Habit(KNOWN["kaders"], "ilse", 13, 7, 9, PAID["kaders"], "Factuur #"), Habit(KNOWN["lease"], "winkel", 16, 0, 6, "", "Leasecontract #"))

_known(impianti=office("Impianti Valdorata", "amministrazione@impiantivaldorata.example", "IT"), divise=small_firm("Sartoria Alpina", "ordini@sartoria-alpina.example", "IT"))
_paid(impianti=iban("IT", "X9990101600000012345678"), divise=iban("IT", "X9990502008000044712093"))
SCI = house(
    "Scuola Sci Valdorata", "scuolascivaldorata.example", "it", "IT", workspace,
    {"luca": "Luca Ferrarini", "chiara": "Chiara Moser", "stefano": "Stefano Dellai", "segreteria": ""}, {"luca": []},
    Habit(KNOWN["impianti"], "chiara", 10, 8, 11, PAID["impianti"], "Skipass #"), Habit(KNOWN["divise"], "chiara", 7, 6, 15, PAID["divise"], "Ordine #"))

# ---- Portugal: a driving school; Mexico: printers ----

_known(oficina=small_firm("Oficina do Zé", "geral@oficinadoze.example", "PT"), imt=office365("Paula Teixeira", "p.teixeira@exames-conducao.example"))
_paid(oficina=iban("PT", "999000121234567890154"))
CONDUCAO = house(
    "Escola de Condução Foz", "conducaofoz.example", "pt", "PT", workspace,
    {"rui": "Rui Nogueira", "sofia": "Sofia Mendes", "bruno": "Bruno Paiva", "secretaria": ""}, {"rui": []},
    Habit(KNOWN["oficina"], "sofia", 10, 8, 10, PAID["oficina"], "Fatura #"), Habit(KNOWN["imt"], "bruno", 13, 12, 8, "", "Exames #"))

_known(papelera=office("Papelera del Golfo", "cobranza@papeleradelgolfo.example", "MX"), contador=free("C.P. Arturo Medina", "cp.arturo.medina@hotmail.com", "gmail"))
_paid(papelera="CLABE 999180000118359719")
IMPRENTA = house(
    "Imprenta Xalli", "imprenta-xalli.example", "es", "MX", workspace,
    {"rosa": "Rosa Elena Vargas", "ivan": "Iván Castillo", "paty": "Patricia Luna", "ventas": ""}, {"rosa": []},
    Habit(KNOWN["papelera"], "paty", 14, 8, 8, PAID["papelera"], "Factura #"), Habit(KNOWN["contador"], "paty", 10, 10, 10, "", "Declaración #"))

# ---- Poland: horses; Czechia: beer; Hungary: glasses; Romania: a kindergarten; Greece: builders; Ukraine: a farm; Turkey: machines ----

_known(pasze=office("Pasze Mazowsze", "faktury@paszemazowsze.example", "PL"), wet=free("lek. wet. Anna Bielak", "anna.bielak.wet@wp.pl", "roundcube"))
_paid(pasze=iban("PL", "999010140000012345678901"))
STADNINA = house(
    "Stadnina Zalesie", "stadnina-zalesie.example", "pl", "PL", workspace,
    {"magda": "Magdalena Rudnicka", "olek": "Aleksander Wójcik", "kasia": "Katarzyna Pol", "biuro": ""}, {"magda": []},
    Habit(KNOWN["pasze"], "kasia", 12, 7, 9, PAID["pasze"], "Faktura #"), Habit(KNOWN["wet"], "olek", 10, 9, 11, "", "Wizyta"))

_known(slad=office("Sladovna Haná", "fakturace@sladovnahana.example", "CZ"), sudy=small_firm("Sudy Novák", "novak@sudynovak.example", "CZ"))
_paid(slad=iban("CZ", "99990000192000145388"), sudy=iban("CZ", "99990000001011038922"))
PIVOVAR = house(
    "Pivovar Kamenec", "pivovarkamenec.example", "cs", "CZ", office365,
    {"vojta": "Vojtěch Kameník", "lucie": "Lucie Hrubá", "standa": "Stanislav Bárta", "obchod": ""}, {"vojta": []},
    Habit(KNOWN["slad"], "lucie", 12, 7, 10, PAID["slad"], "Faktura #"), Habit(KNOWN["sudy"], "standa", 8, 8, 13, PAID["sudy"], "Sudy #"))

_known(lencse=office("Lencse-Nagyker Kft.", "szamla@lencsenagyker.example", "HU"), berszam=plain_office("Tóth Bérszámfejtés", "toth@tothber.example", "HU"))
_paid(lencse=iban("HU", "999000170000012345676700"))
OPTIKA = house(
    "Sipos Optika", "siposoptika.example", "hu", "HU", workspace,
    {"sipos": "Sipos Gergely", "reka": "Kovács Réka", "dora": "Halmos Dóra", "uzlet": ""}, {"sipos": []},
    Habit(KNOWN["lencse"], "reka", 14, 7, 8, PAID["lencse"], "Számla #"), Habit(KNOWN["berszam"], "dora", 9, 9, 13, "", "Bér #"))

_known(catering=small_firm("Catering Bunica", "comenzi@catering-bunica.example", "RO"), primaria=office365("Ioana Stanciu", "ioana.stanciu@primaria-valeni.example"))
_paid(catering=iban("RO", "NXMP0000012345678901"))
PITICII = house(
    "Grădinița Piticii", "gradinita-piticii.example", "ro", "RO", workspace,
    {"mirela": "Mirela Dumitrescu", "alina": "Alina Georgescu", "dan": "Dan Ilie", "secretariat": ""}, {"mirela": []},
    Habit(KNOWN["catering"], "alina", 13, 7, 8, PAID["catering"], "Factura #"), Habit(KNOWN["primaria"], "mirela", 10, 10, 12, "", "Adresa #"))

_known(tsimento=office("Τσιμέντα Θράκης", "pliromes@tsimenta-thrakis.example", "GR"), mihanikos=free("Ελένη Δούκα", "eleni.douka.mech@gmail.com"))
_paid(tsimento=iban("GR", "99901250000000012345678"))
AIGAIO = house(
    "Τεχνική Αιγαίου", "techniki-aigaiou.example", "el", "GR", office365,
    {"stavros": "Σταύρος Μελάς", "katerina": "Κατερίνα Ρήγα", "thanos": "Θάνος Βλάχος", "grafeio": ""}, {"stavros": []},
    Habit(KNOWN["tsimento"], "katerina", 11, 7, 10, PAID["tsimento"], "Τιμολόγιο #"), Habit(KNOWN["mihanikos"], "thanos", 12, 12, 8, "", "Μελέτη #"))

_known(nasinnia=office("Насіння Полісся", "rahunky@nasinnia-polissia.example", "UA"), traktor=small_firm("СТО Трактор", "sto@sto-traktor.example", "UA"))
_paid(nasinnia=iban("UA", "9993350000026007233566001"), traktor=iban("UA", "9993350000026001122004477"))
KOLOS = house(
    "Агрофірма «Колос»", "agro-kolos.example", "uk", "UA", workspace,
    {"petro": "Петро Гнатюк", "oksana": "Оксана Левчук", "andrii": "Андрій Ткач", "ofis": ""}, {"petro": []},
    Habit(KNOWN["nasinnia"], "oksana", 10, 7, 11, PAID["nasinnia"], "Рахунок #"), Habit(KNOWN["traktor"], "andrii", 9, 9, 12, PAID["traktor"], "Ремонт #"))

_known(rulman=office("Rulman Merkezi", "muhasebe@rulmanmerkezi.example", "TR"), kargo=notice("YolKargo", "bildirim@yolkargo.example", "TR"))
_paid(rulman=iban("TR", "9990600119000006672366"))
MAKINE = house(
    "Kartal Makine", "kartalmakine.example", "tr", "TR", office365,
    {"hakan": "Hakan Kartal", "derya": "Derya Şen", "emre": "Emre Toprak", "satinalma": ""}, {"hakan": []},
    Habit(KNOWN["rulman"], "derya", 12, 8, 9, PAID["rulman"], "Fatura #"), Habit(KNOWN["kargo"], "emre", 18, 0, 5, "", "Gönderi #"))

# ---- Sweden: a club; Japan: gardens; Korea: dentists; Taiwan: bicycles; Egypt: clinics ----

_known(bollar=office("Bollgrossisten", "order@bollgrossisten.example", "SE"), kassor=free("Gun-Britt Ek", "gunbritt.ek.56@hotmail.com", "gmail"))
_paid(bollar=iban("SE", "99900000058398257411"))
BOLLKLUBB = house(
    "Åsunda Bollklubb", "asundabk.example", "sv", "SE", workspace,
    {"peter": "Peter Hallgren", "annika": "Annika Sjöö", "mats": "Mats Ålund", "kansli": ""}, {"peter": []},
    Habit(KNOWN["bollar"], "annika", 7, 6, 15, PAID["bollar"], "Order #"), Habit(KNOWN["kassor"], "annika", 11, 10, 9, "", "Kassan"))

_known(ishiya=office("石川石材 経理部", "keiri@ishikawa-sekizai.example", "JP"), ueki=small_firm("植木の小林", "kobayashi@ueki-kobayashi.example", "JP"))
_paid(ishiya="9990-114-2201885", ueki="9980-022-7714402")
YAMABUKI = house(
    "山吹造園株式会社", "yamabuki-zoen.example", "ja", "JP", own_server("JP"),
    {"nakano": "中野 悟", "mori": "森 由美", "hara": "原 健太", "jimu": ""}, {"nakano": []},
    Habit(KNOWN["ishiya"], "mori", 11, 7, 10, PAID["ishiya"], "請求書 #"), Habit(KNOWN["ueki"], "hara", 10, 10, 10, PAID["ueki"], "納品 #"))

_known(jaeryo=office("바른치재", "order@bareun-chijae.example", "KR"), semu=office365("김세무사", "kim@gaon-tax.example"))
_paid(jaeryo="999-04-112233-01")
DAON = house(
    "다온치과의원", "daon-dental.example", "ko", "KR", workspace,
    {"yoon": "윤서진", "lim": "임하늘", "jung": "정민호", "reception": ""}, {"yoon": []},
    Habit(KNOWN["jaeryo"], "lim", 12, 7, 10, PAID["jaeryo"], "명세서 #"), Habit(KNOWN["semu"], "lim", 10, 10, 12, "", "원천세 #"))

_known(luntai=office("順風輪胎 業務部", "sales@shunfeng-tyre.example", "TW"), kuaiji=office365("許會計師", "hsu@hsu-cpa.example"))
_paid(luntai="999-0417-20093312")
HETIAN = house(
    "禾田自行車股份有限公司", "hetian-bike.example", "zh", "TW", office365,
    {"lin": "林志明", "chang": "張雅婷", "wu": "吳俊傑", "service": ""}, {"lin": []},
    Habit(KNOWN["luntai"], "chang", 12, 8, 9, PAID["luntai"], "請款單 #"), Habit(KNOWN["kuaiji"], "chang", 9, 9, 13, "", "帳務 #"))

_known(adwiya=office("النيل للأدوية", "hesabat@nile-adwiya.example", "EG"), taamin=notice("تأمين المستقبل", "claims@mustaqbal-taamin.example", "EG"))
_paid(adwiya=iban("EG", "9990001000000012345678901"))
SHIFA = house(
    "عيادات الشفاء", "shifa-clinics.example", "ar", "EG", workspace,
    {"mona": "د. منى عبد الله", "hany": "هاني سمير", "rania": "رانيا فؤاد", "hesabat": ""}, {"mona": []},
    Habit(KNOWN["adwiya"], "rania", 12, 8, 9, PAID["adwiya"], "فاتورة #"), Habit(KNOWN["taamin"], "hesabat", 14, 0, 7, "", "مطالبة #"))
