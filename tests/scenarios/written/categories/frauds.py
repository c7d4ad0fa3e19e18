"""The old frauds, and honest mail that looks like them: threats, money from nowhere, jobs, and gifts."""
from ..authoring import Habit, pair, side
from ..files import File
from ..organizations import (ALVORADA, BYRA, FABBRICA, HAILAN, HOSPITAL, HURT, KANZLEI, MAIRIE, MINATO, MOST, NGO, OTEL, SCHOOL, SHOP,
                             STAVBY, WHO)
from ..senders import bulk, forged, free, office, office365, rented

WALLET = "bc1qq5jqega35hfplk05stkjpm9mmjwej34uhssuvx"       # made from the SHA-256 of a word: the checksum is right, the key nobody has


def extortion(language, org, title, false, key, to, *, subject, threat, warning):
    """A colleague who asks what to do about such a threat quotes all of it."""
    words = {"wallet": WALLET}
    quoted = "\n".join("> " + line for line in threat.split("\n") if line)
    return pair("extortion", language, org, title, to=to, subject=subject, words=words,
                attack=side(false, "quarantine", "A threat, a sum, a wallet.", body=threat),
                twin=side(org.person(key), "deliver", "A colleague asks what to do about such a mail, and quotes it.", body=warning + "\n\n" + quoted, subject="Fwd: " + subject))


EXTORTION = [
    extortion("en", HOSPITAL, "a recorded camera", rented("Hacker", "q7x2@mail-node-5512.example", "RU", program="bare"), "naomi.clarke", "ben.tully",
              subject="I have your recordings",
              threat="I have access to your device and recorded you through the camera. Send $1,450 in Bitcoin within 48 hours, or your contacts get the video.\nMy "
              "wallet: {wallet}\nDo not answer this mail.", warning="Hi Ben,\n\nI got this today. Is it real? What should I do?\n\nNaomi"),
    extortion("en", NGO, "a threat to publish data", free("Data Desk", "data.desk.leak.551@proton.me", "bare"), "priya.nair", "tom.reyes", subject="Your data will be published",
              threat="We copied your donor data base. Pay 0.4 BTC to {wallet} by Friday or we publish everything.",
              warning="Tom, this came to my mailbox. Shall we tell the police?\n\nPriya"),
    extortion("de", KANZLEI, "gefälschte Adresse des Empfängers", forged("vogt@brandt-seidel.example", "vogt@brandt-seidel.example", "none", program="bare"), "vogt",
              "wulf", subject="Ihr Konto wurde gehackt",
              threat="Ich habe Ihr Postfach gehackt, wie Sie am Absender sehen. Überweisen Sie 950 € in Bitcoin an {wallet}, sonst gehen Ihre Bilder an alle Kontakte. "
              "Sie haben 48 Stunden.", warning="Tobias, das kam eben. Stimmt das? Muss ich etwas tun?\n\nPetra"),
    extortion("fr", MAIRIE, "menace de vidéo", rented("Anonyme", "k88@noeud-courrier.example", "BG", program="bare"), "n.benali", "j.petit", subject="Dernier avertissement",
              threat="J'ai piraté votre ordinateur et filmé votre écran. Payez 1 200 € en bitcoins à {wallet} sous 48 heures, sinon j'envoie la vidéo à vos collègues.",
              warning="Julien, j'ai reçu ceci ce matin. Que dois-je faire ?\n\nNadia"),
    extortion("es", SHOP, "amenaza con un ataque", rented("Grupo", "aviso@red-sombra.example", "RU", program="bare"), "marta", "pablo", subject="Su tienda será atacada",
              threat="El lunes su tienda dejará de funcionar. Pague 0,5 BTC a {wallet} y no pasará nada.",
              warning="Pablo, mira lo que ha llegado al buzón de pedidos. ¿Avisamos a alguien?\n\nMarta"),
    extortion("it", FABBRICA, "ricatto", rented("Anonimo", "x41@nodo-posta.example", "LT", program="bare"), "davide.sala", "luca.bassi", subject="Ho il tuo video",
              threat="Ho violato il tuo computer e ti ho filmato. Paga 900 euro in bitcoin a {wallet} entro due giorni o mando il video a tutti.",
              warning="Luca, mi è arrivato questo. È vero?\n\nDavide"),
    extortion("pl", HURT, "szantaż", rented("Anonim", "n19@wezel-poczty.example", "RU", program="bare"), "p.lis", "e.kania", subject="Mam Twoje nagranie",
              threat="Włamałem się na Twój komputer i mam nagranie z kamery. Zapłać 4000 zł w bitcoinach na {wallet} w ciągu 48 godzin albo roześlę je do kontaktów.",
              warning="Pani Ewo, dostałem coś takiego. Co z tym zrobić?\n\nPiotr Lis"),
    extortion("ja", MINATO, "脅迫メール", rented("匿名", "z77@mail-node-jp.example", "HK", program="bare"), "suzuki", "ito", subject="あなたの端末に侵入しました",
              threat="あなたの端末に侵入し、カメラで録画しました。48時間以内に15万円分のビットコインを {wallet} に送らなければ、動画を連絡先に送ります。", warning="伊藤さん\n\nこのようなメールが届きました。どうすればよいでしょうか。\n\n鈴木"),
]


def windfall(language, org, title, false, true, **common):
    return pair("advance-fee", language, org, title, attack=side(false, "junk", "Millions from a stranger, answers to a free mailbox."),
                twin=side(true[0], "deliver", "Real money, from somebody who is known and wants nothing.", **true[1]), **common)


WINDFALLS = [
    windfall("en", NGO, "a widow's bequest beside a real one", free("Mrs. Adelaide Brown", "adelaide.brown.bequest@gmail.com", reply_to="<adelaide.will.office@outlook.com>"),
             (WHO["fenwick"], {"body": "Dear Tom,\n\nmy late aunt left 50,000 to Clearwater Relief. Our notary will send the papers by post; you need do nothing "
              "yet.\n\nHarriet"}), to="tom.reyes", subject="A bequest for your work",
             body="Dear friend,\n\nI am a widow and suffer from cancer. I wish to leave $7,500,000 to your work. Send me your bank details and a fee of $350 for the "
             "lawyer.\n\nMrs. Adelaide Brown"),
    windfall("en", HOSPITAL, "a compensation fund", rented("UN Compensation Unit", "claims@compensation-fund-unit.example", "NG", reply_to="<barr.james.paul@yahoo.com>"),
             (WHO["northgate"], {"body": "Hi Colin,\n\nwe found that we charged you twice in March. The compensation of £380 is on the June invoice as a "
              "credit.\n\nSue"}), to="colin.frost", subject="Your compensation",
             body="Attention,\n\nyour compensation of USD 2,500,000 has been approved. Contact Barrister James Paul with your full name, address and telephone to release "
             "the fund."),
    windfall("de", KANZLEI, "Erbschaft ohne Erblasser", free("Barrister Mark Hill", "barrister.mark.hill@gmail.com"),
             (WHO["ebner"], {"body": "Sehr geehrte Frau Vogt,\n\nin der Erbsache Lorenzen liegt der Erbschein vor, der Nachlass beläuft sich auf 84.000 €. Bitte teilen "
              "Sie es Frau Aydin mit.\n\nNotariat Dr. Ebner"}), to="vogt", subject="Erbschaft",
             body="Sehr geehrte Damen und Herren,\n\nein Namensvetter von Ihnen hinterließ 11,5 Millionen Dollar ohne Erben. Wir teilen, wenn Sie mir Ihre Kontodaten "
             "senden. Bitte streng vertraulich.\n\nBarrister Mark Hill"),
    windfall("fr", MAIRIE, "un don providentiel", free("Madame Solange Perrin", "solange.perrin.don@laposte.net", "roundcube"),
             (WHO["asso"], {"body": "Bonjour Nadia,\n\nla brocante a rapporté 1 250 €, que nous donnons à l'école. Le chèque est à l'accueil.\n\nLe comité des fêtes"}),
             to="n.benali", subject="Un don",
             body="Bonjour,\n\natteinte d'une maladie grave, je souhaite vous léguer 780 000 €. Envoyez vos coordonnées bancaires, mon notaire vous réclamera de légers frais."),
    windfall("es", SHOP, "la lotería", rented("Lotería Internacional", "premios@loteria-internacional-premios.example", "NG"),
             (WHO["cliente"], {"body": "Hola Marta:\n\n¡me ha tocado la cesta del sorteo de la tienda! ¿Cuándo puedo recogerla?\n\nBeatriz Luna"}), to="marta",
             subject="Premio del sorteo",
             body="Enhorabuena: su correo ha ganado 850.000 euros en la lotería. Para cobrar el premio envíe sus datos y el pago de 190 € de gastos."),
    windfall("nl", SCHOOL, "een erfenis", free("Notaris Jan Peters", "notaris.jan.peters.erfenis@gmail.com"),
             (WHO["gemeente"], {"body": "Dag Annelies,\n\nde subsidie van € 75.000 voor het schoolplein is toegekend. De brief komt per post.\n\nWouter Prins"}),
             to="a.dewit", subject="Toekenning",
             body="Geachte mevrouw,\n\nu bent begunstigde van een erfenis van 4,2 miljoen euro. Stuur uw bankgegevens en € 250 voor de kosten, strikt vertrouwelijk."),
    windfall("ru", MOST, "наследство", free("Адвокат Марк Хилл", "advokat.mark.hill@mail.ru", "roundcube"),
             (WHO["author"], {"body": "Мария, добрый день!\n\nФонд дал мне грант 300 тысяч рублей на книгу, пришлю вам договор почтой.\n\nНаталья Белова"}), to="kotova",
             subject="Деньги на книгу",
             body="Уважаемая Мария!\n\nВаш однофамилец оставил 9 миллионов долларов без наследников. Пришлите номер счёта и 300 долларов за оформление, строго конфиденциально."),
    windfall("pt", ALVORADA, "um fundo perdido", rented("Banco Mundial Fundo", "fundo@fundo-compensacao.example", "NG", reply_to="<dr.fundo.compensacao@gmail.com>"),
             (WHO["prefeitura"], {"body": "Diego, bom dia.\n\nA medição 12 foi aprovada, R$ 148.000. O pagamento sai na semana que vem.\n\nSérgio Matos"}), to="diego",
             subject="Liberação de valor",
             body="Prezado,\n\num fundo de US$ 3.800.000 foi liberado em seu nome. Envie seus dados bancários e a taxa de R$ 900."),
    windfall("tr", OTEL, "miras", free("Avukat Paul Smith", "avukat.paul.smith@yahoo.com"),
             (WHO["acente"], {"body": "Elif Hanım merhaba,\n\nmayıs komisyonunuz 18.400 TL olarak onaylandı, hafta içinde yatar.\n\nSibel Öz"}), to="elif",
             subject="Ödemeniz hakkında",
             body="Sayın yetkili,\n\nadınıza 6 milyon dolarlık miras çıktı. Banka bilgilerinizi ve 400 dolar masrafı gönderiniz. Gizlidir."),
]


def job(language, org, title, false, true, **common):
    return pair("job-offer", language, org, title, attack=side(false[0], "junk", "Easy money for passing payments on, from a mailbox that anybody can have.", **false[1]),
                twin=side(true, "deliver", "A job, or somebody who looks for one, as offices get them."), **common)


JOBS = [
    job("en", HOSPITAL, "work at home", (free("Remote HR", "remote.hr.jobs.221@gmail.com"), {"body": "Hello,\n\nearn £600 a week at home for one hour a day. You receive "
        "payments on your account and pass them on. No experience needed. Write to our manager on WhatsApp."}),
        office365("Karen Doyle", "karen.doyle@northern-nursing.example"), to="ruth.adeyemi", subject="Position for a ward nurse",
        body="Dear Ruth Adeyemi,\n\nI saw that you look for a ward nurse. I have a candidate with six years on surgical wards; may I send you her CV?\n\nKaren Doyle"),
    job("en", NGO, "a consultant", (rented("Global Recruiters", "offer@global-recruiters-desk.example", "NG"),
        {"body": "Congratulations! You were chosen for a job with $9,000 monthly. Send your passport and $120 for the visa today."}),
        free("Daniel Mwangi", "daniel.mwangi.hydro@gmail.com"), to="info", subject="Application: water engineer",
        body="Dear Sir or Madam,\n\nI apply for the post of water engineer in Turkana that you announced on your site. My CV is attached.\n\nDaniel Mwangi",
        files=(File("CV Mwangi.pdf", "pdf", "Daniel Mwangi\nWater engineer"),)),
    job("de", KANZLEI, "Finanzagent", (free("Personal Service", "personal.service.job88@gmx.de", "roundcube"),
        {"body": "Guten Tag,\n\nverdienen Sie 3.000 € im Monat als Zahlungsassistent von zu Hause. Sie nehmen Überweisungen an und leiten sie weiter. Antworten Sie mit "
         "Ihrer Kontonummer."}),
        free("Nils Petersen", "nils.petersen.refa@web.de", "thunderbird"), to="kanzlei", subject="Stelle als Fachangestellter",
        body="Sehr geehrte Damen und Herren,\n\nauf Ihre Anzeige hin bewerbe ich mich als Rechtsanwaltsfachangestellter. Meine Unterlagen liegen bei.\n\nNils Petersen",
        files=(File("Bewerbung_Petersen.pdf", "pdf", "Nils Petersen\nLebenslauf"),)),
    job("fr", MAIRIE, "mission facile", (free("Agence Emploi", "agence.emploi.domicile@free.fr", "roundcube"),
        {"body": "Bonjour,\n\ngagnez 2 500 € par mois chez vous en transférant des paiements. Répondez avec votre RIB."}),
        free("Élodie Blanc", "elodie.blanc.asvp@orange.fr", "thunderbird"), to="m.lefort", subject="Candidature",
        body="Monsieur,\n\nje vous adresse ma candidature au poste d'agent d'accueil. Mon CV est joint.\n\nÉlodie Blanc", files=(File("CV_Blanc.pdf", "pdf",
            "Elodie Blanc"),)),
    job("it", FABBRICA, "lavoro da casa", (free("Selezione Personale", "selezione.lavoro.casa@libero.it", "roundcube"),
        {"body": "Salve,\n\nguadagni 2.800 euro al mese da casa ricevendo bonifici e girandoli ai clienti. Risponda con il suo IBAN."}),
        free("Andrea Fontana", "andrea.fontana.tornitore@libero.it", "thunderbird"), to="elena.rizzo", subject="Candidatura tornitore",
        body="Gentile dottoressa Rizzo,\n\nmi candido come tornitore CNC. In allegato il curriculum.\n\nAndrea Fontana", files=(File("CV_Fontana.pdf", "pdf",
            "Andrea Fontana"),)),
    job("sv", BYRA, "lätta pengar", (free("Rekrytering", "rekrytering.hemma.77@gmail.com"), {"body": "Hej,\n\ntjäna 30 000 kr i månaden hemifrån genom att ta emot och "
        "skicka vidare betalningar. Svara med ditt kontonummer."}),
        free("Moa Lindgren", "moa.lindgren.ad@gmail.com"), to="linnea", subject="Ansökan", body="Hej Linnea,\n\njag söker tjänsten som art director. Portfolio ligger på "
        "https://www.moalindgren.example/ och cv är bifogat.\n\nMoa", files=(File("CV Moa Lindgren.pdf", "pdf", "Moa Lindgren"),)),
    job("zh", HAILAN, "刷单兼职", (free("兼职中心", "jianzhi.zhongxin.88@qq.com", "roundcube"), {"body": "您好:\n\n在家兼职,日赚 800 元,只需代收转账。请回复银行卡号和微信。"}),
        free("周倩", "zhouqian.sheji@163.com", "roundcube"), to="zhaomin", subject="应聘硬件工程师", body="赵经理您好:\n\n我应聘贵公司的硬件工程师职位,简历见附件。\n\n周倩", files=(File("jianli.pdf",
            "pdf", "Zhou Qian"),)),
    job("cs", STAVBY, "práce z domova", (free("Nábor", "nabor.prace.doma@seznam.cz", "roundcube"), {"body": "Dobrý den,\n\nvydělejte 40 000 Kč měsíčně doma přeposíláním "
        "plateb. Odpovězte s číslem účtu."}),
        free("Ondřej Kučera", "ondrej.kucera.zednik@seznam.cz", "roundcube"), to="novotna", subject="Zájem o práci zedníka",
        body="Dobrý den,\n\nhledám práci zedníka, mám patnáct let praxe. Životopis přikládám.\n\nOndřej Kučera", files=(File("zivotopis.pdf", "pdf", "Ondrej Kucera"),)),
]


def gift(language, org, title, false, true, **common):
    return pair("charity", language, org, title, attack=side(false[0], "junk", "A disaster, a wallet or a private account, and a hurry.", **false[1]),
                twin=side(true, "deliver", "A known organisation thanks or asks in its usual way."), **common)


GIFTS = [
    gift("en", HOSPITAL, "an appeal after a flood", (rented("Red Relief Appeal", "donate@red-relief-appeal.example", "BG", program="service"),
         {"body": "Thousands are dying NOW. Send your gift in Bitcoin to " + WALLET + " within the hour. Every minute counts!"}),
         bulk("Hospice Friends", "hello@hospice-friends.example"), to="margaret.oakes", habits=(Habit(bulk("Hospice Friends", "hello@hospice-friends.example"),
             "margaret.oakes", 6, 1, 28, "", "News #"),), subject="Help us this summer",
         words={"link": "https://www.hospice-friends.example/summer"}, body="Dear Margaret,\n\nthe summer fair brought 4,120 pounds. If you would like to help with the "
         "new garden, you can do so here.\n\n[Give to the garden]({link})\n\nHospice Friends"),
    gift("en", NGO, "a donor", (free("Orphan Home Director", "orphan.home.help.now@gmail.com"), {"body": "Dear beloved,\n\nour orphans have no food. Please send 500 "
         "dollars to my account by Western Union today. God bless you."}), WHO["donor"], to="info", subject="A gift",
         body="Dear Clearwater team,\n\nI have just given 500 by bank transfer, for the wells in Turkana. Please send the receipt to this address as last year.\n\nWalter Brigg"),
    gift("de", KANZLEI, "Spendenaufruf", (rented("Katastrophenhilfe", "spende@hilfe-sofort-konto.example", "LT", program="service"),
         {"body": "Sofort helfen! Überweisen Sie noch heute auf das Privatkonto unseres Leiters, LT60 9999 0000 1110 1001. Jede Minute zählt!"}),
         bulk("Seenotverein Kiel", "info@seenotverein-kiel.example"), to="vogt", habits=(Habit(bulk("Seenotverein Kiel", "info@seenotverein-kiel.example"), "vogt", 5, 0,
             30, "", "Rundbrief #"),), subject="Danke für Ihre Spende",
         words={"link": "https://www.seenotverein-kiel.example/bericht"}, body="Liebe Frau Vogt,\n\nvielen Dank für Ihre Spende. Was wir damit getan haben, lesen Sie im "
         "Jahresbericht.\n\n[Jahresbericht]({link})"),
    gift("fr", MAIRIE, "appel aux dons", (free("Secours Enfants", "secours.enfants.urgence@laposte.net", "roundcube"),
         {"body": "Bonjour,\n\ndes enfants meurent de faim. Envoyez vite 200 € par mandat à mon nom, je transmets tout."}), WHO["asso"], to="n.benali",
         subject="Collecte de juin",
         body="Bonjour Nadia,\n\nla collecte de vêtements a lieu samedi devant la salle des fêtes. Pouvez-vous l'annoncer sur le site ?\n\nLe comité"),
    gift("es", SHOP, "ayuda urgente", (rented("Ayuda Ya", "dona@ayuda-ya-urgente.example", "BG", program="service"),
         {"body": "¡Ayude ahora! Envíe criptomonedas a " + WALLET + ". Solo quedan dos horas."}),
         bulk("Banco de Alimentos", "voluntarios@bancoalimentos-jaen.example"), to="lucia", habits=(Habit(bulk("Banco de Alimentos",
             "voluntarios@bancoalimentos-jaen.example"), "lucia", 6, 2, 25, "", "#"),), subject="Recogida de junio",
         words={"link": "https://www.bancoalimentos-jaen.example/recogida"}, body="Hola, Lucía:\n\ngracias por las 40 botellas. La recogida de junio es el día "
         "20.\n\n[Apuntarse]({link})"),
    gift("nl", SCHOOL, "inzamelactie", (free("Help de Kinderen", "help.kinderen.nu@live.nl"), {"body": "Beste mensen,\n\nde kinderen hebben vandaag nog geld nodig. Maak "
         "€ 100 over naar mijn rekening " + "NL20 XMPL 0771 2290 14" + "."}), WHO["ouder"], to="f.elidrissi", subject="Inzameling groep 7",
         body="Beste juf Fatima,\n\nde flessenactie bracht € 86 op. Ik breng het geld morgen langs.\n\nSanne, moeder van Noor"),
    gift("pl", HURT, "zbiórka", (rented("Fundacja Serce", "pomoc@fundacja-serce-pomoc.example", "LT", program="service"),
         {"body": "Dziecko umiera! Wpłać natychmiast na prywatne konto PL10 9990 1014 0000 0712 1981 9955. Liczy się każda minuta!"}),
         bulk("Bank Żywności", "kontakt@bank-zywnosci-gdynia.example"), to="a.wrona", habits=(Habit(bulk("Bank Żywności", "kontakt@bank-zywnosci-gdynia.example"),
             "a.wrona", 6, 2, 25, "", "#"),), subject="Podziękowanie",
         words={"link": "https://www.bank-zywnosci-gdynia.example/raport"}, body="Szanowna Pani,\n\ndziękujemy za 300 kg mąki. Raport z wiosny jest już na "
         "stronie.\n\n[Raport]({link})"),
    gift("pt", ALVORADA, "campanha", (free("Ajuda Já", "ajuda.ja.criancas@uol.com.br", "roundcube"), {"body": "Irmãos,\n\ncrianças passam fome. Mande um PIX agora para a "
         "minha conta pessoal. Deus abençoe."}),
         office("Lar das Crianças", "contato@lardascriancas.example", "BR"), to="renata", habits=(Habit(office("Lar das Crianças", "contato@lardascriancas.example",
             "BR"), "renata", 6, 4, 25, "", "#"),), subject="Agradecimento",
         body="Renata, bom dia.\n\nObrigado pelas tintas, a sala ficou linda. Venham nos visitar no dia 20.\n\nLar das Crianças"),
]

CASES = EXTORTION + WINDFALLS + JOBS + GIFTS
