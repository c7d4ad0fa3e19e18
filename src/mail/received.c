#include "mail/received.h"

#include "base/ascii.h"
#include "base/domain.h"
#include "mail/date.h"

/* RFC 5321 §4.4. What stands between the keywords has as many forms as there are mailers, so each clause keeps its
 * first word, and only the from clause is searched for an address. */
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
static str take_comment(str *rest)
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

    bool closed  = i < rest->len;
    str  comment = str_slice(*rest, 1, closed ? i : rest->len);

    *rest = str_from(*rest, closed ? i + 1 : rest->len);
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

/* An address, with or without brackets, the tag of RFC 5321 §4.1.3, a zone (RFC 4007 §11), a port behind IPv4. */
static bool read_ip(str text, struct ip *ip)
{
    if (str_skip_prefix(&text, STR("[")))
        text = up_to(text, ']');
    if (str_starts_nocase(text, STR("IPv6:")))
        text = str_from(text, 5);
    return ip_parse(up_to(text, '%'), ip) || ip_parse(up_to(text, ':'), ip);
}

/* One word of "(host [address])", "(helo=x ident=y)", "(HELO x)" and their like. "host[address]" is two. */
static void read_tcp_word(struct received *received, str word)
{
    ptrdiff_t bracket = str_find_char(word, '[');

    if (bracket != STR_NOT_FOUND) {
        if (received->from_ip.family == IP_NONE)
            (void)read_ip(str_from(word, (size_t)bracket), &received->from_ip);
        word = str_slice(word, 0, (size_t)bracket);
    }
    word = without(word, '<', '>');
    if (received->from_ip.family == IP_NONE && read_ip(word, &received->from_ip))
        return;
    if (received->from_host.len == 0 && domain_is_hostname(word))
        received->from_host = domain_without_dot(word);
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

/* TCP-info, RFC 5321 §4.4, and what mailers make of it. What the client called itself is not what was looked up. */
static void read_tcp_info(struct received *received, str comment)
{
    bool claimed = false;

    while (comment.len > 0) {
        if (ascii_is_blank(comment.ptr[0]) || comment.ptr[0] == '(' || comment.ptr[0] == ';') {
            comment = str_from(comment, 1);
            continue;
        }

        str word = take_word(&comment);

        if (!claimed && !is_claim(word))
            read_tcp_word(received, word);
        claimed = is_helo_word(word);
    }
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
    else if (clause == FROM && word.ptr[0] == '[')          /* "from name [address]" */
        read_tcp_word(received, word);
}

void received_parse(struct received *received, struct arena *arena, const struct header *h)
{
    str         rest   = header_unfold(arena, h);
    enum clause clause = NO_CLAUSE;

    *received = (struct received){ 0 };
    while (rest.len > 0 && !received->has_date) {
        char c = rest.ptr[0];

        if (ascii_is_blank(c)) {
            rest = str_from(rest, 1);
        } else if (c == ';') {
            rest               = str_from(rest, 1);
            received->has_date = date_parse(rest, &received->date);
        } else if (c == '(') {
            str comment = take_comment(&rest);

            if (clause == FROM)
                read_tcp_info(received, comment);
        } else {
            str         word = take_word(&rest);
            enum clause next = clause_of(word);

            if (next == NO_CLAUSE)
                read_value(received, clause, word);
            else
                clause = next;
        }
    }
    if (received->from_ip.family == IP_NONE)                /* "from [address] by" */
        received->from_ip_is_name = read_ip(received->from_name, &received->from_ip);
}
