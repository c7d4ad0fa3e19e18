#include "detect/file/name.h"

#include "unit.h"

enum { NONE = 0, DOUBLE = FILE_NAME_DOUBLE, BIDI = FILE_NAME_BIDI, PADDED = FILE_NAME_PADDED, CONTROLS = FILE_NAME_CONTROLS,
       TRIMMED = FILE_NAME_TRIMMED, STREAM = FILE_NAME_STREAM };

TEST(file_name_read)
{
    static const struct { const char *name; str text; const char *ending; enum file_type type; unsigned signs; } cases[] = {
        { "an ending",                         STR_INIT("a.pdf"),                     "pdf",  FILE_PDF,     NONE },
        { "in capitals",                       STR_INIT("A.ExE"),                     "exe",  FILE_PE,      NONE },
        { "none",                              STR_INIT("Makefile"),                  "",     FILE_UNKNOWN, NONE },
        { "nothing",                           STR_INIT(""),                          "",     FILE_UNKNOWN, NONE },
        { "only an ending",                    STR_INIT(".exe"),                      "exe",  FILE_PE,      NONE },
        { "one that nobody knows",             STR_INIT("a.qqq"),                     "qqq",  FILE_UNKNOWN, NONE },
        { "dots and blanks behind it",         STR_INIT("a.exe. ."),                  "exe",  FILE_PE,      TRIMMED },
        { "an invisible letter behind it",     STR_INIT("a.exe\xe2\x80\x8b"),         "exe",  FILE_PE,      TRIMMED },
        { "an invisible letter in it",         STR_INIT("a.e\xe2\x80\x8bxe"),         "exe",  FILE_PE,      NONE },
        { "blanks in it",                      STR_INIT("a. exe"),                    "exe",  FILE_PE,      NONE },
        { "a wide blank behind it",            STR_INIT("a.exe\xe3\x80\x80"),         "exe",  FILE_PE,      TRIMMED },
        { "a stream",                          STR_INIT("a.exe::$DATA"),              "exe",  FILE_PE,      STREAM },
        { "a colon in a subject",              STR_INIT("Re: a.pdf"),                 "pdf",  FILE_PDF,     NONE },
        { "a folder before it",                STR_INIT("..\\..\\a.exe/b.txt"),       "txt",  FILE_TEXT,    NONE },
        { "a slash behind it",                 STR_INIT("a.exe/"),                    "exe",  FILE_PE,      TRIMMED },
        { "a quote behind it",                 STR_INIT("a.exe\""),                   "exe",  FILE_PE,      TRIMMED },
        { "a question mark behind it",         STR_INIT("a.exe?"),                    "exe",  FILE_PE,      TRIMMED },
        { "slashes alone",                     STR_INIT("//"),                        "",     FILE_UNKNOWN, TRIMMED },
        { "the number of a class",             STR_INIT("a.pdf.{3050F4D8-98B5-11CF-BB82-00AA00BDCE0B}"),
          "{3050f4d8-98b5-11cf-bb82-00aa00bdce0b}", FILE_LNK, DOUBLE },
        { "a shortcut of macOS",               STR_INIT("a.pdf.inetloc"),             "inetloc", FILE_URL,  DOUBLE },
        { "a query of Excel",                  STR_INIT("a.oqy"),                     "oqy",  FILE_EXCEL_QUERY, NONE },
        { "two endings",                       STR_INIT("a.pdf.exe"),                 "exe",  FILE_PE,      DOUBLE },
        { "blanks between them",               STR_INIT("a.pdf          .exe"),       "exe",  FILE_PE,      DOUBLE | PADDED },
        { "of an archive",                     STR_INIT("a.tar.gz"),                  "gz",   FILE_GZIP,    NONE },
        { "a version",                         STR_INIT("setup-1.2.exe"),             "exe",  FILE_PE,      NONE },
        { "a page behind a document",          STR_INIT("a.docx.htm"),                "htm",  FILE_HTML,    DOUBLE },
        { "a page behind a text",              STR_INIT("a.txt.htm"),                 "htm",  FILE_HTML,    NONE },
        { "turned round",                      STR_INIT("a\xe2\x80\xae" "fdp.exe"),   "exe",  FILE_PE,      BIDI },
        { "turned round in the ending",        STR_INIT("a.\xe2\x80\xae" "exe"),      "exe",  FILE_PE,      BIDI },
        { "a control octet",                   STR_INIT("a.exe\0.txt"),               "txt",  FILE_TEXT,    CONTROLS },
        { "octets that are no UTF-8",          STR_INIT("a\xff.exe"),                 "exe",  FILE_PE,      NONE },
        { "an ending that is too long",        STR_INIT("a.abcdefghijklmnopqrstuvwabcdefghijklmnopqrstuvw"), "", FILE_UNKNOWN, NONE },
        { "an ending in other letters",        STR_INIT("a.\xd0\xb5xe"),              "",     FILE_UNKNOWN, NONE },
    };

    FOR_EACH_CASE(c, cases) {
        ARENA_SCOPE      arena = { 0 };
        struct file_name read  = file_name_read(&arena, c->text);

        CHECK_CSTR(read.ending, c->ending);
        CHECK_EQ(read.type, c->type);
        CHECK_EQ(read.signs, c->signs);
    }
}
