/* Addresses: of the envelope (RFC 5321 §4.1.2) and of header fields (RFC 5322 §3.4, with groups in any field by
 * RFC 6854). One parser for every use: the author that DMARC judges is the author that people are shown.
 *
 * Ambiguity is an outcome, never a first guess. */
#ifndef MAIL_ADDRESS_H
#define MAIL_ADDRESS_H

#include "base/arena.h"
#include "base/str.h"

/* ---- the envelope ---- */

struct path {
    str  text;                  /* between the angle brackets, as given */
    str  local_part;            /* as given; quotes kept: "a b"@x is not a b@x */
    str  domain;                /* as given, or the address literal with its brackets; empty for <Postmaster> and <> */
    bool is_null;               /* <> */
    bool is_literal;            /* domain is [192.0.2.1] or [IPv6:...] */
    bool has_source_route;      /* <@a,@b:u@d>, ignored as RFC 5321 appendix C asks */
    bool is_utf8;               /* octets above 127: needs SMTPUTF8 (RFC 6531) */
};

enum path_error {
    PATH_OK, PATH_SYNTAX, PATH_LOCAL_PART_TOO_LONG /* 64 */, PATH_DOMAIN_TOO_LONG /* 255 */, PATH_TOO_LONG /* 256 */,
    PATH_BAD_UTF8, PATH_NO_DOMAIN,
};

/* Reads one path with its angle brackets at the start of *text and moves *text behind it. PATH_NO_DOMAIN is for
 * anything without domain but <> and <postmaster>. */
MUST_USE enum path_error path_parse(struct path *path, str *text);

/* ---- header fields ---- */

struct mailbox {
    str text;                   /* the slice that it was read from, display name and brackets included */
    str display_name;           /* decoded (RFC 2047) and without quotes and escapes, in UTF-8; empty if none */
    str address;                /* local-part@domain as written, comments and blanks removed */
    str local_part;             /* as written, quotes kept */
    str domain;                 /* as written; a literal with its brackets */
    str comment;                /* the decoded text of comments, where old mailers put the name */
    str group;                  /* the decoded name of the group that it stands in; empty outside of groups */
};

/* Bits: what a strict reader would not accept, or readers would take differently. */
enum address_flaw {
    ADDRESS_SYNTAX        = 1,          /* something could not be read; what could be is still listed */
    ADDRESS_NO_AT         = 2,          /* words where an address should be: a display name without address */
    ADDRESS_TWO_READINGS  = 4,          /* a@b<c@d>, two @, <a@b> <c@d>, <@a:b@c>, "a@b"@c, an encoded-word that hides an address */
    ADDRESS_OBSOLETE      = 8,          /* routes, blanks around dots, empty list members (RFC 5322 §4.4) */
    ADDRESS_EMPTY_GROUP   = 16,         /* "undisclosed-recipients:;" */
    ADDRESS_TOO_MANY      = 32,         /* more than ADDRESS_LIST_MAX: the rest is not listed */
    ADDRESS_CONTROL       = 64,         /* control octets inside */
};

const char *address_flaw_name(enum address_flaw flaw);          /* of one bit: "two-readings" */

enum { ADDRESS_LIST_MAX = 2000 };

struct address_list {
    struct mailbox *mailboxes;          /* in the order written, members of groups among them */
    size_t          count, groups;
    unsigned        flaws;              /* enum address_flaw */
};

/* Reads the value of From, To, Reply-To ... Folds are white space. Never fails: flaws say what was wrong. */
void address_list_parse(struct address_list *list, struct arena *arena, str value);

/* Finds an addr-spec in running text (a display name, a subject): address, local_part, domain and text are set.
 * False if there is none. */
MUST_USE bool mailbox_find(str text, struct mailbox *out);

#endif
