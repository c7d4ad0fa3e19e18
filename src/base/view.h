/* The answers known so far about one message, and the questions still open (DESIGN: "Facts in, verdict out").
 *
 * An evaluation never waits. It asks the view; what is not known reads ANSWER_PENDING and is noted as an open
 * question, and the evaluation unwinds. The driver fetches all open questions together and evaluates again
 * from the start. The rules that keep this sound:
 *   - PENDING is no result: never turned into temperror, none or fail, and no result counts while one is open.
 *   - Counters (SPF terms, void lookups) start fresh in each evaluation and never live here.
 *   - Sets are asked together (MX hosts, keys, a tree walk), so that rounds stay few.
 *   - The number of questions is capped: past the cap an answer reads ANSWER_REFUSED.
 *   - So is the time that their answers may take, by the driver's clock: past it what is open reads ANSWER_EXPIRED.
 * What a finished view holds, questions and answers, is what the journal keeps and replay judges from. */
#ifndef BASE_VIEW_H
#define BASE_VIEW_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

enum question_kind {
    QUESTION_DNS,               /* name and RR type */
    QUESTION_STATE,             /* name is "TABLE/KEY": lists, reputation, history */
    QUESTION_SCAN,              /* name is the digest of a part */
};

const char    *question_kind_name(enum question_kind kind);     /* "dns", "state", "scan" */
MUST_USE bool  question_kind_from_name(str name, enum question_kind *out);

enum answer_state {
    ANSWER_PENDING,             /* not known yet */
    ANSWER_SECURE,              /* records, validated by DNSSEC */
    ANSWER_INSECURE,            /* records, not signed */
    ANSWER_NODATA,              /* the name exists, no such record: not the same as NXDOMAIN (RFC 2308, 8020) */
    ANSWER_NXDOMAIN,
    ANSWER_BOGUS,               /* signed, and the signature is wrong */
    ANSWER_SERVFAIL,            /* any other failure of servers */
    ANSWER_TIMEOUT,
    ANSWER_REFUSED,             /* past the budget of questions for one message: not asked */
    ANSWER_EXPIRED,             /* past the time that answers for one message may take: not waited for, or not asked */
    ANSWER_UNRECORDED,          /* replay: never asked when the message came */
};
const char         *answer_state_name(enum answer_state state);          /* "secure", "nxdomain", ... */
MUST_USE bool       answer_state_from_name(str name, enum answer_state *out);
/* Bogus, servfail, timeout, refused, expired, unrecorded: not an answer, and never a reason to think the record absent. */
bool                answer_state_is_failure(enum answer_state state);

/* One resource record as the evaluations want it: TXT joined (RFC 7208 §3.3), A 4 octets, AAAA 16 octets,
 * MX with its preference and host, PTR, NS and CNAME the name; names in lower case without final dot. */
struct record { uint16_t preference; str data; };

struct answer;

/* How one use of an answer is parsed once and kept in the cache with it: an SPF program, a DKIM key. */
struct record_kind {
    const char *name;
    void     *(*parse)(const struct answer *answer);    /* never NULL; called only where there are records */
    void      (*free)(void *parsed);
    size_t    (*size)(const void *parsed);              /* octets, for the cache's budget */
};

/* Immutable once made, and counted: the cache and any number of views of any thread share it. */
struct answer {
    atomic_uint               references;
    enum answer_state         state;
    uint32_t                  ttl;              /* seconds, clamped by the resolver */
    size_t                    count;
    const struct record      *records;          /* in the order received */
    const struct record_kind *kind;             /* NULL: not parsed */
    void                     *parsed;           /* what kind->parse returned; NULL without records */
    size_t                    size;             /* octets in all */
};

/* Copies the records, parses them by kind (may be NULL), and returns one reference. */
struct answer *answer_new(enum answer_state state, uint32_t ttl, const struct record *records, size_t count,
                          const struct record_kind *kind);
const struct answer *answer_keep(const struct answer *answer);
void                 answer_release(const struct answer *answer);       /* NULL is allowed */
bool                 answer_has_records(const struct answer *answer);   /* secure or insecure */

struct question {
    enum question_kind        kind;
    uint16_t                  type;             /* RR type for DNS, else 0 */
    str                       name;             /* lower case, no final dot */
    const struct record_kind *record_kind;
    str                       recorded_kind;    /* replay: the name of the kind that it was asked by, until it is asked again */
    const struct answer      *answer;           /* NULL while open */
    struct question          *next;             /* all of a view, in the order asked */
    struct question          *next_in_bucket;
};

enum { VIEW_BUCKETS = 32, VIEW_QUESTIONS_DEFAULT = 40 };

struct view {
    struct arena    *arena;                     /* questions live here; the answers do not */
    struct question *first, *last, *buckets[VIEW_BUCKETS];
    size_t           count, open, limit;        /* limit: of questions, past which DNS is not asked any more */
    size_t           share;                     /* of questions, past which whoever asks now has to wait for others: a new one to DNS
                                                 * reads PENDING without being asked, unless the time is over. SIZE_MAX: need not wait */
    /* Looked into before a question is left open, so that what a cache holds costs no round: an answer, with a reference
     * that the view takes over, or NULL. NULL itself: there is nothing to look into. */
    const struct answer *(*known)(void *context, const struct question *question);
    void            *known_context;
    bool             refused;                   /* a question was past the limit: it is not among those above */
    bool             recorded;                  /* replay: a new question is UNRECORDED, never open; REFUSED where one was then */
    size_t           unrecorded;                /* how often that happened */
    bool             expired;                   /* the time is over for who asks now: an open question to DNS reads EXPIRED.
                                                 * To be set only while nobody is fetching answers */
};

void view_init(struct view *view, struct arena *arena, size_t limit);
/* The answer, or one whose state is PENDING; never NULL. Valid until view_free. name must be fit to ask
 * (domain_is_queryable for DNS): asking for anything else is a bug of the caller. */
RETURNS_NONNULL const struct answer *view_ask(struct view *view, enum question_kind kind, uint16_t type, str name,
                                              const struct record_kind *record_kind);
static inline bool view_has_open_questions(const struct view *view) { return view->open > 0; }
/* Walks the open questions: pass NULL first. */
struct question *view_next_open(const struct view *view, const struct question *after);
/* Answers an open question; the view takes over the caller's reference. */
void view_answer(struct view *view, struct question *question, const struct answer *answer);
/* Replay: a question as it stands on record, with its answer, which the view takes over. name and kind live as long as the
 * view. */
void view_record(struct view *view, enum question_kind question, uint16_t type, str name, str kind, const struct answer *answer);
/* The name of the kind of records that it was asked for; empty where there is none. */
str question_record_kind(const struct question *question);
/* The time is over for all: nothing is open to DNS from here on. */
void view_expire(struct view *view);
void view_free(struct view *view);              /* releases the answers */

#endif
