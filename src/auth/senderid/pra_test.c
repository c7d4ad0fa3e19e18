#include "auth/senderid/pra.h"

#include "unit.h"

#define A "From: Ann <ann@author.example>\r\n"

/* The words of the table below. */
enum {
    FOUND     = REASON_NONE,
    NO_FIELD  = REASON_SENDERID_NO_FIELD,
    SEVERAL   = REASON_SENDERID_SEVERAL_FIELDS,
    MALFORMED = REASON_SENDERID_MALFORMED,
};

TEST(pra_find)
{
    static const struct { const char *name, *fields; int want; const char *field, *address; } cases[] = {
        /* step 4 */
        { "the author",                A, FOUND, "From", "ann@author.example" },
        { "nobody",                    "Subject: x\r\n", NO_FIELD, "", "" },
        { "an empty author is none",   "From: \t\r\n", NO_FIELD, "", "" },
        { "beside one that is none",   "From:\r\n" A, FOUND, "From", "ann@author.example" },
        { "two authors",               A A, SEVERAL, "From", "" },
        /* step 3 */
        { "a sender before authors",   A A "Sender: s@sender.example\r\n", FOUND, "Sender", "s@sender.example" },
        { "two senders",               A "Sender: s@s.example\r\nSender: t@t.example\r\n", SEVERAL, "Sender", "" },
        { "an empty sender is none",   "Sender:\r\n \r\n" A, FOUND, "From", "ann@author.example" },
        /* step 2 */
        { "resent, before senders",    "Sender: s@s.example\r\nResent-From: r@resent.example\r\n" A,
 FOUND, "Resent-From", "r@resent.example" },
        { "the upper of two",          "Resent-From: new@r.example\r\nResent-From: old@r.example\r\n" A,
 FOUND, "Resent-From", "new@r.example" },
        /* step 1 */
        { "a resending sender",        "Resent-From: r@r.example\r\nResent-Sender: rs@r.example\r\n" A,
 FOUND, "Resent-Sender", "rs@r.example" },
        { "the upper of two senders",  "Resent-Sender: new@r.example\r\nResent-Sender: old@r.example\r\n" A,
 FOUND, "Resent-Sender", "new@r.example" },
        { "of an older resending",
          "Resent-From: new@r.example\r\nReceived: x\r\nResent-Sender: old@r.example\r\n" A,
 FOUND, "Resent-From", "new@r.example" },
        { "by a Return-Path, too",
          "Resent-From: new@r.example\r\nReturn-Path: <x@y>\r\nResent-Sender: old@r.example\r\n" A,
 FOUND, "Resent-From", "new@r.example" },
        { "a server above both",
          "Received: x\r\nResent-From: r@r.example\r\nResent-Sender: rs@r.example\r\n" A,
 FOUND, "Resent-Sender", "rs@r.example" },
        { "a server below both",
          "Resent-From: r@r.example\r\nResent-Sender: rs@r.example\r\nReceived: x\r\n" A,
 FOUND, "Resent-Sender", "rs@r.example" },
        { "an empty one opens no block",
          "Resent-From: \r\nReceived: x\r\nResent-Sender: rs@r.example\r\n" A,
 FOUND, "Resent-Sender", "rs@r.example" },
        { "an empty one is passed over", "Resent-Sender:\r\nResent-From: r@r.example\r\n" A,
 FOUND, "Resent-From", "r@r.example" },
        /* step 5: what was chosen is not exchanged for another */
        { "two mailboxes",             "From: a@a.example, b@b.example\r\n", MALFORMED, "From", "" },
        { "a group",                   "From: g: a@a.example;\r\n", MALFORMED, "From", "" },
        { "no address",                "From: Ann\r\n", MALFORMED, "From", "" },
        { "no domain",                 "From: ann\r\n", MALFORMED, "From", "" },
        { "two readings",              "From: a@a.example <b@b.example\r\n", MALFORMED, "From", "" },
        { "a broken sender",           "Sender: nobody\r\n" A, MALFORMED, "Sender", "" },
        { "a broken resending",        "Resent-From: <>\r\nSender: s@s.example\r\n" A, MALFORMED, "Resent-From", "" },
        { "names in any case",         "sENDER: s@s.example\r\n" A, FOUND, "sENDER", "s@s.example" },
    };

    FOR_EACH_CASE(c, cases) {
        static const struct header_limits limits = { 1000, 1 << 17 };
        ARENA_SCOPE                       arena  = { 0 };
        struct header_list                list;
        struct pra                        pra;

        header_parse(&list, &arena, arena_printf(&arena, "%s\r\n", c->fields), false, &limits);
        CHECK_EQ(pra_find(&pra, &arena, &list), c->want);
        CHECK_CSTR(pra.field == NULL ? (str){ 0 } : pra.field->name, c->field);
        CHECK_CSTR(pra.mailbox.address, c->address);
    }
}
