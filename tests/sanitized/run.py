#!/usr/bin/python3
"""The server as a sanitizer sees it, under load: mail by fifty sessions and more, a milter, a policy service and the command line
at the same time, while the configuration is taken over anew, the log reopened and the program replaced, again and again.

    run.py [--build FOLDER] [--seconds N]

The build is one of the presets asan and tsan. Nothing that was acknowledged may be missing, no server may end in another way than
in order, and no sanitizer may have said a word, of whichever of the processes.
"""
import argparse
import contextlib
import itertools
import json
import pathlib
import signal
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "e2e"), str(HERE.parent / "bench"), str(HERE.parent / "support")]
from case import ALEX, SAM, Talk, begins, check, complaints, configure, equal, mail, stuffed, until, zone     # noqa: E402  (paths first)
from gate import Gate, free_port                                        # noqa: E402
from mail_server import MailServer                                      # noqa: E402
from milter import lookalike                                            # noqa: E402
from policy import Asker                                                # noqa: E402
from servers import Dns, Sink                                           # noqa: E402
from upgrade import adopt_orphans, upgrade                              # noqa: E402

EVE = "jane.roe@harb0ur.example"
FACES = """
listener beside { face = "milter"  address = "127.0.0.1:%d"  submitted-from = { "127.0.0.1" } }
listener asked  { face = "policy"  address = "127.0.0.1:%d"  submitted-from = { "127.0.0.1" } }
"""
SESSIONS, PER_CONNECTION, MESSAGES = 50, 7, 200         # of smtp_load: at once, in each session, in each run
SPEECHLESS_SECONDS = 60                                 # how long a server may say nothing, slow as it is


class World:
    """The gate, what it asks and where its mail goes; and what was acknowledged."""

    def __init__(self, build):
        self.gate, self.build = Gate(build / "gatepost"), build
        self.milter_port, self.policy_port = free_port(), free_port()
        self.lock, self.over = threading.Lock(), threading.Event()
        self.relayed, self.held, self.left, self.wrong, self.rounds = 0, 0, 0, [], {}
        self.around, self.retired = [], []              # servers beside the gate, and those that it has replaced

    def start(self):
        self.sink = Sink(self.build)
        self.gate.write("answers.json", {name: kinds for name, kinds in zone().items() if "TIMEOUT" not in kinds.values()})
        self.dns = Dns(self.gate.path("answers.json"))
        self.around = [self.sink, self.dns]
        configure(self.gate, self.sink, workers=3, more=FACES % (self.milter_port, self.policy_port),
                  resolver='forwarders = { "127.0.0.1@%d" }  timeout = "20s"' % self.dns.port)
        self.gate.start()

    def count(self, relayed=0, held=0, left=0):
        with self.lock:
            self.relayed += relayed
            self.held += held
            self.left += left

    def stop(self):
        """(exit status of the gate, how many messages have arrived)"""
        status = self.gate.stop(remove=False)
        self.around = []
        self.dns.stop()
        return status, self.sink.stop()

    def clean_up(self):
        """Nothing is left running, however it went."""
        self.gate.stop()
        for server in self.retired:
            if server.poll() is None:
                server.kill()
        for server in self.around:
            server.stop()


# ---- what clients do, one round of each ----

def many_sessions(world):
    done = subprocess.run([world.build / "smtp_load", "--port", str(world.gate.port), "--sessions", str(SESSIONS), "--messages",
                           str(MESSAGES), "--per-connection", str(PER_CONNECTION), "--from", SAM, "--to", ALEX, "--helo",
                           "mail.friend.example", "--timeout", "300"], capture_output=True, text=True, check=False)
    check("Sanitizer" not in done.stderr, done.stderr)
    report = json.loads(done.stdout)
    world.count(relayed=report["messages"])
    equal(done.returncode, 0, "exit status of smtp_load: %s" % report)


def verdicts_under_tls(world):
    with Talk(world.gate.port) as talk:
        talk.socket.settimeout(SPEECHLESS_SECONDS)
        talk.start_tls()
        for octets, sender, code in ((mail(), SAM, "250"), (lookalike(), EVE, "250"), (mail(), "eve@open.example", "550"),
                                     (mail(body=b"x" * 70 + b"\r\n" * 30000), SAM, "250")):
            begins(talk.message(octets, sender=sender), code, "a message of " + sender)
            world.count(relayed=code == "250" and sender == SAM, held=sender == EVE)
        talk.must("QUIT", "221")


def beside_a_mail_server(world):
    with MailServer(("127.0.0.1", world.milter_port), timeout=SPEECHLESS_SECONDS) as server:
        server.negotiate()
        server.connect()
        server.helo()
        for octets, sender, want in ((mail(), SAM, "c"), (lookalike(), EVE, "d"), (mail(), "eve@open.example", "y")):
            (decision, _), _ = server.message(sender, [ALEX], octets)
            equal(decision, want, "the milter's answer to a message of " + sender)
            world.count(held=decision == "d")
        server.send("Q")


def asked_for_policy(world):
    """A reload closes connections that wait, and Postfix asks again in a new one."""
    with contextlib.suppress(ConnectionError), Asker(world.policy_port) as asker:
        asker.socket.settimeout(SPEECHLESS_SECONDS)
        for number in range(20):
            answer = asker.ask(sender=SAM, instance="%d.%d" % (threading.get_ident(), number))
            check(answer in ("", "action=DUNNO"), "the policy service answers " + answer)
            if answer == "":
                return


def command_line(world):
    """Beside a server that is just being replaced there may be none to be asked; but no sanitizer may speak."""
    for command in (("stats", "--all"), ("trace", "--limit", "20"), ("quarantine", "list")):
        _, text = world.gate.run(*command)
        check("Sanitizer" not in text, text[-4000:])


CLIENTS = [(many_sessions, 1), (verdicts_under_tls, 3), (beside_a_mail_server, 2), (asked_for_policy, 2), (command_line, 1)]


def play(world, client):
    while not world.over.is_set() and not world.wrong:
        try:
            client(world)
        except Exception as error:          # whatever it is, the run has failed
            world.wrong.append("%s: %s: %s" % (client.__name__, type(error).__name__, error))
        with world.lock:
            world.rounds[client.__name__] = world.rounds.get(client.__name__, 0) + 1


# ---- what happens to the server meanwhile ----

def told(g, event, number):
    """Sends the signal; done when the log says so."""
    count = len(g.events(event))
    g.process.send_signal(number)
    check(until(lambda: len(g.events(event)) > count, SPEECHLESS_SECONDS), "after signal %d the log says nothing of %s" % (number, event))


def reload(world):
    told(world.gate, "reloaded", signal.SIGHUP)


def reopen_log(world):
    told(world.gate, "log-reopened", signal.SIGUSR1)


def replace(world):
    world.retired.append(upgrade(world.gate, len(world.retired) + 1))


def disturb(world, seconds):
    end = time.monotonic() + seconds
    for what in itertools.cycle((reload, replace, reopen_log, replace)):
        if time.monotonic() > end or world.wrong:
            return
        time.sleep(0.5)
        what(world)


# ---- before the load: what is a matter of milliseconds ----

def hold_one(world, wait=None):
    """Gets a message held, and the seconds from its final dot to the answer; with a wait the client leaves after so many."""
    with Talk(world.gate.port) as talk:
        talk.socket.settimeout(SPEECHLESS_SECONDS)
        talk.envelope(EVE, [ALEX])
        talk.must("DATA", "354")
        world.count(held=wait is None, left=wait is not None)
        began = time.monotonic()
        talk.send(stuffed(lookalike()))
        if wait is None:
            begins(talk.read(), "250", "a message to be held")
        else:
            time.sleep(wait)
        return time.monotonic() - began


def leave_before_the_answer(world):
    """While one thread writes the message, another sees that its client has gone: nobody knows whether it is held."""
    whole = min(hold_one(world) for _ in range(5))
    for moment in range(100):
        hold_one(world, whole * (0.25 + moment / 100))


# ---- all ----

def run(world, seconds):
    leave_before_the_answer(world)
    threads = [threading.Thread(target=play, args=(world, client)) for client, count in CLIENTS for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        disturb(world, seconds)
    finally:
        world.over.set()
        for thread in threads:
            thread.join()
    check(not world.wrong, "; ".join(world.wrong[:5]))
    equal([server.wait(SPEECHLESS_SECONDS) for server in world.retired], [0] * len(world.retired), "exit status of those replaced")
    status, arrived = world.stop()
    equal(status, 0, "exit status after SIGTERM")
    equal(arrived, world.relayed, "messages at the next hop, of those acknowledged")
    held = list(pathlib.Path(world.gate.state, "quarantine").rglob("*.eml"))
    check(world.held <= len(held) <= world.held + world.left, "%d messages in the quarantine; %d were acknowledged, and %d clients left"
          % (len(held), world.held, world.left))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=HERE.parent.parent / "build/tsan")
    parser.add_argument("--seconds", type=int, default=40)
    options = parser.parse_args()
    adopt_orphans()
    world, failed = World(options.build.resolve()), []
    try:
        world.start()
        run(world, options.seconds)
        print("%d messages relayed, %d held; %d times replaced, %d times reloaded; rounds: %s"
              % (world.relayed, world.held, len(world.retired), len(world.gate.events("reloaded")),
                 ", ".join("%d %s" % (n, name.replace("_", " ")) for name, n in sorted(world.rounds.items()))))
    except Exception as why:                    # whatever it is, nothing is proved then
        failed.append("%s: %s" % (type(why).__name__, why))
    finally:
        world.gate.stop(remove=False)
        said = complaints(world.gate)
        world.clean_up()
    if "Sanitizer" in said or "runtime error" in said:
        failed.append("a sanitizer says:\n" + said)
    for why in failed:
        print("FAILED " + why)
    print("%d passed, %d failed, 0 skipped" % (not failed, len(failed)))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
