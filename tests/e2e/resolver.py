"""A resolver that does not answer: it never reads as a pass or as the sender's failure, and nobody waits for long."""
import re
import time

import dns.message

from case import begins, case, check, equal, deliver, gate, mail, until, zone
from name_server import NameServer, answer_from
from pace import patience
from peers import NextHop


def configuration(dns, timeout="1s"):
    return 'forwarders = { "127.0.0.1@%d" }  timeout = "%s"' % (dns.port, timeout)


@case("no answer from the DNS: 451 in bounded time where the policy asks for it")
def defer():
    with NameServer() as dns, NextHop() as hop, gate(hop, resolver=configuration(dns)) as g:
        start = time.monotonic()
        reply = deliver(g, mail())
        took = time.monotonic() - start
        begins(reply, "451 4.7.0", "the final dot")
        check(took < patience(8), "it took %.1f s" % took)
        event = g.wait_event()[0]
        equal((event["action"], event["reason"], event["spf"], event["dmarc"]),
              ("defer", "dmarc-undecided", "temperror", "temperror"),
              "the line of the log")
        equal(len(hop.messages), 0, "messages taken")


@case("undecided = accept: the message passes, marked, with temperror in its results")
def accept():
    policy = 'undecided = "accept"'
    with NameServer() as dns, NextHop() as hop, gate(hop, resolver=configuration(dns), policy=policy) as g:
        start = time.monotonic()
        begins(deliver(g, mail()), "250", "the final dot")
        took = time.monotonic() - start
        check(took < patience(8), "it took %.1f s" % took)
        ours = hop.octets()[0].split(b"\r\nReceived:")[0]
        for word in (b"spf=temperror", b"dmarc=temperror", b"X-Gatepost-Verdict: banner"):
            check(word in ours, "%r is missing in %r" % (word, ours))


@case("what a message may wait for the DNS is limited in all, not question by question: temperror, with that reason")
def time_limit():
    with NameServer() as dns, NextHop() as hop, \
            gate(hop, resolver=configuration(dns, "9s"), policy='undecided = "accept"', limits='spf-time = "1s"  dns-time = "2s"') as g:
        start = time.monotonic()
        begins(deliver(g, mail()), "250", "the final dot")
        took = time.monotonic() - start
        check(1.9 < took < patience(6), "it took %.1f s" % took)
        ours = b" ".join(hop.octets()[0].split(b"\r\nReceived:")[0].split())
        check(b"spf=temperror reason=\"SPF was not finished: the name servers" in ours, "%r" % ours)
        event = g.wait_event()[0]
        check(1900 <= event["dns_ms"] < 6000, "dns_ms: %s" % event["dns_ms"])


@case("a client that goes while the DNS is silent, and twenty that wait at once")
def many():
    from concurrent.futures import ThreadPoolExecutor
    from case import ALEX, SAM, Talk, open_files, until
    with NameServer() as dns, NextHop() as hop, gate(hop, resolver=configuration(dns)) as g:
        deliver(g, mail())
        base = open_files(g)
        for _ in range(5):
            talk = Talk(g.port)
            talk.envelope(SAM, [ALEX])
            talk.must("DATA", "354")
            talk.send(mail(sender="a@b%d.example" % time.monotonic_ns()) + b".\r\n")
            talk.close()
        start = time.monotonic()
        with ThreadPoolExecutor(20) as pool:
            replies = list(pool.map(lambda i: deliver(g, mail(sender="a@c%d.example" % i), sender="a@c%d.example" % i),
                                    range(20)))
        check(all(r.startswith("451 4.7.0") for r in replies), replies)
        check(time.monotonic() - start < patience(12), "it took %.1f s" % (time.monotonic() - start))
        check(until(lambda: open_files(g) <= base + 1, 20), "open files: %d before, %d now" % (base, open_files(g)))


class Mute(NameServer):
    """Answers only while it is told to."""

    speaks = True

    def answer(self, query):
        return answer_from(zone().get, dns.message.from_wire(query), 1) if self.speaks else None


def seconds_silent(g):
    return int(re.search(r"^gatepost_dns_silent_seconds (\d+)", g.run("stats", "--prometheus")[1], re.M).group(1))


def deliver_until(g, event):
    """Each from a domain of its own, whose names nobody has asked for before."""
    for i in range(60):
        deliver(g, mail(sender="jo@d%d.example" % i), sender="jo@d%d.example" % i)
        if g.events(event):
            return
        time.sleep(1)


@case("a DNS that answers nothing: an alarm once, a figure while it lasts, and a word when it is over")
def silent():
    with Mute() as server, NextHop() as hop, gate(hop, resolver=configuration(server)) as g:
        begins(deliver(g, mail()), "250", "while it answers")
        server.speaks = False
        deliver_until(g, "dns-silent")
        equal([e["level"] for e in g.events("dns-silent")], ["alarm"], "alarms")
        check(g.events("dns-silent")[0]["questions"] >= 20 and g.events("dns-silent")[0]["seconds"] >= 30, g.events("dns-silent"))
        check(until(lambda: seconds_silent(g) >= 30), "the figure")
        server.speaks = True
        begins(deliver(g, mail()), "250", "once it answers again")
        g.wait_event(1, "dns-answers")
        equal((len(g.events("dns-silent")), len(g.events("dns-answers"))), (1, 1), "alarms, and ends")
        check(until(lambda: seconds_silent(g) == 0), "the figure afterwards")
