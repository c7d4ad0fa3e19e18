#include "auth/received_spf.h"

#include "auth/authres.h"
#include "auth/token.h"
#include "base/ascii.h"

enum { LINE_COLUMNS = 78, VALUE_MAX_OCTETS = 320 /* a path and its "@", RFC 5321 §4.5.3.1 */ };

/* ---- writing ---- */

struct writer { struct buf *out; size_t column; bool utf8; };

/* A word on this line, or on the next if it does not fit. */
static void put_word(struct writer *w, str word)
{
    if (w->column + 1 + word.len > LINE_COLUMNS) {
        buf_add(w->out, STR("\r\n\t"));
        w->column = 8;
    } else {
        buf_add_char(w->out, ' ');
        w->column++;
    }
    buf_add(w->out, word);
    w->column += word.len;
}

/* dot-atom, RFC 5322 §3.2.3. */
static bool is_dot_atom(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == '.' ? i == 0 || i + 1 == s.len || s.ptr[i - 1] == '.' : !ascii_is_atext(s.ptr[i]))
            return false;
    return s.len > 0;
}

/* key=value, the value by its grammar: an IPv6 address or a mechanism with a colon is no dot-atom. */
static void put_pair(struct writer *w, const char *key, str value)
{
    BUF_SCOPE pair = { 0 };

    value = token_capped(value, VALUE_MAX_OCTETS);
    buf_printf(&pair, "%s=", key);
    if (is_dot_atom(value))
        buf_add(&pair, value);
    else
        token_write_quoted(&pair, value, w->utf8);
    buf_add_char(&pair, ';');
    put_word(w, buf_str(&pair));
}

static void put_known(struct writer *w, const char *key, str value)
{
    if (value.len > 0)
        put_pair(w, key, value);
}

/* One word of a comment: nothing in it may end the comment, or begin another. */
static str harmless_word(struct arena *arena, str word)
{
    word       = token_capped(word, VALUE_MAX_OCTETS);
    char *copy = arena_octets(arena, word.len);

    for (size_t i = 0; i < word.len; i++)
        copy[i] = ascii_is_vchar(word.ptr[i]) && !str_has_char(STR("()\\"), word.ptr[i]) ? word.ptr[i] : '?';
    return (str){ copy, word.len };
}

/* Words of ours, folded; those from outside have no blanks (harmless_word). */
static void put_words(struct writer *w, str words)
{
    str word;

    while (str_cut(&words, ' ', &word))
        put_word(w, word);
}

/* In the words of the RFC's examples where the record has decided, else in our own. */
static str supporting_words(struct arena *arena, const struct spf_result *result, str sender, str client)
{
    switch (result->status) {
    case SPF_PASS:
        return arena_printf(arena, "domain of %.*s designates %.*s as permitted sender", STR_ARG(sender), STR_ARG(client));
    case SPF_FAIL:
        return arena_printf(arena, "domain of %.*s does not designate %.*s as permitted sender", STR_ARG(sender), STR_ARG(client));
    case SPF_SOFTFAIL:
        return arena_printf(arena, "domain of %.*s does not designate %.*s as permitted sender, but does not rule it out",
                            STR_ARG(sender), STR_ARG(client));
    case SPF_NEUTRAL:
        return arena_printf(arena, "domain of %.*s says nothing about %.*s", STR_ARG(sender), STR_ARG(client));
    case SPF_NONE: case SPF_TEMPERROR: case SPF_PERMERROR:
        return arena_printf(arena, "%.*s, %.*s: %s", STR_ARG(sender), STR_ARG(client), auth_reason_sentence(result->reason));
    case SPF_PENDING:
        break;
    }
    UNREACHABLE();
}

/* "The header field SHOULD include a comment", with who checked, address and sender. */
static void put_comment(struct writer *w, const struct spf_result *result, const struct envelope *envelope, bool is_helo,
                        str receiver)
{
    ARENA_SCOPE arena  = { 0 };
    str         sender = harmless_word(&arena, is_helo ? envelope->helo : envelope->reverse_path.text);
    str         client = ip_text(&arena, &envelope->client);

    put_words(w, arena_printf(&arena, "(%.*s: %.*s)", STR_ARG(harmless_word(&arena, receiver)),
                              STR_ARG(supporting_words(&arena, result, sender.len > 0 ? sender : STR("unknown"), client))));
}

/* "default" where no mechanism matched (§9.1); nothing where none was looked at. */
static str mechanism_of(const struct spf_result *result)
{
    return result->reason == REASON_SPF_NOTHING_MATCHED ? STR("default") : result->mechanism;
}

void received_spf_write(struct buf *out, const struct spf_result *result, const struct envelope *envelope, str receiver)
{
    ARENA_SCOPE   arena   = { 0 };
    bool          is_helo = result->scope == SPF_HELO || envelope->reverse_path.is_null;
    bool          failed  = result->status == SPF_TEMPERROR || result->status == SPF_PERMERROR;
    struct writer w       = { .out = out, .utf8 = envelope->smtputf8 };
    size_t        before  = buf_len(out);

    if (result->status == SPF_PENDING)
        return;
    buf_printf(out, "Received-SPF: %s", spf_status_name(result->status));
    w.column = buf_len(out) - before;
    put_comment(&w, result, envelope, is_helo, receiver);
    put_pair(&w, "identity", is_helo ? STR("helo") : STR("mailfrom"));
    if (envelope->client.family != IP_NONE)
        put_pair(&w, "client-ip", ip_text(&arena, &envelope->client));
    put_known(&w, "helo", envelope->helo);
    if (!is_helo)
        put_pair(&w, "envelope-from", envelope->reverse_path.text);
    put_pair(&w, "receiver", receiver);
    put_known(&w, "mechanism", mechanism_of(result));
    if (failed)
        put_pair(&w, "problem", str_of(auth_reason_name(result->reason)));
    buf_add(out, STR("\r\n"));
}

/* ---- reading: only whose it is ---- */

/* A value as it is met: addresses and mechanisms often stand there without quotes. */
static bool in_value(char c)     { return ascii_is_8bit(c) || (ascii_is_vchar(c) && c != ';' && c != '"'); }
static bool in_host(char c)      { return ascii_is_alnum(c) || c == '-' || c == '.' || c == '_'; }
static bool before_colon(char c) { return c != ':' && c != ')'; }

/* One of ids as a whole host name anywhere in text. */
static bool mentions(str text, const str *ids, size_t count)
{
    while (text.len > 0) {
        str word = token_take_while(&text, in_host);

        if (word.len == 0)
            text = str_from(text, 1);
        else if (authres_is_our_id(word, ids, count))
            return true;
    }
    return false;
}

/* The host that stands in front of the comment's colon, as in "(mx.example.org: domain of ...)". */
static bool comment_is_ours(str value, const str *ids, size_t count)
{
    ptrdiff_t open = str_find_char(value, '(');
    str       rest = open == STR_NOT_FOUND ? (str){ 0 } : str_from(value, (size_t)open + 1);
    str       host = token_take_while(&rest, before_colon);

    return rest.len > 0 && rest.ptr[0] == ':' && mentions(host, ids, count);
}

/* One key=value; false if there is none. */
static bool take_pair(struct arena *arena, str *s, str *key, str *value)
{
    return token_take_keyword(s, key) && token_skip_cfws(s) && token_take_char(s, '=') && token_skip_cfws(s) &&
           token_take_value(arena, s, in_value, value) && token_skip_cfws(s);
}

/* True if every pair could be read; *is_ours if one of them names us as receiver. */
static bool read_pairs(struct arena *arena, str rest, const str *ids, size_t count, bool *is_ours)
{
    str key, value;

    while (rest.len > 0) {
        if (!take_pair(arena, &rest, &key, &value))
            return false;
        if (str_equal_nocase(key, STR("receiver")) && mentions(value, ids, count))
            *is_ours = true;
        while (token_take_char(&rest, ';'))     /* left out by some, doubled by others */
            if (!token_skip_cfws(&rest))
                return false;
    }
    return true;
}

bool received_spf_is_forged(const struct header *h, const str *ids, size_t count, struct arena *arena)
{
    str  rest = h->value, result;
    bool is_ours;

    if (!str_equal_nocase(h->name, STR("Received-SPF")))
        return false;
    if (h->flaws & (HEADER_BARE_CR_OR_LF | HEADER_NUL))         /* readers split it in different places */
        return true;
    is_ours = comment_is_ours(rest, ids, count);
    if (!token_skip_cfws(&rest) || !token_take_keyword(&rest, &result) || !token_skip_cfws(&rest) ||
        !read_pairs(arena, rest, ids, count, &is_ours))
        return is_ours || mentions(h->value, ids, count);
    return is_ours;
}
