"""Messages that come again because their sender did not hear of the 250: delivered once, and soon forgotten where the sender
did hear. LMTP that takes a message for some recipients only: the rest comes again, and nobody gets it twice."""
import json
import os
import signal
import socket
import struct
import tempfile
import time

from case import ALEX, JANE, SAM, Talk, begins, case, check, deliver, equal, explained, gate, mail, queue_id, stuffed, until
from peers import DOT, HANG, NextHop, after


def send_and_break(g, octets, recipients=(ALEX,), wait=None, reset=True):
    """A client that sends the final dot and is gone: at once, or when wait() is true."""
    talk = Talk(g.port)
    talk.envelope(SAM, recipients)
    talk.must("DATA", "354")
    talk.send(stuffed(octets))
    if wait is not None:
        check(until(wait), "what the client waits for does not happen")
    if reset:
        talk.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    talk.close()


def rows(g):
    import sqlite3
    with sqlite3.connect("file:%s/deliveries.db?mode=ro" % g.state, uri=True) as db:
        return db.execute("SELECT count(*) FROM delivery").fetchone()[0]


@case("the connection breaks while the next hop works: the retry is answered 250, and delivered once; after a restart, too")
def broken_while_acting():
    octets = mail()
    with NextHop({DOT: after(0.5)}) as hop, gate(hop) as g:
        send_and_break(g, octets, wait=lambda: hop.said("DATA"))
        check(until(lambda: len(hop.messages) == 1), "the first is not delivered")
        first = g.wait_event(1)[0]
        equal(first["client_left"], 1, "client_left in the log")
        begins(deliver(g, octets), "250 2.0.0 Ok: queued as ", "the retry")
        equal(g.wait_event(2)[1]["delivered_as"], first["id"], "the log of the retry")
        begins(deliver(g, octets, recipients=(JANE,)), "250", "the same octets to somebody else")
        begins(deliver(g, mail()), "250", "another message")
        equal(hop.recipients(), [ALEX, JANE, ALEX], "who got messages")
        check(until(lambda: rows(g) == 1), "%d rows on disk" % rows(g))
        g.stop(remove=False, number=signal.SIGKILL)
        g.start()
        begins(deliver(g, octets), "250", "the retry after kill -9 and a start")
        equal(len(hop.messages), 3, "messages")
        retry = g.wait_event(5)[-1]["id"]
        text = explained(g, retry)
        check("delivered before, as %s" % first["id"] in " ".join(text.split()), text)


@case("a twin of a message that is still on its way gets 451, and 250 once that is delivered; nothing if that failed")
def twin():
    octets = mail()
    with NextHop({DOT: after(1.5)}) as hop, gate(hop) as g:
        send_and_break(g, octets, wait=lambda: hop.said("DATA"))
        time.sleep(0.3)
        begins(deliver(g, octets), "451 4.3.0 This message is being delivered already", "the twin")
        check(until(lambda: deliver(g, octets).startswith("250")), "the twin is never taken")
        equal(len(hop.messages), 1, "messages")
    with NextHop({DOT: HANG}) as hop, gate(hop, limits='next-hop-timeout = "1s"') as g:
        send_and_break(g, octets, wait=lambda: hop.said("DATA"), reset=False)
        begins(deliver(g, octets), "451 4.", "the twin")
        check(until(lambda: len(g.events("message")) >= 2), "the first has no end")
        hop.script = {}
        check(until(lambda: deliver(g, octets).startswith("250")), "a retry after a failure is not taken")
        equal(len(hop.messages), 1, "messages")


@case("the connection breaks after the 250 was said, before anything else came: the retry is not delivered again")
def broken_after():
    for name, rest in (("at once", 0), ("after the message has been dropped from memory", 1.5)):
        octets = mail(body=b"z" * 70 + b"\r\n" * 30000)
        with NextHop() as hop, gate(hop) as g:
            talk = Talk(g.port)
            begins(talk.message(octets), "250", "the final dot")
            time.sleep(rest)
            talk.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            talk.close()
            check(until(lambda: rows(g) == 1), name + ": it is not on record")
            begins(deliver(g, octets), "250", name + ": the retry")
            equal(len(hop.messages), 1, name + ": messages")


@case("who goes on talking, says QUIT ahead of time, or closes in order has heard: nothing is kept, and the same again is delivered again")
def heard():
    octets = mail()
    with NextHop() as hop, gate(hop) as g:
        for i in range(3):
            begins(deliver(g, octets), "250", "a client that closes in order")
        with Talk(g.port) as talk:
            for i in range(3):
                begins(talk.message(octets), "250", "a client that goes on")
            talk.say("QUIT")
        talk = Talk(g.port)
        talk.envelope(SAM, (ALEX,))
        talk.must("DATA", "354")
        talk.send(stuffed(octets) + b"QUIT\r\n")
        equal([talk.read()[:3], talk.read()[:3]], ["250", "221"], "QUIT ahead of time")
        talk.close()
        time.sleep(1.3)
        equal((len(hop.messages), rows(g)), (7, 0), "messages, and rows on disk")
        # Half closed, and still listening: it gets its answer.
        talk = Talk(g.port)
        talk.envelope(SAM, (ALEX,))
        talk.must("DATA", "354")
        talk.send(stuffed(octets))
        talk.socket.shutdown(socket.SHUT_WR)
        begins(talk.read(), "250", "a client that has closed its side")
        talk.close()


@case("a message that was held: a retry of it is not held twice")
def held_once():
    octets = mail(sender="sam@harb0ur.example").replace(b"friend.example>\r\nTo", b"harb0ur.example>\r\nTo")
    with NextHop() as hop, gate(hop) as g:
        talk = Talk(g.port)
        begins(talk.message(octets, sender="sam@harb0ur.example"), "250", "the final dot")
        talk.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        talk.close()
        check(until(lambda: rows(g) == 1), "it is not on record")
        begins(deliver(g, octets, sender="sam@harb0ur.example"), "250", "the retry")
        status, text = g.run("quarantine", "list", "--json")
        equal((len(text.splitlines()), len(hop.messages)), (1, 0), "messages held and delivered")


def lmtp(script=None):
    folder = tempfile.mkdtemp(prefix="gatepost-hop-")
    return NextHop(script, extensions=("PIPELINING", "8BITMIME", "ENHANCEDSTATUSCODES"), path=os.path.join(folder, "lmtp"), lmtp=True)


def only_for(address, reply):
    return lambda recipient: reply if address in recipient else None


@case("LMTP takes it for one and puts the other off: 451, and the retry goes to the other alone, also after kill -9")
def lmtp_mixed():
    octets = mail()
    with lmtp({DOT: only_for(JANE, "452 4.2.2 mailbox full")}) as hop, gate("lmtp:" + hop.path, workers=1) as g:
        begins(deliver(g, octets, recipients=(ALEX, JANE)), "451 4.2.2 The server behind said: mailbox full", "the final dot")
        equal((hop.recipients(), rows(g)), ([ALEX], 1), "who has it, and rows on disk when the 451 was said")
        begins(deliver(g, octets, recipients=(ALEX, JANE)), "451 4.2.2", "again")
        g.stop(remove=False, number=signal.SIGKILL)
        hop.script = {}
        g.start()
        begins(deliver(g, octets, recipients=(ALEX, JANE)), "250", "once there is room")
        equal(hop.recipients(), [ALEX, JANE], "who has it, each once")


@case("LMTP takes it for one and refuses the other for good: held for the other, with an alarm; by turns as well")
def lmtp_refused():
    octets = mail()
    with lmtp({DOT: only_for(JANE, "550 5.2.1 mailbox closed")}) as hop, gate("lmtp:" + hop.path, workers=1) as g:
        reply = deliver(g, octets, recipients=(ALEX, JANE))
        begins(reply, "250 2.0.0 Ok: queued as ", "the final dot")
        held = [json.loads(line) for line in g.run("quarantine", "list", "--json")[1].splitlines()]
        equal([(h["id"], h["rcpt"]) for h in held], [(queue_id(reply), [JANE])], "what is held")
        check("5.2.1 mailbox closed" in g.wait_event(1, "undeliverable")[0]["problem"], "the alarm")
        # All refused: that is an answer to the sender, and nothing is held.
        begins(deliver(g, octets, recipients=(JANE,)), "554 5.2.1", "the other alone")
        # Put off at first, refused afterwards, when the one has it already.
        other = mail()
        hop.script = {DOT: only_for(JANE, "451 4.3.0 later")}
        begins(deliver(g, other, recipients=(ALEX, JANE)), "451 4.3.0", "put off")
        hop.script = {DOT: only_for(JANE, "550 5.1.1 gone")}
        begins(deliver(g, other, recipients=(ALEX, JANE)), "250", "refused on the retry, when the one has it")
        held = [json.loads(line) for line in g.run("quarantine", "list", "--json")[1].splitlines()]
        equal((len(held), hop.recipients()), (2, [ALEX, ALEX]), "messages held, and who has them")


def fates(g, reply):
    """What the record of that transaction says of each recipient."""
    text = until(lambda: g.run("trace", "--id", queue_id(reply), "--json")[1])
    check(text, "%s is not in the journal" % reply)
    return [(one["rcpt"], one["fate"], one["by"], one.get("reply", "")[:9]) for one in json.loads(text)["outcome"]["recipients"]]


@case("one message for three, taken for one, refused for another, put off for the third: record, trace and explain tell of each")
def each_recipient():
    octets, three = mail(), (ALEX, JANE, "info@harbour.example")
    with lmtp({DOT: lambda r: only_for(JANE, "550 5.2.1 mailbox closed")(r) or only_for("info", "452 4.2.2 mailbox full")(r)}) as hop:
        with gate("lmtp:" + hop.path, workers=1) as g:
            begins(deliver(g, octets, recipients=three), "451 4.2.2", "the first try")
            first = g.wait_event(1)[0]["id"]
            check(until(lambda: g.run("trace", "--id", first, "--json")[1]), "the first try is not in the journal")
            told = json.loads(g.run("trace", "--id", first, "--json")[1])["outcome"]["recipients"]
            equal([(one["fate"], one["by"]) for one in told], [("delivered", "score"), ("put-off", "next-hop"), ("put-off", "next-hop")], "the first try")
            hop.script = {DOT: only_for(JANE, "550 5.2.1 mailbox closed")}
            reply = deliver(g, octets, recipients=three)
            begins(reply, "250", "the second try")
            equal(fates(g, reply), [(ALEX, "done-before", "earlier", ""), (JANE, "held", "next-hop", "550 5.2.1"),
                                    (three[2], "delivered", "score", "250 2.1.5")], "the second try")
            text = g.run("trace", "--recipient", JANE)[1]
            check(text.count("  to  ") == 2 and "held by next-hop (550 5.2.1 mailbox closed)" in text and ALEX not in text, text)
            check(g.run("trace", "--to", JANE)[1].count("  to  ") == 6, "trace --to tells of everybody")
            story = " ".join(g.run("explain", queue_id(reply))[1].split())
            for words in ("For %s: an earlier transaction had done it." % ALEX,
                          "For %s: it was held, because of the next hop. It said: 550 5.2.1 mailbox closed" % JANE,
                          "For %s: the next hop has taken it. It said: 250" % three[2]):
                check(words in story, "%r is not in %s" % (words, story))


@case("all that a verdict decides is the same for each recipient, and stands with each: held, refused, put off")
def by_the_verdict():
    held = mail(sender="sam@harb0ur.example")
    with NextHop() as hop, gate(hop, workers=1) as g:
        for number, (octets, sender, code, fate, step) in enumerate(((mail(), SAM, "250", "delivered", "score"),
                                                              (held, "sam@harb0ur.example", "250", "held", "impersonation"),
                                                              (mail(), "eve@open.example", "550", "refused", "authentication"),
                                                              (mail(sender="sam@late.example"), "sam@late.example", "451", "put-off", "authentication")), 1):
            reply = deliver(g, octets, sender=sender, recipients=(ALEX, JANE))
            begins(reply, code, "the final dot from %s" % sender)
            one = g.wait_event(number)[-1]["id"]
            check(until(lambda one=one: g.run("trace", "--id", one, "--json")[1]), "it is not in the journal")
            told = json.loads(g.run("trace", "--id", one, "--json")[1])["outcome"]["recipients"]
            equal([(r["rcpt"], r["fate"], r["by"]) for r in told], [(ALEX, fate, step), (JANE, fate, step)], "from %s" % sender)


@case("LMTP that ends between its replies: who is known to have it does not get it again")
def lmtp_broken():
    octets = mail()
    with lmtp({DOT: only_for(JANE, "421 4.3.2 stopping")}) as hop, gate("lmtp:" + hop.path, workers=1) as g:
        begins(deliver(g, octets, recipients=(ALEX, JANE)), "451 4.3.2", "the final dot")
        hop.script = {}
        begins(deliver(g, octets, recipients=(ALEX, JANE)), "250", "the retry")
        equal(hop.recipients(), [ALEX, JANE], "who has it, each once")


@case("of two recipients SMTP refuses one: held for that one before the other gets it, and withdrawn if the other does not")
def hold_first():
    from next_hop import refuse
    for dot, want, left in (("451 4.3.0 later", "451 4.3.0", 0), ("554 5.6.0 no", "554 5.6.0", 0), (None, "250", 1)):
        seen = []

        def on_dot(_line, dot=dot):
            seen.append(len(os.listdir(os.path.join(g.state, "quarantine/messages"))))
            return dot
        with NextHop({"RCPT": refuse(JANE, "550 5.1.1 no such user"), DOT: on_dot}) as hop, gate(hop) as g:
            begins(deliver(g, mail(), recipients=(ALEX, JANE)), want, "the final dot, where the next hop says %s" % dot)
            equal(seen, [2], "files in the quarantine when the next hop had the message")
            held = g.run("quarantine", "list", "--json")[1].splitlines()
            equal((len(held), len(hop.messages)), (left, left), "messages held, and delivered, where it says %s" % dot)
