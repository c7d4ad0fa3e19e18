"""What a kept folder remembers of each target, so that a long fuzzing run can be stopped and gone on with:

    FOLDER/ledger.json          processor seconds and runs on the present sources, and the digest of these
    FOLDER/fuzz_X/              the corpus
    FOLDER/findings/fuzz_X/     inputs that break a property

Seconds count as long as the target and the sources that it names stay as they are, and from the last finding on.
"""
import json
import os
import pathlib
import threading


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
            entry = self.entries[target.name] = {"sources": digest, "seconds": 0.0, "runs": 0}
        return entry

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
