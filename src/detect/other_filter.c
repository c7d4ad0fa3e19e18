#include "detect/other_filter.h"

#include "auth/authres.h"

enum { SAID_MAX_OCTETS = 120 };

static const str authserv = STR_INIT("authserv-id:");

const char *opinion_name(enum opinion opinion)
{
    switch (opinion) {
    case OPINION_NONE: return "";
    case OPINION_PASS: return "pass";
    case OPINION_HOLD: return "hold";
    }
    UNREACHABLE();
}

/* Values as SpamAssassin, rspamd and those after them write them: a word at the start, or behind a colon. */
static const struct source { const char *field; bool behind_colon; const char *hold[6], *pass[3]; } sources[] = {
    { "X-Spam-Flag",     false, { "yes", "true" },                                                     { "no", "false" }          },
    { "X-Spam-Status",   false, { "yes" },                                                             { "no" }                   },
    { "X-Spam",          false, { "yes" },                                                             { "no" }                   },
    { "X-Spamd-Result",  true,  { "true" },                                                            { "false" }                },
    { "X-Rspamd-Action", false, { "reject", "add header", "rewrite subject", "quarantine", "discard" }, { "no action", "greylist" } },
};

static bool begins_with_one(str value, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count && words[i] != NULL; i++)
        if (str_starts_nocase(value, str_of(words[i])))
            return true;
    return false;
}

static enum opinion opinion_in(const struct source *source, str value)
{
    str before;

    if (source->behind_colon && !str_cut(&value, ':', &before))
        return OPINION_NONE;
    value = str_trim(value);
    if (begins_with_one(value, source->hold, ARRAY_LEN(source->hold)))
        return OPINION_HOLD;
    return begins_with_one(value, source->pass, ARRAY_LEN(source->pass)) ? OPINION_PASS : OPINION_NONE;
}

/* A filter that only authenticates would hold what fails DMARC. */
static enum opinion opinion_of_results(str value, str name, struct arena *arena)
{
    struct authres field;
    enum opinion         opinion = OPINION_NONE;

    if (!authres_parse(&field, arena, value) || !str_equal_nocase(field.authserv_id, name))
        return OPINION_NONE;
    for (size_t i = 0; i < field.count; i++)
        if (str_equal_nocase(field.results[i].method, STR("dmarc")))
            opinion = str_equal_nocase(field.results[i].result, STR("fail")) ? OPINION_HOLD : OPINION_PASS;
    return opinion;
}

static void note(struct other_filter *out, enum opinion opinion, const struct header *h, str value, struct arena *arena)
{
    if (opinion <= out->opinion)
        return;
    str all = arena_printf(arena, "%.*s: %.*s", STR_ARG(h->name), STR_ARG(arena_printable(arena, value)));

    *out = (struct other_filter){ opinion, str_slice(all, 0, all.len < SAID_MAX_OCTETS ? all.len : SAID_MAX_OCTETS) };
}

static const struct source *find_source(str field)
{
    for (size_t i = 0; i < ARRAY_LEN(sources); i++)
        if (str_equal_nocase(field, str_of(sources[i].field)))
            return &sources[i];
    return NULL;
}

static void read_field(struct other_filter *out, const struct header *h, str source, struct arena *arena)
{
    str name = source, value = header_unfold(arena, h);

    if (str_skip_prefix(&name, authserv))
        note(out, opinion_of_results(value, name, arena), h, value, arena);
    else
        note(out, opinion_in(find_source(source), value), h, value, arena);
}

/* The topmost field of each name: whoever spoke last. Of results several may stand above one another, by several names. */
struct other_filter other_filter_read(const struct header_list *headers, const str *names, size_t count, struct arena *arena)
{
    struct other_filter out = { 0 };

    for (size_t i = 0; i < count; i++) {
        str                  name  = names[i];
        bool                 all   = str_skip_prefix(&name, authserv);
        struct header_walk   walk  = header_walk_down(headers, all ? STR("Authentication-Results") : names[i]);
        const struct header *h     = header_next(&walk);

        for (; h != NULL; h = all ? header_next(&walk) : NULL)
            read_field(&out, h, names[i], arena);
    }
    return out;
}

bool other_filter_is_source(str source)
{
    str name = source;

    return str_skip_prefix(&name, authserv) ? name.len > 0 : find_source(source) != NULL;
}

str other_filter_sources(struct arena *arena)
{
    str list = { 0 };

    for (size_t i = 0; i < ARRAY_LEN(sources); i++)
        list = arena_printf(arena, "%.*s%s, ", STR_ARG(list), sources[i].field);
    return arena_printf(arena, "%.*s%.*sNAME", STR_ARG(list), STR_ARG(authserv));
}
