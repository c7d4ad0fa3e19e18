#include "auth/dkim/signed_fields.h"

#include "unit.h"

static struct header_list parse(struct arena *arena, str text)
{
    static const struct header_limits limits = { 100, 10000 };
    struct header_list                list;

    header_parse(&list, arena, text, false, &limits);
    return list;
}

/* The values taken for the names of h, joined by ","; "-" where none is left. */
static str take_all(struct arena *arena, struct signed_fields *fields, str names)
{
    str taken = { 0 }, name;

    while (str_cut(&names, ':', &name)) {
        const struct header *field = signed_fields_take(fields, name);
        str                  value = field == NULL ? STR("-") : str_trim(field->value);

        taken = arena_printf(arena, "%.*s%s%.*s", STR_ARG(taken), taken.len == 0 ? "" : ",", STR_ARG(value));
    }
    return taken;
}

TEST(signed_fields)
{
    static const char message[] = "DKIM-Signature: own\r\nReceived: 1\r\nDKIM-Signature: other\r\nReceived: 2\r\n"
                                  "From: f\r\nReceived : 3\r\nTo: t\r\n\r\n";
    static const struct { const char *name, *h, *want; } cases[] = {
        { "one each",                            "From:To",                         "f,t" },
        { "in the order of h=",                  "To:From",                         "t,f" },
        { "names in any case",                   "FROM:tO",                         "f,t" },
        { "repeated ones from the bottom up",    "Received:Received:Received",      "3,2,1" },
        { "one past the last takes none",        "From:From:To:From",               "f,-,t,-" },
        { "a field that is not there",           "Subject:From",                    "-,f" },
        { "names in between do not disturb",     "Received:From:received",          "3,f,2" },
        { "never its own field",                 "DKIM-Signature:dkim-signature",   "other,-" },
        { "a prefix is another name",            "Fro:From-X:",                     "-,-" },
    };
    ARENA_SCOPE           arena  = { 0 };
    struct header_list    list   = parse(&arena, str_of(message));
    struct signed_fields *fields = signed_fields_new(&arena, &list);

    FOR_EACH_CASE(c, cases) {
        signed_fields_begin(fields, &list.fields[0]);
        CHECK_CSTR(take_all(&arena, fields, str_of(c->h)), c->want);
    }
}

TEST(signed_fields_partly_taken)
{
    ARENA_SCOPE           arena  = { 0 };
    struct header_list    list   = parse(&arena, STR("Subject: 1\r\nTo: t\r\nsubject: 2\r\n\r\n"));
    struct signed_fields *fields = signed_fields_new(&arena, &list);

    signed_fields_begin(fields, NULL);
    CHECK(!signed_fields_partly_taken(fields, STR("Subject")));
    CHECK_STR(take_all(&arena, fields, STR("Subject:To:Cc")), STR("2,t,-"));
    CHECK(signed_fields_partly_taken(fields, STR("Subject")));
    CHECK(!signed_fields_partly_taken(fields, STR("To")) && !signed_fields_partly_taken(fields, STR("Cc")));
    CHECK_STR(take_all(&arena, fields, STR("Subject:Subject")), STR("1,-"));
    CHECK(!signed_fields_partly_taken(fields, STR("Subject")));
}

TEST(signed_fields_of_nothing)
{
    ARENA_SCOPE           arena  = { 0 };
    struct header_list    list   = parse(&arena, STR("\r\n"));
    struct signed_fields *fields = signed_fields_new(&arena, &list);

    signed_fields_begin(fields, NULL);
    CHECK(signed_fields_take(fields, STR("From")) == NULL);
}
