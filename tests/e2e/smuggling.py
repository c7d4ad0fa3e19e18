"""Whatever a client sends in whatever pieces: a next hop that is as strict as RFC 5321 can be read sees exactly the
messages that were acknowledged."""
import os
import random
import re
import socket
import threading
import time

from case import ALEX, SAM, Talk, case, check, equal, gate, mail, until

INNER = b"MAIL FROM:<inner@friend.example>\r\nRCPT TO:<%s>\r\nDATA\r\nFrom: <inner@friend.example>\r\n\r\nhidden\r\n.\r\n" % ALEX.encode()
ENDS = [b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r.\n", b"\n.\r", b"\r.\r\n", b"\r\n.\r", b"\r\r\n.\r\r\n", b"\r\n.\r\r\n",
        b"\r\n\0.\r\n", b"\r\n.\0\r\n", b"\n\n.\n\n", b"\r\n\r.\r\n"]


class StrictHop:
    """Takes mail, reading octet by octet by a grammar of its own; odd holds all that a strict reader would not expect."""

    COMMAND = re.compile(rb"(EHLO [\x21-\x7e]+|MAIL FROM:<[^<>\x00-\x1f]*>[\x20-\x7e]*|RCPT TO:<[^<>\x00-\x1f]+>[\x20-\x7e]*"
                         rb"|DATA|RSET|QUIT)")

    def __init__(self):
        self.messages, self.odd = [], []
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self.listener.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.close()

    def _accept(self):
        while True:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(peer,), daemon=True).start()

    def _serve(self, peer):
        with peer:
            try:
                peer.sendall(b"220 strict.test ESMTP\r\n")
                self._read(peer)
            except OSError:
                pass

    def _read(self, peer):
        kept, in_content, sender, recipients = b"", False, None, 0
        while True:
            arrived = peer.recv(65536)
            if not arrived:
                return
            kept += arrived
            while True:
                if in_content:
                    end = 0 if kept.startswith(b".\r\n") else kept.find(b"\r\n.\r\n")
                    if end < 0:
                        break
                    length = 3 if kept.startswith(b".\r\n") else end + 5
                    self._content(sender, kept[:length])
                    kept, in_content, sender, recipients = kept[length:], False, None, 0
                    peer.sendall(b"250 2.0.0 taken\r\n")
                    continue
                line, found, rest = kept.partition(b"\r\n")
                if not found:
                    break
                kept = rest
                if not self.COMMAND.fullmatch(line):
                    self.odd.append(line)
                verb = line[:4]
                if verb == b"EHLO":
                    peer.sendall(b"250-strict.test\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n")
                    continue
                if verb == b"MAIL":
                    if sender is not None:
                        self.odd.append(b"MAIL inside of a transaction")
                    sender = line
                elif verb == b"RCPT":
                    recipients += 1
                elif verb == b"RSET":
                    sender, recipients = None, 0
                elif verb == b"DATA":
                    in_content = recipients > 0
                peer.sendall(b"354 go on\r\n" if in_content else b"221 bye\r\n" if verb == b"QUIT" else b"250 2.0.0 ok\r\n")

    def _content(self, sender, octets):
        if re.search(rb"\r(?!\n)|(?<!\r)\n|\0", octets):
            self.odd.append(b"bare CR, bare LF or NUL in content: " + octets[-200:])
        for line in octets[:-3].split(b"\r\n"):
            if line == b"." or (line.startswith(b".") and not line.startswith(b"..")):
                self.odd.append(b"an unstuffed dot: " + line)
        self.messages.append((sender, octets))

    def ids(self):
        """Of the messages, by the field that the gate has put on top."""
        return sorted(re.search(rb"\r\n\tby mx\.harbour\.example with \w+ id (\w{26})", octets).group(1).decode() for _, octets in self.messages)


def drain(talk, seconds):
    """All that the gate still says."""
    said = b""
    talk.socket.settimeout(seconds)
    try:
        while True:
            piece = talk.socket.recv(65536)
            if not piece:
                return said
            said += piece
    except (socket.timeout, ConnectionError):
        return said


def acknowledged(said):
    return [one.decode() for one in re.findall(rb"250 2\.0\.0 Ok: queued as (\w{26})\r\n", said)]


def settle(g, hop, ids):
    """Every message that was acknowledged and delivered is at the hop, and no other."""
    until(lambda: len(g.events("message")) >= len(ids))
    delivered = sorted(e["id"] for e in g.events("message") if e["action"] in ("accept", "tag") and e["reply"].startswith("250"))
    equal(hop.ids(), delivered, "messages at the next hop")
    check(set(delivered) <= set(ids), "messages that nobody was told of: %s" % (set(delivered) - set(ids)))
    equal(hop.odd, [], "what a strict reader does not expect")


@case("each false end of data, cut in each place between two writes: refused, and nothing hidden behind it arrives")
def false_ends():
    with StrictHop() as hop, gate(hop) as g:
        ids = []
        for end in ENDS:
            content = mail(body=b"outer") + end + INNER
            at = content.index(end + INNER)
            for cut in range(at, at + len(end) + 1):
                with Talk(g.port) as talk:
                    talk.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    talk.envelope(SAM, [ALEX])
                    talk.must("DATA", "354")
                    talk.send(content[:cut])
                    time.sleep(0.005)
                    talk.send(content[cut:])
                    said = drain(talk, 5)
                    check(b"550 5.6.0" in said, "%r cut at %d: %r" % (end, cut - at, said))
                    ids += acknowledged(said)
        equal((ids, hop.messages), ([], []), "messages acknowledged and delivered")
        settle(g, hop, [])


def hostile(draw):
    """A session of some transactions, most of them right, each a list of what is written at once."""
    harm = ENDS + [b"\r", b"\n", b"\0", b"RSET\r\n", b"DATA\r\n", b"BDAT 9\r\n", b"BDAT 5 LAST\r\n", b"BDAT x\r\n", INNER, b"EHLO again\r\n"]
    texts = [b"line\r\n", b".\r\n", b"..\r\n", b".dot\r\n", b"\r\n", b"\xc3\xbc\r\n", b"no end", INNER.replace(b"\r\n.\r\n", b"\r\n")]
    writes = []
    for _ in range(draw.randint(1, 3)):
        body = b"".join(draw.choice(texts) for _ in range(draw.randint(0, 6)))
        if draw.random() < 0.25:
            body += draw.choice(harm) + draw.choice(texts)
        content = mail(body=body)
        envelope = b"MAIL FROM:<%s>\r\nRCPT TO:<%s>\r\n" % (SAM.encode(), ALEX.encode())
        if draw.random() < 0.5:
            stuffed = content.replace(b"\r\n.", b"\r\n..") if draw.random() < 0.8 else content
            writes += [envelope + b"DATA\r\n", stuffed + b"\r\n.\r\n"]
        else:
            cut = draw.randint(0, len(content))
            off = draw.randint(-3, 9) if draw.random() < 0.15 else 0
            writes += [envelope, b"BDAT %d\r\n" % cut + content[:cut] + b"BDAT %d LAST\r\n" % (len(content) - cut + off) + content[cut:]]
        if draw.random() < 0.15:
            writes.append(draw.choice(harm))
    return writes


@case("hostile sessions in random pieces: the next hop has what was acknowledged, and nothing else")
def hostile_sessions():
    seed = int(os.environ.get("GATEPOST_SEED", "1"))
    draw = random.Random(seed)
    with StrictHop() as hop, gate(hop, more='repair-line-ends = { "127.0.0.11" }') as g:
        ids = []
        for _ in range(80):
            with Talk(g.port, client=draw.choice(["127.0.0.10", "127.0.0.11"])) as talk:
                said = b""
                try:
                    for octets in hostile(draw) + [b"QUIT\r\n"]:
                        while octets:
                            size = draw.choice([len(octets), len(octets), draw.randint(1, len(octets))])
                            talk.send(octets[:size])
                            octets = octets[size:]
                        said += drain(talk, 0.02)
                except (BrokenPipeError, ConnectionError):
                    pass
                said += drain(talk, 0.3)
                ids += acknowledged(said)
        check(len(ids) > 40, "seed %d: only %d messages were acknowledged" % (seed, len(ids)))
        try:
            settle(g, hop, ids)
        except AssertionError as why:
            raise AssertionError("seed %d: %s" % (seed, why)) from why
