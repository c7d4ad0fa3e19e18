#include "auth/dmarc/walk.h"

#include "auth/dmarc/fixture_test.h"
#include "base/buf.h"
#include "dns/zone.h"
#include "unit.h"

/* Walks until nothing is open; *rounds is how often DNS was asked. */
static struct dmarc_walk walk_fully(struct arena *arena, struct view *view, const struct zone *zone, const char *start,
                                    int *rounds)
{
    struct dmarc_walk walk;

    for (*rounds = 0; dmarc_walk(&walk, str_of(start), arena, view), walk.status == DMARC_WALK_PENDING; ++*rounds)
        zone_answer(zone, view);
    return walk;
}

TEST(dmarc_walk_names)
{
    static const struct { const char *name, *start, *want; } cases[] = {        /* RFC 9989 §4.10 */
        { "three labels", "mail.example.com",
          "_dmarc.mail.example.com _dmarc.example.com _dmarc.com" },
        { "one label", "com", "_dmarc.com" },
        { "eight labels", "a.b.c.d.e.f.example.com",
          "_dmarc.a.b.c.d.e.f.example.com _dmarc.b.c.d.e.f.example.com _dmarc.c.d.e.f.example.com "
          "_dmarc.d.e.f.example.com _dmarc.e.f.example.com _dmarc.f.example.com _dmarc.example.com _dmarc.com" },
        { "thirteen labels, V2", "a.b.c.d.e.f.g.h.i.j.k.example.com",
          "_dmarc.a.b.c.d.e.f.g.h.i.j.k.example.com _dmarc.g.h.i.j.k.example.com _dmarc.h.i.j.k.example.com "
          "_dmarc.i.j.k.example.com _dmarc.j.k.example.com _dmarc.k.example.com _dmarc.example.com _dmarc.com" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE       arena = { 0 };
        BUF_SCOPE         asked = { 0 };
        struct view       view;
        struct dmarc_walk walk;

        view_init(&view, &arena, VIEW_QUESTIONS_DEFAULT);
        dmarc_walk(&walk, str_of(c->start), &arena, &view);
        for (struct question *q = NULL; (q = view_next_open(&view, q)) != NULL;) {
            if (buf_len(&asked) > 0)
                buf_add_char(&asked, ' ');
            buf_add(&asked, q->name);
        }
        CHECK_CSTR(buf_str(&asked), c->want);
        view_free(&view);
    }
}

TEST(dmarc_walk_organization)
{
    static const struct { const char *name, *start, *records, *want; } cases[] = {      /* RFC 9989 §4.10.2, app. B.4 */
        { "V1: its own record", "example.com", "example.com v=DMARC1; p=reject", "example.com" },
        { "V1: the shortest name that has one", "signing.example.com",
          "example.com v=DMARC1; p=reject\n signing.example.com v=DMARC1; p=none", "example.com" },
        { "V2: far up", "a.b.c.d.e.f.g.h.i.j.k.example.com", "example.com v=DMARC1; p=reject", "example.com" },
        { "V3: below a suffix", "giant.bank.example",
          "bank.example v=DMARC1; p=reject; psd=y\n giant.bank.example v=DMARC1; p=none", "giant.bank.example" },
        { "V3: one label below it", "mail.mega.bank.example",
          "bank.example v=DMARC1; p=reject; psd=y\n giant.bank.example v=DMARC1; p=none", "mega.bank.example" },
        { "V4: an intermediate record does not stop", "a.mail.example.com",
          "mail.example.com v=DMARC1; p=none\n example.com v=DMARC1; p=none", "example.com" },
        { "V4: psd=n does", "a.mail.example.com",
          "mail.example.com v=DMARC1; p=none; psd=n\n example.com v=DMARC1; p=none", "mail.example.com" },
        { "V4: only the suffix", "a.mail.example.com", "com v=DMARC1; p=none; psd=y", "example.com" },
        { "V5: psd=n that is jumped over", "mail.a.b.c.d.e.f.g.example.com",
          "b.c.d.e.f.g.example.com v=DMARC1; p=none; psd=n\n example.com v=DMARC1; p=none", "example.com" },
        { "V6: two records are none", "mail.example.com",
          "mail.example.com v=DMARC1; p=none; psd=n\n mail.example.com v=DMARC1; p=none; psd=n\n"
          "example.com v=DMARC1; p=none", "example.com" },
        { "psd=y at the start is its own organization", "bank.example",
          "bank.example v=DMARC1; psd=y; p=none\n example v=DMARC1; psd=y; p=none", "bank.example" },
        { "psd=y at the parent of the start", "foo.example", "example v=DMARC1; psd=y; p=none", "foo.example" },
        { "psd=y far up, below what is jumped over", "a.b.c.d.e.f.g.h.example.com",
          "h.example.com v=DMARC1; psd=y; p=none",
          "g.h.example.com" },
        { "an unusable record marks the place all the same", "a.example.com", "example.com v=DMARC1; p=x",
          "example.com" },
        { "no record", "a.mail.example.com", "example.net v=DMARC1; p=none", "a.mail.example.com" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE  arena = { 0 };
        struct zone *zone  = fixture_zone(&arena, c->records);
        struct view  view;
        int          rounds;

        view_init(&view, &arena, VIEW_QUESTIONS_DEFAULT);
        struct dmarc_walk walk = walk_fully(&arena, &view, zone, c->start, &rounds);

        CHECK_EQ(rounds, 1);
        CHECK_EQ(walk.status, DMARC_WALK_DONE);
        CHECK_CSTR(walk.org_domain, c->want);
        CHECK_CSTR(walk.ceiling, c->want);
        view_free(&view);
        zone_free(zone);
    }
}

TEST(dmarc_walk_failures)
{
    static const struct { const char *name, *records; enum dmarc_walk_status want; const char *ceiling; } cases[] = {
        { "a failure below the end is needed",  "mail.example.com SERVFAIL\n example.com v=DMARC1; p=none",
          DMARC_WALK_FAILED, "example.com" },
        { "one above the end is not",           "example.com v=DMARC1; p=none; psd=n\n com SERVFAIL",
          DMARC_WALK_DONE, "example.com" },
        { "one above an open end is",           "example.com v=DMARC1; p=none\n com TIMEOUT",
          DMARC_WALK_FAILED, "com" },
        { "nothing can lead above a failure",   "a.mail.example.com BOGUS", DMARC_WALK_FAILED, "a.mail.example.com" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE  arena = { 0 };
        struct zone *zone  = fixture_zone(&arena, c->records);
        struct view  view;
        int          rounds;

        view_init(&view, &arena, VIEW_QUESTIONS_DEFAULT);
        struct dmarc_walk walk = walk_fully(&arena, &view, zone, "a.mail.example.com", &rounds);

        CHECK_EQ(walk.status, c->want);
        CHECK_CSTR(walk.ceiling, c->ceiling);
        view_free(&view);
        zone_free(zone);
    }
}
