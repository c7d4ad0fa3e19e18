"""Name servers that answer late. While they are in time, late changes nothing but the latency; what comes after the time-out is
451 for now, and is known when the sender tries again."""
import collections
import statistics
import time

import dns.message

from accounts import check_accounts
from client import Load
from messages import FORWARD, HOLD, HONEST, ZONE, Ledger
from name_server import NameServer, answer_from
from silence import TimedLoad
from world import World

SESSIONS, SECONDS = 20, 8
LONG_WAY = 0.3                          # seconds: each answer, below the time-out
LATENCY_MAX = 6                         # of an answer to a message
RECURSION, TIMEOUT = 3, 1               # seconds: the first answer for a name; of a question, as configured
TTL_SECONDS = 300


class Strangers(Ledger):
    """Each message comes from a domain that nobody has been asked for yet."""

    def new(self, kind, size=None):
        message = super().new(kind, size)
        message.sender = "clerk@%s.%s" % (message.id, HONEST)
        return message


def records_of(name):
    """Whatever ends in the honest domain's name, and is not a name for policies, has its records."""
    is_sender = name.endswith("." + HONEST) and not name.startswith("_")
    return ZONE.get(HONEST if is_sender else name)


class SlowNameServer(NameServer):
    """Answers from the tests' zone, where each sender may send; each answer some time late; or, if it remembers, only until that
    time has passed since it was first asked for the name, as a resolver which has to ask others."""

    def __init__(self, late, remembers):
        self._late, self._remembers, self._known_at = late, remembers, {}
        super().__init__()

    def delay(self, query):
        if not self._remembers:
            return self._late
        now, question = time.monotonic(), dns.message.from_wire(query).question[0].to_text()
        return max(0, self._known_at.setdefault(question, now + self._late) - now)

    def answer(self, query):
        return answer_from(records_of, dns.message.from_wire(query), TTL_SECONDS)


def slow_resolver(report):
    in_time(report)
    too_late(report)


def in_time(report):
    report.group("name servers whose every answer takes %.1f s, %d sessions" % (LONG_WAY, SESSIONS))
    server, ledger = SlowNameServer(LONG_WAY, remembers=False), Strangers("slow")
    with World(resolver='forwarders = { "127.0.0.1@%d" }' % server.port) as world:
        world.start()
        load = TimedLoad(world.port, ledger, sessions=SESSIONS, kinds=(FORWARD,))
        time.sleep(SECONDS)
        report.check("every session gets its answer", load.stop() and load.broken_off == 0)
        answers = [a for m in ledger.messages.values() for a in m.attempts]
        report.check("each is 250", set(answers) == {250}, "%d messages, %d questions; %d other answers" %
                     (len(ledger.messages), server.asked, len(answers) - answers.count(250)))
        events = world.gate.wait_event(len(ledger.messages))
        spf = collections.Counter(e["spf"] for e in events)
        report.check("each was checked: SPF passed", set(spf) == {"pass"}, str(dict(spf)))
        waited = [e["dns_ms"] for e in events]
        report.check("they did wait for answers", statistics.median(waited) >= LONG_WAY * 1000,
                     "median %.0f ms, longest %d ms" % (statistics.median(waited), max(waited)))
        report.check("bounded: each within %d s" % LATENCY_MAX, max(load.latencies) < LATENCY_MAX,
                     "median %.1f s, longest %.1f s" % (statistics.median(load.latencies), max(load.latencies)))
        report.check("the gate stops in order", world.stop() == 0)
        check_accounts(report, world, ledger)
    server.close()


def too_late(report):
    report.group("name servers that take %d s to find out, where a question has %d s" % (RECURSION, TIMEOUT))
    server, ledger = SlowNameServer(RECURSION, remembers=True), Ledger("late")
    with World(resolver='forwarders = { "127.0.0.1@%d" }  timeout = "%ds"' % (server.port, TIMEOUT)) as world:
        world.start()
        load = Load(world.port, ledger, kinds=(FORWARD, HOLD))
        time.sleep(SECONDS)
        report.check("every message is accepted in the end", load.stop())
        answers = [a for m in ledger.messages.values() for a in m.attempts]
        report.check("451 first, then 250, and nothing else", set(answers) == {250, 451},
                     "451: %d, 250: %d, %d questions" % (answers.count(451), answers.count(250), server.asked))
        accepted = [e for e in world.gate.wait_event(len(answers)) if e["reply"].startswith("250")]
        # DMARC decides without SPF where the author's domain is known to have no policy: then SPF may still be open.
        spf = [e["spf"] for e in accepted]
        report.check("SPF of what was accepted: pass, or temperror; never none or fail", spf and set(spf) <= {"pass", "temperror"},
                     "pass %d, temperror %d" % (spf.count("pass"), spf.count("temperror")))
        report.check("the gate stops in order", world.stop() == 0)
        check_accounts(report, world, ledger)
    server.close()
