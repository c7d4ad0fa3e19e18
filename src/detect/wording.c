#include "detect/wording.h"

#include "detect/figures.h"

enum {
    PATH_OCTETS    = 64,
    LINKS_EXAMINED = 64,
    LABEL_WORDS_MAX = 6,
    LONG_WORD      = 9,                 /* octets; such a word alone is no accident */
};

/* Of a domain made for one letter: "mail-storage-notice.example". It has two words of the kind, or is one long one. */
static bool is_lure(const struct phrases *phrases, const struct suffixes *suffixes, str domain)
{
    str    registrable = suffix_registrable(suffixes, domain), label, word;
    size_t words = 0, telling = 0, octets = 0;

    if (!str_cut(&registrable, '.', &label))
        return false;
    while (words < LABEL_WORDS_MAX && str_cut(&label, '-', &word)) {
        struct phrase_hits hits;

        phrases_find(phrases, word, &hits);
        words++;
        octets  += word.len;
        telling += hits.first[PHRASE_LURE].len > 0;
    }
    return telling >= 2 || (words == 1 && telling == 1 && octets >= LONG_WORD);
}

static bool is_among(const struct wording *wording, str host)
{
    for (size_t i = 0; i < wording->page_count; i++)
        if (str_equal(wording->pages[i].link->target_host, host))
            return true;
    return false;
}

/* Host and path, as far as one reads them. */
static str login_word(struct arena *arena, const struct phrases *phrases, const struct link *link)
{
    struct phrase_hits hits;
    str                path = link->target->path;

    path = str_slice(path, 0, path.len < PATH_OCTETS ? path.len : PATH_OCTETS);
    phrases_find(phrases, arena_join(arena, (str[]){ link->target_host, path }, 2, STR("/")), &hits);
    return hits.first[PHRASE_LOGIN];
}

static void read_pages(struct arena *arena, const struct wording_reader *reader, const struct content *content, struct wording *wording)
{
    for (size_t i = 0; i < content->link_count && i < LINKS_EXAMINED && wording->page_count < WORDING_PAGES_MAX; i++) {
        const struct link *link = content->links[i];

        if (!link_is_followed(link) || link->target_host.len == 0 || is_among(wording, link->target_host))
            continue;
        wording->pages[wording->page_count++] = (struct page){
            .link    = link,
            .login   = login_word(arena, reader->phrases, link),
            .is_lure = is_lure(reader->phrases, reader->suffixes, link->target_host),
        };
    }
}

static void read_intent(struct arena *arena, const struct wording_reader *reader, str subject, str text, struct wording *wording)
{
    struct letter letter = letter_of(reader->lexicon, subject, text, &wording->subject, &wording->text);

    wording->letter       = intent_judge(reader->intents, &letter);
    wording->letter_words = intent_words(reader->intents, arena, &letter, wording->letter.intent);
}

const struct wording *wording_of(struct arena *arena, const struct wording_reader *reader, const struct message *message,
                                 const struct content *content)
{
    struct wording       *wording = ARENA_NEW(arena, struct wording);
    const struct mailbox *author  = &message->author.mailbox;

    phrases_find(reader->phrases, message->subject, &wording->subject);
    phrases_find(reader->phrases, content->text, &wording->text);
    phrases_find(reader->phrases, author->display_name.len > 0 ? author->display_name : author->comment, &wording->name);
    wording->domain_is_lure = is_lure(reader->phrases, reader->suffixes, message->author.domain);
    read_pages(arena, reader, content, wording);
    read_intent(arena, reader, message->subject, content->text, wording);
    wording->payments.is_whole = true;
    payments_find(arena, reader->digests, figures_in_ascii(arena, content->text), &wording->payments);
    return wording;
}

str wording_says(const struct wording *wording, enum phrase_topic topic)
{
    str in_subject = wording->subject.first[topic];

    return in_subject.len > 0 ? in_subject : wording->text.first[topic];
}
