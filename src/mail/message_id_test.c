#include "mail/message_id.h"

#include "unit.h"

TEST(message_id_read)
{
    static const struct { const char *name, *text; bool ok; const char *left, *right; } cases[] = {
        { "the usual form",               "<1.2@mx.example>",               true,  "1.2",   "mx.example"   },
        { "signs that addresses lack",    "<a:b;c,d@mx.example>",           true,  "a:b;c,d", "mx.example" },
        { "a literal",                    "<1@[192.0.2.1]>",                true,  "1",     "[192.0.2.1]"  },
        { "a bare word",                  "<1@localhost>",                  true,  "1",     "localhost"    },
        { "a comment behind",             "<1@mx.example> (added by gate)", true,  "1",     "mx.example"   },
        { "a comment in front",           " (x) <1@mx.example>",            true,  "1",     "mx.example"   },
        { "no brackets",                  "1@mx.example",                   false, "1",     "mx.example"   },
        { "half of them",                 "<1@mx.example",                  false, "1",     "mx.example"   },
        { "a word behind",                "<1@mx.example> x",               false, "1",     "mx.example"   },
        { "a blank inside",               "<1 2@mx.example>",               false, "1 2",   "mx.example"   },
        { "a blank before the end",       "<1@mx.example >",                false, "1",     "mx.example"   },
        { "the recipient's address in it","<x=a@b.example@mx.example>",     false, "x=a@b.example", "mx.example" },
        { "two of them",                  "<1@mx.example><2@mx.example>",   false, "1",     "mx.example"   },
        { "nothing on the left",          "<@mx.example>",                  false, "",      "mx.example"   },
        { "nothing on the right",         "<1@>",                           false, "1",     ""             },
        { "no @",                         "<57269272_90816187>",            false, "",      ""             },
        { "brackets alone",               "<>",                             false, "",      ""             },
        { "nothing",                      "",                               false, "",      ""             },
    };

    FOR_EACH_CASE(c, cases) {
        struct message_id id = message_id_read(str_of(c->text));

        CHECK_EQ(id.is_well_formed, c->ok);
        CHECK_CSTR(id.left, c->left);
        CHECK_CSTR(id.right, c->right);
    }
}

TEST(message_id_bare)
{
    CHECK_CSTR(message_id_bare(STR(" <1@mx.example> ")), "1@mx.example");
    CHECK_CSTR(message_id_bare(STR("1@mx.example")), "1@mx.example");
    CHECK_CSTR(message_id_bare(STR("<")), "");
    CHECK_CSTR(message_id_bare((str){ 0 }), "");
}
