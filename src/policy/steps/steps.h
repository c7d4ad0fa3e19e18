/* The steps of the decision: each is a function of what is known, and says what it saw even where it lets pass. */
#ifndef POLICY_STEPS_STEPS_H
#define POLICY_STEPS_STEPS_H

#include "policy/verdict.h"

struct judgement {
    const struct facts          *facts;
    const struct findings       *findings;
    const struct policy_options *options;
    const struct assessment     *assessment;
    struct bands                 bands;
};

struct step_result step_protocol(const struct judgement *j);
struct step_result step_sender(const struct judgement *j);
struct step_result step_authentication(const struct judgement *j);
struct step_result step_envelope(const struct judgement *j);   /* in the place of authentication, before there is a message */
struct step_result step_attachment(const struct judgement *j);
struct step_result step_impersonation(const struct judgement *j);
struct step_result step_score(const struct judgement *j);

/* What the step impersonation does about a finding alone, and joined by another sign of a different kind. False: nothing. */
bool step_impersonation_of(const char *finding, enum action *alone, enum action *joined);

enum { SHOWN_MAX_OCTETS = 200 };        /* of anything that comes from outside, in a sentence */
/* Text from outside for a sentence: printable, and short. */
str shown(const struct judgement *j, str text);

/* A domain for one of our replies: third-party text as ASCII, or the words that stand for it. */
str reply_domain(const struct judgement *j, str domain, str otherwise);

#endif
