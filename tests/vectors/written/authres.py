"""Reading Authentication-Results: rows of cases/authres.json. Writing ours (RFC 8601 §2.2): whatever strangers put into what it speaks
of, the field stays one, follows the grammar to the letter, and holds the results that were found and no others."""
import re

from case import Case
from signer import message_of, octets_of
from tables import GATE, authres_case, rows_of

# What has meaning in the field, in a header, or to those who look for words only.
HOSTILE = ["x; dmarc=pass header.from=bank.example", "x) ;dmarc=pass (", "x\" ; dmarc=pass \"", "x\\\"; dmarc=pass", "x\tdmarc=pass", "<x>", "\u00fc",
           "\"\"", "x@y@z", "\x01", "x dmarc=pass header.from=y"]
FIELDS = [b"From: a <a@d.example>", b"To: x@x.example", b"Subject: s", b"Date: Thu, 26 Nov 2026 06:00:00 +0000", b"Message-ID: <1@d.example>"]
ZONE = {"_dmarc.d.example": {"TXT": [["v=DMARC1; p=reject"]]}}
TSPECIALS = re.escape("()<>@,;:\\\"/[]?=")

# The grammar as far as we use it: no comments, one blank between words; the JSON has the field without its folds.
TOKEN = "[^\\x00-\\x20\\x7f%s]+" % TSPECIALS
QUOTED = r'"(?:[^"\\\x00-\x1f\x7f]|\\[\x20-\x7e])*"'
WORD = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
ADDRESS = r"(?:%s|[^\x00-\x20\x7f()<>@,;:\\\"\[\]]+)?@%s" % (QUOTED, TOKEN)
PROPERTY = r" (?:%s\.%s|reason)=(?:%s|%s|%s)" % (WORD, WORD, QUOTED, ADDRESS, TOKEN)
FIELD = re.compile(r"gate\.example((?:; %s=%s(?:%s)*)+)" % (WORD, WORD, PROPERTY))
METHODS = {"spf", "sender-id", "dkim", "arc", "dmarc", "iprev", "auth"}


def tell(answer):
    field = answer["authentication_results"]
    if not FIELD.fullmatch(field):
        return ["not by the grammar: %r" % field]
    methods = re.findall(r"; (%s)=%s" % (WORD, WORD), field)
    wrong = [] if set(methods) <= METHODS else ["methods %s" % methods]
    return wrong + ([] if methods.count("dmarc") == 1 and "dmarc=pass" not in field else ["DMARC in %r" % field])


def injection(where, text, fields=None, mail_from="a@d.example", helo="h.d.example"):
    command = ["check", "-c", "{config}", "--ip", "192.0.2.1", "--helo", helo, "--mail-from", mail_from, "--rcpt", "x@x.example", "--zone", "{zone}", "--json",
               "{message}"]
    return Case("%r as %s" % (text[:40], where), "8601 §2.2", command, tell, zone=ZONE, message=message_of(fields or FIELDS, b"hi\r\n"), config=GATE)


def signed_with(tag, text):
    value = text + "@d.example" if tag == "i" else text
    tags = {"v": "1", "a": "ed25519-sha256", "d": "d.example", "s": "s", "i": "@d.example", "h": "from", "bh": "aaaa", "b": "aaaa", tag: value}
    return [octets_of("DKIM-Signature: " + "; ".join("%s=%s" % one for one in tags.items()))] + FIELDS


CASES = [authres_case(row) for row in rows_of("authres")]
for text in HOSTILE:
    CASES += [injection("the greeting", text, helo=text, mail_from="")]
    CASES += [injection(tag + "= of a signature", text, signed_with(tag, text)) for tag in "dsaib"]
    CASES += [injection("i= in hex", text, signed_with("i", "".join("=%02X" % octet for octet in text.encode())))]
    CASES += [injection("author", text, [octets_of("From: <a@%s.example>" % text)] + FIELDS[1:])]
    CASES += [injection("Sender", text, FIELDS + [octets_of("Sender: <a@%s>" % text)])]
    CASES += [injection("sealer", text, [octets_of("ARC-Seal: i=1; a=ed25519-sha256; cv=none; d=%s; s=%s; b=aaaa" % (text, text))] + FIELDS)]
