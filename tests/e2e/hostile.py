"""Big and bad input, from a file and over the wire: an answer in time, in bounded memory, and nothing comes through."""
import base64
import hashlib
import json
import os
import subprocess
import tempfile
import time

from case import (ALEX, BINARY, SAM, Talk, begins, case, check, deliver, equal, gate, is_sanitized, mail,
                  ours_and_theirs,
                  status_of)
from pace import patience
from peers import NextHop

MIB = 1 << 20
SECONDS = 12                    # on a machine that does much else; alone each takes less than two

HEAD = ("From: <%s>\r\nTo: <%s>\r\nSubject: odd\r\nDate: Wed, 25 Nov 2026 09:26:31 +0000\r\n"
        "Message-ID: <odd@friend.example>\r\n"
        "MIME-Version: 1.0\r\n" % (SAM, ALEX)).encode()


def multipart(boundary):
    return b"Content-Type: multipart/mixed; boundary=\"%s\"\r\n\r\n" % boundary


def nested(levels):
    out = [HEAD]
    for i in range(levels):
        out.append(multipart(b"b%d" % i) + b"--b%d\r\n" % i)
    out.append(b"Content-Type: text/plain\r\n\r\ndeep\r\n")
    for i in reversed(range(levels)):
        out.append(b"--b%d--\r\n" % i)
    return b"".join(out)


def nested_messages(levels):
    return HEAD + b"Content-Type: message/rfc822\r\n\r\n" * levels + b"Content-Type: text/plain\r\n\r\ndeep\r\n"


def many_parts(count):
    return HEAD + multipart(b"b") + b"--b\r\n\r\nx\r\n" * count + b"--b--\r\n"


def base64_in_base64(rounds):
    inner = b"Content-Type: text/plain\r\n\r\n" + b"A" * 60000
    for _ in range(rounds):
        coded = base64.encodebytes(inner).replace(b"\n", b"\r\n")
        inner = b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + coded
    return HEAD + inner


def many_addresses(count):
    addresses = b"\r\n ".join(b"<u%d@harbour.example>," % i for i in range(count))
    return HEAD.replace(b"To: ", b"To: " + addresses + b" ") + b"\r\nx\r\n"


def many_signatures(count):
    one = (b"DKIM-Signature: v=1; a=rsa-sha256; d=friend.example; s=mail; c=relaxed/relaxed; h=from; bh=" + b"A" * 43 +
           b"=; b=" +
           b"A" * 340 + b"==\r\n")
    return one * count + HEAD + b"\r\nx\r\n"


def many_words(count):
    words = b"=?utf-8?b?" + b"QUFB" * 20 + b"?=\r\n" + b" =?utf-8?q?=41?=\r\n" * count
    return HEAD.replace(b"odd\r\n", words, 1) + b"\r\nx\r\n"


def long_field(folds):
    return HEAD + b"X: " + b"y\r\n " * folds + b"z\r\n"


def many_ends(count):
    return HEAD + multipart(b"b") + b"--b--\r\n" * count


def body(octets):
    return HEAD + b"\r\n" + octets + b"\r\n"


# (what it is, how it is made, action of check and its reason, the reply over the wire)
ODD = [
    ("an empty message",           lambda: b"",                       ("reject", "no-from"),             "550 5."),
    ("a header without body",      lambda: HEAD,                      ("accept", None),                  "250"),
    ("a body without header",      lambda: b"\r\nx\r\n",              ("reject", "no-from"),             "550 5."),
    ("a line of 64 MiB",           lambda: body(b"x" * (64 * MIB)),   ("accept", None),                  "55"),
    ("100,000 header fields",      lambda: b"X: y\r\n" * 100000 + HEAD, ("reject", "header-too-large"),  "554 5.6.0"),
    ("a header field of 4 MiB",    lambda: long_field(MIB),           ("reject", "header-too-large"),    "554 5.6.0"),
    ("multiparts 10,000 deep",     lambda: nested(10000),             ("reject", "mime-too-deep"),       "554 5.6.0"),
    ("messages 10,000 deep",       lambda: nested_messages(10000),    ("reject", "mime-too-deep"),       "554 5.6.0"),
    ("100,000 parts",              lambda: many_parts(100000),        ("reject", "mime-too-many-parts"), "554 5.6.0"),
    ("base64 in base64, 12 times", lambda: base64_in_base64(12),      ("accept", None),                  "250"),
    ("20,000 recipients in To",    lambda: many_addresses(20000),     ("reject", "header-too-large"),    "554 5.6.0"),
    ("200 signatures",             lambda: many_signatures(200),      ("accept", None),                  "250"),
    ("2,000 encoded words",        lambda: many_words(2000),          ("accept", None),                  "250"),
    ("one boundary 300,000 times", lambda: many_ends(300000),         ("accept", None),                  "250"),
    ("five million blanks",        lambda: body(b" \t" * 2500000),    ("accept", None),                  "554 5.6.0"),
    ("a million empty lines",      lambda: body(b"\r\n" * MIB),       ("accept", None),                  "250"),
]


# A child's peak begins at that of the process it was forked from, so one that is small stands in between.
MEASURED = ["/usr/bin/python3", "-Ic", """
import os, resource, sys
status = os.spawnv(os.P_WAIT, sys.argv[1], sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(status)"""]


@case("odd files: gatepost check answers each within seconds and bounded memory")
def from_files():
    wrong = []
    with gate("smtp:127.0.0.1:9", start=False) as g:
        for name, make, (action, reason), _ in ODD:
            octets = make()
            file = g.path("odd.eml")
            with open(file, "wb") as f:
                f.write(octets)
            start = time.monotonic()
            done = subprocess.run(MEASURED + [BINARY, "check", "-c", g.config, "--ip", "127.0.0.10", "--helo",
                                              "mail.friend.example",
                                              "--mail-from", SAM, "--rcpt", ALEX, "--json", file], capture_output=True,
                                              timeout=60)
            took = time.monotonic() - start
            if done.returncode != 0:
                wrong.append("%s: exit status %d: %r" % (name, done.returncode, done.stderr[-2000:]))
                continue
            record = json.loads(done.stdout)
            got, memory = record["verdict"]["action"], int(done.stderr.split()[-1]) * 1024
            reasons = record["verdict"]["reasons"]
            if got != action or (reason is not None and reason not in reasons):
                wrong.append("%s: %s %s instead of %s %s" % (name, got, reasons, action, reason))
            if not is_sanitized() and (took > patience(SECONDS) or memory > 3 * len(octets) + 100 * MIB):
                wrong.append("%s: %.1f s, %d MiB for %d MiB" % (name, took, memory // MIB, len(octets) // MIB))
    check(not wrong, "\n        ".join(wrong))


@case("a file that cannot be read: exit status 66, and its name")
def no_file():
    with gate("smtp:127.0.0.1:9", start=False) as g:
        for name in ("nothing.eml", "."):
            for command in ("check", "explain", "parse"):
                arguments = [command] if command == "parse" else [command, "-c", g.config]
                done = subprocess.run([BINARY, *arguments, g.path(name)], capture_output=True, text=True, timeout=20)
                check(done.returncode == 66 and g.path(name) in done.stderr,
                      "%s %s: %d %s" % (command, name, done.returncode, done.stderr))


@case("odd messages over the wire: the reply of each, and the gate's memory is bounded")
def over_the_wire():
    wrong = []
    with NextHop() as hop, gate(hop) as g:
        largest = 0
        for name, make, _, want in ODD:
            octets = make()
            largest = max(largest, len(octets))
            start = time.monotonic()
            reply = deliver(g, octets)
            took = time.monotonic() - start
            if not reply.startswith(want):
                wrong.append("%s: %s instead of %s" % (name, reply, want))
            if not is_sanitized() and took > patience(SECONDS):
                wrong.append("%s: %.1f s" % (name, took))
            if reply.startswith("250") and not (hop.messages and hop.octets()[-1].endswith(octets)):
                wrong.append("%s: what arrived is not what was sent" % name)
        peak = status_of(g, "VmHWM")
        if not is_sanitized() and peak > 3 * largest + 100 * MIB:
            wrong.append("peak of %d MiB" % (peak // MIB))
        begins(deliver(g, mail()), "250", "afterwards")
    check(not wrong, "\n        ".join(wrong))


@case("NUL, bare CR and bare LF in each place: refused, and the session is over")
def control_octets():
    with NextHop() as hop, gate(hop) as g:
        for octet in (b"\0", b"\r", b"\n"):
            for line in (b"EH%sLO a.example", b"MAIL FROM:<sam%s@friend.example>",
                         b"RCPT TO:<alex%s.doe@harbour.example>", b"NO%sOP"):
                with Talk(g.port) as talk:
                    if line.startswith(b"RCPT"):
                        talk.must("MAIL FROM:<%s>" % SAM, "250")
                    begins(talk.say(line % octet), "500 5.5.2", repr(line % octet))
                    check(talk.is_closed(), "the session goes on after %r" % (line % octet))
            for place in (b"From:", b"odd\r\n", b"\r\n\r\n", b"the end"):
                octets = (HEAD + b"\r\nthe body\r\nthe end\r\n").replace(place, place + b"x" + octet + b"y", 1)
                with Talk(g.port) as talk:
                    begins(talk.message(octets), "550 5.6.0", "%r behind %r" % (octet, place))
                    check(talk.is_closed(), "the session goes on after %r" % octet)
        equal(len(hop.messages), 0, "messages taken")
        check(len([e for e in g.events("refused") if "5.6.0" in e["reply"]]) == 12, "refused content is not in the log")


@case("a command line without end: refused once, its tail is no command")
def endless_command():
    with NextHop() as hop, gate(hop) as g, Talk(g.port) as talk:
        talk.send(b"NOOP " + b"x" * (8 * MIB) + b" MAIL FROM:<a@friend.example>")
        begins(talk.say(""), "500 5.5.2", "its end")
        begins(talk.say("NOOP"), "250", "afterwards")
        if not is_sanitized():
            check(status_of(g, "VmHWM") < 100 * MIB, "memory: %d MiB" % (status_of(g, "VmHWM") // MIB))


@case("60 MiB against a limit of 50: 552, as declared or as it comes, and the session goes on")
def too_big():
    with NextHop() as hop, gate(hop) as g, Talk(g.port) as talk:
        begins(talk.say("MAIL FROM:<%s> SIZE=%d" % (SAM, 60 * MIB)), "552 5.3.4", "SIZE")
        talk.envelope(SAM, [ALEX])
        talk.must("DATA", "354")
        talk.send(HEAD + b"\r\n")
        line = b"x" * 1022 + b"\r\n"
        for _ in range(60):
            talk.send(line * 1024)
        talk.send(b".\r\n")
        begins(talk.read(), "552 5.3.4", "the final dot")
        begins(talk.message(mail()), "250", "the next message")
        equal(len(hop.messages), 1, "messages taken")
        check(any("5.3.4" in e["reply"] for e in g.events("refused")), "the log does not tell")
        if not is_sanitized():
            check(status_of(g, "VmHWM") < 250 * MIB, "memory: %d MiB" % (status_of(g, "VmHWM") // MIB))


@case("10 MiB and 50 MiB pass unchanged, in bounded memory")
def big():
    with NextHop() as hop, gate(hop, workers=1) as g:
        for size in (10, 49):
            line = base64.b64encode(os.urandom(57)) + b"\r\n"
            octets = mail(body=b"..leading\r\n" + line * (size * MIB // len(line)) + b".\r\n")
            start = time.monotonic()
            begins(deliver(g, octets), "250", "%d MiB" % size)
            took = time.monotonic() - start
            arrived = hop.octets()[-1]
            ours_and_theirs(arrived, octets)
            equal(hashlib.sha256(arrived[-len(octets):]).digest(), hashlib.sha256(octets).digest(), "the digest")
            if not is_sanitized():
                peak = status_of(g, "VmHWM")
                check(peak < 3 * len(octets) + 100 * MIB, "%d MiB of memory for %d MiB" % (peak // MIB, size))
                check(took < patience(SECONDS), "%d MiB took %.1f s" % (size, took))


@case("a disk that refuses the octets of a big message: 452, and later messages pass")
def no_room():
    with NextHop() as hop, tempfile.TemporaryDirectory() as folder:
        # A limit on the size of files, and the signal for it ignored, so that write fails as it does on a full disk.
        wrapper = os.path.join(folder, "gatepost")
        with open(wrapper, "w") as f:
            f.write("#!/bin/sh\ntrap '' XFSZ\nulimit -f 4096\nexec %s \"$@\"\n" % os.path.abspath(BINARY))
        os.chmod(wrapper, 0o755)
        with gate(hop, binary=wrapper) as g:
            for _ in range(3):
                begins(deliver(g, mail(body=(b"y" * 70 + b"\r\n") * 100000)), "452 4.3.1",
                       "seven MiB on a disk with two")
            begins(deliver(g, mail()), "250", "a small one afterwards")
            begins(deliver(g, mail(body=(b"y" * 70 + b"\r\n") * 20000)), "250", "one that finds room")
            equal(len(hop.messages), 2, "messages taken")
            equal([e["mail_from"] for e in g.events("no-storage")], [SAM] * 3, "what the log says")


@case("more octets under way than the memory allows: 452 to the late, and all is counted back")
def memory_budget():
    with NextHop() as hop, gate(hop, limits="memory = 3000000") as g:
        body = (b"y" * 70 + b"\r\n") * 28000
        first = Talk(g.port)
        first.envelope(SAM, [ALEX])
        first.must("DATA", "354")
        octets = mail(body=body)
        first.send(octets[:-100000])
        time.sleep(0.3)
        begins(deliver(g, mail(body=body)), "452 4.3.1", "the second")
        first.send(octets[-100000:] + b".\r\n")
        begins(first.read(), "250", "the first")
        begins(deliver(g, mail(body=body)), "250", "the second again")
        first.close()
