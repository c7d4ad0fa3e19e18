#include "detect/payment.h"

#include "base/ascii.h"
#include "base/eight.h"

enum {
    IBAN_MAX             = 34,          /* ISO 13616 */
    IBAN_DIGITS_MIN      = 9,           /* in what has only the form of one: words have fewer */
    POLISH_DIGITS        = 26,
    ACCOUNT_DIGITS_MIN   = 6,
    ACCOUNT_DIGITS_MAX   = 20,
    ACCOUNT_LABEL_OCTETS = 72,          /* before the number and behind it: where the text says what it is */
    ACCOUNTS_EXAMINED    = 256,
    WALLET_MIN           = 26,
    WALLET_MAX           = 62,
    WALLETS_EXAMINED     = 128,
    BASE58CHECK_OCTETS   = 25,          /* version, hash of 20 octets, checksum of 4 */
};

const struct payment *payments_first(const struct payments *payments, enum payment_kind kind)
{
    for (size_t i = 0; i < payments->count; i++)
        if (payments->items[i].kind == kind)
            return &payments->items[i];
    return NULL;
}

/* The search at one place of the text. */
struct search {
    struct arena         *arena;
    const struct digests *digests;
    str                   text;
    struct payments      *payments;
    size_t                accounts, wallets;            /* examined */
};

static void add(struct search *s, enum payment_kind kind, str number, size_t from, size_t to)
{
    struct payments *payments = s->payments;

    for (size_t i = 0; i < payments->count; i++)
        if (payments->items[i].kind == kind && str_equal(payments->items[i].number, number))
            return;
    if (payments->count == PAYMENTS_MAX) {
        payments->is_whole = false;
        return;
    }
    payments->items[payments->count++] = (struct payment){ kind, arena_str(s->arena, number), str_slice(s->text, from, to) };
}

/* ---- IBAN ---- */

/* The lengths of the countries of the IBAN registry, and of those that write their accounts in that form and are not in it. */
static const struct { char country[3]; uint8_t length; } iban_lengths[] = {
    { "AD", 24 }, { "AE", 23 }, { "AL", 28 }, { "AO", 25 }, { "AT", 20 }, { "AZ", 28 }, { "BA", 20 }, { "BE", 16 },
    { "BF", 28 }, { "BG", 22 }, { "BH", 22 }, { "BI", 27 }, { "BJ", 28 }, { "BR", 29 }, { "BY", 28 }, { "CF", 27 },
    { "CG", 27 }, { "CH", 21 }, { "CI", 28 }, { "CM", 27 }, { "CR", 22 }, { "CV", 25 }, { "CY", 28 }, { "CZ", 24 },
    { "DE", 22 }, { "DJ", 27 }, { "DK", 18 }, { "DO", 28 }, { "DZ", 26 }, { "EE", 20 }, { "EG", 29 }, { "ES", 24 },
    { "FI", 18 }, { "FK", 18 }, { "FO", 18 }, { "FR", 27 }, { "GA", 27 }, { "GB", 22 }, { "GE", 22 }, { "GI", 23 },
    { "GL", 18 }, { "GQ", 27 }, { "GR", 27 }, { "GT", 28 }, { "GW", 25 }, { "HN", 28 }, { "HR", 21 }, { "HU", 28 },
    { "IE", 22 }, { "IL", 23 }, { "IQ", 23 }, { "IR", 26 }, { "IS", 26 }, { "IT", 27 }, { "JO", 30 }, { "KM", 27 },
    { "KW", 30 }, { "KZ", 20 }, { "LB", 28 }, { "LC", 32 }, { "LI", 21 }, { "LT", 20 }, { "LU", 20 }, { "LV", 21 },
    { "LY", 25 }, { "MA", 28 }, { "MC", 27 }, { "MD", 24 }, { "ME", 22 }, { "MG", 27 }, { "MK", 19 }, { "ML", 28 },
    { "MN", 20 }, { "MR", 27 }, { "MT", 31 }, { "MU", 30 }, { "MZ", 25 }, { "NE", 28 }, { "NI", 28 }, { "NL", 18 },
    { "NO", 15 }, { "OM", 23 }, { "PK", 24 }, { "PL", 28 }, { "PS", 29 }, { "PT", 25 }, { "QA", 29 }, { "RO", 24 },
    { "RS", 22 }, { "RU", 33 }, { "SA", 24 }, { "SC", 31 }, { "SD", 18 }, { "SE", 24 }, { "SI", 19 }, { "SK", 24 },
    { "SM", 27 }, { "SN", 28 }, { "SO", 23 }, { "ST", 25 }, { "SV", 28 }, { "TD", 27 }, { "TG", 28 }, { "TL", 23 },
    { "TN", 24 }, { "TR", 26 }, { "UA", 29 }, { "VA", 22 }, { "VG", 24 }, { "XK", 20 }, { "YE", 30 },
};

static size_t iban_length(str country)
{
    for (size_t i = 0; i < ARRAY_LEN(iban_lengths); i++)
        if (str_equal_nocase(country, str_of(iban_lengths[i].country)))
            return iban_lengths[i].length;
    return 0;
}

bool payment_country_has_iban(str country)
{
    return iban_length(country) > 0;
}

/* ISO 7064, as ISO 13616 has it: the first four behind the rest, letters as numbers from 10, and 1 remains of it by 97. */
static bool iban_checks(str iban)
{
    unsigned remainder = 0;

    for (size_t i = 0; i < iban.len; i++) {
        char     c     = iban.ptr[(i + 4) % iban.len];
        unsigned value = ascii_is_digit(c) ? (unsigned)(c - '0') : (unsigned)(c - 'A') + 10;

        remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
    }
    return remainder == 1;
}

static size_t digits_in(str text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.len; i++)
        count += ascii_is_digit(text.ptr[i]);
    return count;
}

/* How many octets of a gap between two groups stand at the start: a blank, a hyphen, a no-break space. */
static size_t gap_length(str text)
{
    if (text.len > 0 && (ascii_is_blank(text.ptr[0]) || text.ptr[0] == '-'))
        return 1;
    return str_starts(text, STR("\xc2\xa0")) ? 2 : 0;
}

/* The next count letters and digits behind from, with single gaps between them. Returns where they end, or 0. */
static size_t collect(str text, size_t from, size_t count, char *out)
{
    for (size_t i = 0; i < count; i++) {
        from += i > 0 ? gap_length(str_from(text, from)) : 0;
        if (from == text.len || !ascii_is_alnum(text.ptr[from]))
            return 0;
        out[i] = ascii_upper(text.ptr[from++]);
    }
    return from < text.len && ascii_is_alnum(text.ptr[from]) ? 0 : from;
}

/* Two letters and a check digit: asked at each word, so before anything else. */
static bool begins_like_iban(str text)
{
    if (text.len < 3 || !ascii_is_alpha(text.ptr[0]) || !ascii_is_alpha(text.ptr[1]) || ascii_is_alpha(text.ptr[2]))
        return false;
    text = str_from(text, 2);
    text = str_from(text, gap_length(text));
    return text.len > 0 && ascii_is_digit(text.ptr[0]);
}

/* Without right check digits it could be anything: "no 4006381333931" is none of Norway's. */
static bool is_written_like_iban(str text)
{
    return ascii_is_upper(text.ptr[0]) && ascii_is_upper(text.ptr[1]) && ascii_is_digit(text.ptr[2]) && ascii_is_digit(text.ptr[3]);
}

static bool find_iban(struct search *s, size_t at)
{
    char octets[IBAN_MAX];
    str  rest = str_from(s->text, at);

    if (!begins_like_iban(rest))
        return false;

    size_t length = iban_length(str_slice(rest, 0, 2));
    size_t end    = length > 0 ? collect(s->text, at, length, octets) : 0;
    str    iban   = { octets, length };

    if (end == 0 || !ascii_is_digit(octets[3]))
        return false;
    if (iban_checks(iban))
        add(s, PAYMENT_IBAN, iban, at, end);
    else if (is_written_like_iban(rest) && digits_in(iban) >= IBAN_DIGITS_MIN)
        add(s, PAYMENT_IBAN_FORM, iban, at, end);
    else
        return false;
    return true;
}

/* In Poland an account is written without its country. */
static bool find_polish(struct search *s, size_t at)
{
    char   octets[POLISH_DIGITS];
    size_t end    = collect(s->text, at, POLISH_DIGITS, octets);
    str    number = { octets, POLISH_DIGITS };

    if (end == 0 || digits_in(number) != POLISH_DIGITS)
        return false;
    add(s, PAYMENT_IBAN_FORM, number, at, end);
    return true;
}

/* ---- numbers that the text calls an account ---- */

/* In the languages of the phrase lists. A customer has an "account number", too: what pays into one says more. */
static const char *const labels[] = {
    "account number", "account no", "account #", "acct no", "acct number", "a/c no", "a/c number", "acc no", "bank account",
    "sort code", "routing number", "routing no", "aba number", "kontonummer", "konto-nr", "kontonr", "bankleitzahl", "blz",
    "num\xc3\xa9ro de compte", "n\xc2\xb0 de compte", "n\xc3\xbamero de cuenta", "cuenta bancaria", "clabe", "numero di conto",
    "numero conto", "n\xc3\xbamero da conta", "conta banc\xc3\xa1ria", "rekeningnummer", "numer konta", "numer rachunku", "nr konta",
    "\xc4\x8d\xc3\xadslo \xc3\xba\xc4\x8dtu", "hesap numaras\xc4\xb1", "hesap no", "bankgiro", "plusgiro", "reg-nr",
    "\xd0\xbd\xd0\xbe\xd0\xbc\xd0\xb5\xd1\x80 \xd1\x81\xd1\x87\xd0\xb5\xd1\x82\xd0\xb0",                        /* номер счета */
    "\xd1\x80\xd0\xb0\xd1\x81\xd1\x87\xd0\xb5\xd1\x82\xd0\xbd\xd1\x8b\xd0\xb9 \xd1\x81\xd1\x87\xd0\xb5\xd1\x82", /* расчетный счет */
    "\xe5\x8f\xa3\xe5\xba\xa7\xe7\x95\xaa\xe5\x8f\xb7",                                                          /* 口座番号 */
    "\xe8\xb4\xa6\xe5\x8f\xb7", "\xe5\xb8\xb3\xe8\x99\x9f",                                                       /* 账号, 帳號 */
    "chave pix", "chave do pix", "chave \xc3\xa9", "upi id", "ifsc", "swish", "mobilepay", "bizum", "m-pesa",
    "nomor rekening", "no. rek", "no rek", "s\xe1\xbb\x91 t\xc3\xa0i kho\xe1\xba\xa3n",
    "banksz\xc3\xa1mlasz\xc3\xa1m", "sz\xc3\xa1mlasz\xc3\xa1m", "broj ra\xc4\x8duna",
    "\xc5\xbeiro ra\xc4\x8dun", "cont bancar", "num\xc4\x83rul contului",
    "s\xc4\x85skaitos numeris", "konta numurs", "kontonumber", "ra\xc4\x8dun \xc5\xa1t",
    "\xd0\xbd\xd0\xbe\xd0\xbc\xd0\xb5\xd1\x80 \xd1\x80\xd0\xb0\xd1\x85\xd1\x83\xd0\xbd\xd0\xba\xd1\x83", /* номер рахунку */
    "\xd1\x80\xd0\xb0\xd1\x85\xd1\x83\xd0\xbd\xd0\xbe\xd0\xba", /* рахунок */
    "\xd1\x80\xd0\xb0\xd1\x81\xd1\x87. \xd1\x81\xd1\x87\xd0\xb5\xd1\x82", "\xd1\x80/\xd1\x81", /* расч. счет, р/с */
    "\xd1\x81\xd0\xbc\xd0\xb5\xd1\x82\xd0\xba\xd0\xb0", "\xe5\x8f\xa3\xe5\xba\xa7", /* сметка, 口座 */
    "\xe6\x99\xae\xe9\x80\x9a", "\xe8\xb4\xa6\xe6\x88\xb7", "\xe5\xb8\xb3\xe6\x88\xb6", /* 普通, 账户, 帳戶 */
    "\xe5\xb8\x90\xe5\x8f\xb7", "\xe5\xb8\xb3\xe5\x8f\xb7", "\xea\xb3\x84\xec\xa2\x8c", /* 帐号, 帳号, 계좌 */
    /* เลขที่บัญชี */
    "\xe0\xb9\x80\xe0\xb8\xa5\xe0\xb8\x82\xe0\xb8\x97\xe0\xb8\xb5\xe0\xb9\x88\xe0\xb8\x9a\xe0\xb8\xb1\xe0\xb8\x8d\xe0\xb8\x8a\xe0\xb8\xb5",
    "\xe0\xb9\x80\xe0\xb8\xa5\xe0\xb8\x82\xe0\xb8\x9a\xe0\xb8\xb1\xe0\xb8\x8d\xe0\xb8\x8a\xe0\xb8\xb5", /* เลขบัญชี */
    "\xd8\xb1\xd9\x82\xd9\x85 \xd8\xa7\xd9\x84\xd8\xad\xd8\xb3\xd8\xa7\xd8\xa8", /* رقم الحساب */
    "\xd8\xb4\xd9\x85\xd8\xa7\xd8\xb1\xd9\x87 \xd8\xad\xd8\xb3\xd8\xa7\xd8\xa8", /* شماره حساب */
    "\xd7\x97\xd7\xa9\xd7\x91\xd7\x95\xd7\x9f", /* חשבון */
    /* खाता संख्या */
    "\xe0\xa4\x96\xe0\xa4\xbe\xe0\xa4\xa4\xe0\xa4\xbe \xe0\xa4\xb8\xe0\xa4\x82\xe0\xa4\x96\xe0\xa5\x8d\xe0\xa4\xaf\xe0\xa4\xbe",
    "\xe0\xa4\x96\xe0\xa4\xbe\xe0\xa4\xa4\xe0\xa4\xbe", /* खाता */
    "\xe0\xa4\x96\xe0\xa4\xbe\xe0\xa4\xa4\xe0\xa5\x87", /* खाते */
    "t\xc3\xa0i kho\xe1\xba\xa3n", /* tài khoản */
    "\xe0\xb8\x9a\xe0\xb8\xb1\xe0\xb8\x8d\xe0\xb8\x8a\xe0\xb8\xb5", /* บัญชี */
    "\xd8\xa8\xd9\x87 \xda\xa9\xd8\xa7\xd8\xb1\xd8\xaa", /* به کارت */
    "\xd8\xa8\xd9\x87 \xd8\xad\xd8\xb3\xd8\xa7\xd8\xa8", /* به حساب */
    "\xd8\xa7\xd9\x84\xd8\xad\xd8\xb3\xd8\xa7\xd8\xa8", /* الحساب */
    "sister account", "new account", "this account", "following account", "salary account", "our account", "the account of", "to account",
    "into account", "auf das konto", "auf unser konto", "neues konto", "na konto", "na \xc3\xba\xc4\x8d", "kontole", "sur le compte",
    "notre compte", "nouveau compte", "a la cuenta", "nueva cuenta", "nuestra cuenta", "sul conto", "nuovo conto", "nostro conto",
    "na conta", "nova conta", "nossa conta", "op rekening", "onze rekening", "naar rekening", "til konto", "p\xc3\xa5 konto", "till konto",
    "tilille", "na ra\xc4\x8dun", "hesab\xc4\xb1na", "hesab\xc4\xb1m\xc4\xb1z", "ke rekening",
};

/* Behind the number: whose it is, or what else its bank wants to know. */
static const char *const labels_behind[] = {
    "ifsc",
    "account name",
    "account holder",
    "beneficiary",
    "kontoinhaber",
    "titulaire",
    "titular",
    "intestat",
    "rekeninghouder",
    "t.n.v.",
    "ch\xe1\xbb\xa7 t\xc3\xa0i kho\xe1\xba\xa3n", /* chủ tài khoản */
    "\xec\x98\x88\xea\xb8\x88\xec\xa3\xbc", /* 예금주 */
    "\xe6\x88\xb6\xe5\x90\x8d", /* 戶名 */
    "\xe6\x88\xb7\xe5\x90\x8d", /* 户名 */
    "\xe5\x90\x8d\xe7\xbe\xa9", /* 名義 */
    "\xe0\xb8\x8a\xe0\xb8\xb7\xe0\xb9\x88\xe0\xb8\xad\xe0\xb8\x9a\xe0\xb8\xb1\xe0\xb8\x8d\xe0\xb8\x8a\xe0\xb8\xb5", /* ชื่อบัญชี */
    "saaja",
    "lastnik",
};

static bool names_one(str text, const char *const *of, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_find_nocase(text, str_of(of[i])) != STR_NOT_FOUND)
            return true;
    return false;
}

/* Up to the next number, which a label behind this one may be that of. */
static bool is_labelled_behind(str text, size_t end)
{
    str behind = str_slice(text, end, end + ACCOUNT_LABEL_OCTETS < text.len ? end + ACCOUNT_LABEL_OCTETS : text.len);

    for (size_t i = 0; i < behind.len; i++)
        if (ascii_is_digit(behind.ptr[i]) || behind.ptr[i] == '\n')
            behind.len = i;
    return names_one(behind, labels_behind, ARRAY_LEN(labels_behind));
}

static bool is_labelled(str text, size_t at)
{
    str before = str_slice(text, at > ACCOUNT_LABEL_OCTETS ? at - ACCOUNT_LABEL_OCTETS : 0, at);

    for (size_t i = before.len; i > 0; i--)             /* of another number: the label was that one's */
        if (ascii_is_digit(before.ptr[i - 1])) {
            before = str_from(before, i);
            break;
        }
    return names_one(before, labels, ARRAY_LEN(labels));
}

/* Digits with single blanks or hyphens between them. Returns where they end, or 0 if they are too few or too many. */
static size_t collect_digits(str text, size_t at, char digits[ACCOUNT_DIGITS_MAX], size_t *count)
{
    size_t end = at;

    *count = 0;
    for (;;) {
        size_t next = end + (*count > 0 ? gap_length(str_from(text, end)) : 0);

        if (next == text.len || !ascii_is_digit(text.ptr[next]))
            break;
        if (*count == ACCOUNT_DIGITS_MAX)
            return 0;
        digits[(*count)++] = text.ptr[next];
        end = next + 1;
    }
    return *count >= ACCOUNT_DIGITS_MIN ? end : 0;
}

static void find_account(struct search *s, size_t at)
{
    char   digits[ACCOUNT_DIGITS_MAX];
    size_t count, end = collect_digits(s->text, at, digits, &count);

    if (end == 0)
        return;
    if (s->accounts++ == ACCOUNTS_EXAMINED)
        s->payments->is_whole = false;
    if (s->accounts <= ACCOUNTS_EXAMINED && (is_labelled(s->text, at) || is_labelled_behind(s->text, end)))
        add(s, PAYMENT_ACCOUNT, (str){ digits, count }, at, end);
}

/* ---- wallets ---- */

static int base58_value(char c)
{
    static const char digits[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    const char       *found    = memchr(digits, c, sizeof digits - 1);

    return found == NULL ? -1 : (int)(found - digits);
}

static bool base58_decode(str text, uint8_t out[BASE58CHECK_OCTETS])
{
    memset(out, 0, BASE58CHECK_OCTETS);
    for (size_t i = 0; i < text.len; i++) {
        int carry = base58_value(text.ptr[i]);

        if (carry < 0)
            return false;
        for (size_t j = BASE58CHECK_OCTETS; j-- > 0;) {
            carry += 58 * out[j];
            out[j] = (uint8_t)(carry & 0xff);
            carry >>= 8;
        }
        if (carry != 0)
            return false;
    }
    return true;
}

static void sha256_twice(const struct digests *digests, str octets, uint8_t out[DIGEST_MAX_OCTETS])
{
    struct digest digest = { 0 };
    uint8_t       once[DIGEST_MAX_OCTETS];

    digest_init(&digest, digests, DIGEST_SHA256);
    digest_update(&digest, octets);

    size_t len = digest_final(&digest, once);

    digest_init(&digest, digests, DIGEST_SHA256);
    digest_update(&digest, (str){ (const char *)once, len });
    digest_final(&digest, out);
    digest_free(&digest);
}

/* Of Bitcoin, Dogecoin, Litecoin and Tron, keys and scripts. */
static bool is_known_version(uint8_t version)
{
    static const uint8_t versions[] = { 0x00, 0x05, 0x16, 0x1e, 0x30, 0x32, 0x41 };

    return memchr(versions, version, sizeof versions) != NULL;
}

static bool is_base58check(const struct digests *digests, str text)
{
    uint8_t octets[BASE58CHECK_OCTETS], sum[DIGEST_MAX_OCTETS];
    size_t  body = BASE58CHECK_OCTETS - 4;

    if (text.len > 35 || !base58_decode(text, octets) || !is_known_version(octets[0]))
        return false;
    sha256_twice(digests, (str){ (const char *)octets, body }, sum);
    return memcmp(octets + body, sum, 4) == 0;
}

/* BIP 173 and 350: the polynomial over "bc" and the data leaves 1, or the constant of bech32m. */
static uint32_t bech32_step(uint32_t sum, uint32_t value)
{
    static const uint32_t generator[] = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3 };
    uint32_t              top         = sum >> 25;

    sum = (sum & 0x1ffffff) << 5 ^ value;
    for (size_t i = 0; i < ARRAY_LEN(generator); i++)
        sum ^= (top >> i & 1) != 0 ? generator[i] : 0;
    return sum;
}

static bool is_bech32(str text)
{
    static const char digits[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    uint32_t          sum      = 1;

    if (!str_starts_nocase(text, STR("bc1")) || text.len < 14)
        return false;
    sum = bech32_step(bech32_step(sum, 'b' >> 5), 'c' >> 5);
    sum = bech32_step(bech32_step(bech32_step(sum, 0), 'b' & 31), 'c' & 31);
    for (size_t i = 3; i < text.len; i++) {
        const char *digit = memchr(digits, ascii_lower(text.ptr[i]), sizeof digits - 1);

        if (digit == NULL)
            return false;
        sum = bech32_step(sum, (uint32_t)(digit - digits));
    }
    return sum == 1 || sum == 0x2bc830a3;
}

static void find_wallet(struct search *s, size_t at, size_t end)
{
    str word = str_slice(s->text, at, end);

    if (word.len < WALLET_MIN || word.len > WALLET_MAX)
        return;
    if (s->wallets++ == WALLETS_EXAMINED)
        s->payments->is_whole = false;
    if (s->wallets <= WALLETS_EXAMINED && (is_bech32(word) || is_base58check(s->digests, word)))
        add(s, PAYMENT_WALLET, word, at, end);
}

/* The first digit at or behind from, or the end of the text. Most text has few. */
static size_t next_digit(str text, size_t from)
{
    for (; from < text.len; from += 8) {
        uint64_t digits = eight_digits(eight_at(text, from));

        if (digits != 0)
            return from + eight_before(digits);
    }
    return text.len;
}

static size_t word_start(str text, size_t at, size_t floor)
{
    while (at > floor && ascii_is_alnum(text.ptr[at - 1]))
        at--;
    return at;
}

static size_t word_end(str text, size_t at)
{
    while (at < text.len && ascii_is_alnum(text.ptr[at]))
        at++;
    return at;
}

/* Where the word begins that one gap parts from that at start, not before floor; start itself if there is none. */
static size_t word_before(str text, size_t start, size_t floor)
{
    for (size_t gap = 1; gap <= 2 && start >= floor + gap; gap++)
        if (gap_length(str_slice(text, start - gap, start)) == gap)
            return word_start(text, start - gap, floor);
    return start;
}

/* Words with a digit in them. The country of an IBAN may stand apart: "DE 89 3704 ...". */
static void find_numbers(struct search *s)
{
    for (size_t at = 0, digit; (digit = next_digit(s->text, at)) < s->text.len;) {
        size_t start = word_start(s->text, digit, at), end = word_end(s->text, digit);

        if (!find_iban(s, start) && start == digit && !find_iban(s, word_before(s->text, start, at)) && !find_polish(s, start))
            find_account(s, start);
        at = end;
    }
}

/* Long words: a place in each of them is looked at, not every octet of a text. */
static void find_wallets(struct search *s)
{
    for (size_t at = WALLET_MIN - 1, end; at < s->text.len; at = end + WALLET_MIN) {
        end = word_end(s->text, at);
        if (end > at)
            find_wallet(s, word_start(s->text, at, 0), end);
    }
}

void payments_find(struct arena *arena, const struct digests *digests, str text, struct payments *payments)
{
    struct search search = { .arena = arena, .digests = digests, .text = text, .payments = payments };

    find_numbers(&search);
    find_wallets(&search);
}
