"""The half of the examiner's cases that nobody looks at who writes rules; its twin is examiner.py."""
from functools import partial

from ..authoring import Habit, Thread, business, grouped, iban, pair, side
from ..examiner_organizations import ATELIER, BARNEHAGE, HANBIT, KERTESZET, METALLI, NAKHEEL, PEKARNIA, TOMRER
from ..files import File
from ..organizations import (ALVORADA, BANK, BYRA, FABBRICA, HAILAN, HOSPITAL, HURT, KANZLEI, MINATO, MOST, NGO, OTEL, SCHOOL, SHOP, STAVBY,
                             WHO)
from ..senders import bulk, cloud_notice, free, hacked_site, notice, office, office365, plain_office, rented, workspace
from .examiner import google_share, punycode

strangers = partial(pair, "examiner-held-strangers")
known = partial(pair, "examiner-held-known")
from_strangers = partial(business, "examiner-held-business-strangers")
from_known = partial(business, "examiner-held-business-known")

STRANGERS = [
    strangers("de", KANZLEI, "neue Mandantin mit Unterlagen zum Erbfall", to="kanzlei", subject="Anfrage Erbsache meiner Tante",
              attack=side(free("Sabine Ortmann", "sabine.ortmann.66@web.de", "roundcube"), "junk",
                          "An unknown client insists that files behind a link are opened before anybody talks to her.",
                          body="Guten Tag,\n\nnach dem Tod meiner Tante brauche ich anwaltliche Hilfe. Ich habe alles eingescannt, es sind leider zu viele Seiten für eine "
                               "Mail: [Unterlagen Erbfall](https://erbsache-ortmann.web.app/akte)\n\nDas Archiv öffnet sich mit dem Wort Tante2026. Schauen Sie bitte erst "
                               "hinein, bevor wir telefonieren, dann muss ich nicht alles erklären.\n\nFreundliche Grüße\nSabine Ortmann"),
              twin=side(free("Sabine Ortmann", "sabine.ortmann.66@web.de", "roundcube"), "deliver", "A client as they come every day: she asks for a date and what it costs.",
                        body="Guten Tag,\n\nnach dem Tod meiner Tante brauche ich anwaltliche Hilfe. Es gibt ein Testament von 2019 und einen Streit mit meinem Cousin über die "
                             "Wohnung in Eckernförde.\n\nHätten Sie in den nächsten zwei Wochen einen Termin, und was kostet die erste Beratung? Die Unterlagen bringe ich in "
                             "Papier mit.\n\nFreundliche Grüße\nSabine Ortmann, 0431 5557 0132")),
    strangers("it", FABBRICA, "una fattura elettronica scartata", to="amministrazione", subject="Documento 2026/0417 non recapitato",
              attack=side(rented("Gestione Documenti Fiscali", "esiti@documenti-fiscali-online.example", "LT", program="service"), "junk",
                          "Invented office for electronic invoices; the page behind it wants the access of the tax portal.",
                          body="Spettabile azienda,\n\nil documento 2026/0417 non ha raggiunto il destinatario perché il codice non è più valido. Per evitare la sanzione "
                               "occorre ripetere l'invio accedendo con le credenziali del cassetto fiscale.\n\n[Ripeti "
                               "l'invio](https://documenti-fiscali-online.example/accesso)\n\nLa procedura resta aperta fino alle 18 di domani."),
              twin=side(office("Chiara Bonetti", "c.bonetti@molle-bonetti.example", "IT"), "deliver", "A small customer tells what went wrong with a document, and where to "
                                                                                                      "find its code.",
                        body="Buongiorno,\n\nil vostro documento 2026/0417 non ci è arrivato: credo che abbiate ancora il codice destinatario vecchio. Quello nuovo è sul "
                             "nostro sito e nella visura; potete rimandarlo con comodo, il pagamento resta a sessanta giorni.\n\nChiara Bonetti\nMolle Bonetti, Lumezzane, 030 "
                             "555 0142")),
    strangers("pl", HURT, "nadpłata za energię", to="biuro", subject="Rozliczenie za pierwsze półrocze",
              attack=side(rented("Rozliczenia Energii", "rozliczenia@energia-zwroty.example", "NL", program="service"), "junk",
                          "Money that nobody expects, and the card that it should go to is to be typed in.",
                          body="Dzień dobry,\n\nw rozliczeniu państwa licznika powstała nadpłata 412,66 zł. Wypłacamy ją na kartę; wystarczy wskazać numer i datę ważności.\n\n"
                               "[Odbieram nadpłatę](https://energia-zwroty.example/karta)\n\nNieodebrane kwoty przepadają po trzech dniach roboczych."),
              twin=side(office("Tauryda Obrót, obsługa firm", "firmy@tauryda-obrot.example", "PL", program="ledger"), "deliver",
                        "A power company tells of the same sum, and there is nothing to do.",
                        body="Dzień dobry,\n\nw rozliczeniu państwa licznika za pierwsze półrocze powstała nadpłata 412,66 zł. Zaliczymy ją na poczet faktury za lipiec, nie "
                             "trzeba nic robić. Korektę wyślemy pocztą na adres siedziby. W razie pytań prosimy o telefon pod numer z umowy.\n\nTauryda Obrót")),
    strangers("sv", BYRA, "en fotograf om en bild på sajten", to="hej", subject="Min bild på er webbplats",
              attack=side(free("Melika Sundin", "melika.sundin.foto@gmail.com"), "junk", "The proof that must be seen is a download from anywhere; no picture is named.",
                          body="Hej,\n\njag är fotograf och blev förvånad när jag såg att ni använder mina bilder utan att ha frågat. Jag vill lösa det här utan advokat. Ladda "
                               "ner sammanställningen så ser ni vilka det gäller och när jag tog dem: [Bildbevis](https://storage.bildbevis-arkiv.example/sundin/oppna)\n\nHar "
                               "jag inte hört något på tisdag går det vidare.\n\nMelika Sundin"),
              twin=side(free("Melika Sundin", "melika.sundin.foto@gmail.com"), "deliver", "The same complaint: she names the picture and the page, and wants her name under it.",
                        body="Hej,\n\njag är fotograf och blev förvånad när jag såg min bild av Gültzauudden i snö på er sida om vinterkampanjer, utan mitt namn. Den är tagen "
                             "i februari 2024 och finns på sidan 14 i min bok. Kan ni skriva mitt namn under den, eller ta bort den? Ring gärna, 0920-555 131.\n\nMelika Sundin")),
    strangers("ja", MINATO, "連絡用グループの作成", to="info", subject="連絡方法の変更について",
              attack=side(free("代表取締役", "daihyo.office.2026@outlook.com"), "junk",
                          "A title without a name, at a free mailbox, wants a new chat group and its code.",
                          body="お疲れ様です。\n今後のプロジェクトの連絡を円滑にするため、新しいLINEのグループを一つ用意してください。メンバーは追って私が加えますので、まだ誰も招待しなくて結構です。\nできましたら、参加用の二次元コードをこのメールに添付して返信してください。"),
              twin=side(office("三上 葵", "mikami@seiwa-sokutei.example", "JP"), "deliver", "A saleswoman tells how she can be reached; nobody has to do anything.",
                        body="お世話になります。先日の展示会でご挨拶しました星和測定の三上です。\n連絡を円滑にするため、弊社の窓口の一覧をお送りします。LINEをお使いの方には公式アカウントもございますが、お電話(025-555-0143)でもメールでも結構です。\n来月、新潟に伺う折にお時間をいただければ幸いです。"
                             "\n\n星和測定株式会社 三上 葵")),
    strangers("pt", ALVORADA, "parcela em aberto", to="financeiro", subject="Parcela 3 em aberto",
              attack=side(rented("Cobrança Integrada", "central@cobranca-integrada.example", "US", program="service"), "junk",
                          "Collects for somebody whom it does not name, through a page, with the registry of debtors as a threat.",
                          body="Prezado cliente,\n\nconsta em nosso sistema uma parcela vencida em nome da sua empresa. Para não seguir ao cartório ainda esta tarde, emita a "
                               "segunda via com desconto de 40% pela página abaixo.\n\n[Emitir com desconto](https://cobranca-integrada.example/via2)\n\nDesconsidere se já "
                               "quitou."),
              twin=side(office("Suzana Reis", "suzana.reis@topografiareis.example", "BR"), "deliver", "A reminder by somebody who did the work and says which.",
                        body="Boa tarde,\n\nconsta aqui em aberto a parcela 3 do levantamento topográfico da rua Minas (nota 1187, vencida em 20/05, R$ 4.350,00). Pode ter se "
                             "perdido na troca de responsável; o Diego acompanhou a medição em campo. Consegue verificar para mim? Se já pagaram, me mande o comprovante e peço "
                             "desculpas.\n\nSuzana Reis\nTopografia Reis, (35) 3555-0146")),
    strangers("ru", MOST, "письмо о найденных файлах", to="info", subject="Ваши файлы",
              attack=side(free("Сергей", "sergey.audit.77@proton.me"), "junk", "Polite extortion: silence for money, within a week.",
                          body="Добрый день.\n\nЯ не хочу вам зла. У меня копия договоров с авторами, вместе с паспортами и счетами. Пока её видел только я. Думаю, тридцать "
                               "пять тысяч в USDT будут справедливой платой за то, чтобы так и осталось. Ответьте до среды, и я пришлю кошелёк и несколько страниц, чтобы вы не "
                               "сомневались. Если ответа не будет, первыми письмо получат сами авторы."),
              twin=side(free("Сергей Ладыгин", "sergey.audit.77@proton.me"), "banner", "Somebody who found an open folder and wants nothing for saying so.",
                        body="Добрый день.\n\nЯ преподаю информатику в Пскове. Готовя занятие, я увидел, что папка со сканами договоров на вашем сайте открывается без пароля: "
                             "раздел «Авторам», ссылка «архив». Я ничего не скачивал. Закройте, пожалуйста, доступ и предупредите того, кто ведёт сайт. Денег мне не нужно, "
                             "просто дайте знать, что письмо дошло.\n\nСергей Ладыгин, гимназия № 4")),
    strangers("da", TOMRER, "MitID Erhverv skal fornyes", to="kontor", subject="Fornyelse af jeres erhvervsadgang",
              attack=side(rented("Erhvervsadgang", "info@erhvervsadgang-fornyelse.example", "LT", program="service"), "junk",
                          "Speaks as if it were the state's login and wants it used on its own page.",
                          body="Hej,\n\nadgangen for jeres virksomhed står til at lukke 12. juni. I beholder den ved at logge ind med den sædvanlige bruger og godkende på "
                               "telefonen.\n\n[Behold adgangen](https://erhvervsadgang-fornyelse.example/ja)\n\nEfter lukning kan løn og moms ikke indberettes."),
              twin=side(bulk("Håndværkerforeningen Vest", "sekretariat@haandvaerkerforeningen-vest.example", program="outlook"), "deliver",
                        "An association reminds of the same date and says where to go, without a link.",
                        body="Hej,\n\nnogle medlemmer har fået brev om, at rettigheder i MitID Erhverv udløber 12. juni. Det er rigtigt nok for gamle NemID-aftaler. Skriv selv "
                             "adressen mitid-erhverv.dk i browseren; vi sender med vilje ikke et link. Sekretariatet hjælper gerne på 75 55 01 49 tirsdag og torsdag.\n\n"
                             "Håndværkerforeningen Vest")),
    strangers("nb", BARNEHAGE, "en far med nytt nummer", to="post", subject="Angående Emil",
              attack=side(free("Pappaen til Emil", "pappa.emil.2021@outlook.com", "iphone"), "junk",
                          "A father without a name wants money paid back to a new account, quickly and in writing only.",
                          body="Hei! Jeg har betalt for mye for Emil i vår, og den gamle kontoen min er sperret. Kan dere sette det tilgode beløpet inn på 9999 02 44170 i dag? "
                               "Telefonen er knust, så svar bare her."),
              twin=side(free("Henrik Solli", "henrik.solli.sundvik@outlook.com", "iphone"), "deliver", "A father with a name tells a new number, for the list.",
                        body="Hei! Jeg har fått nytt nummer, 555 01 512. Kan dere endre det på lista for Emil på Maurtua? Mora hans, Silje, har det samme som før. Jeg sier fra "
                             "til Kristin når jeg henter i dag også.\n\nHenrik Solli")),
    strangers("ro", ATELIER, "rovinieta mașinii", to="contabilitate", subject="Autoutilitara: taxa de drum",
              attack=side(rented("Oficiul Taxe Rutiere", "notificari@oficiu-taxe-rutiere.example", "BG", program="service"), "junk",
                          "A small sum for the road, a large one tomorrow, and a page for the card.",
                          body="Stimate utilizator,\n\nun vehicul al firmei a circulat fără taxa de drum achitată. Suma de 28 lei poate fi plătită astăzi cu cardul; de mâine "
                               "se aplică 1.500 lei.\n\n[Achit acum](https://oficiu-taxe-rutiere.example/card)\n\nMesaj generat automat."),
              twin=side(office365("Simona Rusu", "simona.rusu@transilvania-flote.example"), "deliver", "The fleet's manager tells what she has done; there is nothing to pay "
                                                                                                       "here.",
                        body="Bună ziua,\n\nam preluat de luna aceasta administrarea flotei pentru autoutilitara CJ-14-MUR. Taxa de drum expiră pe 18 iunie și o prelungim noi; "
                             "apare pe factura lunară, 28 lei. Dacă vindeți mașina până atunci, dați-mi de știre la 0264 555 154.\n\nSimona Rusu")),
    strangers("uk", PEKARNIA, "компенсація за генератор", to="info", subject="Підтримка пекарень: генератори",
              attack=side(hacked_site("Програма підтримки бізнесу", "office@mriya-kvity.example"), "junk",
                          "A flower shop's site speaks for a programme of the state and wants the bank's login.",
                          body="Шановні підприємці!\n\nВаша пекарня потрапила до переліку на відшкодування 64 000 грн за генератор. Оберіть свій банк і увійдіть у кабінет, "
                               "кошти надійдуть протягом години.\n\n[Обрати банк](https://vidshkoduvannia-biznes.example/bank)\n\nПерелік закривається сьогодні."),
              twin=side(office("Спілка пекарів Поділля", "spilka@pekari-podillia.example", "UA"), "deliver", "The bakers' union tells of the same programme and where one asks "
                                                                                                             "for it.",
                        body="Шановні колеги!\n\nУряд відновив часткове відшкодування за генератори. Заявку подають лише через «Дію» або в ЦНАП, нікому не передавайте дані "
                             "карток. У четвер о 15:00 Наталя Гук покаже, які чеки потрібні; збираємося в пекарні «Колос» у Вінниці.\n\nСпілка пекарів Поділля, 0432 55 51 56")),
    strangers("ar", NAKHEEL, "عرض تمويل", to="info", subject="تمويل لتوسعة أعمالكم",
              attack=side(free("مكتب التمويل السريع", "tamweel.saree.office@gmail.com"), "junk", "A loan for everybody, paid for beforehand.",
                          body="السلام عليكم،\n\nنمنح أصحاب المتاجر مبالغ تصل إلى مليوني درهم خلال يومين، دون كفيل ودون النظر في السجل. نحتاج صورة الهوية وكشف الحساب ورسم فتح "
                               "ملف قدره ٩٠٠ درهم يُعاد مع أول دفعة. راسلني على الواتساب ‎+971 55 555 0158 لتثبيت دورك."),
              twin=side(office("نادية الكعبي", "nadia@bidaya-finance.example", "AE"), "deliver", "A saleswoman of a licensed house offers a talk.",
                        body="السلام عليكم،\n\nأنا نادية الكعبي من شركة بداية للتمويل، المرخصة من المصرف المركزي. نعمل مع تجار التمور على تمويل الموسم مقابل فواتير التصدير. إن "
                             "كان الأمر يهمكم أزوركم في مكتبكم الأسبوع القادم وأشرح الشروط والرسوم كاملة، ولا يُدفع شيء قبل توقيع العقد.\n\nهاتف ‎04 555 0158")),
    strangers("en", HOSPITAL, "a confirmation of balances", to="suppliers", subject="Balances at 31 May",
              attack=side(rented("Fiona Marsden", "f.marsden@corvane-diagnostics-finance.example", "US"), "junk",
                          "A firm that does not supply them wants to know what is owed to whom: the list from which the next letter is made.",
                          body="Dear colleagues,\n\nwe are moving our receivables to a new platform and are reconciling every customer as of 31 May. Could you share an aged "
                               "list of what you owe to your ten largest suppliers, with the contact that each of them uses for remittances? A spreadsheet is perfect. I "
                               "appreciate how busy month end is and will keep it brief.\n\nKind regards\nFiona Marsden\nGroup Finance"),
              twin=side(office365("Fiona Marsden", "fiona.marsden@hollis-audit.example"), "deliver",
                        "An auditor asks about one supplier, with that supplier's leave attached.",
                        files=(File("authority.pdf", "pdf", "Pelham Medical Supplies Ltd\nWe authorise our auditors Hollis to confirm balances\nDerek Lyle"),),
                        body="Dear colleagues,\n\nwe audit Pelham Medical Supplies Ltd, who have named you as a customer. Could you tell us what your ledger shows as owed to "
                             "Pelham at 31 May? Their authority is attached, and Derek Lyle can confirm it. A reply with the figure, or a note that it differs, is all we "
                             "need.\n\nKind regards\nFiona Marsden\nHollis Audit, 024 7655 0160")),
    strangers("es", SHOP, "el certificado de la tienda", to="pedidos", subject="casaolivar.example deja de verse el domingo",
              attack=side(rented("Soporte de Dominios", "avisos@soporte-dominios-web.example", "NL", program="service"), "junk",
                          "Not the house where the domain is; the page wants a card and the panel's password.",
                          body="Hola:\n\nel certificado de {domain} termina el domingo y los visitantes verán un aviso. Para dejarlo arreglado entre en el panel con su clave y "
                               "abone 14,90 € con tarjeta.\n\n[Arreglarlo](https://soporte-dominios-web.example/panel)\n\nDespués habrá un cargo por reactivación."),
              twin=side(free("Nuria Campos", "nuria.campos.web@gmail.com"), "deliver", "Somebody who saw it tells them, and to whom they should turn.",
                        body="Hola:\n\nsoy clienta vuestra y me dedico a hacer webs. Al comprar vi que el certificado de {domain} termina el domingo y que no parece renovarse "
                             "solo. Decídselo a quien os lleva el alojamiento, es un minuto y no cuesta nada. No os vendo nada, solo me daría rabia que perdáis el fin de "
                             "semana.\n\nNuria Campos")),
    strangers("en", NGO, "a donor who gave too much", to="finance", subject="My donation on Monday",
              attack=side(free("Trevor Lang", "trevor.lang.givers@outlook.com"), "junk", "The gift came from a stolen card; what goes back goes to the thief.",
                          body="Hi there,\n\nI meant to give 40 on your page on Monday but my finger slipped and it went through as 4,000. So embarrassing! My card has since "
                               "been replaced, so it can't go back there. Would you send the 3,960 to my daughter's account instead? I can give you the details straight away. "
                               "Bless you for the work you do.\n\nTrevor"),
              twin=side(free("Trevor Lang", "trevor.lang.givers@outlook.com"), "deliver", "A donor asks for his receipt.",
                        body="Hi there,\n\nI gave 40 on your page on Monday but the receipt never came, or went to the junk folder. Could you send it again? My accountant "
                             "wants it for the tax return. I think I ticked the Gift Aid box as well. Bless you for the work you do.\n\nTrevor Lang")),
]

KNOWN = [
    known("en", HOSPITAL, "the last day for changing where wages go", to="payroll", subject="Pay date question",
          body="Hi both,\n\nwhat is the last day this month for a change to where my pay is sent? I'd like to have it sorted before the 20th and will fill in whatever you "
               "need.\n\nThanks\nBen",
          attack=side(free("Ben Tully", "ben.tully.staurel@outlook.com"), "junk", "The name of somebody of ours at a mailbox that nobody knows: the account comes with the next "
                                                                                  "letter."),
          twin=side(HOSPITAL.person("ben.tully"), "deliver", "Our own man from his own address.")),
    known("it", FABBRICA, "un contratto da firmare", to="giulia.ferrante", subject="Giulia, manca la sua firma: contratto quadro 2026",
          attack=side(rented("Docusign per Acciai Lombardi", "firma@busta-contratti.example", "US", program="service"), "quarantine",
                      "Says to be the signing service, comes from a rented domain and leads there.",
                      body="Fabio Marchetti le ha inviato un documento da firmare.\n\n[Rivedi il documento](https://busta-contratti.example/f/9c1)\n\nContratto quadro 2026, 4 "
                           "pagine. Non inoltri questo messaggio."),
          twin=side(notice("Fabio Marchetti tramite Docusign", "dse_eu@eumail.docusign.net", "IE"), "deliver", "The signing service itself, by its own domain.",
                    body="Fabio Marchetti le ha inviato un documento da firmare.\n\n[Rivedi il documento](https://eu.docusign.net/Signing/EmailStart.aspx?a=9c1)\n\nContratto "
                         "quadro 2026, 4 pagine. Non inoltri questo messaggio.")),
    known("es", SHOP, "el proveedor pide que se le conteste en otro sitio", to="pablo", subject="Re: Factura A-4233",
          thread=Thread(WHO["aceites"], "pablo", "Factura A-4233", ((7, "in"), (6, "out"))),
          attack=side(WHO["aceites"].but(reply_to="rafael.prieto.sierraalta@outlook.com"), "junk",
                      "The true mailbox is in other hands: answers would go to a free one, and payments shall wait for another account.",
                      body="Pablo, buenos días:\n\nesta semana nos revisan las cuentas y no conviene que entre nada en la de siempre. Aguanta el pago hasta que te mande la de "
                           "la filial, hoy mismo. Contéstame a este correo y no al fijo, que no hay nadie.\n\nRafael"),
          twin=side(WHO["aceites"], "deliver", "The supplier about the same bill, as always.",
                    body="Pablo, buenos días:\n\nesta semana nos revisan las cuentas y me falta el justificante de la A-4233. ¿Me lo mandas cuando puedas? Si aún no está "
                         "pagada no pasa nada, el vencimiento es el día 20.\n\nRafael")),
    known("sv", BYRA, "en kommentar på skissen", to="oskar", subject="Henrik Wallin nämnde dig i ”Höst 3”",
          attack=side(rented("Figboard", "comments@figboard-mail.example", "LT", program="service"), "quarantine", "The name of a service that they use, with a word behind it; "
                                                                                                                   "the page wants a login.",
                      body="Henrik Wallin skrev: @Oskar kan du titta på färgen i ruta 4?\n\n[Svara i Figboard](https://figboard-mail.example/h3)\n\nDu behöver logga in på nytt "
                           "eftersom filen bytt ägare."),
          twin=side(WHO["figboard"], "deliver", "The service itself.",
                    body="Henrik Wallin skrev: @Oskar kan du titta på färgen i ruta 4?\n\n[Svara i Figboard](https://figboard.example/f/h3)\n\nDu får det här eftersom du "
                         "följer filen.")),
    known("ja", MINATO, "請求書の差し替え", to="sato", subject="請求書差し替えのお願い(5月分)",
          files=(File("seikyu-05.pdf", "pdf", "INVOICE 2026-05\nHokuto Kinzoku\n1,284,000 JPY"),),
          body="佐藤様\n\nいつもお世話になっております。北斗金属の渡辺です。\n先日お送りした5月分に誤りがありました。お手数ですが破棄していただき、添付のものでお手続きをお願いいたします。期日は変わりません。\n\n渡辺 誠",
          attack=side(rented("渡辺 誠", "m.watanabe@hokuto-kinzoku-jp.example", "SG", footer="北斗金属工業株式会社 営業部\n〒950-0088 新潟市中央区"), "quarantine",
                      "The partner's name with a country behind it replaces a bill."),
          twin=side(WHO["hokuto"], "deliver", "The partner himself; no other account.")),
    known("pt", ALVORADA, "o advogado da aquisição", to="renata", subject="Assunto tratado com o Roberto",
          body="Prezada Renata,\n\no Roberto me disse que a senhora cuida dos pagamentos. Estamos fechando a compra do terreno da Várzea e o sinal de R$ 86.000 precisa estar "
               "na conta do vendedor até sexta. Mando os dados assim que a senhora me disser que está tudo certo do seu lado.\n\nDr. Cássio Moraes",
          attack=side(rented("Dr. Cássio Moraes", "cassio@moraes-negocios-juridicos.example", "US"), "junk",
                      "A lawyer whom nobody knows leans on the head's name, and the account will come later."),
          twin=side(office("Dr. Cássio Moraes", "cassio@moraesadvocacia.example", "BR"), "banner", "Their lawyer of many years; a sum of that size deserves a call to the head "
                                                                                                   "all the same.",
                    habits=(Habit(office("Dr. Cássio Moraes", "cassio@moraesadvocacia.example", "BR"), "renata", 9, 8, 12, "", "Terreno Várzea"),))),
    known("ru", MOST, "график отпусков", to="kotova", subject="График отпусков: проверьте свои даты",
          body="Коллеги, добрый день!\n\nГрафик на второе полугодие готов. Проверьте свои даты до четверга: [открыть график]({where})\n\nОльга",
          attack=side(rented("Ольга Смирнова", "smirnova@" + punycode("sеverny-most.example"), "RU"), "quarantine",
                      "Our own domain with a letter of another alphabet, and a page of the same kind.",
                      words={"where": "https://" + punycode("sеverny-most.example") + "/otpuska"}),
          twin=side(MOST.person("smirnova"), "deliver", "A colleague; the table lies on our own server.", words={"where": "https://files.severny-most.example/otpuska"})),
    known("da", TOMRER, "trælasten om bankoplysninger", to="rikke", subject="Vores bankoplysninger",
          attack=side(rented("Lone Kjær", "lone@vestkystens-trae-as.example", "LT", footer="Vestkystens Trælast A/S · Industrivej 4 · 6700 Esbjerg"), "quarantine",
                      "The partner's name with a tail, and an account that nobody has paid.", words={"account": grouped(iban("DK", "99990771200448"))},
                      body="Hej Rikke,\n\nsom nævnt i telefonen har vi samlet det hele i en anden bank. Fra og med den næste faktura er det {account}. Ret det gerne i "
                           "kartoteket i dag, så intet kommer retur.\n\nLone"),
          twin=side(WHO["traelast"], "deliver", "The partner warns of exactly that; the account is the old one.", words={"account": grouped(BANK["traelast"])},
                    body="Hej Rikke,\n\nnogen skriver i vores navn, at vi har skiftet bank. Det har vi ikke. Vores konto er stadig {account}, og den ændrer vi aldrig på mail. "
                         "Ring til mig, hvis I får sådan et brev.\n\nLone")),
    known("nb", BARNEHAGE, "en møteinnkalling", to="astrid", subject="Opptak høst: møte",
          attack=side(rented("Solveig Hauge", "solveig.hauge@sundvik-komune.example", "NL"), "quarantine", "The council's name without a letter; the meeting is behind a login.",
                      invitation="BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:m1@sundvik-komune.example\nDTSTART:20260615T080000Z\nDTEND:20260615T083000Z\n"
                                 "SUMMARY:Opptak\nORGANIZER:mailto:solveig.hauge@sundvik-komune.example\nLOCATION:https://teams-rom.sundvik-komune.example/bli-med\nEND:VEVENT\n"
                                 "END:VCALENDAR\n",
                      body="Hei Astrid,\n\nvi tar opptaket på nett denne gangen. [Bli med i møtet](https://teams-rom.sundvik-komune.example/bli-med) og logg inn med "
                           "jobbkontoen et par minutter før.\n\nSolveig"),
          twin=side(WHO["kommune"], "deliver", "The council itself with a meeting at a place that everybody knows.",
                    invitation="BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:m1@sundvik-kommune.example\nDTSTART:20260615T080000Z\nDTEND:20260615T083000Z\n"
                               "SUMMARY:Opptak\nORGANIZER:mailto:solveig.hauge@sundvik-kommune.example\nLOCATION:https://teams.microsoft.com/l/meetup-join/19-opptak\n"
                               "END:VEVENT\nEND:VCALENDAR\n",
                    body="Hei Astrid,\n\nvi tar opptaket på nett denne gangen. [Bli med i møtet](https://teams.microsoft.com/l/meetup-join/19-opptak), jeg slipper deg inn et "
                         "par minutter før.\n\nSolveig")),
    known("ro", ATELIER, "directorul are o rugăminte", to="bogdan", subject="O rugăminte",
          body="Bogdan, ești la birou până la trei? Am nevoie de tine pentru ceva mic, dar aș prefera să rămână între noi. Îți scriu detaliile după ce îmi răspunzi.\n\nAndrei",
          attack=side(hacked_site("Andrei Mureșan", "rezervari@pensiunea-brazilor.example", "php_plain"), "quarantine", "The head's name over a guest house's site."),
          twin=side(ATELIER.person("andrei"), "deliver", "The head's own address.")),
    known("uk", PEKARNIA, "акт звірки з млином", to="melnyk", subject="Акт звірки за травень",
          body="Добрий день, Лесю!\n\nГотуємо звірку за травень. Надішліть, будь ласка, перелік рахунків, які ви ще не оплатили, із сумами й датами. За ними не платіть, доки я "
               "не підтверджу.\n\nОксана Ткач",
          attack=side(rented("Оксана Ткач", "o.tkach@mlyn-podilla.example", "BG"), "quarantine", "The mill's name without a letter wants to know what is open, and stops it."),
          twin=side(WHO["mlyn"], "banner", "The mill's own mailbox; stopping payments by mail deserves a call.")),
    known("ar", NAKHEEL, "بريد الشاحن المؤقت", to="yousef", subject="شحنة جبل علي",
          attack=side(free("سامر الحداد", "samer.haddad.shahn@gmail.com"), "junk", "The partner's name at an unknown mailbox, which shall be used from now on.",
                      body="أخي يوسف،\n\nخادم البريد عندنا معطّل هذا الأسبوع، فاكتب لي على هذا العنوان فقط. أرسل لي أيضا صورة آخر حوالة ورقم الحاوية حتى لا تتأخر في الميناء.\n"
                           "\nسامر"),
          twin=side(WHO["shahn"], "deliver", "The partner himself tells that he will be away.",
                    body="أخي يوسف،\n\nسأكون في إجازة الأسبوع القادم، وتتابع زميلتي هدى الحاوية من هذا العنوان نفسه. ستصل إلى جبل علي يوم الأحد إن شاء الله.\n\nسامر")),
    known("de", KANZLEI, "Brief der Krankenkasse", to="wulf", subject="Ihre Gesundheitskarte",
          attack=side(hacked_site("Techniker Krankenkasse", "info@tischlerei-moorweg.example"), "quarantine", "A joiner's site with the name of a health insurer.",
                      body="Guten Tag,\n\nIhre Karte verliert zum Monatsende ihre Gültigkeit. Damit die neue rechtzeitig kommt, gleichen Sie bitte Anschrift und Bankdaten ab.\n"
                           "\n[Daten abgleichen](https://karte-erneuern.pages.dev/tk)\n\nIhre TK"),
          twin=side(notice("Techniker Krankenkasse", "nachricht@tk.de", "DE"), "deliver", "The insurer's own domain with a strict policy.",
                    body="Guten Tag,\n\nIhre Karte verliert zum Monatsende ihre Gültigkeit. Die neue kommt in den nächsten Tagen mit der Post an die Anschrift, die wir haben.\n"
                         "\n[Anschrift ansehen](https://www.tk.de/meinetk)\n\nIhre TK")),
    known("it", FABBRICA, "una raccomandata in giacenza", to="elena.rizzo", subject="Avviso di giacenza 7714",
          attack=side(rented("Poste Italiane", "giacenza@ritiro-raccomandata.example", "LT", program="service"), "quarantine", "The post's name on a rented domain, with a "
                                                                                                                               "small fee.",
                      body="Gentile cliente,\n\nnon l'abbiamo trovata in sede. La raccomandata resta da noi fino a mercoledì; per una nuova consegna servono 1,80 euro.\n\n"
                           "[Fissa la consegna](https://ritiro-raccomandata.example/7714)"),
          twin=side(notice("Poste Italiane", "noreply@posteitaliane.it", "IT"), "deliver", "The post's own domain; one goes to the office.",
                    body="Gentile cliente,\n\nnon l'abbiamo trovata in sede. La raccomandata resta all'ufficio di via Volta fino al 30 giugno; la può ritirare con un "
                         "documento.\n\n[Orari dell'ufficio](https://www.poste.it/cerca)")),
    known("en", NGO, "a folder shared through Google", to="peter.njoroge", subject="Folder shared with you: \"Staff salaries 2026\"",
          attack=side(google_share("Payroll Office (via Google Drive)", "pay.office.clearwater@gmail.com"), "junk",
                      "Google's true notice, but the one who shares is a mailbox that nobody knows, with an office's name.",
                      body="Payroll Office (pay.office.clearwater@gmail.com) has invited you to contribute to the following shared folder:\n\nStaff salaries 2026\n\n"
                           "[Open](https://drive.google.com/drive/folders/1PayrollClearwater)\n\nThis email grants access without logging in."),
          twin=side(google_share("Leyla Kaya (via Google Drive)", "leyla.kaya.field.cw@gmail.com"), "deliver", "The same notice; the one who shares has written from the field "
                                                                                                               "for months.",
                    body="Leyla Kaya (leyla.kaya.field.cw@gmail.com) has invited you to contribute to the following shared folder:\n\nTurkana field photos June\n\n"
                         "[Open](https://drive.google.com/drive/folders/1TurkanaJune)\n\nThis email grants access without logging in.", subject="Folder shared with you: "
                                                                                                                                                "\"Turkana field photos June\"")),
]

FROM_STRANGERS = [
    from_strangers("de", KANZLEI, "Anfrage einer Mieterin", free("Kathrin Jessen", "kathrin.jessen.71@gmx.de", "thunderbird"), to="kanzlei", subject="Kündigung wegen "
                                                                                                                                                     "Eigenbedarf",
                   body="Hallo,\n\nmein Vermieter hat mir zum 30. September gekündigt, angeblich für seinen Sohn. Ich wohne seit 19 Jahren hier. Übernehmen Sie so etwas auch "
                        "mit Rechtsschutz, und bis wann muss ich antworten? Den Brief schicke ich Ihnen gern, wenn Sie mir sagen, wohin.\n\nKathrin Jessen\nTel. 0431 5557 0172"),
    from_strangers("it", FABBRICA, "la prima fattura di un artigiano", plain_office("Idraulica Toninelli", "info@idraulicatoninelli.example", "IT", program="thunderbird"),
                   to="amministrazione",
                   subject="Copia fattura 88", words={"account": grouped(iban("IT", "K9904311200000000091827"))},
                   body="Buongiorno,\n\ncome d'accordo con Luca vi mando copia di cortesia della fattura 88 per la perdita nello spogliatoio, 264 euro. Quella elettronica è "
                        "già passata. Potete pagare a fine mese su {account}.\n\nGrazie, Ivan Toninelli"),
    from_strangers("nl", SCHOOL, "ouders zoeken een school", free("Merel Hofstra", "merel.hofstra.zutphen@live.nl", "iphone"), to="administratie", subject="plek in groep 2?",
                   body="Hallo, wij verhuizen in augustus naar Zutphen. Is er nog plek in groep 2 voor onze zoon Job (5)? En kunnen we een keer komen kijken, liefst op een "
                        "vrijdag? Groetjes, Merel Hofstra"),
    from_strangers("pl", HURT, "nowy klient pyta o warunki", office365("Marta Sikora", "m.sikora@piekarnia-sikora.example"), to="biuro", subject="Współpraca, termin płatności",
                   body="Dzień dobry,\n\nprowadzę trzy piekarnie w Toruniu i szukam stałego dostawcy torebek papierowych, około 20 tysięcy sztuk miesięcznie. Czy przy "
                        "pierwszym zamówieniu wysyłają państwo proformę, a potem możliwy jest przelew 21 dni? Proszę też o próbki.\n\nMarta Sikora"),
    from_strangers("ja", MINATO, "展示会のご案内", office("北陸ものづくり展 事務局", "jimukyoku@hokuriku-monozukuri.example", "JP"), to="info", subject="出展のご案内(10月・金沢)",
                   body="港精機株式会社 ご担当者様\n\n突然のご連絡失礼いたします。10月に金沢で開かれる展示会の事務局でございます。精密加工の区画にまだ若干の空きがございます。\n費用は一小間88,000円、お申し込みは7月末までです。ご不要の場合はご返信には及びません。\n\n事務局 076-555-0180"),
    from_strangers("pt", ALVORADA, "uma jornalista", workspace("Paula Siqueira", "paula.siqueira@folhadavarzea.example"), to="contato", subject="Pedido de entrevista: ponte da "
                                                                                                                                                "Várzea",
                   body="Boa tarde,\n\nsou repórter da Folha da Várzea e preparo uma matéria sobre o atraso da ponte. Fecho na quinta às 18h. Vocês poderiam responder por "
                        "escrito três perguntas, ou indicar alguém para falar dez minutos por telefone?\n\nPaula Siqueira, (35) 3555-0182"),
    from_strangers("ru", MOST, "автор прислал рукопись", free("Павел Ершов", "p.ershov.proza@yandex.ru", "roundcube"), to="info", subject="Повесть «Дом у плотины»",
                   body="Здравствуйте!\n\nПредлагаю вам повесть, пять авторских листов. Первая глава была в журнале «Север» в прошлом году. Текст лежит здесь: "
                        "[рукопись](https://disk.yandex.ru/i/DomUPlotiny), если удобнее, пришлю файлом. Ответа подожду сколько нужно.\n\nПавел Ершов, Петрозаводск"),
    from_strangers("fi", METALLI, "tiketti toisen nimellä", cloud_notice("Kokkolan Energia Asiakaspalvelu", "palvelu@kokkolanenergia-asiakas.example"), to="laura",
                   subject="[#40871] Sähköliittymän muutos",
                   body="Hei,\n\nJaana Korpi on vastannut palvelupyyntöösi 40871:\n\nLiittymän muutos on hyväksytty ja asentaja käy 23.6. klo 8-10. Pääkeskuksen edusta tulee "
                        "olla vapaana.\n\n[Näytä pyyntö](https://asiakas.kokkolanenergia-asiakas.example/40871)\n\nVoit vastata suoraan tähän viestiin."),
    from_strangers("hu", KERTESZET, "meghívó egy bemutatóra", workspace("Kelemen Dóra", "dora@ontozotechnika-kelemen.example"), to="zsolt", subject="Csepegtető bemutató kedden",
                   invitation="BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:k7@ontozotechnika-kelemen.example\nDTSTART:20260616T090000Z\nDTEND:20260616T093000Z\n"
                              "SUMMARY:Csepegtető bemutató\nORGANIZER:mailto:dora@ontozotechnika-kelemen.example\nLOCATION:https://meet.google.com/kfr-quxw-dzt\nEND:VEVENT\n"
                              "END:VCALENDAR\n",
                   body="Kedves Zsolt!\n\nAhogy a szegedi vásáron megbeszéltük, kedden 11-kor megmutatom a csepegtető rendszert: https://meet.google.com/kfr-quxw-dzt\n\nHa nem "
                        "jó az időpont, írjon nyugodtan másikat.\n\nKelemen Dóra"),
    from_strangers("uk", PEKARNIA, "подяка і прохання", free("Притулок «Лелека»", "prytulok.leleka.vn@gmail.com", "gmail"), to="info", subject="Дякуємо за хліб",
                   body="Добрий день!\n\nДіти дуже дякують за паски. Якщо матимете змогу, у липні нам знову бракуватиме булочок для табору, це близько сорока на день. Заберемо "
                        "самі, машина є. А хто хоче допомогти грошима, рахунок висить у нас на сторінці.\n\nГалина Савчук, вихователька"),
]

FROM_KNOWN = [
    from_known("de", KANZLEI, "freundliche Zahlungserinnerung", WHO["hansen"], to="kern", subject="Rechnung 4177, kleine Erinnerung",
               body="Hallo Herr Kern,\n\ndie Rechnung 4177 über 218,90 € ist wohl untergegangen, sie war am 22. Mai fällig. Schauen Sie bei Gelegenheit nach? Wenn sie heute "
                    "noch durchgeht, sparen wir uns beide die Mahnung aus dem System, die geht sonst nachts automatisch raus.\n\nSchöne Grüße\nBirgit Hansen"),
    from_known("it", FABBRICA, "il corriere ha fretta", WHO["veneti"], to="luca.bassi", subject="Ritiro 4190: mi richiami subito",
               body="Luca, l'autista è fermo al cancello 2 e nessuno apre. Mi richiami subito al 335 555 0184, altrimenti alle 16 deve ripartire vuoto e il ritiro salta a "
                    "lunedì.\n\nOrnella"),
    from_known("ko", HANBIT, "거래처 견적 회신", WHO["daehan"], to="dh.jung", subject="견적 4233 회신",
               files=(File("견적_4233.xlsx", "xlsx", "품명;수량;단가\n엔드밀 6mm;200;14500\n엔드밀 8mm;120;17800"),),
               body="정동현 대리님, 안녕하세요.\n\n요청하신 엔드밀 견적 보내드립니다. 8mm는 재고가 얼마 없어서 오늘 중으로 확정해 주시면 목요일 출고 가능합니다. 결제는 평소대로입니다.\n\n박지훈 드림"),
    from_known("nl", SCHOOL, "de directeur over de wifi", SCHOOL.person("a.dewit"), to=("f.elidrissi", "p.jansen", "m.visser"), subject="Wachtwoord van de gastwifi",
               body="Dag allemaal,\n\nhet wachtwoord van de gastwifi verandert vanavond. Pim hangt het nieuwe in de personeelskamer op; mail het dus niet rond en geef het niet "
                    "aan leerlingen. Wie morgen niet op het net komt, loopt even bij hem langs.\n\nAnnelies"),
    from_known("sv", BYRA, "kommentarer från flera", WHO["figboard"], to="oskar", subject="5 nya kommentarer i ”Höst 3”",
               body="Henrik Wallin, Maja Ström och 2 till har kommenterat.\n\nKarin Lindholm: Ring mig innan du skickar.\n\nMaja Ström: Byt lösenordsrutan mot den nya.\n\n[Läs "
                    "alla](https://figboard.example/f/h3/comments)\n\nDu får det här eftersom du följer filen."),
    from_known("cs", STAVBY, "kontrolní den se posouvá", WHO["investor"], to="dvorak", subject="Kontrolní den 12 – nový čas",
               invitation="BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:kd12@obec-lipova.example\nSEQUENCE:2\nDTSTART:20260617T070000Z\nDTEND:20260617T090000Z\n"
                          "SUMMARY:Kontrolní den 12\nORGANIZER:mailto:benes@obec-lipova.example\nLOCATION:Lípová, stavba\nEND:VEVENT\nEND:VCALENDAR\n",
               body="Dobrý den,\n\nkontrolní den posouvám na středu 9 hodin kvůli zastupitelstvu. Vezměte prosím soupis víceprací, ať ho můžu hned podepsat.\n\nPavel Beneš"),
    from_known("tr", OTEL, "acente misafir değişikliği", WHO["acente"], to="elif", subject="Grup 4166: isim değişikliği ve ödeme",
               body="Elif Hanım merhaba,\n\n4166 numaralı grupta iki kişinin adı değişti, liste ekte. Kalan 42.300 TL'yi bugün havale ettik, dekontu da koydum. Hesabınıza "
                    "geçince bana bir satır yazar mısınız?\n\nSibel Öz",
               files=(File("liste.xlsx", "xlsx", "Ad;Oda\nFatma Er;112\nNuri Er;112"), File("dekont.pdf", "pdf", "Havale 42.300 TL\nAlici: Defne Otel"))),
    from_known("zh", HAILAN, "总经理催付款", HAILAN.person("chen"), to="wangli", subject="金鹏的货款",
               body="王丽,\n\n金鹏五月的对账单我看过了,没有问题。请今天下午把货款付掉,还是原来的账户,付完让李明跟刘洋说一声,不然周五不发纸箱。\n\n陈国强"),
    from_known("en", HOSPITAL, "the password at the rota service was changed", WHO["rota"], to="naomi.clarke", subject="Your ShiftBoard password was changed",
               body="Hi Naomi,\n\nyour password was changed this morning at 07:12 from a phone in Coventry. If that was you, there is nothing to do.\n\nIf it was not, set a "
                    "new one and tell your rota manager.\n\n[Set a new password](https://app.shiftboard.example/account/reset)\n\nShiftBoard"),
    from_known("da", TOMRER, "it-manden i huset", TOMRER.person("jens"), to=("rikke", "camilla", "mikkel"), subject="Nye telefoner og koder",
               body="Hej alle\n\nNår I får den nye telefon, skal MitID og mailen flyttes. Kom forbi mig fredag mellem 8 og 10 med begge telefoner, så gør vi det sammen. I skal "
                    "ikke godkende noget på skærmen inden da, og jeg beder aldrig om jeres koder på mail.\n\nJens"),
]

HELD_OUT = STRANGERS + KNOWN + FROM_STRANGERS + FROM_KNOWN
CASES = HELD_OUT
