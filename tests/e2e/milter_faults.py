"""The milter killed and restarted under load, with each milter_default_action of Postfix: nothing that the client saw
acknowledged is missing, and a copy too many is only where it saw no 250."""
import collections
import re
import signal
import threading
import time

from case import SAM, Talk, case, check, equal, mail, until
from gate import free_port, wait_for_port
from milter import held, lookalike, milter_gate, milter_settings
from peers import NextHop, postfix

THREADS, MESSAGES, TRIES = 8, 12, 40
MARK = re.compile(rb"^Subject: (?:New bank details )?(L\d+\.\d+\.\d+)", re.M)


class Load:
    """Clients that send messages, half of them to be held, again and again until each is taken or refused for good."""

    def __init__(self, server, round_number):
        self.server, self.round = server, round_number
        self.codes = collections.defaultdict(list)      # of each message: the replies to its tries
        self.threads = [threading.Thread(target=self._client, args=(i,)) for i in range(THREADS)]

    def __enter__(self):
        for one in self.threads:
            one.start()
        return self

    def __exit__(self, *_):
        for one in self.threads:
            one.join(120)

    def _client(self, number):
        for i in range(MESSAGES):
            name = "L%d.%d.%d" % (self.round, number, i)
            to_hold = i % 2
            octets = lookalike().replace(b"New bank details", b"New bank details " + name.encode()) if to_hold else mail(subject=name)
            sender = "jane.roe@harb0ur.example" if to_hold else SAM
            for _ in range(TRIES):
                reply = self._try(octets, sender)
                self.codes[name].append(reply)
                if reply[:1] in ("2", "5"):
                    break
                time.sleep(0.1)

    def _try(self, octets, sender):
        try:
            with Talk(self.server.port) as talk:
                for line in ("MAIL FROM:<%s>" % sender, "RCPT TO:<alex.doe@harbour.example>", "DATA"):
                    reply = talk.say(line)
                    if reply[:1] not in ("2", "3"):
                        return reply[:3]
                talk.send(octets + b".\r\n")
                return talk.read()[:3]
        except OSError:
            return ""


def disturb(g, port, load):
    """kill -9 in the midst, however quick the load is, a while without a milter, a restart in order."""
    check(until(lambda: len(load.codes) >= THREADS * MESSAGES // 4, 60), "the load does not get on")
    g.process.send_signal(signal.SIGKILL)
    g.process.wait()
    time.sleep(0.7)
    g.start()
    check(wait_for_port(port), "the milter does not answer")
    time.sleep(0.8)
    g.process.send_signal(signal.SIGTERM)
    equal(g.process.wait(30), 0, "the exit status after SIGTERM")
    g.start()


def set_default_action(server, action):
    file = server.folder / "config/main.cf"
    file.write_text(re.sub(r"milter_default_action = \w+", "milter_default_action = " + action, file.read_text()))
    server._run("reload")


def marks(messages):
    return collections.Counter(MARK.search(one).group(1).decode() for one in messages if MARK.search(one))


def in_hold_queue(server):
    folder = server.folder / "queue/hold"
    found = [re.search(rb"(L\d+\.\d+\.\d+)", file.read_bytes()) for file in folder.rglob("*") if file.is_file()]
    return collections.Counter(one.group(1).decode() for one in found if one)


def account(load, delivered, kept, set_aside, action):
    """Where each message is, compared with what its client heard."""
    for name, codes in load.codes.items():
        copies = delivered[name] + kept[name] + set_aside[name]
        acknowledged, unheard = codes.count("250"), sum(code != "250" for code in codes)
        story = "%s with %s: heard %s; delivered %d, held %d, set aside %d" % (name, action, codes, delivered[name], kept[name],
                                                                              set_aside[name])
        check(acknowledged == 0 or copies >= 1, "lost: " + story)
        check(kept[name] <= 1, "held twice: " + story)
        check(copies <= acknowledged + unheard + (action in ("accept", "quarantine")), "too many: " + story)
        if action == "tempfail":
            equal(codes[-1], "250", story)
            check(delivered[name] <= 1, "delivered twice: " + story)


@case("killed and restarted under load, with each default action of Postfix: nothing acknowledged is missing, nothing is there twice unheard")
def killed():
    port = free_port()
    seen = collections.Counter()
    with NextHop() as hop, milter_gate(hop, port) as g:
        with postfix(domains=["harbour.example"], settings=milter_settings(port, milter_connect_timeout="2s")) as server:
            for number, action in enumerate(("tempfail", "reject", "accept", "quarantine")):
                set_default_action(server, action)
                with Load(server, number) as load:
                    disturb(g, port, load)
                equal(len(load.codes), THREADS * MESSAGES, "messages tried")
                check(until(lambda: not server.queued() or action == "quarantine", 30), "Postfix has not delivered all")
                time.sleep(0.5)
                kept = collections.Counter(re.search(r"L\d+\.\d+\.\d+", e["subject"]).group(0) for e in held(g))
                account(load, marks(server.messages()), kept, in_hold_queue(server), action)
                for codes in load.codes.values():
                    seen[action, codes[-1]] += 1
                    seen[action, "tries without a 250"] += sum(code != "250" for code in codes)
            check(seen["tempfail", "tries without a 250"] > 0 and seen["reject", "550"] + seen["reject", "554"] > 0,
                  "the load met no fault: %s" % seen)
