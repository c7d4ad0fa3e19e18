"""Several sides evaluate the same case in turn, so that all meet the same machine; what counts are the medians."""
import statistics
import subprocess
import time

TURN_NS = 5_000_000             # as in contest.c


class Program:
    """A side that is a program of its own (contest.h)."""

    def __init__(self, name, command):
        self.name = name
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def turn(self, case):
        """(the word of the result, nanoseconds of processor time for one evaluation)"""
        self._process.stdin.write(case + "\n")
        self._process.stdin.flush()
        word, ns = (self._process.stdout.readline() or f"died {float('nan')}").split()
        return word, float(ns)

    def stop(self):
        self._process.stdin.close()
        self._process.wait(timeout=60)


class PySpf:
    """pyspf, with a dictionary in the place of the DNS."""
    name = "pyspf"

    def __init__(self, names):
        import spf                          # here, because it need not be installed
        self._spf = spf
        answers = {(name, kind): [self._answer(name, kind, text) for text in texts]
                   for name, types in names.items() for kind, texts in types.items()}
        spf.DNSLookup = lambda name, kind, *_, **__: answers.get((name.lower(), kind), [])

    @staticmethod
    def _answer(name, kind, text):
        if kind == "TXT":
            return (name, kind), [text.encode()]
        if kind == "MX":
            return (name, kind), (int(text.split()[0]), text.split()[1])
        return (name, kind), text

    def turn(self, case):
        client, helo, sender = case.split()
        began, count, spent = time.process_time_ns(), 0, 0
        while spent < TURN_NS:
            for _ in range(max(1, count)):              # in batches that double, as contest.c has them
                word = self._spf.query(i=client, s=sender, h=helo, strict=True).check()[0]
            count, spent = max(1, 2 * count), time.process_time_ns() - began
        return word, spent / count

    def stop(self):
        pass


def compare(sides, cases, rounds):
    """cases: one for each side. The words of each side, and the medians of its times."""
    words, times = {side.name: set() for side in sides}, {side.name: [] for side in sides}
    for i in range(rounds + 1):
        for side, case in zip(sides, cases, strict=True):
            word, ns = side.turn(case)
            words[side.name].add(word)
            if i > 0:                       # the first turn fills caches
                times[side.name].append(ns)
    return words, {name: statistics.median(of_one) for name, of_one in times.items()}
