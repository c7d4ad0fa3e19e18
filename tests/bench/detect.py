#!/usr/bin/python3
"""What detection costs: reading a message, the rules, and the verdict, with recorded results in the place of SPF, DKIM and DMARC
(detect_bench.c), in processor time.

Beside rspamd (rspamd.py) over the same messages, in turns; for messages of 30 KB; for the slowest of the sample; with 10,000
partners beside 10; and by octet for texts that grow. The sample is $GATEPOST_SHARED/mail (default: ../shared beside the repository),
or, where there is none, the messages of the scenario suite. What is counted of rspamd is its worker alone, less what requests cost
it that ask nothing. A run fails only where messages are not judged; a budget that is missed is printed as missed.

    detect.py [--tools FOLDER] [--rounds N] [--messages N]
"""
import argparse
import collections
import csv
import ctypes
import importlib
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile

import rspamd
from table import Table

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SHARED = pathlib.Path(os.environ.get("GATEPOST_SHARED", ROOT.parent / "shared"))
KB = 1000
Message = collections.namedtuple("Message", "octets client helo mail_from rcpt spf dmarc", defaults=[""] * 6)


# ---- messages ----

def on_the_wire(octets):
    return octets.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def sample():
    index = SHARED / "mail/index.tsv"
    if not index.exists():
        sys.path.insert(0, str(ROOT / "tests/scenarios"))
        return [Message(on_the_wire(case["message"].encode())) for case in importlib.import_module("written").cases()]
    with open(index, encoding="utf-8") as file:
        return [Message(on_the_wire((SHARED / "mail" / row["file"]).read_bytes()), row["client_ip"], row["helo"], row["mail_from"],
                        row["rcpt"], row["spf"], row["dmarc"]) for row in csv.DictReader(file, delimiter="\t")]


def message(kind, octets):
    """One that is made here, of about so many octets."""
    header = ("From: Jo Bloggs <jo@harbour.example>\r\nTo: al@example.org\r\nSubject: The plan for next week\r\n"
              "Date: Wed, 25 Nov 2026 09:26:31 +0000\r\nMessage-ID: <1@harbour.example>\r\nMIME-Version: 1.0\r\n"
              f"Content-Type: text/{'html' if kind in ('html', 'links') else 'plain'}; charset=utf-8\r\n\r\n")
    pieces, chance = [], random.Random(1)
    size = len(header)
    while size < octets:
        pieces.append(PIECES[kind](chance))
        size += len(pieces[-1].encode())
    return Message((header + "".join(pieces)).encode(), "192.0.2.1", "mail.harbour.example", "jo@harbour.example", "al@example.org",
                   "pass", "pass")


COMMON = """the of and to in we you for that with this our your from about have please order meeting plan week report team account
project customer invoice delivery document office price service question answer number date time work next new last day""".split()


def common_words(chance, count):
    return " ".join(chance.choice(COMMON) for _ in range(count))


def new_word(chance):
    return "".join(chance.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(chance.randint(4, 10)))


PIECES = {
    "text":  lambda chance: common_words(chance, 12) + ".\r\n",
    "words": lambda chance: " ".join(new_word(chance) for _ in range(9)) + "\r\n",
    "html":  lambda chance: "<table width=600><tr><td style=\"font:12px Arial;color:#333\"><p>%s.</p>\r\n<img src=\"https://img.harbour"
                            ".example/%d.png\" width=1></td></tr></table>\r\n" % (common_words(chance, 30), chance.randint(0, 9999)),
    "links": lambda chance: "<p><a href=\"https://%s.example/%s?id=%d\">%s</a></p>\r\n"
                            % (new_word(chance), new_word(chance), chance.randint(0, 9999), common_words(chance, 6)),
    "begun": lambda chance: "http:;www.;",              # links that begin and do not go on, without a blank
}


# ---- our side ----

class Ours:
    def __init__(self, tools, folder, name, messages, configuration=None):
        folder = pathlib.Path(folder) / name
        folder.mkdir()
        lines = []
        for i, one in enumerate(messages):
            (folder / str(i)).write_bytes(one.octets)
            lines.append("\t".join([str(folder / str(i)), *one[1:]]) + "\n")
        (folder / "list").write_text("".join(lines), encoding="utf-8")
        if configuration is not None:
            (folder / "conf").write_text(configuration, encoding="utf-8")
        self._process = subprocess.Popen([tools / "detect_bench", folder / "conf" if configuration else "-", folder / "list"],
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.turn()                                     # caches fill

    def turn(self):
        """Nanoseconds for each message."""
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        times = [int(word) for word in self._process.stdout.readline().split()]
        if not times:
            raise RuntimeError("detect_bench has judged nothing")
        return times

    def stop(self):
        self._process.stdin.close()
        self._process.wait(timeout=60)


def medians(turns):
    """Of the turns of one side, for each message."""
    return [statistics.median(of_one) for of_one in zip(*turns, strict=True)]


def measure(tools, folder, name, messages, rounds):
    ours = Ours(tools, folder, name, messages)
    times = medians([ours.turn() for _ in range(rounds)])
    ours.stop()
    return times


# ---- what is asked ----

CLONE_NEWNET = 0x40000000


def alone_in_its_network():
    """From here on there is nobody whom rspamd could ask: unshare(2)."""
    return ctypes.CDLL(None).unshare(CLONE_NEWNET) == 0 and subprocess.run(["ip", "link", "set", "lo", "up"], check=False).returncode == 0


def beside_rspamd(table, options, folder, messages):
    if not rspamd.is_installed() or not alone_in_its_network():
        table.skip("rspamd: it is not installed, or there are no rights to part it from the network")
        return
    every = max(1, len(messages) // options.messages)
    chosen = messages[::every]
    theirs_of = [(one.octets, {name: value for name, value in (("IP", one.client), ("Helo", one.helo), ("From", one.mail_from),
                                                               ("Rcpt", one.rcpt)) if value}) for one in chosen]
    try:
        peer = rspamd.Rspamd(folder)
    except RuntimeError as why:
        table.skip(str(why))
        return
    ours = Ours(options.tools, folder, "beside", chosen)
    try:
        peer.settle(theirs_of)
        mine, theirs = [], []
        for _ in range(options.rounds):
            mine.append(sum(ours.turn()) / len(chosen))
            theirs.append(peer.turn(theirs_of) / len(chosen))
    finally:
        ours.stop()
        peer.stop()
    table.title("detection beside rspamd, for a message", "ours us", "theirs us")
    ratios = [a / b for a, b in zip(mine, theirs, strict=True)]
    table.line("%d messages, of %.1f KB on average" % (len(chosen), statistics.mean(len(one.octets) for one in chosen) / KB),
               statistics.median(mine), statistics.median(theirs), statistics.median(ratios), 0.2)


def by_size(table, options, folder, messages, times):
    """A ratio here is a time beside what it may be."""
    table.title("detection, for a message", "ours us", "wanted us")
    for kind, what in (("text", "text"), ("html", "HTML"), ("links", "HTML, mostly links"), ("words", "words that no other message has")):
        took = statistics.median(measure(options.tools, folder, "kind-" + kind, 5 * [message(kind, 30 * KB)], options.rounds))
        table.line("30 KB of " + what, took, 2e6, took / 2e6, 1)
    near = [took for one, took in zip(messages, times, strict=True) if 25 * KB <= len(one.octets) < 35 * KB]
    if near:
        table.line("%d messages of the sample of 25 to 35 KB, mean" % len(near), statistics.mean(near), 2e6, statistics.mean(near) / 2e6, 1)
        table.line("the slowest of them", max(near), 2e6, max(near) / 2e6)


def slowest(table, messages, times):
    ranked = sorted(times)
    high = ranked[min(len(ranked) - 1, int(0.999 * len(ranked)))]
    table.title("detection over the sample of %d messages" % len(messages), "ours us", "wanted us")
    table.line("the 99.9th percentile", high, 20e6, high / 20e6, 1)
    table.line("the slowest (%.0f KB)" % (len(messages[times.index(ranked[-1])].octets) / KB), ranked[-1], 20e6, ranked[-1] / 20e6)
    table.line("the median", statistics.median(ranked), 20e6, statistics.median(ranked) / 20e6)


def with_partners(count):
    """A configuration with so many, whose names are of three syllables and a number."""
    chance = random.Random(2)
    names = ["".join(chance.choice("brdlmnprst") + chance.choice("aeiou") for _ in range(4)) + str(i) for i in range(count)]
    return ('hostname = "mx.example.org"\nown-domains = { "example.org" }\nlistener mx { address = "127.0.0.1:2525" }\n'
            'route office { domains = { "example.org" }  next-hop = "smtp:127.0.0.1:2526"  recipients = "any" }\n'
            + "".join('brand "%s" { domains = { "%s.example" } }\n' % (name.capitalize(), name) for name in names))


def partners(table, options, folder, messages):
    sides = [Ours(options.tools, folder, "partners-%d" % count, messages, with_partners(count)) for count in (10, 10000)]
    ratios, totals = [], ([], [])
    for _ in range(2 * options.rounds + 1):
        few, many = (sum(side.turn()) / len(messages) for side in sides)
        totals[0].append(few)
        totals[1].append(many)
        ratios.append(many / few)
    for side in sides:
        side.stop()
    table.title("10,000 partners beside 10, for a message", "10,000 us", "10 us")
    table.line("%d messages" % len(messages), statistics.median(totals[1]), statistics.median(totals[0]), statistics.median(ratios), 1.05)


def by_octet(table, options, folder):
    sizes = (30, 60, 120, 240)
    table.title("a kilobyte of a text that grows", "large us", "30 KB us")
    for kind in PIECES:
        texts = [message(kind, size * KB) for size in sizes]
        per_kb = [took * KB / len(one.octets)
                  for took, one in zip(measure(options.tools, folder, "grows-" + kind, texts, options.rounds), texts, strict=True)]
        for size, took in zip(sizes[1:], per_kb[1:], strict=True):
            table.line("%s, %d KB beside 30 KB" % (kind, size), took, per_kb[0], took / per_kb[0], 1.15)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tools", type=pathlib.Path, default=ROOT / "build/test")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--messages", type=int, default=300, help="beside rspamd, evenly of the sample")
    options = parser.parse_args()
    options.tools = options.tools.resolve()
    table, messages = Table(), sample()
    with tempfile.TemporaryDirectory(prefix="gatepost-bench-") as folder:
        times = measure(options.tools, folder, "sample", messages, options.rounds)
        beside_rspamd(table, options, folder, messages)
        by_size(table, options, folder, messages, times)
        slowest(table, messages, times)
        partners(table, options, folder, messages)
        by_octet(table, options, folder)
    table.close()
    return 1 if table.failures else 0


if __name__ == "__main__":
    sys.exit(main())
