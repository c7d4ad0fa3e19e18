#include "detect/dnsxl.h"

#include "base/domain.h"
#include "detect/text.h"
#include "dns/packet.h"

enum { REASON_MAX_OCTETS = 200 };

const struct dnsxl_range dnsxl_default_answers = { { IP_V4, { 127, 0, 0, 2 } }, { IP_V4, { 127, 0, 0, 11 } } };

const char *dnsxl_test_text(enum dnsxl_test test)
{
    switch (test) {
    case DNSXL_TEST_PENDING:       return "not answered yet";
    case DNSXL_TEST_PASSED:        return "its test entries are right";
    case DNSXL_TEST_UNANSWERED:    return "it does not answer, or refuses to serve us";
    case DNSXL_TEST_LISTS_NOTHING: return "its test entry 127.0.0.2 is not listed";
    case DNSXL_TEST_LISTS_ALL:     return "127.0.0.1 is listed: it lists everybody";
    }
    UNREACHABLE();
}

const char *dnsxl_status_name(enum dnsxl_status status)
{
    switch (status) {
    case DNSXL_NOT_LISTED: return "not-listed";
    case DNSXL_LISTED:     return "listed";
    case DNSXL_UNANSWERED: return "unanswered";
    case DNSXL_REFUSED:    return "refused";
    case DNSXL_ODD:        return "odd";
    case DNSXL_OFF:        return "off";
    }
    UNREACHABLE();
}

/* ---- answers ---- */

static uint32_t number_of(const struct ip *ip)
{
    return (uint32_t)ip->octets[0] << 24 | (uint32_t)ip->octets[1] << 16 | (uint32_t)ip->octets[2] << 8 | ip->octets[3];
}

static bool is_loopback(const struct ip *ip)
{
    return ip->family == IP_V4 && ip->octets[0] == 127;
}

/* Where lists say that they do not serve whoever asks: too many questions, an open resolver, a misspelt zone. */
static bool is_error_code(const struct ip *ip)
{
    return is_loopback(ip) && ip->octets[1] == 255 && ip->octets[2] == 255;
}

bool dnsxl_range_parse(str text, struct dnsxl_range *out)
{
    str first;

    if (!str_cut(&text, '-', &first) || !ip_parse(str_trim(first), &out->first))
        return false;
    if (text.len == 0)
        out->last = out->first;
    else if (!ip_parse(str_trim(text), &out->last))
        return false;
    return is_loopback(&out->first) && is_loopback(&out->last) && number_of(&out->first) <= number_of(&out->last) &&
           !is_error_code(&out->last);
}

static bool is_in(const struct dnsxl *list, const struct ip *answer)
{
    for (size_t i = 0; i < list->answer_count; i++)
        if (number_of(&list->answers[i].first) <= number_of(answer) && number_of(answer) <= number_of(&list->answers[i].last))
            return true;
    return false;
}

/* The status that the records of an A answer give; a list that lists an address under several codes says so by several
 * records, of which one in our table suffices. */
static enum dnsxl_status read_answer(const struct dnsxl *list, const struct answer *answer, struct ip *code)
{
    enum dnsxl_status status = DNSXL_NOT_LISTED;

    for (size_t i = 0; i < answer->count; i++) {
        if (answer->records[i].data.len != 4)
            continue;
        struct ip ip = ip_from_octets(IP_V4, answer->records[i].data.ptr);

        if (!is_loopback(&ip))
            return DNSXL_ODD;
        if (is_error_code(&ip))
            return DNSXL_REFUSED;
        if (is_in(list, &ip)) {
            *code  = ip;
            status = DNSXL_LISTED;
        }
    }
    return status;
}

/* ---- names, §2.1 and §2.4 ---- */

/* Empty if the name would be too long to ask for. */
static str name_of(const struct dnsxl *list, const struct ip *ip, struct arena *arena)
{
    str reverse = dns_reverse_name(arena, ip);
    str suffix  = ip->family == IP_V4 ? STR("in-addr.arpa") : STR("ip6.arpa");
    str name    = arena_printf(arena, "%.*s%.*s", STR_ARG(str_slice(reverse, 0, reverse.len - suffix.len)), STR_ARG(list->zone));

    return domain_is_queryable(name) ? name : (str){ 0 };
}

static bool knows(const struct dnsxl *list, enum ip_family family)
{
    return family == IP_V4 ? list->ipv4 : list->ipv6;
}

/* ---- the test ---- */

/* §5: as IPv6 addresses, although elsewhere ::ffff:127.0.0.2 is IPv4. */
static struct ip test_address(enum ip_family family, uint8_t last)
{
    struct ip v4 = { IP_V4, { 127, 0, 0, last } };
    struct ip v6 = { IP_V6, { [10] = 0xff, [11] = 0xff, [12] = 127, [15] = last } };

    return family == IP_V4 ? v4 : v6;
}

static bool is_served(const struct answer *answer)
{
    for (size_t i = 0; i < answer->count; i++) {
        struct ip ip = answer->records[i].data.len == 4 ? ip_from_octets(IP_V4, answer->records[i].data.ptr) : (struct ip){ 0 };

        if (is_error_code(&ip))
            return false;
    }
    return !answer_state_is_failure(answer->state);
}

enum dnsxl_test dnsxl_test(const struct dnsxl *list, enum ip_family family, struct arena *arena, struct view *view)
{
    struct ip listed_ip = test_address(family, 2), clean_ip = test_address(family, 1);
    str       listed_name = name_of(list, &listed_ip, arena), clean_name = name_of(list, &clean_ip, arena);

    if (listed_name.len == 0 || clean_name.len == 0)
        return DNSXL_TEST_UNANSWERED;
    const struct answer *listed = view_ask(view, QUESTION_DNS, DNS_A, listed_name, NULL);
    const struct answer *clean  = view_ask(view, QUESTION_DNS, DNS_A, clean_name, NULL);

    if (listed->state == ANSWER_PENDING || clean->state == ANSWER_PENDING)
        return DNSXL_TEST_PENDING;
    if (!is_served(listed) || !is_served(clean))
        return DNSXL_TEST_UNANSWERED;
    if (answer_has_records(clean))
        return DNSXL_TEST_LISTS_ALL;
    return answer_has_records(listed) ? DNSXL_TEST_PASSED : DNSXL_TEST_LISTS_NOTHING;
}

/* ---- health, through the view ---- */

#define HEALTH_PREFIX "dnsxl/"

static str health_name(const struct dnsxl *list, enum ip_family family, struct arena *arena)
{
    return arena_printf(arena, HEALTH_PREFIX "%.*s/%s", STR_ARG(list->zone), family == IP_V4 ? "ipv4" : "ipv6");
}

static enum dnsxl_health health_of(const struct dnsxl_state *states, size_t i, enum ip_family family)
{
    if (states == NULL)
        return DNSXL_WELL;
    return (enum dnsxl_health)(family == IP_V4 ? atomic_load(&states[i].ipv4) : atomic_load(&states[i].ipv6));
}

static struct answer *answer_health(const struct dnsxl *lists, const struct dnsxl_state *states, size_t count, str name)
{
    static const char *const words[] = { [DNSXL_UNTESTED] = "untested", [DNSXL_WELL] = "well", [DNSXL_ILL] = "ill" };
    static const enum ip_family families[] = { IP_V4, IP_V6 };
    ARENA_SCOPE scratch = { 0 };

    for (size_t i = 0; i < count; i++)
        for (size_t f = 0; f < ARRAY_LEN(families); f++)
            if (str_equal_nocase(name, health_name(&lists[i], families[f], &scratch))) {
                struct record word = { .data = str_of(words[health_of(states, i, families[f])]) };

                return answer_new(ANSWER_INSECURE, 0, &word, 1, NULL);
            }
    return answer_new(ANSWER_NXDOMAIN, 0, NULL, 0, NULL);
}

void dnsxl_answer(const struct dnsxl *lists, const struct dnsxl_state *states, size_t count, struct view *view)
{
    struct question *next;

    for (struct question *q = view_next_open(view, NULL); q != NULL; q = next) {
        next = view_next_open(view, q);
        if (q->kind == QUESTION_STATE && str_starts(q->name, STR(HEALTH_PREFIX)))
            view_answer(view, q, answer_health(lists, states, count, q->name));
    }
}

/* ---- a client ---- */

enum asking { ASKING_OPEN, ASKING_DONE };

/* The reason is third-party text: one line, printable, short. A list may keep it to itself. */
static enum asking ask_reason(struct dnsxl_hit *hit, str name, struct arena *arena, struct view *view)
{
    const struct answer *txt = view_ask(view, QUESTION_DNS, DNS_TXT, name, NULL);

    if (txt->state == ANSWER_PENDING)
        return ASKING_OPEN;
    if (answer_has_records(txt) && txt->count > 0)
        hit->reason = text_printable(arena, txt->records[0].data, REASON_MAX_OCTETS);
    return ASKING_DONE;
}

static enum asking ask_list(struct dnsxl_hit *hit, const struct ip *client, struct arena *arena, struct view *view)
{
    const struct dnsxl  *list   = hit->list;
    str                  name   = name_of(list, client, arena);
    const struct answer *health = view_ask(view, QUESTION_STATE, 0, health_name(list, client->family, arena), NULL);

    if (health->state == ANSWER_PENDING)
        return ASKING_OPEN;
    if (!answer_has_records(health) || !str_equal(health->records[0].data, STR("well")) || name.len == 0) {
        hit->status = DNSXL_OFF;
        return ASKING_DONE;
    }
    const struct answer *answer = view_ask(view, QUESTION_DNS, DNS_A, name, NULL);

    if (answer->state == ANSWER_PENDING)
        return ASKING_OPEN;
    hit->status = answer_state_is_failure(answer->state) ? DNSXL_UNANSWERED : read_answer(list, answer, &hit->answer);
    return hit->status == DNSXL_LISTED ? ask_reason(hit, name, arena, view) : ASKING_DONE;
}

static bool is_first_of_zone(const struct dnsxl_result *result, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (result->hits[j].status == DNSXL_LISTED && result->hits[j].list->weight > 0 &&
            domain_equal(result->hits[j].list->zone, result->hits[i].list->zone))
            return false;
    return true;
}

static void add_up(struct dnsxl_result *result)
{
    for (size_t i = 0; i < result->count; i++) {
        const struct dnsxl_hit *hit = &result->hits[i];

        if (hit->status != DNSXL_LISTED)
            continue;
        result->weight += hit->list->weight;
        result->block_zones += hit->list->weight > 0 && is_first_of_zone(result, i);
    }
}

bool dnsxl_check(const struct dnsxl *lists, size_t count, const struct ip *client, struct arena *arena, struct view *view,
                 struct dnsxl_result *result)
{
    bool open = false;

    *result = (struct dnsxl_result){ .hits = ARENA_ARRAY(arena, struct dnsxl_hit, count) };
    for (size_t i = 0; i < count; i++) {
        if (!knows(&lists[i], client->family))
            continue;
        struct dnsxl_hit *hit = &result->hits[result->count++];

        hit->list = &lists[i];
        open |= ask_list(hit, client, arena, view) == ASKING_OPEN;
    }
    if (!open)
        add_up(result);
    return !open;
}

str dnsxl_describe(const struct dnsxl_result *result, bool block_lists, struct arena *arena)
{
    str    parts[DNSXL_MAX];
    size_t count = 0;

    for (size_t i = 0; i < result->count && count < DNSXL_MAX; i++) {
        const struct dnsxl_hit *hit = &result->hits[i];

        if (hit->status == DNSXL_LISTED && (hit->list->weight > 0) == block_lists)
            parts[count++] = arena_printf(arena, "%.*s (%.*s%s%.*s)", STR_ARG(hit->list->name), STR_ARG(ip_text(arena, &hit->answer)),
                                          hit->reason.len > 0 ? ": " : "", STR_ARG(hit->reason));
    }
    return arena_join(arena, parts, count, STR(", "));
}
