/* Fits what words resemble (src/detect/vocabulary.h): a logistic regression with L2 penalty over the buckets of each message, each
 * message of unit length. Repeatable bit for bit: no chance is in it, and all sums have one order.
 *
 * Standard input has a line for each message: its fold (0 to 9), its class (0 fraud, 1 to 8 honest kinds, 9 only to be scored),
 * its campaign, its weight, and its buckets.
 *
 *     fit_vocabulary score PENALTY     for each message ten numbers: what a model says of it that saw neither the message's own fold
 *                                 nor the fold of the column; so a column holds what can be known without that fold
 *     fit_vocabulary fit PENALTY       the weights of a model of all messages: "BUCKET WEIGHT" lines
 *
 * There is no intercept: a text of unknown words says nothing. A bucket counts when three campaigns have it, one of them honest: words that only fraud has are mostly of a language in which
 * no honest mail was collected. One that speaks for messages has to stand in two kinds of honest mail, or it would only tell
 * where one kind was collected. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "detect/vocabulary.h"

enum { FOLDS = 10, CLASS_FRAUD = 0, CLASS_UNUSED = 9, CAMPAIGNS_MIN = 3, KINDS_MIN = 2, ROUNDS = 300 };

struct sample { int fold, class; long campaign; double weight; int *buckets; size_t count; };
struct samples { struct sample *items; size_t count; };

static bool read_sample(char *line, struct sample *sample)
{
    size_t room = 16;
    int    used = 0;

    if (sscanf(line, "%d %d %ld %lf%n", &sample->fold, &sample->class, &sample->campaign, &sample->weight, &used) != 4)
        return false;
    sample->buckets = malloc(room * sizeof *sample->buckets);
    for (char *rest = line + used, *end;; rest = end) {
        long bucket = strtol(rest, &end, 10);

        if (end == rest)
            return true;
        if (bucket < 0 || bucket >= VOCABULARY_BUCKETS)
            return false;
        if (sample->count == room)
            sample->buckets = realloc(sample->buckets, (room *= 2) * sizeof *sample->buckets);
        sample->buckets[sample->count++] = (int)bucket;
    }
}

static struct samples read_samples(void)
{
    struct samples samples = { 0 };
    char          *line    = NULL;
    size_t         room = 0, size = 0;

    while (getline(&line, &size, stdin) > 0) {
        if (samples.count == room)
            samples.items = realloc(samples.items, (room = 2 * room + 64) * sizeof *samples.items);
        samples.items[samples.count] = (struct sample){ 0 };
        if (!read_sample(line, &samples.items[samples.count++])) {
            fprintf(stderr, "fit_vocabulary: line %zu is no sample\n", samples.count);
            exit(1);
        }
    }
    free(line);
    return samples;
}

/* ---- one fit ---- */

static bool is_left_out(const struct sample *sample, int fold, int other_fold)
{
    return sample->class == CLASS_UNUSED || sample->fold == fold || sample->fold == other_fold;
}

/* What is known of a bucket before it is fitted: its first campaigns, and in which honest kinds it stands. */
struct seen { long campaigns[CAMPAIGNS_MIN]; int campaign_count; unsigned kinds; };

static void see(struct seen *seen, const struct sample *sample)
{
    if (sample->class != CLASS_FRAUD)
        seen->kinds |= 1u << sample->class;
    for (int i = 0; i < seen->campaign_count; i++)
        if (seen->campaigns[i] == sample->campaign)
            return;
    if (seen->campaign_count < CAMPAIGNS_MIN)
        seen->campaigns[seen->campaign_count++] = sample->campaign;
}

/* The buckets that count, numbered from 0, and the messages of one fit as rows of these numbers. */
struct problem {
    int    *number_of;                  /* of each bucket; -1: it does not count */
    bool   *may_speak_for;              /* by number */
    int     number_count;
    int    *columns;                    /* of all rows, one after the other */
    struct row { const struct sample *sample; size_t first, count; } *rows;
    size_t  row_count;
};

static void number_buckets(struct problem *problem, const struct seen *seen)
{
    problem->number_of     = malloc(VOCABULARY_BUCKETS * sizeof(int));
    problem->may_speak_for = malloc(VOCABULARY_BUCKETS * sizeof(bool));
    for (int b = 0; b < VOCABULARY_BUCKETS; b++) {
        problem->number_of[b] = seen[b].campaign_count == CAMPAIGNS_MIN && seen[b].kinds != 0 ? problem->number_count : -1;
        if (problem->number_of[b] >= 0)
            problem->may_speak_for[problem->number_count++] = __builtin_popcount(seen[b].kinds) >= KINDS_MIN;
    }
}

static void add_row(struct problem *problem, const struct sample *sample, size_t *used)
{
    struct row *row = &problem->rows[problem->row_count++];

    *row = (struct row){ .sample = sample, .first = *used };
    for (size_t k = 0; k < sample->count; k++)
        if (problem->number_of[sample->buckets[k]] >= 0)
            problem->columns[(*used)++] = problem->number_of[sample->buckets[k]];
    row->count = *used - row->first;
}

static struct problem set_up(const struct samples *samples, int fold, int other_fold)
{
    struct problem problem = { 0 };
    struct seen   *seen    = calloc(VOCABULARY_BUCKETS, sizeof *seen);
    size_t         all = 0, used = 0;

    for (size_t i = 0; i < samples->count; i++) {
        all += samples->items[i].count;
        for (size_t k = 0; k < samples->items[i].count && !is_left_out(&samples->items[i], fold, other_fold); k++)
            see(&seen[samples->items[i].buckets[k]], &samples->items[i]);
    }
    number_buckets(&problem, seen);
    problem.columns = malloc((all + 1) * sizeof(int));
    problem.rows    = malloc(samples->count * sizeof(struct row));
    for (size_t i = 0; i < samples->count; i++)
        if (!is_left_out(&samples->items[i], fold, other_fold))
            add_row(&problem, &samples->items[i], &used);
    free(seen);
    return problem;
}

static void take_down(struct problem *problem)
{
    free(problem->number_of);
    free(problem->may_speak_for);
    free(problem->columns);
    free(problem->rows);
}

static void add_gradient(const struct problem *problem, const struct row *row, const double *at, double *gradient)
{
    const int *columns = problem->columns + row->first;
    double     length = sqrt((double)(row->sample->count > 0 ? row->sample->count : 1)), sum = 0;

    for (size_t k = 0; k < row->count; k++)
        sum += at[columns[k]];
    double target   = row->sample->class == CLASS_FRAUD ? 1 : 0;
    double chance   = 1 / (1 + exp(-sum / length));
    double residual = row->sample->weight * (chance - target);

    for (size_t k = 0; k < row->count; k++)
        gradient[columns[k]] += residual / length;
}

/* Projected gradient with Nesterov's momentum. The weights of all messages are 1 together and each is of unit length, so
 * the gradient changes by at most a quarter and the penalty. */
static void descend(const struct problem *problem, double penalty, double *weights)
{
    size_t  size = (size_t)problem->number_count;
    double *at = calloc(size + 1, sizeof *at), *gradient = malloc((size + 1) * sizeof *gradient);
    double  step = 1 / (0.25 + penalty), momentum = 1;

    for (int round = 0; round < ROUNDS; round++) {
        double next = (1 + sqrt(1 + 4 * momentum * momentum)) / 2;

        memset(gradient, 0, size * sizeof *gradient);
        for (size_t i = 0; i < problem->row_count; i++)
            add_gradient(problem, &problem->rows[i], at, gradient);
        for (size_t n = 0; n < size; n++) {
            double moved = at[n] - step * (gradient[n] + penalty * at[n]);

            if (moved < 0 && !problem->may_speak_for[n])
                moved = 0;
            at[n]      = moved + (momentum - 1) / next * (moved - weights[n]);
            weights[n] = moved;
        }
        momentum = next;
    }
    free(at);
    free(gradient);
}

static void fit(const struct samples *samples, int fold, int other_fold, double penalty, double *weights)
{
    struct problem problem   = set_up(samples, fold, other_fold);
    double        *by_number = calloc((size_t)problem.number_count + 1, sizeof *by_number);

    descend(&problem, penalty, by_number);
    for (int b = 0; b < VOCABULARY_BUCKETS; b++)
        weights[b] = problem.number_of[b] < 0 ? 0 : by_number[problem.number_of[b]];
    free(by_number);
    take_down(&problem);
}

static double predict(const double *weights, const struct sample *sample)
{
    double sum = 0;

    for (size_t k = 0; k < sample->count; k++)
        sum += weights[sample->buckets[k]];
    return sample->count == 0 ? 0 : sum / sqrt((double)sample->count);
}

/* ---- what is asked for ---- */

static void score_without(const struct samples *samples, int fold, int other_fold, double penalty, double *weights,
                          double (*scores)[FOLDS])
{
    fit(samples, fold, other_fold, penalty, weights);
    for (size_t i = 0; i < samples->count; i++) {
        const struct sample *sample = &samples->items[i];

        if (sample->fold == fold)
            scores[i][other_fold] = predict(weights, sample);
        if (sample->fold == other_fold)
            scores[i][fold] = predict(weights, sample);
    }
}

static void print_scores(const struct samples *samples, double penalty, double *weights)
{
    double (*scores)[FOLDS] = calloc(samples->count, sizeof *scores);

    for (int fold = 0; fold < FOLDS; fold++)
        for (int other = fold; other < FOLDS; other++)
            score_without(samples, fold, other, penalty, weights, scores);
    for (size_t i = 0; i < samples->count; i++)
        for (int fold = 0; fold < FOLDS; fold++)
            printf("%.6f%c", scores[i][fold], fold == FOLDS - 1 ? '\n' : ' ');
    free(scores);
}

static void print_weights(const struct samples *samples, double penalty, double *weights)
{
    fit(samples, -1, -1, penalty, weights);
    for (int b = 0; b < VOCABULARY_BUCKETS; b++)
        if (weights[b] > 0 || weights[b] < 0)
            printf("%d %.6f\n", b, weights[b]);
}

int main(int argc, char **argv)
{
    double penalty = argc == 3 ? atof(argv[2]) : 0;

    if (penalty <= 0) {
        fprintf(stderr, "Usage: fit_vocabulary score|fit PENALTY\n");
        return 64;
    }
    struct samples samples = read_samples();
    double        *weights = malloc(VOCABULARY_BUCKETS * sizeof *weights);

    if (strcmp(argv[1], "score") == 0)
        print_scores(&samples, penalty, weights);
    else
        print_weights(&samples, penalty, weights);
    for (size_t i = 0; i < samples.count; i++)
        free(samples.items[i].buckets);
    free(samples.items);
    free(weights);
    return 0;
}
