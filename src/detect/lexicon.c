#include "detect/lexicon.h"

#include "base/hash_index.h"
#include "detect/shipped.h"

/* One entry: its last word, by which it is found, and those that stand before it. */
struct entry {
    const str *words;                   /* the last word first */
    uint8_t    count;
    uint8_t    language;                /* number of the file */
    uint8_t    concept;
    bool       is_stem;                 /* the last word may go on */
};

enum {
    STEM_OCTETS_MAX = 63,               /* of the bits of stem_lengths */
    LANGUAGES_MAX   = 64,
};

struct lexicon {
    const struct phrases *phrases;
    struct entry     *entries;
    size_t            count, capacity;
    struct hash_index by_last_word;     /* of the entries */
    uint64_t          stem_lengths;     /* a bit for each length that stems have */
    size_t            language_count;
};

static const char *const names[CONCEPT_COUNT] = {
    "account", "password", "confirm", "open", "loss", "deadline", "pay", "money", "fee", "bankdata", "change", "secrecy", "errand",
    "unavailable", "giftcard", "messenger", "windfall", "invest", "crypto", "threat", "law", "parcel", "failed", "subscription",
    "charged", "cancel", "call", "document", "shared", "authority", "refund", "fine", "job", "conduit", "identity", "desk",
    "compassion", "flattery", "rental", "requested", "no_need", "work", "enquiry", "social", "newsletter",
};

const char *concept_name(enum concept concept)
{
    return names[concept];
}

/* ---- reading the files ---- */

struct reader {
    struct arena   *arena;
    struct lexicon *lexicon;
    enum concept    concept;            /* of the section; CONCEPT_COUNT before the first */
    uint8_t         language;
    str             mistake;
};

static bool refuse(struct reader *r, const char *what)
{
    r->mistake = str_of(what);
    return false;
}

static bool read_section(struct reader *r, str line)
{
    str name = str_slice(line, 1, line.len - 1);

    for (size_t i = 0; i < CONCEPT_COUNT; i++)
        if (line.ptr[line.len - 1] == ']' && str_equal(name, str_of(names[i]))) {
            r->concept = (enum concept)i;
            return true;
        }
    return refuse(r, "there is no such concept");
}

/* "so_soon_as*": its words in the form in which texts are compared, the last one first. */
static bool read_entry(struct reader *r, str written)
{
    struct entry entry  = { .concept = (uint8_t)r->concept, .language = r->language, .is_stem = written.ptr[written.len - 1] == '*' };
    char        *spaced = ARENA_ARRAY(r->arena, char, written.len);
    str          words[LEXICON_WORDS_MAX], *backwards;

    for (size_t i = 0; i < written.len; i++)
        spaced[i] = written.ptr[i] == '_' || written.ptr[i] == '*' ? ' ' : written.ptr[i];

    struct phrase_words reading = phrase_words_of(r->lexicon->phrases, (str){ spaced, written.len });

    for (struct phrase_word word; phrase_words_next(&reading, &word);) {
        if (entry.count == LEXICON_WORDS_MAX || word.text.len == 0)
            return refuse(r, "an entry or a word of it is too long");
        words[entry.count++] = arena_str(r->arena, word.text);
    }
    if (entry.count == 0)
        return refuse(r, "an entry has no letters");
    backwards = ARENA_ARRAY(r->arena, str, entry.count);
    for (size_t i = 0; i < entry.count; i++)
        backwards[i] = words[entry.count - 1 - i];
    entry.words   = backwards;
    entry.is_stem = entry.is_stem && entry.words[0].len <= STEM_OCTETS_MAX;
    if (entry.is_stem)
        r->lexicon->stem_lengths |= UINT64_C(1) << entry.words[0].len;
    *ARENA_PUSH(r->arena, r->lexicon->entries, r->lexicon->count, &r->lexicon->capacity) = entry;
    r->lexicon->count++;
    return true;
}

static bool read_line(struct reader *r, str line)
{
    str written;

    line = str_trim(line);
    if (line.len == 0 || line.ptr[0] == ';')
        return true;
    if (line.ptr[0] == '[')
        return read_section(r, line);
    if (r->concept == CONCEPT_COUNT)
        return str_has_char(line, ':') || refuse(r, "before the first concept stands where the file comes from, as \"origin: us\"");
    while (str_cut(&line, ' ', &written))
        if (written.len > 0 && !read_entry(r, written))
            return false;
    return true;
}

struct lexicon *lexicon_new(struct arena *arena, const struct phrases *phrases, const struct phrase_source *sources, size_t count,
                            str *error)
{
    struct lexicon *lexicon = ARENA_NEW(arena, struct lexicon);

    ASSERT(count <= LANGUAGES_MAX);
    lexicon->phrases        = phrases;
    lexicon->language_count = count;
    for (size_t i = 0; i < count; i++) {
        struct reader r    = { .arena = arena, .lexicon = lexicon, .concept = CONCEPT_COUNT, .language = (uint8_t)i };
        str           rest = sources[i].text, line;

        for (size_t number = 1; str_cut(&rest, '\n', &line); number++)
            if (!read_line(&r, line)) {
                *error = arena_printf(arena, "%.*s:%zu: %.*s", STR_ARG(sources[i].name), number, STR_ARG(r.mistake));
                return NULL;
            }
    }
    hash_index_init(&lexicon->by_last_word, arena, lexicon->count);
    for (size_t i = 0; i < lexicon->count; i++)
        hash_index_add(&lexicon->by_last_word, lexicon->entries[i].words[0], (uint32_t)i);
    return lexicon;
}

struct lexicon *lexicon_shipped(struct arena *arena, const struct phrases *phrases, str *error)
{
    struct phrase_source *sources = ARENA_ARRAY(arena, struct phrase_source, shipped_lexicon_count);

    for (size_t i = 0; i < shipped_lexicon_count; i++) {
        sources[i].name = str_of(shipped_lexicon[i].name);
        sources[i].text = (str){ (const char *)shipped_lexicon[i].octets, shipped_lexicon[i].len };
    }
    return lexicon_new(arena, phrases, sources, shipped_lexicon_count, error);
}

/* ---- reading a text ---- */

/* The latest words, for entries of several. */
struct latest {
    char   octets[LEXICON_WORDS_MAX][PHRASE_WORD_MAX_OCTETS];
    size_t lengths[LEXICON_WORDS_MAX], starts[LEXICON_WORDS_MAX];
    size_t count;                       /* ever; the newest is count - 1 */
};

struct search {
    const struct lexicon *lexicon;
    struct concepts      *concepts;
    size_t                said[LANGUAGES_MAX];  /* how many entries of each language were found */
    size_t                language;     /* whose entries count; LANGUAGES_MAX: it is not known yet */
    struct latest         latest;
    uint64_t              before, here; /* concepts of the last sentence, and of this one so far */
};

static void remember(struct latest *latest, const struct phrase_word *word)
{
    size_t slot = latest->count++ % LEXICON_WORDS_MAX;

    if (word->text.len > 0)             /* a word that is too long is in no entry */
        memcpy(latest->octets[slot], word->text.ptr, word->text.len);
    latest->lengths[slot] = word->text.len;
    latest->starts[slot]  = word->start;
}

/* The n-th word back; 0 is the newest. */
static size_t slot_of(const struct latest *latest, size_t back)
{
    return (latest->count - 1 - back) % LEXICON_WORDS_MAX;
}

static bool stands_before(const struct latest *latest, const struct entry *entry)
{
    if (entry->count > latest->count)
        return false;
    for (size_t i = 1; i < entry->count; i++) {
        size_t slot = slot_of(latest, i);

        if (!str_equal(entry->words[i], (str){ latest->octets[slot], latest->lengths[slot] }))
            return false;
    }
    return true;
}

static void see(struct search *s, const struct entry *entry, str words)
{
    s->said[entry->language]++;
    if (entry->language != s->language)
        return;
    s->here |= UINT64_C(1) << entry->concept;
    if (s->concepts->first[entry->concept].len == 0)
        s->concepts->first[entry->concept] = words;
}

/* The entries whose last word is, or begins, the newest word. */
static void look_up(struct search *s, str key, bool is_whole, str text, size_t end)
{
    struct hash_index_walk walk = hash_index_walk(&s->lexicon->by_last_word, key);

    for (uint32_t number; hash_index_next(&walk, &number);) {
        const struct entry *entry = &s->lexicon->entries[number];

        if ((is_whole || entry->is_stem) && str_equal(entry->words[0], key) && stands_before(&s->latest, entry))
            see(s, entry, str_slice(text, s->latest.starts[slot_of(&s->latest, entry->count - 1)], end));
    }
}

static void end_sentence(struct search *s)
{
    struct concepts *concepts = s->concepts;

    concepts->present |= s->here;
    for (size_t c = 0; c < CONCEPT_COUNT; c++) {
        uint64_t bit = UINT64_C(1) << c;

        if (s->here & bit)
            concepts->near[c] |= (s->here | s->before) & ~bit;
        if (s->before & bit)
            concepts->near[c] |= s->here & ~bit;
    }
    s->before = s->here;
    s->here   = 0;
}

static void read_text(struct search *s, str text)
{
    struct phrase_words words = phrase_words_of(s->lexicon->phrases, text);

    s->latest.count = 0;
    for (struct phrase_word word; s->concepts->words < LEXICON_READ_MAX && phrase_words_next(&words, &word); s->concepts->words++) {
        if (word.begins_sentence)
            end_sentence(s);
        remember(&s->latest, &word);
        look_up(s, word.text, true, text, word.end);
        for (size_t length = 1; length < word.text.len && length <= STEM_OCTETS_MAX; length++)
            if (s->lexicon->stem_lengths >> length & 1)
                look_up(s, str_slice(word.text, 0, length), false, text, word.end);
    }
    end_sentence(s);
}

static void read_letter(struct search *s, str subject, str text)
{
    *s->concepts = (struct concepts){ 0 };
    read_text(s, subject);
    read_text(s, text);
}

/* Words of one language mean something else in another ("the" is tea in French), so a letter is read in the language of which it
 * says most. */
void lexicon_find(const struct lexicon *lexicon, str subject, str text, struct concepts *concepts)
{
    struct search s = { .lexicon = lexicon, .concepts = concepts, .language = LANGUAGES_MAX };
    size_t        most = 0;

    read_letter(&s, subject, text);
    for (size_t i = 1; i < lexicon->language_count; i++)
        most = s.said[i] > s.said[most] ? i : most;
    s.language = most;
    read_letter(&s, subject, text);
}
