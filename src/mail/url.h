/* URLs as a browser reads them (the WHATWG URL standard), because a link leads where the browser goes and not where a stricter
 * grammar would: tabs and line ends vanish, a backslash is a slash, the host may be percent-encoded, in any script, or a number in
 * any notation. What had to be undone is noted: honest links need little of it.
 *
 * Nothing is fetched or resolved. Cost is linear in the text. */
#ifndef MAIL_URL_H
#define MAIL_URL_H

#include "base/arena.h"
#include "base/ip.h"
#include "base/unicode.h"

enum url_result {
    URL_OK,
    URL_RELATIVE,               /* no scheme, and no base to read it by */
    URL_NO_HOST,                /* "https://" and nothing behind */
    URL_BAD_HOST,               /* no address, and no name that DNS could be asked for; browsers let a few of these pass, and
                                   then find nothing */
    URL_BAD_PORT,
    URL_TOO_LONG,               /* than URL_MAX_OCTETS: browsers go further, people and servers do not */
    URL_RESULT_COUNT,
};

enum { URL_MAX_OCTETS = 64 << 10 };

/* Bits. */
enum url_note {
    URL_HAD_CONTROLS = 1,       /* tabs, line ends or other controls, that a browser takes away */
    URL_HAD_BACKSLASH = 2,      /* before the path, for a slash */
    URL_HAD_USERINFO = 4,       /* "https://bank.example@attacker.example/" */
    URL_HOST_WAS_ENCODED = 8,   /* percent-encoding in the host */
    URL_HOST_WAS_UNICODE = 16,  /* letters beyond ASCII in the host */
    URL_ODD_NUMBER = 32,        /* an IPv4 address not as four decimal numbers */
    URL_HAD_FINAL_DOT = 64,     /* behind the host */
    URL_ODD_SLASHES = 128,      /* not the two that belong behind "https:" */
};

struct url {
    str       scheme;           /* lower case, without ":" */
    bool      is_special;       /* of those whose host browsers connect to: http, https, ws, wss, ftp */
    str       userinfo;
    str       host;             /* lower case, A-labels, without final dot; an address as ip_text writes it; may be empty */
    struct ip ip;               /* IP_NONE unless the host is an address */
    uint16_t  port;             /* 0: the scheme's own, or none */
    str       path;             /* as written, from its "/"; of "mailto:" and the like all behind the ":" */
    str       query, fragment;  /* without "?" and "#" */
    unsigned  notes;
};

/* Slices of text, or in the arena. base may be NULL; it lends a relative URL its scheme and host (and, for "x", its folder). */
MUST_USE enum url_result url_parse(const struct unicode *unicode, struct arena *arena, str text, const struct url *base,
                                   struct url *url);

/* Written again, as a person should see it: scheme, host, port if any, path, query; never userinfo or fragment. */
str url_text(struct arena *arena, const struct url *url);

/* "%41" becomes "A"; what is no encoding stays. */
str url_percent_decode(struct arena *arena, str text);

#endif
