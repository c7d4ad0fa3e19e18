"""What the end-to-end cases share: how a case is declared, the gate's configuration and DNS, messages, and a client
that says exactly what it is told.

    @case("a message passes")
    def passes():
        with NextHop() as hop, gate(hop) as g:
            check(deliver(g, mail())).startswith("250")
"""
import base64
import collections
import contextlib
import email.utils
import functools
import json
import os
import socket
import ssl
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "support"))
from gate import Gate, queue_id          # noqa: E402,F401  (the path above comes first; cases import queue_id from here)
from pace import patience                # noqa: E402

BINARY = os.environ.get("GATEPOST_BIN", os.path.join(ROOT, "build/release/gatepost"))
CASES = []                      # (name, function), in the order of declaration
WHOLE = False                   # run.py --all: whole collections instead of samples
ALEX, JANE = "alex.doe@harbour.example", "jane.roe@harbour.example"
SAM = "sam@friend.example"


class Skip(Exception):
    """The case cannot be played here; the text says why."""


def case(name):
    def declare(function):
        CASES.append((name, function))
        return function
    return declare


def check(holds, what):
    if not holds:
        raise AssertionError(what)


def equal(got, want, what):
    if got != want:
        raise AssertionError("%s: %s instead of %s" % (what, short(got), short(want)))


def begins(got, want, what):
    check(got.startswith(want), "%s: %s instead of %s" % (what, short(got), want))


def short(value):
    text = repr(value)
    return text if len(text) < 400 else text[:300] + "...(%d)" % len(text)


def until(condition, seconds=8.0):
    """What condition returns as soon as it is true, or its last value."""
    end = time.monotonic() + patience(seconds)
    while True:
        value = condition()
        if value or time.monotonic() > end:
            return value
        time.sleep(0.02)


def explained(g, one):
    """What the gate tells of a message; the journal is written a little later than the answer."""
    check(until(lambda: g.run("explain", one)[0] == 0), "the journal does not know " + one)
    return g.run("explain", one)[1]


def once(function):
    """What it returned, for whoever asks: made by one of the threads that ask at the same time (lru_cache alone lets each make its
    own, and a zone then has another key than the signatures)."""
    lock, cached = threading.Lock(), functools.lru_cache(maxsize=None)(function)

    @functools.wraps(function)
    def ask():
        with lock:
            return cached()
    return ask


@once
def is_sanitized():
    """A sanitizer's memory and pace say nothing about ours."""
    with open(BINARY, "rb") as f:
        octets = f.read()
    return b"__asan_init" in octets or b"__tsan_init" in octets


# ---- the gate ----

CONFIG = """
hostname    = "mx.harbour.example"
own-domains = { "harbour.example" }
state-dir   = "{STATE}"
workers     = %(workers)d
%(more)s
listener mx { address = "127.0.0.1:{PORT}"  tls-certificate = "{CERT}"  tls-key = "{KEY}" }
route office {
    domains    = { "harbour.example" }
    next-hop   = "%(next_hop)s"
    recipients = "%(recipients)s"
    %(route)s
}
person "Jane Roe" { addresses = { "jane.roe@harbour.example" } }
resolver { %(resolver)s }
policy { %(policy)s }
limits { stop-timeout = "10s"  %(limits)s }
log { file = "{LOG}"  %(log)s }
"""


def smtp_to(port):
    return "smtp:127.0.0.1:%d" % port


def configure(g, next_hop, **changes):
    """Writes the configuration. next_hop: what has a port, or the option's text. changes: see CONFIG."""
    values = {"workers": 2, "more": "", "recipients": "any", "route": "", "resolver": 'zone = "{FOLDER}/zone.json"',
              "policy": "", "limits": "", "log": "",
              "next_hop": next_hop if isinstance(next_hop, str) else smtp_to(next_hop.port)}
    values.update(changes)
    g.write("zone.json", zone())
    g.write_config(CONFIG % values)


@contextlib.contextmanager
def gate(next_hop, start=True, end_ok=True, environment=None, binary=None, **changes):
    """A gate in front of next_hop. It has to live to the end, to stop in order, and no sanitizer may have spoken."""
    g = Gate(binary=binary, environment=environment)
    try:
        configure(g, next_hop, **changes)
        if start:
            g.start()
        yield g
        if start and end_ok:
            check(g.process.poll() is None, "the gate has died: " + complaints(g))
            equal(g.stop(remove=False), 0, "exit status after SIGTERM")
            check(not g.events("stopped-hard"), "something kept the gate from stopping")
            replayed(g)
        check("Sanitizer" not in complaints(g) and "runtime error" not in complaints(g), complaints(g))
    finally:
        g.stop()


REPLAY_LOCK = threading.Lock()
REPLAYED = collections.Counter()        # records of all cases, by what came of judging them again


def what_became_of(line):
    if line["outcome"] == "not-judged":
        return "larger than a record keeps"
    return line["outcome"] if line["same_judges"] else "under a later configuration"


def is_missed(line):
    """A record that could not be judged, and not because it is one of a message beyond what a record keeps."""
    return line.get("outcome") == "not-judged" and "larger than a record keeps" not in line["why"]


def replayed(g):
    """Judges all that the journal holds again: by the same configuration each record must come out octet for octet."""
    status, text = g.run("replay", "--json")
    if status == 78 or status == 66 and "unable to open database file" in text:
        return                          # a case that left a broken configuration, or has made no journal
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    bad = [line for line in lines if line.get("same_judges") and line["outcome"] != "same" or is_missed(line)]
    check(status == 0 and not bad, "replay does not agree (%s): %s" % (status, bad[:3] or text))
    with REPLAY_LOCK:
        REPLAYED.update(what_became_of(line) for line in lines if "id" in line)


def complaints(g):
    try:
        with open(g.path("stderr"), errors="replace") as f:
            return f.read()[-6000:]
    except FileNotFoundError:
        return ""


def status_of(g, name):
    """A figure of /proc/PID/status, in octets where it is given in kB."""
    with open("/proc/%d/status" % g.process.pid) as f:
        for line in f:
            if line.startswith(name + ":"):
                words = line.split()
                return int(words[1]) * (1024 if words[-1] == "kB" else 1)
    raise KeyError(name)


def open_files(g):
    """But those of the journal, which opens a segment when it needs one."""
    folder, count = "/proc/%d/fd" % g.process.pid, 0
    for fd in os.listdir(folder):
        try:
            name = os.readlink(os.path.join(folder, fd))
        except FileNotFoundError:       # closed meanwhile
            continue
        count += not name.startswith(g.state)
    return count


# ---- DNS and messages ----

@once
def key():
    """An RSA key for DKIM: (private key as PEM, public key as the value of p=)."""
    def openssl(*arguments, octets=None):
        return subprocess.run(["openssl", *arguments], input=octets, capture_output=True, check=True).stdout
    private = openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
    public = openssl("pkey", "-pubout", "-outform", "DER", octets=private)
    return private, base64.b64encode(public).decode()


def signed(octets, domain=b"friend.example"):
    import dkim
    fields = [b"from", b"to", b"subject", b"date", b"message-id"]
    return dkim.sign(octets, b"mail", domain, key()[0], canonicalize=(b"relaxed", b"relaxed"),
                     include_headers=fields) + octets


@once
def zone():
    """friend.example proves itself from any loopback address; open.example asks for nothing; harb0ur.example is a
    lookalike of ours; news.example and bulk.example sign; late.example does not answer."""
    text = "v=DKIM1; k=rsa; p=" + key()[1]
    chunks = [text[i:i + 255] for i in range(0, len(text), 255)]
    names = {
        "harbour.example": {"TXT": [["v=spf1 ip4:127.0.0.2 -all"]], "MX": [[10, "mx.harbour.example"]]},
        "_dmarc.harbour.example": {"TXT": [["v=DMARC1; p=reject"]]},
        "_dmarc.friend.example": {"TXT": [["v=DMARC1; p=reject"]]},
        "_dmarc.news.example": {"TXT": [["v=DMARC1; p=none"]]},
        "mail.friend.example": {"A": ["127.0.0.10"]},
        "late.example": {"TXT": "TIMEOUT", "MX": [[10, "mail.friend.example"]]},
        "_dmarc.late.example": {"TXT": "TIMEOUT"},
    }
    for name in ("friend.example", "open.example", "harb0ur.example", "news.example", "bulk.example"):
        names[name] = {"TXT": [["v=spf1 ip4:127.0.0.0/8 -all"]], "MX": [[10, "mail.friend.example"]]}
        names["mail._domainkey." + name] = {"TXT": [chunks]}
    return names


def mail(subject="Minutes of our meeting", sender=SAM, to=ALEX, body=b"Nobody had anything to add.\r\n", fields=b""):
    """A whole message, as it stands on the wire. fields: more of the header."""
    unique = base64.b32encode(os.urandom(10)).decode().lower()
    head = ("From: A Sender <%s>\r\nTo: <%s>\r\nSubject: %s\r\nDate: %s\r\n"
            "Message-ID: <%s@friend.example>\r\n" % (sender, to, subject, email.utils.formatdate(), unique)).encode()
    return head + fields + b"\r\n" + body


def ours_and_theirs(arrived, original):
    """Splits what arrived into the fields that the gate has put above, and checks the rest: equal octet for octet."""
    check(arrived.endswith(original), "what arrived is not what was sent: %s" % short(arrived[-len(original):]))
    return arrived[:len(arrived) - len(original)]


# ---- a client ----

class Talk:
    """An SMTP session. Replies are returned whole, their lines parted by LF; "" once the gate has closed."""

    def __init__(self, port, client="127.0.0.10", helo="mail.friend.example", greet=True, host="127.0.0.1"):
        self.socket = socket.create_connection((host, port), 20, (client, 0))
        self.file = self.socket.makefile("rb")
        if greet:
            self.greeting = self.read()
            self.hello = self.say("EHLO " + helo)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.file.close()
        self.socket.close()

    def read(self):
        lines = []
        while True:
            try:
                line = self.file.readline()
            except ConnectionError:
                return ""
            if not line.endswith(b"\n"):
                return ""
            lines.append(line.decode("utf-8", "replace").rstrip("\r\n"))
            if line[3:4] != b"-":
                return "\n".join(lines)

    def send(self, octets):
        self.socket.sendall(octets)

    def say(self, line):
        self.send((line if isinstance(line, bytes) else line.encode()) + b"\r\n")
        return self.read()

    def must(self, line, code):
        begins(self.say(line), code, short(line))

    def envelope(self, sender, recipients, parameters=""):
        self.must("MAIL FROM:<%s>%s" % (sender, parameters), "250")
        for one in recipients:
            self.must("RCPT TO:<%s>" % one, "250")

    def content(self, octets):
        """DATA and the message, whose last line ends; the reply to the final dot."""
        self.must("DATA", "354")
        self.send(stuffed(octets))
        return self.read()

    def message(self, octets, sender=SAM, recipients=(ALEX,), parameters=""):
        self.envelope(sender, recipients, parameters)
        return self.content(octets)

    def start_tls(self):
        self.must("STARTTLS", "220")
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        self.file.close()
        self.socket = context.wrap_socket(self.socket)
        self.file = self.socket.makefile("rb")
        begins(self.say("EHLO mail.friend.example"), "250", "EHLO under TLS")

    def is_closed(self):
        return self.read() == ""


def stuffed(octets):
    return (b"." if octets.startswith(b".") else b"") + octets.replace(b"\r\n.", b"\r\n..") + b".\r\n"


def deliver(g, octets, **options):
    """A message in a session of its own; the reply to the final dot."""
    with Talk(g.port) as talk:
        return talk.message(octets, **options)
