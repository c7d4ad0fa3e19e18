/* The words by which a message is found: one for each address, domain, client, action and finding, one for each word of its
 * subject, and one for every three octets in a row of it. The journal's index is of such words (FTS5, which appends where a
 * b-tree would be written all over). All but the threes are keyed hashes: of one length, and without a stranger's choice. */
#ifndef STORE_JOURNAL_TERMS_H
#define STORE_JOURNAL_TERMS_H

#include "base/buf.h"
#include "base/hash.h"
#include "store/journal.h"

enum journal_term { TERM_FROM, TERM_FROM_DOMAIN, TERM_TO, TERM_TO_DOMAIN, TERM_CLIENT, TERM_ACTION, TERM_FINDING,
                    TERM_WORD };

/* All words of a row, parted by blanks: what the index is told of it, and must be told again to forget it. */
void journal_terms_of(struct buf *words, const struct hash_key *key, const struct journal_row *row);

/* Appends the one word of a value. For addresses see below. */
void journal_term(struct buf *words, const struct hash_key *key, enum journal_term kind, str value);
/* The word of "user@example.org", or of all of "@example.org". */
void journal_term_of_address(struct buf *words, const struct hash_key *key, enum journal_term kind, str address);
/* Those that a subject must have to hold such a piece: its octets by threes, and the words that it surely holds whole, which
 * are rarer than threes. None if it is shorter than three octets. */
void journal_terms_of_subject(struct buf *words, const struct hash_key *key, str piece);

#endif
