/* Writing our Authentication-Results field, RFC 8601 §2.2. What the message or the session brought is data of a
 * stranger: it goes out by the grammar, in quotes where it needs them, capped, and without a line end of its own. */
#include "auth/authres.h"

#include <stdio.h>

#include "auth/dmarc/record.h"
#include "auth/token.h"
#include "base/ascii.h"
#include "base/domain.h"

enum { LINE_COLUMNS = 78, VALUE_MAX_OCTETS = 255 };

struct writer {
    struct buf *out;
    size_t      column;
    bool        utf8;           /* the message may carry UTF-8 in its header (RFC 6531) */
};

static void put(struct writer *w, str text)
{
    buf_add(w->out, text);
    w->column += text.len;
}

/* ---- values ---- */

static bool is_token(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!token_has_char(s.ptr[i]) || ascii_is_8bit(s.ptr[i]))
            return false;
    return s.len > 0;
}

/* [ [ local-part ] "@" ] domain-name with nothing in it that would need quotes. */
static bool is_plain_address(str s)
{
    ptrdiff_t at = str_rfind_char(s, '@');

    if (at == STR_NOT_FOUND || !domain_is_queryable(str_from(s, (size_t)at + 1)))
        return false;
    for (ptrdiff_t i = 0; i < at; i++)
        if (!ascii_is_atext(s.ptr[i]) && s.ptr[i] != '.')
            return false;
    return true;
}

/* quoted-string, RFC 5322 §3.2.4, of ASCII alone. */
static bool is_quoted_string(str s)
{
    if (s.len < 2 || s.ptr[0] != '"' || s.ptr[s.len - 1] != '"')
        return false;
    for (size_t i = 1; i < s.len - 1; i++) {
        if (s.ptr[i] == '"')
            return false;
        if (s.ptr[i] == '\\')
            i++;                        /* what follows stands for itself */
        if (i == s.len - 1 || !ascii_is_print(s.ptr[i]))
            return false;
    }
    return true;
}

/* An identity must be written as one, its quotes around the local-part alone (§2.2): readers look for the "@". */
static void add_address(struct buf *out, str local_part, str domain, bool utf8)
{
    if (is_quoted_string(local_part))
        buf_add(out, local_part);
    else
        token_write_quoted(out, local_part, utf8);
    buf_add_char(out, '@');
    buf_add(out, domain);
}

static void add_value(struct buf *out, str value, bool utf8)
{
    value        = token_capped(value, VALUE_MAX_OCTETS);
    ptrdiff_t at = str_rfind_char(value, '@');

    if (is_token(value) || is_plain_address(value))
        buf_add(out, value);
    else if (at != STR_NOT_FOUND && domain_is_queryable(str_from(value, (size_t)at + 1)))
        add_address(out, str_slice(value, 0, (size_t)at), str_from(value, (size_t)at + 1), utf8);
    else
        token_write_quoted(out, value, utf8);
}

/* ---- results ---- */

/* name=value on this line, or on the next if it does not fit. */
static void put_pair(struct writer *w, const char *name, str value)
{
    BUF_SCOPE pair = { 0 };

    buf_add(&pair, str_of(name));
    buf_add_char(&pair, '=');
    add_value(&pair, value, w->utf8);
    if (w->column + 1 + buf_len(&pair) > LINE_COLUMNS) {
        buf_add(w->out, STR("\r\n\t"));
        w->column = 8;
    } else {
        put(w, STR(" "));
    }
    put(w, buf_str(&pair));
}

/* The value, as far as nobody can find a result in it. Quotes would do for readers of the grammar, but many a filter looks
 * for "dmarc=pass" anywhere in the field. Without "=" no text is a result: a local-part that holds one is left out, as i=
 * allows (RFC 6376 §3.5), and any other value altogether. */
static str without_result(str value)
{
    ptrdiff_t at = str_rfind_char(value, '@');

    if (!str_has_char(value, '='))
        return value;
    return at == STR_NOT_FOUND || str_has_char(str_from(value, (size_t)at), '=') ? (str){ 0 } : str_from(value, (size_t)at);
}

/* A stranger's value; nothing where there is none. */
static void put_known(struct writer *w, const char *name, str value)
{
    value = without_result(value);
    if (value.len > 0)
        put_pair(w, name, value);
}

/* ";", a new line, method=result; and why, unless all is well. */
static void put_method(struct writer *w, const char *method, const char *result, enum auth_reason reason)
{
    buf_printf(w->out, ";\r\n\t%s=%s", method, result);
    w->column = 8 + strlen(method) + 1 + strlen(result);
    if (reason != REASON_NONE && strcmp(result, "pass") != 0)
        put_pair(w, "reason", str_of(auth_reason_sentence(reason)));
}

/* §2.7.2. The local-part is left out: SPF has not verified it. */
static void put_spf(struct writer *w, const struct spf_result *spf, const struct envelope *envelope)
{
    if (spf->status == SPF_PENDING)     /* not asked for: nothing is said of it */
        return;
    put_method(w, "spf", spf_status_name(spf->status), spf->reason);
    if (envelope->reverse_path.is_null)
        put_known(w, "smtp.helo", spf->domain.len > 0 ? spf->domain : envelope->helo);
    else
        put_known(w, "smtp.mailfrom", spf->domain.len > 0 ? spf->domain : envelope->reverse_path.domain);
}

/* §2.7.3. */
static void put_iprev(struct writer *w, const struct iprev_result *iprev)
{
    ARENA_SCOPE arena = { 0 };

    if (iprev->status == IPREV_PENDING)
        return;
    put_method(w, "iprev", iprev_status_name(iprev->status), iprev->reason);
    put_pair(w, "policy.iprev", ip_text(&arena, &iprev->client));
}

/* §2.7.1, with the beginning of the signature to tell several apart (RFC 6008 §4). */
static void put_signature(struct writer *w, const struct dkim_result *dkim)
{
    put_method(w, "dkim", dkim_status_name(dkim->status), dkim->reason);
    put_known(w, "header.d", dkim->domain);
    put_known(w, "header.i", dkim->identity);
    put_known(w, "header.s", dkim->selector);
    put_known(w, "header.a", dkim->algorithm);
    put_known(w, "header.b", dkim->signature_start);
}

static void put_signatures(struct writer *w, const struct auth_results *results)
{
    if (results->dkim_count == 0)
        put_method(w, "dkim", dkim_status_name(DKIM_NONE), REASON_NONE);
    for (size_t i = 0; i < results->dkim_count; i++)
        if (results->dkim[i].status != DKIM_PENDING)
            put_signature(w, &results->dkim[i]);
    if (results->dkim_skipped > 0) {    /* not checked is neither pass nor fail */
        char why[64];

        snprintf(why, sizeof why, "%zu more signatures were not verified.", results->dkim_skipped);
        put_method(w, "dkim", dkim_status_name(DKIM_NEUTRAL), REASON_NONE);
        put_pair(w, "reason", str_of(why));
    }
}

/* The domain of the responsible address, under the name of the field that it stands in (RFC 7001 §2.3, by then the last
 * to speak of it). A field's name is a stranger's, but one of four. */
static void put_senderid(struct writer *w, const struct senderid_result *senderid)
{
    ARENA_SCOPE arena = { 0 };

    if (senderid->check.status == SPF_PENDING)
        return;
    put_method(w, "sender-id", spf_status_name(senderid->check.status), senderid->check.reason);
    str property = arena_printf(&arena, "header.%.*s", STR_ARG(arena_lower(&arena, senderid->field)));

    if (senderid->field.len > 0)
        put_known(w, arena_cstr(&arena, property), senderid->check.domain);
}

/* RFC 8617 §6. */
static void put_arc(struct writer *w, const struct arc_result *arc, const struct envelope *envelope)
{
    ARENA_SCOPE arena = { 0 };

    if (arc->status == ARC_PENDING)
        return;
    put_method(w, "arc", arc_status_name(arc->status), arc->status == ARC_FAIL ? arc->reason : REASON_NONE);
    if (arc->status == ARC_NONE)
        return;
    if (envelope->client.family != IP_NONE)
        put_pair(w, "smtp.remote-ip", ip_text(&arena, &envelope->client));
    if (arc->status == ARC_PASS)
        put_pair(w, "header.oldest-pass", arena_printf(&arena, "%zu", arc->oldest_pass));
}

/* RFC 9989 §9.1: policy.dmarc is the policy evaluated, after sp, np and t. */
static void put_dmarc(struct writer *w, const struct dmarc_result *dmarc)
{
    if (dmarc->status == DMARC_PENDING)
        return;
    enum dmarc_policy policy = dmarc->is_test ? dmarc_policy_lowered(dmarc->policy) : dmarc->policy;

    put_method(w, "dmarc", dmarc_status_name(dmarc->status), dmarc->reason);
    put_known(w, "header.from", dmarc->author_domain);
    if (policy != DMARC_POLICY_ABSENT)
        put_pair(w, "policy.dmarc", str_of(dmarc_policy_name(policy)));
}

/* §2.7.4. */
static void put_auth(struct writer *w, str authenticated_as)
{
    if (authenticated_as.len == 0)
        return;
    put_method(w, "auth", "pass", REASON_NONE);
    put_pair(w, "smtp.auth", authenticated_as);
}

void authres_write(struct buf *out, str authserv_id, const struct auth_results *results,
                   const struct envelope *envelope)
{
    struct writer w = { .out = out, .utf8 = envelope->smtputf8 };

    buf_add(out, STR("Authentication-Results: "));
    add_value(out, authserv_id, w.utf8);
    put_spf(&w, &results->spf, envelope);
    put_senderid(&w, &results->senderid);
    put_signatures(&w, results);
    put_arc(&w, &results->arc, envelope);
    put_dmarc(&w, &results->dmarc);
    put_iprev(&w, &results->iprev);
    put_auth(&w, envelope->authenticated_as);
    buf_add(out, STR("\r\n"));
}
