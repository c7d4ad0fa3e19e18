/* Where a text would have money go: bank accounts, and wallets whose check digits are right. Facts, no judgement: most who
 * name an account want to be paid for something.
 *
 * One pass over the text; only so many accounts and candidates are examined. */
#ifndef DETECT_PAYMENT_H
#define DETECT_PAYMENT_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/str.h"

enum payment_kind {
    PAYMENT_IBAN,               /* ISO 13616: length of its country, and the remainder by 97 */
    PAYMENT_IBAN_FORM,          /* the form of one; its check digits are wrong, or its country is left out, as in Poland */
    PAYMENT_ACCOUNT,            /* a number that the text itself calls one of an account, a bank code, a routing number */
    PAYMENT_WALLET,             /* crypto-money: Base58Check (Bitcoin, Litecoin, Dogecoin, Tron) or bech32 (Bitcoin) */
};

struct payment {
    enum payment_kind kind;
    str               number;   /* to be compared: without blanks and hyphens; letters of an IBAN are capital */
    str               text;     /* as it stands, a slice */
};

enum { PAYMENTS_MAX = 16 };
struct payments {
    struct payment items[PAYMENTS_MAX];
    size_t         count;
    bool           is_whole;    /* nothing was beyond a bound */
};

/* Adds what text names to payments, each number once; *payments is to be { .is_whole = true } before the first. */
void payments_find(struct arena *arena, const struct digests *digests, str text, struct payments *payments);

/* Whether accounts of a country ("DE", "pt") are written as IBANs. */
bool payment_country_has_iban(str country);

const struct payment *payments_first(const struct payments *payments, enum payment_kind kind);      /* NULL if none */

#endif
