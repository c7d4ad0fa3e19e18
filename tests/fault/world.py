"""The gate with all that is around it: a next hop that counts, a Maildir, a zone file; and what lies where afterwards.
"""
import collections
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from gate import ROOT, Gate, free_port, wait_for_port                   # noqa: E402
from messages import FILE, FILES, FORWARD, HOLD, ID_FIELD, OWN, ZONE    # noqa: E402
from pace import patience                                               # noqa: E402

POWER_CUT_STATUS = 137

CONFIG = """\
hostname    = "mx.example.org"
own-domains = { "%(own)s" }
state-dir   = "{STATE}"
workers     = 2
listener mx { address = "127.0.0.1:{PORT}" }
route next  { domains = { "%(own)s" }    next-hop = "smtp:127.0.0.1:%(next_hop)d"    recipients = "any" }
route files { domains = { "%(files)s" }  next-hop = "maildir:%(maildir)s"  recipients = "any" }
resolver { %(resolver)s }
limits { next-hop-timeout = "10s"  stop-timeout = "5s" }
log { file = "{LOG}" }
"""


def binary():
    return os.path.abspath(os.environ.get("GATEPOST_BIN", os.path.join(ROOT, "build/test/gatepost")))


class Sink:
    """smtp_sink: takes every message; the ids of all that it accepted, over all its lives, are in one file."""

    def __init__(self, ids_file):
        self.port, self._ids, self._process = free_port(), ids_file, None

    def start(self):
        program = os.path.join(os.path.dirname(binary()), "smtp_sink")
        self._process = subprocess.Popen([program, "--port", str(self.port), "--ids", self._ids],
                                         stdout=subprocess.PIPE)
        self._process.stdout.readline()                 # "port N": it listens
        return self

    def kill(self):
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()

    def ids(self):
        try:
            return pathlib.Path(self._ids).read_text().split()
        except FileNotFoundError:
            return []


class World:
    """A gate that is not started yet. next_hop: a port, instead of a sink of its own. more: of the configuration."""

    def __init__(self, next_hop=None, resolver=None, maildir=None, state=None, more=""):
        self.gate = Gate(binary())
        self.gate.state = state or self.gate.state
        self.maildir = pathlib.Path(maildir or self.gate.path("maildir"))
        self.sink = None if next_hop else Sink(self.gate.path("ids")).start()
        self.gate.write("zone.json", ZONE)
        self.gate.write_config(CONFIG % {
            "own": OWN, "files": FILES, "next_hop": next_hop or self.sink.port, "maildir": self.maildir,
            "resolver": resolver or 'zone = "{FOLDER}/zone.json"'} + more)
        self.port = self.gate.port

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.gate.stop()
        if self.sink is not None:
            self.sink.kill()

    # ---- life ----

    def start(self, fault=None, expect_running=True):
        self.gate.environment.pop("FAULT", None)
        if fault is not None:
            self.gate.environment["FAULT"] = fault
        self.gate.start(expect_running)

    def runs(self):
        return self.gate.process.poll() is None

    def serves(self):
        """Waits until it is up; False if it ends instead. Its port is open a little earlier, but then it may still fail
        to start; its log tells, unless that cannot be written: then it is given a moment."""
        if not wait_for_port(self.port, self.gate.process):
            return False
        end = time.monotonic() + patience(0.5)
        while self.runs() and not self.gate.events("serving") and time.monotonic() < end:
            time.sleep(0.01)
        return self.runs()

    def kill(self, number=signal.SIGKILL):
        return self.gate.stop(remove=False, number=number)

    def stop(self):
        return self.gate.stop(remove=False)

    def errors(self):
        return pathlib.Path(self.gate.path("stderr")).read_text(errors="replace")

    def forget_everything(self):
        """As new: no state, no mail."""
        for folder in (self.gate.state, self.maildir):
            shutil.rmtree(folder, ignore_errors=True)
        for name in ("log", "stderr", "ids"):
            open(self.gate.path(name), "w").close()

    # ---- what lies where ----

    def quarantine(self):
        return pathlib.Path(self.gate.state) / "quarantine"

    def held_files(self, suffix):
        return sorted((self.quarantine() / "messages").glob("*" + suffix))

    def held(self):
        """Octets of every message that has both its files, by its id in the quarantine."""
        with_octets = [f.with_suffix(".eml") for f in self.held_files(".json") if f.with_suffix(".eml").exists()]
        return {f.stem: f.read_bytes() for f in with_octets}

    def delivered_files(self):
        return sorted((self.maildir / "new").glob("*"))

    def unfinished_files(self):
        """What was being written: no reader takes it for mail."""
        return [f for place in (self.quarantine(), self.maildir) for f in place.glob("tmp/*") if f.exists()]

    def listed(self):
        """What `gatepost quarantine list` shows: entries by id. Raises if it fails."""
        status, out = self.gate.run("quarantine", "list", "--json")
        if status != 0:
            raise RuntimeError(out)
        return {entry["id"]: entry for entry in map(json.loads, out.splitlines())}

    def places(self):
        """For each test id, where its copies lie: a list of FORWARD, HOLD and FILE."""
        found = collections.defaultdict(list)
        for test_id in self.sink.ids() if self.sink else []:
            found[test_id].append(FORWARD)
        for octets in self.held().values():
            found[id_of(octets)].append(HOLD)
        for path in self.delivered_files():
            found[id_of(path.read_bytes())].append(FILE)
        return found


class Worlds:
    """A few worlds that are used again and again, one for each thread."""

    AT_ONCE = 4

    def __init__(self):
        self._mine, self._all, self._pool = threading.local(), [], ThreadPoolExecutor(self.AT_ONCE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._pool.shutdown()
        for world in self._all:
            world.__exit__()

    def map(self, play, items):
        """A list of play(world, item) for each item, several at once; the world is as new each time."""
        return list(self._pool.map(lambda item: play(self._new_world(), item), items))

    def _new_world(self):
        if not hasattr(self._mine, "world"):
            self._mine.world = World()
            self._all.append(self._mine.world)
        self._mine.world.forget_everything()
        return self._mine.world


def id_of(octets):
    for line in octets.split(b"\n"):
        if line.startswith(ID_FIELD.encode() + b":"):
            return line.partition(b":")[2].strip().decode()
    return ""
