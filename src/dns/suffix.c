#include "dns/suffix.h"

#include <stdlib.h>

#include <libpsl.h>

#include "base/ascii.h"
#include "base/domain.h"

struct suffixes { psl_ctx_t *list; };

struct suffixes *suffixes_open(const char *file)
{
    psl_ctx_t       *list = file == NULL ? psl_latest(NULL) : psl_load_file(file);
    struct suffixes *suffixes;

    if (list == NULL)
        return NULL;
    suffixes = malloc(sizeof *suffixes);
    ASSERT(suffixes != NULL);
    suffixes->list = list;
    return suffixes;
}

const char *suffixes_default_file(void)
{
    return psl_dist_filename();
}

const char *suffixes_built_in(void)
{
    return psl_builtin_sha1sum();
}

void suffixes_close(struct suffixes *suffixes)
{
    if (suffixes == NULL)
        return;
    psl_free(suffixes->list);
    free(suffixes);
}

/* libpsl wants a terminated name in lower case; octets keep their places, so that its answer can be cut from ours. */
static bool prepare(str name, char out[DOMAIN_MAX_OCTETS + 1])
{
    if (!domain_is_queryable(name) || !str_to_cstr(domain_without_dot(name), out, DOMAIN_MAX_OCTETS + 1))
        return false;
    for (char *c = out; *c != '\0'; c++)
        *c = ascii_lower(*c);
    return true;
}

str suffix_registrable(const struct suffixes *suffixes, str name)
{
    char        lower[DOMAIN_MAX_OCTETS + 1];
    const char *found;

    if (!prepare(name, lower) || (found = psl_registrable_domain(suffixes->list, lower)) == NULL)
        return (str){ 0 };
    return str_from(domain_without_dot(name), (size_t)(found - lower));
}

/* Whether what a registrable domain stands under has a rule of that kind. */
static bool has_rule(const struct suffixes *suffixes, str registrable, int kind)
{
    char lower[DOMAIN_MAX_OCTETS + 1];

    return prepare(domain_parent(registrable), lower) &&
           psl_is_public_suffix2(suffixes->list, lower, kind | PSL_TYPE_NO_STAR_RULE) != 0;
}

bool suffix_is_known(const struct suffixes *suffixes, str registrable)
{
    return has_rule(suffixes, registrable, PSL_TYPE_ANY);
}

bool suffix_is_rented(const struct suffixes *suffixes, str registrable)
{
    return has_rule(suffixes, registrable, PSL_TYPE_PRIVATE);
}
