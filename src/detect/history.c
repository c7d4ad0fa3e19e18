#include "detect/history.h"

#include "base/ascii.h"
#include "base/domain.h"
#include "detect/identity.h"
#include "detect/person.h"
#include "mail/message_id.h"

enum {
    CORRESPONDENT_MIN_SECONDS = 7 * 86400,
    SOURCE_SAMPLES_MIN        = 5,
    SOURCE_KINDS_MAX          = 3,
    RELAY_MESSAGES_MIN        = 5,
    RELAY_MIN_SECONDS         = 30 * 86400,
};

/* One answer to one message of a stranger is no correspondence yet: it is what he writes for. */
bool history_is_correspondent(const struct contact *contact, unix_seconds now)
{
    return contact->in_count > 0 && contact->out_count > 0 && contact->in_count + contact->out_count > 2 &&
           now - contact->first >= CORRESPONDENT_MIN_SECONDS;
}

bool history_source_is_new(const struct history *history)
{
    const struct habit *network = &history->network;

    return network->samples >= SOURCE_SAMPLES_MIN && network->same == 0 && network->kinds <= SOURCE_KINDS_MAX;
}

bool history_relay_is_usual(const struct facts *f)
{
    const struct history *h = f->history;

    return h != NULL && h->is_warm && f->auth->spf.status == SPF_PASS && h->relayed >= RELAY_MESSAGES_MIN &&
           f->now - h->relayed_since >= RELAY_MIN_SECONDS;
}

bool history_is_on_list(const struct facts *f)
{
    return f->history != NULL && f->history->posts > 0 && identity_is_list(f);
}

str history_account(struct arena *arena, str text)
{
    char  *out = arena_octets(arena, text.len);
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != '-' && !ascii_is_blank(text.ptr[i]))
            out[len++] = ascii_upper(text.ptr[i]);
    return (str){ out, len };
}

/* Where a version or a remark begins; a name longer than any program's is none. */
static size_t program_name_length(str text)
{
    enum { PROGRAM_MAX_OCTETS = 40 };
    size_t len = 0;

    while (len < text.len && len < PROGRAM_MAX_OCTETS && (ascii_is_alpha(text.ptr[len]) || memchr(" -_.+&", text.ptr[len], 6) != NULL))
        len++;
    return len;
}

str history_program(struct arena *arena, str text)
{
    text = str_trim(text);
    str name = str_trim(str_slice(text, 0, program_name_length(text)));

    return name.len == 0 ? STR("none") : arena_lower(arena, name);
}

str history_zone(struct arena *arena, int minutes)
{
    int from_utc = minutes < 0 ? -minutes : minutes;

    return arena_printf(arena, "%c%02d%02d", minutes < 0 ? '-' : '+', from_utc / 60, from_utc % 60);
}

str history_address(const struct unicode *unicode, struct arena *arena, str address)
{
    ptrdiff_t at = str_rfind_char(address, '@');
    str       domain;

    if (at == STR_NOT_FOUND || !str_has_8bit(str_from(address, (size_t)at + 1)) ||
        !unicode_domain_to_ascii(unicode, arena, str_from(address, (size_t)at + 1), &domain))
        return arena_lower(arena, address);
    return arena_join(arena, (str[]){ arena_lower(arena, str_slice(address, 0, (size_t)at)), domain }, 2, STR("@"));
}

str history_party(const struct organization *organization, const struct suffixes *suffixes, struct arena *arena, str address)
{
    str domain      = domain_lower(arena, str_has_char(address, '@') ? domain_of_address(address) : address);
    str registrable = suffix_registrable(suffixes, domain);

    if (organization_owns(organization, domain))
        return domain;
    if (organization_is_free_mail(organization, domain))
        return arena_lower(arena, address);
    return registrable.len > 0 ? registrable : domain;
}

/* ---- the keys of a message ---- */

static str address_key(const struct facts *f, const struct mailbox *mailbox)
{
    return history_address(f->unicode, f->arena, mailbox->address);
}

static str party_of(const struct facts *f, str address)
{
    return history_party(f->organization, f->suffixes, f->arena, address);
}

/* The signature of the author's own, else whatever has proved the author. */
static str way_of(const struct facts *f)
{
    const struct auth_results *auth = f->auth;

    for (size_t i = 0; i < auth->dkim_count; i++)
        if (dkim_result_vouches(&auth->dkim[i]) && identity_same_party(f, auth->dkim[i].domain, f->message->author.domain))
            return domain_lower(f->arena, auth->dkim[i].domain);
    return HISTORY_BY_SPF;
}

static bool has_two_words(str name)
{
    return str_has_char(name, ' ');
}

static void read_network(struct history_keys *keys, const struct facts *f)
{
    if (f->network == NULL)
        return;
    keys->network = history_network(f->arena, f->network);
    keys->country = f->network->country;
    keys->prefix  = f->network->prefix;
}

static void add_shown(struct history_keys *keys, const struct facts *f, const struct address_list *list)
{
    for (size_t i = 0; i < list->count && keys->shown_count < HISTORY_SHOWN_MAX; i++)
        keys->shown[keys->shown_count++] = party_of(f, list->mailboxes[i].address);
}

static void read_people(struct history_keys *keys, const struct facts *f)
{
    const struct envelope     *envelope = f->envelope;
    const struct address_list *reply_to = &f->message->reply_to;

    for (size_t i = 0; i < envelope->recipient_count && i < HISTORY_RECIPIENTS_MAX; i++)
        keys->recipients[keys->recipient_count++] = history_address(f->unicode, f->arena, envelope->recipients[i].text);
    for (size_t i = 0; i < reply_to->count && i < HISTORY_REPLY_TO_MAX; i++)
        keys->reply_to[keys->reply_to_count++] = address_key(f, &reply_to->mailboxes[i]);
    add_shown(keys, f, &f->message->to);
    add_shown(keys, f, &f->message->cc);
}

/* References names a whole thread, the newest last; what it has beyond the bound is the oldest. */
static void add_ids(struct history_keys *keys, const struct facts *f, str field)
{
    const struct header *h    = header_find(&f->message->headers, field);
    str                  rest = h == NULL ? (str){ 0 } : header_unfold(f->arena, h);

    for (ptrdiff_t end; keys->id_count < HISTORY_IDS_MAX && (end = str_rfind_char(rest, '>')) != STR_NOT_FOUND; ) {
        ptrdiff_t start = str_rfind_char(str_slice(rest, 0, (size_t)end), '<');

        if (start == STR_NOT_FOUND)
            return;
        keys->ids[keys->id_count++] = str_slice(rest, (size_t)start + 1, (size_t)end);
        rest = str_slice(rest, 0, (size_t)start);
    }
}

/* The header that a report returns: a message of its own, or a part with nothing else (RFC 6522 §4). */
static str id_in_returned(const struct facts *f, const struct part *part)
{
    struct header_list   headers;
    const struct header *id;

    if (part->parent != NULL && str_equal(part->parent->type, STR("message")))
        id = header_find(&part->headers, STR("Message-ID"));
    else if (str_equal(part->subtype, STR("rfc822-headers"))) {
        header_parse(&headers, f->arena, part->raw, false, &message_limits_default.header);
        id = header_find(&headers, STR("Message-ID"));
    } else
        return (str){ 0 };
    return id == NULL ? (str){ 0 } : message_id_bare(header_unfold(f->arena, id));
}

static str reported_id(const struct facts *f)
{
    str id = { 0 };

    if (!f->envelope->reverse_path.is_null || !identity_is_report(f))
        return id;
    for (const struct part *part = f->message->root; part != NULL && id.len == 0; part = part->next)
        id = id_in_returned(f, part);
    return id;
}

static void read_program(struct history_keys *keys, const struct facts *f)
{
    const struct header *h = header_find(&f->message->headers, STR("X-Mailer"));

    if (h == NULL)
        h = header_find(&f->message->headers, STR("User-Agent"));
    keys->program = history_program(f->arena, h == NULL ? (str){ 0 } : h->value);
}

static void read_zone(struct history_keys *keys, const struct facts *f)
{
    const struct route *route = f->route;

    keys->has_zone     = route != NULL && route->date_form == DATE_READ && route->date.has_zone && date_zone_exists(&route->date);
    keys->zone_minutes = keys->has_zone ? route->date.zone_minutes : 0;
}

static bool has_site(const struct history_keys *keys, str site)
{
    for (size_t i = 0; i < keys->site_count; i++)
        if (str_equal(keys->sites[i], site))
            return true;
    return false;
}

/* Of what a person may follow; the first of them, each once. */
static void read_sites(struct history_keys *keys, const struct facts *f)
{
    const struct content *content = f->content;

    for (size_t i = 0; content != NULL && i < content->link_count && keys->site_count < HISTORY_SITES_MAX; i++) {
        str site = content->links[i]->target_registrable;

        if (!link_is_followed(content->links[i]) || site.len == 0)
            continue;
        site = domain_lower(f->arena, site);
        if (!has_site(keys, site) && !(keys->is_proved && identity_same_party(f, site, keys->domain)))
            keys->sites[keys->site_count++] = site;
    }
}

bool history_keys_of(struct history_keys *keys, const struct facts *f)
{
    const struct author *author = &f->message->author;
    str                  name   = person_key(f->unicode, f->arena, identity_shown_name(f));

    *keys = (struct history_keys){ .now = f->now, .domain = author->domain };
    if (author->domain.len == 0 || author->mailbox.address.len == 0)    /* a From that names nobody in particular is refused */
        return false;
    keys->address    = address_key(f, &author->mailbox);
    keys->list       = identity_list_address(f);
    keys->party      = party_of(f, keys->address);
    keys->is_proved  = identity_is_inside(f) || identity_author(f) == AUTHOR_PROVED;
    keys->way        = keys->is_proved ? way_of(f) : (str){ 0 };
    keys->name       = has_two_words(name) ? name : (str){ 0 };
    keys->shown_name = name;
    keys->reported   = reported_id(f);
    read_network(keys, f);
    read_program(keys, f);
    read_zone(keys, f);
    read_sites(keys, f);
    read_people(keys, f);
    add_ids(keys, f, STR("In-Reply-To"));
    add_ids(keys, f, STR("References"));
    return true;
}

str history_network(struct arena *arena, const struct network *network)
{
    return network->asn != 0 ? arena_printf(arena, "AS%u", network->asn) : network->prefix;
}
