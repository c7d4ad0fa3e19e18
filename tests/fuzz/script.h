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

/* Takes the lines up to an empty one, and that, from the start of *input. */
str script_take(str *input);

/* Answers the open DNS questions of the view: all, or only the first. */
void script_answer(str lines, struct view *view);
void script_answer_one(str lines, struct view *view);

/* Answers all that is open as a resolver that cannot be reached; which failure it is hangs on choice. */
void script_fail(unsigned choice, struct view *view);

/* HOLDS that every question is about a name that DNS can be asked for: labels of 1 to 63 printable characters, 253 in
 * all, none of which would be taken for another name once it is written down. (SPF's macros can make a blank, which is
 * no host name but legal in DNS: RFC 7208 §4.8.) */
void script_check_names(const struct view *view);

/* True if some TXT record that the view holds begins with prefix, in any case of letters: without one of those a
 * protocol has nothing to go by. */
bool script_has_text(const struct view *view, str prefix);
/* True if an answer about name, or about any name if it is empty, is a failure of the resolver. */
bool script_has_failure(const struct view *view, str name);

#endif
