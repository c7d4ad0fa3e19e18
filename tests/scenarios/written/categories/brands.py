"""Brands and services: imitated, abused by their own means, and genuine."""
from ..authoring import Habit, pair, side
from ..organizations import (ALVORADA, BYRA, FABBRICA, HAILAN, HOSPITAL, HURT, KANZLEI, MAIRIE, MINATO, MOST, NGO, OTEL, SCHOOL, SHOP,
                             STAVBY, WHO)
from ..senders import cloud_notice, free, hacked_site, notice, office, rented

# The brands' own senders. Brands that Gatepost ships are named as they are; the others are our own.
DHL = notice("DHL Paket", "noreply@dhl.de", "DE")
DHL_UK = notice("DHL Express", "noreply@dhl.com", "DE")
POSTNL = notice("PostNL", "noreply@postnl.nl", "NL")
LAPOSTE = notice("La Poste", "noreply@notif.laposte.fr", "FR")
UPS = notice("UPS", "mcinfo@ups.com", "US")
PAYPAL = notice("PayPal", "service@paypal.com", "US")
MICROSOFT_TEAM = notice("Microsoft account team", "account-security-noreply@accountprotection.microsoft.com", "IE")
MICROSOFT_365 = notice("Microsoft 365 Message center", "o365mc@microsoft.com", "IE")
SHAREPOINT = notice("SharePoint Online", "no-reply@sharepointonline.com", "IE")
DOCUSIGN = notice("Docusign EU System", "dse@eumail.docusign.net", "NL")
DROPBOX = notice("Dropbox", "no-reply@dropbox.com", "US")
GOOGLE_DRIVE = notice("Google Drive", "drive-shares-dm-noreply@google.com", "US")
WETRANSFER = notice("WeTransfer", "noreply@wetransfer.com", "NL")
NETFLIX = notice("Netflix", "info@account.netflix.com", "US")
AMAZON_DE = notice("Amazon.de", "bestellbestaetigung@amazon.de", "DE")
LINKEDIN = notice("LinkedIn", "messages-noreply@linkedin.com", "US")
SANTANDER = notice("Santander", "notificaciones@bancosantander.es", "ES")
RABOBANK = notice("Rabobank", "noreply@rabobank.nl", "NL")
ITAU = notice("Itaú", "comunicados@itau.com.br", "BR")
ADOBE = notice("Adobe Acrobat Sign", "adobesign@adobesign.com", "US")
ZOOM = notice("Zoom", "no-reply@zoom.us", "US")
OVH = notice("OVHcloud", "support@ovhcloud.com", "FR")
GITHUB = notice("GitHub", "noreply@github.com", "US")


def brand(category, language, org, title, false, link, real, true_link, *, want="quarantine", why="It speaks for a brand; neither the sender nor the link is the brand's.",
          twin_why="From the brand's own domain, and the link leads there.", **common):
    return pair(category, language, org, title, attack=side(false, want, why, words={"link": link}), twin=side(real, "deliver", twin_why, words={"link": true_link}), **common)


def lure(name, address, country="NL"):
    return rented(name, address, country, program="service")


PHISHING = [
    brand("brand-phishing", "en", HOSPITAL, "a payment service limits the account", lure("PayPal", "service@account-notice-center.example"),
          "https://paypal.com.resolve-center.test/login",
          PAYPAL, "https://www.paypal.com/signin", to="suppliers", subject="Your account is limited",
          body="Hello St Aurel Hospital,\n\nwe have limited your account because some information is missing. Log in and confirm your details within 14 days.\n\n[Log in "
          "to PayPal]({link})\n\nPayPal"),
    brand("brand-phishing", "en", NGO, "unusual sign-in", lure("Microsoft account team", "no-reply@ms-security-alerts.example", "LT"), "https://login-microsoft.web.app/verify",
          MICROSOFT_TEAM, "https://account.microsoft.com/activity", to="tom.reyes", subject="Unusual sign-in activity",
          body="We detected something unusual about a recent sign-in to the Microsoft account of {to}.\n\nCountry: Brazil\nPlatform: Windows\n\nIf this wasn't you, "
          "please check your recent activity and verify your account.\n\n[Review recent activity]({link})\n\nThe Microsoft account team"),
    brand("brand-phishing", "de", KANZLEI, "Bestellung bestätigen", lure("Amazon.de", "bestellung@kundencenter-versand.example"),
          "https://amazon.kundencenter-versand.example/konto",
          AMAZON_DE, "https://www.amazon.de/gp/css/order-history", to="buchhaltung", subject="Ihre Bestellung 302-5518",
          body="Guten Tag,\n\nIhre Zahlung konnte nicht bestätigt werden. Prüfen Sie bitte Ihre Zahlungsart, sonst wird die Bestellung storniert.\n\n[Zahlungsart "
          "prüfen]({link})\n\nAmazon.de"),
    brand("brand-phishing", "de", KANZLEI, "Sparkasse verlangt Bestätigung", hacked_site("Sparkasse", "info@blumen-huber.example"),
          "https://blumen-huber.example/wp-content/spk/",
          notice("Sparkasse Kiel", "postfach@sparkasse.de", "DE"), "https://www.sparkasse.de/postfach", to="kern", subject="Ihr pushTAN-Verfahren läuft ab",
          body="Sehr geehrte Kundin, sehr geehrter Kunde,\n\nIhr pushTAN-Verfahren läuft am 15. Juni ab. Erneuern Sie es rechtzeitig.\n\n[Jetzt erneuern]({link})\n\nIhre "
          "Sparkasse"),
    brand("brand-phishing", "es", SHOP, "el banco pide confirmar", lure("Santander", "aviso@clientes-seguridad.example", "BG"),
          "https://santander.clientes-seguridad.example/acceso",
          SANTANDER, "https://www.bancosantander.es/particulares", to="carmen", subject="Aviso sobre su cuenta",
          body="Estimado cliente:\n\nhemos detectado un acceso desde un dispositivo nuevo. Verifique su identidad para no perder el acceso a la banca en "
          "línea.\n\n[Acceder]({link})\n\nBanco Santander"),
    brand("brand-phishing", "nl", SCHOOL, "de bank vernieuwt de pas", lure("Rabobank", "pas@mijn-bankzaken.example"), "https://rabobank.mijn-bankzaken.example/pas",
          RABOBANK, "https://www.rabobank.nl/mijn-rabobank", to="j.bakker", subject="Uw nieuwe bankpas",
          body="Beste klant,\n\nuw bankpas verloopt deze maand. Vraag vóór 15 juni uw nieuwe pas aan en bevestig uw gegevens.\n\n[Nieuwe pas aanvragen]({link})\n\nRabobank"),
    brand("brand-phishing", "pt", ALVORADA, "o banco pede a atualização do token", lure("Itaú Empresas", "seguranca@token-empresas.example", "US"),
          "https://itau.token-empresas.example/atualizar",
          ITAU, "https://www.itau.com.br/empresas", to="camila", subject="Atualização do seu iToken",
          body="Prezado cliente,\n\nseu iToken expira hoje. Atualize para continuar acessando sua conta.\n\n[Atualizar agora]({link})\n\nItaú"),
    brand("brand-phishing", "fr", MAIRIE, "l'hébergeur réclame un renouvellement", hacked_site("OVHcloud", "contact@boulangerie-paulet.example"),
          "https://boulangerie-paulet.example/ovh/renew.php",
          OVH, "https://www.ovhcloud.com/manager", to="j.petit", subject="Renouvellement de ville-montclar.example",
          body="Bonjour,\n\nvotre nom de domaine ville-montclar.example expire bientôt. Renouvelez-le pour éviter sa suspension.\n\n[Renouveler]({link})\n\nL'équipe OVHcloud"),
    brand("brand-phishing", "it", FABBRICA, "film sospesi", lure("Netflix", "supporto@pagamenti-abbonati.example"), "https://bit.ly/4nfx-rinnovo",
          NETFLIX, "https://www.netflix.com/youraccount", to="davide.sala", subject="Il tuo abbonamento è sospeso",
          body="Ciao,\n\nnon siamo riusciti a elaborare il tuo ultimo pagamento. Aggiorna i dati di pagamento per continuare a guardare.\n\n[Aggiorna ora]({link})\n\nNetflix"),
    brand("brand-phishing", "ja", MINATO, "アカウントの確認", lure("Amazon.co.jp", "info@order-kakunin.example", "HK"), "https://amazon.order-kakunin.example/signin",
          notice("Amazon.co.jp", "account-update@amazon.co.jp", "JP"), "https://www.amazon.co.jp/gp/css/homepage.html", to="ito", subject="お支払い方法の確認",
          body="お客様\n\nお支払い方法に問題があります。24時間以内に情報を更新してください。更新されない場合、アカウントは停止されます。\n\n[情報を更新する]({link})\n\nAmazon.co.jp"),
    brand("brand-phishing", "tr", OTEL, "rezervasyon sitesi doğrulama ister", lure("Booking.com", "partner@extranet-dogrulama.example", "RU"),
          "https://booking.extranet-dogrulama.example/giris",
          notice("Booking.com", "noreply@booking.com", "NL"), "https://admin.booking.com/", to="elif", subject="Tesis bilgilerinizi doğrulayın",
          body="Değerli iş ortağımız,\n\nyeni bir misafir mesajınız var. Görmek için 24 saat içinde hesabınızı doğrulayın.\n\n[Mesajı göster]({link})\n\nBooking.com"),
]


def free_brand(language, org, title, name, address, real, *, link, true_link, program="gmail", **common):
    return brand("brand-free-mailbox", language, org, title, free(name, address, program), link, real, true_link, why="A company does not write from a free mailbox.", **common)


FREE_BRANDS = [
    free_brand("en", HOSPITAL, "a carrier", "DHL Express Delivery", "dhl.delivery.desk4471@gmail.com", DHL_UK, link="https://dhl-redelivery.web.app/",
               true_link="https://www.dhl.com/track?id=4471", to="suppliers",
               subject="Shipment on hold", body="Dear customer,\n\nyour shipment 4471 8820 is on hold because the address is incomplete. Please confirm it here: [Confirm "
               "address]({link})\n\nDHL"),
    free_brand("en", NGO, "a signature service", "DocuSign Documents", "docusign.docs.2281@outlook.com", DOCUSIGN, link="https://docs-sign.pages.dev/r/8812",
               true_link="https://eu.docusign.net/Signing/8812", to="amy.walsh",
               subject="Document to sign: Grant agreement", body="Hello Amy,\n\na document is waiting for your signature: Grant agreement 2026.\n\n[Review document]({link})"),
    free_brand("de", KANZLEI, "der Softwarehersteller", "Microsoft Support", "microsoft.support.kunden81@outlook.de", MICROSOFT_TEAM,
               link="https://ms-konto.azurewebsites.net/", true_link="https://account.microsoft.com/", to="vogt",
               subject="Ihr Konto läuft ab", body="Guten Tag,\n\nIhr Microsoft-Konto muss bestätigt werden. Bitte melden Sie sich an: [Konto bestätigen]({link})\n\nMicrosoft"),
    free_brand("fr", MAIRIE, "la poste", "La Poste Colissimo", "laposte.colissimo.suivi9@gmail.com", LAPOSTE, link="https://colissimo-suivi.netlify.app/",
               true_link="https://www.laposte.fr/outils/suivre-vos-envois?code=88", to="mairie",
               subject="Votre colis est en attente", body="Bonjour,\n\nvotre colis est en attente. Réglez 1,99 € de frais de livraison : [Suivre mon colis]({link})\n\nLa Poste"),
    free_brand("es", SHOP, "la tienda de pagos", "PayPal España", "paypal.espana.avisos@yahoo.es", PAYPAL, link="https://paypal-avisos.weebly.com/",
               true_link="https://www.paypal.com/es/signin", to="facturas",
               subject="Pago recibido pendiente", body="Hola:\n\nha recibido un pago de 320,00 € que está pendiente. Confirme su cuenta: [Confirmar]({link})\n\nPayPal"),
    free_brand("nl", SCHOOL, "de post", "PostNL Bezorging", "postnl.bezorging.77@live.nl", POSTNL, link="https://postnl-bezorg.vercel.app/",
               true_link="https://www.postnl.nl/track-en-trace", to="administratie",
               subject="Uw pakket", body="Beste klant,\n\nuw pakket kon niet worden bezorgd. Plan een nieuwe bezorging: [Bezorging plannen]({link})\n\nPostNL"),
    free_brand("pt", ALVORADA, "o mercado", "Mercado Livre", "mercadolivre.atendimento31@uol.com.br", notice("Mercado Livre", "info@mercadolivre.com.br", "BR"),
               link="https://ml-compra.web.app/",
               true_link="https://www.mercadolivre.com.br/minha-conta", to="contato", subject="Sua compra foi recusada",
               body="Olá,\n\nsua compra foi recusada. Atualize os dados do cartão: [Atualizar]({link})\n\nMercado Livre"),
    free_brand("zh", HAILAN, "快递公司", "DHL 快递", "dhl.kuaidi.4471@qq.com", DHL_UK, link="https://dhl-cn.web.app/",
               true_link="https://www.dhl.com/cn-zh/home/tracking.html", to="liming", program="roundcube",
               subject="您的包裹待确认", body="尊敬的客户:\n\n您的包裹因地址不完整被扣留,请确认:[确认地址]({link})\n\nDHL"),
]


def abused(language, org, title, service, *, attack, twin, why="The service is real; what the stranger has written into it is the lure.", want="banner", **common):
    """Genuine mail of a service, whose text was written by somebody else. attack, twin: what is different."""
    return pair("brand-own-service", language, org, title, attack=side(service, want, why, **attack), twin=side(service, "deliver",
                "The service, and somebody whom we know.", **twin), **common)


ABUSED = [
    abused("en", NGO, "a payment request with a telephone number in its note", PAYPAL, to="finance",
           attack=dict(words={"who": "Crypto Purchase Desk", "note": "You bought BTC for $879.00. Not you? Call +1 (888) 555-0142 at once to cancel."}),
           twin=dict(words={"who": "Roth Revision AG", "note": "Interim audit, as agreed with Amy."}),
           subject="Invoice from {who} (0091)", body="Hello Clearwater Relief,\n\n{who} sent you an invoice for $879.00.\n\nNote from {who}: {note}\n\n[View and pay "
           "invoice](https://www.paypal.com/invoice/p/0091)\n\nPayPal"),
    abused("en", HOSPITAL, "a file share by a stranger", DROPBOX, to="ruth.adeyemi",
           attack=dict(words={"who": "HR Salary Dept", "whose": "hr.salary.dept.2026@outlook.com", "file": "Salary increase June - confidential, log in to view.pdf"}),
           twin=dict(words={"who": "Helen Prowse", "whose": "helen.prowse@meridian-locums.example", "file": "Timesheets week 23.pdf"}),
           subject="{who} shared \"{file}\" with you", body="Hi Ruth,\n\n{who} ({whose}) shared \"{file}\" with you.\n\n[View "
           "file](https://www.dropbox.com/scl/fi/88x1)\n\nDropbox"),
    abused("de", KANZLEI, "Unterschrift von Unbekannt", DOCUSIGN, to="kern",
           attack=dict(words={"who": "Lohnabteilung Personal", "whose": "lohn.abteilung.2281@gmx.de", "what": "Gehaltsanpassung - sofort unterschreiben"}),
           twin=dict(words={"who": "Stefan Krüger", "whose": "s.krueger@nordhaus-immobilien.example", "what": "Mietvertrag Halle 3"}),
           subject="{who} hat Ihnen ein Dokument zum Unterschreiben gesendet", body="{who}\n{whose}\n\n{what}\n\n[Dokument "
           "überprüfen](https://eu.docusign.net/Signing/5521)\n\nDocusign"),
    abused("fr", MAIRIE, "un dossier partagé par un inconnu", GOOGLE_DRIVE, to="s.garnier",
           attack=dict(words={"who": "Service Virement", "whose": "service.virement.091@gmail.com", "what": "RIB à valider d'urgence"}),
           twin=dict(words={"who": "Bruno Vidal", "whose": "b.vidal@travaux-vidal.example", "what": "Photos chantier école"}),
           subject="{what}", body="{who} ({whose}) a partagé un document avec vous :\n\n{what}\n\n[Ouvrir](https://drive.google.com/file/d/1x88/view)\n\nGoogle Drive"),
    abused("it", FABBRICA, "un trasferimento da sconosciuti", WETRANSFER, to="marta.conti",
           attack=dict(words={"whose": "pagamenti.urgente.88@libero.it", "what": "Sollecito_avvocato.html", "note": "Pagare entro oggi, vedi allegato."}),
           twin=dict(words={"whose": "f.marchetti@acciailombardi.example", "what": "Disegni_P40.zip", "note": "I disegni che hai chiesto."}),
           subject="{whose} ti ha inviato dei file", body="{whose} ti ha inviato: {what}\n\n{note}\n\n[Scarica i file](https://wetransfer.com/downloads/88a1)\n\nWeTransfer"),
    abused("en", BYRA, "a comment with a lure in a cloud document", notice("Google Docs", "comments-noreply@docs.google.com", "US"), to="oskar",
           attack=dict(words={"who": "Prize Office", "note": "Congratulations! Your mailbox won $10,000. Claim at https://claim-prize.web.app today."}),
           twin=dict(words={"who": "Henrik Wallin", "note": "Could we use the blue picture on page 3?"}),
           subject="{who} mentioned you in a comment", body="{who} mentioned you in a comment in the following "
           "document\n\n{note}\n\n[Open](https://docs.google.com/document/d/1aa/edit)\n\nGoogle Docs"),
    abused("es", SHOP, "invitación de una cuenta desconocida", LINKEDIN, to="lucia",
           attack=dict(words={"who": "Royal Gold Investments", "note": "Tengo una oportunidad con 40 % de beneficio garantizado, escríbeme a mi WhatsApp."}),
           twin=dict(words={"who": "Teresa Vaz", "note": "¡Qué bien verte en la feria! Seguimos en contacto."}),
           subject="{who} te ha enviado un mensaje", body="Hola, Lucía:\n\n{who} te ha enviado un mensaje nuevo:\n\n{note}\n\n[Ver "
           "mensaje](https://www.linkedin.com/messaging/)\n\nLinkedIn"),
    abused("en", HAILAN, "an invitation to a meeting that is an offer", ZOOM, to="sales",
           attack=dict(words={"who": "Refund Dept", "what": "Your refund of $4,900 - join and share your screen"}),
           twin=dict(words={"who": "Sofia Brandão", "what": "Order 4163, delivery dates"}),
           subject="{who} has invited you to: {what}", body="Hi there,\n\n{who} is inviting you to a scheduled Zoom meeting.\n\nTopic: {what}\n\n[Join "
           "meeting](https://zoom.us/j/88120012)\n\nZoom"),
]


def document(language, org, title, false, link, real, true_link, **common):
    return brand("shared-document", language, org, title, false, link, real, true_link, why="A document behind a login page that is not the service's.", **common)


DOCUMENTS = [
    document("en", HOSPITAL, "a spreadsheet on a site like the service's", lure("SharePoint Online", "no-reply@sharing-docs-online.example"),
             "https://sharepoint.sharing-docs-online.example/login?u={to}",
             SHAREPOINT, "https://staurelhospital.sharepoint.com/:x:/s/finance/88", to="colin.frost", subject="Budget 2027 was shared with you",
             body="Ruth Adeyemi shared a file with you.\n\nBudget 2027.xlsx\n\n[Open]({link})\n\nThis link works for the direct recipients of this message only."),
    document("en", NGO, "an agreement to sign", lure("Docusign EU System", "dse@signing-requests.example", "LT"), "https://signing-requests.example/d/1?e={to}",
             DOCUSIGN, "https://eu.docusign.net/Signing/9912", to="ingrid",
             subject="Complete with Docusign: Lease Geneva", body="Harriet Fenwick sent you a document to review and sign.\n\nLease Geneva 2026\n\n[Review document]({link})"),
    document("de", KANZLEI, "geteilte Akte", lure("SharePoint", "benachrichtigung@dokumente-freigabe.example"), "https://dokumente-freigabe.example/anmelden",
             SHAREPOINT, "https://brandtseidel.sharepoint.com/:b:/s/akten/12", to="aydin",
             subject="Petra Vogt hat \"Akte Möller\" freigegeben", body="Petra Vogt hat eine Datei für Sie freigegeben.\n\nAkte Möller.pdf\n\n[Öffnen]({link})"),
    document("fr", MAIRIE, "un marché à signer", lure("Adobe Acrobat Sign", "echosign@signature-marches.example"), "https://signature-marches.example/doc/77", ADOBE,
             "https://eu1.documents.adobe.com/sign/77", to="a.roussel",
             subject="Signature demandée : marché de l'école", body="Bruno Vidal vous demande de signer le document suivant :\n\nMarché de l'école Jean-Moulin\n\n[Lire "
             "et signer]({link})"),
    document("es", SHOP, "fotos del catálogo", lure("Dropbox", "no-reply@archivos-compartidos.example", "BG"), "https://archivos-compartidos.example/s/8x", DROPBOX,
             "https://www.dropbox.com/scl/fo/8x", to="marta",
             subject="Pablo Ruiz compartió \"Fotos catálogo\"", body="Pablo Ruiz te ha invitado a ver la carpeta \"Fotos catálogo\".\n\n[Ir a la carpeta]({link})"),
    document("nl", SCHOOL, "rooster", lure("OneDrive", "share@bestanden-gedeeld.example"), "https://bestanden-gedeeld.example/aanmelden", notice("Microsoft OneDrive",
             "no-reply@onedrive.com", "IE"), "https://onedrive.live.com/?id=77", to="f.elidrissi",
             subject="Rooster 2026-2027", body="Marieke Visser heeft een bestand met u gedeeld.\n\nRooster 2026-2027.docx\n\n[Openen]({link})"),
    document("pl", HURT, "umowa do podpisu", lure("DocuSign", "podpis@umowy-online.example", "BG"), "https://umowy-online.example/podpisz", DOCUSIGN,
             "https://eu.docusign.net/Signing/3312", to="a.wrona",
             subject="Dokument do podpisu: umowa najmu", body="Beata Sowa przesłała dokument do podpisu.\n\nUmowa najmu magazynu\n\n[Przejrzyj dokument]({link})"),
    document("it", FABBRICA, "offerta condivisa", lure("WeTransfer", "noreply@file-in-attesa.example"), "https://file-in-attesa.example/d/2", WETRANSFER,
             "https://wetransfer.com/downloads/5512", to="luca.bassi",
             subject="u.hartmann@hartmann-werkzeugbau.example ti ha inviato un file", body="Hai ricevuto un file: Offerta_4121.pdf\n\nIl link scade tra 7 "
             "giorni.\n\n[Scarica]({link})"),
    document("ja", MINATO, "共有ファイル", lure("SharePoint", "noreply@kyoyu-file.example", "HK"), "https://kyoyu-file.example/login", SHAREPOINT,
             "https://minatoseiki.sharepoint.com/:x:/s/eigyo/5", to="suzuki",
             subject="伊藤さんがファイルを共有しました", body="伊藤 直子 さんがファイルを共有しました。\n\n生産計画.xlsx\n\n[開く]({link})"),
]


def voicemail(language, org, title, false, link, real, **common):
    return brand("voicemail", language, org, title, false, link, real, "https://portal.{site}/messages/8812", why="A voice message that is a login page.",
                 twin_why="The telephone service that we have had for months.", **common)


def telephone(name, address, org, whom):
    sender = cloud_notice(name, address)
    return sender, (Habit(sender, whom, 12, 0, 8, "", "Voice message #"),)


def voicemails():
    for language, org, title, whom, (name, address), false, link, subject, body in (
            ("en", HOSPITAL, "a hospital's telephone system", "naomi.clarke", ("Ringvale Voice", "voicemail@ringvale.example"), lure("Voicemail Service",
             "voice@vm-notification.example"), "https://vm-notification.example/play?u={to}",
             "New voice message from 024 7655 0142", "You have a new voice message.\n\nFrom: 024 7655 0142\nLength: 0:42\n\n[Play message]({link})"),
            ("en", NGO, "with the recipient in the link", "tom.reyes", ("Ringvale Voice", "voicemail@ringvale.example"), hacked_site("PBX Voicemail",
             "pbx@riverside-motors.example"), "https://riverside-motors.example/vm/?e={to}",
             "Voice message (1:07) for {to}", "You received a voice message of 1:07 minutes.\n\nCaller: +41 22 555 01 88\n\n[Listen]({link})"),
            ("de", KANZLEI, "Anrufbeantworter", "vogt", ("Fernklang", "nachricht@fernklang.example"), lure("Telefonanlage", "nachricht@sprachbox-dienst.example"),
             "https://sprachbox-dienst.example/hoeren",
             "Neue Sprachnachricht", "Sie haben eine neue Sprachnachricht.\n\nVon: 040 5550142\nDauer: 0:51\n\n[Nachricht anhören]({link})"),
            ("fr", MAIRIE, "répondeur", "n.benali", ("Voixpro", "messages@voixpro.example"), lure("Messagerie vocale", "messages@repondeur-pro.example"),
             "https://repondeur-pro.example/ecouter",
             "Nouveau message vocal", "Vous avez reçu un message vocal de 0 min 38.\n\n[Écouter le message]({link})"),
            ("es", SHOP, "buzón de voz", "marta", ("Vozalia", "avisos@vozalia.example"), lure("Buzón de voz", "avisos@mensajes-voz.example", "BG"),
             "https://mensajes-voz.example/oir",
             "Tiene un mensaje de voz", "Ha recibido un mensaje de voz de 0:44.\n\n[Escuchar]({link})"),
            ("sv", BYRA, "röstbrevlåda", "oskar", ("Växelnord", "meddelande@vaxelnord.example"), lure("Växel", "meddelande@rostmeddelande.example"),
             "https://rostmeddelande.example/lyssna",
             "Nytt röstmeddelande", "Du har ett nytt röstmeddelande på 0:36.\n\n[Lyssna]({link})"),
            ("it", FABBRICA, "segreteria", "davide.sala", ("Centralvoce", "avvisi@centralvoce.example"), lure("Centralino", "avvisi@messaggi-vocali.example", "LT"),
             "https://messaggi-vocali.example/ascolta",
             "Nuovo messaggio vocale", "Ha un nuovo messaggio vocale di 0:29.\n\n[Ascolta]({link})"),
            ("ru", MOST, "голосовая почта", "kotova", ("Звонок Офис", "golos@zvonok-ofis.example"), lure("Голосовая почта", "golos@pochta-golos.example", "RU"),
             "https://pochta-golos.example/slushat",
             "Новое голосовое сообщение", "Вы получили голосовое сообщение, 0:33.\n\n[Прослушать]({link})")):
        real, habits = telephone(name, address, org, whom)
        yield voicemail(language, org, title, false, link, real, to=whom, subject=subject, body=body, habits=habits)


def parcel(language, org, title, false, link, real, true_link, **common):
    return brand("parcel", language, org, title, false, link, real, true_link, why="A parcel that nobody ordered, a small fee, a strange site.", **common)


PARCELS = [
    parcel("en", HOSPITAL, "customs fee", lure("DHL Express", "notice@parcel-customs-fee.example"), "https://parcel-customs-fee.example/pay", DHL_UK,
           "https://www.dhl.com/track?id=7718", to="suppliers", subject="Your shipment 7718 is waiting",
           body="Your shipment 7718 is waiting for delivery. A customs fee of £1.99 has to be paid first.\n\n[Pay and track]({link})\n\nDHL Express"),
    parcel("en", NGO, "a new delivery date", hacked_site("UPS Delivery", "info@gym-northside.example"), "https://gym-northside.example/ups/track", UPS,
           "https://www.ups.com/track?loc=en_CH", to="info", subject="Delivery attempt failed",
           body="We tried to deliver your package today. Choose a new date.\n\n[Choose a date]({link})\n\nUPS"),
    parcel("de", KANZLEI, "Zollgebühr", lure("DHL", "zustellung@paket-gebuehr.example", "LT"), "https://paket-gebuehr.example/zahlen", DHL,
           "https://www.dhl.de/sendungsverfolgung", to="kanzlei", subject="Ihr Paket wartet",
           body="Guten Tag,\n\nIhr Paket konnte nicht zugestellt werden. Begleichen Sie die Gebühr von 2,99 €.\n\n[Sendung verfolgen]({link})\n\nDHL Paket"),
    parcel("fr", MAIRIE, "frais de port", lure("La Poste", "suivi@frais-colis.example"), "https://frais-colis.example/regler", LAPOSTE,
           "https://www.laposte.fr/outils/suivre-vos-envois?code=12", to="mairie", subject="Votre colis arrive demain",
           body="Bonjour,\n\nvotre colis arrive demain. Des frais de 1,45 € restent à régler.\n\n[Suivre le colis]({link})\n\nLa Poste"),
    parcel("nl", SCHOOL, "invoerkosten", lure("PostNL", "pakket@invoerkosten.example"), "https://invoerkosten.example/betaal", POSTNL,
           "https://jouw.postnl.nl/track-and-trace", to="administratie", subject="Je pakket is onderweg",
           body="Hallo,\n\nje pakket is onderweg. Er staan nog € 2,10 invoerkosten open.\n\n[Volg je pakket]({link})\n\nPostNL"),
    parcel("es", SHOP, "dirección incompleta", lure("Correo Express", "envios@direccion-incompleta.example", "BG"), "https://direccion-incompleta.example/corregir", UPS,
           "https://www.ups.com/track?loc=es_ES", to="pedidos", subject="Envío detenido",
           body="Su envío está detenido porque falta un dato de la dirección.\n\n[Completar dirección]({link})\n\nUPS"),
    parcel("pl", HURT, "dopłata do przesyłki", lure("DHL", "paczka@doplata-paczka.example"), "https://doplata-paczka.example/", DHL_UK,
           "https://www.dhl.com/pl-pl/home/sledzenie.html", to="biuro", subject="Twoja przesyłka czeka",
           body="Twoja przesyłka czeka na dopłatę 3,49 zł.\n\n[Śledź przesyłkę]({link})\n\nDHL"),
    parcel("sv", BYRA, "tullavgift", lure("UPS", "paket@tullavgift.example", "LT"), "https://tullavgift.example/betala", UPS, "https://www.ups.com/track?loc=sv_SE",
           to="hej", subject="Ditt paket väntar",
           body="Ditt paket väntar på att tullavgiften 19 kr betalas.\n\n[Spåra paketet]({link})\n\nUPS"),
    parcel("cs", STAVBY, "doplatek", lure("DHL", "zasilka@doplatek-zasilka.example", "BG"), "https://doplatek-zasilka.example/", DHL_UK,
           "https://www.dhl.com/cz-cs/home/sledovani.html", to="info", subject="Vaše zásilka čeká",
           body="Vaše zásilka čeká na doručení, zbývá uhradit 49 Kč.\n\n[Sledovat zásilku]({link})\n\nDHL"),
]


def mailbox(category, language, org, title, false, link, key, true_link, why, **common):
    """A notice about one's own mailbox: false from outside, true from our own IT."""
    return pair(category, language, org, title, attack=side(false, "quarantine", why, words={"link": link}),
                twin=side(org.person(key), "deliver", "From our own IT, signed, and the link leads into our own house.", words={"link": true_link}), **common)


def quota(language, org, title, false, link, key, true_link, **common):
    return mailbox("quota", language, org, title, false, link, key, true_link, "A full mailbox as a reason to log in on a strange page.", **common)


QUOTAS = [
    quota("en", HOSPITAL, "storage almost full", lure("IT Helpdesk", "helpdesk@mail-storage-notice.example"), "https://mail-storage-notice.example/?u={to}", "ben.tully",
          "https://intranet.staurel-hospital.example/storage", to="naomi.clarke", subject="Your mailbox is 98 % full",
          body="Hi Naomi,\n\nyour mailbox {to} is 98 % full. Clear it or ask for more space today, or new mail will be refused.\n\n[Manage storage]({link})\n\nIT"),
    quota("en", NGO, "mail held back", hacked_site("clearwater-relief.example Mail", "admin@oakfieldgarden.example"), "https://oakfieldgarden.example/owa/?e={to}",
          "tom.reyes", "https://help.clearwater-relief.example/mail", to="priya.nair", subject="5 messages held for {to}",
          body="Five messages for {to} could not be delivered because your mailbox is full.\n\n[Release messages]({link})"),
    quota("de", KANZLEI, "Postfach voll", lure("Mail-Administrator", "admin@postfach-speicher.example"), "https://postfach-speicher.example/", "wulf",
          "https://hilfe.brandt-seidel.example/postfach", to="vogt", subject="Ihr Postfach ist voll",
          body="Guten Tag,\n\nIhr Postfach hat 99 % des Speichers erreicht. Erweitern Sie es heute, sonst gehen Nachrichten verloren.\n\n[Speicher erweitern]({link})"),
    quota("fr", MAIRIE, "boîte saturée", lure("Service messagerie", "support@quota-messagerie.example"), "https://quota-messagerie.example/", "j.petit",
          "https://intranet.ville-montclar.example/quota", to="n.benali", subject="Votre boîte est pleine",
          body="Bonjour,\n\nvotre boîte aux lettres a atteint 99 % de son quota. Augmentez-le aujourd'hui.\n\n[Augmenter le quota]({link})"),
    quota("nl", SCHOOL, "postvak vol", lure("ICT Beheer", "beheer@postvak-vol.example"), "https://postvak-vol.example/", "p.jansen",
          "https://help.delindehof.example/postvak", to="f.elidrissi", subject="Je postvak is bijna vol",
          body="Hallo,\n\nje postvak zit voor 97 % vol. Ruim vandaag op of vraag meer ruimte aan.\n\n[Ruimte aanvragen]({link})"),
    quota("it", FABBRICA, "casella piena", lure("Amministratore posta", "posta@spazio-casella.example", "LT"), "https://spazio-casella.example/", "luca.bassi",
          "https://intranet.officineferrante.example/posta", to="davide.sala", subject="Casella quasi piena",
          body="La sua casella ha raggiunto il 98 % dello spazio. Aumenti lo spazio oggi stesso.\n\n[Aumenta lo spazio]({link})"),
    quota("pl", HURT, "skrzynka pełna", lure("Administrator poczty", "poczta@limit-skrzynki.example", "BG"), "https://limit-skrzynki.example/", "e.kania",
          "https://intranet.hurtownia-wislana.example/poczta", to="p.lis", subject="Skrzynka prawie pełna",
          body="Skrzynka {to} jest zapełniona w 98 %. Proszę dziś zwiększyć limit.\n\n[Zwiększ limit]({link})"),
    quota("ja", MINATO, "容量超過", lure("メール管理者", "admin@mail-youryou.example", "HK"), "https://mail-youryou.example/", "ito", "https://intranet.minato-seiki.example/mail",
          to="suzuki", subject="メールボックスの容量",
          body="メールボックスの容量が98%に達しました。本日中に容量を増やしてください。\n\n[容量を増やす]({link})"),
    quota("zh", HAILAN, "邮箱已满", lure("邮件管理员", "admin@youxiang-rongliang.example", "HK"), "https://youxiang-rongliang.example/", "zhaomin",
          "https://oa.hailan-electronics.example/mail", to="liming", subject="您的邮箱即将满额",
          body="您的邮箱 {to} 已使用 98%,请今天扩容,否则将无法收信。\n\n[立即扩容]({link})"),
]


def second_factor(language, org, title, false, link, key, true_link, **common):
    return mailbox("mfa", language, org, title, false, link, key, true_link, "A second factor as a reason to log in on a strange page.", **common)


FACTORS = [
    second_factor("en", HOSPITAL, "the authenticator expires", lure("Microsoft 365", "security@authenticator-renewal.example"), "https://authenticator-renewal.example/",
                  "ben.tully", "https://intranet.staurel-hospital.example/mfa", to="ruth.adeyemi", subject="Set up your authenticator again",
                  body="Hi Ruth,\n\nyour authenticator registration expires on 15 June. Set it up again before then, or you cannot log in from outside.\n\n[Set up "
                  "now]({link})\n\nIT"),
    second_factor("en", NGO, "new policy", lure("IT Security", "mfa@login-policy-update.example", "LT"), "https://login-policy-update.example/", "tom.reyes",
                  "https://help.clearwater-relief.example/mfa", to="info", subject="New login policy",
                  body="From Monday everybody needs a second factor. It takes two minutes.\n\n[Register your phone]({link})"),
    second_factor("de", KANZLEI, "zweiter Faktor", lure("IT-Sicherheit", "sicherheit@anmeldung-zwei-faktor.example"), "https://anmeldung-zwei-faktor.example/", "wulf",
                  "https://hilfe.brandt-seidel.example/2fa", to="aydin", subject="Zweiter Faktor erforderlich",
                  body="Hallo Lena,\n\nab Montag geht die Anmeldung nur noch mit zweitem Faktor. Richte ihn bitte vorher ein.\n\n[Jetzt einrichten]({link})"),
    second_factor("fr", MAIRIE, "double authentification", lure("Sécurité informatique", "securite@double-authentification.example"),
                  "https://double-authentification.example/", "j.petit", "https://intranet.ville-montclar.example/2fa", to="m.lefort", subject="Double authentification",
                  body="Bonjour Marc,\n\nla double authentification devient obligatoire lundi. Merci d'enregistrer votre téléphone.\n\n[Enregistrer]({link})"),
    second_factor("nl", SCHOOL, "tweestapscontrole", lure("ICT", "ict@tweestaps-controle.example"), "https://tweestaps-controle.example/", "p.jansen",
                  "https://help.delindehof.example/2fa", to="m.visser", subject="Tweestapsverificatie",
                  body="Hoi Marieke,\n\nvanaf maandag is tweestapsverificatie verplicht. Stel hem voor die tijd in.\n\n[Instellen]({link})"),
    second_factor("sv", BYRA, "tvåfaktor", lure("IT-support", "support@tvafaktor-inloggning.example"), "https://tvafaktor-inloggning.example/", "oskar",
                  "https://hjalp.norrskenbyra.example/2fa", to="linnea", subject="Tvåfaktorsinloggning",
                  body="Hej Linnea,\n\nfrån måndag krävs tvåfaktorsinloggning. Registrera telefonen innan dess.\n\n[Registrera]({link})"),
    second_factor("pt", ALVORADA, "segundo fator", lure("Suporte TI", "suporte@verificacao-duas-etapas.example", "US"), "https://verificacao-duas-etapas.example/",
                  "renata", "https://ajuda.alvorada-engenharia.example/2fa", to="diego", subject="Verificação em duas etapas",
                  body="Oi Diego,\n\na partir de segunda a verificação em duas etapas é obrigatória. Cadastre seu celular.\n\n[Cadastrar]({link})"),
    second_factor("tr", OTEL, "iki adımlı doğrulama", lure("Bilgi İşlem", "destek@iki-adimli-dogrulama.example", "RU"), "https://iki-adimli-dogrulama.example/", "can",
                  "https://yardim.defneotel.example/2fa", to="elif", subject="İki adımlı doğrulama",
                  body="Merhaba Elif Hanım,\n\npazartesiden itibaren iki adımlı doğrulama zorunlu. Telefonunuzu kaydedin.\n\n[Kaydet]({link})"),
]


def office_of_state(language, org, title, false, link, real, true_link, habits=True, whom=None, **common):
    """A public office: the true one has written before."""
    return pair("government", language, org, title, to=whom, habits=(Habit(real, whom, 6, 2, 25, "", "#"),) if habits else (),
                attack=side(false, "quarantine", "A public office does not write from there, nor does it threaten by mail.", words={"link": link}),
                twin=side(real, "deliver", "The office's own address, which has written before.", words={"link": true_link}), **common)


STATE = [
    office_of_state("en", HOSPITAL, "a tax refund", lure("HM Revenue", "refunds@tax-refund-claims.example"), "https://tax-refund-claims.example/",
                    office("Tax Office Coventry", "employers@taxoffice.example", "GB"), "https://www.taxoffice.example/employers/notice", whom="colin.frost",
                    subject="Notice about your employer account", body="A new notice is ready in the employer account of St Aurel Hospital: a refund of £1,284.20. Please "
                    "read it before 30 June.\n\n[Read notice]({link})"),
    office_of_state("en", NGO, "a court summons", hacked_site("District Court", "summons@bakery-lane.example"), "https://bakery-lane.example/case.zip",
                    office("Cantonal Register", "register@canton-office.example", "CH"), "https://www.canton-office.example/register", whom="amy.walsh",
                    subject="Case 2026/4471: documents", body="Documents in the matter 2026/4471 are ready for you. You have to answer within ten days.\n\n[Documents]({link})"),
    office_of_state("de", KANZLEI, "Steuererstattung", lure("Finanzamt", "bescheid@elster-erstattung.example"), "https://elster-erstattung.example/",
                    office("Finanzamt Kiel", "poststelle@finanzamt-kiel.example", "DE"), "https://www.finanzamt-kiel.example/bescheid", whom="kern",
                    subject="Bescheid zur Umsatzsteuer", body="Sehr geehrte Damen und Herren,\n\nIhr Bescheid über die Erstattung von 1.284,20 € liegt bereit. Bitte "
                    "prüfen Sie ihn bis zum 30. Juni.\n\n[Bescheid abrufen]({link})"),
    office_of_state("fr", MAIRIE, "une amende", lure("Antai", "avis@amende-paiement.example", "BG"), "https://amende-paiement.example/", WHO["prefecture"],
                    "https://www.prefecture-clar.example/circulaires", whom="n.benali", habits=False,
                    subject="Avis à traiter avant le 30 juin", body="Madame, Monsieur,\n\nun avis concernant votre commune attend une réponse avant le 30 "
                    "juin.\n\n[Consulter l'avis]({link})"),
    office_of_state("es", SHOP, "notificación de impuestos", lure("Agencia Tributaria", "avisos@notificacion-tributaria.example", "BG"),
                    "https://notificacion-tributaria.example/", office("Ayuntamiento de Úbeda", "tributos@ayto-ubeda.example", "ES"), "https://sede.ayto-ubeda.example/",
                    whom="carmen",
                    subject="Notificación pendiente", body="Estimada empresa:\n\ntiene una notificación pendiente sobre el impuesto de actividades. Plazo: 30 de "
                    "junio.\n\n[Acceder a la notificación]({link})"),
    office_of_state("pl", HURT, "urząd skarbowy", lure("Urząd Skarbowy", "zwrot@zwrot-podatku.example", "LT"), "https://zwrot-podatku.example/", office("Urząd Miasta",
                    "podatki@urzad-miasta.example", "PL"), "https://www.urzad-miasta.example/podatki", whom="j.mazur",
                    subject="Pismo w sprawie podatku", body="Szanowni Państwo,\n\npismo w sprawie podatku od nieruchomości jest gotowe do odbioru do 30 "
                    "czerwca.\n\n[Odbierz pismo]({link})"),
    office_of_state("it", FABBRICA, "una cartella", lure("Agenzia Riscossione", "avviso@cartella-esattoriale.example"), "https://cartella-esattoriale.example/",
                    office("Comune di Brescia Est", "tributi@comune-bresciaest.example", "IT"), "https://www.comune-bresciaest.example/tributi", whom="amministrazione",
                    subject="Avviso di pagamento", body="Gentile contribuente,\n\nè disponibile un avviso da consultare entro il 30 giugno.\n\n[Consulta l'avviso]({link})"),
    office_of_state("ru", MOST, "налоговая", lure("ФНС России", "vozvrat@nalog-vozvrat.example", "RU"), "https://nalog-vozvrat.example/", office("Книжная палата",
                    "info@knizhnaya-palata.example", "RU"), "https://www.knizhnaya-palata.example/", whom="smirnova",
                    subject="Уведомление", body="Для вашей организации есть уведомление, ответьте до 30 июня.\n\n[Открыть уведомление]({link})"),
    office_of_state("cs", STAVBY, "přeplatek na dani", lure("Finanční správa", "vraceni@preplatek-dane.example"), "https://preplatek-dane.example/",
                    office("Stavební úřad Lipová", "podatelna@urad-lipova.example", "CZ"), "https://www.urad-lipova.example/", whom="info",
                    subject="Písemnost k vyzvednutí", body="Vážení,\n\nmáte připravenou písemnost k vyzvednutí do 30. června.\n\n[Zobrazit písemnost]({link})"),
]

CASES = PHISHING + FREE_BRANDS + ABUSED + DOCUMENTS + list(voicemails()) + PARCELS + QUOTAS + FACTORS + STATE
