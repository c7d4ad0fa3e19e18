"""Nine more organisations, for the cases of the examiner: languages that the others do not write."""
from .authoring import Habit, Organization, iban
from .organizations import BANK, WHO
from .senders import bulk, free, office, office365, plain_office, workspace


def _who(**senders):
    for key, sender in senders.items():
        assert key not in WHO, key
        WHO[key] = sender


# ---- Denmark: carpenters, 22 people ----

_who(
    traelast=office("Lone Kjær", "lone@vestkystens-trae.example", "DK", footer="Vestkystens Trælast A/S · Industrivej 4 · 6700 Esbjerg"),
    revisor_dk=office365("Bent Skovgaard", "bent@skovgaard-revision.example"),
    haandvaerk=bulk("Håndværk & Byg", "nyt@haandvaerkogbyg.example"),
)
BANK["traelast"] = iban("DK", "99990440116243")

TOMRER = Organization(
    "tomrer", "Havnens Tømrerfirma ApS", "havnens-tomrer.example", "da", "DK", office365,
    {"mikkel": "Mikkel Thorsen", "rikke": "Rikke Dahl", "jens": "Jens Aagaard", "camilla": "Camilla Friis", "kontor": ""},
    {"mikkel": []},
    [("Vestkystens Trælast", ["vestkystens-trae.example"]), ("Skovgaard Revision", ["skovgaard-revision.example"])],
    [Habit(WHO["traelast"], "rikke", 16, 9, 8, BANK["traelast"], "Faktura #"), Habit(WHO["revisor_dk"], "rikke", 9, 8, 14, "", "Moms #"),
     Habit(WHO["haandvaerk"], "jens", 14, 0, 8, "", "Håndværk & Byg #")])

# ---- Finland: metal works, 40 people ----

_who(
    terasko=office("Antti Virtanen", "antti.virtanen@terasko.example", "FI", footer="Teräskö Oy · Satamakatu 3 · 67100 Kokkola"),
    siivous=plain_office("Päivi Lehto", "paivi@lehdonsiivous.example", "FI", program="thunderbird"),
    konepaja=bulk("Konepajalehti", "uutiset@konepajalehti.example"),
)
BANK.update(terasko=iban("FI", "99912300000785"), siivous=iban("FI", "99955500012242"))

METALLI = Organization(
    "metalli", "Koivulan Metalli Oy", "koivulanmetalli.example", "fi", "FI", office365,
    {"heikki": "Heikki Koivula", "sari": "Sari Mäkinen", "ville": "Ville Nieminen", "laura": "Laura Hakala", "laskut": ""},
    {"heikki": []},
    [("Teräskö", ["terasko.example"]), ("Lehdon Siivous", ["lehdonsiivous.example"])],
    [Habit(WHO["terasko"], "sari", 14, 10, 9, BANK["terasko"], "Lasku #"), Habit(WHO["siivous"], "laura", 10, 6, 14, BANK["siivous"], "Siivous #"),
     Habit(WHO["konepaja"], "ville", 14, 0, 8, "", "Konepajalehti #")])

# ---- Norway: a kindergarten, 30 people ----

_who(
    frukt=plain_office("Fruktbilen Vest", "ordre@fruktbilen-vest.example", "NO", program="outlook"),
    kommune=office365("Solveig Hauge", "solveig.hauge@sundvik-kommune.example"),
    forste=bulk("Første steg", "nyhetsbrev@forstesteg.example"),
)
BANK["frukt"] = iban("NO", "99990117947")

BARNEHAGE = Organization(
    "barnehage", "Fjordhagen barnehage", "fjordhagen-barnehage.example", "nb", "NO", workspace,
    {"astrid": "Astrid Nygård", "kristin": "Kristin Moen", "lars": "Lars Bakke", "post": ""},
    {"astrid": []},
    [("Fruktbilen Vest", ["fruktbilen-vest.example"]), ("Sundvik kommune", ["sundvik-kommune.example"])],
    [Habit(WHO["frukt"], "kristin", 14, 6, 9, BANK["frukt"], "Faktura #"), Habit(WHO["kommune"], "astrid", 12, 12, 10, "", "Opptak #"),
     Habit(WHO["forste"], "lars", 12, 0, 9, "", "Første steg #")])

# ---- Hungary: a nursery garden, 25 people ----

_who(
    cserep=office("Szabó Gábor", "szabo.gabor@alfoldi-cserep.example", "HU", footer="Alföldi Cserép Kft. · 6600 Szentes, Ipartelepi út 9."),
    konyvelo=office365("Nagy Ildikó", "ildiko@nagykonyveles.example"),
    kertesz=bulk("Kertész Hírlevél", "hirlevel@kerteszhirlevel.example"),
)
BANK["cserep"] = iban("HU", "999000170000012345676789")

KERTESZET = Organization(
    "kerteszet", "Tiszavirág Kertészet Kft.", "tiszavirag-kert.example", "hu", "HU", workspace,
    {"laszlo": "Balogh László", "eszter": "Fekete Eszter", "zsolt": "Varga Zsolt", "iroda": ""},
    {"laszlo": []},
    [("Alföldi Cserép", ["alfoldi-cserep.example"]), ("Nagy Könyvelés", ["nagykonyveles.example"])],
    [Habit(WHO["cserep"], "eszter", 14, 9, 9, BANK["cserep"], "Számla #"), Habit(WHO["konyvelo"], "eszter", 10, 9, 13, "", "Bevallás #"),
     Habit(WHO["kertesz"], "zsolt", 12, 0, 9, "", "Kertész #")])

# ---- Romania: a furniture maker, 28 people ----

_who(
    feronerie=office("Ioana Stan", "ioana.stan@feronerie-someseana.example", "RO", footer="Feronerie Someșeana SRL · Str. Fabricii 12, Cluj"),
    leasing=office365("Radu Petrescu", "radu.petrescu@carpat-leasing.example"),
    mobila=bulk("Mobila Azi", "stiri@mobila-azi.example"),
)
BANK["feronerie"] = iban("RO", "XMPL1B31007593840000")

ATELIER = Organization(
    "atelier", "Atelier Mureș SRL", "ateliermures.example", "ro", "RO", office365,
    {"andrei": "Andrei Mureșan", "cristina": "Cristina Ilie", "bogdan": "Bogdan Toma", "comenzi": "", "contabilitate": ""},
    {"andrei": []},
    [("Feronerie Someșeana", ["feronerie-someseana.example"]), ("Carpat Leasing", ["carpat-leasing.example"])],
    [Habit(WHO["feronerie"], "cristina", 15, 9, 9, BANK["feronerie"], "Factura #"), Habit(WHO["leasing"], "cristina", 9, 8, 14, "", "Contract #"),
     Habit(WHO["mobila"], "bogdan", 12, 0, 9, "", "Mobila Azi #")])

# ---- Greece: an olive press, 15 people ----

_who(
    mpoukalia=office("Νίκος Δήμου", "dimou@yalourgia-messinias.example", "GR", footer="Υαλουργία Μεσσηνίας ΑΕ, Καλαμάτα"),
    logistis=office365("Μαρία Λάμπρου", "lamprou@lamprou-logistiki.example"),
    agrotis=bulk("Αγροτικά Νέα", "nea@agrotika-nea.example"),
)
BANK["mpoukalia"] = iban("GR", "99901250000000012300695")

ELIONAS = Organization(
    "elionas", "Ελαιώνας Κορώνης ΙΚΕ", "elaionas-koronis.example", "el", "GR", workspace,
    {"giorgos": "Γιώργος Παππάς", "eleni": "Ελένη Ρήγα", "kostas": "Κώστας Βλάχος", "info": ""},
    {"giorgos": []},
    [("Υαλουργία Μεσσηνίας", ["yalourgia-messinias.example"]), ("Λογιστικό Γραφείο Λάμπρου", ["lamprou-logistiki.example"])],
    [Habit(WHO["mpoukalia"], "eleni", 13, 8, 10, BANK["mpoukalia"], "Τιμολόγιο #"), Habit(WHO["logistis"], "eleni", 10, 9, 13, "", "ΦΠΑ #"),
     Habit(WHO["agrotis"], "kostas", 12, 0, 9, "", "Αγροτικά Νέα #")])

# ---- Ukraine: a bakery, 35 people ----

_who(
    mlyn=office("Оксана Ткач", "o.tkach@mlyn-podillia.example", "UA", footer="ТОВ «Млин Поділля», м. Вінниця"),
    oblik=office365("Ірина Бондар", "bondar@oblik-plus.example"),
    pekar=bulk("Пекарська справа", "news@pekarska-sprava.example"),
)
BANK["mlyn"] = iban("UA", "9999960000026007233566001")

PEKARNIA = Organization(
    "pekarnia", "Пекарня «Калина»", "pekarnia-kalyna.example", "uk", "UA", workspace,
    {"kovalenko": "Тарас Коваленко", "melnyk": "Леся Мельник", "shevchuk": "Юрій Шевчук", "info": ""},
    {"kovalenko": []},
    [("Млин Поділля", ["mlyn-podillia.example"]), ("Облік Плюс", ["oblik-plus.example"])],
    [Habit(WHO["mlyn"], "melnyk", 15, 10, 8, BANK["mlyn"], "Рахунок #"), Habit(WHO["oblik"], "melnyk", 9, 9, 14, "", "Звітність #"),
     Habit(WHO["pekar"], "shevchuk", 12, 0, 9, "", "Пекарська справа #")])

# ---- Korea: precision parts, 60 people ----

_who(
    daehan=office("박지훈", "jh.park@daehan-tooling.example", "KR", footer="대한툴링(주) 영업팀"),
    semu=office365("최은영 세무사", "choi@eunyoung-tax.example"),
    gigye=bulk("기계산업신문", "news@gigyenews.example"),
)
BANK["daehan"] = "999-081245-01-018"

HANBIT = Organization(
    "hanbit", "한빛정밀(주)", "hanbit-precision.example", "ko", "KR", office365,
    {"sj.kim": "김성진", "my.lee": "이미영", "dh.jung": "정동현", "hr": "", "sales": ""},
    {"sj.kim": []},
    [("대한툴링", ["daehan-tooling.example"]), ("은영세무회계", ["eunyoung-tax.example"])],
    [Habit(WHO["daehan"], "dh.jung", 16, 12, 8, BANK["daehan"], "견적 #"), Habit(WHO["semu"], "my.lee", 9, 8, 14, "", "부가세 #"),
     Habit(WHO["gigye"], "dh.jung", 12, 0, 9, "", "기계산업신문 #")])

# ---- United Arab Emirates: traders in dates, 20 people ----

_who(
    shahn=office("سامر الحداد", "samer@gulf-shahn.example", "AE", footer="شركة الخليج للشحن، دبي"),
    karton=plain_office("مصنع الرمال للكرتون", "sales@remal-carton.example", "AE", program="outlook"),
    tijara=bulk("نشرة التجارة", "news@nashrat-tijara.example"),
)
BANK["karton"] = iban("AE", "9991234567890123456")

NAKHEEL = Organization(
    "nakheel", "واحة النخيل للتجارة", "wahat-nakheel.example", "ar", "AE", office365,
    {"khalid": "خالد المنصوري", "mona": "منى السيد", "yousef": "يوسف عمران", "info": ""},
    {"khalid": []},
    [("الخليج للشحن", ["gulf-shahn.example"]), ("الرمال للكرتون", ["remal-carton.example"])],
    [Habit(WHO["shahn"], "yousef", 15, 13, 8, "", "شحنة #"), Habit(WHO["karton"], "mona", 10, 6, 13, BANK["karton"], "فاتورة #"),
     Habit(WHO["tijara"], "yousef", 12, 0, 9, "", "نشرة التجارة #")])
