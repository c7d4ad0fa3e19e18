"""kill -9 of the milter at each octet that it says to its mail server, from the first answer to that which tells it to discard a
message that is held. The mail server then brings the message again, as its client does: it is held once, wherever we were killed,
even if the table of deliveries has not been written."""
import time

from messages import HELO, HOLD, Ledger
from world import POWER_CUT_STATUS, World, free_port, wait_for_port

from mail_server import Closed, MailServer              # below, since world knows the way to it

LISTENER = 'listener beside { face = "milter"  address = "127.0.0.1:%d"  submitted-from = {} }\n'
RUNS_MAX = 40


def bring(port, message):
    """What the mail server is told to do with it: "" if it hears nothing."""
    with MailServer(("127.0.0.1", port)) as server:
        try:
            server.negotiate()
            server.connect("127.0.0.1", HELO)
            server.helo(HELO)
            (command, _), _ = server.message(message.sender, [message.recipient], message.octets())
            return command
        except Closed:
            return ""


class Kill:
    """The gate is killed instead of the nth time that it sends something."""

    def __init__(self, world, port, n):
        self.n, self.problems = n, []
        message = Ledger("milter-%d" % n).new(HOLD, 3000)
        world.start("send:%d=KILL" % n)
        wait_for_port(port)
        self.heard = bring(port, message)
        if self.heard == "":
            self._expect(world.gate.process.wait(10) == POWER_CUT_STATUS, "it was not killed")
        self.held_before = len(world.held())
        world.stop()
        for file in world.quarantine().parent.glob("deliveries.db*"):
            file.unlink()
        world.start()
        wait_for_port(port)
        self._expect(bring(port, message) == "d", "not discarded the second time")
        self._expect(len(world.held()) == 1, "held %d times" % len(world.held()))
        self._expect(bring(port, Ledger("other").new(HOLD, 3000)) == "d" and len(world.held()) == 2, "another message is not held")
        self._expect(world.stop() == 0, "does not stop in order")

    def _expect(self, holds, text):
        if not holds:
            self.problems.append("send %d: %s" % (self.n, text))


def killed_holds(report):
    report.group("kill -9 of the milter at each answer to a mail server whose message is held")
    began, port, runs = time.monotonic(), free_port(), []

    with World(more=LISTENER % port) as world:
        while len(runs) < RUNS_MAX and (not runs or runs[-1].heard == ""):
            world.forget_everything()
            runs.append(Kill(world, port, len(runs) + 1))
    between = [run for run in runs if run.heard == "" and run.held_before == 1]
    report.check("it was killed at each answer, and between the hold and the answer", runs[-1].heard == "d" and between,
                 "%d answers, %d behind the hold" % (len(runs) - 1, len(between)))
    report.none("the message is held once", (p for run in runs for p in run.problems))
    report.figure("took", "%.0f s" % (time.monotonic() - began))
