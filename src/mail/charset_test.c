#include "mail/charset.h"

#include "unit.h"

TEST(charset_to_utf8)
{
    static const struct { const char *name, *label; str octets; bool known; const char *want; } cases[] = {
        { "UTF-8 as it is",             "utf-8",        STR_INIT("\xc3\xa4"),           true, "\xc3\xa4" },
        { "UTF-8 in capitals",          "UTF-8",        STR_INIT("\xc3\xa4"),           true, "\xc3\xa4" },
        { "a broken sequence",          "utf-8",        STR_INIT("a\xc3z"),             true, "a\xef\xbf\xbdz" },
        { "an overlong slash",          "utf-8",        STR_INIT("\xc0\xaf"),           true,
          "\xef\xbf\xbd\xef\xbf\xbd" },
        { "a surrogate is no character", "utf-8",       STR_INIT("\xed\xa0\x80"),       true,
          "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
        { "ASCII",                      "us-ascii",     STR_INIT("plain"),              true, "plain" },
        { "Latin-1 means windows-1252", "ISO-8859-1",   STR_INIT("\xe4\x80"),           true, "\xc3\xa4\xe2\x82\xac" },
        { "Latin-2",                    "iso-8859-2",   STR_INIT("\xb1"),               true, "\xc4\x85" },
        { "Russian",                    "koi8-r",       STR_INIT("\xd1"),               true, "\xd1\x8f" },
        { "GB2312 means gb18030",       "gb2312",       STR_INIT("\xd6\xd0"),           true, "\xe4\xb8\xad" },
        { "Big5",                       "big5",         STR_INIT("\xa4\xa4"),           true, "\xe4\xb8\xad" },
        { "Shift_JIS",                  "Shift_JIS",    STR_INIT("\x93\xfa"),           true, "\xe6\x97\xa5" },
        { "ISO-2022-JP has states",     "iso-2022-jp",  STR_INIT("\x1b$BF|\x1b(B"),     true, "\xe6\x97\xa5" },
        { "Korean",                     "ks_c_5601-1987", STR_INIT("\xc7\xd1"),         true, "\xed\x95\x9c" },
        { "UTF-7",                      "utf-7",        STR_INIT("+ZeU-"),              true, "\xe6\x97\xa5" },
        { "UTF-16 without mark is little-endian", "utf-16", STR_INIT("a\0b\0"),         true, "ab" },
        { "a mark says big-endian",     "utf-16",       STR_INIT("\xfe\xff\0a\0b"),    true, "ab" },
        { "a mark says little-endian",  "utf-16",       STR_INIT("\xff\xfe" "a\0b\0"), true, "ab" },
        { "a mark against the label",   "utf-16le",     STR_INIT("\xfe\xff\0a\0b"),    true, "ab" },
        { "only the first is a mark",   "utf-16",       STR_INIT("\xfe\xff\xfe\xff\0a"), true, "\xef\xbb\xbf" "a" },
        { "a mark alone",               "utf-16",       STR_INIT("\xfe\xff"),           true, "" },
        { "the mark of UTF-8 in UTF-16", "utf-16",      STR_INIT("\xef\xbb\xbf" "ab"),  true, "ab" },
        { "UTF-32 without mark is big-endian", "utf-32", STR_INIT("\0\0\0a"),           true, "a" },
        { "a mark in UTF-32",           "utf-32",       STR_INIT("\xff\xfe\0\0a\0\0\0"), true, "a" },
        { "half a pair in UTF-16",      "utf-16le",     STR_INIT("\x00\xd8z\0"),        true, "\xef\xbf\xbdz" },
        { "an unknown charset",         "x-none",       STR_INIT("a\xe4z"),             false, "a\xef\xbf\xbdz" },
        { "no charset",                 "",             STR_INIT("az"),                 false, "az" },
        { "ICU's other names are not ours", "ibm-37_P100-1995", STR_INIT("\xc1"),       false, "\xef\xbf\xbd" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        str         utf8;

        CHECK_EQ(charset_to_utf8(&arena, str_of(c->label), c->octets, &utf8), c->known);
        CHECK_CSTR(utf8, c->want);
        CHECK(str_is_utf8(utf8));
    }
}

/* Names that ICU refused would fall back without a word. */
TEST(charset_labels_are_all_known_to_icu)
{
    static const struct { const char *name; } cases[] = {
        { "windows-1250" }, { "windows-1251" }, { "windows-1252" }, { "windows-1253" }, { "windows-1254" },
        { "windows-1255" }, { "windows-1256" }, { "windows-1257" }, { "windows-1258" }, { "windows-874" },
        { "tis-620" },
        { "windows-949" }, { "shift_jis" }, { "iso-8859-2" }, { "iso-8859-3" }, { "iso-8859-4" }, { "iso-8859-5" },
        { "iso-8859-6" }, { "iso-8859-7" }, { "iso-8859-8" }, { "iso-8859-8-i" }, { "iso-8859-9" }, { "iso-8859-10" },
        { "iso-8859-13" }, { "iso-8859-14" }, { "iso-8859-15" }, { "koi8-r" }, { "koi8-u" }, { "cp866" }, { "cp437" },
        { "cp850" }, { "macintosh" }, { "gb18030" }, { "hz-gb-2312" }, { "big5-hkscs" }, { "euc-jp" }, { "euc-kr" },
        { "euc-tw" }, { "iso-2022-jp" }, { "iso-2022-kr" }, { "iso-2022-cn" }, { "utf-7" }, { "utf-16be" },
        { "ucs-2" }, { "utf-32" }, { "utf-32le" },
        { "utf-32be" },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena = { 0 };
        str         utf8;

        CHECK(charset_to_utf8(&arena, str_of(c->name), STR("\xe4\xe4\xe4\xe4"), &utf8));
        CHECK(str_is_utf8(utf8));
    }
}
