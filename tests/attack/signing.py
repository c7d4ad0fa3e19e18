"""DKIM signatures for cases that we write (RFC 6376, RFC 8463): with any tags, right or wrong, over messages of our own.

Keys are Ed25519, made from a name, so that the same case always has the same octets. They sign nothing but test cases.
"""
import base64, hashlib, re

import nacl.signing


def key_of(name):
    return nacl.signing.SigningKey(hashlib.sha256(b"gatepost test key " + name.encode()).digest())


def key_record(name="k"):
    """The TXT record for the key of that name."""
    return "v=DKIM1; k=ed25519; p=" + base64.b64encode(bytes(key_of(name).verify_key)).decode()


def key_dns(domain, selector="k", name="k"):
    return {"name": "%s._domainkey.%s" % (selector, domain), "type": "TXT", "data": key_record(name)}


# ---- canonicalization, RFC 6376 §3.4 ----

def canon_field(field, relaxed):
    """field: name, colon, value, with its folds and without its last CRLF."""
    if not relaxed:
        return field + "\r\n"
    name, _, value = field.partition(":")
    return name.strip(" \t").lower() + ":" + re.sub(r"[ \t]+", " ", value.replace("\r\n", "")).strip(" ") + "\r\n"


def canon_body(body, relaxed):
    if relaxed:
        body = "\r\n".join(re.sub(r"[ \t]+", " ", line).rstrip(" ") for line in body.split("\r\n"))
    body = re.sub(r"(\r\n)*\Z", "", body)
    return body + "\r\n" if body or not relaxed else ""


def fields_of(message):
    """The fields from the top."""
    head = message.split("\r\n\r\n", 1)[0]
    return re.split(r"\r\n(?![ \t])", head)


def take_fields(fields, names):
    """Pairs names with fields from the bottom up; a name with none left stands for nothing (§5.4.2)."""
    left, taken = list(fields), []
    for name in names:
        for i in range(len(left) - 1, -1, -1):
            if left[i].partition(":")[0].strip().lower() == name.lower():
                taken.append(left.pop(i))
                break
    return taken


# ---- signing ----

def octets(text):
    return text.encode("latin-1")


def sign(message, domain, names, selector="k", canon="relaxed/relaxed", tags="", key="k", length=None, body_hash=None):
    """The message with a signature on top. names: h= as written, parted by ":". tags: more of them, as "; x=1"."""
    head, body = message.split("\r\n\r\n", 1)
    relaxed_header, relaxed_body = (part == "relaxed" for part in canon.split("/"))
    hashed = canon_body(body, relaxed_body)[:length]
    digest = body_hash or base64.b64encode(hashlib.sha256(octets(hashed)).digest()).decode()
    limit = "" if length is None else "; l=%d" % length
    field = "DKIM-Signature: v=1; a=ed25519-sha256; c=%s; d=%s; s=%s%s%s;\r\n\th=%s;\r\n\tbh=%s;\r\n\tb=" % (
        canon, domain, selector, tags, limit, names, digest)
    signed = "".join(canon_field(f, relaxed_header) for f in take_fields(fields_of(message), re.split(r"\s*:\s*", names.strip())))
    signed += canon_field(field, relaxed_header)[:-2]
    proof = key_of(key).sign(hashlib.sha256(octets(signed)).digest()).signature
    return field + base64.b64encode(proof).decode() + "\r\n" + message
