"""A store that stands still. The journal's file is held by somebody else for ten seconds, under load, until the queue before it is
full: no session waits for it, mail goes on, and what the journal lost is counted to the last record."""
import json
import os
import pathlib
import random
import sqlite3
import subprocess
import time

from client import send_one
from messages import FORWARD, HELO, HONEST, OWN, Ledger
from pace import patience
from world import World, binary

SECONDS, PATIENCE = 10, 120             # how long it is held at least; at most, until the queue is full
SESSIONS, AT_ONCE = 20, 200             # messages in one go
HEADER_LINES, LINE_OCTETS = 60, 900     # records of 50 KiB, which no phrase shortens: the queue has room for some 1,200
WAIT_MAX = 5                            # seconds for a whole transaction, half of what a session would wait for the store
FIGURES = ("written", "lost")


def large_message(path):
    """A random header, so that the record is as large."""
    noise = random.Random(5)
    lines = ["From: <clerk@%s>" % HONEST, "To: <user@%s>" % OWN, "Subject: Much on record", "Date: Wed, 25 Nov 2026 09:26:31 +0000",
             "Message-ID: <many@%s>" % HELO]
    lines += ["X-Noise: " + "".join(noise.choices("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", k=LINE_OCTETS))
              for _ in range(HEADER_LINES)]
    pathlib.Path(path).write_bytes("\r\n".join([*lines, "", "Text.", ""]).encode())
    return path


def journal_figures(world):
    status, out = world.gate.run("stats", "--all", "--json")
    if status != 0:
        raise RuntimeError(out)
    figures = json.loads(out)
    return {name: int(figures["gatepost_journal_%s_total" % name]) for name in FIGURES}


class SmtpLoad:
    """Messages in one go after the other; how many were accepted, and how long one took at most."""

    def __init__(self, world, message):
        self.accepted, self.failures, self.longest, self._goes = 0, [], 0, 0
        self._command = [os.path.join(os.path.dirname(binary()), "smtp_load"), "--port", str(world.port), "--sessions", str(SESSIONS),
                         "--messages", str(AT_ONCE), "--message", message, "--from", "clerk@" + HONEST, "--to", "user@" + OWN,
                         "--helo", HELO]

    def go(self):
        self._goes += 1
        done = subprocess.run([*self._command, "--id-prefix", "go%d" % self._goes], capture_output=True, text=True, check=False)
        told = json.loads(done.stdout)
        self.accepted += told["messages"]
        self.longest = max(self.longest, told["transaction_us"].get("max", 0) / 1e6)
        if told["failures"]:
            self.failures.append(told["first_failure"])


def wait_until(holds, seconds):
    end = time.monotonic() + patience(seconds)
    while not holds() and time.monotonic() < end:
        time.sleep(0.1)
    return holds()


def stopped_store(report):
    report.group("the journal's file is held by somebody else, %d sessions" % SESSIONS)
    with World() as world:
        world.start()
        load   = SmtpLoad(world, large_message(world.gate.path("large.eml")))
        before = Ledger("before").new(FORWARD, 3000)
        send_one(world.port, before)
        wait_until(lambda: journal_figures(world)["written"] == 1, 20)
        holder = sqlite3.connect(os.path.join(world.gate.state, "journal.db"), isolation_level=None, timeout=20)
        holder.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        while time.monotonic() < began + PATIENCE:
            load.go()
            if time.monotonic() > began + SECONDS and journal_figures(world)["lost"] > 0:
                break
        held, during = time.monotonic() - began, journal_figures(world)
        holder.execute("ROLLBACK")
        holder.close()
        report.none("mail goes on", load.failures, "%d messages in %.0f s" % (load.accepted, held))
        report.check("no session waits: each transaction within %d s" % WAIT_MAX, load.longest < WAIT_MAX, "longest %.2f s" % load.longest)
        report.check("nothing was written, and the queue is bounded", during["written"] == 1 and during["lost"] > 0,
                     "%(written)d written, %(lost)d lost" % during)
        everything = load.accepted + 1
        report.check("once it is free, what waited is written; the rest is counted as lost",
                     wait_until(lambda: sum(journal_figures(world).values()) == everything, 60),
                     "%(written)d written, %(lost)d lost" % journal_figures(world))
        report.check("what was lost is what came when the queue was full", journal_figures(world)["lost"] == during["lost"])
        found = world.gate.run("trace", "--json", "--limit", "100000")[1].splitlines()
        report.check("the journal has as many as it says", len(found) == journal_figures(world)["written"], "%d found" % len(found))
        report.check("every message has arrived", len(world.sink.ids()) == everything, "%d" % len(world.sink.ids()))
        after = Ledger("after").new(FORWARD, 3000)
        report.check("and it goes on", (send_one(world.port, after) or "").startswith("250") and
                     wait_until(lambda: after.id in world.gate.run("trace", "--subject", after.id)[1], 20))
        report.check("the gate stops in order", world.stop() == 0)
