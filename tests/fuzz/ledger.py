"""What a kept folder remembers of each target, so that a long fuzzing run can be stopped and gone on with:

    FOLDER/ledger.json          processor seconds and runs on the present sources, and the digest of these
    FOLDER/fuzz_X/              the corpus
    FOLDER/findings/fuzz_X/     inputs that break a property

Seconds count as long as the target and the sources that it names stay as they are, and from the last finding on. What was spent
on the present sources in other folders, on other machines, is in minutes.tsv beside this file, and counts as well: --record
writes it.
"""
import json
import os
import pathlib
import threading


RECORDED = pathlib.Path(__file__).resolve().parent / "minutes.tsv"
HEAD = "# What was spent on each target without a finding, on sources with this digest: run.py --minutes N --record writes it."


def recorded():
    """By the target's name, what minutes.tsv says."""
    lines = RECORDED.read_text().splitlines() if RECORDED.exists() else []
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {name: {"sources": digest, "seconds": float(minutes) * 60, "runs": int(runs)} for name, digest, minutes, runs in rows}


class Ledger:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.path, self.lock = self.folder / "ledger.json", threading.Lock()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.entries = json.loads(self.path.read_text()) if self.path.exists() else {}

    def corpus(self, target):
        return made(self.folder / target.name)

    def findings(self, target):
        return made(self.folder / "findings" / target.name)

    def entry(self, target):
        """Of the present sources; begins anew where they have changed."""
        digest, entry = target.digest(), self.entries.get(target.name)
        if entry is None or entry["sources"] != digest:
            entry = recorded().get(target.name)
            if entry is None or entry["sources"] != digest:
                entry = {"sources": digest, "seconds": 0.0, "runs": 0}
            self.entries[target.name] = entry
        return entry

    def record(self, targets):
        """Into minutes.tsv, of those targets that are in the tree; others stay as they are recorded, if they are current."""
        kept = recorded()
        for target in targets:
            kept[target.name] = self.entry(target)
        rows = ["%s\t%s\t%.1f\t%d" % (name, e["sources"], e["seconds"] / 60, e["runs"]) for name, e in sorted(kept.items())
                if e["seconds"] > 0]
        RECORDED.write_text("\n".join([HEAD, *rows]) + "\n")

    def add(self, target, seconds, runs, found):
        with self.lock:
            entry = self.entry(target)
            entry["seconds"] = 0.0 if found else entry["seconds"] + seconds
            entry["runs"] = 0 if found else entry["runs"] + runs
            self.save()

    def save(self):
        """Whole or not at all."""
        beside = self.path.with_suffix(".new")
        beside.write_text(json.dumps(self.entries, indent=1, sort_keys=True) + "\n")
        os.replace(beside, self.path)


def made(folder):
    folder.mkdir(parents=True, exist_ok=True)
    return folder
