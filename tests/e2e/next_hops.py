"""Several next hops, LMTP, UNIX sockets, names: who gets a message, and what the sender hears when some of them fail."""
import concurrent.futures
import os
import tempfile
import time

from case import ALEX, JANE, SAM, Talk, begins, case, check, configure, deliver, equal, gate, mail, ours_and_theirs, until, zone
from pace import patience
from peers import CLOSE, DOT, GREETING, HANG, NextHop, after


def hops_of(*hops, order=None):
    """The option's text; for %(next_hop)s, which stands between quotes."""
    return '{ "%s" }' % '", "'.join(h if isinstance(h, str) else "smtp:127.0.0.1:%d" % h.port for h in hops)


def several(g_hops, **changes):
    """A gate in front of several: the configuration of the others has one, between quotes."""
    return gate("smtp:127.0.0.1:9", start=False, **changes), g_hops


def start_with(g, text, **changes):
    configure(g, "smtp:127.0.0.1:9", **changes)
    with open(g.config) as f:
        config = f.read()
    with open(g.config, "w") as f:
        f.write(config.replace('"smtp:127.0.0.1:9"', text))
    g.start()


@case("listed: the second gets mail while the first is down, and the first again once it is up")
def listed():
    with NextHop() as first, NextHop() as second, gate("smtp:127.0.0.1:9", start=False) as g:
        start_with(g, hops_of(first, second), workers=1)
        begins(deliver(g, mail()), "250", "both are up")
        equal((len(first.messages), len(second.messages)), (1, 0), "who got it")
        first.script = {GREETING: "421 4.3.2 shutting down"}
        first.drop_connections()
        time.sleep(0.1)
        for i in range(5):
            begins(deliver(g, mail()), "250", "message %d while the first is down" % i)
        equal((len(first.messages), len(second.messages)), (1, 5), "who got them")
        # Found down, it is left alone for a second, then for two: hardly asked while five messages pass.
        check(first.connections <= 3, "a next hop that is down was asked %d times" % first.connections)
        equal([e["next_hop"] for e in g.wait_event(6)][1:], ["smtp:127.0.0.1:%d" % second.port] * 5, "the log")
        equal([e["problem"] for e in g.wait_event(1, "next-hop-down")], ["421: the server closes"], "the alarm")
        first.script = {}
        check(until(lambda: begins(deliver(g, mail()), "250", "afterwards") or len(first.messages) > 1, 8),
              "the first, which is up again, gets no mail")
        equal(len(g.wait_event(1, "next-hop-up")), 1, "the end of the alarm")


@case("whatever fails before content was sent leads to the next one; what failed later does not")
def where_to_go_on():
    early = {"closes at the greeting": {GREETING: CLOSE}, "greets with 554": {GREETING: "554 5.3.2 no"},
             "closes at EHLO": {"EHLO": CLOSE}, "talks nonsense at EHLO": {"EHLO": b"\0\r\n"}, "closes at MAIL": {"MAIL": CLOSE},
             "says 421 to RCPT": {"RCPT": "421 4.3.2 no"}, "closes at DATA": {"DATA": CLOSE}, "hangs at RCPT": {"RCPT": HANG}}
    late = {"closes at the dot": {DOT: CLOSE}, "says 421 to the dot": {DOT: "421 4.3.2 no"}, "hangs at the dot": {DOT: HANG}}
    answers = {"says 450 to RCPT": {"RCPT": "450 4.2.1 no"}, "says 451 to the dot": {DOT: "451 4.3.0 no"}}
    for name, script in {**early, **late, **answers}.items():
        with NextHop(script) as first, NextHop() as second, gate("smtp:127.0.0.1:9", start=False) as g:
            start_with(g, hops_of(first, second), workers=1, limits='next-hop-timeout = "3s"')
            begins(deliver(g, mail()), "250" if name in early else "451 4.", "the first " + name)
            equal((len(first.messages), len(second.messages)), (0, 1 if name in early else 0), "messages, where the first " + name)


@case("round-robin: each in turn, and those that are up in the place of one that is down")
def in_turn():
    with NextHop() as a, NextHop() as b, NextHop() as c, gate("smtp:127.0.0.1:9", start=False) as g:
        start_with(g, hops_of(a, b, c), workers=1, route='next-hop-order = "round-robin"')
        for _ in range(9):
            begins(deliver(g, mail()), "250", "the final dot")
        equal([len(hop.messages) for hop in (a, b, c)], [3, 3, 3], "messages of each")
        b.refuse_connections()
        b.drop_connections()
        time.sleep(0.1)
        for _ in range(9):
            begins(deliver(g, mail()), "250", "the final dot, while one is down")
        equal(len(b.messages), 3, "messages of the one that is down")
        check(len(a.messages) > 5 and len(c.messages) > 5, "messages of the others: %d, %d" % (len(a.messages), len(c.messages)))


@case("all are down: 451 at once, without asking them each time, and mail passes soon after they are up")
def all_down():
    with NextHop({GREETING: "421 4.3.2 no"}) as a, NextHop({GREETING: "421 4.3.2 no"}) as b, \
            gate("smtp:127.0.0.1:9", start=False) as g:
        start_with(g, hops_of(a, b), workers=1, limits='next-hop-retry = "2s"')
        begins(deliver(g, mail()), "451 4.3.2", "the first, for which both are asked")
        start = time.monotonic()
        for _ in range(20):
            begins(deliver(g, mail()), "451 4.", "while both are down")
        asked, took = a.connections + b.connections, time.monotonic() - start
        check(asked <= 2 + 2 * (1 + took), "they were asked %d times in %.1f s" % (asked, took))
        a.script = b.script = {}
        check(until(lambda: deliver(g, mail()).startswith("250"), 5), "no mail although they are up")


@case("at most so many connections: the others wait for one, and everybody is served")
def few_connections():
    with NextHop({DOT: after(0.3)}) as hop, gate(hop, workers=1, route="connections = 2") as g:
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            replies = list(pool.map(lambda _: deliver(g, mail()), range(8)))
        check(all(r.startswith("250") for r in replies), replies)
        equal((len(hop.messages), hop.connections), (8, 2), "messages and connections")
    with NextHop({DOT: after(0.7)}) as hop, gate(hop, workers=1, route="connections = 1", limits='delivery-timeout = "1s"') as g:
        start = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(5) as pool:
            replies = sorted(pool.map(lambda _: deliver(g, mail()), range(5)))
        check(time.monotonic() - start < patience(2), "who waited was told after %.1f s" % (time.monotonic() - start))
        check(replies[0].startswith("250") and all(r.startswith("451 4.4.") for r in replies[1:]), replies)


class Limited(NextHop):
    """Takes so many connections at once, and greets all others with 421, as Exchange does, or Postfix's anvil."""

    def __init__(self, most, script):
        super().__init__(script)
        self.most, self.current = most, 0

    def _serve(self, peer):
        with self.lock:
            self.current += 1
            is_full = self.current > self.most
        try:
            if is_full:
                with peer:
                    peer.sendall(b"421 4.3.2 The maximum number of concurrent connections has exceeded a limit\r\n")
            else:
                super()._serve(peer)
        finally:
            with self.lock:
                self.current -= 1


@case("a next hop that takes few connections and says 421 to others is not down: all are served over those that it takes")
def full():
    for workers in (1, 3):
        with Limited(2, {DOT: after(0.1)}) as hop, gate(hop, workers=workers) as g:
            with concurrent.futures.ThreadPoolExecutor(10) as pool:
                replies = list(pool.map(lambda _: deliver(g, mail()), range(20)))
            check(all(r.startswith("250") for r in replies), "with %d workers: %r" % (workers, replies))
            equal(len(hop.messages), 20, "messages, with %d workers" % workers)
            equal(g.events("next-hop-down"), [], "alarms, with %d workers" % workers)
    with Limited(1, {DOT: HANG}) as hop, gate(hop, workers=1, limits='delivery-timeout = "2s"') as g:
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            replies = sorted(pool.map(lambda _: deliver(g, mail()), range(3)))
        check(all(r.startswith("451 4.4.") for r in replies), "who waits in vain: %r" % replies)


@case("a next hop that refuses connections while one serves gets mail over that; once that ends as well, the next one does")
def refused_beside():
    with NextHop({DOT: after(0.8)}) as first, NextHop() as second, gate("smtp:127.0.0.1:9", start=False) as g:
        start_with(g, hops_of(first, second), workers=1)
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            serving = pool.submit(deliver, g, mail())
            check(until(lambda: first.said("DATA") == 1), "no message at the first")
            first.refuse_connections()
            waiting = [pool.submit(deliver, g, mail()) for _ in range(2)]
            check(all(r.result().startswith("250") for r in [serving] + waiting), "somebody was not served")
            equal((len(first.messages), len(second.messages), g.events("next-hop-down")), (3, 0, []), "who got them, and alarms")
            serving = pool.submit(deliver, g, mail())
            check(until(lambda: first.said("DATA") == 4), "the connection was not used again")
            waiting = [pool.submit(deliver, g, mail()) for _ in range(3)]
            time.sleep(0.3)
            first.drop_connections()
            begins(serving.result(), "451 4.4", "whose answer to the dot is not known")
            check(all(r.result().startswith("250") for r in waiting), "who waited was not served")
        equal((len(second.messages), len(g.wait_event(1, "next-hop-down"))), (3, 1), "messages at the second, and alarms")


@case("delivery-timeout ends what a next hop draws out, octet by octet")
def drawn_out():
    def drip(_line):
        for octet in b"250-2.0.0 " + b"wait " * 20:
            time.sleep(0.4)
            yield bytes([octet])
    with NextHop({"RCPT": drip}) as hop, \
            gate(hop, workers=1, limits='delivery-timeout = "2s"  next-hop-timeout = "1s"') as g:
        start = time.monotonic()
        begins(deliver(g, mail()), "451 4.4", "the final dot")
        check(time.monotonic() - start < patience(4), "it took %.1f s" % (time.monotonic() - start))


@case("a next hop by its name: its addresses from the DNS, each tried; without one 451, and never a bounce")
def by_name():
    with NextHop() as hop, gate("smtp:127.0.0.1:9", start=False) as g:
        names = {"one.hop.example": {"A": ["127.0.0.1"]}, "two.hop.example": {"A": ["127.0.0.2", "127.0.0.1"]},
                 "trick.hop.example": {"A": ["0.0.0.0", "224.0.0.1"]}, "late.hop.example": {"A": "TIMEOUT"}}
        more = "".join('route r%d { domains = { "r%d.example" } next-hop = "smtp:%s.hop.example:%d" recipients = "any" }\n'
                       % (i, i, name, hop.port) for i, name in enumerate(("one", "two", "trick", "none", "late")))
        configure(g, "smtp:127.0.0.1:9", more=more, workers=1)
        g.write("zone.json", {**zone(), **names})
        g.start()
        for i, want in enumerate(("250", "250", "451 4.4.3", "451 4.4.3", "451 4.4.3")):
            begins(deliver(g, mail(), recipients=["x@r%d.example" % i]), want, "route %d" % i)
        equal(len(hop.messages), 2, "messages")


def lmtp(script=None, **options):
    folder = tempfile.mkdtemp(prefix="gatepost-hop-")
    return NextHop(script, extensions=("PIPELINING", "8BITMIME", "ENHANCEDSTATUSCODES"), path=os.path.join(folder, "lmtp"), lmtp=True,
                   **options)


@case("LMTP over a UNIX socket: LHLO, a reply for each recipient, one connection for many messages")
def by_lmtp():
    with lmtp() as hop, gate("lmtp:" + hop.path, workers=1) as g:
        octets = mail()
        with Talk(g.port) as talk:
            for _ in range(3):
                begins(talk.message(octets, recipients=(ALEX, JANE)), "250 2.0.0 Ok: queued as ", "the final dot")
                check(until(lambda: hop.said("RSET") > 0), "no RSET")
                time.sleep(0.05)
        equal(hop.recipients(), [ALEX, JANE] * 3, "who got it")
        equal((hop.connections, hop.said("EHLO"), hop.said("HELO")), (1, 0, 0), "connections, EHLO, HELO")
        for one in hop.octets():
            ours_and_theirs(one, octets)
        equal(g.wait_event(3)[0]["next_hop"], "lmtp:" + hop.path, "the log")


@case("SMTP over a UNIX socket; one that is missing at start, forbidden later, or no socket at all")
def by_socket():
    path = os.path.join(tempfile.mkdtemp(prefix="gatepost-hop-"), "smtp")
    with gate("smtp:" + path, workers=1) as g:
        begins(deliver(g, mail()), "451 4.4.1", "before there is a socket")
        problem = g.events("next-hop-unusable")
        check(len(problem) == 1 and "no such socket" in problem[0]["problem"], "the alarm at start: %r" % problem)
        with NextHop(path=path) as hop:
            check(until(lambda: deliver(g, mail()).startswith("250"), 4), "no mail although it is there")
            equal(len(hop.messages), 1, "messages")
    with gate("smtp:" + path, start=False) as g:
        os.unlink(path)
        with open(path, "w"):
            pass
        status, text = g.run("serve")
        equal(status, 78, "exit status: " + text)
        check("this is no socket" in text, text)
