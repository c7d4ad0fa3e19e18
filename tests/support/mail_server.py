"""The mail server's side of the milter protocol, version 6: what Postfix and Sendmail send to a milter, and what they never
would.

    with MailServer(("127.0.0.1", 8891)) as server:
        server.negotiate()
        server.connect("192.0.2.7")
        decision, changes = server.message(sender, recipients, octets)
"""
import socket
import struct

ALL_ACTIONS, ALL_STEPS = 0x1ff, 0x1fffff
NO_REPLY = {"H": 0x2000, "T": 0x10000, "L": 0x80, "N": 0x40000, "B": 0x80000, "C": 0x1000, "M": 0x4000, "R": 0x8000, "U": 0x20000}
LEADING_SPACE = 0x100000


class Closed(Exception):
    """The milter has ended the connection."""


class MailServer:
    """place: (address, port), or the path of a UNIX socket. source: the address from which it connects."""

    def __init__(self, place, timeout=20, actions=ALL_ACTIONS, steps=ALL_STEPS, source=None):
        family = socket.AF_UNIX if isinstance(place, str) else socket.AF_INET
        self.socket = socket.socket(family)
        self.socket.settimeout(timeout)
        if source is not None:
            self.socket.bind((source, 0))
        self.socket.connect(place)
        self.offered_actions, self.offered_steps, self.actions, self.steps, self.macros = actions, steps, 0, 0, {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    # ---- packets ----

    def send_octets(self, octets):
        self.socket.sendall(octets)

    def send(self, command, data=b""):
        self.send_octets(struct.pack(">I", len(data) + 1) + command.encode() + data)

    def _octets(self, count):
        got = b""
        while len(got) < count:
            try:
                piece = self.socket.recv(count - len(got))
            except ConnectionError:
                piece = b""
            if not piece:
                raise Closed()
            got += piece
        return got

    def read(self):
        """(command, data)"""
        length = struct.unpack(">I", self._octets(4))[0]
        packet = self._octets(length)
        return packet[:1].decode("latin-1"), packet[1:]

    def is_closed(self):
        try:
            self.read()
            return False
        except Closed:
            return True

    # ---- the dialogue ----

    def negotiate(self, version=6):
        self.send("O", struct.pack(">III", version, self.offered_actions, self.offered_steps))
        command, data = self.read()
        assert command == "O", command
        version, self.actions, self.steps = struct.unpack(">III", data[:12])
        rest = data[12:]
        while rest:
            stage, (names, rest) = struct.unpack(">I", rest[:4])[0], rest[4:].split(b"\0", 1)
            self.macros[stage] = names.decode().split()
        return version

    def tell_macros(self, command, **values):
        """Names with more than one letter get their braces."""
        pairs = [(name if len(name) == 1 else "{%s}" % name, value) for name, value in values.items()]
        self.send("D", command.encode() + b"".join(("%s\0%s\0" % pair).encode() for pair in pairs))

    def step(self, command, data=b""):
        """Sends it, and reads the answer unless none was agreed on; '' then."""
        self.send(command, data)
        if self.steps & NO_REPLY.get(command, 0):
            return ""
        return self.read()[0]

    def connect(self, address="127.0.0.10", name="mail.friend.example", port=4711):
        return self.step("C", name.encode() + b"\0" + b"4" + struct.pack(">H", port) + address.encode() + b"\0")

    def helo(self, name="mail.friend.example"):
        return self.step("H", name.encode() + b"\0")

    def envelope(self, sender, recipients, parameters=()):
        for command, path in [("M", sender)] + [("R", one) for one in recipients]:
            words = ["<%s>" % path] + (list(parameters) if command == "M" else [])
            answer = self.step(command, b"".join(one.encode() + b"\0" for one in words))
            if answer not in ("c", ""):
                return answer
        return "c"

    def content(self, octets):
        """The message as a mail server shows it: fields with LF in their folds, body with CRLF in pieces."""
        head, _, body = octets.partition(b"\r\n\r\n")
        self.step("T")
        for field in fields_of(head):
            name, _, value = field.partition(b":")
            if not self.steps & LEADING_SPACE and value.startswith(b" "):
                value = value[1:]
            self.step("L", name + b"\0" + value.replace(b"\r\n", b"\n") + b"\0")
        self.step("N")
        for at in range(0, len(body), 65535):
            if self.step("B", body[at:at + 65535]) == "s":
                break

    def end(self, data=b""):
        """(decision, changes): the last packet as (command, data), and those before it."""
        self.send("E", data)
        changes = []
        while True:
            command, data = self.read()
            if command in "carytd":
                return (command, data), changes
            if command != "p":
                changes.append((command, data))

    def message(self, sender, recipients, octets, parameters=()):
        answer = self.envelope(sender, recipients, parameters)
        if answer != "c":
            return (answer, b""), []
        self.content(octets)
        return self.end()


def fields_of(head):
    """The fields of a header, each with its folds."""
    fields = []
    for line in head.split(b"\r\n"):
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1] += b"\r\n" + line
        elif line:
            fields.append(line)
    return fields


def changed(octets, changes, counts_anew):
    """The message with the changes in it. counts_anew: a field that was removed has no number any more for the changes behind it
    (Postfix); else all keep those that they had (Sendmail)."""
    head, _, body = octets.partition(b"\r\n\r\n")
    fields = [[field.partition(b":")[0].lower(), field, True] for field in fields_of(head)]
    for command, data in changes:
        index, rest = struct.unpack(">I", data[:4])[0], data[4:]
        name, value = rest.split(b"\0")[:2]
        if command == "i":
            fields.insert(max(index - 1, 0), [name.lower(), name + b":" + value.replace(b"\n", b"\r\n"), True])
            continue
        assert command == "m" and not value, (command, data)
        same = [one for one in fields if one[0] == name.lower() and (one[2] or not counts_anew)]
        same[index - 1][2] = False
    return b"".join(field + b"\r\n" for _, field, is_there in fields if is_there) + b"\r\n" + body
