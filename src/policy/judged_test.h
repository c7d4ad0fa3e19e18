/* A message judged for a test: detection and verdict over a story (facts_fixture.h). */
#ifndef POLICY_JUDGED_TEST_H
#define POLICY_JUDGED_TEST_H

#include <stdio.h>

#include "detect/rule.h"
#include "facts_fixture.h"
#include "policy/verdict.h"
#include "unit.h"

#define TO    "To: alex.doe@northwind.example\n"
#define REST  "Date: Mon, 01 Jun 2026 10:00:00 +0000\nMessage-ID: <1@sender.example>\n"
#define PLAIN TO REST "Subject: hello\n\nhello\n"
#define LEGIT "From: Admin <admin@legit.example>\n"
/* A message of admin@legit.example with such fields and body. */
#define MIME(fields, body) LEGIT TO REST "MIME-Version: 1.0\n" fields "\n" body

struct judged {                 /* the words of the verdict live until judged_close */
    struct fixture  fixture;
    struct findings findings;
    struct verdict  verdict;
};

static inline void judge_with(struct judged *judged, const struct story *story, const struct policy_options *options,
                              const struct list_entry *entries, size_t count)
{
    fixture_open(&judged->fixture, story);
    detect(&judged->fixture.facts, &judged->findings);
    judged->verdict = verdict_decide(&judged->fixture.facts, &judged->findings, options, entries, count);
}

static inline void judge(struct judged *judged, const struct story *story)
{
    judge_with(judged, story, &policy_options_default, NULL, 0);
}

/* The step that decided, and its reason, are these; a NULL reason asks for nothing. */
static inline void check_decided_by(const struct judged *judged, enum step step, const char *reason)
{
    if (reason == NULL || !CHECK_EQ(judged->verdict.step, step))
        return;
    CHECK_CSTR(str_of(judged->verdict.steps[step].reason), reason);
}

static inline void judged_close(struct judged *judged)
{
    fixture_close(&judged->fixture);
}

#endif
