#include "detect/name_lists.h"

#include "detect/link_services.h"
#include "unit.h"

static bool read_text(struct arena *arena, const char *text, struct name_lists *lists, str *error)
{
    const struct phrase_source source = { STR("names.txt"), str_of(text) };

    return name_lists_read(arena, &source, 1, lists, error);
}

TEST(name_lists_read_refuses)
{
    static const struct { const char *name, *text, *error; } cases[] = {
        { "an unknown list",           "[free-male]\n",                         "names.txt:1: there is no such list" },
        { "an entry before a list",    "origin: us\nmail.example\n",            "names.txt:2: an entry before the first [section]" },
        { "a heading mistyped",        "license: ours\n",                       "names.txt:1: an entry before the first [section]" },
        { "two domains on a line",     "[free-mail]\na.example b.example\n",    "names.txt:2: this is no domain name" },
        { "a label alone",             "\n[free-mail]\n; a comment\nmail\n",    "names.txt:4: this is no domain name" },
        { "capitals",                  "[carriers]\nMail.example\n",            "names.txt:2: this is no domain name" },
        { "a final dot",               "[link-trackers]\nmail.example.\n",      "names.txt:2: this is no domain name" },
        { "a name that is not encoded", "[free-hosts]\nb\xc3\xbc" "ro.example\n", "names.txt:2: this is no domain name" },
        { "a pattern",                 "[free-pages]\n*.example\n",             "names.txt:2: this is no domain name" },
        { "an ending of two labels",   "[odd-endings]\nco.example\n",           "names.txt:2: this is no ending of domain names" },
        { "an ending with a dot",      "[odd-endings]\n.example\n",             "names.txt:2: this is no ending of domain names" },
        { "a brand without domains",   "[brands]\nHarbour Lines = \n",          "names.txt:2: a brand is written" },
        { "a brand without a name",    "[brands]\n(word) = harbour.example\n",  "names.txt:2: a brand is written" },
        { "a brand that is a domain",  "[brands]\nharbour.example\n",           "names.txt:2: a brand is written" },
        { "a brand with bad domains",  "[brands]\nHarbour = harbour.example x\n", "names.txt:2: a brand is written" },
        { "a redirector's kind",       "[link-redirectors]\ngo.example/out away url\n", "names.txt:2: a redirector is written" },
        { "a redirector's host",       "[link-redirectors]\n/out\n",            "names.txt:2: a redirector is written" },
        { "any host at all",           "[link-redirectors]\n.*\n",              "names.txt:2: a redirector is written" },
        { "nothing to take out",       "[free-mail]\n-\n",                     "names.txt:2: this is no domain name" },
        { "no domain to take out",     "[free-mail]\n- gmail\n",               "names.txt:2: this is no domain name" },
        { "capitals to take out",      "[free-mail]\n- Gmail.com\n",           "names.txt:2: this is no domain name" },
        { "no ending to take out",     "[odd-endings]\n- co.example\n",        "names.txt:2: this is no ending of domain names" },
        { "a redirector's host to take out", "[link-redirectors]\n- /out\n",   "names.txt:2: a redirector is written" },
        { "a brand without a name to take out", "[brands]\n- (word)\n",        "names.txt:2: a brand is taken out by its name" },
        { "taken out before a list",   "- gmail.com\n",                        "names.txt:1: an entry before the first [section]" },
        { "another encoding",          "[brands]\nB\xf6rse = boerse.example\n", "names.txt:2: the line is not UTF-8" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE       arena = { 0 };
        struct name_lists lists;
        str               error = { 0 };

        CHECK(!read_text(&arena, c->text, &lists, &error));
        CHECK_CSTR(str_slice(error, 0, error.len < strlen(c->error) ? error.len : strlen(c->error)), c->error);
    }
}

TEST(name_lists_read)
{
    static const char text[] = "origin: us\r\nlicence: ours\r\ndate: 2026-11-26\r\n\r\n[free-mail]\r\n mail.example \r\n[odd-endings]\nexample\n"
                               "[free-mail]\npost.example\n";
    const struct phrase_source sources[] = { { STR("a"), str_of(text) }, { STR("b"), STR("[free-mail]\nxn--bro-hoa.example") } };
    ARENA_SCOPE       arena = { 0 };
    struct name_lists lists;
    str               error = { 0 };

    if (!CHECK(name_lists_read(&arena, sources, ARRAY_LEN(sources), &lists, &error)) || !CHECK_EQ(lists.of[LIST_FREE_MAIL].count, 3))
        return;
    CHECK_CSTR(lists.of[LIST_FREE_MAIL].items[0], "mail.example");
    CHECK_CSTR(lists.of[LIST_FREE_MAIL].items[1], "post.example");
    CHECK_CSTR(lists.of[LIST_FREE_MAIL].items[2], "xn--bro-hoa.example");
    CHECK_EQ(lists.of[LIST_ODD_ENDINGS].count, 1);
    CHECK_EQ(lists.of[LIST_BRANDS].count, 0);
}

/* By what it is called, whatever else stands in the list. */
TEST(name_lists_read_removals)
{
    static const struct { const char *name, *line, *key; } cases[] = {
        { "a domain",                    "[free-mail]\n- mail.example",              "mail.example" },
        { "without a blank",             "[free-mail]\n-mail.example",               "mail.example" },
        { "an ending",                   "[odd-endings]\n- odd",                     "odd" },
        { "a brand by its name",         "[brands]\n- Harbour Lines",                "harbour lines" },
        { "a brand that stands alone",   "[brands]\n- Tim (alone) = tim.example", "tim" },
        { "a brand as in the list",      "[brands]\n- Kraken (word) = kraken.example", "kraken" },
        { "a brand with a sign",         "[brands]\n- A=B",                          "a=b" },
        { "a redirector by its place",   "[link-redirectors]\n- go.example/out",     "go.example/out" },
        { "a redirector as in the list", "[link-redirectors]\n-  go.*/Out redirector q url", "go.*/out" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE       arena = { 0 };
        struct name_lists lists;
        str               error = { 0 };

        if (!CHECK(read_text(&arena, c->line, &lists, &error)) || !CHECK_EQ(lists.removals.count, 1))
            continue;
        CHECK_CSTR(lists.removals.items[0].key, c->key);
        CHECK_CSTR(lists.removals.items[0].file, "names.txt");
        CHECK_EQ(lists.removals.items[0].line, 2);
        CHECK_EQ(lists.of[lists.removals.items[0].list].count, 0);
    }
}

TEST(named_brand_of)
{
    static const struct { const char *name, *entry, *brand, *domains; bool is_word; } cases[] = {
        { "a name of two words", "Harbour Lines = harbourlines.example", "Harbour Lines", "harbourlines.example", false },
        { "a word",              "Kraken (word) = kraken.example k.example", "Kraken", "kraken.example k.example", true },
        { "a word that has to stand alone", "Tim (alone) = tim.example", "Tim", "tim.example", true },
        { "a sign in the name",  "A=B = ab.example", "A=B", "ab.example", false },
    };

    FOR_EACH_CASE(c, cases) {
        struct named_brand brand = { 0 };

        CHECK(named_brand_of(str_of(c->entry), &brand));
        CHECK_CSTR(brand.name, c->brand);
        CHECK_CSTR(brand.domains, c->domains);
        CHECK_EQ(brand.is_common_word, c->is_word);
    }
}

TEST(redirector_of)
{
    static const struct { const char *name, *entry, *host, *path, *where; unsigned kind; } cases[] = {
        { "a host",                  "go.example",                  "go.example", "/",     "*",     SERVICE_REDIRECTOR },
        { "a path",                  "go.example/out",              "go.example", "/out",  "*",     SERVICE_REDIRECTOR },
        { "a kind and where",        "go.example/out redirector q url", "go.example", "/out", "q url", SERVICE_REDIRECTOR },
        { "nowhere to be read",      "go.example filter",           "go.example", "/",     "",      SERVICE_FILTER },
        { "under any public suffix", "google.*/amp/ redirector /",  "google.*",   "/amp/", "/",     SERVICE_REDIRECTOR },
        { "that tells nothing",      "go.example/s shortener",      "go.example", "/s",    "",      SERVICE_SHORTENER },
        { "that counts",             "go.example/c tracker u",      "go.example", "/c",    "u",     SERVICE_TRACKER },
    };

    FOR_EACH_CASE(c, cases) {
        struct redirector redirector;

        CHECK(redirector_of(str_of(c->entry), &redirector));
        CHECK_CSTR(redirector.host, c->host);
        CHECK_CSTR(redirector.path, c->path);
        CHECK_CSTR(redirector.where, c->where);
        CHECK_EQ(redirector.kind, c->kind);
    }
}

/* Every list has something, and no entry stands twice. */
TEST(name_lists_shipped)
{
    for (size_t list = 0; list < NAME_LIST_COUNT; list++) {
        const struct names *names = &shipped_name_lists.of[list];

        CHECK(names->count >= 2);
        for (size_t i = 0; i < names->count; i++)
            for (size_t k = 0; k < i; k++)
                CHECK(!str_equal(names->items[i], names->items[k]));
    }
}

/* Each name has one entry in all files of brands: of two, only one would be asked. */
TEST(name_lists_shipped_brands)
{
    const struct names *names = &shipped_name_lists.of[LIST_BRANDS];

    for (size_t i = 0; i < names->count; i++) {
        struct named_brand brand = { 0 };

        if (!CHECK(named_brand_of(names->items[i], &brand)))
            continue;
        for (size_t k = 0; k < i; k++) {
            struct named_brand other = { 0 };

            CHECK(!named_brand_of(names->items[k], &other) || !str_equal_nocase(brand.name, other.name));
        }
    }
}

TEST(names_joined)
{
    static const str  theirs[] = { STR_INIT("mail.example") }, others[] = { STR_INIT("post.example") };
    const struct name_lists files = { .of = { [LIST_FREE_MAIL] = { theirs, 1 } } };
    ARENA_SCOPE  arena = { 0 };
    size_t       ours  = shipped_name_lists.of[LIST_FREE_MAIL].count;
    struct names all   = names_joined(&arena, LIST_FREE_MAIL, &files, others, 1);

    CHECK_EQ(names_joined(&arena, LIST_FREE_MAIL, NULL, NULL, 0).count, ours);
    if (!CHECK_EQ(all.count, ours + 2))
        return;
    CHECK_STR(all.items[0], shipped_name_lists.of[LIST_FREE_MAIL].items[0]);
    CHECK_STR(all.items[ours], theirs[0]);
    CHECK_STR(all.items[ours + 1], others[0]);
}

/* What a file takes out is gone from the program's list alone: what it adds itself is what it wants. */
TEST(names_joined_without)
{
    for (size_t i = 0; i < NAME_LIST_COUNT; i++) {
        ARENA_SCOPE         arena = { 0 };
        enum name_list      list  = (enum name_list)i;
        const struct names *ours  = &shipped_name_lists.of[list];
        struct name_lists   lists;
        str                 error = { 0 };
        str                 text  = arena_printf(&arena, "[%s]\n- %.*s\n%.*s\n- %.*s\n", name_list_name(list), STR_ARG(ours->items[1]),
                                                 STR_ARG(ours->items[1]), STR_ARG(ours->items[1]));

        unit_begin_case(name_list_name(list));
        if (!CHECK(name_lists_read(&arena, &(struct phrase_source){ STR("names.txt"), text }, 1, &lists, &error)))
            continue;
        struct names all = names_joined(&arena, list, &lists, NULL, 0);

        if (CHECK_EQ(all.count, ours->count)) {
            CHECK_STR(all.items[0], ours->items[0]);
            CHECK_STR(all.items[1], ours->items[ours->count == 2 ? 1 : 2]);
            CHECK_STR(all.items[all.count - 1], ours->items[1]);
        }
        CHECK_EQ(names_removed_in_vain(&arena, &lists).count, 0);
        CHECK_EQ(names_joined(&arena, (enum name_list)((i + 1) % NAME_LIST_COUNT), &lists, NULL, 0).count,
                 shipped_name_lists.of[(i + 1) % NAME_LIST_COUNT].count);
    }
    unit_end_cases();
}

TEST(names_removed_in_vain)
{
    ARENA_SCOPE       arena = { 0 };
    struct name_lists lists;
    str               error = { 0 };

    if (!CHECK(read_text(&arena, "[brands]\n- Pier Bank\n- paypal\n[free-mail]\n- gmail.com\n- paypal.example\n", &lists, &error)))
        return;
    struct removals vain = names_removed_in_vain(&arena, &lists);

    if (!CHECK_EQ(vain.count, 2))
        return;
    CHECK_CSTR(vain.items[0].entry, "Pier Bank");
    CHECK_EQ(vain.items[0].line, 2);
    CHECK_CSTR(vain.items[1].entry, "paypal.example");
    CHECK_EQ(vain.items[1].list, LIST_FREE_MAIL);
}
