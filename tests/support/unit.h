/* Unit tests as tables of named cases, on cmocka.
 *
 *     TEST(str_cut)
 *     {
 *         static const struct { const char *name; const char *text; size_t pieces; } cases[] = {
 *             { "no piece in nothing", "", 0 },
 *         };
 *         FOR_EACH_CASE(c, cases)
 *             CHECK_EQ(count_pieces(c->text), c->pieces);
 *     }
 *
 * A failed check names its case and the test goes on, so that one run shows all that is wrong. */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct unit_test {
    const char       *name, *file;
    void            (*run)(void);
    struct unit_test *next;
};

void unit_register(struct unit_test *test);
void unit_begin_case(const char *name);         /* counts a case and names it in failures */
void unit_end_cases(void);
bool unit_check(bool ok, const char *file, int line, const char *what);
bool unit_check_int(long long got, long long want, const char *file, int line, const char *what);
bool unit_check_str(str got, str want, const char *file, int line, const char *what);

#define TEST(test_name)                                                                           \
    static void             test_##test_name(void);                                              \
    static struct unit_test unit_##test_name = { #test_name, __FILE__, test_##test_name, NULL }; \
    __attribute__((constructor)) static void register_##test_name(void) { unit_register(&unit_##test_name); } \
    static void test_##test_name(void)

/* Each element of cases has a member "name". */
#define FOR_EACH_CASE(c, cases)                                                                                \
    for (__typeof__(&(cases)[0]) c = (cases);                                                                  \
         c < (cases) + sizeof(cases) / sizeof((cases)[0]) ? (unit_begin_case(c->name), true) : (unit_end_cases(), false); c++)

/* Each yields true if it held, so that a test can stop before it follows a NULL. */
#define CHECK(condition)        unit_check((condition), __FILE__, __LINE__, #condition)
#define CHECK_EQ(got, want)     unit_check_int((long long)(got), (long long)(want), __FILE__, __LINE__, #got)
#define CHECK_STR(got, want)    unit_check_str((got), (want), __FILE__, __LINE__, #got)
#define CHECK_CSTR(got, want)   unit_check_str((got), str_of(want), __FILE__, __LINE__, #got)

#endif
