#include "detect/file/signature.h"

#include "base/ascii.h"
#include "detect/file/little.h"

/* ---- marks that a few octets are not enough for ---- */

static bool has_at(str octets, size_t at, str mark)
{
    return octets.len >= mark.len && at <= octets.len - mark.len && memcmp(octets.ptr + at, mark.ptr, mark.len) == 0;
}

/* "MZ" begins words, too: a program has its real header where octet 60 says, or at least octets that no text has. */
enum { PE_OFFSET_AT = 0x3c, DOS_HEADER_OCTETS = 64, TEXT_SAMPLE_OCTETS = 4096 };

static bool is_pe(str octets)
{
    return octets.len >= DOS_HEADER_OCTETS && has_at(octets, little_endian(octets, PE_OFFSET_AT, 4), STR("PE\0\0"));
}

/* Form feeds part pages, and escapes begin the characters of ISO-2022. */
static bool is_text_octet(char c)
{
    return !ascii_is_control(c) || ascii_is_blank(c) || c == '\f' || c == '\x1b';
}

static bool is_text(str octets)
{
    size_t sample = octets.len < TEXT_SAMPLE_OCTETS ? octets.len : TEXT_SAMPLE_OCTETS;

    for (size_t i = 0; i < sample; i++)
        if (!is_text_octet(octets.ptr[i]))
            return false;
    return true;
}

static bool is_no_text(str octets)
{
    return !is_text(octets);
}

/* Both begin with CA FE BA BE. A fat binary goes on with a small count of architectures, a class file with its version, 45 or more. */
enum { FAT_ARCHITECTURES_MAX = 40 };

static bool is_fat_binary(str octets)
{
    return octets.len >= 8 && memcmp(octets.ptr + 4, "\0\0\0", 3) == 0 && (unsigned char)octets.ptr[7] <= FAT_ARCHITECTURES_MAX;
}

/* Two fields are reserved, and the picture begins behind the header and within the file; "BM" alone is a word. */
enum { BITMAP_HEADER_MIN_OCTETS = 26, BITMAP_RESERVED_AT = 6, BITMAP_PICTURE_AT = 10 };

static bool is_bitmap(str octets)
{
    if (octets.len < BITMAP_HEADER_MIN_OCTETS || little_endian(octets, BITMAP_RESERVED_AT, 4) != 0)
        return false;

    size_t picture = little_endian(octets, BITMAP_PICTURE_AT, 4);

    return picture >= BITMAP_HEADER_MIN_OCTETS && picture < octets.len;
}

static bool is_riff(str octets)
{
    return str_starts(octets, STR("RIFF"));
}

static bool is_bzip2(str octets)
{
    return octets.len >= 10 && octets.ptr[3] >= '1' && octets.ptr[3] <= '9' &&
           (has_at(octets, 4, STR("\x31\x41\x59\x26\x53\x59")) || has_at(octets, 4, STR("\x17\x72\x45\x38\x50\x90")));
}

/* A sequence whose first member is the object identifier 1.2.840.113549.1.7.x (RFC 5652): signed or enveloped data. */
static bool is_cms(str octets)
{
    str head = str_slice(octets, 0, octets.len < 24 ? octets.len : 24);

    return str_find(head, STR("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07")) != STR_NOT_FOUND;
}

static bool has_iso_mark(str octets)
{
    static const size_t places[] = { 32769, 34817, 36865 };             /* sectors 16 to 18 of 2,048 octets */

    for (size_t i = 0; i < ARRAY_LEN(places); i++)
        if (has_at(octets, places[i], STR("CD001")) || has_at(octets, places[i], STR("BEA01")) ||
            has_at(octets, places[i], STR("NSR0")))
            return true;
    return false;
}

enum { DISK_TRAILER_OCTETS = 512 };     /* a virtual disk and an Apple disk image have their header at their end */

static bool ends_with_trailer(str octets, str mark)
{
    return octets.len >= DISK_TRAILER_OCTETS && has_at(octets, octets.len - DISK_TRAILER_OCTETS, mark);
}

/* ---- the table ---- */

/* In the order in which they are tried: first those with the longer marks. */
static const struct {
    enum file_type type;
    size_t         at;
    str            mark;
    bool         (*also)(str octets);   /* NULL: the mark is enough */
} signatures[] = {
    { FILE_PE,          0,   STR_INIT("MZ"),                                                    is_pe },
    { FILE_DOS,         0,   STR_INIT("MZ"),                                                    is_no_text },
    { FILE_DOS,         0,   STR_INIT("ZM"),                                                    is_no_text },
    { FILE_ELF,         0,   STR_INIT("\x7f" "ELF"),                                            NULL },
    { FILE_MACH_O,      0,   STR_INIT("\xfe\xed\xfa\xce"),                                      NULL },
    { FILE_MACH_O,      0,   STR_INIT("\xfe\xed\xfa\xcf"),                                      NULL },
    { FILE_MACH_O,      0,   STR_INIT("\xce\xfa\xed\xfe"),                                      NULL },
    { FILE_MACH_O,      0,   STR_INIT("\xcf\xfa\xed\xfe"),                                      NULL },
    { FILE_MACH_O,      0,   STR_INIT("\xca\xfe\xba\xbe"),                                      is_fat_binary },
    { FILE_JAVA_CLASS,  0,   STR_INIT("\xca\xfe\xba\xbe"),                                      NULL },
    { FILE_DEX,         0,   STR_INIT("dex\n03"),                                               NULL },
    { FILE_WASM,        0,   STR_INIT("\0asm"),                                                 NULL },
    { FILE_LNK,         0,   STR_INIT("L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46"),     NULL },
    { FILE_CHM,         0,   STR_INIT("ITSF\x03\0\0\0"),                                        NULL },
    { FILE_ONENOTE,     0,   STR_INIT("\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3"), NULL },
    { FILE_BROWSER_EXTENSION, 0, STR_INIT("Cr24"),                                              is_no_text },
    { FILE_MAC_PACKAGE, 0,   STR_INIT("xar!\0\x1c"),                                            NULL },
    { FILE_RPM,         0,   STR_INIT("\xed\xab\xee\xdb"),                                      NULL },

    { FILE_OLE,         0,   STR_INIT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),                      NULL },
    { FILE_RTF,         0,   STR_INIT("{\\rt"),                                                 NULL },     /* Word asks for no more */
    { FILE_POSTSCRIPT,  0,   STR_INIT("%!PS"),                                                  NULL },
    { FILE_POSTSCRIPT,  0,   STR_INIT("\xc5\xd0\xd3\xc6"),                                      NULL },
    { FILE_ACCESS,      0,   STR_INIT("\0\x01\0\0Standard "),                                   NULL },
    { FILE_SQLITE,      0,   STR_INIT("SQLite format 3"),                                       NULL },
    { FILE_PST,         0,   STR_INIT("!BDN"),                                                  is_no_text },

    { FILE_ZIP,         0,   STR_INIT("PK\x03\x04"),                                            NULL },
    { FILE_ZIP,         0,   STR_INIT("PK\x05\x06"),                                            NULL },
    { FILE_ZIP,         0,   STR_INIT("PK\x07\x08"),                                            NULL },
    { FILE_RAR,         0,   STR_INIT("Rar!\x1a\x07"),                                          NULL },
    { FILE_SEVEN_ZIP,   0,   STR_INIT("7z\xbc\xaf\x27\x1c"),                                    NULL },
    { FILE_GZIP,        0,   STR_INIT("\x1f\x8b\x08"),                                          NULL },
    { FILE_BZIP2,       0,   STR_INIT("BZh"),                                                   is_bzip2 },
    { FILE_XZ,          0,   STR_INIT("\xfd" "7zXZ\0"),                                         NULL },
    { FILE_ZSTD,        0,   STR_INIT("\x28\xb5\x2f\xfd"),                                      NULL },
    { FILE_LZ4,         0,   STR_INIT("\x04\x22\x4d\x18"),                                      NULL },
    { FILE_COMPRESS,    0,   STR_INIT("\x1f\x9d"),                                              NULL },
    { FILE_COMPRESS,    0,   STR_INIT("\x1f\xa0"),                                              NULL },
    { FILE_TAR,         257, STR_INIT("ustar"),                                                 NULL },
    { FILE_CAB,         0,   STR_INIT("MSCF\0\0\0\0"),                                          NULL },
    { FILE_ARJ,         0,   STR_INIT("\x60\xea"),                                              is_no_text },
    { FILE_LZH,         2,   STR_INIT("-lh"),                                                   is_no_text },
    { FILE_LZH,         2,   STR_INIT("-lz"),                                                   is_no_text },
    { FILE_ACE,         7,   STR_INIT("**ACE**"),                                               NULL },
    { FILE_CPIO,        0,   STR_INIT("07070"),                                                 is_no_text },
    { FILE_AR,          0,   STR_INIT("!<arch>\n"),                                             NULL },

    { FILE_VHD,         0,   STR_INIT("conectix"),                                              NULL },
    { FILE_VHDX,        0,   STR_INIT("vhdxfile"),                                              NULL },
    { FILE_VMDK,        0,   STR_INIT("KDMV"),                                                  is_no_text },
    { FILE_DISK,        0,   STR_INIT("QFI\xfb"),                                               NULL },
    { FILE_WIM,         0,   STR_INIT("MSWIM\0\0\0"),                                           NULL },

    { FILE_PNG,         0,   STR_INIT("\x89PNG\r\n\x1a\n"),                                     NULL },
    { FILE_JPEG,        0,   STR_INIT("\xff\xd8\xff"),                                          NULL },
    { FILE_GIF,         0,   STR_INIT("GIF87a"),                                                NULL },
    { FILE_GIF,         0,   STR_INIT("GIF89a"),                                                NULL },
    { FILE_BMP,         0,   STR_INIT("BM"),                                                    is_bitmap },
    { FILE_TIFF,        0,   STR_INIT("II*\0"),                                                 NULL },
    { FILE_TIFF,        0,   STR_INIT("MM\0*"),                                                 NULL },
    { FILE_WEBP,        8,   STR_INIT("WEBP"),                                                  is_riff },
    { FILE_ICO,         0,   STR_INIT("\0\0\x01\0"),                                            NULL },
    { FILE_AVIF,        4,   STR_INIT("ftypavif"),                                              NULL },
    { FILE_HEIF,        4,   STR_INIT("ftyphei"),                                               NULL },
    { FILE_HEIF,        4,   STR_INIT("ftypmif1"),                                              NULL },
    { FILE_PSD,         0,   STR_INIT("8BPS\0"),                                                NULL },
    { FILE_WMF,         0,   STR_INIT("\xd7\xcd\xc6\x9a"),                                      NULL },
    { FILE_EMF,         40,  STR_INIT(" EMF"),                                                  NULL },
    { FILE_JPEG2000,    4,   STR_INIT("jP  \r\n"),                                              NULL },
    { FILE_JPEGXL,      4,   STR_INIT("JXL \r\n"),                                              NULL },
    { FILE_JPEGXL,      0,   STR_INIT("\xff\x0a"),                                              NULL },

    { FILE_WAV,         8,   STR_INIT("WAVE"),                                                  is_riff },
    { FILE_AVI,         8,   STR_INIT("AVI "),                                                  is_riff },
    { FILE_MP3,         0,   STR_INIT("ID3"),                                                   is_no_text },
    { FILE_MP3,         0,   STR_INIT("\xff\xfb"),                                              NULL },
    { FILE_MP3,         0,   STR_INIT("\xff\xf3"),                                              NULL },
    { FILE_AAC,         0,   STR_INIT("\xff\xf1"),                                              NULL },
    { FILE_FLAC,        0,   STR_INIT("fLaC"),                                                  is_no_text },
    { FILE_OGG,         0,   STR_INIT("OggS"),                                                  is_no_text },
    { FILE_MIDI,        0,   STR_INIT("MThd\0"),                                                NULL },
    { FILE_AMR,         0,   STR_INIT("#!AMR"),                                                 NULL },
    { FILE_MP4,         4,   STR_INIT("ftyp"),                                                  NULL },
    { FILE_MATROSKA,    0,   STR_INIT("\x1a\x45\xdf\xa3"),                                      NULL },
    { FILE_FLV,         0,   STR_INIT("FLV\x01"),                                               NULL },
    { FILE_ASF,         0,   STR_INIT("\x30\x26\xb2\x75\x8e\x66\xcf\x11"),                      NULL },
    { FILE_MPEG,        0,   STR_INIT("\0\0\x01\xba"),                                          NULL },
    { FILE_MPEG,        0,   STR_INIT("\0\0\x01\xb3"),                                          NULL },

    { FILE_FONT,        0,   STR_INIT("\0\x01\0\0\0"),                                          NULL },
    { FILE_FONT,        0,   STR_INIT("OTTO\0"),                                                NULL },
    { FILE_FONT,        0,   STR_INIT("ttcf\0"),                                                NULL },
    { FILE_FONT,        0,   STR_INIT("wOFF\0"),                                                NULL },
    { FILE_FONT,        0,   STR_INIT("wOF2\0"),                                                NULL },

    { FILE_TNEF,        0,   STR_INIT("\x78\x9f\x3e\x22"),                                      NULL },
    { FILE_SMIME,       0,   STR_INIT("\x30"),                                                  is_cms },
};

/* ---- texts ---- */

/* How texts begin, once blanks and the mark of their encoding are gone; letters in any case. */
static const struct { enum file_type type; str start; } beginnings[] = {
    { FILE_HTML,      STR_INIT("<!doctype html") },
    { FILE_HTML,      STR_INIT("<html") },
    { FILE_HTML,      STR_INIT("<head") },
    { FILE_HTML,      STR_INIT("<body") },
    { FILE_HTML,      STR_INIT("<script") },
    { FILE_HTML,      STR_INIT("<iframe") },
    { FILE_HTML,      STR_INIT("<meta") },
    { FILE_HTML,      STR_INIT("<title") },
    { FILE_HTML,      STR_INIT("<style") },
    { FILE_HTML,      STR_INIT("<form") },
    { FILE_HTML,      STR_INIT("<table") },
    { FILE_HTML,      STR_INIT("<div") },
    { FILE_HTML,      STR_INIT("<a href") },
    { FILE_HTA,       STR_INIT("<hta:application") },
    { FILE_SVG,       STR_INIT("<svg") },
    { FILE_SVG,       STR_INIT("<!doctype svg") },
    { FILE_WINDOWS_SCRIPT, STR_INIT("<job") },
    { FILE_WINDOWS_SCRIPT, STR_INIT("<package>") },
    { FILE_OOXML,     STR_INIT("<?mso-application") },       /* one file for all, which Word and Excel open by that word */
    { FILE_XML,       STR_INIT("<?xml") },
    { FILE_URL,       STR_INIT("[InternetShortcut]") },
    { FILE_DESKTOP,   STR_INIT("[Desktop Entry]") },
    { FILE_REGISTRY,  STR_INIT("Windows Registry Editor") },
    { FILE_REGISTRY,  STR_INIT("REGEDIT4") },
    { FILE_BATCH,     STR_INIT("@echo off") },
    { FILE_SOURCE,    STR_INIT("#!") },
    { FILE_SYLK,      STR_INIT("ID;P") },
    { FILE_ICALENDAR, STR_INIT("BEGIN:VCALENDAR") },
    { FILE_VCARD,     STR_INIT("BEGIN:VCARD") },
    { FILE_OPENPGP,   STR_INIT("-----BEGIN PGP ") },
    { FILE_SMIME,     STR_INIT("-----BEGIN PKCS7-----") },
    { FILE_SMIME,     STR_INIT("-----BEGIN CMS-----") },
    { FILE_EML,       STR_INIT("Return-Path: ") },
    { FILE_EML,       STR_INIT("Delivered-To: ") },
    { FILE_EML,       STR_INIT("Received: from ") },
    { FILE_EML,       STR_INIT("MIME-Version: 1.0") },
    { FILE_EML,       STR_INIT("Message-ID: <") },
    { FILE_EML,       STR_INIT("From: ") },
};

enum { PREAMBLE_OCTETS = 1024 };        /* of blanks, comments and declarations before what counts */

static str skip_past(str text, str mark)
{
    ptrdiff_t at = str_find(text, mark);

    return at == STR_NOT_FOUND ? (str){ 0 } : str_from(text, (size_t)at + mark.len);
}

/* Blanks, comments and the XML declaration: browsers look behind them. */
static str skip_preamble(str text)
{
    for (;;) {
        text = str_trim(text);
        if (str_starts(text, STR("<!--")))
            text = skip_past(text, STR("-->"));
        else if (str_starts_nocase(text, STR("<?xml")) && str_find(text, STR("?>")) != STR_NOT_FOUND)
            text = skip_past(text, STR("?>"));
        else
            return text;
    }
}

static str without_byte_order_mark(str octets)
{
    (void)str_skip_prefix(&octets, STR("\xef\xbb\xbf"));
    return octets;
}

static enum file_type text_type(str text)
{
    str head = str_trim(str_slice(text, 0, text.len < PREAMBLE_OCTETS ? text.len : PREAMBLE_OCTETS));
    str body = skip_preamble(head);

    for (size_t i = 0; i < ARRAY_LEN(beginnings); i++)
        if (str_starts_nocase(body, beginnings[i].start) || str_starts_nocase(head, beginnings[i].start))
            return beginnings[i].type;
    return FILE_UNKNOWN;
}

/* A letter and a NUL, again and again: every other octet is enough to know a text in UTF-16 by its beginning. */
static enum file_type utf16_type(str octets)
{
    char   narrow[PREAMBLE_OCTETS / 2];
    size_t len = 0, first = octets.ptr[0] == '\xff' ? 2 : 3;

    for (size_t i = first; i < octets.len && len < sizeof narrow; i += 2)
        narrow[len++] = octets.ptr[i];

    enum file_type type = text_type((str){ narrow, len });

    return type == FILE_UNKNOWN ? FILE_TEXT : type;
}

/* ---- all together ---- */

/* Readers of PDF look for its mark among the first thousand octets. */
static bool is_pdf(str octets)
{
    return str_find(str_slice(octets, 0, octets.len < 1024 ? octets.len : 1024), STR("%PDF-")) != STR_NOT_FOUND;
}

static enum file_type by_mark(str octets)
{
    for (size_t i = 0; i < ARRAY_LEN(signatures); i++)
        if (has_at(octets, signatures[i].at, signatures[i].mark) && (signatures[i].also == NULL || signatures[i].also(octets)))
            return signatures[i].type;
    return FILE_UNKNOWN;
}

static enum file_type by_place(str octets)
{
    if (has_iso_mark(octets))
        return FILE_ISO;
    if (ends_with_trailer(octets, STR("conectix")))
        return FILE_VHD;
    return ends_with_trailer(octets, STR("koly")) ? FILE_DMG : FILE_UNKNOWN;
}

enum file_type file_type_by_content(str octets)
{
    if (octets.len == 0)
        return FILE_UNKNOWN;

    enum file_type type = by_mark(octets);

    if (type == FILE_UNKNOWN)
        type = by_place(octets);
    if (type == FILE_UNKNOWN && is_pdf(octets))
        type = FILE_PDF;
    if (type != FILE_UNKNOWN)
        return type;
    if (str_starts(octets, STR("\xff\xfe")) || str_starts(octets, STR("\xfe\xff")))
        return utf16_type(octets);
    type = text_type(without_byte_order_mark(octets));
    if (type == FILE_UNKNOWN)
        type = is_text(octets) ? FILE_TEXT : FILE_UNKNOWN;
    return type;
}
