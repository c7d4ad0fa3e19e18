"""Names of people: the head of the house, colleagues, and what is asked in their name."""
from ..authoring import pair, side
from ..organizations import (ALVORADA, BYRA, FABBRICA, HAILAN, HOSPITAL, HURT, KANZLEI, MAIRIE, MINATO, MOST, NGO, OTEL, SCHOOL, SHOP,
                             STAVBY, WHO)
from ..senders import free


def usual(program):
    """A telephone is the same everywhere; else each office has its own program."""
    return {"program": program} if program in ("iphone", "apple") else {}


def ceo(language, org, title, vip, address, *, name=None, program="gmail", want="quarantine", **common):
    """The name of the head from a free mailbox; the twin comes from the address at work."""
    return pair("ceo-free-mailbox", language, org, title,
                attack=side(free(name or org.people[vip], address, program), want, "The name is the head's, the mailbox is anybody's, and it asks for money or silence."),
                twin=side(org.person(vip, **usual(program)), "deliver", "The head's own address, signed by our own domain."), **common)


CEO = [
    ceo("en", HOSPITAL, "a quick task while in a meeting", "margaret.oakes", "margaret.oakes.exec7731@gmail.com", to="colin.frost", subject="Quick task",
        body="Hi Colin,\n\nAre you at your desk? I am going into the board meeting and need something done quietly before noon. "
             "I can't take calls, so please answer by mail.\n\nMargaret"),
    ceo("en", NGO, "an urgent wire for a confidential matter", "ingrid", "i.halvorsen.director@outlook.com", program="iphone", to="amy.walsh", subject="Transfer today",
        body="Amy,\n\nplease prepare a wire of EUR 38,450 for the drilling contract in Turkana. I will send the beneficiary details as soon as you confirm you can do it today. "
             "Keep this between us until the board has approved it.\n\nIngrid"),
    ceo("de", KANZLEI, "Überweisung in einer vertraulichen Sache", "helene.brandt", "dr.h.brandt.leitung4471@gmail.com", to="kern", subject="Dringend: Zahlung noch heute",
        body="Hallo Herr Kern,\n\nkönnen Sie heute noch eine Überweisung über 24.870 € anweisen? Es geht um eine vertrauliche Mandatssache, bitte sprechen Sie mit "
        "niemandem darüber. "
             "Ich bin bis 15 Uhr bei Gericht und nur per Mail zu erreichen.\n\nGrüße\nHelene Brandt"),
    ceo("de", KANZLEI, "Name in anderer Reihenfolge, mit Titel", "jonas.seidel", "kanzlei.seidel.2207@web.de", name="SEIDEL, Jonas (Partner)", program="thunderbird", to="vogt",
        subject="Bitte kurz erledigen",
        body="Frau Vogt,\n\nsind Sie im Büro? Ich brauche bis Mittag den Kontostand des Anderkontos und jemanden, der eine Zahlung freigibt. Bitte antworten Sie mir "
        "hier.\n\nJonas Seidel"),
    ceo("fr", MAIRIE, "virement demandé par la maire", "c.delmas", "cdelmas.mairie.perso88@free.fr", program="iphone", to="s.garnier", subject="Virement urgent",
        body="Bonjour Sophie,\n\nJe suis en réunion à la préfecture. Pouvez-vous préparer un virement de 17 600 € aujourd'hui pour un acompte confidentiel ? "
             "Dites-moi quand vous êtes disponible, je vous envoie le RIB. Pas d'appel s'il vous plaît.\n\nCatherine Delmas"),
    ceo("it", FABBRICA, "l'amministratore chiede un bonifico", "paolo.ferrante", "p.ferrante.direzione3@hotmail.it", program="iphone", to="marta.conti",
        subject="Bonifico riservato",
        body="Ciao Marta,\n\nsei in ufficio? Devo chiudere oggi un'operazione riservata con uno studio legale estero, servono 46.300 euro. "
             "Ti mando l'IBAN appena mi confermi. Per ora non parlarne con nessuno.\n\nPaolo"),
    ceo("es", SHOP, "la directora necesita un pago", "lucia", "lucia.ortega.gerencia22@gmail.com", to="carmen", subject="Pago pendiente",
        body="Hola Carmen:\n\n¿Estás disponible? Necesito que hagas una transferencia de 9.780 € esta mañana a un proveedor nuevo. Estoy reunida y no puedo hablar; "
             "contéstame por aquí y te paso la cuenta.\n\nLucía"),
    ceo("nl", SCHOOL, "de bestuurder vraagt een spoedbetaling", "a.dewit", "annelies.dewit.bestuur@gmail.com", to="j.bakker", subject="Spoedbetaling",
        body="Beste Joost,\n\nKun je vandaag nog een betaling van € 12.400 klaarzetten? Het gaat om een vertrouwelijke aankoop voor de nieuwbouw. "
             "Ik zit in overleg, mail mij even terug zodra je kunt.\n\nAnnelies"),
    ceo("pl", HURT, "prezes prosi o przelew", "k.nowicki", "prezes.nowicki.kontakt@o2.pl", program="iphone", to="j.mazur", subject="Pilny przelew",
        body="Pani Joanno,\n\nproszę dziś przygotować przelew na 58 200 zł. Sprawa jest poufna, dane odbiorcy prześlę po potwierdzeniu. "
             "Jestem na spotkaniu i nie mogę rozmawiać, proszę odpisać na ten adres.\n\nKrzysztof Nowicki"),
    ceo("sv", BYRA, "vd ber om en snabb betalning", "karin", "karin.lindholm.vd@gmail.com", to="maja", subject="Snabb fråga",
        body="Hej Maja!\n\nSitter du vid datorn? Jag behöver få iväg en betalning på 84 500 kr före lunch och kan inte ringa. Svara här så skickar jag kontonumret.\n\nKarin"),
    ceo("tr", OTEL, "genel müdür acil ödeme istiyor", "mehmet", "mehmet.arslan.gm@yahoo.com", program="iphone", to="zeynep", subject="Acil ödeme",
        body="Zeynep Hanım,\n\nBugün öğleden önce 185.000 TL tutarında gizli bir ödeme yapmamız gerekiyor. Toplantıdayım, telefona bakamıyorum. "
             "Müsait olduğunuzda buradan yazın, hesap numarasını göndereceğim.\n\nMehmet Arslan"),
    ceo("cs", STAVBY, "jednatel žádá platbu", "jiri.horak", "horak.jiri.jednatel@gmail.com", to="mala", subject="Platba ještě dnes",
        body="Dobrý den, Terezo,\n\npotřebuji dnes zaplatit 214 000 Kč za důvěrnou zakázku. Jsem na jednání a nemohu telefonovat. Odepište mi, jestli to stihnete, a "
        "pošlu číslo účtu.\n\nJiří Horák"),
    ceo("pt", ALVORADA, "o diretor pede uma transferência", "roberto", "roberto.figueira.diretoria@gmail.com", to="camila", subject="Pagamento urgente",
        body="Bom dia, Camila,\n\nVocê está no escritório? Preciso que faça uma transferência de R$ 63.900 ainda hoje, assunto confidencial. "
             "Estou em reunião e não posso atender. Responda por aqui que envio os dados da conta.\n\nRoberto"),
    ceo("ja", MINATO, "社長名で至急の振込依頼", "takahashi", "president.takahashi.ms@gmail.com", to="sato", subject="至急のお願い",
        body="佐藤さん\n\nお疲れさまです。本日中に秘密案件の支払いを一件お願いしたいです。金額は4,850,000円です。\n会議中で電話に出られませんので、このメールに返信してください。振込先は後ほど送ります。\n\n高橋"),
    ceo("zh", HAILAN, "总经理要求紧急付款", "chen", "chen.gq.zongjingli@qq.com", program="roundcube", to="wangli", subject="紧急付款",
        body="王丽,\n\n今天上午需要安排一笔保密付款,金额 386,000 元。我在开会,不方便接电话,请直接回复这封邮件,我把收款账户发给你。此事暂时不要告诉别人。\n\n陈国强"),
    ceo("ru", MOST, "директор просит срочный платёж", "vorontsov", "direktor.vorontsov.a@mail.ru", program="roundcube", to="smirnova", subject="Срочный платёж",
        body="Ольга, добрый день!\n\nСегодня до обеда нужно провести конфиденциальный платёж на 740 000 рублей. Я на переговорах, звонить не могу. "
             "Напишите сюда, когда будете готовы, пришлю реквизиты. Пока никому не говорите.\n\nВоронцов"),
]


def private(language, org, title, vip, real, false, **common):
    """The head's own private mailbox, which is listed, and one that looks nearly the same."""
    return pair("vip-private-address", language, org, title, attack=side(false, "quarantine", "Almost the listed private address, but another one."),
                twin=side(real, "deliver", "The private address that is listed for her or him, proved by its provider, known for months."), **common)


PRIVATE = [
    private("de", KANZLEI, "eine Ziffer mehr", "helene.brandt", WHO["helene_private"], free("Helene Brandt", "helene.brandt.privat1@gmx.de", "iphone"), to="vogt",
            subject="Termin morgen", body="Liebe Frau Vogt,\n\nverschieben Sie bitte meinen Termin um 9 Uhr auf 11 Uhr und schicken Sie mir die Handynummer des Mandanten "
            "hierher.\n\nDanke\nH. Brandt"),
    private("en", HOSPITAL, "another provider", "samir.haddad", WHO["haddad_private"], free("Samir Haddad", "dr.samir.haddad.4471@yahoo.com"), to="margaret.oakes",
            subject="Locked out of my work account", body="Margaret,\n\nmy work account is locked again and I am at the airport. Could you send me the draft of the "
            "budget paper to this address?\n\nSamir"),
    private("en", NGO, "at a mailbox provider of the same kind", "ingrid", WHO["ingrid_private"], free("Ingrid Halvorsen", "ingrid.halvorsen.home@outlook.com", "apple"),
            to="priya.nair",
            subject="Press statement", body="Dear Priya,\n\nI am at home today. Please send me the press statement and the list of donors here so that I can go through "
            "them tonight.\n\nIngrid"),
    private("fr", MAIRIE, "un point de moins", "c.delmas", WHO["delmas_private"], free("Catherine Delmas", "cdelmas.montclar@orange.fr", "iphone"), to="a.roussel",
            subject="Conseil de jeudi", body="Alain,\n\nje suis chez moi. Envoyez-moi ici l'ordre du jour de jeudi et les coordonnées de l'avocat, s'il vous "
            "plaît.\n\nCatherine"),
    private("it", FABBRICA, "un anno diverso", "paolo.ferrante", WHO["paolo_private"], free("Paolo Ferrante", "paolo.ferrante.1963@libero.it", "iphone"), to="giulia.ferrante",
            subject="domani", body="Giulia,\n\ndomani arrivo tardi. Mandami qui il prospetto della banca, così lo guardo stasera.\n\nPapà"),
    private("es", SHOP, "otro final de la dirección", "lucia", WHO["lucia_private"], free("Lucía Ortega", "lucia.ortega.olivares@gmail.com", "iphone"), to="carmen",
            subject="una cosa", body="Carmen, ¿me mandas aquí el listado de pagos de esta semana? Lo miro desde casa.\n\nLucía"),
    private("nl", SCHOOL, "zelfde naam, andere aanbieder", "a.dewit", WHO["annelies_private"], free("Annelies de Wit", "annelies.dewit.thuis@gmail.com"), to="m.visser",
            subject="even", body="Marieke, ik werk thuis. Stuur je mij hier de personeelslijst met telefoonnummers? Ik bel straks zelf.\n\nAnnelies"),
    private("pl", HURT, "inna domena poczty", "k.nowicki", WHO["nowicki_private"], free("Krzysztof Nowicki", "k.nowicki.prywatny@o2.pl", "iphone"), to="a.wrona",
            subject="jutro", body="Agnieszka, jutro będę później. Prześlij mi tutaj zestawienie należności, przejrzę wieczorem.\n\nKrzysztof"),
    private("sv", BYRA, "nästan samma adress", "karin", WHO["karin_private"], free("Karin Lindholm", "karin.lindholm.lulea@me.com", "iphone"), to="linnea",
            subject="ledig fredag", body="Hej Linnea! Jag är hemma i dag. Kan du skicka löneunderlagen hit så tittar jag på dem i kväll?\n\nKarin"),
    private("tr", OTEL, "bir harf fazla", "mehmet", WHO["arslan_private"], free("Mehmet Arslan", "mehmet.arslan.defnee@gmail.com", "iphone"), to="zeynep",
            subject="yarın", body="Zeynep Hanım, bugün evdeyim. Haftalık kasa raporunu bu adrese gönderir misiniz?\n\nMehmet"),
    private("cs", STAVBY, "jiná schránka", "jiri.horak", WHO["horak_private"], free("Jiří Horák", "jirka.horak.stavby@gmail.com", "iphone"), to="mala",
            subject="prosím", body="Terezo, pošlete mi sem prosím přehled faktur k úhradě, podívám se na to večer doma.\n\nHorák"),
    private("ja", MINATO, "別のフリーメール", "takahashi", WHO["takahashi_private"], free("高橋 健一", "k.takahashi.minato77@gmail.com", "iphone"), to="ito",
            subject="明日の件", body="伊藤さん\n\n自宅からです。明日の会議資料と社員名簿をこちらに送ってください。\n\n高橋"),
    private("pt", ALVORADA, "outro provedor", "roberto", WHO["figueira_private"], free("Roberto Figueira", "roberto.figueira.eng@gmail.com", "iphone"), to="camila",
            subject="amanhã", body="Camila, hoje estou em casa. Me mande aqui o fluxo de caixa da semana, por favor.\n\nRoberto"),
    private("zh", HAILAN, "另一家邮箱", "chen", WHO["chen_private"], free("陈国强", "chen.guoqiang.hl@qq.com", "iphone"), to="wangli",
            subject="明天", body="王丽,我在家里。请把本周的付款清单发到这个邮箱,我晚上看。\n\n陈"),
    private("ru", MOST, "другой почтовый сервис", "vorontsov", WHO["vorontsov_private"], free("Андрей Воронцов", "a.vorontsov.sm@mail.ru", "iphone"), to="smirnova",
            subject="завтра", body="Ольга, я сегодня дома. Пришлите сюда список платежей за неделю, вечером посмотрю.\n\nВоронцов"),
]


def colleague(language, org, title, key, address, *, program="gmail", want="junk", **common):
    """A colleague's name from a mailbox that nobody here knows."""
    return pair("staff-name", language, org, title, attack=side(free(org.people[key], address, program), want, "A colleague's name, an address that nobody here knows."),
                twin=side(org.person(key), "deliver", "The colleague's own address."), **common)


STAFF = [
    colleague("en", HOSPITAL, "asks IT for a new password", "ruth.adeyemi", "ruth.adeyemi.0412@gmail.com", to="ben.tully", subject="Can't log in",
              body="Hi Ben,\n\nI changed my phone and can't get past the code any more. Could you reset my login and send the new password here? I have interviews all "
              "day.\n\nThanks, Ruth"),
    colleague("en", NGO, "asks for a list of donors", "tom.reyes", "tom.reyes.grants@outlook.com", to="priya.nair", subject="Donor list",
              body="Hi Priya,\n\ncould you send me the donor list with mail addresses for the spring appeal? My laptop is being repaired, so please use this address "
              "today.\n\nTom"),
    colleague("de", KANZLEI, "bittet um Akteneinsicht", "aydin", "lena.aydin.ra@web.de", program="thunderbird", to="vogt", subject="Akte Hafenquartier",
              body="Liebe Petra,\n\nkannst du mir die Akte Hafenquartier als PDF hierher schicken? Ich komme von unterwegs nicht ins System.\n\nLG Lena"),
    colleague("fr", MAIRIE, "demande la liste des agents", "m.lefort", "marc.lefort.rh@laposte.net", program="thunderbird", to="n.benali", subject="Liste des agents",
              body="Bonjour Nadia,\n\npeux-tu m'envoyer ici la liste des agents avec leurs adresses personnelles ? Je travaille de chez moi et l'accès à distance ne "
              "marche pas.\n\nMarc"),
    colleague("it", FABBRICA, "chiede i disegni", "davide.sala", "davide.sala.vendite@gmail.com", to="luca.bassi", subject="Disegni della pressa",
              body="Ciao Luca,\n\nmi mandi qui i disegni della pressa P40? Sono dal cliente e la posta aziendale non va.\n\nDavide"),
    colleague("es", SHOP, "pide las claves del banco", "pablo", "pablo.ruiz.compras@outlook.com", to="carmen", subject="Acceso al banco",
              body="Hola Carmen:\n\n¿me pasas el usuario del banco? Tengo que mirar un cargo del proveedor y estoy fuera sin el portátil.\n\nPablo"),
    colleague("pl", HURT, "prosi o cennik", "p.lis", "piotr.lis.zakupy@wp.pl", program="roundcube", to="j.mazur", charset="windows-1250", subject="Lista dostawców",
              body="Cześć Joanna,\n\nwyślij mi proszę tutaj listę dostawców z numerami kont. Jestem w trasie i nie mam dostępu do firmowej poczty.\n\nPiotr"),
    colleague("sv", BYRA, "ber om inloggning", "oskar", "oskar.berg.projekt@gmail.com", to="maja", subject="Inloggning",
              body="Hej Maja,\n\nkan du skicka inloggningen till fakturasystemet hit? Jag är hos kund och kommer inte åt vpn.\n\nOskar"),
    colleague("ja", MINATO, "取引先一覧を求める", "suzuki", "suzuki.daisuke.ms@gmail.com", to="sato", charset="iso-2022-jp", subject="取引先一覧",
              body="佐藤さん\n\nお疲れさまです。鈴木です。出張先から会社のメールに入れません。取引先の口座一覧をこちらに送ってもらえますか。"),
    colleague("ru", MOST, "просит базу авторов", "lapin", "igor.lapin.sm@yandex.ru", program="roundcube", to="kotova", subject="База авторов",
              body="Мария, привет!\n\nПришли, пожалуйста, сюда список авторов с телефонами и паспортными данными для договоров. Рабочая почта из дома не открывается.\n\nИгорь"),
    colleague("zh", HAILAN, "索要客户名单", "liming", "liming.hailan@163.com", program="roundcube", to="zhaomin", subject="员工名单",
              body="赵敏,你好\n\n请把员工通讯录和身份证号发到这个邮箱,我在出差,公司邮箱登不上。\n\n李明"),
]


def payroll(language, org, title, key, address, *, to, account, **common):
    """Wages to another account. Where it is true, a careful office still calls back: a banner may stand there."""
    return pair("payroll-change", language, org, title, to=to, words={"account": account},
                attack=side(free(org.people[key], address), "quarantine", "An employee's name from elsewhere wants the wages on another account."),
                twin=side(org.person(key), "deliver", "From the employee's own address, signed; the office has its own form for it."), **common)


PAYROLL = [
    payroll("en", HOSPITAL, "new bank before payday", "naomi.clarke", "naomi.clarke.ward@gmail.com", to="payroll", account="sort code 20-44-18, account 71204488",
            subject="Change of bank details",
            body="Hello,\n\nI have moved to a new bank. Please pay my salary from this month into the new account: {account}. Can you confirm it will be in time for the "
            "next run?\n\nThank you\n{me}"),
    payroll("en", NGO, "direct deposit", "priya.nair", "priya.nair.comms@outlook.com", to="amy.walsh", account="CH12 9996 2011 7788 1020 4", subject="Direct deposit update",
            body="Hi Amy,\n\nI'd like to update my direct deposit before the next payroll. The new account is {account}. What do you need from me?\n\nPriya"),
    payroll("de", KANZLEI, "neue Bankverbindung für das Gehalt", "aydin", "lena.aydin.privat88@gmx.de", to="kern", account="DE21 9905 0170 0099 8877 66",
            subject="Neue Bankverbindung",
            body="Hallo Markus,\n\nich habe die Bank gewechselt. Bitte überweise mein Gehalt ab diesem Monat auf {account}. Klappt das noch für Juni?\n\nViele Grüße\nLena"),
    payroll("fr", MAIRIE, "changement de RIB", "n.benali", "nadia.benali.34@free.fr", to="m.lefort", account="FR76 9990 4008 2800 0771 2345 612", subject="Changement de RIB",
            body="Bonjour Marc,\n\nj'ai changé de banque. Merci de verser mon salaire de ce mois sur le compte {account}. Est-ce encore possible pour juin ?\n\nNadia"),
    payroll("it", FABBRICA, "nuovo IBAN per lo stipendio", "davide.sala", "davidesala.privato77@libero.it", to="elena.rizzo",
            account="IT60 X990 6911 2101 0000 0088 123", subject="Nuovo IBAN",
            body="Ciao Elena,\n\nho cambiato banca: da questo mese vorrei lo stipendio su {account}. Fai ancora in tempo per giugno?\n\nGrazie\nDavide"),
    payroll("nl", SCHOOL, "salaris op andere rekening", "f.elidrissi", "fatima.elidrissi.thuis@gmail.com", to="j.bakker", account="NL20 XMPL 0771 2290 14",
            subject="Nieuwe rekening",
            body="Beste Joost,\n\nik ben overgestapt naar een andere bank. Kun je mijn salaris vanaf deze maand storten op {account}?\n\nGroet, Fatima"),
    payroll("pl", HURT, "wypłata na inne konto", "p.lis", "piotr.lis.prywatnie@wp.pl", to="e.kania", account="PL10 9990 1014 0000 0712 1981 9955", subject="Zmiana konta",
            body="Pani Ewo,\n\nzmieniłem bank. Proszę od tego miesiąca przelewać moją wypłatę na konto {account}. Czy zdążymy przed dziesiątym?\n\nPiotr Lis"),
    payroll("sv", BYRA, "lön till nytt konto", "oskar", "oskar.berg.lulea@gmail.com", to="linnea", account="9990-8, 034 550 912", subject="Nytt lönekonto",
            body="Hej Linnea!\n\nJag har bytt bank. Kan du betala ut min lön till {account} från och med den här månaden?\n\nOskar"),
    payroll("pt", ALVORADA, "salário em outra conta", "diego", "diego.antunes.obras@gmail.com", to="renata", account="banco 999, agência 0417, conta 55120-8",
            subject="Mudança de conta",
            body="Oi Renata,\n\nmudei de banco. Pode depositar meu salário deste mês na conta nova: {account}? Ainda dá tempo?\n\nDiego"),
]


def cards(language, org, title, vip, address, *, name=None, program="iphone", twin_body, **common):
    return pair("gift-cards", language, org, title,
                attack=side(free(name or org.people[vip], address, program), "quarantine", "The head's name from outside wants the codes of gift cards."),
                twin=side(org.person(vip, **usual(program)), "deliver", "From the own address, by the usual way, and without codes.", body=twin_body), **common)


CARDS = [
    cards("en", HOSPITAL, "for the nurses", "margaret.oakes", "office.moakes.ceo@gmail.com", to="ruth.adeyemi", subject="Gift cards for the staff",
          body="Hi Ruth,\n\nI want to surprise the ward teams. Can you buy ten Amazon gift cards of £100 each today? Scratch the back and send me pictures of the codes; "
          "I'll reimburse you.\n\nMargaret",
          twin_body="Hi Ruth,\n\nI want to surprise the ward teams. Can you order ten Amazon gift cards of £100 each through purchasing, as last year? They can go into "
          "the July envelopes.\n\nMargaret"),
    cards("en", NGO, "for volunteers", "peter.njoroge", "peter.njoroge.prog@outlook.com", to="info", subject="Small favour",
          body="Hello,\n\ncould you get six Apple gift cards of 200 each for our volunteers? I need the codes within the hour, just mail me photos of the cards. Don't "
          "tell them yet.\n\nPeter",
          twin_body="Hello,\n\ncould you get six Apple gift cards of 200 each for our volunteers? There is no hurry, the summer party is on the 26th. Don't tell them "
          "yet.\n\nPeter"),
    cards("de", KANZLEI, "für Mandanten", "jonas.seidel", "j.seidel.kanzlei@gmx.de", to="vogt", subject="Gutscheine",
          body="Frau Vogt,\n\nbitte besorgen Sie gleich fünf Gutscheinkarten zu je 100 € für Mandanten und schicken Sie mir die Codes als Foto. Ich erstatte es Ihnen "
          "heute noch.\n\nSeidel",
          twin_body="Frau Vogt,\n\nbitte besorgen Sie bis Ende des Monats fünf Gutscheinkarten zu je 100 € für die Azubis, wie voriges Jahr über die Buchhaltung.\n\nSeidel"),
    cards("fr", MAIRIE, "pour les bénévoles", "a.roussel", "alain.roussel.dgs@gmail.com", to="s.garnier", subject="Cartes cadeaux",
          body="Bonjour Sophie,\n\npouvez-vous acheter tout de suite huit cartes cadeaux de 50 € pour les bénévoles ? Grattez-les et envoyez-moi les codes en photo, je "
          "vous rembourse.\n\nAlain Roussel",
          twin_body="Bonjour Sophie,\n\npouvez-vous commander huit cartes cadeaux de 50 € pour les bénévoles, par le bon habituel ? On les remet le 14 juillet.\n\nAlain "
          "Roussel"),
    cards("es", SHOP, "para clientes", "andres", "andres.molina.casa@outlook.com", to="marta", subject="Tarjetas regalo",
          body="Marta, necesito cinco tarjetas regalo de 100 € ahora mismo para unos clientes. Cómpralas, rasca los códigos y mándame las fotos. Luego te lo devuelvo.\n\nAndrés",
          twin_body="Marta, para el sorteo de julio necesitamos cinco tarjetas regalo de 100 €. Pídelas con el próximo pedido de material.\n\nAndrés"),
    cards("nl", SCHOOL, "voor de leerkrachten", "a.dewit", "a.dewit.school@live.nl", to="m.visser", subject="Cadeaubonnen",
          body="Marieke, kun je nu meteen tien cadeaubonnen van € 50 halen voor de leerkrachten? Kras ze open en stuur mij de codes, dan krijg je het straks terug.\n\nAnnelies",
          twin_body="Marieke, wil je voor de afscheidsborrel tien cadeaubonnen van € 50 bestellen, op rekening zoals altijd? Ze mogen in het kluisje.\n\nAnnelies"),
    cards("it", FABBRICA, "per i dipendenti", "giulia.ferrante", "giulia.ferrante.fin@gmail.com", to="elena.rizzo", subject="Buoni regalo",
          body="Elena, mi servono subito otto buoni regalo da 100 euro per i dipendenti. Comprali, gratta i codici e mandami le foto, poi ti rimborso.\n\nGiulia",
          twin_body="Elena, per la festa di luglio servono otto buoni regalo da 100 euro per i dipendenti. Ordinali con la solita procedura.\n\nGiulia"),
    cards("sv", BYRA, "till kunder", "erik", "erik.sandberg.norr@gmail.com", to="linnea", subject="Presentkort",
          body="Hej Linnea, kan du köpa sex presentkort på 1 000 kr direkt? Skrapa fram koderna och mejla bilderna till mig, jag betalar tillbaka i eftermiddag.\n\nErik",
          twin_body="Hej Linnea, kan du lägga sex presentkort på 1 000 kr i nästa beställning? Vi delar ut dem på midsommarlunchen.\n\nErik"),
    cards("tr", OTEL, "personel için", "mehmet", "m.arslan.defneotel@yahoo.com", to="elif", subject="Hediye kartı",
          body="Elif Hanım, personel için hemen on adet 1.000 TL'lik hediye kartı alıp kodlarını fotoğraf olarak bana gönderir misiniz? Akşama öderim.\n\nMehmet Arslan",
          twin_body="Elif Hanım, bayram için on adet 1.000 TL'lik hediye kartı siparişini satın almaya verir misiniz? Geçen seneki gibi.\n\nMehmet Arslan"),
]


def same_name(language, org, title, sender, habit, false, **common):
    """Somebody known who really has this name beside somebody who only borrows it."""
    return pair("known-name-new-address", language, org, title, attack=side(false, "junk", "A name that we know, from an address that we do not, and it asks for something."),
                twin=side(sender, "deliver", "The address that this person has always had.", habits=habit), **common)


KNOWN_NAMES = [
    same_name("de", KANZLEI, "Mandant schreibt von neuer Adresse wegen der Zahlung", WHO["nordhaus"], (), free("Stefan Krüger", "stefan.krueger.immo@gmx.de",
              "thunderbird"), to="aydin",
              subject="Kaution auf anderes Konto", body="Guten Tag Frau Aydin,\n\nbitte lassen Sie die Kaution für das Hafenquartier diesmal nicht auf das alte Konto "
              "überweisen, die neue Verbindung sende ich Ihnen gleich. Geht das heute noch?\n\nMit freundlichen Grüßen\nStefan Krüger"),
    same_name("en", HOSPITAL, "supplier's name at a free mailbox", WHO["pelham"], (), free("Derek Lyle", "derek.lyle.pelham@gmail.com"), to="colin.frost",
              subject="Overdue invoices", body="Hi Colin,\n\ncould you send me a list of all invoices of ours that you have not paid yet? We are changing our system and "
              "need it today.\n\nDerek"),
    same_name("fr", MAIRIE, "l'entrepreneur depuis une autre boîte", WHO["vidal"], (), free("Bruno Vidal", "bruno.vidal.btp@laposte.net", "thunderbird"), to="s.garnier",
              subject="Factures en attente", body="Bonjour Madame Garnier,\n\nquelles situations de travaux sont encore à payer ? Merci de suspendre les règlements, nous "
              "changeons de banque et je vous envoie le nouveau RIB.\n\nBruno Vidal"),
    same_name("it", FABBRICA, "il fornitore da casella privata", WHO["acciai"], (), free("Fabio Marchetti", "fabio.marchetti.acciai@gmail.com"), to="marta.conti",
              subject="Estratto conto", body="Buongiorno Marta,\n\nmi manda l'estratto conto delle fatture aperte? Per i prossimi pagamenti useremo un'altra banca, le "
              "scrivo appena confermato.\n\nFabio Marchetti"),
    same_name("es", SHOP, "el proveedor desde otra cuenta", WHO["aceites"], (), free("Rafael Prieto", "rafael.prieto.aceites@outlook.com"), to="pablo",
              subject="Factura pendiente", body="Hola Pablo:\n\nantes de pagar la última factura espera a que te mande la cuenta nueva. ¿Qué facturas tenéis "
              "pendientes?\n\nRafael"),
    same_name("sv", BYRA, "kunden från en ny adress", WHO["kund"], (), free("Henrik Wallin", "henrik.wallin.polar@gmail.com"), to="oskar",
              subject="Kampanjfiler", body="Hej Oskar,\n\nkan du skicka alla filer till höstkampanjen hit? Min jobbmejl krånglar i dag.\n\nHenrik"),
    same_name("cs", STAVBY, "investor z nové adresy", WHO["investor"], (), free("Ing. Pavel Beneš", "ing.pavel.benes.lipova@seznam.cz", "roundcube"), to="dvorak",
              subject="Dokumentace", body="Dobrý den, pane Dvořáku,\n\npošlete mi prosím na tuto adresu kompletní rozpočet stavby, úřední schránka dnes nefunguje.\n\nBeneš"),
    same_name("pl", HURT, "klientka z innej skrzynki", WHO["sklep"], (), free("Renata Gajda", "renata.gajda.sklepy@o2.pl", "roundcube"), to="p.lis",
              subject="Zamówienie pilne", body="Panie Piotrze,\n\nproszę wysłać dzisiejsze zamówienie na nowy adres magazynu, podam go po potwierdzeniu. Faktura z "
              "terminem jak zwykle.\n\nRenata Gajda"),
    same_name("ja", MINATO, "取引先の名で別アドレス", WHO["hokuto"], (), free("渡辺 誠", "m.watanabe.hokuto@yahoo.co.jp"), to="suzuki",
              subject="お支払いの件", body="鈴木様\n\nお世話になっております。北斗金属の渡辺です。今月分のお支払いは口座変更の予定がありますので、少しお待ちください。未払いの一覧をお送りいただけますか。"),
]

CASES = CEO + PRIVATE + STAFF + PAYROLL + CARDS + KNOWN_NAMES
