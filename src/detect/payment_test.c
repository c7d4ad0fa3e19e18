#include "detect/payment.h"

#include "base/buf.h"
#include "unit.h"

/* The IBANs are the examples of the registry; the wallets are those of BIP 173, BIP 350 and the first block of Bitcoin. */
TEST(payments_find)
{
    static const struct { const char *name, *text, *want; } cases[] = {
        { "an IBAN in groups",            "to GB29 NWBK 6016 1331 9268 19.", "iban:GB29NWBK60161331926819" },
        { "without blanks",               "IBAN:DE89370400440532013000",     "iban:DE89370400440532013000" },
        { "of a country that is not in the registry", "IR06 2960 0000 0010 0324 2000 01", "iban:IR062960000000100324200001" },
        { "in small letters",             "de89 3704 0044 0532 0130 00",     "iban:DE89370400440532013000" },
        { "with no-break spaces",         "NL91\xc2\xa0" "ABNA\xc2\xa0" "0417\xc2\xa0" "1643\xc2\xa0" "00", "iban:NL91ABNA0417164300" },
        { "the country apart",            "DE 89 3704 0044 0532 0130 00",    "iban:DE89370400440532013000" },
        { "by a no-break space",          "to DE\xc2\xa0" "89370400440532013000", "iban:DE89370400440532013000" },
        { "by two blanks",                "DE  89370400440532013000",        "" },
        { "behind words of letters",      "we pay Konto-Nr. and then GB29 NWBK 6016 1331 9268 19", "iban:GB29NWBK60161331926819" },
        { "over a line",                  "FR14 2004 1010 0505\n0001 3M02 606", "iban:FR1420041010050500013M02606" },
        { "the longest",                  "LC55HEMM000100010012001200023015", "iban:LC55HEMM000100010012001200023015" },
        { "two of them, one twice",       "NO9386011117947 BE68539007547034 NO93 8601 1117 947",
          "iban:NO9386011117947 iban:BE68539007547034" },
        { "a digit wrong",                "GB28 NWBK 6016 1331 9268 19",     "form:GB28NWBK60161331926819" },
        { "a digit wrong, in small letters", "gb28nwbk60161331926819",         "" },
        { "goods of a number",            "ITEM NO 4006381333932",           "" },
        { "Poland's, without the country", "27 1140 2004 0000 3302 7781 9045", "form:27114020040000330277819045" },
        { "a digit too much",             "GB29NWBK601613319268190",         "" },
        { "a digit too few",              "GB29 NWBK 6016 1331 9268 1",      "" },
        { "a country that has none",      "US29NWBK60161331926819",          "" },
        { "before Chinese",               "DE89370400440532013000\xe3\x80\x82", "iban:DE89370400440532013000" },
        { "inside of a word",             "xGB29NWBK60161331926819",         "" },
        { "two blanks between groups",    "GB29  NWBK 6016 1331 9268 19",    "" },
        { "an account by its name",       "Account number: 12345678",        "account:12345678" },
        { "with a sort code",             "Sort code 12-34-56, account no. 12345678", "account:123456 account:12345678" },
        { "in Korean",                    "\xea\xb3\x84\xec\xa2\x8c: 110-118-820447", "account:110118820447" },
        { "a key of Pix",                 "a chave \xc3\xa9 41988127745",    "account:41988127745" },
        { "in German",                    "Kontonummer 532013000, BLZ 37040044", "account:532013000 account:37040044" },
        { "in Russian",
          "\xd0\xbd\xd0\xbe\xd0\xbc\xd0\xb5\xd1\x80 \xd1\x81\xd1\x87\xd0\xb5\xd1\x82\xd0\xb0 40702810900000000001",
          "account:40702810900000000001" },
        { "a number without a name",      "your order 12345678",             "" },
        { "the name was another number's", "account no 12345678 of 20261231", "account:12345678" },
        { "too short",                    "account number 12345",            "" },
        { "too long",                     "account number 123456789012345678901", "" },
        { "a Bitcoin address",            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "wallet:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa" },
        { "one of a script",              "pay 3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy now", "wallet:3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy" },
        { "a letter wrong",               "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "" },
        { "at the end of a long word",    "xxxxxxxxxxxxxxxxxxxxxxxxx 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
          "wallet:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa" },
        { "two side by side",             "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa,3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
          "wallet:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa wallet:3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy" },
        { "bech32",                       "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
          "wallet:bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4" },
        { "bech32m",                      "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
          "wallet:bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0" },
        { "bech32 with a letter wrong",   "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", "" },
        { "a hash of a commit",           "356a192b7913b04c54574d18c28d46e6395428ab", "" },
        { "nothing",                      "",                                "" },
        { "an IBAN that is cut",          "GB29 NWBK",                       "" },
    };
    static const char *const kinds[] = { [PAYMENT_IBAN] = "iban", [PAYMENT_IBAN_FORM] = "form", [PAYMENT_ACCOUNT] = "account", [PAYMENT_WALLET] = "wallet" };
    struct digests digests;

    CHECK(digests_open(&digests));
    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE     arena    = { 0 };
        BUF_SCOPE       seen     = { 0 };
        struct payments payments = { .is_whole = true };

        payments_find(&arena, &digests, str_of(c->text), &payments);
        for (size_t i = 0; i < payments.count; i++)
            buf_printf(&seen, "%s%s:%.*s", i > 0 ? " " : "", kinds[payments.items[i].kind], STR_ARG(payments.items[i].number));
        CHECK_CSTR(buf_str(&seen), c->want);
        CHECK(payments.is_whole);
    }
    digests_close(&digests);
}

TEST(payments_are_bounded)
{
    ARENA_SCOPE     arena    = { 0 };
    BUF_SCOPE       text     = { 0 };
    struct payments payments = { .is_whole = true };
    struct digests  digests;

    CHECK(digests_open(&digests));
    for (int i = 0; i < 30; i++)
        buf_printf(&text, "account number %d\n", 10000000 + i);
    payments_find(&arena, &digests, buf_str(&text), &payments);
    CHECK_EQ(payments.count, PAYMENTS_MAX);
    CHECK(!payments.is_whole);
    CHECK_CSTR(payments_first(&payments, PAYMENT_ACCOUNT)->text, "10000000");
    CHECK(payments_first(&payments, PAYMENT_IBAN) == NULL);
    digests_close(&digests);
}
