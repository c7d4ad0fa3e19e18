#!/usr/bin/python3
"""Measures Gatepost against a Postfix that does nothing but relay.

Both stand in front of an smtp_sink of their own and are given the same DKIM-signed message by smtp_load: Gatepost
authenticates (SPF, DKIM, DMARC from a zone file), judges, logs, journals and passes on; Postfix has every check
switched off and writes no log. Runs are interleaved in pairs. What counts is the processor time of the whole server
(all its processes and threads, also those that have ended), since load, sink and server share the processors; it is
taken until the last message has arrived at the sink. Ratios are medians over pairs, and never a test: the exit status
tells only whether every message arrived.

    run.py [--build FOLDER] [--tools FOLDER] [--pairs N] [--scale F] [--json] [--only gatepost|postfix]
"""
import argparse
import base64
import json
import os
import pathlib
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

import dkim

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from postfix import Postfix, free_port  # noqa: E402  (the path above comes first)

SIZES = {"4 KiB": 4096, "50 KiB": 51200}
MESSAGES = {1: 100, 10: 300, 100: 400}          # by parallel sessions, for each run
# Not example.net: that would look like example.org, and be held for it.
DOMAIN = "harbour.example"
SENDER, RECIPIENT, HELO = f"sender@{DOMAIN}", "user@example.org", f"load.{DOMAIN}"


# ---- the message and its DNS ----

def make_key():
    """An RSA key for DKIM: (private key as PEM, public key as the value of p=)."""
    def openssl(*arguments, octets=None):
        return subprocess.run(["openssl", *arguments], input=octets, capture_output=True, check=True).stdout
    private = openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
    public = openssl("pkey", "-pubout", "-outform", "DER", octets=private)
    return private, base64.b64encode(public).decode()


def make_message(size, private_key):
    """A signed message of about size octets."""
    header = (f"From: A Sender <{SENDER}>\r\nTo: <{RECIPIENT}>\r\nSubject: Minutes of our meeting\r\n"
              f"Date: Wed, 25 Nov 2026 09:26:31 +0000\r\nMessage-ID: <bench@{HELO}>\r\n"
              "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n")
    line = "We spoke about the plan for next week, and nobody had anything to add to it.\r\n"
    signature_octets = 600
    text = (header + line * ((size - len(header) - signature_octets) // len(line))).encode()
    signature = dkim.sign(text, b"bench", DOMAIN.encode(), private_key, canonicalize=(b"relaxed", b"relaxed"),
                          include_headers=[b"from", b"to", b"subject", b"date", b"message-id", b"mime-version",
                                           b"content-type"])
    return signature + text


def make_zone(public_key):
    chunks = [f"v=DKIM1; k=rsa; p={public_key}"[i:i + 255] for i in range(0, len(public_key) + 17, 255)]
    return {
        DOMAIN: {"TXT": [["v=spf1 ip4:127.0.0.1 -all"]], "MX": [[10, HELO]]},
        f"_dmarc.{DOMAIN}": {"TXT": [["v=DMARC1; p=reject; adkim=s; aspf=s"]]},
        f"bench._domainkey.{DOMAIN}": {"TXT": [chunks]},
        HELO: {"A": ["127.0.0.1"], "TXT": [["v=spf1 ip4:127.0.0.1 -all"]]},
        "1.0.0.127.in-addr.arpa": {"PTR": [HELO]},
    }


# ---- processor time ----

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
    """Processor time of a process and all below it. A child that ends meanwhile moves from one sum into the other, so
    the sum is taken again until nobody has ended."""
    while True:
        reaped = reaped_ns(pid)
        total = process_clock_ns(pid) + sum(tree_ns(child) for child in children(pid))
        if reaped == reaped_ns(pid):
            return total + reaped


# ---- what is measured ----

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


class GatepostServer:
    name = "gatepost"

    def __init__(self, sink, build, folder, zone):
        self.port = free_port()
        self._folder = folder
        (folder / "state").mkdir()
        (folder / "zone.json").write_text(json.dumps(zone))
        (folder / "gatepost.conf").write_text(f"""\
hostname    = "mx.example.org"
own-domains = {{ "example.org" }}
state-dir   = "{folder}/state"
listener mx {{ address = {{ "127.0.0.1:{self.port}" }} }}
route example {{
    domains    = {{ "example.org" }}
    next-hop   = "smtp:127.0.0.1:{sink.port}"
    recipients = "any"
}}
resolver {{ zone = "{folder}/zone.json" }}
log {{ file = "{folder}/log" format = "json" level = "info" }}
""")
        with open(folder / "stderr", "wb") as stderr:
            self._process = subprocess.Popen([build / "gatepost", "serve", "-c", folder / "gatepost.conf"],
                                             stdin=subprocess.DEVNULL, stdout=stderr, stderr=stderr)
        self.pid = self._process.pid
        self._wait_for_greeting()

    def _wait_for_greeting(self):
        give_up = time.monotonic() + 10
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
        with sqlite3.connect(f"file:{self._folder}/state/journal.db?mode=ro", uri=True) as journal:
            row = journal.execute("SELECT record FROM message ORDER BY number DESC LIMIT 1").fetchone()
        record = json.loads(row[0])
        auth = record["auth"]
        return {"spf": auth["spf"]["result"], "dkim": auth["dkim"][0]["result"], "dmarc": auth["dmarc"]["result"],
                "action": record["verdict"]["action"]}

    def stop(self):
        self._process.terminate()
        try:
            self._process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            self._process.kill()


class Bench:
    def __init__(self, build, tools, folder):
        self.build, self.tools, self.folder = build, tools, folder
        self.messages, self.sinks, self.servers, self.accepted = {}, {}, [], {}

    def start(self, only):
        private_key, public_key = make_key()
        for size_name, size in SIZES.items():
            self.messages[size_name] = self.folder / f"{size}.eml"
            self.messages[size_name].write_bytes(make_message(size, private_key))
        for kind in (GatepostServer, PostfixServer):
            if only in (None, kind.name):
                self.start_server(kind, make_zone(public_key))

    def start_server(self, kind, zone):
        self.accepted[kind.name] = 0
        self.sinks[kind.name] = Sink(self.tools)
        place = self.folder / kind.name
        place.mkdir()
        self.servers.append(kind(self.sinks[kind.name], build=self.build, folder=place, zone=zone))

    def run(self, server, sessions, size_name, messages):
        """One run: messages per second, processor time of a message, latencies (all in us)."""
        before = tree_ns(server.pid)
        done = subprocess.run([self.tools / "smtp_load", "--port", str(server.port), "--sessions", str(sessions),
                               "--messages", str(messages), "--message", self.messages[size_name], "--from", SENDER,
                               "--to", RECIPIENT, "--helo", HELO], capture_output=True, text=True, check=False)
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

    def cell(self, sessions, size_name, messages, pairs):
        """The medians of each server, and of the ratio of their processor times within a pair."""
        runs, ratios = {server.name: [] for server in self.servers}, []
        for pair in range(pairs):
            # Each goes first as often as the other.
            for server in self.servers if pair % 2 == 0 else reversed(self.servers):
                runs[server.name].append(self.run(server, sessions, size_name, messages))
            if len(self.servers) == 2:
                ratios.append(runs["gatepost"][-1]["processor_us"] / runs["postfix"][-1]["processor_us"])
        medians = {name: {key: statistics.median(run[key] for run in of_one) for key in of_one[0]}
                   for name, of_one in runs.items()}
        return {"sessions": sessions, "size": size_name, "servers": medians,
                "ratio": statistics.median(ratios) if ratios else None}

    def stop(self):
        """Stops everything. The names of servers that lost or doubled a message."""
        for server in self.servers:
            server.stop()
        arrived = {name: sink.stop() for name, sink in self.sinks.items()}
        return [f"{name}: {self.accepted[name]} accepted, {count} arrived"
                for name, count in arrived.items() if count != self.accepted[name]]


def print_cell(cell):
    for name, of_one in cell["servers"].items():
        print(f"{cell['size']:>7} {cell['sessions']:>9}  {name:<9}{of_one['messages_per_second']:>10.0f}"
              f"{of_one['processor_us']:>14.0f}{of_one['p50_us']:>12.0f}{of_one['p99_us']:>12.0f}"
              + (f"   1/{1 / cell['ratio']:.1f}" if name == "gatepost" and cell["ratio"] else ""), flush=True)


def measure(bench, options):
    for server in bench.servers:                # processes started, caches filled
        for sessions in MESSAGES:
            bench.run(server, sessions, "4 KiB", 2 * sessions)
        if server.name == "gatepost":
            wanted = {"spf": "pass", "dkim": "pass", "dmarc": "pass", "action": "accept"}
            if server.judgement() != wanted:
                raise RuntimeError(f"the message was not judged as meant: {server.judgement()}")
    cells = []
    if not options.json:
        print(f"{'size':>7} {'sessions':>9}  {'server':<9}{'messages/s':>10}{'processor us':>14}{'p50 us':>12}"
              f"{'p99 us':>12}   gatepost/postfix")
    for size_name in SIZES:
        for sessions, messages in MESSAGES.items():
            cells.append(bench.cell(sessions, size_name, max(sessions, int(messages * options.scale)), options.pairs))
            if not options.json:
                print_cell(cells[-1])
    return cells


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=HERE.parent.parent / "build/release", help="where gatepost is")
    parser.add_argument("--tools", type=pathlib.Path, default=HERE.parent.parent / "build/test", help="where smtp_load and smtp_sink are")
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--scale", type=float, default=1, help="of the number of messages in each run")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", choices=["gatepost", "postfix"])
    options = parser.parse_args()

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))       # so that the servers are stopped then, too
    with tempfile.TemporaryDirectory(prefix="gatepost-bench-") as folder:
        bench = Bench(options.build.resolve(), options.tools.resolve(), pathlib.Path(folder))
        try:
            bench.start(options.only)
            cells = measure(bench, options)
        finally:
            lost = bench.stop()
        if options.json:
            print(json.dumps({"cells": cells, "lost": lost}))
        for line in lost:
            print(line, file=sys.stderr)
        print(f"{len(cells) - len(lost)} passed, {len(lost)} failed, 0 skipped")
        return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
