/* DNS lists of addresses (RFC 5782): block lists, whose entries weigh against a client, and allow lists, whose entries
 * weigh for it. A list is asked through the view like everything else. What it answers counts only if the answer stands
 * in the table that the administrator has for this list: lists answer with codes for "you ask too much", and the domain
 * of a list that is gone answers every question with the address of a parking page.
 *
 * A list that does not pass its own test (§5) is not asked at all: its health is a question of state to the view, so
 * that a replay judges as the day was. */
#ifndef DETECT_DNSXL_H
#define DETECT_DNSXL_H

#include <stdatomic.h>

#include "base/arena.h"
#include "base/ip.h"
#include "base/view.h"

enum {
    DNSXL_MAX       = 16,               /* lists in a configuration */
    DNSXL_QUESTIONS = 3,                /* that one list may cost: its health, the address, the reason */
};

struct dnsxl_range { struct ip first, last; };          /* of answers, IPv4 */

/* 127.0.0.2-127.0.0.11: what lists of clients conventionally answer. */
extern const struct dnsxl_range dnsxl_default_answers;

struct dnsxl {
    str                       name;     /* for people; several entries may ask one zone about different answers */
    str                       zone;     /* "zen.spamhaus.org" */
    double                    weight;   /* above 0 a block list, below an allow list */
    const struct dnsxl_range *answers;
    size_t                    answer_count;
    bool                      ipv4, ipv6;       /* what it lists */
};

/* "127.0.0.4", "127.0.0.2-127.0.0.11"; in 127.0.0.0/8, and never an error code. */
MUST_USE bool dnsxl_range_parse(str text, struct dnsxl_range *out);

/* ---- the test of a list, §5 ---- */

enum dnsxl_health { DNSXL_UNTESTED, DNSXL_WELL, DNSXL_ILL };

/* One for each list of a configuration; written by who tests, read by all workers. */
struct dnsxl_state { _Atomic unsigned char ipv4, ipv6; };

enum dnsxl_test {
    DNSXL_TEST_PENDING,
    DNSXL_TEST_PASSED,
    DNSXL_TEST_UNANSWERED,      /* no answer, or a code for "you are not served" */
    DNSXL_TEST_LISTS_NOTHING,   /* 127.0.0.2 must be listed, and is not */
    DNSXL_TEST_LISTS_ALL,       /* 127.0.0.1 must not be listed, and is */
};
const char *dnsxl_test_text(enum dnsxl_test test);

/* Asks for the two test entries of the family, for IPv6 those of ::ffff:7f00:2 and ::ffff:7f00:1. */
enum dnsxl_test dnsxl_test(const struct dnsxl *list, enum ip_family family, struct arena *arena, struct view *view);

/* ---- a client ---- */

enum dnsxl_status {
    DNSXL_NOT_LISTED,
    DNSXL_LISTED,
    DNSXL_UNANSWERED,           /* not checked: never clean, never guilty */
    DNSXL_REFUSED,              /* an error code of the list (127.255.255.x): we are not served */
    DNSXL_ODD,                  /* an answer outside of 127.0.0.0/8: no list speaks there */
    DNSXL_OFF,                  /* failed its test, or not tested yet */
};
const char *dnsxl_status_name(enum dnsxl_status status);

struct dnsxl_hit {
    const struct dnsxl *list;
    enum dnsxl_status   status;
    struct ip           answer;         /* where listed: the code */
    str                 reason;         /* its TXT, printable; may be empty */
};

struct dnsxl_result {                   /* the zero value: no list was asked */
    struct dnsxl_hit *hits;             /* of each list that knows the family */
    size_t            count;
    double            weight;           /* of all entries together, allow entries with their minus */
    size_t            block_zones;      /* different block lists that list the client: one alone refuses nobody */
};

/* Asks all lists together, then for the reasons of those that list the client. False: the view has open questions.
 * Everything lives in the arena. The client is known. */
MUST_USE bool dnsxl_check(const struct dnsxl *lists, size_t count, const struct ip *client, struct arena *arena,
                          struct view *view, struct dnsxl_result *result);

/* Answers the questions about the health of lists. states NULL: all are taken for well, as by a tool. */
void dnsxl_answer(const struct dnsxl *lists, const struct dnsxl_state *states, size_t count, struct view *view);

/* "zen.example (127.0.0.2: reason), other.example (127.0.0.4)": the entries of one sign of weight. */
str dnsxl_describe(const struct dnsxl_result *result, bool block_lists, struct arena *arena);

#endif
