#!/usr/bin/python3
"""Sends messages through one Postfix twice: beside Gatepost, and beside opendkim, opendmarc and policyd-spf. Writes down which
fields each has put on them. To be started in a namespace of its own (tests/support/three_filters.py).

    filters_run.py FOLDER       reads cases.json, zone.json and the messages there, writes results.json
"""
import concurrent.futures
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "support"))
from gate import BINARY                                                                # noqa: E402  (the path above comes first)
from postfix import Postfix, free_port                                                 # noqa: E402
from three_filters import SUFFIXES, ThreeFilters, set_up_namespace, wait_for_port                # noqa: E402

FACES = ("gatepost", "filters")
SESSIONS = 4
RESULTS = (b"authentication-results", b"received-spf")


class Session:
    """Speaks for many clients: XCLIENT says which."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), 60)
        self.file = self.socket.makefile("rb")
        self.read()
        self.say("EHLO load.example")

    def read(self):
        while True:
            line = self.file.readline().decode()
            if line[3:4] != "-":
                return line.strip()

    def say(self, line, wanted="2"):
        self.socket.sendall(line.encode() + b"\r\n")
        reply = self.read()
        if not reply.startswith(wanted):
            raise RuntimeError(f"{line}: {reply}")
        return reply

    def send(self, case, octets, recipient):
        """The reply to the message."""
        address = case["client"] if "." in case["client"] else "IPV6:" + case["client"]
        self.say(f"XCLIENT ADDR={address} NAME=[UNAVAILABLE]")
        self.say(f"EHLO {case['helo']}")
        self.say(f"MAIL FROM:<{case['sender']}> BODY=8BITMIME")
        self.say(f"RCPT TO:<{recipient}>")
        self.say("DATA", "354")
        self.socket.sendall(re.sub(rb"(?m)^\.", b"..", octets) + b".\r\n")
        return self.read()


def gatepost_config(folder, port):
    return f"""\
hostname      = "mx.example.org"
own-domains   = {{ "example.org" }}
state-dir     = "{folder}/state"
mode          = "shadow"
shadow-fields = true
received-spf  = true
listener beside {{ face = "milter"  address = "127.0.0.1:{port}"  submitted-from = {{}} }}
resolver {{ forwarders = {{ "127.0.0.1@53" }} }}
log {{ file = "{folder}/log" }}
"""


class World:
    """All that runs: a name server, Gatepost, the three filters, and one Postfix with a port for either side."""

    def __init__(self, folder):
        self.folder, self.processes, self.postfix = folder, [], None
        try:
            self.start_all()
        except BaseException:
            self.stop()
            raise

    def start_all(self):
        dns_server = HERE.parent / "bench/dns_server.py"
        self.processes.append(subprocess.Popen([sys.executable, dns_server, self.folder / "zone.json", "53"], stdin=subprocess.PIPE,
                                               stdout=subprocess.PIPE))
        self.processes[0].stdout.readline()
        port = free_port()
        (self.folder / "gatepost.conf").write_text(gatepost_config(self.folder, port))
        self.start([BINARY, "serve", "-c", self.folder / "gatepost.conf"], port)
        # For opendmarc a top-level domain that is not in the list has no domains below it.
        suffixes = self.folder / "suffixes"
        suffixes.write_text(SUFFIXES.read_text() + "\nexample\n")
        three = ThreeFilters(self.folder, refuse=False, suffixes=suffixes)
        for command, its_port in three.commands:
            self.start(command, its_port)
        self.ports = {face: free_port() for face in FACES}
        options = {"gatepost": {"smtpd_milters": f"inet:127.0.0.1:{port}"}, "filters": three.settings}
        services = "".join(f"127.0.0.1:{self.ports[face]} inet n - n - - smtpd\n" +
                           "".join(f"  -o {{ {name} = {value} }}\n" for name, value in options[face].items()) for face in FACES)
        self.postfix = Postfix(domains=["example.org"], services=services + three.services, settings={
            "smtpd_authorized_xclient_hosts": "0.0.0.0/0, [::]/0", "milter_default_action": "reject",
            "smtpd_relay_restrictions": "permit_auth_destination, reject", "inet_protocols": "all", "local_header_rewrite_clients": ""})
        self.postfix.start()

    def start(self, command, port):
        with open(self.folder / "output", "ab") as output:
            self.processes.append(subprocess.Popen([str(one) for one in command], stdin=subprocess.DEVNULL, stdout=output, stderr=output))
        wait_for_port(port)

    def stop(self):
        if self.postfix is not None:
            self.postfix.stop()
        for one in self.processes:                      # at once: they have nothing to finish, and libmilter takes seconds for it
            one.kill()
            one.wait(20)


def fields_on_top(octets):
    """(face, number of the case, the results that were put on top of the message)."""
    head = octets.partition(b"\n\n")[0]
    found = re.search(rb"^X-Original-To: (\w+)-(\d+)@", head, re.M)
    fields = []
    for field in re.split(rb"\n(?![ \t])", head):
        name, _, value = field.partition(b":")
        if name.lower() in RESULTS:
            fields.append([name.decode().lower(), re.sub(rb"\n", b"", value).decode("utf-8", "replace").strip()])
        if b"for <" + found[1] in field:            # Postfix's own Received: what is below came with the message
            break
    return found[1].decode(), int(found[2]), fields


def records(folder, count):
    """What Gatepost has on record of each case, to say why."""
    give_up = time.monotonic() + 20
    trace = [BINARY, "trace", "-c", folder / "gatepost.conf", "--json", "--limit", str(count)]
    while len(lines := subprocess.run(trace, capture_output=True, check=False).stdout.splitlines()) < count:
        if time.monotonic() > give_up:
            raise RuntimeError(f"{len(lines)} of {count} messages are in the journal")
        time.sleep(0.05)
    every = [json.loads(line) for line in lines]
    return {int(re.search(r"-(\d+)@", one["envelope"]["rcpt"][0])[1]): one for one in every}


def send_all(world, folder, cases):
    """The replies by (face, number of the case). Several sessions at once: a name server that fails is asked for seconds."""
    def session_of(face, first):
        session = Session(world.ports[face])
        return {(face, case["number"]): session.send(case, (folder / case["file"]).read_bytes(), f"{face}-{case['number']}@example.org")
                for case in cases[first::SESSIONS]}

    with concurrent.futures.ThreadPoolExecutor(SESSIONS * len(FACES)) as pool:
        running = [pool.submit(session_of, face, first) for face in FACES for first in range(SESSIONS)]
        return {key: reply for one in running for key, reply in one.result().items()}


def run(folder):
    cases = json.loads((folder / "cases.json").read_text())
    world = World(folder)
    try:
        replies = send_all(world, folder, cases)
        if not world.postfix.wait_until_empty(60):
            raise RuntimeError("Postfix has not delivered everything: " + world.postfix.log_text()[-2000:])
        results = {case["number"]: {face: {"reply": replies[face, case["number"]], "fields": None} for face in FACES} for case in cases}
        for octets in world.postfix.messages():
            face, number, fields = fields_on_top(octets)
            results[number][face]["fields"] = fields
        for number, record in records(folder, len(cases)).items():
            results[number]["record"] = record
        (folder / "results.json").write_text(json.dumps(results))
    finally:
        (folder / "maillog").write_text(world.postfix.log_text())
        world.stop()


if __name__ == "__main__":
    where = pathlib.Path(sys.argv[1])
    set_up_namespace(where)
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    run(where)
