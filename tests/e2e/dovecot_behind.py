"""A real Dovecot behind the gate, by LMTP: over a UNIX socket and over TCP, with people it does not know or has no room for."""
import contextlib
import json
import re

from case import ALEX, JANE, SAM, Skip, Talk, begins, case, check, deliver, equal, gate, mail, queue_id, until
from dovecot import Dovecot, DovecotError
from foreign_servers import goes_through, stored

NOBODY = "nobody@harbour.example"
TINY = "*:bytes=100"                    # smaller than any message


@contextlib.contextmanager
def dovecot(jane="", settings=""):
    """One that knows Alex and Jane. jane: her quota rule."""
    if not Dovecot.is_here():
        raise Skip("Dovecot's LMTP server is missing, or needs root to be started")
    server = Dovecot({ALEX: "", JANE: jane}, settings)
    try:
        server.start()
    except DovecotError as why:
        raise AssertionError("Dovecot did not start: %s" % why) from why
    with contextlib.ExitStack() as stack:
        stack.callback(server.stop)
        yield server
        check(not re.search(r"\b(Panic|Fatal|Error):", server.log_text()), server.log_text())


def copies(server, address, octets):
    """How often somebody has a message, which must not have changed."""
    found = stored(server.maildir(address))
    check(all(one.endswith(octets) for one in found), "what %s has is not what was sent" % address)
    return len(found)


def held(g):
    return [json.loads(line) for line in g.run("quarantine", "list", "--json")[1].splitlines()]


@case("Dovecot by LMTP over a UNIX socket: octets unchanged in its Maildir; two recipients, each once")
def by_socket():
    with dovecot() as server, gate("lmtp:" + server.path, workers=1) as g:
        goes_through(g, server.maildir(ALEX), "Dovecot")
        octets = mail("for two", body=b".\r\n..\r\n" + "Grüße\r\n".encode())
        begins(deliver(g, octets, recipients=(ALEX, JANE)), "250 2.0.0 Ok: queued as ", "the final dot")
        equal(copies(server, JANE, octets), 1, "copies that Jane has")
        equal(sum(one.endswith(octets) for one in stored(server.maildir(ALEX))), 1, "copies that Alex has")
        equal({e["next_hop"] for e in g.events("message")}, {"lmtp:" + server.path}, "next hops in the log")


@case("Dovecot by LMTP over TCP: octets unchanged in its Maildir, many messages in one session")
def by_tcp():
    with dovecot() as server, gate("lmtp:127.0.0.1:%d" % server.port, workers=1) as g:
        goes_through(g, server.maildir(ALEX), "Dovecot")
        octets = mail("again and again")
        with Talk(g.port) as talk:
            for _ in range(10):
                begins(talk.message(octets, recipients=(JANE,)), "250", "the final dot")
        equal(copies(server, JANE, octets), 10, "copies that Jane has")


@case("Dovecot is asked for recipients: unknown ones are refused at RCPT, also beside a known one; 451 while it is down")
def probed():
    with dovecot() as server, gate("lmtp:" + server.path, workers=1, recipients="probe") as g:
        octets = mail()
        with Talk(g.port) as talk:
            talk.must("MAIL FROM:<%s>" % SAM, "250")
            talk.must("RCPT TO:<%s>" % NOBODY, "550 5.1.1")
            talk.must("RCPT TO:<%s>" % ALEX, "250")
            begins(talk.content(octets), "250", "the final dot")
        equal(copies(server, ALEX, octets), 1, "copies that Alex has")
        equal(held(g), [], "what is held")
        server.stop()
        with Talk(g.port) as talk:
            talk.must("MAIL FROM:<%s>" % SAM, "250")
            talk.must("RCPT TO:<%s>" % JANE, "451")


@case("Dovecot does not know one of two: the other gets the message, it is held for the unknown one, with an alarm")
def unknown_beside_known():
    with dovecot() as server, gate("lmtp:" + server.path, workers=1) as g:
        octets = mail()
        reply = deliver(g, octets, recipients=(ALEX, NOBODY))
        begins(reply, "250 2.0.0 Ok: queued as ", "the final dot")
        equal(copies(server, ALEX, octets), 1, "copies that Alex has")
        equal([(h["id"], h["rcpt"]) for h in held(g)], [(queue_id(reply), [NOBODY])], "what is held")
        check(NOBODY in json.dumps(g.wait_event(1, "undeliverable")[0]), "the alarm")
        begins(deliver(g, mail(), recipients=(NOBODY,)), "55", "the unknown one alone")
        equal((copies(server, ALEX, octets), len(held(g))), (1, 1), "copies that Alex has, and messages held, after that")


@case("Dovecot has no room for one of two for now: 451, and the retry goes to her alone once there is some")
def over_quota_for_now():
    with dovecot(jane=TINY, settings="quota_full_tempfail = yes") as server, gate("lmtp:" + server.path, workers=1) as g:
        octets = mail()
        for _ in range(2):
            begins(deliver(g, octets, recipients=(ALEX, JANE)), "451 4.2.2", "the final dot")
            equal((copies(server, ALEX, octets), copies(server, JANE, octets)), (1, 0), "copies that Alex and Jane have")
        server.write_people(jane_roe="")
        # Dovecot looks at its list of people once a second at most.
        check(until(lambda: deliver(g, octets, recipients=(ALEX, JANE)).startswith("250"), 5), "not taken although there is room")
        equal((copies(server, ALEX, octets), copies(server, JANE, octets)), (1, 1), "copies that Alex and Jane have")
        equal(held(g), [], "what is held")


@case("Dovecot refuses one of two for good for want of room: held for her, with an alarm")
def over_quota_for_good():
    with dovecot(jane=TINY) as server, gate("lmtp:127.0.0.1:%d" % server.port, workers=1) as g:
        octets = mail()
        reply = deliver(g, octets, recipients=(ALEX, JANE))
        begins(reply, "250 2.0.0 Ok: queued as ", "the final dot")
        equal((copies(server, ALEX, octets), copies(server, JANE, octets)), (1, 0), "copies that Alex and Jane have")
        equal([(h["id"], h["rcpt"]) for h in held(g)], [(queue_id(reply), [JANE])], "what is held")
        check("5.2.2" in g.wait_event(1, "undeliverable")[0]["problem"], "the alarm")
        begins(deliver(g, mail(), recipients=(JANE,)), "55", "she alone")
