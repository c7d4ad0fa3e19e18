#!/usr/bin/python3
"""Runs published test vectors through the real binary and compares the answers.

The vectors are other people's data and no part of this repository: they are looked for in $GATEPOST_SHARED/vectors
(default: ../shared beside the repository), one folder per corpus, cases/ID/{case.json,zone.json,message.eml} each.
The binary is $GATEPOST_BIN (default: build/release/gatepost).

Where a case holds several expectations, the one that follows the RFC in force wins: acceptable_rfc7208 over acceptable,
*_rfc9989 over the unmarked one. DKIM has one list for today (acceptable_rfc8301) and one for what RFC 6376 alone says
of old algorithms and partly signed bodies (acceptable_rfc6376, run with --legacy-algorithms): a row of its own.
Cases in which we differ on purpose (DIFFERENT below) count as wrong, with our answer and its ground. Cases whose expectation is in
doubt (DOUBTFUL below) are listed apart with their flag and count for no gate. A suite older than its RFC is held to the RFC where the two differ (SUPERSEDED below, listed with the paragraph). Nothing else
about a case changes what is run or accepted.

Exit status: 0; 1 if a gate (gates below) is missed or a case is wrong that is not listed; 2 if there is no binary.
"""
import argparse
import concurrent.futures
import datetime
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("GATEPOST_SHARED", ROOT.parent / "shared"))
VECTORS = SHARED / "vectors"
BINARY = os.environ.get("GATEPOST_BIN", str(ROOT / "build/release/gatepost"))
PROCESSES = 2
SECONDS_PER_RUN = 30

# Flags that put an expectation in doubt. All others (old keys, line ends, upstream's method) only describe a case.
DOUBTFUL = {"bad-vector", "debatable", "outdated", "void-lookups", "helo-then-mailfrom", "peer-specific", "peer-policy",
            "lenient-parser", "limit-policy", "needs-option", "malformed",
            "domainkeys-historic"}      # another protocol (RFC 4870): to DKIM such a message has no signature
DOUBTFUL_PREFIX = "peer-config-"

# Cases of suites that were written for drafts: what the RFC says instead, and where. They are held to that answer.
SUPERSEDED = {
    ("arc-suite", "arc-ams_fields_c_na"):
        ("fail", "RFC 6376 §3.5: without c= it is simple/simple, and this one was signed as relaxed"),
    ("arc-suite", "arc-ams_fields_h_empty"):
        ("fail", "RFC 6376 §3.5: h= must not be empty, and the From field must be signed"),
    ("arc-suite", "arc-ams_fields_h_includes_ams"):
        ("fail", "RFC 8617 §4.1.2: ARC-Message-Signature must not stand in h="),
}

# Cases in which we differ and mean it: our answer, and its ground. They count as wrong in every rate, but do not fail a run;
# one that differs no longer does, and one with another answer.
DIFFERENT = {
    ("authres", "go-10"):
        ("parses: got False", "an empty field has no authserv-id, and RFC 8601 §2.2 demands one"),
    ("dkim-mail-dkim", "badkey_15"):
        ("result: got permerror", "rsa-sha1 has \"permanently failed evaluation\" (RFC 8301 §3.1): a key that cannot be "
         "fetched changes nothing, and asking for it could only put off a message whose signature never counts"),
    ("dkim-opendkim", "t-test58"):
        ("result: got none", "its message.eml has no DKIM-Signature (upstream's library minds the From field first): the "
         "message was not signed, so none (RFC 8601 §2.7.1)"),
    ("dkim-opendkim", "t-test135"):
        ("result: got none", "its message.eml is an empty line alone: the message was not signed, so none "
         "(RFC 8601 §2.7.1)"),
}
for _one in ("t-test28", "t-test29", "t-test30", "t-test31"):
    DIFFERENT["dkim-opendkim", _one] = (
        "result: got policy", "l= leaves octets of the body unsigned: the signature verifies and is not acceptable to us "
        "(RFC 8601 §2.7.1 policy, RFC 6376 §8.2)")

NOT_BUILT_YET = {"arc-sign": "sealing is a later issue"}


# ---- running the binary ----

class Failed(Exception):
    """The binary gave no answer: the reason is the message."""


def as_argument(text):
    """One character per octet, as the vectors write what came from the wire; other text as UTF-8."""
    try:
        octets = text.encode("latin-1")
    except UnicodeEncodeError:
        octets = text.encode("utf-8")
    if b"\0" in octets:
        raise Failed("a NUL cannot be given on a command line")
    return octets


def run(*arguments):
    """The objects that `gatepost ARGUMENTS --json` prints, one a line."""
    command = [BINARY.encode()] + [as_argument(str(a)) for a in arguments] + [b"--json"]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS_PER_RUN)
    except subprocess.TimeoutExpired:
        raise Failed(f"no answer in {SECONDS_PER_RUN} s") from None
    if done.returncode != 0:
        raise Failed(f"exit {done.returncode}: {done.stderr.decode(errors='replace').strip()[-200:]}")
    try:
        return [json.loads(line) for line in done.stdout.decode().splitlines() if line.strip()]
    except ValueError as error:
        raise Failed(f"no JSON: {error}") from None


def commands_of_binary():
    done = subprocess.run([BINARY, "--help"], capture_output=True, text=True, check=False)
    return {line.split()[0] for line in done.stdout.splitlines() if line.startswith("  ")}


def option(name, value):
    return [name, value] if value not in (None, "") else []


# ---- the kinds: each yields (what was compared, got, wanted, right) ----

def one_of(name, got, acceptable):
    return name, got, "|".join(acceptable), got in acceptable


def equal(name, got, wanted):
    return name, got, wanted, got == wanted


def judge_spf(folder, inputs, expect, corpus):
    got = run("spf", "--ip", inputs["ip"], "--helo", inputs["helo"], "--mail-from", inputs["mail_from"],
              "--zone", folder / "zone.json")[0]
    yield one_of("result", got["result"], expect.get("acceptable_rfc7208") or expect["acceptable"])
    if got["result"] == "fail" and "explanation" in expect:
        yield equal("explanation", got["explanation"], expect["explanation"])


def judge_senderid(folder, inputs, expect, corpus):
    got = run("spf", "--sender-id", "--scope", inputs.get("scope", "mfrom"), "--ip", inputs["ip"],
              "--helo", inputs["helo"], "--mail-from", inputs["mail_from"], "--zone", folder / "zone.json")[0]
    yield one_of("result", got["result"], expect["acceptable"])


def judge_arc(folder, inputs, expect, corpus):
    """Where upstream leaves the status of a chain that came as failed blank, cv holds what RFC 8617 §5.2 says: fail."""
    got = run("check", "--defaults", "--zone", folder / "zone.json", folder / "message.eml")[0]
    wanted, _ = SUPERSEDED.get((corpus, folder.name), (expect["cv"], ""))
    yield equal("result", got["auth"]["arc"]["result"], wanted)


def best_signature(results):
    """What a message is worth: its best signature; none if it has none."""
    words = [r["result"] for r in results]
    for word in ("pass", "temperror"):
        if word in words:
            return word
    return words[0] if words else "none"


def dkim_results(folder, inputs, *options):
    time = []
    if "now" in inputs:
        now = datetime.datetime.fromtimestamp(inputs["now"], datetime.timezone.utc)
        time = ["--time", now.strftime("%Y-%m-%dT%H:%M:%SZ")]
    lines = run("dkim", "--zone", folder / "zone.json", *time, *options, folder / "message.eml")
    if len(lines) == 1 and isinstance(lines[0], list):
        return lines[0]
    if len(lines) == 1 and "dkim" in lines[0]:
        return lines[0]["dkim"]
    return lines


def judge_dkim(folder, inputs, expect, corpus):
    yield one_of("result", best_signature(dkim_results(folder, inputs)), expect["acceptable_rfc8301"])


def judge_dkim_legacy(folder, inputs, expect, corpus):
    got = dkim_results(folder, inputs, "--legacy-algorithms")
    yield one_of("result", best_signature(got), expect["acceptable_rfc6376"])


def run_dmarc(folder, author, inputs):
    identifiers = []
    for method in ("spf", "dkim"):
        for checked in inputs.get(method, []):
            identifiers += [f"--{method}", f"{checked['result']}@{checked['domain']}"]
    return run("dmarc", "--author-domain", author, *identifiers, "--zone", folder / "zone.json")[0]


LOWERED = {"reject": "quarantine", "quarantine": "none"}


def after_test_mode(got):
    return LOWERED.get(got["policy"], got["policy"]) if got["test_mode"] else got["policy"]


def aligned_as_wanted(got, method, wanted):
    """wanted: false, true, or the domain whose organization it is."""
    domains = [a.split(":", 1)[1] for a in got["aligned"] if a.startswith(method + ":")]
    if isinstance(wanted, str):
        return any(d == wanted or d.endswith("." + wanted) for d in domains)
    return bool(domains) == wanted


def judge_dmarc(folder, inputs, expect, corpus):
    author = inputs["header_from"].rsplit("@", 1)[-1]
    got = run_dmarc(folder, author, inputs)
    if "dmarc" in expect:
        yield equal("result", got["result"], expect.get("dmarc_rfc9989") or expect["dmarc"])
    if "policy" in expect:              # that corpus means the policy after t= (its README)
        policy = after_test_mode(got) if corpus == "dmarc-mailauth" else got["policy"]
        yield equal("policy", policy, expect["policy"])
    if "disposition" in expect:
        yield equal("disposition", got["disposition"], expect.get("disposition_rfc9989") or expect["disposition"])
    if "record_or_org_domain" in expect:
        wanted = expect["record_or_org_domain"]
        yield "domain", got["record_domain"], wanted, wanted in (got["record_domain"], got["org_domain"])
    for method in ("spf", "dkim"):
        if f"aligned_{method}" in expect:
            wanted = expect[f"aligned_{method}"]
            yield f"aligned_{method}", got["aligned"], wanted, aligned_as_wanted(got, method, wanted)
    if "record_p" in expect:
        yield equal("p", got["policy"], expect["record_p"])
    if "record_sp" in expect:           # what applies to a name below shows sp
        below = run_dmarc(folder, "below." + author, {})
        yield equal("sp", below["policy"], expect["record_sp"])


def judge_orgdomain(folder, inputs, expect, corpus):
    got = run("dmarc", "--author-domain", inputs["domain"], "--zone", folder / "zone.json")[0]
    yield equal("org_domain", got["org_domain"], expect["org_domain"])


def matches_authres(got, wanted):
    """The corpora name the same things differently: value or result; properties by name, or by their value alone."""
    if got["method"] != wanted["method"] or got["result"] != wanted.get("result", wanted.get("value")):
        return False
    for key, value in wanted.items():
        if key in ("method", "result", "value", "headerkey"):
            continue
        if key == "reason" and got["reason"] != value:
            return False
        if key.startswith("properties.") and got["properties"].get(key.split(".", 1)[1]) != value:
            return False
        if key not in ("reason",) and not key.startswith("properties.") and value not in got["properties"].values():
            return False
    return True


def judge_authres(folder, inputs, expect, corpus):
    got = run("authres", inputs.get("field", inputs.get("value")))[0]
    yield equal("parses", got["parses"], expect["parses"])
    if not expect["parses"]:
        return
    if "authserv_id" in expect:
        yield equal("authserv_id", got["authserv_id"], expect["authserv_id"])
    if "count" in expect:
        yield equal("count", len(got["results"]), expect["count"])
    for wanted in expect.get("results", []):
        yield "result", got["results"], wanted, any(matches_authres(r, wanted) for r in got["results"])


def e2e_words(auth):
    """Result words by method, in order, as Authentication-Results would have them."""
    return {"spf": [auth["spf"]["result"]], "dmarc": [auth["dmarc"]["result"]],
            "dkim": [r["result"] for r in auth["dkim"]] or ["none"]}


def judge_e2e(folder, inputs, expect, corpus):
    got = run("check", "--defaults", *option("--ip", inputs.get("ip")), *option("--helo", inputs.get("helo")),
              "--mail-from", inputs.get("mail_from") or "", "--zone", folder / "zone.json", folder / "message.eml")[0]
    auth = got["auth"]
    if expect.get("dmarc"):
        yield equal("dmarc", auth["dmarc"]["result"], expect["dmarc"])
    if expect.get("disposition"):
        yield equal("disposition", auth["dmarc"]["disposition"],
                    expect.get("disposition_rfc9989") or expect["disposition"])
    if expect.get("policy"):
        yield equal("policy", auth["dmarc"]["policy"], expect["policy"])
    words = e2e_words(auth)
    for method, wanted in expect.get("authres", {}).items():
        if method in words and inputs.get(f"check_{method}", True):
            yield equal(method, words[method], wanted)


# kind: (row's suffix, command it needs, judge)
KINDS = {
    "spf":             [("", "spf", judge_spf)],
    "senderid":        [("", "spf", judge_senderid)],
    "arc":             [("", "check", judge_arc)],
    "dkim":            [("", "dkim", judge_dkim), (" --legacy-algorithms", "dkim", judge_dkim_legacy)],
    "dmarc":           [("", "dmarc", judge_dmarc)],
    "dmarc-orgdomain": [("", "dmarc", judge_orgdomain)],
    "authres":         [("", "authres", judge_authres)],
    "e2e":             [("", "check", judge_e2e)],
}


# ---- cases ----

def doubtful_flags(case):
    return [f for f in case["flags"] if f in DOUBTFUL or f.startswith(DOUBTFUL_PREFIX)]


def play(job):
    """Runs one case in one variant; returns what the report needs."""
    folder, case, suffix, judge = job
    outcome = {"corpus": case["corpus"], "kind": case["kind"], "row": case["corpus"] + suffix, "id": case["id"],
               "flags": doubtful_flags(case), "note": case.get("note") or "", "wrong": []}
    try:
        for name, got, wanted, right in judge(folder, case["inputs"], case["expect"], case["corpus"]):
            if not right:
                outcome["wrong"].append(f"{name}: got {got}, want {wanted}")
    except Failed as failure:
        outcome["wrong"].append(str(failure))
    except (KeyError, IndexError, TypeError) as error:
        outcome["wrong"].append(f"an answer of another form: {error!r}")
    return outcome


def collect(corpora, available):
    """The jobs, and how many cases are skipped by reason."""
    jobs, skipped = [], {}
    for path in sorted(VECTORS.glob("*/cases/*/case.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        if corpora and case["corpus"] not in corpora:
            continue
        if case["kind"] in NOT_BUILT_YET:
            reason = f"{case['kind']}: {NOT_BUILT_YET[case['kind']]}"
            skipped[reason] = skipped.get(reason, 0) + 1
        for suffix, command, judge in KINDS.get(case["kind"], []):
            if command in available:
                jobs.append((path.parent, case, suffix, judge))
            else:
                reason = f"{case['kind']}{suffix}: the binary has no command '{command}'"
                skipped[reason] = skipped.get(reason, 0) + 1
    return jobs, skipped


# ---- report ----

def right(outcomes):
    return [o for o in outcomes if not o["wrong"]]


def sure(outcomes):
    return [o for o in outcomes if not o["flags"]]


def print_table(outcomes):
    print(f"{'corpus':<42} {'ran':>5} {'right':>6} {'wrong':>6}   flagged apart (right)")
    for row in sorted({o["row"] for o in outcomes}):
        all_of_row = [o for o in outcomes if o["row"] == row]
        counted = sure(all_of_row)
        apart = [o for o in all_of_row if o["flags"]]
        print(f"{row:<42} {len(all_of_row):>5} {len(right(counted)):>6} {len(counted) - len(right(counted)):>6}"
              + (f"   {len(apart)} ({len(right(apart))})" if apart else ""))


def print_wrong(outcomes, title):
    wrong = [o for o in outcomes if o["wrong"]]
    if not wrong:
        return
    print(f"\n{title}:")
    for o in wrong:
        print(f"  {o['row']} {o['id']}" + (f" [{', '.join(o['flags'])}]" if o["flags"] else ""))
        for line in o["wrong"]:
            print(f"    {line}")
        if o["note"]:
            print(f"    the case says: {o['note']}")


def print_superseded(outcomes):
    known = [o for o in outcomes if (o["corpus"], o["id"]) in SUPERSEDED]
    if known:
        print("\nthe suite expects otherwise, and the RFC rules:")
    for o in known:
        wanted, paragraph = SUPERSEDED[(o["corpus"], o["id"])]
        print(f"  {o['row']} {o['id']}: {wanted}, {paragraph}")


def as_we_mean_it(outcome):
    answer, _ = DIFFERENT.get((outcome["corpus"], outcome["id"]), (None, None))
    return bool(outcome["wrong"]) and answer is not None and all(w.startswith(answer + ",") for w in outcome["wrong"])


def deliberate(outcomes):
    """The outcomes that differ on purpose, told with their ground; and a line for each entry that differs no longer."""
    ours = [o for o in outcomes if as_we_mean_it(o)]
    if ours:
        print("differing on purpose (wrong in every rate):")
    for o in ours:
        print(f"  {o['row']} {o['id']}: {DIFFERENT[(o['corpus'], o['id'])][1]}")
    differ, ran = {(o["corpus"], o["id"]) for o in ours}, {(o["corpus"], o["id"]) for o in outcomes}
    return ours, [f"{corpus} {one} differs no longer: take it out of DIFFERENT" for corpus, one in DIFFERENT
                  if (corpus, one) in ran and (corpus, one) not in differ]


OPENSPF_GATE = 203
RATE_GATE = 0.9


def gates(outcomes):
    """(name, right, of, held) for each gate whose cases ran."""
    openspf = [o for o in outcomes if o["corpus"] == "spf-openspf-rfc7208"]
    if openspf:
        yield "SPF, openspf suite", len(right(openspf)), len(openspf), len(right(openspf)) >= OPENSPF_GATE
    for name, kind in (("ARC by RFC 8617", "arc"), ("Sender ID by RFC 4406", "senderid")):
        counted = sure([o for o in outcomes if o["kind"] == kind])
        if counted:
            yield name, len(right(counted)), len(counted), len(right(counted)) == len(counted)
    for name, kinds, suffix in (("DKIM by RFC 8301", ("dkim",), ""), ("DKIM by RFC 6376", ("dkim",), " --legacy-algorithms"),
                                ("DMARC by RFC 9989", ("dmarc", "dmarc-orgdomain"), "")):
        counted = sure([o for o in outcomes if o["kind"] in kinds and o["row"] == o["corpus"] + suffix])
        if counted:
            yield name, len(right(counted)), len(counted), len(right(counted)) >= RATE_GATE * len(counted)


def main():
    parser = argparse.ArgumentParser(description="Runs published test vectors through the binary.")
    parser.add_argument("corpus", nargs="*", help="only these corpora (all)")
    corpora = parser.parse_args().corpus

    if not VECTORS.is_dir():
        print(f"no vectors in {VECTORS}: set GATEPOST_SHARED to the folder that holds them")
        print("0 passed, 0 failed, 1 skipped")
        return 0
    if not os.access(BINARY, os.X_OK):
        print(f"no binary at {BINARY}: build it, or set GATEPOST_BIN")
        print("0 passed, 1 failed, 0 skipped")
        return 2

    jobs, skipped = collect(set(corpora), commands_of_binary())
    with concurrent.futures.ProcessPoolExecutor(PROCESSES) as pool:
        outcomes = list(pool.map(play, jobs, chunksize=4))

    print_table(outcomes)
    print_wrong(sure(outcomes), "wrong")
    print_wrong([o for o in outcomes if o["flags"]], "flagged, and not as expected (not counted)")
    print_superseded(outcomes)
    for reason, count in sorted(skipped.items()):
        print(f"\nskipped {count}: {reason}", end="")
    print("\n")
    missed = False
    for name, good, total, held in gates(outcomes) if not corpora else ():     # a part has no rate of the whole
        print(f"gate: {name}: {good} of {total}{'' if held else ': MISSED'}")
        missed |= not held
    on_purpose, stale = deliberate(outcomes)
    for line in stale:
        print(line)
    failed = [o for o in sure(outcomes) if o["wrong"] and o not in on_purpose] + stale
    uncounted = len(outcomes) - len(right(outcomes)) - len(failed) + len(stale)
    print(f"{len(right(outcomes))} passed, {len(failed)} failed, {sum(skipped.values()) + uncounted} skipped")
    return 1 if missed or failed else 0


if __name__ == "__main__":
    sys.exit(main())
