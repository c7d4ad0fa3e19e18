#include "contest.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TURN_NS = 5000000 };     /* short, so that a disturbance meets few turns, and each side as often as the others */

void contest_fail(const char *what, const char *which)
{
    fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, what, which);
    exit(EXIT_FAILURE);
}

static int64_t now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

double contest_measure(void (*run)(void *context), void *context)
{
    int64_t began = now_ns(), spent;
    int64_t count = 0, batch = 1;

    do {                        /* in batches that double: the clock of a process costs as much as a small evaluation */
        for (int64_t i = 0; i < batch; i++)
            run(context);
        count += batch;
        batch  = count;
        spent  = now_ns() - began;
    } while (spent < TURN_NS);
    return (double)spent / (double)count;
}

struct turn { const struct contestant *side; const char *word; };

static void evaluate(void *context)
{
    struct turn *turn = context;

    turn->word = turn->side->evaluate();
}

int contest(const struct contestant *side)
{
    char  *line = NULL;
    size_t size = 0;

    while (getline(&line, &size, stdin) > 0) {
        char       *words[CONTEST_WORDS_MAX + 1] = { NULL }, *rest = line, *word;
        size_t      count = 0;
        struct turn turn  = { .side = side };

        while ((word = strsep(&rest, " \n")) != NULL)
            if (*word != '\0' && count < CONTEST_WORDS_MAX)
                words[count++] = word;
        side->prepare(words, count);
        double ns = contest_measure(evaluate, &turn);

        printf("%s %.0f\n", turn.word, ns);
        fflush(stdout);
    }
    free(line);
    return EXIT_SUCCESS;
}

void contest_read_records(const char *path, void (*each)(const char *name, const char *type, const char *data))
{
    FILE  *file = fopen(path, "r");
    char  *line = NULL;
    size_t size = 0;

    if (file == NULL)
        contest_fail("cannot open", path);
    while (getline(&line, &size, file) > 0) {
        char *data = line, *name = strsep(&data, "\t"), *type = strsep(&data, "\t");

        if (data == NULL)
            contest_fail("not NAME, TYPE and data", path);
        data[strcspn(data, "\n")] = '\0';
        each(name, type, data);
    }
    free(line);
    fclose(file);
}
