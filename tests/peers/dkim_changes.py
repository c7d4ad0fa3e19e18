"""What may happen to a signed message on its way, and what RFC 6376 says of the signature after that. Each change
takes (rng, signed message) and gives (message, signature field, name of the zone, whether it must pass), or None
where it does not apply. "Must pass" is derived from the canonicalisation alone (section 3.4), so that no verifier
has to be believed."""
import re

from messages import Message

ZONES = ("keys", "revoked", "exchanged", "absent")


class Signed:
    def __init__(self, message, signature, request):
        self.message, self.signature, self.request = message, signature, request
        self.header_relaxed, self.body_relaxed = (c == "relaxed" for c in request.canon.split("/"))

    def signed_indices(self):
        names = {n.lower() for n in self.request.names}
        return [i for i, (name, _) in enumerate(self.message.fields) if name.decode().lower() in names]

    def is_signed(self, name):
        return name.lower() in {n.lower() for n in self.request.names}


def replaced(octets, at, new):
    return octets[:at] + new + octets[at + 1:]


def pick(rng, pattern, octets):
    """The place of one match, or None."""
    found = [m.start() for m in re.finditer(pattern, octets)]
    return rng.choice(found) if found else None


def other_octet(rng, octet):
    return rng.choice([o for o in b"QZ7." if o != octet]).to_bytes(1, "big")


# ---- changes that no canonicalisation forgives ----

def octet_of_field(rng, s):
    index = rng.choice(s.signed_indices())
    name, value = s.message.fields[index]
    at = pick(rng, rb"[^ \t\r\n]", value)
    if at is None:
        return None
    value = replaced(value, at, other_octet(rng, value[at]))
    return s.message.with_field(index, name, value), s.signature, "keys", False


def octet_of_body(rng, s):
    at = pick(rng, rb"[^ \t\r\n]", s.message.body)
    if at is None:
        return None
    body = replaced(s.message.body, at, other_octet(rng, s.message.body[at]))
    return Message(s.message.fields, body), s.signature, "keys", False


def octet_of_tag(rng, s, tag):
    value = re.search(rb"[;\s]" + tag + rb"=([^;]*)", s.signature)
    if value is None:
        return None
    places = [i for i in range(value.start(1), value.end(1) - 4) if s.signature[i:i + 1].isalnum()]
    at = rng.choice(places)
    return s.message, replaced(s.signature, at, b"A" if s.signature[at] != ord("A") else b"B"), "keys", False


def octet_of_signature(rng, s):
    return octet_of_tag(rng, s, b"b")


def octet_of_body_hash(rng, s):
    return octet_of_tag(rng, s, b"bh")


def tag_added(rng, s):
    return s.message, s.signature.replace(b"v=1;", b"v=1; n=new;", 1), "keys", False


def oversigned_field_added(rng, s):
    if not s.request.oversigned:
        return None
    field = rng.choice(s.request.oversigned).encode(), b" anything"
    if rng.random() < 0.5:
        return s.message.on_top(field), s.signature, "keys", False
    return Message(s.message.fields + [field], s.message.body), s.signature, "keys", False


def signed_field_removed(rng, s):
    index = rng.choice(s.signed_indices())
    return Message(s.message.fields[:index] + s.message.fields[index + 1:], s.message.body), s.signature, "keys", False


def line_appended(rng, s):
    return Message(s.message.fields, s.message.body + b"more\r\n"), s.signature, "keys", False


def line_prepended(rng, s):
    return Message(s.message.fields, b"more\r\n" + s.message.body), s.signature, "keys", False


def key_revoked(rng, s):
    return s.message, s.signature, "revoked", False


def key_exchanged(rng, s):
    return s.message, s.signature, "exchanged", False


def key_absent(rng, s):
    return s.message, s.signature, "absent", False


# ---- changes that one or both canonicalisations forgive ----

def nothing(rng, s):
    return s.message, s.signature, "keys", True


def unsigned_field_added(rng, s):
    return s.message.on_top((b"X-Added-By-Relay", b" yes")), s.signature, "keys", True


def blank_lines_appended(rng, s):
    return Message(s.message.fields, s.message.body + b"\r\n" * rng.randint(1, 3)), s.signature, "keys", True


def signature_refolded(rng, s):
    """What stands in b= is no part of what is signed, blanks included (section 3.5, "b=")."""
    value = re.search(rb"[;\s]b=([^;]*)", s.signature)
    at = rng.randint(value.start(1) + 1, value.end(1) - 1)
    if s.signature[at:at + 1].isspace() or s.signature[at - 1:at].isspace():
        return None
    return s.message, s.signature[:at] + b"\r\n\t" + s.signature[at:], "keys", True


def neighbours_exchanged(rng, s):
    fields = s.message.fields
    places = [i for i in range(len(fields) - 1) if fields[i][0].lower() != fields[i + 1][0].lower()]
    if not places:
        return None
    i = rng.choice(places)
    return Message(fields[:i] + [fields[i + 1], fields[i]] + fields[i + 2:], s.message.body), s.signature, "keys", True


def blanks_of_field(rng, s):
    """A run of blanks becomes another: longer, shorter, or a fold."""
    index = rng.choice(s.signed_indices())
    name, value = s.message.fields[index]
    runs = list(re.finditer(rb"(?<=[^ \t\r\n])(?:\r\n)?[ \t]+(?=[^ \t\r\n])", value))
    if not runs:
        return None
    run = rng.choice(runs)
    new = rng.choice([b for b in (b" ", b"\t", b"  \t", b"\r\n ", b"\r\n\t\t", b" \r\n ") if b != run.group()])
    value = value[:run.start()] + new + value[run.end():]
    return s.message.with_field(index, name, value), s.signature, "keys", s.header_relaxed


def case_of_name(rng, s):
    index = rng.choice(s.signed_indices())
    name, value = s.message.fields[index]
    return s.message.with_field(index, name.swapcase(), value), s.signature, "keys", s.header_relaxed


def blank_before_colon(rng, s):
    index = rng.choice(s.signed_indices())
    name, value = s.message.fields[index]
    return s.message.with_field(index, name + rng.choice((b" ", b"\t ")), value), s.signature, "keys", s.header_relaxed


def blanks_of_body(rng, s):
    """Inside of a line or at its end. A first blank at the end of a line is as good as none to relaxed."""
    body = s.message.body
    at = pick(rng, rb"(?<=[^ \t\r\n])[ \t]|(?<=[^\r\n])\r\n", body)
    if at is None:
        return None
    body = body[:at] + rng.choice((b" ", b"\t", b" \t ")) + body[at:]
    return Message(s.message.fields, body), s.signature, "keys", s.body_relaxed


# ---- changes where the receiver has a choice: no outcome is demanded, both verifiers are compared ----

def second_field_on_top(rng, s):
    once = {"to", "cc", "subject", "date", "message-id", "sender", "reply-to"}
    oversigned = {n.lower() for n in s.request.oversigned}
    names = [s.message.fields[i][0] for i in s.signed_indices()]
    names = [n for n in names if n.decode().lower() in once - oversigned]
    if not names:
        return None
    return s.message.on_top((rng.choice(names), b" another")), s.signature, "keys", None


CHANGES = (
    octet_of_field, octet_of_body, octet_of_signature, octet_of_body_hash, tag_added, oversigned_field_added,
    signed_field_removed, line_appended, line_prepended, key_revoked, key_exchanged, key_absent,
    unsigned_field_added, blank_lines_appended, signature_refolded, neighbours_exchanged,
    blanks_of_field, case_of_name, blank_before_colon, blanks_of_body,
    second_field_on_top,
)
