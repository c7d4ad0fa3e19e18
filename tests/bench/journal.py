#!/usr/bin/python3
"""What the journal bears, and what a replay costs: rows a second and processor time for each, beside what the bare disk takes; every
kind of search in a journal of so many rows, from the disk and from memory; a store that another process holds for seconds, and all of it judged again.

    journal.py [--rows N] [--stopped SECONDS] [--no-replay]

The rows are copies of what a gate has just written, with people, subjects and ids of their own. Figures are for reading: what
fails here is what must hold at any pace, that a replay finds nothing changed and that nobody waits for the store. The last
line is the total."""
import argparse
import glob
import os
import resource
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "tests/e2e"))
sys.path.insert(0, os.path.join(ROOT, "tests/support"))
from case import JANE, Talk, configure, mail, signed, until         # noqa: E402  (the paths above come first)
from gate import Gate                                               # noqa: E402
from peers import NextHop                                           # noqa: E402

TOOL = os.path.join(os.environ.get("GATEPOST_TEST_BUILD", os.path.join(ROOT, "build/test")), "journal_bench")
RATE = 20000                    # rows a second that we want
LONGEST_CALL_US = 900000        # a writer that is held up gives up after a second; whoever waits for it waits longer than this


def run(*command):
    """(what it printed as a dictionary of numbers, processor seconds, seconds, what it said)"""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    pairs = (line.split() for line in done.stdout.splitlines())
    return {p[0]: float(p[1]) for p in pairs if len(p) == 2 and p[1].replace(".", "").isdigit()}, busy, done


def some_mail(g):
    """Accepted, refused, held and marked, as on a day."""
    for _ in range(6):
        with Talk(g.port) as talk:
            talk.message(signed(mail()))
    with Talk(g.port, client="127.0.0.66", helo="mail.bulk.example") as talk:
        talk.message(mail(sender=JANE), sender="x@bulk.example")
    with Talk(g.port, client="127.0.0.67", helo="harb0ur.example") as talk:
        talk.message(mail(sender="jane.roe@harb0ur.example"), sender="jane.roe@harb0ur.example")
    with Talk(g.port, client="127.0.0.9", helo="localhost") as talk:
        talk.message(signed(mail(fields=b"X-Priority: 1\r\nReply-To: <a@gmail.com>\r\n"), b"bulk.example"), sender="x@bulk.example")
    return until(lambda: len(g.run("trace", "--json")[1].splitlines()) == 9)


def fill(g, rows):
    journal, many = os.path.join(g.state, "journal.db"), os.path.join(g.state, "many.db")
    found, _, _ = run(TOOL, "fill", journal, many, str(rows), "0", "0")
    octets = sum(os.path.getsize(name) for name in glob.glob(many + "*"))
    print("journal    %d rows of %d octets: %.0f a second; processor time for each %.0f us to make it up and pack it, %.0f us to write it; "
          "%d octets on disk each" %
          (rows, found["record_octets"], found["rows_per_second"], found["us_to_bring_a_row"], found["us_to_write_a_row"], octets / rows))
    disk(g, rows, found)
    paced(g, rows, RATE, 0)
    paced(g, rows, RATE, octets / 6)
    for name in glob.glob(journal + "*"):
        os.remove(name)
    for name in glob.glob(many + "*"):
        os.rename(name, journal + name[len(many):])
    return journal


def disk(g, rows, found):
    """What was written for a row, and how many of them the disk would take if there were nothing else to do."""
    octets = found["octets_written_for_a_row"]
    if octets == 0:
        print("disk       the files are in memory here: nothing is measured")
        return
    bare, _, _ = run(TOOL, "disk", os.path.join(g.state, "bare"), "%.0f" % min(2 << 30, rows * octets))
    print("disk       %d octets written for each row, %.0f MB a second; the bare disk takes %.0f, which would be %.0f rows" %
          (octets, octets * found["rows_per_second"] / 1e6, bare["octets_per_second"] / 1e6, bare["octets_per_second"] / octets))


def paced(g, rows, rate, octets):
    """At that rate nobody waits: what the queue has no room for is lost."""
    few = os.path.join(g.state, "few.db")
    found, _, _ = run(TOOL, "fill", os.path.join(g.state, "journal.db"), few, str(rows), str(rate), "%d" % octets)
    print("sustained  %d a second for %.0f s, %s: %d lost, %.0f us to write one; %d deleted meanwhile, %d MB in the end" %
          (rate, rows / rate, "%d MB kept" % (octets / 1e6) if octets > 0 else "all kept", found["lost"], found["us_to_write_a_row"],
           found["expired"], sum(os.stat(name).st_blocks * 512 for name in glob.glob(few + "*")) / 1e6))
    for name in glob.glob(few + "*"):
        os.remove(name)


def search(journal):
    found, _, _ = run(TOOL, "search", journal)
    for name in sorted(n[:-len("_first_ms")] for n in found if n.endswith("_first_ms")):
        print("search     %-22s %8.2f ms from the disk, %8.2f ms again, %d found" %
              (name, found[name + "_first_ms"], found[name + "_ms"], found[name + "_found"]))


def stopped(g, seconds):
    found, _, _ = run(TOOL, "stopped", os.path.join(g.state, "stopped.db"), str(seconds), "2000")
    print("stopped    another writer for %d s: %d offered, %d written in the end, %d lost and counted, longest call %.1f ms" %
          (seconds, found["offered"], found["written_in_the_end"], found["offered"] - found["written_in_the_end"],
           found["longest_call_us"] / 1000))
    return found["longest_call_us"] < LONGEST_CALL_US


def replay(g, rows):
    _, busy, done = run(g.binary, "replay", "-c", g.config)
    print("replay     %s; %.2f ms of processor time each" % (done.stderr.strip(), busy / rows * 1000))
    return done.returncode == 0 and ("%d  judged as they were" % rows) in done.stdout


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--rows", type=int, default=20000)
    ap.add_argument("--stopped", type=int, default=10)
    ap.add_argument("--no-replay", action="store_true", help="of very many it takes minutes")
    opt, _ = ap.parse_known_args()
    with NextHop() as hop:
        g = Gate()
        try:
            configure(g, hop)
            g.start()
            ready = some_mail(g)
            g.stop(remove=False)
            search(fill(g, opt.rows))
            held = [("a gate wrote nine records", ready), ("nobody waits for a store that is held", stopped(g, opt.stopped))]
            if not opt.no_replay:
                held.append(("every record is judged as it was", replay(g, opt.rows)))
        finally:
            g.stop()
    for name, good in held:
        if not good:
            print("FAILED     " + name)
    failed = sum(not good for _, good in held)
    print("%d passed, %d failed, 0 skipped" % (len(held) - failed, failed))
    sys.exit(1 if failed else 0)


main()
