"""What really runs out: descriptors (the limit of the running process is lowered), and room on a disk (a small tmpfs
that is filled up)."""
import ctypes
import os
import pathlib
import resource
import socket
import tempfile
import time

from client import Client, send_one
from messages import FILE, FORWARD, HOLD, Ledger
from world import World

SPINNING = 0.3                  # of a processor, while nothing can be accepted
DISK_OCTETS = 3 << 20


def processor_seconds(pid):
    return time.clock_gettime((~pid << 3) | 2)          # clock_getcpuclockid(3)


def check_it_rests(report, pid, name):
    spent = processor_seconds(pid)
    time.sleep(1)
    spent = processor_seconds(pid) - spent
    report.check(name, spent < SPINNING, "%.0f ms of processor in a second" % (spent * 1000))


def check_each_is_there_once(report, world, *messages):
    copies = {test_id: len(where) for test_id, where in world.places().items()}
    report.check("each is there once", copies == {m.id: 1 for m in messages})


# ---- descriptors ----

def no_descriptors(report):
    report.group("no descriptors left")
    with World() as world:
        world.start()
        ledger, pid = Ledger("fd"), world.gate.process.pid
        limits = resource.prlimit(pid, resource.RLIMIT_NOFILE)
        before = Client(world.port)                     # a session that is under way already
        held, forwarded = ledger.new(HOLD, 3000), ledger.new(FORWARD, 3000)
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (3, limits[1]))
        waiting = socket.create_connection(("127.0.0.1", world.port), 10)
        check_it_rests(report, pid, "a connection that waits does not make it spin")
        for message in (held, forwarded):
            reply = before.send(message) or "nothing"
            report.check("%s: 4yz" % message.kind, reply.startswith("4"), reply)
        report.check("and nothing was left behind", not world.places() and not world.unfinished_files())
        resource.prlimit(pid, resource.RLIMIT_NOFILE, limits)
        waiting.settimeout(5)
        report.check("the connection that waited is greeted once there are some", waiting.recv(3) == b"220")
        for message in (held, forwarded):
            reply = before.send(message) or "nothing"
            report.check("%s again in the same session: 250" % message.kind, reply.startswith("250"), reply)
        check_each_is_there_once(report, world, held, forwarded)
        before.close()
        waiting.close()
        accept_fails_for_good(report, world)


def accept_fails_for_good(report, world):
    world.stop()
    world.start("accept:1+=EMFILE")
    with socket.create_connection(("127.0.0.1", world.port), 10):
        check_it_rests(report, world.gate.process.pid, "accept that fails for good does not make it spin")
    report.check("and it stops in order", world.stop() == 0)


# ---- disks ----

class SmallDisk:
    """A tmpfs of 3 MiB. Raises OSError where nothing can be mounted."""

    def __init__(self):
        self._libc = ctypes.CDLL(None, use_errno=True)
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="gatepost-disk-"))
        if self._libc.mount(b"none", str(self.path).encode(), b"tmpfs", 0, b"size=%d" % DISK_OCTETS) != 0:
            error = ctypes.get_errno()
            self.path.rmdir()
            raise OSError(error, os.strerror(error))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._libc.umount2(str(self.path).encode(), 2)          # MNT_DETACH: also if somebody still has a file open
        self.path.rmdir()

    def fill(self):
        with open(self.path / "filler", "ab", buffering=0) as f:
            try:
                while f.write(bytes(4096)) == 4096:
                    pass
            except OSError:
                pass

    def free(self):
        (self.path / "filler").unlink()


def full_disks(report):
    report.group("full disks")
    try:
        with SmallDisk() as disk:
            full_state(report, disk)
        with SmallDisk() as disk:
            full_maildir(report, disk)
    except PermissionError as error:
        report.skip("state-dir and Maildir on a full disk", "no tmpfs can be mounted: %s" % error)


def expect(report, world, message, want, name):
    reply = send_one(world.port, message) or "nothing"
    report.check(name, reply.startswith(want), reply)


def traced(world, test_id):
    """The journal is written a little after the answer."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        status, out = world.gate.run("trace", "--subject", test_id)
        if status == 0 and test_id in out:
            return True
        time.sleep(0.1)
    return False


def full_state(report, disk):
    with World(state=str(disk.path / "state")) as world:
        world.start()
        ledger = Ledger("full")
        first, held, after = (ledger.new(k, 3000) for k in (FORWARD, HOLD, FORWARD))
        large = ledger.new(FORWARD, 1200000)
        expect(report, world, first, "250", "before: mail passes")
        report.check("and is in the journal", traced(world, first.id))
        disk.fill()
        passing = [ledger.new(FORWARD, 60000) for _ in range(20)]
        replies = [send_one(world.port, message) or "nothing" for message in passing]
        time.sleep(0.5)
        on_record = sum(m.id in world.gate.run("trace", "--subject", m.id)[1] for m in passing)
        report.none("state-dir full: what needs no disk passes", (r for r in replies if not r.startswith("250")),
                    "%d messages, %d of them in the journal" % (len(passing), on_record))
        report.check("the journal was stopped by it, the mail not", on_record < len(passing))
        expect(report, world, held, "452", "a hold is answered 452")
        expect(report, world, large, "452", "so is what must be spilled to disk")
        report.check("nothing is half done", not world.held_files("") and not world.unfinished_files())
        disk.free()
        expect(report, world, held, "250", "room again: the hold is taken")
        expect(report, world, after, "250", "mail passes")
        report.check("and the journal goes on", traced(world, after.id))
        report.check("quarantine list shows what is held", len(world.listed()) == 1)


def full_maildir(report, disk):
    with World(maildir=str(disk.path / "mail")) as world:
        world.start()
        ledger = Ledger("maildir")
        first, refused = ledger.new(FILE, 3000), ledger.new(FILE, 60000)
        expect(report, world, first, "250", "Maildir: before, it takes mail")
        disk.fill()
        expect(report, world, refused, "452", "Maildir full: 452")
        report.check("nothing is half done", len(world.delivered_files()) == 1 and not world.unfinished_files())
        disk.free()
        expect(report, world, refused, "250", "room again: it takes the message")
        check_each_is_there_once(report, world, first, refused)
