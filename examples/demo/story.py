#!/usr/bin/python3
"""Shows what the gate does: starts it in a temporary folder on loopback, sends it five things that arrive at every mail
server, prints each conversation and what came of it, and then keeps serving until Ctrl-C.

Usage: story.py GATEPOST [--once]          --once stops after the story (for tests); exit status 1 if it went wrong
"""
import os, shutil, signal, socket, subprocess, sys, tempfile, textwrap, time

DEMO = os.path.dirname(os.path.abspath(__file__))
COLOUR = sys.stdout.isatty()
FAILED = []


def paint(code, text):
    return "\033[%sm%s\033[0m" % (code, text) if COLOUR else text


def title(number, text):
    print("\n" + paint("1", "%d. %s" % (number, text)))


def tell(text):
    print(textwrap.fill(" ".join(text.split()), 88))


def expect(what, holds):
    if not holds:
        FAILED.append(what)
    print(paint("32", "   -> " + what) if holds else paint("31", "   -> NOT SO: " + what))


class Talk:
    """One SMTP conversation, printed as it goes."""

    def __init__(self, port, client):
        self.socket = socket.create_connection(("127.0.0.1", port), 10, (client, 0))
        self.file = self.socket.makefile("rb")
        self.read()

    def read(self):
        lines = []
        while True:
            line = self.file.readline()
            if not line:
                print("   S: " + paint("2", "(closes the connection)"))
                return "closed"
            lines.append(line.decode("utf-8", "replace").rstrip("\r\n"))
            if line[3:4] != b"-":
                break
        for line in (lines if len(lines) < 3 else [lines[0], "    ..."]):
            print("   S: " + line)
        return lines[-1]

    def say(self, line):
        print("   C: " + paint("36", line))
        self.socket.sendall(line.encode() + b"\r\n")
        return self.read()

    def content(self, octets, shown):
        for line in shown:
            print("   C: " + paint("36", line))
        self.socket.sendall(octets)
        return self.read()

    def message(self, helo, sender, recipient, octets):
        """Sends a whole message; returns the reply to its final dot."""
        self.say("EHLO " + helo)
        self.say("MAIL FROM:<%s>" % sender)
        self.say("RCPT TO:<%s>" % recipient)
        self.say("DATA")
        head = [l for l in octets.decode().split("\r\n") if l.startswith(("From:", "Subject:", "DKIM-Signature:"))]
        return self.content(octets + b".\r\n", [l[:76] for l in head] + ["...", "."])

    def close(self):
        self.file.close()
        self.socket.close()


class Gate:
    def __init__(self, binary):
        self.binary = os.path.abspath(binary)
        self.folder = tempfile.mkdtemp(prefix="gatepost-demo-")
        self.config = self.path("gatepost.conf")
        self.port = free_port()
        self.process = None

    def path(self, name):
        return os.path.join(self.folder, name)

    def start(self):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
                        "-subj", "/CN=mx.brightharbour.example", "-keyout", self.path("key.pem"), "-out", self.path("cert.pem")],
                       check=True, stderr=subprocess.DEVNULL)
        with open(os.path.join(DEMO, "gatepost.conf")) as template:
            text = template.read()
        for name, value in (("{FOLDER}", self.folder), ("{PORT}", str(self.port)), ("{DEMO}", DEMO)):
            text = text.replace(name, value)
        with open(self.config, "w") as config:
            config.write(text)
        self.process = subprocess.Popen([self.binary, "serve", "-c", self.config], start_new_session=True)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        sys.exit("gatepost did not start")

    def run(self, *arguments):
        command = [self.binary] + list(arguments)
        print("   $ gatepost " + paint("36", " ".join(arguments).replace(self.config, "demo.conf")))
        done = subprocess.run(command[:2] + ["-c", self.config] + command[2:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        text = done.stdout.decode("utf-8", "replace")
        print(textwrap.indent(text.rstrip("\n"), "     "))
        return text

    def arrived(self):
        new = self.path("Maildir/new")
        return sorted(os.listdir(new)) if os.path.isdir(new) else []

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def read_message(name):
    with open(os.path.join(DEMO, "messages", name), "rb") as f:
        return f.read()


def id_of(reply):
    words = reply.replace("(", " ").replace(")", " ").split()
    return next((w for w in reversed(words) if len(w) == 26 and w.isalnum()), "")


def journalled(gate, message_id):
    """The journal is written after the reply: a moment later it is there."""
    for _ in range(40):
        done = subprocess.run([gate.binary, "trace", "-c", gate.config, "--id", message_id, "--json"], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL)
        if done.stdout.strip():
            return
        time.sleep(0.05)


def honest(gate):
    title(1, "An honest message")
    tell("""A partner, fieldworks.example, writes from its own server and signs with its own key.""")
    talk = Talk(gate.port, "127.0.0.10")
    reply = talk.message("mail.fieldworks.example", "sam.field@fieldworks.example", "alex.doe@brightharbour.example", read_message("honest.eml"))
    talk.close()
    expect("accepted, and in the Maildir with what was found out about it", reply.startswith("250") and len(gate.arrived()) == 1)
    if gate.arrived():
        with open(gate.path("Maildir/new/" + gate.arrived()[0])) as f:
            for line in f.read().split("\n\n")[0].split("\n")[:5]:
                print("     " + line)


def forged(gate):
    title(2, "The CEO, forged over a passing SPF")
    tell("""The attacker's own domain, bulk-sender.example, passes SPF. But the From that people read says jane.roe@brightharbour.example,
         and brightharbour.example asks by DMARC to refuse what it did not send.""")
    talk = Talk(gate.port, "127.0.0.66")
    reply = talk.message("bulk-sender.example", "x41@bulk-sender.example", "alex.doe@brightharbour.example", read_message("forged.eml"))
    talk.close()
    expect("refused, and the reason names alignment", reply.startswith("550 5.7.") and "align" in reply.lower())
    journalled(gate, id_of(reply))
    gate.run("explain", id_of(reply))


def smuggling(gate):
    title(3, "A smuggled message")
    tell("""A second message is hidden behind LF "." CR LF, which some servers take for the end of the first. Here a line ends at CRLF alone.""")
    talk = Talk(gate.port, "127.0.0.66")
    for line in ("EHLO bulk-sender.example", "MAIL FROM:<x@bulk-sender.example>", "RCPT TO:<alex.doe@brightharbour.example>", "DATA"):
        talk.say(line)
    octets = (b"From: x@bulk-sender.example\r\nSubject: first\r\n\r\nharmless\n.\r\nMAIL FROM:<jane.roe@brightharbour.example>\r\n"
              b"RCPT TO:<alex.doe@brightharbour.example>\r\nDATA\r\nFrom: jane.roe@brightharbour.example\r\n\r\nsmuggled\r\n.\r\n")
    reply = talk.content(octets, ["Subject: first", "...", "harmless" + paint("31", "<LF>.<CR><LF>"), "MAIL FROM:<jane.roe@brightharbour.example>", "...", "."])
    closed = talk.read()
    talk.close()
    expect("refused whole, and the connection closed", reply.startswith("550") and closed == "closed" and len(gate.arrived()) == 1)


def relaying(gate):
    title(4, "A stranger wants to relay")
    talk = Talk(gate.port, "127.0.0.66")
    talk.say("EHLO bulk-sender.example")
    talk.say("MAIL FROM:<x@bulk-sender.example>")
    reply = talk.say("RCPT TO:<victim@elsewhere.example>")
    talk.say("QUIT")
    talk.close()
    expect("denied before any content was taken", reply.startswith("550 5.7.1"))


def lookalike(gate):
    title(5, "A lookalike of our own domain")
    tell("""brightharb0ur.example, with a zero, belongs to the attacker. SPF and DMARC pass: the domain is really his.""")
    talk = Talk(gate.port, "127.0.0.67")
    reply = talk.message("brightharb0ur.example", "jane.roe@brightharb0ur.example", "alex.doe@brightharbour.example", read_message("lookalike.eml"))
    talk.close()
    held = id_of(reply)
    expect("taken, but held and not delivered", reply.startswith("250") and len(gate.arrived()) == 1)
    journalled(gate, held)
    gate.run("quarantine", "list")
    gate.run("quarantine", "show", held)
    tell("""Had it been honest after all, whoever looks after the quarantine lets it go:""")
    gate.run("quarantine", "release", held)
    expect("released: the original is delivered now", len(gate.arrived()) == 2)


def interrupt(*_):
    raise KeyboardInterrupt


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):       # however it ends, the gate ends with it
        signal.signal(number, interrupt)
    gate = Gate(sys.argv[1])
    try:
        gate.start()
        for part in (honest, forged, smuggling, relaying, lookalike):
            part(gate)
        print("\nThe log, one line for each:")
        with open(gate.path("log")) as log:
            for line in log:
                print("  " + line.rstrip()[:220])
        if FAILED:
            print(paint("31", "\n%d of the story's promises did not hold." % len(FAILED)))
        if "--once" not in sys.argv:
            print(textwrap.dedent("""
                The gate keeps serving on 127.0.0.1 port %(port)d. To send to it by swaks, from the partner's server and from elsewhere,
                and to look at what became of it:

                  swaks --server 127.0.0.1:%(port)d --to alex.doe@brightharbour.example --from you@fieldworks.example \\
                        --local-interface 127.0.0.10
                  swaks --server 127.0.0.1:%(port)d --to alex.doe@brightharbour.example --from you@fieldworks.example
                  %(gatepost)s trace -c %(config)s
                  %(gatepost)s explain -c %(config)s ID
                  tail -f %(log)s

                Ctrl-C ends it.""") % {"port": gate.port, "gatepost": os.path.relpath(gate.binary), "config": gate.config, "log": gate.path("log")})
            sys.stdout.flush()
            gate.process.wait()
    except KeyboardInterrupt:
        pass
    finally:
        gate.stop()
    sys.exit(1 if FAILED else 0)


if __name__ == "__main__":
    main()
