#!/usr/bin/python3
"""Runs every fuzz target with its seeds for a short while and prints a table.

    tests/fuzz/run.py [SECONDS for each, 3] [--only NAME]... [--corpus FOLDER]

It builds nothing: `cmake --preset fuzz && ninja -C build/fuzz` does ($GATEPOST_FUZZ_BUILD names another folder). A
target is a program fuzz_X with seeds in seeds/fuzz_X/ and perhaps a dictionary dict/fuzz_X.dict. What it finds new is
thrown away, unless --corpus names a folder to keep it in; an input that breaks a property is kept, and its path and how
to play it again are printed. The last line is the total; the exit status is 1 if a target failed.
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

HERE = pathlib.Path(__file__).resolve().parent
BUILD = pathlib.Path(os.environ.get("GATEPOST_FUZZ_BUILD", HERE.parents[1] / "build/fuzz"))
PROCESSES = 2
LIMITS = ["-rss_limit_mb=2048", "-timeout=10", "-max_len=4096"]
GRACE_SECONDS = 60              # a target that has not stopped by then has hung
# Freed memory is kept apart for a while, so that its use shows; inputs are small, so a little of it is enough.
# Leaks are looked for after each input that frees less than it takes.
ENVIRONMENT = {**os.environ, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "quarantine_size_mb=16:leak_check_at_exit=0")}


class Result:
    """What libFuzzer said of one target."""

    def __init__(self, name, log, status, crashes):
        last = re.findall(r"^#(\d+)\s.*?cov: (\d+) ft: (\d+)", log, re.M)
        rate = re.findall(r"exec/s: (\d+)", log)
        done = re.search(r"Done (\d+) runs in (\d+) second", log)
        self.name, self.log, self.crashes = name, log, crashes
        self.runs = int(done.group(1)) if done else int(last[-1][0]) if last else 0
        self.rate = self.runs // max(1, int(done.group(2))) if done else int(rate[-1]) if rate else 0
        self.coverage, self.features = (last[-1][1], last[-1][2]) if last else ("-", "-")
        self.ok = status == 0 and done is not None and not crashes


def seeds_of(name):
    folder = HERE / "seeds" / name
    return [folder] if folder.is_dir() else []


def options_of(name):
    dictionary = HERE / "dict" / (name + ".dict")
    return LIMITS + ([f"-dict={dictionary}"] if dictionary.exists() else [])


def run(program, seconds, corpus, crashes):
    name = program.name
    found = (pathlib.Path(corpus) if corpus else pathlib.Path(crashes) / "corpus") / name
    kept = pathlib.Path(crashes) / name
    found.mkdir(parents=True, exist_ok=True)
    kept.mkdir()
    command = ["nice", str(program), str(found), *map(str, seeds_of(name)), *options_of(name),
               f"-max_total_time={seconds}", f"-artifact_prefix={kept}/", "-print_funcs=0"]
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                              env=ENVIRONMENT, timeout=seconds + GRACE_SECONDS)
        log, status = done.stdout, done.returncode
    except subprocess.TimeoutExpired as late:
        log, status = (late.stdout or b"") + b"\nit had to be stopped", -1
    return Result(name, log.decode(errors="replace"), status, sorted(kept.iterdir()))


def explain(result, program):
    """Why a target failed, and how to see it again."""
    told = [line for line in result.log.splitlines()
            if re.search(r"does not hold|should be impossible|ERROR: |runtime error|had to be stopped", line)]
    for line in told[:4] or result.log.splitlines()[-4:]:
        print("    " + line)
    for crash in result.crashes:
        print(f"    again: {program} {crash}")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("seconds", nargs="?", type=int, default=3)
    parser.add_argument("--only", action="append", metavar="NAME", help="this target alone, with or without fuzz_")
    parser.add_argument("--corpus", metavar="FOLDER", help="begin with what is kept there, and keep what is new")
    return parser.parse_args()


def programs(only):
    found = [BUILD / source.stem for source in sorted(HERE.glob("fuzz_*.c"))]
    wanted = {name if name.startswith("fuzz_") else "fuzz_" + name for name in only or []}
    return [p for p in found if not wanted or p.name in wanted]


def main():
    options = arguments()
    chosen = programs(options.only)
    missing = [p for p in chosen if not p.exists()]
    for program in missing:
        print(f"{program} is not built")
    crashes = tempfile.mkdtemp(prefix="gatepost-fuzz-")
    results = []
    print(f"{'target':<28}{'runs':>10}{'runs/s':>9}{'edges':>8}{'features':>10}  result")
    with concurrent.futures.ThreadPoolExecutor(PROCESSES) as pool:
        runs = [pool.submit(run, p, options.seconds, options.corpus, crashes) for p in chosen if p.exists()]
        for done in concurrent.futures.as_completed(runs):
            r = done.result()
            results.append(r)
            print(f"{r.name:<28}{r.runs:>10}{r.rate:>9}{r.coverage:>8}{r.features:>10}  {'ok' if r.ok else 'FAILED'}",
                  flush=True)
            if not r.ok:
                explain(r, BUILD / r.name)
    failed = sum(not r.ok for r in results) + len(missing)
    if any(r.crashes for r in results):
        shutil.rmtree(pathlib.Path(crashes) / "corpus", ignore_errors=True)
        print(f"the inputs are kept in {crashes}")
    else:
        shutil.rmtree(crashes)
    print(f"{len(results) + len(missing) - failed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
