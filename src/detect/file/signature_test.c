#include "detect/file/signature.h"

#include "base/arena.h"
#include "unit.h"

TEST(file_type_by_content)
{
    static const struct { const char *name; str octets; enum file_type want; } cases[] = {
        { "nothing",                      STR_INIT(""),                                           FILE_UNKNOWN },
        { "a text",                       STR_INIT("hello\r\n"),                                  FILE_TEXT },
        { "octets",                       STR_INIT("\x01\x02\x03\x04"),                           FILE_UNKNOWN },
        { "a text that begins with MZ",   STR_INIT("MZ Trading Ltd., 14 High Street, and so on, sixty-four octets of it at least"), FILE_TEXT },
        { "MZ and octets",                STR_INIT("MZ\x90\0\x03\0\0\0"),                         FILE_DOS },
        { "Linux",                        STR_INIT("\x7f" "ELF\x02\x01\x01"),                     FILE_ELF },
        { "macOS, two architectures",     STR_INIT("\xca\xfe\xba\xbe\0\0\0\x02"),                 FILE_MACH_O },
        { "Java",                         STR_INIT("\xca\xfe\xba\xbe\0\0\0\x34"),                 FILE_JAVA_CLASS },
        { "PDF behind other octets",      STR_INIT("\r\n\r\nx %PDF-1.7\r\n"),                     FILE_PDF },
        { "RTF as Word takes it",         STR_INIT("{\\rt}"),                                     FILE_RTF },
        { "a picture",                    STR_INIT("\x89PNG\r\n\x1a\n\0"),                        FILE_PNG },
        { "two letters that begin one",   STR_INIT("BM is a word"),                               FILE_TEXT },
        { "a film, and no picture",       STR_INIT("RIFF\0\0\0\0AVI LIST"),                       FILE_AVI },
        { "a page",                       STR_INIT("<HTML>"),                                     FILE_HTML },
        { "behind a comment and a mark",  STR_INIT("\xef\xbb\xbf <!-- x --> <html>"),             FILE_HTML },
        { "behind an XML declaration",    STR_INIT("<?xml version='1.0'?>\n<svg xmlns='x'>"),     FILE_SVG },
        { "XML",                          STR_INIT("<?xml version='1.0'?>\n<note/>"),             FILE_XML },
        { "an Office file in XML",        STR_INIT("<?xml version='1.0'?>\n<?mso-application progid='Word.Document'?>\n<x/>"), FILE_OOXML },
        { "a page in UTF-16",             STR_INIT("\xff\xfe<\0h\0t\0m\0l\0>\0"),                 FILE_HTML },
        { "with the other octet first",   STR_INIT("\xfe\xff\0<\0s\0v\0g\0>"),                    FILE_SVG },
        { "a text in UTF-16",             STR_INIT("\xff\xfeh\0i\0"),                             FILE_TEXT },
        { "a mark and nothing",           STR_INIT("\xff\xfe"),                                   FILE_TEXT },
        { "a shortcut to an address",     STR_INIT("[InternetShortcut]\r\nURL=x"),                FILE_URL },
        { "a calendar",                   STR_INIT("BEGIN:VCALENDAR\r\n"),                        FILE_ICALENDAR },
        { "a message",                    STR_INIT("Received: from a by b\r\n"),                  FILE_EML },
        { "S/MIME",                       STR_INIT("\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"), FILE_SMIME },
        { "a comment without end",        STR_INIT("<!-- "),                                      FILE_TEXT },
    };

    FOR_EACH_CASE(c, cases)
        CHECK_EQ(file_type_by_content(c->octets), c->want);
}

/* Marks far behind the start, and at the end. */
TEST(file_type_by_place)
{
    static const struct { const char *name; size_t at, len; const char *mark; enum file_type want; } cases[] = {
        { "a disc",                         32769, 40000, "CD001",    FILE_ISO },
        { "a disc that is cut before it",   32769, 32773, "CD00",     FILE_UNKNOWN },
        { "a virtual disk",                 1536,  2048,  "conectix", FILE_VHD },
        { "an image of macOS",              0,     512,   "koly",     FILE_DMG },
        { "a tar archive",                  257,   1024,  "ustar",    FILE_TAR },
        { "a program, where its header is", 64,    80,    "PE",       FILE_PE },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE arena  = { 0 };
        char       *octets = arena_alloc(&arena, c->len);

        if (c->want == FILE_PE) {
            memcpy(octets, "MZ", 2);
            octets[0x3c] = 64;
        }
        memcpy(octets + c->at, c->mark, strlen(c->mark));
        CHECK_EQ(file_type_by_content((str){ octets, c->len }), c->want);
    }
}
