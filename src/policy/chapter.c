#include "policy/chapter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/flow.h"
#include "detect/assessment.h"
#include "detect/note.h"
#include "detect/rule.h"
#include "detect/rules/rules.h"
#include "policy/steps/steps.h"

enum { PAGE_WIDTH = 130, TERMINAL_WIDTH = 78 };

static const char title_of_start[]      = "From signs to a verdict";
static const char title_of_compounds[]  = "What signs say together";
static const char title_of_switches[]   = "When a sign is wrong for you";
static const char title_of_provenance[] = "Where the weights come from";

/* ---- printing ---- */

#define PARAGRAPH(c, ...) paragraph((c), arena_printf((c)->arena, __VA_ARGS__))
#define ITEM(c, ...)      item((c), arena_printf((c)->arena, __VA_ARGS__))

static void paragraph(const struct chapter *c, str words)
{
    flow_write(c->out, PAGE_WIDTH, STR(""), STR(""), words);
    buf_add_char(c->out, '\n');
}

static void item(const struct chapter *c, str words)
{
    flow_write(c->out, PAGE_WIDTH, STR("- "), STR("  "), words);
}

static void heading(const struct chapter *c, const char *title)
{
    buf_printf(c->out, "## %s\n\n", title);
}

/* A sentence that is followed by what was seen ends in a colon, with what that is behind a semicolon. */
static str sentence_of(const struct chapter *c, const struct rule *rule)
{
    str       sentence = str_of(rule->sentence);
    ptrdiff_t clause   = str_rfind_char(sentence, ';');

    if (sentence.ptr[sentence.len - 1] != ':' || clause == STR_NOT_FOUND)
        return sentence;
    return arena_printf(c->arena, "%.*s.", STR_ARG(str_slice(sentence, 0, (size_t)clause)));
}

/* Parts of an enumeration, "a", "a or b", "a, b or c". */
struct enumeration { const struct chapter *chapter; const char *last; str words; size_t count, total; };

static void enumerate(struct enumeration *list, str word)
{
    const char *between = list->count == 0 ? "" : list->count + 1 == list->total ? list->last : ", ";

    list->words = arena_printf(list->chapter->arena, "%.*s%s%.*s", STR_ARG(list->words), between, STR_ARG(word));
    list->count++;
}

/* ---- one sign ---- */

/* A rule, with what the model says of it and what the notes do. */
struct entry { const struct rule *rule; const struct rule_note *note; struct signal signal; size_t index; };

static struct entry entry_at(const struct chapter *c, size_t index)
{
    static const struct rule_note nothing = { .silence = "" };

    const struct rule *rule = rule_at(index);
    struct entry entry = { .rule = rule, .note = rule_note_of(rule->id), .signal = { .weight = rule->weight }, .index = index };

    if (entry.note == NULL)
        entry.note = &nothing;
    if (c->model->signals != NULL)
        entry.signal = c->model->signals[index];
    return entry;
}

static bool informs_only(const struct entry *entry)
{
    return !(fabs(entry->signal.weight) > 0) && (entry->note->traits & AS_CONFIGURED) == 0 && !entry->rule->is_hard;
}

static str weight_of(const struct chapter *c, const struct entry *entry)
{
    if ((entry->note->traits & AS_CONFIGURED) != 0)
        return entry->signal.origin == WEIGHT_CONFIGURED ? arena_printf(c->arena, "up to %.2f", entry->signal.weight)
                                                         : STR("as you have set");
    return arena_printf(c->arena, "%s%.2f", (entry->note->traits & AT_MOST) != 0 ? "up to " : "", entry->signal.weight);
}

static const char *origin_of(const struct entry *entry)
{
    if ((entry->note->traits & AS_CONFIGURED) != 0 && entry->signal.origin != WEIGHT_CONFIGURED)
        return "";
    switch (entry->signal.origin) {
    case WEIGHT_OF_TABLE:
    case WEIGHT_BY_HAND:    return "";
    case WEIGHT_FITTED:     return ", fitted";
    case WEIGHT_CONFIGURED: return ", set by you";
    }
    UNREACHABLE();
}

static const char *mode_of(const struct entry *entry)
{
    switch (entry->signal.mode) {
    case SIGNAL_ON:     return "";
    case SIGNAL_SHADOW: return ", in shadow";
    case SIGNAL_OFF:    return ", off";
    }
    UNREACHABLE();
}

/* "2.50, hard" */
static str measure_of(const struct chapter *c, const struct entry *entry)
{
    return arena_printf(c->arena, "%.*s%s%s%s", STR_ARG(weight_of(c, entry)), entry->rule->is_hard ? ", hard" : "", origin_of(entry),
                        mode_of(entry));
}

static const struct { unsigned trait; const char *words; } needs[] = {
    { NEEDS_OWN_DOMAINS, "`own-domains`"                  },
    { NEEDS_PEOPLE,      "the people you name (`person`)" },
    { NEEDS_PARTNERS,    "your partners (`brand`)"        },
    { NEEDS_SENDERS,     "the services you expect mail from (`sender`)" },
    { NEEDS_DNS_LISTS,   "DNS lists (`dns-list`)"         },
    { NEEDS_FEEDS,       "feeds (`feed`)"                 },
    { NEEDS_NETWORKS,    "`network-databases`"            },
    { NEEDS_HISTORY,     "a history"                      },
    { NEEDS_ENVELOPE,    "the envelope"                   },
};

/* Empty where it needs nothing but the message. */
static str needs_of(const struct chapter *c, unsigned traits)
{
    struct enumeration list = { .chapter = c, .last = " and " };

    for (size_t i = 0; i < ARRAY_LEN(needs); i++)
        list.total += (traits & needs[i].trait) != 0;
    for (size_t i = 0; i < ARRAY_LEN(needs); i++)
        if ((traits & needs[i].trait) != 0)
            enumerate(&list, str_of(needs[i].words));
    if (list.count == 0)
        return list.words;
    return arena_printf(c->arena, "Needs %.*s%s.", STR_ARG(list.words),
                        (traits & HELPED_BY_HISTORY) != 0 ? "; sees more with a history" : "");
}

/* What a step does about it whatever the score. */
static const char *step_of(const struct rule *rule)
{
    enum action alone, joined;

    if (!step_impersonation_of(rule->id, &alone, &joined))
        return "";
    return alone == ACTION_QUARANTINE ? "Holds the message whatever the score."
                                      : "Marks the message whatever the score, and holds it beside another sign.";
}

/* All that is said of it but its name and weight. */
static str story_of(const struct chapter *c, const struct entry *entry, const char *emphasis)
{
    const str needed  = needs_of(c, entry->note->traits);
    const str parts[] = {
        sentence_of(c, entry->rule), str_of(entry->note->silence), str_of(step_of(entry->rule)),
        needed.len == 0 ? needed : arena_printf(c->arena, "%s%.*s%s", emphasis, STR_ARG(needed), emphasis),
    };
    str story = { 0 };

    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        if (parts[i].len > 0)
            story = arena_printf(c->arena, "%.*s%s%.*s", STR_ARG(story), story.len > 0 ? " " : "", STR_ARG(parts[i]));
    return story;
}

/* ---- groups ---- */

/* The heaviest first; those of one weight as in their table. */
static int by_weight(const void *a, const void *b)
{
    const struct entry *one = a, *other = b;
    double              difference = fabs(other->signal.weight) - fabs(one->signal.weight);

    if (difference > 0 || difference < 0)
        return difference > 0 ? 1 : -1;
    return one->index < other->index ? -1 : one->index > other->index;
}

struct group { const struct group_note *note; struct entry *entries; size_t count, silent; /* that inform only, at the end */ };

static struct group group_at(const struct chapter *c, size_t index)
{
    struct group group = { .note = group_note_at(index), .entries = ARENA_ARRAY(c->arena, struct entry, rule_count()) };

    for (size_t i = 0; i < rule_count(); i++)
        if (strcmp(rule_at(i)->group, group.note->group) == 0)
            group.entries[group.count++] = entry_at(c, i);
    qsort(group.entries, group.count, sizeof *group.entries, by_weight);
    for (size_t i = 0; i < group.count; i++)
        group.silent += informs_only(&group.entries[i]);
    return group;
}

static void write_entry(const struct chapter *c, const struct entry *entry)
{
    buf_printf(c->out, "**`%s`** · %.*s\\\n", entry->rule->id, STR_ARG(measure_of(c, entry)));
    paragraph(c, story_of(c, entry, "*"));
}

static void write_silent(const struct chapter *c, const struct group *group)
{
    if (group->silent == 0)
        return;
    PARAGRAPH(c, group->silent == group->count ? "All of them inform, and weigh nothing alone:"
                                               : "What only informs, and weighs nothing alone:");
    for (size_t i = 0; i < group->count; i++)
        if (informs_only(&group->entries[i]))
            ITEM(c, "`%s`%s: %.*s", group->entries[i].rule->id, mode_of(&group->entries[i]),
                 STR_ARG(story_of(c, &group->entries[i], "")));
    buf_add_char(c->out, '\n');
}

static void write_group(const struct chapter *c, size_t index)
{
    struct group group = group_at(c, index);
    double       cap   = model_cap(c->model, str_of(group.note->group));

    heading(c, group.note->title);
    paragraph(c, str_of(group.note->introduction));
    PARAGRAPH(c, strcmp(group.note->group, GROUP_TRUST) == 0 ? "*Together they take off %.2f at most.*"
                                                             : "*Together they count for %.2f at most.*", cap);
    for (size_t i = 0; i < group.count; i++)
        if (!informs_only(&group.entries[i]))
            write_entry(c, &group.entries[i]);
    write_silent(c, &group);
}

/* ---- what signs say together ---- */

static str sign_words(const struct chapter *c, const struct sign *sign)
{
    struct enumeration list = { .chapter = c, .last = " or ", .total = sign->id_count };

    for (size_t i = 0; i < sign->id_count; i++)
        enumerate(&list, arena_printf(c->arena, "`%.*s`", STR_ARG(sign->ids[i])));
    if (sign->id_count == 0)
        return STR("any other sign of another group");
    return sign->is_absent ? arena_printf(c->arena, "no %.*s", STR_ARG(list.words)) : list.words;
}

/* "`a`, with `b` or `c`, with no `d`" */
static str signs_of(const struct chapter *c, const struct compound *compound)
{
    str signs = { 0 };

    for (size_t i = 0; i < compound->sign_count; i++)
        signs = arena_printf(c->arena, "%.*s%s%.*s", STR_ARG(signs), i == 0 ? "" : ", with ",
                             STR_ARG(sign_words(c, &compound->signs[i])));
    return signs;
}

static void write_compound(const struct chapter *c, const struct compound *compound)
{
    buf_printf(c->out, "**`%.*s`** · %.2f%s\\\n", STR_ARG(compound->id), compound->weight, compound->is_hard ? " · hard" : "");
    PARAGRAPH(c, "%.*s *%.*s.*", STR_ARG(compound->sentence), STR_ARG(signs_of(c, compound)));
}

static void write_compounds(const struct chapter *c)
{
    heading(c, title_of_compounds);
    paragraph(c, STR("Some signs are innocent each by itself and telling together. These are few, each has a sentence of its own, and "
                     "what it weighs is added to the score beside the signs it is made of. One that has a hard sign in it is hard, and "
                     "so are some by themselves: those that take a known sender for robbed, whom no trust in him can excuse. "
                     "In the configuration they are called signals, too, each by its name."));
    for (size_t i = 0; i < c->model->compound_count; i++)
        write_compound(c, &c->model->compounds[i]);
}

/* ---- from signs to a verdict ---- */

static void write_start(const struct chapter *c)
{
    paragraph(c, STR("# What Gatepost looks for"));
    paragraph(c, STR("SPF, DKIM and DMARC tell who really sent a message. They do not tell whether that is who the reader takes it "
                     "for: most fraud comes from domains and mailboxes of the attacker's own, and passes. So Gatepost asks whether the "
                     "sender, proved or not, fits what the message claims, what people here are used to, and what it wants. Each "
                     "answer is a *sign*: a name, a sentence that anybody can read, the place in the message that shows it, and a "
                     "weight."));
    PARAGRAPH(c, "This chapter lists all %zu signs. It is written by the program from the tables by which it judges, and a test "
                 "compares the two. Your own version, with your own configuration, tells the same: `gatepost signs` lists the signs, "
                 "`gatepost signs NAME` tells all about one, `gatepost signs --markdown` writes this chapter. What was seen in one "
                 "message, `gatepost explain` tells.",
              rule_count());
}

/* The name under which a heading is linked to: its letters small, blanks as hyphens, nothing else. */
static str anchor_of(struct arena *arena, const char *title)
{
    char  *octets = arena_octets(arena, strlen(title));
    size_t len    = 0;

    for (const char *t = title; *t != '\0'; t++)
        if (ascii_is_alpha(*t) || *t == ' ')
            octets[len++] = *t == ' ' ? '-' : *t;
    return arena_lower(arena, (str){ octets, len });
}

static void link_to(const struct chapter *c, const char *title)
{
    ITEM(c, "[%s](#%.*s)", title, STR_ARG(anchor_of(c->arena, title)));
}

static void write_contents(const struct chapter *c)
{
    link_to(c, title_of_start);
    for (size_t i = 0; i < group_note_count(); i++)
        link_to(c, group_note_at(i)->title);
    link_to(c, title_of_compounds);
    link_to(c, title_of_switches);
    link_to(c, title_of_provenance);
    buf_add_char(c->out, '\n');
}

static void write_weights(const struct chapter *c)
{
    heading(c, title_of_start);
    paragraph(c, STR("**Weights.** What a sign weighs says how much more often it is seen in bad mail than in good: 0.7 is twice as "
                     "often, 1.6 five times, 3.0 twenty times. A weight marked *fitted* comes from sample mail; the others are set by "
                     "hand, below what published figures would allow. A sign that speaks for a message weighs less than nothing."));
    PARAGRAPH(c, "**Groups.** Signs of one kind often have one cause: a bad domain looks odd in three ways. So they are counted by "
                 "group: the strongest in full, of the others %.0f %%, and never more than the cap of the group.",
              100 * c->model->rest_share);
    paragraph(c, STR("**Hard signs.** What speaks for a message takes nothing from these: the score never falls below what the hard "
                     "signs amount to. An imitation of your own domain stays one, however long its sender has been writing."));
    PARAGRAPH(c, "**Bands.** The sum is the score, and the score says what is done with the message. Content alone never refuses one. "
                 "To hold a message takes two signs of different groups, beside the score; what words resemble (`text-resembles`) is "
                 "none of the two.");
}

static str of_hundred(const struct chapter *c, double score)
{
    if (!c->model->is_calibrated)
        return STR("not known");
    return arena_printf(c->arena, "about %.0f", model_of_hundred(model_probability(c->model, score)));
}

static void write_bands(const struct chapter *c)
{
    const struct { double from; const char *band, *what; } rows[] = {
        { c->bands.banner,     "banner",     "delivered with a mark: the field `X-Gatepost-Verdict: banner`" },
        { c->bands.junk,       "junk",       "delivered as junk: `X-Gatepost-Verdict: junk`, for a rule behind" },
        { c->bands.quarantine, "quarantine", "held, if two signs of different groups are there; otherwise junk" },
    };

    buf_add(c->out, STR("| score | band | what happens | bad of 100 with this score |\n|---|---|---|---|\n"
                        "| less | deliver | delivered | |\n"));
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        buf_printf(c->out, "| %.2f | %s | %s | %.*s |\n", rows[i].from, rows[i].band, rows[i].what,
                   STR_ARG(of_hundred(c, rows[i].from)));
    buf_add_char(c->out, '\n');
}

static void write_known(const struct chapter *c)
{
    struct enumeration list = { .chapter = c, .last = " or ", .total = c->model->known_count };

    for (size_t i = 0; i < c->model->known_count; i++)
        enumerate(&list, arena_printf(c->arena, "`%.*s`", STR_ARG(c->model->known[i])));
    if (list.count > 0)
        PARAGRAPH(c, "Mail of somebody with whom people here write (%.*s) is marked at most, whatever it says, unless a sign is hard.",
                  STR_ARG(list.words));
}

/* ---- an example ---- */

static struct entry entry_of(const struct chapter *c, const char *id)
{
    for (size_t i = 0; i < rule_count(); i++)
        if (strcmp(rule_at(i)->id, id) == 0)
            return entry_at(c, i);
    UNREACHABLE();                      /* the ids of the examples are ours */
}

/* Adds up what a message with these signs would amount to, as it would be added up of a real one. */
static void write_example(const struct chapter *c, const char *story, const char *const *ids, size_t count)
{
    struct findings findings = { 0 };

    paragraph(c, str_of(story));
    for (size_t i = 0; i < count; i++) {
        struct entry entry = entry_of(c, ids[i]);

        findings.items[findings.count++] = (struct finding){
            .id = entry.rule->id, .weight = entry.signal.weight, .group = entry.rule->group, .is_hard = entry.rule->is_hard,
        };
        ITEM(c, "`%s` %+.2f (%s)", entry.rule->id, entry.signal.weight, entry.rule->group);
    }

    struct assessment sum = assess(c->model, &findings);

    for (size_t i = 0; i < sum.compound_count; i++)
        ITEM(c, "`%.*s` %+.2f (together)", STR_ARG(sum.compounds[i]->id), sum.compounds[i]->weight);
    buf_add_char(c->out, '\n');
    PARAGRAPH(c, "Against the message speak %.2f, for it %.2f: a score of %.2f, so it is %s.", sum.threat, sum.trust, sum.score,
              sum.score < c->bands.banner ? "delivered" : sum.score < c->bands.junk ? "marked"
              : sum.score < c->bands.quarantine ? "junk" : "held");
}

static void write_examples(const struct chapter *c)
{
    static const char *const attack[] = { "vip-name", "first-contact", "replyto-freemail-other", "w-bec", "w-urgency" };
    static const char *const twin[]   = { "w-payment", "w-urgency", "two-way-correspondent", "known-sender" };

    write_example(c, "**An example.** In the name of your managing director somebody writes from a mailbox that nobody here has heard "
                     "of, asks whether you are there for a quick task, and would like the answer elsewhere:", attack, ARRAY_LEN(attack));
    write_example(c, "And its honest twin, a supplier of many years who reminds you of a bill:", twin, ARRAY_LEN(twin));
}

/* ---- what can be done about it ---- */

static void write_switches(const struct chapter *c)
{
    heading(c, title_of_switches);
    paragraph(c, STR("First look whether something is missing that would tell Gatepost better: a private address of a person "
                     "(`person`), a domain that is yours (`own-domains`) or a partner's (`brand`), a service that may write in your "
                     "name (`sender`). For one known and proved sender there is `gatepost list add`. `gatepost explain ID` says "
                     "what can be done about a message."));
    paragraph(c, STR("If the sign itself does not suit your mail, change it by name in the configuration, where signs are called "
                     "signals:"));
    buf_add(c->out, STR("```conf\n"
                        "signal \"dn-emoji\"  { mode = \"shadow\" }             # looked for and recorded; nothing follows from it\n"
                        "signal \"w-crypto\"  { mode = \"off\" }                # not looked for\n"
                        "signal \"php-mailer\" { mode = \"on\"  weight = 0.20 } # weighs as much as you say\n"
                        "```\n\n"));
    paragraph(c, STR("A threat cannot be made to speak for a message, nor trust against it. A sign in shadow has no effect anywhere, on "
                     "steps that act whatever the score as little as on the score; it stands on the record apart "
                     "(`findings_in_shadow`). `banner-score`, `junk-score` and `quarantine-score` of `policy` move the bands; `step "
                     "score { mode = \"shadow\" }` lets the whole sum be seen before it acts. What any change would have done to last "
                     "week's mail, `gatepost replay -c NEW.conf` tells before it is switched on."));
}

static void write_provenance(const struct chapter *c)
{
    heading(c, title_of_provenance);
    PARAGRAPH(c, "The model is that of version %.*s. In its own words:", STR_ARG(c->model->head.version));
    for (size_t i = 0; i < c->model->head.provenance_count; i++)
        item(c, c->model->head.provenance[i]);
    buf_add_char(c->out, '\n');
    paragraph(c, STR("It is data, a text file; `model` of the configuration names another one of the same form."));
}

void chapter_write(const struct chapter *c)
{
    write_start(c);
    write_contents(c);
    write_weights(c);
    write_bands(c);
    write_known(c);
    write_examples(c);
    for (size_t i = 0; i < group_note_count(); i++)
        write_group(c, i);
    write_compounds(c);
    write_switches(c);
    write_provenance(c);
    buf_truncate(c->out, buf_len(c->out) - 1);          /* the blank line behind the last paragraph */
}

/* ---- for a terminal ---- */

static void list_entry(const struct chapter *c, const struct entry *entry)
{
    str weight = informs_only(entry) ? STR("-") : (entry->note->traits & AS_CONFIGURED) != 0 ? STR("yours")
                                     : arena_printf(c->arena, "%.2f", entry->signal.weight);

    flow_write(c->out, TERMINAL_WIDTH, arena_printf(c->arena, "  %5.*s  ", STR_ARG(weight)), STR("         "),
               arena_printf(c->arena, "%s: %.*s%s%s", entry->rule->id, STR_ARG(sentence_of(c, entry->rule)),
                            entry->rule->is_hard ? " Hard." : "",
                            entry->signal.mode == SIGNAL_OFF ? " Off." : entry->signal.mode == SIGNAL_SHADOW ? " In shadow." : ""));
}

static void list_compound(const struct chapter *c, const struct compound *compound)
{
    flow_write(c->out, TERMINAL_WIDTH, arena_printf(c->arena, "  %5.2f  ", compound->weight), STR("         "),
               arena_printf(c->arena, "%.*s: %.*s%s", STR_ARG(compound->id), STR_ARG(compound->sentence),
                            compound->is_hard ? " Hard." : ""));
}

void chapter_list(const struct chapter *c)
{
    for (size_t i = 0; i < group_note_count(); i++) {
        struct group group = group_at(c, i);

        buf_printf(c->out, "%s%s\n", i == 0 ? "" : "\n", group.note->title);
        for (size_t k = 0; k < group.count; k++)
            list_entry(c, &group.entries[k]);
    }
    buf_printf(c->out, "\n%s\n", title_of_compounds);
    for (size_t i = 0; i < c->model->compound_count; i++)
        list_compound(c, &c->model->compounds[i]);
    buf_printf(c->out, "\nFrom %.2f on a message is marked, from %.2f junk, from %.2f held. A sign with \"-\" only informs.\n"
               "'gatepost signs NAME' tells all about one.\n", c->bands.banner, c->bands.junk, c->bands.quarantine);
}

static bool is_in_compound(const struct compound *compound, const char *id)
{
    for (size_t i = 0; i < compound->sign_count; i++)
        for (size_t k = 0; k < compound->signs[i].id_count; k++)
            if (str_equal(compound->signs[i].ids[k], str_of(id)))
                return true;
    return false;
}

static void tell(const struct chapter *c, str words)
{
    flow_write(c->out, TERMINAL_WIDTH, STR("  "), STR("  "), words);
}

bool chapter_tell_sign(const struct chapter *c, str id)
{
    for (size_t i = 0; i < rule_count(); i++) {
        struct entry entry = entry_at(c, i);

        if (!str_equal(str_of(entry.rule->id), id))
            continue;
        buf_printf(c->out, "%s: %.*s, of the group %s\n", entry.rule->id,
                   STR_ARG(informs_only(&entry) ? STR("informs, and weighs nothing alone") : measure_of(c, &entry)), entry.rule->group);
        tell(c, story_of(c, &entry, ""));
        for (size_t k = 0; k < c->model->compound_count; k++)
            if (is_in_compound(&c->model->compounds[k], entry.rule->id))
                tell(c, arena_printf(c->arena, "With others, as %.*s (%.2f): %.*s", STR_ARG(c->model->compounds[k].id),
                                     c->model->compounds[k].weight, STR_ARG(c->model->compounds[k].sentence)));
        return true;
    }
    return false;
}

bool chapter_tell_compound(const struct chapter *c, str id)
{
    for (size_t i = 0; i < c->model->compound_count; i++) {
        const struct compound *compound = &c->model->compounds[i];

        if (!str_equal(compound->id, id))
            continue;
        buf_printf(c->out, "%.*s: %.2f%s, what several signs say together\n", STR_ARG(id), compound->weight,
                   compound->is_hard ? ", hard" : "");
        tell(c, compound->sentence);
        tell(c, arena_printf(c->arena, "It takes %.*s; what is off or in shadow does not count.", STR_ARG(signs_of(c, compound))));
        return true;
    }
    return false;
}
