#include "policy/list.h"

#include "base/ascii.h"
#include "base/domain.h"
#include "base/hash_index.h"
#include "base/mistake.h"
#include "policy/verdict.h"

enum {
    LIST_ID_MAX_OCTETS   = 64,
    LIST_NOTE_MAX_OCTETS = 400,
    LIST_TTL_SECONDS     = 3600,        /* of an answer from the file, which lives as long as the generation anyway */
};

/* ---- words ---- */

static const char *const identity_names[] = {
    [LIST_DKIM] = "dkim", [LIST_SPF] = "spf", [LIST_DMARC] = "dmarc", [LIST_NETWORK] = "network",
};

static bool identity_from_name(str name, enum list_identity *out)
{
    for (size_t i = 0; i < ARRAY_LEN(identity_names); i++)
        if (str_equal(name, str_of(identity_names[i]))) {
            *out = (enum list_identity)i;
            return true;
        }
    return false;
}

/* What an entry may suppress. The rest is not for allow lists (DESIGN §3 "Decision"). */
static const enum step open_steps[] = { STEP_AUTHENTICATION, STEP_ATTACHMENT, STEP_IMPERSONATION, STEP_SCORE };

unsigned list_step_bit(str name)
{
    for (size_t i = 0; i < ARRAY_LEN(open_steps); i++)
        if (str_equal(name, str_of(step_name(open_steps[i]))))
            return 1u << open_steps[i];
    return 0;
}

/* ---- printing ---- */

static str print_steps(struct arena *arena, unsigned steps)
{
    str text = { 0 };

    for (size_t i = 0; i < ARRAY_LEN(open_steps); i++)
        if ((steps & 1u << open_steps[i]) != 0)
            text = arena_printf(arena, "%.*s%s%s", STR_ARG(text), text.len == 0 ? "" : ",", step_name(open_steps[i]));
    return text;
}

str list_entry_print(struct arena *arena, const struct list_entry *entry)
{
    str steps = print_steps(arena, entry->steps), expires = time_rfc3339(arena, entry->expires_at);
    str added = time_rfc3339(arena, entry->added_at);

    return arena_printf(arena, "%.*s %s %.*s steps=%.*s owner=%.*s expires=%.*s added=%.*s%s%.*s", STR_ARG(entry->id),
                        identity_names[entry->identity], STR_ARG(entry->value), STR_ARG(steps), STR_ARG(entry->owner),
                        STR_ARG(expires), STR_ARG(added), entry->note.len > 0 ? " " : "", STR_ARG(entry->note));
}

/* ---- reading ---- */

static bool next_word(str *rest, str *word)
{
    *rest = str_trim(*rest);
    return str_cut(rest, ' ', word);
}

static bool is_plain_word(str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!ascii_is_vchar(word.ptr[i]))
            return false;
    return word.len > 0 && word.len <= LIST_ID_MAX_OCTETS;
}

static bool complain(str *error, const char *what)
{
    *error = str_of(what);
    return false;
}

static bool read_steps(struct list_entry *entry, str value, struct arena *arena, str *error)
{
    str name;

    while (str_cut(&value, ',', &name)) {
        unsigned bit = list_step_bit(name);

        if (bit == 0) {
            *error = arena_printf(arena, "\"%.*s\" is no step that an entry may suppress; these are %.*s", STR_ARG(name),
                                  STR_ARG(print_steps(arena, ~0u)));
            return false;
        }
        entry->steps |= bit;
    }
    return entry->steps != 0 || complain(error, "steps= names no step");
}

static bool read_owner(struct list_entry *entry, str value, struct arena *arena, str *error)
{
    entry->owner = arena_str(arena, value);
    return is_plain_word(value) || complain(error, "owner= must be one word of at most 64 characters");
}

static bool read_expires(struct list_entry *entry, str value, struct arena *arena, str *error)
{
    (void)arena;
    return time_parse_rfc3339(value, &entry->expires_at) ||
           complain(error, "expires= is no time like 2027-01-01T00:00:00Z");
}

static bool read_added(struct list_entry *entry, str value, struct arena *arena, str *error)
{
    (void)arena;
    return time_parse_rfc3339(value, &entry->added_at) ||
           complain(error, "added= is no time like 2027-01-01T00:00:00Z");
}

static const struct {
    const char *prefix;
    bool (*read)(struct list_entry *entry, str value, struct arena *arena, str *error);
} settings[] = {
    { "steps=", read_steps }, { "owner=", read_owner }, { "expires=", read_expires }, { "added=", read_added },
};

enum { SETTINGS_COUNT = ARRAY_LEN(settings) };

/* Settings in any order, each once, all needed; what comes behind them is the note. */
static bool read_settings(struct list_entry *entry, str rest, struct arena *arena, str *error)
{
    bool seen[SETTINGS_COUNT] = { false };

    for (size_t left = SETTINGS_COUNT; left > 0;) {
        str    before = rest, word = { 0 };
        size_t i      = 0;

        if (!next_word(&rest, &word))
            break;
        while (i < SETTINGS_COUNT && !str_starts(word, str_of(settings[i].prefix)))
            i++;
        if (i == SETTINGS_COUNT) {
            rest = before;
            break;
        }
        if (seen[i])
            return complain(error, "a setting stands twice");
        if (!settings[i].read(entry, str_from(word, strlen(settings[i].prefix)), arena, error))
            return false;
        seen[i] = true;
        left--;
    }
    for (size_t i = 0; i < SETTINGS_COUNT; i++)
        if (!seen[i]) {
            *error = arena_printf(arena, "%s is missing", settings[i].prefix);
            return false;
        }
    entry->note = arena_str(arena, str_trim(rest));
    return entry->note.len <= LIST_NOTE_MAX_OCTETS || complain(error, "the note is longer than 400 octets");
}

static bool read_value(struct list_entry *entry, str value, struct arena *arena, str *error)
{
    struct ip_network network;

    if (entry->identity == LIST_NETWORK) {
        entry->value = arena_lower(arena, arena_str(arena, value));
        return ip_network_parse(value, &network) || complain(error, "the value is no network like 192.0.2.0/24");
    }
    entry->value = domain_lower(arena, arena_str(arena, value));
    return (domain_is_queryable(value) && str_has_char(entry->value, '.')) ||
           complain(error, "the value is no domain name in A-labels");
}

bool list_entry_parse(struct arena *arena, str line, struct list_entry *entry, str *error)
{
    str id = { 0 }, identity = { 0 }, value = { 0 };

    *entry = (struct list_entry){ 0 };
    *error = (str){ 0 };
    for (size_t i = 0; i < line.len; i++)
        if (ascii_is_control(line.ptr[i]) && line.ptr[i] != '\t')
            return complain(error, "a control character");
    if (!next_word(&line, &id) || !next_word(&line, &identity) || !next_word(&line, &value))
        return complain(error, "an entry begins with an id, an identity and a value");
    if (!is_plain_word(id))
        return complain(error, "the id must be one word of at most 64 characters");
    entry->id = arena_str(arena, id);
    if (!identity_from_name(identity, &entry->identity))
        return complain(error, "the identity must be dkim, spf, dmarc or network");
    if (!read_value(entry, value, arena, error) || !read_settings(entry, line, arena, error))
        return false;
    return entry->expires_at > entry->added_at || complain(error, "the entry expires before it was added");
}

/* ---- the entries about one message ---- */

struct matching {
    const struct facts *facts;
    struct view        *view;
    struct arena       *arena;
    struct list_entry  *entries;
    size_t              count, capacity;
    bool                pending;
};

/* A recorded line that cannot be read any more suppresses nothing: the mild direction for an allow list. */
static void take_entries(struct matching *m, const struct answer *answer)
{
    for (size_t i = 0; i < answer->count; i++) {
        struct list_entry entry;
        str               error;

        if (!list_entry_parse(m->arena, answer->records[i].data, &entry, &error) || entry.expires_at <= m->facts->now)
            continue;
        *ARENA_PUSH(m->arena, m->entries, m->count, &m->capacity) = entry;
        m->count++;
    }
}

static void ask_about(struct matching *m, enum list_identity identity, str value)
{
    str name = arena_printf(m->arena, "list/%s/%.*s", identity_names[identity], STR_ARG(domain_lower(m->arena, value)));
    const struct answer *answer = view_ask(m->view, QUESTION_STATE, 0, name, NULL);

    if (answer->state == ANSWER_PENDING)
        m->pending = true;
    else if (answer_has_records(answer))
        take_entries(m, answer);
}

static bool vouched_before(const struct auth_results *auth, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (dkim_result_vouches(&auth->dkim[i]) && domain_equal(auth->dkim[i].domain, auth->dkim[index].domain))
            return true;
    return false;
}

bool list_match(const struct facts *facts, struct view *view, struct arena *arena, struct list_entry **entries,
                size_t *count)
{
    const struct auth_results *auth = facts->auth;
    struct matching            m    = { .facts = facts, .view = view, .arena = arena };

    for (size_t i = 0; i < auth->dkim_count; i++)
        if (dkim_result_vouches(&auth->dkim[i]) && !vouched_before(auth, i))
            ask_about(&m, LIST_DKIM, auth->dkim[i].domain);
    if (auth->spf.status == SPF_PASS && auth->spf.domain.len > 0)
        ask_about(&m, LIST_SPF, auth->spf.domain);
    if (auth->dmarc.status == DMARC_PASS && auth->dmarc.author_domain.len > 0)
        ask_about(&m, LIST_DMARC, auth->dmarc.author_domain);
    if (facts->envelope->client.family != IP_NONE)
        ask_about(&m, LIST_NETWORK, ip_text(arena, &facts->envelope->client));
    *entries = m.entries;
    *count   = m.count;
    return !m.pending;
}

/* ---- the file ---- */

struct list {
    struct list_entry *entries;
    struct ip_network *networks;        /* of the entry at the same place; unset for the other identities */
    str               *lines;           /* as printed */
    size_t             count;
    struct hash_index  by_name;         /* "IDENTITY/VALUE", all but networks */
};

static str name_of(struct arena *arena, const struct list_entry *entry)
{
    return arena_printf(arena, "%s/%.*s", identity_names[entry->identity], STR_ARG(entry->value));
}

static struct list *index_entries(struct arena *arena, struct list_entry *entries, size_t count)
{
    struct list *list = ARENA_NEW(arena, struct list);

    list->entries  = entries;
    list->count    = count;
    list->networks = ARENA_ARRAY(arena, struct ip_network, count);
    list->lines    = ARENA_ARRAY(arena, str, count);
    hash_index_init(&list->by_name, arena, count);
    for (uint32_t i = 0; i < count; i++) {
        list->lines[i] = list_entry_print(arena, &entries[i]);
        if (entries[i].identity == LIST_NETWORK)
            ASSERT(ip_network_parse(entries[i].value, &list->networks[i]));     /* list_entry_parse has done so, too */
        else
            hash_index_add(&list->by_name, name_of(arena, &entries[i]), i);
    }
    return list;
}

struct list *list_load(struct arena *arena, str name, str text, str *error)
{
    struct list_entry *entries = NULL;
    size_t             count = 0, capacity = 0, number = 0;
    str                line;

    while (str_cut(&text, '\n', &line)) {
        str what;

        number++;
        line = str_trim(line);
        if (line.len == 0 || line.ptr[0] == '#')
            continue;

        struct list_entry *entry = ARENA_PUSH(arena, entries, count, &capacity);

        if (!list_entry_parse(arena, line, entry, &what)) {
            *error = mistake_at(arena, name, number, what);
            return NULL;
        }
        count++;
    }
    *error = (str){ 0 };
    return index_entries(arena, entries, count);
}

struct found { struct record *records; size_t count, capacity; };

static void add_found(struct found *found, struct arena *arena, const struct list *list, size_t i)
{
    *ARENA_PUSH(arena, found->records, found->count, &found->capacity) = (struct record){ .data = list->lines[i] };
    found->count++;
}

/* Every entry whose network holds the address: few enough to look at each. */
static void find_networks(const struct list *list, struct arena *arena, str address, struct found *found)
{
    struct ip ip;

    if (!ip_parse(address, &ip))
        return;
    for (size_t i = 0; i < list->count; i++) {
        const struct ip_network *network = &list->networks[i];

        if (list->entries[i].identity == LIST_NETWORK && ip_in(&ip, &network->address, network->prefix))
            add_found(found, arena, list, i);
    }
}

static void find_named(const struct list *list, struct arena *arena, str name, struct found *found)
{
    struct hash_index_walk walk = hash_index_walk(&list->by_name, name);

    for (uint32_t i; hash_index_next(&walk, &i);)
        if (str_equal(name_of(arena, &list->entries[i]), name))
            add_found(found, arena, list, i);
}

static struct answer *answer_about(const struct list *list, str name)
{
    ARENA_SCOPE  scratch = { 0 };
    struct found found   = { 0 };

    if (str_skip_prefix(&name, STR("network/")))
        find_networks(list, &scratch, name, &found);
    else
        find_named(list, &scratch, name, &found);
    return answer_new(found.count > 0 ? ANSWER_SECURE : ANSWER_NODATA, LIST_TTL_SECONDS, found.records, found.count,
                      NULL);
}

void list_answer(const struct list *list, struct view *view)
{
    struct question *next;

    for (struct question *q = view_next_open(view, NULL); q != NULL; q = next) {
        str name = q->name;

        next = view_next_open(view, q);
        if (q->kind == QUESTION_STATE && str_skip_prefix(&name, STR("list/")))
            view_answer(view, q, answer_about(list, name));
    }
}
