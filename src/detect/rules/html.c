/* Rules about what HTML is made of, and about how the text that people see is written (DETECTION "HTML and attachments"). */
#include "detect/content.h"
#include "detect/identity.h"
#include "detect/rules/rules.h"
#include "detect/text.h"

enum {
    IMAGE_ONLY_CHARACTERS = 60,         /* fewer are no text beside a picture */
    FIRST_OF_CJK          = 0x2e80,
    LETTERS_OF_CJK        = 3,
    HIDDEN_CHARACTERS     = 400,
    ASCII_REFERENCES      = 200,
    SPLIT_WORDS           = 3,
    STYLED_LETTERS        = 6,
    MIXED_WORDS           = 2,          /* one may be a unit, or a formula */
    MIXED_WORDS_MANY      = 8,          /* somebody writes so, that filters may not read it */
    MIXED_WORD_LETTERS    = 4,
    MIXED_WORDS_EXAMINED  = 400,        /* words with letters beyond ASCII */
    EVIDENCE_OCTETS       = 80,
};

static const double mixed_few_share = 0.3;     /* of the weight, for few mixed words */

static str counted(const struct facts *f, size_t count, const char *what)
{
    return arena_printf(f->arena, "%zu %s", count, what);
}

static bool some(const struct facts *f, size_t count, const char *what, struct finding *out)
{
    out->evidence = counted(f, count, what);
    return count > 0;
}

/* ---- elements ---- */

static bool html_data_image(const struct facts *f, struct finding *out)
{
    return some(f, f->content->data_images, "pictures inside the code", out);
}

static bool html_form(const struct facts *f, struct finding *out)
{
    return some(f, f->content->forms, "forms", out);
}

static bool html_password(const struct facts *f, struct finding *out)
{
    return some(f, f->content->password_fields, "password fields", out);
}

static bool html_script(const struct facts *f, struct finding *out)
{
    return some(f, f->content->scripts, "scripts", out);
}

static bool html_image_map(const struct facts *f, struct finding *out)
{
    return some(f, f->content->image_maps, "clickable zones", out);
}

static bool html_refresh(const struct facts *f, struct finding *out)
{
    for (size_t i = 0; i < f->content->link_count; i++)
        if (f->content->links[i]->place == LINK_REFRESH) {
            out->evidence = f->content->links[i]->written;
            return true;
        }
    return false;
}

/* Newsletters are often HTML alone; whoever can prove who he is may write as he likes. */
/* Forms on web sites write so, too, and lead nowhere. */
static bool html_only(const struct facts *f, struct finding *out)
{
    out->evidence = STR("text/html");
    return f->content->has_html && !f->content->has_plain && (f->content->link_count > 0 || !f->content->is_whole) &&
           identity_author(f) != AUTHOR_PROVED && !identity_is_report(f);
}

/* As many letters of an alphabet as would say the same, up to where it is a text: a character of Chinese, Japanese or Korean is a
 * syllable or a word. */
static size_t count_said(str text)
{
    size_t   count = 0;
    uint32_t character;

    while (count < IMAGE_ONLY_CHARACTERS && text_next_character(&text, &character))
        count += character >= FIRST_OF_CJK ? LETTERS_OF_CJK : 1;
    return count;
}

static bool image_only(const struct facts *f, struct finding *out)
{
    const struct content *content = f->content;

    if (content->images == 0)
        return false;

    size_t characters = count_said(content->text);

    if (characters >= IMAGE_ONLY_CHARACTERS)
        return false;
    out->evidence = arena_printf(f->arena, "%zu pictures, %zu characters of text", content->images, characters);
    return true;
}

static bool html_entity_encoded(const struct facts *f, struct finding *out)
{
    out->evidence = counted(f, (size_t)f->content->ascii_references, "letters and digits");
    return f->content->ascii_references >= ASCII_REFERENCES;
}

static bool html_hidden_text(const struct facts *f, struct finding *out)
{
    out->evidence = text_printable(f->arena, f->content->hidden, EVIDENCE_OCTETS);
    return text_length(f->content->hidden) >= HIDDEN_CHARACTERS;
}

static bool html_far_below(const struct facts *f, struct finding *out)
{
    out->evidence = STR("ten thousand pixels or more");
    return f->content->pushes_away;
}

static bool content_unread(const struct facts *f, struct finding *out)
{
    out->evidence = counted(f, f->content->links_dropped, "links left out");
    return !f->content->is_whole;
}

static bool charset_unread(const struct facts *f, struct finding *out)
{
    out->evidence = text_printable(f->arena, f->content->unread_charset, EVIDENCE_OCTETS);
    return f->content->unread_charset.len > 0;
}

/* ---- letters ---- */

static bool body_zw_inside_word(const struct facts *f, struct finding *out)
{
    out->evidence = counted(f, f->content->split_words, "words");
    return f->content->split_words >= SPLIT_WORDS;
}

static bool body_styled_unicode(const struct facts *f, struct finding *out)
{
    size_t count = str_has_8bit(f->content->text) ? text_count_styled(f->content->text) : 0;

    out->evidence = counted(f, count, "ornamental letters");
    return count >= STYLED_LETTERS;
}

static bool is_mixed(const struct facts *f, str word)
{
    return text_length(word) >= MIXED_WORD_LETTERS &&
           unicode_restriction_level(f->unicode, word) >= UNICODE_MINIMALLY_RESTRICTIVE;
}

static bool body_mixed_script(const struct facts *f, struct finding *out)
{
    str    rest     = str_has_8bit(f->content->text) ? f->content->text : (str){ 0 }, word;
    size_t examined = 0, mixed = 0;

    while (examined < MIXED_WORDS_EXAMINED && mixed < MIXED_WORDS_MANY && text_next_word(&rest, &word)) {
        if (!str_has_8bit(word))
            continue;
        examined++;
        if (is_mixed(f, word) && ++mixed <= MIXED_WORDS)
            out->evidence = text_printable(f->arena, word, EVIDENCE_OCTETS);
    }
    if (mixed < MIXED_WORDS_MANY)
        out->weight *= mixed_few_share;
    return mixed >= MIXED_WORDS;
}

/* Weights: the natural logarithm of the lower 90 % bound of the likelihood ratio in DETECTION, no more; by hand where that has no
 * figures (password fields, refresh). What is common in newsletters, or has no ratio to speak of, only informs. */
const struct rule html_rules[] = {
    { "html-password",       2.00, GROUP_HTML, SOFT, html_password,
      "The message itself asks for a password, in a field to type it in." },
    { "html-refresh",        1.20, GROUP_HTML, SOFT, html_refresh,
      "The message opens another page by itself after a while." },
    { "html-data-image",     0.90, GROUP_HTML, SOFT, html_data_image,
      "A picture is written into the code of the message, where no filter of pictures looks." },
    { "html-form",           0.80, GROUP_HTML, SOFT, html_form,
      "The message holds a form to fill in." },
    { "image-only",          0.60, GROUP_HTML, SOFT, image_only,
      "The message is a picture with hardly any text." },
    { "html-image-map",      0.50, GROUP_HTML, SOFT, html_image_map,
      "Parts of a picture are links." },
    { "html-script",         0.40, GROUP_HTML, SOFT, html_script,
      "The message holds a script, which no mail program runs." },
    { "html-only",           0.60, GROUP_HTML, SOFT, html_only,
      "The message is HTML alone, and nothing proves who sent it." },
    { "body-styled-unicode", 0.60, GROUP_HTML, SOFT, body_styled_unicode,
      "The text is written in ornamental letters." },
    { "body-mixed-script",   2.00, GROUP_HTML, SOFT, body_mixed_script,
      "Words of the text mix letters of several alphabets that look alike." },
    { "body-zw-inside-word", 0.50, GROUP_HTML, SOFT, body_zw_inside_word,
      "Invisible characters split words of the text." },
    { "html-entity-encoded", 0.00, GROUP_HTML, SOFT, html_entity_encoded,
      "Letters of the text are written as numbers." },
    { "html-far-below",      1.60, GROUP_HTML, SOFT, html_far_below,
      "A part of the message is pushed so far down that nobody sees it." },
    { "html-hidden-text",    0.00, GROUP_HTML, SOFT, html_hidden_text,
      "The message holds much text that is not shown." },
    { "content-unread",      0.00, GROUP_HTML, SOFT, content_unread,
      "The text or the links go on beyond what is read of a message: the rest was not checked." },
    { "charset-unread",      0.00, GROUP_HTML, SOFT, charset_unread,
      "The text is in a charset that nobody here can read: what it says was not checked." },
};
const size_t html_rule_count = ARRAY_LEN(html_rules);
