#include "mail/mime.h"

#include <stdio.h>

#include "base/buf.h"
#include "unit.h"

static const struct header_limits header_limits = { 1000, 131072 };

/* A tree read from a message: header, empty line, body. */
static struct part *parse(struct arena *arena, str octets, bool lf_too, struct mime_limits limits)
{
    struct part *root = ARENA_NEW(arena, struct part);

    header_parse(&root->headers, arena, octets, lf_too, &header_limits);
    root->raw = str_from(octets, root->headers.body_at);
    mime_parse(root, arena, lf_too, &header_limits, &limits);
    return root;
}

/* "mixed(plain[one] html[two])": leaves with their octets. */
static str print(struct arena *arena, const struct part *root)
{
    BUF_SCOPE buf = { 0 };

    for (const struct part *p = root; p != NULL; p = p->next) {
        bool leaf = p->first_child == NULL;

        buf_printf(&buf, "%.*s%s", STR_ARG(p->subtype), leaf ? "[" : "(");
        if (!leaf)
            continue;
        buf_add(&buf, p->raw);
        buf_add_char(&buf, ']');
        for (const struct part *up = p; up != root && up->next_sibling == NULL; up = up->parent)
            buf_add_char(&buf, ')');
        if (p->next != NULL)
            buf_add_char(&buf, ' ');
    }
    return arena_str(arena, buf_str(&buf));
}

static unsigned all_flaws(const struct part *root)
{
    unsigned flaws = 0;

    for (const struct part *p = root; p != NULL; p = p->next)
        flaws |= p->flaws;
    return flaws;
}

#define HEAD(type)  "MIME-Version: 1.0\r\nContent-Type: " type "\r\n\r\n"
#define MIXED       HEAD("multipart/mixed; boundary=b")
#define INNER       "Content-Type: multipart/mixed; boundary=i\r\n\r\n"
#define HTML        "Content-Type: text/html\r\n\r\n"

TEST(mime_tree)
{
    static const struct { const char *name, *octets, *want; unsigned flaws; } cases[] = {
        { "no header: text",                "\r\nhello\r\n",                        "plain[hello\r\n]", 0 },
        { "a leaf",                         HEAD("TEXT/Html") "x",                  "html[x]", 0 },
        { "two parts",  MIXED "--b\r\n\r\none\r\n--b\r\n" HTML "two\r\n--b--\r\n",  "mixed(plain[one] html[two])", 0 },
        { "preamble and epilogue are no parts", MIXED "pre\r\n--b\r\n\r\n1\r\n--b--\r\nepi\r\n", "mixed(plain[1])", 0 },
        { "blanks behind a delimiter",      MIXED "--b \t\r\n\r\n1\r\n--b-- \r\n",  "mixed(plain[1])", 0 },
        { "more text makes it another line", MIXED "--b\r\n\r\n--bc\r\n--b--c\r\n--b--",
          "mixed(plain[--bc\r\n--b--c])", MIME_NEAR_DELIMITER },
        { "an empty part",                  MIXED "--b\r\n\r\n--b\r\n\r\n\r\n--b--", "mixed(plain[] plain[])", 0 },
        { "the closing line needs no end",  MIXED "--b\r\n\r\n1\r\n--b--",          "mixed(plain[1])", 0 },
        { "nested", MIXED "--b\r\n" INNER "--i\r\n\r\n1\r\n--i\r\n\r\n2\r\n--i--\r\n\r\n--b\r\n\r\n3\r\n--b--",
          "mixed(mixed(plain[1] plain[2]) plain[3])", 0 },
        { "a parent's delimiter ends the child", MIXED "--b\r\n" INNER "--i\r\n\r\n1\r\n--b\r\n\r\n2\r\n--b--",
          "mixed(mixed(plain[1]) plain[2])", MIME_UNCLOSED },
        { "a closed boundary is closed",    MIXED "--b\r\n" INNER "--i\r\n\r\n1\r\n--i--\r\n--i\r\n\r\nx\r\n--b--",
          "mixed(mixed(plain[1]))", MIME_TRAILING_CONTENT },
        { "never closed",                   MIXED "--b\r\n\r\n1\r\n",               "mixed(plain[1\r\n])",
          MIME_UNCLOSED },
        { "no delimiter",                   MIXED "text",                           "mixed[text]",
          MIME_BOUNDARY_NOT_FOUND },
        { "closed before it began",         MIXED "--b--\r\n",                      "mixed[--b--\r\n]",
          MIME_BOUNDARY_NOT_FOUND },
        { "a header behind the end",        MIXED "--b\r\n\r\n1\r\n--b--\r\ncontent-type: x/y\r\n", "mixed(plain[1])",
          MIME_TRAILING_CONTENT },
        { "bare LF makes no delimiter",     MIXED "--b\r\n\r\n1\n--b--\n",          "mixed(plain[1\n--b--\n])",
          MIME_UNCLOSED },
        { "no boundary",                    HEAD("multipart/mixed") "--b\r\n",      "mixed[--b\r\n]",
          MIME_NO_BOUNDARY },
        { "an empty boundary",              HEAD("multipart/mixed; boundary=\"\"") "--\r\n\r\nx",
          "mixed[--\r\n\r\nx]", MIME_NO_BOUNDARY },
        { "a boundary that ends in a blank", HEAD("multipart/mixed; boundary=\"b \"") "--b\r\n\r\n1\r\n--b--",
          "mixed(plain[1])",
          MIME_BAD_BOUNDARY },
        { "a boundary with a quoted-pair",  HEAD("multipart/mixed; boundary=\"\\b\"") "--b\r\n\r\n1\r\n--b--",
          "mixed(plain[1])",
          MIME_BAD_BOUNDARY },
        { "a boundary in sections", HEAD("multipart/mixed; boundary*0=b; boundary*1=c") "--bc\r\n\r\n1\r\n--bc--",
          "mixed(plain[1])",
          MIME_BAD_BOUNDARY },
        { "a boundary outside of bchars is no harm",
          HEAD("multipart/mixed; boundary=\"[b]!\"") "--[b]!\r\n\r\n1\r\n--[b]!--",
          "mixed(plain[1])", 0 },
        { "one boundary begins with another", MIXED "--b\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n"
          "--bb\r\n\r\n1\r\n--bb--\r\n\r\n--b\r\n\r\n2\r\n--b--", "mixed(mixed(plain[1]) plain[2])", 0 },
        { "and something stands before its first part", MIXED "--b\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\nx\r\n"
          "--bb\r\n\r\n1\r\n--bb--\r\n--b--", "mixed(mixed(plain[1]))", MIME_DUPLICATE_BOUNDARY },
        { "or behind its last", MIXED "--b\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n"
          "--bb\r\n\r\n1\r\n--bb--\r\n\r\nx\r\n--b--", "mixed(mixed(plain[1]))", MIME_DUPLICATE_BOUNDARY },
        { "or it opens once more", MIXED "--b\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n"
          "--bb\r\n\r\n1\r\n--bb--\r\n--bb\r\n\r\n2\r\n--b--", "mixed(mixed(plain[1]))",
          MIME_DUPLICATE_BOUNDARY | MIME_NEAR_DELIMITER | MIME_TRAILING_CONTENT },
        { "or it goes on as a closing delimiter", MIXED "--b\r\nContent-Type: multipart/mixed; boundary=b--b\r\n\r\n"
          "--b--b\r\n\r\n1\r\n--b--b--\r\n--b--", "mixed(mixed(plain[1]))", MIME_DUPLICATE_BOUNDARY },
        { "and is closed before a line that begins so", HEAD("multipart/mixed; boundary=bb")
          "--bb\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n1\r\n--b--\r\n--bb\r\n\r\n2\r\n--bb--",
          "mixed(mixed(plain[1]) plain[2])", 0 },
        { "and is not", HEAD("multipart/mixed; boundary=bb")
          "--bb\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n1\r\n--bb\r\n\r\n2\r\n--bb--",
          "mixed(mixed(plain[1]) plain[2])", MIME_DUPLICATE_BOUNDARY | MIME_UNCLOSED },
        { "an encoded boundary", HEAD("multipart/mixed; boundary=\"=?us-ascii?Q?b?=\"") "--b\r\n\r\n1\r\n--b--",
          "mixed[--b\r\n\r\n1\r\n--b--]", MIME_BAD_BOUNDARY | MIME_BOUNDARY_NOT_FOUND },
        { "two boundaries, the first counts", HEAD("multipart/mixed; boundary=a; boundary=b") "--a\r\n\r\n1\r\n--a--",
          "mixed(plain[1])",
          MIME_DUPLICATE_PARAMETER },
        { "plain and in sections", HEAD("multipart/mixed; boundary=a; boundary*0=\"b\"") "--b\r\n\r\n1\r\n--b--",
          "mixed(plain[1])",
          MIME_DUPLICATE_PARAMETER | MIME_BAD_BOUNDARY },
        { "the boundary of an ancestor",
          MIXED "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n1\r\n--b--",
          "mixed(mixed[] plain[1])", MIME_DUPLICATE_BOUNDARY | MIME_BOUNDARY_NOT_FOUND },
        { "a boundary that closes another",
          MIXED "--b\r\nContent-Type: multipart/mixed; boundary=b--\r\n\r\n--b--\r\n\r\n1\r\n",
          "mixed(mixed[])", MIME_DUPLICATE_BOUNDARY | MIME_BOUNDARY_NOT_FOUND },
        { "a message in a message", MIXED "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\ninner\r\n--b--",
          "mixed(rfc822(plain[inner]))", 0 },
        { "a multipart in a message", HEAD("message/rfc822") MIXED "--b\r\n\r\n1\r\n--b--", "rfc822(mixed(plain[1]))",
          0 },
        { "a digest holds messages", HEAD("multipart/digest; boundary=b") "--b\r\n\r\nSubject: x\r\n\r\n1\r\n--b--",
          "digest(rfc822(plain[1]))", 0 },
        { "an encoded message stays closed", HEAD("message/rfc822\r\nContent-Transfer-Encoding: base64") "QQ==",
          "rfc822[QQ==]", MIME_ENCODED_COMPOSITE },
        { "an encoded multipart is read", HEAD("multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: base64")
          "--b\r\n\r\n1\r\n--b--", "mixed(plain[1])", MIME_ENCODED_COMPOSITE },
        { "a header without end", MIXED "--b\r\nContent-Type: text/html\r\n--b\r\n\r\n1\r\n--b--",
          "mixed(html[] plain[1])",
          MIME_HEADER_UNENDED },
        { "a line that is no field", MIXED "--b\r\nContent-Type: text/html\r\n<p>\r\n\r\n1\r\n--b--", "mixed(html[<p>\r\n\r\n1])",
          MIME_HEADER_TWO_ENDS },
        { "and no empty line", MIXED "--b\r\nContent-Type: text/html\r\n<p>\r\na: 1\r\n--b--", "mixed(html[<p>\r\na: 1])",
          MIME_HEADER_TWO_ENDS | MIME_HEADER_UNENDED },
        { "a bad name", MIXED "--b\r\n<p>a b: c\r\n\r\n1\r\n--b--", "mixed(plain[<p>a b: c\r\n\r\n1])", MIME_HEADER_TWO_ENDS },
        { "the same, encoded", MIXED "--b\r\nno field\r\nContent-Transfer-Encoding: base64\r\n\r\nQQ==\r\n--b--", "mixed(plain[QQ==])",
          MIME_HEADER_TWO_ENDS },
        { "a fold of blanks", MIXED "--b\r\nContent-Type: text/html;\r\n \r\n a=b\r\n\r\n1\r\n--b--", "mixed(html[1])",
          MIME_HEADER_TWO_ENDS },
        { "a blank before the colon", MIXED "--b\r\nContent-Type : text/html\r\n\r\n1\r\n--b--", "mixed(html[1])",
          MIME_HEADER_TWO_ENDS },
        { "in a message in a message", MIXED "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n<p>\r\n\r\n1\r\n--b--",
          "mixed(rfc822(plain[<p>\r\n\r\n1]))", MIME_HEADER_TWO_ENDS },
        { "the line of a file of mail", MIXED "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom jo@a Mon 1 10:00\r\nSubject: x\r\n\r\n1\r\n"
          "--b--", "mixed(rfc822(plain[1]))", 0 },
        { "two content types", "MIME-Version: 1.0\r\nContent-Type: text/html\r\nContent-Type: text/plain\r\n\r\nx",
          "html[x]",
          MIME_DUPLICATE_FIELD },
        { "one content type twice", "MIME-Version: 1.0\r\nContent-Type: text/html\r\nContent-Type:text/html \r\n\r\nx",
          "html[x]", 0 },
        { "no subtype", HEAD("text") "x", "plain[x]", MIME_BAD_CONTENT_TYPE },
        { "two slashes", HEAD("text/html/x") "x", "plain[x]", MIME_BAD_CONTENT_TYPE },
        { "comments in the type", HEAD("(a) text (b) / (c) html (d);charset=x") "x", "html[x]", 0 },
        { "comments without end", HEAD("multipart/mixed; ((((boundary=b") "x", "mixed[x]", MIME_NO_BOUNDARY },
        { "no version", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n1\r\n--b--", "mixed(plain[1])",
          MIME_NO_VERSION },
        { "an unknown encoding", HEAD("text/plain\r\nContent-Transfer-Encoding: rot13") "x", "plain[x]",
          MIME_UNKNOWN_ENCODING },
        { "a comment in the encoding", HEAD("text/plain\r\nContent-Transfer-Encoding: base64 (x)") "QQ==",
          "plain[QQ==]",
          MIME_COMMENT_IN_ENCODING },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE  arena = { 0 };
        struct part *root  = parse(&arena, str_of(c->octets), false, (struct mime_limits){ 32, 1000 });

        CHECK_CSTR(print(&arena, root), c->want);
        CHECK_EQ(all_flaws(root), c->flaws);
    }
}

TEST(mime_parts)
{
    ARENA_SCOPE  arena = { 0 };
    struct part *root  = parse(&arena, STR(
        "MIME-Version: 1.0\nContent-Type: multipart/mixed;\n boundary=\"b\"\n\n--b\n"
        "Content-Type: application/PDF; name=\"a.pdf\"\n"
        "Content-Disposition: Attachment; filename=\"=?utf-8?Q?=C3=A4?=.pdf\"\n"
        "Content-ID: <1@x>\n"
        "Content-Transfer-Encoding: Base64\n\nQUJD\n--b--\n"), true, (struct mime_limits){ 32, 1000 });
    struct part *pdf   = root->first_child;

    CHECK_EQ(root->depth, 0);
    CHECK_EQ(pdf->depth, 1);
    CHECK(pdf->parent == root && root->next == pdf && pdf->next == NULL);
    CHECK_STR(pdf->type, STR("application"));
    CHECK_STR(pdf->subtype, STR("pdf"));
    CHECK_STR(pdf->disposition, STR("attachment"));
    CHECK_STR(pdf->file_name, STR("\xc3\xa4.pdf"));
    CHECK_STR(pdf->content_id, STR("1@x"));
    CHECK_EQ(pdf->encoding, MIME_BASE64);
    CHECK_EQ(pdf->flaws, MIME_NAMES_DISAGREE);
    CHECK_STR(mime_decode(pdf, &arena), STR("ABC"));
    CHECK_STR(*mime_parameter(pdf, STR("name")), STR("a.pdf"));
    CHECK(mime_parameter(pdf, STR("charset")) == NULL);
}

/* The CRLF before a delimiter is the delimiter's, in a header that it cuts off too: nothing of a part may lie outside of
 * the part that it stands in. */
TEST(mime_header_cut_off)
{
    ARENA_SCOPE  arena = { 0 };
    struct part *root  = parse(&arena, STR(MIXED "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n--b--"),
                               false, (struct mime_limits){ 32, 1000 });
    struct part *outer = root->first_child, *inner = outer->first_child;

    if (!CHECK(inner != NULL) || !CHECK_EQ(inner->headers.count, 1))
        return;
    CHECK_STR(outer->raw, STR("Subject: x"));
    CHECK_STR(inner->headers.fields[0].field, STR("Subject: x"));
    CHECK_STR(inner->raw, STR(""));
    CHECK_EQ(inner->flaws, MIME_HEADER_UNENDED);
}

TEST(mime_limits)
{
    ARENA_SCOPE  arena = { 0 };
    struct part *root  = parse(&arena, STR(MIXED "--b\r\n" INNER "--i\r\n\r\n1\r\n--i--\r\n--b--"), false,
                               (struct mime_limits){ 1, 1000 });

    CHECK_STR(print(&arena, root), STR("mixed(mixed[--i\r\n\r\n1\r\n--i--])"));
    CHECK_EQ(all_flaws(root), MIME_TOO_DEEP);

    root = parse(&arena, STR(MIXED "--b\r\n\r\n1\r\n--b\r\n\r\n2\r\n--b\r\n\r\n3\r\n--b--"), false,
                 (struct mime_limits){ 32, 3 });
    CHECK_STR(print(&arena, root), STR("mixed(plain[1] plain[2\r\n--b\r\n\r\n3\r\n--b--])"));
    CHECK_EQ(all_flaws(root), MIME_TOO_MANY_PARTS | MIME_UNCLOSED);

    root = parse(&arena, STR(HEAD("message/rfc822") HEAD("message/rfc822") HEAD("message/rfc822") "x"), false,
                 (struct mime_limits){ 2, 1000 });
    CHECK_EQ(all_flaws(root), MIME_TOO_DEEP);
    CHECK_EQ(root->first_child->first_child->depth, 2);
}

/* Bombs: their cost must grow with their octets, and their tree with the limits. */
TEST(mime_bombs)
{
    enum { LEVELS = 20000 };
    BUF_SCOPE deep = { 0 }, wide = { 0 };

    for (int i = 0; i < LEVELS; i++)
        buf_printf(&deep, "%sContent-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n",
                   i == 0 ? "MIME-Version: 1.0\r\n" : "", i, i);
    buf_add(&wide, STR(MIXED));
    for (int i = 0; i < 10 * LEVELS; i++)
        buf_add(&wide, STR("--b\r\n\r\n"));

    ARENA_SCOPE        arena = { 0 };
    struct mime_limits limits = { 32, 1000 };
    size_t             count  = 0, depth = 0;

    for (const struct part *p = parse(&arena, buf_str(&deep), false, limits); p != NULL; p = p->next) {
        count++;
        depth = p->depth > depth ? p->depth : depth;
    }
    CHECK_EQ(count, 33);
    CHECK_EQ(depth, 32);

    count = 0;
    for (const struct part *p = parse(&arena, buf_str(&wide), false, limits); p != NULL; p = p->next)
        count++;
    CHECK_EQ(count, 1000);
}

TEST(mime_decode)
{
    static const struct { const char *name, *encoding; str raw; str want; unsigned flaws; } cases[] = {
        { "nothing is encoded",     "8bit",             STR_INIT("a=41"),               STR_INIT("a=41"), 0 },
        { "base64 over lines",      "base64",           STR_INIT("QU\r\nJD\r\n"),       STR_INIT("ABC"), 0 },
        { "foreign octets",         "base64",           STR_INIT("QU!JD"),              STR_INIT("ABC"),
          MIME_BAD_BASE64 },
        { "data behind padding",    "base64",           STR_INIT("QQ==QQ=="),           STR_INIT("AA"),
          MIME_BAD_BASE64 },
        { "no padding",             "base64",           STR_INIT("QQ"),                 STR_INIT("A"),
          MIME_BAD_BASE64 },
        { "escapes",                "quoted-printable", STR_INIT("a=3D=e4=E4"),         STR_INIT("a=\xe4\xe4"), 0 },
        { "soft breaks",            "quoted-printable", STR_INIT("a=\r\nb= \t\r\nc=\nd="), STR_INIT("abcd"), 0 },
        { "hard breaks stay",       "quoted-printable", STR_INIT("a\r\nb\r\n"),         STR_INIT("a\r\nb\r\n"), 0 },
        { "blanks at line ends go", "quoted-printable", STR_INIT("a b \t\r\nc  "),      STR_INIT("a b\r\nc"), 0 },
        { "an escaped blank stays", "quoted-printable", STR_INIT("a=20\r\n"),           STR_INIT("a \r\n"), 0 },
        { "no escape",              "quoted-printable", STR_INIT("a=b=4"),              STR_INIT("a=b=4"),
          MIME_BAD_QP },
        { "a cut escape",           "quoted-printable", STR_INIT("a=4=\r\n1"),          STR_INIT("a=41"), MIME_BAD_QP },
        { "uuencode",               "x-uuencode",       STR_INIT("begin 644 a\r\n#0V%T\r\n`\r\nend\r\n"), STR_INIT("Cat"),
          MIME_UNKNOWN_ENCODING },
        { "its other names",        "UUE",              STR_INIT("x\nbegin 644 a\n#0V%T\n`\nend\n"), STR_INIT("Cat"),
          MIME_UNKNOWN_ENCODING },
        { "uuencode without a file", "x-uue",           STR_INIT("begin 644 days\n"),   STR_INIT("begin 644 days\n"),
          MIME_UNKNOWN_ENCODING },
        { "nothing",                "base64",           STR_INIT(""),                   STR_INIT(""), 0 },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE  arena  = { 0 };
        str          octets = arena_printf(&arena, "MIME-Version: 1.0\r\nContent-Transfer-Encoding: %s\r\n\r\n",
                                           c->encoding);
        struct part *part   = parse(&arena, octets, false, (struct mime_limits){ 32, 1000 });

        part->raw = c->raw;
        CHECK_STR(mime_decode(part, &arena), c->want);
        CHECK_EQ(part->flaws, c->flaws);
    }
}

TEST(mime_flaw_names)
{
    CHECK_CSTR(str_of(mime_flaw_name(MIME_NO_BOUNDARY)), "no-boundary");
    CHECK_CSTR(str_of(mime_flaw_name(MIME_DUPLICATE_PARAMETER)), "duplicate-parameter");
    CHECK_CSTR(str_of(mime_flaw_name(MIME_NEAR_DELIMITER)), "near-delimiter");
}
