"""Attachments, as small as their kind allows. Their text may hold {places} like a body."""
import io, struct, zipfile, zlib
from dataclasses import dataclass

from . import qr
from .text import fill

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {
    "pdf": "application/pdf", "docx": WORD, "xlsx": SHEET, "docm": "application/vnd.ms-word.document.macroEnabled.12",
    "html": "text/html", "svg": "image/svg+xml", "zip": "application/zip", "png": "image/png", "qr": "image/png", "txt": "text/plain",
    "csv": "text/csv", "xml": "application/xml", "ics": "text/calendar", "exe": "application/octet-stream", "js": "application/octet-stream",
    "lnk": "application/octet-stream", "locked": "application/zip", "one": "application/octet-stream", "eml": "message/rfc822",
    "hta": "application/octet-stream", "vcf": "text/vcard", "asc": "application/pgp-signature",
}
_LONG_AGO = (2026, 1, 2, 8, 0, 0)


@dataclass(frozen=True)
class File:
    name: str
    kind: str                           # a key of TYPES
    text: str = ""                      # what it says; a link for pdf and qr stands after "link:" on a line of its own
    type: str = None                    # None: what its kind says
    inside: tuple = ()                  # zip: the files in it
    cid: str = None                     # shown in the HTML instead of listed

    def filled(self, words):
        return File(fill(self.name, words), self.kind, fill(self.text, words) if self.kind != "html" else _fill_page(self.text, words),
                    self.type, tuple(f.filled(words) for f in self.inside), self.cid)

    def media_type(self):
        return self.type or TYPES[self.kind]

    def octets(self):
        return _MAKERS[self.kind](self)


def _fill_page(text, words):
    """Pages have braces of their own: here only <<places>> count."""
    for word, value in words.items():
        text = text.replace("<<%s>>" % word, value)
    return text


def _split_link(text):
    lines = text.split("\n")
    links = [line[len("link:"):].strip() for line in lines if line.startswith("link:")]
    return [line for line in lines if not line.startswith("link:")], links


def _pdf(file):
    """One page, Helvetica, WinAnsi: letters outside it are left out."""
    lines, links = _split_link(file.text)
    shown = ["(%s) Tj T*" % line.encode("cp1252", "ignore").decode("cp1252").replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
             for line in lines]
    stream = zlib.compress(("BT /F1 11 Tf 56 780 Td 15 TL\n%s\nET" % "\n".join(shown)).encode("cp1252"))
    annotations = "".join(" << /Type /Annot /Subtype /Link /Rect [56 600 300 620] /A << /S /URI /URI (%s) >> >>" % link for link in links)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        ("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >>%s >>"
         % (" /Annots [%s ]" % annotations if links else "")).encode(),
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
    return bytes(out + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % table)


def _zip(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, octets in entries:
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), octets, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


_PARTS = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' \
         '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' \
         '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>' \
         '<Override PartName="/%s" ContentType="%s"/></Types>'
_RELATIONS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" ' \
             'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="%s"/></Relationships>'


def _office(part, part_type, content, more=()):
    return _zip([("[Content_Types].xml", _PARTS % (part, part_type)), ("_rels/.rels", _RELATIONS % part), (part, content)] + list(more))


def _document(file):
    return '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>' \
           % "".join("<w:p><w:r><w:t>%s</w:t></w:r></w:p>" % _escape(line) for line in file.text.split("\n"))


def _docx(file):
    return _office("word/document.xml", WORD + ".main+xml", _document(file))


def _docm(file):
    """A document with a macro project; the project itself is an empty compound file."""
    project = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16 + bytes.fromhex("3e000300feff0900") + b"\0" * 480 + b"Attribut\0e VB_Nam"
    return _office("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml", _document(file), [("word/vbaProject.bin", project)])


def _xlsx(file):
    rows = "".join('<row r="%d">%s</row>' % (r, "".join('<c t="inlineStr"><is><t>%s</t></is></c>' % _escape(cell) for cell in line.split(";")))
                   for r, line in enumerate(file.text.split("\n"), 1))
    return _office("xl/worksheets/sheet1.xml", SHEET.replace(".sheet", ".worksheet") + "+xml",
                   '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>' % rows)


def _locked(file):
    """A ZIP whose one entry is marked as encrypted; its octets are noise."""
    name, noise = file.text.encode(), bytes((i * 73 + 41) % 256 for i in range(160))
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 1, 8, 0x4000, 0x5C42, 0x1A2B3C4D, len(noise), 400, len(name), 0) + name + noise
    central = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 1, 8, 0x4000, 0x5C42, 0x1A2B3C4D, len(noise), 400, len(name),
                          0, 0, 0, 0, 0, 0) + name
    return local + central + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(central), len(local), 0)


def _png(file):
    """A picture of one colour: a logo, a photograph, as far as a mail gate looks."""
    width, height = 48, 24
    return qr.png([[0x60] * width for _ in range(height)])


_MAKERS = {
    "pdf": _pdf, "docx": _docx, "docm": _docm, "xlsx": _xlsx, "png": _png, "locked": _locked,
    "zip": lambda f: _zip((inner.name, inner.octets()) for inner in f.inside),
    "qr": lambda f: qr.picture(f.text),
    "exe": lambda f: b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff" + b"\0" * 46 + b"\x40\0\0\0PE\0\0\x4c\1\1\0" + b"\0" * 64,
    "lnk": lambda f: bytes.fromhex("4c0000000114020000000000c000000000000046") + b"\x9b\0\0\0" + b"\0" * 52 + f.text.encode("utf-16-le"),
    "one": lambda f: bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3") + b"\0" * 240 + f.text.encode("utf-16-le"),
}
for _text_kind in ("html", "svg", "txt", "csv", "xml", "ics", "js", "eml", "hta", "vcf", "asc"):
    _MAKERS[_text_kind] = lambda f: f.text.encode("utf-8")
