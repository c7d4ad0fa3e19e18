"""mime: files that are not what they seem, or stand where a scanner does not look, and honest files of all kinds."""
import base64, io, struct, zipfile

from signing import key_dns
from writing import HELD, REFUSED, attack, message, record, twin, txt

FAMILY = "mime"
KEPT_OUT = [REFUSED, HELD]
LONG_AGO = (2026, 1, 2, 8, 0, 0)


# ---- files, as small as their kind allows ----

def octets(text):
    return text.encode("latin-1") if isinstance(text, str) else text


def lines64(data):
    return base64.encodebytes(octets(data)).decode().replace("\n", "\r\n")


PROGRAM = b"MZ" + b"\0" * 58 + b"\x40\0\0\0PE\0\0" + b"\0" * 8
SHORTCUT = b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46" + b"\0" * 56
DISC = b"\0" * 32769 + b"CD001\x01" + b"\0" * 2042
PICTURE = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
PHOTO = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\0" * 40
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
NOISE = base64.b64encode(bytes((i * 31 + 7) % 256 for i in range(900))).decode()
STORY = "<p>%s</p>" % " ".join(["The minutes of the meeting are below, as they were taken down."] * 6)
SMUGGLER = ("<html><body><script>var d='%s';var b=new Blob([Uint8Array.from(atob(d),function(c){return c.charCodeAt(0)})]);"
            "var a=document.createElement('a');a.href=URL.createObjectURL(b);a.download='x.zip';a.click();</script></body></html>" % NOISE)


def archive(*names, content=b"x"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name in names:
            z.writestr(zipfile.ZipInfo(name, LONG_AGO), content)
    return out.getvalue()


def patched(data, **fields):
    """With other values in the directory: flags, sizes."""
    data, at = bytearray(data), -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        if "flags" in fields:
            struct.pack_into("<H", data, at + 8, fields["flags"])
        if "sizes" in fields:
            struct.pack_into("<II", data, at + 20, *fields["sizes"])
    return bytes(data)


# ---- messages ----

def part(data, type="application/octet-stream", name=None, disposition=None, encode=True):
    """name and disposition as they stand in the fields."""
    fields = "Content-Type: %s%s\r\n" % (type, "; name=%s" % name if name else "")
    if disposition:
        fields += "Content-Disposition: attachment; %s\r\n" % disposition
    if encode:
        return fields + "Content-Transfer-Encoding: base64\r\n\r\n" + lines64(data)
    return fields + "\r\n" + octets(data).decode("latin-1")


def mixed(*parts, kind="mixed", more=""):
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/%s; boundary=\"=_own\"%s\r\n" % (kind, more)
    return head, "".join("--=_own\r\n%s\r\n" % p for p in parts) + "--=_own--\r\n"


def text(words):
    return "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + lines64(words.encode("utf-8"))


def carrying(id, author, *parts, **options):
    head, body = mixed(text("See the file. " + id), *parts, **options)
    return message(id, author, more=head, body=body)


def inner(*parts):
    head, body = mixed(*parts)
    return "From: <inner@attack.example>\r\nSubject: inner\r\n" + head + "\r\n" + body


def case(id, title, attacker, ours, *parts, require=None, words=None, **more):
    parts = ((text(words),) if words else ()) + parts
    return attack(id, FAMILY, title, attacker, ours, carrying(id, "<any@attack.example>", *parts), require or KEPT_OUT, require or KEPT_OUT,
                  vulnerable="The file reaches a person under a harmless look.", **more)


def told(*names):
    return [REFUSED, HELD, {"delivered": 1, "finding": list(names)}]


def attacks():
    yield case("MIME-101", "Two names", "filename says txt, name says exe.", "Both are read: refused.",
               part("hello", name="x.exe", disposition="filename=x.txt"))
    yield case("MIME-102", "A name in sections", "filename*0=x.e, filename*1=xe (RFC 2231).", "Put together: refused.",
               part("hello", disposition="filename*0=x.e; filename*1=xe"))
    yield case("MIME-103", "A name with percent signs", "filename*=utf-8''x%2Eexe.", "Decoded: refused.", part("hello", disposition="filename*=utf-8''x%2Eexe"))
    yield case("MIME-104", "An invisible letter behind the ending", "x.exe, U+200B, which programs drop when they save.", "Read without it: refused.",
               part("hello", disposition="filename*=utf-8''x.exe%E2%80%8B"))
    yield case("MIME-105", "NUL in the name", "x.exe, NUL, .txt: C programs stop at it.", "The worst reading counts: refused.",
               part("hello", disposition="filename*=utf-8''x.exe%00.txt"))
    yield case("MIME-106", "A folder before the name", "..\\..\\Startup\\x.exe.", "The last piece is the name: refused.",
               part("hello", disposition="filename=\"..\\\\..\\\\Startup\\\\x.exe\""))
    yield case("MIME-107", "A name in encoded words, cut in two", "=?utf-8?B?eC5l?= =?utf-8?B?eGU=?=.", "Put together: refused.",
               part("hello", disposition="filename=\"=?utf-8?B?eC5l?= =?utf-8?B?eGU=?=\""))
    yield case("MIME-108", "Two endings", "invoice.pdf.exe.", "The last one counts: refused.", part(PROGRAM, disposition="filename=invoice.pdf.exe"))
    yield case("MIME-109", "An ending out of sight", "A hundred blanks before .exe.", "Refused.", part(PROGRAM, disposition="filename=\"invoice.pdf%s.exe\"" % (" " * 100)))
    yield case("MIME-110", "A name turned round", "U+202E: invoice, exe.pdf.", "The order of the letters as they stand counts: refused.",
               part(PROGRAM, disposition="filename*=utf-8''invoice%E2%80%AEfdp.exe"))
    yield case("MIME-111", "A program called a picture", "image/png, photo.png, and a Windows program in it.", "Kinds are told by content: held.",
               part(PROGRAM, type="image/png", disposition="filename=photo.png"))
    yield case("MIME-112", "A program without a name", "No name, no disposition.", "Told by content: held.", part(PROGRAM))
    yield case("MIME-113", "A program by its declared type alone", "application/x-msdownload, without a name, beginning with text.", "Held.",
               part("hello", type="application/x-msdownload"))
    yield case("MIME-114", "In a forwarded message", "message/rfc822 with the program in it.", "Nested messages are read: held.",
               part(inner(part(PROGRAM, disposition="filename=a.dat")), type="message/rfc822", encode=False))
    yield case("MIME-115", "In a message that is attached as a file", "application/octet-stream, a.eml, in base64.", "Decoded and read: held.",
               part(inner(part(PROGRAM, disposition="filename=a.dat")), disposition="filename=a.eml"))
    deep = inner(part(PROGRAM, disposition="filename=a.dat"))
    for _ in range(3):
        deep = inner(part(deep, disposition="filename=a.eml"))
    yield case("MIME-116", "In a message in a message in a message", "Four levels of base64.", "Read to the fourth: held.", part(deep, disposition="filename=a.eml"))
    for _ in range(12):
        deep = inner(part(deep, disposition="filename=a.eml", encode=False))
    yield case("MIME-117", "Sixteen levels", "Deeper than anybody reads.", "Said: finding att-not-checked; bounded time.", part(deep, disposition="filename=a.eml"),
               require=[{"delivered": 0, "max_seconds": 10, "alive": True}, {"delivered": 1, "finding": ["att-not-checked"], "max_seconds": 10, "alive": True}])
    yield case("MIME-118", "A shortcut in an archive", "a.zip with Tender.pdf.lnk.", "Names in the directory are read: held.",
               part(archive("Tender.pdf.lnk"), type="application/zip", disposition="filename=a.zip"))
    yield case("MIME-119", "An archive behind a picture", "GIF octets, then a ZIP archive with a script; called a.zip.", "Readers look for the end, so do we: held or said.",
               part(PICTURE + archive("a.js"), disposition="filename=a.zip"), require=told("att-archive-program", "att-disguised", "att-type-differs"))
    yield case("MIME-120", "An archive called a document", "report.pdf is a ZIP archive with a script.", "Told by content: held.",
               part(archive("report.js"), type="application/pdf", disposition="filename=report.pdf"))
    yield case("MIME-121", "Macros called none", "report.docx holds word/vbaProject.bin.", "Finding att-active-document.",
               part(archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), disposition="filename=report.docx"), require=told("att-active-document"))
    yield case("MIME-122", "An archive that says it is a gibibyte", "Twenty kilobytes that unpack to a gibibyte.", "Finding archive-bomb; nothing is unpacked.",
               part(patched(archive("zeros.bin"), sizes=(20000, 1 << 30)), disposition="filename=a.zip"), require=told("archive-bomb"))
    yield case("MIME-123", "An archive of two thousand names and more", "A directory without end.", "Bounded; what was not read is said.",
               part(archive(*("%04d" % i for i in range(2100)), content=b""), disposition="filename=a.zip"),
               require=[{"delivered": [0, 1], "finding": ["att-not-checked"], "max_seconds": 10, "alive": True}])
    yield case("MIME-124", "A locked archive and its key", "The password stands in the text.", "Finding att-encrypted-password.",
               part(patched(archive("bill.pdf"), flags=1), disposition="filename=a.zip"), words="The password is 4711.", require=told("att-encrypted-password"))
    yield case("MIME-125", "An image of a disc", "notes.dat with the mark of ISO 9660.", "Told by content: finding att-disk-image.",
               part(DISC, disposition="filename=notes.dat"), require=told("att-disk-image"))
    yield case("MIME-126", "A page that builds a file", "atob, Blob, download, click.", "Finding att-html-smuggling.",
               part(SMUGGLER, type="text/html", disposition="filename=invoice.html"), require=told("att-html-smuggling"))
    yield case("MIME-127", "The same in UTF-16", "With a byte order mark, as application/octet-stream.", "Finding att-html-smuggling.",
               part(b"\xff\xfe" + SMUGGLER.encode("utf-16-le"), disposition="filename=invoice.htm"), require=told("att-html-smuggling"))
    yield case("MIME-128", "A drawing with a script", "plan.svg.", "Finding att-svg-script.",
               part("<svg xmlns='http://www.w3.org/2000/svg'><script>location='https://attack.example/'</script></svg>", type="image/svg+xml",
                    disposition="filename=plan.svg"), require=told("att-svg-script"))
    yield case("MIME-129", "A page called a document", "text/html, invoice.pdf.", "Finding att-disguised.",
               part("<html><body>hello</body></html>", type="text/html", disposition="filename=invoice.pdf"), require=told("att-disguised"))
    yield case("MIME-130", "A document that starts a program", "/L#61unch in a PDF.", "Finding att-pdf-launch.",
               part(PDF + b"<< /S /L#61unch /F (cmd.exe) >>\n", type="application/pdf", disposition="filename=a.pdf"), require=told("att-pdf-launch"))
    yield case("MIME-131", "A program in uuencode", "begin 644 x.exe, in the text.", "Some programs still make a file of it: refused.",
               "Content-Type: text/plain\r\n\r\nHello\r\nbegin 644 x.exe\r\n#0V%T\r\n`\r\nend\r\n")
    yield case("MIME-132", "A page that is a program", "order.hta.", "Held.", part("<script language=VBScript></script>", disposition="filename=order.hta"))
    yield case("MIME-133", "A shortcut to elsewhere", "[InternetShortcut] as a text without an ending.", "Told by content: held.",
               part("[InternetShortcut]\r\nURL=file://attack.example/x\r\n", disposition="filename=readme"))
    yield case("MIME-134", "A shortcut called a text", "A LNK file called notes.txt.", "Told by content: held.", part(SHORTCUT, type="text/plain", disposition="filename=notes.txt"))
    yield case("MIME-135", "A script in an archive without end mark of its name", "a.js with blanks and dots behind it.", "Held.",
               part(archive("a.js. ."), disposition="filename=a.zip"))


    yield from of_two_readings()
    yield from of_names()
    yield from of_links()


# ---- what one program reads as a part, and another as text ----

HIDDEN = part(PROGRAM, disposition="filename=x.exe")
PLAIN = "Content-Type: text/plain\r\n\r\nSee the file.\r\n"


def whole(id, title, attacker, ours, more, body, require=None):
    """A message whose own header and body are written out."""
    return attack(id, FAMILY, title, attacker, ours, message(id, "<any@attack.example>", more="MIME-Version: 1.0\r\n" + more, body=body),
                  require or KEPT_OUT, require or KEPT_OUT, vulnerable="One program checks a text, another shows a file.")


def two_readings(id, title, attacker, body, type='multipart/mixed; boundary="=_own"', **more):
    return whole(id, title, attacker, "Whoever finds a part there finds a program: refused or held.", "Content-Type: %s\r\n" % type, body, **more)


def of_two_readings():
    yield two_readings("MIME-136", "A boundary in capitals", "Delimiters differ from the boundary in case alone.", "--=_OWN\r\n%s\r\n--=_OWN--\r\n" % HIDDEN)
    yield two_readings("MIME-137", "A boundary in single quotes", "boundary='x': are the quotes part of it?", "--x\r\n%s\r\n--x--\r\n" % HIDDEN,
                       type="multipart/mixed; boundary='x'")
    yield two_readings("MIME-138", "A comment in the boundary", "boundary=x(c), and delimiters --x(c).", "--x(c)\r\n%s\r\n--x(c)--\r\n" % HIDDEN,
                       type="multipart/mixed; boundary=x(c)")
    yield two_readings("MIME-139", "A boundary that is cut", "Eighty letters in the field, seventy in the text: some compare no more.",
                       "--%s\r\n%s\r\n--%s--\r\n" % ("x" * 70, HIDDEN, "x" * 70), type="multipart/mixed; boundary=%s" % ("x" * 80))
    yield two_readings("MIME-140", "A delimiter that goes on", "--=_own, and another letter.", "--=_own\r\n%s\r\n--=_ownx\r\n%s\r\n--=_own--\r\n" % (PLAIN, HIDDEN))
    yield two_readings("MIME-141", "A blank before a delimiter", "Some trim lines.", "--=_own\r\n%s\r\n --=_own\r\n%s\r\n--=_own--\r\n" % (PLAIN, HIDDEN))
    yield two_readings("MIME-142", "Behind the last part", "The closing delimiter, then a part.", "--=_own\r\n%s\r\n--=_own--\r\n\r\n%s\r\n" % (PLAIN, HIDDEN))
    yield two_readings("MIME-143", "Begun again behind its end", "The closing delimiter, then the boundary again.",
                       "--=_own\r\n%s\r\n--=_own--\r\n--=_own\r\n%s\r\n--=_own--\r\n" % (PLAIN, HIDDEN))
    body = "--=_own\r\n%s\r\n--=_own--\r\n" % HIDDEN
    for i, (type, title) in enumerate([("multipart//mixed", "Two slashes"), ("multipart", "No subtype"), ('"multipart/mixed"', "The type in quotes"),
                                       ("; multipart/mixed", "A semicolon first"), ("multipart/mixed,", "A comma for a semicolon")]):
        yield two_readings("MIME-%d" % (144 + i), title, "Content-Type: %s boundary=..." % type, body,
                           type="%s%s boundary=\"=_own\"" % (type, "" if type.endswith(",") else ";"))
    yield case("MIME-149", "A program called a report", "message/delivery-status in base64.", "Reports are texts: held.", part(PROGRAM, type="message/delivery-status"))
    yield case("MIME-150", "A message of a kind that nobody knows", "message/x-other holds a message with a program.", "Read as the file that it is (RFC 2046 5.2.4): refused.",
               part(inner(HIDDEN), type="message/x-other", encode=False))
    for i, encoding in enumerate(('"base64"', "x-base64", "base64,7bit")):
        yield case("MIME-%d" % (151 + i), "An encoding with something around its name", "Content-Transfer-Encoding: %s" % encoding, "Decoded to be looked at: held.",
                   "Content-Type: application/octet-stream; name=a.dat\r\nContent-Transfer-Encoding: %s\r\n\r\n%s" % (encoding, lines64(PROGRAM)))
    yield case("MIME-154", "Ten messages deep", "Each in the one before it, the program in the last.", "Read as deep as that: refused.", deep_message(10))


def deep_message(levels):
    deep = inner(HIDDEN)
    for i in range(levels):
        deep = ("From: <a@attack.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=l%dx\r\n\r\n--l%dx\r\n"
                "Content-Type: message/rfc822\r\n\r\n%s\r\n--l%dx--\r\n" % (i, i, deep, i))
    return part(deep, type="message/rfc822", encode=False)


def of_names():
    names = [("The plain name beside the other", "filename=x.exe; filename*=utf-8''x.txt"), ("Sections beside a whole", "filename*=utf-8''x.txt; filename*0=x.e; filename*1=xe"),
             ("Sections out of order", "filename*1=xe; filename*0=x.e"), ("A charset that nobody knows", "filename*=foo''x%2Eexe"), ("A name in UTF-16", "filename*=utf-16be''%00x%00.%00e%00x%00e"),
             ("A slash behind the name", "filename=\"x.exe/\""), ("A quote behind the name", "filename=\"x.exe\\\"\""), ("A wide blank behind the name", "filename*=utf-8''x.exe%E3%80%80"),
             ("An invisible letter in the ending", "filename*=utf-8''x.e%C2%ADxe"), ("The number of a program for an ending", "filename=report.pdf.{3050F4D8-98B5-11CF-BB82-00AA00BDCE0B}"),
             ("A name without its closing quote", "filename=\"x.exe"), ("A name in UTF-7", "filename=\"=?utf-7?Q?x+AC4-exe?=\""), ("A shortcut of macOS", "filename=report.pdf.inetloc"),
             ("A shell of macOS", "filename=update.terminal"), ("A cabinet of diagnostics", "filename=report.diagcab"), ("An installer from elsewhere", "filename=report.appinstaller")]
    for i, (title, disposition) in enumerate(names):
        yield case("MIME-%d" % (155 + i), title, "Content-Disposition: attachment; " + disposition, "What some program opens counts: refused or held.", part("hello", disposition=disposition))
    for i, field in enumerate(("filename=x.exe", "attachment, filename=x.exe", "attachment filename=x.exe")):
        yield case("MIME-%d" % (171 + i), "No word, or no semicolon, before the name", "Content-Disposition: " + field, "Read as most read it: refused.",
                   "Content-Type: application/octet-stream\r\nContent-Disposition: %s\r\n\r\nhello\r\n" % field)
    yield case("MIME-174", "A program of macOS in an archive", "Update.app/Contents/MacOS/Update, without an ending.", "Known by its folder: held.",
               part(archive("Update.app/Contents/Info.plist", "Update.app/Contents/MacOS/Update"), disposition="filename=Update.zip"))


# ---- links where none were looked for ----

LIE = "https://www.paypal.com@attack.example/x"


def linked(id, title, attacker, *parts, findings=("url-userinfo",), **more):
    return case(id, title, attacker, "Somebody clicks on it: read, finding %s." % " or ".join(findings), *parts, require=told(*findings), **more)


def of_links():
    page = "<html><body><a href='%s'>open</a></body></html>" % LIE
    for i, type in enumerate(("text/x-other", "text/markdown", "text/richtext", "text/xml", "application/xhtml+xml")):
        yield linked("MIME-%d" % (175 + i), "A link in %s" % type, "Programs show texts of kinds that they do not know as they stand.", part(page, type=type))
    alternatives = mixed("Content-Type: text/plain\r\n\r\nhello\r\n", part(page, type="text/x-amp-html"), kind="alternative")
    yield whole("MIME-180", "A link in AMP", "text/x-amp-html beside the text.", "Some show it: read, finding url-userinfo.", alternatives[0][19:], alternatives[1], require=told("url-userinfo"))
    yield whole("MIME-181", "A multipart without parts", "A boundary that never comes, and a link in the text.", "Shown as it stands by some: read, finding url-userinfo.",
                "Content-Type: multipart/mixed; boundary=never\r\n", "See %s \r\n" % LIE, require=told("url-userinfo"))
    calendar = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nX-ALT-DESC;FMTTYPE=text/html:<a href='https://login.elsewhere.example/x'>join</a>\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    for i, (type, title) in enumerate((("application/octet-stream", "without a type"), ("application/ics", "by another type"), ("text/calendar", "in HTML"))):
        yield linked("MIME-%d" % (182 + i), "A link in an invitation, %s" % title, "invite.ics as %s." % type, part(calendar, type=type, disposition="filename=invite.ics"),
                     findings=("att-calendar-link",))
    html = (("A refresh without url=", "<meta http-equiv=refresh content='0;https://attack.example/'>", "html-refresh"),
            ("A base behind the link", "<a href=x>open</a><base href='//www.paypal.com:x@attack.example/'><a href='%s'>x</a>" % LIE, "url-userinfo"),
            ("A page in an attribute", "<iframe srcdoc=\"&lt;a href='%s'&gt;open\"></iframe>" % LIE, "url-userinfo"),
            ("A target that is animated", "<svg><a><set attributeName=href to='%s' /><text>open</text></a></svg>" % LIE, "url-userinfo"),
            ("A search in a stranger's folder", "<a href='search-ms:query=x&crumb=location:\\\\attack.example\\s'>open</a>", "url-script"),
            ("A stranger's share", "<a href='file:///\\\\attack.example\\s\\x.lnk'>open</a>", "url-script"),
            ("A drawing for an address", "<a href='data:image/svg+xml,<svg onload=x()>'>open</a>", "url-script"),
            ("A script in references and tabs", "<a href='&#106;&#97;va&Tab;script&colon;x()'>open</a>", "url-script"),
            ("Wide letters in the host", "<a href='https://\uff41ttack.example/'>open</a>", "url-obscured"),
            ("One number for the host", "<a href='http://0xc0.0x0.0x2.0x1/'>open</a>", "url-odd-number"))
    for i, (title, body, finding) in enumerate(html):
        yield linked("MIME-%d" % (185 + i), title, "In HTML.", part("<html><body><p>hello</p>%s</body></html>" % body, type="text/html; charset=utf-8")
                     if body.isascii() else part(("<html><body>%s</body></html>" % body).encode(), type="text/html; charset=utf-8"), findings=(finding,))
    yield linked("MIME-195", "A drawing that is packed", "plan.svgz: nobody here unpacks it.", part(b"\x1f\x8b\x08" + b"\0" * 20, type="image/svg+xml", disposition="filename=plan.svgz"),
                 findings=("att-not-checked",))
    yield linked("MIME-196", "An Office file in XML", "report.xml, which Word opens by a word in it.",
                 part("<?xml version='1.0'?>\r\n<?mso-application progid='Word.Document'?>\r\n<x/>\r\n", type="text/xml", disposition="filename=report.xml"), findings=("att-not-checked",))


# ---- honest twins ----

def honest(id, title, *parts, message_text=None, wanted=None, **options):
    domain = "m%s.example" % id.rpartition("-")[2]
    return twin(id, FAMILY, title, message_text or carrying(id, "Kim <kim@%s>" % domain, *parts, **options), "kim@" + domain, "mail." + domain, "127.0.0.60",
                dns=[txt(domain, "v=spf1 ip4:127.0.0.60 -all"), txt("_dmarc." + domain, "v=DMARC1; p=reject"), record(domain, "A", "127.0.0.60"), key_dns(domain)],
                wanted=wanted)


def twins():
    yield honest("TWIN-MIME-01", "A bill with a link in it", part(PDF + b"<< /S /URI /URI (https://m01.example/pay) >>\n", type="application/pdf", disposition="filename=bill.pdf"))
    yield honest("TWIN-MIME-02", "A text and a table of an office",
                 part(archive("[Content_Types].xml", "word/document.xml"), type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                      disposition="filename=\"Offer 2026.docx\""),
                 part(archive("[Content_Types].xml", "xl/workbook.xml"), type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                      disposition="filename=Prices.xlsx"))
    yield honest("TWIN-MIME-03", "An archive of documents", part(archive("2026/offer.pdf", "2026/prices.xlsx", "2026/photo.jpg"), type="application/zip",
                 disposition="filename=Documents.zip"))
    yield honest("TWIN-MIME-04", "A patch, a shell script, a tar archive", part("diff --git a/x.c b/x.c\n", type="text/x-patch", disposition="filename=0001-fix.patch"),
                 part("#!/bin/sh\nmake\n", type="application/x-shellscript", disposition="filename=build.sh"),
                 part(b"\x1f\x8b\x08" + b"\0" * 20, type="application/gzip", disposition="filename=src-1.2.tar.gz"))
    yield honest("TWIN-MIME-05", "An archive of sources", part(archive(*("src/%02d.c" % i for i in range(14)), "src/configure", "web/page.js"), disposition="filename=src.zip"))
    yield honest("TWIN-MIME-06", "A saved page with a picture and a library",
                 part("<html><head><title>Minutes</title></head><body>%s<img src='data:image/png;base64,%s'><script>function save(d){var b=new Blob([atob(d)]);"
                      "link.href=URL.createObjectURL(b);link.download='m.txt';link.click()}</script></body></html>" % (STORY, NOISE), type="text/html",
                      disposition="filename=minutes.html"))
    yield honest("TWIN-MIME-07", "Pictures whose names are wrong", part(PICTURE, type="image/jpeg", disposition="filename=IMG_0001.JPG"),
                 part(PHOTO, type="image/png", disposition="filename=shot.png"))
    yield honest("TWIN-MIME-08", "A forwarded message with a document", part(inner(text("As promised."), part(PDF, type="application/pdf", disposition="filename=plan.pdf")),
                 type="message/rfc822", encode=False))
    signed = mixed(text("signed TWIN-MIME-09"), part(b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80", type="application/pkcs7-signature", name="smime.p7s",
                   disposition="filename=smime.p7s"), kind="signed", more="; protocol=\"application/pkcs7-signature\"; micalg=sha-256")
    yield honest("TWIN-MIME-09", "A message signed by S/MIME", message_text=message("TWIN-MIME-09", "Kim <kim@m09.example>", more=signed[0], body=signed[1]))
    locked = mixed(part("Version: 1\r\n", type="application/pgp-encrypted", encode=False),
                   part("-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----\r\n", name="encrypted.asc", encode=False),
                   kind="encrypted", more="; protocol=\"application/pgp-encrypted\"")
    yield honest("TWIN-MIME-10", "A message encrypted by OpenPGP", message_text=message("TWIN-MIME-10", "Kim <kim@m10.example>", more=locked[0], body=locked[1]))
    yield honest("TWIN-MIME-11", "An invitation to a meeting", part("BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Plans\r\nLOCATION:https://meet.google.com/abc-defg\r\n"
                 "END:VEVENT\r\nEND:VCALENDAR\r\n", type="text/calendar; method=REQUEST", name="invite.ics"))
    yield honest("TWIN-MIME-12", "A locked archive, its password by telephone", text("You will get the password by telephone."),
                 part(patched(archive("salaries.pdf"), flags=1), type="application/zip", disposition="filename=salaries.zip"))
    yield honest("TWIN-MIME-13", "Names in Hebrew and Japanese", part(PDF, type="application/pdf", disposition="filename*=utf-8''%D7%97%D7%A9%D7%91%D7%95%D7%9F.pdf"),
                 part(PHOTO, type="image/jpeg", disposition="filename=\"=?utf-8?B?5YaZ55yf?=.jpg\""))
    yield honest("TWIN-MIME-14", "A table that is a page, a card, a list", part("<html><table><tr><td>1</td></tr></table></html>", type="application/vnd.ms-excel",
                 disposition="filename=report.xls"), part("BEGIN:VCARD\r\nFN:Kim\r\nEND:VCARD\r\n", type="text/vcard", disposition="filename=kim.vcf"),
                 part("a;b\r\n1;2\r\n", type="text/csv", disposition="filename=list.csv"))
    yield honest("TWIN-MIME-15", "A picture called like a domain, a message called like a subject", part(PICTURE, type="image/gif", disposition="filename=www.m15.example.com"),
                 part("From: <a@m15.example>\r\nSubject: Re: plans\r\n\r\nFine.\r\n", type="message/rfc822", disposition="filename=\"Re: plans for m15.com.eml\"", encode=False))
    source = "It had this source:\r\n\r\n--=_x\r\nContent-Type: application/pdf; name=report.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQK\r\n--=_x--\r\n"
    yield honest("TWIN-MIME-16", "The source of a letter in a letter", "Content-Type: text/plain\r\n\r\n" + source)
    yield honest("TWIN-MIME-17", "A name in two forms, as RFC 6266 advises", part(PDF, type="application/pdf", disposition="filename=\"Gr__e.pdf\"; filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf"))
    yield honest("TWIN-MIME-18", "Reports to mail systems", "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; m18.example\r\n\r\nFinal-Recipient: rfc822; a@m18.example\r\n"
                 "Action: failed\r\nStatus: 5.1.1\r\n", "Content-Type: text/rfc822-headers\r\n\r\nFrom: user@victim.example\r\nSubject: https://m18.example/x\r\n")
    meeting = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nDESCRIPTION:https://meet.google.com/abc-defg\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    yield honest("TWIN-MIME-19", "An invitation twice, as calendars send it", part(meeting, type="text/calendar; method=REQUEST"), part(meeting, type="application/ics",
                 disposition="filename=invite.ics"))
    amp = mixed("Content-Type: text/plain\r\n\r\nhello\r\n", part("<!doctype html><html amp4email><head><script async src='https://cdn.ampproject.org/v0.js'></script></head>"
                "<body>hello <a href='https://m20.example/x'>more</a></body></html>", type="text/x-amp-html"), part("<p>hello <a href='https://m20.example/x'>more</a></p>",
                type="text/html"), kind="alternative")
    yield honest("TWIN-MIME-20", "A letter in AMP as well", message_text=message("TWIN-MIME-20", "Kim <kim@m20.example>", more=amp[0], body=amp[1]))
    yield honest("TWIN-MIME-21", "Links of an office", part("<p>Join <a href='msteams:/l/meetup-join/x'>here</a>, or call <a href='tel:+4930123'>us</a>; the plan is in "
                 "<a href='file://files/plans/x.xlsx'>our folder</a>.</p><img src='data:image/svg+xml;base64,PHN2Zy8+'>", type="text/html"))
    yield honest("TWIN-MIME-22", "A preamble, an epilogue, a digest", message_text=message("TWIN-MIME-22", "Kim <kim@m22.example>", more="MIME-Version: 1.0\r\n"
                 "Content-Type: multipart/mixed; boundary=\"=_own\"\r\n", body="This is a message in MIME format.\r\n--=_own\r\nContent-Type: text/plain\r\n\r\nhello\r\n-- \r\nKim\r\n"
                 "--=_own\r\nContent-Type: multipart/digest; boundary=d\r\n\r\n--d\r\n\r\nFrom: a@m22.example\r\n\r\none\r\n--d\r\n\r\nFrom: b@m22.example\r\n\r\ntwo\r\n--d--\r\n"
                 "--=_own--\r\nThe end.\r\n"))
