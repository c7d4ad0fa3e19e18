"""System calls that fail, one by one (src/io/fault.h). Each run starts a gate on an empty disk in which the Nth call of
a kind fails; sends one message to be held, one for the Maildir and one, large enough to be spilled to disk, for the
next hop; and sends again what was not accepted. Whatever failed, either the gate does not start and says why, or:

  - each message is accepted or answered 4yz (452 where the disk is full), and the second try is accepted;
  - what was answered 4yz has left nothing behind, and what was accepted is there once.
"""
import time

from client import send_one
from messages import FILE, FORWARD, HOLD, Ledger
from world import Worlds

KINDS = (HOLD, FILE, FORWARD)
SIZES = {HOLD: 3000, FILE: 3000, FORWARD: 1200000}

class Sweep:
    """N from 1 to last. Of several errnos the first is tried at each N, the others where that one hit a message.
    hits: messages that must be hit at some N. each_counts: no call between the first and the last that hits a message
    may fail without harm, for then nobody looked at it. bounded: there are no more calls than last. doubtful: a message
    may have gone on although the client was told 4yz, or nothing."""

    def __init__(self, fault, errnos, last, hits="", each_counts=False, bounded=True, doubtful=False):
        self.fault, self.errnos, self.last, self.hits = fault, errnos.split(), last, set(hits.split())
        self.each_counts, self.bounded, self.doubtful = each_counts, bounded, doubtful

    def refusal(self, kind, error):
        """452 where room is missing, and also for a message that cannot be kept while it is received."""
        no_room = error == "ENOSPC" or (kind == FORWARD and self in FILE_SWEEPS)
        return "452" if no_room else "4"

    def text(self, n, error):
        return "%s:%s=%s" % (self.fault, n, error)


FILE_SWEEPS = [
    Sweep("fsync",  "EIO ENOSPC",    18, "hold file", each_counts=True),
    Sweep("write",  "ENOSPC EIO",    12, "hold file forward", bounded=False),   # the log's may fail; large has many
    Sweep("open",   "EMFILE ENOSPC", 44, "hold file forward"),                  # the libraries' tables among them
    Sweep("rename", "EIO ENOSPC",     7, "hold file", each_counts=True),
    Sweep("rename:1+=EINVAL,link",   "EIO ENOSPC", 5, "hold file", each_counts=True),     # file systems that only link
    Sweep("rename:1+=EINVAL,unlink", "EIO",        7, "hold file", each_counts=True),
    Sweep("mkdir",    "ENOSPC",       9, "file"),                               # a first delivery makes the Maildir
    Sweep("close",    "EIO",         24, "hold file", bounded=False),           # those of files only read do not matter
    Sweep("read",     "EIO",          6),                                       # configuration and zone
    Sweep("stat",     "EIO",          2),
    Sweep("truncate", "EIO",          2),
    Sweep("map",      "ENOMEM",       3, "forward", each_counts=True),
]

# A failing socket may also cost the client its connection, or the gate the next hop's answer.
SOCKET_SWEEPS = [
    Sweep("socket",   "EMFILE",                   6, "forward"),
    Sweep("connect",  "ECONNREFUSED ENETUNREACH", 2, "forward"),
    Sweep("accept",   "EMFILE",                   5),
    Sweep("accept",   "ECONNABORTED",             5),
    Sweep("recv",     "ECONNRESET",              16, "hold file forward", bounded=False, doubtful=True),
    Sweep("send",     "ECONNRESET",              16, "hold file forward", bounded=False, doubtful=True),
    Sweep("option",   "EINVAL",                   8, bounded=False, doubtful=True),
    Sweep("bind",     "EADDRINUSE",               4),
    Sweep("listen",   "EADDRINUSE",               3),
    Sweep("eventfd",  "EMFILE",                   5),
    Sweep("shutdown", "ENOTCONN",                 3, doubtful=True),
]

# Faults that stay: from the first call on that hit a message.
LASTING = ("fsync", "write", "open", "rename")


class Run:
    """One gate in which one fault strikes."""

    def __init__(self, world, sweep, n, error):
        self.world, self.fault = world, sweep.text(n, error)
        self._sweep, self._error = sweep, error
        self.ledger, self.problems, self.hit = Ledger("call"), [], set()
        self.started = False

    def play(self):
        self.world.start(self.fault, expect_running=False)
        self.started = self.world.serves()
        if self.started:
            for kind in KINDS:
                self._send(self.ledger.new(kind, SIZES[kind]))
            for message in self.ledger.messages.values():
                self._judge(message)
            self._expect(not self.world.unfinished_files(), "left %s" % self.world.unfinished_files())
        status = self.world.stop()
        self._expect(status == 0 if self.started else status > 0, "ended with %s" % status)
        self._expect(self.started or "gatepost" in self.world.errors(), "does not say why it cannot start")
        return self

    def _send(self, message):
        answer = send_one(self.world.port, message)
        if 250 in message.attempts:
            return
        self.hit.add(message.kind)
        if not self._sweep.doubtful:
            refusal = self._sweep.refusal(message.kind, self._error)
            self._expect((answer or "nothing").startswith(refusal), "%s answered %s" % (message.kind, answer))
            self._expect(not self._copies(message), "%s answered %s, and left something" % (message.kind, answer))
        again = self._send_again(message)
        self._expect(250 in message.attempts, "%s answered %s, then %s" % (message.kind, answer, again))

    def _send_again(self, message):
        """At once; but where the next hop could not be reached it is left alone for a second."""
        end = time.monotonic() + (3 if self._sweep in SOCKET_SWEEPS else 0)
        while True:
            answer = send_one(self.world.port, message)
            if 250 in message.attempts or time.monotonic() > end:
                return answer
            time.sleep(0.2)

    def _judge(self, message):
        copies = self._copies(message)
        most = len(message.attempts) if self._sweep.doubtful else 1
        self._expect(1 <= len(copies) <= most and set(copies) == {message.kind},
                     "%s after %s: copies %s" % (message.kind, message.attempts, copies))

    def _copies(self, message):
        return self.world.places().get(message.id, [])

    def _expect(self, holds, text):
        if not holds:
            self.problems.append("%s: %s" % (self.fault, text))


def run_of(report, world, sweep, n, error):
    """A run in which something is wrong is made once more, and what was wrong is shown: to a client on a busy machine the gate may
    seem cut off that is only slow."""
    run = Run(world, sweep, n, error).play()
    if run.problems:
        report.figure("at the first try", "; ".join(run.problems))
        world.forget_everything()
        run = Run(world, sweep, n, error).play()
    return run


def play_sweep(report, worlds, sweep):
    """The first N that hit a message; None if none did."""
    main, *others = sweep.errnos
    runs = worlds.map(lambda world, n: run_of(report, world, sweep, n, main), range(1, sweep.last + 1))
    hits = [n for n, run in enumerate(runs, 1) if run.hit]
    counts = {kind: sum(1 for run in runs if kind in run.hit) for kind in KINDS}
    problems = [] if sweep.hits <= {kind for kind in KINDS if counts[kind]} else ["did not hit each of %s" % sweep.hits]

    if sweep.bounded and (runs[-1].hit or not runs[-1].started):
        problems.append("there are calls beyond N = %d" % sweep.last)
    if sweep.each_counts and hits != list(range(hits[0], hits[-1] + 1)):
        problems.append("no harm at N = %s" % sorted(set(range(hits[0], hits[-1])) - set(hits)))
    for error in others:
        runs += worlds.map(lambda world, n, error=error: run_of(report, world, sweep, n, error), hits)
    problems += [p for run in runs for p in run.problems]
    report.none(sweep.text("1..%d" % sweep.last, ",".join(sweep.errnos)), problems,
                "hits: start %d, hold %d, Maildir %d, large %d" % (
                    (sum(1 for run in runs if not run.started),) + tuple(counts[kind] for kind in KINDS)))
    return hits[0] if hits else None


class Lasting:
    """One gate that has trouble for all of its life, and the next one, which has none. play() tells what was wrong."""

    def __init__(self, world, fault):
        self.world, self.fault, self.ledger, self.problems = world, fault, Ledger("lasting"), []

    def play(self):
        self.world.start(self.fault)
        refusal = "452" if "ENOSPC" in self.fault else "4"
        for kind, want in ((HOLD, refusal), (FILE, refusal), (HOLD, refusal), (FORWARD, "250")):
            self._send(self.ledger.new(kind, 3000), want)
        self.world.stop()
        self.world.start()
        for message in self.ledger.messages.values():
            if 250 not in message.attempts:
                self._send(message, "250")
        copies = {i: len(where) for i, where in self.world.places().items()}
        if copies != {i: 1 for i in self.ledger.messages}:
            self.problems.append("copies %s" % copies)
        self.world.stop()
        return self.problems

    def _send(self, message, want):
        answer = send_one(self.world.port, message) or "nothing"
        if not answer.startswith(want):
            self.problems.append("%s answered %s instead of %s" % (message.kind, answer, want))


def failing_calls(report):
    began, first = time.monotonic(), {}

    with Worlds() as worlds:
        report.group("failing calls on files and memory: the Nth fails, once")
        for sweep in FILE_SWEEPS:
            first[sweep.fault] = play_sweep(report, worlds, sweep)
        report.group("failing calls on files: from the first that hits a message on, all fail; then the fault is over")
        faults = [sweep.text("%s+" % first[sweep.fault], error)
                  for sweep in FILE_SWEEPS if sweep.fault in LASTING for error in sweep.errnos]
        for fault, problems in zip(faults, worlds.map(lambda world, fault: Lasting(world, fault).play(), faults)):
            report.none(fault, problems)
        report.group("failing calls on sockets: the Nth fails, once")
        for sweep in SOCKET_SWEEPS:
            play_sweep(report, worlds, sweep)
    report.figure("took", "%.0f s" % (time.monotonic() - began))
