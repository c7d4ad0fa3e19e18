#include "mail/author.h"

#include "base/domain.h"
#include "base/unicode.h"

static const struct { const char *name, *sentence; } statuses[] = {
    [AUTHOR_OK]              = { "ok",              "The message has one author domain." },
    [AUTHOR_NO_FROM]         = { "no-from",         "The message has no From field." },
    [AUTHOR_SEVERAL_FROM]    = { "several-from",    "The message has more than one From field." },
    [AUTHOR_NO_MAILBOX]      = { "no-mailbox",      "The From field holds no address." },
    [AUTHOR_SEVERAL_DOMAINS] = { "several-domains", "The From field holds addresses of more than one domain." },
    [AUTHOR_AMBIGUOUS]       = { "ambiguous",       "Mail readers could find different addresses in the From field." },
    [AUTHOR_BAD_DOMAIN]      = { "bad-domain",      "What stands behind the @ in the From field is no domain name." },
};

const char *author_status_name(enum author_status status)
{
    return statuses[status].name;
}

const char *author_status_sentence(enum author_status status)
{
    return statuses[status].sentence;
}

/* What the mailboxes of all From fields add up to. */
struct survey { size_t with_domain, bad_domains, distinct; };

static void note_domain(struct author *author, struct survey *survey, str domain)
{
    for (size_t i = 0; i < author->domain_count; i++)
        if (domain_equal(author->domains[i], domain))
            return;
    survey->distinct++;
    if (author->domain_count < AUTHOR_DOMAINS_MAX)
        author->domains[author->domain_count++] = domain;
}

/* A host name, in which "_" counts as a letter: it is not for hosts (RFC 1123 §2.1), but domains with it send mail and
 * publish DMARC records (RFC 9989 §5.3.1 asks for a domain name), and an author that is refused or skipped for it would
 * be one more way around the check. */
static bool may_be_author(str domain, struct arena *arena)
{
    char *letters = arena_octets(arena, domain.len);

    for (size_t i = 0; i < domain.len; i++)
        letters[i] = domain.ptr[i] == '_' ? 'x' : domain.ptr[i];
    return domain_is_hostname((str){ letters, domain.len });
}

static void survey_mailbox(struct author *author, struct survey *survey, struct arena *arena, const struct mailbox *m,
                           const struct unicode *unicode)
{
    str domain;

    if (m->domain.len == 0)
        return;
    survey->with_domain++;

    bool readable = unicode != NULL || !str_has_8bit(m->domain);

    if (readable && unicode_domain_to_ascii(unicode, arena, m->domain, &domain) && may_be_author(domain, arena))
        note_domain(author, survey, domain);
    else
        survey->bad_domains++;
}

static enum author_status judge(const struct author *author, const struct survey *survey, size_t fields)
{
    if (fields == 0)
        return AUTHOR_NO_FROM;
    if (fields > 1)
        return AUTHOR_SEVERAL_FROM;
    if (author->flaws & (ADDRESS_TWO_READINGS | ADDRESS_CONTROL | ADDRESS_TOO_MANY))
        return AUTHOR_AMBIGUOUS;
    if (survey->with_domain == 0)
        return AUTHOR_NO_MAILBOX;
    if (survey->bad_domains > 0)
        return AUTHOR_BAD_DOMAIN;
    return survey->distinct == 1 ? AUTHOR_OK : AUTHOR_SEVERAL_DOMAINS;
}

void author_find(struct author *author, struct arena *arena, const struct header_list *headers,
                 const struct unicode *unicode)
{
    struct header_walk walk   = header_walk_down(headers, STR("From"));
    struct survey      survey = { 0 };
    size_t             fields = 0;

    *author = (struct author){ 0 };
    for (const struct header *h; (h = header_next(&walk)) != NULL; fields++) {
        struct address_list list;

        address_list_parse(&list, arena, h->value);
        author->flaws         |= list.flaws;
        author->mailbox_count += list.count;
        if (fields == 0 && list.count > 0)
            author->mailbox = list.mailboxes[0];
        for (size_t i = 0; i < list.count; i++)
            survey_mailbox(author, &survey, arena, &list.mailboxes[i], unicode);
    }
    author->status = judge(author, &survey, fields);
    if (author->status == AUTHOR_OK)
        author->domain = author->domains[0];
}
