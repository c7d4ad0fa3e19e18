"""ARC (RFC 8617): which sets make a chain, what its signatures and seals must say and cover, keys, the oldest pass."""
import itertools

from case import NOW, Case, differs
from signer import chain, key_record, message_of, message_signature, octets_of, results_field, seal, sealer_zone

CASES = []
FIELDS = [b"From: a <a@d.example>", b"To: b@x.example", b"Subject: Hello", b"Date: Thu, 26 Nov 2026 06:00:00 +0000", b"Message-ID: <1@d.example>"]
BODY = b"Hello\r\n"
SPF_PASS = "mx%d.example; spf=pass smtp.mailfrom=d.example"


def hops(count, fields=None, **how):
    return chain(count, FIELDS if fields is None else fields, BODY, **how)


def changed(hopped, change):
    """Each field as change makes it."""
    return [change(field) for field in hopped[0]], hopped[1]


def with_footer(i, fields, body):
    return fields, body + b"footer\r\n" if i == 2 else body


def add(name, hopped, want, rfc, zone=None, oldest_pass=None):
    def tell(answer):
        arc = answer["auth"]["arc"] or {"result": None, "oldest_pass": None}
        return differs("arc", arc["result"], want) + ([] if oldest_pass is None else differs("oldest_pass", arc["oldest_pass"], oldest_pass))

    CASES.append(Case(name, "8617 §" + rfc if rfc[1:2] == "." else rfc, ["check", "--defaults", "--zone", "{zone}", "--time", "2026-11-26T08:00:00Z", "--json", "{message}"], tell,
                      zone={**sealer_zone(), "s._domainkey.f01.example": {"TXT": [[key_record()]]}, **(zone or {})}, message=message_of(*hopped[:2])))


add("no chain", (FIELDS, BODY), ["none", None], "5.2-1")
add("one", hops(1), "pass", "5.2", oldest_pass=0)
add("three", hops(3), "pass", "5.2", oldest_pass=0)
f, b, s = hops(3)
rest = f[9:]
add("fields of sets mixed up", (list(itertools.chain.from_iterable(zip(*s))) + rest, b), "pass", "5.2-1 collect")
add("oldest on top", ([x for t in s for x in t] + rest, b), "pass", "5.2")
add("ARC fields below From", (rest + [x for t in s for x in t], b), "pass", "5.2")
add("gap: second set gone", ([x for t in (s[0], s[2]) for x in t] + rest, b), "fail", "5.2-3B")
add("first set gone", ([x for t in s[1:] for x in t] + rest, b), "fail", "5.2-3B")
add("last set gone", ([x for t in s[:2] for x in t] + rest, b), "pass", "5.2 (valid prefix)", oldest_pass=0)
for k, n in enumerate(["AAR", "AMS", "AS"]):
    add(n + " of set 2 missing", ([x for j, t in enumerate(s) for q, x in enumerate(t) if (j, q) != (1, k)] + rest, b), "fail", "5.2-3A")
    add(n + " of set 2 twice", ([s[1][k]] + f, b), "fail", "5.2-3A")
    add(n + " of set 3 twice", ([s[2][k]] + f, b), "fail", "5.2-3A")
    add(n + " alone", ([s[0][k]] + rest, b), "fail", "5.2-3A")
add("50 sets", hops(50), ["pass", "fail"], "5.2-1; own limit of 16 keys")
add("16 sets", hops(16), "pass", "5.2-1")
add("50 sets by one sealer", hops(50, message_tags={i: {"d": "f1.example"} for i in range(1, 51)},
        seal_tags={i: {"d": "f1.example"} for i in range(1, 51)}), "pass", "5.2-1")
add("51 sets", hops(51, message_tags={i: {"d": "f1.example"} for i in range(1, 52)}, seal_tags={i: {"d": "f1.example"} for i in range(1, 52)}), "fail", "5.2-1")
for v in ["0", "51", "-1", "+1", "1a", "", "1 1", " 01", "99999999999999999999", "4294967297"]:
    add("instance %r everywhere" % v, ([x.replace(b"i=1;", octets_of("i=%s;" % v)) for x in hops(1)[0]], BODY), "fail", "4.2.1")
add("highest cv=fail", hops(2, cv={2: "fail"}), "fail", "5.2-2")
add("first cv=fail", hops(1, cv={1: "fail"}), "fail", "5.2-2")
add("middle cv=fail", hops(3, cv={2: "fail"}), "fail", "5.2-3C")
add("first cv=pass", hops(1, cv={1: "pass"}), "fail", "5.2-3C")
add("second cv=none", hops(2, cv={2: "none"}), "fail", "5.2-3C")
add("cv=PASS", hops(2, cv={2: "PASS"}), ["pass", "fail"], "ABNF/6376 3.2")
add("cv empty", hops(1, cv={1: ""}), "fail", "4.1.3")
add("cv nonsense", hops(2, cv={2: "passed"}), "fail", "4.1.3")
add("cv missing", hops(1, seal_tags={1: {"cv": None}}), "fail", "4.1.3")
add("AS with h", hops(1, seal_tags={1: {"h": "from"}}), "fail", "4.1.3")
add("AS with h in set 1 of 2", hops(2, seal_tags={1: {"h": "from"}}), "fail", "4.1.3")
add("AS with bh", hops(1, seal_tags={1: {"bh": "x"}}), ["fail", "pass"], "4.1.3 unsupported")
add("AS with unknown tag", hops(1, seal_tags={1: {"zz": "x"}}), ["pass", "fail"], "6376 3.2, 4.1.3")
add("AS tag twice", hops(1, seal_tags={1: {"s": "s; s=s"}}), "fail", "6376 3.2")
add("AS with c=relaxed/relaxed", hops(1, seal_tags={1: {"c": "relaxed/relaxed"}}), ["pass", "fail"], "4.1.3")
add("AS without t", hops(1, seal_tags={1: {"t": None}}), "pass", "4.1.3")
add("AS t in the far future", hops(1, seal_tags={1: {"t": str(NOW + 10 ** 7)}}), ["pass", "fail"], "6376 MAY")
for t in "abds":
    add("AS without " + t, hops(1, seal_tags={1: {t: None}}), "fail", "4.1.3")
    add("AMS without " + t, hops(1, message_tags={1: {t: None}}), "fail", "4.1.2")
add("AMS without h", hops(1, message_tags={1: {"h": None}}), "fail", "4.1.2")
add("AMS without bh", hops(1, message_tags={1: {"bh": None}}), "fail", "4.1.2")
add("AMS without c, simple", hops(1, message_tags={1: {"c": None}}), "pass", "6376 3.5")
add("AMS simple/simple", hops(1, message_tags={1: {"c": "simple/simple"}}), "pass", "4.1.2")
add("AMS with v=1", hops(1, message_tags={1: {"v": "1"}}), "pass", "4.1.2 v not imported, ignored")
add("AMS with v=2", hops(1, message_tags={1: {"v": "2"}}), ["pass"], "4.1.2 unknown tag")
add("AMS without from", hops(1, message_tags={1: {"h": "to:subject"}}), "fail", "6376 5.4")
add("AMS h names ARC-Seal", hops(1, message_tags={1: {"h": "from:arc-seal"}}), "fail", "4.1.2")
add("AMS h names Authentication-Results", hops(1, message_tags={1: {"h": "from:authentication-results"}}), ["fail", "pass"], "4.1.2 MUST NOT")
add("AMS h names DKIM-Signature", hops(1, fields=[b"DKIM-Signature: v=1; a=rsa-sha256; d=x.example; s=s; h=from; bh=; b="] + FIELDS,
        message_tags={1: {"h": "from:dkim-signature"}}), "pass", "4.1.2 SHOULD cover")
add("AMS expired", hops(1, message_tags={1: {"x": str(NOW - 5000)}}), "fail", "6376 3.5 MAY")
add("AMS 1 of 2 expired", hops(2, message_tags={1: {"x": str(NOW - 5000)}}), "pass", "5.2-5 older AMS do not matter", oldest_pass=2)
add("AMS x before t", hops(1, message_tags={1: {"t": "100", "x": "50"}}), "fail", "6376")
add("AMS l=0", hops(1, message_tags={1: {"l": "0"}}), "fail", "6376 8.2")
add("i not first in AMS", hops(1, message_tags={1: {"i": None, "d": "f1.example; i=1"}}), "pass", "4.1.2, read kindly")
add("i not first in AS", hops(1, seal_tags={1: {"i": None, "s": "s; i=1"}}), "pass", "4.1.2, read kindly")
add("hop 2 changed the body", hops(2, change=with_footer), "pass", "5.2-5", oldest_pass=2)
add("hop 2 of 3 changed", hops(3, change=with_footer), "pass", "5.2-5A", oldest_pass=2)
add("hop 3 of 4 changed", hops(4, change=lambda i, f, b: (f, b + b"x\r\n") if i == 3 else (f, b)), "pass", "5.2-5A", oldest_pass=3)
add("changed after the last", (hops(2)[0], BODY + b"x\r\n"), "fail", "5.2-4")
add("subject changed after", changed(hops(1), lambda x: x.replace(b"Hello", b"Hallo")), "fail", "5.2-4")
add("AAR 1 of 2 changed", changed(hops(2), lambda x: x.replace(b"mx1.example; spf=pass", b"mx1.example; spf=fail")), "fail", "5.2-6")
add("AMS 1 of 2 changed", changed(hops(2), lambda x: x.replace(b"i=1; a=ed25519-sha256; c=relaxed",
        b"i=1; a=ed25519-sha256;  c=relaxed") if b"Message-Signature" in x else x), "pass", "6376 3.4.2")
add("AMS 1 of 2 really changed", changed(hops(2), lambda x: x.replace(b"c=relaxed/relaxed; d=f1", b"c=relaxed/simple; d=f1")), "fail", "5.2-6")
add("AS 1 of 2 b changed", hops(2, written={1: lambda x: ("A" if x[0] != "A" else "B") + x[1:]}), "fail", "5.2-6")
add("AAR refolded", changed(hops(2), lambda x: x.replace(b"; spf", b";\r\n\tspf")), "pass", "6376 3.4.2")
add("AAR names in another case", changed(hops(1), lambda x: x.replace(b"ARC-Authentication-Results", b"arc-authentication-results")), "pass", "5322")
add("b folded", hops(1, written={1: lambda x: x[:20] + "\r\n " + x[20:]}), "pass", "6376")
add("key missing", hops(1), "fail", "5.2.1", zone={"s._domainkey.f1.example": {"TXT": "NXDOMAIN"}})
add("key SERVFAIL", hops(1), "fail", "5.2.1 DNS too", zone={"s._domainkey.f1.example": {"TXT": "SERVFAIL"}})
add("key of older seal missing", hops(2), "fail", "5.2-6", zone={"s._domainkey.f1.example": {"TXT": "NXDOMAIN"}})
add("key revoked", hops(1), "fail", "6376", zone={"s._domainkey.f1.example": {"TXT": [["v=DKIM1; p="]]}})
add("other key", hops(1), "fail", "6376", zone={"s._domainkey.f1.example": {"TXT": [[key_record("ed2")]]}})
add("key not for mail", hops(1), "fail", "6376", zone={"s._domainkey.f1.example": {"TXT": [[key_record("ed") + "; s=other"]]}})
add("AAR without i", changed(hops(1), lambda x: x.replace(b"Results: i=1; ", b"Results: ")), "fail", "4.1.1")
add("AAR empty behind i", hops(1, results={1: ""}), ["pass", "fail"], "4.1.1")
add("AAR malformed", hops(1, results={1: "mx1.example; spf=(pass"}), ["pass", "fail"], "4.1.1")
add("AMS d differs from AS d", hops(1, message_tags={1: {"d": "f2.example"}}), "pass", "4.1.3 no requirement")
FIRST_HOP = hops(1)
add("From added later", ([b"From: evil@x.example"] + FIRST_HOP[0], FIRST_HOP[1]), "fail", "6376 8.15")
add("AS with x past", hops(1, seal_tags={1: {"x": str(NOW - 5000)}}), ["pass", "fail"], "x unsupported in AS")

# what a seal covers
FIRST = hops(1)[0]
OWN = (results_field(2, SPF_PASS % 2), message_signature(2, FIRST, BODY))
add("seal of set 2 does not cover set 1", ([seal(2, [OWN], "pass"), OWN[1], OWN[0]] + FIRST, BODY), "fail", "5.1.1")
OWN = (results_field(1, SPF_PASS % 1), message_signature(1, FIELDS, BODY))
add("seal covers its own set", ([seal(1, [OWN], "none"), OWN[1], OWN[0]] + FIELDS, BODY), "pass", "5.1.1")
add("message signature before the results", ([seal(1, [OWN[::-1]], "none"), OWN[1], OWN[0]] + FIELDS, BODY), "fail", "5.1.1")
