"""The milter face and a mail server that says what Postfix never says: steps left out, connections used again, other clients,
macros, garbage."""
import grp
import os
import random
import signal
import struct
import tempfile
import threading
import time

from case import (ALEX, JANE, SAM, begins, case, check, equal, mail, open_files, status_of, until)
from gate import free_port
from mail_server import ALL_ACTIONS, ALL_STEPS, NO_REPLY, Closed, MailServer, changed
from milter import RESULTS, held, lookalike, milter_gate
from pace import patience
from peers import NextHop
from upgrade import adopt_orphans, upgrade

EVE = "jane.roe@harb0ur.example"


def opened(port, address="127.0.0.10", **options):
    server = MailServer(("127.0.0.1", port), **options)
    server.negotiate()
    equal(server.connect(address), "c", "the answer to the client")
    server.helo()
    return server


def decided(server, octets, sender=SAM, recipients=(ALEX,), parameters=()):
    (command, data), changes = server.message(sender, recipients, octets, parameters)
    return command + data.rstrip(b"\0").decode(), changes


@case("a mail server that can leave out nothing, or knows little: the same verdicts, the same octets for the signature")
def old_servers():
    port = free_port()
    with NextHop() as hop, milter_gate(hop, port) as g:
        for version, actions, steps in ((6, ALL_ACTIONS, ALL_STEPS), (6, ALL_ACTIONS, 0), (2, 0x1f, 0x7f), (9, 0xffffffff, 0xffffffff)):
            with MailServer(("127.0.0.1", port), actions=actions, steps=steps) as server:
                equal(server.negotiate(version), min(version, 6), "the version")
                check(server.steps & ~steps == 0 and server.actions & ~actions == 0, "more was taken than offered")
                equal(server.connect(), "c", "the client")
                server.helo()
                what, changes = decided(server, mail(body=b"b" * 200000 + b"\r\n"))
                equal((what, [c for c, _ in changes]), ("c", ["i"]), "an honest message")
                begins(decided(server, lookalike(), sender=EVE)[0], "d", "one to hold")
                begins(decided(server, mail(), sender="eve@open.example")[0], "y550 5.7.26 ", "one to refuse")
                begins(decided(server, mail(sender="sam@late.example"), sender="sam@late.example")[0], "y451 4.7", "one to put off")
        equal(len(held(g)), 4, "messages held")
        with MailServer(("127.0.0.1", port), actions=1) as server:
            server.negotiate()
            check(server.is_closed(), "a server whose messages cannot be changed was served")
        equal(len(g.wait_event(1, "milter-refused")), 1, "lines about that")


def held_by(g, server, sender, recipients):
    """Gets a message held for them; its entry in the quarantine."""
    before = {one["id"] for one in held(g)}
    begins(decided(server, lookalike(), sender=sender, recipients=recipients)[0], "d", "one to hold")
    return [one for one in held(g) if one["id"] not in before][0]


@case("release: what a mail server takes and RFC 5321 does not have goes back to it as it came; what could be read as more stays")
def released_as_accepted():
    port = free_port()
    with NextHop() as back, milter_gate("smtp:127.0.0.1:9", port, top='release-to = "smtp:127.0.0.1:%d"\n' % back.port) as g, \
            opened(port) as server:
        for sender, recipient in (("jane..roe@harb0ur.example", "kim@other.example"), ("jane.roe.@harb0ur.example", "kim@other.example"),
                                  (EVE, "kim..lee@other.example"), (EVE, "kim@[127.0.0.1]")):
            one = held_by(g, server, sender, (recipient,))
            status, text = g.run("quarantine", "release", one["id"])
            equal(status, 0, "the release from %s to %s: %s" % (sender, recipient, text))
            equal(back.messages[-1][:2], (sender, [recipient]), "the envelope")
        count = len(back.messages)
        for sender, recipient in ((EVE, "a b@other.example"), (EVE, "a\x01b@other.example"), ("a b@harb0ur.example", "kim@other.example")):
            one = held_by(g, server, sender, (recipient,))
            status, text = g.run("quarantine", "release", one["id"])
            check(status == 75 and "cannot be read" in text, "%d %s" % (status, text))
        equal(len(back.messages), count, "messages released")


@case("release for recipients of several routes: to each by his own, and one that fails keeps nobody else waiting")
def released_by_route():
    port = free_port()
    with NextHop() as hop, NextHop() as back, milter_gate(hop, port, top='release-to = "smtp:127.0.0.1:%d"\n' % back.port) as g, \
            opened(port) as server:
        one = held_by(g, server, EVE, (ALEX, "kim@other.example", JANE))
        status, text = g.run("quarantine", "release", one["id"])
        equal(status, 0, text)
        equal((hop.recipients(), back.recipients()), ([ALEX, JANE], ["kim@other.example"]), "who got it")
        two = held_by(g, server, EVE, (ALEX, "kim@other.example"))
        hop.script = {"RCPT": "450 4.2.1 later"}
        status, text = g.run("quarantine", "release", two["id"])
        check(status == 75 and "450 4.2.1 later" in text and "another release is for the rest alone" in text, "%d %s" % (status, text))
        equal((len(hop.messages), len(back.messages)), (1, 2), "messages released")
        hop.script = {}
        equal(g.run("quarantine", "release", two["id"])[0], 0, "the release for the rest")
        equal((hop.messages[1][1], len(back.messages)), ([ALEX], 2), "who got it then")


@case("fields are removed by their numbers: right for servers that count anew and for those that do not")
def removal():
    port = free_port()
    ours, theirs = b"Authentication-Results: mx.harbour.example; spf=pass\r\n", b"Authentication-Results: other.example; spf=fail\r\n"
    with NextHop() as hop, milter_gate(hop, port) as g, opened(port) as server:
        generator = random.Random(7)
        for _ in range(20):
            pieces = [generator.choice((ours, theirs, b"X-Spam-Flag: YES\r\n", b"X-Gatepost-Verdict: x\r\n", b"X: y\r\n"))
                      for _ in range(generator.randrange(12))]
            octets = b"".join(pieces) + mail()
            what, changes = decided(server, octets)
            equal(what, "c", "the decision")
            want = b"".join(one for one in pieces if one in (theirs, b"X: y\r\n")) + octets[len(b"".join(pieces)):]
            for counts_anew in (True, False):
                got = changed(octets, changes, counts_anew)
                begins(got, RESULTS, "the first field")
                check(got.endswith(b"\r\n" + want) and got.count(RESULTS) == 1, got)


@case("connections are used again: messages given up at every step, new clients over the same connection, QUIT at any time")
def used_again():
    port = free_port()
    with NextHop() as hop, milter_gate(hop, port) as g, opened(port) as server:
        for steps in range(6):
            server.step("M", b"<%s>\0" % SAM.encode())
            for command, data in (("R", b"<%s>\0" % ALEX.encode()), ("T", b""), ("L", b"Subject\0 x\0"), ("N", b""), ("B", b"x"))[:steps]:
                server.step(command, data)
            server.send("A")
        equal(decided(server, mail())[0], "c", "a message after those given up")
        server.send("K")                                # the next client, over the same connection
        equal(server.connect("127.0.0.30", "other.example"), "c", "the next client")
        server.helo("other.example")
        begins(decided(server, lookalike(), sender=EVE)[0], "d", "its message")
        server.send("Q")
        check(server.is_closed(), "QUIT did not end it")
        equal([(e["client"], e["helo"]) for e in g.wait_event(2)], [("127.0.0.10", "mail.friend.example"), ("127.0.0.30", "other.example")],
              "clients in the log")
        for command in "OMH":
            with MailServer(("127.0.0.1", port)) as other:
                if command != "O":
                    other.negotiate()
                other.send("Q")
                check(other.is_closed(), "QUIT did not end it")
        check(until(lambda: g.run("stats")[1]), "no figures")


@case("what the macros tell: who has authenticated, which service, which id and TLS; nobody else can say it")
def macros():
    port = free_port()
    with NextHop() as hop, milter_gate(hop, port, 'reinjected-at = { "10025", "FILTERED" }') as g:
        for number, (command, values, want, passage) in enumerate((
                ("M", {"auth_authen": "jane", "auth_type": "PLAIN"}, "c", "submitted"),
                ("C", {"daemon_name": "FILTERED"}, "c", "reinjected"), ("C", {"daemon_port": "10025"}, "c", "reinjected"),
                ("C", {"daemon_port": "25", "daemon_name": "mx"}, "d", None), ("M", {"auth_type": "PLAIN"}, "d", None)), 1):
            with MailServer(("127.0.0.1", port)) as server:
                server.negotiate()
                check("{daemon_name}" in server.macros[0] and "{auth_authen}" in server.macros[2], "macros asked for: %s" % server.macros)
                server.tell_macros("C", **(values if command == "C" else {}))
                server.connect()
                server.tell_macros("H", tls_version="TLSv1.3", cipher="TLS_AES_256_GCM_SHA384")
                server.helo()
                server.tell_macros("M", i="4XYZ", **(values if command == "M" else {}))
                what, changes = decided(server, lookalike(fields=b"Authentication-Results: mx.harbour.example; spf=pass\r\n"), sender=EVE)
                equal(what, want, "the decision with %s" % values)
                if passage is not None:                 # a filter's mail keeps our results, a submitter's brings none
                    equal([c for c, _ in changes], ["m"] if passage == "submitted" else [], "changes of what was " + passage)
                event = g.wait_event(number)[-1]
                equal((event.get("passage"), event["queue_id"], event["tls"]), (passage, "4XYZ", "TLSv1.3"), "the log")
        with MailServer(("127.0.0.1", port)) as server:
            server.negotiate()
            equal(server.step("C", b"localhost\0L" + struct.pack(">H", 0) + b"/run/x\0"), "c", "a local client")
            equal(decided(server, lookalike(), sender=EVE)[0], "c", "its message")
            equal(g.wait_event(6)[-1]["passage"], "submitted", "the log")


@case("enforce-for: mail to other domains passes as on trial; a message for both kinds goes by the rule that was chosen")
def mixed():
    port = free_port()
    inside, outside = ALEX, "jo@elsewhere.example"
    for rule, both, answers in (("enforce", "d", "cc"), ("shadow", "c", "cc"), ("split", "d", "cy")):
        with NextHop() as hop, milter_gate(hop, port, 'enforce-for = { "HARBOUR.example" }  mixed-recipients = "%s"' % rule) as g:
            with opened(port) as server:
                equal(decided(server, lookalike(), sender=EVE, recipients=(inside,))[0], "d", "a message to those enforced for")
                equal(decided(server, lookalike(), sender=EVE, recipients=(outside,))[0], "c", "a message to others")
                server.step("M", b"<%s>\0" % EVE.encode())
                got = [server.step("R", b"<%s>\0" % one.encode()) for one in (inside, outside)]
                equal("".join(got), answers, "recipients with " + rule)
                server.content(lookalike())
                equal(server.end()[0][0], both, "a message for both kinds with " + rule)
            lines = g.wait_event(3)
            equal((lines[1]["action"], lines[1]["would"]), ("accept", "quarantine"), "the log of one that passed")


@case("a server that hangs up while a message is being held: held once, and a retry is not held again")
def hung_up():
    port = free_port()
    with NextHop() as hop, milter_gate(hop, port) as g:
        octets = lookalike()
        with opened(port) as server:
            server.envelope(EVE, [ALEX, JANE])
            server.content(octets)
            server.send("E")
        check(until(lambda: len(held(g)) == 1), "it is not held")
        g.wait_event(1)
        for _ in range(2):
            with opened(port) as server:
                begins(decided(server, octets, sender=EVE, recipients=(ALEX, JANE))[0], "d", "the retry")
        equal(len(held(g)), 1, "messages held")
        equal(["delivered_as" in e for e in g.wait_event(3)], [False, True, True], "lines of the log that name the first")


HOSTILE = (
    ("garbage", os.urandom(4096)), ("a length of nothing", b"\0\0\0\0"), ("a giant packet", b"\x7f\xff\xff\xff" + b"B" * 100000),
    ("text", b"EHLO mail.friend.example\r\n" * 100), ("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500)),
    ("a short negotiation", b"\0\0\0\x05O\0\0\0\x06"), ("a version of old", b"\0\0\0\x0dO" + struct.pack(">III", 1, 0x1ff, 0)),
    ("no negotiation", b"\0\0\0\x01T"),
)
AFTER_NEGOTIATION = (
    ("MAIL without a client", "M", b"<a@b>\0"), ("a client twice", "C", b"x\0U\0"), ("RCPT without MAIL", "R", b"<a@b>\0"),
    ("a body without a header", "B", b"x"), ("an unknown command", "z", b""), ("macros that are no pairs", "D", b"Ci\0"),
    ("a thousand macros", "D", b"C" + b"x\0y\0" * 1000),
)


@case("a hostile mail server: garbage, wrong lengths, giant packets, wrong order, drips, no answers read: closed, and bounded")
def hostile():
    port = free_port()
    with NextHop() as hop, milter_gate(hop, port, limits='command-timeout = "2s"  message-size = 65536') as g:
        for name, octets in HOSTILE:
            with MailServer(("127.0.0.1", port)) as server:
                try:
                    server.send_octets(octets)
                except ConnectionError:
                    pass
                check(server.is_closed(), name + " was answered")
        for name, command, data in AFTER_NEGOTIATION:
            with MailServer(("127.0.0.1", port)) as server:
                server.negotiate()
                if "twice" in name:
                    server.connect()
                server.send(command, data)
                check(server.is_closed(), name + " was answered")
        equal(len(g.wait_event(len(HOSTILE) + len(AFTER_NEGOTIATION), "milter-refused")), len(HOSTILE) + len(AFTER_NEGOTIATION),
              "lines that say so")
        for steps, told in ((ALL_STEPS & ~NO_REPLY["B"], True), (ALL_STEPS, False)):
            with opened(port, steps=steps) as server:   # a body without end: bounded, and refused in the end
                server.envelope(SAM, [ALEX])
                server.step("N")
                asked_to_skip = [server.step("B", b"x" * 65535) for _ in range(200)].count("s")
                check((asked_to_skip > 190) == told, "pieces that were not wanted any more: %d" % asked_to_skip)
                begins(server.end()[0][1].decode(), "552 5.3.4", "the decision")
        with opened(port) as server:                    # as many recipients as it likes
            server.step("M", b"<%s>\0" % SAM.encode())
            answers = [server.step("R", b"<r%d@harbour.example>\0" % i) for i in range(300)]
            equal((answers.count("c"), answers.count("y")), (100, 200), "recipients taken and put off")
        start = time.monotonic()
        with MailServer(("127.0.0.1", port)) as server:         # a packet that never ends
            server.negotiate()
            server.send_octets(b"\0\0\0\x10C")
            check(server.is_closed() and time.monotonic() - start < patience(10), "a drip was waited for")
        never_reads(port)
        equal(status_of(g, "VmRSS") < 200 << 20, True, "memory is bounded: %d" % status_of(g, "VmRSS"))
        with opened(port) as server:
            equal(decided(server, mail())[0], "c", "an honest message after all that")


def never_reads(port):
    """Two million commands whose answers nobody fetches: the gate must stop reading them."""
    with opened(port, steps=0, timeout=3) as server:
        unknown = b"\0\0\0\x01A\0\0\0\x04HEY\0" * 1000
        sent = 0
        try:
            for _ in range(4000):
                server.send_octets(unknown)
                sent += len(unknown)
        except (TimeoutError, ConnectionError, OSError):
            pass
        check(sent < 4000 * len(unknown), "all of it was read")


@case("mail servers that are not named may not connect; a UNIX socket has the mode that was asked for")
def who_may_connect():
    port = free_port()
    with NextHop() as hop, milter_gate(hop, port, 'mail-servers = { "127.0.0.7" }') as g:
        with MailServer(("127.0.0.1", port)) as server:
            check(server.is_closed(), "a stranger was served")
        equal(g.wait_event(1, "milter-refused")[0]["problem"], "the address is not in mail-servers", "the log")
    with tempfile.TemporaryDirectory() as folder, NextHop() as hop, \
            milter_gate(hop, "unix:%s/s" % folder, 'socket-mode = "0620"  socket-group = "postfix"') as g:
        file = os.stat(folder + "/s")
        equal((file.st_mode & 0o777, file.st_gid), (0o620, grp.getgrnam("postfix").gr_gid), "mode and group")
        with MailServer(folder + "/s") as server:
            server.negotiate()
            server.connect()
            server.helo()
            equal(decided(server, mail())[0], "c", "the decision")


@case("reload and stop while messages are under way: each is decided, none is dropped")
def life():
    port = free_port()
    with NextHop() as hop, milter_gate(hop, port) as g:
        server = opened(port)
        server.envelope(EVE, [ALEX])
        g.process.send_signal(signal.SIGHUP)
        check(g.wait_event(1, "reloaded"), "no reload")
        octets = lookalike()
        server.content(octets)
        begins(server.end()[0][0], "d", "a message that began before the reload")
        idle, busy = opened(port), opened(port)
        busy.envelope(SAM, [ALEX])
        g.process.send_signal(signal.SIGTERM)
        check(g.wait_event(1, "stopping"), "no stop")
        check(idle.is_closed(), "a server between messages was kept")
        busy.content(mail())
        begins(busy.end()[0][0], "c", "a message under way at the stop")
        check(busy.is_closed(), "it was kept after its message")
        equal(g.process.wait(20), 0, "the exit status")
        check(not g.events("stopped-hard"), "it was stopped hard")
        for one in (server, idle, busy):
            one.socket.close()
        g.start()


@case("the server is replaced while messages are under way, over a UNIX socket: its name stays, none is refused, none is dropped")
def replaced():
    adopt_orphans()
    with tempfile.TemporaryDirectory() as folder, NextHop() as hop, milter_gate(hop, "unix:%s/s" % folder) as g:
        def over_the_socket():
            server = MailServer(folder + "/s")
            server.negotiate()
            equal(server.connect(), "c", "the client")
            server.helo()
            return server
        before = over_the_socket()
        before.envelope(SAM, [ALEX])
        stop, wrong, count = threading.Event(), [], [0]

        def keep_asking():
            while not stop.is_set():
                try:
                    with over_the_socket() as server:
                        what = decided(server, mail())[0]
                        count[0] += 1
                        if what != "c":
                            wrong.append(what)
                except (Closed, OSError, AssertionError) as why:
                    wrong.append(repr(why))
        clients = [threading.Thread(target=keep_asking) for _ in range(4)]
        for one in clients:
            one.start()
        old = upgrade(g)
        time.sleep(0.5)
        stop.set()
        for one in clients:
            one.join(20)
        equal(wrong, [], "what went wrong while the server was replaced")
        check(count[0] > 10, "too few messages to say anything: %d" % count[0])
        before.content(mail())
        equal(before.end()[0][0], "c", "a message that began before")
        before.send("Q")
        check(before.is_closed(), "the old server keeps the connection")
        before.socket.close()
        equal(old.wait(20), 0, "the exit status of the old server")
