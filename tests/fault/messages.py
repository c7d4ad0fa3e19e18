"""Messages that can be told apart, the ledger of what the client was told about each, and where each belongs.

A message is made from its id alone, so that what lies on a disk afterwards can be compared with what was sent.
"""
import hashlib
import random
import threading

OWN, FILES = "example.org", "files.example.org"         # routes: to the next hop by SMTP, into a Maildir
HONEST, LOOKALIKE = "harbour.example", "exarnple.org"   # the second reads like the first own domain, and is held
HELO = "mail." + HONEST

FORWARD, FILE, HOLD = "forward", "file", "hold"         # what is to become of a message

ID_FIELD = "X-Test-Id"
ZONE = {name: {"TXT": [["v=spf1 ip4:127.0.0.1 -all"]], "MX": [[10, HELO]]} for name in (HONEST, LOOKALIKE, HELO)}


class Message:
    def __init__(self, test_id, kind, size=None):
        self.id, self.kind, self._size = test_id, kind, size
        self.sender = "clerk@" + (LOOKALIKE if kind == HOLD else HONEST)
        self.recipient = "user@" + (FILES if kind == FILE else OWN)
        self.attempts = []                              # in order: a reply code, or LOST

    def octets(self):
        """Lines of many lengths, some that begin with dots; sizes up to one that is spilled to disk while received."""
        choose = random.Random(hashlib.sha256(self.id.encode()).digest())
        size = self._size or choose.choice([300, 1000, 4000, 4000, 20000, 60000])
        lines = ["From: A Clerk <%s>" % self.sender, "To: <%s>" % self.recipient, "Subject: Report %s" % self.id,
                 "Date: Wed, 25 Nov 2026 09:26:31 +0000", "Message-ID: <%s@%s>" % (self.id, HELO),
                 "%s: %s" % (ID_FIELD, self.id), ""]
        length = 0
        while length < size:
            lines.append(choose.choice(["", ".", "..", ""]) + "abcdefghij klmnopqrst uvwxyz " * choose.randrange(1, 4) +
                         str(choose.random()))
            length += len(lines[-1]) + 2
        return ("\r\n".join(lines) + "\r\n").encode()


    def is_whole_in(self, octets):
        """Whether a file of the Maildir holds it: behind the fields that the gate adds, and with line ends as LF."""
        return octets.endswith(self.octets().replace(b"\r\n", b"\n"))


LOST = None                                             # the dot was sent, and no answer came


class Ledger:
    """What the client knows. Threads write it."""

    def __init__(self, prefix):
        self._prefix, self._lock, self.messages = prefix, threading.Lock(), {}

    def new(self, kind, size=None):
        with self._lock:
            message = Message("%s-%d" % (self._prefix, len(self.messages) + 1), kind, size)
            self.messages[message.id] = message
        return message

    def acknowledged(self):
        return [m for m in self.messages.values() if 250 in m.attempts]

    def lost_answers(self):
        return sum(m.attempts.count(LOST) for m in self.messages.values())
