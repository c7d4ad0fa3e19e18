"""Limits: of connections, rates, errors and names tried; of time and pace. Beyond them 421 or 450, so that the honest come
again; networks of ours are free."""
import re
import socket
import struct
import time

from case import ALEX, SAM, Talk, begins, case, check, equal, gate, is_sanitized, mail, status_of, stuffed, until
from pace import patience
from peers import NextHop

A, B = "127.0.1.10", "127.0.2.10"


def limited(hop, clients, **changes):
    """The rates are so long that no part of them comes back while a case runs."""
    return gate(hop, more="clients { exempt = {}  %s }" % clients + changes.pop("more", ""), **changes)


def used(g):
    """Octets of limits.memory that are in use."""
    return int(re.search(r"^gatepost_message_memory_octets (\d+)", g.run("stats", "--prometheus")[1], re.M).group(1))


@case("connections at once, of an address and of its network; what is closed is free again, others are not concerned")
def at_once():
    with NextHop() as hop, limited(hop, "connections = 2  ipv4-network = 24  network-factor = 2") as g:
        talks = [Talk(g.port, client=c) for c in (A, A, "127.0.1.11", "127.0.1.11")]
        for client in (A, "127.0.1.12"):
            with Talk(g.port, client=client, greet=False) as late:
                begins(late.read(), "421 4.7.0", client)
                check(late.is_closed(), "the session goes on")
        with Talk(g.port, client=B) as other:
            begins(other.greeting, "220", "a client of another network")
        check(until(lambda: len(g.events("turned-away")) == 2), g.events())
        talks.pop(0).close()
        check(until(lambda: Talk(g.port, client=A).greeting.startswith("220")), "a place was not given back")
        for talk in talks:
            talk.close()


@case("what leaves no message has its line in the log all the same, and one however often: too big, too many, too wrong, broken off")
def in_log():
    with NextHop(extensions=("PIPELINING", "LIMITS RCPTMAX=2")) as hop, \
            gate(hop, workers=1, limits='message-size = 100000  errors = 3  idle-timeout = "2s"') as g:
        def told(event):
            return [(e.get("what"), e.get("reply", e.get("problem"))) for e in g.events(event)]
        with Talk(g.port) as talk:
            talk.message(mail())        # the next hop says how many recipients it takes
        with Talk(g.port) as talk:
            for _ in range(2):
                begins(talk.say("MAIL FROM:<%s> SIZE=60000000" % SAM), "552 5.3.4", "a message of 60 MB")
        equal(told("refused"), [("MAIL FROM:<%s> SIZE=60000000" % SAM, "552 5.3.4 Message too big")], "too big")
        with Talk(g.port) as talk:
            talk.must("MAIL FROM:<%s>" % SAM, "250")
            for i in range(4):
                begins(talk.say("RCPT TO:<a%d@harbour.example>" % i), "250" if i < 2 else "452 4.5.3", "recipient %d" % i)
        equal(told("recipient-refused"), [("a2@harbour.example", "452 4.5.3 Too many recipients")], "too many")
        with Talk(g.port) as talk:
            for _ in range(3):
                begins(talk.say("WHO"), "500", "no command")
            begins(talk.say("WHO ELSE"), "421 4.7.0", "one too many")
        equal(told("refused")[1:], [("WHO ELSE", "421 4.7.0 Too many errors")], "too wrong")
        for end in ("close", "reset", "silence"):
            with Talk(g.port) as talk:
                talk.envelope(SAM, (ALEX,))
                talk.must("DATA", "354")
                talk.send(b"Subject: half\r\n")
                check(until(lambda: used(g) > 0), "the octets have not come")
                if end == "silence":
                    begins(talk.read(), "421 4.4.2", "after some silence")
                if end == "reset":
                    talk.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            check(until(lambda: used(g) == 0), "the message is still there")
        events = g.wait_event(3, "message-broken-off")
        equal([e["problem"] for e in events], [what + " after 15 octets of it" for what in
                                               ("the client hung up", "the connection broke", "the client fell silent")], "broken off")
        equal({(e["client"], e["mail_from"]) for e in events}, {("127.0.0.10", SAM)}, "who broke off")


@case("rates: connections, messages, recipients; 421 and 450, and the next client is served")
def rates():
    with NextHop() as hop, limited(hop, 'connection-rate = "3/1h"  message-rate = "2/1h"  recipient-rate = "4/1h"') as g:
        with Talk(g.port, client=A) as talk:
            begins(talk.message(mail()), "250", "the first message")
            begins(talk.message(mail()), "250", "the second")
            begins(talk.say("MAIL FROM:<%s>" % SAM), "450 4.7.1", "the third")
            begins(talk.say("NOOP"), "250", "the session goes on")
        with Talk(g.port, client=B) as talk:
            talk.must("MAIL FROM:<%s>" % SAM, "250")
            for i in range(4):
                talk.must("RCPT TO:<a%d@harbour.example>" % i, "250")
            begins(talk.say("RCPT TO:<%s>" % ALEX), "450 4.7.1", "the fifth recipient")
            begins(talk.content(mail()), "250", "those accepted stay")
        for _ in range(2):
            Talk(g.port, client=A).close()
        with Talk(g.port, client=A, greet=False) as talk:
            begins(talk.read(), "421 4.7.0", "the fourth connection")
        equal(len(hop.messages), 3, "messages taken")
        status, figures = g.run("stats", "--prometheus")
        for line in ('gatepost_client_limits_total{limit="messages"} 1', 'gatepost_client_limits_total{limit="recipients"} 1',
                     'gatepost_client_limits_total{limit="connections"} 1', 'gatepost_clients_forgotten_total 0'):
            check(status == 0 and line in figures, "not counted: %s\n%s" % (line, figures[-2500:]))


@case("one client has no more of limits.memory than is free still: 452 4.3.2 to it alone, and all is counted back")
def memory_share():
    line = b"a" * 70 + b"\r\n"
    with NextHop() as hop, limited(hop, "", limits="memory = 8000000  message-size = 2000000") as g:
        slow = [Talk(g.port, client=A) for _ in range(6)]
        for talk in slow:
            talk.envelope(SAM, [ALEX])
            talk.must("DATA", "354")
        for talk in slow:
            talk.send(mail(body=line * 20000))                  # 1.4 MB each, and no final dot
        check(until(lambda: used(g) > 2800000), "the octets of two have not come")
        with Talk(g.port, client=B) as other:
            begins(other.message(mail(body=line * 20000)), "250", "another client's message")
        kept = 0
        for talk in slow:
            talk.send(b".\r\n")
            reply = talk.read()
            begins(reply, "250" if reply.startswith("250") else "452 4.3.2", "a slow message")
            kept += reply.startswith("250")
        check(1 <= kept < 6, "%d of the slow messages found room" % kept)
        check(until(lambda: used(g) == 0), "not counted back: %d" % used(g))
        begins(slow[0].message(mail(body=line * 20000)), "250", "the same client afterwards")
        equal([e["client"] for e in g.events("share-exceeded")], [A] * (6 - kept), "what the log says")
        for talk in slow:
            talk.close()


@case("who is exempt may fill all of limits.memory; a client whose share is spent is refused at DATA")
def memory_of_the_exempt():
    line = b"a" * 70 + b"\r\n"
    with NextHop() as hop, gate(hop, more='clients { exempt = { "%s/32" } }\n' % A, limits="memory = 8000000  message-size = 6000000") as g:
        for client, wanted in ((A, "250"), (B, "250"), ("127.0.3.10", "250")):
            with Talk(g.port, client=client) as talk:
                begins(talk.message(mail(body=line * 75000)), wanted, "5.4 MB of %s, alone" % client)
    with NextHop() as hop, gate(hop, more='clients { exempt = { "%s/32" } }\n' % A, limits="memory = 8000000  message-size = 3000000") as g:
        with Talk(g.port, client=A) as first, Talk(g.port, client=A) as second, Talk(g.port, client=A) as third:
            for talk in (first, second, third):
                talk.envelope(SAM, [ALEX])
                talk.must("DATA", "354")
                talk.send(mail(body=line * 25000))
            check(until(lambda: used(g) > 5200000), "the octets have not come")
            with Talk(g.port, client=B) as late, Talk(g.port, client=B) as later:
                late.envelope(SAM, [ALEX])
                late.must("DATA", "354")
                late.send(mail(body=line * 17000))              # 1.2 MB, and a little more is free
                check(until(lambda: used(g) > 6620000), "the octets have not come")
                first.send(line * 6000)                         # and now less
                check(until(lambda: used(g) > 7050000), "the octets have not come")
                later.envelope(SAM, [ALEX])
                begins(later.say("DATA"), "452 4.3.2", "a second message of it")
                for talk in (first, second, third, late):
                    talk.send(b".\r\n")
                    begins(talk.read(), "250", "those that had room")
                begins(later.message(mail()), "250", "and then there is room")


@case("networks of ours have no limits, and nobody has who is exempt")
def exempt():
    with NextHop() as hop, limited(hop, 'connections = 1  connection-rate = "1/1h"  message-rate = "1/1h"  error-rate = "1/1h"',
                                   more='\ntrusted-networks = { "%s" }' % A) as g:
        talks = [Talk(g.port, client=A) for _ in range(5)]
        for talk in talks:
            begins(talk.say("WIZ"), "500", "an error")
            begins(talk.message(mail()), "250", "a message of ours")
            talk.close()
    with NextHop() as hop, gate(hop, more='clients { connections = 1  message-rate = "1/1h" }') as g:
        for _ in range(3):                      # loopback is exempt if nothing else is said
            with Talk(g.port) as one, Talk(g.port) as two:
                begins(one.message(mail()), "250", "a message from loopback")
                begins(two.message(mail()), "250", "another")


@case("errors: a client that has made its share is not let in again for a while")
def errors():
    with NextHop() as hop, limited(hop, 'error-rate = "5/1h"') as g:
        with Talk(g.port, client=A) as talk:
            for _ in range(5):
                begins(talk.say("WIZ"), "500", "an error")
        with Talk(g.port, client=A, greet=False) as talk:
            begins(talk.read(), "421 4.7.0", "afterwards")
        begins(Talk(g.port, client=B).greeting, "220", "another client")


@case("harvesting: after some unknown names every name is answered alike, VRFY and EXPN tell nothing")
def harvesting():
    with NextHop() as hop, limited(hop, 'unknown-recipient-rate = "3/1h"', recipients="list",
                                   route='recipient-list = { "%s" }' % ALEX) as g:
        with Talk(g.port, client=A) as talk:
            equal(talk.say("VRFY alex.doe")[:3], talk.say("VRFY no.such")[:3], "VRFY of one who is here and one who is not")
            equal(talk.say("EXPN alex.doe"), talk.say("EXPN no.such"), "EXPN")
            talk.must("MAIL FROM:<%s>" % SAM, "250")
            for i in range(3):
                begins(talk.say("RCPT TO:<no.such%d@harbour.example>" % i), "550 5.1.1", "a name that is not here")
            equal(talk.say("RCPT TO:<no.such3@harbour.example>"), talk.say("RCPT TO:<%s>" % ALEX), "a wrong name and a right one")
            begins(talk.say("RCPT TO:<%s>" % ALEX), "450 4.7.1", "a right name")
        with Talk(g.port, client=A) as talk:
            talk.must("MAIL FROM:<%s>" % SAM, "250")
            begins(talk.say("RCPT TO:<%s>" % ALEX), "450 4.7.1", "in the next session")
        with Talk(g.port, client=B) as talk:
            begins(talk.message(mail()), "250", "another client")
        check(until(lambda: any(e["reply"].startswith("450") for e in g.events("recipient-refused"))), g.events())


@case("early talkers: refused before the greeting, with and without a delay; who waits is greeted")
def early_talkers():
    with NextHop() as hop, limited(hop, "", more='\nlistener slow { address = "127.0.0.1:{PORT2}"  greeting-delay = "1s" }'
                                   .replace("{PORT2}", str(second := free()))) as g:
        with Talk(second, client=A, greet=False) as talk:
            talk.send(b"EHLO a.example\r\n")
            begins(talk.read(), "554 5.5.0", "a client that does not wait")
            check(talk.is_closed(), "the session goes on")
        start = time.monotonic()
        with Talk(second, client=A) as talk:
            check(time.monotonic() - start > 0.9, "greeted too early")
            begins(talk.message(mail()), "250", "a client that waits")
        check(until(lambda: len(g.events("early-talker")) == 1), g.events())
        equal(g.events("early-talker")[0]["what"], "EHLO a.example\r\n", "what was said")
        with Talk(g.port, client=A) as talk:
            begins(talk.message(mail()), "250", "without a delay")


def free():
    from gate import free_port
    return free_port()


@case("pipelining behind EHLO, whose reply must be awaited")
def pipelined_hello():
    with NextHop() as hop, gate(hop) as g:
        with Talk(g.port, greet=False) as talk:
            begins(talk.read(), "220", "greeting")
            talk.send(b"EHLO a.example\r\nMAIL FROM:<%s>\r\n" % SAM.encode())
            begins(talk.read(), "554 5.5.0", "MAIL in one packet with EHLO")
            check(talk.is_closed(), "the session goes on")


@case("slow clients: a command that drips, a message that drips, replies that nobody reads; 421 4.4.2 and the end")
def slow():
    with NextHop() as hop, gate(hop, limits='command-timeout = "2s"  commands = 10000000') as g:
        with Talk(g.port) as talk:
            start, line = time.monotonic(), b"NOOP " + b"x" * 100
            try:
                for i in range(len(line)):
                    talk.send(line[i:i + 1])
                    time.sleep(0.1)
                    if time.monotonic() - start > 6:
                        break
            except ConnectionError:
                pass
            check(1.9 < time.monotonic() - start < patience(5), "the drip ended after %.1f s" % (time.monotonic() - start))
            begins(talk.read(), "421 4.4.2", "a command that drips")
        with Talk(g.port) as talk:              # a handshake that drips
            talk.must("STARTTLS", "220")
            start, hello = time.monotonic(), b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(100)
            try:
                for i in range(len(hello)):
                    talk.send(hello[i:i + 1])
                    time.sleep(0.1)
            except ConnectionError:
                pass
            check(1.9 < time.monotonic() - start < patience(5), "the handshake ended after %.1f s" % (time.monotonic() - start))
        talk = Talk(g.port)
        talk.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        talk.socket.settimeout(8)
        start, unread = time.monotonic(), lambda: [e for e in g.events("too-slow") if "replies" in e["what"]]
        try:                                    # HELP is longer in its answer than in its question
            while time.monotonic() - start < 30 and not unread():
                talk.send(b"HELP\r\n" * 20000)
        except (TimeoutError, ConnectionError):
            pass
        talk.close()
        check(until(unread), "a client that reads nothing is listened to for ever")
        check(is_sanitized() or status_of(g, "VmRSS") < 100 << 20, "its replies are kept: %d octets" % status_of(g, "VmRSS"))
        with Talk(g.port) as talk:              # one who is slow, but in time
            for line in ("MAIL FROM:<%s>" % SAM, "RCPT TO:<%s>" % ALEX):
                time.sleep(1.2)
                talk.must(line, "250")
            time.sleep(1.2)
            begins(talk.content(mail()), "250", "a slow but honest client")
        begins(Talk(g.port).message(mail()), "250", "afterwards")


@case("a message that comes slower than content-rate is given up; a slow honest one passes")
def slow_content():
    with NextHop() as hop, gate(hop, limits='command-timeout = "2s"') as g:
        drip, slow = Talk(g.port), Talk(g.port)
        for talk in (drip, slow):
            talk.envelope(SAM, [ALEX])
            talk.must("DATA", "354")
        octets, at, start = stuffed(mail(body=b"a line of an honest message\r\n" * 50)), 0, time.monotonic()
        drip.socket.settimeout(0.01)
        ended = None
        while time.monotonic() - start < patience(15):
            if at < len(octets):
                slow.send(octets[at:at + 130])
                at += 130
            try:
                drip.send(b"a")
                ended = ended or (drip.socket.recv(200) or b"closed")
            except TimeoutError:
                pass
            except ConnectionError:
                break
            if ended and at >= len(octets):
                break
            time.sleep(0.5)
        check(ended and ended.startswith(b"421 4.4.2"), "a drip of content: %r" % ended)
        slow.send(octets[at:])
        begins(slow.read(), "250", "a slow honest message")
        equal(len(hop.messages), 1, "messages taken")
        slow.close()
        drip.close()
