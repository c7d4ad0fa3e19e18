#include "detect/memory.h"

#include <math.h>

#include "base/ascii.h"
#include "base/domain.h"
#include "base/str_map.h"
#include "detect/person.h"
#include "mail/message_id.h"

enum {
    HALF_LIFE_SECONDS   = 90 * 86400,
    WARM_SECONDS        = 14 * 86400,
    WARM_MESSAGES       = 500,
    VALUES_MAX          = 12,           /* that are kept of one kind: networks of a sender, addresses of a name */
    PARTIES_MAX         = 16,           /* of a thread */
    DAY_SECONDS         = 86400,
    HOURS               = 24,
    HOUR_SLACK          = 2,            /* people start an hour earlier now and then */
    SAMPLES_OF_HIS_OWN  = 5,            /* with fewer messages a sender is taken to do as the rest of the company */
    SHORTEST_TYPO       = 5,            /* as for partners that the administrator names */
    TELLING_NAME        = 6,            /* octets; shorter names are anybody's */
    NAME_MESSAGES_MIN   = 4,            /* under one name, and it is the sender's */
    ANNOUNCED_DAYS      = 2,            /* whoever has stolen a mailbox is in a hurry */
    ANNOUNCED_MAX       = 4,            /* names in a subject that are read */
};

/* ---- counted values ---- */

struct value  { str text; size_t count; unix_seconds first, last; };
struct values { struct value *items; size_t count, capacity, samples; };

static struct value *find_value(const struct values *values, str text)
{
    for (size_t i = 0; i < values->count; i++)
        if (str_equal(values->items[i].text, text))
            return &values->items[i];
    return NULL;
}

static struct value *oldest_value(const struct values *values)
{
    struct value *oldest = &values->items[0];

    for (size_t i = 1; i < values->count; i++)
        if (values->items[i].last < oldest->last)
            oldest = &values->items[i];
    return oldest;
}

/* Past the bound the one that was not seen for longest makes room. */
static void count_value(struct values *values, struct arena *arena, str text, unix_seconds at)
{
    if (text.len == 0)
        return;
    struct value *value = find_value(values, text);

    if (value == NULL) {
        value  = values->count < VALUES_MAX ? ARENA_PUSH(arena, values->items, values->count++, &values->capacity)
                                            : oldest_value(values);
        *value = (struct value){ .text = arena_str(arena, text), .first = at };
    }
    value->count++;
    value->last = at;
    values->samples++;
}

static struct habit habit_of(const struct values *values, str now)
{
    struct habit        habit = { .samples = values->samples, .kinds = values->count };
    const struct value *same  = find_value(values, now);

    habit.same = same == NULL ? 0 : same->count;
    for (size_t i = 0; i < values->count; i++)
        if (values->items[i].count > habit.usual_count) {
            habit.usual       = values->items[i].text;
            habit.usual_count = values->items[i].count;
        }
    return habit;
}

/* ---- contacts ---- */

static double halved(double count, unix_seconds from, unix_seconds to)
{
    return to <= from ? count : count * exp2(-(double)(to - from) / HALF_LIFE_SECONDS);
}

static void touch(struct contact *contact, unix_seconds at, bool is_out)
{
    contact->in   = halved(contact->in, contact->last, at);
    contact->out  = halved(contact->out, contact->last, at);
    contact->last = at > contact->last ? at : contact->last;
    if (contact->first == 0 || at < contact->first)
        contact->first = at;
    if (is_out) {
        contact->out += 1;
        contact->out_count++;
    } else {
        contact->in += 1;
        contact->in_count++;
    }
}

static struct contact contact_at(const struct contact *contact, unix_seconds now)
{
    struct contact result = { 0 };

    if (contact != NULL) {
        result     = *contact;
        result.in  = halved(contact->in, contact->last, now);
        result.out = halved(contact->out, contact->last, now);
    }
    return result;
}

/* ---- what is remembered ---- */

/* What came in the name of an address, and nothing proved it. */
struct claims {
    size_t        count;
    struct values networks, countries, accounts, prefixes;
};

/* A sender: an address, or a party as a whole. Only proved mail is counted, but in unproved. */
struct sender {
    str            name;
    struct contact contact;
    struct claims  unproved;
    struct values  relays;              /* prefixes that unproved mail came from, with SPF for the return address */
    struct values  ways, networks, countries, reply_to, accounts, domains, programs, zones;
    size_t         hours[HOURS], hour_samples;
    int64_t        day;                 /* of the last message, from 1970 on */
    size_t         on_day, busiest_day; /* messages on that day, and on the busiest before it */
};

struct recipient { size_t in, first; };
struct thread    { bool is_ours; struct values parties; };

struct memory {
    struct arena         *arena;
    struct memory_options options;
    struct str_map        addresses, parties, pairs, recipients, names, sender_names, colleagues, threads, sites;
    struct str_map        announced;            /* by party, those who have named it in a subject */
    struct values         our_accounts;
    struct lookalikes    *correspondents;       /* their domains; NULL before memory_finish */
    size_t                messages, sent;
    unix_seconds          first;
};

struct memory *memory_new(struct arena *arena, const struct memory_options *options)
{
    struct memory  *memory = ARENA_NEW(arena, struct memory);
    struct str_map  empty  = { .arena = arena, .key = options->key };
    struct str_map *maps[] = { &memory->addresses, &memory->parties, &memory->pairs, &memory->recipients, &memory->names,
                               &memory->sender_names, &memory->colleagues, &memory->threads, &memory->sites, &memory->announced };

    memory->arena   = arena;
    memory->options = *options;
    for (size_t i = 0; i < ARRAY_LEN(maps); i++)
        *maps[i] = empty;
    return memory;
}

#define REMEMBERED(map, type, text) ((type *)remembered(map, text, sizeof(type)))
static void *remembered(struct str_map *map, str text, size_t size)
{
    void *item = str_map_get(map, text);

    if (item == NULL)
        str_map_put(map, text, item = arena_alloc(map->arena, size));
    return item;
}

static struct sender *sender(struct memory *memory, struct str_map *map, str name)
{
    struct sender *found = REMEMBERED(map, struct sender, name);

    if (found->name.len == 0)
        found->name = arena_str(memory->arena, name);
    return found;
}

/* Two texts as one key: an address holds no control character. */
static str pair_key(struct arena *arena, str address, str recipient)
{
    return arena_join(arena, (str[]){ address, recipient }, 2, STR("\n"));
}

static struct contact *pair(struct memory *memory, struct arena *scratch, str address, str recipient)
{
    return REMEMBERED(&memory->pairs, struct contact, pair_key(scratch, address, recipient));
}

static str party_of(const struct memory *memory, struct arena *arena, str address)
{
    return history_party(memory->options.organization, memory->options.suffixes, arena, address);
}

/* ---- learning ---- */

static bool is_signed_by(const struct memory *memory, struct arena *arena, const struct memory_auth *auth, str party)
{
    return auth->dkim_passed && auth->signer.len > 0 && str_equal(party_of(memory, arena, auth->signer), party);
}

/* Without a policy of the author's, SPF or a signature of the author's party proves it, as for a message of today. */
static bool is_proved(const struct memory *memory, struct arena *arena, const struct memory_auth *auth, str domain_party)
{
    if (auth->dmarc_passed || auth->dmarc_failed)
        return auth->dmarc_passed;
    return auth->spf_passed || is_signed_by(memory, arena, auth, domain_party);
}

static int64_t day_of(unix_seconds at)
{
    return at / DAY_SECONDS - (at % DAY_SECONDS < 0);
}

static void count_on_day(struct sender *sender, unix_seconds at)
{
    if (day_of(at) > sender->day || sender->on_day == 0) {
        sender->busiest_day = sender->on_day > sender->busiest_day ? sender->on_day : sender->busiest_day;
        sender->on_day      = 0;
        sender->day         = day_of(at);
    }
    sender->on_day++;
}

static void learn_habits(struct sender *sender, struct arena *arena, const struct memory_event *event, str way, str domain)
{
    struct civil_time time = time_civil(event->date);

    count_on_day(sender, event->date);
    if (event->program.len > 0)
        count_value(&sender->programs, arena, history_program(arena, event->program), event->date);
    count_value(&sender->zones, arena, event->zone, event->date);
    count_value(&sender->ways, arena, way, event->date);
    count_value(&sender->networks, arena, history_network(arena, &event->network), event->date);
    count_value(&sender->countries, arena, event->network.country, event->date);
    count_value(&sender->reply_to, arena, event->reply_to, event->date);
    count_value(&sender->accounts, arena, history_account(arena, event->bank), event->date);
    count_value(&sender->domains, arena, domain, event->date);
    sender->hours[time.hour]++;
    sender->hour_samples++;
}

static void learn_name(struct memory *memory, struct str_map *names, str display_name, str address, unix_seconds at)
{
    ARENA_SCOPE scratch = { 0 };
    str         key     = person_key(memory->options.unicode, &scratch, display_name);

    if (str_has_char(key, ' '))
        count_value(REMEMBERED(names, struct values, key), memory->arena, address, at);
}

/* Whose name it is: of a person, or of whatever else sends. */
static void learn_sender_name(struct memory *memory, const struct memory_event *event, str party)
{
    ARENA_SCOPE scratch = { 0 };
    str         key     = person_key(memory->options.unicode, &scratch, event->display_name);

    if (key.len >= TELLING_NAME)
        count_value(REMEMBERED(&memory->sender_names, struct values, key), memory->arena, party, event->date);
}

static void learn_thread(struct memory *memory, struct arena *scratch, const struct memory_event *event, str from_party)
{
    str id = message_id_bare(event->message_id);

    if (id.len == 0)
        return;
    struct thread *thread = REMEMBERED(&memory->threads, struct thread, id);

    memory->sent    += event->is_out && !thread->is_ours;
    thread->is_ours |= event->is_out;
    count_value(&thread->parties, memory->arena, from_party, event->date);
    for (size_t i = 0; i < event->to_count && i < PARTIES_MAX; i++)
        count_value(&thread->parties, memory->arena, party_of(memory, scratch, event->to[i]), event->date);
}

static void learn_recipient(struct memory *memory, str recipient, bool is_first)
{
    struct recipient *known = REMEMBERED(&memory->recipients, struct recipient, recipient);

    known->in++;
    known->first += is_first;
}

/* Of proved and of forged mail: once a link has led there, it is no longer new. */
static void learn_sites(struct memory *memory, struct arena *scratch, const struct memory_event *event)
{
    for (size_t i = 0; i < event->site_count && i < HISTORY_SITES_MAX; i++) {
        str host = domain_lower(scratch, event->sites[i]), site = suffix_registrable(memory->options.suffixes, host);

        (void)REMEMBERED(&memory->sites, bool, site.len > 0 ? site : host);
    }
}

static bool is_named_octet(char c)
{
    return ascii_is_alnum(c) || str_has_char(STR("@._+-"), c);
}

/* Moves past the next address, or domain with or without "@" before it, in ASCII. Much else has the form of a domain, and is none that
 * anybody writes from. */
static bool next_named(str *rest, str *named)
{
    while (rest->len > 0) {
        size_t len = 0;

        while (len < rest->len && is_named_octet(rest->ptr[len]))
            len++;
        *named = str_slice(*rest, 0, len);
        *rest  = str_from(*rest, len < rest->len ? len + 1 : len);
        while (named->len > 0 && !ascii_is_alnum(named->ptr[named->len - 1]))
            named->len--;
        if (str_starts(*named, STR("@")))
            *named = str_from(*named, 1);
        if (str_has_char(str_has_char(*named, '@') ? domain_of_address(*named) : *named, '.'))
            return true;
    }
    return false;
}

/* "Our new addresses: @newname.example". What a subject names besides its sender is told by him, and may be where he will write from. */
static void learn_announced(struct memory *memory, struct arena *scratch, const struct memory_event *event, str party)
{
    str rest = event->subject, named;

    for (size_t i = 0; i < ANNOUNCED_MAX && next_named(&rest, &named); i++) {
        str told = party_of(memory, scratch, history_address(memory->options.unicode, scratch, named));

        if (!str_equal(told, party))
            count_value(REMEMBERED(&memory->announced, struct values, told), memory->arena, party, event->date);
    }
}

static void learn_claim(struct claims *claims, struct arena *arena, const struct memory_event *event)
{
    claims->count++;
    count_value(&claims->networks, arena, history_network(arena, &event->network), event->date);
    count_value(&claims->countries, arena, event->network.country, event->date);
    count_value(&claims->prefixes, arena, event->network.prefix, event->date);
    count_value(&claims->accounts, arena, history_account(arena, event->bank), event->date);
}

static void learn_in(struct memory *memory, struct arena *scratch, const struct memory_event *event, str from, str party)
{
    str            domain   = domain_of_address(from);
    str            signed_as = domain_lower(scratch, event->auth.signer);
    struct sender *address  = sender(memory, &memory->addresses, from);
    struct sender *of_party = sender(memory, &memory->parties, party);
    bool           is_first = address->contact.in_count + address->contact.out_count + address->unproved.count == 0;

    for (size_t i = 0; i < event->to_count; i++)
        learn_recipient(memory, event->to[i], is_first);
    learn_sites(memory, scratch, event);
    if (!is_proved(memory, scratch, &event->auth, party_of(memory, scratch, domain))) {
        learn_claim(&address->unproved, memory->arena, event);
        if (event->auth.spf_passed)
            count_value(&of_party->relays, memory->arena, event->network.prefix, event->date);
        return;
    }
    str            way = is_signed_by(memory, scratch, &event->auth, party_of(memory, scratch, domain)) ? signed_as : HISTORY_BY_SPF;

    touch(&address->contact, event->date, false);
    touch(&of_party->contact, event->date, false);
    learn_habits(address, memory->arena, event, way, domain);
    learn_habits(of_party, memory->arena, event, way, domain);
    for (size_t i = 0; i < event->to_count; i++)
        touch(pair(memory, scratch, from, event->to[i]), event->date, false);
    learn_name(memory, &memory->names, event->display_name, from, event->date);
    learn_sender_name(memory, event, party);
    learn_announced(memory, scratch, event, party);
}

static void learn_out(struct memory *memory, struct arena *scratch, const struct memory_event *event, str from)
{
    for (size_t i = 0; i < event->to_count; i++) {
        str to = event->to[i];

        touch(&sender(memory, &memory->addresses, to)->contact, event->date, true);
        touch(&sender(memory, &memory->parties, party_of(memory, scratch, to))->contact, event->date, true);
        touch(pair(memory, scratch, to, from), event->date, true);
    }
    learn_name(memory, &memory->colleagues, event->display_name, from, event->date);
    count_value(&memory->our_accounts, memory->arena, history_account(memory->arena, event->bank), event->date);
}

/* The event with its addresses as they are remembered. */
static struct memory_event normalised(const struct memory *memory, struct arena *scratch, const struct memory_event *event)
{
    const struct unicode *unicode = memory->options.unicode;
    struct memory_event   result  = *event;
    str                  *to      = ARENA_ARRAY(scratch, str, event->to_count);

    for (size_t i = 0; i < event->to_count; i++)
        to[i] = history_address(unicode, scratch, event->to[i]);
    result.to       = to;
    result.from     = history_address(unicode, scratch, event->from);
    result.reply_to = history_address(unicode, scratch, event->reply_to);
    return result;
}

void memory_learn(struct memory *memory, const struct memory_event *told)
{
    ARENA_SCOPE         scratch = { 0 };
    struct memory_event event   = normalised(memory, &scratch, told);
    str                 party   = party_of(memory, &scratch, event.from);

    memory->messages++;
    if (memory->first == 0 || event.date < memory->first)
        memory->first = event.date;
    learn_thread(memory, &scratch, &event, party);
    if (event.is_out)
        learn_out(memory, &scratch, &event, event.from);
    else
        learn_in(memory, &scratch, &event, event.from, party);
}

/* A free mailbox is a party, yet no domain that could be imitated. */
static bool is_worth_protecting(const struct memory *memory, const struct sender *party)
{
    return !str_has_char(party->name, '@') && !organization_owns(memory->options.organization, party->name) &&
           party->contact.in_count > 0 && party->contact.out_count > 0;
}

void memory_finish(struct memory *memory)
{
    str                       *domains = NULL;
    size_t                     count = 0, capacity = 0, at = 0;
    const struct str_map_slot *slot;

    while ((slot = str_map_next(&memory->parties, &at)) != NULL) {
        const struct sender *party = slot->value;

        if (is_worth_protecting(memory, party))
            *ARENA_PUSH(memory->arena, domains, count++, &capacity) = party->name;
    }
    memory->correspondents = lookalikes_new(memory->arena, domains, NULL, count, SHORTEST_TYPO, memory->options.unicode,
                                            memory->options.suffixes);
}

/* ---- recalling ---- */

static bool is_warm(const struct memory *memory, unix_seconds now)
{
    return memory->options.is_imported ||
           (memory->messages > 0 && now - memory->first >= WARM_SECONDS && memory->messages >= WARM_MESSAGES);
}

static const str *texts_of(const struct values *values, struct arena *arena, size_t *count)
{
    str *texts = ARENA_ARRAY(arena, str, values->count);

    *count = values->count;
    for (size_t i = 0; i < values->count; i++)
        texts[i] = values->items[i].text;
    return texts;
}

/* The recipient who knows the author best; without one the first. */
static void recall_pair(const struct memory *memory, const struct history_keys *keys, struct arena *arena, struct history *out)
{
    for (size_t i = 0; i < keys->recipient_count; i++) {
        struct contact pair = contact_at(str_map_get(&memory->pairs, pair_key(arena, keys->address, keys->recipients[i])), keys->now);

        if (i > 0 && pair.in + pair.out <= out->pair.in + out->pair.out)
            continue;
        out->pair      = pair;
        out->recipient = keys->recipients[i];
    }
    const struct recipient *recipient = str_map_get(&memory->recipients, out->recipient);

    if (recipient != NULL) {
        out->recipient_in    = recipient->in;
        out->recipient_first = recipient->first;
    }
}

static struct habit hour_habit(const struct sender *sender, unix_seconds now)
{
    struct habit habit = { .samples = sender->hour_samples };
    int          hour  = time_civil(now).hour;

    for (int i = -HOUR_SLACK; i <= HOUR_SLACK; i++)
        habit.same += sender->hours[(hour + i + HOURS) % HOURS];
    return habit;
}

static struct habit zone_habit(const struct values *zones, struct arena *arena, int minutes)
{
    struct habit habit = habit_of(zones, history_zone(arena, minutes));

    for (int beside = -60; beside <= 60; beside += 120) {
        const struct value *value = find_value(zones, history_zone(arena, minutes + beside));

        habit.same += value == NULL ? 0 : value->count;
    }
    return habit;
}

static void recall_habits(const struct sender *address, const struct sender *party, const struct history_keys *keys, struct arena *arena,
                          struct history *out)
{
    const struct sender *sender = address != NULL && address->contact.in_count >= SAMPLES_OF_HIS_OWN ? address : party;

    if (sender == NULL)
        return;
    out->way  = habit_of(&sender->ways, keys->way);
    out->hour = hour_habit(sender, keys->now);
    out->program = habit_of(&sender->programs, keys->program);
    if (keys->has_zone)
        out->zone = zone_habit(&sender->zones, arena, keys->zone_minutes);
    if (keys->network.len > 0)          /* else there is nothing to compare with */
        out->network = habit_of(&sender->networks, keys->network);
    if (keys->country.len > 0)
        out->country = habit_of(&sender->countries, keys->country);
}

/* Of a sender whom nothing has ever proved there are only claims. They earn him no trust, but that one is unlike all others shows. */
static void recall_claims(const struct claims *claims, const struct history_keys *keys, struct arena *arena, struct history *out)
{
    if (keys->network.len > 0)
        out->network = habit_of(&claims->networks, keys->network);
    if (keys->country.len > 0)
        out->country = habit_of(&claims->countries, keys->country);
    out->accounts = texts_of(&claims->accounts, arena, &out->account_count);
}

static void recall_pace(const struct sender *address, const struct history_keys *keys, struct history *out)
{
    if (address == NULL)
        return;
    bool is_of_today = address->on_day > 0 && address->day == day_of(keys->now);

    out->today       = is_of_today ? address->on_day : 0;
    out->busiest_day = is_of_today || address->busiest_day > address->on_day ? address->busiest_day : address->on_day;
}

static void recall_sites(const struct memory *memory, const struct history_keys *keys, struct history *out)
{
    out->sites = memory->sites.count;
    for (size_t i = 0; i < keys->site_count && out->new_site.len == 0; i++)
        if (str_map_get(&memory->sites, keys->sites[i]) == NULL)
            out->new_site = keys->sites[i];
}

static void recall_relay(const struct sender *party, const struct history_keys *keys, struct history *out)
{
    const struct value *relay = party == NULL ? NULL : find_value(&party->relays, keys->prefix);

    if (relay != NULL) {
        out->relayed       = relay->count;
        out->relayed_since = relay->first;
    }
}

static void recall_claims_from_here(const struct sender *address, const struct history_keys *keys, struct history *out)
{
    const struct value *here = address == NULL ? NULL : find_value(&address->unproved.prefixes, keys->prefix);

    if (here != NULL) {
        out->unproved_here       = here->count;
        out->unproved_here_since = here->first;
    }
}

static void recall_list(const struct memory *memory, const struct history_keys *keys, struct history *out)
{
    const struct sender *list = keys->list.len == 0 ? NULL : str_map_get(&memory->addresses, keys->list);

    out->posts = list == NULL ? 0 : list->contact.out_count;
}

static void recall_reply_to(const struct sender *address, const struct history_keys *keys, struct history *out)
{
    if (address == NULL)
        return;
    out->reply_to         = habit_of(&address->reply_to, (str){ 0 });
    out->reply_to.samples = address->contact.in_count;
    for (size_t i = 0; i < keys->reply_to_count; i++)
        out->reply_to.same += find_value(&address->reply_to, keys->reply_to[i]) != NULL;
}

static bool is_correspondent(const struct memory *memory, str party, unix_seconds now)
{
    const struct sender *known = str_map_get(&memory->parties, party);

    return known != NULL && history_is_correspondent(&known->contact, now);
}

/* Somebody whom we write with has long said that the author's party is his, too. */
static bool is_announced(const struct memory *memory, str by_party, const struct history_keys *keys)
{
    const struct values *parties = str_map_get(&memory->announced, keys->party);
    const struct value  *by      = parties == NULL ? NULL : find_value(parties, by_party);

    return by != NULL && keys->now - by->first >= ANNOUNCED_DAYS * DAY_SECONDS && is_correspondent(memory, by_party, keys->now);
}

/* Somebody else who is known by the author's name, and whom we write with; empty where the author is among those, or has been announced
 * by one. */
static str known_as(const struct memory *memory, const struct history_keys *keys, struct arena *arena)
{
    const struct values *addresses = str_map_get(&memory->names, keys->name);
    str                  found     = { 0 };

    for (size_t i = 0; addresses != NULL && i < addresses->count; i++) {
        str                  address = addresses->items[i].text;
        const struct sender *sender  = str_map_get(&memory->addresses, address);

        if (str_equal(address, keys->address) || is_announced(memory, party_of(memory, arena, address), keys))
            return (str){ 0 };
        if (sender != NULL && history_is_correspondent(&sender->contact, keys->now))
            found = address;
    }
    return found;
}

/* A name that several have is a word. */
static str sender_as(const struct memory *memory, const struct history_keys *keys)
{
    const struct values *parties = str_map_get(&memory->sender_names, keys->shown_name);

    if (parties == NULL || parties->count > 1 || parties->samples < NAME_MESSAGES_MIN || str_equal(parties->items[0].text, keys->party) ||
        is_announced(memory, parties->items[0].text, keys))
        return (str){ 0 };
    return parties->items[0].text;
}

static size_t under_name(const struct memory *memory, const struct history_keys *keys)
{
    const struct values *parties = str_map_get(&memory->sender_names, keys->shown_name);
    const struct value  *own     = parties == NULL ? NULL : find_value(parties, keys->party);

    return own == NULL ? 0 : own->count;
}

static str colleague(const struct memory *memory, const struct history_keys *keys)
{
    const struct values *addresses = str_map_get(&memory->colleagues, keys->name);

    if (addresses == NULL || find_value(addresses, keys->address) != NULL)
        return (str){ 0 };
    return habit_of(addresses, (str){ 0 }).usual;
}

static bool is_outside(const struct memory *memory, str party)
{
    return !organization_owns(memory->options.organization, party);
}

/* A party of the thread has announced the author's. */
static bool continues(const struct memory *memory, const struct thread *thread, const struct history_keys *keys)
{
    for (size_t i = 0; i < thread->parties.count; i++)
        if (is_announced(memory, thread->parties.items[i].text, keys))
            return true;
    return false;
}

static void recall_thread(const struct memory *memory, const struct history_keys *keys, struct history *out)
{
    for (size_t i = 0; i < keys->id_count; i++) {
        const struct thread *thread = str_map_get(&memory->threads, keys->ids[i]);

        if (thread == NULL)
            continue;
        out->thread_is_ours    |= thread->is_ours;
        out->thread_is_authors |= find_value(&thread->parties, keys->party) != NULL || continues(memory, thread, keys);
        for (size_t k = 0; k < keys->shown_count; k++)
            out->thread_has_other |= is_outside(memory, keys->shown[k]) && find_value(&thread->parties, keys->shown[k]) != NULL;
    }
}

static bool sent(const struct memory *memory, str id)
{
    const struct thread *thread = str_map_get(&memory->threads, id);

    return thread != NULL && thread->is_ours;
}

/* A double that we have long written with is a neighbour. */
static bool imitates(const struct memory *memory, struct arena *arena, str domain, unix_seconds now, struct lookalike *out)
{
    struct lookalike_name name;
    struct lookalike      found;

    if (memory->correspondents == NULL || organization_protects(memory->options.organization, domain) ||
        organization_is_free_mail(memory->options.organization, domain) ||
        is_correspondent(memory, party_of(memory, arena, domain), now))
        return false;
    name = lookalike_name_of(arena, memory->options.unicode, domain, suffix_registrable(memory->options.suffixes, domain));
    if (!lookalike_find(memory->correspondents, arena, &name, &found) || !is_correspondent(memory, found.imitated, now))
        return false;
    *out = found;
    return true;
}

static void recall_imitations(const struct memory *memory, const struct history_keys *keys, struct arena *arena, struct history *out)
{
    (void)imitates(memory, arena, keys->domain, keys->now, &out->imitated);
    for (size_t i = 0; i < keys->reply_to_count && out->reply_imitated.kind == LOOKALIKE_NONE; i++) {
        str domain;

        if (!unicode_domain_to_ascii(memory->options.unicode, arena, domain_of_address(keys->reply_to[i]), &domain) ||
            domain_equal(domain, keys->domain) || !imitates(memory, arena, domain, keys->now, &out->reply_imitated))
            continue;
        out->reply_imitating = domain;
    }
}

void memory_recall(const struct memory *memory, const struct history_keys *keys, struct arena *arena, struct history *out)
{
    const struct sender *address = str_map_get(&memory->addresses, keys->address);
    const struct sender *party   = str_map_get(&memory->parties, keys->party);

    *out = (struct history){
        .is_warm   = is_warm(memory, keys->now),
        .messages  = memory->messages,
        .is_proved = keys->is_proved,
        .address   = contact_at(address == NULL ? NULL : &address->contact, keys->now),
        .party     = contact_at(party == NULL ? NULL : &party->contact, keys->now),
        .unproved  = address == NULL ? 0 : address->unproved.count,
        .domain_is_known = party != NULL && find_value(&party->domains, keys->domain) != NULL,
        .known_as  = known_as(memory, keys, arena),
        .sender_as = sender_as(memory, keys),
        .under_name = under_name(memory, keys),
        .colleague = colleague(memory, keys),
        .is_report    = keys->reported.len > 0,
        .reports_ours = sent(memory, keys->reported),
        .sent         = memory->sent,
    };
    recall_pair(memory, keys, arena, out);
    recall_habits(address, party, keys, arena, out);
    recall_pace(address, keys, out);
    recall_sites(memory, keys, out);
    recall_relay(party, keys, out);
    recall_claims_from_here(address, keys, out);
    recall_list(memory, keys, out);
    recall_reply_to(address, keys, out);
    recall_thread(memory, keys, out);
    recall_imitations(memory, keys, arena, out);
    if (party != NULL)
        out->accounts = texts_of(&party->accounts, arena, &out->account_count);
    if (address != NULL && !keys->is_proved && party != NULL && party->contact.in_count == 0)
        recall_claims(&address->unproved, keys, arena, out);
    out->our_accounts = texts_of(&memory->our_accounts, arena, &out->our_account_count);
}
