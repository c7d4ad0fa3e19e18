/* What a replay of many messages has shown, in words: how many are judged as they were, and what changes, by the step and
 * reason that decide and by finding, with some of the messages. */
#ifndef PROGRAM_REPLAY_SUMMARY_H
#define PROGRAM_REPLAY_SUMMARY_H

#include "gateway/replay.h"
#include "store/journal.h"
#include "store/quarantine.h"

enum { SUMMARY_EXAMPLES = 3, SUMMARY_KINDS_MAX = 200 };

/* One message that was replayed. */
struct replayed {
    const struct journal_row *row;
    struct replay             replay;
    str                       octets;           /* where it is held */
    bool                      was_released;     /* from the quarantine: somebody wanted it */
};

struct summary_example { str id, sender, subject; bool was_released; };

/* Messages whose verdict changes in the same way. */
struct summary_change {
    struct replay_verdict  then, now;
    size_t                 count, released;
    struct summary_example examples[SUMMARY_EXAMPLES];
};

struct summary_finding { str id; size_t came, gone; struct summary_example example; };
struct summary_reason  { str why; size_t count; };

struct summary {
    struct arena           arena;
    size_t                 outcomes[REPLAY_NOT_JUDGED + 1];
    size_t                 total, bugs;         /* bugs: the same program, configuration and lists, and not the same */
    size_t                 other_lists;         /* the same program and configuration, but not the same lists */
    struct summary_change  changes[SUMMARY_KINDS_MAX];
    size_t                 change_count, changes_left_out;
    struct summary_finding findings[FINDINGS_MAX];
    size_t                 finding_count;
    struct summary_reason  reasons[SUMMARY_KINDS_MAX];
    size_t                 reason_count;
};

void summary_add(struct summary *summary, const struct replayed *one);
void summary_write(struct buf *out, const struct summary *summary);
void summary_write_json(struct buf *out, const struct summary *summary);
/* One message as an object of JSON, on a line. */
void replayed_write_json(struct buf *out, const struct replayed *one);

#endif
