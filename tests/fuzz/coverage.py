"""Which lines of its own sources a target reaches with the inputs that it has. The programs of the preset fuzz-cover
play them and write a profile; llvm-cov reads it."""
import os
import pathlib
import re
import subprocess
import tempfile

from targets import ROOT

BUILD = pathlib.Path(os.environ.get("GATEPOST_COVER_BUILD", ROOT / "build/fuzz-cover"))
WANTED_PERCENT = 90


class Coverage:
    """Lines of each source: how many have code, and which of these were not reached."""

    def __init__(self):
        self.lines, self.missed = {}, {}

    @property
    def percent(self):
        total = sum(self.lines.values())
        return 100.0 * (total - sum(map(len, self.missed.values()))) / total if total else 0.0

    def percent_of(self, path):
        return 100.0 * (1 - len(self.missed[path]) / self.lines[path]) if self.lines.get(path) else 0.0

    @property
    def is_enough(self):
        return self.percent >= WANTED_PERCENT

    def read(self, tracefile, wanted):
        """llvm-cov's "lcov" form: SF:PATH, then DA:LINE,COUNT for each line with code. Of the wanted paths only."""
        path = None
        for line in tracefile.splitlines():
            if line.startswith("SF:"):
                path = os.path.relpath(os.path.realpath(line[3:]), ROOT)
                if path in wanted:
                    self.lines[path], self.missed[path] = 0, []
            elif path in wanted and line.startswith("DA:"):
                number, count = map(int, line[3:].split(",")[:2])
                self.lines[path] += 1
                if count == 0:
                    self.missed[path].append(number)


def measure(target, folders):
    """Plays every input of the folders; None with a sentence if that did not work."""
    program, coverage = BUILD / target.name, Coverage()
    if not target.covers or not program.exists():
        return None, f"{target.name} names no source" if not target.covers else f"{program} is not built"
    with tempfile.TemporaryDirectory() as folder:
        raw, profile = os.path.join(folder, "raw"), os.path.join(folder, "profile")
        played = subprocess.run([program, *folders], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                env={**os.environ, "LLVM_PROFILE_FILE": raw})
        if played.returncode != 0:
            return None, f"{program} ended with {played.returncode}: {played.stdout.decode(errors='replace')[-300:]}"
        subprocess.run(["llvm-profdata", "merge", "-sparse", raw, "-o", profile], check=True)
        found = subprocess.run(["llvm-cov", "export", "-format=lcov", f"-instr-profile={profile}", program],
                               check=True, capture_output=True, text=True)
        coverage.read(found.stdout, target.covers)
    return coverage, None


def ranges(numbers):
    """[3, 4, 5, 9] as "3-5, 9"."""
    text = []
    for number in numbers:
        if text and number == text[-1][1] + 1:
            text[-1][1] = number
        else:
            text.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in text)


def tell(target, coverage, everything):
    """A line for the target; below what is wanted, and where all is to be told, a line for each source."""
    mark = "" if coverage.is_enough else f"  BELOW {WANTED_PERCENT} %"
    print(f"{target.name:<28}{sum(coverage.lines.values()):>7}{coverage.percent:>9.1f} %{mark}", flush=True)
    for path in target.covers if everything or not coverage.is_enough else []:
        missed = coverage.missed.get(path, [])
        if missed or path not in coverage.lines:
            print(f"    {path:<40}{coverage.percent_of(path):>6.1f} %  not reached: {ranges(missed)}")
