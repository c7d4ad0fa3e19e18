#!/usr/bin/python3
"""Measures Gatepost under load, beside a Postfix that does nothing but relay.

Both stand in front of an smtp_sink of their own and are given the same DKIM-signed message by smtp_load: Gatepost
authenticates (SPF, DKIM, DMARC from its cache), judges, logs, journals and passes on; Postfix has every check switched off
and writes no log. Runs are interleaved in pairs. What counts is the processor time of the whole server (all its processes
and threads, also those that have ended), since load, sink and server share the processors; it is taken until the last
message has arrived at the sink. Ratios are medians over pairs, and never a test: the exit status tells only whether every
message arrived. A budget that is missed is printed as missed.

Then idle sessions are held while mail flows, and the resident size is watched over many messages.

    run.py [--build FOLDER] [--tools FOLDER] [--pairs N] [--scale F] [--only PART] [--soak N] [--profile [SIZE]] [--json]
"""
import argparse
import contextlib
import json
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile

import idle
from servers import Arena, GatepostServer, HERE, PostfixServer, resident_octets

MESSAGES = {1: 200, 10: 300, 100: 400}          # by parallel sessions, for each run
BUDGETS = {"4 KiB": 15, "50 KiB": 10}           # Postfix's processor time in units of ours
IDLE = [("plaintext", False, 10_000, 4), ("TLS", True, 2_000, 20)]      # how many, and KiB for each
IDLE_RATIO, FLAT_RATIO = 1.1, 1.05
IDLE_PAIRS_MAX = 3                              # ten thousand connections take their time to open
SOAK_SLICES, SOAK_SESSIONS = 10, 10
PARTS = ("load", "idle", "soak")


class Budgets:
    def __init__(self):
        self.missed = 0

    def says(self, met):
        self.missed += not met
        return "met" if met else "MISSED"


# ---- beside Postfix ----

def measure_cell(arena, sessions, size_name, messages, pairs):
    """The medians of each server, and of the ratios to Postfix within a pair."""
    servers = list(arena.servers.values())
    runs = {server.name: [] for server in servers}
    for pair in range(pairs):
        for server in servers if pair % 2 == 0 else reversed(servers):         # each goes first as often as the other
            runs[server.name].append(arena.run(server, sessions, size_name, messages))
    medians = {name: {key: statistics.median(run[key] for run in of_one) for key in of_one[0]} for name, of_one in runs.items()}
    ratios = {key: statistics.median(ours[key] / theirs[key] for ours, theirs in zip(runs["gatepost"], runs["postfix"], strict=True))
              for key in ("processor_us", "p50_us", "p99_us")}
    return {"sessions": sessions, "size": size_name, "servers": medians, "ratios": ratios}


def print_cell(cell, budgets):
    for name, of_one in cell["servers"].items():
        print(f"{cell['size']:>7} {cell['sessions']:>9}  {name:<9}{of_one['messages_per_second']:>10.0f}"
              f"{of_one['processor_us']:>14.0f}{of_one['p50_us']:>12.0f}{of_one['p99_us']:>12.0f}", flush=True)
    ratios, budget = cell["ratios"], BUDGETS[cell["size"]]
    print(f"{'':>17}  processor time 1/{1 / ratios['processor_us']:.1f}, budget 1/{budget}: "
          f"{budgets.says(ratios['processor_us'] <= 1 / budget)}; end of data median {ratios['p50_us']:.2f}, "
          f"99th {ratios['p99_us']:.2f} of Postfix's, budget 1: {budgets.says(ratios['p50_us'] <= 1 and ratios['p99_us'] <= 1)}",
          flush=True)


def beside_postfix(arena, options, budgets):
    print(f"{'size':>7} {'sessions':>9}  {'server':<9}{'messages/s':>10}{'processor us':>14}{'p50 us':>12}{'p99 us':>12}")
    cells = []
    for size_name in arena.SIZES:
        for sessions, messages in MESSAGES.items():
            cell = measure_cell(arena, sessions, size_name, max(sessions, int(messages * options.scale)), options.pairs)
            print_cell(cell, budgets)
            cells.append(cell)
    return cells


# ---- idle sessions, and a long time ----

def beside_idle(options, budgets, lost):
    """Each kind on a gate of its own. What was measured."""
    found = []
    for kind, with_tls, most, budget_kib in IDLE:
        count = max(10, int(most * options.scale))
        if not idle.may_open(count + 1000):
            print(f"skipped: {count} {kind} sessions: this user may not open as many files")
            found.append({"kind": kind, "skipped": True})
            continue
        with started(options, [GatepostServer], lost) as arena:
            octets, without, beside, ratio = idle.measure(arena, count, with_tls, min(options.pairs, IDLE_PAIRS_MAX), int(400 * options.scale),
                                                          lambda: arena.warm_up(MESSAGES))
        print(f"{count} idle {kind} sessions: {octets / 1024:.1f} KiB resident each, budget {budget_kib}: "
              f"{budgets.says(octets <= budget_kib * 1024)}; processor time per message {beside:.0f} us beside {without:.0f} us "
              f"without them, ratio {ratio:.2f}, budget {IDLE_RATIO}: {budgets.says(ratio <= IDLE_RATIO)}", flush=True)
        found.append({"kind": kind, "count": count, "octets": octets, "ratio": ratio})
    return found


def soak(arena, options, budgets):
    """The resident size after each slice. What the heap keeps ready goes up and down; what is never given back raises the
    lowest, so that of the second half is held beside that of the first; without the first slice, in which caches and queues grow to
    what such a load takes."""
    server, sizes = arena.servers["gatepost"], []
    for _ in range(SOAK_SLICES):
        arena.run(server, SOAK_SESSIONS, "4 KiB", max(SOAK_SESSIONS, options.soak // SOAK_SLICES))
        sizes.append(resident_octets(server.pid))
    half = SOAK_SLICES // 2
    ratio = min(sizes[half:]) / min(sizes[1:half])
    print(f"resident size over {options.soak} messages, MiB: {' '.join(f'{size / (1 << 20):.1f}' for size in sizes)}; "
          f"the lowest of the second half beside that of the first, but for its first number, {ratio:.2f}, budget {FLAT_RATIO}: {budgets.says(ratio <= FLAT_RATIO)}", flush=True)
    return sizes


# ---- where the time goes ----

def shares(data, *arguments):
    """The lines of a report, largest first."""
    shown = subprocess.run(["perf", "report", "-i", data, "-g", "none", *arguments], capture_output=True, text=True, check=False)
    return [" ".join(line.split()).removesuffix(" - -") for line in shown.stdout.splitlines() if line.strip() and not line.startswith("#")]


def profile(arena, folder, size_name, messages=3000):
    """Samples the gate at one session, and prints where it was."""
    if shutil.which("perf") is None:
        print("skipped: the profile: there is no perf (Debian's linux-perf)")
        return
    server, data = arena.servers["gatepost"], str(folder / "perf.data")
    recorder = subprocess.Popen(["perf", "record", "-q", "-g", "-o", data, "-p", str(server.pid)],
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        report = arena.run(server, 1, size_name, messages)
    finally:
        recorder.send_signal(signal.SIGINT)
        _, errors = recorder.communicate(timeout=60)
    print(f"{size_name}: {report['processor_us']:.0f} us a message while sampled")
    with_callees = shares(data, "--children", "--sort", "dso,symbol", "--percent-limit", "1")
    for title, lines in (("by library", shares(data, "--no-children", "--sort", "dso", "--percent-limit", "0.5")),
                         ("system calls, each with all below it", [line for line in with_callees if "64_sys_" in line]),
                         ("our functions, each with all below it", [line for line in with_callees if " gatepost " in line]),
                         ("by function alone", shares(data, "--no-children", "--sort", "dso,symbol", "--percent-limit", "0.7"))):
        print("\n  ".join([title, *lines]) if lines else f"perf shows nothing {title}: {errors}")


# ---- all ----

@contextlib.contextmanager
def started(options, kinds, lost):
    """An arena with these servers; what they lose is added to lost."""
    with tempfile.TemporaryDirectory(prefix="gatepost-bench-") as folder:
        arena = Arena(options.build.resolve(), options.tools.resolve(), pathlib.Path(folder))
        try:
            arena.start(kinds)
            yield arena
        finally:
            lost += arena.stop()


def run_parts(options, budgets, lost):
    """What was measured, as an object for --json."""
    found = {}
    if options.profile:
        with started(options, [GatepostServer], lost) as arena:
            arena.warm_up(MESSAGES)
            profile(arena, arena.folder, options.profile)
        return found
    if options.only in (None, "load"):
        with started(options, [GatepostServer, PostfixServer], lost) as arena:
            arena.warm_up(MESSAGES)
            found["cells"] = beside_postfix(arena, options, budgets)
    if options.only in (None, "idle"):
        found["idle"] = beside_idle(options, budgets, lost)
    if options.only in (None, "soak"):
        with started(options, [GatepostServer], lost) as arena:
            arena.warm_up(MESSAGES)
            found["resident"] = soak(arena, options, budgets)
    return found


def count(found):
    """(measured, skipped)"""
    idle_kinds = found.get("idle", [])
    skipped = sum("skipped" in kind for kind in idle_kinds)
    return len(found.get("cells", [])) + len(idle_kinds) - skipped + ("resident" in found), skipped


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=HERE.parent.parent / "build/release", help="where gatepost is")
    parser.add_argument("--tools", type=pathlib.Path, default=HERE.parent.parent / "build/test", help="where smtp_load and smtp_sink are")
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--scale", type=float, default=1, help="of the number of messages in each run, and of sessions held")
    parser.add_argument("--only", choices=PARTS)
    parser.add_argument("--soak", type=int, default=20_000, help="messages over which the resident size is watched")
    parser.add_argument("--profile", nargs="?", const="4 KiB", choices=BUDGETS, metavar="SIZE",
                        help="where the gate's time goes at one session, by perf; nothing else. SIZE is \"4 KiB\" or \"50 KiB\"")
    parser.add_argument("--json", type=pathlib.Path, help="a file for all that was measured")
    return parser.parse_args()


def main():
    options, budgets, lost = read_options(), Budgets(), []
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))       # so that the servers are stopped then, too
    found = run_parts(options, budgets, lost)
    if options.json:
        options.json.write_text(json.dumps({**found, "lost": lost}))
    for line in lost:
        print("FAILED " + line)
    print(f"{budgets.missed} of the budgets missed" if budgets.missed else "every budget met")
    measured, skipped = count(found)
    print(f"{max(0, measured - len(lost))} passed, {len(lost)} failed, {skipped} skipped")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
