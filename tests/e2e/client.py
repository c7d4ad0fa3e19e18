"""Clients that go away, wait, or push: the gate goes on, delivers nothing by halves, and gives back what it had."""
import socket
import struct
import time

from case import ALEX, SAM, Talk, begins, case, check, deliver, equal, gate, mail, open_files, ours_and_theirs, until
from pace import patience
from peers import DOT, NextHop, after


def leave(talk, how):
    """half: we say no more, but listen. reset: the connection is torn down (RST)."""
    if how == "half":
        talk.socket.shutdown(socket.SHUT_WR)
        rest = talk.file.read()
        talk.close()
        return rest
    if how == "reset":
        talk.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    talk.close()
    return b""


def up_to(talk, step, octets):
    lines = ["MAIL FROM:<%s>" % SAM, "RCPT TO:<%s>" % ALEX, "DATA"]
    names = ["MAIL", "RCPT", "DATA"]
    if step in ("greeting", "EHLO"):
        return
    for name, line in zip(names, lines):
        talk.say(line)
        if name == step:
            return
    talk.send(octets[:len(octets) // 2] if step == "content" else octets + b".\r\n")


@case("a client goes away at each step: gone is gone, what was ended is delivered whole, nothing stays open")
def goes_away():
    with NextHop({DOT: after(0.3)}) as hop, gate(hop) as g:
        begins(deliver(g, mail()), "250", "before")
        base, ended = open_files(g), []
        for how in ("close", "half", "reset"):
            for step in ("greeting", "EHLO", "MAIL", "RCPT", "DATA", "content", "dot"):
                octets = mail(subject="%s at %s" % (how, step))
                talk = Talk(g.port, greet=step != "greeting")
                up_to(talk, step, octets)
                if step == "dot":
                    ended.append(octets)
                    if how != "half":
                        time.sleep(0.1)         # so that it is being delivered when the client goes
                rest = leave(talk, how)
                if step == "dot" and how == "half":
                    check(rest.startswith(b"250 "), "who closes only his half hears the answer: %r" % rest)
        check(until(lambda: len(g.events("message")) == 4), "messages in the log: %d" % len(g.events("message")))
        left = [e.get("client_left", 0) for e in g.events("message")]
        # One who closes looks like one who still listens, until the answer meets the closed socket.
        equal(left, [0, 0, 0, 1], "who was gone when the answer came")
        equal(len(hop.messages), 4, "messages taken")
        for sent, arrived in zip(ended, hop.octets()[1:]):
            ours_and_theirs(arrived, sent)
        begins(deliver(g, mail()), "250", "afterwards")
        # The pool's connections may have become one more for each that was delivering at the same time.
        check(until(lambda: open_files(g) <= base + 3), "open files: %d before, %d now" % (base, open_files(g)))


@case("a hundred clients that stay silent are sent away, and what they held is given back")
def silent():
    with NextHop() as hop, gate(hop, limits='idle-timeout = "1s"') as g:
        begins(deliver(g, mail()), "250", "before")
        time.sleep(0.3)
        base = open_files(g)
        talks = [Talk(g.port, greet=False) for _ in range(100)]
        for i, talk in enumerate(talks):
            talk.read()
            if i % 4 > 0:
                talk.say("EHLO mail.friend.example")
            if i % 4 > 1:
                talk.say("MAIL FROM:<%s>" % SAM)
            if i % 4 > 2:
                talk.send(b"RCPT TO:<" + ALEX.encode())
        for talk in talks:
            begins(talk.read(), "421 4.4.2", "to a silent client")
            check(talk.is_closed(), "the session goes on")
            talk.close()
        check(until(lambda: open_files(g) <= base), "open files: %d before, %d now" % (base, open_files(g)))


@case("STARTTLS and then silence, or nonsense: the connection ends, and is not kept for ever")
def tls_silence():
    with NextHop() as hop, gate(hop, limits='idle-timeout = "1s"') as g:
        begins(deliver(g, mail()), "250", "before")
        time.sleep(0.3)
        base = open_files(g)
        talks = [Talk(g.port) for _ in range(10)]
        for talk in talks:
            talk.must("STARTTLS", "220")
        for talk in talks[5:]:
            talk.send(b"EHLO in.clear\r\n")
        for i, talk in enumerate(talks):
            talk.socket.settimeout(8)
            try:
                rest = talk.file.read()
            except TimeoutError:
                raise AssertionError("%s after STARTTLS: still connected"
                                     % ("silence" if i < 5 else "nonsense")) from None
            except ConnectionError:
                rest = b""
            check(not rest.startswith(b"250"), "a command in clear was obeyed: %r" % rest)
            talk.close()
        check(until(lambda: open_files(g) <= base + 1), "open files: %d before, %d now" % (base, open_files(g)))


@case("commands in clear behind STARTTLS are not taken for what comes under TLS")
def injected():
    with NextHop() as hop, gate(hop) as g, Talk(g.port) as talk:
        talk.send(b"STARTTLS\r\nMAIL FROM:<%s>\r\n" % SAM.encode())
        begins(talk.read(), "554", "STARTTLS with a command behind it")
        check(talk.is_closed(), "the session goes on")


@case("more sessions than allowed: 421 to those, service to the others")
def crowded():
    with NextHop() as hop, gate(hop, limits="connections = 5") as g:
        talks = [Talk(g.port) for _ in range(5)]
        late = Talk(g.port, greet=False)
        begins(late.read(), "421 4.3.2", "the sixth")
        check(late.is_closed(), "the session goes on")
        begins(talks[0].message(mail()), "250", "the first")
        for talk in talks + [late]:
            talk.close()
        check(until(lambda: not Talk(g.port).greeting.startswith("421")), "places are not given back")


@case("patience ends: too many errors, too long a session; 421 and the end")
def patience_ends():
    with NextHop() as hop, gate(hop, limits='errors = 3  session-timeout = "2s"') as g:
        with Talk(g.port) as talk:
            for _ in range(3):
                begins(talk.say("WIZ"), "500 5.5.1", "an unknown command")
            begins(talk.say("NOOP"), "421 4.7.0", "one more")
            check(talk.is_closed(), "the session goes on")
        with Talk(g.port) as talk:
            start = time.monotonic()
            while (reply := talk.say("NOOP")).startswith("250") and time.monotonic() - start < patience(6):
                time.sleep(0.1)
            begins(reply, "421 4.4.2", "after two seconds of NOOP")
            check(talk.is_closed(), "the session goes on")


@case("an octet at a time, and a whole session in one write")
def pace():
    with NextHop() as hop, gate(hop) as g:
        octets = mail(body=b"..\r\n.\xc3\xbc\r\n")
        with Talk(g.port) as talk:
            for line in ("MAIL FROM:<%s>" % SAM, "RCPT TO:<%s>" % ALEX, "DATA"):
                for i in range(len(line)):
                    talk.send(line[i:i + 1].encode())
                begins(talk.say(""), "354" if line == "DATA" else "250", line)
            wire = octets.replace(b"\r\n.", b"\r\n..") + b".\r\n"
            for i in range(len(wire)):
                talk.send(wire[i:i + 1])
            begins(talk.read(), "250", "the final dot")
        ours_and_theirs(hop.octets()[0], octets)
        with Talk(g.port, greet=False) as talk:        # what is written blind behind DATA is not believed
            begins(talk.read(), "220", "greeting")
            talk.send(("EHLO mail.friend.example\r\nMAIL FROM:<%s>\r\nRCPT TO:<%s>\r\nDATA\r\n"
                       % (SAM, ALEX)).encode() +
                      octets + b".\r\nQUIT\r\n")
            begins(talk.read(), "554", "a session in one write")
            check(talk.is_closed(), "the session goes on")
        equal(len(hop.messages), 1, "messages taken")
