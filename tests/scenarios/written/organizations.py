"""Fifteen organisations of many trades and languages, the people they write with, and how often.

A name in capitals is an organisation; WHO holds the senders that its cases share, BANK the accounts that were seen."""
from .authoring import Habit, Organization, iban
from .places import BREVO
from .senders import bulk, cloud_notice, free, notice, office, office365, plain_office, workspace

WHO, BANK = {}, {}


def _who(**senders):
    for key, sender in senders.items():
        assert key not in WHO, key
        WHO[key] = sender


def _bank(**accounts):
    BANK.update(accounts)


# ---- Germany: lawyers, 14 people ----

_who(
    hansen=office("Birgit Hansen", "b.hansen@buerocenter-hansen.example", "DE",
                  footer="Büro-Center Hansen GmbH · Werftstraße 12 · 24143 Kiel\nGeschäftsführerin: Birgit Hansen · HRB 10442 KI"),
    nordhaus=office365("Stefan Krüger", "s.krueger@nordhaus-immobilien.example", footer="Nordhaus Immobilien GmbH\nAm Sandtorpark 4, 20457 Hamburg"),
    lindqvist=plain_office("Maren Lindqvist", "kanzlei@steuer-lindqvist.example", "DE", program="thunderbird"),
    ebner=office("Notariat Dr. Ebner", "sekretariat@notariat-ebner.example", "DE", program="outlook"),
    moreau=free("Ines Moreau-Falk", "ines.moreau.falk.uebersetzungen@web.de", "thunderbird"),
    jurablatt=bulk("Juristenblatt", "newsletter@juristenblatt.example"),
    wulf_private=free("Tobias Wulf", "tobi.wulf.kiel.8841@gmx.de", "apple"),
    helene_private=free("Helene Brandt", "helene.brandt.privat@gmx.de", "iphone"),
    hosting_kiel=notice("Fördehosting", "rechnung@foerdehosting.example", "DE", program="ledger"),
)
_bank(hansen=iban("DE", "990501700042118809"), nordhaus=iban("DE", "990505501230447710"), lindqvist=iban("DE", "990602371100778802"))

KANZLEI = Organization(
    "kanzlei", "Brandt Seidel Rechtsanwälte", "brandt-seidel.example", "de", "DE", office365,
    {"helene.brandt": "Dr. Helene Brandt", "jonas.seidel": "Jonas Seidel", "kern": "Markus Kern", "vogt": "Petra Vogt", "aydin": "Lena Aydin",
     "wulf": "Tobias Wulf", "kanzlei": "", "buchhaltung": ""},
    {"helene.brandt": ["helene.brandt.privat@gmx.de"], "jonas.seidel": []},
    [("Büro-Center Hansen", ["buerocenter-hansen.example"]), ("Nordhaus Immobilien", ["nordhaus-immobilien.example"]),
     ("Steuerbüro Lindqvist", ["steuer-lindqvist.example"])],
    [Habit(WHO["hansen"], "kern", 14, 6, 11, BANK["hansen"], "Rechnung #"), Habit(WHO["nordhaus"], "aydin", 22, 20, 5, "", "Mietverträge Hafenquartier"),
     Habit(WHO["lindqvist"], "kern", 10, 9, 14, BANK["lindqvist"], "Lohnbuchhaltung"), Habit(WHO["ebner"], "vogt", 12, 12, 9, "", "UR-Nr. #/2026"),
     Habit(WHO["moreau"], "vogt", 9, 8, 13, "", "Übersetzung #"), Habit(WHO["jurablatt"], "aydin", 16, 0, 7, "", "Juristenblatt Ausgabe #"),
     Habit(WHO["helene_private"], "vogt", 4, 3, 21, "", "Termin"), Habit(WHO["hosting_kiel"], "wulf", 5, 0, 30, "", "Ihre Rechnung #")])

# ---- United Kingdom: a hospital, 900 people ----

_who(
    pelham=office365("Derek Lyle", "derek.lyle@pelham-medical.example", footer="Pelham Medical Supplies Ltd, Unit 7 Ryton Park, Coventry CV8 3LB"),
    whitmore=office("Whitmore Labs Reports", "reports@whitmorelabs.example", "GB", program="ledger"),
    whitmore_anne=office("Anne Castell", "anne.castell@whitmorelabs.example", "GB"),
    northgate=plain_office("Sue Marsh", "sue@northgate-cleaning.example", "GB", program="thunderbird"),
    rota=cloud_notice("ShiftBoard", "notifications@shiftboard.example"),
    health_weekly=bulk("Health Managers Weekly", "editor@healthmanagersweekly.example"),
    desk=cloud_notice("St Aurel IT Service Desk", "staurel@servicedeskcloud.example"),
    haddad_private=free("Samir Haddad", "dr.samir.haddad.4471@gmail.com", "gmail"),
    agency_staff=office365("Helen Prowse", "helen.prowse@meridian-locums.example"),
)
_bank(pelham=iban("GB", "PELM60161331926819"), northgate=iban("GB", "NRGT20030144718820"), meridian=iban("GB", "MRDN40512377105523"))

HOSPITAL = Organization(
    "hospital", "St Aurel Hospital", "staurel-hospital.example", "en", "GB", office365,
    {"margaret.oakes": "Margaret Oakes", "samir.haddad": "Dr Samir Haddad", "colin.frost": "Colin Frost", "ruth.adeyemi": "Ruth Adeyemi", "ben.tully": "Ben Tully",
     "naomi.clarke": "Naomi Clarke", "payroll": "", "suppliers": ""},
    {"margaret.oakes": [], "samir.haddad": ["dr.samir.haddad.4471@gmail.com"]},
    [("Pelham Medical Supplies", ["pelham-medical.example"]), ("Whitmore Labs", ["whitmorelabs.example"]), ("Northgate Cleaning", ["northgate-cleaning.example"])],
    [Habit(WHO["pelham"], "colin.frost", 28, 16, 5, BANK["pelham"], "Invoice PM-#"), Habit(WHO["whitmore"], "naomi.clarke", 30, 0, 3, "", "Report batch #"),
     Habit(WHO["whitmore_anne"], "naomi.clarke", 12, 12, 9, "", "Courier times"), Habit(WHO["northgate"], "colin.frost", 12, 7, 14, BANK["northgate"], "Cleaning invoice #"),
     Habit(WHO["rota"], "naomi.clarke", 16, 0, 6, "", "Rota published #"), Habit(WHO["health_weekly"], "ruth.adeyemi", 18, 0, 7, "", "Issue #"),
     Habit(WHO["desk"], "naomi.clarke", 14, 3, 8, "", "[Ticket #] Update"), Habit(WHO["haddad_private"], "margaret.oakes", 3, 3, 30, "", "On my way"),
     Habit(WHO["agency_staff"], "ruth.adeyemi", 15, 14, 7, BANK["meridian"], "Timesheets week #")],
    trusted=[{"domain": "servicedeskcloud.example", "service": "service desk", "requires": "dkim", "may_use_own_domain": False, "note": "tickets of the IT department"},
             {"domain": "phishdrill.example", "service": "phishing test", "requires": "dkim", "may_use_own_domain": True, "note": "training, until December 2026"}])

# ---- France: a town hall, 120 people ----

_who(
    vidal=office("Bruno Vidal", "b.vidal@travaux-vidal.example", "FR", footer="Travaux Vidal SA – ZA des Chênes – 34700 Montclar"),
    papeterie=plain_office("Papeterie du Midi", "commandes@papeterie-midi.example", "FR", program="thunderbird"),
    eaux=office365("Hélène Faure", "h.faure@eaux-du-clar.example"),
    prefecture=office("Préfecture – Bureau des élections", "elections@prefecture-clar.example", "FR"),
    gazette=bulk("La Gazette des Mairies", "lettre@gazette-mairies.example", service="sendib-mail.example", at=BREVO),
    delmas_private=free("Catherine Delmas", "c.delmas.montclar@orange.fr", "iphone"),
    asso=free("Comité des fêtes de Montclar", "comite.fetes.montclar.34@laposte.net", "thunderbird"),
)
_bank(vidal=iban("FR", "99904008280001234567643"), papeterie=iban("FR", "99908000403312877099128"))

MAIRIE = Organization(
    "mairie", "Ville de Montclar", "ville-montclar.example", "fr", "FR", office,
    {"c.delmas": "Catherine Delmas", "a.roussel": "Alain Roussel", "s.garnier": "Sophie Garnier", "j.petit": "Julien Petit", "n.benali": "Nadia Benali",
     "m.lefort": "Marc Lefort", "mairie": "", "comptabilite": ""},
    {"c.delmas": ["c.delmas.montclar@orange.fr"], "a.roussel": []},
    [("Travaux Vidal", ["travaux-vidal.example"]), ("Papeterie du Midi", ["papeterie-midi.example"]), ("Syndicat des Eaux du Clar", ["eaux-du-clar.example"])],
    [], words={"country": "France"})
MAIRIE.via = lambda name, address, **more: office(name, address, "FR", **more)
MAIRIE.habits = [
    Habit(WHO["vidal"], "s.garnier", 16, 12, 9, BANK["vidal"], "Situation de travaux n° #"), Habit(WHO["papeterie"], "s.garnier", 11, 5, 14, BANK["papeterie"], "Facture #"),
    Habit(WHO["eaux"], "a.roussel", 12, 12, 10, "", "Réseau rue Haute"), Habit(WHO["prefecture"], "n.benali", 14, 4, 11, "", "Circulaire #"),
    Habit(WHO["gazette"], "a.roussel", 20, 0, 7, "", "La Gazette n° #"), Habit(WHO["delmas_private"], "a.roussel", 5, 4, 20, "", "conseil"),
    Habit(WHO["asso"], "n.benali", 6, 6, 21, "", "Salle des fêtes")]

# ---- Italy: a factory, 210 people ----

_who(
    acciai=office("Fabio Marchetti", "f.marchetti@acciailombardi.example", "IT", footer="Acciai Lombardi S.r.l. – Via dell'Industria 88, 25125 Brescia – P.IVA 03310420177"),
    veneti=plain_office("Trasporti Veneti", "ufficio@trasportiveneti.example", "IT", program="thunderbird"),
    hartmann=office365("Uwe Hartmann", "u.hartmann@hartmann-werkzeugbau.example", footer="Hartmann Werkzeugbau GmbH, 73037 Göppingen"),
    qinglong=plain_office("Grace Lin", "sales2@qinglong-bearing.example", "CN", asn=4134, program="outlook"),
    meccanica=bulk("Meccanica Oggi", "news@meccanicaoggi.example"),
    paolo_private=free("Paolo Ferrante", "paolo.ferrante.1961@libero.it", "iphone"),
    studio=office("Studio Galli", "paghe@studiogalli.example", "IT"),
)
_bank(acciai=iban("IT", "X9906911210100000012884"), veneti=iban("IT", "T9903461790000000045521"), hartmann=iban("DE", "990500000007712349"))

FABBRICA = Organization(
    "fabbrica", "Officine Ferrante S.p.A.", "officineferrante.example", "it", "IT", office365,
    {"paolo.ferrante": "Paolo Ferrante", "giulia.ferrante": "Giulia Ferrante", "marta.conti": "Marta Conti", "luca.bassi": "Luca Bassi", "elena.rizzo": "Elena Rizzo",
     "davide.sala": "Davide Sala", "amministrazione": "", "ordini": ""},
    {"paolo.ferrante": ["paolo.ferrante.1961@libero.it"], "giulia.ferrante": []},
    [("Acciai Lombardi", ["acciailombardi.example"]), ("Trasporti Veneti", ["trasportiveneti.example"]), ("Hartmann Werkzeugbau", ["hartmann-werkzeugbau.example"])],
    [Habit(WHO["acciai"], "luca.bassi", 26, 24, 5, "", "Conferma ordine #"), Habit(WHO["acciai"], "marta.conti", 12, 5, 14, BANK["acciai"], "Fattura #"),
     Habit(WHO["veneti"], "luca.bassi", 18, 16, 6, BANK["veneti"], "Ritiro #"), Habit(WHO["hartmann"], "luca.bassi", 14, 13, 10, BANK["hartmann"], "Werkzeug #"),
     Habit(WHO["qinglong"], "luca.bassi", 11, 11, 12, "", "PO #"), Habit(WHO["meccanica"], "davide.sala", 18, 0, 7, "", "Meccanica Oggi #"),
     Habit(WHO["paolo_private"], "giulia.ferrante", 6, 5, 18, "", "domani"), Habit(WHO["studio"], "elena.rizzo", 8, 8, 15, "", "Cedolini #")])

# ---- Netherlands: schools, 80 people ----

_who(
    vandam=office("Ria van Dam", "ria@vandam-schoolboeken.example", "NL", footer="Schoolboeken Van Dam B.V., Houtkade 3, Zutphen"),
    hollander=plain_office("Kees Hollander", "planning@busbedrijf-hollander.example", "NL", program="thunderbird"),
    leerlingweb=cloud_notice("Leerlingweb", "noreply@leerlingweb.example"),
    ouder=free("Sanne Willems", "sanne.willems.ouder77@live.nl", "iphone"),
    gemeente=office365("Wouter Prins", "w.prins@gemeente-oudenhof.example"),
    onderwijsblad=bulk("Onderwijsblad", "redactie@onderwijsblad.example"),
    annelies_private=free("Annelies de Wit", "annelies.dewit.thuis@freepost.example", "gmail"),
)
_bank(vandam=iban("NL", "XMPL0004471183"), hollander=iban("NL", "XMPL0310552287"))

SCHOOL = Organization(
    "school", "Scholengroep De Lindehof", "delindehof.example", "nl", "NL", workspace,
    {"a.dewit": "Annelies de Wit", "j.bakker": "Joost Bakker", "m.visser": "Marieke Visser", "p.jansen": "Pim Jansen", "f.elidrissi": "Fatima el Idrissi",
     "administratie": "", "facturen": ""},
    {"a.dewit": ["annelies.dewit.thuis@freepost.example"]},
    [("Schoolboeken Van Dam", ["vandam-schoolboeken.example"]), ("Busbedrijf Hollander", ["busbedrijf-hollander.example"])],
    [Habit(WHO["vandam"], "j.bakker", 12, 8, 12, BANK["vandam"], "Factuur #"), Habit(WHO["hollander"], "m.visser", 10, 10, 13, BANK["hollander"], "Schoolreis groep #"),
     Habit(WHO["leerlingweb"], "f.elidrissi", 30, 0, 4, "", "Nieuwe melding #"), Habit(WHO["ouder"], "f.elidrissi", 6, 6, 18, "", "Noor"),
     Habit(WHO["gemeente"], "a.dewit", 9, 9, 14, "", "Huisvesting"), Habit(WHO["onderwijsblad"], "m.visser", 15, 0, 7, "", "Onderwijsblad #"),
     Habit(WHO["annelies_private"], "m.visser", 4, 4, 25, "", "even")],
    lists={"freemail": ["freepost.example"]})

# ---- Spain: a shop, 18 people ----

_who(
    aceites=office("Rafael Prieto", "rafael@aceitesierraalta.example", "ES", footer="Aceites Sierra Alta S.C.A. · Ctra. de Jaén km 4 · Úbeda"),
    envases=plain_office("Envases Levante", "pedidos@envaseslevante.example", "ES", program="outlook"),
    tiendanube=cloud_notice("Tienda Marea", "pedidos@tiendamarea.example"),
    cliente=free("Beatriz Luna", "beatriz.luna.clienta.903@yahoo.es", "gmail"),
    loja=office("Teresa Vaz", "teresa.vaz@lojadosul.example", "PT"),
    lucia_private=free("Lucía Ortega", "lucia.ortega.olivar@gmail.com", "iphone"),
    gastro=bulk("Gastro Diario", "boletin@gastrodiario.example", service="sendib-mail.example", at=BREVO),
)
_bank(aceites=iban("ES", "99990418401234567891"), envases=iban("ES", "99991500051234567892"), loja=iban("PT", "999901231234567890154"))

SHOP = Organization(
    "shop", "Casa Olivar S.L.", "casaolivar.example", "es", "ES", workspace,
    {"lucia": "Lucía Ortega", "andres": "Andrés Molina", "carmen": "Carmen Vega", "pablo": "Pablo Ruiz", "marta": "Marta Gil", "pedidos": "", "facturas": ""},
    {"lucia": ["lucia.ortega.olivar@gmail.com"], "andres": []},
    [("Aceites Sierra Alta", ["aceitesierraalta.example"]), ("Envases Levante", ["envaseslevante.example"])],
    [Habit(WHO["aceites"], "pablo", 14, 14, 9, BANK["aceites"], "Factura A-#"), Habit(WHO["envases"], "carmen", 9, 4, 15, BANK["envases"], "Factura #"),
     Habit(WHO["tiendanube"], "marta", 40, 0, 3, "", "Nuevo pedido #"), Habit(WHO["cliente"], "marta", 3, 3, 30, "", "Mi pedido"),
     Habit(WHO["loja"], "pablo", 7, 7, 18, BANK["loja"], "Encomenda #"), Habit(WHO["lucia_private"], "carmen", 6, 5, 15, "", "una cosa"),
     Habit(WHO["gastro"], "andres", 14, 0, 7, "", "Gastro Diario #")])

# ---- an aid organisation, 60 people in four countries ----

_who(
    lakeside=plain_office("James Otieno", "j.otieno@lakeside-drilling.example", "KE", asn=33771, program="outlook"),
    fenwick=office365("Harriet Fenwick", "harriet@fenwick-foundation.example", footer="The Fenwick Foundation, registered charity"),
    grantdesk=cloud_notice("GrantDesk", "no-reply@grantdesk.example"),
    waterlist=office("Water Sector Forum", "forum@lists.watersector.example", "CH", program="thunderbird"),
    auditor=office("Claudia Roth", "c.roth@roth-revision.example", "CH"),
    kaya_field=free("Leyla Kaya", "leyla.kaya.field.cw@gmail.com", "gmail"),
    ingrid_private=free("Ingrid Halvorsen", "ingrid.halvorsen.home@proton.me", "apple"),
    donor=free("Walter Brigg", "walter.brigg.donor.55@outlook.com", "gmail"),
    relief_news=bulk("Relief Digest", "digest@reliefdigest.example"),
)
_bank(lakeside="KE-0110 4455 2201", auditor=iban("CH", "99962011623852957"))

NGO = Organization(
    "ngo", "Clearwater Relief", "clearwater-relief.example", "en", "CH", workspace,
    {"ingrid": "Ingrid Halvorsen", "peter.njoroge": "Peter Njoroge", "amy.walsh": "Amy Walsh", "tom.reyes": "Tom Reyes", "priya.nair": "Priya Nair",
     "leyla.kaya": "Leyla Kaya", "finance": "", "info": ""},
    {"ingrid": ["ingrid.halvorsen.home@proton.me"], "peter.njoroge": []},
    [("Lakeside Drilling", ["lakeside-drilling.example"]), ("Fenwick Foundation", ["fenwick-foundation.example"])],
    [Habit(WHO["lakeside"], "amy.walsh", 12, 10, 11, BANK["lakeside"], "Borehole invoice #"), Habit(WHO["fenwick"], "tom.reyes", 14, 14, 9, "", "Grant #"),
     Habit(WHO["grantdesk"], "tom.reyes", 18, 0, 6, "", "Reminder #"), Habit(WHO["auditor"], "amy.walsh", 6, 6, 20, BANK["auditor"], "Audit 2025"),
     Habit(WHO["kaya_field"], "peter.njoroge", 10, 9, 11, "", "Field notes #"), Habit(WHO["ingrid_private"], "priya.nair", 4, 4, 25, "", "from home"),
     Habit(WHO["donor"], "info", 4, 4, 28, "", "my gift"), Habit(WHO["relief_news"], "priya.nair", 16, 0, 7, "", "Relief Digest #")],
    trusted=[{"domain": "lists.watersector.example", "service": "mailing list", "requires": "dkim", "may_use_own_domain": False, "note": "forum of the sector"},
             {"domain": "alumni.geneve-uni.example", "service": "forwarder", "requires": "arc", "may_use_own_domain": False,
              "note": "forwards the address that Ingrid has from her university; seals by ARC"}])

# ---- Sweden: an advertising agency, 25 people ----

_who(
    fyren=office("Gunnar Nyström", "gunnar@tryckerietfyren.example", "SE", footer="Tryckeriet Fyren AB · Varvsgatan 9 · Luleå"),
    ahlgren=plain_office("Sara Ahlgren", "hej@fotografahlgren.example", "SE", program="apple"),
    kund=office365("Henrik Wallin", "henrik.wallin@polarmejeri.example"),
    figboard=cloud_notice("Figboard", "comments@figboard.example"),
    karin_private=free("Karin Lindholm", "karin.lindholm.lulea@icloud.com", "iphone"),
    reklam=bulk("Reklamtidningen", "nyhetsbrev@reklamtidningen.example"),
    loner=office365("Lönebyrån Norr", "lon@lonebyran-norr.example"),
)
_bank(fyren=iban("SE", "99900000058398257466"), ahlgren=iban("SE", "99900810340009783242"))

BYRA = Organization(
    "byra", "Norrsken Byrå AB", "norrskenbyra.example", "sv", "SE", workspace,
    {"karin": "Karin Lindholm", "erik": "Erik Sandberg", "maja": "Maja Ström", "oskar": "Oskar Berg", "linnea": "Linnea Falk", "faktura": "", "hej": ""},
    {"karin": ["karin.lindholm.lulea@icloud.com"], "erik": []},
    [("Tryckeriet Fyren", ["tryckerietfyren.example"]), ("Polar Mejeri", ["polarmejeri.example"])],
    [Habit(WHO["fyren"], "maja", 11, 5, 13, BANK["fyren"], "Faktura #"), Habit(WHO["ahlgren"], "oskar", 8, 8, 15, BANK["ahlgren"], "Bilder #"),
     Habit(WHO["kund"], "oskar", 18, 18, 7, "", "Kampanj höst"), Habit(WHO["figboard"], "oskar", 24, 0, 5, "", "Ny kommentar #"),
     Habit(WHO["karin_private"], "linnea", 5, 4, 20, "", "ledig"), Habit(WHO["reklam"], "erik", 16, 0, 7, "", "Veckans reklam #"),
     Habit(WHO["loner"], "linnea", 7, 7, 20, "", "Lönebesked #")])

# ---- Poland: a wholesaler, 45 people ----

_who(
    baltyk=office("Tomasz Zieliński", "t.zielinski@opakowania-baltyk.example", "PL", footer="Opakowania Bałtyk Sp. z o.o., ul. Portowa 17, Gdynia"),
    orzel=plain_office("Transport Orzeł", "spedycja@transport-orzel.example", "PL", program="thunderbird"),
    biuro=office365("Beata Sowa", "beata.sowa@biuro-sowa.example"),
    sklep=office("Renata Gajda", "zamowienia@sklepy-gajda.example", "PL"),
    nowicki_private=free("Krzysztof Nowicki", "k.nowicki.prywatny@wp.pl", "iphone"),
    branza=bulk("Handel i Branża", "newsletter@handelibranza.example"),
)
_bank(baltyk=iban("PL", "999010140000071219812874"), orzel=iban("PL", "999020040000300201355387"))

HURT = Organization(
    "hurt", "Hurtownia Wiślana sp. z o.o.", "hurtownia-wislana.example", "pl", "PL", office365,
    {"k.nowicki": "Krzysztof Nowicki", "a.wrona": "Agnieszka Wrona", "j.mazur": "Joanna Mazur", "p.lis": "Piotr Lis", "e.kania": "Ewa Kania", "biuro": "", "faktury": ""},
    {"k.nowicki": ["k.nowicki.prywatny@wp.pl"], "a.wrona": []},
    [("Opakowania Bałtyk", ["opakowania-baltyk.example"]), ("Transport Orzeł", ["transport-orzel.example"])],
    [Habit(WHO["baltyk"], "j.mazur", 15, 8, 9, BANK["baltyk"], "Faktura FV/#/2026"), Habit(WHO["orzel"], "p.lis", 20, 18, 6, BANK["orzel"], "Zlecenie #"),
     Habit(WHO["biuro"], "j.mazur", 8, 8, 15, "", "JPK"), Habit(WHO["sklep"], "p.lis", 24, 20, 5, "", "Zamówienie #"),
     Habit(WHO["nowicki_private"], "a.wrona", 4, 4, 25, "", "jutro"), Habit(WHO["branza"], "a.wrona", 14, 0, 7, "", "Handel #")])

# ---- Czech Republic: builders, 30 people ----

_who(
    beton=office("Lenka Svobodová", "svobodova@betonvysocina.example", "CZ", footer="Beton Vysočina a.s., Průmyslová 5, Jihlava"),
    kriz=plain_office("Karel Kříž", "karel@elektrokriz.example", "CZ", program="thunderbird"),
    investor=office365("Ing. Pavel Beneš", "benes@obec-lipova.example"),
    horak_private=free("Jiří Horák", "jirka.horak.stavby@seznam.cz", "iphone"),
    stavebni=bulk("Stavební listy", "redakce@stavebnilisty.example"),
)
_bank(beton=iban("CZ", "99990000192000145399"), kriz=iban("CZ", "99990000001011038930"))

STAVBY = Organization(
    "stavby", "Stavby Horák s.r.o.", "stavbyhorak.example", "cs", "CZ", office365,
    {"jiri.horak": "Jiří Horák", "alena.horakova": "Alena Horáková", "mala": "Tereza Malá", "dvorak": "Petr Dvořák", "novotna": "Iva Novotná", "info": ""},
    {"jiri.horak": ["jirka.horak.stavby@seznam.cz"], "alena.horakova": []},
    [("Beton Vysočina", ["betonvysocina.example"]), ("Elektro Kříž", ["elektrokriz.example"])],
    [Habit(WHO["beton"], "mala", 12, 6, 10, BANK["beton"], "Faktura #"), Habit(WHO["kriz"], "dvorak", 14, 13, 9, BANK["kriz"], "Elektro etapa #"),
     Habit(WHO["investor"], "dvorak", 10, 10, 12, "", "Kontrolní den #"), Habit(WHO["horak_private"], "mala", 5, 4, 19, "", "prosím"),
     Habit(WHO["stavebni"], "dvorak", 12, 0, 9, "", "Stavební listy #")])

# ---- Japan: precision machines, 70 people ----

_who(
    toto=office("東都物流 配車センター", "haisha@toto-logistics.example", "JP"),
    hokuto=office("渡辺 誠", "m.watanabe@hokuto-kinzoku.example", "JP", footer="北斗金属工業株式会社 営業部\n〒950-0088 新潟市中央区"),
    kansa=office365("中村会計事務所", "nakamura@nakamura-kaikei.example"),
    takahashi_private=free("高橋 健一", "k.takahashi.minato77@yahoo.co.jp", "iphone"),
    kikai=bulk("機械新聞メール", "mag@kikai-shinbun.example"),
)
_bank(hokuto="0001-221-1188204", toto="0009-114-3302771")

MINATO = Organization(
    "minato", "港精機株式会社", "minato-seiki.example", "ja", "JP", office365,
    {"takahashi": "高橋 健一", "sato": "佐藤 美咲", "suzuki": "鈴木 大輔", "ito": "伊藤 直子", "info": ""},
    {"takahashi": ["k.takahashi.minato77@yahoo.co.jp"]},
    [("東都物流", ["toto-logistics.example"]), ("北斗金属工業", ["hokuto-kinzoku.example"])],
    [Habit(WHO["toto"], "suzuki", 20, 16, 6, BANK["toto"], "配車連絡 #"), Habit(WHO["hokuto"], "suzuki", 15, 15, 8, BANK["hokuto"], "見積 #"),
     Habit(WHO["kansa"], "sato", 8, 8, 15, "", "月次決算"), Habit(WHO["takahashi_private"], "ito", 4, 4, 25, "", "明日の件"),
     Habit(WHO["kikai"], "suzuki", 15, 0, 7, "", "機械新聞 #")])

# ---- Turkey: a hotel, 50 people ----

_who(
    camasir=plain_office("Ege Çamaşırhane", "muhasebe@egecamasirhane.example", "TR", program="outlook"),
    gida=office("Serkan Aydın", "serkan.aydin@akdenizgida.example", "TR"),
    acente=office365("Sibel Öz", "sibel.oz@mavituracente.example"),
    bookdesk=cloud_notice("Odarez", "rezervasyon@odarez.example"),
    arslan_private=free("Mehmet Arslan", "mehmet.arslan.defne@gmail.com", "iphone"),
    turizm=bulk("Turizm Postası", "bulten@turizmpostasi.example"),
)
_bank(camasir=iban("TR", "9990600119000006672315"), gida=iban("TR", "9990100123450000118842"))

OTEL = Organization(
    "otel", "Defne Otel", "defneotel.example", "tr", "TR", workspace,
    {"mehmet": "Mehmet Arslan", "zeynep": "Zeynep Demir", "can": "Can Yıldız", "elif": "Elif Koç", "rezervasyon": "", "muhasebe": ""},
    {"mehmet": ["mehmet.arslan.defne@gmail.com"]},
    [("Ege Çamaşırhane", ["egecamasirhane.example"]), ("Akdeniz Gıda", ["akdenizgida.example"])],
    [Habit(WHO["camasir"], "zeynep", 10, 5, 13, BANK["camasir"], "Fatura #"), Habit(WHO["gida"], "can", 18, 16, 6, BANK["gida"], "Sipariş #"),
     Habit(WHO["acente"], "elif", 14, 14, 8, "", "Grup #"), Habit(WHO["bookdesk"], "elif", 40, 0, 3, "", "Yeni rezervasyon #"),
     Habit(WHO["arslan_private"], "zeynep", 5, 5, 18, "", "yarın"), Habit(WHO["turizm"], "elif", 12, 0, 9, "", "Bülten #")])

# ---- Brazil: engineers, 35 people ----

_who(
    cimento=office("Márcia Teles", "marcia.teles@cimentosserraazul.example", "BR"),
    locadora=plain_office("Locadora Guimarães", "faturamento@locadoraguimaraes.example", "BR", program="outlook"),
    prefeitura=office365("Eng. Sérgio Matos", "sergio.matos@prefeitura-varzea.example"),
    figueira_private=free("Roberto Figueira", "roberto.figueira.eng@uol.com.br", "iphone"),
    obra=bulk("Obra Hoje", "news@obrahoje.example"),
)
_bank(cimento=iban("BR", "99990305000010009795493C1"), locadora=iban("BR", "99996120000058000244110P1"))

ALVORADA = Organization(
    "alvorada", "Alvorada Engenharia Ltda", "alvorada-engenharia.example", "pt", "BR", workspace,
    {"roberto": "Roberto Figueira", "camila": "Camila Prado", "diego": "Diego Antunes", "renata": "Renata Lopes", "contato": "", "financeiro": ""},
    {"roberto": ["roberto.figueira.eng@uol.com.br"]},
    [("Cimentos Serra Azul", ["cimentosserraazul.example"]), ("Locadora Guimarães", ["locadoraguimaraes.example"])],
    [Habit(WHO["cimento"], "diego", 14, 12, 9, BANK["cimento"], "Pedido #"), Habit(WHO["locadora"], "camila", 10, 5, 13, BANK["locadora"], "Fatura #"),
     Habit(WHO["prefeitura"], "diego", 11, 11, 11, "", "Medição #"), Habit(WHO["figueira_private"], "camila", 5, 4, 20, "", "amanhã"),
     Habit(WHO["obra"], "diego", 12, 0, 8, "", "Obra Hoje #")])

# ---- China: electronics, 120 people ----

_who(
    huaxin=office("华信物流 客服", "service@huaxin-logistics.example", "CN", asn=4134),
    jinpeng=plain_office("刘洋", "liuyang@jinpeng-pack.example", "CN", asn=4837, program="outlook"),
    euro_buyer=office365("Sofia Brandão", "sofia.brandao@euroled-import.example"),
    chen_private=free("陈国强", "chen.guoqiang.hl@163.com", "iphone"),
    dianzi=bulk("电子周刊", "weekly@dianzizhoukan.example"),
)
_bank(jinpeng="6222 0810 0100 4471 226", huaxin="6217 0038 7001 5520 913")

HAILAN = Organization(
    "hailan", "海澜电子有限公司", "hailan-electronics.example", "zh", "CN", office365,
    {"chen": "陈国强", "wangli": "王丽", "liming": "李明", "zhaomin": "赵敏", "sales": ""},
    {"chen": ["chen.guoqiang.hl@163.com"]},
    [("华信物流", ["huaxin-logistics.example"]), ("金鹏包装", ["jinpeng-pack.example"])],
    [Habit(WHO["huaxin"], "liming", 18, 14, 7, BANK["huaxin"], "运单 #"), Habit(WHO["jinpeng"], "wangli", 12, 8, 10, BANK["jinpeng"], "对账单 #"),
     Habit(WHO["euro_buyer"], "sales", 14, 14, 9, "", "Order #"), Habit(WHO["chen_private"], "wangli", 5, 4, 20, "", "明天"),
     Habit(WHO["dianzi"], "liming", 14, 0, 7, "", "电子周刊 #")])

# ---- Russia: a publisher, 20 people ----

_who(
    parus=office("Денис Громов", "gromov@tipografia-parus.example", "RU"),
    bumaga=plain_office("Бумага-Трейд", "zakaz@bumaga-trade.example", "RU", program="thunderbird"),
    author=free("Наталья Белова", "natalya.belova.avtor@mail.ru", "gmail"),
    vorontsov_private=free("Андрей Воронцов", "a.vorontsov.sm@yandex.ru", "iphone"),
    knigi=bulk("Книжный вестник", "news@knizhny-vestnik.example"),
)
_bank(parus="40702810900000012345", bumaga="40702810300000098761")

MOST = Organization(
    "most", "Издательство «Северный мост»", "severny-most.example", "ru", "RU", workspace,
    {"vorontsov": "Андрей Воронцов", "smirnova": "Ольга Смирнова", "lapin": "Игорь Лапин", "kotova": "Мария Котова", "info": ""},
    {"vorontsov": ["a.vorontsov.sm@yandex.ru"]},
    [("Типография «Парус»", ["tipografia-parus.example"]), ("Бумага-Трейд", ["bumaga-trade.example"])],
    [Habit(WHO["parus"], "lapin", 16, 15, 8, BANK["parus"], "Тираж #"), Habit(WHO["bumaga"], "smirnova", 10, 5, 13, BANK["bumaga"], "Счёт #"),
     Habit(WHO["author"], "kotova", 8, 8, 15, "", "Рукопись, глава #"), Habit(WHO["vorontsov_private"], "smirnova", 5, 4, 20, "", "завтра"),
     Habit(WHO["knigi"], "lapin", 12, 0, 8, "", "Вестник #")])

# Second domains of their own, which some of them use.
KANZLEI.more_domains = ["brandtseidel.example"]
HOSPITAL.more_domains = ["staurel.example"]
MAIRIE.more_domains = ["montclar.example"]
FABBRICA.more_domains = ["ferrante.example"]
SHOP.more_domains = ["olivar-casa.example"]
HURT.more_domains = ["wislana.example"]

# The company whose false phishing mails are a training; and sealers that are trusted to say what they received.
for _org in (KANZLEI, MAIRIE, FABBRICA, SCHOOL, SHOP, BYRA, HURT):
    _org.trusted.append({"domain": "phishdrill.example", "service": "phishing test", "requires": "dkim", "may_use_own_domain": True, "note": "training, until December 2026"})
HOSPITAL.trusted.append({"domain": "lists.health-managers.example", "service": "mailing list", "requires": "dkim", "may_use_own_domain": False,
                         "note": "its members' domains have strict policies"})
for _org, _sealer in ((KANZLEI, "post.anwaltsverein.example"), (SCHOOL, "post.onderwijsnet.example"), (BYRA, "mail.naringsliv-norr.example"),
                      (HOSPITAL, "relay.health-network.example"), (FABBRICA, "posta.ordine-ingegneri.example")):
    _org.trusted.append({"domain": _sealer, "service": "forwarder", "requires": "arc", "may_use_own_domain": False, "note": "forwards to our people; seals by ARC"})

ALL = (KANZLEI, HOSPITAL, MAIRIE, FABBRICA, SCHOOL, SHOP, NGO, BYRA, HURT, STAVBY, MINATO, OTEL, ALVORADA, HAILAN, MOST)
