/* The detection model: what each signal weighs, what signals say together, and from which score on a message is marked,
 * junk or held (DETECTION "Putting signals together"). It is data: a text file that says where its numbers come from.
 *
 *     model 1                                     and the other lines of detect/fitted.h
 *     rest 0.35                                   what the weaker findings of a group add
 *     band banner 1.60                            also junk, quarantine: from which score on
 *     calibration 1.10 -3.20                      slope and intercept: the log-odds behind a score
 *     group author 4.00                           no more than this of one kind of evidence
 *     signal dn-emoji 0.93 fitted                 or "hand": from no data
 *     known two-way-correspondent                 who is known goes no further than the banner, unless a sign is hard
 *     compound ID 1.50 SIGN SIGN : SENTENCE       signals that say more together than apart
 *     hard-compound ID 2.20 SIGN SIGN : SENTENCE  the same, and no trust takes it away: that the sender is known is a part of it
 *
 * A SIGN is an id; "a|b" for either; "!a" where a must be absent; "*" for any other sign of another group. A signal that
 * the model does not name keeps the weight of its table. */
#ifndef DETECT_MODEL_H
#define DETECT_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "detect/fitted.h"

/* On, or evaluated and recorded though it weighs nothing, or not evaluated. */
enum signal_mode { SIGNAL_ON, SIGNAL_SHADOW, SIGNAL_OFF };

/* Who says what it weighs. */
enum weight_origin { WEIGHT_OF_TABLE, WEIGHT_BY_HAND, WEIGHT_FITTED, WEIGHT_CONFIGURED };
const char *weight_origin_name(enum weight_origin origin);

struct signal { double weight; enum signal_mode mode; enum weight_origin origin; };

/* From which score on; they rise. */
struct bands { double banner, junk, quarantine; };

enum { COMPOUND_SIGNS_MAX = 4, COMPOUNDS_MAX = 64, GROUPS_MAX = 32 };

struct sign {
    const str *ids;                     /* one of these; none: any other sign of another group */
    size_t     id_count;
    bool       is_absent;               /* none of these */
};

struct compound {
    str         id;
    double      weight;
    str         sentence;
    struct sign signs[COMPOUND_SIGNS_MAX];
    size_t      sign_count;
    bool        is_hard;                /* whatever its signs are */
};

struct group_cap { str group; double cap; };

struct model {
    struct fitted_head head;
    double           rest_share;
    struct bands     bands;
    bool             is_calibrated;
    double           slope, intercept;
    struct group_cap caps[GROUPS_MAX];
    size_t           cap_count;
    struct compound  compounds[COMPOUNDS_MAX];
    size_t           compound_count;
    str             *known;             /* signals of senders that go no further than the banner */
    size_t           known_count, known_capacity;
    struct signal   *signals;           /* by the place of their rules; NULL: as the tables say */
};

/* The tables of the rules alone, for whoever has no model. */
extern const struct model model_of_tables;

/* NULL if the text is no model; *error then is "NAME:LINE: what", or "NAME: what". What is loaded are slices of text. */
MUST_USE struct model *model_load(struct arena *arena, str name, str text, str *error);

/* What the administrator says of a signal. False: there is no such signal, or its weight has the wrong sign. */
struct signal_option { str id; enum signal_mode mode; bool has_weight; double weight; };
MUST_USE bool model_set(struct model *model, const struct signal_option *option, struct arena *arena, str *error);

/* The most that findings of a group may weigh. */
double model_cap(const struct model *model, str group);

/* The share of bad mail among messages with such a score, by the calibration of the model. */
double model_probability(const struct model *model, double score);
/* The same in words, "of 100 messages": 1 to 99, since no model knows that all or none of them are bad. */
double model_of_hundred(double probability);

/* The model that comes with the program. */
str model_shipped(void);

#endif
