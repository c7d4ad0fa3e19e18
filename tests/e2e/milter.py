"""The gate as the milter of a mail server: a real Postfix, and one that says what Postfix never says."""
import hashlib
import hmac
import json
import os
import re
import subprocess
import tempfile
import threading
import time

from case import (ALEX, SAM, Talk, begins, case, check, equal, gate, mail, until)
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
    with NextHop() as hop, milter_gate(hop, port) as g:
        with postfix(domains=["harbour.example"], settings=milter_settings(port)) as server:
            begins(put(server, mail(subject="accepted")), "250", "an honest one")
            begins(put(server, mail(subject="marked").replace(b"From: A Sender", b"From: Jane Roe")), "250", "a suspicious one")
            begins(put(server, lookalike(), sender="jane.roe@harb0ur.example"), "250", "one to hold")
            begins(put(server, mail(subject="refused"), sender="eve@open.example"), "550 5.7.26", "one that DMARC refuses")
            begins(put(server, mail(subject="put off", sender="sam@late.example"), sender="sam@late.example"), "451 4.7",
                   "one whose domain does not answer")
            accepted, marked = sorted(arrived(server, 2), key=lambda one: b"Subject: marked\n" in one)        # in whatever order
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
            # From a line of Postfix's log to the story, and no reply in it that Postfix has not given.
            for one, begin in ((events[0], "the mail server's own"), (events[2], "the mail server's own"), (events[3], "550 5.7.26 ")):
                text = until(lambda: g.run("trace", "--queue-id", one["queue_id"])[1])
                check("\n  queue id %s, at the mail server\n  reply    %s" % (one["queue_id"], begin) in text and text.count(" queue id ") == 1 and
                      one["id"] in text, text)
                story = g.run("explain", one["id"])[1]
                check("Queue ID:  %s," % one["queue_id"] in story and "Reply:     %s" % begin in story and "queued as" not in story, story)
                equal("queued as" in one.get("reply", ""), False, "a reply in the log that nobody has heard: %s" % one)
            check("No message on record" in g.run("trace", "--queue-id", "0000000000")[1], "a message of no such id")
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


@case("Postfix: a held message is released through it: known by its token, not held again, and the token goes no further")
def released():
    port, smtp = free_port(), free_port()
    inside = 'submitted-from = {}  '
    with gate("smtp:127.0.0.1:%d" % smtp, more=LISTENER.replace('submitted-from = { "127.0.0.1" }', inside) % (
            "127.0.0.1:%d" % port, "")) as g:
        with postfix(port=smtp, domains=["harbour.example"], settings=milter_settings(port)) as server:
            octets = lookalike(body=b".dot\r\n\xc3\xbc 8-bit\r\n\r\n \r\n", fields=b"X-Gatepost-Released: 01; by=eve; token=1700000000.00\r\n")
            begins(put(server, octets, sender="jane.roe@harb0ur.example"), "250", "the final dot")
            one = held(g)[0]["id"]
            check(until(lambda: g.run("trace", "--id", one, "--json")[1]), "it is not in the journal")
            status, text = g.run("quarantine", "release", one)
            check(status == 0 and "250 2.0.0 Ok" in text, text)
            got = arrived(server, 1)[0]
            check(b"\nX-Gatepost-Released: %s; by=" % one.encode() in got and b"token" not in got, got)
            check(got.endswith(octets[octets.index(b"\r\n\r\n"):].replace(b"\r\n", b"\n")) and b"by=eve" not in got, got)
            equal(got.count(RESULTS), 1, "results of ours")
            equal(held(g), [], "what is held now")
            event = g.wait_event(2)[1]
            equal((event["action"], event["passage"], event["reason"]), ("accept", "released", "released"), "the line of the log")
            check("has been released" in g.run("explain", event["id"])[1], "the story does not say so")
            # What it took to pass is of no use to anybody else.
            token = release_field(g, one, octets)
            for other in (octets.replace(b"8-bit", b"7-bit"), octets.replace(b"Subject: New", b"Subject: Our new"),
                          octets.replace(b"jane.roe@harb0ur", b"john.roe@harb0ur")):
                begins(put(server, token + other, sender="jane.roe@harb0ur.example"), "250", "a message under a token of another")
            equal(len(held(g)), 3, "messages held for want of a token of their own")
            begins(put(server, token + octets, sender="jane.roe@harb0ur.example"), "250", "the same message again, within the day")
            equal(len(arrived(server, 2)), 2, "messages delivered")


def release_field(g, one, octets):
    """The field that a release of the message would carry, made with the server's own key."""
    with open(os.path.join(g.state, "release.key")) as f:
        key = bytes.fromhex(f.read())
    head, _, body = octets.partition(b"\r\n\r\n")
    digest = hashlib.sha256()
    for name in (b"From", b"Subject"):
        for value in re.findall(rb"^%s:(.*(?:\r\n[ \t].*)*)\r$" % name, head + b"\r", re.M):
            digest.update(bytes(c for c in value if c > 32) + b"\n")
    digest.update(bytes(c for c in body if c > 32))
    now = "%010d" % time.time()
    mac = hmac.new(key, b"release %s %s %s" % (one.encode(), now.encode(), digest.hexdigest().encode()), "sha256").hexdigest()
    return b"X-Gatepost-Released: %s; by=jo; token=%s.%s\r\n" % (one.encode(), now.encode(), mac.encode())


@case("Postfix: what is submitted inside, by its sendmail as well, is recorded and let through, without results of ours that it brought")
def submitted():
    port = free_port()
    forged = b"Authentication-Results: mx.harbour.example; dmarc=pass\r\n"
    with NextHop() as hop, milter_gate(hop, port) as g:
        with postfix(domains=["harbour.example"], settings=milter_settings(port)) as server:
            begins(put(server, lookalike(fields=forged), sender="jane.roe@harb0ur.example", client="127.0.0.1"), "250",
                   "a client of submitted-from")
            done = subprocess.run(["/usr/sbin/sendmail", "-C", str(server.folder / "config"), "-f", "jane.roe@harb0ur.example", ALEX],
                                  input=lookalike(fields=forged).replace(b"\r\n", b"\n"), capture_output=True, timeout=30)
            equal((done.returncode, done.stderr), (0, b""), "sendmail")
            for one in arrived(server, 2):
                check(RESULTS not in one and b"Subject: New bank details" in one, one)
            events = g.wait_event(2)
            equal([(e["action"], e["passage"], e["reason"]) for e in events], [("accept", "submitted", "submitted")] * 2, "the log")
            equal(held(g), [], "what is held")
            story = until(lambda: g.run("explain", events[0]["id"])[1])
            check("own-domain-lookalike" in story and "took no effect" in story, story)


@case("Postfix: a hundred sessions at once, over a UNIX socket: each message marked, held or refused as it should be")
def parallel():
    def session(server, number, replies):
        with Talk(server.port, client="127.0.0.%d" % (10 + number % 100)) as talk:
            for i in range(3):
                kind = (number + i) % 3
                octets = (mail(subject="S%d.%d" % (number, i)), lookalike(), mail(subject="refused"))[kind]
                sender = (SAM, "jane.roe@harb0ur.example", "eve@open.example")[kind]
                replies[number, i] = talk.message(octets, sender=sender)[:3]

    with tempfile.TemporaryDirectory() as folder, NextHop() as hop, \
            milter_gate(hop, "unix:%s/milter.sock" % folder, 'socket-mode = "0666"') as g:
        os.chmod(folder, 0o755)
        place = "unix:%s/milter.sock" % folder
        settings = milter_settings(place, default_process_limit="150")
        with postfix(domains=["harbour.example"], settings=settings) as server:
            replies = {}
            threads = [threading.Thread(target=session, args=(server, i, replies)) for i in range(100)]
            for one in threads:
                one.start()
            for one in threads:
                one.join(120)
            equal(len(replies), 300, "messages answered: " + server.log_text()[-1500:])
            for (number, i), reply in replies.items():
                equal(reply, ("250", "250", "550")[(number + i) % 3], "the reply to message %d of session %d" % (i, number))
            got = arrived(server, 100)
            equal(len(got), 100, "messages delivered")
            equal(len({re.search(rb"Subject: (S\S+)", one).group(1) for one in got}), 100, "different ones")
            check(all(one.count(RESULTS) == 1 for one in got), "messages without results")
            equal(len(held(g)), 100, "messages held")
            equal(len(g.wait_event(300)), 300, "lines of the log")
