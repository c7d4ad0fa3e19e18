#include "mail/received.h"

#include "base/ascii.h"
#include "base/domain.h"
#include "mail/date.h"

/* RFC 5321 §4.4. What stands between the keywords has as many forms as there are mailers, so each clause keeps its
 * first word, and what stands between "from" and "by" is searched for an address: other keywords there may be words of
 * the client, which end the clause before the server has written its address. */
enum clause { NO_CLAUSE, FROM, BY, VIA, WITH, ID, FOR };

static const struct { str word; enum clause clause; } keywords[] = {
    { STR_INIT("from"), FROM }, { STR_INIT("by"), BY }, { STR_INIT("via"), VIA },
    { STR_INIT("with"), WITH }, { STR_INIT("id"), ID }, { STR_INIT("for"), FOR },
};

static enum clause clause_of(str word)
{
    for (size_t i = 0; i < ARRAY_LEN(keywords); i++)
        if (str_equal_nocase(word, keywords[i].word))
            return keywords[i].clause;
    return NO_CLAUSE;
}

static str without(str s, char open, char close)
{
    bool enclosed = s.len >= 2 && s.ptr[0] == open && s.ptr[s.len - 1] == close;

    return enclosed ? str_slice(s, 1, s.len - 1) : s;
}

/* The comment at the start of *rest, without its outer parentheses. One without end takes the rest. */
static str take_comment(str *rest, bool *closed)
{
    size_t depth = 0, i = 0;

    for (; i < rest->len; i++) {
        char c = rest->ptr[i];

        if (c == '\\')
            i++;
        else if (c == '(')
            depth++;
        else if (c == ')' && --depth == 0)
            break;
    }

    *closed = i < rest->len;

    str comment = str_slice(*rest, 1, *closed ? i : rest->len);

    *rest = str_from(*rest, *closed ? i + 1 : rest->len);
    return comment;
}

/* A word ends at white space and where something else begins. */
static str take_word(str *rest)
{
    size_t len = 0;

    while (len < rest->len && !ascii_is_blank(rest->ptr[len]) && rest->ptr[len] != '(' && rest->ptr[len] != ';')
        len++;

    str word = str_slice(*rest, 0, len);

    *rest = str_from(*rest, len);
    return word;
}

static str up_to(str text, char end)
{
    ptrdiff_t at = str_find_char(text, end);

    return at == STR_NOT_FOUND ? text : str_slice(text, 0, (size_t)at);
}

static bool is_port(str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!ascii_is_digit(text.ptr[i]))
            return false;
    return text.len > 0;
}

/* An address without brackets: the tag of RFC 5321 §4.1.3, a zone (RFC 4007 §11), a port behind IPv4. */
static bool read_ip(str text, struct ip *ip)
{
    if (str_starts_nocase(text, STR("IPv6:")))
        text = str_from(text, 5);

    str address = up_to(text, ':');

    return ip_parse(up_to(text, '%'), ip) ||
           (address.len < text.len && is_port(str_from(text, address.len + 1)) && ip_parse(address, ip));
}

/* ---- the client's address ---- */

/* What the client says stands in the from clause as well: its greeting, the name that it has in its own zone, what its
 * ident server answers. Each may hold an address, and blanks and parentheses where the server lets them through. So no
 * place in the clause is the server's for certain, and two addresses that differ are none. */
struct sighting { struct ip ip; bool is_unsure; };

static void see_ip(struct sighting *seen, const struct ip *ip)
{
    if (seen->ip.family == IP_NONE)
        seen->ip = *ip;
    else
        seen->is_unsure |= !ip_equal(&seen->ip, ip);
}

static void see_again(struct sighting *seen, const struct sighting *more)
{
    seen->is_unsure |= more->is_unsure;
    if (more->ip.family != IP_NONE)
        see_ip(seen, &more->ip);
}

/* All address literals of a word: "host[address]" is a name and one. Returns what stands before the first bracket. */
static str see_literals(struct sighting *seen, str word)
{
    str before = up_to(word, '['), rest = str_from(word, before.len);

    while (rest.len > 0) {
        struct ip ip;
        str       piece = up_to(str_from(rest, 1), '[');

        if (read_ip(up_to(piece, ']'), &ip))
            see_ip(seen, &ip);
        rest = str_from(rest, 1 + piece.len);
    }
    return before;
}

/* Without brackets, behind what ident said or by itself: "joe@192.0.2.1". */
static bool see_bare(struct sighting *seen, str word)
{
    struct ip ip;
    ptrdiff_t at = str_rfind_char(word, '@');

    if (!read_ip(at == STR_NOT_FOUND ? word : str_from(word, (size_t)at + 1), &ip))
        return false;
    see_ip(seen, &ip);
    return true;
}

static bool is_helo_word(str word)
{
    return str_equal_nocase(word, STR("HELO")) || str_equal_nocase(word, STR("EHLO")) ||
           str_equal_nocase(word, STR("LHLO"));
}

/* "helo=[192.0.2.1]" and "ident=x", as Exim has them: words of the client, be they an address. */
static bool is_claim(str word)
{
    return str_starts_nocase(word, STR("helo=")) || str_starts_nocase(word, STR("ident="));
}

/* TCP-info, RFC 5321 §4.4, and what mailers make of it: "(host [address])", "(helo=x ident=y)", "(HELO x)" and their
 * like. What the client called itself is not what was looked up. Beside a literal an address without brackets stands in
 * the place of the name: whoever owns the zone can call the client so. */
static void read_tcp_info(struct received *received, struct sighting *seen, str comment)
{
    struct sighting literal = { 0 }, bare = { 0 };
    bool            claimed = false;

    while (comment.len > 0) {
        if (ascii_is_blank(comment.ptr[0]) || comment.ptr[0] == '(' || comment.ptr[0] == ';') {
            comment = str_from(comment, 1);
            continue;
        }

        str word = take_word(&comment);

        if (!claimed && !is_claim(word)) {
            str name = without(see_literals(&literal, word), '<', '>');

            if (!see_bare(&bare, name) && received->from_host.len == 0 && domain_is_hostname(name))
                received->from_host = domain_without_dot(name);
        }
        claimed = is_helo_word(word);
    }
    see_again(seen, literal.ip.family != IP_NONE ? &literal : &bare);
}

static void read_value(struct received *received, enum clause clause, str word)
{
    str *value = NULL;

    switch (clause) {
    case FROM: value = &received->from_name; break;
    case BY:   value = &received->by; break;
    case WITH: value = &received->with; break;
    case ID:   value = &received->id; break;
    case FOR:  value = &received->for_path; break;
    case VIA: case NO_CLAUSE: return;
    }
    if (value->len == 0)
        *value = clause == ID || clause == FOR ? without(word, '<', '>') : word;
}

void received_parse(struct received *received, struct arena *arena, const struct header *h)
{
    str             rest   = header_unfold(arena, h);
    enum clause     clause = NO_CLAUSE;
    struct sighting seen   = { 0 };
    bool            client = false, server = false;         /* behind "from", as far as "by"; behind "by" */

    *received = (struct received){ 0 };
    while (rest.len > 0 && !received->has_date) {
        char c = rest.ptr[0];

        if (ascii_is_blank(c)) {
            rest = str_from(rest, 1);
        } else if (c == ';') {
            rest               = str_from(rest, 1);
            received->has_date = date_parse(rest, &received->date);
        } else if (c == '(') {
            bool closed;
            str  comment = take_comment(&rest, &closed);

            if (client)
                read_tcp_info(received, &seen, comment);
            seen.is_unsure |= !closed;                      /* it may hold what the server wrote behind */
        } else {
            str         word = take_word(&rest);
            enum clause next = clause_of(word);

            /* RFC 5321 §4.4 has both once, and "from" first. One more was the client's. */
            seen.is_unsure |= (next == FROM && clause != NO_CLAUSE) || (next == BY && server);
            client = (client && next != BY) || next == FROM;
            server |= next == BY;
            if (client && word.ptr[0] == '[' && received->from_name.len > 0)        /* "from name [address]" */
                (void)see_literals(&seen, word);
            if (next == NO_CLAUSE)
                read_value(received, clause, word);
            else
                clause = next;
        }
    }
    seen.is_unsure |= str_has_char(rest, ';');              /* the date stands last: this one was the client's */
    if (!seen.is_unsure)
        received->from_ip = seen.ip;
    if (!seen.is_unsure && seen.ip.family == IP_NONE) {     /* "from [address] by" */
        str name = received->from_name;

        (void)str_skip_prefix(&name, STR("["));
        received->from_ip_is_name = read_ip(up_to(name, ']'), &received->from_ip);
    }
}
