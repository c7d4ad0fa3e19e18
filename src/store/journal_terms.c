#include "store/journal_terms.h"

#include "base/ascii.h"

enum { SUBJECT_MAX_OCTETS = 1000, GRAM = 3, WORD_MAX_OCTETS = 24 };

static void add_hex(struct buf *words, uint64_t value, unsigned digits)
{
    char text[WORD_MAX_OCTETS];

    for (unsigned i = digits; i-- > 0; value >>= 4)
        text[i] = "0123456789abcdef"[value & 15];
    buf_add(words, (str){ text, digits });
}

static void begin_word(struct buf *words)
{
    if (buf_len(words) > 0)
        buf_add_char(words, ' ');
}

void journal_term(struct buf *words, const struct hash_key *key, enum journal_term kind, str value)
{
    struct hash_key of_kind = { key->k0 ^ (uint64_t)kind, key->k1 };

    begin_word(words);
    buf_add_char(words, 'h');
    add_hex(words, hash_str_nocase(&of_kind, value), 16);
}

static enum journal_term domain_of(enum journal_term kind)
{
    return kind == TERM_FROM ? TERM_FROM_DOMAIN : TERM_TO_DOMAIN;
}

void journal_term_of_address(struct buf *words, const struct hash_key *key, enum journal_term kind, str address)
{
    if (address.ptr[0] == '@')
        journal_term(words, key, domain_of(kind), str_from(address, 1));
    else
        journal_term(words, key, kind, address);
}

/* By itself, and by its domain. */
static void add_address(struct buf *words, const struct hash_key *key, enum journal_term kind, str address)
{
    ptrdiff_t at = str_rfind_char(address, '@');

    if (address.len == 0)
        return;
    journal_term(words, key, kind, address);
    if (at != STR_NOT_FOUND)
        journal_term(words, key, domain_of(kind), str_from(address, (size_t)at + 1));
}

/* Cuts the next address from a list parted by blanks. A quoted local-part may hold blanks (RFC 5321 §4.1.2). */
static bool cut_address(str *list, str *address)
{
    bool   quoted = false;
    size_t i      = 0;

    *list = str_trim(*list);
    for (; i < list->len && (quoted || list->ptr[i] != ' '); i++) {
        if (list->ptr[i] == '"')
            quoted = !quoted;
        else if (list->ptr[i] == '\\' && quoted && i + 1 < list->len)
            i++;
    }
    *address = str_slice(*list, 0, i);
    *list    = str_from(*list, i);
    return address->len > 0;
}

static void add_gram(struct buf *words, const char *octets)
{
    uint64_t gram = 0;

    for (size_t k = 0; k < GRAM; k++)
        gram = gram << 8 | (unsigned char)ascii_lower(octets[k]);
    begin_word(words);
    buf_add_char(words, 's');
    add_hex(words, gram, 2 * GRAM);
}

static void add_grams(struct buf *words, str text)
{
    for (size_t i = 0; i + GRAM <= text.len; i++)
        add_gram(words, text.ptr + i);
}

/* As few as hold every octet: each one more is a list that must be read, and few are left out by it. */
static void add_grams_side_by_side(struct buf *words, str text)
{
    if (text.len < GRAM)
        return;
    for (size_t i = 0; i + GRAM < text.len; i += GRAM)
        add_gram(words, text.ptr + i);
    add_gram(words, text.ptr + text.len - GRAM);
}

static bool is_in_word(char c)
{
    return ascii_is_alnum(c) || (c & 0x80) != 0;
}

static size_t end_of_word(str text, size_t i)
{
    while (i < text.len && is_in_word(text.ptr[i]))
        i++;
    return i;
}

static void add_words(struct buf *words, const struct hash_key *key, str text)
{
    for (size_t i = 0, end; i < text.len; i = end + 1) {
        end = end_of_word(text, i);
        if (end > i)
            journal_term(words, key, TERM_WORD, str_slice(text, i, end));
    }
}

/* A word at either end of the piece may go on beyond it. One that is whole says more than its threes, which are left out. */
void journal_terms_of_subject(struct buf *words, const struct hash_key *key, str piece)
{
    size_t told = 0;                    /* up to here */

    if (piece.len < GRAM)
        return;
    for (size_t i = 0, end; i < piece.len; i = end + 1) {
        end = end_of_word(piece, i);
        if (end == i || i == 0 || end == piece.len)
            continue;
        journal_term(words, key, TERM_WORD, str_slice(piece, i, end));
        if (end - i < GRAM)
            continue;
        add_grams_side_by_side(words, str_slice(piece, told, i));
        told = end;
    }
    add_grams_side_by_side(words, str_from(piece, told));
}

void journal_terms_of(struct buf *words, const struct hash_key *key, const struct journal_row *row)
{
    str recipients = row->recipients, findings = row->findings, one;
    str subject    = str_slice(row->subject, 0, row->subject.len < SUBJECT_MAX_OCTETS ? row->subject.len : SUBJECT_MAX_OCTETS);

    add_address(words, key, TERM_FROM, row->reverse_path);
    if (!str_equal_nocase(row->author, row->reverse_path))
        add_address(words, key, TERM_FROM, row->author);
    while (cut_address(&recipients, &one))
        add_address(words, key, TERM_TO, one);
    if (row->client.len > 0)
        journal_term(words, key, TERM_CLIENT, row->client);
    if (row->action.len > 0)
        journal_term(words, key, TERM_ACTION, row->action);
    while (str_cut(&findings, ',', &one))
        journal_term(words, key, TERM_FINDING, one);
    add_grams(words, subject);
    add_words(words, key, subject);
}
