#include "detect/file/page.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "detect/file/type.h"
#include "mail/charset.h"
#include "mail/html.h"

enum { MACHINE_NAMES_MIN = 24, WORD_MAX_OCTETS = 32, VISIBLE_FEW_OCTETS = 200 };

/* ---- scripts ---- */

/* Exact, as JavaScript has it. */
static const struct { str word; unsigned sign; } words[] = {
    { STR_INIT("atob"),               PAGE_DECODES },
    { STR_INIT("fromCharCode"),       PAGE_DECODES },
    { STR_INIT("fromCodePoint"),      PAGE_DECODES },
    { STR_INIT("charCodeAt"),         PAGE_DECODES },
    { STR_INIT("unescape"),           PAGE_DECODES },
    { STR_INIT("decodeURIComponent"), PAGE_DECODES },
    { STR_INIT("Uint8Array"),         PAGE_DECODES },
    { STR_INIT("CryptoJS"),           PAGE_DECODES },
    { STR_INIT("Blob"),               PAGE_BUILDS_FILE },
    { STR_INIT("createObjectURL"),    PAGE_BUILDS_FILE },
    { STR_INIT("msSaveBlob"),         PAGE_BUILDS_FILE | PAGE_SAVES },
    { STR_INIT("msSaveOrOpenBlob"),   PAGE_BUILDS_FILE | PAGE_SAVES },
    { STR_INIT("showSaveFilePicker"), PAGE_BUILDS_FILE | PAGE_SAVES },
    { STR_INIT("download"),           PAGE_SAVES },
    { STR_INIT("saveAs"),             PAGE_SAVES },
    { STR_INIT("click"),              PAGE_SAVES },
    { STR_INIT("dispatchEvent"),      PAGE_SAVES },
    { STR_INIT("write"),              PAGE_WRITES },
    { STR_INIT("writeln"),            PAGE_WRITES },
    { STR_INIT("innerHTML"),          PAGE_WRITES },
    { STR_INIT("outerHTML"),          PAGE_WRITES },
    { STR_INIT("insertAdjacentHTML"), PAGE_WRITES },
    { STR_INIT("srcdoc"),             PAGE_WRITES },
    { STR_INIT("eval"),               PAGE_WRITES },
    { STR_INIT("Function"),           PAGE_WRITES },
    { STR_INIT("DOMParser"),          PAGE_WRITES },
    { STR_INIT("location"),           PAGE_LEADS_ON },
};

static unsigned sign_of(str word)
{
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_equal(word, words[i].word))
            return words[i].sign;
    return 0;
}

struct reading {
    struct page_survey *survey;
    struct arena       *arena;          /* for the evidence */
    struct arena       *scratch;
    size_t              machine_names;
};

static bool is_name_octet(char c)
{
    return ascii_is_alnum(c) || c == '_' || c == '$';
}

static bool is_machine_name(str word)
{
    if (word.len < 5 || !str_starts(word, STR("_0x")))
        return false;
    for (size_t i = 3; i < word.len; i++)
        if (ascii_hex(word.ptr[i]) < 0)
            return false;
    return true;
}

static void note(struct reading *r, unsigned sign, str evidence)
{
    if ((sign & ~(unsigned)PAGE_HAS_SCRIPT) != 0 && r->survey->evidence.len == 0)
        r->survey->evidence = arena_str(r->arena, evidence);
    r->survey->signs |= sign;
}

static void read_words(struct reading *r, str script)
{
    for (size_t i = 0; i < script.len;) {
        size_t start = i;

        while (i < script.len && is_name_octet(script.ptr[i]))
            i++;

        str word = str_slice(script, start, i);

        if (i == start)
            i++;
        else if (word.len <= WORD_MAX_OCTETS) {
            unsigned sign = sign_of(word);

            if (sign != 0)
                note(r, sign, word);
            r->machine_names += is_machine_name(word);
        }
    }
    if (r->machine_names >= MACHINE_NAMES_MIN)
        r->survey->signs |= PAGE_OBFUSCATED;
}

static bool is_base64_octet(char c)
{
    return ascii_is_alnum(c) || c == '+' || c == '/' || c == '=' || c == '-' || c == '_';
}

/* Lists of numbers in any base, and escapes: "77,90,144", "0x4d,0x5a", "\x4d\x5a", "%4d%5a". */
static bool is_number_octet(char c)
{
    return ascii_hex(c) >= 0 || c == ',' || c == 'x' || c == 'u' || c == '\\' || c == '%' || ascii_is_blank(c);
}

static size_t longest_run(str text, bool (*belongs)(char c))
{
    size_t run = 0, longest = 0;

    for (size_t i = 0; i < text.len; i++) {
        run     = belongs(text.ptr[i]) ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

/* Blanks belong to lists of numbers, but a run of nothing else is how people write. */
static size_t longest_numbers(str text)
{
    size_t digits = 0, run = 0, longest = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (!is_number_octet(text.ptr[i])) {
            digits = run = 0;
            continue;
        }
        run++;
        digits += ascii_is_digit(text.ptr[i]);
        if (digits * 4 >= run && run > longest)
            longest = run;
    }
    return longest;
}

static void read_run(struct reading *r, str text)
{
    size_t base64 = longest_run(text, is_base64_octet), numbers = longest_numbers(text);
    size_t run    = base64 > numbers ? base64 : numbers;

    if (run > r->survey->longest_run)
        r->survey->longest_run = run;
}

static void read_script(struct reading *r, str script)
{
    r->survey->signs |= PAGE_HAS_SCRIPT;
    read_words(r, script);
    read_run(r, script);
}

/* ---- tags ---- */

/* Moves past "data:"; false if it is none. */
static bool skip_data_scheme(str *url)
{
    *url = str_trim(*url);
    if (!str_starts_nocase(*url, STR("data:")))
        return false;
    *url = str_from(*url, 5);
    return true;
}

enum { MEDIA_TYPE_MAX_OCTETS = 100 };

/* The kind of file that stands in a data: URL (RFC 2397); plain text where it does not say. */
static enum file_type type_in_url(struct arena *arena, str url)
{
    size_t len = 0;
    str    type, subtype;

    while (len < url.len && len < MEDIA_TYPE_MAX_OCTETS && url.ptr[len] != ';' && url.ptr[len] != ',')
        len++;
    subtype = arena_lower(arena, str_trim(str_slice(url, 0, len)));
    if (!str_cut(&subtype, '/', &type))
        return FILE_TEXT;
    if (str_equal(type, STR("application")) && str_equal(subtype, STR("octet-stream")))
        return FILE_PE;                 /* it may be anything: the worst is meant */
    return file_type_by_media(type, subtype);
}

/* Pictures and fonts in data: URLs are how a page is saved in one piece, a table of numbers is what it offers to keep. */
static bool holds_file(struct reading *r, str url)
{
    return skip_data_scheme(&url) && url.len >= PAGE_RUN_MIN_OCTETS &&
           file_type_class(type_in_url(r->scratch, url)) >= FILE_CLASS_ARCHIVE;
}

static void read_link(struct reading *r, const struct html_token *tag)
{
    bool saves;
    str  href = html_attribute(tag, STR("href"), NULL);

    (void)html_attribute(tag, STR("download"), &saves);
    if (saves && holds_file(r, href))
        note(r, PAGE_HOLDS_FILE, STR("download"));
    if (str_starts_nocase(str_trim(href), STR("javascript:")))
        read_script(r, href);
}

static void read_frame(struct reading *r, const struct html_token *tag)
{
    str name = str_equal(tag->name, STR("object")) ? STR("data") : STR("src");

    r->survey->signs |= PAGE_HAS_FRAME;
    if (holds_file(r, html_attribute(tag, name, NULL)))
        note(r, PAGE_HOLDS_FILE, tag->name);
}

static void read_input(struct reading *r, const struct html_token *tag)
{
    if (str_equal_nocase(str_trim(html_attribute(tag, STR("type"), NULL)), STR("password")))
        note(r, PAGE_ASKS_PASSWORD, STR("type=password"));
}

static void read_meta(struct reading *r, const struct html_token *tag)
{
    if (str_equal_nocase(html_attribute(tag, STR("http-equiv"), NULL), STR("refresh")) &&
        str_find_nocase(html_attribute(tag, STR("content"), NULL), STR("url")) != STR_NOT_FOUND)
        note(r, PAGE_LEADS_ON, STR("refresh"));
}

static void read_form(struct reading *r, const struct html_token *tag)
{
    str action = str_trim(html_attribute(tag, STR("action"), NULL));

    if ((r->survey->signs & PAGE_HAS_FORM) == 0)
        r->survey->form_action = arena_str(r->arena, action);
    else if (!str_equal(action, r->survey->form_action))
        r->survey->signs |= PAGE_FORMS_DIFFER;
    r->survey->signs |= PAGE_HAS_FORM;
}

static void read_script_tag(struct reading *r, const struct html_token *tag)
{
    str source = html_attribute(tag, STR("src"), NULL);

    r->survey->signs |= PAGE_HAS_SCRIPT;
    if (source.len == 0)
        source = html_attribute(tag, STR("href"), NULL);        /* in a drawing */
    if (str_find(source, STR("//")) != STR_NOT_FOUND)
        r->survey->signs |= PAGE_LOADS_SCRIPT;
    if (skip_data_scheme(&source))
        read_run(r, source);
}

static const struct { str name; void (*read)(struct reading *r, const struct html_token *tag); } tags[] = {
    { STR_INIT("a"),      read_link       },
    { STR_INIT("area"),   read_link       },
    { STR_INIT("iframe"), read_frame      },
    { STR_INIT("embed"),  read_frame      },
    { STR_INIT("object"), read_frame      },
    { STR_INIT("input"),  read_input      },
    { STR_INIT("meta"),   read_meta       },
    { STR_INIT("form"),   read_form       },
    { STR_INIT("script"), read_script_tag },
};

static void read_tag(struct reading *r, const struct html_token *tag)
{
    for (size_t i = 0; i < ARRAY_LEN(tags); i++)
        if (str_equal(tag->name, tags[i].name))
            tags[i].read(r, tag);
    for (size_t i = 0; i < tag->attribute_count; i++) {
        if (str_starts(tag->attributes[i].name, STR("on")))     /* onload, onclick */
            read_script(r, tag->attributes[i].value);
        if (str_equal(tag->attributes[i].name, STR("formaction")))
            r->survey->signs |= PAGE_FORMS_DIFFER;
    }
}

/* ---- the page ---- */

static bool is_unseen(str tag)
{
    return str_equal(tag, STR("style")) || str_equal(tag, STR("title")) || str_equal(tag, STR("noscript")) ||
           str_equal(tag, STR("template"));
}

static size_t count_visible(str text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.len; i++)
        count += !ascii_is_blank(text.ptr[i]);
    return count;
}

/* In a drawing, which is XML, references count in scripts too. */
static void read_script_text(struct reading *r, str text)
{
    BUF_SCOPE plain      = { 0 };
    uint64_t  references = 0;

    if (!str_has_char(text, '&')) {
        read_script(r, text);
        return;
    }
    html_unescape(&plain, text, false, &references);
    read_script(r, buf_str(&plain));
}

static void read_tokens(struct reading *r, str text)
{
    struct html       html;
    struct html_token token;
    str               inside = { 0 };   /* the element whose text is no text to see */

    html_init(&html, text, r->scratch);
    while ((token = html_next(&html)).type != HTML_END) {
        if (token.type == HTML_START_TAG) {
            read_tag(r, &token);
            inside = token.name;
        } else if (token.type == HTML_END_TAG) {
            inside = (str){ 0 };
        } else if (token.type == HTML_TEXT && str_equal(inside, STR("script"))) {
            read_script_text(r, token.text);
        } else if (token.type == HTML_TEXT && !is_unseen(inside)) {
            r->survey->visible += count_visible(token.text);
        }
    }
}

static str to_utf8(struct arena *arena, str octets)
{
    str utf8 = octets;

    if (str_starts(octets, STR("\xff\xfe")) || str_starts(octets, STR("\xfe\xff")))
        (void)charset_to_utf8(arena, STR("utf-16"), octets, &utf8);
    return utf8;
}

void page_survey(struct page_survey *survey, struct arena *arena, str octets)
{
    ARENA_SCOPE    scratch = { 0 };
    struct reading r       = { survey, arena, &scratch, 0 };
    size_t         read    = octets.len < PAGE_MAX_OCTETS ? octets.len : PAGE_MAX_OCTETS;

    *survey = (struct page_survey){ .is_whole = read == octets.len };
    read_tokens(&r, to_utf8(&scratch, str_slice(octets, 0, read)));
}

static bool has(const struct page_survey *survey, unsigned signs)
{
    return (survey->signs & signs) == signs;
}

static bool shows_little(const struct page_survey *survey)
{
    return survey->visible < VISIBLE_FEW_OCTETS;
}

/* Saved pages have libraries that can do all this, and short codes of any kind; but they show something. */
static bool brings_data(const struct page_survey *survey)
{
    return survey->longest_run >= (shows_little(survey) ? PAGE_RUN_MIN_OCTETS : PAGE_LONG_RUN_OCTETS);
}

bool page_smuggles(const struct page_survey *survey)
{
    return has(survey, PAGE_HOLDS_FILE) ||
           (has(survey, PAGE_DECODES | PAGE_BUILDS_FILE | PAGE_SAVES) && brings_data(survey));
}

bool page_unpacks_itself(const struct page_survey *survey)
{
    return has(survey, PAGE_WRITES) && (survey->signs & (PAGE_DECODES | PAGE_OBFUSCATED)) != 0 && shows_little(survey) &&
           brings_data(survey);
}

bool page_only_leads_on(const struct page_survey *survey)
{
    return has(survey, PAGE_LEADS_ON) && shows_little(survey);
}

str page_sends_to(const struct page_survey *survey)
{
    bool is_plain = survey->is_whole && (survey->signs & (PAGE_FORMS_DIFFER | PAGE_HAS_SCRIPT | PAGE_HAS_FRAME)) == 0;

    return is_plain ? survey->form_action : (str){ 0 };
}
