"""The gate as the policy service of a Postfix: what is refused before DATA, and in which words; and what no Postfix would ask."""
import contextlib
import os
import socket
import tempfile
import threading
import time

import dns.message

from case import ALEX, JANE, SAM, Talk, begins, case, check, equal, gate, mail, open_files, until, zone
from dns_lists import LISTS, world
from gate import free_port
from metrics import scrape
from milter import LISTENER as MILTER, arrived, milter_settings, put
from name_server import NameServer, answer_from
from pace import patience
from peers import NextHop, postfix

LISTENER = 'listener asked { face = "policy"  address = "%s"  submitted-from = { "127.0.0.1" }  %s }\nclients { exempt = {}  %s }\n'
ALL = 'spf-refuse = { "no-mail", "helo", "fail", "permerror", "temperror" }'

STRICT = {"TXT": [["v=spf1 ip4:192.0.2.1 -all"]], "MX": [[10, "mail.friend.example"]]}
LONG = ".".join(["l" * 60] * 3) + ".example"
NAMES = {
    LONG: {"TXT": [["v=spf1 exists:" + LONG]], "A": ["192.0.2.1"]},
    "strict.example": STRICT,
    "named.example": {**STRICT, "A": ["192.0.2.1"]},
    "silent.example": {"TXT": [["v=spf1 -all exp=why.silent.example"]], "MX": [[10, "mail.friend.example"]]},
    "why.silent.example": {"TXT": [["We never write"]]},
    "broken.example": {"TXT": [["v=spf1 ip4:nonsense"]], "MX": [[10, "mail.friend.example"]]},
}


@contextlib.contextmanager
def policy_gate(port, more="", clients="", names=None, **changes):
    """A gate with a policy service beside its SMTP face. port: of 127.0.0.1, or "unix:PATH"."""
    place = port if isinstance(port, str) else "127.0.0.1:%d" % port
    changes.setdefault("resolver", 'zone = "{FOLDER}/policy.json"')
    with NextHop() as hop, gate(hop, start=False, more=changes.pop("top", "") + LISTENER % (place, more, clients), **changes) as g:
        g.write("policy.json", {**zone(), **NAMES, **(names or {})})
        g.start()
        yield g
        check(g.process.poll() is None, "the gate has died")
        equal(g.stop(remove=False), 0, "exit status after SIGTERM")


def settings(port, **more):
    place = "unix:" + port[len("unix:"):] if isinstance(port, str) else "inet:127.0.0.1:%d" % port
    return {"smtpd_recipient_restrictions": "check_policy_service " + place, **more}


def asking(port, **more):
    return postfix(domains=["harbour.example"], settings=settings(port, **more))


def rcpt(server, sender, recipient=ALEX, client="127.0.0.10", helo="mail.friend.example"):
    """Postfix's reply to one recipient of a message from that client."""
    with Talk(server.port, client=client, helo=helo) as talk:
        talk.must("MAIL FROM:<%s>" % sender, "250")
        return talk.say("RCPT TO:<%s>" % recipient)


# ---- Postfix ----

@case("Postfix asks at RCPT: SPF that fails, cannot be used or known, a HELO of others, a sender without a domain; each in our words")
def rulings():
    port = free_port()
    with policy_gate(port, policy=ALL) as g, asking(port) as server:
        for sender, helo, code, words in (
                (SAM, "mail.friend.example", "250 2.1.5", ""),
                ("a@strict.example", "mail.friend.example", "550 5.7.23", "SPF of strict.example does not allow 127.0.0.10"),
                ("a@silent.example", "mail.friend.example", "550 5.7.23",
                 "silent.example sends no mail, by its SPF record; silent.example explains: We never write"),
                ("a@broken.example", "mail.friend.example", "550 5.7.24", "The SPF record of broken.example cannot be used"),
                ("sam@late.example", "mail.friend.example", "450 4.7.24", "SPF of late.example cannot be checked now, try again later"),
                (SAM, "named.example", "550 5.7.23", "SPF of named.example, the name in your HELO, does not allow 127.0.0.10"),
                ("", "named.example", "550 5.7.23", "SPF of named.example does not allow 127.0.0.10"),
                # Of us it hears 5.1.8; Postfix, asked at RCPT, says that of a recipient (5.1.2).
                ("a@nowhere.example", "mail.friend.example", "550 5.1.2", "The sender's domain nowhere.example does not exist"),
                ("", "mail.friend.example", "250 2.1.5", "")):
            reply = rcpt(server, sender, helo=helo)
            begins(reply, code, "%r, called %s" % (sender, helo))
            check(words in reply, "%r is missing in %r" % (words, reply))
        refused = g.wait_event(7, "recipient-refused")
        equal([(e["action"], e["step"], e["reason"]) for e in refused],
              [("reject", "authentication", "spf-fail"), ("reject", "authentication", "spf-no-mail"),
               ("reject", "authentication", "spf-permerror"), ("defer", "authentication", "spf-undecided"),
               ("reject", "authentication", "spf-helo-fail"), ("reject", "authentication", "spf-fail"),
               ("reject", "sender", "sender-domain-missing")], "refusals in the log")
        equal((refused[0]["client"], refused[0]["mail_from"], refused[0]["what"], refused[0]["spf"], refused[0]["reply"]),
              ("127.0.0.10", "a@strict.example", ALEX, "fail", "550 5.7.23 SPF of strict.example does not allow 127.0.0.10"), "a refusal")
        passed = g.wait_event(2, "policy")
        equal([(e["mail_from"], e["spf"]) for e in [{"mail_from": "", **e} for e in passed]], [(SAM, "pass"), ("", "none")], "what passed")
        seen = scrape(g)
        for name, count in (('gatepost_policy_answers_total{action="accept",step="relay"}', 2),
                            ('gatepost_policy_answers_total{action="reject",step="authentication"}', 5),
                            ('gatepost_policy_answers_total{action="defer",step="authentication"}', 1),
                            ('gatepost_policy_answers_total{action="reject",step="sender"}', 1), ("gatepost_policy_refused_total", 0)):
            equal(seen.get(name, 0), count, name)


@case("by default SPF refuses only who sends no mail, or uses another's name; what cannot be known now passes, and is on record")
def defaults():
    port = free_port()
    with policy_gate(port) as g, Asker(port) as asker:
        equal(asker.ask(sender="a@strict.example", instance="1"), "action=DUNNO", "a failure that DKIM may mend")
        equal(asker.ask(sender="sam@late.example", instance="2"), "action=DUNNO", "what is not known now")
        begins(asker.ask(sender="a@silent.example", instance="3"), "action=550 5.7.23", "a domain without mail")
        begins(asker.ask(sender=SAM, helo_name="named.example", instance="4"), "action=550 5.7.23", "a name of others")
        equal([e["spf"] for e in g.wait_event(2, "policy")], ["fail", "temperror"], "what the log says of those that passed")


@case("a refusal for good by a later restriction of Postfix goes before our 4yz")
def if_permit():
    port = free_port()
    later = "check_policy_service inet:127.0.0.1:%d, check_recipient_access inline:{nobody@harbour.example=REJECT}" % port
    with policy_gate(port, policy=ALL), asking(port, smtpd_recipient_restrictions=later) as server:
        begins(rcpt(server, "sam@late.example", "nobody@harbour.example"), "554 5.7.1", "a recipient that Postfix refuses")
        begins(rcpt(server, "sam@late.example"), "450 4.7.24", "another")


@case("Received-SPF is put on top of a message once, whatever its recipients and restrictions, and says what SPF found")
def received_spf():
    port = free_port()
    twice = "check_policy_service inet:127.0.0.1:%d" % port
    with policy_gate(port, top="received-spf = true\n") as g:
        with asking(port, smtpd_sender_restrictions=twice) as server:
            with Talk(server.port) as talk:
                for subject in ("one", "two"):          # in one session
                    begins(talk.message(mail(subject=subject), recipients=(ALEX, JANE)), "250", subject)
            with Talk(server.port, helo="x" * 1000) as talk:
                begins(talk.message(mail(subject="three"), sender="x" * 64 + "@" + LONG), "250", "from a client with names that fill a line")
            for one in arrived(server, 5):              # Postfix delivers to each recipient
                count = 0 if b"Subject: three" in one else 1
                equal(one.count(b"Received-SPF: pass (mx.harbour.example: domain of sam@friend.example designates 127.0.0.10"), count, one)
                equal(one.count(b"Received-SPF:"), count, "fields of the kind")
        equal(len(g.wait_event(3, "policy")), 3, "lines of the log: one for each message")


@case("DNS lists: a client on two of them is refused, but not to postmaster; one on an allow list is not")
def lists():
    port = free_port()
    with policy_gate(port, names=world(), top=LISTS, policy="dns-lists-refuse = 1.5") as g, asking(port) as server:
        check(until(lambda: rcpt(server, SAM, client="127.0.0.22").startswith("550 5.7.1"), 10), "the lists were never tested")
        with Talk(server.port, client="127.0.0.22") as talk:
            talk.must("MAIL FROM:<%s>" % SAM, "250")
            reply = talk.say("RCPT TO:<%s>" % ALEX)
            begins(reply, "550 5.7.1", "a client on two lists")
            check("Your address is on block lists: first (127.0.0.3: Seen in traps" in reply and "second" in reply, reply)
            talk.must("RCPT TO:<postmaster@harbour.example>", "250")
        for client in ("127.0.0.21", "127.0.0.23"):
            begins(rcpt(server, SAM, client=client), "250", client)
        event = g.wait_event(2, "recipient-refused")[0]
        equal((event["reason"], event["step"], event["client"]), ("client-listed", "relay", "127.0.0.22"), "a refusal in the log")
        check(scrape(g)['gatepost_refusals_total{reply="CLIENT_LISTED"}'] >= 2, "refusals are not counted")


@case("limits: messages and recipients over time, and connections where Postfix asks about them; the next client is served")
def limits():
    port = free_port()
    clients = 'message-rate = "2/1h"  recipient-rate = "4/1h"  connection-rate = "3/1h"'
    early = "check_policy_service inet:127.0.0.1:%d" % port
    with policy_gate(port, clients=clients) as g:
        with asking(port, smtpd_client_restrictions=early, smtpd_delay_reject="no") as server:
            with Talk(server.port) as talk:
                talk.envelope(SAM, [ALEX])
                talk.must("RSET", "250")
                talk.envelope(SAM, [ALEX, JANE])
                talk.must("RSET", "250")
                talk.must("MAIL FROM:<%s>" % SAM, "250")
                for one in (ALEX, JANE):
                    begins(talk.say("RCPT TO:<%s>" % one), "450 4.7.1", "a third message")
            with Talk(server.port, client="127.0.0.11") as talk:
                talk.envelope(SAM, ["a%d@harbour.example" % i for i in range(4)])
                begins(talk.say("RCPT TO:<%s>" % ALEX), "450 4.7.1", "a fifth recipient")
                reply = talk.say("RCPT TO:<%s>" % ALEX)
                begins(reply, "450 4.7.1", "the same again")
                check("Too many recipients from your address, try again later" in reply, reply)
            for _ in range(2):
                Talk(server.port).close()
            with Talk(server.port, greet=False) as talk:
                begins(talk.read(), "421 4.7.0", "a fourth connection")
            begins(rcpt(server, SAM, client="127.0.0.12"), "250", "another client")
        equal(len(g.wait_event(1, "turned-away")), 1, "connections refused in the log")
        seen = scrape(g)
        for limit, count in (("messages", 1), ("recipients", 2), ("connections", 1)):
            equal(seen['gatepost_client_limits_total{limit="%s"}' % limit], count, limit)
        equal(seen['gatepost_refusals_total{reply="TOO_MANY_MESSAGES"}'], 2, "recipients of the message that was one too many")


@case("in shadow nothing is refused, and the log says what would have been")
def shadow():
    port = free_port()
    with policy_gate(port, 'mode = "shadow"', 'message-rate = "4/1h"', policy=ALL, top="received-spf = true\n") as g, asking(port) as server:
        for sender in (SAM, "a@strict.example", "sam@late.example", "a@nowhere.example"):
            begins(rcpt(server, sender), "250", sender)
        with Talk(server.port) as talk:
            begins(talk.message(mail()), "250", "one message too many")
        check(b"Received-SPF" not in arrived(server, 1)[0], "it was changed")
        lines = g.wait_event(5, "policy")
        equal([(e["action"], e.get("would"), e.get("would_reason")) for e in lines],
              [("accept", None, None), ("accept", "reject", "spf-fail"), ("accept", "defer", "spf-undecided"),
               ("accept", "reject", "sender-domain-missing"), ("accept", "defer", "client-limit")], "the log")
        equal(lines[1]["would_reply"], "550 5.7.23 SPF of strict.example does not allow 127.0.0.10", "the reply that was not given")
        equal(g.events("recipient-refused"), [], "refusals")
        seen = scrape(g)
        equal(seen['gatepost_policy_shadow_answers_total{action="reject",step="authentication"}'], 1, "counted as not refused")
        equal(seen['gatepost_policy_answers_total{action="accept",step="relay"}'], 5, "answers")


@case("one step in shadow: the others refuse, and the log says what that one would have done")
def one_step():
    port = free_port()
    with policy_gate(port, policy=ALL, top='step authentication { mode = "shadow" }\n') as g, Asker(port) as asker:
        equal(asker.ask(instance="1"), "action=DUNNO", "a failure of SPF")
        begins(asker.ask(sender="a@nowhere.example", instance="2"), "action=550 5.1.8", "a sender without a domain")
        equal(g.wait_event(1, "policy")[0]["would_reason"], "spf-fail", "the log")


@case("killed and restarted: meanwhile Postfix does what smtpd_policy_service_default_action says, afterwards it asks again")
def killed():
    port = free_port()
    with policy_gate(port, policy=ALL) as g, asking(port, smtpd_policy_service_retry_delay="1s") as server:
        with Talk(server.port) as talk:
            talk.must("MAIL FROM:<a@strict.example>", "250")
            talk.must("RCPT TO:<%s>" % ALEX, "550 5.7.23")
            g.process.kill()
            g.process.wait()
            begins(talk.say("RCPT TO:<%s>" % ALEX), "451 4.3.5", "in the same session, while nobody answers")
            g.start()
            begins(talk.say("RCPT TO:<%s>" % ALEX), "550 5.7.23", "once the service is back")
        begins(rcpt(server, SAM), "250", "the next client")


@case("a reload ends what waits between requests: the next is answered by the new configuration")
def reloaded():
    port = free_port()
    with policy_gate(port) as g, asking(port) as server:
        with Talk(server.port) as talk:
            talk.must("MAIL FROM:<a@strict.example>", "250")
            talk.must("RCPT TO:<%s>" % ALEX, "250")
            with open(g.config) as f:
                text = f.read()
            g.write_config(text.replace("policy {", "policy { " + ALL))
            g.process.send_signal(1)
            check(g.wait_event(1, "reloaded"), "no reload")
            check(until(lambda: talk.say("RCPT TO:<%s>" % ALEX).startswith("550 5.7.23"), 5), "the old configuration still answers")


@case("fifty sessions at once over a UNIX socket, with a name server that takes its time: to each its own answer")
def parallel():
    class Slow(NameServer):
        def delay(self, query):
            return 0.05

        def answer(self, query):
            names = {name: records for name, records in {**zone(), **NAMES}.items() if records.get("TXT") != "TIMEOUT"}
            return answer_from(names.get, dns.message.from_wire(query), 60)

    def session(server, number, replies):
        with Talk(server.port, client="127.0.0.%d" % (10 + number)) as talk:
            for i in range(4):
                sender = (SAM, "a@strict.example", "a@silent.example", "a@nowhere.example")[(number + i) % 4]
                talk.must("MAIL FROM:<%s>" % sender, "250")
                replies[number, i] = talk.say("RCPT TO:<%s>" % ALEX)
                talk.must("RSET", "250")

    with tempfile.TemporaryDirectory() as folder, Slow() as server_of_names:
        os.chmod(folder, 0o755)
        place = "unix:%s/policy.sock" % folder
        with policy_gate(place, 'socket-mode = "0666"', policy=ALL, resolver='forwarders = { "127.0.0.1@%d" }' % server_of_names.port) as g:
            with asking(place, default_process_limit="100") as server:
                replies = {}
                threads = [threading.Thread(target=session, args=(server, i, replies)) for i in range(50)]
                for one in threads:
                    one.start()
                for one in threads:
                    one.join(120)
                equal(len(replies), 200, "messages answered: " + server.log_text()[-1500:])
                for (number, i), reply in replies.items():
                    want = ("250 2.1.5", "550 5.7.23", "550 5.7.23", "550 5.1.2")[(number + i) % 4]
                    begins(reply, want, "message %d of session %d" % (i, number))
                    if (number + i) % 4 == 1:
                        check("does not allow 127.0.0.%d" % (10 + number) in reply, "an answer for another: " + reply)
                equal(len(g.wait_event(150, "recipient-refused")), 150, "refusals in the log")
                equal(len(g.wait_event(50, "policy")), 50, "lines about those that passed")


@case("beside the milter on one Postfix: the envelope is refused before DATA, what passes is judged as without, and SPF told by the milter alone")
def beside_milter():
    port, milter = free_port(), free_port()
    top = "received-spf = true\n" + MILTER % ("127.0.0.1:%d" % milter, "")
    with policy_gate(port, policy=ALL, top=top) as g, asking(port, **milter_settings(milter)) as server:
        begins(rcpt(server, "a@strict.example"), "550 5.7.23", "an envelope that is refused")
        begins(put(server, mail()), "250", "an honest message")
        begins(put(server, mail(subject="refused"), sender="eve@open.example"), "550 5.7.26", "one that DMARC refuses")
        got = arrived(server, 1)[0]
        equal((got.count(b"identity=mailfrom;"), got.count(b"identity=helo;"), got.count(b"Received-SPF:")), (1, 1, 2), "results of SPF: %r" % got)
        equal([e["action"] for e in g.wait_event(2)], ["accept", "reject"], "messages")
        equal(len(g.wait_event(2, "policy")), 2, "envelopes that passed")


# ---- what no Postfix would ask ----

class Asker:
    """A connection to the policy service that says exactly what it is told."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), 20)
        self.file = self.socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()
        self.socket.close()

    def send(self, octets):
        self.socket.sendall(octets)

    def answer(self):
        """The next answer without its end; "" once the gate has closed."""
        try:
            line, empty = self.file.readline(), self.file.readline()
        except ConnectionError:
            return ""
        check(line == b"" or empty == b"\n", "no answer: %r %r" % (line, empty))
        return line.decode().rstrip("\n")

    def ask(self, **attributes):
        self.send(request(**attributes))
        return self.answer()


def request(**changes):
    attributes = {"request": "smtpd_access_policy", "protocol_state": "RCPT", "protocol_name": "ESMTP", "client_address": "127.0.0.10",
                  "client_port": "4000", "helo_name": "mail.friend.example", "sender": "a@strict.example", "recipient": ALEX,
                  "instance": "1.2.3", "sasl_username": "", **changes}
    return ("".join("%s=%s\n" % one for one in attributes.items() if one[1] is not None) + "\n").encode()


REFUSED = "action=550 5.7.23 SPF of strict.example does not allow 127.0.0.10"


@case("requests however they are cut, several at once, and in states that have nothing to say")
def forms():
    port = free_port()
    with policy_gate(port, policy=ALL) as g:
        with Asker(port) as asker:
            for octet in request():
                asker.send(bytes([octet]))
            equal(asker.answer(), REFUSED, "octet by octet")
            asker.send(request() + request(sender=SAM, instance="1.2.4") + request(sender="a@silent.example", instance="1.2.5") + request()[:20])
            equal([asker.answer()[:17] for _ in range(3)], ["action=550 5.7.23", "action=DUNNO", "action=550 5.7.23"], "three at once")
            asker.send(request()[20:])
            equal(asker.answer(), REFUSED, "the rest of a fourth")
            for state in ("CONNECT", "EHLO", "HELO", "VRFY", "ETRN", "BDAT", ""):
                equal(asker.ask(protocol_state=state, instance="1.2.6"), "action=DUNNO", "state %r" % state)
            for state in ("MAIL", "DATA", "END-OF-MESSAGE"):
                equal(asker.ask(protocol_state=state, instance="1.2.7"), REFUSED, "state " + state)
            equal(asker.ask(instance=None, moon="full"), REFUSED, "without an instance, with a name that nobody knows")
            equal(asker.ask(client_address="unknown"), "action=DUNNO", "a client without an address")
            equal(asker.ask(client_address="::ffff:127.0.0.10"), REFUSED, "an address in the clothes of IPv6")
            equal(asker.ask(sender="\u00fc@strict.example", helo_name="\u00fc\u202e"), REFUSED, "octets beyond ASCII")
        equal([e["event"] for e in g.events() if e["event"] == "policy-refused"], [], "connections that were ended")
        equal(g.wait_event(1, "sender-refused")[0]["reason"], "spf-fail", "a refusal at MAIL")
        unknown = until(lambda: [e["reason"] for e in g.events("policy") if e.get("client") == "unknown"])
        equal(unknown, ["client-unknown"], "what was not checked says so")


@case("networks of ours, clients that have logged in, hops of ours: nothing is asked about them")
def ours():
    port = free_port()
    top = 'trusted-networks = { "127.0.0.20" }\ntrusted-hops = { "127.0.0.21" }\ntrusted-forwarders = { "127.0.0.22" }\n'
    with policy_gate(port, clients='message-rate = "1/1h"', policy=ALL, top=top) as g:
        with Asker(port) as asker:
            for i, client in enumerate(("127.0.0.20", "127.0.0.20", "127.0.0.21", "127.0.0.1")):
                equal(asker.ask(client_address=client, instance="1.%d" % i), "action=DUNNO", client)
            equal(asker.ask(sasl_username="jo", instance="2.1"), "action=DUNNO", "somebody who has logged in")
            equal(asker.ask(client_address="127.0.0.22", instance="3.1"), "action=DUNNO", "a forwarder, whose mail fails SPF")
            equal(asker.ask(instance="4.1"), REFUSED, "a stranger")
        lines = g.wait_event(6, "policy")
        equal([e.get("reason") for e in lines], ["inside"] * 5 + [None], "the log")
        equal(lines[5]["spf"], "fail", "SPF of what the forwarder brings")


@case("an allow entry for a network takes the step away that it names")
def allowed():
    port = free_port()
    with policy_gate(port, policy=ALL) as g:
        status, text = g.run("list", "add", "--network", "127.0.0.10/32", "--owner", "jo", "--expires", "1d", "--steps", "authentication")
        equal(status, 0, text)

        def answer():
            with Asker(port) as asker:
                return asker.ask(instance=str(time.monotonic_ns()))
        check(until(lambda: answer() == "action=DUNNO"), "the entry has no effect: " + answer())


@case("what is no request ends the connection, is counted, and costs nothing; a server that is not named is not served")
def hostile():
    port = free_port()
    with policy_gate(port, policy=ALL, more='mail-servers = { "127.0.0.1" }') as g:
        for octets in (b"\n", b"EHLO mail.example\r\n\r\n\n", request(request="junk"), request()[:-1] + b"sender=x@y\n\n", b"\0" * 100 + b"\n\n",
                       request(sender="a\0b"), request(sender="a\rb"), request(moon="x" * 9000), b"x=y\n" * 200 + b"\n",
                       b"x" * 40000, b"a=b\n" * 20000):
            with Asker(port) as asker:
                asker.send(octets)
                equal(asker.answer(), "", "the answer to %r" % octets[:40])
        for octets in (b"", request()[:100]):
            with Asker(port) as asker:
                asker.send(octets)
        with socket.create_connection(("127.0.0.1", port), 20, ("127.0.0.9", 0)) as stranger:
            equal(stranger.recv(100), b"", "what a stranger hears")
        with Asker(port) as asker:
            equal(asker.ask(), REFUSED, "afterwards")
        problems = [e["problem"] for e in g.wait_event(12, "policy-refused")]
        equal(len(problems), 12, "connections that were ended: %s" % problems)
        check("the address is not in mail-servers" in problems and "an attribute stands twice" in problems, problems)
        equal(scrape(g)["gatepost_policy_refused_total"], 12, "counted")


@case("a server that goes while the DNS is silent, and twenty that wait at once: an answer in bounded time, and nothing is left behind")
def silent():
    port = free_port()
    with NameServer() as nobody:
        with policy_gate(port, policy=ALL, resolver='forwarders = { "127.0.0.1@%d" }  timeout = "9s"' % nobody.port,
                         limits='spf-time = "1s"  dns-time = "2s"') as g:
            with Asker(port) as asker:
                start = time.monotonic()
                answer = asker.ask()
                begins(answer, "action=DEFER_IF_PERMIT 4.7.24 SPF of strict.example cannot be checked now", "the answer")
                check(time.monotonic() - start < patience(8), "it took %.1f s" % (time.monotonic() - start))
            base = open_files(g)
            for i in range(10):
                with Asker(port) as asker:
                    asker.send(request(instance="2.%d" % i, sender="a@b%d.example" % i))
            askers = [Asker(port) for _ in range(20)]
            for i, asker in enumerate(askers):
                asker.send(request(instance="3.%d" % i, sender="a@c%d.example" % i))
            for i, asker in enumerate(askers):
                begins(asker.answer(), "action=DEFER_IF_PERMIT 4.", "one of twenty")
                asker.file.close()
                asker.socket.close()
            check(until(lambda: open_files(g) <= base, 20), "open files: %d before, %d now" % (base, open_files(g)))
