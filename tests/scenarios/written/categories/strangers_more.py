"""More strangers, written after the signs of strangers.py and before anybody looked: how far those reach, and whom they must not
touch."""
from ..authoring import Habit, business, pair, side
from ..files import File
from ..organizations import (ALVORADA, BYRA, FABBRICA, HAILAN, HOSPITAL, HURT, KANZLEI, MAIRIE, MINATO, MOST, NGO, OTEL, SCHOOL, SHOP,
                             STAVBY, WHO)
from ..senders import bulk, cloud_notice, free, hacked_site, notice, office, office365, plain_office, rented, workspace
from .strangers import known, login, money, ours

LURES = [
    ours("desk", "fr", MAIRIE, "une session expirée", "s.garnier", rented("Gestion des boîtes", "info@cloud-entreprises.example"), "https://cloud-entreprises.example/s/",
         "j.petit", "https://intranet.ville-montclar.example/session", subject="Votre session a expiré",
         body="Bonjour,\n\nvotre session de messagerie a pris fin pour des raisons de sécurité. Reconnectez-vous afin de récupérer quatre messages en suspens.\n\n"
         "[Me reconnecter]({link})"),
    ours("desk", "es", SHOP, "nuevo correo", "carmen", hacked_site("Equipo de sistemas", "web@peluqueria-sol.example"), "https://peluqueria-sol.example/c/", "pablo",
         "https://ayuda.casaolivar.example/correo", subject="Su correo dejará de funcionar",
         body="Estimado usuario:\n\nestamos retirando las versiones antiguas del correo. Identifíquese en el enlace para que su dirección siga activa.\n\n[Identificarme]({link})"),
    ours("desk", "de", KANZLEI, "Lohnabrechnung", "kern", rented("Lohn und Gehalt", "info@mitarbeiter-hub.example"), "https://mitarbeiter-hub.example/a", "kanzlei",
         "https://intranet.brandt-seidel.example/lohn", subject="Ihre Abrechnung Juni",
         body="Guten Tag,\n\nIhre Abrechnung für Juni enthält eine Korrektur. Bitte öffnen Sie sie mit Ihren Zugangsdaten und bestätigen Sie den neuen Betrag.\n\n"
         "[Abrechnung öffnen]({link})"),
    ours("desk", "pl", HURT, "nowe logowanie", "a.wrona", rented("Ochrona kont", "alert@system-ochrony.example", "LT"), "https://system-ochrony.example/s", "e.kania",
         "https://intranet.hurtownia-wislana.example/konto", subject="Ktoś próbował wejść na Twoje konto",
         body="Odnotowaliśmy próbę wejścia na Twoje konto z Wilna. Jeżeli to nie Ty, natychmiast ustaw nowe hasło.\n\n[Ustaw nowe hasło]({link})"),
    ours("desk", "tr", OTEL, "posta taşınması", "zeynep", hacked_site("Posta Servisi", "bilgi@cicekci-lale.example"), "https://cicekci-lale.example/p/", "can",
         "https://yardim.defneotel.example/posta", subject="Posta hesabınız taşınıyor",
         body="Sayın kullanıcı,\n\nposta hesapları bu gece yeni sunucuya taşınıyor. Hesabınızın silinmemesi için bilgilerinizi girerek onay veriniz.\n\n[Onay ver]({link})"),
    ours("desk", "ru", MOST, "пароль", "smirnova", rented("Администрация сервера", "no-reply@server-centr.example", "RU"), "https://server-centr.example/p", "lapin",
         "https://pomosh.severny-most.example/parol", subject="Срок действия пароля истекает сегодня",
         body="Уважаемый пользователь!\n\nСрок действия вашего пароля истекает сегодня. Если хотите оставить прежний, подтвердите его на странице.\n\n[Оставить пароль]({link})"),
    ours("desk", "ja", MINATO, "メール保留", "ito", hacked_site("メール配信システム", "web@hanaya-sakura.example"), "https://hanaya-sakura.example/m/", "info",
         "https://intranet.minato-seiki.example/m", subject="未受信メールが5件あります",
         body="サーバーの不具合により、5件のメールが受信できていません。以下からログインのうえ受信してください。\n\n[受信する]({link})"),
    ours("desk", "zh", HAILAN, "工资补贴", "zhaomin", rented("财务处", "notice@buzhu-shenling.example", "HK"), "https://buzhu-shenling.example/x", "wangli",
         "https://oa.hailan-electronics.example/bt", subject="2026年第二季度劳动补贴通知",
         body="各位员工:\n\n第二季度劳动补贴现已开放申领,请于今日登录填写个人信息与银行卡号,过时不予办理。\n\n[立即申领]({link})"),
    ours("desk", "cs", STAVBY, "přihlášení", "mala", rented("Zabezpečení účtů", "info@ochrana-uctu.example", "BG"), "https://ochrana-uctu.example/", "novotna",
         "https://pomoc.stavbyhorak.example/ucet", subject="Zaznamenali jsme nové přihlášení",
         body="Dobrý den,\n\nk vašemu e-mailu se někdo přihlásil z Varny. Pokud jste to nebyli vy, účet ihned zajistěte.\n\n[Zajistit účet]({link})"),
    ours("desk", "sv", BYRA, "e-postlåda", "maja", hacked_site("Driftavdelningen", "info@bageri-solsidan.example"), "https://bageri-solsidan.example/e/", "oskar",
         "https://hjalp.norrskenbyra.example/e", subject="Din e-post stängs i kväll",
         body="Hej,\n\nvi byter system i kväll. De som inte loggar in före klockan 18 mister sin brevlåda.\n\n[Till inloggningen]({link})"),
    login("bank-alert", "de", KANZLEI, "TAN-Verfahren", "kern", rented("Förde-Bank", "kundenservice@fb-banking.example", "LT"), "https://fb-banking.example/", notice("Hafenbank Kiel",
          "service@hafenbank-kiel.example", "DE"), "https://www.hafenbank-kiel.example/", subject="Ihr Sicherheitsverfahren läuft aus",
          body="Sehr geehrte Kundin, sehr geehrter Kunde,\n\nIhr Sicherheitsverfahren endet am Freitag. Erneuern Sie es, damit Überweisungen weiter möglich sind.\n\n"
          "[Verfahren erneuern]({link})"),
    login("bank-alert", "es", SHOP, "cargo extraño", "carmen", rented("Banco del Olivar", "alertas@bo-clientes.example", "BG"), "https://bo-clientes.example/", notice("Caja Sierra",
          "avisos@cajasierra.example", "ES"), "https://www.cajasierra.example/", subject="Cargo de 649,90 € pendiente",
          body="Hemos detenido un cargo de 649,90 € que parece sospechoso. Si no lo reconoce, anúlelo entrando en su área personal.\n\n[Anular cargo]({link})"),
    login("bank-alert", "nl", SCHOOL, "nieuwe bankpas", "administratie", rented("IJsselbank", "service@ijsselbank-klant.example"), "https://ijsselbank-klant.example/pas", notice(
          "Zutphense Bank", "info@zutphensebank.example", "NL"), "https://www.zutphensebank.example/", subject="Vraag uw nieuwe betaalpas aan",
          body="Geachte relatie,\n\nuw huidige betaalpas werkt binnenkort niet meer. Vraag kosteloos een nieuwe aan en voer daarbij uw pincode in.\n\n[Nieuwe pas aanvragen]({link})"),
    login("public-office", "it", FABBRICA, "rimborso", "amministrazione", rented("Agenzia delle Entrate", "rimborsi@fisco-web.example", "LT"), "https://fisco-web.example/",
          office("Camera di Commercio Brescia", "info@camera-brescia.example", "IT"), "https://www.camera-brescia.example/", subject="Rimborso di 318,40 €",
          body="Gentile contribuente,\n\ndai nostri calcoli le spettano 318,40 €. Indichi la carta su cui riceverli.\n\n[Richiedi il rimborso]({link})"),
    login("public-office", "zh", HAILAN, "税务稽查", "wangli", rented("国家税务总局", "tz@shuiwu-jicha.example", "HK"), "https://shuiwu-jicha.example/d", office("滨海区市场监管局",
          "gw@binhai-scjg.example", "CN"), "https://www.binhai-scjg.example/", subject="税务稽查通知书",
          body="贵单位已被列入稽查名单,请下载名单核对,并于两日内回复。\n\n[下载名单]({link})"),
    login("public-office", "ja", MINATO, "未納税金", "sato", rented("国税庁", "info@zei-nouzei.example", "HK"), "https://zei-nouzei.example/", office("新潟市商工会", "info@niigata-shoko.example",
          "JP"), "https://www.niigata-shoko.example/", subject="【重要】未納税金のお知らせ",
          body="納税が確認できておりません。期日までにお支払いがない場合、差し押さえの手続きに移ります。\n\n[納付手続き]({link})"),
    login("parcel-fee", "de", KANZLEI, "Adresse fehlt", "kanzlei", hacked_site("Paketzentrum", "info@tanzschule-nord.example"), "https://tanzschule-nord.example/p/", notice(
          "Nordkurier Express", "info@nordkurier-express.example", "DE"), "https://www.nordkurier-express.example/", subject="Ihre Lieferung liegt bei uns",
          body="Guten Tag,\n\nIhre Lieferung liegt im Depot, weil die Hausnummer fehlt. Ergänzen Sie sie und zahlen Sie 1,49 € für die zweite Fahrt.\n\n[Ergänzen]({link})"),
    login("shared-place", "de", KANZLEI, "Vertragsentwurf", "jonas.seidel", rented("Dateiraum", "info@dateiraum-cloud.example"), "https://dateiraum-cloud.example/k", cloud_notice(
          "Aktenschrank", "no-reply@aktenschrank.example"), "https://www.aktenschrank.example/k", subject="Vertragsentwurf_final.pdf",
          body="Für Sie wurde die Datei Vertragsentwurf_final.pdf bereitgestellt. Der Abruf ist nur mit Ihrem geschäftlichen E-Mail-Konto möglich.\n\n[Zur Datei]({link})"),
    login("reader", "pt", ALVORADA, "boletim", "diego", rented("Obra Hoje", "news@obra-leitores.example", "US"), "https://obra-leitores.example/conta", WHO["obra"],
          "https://www.obrahoje.example/", want="junk", subject="Obra Hoje: o preço do aço",
          body="Nesta edição: o preço do aço, o novo código de obras e uma entrevista.\n\n[Ler a edição]({link})"),
    login("renewal", "pl", HURT, "domena", "biuro", rented("Rejestr Domen", "oplaty@domeny-rejestr.example", "LT"), "https://domeny-rejestr.example/", notice("Hostmaster Gdynia",
          "faktury@hostmaster-gdynia.example", "PL"), "https://panel.hostmaster-gdynia.example/", subject="hurtownia-wislana.example wkrótce wygaśnie",
          body="Szanowni Państwo,\n\nrejestracja Państwa domeny kończy się jutro. Prosimy o przedłużenie, inaczej strona i poczta przestaną działać.\n\n[Przedłuż]({link})"),
    money("easy-money", "en", HOSPITAL, "a shopper's job", "ruth.adeyemi", free("Crystal Reviews", "crystal.reviews.team@gmail.com"),
          "Hello dear, we have a simple part-time opening. You buy small items, leave five stars and get your money back plus 40 percent. Add our manager on Telegram to begin.",
          WHO["agency_staff"], subject="Part-time", body="Hi Ruth,\n\ntwo of our nurses would take part-time shifts on ward 4 in July. Shall I send their papers?\n\nHelen"),
    money("easy-money", "es", SHOP, "inversión", "lucia", rented("Capital Seguro", "asesor@capital-seguro-hoy.example", "BG"),
          "Hola, con solo 250 euros nuestro programa le da 900 euros semanales sin que usted haga nada. Plazas limitadas, deje su teléfono.",
          WHO["aceites"], subject="Propuesta", body="Lucía, buenos días:\n\nte propongo 250 garrafas a 9 euros si recogéis antes del viernes.\n\nRafael"),
    money("fortune", "en", NGO, "a soldier's box", "info", free("Sgt. Linda Carter", "sgt.linda.carter.un@yahoo.com"),
          "Good day. I serve in Syria and found two trunks of cash, 4.1 million dollars. I need somebody honest to receive them; thirty percent is yours.",
          WHO["donor"], subject="Good day", body="Good day,\n\nI shall give two boxes of books to your sale in May. Whom do I bring them to?\n\nWalter Brigg"),
    money("fortune", "fr", MAIRIE, "un crédit", "mairie", free("Monsieur Bernard Prêt", "bernard.pret.particulier@orange.fr"),
          "Bonjour, je suis un prêteur honnête. J'accorde de 2 000 à 500 000 € à 2 % à toute personne sérieuse, réponse en une heure.",
          WHO["prefecture"], subject="Financement", body="Madame, Monsieur,\n\nla subvention de 20 000 € pour le bureau de vote vous sera versée en juillet.\n\nPréfecture"),
    money("call-us", "de", KANZLEI, "Virenschutz", "kanzlei", free("Rechnungsservice", "rechnungsservice.kunde7@web.de", "roundcube"),
          "Vielen Dank. Ihr Schutzpaket für drei Jahre ist aktiv, 389,99 € gehen heute von Ihrem Konto ab. Falsch? Unsere Hotline 0800 5550199 hilft Ihnen sofort.",
          WHO["hansen"], want="quarantine", subject="Auftrag 558210", body="Guten Tag,\n\nder Auftrag über 389,99 € ist gebucht, die Stühle kommen am Montag. Fragen? 0431 5550 12.\n\nBirgit Hansen"),
    money("call-us", "fr", MAIRIE, "abonnement", "mairie", free("Facturation Premium", "facturation.premium.33@laposte.net", "roundcube"),
          "Votre abonnement Premium est reconduit : 419 € seront débités ce soir. Pour vous y opposer, joignez notre conseiller au 01 55 50 14 29.",
          WHO["papeterie"], want="quarantine", subject="Reconduction", body="Bonjour,\n\nvotre abonnement aux cartouches est reconduit, 41 € par mois comme avant. Un souci ? 04 55 50 11 22.\n\nPapeterie du Midi"),
    money("first-bill", "en", NGO, "a trademark list", "finance", rented("World Patent & Trademark Register", "fees@wptr-register.example", "BG"),
          "Your trademark will be published in our register. The fee of CHF 1,980 is payable at once to IBAN LT60 9999 0000 1110 1001; without payment your entry is void.",
          office("Baumann Elektro", "info@baumann-elektro.example", "CH"), want="banner", subject="Invoice 4471", body="Dear Amy Walsh,\n\nplease find our invoice for the new sockets "
          "in your Geneva office, as ordered by Priya Nair. Payable within 30 days.\n\nBaumann", files=(File("4471.pdf", "pdf", "Baumann Elektro CHF 640"),)),
    money("gift-request", "fr", MAIRIE, "des chiots", "n.benali", free("Refuge Les Orphelins", "refuge.orphelins.sos@free.fr", "roundcube"),
          "SOS ! Sans 300 € d'ici ce soir nos chiots seront tués. Un don par carte prépayée ou PCS suffit, écrivez-moi vite.",
          WHO["asso"], subject="SOS", body="Bonjour Nadia,\n\nSOS de dernière minute : il nous manque deux tables pour samedi. La mairie en a-t-elle ?\n\nLe comité"),
]


def first(language, org, title, sender, to, subject, body, **more):
    return business("first-letters", language, org, title, sender, to=to, subject=subject, body=body, **more)


HONEST = [
    first("nl", SCHOOL, "bestelling onderweg", cloud_notice("Boekhandel De Pauw", "bestelling@boekhandeldepauw.example"), "j.bakker", "Je bestelling 55120 is onderweg",
          "Beste Joost,\n\nje bestelling is onderweg en wordt morgen bezorgd. Je kunt hem hier volgen.\n\n[Volg je bestelling](https://www.boekhandeldepauw.example/b/55120)"),
    first("de", KANZLEI, "Versandbestätigung", cloud_notice("Papierhaus Lüders", "service@papierhaus-lueders.example"), "vogt", "Ihre Bestellung wurde versandt",
          "Guten Tag Frau Vogt,\n\nIhre Bestellung 7712 wurde heute versandt und kommt voraussichtlich am Mittwoch an. Die Rechnung liegt bei; zahlbar innerhalb von 14 Tagen.\n\n"
          "[Sendung ansehen](https://www.papierhaus-lueders.example/s/7712)", files=(File("Rechnung.pdf", "pdf", "Papierhaus 88,20"),)),
    first("fr", MAIRIE, "colis expédié", cloud_notice("Librairie des Halles", "commandes@librairie-halles.example"), "s.garnier", "Votre commande est expédiée",
          "Bonjour Sophie,\n\nvotre colis a quitté notre entrepôt et arrivera jeudi. Vous pouvez suivre la livraison ici.\n\n[Suivre ma commande](https://www.librairie-halles.example/c/8)"),
    first("it", FABBRICA, "ordine spedito", cloud_notice("Utensili Ferri", "ordini@utensiliferri.example"), "luca.bassi", "Il tuo ordine è stato spedito",
          "Ciao Luca,\n\nla spedizione del tuo ordine è partita oggi: consegna prevista venerdì.\n\n[Segui l'ordine](https://www.utensiliferri.example/o/91)"),
    first("pl", HURT, "zamówienie wysłane", cloud_notice("Papier24", "sklep@papier24.example"), "e.kania", "Zamówienie 8812 zostało wysłane",
          "Dzień dobry,\n\nPani zamówienie zostało wysłane kurierem. Dostawa jutro do 16.\n\n[Status zamówienia](https://www.papier24.example/z/8812)"),
    first("pt", ALVORADA, "pedido enviado", cloud_notice("Loja do Engenheiro", "pedidos@lojadoengenheiro.example"), "renata", "Seu pedido foi enviado",
          "Olá, Renata!\n\nSeu pedido 1182 foi enviado e chega até sexta. Acompanhe a entrega abaixo.\n\n[Acompanhar pedido](https://www.lojadoengenheiro.example/p/1182)"),
    first("sv", BYRA, "order skickad", cloud_notice("Pappershuset Norr", "order@pappershuset-norr.example"), "linnea", "Din order är på väg",
          "Hej Linnea,\n\ndin order 4410 är skickad och kommer på torsdag. Betalning mot faktura, 30 dagar.\n\n[Se din order](https://www.pappershuset-norr.example/o/4410)"),
    first("cs", STAVBY, "objednávka", cloud_notice("Nářadí Tesař", "obchod@naradi-tesar.example"), "dvorak", "Objednávka 3391 je na cestě",
          "Dobrý den,\n\nvaše objednávka je na cestě, doručení čekejte zítra dopoledne.\n\n[Stav objednávky](https://www.naradi-tesar.example/o/3391)"),
    first("tr", OTEL, "sipariş", cloud_notice("Havlu Dünyası", "siparis@havludunyasi.example"), "can", "Siparişiniz kargoya verildi",
          "Merhaba Can Bey,\n\n200 havlu bugün kargoya verildi, perşembe günü elinizde olur.\n\n[Siparişim](https://www.havludunyasi.example/s/200)"),
    first("ru", MOST, "заказ отправлен", cloud_notice("Бумажный двор", "zakaz@bumazhny-dvor.example"), "kotova", "Заказ 5512 передан в доставку",
          "Здравствуйте, Мария!\n\nВаш заказ передан курьеру, доставка в пятницу с 10 до 14.\n\n[Мой заказ](https://www.bumazhny-dvor.example/z/5512)"),
    first("ja", MINATO, "注文発送", cloud_notice("工具の山田", "shop@kogu-yamada.example"), "suzuki", "ご注文の商品を発送しました",
          "鈴木様\n\nご注文ありがとうございます。本日、商品を発送いたしました。お届けは木曜日の予定です。配送状況は下記のページでご覧いただけます。今後とも工具の山田をよろしくお願いいたします。\n\n"
          "[配送状況](https://www.kogu-yamada.example/o/12)"),
    first("zh", HAILAN, "订单发货", cloud_notice("立创配件商城", "order@lichuang-peijian.example"), "liming", "您的订单已发货",
          "李明您好:\n\n您订购的连接器已经发货,预计周四送达。您可以在订单页面查看物流进度,如有问题请联系我们的客服,感谢您的支持与信任。\n\n[查看订单](https://www.lichuang-peijian.example/o/77)"),
    first("en", HOSPITAL, "a conference registration", bulk("Ward Leaders Forum", "events@wardleadersforum.example"), "ruth.adeyemi", "You are registered: Ward Leaders Forum",
          "Dear Ruth,\n\nthank you for registering. The programme and your ticket are ready; please bring the ticket on your phone.\n\n"
          "[Programme and ticket](https://www.wardleadersforum.example/t/5)"),
    first("en", NGO, "a newsletter to confirm", bulk("Water Weekly", "hello@waterweekly.example"), "tom.reyes", "Please confirm your subscription",
          "Hello,\n\nsomebody, hopefully you, asked for Water Weekly at this address. Click below if you would like to receive it. Otherwise simply ignore this mail.\n\n"
          "[Yes, subscribe me](https://www.waterweekly.example/c/81)"),
    first("de", KANZLEI, "Newsletter bestätigen", bulk("Mietrecht aktuell", "post@mietrecht-aktuell.example"), "aydin", "Bitte bestätigen Sie Ihre Anmeldung",
          "Guten Tag,\n\nSie haben sich für unseren Rundbrief angemeldet. Mit einem Klick bestätigen Sie die Anmeldung; wenn Sie ihn nicht wünschen, tun Sie einfach nichts.\n\n"
          "[Anmeldung bestätigen](https://www.mietrecht-aktuell.example/c/9)"),
    first("de", KANZLEI, "Bewerbung auf Zeit", free("Carla Jensen", "carla.jensen.referendarin@gmx.de"), "kanzlei", "Referendariat in Ihrer Kanzlei",
          "Sehr geehrte Damen und Herren,\n\nich suche ab Oktober eine Station für mein Referendariat. Lebenslauf und Zeugnisse sende ich Ihnen gern. Sie erreichen mich unter 0151 5550144.\n\n"
          "Carla Jensen"),
    first("de", KANZLEI, "erste Rechnung", plain_office("Schlüsseldienst Ahrens", "info@schluessel-ahrens.example", "DE"), "buchhaltung", "Rechnung 2026-77",
          "Guten Tag,\n\nfür den Tausch des Schlosses am 2. Juni berechnen wir 148,00 €. Bitte überweisen Sie den Betrag bis zum 20. Juni auf das unten genannte Konto.\n\n"
          "IBAN DE95 9907 0000 0012 1212 12\n\nSchlüsseldienst Ahrens", files=(File("Rechnung_77.pdf", "pdf", "148,00"),)),
    first("fr", MAIRIE, "première facture", plain_office("Garage du Clar", "garage@garage-clar.example", "FR"), "mairie", "Facture 118",
          "Bonjour,\n\nci-joint la facture de la révision du camion, d'un montant de 612 €, à régler sous trente jours par virement.\n\nGarage du Clar",
          files=(File("facture118.pdf", "pdf", "612"),)),
    first("es", SHOP, "primera factura", plain_office("Carpintería Ramos", "carpinteria@ramos-madera.example", "ES"), "facturas", "Factura 44",
          "Buenas tardes:\n\nadjunto la factura de las estanterías que montamos el martes, 380 €. Pago a 30 días en la cuenta de siempre indicada en la factura.\n\nJosé Ramos",
          files=(File("factura44.pdf", "pdf", "380"),)),
    first("nl", SCHOOL, "open dag", office("Museum De Zaag", "educatie@museumdezaag.example", "NL"), "m.visser", "Schoolbezoek in september",
          "Beste mevrouw Visser,\n\nin september openen wij een tentoonstelling over water. Groepen 6 tot en met 8 komen gratis binnen; reserveren kan tot 1 juli.\n\n"
          "[Meer over het bezoek](https://www.museumdezaag.example/scholen)"),
    first("en", HOSPITAL, "a patient's daughter", free("Louise Barton", "louise.barton.home@gmail.com"), "naomi.clarke", "My mother's appointment",
          "Dear Naomi Clarke,\n\nmy mother, Eileen Barton, has an appointment on Thursday at 11. She has a cold; should she come or call to find another date? My number is 07700 900 144.\n\n"
          "Louise Barton"),
    first("en", HOSPITAL, "software on offer", office365("Mark Ennis", "mark.ennis@rotawise-software.example"), "ben.tully", "Rota software for hospitals",
          "Hi Ben,\n\nI saw that St Aurel plans rotas for 900 people by hand. Our software does that in minutes; could I show it to you next week, for a quarter of an hour?\n\n"
          "[How it works](https://www.rotawise-software.example/tour)\n\nMark Ennis"),
    first("en", NGO, "an account at a bank", notice("Lakebank", "welcome@lakebank.example", "CH"), "amy.walsh", "Welcome to Lakebank",
          "Dear Ms Walsh,\n\nthank you for opening an account for Clearwater Relief. Your cards and codes come by post within a week; we never ask for them by mail.\n\nLakebank"),
    first("fr", MAIRIE, "un tribunal", office("Greffe du tribunal administratif", "greffe@ta-montpellier-est.example", "FR"), "c.delmas", "Dossier 2601187 : calendrier",
          "Madame le Maire,\n\nl'audience dans le dossier 2601187 est fixée au 9 septembre à 10 h. La convocation vous parviendra par courrier.\n\nLe greffe"),
    first("it", FABBRICA, "il comune", office("Comune di Ospitaletto Nord", "protocollo@comune-ospitaletto.example", "IT"), "amministrazione", "Chiusura di via Industria",
          "Gentili signori,\n\ndal 15 al 19 giugno via Industria sarà chiusa al traffico dei mezzi pesanti. L'ordinanza è pubblicata sul sito.\n\n"
          "[Ordinanza](https://www.comune-ospitaletto.example/ordinanze/77)"),
    first("pl", HURT, "urząd pyta", office("Urząd Statystyczny w Gdańsku", "ankiety@urzad-stat-gdansk.example", "PL"), "biuro", "Badanie kwartalne handlu",
          "Szanowni Państwo,\n\nprosimy o wypełnienie ankiety za drugi kwartał do 15 lipca. Wyniki opublikujemy jesienią.\n\nUrząd Statystyczny"),
    first("tr", OTEL, "belediye", office("Konyaaltı Belediyesi", "bilgi@konyaalti-bel.example", "TR"), "muhasebe", "Plaj temizliği",
          "Sayın yetkili,\n\n12 Haziran'da sahil yolu temizlik nedeniyle 6 ile 9 arası kapalı olacak. Bilginize.\n\nÇevre Müdürlüğü"),
    first("ru", MOST, "библиотека", office("Областная библиотека", "komplekt@obl-biblioteka.example", "RU"), "smirnova", "Закупка книг",
          "Добрый день!\n\nХотим приобрести 40 экземпляров ваших новинок. Пришлите, пожалуйста, счёт и договор, оплатим в июле.\n\nОбластная библиотека"),
    first("ja", MINATO, "展示会の案内", bulk("北陸機械展", "info@hokuriku-kikaiten.example"), "info", "北陸機械展 来場登録のご案内",
          "港精機株式会社 御中\n\n9月に開催いたします北陸機械展のご案内です。来場登録は下記より承っております。事前登録の方は入場無料です。皆様のご来場を心よりお待ちしております。\n\n"
          "[来場登録](https://www.hokuriku-kikaiten.example/touroku)"),
    first("zh", HAILAN, "求职", free("孙悦", "sunyue.dianlu@163.com", "roundcube"), "zhaomin", "应聘电路工程师",
          "赵经理您好,\n\n我在招聘网站上看到贵公司招电路工程师,有六年经验,简历请见附件,期待您的回复。\n\n孙悦", files=(File("jianli.pdf", "pdf", "Sun Yue"),)),
    first("pt", ALVORADA, "candidata", free("Paula Nunes", "paula.nunes.arquiteta@uol.com.br"), "contato", "Vaga de estágio",
          "Bom dia,\n\ngostaria de me candidatar ao estágio em arquitetura. Envio o currículo em anexo e fico disponível para uma conversa.\n\nPaula Nunes",
          files=(File("cv.pdf", "pdf", "Paula Nunes"),)),
    first("sv", BYRA, "inbjudan", office("Kulturhuset Luleå", "program@kulturhuset-lulea.example", "SE"), "karin", "Invigning den 18 juni",
          "Hej Karin,\n\nvälkommen till invigningen av sommarens utställning. Anmäl dig gärna senast på fredag.\n\n[Anmälan](https://www.kulturhuset-lulea.example/18)"),
    first("cs", STAVBY, "pojišťovna", office365("Ing. Tomáš Beran", "beran@pojistovna-horacka.example"), "alena.horakova", "Pojištění strojů",
          "Dobrý den, paní Horáková,\n\nna doporučení pana Beneše posílám nabídku pojištění strojů. Rád ji s vámi projdu po telefonu, 777 550 121.\n\nTomáš Beran",
          files=(File("nabidka.pdf", "pdf", "Nabidka"),)),
    first("en", HAILAN, "a buyer's question", free("Ahmed Saleh", "ahmed.saleh.lighting@gmail.com"), "sales", "Distributor in Jordan",
          "Dear sir or madam,\n\nwe are a shop for lamps in Amman and would like to sell your drivers. Could you tell me your minimum order and the terms of payment? You can reach me on "
          "WhatsApp as well, +962 7 9055 0142.\n\nAhmed Saleh"),
    first("en", OTEL, "a guest", free("Sabine Vogel", "sabine.vogel.reisen@web.de"), "rezervasyon", "Room in September",
          "Hello,\n\nwe would like a double room from 8 to 15 September, with a view of the sea. Do you take a deposit, and how can I pay it?\n\nSabine Vogel"),
    first("es", SHOP, "un cliente nuevo", workspace("Hotel Mirador", "compras@hotelmirador-baeza.example"), "pedidos", "Pedido para el hotel",
          "Buenos días:\n\nqueremos 60 botellas de medio litro para las habitaciones. ¿Nos pasan precio con envío a Baeza y forma de pago?\n\nHotel Mirador"),
    first("fr", MAIRIE, "un devis", office("Paysages Roussillon", "contact@paysages-roussillon.example", "FR"), "a.roussel", "Devis pour le square",
          "Monsieur,\n\nsuite à notre visite, voici notre devis pour le square. Il est valable jusqu'au 31 juillet ; nous pourrions commencer en septembre.\n\nMarc Pujol",
          files=(File("devis.pdf", "pdf", "Devis square"),)),
    first("it", FABBRICA, "un recupero di documenti", office("Studio Legale Bianchi", "segreteria@studiobianchi-legale.example", "IT"), "giulia.ferrante", "Pratica Rossi",
          "Gentile dottoressa,\n\ncome d'accordo al telefono, le invio la bozza dell'atto. Mi faccia sapere se va bene entro la settimana prossima.\n\nAvv. Bianchi",
          files=(File("bozza.pdf", "pdf", "Bozza"),)),
    first("en", SCHOOL, "an exchange school", workspace("Ms Fiona Blair", "f.blair@glenholm-school.example"), "a.dewit", "Exchange next spring",
          "Dear Ms de Wit,\n\nour pupils of eleven would like to visit a Dutch school next spring. Would De Lindehof be interested? I'd be glad to call you.\n\nFiona Blair"),
    first("en", HOSPITAL, "a support answer", cloud_notice("Medpump Customer Support", "support@medpump-devices.example"), "ben.tully", "Your question about pump 7",
          "Hello Ben,\n\nthank you for writing to us through our site. The alarm of pump 7 is described on page 31 of the manual, which you can read here.\n\n"
          "[Manual](https://www.medpump-devices.example/manual)"),
]

CASES = LURES + HONEST
