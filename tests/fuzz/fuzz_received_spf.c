/* Received-SPF: what we write, from whatever names strangers gave, is one field on lines of sane length that is recognised
 * as ours; what another field says by receiver= is believed to the letter. The first line is a HELO name, the second a
 * mechanism; all of it together is also read as a field.
 *
 * Covers: src/auth/received_spf.c */
#include "fuzz.h"

#include "auth/received_spf.h"

enum { LINE_MAX_OCTETS = 998 };

static void check_lines(str field)
{
    str line;

    HOLDS(str_ends_nocase(field, STR("\r\n")));
    for (bool first = true; str_cut(&field, '\n', &line); first = false) {
        HOLDS(line.len > 1 && line.len <= LINE_MAX_OCTETS && line.ptr[line.len - 1] == '\r');
        HOLDS(first || line.ptr[0] == '\t');
        HOLDS(!str_has_char(str_slice(line, 0, line.len - 1), '\r'));
    }
}

static void check_writing(struct arena *arena, const struct spf_result *result, const struct envelope *envelope)
{
    static const struct header_limits limits = { 8, 1 << 20 };
    const str                         ids[]  = { STR_INIT("mx.example.org") };
    BUF_SCOPE                         out    = { 0 };
    struct header_list                list;

    received_spf_write(&out, result, envelope, ids[0]);
    check_lines(buf_str(&out));
    header_parse(&list, arena, arena_str(arena, buf_str(&out)), false, &limits);
    HOLDS(list.count == 1 && (list.flaws & ~(unsigned)HEADER_8BIT) == 0);
    HOLDS(received_spf_is_forged(&list.fields[0], ids, 1, arena));
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE       arena = { 0 };
    const str         ids[] = { STR_INIT("mx.example.org") };
    str               whole = input, helo = fuzz_take_line(&input), mechanism = fuzz_take_line(&input);
    unsigned          choice = fuzz_take_octet(&input);
    struct envelope   envelope = { .helo = helo, .smtputf8 = choice & 1, .reverse_path = { .is_null = choice & 2, .text = input } };
    struct spf_result result   = { .status = SPF_NONE + choice % 7, .reason = REASON_SPF_MATCHED, .mechanism = mechanism };
    struct header     h        = { .field = whole, .name = STR("received-spf"), .value = whole };

    check_writing(&arena, &result, &envelope);
    (void)received_spf_is_forged(&h, ids, 1, &arena);
    h.value = arena_printf(&arena, " pass receiver=mx.example.org; %.*s", STR_ARG(whole));
    HOLDS(received_spf_is_forged(&h, ids, 1, &arena));
}
