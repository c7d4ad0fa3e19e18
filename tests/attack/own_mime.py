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
