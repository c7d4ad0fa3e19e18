#include "detect/lookalike.h"

#include "base/ascii.h"
#include "base/domain.h"
#include "base/hash_index.h"
#include "detect/domain_set.h"
#include "detect/edits.h"
#include "detect/look.h"

enum {
    SHORT_LABEL     = 4,        /* up to here a name is imitated by its strict look only */
    SHORT_COMMON    = 5,        /* and so is a word, here: claro and daro, telia and tella */
    TWO_EDITS_FROM  = 9,
    EDITS_MAX       = 2,
    LABELS_EXAMINED = 8,        /* of one name, from the right */
    GROWN_TOGETHER  = 8,        /* a domain without its dot is recognised from here: hpcom.net is a name, too */
    CANDIDATES_MAX  = 64,       /* compared in one search: protected names that share a form are few */
};

struct protected_name {
    struct lookalike_name name;
    str                   joined;       /* the registrable domain in one word, wide */
    bool                  is_common;    /* a label that others have by chance */
};

/* Which hashes stand in a table that no cache holds: nearly all that is asked for does not, and is told so by a few octets. */
struct sieve { uint64_t *words; uint64_t mask; };

struct lookalikes {
    const struct unicode  *unicode;
    const struct suffixes *suffixes;
    size_t                 shortest_typo, longest;      /* labels with typos */
    struct protected_name *names;
    struct domain_set      domains, registrables;
    struct hash_index      looks, joined, plain, shortened;
    struct sieve           sieve;       /* for shortened */
};

const char *lookalike_kind_text(enum lookalike_kind kind)
{
    switch (kind) {
    case LOOKALIKE_NONE:      return "has nothing to do with";
    case LOOKALIKE_SKELETON:  return "reads the same as";
    case LOOKALIKE_TYPO:      return "is a slip away from";
    case LOOKALIKE_ENDING:    return "has another ending than";
    case LOOKALIKE_EMBEDDED:  return "contains the whole of";
    case LOOKALIKE_COMBO:     return "adds a word to the name of";
    case LOOKALIKE_SUBDOMAIN: return "uses as a label the name of";
    }
    UNREACHABLE();
}

/* Words that are put before or behind a name to make a plausible address of a company. */
static const char *const company_words[] = {
    "bank", "careers", "cloud", "corp", "corporate", "docs", "finance", "global", "group", "hr", "info", "it", "mail", "office", "online",
    "pay", "service", "services", "share", "team", "web",
};
/* Of these, what is hardly called so by chance: there may be a Spectrum Group, but no Spectrum Login. */
static const char *const luring_words[] = {
    "account", "accounts", "admin", "alert", "alerts", "billing", "customer", "help", "helpdesk", "invoice", "invoices", "login", "notice",
    "payment", "payments", "payroll", "portal", "secure", "security", "signin", "sso", "support", "update", "verify",
};

static str first_label(str domain)
{
    ptrdiff_t dot = str_find_char(domain, '.');

    return dot == STR_NOT_FOUND ? domain : str_slice(domain, 0, (size_t)dot);
}

static str displayed(const struct unicode *unicode, struct arena *arena, str name)
{
    return str_find(name, STR("xn--")) == STR_NOT_FOUND ? name : unicode_domain_to_display(unicode, arena, name);
}

static struct lookalike_label label_of(struct arena *arena, const struct unicode *unicode, str written)
{
    struct lookalike_label label = { .written = written };

    label.plain  = look_plain(unicode, arena, displayed(unicode, arena, written));
    label.wide   = look_seen(arena, label.plain, LOOK_WIDE);
    label.strict = look_seen(arena, label.plain, LOOK_STRICT);
    return label;
}

struct lookalike_name lookalike_name_of(struct arena *arena, const struct unicode *unicode, str domain, str registrable)
{
    registrable = registrable.len > 0 ? registrable : domain;
    if (domain.len > DOMAIN_MAX_OCTETS)         /* is none: lookalike_find */
        return (struct lookalike_name){ .domain = domain, .registrable = registrable };
    return (struct lookalike_name){ domain, registrable, label_of(arena, unicode, first_label(registrable)) };
}

/* corp.example and corp-example are both corpexample. */
static str in_one_word(const struct unicode *unicode, struct arena *arena, str domain)
{
    str  plain = look_plain(unicode, arena, displayed(unicode, arena, domain));
    char *out  = arena_octets(arena, plain.len);

    for (size_t i = 0; i < plain.len; i++)
        out[i] = plain.ptr[i] == '.' ? '-' : plain.ptr[i];
    return look_seen(arena, (str){ out, plain.len }, LOOK_WIDE);
}

/* The neighbours of a word are words, unless it is long. */
static size_t edits_allowed(const struct lookalikes *lookalikes, const struct protected_name *name)
{
    size_t len = name->name.label.plain.len;

    if (len < lookalikes->shortest_typo || len <= SHORT_LABEL || len > EDITS_TEXT_MAX)
        return 0;
    return (len < TWO_EDITS_FROM ? 1u : 2u) - (name->is_common ? 1u : 0u);
}

/* ---- the sieve ---- */

enum { SIEVE_BITS_EACH = 4 };           /* for each text: one in five that is not there is looked for all the same */

static struct sieve sieve_for(struct arena *arena, size_t count)
{
    uint64_t bits = 64;

    while (bits < SIEVE_BITS_EACH * (uint64_t)count)
        bits *= 2;
    return (struct sieve){ ARENA_ARRAY(arena, uint64_t, bits / 64), bits - 1 };
}

static void sieve_add(struct sieve *sieve, str text)
{
    uint64_t bit = hash_index_hash(text) >> 16 & sieve->mask;

    sieve->words[bit / 64] |= (uint64_t)1 << bit % 64;
}

static bool sieve_may_hold(const struct sieve *sieve, str text)
{
    uint64_t bit = hash_index_hash(text) >> 16 & sieve->mask;

    return (sieve->words[bit / 64] >> bit % 64 & 1) != 0;
}

/* ---- the index ---- */

static const struct protected_name *find_plain(const struct lookalikes *lookalikes, str plain)
{
    struct hash_index_walk walk       = hash_index_walk(&lookalikes->plain, plain);
    size_t                 candidates = 0;

    for (uint32_t i; candidates < CANDIDATES_MAX && hash_index_next(&walk, &i); candidates++)
        if (str_equal(lookalikes->names[i].name.label.plain, plain))
            return &lookalikes->names[i];
    return NULL;
}

static size_t neighbourhood_size(const struct lookalikes *lookalikes, const struct protected_name *name)
{
    size_t len = name->name.label.plain.len, edits = edits_allowed(lookalikes, name);

    return edits == 0 ? 0 : edits == 1 ? 1 + len : 1 + len + len * (len - 1) / 2;
}

static void protect(struct lookalikes *lookalikes, struct arena *arena, str domain, struct protected_name *protected)
{
    const struct unicode *unicode = lookalikes->unicode;

    protected->name   = lookalike_name_of(arena, unicode, domain, suffix_registrable(lookalikes->suffixes, domain));
    protected->joined = in_one_word(unicode, arena, protected->name.registrable);
}

static void index_neighbourhood(struct lookalikes *lookalikes, uint32_t number)
{
    str              plain = lookalikes->names[number].name.label.plain;
    size_t           edits = edits_allowed(lookalikes, &lookalikes->names[number]);
    struct deletions walk;

    if (edits == 0)
        return;
    if (plain.len > lookalikes->longest)
        lookalikes->longest = plain.len;
    deletions_begin(&walk, plain, edits);
    for (str left; deletions_next(&walk, &left);) {
        hash_index_add(&lookalikes->shortened, left, number);
        sieve_add(&lookalikes->sieve, left);
    }
}

/* Labels that the list holds under several endings stand once in the tables that are asked by label; by one of those that are the name's
 * alone, if there is any. */
static void index_labels(struct lookalikes *lookalikes, size_t count, bool are_common)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct protected_name *name = &lookalikes->names[i];

        if (name->is_common != are_common || find_plain(lookalikes, name->name.label.plain) != NULL)
            continue;
        hash_index_add(&lookalikes->plain, name->name.label.plain, i);
        hash_index_add(&lookalikes->looks, name->name.label.wide, i);
        index_neighbourhood(lookalikes, i);
    }
}

struct lookalikes *lookalikes_new(struct arena *arena, const str *domains, const bool *are_common, size_t count, size_t shortest_typo,
                                  const struct unicode *unicode, const struct suffixes *suffixes)
{
    struct lookalikes *lookalikes   = ARENA_NEW(arena, struct lookalikes);
    str               *registrables = ARENA_ARRAY(arena, str, count);
    size_t             neighbours   = 0;

    lookalikes->unicode       = unicode;
    lookalikes->suffixes      = suffixes;
    lookalikes->shortest_typo = shortest_typo;
    lookalikes->names         = ARENA_ARRAY(arena, struct protected_name, count);
    for (size_t i = 0; i < count; i++) {
        struct protected_name *name = &lookalikes->names[i];

        protect(lookalikes, arena, domains[i], name);
        registrables[i] = name->name.registrable;
        name->is_common = are_common != NULL && are_common[i];
        neighbours += neighbourhood_size(lookalikes, name);
    }
    domain_set_init(&lookalikes->domains, arena, domains, count);
    domain_set_init(&lookalikes->registrables, arena, registrables, count);
    hash_index_init(&lookalikes->looks, arena, count);
    hash_index_init(&lookalikes->plain, arena, count);
    hash_index_init(&lookalikes->joined, arena, count);
    hash_index_init(&lookalikes->shortened, arena, neighbours);
    lookalikes->sieve = sieve_for(arena, neighbours);
    for (uint32_t i = 0; i < count; i++)
        hash_index_add(&lookalikes->joined, lookalikes->names[i].joined, i);
    index_labels(lookalikes, count, false);
    index_labels(lookalikes, count, true);
    return lookalikes;
}

/* ---- the search ---- */

static bool reads_the_same(const struct lookalike_label *seen, const struct protected_name *name)
{
    const struct lookalike_label *label = &name->name.label;

    if (label->plain.len <= (name->is_common ? SHORT_COMMON : SHORT_LABEL))
        return str_equal(seen->strict, label->strict);
    return str_equal(seen->wide, label->wide);
}

static const struct protected_name *find_same_look(const struct lookalikes *lookalikes, const struct lookalike_label *seen)
{
    struct hash_index_walk walk       = hash_index_walk(&lookalikes->looks, seen->wide);
    size_t                 candidates = 0;

    for (uint32_t i; candidates < CANDIDATES_MAX && hash_index_next(&walk, &i); candidates++)
        if (reads_the_same(seen, &lookalikes->names[i]))
            return &lookalikes->names[i];
    return NULL;
}

static const struct protected_name *find_typo(const struct lookalikes *lookalikes, str plain)
{
    size_t           candidates = 0;
    struct deletions walk;

    if (plain.len > lookalikes->longest + EDITS_MAX)        /* saves the long walks that strangers could ask for */
        return NULL;
    deletions_begin(&walk, plain, plain.len < TWO_EDITS_FROM ? 1 : 2);
    for (str left; deletions_next(&walk, &left);) {
        if (!sieve_may_hold(&lookalikes->sieve, left))
            continue;

        struct hash_index_walk found = hash_index_walk(&lookalikes->shortened, left);

        for (uint32_t i; candidates < CANDIDATES_MAX && hash_index_next(&found, &i); candidates++) {
            str    other   = lookalikes->names[i].name.label.plain;
            size_t allowed = edits_allowed(lookalikes, &lookalikes->names[i]);

            if (edits_between(plain, other, allowed) <= allowed)
                return &lookalikes->names[i];
        }
    }
    return NULL;
}

static const struct protected_name *find_joined(const struct lookalikes *lookalikes, str word)
{
    struct hash_index_walk walk       = hash_index_walk(&lookalikes->joined, word);
    size_t                 candidates = 0;

    for (uint32_t i; candidates < CANDIDATES_MAX && hash_index_next(&walk, &i); candidates++)
        if (str_equal(lookalikes->names[i].joined, word))
            return &lookalikes->names[i];
    return NULL;
}

static bool is_luring(str word)
{
    for (size_t i = 0; i < ARRAY_LEN(luring_words); i++)
        if (str_equal(word, str_of(luring_words[i])))
            return true;
    return false;
}

static bool has_luring_token(str plain)
{
    str token;

    while (str_cut(&plain, '-', &token))
        if (is_luring(token))
            return true;
    return false;
}

/* A name that stands between hyphens: corp-login, my-corp. */
static const struct protected_name *find_token(const struct lookalikes *lookalikes, str plain)
{
    str rest = plain, token;

    if (!str_has_char(rest, '-'))
        return NULL;
    while (str_cut(&rest, '-', &token)) {
        const struct protected_name *name =
            token.len > SHORT_LABEL ? find_plain(lookalikes, token) : NULL;

        if (name != NULL && (!name->is_common || has_luring_token(plain)))
            return name;
    }
    return NULL;
}

/* A name grown together with one of the words that companies use: corplogin, securecorp. */
static const struct protected_name *find_with_one_of(const struct lookalikes *lookalikes, str label, const char *const *words, size_t count,
                                                     bool are_luring)
{
    for (size_t i = 0; i < count; i++) {
        str                          word = str_of(words[i]);
        const struct protected_name *name = NULL;

        if (label.len <= SHORT_LABEL + word.len)
            continue;
        if (str_starts(label, word))
            name = find_plain(lookalikes, str_from(label, word.len));
        if (name == NULL && str_ends_nocase(label, word))
            name = find_plain(lookalikes, str_slice(label, 0, label.len - word.len));
        if (name != NULL && (!name->is_common || are_luring))
            return name;
    }
    return NULL;
}

static const struct protected_name *find_with_word(const struct lookalikes *lookalikes, str label)
{
    const struct protected_name *name = find_with_one_of(lookalikes, label, luring_words, ARRAY_LEN(luring_words), true);

    return name != NULL ? name : find_with_one_of(lookalikes, label, company_words, ARRAY_LEN(company_words), false);
}

static bool report(struct lookalike *out, enum lookalike_kind kind, const struct protected_name *name)
{
    if (name == NULL)
        return false;
    *out = (struct lookalike){ kind, name->name.registrable, name->is_common };
    return true;
}

static const struct protected_name *find_whole_domain(const struct lookalikes *lookalikes, const struct lookalike_label *seen)
{
    bool telling = str_has_char(seen->plain, '-') || seen->wide.len >= GROWN_TOGETHER;

    return telling ? find_joined(lookalikes, seen->wide) : NULL;
}

static bool label_imitates(const struct lookalikes *lookalikes, const struct lookalike_label *seen, struct lookalike *out)
{
    const struct protected_name *same = find_same_look(lookalikes, seen);

    if (same != NULL && str_equal_nocase(same->name.label.written, seen->written))
        return report(out, LOOKALIKE_ENDING, same);
    return report(out, LOOKALIKE_SKELETON, same) ||
           report(out, LOOKALIKE_EMBEDDED, find_whole_domain(lookalikes, seen)) ||
           report(out, LOOKALIKE_TYPO, find_typo(lookalikes, seen->plain));
}

/* The labels left of somebody else's registrable domain: a whole protected domain, or its name alone. */
static bool subdomain_imitates(const struct lookalikes *lookalikes, struct arena *arena, str labels,
                               struct lookalike *out)
{
    const struct unicode *unicode = lookalikes->unicode;

    labels = domain_last_labels(labels, LABELS_EXAMINED);
    for (str rest = labels; rest.len > 0; rest = domain_parent(rest)) {
        /* Whatever stands behind it, up to the registrable domain: corp.example, corp.example.mail, ... */
        for (str end = rest; str_has_char(end, '.');) {
            if (report(out, LOOKALIKE_EMBEDDED, find_joined(lookalikes, in_one_word(unicode, arena, end))))
                return true;
            end = str_slice(end, 0, (size_t)str_rfind_char(end, '.'));
        }
    }
    str written;

    while (str_cut(&labels, '.', &written)) {
        struct lookalike_label       label = label_of(arena, unicode, written);
        const struct protected_name *name  = written.len > SHORT_LABEL ? find_same_look(lookalikes, &label) : NULL;

        if (report(out, LOOKALIKE_SUBDOMAIN, name != NULL && !name->is_common ? name : NULL) ||
            report(out, LOOKALIKE_EMBEDDED, find_whole_domain(lookalikes, &label)) ||
            report(out, LOOKALIKE_SUBDOMAIN, find_token(lookalikes, label.plain)))
            return true;
    }
    return false;
}

bool lookalike_find(const struct lookalikes *lookalikes, struct arena *arena, const struct lookalike_name *name, struct lookalike *out)
{
    str domain = name->domain, registrable = name->registrable;

    *out = (struct lookalike){ 0 };
    if (domain.len > DOMAIN_MAX_OCTETS || domain_set_covers(&lookalikes->domains, domain) ||
        domain_set_covers(&lookalikes->registrables, registrable))
        return false;
    if (label_imitates(lookalikes, &name->label, out))
        return true;
    if (domain.len > registrable.len &&
        subdomain_imitates(lookalikes, arena, str_slice(domain, 0, domain.len - registrable.len - 1), out) &&
        out->kind == LOOKALIKE_EMBEDDED)
        return true;
    return out->kind != LOOKALIKE_NONE || report(out, LOOKALIKE_COMBO, find_token(lookalikes, name->label.plain)) ||
           report(out, LOOKALIKE_COMBO, find_with_word(lookalikes, name->label.plain));
}
