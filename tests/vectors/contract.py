#!/usr/bin/python3
"""What `check --json`, `explain`, `signs` and the commands for one protocol promise to tools: every name, its type, and its words.

The table below is the contract (see also `gatepost help`); it may grow and never change. It is held over messages of our own,
and over a sample of $GATEPOST_SHARED/mail and $GATEPOST_SHARED/vectors (default: ../shared beside the repository) where
they are. The binary is $GATEPOST_BIN.

Exit status: 0, or 1 if an object breaks the contract, or 2 if there is no binary.
"""
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("GATEPOST_SHARED", ROOT.parent / "shared"))
BINARY = os.environ.get("GATEPOST_BIN", str(ROOT / "build/release/gatepost"))
OF_EACH_CORPUS, OF_MAIL = 3, 40        # messages of a sample, spread evenly

# ---- the contract: name: type, a set of words, [what each element is], or {an object}; None beside it: may be null ----

TEXT, NUMBER, TRUTH = "text", "number", "truth"


def or_null(kind):
    return (kind, None)


SPF_WORDS = {"none", "neutral", "pass", "fail", "softfail", "temperror", "permerror"}           # RFC 8601 §2.7.2
DKIM_WORDS = {"none", "pass", "fail", "policy", "neutral", "temperror", "permerror"}            # §2.7.1
DMARC_WORDS = {"none", "pass", "fail", "temperror", "permerror"}                                # RFC 9989 §9.1
POLICIES = {"absent", "none", "quarantine", "reject"}

SPF = {"result": SPF_WORDS, "domain": or_null(TEXT), "scope": {"mfrom", "helo", "pra"}, "mechanism": or_null(TEXT),
       "lookups": NUMBER, "void_lookups": NUMBER, "explanation": or_null(TEXT), "reason": TEXT}
DKIM = {"result": DKIM_WORDS, "domain": TEXT, "selector": TEXT, "identity": TEXT, "algorithm": TEXT, "key_bits": NUMBER,
        "reason": TEXT, "unsigned_octets": NUMBER}
DMARC = {"result": DMARC_WORDS, "author_domain": TEXT, "org_domain": TEXT, "record_domain": TEXT, "policy": POLICIES,
         "disposition": POLICIES, "aligned": [TEXT], "reason": TEXT,
         "rfc7489": or_null({"result": DMARC_WORDS, "disposition": POLICIES})}
CHECK = {
    "auth": {
        "spf": SPF,
        "spf_helo": SPF,
        "senderid": or_null({"result": SPF_WORDS, "pra": TEXT, "reason": TEXT}),
        "dkim": [DKIM],
        "dkim_skipped": NUMBER,
        "arc": or_null({"result": {"none", "pass", "fail"}, "sets": NUMBER, "reason": TEXT}),
        "dmarc": DMARC,
    },
    "authentication_results": TEXT,
    "findings": [{"id": TEXT, "weight": NUMBER, "evidence": TEXT, "text": TEXT, "group": TEXT, "hard": TRUTH,
                  "weight_origin": {"table", "hand", "fitted", "configured"}}],
    "findings_in_shadow": [{"id": TEXT, "weight": NUMBER, "evidence": TEXT, "text": TEXT}],
    "assessment": {
        "model": {"version": TEXT, "program": TEXT}, "bias": NUMBER, "rest_share": NUMBER,
        "groups": [{"group": TEXT, "cap": NUMBER, "threat": NUMBER, "trust": NUMBER}],
        "compounds": [{"id": TEXT, "weight": NUMBER, "hard": TRUTH, "text": TEXT}],
        "threat": NUMBER, "trust": NUMBER, "hard": NUMBER, "known_sender": TRUTH,
        "bands": {"banner": NUMBER, "junk": NUMBER, "quarantine": NUMBER},
    },
    "feeds": [{"feed": TEXT, "status": {"fresh", "stale", "missing"}, "entries": NUMBER, "skipped": NUMBER}],
    "feed_hits": [{"feed": TEXT, "kind": TEXT, "of": TEXT, "seen": TEXT, "entry": TEXT, "allowed": TRUTH, "stale": TRUTH}],
    "indicators": [TEXT],
    "score": NUMBER,
    "verdict": {"action": {"accept", "tag", "quarantine", "reject", "defer"},
                "band": {"deliver", "banner", "junk", "quarantine", "reject"}, "reply": TEXT, "step": TEXT, "reasons": [TEXT]},
}
AUTHRES = {"parses": TRUTH, "authserv_id": TEXT,
           "results": [{"method": TEXT, "result": TEXT, "reason": TEXT, "properties": {}}]}

TYPES = {TEXT: str, NUMBER: (int, float), TRUTH: bool}


def breaks(value, kind, path=""):
    """What breaks the contract: a sentence for each place."""
    if isinstance(kind, tuple):
        return [] if value is None else breaks(value, kind[0], path)
    if isinstance(kind, set):
        return [] if isinstance(value, str) and value in kind else [f"{path}: {value!r} is none of {sorted(kind)}"]
    if isinstance(kind, list):
        if not isinstance(value, list):
            return [f"{path}: {value!r} is no list"]
        return [b for i, one in enumerate(value) for b in breaks(one, kind[0], f"{path}[{i}]")]
    if isinstance(kind, dict):
        if not isinstance(value, dict):
            return [f"{path}: {value!r} is no object"]
        return [b for name, its in kind.items()
                for b in (breaks(value[name], its, f"{path}.{name}") if name in value else [f"{path}.{name} is missing"])]
    right = isinstance(value, TYPES[kind]) and (kind == TRUTH or not isinstance(value, bool))
    return [] if right else [f"{path}: {value!r} is no {kind}"]


# ---- the binary ----

def run(*arguments, octets=None):
    done = subprocess.run([BINARY, *map(str, arguments)], input=octets or b"", capture_output=True, timeout=60, check=False)
    if done.returncode != 0:
        raise AssertionError(f"exit status {done.returncode}: {done.stderr.decode(errors='replace')[-300:]}")
    return done.stdout.decode("utf-8")          # whatever the message holds, what we print is UTF-8


def hold_object(text, kind):
    found = breaks(json.loads(text), kind)
    if found:
        raise AssertionError("; ".join(found[:5]))


def to_hundredths(value):
    """As a record shows what a group adds up to; halves go up."""
    whole = math.floor(value * 100)
    return (whole + (value * 100 - whole >= 0.5)) / 100


def score_again(record):
    """The score, from the findings and the terms of the record alone (DETECTION "Putting signals together")."""
    terms = record["assessment"]
    caps = {group["group"]: group["cap"] for group in terms["groups"]}

    def grouped(weights_of):
        total = 0.0
        for group, cap in caps.items():
            weights = [w for w in map(weights_of, [f for f in record["findings"] if f["group"] == group]) if w > 0]
            if weights:
                total += to_hundredths(min(cap, max(weights) + terms["rest_share"] * (sum(weights) - max(weights))))
        return total

    compounds = sum(c["weight"] for c in terms["compounds"])
    score = grouped(lambda f: f["weight"]) + compounds - grouped(lambda f: -f["weight"])
    hard = grouped(lambda f: f["weight"] if f["hard"] else 0) + sum(c["weight"] for c in terms["compounds"] if c["hard"])
    return terms["bias"] + (max(score, hard) if hard > 0 else score)


def band_again(record):
    """The band of the step "score"."""
    terms, score = record["assessment"], score_again(record)
    if not any(f["weight"] > 0 for f in record["findings"]) or score < terms["bands"]["banner"] - 0.005:
        return "deliver"
    if score < terms["bands"]["junk"] - 0.005 or terms["known_sender"]:
        return "banner"
    kinds = {f["group"] for f in record["findings"] if f["weight"] > 0 and f["group"] != "vocabulary"}
    return "quarantine" if score >= terms["bands"]["quarantine"] - 0.005 and len(kinds) > 1 else "junk"


def hold_verdict(record):
    """The record says enough to compute the score and its band again."""
    if abs(score_again(record) - record["score"]) > 0.011:
        raise AssertionError(f"the terms add up to {score_again(record):.3f}, the score is {record['score']}")
    band = next(step["band"] for step in record["steps"] if step["step"] == "score")
    if band_again(record) != band:
        raise AssertionError(f"the score {record['score']} means {band_again(record)}, the record says {band}")


def hold_message(octets, options):
    """One object and one story; and the object names in words what the story tells."""
    record = run("check", "--defaults", "--json", *options, "-", octets=octets)
    hold_object(record, CHECK)
    story = run("explain", "--defaults", *options, "-", octets=octets)
    found = json.loads(record)
    hold_verdict(found)
    for heading in ("What was claimed", "What could be proved", "The verdict"):
        if f"\n{heading}\n" not in story:
            raise AssertionError(f"the story has no {heading!r}")
    envelope = found["envelope"]
    spf = found["auth"]["spf"]["result"] if envelope["mail_from_known"] or envelope["client"] != "unknown" else "not checked"
    for method, result in (("SPF", spf), ("DMARC", found["auth"]["dmarc"]["result"])):
        told = [line for line in story.split("\n") if line.startswith(f"  {method}")]
        if not told or f": {result}." not in told[0] + told[-1]:
            raise AssertionError(f"the story tells nothing of {method} {result}: {told}")
    for signature in found["auth"]["dkim"]:
        if signature["unsigned_octets"] > 0 and f"last {signature['unsigned_octets']} octet" not in " ".join(story.split()):
            raise AssertionError("the story does not say how much of the body is not signed")


# ---- the cases: (name, function) ----

OWN = {
    "an empty message": b"",
    "no header, a body": b"\r\nhello\r\n",
    "a NUL, a bare CR and a bare LF": b"From: <a@b.example>\r\nSubject: a\0b\rc\nd\r\n\r\n\0\r\n",
    "two authors": b"From: <a@b.example>\r\nFrom: <c@d.example>\r\n\r\n",
    "octets that are no UTF-8": b"From: \xff\xfe <a\xff@b.example>\r\nSubject: \xc3\x28 \x1b[2J\r\n\r\n\xff\r\n",
    "a signature and a chain that cannot be read": b"DKIM-Signature: v=1; a=\r\nDKIM-Signature:\r\nARC-Seal: i=1; cv=none\r\n"
                                                   b"From: <a@b.example>\r\n\r\n",
    "a long and deep message": b"From: <a@b.example>\r\n" + b"X: y\r\n" * 2000 +
                               b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n" * 3000,
}


def own_cases(empty_zone):
    client = ["--zone", empty_zone, "--ip", "192.0.2.1", "--helo", "mail.b.example", "--mail-from", "a@b.example"]
    for name, octets in OWN.items():
        yield f"own: {name}", lambda octets=octets: hold_message(octets, client)
        yield f"own, from nobody knows where: {name}", lambda octets=octets: hold_message(octets, ["--zone", empty_zone])


def sample(items, count):
    items = list(items)
    return items if len(items) <= count else [items[i * len(items) // count] for i in range(count)]


def vector_cases(empty_zone):
    for corpus in sorted((SHARED / "vectors").glob("*/cases")):
        for message in sample(sorted(corpus.glob("*/message.eml")), OF_EACH_CORPUS):
            zone = message.parent / "zone.json"
            options = ["--zone", zone if zone.exists() else empty_zone, "--ip", "192.0.2.1", "--helo", "mx.example.net",
                       "--mail-from", "a@example.net"]
            yield (f"{corpus.parent.name}: {message.parent.name}",
                   lambda message=message, options=options: hold_message(message.read_bytes(), options))


def mail_cases(empty_zone):
    index = SHARED / "mail/index.tsv"
    if not index.exists():
        return
    names, *lines = [line.split("\t") for line in index.read_text(encoding="utf-8").splitlines()]
    for line in sample(lines, OF_MAIL):
        entry = dict(zip(names, line))
        options = ["--zone", empty_zone, "--ip", entry["client_ip"] or "192.0.2.1", "--helo", entry["helo"]]
        yield (entry["file"], lambda entry=entry, options=options: hold_message((SHARED / "mail" / entry["file"]).read_bytes(),
                                                                                 options))


def batch_case():
    """One object a line, each with its file."""
    lines = run("check", "--batch", SHARED / "mail/index.tsv", "--json").splitlines()
    if not lines:
        raise AssertionError("no line")
    for line in lines:
        hold_object(line, dict(CHECK, file=TEXT))
        hold_verdict(json.loads(line))


def protocol_cases(empty_zone):
    for scope in ("mfrom", "helo", "pra"):
        yield f"spf --scope {scope}", lambda scope=scope: hold_object(
            run("spf", "--ip", "192.0.2.1", "--helo", "mail.b.example", "--mail-from", "a@b.example", "--scope", scope,
                "--zone", empty_zone, "--json"), SPF)
    yield "dmarc", lambda: hold_object(run("dmarc", "--author-domain", "b.example", "--spf", "pass@b.example", "--dkim",
                                           "fail@c.example", "--zone", empty_zone, "--json"), DMARC)
    for field in ("mx.example.org; spf=pass smtp.mailfrom=b.example", "mx.example.org 1; none", "nonsense;;", ""):
        yield f"authres {field!r}", lambda field=field: hold_object(run("authres", "--json", field), AUTHRES)


def guide_case():
    """What the chapter of the guide shows as configuration is one, and does what is said beside it."""
    chapter = (ROOT / "doc/guide/what-gatepost-looks-for.md").read_text(encoding="utf-8")
    shown = chapter.split("```conf\n")[1].split("```")[0]
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as conf:
        conf.write('hostname = "mx.example.org"\nown-domains = { "example.org" }\nlistener mx { address = "127.0.0.1:2525" }\n'
                   'route office { domains = { "example.org" }  next-hop = "smtp:127.0.0.1:2626"  recipients = "any" }\n' + shown)
        conf.flush()
        told = " ".join(run("signs", "-c", conf.name).split())
    for words in ("dn-emoji: The display name holds pictures. In shadow.", "of crypto-money or wallets. Off.", " 0.20 php-mailer: "):
        if words not in told:
            raise AssertionError(f"'gatepost signs' does not say {words!r}")


def status_case(wanted, *arguments):
    done = subprocess.run([BINARY, *arguments], input=b"", capture_output=True, timeout=60, check=False)
    if done.returncode != wanted:
        raise AssertionError(f"exit status {done.returncode}, not {wanted}")


def case_story():
    """A scenario case is explained with all that it says was known."""
    name = sorted((ROOT / "tests/scenarios/cases/correspondence").glob("*.json"))[0]
    story = run("explain", "--context", str(name))
    for words in ("What was claimed", json.loads(name.read_text(encoding="utf-8"))["envelope"]["mail_from"], "The verdict"):
        if words not in story:
            raise AssertionError(f"the story of {name} has no {words!r}")


def cases(empty_zone):
    yield "the story of a scenario case", case_story
    yield "a story of a case that is none", lambda: status_case(os.EX_DATAERR, "explain", "--context", "/dev/null")
    yield "a case that is not there", lambda: status_case(os.EX_NOINPUT, "check", "--context", empty_zone + ".not-there")
    yield "a case that is none", lambda: status_case(os.EX_DATAERR, "check", "--context", "/dev/null")
    yield "a sign that there is not", lambda: status_case(os.EX_USAGE, "signs", "no-such-sign")
    for wrong in ("pass", "pass@", "passed@b.example", "@b.example", ""):
        yield f"dmarc --spf {wrong!r}", lambda wrong=wrong: status_case(os.EX_USAGE, "dmarc", "--author-domain", "b.example", "--spf", wrong)
    yield "a text that is no field of results", lambda: status_case(os.EX_DATAERR, "authres", "garbage(((")
    yield "one that is", lambda: status_case(os.EX_OK, "authres", "mx.example.org; none")
    yield "more recipients than are judged", lambda: status_case(os.EX_USAGE, "check", *["--rcpt=jo%d@b.example" % i for i in range(101)], "-")
    yield "signs, by the configuration of the guide", guide_case
    yield from protocol_cases(empty_zone)
    yield from own_cases(empty_zone)
    yield from vector_cases(empty_zone)
    yield from mail_cases(empty_zone)
    if (SHARED / "mail/index.tsv").exists():
        yield "check --batch over all of the mail", batch_case


def main():
    if not os.access(BINARY, os.X_OK):
        print(f"no binary at {BINARY}: build it, or set GATEPOST_BIN\n0 passed, 1 failed, 0 skipped")
        return 2
    passed = failed = skipped = 0
    with tempfile.NamedTemporaryFile("w", suffix=".json") as empty_zone:
        empty_zone.write("{}")
        empty_zone.flush()
        for name, hold in cases(empty_zone.name):
            try:
                hold()
                passed += 1
            except (AssertionError, ValueError, subprocess.TimeoutExpired) as broken:
                print(f"{name}: {broken}")
                failed += 1
    for part in ("vectors", "mail"):
        if not (SHARED / part).is_dir():
            print(f"no messages in {SHARED / part}: set GATEPOST_SHARED to the folder that holds them")
            skipped += 1
    print(f"the contract of the JSON, and the stories: {passed} held")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
