/* What the authentication protocols found about one message, each with its reason. Result words are those of
 * RFC 8601 §2.7; "pending" is none of them and never leaves the driver (base/view.h). */
#ifndef AUTH_RESULTS_H
#define AUTH_RESULTS_H

#include "auth/reason.h"
#include "base/ip.h"
#include "base/str.h"
#include "base/time.h"

/* ---- the client's name, RFC 8601 §3 ---- */

enum iprev_status { IPREV_PENDING, IPREV_PASS, IPREV_FAIL, IPREV_TEMPERROR, IPREV_PERMERROR };
const char *iprev_status_name(enum iprev_status status);

struct iprev_result {
    enum iprev_status status;           /* IPREV_PENDING: not asked, as where no client is known */
    enum auth_reason  reason;
    struct ip         client;
    str               name;             /* whose address leads back to the client; empty unless IPREV_PASS */
    const str        *unanswered;       /* names that might do so as well: DNS did not say */
    size_t            unanswered_count; /* 0 in spite of IPREV_TEMPERROR: it did not even say what names there are */
};

/* ---- the return path, RFC 5321 §5.1, RFC 7505 ---- */

enum return_path_status {
    RETURN_PATH_PENDING,                /* not asked */
    RETURN_PATH_NONE,                   /* there is no domain to ask about */
    RETURN_PATH_OK, RETURN_PATH_NO_DOMAIN, RETURN_PATH_NULL_MX, RETURN_PATH_NO_SERVER, RETURN_PATH_TEMPERROR,
};
const char *return_path_status_name(enum return_path_status status);

struct return_path_result {             /* whether a report could be sent back: no evidence of who sent the message */
    enum return_path_status status;
    enum auth_reason        reason;
    str                     domain;     /* of MAIL FROM, in A-labels; empty if there was none to ask about */
};

/* ---- SPF, RFC 7208 ---- */

enum spf_status { SPF_PENDING, SPF_NONE, SPF_NEUTRAL, SPF_PASS, SPF_FAIL, SPF_SOFTFAIL, SPF_TEMPERROR, SPF_PERMERROR };
const char *spf_status_name(enum spf_status status);

enum spf_scope { SPF_MFROM, SPF_HELO, SPF_PRA /* Sender ID only */ };

struct spf_result {
    enum spf_status  status;
    enum auth_reason reason;
    enum spf_scope   scope;
    str              domain;            /* checked, in A-labels; empty if there was none to check */
    str              mechanism;         /* the term that matched or failed, as written: "ip4:192.0.2.0/24" */
    str              record_domain;     /* where that term stands, when include or redirect led elsewhere */
    bool             sends_no_mail;     /* of a fail: the record has nothing but "-all" */
    unsigned         open_bits;         /* of a pass: of the client's address, that the term leaves open; 32 or 128: all */
    int              lookups, void_lookups;
    str              explanation;       /* of the sender's domain, for fail only: third-party text, made printable */
};

/* ---- Sender ID, RFC 4406: reported, never decisive ---- */

struct senderid_result {
    struct spf_result check;            /* of the responsible address; pending: not asked for */
    str               pra;              /* that address (RFC 4407); empty if the message has none */
    str               field;            /* the field that was chosen for it: "Resent-Sender"; empty if none was */
};

/* ---- DKIM, RFC 6376 ---- */

enum dkim_status { DKIM_PENDING, DKIM_NONE, DKIM_PASS, DKIM_FAIL, DKIM_POLICY, DKIM_NEUTRAL, DKIM_TEMPERROR, DKIM_PERMERROR };
const char *dkim_status_name(enum dkim_status status);

/* What a mailing list does to messages; bits. */
enum dkim_alteration { DKIM_FOOTER_ADDED = 1, DKIM_PART_ADDED = 2, DKIM_WRAPPED = 4, DKIM_SUBJECT_TAGGED = 8 };
const char *dkim_alteration_name(enum dkim_alteration alteration);      /* of one bit: "footer-added" */

struct dkim_result {                    /* of one DKIM-Signature field */
    enum dkim_status status;
    enum auth_reason reason;
    str              domain;            /* d=, in A-labels */
    str              selector;          /* s= */
    str              identity;          /* i=, or @d */
    str              algorithm;         /* a= as written; empty if missing */
    int              key_bits;          /* 0 if no key was read */
    str              signature_start;   /* the first 8 or more characters of b=, for header.b (RFC 6008) */
    bool             is_test_key;       /* t=y */
    bool             subject_unsigned;  /* the message has a Subject, and h= leaves it out */
    bool             reply_to_unsigned; /* the same of Reply-To */
    bool             to_unsigned;       /* the same of To */
    bool             has_signed_at;
    unix_seconds     signed_at;         /* t=, if it says so */
    size_t           unsigned_octets;   /* of the body beyond l= */
    unsigned         alterations;       /* without these the signature would verify: it explains, and never passes */
};
/* True if it verifies and covers what people read. Who keeps a subject or the end of a body unsigned lets anybody send
 * the rest again below words of their own (RFC 6376 §5.4, §8.2): such a signature is no evidence for this message. */
bool dkim_result_vouches(const struct dkim_result *result);

/* ---- ARC, RFC 8617 ---- */

enum arc_status { ARC_PENDING, ARC_NONE, ARC_PASS, ARC_FAIL };
const char *arc_status_name(enum arc_status status);

enum { ARC_SETS_MAX = 50 };             /* §4.2.1 */

struct arc_result {
    enum arc_status  status;
    enum auth_reason reason;            /* REASON_ARC_KEY_UNAVAILABLE: might have passed at another time (§5.2.1) */
    enum auth_reason cause;             /* why a signature does not verify; else REASON_NONE */
    size_t           failed_set;        /* the instance of the set at fault; 0: none, or none in particular */
    size_t           sets;              /* the highest instance, at most ARC_SETS_MAX */
    size_t           oldest_pass;       /* for a pass: the oldest message signature that still verifies; 0: all do */
    const str       *sealers;           /* d= of each seal, from the first set on; proved only by a pass */
    bool             is_hearsay;        /* found by whoever recorded the message, whose fields may not have been kept */
};

/* ---- DMARC, RFC 9989 ---- */

enum dmarc_status { DMARC_PENDING, DMARC_NONE, DMARC_PASS, DMARC_FAIL, DMARC_TEMPERROR, DMARC_PERMERROR };
const char *dmarc_status_name(enum dmarc_status status);

enum dmarc_policy { DMARC_POLICY_ABSENT, DMARC_POLICY_NONE, DMARC_POLICY_QUARANTINE, DMARC_POLICY_REJECT };
const char *dmarc_policy_name(enum dmarc_policy policy);                /* "absent", "none", ... */

enum { DMARC_ALIGNED_MAX = 12 };

struct dmarc_rfc7489 {                  /* what the older RFC would say (auth/dmarc/rfc7489.h) */
    enum dmarc_status status;           /* DMARC_PENDING: not compared */
    enum dmarc_policy disposition;
};

struct dmarc_result {
    enum dmarc_status status;
    enum auth_reason  reason;
    str               author_domain;    /* in A-labels */
    str               org_domain;       /* of the author domain, by the tree walk; empty if none was found */
    str               record_domain;    /* whose record decided, or whose several keep it from that; else empty */
    enum dmarc_policy policy;           /* published for this author: p, sp or np, before t= */
    enum dmarc_policy disposition;      /* what the domain asks for this message: after t=y; none for a pass */
    bool              is_test;          /* t=y */
    bool              dkim_is_strict, spf_is_strict;    /* adkim=s, aspf=s */
    str               aligned[DMARC_ALIGNED_MAX];       /* "dkim:example.org", "spf:example.org": aligned and pass */
    size_t            aligned_count;
    str               unaligned[DMARC_ALIGNED_MAX];     /* the same of those that pass and are not the author's */
    size_t            unaligned_count;
    struct dmarc_rfc7489 rfc7489;
};

/* ---- all of it ---- */

struct auth_results {
    struct iprev_result  iprev;
    struct return_path_result return_path;
    struct spf_result    spf;           /* MAIL FROM; for the null reverse-path postmaster@HELO (RFC 7208 §2.4) */
    struct spf_result    spf_helo;
    struct senderid_result senderid;
    struct dkim_result  *dkim;          /* in the order of the fields, from the top */
    size_t               dkim_count;
    size_t               dkim_skipped;  /* signatures past the cap, not verified */
    struct arc_result    arc;           /* pending: not looked at */
    struct dmarc_result  dmarc;
};

#endif
