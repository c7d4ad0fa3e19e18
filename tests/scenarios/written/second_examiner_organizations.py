"""The organisations of the second examiner: thirty houses of trades that the others do not have, one for nearly each language.

THEY holds the senders that the cases share, PAYS the accounts that were seen in their letters."""
from .authoring import Habit, Organization, iban
from .senders import bulk, cloud_notice, free, notice, office, office365, plain_office, workspace

THEY, PAYS = {}, {}


def _they(**senders):
    for key, sender in senders.items():
        assert key not in THEY, key
        THEY[key] = sender


def _pays(**accounts):
    PAYS.update(accounts)


def idn(label, top="example"):
    """A domain whose first label holds letters beyond ASCII, as DNS knows it."""
    return "xn--%s.%s" % (label.encode("punycode").decode("ascii"), top)


def own_server(country):
    """A house with a mail server of its own in that country."""
    return lambda name, address, **more: office(name, address, country, **more)


def house(name, domain, language, country, via, people, vips, *habits, **more):
    """Those to whom the house writes, too, are its partners."""
    partners = sorted({h.who.domain: h.who.name for h in habits if h.sent and h.who.policy == "none" or h.bank}.items())
    return Organization(domain.split(".")[0], name, domain, language, country, via, people, vips, [(n, [d]) for d, n in partners], list(habits), **more)


# ---- Canada: a school board ----

_they(larkin=office365("Joanne Larkin", "j.larkin@larkin-busways.example", footer="Larkin Busways Ltd. | 44 Depot Road, Riverton ON"),
      quill=office("Quill & Slate Books", "orders@quillandslate.example", "CA"), ptoffice=free("Riverton Parent Council", "riverton.parentcouncil@gmail.com"),
      pension_board=notice("Educators Pension Plan", "statements@educatorspension.example", "CA"), learnhub=cloud_notice("LearnHub", "no-reply@learnhub.example"),
      dana_private=free("Dana Whitford", "dana.whitford.home@icloud.com", "iphone"))
_pays(larkin="transit 04471, institution 999, account 1022388", quill="transit 01882, institution 998, account 5540127")
RIVERTON = house(
    "Riverton District School Board", "riverton-dsb.example", "en", "CA", office365,
    {"d.whitford": "Dana Whitford", "g.okafor": "Grace Okafor", "l.tremblay": "Luc Tremblay", "s.banerjee": "Sunita Banerjee", "payables": "", "hr": ""},
    {"d.whitford": ["dana.whitford.home@icloud.com"]},
    Habit(THEY["larkin"], "g.okafor", 20, 14, 7, PAYS["larkin"], "Bus routes invoice #"), Habit(THEY["quill"], "g.okafor", 9, 5, 14, PAYS["quill"], "Order #"),
    Habit(THEY["ptoffice"], "s.banerjee", 8, 8, 12, "", "Parent council"), Habit(THEY["pension_board"], "l.tremblay", 6, 0, 30, "", "Statement #"),
    Habit(THEY["learnhub"], "s.banerjee", 20, 0, 3, "", "Weekly progress #"), Habit(THEY["dana_private"], "s.banerjee", 5, 4, 18, "", "tonight"))

# ---- Netherlands: a shipping agent ----

_they(tessel=office("Kees Vermeulen", "k.vermeulen@tessel-bunkers.example", "NL", footer="Tessel Bunkers B.V., Sluisjesdijk 100, Rotterdam"),
      helios=office365("Capt. Nikos Rallis", "ops@heliosmaritime.example", footer="Helios Maritime S.A., Piraeus, as managers only"),
      terminal=notice("Maasmond Terminal", "planning@maasterminal.example", "NL", program="ledger"), douane=office("Team Douane", "aangiften@dekker-douane.example", "NL"),
      scheepvaart=bulk("Scheepvaart Vandaag", "redactie@scheepvaartvandaag.example"))
_pays(tessel=iban("NL", "TESS0417220931"), helios=iban("GR", "9990110000012300695771"), douane=iban("NL", "DOUW0300218877"))
MAASMOND = house(
    "Maasmond Scheepsagenturen", "maasmond-agency.example", "nl", "NL", office365,
    {"p.hoekstra": "Pieter Hoekstra", "f.demir": "Fatma Demir", "r.smit": "Ruud Smit", "w.jansen": "Wendy Jansen", "ops": "", "accounts": ""}, {"p.hoekstra": []},
    Habit(THEY["tessel"], "f.demir", 18, 12, 7, PAYS["tessel"], "Bunkerfactuur #"), Habit(THEY["helios"], "r.smit", 26, 24, 4, PAYS["helios"], "MV Aglaia call #"),
    Habit(THEY["terminal"], "r.smit", 30, 0, 2, "", "Slot #"), Habit(THEY["douane"], "w.jansen", 14, 13, 8, PAYS["douane"], "Aangifte #"),
    Habit(THEY["scheepvaart"], "r.smit", 16, 0, 7, "", "Editie #"))

# ---- France: a vineyard ----

_they(verrerie=office("Gilles Aubrac", "g.aubrac@verrerie-aubrac.example", "FR", footer="Verrerie Aubrac – 12 quai du Rhône – 26000 Valence"),
      bouchon=plain_office("Bouchons Castel-Viel", "ventes@castel-viel.example", "FR", program="thunderbird"),
      nakamori=office("Yuki Nakamori", "y.nakamori@nakamori-wines.example", "JP"), oenologue=free("Élise Darnac œnologue", "elise.darnac.oeno@orange.fr", "thunderbird"),
      vitinews=bulk("Vigne & Marché", "lettre@vigne-marche.example"))
_pays(verrerie=iban("FR", "99904008110044781266290"), castelviel=iban("FR", "99908000770012006318845"))
CIGALES = house(
    "Domaine des Trois Cigales", "trois-cigales.example", "fr", "FR", workspace,
    {"m.arnaud": "Mireille Arnaud", "t.arnaud": "Thomas Arnaud", "c.blanc": "Chloé Blanc", "contact": "", "compta": ""}, {"m.arnaud": [], "t.arnaud": []},
    Habit(THEY["verrerie"], "c.blanc", 13, 11, 10, PAYS["verrerie"], "Bouteilles – facture #"), Habit(THEY["bouchon"], "c.blanc", 8, 5, 16, PAYS["castelviel"], "Facture #"),
    Habit(THEY["nakamori"], "t.arnaud", 12, 12, 11, "", "Cuvée 2024"), Habit(THEY["oenologue"], "t.arnaud", 9, 8, 13, "", "Analyses #"),
    Habit(THEY["vitinews"], "m.arnaud", 15, 0, 7, "", "N° #"))

# ---- Germany: a group of hospitals ----

_they(steriplan=office365("Anja Reuter", "a.reuter@steriplan.example", footer="SteriPlan GmbH · Amtsgericht Minden HRB 7714"),
      kliniko=plain_office("Wäscherei Kliniko", "faktura@kliniko-textil.example", "DE", program="thunderbird"),
      kasse=office("Sachgebiet Abrechnung", "abrechnung@weserkasse.example", "DE"), roentgen=notice("MedArchiv", "benachrichtigung@medarchiv.example", "DE"),
      pfarrer=free("Ernst Lohmann", "ernst.lohmann.seelsorge@t-online.de", "thunderbird"), klinikbrief=bulk("Klinikmanager-Brief", "brief@klinikmanager.example"),
      hotline=cloud_notice("IT-Service Weserland", "weserland@ticketwerk.example"))
_pays(steriplan=iban("DE", "990507708811002233"), kliniko=iban("DE", "990504410055667788"))
WESERLAND = house(
    "Klinikverbund Weserland", "klinikverbund-weserland.example", "de", "DE", office365,
    {"c.althoff": "Prof. Dr. Christine Althoff", "u.brinkmann": "Uwe Brinkmann", "s.yildiz": "Selin Yildiz", "k.petersen": "Kai Petersen", "m.lutz": "Marion Lutz",
     "kreditoren": "", "personal": ""}, {"c.althoff": [], "u.brinkmann": []},
    Habit(THEY["steriplan"], "m.lutz", 19, 12, 7, PAYS["steriplan"], "Rechnung SP-#"), Habit(THEY["kliniko"], "m.lutz", 12, 4, 14, PAYS["kliniko"], "Wäsche KW #"),
    Habit(THEY["kasse"], "s.yildiz", 16, 15, 7, "", "Fallprüfung #"), Habit(THEY["roentgen"], "k.petersen", 24, 0, 3, "", "Befund liegt bereit #"),
    Habit(THEY["pfarrer"], "k.petersen", 6, 6, 20, "", "Andacht"), Habit(THEY["klinikbrief"], "u.brinkmann", 14, 0, 7, "", "Ausgabe #"),
    Habit(THEY["hotline"], "k.petersen", 10, 4, 9, "", "[WL-#] Ihr Ticket"),
    trusted=[{"domain": "ticketwerk.example", "service": "service desk", "requires": "dkim", "may_use_own_domain": False, "note": "tickets"}])

# ---- Italy: a law office ----

_they(notaio=office("Notaio Ruggeri", "segreteria@notaio-ruggeri.example", "IT"), perito=free("Ing. Carla Monti", "carla.monti.perizie@libero.it", "thunderbird"),
      immobili=office365("Sergio Valli", "s.valli@valli-immobili.example", footer="Valli Immobili S.r.l. – Via Emilia 210, Modena"),
      cancelleria=notice("Cancelleria Telematica", "depositi@giustizia-telematica.example", "IT", program="ledger"))
_pays(immobili=iban("IT", "K9905512900000000771204"))
BELLANDI = house(
    "Studio Legale Bellandi", "studiobellandi.example", "it", "IT", workspace,
    {"r.bellandi": "Rita Bellandi", "f.greco": "Fabio Greco", "a.ferri": "Alice Ferri", "segreteria": ""}, {"r.bellandi": []},
    Habit(THEY["notaio"], "a.ferri", 14, 13, 8, "", "Rep. #"), Habit(THEY["perito"], "f.greco", 9, 9, 12, "", "Perizia #"),
    Habit(THEY["immobili"], "a.ferri", 16, 12, 7, PAYS["immobili"], "Canoni #"), Habit(THEY["cancelleria"], "f.greco", 26, 0, 3, "", "Esito deposito #"))

# ---- Spain: a football club, and a library where Catalan is spoken ----

_they(cesped=office("Ramón Iglesias", "r.iglesias@cespedes-iglesias.example", "ES", footer="Céspedes Iglesias S.L. · Camino Viejo 3 · Albariza"),
      fisio=free("Fisio Marta Soler", "fisio.martasoler@gmail.com"), federacion=office("Federación Territorial", "licencias@federacion-territorial.example", "ES"),
      entradas=cloud_notice("TaquillaClub", "avisos@taquillaclub.example"), aldo=office365("Aldo Benítez", "aldo@benitez-representaciones.example"),
      llibres=office("Distribuïdora Montseny", "comandes@montseny-llibres.example", "ES"), biblio=bulk("Biblioteques en Xarxa", "butlleti@bibliotequesenxarxa.example"))
_pays(cesped=iban("ES", "99900418450200051332"), aldo=iban("ES", "99910049381500112277"), llibres=iban("ES", "99921234160000778812"))
ALBARIZA = house(
    "Club Deportivo Albariza", "cdalbariza.example", "es", "ES", workspace,
    {"j.carmona": "Julián Carmona", "e.vega": "Elena Vega", "n.rojas": "Nacho Rojas", "club": "", "tesoreria": ""}, {"j.carmona": []},
    Habit(THEY["cesped"], "e.vega", 11, 7, 12, PAYS["cesped"], "Factura #"), Habit(THEY["fisio"], "n.rojas", 10, 9, 9, "", "Horarios #"),
    Habit(THEY["federacion"], "n.rojas", 15, 13, 8, "", "Licencias #"), Habit(THEY["entradas"], "e.vega", 20, 0, 4, "", "Liquidación #"),
    Habit(THEY["aldo"], "j.carmona", 9, 9, 14, PAYS["aldo"], "Contrato #"))
VALLFOSCA = house(
    "Biblioteca Municipal de Vallfosca", "biblioteca-vallfosca.example", "ca", "ES", workspace,
    {"n.puig": "Núria Puig", "o.serra": "Oriol Serra", "biblioteca": ""}, {"n.puig": []},
    Habit(THEY["llibres"], "o.serra", 10, 9, 12, PAYS["llibres"], "Factura #"), Habit(THEY["biblio"], "n.puig", 12, 0, 10, "", "Butlletí #"))

# ---- Sweden, Denmark, Norway, Finland: a council, a foundation, a theatre, a publisher ----

_they(schakt=office("Anders Nyqvist", "anders@nyqvists-schakt.example", "SE"), elnat=notice("Tallnät", "faktura@tallnat.example", "SE", program="ledger"),
      region=office365("Eva Lundell", "eva.lundell@region-nordskog.example"), hembygd=free("Tallåsens hembygdsförening", "hembygd.tallasen@gmail.com"))
_pays(schakt=iban("SE", "99900000051230047718"))
TALLASEN = house(
    "Tallåsens kommun", "tallasen.example", "sv", "SE", office365,
    {"l.ekstrom": "Lars Ekström", "m.sjoberg": "Malin Sjöberg", "j.hagg": "Johan Hägg", "ekonomi": "", "kommun": ""}, {"l.ekstrom": []},
    Habit(THEY["schakt"], "m.sjoberg", 14, 9, 9, PAYS["schakt"], "Faktura #"), Habit(THEY["elnat"], "m.sjoberg", 8, 0, 20, "", "Faktura #"),
    Habit(THEY["region"], "l.ekstrom", 16, 16, 7, "", "Samråd #"), Habit(THEY["hembygd"], "j.hagg", 7, 7, 18, "", "Midsommar"))

_they(revisor=office365("Mette Holm", "mho@holm-revision.example", footer="Holm Revision P/S · Havnegade 8 · 5000 Odense"),
      kurator=free("Jonas Friis Kjær", "jonas.friis.kjaer@gmail.com"), ejendom=office("Bo Ravn", "bo@ravn-ejendomme.example", "DK"),
      uddeling=cloud_notice("Ansøgningsportalen", "besked@ansoegningsportalen.example"))
_pays(revisor=iban("DK", "99904400112233"), ejendom=iban("DK", "99905501771288"))
LYSBAKKEN = house(
    "Fonden Lysbakken", "lysbakken-fonden.example", "da", "DK", office365,
    {"h.lund": "Henrik Lund", "k.dahl": "Kirsten Dahl", "s.moller": "Sofie Møller", "post": ""}, {"h.lund": []},
    Habit(THEY["revisor"], "k.dahl", 12, 11, 10, PAYS["revisor"], "Årsregnskab #"), Habit(THEY["kurator"], "s.moller", 8, 8, 14, "", "Udstilling"),
    Habit(THEY["ejendom"], "k.dahl", 9, 4, 15, PAYS["ejendom"], "Husleje #"), Habit(THEY["uddeling"], "s.moller", 18, 0, 5, "", "Ny ansøgning #"))

_they(scene=office("Tor Aasen", "tor@aasen-scenelys.example", "NO", footer="Aasen Scenelys AS, Bryggen 4, Ålesund"),
      kulturfond=office365("Ragnhild Moe", "ragnhild.moe@vestkultur.example"), billett=cloud_notice("BillettNå", "oppgjor@billettna.example"))
_pays(scene=iban("NO", "99900418822"))
FJORDTEATRET = house(
    "Fjordteatret", "fjordteatret.example", "nb", "NO", workspace,
    {"i.solberg": "Ingunn Solberg", "p.berge": "Per Berge", "a.nilsen": "Anne Nilsen", "post": ""}, {"i.solberg": []},
    Habit(THEY["scene"], "p.berge", 11, 9, 11, PAYS["scene"], "Faktura #"), Habit(THEY["kulturfond"], "i.solberg", 10, 10, 12, "", "Søknad #"),
    Habit(THEY["billett"], "a.nilsen", 16, 0, 5, "", "Oppgjør uke #"))

_they(paino=office("Timo Rantala", "timo.rantala@rantalan-kirjapaino.example", "FI"), kaantaja=free("Silja Koskela", "silja.koskela.kaannos@gmail.com"),
      jakelu=notice("Kirjajakelu", "raportit@kirjajakelu.example", "FI", program="ledger"))
_pays(paino=iban("FI", "99904412007781"))
KAARNA = house(
    "Kaarna-kustannus", "kaarnakustannus.example", "fi", "FI", office365,
    {"h.virtanen": "Heli Virtanen", "o.lahti": "Olli Lahti", "m.salo": "Minna Salo", "laskut": ""}, {"h.virtanen": []},
    Habit(THEY["paino"], "m.salo", 13, 10, 9, PAYS["paino"], "Lasku #"), Habit(THEY["kaantaja"], "o.lahti", 9, 9, 13, "", "Käännös"),
    Habit(THEY["jakelu"], "m.salo", 14, 0, 7, "", "Myyntiraportti #"))

# ---- Poland, Czechia, Slovakia, Hungary, Croatia: a software house, a museum, a theatre, bakeries, a marina ----

_they(serwery=notice("Chmura Klon", "faktury@chmuraklon.example", "PL", program="ledger"), kancelaria=office("Kancelaria Wójcik", "biuro@kancelaria-wojcik.example", "PL"),
      berlin=office365("Jana Scholz", "jana.scholz@fahrtwind-mobility.example", footer="Fahrtwind Mobility GmbH, Berlin"),
      catering=plain_office("Smaczna Kanapka", "zamowienia@smacznakanapka.example", "PL", program="roundcube"),
      repo=cloud_notice("CodeForge", "noreply@codeforge.example"))
_pays(kancelaria=iban("PL", "999010140000071219812874"), catering=iban("PL", "999020550000112233445566"))
KLONOWA = house(
    "Klonowa Software", "klonowasoft.example", "pl", "PL", workspace,
    {"w.zielinska": "Wanda Zielińska", "b.kos": "Bartek Kos", "d.maj": "Dorota Maj", "kadry": "", "faktury": ""}, {"w.zielinska": []},
    Habit(THEY["kancelaria"], "d.maj", 10, 9, 12, PAYS["kancelaria"], "Umowa #"), Habit(THEY["berlin"], "b.kos", 22, 20, 5, "", "Sprint #"),
    Habit(THEY["catering"], "d.maj", 9, 6, 10, PAYS["catering"], "Faktura #"), Habit(THEY["serwery"], "d.maj", 6, 0, 30, "", "Faktura #"),
    Habit(THEY["repo"], "b.kos", 30, 0, 1, "", "[klon/api] Build #"))

_they(restaurator=free("Pavel Štěpánek", "pavel.stepanek.restaurovani@seznam.cz", "thunderbird"), tiskarna=office("Tiskárna Hron", "obchod@tiskarna-hron.example", "CZ"),
      kraj=office365("Ivana Bláhová", "i.blahova@kraj-podhradsky.example"))
_pays(tiskarna=iban("CZ", "99900000194412770033"))
PODHRADI = house(
    "Muzeum Podhradí", "muzeum-podhradi.example", "cs", "CZ", office365,
    {"v.dolezal": "Vít Doležal", "e.krizova": "Eva Křížová", "uctarna": ""}, {"v.dolezal": []},
    Habit(THEY["restaurator"], "v.dolezal", 8, 8, 14, "", "Oltář"), Habit(THEY["tiskarna"], "e.krizova", 10, 8, 12, PAYS["tiskarna"], "Faktura #"),
    Habit(THEY["kraj"], "v.dolezal", 12, 12, 10, "", "Dotace #"))

_they(kostymy=office("Krajčírstvo Lipka", "dielna@krajcirstvo-lipka.example", "SK"), mesto=office365("Mária Hudecová", "m.hudecova@mesto-lipany.example"))
_pays(kostymy=iban("SK", "99900000198742637541"))
LIPA = house(
    "Divadlo Pod Lipou", "divadlopodlipou.example", "sk", "SK", workspace,
    {"j.kovac": "Ján Kováč", "z.benova": "Zuzana Beňová", "divadlo": ""}, {"j.kovac": []},
    Habit(THEY["kostymy"], "z.benova", 9, 8, 13, PAYS["kostymy"], "Faktúra #"), Habit(THEY["mesto"], "j.kovac", 10, 10, 12, "", "Zmluva #"))

_they(malom=office("Kerekes Malom", "rendeles@kerekesmalom.example", "HU"), konyvelo=office365("Szabó Ildikó", "ildiko@szabo-konyveles.example"))
_pays(malom=iban("HU", "999000011111101877000017"))
BUZAVIRAG = house(
    "Búzavirág Pékség", "buzavirag.example", "hu", "HU", office365,
    {"g.nemeth": "Németh Gábor", "k.toth": "Tóth Katalin", "iroda": ""}, {"g.nemeth": []},
    Habit(THEY["malom"], "k.toth", 16, 12, 7, PAYS["malom"], "Számla #"), Habit(THEY["konyvelo"], "k.toth", 10, 10, 12, "", "Bérszámfejtés #"))

_they(jedra=office("Jedrarstvo Bura", "ured@jedrarstvo-bura.example", "HR"), charter=office365("Klaus Wimmer", "klaus@wimmer-charter.example"))
_pays(jedra=iban("HR", "99900011100044771"))
LASTOVICA = house(
    "Marina Lastovica", "marina-lastovica.example", "hr", "HR", workspace,
    {"a.maric": "Ante Marić", "i.juric": "Ivana Jurić", "recepcija": ""}, {"a.maric": []},
    Habit(THEY["jedra"], "i.juric", 9, 8, 13, PAYS["jedra"], "Račun #"), Habit(THEY["charter"], "a.maric", 12, 12, 9, "", "Vezovi #"))

# ---- Romania, Bulgaria, Greece, Turkey, Ukraine, Russia: a dentist, travels, olive oil, cloth, a gallery, a school of music ----

_they(dentalia=office("Dentalia Distribuție", "vanzari@dentalia.example", "RO"), laborator=plain_office("Laborator Coroana", "comenzi@labcoroana.example", "RO", program="roundcube"))
_pays(dentalia=iban("RO", "DNTL9993100075938400"))
ZAMBET = house(
    "Clinica Zâmbet", "clinicazambet.example", "ro", "RO", workspace,
    {"a.popescu": "Andreea Popescu", "m.ionescu": "Mihai Ionescu", "receptie": ""}, {"a.popescu": []},
    Habit(THEY["dentalia"], "m.ionescu", 12, 9, 10, PAYS["dentalia"], "Factura #"), Habit(THEY["laborator"], "m.ionescu", 14, 13, 7, "", "Lucrarea #"))

_they(hotel_bg=office("Хотел Бор", "rezervacii@hotelbor.example", "BG"), avtobus=office365("Стоян Колев", "kolev@kolev-trans.example"))
_pays(hotel_bg=iban("BG", "HBOR96611020345678"))
RODOPI = house(
    "Родопи Травел", "rodopi-travel.example", "bg", "BG", office365,
    {"m.georgieva": "Мария Георгиева", "i.petrov": "Иван Петров", "office": ""}, {"m.georgieva": []},
    Habit(THEY["hotel_bg"], "i.petrov", 15, 14, 7, PAYS["hotel_bg"], "Резервация #"), Habit(THEY["avtobus"], "i.petrov", 9, 9, 12, "", "Автобус #"))

_they(tinplate=office("Νίκος Σταύρου", "n.stavrou@stavrou-packaging.example", "GR"), lidia=office365("Lidia Conte", "l.conte@conte-alimentari.example"))
_pays(tinplate=iban("GR", "99901250000000012300695"))
ELAIONAS = house(
    "Συνεταιρισμός Ελαιώνας", "elaionas-coop.example", "el", "GR", office365,
    {"g.manos": "Γιώργος Μάνος", "e.pappa": "Ελένη Παππά", "logistirio": ""}, {"g.manos": []},
    Habit(THEY["tinplate"], "e.pappa", 11, 9, 11, PAYS["tinplate"], "Τιμολόγιο #"), Habit(THEY["lidia"], "g.manos", 14, 14, 8, "", "Olio #"))

_they(iplik=office("Selma Koç", "selma.koc@koc-iplik.example", "TR"), gumruk=office365("Tolga Er", "tolga@er-gumruk.example"))
_pays(iplik=iban("TR", "9990100519786457841326"))
MENEKSE = house(
    "Menekşe Tekstil", "meneksetekstil.example", "tr", "TR", office365,
    {"h.aksoy": "Hakan Aksoy", "d.yalcin": "Derya Yalçın", "muhasebe": ""}, {"h.aksoy": []},
    Habit(THEY["iplik"], "d.yalcin", 15, 11, 8, PAYS["iplik"], "Fatura #"), Habit(THEY["gumruk"], "d.yalcin", 12, 12, 9, "", "Beyanname #"))

_they(ramy=office("Багетна майстерня", "zakaz@bahet-lviv.example", "UA"), mytets=free("Олена Гнатюк", "olena.hnatiuk.art@gmail.com"))
_pays(ramy=iban("UA", "9990050000026007233566001"))
BEREHYNIA = house(
    "Галерея Берегиня", "berehynia.example", "uk", "UA", workspace,
    {"o.lysenko": "Оксана Лисенко", "t.bondar": "Тарас Бондар", "info": ""}, {"o.lysenko": []},
    Habit(THEY["ramy"], "t.bondar", 10, 9, 11, PAYS["ramy"], "Рахунок #"), Habit(THEY["mytets"], "o.lysenko", 8, 8, 14, "", "Виставка"))

_they(rojal=office("Мастерская Рояль", "master@royal-nastroyka.example", "RU"), filarm=office("Вера Соколова", "sokolova@filarmonia-volga.example", "RU"))
KAMERTON = house(
    "Музыкальная школа «Камертон»", "kamerton-school.example", "ru", "RU", own_server("RU"),
    {"l.belova": "Людмила Белова", "p.gusev": "Павел Гусев", "office": ""}, {"l.belova": []},
    Habit(THEY["rojal"], "p.gusev", 8, 8, 14, "", "Настройка #"), Habit(THEY["filarm"], "l.belova", 10, 10, 11, "", "Концерт #"))

# ---- Japan, China, Korea, Brazil, the Emirates, Israel, Vietnam, Indonesia ----

_they(sakaya=office("西川酒店", "order@nishikawa-sake.example", "JP"), yoyaku=cloud_notice("宿なび", "reserve@yadonavi.example"))
SHOFUSO = house(
    "旅館 松風荘", "shofuso.example", "ja", "JP", own_server("JP"),
    {"okami": "村上 和子", "mori": "森 拓也", "keiri": ""}, {"okami": []},
    Habit(THEY["sakaya"], "mori", 14, 10, 8, "", "納品 #"), Habit(THEY["yoyaku"], "mori", 26, 0, 2, "", "予約 #"))

_they(zhixiang=office("周敏", "zhoumin@huafeng-zhixiang.example", "CN"), maoyi=office("Daniel Ong", "daniel@onglim-trading.example", "SG"))
YUNLING = house(
    "云岭茶业", "yunling-tea.example", "zh", "CN", own_server("CN"),
    {"linfeng": "林峰", "xujing": "徐静", "caiwu": ""}, {"linfeng": []},
    Habit(THEY["zhixiang"], "xujing", 14, 12, 8, "6222 9990 1100 4477 128", "纸箱对账 #"), Habit(THEY["maoyi"], "linfeng", 10, 10, 12, "", "Pu'er lot #"))

_they(sound=office("오민석", "minseok@soribang-sound.example", "KR"), cloudbill=notice("누리클라우드", "billing@nuricloud.example", "KR", program="ledger"))
HANEUL = house(
    "하늘소프트", "haneulsoft.example", "ko", "KR", workspace,
    {"jiwon.kim": "김지원", "hyunwoo.lee": "이현우", "finance": ""}, {"jiwon.kim": []},
    Habit(THEY["sound"], "hyunwoo.lee", 11, 11, 10, "999-204-118833", "음원 작업 #"), Habit(THEY["cloudbill"], "hyunwoo.lee", 6, 0, 30, "", "청구서 #"))

_they(sacaria=office("Sacaria Boa Vista", "vendas@sacariaboavista.example", "BR"), provador=free("Tiago Prado", "tiago.prado.degustacao@gmail.com"))
SERRA = house(
    "Cooperativa Serra Azul", "coopserraazul.example", "pt", "BR", workspace,
    {"f.moreira": "Flávia Moreira", "r.nunes": "Renato Nunes", "financeiro": ""}, {"f.moreira": []},
    Habit(THEY["sacaria"], "r.nunes", 13, 9, 9, "Banco 999, ag. 0441, c/c 10278-4", "NF #"), Habit(THEY["provador"], "f.moreira", 9, 9, 13, "", "Lote #"))

_they(siyana=office("خالد منصور", "khaled@mansour-siyana.example", "AE"), bank_rel=office365("Rania Aziz", "rania.aziz@gulfmortgage.example"))
_pays(siyana=iban("AE", "9990000012345678901"))
NAKHLA = house(
    "دار النخلة للعقارات", "dar-nakhla.example", "ar", "AE", office365,
    {"s.hashimi": "سالم الهاشمي", "n.farah": "نور فرح", "accounts": ""}, {"s.hashimi": []},
    Habit(THEY["siyana"], "n.farah", 12, 9, 10, PAYS["siyana"], "فاتورة #"), Habit(THEY["bank_rel"], "s.hashimi", 10, 10, 12, "", "Valuation #"))

_they(dfus=office("דפוס שקד", "office@dfus-shaked.example", "IL"), orech=free("יעל ברק", "yael.barak.editing@gmail.com"))
_pays(dfus=iban("IL", "9990800000099999912"))
ALON = house(
    "הוצאת אלון", "alon-books.example", "he", "IL", workspace,
    {"d.levi": "דן לוי", "m.cohen": "מיכל כהן", "office": ""}, {"d.levi": []},
    Habit(THEY["dfus"], "m.cohen", 12, 10, 10, PAYS["dfus"], "חשבונית #"), Habit(THEY["orech"], "m.cohen", 8, 8, 13, "", "עריכה"))

_they(donglanh=office("Trần Văn Hải", "hai.tran@donglanh-nambo.example", "VN"), osaka=office("Mika Endo", "m.endo@endo-seafood.example", "JP"))
SAOBIEN = house(
    "Thủy sản Sao Biển", "saobien.example", "vi", "VN", workspace,
    {"lan.pham": "Phạm Thị Lan", "duc.vo": "Võ Minh Đức", "ketoan": ""}, {"lan.pham": []},
    Habit(THEY["donglanh"], "duc.vo", 13, 11, 9, "0999 1122 3344", "Hóa đơn #"), Habit(THEY["osaka"], "lan.pham", 12, 12, 10, "", "Shrimp PO #"))

_they(kayu=office("Budi Santoso", "budi@kayujati-makmur.example", "ID"), hansson=office365("Eva Hansson", "eva@hansson-mobler.example"))
JATI = house(
    "Mebel Jati Indah", "jati-indah.example", "id", "ID", workspace,
    {"sri.wahyuni": "Sri Wahyuni", "agus.pratama": "Agus Pratama", "keuangan": ""}, {"sri.wahyuni": []},
    Habit(THEY["kayu"], "agus.pratama", 12, 10, 9, "999-00-1234567-8", "Faktur #"), Habit(THEY["hansson"], "sri.wahyuni", 11, 11, 11, "", "Order #"))
