"""An SMTP client that knows what it does not know: whether an answer to its message came, and which."""
import socket
import threading
import time

from messages import FILE, FORWARD, HELO, HOLD, LOST

TIMEOUT = 30


class NotSent(Exception):
    """The connection, or the envelope, failed before the dot that ends a message was sent."""


class Client:
    def __init__(self, port, timeout=TIMEOUT):
        self._input = b""
        try:
            self._socket = socket.create_connection(("127.0.0.1", port), timeout)
            self._expect("2")
            self._say("EHLO %s" % HELO)
            self._expect("2")
        except OSError as error:
            raise NotSent(str(error))

    def close(self):
        self._socket.close()

    def _say(self, *lines):
        self._socket.sendall("".join(line + "\r\n" for line in lines).encode())

    def _line(self):
        while b"\n" not in self._input:
            more = self._socket.recv(65536)
            if not more:
                raise ConnectionError("closed")
            self._input += more
        line, _, self._input = self._input.partition(b"\n")
        return line.decode("ascii", "replace").rstrip("\r")

    def reply(self):
        while True:
            line = self._line()
            if line[3:4] != "-":
                return line

    def _expect(self, kind):
        reply = self.reply()
        if not reply.startswith(kind):
            raise NotSent(reply)

    def send(self, message):
        """The reply to the message; LOST if none came after the dot. NotSent: the dot was not sent."""
        try:
            self._say("MAIL FROM:<%s>" % message.sender, "RCPT TO:<%s>" % message.recipient, "DATA")
            self._expect("2")
            self._expect("2")
            self._expect("354")
            text = message.octets().replace(b"\r\n.", b"\r\n..")
            self._socket.sendall(text)
        except OSError as error:
            raise NotSent(str(error))
        try:
            self._socket.sendall(b".\r\n")
            return self.reply()
        except OSError:
            return LOST


def send_one(port, message, timeout=TIMEOUT):
    """One message over a connection of its own; notes the answer. The reply, LOST, or the text of NotSent."""
    try:
        client = Client(port, timeout)
    except NotSent as error:
        return str(error)
    try:
        reply = client.send(message)
        message.attempts.append(LOST if reply is LOST else int(reply[:3]))
        return reply
    except NotSent as error:
        return str(error)
    finally:
        client.close()


class Load:
    """Sessions in parallel that send one message after the other, and each until it is accepted, as a sender does.
    stop() lets every message that was begun come to its end. size: of the messages; None: of many sizes, a large one
    now and then."""

    def __init__(self, port, ledger, sessions=6, kinds=(FORWARD, HOLD, FILE), size=None):
        self._port, self._ledger, self._kinds, self._size = port, ledger, kinds, size
        self._stopping = threading.Event()
        self.broken_off = 0
        self._threads = [threading.Thread(target=self._run, args=(i,), daemon=True) for i in range(sessions)]
        for thread in self._threads:
            thread.start()

    def stop(self, seconds=60):
        """True if all came to their end in that time."""
        self._stopping.set()
        end = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0, end - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _run(self, number):
        client, turn = None, number
        while not self._stopping.is_set():
            turn += 1
            size = 1200000 if turn % 50 == 0 else None
            message = self._ledger.new(self._kinds[turn % len(self._kinds)], self._size or size)
            while not self._finished(message):
                client = self._try(client, message)
        if client is not None:
            client.close()

    def _finished(self, message):
        return 250 in message.attempts

    def _try(self, client, message):
        """One attempt; the connection for the next one, or None."""
        try:
            client = client or Client(self._port)
            reply = client.send(message)
        except NotSent:
            self.broken_off += 1
            reply = ""
        if reply is LOST or reply[:1] in "45":          # "" too
            if reply != "":
                message.attempts.append(LOST if reply is LOST else int(reply[:3]))
            if client is not None:
                client.close()
            time.sleep(0.02)
            return None
        message.attempts.append(int(reply[:3]))
        return client
