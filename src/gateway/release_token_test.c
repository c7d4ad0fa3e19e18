#include "gateway/release_token.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/unicode.h"
#include "unit.h"

enum { NOW = 1795600000 };

static const struct release_key key = { .octets = "one key of ours" }, other_key = { .octets = "somebody else's" };

static const char sent[] = "From: A <a@friend.example>\r\nSubject: two  blanks\r\n\tand a fold\r\nTo: b@example.org\r\n\r\nfirst line \r\nsecond\r\n";

struct world { struct arena arena; struct digests digests; struct unicode *unicode; };

static bool holds(struct world *w, const struct release_key *with, str octets, unix_seconds now)
{
    struct message message = { 0 };

    message_parse(&message, &w->arena, octets, false, &message_limits_default, w->unicode);
    return release_token_holds(with, &w->digests, &message, &w->arena, now);
}

static str token_for(struct world *w, str octets, str id)
{
    struct message message = { 0 };

    message_parse(&message, &w->arena, octets, false, &message_limits_default, w->unicode);
    return release_token_make(&key, &w->digests, &message, id, &w->arena, NOW);
}

#define FIELD "X-Gatepost-Released: ID; by=jo; token="

TEST(release_token)
{
    static const struct { const char *name, *octets, *before, *after; long later; const struct release_key *key; bool holds; } cases[] = {
        { "as it was released",       sent, FIELD, "\r\n", 60, &key, true },
        { "folded on the way",        sent, "X-Gatepost-Released: ID; by=jo;\r\n token=", "\r\n", 60, &key, true },
        { "below one that is not",    sent, "X-Gatepost-Released: ID; by=eve; token=1.2\r\n" FIELD, "\r\n", 60, &key, true },
        { "a day later",              sent, FIELD, "\r\n", RELEASE_TOKEN_SECONDS + 1, &key, false },
        { "from the future",          sent, FIELD, "\r\n", -RELEASE_TOKEN_SECONDS - 1, &key, false },
        { "with another key",         sent, FIELD, "\r\n", 60, &other_key, false },
        { "for another message's id", sent, "X-Gatepost-Released: IE; by=jo; token=", "\r\n", 60, &key, false },
        { "without a token",          sent, "X-Gatepost-Released: ID; by=jo\r\nX: ", "\r\n", 60, &key, false },
        { "with more behind it",      sent, FIELD, "0\r\n", 60, &key, false },
        { "in another field",         sent, "X-Released: ID; by=jo; token=", "\r\n", 60, &key, false },
        { "lines ended anew, blanks at their ends gone",
          "From: A <a@friend.example>\r\nSubject: two blanks and a fold\r\n\r\nfirst line\r\nsecond", FIELD, "\r\n", 60, &key, true },
        { "with another body",
          "From: A <a@friend.example>\r\nSubject: two blanks and a fold\r\n\r\nfirst line\r\nthird\r\n", FIELD, "\r\n", 60, &key, false },
        { "with another author",
          "From: A <e@friend.example>\r\nSubject: two blanks and a fold\r\n\r\nfirst line\r\nsecond\r\n", FIELD, "\r\n", 60, &key, false },
        { "with another subject",
          "From: A <a@friend.example>\r\nSubject: two  blanks\r\n\r\nfirst line \r\nsecond\r\n", FIELD, "\r\n", 60, &key, false },
    };
    struct world w = { .unicode = unicode_open() };

    CHECK(digests_open(&w.digests));
    str token = token_for(&w, str_of(sent), STR("ID"));

    FOR_EACH_CASE(c, cases) {
        BUF_SCOPE octets = { 0 };

        buf_printf(&octets, "%s%.*s%s%s", c->before, STR_ARG(token), c->after, c->octets);
        CHECK_EQ(holds(&w, c->key, buf_str(&octets), NOW + c->later), c->holds);
    }
    CHECK_STR(release_token_strip(STR("ID; by=jo; token=1.2")), STR("ID; by=jo"));
    CHECK_STR(release_token_strip(STR("ID; by=jo")), STR("ID; by=jo"));
    digests_close(&w.digests);
    unicode_close(w.unicode);
    arena_free(&w.arena);
}

TEST(release_key_load)
{
    ARENA_SCOPE        arena    = { 0 };
    char               folder[] = "/tmp/gatepost-key-XXXXXX";
    struct release_key made = { 0 }, read = { 0 };
    str                error = { 0 };

    CHECK(mkdtemp(folder) != NULL);
    CHECK(!release_key_load(&read, folder, false, &arena, &error));
    CHECK_STR(error, STR(""));                  /* there simply is none */
    CHECK(release_key_load(&made, folder, true, &arena, &error));
    CHECK(release_key_load(&read, folder, true, &arena, &error));
    CHECK(memcmp(&made, &read, sizeof made) == 0);
    const char *file = arena_cstr(&arena, arena_printf(&arena, "%s/release.key", folder));

    CHECK(truncate(file, 10) == 0);
    CHECK(!release_key_load(&read, folder, true, &arena, &error));
    CHECK(str_find(error, STR("is no key of ours")) != STR_NOT_FOUND);
    unlink(file);
    rmdir(folder);
}
