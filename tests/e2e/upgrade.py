"""The life of a server among others: it is replaced while mail flows, listens elsewhere after a reload, gets its sockets from
a service manager and tells it how it does, and is nobody but who it is told to be."""
import contextlib
import ctypes
import json
import os
import pwd
import queue
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time

from case import ALEX, BINARY, ROOT, SAM, Skip, Talk, begins, case, check, complaints, configure, deliver, equal, gate, mail, until
from gate import free_port
from name_server import NameServer
from pace import patience
from peers import DOT, NextHop, after
from tls import rewrite

EX_CANTCREAT = 73
PR_SET_CHILD_SUBREAPER = 36


class Adopted:
    """A process whose parent has gone and that is ours now; used like subprocess.Popen by Gate."""

    def __init__(self, pid):
        self.pid, self.returncode = pid, None

    def send_signal(self, number):
        os.kill(self.pid, number)

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)

    def poll(self):
        if self.returncode is None:
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:           # still its parent's
                return None
            if pid == self.pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, seconds=None):
        check(until(lambda: self.poll() is not None, seconds or 40), "process %d does not end" % self.pid)
        return self.returncode


def adopt_orphans():
    check(ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0, "the system gives us no orphans")


def upgrade(g, number=1):
    """Replaces the server; returns the old process. Its successor is g's from now on."""
    old = g.process
    old.send_signal(signal.SIGUSR2)
    check(until(lambda: len(g.events("retired")) == number, 20), "no successor took over: %s %s"
          % (g.events("upgrade-failed"), complaints(g)))
    g.process = Adopted(g.events("serving")[-1]["pid"])
    check(g.process.pid != old.pid, "the same process serves")
    return old


class Load:
    """Clients that send one message after the other until the end of a with block; then nothing may have gone wrong."""

    def __init__(self, ports, clients=4, messages_per_session=3):
        self.ports, self.per_session, self.over = ports, messages_per_session, threading.Event()
        self.sent, self.wrong, self.lock = [], [], threading.Lock()
        self.threads = [threading.Thread(target=self._run, args=(i,)) for i in range(clients)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join(30)

    def _session(self, port):
        with Talk(port) as talk:
            check(talk.greeting.startswith("220"), "greeting: %r" % talk.greeting)
            for _ in range(self.per_session):
                octets = mail()
                begins(talk.message(octets), "250", "a message")
                with self.lock:
                    self.sent.append(octets)
            talk.must("QUIT", "221")

    def _run(self, number):
        while not self.over.is_set():
            try:
                self._session(self.ports[number % len(self.ports)])
            except (OSError, AssertionError) as error:
                with self.lock:
                    self.wrong.append("%s: %s" % (type(error).__name__, error))
                return

    def wait_for_more(self, count):
        have = len(self.sent)
        check(until(lambda: len(self.sent) >= have + count or self.wrong, 20), "no mail flows")


def check_all_arrived(load, hop):
    check(not load.wrong, "; ".join(load.wrong[:5]))
    arrived = hop.octets()
    equal(len(arrived), len(load.sent), "messages at the next hop, of those acknowledged")
    check(all(any(a.endswith(s) for a in arrived) for s in load.sent), "an acknowledged message is missing")


@case("SIGUSR2 three times under load: no connection refused or dropped, no message lost; old sessions end as they like")
def upgrade_under_load():
    adopt_orphans()
    with NextHop() as hop, gate(hop) as g:
        patient = Talk(g.port)
        begins(patient.message(mail()), "250", "before")
        half = Talk(g.port)
        half.envelope(SAM, [ALEX])
        half.must("DATA", "354")
        half.send(b"Subject: half\r\n")
        with Load([g.port], clients=4) as load:
            load.wait_for_more(10)
            first = upgrade(g, 1)
            load.wait_for_more(20)
            begins(patient.message(mail()), "250", "in a session of the old server")
            half.send(b"From: <%s>\r\n\r\nrest\r\n.\r\n" % SAM.encode())
            begins(half.read(), "250", "a message that began at the old server")
            check(first.poll() is None, "the old server has ended with sessions open")
            second = upgrade(g, 2)
            load.wait_for_more(20)
            third = upgrade(g, 3)
            load.wait_for_more(10)
        equal((second.wait(10), third.wait(10)), (0, 0), "exit status of those without sessions")
        check(not load.wrong, "; ".join(load.wrong[:5]))
        patient.must("QUIT", "221")
        patient.close()
        half.must("QUIT", "221")
        half.close()
        equal(first.wait(10), 0, "exit status of the first, once its sessions are gone")
        equal(len(hop.messages), len(load.sent) + 3, "messages at the next hop")
        seen = {e["id"] for e in g.wait_event(len(hop.messages))}
        equal(len(seen), len(hop.messages), "lines of the log")
        status, text = g.run("trace", "--since", "1h", "--limit", "100000", "--json")
        check(status == 0, text)
        equal({json.loads(line)["id"] for line in text.splitlines()}, seen, "records in the journal, written by four servers")


@case("an upgrade runs what stands at the program's place by then")
def upgrade_to_another_file():
    adopt_orphans()
    with NextHop() as hop, gate(hop, start=False) as g:
        os.mkdir(g.path("bin"))
        g.binary = shutil.copy(BINARY, g.path("bin/gatepost"))
        g.start()
        first = os.stat("/proc/%d/exe" % g.process.pid).st_ino
        shutil.copy(BINARY, g.path("bin/new"))
        os.rename(g.path("bin/new"), g.path("bin/gatepost"))
        old = upgrade(g)
        equal(old.wait(10), 0, "exit status of the old one")
        second = os.stat("/proc/%d/exe" % g.process.pid).st_ino
        check(first != second and second == os.stat(g.path("bin/gatepost")).st_ino, "it runs the old file")
        begins(deliver(g, mail()), "250", "a message")
        equal(g.stop(remove=False), 0, "exit status")


def asking_sockets(pid):
    """The sockets of a process that speak UDP, by their numbers in the system."""
    folder, udp, found = "/proc/%d/fd" % pid, set(), set()
    for table in ("udp", "udp6"):
        with open("/proc/%d/net/%s" % (pid, table)) as f:
            udp.update(line.split()[9] for line in f)
    for fd in os.listdir(folder):
        with contextlib.suppress(FileNotFoundError):            # closed meanwhile
            found.add(os.readlink(os.path.join(folder, fd)).removeprefix("socket:[").removesuffix("]"))
    return found & udp


@case("an upgrade while the DNS is silent: the sockets of the old server's questions are not the new one's to keep")
def upgrade_leaves_questions():
    adopt_orphans()
    with NameServer() as dns, NextHop() as hop, \
            gate(hop, workers=1, resolver='forwarders = { "127.0.0.1@%d" }  timeout = "30s"' % dns.port) as g:
        patient = Talk(g.port)
        patient.must("MAIL FROM:<sam@asked.example>", "250")
        check(until(lambda: asking_sockets(g.process.pid)), "nothing is asked")
        old = upgrade(g)
        equal(asking_sockets(g.process.pid), set(), "sockets of questions that the new server has not asked")
        patient.must("QUIT", "221")
        patient.close()
        equal(old.wait(20), 0, "exit status of the old server")


@case("an upgrade to more workers, and to fewer: every socket has somebody who accepts")
def upgrade_to_other_workers():
    adopt_orphans()
    with NextHop() as hop, gate(hop) as g:
        with Load([g.port], clients=4) as load:
            for number, (old, new) in enumerate((("workers     = 2", "workers     = 5"), ("workers     = 5", "workers     = 1")), 1):
                load.wait_for_more(10)
                rewrite(g, old, new)
                before = upgrade(g, number)
                load.wait_for_more(20)
                equal(before.wait(10), 0, "exit status of the one before")
        check_all_arrived(load, hop)
        # The kernel spreads over all sockets that were handed on; one without a worker would leave some of these waiting.
        for _ in range(40):
            with Talk(g.port) as talk:
                begins(talk.greeting, "220", "the greeting")


@case("an upgrade that fails changes nothing: a broken configuration, a program that is gone, one that hangs up after the lock")
def upgrade_fails():
    with NextHop() as hop, gate(hop, start=False) as g:
        os.mkdir(g.path("bin"))
        g.binary = shutil.copy(BINARY, g.path("bin/gatepost"))
        g.start()
        with open(g.config) as f:
            good = f.read()

        def try_it(number, what):
            g.process.send_signal(signal.SIGUSR2)
            check(until(lambda: len(g.events("upgrade-failed")) == number, 20), "no word of a failure: " + what)
            begins(deliver(g, mail()), "250", "after " + what)
            second = subprocess.run([BINARY, "serve", "-c", g.config], capture_output=True, text=True, timeout=20)
            check(second.returncode in (EX_CANTCREAT, 78), "the lock is lost after %s: %s" % (what, second.stderr))

        g.write("gatepost.conf", good.replace("recipients =", "recipeints ="))
        try_it(1, "a broken configuration")
        # The port cannot be had: the successor has the lock by then, and gives it back by dying.
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            g.write("gatepost.conf", good.replace('"127.0.0.1:%d"' % g.port,
                                                  '{ "127.0.0.1:%d", "127.0.0.1:%d" }' % (g.port, other.getsockname()[1])))
            try_it(2, "a port that another has")
        g.write("gatepost.conf", good)
        os.rename(g.binary, g.path("bin/elsewhere"))
        try_it(3, "a program that is gone")
        os.rename(g.path("bin/elsewhere"), g.binary)
        g.process.send_signal(signal.SIGHUP)
        check(until(lambda: g.events("reloaded")), "it does not reload any more")
        equal(g.stop(remove=False), 0, "exit status")


# ---- other addresses ----

@case("SIGHUP under load with a listener more, another name, and one less: no connection is refused or dropped")
def reload_listeners():
    more = free_port()
    with NextHop() as hop, gate(hop) as g:
        old = 'listener mx { address = "127.0.0.1:{PORT}" '
        with Load([g.port], clients=3) as load:
            load.wait_for_more(5)
            rewrite(g, old, 'listener extra { address = "127.0.0.1:%d" }\nlistener main { address = "127.0.0.1:{PORT}" ' % more)
            g.process.send_signal(signal.SIGHUP)
            check(until(lambda: len(g.events("reloaded")) == 1), "no word of a reload")
            with Load([more], clients=2) as at_new:
                load.wait_for_more(10)
                at_new.wait_for_more(5)
            staying = Talk(more)
            rewrite(g, 'listener extra { address = "127.0.0.1:%d" }' % more, "# gone")
            g.process.send_signal(signal.SIGHUP)
            check(until(lambda: len(g.events("reloaded")) == 2), "no word of a reload")
            load.wait_for_more(10)
        check(not load.wrong and not at_new.wrong, "; ".join(load.wrong + at_new.wrong))

        def is_refused():
            try:
                socket.create_connection(("127.0.0.1", more), 5).close()
            except ConnectionRefusedError:
                return True
            return False
        check(until(is_refused), "the old port still answers")
        begins(staying.message(mail()), "250", "in a session of a listener that is gone")
        staying.close()
        equal(len(hop.messages), len(load.sent) + len(at_new.sent) + 1, "messages at the next hop")
        # An address that cannot be had changes nothing.
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            rewrite(g, 'address = "127.0.0.1:{PORT}"', 'address = { "127.0.0.1:{PORT}", "127.0.0.1:%d" }' % other.getsockname()[1])
            g.process.send_signal(signal.SIGHUP)
            check(until(lambda: g.events("reload-failed")), "no word of a failed reload")
            check("cannot listen on 127.0.0.1 port %d" % other.getsockname()[1] in g.events("reload-failed")[0]["problem"],
                  g.events("reload-failed"))
        begins(deliver(g, mail()), "250", "afterwards")


@case("from one address to all of a port and back, by SIGHUP under load and by an upgrade: no connection is refused or dropped")
def widen():
    adopt_orphans()
    one, every = 'address = "127.0.0.1:{PORT}"', 'address = "0.0.0.0:{PORT}"'

    def is_heard_at(address):
        with contextlib.suppress(OSError), socket.create_connection((address, g.port), 5):
            return True
        return False
    with NextHop() as hop, gate(hop) as g:
        with Load([g.port], clients=3) as load:
            for number, (old, new) in enumerate(((one, every), (every, one), (one, every)), 1):
                load.wait_for_more(5)
                rewrite(g, old, new)
                g.process.send_signal(signal.SIGHUP)
                check(until(lambda: len(g.events("reloaded")) == number), "no reload to %s: %r" % (new, g.events("reload-failed")))
                check(until(lambda: is_heard_at("127.0.0.2") == (new == every)), "127.0.0.2 after the reload to " + new)
                load.wait_for_more(5)
        check_all_arrived(load, hop)
        for number, (old, new) in enumerate(((every, one), (one, every)), 1):
            rewrite(g, old, new)
            equal(upgrade(g, number).wait(20), 0, "exit status of the old server")
            check(until(lambda: is_heard_at("127.0.0.2") == (new == every)), "127.0.0.2 after the upgrade to " + new)
            begins(deliver(g, mail()), "250", "afterwards")


@case("SIGTERM with connections waiting in the queue: each is told 421, none is reset")
def term_with_queue():
    with NextHop() as hop, gate(hop, end_ok=False) as g:
        g.process.send_signal(signal.SIGSTOP)
        waiting = [socket.create_connection(("127.0.0.1", g.port), 10) for _ in range(30)]
        g.process.send_signal(signal.SIGTERM)
        g.process.send_signal(signal.SIGCONT)
        heard = []
        for one in waiting:
            one.settimeout(10)
            try:
                heard.append(b"".join(iter(lambda: one.recv(4096), b"")))
            except ConnectionError as error:
                heard.append(str(error).encode())
            one.close()
        wrong = [h for h in heard if b"421 4.3.2" not in h]
        check(not wrong, "%d of %d: %r" % (len(wrong), len(heard), wrong[:3]))
        equal(g.process.wait(10), 0, "exit status")


# ---- the service manager ----

# Puts the listed descriptors where a service manager puts them, and becomes the program.
LAUNCHER = """
import os, sys
fds = [int(n) for n in sys.argv[1].split(",")]
fds = [os.dup2(fd, 100 + i) for i, fd in enumerate(fds)]
for i, fd in enumerate(fds):
    os.dup2(fd, 3 + i)
os.environ.update(LISTEN_FDS=str(len(fds)), LISTEN_FDNAMES=sys.argv[2], LISTEN_PID=str(os.getpid()))
os.execv(sys.argv[3], sys.argv[3:])
"""


def start_activated(g, sockets, names):
    g.errors = open(g.path("stderr"), "ab")
    fds = [s.fileno() for s in sockets]
    g.process = subprocess.Popen([sys.executable, "-c", LAUNCHER, ",".join(map(str, fds)), names, g.binary, "serve", "-c", g.config],
                                 pass_fds=fds, stdin=subprocess.DEVNULL, stdout=g.errors, stderr=g.errors, env=g.environment)
    check(until(lambda: g.events("serving") or g.process.poll() is not None), "it does not serve: " + complaints(g))


def listening_socket(port, backlog=64):
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(("127.0.0.1", port))
    s.listen(backlog)
    return s


@case("socket activation: one socket for two workers, who waited before is served; others are bound beside; upgrades go on")
def activation():
    adopt_orphans()
    with NextHop() as hop, gate(hop, start=False) as g:
        beside, spare = free_port(), listening_socket(free_port())
        rewrite(g, 'address = "127.0.0.1:{PORT}"', 'address = { "127.0.0.1:{PORT}", "127.0.0.1:%d" }' % beside)
        with listening_socket(g.port) as given, spare:
            early = socket.create_connection(("127.0.0.1", g.port), 10)         # nobody accepts yet
            start_activated(g, [given, spare], "mx:spare")
        early.settimeout(10)
        check(early.recv(100).startswith(b"220 "), "who waited is not greeted")
        early.close()
        with Load([g.port, beside], clients=4) as load:
            load.wait_for_more(20)
            old = upgrade(g)
            load.wait_for_more(20)
        check_all_arrived(load, hop)
        equal(old.wait(10), 0, "exit status of the old one")
        with contextlib.suppress(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", spare.getsockname()[1] if spare.fileno() >= 0 else 1), 1).close()
        equal(g.stop(remove=False), 0, "exit status")


class Manager:
    """What a service manager hears. It is read at once, since a socket keeps few datagrams, and what finds no room is not said again."""

    def __init__(self, path):
        self.socket, self.heard = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM), queue.Queue()
        self.socket.bind(path)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        with contextlib.suppress(OSError):
            while words := self.socket.recv(1000):
                self.heard.put(words.decode().split("\n"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()

    def hear(self, *wanted):
        """Datagrams until one says all that is wanted."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with contextlib.suppress(queue.Empty):
                words = self.heard.get(timeout=1)
                if all(any(w == word or w.startswith(word + "=") for w in words) for word in wanted):
                    return words
        raise AssertionError("nothing of %s is heard" % (wanted,))


@case("the service manager hears READY, WATCHDOG, RELOADING, the successor's MAINPID, and STOPPING")
def notifications():
    adopt_orphans()
    with NextHop() as hop, gate(hop, start=False) as g, Manager(g.path("notify")) as manager:
        g.environment.update(NOTIFY_SOCKET=g.path("notify"), WATCHDOG_USEC="400000")
        g.start()
        hear = manager.hear
        equal("MAINPID=%d" % g.process.pid in hear("READY=1"), True, "its own process")
        start = time.monotonic()
        for _ in range(5):
            hear("WATCHDOG=1")
        check(time.monotonic() - start < patience(2), "five beats in %.1f s where each is due within 0.4" % (time.monotonic() - start))
        g.process.send_signal(signal.SIGHUP)
        hear("RELOADING=1", "MONOTONIC_USEC")
        hear("READY=1")
        old = upgrade(g)
        words = hear("MAINPID", "READY=1")
        if "MAINPID=%d" % g.process.pid not in words:
            words = hear("MAINPID", "READY=1")
        check("MAINPID=%d" % g.process.pid in words, words)
        equal(old.wait(10), 0, "exit status of the old one")
        hear("WATCHDOG=1")
        g.process.send_signal(signal.SIGTERM)
        hear("STOPPING=1")
        equal(g.process.wait(10), 0, "exit status")


@case("systemd has nothing to say against the unit files")
def units():
    analyze, folder = shutil.which("systemd-analyze"), os.path.join(ROOT, "packaging/systemd")
    if analyze is None:
        raise Skip("systemd-analyze is missing")
    with tempfile.TemporaryDirectory() as copies:
        names = [name for name in sorted(os.listdir(folder)) if name.endswith((".service", ".socket"))]
        for name in names:
            with open(os.path.join(folder, name)) as unit, open(os.path.join(copies, name), "w") as copy:
                copy.write(unit.read().replace("/usr/bin/gatepost", os.path.abspath(BINARY)))
        done = subprocess.run([analyze, "verify"] + [os.path.join(copies, name) for name in names], capture_output=True, text=True, timeout=60)
    equal(len(names), 2, "units")
    equal([line for line in (done.stdout + done.stderr).splitlines() if "gatepost." in line], [], "what it says")


# ---- rights and limits ----

def status_words(pid, name):
    with open("/proc/%d/status" % pid) as f:
        return next(line.split()[1:] for line in f if line.startswith(name + ":"))


@case("user: root binds, somebody else serves, with no groups and no way back; reload, log, hold and upgrade go on")
def privileges():
    if os.geteuid() != 0:
        raise Skip("only root can become somebody else")
    adopt_orphans()
    nobody = pwd.getpwnam("nobody")
    with NextHop() as hop, gate(hop, start=False, more='user = "nobody"') as g:
        os.chmod(g.folder, 0o711)
        for name in ("gatepost.conf", "zone.json", "cert.pem", "key.pem"):
            os.chmod(g.path(name), 0o644)
        g.start()
        g.wait_event(1, "serving")      # its ports were bound before it became somebody else
        pid = g.process.pid
        equal(status_words(pid, "Uid"), [str(nobody.pw_uid)] * 4, "user")
        equal(status_words(pid, "Gid"), [str(nobody.pw_gid)] * 4, "group")
        check("0" not in status_words(pid, "Groups"), "the group of root")
        equal((status_words(pid, "NoNewPrivs"), status_words(pid, "CapEff"), status_words(pid, "CapPrm")),
              (["1"], ["0" * 16], ["0" * 16]), "no new privileges, no capabilities")
        begins(deliver(g, mail()), "250", "a message")
        begins(deliver(g, mail(sender="ceo@harb0ur.example"), sender="ceo@harb0ur.example"), "250", "one that is held")
        equal(g.wait_event(2)[1]["action"], "quarantine", "it is held")
        g.process.send_signal(signal.SIGHUP)
        check(until(lambda: g.events("reloaded")), "no reload")
        old = upgrade(g)
        equal(old.wait(10), 0, "exit status of the old one")
        equal(status_words(g.process.pid, "Uid"), [str(nobody.pw_uid)] * 4, "user of the successor")
        begins(deliver(g, mail()), "250", "a message to the successor")
        equal(g.stop(remove=False), 0, "exit status")
        for name in (g.log, g.state, os.path.join(g.state, "journal.db")):
            equal(os.stat(name).st_uid, nobody.pw_uid, "the owner of " + name)
        check(stat.S_IMODE(os.stat(g.state).st_mode) & 0o007 == 0, "the state is open to all")
        rewrite(g, 'user = "nobody"', 'user = "no-such-user"')
        status, text = g.run("serve")
        check(status == 67 and "no-such-user" in text, "%d %s" % (status, text))


@case("descriptors: as many as the system allows")
def descriptors():
    with NextHop({DOT: after(0)}) as hop, gate(hop) as g:
        with open("/proc/%d/limits" % g.process.pid) as f:
            soft, hard = next(line.split()[3:5] for line in f if line.startswith("Max open files"))
        equal(soft, hard, "the soft limit")
