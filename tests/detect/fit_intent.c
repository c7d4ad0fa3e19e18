/* Fits what letters want (src/detect/intent.h): a multinomial logistic regression with L2 penalty over the concepts of each letter
 * and their pairs. Repeatable bit for bit: no chance is in it, and all sums have one order.
 *
 *     fit_intent fit VERSION FILE...   the model, on standard output
 *     fit_intent score FILE...         what such a model says of letters that it was not fitted to: a table
 *     fit_intent show FILE...          the same, a line for each letter
 *
 * A FILE is named after its language and holds letters as people write them (tests/detect/letters/README.md): "= LABEL", the
 * subject, the text. Labels are the intents, and everyday, stranger and notice for honest letters. Fraud and honest letters count
 * one half each. A pair counts when enough letters have it. Whoever writes in several languages has the same ideas in all of them, so
 * what is scored was fitted without all files of that author: those of the same folder. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/unicode.h"
#include "detect/intent.h"

enum {
    HONEST        = INTENT_COUNT,       /* the class of all honest letters, which has no weights */
    LETTERS_MIN   = 4,                  /* that have a pair of concepts */
    ROUNDS        = 400,
    LANGUAGES_MAX = 64,
    LABEL_OCTETS  = 32,
};
static const double penalty = 1e-4;
static const double false_alarms[] = { 0.01, 0.03, 0.05, 0.10 };
static const double alarm_shown    = 0.03;
static const char *const honest_labels[] = { "everyday", "stranger", "notice" };

struct sample {
    int      class;                     /* an intent, or HONEST */
    int      label;                     /* the same; HONEST and above: which kind of honest */
    int      language, fold;
    double   weight;
    double   odds;                      /* by a model that has not seen it */
    int      guess;
    char    *subject;
    uint16_t *features;
    size_t   count;
};

struct letters {
    struct sample *items;
    size_t         count;
    char          *languages[LANGUAGES_MAX];
    int            language_count;
    int            language;            /* of the last file */
    str            author;              /* its folder */
    int            author_count;
};

struct readers { const struct unicode *unicode; struct phrases *phrases; struct lexicon *lexicon; };

static void *must(void *p)
{
    if (p == NULL) {
        fprintf(stderr, "fit_intent: there is no memory\n");
        exit(1);
    }
    return p;
}

/* ---- reading letters ---- */

static int label_number(const char *label)
{
    for (int i = 0; i < INTENT_COUNT; i++)
        if (strcmp(label, intent_name((enum intent)i)) == 0)
            return i;
    for (int i = 0; i < (int)ARRAY_LEN(honest_labels); i++)
        if (strcmp(label, honest_labels[i]) == 0)
            return HONEST + i;
    return -1;
}

static const char *label_name(int label)
{
    return label < INTENT_COUNT ? intent_name((enum intent)label) : honest_labels[label - HONEST];
}

static void add_letter(struct letters *letters, const struct readers *readers, int label, str text)
{
    uint16_t           features[INTENT_FEATURES];
    struct phrase_hits in_subject, in_text;
    struct letter      read;
    struct sample     *letter;
    str                subject;

    (void)str_cut(&text, '\n', &subject);
    phrases_find(readers->phrases, subject, &in_subject);
    phrases_find(readers->phrases, text, &in_text);
    read = letter_of(readers->lexicon, subject, text, &in_subject, &in_text);
    letters->items = must(realloc(letters->items, (letters->count + 1) * sizeof *letters->items));
    letter  = &letters->items[letters->count++];
    *letter = (struct sample){
        .class    = label < HONEST ? label : HONEST,
        .label    = label,
        .language = letters->language,
        .fold     = letters->author_count - 1,
        .subject  = must(strndup(subject.ptr, subject.len)),
        .count    = intent_features(&read, features),
    };
    letter->features = must(malloc((letter->count + 1) * sizeof features[0]));
    memcpy(letter->features, features, letter->count * sizeof features[0]);
}

/* A file is called after its language. */
static int language_number(struct letters *letters, const char *file)
{
    char *name = must(strndup(file, strcspn(file, ".")));

    for (int i = 0; i < letters->language_count; i++)
        if (strcmp(letters->languages[i], name) == 0) {
            free(name);
            return i;
        }
    if (letters->language_count == LANGUAGES_MAX) {
        fprintf(stderr, "fit_intent: %s: there are more than %d languages\n", file, LANGUAGES_MAX);
        exit(1);
    }
    letters->languages[letters->language_count] = name;
    return letters->language_count++;
}

static void read_letters(struct letters *letters, const struct readers *readers, const char *path)
{
    str         folder = { path, strrchr(path, '/') != NULL ? (size_t)(strrchr(path, '/') - path) : 0 };
    FILE       *file  = must(fopen(path, "r"));
    const char *name  = strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path;
    char       *line  = NULL;
    size_t      size  = 0;
    int         label = -1;
    BUF_SCOPE   text  = { 0 };

    letters->author_count += letters->author_count == 0 || !str_equal(folder, letters->author);
    letters->author = folder;
    letters->language = language_number(letters, name);
    while (getline(&line, &size, file) > 0) {
        char word[LABEL_OCTETS];

        if (sscanf(line, "= %31s", word) != 1) {
            buf_add(&text, str_of(line));
            continue;
        }
        if (label >= 0)
            add_letter(letters, readers, label, buf_str(&text));
        buf_clear(&text);
        label = label_number(word);
        if (label < 0) {
            fprintf(stderr, "fit_intent: %s: there is no label %s\n", path, word);
            exit(1);
        }
    }
    if (label >= 0)
        add_letter(letters, readers, label, buf_str(&text));
    free(line);
    fclose(file);
}

/* ---- one fit ---- */

struct fit {
    int     number_of[INTENT_FEATURES]; /* of each feature; -1: it does not count */
    int     number_count;
    double  begin[INTENT_COUNT];
    double *weights;                    /* INTENT_COUNT for each number */
};

static void number_features(struct fit *fit, const struct letters *letters)
{
    int *seen = must(calloc(INTENT_FEATURES, sizeof *seen));

    for (size_t i = 0; i < letters->count; i++)
        for (size_t k = 0; letters->items[i].weight > 0 && k < letters->items[i].count; k++)
            seen[letters->items[i].features[k]]++;
    fit->number_count = 0;
    for (int f = 0; f < INTENT_FEATURES; f++)
        fit->number_of[f] = seen[f] >= LETTERS_MIN ? fit->number_count++ : -1;
    free(seen);
}

/* Fraud counts a half, honest letters the other; those of one fold nothing. */
static void weigh(struct letters *letters, int fold)
{
    double total[2] = { 0 };

    for (size_t i = 0; i < letters->count; i++)
        total[letters->items[i].class == HONEST] += letters->items[i].fold != fold;
    for (size_t i = 0; i < letters->count; i++) {
        struct sample *letter = &letters->items[i];

        letter->weight = letter->fold == fold ? 0 : 0.5 / total[letter->class == HONEST];
    }
}

static double unit_of(const struct sample *letter)
{
    return sqrt((double)letter->count + INTENT_FEATURES_MORE);
}

/* The probability of each class. */
static void predict(const struct fit *fit, const double *begin, const double *weights, const struct sample *letter,
                    double chances[INTENT_COUNT + 1])
{
    double sums[INTENT_COUNT] = { 0 }, all = 1;

    for (size_t i = 0; i < letter->count; i++) {
        int number = fit->number_of[letter->features[i]];

        for (int k = 0; number >= 0 && k < INTENT_COUNT; k++)
            sums[k] += weights[number * INTENT_COUNT + k];
    }
    for (int k = 0; k < INTENT_COUNT; k++)
        all += chances[k] = exp(begin[k] + sums[k] / unit_of(letter));
    chances[HONEST] = 1;
    for (int k = 0; k <= INTENT_COUNT; k++)
        chances[k] /= all;
}

static void add_gradient(const struct fit *fit, const struct sample *letter, double *chances, double *begin, double *gradient)
{
    chances[letter->class] -= 1;
    for (int k = 0; k < INTENT_COUNT; k++)
        begin[k] += chances[k] * letter->weight;
    for (size_t i = 0; i < letter->count; i++) {
        int number = fit->number_of[letter->features[i]];

        for (int k = 0; number >= 0 && k < INTENT_COUNT; k++)
            gradient[number * INTENT_COUNT + k] += chances[k] * letter->weight / unit_of(letter);
    }
}

/* One step from at: value is where it led, and at moves on beyond it (Nesterov's momentum). */
static void move(double *at, double *value, const double *gradient, size_t count, double step, double shrink, double beyond)
{
    for (size_t n = 0; n < count; n++) {
        double moved = at[n] - step * (gradient[n] + shrink * at[n]);

        at[n]    = moved + beyond * (moved - value[n]);
        value[n] = moved;
    }
}

/* The weights of all letters are 1 together and each is of unit length at most, so the gradient changes by at most a half. */
static void descend(struct fit *fit, const struct letters *letters)
{
    size_t  size = (size_t)fit->number_count * INTENT_COUNT;
    double *at = must(calloc(size + 1, sizeof *at)), *gradient = must(malloc((size + 1) * sizeof *gradient));
    double  at_begin[INTENT_COUNT], momentum = 1;

    fit->weights = must(calloc(size + 1, sizeof *fit->weights));
    for (int k = 0; k < INTENT_COUNT; k++)
        at_begin[k] = fit->begin[k] = -log(INTENT_COUNT);
    for (int round = 0; round < ROUNDS; round++) {
        double next = (1 + sqrt(1 + 4 * momentum * momentum)) / 2, beyond = (momentum - 1) / next;
        double begin[INTENT_COUNT] = { 0 }, chances[INTENT_COUNT + 1];

        memset(gradient, 0, size * sizeof *gradient);
        for (size_t i = 0; i < letters->count; i++)
            if (letters->items[i].weight > 0) {
                predict(fit, at_begin, at, &letters->items[i], chances);
                add_gradient(fit, &letters->items[i], chances, begin, gradient);
            }
        move(at, fit->weights, gradient, size, 1 / (0.5 + penalty), penalty, beyond);
        move(at_begin, fit->begin, begin, INTENT_COUNT, 0.5, 0, beyond);
        momentum = next;
    }
    free(at);
    free(gradient);
}

static void fit_without(struct fit *fit, struct letters *letters, int fold)
{
    weigh(letters, fold);
    number_features(fit, letters);
    descend(fit, letters);
}

/* ---- what is asked for ---- */

static void judge_folds(struct letters *letters, int folds)
{
    for (int fold = 0; fold < folds; fold++) {
        struct fit fit;

        fit_without(&fit, letters, fold);
        for (size_t i = 0; i < letters->count; i++) {
            struct sample *letter = &letters->items[i];
            double         chances[INTENT_COUNT + 1];

            if (letter->fold != fold)
                continue;
            predict(&fit, fit.begin, fit.weights, letter, chances);
            letter->odds  = log((1 - chances[HONEST]) / chances[HONEST]);
            letter->guess = 0;
            for (int k = 1; k < INTENT_COUNT; k++)
                letter->guess = chances[k] > chances[letter->guess] ? k : letter->guess;
        }
        free(fit.weights);
    }
}

static int by_falling(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x < y) - (x > y);
}

/* From which odds on that share of the honest letters would be marked. */
static double threshold(const struct letters *letters, double share)
{
    double *odds = must(malloc((letters->count + 1) * sizeof *odds)), found;
    size_t  count = 0;

    for (size_t i = 0; i < letters->count; i++)
        if (letters->items[i].class == HONEST)
            odds[count++] = letters->items[i].odds;
    qsort(odds, count, sizeof *odds, by_falling);
    found = count == 0 ? 0 : odds[(size_t)((double)count * share)];
    free(odds);
    return found;
}

/* Of the letters of a label (-1: all fraud) and a language (-1: all). */
static void print_share(const struct letters *letters, int label, int language, double above, const char *name)
{
    size_t all = 0, marked = 0, right = 0;

    for (size_t i = 0; i < letters->count; i++) {
        const struct sample *l = &letters->items[i];

        if ((label < 0 ? l->class == HONEST : l->label != label) || (language >= 0 && l->language != language))
            continue;
        all++;
        marked += l->odds > above;
        right  += l->guess == l->class;
    }
    if (all > 0)
        printf("  %-10s %5zu letters, %5.1f %% above, %5.1f %% as what they are\n", name, all, 100.0 * (double)marked / (double)all,
               100.0 * (double)right / (double)all);
}

static void print_table(const struct letters *letters)
{
    for (size_t i = 0; i < ARRAY_LEN(false_alarms); i++) {
        printf("%.0f %% of the honest letters above %.2f:\n", 100 * false_alarms[i], threshold(letters, false_alarms[i]));
        print_share(letters, -1, -1, threshold(letters, false_alarms[i]), "fraud");
    }
    double above = threshold(letters, alarm_shown);

    printf("above %.2f, by kind and by language of fraud:\n", above);
    for (int label = 0; label < HONEST + (int)ARRAY_LEN(honest_labels); label++)
        print_share(letters, label, -1, above, label_name(label));
    for (int language = 0; language < letters->language_count; language++)
        print_share(letters, -1, language, above, letters->languages[language]);
}

static void score(struct letters *letters)
{
    printf("Letters of %d authors, each judged by a fit to the letters of the others\n", letters->author_count);
    judge_folds(letters, letters->author_count);
    print_table(letters);
}

static void show(struct letters *letters)
{
    judge_folds(letters, letters->author_count);
    for (size_t i = 0; i < letters->count; i++) {
        const struct sample *l = &letters->items[i];

        printf("%.2f\t%s\t%s\t%s\t%s\n", l->odds, letters->languages[l->language], label_name(l->label), intent_name((enum intent)l->guess),
               l->subject);
    }
}

static void write_model(struct letters *letters, const char *version)
{
    struct fit fit;
    size_t     fraud = 0;

    fit_without(&fit, letters, -1);
    for (size_t i = 0; i < letters->count; i++)
        fraud += letters->items[i].class != HONEST;
    printf("# What letters want of their reader. src/detect/intent.h has the form, tests/detect/fit_intent.c wrote it.\n"
           "intents 1\nversion %s\nprovenance fitted to %zu letters of fraud and %zu honest ones in %d languages, written for Gatepost\nbias 0.00\n",
           version, fraud, letters->count - fraud, letters->language_count);
    for (int k = 0; k < INTENT_COUNT; k++)
        printf("intent %s %.3f\n", intent_name((enum intent)k), fit.begin[k]);
    for (int f = 0; f < INTENT_FEATURES; f++) {
        if (fit.number_of[f] < 0)
            continue;
        ARENA_SCOPE arena = { 0 };
        str         name  = intent_feature_name(&arena, (uint16_t)f);

        printf("weight %.*s", STR_ARG(name));
        for (int k = 0; k < INTENT_COUNT; k++)
            printf(" %.2f", fit.weights[fit.number_of[f] * INTENT_COUNT + k]);
        printf("\n");
    }
    free(fit.weights);
}

static bool open_readers(struct arena *arena, struct readers *readers, str *error)
{
    readers->unicode = unicode_open();
    readers->phrases = readers->unicode == NULL ? NULL : phrases_with_shipped(arena, readers->unicode, NULL, 0, error);
    if (readers->phrases == NULL)
        return false;
    readers->lexicon = lexicon_with_shipped(arena, readers->phrases, NULL, 0, error);
    return true;
}

int main(int argc, char **argv)
{
    const char    *task = argc > 1 ? argv[1] : "";
    int            first = strcmp(task, "fit") == 0 ? 3 : 2;
    ARENA_SCOPE    arena = { 0 };
    struct readers readers;
    struct letters letters = { 0 };
    str            error = STR("there is no data of ICU");

    if (argc <= first || (first == 2 && strcmp(task, "score") != 0 && strcmp(task, "show") != 0)) {
        fprintf(stderr, "Usage: fit_intent fit VERSION FILE... | score FILE... | show FILE...\n");
        return 64;
    }
    if (!open_readers(&arena, &readers, &error)) {
        fprintf(stderr, "fit_intent: %.*s\n", STR_ARG(error));
        return 1;
    }
    for (int i = first; i < argc; i++)
        read_letters(&letters, &readers, argv[i]);
    if (strcmp(task, "fit") == 0)
        write_model(&letters, argv[2]);
    else if (strcmp(task, "score") == 0)
        score(&letters);
    else
        show(&letters);
    return 0;
}
