"""Gateway and milter are one engine: the same message through both, the milter behind a real Postfix, must get the same verdict
for the same reasons, unless a difference of src/gateway/milter_differences.def explains it."""
import base64
import collections
import os
import random
import re
import threading

import case as cases
from case import ALEX, ROOT, SAM, Skip, Talk, case, check, equal, key, queue_id, until
from gate import free_port
from milter import milter_gate, milter_settings
from peers import NextHop, postfix

SHARED = os.environ.get("GATEPOST_SHARED", os.path.join(os.path.dirname(ROOT), "shared"))
COMPARED = ("action", "step", "reason", "score", "findings", "from", "message_id", "spf", "dkim", "dmarc")
CLIENTS = 8


def lines_of(octets):
    return octets.replace(b"\r\n", b"\n").split(b"\n")


def header_of(octets):
    return octets.partition(b"\r\n\r\n")[0]


# By name of the difference: what in a message can be the reason. Those that no message can show are not here.
EXPLANATIONS = {
    "line-ends":      lambda m: re.search(rb"\r(?!\n)|(?<!\r)\n", m),
    "nul-octets":     lambda m: b"\0" in m,
    "long-lines":     lambda m: any(len(one) > 2000 for one in lines_of(m)) or len(header_of(m)) > 100000,
    "dropped-fields": lambda m: re.search(rb"^(return-path|bcc|resent-bcc|content-length)\s*:", header_of(m), re.I | re.M),
    "field-shape":    lambda m: any(not re.match(rb"[!-9;-~]+:|[ \t]+\S", one) for one in header_of(m).split(b"\r\n")),
}


def explained(octets):
    return [name for name, holds in EXPLANATIONS.items() if holds(octets)]


class Face:
    """One way in: sends messages over a session of its own for each client, and finds what the log says of each."""

    def __init__(self, port):
        self.port, self.ids = port, {}

    def send_all(self, messages):
        threads = [threading.Thread(target=self._client, args=(messages, i)) for i in range(CLIENTS)]
        for one in threads:
            one.start()
        for one in threads:
            one.join(900)

    def _client(self, messages, first):
        talk = None
        for name in sorted(messages)[first::CLIENTS]:
            if talk is None:
                talk = Talk(self.port)
            reply = self._send(talk, messages[name])
            self.ids[name] = reply
            if not reply.startswith("250"):             # a server may have had enough of this session
                talk.close()
                talk = None
        if talk is not None:
            talk.close()

    def _send(self, talk, octets):
        talk.envelope(SAM, [ALEX], " BODY=8BITMIME")
        return talk.content(octets if octets.endswith(b"\r\n") else octets + b"\r\n")


def events_by_id(g):
    """The line of the log for each message, by our id and by that of the mail server."""
    found = {}
    for event in g.events("message"):
        found[event["id"]] = event
        if "queue_id" in event:
            found[event["queue_id"]] = event
    return found


def event_of(events, reply):
    """None: it was refused before there was a verdict, in words that say why."""
    one = queue_id(reply)
    if one:
        return events[one]
    found = re.search(r"queued as (\S+)", reply)
    return events[found.group(1)] if found else None


def compare(messages, gateway, milter, g):
    """The differences found: (name of the message, what differs, names that explain it)."""
    events, differences = events_by_id(g), []
    for name in sorted(messages):
        ours, beside = event_of(events, gateway.ids[name]), event_of(events, milter.ids[name])
        if ours is None or beside is None:
            what = [] if ours is beside else [("reply", gateway.ids[name], milter.ids[name])]
        else:
            what = [(member, ours.get(member), beside.get(member)) for member in COMPARED if ours.get(member) != beside.get(member)]
        if what:
            differences.append((name, what, explained(messages[name])))
    return differences


def agree(messages):
    """Plays them; how many differ by each name, and how many verdicts and results of DKIM there were. Fails on a difference that nothing explains."""
    port = free_port()
    with NextHop() as hop, milter_gate(hop, port, limits='message-size = 52428800', workers=2) as g:
        settings = milter_settings(port, enable_long_queue_ids="yes", smtpd_error_sleep_time="0", smtpd_soft_error_limit="1000")
        with postfix(next_hop=("127.0.0.1", hop.port), settings=settings) as server:
            gateway, milter = Face(g.port), Face(server.port)
            gateway.send_all(messages)
            milter.send_all(messages)
            equal((len(gateway.ids), len(milter.ids)), (len(messages), len(messages)), "messages answered")
            check(until(lambda: len(g.events("message")) >= sum(1 for f in (gateway, milter) for r in f.ids.values() if queue_id(r))),
                  "lines are missing in the log")
            differences = compare(messages, gateway, milter, g)
            unexplained = [(name, what) for name, what, names in differences if not names]
            check(not unexplained, "%d of %d messages differ without a reason: %s" % (len(unexplained), len(messages), unexplained[:3]))
            return collections.Counter(names[0] for _, _, names in differences), collections.Counter(
                e[member] for e in g.events("message") if "queue_id" in e for member in ("action", "dkim") if member in e)


# ---- messages that are made up ----

def folded(generator, text):
    """Folds at blanks, here and there, in ways that header canonicalisation must survive."""
    return re.sub(rb" ", lambda _: generator.choice((b" ", b" ", b"  ", b"\r\n ", b"\r\n\t", b" \r\n  ")), text)


def made_up(number):
    generator = random.Random(number)
    words = [b"minutes", b"invoice", "Grüße".encode(), b"=?utf-8?q?caf=C3=A9?=", b"Jane Roe", b"x" * 60, b"", b"to-day"]
    def text(most):
        return b" ".join(generator.choice(words) for _ in range(generator.randrange(1, most)))
    author = generator.choice((b"A Sender <sam@friend.example>", b'"Jane Roe" <sam@friend.example>', b"jane.roe@harb0ur.example",
                               b"news@news.example", b"jane.roe@harbour.example", b"x@open.example, y@friend.example", b"sam"))
    head = [b"From: " + author, b"To: <alex.doe@harbour.example>", b"Subject: " + folded(generator, text(8)),
            b"Date: Wed, 25 Nov 2026 09:26:31 +0000", b"Message-ID: <%d@friend.example>" % number]
    extra = [b"X-Spam-Flag: NO", b"Received: from a.example by b.example; Wed, 25 Nov 2026 09:26:30 +0000", b"Bcc: <jo@other.example>",
             b"Authentication-Results: mx.harbour.example; dkim=pass", b"List-Id: <l.news.example>", b"Reply-To: eve@other.example",
             b"Return-Path: <a@b.example>", b"From: second@other.example", b"Subject:no blank", b"X-Empty:", b"X-Tail: blanks  ",
             b"Comments: " + folded(generator, text(20)), b"MIME-Version: 1.0"]
    head += generator.sample(extra, generator.randrange(5))
    generator.shuffle(head)
    body = b"".join(generator.choice((text(9), b".", b"..x", b"", b" \t", b"http://pay.example/" + base64.b32encode(generator.randbytes(5)))) + b"\r\n"
                    for _ in range(generator.randrange(12)))
    if generator.random() < 0.3:
        mark = b"b%d" % number
        head.append(b'Content-Type: multipart/%s; boundary="%s"' % (generator.choice((b"mixed", b"alternative")), mark))
        body = b"--" + mark + b"\r\nContent-Type: text/plain\r\n\r\n" + body + b"--" + mark + \
            b"\r\nContent-Type: text/html\r\n\r\n<p>" + body + generator.choice((b"--" + mark + b"--\r\n", b""))
    octets = b"\r\n".join(head) + b"\r\n\r\n" + body
    if generator.random() < 0.4:
        octets = signed_in_some_way(generator, octets)
    return damaged(generator, octets) if generator.random() < 0.1 else octets


def signed_in_some_way(generator, octets):
    import dkim
    canon = generator.choice(((b"simple", b"simple"), (b"relaxed", b"relaxed"), (b"simple", b"relaxed"), (b"relaxed", b"simple")))
    domain = generator.choice((b"friend.example", b"news.example"))
    try:
        return dkim.sign(octets, b"mail", domain, key()[0], canonicalize=canon, include_headers=[b"from", b"to", b"subject"]) + octets
    except dkim.DKIMException:          # two authors, or none
        return octets


def damaged(generator, octets):
    """What a gateway refuses and a mail server mends."""
    at = generator.randrange(len(octets))
    return octets[:at] + generator.choice((b"\n", b"\r", b"\0", b"no colon in this line\r\n", b"X-Blank : before\r\n")) + octets[at:]


# ---- the cases ----

def samples():
    index = os.path.join(SHARED, "mail/index.tsv")
    if not os.path.exists(index):
        raise Skip("there are no sample messages")
    with open(index, encoding="utf-8") as f:
        names = [line.split("\t")[0] for line in f][1:]
    if not cases.WHOLE:
        names = names[::12]
    return {name: open(os.path.join(SHARED, "mail", name), "rb").read() for name in names}


@case("gateway and milter come to the same verdicts on the sample messages, but for differences that have a name")
def on_samples():
    differences, actions = agree(samples())
    print("on samples: %s; explained differences: %s" % (dict(actions), dict(differences)))


@case("gateway and milter come to the same verdicts on 500 made-up messages, signed ones among them, but for differences that have a name")
def on_made_up():
    differences, actions = agree({"made up %d" % i: made_up(i) for i in range(500)})
    check(min(actions[one] for one in ("accept", "tag", "quarantine", "reject", "pass", "fail")) > 5,
          "too few of a kind to say anything: %s" % actions)
    print("on made-up ones: %s; explained differences: %s" % (dict(actions), dict(differences)))
