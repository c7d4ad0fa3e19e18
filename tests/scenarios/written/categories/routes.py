"""Mail that does not come straight from its author: lists, forwarders, services, machines."""
from ..authoring import Habit, Thread, pair, side
from ..forms import BASE64, token
from ..organizations import (ALVORADA, BYRA, FABBRICA, HAILAN, HOSPITAL, HURT, KANZLEI, MAIRIE, MINATO, MOST, NGO, OTEL, SCHOOL, SHOP,
                             STAVBY, WHO)
from ..places import VPS, place
from ..senders import Sender, cloud_notice, free, office, office365, rented

# ---- mailing lists ----


def by_list(author, server, name, policy="none"):
    """The list changed subject and text: the author's signature is broken, the list's own holds."""
    return author.but(at=place(server, 64496, author.at.country), mail_from="%s-bounces@%s" % (name, server), dkim=((author.domain, "fail"), (server, "pass")), dmarc="fail",
                      policy=policy)


def listed(language, org, title, author, server, name, *, whom, policy="none", lure=None, **common):
    """Both carry the fields of the list; only one comes from it."""
    through = by_list(author, server, name, policy)
    fields = (("List-Id", "<%s.%s>" % (name, server)), ("List-Post", "<mailto:%s@%s>" % (name, server)), ("List-Unsubscribe", "<mailto:%s-leave@%s>" % (name, server)),
              ("Precedence", "list"))
    member = office("Forum", "%s@%s" % (name, server), "CH", host=server)
    return pair("mailing-list", language, org, title, to=whom, fields=fields, shown_to="%s@%s" % (name, server), rcpt=[org.address(whom)],
                habits=(Habit(by_list(member.but(address="member@%s" % author.domain), server, name), whom, 18, 0, 5, "", "[%s] #" % name),),
                attack=side(author.but(at=VPS["RU"], mail_from="%s-bounces@%s" % (name, server), spf="fail", dkim=(), dmarc="fail", policy=policy), "junk",
                            "The fields of a list, but not the list's server or signature.", **({"words": lure} if lure else {})),
                twin=side(through, "deliver", "The list's own server and signature; lists break the author's."), **common)


LISTS = [
    listed("en", NGO, "a member of the sector's forum", office("Ahmed Sayed", "ahmed@wells-for-all.example", "GB"), "lists.watersector.example", "forum",
           whom="priya.nair", subject="[forum] Pump spare parts",
           lure={"link": "https://pump-parts-login.test/"}, words={"link": "https://www.wells-for-all.example/parts"},
           body="Dear all,\n\ndoes anybody have spare seals for the Afridev pump? Our list of needs is here: "
           "[list]({link})\n\nAhmed\n\n_______________________________________________\nforum mailing list\nhttps://lists.watersector.example/forum"),
    listed("en", HOSPITAL, "strict policy at the author's domain", office365("Joan Field", "joan.field@midland-clinics.example"), "lists.health-managers.example",
           "wards", whom="ruth.adeyemi", policy="reject", subject="[wards] Summer rota templates",
           lure={"link": "https://rota-templates.test/login"}, words={"link": "https://www.midland-clinics.example/rota.xlsx"},
           body="Hello,\n\nwe published our summer rota template: [template]({link})\n\nJoan\n\n--\nwards mailing list, https://lists.health-managers.example/"),
    listed("de", KANZLEI, "Verteiler des Anwaltvereins", office("RAin Christa Pohl", "pohl@kanzlei-pohl.example", "DE"), "listen.anwaltsverein.example", "mietrecht",
           whom="aydin", subject="[mietrecht] Urteil zur Kaution",
           lure={"link": "https://urteil-lesen.test/anmelden"}, words={"link": "https://www.kanzlei-pohl.example/urteil.pdf"},
           body="Liebe Kolleginnen und Kollegen,\n\nhier das neue Urteil zur Kaution: [Urteil]({link})\n\nChrista Pohl\n\n--\nmietrecht@listen.anwaltsverein.example"),
    listed("fr", MAIRIE, "liste des secrétaires de mairie", office("Paul Noël", "p.noel@mairie-aulnay.example", "FR"), "listes.communes.example", "secretaires",
           whom="n.benali", subject="[secretaires] Modèle d'arrêté",
           lure={"link": "https://modele-arrete.test/"}, words={"link": "https://www.mairie-aulnay.example/arrete.odt"},
           body="Bonjour à tous,\n\nvoici notre modèle d'arrêté : [modèle]({link})\n\nPaul Noël\n\n--\nListe secretaires, https://listes.communes.example/"),
    listed("nl", SCHOOL, "lijst van scholen", office("Tineke Smit", "t.smit@deregenboog-school.example", "NL"), "lijsten.onderwijsnet.example", "groep7",
           whom="f.elidrissi", subject="[groep7] Lesbrief water",
           lure={"link": "https://lesbrief-water.test/"}, words={"link": "https://www.deregenboog-school.example/lesbrief.pdf"},
           body="Hallo allemaal,\n\nonze lesbrief over water staat hier: [lesbrief]({link})\n\nTineke\n\n--\ngroep7@lijsten.onderwijsnet.example"),
    listed("it", FABBRICA, "lista degli ingegneri", office("Ing. Carlo Neri", "c.neri@neri-progetti.example", "IT"), "liste.ordine-ingegneri.example", "presse",
           whom="luca.bassi", subject="[presse] Norma nuova",
           lure={"link": "https://norma-nuova.test/"}, words={"link": "https://www.neri-progetti.example/norma.pdf"},
           body="Cari colleghi,\n\nqui trovate il riassunto della norma: [riassunto]({link})\n\nCarlo Neri\n\n--\npresse@liste.ordine-ingegneri.example"),
    listed("cs", STAVBY, "konference stavbyvedoucích", office("Ing. Jan Veselý", "vesely@vesely-stavby.example", "CZ"), "konference.stavari.example", "stavby",
           whom="dvorak", subject="[stavby] Zkušenosti s betonem",
           lure={"link": "https://beton-zkusenosti.test/"}, words={"link": "https://www.vesely-stavby.example/c30"},
           body="Dobrý den,\n\nnaše zkušenosti s betonem C30 jsou zde: [zkušenosti]({link})\n\nJan Veselý\n\n--\nstavby@konference.stavari.example"),
    listed("ja", MINATO, "技術者メーリングリスト", office("小林 恵", "kobayashi@kobayashi-giken.example", "JP"), "ml.kikai-gijutsu.example", "kakou", whom="suzuki",
           subject="[kakou:118] 切削油について",
           lure={"link": "https://sessakuyu.test/"}, words={"link": "https://www.kobayashi-giken.example/oil"},
           body="皆様\n\n切削油の比較表を公開しました。[比較表]({link})\n\n小林\n\n--\nkakou@ml.kikai-gijutsu.example"),
]


# ---- forwarded ----

def forwarder(host, country="CH"):
    return place(host, 64497, country)


def forwarded(category, language, org, title, author, through, *, whom, category_why, twin_auth, false_words=None, **common):
    """An old address of somebody here is forwarded by a server that has done so for months."""
    carried = author.but(at=through, **twin_auth)
    regular = (Habit(carried.but(address="info@%s" % author.domain), whom, 12, 0, 8, "", "Info #"),)
    return pair(category, language, org, title, to=whom, habits=regular,
                attack=side(author.but(at=VPS["BG"], spf="fail", dkim=(), dmarc="fail"), "junk", "The same claim, but not by the forwarder, and nothing proves it.",
                            **({"words": false_words} if false_words else {})),
                twin=side(carried, "deliver", category_why), **common)


def intact(language, org, title, author, host, *, whom, **common):
    """SPF fails by forwarding, the signature survives."""
    return forwarded("forwarded", language, org, title, author, forwarder(host), whom=whom, twin_auth=dict(spf="fail"),
                     category_why="Forwarded: SPF cannot hold, the author's signature does.", **common)


FORWARDS = [
    intact("en", NGO, "an invitation to an old university address", office("Dean's Office", "dean@geneve-uni.example", "CH", policy="quarantine"),
           "smtp.alumni.geneve-uni.example", whom="ingrid", subject="Alumni evening", words={"link": "https://www.geneve-uni.example/alumni"},
           body="Dear Ingrid,\n\nwe look forward to the alumni evening on 24 June. Please register: [registration]({link})\n\nThe dean's office"),
    intact("en", HOSPITAL, "a conference programme", office365("Conference Office", "office@acute-care-congress.example", policy="reject"),
           "relay2.health-network.example", whom="samir.haddad", subject="Your talk on Friday", body="Dear Dr Haddad,\n\nyour talk is on Friday at eleven, hall B. Please "
           "send us your slides by Wednesday.\n\nKind regards\nConference office"),
    intact("de", KANZLEI, "Kammermitteilung an alte Adresse", office("Rechtsanwaltskammer", "mitteilung@ra-kammer.example", "DE", policy="reject"),
           "weiter.alte-kanzlei-brandt.example", whom="helene.brandt", subject="Kammerversammlung am 25. Juni", words={"link": "https://www.ra-kammer.example/versammlung"},
           body="Sehr geehrte Frau Kollegin,\n\ndie Einladung zur Kammerversammlung finden Sie hier: [Einladung]({link})\n\nIhre Rechtsanwaltskammer"),
    intact("fr", MAIRIE, "courrier de l'association des maires", office("Association des maires", "contact@maires-asso.example", "FR", policy="reject"),
           "redir.elus-clar.example", whom="c.delmas", subject="Congrès de juin", words={"link": "https://www.maires-asso.example/congres"},
           body="Madame la maire,\n\nle programme du congrès est en ligne : [programme]({link})\n\nL'association"),
    intact("es", SHOP, "aviso a la dirección antigua", office("Cámara de Comercio", "avisos@camara-jaen.example", "ES", policy="quarantine"),
           "redir.olivar-antigua.example", whom="lucia", subject="Curso de exportación", words={"link": "https://www.camara-jaen.example/curso"},
           body="Estimada Lucía:\n\nquedan plazas para el curso de exportación: [inscripción]({link})\n\nCámara de Comercio"),
    intact("sv", BYRA, "mejl till gammal adress", office("Näringsliv Norr", "kansli@naringsliv-norr.example", "SE", policy="reject"), "fwd.gamla-norrsken.example",
           whom="karin", subject="Styrelsemöte", body="Hej Karin,\n\nstyrelsemötet är flyttat till torsdag kl. 15. Hör av dig om det inte passar.\n\nKansliet"),
    intact("pl", HURT, "na stary adres", office("Izba Gospodarcza", "biuro@izba-pomorska.example", "PL", policy="quarantine"), "przekieruj.stara-wislana.example",
           whom="a.wrona", subject="Spotkanie członków", body="Szanowna Pani,\n\nspotkanie członków izby odbędzie się 18 czerwca o 17. Prosimy o potwierdzenie.\n\nBiuro "
           "Izby"),
    intact("pt", ALVORADA, "aviso ao endereço antigo", office("Conselho de Engenharia", "avisos@conselho-eng.example", "BR", policy="reject"),
           "redir.figueira-antigo.example", whom="roberto", subject="Anuidade 2026", words={"link": "https://www.conselho-eng.example/anuidade"},
           body="Prezado engenheiro,\n\no boleto da anuidade está disponível: [boleto]({link})\n\nConselho"),
]


def unaligned(language, org, title, author, host, *, whom, ask, body, **common):
    """The author only has SPF: forwarded, DMARC fails, and all that speaks for it is the way it always comes. The false one
    asks for something besides."""
    return forwarded("dmarc-fail-forwarded", language, org, title, author, forwarder(host), whom=whom, twin_auth=dict(spf="pass",
                     mail_from="srs0=x7=%s@%s" % (author.domain, host), dkim=(), dmarc="fail"),
                     category_why="By the forwarder by whom everything for this person has come for months; DMARC cannot hold there.",
                     words={"ask": ""}, false_words={"ask": "\n\n" + ask}, body=body + "{ask}", **common)


FAILING_FORWARDS = [
    unaligned("en", NGO, "a club's invitation", office("Rowing Club", "club@lake-rowing.example", "CH", dkim=(), policy="none"), "fwd.halvorsen-family.example",
              whom="ingrid", subject="Regatta on Saturday", ask="Please pay the fee of 80 francs today: https://lake-rowing-fee.test/pay",
              body="Dear Ingrid,\n\nthe regatta starts at nine on Saturday. Please bring the keys of the boat house.\n\nRowing Club"),
    unaligned("en", HOSPITAL, "a journal's reminder", office("Journal Office", "office@ward-medicine.example", "GB", dkim=(), policy="none"),
              "relay3.health-network.example", whom="samir.haddad", subject="Review due on 19 June", ask="Log in with your hospital account today: "
              "https://ward-medicine-login.test/", body="Dear Dr Haddad,\n\nyour review of paper 2211 is due on 19 June. Please upload it or tell us if you need more "
              "time.\n\nJournal office"),
    unaligned("de", KANZLEI, "Einladung des Vereins", office("Segelverein Förde", "vorstand@segelverein-foerde.example", "DE", dkim=(), policy="none"),
              "weiter2.alte-kanzlei-brandt.example", whom="jonas.seidel", subject="Mitgliederversammlung",
              ask="Bitte zahl den Beitrag von 120 € noch heute hier: https://beitrag-zahlen.test/", body="Lieber Jonas,\n\ndie Mitgliederversammlung ist am 17. Juni um "
              "19 Uhr im Klubhaus. Bitte gib kurz Bescheid, ob du kommst.\n\nDer Vorstand"),
    unaligned("fr", MAIRIE, "compte rendu d'un club", office("Club de randonnée", "bureau@rando-clar.example", "FR", dkim=(), policy="none"), "redir2.elus-clar.example",
              whom="a.roussel", subject="Sortie de dimanche", ask="Merci de régler la cotisation aujourd'hui : https://cotisation-club.test/payer",
              body="Bonjour Alain,\n\nla sortie de dimanche part à 8 h du parking. Confirme-nous ta présence.\n\nLe bureau"),
    unaligned("nl", SCHOOL, "oudervereniging", office("Ouderraad", "ouderraad@ouders-lindehof.example", "NL", dkim=(), policy="none"), "door.dewit-thuis.example",
              whom="a.dewit", subject="Notulen ouderraad", ask="Log vandaag in om de bijlage te lezen: https://ouderraad-login.test/",
              body="Dag Annelies,\n\nde notulen van de ouderraad volgen morgen. Kun je dinsdag aanschuiven?\n\nDe ouderraad"),
    unaligned("it", FABBRICA, "circolo", office("Circolo Canottieri", "segreteria@circolo-remi.example", "IT", dkim=(), policy="none"), "inoltro.ferrante-casa.example",
              whom="paolo.ferrante", subject="Assemblea dei soci", ask="Versa oggi la quota di 150 euro: https://quota-soci.test/paga",
              body="Caro Paolo,\n\nl'assemblea dei soci è il 18 giugno alle 18. Facci sapere se vieni.\n\nLa segreteria"),
    unaligned("cs", STAVBY, "spolek", office("Spolek rodáků", "spolek@rodaci-lipova.example", "CZ", dkim=(), policy="none"), "presmeruj.horak-doma.example",
              whom="jiri.horak", subject="Sraz v sobotu", ask="Příspěvek 500 Kč prosím zaplať dnes: https://prispevek-spolek.test/",
              body="Ahoj Jirko,\n\nsraz je v sobotu v devět u kapličky. Dej vědět, jestli přijdeš.\n\nSpolek"),
    unaligned("sv", BYRA, "föreningen", office("Skidklubben", "styrelsen@skidklubben-norr.example", "SE", dkim=(), policy="none"), "fwd2.gamla-norrsken.example",
              whom="erik", subject="Årsmöte", ask="Betala medlemsavgiften i dag: https://medlemsavgift.test/betala",
              body="Hej Erik,\n\nårsmötet är onsdag 17 juni kl. 18 i klubbstugan. Hör av dig om du kommer.\n\nStyrelsen"),
]


def seal(sealer, author):
    """The set of fields that a sealer adds: it received the message while the author was proved (RFC 8617)."""
    return (("ARC-Seal", "i=1; a=rsa-sha256; t=1780300000; cv=none; d=%s; s=arc26;\r\n b=%s" % (sealer, token(sealer + author, 172, BASE64) + "==")),
            ("ARC-Message-Signature", "i=1; a=rsa-sha256; c=relaxed/relaxed; d=%s; s=arc26;\r\n h=from:to:subject:date:message-id:mime-version;\r\n bh=%s=;\r\n b=%s" % (
                sealer, token(author, 43, BASE64), token(author + sealer, 172, BASE64) + "==")),
            ("ARC-Authentication-Results", "i=1; mx.%s; dkim=pass header.d=%s;\r\n spf=pass smtp.mailfrom=%s; dmarc=pass header.from=%s" % (sealer, author, author, author)))


def sealed(language, org, title, author, sealer, *, whom, **common):
    """ARC tells what the forwarder saw; it counts only if the forwarder is trusted."""
    return pair("arc", language, org, title, to=whom,
                attack=side(author.but(at=VPS["LT"], spf="pass", mail_from="fwd@arc-relay-service.example", dkim=((author.domain, "fail"),), dmarc="fail",
                            policy="reject", arc="pass", sealer="arc-relay-service.example"),
                            "quarantine", "Sealed, but by nobody whom we trust: a seal of one's own proves nothing.", fields=seal("arc-relay-service.example", author.domain)),
                twin=side(author.but(at=forwarder("out." + sealer), spf="pass", mail_from="srs1=q2=%s@%s" % (author.domain, sealer), dkim=((author.domain, "fail"),),
                          dmarc="fail", policy="reject",
                                     arc="pass", sealer=sealer), "deliver", "Sealed by the forwarder whom the administrator trusts.", fields=seal(sealer,
                                         author.domain)), **common)


SEALED = [
    sealed("en", NGO, "the university forwards", office("Student Union", "union@geneve-uni-students.example", "CH"), "alumni.geneve-uni.example", whom="ingrid",
           subject="Talk in October", body="Dear Ingrid Halvorsen,\n\nwould you give a talk on wells and villages at our autumn evening? Any Thursday in October suits "
           "us.\n\nStudent Union"),
    sealed("en", NGO, "a paper for review", office365("Editor, Water Notes", "editor@waternotes.example"), "alumni.geneve-uni.example", whom="ingrid",
           subject="Proofs of your article", words={"link": "https://www.waternotes.example/proofs/118"},
           body="Dear Ingrid,\n\nthe proofs of your article are ready: [proofs]({link})\n\nThe editor"),
    sealed("en", HOSPITAL, "the health network forwards", office("Regional Labs", "news@regional-labs.example", "GB"), "relay.health-network.example",
           whom="samir.haddad", subject="New reference ranges", words={"link": "https://www.regional-labs.example/ranges"},
           body="Dear Dr Haddad,\n\nthe new reference ranges apply from July: [table]({link})\n\nRegional Labs"),
    sealed("de", KANZLEI, "der Anwaltverein leitet weiter", office("Amtsgericht Pressestelle", "presse@amtsgericht-nord.example", "DE"), "post.anwaltsverein.example",
           whom="jonas.seidel", subject="Terminverlegung", body="Sehr geehrter Herr Seidel,\n\nder Termin am 22. Juni wird auf den 29. Juni um 10 Uhr "
           "verlegt.\n\nGeschäftsstelle"),
    sealed("de", KANZLEI, "Fortbildung", office("Fortbildungswerk", "kurse@fortbildungswerk-recht.example", "DE"), "post.anwaltsverein.example", whom="aydin",
           subject="Ihre Anmeldung", words={"link": "https://www.fortbildungswerk-recht.example/kurs/7"},
           body="Guten Tag Frau Aydin,\n\nIhre Anmeldung ist eingegangen, die Unterlagen finden Sie hier: [Kurs]({link})\n\nFortbildungswerk"),
    sealed("nl", SCHOOL, "het onderwijsnet stuurt door", office("Inspectie", "afspraken@schoolinspectie.example", "NL"), "post.onderwijsnet.example", whom="a.dewit",
           subject="Bezoek in september", body="Geachte mevrouw De Wit,\n\nwij komen graag op 15 september langs. Schikt dat?\n\nDe inspectie"),
    sealed("sv", BYRA, "näringslivet vidarebefordrar", office("Kommunens upphandling", "upphandling@lulea-upphandling.example", "SE"), "mail.naringsliv-norr.example",
           whom="karin", subject="Förfrågan om trycksaker", words={"link": "https://www.lulea-upphandling.example/88"},
           body="Hej Karin,\n\nförfrågan om trycksaker ligger här: [förfrågan]({link})\n\nUpphandlingen"),
    sealed("it", FABBRICA, "l'ordine inoltra", office("Politecnico, segreteria", "segreteria@politecnico-est.example", "IT"), "posta.ordine-ingegneri.example",
           whom="giulia.ferrante", subject="Tirocinio estivo", body="Gentile ingegnere,\n\nabbiamo due studenti per un tirocinio estivo. Possiamo sentirci la settimana "
           "prossima?\n\nLa segreteria"),
]


# ---- services ----

def ticket(language, org, title, false, real, whom, *, known=True, link, true_link, **common):
    return pair("ticket", language, org, title, to=whom, habits=(Habit(real, whom, 10, 3, 9, "", "[#] Ticket"),) if known else (),
                attack=side(false, "quarantine", "A ticket that nobody opened, from a desk that is not ours.", words={"link": link}),
                twin=side(real, "deliver", "The desk that always writes, on a ticket of ours.", words={"link": true_link}), **common)


def desk(name, address):
    return cloud_notice(name, address)


TICKETS = [
    ticket("en", HOSPITAL, "the service desk asks for a confirmation", rented("St Aurel IT Service Desk", "staurel@servicedesk-cloud.example", "NL", program="service"),
           WHO["desk"], "naomi.clarke", known=False, link="https://servicedesk-cloud.example/t/4471?login=1", true_link="https://staurel.servicedeskcloud.example/t/4471",
           subject="[Ticket 4471] Your request was updated", body="Hello Naomi,\n\nyour ticket 4471 (Printer on ward 3) was updated and needs your answer.\n\n[View "
           "ticket]({link})\n\nIT Service Desk"),
    ticket("en", NGO, "a helpdesk of a supplier", rented("Helpdesk", "support@ticket-center-online.example", "BG", program="service"), desk("GrantDesk Support",
           "support@grantdesk.example"), "tom.reyes", link="https://ticket-center-online.example/reply", true_link="https://help.grantdesk.example/t/812",
           subject="[#812] We need more information", body="Hi Tom,\n\nthanks for your message. To go on with ticket 812 we need more information.\n\n[Reply to ticket]({link})"),
    ticket("de", KANZLEI, "Anfrage beim Hoster", rented("Support", "ticket@kundensupport-ticket.example", program="service"), desk("Fördehosting Support",
           "support@foerdehosting.example"), "wulf", link="https://kundensupport-ticket.example/login", true_link="https://kunden.foerdehosting.example/ticket/551",
           subject="[Ticket#551] Ihre Anfrage", body="Guten Tag Herr Wulf,\n\nzu Ihrem Ticket 551 gibt es eine neue Antwort.\n\n[Antwort lesen]({link})\n\nIhr Support"),
    ticket("fr", MAIRIE, "assistance du logiciel", rented("Assistance", "ticket@assistance-clients.example", program="service"), desk("Assistance Citélog",
           "assistance@citelog.example"), "n.benali", link="https://assistance-clients.example/connexion", true_link="https://support.citelog.example/t/77",
           subject="[Demande 77] Nouvelle réponse", body="Bonjour,\n\nvotre demande 77 a reçu une réponse.\n\n[Voir la réponse]({link})"),
    ticket("nl", SCHOOL, "helpdesk van het leerlingensysteem", rented("Helpdesk", "melding@helpdesk-meldingen.example", program="service"), desk("Leerlingweb Helpdesk",
           "helpdesk@leerlingweb.example"), "m.visser", link="https://helpdesk-meldingen.example/login", true_link="https://help.leerlingweb.example/m/31",
           subject="[Melding 31] Reactie", body="Beste Marieke,\n\ner is een reactie op je melding 31.\n\n[Bekijk melding]({link})"),
    ticket("es", SHOP, "soporte de la tienda", rented("Soporte", "soporte@centro-tickets.example", program="service"), desk("Tienda Marea Soporte",
           "soporte@tiendamarea.example"), "marta", link="https://centro-tickets.example/entrar", true_link="https://ayuda.tiendamarea.example/t/90",
           subject="[Ticket 90] Respuesta", body="Hola Marta:\n\nhemos respondido a tu ticket 90.\n\n[Ver respuesta]({link})"),
    ticket("sv", BYRA, "supportärende", rented("Support", "arende@support-arenden.example", program="service"), desk("Figboard Support", "help@figboard.example"),
           "oskar", link="https://support-arenden.example/login", true_link="https://help.figboard.example/r/44",
           subject="[Ärende 44] Nytt svar", body="Hej Oskar,\n\ndet finns ett svar på ditt ärende 44.\n\n[Läs svaret]({link})"),
    ticket("tr", OTEL, "rezervasyon sistemi desteği", rented("Destek", "destek@destek-talepleri.example", "RU", program="service"), desk("Odarez Destek",
           "destek@odarez.example"), "elif", link="https://destek-talepleri.example/giris", true_link="https://yardim.odarez.example/t/12",
           subject="[Talep 12] Yeni yanıt", body="Merhaba Elif Hanım,\n\n12 numaralı talebinize yanıt geldi.\n\n[Yanıtı gör]({link})"),
]


def newsletter(language, org, title, real, whom, false_address, link, true_link, *, country="NL", **common):
    """Newsletters count clicks and hide text; the imitation has all of that, too, from elsewhere."""
    return pair("newsletter", language, org, title, to=whom,
                attack=side(rented(real.name, false_address, country, program="newsletter"), "junk", "The name of a newsletter we read, from another domain, to a login "
                            "page.", words={"link": link}),
                twin=side(real, "deliver", "The newsletter that comes every week, with all its trackers.", words={"link": true_link}), **common)


NEWSLETTERS = [
    newsletter("en", HOSPITAL, "a trade weekly", WHO["health_weekly"], "ruth.adeyemi", "editor@health-managers-news.example",
               "https://health-managers-news.example/subscriber-login", "https://www.healthmanagersweekly.example/issue/24",
               subject="Health Managers Weekly: staffing in summer",
               body="# Staffing in summer\n\nDear reader, this week we look at rotas in July and August, and at three wards that share their staff.\n\n[Read the "
               "issue]({link})\n\n# Also in this issue\n\nA checklist for inspections; letters; jobs.\n\nYou get this mail because you subscribed as {to}."),
    newsletter("en", NGO, "a digest", WHO["relief_news"], "priya.nair", "digest@relief-digest-online.example", "https://relief-digest-online.example/renew",
               "https://www.reliefdigest.example/24", subject="Relief Digest 24", country="BG",
               body="# This week\n\nFloods in the delta, new rules for customs, and an interview about latrines.\n\n[Open the digest]({link})\n\nSent to {to}."),
    newsletter("de", KANZLEI, "das Juristenblatt", WHO["jurablatt"], "aydin", "newsletter@juristenblatt-abo.example", "https://juristenblatt-abo.example/anmelden",
               "https://www.juristenblatt.example/ausgabe/24", subject="Juristenblatt Ausgabe 24",
               body="# Ausgabe 24\n\nSehr geehrte Leserin, in dieser Ausgabe: Kautionen im Gewerbe, neue Gebühren, ein Urteil zur Eigenbedarfskündigung.\n\n[Zur "
               "Ausgabe]({link})\n\nSie erhalten diese Mail als {to}. Abmelden können Sie sich jederzeit."),
    newsletter("fr", MAIRIE, "la gazette", WHO["gazette"], "a.roussel", "lettre@gazette-des-mairies.example", "https://gazette-des-mairies.example/abonne",
               "https://www.gazette-mairies.example/24", subject="La Gazette n° 24", country="BG",
               body="# Au sommaire\n\nLes marchés publics en été, la taxe de séjour, un entretien sur les écoles.\n\n[Lire le numéro]({link})\n\nVous recevez cette "
               "lettre à l'adresse {to}."),
    newsletter("it", FABBRICA, "la rivista di settore", WHO["meccanica"], "davide.sala", "news@meccanica-oggi-abbonati.example",
               "https://meccanica-oggi-abbonati.example/accedi", "https://www.meccanicaoggi.example/24", subject="Meccanica Oggi 24",
               body="# In questo numero\n\nPresse più veloci, fiere d'autunno, il prezzo dell'acciaio.\n\n[Leggi]({link})\n\nRicevi questa mail come {to}."),
    newsletter("es", SHOP, "el boletín gastronómico", WHO["gastro"], "andres", "boletin@gastro-diario-suscriptores.example",
               "https://gastro-diario-suscriptores.example/entrar", "https://www.gastrodiario.example/24", subject="Gastro Diario 24",
               body="# Hoy\n\nEl aceite temprano, tres ferias y una receta de salmorejo.\n\n[Leer]({link})\n\nRecibes este boletín en {to}."),
    newsletter("pl", HURT, "biuletyn branżowy", WHO["branza"], "a.wrona", "newsletter@handel-i-branza.example", "https://handel-i-branza.example/logowanie",
               "https://www.handelibranza.example/24", subject="Handel i Branża 24", country="LT",
               body="# W numerze\n\nCeny opakowań, nowe przepisy o kaucjach, targi w Poznaniu.\n\n[Czytaj]({link})\n\nNewsletter wysłano na {to}."),
    newsletter("sv", BYRA, "branschbrevet", WHO["reklam"], "erik", "nyhetsbrev@reklamtidningen-konto.example", "https://reklamtidningen-konto.example/login",
               "https://www.reklamtidningen.example/24", subject="Veckans reklam 24",
               body="# Veckans\n\nSommarkampanjer, en byrå som växer, tre jobb.\n\n[Läs mer]({link})\n\nSkickat till {to}."),
    newsletter("ja", MINATO, "業界メールマガジン", WHO["kikai"], "suzuki", "mag@kikai-shinbun-mail.example", "https://kikai-shinbun-mail.example/login",
               "https://www.kikai-shinbun.example/24", subject="機械新聞メール 24号", country="HK",
               body="# 今週の話題\n\n工作機械の受注、秋の展示会、鋼材の価格。\n\n[記事を読む]({link})\n\n配信先: {to}"),
    newsletter("zh", HAILAN, "行业周刊", WHO["dianzi"], "liming", "weekly@dianzi-zhoukan.example", "https://dianzi-zhoukan.example/denglu",
               "https://www.dianzizhoukan.example/24", subject="电子周刊 第24期", country="HK",
               body="# 本期内容\n\n元件价格、秋季展会、新的出口规定。\n\n[阅读全文]({link})\n\n本邮件发送至 {to}。"),
]


# ---- machines ----

def report(language, org, title, who, whom, false, *, link, **common):
    """A report on mail of ours names the id of what we sent; the false one has a button."""
    mail = WHO[who]
    reporter = Sender("Mail Delivery Subsystem", "MAILER-DAEMON@" + mail.domain, mail.at, "report", mail_from="", spf="none", dkim=(),
                      dmarc="none" if mail.policy == "absent" else "fail", policy=mail.policy)
    reporter = reporter.but(spf="pass", dkim=((mail.domain, "pass"),), dmarc="pass") if mail.dkim else reporter
    return pair("delivery-report", language, org, title, to=whom, failed="a.former@" + mail.domain, subject_failed="Meeting",
                attack=side(false.but(program="report", mail_from=""), "quarantine", "It looks like a report, but it is on nothing that we sent, and it has a button to "
                            "log in.", words={"link": link}, continues=False,
                            body=common["body"] + "\n\n[Release message]({link})"),
                twin=side(reporter, "deliver", "A report on a message that we did send.", thread=Thread(mail, whom, "Meeting", ((1, "out"),))), **common)


REPORTS = [
    report(language, org, title, who, whom, rented("Mail Delivery Subsystem", "MAILER-DAEMON@" + domain, country), link="https://%s/release?u={to}" % domain,
           subject=subject, body=body)
    for language, org, title, who, whom, domain, country, subject, body in (
        ("en", HOSPITAL, "no such user", "pelham", "colin.frost", "mail-delivery-release.example", "NL", "Undeliverable: Meeting",
         "Your message could not be delivered to one recipient:\n\na.former\n550 5.1.1 No such user"),
        ("en", NGO, "a list member is gone", "fenwick", "tom.reyes", "message-center-hold.example", "LT", "Delivery Status Notification (Failure)",
         "Delivery has failed to these recipients:\n\na.former\nThe address was not found."),
        ("de", KANZLEI, "Empfänger unbekannt", "nordhaus", "aydin", "zustellung-zurueck.example", "BG", "Unzustellbar: Meeting",
         "Ihre Nachricht konnte nicht zugestellt werden:\n\na.former\n550 5.1.1 Empfänger unbekannt"),
        ("fr", MAIRIE, "destinataire inconnu", "eaux", "a.roussel", "remise-messages.example", "NL", "Non remis : Meeting",
         "Votre message n'a pas pu être remis :\n\na.former\n550 5.1.1 Destinataire inconnu"),
        ("it", FABBRICA, "utente inesistente", "acciai", "marta.conti", "messaggi-in-attesa.example", "NL", "Mancato recapito: Meeting",
         "Il messaggio non è stato recapitato:\n\na.former\n550 5.1.1 Utente inesistente"),
        ("nl", SCHOOL, "onbekende ontvanger", "gemeente", "a.dewit", "bezorging-mail.example", "LT", "Niet bezorgd: Meeting",
         "Uw bericht kon niet worden bezorgd:\n\na.former\n550 5.1.1 Onbekende gebruiker"),
        ("pl", HURT, "nieznany odbiorca", "biuro", "j.mazur", "zatrzymane-wiadomosci.example", "BG", "Nie dostarczono: Meeting",
         "Wiadomość nie została dostarczona:\n\na.former\n550 5.1.1 Nieznany użytkownik"),
        ("ja", MINATO, "宛先不明", "kansa", "sato", "haishin-error.example", "HK", "配信不能: Meeting", "メッセージを配信できませんでした。\n\na.former\n550 5.1.1 User unknown"),
    )]


def away(language, org, title, who, whom, false, *, elsewhere, **common):
    """An absence note answers what we wrote. The false one sends us to a substitute of its own."""
    mail = WHO[who]
    return pair("auto-reply", language, org, title, to=whom,
                attack=side(false.but(program="away"), "junk", "An absence note from an unknown mailbox that sends us, and our payments, to a stranger.",
                            words={"substitute": elsewhere}, continues=False),
                twin=side(mail.but(program="away", mail_from=""), "deliver", "The answer to our own mail, from the usual server; the substitute is in the same house.",
                          words={"substitute": "office@" + mail.domain},
                          thread=Thread(mail, whom, "Question", ((0.1, "out"),))), **common)


AWAY = [
    away(language, org, title, who, whom, false, elsewhere=elsewhere, subject=subject, body=body)
    for language, org, title, who, whom, false, elsewhere, subject, body in (
        ("en", HOSPITAL, "a supplier on holiday", "pelham", "colin.frost", free("Derek Lyle", "d.lyle.pelham.office@gmail.com"), "pelham.payments.uk@outlook.com",
         "Automatic reply: Question",
         "I am on holiday until 22 June. For invoices and payments please write to {substitute}.\n\nDerek Lyle"),
        ("en", NGO, "the foundation", "fenwick", "tom.reyes", free("Harriet Fenwick", "harriet.fenwick.trust@outlook.com"), "fenwick.grants.office@gmail.com",
         "Automatic reply: Question",
         "Thank you for your message. I am travelling; in urgent matters, and for bank details, please contact {substitute}.\n\nHarriet"),
        ("de", KANZLEI, "Mandant im Urlaub", "nordhaus", "aydin", free("Stefan Krüger", "krueger.nordhaus.buero@web.de"), "nordhaus.zahlungen@gmx.de",
         "Automatische Antwort: Frage",
         "Ich bin bis zum 22. Juni nicht im Haus. In dringenden Fällen und für Zahlungen wenden Sie sich bitte an {substitute}.\n\nStefan Krüger"),
        ("fr", MAIRIE, "absence du bureau", "vidal", "s.garnier", free("Bruno Vidal", "bruno.vidal.absent@free.fr"), "vidal.reglements@laposte.net",
         "Réponse automatique : Question",
         "Je suis absent jusqu'au 22 juin. Pour les règlements, merci d'écrire à {substitute}.\n\nBruno Vidal"),
        ("it", FABBRICA, "fuori ufficio", "hartmann", "luca.bassi", free("Uwe Hartmann", "uwe.hartmann.wb@gmx.de"), "hartmann.zahlung@web.de", "Risposta automatica: Domanda",
         "Sono fuori ufficio fino al 22 giugno. Per ordini e pagamenti scrivete a {substitute}.\n\nUwe Hartmann"),
        ("sv", BYRA, "kunden är ledig", "kund", "oskar", free("Henrik Wallin", "henrik.wallin.ledig@gmail.com"), "polarmejeri.ekonomi@gmail.com", "Autosvar: Fråga",
         "Jag är ledig till den 22 juni. För fakturor och betalningar, skriv till {substitute}.\n\nHenrik Wallin"),
        ("cs", STAVBY, "dovolená", "investor", "dvorak", free("Ing. Pavel Beneš", "benes.lipova.urad@seznam.cz"), "lipova.platby@seznam.cz", "Automatická odpověď: Dotaz",
         "Do 22. června mám dovolenou. Ve věci plateb pište na {substitute}.\n\nBeneš"),
        ("pl", HURT, "urlop", "baltyk", "j.mazur", free("Tomasz Zieliński", "t.zielinski.urlop@o2.pl"), "baltyk.platnosci@wp.pl", "Odpowiedź automatyczna: Pytanie",
         "Jestem na urlopie do 22 czerwca. W sprawie faktur i płatności proszę pisać na {substitute}.\n\nTomasz Zieliński"),
    )]


# ---- addresses in other scripts ----

def international(language, org, title, address, false_address, whom, name, **common):
    """The true one has its address in its own script throughout; the false one mixes scripts, or borrows a partner's name."""
    domain = address.rpartition("@")[2]
    real = Sender(name, address, place("mail.%s" % domain.encode("idna").decode(), 64498, org.country), "roundcube", dkim=((domain.encode("idna").decode(), "pass"),))
    lure_domain = false_address.rpartition("@")[2]
    false = Sender(name, false_address, VPS["HK"], "roundcube",
                   dkim=((".".join(l if l.isascii() else "xn--" + l.encode("punycode").decode() for l in lure_domain.split(".")), "pass"),))
    return pair("eai", language, org, title, to=whom, raw=True, attack=side(false, "junk", "Letters of several alphabets in one word of the address, to look like "
                "somebody else."),
                twin=side(real, "deliver", "An address in its own script throughout, and in order.", habits=(Habit(real, whom, 7, 6, 15, "", "#"),)), **common)


EAI = [
    international("zh", HAILAN, "中文邮箱", "王芳@北江电子.example", "王芳@hаilan-电子.example", "liming", "王芳", subject="样品已寄出", body="李明您好:\n\n样品今天寄出,请查收并回复。\n\n王芳"),
    international("ja", MINATO, "日本語アドレス", "山本@山本製作所.example", "山本@tоtо-製作所.example", "suzuki", "山本 修", subject="納期のご連絡", body="鈴木様\n\n納期は来週金曜日です。ご確認ください。\n\n山本"),
    international("ru", MOST, "адрес кириллицей", "редактор@книжный-дом.example", "редактор@knижный-dом.example", "kotova", "Анна Лескова", subject="Корректура",
                  body="Мария, добрый день!\n\nКорректура третьей главы готова, жду замечаний.\n\nАнна"),
    international("de", KANZLEI, "Umlaut in der Adresse", "büro@müller-söhne.example", "büro@müller-sоhne.example", "vogt", "Büro Müller Söhne",
                  subject="Terminvorschlag", body="Guten Tag Frau Vogt,\n\npasst Ihnen der 18. Juni um 14 Uhr?\n\nBüro Müller Söhne"),
    international("sv", BYRA, "å ä ö", "åsa@ängöfilm.example", "åsa@ängöfіlm.example", "oskar", "Åsa Lund", subject="Klippet",
                  body="Hej Oskar,\n\nklippet är klart. Vill du se det i dag?\n\nÅsa"),
    international("pl", HURT, "polskie litery", "łukasz@żabka-młyn.example", "łukasz@żаbka-młyn.example", "p.lis", "Łukasz Młynarz", subject="Mąka typ 500",
                  body="Panie Piotrze,\n\nmąka będzie w piątek. Czy potwierdzić?\n\nŁukasz"),
    international("cs", STAVBY, "háčky a čárky", "jiří@střechy-říha.example", "jiří@střеchy-říha.example", "dvorak", "Jiří Říha", subject="Krytina",
                  body="Dobrý den,\n\nkrytina dorazí ve čtvrtek. Vyhovuje to?\n\nŘíha"),
    international("tr", OTEL, "Türkçe harfler", "gül@çiçekçigül.example", "gül@çiçеkçigül.example", "can", "Gül Çiçek", subject="Lobi çiçekleri",
                  body="Can Bey merhaba,\n\nlobi çiçekleri pazartesi gelecek. Uygun mu?\n\nGül"),
]


# ---- training ----

def training(language, org, title, name, local, link, **common):
    """The house has ordered false phishing. Listed, and signed by the one who is listed."""
    drill = cloud_notice(name, "%s@phishdrill.example" % local)
    return pair("phishing-test", language, org, title, words={"link": link},
                attack=side(drill.but(at=VPS["NL"], spf="fail", dkim=(), dmarc="fail", policy="none", mail_from="x@phishdrill.example"), "quarantine",
                            "It names the company of the training, but its signature is missing: a real attack that borrows the name."),
                twin=side(drill, "deliver", "The training that the administrator has listed, with the signature that is asked for."), **common)


TRAINING = [
    training("en", HOSPITAL, "a parcel", "Parcel Service", "parcel", "https://track.phishdrill.example/t/1", to="naomi.clarke",
             subject="Your parcel could not be delivered", body="Dear customer,\n\nyour parcel could not be delivered. Confirm your address within 24 hours.\n\n[Confirm "
             "address]({link})"),
    training("en", HOSPITAL, "our own IT, on purpose", "IT Support", "it-support", "https://track.phishdrill.example/t/2", to="ruth.adeyemi",
             subject="Password expires today", body="Your password expires today. Keep your current password here.\n\n[Keep password]({link})"),
    training("de", KANZLEI, "Passwort", "IT-Abteilung", "it", "https://track.phishdrill.example/t/3", to="vogt", subject="Ihr Passwort läuft ab",
             body="Guten Tag,\n\nIhr Passwort läuft heute ab. Bestätigen Sie Ihre Zugangsdaten.\n\n[Passwort behalten]({link})"),
    training("fr", MAIRIE, "messagerie", "Service informatique", "support", "https://track.phishdrill.example/t/4", to="m.lefort", subject="Votre mot de passe expire",
             body="Bonjour,\n\nvotre mot de passe expire aujourd'hui. Confirmez vos identifiants.\n\n[Confirmer]({link})"),
    training("it", FABBRICA, "pacco", "Corriere", "corriere", "https://track.phishdrill.example/t/5", to="davide.sala", subject="Il tuo pacco è fermo",
             body="Gentile cliente,\n\nil pacco è fermo in deposito. Conferma l'indirizzo entro oggi.\n\n[Conferma]({link})"),
    training("nl", SCHOOL, "wachtwoord", "ICT-dienst", "ict", "https://track.phishdrill.example/t/6", to="f.elidrissi", subject="Je wachtwoord verloopt",
             body="Je wachtwoord verloopt vandaag. Bevestig je gegevens.\n\n[Bevestigen]({link})"),
    training("es", SHOP, "factura", "Facturación", "facturas", "https://track.phishdrill.example/t/7", to="carmen", subject="Factura pendiente de confirmar",
             body="Estimado cliente:\n\nsu factura está pendiente. Confirme sus datos en 24 horas.\n\n[Confirmar]({link})"),
    training("pl", HURT, "poczta", "Dział IT", "it-pl", "https://track.phishdrill.example/t/8", to="p.lis", subject="Hasło wygasa dzisiaj",
             body="Hasło do skrzynki wygasa dzisiaj. Proszę potwierdzić dane logowania.\n\n[Potwierdź]({link})"),
]

CASES = LISTS + FORWARDS + FAILING_FORWARDS + SEALED + TICKETS + NEWSLETTERS + REPORTS + AWAY + EAI + TRAINING
