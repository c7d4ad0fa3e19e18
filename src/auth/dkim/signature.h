/* The DKIM-Signature field, RFC 6376 §3.5, read and checked as far as it can be by itself (§6.1.1). */
#ifndef AUTH_DKIM_SIGNATURE_H
#define AUTH_DKIM_SIGNATURE_H

#include "auth/dkim/canon.h"
#include "auth/dkim/key.h"
#include "auth/reason.h"
#include "base/arena.h"
#include "base/time.h"

struct unicode;

struct dkim_algorithm {
    str                   text;         /* as written: "rsa-sha256" */
    enum dkim_key_type    key_type;
    enum digest_algorithm hash;
};

struct dkim_canons { enum dkim_canon header, body; };

#define DKIM_TIME_UNKNOWN INT64_MIN
#define DKIM_NEVER        INT64_MAX

struct dkim_signature {
    struct dkim_algorithm algorithm;            /* a= */
    str                   signature;            /* b=, decoded */
    str                   signature_text;       /* b= as written, a slice of the field: it is cut out for hashing */
    str                   body_hash;            /* bh=, decoded */
    struct dkim_canons    canons;               /* c= */
    str                   domain;               /* d=, in A-labels */
    str                   signed_names;         /* h= as written: names parted by ":" and FWS */
    str                   identity;             /* i=, decoded, its domain in A-labels; "@" and d= if absent */
    str                   identity_domain;
    uint64_t              body_length;          /* l=; DKIM_WHOLE_BODY if absent */
    str                   selector;             /* s=, in A-labels */
    unix_seconds          signed_at;            /* t=; DKIM_TIME_UNKNOWN if absent */
    unix_seconds          expires_at;           /* x=; DKIM_NEVER if absent */
};

/* Reads the value of a field. REASON_NONE, or the first thing that is wrong with it: what could be read is then set all
 * the same. Slices live as long as value, the rest as the arena. unicode turns U-labels into A-labels (RFC 8616 §5). */
enum auth_reason dkim_signature_parse(struct dkim_signature *signature, struct arena *arena, str value,
                                      const struct unicode *unicode);

/* Clocks differ: a signature may have expired this long ago, or seem to come from that far in the future. The second is
 * large because a signer who takes local time for UTC is half a day off, and t= stops no attack (RFC 6376 §3.5). */
enum { DKIM_EXPIRED_LEEWAY_SECONDS = 300, DKIM_FUTURE_LEEWAY_SECONDS = 24 * 3600 };

/* REASON_NONE, or that the signature has expired or is not yet made. */
enum auth_reason dkim_signature_check_times(const struct dkim_signature *s, unix_seconds now);

/* The next name of h=, from left to right; false after the last. names starts as signed_names. */
bool dkim_next_signed_name(str *names, str *name);
bool dkim_signature_covers(const struct dkim_signature *signature, str name);

#endif
