#include "base/unicode.h"

#include <stdlib.h>
#include <unicode/uidna.h>
#include <unicode/unorm2.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>

#include "base/ascii.h"
#include "base/domain.h"

enum {
    TEXT_MAX_OCTETS  = 1 << 20,         /* ICU counts in int32_t; nothing that we compare comes near */
    ASCII_LOOKS      = 128,
    ASCII_LOOK_MAX   = 2,               /* octets that the skeleton of one ASCII character takes */
};

struct unicode {
    UIDNA             *idna;
    const UNormalizer2 *casefold;       /* NFKC_Casefold; ICU's own, not ours to close */
    USpoofChecker     *spoof;
    /* The skeletons of ASCII characters, so that ASCII text needs no ICU; len 0 where it is not ASCII itself. */
    struct { char octets[ASCII_LOOK_MAX]; uint8_t len; } ascii_looks[ASCII_LOOKS];
};

/* Transitional processing would make two domains of faß.de and fass.de into one (RFC 8616 §4 wants IDNA2008). */
static const uint32_t idna_options = UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII |
                                     UIDNA_NONTRANSITIONAL_TO_UNICODE;

static void learn_ascii_looks(struct unicode *u)
{
    for (char c = 0x20; c < 0x7f; c++) {
        char       look[16];
        UErrorCode error = U_ZERO_ERROR;
        int32_t    len   = uspoof_getSkeletonUTF8(u->spoof, 0, &c, 1, look, sizeof look, &error);

        if (U_FAILURE(error) || len > ASCII_LOOK_MAX || str_has_8bit((str){ look, (size_t)len }))
            continue;
        memcpy(u->ascii_looks[(size_t)c].octets, look, (size_t)len);
        u->ascii_looks[(size_t)c].len = (uint8_t)len;
    }
}

struct unicode *unicode_open(void)
{
    struct unicode *u     = calloc(1, sizeof *u);
    UErrorCode      error = U_ZERO_ERROR;

    ASSERT(u != NULL);
    u->idna     = uidna_openUTS46(idna_options, &error);
    u->casefold = unorm2_getNFKCCasefoldInstance(&error);
    u->spoof    = uspoof_open(&error);
    if (U_SUCCESS(error))
        uspoof_setChecks(u->spoof, USPOOF_RESTRICTION_LEVEL | USPOOF_AUX_INFO, &error);
    if (U_FAILURE(error)) {
        unicode_close(u);
        return NULL;
    }
    learn_ascii_looks(u);
    return u;
}

void unicode_close(struct unicode *unicode)
{
    if (unicode == NULL)
        return;
    uidna_close(unicode->idna);
    uspoof_close(unicode->spoof);
    free(unicode);
}

/* ---- domain names ---- */

static bool to_ascii(const struct unicode *unicode, struct arena *arena, str name, uint32_t tolerated, str *ascii)
{
    char       converted[DOMAIN_MAX_OCTETS + 2];
    UIDNAInfo  info  = UIDNA_INFO_INITIALIZER;
    UErrorCode error = U_ZERO_ERROR;

    /* No name of 253 ASCII octets comes from more than four octets for each character. */
    if (name.len > 4 * DOMAIN_MAX_OCTETS || !str_is_utf8(name))
        return false;

    int32_t len = uidna_nameToASCII_UTF8(unicode->idna, name.ptr, (int32_t)name.len, converted, sizeof converted, &info,
                                         &error);

    if (U_FAILURE(error) || (info.errors & ~tolerated) != 0 || len > (int32_t)sizeof converted)
        return false;

    str result = { converted, (size_t)len };

    if (!domain_is_queryable(result))
        return false;
    *ascii = arena_str(arena, domain_without_dot(result));
    return true;
}

bool unicode_domain_to_ascii(const struct unicode *unicode, struct arena *arena, str name, str *ascii)
{
    if (str_has_8bit(name))
        return to_ascii(unicode, arena, name, 0, ascii);
    *ascii = domain_lower(arena, name);
    return domain_is_queryable(name);
}

bool unicode_link_host_to_ascii(const struct unicode *unicode, struct arena *arena, str name, str *ascii)
{
    enum { HYPHENS = UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4 };

    if (str_has_8bit(name) || str_find_nocase(name, STR("xn--")) != STR_NOT_FOUND)
        return to_ascii(unicode, arena, name, HYPHENS, ascii);
    return unicode_domain_to_ascii(unicode, arena, name, ascii);
}

static str label_to_display(const struct unicode *unicode, str label, char *out, size_t size)
{
    UIDNAInfo  info  = UIDNA_INFO_INITIALIZER;
    UErrorCode error = U_ZERO_ERROR;

    if (!str_starts_nocase(label, STR("xn--")))
        return label;

    int32_t len = uidna_labelToUnicodeUTF8(unicode->idna, label.ptr, (int32_t)label.len, out, (int32_t)size, &info,
                                           &error);

    return U_FAILURE(error) || info.errors != 0 ? label : (str){ out, (size_t)len };
}

str unicode_domain_to_display(const struct unicode *unicode, struct arena *arena, str name)
{
    char   shown[4 * DOMAIN_LABEL_MAX_OCTETS];
    size_t len = 0;

    if (name.len > 4 * DOMAIN_MAX_OCTETS || str_find_nocase(name, STR("xn--")) == STR_NOT_FOUND)
        return name;

    /* A label of A characters shows at most that many characters of four octets. */
    char *out = arena_octets(arena, 4 * name.len);

    for (str rest = name, label; str_cut(&rest, '.', &label); ) {
        if (label.len <= DOMAIN_LABEL_MAX_OCTETS)
            label = label_to_display(unicode, label, shown, sizeof shown);
        if (label.len > 0)
            memcpy(out + len, label.ptr, label.len);
        len += label.len;
        if (rest.ptr != NULL)           /* a dot was there */
            out[len++] = '.';
    }
    return (str){ out, len };
}

/* ---- forms for comparing ---- */

/* ICU's normalizers speak UTF-16. In these functions text is valid UTF-8 of at most TEXT_MAX_OCTETS. */
struct utf16 { UChar *units; int32_t len; };

static struct utf16 to_utf16(struct arena *arena, str text)
{
    struct utf16 wide  = { ARENA_ARRAY(arena, UChar, text.len + 1), 0 };
    UErrorCode   error = U_ZERO_ERROR;

    u_strFromUTF8(wide.units, (int32_t)text.len + 1, &wide.len, text.ptr, (int32_t)text.len, &error);
    ASSERT(U_SUCCESS(error));
    return wide;
}

static str to_utf8(struct arena *arena, struct utf16 wide)
{
    int32_t    len   = 0, room = 3 * wide.len + 1;      /* a unit takes three octets, a pair of them four */
    char      *out   = arena_octets(arena, (size_t)room);
    UErrorCode error = U_ZERO_ERROR;

    u_strToUTF8(out, room, &len, wide.units, wide.len, &error);
    ASSERT(U_SUCCESS(error));
    return (str){ out, (size_t)len };
}

str unicode_fold(const struct unicode *unicode, struct arena *arena, str text)
{
    if (!str_has_8bit(text))
        return arena_lower(arena, text);
    if (text.len > TEXT_MAX_OCTETS || !str_is_utf8(text))
        return text;

    struct utf16 wide   = to_utf16(arena, text), folded;
    int32_t      room   = 2 * wide.len + 32;
    UErrorCode   error  = U_ZERO_ERROR;

    folded.units = ARENA_ARRAY(arena, UChar, (size_t)room);
    folded.len   = unorm2_normalize(unicode->casefold, wide.units, wide.len, folded.units, room, &error);
    if (error == U_BUFFER_OVERFLOW_ERROR) {     /* some characters become 18 */
        error        = U_ZERO_ERROR;
        room         = folded.len + 1;
        folded.units = ARENA_ARRAY(arena, UChar, (size_t)room);
        folded.len   = unorm2_normalize(unicode->casefold, wide.units, wide.len, folded.units, room, &error);
    }
    ASSERT(U_SUCCESS(error));
    return to_utf8(arena, folded);
}

/* False if a character needs ICU. */
static bool ascii_skeleton(const struct unicode *unicode, struct arena *arena, str text, str *skeleton)
{
    char  *out = arena_octets(arena, ASCII_LOOK_MAX * text.len);
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];

        if (c >= ASCII_LOOKS || unicode->ascii_looks[c].len == 0)
            return false;
        memcpy(out + len, unicode->ascii_looks[c].octets, unicode->ascii_looks[c].len);
        len += unicode->ascii_looks[c].len;
    }
    *skeleton = (str){ out, len };
    return true;
}

str unicode_skeleton(const struct unicode *unicode, struct arena *arena, str text)
{
    str folded = unicode_fold(unicode, arena, text), skeleton;

    if (ascii_skeleton(unicode, arena, folded, &skeleton))
        return skeleton;
    if (folded.len > TEXT_MAX_OCTETS || !str_is_utf8(folded))
        return folded;

    int32_t    room  = (int32_t)(2 * folded.len + 32);
    char      *out   = arena_octets(arena, (size_t)room);
    UErrorCode error = U_ZERO_ERROR;
    int32_t    len   = uspoof_getSkeletonUTF8(unicode->spoof, 0, folded.ptr, (int32_t)folded.len, out, room, &error);

    if (error == U_BUFFER_OVERFLOW_ERROR) {
        error = U_ZERO_ERROR;
        room  = len + 1;
        out   = arena_octets(arena, (size_t)room);
        len   = uspoof_getSkeletonUTF8(unicode->spoof, 0, folded.ptr, (int32_t)folded.len, out, room, &error);
    }
    ASSERT(U_SUCCESS(error));
    return (str){ out, (size_t)len };
}

/* ---- suspicion ---- */

static enum unicode_restriction restriction_of(URestrictionLevel level)
{
    switch (level) {
    case USPOOF_ASCII:                      return UNICODE_ASCII;
    case USPOOF_SINGLE_SCRIPT_RESTRICTIVE:  return UNICODE_SINGLE_SCRIPT;
    case USPOOF_HIGHLY_RESTRICTIVE:         return UNICODE_HIGHLY_RESTRICTIVE;
    case USPOOF_MODERATELY_RESTRICTIVE:     return UNICODE_MODERATELY_RESTRICTIVE;
    case USPOOF_MINIMALLY_RESTRICTIVE:      return UNICODE_MINIMALLY_RESTRICTIVE;
    case USPOOF_UNRESTRICTIVE:
    case USPOOF_RESTRICTION_LEVEL_MASK:
    case USPOOF_UNDEFINED_RESTRICTIVE:      break;
    }
    return UNICODE_UNRESTRICTIVE;
}

enum unicode_restriction unicode_restriction_level(const struct unicode *unicode, str text)
{
    if (!str_has_8bit(text))
        return UNICODE_ASCII;
    if (text.len > TEXT_MAX_OCTETS || !str_is_utf8(text))
        return UNICODE_UNRESTRICTIVE;

    UErrorCode         error  = U_ZERO_ERROR;
    USpoofCheckResult *result = uspoof_openCheckResult(&error);

    ASSERT(U_SUCCESS(error));
    uspoof_check2UTF8(unicode->spoof, text.ptr, (int32_t)text.len, result, &error);

    URestrictionLevel level = uspoof_getCheckResultRestrictionLevel(result, &error);

    uspoof_closeCheckResult(result);
    return U_FAILURE(error) ? UNICODE_UNRESTRICTIVE : restriction_of(level);
}

bool unicode_has_bidi_control(str text)
{
    for (ptrdiff_t at; (at = str_find_char(text, '\xe2')) != STR_NOT_FOUND; text = str_from(text, 1)) {
        text = str_from(text, (size_t)at);
        if (text.len < 3)
            return false;

        unsigned char second = (unsigned char)text.ptr[1], third = (unsigned char)text.ptr[2];

        if ((second == 0x80 && third >= 0xaa && third <= 0xae) ||       /* U+202A to U+202E */
            (second == 0x81 && third >= 0xa6 && third <= 0xa9))         /* U+2066 to U+2069 */
            return true;
    }
    return false;
}
