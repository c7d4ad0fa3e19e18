"""Sessions that are held open and say nothing: what they cost in memory, and what they cost the mail that flows beside them."""
import concurrent.futures
import contextlib
import os
import resource
import socket
import ssl
import statistics
import time

from servers import resident_octets

ADDRESSES = 200                 # of 127.0.0.0/8, from which they come
OPENERS = 32                    # of them are opened at a time
SETTLE_SECONDS = 60


def read_reply(connection):
    octets = b""
    while True:
        piece = connection.recv(4096)
        if not piece:
            raise RuntimeError(f"the gate closed a session that was to be held: {octets!r}")
        octets += piece
        lines = octets.split(b"\r\n")
        if len(lines) > 1 and len(lines[-2]) > 3 and lines[-2][3:4] == b" ":
            return octets


def open_plain(port, number):
    address = "127.0.%d.%d" % (1 + number % ADDRESSES, 1 + number % ADDRESSES)
    connection = socket.create_connection(("127.0.0.1", port), timeout=60, source_address=(address, 0))
    read_reply(connection)
    return connection


def open_tls(port, number, context):
    connection = open_plain(port, number)
    for command in (b"EHLO idle.example\r\n", b"STARTTLS\r\n"):
        connection.sendall(command)
        read_reply(connection)
    secured = context.wrap_socket(connection)
    secured.sendall(b"EHLO idle.example\r\n")
    read_reply(secured)
    return secured


def client_context():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


@contextlib.contextmanager
def held(server, count, with_tls):
    """count sessions past their greeting, with TLS past the EHLO that follows it."""
    context, connections = client_context(), []

    def open_one(number):
        connections.append(open_tls(server.port, number, context) if with_tls else open_plain(server.port, number))

    try:
        with concurrent.futures.ThreadPoolExecutor(OPENERS) as pool:
            list(pool.map(open_one, range(count)))
        yield
    finally:
        for connection in connections:
            connection.close()


def open_files(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def wait_for_files(pid, count):
    give_up = time.monotonic() + SETTLE_SECONDS
    while open_files(pid) > count:
        if time.monotonic() > give_up:
            raise RuntimeError("the gate keeps sessions whose clients are gone")
        time.sleep(0.05)


def may_open(files):
    return resource.getrlimit(resource.RLIMIT_NOFILE)[1] >= files


@contextlib.contextmanager
def many_files():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


class Measurement:
    """Of count sessions held on a gate that has just started."""

    RUNS, SESSIONS = 3, 10

    def __init__(self, arena, count, with_tls, messages):
        self.arena, self.server = arena, arena.servers["gatepost"]
        self.count, self.with_tls, self.messages = count, with_tls, messages
        self.files = open_files(self.server.pid)

    def octets(self):
        """What one of them makes the gate grow by, when nothing that was freed before lies ready for it."""
        empty = resident_octets(self.server.pid)
        with held(self.server, self.count, self.with_tls):
            return (resident_octets(self.server.pid) - empty) / self.count

    def runs(self):
        return statistics.median(self.arena.run(self.server, self.SESSIONS, "4 KiB", self.messages)["processor_us"] for _ in range(self.RUNS))

    def without(self):
        wait_for_files(self.server.pid, self.files + 2 * self.SESSIONS)         # connections to the next hop stay
        return self.runs()

    def beside(self):
        with held(self.server, self.count, self.with_tls):
            return self.runs()


def measure(arena, count, with_tls, pairs, messages, warm_up):
    """(octets of one session, medians of us a message without and with them, median of their ratios within a pair)"""
    with many_files():
        measurement = Measurement(arena, count, with_tls, messages)
        octets = measurement.octets()
        warm_up()
        without, beside = [], []
        for pair in range(pairs):
            for times, run in [(without, measurement.without), (beside, measurement.beside)][::1 if pair % 2 == 0 else -1]:
                times.append(run())
    ratios = [b / w for w, b in zip(without, beside, strict=True)]
    return octets, statistics.median(without), statistics.median(beside), statistics.median(ratios)
