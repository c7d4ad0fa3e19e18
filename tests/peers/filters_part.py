"""The same messages through one Postfix, beside Gatepost and beside opendkim, opendmarc and policyd-spf: what the fields on top say
of SPF, DKIM and DMARC is compared word by word. Where the words differ, a rule of RULES says which paragraph decides."""
import collections
import json
import os
import pathlib
import random
import subprocess
import sys
import time

from authres_part import authres, said_by_authres
from dkim_signers import dkim
from tally import Tally

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from three_filters import NAMESPACE, SUFFIXES, missing                                  # noqa: E402  (the path above comes first)

COUNT = 60                          # without --count: each costs Postfix and four filters a tenth of a second
SECONDS_MAX = 900
# Reasons of ours why DMARC has no author to ask for; a change on the way may have made it so.
NO_AUTHOR = ("no-from", "no-author-mailbox", "several-author-domains", "ambiguous-author", "bad-author-domain")

Result = collections.namedtuple("Result", "method result reason properties")
# method; what either side says, None if nothing; our reason; the case with its record
Difference = collections.namedtuple("Difference", "method ours theirs reason case")


def result_of(one):
    return one.result if one else None


# ---- where the words differ ----

def words(method, ours, theirs, *reasons):
    """We say one word for one of these reasons, they the other."""
    return lambda d: (d.method, result_of(d.ours), result_of(d.theirs)) == (method, ours, theirs) and d.reason in reasons


def aligned_here(case, passes):
    """Whether a signature that passes() may count for the author: of his organization."""
    return any(passes(one) and (one["domain"] + ".").endswith(case.org + ".") for one in case.record["auth"]["dkim"])


def without_author(case):
    return case.record["auth"]["dmarc"]["reason"] in NO_AUTHOR


def unanswered(case):
    return "key unanswered" in case.kinds["dkim"]


def unreadable(case):
    return any(one["reason"] == "signature-tag-value" for one in case.record["auth"]["dkim"])


def made_of(kind, *results):
    """A record of that kind; what either side may say of it."""
    return lambda d: d.method == "dmarc" and d.case.kinds["dmarc"] == kind and result_of(d.theirs) in results


def through_dkim(*reasons):
    """They pass it for a signature of the author's that we, for these reasons, do not take for one."""
    return lambda d: d.method == "dmarc" and d.ours.result in ("fail", "temperror") and result_of(d.theirs) == "pass" and aligned_here(
        d.case, lambda one: one["reason"] in reasons)


def strict_spf(d):
    spf = d.case.record["auth"]["spf"]
    return (d.method, d.reason, result_of(d.theirs)) == ("dmarc", "not-aligned", "pass") and d.case.kinds["dmarc"] in (
        "strict", "strict SPF") and spf["result"] == "pass" and spf["domain"] != d.case.author


def null_sender(d):
    return (d.method, result_of(d.ours), result_of(d.theirs)) == ("dmarc", "pass", "fail") and not d.case.sender and \
        d.case.record["auth"]["spf"]["result"] == "pass"


def tree_walk(d):
    """Our own reading of RFC 7489, which stands beside, is theirs."""
    return d.method == "dmarc" and d.case.record["auth"]["dmarc"]["rfc7489"]["result"] == result_of(d.theirs)


def capitals(d):
    return d.method == "dmarc" and d.case.kinds["from"] == "capitals" and d.case.author != d.case.org and result_of(d.theirs) == "none"


def unfinished(d):
    return (d.method, d.reason, result_of(d.theirs)) == ("dmarc", "aligned-check-unfinished", "fail") and (
        unanswered(d.case) or d.case.record["auth"]["spf"]["result"] == "temperror")


def partly_signed(d):
    return d.method == "dmarc" and d.ours.result in ("fail", "temperror") and result_of(d.theirs) == "pass" and aligned_here(
        d.case, lambda one: one["result"] == "pass" and not one["covers_subject"])


def several_from(d):
    return d.method == "dmarc" and d.case.kinds["from"] in ("two fields", "two alike") and d.ours.result != "pass"


def final_dot(d):
    return d.method == "dmarc header.from" and d.theirs.properties["header.from"].lower() == d.ours.properties["header.from"] + "."


RULES = (
    ("RFC 6376 6.1: signatures are verified one by one; where a message has no author opendkim says permerror of it as a whole",
     lambda d: d.method == "dkim" and without_author(d.case)),
    ("RFC 8601 2.7.1: a key that cannot be asked for is temperror; opendkim then writes no results at all, of no signature",
     lambda d: d.method == "dkim" and d.theirs is None and unanswered(d.case)),
    ("RFC 6376 6.1.1: a field with a syntax error is ignored, the others are verified; opendkim may write no results at all then",
     lambda d: d.method == "dkim" and d.theirs is None and unreadable(d.case)),
    ("RFC 6376 6.1.2 steps 3, 5, 6, 7 and 3.6.1: no usable key is PERMFAIL, in RFC 8601 2.7.1 permerror; opendkim says fail",
     words("dkim", "permerror", "fail", "key-absent", "key-revoked", "key-syntax", "key-forbids-hash", "key-forbids-subdomain",
           "key-not-for-mail")),
    ("RFC 6376 6.1.2 step 8: a key whose k= is not that of a= is not suitable; opendkim verifies with it",
     words("dkim", "permerror", "pass", "key-syntax")),
    ("RFC 8301 3.2: signatures by keys of less than 1024 bits are not valid, whether they verify or not: permerror; opendkim says policy",
     words("dkim", "permerror", "policy", "key-too-short")),
    ("RFC 8301 3.2: signatures by keys of less than 1024 bits are not valid, whether they verify or not: permerror; opendkim says fail",
     words("dkim", "permerror", "fail", "key-too-short")),
    ("RFC 6376 3.5, l=: must not be larger than the body, so the field is in error: permerror; opendkim says fail",
     words("dkim", "permerror", "fail", "length-exceeds-body")),
    ("RFC 8601 2.7.1: what was signed and is not accepted for its time has failed; opendkim says permerror",
     words("dkim", "fail", "permerror", "signature-expired", "signature-from-the-future")),
    ("RFC 8601 2.7.1: a signature that cannot be processed is neutral; opendkim says permerror",
     words("dkim", "neutral", "permerror", "algorithm-unknown", "canonicalization-unknown", "signature-tag-value")),
    ("RFC 8601 2.7.1: a signature with a syntax error is neutral; opendkim says fail",
     words("dkim", "neutral", "fail", "signature-tag-value")),
    ("RFC 6376 8.2: whoever adds to a body that l= leaves open is not noticed: policy; opendkim says pass",
     words("dkim", "policy", "pass", "body-partly-signed")),
    ("RFC 8601 2.7.1, header.a: the algorithm that the signature names; opendkim names rsa-sha1 where it gave up before",
     lambda d: d.method == "dkim header.a" and d.theirs.properties["header.a"] == "rsa-sha1" and d.theirs.result == "permerror"),
    ("RFC 9989 4.4, 11.5: without a single author there is a result as well, and never pass; opendmarc writes none",
     lambda d: d.method == "dmarc" and d.theirs is None and d.ours.result != "pass" and (
         without_author(d.case) or d.case.kinds["from"] == "two domains")),
    ("RFC 5321 4.1.2: a name with an empty label is no domain, so nobody can be asked for its policy; opendmarc asks",
     lambda d: d.method == "dmarc" and d.theirs is not None and (d.ours.result, d.theirs.result) == ("permerror", "none") and
     without_author(d.case)),
    ("RFC 9989 11.5: of several From fields the reader may see any; opendmarc takes one", several_from),
    ("RFC 9989 4.4.2, RFC 7208 2.4: with a null reverse-path SPF's identity is the HELO name, which may align; opendmarc ignores it",
     null_sender),
    ("RFC 9989 4.10.2: strict alignment is equality of names; opendmarc takes a subdomain of SPF's for it", strict_spf),
    ("RFC 6376 5.4: a signature that leaves out the Subject is no evidence for the author (doc/decisions.md); opendmarc takes it",
     partly_signed),
    ("RFC 5321 4.1.2, RFC 8601 2.2: a domain is written without a final dot; where an alteration left one, opendmarc keeps it", final_dot),
    ("follows from the two rules above on l= and on keys of another kind",
     through_dkim("body-partly-signed", "key-syntax")),
    ("RFC 9989 5.3.5: an aligned check that could not be made is temperror; opendmarc says fail", unfinished),
    ("RFC 9989 4.10.1: DNS that fails is temperror; opendmarc says none",
     lambda d: (d.method, d.reason, result_of(d.theirs)) == ("dmarc", "dmarc-discovery-failed", "none")),
    ("RFC 4343 2: names match in any case; opendmarc finds no organization for one in capitals", capitals),
    ("RFC 9989 4.7: blanks may stand around the equals sign behind v; opendmarc reads no such record", made_of("blanks", "none")),
    ("RFC 9989 4.10: texts that are no DMARC records are left out; opendmarc gives up at one", made_of("another text too", "none")),
    ("RFC 9989 4.10: several records are none; opendmarc takes one of them", made_of("two records", "pass", "fail")),
    ("RFC 9989 4.7: v= must be the first tag; opendmarc takes it anywhere", made_of("version later", "pass", "fail")),
    ("RFC 9989 4.7: what has another version is no DMARC record; opendmarc says permerror", made_of("version 2", "permerror")),
    ("RFC 9989 4.7, 4.8: a bad value of an optional tag is left out; opendmarc says permerror", made_of("bad tag", "permerror")),
    ("RFC 9989 4.10.1: a record without p= and with rua= stands for p=none; opendmarc says permerror", made_of("no policy", "permerror")),
    ("RFC 9989 4.10.1: an unknown p= with rua= stands for p=none; opendmarc says permerror", made_of("unknown policy", "permerror")),
    ("RFC 9989 4.10: organizational domains are found by the tree walk, by RFC 7489 from a list; we say what they do by that", tree_walk),
)


def explanation(difference):
    return next((sentence for sentence, holds in RULES if holds(difference)), None)


# ---- what either side has said ----

def read(fields):
    """The results in Authentication-Results, by method."""
    found = collections.defaultdict(list)
    for name, text in fields:
        if name == "authentication-results":
            for one in said_by_authres(text):
                found[one[0]].append(Result(one[0], one[1].lower(), one[2], one[3]))
    return found


def helo_result(fields):
    """What Received-SPF says of the HELO name: in Authentication-Results it stands only where there is no reverse-path."""
    for name, text in fields:
        if name == "received-spf" and "identity=helo" in text:
            return Result("spf", text.split()[0], "", {})
    return None


def differences_of_spf(case, ours, theirs):
    """policyd-spf tells the result of the HELO name where the reverse-path has none."""
    about_helo = "smtp.helo" in theirs["spf"][0].properties and case.sender
    mine = helo_result(case.results["gatepost"]["fields"]) if about_helo else ours["spf"][0]
    if result_of(mine) != theirs["spf"][0].result:
        yield Difference("spf", mine, theirs["spf"][0], case.record["auth"]["spf"]["reason"], case)


def differences_of_dkim(case, ours, theirs):
    """Paired by the beginning of the signature itself; a message without one has one result, none."""
    reasons = {one["signature_start"]: one["reason"] for one in case.record["auth"]["dkim"]}
    by_signature = [{one.properties.get("header.b", ""): one for one in side["dkim"]} for side in (ours, theirs)]
    for start in sorted(set().union(*by_signature)):
        mine, other = (side.get(start) for side in by_signature)
        if result_of(mine) != result_of(other):
            yield Difference("dkim", mine, other, reasons.get(start), case)
        if mine and other:
            for name in ("header.d", "header.i", "header.s", "header.a"):
                if mine.properties.get(name) != other.properties.get(name):
                    yield Difference(f"dkim {name}", mine, other, reasons.get(start), case)


def differences_of_dmarc(case, ours, theirs):
    mine, other = ours["dmarc"][0], (theirs["dmarc"] or [None])[0]
    reason = case.record["auth"]["dmarc"]["reason"]
    if mine.result != result_of(other):
        yield Difference("dmarc", mine, other, reason, case)
    elif mine.properties["header.from"] != other.properties["header.from"].lower():
        yield Difference("dmarc header.from", mine, other, reason, case)


def compare(tally, counts, case):
    ours, theirs = (read(case.results[face]["fields"] or []) for face in ("gatepost", "filters"))
    for method, differences in (("spf", differences_of_spf), ("dkim", differences_of_dkim), ("dmarc", differences_of_dmarc)):
        if not ours[method] or (method == "spf" and not theirs[method]):
            tally.fail(method, f"{case.seed}: nothing said: {case.results}")
            continue
        counts[method].update(one.result for one in ours[method])
        found = list(differences(case, ours, theirs))
        rules = [explanation(one) for one in found]
        for one, rule in zip(found, rules):
            if rule is None:
                tally.fail(method, f"{case.seed}: {one.method}: we say {one.ours} ({one.reason}), they say {one.theirs}; {case.kinds}")
        if None not in rules:
            tally.differs(method, *rules) if rules else tally.ok(method)


# ---- the run ----

def make_cases(seed, count, folder):
    import filters_world                        # which wants dkimpy
    now, rng = int(time.time()), random.Random(f"{seed}-filters")
    keys = filters_world.Keys(rng, folder)
    return [filters_world.make(f"{seed}-filters-{i}", i, keys, now, random.Random(f"{seed}-filters-{i}")) for i in range(count)]


def send(cases, folder):
    """The results of each case, from a process in a namespace of its own."""
    zone = {}
    for case in cases:
        zone.update(case.zone)
        (folder / f"{case.number}.eml").write_bytes(case.octets)
    (folder / "zone.json").write_text(json.dumps(zone))
    (folder / "cases.json").write_text(json.dumps([{"number": case.number, "client": case.client, "helo": case.helo, "sender": case.sender,
                                                    "file": f"{case.number}.eml"} for case in cases]))
    os.chmod(folder, 0o755)                     # policyd-spf is somebody else
    subprocess.run([*NAMESPACE, sys.executable, pathlib.Path(__file__).with_name("filters_run.py"), folder], check=True, timeout=SECONDS_MAX)
    return json.loads((folder / "results.json").read_text())


def run(seed, count, folder):
    tally = Tally("filters")
    absent = missing() + ([] if dkim and authres else ["python3-dkim, python3-nacl or python3-authres"]) + (
        [] if SUFFIXES.exists() else ["publicsuffix"])
    if absent:
        tally.skip(", ".join(absent) + " missing")
        return tally
    cases = make_cases(seed, count, folder)
    results, counts = send(cases, folder), collections.defaultdict(collections.Counter)
    for case in cases:
        case.results = results[str(case.number)]
        case.record = case.results["record"]
        compare(tally, counts, case)
    tally.report()
    for method, of_one in counts.items():
        print(f"filters: {method}: " + ", ".join(f"{count} {result}" for result, count in of_one.most_common()))
    return tally
