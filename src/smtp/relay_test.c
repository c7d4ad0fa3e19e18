/* The catalogue of smuggling played at the machines alone, each octet string of it at every split over two arrivals; and
 * random dialogues. Whatever comes in whatever pieces, the next hop sees exactly what was acknowledged. */
#include <jansson.h>
#include <stdlib.h>

#include "relay_fixture.h"
#include "unit.h"

#define S(octets) STR_INIT(octets)        /* short, for the tables */

static const struct smtp_server_options options = {
    .hostname = S("mx.victim.example"), .message_max_octets = 1 << 20, .text_line_max_octets = 65535, .recipients_max = 100,
    .errors_max = 20, .commands_max = 1000,
};

/* ---- the catalogue ---- */

/* A character of the catalogue is an octet (its README). */
static void add_octets(struct buf *out, const json_t *text)
{
    str s = { json_string_value(text), json_string_length(text) };

    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];

        if (c >= 0xc2 && i + 1 < s.len)
            c = (unsigned char)((c & 3) << 6 | ((unsigned char)s.ptr[++i] & 0x3f));
        buf_add_char(out, (char)c);
    }
}

/* The sends of one case. At most one of them is split, at cut. */
static void play(struct relay *r, const json_t *steps, size_t split_step, size_t cut)
{
    size_t  index;
    json_t *step;

    json_array_foreach(steps, index, step) {
        BUF_SCOPE     octets = { 0 };
        const json_t *send   = json_object_get(step, "send");

        if (json_is_string(send))
            add_octets(&octets, send);
        if (index == split_step && cut < buf_len(&octets)) {
            relay_arrive(r, str_slice(buf_str(&octets), 0, cut));
            relay_arrive(r, str_from(buf_str(&octets), cut));
        } else {
            relay_arrive(r, buf_str(&octets));
        }
    }
}

/* The most that any of the alternatives allows to be delivered. */
static size_t delivered_max(const json_t *entry)
{
    size_t  most = 0, index;
    json_t *alternative;

    json_array_foreach(json_object_get(entry, "safe"), index, alternative) {
        const json_t *delivered = json_object_get(alternative, "delivered");
        const json_t *upper     = json_is_array(delivered) ? json_array_get(delivered, 1) : delivered;

        if (upper == NULL)
            return SIZE_MAX;
        if ((size_t)json_integer_value(upper) > most)
            most = (size_t)json_integer_value(upper);
    }
    return most;
}

/* No message of a sender that was hidden inside of another's message. */
static bool has_hidden_sender(const struct relay *r, const json_t *entry)
{
    const json_t *hidden = json_object_get(json_array_get(json_object_get(entry, "safe"), 0), "no_sender");
    BUF_SCOPE     text   = { 0 };

    if (!json_is_string(hidden))
        return false;
    buf_printf(&text, "MAIL %s RCPT", json_string_value(hidden));
    return str_find(buf_str(&r->hop.messages), buf_str(&text)) != STR_NOT_FOUND;
}

/* waits: the first piece ends with DATA, and what comes later is what a client may say to 354. If there is a true end of
 * data in it (SMUG-015), the next envelope is the client's own. */
static void check_split(const json_t *entry, size_t step, size_t cut, bool waits)
{
    struct relay r;

    relay_begin(&r, &options);
    smtp_server_greet(&r.server);
    play(&r, json_object_get(entry, "steps"), step, cut);
    bool same = CHECK(relay_holds(&r)), few = CHECK(waits || r.hop.count <= delivered_max(entry));
    bool open = CHECK(waits || !has_hidden_sender(&r, entry));

    if (!same || !few || !open)
        printf("%s: step %zu cut at %zu: %s\n", json_string_value(json_object_get(entry, "id")), step, cut,
               r.hop.broken == NULL ? "not what was acknowledged, or too much of it" : r.hop.broken);
    relay_end(&r);
}

static size_t check_splits(const json_t *entry)
{
    size_t  index, played = 0;
    json_t *step;

    json_array_foreach(json_object_get(entry, "steps"), index, step) {
        BUF_SCOPE octets = { 0 };

        add_octets(&octets, json_object_get(step, "send"));
        for (size_t cut = 0; cut < buf_len(&octets); cut++, played++)
            check_split(entry, index, cut, str_ends_nocase(str_slice(buf_str(&octets), 0, cut), STR("\nDATA\r\n")));
    }
    return played;
}

TEST(relay_smuggling_at_every_split)
{
    json_t *catalogue = json_load_file(GATEPOST_SOURCE "/tests/attack/cases/smuggling.json", JSON_ALLOW_NUL, NULL), *entry;
    json_t *entries   = json_object_get(catalogue, "cases");
    size_t  index, played = 0;

    if (!CHECK(json_array_size(entries) >= 20))
        return;
    json_array_foreach(entries, index, entry)
        played += check_splits(entry);
    CHECK(played > 3000);
    json_decref(catalogue);
}

/* ---- hostile dialogues ---- */

static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

#define INNER "MAIL FROM:<inner@attack.example>\r\nRCPT TO:<user@victim.example>\r\n"

static const str senders[] = {
    S("MAIL FROM:<a@attack.example>\r\n"), S("MAIL FROM:<> BODY=8BITMIME\r\n"), S("MAIL FROM:<b@attack.example> BODY=BINARYMIME\r\n"),
    S("MAIL FROM:<c@attack.example> SMTPUTF8\r\n"),
};
static const str contents[] = {
    S("text\r\n"), S("\r\n"), S("..\r\n"), S("..x\r\n"), S("line\r\nline\r\n"), S(".x\r\n"), S("a.\r\n"), S("text"), S(INNER),
    S("\xc3\xa4\r\n"),
};
static const str harmful[] = {
    S("\r"), S("\n"), S("\n.\n"), S("\r\n.\n"), S("\r.\r"), S("\n.\r\n"), S("\r\r\n.\r\r\n"), S("\0"), S("\r\n\0.\r\n"), S("\r\n.\r\n"),
    S("BDAT 7\r\n"), S("BDAT 4 LAST\r\n"), S("BDAT 0 LAST\r\n"), S("BDAT 1e\r\n"), S("BDAT "), S("DATA\r\n"), S("RSET\r\n"),
    S("EHLO b.example\r\n"), S("HELO c\r\n"), S("NOOP\r\n"), S(INNER), S("."), S("BDAT 2000000 LAST\r\n"),
};

enum { DIALOGUES = 4000 };

static uint32_t below(uint32_t *random, size_t count)
{
    return next_random(random) % (uint32_t)count;
}

static void add_harm(struct buf *out, uint32_t *random, uint32_t one_in)
{
    if (below(random, one_in) == 0)
        buf_add(out, harmful[below(random, ARRAY_LEN(harmful))]);
}

static void add_content(struct buf *out, uint32_t *random)
{
    for (uint32_t count = below(random, 5); count > 0; count--) {
        buf_add(out, contents[below(random, ARRAY_LEN(contents))]);
        add_harm(out, random, 16);
    }
}

/* A size is right as a rule. */
static void add_chunk(struct buf *out, uint32_t *random, bool is_last)
{
    BUF_SCOPE content = { 0 };

    add_content(&content, random);
    buf_printf(out, "BDAT %zu%s\r\n", buf_len(&content) + (below(random, 12) == 0 ? below(random, 9) : 0), is_last ? " LAST" : "");
    buf_add(out, buf_str(&content));
}

static void add_transaction(struct buf *out, uint32_t *random)
{
    buf_add(out, senders[below(random, ARRAY_LEN(senders))]);
    for (uint32_t count = 1 + below(random, 2); count > 0; count--)
        buf_add(out, STR("RCPT TO:<user@victim.example>\r\n"));
    add_harm(out, random, 12);
    if (below(random, 2) == 0) {
        buf_add(out, STR("DATA\r\n"));
        add_content(out, random);
        buf_add(out, STR("\r\n.\r\n"));
    } else {
        for (uint32_t count = below(random, 3); count > 0; count--)
            add_chunk(out, random, false);
        add_chunk(out, random, true);
    }
    add_harm(out, random, 12);
}

static void add_dialogue(struct buf *out, uint32_t *random)
{
    buf_add(out, STR("EHLO a.example\r\n"));
    for (uint32_t count = 1 + below(random, 4); count > 0; count--)
        add_transaction(out, random);
}

/* Commands that have to be the last of what arrived are the last, as a rule: else most sessions would end there. */
static size_t piece_length(str rest, uint32_t *random)
{
    ptrdiff_t lf  = str_find_char(rest, '\n');
    size_t    len = 1 + below(random, rest.len);

    return below(random, 8) != 0 && lf != STR_NOT_FOUND ? (size_t)lf + 1 : len;
}

TEST(relay_hostile_dialogues)
{
    struct smtp_server_options patient = options;
    uint32_t                   random  = 7;
    size_t                     relayed = 0, refused = 0;

    patient.errors_max = patient.message_max_octets = 1000;
    for (int round = 0; round < DIALOGUES; round++) {
        BUF_SCOPE    dialogue = { 0 };
        struct relay r;

        add_dialogue(&dialogue, &random);
        relay_begin(&r, &patient);
        r.server.repairs = below(&random, 4) == 0;
        for (str rest = buf_str(&dialogue); rest.len > 0; ) {
            size_t len = piece_length(rest, &random);

            relay_arrive(&r, str_slice(rest, 0, len));
            rest = str_from(rest, len);
        }
        if (!CHECK(relay_holds(&r)))
            printf("dialogue %d: %s\n", round, r.hop.broken == NULL ? "not what was acknowledged" : r.hop.broken);
        relayed += r.hop.count;
        refused += str_find(buf_str(&r.replies), STR("550 5.6.0")) != STR_NOT_FOUND;
        relay_end(&r);
    }
    CHECK(relayed > DIALOGUES / 4);
    CHECK(refused > DIALOGUES / 40);
}
