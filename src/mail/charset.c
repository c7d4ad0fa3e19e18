#include "mail/charset.h"

#include <unicode/ucnv.h>

#include "base/ascii.h"

enum {
    LABEL_MAX_OCTETS = 40,
    TEXT_MAX_OCTETS  = 256 << 20,       /* ICU counts in int32_t, and one octet may become three */
};

/* Labels of the WHATWG Encoding standard §4.2 and what mail adds, by ICU's name for the converter. The standard reads
 * labels as senders mean them: who writes iso-8859-1 or gb2312 sends windows-1252 and gb18030.
 * Names that ICU knows by themselves (windows-1251, koi8-r, ...) stand in own_names. */
static const struct { const char *label, *converter; } aliases[] = {
    { "us-ascii",           "windows-1252" },
    { "ascii",              "windows-1252" },
    { "ansi_x3.4-1968",     "windows-1252" },
    { "iso-8859-1",         "windows-1252" },
    { "iso8859-1",          "windows-1252" },
    { "iso_8859-1",         "windows-1252" },
    { "iso88591",           "windows-1252" },
    { "latin1",             "windows-1252" },
    { "l1",                 "windows-1252" },
    { "cp819",              "windows-1252" },
    { "x-cp1252",           "windows-1252" },
    { "cp1252",             "windows-1252" },
    { "x-cp1250",           "windows-1250" },
    { "cp1250",             "windows-1250" },
    { "x-cp1251",           "windows-1251" },
    { "cp1251",             "windows-1251" },
    { "cp1253",             "windows-1253" },
    { "cp1254",             "windows-1254" },
    { "cp1255",             "windows-1255" },
    { "cp1256",             "windows-1256" },
    { "cp1257",             "windows-1257" },
    { "cp1258",             "windows-1258" },
    { "iso-8859-9",         "windows-1254" },
    { "latin5",             "windows-1254" },
    { "iso-8859-11",        "windows-874" },
    { "tis-620",            "windows-874" },
    { "dos-874",            "windows-874" },
    { "latin2",             "iso-8859-2" },
    { "l2",                 "iso-8859-2" },
    { "latin-9",            "iso-8859-15" },
    { "latin9",             "iso-8859-15" },
    { "iso-8859-8-i",       "iso-8859-8" },
    { "iso-8859-8-e",       "iso-8859-8" },
    { "iso-8859-6-i",       "iso-8859-6" },
    { "iso-8859-6-e",       "iso-8859-6" },
    { "koi8",               "koi8-r" },
    { "koi",                "koi8-r" },
    { "koi8-ru",            "koi8-u" },
    { "cp866",              "ibm866" },
    { "866",                "ibm866" },
    { "cp437",              "ibm437" },
    { "cp850",              "ibm850" },
    { "x-mac-roman",        "macintosh" },
    { "mac",                "macintosh" },
    { "gb2312",             "gb18030" },
    { "gb_2312-80",         "gb18030" },
    { "gbk",                "gb18030" },
    { "x-gbk",              "gb18030" },
    { "cp936",              "gb18030" },
    { "chinese",            "gb18030" },
    { "hz-gb-2312",         "HZ" },
    { "big5-hkscs",         "big5-hkscs" },
    { "x-x-big5",           "big5" },
    { "cn-big5",            "big5" },
    { "shift_jis",          "windows-31j" },
    { "shift-jis",          "windows-31j" },
    { "sjis",               "windows-31j" },
    { "x-sjis",             "windows-31j" },
    { "ms_kanji",           "windows-31j" },
    { "cp932",              "windows-31j" },
    { "x-euc-jp",           "euc-jp" },
    { "ks_c_5601-1987",     "windows-949" },
    { "ks_c_5601-1989",     "windows-949" },
    { "ksc5601",            "windows-949" },
    { "ksc_5601",           "windows-949" },
    { "euc-kr",             "windows-949" },
    { "korean",             "windows-949" },
    { "cp949",              "windows-949" },
    { "unicode-1-1-utf-7",  "utf-7" },
    { "utf7",               "utf-7" },
    { "utf-16",             "utf-16le" },       /* without a mark: RFC 2781 §4.3 would have it the other way round */
    { "utf16",              "utf-16le" },
    { "unicode",            "utf-16le" },
    { "unicodefeff",        "utf-16le" },
    { "csunicode",          "utf-16le" },
    { "ucs-2",              "utf-16le" },
    { "iso-10646-ucs-2",    "utf-16le" },
    { "unicodefffe",        "utf-16be" },
    { "utf-32",             "utf-32be" },       /* Unicode §3.10 D101; the Encoding standard has none of these */
    { "utf32",              "utf-32be" },
    { "ucs-4",              "utf-32be" },
    { "iso-10646-ucs-4",    "utf-32be" },
};

static const char *const own_names[] = {
    "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255", "windows-1256",
    "windows-1257", "windows-1258", "windows-874", "windows-949", "windows-31j", "iso-8859-2", "iso-8859-3",
    "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8", "iso-8859-10", "iso-8859-13", "iso-8859-14",
    "iso-8859-15", "koi8-r", "koi8-u", "ibm866", "ibm437", "ibm850", "macintosh", "gb18030", "big5", "euc-jp", "euc-tw",
    "iso-2022-jp", "iso-2022-kr", "iso-2022-cn", "utf-7", "utf-16le", "utf-16be", "utf-32le", "utf-32be",
};

/* Byte order marks of two families. In the other order a mark is no character, so whatever the label says of the order, the mark
 * says it better (RFC 2781 §4.3; Encoding standard §6). */
static const struct { str family, mark; const char *converter; } marks[] = {
    { STR_INIT("utf-16"), STR_INIT("\xfe\xff"),         "utf-16be" },
    { STR_INIT("utf-16"), STR_INIT("\xff\xfe"),         "utf-16le" },
    { STR_INIT("utf-16"), STR_INIT("\xef\xbb\xbf"),     "utf-8" },
    { STR_INIT("utf-32"), STR_INIT("\0\0\xfe\xff"),     "utf-32be" },
    { STR_INIT("utf-32"), STR_INIT("\xff\xfe\0\0"),     "utf-32le" },
    { STR_INIT("utf-32"), STR_INIT("\xef\xbb\xbf"),     "utf-8" },
};

/* In these, octets that look like ASCII may mean something else. */
static const char *const not_ascii[] = {
    "HZ", "utf-7", "iso-2022-jp", "iso-2022-kr", "iso-2022-cn", "utf-16le", "utf-16be", "utf-32le", "utf-32be",
};

static bool is_utf8_label(str label)
{
    return str_equal_nocase(label, STR("utf-8")) || str_equal_nocase(label, STR("utf8")) ||
           str_equal_nocase(label, STR("unicode-1-1-utf-8"));
}

static const char *converter_name(str label)
{
    if (label.len > LABEL_MAX_OCTETS)
        return NULL;
    for (size_t i = 0; i < ARRAY_LEN(own_names); i++)
        if (str_equal_nocase(label, str_of(own_names[i])))
            return own_names[i];
    for (size_t i = 0; i < ARRAY_LEN(aliases); i++)
        if (str_equal_nocase(label, str_of(aliases[i].label)))
            return aliases[i].converter;
    return NULL;
}

static bool extends_ascii(const char *converter)
{
    for (size_t i = 0; i < ARRAY_LEN(not_ascii); i++)
        if (str_equal(str_of(converter), str_of(not_ascii[i])))
            return false;
    return true;
}

/* Moves past the mark; the converter for what follows it. */
static const char *skip_mark(const char *converter, str *octets)
{
    for (size_t i = 0; i < ARRAY_LEN(marks); i++)
        if (str_starts(str_of(converter), marks[i].family) && str_skip_prefix(octets, marks[i].mark))
            return marks[i].converter;
    return converter;
}

/* ICU keeps the tables of a converter once they were used: opening one costs a look-up and no file. */
static bool convert(struct arena *arena, const char *converter, str octets, str *utf8)
{
    UErrorCode  error = U_ZERO_ERROR;
    UConverter *from  = ucnv_open(converter, &error);

    if (U_FAILURE(error) || octets.len > TEXT_MAX_OCTETS) {
        ucnv_close(from);
        return false;
    }

    /* None of these has a character that takes more than three octets of UTF-8 for each of its own; for what is wrong
     * stands one of three. */
    int32_t room = (int32_t)(3 * octets.len + 16);
    char   *out  = arena_octets(arena, (size_t)room);
    int32_t len  = ucnv_toAlgorithmic(UCNV_UTF8, from, out, room, octets.ptr, (int32_t)octets.len, &error);

    ucnv_close(from);
    if (U_FAILURE(error))
        return false;
    *utf8 = (str){ out, (size_t)len };
    return true;
}

static str only_ascii(struct arena *arena, str octets)
{
    size_t foreign = 0, len = 0;

    for (size_t i = 0; i < octets.len; i++)
        foreign += ascii_is_8bit(octets.ptr[i]);
    if (foreign == 0)
        return octets;

    char *out = arena_octets(arena, octets.len + 2 * foreign);

    for (size_t i = 0; i < octets.len; i++) {
        if (ascii_is_8bit(octets.ptr[i])) {
            memcpy(out + len, "\xef\xbf\xbd", 3);
            len += 3;
        } else {
            out[len++] = octets.ptr[i];
        }
    }
    return (str){ out, len };
}

bool charset_to_utf8(struct arena *arena, str label, str octets, str *utf8)
{
    label = str_trim(label);
    if (is_utf8_label(label)) {
        if (str_is_utf8(octets))
            *utf8 = octets;
        else if (!convert(arena, "utf-8", octets, utf8))
            *utf8 = only_ascii(arena, octets);
        return true;
    }

    const char *converter = converter_name(label);

    if (converter != NULL && extends_ascii(converter) && !str_has_8bit(octets)) {
        *utf8 = octets;
        return true;
    }
    if (converter != NULL) {
        str text = octets;

        converter = skip_mark(converter, &text);
        if (convert(arena, converter, text, utf8))
            return true;
    }
    *utf8 = only_ascii(arena, octets);
    return false;
}
