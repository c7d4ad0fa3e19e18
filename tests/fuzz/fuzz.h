/* What the fuzz targets share. A target is one file: its top comment states the property, FUZZ_TARGET checks it.
 *
 * The input is a copy of exactly its length on the heap, and under the address sanitizer so is every item of an arena:
 * an octet read behind a slice shows. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/str.h"
#include "base/unicode.h"

struct suffixes;

#define FUZZ_TARGET(input)                                                            \
    static void check_property(str input);                                            \
    int         LLVMFuzzerTestOneInput(const char *octets, size_t size);              \
    int         LLVMFuzzerTestOneInput(const char *octets, size_t size)               \
    {                                                                                 \
        check_property((str){ octets, size });                                        \
        return 0;                                                                     \
    }                                                                                 \
    static void check_property(str input)

/* The property. Where it does not hold, libFuzzer keeps the input. */
#define HOLDS(condition) \
    (__builtin_expect(!!(condition), 1) ? (void)0 : fuzz_broken(__FILE__, __LINE__, #condition))
NORETURN void fuzz_broken(const char *file, int line, const char *what);

bool fuzz_is_inside(str piece, str whole);      /* a slice of whole; an empty one may point anywhere */
bool fuzz_has_control(str s);                   /* below SP, or DEL: moves the cursor of a terminal, ends a line */
bool fuzz_has_c1(str s);                        /* U+0080 to U+009F in UTF-8, which do that as well */

/* Takes from the start of *input. */
unsigned fuzz_take_octet(str *input);           /* 0 once nothing is left */
str      fuzz_take_line(str *input);            /* up to LF, without it */

/* Lengths in which a stream is cut: the same for the same seed, now and then long ones, never 0. */
struct fuzz_cuts { uint32_t state; };
str fuzz_cut(struct fuzz_cuts *cuts, str *stream);

/* Opened once. */
const struct unicode *fuzz_unicode(void);
const struct digests *fuzz_digests(void);
const struct suffixes *fuzz_suffixes(void);

#endif
