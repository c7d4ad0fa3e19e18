"""People who write from elsewhere, at another hour, with another program: travellers and thieves."""
from ..authoring import Thread, pair, side
from ..organizations import BYRA, FABBRICA, HAILAN, HOSPITAL, HURT, KANZLEI, MAIRIE, MOST, NGO, OTEL, SHOP, STAVBY, WHO
from ..places import VPS, place

# The great providers send from where the traveller is.
MICROSOFT_ASIA = place("mail-sg2apc01on2112.outbound.protection.outlook.com", 8075, "SG")
MICROSOFT_BRAZIL = place("mail-cq1br03on2114.outbound.protection.outlook.com", 8075, "BR")
GOOGLE_ASIA = place("mail-pj1-f52.google.com", 15169, "TW")
GOOGLE_AMERICA = place("mail-qv1-f44.google.com", 15169, "US")


def trip(language, org, title, sender, abroad, whom, thief, *, announced, ask, hours=8, **common):
    """On a trip mail comes from another country, yet from the same provider, and it was said before. A thief has neither."""
    return pair("trip", language, org, title, to=whom, thread=Thread(sender, whom, announced, ((4, "in"), (3, "out"))), hours=hours, words={"ask": ""},
                attack=side(sender.but(at=VPS[thief]), "banner", "The right address and signature, but from a rented server in a country where this person never was, and "
                            "it asks for money or a login.",
                            words={"ask": "\n\n" + ask}, thread=None),
                twin=side(sender.but(at=abroad), "deliver", "The same provider from where the journey goes, in a conversation that is ours, and it asks for nothing "
                          "unusual."), **common)


TRIPS = [
    trip("en", NGO, "a field officer in Asia", WHO["kaya_field"], GOOGLE_ASIA, "peter.njoroge", "NG", announced="Trip to Jakarta", subject="Re: Trip to Jakarta",
         ask="My wallet was stolen here. Please send 2,400 by Western Union today, I'll give it back on Monday.",
         body="Hi Peter,\n\nI arrived in Jakarta, the workshop starts tomorrow. Internet is slow, so I'll answer in the evening.{ask}\n\nLeyla"),
    trip("en", HOSPITAL, "a supplier at a fair overseas", WHO["pelham"], MICROSOFT_ASIA, "colin.frost", "RU", announced="At the fair in Singapore",
         subject="Re: At the fair in Singapore", ask="While I am away please pay all open invoices to our export account, GB71 MULE 4051 2399 8877 66.",
         body="Hi Colin,\n\ngreetings from Singapore. Your quote for the pumps follows on Thursday when I am back at my desk.{ask}\n\nDerek"),
    trip("de", KANZLEI, "Mandant auf Reisen", WHO["nordhaus"], MICROSOFT_BRAZIL, "aydin", "BG", announced="Reise nach São Paulo", subject="Re: Reise nach São Paulo",
         hours=-3, ask="Bitte geben Sie die Kaution heute noch frei, Zahlung an DE79 9905 0000 0099 8877 66.",
         body="Guten Tag Frau Aydin,\n\nich bin gut angekommen und ab Donnerstag wieder erreichbar. Den Entwurf sehe ich mir im Flugzeug an.{ask}\n\nStefan Krüger"),
    trip("de", KANZLEI, "die Partnerin schreibt privat aus Japan", WHO["helene_private"], place("mout-as.gmx.net", 8560, "JP"), "vogt", "HK",
         announced="Kongress in Osaka", subject="Re: Kongress in Osaka", hours=9,
         ask="Bitte kaufen Sie gleich fünf Gutscheinkarten zu 200 € und schicken Sie mir die Codes.", body="Liebe Frau Vogt,\n\nder Kongress läuft gut. Sagen Sie bitte "
         "den Termin am Freitag ab, ich lande erst abends.{ask}\n\nH. Brandt"),
    trip("fr", MAIRIE, "l'adjoint du syndicat en mission", WHO["eaux"], MICROSOFT_BRAZIL, "a.roussel", "NG", announced="Mission au Brésil",
         subject="Re: Mission au Brésil", hours=-3, ask="J'ai perdu ma carte, peux-tu m'envoyer 1 800 € par mandat aujourd'hui ?",
         body="Bonjour Alain,\n\nbien arrivée. Je relis le plan de la rue Haute ce soir et je te réponds demain.{ask}\n\nHélène"),
    trip("sv", BYRA, "kunden på resa", WHO["kund"], MICROSOFT_ASIA, "oskar", "RU", announced="Mässa i Singapore", subject="Re: Mässa i Singapore",
         ask="Kan ni logga in här och godkänna fakturan i dag: https://godkann-faktura.test/",
         body="Hej Oskar,\n\njag är på mässan till torsdag. Skicka gärna skisserna, jag tittar på hotellet.{ask}\n\nHenrik"),
    trip("it", FABBRICA, "il cliente tedesco in viaggio", WHO["hartmann"], MICROSOFT_ASIA, "luca.bassi", "SG", announced="Fiera a Shanghai",
         subject="Re: Fiera a Shanghai", ask="Per favore manda oggi l'acconto sul conto di Singapore, ti scrivo i dati subito dopo la tua conferma.",
         body="Ciao Luca,\n\nsono a Shanghai fino a venerdì. Le misure del pezzo te le confermo lunedì dall'ufficio.{ask}\n\nUwe"),
    trip("en", HAILAN, "the buyer travels", WHO["euro_buyer"], MICROSOFT_BRAZIL, "sales", "NG", announced="Visit to São Paulo", subject="Re: Visit to São Paulo",
         hours=-3, ask="Please ship order 4163 to my new agent in Lagos instead, address follows.",
         body="Dear team,\n\nI am in São Paulo this week and read mail in the evening only. Order 4163 is as we said.{ask}\n\nSofia"),
    trip("pl", HURT, "księgowa na urlopie", WHO["biuro"], MICROSOFT_ASIA, "j.mazur", "HK", announced="Urlop w Tajlandii", subject="Re: Urlop w Tajlandii",
         ask="Proszę dziś przesłać loginy do banku, muszę coś sprawdzić.",
         body="Pani Joanno,\n\njestem na urlopie do piątku, JPK wyślę w poniedziałek po powrocie.{ask}\n\nBeata Sowa"),
]


def habit(language, org, title, sender, whom, *, thief, thief_program, twin_program, ask, subject, body, date, twin_date, **common):
    """A new telephone changes the program, no more. A thief changes program, network and hour, and wants something."""
    return pair("unusual-sender", language, org, title, to=whom, subject=subject, body=body, words={"ask": ""},
                attack=side(sender.but(at=VPS[thief], program=thief_program), "banner", "The known address, but in the night, from a rented server, with a program that "
                            "this person never used, and a link to a login.",
                            words={"ask": "\n\n" + ask}, date=date),
                twin=side(sender.but(program=twin_program), "deliver", "The known address and network, at the desk or with a new telephone.", date=twin_date), **common)


UNUSUAL = [
    habit("en", HOSPITAL, "a supplier's assistant", WHO["whitmore_anne"], "naomi.clarke", thief="NG", thief_program="phpmailer", twin_program="iphone",
          date="2026-06-09T02:40:00", twin_date="2026-06-09T18:10:00", subject="Courier list",
          ask="The list is protected, log in with your hospital account: https://courier-list-login.test/",
          body="Hi Naomi,\n\nthe courier list for next week has changed, two pickups are later.{ask}\n\nAnne"),
    habit("en", NGO, "the driller", WHO["lakeside"], "amy.walsh", thief="NL", thief_program="roundcube", twin_program="iphone", date="2026-06-10T01:15:00",
          twin_date="2026-06-10T05:05:00", subject="Borehole 15",
          ask="The report is in our portal, sign in with your mail password: https://lakeside-portal.test/",
          body="Dear Amy,\n\nborehole 15 reached water at 84 metres yesterday.{ask}\n\nJames"),
    habit("de", KANZLEI, "die Steuerberaterin", WHO["lindqvist"], "kern", thief="RU", thief_program="phpmailer", twin_program="iphone", date="2026-06-09T01:50:00",
          twin_date="2026-06-09T19:30:00", subject="Unterlagen Juni",
          ask="Die Liste liegt im neuen Portal, bitte mit Ihrem Mailkonto anmelden: https://steuer-portal-anmeldung.test/",
          body="Hallo Herr Kern,\n\nfür Juni fehlen mir noch zwei Belege.{ask}\n\nMaren Lindqvist"),
    habit("fr", MAIRIE, "l'entrepreneur", WHO["vidal"], "s.garnier", thief="BG", thief_program="phpmailer", twin_program="iphone", date="2026-06-10T02:05:00",
          twin_date="2026-06-10T19:00:00", subject="Photos du chantier",
          ask="Les photos sont ici, connectez-vous avec votre adresse : https://photos-chantier.test/",
          body="Bonjour Madame Garnier,\n\nle mur du préau est terminé.{ask}\n\nBruno Vidal"),
    habit("it", FABBRICA, "il trasportatore", WHO["veneti"], "luca.bassi", thief="LT", thief_program="phpmailer", twin_program="apple", date="2026-06-11T01:35:00",
          twin_date="2026-06-11T18:45:00", subject="Ritiro di venerdì",
          ask="Il documento di trasporto è qui, acceda con la posta: https://ddt-accesso.test/", body="Buongiorno Luca,\n\nvenerdì passiamo alle otto invece che alle "
          "dieci.{ask}\n\nTrasporti Veneti"),
    habit("es", SHOP, "el proveedor", WHO["aceites"], "pablo", thief="NG", thief_program="bare", twin_program="iphone", date="2026-06-11T02:25:00",
          twin_date="2026-06-11T19:20:00", subject="Muestras",
          ask="Mira la lista con tu contraseña del correo: https://lista-muestras.test/", body="Hola Pablo:\n\nlas muestras salen mañana.{ask}\n\nRafael"),
    habit("cs", STAVBY, "elektrikář", WHO["kriz"], "dvorak", thief="HK", thief_program="phpmailer", twin_program="iphone", date="2026-06-09T01:10:00",
          twin_date="2026-06-09T18:30:00", subject="Etapa 3",
          ask="Výkaz je tady, přihlaste se e-mailem: https://vykaz-prihlaseni.test/", body="Dobrý den,\n\nrozvody ve třetím patře budou hotové ve středu.{ask}\n\nKříž"),
    habit("tr", OTEL, "çamaşırhane", WHO["camasir"], "zeynep", thief="RU", thief_program="phpmailer", twin_program="iphone", date="2026-06-10T01:45:00",
          twin_date="2026-06-10T17:50:00", subject="Teslimat",
          ask="Liste burada, e-posta şifrenizle girin: https://teslimat-giris.test/", body="Zeynep Hanım merhaba,\n\ncumartesi teslimatı sabah yedide.{ask}\n\nEge Çamaşırhane"),
    habit("ru", MOST, "типография", WHO["parus"], "lapin", thief="NL", thief_program="phpmailer", twin_program="iphone", date="2026-06-11T00:40:00",
          twin_date="2026-06-11T16:50:00", subject="Пробный лист",
          ask="Посмотреть можно здесь, войдите с паролем от почты: https://probny-list.test/", body="Игорь, добрый день!\n\nПробный лист готов, цвета немного "
          "теплее.{ask}\n\nГромов"),
]

CASES = TRIPS + UNUSUAL
