"""DKIM signatures and ARC sets, written from RFC 6376, RFC 8463 and RFC 8617 alone, with any tags, right or wrong.

Keys are Ed25519, made from a name, so that a case always has the same octets. A message is a list of fields without their last
CRLF, from the top, and a body; all are octets.
"""
import base64
import hashlib
import re

import nacl.signing

from case import NOW

PUT = b"@signature@"                    # stands for the value of b= until it is known


def text_of(octets):
    return base64.b64encode(octets).decode()


def key_of(name):
    return nacl.signing.SigningKey(hashlib.sha256(b"gatepost written case " + name.encode()).digest())


def public_key(name="ed"):
    return text_of(bytes(key_of(name).verify_key))


def key_record(name="ed"):
    return "v=DKIM1; k=ed25519; p=" + public_key(name)


def signature_of(octets, key):
    return text_of(key_of(key).sign(hashlib.sha256(octets).digest()).signature)


def octets_of(text):
    return text if isinstance(text, bytes) else text.encode()


def message_of(fields, body=None):
    return b"\r\n".join(fields) + b"\r\n" + (b"" if body is None else b"\r\n" + body)


# ---- canonicalization, RFC 6376 §3.4 ----

def canon_field(field, relaxed):
    if not relaxed:
        return field
    name, _, value = field.partition(b":")
    return name.strip(b" \t").lower() + b":" + re.sub(rb"[ \t]+", b" ", value.replace(b"\r\n", b"")).strip(b" ")


def canon_body(body, relaxed):
    if relaxed:
        body = b"\r\n".join(re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in body.split(b"\r\n"))
    while body.endswith(b"\r\n"):
        body = body[:-2]
    return body + b"\r\n" if body or not relaxed else b""


def is_relaxed(canons):
    """Of header and body."""
    header, _, body = (canons or "simple/simple").partition("/")
    return header.strip() == "relaxed", body.strip() == "relaxed"


def body_hash(body, relaxed, length=None):
    return text_of(hashlib.sha256(canon_body(body, relaxed)[:length]).digest())


def chosen(fields, names):
    """Each name takes the lowest field that is left; one with none left stands for nothing (§5.4.2)."""
    left, taken = list(fields), []
    for name in names:
        found = [i for i, field in enumerate(left) if field.partition(b":")[0].strip(b" \t").lower() == octets_of(name).lower()]
        if found:
            taken.append(left.pop(found[-1]))
    return taken


def names_in(h):
    return [name for name in re.sub(r"\s", "", h or "").split(":")]


def tags_text(tags):
    return "; ".join("%s=%s" % (name, value) for name, value in tags.items() if value is not None)


def finished(text, before, relaxed, key, written):
    """The field with its signature over what stands before it and itself."""
    text = octets_of(text)
    return text.replace(PUT, octets_of(written(signature_of(before + canon_field(text.replace(PUT, b""), relaxed), key))))


def as_is(text):
    return text


# ---- DKIM-Signature ----

def sign(fields, body, tags=None, key="ed", canon=None, names=None, raw=None, written=as_is, hashed=None):
    """The fields with a signature on top. tags replace those of a good one, or take them away (None). canon and names are what is
    really done, where the tags shall tell something else; raw is the whole field; written: how b= is put down."""
    given = {"v": "1", "a": "ed25519-sha256", "c": "relaxed/relaxed", "d": "d.example", "s": "s", "h": "from:to:subject", "bh": None}
    given.update(tags or {})
    relaxed_header, relaxed_body = is_relaxed(canon or given["c"])
    length = int(given["l"]) if (given.get("l") or "").isdigit() and hashed is None else None
    digest = body_hash(body if hashed is None else hashed, relaxed_body, length)
    if "bh" not in (tags or {}):
        given["bh"] = digest
    if "b" not in given:
        given["b"] = PUT.decode()
    text = raw.replace("@hash@", digest) if raw else "DKIM-Signature: " + tags_text(given)
    before = b"".join(canon_field(field, relaxed_header) + b"\r\n" for field in chosen(fields, names_in(given["h"]) if names is None else names))
    return [finished(text, before, relaxed_header, key, written)] + list(fields)


# ---- ARC ----

def message_signature(i, fields, body, tags=None, written=as_is):
    given = {"i": str(i), "a": "ed25519-sha256", "c": "relaxed/relaxed", "d": "f%s.example" % i, "s": "s", "h": "from:to:subject:message-id"}
    given.update(tags or {})
    relaxed_header, relaxed_body = is_relaxed(given["c"])
    given.setdefault("bh", body_hash(body, relaxed_body))
    given.setdefault("b", PUT.decode())
    before = b"".join(canon_field(field, relaxed_header) + b"\r\n" for field in chosen(fields, names_in(given["h"])))
    return finished("ARC-Message-Signature: " + tags_text(given), before, relaxed_header, "ed", written)


def seal(i, sets, cv, tags=None, written=as_is):
    """sets: (results, message signature, seal) of each set before, and of its own without the seal (§5.1.1)."""
    given = {"i": str(i), "a": "ed25519-sha256", "t": str(NOW - 100), "cv": cv, "d": "f%s.example" % i, "s": "s"}
    given.update(tags or {})
    given.setdefault("b", PUT.decode())
    before = b"".join(canon_field(field, True) + b"\r\n" for one in sets for field in one)
    return finished("ARC-Seal: " + tags_text(given), before, True, "ed", written)


def results_field(i, text):
    return octets_of("ARC-Authentication-Results: i=%s; %s" % (i, text))


def chain(count, fields, body, results=None, message_tags=None, seal_tags=None, cv=None, change=None, written=None):
    """Fields and body after that many hops, and the sets. The other arguments are by instance; change(i, fields, body) is what
    hop i does to the message before it seals it."""
    sets = []
    for i in range(1, count + 1):
        if change is not None:
            fields, body = change(i, fields, body)
        write = (written or {}).get(i, as_is)
        found = results_field(i, (results or {}).get(i, "mx%d.example; spf=pass smtp.mailfrom=d.example" % i))
        signed = message_signature(i, fields, body, (message_tags or {}).get(i), write)
        sealed = seal(i, sets + [(found, signed)], (cv or {}).get(i, "none" if i == 1 else "pass"), (seal_tags or {}).get(i), write)
        sets.append((found, signed, sealed))
        fields = [sealed, signed, found] + list(fields)
    return fields, body, sets


def sealer_zone(count=51):
    return {"s._domainkey.f%d.example" % i: {"TXT": [[key_record()]]} for i in range(count + 1)}
