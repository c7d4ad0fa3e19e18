"""Postfix behind the gate, and Postfix in front of it."""
import re
import time

from case import ALEX, JANE, SAM, Talk, begins, case, check, deliver, equal, gate, mail, until
from peers import NextHop, postfix


OURS = re.compile(r"Authentication-Results: mx\.harbour\.example;.*?\n"
                  r"Received: from mail\.friend\.example \(\[127\.0\.0\.10\]\)\n"
                  r"\tby mx\.harbour\.example with ESMTP id \w{26}\n.*?\n\Z", re.S)


def delivered(server, count):
    check(until(lambda: len(server.messages()) >= count, 20), "Postfix has delivered %d of %d: %s"
          % (len(server.messages()), count, server.log_text()[-1500:]))
    return server.messages()


def passes_unchanged(server):
    """Equal octet for octet below what the two have added, and over pooled connections."""
    with gate(server, workers=1) as g:
        octets = [mail(subject="Number %d" % i, body=body) for i, body in enumerate((
            b"plain\r\n", b".\r\n..\r\n. .\r\n.\t\r\n", b"blanks at the end  \t \r\n\r\n\r\n", b"x" * 998 + b"\r\n",
            "Grüße\r\n".encode(), bytes(range(1, 10)) + bytes(range(14, 256)) + b"\r\n", b""))]
        with Talk(g.port) as talk:
            for one in octets:
                begins(talk.message(one, parameters=" BODY=8BITMIME"), "250", "the final dot")
        arrived = delivered(server, len(octets))
        for one in octets:
            text = one.replace(b"\r\n", b"\n")
            found = [a for a in arrived if a.endswith(text)]
            equal(len(found), 1,
                  "messages that end with what was sent: %r in %r" % (one[-80:], [a[-80:] for a in arrived]))
            added = found[0][:-len(text)].decode()
            ours = added[added.index("Authentication-Results:"):]
            check(OURS.match(ours), added)
            check("Received: from mx.harbour.example" in added[:added.index("Authentication-Results:")],
                  "the trace of Postfix: " + added)
        # One was whoever waited for the greeting; a second is opened where a message comes before the RSET's answer.
        check(server.log_text().count(": connect from") <= 3, server.log_text()[-1500:])
        check(not re.search("warning|lost connection after (?!CONNECT)", server.log_text()), server.log_text()[-1500:])


def answers_for_recipients(server):
    """Known and unknown ones: Postfix is asked once, the answer is given at RCPT, 451 while it is down. Stops it."""
    with gate(server, workers=1, recipients="probe", route='probe-ttl = "3s"') as g:
        before = len(server.messages())

        def ask(address):
            with Talk(g.port) as talk:
                talk.must("MAIL FROM:<%s>" % SAM, "250")
                return talk.say("RCPT TO:<%s>" % address)
        for _ in range(3):
            begins(ask("nobody@harbour.example"), "550 5.1.1", "an unknown one")
            begins(ask(ALEX), "250 2.1.5", "a known one")
            begins(ask("Alex.Doe@HARBOUR.example"), "250 2.1.5", "the same, in other letters")
        asked = re.compile(r"reject: RCPT.*nobody@harbour\.example")
        check(until(lambda: asked.search(server.log_text())), "Postfix was not asked: " + server.log_text()[-1500:])
        equal(len(asked.findall(server.log_text())), 1, "times that Postfix was asked")
        begins(deliver(g, mail(), recipients=[ALEX, JANE]), "250", "the final dot")
        delivered(server, before + 1)
        begins(ask("x@elsewhere.example"), "550 5.7.1", "a foreign one, which is not asked for")
        equal(server.log_text().count("elsewhere"), 0, "times that Postfix heard of it")
        check([e for e in g.events("recipient-refused") if "nobody@harbour.example" in e["what"]],
              "the refusal is not in the log")
        server.stop()
        time.sleep(0.3)
        begins(ask("somebody@harbour.example"), "451 4.3.0", "one that cannot be asked for")
        begins(ask(JANE), "250", "one that was asked for before")
        begins(ask("postmaster@harbour.example"), "250", "the postmaster, who is always there")
        time.sleep(3)
        begins(ask(ALEX), "451 4.3.0", "one whose answer is too old")


@case("Postfix behind the gate: octets unchanged in its Maildir; its recipients known at RCPT, and asked for once")
def behind():
    known = {"virtual_mailbox_maps": "inline:{%s=all/, %s=all/}" % (ALEX, JANE),
             "smtpd_reject_unlisted_recipient": "yes"}
    with postfix(domains=["harbour.example"], settings=known) as server:
        passes_unchanged(server)
        answers_for_recipients(server)


@case("Postfix in front: fifty messages with TLS, 8 bits, long lines, dots, many recipients, the null sender")
def in_front():
    people = ["user%d@harbour.example" % i for i in range(8)]
    with NextHop() as hop, gate(hop) as g:
        settings = {"smtp_tls_security_level": "encrypt", "smtp_bind_address": "127.0.0.10",
                    "myhostname": "mail.friend.example",
                    "smtp_tls_loglevel": "1", "smtp_line_length_limit": "0"}
        with postfix(next_hop=("127.0.0.1", g.port), settings=settings) as server:
            sent = {}
            for i in range(50):
                author, sender = (SAM, SAM) if i % 5 else ("kim@open.example", "")
                body = (b".\r\n..two\r\n.\r\n" * i, b"y" * (1000 + 500 * i) + b"\r\n", "Grüße %d\r\n".encode() % i * 50,
                        b"\r\n\r\n \r\n", b"")[i % 5]
                octets = mail(subject="Number %d." % i, sender=author, body=body)
                sent["Number %d." % i] = octets
                server.submit(sender, people[:1 + i % 8], octets)
            check(server.wait_until_empty(40),
                  "Postfix still has %d: %s" % (server.queued(), server.log_text()[-2000:]))
            log = server.log_text()
        equal(log.count("status=sent"), sum(1 + i % 8 for i in range(50)), "recipients that Postfix got rid of")
        check("TLSv1.3" in log and "status=bounced" not in log and "status=deferred" not in log, log[-2000:])
        equal(len(hop.messages), 50, "messages at the next hop")
        for sender, recipients, octets in hop.messages:
            subject = re.search(rb"^Subject: (.*)\r$", octets, re.M).group(1).decode()
            number = int(subject[7:-1])
            equal((sender, sorted(recipients)), (SAM if number % 5 else "", people[:1 + number % 8]),
                  "the envelope of " + subject)
            check(octets.endswith(sent.pop(subject)), subject + " is not what was sent")
            check(b" with ESMTPS id " in octets, octets[:600])
        equal(sent, {}, "messages that are missing")
        events = g.wait_event(50)
        equal(len([e for e in events if e["reply"].startswith("250") and e["tls"] == "TLSv1.3"]), 50,
              "lines of the log")
