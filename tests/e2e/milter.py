"""The gate as the milter of a mail server: a real Postfix, and one that says what Postfix never says."""
import json
import os
import re
import subprocess
import threading
import time

from case import (ALEX, JANE, SAM, Talk, begins, case, check, equal, gate, mail, queue_id, short, until, zone)
from gate import free_port
from peers import NextHop, postfix

LISTENER = 'listener milter { face = "milter"  address = "%s"  submitted-from = { "127.0.0.1" }  %s }\n'
RESULTS = b"Authentication-Results: mx.harbour.example;"


def milter_gate(hop, port, more="", top="", **changes):
    """A gate with a milter face beside its SMTP face. port: of 127.0.0.1, or "unix:PATH"."""
    place = port if isinstance(port, str) else "127.0.0.1:%d" % port
    return gate(hop, more=top + LISTENER % (place, more), **changes)


def milter_settings(port, **more):
    place = "unix:" + port[len("unix:"):] if isinstance(port, str) else "inet:127.0.0.1:%d" % port
    return {"smtpd_milters": place, "non_smtpd_milters": place, "milter_default_action": "tempfail",
            "milter_connect_timeout": "5s", "smtpd_authorized_xclient_hosts": "127.0.0.0/8", **more}


def lookalike(body=b"The contractor has a new bank account.\r\n", **options):
    return mail(subject="New bank details", sender="jane.roe@harb0ur.example", body=body, **options)


def put(server, octets, sender=SAM, recipients=(ALEX,), client="127.0.0.10"):
    """Gives Postfix a message as that client; its reply to the final dot."""
    with Talk(server.port, client=client) as talk:
        return talk.message(octets, sender=sender, recipients=recipients)


def held(g):
    return [json.loads(line) for line in g.run("quarantine", "list", "--json")[1].splitlines()]


def arrived(server, count):
    check(until(lambda: len(server.messages()) >= count and not server.queued(), 20), "Postfix has delivered %d of %d: %s"
          % (len(server.messages()), count, server.log_text()[-1500:]))
    return server.messages()


@case("Postfix: accepted, marked, held, refused and put off; each as the verdict says, with our words")
def verdicts():
    port = free_port()
    late = {"_dmarc.late.example": {"TXT": "TIMEOUT"}, "late.example": {"TXT": "TIMEOUT", "MX": [[10, "mail.friend.example"]]}}
    with NextHop() as hop, milter_gate(hop, port, start=False) as g:
        g.write("zone.json", {**zone(), **late})
        g.start()
        with postfix(domains=["harbour.example"], settings=milter_settings(port)) as server:
            begins(put(server, mail(subject="accepted")), "250", "an honest one")
            begins(put(server, mail(subject="marked").replace(b"From: A Sender", b"From: Jane Roe")), "250", "a suspicious one")
            begins(put(server, lookalike(), sender="jane.roe@harb0ur.example"), "250", "one to hold")
            begins(put(server, mail(subject="refused"), sender="eve@open.example"), "550 5.7.26", "one that DMARC refuses")
            begins(put(server, mail(subject="put off", sender="sam@late.example"), sender="sam@late.example"), "451 4.7",
                   "one whose domain does not answer")
            accepted, marked = arrived(server, 2)
            check(b"Subject: accepted\n" in accepted and b"Subject: marked\n" in marked, accepted)
            for one in (accepted, marked):
                check(RESULTS in one and b"spf=pass" in one and b"dmarc=pass" in one, one)
            check(b"X-Gatepost-Verdict" not in accepted and b"X-Gatepost-Verdict: banner; score=" in marked, marked)
            events = g.wait_event(5)
            equal([e["action"] for e in events], ["accept", "tag", "quarantine", "reject", "defer"], "verdicts in the log")
            equal([(e["state"], e["rcpt"], e["mail_from"]) for e in held(g)], [("held", [ALEX], "jane.roe@harb0ur.example")],
                  "what is held")
            ids = [e["queue_id"] for e in events]
            check(all(re.fullmatch("[0-9A-Za-z]{6,}", one) for one in ids) and len(set(ids)) == 5 and
                  all(one in server.log_text() for one in ids), "ids of Postfix: %s" % ids)
            record = json.loads(until(lambda: g.run("trace", "--id", events[0]["id"], "--json")[1]).splitlines()[0])
            check(record, "no record")
        equal(len(hop.messages), 0, "messages that the gate has sent itself")


@case("Postfix: our results stand on top, those forged in our name go, whichever of their like they are; all else stays as it was")
def changes():
    port = free_port()
    ours, theirs = b"Authentication-Results: mx.harbour.example; spf=pass\r\n", b"Authentication-Results: other.example;\r\n\tspf=fail\r\n"
    left = (b"Subject:  two  blanks\r\n\tand a fold \r\nX-Spam-Flag: NO\r\nX-Gatepost-Released: 01; by=eve\r\n" + ours + theirs + ours +
            theirs + ours + ours + b"authentication-results: (a comment) mx.Harbour.example; dkim=pass\r\nX-Last:no blank\r\n")
    octets = left + mail(subject="x", body=b"A body.\r\n.dot\r\n\r\n \r\n").replace(b"Subject: x\r\n", b"")
    with NextHop() as hop, milter_gate(hop, port, top="received-spf = true\n") as g:
        with postfix(domains=["harbour.example"], settings=milter_settings(port)) as server:
            begins(put(server, octets), "250", "the final dot")
            head, _, body = arrived(server, 1)[0].partition(b"\n\n")
            names = re.findall(rb"^([\w-]+):", head, re.M)
            equal(names[3:], [b"Authentication-Results", b"Received-SPF", b"Received-SPF", b"Received", b"Subject",
                              b"Authentication-Results", b"Authentication-Results", b"X-Last", b"From", b"To", b"Date", b"Message-ID"],
                  "the fields, below three that Postfix adds when it delivers")
            check(b"\nSubject:  two  blanks\n\tand a fold \n" in head and b"\nX-Last:no blank\n" in head, head)
            equal(head.count(theirs.replace(b"\r\n", b"\n")), 2, "results of others")
            equal(head.count(b"mx.harbour.example;\n\tspf=pass smtp.mailfrom=friend.example"), 1, "results of ours")
            equal(body, b"A body.\n.dot\n\n \n", "the body")
