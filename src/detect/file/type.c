#include "detect/file/type.h"

#include <assert.h>

static const char *const class_names[] = {
    "unknown", "text", "image", "audio", "video", "font", "data", "protected", "calendar", "message", "document", "source",
    "archive", "page", "active-document", "disk-image", "shortcut", "script", "installer", "executable",
};

static_assert(ARRAY_LEN(class_names) == FILE_CLASS_COUNT, "a name for each class");

static const struct { const char *name, *words; enum file_class class; } types[] = {
#define FILE_TYPE(name, word, class, words) { word, words, FILE_CLASS_##class },
#include "detect/file/types.def"
#undef FILE_TYPE
};

const char *file_class_name(enum file_class class)
{
    ASSERT(class < FILE_CLASS_COUNT);
    return class_names[class];
}

bool file_class_find(str name, enum file_class *class)
{
    for (size_t i = 0; i < FILE_CLASS_COUNT; i++)
        if (str_equal(name, str_of(class_names[i]))) {
            *class = (enum file_class)i;
            return true;
        }
    return false;
}

bool file_class_runs(enum file_class class)
{
    return class >= FILE_CLASS_SHORTCUT;
}

const char *file_type_name(enum file_type type)
{
    ASSERT(type < FILE_TYPE_COUNT);
    return types[type].name;
}

const char *file_type_words(enum file_type type)
{
    ASSERT(type < FILE_TYPE_COUNT);
    return types[type].words;
}

bool file_type_find(str name, enum file_type *type)
{
    for (size_t i = 0; i < FILE_TYPE_COUNT; i++)
        if (str_equal(name, str_of(types[i].name))) {
            *type = (enum file_type)i;
            return true;
        }
    return false;
}

enum file_class file_type_class(enum file_type type)
{
    ASSERT(type < FILE_TYPE_COUNT);
    return types[type].class;
}

enum file_type file_type_worse(enum file_type a, enum file_type b)
{
    return file_type_class(b) > file_type_class(a) ? b : a;
}

/* ---- by name and by declaration: tables in order, searched by halves ---- */

enum { CLASS_NUMBER_OCTETS = 38 };

static enum file_type find(const struct file_claim *claims, size_t count, str word)
{
    size_t from = 0, to = count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int    order  = str_compare(word, str_of(claims[middle].word));

        if (order == 0)
            return claims[middle].type;
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return FILE_UNKNOWN;
}

/* What systems open by this ending. Whether a click on it runs something decides; what it is called does not. */
const struct file_claim file_endings[] = {
    { "7z", FILE_SEVEN_ZIP }, { "aac", FILE_AAC }, { "accda", FILE_ACCESS }, { "accdb", FILE_ACCESS }, { "accde", FILE_ACCESS },
    { "ace", FILE_ACE }, { "ade", FILE_ACCESS }, { "adp", FILE_ACCESS }, { "ai", FILE_POSTSCRIPT }, { "amr", FILE_AMR },
    { "apk", FILE_APK }, { "appinstaller", FILE_MSIX }, { "applescript", FILE_APPLESCRIPT }, { "application", FILE_CLICKONCE },
    { "appref-ms", FILE_CLICKONCE },
    { "appx", FILE_MSIX }, { "appxbundle", FILE_MSIX }, { "arj", FILE_ARJ }, { "asc", FILE_OPENPGP }, { "asf", FILE_ASF },
    { "avi", FILE_AVI }, { "avif", FILE_AVIF }, { "bat", FILE_BATCH }, { "bmp", FILE_BMP }, { "bz2", FILE_BZIP2 },
    { "c", FILE_SOURCE }, { "cab", FILE_CAB }, { "cc", FILE_SOURCE }, { "cfg", FILE_TEXT }, { "chm", FILE_CHM },
    { "class", FILE_JAVA_CLASS }, { "cmd", FILE_BATCH }, { "com", FILE_DOS }, { "command", FILE_APPLESCRIPT },
    { "conf", FILE_TEXT }, { "cpio", FILE_CPIO }, { "cpl", FILE_PE }, { "cpp", FILE_SOURCE },
    { "crx", FILE_BROWSER_EXTENSION }, { "cs", FILE_SOURCE }, { "csv", FILE_CSV }, { "deb", FILE_DEB },
    { "deskthemepack", FILE_LNK }, { "desktop", FILE_DESKTOP }, { "dex", FILE_DEX }, { "diagcab", FILE_WINDOWS_SCRIPT },
    { "diagcfg", FILE_WINDOWS_SCRIPT }, { "diagpkg", FILE_WINDOWS_SCRIPT }, { "diff", FILE_SOURCE }, { "dll", FILE_PE },
    { "dmg", FILE_DMG },
    { "doc", FILE_WORD97 }, { "docm", FILE_WORD_MACRO }, { "docx", FILE_WORD }, { "dot", FILE_WORD97 },
    { "dotm", FILE_WORD_MACRO }, { "dotx", FILE_WORD }, { "dqy", FILE_EXCEL_QUERY }, { "drv", FILE_PE }, { "elf", FILE_ELF },
    { "emf", FILE_EMF },
    { "eml", FILE_EML }, { "eps", FILE_POSTSCRIPT }, { "epub", FILE_EPUB }, { "exe", FILE_PE }, { "fileloc", FILE_URL },
    { "flac", FILE_FLAC },
    { "flv", FILE_FLV }, { "gadget", FILE_WINDOWS_SCRIPT }, { "gif", FILE_GIF }, { "go", FILE_SOURCE }, { "gz", FILE_GZIP },
    { "h", FILE_SOURCE }, { "heic", FILE_HEIF }, { "heif", FILE_HEIF }, { "hlp", FILE_CHM }, { "hta", FILE_HTA },
    { "htm", FILE_HTML }, { "html", FILE_HTML }, { "ico", FILE_ICO }, { "ics", FILE_ICALENDAR }, { "img", FILE_DISK },
    { "inetloc", FILE_URL }, { "inf", FILE_REGISTRY }, { "ini", FILE_TEXT }, { "ipa", FILE_APK }, { "iqy", FILE_EXCEL_QUERY },
    { "iso", FILE_ISO }, { "jar", FILE_JAR },
    { "java", FILE_SOURCE }, { "jfif", FILE_JPEG }, { "jnlp", FILE_CLICKONCE }, { "jp2", FILE_JPEG2000 }, { "jpe", FILE_JPEG },
    { "jpeg", FILE_JPEG }, { "jpg", FILE_JPEG }, { "js", FILE_JAVASCRIPT }, { "jse", FILE_JAVASCRIPT }, { "json", FILE_JSON },
    { "jxl", FILE_JPEGXL }, { "lha", FILE_LZH }, { "library-ms", FILE_WINDOWS_LIBRARY }, { "lnk", FILE_LNK }, { "log", FILE_TEXT },
    { "lz4", FILE_LZ4 }, { "lzh", FILE_LZH }, { "m4a", FILE_MP4 }, { "m4v", FILE_MP4 }, { "mad", FILE_LNK }, { "maf", FILE_LNK },
    { "mag", FILE_LNK }, { "mam", FILE_LNK }, { "maq", FILE_LNK }, { "mas", FILE_LNK }, { "mau", FILE_LNK }, { "mav", FILE_LNK },
    { "maw", FILE_LNK }, { "mbox", FILE_MBOX },
    { "md", FILE_TEXT }, { "mda", FILE_ACCESS }, { "mdb", FILE_ACCESS }, { "mde", FILE_ACCESS }, { "mht", FILE_MHTML },
    { "mhtml", FILE_MHTML }, { "mid", FILE_MIDI }, { "midi", FILE_MIDI }, { "mkv", FILE_MATROSKA }, { "mov", FILE_MP4 },
    { "mp3", FILE_MP3 }, { "mp4", FILE_MP4 }, { "mpeg", FILE_MPEG }, { "mpg", FILE_MPEG }, { "mpkg", FILE_MAC_PACKAGE },
    { "msc", FILE_CONSOLE },
    { "msg", FILE_OUTLOOK_MSG }, { "msi", FILE_MSI }, { "msix", FILE_MSIX }, { "msixbundle", FILE_MSIX }, { "msp", FILE_MSI },
    { "mst", FILE_MSI }, { "nrg", FILE_DISK }, { "ocx", FILE_PE }, { "odp", FILE_OPENDOCUMENT }, { "ods", FILE_OPENDOCUMENT },
    { "odt", FILE_OPENDOCUMENT }, { "ogg", FILE_OGG }, { "one", FILE_ONENOTE }, { "onepkg", FILE_ONENOTE },
    { "opus", FILE_OGG }, { "oqy", FILE_EXCEL_QUERY }, { "otf", FILE_FONT }, { "p7m", FILE_SMIME }, { "p7s", FILE_SMIME },
    { "patch", FILE_SOURCE },
    { "pdf", FILE_PDF }, { "pgp", FILE_OPENPGP }, { "php", FILE_SOURCE }, { "pif", FILE_PE }, { "pkg", FILE_MAC_PACKAGE },
    { "pl", FILE_SOURCE }, { "png", FILE_PNG }, { "potm", FILE_POWERPOINT_MACRO }, { "potx", FILE_POWERPOINT },
    { "ppam", FILE_POWERPOINT_MACRO }, { "pps", FILE_POWERPOINT97 }, { "ppsm", FILE_POWERPOINT_MACRO },
    { "ppsx", FILE_POWERPOINT }, { "ppt", FILE_POWERPOINT97 }, { "pptm", FILE_POWERPOINT_MACRO }, { "pptx", FILE_POWERPOINT },
    { "ps", FILE_POSTSCRIPT }, { "ps1", FILE_POWERSHELL }, { "ps1xml", FILE_POWERSHELL }, { "psc1", FILE_POWERSHELL },
    { "psd", FILE_PSD }, { "psd1", FILE_POWERSHELL }, { "psm1", FILE_POWERSHELL }, { "pst", FILE_PST }, { "pub", FILE_PUBLISHER },
    { "py", FILE_SOURCE }, { "pyw", FILE_WINDOWS_SCRIPT }, { "qcow2", FILE_DISK }, { "rar", FILE_RAR }, { "rb", FILE_SOURCE },
    { "rdp", FILE_RDP }, { "reg", FILE_REGISTRY }, { "rpm", FILE_RPM }, { "rqy", FILE_EXCEL_QUERY }, { "rs", FILE_SOURCE },
    { "rtf", FILE_RTF },
    { "scf", FILE_LNK }, { "scpt", FILE_APPLESCRIPT }, { "scr", FILE_PE }, { "sct", FILE_WINDOWS_SCRIPT },
    { "search-ms", FILE_WINDOWS_LIBRARY }, { "searchconnector-ms", FILE_WINDOWS_LIBRARY },
    { "settingcontent-ms", FILE_SETTING }, { "sh", FILE_SOURCE }, { "shb", FILE_LNK }, { "shs", FILE_LNK }, { "shtml", FILE_HTML },
    { "sig", FILE_OPENPGP }, { "slk", FILE_SYLK }, { "sqlite", FILE_SQLITE }, { "svg", FILE_SVG }, { "svgz", FILE_SVG },
    { "swm", FILE_WIM }, { "sys", FILE_PE }, { "tar", FILE_TAR }, { "tbz", FILE_BZIP2 }, { "terminal", FILE_APPLESCRIPT },
    { "tgz", FILE_GZIP }, { "theme", FILE_LNK },
    { "themepack", FILE_LNK }, { "tif", FILE_TIFF }, { "tiff", FILE_TIFF }, { "toast", FILE_DISK }, { "ttf", FILE_FONT },
    { "txt", FILE_TEXT }, { "txz", FILE_XZ }, { "udf", FILE_ISO },
    { "url", FILE_URL }, { "vb", FILE_VBSCRIPT }, { "vbe", FILE_VBSCRIPT }, { "vbs", FILE_VBSCRIPT }, { "vcf", FILE_VCARD },
    { "vhd", FILE_VHD }, { "vhdx", FILE_VHDX }, { "vmdk", FILE_VMDK }, { "vsd", FILE_OLE }, { "vsdx", FILE_OOXML },
    { "vsto", FILE_CLICKONCE }, { "wasm", FILE_WASM }, { "wav", FILE_WAV }, { "webloc", FILE_URL }, { "webm", FILE_MATROSKA },
    { "webp", FILE_WEBP },
    { "website", FILE_URL }, { "wim", FILE_WIM }, { "wll", FILE_PE }, { "wma", FILE_ASF }, { "wmf", FILE_WMF }, { "wmv", FILE_ASF },
    { "woff", FILE_FONT }, { "woff2", FILE_FONT }, { "ws", FILE_WINDOWS_SCRIPT }, { "wsc", FILE_WINDOWS_SCRIPT },
    { "wsf", FILE_WINDOWS_SCRIPT }, { "wsh", FILE_WINDOWS_SCRIPT }, { "xbap", FILE_CLICKONCE }, { "xht", FILE_HTML },
    { "xhtml", FILE_HTML }, { "xla", FILE_EXCEL_MACRO }, { "xlam", FILE_EXCEL_MACRO }, { "xll", FILE_PE },
    { "xlm", FILE_EXCEL_MACRO }, { "xls", FILE_EXCEL97 }, { "xlsb", FILE_EXCEL }, { "xlsm", FILE_EXCEL_MACRO },
    { "xlsx", FILE_EXCEL }, { "xlt", FILE_EXCEL97 }, { "xltm", FILE_EXCEL_MACRO }, { "xltx", FILE_EXCEL }, { "xml", FILE_XML },
    { "xnk", FILE_LNK }, { "xpi", FILE_BROWSER_EXTENSION }, { "xps", FILE_OOXML }, { "xz", FILE_XZ }, { "yaml", FILE_TEXT },
    { "yml", FILE_TEXT },
    { "z", FILE_COMPRESS }, { "zip", FILE_ZIP }, { "zipx", FILE_ZIP }, { "zst", FILE_ZSTD },
};
const size_t file_ending_count = ARRAY_LEN(file_endings);

/* "report.{3050F4D8-98B5-11CF-BB82-00AA00BDCE0B}": the number of the program that Windows opens it with; it shows none of this. */
static bool is_class_number(str ending)
{
    return ending.len == CLASS_NUMBER_OCTETS && ending.ptr[0] == '{' && ending.ptr[CLASS_NUMBER_OCTETS - 1] == '}';
}

enum file_type file_type_by_ending(str ending)
{
    return is_class_number(ending) ? FILE_LNK : find(file_endings, file_ending_count, ending);
}

/* A declared type decides what a mail program opens a file with where its name does not. */
const struct file_claim file_media_types[] = {
    { "application/epub+zip", FILE_EPUB }, { "application/gzip", FILE_GZIP }, { "application/hta", FILE_HTA },
    { "application/java-archive", FILE_JAR }, { "application/javascript", FILE_JAVASCRIPT }, { "application/json", FILE_JSON },
    { "application/ms-tnef", FILE_TNEF }, { "application/msword", FILE_WORD97 }, { "application/onenote", FILE_ONENOTE },
    { "application/pdf", FILE_PDF }, { "application/pgp-encrypted", FILE_OPENPGP }, { "application/pgp-keys", FILE_OPENPGP },
    { "application/pgp-signature", FILE_OPENPGP }, { "application/pkcs7-mime", FILE_SMIME },
    { "application/pkcs7-signature", FILE_SMIME }, { "application/postscript", FILE_POSTSCRIPT }, { "application/rtf", FILE_RTF },
    { "application/vnd.android.package-archive", FILE_APK }, { "application/vnd.ms-cab-compressed", FILE_CAB },
    { "application/vnd.ms-excel", FILE_EXCEL97 }, { "application/vnd.ms-excel.sheet.binary.macroenabled.12", FILE_EXCEL_MACRO },
    { "application/vnd.ms-excel.sheet.macroenabled.12", FILE_EXCEL_MACRO }, { "application/vnd.ms-htmlhelp", FILE_CHM },
    { "application/vnd.ms-outlook", FILE_OUTLOOK_MSG }, { "application/vnd.ms-powerpoint", FILE_POWERPOINT97 },
    { "application/vnd.ms-powerpoint.presentation.macroenabled.12", FILE_POWERPOINT_MACRO },
    { "application/vnd.ms-tnef", FILE_TNEF }, { "application/vnd.ms-word.document.macroenabled.12", FILE_WORD_MACRO },
    { "application/vnd.oasis.opendocument.presentation", FILE_OPENDOCUMENT },
    { "application/vnd.oasis.opendocument.spreadsheet", FILE_OPENDOCUMENT },
    { "application/vnd.oasis.opendocument.text", FILE_OPENDOCUMENT },
    { "application/vnd.openxmlformats-officedocument.presentationml.presentation", FILE_POWERPOINT },
    { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", FILE_EXCEL },
    { "application/vnd.openxmlformats-officedocument.wordprocessingml.document", FILE_WORD },
    { "application/vnd.rar", FILE_RAR }, { "application/x-7z-compressed", FILE_SEVEN_ZIP }, { "application/x-bat", FILE_BATCH },
    { "application/x-bzip2", FILE_BZIP2 }, { "application/x-dosexec", FILE_PE }, { "application/x-gzip", FILE_GZIP },
    { "application/x-iso9660-image", FILE_ISO }, { "application/x-java-archive", FILE_JAR },
    { "application/x-javascript", FILE_JAVASCRIPT }, { "application/x-ms-installer", FILE_MSI },
    { "application/x-ms-shortcut", FILE_LNK }, { "application/x-msdos-program", FILE_PE }, { "application/x-msdownload", FILE_PE },
    { "application/x-msi", FILE_MSI }, { "application/x-pkcs7-mime", FILE_SMIME },
    { "application/x-pkcs7-signature", FILE_SMIME }, { "application/x-rar", FILE_RAR },
    { "application/x-rar-compressed", FILE_RAR }, { "application/x-tar", FILE_TAR }, { "application/x-xz", FILE_XZ },
    { "application/x-zip", FILE_ZIP }, { "application/x-zip-compressed", FILE_ZIP }, { "application/xhtml+xml", FILE_HTML },
    { "application/xml", FILE_XML }, { "application/zip", FILE_ZIP }, { "audio/aac", FILE_AAC }, { "audio/amr", FILE_AMR },
    { "audio/flac", FILE_FLAC }, { "audio/midi", FILE_MIDI }, { "audio/mp4", FILE_MP4 }, { "audio/mpeg", FILE_MP3 },
    { "audio/ogg", FILE_OGG }, { "audio/wav", FILE_WAV }, { "audio/x-wav", FILE_WAV }, { "image/avif", FILE_AVIF },
    { "image/bmp", FILE_BMP }, { "image/emf", FILE_EMF }, { "image/gif", FILE_GIF }, { "image/heic", FILE_HEIF },
    { "image/heif", FILE_HEIF }, { "image/jp2", FILE_JPEG2000 }, { "image/jpeg", FILE_JPEG }, { "image/jpg", FILE_JPEG },
    { "image/jxl", FILE_JPEGXL }, { "image/pjpeg", FILE_JPEG }, { "image/png", FILE_PNG }, { "image/svg+xml", FILE_SVG },
    { "image/tiff", FILE_TIFF }, { "image/vnd.microsoft.icon", FILE_ICO }, { "image/webp", FILE_WEBP }, { "image/wmf", FILE_WMF },
    { "image/x-icon", FILE_ICO }, { "image/x-png", FILE_PNG }, { "message/global", FILE_EML }, { "message/news", FILE_EML },
    { "message/rfc822", FILE_EML }, { "text/calendar", FILE_ICALENDAR },
    { "text/csv", FILE_CSV }, { "text/html", FILE_HTML }, { "text/javascript", FILE_JAVASCRIPT }, { "text/plain", FILE_TEXT },
    { "text/rtf", FILE_RTF }, { "text/vbscript", FILE_VBSCRIPT }, { "text/vcard", FILE_VCARD }, { "text/x-diff", FILE_SOURCE },
    { "text/x-patch", FILE_SOURCE }, { "text/x-vcard", FILE_VCARD }, { "text/xml", FILE_XML }, { "video/mp4", FILE_MP4 },
    { "video/mpeg", FILE_MPEG }, { "video/quicktime", FILE_MP4 }, { "video/webm", FILE_MATROSKA }, { "video/x-ms-asf", FILE_ASF },
    { "video/x-ms-wmv", FILE_ASF }, { "video/x-msvideo", FILE_AVI },
};
const size_t file_media_type_count = ARRAY_LEN(file_media_types);

enum { MEDIA_TYPE_MAX_OCTETS = 128 };

enum file_type file_type_by_media(str type, str subtype)
{
    char   joined[MEDIA_TYPE_MAX_OCTETS];
    size_t len = type.len + 1 + subtype.len;

    if (type.len == 0 || subtype.len == 0 || len > sizeof joined)
        return FILE_UNKNOWN;
    memcpy(joined, type.ptr, type.len);
    joined[type.len] = '/';
    memcpy(joined + type.len + 1, subtype.ptr, subtype.len);
    return find(file_media_types, file_media_type_count, (str){ joined, len });
}
