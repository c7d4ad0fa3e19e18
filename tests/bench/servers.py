"""What the load benchmark measures: a gate and a Postfix, each in front of an smtp_sink of its own; the message they are given and
its DNS; and what a server has used so far."""
import base64
import json
import os
import pathlib
import resource
import signal
import socket
import subprocess
import sys
import time

import dkim

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from postfix import Postfix, free_port  # noqa: E402  (the path above comes first)

# Not example.net: that would look like example.org, and be held for it.
DOMAIN = "harbour.example"
SENDER, RECIPIENT, HELO = f"sender@{DOMAIN}", "user@example.org", f"load.{DOMAIN}"


JOURNAL_WARM_MESSAGES = 4000    # 16 MiB of pages


# ---- the message and its DNS ----

def openssl(*arguments, octets=None):
    return subprocess.run(["openssl", *arguments], input=octets, capture_output=True, check=True).stdout


def make_key():
    """An RSA key for DKIM: (private key as PEM, public key as the value of p=)."""
    private = openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
    return private, base64.b64encode(openssl("pkey", "-pubout", "-outform", "DER", octets=private)).decode()


def make_message(size, private_key):
    """A signed message of about size octets."""
    header = (f"From: A Sender <{SENDER}>\r\nTo: <{RECIPIENT}>\r\nSubject: Minutes of our meeting\r\n"
              f"Date: Wed, 25 Nov 2026 09:26:31 +0000\r\nMessage-ID: <bench@{HELO}>\r\n"
              "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n")
    line = "We spoke about the plan for next week, and nobody had anything to add to it.\r\n"
    signature_octets = 600
    text = (header + line * ((size - len(header) - signature_octets) // len(line))).encode()
    signature = dkim.sign(text, b"bench", DOMAIN.encode(), private_key, canonicalize=(b"relaxed", b"relaxed"),
                          include_headers=[b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type"])
    return signature + text


def make_zone(public_key):
    record = f"v=DKIM1; k=rsa; p={public_key}"
    return {
        DOMAIN: {"TXT": [["v=spf1 ip4:127.0.0.1 -all"]], "MX": [[10, HELO]]},
        f"_dmarc.{DOMAIN}": {"TXT": [["v=DMARC1; p=reject; adkim=s; aspf=s"]]},
        f"bench._domainkey.{DOMAIN}": {"TXT": [[record[i:i + 255] for i in range(0, len(record), 255)]]},
        HELO: {"A": ["127.0.0.1"], "TXT": [["v=spf1 ip4:127.0.0.1 -all"]]},
        "1.0.0.127.in-addr.arpa": {"PTR": [HELO]},
    }


# ---- what a server has used ----

def process_clock_ns(pid):
    """Processor time of a process with all its threads: clock_getcpuclockid(3). 0 if it is gone."""
    try:
        return time.clock_gettime_ns((~pid << 3) | 2)
    except OSError:
        return 0


def reaped_ns(pid):
    """Processor time of the children that a process has waited for (proc(5), cutime and cstime)."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) * 1_000_000_000 // os.sysconf("SC_CLK_TCK")


def children(pid):
    found = []
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            found += [int(child) for child in (task / "children").read_text().split()]
        except FileNotFoundError:
            pass                                # a thread that has just ended
    return found


def tree_ns(pid):
    """Processor time of a process and all below it; 0 if it is gone. A child that ends meanwhile moves from one sum into the
    other, so the sum is taken again until nobody has ended."""
    try:
        while True:
            reaped = reaped_ns(pid)
            total = process_clock_ns(pid) + sum(tree_ns(child) for child in children(pid))
            if reaped == reaped_ns(pid):
                return total + reaped
    except FileNotFoundError:
        return 0


def resident_octets(pid):
    return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


# ---- the servers ----

class Sink:
    def __init__(self, tools):
        self.process = subprocess.Popen([tools / "smtp_sink"], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split()[1])

    def stop(self):
        """How many messages came."""
        self.process.send_signal(signal.SIGTERM)
        out, _ = self.process.communicate(timeout=10)
        return json.loads(out)["messages"]


class PostfixServer:
    name = "postfix"

    def __init__(self, sink, **_):
        self._postfix = Postfix(next_hop=("127.0.0.1", sink.port), log=False,
                                settings={"default_process_limit": "120"})
        self._postfix.start()
        self.port, self.pid = self._postfix.port, self._postfix.master

    def settle(self):
        if not self._postfix.wait_until_empty(timeout=60):
            raise RuntimeError(f"Postfix still has {self._postfix.queued()} messages in its queue")

    def stop(self):
        self._postfix.stop()


class Dns:
    def __init__(self, zone_file):
        self._process = subprocess.Popen([sys.executable, HERE / "dns_server.py", zone_file], stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, text=True)
        self.port = int(self._process.stdout.readline())

    def stop(self):
        self._process.stdin.close()
        self._process.wait(timeout=10)


class GatepostServer:
    name = "gatepost"

    def __init__(self, sink, build, folder, zone):
        self.port = free_port()
        self._folder, self._binary = folder, build / "gatepost"
        (folder / "state").mkdir()
        (folder / "zone.json").write_text(json.dumps(zone))
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1", "-subj",
                "/CN=mx.example.org", "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem"))
        self._dns = Dns(folder / "zone.json")
        (folder / "gatepost.conf").write_text(f"""\
hostname    = "mx.example.org"
own-domains = {{ "example.org" }}
state-dir   = "{folder}/state"
listener mx {{
    address = {{ "127.0.0.1:{self.port}" }}
    tls-certificate = "{folder}/cert.pem"
    tls-key = "{folder}/key.pem"
}}
route example {{
    domains    = {{ "example.org" }}
    next-hop   = "smtp:127.0.0.1:{sink.port}"
    recipients = "any"
}}
resolver {{ forwarders = {{ "127.0.0.1@{self._dns.port}" }} }}
limits {{ connections = 20000 }}
log {{ file = "{folder}/log" format = "json" level = "info" }}
""")
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        with open(folder / "stderr", "wb") as stderr:
            self._process = subprocess.Popen([build / "gatepost", "serve", "-c", folder / "gatepost.conf"],
                                             stdin=subprocess.DEVNULL, stdout=stderr, stderr=stderr,
                                             preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard)))
        self.pid = self._process.pid
        self._wait_for_greeting()

    def _wait_for_greeting(self):
        give_up = time.monotonic() + 30
        while True:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=10) as client:
                    if client.recv(3) == b"220":
                        return
            except OSError:
                pass
            if self._process.poll() is not None or time.monotonic() > give_up:
                self._process.kill()
                raise RuntimeError(f"gatepost does not answer: {(self._folder / 'stderr').read_text()}")
            time.sleep(0.02)

    def settle(self):
        """What has been answered has arrived; only the journal is written later, at most 100 ms."""
        if self._process.poll() is not None:
            raise RuntimeError(f"gatepost has ended: {(self._folder / 'stderr').read_text()}")
        time.sleep(0.2)

    def judgement(self):
        """What is on record for the newest message, to show that it was authenticated and delivered."""
        record = json.loads(subprocess.run([self._binary, "trace", "-c", self._folder / "gatepost.conf", "--json", "--limit", "1"],
                                           stdout=subprocess.PIPE, check=True).stdout)
        auth = record["auth"]
        return {"spf": auth["spf"]["result"], "dkim": auth["dkim"][0]["result"], "dmarc": auth["dmarc"]["result"],
                "action": record["verdict"]["action"]}

    def stop(self):
        self._process.terminate()
        try:
            self._process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._dns.stop()


class Arena:
    """Both servers with their sinks, and the tool that sends to them."""

    SIZES = {"4 KiB": 4096, "50 KiB": 51200}

    def __init__(self, build, tools, folder):
        self.build, self.tools, self.folder = build, tools, folder
        self.messages, self.sinks, self.servers, self.accepted = {}, {}, {}, {}

    def start(self, kinds):
        private_key, public_key = make_key()
        for size_name, size in self.SIZES.items():
            self.messages[size_name] = self.folder / f"{size}.eml"
            self.messages[size_name].write_bytes(make_message(size, private_key))
        for kind in kinds:
            self.start_server(kind, make_zone(public_key))

    def start_server(self, kind, zone):
        self.accepted[kind.name] = 0
        self.sinks[kind.name] = Sink(self.tools)
        place = self.folder / kind.name
        place.mkdir()
        self.servers[kind.name] = kind(self.sinks[kind.name], build=self.build, folder=place, zone=zone)

    def run(self, server, sessions, size_name, messages):
        """One run: messages per second, processor time of a message, latencies (all in us)."""
        before = tree_ns(server.pid)
        done = subprocess.run([self.tools / "smtp_load", "--port", str(server.port), "--sessions", str(sessions),
                               "--messages", str(messages), "--message", self.messages[size_name], "--from", SENDER,
                               "--to", RECIPIENT, "--helo", HELO, "--timeout", "3600"], capture_output=True, text=True, check=False)
        report = json.loads(done.stdout) if done.stdout else {"first_failure": done.stderr}
        if done.returncode != 0:
            raise RuntimeError(f"{server.name}: {report}")
        server.settle()
        self.accepted[server.name] += report["messages"]
        return {
            "messages_per_second": report["messages_per_second"],
            "processor_us": (tree_ns(server.pid) - before) / 1000 / messages,
            "p50_us": report["end_of_data_us"]["p50"],
            "p99_us": report["end_of_data_us"]["p99"],
        }

    def warm_up(self, sessions):
        """Processes started, caches filled (the gate's largest is that of the journal's pages); and the gate is shown to do
        its work."""
        for server in self.servers.values():
            for count in sessions:
                self.run(server, count, "4 KiB", 2 * count)
        if "gatepost" in self.servers:
            self.run(self.servers["gatepost"], 10, "4 KiB", JOURNAL_WARM_MESSAGES)
        if "gatepost" in self.servers:
            judged, wanted = self.servers["gatepost"].judgement(), {"spf": "pass", "dkim": "pass", "dmarc": "pass", "action": "accept"}
            if judged != wanted:
                raise RuntimeError(f"the message was not judged as meant: {judged}")

    def stop(self):
        """Stops everything. A line for each server that lost or doubled a message."""
        for server in self.servers.values():
            server.stop()
        arrived = {name: sink.stop() for name, sink in self.sinks.items()}
        return [f"{name}: {self.accepted[name]} accepted, {count} arrived"
                for name, count in arrived.items() if count != self.accepted[name]]
