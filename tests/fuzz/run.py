#!/usr/bin/python3
"""Runs every fuzz target with its seeds for a short while and prints a table.

    tests/fuzz/run.py [SECONDS for each, 3] [--only NAME]... [--corpus FOLDER] [--cover [--lines]]
    tests/fuzz/run.py --minutes N [--only NAME]... [--corpus FOLDER] [--record] [--cover [--lines]]

It builds nothing: `cmake --preset fuzz && ninja -C build/fuzz` does ($GATEPOST_FUZZ_BUILD names another folder), and
the preset fuzz-cover for --cover ($GATEPOST_COVER_BUILD). targets.py tells what a target is made of. What a target
finds new is thrown away, unless --corpus names a folder to keep it in; an input that breaks a property is kept, and its
path and how to play it again are printed. The last line is the total; the exit status is 1 if a target failed.

--minutes gives each target N processor minutes (not wall time) without a finding on its present sources, in slices, and
counts those of earlier runs with the same folder (build/fuzz-kept, or --corpus): stop it with Ctrl-C and go on later. --record
writes them into minutes.tsv, from which they count elsewhere, too.
--cover then measures the lines of its own sources that a target reaches, with its seeds and what is kept; below 90 % it
fails. --lines shows the lines that are not reached of every target. SECONDS 0 fuzzes nothing: the seeds alone.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading

import coverage
from ledger import Ledger, made
from targets import ROOT, targets

BUILD = pathlib.Path(os.environ.get("GATEPOST_FUZZ_BUILD", ROOT / "build/fuzz"))
PROCESSES = 2
SLICE_SECONDS = 120             # of a long run, by the clock: what is lost when it is stopped
LIMITS = ["-rss_limit_mb=2048", "-timeout=25", "-max_len=4096"]
SHORT_CHANCE = ["-seed=1"]      # a short run tells of the change that was made, not of luck: that is looked for by the long ones
GRACE_SECONDS = 60              # a target that has not stopped by then has hung
# Freed memory is kept apart for a while, so that its use shows; inputs are small, so a little of it is enough.
# Leaks are looked for after each input that frees less than it takes.
ENVIRONMENT = {**os.environ, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "quarantine_size_mb=16:leak_check_at_exit=0")}


class Result:
    """What libFuzzer said of one target, and the processor time that it took."""

    def __init__(self, target, log, status, cpu, crashes, late):
        last = re.findall(r"^#(\d+)\s.*?cov: (\d+) ft: (\d+)", log, re.M)
        rate = re.findall(r"exec/s: (\d+)", log)
        done = re.search(r"Done (\d+) runs in (\d+) second", log)
        self.target, self.log, self.cpu, self.crashes = target, log, cpu, crashes
        self.runs = int(done.group(1)) if done else int(last[-1][0]) if last else 0
        self.rate = self.runs // max(1, int(done.group(2))) if done else int(rate[-1]) if rate else 0
        self.coverage, self.features = (last[-1][1], last[-1][2]) if last else ("-", "-")
        self.ok = status == 0 and done is not None and not crashes
        self.late = late                        # it had to be stopped


def play(command, limit_seconds):
    """Runs a command to its end, or to the limit; gives what it printed, its exit status, its processor seconds, and whether it had
    to be stopped."""
    with tempfile.TemporaryFile() as log:
        child = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=ENVIRONMENT)
        watch = threading.Timer(limit_seconds, child.kill)
        watch.start()
        _, status, usage = os.wait4(child.pid, 0)
        late = watch.finished.is_set()
        watch.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        log.seek(0)
        text = log.read().decode(errors="replace") + ("\nit had to be stopped" if late else "")
        return text, child.returncode, usage.ru_utime + usage.ru_stime, late


def fuzz(target, seconds, corpus, kept, chance=()):
    """Runs a target for seconds; inputs that break it go to kept."""
    before = set(kept.iterdir())
    dictionary = [f"-dict={target.dictionary}"] if target.dictionary else []
    command = ["nice", str(BUILD / target.name), str(corpus), *map(str, target.seeds), *LIMITS, *dictionary,
               f"-max_total_time={seconds}", f"-artifact_prefix={kept}/", "-print_funcs=0", *chance]
    log, status, cpu, late = play(command, seconds + GRACE_SECONDS)
    return Result(target, log, status, cpu, sorted(set(kept.iterdir()) - before), late)


def explain(result):
    """Why a target failed, and how to see it again."""
    told = [line for line in result.log.splitlines()
            if re.search(r"does not hold|should be impossible|ERROR: |runtime error|had to be stopped", line)]
    for line in told[:4] or result.log.splitlines()[-4:]:
        print("    " + line)
    for crash in result.crashes:
        print(f"    again: {BUILD / result.target.name} {crash}")


# ---- a short while for each ----

def fuzz_all(chosen, seconds, corpus_of, kept_of):
    """The names of those that failed."""
    failed = set()
    print(f"{'target':<28}{'runs':>10}{'runs/s':>9}{'edges':>8}{'features':>10}  result")
    with concurrent.futures.ThreadPoolExecutor(PROCESSES) as pool:
        runs = [pool.submit(fuzz, t, seconds, corpus_of(t), kept_of(t), SHORT_CHANCE) for t in chosen]
        for done in concurrent.futures.as_completed(runs):
            r = done.result()
            print(f"{r.target.name:<28}{r.runs:>10}{r.rate:>9}{r.coverage:>8}{r.features:>10}  {'ok' if r.ok else 'FAILED'}",
                  flush=True)
            if not r.ok:
                explain(r)
                failed.add(r.target.name)
    return failed


def run_short(chosen, options):
    """Fuzzes and measures; returns the names of those that failed."""
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="gatepost-fuzz-"))
    corpora, crashes = pathlib.Path(options.corpus or scratch / "corpus"), scratch / "findings"
    failed = fuzz_all(chosen, options.seconds, lambda t: made(corpora / t.name), lambda t: made(crashes / t.name)) \
        if options.seconds > 0 else set()
    if options.cover:
        failed |= cover_all(chosen, lambda t: [made(corpora / t.name)], options.lines)
    if any(path.is_file() for path in crashes.rglob("*")):
        shutil.rmtree(scratch / "corpus", ignore_errors=True)
        print(f"the inputs are kept in {crashes}")
    else:
        shutil.rmtree(scratch)
    return failed


# ---- many minutes for each ----

class Marathon:
    """Hands out slices: the target that is nearest its end is next, so that a run that is stopped has brought some to theirs."""

    def __init__(self, chosen, ledger, minutes):
        self.chosen, self.ledger, self.wanted = chosen, ledger, minutes * 60
        self.lock, self.busy, self.broken, self.stopped = threading.Lock(), set(), set(), False

    def left(self, target):
        return self.wanted - self.ledger.entry(target)["seconds"]

    def take(self):
        with self.lock:
            waiting = [t for t in self.chosen if t.name not in self.busy | self.broken and self.left(t) > 0]
            if not waiting:
                return None
            target = min(waiting, key=self.left)
            self.busy.add(target.name)
            return target

    def lane(self):
        while (target := self.take()) is not None:
            slice_seconds = int(min(SLICE_SECONDS, max(1, self.left(target))))
            result = fuzz(target, slice_seconds, self.ledger.corpus(target), self.ledger.findings(target))
            if self.stopped:
                return
            # Whoever had to be stopped and has hardly run did not hang: the machine was busy with something else.
            starved = result.late and not result.crashes and result.cpu < slice_seconds / 2
            if not starved:
                self.ledger.add(target, result.cpu, result.runs, not result.ok)
            with self.lock:
                self.busy.remove(target.name)
                if starved:
                    print(f"{target.name} was kept from running; its slice does not count", flush=True)
                elif not result.ok:
                    self.broken.add(target.name)
                    print(f"{target.name} FAILED")
                    explain(result)
                elif self.left(target) <= 0:
                    print(f"{target.name} is done", flush=True)

    def run(self):
        lanes = [threading.Thread(target=self.lane, daemon=True) for _ in range(PROCESSES)]
        for lane in lanes:
            lane.start()
        for lane in lanes:
            lane.join()


def replay_findings(chosen, ledger):
    """Inputs that once broke a target: those that no longer do join its corpus. The names of targets with others."""
    broken = set()
    for target in chosen:
        for path in sorted(ledger.findings(target).iterdir()):
            _, status, *_ = play([str(BUILD / target.name), str(path)], GRACE_SECONDS)
            if status == 0:
                path.rename(ledger.corpus(target) / path.name)
            else:
                broken.add(target.name)
                print(f"{target.name} still FAILS\n    again: {BUILD / target.name} {path}")
    return broken


def run_long(chosen, options):
    ledger = Ledger(options.corpus or ROOT / "build/fuzz-kept")
    marathon = Marathon(chosen, ledger, options.minutes)
    marathon.broken = replay_findings(chosen, ledger)
    try:
        marathon.run()
    except KeyboardInterrupt:
        marathon.stopped = True
        print("stopped; the same command goes on from here")
    ledger.save()
    if options.record:
        ledger.record(chosen)
    print(f"{'target':<28}{'runs':>12}{'processor min':>15}{'findings':>10}  result")
    failed = set()
    for target in chosen:
        entry, findings = ledger.entry(target), len(list(ledger.findings(target).iterdir()))
        enough = not findings and target.name not in marathon.broken and marathon.left(target) <= 0
        print(f"{target.name:<28}{entry['runs']:>12}{entry['seconds'] / 60:>15.1f}{findings:>10}  "
              f"{'ok' if enough else 'FAILED' if findings or target.name in marathon.broken else 'not yet'}")
        failed |= set() if enough else {target.name}
    return failed | (cover_all(chosen, lambda t: [ledger.corpus(t)], options.lines) if options.cover else set())


# ---- lines ----

def cover_all(chosen, kept_of, everything):
    failed = set()
    print(f"{'target':<28}{'lines':>7}{'reached':>11}")
    for target in chosen:
        measured, problem = coverage.measure(target, [*target.seeds, *kept_of(target)])
        if measured is None:
            print(f"{target.name:<28}FAILED: {problem}")
        else:
            coverage.tell(target, measured, everything)
        if measured is None or not measured.is_enough:
            failed.add(target.name)
    return failed


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("seconds", nargs="?", type=int, default=3)
    parser.add_argument("--only", action="append", metavar="NAME", help="this target alone, with or without fuzz_")
    parser.add_argument("--corpus", metavar="FOLDER", help="begin with what is kept there, and keep what is new")
    parser.add_argument("--minutes", type=float, metavar="N", help="of processor time for each, over several runs")
    parser.add_argument("--record", action="store_true", help="with --minutes: write what was spent into minutes.tsv")
    parser.add_argument("--cover", action="store_true", help="measure which lines of their sources the targets reach")
    parser.add_argument("--lines", action="store_true", help="with --cover: show the lines that are not reached")
    return parser.parse_args()


def main():
    options = arguments()
    wanted = {name if name.startswith("fuzz_") else "fuzz_" + name for name in options.only or []}
    chosen = [t for t in targets() if not wanted or t.name in wanted]
    missing = [t for t in chosen if not (BUILD / t.name).exists() and (options.minutes or options.seconds > 0)]
    for target in missing:
        print(f"{BUILD / target.name} is not built")
    built = [t for t in chosen if t not in missing]
    failed = run_long(built, options) if options.minutes else run_short(built, options)
    print(f"{len(built) - len(failed)} passed, {len(failed) + len(missing)} failed, 0 skipped")
    return 1 if failed or missing else 0


if __name__ == "__main__":
    sys.exit(main())
