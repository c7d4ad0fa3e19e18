"""Messages by BDAT: they arrive as they were, and what is announced as content is never read as commands."""
from case import ALEX, JANE, SAM, Talk, begins, case, check, deliver, equal, gate, mail, ours_and_theirs
from peers import NextHop

MIB = 1 << 20


def chunks(talk, pieces, recipients=(ALEX,), parameters=""):
    """An envelope and the pieces, all sent ahead; the reply to the last."""
    talk.envelope(SAM, recipients, parameters)
    for i, piece in enumerate(pieces):
        talk.send(b"BDAT %d%s\r\n" % (len(piece), b" LAST" if i + 1 == len(pieces) else b"") + piece)
    replies = [talk.read() for _ in pieces]
    check(all(reply.startswith("250 2.0.0") for reply in replies[:-1]), replies)
    return replies[-1]


@case("BDAT in one piece and in many, large and small, dots and a missing end of line, and DATA between them")
def passes():
    with NextHop() as hop, gate(hop) as g, Talk(g.port) as talk:
        check("\n250-CHUNKING\n" in talk.hello and "BINARYMIME" not in talk.hello, talk.hello)
        dots = mail(body=b".\r\n..\r\n.x\r\nthe end\r\n")
        begins(chunks(talk, [dots]), "250 2.0.0 Ok: queued as ", "one chunk")
        begins(chunks(talk, [dots[i:i + 7] for i in range(0, len(dots), 7)]), "250", "chunks of seven octets")
        begins(talk.message(dots), "250", "DATA behind BDAT")
        begins(chunks(talk, [dots[:-2]], (ALEX, JANE)), "250", "a last line without an end")
        begins(chunks(talk, [dots, b""]), "250", "an empty last chunk")
        big = mail(body=(b"y" * 70 + b"\r\n") * (20 * MIB // 72))
        begins(chunks(talk, [big[i:i + 3 * MIB] for i in range(0, len(big), 3 * MIB)]), "250", "20 MiB")
        for arrived in hop.octets()[:5]:
            ours_and_theirs(arrived, dots)
        ours_and_theirs(hop.octets()[5], big)
        equal(len(hop.messages), 6, "messages")
        check(all("BDAT" not in line for line in hop.commands), "text goes on by DATA")


@case("what a refused BDAT has announced is swallowed, its reply comes behind it, and nothing in it is obeyed")
def swallowed():
    hidden = b"RSET\r\nMAIL FROM:<evil@friend.example>\r\nRCPT TO:<%s>\r\nDATA\r\n" % ALEX.encode()
    with NextHop() as hop, gate(hop) as g, Talk(g.port) as talk:
        for before, code in (([], "503 5.5.1"), (["MAIL FROM:<%s>" % SAM], "503 5.5.1"),
                             (["MAIL FROM:<%s>" % SAM, "RCPT TO:<x@elsewhere.example>"], "503 5.5.1")):
            for line in before:
                talk.say(line)
            talk.send(b"BDAT %d\r\n" % len(hidden) + hidden + b"BDAT %d LAST\r\n" % len(hidden) + hidden)
            begins(talk.read(), code, "after %s" % before)
            begins(talk.read(), "503 5.5.1", "the chunk that was sent ahead")
            begins(talk.say("RSET"), "250", "RSET")
        talk.envelope(SAM, [ALEX])
        talk.send(b"BDAT %d LAST\r\n" % (60 * MIB))
        for _ in range(60):
            talk.send(hidden[:64] * (MIB // 64))
        begins(talk.read(), "552 5.3.4", "60 MiB announced")
        begins(chunks(talk, [mail()]), "250", "and the session goes on")
        equal([sender for sender, _, _ in hop.messages], [SAM], "messages")


@case("bare CR, bare LF, NUL, a size that is none: refused, the session ends, and what was hidden behind is not read")
def refused():
    inner = b"MAIL FROM:<evil@friend.example>\r\nRCPT TO:<%s>\r\nDATA\r\n" % ALEX.encode()
    with NextHop() as hop, gate(hop) as g:
        for bad in (b"a\nb\r\n", b"a\rb\r\n", b"a\0b\r\n", b"a\r"):
            with Talk(g.port) as talk:
                talk.envelope(SAM, [ALEX])
                content = mail(body=bad)
                talk.send(b"BDAT %d LAST\r\n" % len(content) + content + inner)
                begins(talk.read(), "550 5.6.0", repr(bad))
                check(talk.is_closed(), "the session goes on after %r" % bad)
        for bad in ("1e3", "99999999999999999999", "-1", "5 LAST LAST", "", " 5", "5 FIRST"):
            with Talk(g.port) as talk:
                talk.envelope(SAM, [ALEX])
                talk.send(b"BDAT %s\r\n" % bad.encode() + inner)
                begins(talk.read(), "501 5.5.4", "BDAT " + bad)
                check(talk.is_closed(), "the session goes on after BDAT " + bad)
        begins(deliver(g, mail()), "250", "afterwards")
        equal(len(hop.messages), 1, "messages")


@case("clients of one's own that end lines with LF are repaired, and no bare LF ends their message; others are refused")
def repaired():
    octets = mail(body=b"one\r\n.\r\ntwo\r\nthree\r\n")
    with NextHop() as hop, gate(hop, more='repair-line-ends = { "127.0.0.11" }') as g:
        loose = octets[:-2].replace(b"\r\n", b"\n")
        with Talk(g.port, client="127.0.0.11") as talk:
            talk.envelope(SAM, [ALEX])
            talk.must("DATA", "354")
            talk.send(loose + b"\r\n.\r\n")
            begins(talk.read(), "250", "the true end of data")
            ours_and_theirs(hop.octets()[0], octets)
            begins(chunks(talk, [loose + b"\n"]), "250", "by BDAT")
            ours_and_theirs(hop.octets()[1], octets)
            begins(talk.say(b"NOOP\nNOOP"), "500 5.5.2", "a bare LF in a command all the same")
        with Talk(g.port) as talk:
            talk.envelope(SAM, [ALEX])
            talk.must("DATA", "354")
            talk.send(loose + b"\r\n.\r\n")
            begins(talk.read(), "550 5.6.0", "a stranger")
        equal(len(hop.messages), 2, "messages")


@case("what a listener withholds is neither offered nor taken")
def withheld():
    with NextHop() as hop, gate(hop) as g:
        with open(g.config) as f:
            text = f.read()
        with open(g.config, "w") as f:
            f.write(text.replace('listener mx {', 'listener mx { withhold = { "chunking", "SMTPUTF8" } '))
        equal(g.stop(remove=False), 0, "the end of the first")
        g.start()
        with Talk(g.port) as talk:
            check("CHUNKING" not in talk.hello and "SMTPUTF8" not in talk.hello and "8BITMIME" in talk.hello, talk.hello)
            begins(talk.say("MAIL FROM:<%s> SMTPUTF8" % SAM), "555 5.5.4", "SMTPUTF8")
            talk.envelope(SAM, [ALEX])
            talk.send(b"BDAT 6 LAST\r\nRSET\r\n")
            begins(talk.read(), "502 5.5.1", "BDAT")
            begins(talk.message(mail()), "250", "DATA")
