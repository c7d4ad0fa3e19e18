#!/usr/bin/python3
"""Holds `gatepost parse --json` against parsers that nobody here wrote.

1. Every message below $GATEPOST_SHARED/mail and vectors/mime-* (default: ../shared beside the repository) is read by
   Python's `email` package too: the MIME tree (types and nesting), the decoded octets of each leaf (by SHA-256), and the
   addresses of From, Sender, Reply-To, To and Cc must be equal.
2. The single fields of vectors/fields-mail-parser, wherever `parse` prints what the vector expects: addresses, dates,
   content types, Received, message ids and encoded-words.

Addresses may differ where we call the field ambiguous (two-readings): that is what the word promises. Where else we
differ on purpose, or the other is wrong, mime_oracle_known.tsv names the file, what differs and why. An entry that no
longer differs fails: the table never outlives its reason. The binary is $GATEPOST_BIN (default:
build/release/gatepost). Exit status: 0; 1 if something differs; 2 if there is no binary.
"""
import binascii
import datetime
import email.parser
import email.policy
import email.utils
import hashlib
import inspect
import itertools
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import warnings

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("GATEPOST_SHARED", ROOT.parent / "shared"))
BINARY = os.environ.get("GATEPOST_BIN", str(ROOT / "build/release/gatepost"))
KNOWN = pathlib.Path(__file__).with_name("mime_oracle_known.tsv")
FILES_PER_RUN = 200
ADDRESS_FIELDS = {"from": "From", "sender": "Sender", "reply_to": "Reply-To", "to": "To", "cc": "Cc"}
# Newer versions refuse the whole of a list that looks odd, which leaves nothing to compare.
LENIENT = {"strict": False} if "strict" in inspect.signature(email.utils.getaddresses).parameters else {}
NESTED_MESSAGES = {"message/rfc822", "message/global", "message/news"}


def ours(paths):
    """What gatepost reads in each file, in order."""
    for i in range(0, len(paths), FILES_PER_RUN):
        command = [BINARY, "parse", "--json"] + [str(p) for p in paths[i:i + FILES_PER_RUN]]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=300, check=True)
        yield from (json.loads(line) for line in done.stdout.splitlines())


def on_the_wire(octets):
    """As `parse` reads files: lines that end with LF alone end with CRLF."""
    first = octets.find(b"\n")
    if first < 0 or octets[first - 1:first] == b"\r":
        return octets
    return re.sub(rb"(?<!\r)\n", b"\r\n", octets)


# ---- Python's reading of a message ----

def decoded(part):
    """The octets of a leaf. Python's decoder leaves the blanks at line ends that RFC 2045 section 6.7 rule 3 deletes,
    so they go before it sees them."""
    raw = part._payload.encode("ascii", "surrogateescape")      # get_payload() would convert charsets
    encoding = str(part.get("content-transfer-encoding", "")).strip().lower()
    if encoding == "quoted-printable":
        return binascii.a2b_qp(re.sub(rb"[ \t]+(?=\r?\n|\Z)", b"", raw))
    return part.get_payload(decode=True) if encoding == "base64" else raw


def python_tree(part):
    """(type, [children]) or (type, digest of the leaf). Of the message types only those that hold a message are taken
    apart here; Python takes all apart, and keeps no octets of the others."""
    kind = part.get_content_type()
    payload = part.get_payload()
    if isinstance(payload, list) and (kind.startswith("multipart/") or kind in NESTED_MESSAGES):
        return kind, [python_tree(child) for child in payload]
    if isinstance(payload, list):
        return kind, None
    return kind, hashlib.sha256(decoded(part)).hexdigest()


def python_addresses(message, field):
    """The addr-specs in order, as octets. Words without "@" are names to us and addresses to Python: left out."""
    values = [re.sub(r"\r?\n", "", v) for name, v in message.raw_items() if name.lower() == field.lower()]
    try:
        found = email.utils.getaddresses(values, **LENIENT)
    except RecursionError:
        return ["Python's recursion is too deep"]
    return [address.encode("utf-8", "surrogateescape") for _, address in found if "@" in address]


# ---- our reading, in the same form ----

def our_tree(part):
    if part["parts"]:
        return part["type"], [our_tree(child) for child in part["parts"]]
    return part["type"], part.get("sha256")


def our_addresses(parsed, field):
    return [m["address"] for m in parsed["addresses"][field]["mailboxes"] if "@" in m["address"]]


def as_octets(address, like):
    """JSON shows octets that are not UTF-8 as the characters U+0080 to U+00FF: both ways back are tried."""
    forms = [address.encode("utf-8")]
    if all(ord(c) < 256 for c in address):
        forms.append(address.encode("latin-1"))
    return like if like in forms else forms[0]


# ---- comparing ----

def shape(tree):
    kind, inside = tree
    return (kind, [shape(child) for child in inside]) if isinstance(inside, list) else kind


def leaves(tree):
    kind, inside = tree
    if isinstance(inside, list):
        for child in inside:
            yield from leaves(child)
    else:
        yield inside


def short(value):
    text = json.dumps(value, ensure_ascii=False, default=lambda octets: octets.decode("utf-8", "replace"))
    return text if len(text) < 200 else text[:200] + "..."


def compare_message(parsed, octets):
    """Yields (what, theirs, ours, whether we call it ambiguous)."""
    message = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(octets)
    theirs, mine = python_tree(message), our_tree(parsed["mime"])
    yield "tree", shape(theirs), shape(mine), False
    if shape(theirs) == shape(mine):
        pairs = [(t, m) for t, m in zip(leaves(theirs), leaves(mine)) if t is not None]
        yield "octets", [t for t, _ in pairs], [m for _, m in pairs], False
    for key, field in ADDRESS_FIELDS.items():
        if field in message:
            theirs, mine = python_addresses(message, field), our_addresses(parsed, key)
            mine = [as_octets(m, t) for m, t in itertools.zip_longest(mine, theirs[:len(mine)])]
            yield "addresses " + key, theirs, mine, "two-readings" in parsed["addresses"][key]["flaws"]


def messages():
    paths = sorted((SHARED / "mail").glob("*/*.eml")) + sorted((SHARED / "vectors").glob("mime-*/cases/*/message.eml"))
    for path, parsed in zip(paths, ours(paths)):
        assert parsed["file"] == str(path)
        for what, theirs, mine, ambiguous in compare_message(parsed, on_the_wire(path.read_bytes())):
            yield str(path.relative_to(SHARED)), what, theirs, mine, ambiguous


# ---- single fields ----

def date_of(parsed):
    """The vector's broken-down time as RFC 3339, or None if it is none."""
    if parsed is None:
        return None
    try:
        zone = datetime.timedelta(hours=parsed["tz_hour"], minutes=parsed["tz_minute"])
        moment = datetime.datetime(*(parsed[k] for k in ("year", "month", "day", "hour", "minute", "second")))
    except ValueError:
        return None
    return (moment + (zone if parsed["tz_before_gmt"] else -zone)).isoformat() + "Z"


def listed_addresses(parsed):
    groups = parsed.get("Group", [])
    members = parsed.get("List", []) + [a for g in groups for a in g["addresses"]]
    return [a["address"] for a in members if "@" in (a["address"] or "")]


def name_or_ip(value):
    return (value or {}).get("Name") or (value or {}).get("IpAddr") or ""


def one_blank(text):
    return re.sub(r"\s+", " ", text or "").strip()


def address_field(p, m):
    yield "addresses", listed_addresses(p), our_addresses(m, "to")


def date_field(p, m):
    yield "date", date_of(p), m["date"]


def unstructured_field(p, m):
    yield "text", one_blank(p), one_blank(m["subject"])


def id_field(p, m):
    if len(p) == 1:
        yield "id", p[0], m["message_id"].strip("<>")


def content_type_field(p, m):
    if p is None or p["c_subtype"] is None:
        yield "type", "text/plain", m["mime"]["type"]
        return
    yield "type", p["c_type"].lower() + "/" + p["c_subtype"].lower(), m["mime"]["type"]
    attributes = {name.lower(): value for name, value in reversed(p.get("attributes") or [])}
    yield "charset", attributes.get("charset", "").lower(), m["mime"]["charset"]
    yield "name", attributes.get("name", ""), m["mime"]["file_name"]


def received_field(p, m):
    hop = m["received"][0]
    from_ip = p.get("from_ip") or (p.get("from") or {}).get("IpAddr")
    yield "from", name_or_ip(p.get("from")), hop["from_name"].strip("[]")
    yield "ip", from_ip, hop["from_ip"]
    yield "by", name_or_ip(p.get("by")), hop["by"].strip("[]<>")
    yield "id", p.get("id") or "", hop["id"]
    yield "for", p.get("for_") or "", hop["for"]
    yield "date", date_of(p.get("date")), hop["date"]


FIELDS = {
    "field-address": ("To", address_field), "field-date": ("Date", date_field),
    "field-unstructured": ("Subject", unstructured_field), "field-id": ("Message-ID", id_field),
    "field-content_type": ("Content-Type", content_type_field), "field-received": ("Received", received_field),
}


def as_field(name, value):
    """The octets of a message with this one field, or None if the value is no single field."""
    value = re.sub(r"\r?\n", "\r\n", value.rstrip("\r\n"))
    if re.search(r"\r\n(?![ \t])", value):
        return None
    try:
        octets = value.encode("latin-1")
    except UnicodeEncodeError:
        octets = value.encode("utf-8")
    return name.encode() + b": " + octets + b"\r\n\r\n"


def single_fields(skipped):
    cases = []
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted((SHARED / "vectors").glob("fields-mail-parser/cases/*/case.json")):
            case = json.loads(path.read_text())
            field, compare = FIELDS.get(case["kind"], (None, None))
            octets = as_field(field, case["inputs"]["value"]) if field else None
            if octets is None:
                skipped.append((case["id"], "no single field on the wire" if field else "a field that parse does not print"))
                continue
            copy = pathlib.Path(folder) / case["id"]
            copy.write_bytes(octets)
            cases.append((case, compare, copy))
        for (case, compare, _), parsed in zip(cases, ours([copy for _, _, copy in cases])):
            for what, theirs, mine in compare(case["expect"]["parsed"], parsed):
                yield "vectors/fields-mail-parser/" + case["id"], what, theirs, mine, False


def read_known():
    known = {}
    for line in KNOWN.read_text().splitlines():
        if line and not line.startswith("#"):
            file, what, reason = line.split("\t")
            known[file, what] = reason
    return known


def main():
    warnings.simplefilter("ignore")
    if not os.access(BINARY, os.X_OK):
        print(f"{BINARY} is not there: build it first", file=sys.stderr)
        return 2
    if not (SHARED / "mail").is_dir():
        print(f"{SHARED}/mail is not there: nothing to compare")
        print("0 passed, 0 failed, 1 skipped")
        return 0

    known, skipped, files = read_known(), [], set()
    passed = ambiguous = explained = failed = 0
    for source in (messages(), single_fields(skipped)):
        for file, what, theirs, mine, said_so in source:
            files.add(file)
            reason = known.pop((file, what), None)
            if theirs == mine and reason is None:
                passed += 1
            elif theirs != mine and reason is not None:
                explained += 1
            elif theirs != mine and said_so:
                ambiguous += 1
            else:
                failed += 1
                print(f"{file}: {what} " + ("no longer differs" if reason else
                                            f"differs\n  theirs {short(theirs)}\n  ours   {short(mine)}"))
    for file, what in known:
        failed += 1
        print(f"{KNOWN.name}: {file}: {what} was not compared")
    for name, why in skipped:
        print(f"{name}: skipped, {why}")
    print(f"{len(files)} files and fields: {passed} readings equal, {ambiguous} lists of addresses that we call ambiguous, "
          f"{explained} differences with a reason on record")
    print(f"{passed + ambiguous + explained} passed, {failed} failed, {len(skipped)} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
