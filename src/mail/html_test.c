#include "mail/html.h"

#include "mail/html_entity.h"
#include "unit.h"

/* The tokens on one line: text in braces with neighbours joined, tags as "a(name=value|name=value)", "/a", comments as "!text". */
static str told(struct arena *arena, str input)
{
    struct html       html;
    struct html_token t;
    BUF_SCOPE         out = { 0 };
    bool              in_text = false;

    html_init(&html, input, arena);
    while ((t = html_next(&html)).type != HTML_END) {
        if (in_text && t.type != HTML_TEXT)
            buf_add_char(&out, '}');
        if (t.type == HTML_TEXT && !in_text)
            buf_add_char(&out, '{');
        in_text = t.type == HTML_TEXT;
        switch (t.type) {
        case HTML_END:       break;
        case HTML_TEXT:      buf_add(&out, t.text); break;
        case HTML_COMMENT:   buf_printf(&out, "!%.*s;", STR_ARG(t.text)); break;
        case HTML_DOCTYPE:   buf_printf(&out, "DOCTYPE;"); break;
        case HTML_END_TAG:   buf_printf(&out, "/%.*s;", STR_ARG(t.name)); break;
        case HTML_START_TAG:
            buf_printf(&out, "%.*s(", STR_ARG(t.name));
            for (size_t i = 0; i < t.attribute_count; i++)
                buf_printf(&out, "%s%.*s=%.*s", i > 0 ? "|" : "", STR_ARG(t.attributes[i].name), STR_ARG(t.attributes[i].value));
            buf_printf(&out, ")%s;", t.self_closing ? "/" : "");
        }
    }
    if (in_text)
        buf_add_char(&out, '}');
    return arena_str(arena, buf_str(&out));
}

TEST(html_tokens)
{
    static const struct { const char *name; str html; const char *tokens; } cases[] = {
        { "nothing",                    STR_INIT(""), "" },
        { "text",                       STR_INIT("hello"), "{hello}" },
        { "an element",                 STR_INIT("<P>one</p >"), "p();{one}/p;" },
        { "attributes in every dress",  STR_INIT("<a HREF=x b='y' c=\"z\" d e = f g=>"), "a(href=x|b=y|c=z|d=|e=f|g=);" },
        { "attributes without blanks",  STR_INIT("<a b='1'c=\"2\"d>"), "a(b=1|c=2|d=);" },
        { "the first of two counts",    STR_INIT("<a b=1 B=2>"), "a(b=1);" },
        { "slashes between them",       STR_INIT("<a/b=1/c>"), "a(b=1/c);" },
        { "a slash for a blank",        STR_INIT("<img/src='x'/alt>"), "img(src=x|alt=);" },
        { "self-closing",               STR_INIT("<br/><br / ><a b=1/>"), "br()/;br();a(b=1/);" },
        { "a name that begins with =",  STR_INIT("<a =b=c>"), "a(=b=c);" },
        { "quotes in names",            STR_INIT("<a b\"c='d'>"), "a(b\"c=d);" },
        { "> inside quotes",            STR_INIT("<a b='>'>x"), "a(b=>);{x}" },
        { "line ends inside a tag",     STR_INIT("<a\r\nb\n=\rc\f>"), "a(b=c);" },
        { "a tag that is not closed",   STR_INIT("x<a b='"), "{x}" },
        { "< that opens nothing",       STR_INIT("1 < 2 <3 <"), "{1 < 2 <3 <}" },
        { "</ that closes nothing",     STR_INIT("a</>b</ c>d</"), "{ab}! c;{d</}" },
        { "comments",                   STR_INIT("<!--a--><!-- - -- --!><!--><!---><!---->"), "!a;! - -- ;!;!;!;" },
        { "a comment in a comment",     STR_INIT("<!--a<!--b-->c-->"), "!a<!--b;{c-->}" },
        { "a comment without end",      STR_INIT("<!--a<b>--"), "!a<b>;" },
        { "declarations",               STR_INIT("<!DOCTYPE html><!x><?y?><![CDATA[z]]>"), "DOCTYPE;!x;!?y?;![CDATA[z]];" },
        { "references",                 STR_INIT("&lt;b&gt; &amp &#65;&#x42;&#X43 &#;&#x;&bogus; &"), "{<b> & ABC &#;&#x;&bogus; &}" },
        { "the longest name",           STR_INIT("&notit; &notin; &not"), "{\302\254it; \342\210\211 \302\254}" },
        { "numbers that mean others",   STR_INIT("&#128;&#0;&#xD800;&#x110000;&#99999999999;"), "{\342\202\254\357\277\275\357\277\275\357\277\275\357\277\275}" },
        { "references in an address",   STR_INIT("<a b='?a=1&copy=2&copy&copy;&amp;x'>"), "a(b=?a=1&copy=2\302\251\302\251&x);" },
        { "two code points",            STR_INIT("&nGt;"), "{\342\211\253\342\203\222}" },
        { "line ends",                  STR_INIT("a\r\nb\rc"), "{a\nb\nc}" },
        { "script",                     STR_INIT("<script>if (a<b) x='</b>'</script>y"), "script();{if (a<b) x='</b>'}/script;{y}" },
        { "script, commented out",      STR_INIT("<script><!--<script></script>--></script>y"), "script();{<!--<script></script>-->}/script;{y}" },
        { "a short comment in script",  STR_INIT("<script><!--><script></script>y"), "script();{<!--><script>}/script;{y}" },
        { "style",                      STR_INIT("<style>a>b{}</styles></STYLE x>"), "style();{a>b{}</styles>}/style;" },
        { "title",                      STR_INIT("<title>a<b>&amp;</title>"), "title();{a<b>&}/title;" },
        { "title without end",          STR_INIT("<title>a</titl"), "title();{a</titl}" },
        { "textarea, empty",            STR_INIT("<textarea></textarea>"), "textarea();/textarea;" },
        { "plaintext",                  STR_INIT("<plaintext>a</plaintext>"), "plaintext();{a</plaintext>}" },
        { "nothing is raw in a drawing", STR_INIT("<svg><style><a b=c></style></svg><style><a></style>"),
          "svg();style();a(b=c);/style;/svg;style();{<a>}/style;" },
        { "nor in a formula",           STR_INIT("<math><xmp><a></math><xmp><b>"), "math();xmp();a();/math;xmp();{<b>}" },
        { "what no drawing holds ends it", STR_INIT("<svg><g><p><style><a>"), "svg();g();p();style();{<a>}" },
        { "so does a coloured font",    STR_INIT("<svg><font><style><a></style><font size=1><style><b>"),
          "svg();font();style();a();/style;font(size=1);style();{<b>}" },
        { "an end of a paragraph, too", STR_INIT("<svg></b><style><a></style></p><style><b>"),
          "svg();/b;style();a();/style;/p;style();{<b>}" },
        { "a drawing that is empty",    STR_INIT("<svg/><style><a>"), "svg()/;style();{<a>}" },
        { "CDATA in a drawing",         STR_INIT("<svg><![CDATA[a<b>&amp;]]>c<![CDATA[d"), "svg();{a<b>&amp;cd}" },
        { "NUL in a name",              STR_INIT("<a\0b c\0='\0'>"), "a\357\277\275b(c\357\277\275=\357\277\275);" },
        { "an attribute of an end tag", STR_INIT("</a b=c>"), "/a;" },
        { "8 bits",                     STR_INIT("<b \303\204=\303\226>\303\234"), "b(\303\204=\303\226);{\303\234}" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };

        CHECK_CSTR(told(&arena, c->html), c->tokens);
    }
}

/* Where HTML may stand in a drawing again, a parser would have to say what is raw. */
TEST(html_two_readings)
{
    static const struct { const char *name; str html; bool has_two; } cases[] = {
        { "no drawing",                        STR_INIT("<desc><style><a></style>"),                                     false },
        { "a drawing with a title and colours", STR_INIT("<svg><title>x</title><style>.a{b:c}</style></svg>"),           false },
        { "style with markup in a drawing",    STR_INIT("<svg><style><a></style></svg>"),                                false },
        { "the same behind a place for HTML",  STR_INIT("<svg><desc></desc><style><a></style></svg>"),                   true  },
        { "in one drawing in another",         STR_INIT("<svg><g><svg></g></svg><style><!--</style>a"),                  true  },
        { "where a drawing could still be open", STR_INIT("<svg><foreignObject><p></svg></p></foreignObject><xmp><a>"),  true  },
        { "a comment there",                   STR_INIT("<math><mi></mi></math><title><!--</title>a"),                   true  },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        struct html html;

        html_init(&html, c->html, &arena);
        while (html_next(&html).type != HTML_END)
            continue;
        CHECK_EQ(html.has_two_readings, c->has_two);
        CHECK_EQ(html.foreign_at, strcmp(c->name, "no drawing") == 0 ? c->html.len : 0);
        html_init(&html, c->html, &arena);
        html.reading = HTML_ALL_RAW;
        while (html_next(&html).type != HTML_END)
            continue;
        CHECK(!html.has_two_readings);
    }
}

TEST(html_many_attributes)
{
    ARENA_SCOPE       arena = { 0 };
    BUF_SCOPE         text  = { 0 };
    struct html       html;
    struct html_token tag;
    bool              found;

    buf_add(&text, STR("<a"));
    for (int i = 0; i < HTML_ATTRIBUTES_MAX + 7; i++)
        buf_printf(&text, " n%d=v%d", i, i);
    buf_add(&text, STR(">x"));
    html_init(&html, buf_str(&text), &arena);
    tag = html_next(&html);
    CHECK_EQ(tag.attribute_count, HTML_ATTRIBUTES_MAX);
    CHECK_EQ(tag.attributes_dropped, 7);
    CHECK_STR(html_attribute(&tag, STR("n5"), &found), STR("v5"));
    CHECK(found);
    CHECK_STR(html_attribute(&tag, STR("n70"), &found), STR(""));
    CHECK(!found);
    CHECK_STR(html_next(&html).text, STR("x"));
}

TEST(html_references_of_ascii_are_counted)
{
    ARENA_SCOPE arena = { 0 };
    struct html html;

    html_init(&html, STR("&#80;&#97;&#121;&#x70;&#97;&#108; &amp; &#8364; plain"), &arena);
    CHECK_STR(html_next(&html).text, STR("Paypal & \342\202\254 plain"));
    CHECK_EQ(html.references, 6);       /* letters and digits; the rest is written so for good reasons */
}

TEST(html_entities)
{
    static const struct { const char *name; const char *text, *entity, *value; } cases[] = {
        { "with a semicolon",    "amp;x", "amp;", "&" },
        { "without",             "ampx", "amp", "&" },
        { "the first of all",    "AElig", "AElig", "\303\206" },
        { "the last of all",     "zwnj;", "zwnj;", "\342\200\214" },
        { "the longest",         "CounterClockwiseContourIntegral;", "CounterClockwiseContourIntegral;", "\342\210\263" },
        { "a beginning alone",   "CounterClock", NULL, NULL },
        { "in other letters",    "Amp;", NULL, NULL },
        { "nothing",             "", NULL, NULL },
        { "behind all",          "~", NULL, NULL },
    };

    FOR_EACH_CASE(c, cases) {
        str name = { 0 }, value = { 0 };

        if (CHECK_EQ(html_entity_find(str_of(c->text), &name, &value), c->entity != NULL) && c->entity != NULL) {
            CHECK_CSTR(name, c->entity);
            CHECK_CSTR(value, c->value);
        }
    }
}
