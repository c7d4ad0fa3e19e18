"""A wall clock that steps, ahead and back and behind, while mail flows (FAULT=clock, src/io/sys.h). What takes time is measured by
a clock that only goes forward, so nothing ends early or late, and no duration is negative. What libraries read for themselves
(libunbound, SQLite) does not step."""
import datetime
import time

from accounts import check_accounts, check_maildir, check_quarantine
from client import Client, Load
from messages import FORWARD, Ledger
from world import World

HOURS, SECONDS = 3, 8
LONGEST_MS = 30000              # of anything that is measured while a message passes; a step is 360 times that
DURATIONS = ("dns_ms", "judge_ms", "total_ms")
ORDINARY = {"serving", "message", "stopping", "stopped"}


def clock_steps(report):
    report.group("a clock that steps by %d hours, four times a second" % HOURS)
    with World() as world:
        world.start("clock:%d" % (HOURS * 3600))
        idle = Client(world.port)                       # whose time-outs run all the while
        ledger = Ledger("clock")
        load = Load(world.port, ledger)
        time.sleep(SECONDS)
        report.check("every message comes to its end", load.stop())
        last = ledger.new(FORWARD, 3000)
        last.attempts.append(int((idle.send(last) or "0")[:3]))
        idle.close()
        events = world.gate.wait_event(len(ledger.messages))
        report.check("each is answered 250 at the first try, no session broken off",
                     all(m.attempts == [250] for m in ledger.messages.values()) and load.broken_off == 0,
                     "%d messages; the last in a session that was idle for %d s" % (len(ledger.messages), SECONDS))
        report.check("the gate stops in order", world.stop() == 0)
        check_log(report, world, events)
        check_accounts(report, world, ledger)
        check_quarantine(report, world, ledger)
        check_maildir(report, world, ledger)
        check_journal(report, world, ledger)


def check_log(report, world, events):
    report.check("the log's times went back and forth: the clock did step", hours_apart(events) == {0, HOURS, -HOURS},
                 "hours away from now: %s" % sorted(hours_apart(events)))
    durations = [event[name] for event in events for name in DURATIONS]
    report.check("no duration is negative, or as long as a step", 0 <= min(durations) <= max(durations) < LONGEST_MS,
                 "%d, from %d to %d ms" % (len(durations), min(durations), max(durations)))
    report.none("and nothing else happened", sorted({e["event"] for e in world.gate.events()} - ORDINARY))


def hours_apart(events):
    """How far the log's times are from the true one, in whole hours."""
    return {round((seconds_of(event["time"]) - time.time()) / 3600) for event in events}


def seconds_of(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def check_journal(report, world, ledger):
    """It is searched by time, and all of its times are within a day."""
    status, out = world.gate.run("trace", "--since", "1d", "--limit", "100000")
    report.none("the journal has them all", (m.id for m in ledger.messages.values() if status != 0 or m.id not in out))
