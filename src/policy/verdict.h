/* The decision about one message: one action, the step that took it, and the reasons in words. All steps run and are
 * recorded; the most severe action wins (DESIGN §3 "Decision"). */
#ifndef POLICY_VERDICT_H
#define POLICY_VERDICT_H

#include "base/arena.h"
#include "detect/assessment.h"
#include "detect/facts.h"
#include "detect/finding.h"
#include "policy/list.h"
#include "policy/trust.h"

/* From mild to severe. Defer is chosen only where nothing says reject: a temporary failure is never made permanent. */
enum action { ACTION_ACCEPT, ACTION_TAG, ACTION_QUARANTINE, ACTION_DEFER, ACTION_REJECT };
const char *action_name(enum action action);

enum band { BAND_DELIVER, BAND_BANNER, BAND_JUNK, BAND_QUARANTINE, BAND_REJECT };
const char *band_name(enum band band);

enum step {                     /* in this order */
    STEP_PROTOCOL,              /* well-formed message: header, author, limits, loops */
    STEP_RELAY,                 /* relay and recipient: decided at RCPT, recorded here */
    STEP_AUTHENTICATION,        /* SPF, DKIM, DMARC policy */
    STEP_SENDER,                /* the envelope's sender: could a report be sent back? */
    STEP_LISTS,                 /* identity lists of the administrator */
    STEP_ATTACHMENT,            /* files that the administrator does not let in */
    STEP_IMPERSONATION,         /* own domain and people */
    STEP_SCORE,                 /* what the findings add up to */
    STEP_COUNT,
};
const char   *step_name(enum step step);                /* "authentication" */
MUST_USE bool step_from_name(str name, enum step *out);

struct step_result {
    enum action action;
    bool        suppressed;             /* an allow entry took its effect away */
    bool        in_shadow;              /* on trial: it says what it would do, and nothing follows */
    const char *reason;                 /* stable, kebab-case: "dmarc-reject"; NULL where the step had nothing to say */
    str         sentence;               /* what was seen, for people */
    str         advice;                 /* what the administrator or the sender can do */
    enum band          band;            /* where such a message belongs */
    bool               is_protected;    /* no allow entry can suppress it: protocol, own domain, files that run */
    int                reply_code;      /* for reject and defer, else 0 */
    const char        *reply_enhanced;
    str                reply_text;      /* short, in ASCII */
};

enum reject_mode { REJECT_STANDARD, REJECT_STRICT };            /* DESIGN §3 "DMARC policy" */

/* What SPF says of an envelope that is refused, where that is answered before there is a message; bits. */
enum spf_refusal {
    SPF_REFUSE_NO_MAIL   = 1,           /* the sender's record has nothing but "-all" */
    SPF_REFUSE_HELO      = 2,           /* fail for the name in HELO */
    SPF_REFUSE_FAIL      = 4,
    SPF_REFUSE_PERMERROR = 8,
    SPF_REFUSE_TEMPERROR = 16,          /* for now */
};
unsigned spf_refusal_from_name(str name);               /* "no-mail"; 0: there is none of that name */

/* Kinds of attached files, by class and by the endings of their names. */
struct file_selection {
    unsigned   classes;         /* bits 1 << enum file_class */
    const str *endings;         /* lower case, without dot */
    size_t     ending_count;
};

struct policy_options {
    enum reject_mode reject_mode;
    bool             defer_undecided;   /* 451 where DMARC could not be decided for a temporary reason; the default */
    bool             refuse_unanswerable;       /* senders whose domain does not exist, or takes no mail */
    double           junk_score, quarantine_score, banner_score;        /* 0: as the model says */
    size_t           received_max;      /* loops; 100 */
    unsigned         spf_refusals;      /* enum spf_refusal: before there is a message */
    bool             own_domain_needs_auth;     /* own domain claimed from outside without authentication is held */
    bool             refuse_ambiguous_mime;     /* structures that programs read in two ways; else only a finding */
    bool             steps_in_shadow[STEP_COUNT];       /* on trial */
    struct file_selection refuse_files, hold_files, mark_files;
    struct trust     trust;
};
extern const struct policy_options policy_options_default;

/* Mail that is let through whatever its content is: the verdict says so, and what it would have been. */
enum passage {
    PASSAGE_NONE,
    PASSAGE_SUBMITTED,          /* by somebody inside, at a mail server whose milter we are */
    PASSAGE_REINJECTED,         /* judged before it went to a filter, which gives it back */
    PASSAGE_RELEASED,           /* judged and held before; a person has let it go */
};
const char   *passage_name(enum passage passage);       /* "released" */
MUST_USE bool passage_from_name(str name, enum passage *out);

/* What is on trial: judged and recorded, and without effect. */
enum shadow {
    SHADOW_NONE,
    SHADOW_STEPS,               /* a step that objects to this message */
    SHADOW_ALL,                 /* the face that brought the message */
};
const char *shadow_name(enum shadow shadow);            /* "none", "steps", "all" */

struct decision {
    enum action action;
    enum band   band;
    enum step   step;                   /* that decided */
    int         reply_code;             /* 250, 550, 554, 451; a held message gets 250 */
    str         reply_enhanced;         /* "5.7.26" */
    str         reply_text;             /* without the id */
};

struct verdict {
    enum action        action;
    enum band          band;
    enum step          step;            /* that decided */
    double             score;           /* assessment.score */
    struct assessment  assessment;      /* what it is made of */
    struct bands       bands;           /* from which scores on, for this message */
    struct step_result steps[STEP_COUNT];
    int                reply_code;      /* 250, 550, 554, 451; a held message gets 250 */
    str                reply_enhanced;  /* "5.7.26" */
    str                reply_text;      /* without the id */
    bool               releasable;      /* held, and its recipient may release it; else only the administrator */
    enum shadow        shadow;
    struct decision    would;           /* the decision if nothing were in shadow; else that above */
    const struct list_entry *allowed_by;        /* the entry that suppressed a step, or NULL */
    enum passage       passage;         /* not NONE: all steps were suppressed */
};

/* From which scores on: the administrator's, else the model's. False if they do not rise. */
MUST_USE bool bands_choose(const struct policy_options *options, const struct model *model, struct bands *bands);

/* The decision that takes effect. */
struct decision verdict_decision(const struct verdict *verdict);

/* Of the step that decided; NULL where none objects, or none that is not in shadow. */
const char *verdict_reason(const struct verdict *verdict);

/* entries: the allow entries that match this message's authenticated identities (policy/list.h). */
struct verdict verdict_decide(const struct facts *facts, const struct findings *findings,
                              const struct policy_options *options, const struct list_entry *entries,
                              size_t entry_count);

/* The decision about an envelope alone, before its message: of the steps those speak that need no message. DEFER and REJECT, or ACCEPT
 * where there is nothing to object yet. */
struct verdict verdict_decide_envelope(const struct facts *facts, const struct policy_options *options, const struct list_entry *entries,
                                       size_t entry_count);

/* Takes the effect of all steps away. */
void verdict_let_pass(struct verdict *verdict, enum passage passage);

#endif
