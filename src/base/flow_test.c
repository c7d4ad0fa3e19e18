#include "base/flow.h"

#include "unit.h"

TEST(flow_write)
{
    static const struct { const char *name, *first, *indent, *words, *want; } cases[] = {
        { "nothing is a line",                "",   "",   "",                   "\n" },
        { "what fits stands on one line",     "- ", "  ", "ten octets",         "- ten octets\n" },
        { "what does not goes on below",      "- ", "  ", "ten octets more",    "- ten octets\n  more\n" },
        { "a long word has its own line",     "",   "",   "a incomprehensible b", "a\nincomprehensible\nb\n" },
        { "and is not parted where it begins", "- ", "  ", "incomprehensible b", "- incomprehensible\n  b\n" },
    };

    FOR_EACH_CASE(c, cases) {
        BUF_SCOPE out = { 0 };

        flow_write(&out, 12, str_of(c->first), str_of(c->indent), str_of(c->words));
        CHECK_CSTR(buf_str(&out), c->want);
    }
}
