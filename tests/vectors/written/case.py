"""What a case is, and how it is run: one command, its files, and what its JSON must say."""
import dataclasses
import json
import os
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
BINARY = os.environ.get("GATEPOST_BIN", str(ROOT / "build/release/gatepost"))
NOW = 1795680000                        # 26 November 2026, 08:00 UTC: "now" of every case with a clock


@dataclasses.dataclass
class Case:
    name: str
    rfc: str                            # the paragraph that decides
    command: list                       # {zone}, {message} and {config} stand for the files below
    tell: object                        # takes the answer, gives what is wrong with it: a list of texts
    zone: dict = dataclasses.field(default_factory=dict)
    message: bytes = b""
    config: str = ""
    stdin: bytes = b""


def listed(want):
    return want if isinstance(want, (list, tuple)) else [want]


def differs(what, got, want):
    return [] if got in listed(want) else ["%s is %r, not %s" % (what, got, " or ".join(map(repr, listed(want))))]


def run(case):
    """What is wrong with the answer; nothing if it is right."""
    with tempfile.TemporaryDirectory(prefix="gatepost-written-") as folder:
        files = {"zone": json.dumps(case.zone).encode(), "message": case.message, "config": case.config.replace("{folder}", folder).encode()}
        for name, octets in files.items():
            pathlib.Path(folder, name).write_bytes(octets)
        command = [BINARY] + [os.path.join(folder, part[1:-1]) if part in ("{zone}", "{message}", "{config}") else part for part in case.command]
        done = subprocess.run(command, input=case.stdin, capture_output=True, timeout=120, check=False)
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        return ["no answer, status %d: %s" % (done.returncode, done.stderr.decode(errors="replace")[-200:])]
    return case.tell(answer)


# ---- worlds ----

def addresses(*texts):
    return {"AAAA" if ":" in texts[0] else "A": list(texts)}


def txt(*records):
    """A record is a text, or a list of its character-strings."""
    return {"TXT": [record if isinstance(record, list) else [record] for record in records]}


def merged(*zones):
    """Names of all zones, their types together."""
    zone = {}
    for one in zones:
        for name, types in one.items():
            zone[name] = {**zone.get(name, {}), **types}
    return zone
