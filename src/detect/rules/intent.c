/* What the letter as a whole wants of its reader (detect/intent.h). Phrases find a sentence that fraud likes; this finds a letter that
 * has all the building stones of one, in whatever words. Honest letters have them, too: of houses and people who prove to be
 * themselves it says nothing, and of others little alone. */
#include "detect/figures.h"
#include "detect/identity.h"
#include "detect/intent.h"
#include "detect/rules/rules.h"

/* The logarithm of odds: from which on it is worth a line, at which it weighs what the table says, and at which it would weigh nothing.
 * In the sample of real mail two fifths of the fraud are above the first, and of honest mail 1 to 10 in 100; from the second on, none.
 * The second is surer than for 99 of 100 honest letters that were written to be mistaken (tests/detect/fit_intent.c prints it). */
static const double odds_min = 0.0, odds_full = 1.65, odds_nothing = -0.2;
/* What is left of the weight where the letter lacks what it would need for what it wants. Appointments are cancelled and bills disputed
 * by telephone, too, so that without a sum, or a word that asks for the call, still less is left of a charge that wants to be called. */
static const double without_its_means = 0.5, without_a_call = 0.3;
/* Surer than for 95 of 100 of those letters. */
static const double odds_sure = 0.7;

/* A page, a file or a picture: something to open, or to look a code up on. */
static bool brings_something(const struct facts *f)
{
    return content_leads_to_web(f->content) || f->content->images > 0 || f->attachments->count > 0;
}

static bool names_sum(const struct facts *f)
{
    return figures_name_amount(f->content->text) || figures_name_amount(f->message->subject) || f->wording->payments.count > 0;
}

/* Who wants a login, a document opened, a fee for a parcel or a fine paid has a page for it; who hires names a sum, and who tells of a
 * charge says besides that one should call. Without them the letter is honest (complaints and applications speak of the same things), or
 * the fraud is yet to come, by answers. */
static bool lacks_its_means(const struct facts *f, enum intent intent)
{
    switch (intent) {
    case INTENT_LOGIN: case INTENT_DOCUMENT: case INTENT_PARCEL: case INTENT_OFFICE:
        return !brings_something(f);
    case INTENT_CALLBACK:
        return !names_sum(f) || wording_says(f->wording, PHRASE_CALLBACK).len == 0;
    case INTENT_JOB:
        return !names_sum(f);
    case INTENT_PAYMENT: case INTENT_BANK: case INTENT_FAVOUR: case INTENT_WINDFALL: case INTENT_THREAT: case INTENT_COUNT:
        break;
    }
    return false;
}

static bool wants(const struct facts *f, enum intent intent, struct finding *out)
{
    const struct wording *wording = f->wording;

    if (wording->letter.odds < odds_min || wording->letter.intent != intent || identity_is_returned(f) ||
        identity_is_itself(f) || identity_is_known(f))
        return false;
    out->evidence = wording->letter_words;
    if (lacks_its_means(f, intent))
        out->weight *= intent == INTENT_CALLBACK ? without_a_call : without_its_means;
    if (wording->letter.odds < odds_full)
        out->weight *= (wording->letter.odds - odds_nothing) / (odds_full - odds_nothing);
    return true;
}

/* For the compounds: one name for all of the below. */
static bool letter_sure(const struct facts *f, struct finding *out)
{
    enum intent intent = f->wording->letter.intent;

    return f->wording->letter.odds >= odds_sure && !lacks_its_means(f, intent) && wants(f, intent, out);
}

/* Whoever has stolen a mailbox writes to the people in its address book. What a letter wants is no evidence against one who has long
 * written and proves it, but is beside another sign: a page where anybody can put one. */
static bool letter_of_known(const struct facts *f, struct finding *out)
{
    const struct letter_intent *letter = &f->wording->letter;

    out->evidence = f->wording->letter_words;
    return identity_is_known(f) && letter->odds >= odds_sure && (letter->intent == INTENT_LOGIN || letter->intent == INTENT_DOCUMENT);
}

static bool letter_login(const struct facts *f, struct finding *out)
{
    return wants(f, INTENT_LOGIN, out);
}

static bool letter_payment(const struct facts *f, struct finding *out)
{
    return wants(f, INTENT_PAYMENT, out);
}

/* Where "bank-change" has the account itself, the words about it are no second sign. */
static bool letter_bank(const struct facts *f, struct finding *out)
{
    return correspondence_new_account(f).len == 0 && wants(f, INTENT_BANK, out);
}

static bool letter_favour(const struct facts *f, struct finding *out)
{
    return wants(f, INTENT_FAVOUR, out);
}

static bool letter_windfall(const struct facts *f, struct finding *out)
{
    return wants(f, INTENT_WINDFALL, out);
}

static bool letter_threat(const struct facts *f, struct finding *out)
{
    return wants(f, INTENT_THREAT, out);
}

static bool letter_parcel(const struct facts *f, struct finding *out)
{
    return wants(f, INTENT_PARCEL, out);
}

static bool letter_callback(const struct facts *f, struct finding *out)
{
    return wants(f, INTENT_CALLBACK, out);
}

static bool letter_document(const struct facts *f, struct finding *out)
{
    return wants(f, INTENT_DOCUMENT, out);
}

static bool letter_office(const struct facts *f, struct finding *out)
{
    return wants(f, INTENT_OFFICE, out);
}

static bool letter_job(const struct facts *f, struct finding *out)
{
    return wants(f, INTENT_JOB, out);
}

const struct rule intent_rules[] = {
    { "letter-sure",     0.00, GROUP_TEXT, SOFT, letter_sure,
      "What the letter wants is fairly sure." },
    { "letter-of-known", 0.00, GROUP_TEXT, SOFT, letter_of_known,
      "Somebody who has long written here seems to want a login, or something opened." },
    { "letter-login",    1.80, GROUP_TEXT, SOFT, letter_login,
      "As a whole it reads like letters that want a login; what says most:" },
    { "letter-payment",  1.65, GROUP_TEXT, SOFT, letter_payment,
      "As a whole it reads like letters that want money sent at once; what says most:" },
    { "letter-bank",     1.80, GROUP_TEXT, SOFT, letter_bank,
      "As a whole it reads like letters that want money sent to another account; what says most:" },
    { "letter-favour",   1.80, GROUP_TEXT, SOFT, letter_favour,
      "As a whole it reads like letters of a false chief or friend who wants a favour; what says most:" },
    { "letter-windfall", 1.80, GROUP_TEXT, SOFT, letter_windfall,
      "As a whole it reads like letters that promise money to strangers; what says most:" },
    { "letter-threat",   1.80, GROUP_TEXT, SOFT, letter_threat,
      "As a whole it reads like letters that threaten for money; what says most:" },
    { "letter-parcel",   1.80, GROUP_TEXT, SOFT, letter_parcel,
      "As a whole it reads like letters about a parcel that is not there; what says most:" },
    { "letter-callback", 1.80, GROUP_TEXT, SOFT, letter_callback,
      "As a whole it reads like letters about a charge that want to be called; what says most:" },
    { "letter-document", 1.80, GROUP_TEXT, SOFT, letter_document,
      "As a whole it reads like letters that want a file or a page opened; what says most:" },
    { "letter-office",   1.80, GROUP_TEXT, SOFT, letter_office,
      "As a whole it reads like letters in the name of an authority, about a fine or a refund; what says most:" },
    { "letter-job",      1.80, GROUP_TEXT, SOFT, letter_job,
      "As a whole it reads like letters that offer work or a home, for money or an account; what says most:" },
};
const size_t intent_rule_count = ARRAY_LEN(intent_rules);
