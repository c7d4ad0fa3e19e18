#include "policy/chapter.h"

#include <stdio.h>
#include <string.h>

#include "detect/model_options.h"
#include "unit.h"

static const char file[] = GATEPOST_SOURCE "/doc/guide/what-gatepost-looks-for.md";

/* By the model and the scores of the program, and what an administrator says of one signal (or NULL). */
static struct chapter shipped(struct arena *arena, struct buf *out, const struct signal_option *option)
{
    str           error = { 0 };
    struct model *model = model_load(arena, STR("shipped"), model_shipped(), &error);

    if (option != NULL)
        CHECK(model_apply(model, option, arena, &error));
    CHECK_CSTR(error, "");
    return (struct chapter){ .out = out, .arena = arena, .model = model, .bands = model->bands };
}

static void read_file(struct buf *out)
{
    FILE  *in = fopen(file, "rb");
    size_t len;

    if (!CHECK(in != NULL))
        return;
    while ((len = fread(buf_reserve(out, 1 << 16), 1, 1 << 16, in)) > 0)
        buf_commit(out, len);
    fclose(in);
}

/* Line by line, so that the first one that differs is shown.
 *
 * Where this fails, a table, a note or the model has changed since the chapter was written:
 *
 *     build/release/gatepost signs --markdown >doc/guide/what-gatepost-looks-for.md */
TEST(chapter_is_that_of_the_guide)
{
    ARENA_SCOPE    arena = { 0 };
    BUF_SCOPE      out   = { 0 }, in = { 0 };
    struct chapter chapter = shipped(&arena, &out, NULL);
    str            want, got, written, told;
    bool           same = true;

    chapter_write(&chapter);
    read_file(&in);
    want = buf_str(&out);
    got  = buf_str(&in);
    while (same && (str_cut(&want, '\n', &told) | str_cut(&got, '\n', &written)))
        same = CHECK_STR(written, told);
    CHECK_EQ(buf_len(&in), buf_len(&out));
}

TEST(chapter_list)
{
    ARENA_SCOPE    arena = { 0 };
    BUF_SCOPE      out   = { 0 };
    struct chapter chapter = shipped(&arena, &out, &(struct signal_option){ .id = STR("w-prize"), .mode = SIGNAL_OFF });

    chapter_list(&chapter);

    str list = buf_str(&out), line;

    CHECK(str_find(list, STR("vip-name: The sender's name")) != STR_NOT_FOUND);
    CHECK(str_find(list, STR("a win or a gift. Off.")) != STR_NOT_FOUND);
    CHECK(str_find(list, STR("   1.80  bank-change-in-haste: New bank details")) != STR_NOT_FOUND);
    while (str_cut(&list, '\n', &line))
        CHECK(line.len <= 100);
}

TEST(chapter_tell_sign)
{
    static const struct signal_option in_shadow = { .id = STR_INIT("dn-emoji"), .mode = SIGNAL_SHADOW };
    static const struct signal_option of_half   = { .id = STR_INIT("dn-emoji"), .has_weight = true, .weight = 0.5 };

    static const struct { const char *name, *sign; const struct signal_option *option; const char *want; } cases[] = {
        { "a hard one, on which a step acts", "own-domain-lookalike", NULL, "Holds the message whatever the score." },
        { "one that acts beside another",     "vip-name",     NULL, "and holds it beside another sign." },
        { "one that needs a history",         "bank-change",  NULL, "Needs a history." },
        { "one with a weight of a list",      "dnsbl-listed", NULL, "dnsbl-listed: as you have set" },
        { "one that only informs",            "to-is-from",   NULL, "informs, and weighs nothing alone" },
        { "one of a compound",                "auth-change",  NULL, "With others, as bank-change-unproved" },
        { "in shadow",                        "dn-emoji",     &in_shadow, "in shadow, of the group author" },
        { "with a weight of the administrator's", "dn-emoji", &of_half, "0.50, set by you" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE    arena = { 0 };
        BUF_SCOPE      out   = { 0 };
        struct chapter chapter = shipped(&arena, &out, c->option);

        CHECK(chapter_tell_sign(&chapter, str_of(c->sign)));
        CHECK(str_find(buf_str(&out), str_of(c->want)) != STR_NOT_FOUND);
    }
}

TEST(chapter_tell_no_sign)
{
    ARENA_SCOPE    arena = { 0 };
    BUF_SCOPE      out   = { 0 };
    struct chapter chapter = shipped(&arena, &out, NULL);

    CHECK(!chapter_tell_sign(&chapter, STR("no-such-sign")));
    CHECK_EQ(buf_len(&out), 0);
}

TEST(chapter_tell_compound)
{
    ARENA_SCOPE    arena = { 0 };
    BUF_SCOPE      out   = { 0 };
    struct chapter chapter = shipped(&arena, &out, NULL);

    CHECK(!chapter_tell_compound(&chapter, STR("vip-name")));
    CHECK_EQ(buf_len(&out), 0);
    CHECK(chapter_tell_compound(&chapter, STR("bank-change-in-haste")));
    CHECK(str_starts(buf_str(&out), STR("bank-change-in-haste: 1.80, what several signs say together\n")));
    CHECK(str_find(buf_str(&out), STR("It takes `w-bank-change`, with `w-urgency` or")) != STR_NOT_FOUND);
}
