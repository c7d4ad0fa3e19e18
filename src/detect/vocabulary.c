#include "detect/vocabulary.h"

#include <math.h>

#include "base/ascii.h"
#include "base/base64.h"
#include "base/eight.h"
#include "base/hash.h"
#include "base/mistake.h"
#include "detect/shipped.h"
#include "detect/text.h"

enum {
    WORD_MIN_OCTETS = 3,
    WORD_MAX_OCTETS = 32,
    STRONGEST       = 5,
    PIECE_OCTETS    = 4096,             /* folded at once: long texts are not read to their end */
};

/* ---- reading a text ---- */

void vocabulary_read_on(struct vocabulary_reader *reader, str text)
{
    reader->unread   = text;
    reader->is_ascii = !str_has_8bit(text);
    reader->rest     = reader->chunk = reader->word = (str){ 0 };
    reader->read     = 0;
}

void vocabulary_read(struct vocabulary_reader *reader, struct arena *arena, const struct unicode *unicode, str text)
{
    *reader = (struct vocabulary_reader){
        .arena  = arena, .unicode = unicode,
        .seen   = ARENA_ARRAY(arena, uint8_t, VOCABULARY_BUCKETS / 8),
        .hashes = ARENA_ARRAY(arena, struct vocabulary_hash, VOCABULARY_HASHES_KEPT),
    };
    vocabulary_read_on(reader, text);
}

/* What an octet is to a chunk. */
enum {
    OCTET_BLANK  = 1,                   /* parts chunks */
    OCTET_LETTER = 2,
    OCTET_TELLS  = 4,                   /* of addresses, links, numbers, dates and codes: of which corpus, or to whom it went */
};
static const uint8_t octet_kinds[256] = {
    [' '] = OCTET_BLANK, ['\t'] = OCTET_BLANK, ['\r'] = OCTET_BLANK, ['\n'] = OCTET_BLANK,
    ['A' ... 'Z'] = OCTET_LETTER, ['a' ... 'z'] = OCTET_LETTER,
    ['@'] = OCTET_TELLS, ['/'] = OCTET_TELLS, ['_'] = OCTET_TELLS, ['0' ... '9'] = OCTET_TELLS,
};

static bool is_blank_or_end(str text, size_t at)
{
    return at == text.len || octet_kinds[(unsigned char)text.ptr[at]] == OCTET_BLANK;
}

/* ASCII is folded in pieces that end before a blank: no letter of it changes another. Other text is folded as a whole. */
static bool fold_more(struct vocabulary_reader *reader)
{
    str    text  = reader->unread;
    size_t piece = reader->is_ascii && text.len > PIECE_OCTETS ? PIECE_OCTETS : text.len;

    if (text.len == 0)
        return false;
    while (!is_blank_or_end(text, piece))
        piece++;
    reader->rest   = unicode_fold(reader->unicode, reader->arena, str_slice(text, 0, piece));
    reader->unread = str_from(text, piece);
    return true;
}

/* Moves past blanks. False at the end of the text. */
static bool skip_blanks(struct vocabulary_reader *reader)
{
    do {
        size_t at = 0;

        while (at < reader->rest.len && is_blank_or_end(reader->rest, at))
            at++;
        reader->rest = str_from(reader->rest, at);
    } while (reader->rest.len == 0 && fold_more(reader));
    return reader->rest.len > 0;
}

/* Moves what stands before the next blank into reader->chunk; nothing of it where it tells of no fraud. False at the end. */
static bool next_chunk(struct vocabulary_reader *reader)
{
    if (!skip_blanks(reader))
        return false;

    str     rest = reader->rest;
    size_t  end  = eight_before(~eight_letters(eight_at(rest, 0)) & EIGHT_ALL);
    uint8_t any = 0, all = OCTET_LETTER;

    for (; !is_blank_or_end(rest, end); end++) {        /* most are a short word, and nothing is left of them */
        uint8_t kind = octet_kinds[(unsigned char)rest.ptr[end]];

        any |= kind;
        all &= kind;
    }
    reader->rest          = str_from(rest, end);
    reader->chunk         = str_slice(rest, 0, end);
    reader->chunk_is_word = all != 0;
    if ((any & OCTET_TELLS) != 0)
        reader->chunk = reader->previous = (str){ 0 };
    return true;
}

/* What a character is to a text that is read word by word. */
enum kind { KIND_NONE, KIND_LETTER, KIND_WORD };

/* Scripts without blanks between words: a character stands for a word. Marks and pictures stand for none. */
static enum kind kind_of(uint32_t character)
{
    if (character < 0x80)
        return ascii_is_alpha((char)character) ? KIND_LETTER : KIND_NONE;
    if (character < 0xc0 || (character >= 0x2000 && character < 0x2c00) || (character >= 0x3000 && character < 0x3040))
        return KIND_NONE;
    if ((character >= 0x2e80 && character < 0xa000) || (character >= 0xf900 && character < 0xfb00))
        return KIND_WORD;
    if (character >= 0xfe00 && character < 0x20000)
        return KIND_NONE;
    return character >= 0x20000 ? KIND_WORD : KIND_LETTER;
}

static void pass_letters(str *rest)
{
    for (;;) {
        size_t   ascii = 0;
        str      behind;
        uint32_t character;

        while (ascii < rest->len && ascii_is_alpha(rest->ptr[ascii]))
            ascii++;
        behind = *rest = str_from(*rest, ascii);
        if (behind.len == 0 || !ascii_is_8bit(behind.ptr[0]) || !text_next_character(&behind, &character) ||
            kind_of(character) != KIND_LETTER)
            return;
        *rest = behind;
    }
}

/* Moves the next run of letters out of the chunk, or the next character that is a word. */
static bool word_of_mixed_chunk(str *chunk, str *word)
{
    enum kind kind = KIND_NONE;
    str       here = *chunk;
    uint32_t  character;

    while (kind == KIND_NONE) {
        here = *chunk;
        if (!text_next_character(chunk, &character))
            return false;
        kind = kind_of(character);
    }
    if (kind == KIND_LETTER)
        pass_letters(chunk);
    *word = str_slice(here, 0, here.len - chunk->len);
    return true;
}

/* The same; most chunks are a word and nothing else. */
static bool word_of_chunk(struct vocabulary_reader *reader, str *word)
{
    if (!reader->chunk_is_word)
        return word_of_mixed_chunk(&reader->chunk, word);
    *word         = reader->chunk;
    reader->chunk = (str){ 0 };
    return word->len > 0;
}

/* The short words of a language say which one it is, and little else. An ideograph has three octets and says more. */
static bool is_function_word(str word)
{
    return word.len < WORD_MIN_OCTETS && !ascii_is_8bit(word.ptr[0]);
}

static uint64_t hash_of(struct vocabulary_reader *reader, str word)
{
    static const struct hash_key key = { 0 };           /* the same in every program: the numbers hang on it */

    if (word.len > VOCABULARY_SHORT_WORD)
        return hash_str(&key, word);

    uint64_t                octets = eight_load_few(word.ptr, word.len);
    struct vocabulary_hash *kept   = &reader->hashes[octets * 0x9e3779b97f4a7c15 >> 56];

    if (kept->octets != octets)
        *kept = (struct vocabulary_hash){ octets, hash_str(&key, word) };
    return kept->hash;
}

static bool next_word(struct vocabulary_reader *reader)
{
    str word;

    reader->previous      = reader->word;
    reader->previous_hash = reader->hash;
    while (reader->read < VOCABULARY_READ_MAX) {
        if (!word_of_chunk(reader, &word)) {
            if (!next_chunk(reader))
                return false;
            continue;
        }
        reader->read++;
        if (is_function_word(word))
            continue;
        if (word.len > WORD_MAX_OCTETS) {
            reader->previous = (str){ 0 };
            continue;
        }
        reader->word = word;
        reader->hash = hash_of(reader, word);
        return true;
    }
    return false;
}

static uint32_t bucket_of(uint64_t hash)
{
    return (uint32_t)(hash >> (64 - VOCABULARY_BUCKET_BITS));
}

static bool is_new(struct vocabulary_reader *reader, uint32_t bucket)
{
    uint8_t bit    = (uint8_t)(1u << bucket % 8);
    bool    is_old = (reader->seen[bucket / 8] & bit) != 0;

    reader->seen[bucket / 8] |= bit;
    return !is_old;
}

static bool take_pair(struct vocabulary_reader *reader, struct word_feature *feature)
{
    uint32_t bucket = bucket_of(reader->previous_hash * 0x9e3779b97f4a7c15 + reader->hash);

    reader->pair_is_due = false;
    if (!is_new(reader, bucket))
        return false;
    *feature = (struct word_feature){ bucket, reader->previous, reader->word };
    return true;
}

static bool take_word(struct vocabulary_reader *reader, struct word_feature *feature)
{
    uint32_t bucket = bucket_of(reader->hash);

    reader->pair_is_due = reader->previous.len > 0;
    if (!is_new(reader, bucket))
        return false;
    *feature = (struct word_feature){ bucket, reader->word, { 0 } };
    return true;
}

/* A word, then the pair that ends with it. */
bool vocabulary_next(struct vocabulary_reader *reader, struct word_feature *feature)
{
    for (;;) {
        if (reader->pair_is_due && take_pair(reader, feature))
            return true;
        if (!next_word(reader))
            return false;
        if (take_word(reader, feature))
            return true;
    }
}

/* ---- the file ---- */

/* What a file is read into. */
struct reader {
    struct vocabulary *vocabulary;
    uint32_t           next;            /* the first bucket behind those read */
};

static bool read_scale(struct fitted_line *line)
{
    struct vocabulary *vocabulary = ((struct reader *)line->into)->vocabulary;

    return (fitted_number(line, &vocabulary->scale) && vocabulary->scale > 0) || fitted_fail(line, "a number above 0 is expected");
}

/* Moves a number of base 128 out of *octets, the low digits first. */
static bool next_gap(str *octets, uint32_t *gap)
{
    *gap = 0;
    for (unsigned shift = 0; octets->len > 0 && shift <= 14; shift += 7) {
        unsigned char octet = (unsigned char)octets->ptr[0];

        *octets = str_from(*octets, 1);
        *gap   |= (uint32_t)(octet & 0x7f) << shift;
        if (octet < 0x80)
            return true;
    }
    return false;
}

static bool read_data(struct fitted_line *line)
{
    struct reader *reader = line->into;
    str            octets;
    uint32_t       gap;

    if (!base64_decode(line->arena, line->rest, &octets))
        return fitted_fail(line, "the data is no base64");
    while (octets.len > 0) {
        if (!next_gap(&octets, &gap) || octets.len == 0 || gap >= VOCABULARY_BUCKETS - reader->next)
            return fitted_fail(line, "the data names a bucket that there is not, or ends in the middle of one");
        reader->vocabulary->weights[reader->next + gap] = (int8_t)octets.ptr[0];
        reader->next += gap + 1;
        octets        = str_from(octets, 1);
    }
    return true;
}

static const struct fitted_keyword keywords[] = {
    { "scale", read_scale },
    { "data",  read_data  },
};
static const struct fitted_form form = { .kind = "vocabulary", .keywords = keywords, .keyword_count = ARRAY_LEN(keywords) };

struct vocabulary *vocabulary_load(struct arena *arena, str name, str text, str *error)
{
    struct vocabulary *vocabulary = ARENA_NEW(arena, struct vocabulary);
    struct reader      reader     = { .vocabulary = vocabulary };

    vocabulary->weights = ARENA_ARRAY(arena, int8_t, VOCABULARY_BUCKETS);
    if (!fitted_read(&form, arena, name, text, &vocabulary->head, &reader, error))
        return NULL;
    if (vocabulary->scale > 0)
        return vocabulary;
    *error = mistake_at(arena, name, 0, STR("a vocabulary has a scale"));
    return NULL;
}

str vocabulary_shipped(void)
{
    return shipped_find(shipped_models, shipped_models_count, "vocabulary.model");
}

/* ---- judging it ---- */

struct strongest { struct { struct word_feature feature; int weight; } items[STRONGEST]; size_t count; };

/* Those that say most of what is said in the end: kept for both directions until it is known which. */
static void keep(struct strongest *list, const struct word_feature *feature, int weight)
{
    size_t at = list->count;

    while (at > 0 && list->items[at - 1].weight < weight)
        at--;
    if (at == STRONGEST)
        return;
    if (list->count < STRONGEST)
        list->count++;
    for (size_t i = list->count - 1; i > at; i--)
        list->items[i] = list->items[i - 1];
    list->items[at].feature = *feature;
    list->items[at].weight  = weight;
}

static str name_strongest(struct arena *arena, const struct strongest *list)
{
    str names[STRONGEST];

    for (size_t i = 0; i < list->count; i++) {
        const str words[] = { list->items[i].feature.first, list->items[i].feature.second };

        names[i] = arena_join(arena, words, words[1].len > 0 ? 2 : 1, STR(" "));
    }
    return arena_join(arena, names, list->count, STR(", "));
}

static double within(double value, double limit)
{
    return value > limit ? limit : value < -limit ? -limit : value;
}

struct vocabulary_result vocabulary_judge(const struct vocabulary *vocabulary, struct arena *arena, const struct unicode *unicode,
                                          str subject, str text)
{
    struct vocabulary_result result  = { 0 };
    struct strongest    against = { 0 }, in_favour = { 0 };
    struct vocabulary_reader reader;
    struct word_feature feature;
    const str           texts[] = { subject, text };
    int64_t             sum     = 0;

    vocabulary_read(&reader, arena, unicode, (str){ 0 });
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        vocabulary_read_on(&reader, texts[i]);
        for (; vocabulary_next(&reader, &feature); result.count++) {
            int weight = vocabulary->weights[feature.bucket];

            sum += weight;
            if (weight > 0)
                keep(&against, &feature, weight);
            else if (weight < 0)
                keep(&in_favour, &feature, -weight);
        }
    }
    if (result.count == 0)
        return result;
    result.weight    = within(vocabulary->head.bias + vocabulary->scale * (double)sum / sqrt((double)result.count),
                                 VOCABULARY_WEIGHT_MAX);
    result.strongest = name_strongest(arena, result.weight > 0 ? &against : &in_favour);
    return result;
}
