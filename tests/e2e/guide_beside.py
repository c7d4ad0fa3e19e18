"""doc/guide/behind-postfix.md, block by block: what it tells people to write is written, what it tells them to run is run."""
import contextlib
import os
import re
import shutil
import subprocess

from case import ALEX, ROOT, SAM, Skip, Talk, begins, case, check, equal, mail, until, zone
from foreign_servers import EXIM, exim, stored
from gate import Gate, free_port, wait_for_port
from milter import RESULTS, arrived, held, lookalike, milter_gate, put
from peers import NextHop, postfix

GUIDE = os.path.join(ROOT, "doc/guide/behind-postfix.md")
JO = "jo@example.org"


def blocks(section, kind):
    """The blocks of that kind below a heading of the guide."""
    with open(GUIDE) as f:
        text = f.read()
    return re.findall(r"^```%s\n(.*?)^```$" % kind, text.split("\n## %s\n" % section)[1].split("\n## ")[0], re.M | re.S)


class Machine:
    """A Postfix and a gate to which the guide's lines are applied, with the ports and folders that they have here."""

    def __init__(self, server, port):
        self.server, self.gate = server, Gate()
        self.gate.port = port

    def write(self, block, more=""):
        names = {"examp1e.org": {"TXT": [["v=spf1 ip4:127.0.0.0/8 -all"]], "MX": [[10, "mail.friend.example"]]}}
        self.gate.write("zone.json", {**zone(), **names})
        text = re.sub(r"127\.0\.0\.1:889[12]", "127.0.0.1:%d" % self.gate.port, block)
        text = text.replace('"smtp:127.0.0.1:25"', '"smtp:127.0.0.1:%d"' % self.server.port)
        text = text.replace("/var/spool/postfix/", str(self.server.folder / "queue") + "/")
        self.gate.write_config(text + 'state-dir = "{STATE}"\nresolver { zone = "{FOLDER}/zone.json" }\nlog { file = "{LOG}" }\n' + more)

    def run(self, line, one=""):
        """A line of a sh block. one: what stands for ID."""
        line = re.sub(r"127\.0\.0\.1:889[12]", "127.0.0.1:%d" % self.gate.port, line).replace(" ID", " " + one)
        words = re.findall(r"'[^']*'|\S+", line)
        words = [word.strip("'") for word in words]
        if words[0] == "gatepost":
            status, text = self.gate.run(*words[1:])
            equal(status, 0, "%s: %s" % (line, text))
            return text
        config = str(self.server.folder / "config")
        done = subprocess.run(["/usr/sbin/" + words[0], "-c", config] + words[1:], capture_output=True, text=True, timeout=60)
        equal(done.returncode, 0, "%s: %s" % (line, done.stderr))
        return done.stdout


@contextlib.contextmanager
def machine():
    with postfix(domains=["example.org"], settings={"smtpd_authorized_xclient_hosts": "127.0.0.0/8"}) as server:
        m = Machine(server, free_port())
        try:
            yield m
            equal(m.gate.stop(remove=False), 0, "exit status of the gate")
        finally:
            m.gate.stop()


@case("the guide for Postfix: five minutes to a trial that stops nothing, then enforcing, then a UNIX socket")
def five_minutes():
    with machine() as m:
        outside = 'submitted-from = { "127.0.0.2" }\n'         # here the whole world has addresses of this machine
        conf, tell_gate, tell_postfix, look = blocks("Try it behind Postfix in five minutes", "(?:conf|sh)")
        m.write(conf.replace("\n}\n", "\n" + outside + "}\n", 1))
        look_at_it, serve = tell_gate.splitlines()
        m.run(look_at_it)
        equal(serve, "gatepost serve", "what starts it")
        m.gate.start()
        for line in tell_postfix.splitlines():
            m.run(line)
        trial(m, look.splitlines())
        enforce(m, conf, outside)
        unix_socket(m, outside)


def send(m, octets, sender=SAM):
    return put(m.server, octets, sender=sender, recipients=(JO,))


def trial(m, look):
    octets = lookalike().replace(b"harb0ur.example", b"examp1e.org").replace(ALEX.encode(), JO.encode())
    begins(send(m, octets, "jane.roe@examp1e.org"), "250", "a lookalike on trial")
    got = arrived(m.server, 1)[0]
    check(got.endswith(octets[octets.index(b"From:"):].replace(b"\r\n", b"\n")) and RESULTS not in got, "it was changed: %r" % got)
    event = m.gate.wait_event(1)[0]
    equal((event["action"], event["would"]), ("accept", "quarantine"), "what the log says")
    check(until(lambda: event["id"] in m.run(look[0])), "trace does not show it")
    check("Without shadow mode the action would be quarantine" in m.run(look[1], event["id"]), "the story")


def enforce(m, conf, outside):
    m.write(conf.replace('mode        = "shadow"\n', "").replace("\n}\n", "\n" + outside + "}\n", 1))
    m.run("gatepost serve -t")
    m.gate.process.send_signal(1)       # systemctl reload
    check(m.gate.wait_event(1, "reloaded"), "no reload")
    for line in blocks("From shadow to enforcing", "sh")[0].splitlines():
        m.run(line)
    begins(send(m, lookalike(body=b"again\r\n").replace(b"harb0ur.example", b"examp1e.org"), "jane.roe@examp1e.org"), "250", "a lookalike")
    one = until(lambda: held(m.gate))[0]["id"]
    check("milter-discard" in m.server.log_text(), "what Postfix says")
    m.run("gatepost quarantine release ID", one)
    check(until(lambda: b"X-Gatepost-Released: " + one.encode() in b"".join(m.server.messages())), "it was not delivered")
    m.gate.stop(remove=False)
    with Talk(m.server.port) as talk:
        begins(talk.say("MAIL FROM:<%s>" % SAM), "451", "a message while the milter is away")


def unix_socket(m, outside):
    folder = m.server.folder / "queue/gatepost"
    folder.mkdir()
    m.write('hostname = "mx.example.org"\nown-domains = { "example.org" }\n' +
            blocks("A UNIX socket", "conf")[0].replace("\n}\n", "\n" + outside + "}\n"), "listener port { address = \"127.0.0.1:%d\" }\n"
            'route r { domains = { "example.org" }  next-hop = "maildir:/nowhere"  recipients = "any" }\n' % m.gate.port)
    m.gate.start()
    for line in blocks("A UNIX socket", "sh")[0].splitlines():
        m.run(line)
    before = len(m.server.messages())
    begins(send(m, mail(to=JO)), "250", "by the UNIX socket")
    check(b"Authentication-Results: mx.example.org;" in arrived(m.server, before + 1)[-1], "no results")


@case("the guide's policy service: on trial nothing is refused; enforced, SPF is answered at RCPT; while it is away mail passes")
def policy_service():
    trial, enforced = blocks("Before DATA: the policy service", "conf")
    gate_lines, postfix_lines = blocks("Before DATA: the policy service", "sh")
    with machine() as m:
        strict = {"strict.example": {"TXT": [["v=spf1 ip4:192.0.2.1 -all"]], "MX": [[10, "mail.friend.example"]]}}

        def write(block):
            m.write(block.replace("\n}\n", '\n    submitted-from = { "127.0.0.2" }\n}\n', 1))
            m.gate.write("zone.json", {**zone(), **strict})

        def ask():
            with Talk(m.server.port) as talk:
                talk.must("MAIL FROM:<a@strict.example>", "250")
                return talk.say("RCPT TO:<%s>" % JO)
        write(trial)
        equal(gate_lines.splitlines()[1], "gatepost serve", "what starts it")
        m.run(gate_lines.splitlines()[0])
        m.gate.start()
        for line in postfix_lines.splitlines():
            # Here the whole world is in mynetworks.
            m.run(line.replace("permit_mynetworks, ", ""))
        begins(ask(), "250", "on trial")
        equal(m.gate.wait_event(1, "policy")[0]["client"], "127.0.0.10", "who was asked about")
        write(enforced)
        m.run("gatepost serve -t")
        m.gate.process.send_signal(1)   # systemctl reload
        check(m.gate.wait_event(1, "reloaded"), "no reload")
        check(until(lambda: ask().startswith("550 5.7.23")), "enforced: " + ask())
        m.gate.stop(remove=False)
        begins(ask(), "250", "while it is away")
        m.gate.start()


@case("the guide beside a content filter: what it says for that is accepted; its table of differences is that of the program")
def filters_and_differences():
    g = Gate()
    try:
        g.write_config('hostname = "mx.example.org"\nstate-dir = "{STATE}"\n' + blocks("Your own mail", "conf")[0])
        status, text = g.run("serve", "-t")
        equal(status, 0, text)
    finally:
        g.stop()
    with open(os.path.join(ROOT, "src/gateway/milter_differences.def")) as f:
        program = re.findall(r'^DIFFERENCE\(\w+,\s+"([^"]+)",\s+"([^"]+)"\)', f.read(), re.M)
    with open(GUIDE) as f:
        guide = re.findall(r"^\| `([^`]+)` \| (.*) \|$", f.read().split("\n## What is different")[1], re.M)
    equal(guide, program, "the table of differences")


@case("the guide for Sendmail: its line names the gate's place; a server of libmilter's making meets the same verdicts (miltertest)")
def sendmail():
    line = blocks("Sendmail", "m4")[0]
    check(re.fullmatch(r"INPUT_MAIL_FILTER\(`gatepost', `S=inet:8891@127\.0\.0\.1, F=T, T=C:10s;S:10s;R:30s;E:2m'\)dnl\n", line), line)
    if shutil.which("miltertest") is None:
        raise Skip("miltertest is missing")
    port = free_port()
    with NextHop() as hop, milter_gate(hop, port) as g:
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "milter.lua")
        done = subprocess.run(["miltertest", "-D", "PORT=%d" % port, "-s", script], capture_output=True, text=True, timeout=60)
        equal((done.returncode, done.stderr), (0, ""), "miltertest: " + done.stdout)
        equal([e["action"] for e in g.wait_event(6)], ["accept", "quarantine", "reject", "defer", "accept", "quarantine"], "the log")


@case("the guide for Exim: mail from outside goes through the gate and comes back, judged by the address that Exim saw")
def exim_beside():
    main, router, transport = blocks("Exim", "exim")
    outside, back, port = free_port(), free_port(), free_port()
    conf = blocks("Exim", "conf")[0].replace("10025", str(port)).replace("10026", str(back))
    text = EXIM % {"router": "@", "name": "exim.example.org", "port": outside, "gate": port}
    text = text.replace("daemon_smtp_ports = %d" % outside, main + "daemon_smtp_ports = %d : %d\ndomainlist local_domains = example.org" % (outside, back))
    text = text.replace("all: { driver = @ }", router.replace("10026", str(back)) + "kept_here:\n  driver = accept\n  transport = kept")
    text = text.replace("begin transports\n", "begin transports\n" + transport.replace("10025", str(port)))
    g = Gate()
    g.port = port
    try:
        g.write("zone.json", zone())
        g.write_config(conf + 'state-dir = "{STATE}"\nresolver { zone = "{FOLDER}/zone.json" }\nlog { file = "{LOG}" }\n')
        with exim(text, "-bdf", "-q1s") as root:
            g.start()
            check(wait_for_port(outside), "Exim does not answer")

            class Server:
                port = outside
            begins(put(Server, mail(to=JO), recipients=(JO,)), "250", "Exim's reply")
            got = until(lambda: stored(str(root.path / "mail")), 30)
            check(got and b"Authentication-Results: gate.example.org;" in got[0] and b"spf=pass" in got[0], "%r %s" % (got, g.events()))
            event = g.wait_event(1)[0]
            equal((event["client"], event["spf"]), ("127.0.0.1", "pass"), "the log")
        equal(g.stop(remove=False), 0, "exit status of the gate")
    finally:
        g.stop()
