#include "detect/name_lists.h"

#include "base/ascii.h"
#include "base/domain.h"
#include "detect/link_services.h"
#include "detect/list_file.h"

const char *name_list_name(enum name_list list)
{
    switch (list) {
    case LIST_BRANDS:      return "brands";
    case LIST_FREE_MAIL:   return "free-mail";
    case LIST_CARRIERS:    return "carriers";
    case LIST_OWN_NOTICES: return "own-notices";
    case LIST_FREE_HOSTS:  return "free-hosts";
    case LIST_FREE_PAGES:  return "free-pages";
    case LIST_ODD_ENDINGS: return "odd-endings";
    case LIST_SHORTENERS:  return "link-shorteners";
    case LIST_HOUSE_LINKS: return "house-links";
    case LIST_TRACKERS:    return "link-trackers";
    case LIST_REDIRECTORS: return "link-redirectors";
    case NAME_LIST_COUNT:  break;
    }
    UNREACHABLE();
}

/* ---- entries ---- */

static const str brand_sign = STR_INIT(" = "), word_mark = STR_INIT("(word)"), alone_mark = STR_INIT("(alone)");

/* What stands before the domains, or all where there are none. */
static str shown_of(str entry)
{
    ptrdiff_t sign = str_find(entry, brand_sign);

    return str_trim(sign == STR_NOT_FOUND ? entry : str_slice(entry, 0, (size_t)sign));
}

static bool take_mark(str *shown, str mark)
{
    if (!str_ends_nocase(*shown, mark))
        return false;
    *shown = str_trim(str_slice(*shown, 0, shown->len - mark.len));
    return true;
}

static str without_mark(str shown)
{
    (void)(take_mark(&shown, word_mark) || take_mark(&shown, alone_mark));
    return shown;
}

bool named_brand_of(str entry, struct named_brand *brand)
{
    ptrdiff_t sign  = str_find(entry, brand_sign);
    str       shown = shown_of(entry);

    if (sign == STR_NOT_FOUND)
        return false;
    *brand = (struct named_brand){ .domains = str_from(entry, (size_t)sign + brand_sign.len) };
    brand->is_alone       = take_mark(&shown, alone_mark);
    brand->is_common_word = take_mark(&shown, word_mark) || brand->is_alone;
    brand->name           = shown;
    return brand->name.len > 0;
}

static bool kind_of(str word, unsigned *kind)
{
    static const struct { const char *word; enum link_service kind; } kinds[] = {
        { "redirector", SERVICE_REDIRECTOR }, { "shortener", SERVICE_SHORTENER },
        { "tracker", SERVICE_TRACKER }, { "filter", SERVICE_FILTER },
    };

    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (str_equal(word, str_of(kinds[i].word))) {
            *kind = kinds[i].kind;
            return true;
        }
    return false;
}

bool redirector_of(str entry, struct redirector *redirector)
{
    str place = entry, kind;

    *redirector = (struct redirector){ .path = STR("/"), .where = STR("*"), .kind = SERVICE_REDIRECTOR };
    if (str_has_char(entry, ' ')) {
        (void)str_cut(&entry, ' ', &place);
        entry = str_trim(entry);
        if (!str_cut(&entry, ' ', &kind) || !kind_of(kind, &redirector->kind))
            return false;
        redirector->where = str_trim(entry);
    }

    ptrdiff_t slash = str_find_char(place, '/');

    redirector->host = slash == STR_NOT_FOUND ? place : str_slice(place, 0, (size_t)slash);
    if (slash != STR_NOT_FOUND)
        redirector->path = str_from(place, (size_t)slash);
    return true;
}

str name_list_key(struct arena *arena, enum name_list list, str entry)
{
    str place = entry;

    if (list == LIST_BRANDS)
        return arena_lower(arena, without_mark(shown_of(entry)));
    if (list == LIST_REDIRECTORS)
        (void)str_cut(&entry, ' ', &place);
    return arena_lower(arena, place);
}

/* ---- the files ---- */

struct list_reader {
    struct arena    *arena;
    struct list_file file;
    enum name_list   list;              /* of the section */
    struct { str *items; size_t count, capacity; } of[NAME_LIST_COUNT];
    struct { struct removal *items; size_t count, capacity; } removals;
    str              mistake;
};

static bool refuse(struct list_reader *r, const char *what)
{
    r->mistake = str_of(what);
    return false;
}

/* As domains are compared: in A-labels, lower case, without a final dot. */
static bool is_key(str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (ascii_is_upper(name.ptr[i]))
            return false;
    return name.len > 0 && name.ptr[name.len - 1] != '.';
}

static bool is_domain(str name)
{
    return is_key(name) && domain_is_hostname(name);
}

static bool is_label(str name)
{
    return is_key(name) && domain_is_queryable(name) && !str_has_char(name, '.');
}

static bool are_domains(str names)
{
    str    name;
    size_t count = 0;

    while (str_cut(&names, ' ', &name))
        if (name.len > 0 && (count++, !is_domain(name)))
            return false;
    return count > 0;
}

static bool is_brand(str entry)
{
    struct named_brand brand;

    return named_brand_of(entry, &brand) && are_domains(brand.domains);
}

static bool is_redirector(str entry)
{
    struct redirector redirector;

    if (!redirector_of(entry, &redirector))
        return false;
    if (str_ends_nocase(redirector.host, STR(".*")))
        return is_label(str_slice(redirector.host, 0, redirector.host.len - 2));
    return is_domain(redirector.host);
}

static bool check_entry(struct list_reader *r, str entry)
{
    switch (r->list) {
    case LIST_BRANDS:
        return is_brand(entry) || refuse(r, "a brand is written \"Name = its-domain.example another.example\"");
    case LIST_REDIRECTORS:
        return is_redirector(entry) || refuse(r, "a redirector is written \"host.example/path\", or with its kind (redirector, shortener, "
                                                 "tracker or filter) and where the address stands");
    case LIST_ODD_ENDINGS:
        return is_label(entry) || refuse(r, "this is no ending of domain names");
    case LIST_FREE_MAIL: case LIST_CARRIERS: case LIST_OWN_NOTICES: case LIST_FREE_HOSTS: case LIST_FREE_PAGES: case LIST_SHORTENERS:
    case LIST_HOUSE_LINKS: case LIST_TRACKERS:
        return is_domain(entry) || refuse(r, "this is no domain name in A-labels and lower case; each stands on a line of its own");
    case NAME_LIST_COUNT: break;
    }
    UNREACHABLE();
}

static bool read_section(struct list_reader *r, str name)
{
    for (size_t list = 0; list < NAME_LIST_COUNT; list++)
        if (str_equal(name, str_of(name_list_name((enum name_list)list)))) {
            r->list = (enum name_list)list;
            return true;
        }
    return refuse(r, "there is no such list");
}

static bool read_entry(struct list_reader *r, str entry)
{
    if (!check_entry(r, entry))
        return false;
    *ARENA_PUSH(r->arena, r->of[r->list].items, r->of[r->list].count, &r->of[r->list].capacity) = arena_str(r->arena, entry);
    r->of[r->list].count++;
    return true;
}

/* A brand by its name, or as it stands in the list; others as they stand there. */
static bool read_removal(struct list_reader *r, str entry)
{
    str written = arena_str(r->arena, entry), key = name_list_key(r->arena, r->list, written);

    if (r->list == LIST_BRANDS && key.len == 0)
        return refuse(r, "a brand is taken out by its name: \"- Name\"");
    if (r->list != LIST_BRANDS && !check_entry(r, entry))
        return false;
    *ARENA_PUSH(r->arena, r->removals.items, r->removals.count, &r->removals.capacity) =
        (struct removal){ r->list, written, key, r->file.name, r->file.line };
    r->removals.count++;
    return true;
}

static bool read_line(struct list_reader *r, enum list_line kind, str text)
{
    switch (kind) {
    case LIST_LANGUAGE: return true;    /* names have none */
    case LIST_SECTION:  return read_section(r, text);
    case LIST_ENTRY:    return text.ptr[0] == '-' ? read_removal(r, str_trim(str_from(text, 1))) : read_entry(r, text);
    case LIST_MISTAKE:  r->mistake = text; return false;
    case LIST_END:      break;
    }
    UNREACHABLE();
}

static bool read_file(struct list_reader *r, const struct phrase_source *source, str *error)
{
    str text;

    r->file = list_file_of(arena_str(r->arena, source->name), source->text);
    for (enum list_line kind; (kind = list_file_next(&r->file, &text)) != LIST_END;)
        if (!read_line(r, kind, text)) {
            *error = list_file_mistake(r->arena, &r->file, r->mistake);
            return false;
        }
    return true;
}

bool name_lists_read(struct arena *arena, const struct phrase_source *sources, size_t count, struct name_lists *lists, str *error)
{
    struct list_reader r = { .arena = arena };

    for (size_t i = 0; i < count; i++)
        if (!read_file(&r, &sources[i], error))
            return false;
    for (size_t i = 0; i < NAME_LIST_COUNT; i++)
        lists->of[i] = (struct names){ r.of[i].items, r.of[i].count };
    lists->removals = (struct removals){ r.removals.items, r.removals.count };
    return true;
}
