"""A next hop that refuses, closes, hangs or talks nonsense: what the sender hears, and that it is true."""
import concurrent.futures
import json
import socket
import struct
import time

from case import (ALEX, JANE, SAM, Talk, begins, case, check, deliver, equal, gate, mail, open_files, ours_and_theirs,
                  queue_id, smtp_to,
                  until)
from pace import patience
from peers import CLOSE, DOT, GREETING, HANG, NextHop, after

STEPS = (GREETING, "EHLO", "MAIL", "RCPT", "DATA", DOT)


def endless(_line):
    """More than any reply may be long; then the connection ends, but only if somebody has read all that."""
    return b"250-more and more and more and more and more and more\r\n" * 20000


def refuse(address, reply):
    return lambda line: reply if address in line else None


def garbled(step):
    """Behind the final dot it is not known what became of the message."""
    return "451 4.4.2" if step == DOT else "451 4.5.0"


# (what the next hop does, its script, the reply to the final dot, how many messages it has taken)
ROWS = [
    ("refuses to greet for good",    {GREETING: "554 5.3.2 not for you"},                "451 4.3.2",  0),
    ("greets with 421",              {GREETING: "421 4.3.2 too busy"},                   "451 4.3.2",  0),
    ("knows no EHLO, but HELO",      {"EHLO": "502 5.5.1 what?"},                        "250 2.0.0",  1),
    ("knows neither",                {"EHLO": "502 5.5.1 what?", "HELO": "502 5.5.1 no"}, "451 4.3.2", 0),
    ("refuses the sender for good",  {"MAIL": "550 5.7.1 not from there"},               "554 5.7.1",  0),
    ("puts the sender off",          {"MAIL": "451 4.3.0 later"},                        "451 4.3.0",  0),
    ("refuses all recipients",       {"RCPT": "550 5.1.1 unknown"},                      "554 5.1.1",  0),
    ("puts all recipients off",      {"RCPT": "450 4.2.0 greylisted"},                   "451 4.2.0",  0),
    ("says 421 to a recipient",      {"RCPT": "421 4.3.2 going"},                        "451 4.3.2",  0),
    ("refuses DATA for good",        {"DATA": "554 5.3.4 too big for me"},               "554 5.3.4",  0),
    ("refuses DATA for now",         {"DATA": "451 4.3.1 disk"},                         "451 4.3.1",  0),
    ("refuses the message for good", {DOT: "554 5.6.0 content refused"},                 "554 5.6.0",  0),
    ("refuses the message for now",  {DOT: "452 4.3.1 disk full"},                       "451 4.3.1",  0),
    ("refuses without enhanced code", {DOT: "550 no"},                                   "554 5.0.0",  0),
    ("contradicts its own code",     {DOT: "550 4.3.1 no"},                              "554 5.0.0",  0),
    ("refuses in other letters",     {DOT: b"550 5.6.0 \x1b[31mnein \xfc \xc3\xbc\r\n"},  "554 5.6.0",  0),
    ("refuses at length",            {DOT: "550 5.6.0 " + "no, " * 400},                 "554 5.6.0",  0),
    ("refuses in many lines",        {DOT: "550-5.6.0 no\r\n" * 200 + "550 5.6.0 no"},   "554 5.6.0",  0),
    ("says 421 to the message",      {DOT: "421 4.3.2 going"},                           "451 4.3.2",  0),
    ("replies at length",            {DOT: "250-2.0.0 one\r\n250-2.0.0 two\r\n250 2.0.0 three"}, "250 2.0.0", 1),
    ("replies with bare LF",         {DOT: b"250 2.0.0 Ok\n"},                           "451 4.4.2",  0),
    ("changes code in a reply",      {"MAIL": "250-2.0.0 yes\r\n550 5.0.0 no"},          "451 4.5.0",  0),
    ("answers 354 to MAIL",          {"MAIL": "354 go on"},                              "451 4.5.0",  0),
    ("answers 250 to DATA",          {"DATA": "250 done already"},                       "451 4.5.0",  0),
] + [("closes at " + step,           {step: CLOSE},                                   "451 4.4.2",  0) for step in STEPS
] + [("hangs at " + step,            {step: HANG},                                    "451 4.4.2",  0) for step in STEPS
] + [("talks nonsense at " + step,   {step: b"\0\xff\x80 hello\r\n"},                 garbled(step), 0) for step in STEPS
] + [("never ends its reply at " + step, {step: endless},                            garbled(step), 0) for step in STEPS]


def routes(hops):
    return "".join('route r%d { domains = { "r%d.example" } next-hop = "%s" recipients = "any" }\n'
                   % (i, i, smtp_to(hop.port))
                   for i, hop in enumerate(hops))


@case("each way to fail has its reply, and no message is taken twice or lost")
def rows():
    hops = [NextHop(script).__enter__() for _, script, _, _ in ROWS]
    try:
        with gate("maildir:{FOLDER}/Maildir", more=routes(hops), limits='next-hop-timeout = "2s"') as g:
            def play(i):
                with Talk(g.port) as talk:
                    start = time.monotonic()
                    reply = talk.message(mail(), recipients=["user@r%d.example" % i])
                    took = time.monotonic() - start
                    begins(talk.say("NOOP"), "250", "the session afterwards")
                return reply, took
            with concurrent.futures.ThreadPoolExecutor(12) as pool:
                replies = list(pool.map(play, range(len(ROWS))))
            wrong = []
            for (name, _, want, taken), (reply, took), hop in zip(ROWS, replies, hops):
                lines = reply.split("\n")
                if not lines[-1].startswith(want) or len(reply) > 4096 or len(hop.messages) != taken or took > patience(12):
                    wrong.append("%s: %r after %.1f s, %d taken" % (name, reply, took, len(hop.messages)))
                if any(len(line) > 510 or not line.isascii() or not line.isprintable() for line in lines):
                    wrong.append("%s: a reply that is no line of SMTP: %r" % (name, reply))
                if "said: " in reply and reply.startswith("250"):
                    wrong.append("%s: an acceptance with somebody else's words" % name)
            check(not wrong, "\n        ".join(wrong))
            events = {e["rcpt"][0]: e for e in g.wait_event(len(ROWS))}
            equal(len(events), len(ROWS), "lines of the log")
            equal(events["user@r4.example"]["next_hop_reply"], "550 5.7.1 not from there",
                  "the next hop's words in the log")
            for (name, _, _, _), event in zip(ROWS, (events["user@r%d.example" % i] for i in range(len(ROWS)))):
                check(event["next_hop_reply"] != "", name + ": the log does not say what the next hop said")
    finally:
        for hop in hops:
            hop.__exit__()


@case("of two recipients one is refused: the other gets the message, and it is held for the one")
def one_refused():
    with NextHop({"RCPT": refuse(JANE, "550 5.1.1 no such user")}) as hop, gate(hop) as g:
        octets = mail()
        reply = deliver(g, octets, recipients=(ALEX, JANE))
        begins(reply, "250 2.0.0 Ok: queued as ", "the final dot")
        equal(hop.recipients(), [ALEX], "who got it")
        status, text = g.run("quarantine", "list", "--json")
        held = [json.loads(line) for line in text.splitlines()]
        equal([(h["id"], h["rcpt"], h["from"]) for h in held], [(queue_id(reply), [JANE], SAM)], "what is held")
        begins(held[0]["reason"], "Undeliverable: the server behind refused %s and said: 550 5.1.1" % JANE, "why")
        status, raw = g.run("quarantine", "show", "--raw", queue_id(reply))
        equal(raw.encode(), octets, "the octets that are held")


@case("of two recipients one is put off: nothing is delivered, and the sender keeps both")
def one_put_off():
    for reply in ("450 4.2.0 greylisted", "452 4.5.3 too many", "552 5.5.3 too many recipients"):
        with NextHop({"RCPT": refuse(JANE, reply)}) as hop, gate(hop) as g:
            begins(deliver(g, mail(), recipients=(ALEX, JANE)), "451 4.", "the final dot")
            equal(len(hop.messages), 0, "messages taken")
            hop.script = {}
            begins(deliver(g, mail(), recipients=(ALEX, JANE)), "250", "the next try")
            equal(hop.recipients(), [ALEX, JANE], "who got it")


@case("nobody listens at the next hop")
def nobody():
    with NextHop() as hop:
        hop.refuse_connections()
        with gate(hop) as g:
            begins(deliver(g, mail()), "451 4.4.1", "the final dot")
            equal(g.wait_event()[0]["action"], "accept", "what was thought of the message")


def back_in_pool(hop, messages):
    """The client hears of its message before the answer to RSET makes the connection free for the next."""
    check(until(lambda: hop.said("RSET") >= messages), "no RSET after a message: %r" % hop.commands)
    time.sleep(0.1)


@case("a connection that served before has died: one silent retry, one delivery")
def died():
    mails = []

    def second_mail_closes(_line):
        mails.append(1)
        return CLOSE if len(mails) == 2 else None
    with NextHop({"MAIL": second_mail_closes}) as hop, gate(hop, workers=1) as g:
        begins(deliver(g, mail(subject="one")), "250", "the first")
        back_in_pool(hop, 1)
        begins(deliver(g, mail(subject="two")), "250", "the second, over a connection that dies")
        equal((len(hop.messages), hop.connections), (2, 2), "messages and connections")
        back_in_pool(hop, 2)
        hop.script = {"MAIL": CLOSE}
        begins(deliver(g, mail(subject="three")), "451 4.4.2", "the third, where the new connection dies, too")
        equal((len(hop.messages), hop.connections), (2, 3), "messages and connections")


@case("a connection that dies with the message on it is not tried again: it might be delivered twice")
def died_late():
    with NextHop() as hop, gate(hop, workers=1) as g:
        begins(deliver(g, mail(subject="one")), "250", "the first")
        back_in_pool(hop, 1)
        hop.script = {DOT: CLOSE}
        begins(deliver(g, mail(subject="two")), "451 4.4.2", "the second")
        equal((hop.said("DATA"), hop.connections), (2, 1), "DATA commands and connections")


@case("a pooled connection is reused after RSET, and left by QUIT or closed when the other side ends it")
def pooled():
    with NextHop() as hop, gate(hop, workers=1) as g:
        for i in range(3):
            begins(deliver(g, mail()), "250", "message %d" % i)
            back_in_pool(hop, i + 1)
        equal(hop.connections, 1, "connections")
        before = hop.connections
        hop.drop_connections()
        time.sleep(0.2)
        begins(deliver(g, mail()), "250", "after the idle connection was closed")
        equal(hop.connections, before + 1, "connections")


@case("a next hop slower than the client's idle-timeout: the client still hears the answer")
def slow():
    with NextHop({DOT: after(2.5)}) as hop, gate(hop, limits='idle-timeout = "1s"') as g:
        begins(deliver(g, mail()), "250", "the final dot")
        equal(len(hop.messages), 1, "messages taken")
        with Talk(g.port) as talk:
            begins(talk.read(), "421 4.4.2", "and then, idle")
        check(until(lambda: len(g.events("message")) == 1), "no line of the log")


@case("TLS to the next hop: used where it is offered, and where it is required nothing is sent without")
def tls():
    for mode in ("opportunistic", "required", "never"):
        with NextHop() as hop, gate(hop, route='tls = "%s"' % mode, workers=1) as g:
            begins(deliver(g, mail()), "451 4.7.5" if mode == "required" else "250",
                   "without an offer, where it is " + mode)
            equal(hop.said("MAIL"), 0 if mode == "required" else 1, "MAIL commands in clear")
            back_in_pool(hop, len(hop.messages))
            hop.drop_connections()
            hop.certificate = (g.path("cert.pem"), g.path("key.pem"))
            for octets in (mail(), mail(body=b"y" * 900 + b"\r\n.\r\n" * 100000)):
                # Where it is required the next hop was of no use, and is left alone for a second.
                check(until(lambda: deliver(g, octets).startswith("250"), 4), "no mail with an offer")
                ours_and_theirs(hop.octets()[-1], octets)
                back_in_pool(hop, len(hop.messages))
            equal(hop.sessions_under_tls, 0 if mode == "never" else 1, "connections under TLS, where it is " + mode)


@case("TLS to the next hop that fails: nothing is sent in clear instead")
def tls_broken():
    for what, said, want in (("no handshake follows", "220 2.0.0 go on\r\n" + "hello " * 50, "451 4.7.5"),
                             ("octets in clear follow", b"220 go\r\n250 injected\r\n", "451 4.7.5"),
                             ("it closes", CLOSE, "451 4.4.2"), ("it hangs", HANG, "451 4.4.2")):
        with NextHop({"STARTTLS": said}) as hop, gate(hop, limits='next-hop-timeout = "1s"') as g:
            hop.certificate = (g.path("cert.pem"), g.path("key.pem"))
            begins(deliver(g, mail()), want, what)
            equal((hop.said("MAIL"), len(hop.messages)), (0, 0), "MAIL commands and messages where " + what)


@case("a recipient who was asked for and is refused: the log has the next hop's name and its words, or what was wrong with it")
def probes_in_log():
    with NextHop() as hop, gate(hop, recipients="probe", workers=1, limits='next-hop-timeout = "1s"') as g:
        rows = (({"RCPT": "452 4.2.2 Mailbox full"},           "452 4.2.2 Mailbox full"),
                ({"RCPT": "550 5.1.1 unknown"},                "550 5.1.1 unknown"),
                ({"RCPT": "552 5.2.2 over quota"},             "552 5.2.2 over quota"),
                ({"MAIL": "550 5.7.1 Sender address rejected"}, "550 5.7.1 Sender address rejected"),
                ({"RCPT": CLOSE},                              "the connection was closed"),
                ({GREETING: "554 5.7.1 go away"},              "554 5.7.1 go away"))
        for i, (script, _) in enumerate(rows):
            hop.script = script
            with Talk(g.port) as talk:
                talk.must("MAIL FROM:<%s>" % SAM, "250")
                check(talk.say("RCPT TO:<user%d@harbour.example>" % i)[0] in "45", "refused: %s" % script)
        for (script, want), event in zip(rows, g.wait_event(len(rows), "recipient-refused")):
            equal((event["next_hop"], event["next_hop_reply"]), (smtp_to(hop.port), want), "the log about %s" % script)
        equal([(e["problem"], e["next_hop_reply"]) for e in g.events("next-hop-down")], [("not greeted", "554 5.7.1 go away")], "alarms")
        time.sleep(1.1)                 # then it is tried again
        hop.script = {}
        begins(deliver(g, mail()), "250", "once it takes mail")
        said = g.run("stats", "--prometheus")[1]
        for outcome, count in (("accepted", 1), ("refused", 4), ("failed", 2)):
            check('gatepost_probes_total{outcome="%s"} %d\n' % (outcome, count) in said, "probes that were %s: %s" % (outcome, said))


@case("a next hop that refuses us, whoever the recipient is: the stranger does not hear that there is no mailbox, and there is an alarm")
def unwelcome():
    for script, words in (({"RCPT": "503 5.5.1 bad sequence"},           "503 5.5.1 bad sequence"),
                          ({"RCPT": "530 5.7.0 Must issue STARTTLS"},    "530 5.7.0 Must issue STARTTLS"),
                          ({"RCPT": "550 5.7.25 no name for 127.0.0.1"}, "550 5.7.25 no name for 127.0.0.1"),
                          ({"MAIL": "550 5.7.1 not from there"},         "550 5.7.1 not from there"),
                          ({"MAIL": "450 4.7.1 not from there"},         "450 4.7.1 not from there")):
        with NextHop(script) as hop, gate(hop, recipients="probe") as g, Talk(g.port) as talk:
            talk.must("MAIL FROM:<%s>" % SAM, "250")
            for _ in range(3):          # it is not kept either
                begins(talk.say("RCPT TO:<%s>" % ALEX), "451 4.3.0 Cannot check", "where the next hop says " + words)
            equal([(e["next_hop"], e["next_hop_reply"], e["level"]) for e in g.wait_event(1, "next-hop-refuses-us")],
                  [(smtp_to(hop.port), words, "alarm")], "alarms")
            check(all(e["next_hop_reply"] == words for e in g.wait_event(3, "recipient-refused")), g.events())
            hop.script = {}
            begins(talk.say("RCPT TO:<%s>" % ALEX), "250", "afterwards")
    with NextHop({"RCPT": "554 5.7.1 kept by a rule"}) as hop, gate(hop, recipients="probe") as g, Talk(g.port) as talk:
        talk.must("MAIL FROM:<%s>" % SAM, "250")
        begins(talk.say("RCPT TO:<%s>" % ALEX), "554 5.7.1 The server behind said: kept by a rule", "what may be about the recipient")
        equal(g.events("next-hop-refuses-us"), [], "alarms about that")


@case("a recipient is asked for: what every answer of the next hop leads to, and a client that does not wait for it")
def probes():
    with NextHop() as hop, gate(hop, recipients="probe", workers=1, limits='next-hop-timeout = "1s"') as g:
        def ask(script):
            hop.script = script
            with Talk(g.port) as talk:
                talk.must("MAIL FROM:<%s>" % SAM, "250")
                ask.count += 1
                reply = talk.say("RCPT TO:<user%d@harbour.example>" % ask.count)
                begins(talk.say("RSET"), "250", "RSET afterwards")
            return reply
        ask.count = 0
        for script, want in (({}, "250 2.1.5"), ({"RCPT": "550 5.1.1 unknown"}, "550 5.1.1"),
                             ({"RCPT": "450 4.2.0 later"}, "450 4.2.0 The server behind said: later"),
                             ({"RCPT": "452 4.2.2 Mailbox full"}, "452 4.2.2 The server behind said: Mailbox full"),
                             ({"RCPT": "450 later"}, "450 4.0.0 The server behind said: later"),
                             ({"MAIL": "550 5.7.1 no null sender"}, "451 4.3.0"), ({"RCPT": CLOSE}, "451 4.3.0"),
                             ({"RCPT": HANG}, "451 4.3.0"),
                             ({"RCPT": b"\xff\r\n"}, "451 4.3.0"), ({"RSET": "500 5.5.1 no"}, "250 2.1.5"),
                             ({}, "250 2.1.5")):
            begins(ask(script), want, "a next hop that does %s" % script)
        for said, want in (("552 5.2.2 mailbox full", "554 5.2.2 The server behind said: mailbox full"),
                           ("550 5.7.1 your address is blocked", "554 5.7.1 The server behind said: your address is blocked"),
                           ("554 5.3.0 out of order", "554 5.3.0 The server behind said: out of order"),
                           ("550 5.4.1 access denied", "550 5.1.1 No such mailbox"), ("550 go away", "550 5.1.1 No such mailbox")):
            begins(ask({"RCPT": said}), want, "a next hop that says " + said)
        equal(len(hop.messages), 0, "messages taken")
        hop.script = {"RCPT": "552 5.2.2 mailbox full"}
        with Talk(g.port) as talk:
            talk.must("MAIL FROM:<%s>" % SAM, "250")
            begins(talk.say("RCPT TO:<full@harbour.example>"), "554 5.2.2", "while the mailbox is full")
            hop.script = {}
            begins(talk.say("RCPT TO:<full@harbour.example>"), "250", "once there is room")
        hop.script = {"RCPT": after(0.5)}
        base = open_files(g)
        for i in range(10):
            talk = Talk(g.port)
            talk.must("MAIL FROM:<%s>" % SAM, "250")
            talk.send(b"RCPT TO:<gone%d@harbour.example>\r\n" % i)
            if i % 2:
                talk.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            talk.close()
        check(until(lambda: open_files(g) <= base + 10), "open files: %d before, %d now" % (base, open_files(g)))
        hop.script = {}
        begins(deliver(g, mail()), "250", "afterwards")
