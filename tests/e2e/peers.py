"""Servers around the gate that do as a case says: a next hop with a script of replies, a DNS server that is silent;
and a real Postfix."""
import contextlib
import os
import socket
import ssl
import threading
import time

from case import Skip
from postfix import Postfix, PostfixError

CLOSE, HANG = object(), object()        # instead of a reply: the connection ends; nothing is said any more

GREETING, DOT = "greeting", "."         # steps that no command names


class NextHop:
    """Takes mail on a port of 127.0.0.1 and keeps it in messages: (reverse-path, forward-paths, octets).

    script says what happens at a step (GREETING, "EHLO", "MAIL", "RCPT", "DATA", DOT, "RSET", ...) instead of yes: a
    reply (text), octets that are sent as they are, CLOSE, HANG, or a function of the command line that returns one of
    these, or None for yes, or an iterator of octets, which go out as they come. It can be changed while the server runs.
    certificate: (file, file of its key), for STARTTLS. path: of a UNIX socket, instead of a port. lmtp: it answers LHLO,
    and DOT once for each recipient; its script is asked for DOT with the recipient."""

    extensions = ("PIPELINING", "SIZE 104857600", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES")

    def __init__(self, script=None, extensions=None, host="127.0.0.1", path=None, lmtp=False):
        self.lmtp, self.path = lmtp, path
        self.script, self.messages, self.commands, self.connections = dict(script or {}), [], [], 0
        self.extensions = self.extensions if extensions is None else extensions
        self.certificate, self.sessions_under_tls = None, 0
        self.lock, self.over, self.sockets = threading.Lock(), threading.Event(), []
        if path is None:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            self.listener = socket.create_server((host, 0), family=family, backlog=128)
            self.port = self.listener.getsockname()[1]
        else:
            self.listener = socket.socket(socket.AF_UNIX)
            self.listener.bind(path)
            self.listener.listen(128)

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.refuse_connections()
        self.drop_connections()

    def refuse_connections(self):
        """From now on nobody answers at the port."""
        try:
            self.listener.shutdown(socket.SHUT_RDWR)    # wakes who waits in accept
        except OSError:
            pass
        self.listener.close()

    def drop_connections(self):
        with self.lock:
            sockets, self.sockets = self.sockets, []
        for one in sockets:
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def octets(self):
        return [octets for _, _, octets in self.messages]

    def recipients(self):
        return [recipient for _, recipients, _ in self.messages for recipient in recipients]

    def said(self, verb):
        """How often a command was given."""
        return sum(1 for line in self.commands if line.upper().startswith(verb))

    # ---- serving ----

    def _accept(self):
        while not self.over.is_set():
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            with self.lock:
                self.connections += 1
                self.sockets.append(peer)
            threading.Thread(target=self._serve, args=(peer,), daemon=True).start()

    def _serve(self, peer):
        with peer, peer.makefile("rb") as lines:
            try:
                if self._answer(peer, self._asked(GREETING, ""), "220 hop.test ESMTP"):
                    self._dialogue(peer, lines)
            except OSError:
                pass

    def _asked(self, step, line):
        """What the script has for a step: octets, text, CLOSE, HANG, or None for yes."""
        said = self.script.get(step)
        return said(line) if callable(said) else said

    def _answer(self, peer, said, reply):
        """Says it, or reply for yes; False: the connection is over."""
        if said is CLOSE:
            return False
        if said is HANG:
            self.over.wait(60)
            return False
        said = reply if said is None else said
        if hasattr(said, "__next__"):
            for piece in said:
                peer.sendall(piece)
            return False
        peer.sendall(said if isinstance(said, bytes) else said.encode() + b"\r\n")
        return not str(said).startswith("421")

    def _dialogue(self, peer, lines):
        sender, recipients = None, []
        for raw in lines:
            line = raw.decode("utf-8", "replace").rstrip("\r\n")
            verb = line.split(" ")[0].split(":")[0].upper()
            self.commands.append(line)
            if verb in ("EHLO", "HELO", "LHLO") and (verb == "LHLO") != self.lmtp:
                reply = "500 5.5.1 this is another protocol"
            elif verb in ("EHLO", "LHLO"):
                names = ["hop.test", *self.extensions] + ["STARTTLS"] * self._offers_tls(peer)
                reply = "\r\n".join("250-" + name for name in names) + "\r\n250 HELP"
            elif verb == "STARTTLS":
                reply = "220 2.0.0 go on" if self._offers_tls(peer) else "502 5.5.1 no"
            elif verb == "DATA":
                reply = "354 go on" if recipients else "503 5.5.1 nobody to take it"
            elif verb == "RCPT" and sender is None:
                reply = "503 5.5.1 from whom?"
            else:
                reply = "221 2.0.0 bye" if verb == "QUIT" else "250 2.0.0 Ok"
            said = self._asked(verb, line)
            if verb != "BDAT" and not self._answer(peer, said, reply):      # which is answered behind its octets
                return
            taken = said is None or str(said).startswith(("2", "3"))
            if verb == "MAIL" and taken:
                sender, recipients = line[len("MAIL FROM:"):].split(">")[0].lstrip("<"), []
            elif verb == "RCPT" and taken and sender is not None:
                recipients.append(line[len("RCPT TO:"):].split(">")[0].lstrip("<"))
            elif verb == "RSET":
                sender, recipients = None, []
            elif verb == "DATA" and taken and recipients:
                octets = self._content(lines)
                if octets is None or not self._finish(peer, (sender, recipients, octets)):
                    return
                sender, recipients = None, []
            elif verb == "BDAT" and taken and recipients:
                octets = lines.read(int(line.split(" ")[1]))
                if not line.endswith(" LAST") or not self._finish(peer, (sender, recipients, octets)):
                    return
                sender, recipients = None, []
            elif verb == "STARTTLS" and taken:
                return self._under_tls(peer)
            elif verb == "QUIT":
                return

    def _offers_tls(self, peer):
        return self.certificate is not None and not isinstance(peer, ssl.SSLSocket)

    def _under_tls(self, peer):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.certificate)
        with context.wrap_socket(peer, server_side=True) as secured, secured.makefile("rb") as lines:
            self.sessions_under_tls += 1
            self._dialogue(secured, lines)

    @staticmethod
    def _content(lines):
        """The message, dots unstuffed; None if the connection broke in the midst of it."""
        octets = []
        for line in lines:
            if line == b".\r\n":
                return b"".join(octets)
            octets.append(line[1:] if line.startswith(b".") else line)
        return None

    def _finish_each(self, peer, message):
        sender, recipients, octets = message
        for recipient in recipients:
            said = self._asked(DOT, recipient)
            if said is None or str(said).startswith("2"):
                with self.lock:
                    self.messages.append((sender, [recipient], octets))
            if not self._answer(peer, said, "250 2.1.5 <%s> delivered" % recipient):
                return False
        return True

    def _finish(self, peer, message):
        if self.lmtp:
            return self._finish_each(peer, message)
        said = self._asked(DOT, "")
        if said is None or str(said).startswith("2"):
            with self.lock:
                self.messages.append(message)
        return self._answer(peer, said, "250 2.0.0 Ok: taken")


def after(seconds, reply=None):
    """For a script: the answer takes a while."""
    def wait(_line):
        time.sleep(seconds)
        return reply
    return wait


@contextlib.contextmanager
def postfix(**options):
    """A Postfix (tests/support/postfix.py) while the block runs; the case is skipped where there is none."""
    if os.geteuid() != 0 or not os.path.exists("/usr/sbin/postfix"):
        raise Skip("Postfix is missing, or needs root to be started")
    server = Postfix(**options)
    try:
        server.start(timeout=30)
    except PostfixError as why:
        raise AssertionError("Postfix did not start: %s" % why) from why
    with contextlib.ExitStack() as stack:
        stack.callback(server.stop)
        yield server
