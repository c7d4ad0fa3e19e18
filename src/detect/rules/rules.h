/* The tables of rules, one file each; detect/rule.c runs them in this order. */
#ifndef DETECT_RULES_RULES_H
#define DETECT_RULES_RULES_H

#include "detect/rule.h"

/* Findings of one group are one sign to the score, and capped together. */
#define GROUP_AUTHOR         "author"
#define GROUP_LOOKALIKE      "lookalike"
#define GROUP_HEADER         "header"
#define GROUP_ROUTE          "route"
#define GROUP_MIME           "mime"
#define GROUP_ATTACHMENT     "attachment"
#define GROUP_AUTHENTICATION "authentication"
#define GROUP_TEXT           "text"
#define GROUP_REPUTATION     "reputation"
#define GROUP_HTML           "html"
#define GROUP_LINK           "link"
#define GROUP_FEED           "feed"
#define GROUP_VOCABULARY     "vocabulary"       /* the text model alone: more than 0 or less */
#define GROUP_TRUST          "trust"            /* weighs 0 or less */
#define GROUP_CORRESPONDENCE "correspondence"
#define GROUP_HABIT          "habit"

enum { SOFT = false, HARD = true };     /* no trust cancels a hard finding */

/* The account that a text names and its author never has, though others of him are remembered; empty: none. */
str correspondence_new_account(const struct facts *facts);

extern const struct rule author_rules[], lookalike_rules[], header_rules[], route_rules[], mime_rules[], auth_rules[],
    reputation_rules[];
extern const size_t author_rule_count, lookalike_rule_count, header_rule_count, route_rule_count, mime_rule_count,
    auth_rule_count, reputation_rule_count;
extern const struct rule html_rules[], link_rules[], link_claim_rules[], feed_rules[];
extern const size_t html_rule_count, link_rule_count, link_claim_rule_count, feed_rule_count;
extern const struct rule correspondence_rules[], trust_rules[];
extern const size_t correspondence_rule_count, trust_rule_count;
extern const struct rule attachment_rules[];
extern const size_t      attachment_rule_count;
extern const struct rule vocabulary_rules[];
extern const size_t      vocabulary_rule_count;
extern const struct rule intent_rules[];
extern const size_t      intent_rule_count;
extern const struct rule claim_rules[];
extern const size_t      claim_rule_count;
extern const struct rule text_rules[];
extern const size_t      text_rule_count;

#endif
