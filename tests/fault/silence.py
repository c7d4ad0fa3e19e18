"""Name servers that say nothing. A dead resolver never becomes a rejection, never a pass, and holds nobody for long."""
import pathlib
import statistics
import struct
import time

from client import Load, send_one
from messages import FORWARD, HOLD, Ledger
from name_server import NameServer
from world import World

DNS_TIMEOUT, LATENCY_MAX = 1, 6         # seconds: of one question, as configured; of an answer to a message, at most
SESSIONS, SECONDS = 20, 10
RECOVERY_MAX = 15                       # seconds; libunbound repeats a failure for five
MESSAGE_OCTETS = 60000                  # so that a message forgotten now and then would show
GROWTH_MAX_KIB = 20 << 10               # of the resident size in half of the load: 16 MiB are the journal's page cache


class MuteNameServer(NameServer):
    """Silent; or, once told to, one that knows of every name, and has no record of it."""
    speaks = False

    def answer(self, query):
        if not self.speaks:
            return None
        end = query.index(b"\0", 12) + 5                # of the question
        return query[:2] + struct.pack(">HHHHH", 0x8180, 1, 0, 0, 0) + query[12:end]


class TimedLoad(Load):
    """Notes how long each answer took; does not insist."""

    def __init__(self, *arguments, **options):
        self.latencies = []
        super().__init__(*arguments, **options)

    def _try(self, client, message):
        began = time.monotonic()
        client = super()._try(client, message)
        self.latencies.append(time.monotonic() - began)
        return client

    def _finished(self, message):
        return bool(message.attempts)


def resident_kib(pid):
    for line in pathlib.Path("/proc/%d/status" % pid).read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def silent_resolver(report):
    report.group("name servers that say nothing, %d sessions" % SESSIONS)
    server, ledger = MuteNameServer(), Ledger("silence")

    with World(resolver='forwarders = { "127.0.0.1@%d" }  timeout = "%ds"' % (server.port, DNS_TIMEOUT)) as world:
        world.start()
        load = TimedLoad(world.port, ledger, sessions=SESSIONS, kinds=(FORWARD, HOLD), size=MESSAGE_OCTETS)
        time.sleep(SECONDS / 2)
        middle = resident_kib(world.gate.process.pid)
        time.sleep(SECONDS / 2)
        end = resident_kib(world.gate.process.pid)
        report.check("every session gets its answer", load.stop(2 * LATENCY_MAX) and load.broken_off == 0)
        answers = [a for m in ledger.messages.values() for a in m.attempts]
        report.check("each is 451: no pass, no refusal, no silence", set(answers) == {451},
                     "%d messages, %d questions" % (len(answers), server.asked))
        report.check("bounded: each within %d s" % LATENCY_MAX, max(load.latencies) < LATENCY_MAX,
                     "median %.1f s, longest %.1f s" % (statistics.median(load.latencies), max(load.latencies)))
        report.check("memory is flat, but for the page cache of the journal", end - middle < GROWTH_MAX_KIB,
                     "%d KiB, then %d KiB; %d KiB received" % (middle, end, len(answers) * MESSAGE_OCTETS >> 10))
        report.check("nothing was delivered or held", not world.places())
        server.speaks = True
        spoke_at = time.monotonic()
        message = Ledger("spoken").new(FORWARD, 3000)
        while 250 not in message.attempts and time.monotonic() < spoke_at + RECOVERY_MAX:
            send_one(world.port, message)
            time.sleep(0.2)
        report.check("once it speaks, mail passes within %d s" % RECOVERY_MAX, 250 in message.attempts,
                     "after %.1f s" % (time.monotonic() - spoke_at))
        report.check("the gate stops in order", world.stop() == 0)
    server.close()
