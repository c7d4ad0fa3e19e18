/* What a text asks for or speaks of, by lists of phrases in many languages (src/detect/phrases/, and files of the
 * administrator's).
 *
 * Words are compared by what they look like (detect/look.h): capitals, accents, lookalike letters of other alphabets and
 * characters that nobody sees make no difference. All phrases of all lists are looked for in one pass, whose cost depends
 * on the text alone. A phrase never reaches over the end of a sentence. */
#ifndef DETECT_PHRASES_H
#define DETECT_PHRASES_H

#include "base/arena.h"
#include "base/str.h"
#include "detect/looks.h"

enum phrase_topic {
    PHRASE_VERIFY,              /* confirm an account, a password, data */
    PHRASE_URGENCY,             /* presses for time, threatens with a loss */
    PHRASE_PAYMENT,             /* invoices, transfers */
    PHRASE_BANK_CHANGE,         /* new bank details */
    PHRASE_BEC,                 /* are you available, a quick task, gift cards, tell nobody */
    PHRASE_PRIZE,               /* a win, a gift */
    PHRASE_PARCEL,              /* a parcel that waits */
    PHRASE_ADVFEE,              /* inheritances, millions, loans */
    PHRASE_CRYPTO,              /* crypto-money, wallets */
    PHRASE_CHARGE,              /* a subscription renewed, an amount charged */
    PHRASE_CALLBACK,            /* call us, to cancel */
    PHRASE_DOCUMENT,            /* a shared document, a fax, a voice message */
    PHRASE_QUOTA,               /* a mailbox that is full or will be closed */
    PHRASE_EXTORTION,           /* I have recorded you */
    PHRASE_GREETING,            /* "Dear customer", where a name should stand */
    PHRASE_EASY_MONEY,          /* a job that passes money on, a sure profit */
    PHRASE_CHARITY,             /* give at once, to somebody's own account */
    PHRASE_SCAN,                /* a code to scan with a telephone */
    PHRASE_NO_CALL,             /* do not call, I cannot be called, by mail only */
    PHRASE_RUN,                 /* start this program, switch the content of this file on */
    PHRASE_REPAY,               /* too much was paid: send the difference back, or on to somebody */
    PHRASE_HARVEST,             /* send a list of all people or customers, with their numbers */
    PHRASE_REGISTER,            /* a fee or a consent for a register, a directory, a mark, a domain that others are after */
    PHRASE_TOPICS_OF_TEXT,      /* the rest are of names, domains and addresses */
    PHRASE_DESK = PHRASE_TOPICS_OF_TEXT,        /* what those call themselves who look after our mailboxes or our pay; of names */
    PHRASE_OFFICE,              /* what public offices call themselves; of names */
    PHRASE_LURE,                /* what domains are called that were made for one letter; of domains */
    PHRASE_LOGIN,               /* what pages are called on which one logs in or pays; of addresses */
    PHRASE_TOPIC_COUNT,
};
const char *phrase_topic_name(enum phrase_topic topic);         /* "bank-change", as in the lists */

/* A list as it stands in its file; doc/phrases.md says how it is written. */
struct phrase_source { str name, text; };

enum {
    PHRASE_WORDS_MAX  = 24,     /* of a phrase; a character of a script without blanks is a word */
    PHRASE_LISTS_MAX = 128,     /* ours and the administrator's */
};

struct phrases;

/* Compiles the lists, which may go afterwards; looks stay. NULL for a mistake, with "NAME:LINE: what" in *error. */
struct phrases *phrases_new(struct arena *arena, const struct looks *looks, const struct phrase_source *sources,
                            size_t count, str *error);
/* The same of the lists that come with the program, and more behind them. */
struct phrases *phrases_with_shipped(struct arena *arena, const struct unicode *unicode, const struct phrase_source *more,
                                     size_t more_count, str *error);

struct phrase_hits { str first[PHRASE_TOPIC_COUNT]; };          /* slices of the text; empty where nothing was found */

void phrases_find(const struct phrases *phrases, str text, struct phrase_hits *hits);

/* What the above is made of, for tests: a text as the words that are compared. */
enum { PHRASE_WORD_MAX_OCTETS = 48 };   /* a longer one is in no list */
struct phrase_words {
    const struct looks *looks;
    str                 text;
    size_t              at;
    char                word[PHRASE_WORD_MAX_OCTETS + 16];      /* zeros behind it */
    size_t              word_len;
    bool                is_too_long;
};
struct phrase_word {
    str    text;                        /* what is compared; lives until the next word is asked for; empty if too long;
                                           zeros stand behind it, up to a multiple of eight */
    size_t start, end;                  /* where it stands */
    bool   is_number;                   /* only digits */
    bool   begins_sentence;
};
struct phrase_words phrase_words_of(const struct phrases *phrases, str text);
bool                phrase_words_next(struct phrase_words *words, struct phrase_word *word);

#endif
