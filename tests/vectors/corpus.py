#!/usr/bin/python3
"""A verdict for every sample message: no crash, no sanitizer report, and what it costs.

`gatepost check` runs over the index of $GATEPOST_SHARED/mail (with the results that the first receivers recorded) and over
every message of $GATEPOST_SHARED/vectors (with the zone beside it). Prints the actions by class of mail, since a gate that
holds everything is no gate, and the time for a message.

Usage: corpus.py [--sparse]        --sparse: every fifth of the vectors' messages, for slow builds
"""
import collections, concurrent.futures, json, os, pathlib, re, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("GATEPOST_SHARED", ROOT.parent / "shared"))
BINARY = os.environ.get("GATEPOST_BIN", str(ROOT / "build/release/gatepost"))
ACTIONS = ["accept", "tag", "quarantine", "defer", "reject"]

# The protected organisation of the samples: every message is to alex.doe@corp.example.
CONFIG = """
hostname = "mx.corp.example"
own-domains = { "corp.example" }
listener mx { address = "127.0.0.1:2525" }
route corp { domains = { "corp.example" }  next-hop = "smtp:127.0.0.1:2526"  recipients = "any" }
"""


def run(arguments):
    done = subprocess.run([BINARY] + arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def check_mail(failures):
    """Returns how many messages have a verdict."""
    index = SHARED / "mail/index.tsv"
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as config:
        config.write(CONFIG)
        config.flush()
        status, out, err = run(["check", "-c", config.name, "--batch", str(index), "--json"])
    rows = [json.loads(line) for line in out.splitlines()]
    with open(index, encoding="utf-8") as f:
        names = f.readline().rstrip("\n").split("\t")
        listed = [dict(zip(names, line.rstrip("\n").split("\t"))) for line in f]
    table = collections.defaultdict(collections.Counter)
    for row, entry in zip(rows, listed):
        table[entry["file"].split("/")[0]][row["verdict"]["action"]] += 1
    print("%-10s %8s" % ("mail", "messages") + "".join("%12s" % a for a in ACTIONS))
    for folder in sorted(table):
        print("%-10s %8d" % (folder, sum(table[folder].values())) + "".join("%12d" % table[folder][a] for a in ACTIONS))
    print(err.strip().split("\n")[-1])
    if status != 0 or len(rows) != len(listed):
        failures.append("mail: exit status %d, %d verdicts for %d messages: %s" % (status, len(rows), len(listed), err[-2000:]))
    return min(len(rows), len(listed))


def check_vector(message):
    zone = message.parent / "zone.json"
    status, out, err = run(["check", "--defaults", "--json", "--ip", "192.0.2.1", "--helo", "mx.example.net", "--mail-from", "a@example.net",
                            "--zone", str(zone) if zone.exists() else EMPTY_ZONE, str(message)])
    if status != 0:
        return "%s: exit status %d: %s" % (message.relative_to(SHARED), status, err[-500:])
    action = json.loads(out)["verdict"]["action"]
    return None if action in ACTIONS else "%s: no verdict" % message


def main():
    global EMPTY_ZONE
    if not (SHARED / "mail/index.tsv").exists():
        print("%s has no sample mail: nothing to run" % SHARED)
        print("0 passed, 0 failed, 1 skipped")
        return 0
    failures = []
    passed = check_mail(failures)
    messages = sorted((SHARED / "vectors").glob("*/cases/*/message.eml"))[::5 if "--sparse" in sys.argv else 1]
    with tempfile.NamedTemporaryFile("w", suffix=".json") as zone:
        zone.write("{}")
        zone.flush()
        EMPTY_ZONE = zone.name
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            results = list(pool.map(check_vector, messages))
    failures += [r for r in results if r]
    passed += sum(1 for r in results if r is None)
    print("vectors    %8d messages, each with a verdict but for %d" % (len(messages), sum(1 for r in results if r)))
    for failure in failures:
        print("FAILED " + failure)
    print("%d passed, %d failed, 0 skipped" % (passed, len(failures)))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
