/* The ARC sets of a message, RFC 8617 §4, read from its fields and checked as far as they can be without any key. */
#ifndef AUTH_ARC_CHAIN_H
#define AUTH_ARC_CHAIN_H

#include "auth/dkim/signature.h"
#include "auth/results.h"
#include "mail/header.h"

enum arc_field { ARC_AUTHENTICATION_RESULTS, ARC_MESSAGE_SIGNATURE, ARC_SEAL, ARC_FIELDS };

enum arc_cv { ARC_CV_ABSENT /* or no word of the grammar */, ARC_CV_NONE, ARC_CV_PASS, ARC_CV_FAIL };

/* An ARC-Message-Signature or an ARC-Seal. */
struct arc_signature {
    const struct header  *field;                /* NULL: the set has none */
    unsigned              instance;             /* i= */
    enum arc_cv           cv;                   /* of seals */
    struct dkim_signature signature;            /* as far as the field has such tags */
    enum auth_reason      fault;                /* why it can never verify; REASON_NONE: ask for its key */
};

struct arc_set {
    const struct header *results;               /* ARC-Authentication-Results; NULL: none */
    struct arc_signature message_signature, seal;
};

struct arc_chain {
    struct arc_set  *sets;                      /* the set of instance n is sets[n - 1]; NULL: no field of ARC */
    size_t           count;                     /* the highest instance of any field */
    enum auth_reason fault;                     /* what is wrong with the structure; REASON_NONE if nothing is */
    size_t           fault_set;                 /* the instance of the set that is at fault, 0 if of none */
};

/* Reads all sets. Slices live as long as the message, the rest as the arena; unicode as in dkim_signature_parse. */
void arc_chain_read(struct arc_chain *chain, struct arena *arena, const struct header_list *headers,
                    const struct unicode *unicode);

#endif
