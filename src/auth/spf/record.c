#include "auth/spf/record.h"

#include <stdlib.h>

#include "base/ascii.h"

enum argument { NO_ARGUMENT, NEEDS_DOMAIN, TAKES_DOMAIN, TAKES_DOMAIN_AND_PREFIXES, NEEDS_NETWORK };

/* RFC 7208 §5 and §12. */
static const struct { str name; enum spf_mechanism mechanism; enum argument argument; } mechanisms[] = {
    { STR_INIT("all"),     SPF_ALL,     NO_ARGUMENT               },
    { STR_INIT("include"), SPF_INCLUDE, NEEDS_DOMAIN              },
    { STR_INIT("a"),       SPF_A,       TAKES_DOMAIN_AND_PREFIXES },
    { STR_INIT("mx"),      SPF_MX,      TAKES_DOMAIN_AND_PREFIXES },
    { STR_INIT("ptr"),     SPF_PTR,     TAKES_DOMAIN              },
    { STR_INIT("ip4"),     SPF_IP4,     NEEDS_NETWORK             },
    { STR_INIT("ip6"),     SPF_IP6,     NEEDS_NETWORK             },
    { STR_INIT("exists"),  SPF_EXISTS,  NEEDS_DOMAIN              },
};

/* §4.6.2. */
static const struct { char sign; enum spf_status result; } qualifiers[] = {
    { '+', SPF_PASS }, { '-', SPF_FAIL }, { '~', SPF_SOFTFAIL }, { '?', SPF_NEUTRAL },
};

/* ---- arguments ---- */

/* "0", or digits without a leading zero: "/00" and "/032" are errors. */
static bool read_prefix(str digits, unsigned max, unsigned *prefix)
{
    uint64_t number;

    if (!str_to_u64(digits, max, &number) || (digits.len > 1 && digits.ptr[0] == '0'))
        return false;
    *prefix = (unsigned)number;
    return true;
}

/* Cuts mark and the digits behind it off the end of *text, if they are there. */
static bool cut_suffix_number(str *text, str mark, str *digits)
{
    size_t at = text->len;

    while (at > 0 && ascii_is_digit(text->ptr[at - 1]))
        at--;
    if (at == text->len || at < mark.len || !str_equal(str_slice(*text, at - mark.len, at), mark))
        return false;
    *digits = str_from(*text, at);
    *text   = str_slice(*text, 0, at - mark.len);
    return true;
}

/* dual-cidr-length stands at the end, since a domain-spec may hold "/" itself. */
static enum auth_reason read_dual_prefix(struct spf_term *term, str *argument)
{
    str digits;

    if (cut_suffix_number(argument, STR("//"), &digits) && !read_prefix(digits, 128, &term->prefix6))
        return REASON_SPF_BAD_NETWORK;
    if (cut_suffix_number(argument, STR("/"), &digits) && !read_prefix(digits, 32, &term->prefix4))
        return REASON_SPF_BAD_NETWORK;
    return REASON_NONE;
}

static enum auth_reason read_domain_spec(struct spf_term *term, struct arena *arena, str argument)
{
    if (!str_skip_prefix(&argument, STR(":")) || argument.len == 0)
        return REASON_SPF_BAD_ARGUMENT;
    return spf_macro_parse(&term->domain, arena, argument, SPF_DOMAIN_SPEC) ? REASON_NONE : REASON_SPF_BAD_DOMAIN_SPEC;
}

/* A mapped address in an ip6 term stays IPv6: such a client counts as IPv4, and only ip4 lists those (§5). */
static struct ip as_ip6(struct ip ip)
{
    struct ip mapped = { .family = IP_V6, .octets = { [10] = 0xff, [11] = 0xff } };

    if (ip.family == IP_V6)
        return ip;
    memcpy(mapped.octets + 12, ip.octets, 4);
    return mapped;
}

/* ip4-network or ip6-network with its prefix length, §5.6. */
static enum auth_reason read_network(struct spf_term *term, str argument)
{
    bool      v6 = term->mechanism == SPF_IP6;
    str       address;
    ptrdiff_t slash;

    if (!str_skip_prefix(&argument, STR(":")))
        return REASON_SPF_BAD_ARGUMENT;
    slash   = str_find_char(argument, '/');
    address = slash == STR_NOT_FOUND ? argument : str_slice(argument, 0, (size_t)slash);
    if (str_has_char(address, ':') != v6 || !ip_parse(address, &term->network))
        return REASON_SPF_BAD_NETWORK;
    if (v6)
        term->network = as_ip6(term->network);
    if (slash == STR_NOT_FOUND)
        return REASON_NONE;
    str digits = str_from(argument, (size_t)slash + 1);
    bool ok    = v6 ? read_prefix(digits, 128, &term->prefix6) : read_prefix(digits, 32, &term->prefix4);

    return ok ? REASON_NONE : REASON_SPF_BAD_NETWORK;
}

static enum auth_reason read_argument(struct spf_term *term, struct arena *arena, enum argument kind, str argument)
{
    enum auth_reason fault = REASON_NONE;

    switch (kind) {
    case NO_ARGUMENT:
        return argument.len == 0 ? REASON_NONE : REASON_SPF_BAD_ARGUMENT;
    case NEEDS_NETWORK:
        return read_network(term, argument);
    case NEEDS_DOMAIN:
        return read_domain_spec(term, arena, argument);
    case TAKES_DOMAIN_AND_PREFIXES:
        fault = read_dual_prefix(term, &argument);
        break;
    case TAKES_DOMAIN:
        break;
    }
    return fault != REASON_NONE || argument.len == 0 ? fault : read_domain_spec(term, arena, argument);
}

/* ---- terms ---- */

static str take_name(str *text, str more)
{
    size_t len = 0;

    while (len < text->len && (ascii_is_alnum(text->ptr[len]) || str_has_char(more, text->ptr[len])))
        len++;
    str name = str_slice(*text, 0, len);

    *text = str_from(*text, len);
    return name;
}

static enum spf_status take_qualifier(str *text)
{
    for (size_t i = 0; i < ARRAY_LEN(qualifiers); i++)
        if (text->ptr[0] == qualifiers[i].sign) {
            *text = str_from(*text, 1);
            return qualifiers[i].result;
        }
    return SPF_PASS;
}

static enum auth_reason read_directive(struct spf_record *record, struct arena *arena, str text)
{
    struct spf_term term = { .prefix4 = 32, .prefix6 = 128, .text = text };

    term.result = take_qualifier(&text);
    str name = take_name(&text, STR(""));

    for (size_t i = 0; i < ARRAY_LEN(mechanisms); i++) {
        if (!str_equal_nocase(name, mechanisms[i].name))
            continue;
        term.mechanism         = mechanisms[i].mechanism;
        enum auth_reason fault = read_argument(&term, arena, mechanisms[i].argument, text);

        record->terms[record->count++] = term;
        return fault;
    }
    return REASON_SPF_UNKNOWN_MECHANISM;
}

/* redirect and exp, each once (§6). */
static enum auth_reason read_known_modifier(struct spf_macro *modifier, struct arena *arena, str value)
{
    if (modifier->text.len > 0)
        return REASON_SPF_DUPLICATE_MODIFIER;
    return value.len > 0 && spf_macro_parse(modifier, arena, value, SPF_DOMAIN_SPEC) ? REASON_NONE
                                                                                     : REASON_SPF_BAD_DOMAIN_SPEC;
}

static enum auth_reason read_modifier(struct spf_record *record, struct arena *arena, str name, str value, str text)
{
    struct spf_macro ignored;

    if (str_equal_nocase(name, STR("redirect"))) {
        record->redirect_text = text;
        return read_known_modifier(&record->redirect, arena, value);
    }
    if (str_equal_nocase(name, STR("exp")))
        return read_known_modifier(&record->exp, arena, value);
    return spf_macro_parse(&ignored, arena, value, SPF_MACRO_STRING) ? REASON_NONE : REASON_SPF_BAD_MODIFIER;
}

/* A term with "=" right behind its name is a modifier, any other a directive (§4.6.1). */
static enum auth_reason read_term(struct spf_record *record, struct arena *arena, str text)
{
    str rest = text, name = { 0 };

    if (ascii_is_alpha(text.ptr[0]))
        name = take_name(&rest, STR("-_."));
    if (name.len > 0 && str_skip_prefix(&rest, STR("=")))
        return read_modifier(record, arena, name, rest, text);
    return read_directive(record, arena, text);
}

static size_t count_terms(str text)
{
    size_t count = 0;
    str    term;

    while (str_cut(&text, ' ', &term))
        count += term.len > 0;
    return count;
}

static enum auth_reason read_terms(struct spf_record *record, struct arena *arena, str text)
{
    str term;

    record->terms = ARENA_ARRAY(arena, struct spf_term, count_terms(text));
    while (str_cut(&text, ' ', &term)) {
        if (term.len == 0)
            continue;
        enum auth_reason fault = read_term(record, arena, term);

        if (fault != REASON_NONE) {
            record->bad = term;
            return fault;
        }
    }
    return REASON_NONE;
}

/* What follows "all" is never tested, and no redirect is, wherever it stands (§5.1). */
static void stop_at_all(struct spf_record *record)
{
    for (size_t i = 0; i < record->count; i++)
        if (record->terms[i].mechanism == SPF_ALL) {
            record->count    = i + 1;
            record->redirect = (struct spf_macro){ 0 };
        }
}

/* The version section ends at a space or with the record: "v=spf10" is something else. */
bool spf_take_version(str *text)
{
    const str version = STR("v=spf1");

    if (!str_starts_nocase(*text, version) || (text->len > version.len && text->ptr[version.len] != ' '))
        return false;
    *text = str_from(*text, version.len);
    return true;
}

static void read_record(struct spf_record *record, struct arena *arena, str text, str terms)
{
    *record = (struct spf_record){ 0 };
    if (text.len > SPF_RECORD_MAX_OCTETS)
        record->fault = REASON_SPF_RECORD_TOO_LONG;
    else if (!str_is_printable(text))
        record->fault = REASON_SPF_RECORD_NOT_ASCII;
    else
        record->fault = read_terms(record, arena, terms);
    stop_at_all(record);
}

void spf_record_parse(struct spf_record *record, struct arena *arena, str text)
{
    str  terms       = text;
    bool has_version = spf_take_version(&terms);

    ASSERT(has_version);
    read_record(record, arena, text, terms);
}

/* ---- the record among the TXT records of a name ---- */

/* A program is one block of memory: the record, its terms, and the pieces of all its macros. The cache holds very
 * many of them. The record comes first, so that a pointer to the program is one to the record. */
struct program { struct spf_record record; size_t size; };

static size_t count_pieces(const struct spf_record *record)
{
    size_t count = record->redirect.count + record->exp.count;

    for (size_t i = 0; i < record->count; i++)
        count += record->terms[i].domain.count;
    return count;
}

/* Moves the pieces of one macro to *at, and *at behind them. */
static void move_pieces(struct spf_macro *macro, struct spf_macro_piece **at)
{
    if (macro->count > 0)
        memcpy(*at, macro->pieces, macro->count * sizeof **at);
    macro->pieces = *at;
    *at += macro->count;
}

static struct program *packed(const struct spf_record *record)
{
    size_t          pieces = count_pieces(record);
    size_t          size   = sizeof(struct program) + record->count * sizeof(struct spf_term) +
                             pieces * sizeof(struct spf_macro_piece);
    struct program *program = malloc(size);

    ASSERT(program != NULL);
    *program = (struct program){ *record, size };
    program->record.terms      = (struct spf_term *)(program + 1);
    struct spf_macro_piece *at = (struct spf_macro_piece *)(program->record.terms + record->count);

    if (record->count > 0)
        memcpy(program->record.terms, record->terms, record->count * sizeof(struct spf_term));
    for (size_t i = 0; i < record->count; i++)
        move_pieces(&program->record.terms[i].domain, &at);
    move_pieces(&program->record.redirect, &at);
    move_pieces(&program->record.exp, &at);
    return program;
}

/* §4.5. */
static struct spf_selection select_spf1(const struct answer *answer)
{
    struct spf_selection selection = { .fault = REASON_SPF_NO_RECORD };

    for (size_t i = 0; i < answer->count; i++) {
        str text = answer->records[i].data, terms = text;

        if (!spf_take_version(&terms))
            continue;
        bool is_first = selection.fault == REASON_SPF_NO_RECORD;

        selection = (struct spf_selection){ is_first ? REASON_NONE : REASON_SPF_SEVERAL_RECORDS, text, terms };
    }
    return selection;
}

void *spf_program_new(const struct answer *answer, struct spf_selection (*select)(const struct answer *answer))
{
    ARENA_SCOPE          scratch   = { 0 };
    struct spf_selection selection = select(answer);
    struct spf_record    record    = { .fault = selection.fault };

    if (selection.fault == REASON_NONE)
        read_record(&record, &scratch, selection.record, selection.terms);
    if (record.fault != REASON_NONE)
        record.count = 0;               /* nothing of it will be evaluated */
    return packed(&record);
}

size_t spf_program_size(const void *program)
{
    return ((const struct program *)program)->size;
}

static void *parse_answer(const struct answer *answer)
{
    return spf_program_new(answer, select_spf1);
}

const struct record_kind spf_record_kind = { "spf", parse_answer, free, spf_program_size };
