/* The history in memory. A line is an event of the past, with tabs between: direction; day; From; display name; To; words
 * of authentication ("spf dkim=d.example dmarc fail"); AS number; country; Reply-To; Message-ID; account; program;
 * zone; a link's host; Subject. After an empty line come words for what is proved of the present message, its To, and the message. The
 * organisation is northwind.example.
 *
 * Recalling changes nothing: the same keys get the same answer. Nobody is known by more messages than there were, nor by
 * mail that nothing proved, which leaves all contacts as they are. Halved counts are no larger than whole ones. What is
 * said of habits fits together, and every account is in the form that accounts are compared in.
 *
 * Covers: src/detect/history.c src/detect/memory.c src/base/str_map.c */
#include "fuzz.h"

#include "base/str_map.h"
#include "detect/facts.h"
#include "detect/memory.h"

enum { NOW = 1700000000, DAY = 86400, EVENTS_MAX = 200, COLUMNS = 15 };

static const struct organization *organization(void)
{
    static const str own[] = { STR_INIT("northwind.example") };
    static const struct organization_lists lists = { .own_domains = own, .own_domain_count = ARRAY_LEN(own) };
    static struct organization *opened;
    static struct arena         arena;

    if (opened == NULL)
        opened = organization_new(&arena, &lists, fuzz_unicode(), fuzz_suffixes());
    return opened;
}

static bool has_word(str words, str wanted, str *value)
{
    str word, name;

    while (str_cut(&words, ' ', &word)) {
        if (!str_cut(&word, '=', &name) || !str_equal(name, wanted))
            continue;
        *value = word;
        return true;
    }
    return false;
}

static struct memory_event read_event(str line, str *to, str *site)
{
    str                 columns[COLUMNS] = { 0 }, ignored;
    uint64_t            day = 0, asn = 0;
    struct memory_event event;

    for (size_t i = 0; i < COLUMNS && str_cut(&line, '\t', &columns[i]); i++)
        continue;
    (void)!str_to_u64(columns[1], 10000, &day);
    (void)!str_to_u64(columns[6], UINT32_MAX, &asn);
    *to   = columns[4];
    *site = columns[13];
    event = (struct memory_event){
        .date = NOW - (unix_seconds)day * DAY, .is_out = str_equal(columns[0], STR("out")), .from = columns[2],
        .display_name = columns[3], .to = to, .to_count = 1, .network = { .asn = (uint32_t)asn, .country = columns[7] },
        .reply_to = columns[8], .message_id = columns[9], .bank = columns[10],
        .program = columns[11], .zone = columns[12], .sites = site, .site_count = site->len > 0, .subject = columns[14],
    };
    event.auth.spf_passed   = has_word(columns[5], STR("spf"), &ignored);
    event.auth.dmarc_passed = has_word(columns[5], STR("dmarc"), &ignored);
    event.auth.dmarc_failed = has_word(columns[5], STR("fail"), &ignored);
    event.auth.dkim_passed  = has_word(columns[5], STR("dkim"), &event.auth.signer);
    return event;
}

static bool is_proved_by_nothing(const struct memory_event *event)
{
    return !event->is_out && !event->auth.spf_passed && !event->auth.dkim_passed && !event->auth.dmarc_passed;
}

static void check_habit(const struct habit *habit)
{
    HOLDS(habit->usual_count <= habit->samples && (habit->usual_count == 0) == (habit->usual.len == 0));
}

static void check_contact(const struct contact *contact, size_t messages)
{
    HOLDS(contact->in_count <= messages && contact->out_count <= messages);
    HOLDS(contact->in >= 0 && contact->in <= (double)contact->in_count + 1e-6);
    HOLDS(contact->out >= 0 && contact->out <= (double)contact->out_count + 1e-6);
    HOLDS(contact_is_known(contact) || (contact->first == 0 && contact->last == 0));
}

static void check_answer(const struct history *h, size_t messages, struct arena *arena)
{
    const struct habit *habits[] = { &h->way, &h->network, &h->country, &h->program, &h->zone };

    HOLDS(h->messages == messages && h->is_warm);         /* imported, though it be without an event */
    check_contact(&h->address, messages);
    check_contact(&h->party, messages);
    check_contact(&h->pair, messages);
    HOLDS(h->address.in_count <= h->party.in_count && h->pair.in_count <= h->address.in_count);
    HOLDS(h->recipient_first <= h->recipient_in && h->unproved <= messages);
    for (size_t i = 0; i < ARRAY_LEN(habits); i++)
        check_habit(habits[i]);
    HOLDS(h->today + h->busiest_day <= h->address.in_count && h->program.same <= h->program.samples && h->zone.same <= h->zone.samples);
    for (size_t i = 0; i < h->account_count; i++)
        HOLDS(str_equal(h->accounts[i], history_account(arena, h->accounts[i])));
}

static bool same_contact(const struct contact *a, const struct contact *b)
{
    return a->first == b->first && a->last == b->last && a->in_count == b->in_count && a->out_count == b->out_count;
}

static void check_same(const struct history *a, const struct history *b)
{
    HOLDS(same_contact(&a->address, &b->address) && same_contact(&a->party, &b->party) && same_contact(&a->pair, &b->pair));
    HOLDS(str_equal(a->known_as, b->known_as) && str_equal(a->colleague, b->colleague) && a->account_count == b->account_count);
    HOLDS(a->imitated.kind == b->imitated.kind && a->thread_is_ours == b->thread_is_ours);
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE         arena  = { 0 };
    struct memory      *memory = memory_new(&arena, &(struct memory_options){
             .organization = organization(), .unicode = fuzz_unicode(), .suffixes = fuzz_suffixes(), .key = { 1, 2 }, .is_imported = true });
    size_t              messages = 0;
    str                 line, to, site, words, rcpt, ignored;
    struct envelope     envelope = { 0 };
    struct path         recipient;
    struct message      message;
    struct auth_results auth = { .dmarc = { .status = DMARC_NONE } };
    struct history_keys keys;
    struct history      before, after;

    for (; messages < EVENTS_MAX && (line = fuzz_take_line(&input)).len > 0; messages++) {
        struct memory_event event = read_event(line, &to, &site);

        memory_learn(memory, &event);
    }
    words = fuzz_take_line(&input);
    to    = fuzz_take_line(&input);
    rcpt  = arena_printf(&arena, "<%.*s>", STR_ARG(to));
    if (path_parse(&recipient, &rcpt) == PATH_OK) {
        envelope.recipients      = &recipient;
        envelope.recipient_count = 1;
    }
    message_parse(&message, &arena, input, true, &message_limits_default, fuzz_unicode());
    if (has_word(words, STR("dmarc"), &ignored))
        auth.dmarc.status = DMARC_PASS;
    struct network network = { .asn = 64501, .country = STR("NL") };
    struct facts   facts   = {
          .arena = &arena, .envelope = &envelope, .message = &message, .auth = &auth, .now = NOW, .network = &network,
          .organization = organization(), .unicode = fuzz_unicode(), .suffixes = fuzz_suffixes(),
    };

    facts.route   = route_of(&arena, &message.headers, &(struct route_options){ .organization = organization() });
    facts.content = content_of_message(&arena, &message, &(struct content_options){
        fuzz_unicode(), fuzz_suffixes(), organization_link_services(organization()) });
    if (!history_keys_of(&keys, &facts))
        return;
    HOLDS(keys.id_count <= HISTORY_IDS_MAX && keys.reply_to_count <= HISTORY_REPLY_TO_MAX && keys.party.len > 0);
    memory_finish(memory);
    memory_recall(memory, &keys, &arena, &before);
    check_answer(&before, messages, &arena);
    memory_recall(memory, &keys, &arena, &after);
    check_same(&before, &after);

    struct memory_event forged = { .date = NOW, .from = keys.address, .display_name = STR("Jane Roe"), .to = &to, .to_count = 1 };

    HOLDS(is_proved_by_nothing(&forged));
    memory_learn(memory, &forged);
    memory_recall(memory, &keys, &arena, &after);
    HOLDS(same_contact(&before.address, &after.address) && same_contact(&before.party, &after.party));
    HOLDS(after.unproved == before.unproved + 1);
}
