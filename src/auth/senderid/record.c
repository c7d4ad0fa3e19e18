#include "auth/senderid/record.h"

#include <stdlib.h>

#include "auth/spf/print.h"
#include "auth/spf/record.h"
#include "base/ascii.h"

/* name, RFC 4408 §A. */
static bool is_scope_id(str name)
{
    if (name.len == 0 || !ascii_is_alpha(name.ptr[0]))
        return false;
    for (size_t i = 1; i < name.len; i++)
        if (!ascii_is_alnum(name.ptr[i]) && !str_has_char(STR("-_."), name.ptr[i]))
            return false;
    return true;
}

/* "spf2." ver-minor: digits, whose value is of no account (§4.4 step 2). */
static bool skip_minor_version(str *text)
{
    size_t digits = 0;

    if (!str_starts_nocase(*text, STR("spf2.")))
        return false;
    *text = str_from(*text, STR("spf2.").len);
    while (digits < text->len && ascii_is_digit(text->ptr[digits]))
        digits++;
    *text = str_from(*text, digits);
    return digits > 0;
}

/* scope, §3.1: *has_scope tells whether the wanted one is among them, as a whole word ("prattle" is not "pra"). */
static bool read_scopes(str scopes, str wanted, bool *has_scope)
{
    str id;

    *has_scope = false;
    if (!str_skip_prefix(&scopes, STR("/")) || scopes.len == 0 || scopes.ptr[scopes.len - 1] == ',')
        return false;
    while (str_cut(&scopes, ',', &id)) {
        if (!is_scope_id(id))
            return false;
        *has_scope |= str_equal_nocase(id, wanted);
    }
    return true;
}

/* The version section of a record of version 2, up to a space or the end. False if it is none, or malformed. */
static bool take_version2(str *text, str wanted, bool *has_scope)
{
    if (!skip_minor_version(text))
        return false;
    ptrdiff_t space = str_find_char(*text, ' ');
    size_t    end   = space == STR_NOT_FOUND ? text->len : (size_t)space;
    str       scope = str_slice(*text, 0, end);

    *text = str_from(*text, end);
    return read_scopes(scope, wanted, has_scope);
}

/* Takes one more record that could be evaluated. */
static void add(struct spf_selection *selection, str record, str terms)
{
    bool is_first = selection->fault == REASON_SPF_NO_RECORD;

    *selection = (struct spf_selection){ is_first ? REASON_NONE : REASON_SPF_SEVERAL_RECORDS, record, terms };
}

/* What a name publishes, as far as one scope is concerned. */
struct published { struct spf_selection version1, version2; bool has_version2; };

static struct published sort_records(const struct answer *answer, enum spf_scope scope)
{
    const str        wanted    = str_of(spf_scope_name(scope));
    struct published published = { .version1.fault = REASON_SPF_NO_RECORD, .version2.fault = REASON_SPF_NO_RECORD };

    for (size_t i = 0; i < answer->count; i++) {
        str  text = answer->records[i].data, terms = text;
        bool has_scope;

        if (spf_take_version(&terms)) {
            add(&published.version1, text, terms);
            continue;
        }
        if (!take_version2(&terms, wanted, &has_scope))
            continue;
        published.has_version2 = true;
        if (has_scope)
            add(&published.version2, text, terms);
    }
    return published;
}

/* §4.4 steps 3 to 5. */
static struct spf_selection select_record(const struct published *published, bool version1_counts)
{
    return published->version2.fault == REASON_SPF_NO_RECORD && version1_counts ? published->version1
                                                                                : published->version2;
}

static struct spf_selection select_mfrom(const struct answer *answer)
{
    struct published published = sort_records(answer, SPF_MFROM);

    return select_record(&published, true);
}

static struct spf_selection select_pra(const struct answer *answer)
{
    struct published published = sort_records(answer, SPF_PRA);

    return select_record(&published, false);
}

static struct spf_selection select_pra_or_spf1(const struct answer *answer)
{
    struct published published = sort_records(answer, SPF_PRA);

    return select_record(&published, !published.has_version2);
}

static void *parse_mfrom(const struct answer *answer)       { return spf_program_new(answer, select_mfrom); }
static void *parse_pra(const struct answer *answer)         { return spf_program_new(answer, select_pra); }
static void *parse_pra_or_spf1(const struct answer *answer) { return spf_program_new(answer, select_pra_or_spf1); }

const struct record_kind *senderid_records(enum spf_scope scope, bool spf1_for_pra)
{
    static const struct record_kind mfrom       = { "spf2-mfrom",       parse_mfrom,       free, spf_program_size };
    static const struct record_kind pra         = { "spf2-pra",         parse_pra,         free, spf_program_size };
    static const struct record_kind pra_or_spf1 = { "spf2-pra-or-spf1", parse_pra_or_spf1, free, spf_program_size };

    switch (scope) {
    case SPF_MFROM: return &mfrom;
    case SPF_PRA:   return spf1_for_pra ? &pra_or_spf1 : &pra;
    case SPF_HELO:  break;              /* no scope of Sender ID */
    }
    UNREACHABLE();
}
