/* Accounts and wallets in a text.
 *
 * What is found stands in the text, once, and is its number but for blanks, hyphens and small letters. An IBAN or a wallet
 * is found in its own slice again; an IBAN with a digit changed is none.
 *
 * Covers: src/detect/payment.c */
#include "fuzz.h"

#include "base/ascii.h"
#include "detect/payment.h"

static struct payments found_in(struct arena *arena, str text)
{
    struct payments payments = { .is_whole = true };

    payments_find(arena, fuzz_digests(), text, &payments);
    return payments;
}

static bool is_number_of(str number, str text, bool in_capitals)
{
    size_t at = 0;

    for (size_t i = 0; i < text.len; i++) {
        char c = in_capitals ? ascii_upper(text.ptr[i]) : text.ptr[i];

        if (!ascii_is_alnum(c))
            continue;
        if (at == number.len || number.ptr[at++] != c)
            return false;
    }
    return at == number.len;
}

static bool names(const struct payments *payments, enum payment_kind kind, str number)
{
    for (size_t i = 0; i < payments->count; i++)
        if (payments->items[i].kind == kind && str_equal(payments->items[i].number, number))
            return true;
    return false;
}

/* Any single digit that is wrong is noticed: that is what the check digits are for. */
static void check_iban(struct arena *arena, str number)
{
    char  *wrong = memcpy(arena_octets(arena, number.len), number.ptr, number.len);
    size_t last  = number.len - 1;

    if (!ascii_is_digit(wrong[last]))
        return;
    wrong[last] = wrong[last] == '9' ? '0' : (char)(wrong[last] + 1);

    struct payments payments = found_in(arena, (str){ wrong, number.len });

    HOLDS(payments_first(&payments, PAYMENT_IBAN) == NULL);
}

FUZZ_TARGET(input)
{
    ARENA_SCOPE     arena    = { 0 };
    struct payments payments = found_in(&arena, input);

    HOLDS(payments.count <= PAYMENTS_MAX);
    for (size_t i = 0; i < payments.count; i++) {
        const struct payment *payment = &payments.items[i];
        struct payments       alone   = found_in(&arena, payment->text);

        HOLDS(fuzz_is_inside(payment->text, input) && payment->text.len > 0);
        HOLDS(is_number_of(payment->number, payment->text, payment->kind == PAYMENT_IBAN || payment->kind == PAYMENT_IBAN_FORM));
        HOLDS(payment->kind == PAYMENT_ACCOUNT || names(&alone, payment->kind, payment->number));
        for (size_t j = 0; j < i; j++)
            HOLDS(payments.items[j].kind != payment->kind || !str_equal(payments.items[j].number, payment->number));
        if (payment->kind == PAYMENT_IBAN)
            check_iban(&arena, payment->number);
    }
}
