/* A message from MAIL to its end: collected, judged, then delivered, held or refused; then answered, logged and journalled.
 * Once the final dot has come it lives on without its owner if need be. */
#ifndef GATEWAY_INCOMING_H
#define GATEWAY_INCOMING_H

#include "gateway/duplicates.h"
#include "gateway/octets.h"
#include "gateway/record.h"
#include "gateway/transaction.h"
#include "gateway/worker.h"

enum incoming_state { INCOMING_COLLECTING, INCOMING_CHECKING /* its envelope alone */, INCOMING_JUDGING, INCOMING_ACTING };

struct incoming;
struct incoming_owner;

/* What one face of the gate does with a message in its own way. */
struct incoming_face {
    /* Who brings what is held does not hear of it: the same message is not held again, even if we end before we have answered. */
    bool remembers_holds;
    /* The verdict lets it pass: incoming_finish will be called, perhaps from inside this call. */
    void (*deliver)(struct incoming *in);
    /* The outcome is there: tells whoever waits for it. The owner forgets the message, which may end afterwards; one that still
     * needs it calls incoming_keep. */
    void (*answer)(struct incoming_owner *owner, struct incoming *in, const struct smtp_reply *reply);
    /* The verdict on the envelope is there; the message goes on as before. NULL where nobody asks for it. */
    void (*checked)(struct incoming_owner *owner, struct incoming *in);
};

/* Who brought the message and waits for its outcome: a member of an SMTP session, or of a mail server's milter session. */
struct incoming_owner {
    const struct incoming_face *face;
    bool                        at_eof;         /* it will say no more, but may still listen */
};

struct incoming {
    struct transaction         tx;
    enum incoming_state        state;
    struct worker             *worker;
    struct worker_generation  *generation;
    const struct incoming_face *face;
    struct incoming_owner     *owner;           /* NULL once it is gone */
    const struct config_route *route;           /* of the first recipient; NULL: somebody else delivers */
    struct octets              octets;
    size_t                     counted;         /* octets in the server's sum */
    const struct client_limits *limits;         /* of the client that brings it; NULL: it may fill all the room that there is */
    struct limits_share        share;           /* what was counted for it */
    size_t                     recipient_capacity, dsn_capacity;
    enum smtp_reply_id         no_room;         /* while collecting: it will be refused with this; REPLY_OK: there is room */
    bool                       saw_8bit;
    int64_t                    began_ms, complete_ms, judged_ms;

    struct resolver_request    resolving;
    bool                       resolving_now, inside_fetch;
    struct loop_timer          patience;        /* while resolving */
    int64_t                    resolving_since_ms;

    const str                 *slices;          /* what goes to the next hop */
    size_t                     slice_count;
    struct next_hop_request    forward;
    size_t                    *todo;            /* recipients to deliver to: those who have it already are left out */
    size_t                     todo_count;
    bool                       holding_first;   /* the rest, while the next hop waits for the content */
    bool                       forward_over;    /* it has not waited for so long */
    struct duplicates          duplicates;
    struct smtp_reply          late_reply;      /* for after what was delivered is written down */
    /* Hold or Maildir. Its thread does not touch the arena: ours goes on with it, when the client leaves or a next hop answers. */
    struct file_job            job;
    bool                       job_ok;
    int                        job_errno;
    const str                 *held_for;        /* recipients */
    const str                 *held_parameters; /* of each */
    const size_t              *held_whom;       /* their numbers in the envelope */
    size_t                     held_count;
    const struct delivery_key *held_keys;       /* of each; NULL: not to be known by them */
    str                        held_reason;
    const struct quarantine_entry *held_entry;  /* all of that, as it is written */
    struct outcome             outcome;
    bool                       answering;       /* inside finish */
    bool                       kept;            /* after it, by incoming_keep */
};

/* At MAIL: begins, with a copy of the envelope, and already asks what that lets one ask. */
struct incoming *incoming_new(struct incoming_owner *owner, struct worker_generation *generation, const struct envelope *envelope);
void             incoming_add_recipient(struct incoming *in, const struct path *path, const struct dsn_rcpt *dsn,
                                        const struct config_route *route);
void             incoming_add_octets(struct incoming *in, str piece);
/* Before a client begins with a message: REPLY_OK, or why there is no room for one of its own (limits: those that hold for it). */
enum smtp_reply_id incoming_room(const struct worker *worker, const struct config *config, const struct client_limits *limits,
                                 const struct ip *client);
/* Judges the envelope without waiting for the message: the face is told, perhaps from inside this call. Nothing is logged of it, and
 * whoever has asked may abandon the message at any time. */
void             incoming_check_envelope(struct incoming *in);
/* The final dot. The owner will be answered, perhaps from inside this call. */
void             incoming_judge(struct incoming *in, bool saw_8bit);
/* The client is gone or gave the transaction up. Frees what was only being collected or judged; what is being delivered or
 * held goes on to its end. */
void             incoming_abandon(struct incoming *in);
/* The client, still there, has ended its side: it may never hear of the outcome. */
void             incoming_doubt(struct incoming *in);
/* From the owner's answer: the message stays as it is until incoming_release, although it is over. */
void             incoming_keep(struct incoming *in);
void             incoming_release(struct incoming *in);

/* For whoever acts: the outcome is there. Answers the owner if it still listens, then logs and journals; in may be gone
 * afterwards. */
void             incoming_finish(struct incoming *in, const struct smtp_reply *reply);
void             incoming_finish_with(struct incoming *in, enum smtp_reply_id id);
void             incoming_finish_accepted(struct incoming *in);

#endif
