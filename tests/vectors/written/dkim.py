"""DKIM signatures (RFC 6376, 8301, 8463, 8616): tags, canonicalization, lengths, times, keys. All are signed here with Ed25519."""
import base64

from case import NOW, Case, differs
from signer import body_hash, canon_body, key_record, message_of, octets_of, public_key, sign, text_of

CASES = []
FIELDS = [b"From: a <a@d.example>", b"To: b@x.example", b"Subject: Hello  there\r\n\tfriend", b"Date: Thu, 26 Nov 2026 06:00:00 +0000"]
BODY = b"Hello  world \r\n\t x\t\r\n\r\nend\r\n\r\n\r\n"
HASH = body_hash(BODY, True)
PUBLIC = public_key()
BAD = ["neutral", "permerror"]          # what cannot be understood: RFC 8601 §2.7.1 knows two words for it


def add(name, message, want, rfc, key=None, zone=None, every=False):
    """key: the record's text, or all types of its name. want is of the upper signature, or with every of all, as "pass/fail"."""
    text  = key_record() if key is None else key
    types = {"TXT": [[text[i:i + 255] for i in range(0, len(text), 255)] or [""]]} if isinstance(text, str) else text

    def tell(answer):
        results = [one["result"] for one in answer["dkim"]]
        return differs("result", "/".join(results) if every else results[0] if results else None, want)

    is_section = len(rfc) < 4 or rfc[1] == "."                  # of RFC 6376
    CASES.append(Case(name, "6376 §" + rfc if is_section else rfc, ["dkim", "--zone", "{zone}", "--time", str(NOW), "--json", "{message}"], tell,
                      zone={"s._domainkey.d.example": types, **(zone or {})}, message=message))


def signed(name, want, rfc, tags=None, fields=None, body=BODY, after=None, zone=None, **how):
    """after: what happens to the fields behind the signature."""
    result = sign(FIELDS if fields is None else fields, body, tags, **how)
    add(name, message_of(after(result) if after else result, body), want, rfc, zone=zone)


def by_key(name, key, want, rfc, tags=None):
    add("key: " + name, message_of(sign(FIELDS, BODY, tags), BODY), want, rfc, key=key)


signed("plain", "pass", "3")
for cn in ["simple/simple", "relaxed/simple", "simple/relaxed", "relaxed/relaxed"]:
    signed("c=" + cn, "pass", "3.4", tags={"c": cn})
signed("c=relaxed alone is relaxed/simple", "pass", "3.5", tags={"c": "relaxed"})
signed("c=simple alone", "pass", "3.5", tags={"c": "simple"})
signed("c absent is simple/simple", "pass", "3.5", tags={"c": None})
signed("c=relaxed was not meant as relaxed/relaxed", "fail", "3.5", tags={"c": "relaxed"}, canon="relaxed/relaxed")
for v in ["relaxed/", "/relaxed", "relaxed/relaxed/simple", "nowsp/relaxed", "relaxed/nowsp", ""]:
    signed("c=" + v, BAD, "3.5", tags={"c": v}, canon="relaxed/relaxed")

# bodies
for cn in ["simple/simple", "relaxed/relaxed", "relaxed/simple"]:
    for bn, b in [("empty", b""), ("one CRLF", b"\r\n"), ("CRLFs only", b"\r\n" * 7), ("blanks only", b" \t \r\n\t\r\n"), ("no final CRLF", b"x"),
            ("blank before CRLFs", b"x \r\n\r\n"), ("blanks at last line", b"x\r\n  \t"), ("8 bit", b"\xc3\xa9 \xff\r\n"),
            ("tabs", b"a\t\tb\t \r\n\t\tc\r\n"), ("many CRLF inside", b"a" + b"\r\n" * 50 + b"b\r\n"), ("leading CRLFs", b"\r\n\r\nb\r\n")]:
        signed("body %s %s" % (bn, cn), "pass", "3.4.3-4", tags={"c": cn}, body=b)
add("no empty line at all, simple", message_of(sign(FIELDS, b"", tags={"c": "simple/simple"})), "pass", "3.4.3")
add("no empty line at all, relaxed", message_of(sign(FIELDS, b"")), "pass", "3.4.4")
add("empty body is 47DEQ for relaxed", message_of(sign(FIELDS, b"", tags={"bh": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}), b"\r\n\r\n"), "pass", "3.4.4")
add("empty body is frcCV for simple", message_of(sign(FIELDS, b"", tags={"c": "relaxed/simple", "bh": "frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY="}),
        b"\r\n\r\n"), "pass", "3.4.3")

# l=
WHOLE = len(canon_body(BODY, True))
signed("l whole", "pass", "8.2", tags={"l": str(WHOLE)})
signed("l=0 with a body", ["policy", "fail"], "8.2", tags={"l": "0"})
signed("l one less", ["policy", "fail"], "8.2", tags={"l": str(WHOLE - 1)})
signed("l one more", BAD + ["fail"], "3.5", tags={"l": str(WHOLE + 1)})
signed("l=0, empty relaxed body", "pass", "8.2", tags={"l": "0"}, body=b"")
signed("l=0, empty simple body", ["policy"], "8.2, simple has CRLF", tags={"l": "0", "c": "relaxed/simple"}, body=b"\r\n")
signed("l=2, empty simple body", "pass", "3.4.3", tags={"l": "2", "c": "relaxed/simple"}, body=b"")
signed("l with 76 digits", "pass", "3.5", tags={"l": "%076d" % WHOLE})
signed("l with 77 digits", BAD, "3.5", tags={"l": "%077d" % WHOLE})
for v in ["", "-1", "+%d" % WHOLE, "0x10", "1 2", "%d." % WHOLE, "18446744073709551616", "18446744073709551615", "99999999999999999999999999"]:
    signed("l=" + v, BAD + ["fail"], "3.5", tags={"l": v}, hashed=canon_body(BODY, True))
f = sign(FIELDS, BODY, tags={"l": str(WHOLE)})
add("text appended behind l", message_of(f, BODY.rstrip(b"\r\n") + b"\r\nSPAM\r\n"), ["policy"], "8.2")

# times
signed("x past", "fail", "3.5", tags={"t": str(NOW - 9999), "x": str(NOW - 5000)})
signed("x within allowance", "pass", "3.5", tags={"x": str(NOW - 200)})
signed("x future", "pass", "3.5", tags={"t": str(NOW - 1), "x": str(NOW + 5000)})
signed("x equals t", BAD, "3.5", tags={"t": str(NOW + 5000), "x": str(NOW + 5000)})
signed("x before t, both future enough", BAD, "3.5", tags={"t": str(NOW - 10), "x": str(NOW - 11)})
signed("x of 13 digits", ["pass"] + BAD, "3.5 MAY infinite", tags={"x": "9999999999999"})
signed("t of 12 nines", ["neutral", "permerror", "policy", "fail"], "3.5 MAY ignore", tags={"t": "999999999999"})
signed("t empty", BAD, "3.5", tags={"t": ""})
signed("t hex", BAD, "3.5", tags={"t": "0x5"})
signed("t=0", "pass", "3.5", tags={"t": "0"})
signed("t with zeros in front", "pass", "3.5", tags={"t": "000000000001"})
signed("t ahead by an hour", "pass", "3.5 MAY", tags={"t": str(NOW + 3600)})
signed("x before now as 1 digit", "fail", "3.5", tags={"x": "1"})
signed("t negative", BAD, "3.5", tags={"t": "-5"})

# h=
signed("h upper case", "pass", "3.5", tags={"h": "FROM:TO:SUBJECT"})
signed("h with FWS", "pass", "3.5", tags={"h": "from : to\r\n\t:\r\n subject"})
signed("h with FWS, simple", "pass", "3.5", tags={"c": "simple/simple", "h": "\r\n\tfrom  :\r\n to : subject \r\n "})
signed("h without From", "permerror", "6.1.1", tags={"h": "to:subject"})
signed("h empty", BAD, "3.5", tags={"h": ""}, names=[])
signed("h missing", BAD, "3.5", tags={"h": None}, names=[])
signed("h ends in colon", BAD, "3.5", tags={"h": "from:to:"})
signed("h begins with colon", BAD, "3.5", tags={"h": ":from"})
signed("h double colon", BAD, "3.5", tags={"h": "from::to"})
signed("h with blank inside a name", BAD, "3.5", tags={"h": "from:sub ject"}, names=["from", "subject"])
signed("h of absent fields", "pass", "3.5", tags={"h": "from:x-none:subject:x-none:cc"})
signed("h oversigned", "pass", "5.4.2", tags={"h": "from:from:from:subject:subject:to:to"})
signed("oversigned From, one added", ["fail"], "5.4.2", tags={"h": "from:from:to:subject"}, after=lambda f: [b"From: evil@x.example"] + f)
signed("From added, not oversigned", ["policy", "fail"], "8.15", after=lambda f: [b"From: evil@x.example"] + f)
signed("From added at the bottom", "fail", "5.4.2", after=lambda f: f + [b"From: evil@x.example"])
signed("absent field added later", "fail", "3.5", tags={"h": "from:subject:cc"}, after=lambda f: f + [b"Cc: x@x.example"])
RECEIVED = [b"Received: one", b"Received: two", b"Received: three"]
signed("two of three Received, bottom up", "pass", "5.4.2", fields=RECEIVED + FIELDS, tags={"h": "from:received:received:subject"})
signed("third Received free to change", "pass", "5.4.2", fields=RECEIVED + FIELDS, tags={"h": "from:received:received:subject"},
        after=lambda f: [x.replace(b"one", b"ONE") for x in f])
signed("second may not change", "fail", "5.4.2", fields=RECEIVED + FIELDS, tags={"h": "from:received:received:subject"},
        after=lambda f: [x.replace(b"two", b"TWO") for x in f])
signed("order swapped", "fail", "5.4.2", fields=RECEIVED + FIELDS, tags={"h": "from:received:received:subject"},
        after=lambda f: [f[0], f[1], f[3], f[2]] + f[4:])
signed("unsigned field changed", "pass", "3", after=lambda f: [x.replace(b"06:00", b"07:00") for x in f])
signed("odd field names", "pass", "5322 ftext", fields=FIELDS + [b"X_Y*z!#$%&'+-.^`{|}~: 1"], tags={"h": "from:x_y*z!#$%&'+-.^`{|}~:subject"})
signed("h names own field", "pass", "3.5 (null)", tags={"h": "from:dkim-signature:subject"})

# header canon
signed("WSP before colon, relaxed", "pass", "3.4.2", fields=FIELDS[:2] + [b"Subject \t:  x "])
signed("WSP before colon, simple", "pass", "3.4.1", tags={"c": "simple"}, fields=FIELDS[:2] + [b"Subject \t:  x "])
signed("empty field", "pass", "3.4.2", fields=FIELDS[:2] + [b"Subject:"])
signed("field of blanks", "pass", "3.4.2", fields=FIELDS[:2] + [b"Subject:  \t "])
signed("WSP-only fold", "pass", "3.4.2", fields=FIELDS[:2] + [b"Subject: x\r\n \t\r\n y"])
signed("fold right behind colon", "pass", "3.4.2", fields=FIELDS[:2] + [b"Subject:\r\n x"])
signed("8-bit header", "pass", "3.4.2", fields=FIELDS[:2] + [b"Subject: \xff\xfe \xa0 x"])
signed("NBSP is no WSP", "fail", "3.4.2", fields=FIELDS[:2] + [b"Subject: a\xa0b"], after=lambda f: [x.replace(b"\xa0", b" ") for x in f])
signed("relaxed survives refolding", "pass", "3.4.2", after=lambda f: [x.replace(b"Hello  there\r\n\tfriend", b"Hello\r\n there friend  ") for x in f])
signed("simple does not", "fail", "3.4.1", tags={"c": "simple/relaxed"}, after=lambda f: [x.replace(b"Hello  there", b"Hello there") for x in f])
signed("name case changed, relaxed", "pass", "3.4.2", after=lambda f: [x.replace(b"Subject", b"SUBJECT") for x in f])
signed("name case changed, simple", "fail", "3.4.1", tags={"c": "simple/relaxed"}, after=lambda f: [x.replace(b"Subject", b"SUBJECT") for x in f])
signed("unfolding makes no blank", "fail", "3.4.2", fields=FIELDS[:2] + [b"Subject: ab"], after=lambda f: [x.replace(b"ab", b"a\r\n b") for x in f])
signed("vertical tab is no WSP", "fail", "3.4.2", fields=FIELDS[:2] + [b"Subject: a b"], after=lambda f: [x.replace(b"a b", b"a\x0bb") for x in f])

# b= bh=
signed("b with FWS", "pass", "3.5", written=lambda x: "\r\n\t".join((x[i:i + 7] for i in range(0, len(x), 7))) + " \r\n ")
for cn in ["relaxed/relaxed", "simple/simple"]:
    signed("b first " + cn, "pass", "3.7", tags={"c": cn},
            raw="DKIM-Signature: b=@signature@; v=1; a=ed25519-sha256; c=%s; d=d.example; s=s; h=from:to:subject; bh=@hash@" % cn)
    signed("b in the middle " + cn, "pass", "3.7", tags={"c": cn},
            raw="DKIM-Signature: v=1; a=ed25519-sha256;b=@signature@;c=%s; d=d.example; s=s; h=from:to:subject; bh=@hash@;" % cn)
    signed("text b= in z and unknown tags " + cn, "pass", "3.7", tags={"c": cn},
            raw="DKIM-Signature: v=1; a=ed25519-sha256; c=%s; d=d.example; s=s; z=b=3Dxyz|Subject:b=3D; xb=b=q; h=from:to:subject; bh=@hash@; b=@signature@; B=b=4" % cn)
    signed("FWS around equals " + cn, "pass", "3.2", tags={"c": cn},
            raw="DKIM-Signature:\r\n v = 1 ;\r\n\ta =\r\n ed25519-sha256; c= %s ; d = d.example ; s\r\n =\r\n s; h = from:to:subject; bh\t=\t@hash@; b=@signature@" % cn)
signed("bh with FWS", "pass", "3.5",
        raw="DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=d.example; s=s; h=from:to:subject; bh=@hash@; b=@signature@".replace("@hash@",
        HASH[:9] + "\r\n\t " + HASH[9:]))
for v, w in [("", BAD), ("@@@", BAD), ("47DEQ", BAD + ["fail"]), ("2jmj7l5rSw0yVb/vlWAYkK/YBwk=", BAD + ["fail"]),
        ("frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=", ["fail"])]:
    signed("bh=" + v, w, "3.5", tags={"bh": v})
signed("b empty", BAD, "3.5", written=lambda x: "")
signed("b no base64", BAD, "3.5", written=lambda x: "*" + x)
signed("b short", BAD + ["fail"], "8463", written=lambda x: x[:40])
signed("b with data behind padding", BAD + ["fail"], "4648", written=lambda x: x + "AAAA")
signed("b three equals", BAD + ["fail"], "4648", written=lambda x: x + "=")
signed("b one octet changed", "fail", "6.1.3", written=lambda x: ("A" if x[0] != "A" else "B") + x[1:])
signed("b missing", BAD, "6.1.1", tags={"b": None})
signed("bh missing", BAD, "6.1.1", tags={"bh": None})
signed("d missing", BAD, "6.1.1", tags={"d": None})
signed("s missing", BAD, "6.1.1", tags={"s": None})
signed("a missing", BAD, "6.1.1", tags={"a": None})
signed("v missing", BAD, "6.1.1", tags={"v": None})
for v in ["2", "", "1.0", "01", "x", "11"]:
    signed("v=" + v, BAD, "6.1.1", tags={"v": v})
for v in ["rsa-md5", "ed25519-sha1", "rsa", "sha256", "", "rsa-sha256-x", "ed25519-sha512"]:
    signed("a=" + v, BAD, "3.3.4", tags={"a": v})

# lists
signed("a twice", BAD, "3.2", tags={"s": "s; a=ed25519-sha256"})
signed("unknown tag twice", BAD, "3.2", tags={"s": "s; q1=1; q1=2"})
signed("tags differing in case are two", "pass", "3.2 case-sensitive", tags={"s": "s; S=other; A=rsa-sha1; D=evil.example"})
signed("leading semicolon", BAD, "3.2",
        raw="DKIM-Signature: ; v=1; a=ed25519-sha256; c=relaxed/relaxed; d=d.example; s=s; h=from:to:subject; bh=@hash@; b=@signature@")
signed("double semicolon", BAD, "3.2", tags={"s": "s;"})
signed("tag without equals", BAD, "3.2", tags={"s": "s; flag"})
signed("empty unknown value", "pass", "3.2", tags={"s": "s; foo="})
signed("tag name with digit first", BAD, "3.2", tags={"s": "s; 1a=b"})
signed("tag name with underscore", "pass", "3.2", tags={"s": "s; a_b2=c"})
signed("tag name with hyphen", BAD, "3.2 ALNUMPUNC", tags={"s": "s; a-b=c"})
signed("non-ASCII in unknown value", "pass", "6376 §3.2 note, 8616 §5", tags={"s": "s; xx=é"})
signed("blank inside unknown value", "pass", "3.2 tval", tags={"s": "s; xx=a b\t c"})
signed("equals inside unknown value", "pass", "3.2", tags={"s": "s; xx=a=b=="})
signed("unknown tag altered", "fail", "3.5", tags={"s": "s; xx=abc"}, after=lambda f: [f[0].replace(b"xx=abc", b"xx=abd")] + f[1:])
signed("control in value", BAD, "3.2", tags={"s": "s; xx=a\x01b"})

# i, d, s
for v, w in [("@d.example", "pass"), ("@sub.d.example", "pass"), ("u@a.b.d.example", "pass"), ("@D.Example", "pass"), ("@xd.example", BAD), ("@example", BAD),
        ("u", BAD), ("", ["pass"] + BAD), ("@", BAD), ("u@", BAD), ("@d.example.evil.example", BAD), ("u=40x@d.example", "pass"), ("u=3Bx@d.example", "pass"),
        ("@.d.example", BAD), ("@d.example.", BAD), ('"a@b"@d.example', "pass"), ("a@b@d.example", ["pass"] + BAD), ("u=@d.example", BAD + ["pass"])]:
    signed("i=" + v, w, "3.5 i", tags={"i": v})
for v, w in [("D.EXAMPLE", "pass"), ("example", BAD), ("d.example.", BAD), (".d.example", BAD), ("d..example", BAD), ("", BAD), ("d.example evil", BAD),
        ("-d.example", BAD + ["pass"]), ("[192.0.2.1]", BAD), ("d.exam\x00ple", BAD)]:
    signed("d=" + v, w, "3.5 d", tags={"d": v})
for v, w in [("S", "pass"), ("", BAD), ("a..b", BAD), ("s.", BAD), ("a b", BAD), ("-x", BAD + ["pass"]), ("s/s", BAD)]:
    signed("s=" + v, w, "3.1", tags={"s": v})
signed("s with dots", "pass", "3.1", tags={"s": "a.b.c"}, zone={"a.b.c._domainkey.d.example": {"TXT": [[key_record("ed")]]}})
for v, w in [("dns/txt", "pass"), ("dns/txt:foo/bar", "pass"), ("foo:dns/txt", "pass"), ("foo : dns/txt", "pass"), ("dns", BAD), ("dns/foo", BAD),
        ("http/x", BAD), ("", BAD), ("DNS/TXT", ["pass"] + BAD)]:
    signed("q=" + v, w, "3.5 q", tags={"q": v})

# keys
by_key("plain without v", "p=" + PUBLIC + "; k=ed25519", "pass", "3.6.1")
for n, t, w in [("v=dkim1", "v=dkim1; k=ed25519; p=" + PUBLIC, "permerror"), ("v=DKIM1.0", "v=DKIM1.0; k=ed25519; p=" + PUBLIC, "permerror"),
        ("v not first", "k=ed25519; v=DKIM1; p=" + PUBLIC, "permerror"),
        ("FWS everywhere", " v = DKIM1 ;\tk = ed25519 ; p = " + PUBLIC[:9] + " " + PUBLIC[9:] + " ", "pass"),
        ("trailing semicolon", "v=DKIM1; k=ed25519; p=" + PUBLIC + ";", "pass"), ("double semicolon", "v=DKIM1;; k=ed25519; p=" + PUBLIC, "permerror"),
        ("p twice", "v=DKIM1; k=ed25519; p=" + PUBLIC + "; p=" + PUBLIC, "permerror"), ("n twice", "v=DKIM1; k=ed25519; n=a; n=b; p=" + PUBLIC, "permerror"),
        ("n with text", "v=DKIM1; k=ed25519; n=some words, b=2 =3B; p=" + PUBLIC, "pass"),
        ("unknown tags", "v=DKIM1; k=ed25519; zz=1; Q_2=; p=" + PUBLIC, "pass"), ("g=", "v=DKIM1; k=ed25519; g=; p=" + PUBLIC, "pass"),
        ("g=other", "v=DKIM1; k=ed25519; g=nobody; p=" + PUBLIC, "pass"), ("s=email", "v=DKIM1; k=ed25519; s=email; p=" + PUBLIC, "pass"),
        ("s=*", "v=DKIM1; k=ed25519; s=*; p=" + PUBLIC, "pass"), ("s=tlsrpt", "v=DKIM1; k=ed25519; s=tlsrpt; p=" + PUBLIC, "permerror"),
        ("s=a : email", "v=DKIM1; k=ed25519; s=a : email; p=" + PUBLIC, "pass"), ("s empty", "v=DKIM1; k=ed25519; s=; p=" + PUBLIC, "permerror"),
        ("s=emailx", "v=DKIM1; k=ed25519; s=emailx; p=" + PUBLIC, "permerror"), ("h=sha256", "v=DKIM1; k=ed25519; h=sha256; p=" + PUBLIC, "pass"),
        ("h=sha1", "v=DKIM1; k=ed25519; h=sha1; p=" + PUBLIC, "permerror"), ("h list", "v=DKIM1; k=ed25519; h=sha1 :\tsha256 : sha3; p=" + PUBLIC, "pass"),
        ("h unknown", "v=DKIM1; k=ed25519; h=sha512; p=" + PUBLIC, "permerror"), ("h=sha2567", "v=DKIM1; k=ed25519; h=sha2567; p=" + PUBLIC, "permerror"),
        ("revoked", "v=DKIM1; k=ed25519; p=", "permerror"), ("revoked with blanks", "v=DKIM1; p= ; k=ed25519", "permerror"),
        ("no p", "v=DKIM1; k=ed25519", "permerror"), ("bad p", "v=DKIM1; k=ed25519; p=!!!", "permerror"),
        ("p short", "v=DKIM1; k=ed25519; p=" + text_of(b"x" * 31), "permerror"), ("p long", "v=DKIM1; k=ed25519; p=" + text_of(b"x" * 33), "permerror"),
        ("p SPKI", "v=DKIM1; k=ed25519; p=" + text_of(bytes.fromhex("302a300506032b6570032100") + base64.b64decode(PUBLIC)), "permerror"),
        ("k missing is rsa", "v=DKIM1; p=" + PUBLIC, "permerror"), ("k=rsa", "v=DKIM1; k=rsa; p=" + PUBLIC, "permerror"),
        ("k unknown", "v=DKIM1; k=foo; p=" + PUBLIC, "permerror"), ("k empty", "v=DKIM1; k=; p=" + PUBLIC, "permerror"),
        ("t=y", "v=DKIM1; k=ed25519; t=y; p=" + PUBLIC, "pass"), ("t=s", "v=DKIM1; k=ed25519; t=s; p=" + PUBLIC, "pass"),
        ("t unknown", "v=DKIM1; k=ed25519; t=q:zz; p=" + PUBLIC, "pass"), ("empty record", "", "permerror"), ("foreign record", "v=spf1 -all", "permerror"),
        ("wrong key", key_record("ed2"), "fail"), ("non-ASCII n", "v=DKIM1; k=ed25519; n=é; p=" + PUBLIC, ["permerror", "pass"]),
        ("quotes", '"v=DKIM1; k=ed25519; p=' + PUBLIC + '"', "permerror"), ("html", "<html>", "permerror"),
        ("p without padding", "v=DKIM1; k=ed25519; p=" + PUBLIC.rstrip("="), ["permerror", "pass"]),
        ("backslash semicolon", "v=DKIM1\\; k=ed25519\\; p=" + PUBLIC, "permerror")]:
    by_key(n, t, w, "3.6.1")
for n, t, i, w in [("t=s own", "t=s", "@d.example", "pass"), ("t=s below", "t=s", "@x.d.example", "permerror"),
        ("t=y:s below", "t=y : s", "@x.d.example", "permerror"), ("t=s, case", "t=s", "@D.EXAMPLE", "pass"), ("t=ss below", "t=ss", "@x.d.example", "pass")]:
    by_key(n + " i=" + i, "v=DKIM1; k=ed25519; %s; p=%s" % (t, PUBLIC), w, "3.6.1 t", tags={"i": i})
GOOD = message_of(sign(FIELDS, BODY), BODY)
add("key with SPF record beside", GOOD, "pass", "3.6.2.2", key={"TXT": [["v=spf1 -all"], [key_record("ed")]]})
add("two keys", GOOD, "permerror", "3.6.2.2", key={"TXT": [[key_record("ed")], [key_record("ed2")]]})
add("key twice the same", GOOD, ["permerror", "pass"], "3.6.2.2", key={"TXT": [[key_record("ed")], [key_record("ed")]]})
add("key split anywhere", GOOD, "pass", "3.6.2.2", key={"TXT": [["v=DK", "IM1; k=ed25", "519; p=" + PUBLIC[:5], PUBLIC[5:]]]})
add("key NODATA", GOOD, "permerror", "6.1.2", key={"A": ["192.0.2.1"]})
add("key NXDOMAIN", GOOD, "permerror", "6.1.2", key={"TXT": "NXDOMAIN"})
add("key SERVFAIL", GOOD, "temperror", "6.1.2", key={"TXT": "SERVFAIL"})
add("key timeout", GOOD, "temperror", "6.1.2", key={"TXT": "TIMEOUT"})
add("key by CNAME", GOOD, "pass", "1034", key={"CNAME": ["k.x.example"]}, zone={"k.x.example": {"TXT": [[key_record("ed")]]}})
add("key CNAME to nowhere", GOOD, "permerror", "1034", key={"CNAME": ["k.x.example"]})

# several signatures
one = sign(FIELDS, BODY)
two = sign(one, BODY, tags={"h": "from:dkim-signature:subject"})
add("covers the other signature", message_of(two, BODY), ["pass/pass"], "3.5", every=True)
own = sign(FIELDS, BODY, tags={"h": "from:dkim-signature:subject"})
add("lower one claimed no other, another came", message_of(sign(own, BODY), BODY), ["pass/fail"], "3.5/5.4.2", every=True)
add("other's b is not emptied", message_of([two[0], two[1].replace(b" b=", b" b=A")] + two[2:], BODY), ["fail/fail", "fail/neutral", "fail/permerror"],
        "3.5", every=True)
add("bad one beside good one", message_of(sign(sign(FIELDS, BODY), BODY, tags={"v": "2"}), BODY), ["permerror/pass", "neutral/pass"], "6.1", every=True)
add("DKIM-Signature with other case and blank", message_of([x.replace(b"DKIM-Signature:", b"DKIM-SIGNATURE :") for x in sign(FIELDS, BODY)],
        BODY), "pass", "5322 4.5 obs")
add("none", message_of(FIELDS, BODY), [None], "8601 (no signature listed)")
add("empty field", message_of([b"DKIM-Signature:"] + FIELDS, BODY), BAD, "3.2")

# EAI
KEY_EAI = {"s._domainkey.xn--bcher-kva.example": {"TXT": [[key_record("ed")]]}}
FIELDS_EAI = [octets_of("From: ü <ü@bücher.example>")] + FIELDS[1:]
add("U-label d in an EAI message", message_of(sign(FIELDS_EAI, BODY, tags={"d": "bücher.example"}), BODY), "pass", "8616 5", zone=KEY_EAI)
add("A-label d", message_of(sign(FIELDS_EAI, BODY, tags={"d": "xn--bcher-kva.example"}), BODY), "pass", "8616", zone=KEY_EAI)
add("d U, i A", message_of(sign(FIELDS_EAI, BODY, tags={"d": "bücher.example", "i": "ü@xn--bcher-kva.example"}), BODY), "pass", "8616 5", zone=KEY_EAI)
add("d A, i U", message_of(sign(FIELDS_EAI, BODY, tags={"d": "xn--bcher-kva.example", "i": "@x.bücher.example"}), BODY), "pass", "8616 5", zone=KEY_EAI)
add("U-label selector", message_of(sign(FIELDS_EAI, BODY, tags={"s": "ü"}), BODY), "pass", "8616 5",
        zone={"xn--tda._domainkey.d.example": {"TXT": [[key_record("ed")]]}})
add("bad UTF-8 in d", message_of(sign(FIELDS_EAI, BODY, tags={"d": "b�cher.example"}), BODY).replace(b"\xef\xbf\xbd", b"\xff"), BAD, "8616")
