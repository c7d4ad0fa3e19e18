#!/usr/bin/python3
"""Plays the end-to-end cases: the real binary between real peers, on loopback, each in a folder of its own.

    run.py [--list] [--jobs N] [--all] [WORD...]    WORD: only cases with it in their name or their file's
                                                    --all: whole collections where a case takes a sample

A line for each case, with its time; the last line is the total. GATEPOST_BIN names the binary (build/release/gatepost).
A case that fails beside others is played once more, alone: peers of its own may have been too slow for it. What passes only then
counts, but is listed with what went wrong first, because it may as well be a race of ours.
"""
import argparse
import concurrent.futures
import importlib
import os
import sys
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import case                             # noqa: E402  (the path above comes first)

NOT_CASES = {"run", "case", "peers"}


def load():
    """(name of the file, name of the case, function) of all cases."""
    for name in sorted(os.listdir(HERE)):
        module = name[:-3]
        if name.endswith(".py") and module not in NOT_CASES:
            importlib.import_module(module)
    return [(function.__module__, text, function) for text, function in case.CASES]


def play(one):
    """(what came of it, seconds, why)"""
    start = time.monotonic()
    try:
        one[2]()
        return "passed", time.monotonic() - start, ""
    except case.Skip as why:
        return "skipped", time.monotonic() - start, str(why)
    except AssertionError as why:
        return "FAILED", time.monotonic() - start, str(why)
    except Exception:                   # a case that breaks is a failure like another
        return "FAILED", time.monotonic() - start, traceback.format_exc()


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--list", action="store_true")
    ap.add_argument("--jobs", type=int, default=2)
    ap.add_argument("--all", action="store_true")
    ap.add_argument("words", nargs="*")
    opt = ap.parse_args()
    case.WHOLE = opt.all
    cases = [c for c in load() if not opt.words or any(word in c[0] + ": " + c[1] for word in opt.words)]
    if opt.list:
        for module, name, _ in cases:
            print("%-14s %s" % (module, name))
        return
    count = {"passed": 0, "FAILED": 0, "skipped": 0}

    def told(one, what, seconds, why):
        count[what] += 1
        print("%-7s %6.2f s  %s: %s%s" % (what, seconds, one[0], one[1], "\n        " + why if why else ""), flush=True)

    beside_others = []
    with concurrent.futures.ThreadPoolExecutor(opt.jobs) as pool:
        for one, future in [(c, pool.submit(play, c)) for c in cases]:
            what, seconds, why = future.result()
            if what == "FAILED" and len(cases) > 1:
                beside_others.append((one, why))
            else:
                told(one, what, seconds, why)
    for one, first_why in beside_others:
        what, seconds, why = play(one)
        told(one, what, seconds, why or "only when it was played alone; beside others: " + first_why)
    print("replayed from the journals: " + (", ".join("%d %s" % (n, what) for what, n in sorted(case.REPLAYED.items())) or "nothing"))
    print("%d passed, %d failed, %d skipped" % (count["passed"], count["FAILED"], count["skipped"]))
    sys.exit(1 if count["FAILED"] else 0)


main()
