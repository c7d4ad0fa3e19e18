#include "detect/lexicon.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/hash_index.h"
#include "detect/list_file.h"

enum {
    STEM_OCTETS_MAX = 63,               /* of the bits of stem_lengths */
    LANGUAGE_OCTETS_MAX = 16,
    BEGINNING_OCTETS = 3,
    BEGINNINGS      = 4096,
    SIEVE_BITS_EACH = 8,                /* for each entry: one in eight that is not there is looked for all the same */
    HITS_MAX        = 4 * LEXICON_READ_MAX,     /* entries that are found in a letter, of all languages */
};

/* One entry, as it stands in the tables: its words, the last one first, by which it is found. */
struct entry {
    const uint8_t *words;               /* each behind an octet that says how long it is */
    uint8_t        count;
    uint8_t        language;            /* its number */
    uint8_t        concept;
    bool           is_stem;             /* the last word may go on */
};
enum { ENTRY_HEAD_OCTETS = 4 };         /* count, language, concept, whether it is a stem */

struct lexicon {
    const struct phrases *phrases;
    struct entry         *entries;
    size_t                entry_count;
    struct hash_index     by_end;       /* of the entries: by the hash of their last word, or of their last two */
    uint64_t             *sieve;        /* bits of these hashes: most that is asked for ends no entry, and is told so by a few octets */
    uint64_t              sieve_mask;
    uint64_t              lengths[BEGINNINGS];  /* that stems have which begin so; bits */
    uint64_t              short_lengths;        /* of stems that are shorter than a beginning */
    size_t                language_count;
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
    const struct phrases *phrases;
    struct arena         *arena;
    struct buf            out;          /* the entries so far */
    size_t                count;
    str                  *languages;    /* room for LEXICON_LANGUAGES_MAX */
    size_t                language_count;
    size_t                language;     /* of the file; UNSAID before it has said so */
    enum concept          concept;      /* of the section */
    str                   mistake;
};
enum { UNSAID = LEXICON_LANGUAGES_MAX };

static bool refuse(struct reader *r, const char *what)
{
    r->mistake = str_of(what);
    return false;
}

/* "de", "pt-BR" */
static bool is_language(str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!ascii_is_alnum(name.ptr[i]) && name.ptr[i] != '-')
            return false;
    return name.len > 0 && name.len <= LANGUAGE_OCTETS_MAX;
}

/* The number of a language, which may be a new one. */
static bool read_language(struct reader *r, str name)
{
    size_t number = 0;

    if (r->language != UNSAID)
        return refuse(r, "a file is of one language");
    if (!is_language(name))
        return refuse(r, "a language is written like \"de\" or \"pt-BR\"");
    while (number < r->language_count && !str_equal_nocase(r->languages[number], name))
        number++;
    if (number == LEXICON_LANGUAGES_MAX)
        return refuse(r, "there are too many languages");
    if (number == r->language_count)
        r->languages[r->language_count++] = arena_str(r->arena, name);
    r->language = number;
    return true;
}

static bool read_section(struct reader *r, str name)
{
    if (r->language == UNSAID)
        return refuse(r, "before the first concept stands of which language the words are, as \"language: en\"");
    for (size_t i = 0; i < CONCEPT_COUNT; i++)
        if (str_equal(name, str_of(names[i]))) {
            r->concept = (enum concept)i;
            return true;
        }
    return refuse(r, "there is no such concept");
}

/* Its words in the form in which texts are compared, in their order; 0 if there are none, or too many. */
static size_t words_of(const struct phrases *phrases, str written, char octets[LEXICON_WORDS_MAX][PHRASE_WORD_MAX_OCTETS],
                       str words[LEXICON_WORDS_MAX])
{
    struct phrase_words reading = phrase_words_of(phrases, written);
    size_t              count   = 0;

    for (struct phrase_word word; phrase_words_next(&reading, &word); count++) {
        if (count == LEXICON_WORDS_MAX || word.text.len == 0)
            return 0;
        memcpy(octets[count], word.text.ptr, word.text.len);
        words[count] = (str){ octets[count], word.text.len };
    }
    return count;
}

/* "so_soon_as*" */
static bool read_entry(struct reader *r, str written)
{
    BUF_SCOPE spaced  = { 0 };
    bool      is_stem = written.ptr[written.len - 1] == '*';
    char      octets[LEXICON_WORDS_MAX][PHRASE_WORD_MAX_OCTETS];
    str       words[LEXICON_WORDS_MAX];

    for (size_t i = 0; i < written.len; i++)
        buf_add_char(&spaced, written.ptr[i] == '_' || written.ptr[i] == '*' ? ' ' : written.ptr[i]);

    size_t count = words_of(r->phrases, buf_str(&spaced), octets, words);

    if (count == 0)
        return refuse(r, "an entry has no letters, or is too long");
    buf_add_char(&r->out, (char)count);
    buf_add_char(&r->out, (char)r->language);
    buf_add_char(&r->out, (char)r->concept);
    buf_add_char(&r->out, is_stem && words[count - 1].len <= STEM_OCTETS_MAX);
    for (size_t i = count; i-- > 0;) {
        buf_add_char(&r->out, (char)words[i].len);
        buf_add(&r->out, words[i]);
    }
    r->count++;
    return true;
}

static bool read_entries(struct reader *r, str line)
{
    str written;

    while (str_cut(&line, ' ', &written))
        if (written.len > 0 && !read_entry(r, written))
            return false;
    return true;
}

static bool read_line(struct reader *r, enum list_line kind, str text)
{
    switch (kind) {
    case LIST_LANGUAGE: return read_language(r, text);
    case LIST_SECTION:  return read_section(r, text);
    case LIST_ENTRY:    return read_entries(r, text);
    case LIST_MISTAKE:  r->mistake = text; return false;
    case LIST_END:      break;
    }
    UNREACHABLE();
}

static bool read_file(struct reader *r, const struct phrase_source *source, str *error)
{
    struct list_file file = list_file_of(source->name, source->text);
    str              text;

    r->language = UNSAID;
    for (enum list_line kind; (kind = list_file_next(&file, &text)) != LIST_END;)
        if (!read_line(r, kind, text)) {
            *error = list_file_mistake(r->arena, &file, r->mistake);
            return false;
        }
    return true;
}

bool lexicon_compile(struct arena *arena, const struct phrases *phrases, const struct lexicon_tables *beside,
                     const struct phrase_source *sources, size_t count, struct lexicon_tables *tables, str *error)
{
    struct reader r       = { .phrases = phrases, .arena = arena, .languages = ARENA_ARRAY(arena, str, LEXICON_LANGUAGES_MAX) };
    bool          is_good = true;

    for (; beside != NULL && r.language_count < beside->language_count; r.language_count++)
        r.languages[r.language_count] = beside->languages[r.language_count];
    for (size_t i = 0; i < count && is_good; i++)
        is_good = read_file(&r, &sources[i], error);

    str octets = arena_str(arena, buf_str(&r.out));

    buf_free(&r.out);
    *tables = (struct lexicon_tables){ (const uint8_t *)octets.ptr, octets.len, r.count, r.languages, r.language_count };
    return is_good;
}

static str word_at(const uint8_t *at)
{
    return (str){ (const char *)at + 1, *at };
}

/* The entry at the start of octets, and where the next one begins. */
static inline const uint8_t *take_entry(const uint8_t *octets, struct entry *entry)
{
    const uint8_t *end = octets + ENTRY_HEAD_OCTETS;

    *entry = (struct entry){ end, octets[0], octets[1], octets[2], octets[3] != 0 };
    for (size_t i = 0; i < entry->count; i++)
        end += 1 + *end;
    return end;
}

/* The hashes of two words, the last one behind. */
static uint64_t hash_of_two(uint64_t before, uint64_t last)
{
    return hash_index_mix(before + 1) ^ last;
}

/* Of how an entry ends. Very many end with "your", few with "update your". */
static inline uint64_t hash_of_end(const struct entry *entry)
{
    str      last = word_at(entry->words);
    uint64_t hash = hash_index_hash(last);

    return entry->count == 1 ? hash : hash_of_two(hash_index_hash(word_at(entry->words + 1 + last.len)), hash);
}

static str as_text(const uint64_t *hash)
{
    return (str){ (const char *)hash, sizeof *hash };
}

static void make_sieve(struct lexicon *lexicon, struct arena *arena, size_t entries)
{
    uint64_t bits = 64;

    while (bits < SIEVE_BITS_EACH * (uint64_t)entries)
        bits *= 2;
    lexicon->sieve      = ARENA_ARRAY(arena, uint64_t, bits / 64);
    lexicon->sieve_mask = bits - 1;
}

static uint64_t *sieve_word(const struct lexicon *lexicon, uint64_t hash)
{
    return &lexicon->sieve[(hash & lexicon->sieve_mask) / 64];
}

static inline void add_end(struct lexicon *lexicon, uint64_t hash, uint32_t number)
{
    hash_index_add(&lexicon->by_end, as_text(&hash), number);
    *sieve_word(lexicon, hash) |= UINT64_C(1) << hash % 64;
}

static bool may_end(const struct lexicon *lexicon, uint64_t hash)
{
    return (*sieve_word(lexicon, hash) >> hash % 64 & 1) != 0;
}

/* Most words begin as no stem does, or as few. */
static size_t beginning_of(str word)
{
    uint32_t octets = (uint32_t)(uint8_t)word.ptr[0] << 16 | (uint32_t)(uint8_t)word.ptr[1] << 8 | (uint8_t)word.ptr[2];

    return octets * UINT32_C(0x9e3779b1) >> 20;         /* twelve bits: BEGINNINGS */
}

static void note_stem(struct lexicon *lexicon, str stem)
{
    uint64_t *lengths = stem.len < BEGINNING_OCTETS ? &lexicon->short_lengths : &lexicon->lengths[beginning_of(stem)];

    *lengths |= UINT64_C(1) << stem.len;
}

/* The lengths of stems with which a word may begin. */
static uint64_t lengths_within(const struct lexicon *lexicon, str word)
{
    uint64_t shorter = word.len > STEM_OCTETS_MAX ? UINT64_MAX : (UINT64_C(1) << word.len) - 1;

    return (lexicon->short_lengths | (word.len < BEGINNING_OCTETS ? 0 : lexicon->lengths[beginning_of(word)])) & shorter;
}

static bool same_entry(const struct entry *a, const struct entry *b)
{
    const uint8_t *a_word = a->words, *b_word = b->words;

    if (a->count != b->count || a->language != b->language || a->concept != b->concept || a->is_stem != b->is_stem)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        if (!str_equal(word_at(a_word), word_at(b_word)))
            return false;
        a_word += 1 + *a_word;
        b_word += 1 + *b_word;
    }
    return true;
}

/* What stands in two files must not say twice of which language a letter is. */
static bool is_there(const struct lexicon *lexicon, const struct entry *entry)
{
    uint64_t               hash = hash_of_end(entry);
    struct hash_index_walk walk = hash_index_walk(&lexicon->by_end, as_text(&hash));

    for (uint32_t number; hash_index_next(&walk, &number);)
        if (same_entry(&lexicon->entries[number], entry))
            return true;
    return false;
}

static inline void add_entry(struct lexicon *lexicon, size_t number)
{
    const struct entry *entry = &lexicon->entries[number];

    add_end(lexicon, hash_of_end(entry), (uint32_t)number);
    if (entry->is_stem)
        note_stem(lexicon, word_at(entry->words));
}

static void add_first(struct lexicon *lexicon, const struct lexicon_tables *tables)
{
    const uint8_t *at = tables->octets;

    for (size_t i = 0; i < tables->entry_count; i++) {
        at = take_entry(at, &lexicon->entries[i]);
        add_entry(lexicon, i);
    }
    lexicon->entry_count = tables->entry_count;
}

static void add_beside(struct lexicon *lexicon, const struct lexicon_tables *tables)
{
    const uint8_t *at = tables->octets;

    for (size_t i = 0; i < tables->entry_count; i++) {
        struct entry *entry = &lexicon->entries[lexicon->entry_count];

        at = take_entry(at, entry);
        if (!is_there(lexicon, entry))
            add_entry(lexicon, lexicon->entry_count++);
    }
}

struct lexicon *lexicon_of_tables(struct arena *arena, const struct phrases *phrases, const struct lexicon_tables *tables, size_t count)
{
    struct lexicon *lexicon = ARENA_NEW(arena, struct lexicon);
    size_t          most    = 0;

    for (size_t i = 0; i < count; i++)
        most += tables[i].entry_count;
    lexicon->phrases        = phrases;
    lexicon->language_count = tables[count - 1].language_count;
    lexicon->entries        = ARENA_ARRAY(arena, struct entry, most);
    hash_index_init(&lexicon->by_end, arena, most);
    make_sieve(lexicon, arena, most);
    add_first(lexicon, tables);
    for (size_t i = 1; i < count; i++)
        add_beside(lexicon, &tables[i]);
    return lexicon;
}

struct lexicon *lexicon_new(struct arena *arena, const struct phrases *phrases, const struct phrase_source *sources, size_t count,
                            str *error)
{
    struct lexicon_tables tables;

    return lexicon_compile(arena, phrases, NULL, sources, count, &tables, error) ? lexicon_of_tables(arena, phrases, &tables, 1) : NULL;
}

/* ---- reading a text ---- */

/* The latest words, for entries of several. */
struct latest {
    char     octets[LEXICON_WORDS_MAX][PHRASE_WORD_MAX_OCTETS];
    size_t   lengths[LEXICON_WORDS_MAX], starts[LEXICON_WORDS_MAX];
    uint64_t hashes[LEXICON_WORDS_MAX];
    size_t   count;                     /* ever; the newest is count - 1 */
};

/* An entry that was found, and in which sentence. */
struct hit { str words; uint16_t sentence; uint8_t language, concept; };

struct search {
    const struct lexicon *lexicon;
    struct latest         latest;
    size_t                read;         /* words */
    uint16_t              sentence;     /* from the subject on */
    size_t                said[LEXICON_LANGUAGES_MAX];  /* how many entries of each language were found */
    struct hit            hits[HITS_MAX];
    size_t                hit_count;
};

static void remember(struct latest *latest, const struct phrase_word *word)
{
    size_t slot = latest->count++ % LEXICON_WORDS_MAX;

    if (word->text.len > 0)             /* a word that is too long is in no entry */
        memcpy(latest->octets[slot], word->text.ptr, word->text.len);
    latest->lengths[slot] = word->text.len;
    latest->starts[slot]  = word->start;
    latest->hashes[slot]  = hash_index_hash(word->text);
}

/* The n-th word back; 0 is the newest. */
static size_t slot_of(const struct latest *latest, size_t back)
{
    return (latest->count - 1 - back) % LEXICON_WORDS_MAX;
}

static bool stands_before(const struct latest *latest, const struct entry *entry)
{
    const uint8_t *at = entry->words;

    if (entry->count > latest->count)
        return false;
    for (size_t i = 1; i < entry->count; i++) {
        size_t slot = slot_of(latest, i);

        at += 1 + *at;
        if (!str_equal(word_at(at), (str){ latest->octets[slot], latest->lengths[slot] }))
            return false;
    }
    return true;
}

static void see(struct search *s, const struct entry *entry, str words)
{
    if (s->hit_count == HITS_MAX)
        return;
    s->said[entry->language]++;
    s->hits[s->hit_count++] = (struct hit){ words, s->sentence, entry->language, entry->concept };
}

/* Where the newest word stands: in the text, and behind which other. */
struct end {
    str      text;                      /* all of it */
    size_t   text_end;                  /* of the word */
    str      word;
    bool     has_before;                /* there is a word before it, and it is in the lists' reach */
    uint64_t before_hash;
};

static void set_end(struct end *end, const struct latest *latest, const struct phrase_word *word)
{
    size_t before = slot_of(latest, 1);

    end->text_end    = word->end;
    end->word        = word->text;
    end->has_before  = latest->count > 1 && latest->lengths[before] > 0;
    end->before_hash = latest->hashes[before];
}

/* The entries with this end, which is the newest word as far as last reaches, or that and the word before. */
static void look_up(struct search *s, const struct end *end, str last, bool with_before, uint64_t hash)
{
    struct hash_index_walk walk;

    if (!may_end(s->lexicon, hash))
        return;
    walk = hash_index_walk(&s->lexicon->by_end, as_text(&hash));
    for (uint32_t number; hash_index_next(&walk, &number);) {
        const struct entry *entry = &s->lexicon->entries[number];

        if ((entry->count > 1) == with_before && (last.len == end->word.len || entry->is_stem) &&
            str_equal(word_at(entry->words), last) && stands_before(&s->latest, entry))
            see(s, entry, str_slice(end->text, s->latest.starts[slot_of(&s->latest, entry->count - 1)], end->text_end));
    }
}

static void look_up_both(struct search *s, const struct end *end, size_t len, uint64_t hash)
{
    str last = str_slice(end->word, 0, len);

    look_up(s, end, last, false, hash);
    if (end->has_before)
        look_up(s, end, last, true, hash_of_two(end->before_hash, hash));
}

static void read_text(struct search *s, str text)
{
    struct phrase_words words = phrase_words_of(s->lexicon->phrases, text);
    struct end          end   = { .text = text };

    s->latest.count = 0;
    for (struct phrase_word word; s->read < LEXICON_READ_MAX && phrase_words_next(&words, &word); s->read++) {
        s->sentence += word.begins_sentence;
        remember(&s->latest, &word);
        if (word.text.len == 0)         /* too long for any entry */
            continue;
        set_end(&end, &s->latest, &word);
        look_up_both(s, &end, word.text.len, s->latest.hashes[slot_of(&s->latest, 0)]);
        for (uint64_t lengths = lengths_within(s->lexicon, word.text); lengths != 0; lengths &= lengths - 1) {
            size_t len = (size_t)__builtin_ctzll(lengths);

            look_up_both(s, &end, len, hash_index_hash(str_slice(word.text, 0, len)));
        }
    }
    s->sentence++;
}

/* ---- what it comes to ---- */

/* Concepts of one sentence, here, and of the one before it. */
static void add_sentence(struct concepts *concepts, uint64_t before, uint64_t here)
{
    concepts->present |= here;
    for (uint64_t rest = here | before; rest != 0; rest &= rest - 1) {
        size_t   concept = (size_t)__builtin_ctzll(rest);
        uint64_t bit     = UINT64_C(1) << concept;

        concepts->near[concept] |= (here & bit ? here | before : here) & ~bit;
    }
}

static void add_up(const struct search *s, size_t language, struct concepts *concepts)
{
    uint64_t before = 0, here = 0;
    uint16_t sentence = 0;

    for (size_t i = 0; i < s->hit_count; i++) {
        const struct hit *hit = &s->hits[i];

        if (hit->language != language)
            continue;
        if (hit->sentence != sentence) {
            add_sentence(concepts, before, here);
            before   = hit->sentence == sentence + 1 ? here : 0;
            here     = 0;
            sentence = hit->sentence;
        }
        here |= UINT64_C(1) << hit->concept;
        if (concepts->first[hit->concept].len == 0)
            concepts->first[hit->concept] = hit->words;
    }
    add_sentence(concepts, before, here);
}

/* Words of one language mean something else in another ("the" is tea in French), so a letter is read in the language of which it
 * says most. */
void lexicon_find(const struct lexicon *lexicon, str subject, str text, struct concepts *concepts)
{
    struct search s;
    size_t        most = 0;

    memset(&s, 0, offsetof(struct search, hits));
    s.lexicon   = lexicon;
    s.hit_count = 0;
    read_text(&s, subject);
    read_text(&s, text);
    for (size_t i = 1; i < lexicon->language_count; i++)
        most = s.said[i] > s.said[most] ? i : most;
    *concepts = (struct concepts){ .words = s.read };
    add_up(&s, most, concepts);
}
