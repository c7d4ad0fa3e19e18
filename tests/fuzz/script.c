#include "script.h"

#include "base/ascii.h"
#include "base/domain.h"
#include "base/ip.h"
#include "dns/packet.h"
#include "fuzz.h"

enum { SCRIPT_RECORDS_MAX = 32, SCRIPT_TTL_SECONDS = 300 };

struct script_set { struct record records[SCRIPT_RECORDS_MAX]; size_t count; enum answer_state state; bool listed; };

static bool read_record(struct arena *arena, uint16_t type, str data, struct record *out)
{
    struct ip ip;
    str       preference;

    switch (type) {
    case DNS_TXT:
        out->data = data;
        return true;
    case DNS_A:
    case DNS_AAAA:
        if (!ip_parse(data, &ip) || ip.family != (type == DNS_A ? IP_V4 : IP_V6))
            return false;
        out->data = arena_str(arena, (str){ (const char *)ip.octets, type == DNS_A ? 4 : 16 });
        return true;
    case DNS_MX:
        if (!str_cut(&data, ' ', &preference) || preference.len == 0)
            return false;
        out->preference = (unsigned char)preference.ptr[0];
        FALLTHROUGH;
    default:
        out->data = domain_lower(arena, data);
        return true;
    }
}

/* One line, if it is about name. */
static void read_line(struct script_set *set, struct arena *arena, str line, str name, uint16_t wanted)
{
    str               owner, word;
    uint16_t          type;
    enum answer_state state;

    if (!str_cut(&line, ' ', &owner) || !str_equal_nocase(owner, name) || !str_cut(&line, ' ', &word))
        return;
    set->listed = true;
    if (answer_state_from_name(arena_lower(arena, word), &state) && state != ANSWER_PENDING &&
        state != ANSWER_SECURE && state != ANSWER_INSECURE)
        set->state = state;
    else if (dns_type_from_name(word, &type) && type == wanted && set->count < SCRIPT_RECORDS_MAX &&
             read_record(arena, type, line, &set->records[set->count]))
        set->count++;
}

static struct script_set read_lines(struct arena *arena, str lines, str name, uint16_t type)
{
    struct script_set set = { .state = ANSWER_NODATA };
    str               line;

    while (str_cut(&lines, '\n', &line))
        read_line(&set, arena, line, name, type);
    return set;
}

static void answer(str lines, struct view *view, struct question *question)
{
    ARENA_SCOPE       scratch = { 0 };
    struct script_set set     = read_lines(&scratch, lines, question->name, question->type);

    if (!set.listed)
        set = read_lines(&scratch, lines, STR("*"), question->type);
    if (!set.listed)
        set.state = ANSWER_NXDOMAIN;
    view_answer(view, question, answer_new(set.count > 0 ? ANSWER_INSECURE : set.state, SCRIPT_TTL_SECONDS, set.records,
                                           set.count, question->record_kind));
}

str script_take(str *input)
{
    str whole = *input;

    while (input->len > 0 && fuzz_take_line(input).len > 0)
        continue;
    return str_slice(whole, 0, whole.len - input->len);
}

void script_answer(str lines, struct view *view)
{
    while (view_has_open_questions(view))
        script_answer_one(lines, view);
}

void script_answer_one(str lines, struct view *view)
{
    struct question *question = view_next_open(view, NULL);

    if (question != NULL)
        answer(lines, view, question);
}

void script_fail(unsigned choice, struct view *view)
{
    static const enum answer_state failures[] = { ANSWER_TIMEOUT, ANSWER_SERVFAIL, ANSWER_BOGUS, ANSWER_REFUSED,
                                                  ANSWER_UNRECORDED };

    for (struct question *q = NULL; (q = view_next_open(view, q)) != NULL; )
        view_answer(view, q, answer_new(failures[choice % ARRAY_LEN(failures)], 0, NULL, 0, q->record_kind));
}

static bool can_be_asked(str name)
{
    str label;

    if (name.len == 0 || name.len > DOMAIN_MAX_OCTETS || name.ptr[name.len - 1] == '.')
        return false;
    while (str_cut(&name, '.', &label)) {
        if (label.len == 0 || label.len > DOMAIN_LABEL_MAX_OCTETS)
            return false;
        for (size_t i = 0; i < label.len; i++)
            if (!ascii_is_print(label.ptr[i]) || label.ptr[i] == '\\')
                return false;
    }
    return true;
}

void script_check_names(const struct view *view)
{
    for (const struct question *q = view->first; q != NULL; q = q->next)
        HOLDS(q->kind != QUESTION_DNS || can_be_asked(q->name));
}

bool script_has_text(const struct view *view, str prefix)
{
    for (const struct question *q = view->first; q != NULL; q = q->next)
        for (size_t i = 0; q->type == DNS_TXT && q->answer != NULL && i < q->answer->count; i++)
            if (str_starts_nocase(q->answer->records[i].data, prefix))
                return true;
    return false;
}

bool script_has_failure(const struct view *view, str name)
{
    for (const struct question *q = view->first; q != NULL; q = q->next)
        if (q->answer != NULL && answer_state_is_failure(q->answer->state) &&
            (name.len == 0 || str_equal_nocase(q->name, name)))
            return true;
    return false;
}
