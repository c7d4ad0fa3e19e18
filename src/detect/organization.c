#include "detect/organization.h"

#include "base/ascii.h"
#include "base/domain.h"
#include "base/hash_index.h"
#include "detect/domain_set.h"
#include "detect/look.h"
#include "detect/person.h"
#include "detect/text.h"

enum {
    TYPO_FROM_OWN   = 5,        /* letters of a label from which a typo is an imitation */
    TYPO_FROM_BRAND = 6,        /* the world's brands meet many more honest names */
    TEXT_WORDS_MAX  = 64,       /* of a display name or subject, searched for brands */
    LABEL_TELLING   = 4,        /* letters of a label from which it may be a name that nobody else has */
};

struct known_brand {
    struct brand brand;
    bool         is_common_word, is_alone;
    str          words;                 /* the name, folded, single blanks between words */
};

/* A word that names begin with, and how many words the longest of them has. */
struct first_word { str word; size_t longest; };

struct organization {
    const struct unicode  *unicode;
    const struct suffixes *suffixes;
    struct domain_set      own, free_mail, free_hosts, carriers, own_notices, partner_domains, brand_domains;
    struct link_services  *link_services;
    struct lookalikes     *own_names, *partner_names, *brand_names;
    struct person         *people;
    str                   *person_keys;
    struct hash_index      people_by_key;
    struct known_sender   *senders;
    str                   *sender_domains;
    struct domain_set      sender_set;
    struct known_brand    *brands;      /* of the configuration, then the shipped ones and those of files */
    size_t                 brand_count;
    struct first_word     *first_words;
    size_t                 first_word_count;
    struct hash_index      brands_by_name, first_words_by_word;         /* hundreds of names begin with "Bank" */
};

/* ---- copies ---- */

static str domain_key(const struct unicode *unicode, struct arena *arena, str domain)
{
    str ascii;

    return unicode_domain_to_ascii(unicode, arena, domain, &ascii) ? arena_str(arena, ascii)
                                                                   : domain_lower(arena, arena_str(arena, domain));
}

static str *copy_domains(const struct unicode *unicode, struct arena *arena, const str *domains, size_t count)
{
    str *copies = ARENA_ARRAY(arena, str, count);

    for (size_t i = 0; i < count; i++)
        copies[i] = domain_key(unicode, arena, domains[i]);
    return copies;
}

static str *split(struct arena *arena, str rest, size_t *count)
{
    str   *pieces = NULL, piece;
    size_t capacity = 0;

    *count = 0;
    while (str_cut(&rest, ' ', &piece))
        if (piece.len > 0)
            *ARENA_PUSH(arena, pieces, (*count)++, &capacity) = piece;
    return pieces;
}

/* Folding makes "tm" of a trade mark (™, and so on), which would stick to the word before it: it becomes a blank. */
static str without_trade_marks(struct arena *arena, str text)
{
    static const str marks[] = { STR_INIT("\xe2\x84\xa2"), STR_INIT("\xc2\xae"), STR_INIT("\xc2\xa9") };
    char            *out     = NULL;

    if (!str_has_8bit(text))
        return text;
    for (size_t i = 0; i < text.len; i++)
        for (size_t j = 0; j < ARRAY_LEN(marks); j++)
            if (str_starts(str_from(text, i), marks[j])) {
                if (out == NULL)
                    text.ptr = out = memcpy(arena_octets(arena, text.len), text.ptr, text.len);
                memset(out + i, ' ', marks[j].len);
            }
    return text;
}

/* The words of a text as brands are compared: folded to what they look like, one behind the other with single blanks between. */
struct folded_words { str words[TEXT_WORDS_MAX]; size_t count; };

static void fold_words(const struct unicode *unicode, struct arena *arena, str text, struct folded_words *folded)
{
    str   rest = look_plain(unicode, arena, without_trade_marks(arena, text)), word;
    char *out  = arena_octets(arena, rest.len + 1);             /* no fold is longer, and something stands between two words */

    folded->count = 0;
    while (folded->count < TEXT_WORDS_MAX && text_next_word(&rest, &word)) {
        str seen = { out, look_seen_into(out, word, LOOK_WIDE) };

        folded->words[folded->count++] = seen;
        out += seen.len;
        *out++ = ' ';
    }
}

/* count of them, with the blanks between. */
static str folded_slice(const struct folded_words *folded, size_t from, size_t count)
{
    const str *first = &folded->words[from], *last = &folded->words[from + count - 1];

    return (str){ first->ptr, (size_t)(last->ptr - first->ptr) + last->len };
}

/* ---- making ---- */

static struct first_word *find_first_word(const struct organization *organization, str word)
{
    struct hash_index_walk walk = hash_index_walk(&organization->first_words_by_word, word);

    for (uint32_t number; hash_index_next(&walk, &number);)
        if (str_equal(organization->first_words[number].word, word))
            return &organization->first_words[number];
    return NULL;
}

static void add_first_word(struct organization *organization, str word, size_t count)
{
    struct first_word *first = find_first_word(organization, word);

    if (first == NULL) {
        hash_index_add(&organization->first_words_by_word, word, (uint32_t)organization->first_word_count);
        first       = &organization->first_words[organization->first_word_count++];
        first->word = word;
    }
    if (count > first->longest)
        first->longest = count;
}

static void add_brand(struct organization *organization, struct arena *arena, const struct brand *brand,
                      bool is_common_word, bool is_alone)
{
    struct known_brand *known = &organization->brands[organization->brand_count++];
    struct folded_words folded;

    known->brand = (struct brand){
        .name         = arena_str(arena, brand->name),
        .domains      = copy_domains(organization->unicode, arena, brand->domains, brand->domain_count),
        .domain_count = brand->domain_count,
    };
    known->is_common_word = is_common_word;
    known->is_alone       = is_alone;
    fold_words(organization->unicode, arena, known->brand.name, &folded);
    if (folded.count == 0)
        return;
    known->words = folded_slice(&folded, 0, folded.count);
    hash_index_add(&organization->brands_by_name, known->words, (uint32_t)(organization->brand_count - 1));
    add_first_word(organization, folded.words[0], folded.count);
}

static void add_named_brand(struct organization *organization, struct arena *arena, str entry)
{
    struct named_brand named;
    struct brand       brand;

    if (!named_brand_of(entry, &named))
        return;
    brand         = (struct brand){ .name = named.name };
    brand.domains = split(arena, named.domains, &brand.domain_count);
    add_brand(organization, arena, &brand, named.is_common_word, named.is_alone);
}

static void add_brands(struct organization *organization, struct arena *arena, const struct organization_lists *lists)
{
    struct names named = names_joined(arena, LIST_BRANDS, lists->files, NULL, 0);
    size_t       most  = lists->brand_count + named.count;

    organization->brands      = ARENA_ARRAY(arena, struct known_brand, most);
    organization->first_words = ARENA_ARRAY(arena, struct first_word, most);
    hash_index_init(&organization->brands_by_name, arena, most);
    hash_index_init(&organization->first_words_by_word, arena, most);
    for (size_t i = 0; i < lists->brand_count; i++)
        add_brand(organization, arena, &lists->brands[i], false, false);
    for (size_t i = 0; i < named.count; i++)
        add_named_brand(organization, arena, named.items[i]);
}

static str name_label(const struct organization *organization, str domain)
{
    str       registrable = suffix_registrable(organization->suffixes, domain);
    ptrdiff_t dot         = str_find_char(registrable, '.');

    return dot == STR_NOT_FOUND ? registrable : str_slice(registrable, 0, (size_t)dot);
}

/* Whether others are called like the domain by chance. Only a label that holds the whole of a name which is no word is the brand's alone:
 * deutsche-bank.de is, db.com, united.com and orange.fr are not. */
static bool has_common_label(const struct organization *organization, struct arena *arena, const struct known_brand *known, str domain)
{
    str   label = name_label(organization, domain);
    str   seen  = look_seen(arena, look_plain(organization->unicode, arena, label), LOOK_WIDE);
    char *name  = arena_octets(arena, known->words.len);
    size_t len  = 0;

    for (size_t i = 0; i < known->words.len; i++)
        if (known->words.ptr[i] != ' ')
            name[len++] = known->words.ptr[i];
    if (len < LABEL_TELLING || str_find(seen, (str){ name, len }) == STR_NOT_FOUND)
        return true;
    return known->is_common_word && seen.len == len;
}

/* Domains of brands; two brands may share one. */
struct brand_domains { str *domains; bool *are_common; size_t count; };

static struct brand_domains brand_domains(const struct organization *organization, struct arena *arena, size_t from, size_t to)
{
    struct brand_domains all  = { 0 };
    size_t               most = 0;

    for (size_t i = from; i < to; i++)
        most += organization->brands[i].brand.domain_count;
    all.domains    = ARENA_ARRAY(arena, str, most);
    all.are_common = ARENA_ARRAY(arena, bool, most);
    for (size_t i = from; i < to; i++)
        for (size_t j = 0; j < organization->brands[i].brand.domain_count; j++) {
            str domain = organization->brands[i].brand.domains[j];

            all.are_common[all.count] = has_common_label(organization, arena, &organization->brands[i], domain);
            all.domains[all.count++]  = domain;
        }
    return all;
}

static void add_people(struct organization *organization, struct arena *arena, const struct organization_lists *lists)
{
    organization->people      = ARENA_ARRAY(arena, struct person, lists->person_count);
    organization->person_keys = ARENA_ARRAY(arena, str, lists->person_count);
    hash_index_init(&organization->people_by_key, arena, lists->person_count);
    for (size_t i = 0; i < lists->person_count; i++) {
        const struct person *from      = &lists->people[i];
        str                 *addresses = ARENA_ARRAY(arena, str, from->address_count);

        for (size_t j = 0; j < from->address_count; j++)
            addresses[j] = arena_str(arena, from->addresses[j]);
        organization->people[i]      = (struct person){ arena_str(arena, from->name), addresses, from->address_count, from->is_staff };
        organization->person_keys[i] = person_key(organization->unicode, arena, organization->people[i].name);
        hash_index_add(&organization->people_by_key, organization->person_keys[i], (uint32_t)i);
    }
}

static void add_senders(struct organization *organization, struct arena *arena, const struct organization_lists *lists)
{
    organization->senders        = ARENA_ARRAY(arena, struct known_sender, lists->sender_count);
    organization->sender_domains = ARENA_ARRAY(arena, str, lists->sender_count);
    for (size_t i = 0; i < lists->sender_count; i++) {
        organization->senders[i]        = lists->senders[i];
        organization->senders[i].domain = domain_key(organization->unicode, arena, lists->senders[i].domain);
        organization->sender_domains[i] = organization->senders[i].domain;
    }
    domain_set_init(&organization->sender_set, arena, organization->sender_domains, lists->sender_count);
}

static void add_hosts(struct organization *organization, struct arena *arena, const struct organization_lists *lists)
{
    str *free_mail = copy_domains(organization->unicode, arena, lists->free_mail, lists->free_mail_count);

    names_set(&organization->free_mail, arena, LIST_FREE_MAIL, lists->files, free_mail, lists->free_mail_count);
    names_set(&organization->free_hosts, arena, LIST_FREE_HOSTS, lists->files, NULL, 0);
    names_set(&organization->carriers, arena, LIST_CARRIERS, lists->files, NULL, 0);
    names_set(&organization->own_notices, arena, LIST_OWN_NOTICES, lists->files, NULL, 0);
}

struct organization *organization_new(struct arena *arena, const struct organization_lists *lists,
                                      const struct unicode *unicode, const struct suffixes *suffixes)
{
    struct organization *organization = ARENA_NEW(arena, struct organization);

    organization->unicode  = unicode;
    organization->suffixes = suffixes;
    organization->link_services = link_services_new(arena, &lists->links, lists->files, suffixes);
    add_brands(organization, arena, lists);
    add_people(organization, arena, lists);
    add_senders(organization, arena, lists);
    add_hosts(organization, arena, lists);

    str                 *own      = copy_domains(unicode, arena, lists->own_domains, lists->own_domain_count);
    struct brand_domains partners = brand_domains(organization, arena, 0, lists->brand_count);
    struct brand_domains brands   = brand_domains(organization, arena, lists->brand_count, organization->brand_count);

    domain_set_init(&organization->own, arena, own, lists->own_domain_count);
    domain_set_init(&organization->partner_domains, arena, partners.domains, partners.count);
    domain_set_init(&organization->brand_domains, arena, brands.domains, brands.count);
    organization->own_names     = lookalikes_new(arena, own, NULL, lists->own_domain_count, TYPO_FROM_OWN, unicode, suffixes);
    organization->partner_names = lookalikes_new(arena, partners.domains, NULL, partners.count, TYPO_FROM_OWN, unicode, suffixes);
    organization->brand_names   = lookalikes_new(arena, brands.domains, brands.are_common, brands.count, TYPO_FROM_BRAND, unicode,
                                                 suffixes);
    return organization;
}

/* ---- asking ---- */

bool organization_owns(const struct organization *organization, str domain)
{
    return domain_set_covers(&organization->own, domain);
}

bool organization_is_partner(const struct organization *organization, str domain)
{
    return domain_set_covers(&organization->partner_domains, domain);
}

bool organization_is_free_mail(const struct organization *organization, str domain)
{
    return domain_set_covers(&organization->free_mail, domain);
}

bool organization_is_free_host(const struct organization *organization, str domain)
{
    return domain_set_covers(&organization->free_hosts, domain);
}

bool organization_is_carrier(const struct organization *organization, str domain)
{
    return domain_set_covers(&organization->carriers, domain) && !domain_set_covers(&organization->own_notices, domain);
}

bool organization_is_brand(const struct organization *organization, str domain)
{
    return domain_set_covers(&organization->brand_domains, domain) && !organization_is_free_mail(organization, domain);
}

bool organization_protects(const struct organization *organization, str domain)
{
    return organization_owns(organization, domain) || organization_is_partner(organization, domain) ||
           organization_is_brand(organization, domain);
}

const struct link_services *organization_link_services(const struct organization *organization)
{
    return organization->link_services;
}

const struct person *organization_person(const struct organization *organization, struct arena *arena, str name)
{
    str                    key  = person_key(organization->unicode, arena, name);
    struct hash_index_walk walk = hash_index_walk(&organization->people_by_key, key);

    if (key.len == 0)
        return NULL;
    for (uint32_t i; hash_index_next(&walk, &i);)
        if (str_equal(organization->person_keys[i], key))
            return &organization->people[i];
    return NULL;
}

bool person_has_address(const struct person *person, str address)
{
    for (size_t i = 0; i < person->address_count; i++)
        if (str_equal_nocase(person->addresses[i], address))
            return true;
    return false;
}

const struct known_sender *organization_known_sender(const struct organization *organization, str domain, enum sender_proof proof)
{
    str found = domain_set_covering(&organization->sender_set, domain);

    for (size_t i = 0; found.len > 0 && i < organization->sender_set.count; i++)
        if (str_equal(organization->senders[i].domain, found) && (organization->senders[i].proofs & proof) != 0)
            return &organization->senders[i];
    return NULL;
}

/* The brand with the longest name that begins at a word: any, or one that owns a domain. */
static const struct known_brand *brand_at(const struct organization *organization, const struct folded_words *folded, size_t at, str owned,
                                          size_t *length)
{
    const struct first_word *first = find_first_word(organization, folded->words[at]);

    if (first == NULL)
        return NULL;
    for (*length = first->longest; *length > 0; --*length) {
        if (*length > folded->count - at)
            continue;

        str                    name = folded_slice(folded, at, *length);
        struct hash_index_walk walk = hash_index_walk(&organization->brands_by_name, name);

        for (uint32_t number; hash_index_next(&walk, &number);) {
            const struct known_brand *known = &organization->brands[number];

            if (str_equal(known->words, name) && (owned.len == 0 || organization_brand_owns(organization, &known->brand, owned)))
                return known;
        }
    }
    return NULL;
}

bool organization_brand_in(const struct organization *organization, struct arena *arena, str text,
                           struct brand_mention *out)
{
    struct folded_words folded;
    size_t              length;

    *out = (struct brand_mention){ 0 };
    fold_words(organization->unicode, arena, text, &folded);
    for (size_t i = 0; i < folded.count; i++) {
        const struct known_brand *known = brand_at(organization, &folded, i, (str){ 0 }, &length);

        if (known == NULL || (out->brand != NULL && known->is_common_word) || (known->is_alone && length != folded.count))
            continue;
        *out = (struct brand_mention){ &known->brand, known->is_common_word, length == folded.count };
        if (!known->is_common_word)             /* "Free DHL delivery" is about DHL */
            return true;
    }
    return out->brand != NULL;
}

bool organization_names_owner(const struct organization *organization, struct arena *arena, str text, str domain)
{
    struct folded_words folded;
    size_t              length;

    fold_words(organization->unicode, arena, text, &folded);
    for (size_t i = 0; i < folded.count; i++)
        if (brand_at(organization, &folded, i, domain, &length) != NULL)
            return true;
    return false;
}

/* Whether the letters of label stand in a name in this order, blanks and the like left out: "bankofamerica". */
static bool is_in_name(str name, str label)
{
    for (size_t begin = 0; begin < name.len; begin++) {
        size_t found = 0;

        for (size_t i = begin; i < name.len && found < label.len; i++) {
            if (ascii_lower(name.ptr[i]) == label.ptr[found])
                found++;
            else if (ascii_is_alnum(name.ptr[i]) || ascii_is_8bit(name.ptr[i]) || found == 0)
                break;
        }
        if (found == label.len)
            return true;
    }
    return false;
}

/* A brand's own domains, and its name under endings that nobody has listed: amazon.nl is Amazon's as far as its name
 * goes. That somebody else has registered such a name is another rule's business. admin.org is not Switzerland's. */
bool organization_brand_owns(const struct organization *organization, const struct brand *brand, str domain)
{
    str label = name_label(organization, domain);

    for (size_t i = 0; i < brand->domain_count; i++)
        if (domain_is_or_below(domain, brand->domains[i]) ||
            (label.len > 0 && str_equal(label, name_label(organization, brand->domains[i])) && is_in_name(brand->name, label)))
            return true;
    return false;
}

struct imitation organization_imitation(const struct organization *organization, struct arena *arena, str domain, str registrable)
{
    const struct lookalikes *const indexes[PROTECTED_COUNT] = {
        [PROTECTED_OWN] = organization->own_names, [PROTECTED_PARTNER] = organization->partner_names,
        [PROTECTED_BRAND] = organization->brand_names,
    };
    struct imitation      imitation = { 0 };
    struct lookalike_name name;

    if (domain.len == 0 || organization_protects(organization, domain) || organization_is_free_mail(organization, domain))
        return imitation;
    name = lookalike_name_of(arena, organization->unicode, domain, registrable);
    for (enum protected_names names = 0; names < PROTECTED_COUNT; names++)
        (void)lookalike_find(indexes[names], arena, &name, &imitation.of[names]);
    return imitation;
}
