"""Next hops that misbehave. The gate keeps no queue: the client hears 250 only after the next hop has said so."""
import os
import pathlib
import random
import signal
import socket
import threading
import time

from accounts import check_accounts
from client import Client, Load, send_one
from messages import FORWARD, LOST, Ledger
from world import World, id_of

DIE = object()                  # instead of a reply: the connection is reset


class Hop:
    """A next hop by script. answers: what it says to "greeting", "EHLO", "MAIL", "RCPT", "DATA", "content" (when its
    first octets have come) and "dot", in octets, where it differs from an ordinary server; or DIE; or a function that
    returns one of these. taken: the test ids of all messages that it said 250 to."""

    ORDINARY = {
        "greeting": b"220 hop\r\n",      "EHLO": b"250-hop\r\n250 8BITMIME\r\n",
        "MAIL":     b"250 Ok\r\n",       "RCPT": b"250 Ok\r\n",
        "DATA":     b"354 Go\r\n",       "content": b"",      "dot": b"250 2.0.0 taken\r\n",
        "RSET":     b"250 Ok\r\n",       "QUIT": b"221 Bye\r\n",
    }

    def __init__(self, **answers):
        self._answers = dict(self.ORDINARY, **answers)
        self.taken, self.connections, self.dots = [], 0, 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self._listener.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with connection:
            try:
                if self._say(connection, "greeting"):
                    self._converse(connection, connection.makefile("rb"))
            except OSError:
                pass

    def _converse(self, connection, lines):
        for line in lines:
            verb = line[:4].decode("latin-1").upper()
            if not self._say(connection, verb):
                return
            if verb == "DATA" and not self._take(connection, lines):
                return

    def _take(self, connection, lines):
        text = []
        for line in lines:
            if line == b".\r\n":
                break
            text.append(line[1:] if line.startswith(b".") else line)
            if len(text) == 1 and not self._say(connection, "content"):
                return False
        else:
            return False
        self.dots += 1
        return self._say(connection, "dot", b"".join(text))

    def _say(self, connection, what, message=None):
        """False: the conversation is over."""
        answer = self._answers.get(what, b"500 What?\r\n")
        if callable(answer):
            answer = answer()
        if answer is DIE:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")    # close sends a reset
            return False
        if message is not None and answer.startswith(b"250 "):
            self.taken.append(id_of(message))
        connection.sendall(answer)
        return not answer.startswith(b"421") and (answer.endswith(b"\r\n") or answer == b"")


# ---- one message, one misbehaviour ----

# name, the hop's script, how the answer to the client begins
MISBEHAVIOUR = [
    ("dies at the greeting",                     {"greeting": DIE},                          "4"),
    ("greets with 421",                          {"greeting": b"421 busy\r\n"},              "4"),
    ("greets with 554",                          {"greeting": b"554 go away\r\n"},           "4"),
    ("dies at EHLO",                             {"EHLO": DIE},                              "4"),
    ("dies at MAIL",                             {"MAIL": DIE},                              "4"),
    ("dies at RCPT",                             {"RCPT": DIE},                              "4"),
    ("dies at DATA",                             {"DATA": DIE},                              "4"),
    ("dies in the middle of the content",        {"content": DIE},                           "4"),
    ("takes the content and dies before its 250", {"dot": DIE},                              "4"),
    ("takes the content and says 421",           {"dot": b"421 4.3.2 stopping\r\n"},         "4"),
    ("takes the content and says 451",           {"dot": b"451 4.3.0 not now\r\n"},          "4"),
    ("takes the content and says 552",           {"dot": b"552 5.3.4 too big\r\n"},          "5"),
    ("breaks off in the middle of 250",          {"dot": b"25"},                             "4"),
    ("breaks off before the CRLF of 250",        {"dot": b"250 2.0.0 taken"},                "4"),
    ("breaks off between the lines of 250",      {"dot": b"250-2.0.0 taken\r\n250-"},        "4"),
    ("answers the dot with nonsense",            {"dot": b"hello there\r\n"},                "4"),
    ("answers the dot with 354",                 {"dot": b"354 more\r\n"},                   "4"),
]


def misbehaving_hops(report):
    report.group("next hops that misbehave: what the client hears")
    for name, script, want in MISBEHAVIOUR:
        hop = Hop(**script)
        with World(next_hop=hop.port) as world:
            world.start()
            message = Ledger("hop").new(FORWARD, 30000)
            reply = send_one(world.port, message, 15) or "nothing"
            report.check(name, reply.startswith(want) and world.runs(), reply)
        hop.close()
    stale_connection(report)
    answer_not_passed_on(report)


def stale_connection(report):
    """The pool's connection may be dead when it is wanted: no reason to put off a message of which nothing was sent."""
    die_once = threading.Event()

    def mail():
        if not die_once.is_set():
            return b"250 Ok\r\n"
        die_once.clear()
        return DIE

    hop = Hop(MAIL=mail)
    with World(next_hop=hop.port) as world:
        world.start()
        ledger = Ledger("stale")
        first, second = ledger.new(FORWARD, 3000), ledger.new(FORWARD, 3000)
        client = Client(world.port)                     # one session: one worker, and so one pool
        client.send(first)
        die_once.set()
        reply = client.send(second) or "nothing"
        client.close()
        replaced = hop.connections == 2 and hop.taken == [first.id, second.id]
        report.check("a kept connection that dies before content is replaced",
                     replaced and reply.startswith("250"), reply)
    hop.close()


def freeze(pid):
    """Stops a process, and returns when none of its threads can run: that takes a moment."""
    os.kill(pid, signal.SIGSTOP)
    tasks = pathlib.Path("/proc/%d/task" % pid)
    while any(task.joinpath("stat").read_text().rpartition(")")[2].split()[0] != "T" for task in tasks.iterdir()):
        time.sleep(0.001)


def answer_not_passed_on(report):
    """The window that no protocol can close (RFC 5321 §4.5.3.2.6, RFC 1047): the next hop has said 250, and the gate
    ends before it can say so. The client tries again, and there are two."""
    world = None

    def stop_the_gate_first():
        if not stopped.is_set():
            freeze(world.gate.process.pid)
            stopped.set()
        return b"250 2.0.0 taken\r\n"

    stopped = threading.Event()
    hop = Hop(dot=stop_the_gate_first)
    with World(next_hop=hop.port) as world:
        world.start()
        message = Ledger("window").new(FORWARD, 3000)
        sender = threading.Thread(target=send_one, args=(world.port, message))
        sender.start()
        stopped.wait(10)
        while not hop.taken:
            time.sleep(0.01)
        world.kill()
        sender.join()
        report.check("killed between the next hop's 250 and its own: silence", message.attempts == [LOST])
        world.start()
        send_one(world.port, message)
        report.check("the second try is accepted, an extra copy the price", message.attempts[1:] == [250],
                     "%d copies" % len(hop.taken))
    hop.close()


# ---- under load ----

def kill_the_hop_under_load(report, kills):
    report.group("kill -9 of the next hop at random under load, %d times" % kills)
    began, choose, ledger = time.monotonic(), random.Random(), Ledger("sink")

    with World() as world:
        world.start()
        load = Load(world.port, ledger, kinds=(FORWARD,))
        for _ in range(kills):
            time.sleep(choose.uniform(0.05, 0.4))
            world.sink.kill()
            time.sleep(choose.uniform(0, 0.1))
            world.sink.start()
        report.check("after the last kill every message is accepted", load.stop())
        report.check("the gate ran all the time, and stops in order", world.runs() and world.stop() == 0)
        answers = [a for m in ledger.messages.values() for a in m.attempts]
        report.check("every attempt was answered, 250 or 4yz", load.broken_off == 0 and LOST not in answers,
                     "250: %d, 4yz: %d" % (answers.count(250), sum(1 for a in answers if a and 400 <= a < 500)))
        check_accounts(report, world, ledger, doubtful=(LOST, 451))
    report.figure("took", "%.0f s" % (time.monotonic() - began))
