#include "detect/lookalike.h"

#include "base/ascii.h"
#include "base/domain.h"
#include "base/hash_index.h"
#include "detect/domain_set.h"
#include "detect/edits.h"
#include "detect/look.h"

enum {
    SHORT_LABEL     = 4,        /* up to here a name is imitated by its strict look only */
    TWO_EDITS_FROM  = 9,
    EDITS_MAX       = 2,
    LABELS_EXAMINED = 8,        /* of one name, from the right */
    GROWN_TOGETHER  = 8,        /* a domain without its dot is recognised from here: hpcom.net is a name, too */
    CANDIDATES_MAX  = 64,       /* compared in one search: protected names that share a form are few */
};

struct protected_name {
    str domain;                 /* as the administrator wrote it */
    str registrable;
    str label;                  /* of the registrable domain, without its public suffix; in A-labels */
    str plain, wide, strict;    /* the label's forms (detect/look.h) */
    str joined;                 /* the registrable domain in one word, wide */
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

/* What a message shows, in the forms in which it is looked up. */
struct sight {
    const struct lookalikes *lookalikes;
    struct arena            *arena;
    str                      label, plain, wide, strict;
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
    "account", "accounts", "admin", "alert", "alerts", "bank", "billing", "careers", "cloud", "corp", "corporate",
    "customer", "docs", "finance", "global", "group", "help", "helpdesk", "hr", "info", "invoice", "invoices", "it",
    "login", "mail", "notice", "office", "online", "pay", "payment", "payments", "payroll", "portal", "secure",
    "security", "service", "services", "share", "signin", "sso", "support", "team", "update", "verify", "web",
};

static str registrable_of(const struct suffixes *suffixes, str domain)
{
    str registrable = suffix_registrable(suffixes, domain);

    return registrable.len > 0 ? registrable : domain;
}

static str first_label(str domain)
{
    ptrdiff_t dot = str_find_char(domain, '.');

    return dot == STR_NOT_FOUND ? domain : str_slice(domain, 0, (size_t)dot);
}

static str displayed(const struct unicode *unicode, struct arena *arena, str name)
{
    return str_find(name, STR("xn--")) == STR_NOT_FOUND ? name : unicode_domain_to_display(unicode, arena, name);
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

static size_t edits_allowed(const struct lookalikes *lookalikes, size_t len)
{
    if (len < lookalikes->shortest_typo || len <= SHORT_LABEL || len > EDITS_TEXT_MAX)
        return 0;
    return len < TWO_EDITS_FROM ? 1 : 2;
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

static size_t neighbourhood_size(size_t len, size_t edits)
{
    return edits == 0 ? 0 : edits == 1 ? 1 + len : 1 + len + len * (len - 1) / 2;
}

static void protect(struct lookalikes *lookalikes, struct arena *arena, str domain, struct protected_name *name)
{
    name->domain      = domain;
    name->registrable = registrable_of(lookalikes->suffixes, domain);
    name->label       = first_label(name->registrable);
    name->plain       = look_plain(lookalikes->unicode, arena, displayed(lookalikes->unicode, arena, name->label));
    name->wide        = look_seen(arena, name->plain, LOOK_WIDE);
    name->strict      = look_seen(arena, name->plain, LOOK_STRICT);
    name->joined      = in_one_word(lookalikes->unicode, arena, name->registrable);
}

static void index_neighbourhood(struct lookalikes *lookalikes, uint32_t number)
{
    str              plain = lookalikes->names[number].plain;
    size_t           edits = edits_allowed(lookalikes, plain.len);
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

/* Labels that the list holds under several endings stand once in the tables that are asked by label. */
static bool is_first_of_label(const struct lookalikes *lookalikes, uint32_t number)
{
    struct hash_index_walk walk = hash_index_walk(&lookalikes->plain, lookalikes->names[number].plain);

    for (uint32_t other; hash_index_next(&walk, &other);)
        if (str_equal(lookalikes->names[other].plain, lookalikes->names[number].plain))
            return false;
    return true;
}

struct lookalikes *lookalikes_new(struct arena *arena, const str *domains, size_t count, size_t shortest_typo,
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
        registrables[i] = name->registrable;
        neighbours += neighbourhood_size(name->plain.len, edits_allowed(lookalikes, name->plain.len));
    }
    domain_set_init(&lookalikes->domains, arena, domains, count);
    domain_set_init(&lookalikes->registrables, arena, registrables, count);
    hash_index_init(&lookalikes->looks, arena, count);
    hash_index_init(&lookalikes->plain, arena, count);
    hash_index_init(&lookalikes->joined, arena, count);
    hash_index_init(&lookalikes->shortened, arena, neighbours);
    lookalikes->sieve = sieve_for(arena, neighbours);
    for (uint32_t i = 0; i < count; i++) {
        hash_index_add(&lookalikes->joined, lookalikes->names[i].joined, i);
        if (!is_first_of_label(lookalikes, i))
            continue;
        hash_index_add(&lookalikes->plain, lookalikes->names[i].plain, i);
        hash_index_add(&lookalikes->looks, lookalikes->names[i].wide, i);
        index_neighbourhood(lookalikes, i);
    }
    return lookalikes;
}

/* ---- the search ---- */

static struct sight sight_of(const struct lookalikes *lookalikes, struct arena *arena, str label)
{
    struct sight sight = { .lookalikes = lookalikes, .arena = arena, .label = label };

    sight.plain  = look_plain(lookalikes->unicode, arena, displayed(lookalikes->unicode, arena, label));
    sight.wide   = look_seen(arena, sight.plain, LOOK_WIDE);
    sight.strict = look_seen(arena, sight.plain, LOOK_STRICT);
    return sight;
}

static bool reads_the_same(const struct sight *sight, const struct protected_name *name)
{
    return name->plain.len <= SHORT_LABEL ? str_equal(sight->strict, name->strict) : str_equal(sight->wide, name->wide);
}

static const struct protected_name *find_same_look(const struct sight *sight)
{
    struct hash_index_walk walk       = hash_index_walk(&sight->lookalikes->looks, sight->wide);
    size_t                 candidates = 0;

    for (uint32_t i; candidates < CANDIDATES_MAX && hash_index_next(&walk, &i); candidates++)
        if (reads_the_same(sight, &sight->lookalikes->names[i]))
            return &sight->lookalikes->names[i];
    return NULL;
}

static const struct protected_name *find_typo(const struct sight *sight)
{
    const struct lookalikes *lookalikes = sight->lookalikes;
    size_t                   candidates = 0;
    struct deletions         walk;

    if (sight->plain.len > lookalikes->longest + EDITS_MAX)         /* saves the long walks that strangers could ask for */
        return NULL;
    deletions_begin(&walk, sight->plain, sight->plain.len < TWO_EDITS_FROM ? 1 : 2);
    for (str left; deletions_next(&walk, &left);) {
        if (!sieve_may_hold(&lookalikes->sieve, left))
            continue;

        struct hash_index_walk found = hash_index_walk(&lookalikes->shortened, left);

        for (uint32_t i; candidates < CANDIDATES_MAX && hash_index_next(&found, &i); candidates++) {
            const struct protected_name *name    = &lookalikes->names[i];
            size_t                       allowed = edits_allowed(lookalikes, name->plain.len);

            if (edits_between(sight->plain, name->plain, allowed) <= allowed)
                return name;
        }
    }
    return NULL;
}

static const struct protected_name *find_plain(const struct lookalikes *lookalikes, str plain)
{
    struct hash_index_walk walk       = hash_index_walk(&lookalikes->plain, plain);
    size_t                 candidates = 0;

    for (uint32_t i; candidates < CANDIDATES_MAX && hash_index_next(&walk, &i); candidates++)
        if (str_equal(lookalikes->names[i].plain, plain))
            return &lookalikes->names[i];
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

/* A name that stands between hyphens: corp-login, my-corp. */
static const struct protected_name *find_token(const struct sight *sight)
{
    str rest = sight->plain, token;

    if (!str_has_char(rest, '-'))
        return NULL;
    while (str_cut(&rest, '-', &token)) {
        const struct protected_name *name =
            token.len > SHORT_LABEL ? find_plain(sight->lookalikes, token) : NULL;

        if (name != NULL)
            return name;
    }
    return NULL;
}

/* A name grown together with a word that companies use: corplogin, securecorp. */
static const struct protected_name *find_with_word(const struct sight *sight)
{
    for (size_t i = 0; i < ARRAY_LEN(company_words); i++) {
        str                          word = str_of(company_words[i]), label = sight->plain;
        const struct protected_name *name = NULL;

        if (label.len <= SHORT_LABEL + word.len)
            continue;
        if (str_starts(label, word))
            name = find_plain(sight->lookalikes, str_from(label, word.len));
        if (name == NULL && str_ends_nocase(label, word))
            name = find_plain(sight->lookalikes, str_slice(label, 0, label.len - word.len));
        if (name != NULL)
            return name;
    }
    return NULL;
}

static bool report(struct lookalike *out, enum lookalike_kind kind, const struct protected_name *name)
{
    if (name == NULL)
        return false;
    *out = (struct lookalike){ kind, name->registrable };
    return true;
}

static const struct protected_name *find_whole_domain(const struct sight *sight)
{
    bool telling = str_has_char(sight->plain, '-') || sight->wide.len >= GROWN_TOGETHER;

    return telling ? find_joined(sight->lookalikes, sight->wide) : NULL;
}

static bool label_imitates(const struct sight *sight, struct lookalike *out)
{
    const struct protected_name *same = find_same_look(sight);

    if (same != NULL && str_equal(same->plain, sight->label))
        return report(out, LOOKALIKE_ENDING, same);
    return report(out, LOOKALIKE_SKELETON, same) ||
           report(out, LOOKALIKE_EMBEDDED, find_whole_domain(sight)) || report(out, LOOKALIKE_TYPO, find_typo(sight));
}

/* The labels left of somebody else's registrable domain: a whole protected domain, or its name alone. */
static bool subdomain_imitates(const struct lookalikes *lookalikes, struct arena *arena, str labels,
                               struct lookalike *out)
{
    labels = domain_last_labels(labels, LABELS_EXAMINED);
    for (str rest = labels; rest.len > 0; rest = domain_parent(rest)) {
        /* Whatever stands behind it, up to the registrable domain: corp.example, corp.example.mail, ... */
        for (str end = rest; str_has_char(end, '.');) {
            if (report(out, LOOKALIKE_EMBEDDED, find_joined(lookalikes, in_one_word(lookalikes->unicode, arena, end))))
                return true;
            end = str_slice(end, 0, (size_t)str_rfind_char(end, '.'));
        }
    }
    str label;

    while (str_cut(&labels, '.', &label)) {
        struct sight                 sight = sight_of(lookalikes, arena, label);
        const struct protected_name *name  = label.len > SHORT_LABEL ? find_same_look(&sight) : NULL;

        if (report(out, LOOKALIKE_SUBDOMAIN, name) ||
            report(out, LOOKALIKE_EMBEDDED, find_whole_domain(&sight)) ||
            report(out, LOOKALIKE_SUBDOMAIN, find_token(&sight)))
            return true;
    }
    return false;
}

bool lookalike_find(const struct lookalikes *lookalikes, struct arena *arena, str domain, struct lookalike *out)
{
    *out = (struct lookalike){ 0 };
    if (domain.len > DOMAIN_MAX_OCTETS)
        return false;

    str          registrable = registrable_of(lookalikes->suffixes, domain);
    struct sight sight       = sight_of(lookalikes, arena, first_label(registrable));

    if (domain_set_covers(&lookalikes->domains, domain) || domain_set_covers(&lookalikes->registrables, registrable))
        return false;
    if (label_imitates(&sight, out))
        return true;
    if (domain.len > registrable.len &&
        subdomain_imitates(lookalikes, arena, str_slice(domain, 0, domain.len - registrable.len - 1), out) &&
        out->kind == LOOKALIKE_EMBEDDED)
        return true;
    return out->kind != LOOKALIKE_NONE || report(out, LOOKALIKE_COMBO, find_token(&sight)) ||
           report(out, LOOKALIKE_COMBO, find_with_word(&sight));
}
