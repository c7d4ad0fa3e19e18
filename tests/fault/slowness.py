"""Name servers that answer late. While they are in time, late changes nothing but the latency; what comes after the time-out is
451 for now, and is known when the sender tries again."""
import socket
import statistics
import threading
import time

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from accounts import check_accounts
from client import Load
from messages import FORWARD, HOLD, HONEST, ZONE, Ledger
from silence import TimedLoad
from world import World

SESSIONS, SECONDS = 20, 8
LONG_WAY = 0.3                          # seconds: each answer, below the time-out
LATENCY_MAX = 6                         # of an answer to a message
RECURSION, TIMEOUT = 3, 1               # seconds: the first answer for a name; of a question, as configured
TTL_SECONDS = 300
SOA = "ns.example. hostmaster.example. 1 3600 600 86400 300"


class Strangers(Ledger):
    """Each message comes from a domain that nobody has been asked for yet."""

    def new(self, kind, size=None):
        message = super().new(kind, size)
        message.sender = "clerk@%s.%s" % (message.id, HONEST)
        return message


def records_of(name):
    """Whatever ends in the honest domain's name, and is not a name for policies, has its records."""
    is_sender = name.endswith("." + HONEST) and not name.startswith("_")
    return ZONE.get(HONEST if is_sender else name, {})


class SlowNameServer:
    """Answers from the tests' zone, where each sender may send; each answer delay seconds late; or, if it remembers, only until that time has passed since
    it was first asked for the name, as a resolver which has to ask others."""

    def __init__(self, delay, remembers):
        self._delay, self._remembers, self._known_at = delay, remembers, {}
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port, self.asked = self._socket.getsockname()[1], 0
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        self._socket.close()

    def _serve(self):
        while True:
            try:
                octets, client = self._socket.recvfrom(4096)
            except OSError:
                return
            self.asked += 1
            query = dns.message.from_wire(octets)
            timer = threading.Timer(self._wait_for(query.question[0].to_text()), self._answer, (query, client))
            timer.daemon = True
            timer.start()

    def _wait_for(self, question):
        if not self._remembers:
            return self._delay
        now = time.monotonic()
        return max(0, self._known_at.setdefault(question, now + self._delay) - now)

    def _answer(self, query, client):
        response, question = dns.message.make_response(query), query.question[0]
        response.flags |= dns.flags.RA
        records = records_of(question.name.to_text(omit_final_dot=True).lower())
        if question.rdtype == dns.rdatatype.TXT and records:
            text = ['"%s"' % "".join(record) for record in records["TXT"]]
            response.answer.append(dns.rrset.from_text_list(question.name, TTL_SECONDS, "IN", "TXT", text))
        else:
            response.set_rcode(dns.rcode.NOERROR if records else dns.rcode.NXDOMAIN)
            response.authority.append(dns.rrset.from_text(question.name, TTL_SECONDS, "IN", "SOA", SOA))
        try:
            self._socket.sendto(response.to_wire(), client)
        except OSError:                                 # closed meanwhile
            pass


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
        report.check("each is 250", {a for m in ledger.messages.values() for a in m.attempts} == {250},
                     "%d messages, %d questions" % (len(ledger.messages), server.asked))
        events = world.gate.wait_event(len(ledger.messages))
        report.check("each was checked: SPF passed", {e["spf"] for e in events} == {"pass"})
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
