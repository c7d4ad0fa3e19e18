/* What a person sees, and the links, of whole messages. */
#include "detect/content.h"

#include "facts_fixture.h"
#include "unit.h"

#define HEAD "From: Kim Lee <kim@sender.example>\nTo: alex.doe@northwind.example\nSubject: hello\nMIME-Version: 1.0\n"
#define HTML(body) HEAD "Content-Type: text/html; charset=utf-8\n\n" body
#define TEXT(body) HEAD "Content-Type: text/plain; charset=utf-8\n\n" body
#define BOTH(plain, html) HEAD "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n" plain \
    "\n--b\nContent-Type: text/html\n\n" html "\n--b--\n"

TEST(content_text)
{
    static const struct { const char *name, *message, *text, *hidden; } cases[] = {
        { "plain text keeps its lines, and loses its blanks", TEXT("a  b\n\n c \td\n"), "a b\nc d", "" },
        { "markup goes, blocks are lines", HTML("<p>a <b>b</b>c<p>d<br>e<div>f</div>g"), "a bc\nd\ne\nf\ng", "" },
        { "references are read", HTML("caf&eacute;&nbsp;&amp;&#32;b&#97;r"), "café & bar", "" },
        { "no script, style, title, comment or template", HTML("<title>t</title><style>s</style><script>u</script><!--v-->"
          "<template>w</template>x"), "x", "w" },
        { "display:none", HTML("a<span style='display: none'>b<b>c</b></span>d"), "ad", "bc" },
        { "hidden by its attribute", HTML("a <div hidden>b</div> c"), "a\nc", "b" },
        { "letters of no size, and larger ones inside", HTML("<p style=font-size:0>a<i style='font-size:14px'>b</i>c"), "b", "ac" },
        { "a cell outside of a table is none", HTML("<td style=font-size:0>a"), "a", "" },
        { "what stands in a table but in no cell moves out of it", HTML("<table hidden><tr>a<td>b</table>"), "a", "b" },
        { "a table in the frame of another ends it", HTML("<table hidden><tr><table><td>a"), "a", "" },
        { "a heading ends with the next, and with any end tag of one", HTML("<h1 hidden>a<h2>b</h1>c<h3 hidden>d</h1>e"), "b\nc\ne", "ad" },
        { "no form stands in a form", HTML("<div><form></div><form hidden>a"), "a", "" },
        { "<body> may not be kept", HTML("<body style=display:none>a"), "a", "" },
        { "a browser opens elements for style again", HTML("<div style=font-size:0><p><i style=font-size:14px></p>a"), "a", "" },
        { "an invisible one inside which one is visible", HTML("<p style=visibility:hidden>a<i style=visibility:visible>b</i>"),
          "b", "a" },
        { "a cell ends with the next", HTML("<table><tr><td style=display:none>a<td>b</table>c"), "b\nc", "a" },
        { "a hidden <p> ends with a <div>", HTML("<p hidden>a<div>b"), "b", "a" },
        { "what was left open ends with its block", HTML("<div><span hidden>a</div>b"), "b", "a" },
        { "an end tag of something that is not open", HTML("<div hidden>a</span>b</div>c"), "c", "ab" },
        { "a style that an escape makes unreadable hides nothing", HTML("<p style='d\\isplay:none;font-size:0'>a"), "a", "" },
        { "a style sheet may overrule", HTML("<style>.x{display:block!important}</style><p class=x style='display:none'>a"), "a", "" },
        { "but not what is important in the element", HTML("<style>.x{color:red!important}</style>"
          "<p class=x style='display:none!important'>a"), "", "a" },
        { "a style sheet in a drawing is none, and HTML ends the drawing", HTML("<svg><style><p>a</p></style></svg>b"), "a\nb", "" },
        { "... also what the drawing hid", HTML("<svg style=display:none>a<p>b"), "b", "a" },
        { "what one reading hides is seen by the other", HTML("<svg><desc></desc><style><!--</style><p>a"), "a", "" },
        { "and what the other hides", HTML("<svg><desc><p></svg></p></desc><style><p>a</style>"), "a", "" },
        { "characters without width", HTML("Pay&#8203;Pal sh&shy;op &#8203;&#847; x"), "PayPal shop x", "" },
        { "of alternatives the HTML is seen", BOTH("plain", "<p>rich"), "rich", "" },
        { "in whatever order", HEAD "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>rich"
          "\n--b\n\nplain\n--b--\n", "rich", "" },
        { "parts one after the other are all seen", HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\na\n--b\n"
          "Content-Type: text/html\n\n<p>b\n--b--\n", "a\nb", "" },
        { "a file is not", HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\na\n--b\n"
          "Content-Disposition: attachment\nContent-Type: text/html\n\n<p>b\n--b--\n", "a", "" },
        { "unless it is an alternative", HEAD "Content-Type: multipart/alternative; boundary=b\n\n--b\n\na\n--b\n"
          "Content-Disposition: attachment\nContent-Type: text/html\n\n<p>b\n--b--\n", "b", "" },
        { "a nested message stands apart", HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\na\n--b\n"
          "Content-Type: message/rfc822\n\nSubject: x\n\nb\n--b--\n", "a", "" },
        { "other charsets", HEAD "Content-Type: text/plain; charset=windows-1251\nContent-Transfer-Encoding: base64\n\n"
          "z/Do4uXy\n", "Привет", "" },
        { "UTF-16 by its mark", HEAD "Content-Type: text/html; charset=utf-16\nContent-Transfer-Encoding: base64\n\n"
          "/v8APABwAD4ASABpACAAPABhACAAaAByAGUAZgA9AGgAdAB0AHAAcwA6AC8ALwBlAHYAaQBsAC4A\n"
          "ZQB4AGEAbQBwAGwAZQAvAD4AZwBvADwALwBhAD4=\n", "Hi go", "" },
        { "HTML in uuencode", HEAD "Content-Type: text/html\nContent-Transfer-Encoding: x-uue\n\nbegin 644 a\n"
          "J/'`^2&D@/&$@:')E9CUH='1P<SHO+V5V:6PN97AA;7!L92\\^9V\\\\+V$^\n" "`\nend\n", "Hi go", "" },
        { "and what stands around it", HEAD "Content-Type: text/html\nContent-Transfer-Encoding: x-uue\n\n<p>you\nbegin 644 a\n"
          "J/'`^2&D@/&$@:')E9CUH='1P<SHO+V5V:6PN97AA;7!L92\\^9V\\\\+V$^\n" "`\nend\n<p>there\n",
          "Hi go\nyou\nthere", "" },
        { "none", HEAD "Content-Transfer-Encoding: quoted-printable\n\ncaf=E9\n", "café", "" },
        { "a calendar alone", HEAD "Content-Type: text/calendar\n\nBEGIN:VEVENT\nSUMMARY;LANGUAGE=\"a:b\":Team\\, all\nUID:1\n"
          "DESCRIPTION:Join\n  us\\nnow\nEND:VEVENT\n", "Team, all\nJoin us\nnow", "" },
    };

    FOR_EACH_CASE(c, cases) {
        struct fixture fixture;

        fixture_open(&fixture, &(struct story){ .message = c->message });
        CHECK_CSTR(fixture.facts.content->text, c->text);
        CHECK_CSTR(fixture.facts.content->hidden, c->hidden);
        CHECK(fixture.facts.content->is_whole);
        fixture_close(&fixture);
    }
}

/* Through how many hands a link may go, and where it ends. */
TEST(content_link_targets)
{
    static const struct { const char *name, *message, *target; unsigned services; } cases[] = {
        { "a link to itself",       TEXT("https://a.example/"), "a.example", 0 },
        { "through a redirector",   TEXT("https://www.google.com/url?q=https://x.a.example/"), "a.example", SERVICE_REDIRECTOR },
        { "through a filter and a redirector to a free page",
          TEXT("https://x.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%3A%2F%2Fa.pages.dev%2F"),
          "a.pages.dev", SERVICE_FILTER | SERVICE_REDIRECTOR | SERVICE_FREE_PAGE },
        { "to a shortener, and no further", TEXT("https://www.google.com/url?q=https://bit.ly/x"), "bit.ly",
          SERVICE_REDIRECTOR | SERVICE_SHORTENER },
        { "to no web page",         TEXT("https://www.google.com/url?q=javascript:x"), "google.com", SERVICE_REDIRECTOR },
    };

    FOR_EACH_CASE(c, cases) {
        struct fixture fixture;

        fixture_open(&fixture, &(struct story){ .message = c->message });
        CHECK_EQ(fixture.facts.content->link_count, 1);
        CHECK_CSTR(fixture.facts.content->links[0]->target_registrable, c->target);
        CHECK_EQ(fixture.facts.content->links[0]->services, c->services);
        fixture_close(&fixture);
    }
}

/* "place host shown", one a line; a "-" before a link that is not seen. */
static str list_links(struct arena *arena, const struct content *content)
{
    BUF_SCOPE out = { 0 };

    for (size_t i = 0; i < content->link_count; i++) {
        const struct link *link = content->links[i];
        str                to   = link->host.len > 0 ? link->host : link->url.scheme;

        buf_printf(&out, "%s%s%s ", i > 0 ? "\n" : "", link->is_seen ? "" : "-", link_place_name(link->place));
        buf_add(&out, to);
        buf_printf(&out, " %.*s", STR_ARG(link->shown));
    }
    return arena_str(arena, buf_str(&out));
}

TEST(content_links)
{
    static const struct { const char *name, *message, *links; } cases[] = {
        { "an anchor and its text", HTML("<a href='https://a.example/x?y=1&amp;z'>go <b>now</b></a> more"), "anchor a.example go now" },
        { "of a picture its words", HTML("<a href=//a.example><img src=cid:1 alt='Log in'></a>"), "anchor a.example Log in" },
        { "by a base", HTML("<base href=https://a.example/x/><a href=y>y</a><a href=//b.example>z</a>"),
          "anchor a.example y\nanchor b.example z" },
        { "the first base counts", HTML("<base href=https://a.example/><base href=https://b.example/><a href=y>y</a>"),
          "anchor a.example y" },
        { "one anchor ends the other", HTML("<a href=https://a.example>a<a href=https://b.example>b</a>"),
          "anchor a.example a\nanchor b.example b" },
        { "a hidden one", HTML("<div hidden><a href=https://a.example>a</a></div>"), "-anchor a.example a" },
        { "a form and its button", HTML("<form action=https://a.example><button formaction=https://b.example>"),
          "form a.example \nform b.example " },
        { "a map", HTML("<map><area href=https://a.example></map>"), "area a.example " },
        { "a refresh", HTML("<meta http-equiv=Refresh content=\"0; URL='https://a.example/'\">"), "refresh a.example " },
        { "a refresh without url=", HTML("<meta http-equiv=refresh content='0; https://a.example/'>"), "refresh a.example " },
        { "a refresh whose address says url", HTML("<meta http-equiv=refresh content='0 https://a.example/?url=https://b.example'>"),
          "refresh a.example " },
        { "a base that comes later", HTML("<a href=y>y</a><base href=https://a.example/>"), "anchor a.example y" },
        { "a page in a frame's attribute", HTML("<iframe srcdoc='<a href=https://a.example>a</a><iframe srcdoc=x>'></iframe>"),
          "anchor a.example " },
        { "an animated target", HTML("<svg><a><set attributeName=href to=https://a.example />x</a></svg>"), "anchor a.example " },
        { "another thing animated", HTML("<svg><set attributeName=fill to=https://a.example /></svg>"), "" },
        { "a text of a kind that nobody knows", HEAD "Content-Type: text/other\n\nhttps://a.example/x\n",
          "text a.example https://a.example/x" },
        { "but not where it has a name, nor in a returned header", HEAD "Content-Type: multipart/mixed; boundary=b\n\n"
          "--b\nContent-Type: text/other; name=x\n\nhttps://a.example\n--b\nContent-Type: text/rfc822-headers\n\nX: https://b.example\n--b--\n", "" },
        { "a multipart without parts is text", HEAD "Content-Type: multipart/mixed; boundary=b\n\nhttps://a.example/x\n",
          "text a.example https://a.example/x" },
        { "HTML that some show instead of the HTML", HEAD "Content-Type: multipart/alternative; boundary=b\n\n--b\n"
          "Content-Type: text/html\n\nhello\n--b\nContent-Type: text/x-amp-html\n\n<a href=https://a.example>a</a>\n--b--\n",
          "-anchor a.example " },
        { "a calendar as a file", HEAD "Content-Type: application/octet-stream; name=a.ics\n\nURL:https://a.example/x\n",
          "-text a.example https://a.example/x" },
        { "a picture in several sizes", HTML("<img src=https://a.example/1 srcset='https://b.example/2 2x, https://c.example/3'>"),
          "image a.example \nimage b.example \nimage c.example " },
        { "a frame", HTML("<iframe src=https://a.example><a href=https://b.example>"), "frame a.example " },
        { "of SVG", HTML("<svg><a xlink:href=https://a.example><text>x</text></a></svg>"), "anchor a.example x" },
        { "for Outlook alone", HTML("<a href=https://a.example><!--[if mso]><v:roundrect href='https://b.example'><![endif]-->x</a>"),
          "anchor a.example x\nanchor b.example " },
        { "a script for an address", HTML("<a href='java&#9;script:x()'>x</a>"), "anchor javascript x" },
        { "written out between tags, but not in an anchor", HTML("https://a.example/x, <a href=https://b.example>https://c.example</a>"
          " www.d.example."), "anchor b.example https://c.example\ntext a.example https://a.example/x\ntext www.d.example www.d.example" },
        { "written out in plain text", TEXT("See <https://a.example/x> (or http://b.example/(y)). mailto:jo@c.example\n"),
          "text a.example https://a.example/x\ntext b.example http://b.example/(y)\ntext mailto mailto:jo@c.example" },
        { "written out without a scheme", TEXT("a.example/x (b.example/y). node.js/z, jo@c.example/d /e.example/f 1.5/2 g.example\n"),
          "text a.example a.example/x\ntext b.example b.example/y" },
        { "and behind a script without blanks, not a word", TEXT("\xe8\xaf\xb7" "a.example/x\xe8\xaf\xb7 m\xc3\xbc" "b.example/y\n"),
          "text a.example a.example/x" },
        { "behind a name that is none", TEXT("node.js/https://a.example/x\n"), "text a.example https://a.example/x" },
        { "in the plain text behind the HTML", BOTH("https://a.example", "<a href=https://b.example>b</a>"),
          "-text a.example https://a.example\nanchor b.example b" },
        { "in a calendar", HEAD "Content-Type: text/calendar\n\nURL:https://a.\n example/x\n", "text a.example https://a.example/x" },
        { "to nowhere", HTML("<a href=#x>x</a><a href=''>y</a><img src=cid:1>"), "" },
    };

    FOR_EACH_CASE(c, cases) {
        struct fixture fixture;

        fixture_open(&fixture, &(struct story){ .message = c->message });
        CHECK_CSTR(list_links(&fixture.arena, fixture.facts.content), c->links);
        fixture_close(&fixture);
    }
}

TEST(content_counts)
{
    struct fixture fixture;

    fixture_open(&fixture, &(struct story){ .message = HTML(
        "<script>x</script><script type=application/ld+json>{}</script><form><input type=Password></form>"
        "<img src=https://a.example width=1><img src='data:image/png;base64,x'><map><area href=https://a.example></map>"
        "<p hidden><i hidden>x</i></p>&#112;&#x61;&#32;P&#8203;ay")
    });

    const struct content *content = fixture.facts.content;

    CHECK_EQ(content->scripts, 1);
    CHECK_EQ(content->forms, 1);
    CHECK_EQ(content->password_fields, 1);
    CHECK_EQ(content->images, 1);
    CHECK_EQ(content->data_images, 1);
    CHECK_EQ(content->image_maps, 1);
    CHECK_EQ(content->hidden_elements, 1);
    CHECK_EQ(content->ascii_references, 2);
    CHECK_EQ(content->split_words, 1);
    CHECK(content->has_html && !content->has_plain);
    fixture_close(&fixture);
}

/* What is too much is left out, and said. */
TEST(content_bounds)
{
    static const struct { const char *name, *head, *repeated; size_t times; size_t links, dropped; } cases[] = {
        { "too much text",  "Content-Type: text/plain\n\n", "0123456789abcdef ", 20000,  0,    0  },
        { "too many links", "Content-Type: text/html\n\n",  "<a href=https://a.example>", 1010, 1000, 10 },
        { "too much HTML",  "Content-Type: text/html\n\n",  "<b></b><!-- 0123456789 0123456789 -->", 60000, 0, 0 },
        { "too deep",       "Content-Type: text/html\n\n",  "<div hidden>", 1000, 0, 0 },
    };

    FOR_EACH_CASE(c, cases) {
        BUF_SCOPE      message = { 0 };
        struct fixture fixture;

        buf_add(&message, STR(HEAD));
        buf_add(&message, str_of(c->head));
        for (size_t i = 0; i < c->times; i++)
            buf_add(&message, str_of(c->repeated));
        buf_add_char(&message, '\0');
        fixture_open(&fixture, &(struct story){ .message = buf_str(&message).ptr });
        CHECK(fixture.facts.content->text.len <= CONTENT_TEXT_MAX);
        CHECK_EQ(fixture.facts.content->link_count, c->links);
        CHECK_EQ(fixture.facts.content->links_dropped, c->dropped);
        CHECK_EQ(fixture.facts.content->is_whole, strcmp(c->name, "too deep") == 0);
        fixture_close(&fixture);
    }
}

static void add_times(struct buf *out, str text, size_t times)
{
    for (size_t i = 0; i < times; i++)
        buf_add(out, text);
}

/* What a part costs does not hang on how much those before it have shown. */
TEST(content_of_many_parts_is_not_copied_for_each)
{
    enum { PARTS = 400, TEXT_LINES = 4000, ARENA_MAX_OCTETS = 16 << 20 };
    BUF_SCOPE      message = { 0 };
    struct fixture fixture;

    buf_add(&message, STR(HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n"));
    add_times(&message, STR("Nobody had anything to add to what was said before.\n"), TEXT_LINES);
    add_times(&message, STR("--b\nContent-Type: text/html\n\n<p>see www.a.example\n"), PARTS);
    buf_add(&message, STR("--b--\n"));
    buf_add_char(&message, '\0');
    fixture_open(&fixture, &(struct story){ .message = buf_str(&message).ptr });
    CHECK_EQ(fixture.facts.content->link_count, PARTS);
    CHECK_CSTR(fixture.facts.content->links[PARTS - 1]->shown, "www.a.example");
    CHECK(fixture.facts.arena->used < ARENA_MAX_OCTETS);
    fixture_close(&fixture);
}

TEST(content_base_is_not_copied_for_each_link)
{
    enum { LINKS = 900, ARENA_MAX_OCTETS = 16 << 20 };
    BUF_SCOPE      message = { 0 };
    struct fixture fixture;

    buf_add(&message, STR(HEAD "Content-Type: text/html\n\n<base href='https://a.example/"));
    add_times(&message, STR("a folder whose name is long/\n"), 2000);
    buf_add(&message, STR("'>"));
    add_times(&message, STR("<a href=x>y</a>\n"), LINKS);
    buf_add_char(&message, '\0');
    fixture_open(&fixture, &(struct story){ .message = buf_str(&message).ptr });
    CHECK_EQ(fixture.facts.content->link_count, LINKS);
    CHECK_CSTR(fixture.facts.content->links[LINKS - 1]->host, "a.example");
    CHECK(fixture.facts.arena->used < ARENA_MAX_OCTETS);
    fixture_close(&fixture);
}

/* A hundred thousand declarations behind a million blanks: whoever looks back over the blanks at each of them is here for minutes. */
TEST(content_style_sheet_is_read_once)
{
    BUF_SCOPE      message = { 0 };
    struct fixture fixture;

    buf_add(&message, STR(HEAD "Content-Type: text/html\n\n<style>"));
    add_times(&message, STR("                                                                                                   \n"), 10000);
    add_times(&message, STR("x:10000px;"), 100000);
    buf_add(&message, STR("</style>hello"));
    buf_add_char(&message, '\0');
    fixture_open(&fixture, &(struct story){ .message = buf_str(&message).ptr });
    CHECK_CSTR(fixture.facts.content->text, "hello");
    CHECK(!fixture.facts.content->pushes_away);
    fixture_close(&fixture);
}
