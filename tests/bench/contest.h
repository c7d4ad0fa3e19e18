/* One side of a comparison between libraries: a process that reads cases, one a line, and answers each with the word of its
 * result and the processor time that one evaluation takes. Whoever compares runs several sides and asks them in turn, so
 * that all meet the same machine (auth.py).
 *
 * A case is words with blanks between; what they mean the side knows. The answer is "WORD NANOSECONDS". */
#ifndef TESTS_BENCH_CONTEST_H
#define TESTS_BENCH_CONTEST_H

#include <stddef.h>
#include <stdint.h>

enum { CONTEST_WORDS_MAX = 8 };

struct contestant {
    void        (*prepare)(char **words, size_t count);         /* what the case needs, outside of the clock */
    const char *(*evaluate)(void);                              /* once, from the start; the word of the result */
};

/* Reads cases from standard input to its end. */
int contest(const struct contestant *side);

/* Runs until some milliseconds have gone by, once at least: nanoseconds of this process's time for one. */
double contest_measure(void (*run)(void *context), void *context);

/* Ends the process. */
__attribute__((noreturn)) void contest_fail(const char *what, const char *which);

/* Records for libraries that have no zone file of ours: lines of NAME, TYPE and data with tabs between, as auth.py writes
 * them. each is called once for every line. */
void contest_read_records(const char *path, void (*each)(const char *name, const char *type, const char *data));

#endif
