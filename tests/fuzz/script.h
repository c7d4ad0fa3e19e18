/* DNS answers as lines of the fuzzer's input, so that one input holds a question and all that decides it:
 *
 *     example.org TXT v=spf1 a -all
 *     example.org A 192.0.2.1
 *     mx.example.org MX 10 mail.example.org
 *     late.example.org TIMEOUT
 *
 * The name "*" stands for every name that is not listed. Others do not exist. */
#ifndef TESTS_FUZZ_SCRIPT_H
#define TESTS_FUZZ_SCRIPT_H

#include "base/view.h"

/* Answers the open DNS questions of the view: all, or only the first. */
void script_answer(str lines, struct view *view);
void script_answer_one(str lines, struct view *view);

#endif
