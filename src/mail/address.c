#include "mail/address.h"

#include <assert.h>

#include "base/ascii.h"
#include "base/domain.h"
#include "mail/words.h"

/* The value is read once, token by token, into one list member at a time; a member is judged when its end is seen.
 * A member has few tokens, so they live on the stack; what has more is no address that anyone wrote. */
enum { MEMBER_TOKENS_MAX = 256 };

enum token_kind {
    WORD,                       /* atom, with everything that is not special, or an encoded-word */
    QUOTED, LITERAL, COMMENT,   /* text is what stands between the marks */
    DOT, AT, OPEN, CLOSE,       /* . @ < > */
    STRAY,                      /* a special where none belongs */
};

struct token { enum token_kind kind; bool spaced; str raw, text; };     /* spaced: white space before it */

struct reader {
    struct arena        *arena;
    struct address_list *list;
    size_t               capacity;
    str                  rest;
    const char          *member_start;
    struct token         tokens[MEMBER_TOKENS_MAX];
    size_t               count;
    bool                 in_angle, in_route, spaced;
    bool                 in_group, after_group;
    str                  group;
    size_t               group_start;       /* mailboxes before the group */
};

static unsigned control_flaws(str value)
{
    for (size_t i = 0; i < value.len; i++)
        if (ascii_is_control(value.ptr[i]) && !ascii_is_blank(value.ptr[i]))
            return ADDRESS_CONTROL;
    return 0;
}

static bool is_word_octet(char c)
{
    switch (c) {
    case '(': case ')': case '<': case '>': case '[': case ']': case ':': case ';': case '@': case '\\': case ',':
    case '.': case '"': case ' ': case '\t': case '\r': case '\n':
        return false;
    }
    return true;
}

/* The length of what looks like an encoded-word at the start of s, or 0. Many hold specials that RFC 2047 §5 (3)
 * forbids here; readers take them whole all the same. */
static size_t encoded_word_length(str s)
{
    size_t marks = 0;

    if (!str_starts(s, STR("=?")))
        return 0;
    for (size_t i = 2; i < s.len && !ascii_is_blank(s.ptr[i]); i++) {
        if (s.ptr[i] != '?')
            continue;
        if (++marks == 3)
            return i + 1 < s.len && s.ptr[i + 1] == '=' ? i + 2 : 0;
    }
    return 0;
}

static bool has_special(str encoded_word, const char *specials)
{
    for (size_t i = 0; specials[i] != '\0'; i++)
        if (str_has_char(encoded_word, specials[i]))
            return true;
    return false;
}

/* Moves what stands between open and close out of *rest, comments nested. A missing end is two readings: someone
 * else may see addresses inside. */
static struct token take_enclosed(struct reader *r, enum token_kind kind, char close)
{
    str    s     = r->rest;
    size_t depth = 1, i;

    for (i = 1; i < s.len; i++) {
        if (s.ptr[i] == '\\')
            i++;
        else if (s.ptr[i] == close && --depth == 0)
            break;
        else if (kind == COMMENT && s.ptr[i] == '(')
            depth++;
    }
    if (i >= s.len) {
        r->list->flaws |= ADDRESS_SYNTAX | ADDRESS_TWO_READINGS;
        r->rest = str_from(s, s.len);
        s       = str_trim_right(s);    /* blanks behind a member are not of it */
        return (struct token){ .kind = kind, .raw = s, .text = str_from(s, 1) };
    }
    r->rest = str_from(s, i + 1);
    return (struct token){ .kind = kind, .raw = str_slice(s, 0, i + 1), .text = str_slice(s, 1, i) };
}

static struct token take_word(struct reader *r)
{
    str    s   = r->rest;
    size_t len = encoded_word_length(s);

    if (len > 0) {
        str word = str_slice(s, 0, len);

        /* Whoever looks for specials first finds other tokens in it, and may find another address. */
        if (has_special(word, "@<>\""))
            r->list->flaws |= ADDRESS_SYNTAX | ADDRESS_TWO_READINGS;
        else if (has_special(word, "()[]:;,"))
            r->list->flaws |= ADDRESS_SYNTAX;
    } else {
        while (len < s.len && is_word_octet(s.ptr[len]))
            len++;
    }
    r->rest = str_from(s, len);
    return (struct token){ .kind = WORD, .raw = str_slice(s, 0, len), .text = str_slice(s, 0, len) };
}

static struct token take_mark(struct reader *r, enum token_kind kind)
{
    struct token token = { .kind = kind, .raw = str_slice(r->rest, 0, 1) };

    token.text = token.raw;
    r->rest    = str_from(r->rest, 1);
    return token;
}

static struct token take_token(struct reader *r)
{
    switch (r->rest.ptr[0]) {
    case '"': return take_enclosed(r, QUOTED, '"');
    case '(': return take_enclosed(r, COMMENT, ')');
    case '[': return take_enclosed(r, LITERAL, ']');
    case '.': return take_mark(r, DOT);
    case '@': return take_mark(r, AT);
    case '<': return take_mark(r, OPEN);
    case '>': return take_mark(r, CLOSE);
    case ')': case ']': case '\\': case ':': case ',': case ';':
        return take_mark(r, STRAY);
    }
    return take_word(r);
}

static void keep_token(struct reader *r, struct token token)
{
    if (r->count == MEMBER_TOKENS_MAX) {
        r->list->flaws |= ADDRESS_SYNTAX | ADDRESS_TWO_READINGS;
        return;
    }
    if (token.kind == STRAY && !r->in_route)
        r->list->flaws |= ADDRESS_SYNTAX;
    token.spaced             = r->spaced;
    r->tokens[r->count++]    = token;
    r->spaced                = false;
    if (token.kind == OPEN)
        r->in_angle = true;
    if (token.kind == CLOSE)
        r->in_angle = r->in_route = false;
    /* "<@" begins a route, in which "," and ":" separate nothing (RFC 5322 §4.4). */
    if (token.kind == AT && r->count > 1 && r->tokens[r->count - 2].kind == OPEN)
        r->in_route = true;
}

/* ---- display names, comments ---- */

/* Without the backslashes of quoted-pairs. */
static str unescape(struct arena *arena, str s)
{
    if (!str_has_char(s, '\\'))
        return s;

    char  *out = arena_octets(arena, s.len);
    size_t len = 0;

    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '\\' && i + 1 < s.len)
            i++;
        out[len++] = s.ptr[i];
    }
    return (str){ out, len };
}

static bool has_text(const struct token *t)
{
    return t->kind != COMMENT;
}

static bool is_comment(const struct token *t)
{
    return t->kind == COMMENT;
}

/* The decoded text of the chosen tokens, one blank where white space or a comment stood between them. */
static str join(struct reader *r, const struct token *tokens, size_t count, bool (*chosen)(const struct token *))
{
    size_t       room = 0, len = 0, used = 0;
    const struct token *only = NULL;

    for (size_t i = 0; i < count; i++) {
        if (!chosen(&tokens[i]))
            continue;
        room += tokens[i].text.len + 1;
        only = &tokens[i];
        used++;
    }
    if (used == 0)
        return (str){ 0 };
    if (used == 1)                      /* the usual case: a slice of the message */
        return words_decode(r->arena, only->kind == WORD ? only->text : unescape(r->arena, only->text), NULL);

    char *text  = arena_octets(r->arena, room);
    bool  space = false;

    for (size_t i = 0; i < count; i++) {
        const struct token *t = &tokens[i];

        if (!chosen(t)) {
            space = true;
            continue;
        }

        str piece = t->kind == WORD ? t->text : unescape(r->arena, t->text);

        if (len > 0 && (space || t->spaced || t->kind == COMMENT))
            text[len++] = ' ';
        if (piece.len > 0)
            memcpy(text + len, piece.ptr, piece.len);
        len  += piece.len;
        space = false;
    }
    return words_decode(r->arena, (str){ text, len }, NULL);
}

/* ---- addr-spec ---- */

static bool has_kind(const struct token *tokens, size_t count, enum token_kind kind)
{
    for (size_t i = 0; i < count; i++)
        if (tokens[i].kind == kind)
            return true;
    return false;
}

/* The raw text of tokens without the comments and blanks between: a slice if nothing stands between. */
static str contiguous(struct reader *r, const struct token *tokens, size_t count)
{
    size_t room = 0, len = 0;
    bool   whole = true;

    if (count == 0)
        return (str){ 0 };
    for (size_t i = 0; i < count; i++) {
        whole &= tokens[i].kind != COMMENT && (i == 0 || !tokens[i].spaced);
        room += tokens[i].raw.len;
    }
    if (whole)
        return (str){ tokens[0].raw.ptr, room };

    char *text = arena_octets(r->arena, room);

    for (size_t i = 0; i < count; i++) {
        if (tokens[i].kind == COMMENT)
            continue;
        memcpy(text + len, tokens[i].raw.ptr, tokens[i].raw.len);
        len += tokens[i].raw.len;
    }
    return (str){ text, len };
}

/* Words and dots in turn: local-part and domain (RFC 5322 §3.4.1), with the comments and blanks of §4.4. */
static unsigned dotted_flaws(const struct token *tokens, size_t count, enum token_kind other_kind)
{
    unsigned flaws     = 0;
    bool     want_word = true;
    size_t   words     = 0;

    for (size_t i = 0; i < count; i++) {
        const struct token *t = &tokens[i];

        if (t->kind == COMMENT)
            continue;
        if (t->spaced && i > 0)
            flaws |= ADDRESS_OBSOLETE;
        if (t->kind == DOT) {
            if (want_word)              /* "a..b", ".a": not even obsolete, but met (RFC 7103 §7.1.5) */
                flaws |= ADDRESS_SYNTAX;
            want_word = true;
            continue;
        }
        if (t->kind != WORD && t->kind != other_kind)
            flaws |= ADDRESS_SYNTAX;
        if (!want_word)                 /* two words without a dot: some readers join them, some drop one */
            flaws |= ADDRESS_SYNTAX | ADDRESS_TWO_READINGS;
        want_word = false;
        words++;
    }
    if (words == 0 || want_word)
        flaws |= ADDRESS_SYNTAX;
    return flaws;
}

/* Skips "@a,@b:" at the start of an angle address. */
static size_t route_length(const struct token *tokens, size_t count)
{
    if (count == 0 || tokens[0].kind != AT)
        return 0;
    for (size_t i = 0; i < count; i++)
        if (tokens[i].kind == STRAY && tokens[i].raw.ptr[0] == ':')
            return i + 1;
    return 0;
}

/* Whether a quoted word holds an "@" that parts nothing. */
static bool holds_at(const struct token *tokens, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (tokens[i].kind == QUOTED && str_has_char(tokens[i].raw, '@'))
            return true;
    return false;
}

/* An encoded-word that has, or is decoded to, what parts addresses: readers that decode first find another one (RFC 2047 §5 (3) wants
 * none here). Blanks around dots are gone from the address: what they kept apart may be such a word now. */
static bool hides_in_encoded_word(struct reader *r, str address)
{
    for (size_t i = 0; i < address.len; i++) {
        size_t len  = encoded_word_length(str_from(address, i));
        str    word = str_slice(address, i, i + len);

        if (len > 0 && (has_special(word, "@") || has_special(words_decode(r->arena, word, NULL), "@<>\", ")))
            return true;
    }
    return false;
}

/* Reads an addr-spec that takes up all the tokens. An empty domain is left where there is no "@". */
static void read_addr_spec(struct reader *r, const struct token *tokens, size_t count, struct mailbox *m)
{
    size_t at = count, ats = 0;

    for (size_t i = 0; i < count; i++) {
        if (tokens[i].kind == AT) {
            at = i;
            ats++;
        }
    }
    m->address = contiguous(r, tokens, count);
    if (ats == 0) {
        m->local_part   = m->address;
        r->list->flaws |= ADDRESS_NO_AT;
        return;
    }
    if (ats > 1)
        r->list->flaws |= ADDRESS_SYNTAX | ADDRESS_TWO_READINGS;
    if (holds_at(tokens, at) || hides_in_encoded_word(r, m->address))   /* "a@b"@c: some readers part it at the first "@" */
        r->list->flaws |= ADDRESS_TWO_READINGS;

    const struct token *domain = tokens + at + 1;
    size_t              length = count - at - 1;

    m->local_part   = contiguous(r, tokens, at);
    m->domain       = contiguous(r, domain, length);
    r->list->flaws |= dotted_flaws(tokens, at, QUOTED) | dotted_flaws(domain, length, LITERAL);
    if (tokens[at].spaced || (length > 0 && domain[0].spaced))
        r->list->flaws |= ADDRESS_OBSOLETE;
    if (has_kind(domain, length, LITERAL) && length > 1)
        r->list->flaws |= ADDRESS_SYNTAX;
}

/* ---- members ---- */

static size_t find_kind(const struct token *tokens, size_t count, enum token_kind kind)
{
    size_t i = 0;

    while (i < count && tokens[i].kind != kind)
        i++;
    return i;
}

/* "a@b <c@d>" shows one address and has another; where both are the same it is only bad syntax. */
static unsigned unquoted_address_flaws(struct reader *r, const struct token *phrase, size_t count, str address)
{
    if (!has_kind(phrase, count, AT))
        return 0;
    return ADDRESS_SYNTAX | (str_equal_nocase(contiguous(r, phrase, count), address) ? 0 : ADDRESS_TWO_READINGS);
}

/* [display-name] "<" [route] addr-spec ">", RFC 5322 §3.4. open is the place of "<". */
static void read_name_addr(struct reader *r, size_t open, struct mailbox *m)
{
    const struct token *inner  = r->tokens + open + 1;
    size_t              left   = r->count - open - 1;
    size_t              length = find_kind(inner, left, CLOSE);
    size_t              route  = route_length(inner, length);

    if (route > 0)                              /* some readers show the first address of it */
        r->list->flaws |= ADDRESS_OBSOLETE | ADDRESS_TWO_READINGS;
    if (length == left)                         /* no ">" */
        r->list->flaws |= ADDRESS_SYNTAX;
    read_addr_spec(r, inner + route, length - route, m);
    if (has_kind(inner + route, length - route, OPEN))
        r->list->flaws |= ADDRESS_SYNTAX | ADDRESS_TWO_READINGS;

    m->display_name = join(r, r->tokens, open, has_text);
    m->comment      = join(r, r->tokens, r->count, is_comment);
    r->list->flaws |= unquoted_address_flaws(r, r->tokens, open, m->address);
    if (has_kind(r->tokens, open, CLOSE))       /* "=?utf-8?q?a=40b?=> <c@d>" */
        r->list->flaws |= ADDRESS_SYNTAX | (str_has_char(m->display_name, '@') ? ADDRESS_TWO_READINGS : 0);

    for (size_t i = length + 1; i < left; i++) {        /* text behind ">" */
        if (inner[i].kind == COMMENT)
            continue;
        r->list->flaws |= ADDRESS_SYNTAX;
        if (inner[i].kind == OPEN || inner[i].kind == AT)
            r->list->flaws |= ADDRESS_TWO_READINGS;
    }
}

/* An address without brackets. Words before it, as in "John a@b", are taken for the name. */
static void read_bare_address(struct reader *r, struct mailbox *m)
{
    size_t at        = find_kind(r->tokens, r->count, AT);
    size_t start     = at;
    bool   want_word = true;

    m->comment = join(r, r->tokens, r->count, is_comment);
    if (at == r->count) {               /* no address: what stands there is still shown, and may hide one */
        struct mailbox hidden;

        m->display_name = join(r, r->tokens, r->count, has_text);
        r->list->flaws |= ADDRESS_NO_AT | (mailbox_find(m->display_name, &hidden) ? ADDRESS_TWO_READINGS : 0);
        return;
    }
    for (size_t i = at; i-- > 0; ) {            /* back over words and dots in turn */
        enum token_kind kind = r->tokens[i].kind;

        if (kind == COMMENT)
            continue;
        if (kind != DOT && !want_word)
            break;
        want_word = kind == DOT;
        start     = i;
    }
    read_addr_spec(r, r->tokens + start, r->count - start, m);
    if (start > 0) {
        m->display_name = join(r, r->tokens, start, has_text);
        if (m->display_name.len > 0)
            r->list->flaws |= ADDRESS_SYNTAX | ADDRESS_TWO_READINGS;
    }
}

static bool only_comments(const struct reader *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->tokens[i].kind != COMMENT)
            return false;
    return true;
}

static void begin_member(struct reader *r)
{
    r->count        = 0;
    r->in_angle     = false;
    r->in_route     = false;
    r->spaced       = false;
    r->member_start = r->rest.ptr;
}

/* The member ends before end; octets behind it belong to the next. */
static void end_member(struct reader *r, const char *end)
{
    struct mailbox m    = { .group = r->group };
    size_t         open = find_kind(r->tokens, r->count, OPEN);

    if (only_comments(r))
        return;
    if (r->list->count == ADDRESS_LIST_MAX) {
        r->list->flaws |= ADDRESS_TOO_MANY;
        return;
    }
    m.text = str_trim((str){ r->member_start, (size_t)(end - r->member_start) });
    if (open < r->count)
        read_name_addr(r, open, &m);
    else
        read_bare_address(r, &m);
    *ARENA_PUSH(r->arena, r->list->mailboxes, r->list->count, &r->capacity) = m;
    r->list->count++;
}

static void begin_group(struct reader *r)
{
    if (r->in_group || only_comments(r))
        r->list->flaws |= ADDRESS_SYNTAX;
    if (has_kind(r->tokens, r->count, AT))      /* "ceo@corp.example:;" */
        r->list->flaws |= ADDRESS_SYNTAX | ADDRESS_TWO_READINGS;
    r->in_group    = true;
    r->group       = join(r, r->tokens, r->count, has_text);
    r->group_start = r->list->count;
    r->list->groups++;
}

static void end_group(struct reader *r)
{
    if (!r->in_group) {
        r->list->flaws |= ADDRESS_SYNTAX;       /* ";" between addresses, as in some clients' windows */
        return;
    }
    if (r->list->count == r->group_start)
        r->list->flaws |= ADDRESS_EMPTY_GROUP;
    r->in_group = false;
    r->group    = (str){ 0 };
}

/* True if c ends the member, and then acts on it. */
static bool separate(struct reader *r, char c)
{
    const char *end = r->rest.ptr;

    if (r->in_route || (c != ',' && c != ';' && c != ':'))
        return false;
    if (c == ':' && r->in_angle)                /* "<mailto:a@b>" */
        return false;
    if (c == ',' && r->count == 0 && !r->after_group)
        r->list->flaws |= ADDRESS_OBSOLETE;     /* an empty member */
    r->after_group = c == ';';
    if (c == ':')
        begin_group(r);
    else
        end_member(r, end);
    if (c == ';')
        end_group(r);
    r->rest = str_from(r->rest, 1);
    begin_member(r);
    return true;
}

void address_list_parse(struct address_list *list, struct arena *arena, str value)
{
    struct reader r;

    *list      = (struct address_list){ .flaws = control_flaws(value) };
    r.arena    = arena;
    r.list     = list;
    r.capacity = 0;
    r.rest     = value;
    r.group    = (str){ 0 };
    r.in_group = r.after_group = false;
    begin_member(&r);
    while (r.rest.len > 0) {
        char c = r.rest.ptr[0];

        if (ascii_is_blank(c)) {
            r.spaced = true;
            r.rest   = str_from(r.rest, 1);
        } else if (!separate(&r, c)) {
            keep_token(&r, take_token(&r));
            if (c == ':')
                r.in_route = false;
        }
    }
    end_member(&r, r.rest.ptr);
    if (r.in_group) {
        list->flaws |= ADDRESS_SYNTAX;          /* no ";" */
        end_group(&r);
    }
}

/* ---- in running text ---- */

static bool is_local_octet(char c)
{
    return ascii_is_atext(c) || ascii_is_8bit(c) || c == '.';
}

static bool is_domain_octet(char c)
{
    return ascii_is_alnum(c) || c == '-' || c == '.' || ascii_is_8bit(c);
}

bool mailbox_find(str text, struct mailbox *out)
{
    size_t from = 0;                    /* nothing before it can belong to an address */

    for (ptrdiff_t found; (found = str_find_char(str_from(text, from), '@')) != STR_NOT_FOUND; ) {
        size_t at = from + (size_t)found, start = at, end = at + 1;

        while (start > from && is_local_octet(text.ptr[start - 1]))
            start--;
        while (start < at && text.ptr[start] == '.')
            start++;
        while (end < text.len && is_domain_octet(text.ptr[end]))
            end++;
        from = end;
        while (end > at + 1 && (text.ptr[end - 1] == '.' || text.ptr[end - 1] == '-'))
            end--;

        str domain = str_slice(text, at + 1, end);

        if (start == at || !str_has_char(domain, '.') || (!str_has_8bit(domain) && !domain_is_hostname(domain)))
            continue;
        *out = (struct mailbox){
            .text = str_slice(text, start, end), .address = str_slice(text, start, end),
            .local_part = str_slice(text, start, at), .domain = domain,
        };
        return true;
    }
    return false;
}

static const char *const flaw_names[] = {
    "syntax", "no-at", "two-readings", "obsolete", "empty-group", "too-many", "control",
};

static_assert(1 << (ARRAY_LEN(flaw_names) - 1) == ADDRESS_CONTROL, "a name for each flaw");

const char *address_flaw_name(enum address_flaw flaw)
{
    return flaw_names[__builtin_ctz((unsigned)flaw)];
}
