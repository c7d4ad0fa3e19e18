#include "detect/phrases.h"

#include "detect/phrase_tables.h"
#include "detect/shipped.h"
#include "facts_fixture.h"
#include "unit.h"

/* Compiles one list of a test. */
static const struct phrases *compiled(struct arena *arena, const char *list, str *error)
{
    struct phrase_source source = { STR("list"), str_of(list) };

    return phrases_new(arena, looks_new(arena, fixture_libraries().unicode), &source, 1, error);
}

static str found(const struct phrases *phrases, enum phrase_topic topic, const char *text)
{
    struct phrase_hits hits;

    phrases_find(phrases, str_of(text), &hits);
    return hits.first[topic];
}

TEST(phrases_find)
{
    static const struct { const char *name, *list, *text, *want; } cases[] = {
        { "a phrase in a sentence",        "verify your account", "Please verify your account now", "verify your account" },
        { "capitals",                      "verify your account", "VERIFY Your Account",        "VERIFY Your Account" },
        { "over a line",                   "verify your account", "verify\nyour   account",     "verify\nyour   account" },
        { "half a word is none",           "verify your account", "verify your accounting",     "" },
        { "nor is the end of one",         "count on",            "account on",                 "" },
        { "another order",                 "verify your account", "your account verify",        "" },
        { "letters that look like it",     "verify your account", "v\xd0\xb5rify y\xce\xbfur acc0unt", "v\xd0\xb5rify y\xce\xbfur acc0unt" },
        { "letters in ornament",           "win now",             "\xf0\x9d\x90\xb0\xf0\x9d\x90\xa2\xf0\x9d\x90\xa7 now",
          "\xf0\x9d\x90\xb0\xf0\x9d\x90\xa2\xf0\x9d\x90\xa7 now" },
        { "rn for m",                      "confirm",             "confirrn",                   "confirrn" },
        { "characters that nobody sees",   "verify your",         "ver\xe2\x80\x8bi\xc2\xad" "fy your", "ver\xe2\x80\x8bi\xc2\xad" "fy your" },
        { "accents in the text",           "verifie ton",         "v\xc3\xa9rifie ton",         "v\xc3\xa9rifie ton" },
        { "accents in the list",           "v\xc3\xa9rifie ton",  "verifie ton",                "verifie ton" },
        { "accents as marks",              "v\xc3\xa9rifie ton",  "ve\xcc\x81rifie ton",        "ve\xcc\x81rifie ton" },
        { "a sharp s",                     "gru\xc3\x9f euch",    "GRUSS EUCH",                 "GRUSS EUCH" },
        { "one of several words",          "verify|confirm your", "confirm your",               "confirm your" },
        { "a word left out",               "verify your? account", "verify account",            "verify account" },
        { "several words for one",         "pay us|to_our_bank now", "pay to our bank now",     "pay to our bank now" },
        { "a number",                      "within # hours",      "within 24 hours",            "within 24 hours" },
        { "a long number is one",          "sum of # dollars",    "sum of 1,500,000.00 dollars", "sum of 1,500,000.00 dollars" },
        { "no number",                     "within # hours",      "within two hours",           "" },
        { "a letter as a digit is none",   "within # hours",      "within lo hours",            "" },
        { "over the end of a sentence",    "verify your account", "We verify. Your account",    "" },
        { "over a question",               "are you there",       "are you?there",              "" },
        { "a point inside of a name",      "visit example com",   "visit example.com",          "visit example.com" },
        { "the shorter phrase is shown",   "your account\nverify your account", "verify your account", "your account" },
        { "the end of another phrase",     "a b c d\nb c",        "a b c x",                    "b c" },
        { "after a false start",           "a b a b c",           "a b a b a b c",              "a b a b c" },
        { "quoted, hyphened",              "log in now",          "\xe2\x80\x9clog-in\xe2\x80\x9d now", "log-in\xe2\x80\x9d now" },
        { "Japanese has no blanks",        "\xe7\xa2\xba\xe8\xaa\x8d", "\xe3\x81\x94\xe7\xa2\xba\xe8\xaa\x8d\xe4\xb8\x8b", "\xe7\xa2\xba\xe8\xaa\x8d" },
        { "and blanks make no difference", "\xe7\xa2\xba\xe8\xaa\x8d", "\xe7\xa2\xba \xe8\xaa\x8d", "\xe7\xa2\xba \xe8\xaa\x8d" },
        { "an ideographic full stop",      "\xe7\xa2\xba\xe8\xaa\x8d", "\xe7\xa2\xba\xe3\x80\x82\xe8\xaa\x8d", "" },
        { "an Arabic comma",               "\u062d\u0633\u0627\u0628\u0643", "\u062d\u0633\u0627\u0628\u0643\u060c", "\u062d\u0633\u0627\u0628\u0643" },
        { "an Arabic question ends",       "\u0647\u0644 \u0623\u0646\u062a", "\u0647\u0644\u061f \u0623\u0646\u062a", "" },
        { "vowels are written or not",     "\u062d\u0633\u0627\u0628", "\u062d\u0650\u0633\u064e\u0627\u0628", "\u062d\u0650\u0633\u064e\u0627\u0628" },
        { "hamza is written or not",       "\u0623\u0646\u062a", "\u0627\u0646\u062a",             "\u0627\u0646\u062a" },
        { "a number of Persia",            "# \u0631\u06cc\u0627\u0644", "\u06f4\u06f5\u06f0 \u0631\u06cc\u0627\u0644", "\u06f4\u06f5\u06f0 \u0631\u06cc\u0627\u0644" },
        { "a danda",                       "\u0915\u0930\u0947\u0902", "\u0915\u0930\u0947\u0902\u0964", "\u0915\u0930\u0947\u0902" },
        { "a maqaf parts words",
            "\u05d4\u05d7\u05e9\u05d1\u05d5\u05df", "\u05d1\u05d9\u05ea\u05be\u05d4\u05d7\u05e9\u05d1\u05d5\u05df", "\u05d4\u05d7\u05e9\u05d1\u05d5\u05df" },
        { "nothing",                       "verify your account", "",                           "" },
        { "octets that are no UTF-8",      "verify your account", "verify\xff your\xc3 account", "verify\xff your\xc3 account" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE           arena   = { 0 };
        str                   error   = { 0 };
        const char           *list    = arena_cstr(&arena, arena_printf(&arena, "[verify]\n%s\n", c->list));
        const struct phrases *phrases = compiled(&arena, list, &error);

        if (CHECK(phrases != NULL))
            CHECK_CSTR(found(phrases, PHRASE_VERIFY, c->text), c->want);
    }
}

TEST(phrases_topics_are_apart)
{
    ARENA_SCOPE           arena   = { 0 };
    str                   error   = { 0 };
    const struct phrases *phrases = compiled(&arena, "language: en\n[verify]\nyour account\n[quota]\nyour account is full\n", &error);

    CHECK_CSTR(found(phrases, PHRASE_VERIFY, "Your account is full"), "Your account");
    CHECK_CSTR(found(phrases, PHRASE_QUOTA, "Your account is full"), "Your account is full");
    CHECK_CSTR(found(phrases, PHRASE_PRIZE, "Your account is full"), "");
}

TEST(phrases_say_what_is_wrong_with_a_list)
{
    static const struct { const char *name, *list, *want; } cases[] = {
        { "no topic of ours",         "[verfy]\n",                  "list:1: there is no such topic" },
        { "a phrase without topic",   "\nverify\n",
          "list:2: an entry before the first [section], and neither language, origin, licence nor date" },
        { "nothing but punctuation",  "[verify]\n...\n",            "list:2: an alternative has no words" },
        { "an empty alternative",     "[verify]\na||b\n",           "list:2: an alternative has no words" },
        { "all can be left out",      "[verify]\na? b?\n",          "list:2: the whole phrase can be left out" },
        { "too many words",           "[verify]\na b c d e f g h i j k l m n o p q r s t u v w x y\n",
          "list:2: the phrase has too many words" },
        { "octets that are no UTF-8", "[verify]\n\xff\n",           "list:2: the line is not UTF-8" },
        { "a word too long",          "[verify]\nabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij\n",
          "list:2: the word is too long" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        str         error = { 0 };

        CHECK(compiled(&arena, c->list, &error) == NULL);
        CHECK_CSTR(error, c->want);
    }
}

static const char *const headings[] = { "language: ", "\norigin: ", "\nlicence: ", "\ndate: " };

/* Each list says whence it comes, and has something to say on every topic. */
TEST(phrases_shipped)
{
    ARENA_SCOPE           arena   = { 0 };
    str                   error   = { 0 };
    const struct phrases *phrases = phrases_with_shipped(&arena, fixture_libraries().unicode, NULL, 0, &error);

    CHECK_CSTR(error, "");
    CHECK(phrases != NULL);
    CHECK(shipped_phrases_count >= 10);
    for (size_t i = 0; i < shipped_phrases_count; i++) {
        str text = { (const char *)shipped_phrases[i].octets, shipped_phrases[i].len };

        unit_begin_case(shipped_phrases[i].name);
        for (size_t j = 0; j < ARRAY_LEN(headings); j++)
            CHECK(str_find(text, str_of(headings[j])) != STR_NOT_FOUND);
        for (int topic = 0; topic < PHRASE_TOPIC_COUNT; topic++)
            CHECK(str_find(text, arena_printf(&arena, "\n[%s]\n", phrase_topic_name((enum phrase_topic)topic))) != STR_NOT_FOUND);
    }
    unit_end_cases();
}

#define CHECK_SAME(got, want, count) CHECK_STR(((str){ (const char *)(got), (count) * sizeof *(got) }), \
                                               ((str){ (const char *)(want), (count) * sizeof *(want) }))

/* What the build has made of the lists is what a start would make of them. */
TEST(phrases_shipped_are_compiled)
{
    ARENA_SCOPE          arena = { 0 };
    str                  error = { 0 };
    struct phrase_source sources[64];

    ASSERT(shipped_phrases_count <= ARRAY_LEN(sources));
    for (size_t i = 0; i < shipped_phrases_count; i++)
        sources[i] = (struct phrase_source){ str_of(shipped_phrases[i].name),
                                             { (const char *)shipped_phrases[i].octets, shipped_phrases[i].len } };

    const struct looks         *looks   = looks_new(&arena, fixture_libraries().unicode);
    const struct phrases       *phrases = phrases_new(&arena, looks, sources, shipped_phrases_count, &error);
    const struct phrase_tables *made    = phrases_tables(&arena, phrases), *shipped = &shipped_phrase_tables;
    size_t                      octets  = 0;

    if (!CHECK_EQ(shipped->word_count, made->word_count) || !CHECK_EQ(shipped->list_count, made->list_count))
        return;
    CHECK_SAME(shipped->blocks, made->blocks, made->word_count);
    for (size_t i = 0; i < made->word_count; i++)
        octets += 8 * (size_t)made->blocks[i];
    CHECK_SAME(shipped->octets, made->octets, octets);
    CHECK_SAME(shipped->first_entry, made->first_entry, made->word_count + 1);
    CHECK_SAME(shipped->entries, made->entries, made->first_entry[made->word_count]);
    for (size_t i = 0; i < made->list_count; i++) {
        const struct phrase_list *is = &shipped->lists[i], *should = &made->lists[i];

        if (!CHECK_EQ(is->state_count, should->state_count) || !CHECK_EQ(is->arc_count, should->arc_count))
            continue;
        CHECK_SAME(is->states, should->states, should->state_count);
        CHECK_SAME(is->arcs, should->arcs, should->arc_count);
    }
}

/* Lists of an administrator's own stand behind those, and share words with them. */
TEST(phrases_with_more)
{
    ARENA_SCOPE           arena   = { 0 };
    str                   error   = { 0 };
    struct phrase_source  more[]  = { { STR("own"), STR("[prize]\nyour qwxz account\n") }, { STR("other"), STR("[quota]\nqwxz # account\n") } };
    struct unicode       *unicode = fixture_libraries().unicode;
    const struct phrases *phrases = phrases_with_shipped(&arena, unicode, more, ARRAY_LEN(more), &error);

    if (!CHECK(phrases != NULL))
        return;
    CHECK_CSTR(found(phrases, PHRASE_PRIZE, "This is your qwxz account."), "your qwxz account");
    CHECK_CSTR(found(phrases, PHRASE_QUOTA, "This is your qwxz 25 account."), "qwxz 25 account");
    CHECK_CSTR(found(phrases, PHRASE_PRIZE, "This is your qwxz. Account"), "");
    CHECK_CSTR(found(phrases, PHRASE_VERIFY, "Verify your account: qwxz"), "Verify your account");
    more[1].text = STR("[quota]\na||b\n");
    CHECK(phrases_with_shipped(&arena, unicode, more, ARRAY_LEN(more), &error) == NULL);
    CHECK_CSTR(error, "other:2: an alternative has no words");
}

/* What every letter may say, and nobody means harm by. A phrase that hits here is too short: often what is left of a longer one whose
 * other words may be left out. */
TEST(phrases_leave_everyday_sentences_alone)
{
    static const struct { const char *name, *text; } cases[] = {
        { "cs", "V příloze je odkaz v PDF na program. Účet za květen prosím uhraďte do pátku. Hledáme kolegu do skladu. "
                "Nový server najdete na adrese výše." },
        { "da", "Giv en besked, hvis I vil være med. Send en mail til kontoret. Jobbet kan passes uden erfaring. "
                "Dit kort er klar til afhentning. Strengt fortroligt. Vi er jeres pålidelige partner." },
        { "de", "Vielen Dank für Ihre Bestellung, die Versandgebühr beträgt 4,90 Euro. Die Notarkosten trägt der Käufer. "
                "Wir liefern gegen Vorkasse. Diese Nachricht ist streng vertraulich. Die Sonderzahlung kommt im November. "
                "Wir sind Ihr zuverlässiger Partner. Mein Konto. Bitte teilen Sie uns Ihre Bankdaten mit. "
                "Der Zoll hat die Ware abgefertigt." },
        { "el", "Συγχαρητήρια για το νέο κατάστημα. Συνδεθείτε στο σεμινάριο. Η πολιτιστική κληρονομιά της πόλης." },
        { "en", "Add line 5 to the order. This message is strictly confidential. "
                "We are your reliable partner for logistics. Congratulations, your order is on its way. "
                "The ticket was closed." },
        { "es", "Le enviamos nuestros datos bancarios para la transferencia. Entre en nuestra web. Plazas limitadas. "
                "El alquiler es de 650 euros mensuales. Contacte con nosotros. El centro investiga el cáncer de piel. "
                "Acceda a su pedido." },
        { "fi", "Tarkista liitteenä oleva tarjous. Onneksi olkoon uuteen kotiin. Kirjaudu sisään tästä. "
                "Olet valittu haastatteluun. Toimitusmaksu on 5 euroa. Päivitä yhteystiedot puhelimitse." },
        { "fr", "Contactez-nous pour toute question. Envoyez-nous le plan. Veuillez trouver nos coordonnées bancaires. "
                "Ce message est strictement confidentiel. Connectez-vous pour voir la vidéo. Me connecter. "
                "Nous offrons un emploi chez un artisan. Le devis comprend deux étapes. Félicitations pour votre diplôme." },
        { "hu", "Kérjük, ellenőrizze a csatolt ajánlatot. A kereset 450 000 forint. Világörökség. "
                "Jelentkezzen be a webináriumra. Vegye át a csomagot." },
        { "id", "Selamat pagi, kami menerima pembayaran Anda. Konfirmasi data pesanan terlampir. Hubungi kami." },
        { "it", "Le inviamo il preventivo in privato. Le spese legali sono a carico vostro. "
                "Complimenti il lavoro è ottimo. La casella è stata spostata. Accesso da via Roma. "
                "Contattateci senza impegno. Ricevere pagamenti dai clienti richiede il POS." },
        { "ja", "明けましておめでとうございます。在宅勤務の日程をお知らせします。世界遺産の見学会です。送料は毎月 500円です。担当の弁護士です。容量 10 リットルの水筒です。" },
        { "ko", "축하합니다. 재택 근무 안내입니다. 회비는 5만 원입니다. 카카오톡 문의 환영합니다. 문화 유산을 소개합니다. 배송을 시작했습니다." },
        { "nb", "Gi en beskjed om dere kommer. Vi kan ta imot varene i morgen. Send en e-post. "
                "Kortet er klart, men dette kort er for kort. Jobb uten fast kontor. Vi er deres pålitelige partner. "
                "Ny enhet i bygget." },
        { "nl", "Stel je vraag gerust. Vul uw naam in. Geef uw maten door. 3 van 5 dozen zijn vol geladen. "
                "Thuiswerken en kantoor. Strikt vertrouwelijk. Wij zijn uw betrouwbare partner. "
                "Gefeliciteerd je bent geslaagd. Ik was ziek en kom morgen. De loonstrook staat klaar." },
        { "pl", "Proszę przejść do sali. Opłata za wstęp wynosi 20 zł. Nowe urządzenie jest na magazynie. "
                "Propozycja inwestycyjna dla gminy. Wiadomości są w załączniku. Sprzedaż bez ryzyka. Przekazuj dalej." },
        { "pt", "Faça o pagamento na receção. Faça a sua inscrição. Seguem os nossos dados bancários. Trabalho em equipa. "
                "O lucro de 2025 subiu. A obra foi contemplada com um prémio. Caso não possa vir, avise." },
        { "ro", "Ați fost la ședință ieri. Ai este alt program. Conectați-vă la seminar. Felicitări sunteți grozavi. "
                "Actualizați programul. Accesul a fost reparat." },
        { "ru", "Поздравляем вас с днём рождения. Заявка была закрыта. Проверьте смету. Номер счёта указан в договоре. "
                "Строго конфиденциально. Плата за оформление визы. Зайдите в кабинет 12. Письма не пришли. "
                "Меняем на новые." },
        { "sv", "Ge en kommentar. Jag var sjuk och kommer imorgon. Boka om tiden. Grattis du är fantastisk. "
                "Jobb utan stress. Vår pålitliga partner. Åtgärd krävs av hissen. Ditt kort är klart. Läs med barnen. "
                "Fraktavgift 49 kronor." },
        { "tr", "Gizlilik politikamız güncellendi. Bu e-posta gizlidir. Babam hasta olduğu için gelemiyorum. "
                "Onay veriniz. Kargo ücreti alıcıya aittir. İş teklifi için teşekkürler. Görüşmeye seçildiniz. "
                "Giriş yapın. Güvenilir ortak. Kredi 12 ay. Banka bilgilerinizi aldık." },
        { "uk", "Вітаємо вас зі святом. Перевірте дані в накладній. Зайдіть на склад. Культурна спадщина міста. "
                "Щоб зберегти файл, натисніть кнопку. Робота без вихідних." },
        { "vi", "Chúng tôi xin gửi báo giá. Vui lòng kiểm tra hóa đơn." },
        { "zh", "请确认附件中的报价单。请登录系统查看会议纪要。恭喜您生日快乐。合同金额为5万美元。运费由买方承担。合作机会。本邮件内容请保密。我把视频发给你。加微信联系。工资单见附件。邮件已发送。世界遗产展览。" },
    };
    static const bool is_harmless[PHRASE_TOPIC_COUNT] = {       /* they weigh little, and say no more than what a letter is about */
        [PHRASE_URGENCY] = true, [PHRASE_PAYMENT] = true, [PHRASE_DOCUMENT] = true, [PHRASE_GREETING] = true, [PHRASE_CHARGE] = true,
        [PHRASE_CALLBACK] = true,
    };
    const struct phrases *phrases = fixture_libraries().wording.phrases;

    FOR_EACH_CASE(c, cases) {
        struct phrase_hits hits;

        phrases_find(phrases, str_of(c->text), &hits);
        for (int topic = 0; topic < PHRASE_TOPICS_OF_TEXT; topic++)
            if (!is_harmless[topic])
                CHECK_CSTR(hits.first[topic], "");
    }
}

/* In each language what fraud says, and what an office says about the same things. */
TEST(phrases_in_their_languages)
{
    static const struct { const char *name; enum phrase_topic topic; const char *fraud, *office; } cases[] = {
        { "en verify",      PHRASE_VERIFY,    "Sign in to verify your mailbox, or lose access.", "The auditors have verified our accounts." },
        { "en bec",         PHRASE_BEC,       "I'm in a meeting with limited time, no calls just text me.", "I am in Berlin on Monday." },
        { "en bank change", PHRASE_BANK_CHANGE, "Our bank account details have been changed.", "Our opening hours have been changed." },
        { "de quota",       PHRASE_QUOTA,     "Ihr Postfach ist fast voll.", "Der Parkplatz ist fast voll." },
        { "de bec",         PHRASE_BEC,       "Sind Sie gerade im Büro? Bitte streng vertraulich behandeln.", "Das Büro ist am Freitag zu." },
        { "de bank change", PHRASE_BANK_CHANGE, "Unsere Bankverbindung hat sich geändert.", "Unsere Anschrift hat sich geändert." },
        { "fr verify",      PHRASE_VERIFY,    "Veuillez confirmer vos informations bancaires.", "Je vous confirme notre rendez-vous." },
        { "fr parcel",      PHRASE_PARCEL,    "Votre colis est en attente.", "Votre dossier est complet." },
        { "fr bank change", PHRASE_BANK_CHANGE, "Veuillez noter nos nouvelles coordonnées bancaires.", "Veuillez noter nos nouveaux horaires." },
        { "es verify",      PHRASE_VERIFY,    "Su cuenta ha sido suspendida temporalmente.", "Su pedido ha sido enviado esta mañana." },
        { "es prize",       PHRASE_PRIZE,     "¡Felicidades, usted ha ganado un premio!", "Gracias por su visita de ayer." },
        { "it quota",       PHRASE_QUOTA,     "La casella di posta è quasi piena.", "La sala riunioni è piena." },
        { "it urgency",     PHRASE_URGENCY,   "Entro 24 ore, per evitare la sospensione del servizio.", "Ci vediamo giovedì alle 10." },
        { "pt verify",      PHRASE_VERIFY,    "Atualize seus dados cadastrais: sua conta foi bloqueada.", "Segue a ata da reunião." },
        { "pt parcel",      PHRASE_PARCEL,    "Sua encomenda está retida na alfândega.", "O relatório está na pasta." },
        { "nl verify",      PHRASE_VERIFY,    "Uw rekening is tijdelijk geblokkeerd.", "De weg is tijdelijk afgesloten." },
        { "nl prize",       PHRASE_PRIZE,     "Gefeliciteerd, u heeft gewonnen!", "Wij hebben de offerte gewijzigd." },
        { "pl verify",      PHRASE_VERIFY,    "Zweryfikuj swoje konto w ciągu 24 godzin.", "W załączniku protokół ze spotkania." },
        { "pl parcel",      PHRASE_PARCEL,    "Twoja paczka została wstrzymana.", "Spotkanie zostało przełożone." },
        { "sv verify",      PHRASE_VERIFY,    "Bekräfta ditt konto genom att logga in.", "Jag bekräftar mötet på tisdag." },
        { "sv bec",         PHRASE_BEC,       "Är du på kontoret? Håll detta mellan oss.", "Vi ses på kontoret i morgon." },
        { "da parcel",      PHRASE_PARCEL,    "Din pakke kunne ikke leveres.", "Mødet kunne ikke holdes." },
        { "da verify",      PHRASE_VERIFY,    "Opdater dine oplysninger: din konto er spærret.", "Han har told os om det." },
        { "nb verify",      PHRASE_VERIFY,    "Bekreft kontoen din innen 24 timer.", "Jeg bekrefter møtet på tirsdag." },
        { "nb parcel",      PHRASE_PARCEL,    "Pakken din kunne ikke leveres.", "Møtet kunne ikke holdes." },
        { "cs verify",      PHRASE_VERIFY,    "Ověřte svůj účet, jinak bude zablokován.", "V příloze je zápis z porady." },
        { "cs bank change", PHRASE_BANK_CHANGE, "Změnili jsme bankovní spojení.", "Změnili jsme otevírací dobu." },
        { "tr verify",      PHRASE_VERIFY,    "Hesabınızı doğrulayın.", "Toplantıyı yarına aldık." },
        { "tr parcel",      PHRASE_PARCEL,    "Kargonuz teslim edilemedi.", "Rapor teslim edildi." },
        { "ru quota",       PHRASE_QUOTA,     "Ваш почтовый ящик почти переполнен.", "Протокол совещания готов." },
        { "ru bank change", PHRASE_BANK_CHANGE, "Наши банковские реквизиты изменились.", "Время встречи изменилось." },
        { "ja verify",      PHRASE_VERIFY,    "お客様のアカウントが一時的に制限されています。ご確認ください。", "来週の会議の資料をお送りします。" },
        { "ja parcel",      PHRASE_PARCEL,    "お荷物のお届けができませんでした。", "議事録をご確認ください。" },
        { "zh verify",      PHRASE_VERIFY,    "请立即验证您的账户。", "附件是会议纪要。" },
        { "zh quota",       PHRASE_QUOTA,     "您的邮箱容量已满。", "会议室今天已满。" },
        { "fi verify",      PHRASE_VERIFY,    "Vahvista tilisi, jotta viestit eivät katoa.", "Vahvistan kokouksen tiistaiksi." },
        { "fi parcel",      PHRASE_PARCEL,    "Pakettisi odottaa maksua.", "Kokous siirrettiin." },
        { "hu verify",      PHRASE_VERIFY,    "Erősítse meg a fiókját.", "Megerősítem a keddi találkozót." },
        { "hu quota",       PHRASE_QUOTA,     "A postafiókja betelt.", "A tárgyaló ma tele van." },
        { "ro parcel",      PHRASE_PARCEL,    "Coletul nu a putut fi livrat.", "Raportul a fost trimis." },
        { "ro verify",      PHRASE_VERIFY,    "Confirmați identitatea dumneavoastră.", "Confirm întâlnirea de marți." },
        { "el verify",      PHRASE_VERIFY,    "Επιβεβαιώστε τα στοιχεία σας.", "Επισυνάπτω τα πρακτικά." },
        { "uk verify",      PHRASE_VERIFY,    "Підтвердьте свої дані.", "Надсилаю протокол наради." },
        { "id verify",      PHRASE_VERIFY,    "Silakan verifikasi data Anda.", "Notulen rapat terlampir." },
        { "vi verify",      PHRASE_VERIFY,    "Vui lòng xác minh tài khoản.", "Tôi gửi biên bản họp." },
        { "pl easy money",  PHRASE_EASY_MONEY, "Zarabiaj do 5000 zł z domu.", "Szukam pracy w księgowości." },
        { "zh easy money",  PHRASE_EASY_MONEY, "在家兼职,日赚 800 元。", "应聘硬件工程师,简历见附件。" },
        { "it charity",     PHRASE_CHARITY,   "I bambini non possono aspettare, doni ora.", "Grazie per il pranzo di ieri." },
        { "fr scan",        PHRASE_SCAN,      "Scannez le code QR avec votre téléphone.", "Le scan du contrat est joint." },
        { "ko verify",      PHRASE_VERIFY,    "계정을 확인해 주세요.", "회의록을 보내 드립니다." },
        { "ja bank change", PHRASE_BANK_CHANGE, "3月分より下記の口座へお振込みください。", "お振込先は従来どおりです。" },
        { "ko bank change", PHRASE_BANK_CHANGE, "입금계좌가 변경되었습니다.", "계좌번호는 그대로입니다." },
        { "zh bank change, in Taiwan", PHRASE_BANK_CHANGE, "匯款帳號變更通知", "仍匯原帳號即可。" },
        { "ar bank change", PHRASE_BANK_CHANGE, "تم تغيير بيانات الحساب البنكي", "المبلغ على نفس الحساب." },
        { "uk bank change", PHRASE_BANK_CHANGE, "Змінилися наші банківські реквізити.", "Реквізити ті самі." },
        { "en advance fee", PHRASE_ADVFEE,    "The sum of ten million dollars was left by my late client.",
          "My late husband and I made our wills in 1988." },
        { "fr prize",       PHRASE_PRIZE,     "Vous avez gagné un lot !", "Vous avez choisi le suivi par courriel." },
        { "de desk",        PHRASE_DESK,      "IT-Helpdesk", "Inkassobüro" },
        { "ko parcel",      PHRASE_PARCEL,    "택배 배송이 보류되었습니다.", "내일 회의가 있습니다." },
    };
    const struct phrases *phrases = fixture_libraries().wording.phrases;

    FOR_EACH_CASE(c, cases) {
        CHECK(found(phrases, c->topic, c->fraud).len > 0);
        for (int topic = 0; topic < PHRASE_DESK; topic++)              /* those behind are of names, not of texts */
            CHECK_CSTR(found(phrases, (enum phrase_topic)topic, c->office), "");
    }
}
