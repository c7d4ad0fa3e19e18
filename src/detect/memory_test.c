/* What is remembered, and of whom: a past told in a few events, and what one present message recalls of it. */
#include "detect/memory.h"

#include "facts_fixture.h"
#include "unit.h"

enum { DAY = 86400 };

#define ALEX "alex.doe@northwind.example"
#define NOW  ((unix_seconds)FIXTURE_NOW)

/* One kind of message of the past, several times, a day apart; the last of them was days ago. */
struct habitual {
    size_t      times;
    int         days_ago;
    const char *from, *name;            /* from ours: we sent it */
    const char *to;                     /* NULL: Alex */
    const char *signer;                 /* d= of its signature; NULL: nothing proves it */
    uint32_t    asn;
    const char *country, *prefix, *reply_to, *id, *bank, *program, *zone, *site, *subject;
    bool        in_one_day;             /* not a day apart, but on the last of them */
};

static struct memory *remember(struct arena *arena, const struct organization *organization, const struct habitual *past, size_t count)
{
    struct fixture_libraries libraries = fixture_libraries();
    struct memory           *memory    = memory_new(arena, &(struct memory_options){
                  .organization = organization, .unicode = libraries.unicode, .suffixes = libraries.suffixes, .key = { 1, 2 },
                  .is_imported = true });

    for (size_t i = 0; i < count; i++)
        for (size_t k = past[i].times; k > 0; k--) {
            const struct habitual *one = &past[i];
            str                    to  = str_of(fixture_or(one->to, ALEX)), site = str_of(one->site);
            int                    day = one->days_ago + (one->in_one_day ? 0 : (int)k - 1);

            memory_learn(memory, &(struct memory_event){
                .date = NOW - (unix_seconds)day * DAY, .from = str_of(one->from), .display_name = str_of(one->name),
                .is_out = str_ends_nocase(str_of(one->from), STR("@northwind.example")), .to = &to, .to_count = 1,
                .auth = { .dkim_passed = one->signer != NULL, .dmarc_passed = one->signer != NULL, .signer = str_of(one->signer) },
                .network = { .asn = one->asn, .country = str_of(one->country), .prefix = str_of(one->prefix) }, .reply_to = str_of(one->reply_to),
                .message_id = str_of(one->id), .bank = str_of(one->bank), .program = str_of(one->program),
                .zone = str_of(one->zone), .subject = str_of(one->subject), .sites = &site, .site_count = one->site != NULL });
        }
    memory_finish(memory);
    return memory;
}

#define KIM       "From: Kim Lee <kim@partner.example>\nTo: alex.doe@northwind.example\n"
#define LIST      "List-Id: Developers <dev.Lists.example.org>\n"
#define PROVED    "dkim=pass@partner.example dmarc=pass"
#define FROM_KIM  .from = "kim@partner.example", .name = "Kim Lee", .signer = "partner.example", .asn = 64501, .country = "NL"
#define WEEKLY    "From: Harbourweekly <news@partner.example>\nTo: alex.doe@northwind.example\n"
#define FROM_WEEKLY .from = "news@weekly.example", .name = "Harbourweekly", .signer = "weekly.example"
#define TO_KIM    .from = ALEX, .name = "Alex Doe", .to = "kim@partner.example"
#define PAST(...) .past = (const struct habitual[]){ __VA_ARGS__ }, .count = sizeof (struct habitual[]){ __VA_ARGS__ } / sizeof(struct habitual)

static const struct recollection {
    const char            *name;
    const struct habitual *past;
    size_t                 count;
    const char            *message, *auth;
    const char            *want;        /* words of tell_history */
    const char            *network;     /* of the message; NULL: not known */
} recollections[] = {
    { "nothing was ever heard", PAST({ .times = 1, .days_ago = 1, .from = "a@b.example", .signer = "b.example" }),
      KIM "\n", PROVED, "unknown" },
    { "signed mail makes known", PAST({ .times = 3, .days_ago = 1, FROM_KIM }), KIM "\n", PROVED, "address=3/0 party=3/0 pair=3/0" },
    { "a sender's name in another domain", PAST({ .times = 5, .days_ago = 1, FROM_WEEKLY }), WEEKLY "\n", PROVED,
      "unknown sender-as=weekly.example" },
    { "too few to have a name", PAST({ .times = 3, .days_ago = 1, FROM_WEEKLY }), WEEKLY "\n", PROVED, "unknown" },
    { "a name that two have", PAST({ .times = 5, .days_ago = 1, FROM_WEEKLY }, { .times = 1, .days_ago = 1, .from = "a@b.example",
      .name = "Harbourweekly", .signer = "b.example" }), WEEKLY "\n", PROVED, "unknown" },
    { "another mailbox of the company", PAST({ .times = 3, .days_ago = 1, FROM_KIM }),
      "From: jo@news.partner.example\n\n", PROVED, "party=3/0 new-domain" },
    { "mail that nothing proves teaches nothing", PAST({ .times = 3, .days_ago = 1, .from = "kim@partner.example", .name = "Kim Lee" }),
      KIM "\n", PROVED, "unproved=3 unknown" },
    { "what we write makes known", PAST({ .times = 2, .days_ago = 30, TO_KIM }), KIM "\n", PROVED, "address=0/2 party=0/2 pair=0/2 new-domain" },
    { "a free mailbox is a party of its own",
      PAST({ .times = 3, .days_ago = 1, .from = "kim@gmail.com", .signer = "gmail.com" }), "From: other@gmail.com\n\n", PROVED, "unknown" },
    { "one domain in two scripts of DNS",
      PAST({ .times = 3, .days_ago = 9, .from = "Kim@M\303\274ller.example", .signer = "xn--mller-kva.example" }),
      "From: Kim Lee <kim@xn--mller-kva.example>\nTo: alex.doe@northwind.example\n\n", "dkim=pass@xn--mller-kva.example dmarc=pass",
      "address=3/0 party=3/0 pair=3/0" },
    { "and the other way round",
      PAST({ .times = 3, .days_ago = 9, .from = "kim@xn--mller-kva.example", .signer = "xn--mller-kva.example" }),
      "From: Kim Lee <kim@m\303\274ller.example>\nTo: alex.doe@northwind.example\n\n", "dkim=pass@xn--mller-kva.example dmarc=pass",
      "address=3/0 party=3/0 pair=3/0" },
    { "a name at another address",
      PAST({ .times = 3, .days_ago = 9, FROM_KIM }, { .times = 2, .days_ago = 9, TO_KIM }),
      "From: \"LEE, Kim\" <kim.lee@gmail.com>\n\n", "dmarc=pass", "known-as=kim@partner.example" },
    { "a name of one who never got an answer", PAST({ .times = 3, .days_ago = 9, FROM_KIM }),
      "From: Kim Lee <kim.lee@gmail.com>\n\n", "dmarc=pass", "unknown" },
    { "a colleague's name", PAST({ .times = 3, .days_ago = 9, TO_KIM }), "From: Alex Doe <a.doe@gmail.com>\n\n", "dmarc=pass",
      "colleague=" ALEX },
    { "an answer to us", PAST({ .times = 1, .days_ago = 2, TO_KIM, .id = "<7@northwind.example>" }),
      KIM "In-Reply-To: <7@northwind.example>\n\n", PROVED, "address=0/1 party=0/1 pair=0/1 new-domain our-thread its-thread" },
    { "a stranger in our thread", PAST({ .times = 1, .days_ago = 2, TO_KIM, .id = "<7@northwind.example>" }),
      "From: x@stranger.example\nReferences: <0@x> <7@northwind.example>\n\n", "dmarc=pass", "unknown our-thread" },
    { "a stranger whom the other side has brought in", PAST({ .times = 1, .days_ago = 2, TO_KIM, .id = "<7@northwind.example>" }),
      "From: x@stranger.example\nCc: kim@partner.example\nReferences: <7@northwind.example>\n\n", "dmarc=pass",
      "unknown our-thread other-in-thread" },
    { "a name at an address that its owner has announced", PAST({ .times = 3, .days_ago = 9, FROM_KIM }, { .times = 2, .days_ago = 9, TO_KIM },
        { .times = 1, .days_ago = 8, FROM_KIM, .subject = "We are v2.0 soon (new address: kim.lee@lee.example)." }),
      "From: Kim Lee <kim@lee.example>\n\n", "dmarc=pass", "unknown" },
    { "in our thread, too", PAST({ .times = 3, .days_ago = 9, FROM_KIM }, { .times = 2, .days_ago = 9, TO_KIM, .id = "<7@northwind.example>" },
        { .times = 1, .days_ago = 8, FROM_KIM, .subject = "From June on we are @lee.example" }),
      "From: Kim Lee <kim@lee.example>\nIn-Reply-To: <7@northwind.example>\n\n", "dmarc=pass", "unknown our-thread its-thread" },
    { "announced but yesterday", PAST({ .times = 2, .days_ago = 9, FROM_KIM }, { .times = 2, .days_ago = 9, TO_KIM },
        { .times = 1, .days_ago = 1, FROM_KIM, .subject = "From June on we are @lee.example" }),
      "From: Kim Lee <kim@lee.example>\n\n", "dmarc=pass", "known-as=kim@partner.example" },
    { "announced by whom nobody here writes with", PAST({ .times = 3, .days_ago = 9, FROM_KIM }, { .times = 2, .days_ago = 9, TO_KIM },
        { .times = 1, .days_ago = 8, .from = "x@stranger.example", .signer = "stranger.example", .subject = "We are lee.example" }),
      "From: Kim Lee <kim@lee.example>\n\n", "dmarc=pass", "known-as=kim@partner.example" },
    { "announced by a forger", PAST({ .times = 3, .days_ago = 9, FROM_KIM }, { .times = 2, .days_ago = 9, TO_KIM },
        { .times = 1, .days_ago = 8, .from = "kim@partner.example", .subject = "We are lee.example" }),
      "From: Kim Lee <kim@lee.example>\n\n", "dmarc=pass", "known-as=kim@partner.example" },
    { "a free mailbox is announced whole", PAST({ .times = 2, .days_ago = 9, FROM_KIM }, { .times = 2, .days_ago = 9, TO_KIM },
        { .times = 1, .days_ago = 8, FROM_KIM, .subject = "Write to kim.lee@gmail.com" }),
      "From: Kim Lee <kim.lee.2@gmail.com>\n\n", "dmarc=pass", "known-as=kim@partner.example" },
    { "accounts are compared without blanks", PAST({ .times = 2, .days_ago = 9, FROM_KIM, .bank = "nl91 ABNA 0417-1643 00" }), KIM "\n", PROVED,
      "address=2/0 party=2/0 pair=2/0 account=NL91ABNA0417164300" },
    { "a double of somebody we write with", PAST({ .times = 3, .days_ago = 9, FROM_KIM }, { .times = 2, .days_ago = 9, TO_KIM }),
      "From: Jo <jo@partnre.example>\n\n", "dmarc=pass", "unknown imitates=partner.example" },
    { "a double that we know as long", PAST({ .times = 3, .days_ago = 9, FROM_KIM }, { .times = 2, .days_ago = 9, TO_KIM },
        { .times = 3, .days_ago = 9, .from = "jo@partnre.example", .signer = "partnre.example" },
        { .times = 2, .days_ago = 9, .from = ALEX, .to = "jo@partnre.example" }),
      "From: Jo <jo@partnre.example>\n\n", "dmarc=pass", "address=3/2 party=3/2 pair=3/2" },
    { "answers to a double", PAST({ .times = 3, .days_ago = 9, FROM_KIM }, { .times = 2, .days_ago = 9, TO_KIM }),
      KIM "Reply-To: kim@partnre.example\n\n", PROVED, "address=3/2 party=3/2 pair=3/2 reply-imitates=partner.example" },
    { "a list to which we have posted", PAST({ .times = 1, .days_ago = 1, .from = ALEX, .to = "dev@lists.example.org" }),
      KIM LIST "\n", "spf=pass@lists.example.org dmarc=fail/none", "posts=1 unknown" },
    { "somebody who borrows its name", PAST({ .times = 1, .days_ago = 1, .from = ALEX, .to = "dev@lists.example.org" }),
      KIM LIST "\n", "spf=pass@stranger.example dmarc=fail/none", "unknown" },
    { "one that a free mailbox says it is", PAST({ .times = 1, .days_ago = 1, .from = ALEX, .to = "kim@gmail.com" }),
      KIM "List-Id: <kim.gmail.com>\n\n", "spf=pass@gmail.com dmarc=fail/none", "unknown" },
    { "another list of that house", PAST({ .times = 1, .days_ago = 1, .from = ALEX, .to = "users@lists.example.org" }),
      KIM LIST "\n", "spf=pass@lists.example.org dmarc=fail/none", "unknown" },
};

#define LINK(host) "\nhttps://" host "/x\n"
#define DATED(zone) KIM "Date: Fri, 15 Jan 2027 08:00:00 " zone "\n"

static const struct recollection of_habits[] = {
    { "nothing", PAST({ .times = 1, .days_ago = 1, FROM_KIM }), KIM "\n", PROVED, "busiest=1" },
    { "the same program in another version", PAST({ .times = 3, .days_ago = 1, FROM_KIM, .program = "Apple Mail (2.36)" }),
      KIM "X-Mailer: Apple Mail (3.7)\n\n", PROVED, "program=apple mail 3/3 busiest=1" },
    { "another program", PAST({ .times = 3, .days_ago = 1, FROM_KIM, .program = "Apple Mail (2.36)" }),
      KIM "User-Agent: Mutt/2.2\n\n", PROVED, "program=apple mail 0/3 busiest=1" },
    { "no program, as always", PAST({ .times = 3, .days_ago = 1, FROM_KIM, .program = "none" }), KIM "\n", PROVED, "program=none 3/3 busiest=1" },
    { "the zone of summer", PAST({ .times = 3, .days_ago = 1, FROM_KIM, .zone = "+0100" }), DATED("+0200") "\n", PROVED, "zone=+0100 3/3 busiest=1" },
    { "a zone far off", PAST({ .times = 3, .days_ago = 1, FROM_KIM, .zone = "+0100" }), DATED("-0500") "\n", PROVED, "zone=+0100 0/3 busiest=1" },
    { "a Date without a zone", PAST({ .times = 3, .days_ago = 1, FROM_KIM, .zone = "+0100" }), DATED("-0000") "\n", PROVED, "busiest=1" },
    { "many today", PAST({ .times = 5, .days_ago = 3, FROM_KIM }, { .times = 9, .days_ago = 0, .in_one_day = true, FROM_KIM }), KIM "\n", PROVED,
      "today=9 busiest=1" },
    { "many yesterday", PAST({ .times = 9, .days_ago = 1, .in_one_day = true, FROM_KIM }), KIM "\n", PROVED, "busiest=9" },
    { "a site that is known", PAST({ .times = 1, .days_ago = 1, FROM_KIM, .site = "www.shop.example" }), KIM LINK("Shop.example"), PROVED,
      "busiest=1" },
    { "a new one", PAST({ .times = 1, .days_ago = 1, FROM_KIM, .site = "www.shop.example" }), KIM LINK("www.other.example"), PROVED,
      "busiest=1 new-site=other.example" },
    { "the sender's own, which is proved", PAST({ .times = 1, .days_ago = 1, FROM_KIM }), KIM LINK("www.partner.example"), PROVED, "busiest=1" },
    { "the sender's own, which is not", PAST({ .times = 1, .days_ago = 1, FROM_KIM }), KIM LINK("www.partner.example"), "dmarc=fail/none",
      "busiest=1 new-site=partner.example" },
};

#define UNPROVED "spf=neutral@partner.example dmarc=none"
#define SAYS_KIM      .from = "kim@partner.example"
#define FROM_THE_HAGUE .asn = 64501, .country = "NL"
#define FROM_TEHRAN    .asn = 64999, .country = "IR"

/* A name counts for the party that had it. */
static const struct recollection of_names[] = {
    { "never", PAST({ .times = 3, .days_ago = 1, FROM_KIM }), WEEKLY "\n", PROVED, "0" },
    { "by this party", PAST({ .times = 2, .days_ago = 40, FROM_WEEKLY }),
      "From: Harbourweekly <bills@weekly.example>\n\n", "dkim=pass@weekly.example dmarc=pass", "2" },
    { "by another", PAST({ .times = 2, .days_ago = 40, FROM_WEEKLY }), WEEKLY "\n", PROVED, "0" },
};

static const struct recollection of_claims[] = {
    { "mail that nothing proves, as ever, from elsewhere", PAST({ .times = 6, .days_ago = 1, SAYS_KIM, FROM_TEHRAN, .bank = "NL91ABNA0417164300" }),
      KIM "\n", UNPROVED, "network=AS64999 0/6 country=IR 0/6 account=NL91ABNA0417164300", "NL" },
    { "from where it always came", PAST({ .times = 6, .days_ago = 1, SAYS_KIM, FROM_THE_HAGUE }), KIM "\n", UNPROVED,
      "network=AS64501 6/6 country=NL 6/6", "NL" },
    { "from the very prefix", PAST({ .times = 6, .days_ago = 1, SAYS_KIM, FROM_THE_HAGUE, .prefix = "192.0.2.0/24" }), KIM "\n", UNPROVED,
      "network=AS64501 6/6 country=NL 6/6 here=6 since=6", "NL" },
    { "from another of that network", PAST({ .times = 6, .days_ago = 1, SAYS_KIM, FROM_THE_HAGUE, .prefix = "203.0.113.0/24" }), KIM "\n", UNPROVED,
      "network=AS64501 6/6 country=NL 6/6", "NL" },
    { "it proves itself now", PAST({ .times = 6, .days_ago = 1, SAYS_KIM, FROM_TEHRAN, .bank = "NL91ABNA0417164300" }), KIM "\n", PROVED, "", "NL" },
    { "claims beside mail that was proved", PAST({ .times = 6, .days_ago = 1, SAYS_KIM, FROM_TEHRAN, .bank = "NL91ABNA0417164300" },
        { .times = 1, .days_ago = 9, .from = "jo@partner.example", .signer = "partner.example", FROM_THE_HAGUE }),
      KIM "\n", UNPROVED, "network=AS64501 1/1 country=NL 1/1", "NL" },
    { "claims of another mailbox", PAST({ .times = 6, .days_ago = 1, SAYS_KIM, FROM_TEHRAN }), "From: jo@partner.example\n\n", UNPROVED, "", "NL" },
};

static void tell_habit(struct buf *out, const char *name, const struct habit *habit)
{
    if (habit->samples > 0)
        buf_printf(out, " %s=%.*s %zu/%zu", name, STR_ARG(habit->usual), habit->same, habit->samples);
}

static void tell_contact(struct buf *out, const char *name, const struct contact *contact)
{
    if (contact_is_known(contact))
        buf_printf(out, " %s=%zu/%zu", name, contact->in_count, contact->out_count);
}

static void tell_text(struct buf *out, const char *name, str text)
{
    if (text.len > 0)
        buf_printf(out, " %s=%.*s", name, STR_ARG(text));
}

static void tell_if(struct buf *out, const char *name, bool is_so)
{
    if (is_so)
        buf_printf(out, " %s", name);
}

static void tell_history(struct buf *out, const struct history *h)
{
    if (h->unproved > 0)
        buf_printf(out, " unproved=%zu", h->unproved);
    if (h->posts > 0)
        buf_printf(out, " posts=%zu", h->posts);
    tell_if(out, "unknown", !contact_is_known(&h->party) && h->known_as.len == 0 && h->colleague.len == 0);
    tell_contact(out, "address", &h->address);
    tell_contact(out, "party", &h->party);
    tell_contact(out, "pair", &h->pair);
    tell_if(out, "new-domain", contact_is_known(&h->party) && !h->domain_is_known);
    tell_text(out, "known-as", h->known_as);
    tell_text(out, "sender-as", h->sender_as);
    tell_text(out, "colleague", h->colleague);
    tell_if(out, "our-thread", h->thread_is_ours);
    tell_if(out, "its-thread", h->thread_is_authors);
    tell_if(out, "other-in-thread", h->thread_has_other);
    for (size_t i = 0; i < h->account_count; i++)
        tell_text(out, "account", h->accounts[i]);
    tell_text(out, "imitates", h->imitated.imitated);
    tell_text(out, "reply-imitates", h->reply_imitated.imitated);
}

static void tell_habits(struct buf *out, const struct history *h)
{
    tell_habit(out, "program", &h->program);
    tell_habit(out, "zone", &h->zone);
    if (h->today > 0)
        buf_printf(out, " today=%zu", h->today);
    buf_printf(out, " busiest=%zu", h->busiest_day);
    tell_text(out, "new-site", h->new_site);
}

static void tell_source(struct buf *out, const struct history *h)
{
    tell_habit(out, "network", &h->network);
    tell_habit(out, "country", &h->country);
    if (h->unproved_here > 0)
        buf_printf(out, " here=%zu since=%d", h->unproved_here, (int)((NOW - h->unproved_here_since) / DAY));
    for (size_t i = 0; i < h->account_count; i++)
        tell_text(out, "account", h->accounts[i]);
}

/* What is recalled for the message, in the words of tell. */
static void check_recollection(const struct recollection *c, void (*tell)(struct buf *, const struct history *))
{
    struct fixture      fixture;
    BUF_SCOPE           told = { 0 };
    struct history_keys keys;
    struct history      history;

    fixture_open(&fixture, &(struct story){ .message = c->message, .auth = c->auth, .network = c->network });
    fixture.facts.now = NOW;
    struct memory *memory = remember(&fixture.arena, fixture.facts.organization, c->past, c->count);

    if (CHECK(history_keys_of(&keys, &fixture.facts))) {
        memory_recall(memory, &keys, &fixture.arena, &history);
        tell(&told, &history);
        CHECK_CSTR(str_trim(buf_str(&told)), c->want);
    }
    fixture_close(&fixture);
}

TEST(memory_recalls)
{
    FOR_EACH_CASE(c, recollections)
        check_recollection(c, tell_history);
}

TEST(memory_recalls_what_is_usual)
{
    FOR_EACH_CASE(c, of_habits)
        check_recollection(c, tell_habits);
}

TEST(memory_compares_claims_with_claims)
{
    FOR_EACH_CASE(c, of_claims)
        check_recollection(c, tell_source);
}

static void tell_name(struct buf *out, const struct history *h)
{
    buf_printf(out, "%zu", h->under_name);
}

TEST(memory_recalls_who_is_called_so)
{
    FOR_EACH_CASE(c, of_names)
        check_recollection(c, tell_name);
}

TEST(history_program)
{
    static const struct { const char *name, *text, *want; } cases[] = {
        { "a version behind a blank",  "Microsoft Outlook 16.0",             "microsoft outlook" },
        { "behind a slash",            "Mozilla/5.0 (X11; Linux x86_64)",    "mozilla" },
        { "in brackets",               " iPhone Mail (21F90)",               "iphone mail" },
        { "nothing but a version",     "7.1",                                "none" },
        { "octets of no name",         "\x01\xff",                           "none" },
        { "nothing",                   "",                                   "none" },
        { "a name without end",        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };

        CHECK_CSTR(history_program(&arena, str_of(c->text)), c->want);
    }
}

/* A habit is the sender's own once there is enough of it, and his company's before. */
TEST(memory_recalls_habits)
{
    static const struct { const char *name; size_t own, others; const char *want; } cases[] = {
        { "his own network",             6, 20, "AS64501 6 of 6"  },
        { "too little of his own",       2, 20, "AS64502 20 of 22" },
        { "nothing at all",              0, 0,  " 0 of 0"          },
    };

    FOR_EACH_CASE(c, cases) {
        struct fixture      fixture;
        struct history_keys keys;
        struct history      history;

        fixture_open(&fixture, &(struct story){ .message = KIM "\n", .auth = PROVED, .network = "NL" });
        fixture.facts.now = NOW;
        struct habitual past[] = {
            { .times = c->own, .days_ago = 3, FROM_KIM },
            { .times = c->others, .days_ago = 3, .from = "jo@partner.example", .signer = "partner.example", .asn = 64502, .country = "DE" },
        };
        struct memory *memory = remember(&fixture.arena, fixture.facts.organization, past, ARRAY_LEN(past));

        if (CHECK(history_keys_of(&keys, &fixture.facts))) {
            memory_recall(memory, &keys, &fixture.arena, &history);
            CHECK_CSTR(arena_printf(&fixture.arena, "%.*s %zu of %zu", STR_ARG(history.network.usual), history.network.usual_count,
                                    history.network.samples), c->want);
        }
        fixture_close(&fixture);
    }
}

/* Counts halve in 90 days, and a sender's many networks are not all kept. */
TEST(memory_is_bounded_and_forgets)
{
    struct fixture      fixture;
    struct history_keys keys;
    struct history      history;
    struct habitual     past[100];

    for (size_t i = 0; i < ARRAY_LEN(past); i++)
        past[i] = (struct habitual){ .times = 1, .days_ago = 90, .from = "kim@partner.example", .signer = "partner.example",
                                     .asn = 1000 + (uint32_t)i, .country = "NL", .bank = i % 2 == 0 ? "A1" : "A2" };
    fixture_open(&fixture, &(struct story){ .message = KIM "\n", .auth = PROVED, .network = "NL" });
    fixture.facts.now = NOW;
    struct memory *memory = remember(&fixture.arena, fixture.facts.organization, past, ARRAY_LEN(past));

    CHECK(history_keys_of(&keys, &fixture.facts));
    memory_recall(memory, &keys, &fixture.arena, &history);
    CHECK_EQ(history.address.in_count, 100);
    CHECK_EQ((int)(history.address.in * 100 + 0.5), 5000);
    CHECK(history.network.kinds < 20 && history.network.samples == 100);
    CHECK_EQ(history.account_count, 2);
    CHECK_EQ(history.country.usual_count, 100);
    fixture_close(&fixture);
}
