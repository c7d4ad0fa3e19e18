#include "unit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct unit_test *tests;
static const char       *current_case;
static int               cases_run, failures;

void unit_register(struct unit_test *test)
{
    struct unit_test **at = &tests;

    while (*at != NULL)
        at = &(*at)->next;
    *at = test;
}

void unit_begin_case(const char *name)
{
    current_case = name;
    cases_run++;
}

void unit_end_cases(void)
{
    current_case = NULL;
}

static bool report(bool ok, const char *file, int line)
{
    if (!ok) {
        failures++;
        printf("%s:%d: %s%s%s", file, line, current_case == NULL ? "" : "[", current_case == NULL ? "" : current_case,
               current_case == NULL ? "" : "] ");
    }
    return ok;
}

bool unit_check(bool ok, const char *file, int line, const char *what)
{
    if (!report(ok, file, line))
        printf("%s does not hold\n", what);
    return ok;
}

bool unit_check_int(long long got, long long want, const char *file, int line, const char *what)
{
    if (!report(got == want, file, line))
        printf("%s is %lld, not %lld\n", what, got, want);
    return got == want;
}

static void print_visible(str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];

        if (c >= 0x20 && c < 0x7f && c != '\\')
            putchar(c);
        else
            printf("\\x%02x", c);
    }
}

bool unit_check_str(str got, str want, const char *file, int line, const char *what)
{
    bool ok = str_equal(got, want);

    if (!report(ok, file, line)) {
        printf("%s is \"", what);
        print_visible(got);
        printf("\", not \"");
        print_visible(want);
        printf("\"\n");
    }
    return ok;
}

static void run_one(void **state)
{
    const struct unit_test *test = *state;

    failures     = 0;
    current_case = NULL;
    test->run();
    if (failures > 0)
        fail_msg("%d checks failed in %s", failures, test->name);
}

/* Runs every test whose name contains the first argument, or all. */
int main(int argc, char **argv)
{
    static struct CMUnitTest chosen[1024];
    size_t                   count = 0;

    for (struct unit_test *t = tests; t != NULL && count < 1024; t = t->next)
        if (argc < 2 || strstr(t->name, argv[1]) != NULL)
            chosen[count++] = (struct CMUnitTest){ .name = t->name, .test_func = run_one, .initial_state = t };
    int failed = _cmocka_run_group_tests("unit", chosen, count, NULL, NULL);

    printf("%d cases in tables\n", cases_run);
    printf("%zu passed, %d failed, 0 skipped\n", count - (size_t)failed, failed);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
