#include "auth/authres.h"

#include "unit.h"

/* One line of our field, for results that hold nothing else. */
static str line_of(struct buf *out, const struct auth_results *results, const char *client, size_t number)
{
    struct envelope envelope = { .reverse_path = { .is_null = true } };
    str             rest, line = { 0 };

    if (client != NULL)
        CHECK(ip_parse(str_of(client), &envelope.client));
    buf_clear(out);
    authres_write(out, STR("mx.example.net"), results, &envelope);
    rest = buf_str(out);
    for (size_t i = 0; i <= number; i++)
        if (!str_cut(&rest, '\n', &line))
            return (str){ 0 };
    return str_trim(line);
}

/* RFC 8617 §6: the address and the oldest pass where they are known, and a failed chain says nothing but why. */
TEST(authres_write_arc)
{
    static const struct { const char *name, *client; struct arc_result arc; const char *line; } cases[] = {
        { "all verify", "192.0.2.1", { .status = ARC_PASS, .reason = REASON_ARC_VERIFIED, .sets = 2 },
          "arc=pass smtp.remote-ip=192.0.2.1 header.oldest-pass=0" },
        { "some do", "2001:db8::1", { .status = ARC_PASS, .reason = REASON_ARC_VERIFIED, .sets = 3, .oldest_pass = 2 },
          "arc=pass smtp.remote-ip=\"2001:db8::1\" header.oldest-pass=2" },
        { "a message from a file", NULL, { .status = ARC_PASS, .reason = REASON_ARC_VERIFIED, .sets = 1 },
          "arc=pass header.oldest-pass=0" },
        { "no chain", "192.0.2.1", { .status = ARC_NONE, .reason = REASON_ARC_ABSENT }, "arc=none" },
        { "a gap", "192.0.2.1", { .status = ARC_FAIL, .reason = REASON_ARC_GAP, .oldest_pass = 1 }, "arc=fail" },
        { "not looked at", "192.0.2.1", { .status = ARC_PENDING }, "" },
    };
    BUF_SCOPE out = { 0 };

    FOR_EACH_CASE(c, cases) {
        struct auth_results results = { .arc = c->arc };

        CHECK_CSTR(line_of(&out, &results, c->client, 2), c->line);
        CHECK_EQ(str_find(buf_str(&out), STR("oldest-pass")) != STR_NOT_FOUND, c->arc.status == ARC_PASS);
    }
}

TEST(authres_write_senderid)
{
    static const struct { const char *name; struct senderid_result senderid; const char *line; } cases[] = {
        { "the field that was chosen", { { .status = SPF_PASS, .domain = STR_INIT("example.org") },
          STR_INIT("a@example.org"), STR_INIT("Resent-From") }, "sender-id=pass header.resent-from=example.org" },
        { "nobody responsible", { .check = { .status = SPF_PERMERROR } }, "sender-id=permerror;" },
        { "not asked for", { .check = { .status = SPF_PENDING } }, "dkim=none" },
    };
    BUF_SCOPE out = { 0 };

    FOR_EACH_CASE(c, cases) {
        struct auth_results results = { .senderid = c->senderid };
        str                 line    = line_of(&out, &results, NULL, 1);

        CHECK(str_starts(line, str_of(c->line)));
    }
}

/* RFC 8601 §2.7.4. */
TEST(authres_write_auth)
{
    static const struct { const char *name, *user, *want; } cases[] = {
        { "somebody of ours",  "jo@example.org", "auth=pass smtp.auth=jo@example.org\r\n"   },
        { "a name with a blank", "jo roe",       "auth=pass smtp.auth=\"jo roe\"\r\n"       },
        { "nobody",            "",               "dkim=none\r\n"                            },
    };

    FOR_EACH_CASE(c, cases) {
        BUF_SCOPE           out      = { 0 };
        struct auth_results results  = { 0 };
        struct envelope     envelope = { .authenticated_as = str_of(c->user) };

        authres_write(&out, STR("mx.example.net"), &results, &envelope);
        CHECK(str_ends_nocase(buf_str(&out), str_of(c->want)));
        CHECK_EQ(str_find(buf_str(&out), STR("auth=pass")) != STR_NOT_FOUND, c->user[0] != '\0');
    }
}
