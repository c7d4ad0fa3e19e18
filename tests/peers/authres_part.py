"""Authentication-Results: the field that we write, read by python3-authres, says what our own results say:
methods, results, reasons and properties, in order. Our own reader must agree. Messages carry up to ten signatures
with strange tags, and come from strange envelopes, since their words are what a stranger could break the field
with."""
import concurrent.futures
import json
import random
import re

import dkim_odd
import gate
import messages
from dkim_changes import octet_of_body_hash, octet_of_signature, Signed
from dkim_part import Keys, chunks, request
from dkim_signers import DOMAIN, NOW, dkim, dkimpy_sign, set_clock
from tally import Tally

try:
    import authres
except ImportError:
    authres = None

PROCESSES = 2
RESULTS_PER_FIELD = 8                   # about, so that --count means results as elsewhere
VALUE_MAX_OCTETS = 255                  # what we write of a stranger's word

STRANGE = {
    "an identity with a quote":      dkim_odd.tag(b"i", b"a=22b=3Bc=20d@" + DOMAIN.encode()),
    "an identity in quotes":        dkim_odd.tag(b"i", b"=22joe=20smith=5C=22=22@" + DOMAIN.encode()),
    "an identity with a comment":    dkim_odd.tag(b"i", b"a(b)c@" + DOMAIN.encode()),
    "an identity with a backslash":  dkim_odd.tag(b"i", b"=5C=5C=22@" + DOMAIN.encode()),
    "an identity in UTF-8":          dkim_odd.tag(b"i", b"j=C3=BCrgen@" + DOMAIN.encode()),
    "an identity that is long":      dkim_odd.tag(b"i", b"x" * 400 + b"@" + DOMAIN.encode()),
    "an identity without local-part": dkim_odd.tag(b"i", b"@sub." + DOMAIN.encode()),
    "an algorithm with a comment":   dkim_odd.tag(b"a", b"rsa-sha256(new)"),
    "an algorithm with a quote":     dkim_odd.tag(b"a", b"\"rsa\\"),
}
QUOTED_DROPPED = "RFC 8601 2.2: property may follow property; python3-authres drops one in quotes unless it is the last"
ESCAPES_KEPT = "RFC 5322 3.2.4: the backslash of a quoted-pair is no part of the value; python3-authres leaves it in"
EDITS = {**dkim_odd.SIGNATURES, **STRANGE}
SENDERS = ("", f"someone@{DOMAIN}", f"x@sub.{DOMAIN}", f"\"a;b (c)\"@{DOMAIN}", "x@none.example",
           "bounces+a=b@mail.example.com")
CLIENTS = ("192.0.2.7", "198.51.100.1", "2001:db8::7")
HELOS = ("mail.example.com", DOMAIN, "[192.0.2.1]", "localhost", "under_score.example", "a;b=c", "x\"y", "(comment)")
ZONE = {
    DOMAIN:              {"TXT": [["v=spf1 ip4:192.0.2.0/24 ~all"]]},
    f"sub.{DOMAIN}":     {"TXT": [["v=spf1 -all"]]},
    "mail.example.com":  {"TXT": [["v=spf1 include:none.example -all"]], "A": ["192.0.2.7"]},
    "7.2.0.192.in-addr.arpa": {"PTR": ["mail.example.com"]},
}
POLICIES = ("v=DMARC1; p=none", "v=DMARC1; p=quarantine; sp=reject; t=y", "v=DMARC1; p=reject; adkim=s; aspf=s", None)


def signature(rng, message, key):
    """One signature field, right, wrong or strange."""
    wanted = request(rng, message, key)
    wanted.signed_at = wanted.signed_at or NOW
    kind = rng.random()
    edit = EDITS[rng.choice(list(EDITS))] if kind < 0.7 and key.algorithm == "rsa-sha256" else None
    field = dkimpy_sign(message.octets(), wanted, edit)
    if kind < 0.85:
        return field
    changed = rng.choice((octet_of_signature, octet_of_body_hash))(rng, Signed(message, field, wanted))
    return changed[1] if changed else field


def arguments(rng, keys, folder, name):
    """A message in a file, and how it came."""
    message = messages.message(rng)
    fields = [signature(rng, message, rng.choice(keys.all)) for _ in range(rng.randint(0, 10))]
    octets = b"".join(field + b"\r\n" for field in fields) + message.octets()
    (folder / name).write_bytes(octets)
    zone = {name: dict(kinds) for name, kinds in ZONE.items()}
    policy = rng.choice(POLICIES)
    if policy:
        zone[f"_dmarc.{DOMAIN}"] = {"TXT": [[policy]]}
    for key_name, record in keys.zones()["keys"].items():
        zone[key_name] = {"TXT": [chunks(record)]}
    (folder / f"{name}.json").write_text(json.dumps(zone))
    return ["--zone", folder / f"{name}.json", "--time", NOW, "--ip", rng.choice(CLIENTS),
            "--helo", rng.choice(HELOS), "--mail-from", f"<{rng.choice(SENDERS)}>", folder / name]


# ---- what our results should read like ----

def written(value):
    """A stranger's word as it may stand in the field: capped, and no octet in it that could end a line."""
    octets = value.encode()[:VALUE_MAX_OCTETS]
    return "".join(chr(o) if 0x20 <= o < 0x7f else "?" for o in octets)


def expected_spf(auth, envelope):
    is_null = not envelope["mail_from"]
    domain = envelope["helo"] if is_null else envelope["mail_from"].rsplit("@", 1)[-1]
    yield {"smtp.helo" if is_null else "smtp.mailfrom": auth["domain"] or domain}, auth


def expected_dkim(signatures, envelope):
    if not signatures:
        yield {}, {"result": "none", "reason_text": ""}
    for s in signatures:
        yield {"header.d": s["domain"], "header.i": s["identity"], "header.s": s["selector"],
               "header.a": s["algorithm"], "header.b": s["signature_start"]}, s


def expected_dmarc(auth, envelope):
    yield {"header.from": auth["author_domain"]}, auth


def expected_iprev(auth, envelope):
    yield {"policy.iprev": auth["client"]}, auth


EXPECTED = (("spf", expected_spf), ("dkim", expected_dkim), ("dmarc", expected_dmarc), ("iprev", expected_iprev))


def without_result(value):
    """Of a value that holds "=" only "@" and what follows stands in the field, and nothing if that holds one as well."""
    if "=" not in value:
        return value
    local_part, at, domain = value.rpartition("@")
    return at + domain if at and "=" not in domain else ""


def plain(value):
    """The identity of a signature may come in quotes already."""
    return address(value, unescaped)


def expected(record):
    """(method, result, reason, properties) in order, for the methods above."""
    for method, read in EXPECTED:
        if method not in record["auth"]:
            continue
        for properties, result in read(record["auth"][method], record["envelope"]):
            reason = "" if result["result"] == "pass" else written(result["reason_text"])
            properties = {name: without_result(value) for name, value in properties.items()}
            said = {name: plain(written(value)) for name, value in properties.items() if value}
            yield method, result["result"], reason, said


def unescaped(text):
    return re.sub(r"\\(.)", r"\1", text)


def address(value, unescape):
    """An address whose local-part is a quoted-string, without its quotes: readers leave them, as they were
    written."""
    parts = re.fullmatch(r'"(.*)"(@[^@"]+)', value)
    return (unescape(parts[1]) + parts[2]) if parts else value


def said_by_authres(text):
    header = authres.AuthenticationResultsHeader.parse("Authentication-Results: " + text)
    for result in header.results:
        yield (result.method, result.result, result.reason or "",
               {f"{p.type}.{p.name}": address(p.value, str) for p in result.properties})


def with_escapes_read(properties):
    return {name: unescaped(value) for name, value in properties.items()}


def said_by_us(text):
    for one in gate.run("authres", text)[0]["results"]:
        yield (one["method"], one["result"], one["reason"],
               {name: address(value, unescaped) for name, value in one["properties"].items()})


def known(results):
    """Those that EXPECTED knows. policy.dmarc is the policy that was applied, after sp, np and t: its own tests
    look at it."""
    methods = {method for method, _ in EXPECTED}
    return [(method, result, reason, {n: v for n, v in properties.items() if n != "policy.dmarc"})
            for method, result, reason, properties in results if method in methods]


def without_quoted(text, properties):
    """What python3-authres keeps: a quoted-string counts only where the result ends."""
    return {name: value for name, value in properties.items()
            if not re.search(re.escape(name) + r'="(?:[^"\\]|\\.)*" ', text)}


def compare(tally, case_seed, record):
    text = record["authentication_results"]
    try:
        theirs = known(said_by_authres(text))
    except Exception as error:
        tally.fail("field", f"{case_seed}: python3-authres cannot read it: {error}: {text}")
        return
    wanted, ours = list(expected(record)), known(said_by_us(text))
    if ours != wanted or len(theirs) != len(wanted):
        tally.fail("field", f"{case_seed}: we mean {wanted}, our reader reads {ours}, python3-authres {theirs}: {text}")
        return
    parts = [part for part in split_results(text) if part.partition("=")[0] in {method for method, _ in EXPECTED}]
    for want, read, part in zip(wanted, theirs, parts, strict=True):
        method, properties, kept = want[0], want[3], without_quoted(part, want[3])
        put_right = (*read[:3], with_escapes_read(read[3]))
        if read == want:
            tally.ok(method)
        elif put_right == (*want[:3], kept):
            rules = ((QUOTED_DROPPED, kept != properties), (ESCAPES_KEPT, put_right != read))
            tally.differs(method, *[rule for rule, holds in rules if holds])
        else:
            tally.fail(method, f"{case_seed}: we mean {want}, python3-authres reads {read}: {part}")


def split_results(text):
    """The results of a field as texts: semicolons in quotes do not part them."""
    return [part.strip() for part in re.findall(r'(?:[^;"]|"(?:[^"\\]|\\.)*")+', text)[1:]]


def run(seed, count, folder):
    tally = Tally("authres")
    if authres is None or dkim is None:
        tally.skip("python3-authres, python3-dkim or python3-nacl is not installed")
        return tally
    set_clock()
    keys = Keys(random.Random(f"{seed}-keys"), folder)
    seeds = [f"{seed}-authres-{i}" for i in range(max(1, count // RESULTS_PER_FIELD))]
    runs = [arguments(random.Random(one), keys, folder, one) for one in seeds]
    with concurrent.futures.ThreadPoolExecutor(PROCESSES) as pool:
        for one, records in zip(seeds, pool.map(lambda options: gate.run("check", "--defaults", *options), runs)):
            compare(tally, one, records[0])
    tally.report()
    return tally
