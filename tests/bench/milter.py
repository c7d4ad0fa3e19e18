#!/usr/bin/python3
"""Measures Gatepost as a milter beside what it replaces: opendkim, opendmarc and policyd-spf behind the same Postfix; and beside a
milter that does nothing, and no milter at all.

Each stands behind a Postfix of its own, which relays to an smtp_sink; all are given the same DKIM-signed message, in turns. What
counts is the processor time of the filters alone, and what they add to a transaction of the same Postfix without a milter. All of
it happens in a network and a mount namespace of its own, with a name server at port 53, since opendmarc and policyd-spf know no
other: root is needed for that. Ratios are medians over rounds; the exit status tells only whether every message arrived.

    milter.py [--build FOLDER] [--tools FOLDER] [--rounds N] [--messages N] [--sessions N] [--profile]

--profile: where Gatepost's time goes, by perf; nothing is compared.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
NAMESPACE = "GATEPOST_BENCH_NAMESPACE"

if __name__ == "__main__" and NAMESPACE not in os.environ and os.geteuid() == 0:        # begins again, apart from the machine
    os.execvpe("unshare", ["unshare", "-m", "-n", sys.executable, *sys.argv], {**os.environ, NAMESPACE: "1"})

sys.path.insert(0, str(HERE.parent / "support"))
import sampling                                                                       # noqa: E402  (the path above comes first)
from postfix import Postfix, free_port                                                # noqa: E402
from three_filters import ThreeFilters, missing, set_up_namespace, wait_for_port      # noqa: E402
from servers import HELO, RECIPIENT, SENDER, Sink, children, make_key, make_message, make_zone, tree_ns        # noqa: E402

BUDGETS = {"processor": 15, "latency": 5}       # their processor time, and what they add, in units of ours


class Nothing:
    """Postfix alone. Also what the others have in common: their filters' processes, and what Postfix is told of them."""
    name = "no milter"

    def __init__(self, folder, options):
        self.folder, self.options, self.processes = folder, options, []
        self.settings, self.services = {}, ""

    def start(self, *command, port=None):
        with open(self.folder / "output", "ab") as output:
            self.processes.append(subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=output, stderr=output))
        if port is not None:
            wait_for_port(port)

    def filters_ns(self, postfix):
        return sum(tree_ns(one.pid) for one in self.processes)

    def stop(self):
        for one in self.processes:
            one.terminate()
            one.wait(20)


class NoOp(Nothing):
    name = "a milter that does nothing"

    def __init__(self, folder, options):
        super().__init__(folder, options)
        process = subprocess.Popen([options.tools / "noop_milter"], stdout=subprocess.PIPE, text=True)
        self.processes.append(process)
        self.settings = {"smtpd_milters": "inet:127.0.0.1:%s" % process.stdout.readline().split()[1]}


class Gatepost(Nothing):
    name = "gatepost"

    def __init__(self, folder, options):
        super().__init__(folder, options)
        port = free_port()
        (folder / "gatepost.conf").write_text(f"""\
hostname    = "mx.example.org"
own-domains = {{ "example.org" }}
state-dir   = "{folder}/state"
listener beside {{ face = "milter"  address = "127.0.0.1:{port}"  submitted-from = {{}} }}
resolver {{ forwarders = {{ "127.0.0.1@53" }} }}
log {{ file = "{folder}/log" }}
""")
        self.start(options.build / "gatepost", "serve", "-c", folder / "gatepost.conf", port=port)
        self.settings = {"smtpd_milters": f"inet:127.0.0.1:{port}"}


class Three(Nothing):
    name = "opendkim, opendmarc, policyd-spf"

    def __init__(self, folder, options):
        super().__init__(folder, options)
        three = ThreeFilters(folder)
        for command, port in three.commands:
            self.start(*command, port=port)
        self.settings, self.services = three.settings, three.services

    def filters_ns(self, postfix):
        """The policy service is spawned by Postfix: its processes are found there."""
        spawners = [pid for pid in children(postfix.master) if pathlib.Path(f"/proc/{pid}/comm").read_text().strip() == "spawn"]
        return super().filters_ns(postfix) + sum(tree_ns(pid) for pid in spawners)


class Contender:
    def __init__(self, kind, folder, options):
        folder.mkdir()
        os.chmod(folder, 0o755)
        self.filter, self.sink, self.sent = kind(folder, options), Sink(options.tools), 0
        self.postfix = Postfix(next_hop=("127.0.0.1", self.sink.port), services=self.filter.services,
                               settings={"default_process_limit": "120", "milter_default_action": "reject",
                                         "milter_connect_timeout": "10s", **self.filter.settings})
        self.postfix.start()

    def run(self, options, message, messages):
        filters, all_of_it = self.filter.filters_ns(self.postfix), tree_ns(self.postfix.master)
        done = subprocess.run([options.tools / "smtp_load", "--port", str(self.postfix.port), "--sessions", str(options.sessions),
                               "--messages", str(messages), "--message", message, "--from", SENDER, "--to", RECIPIENT, "--helo", HELO,
                               "--timeout", "600"], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{self.filter.name}: {done.stdout}{done.stderr}{self.postfix.log_text()[-2000:]}")
        if not self.postfix.wait_until_empty(60):
            raise RuntimeError(f"{self.filter.name}: Postfix still has {self.postfix.queued()}")
        time.sleep(0.3)                         # what is written later
        self.sent += messages
        report = json.loads(done.stdout)
        return {"filters_us": (self.filter.filters_ns(self.postfix) - filters) / 1000 / messages,
                "postfix_us": (tree_ns(self.postfix.master) - all_of_it) / 1000 / messages,
                "p50_us": report["transaction_us"]["p50"], "p99_us": report["transaction_us"]["p99"]}

    def stop(self):
        """How many messages are missing, or too many."""
        self.postfix.stop()
        self.filter.stop()
        return self.sink.stop() - self.sent


def median(runs, key):
    return statistics.median(run[key] for run in runs)


def report(runs):
    print(f"{'':<34}{'filters us':>12}{'Postfix us':>12}{'p50 us':>10}{'p99 us':>10}")
    for name, of_one in runs.items():
        print(f"{name:<34}{median(of_one, 'filters_us'):>12.0f}{median(of_one, 'postfix_us'):>12.0f}{median(of_one, 'p50_us'):>10.0f}"
              f"{median(of_one, 'p99_us'):>10.0f}")
    ours, theirs, without = runs[Gatepost.name], runs[Three.name], runs[Nothing.name]
    ratio = statistics.median(t["filters_us"] / o["filters_us"] for o, t in zip(ours, theirs, strict=True))
    print(f"processor time: ours 1/{ratio:.1f} of theirs, budget 1/{BUDGETS['processor']}: {'met' if ratio >= BUDGETS['processor'] else 'MISSED'}")
    for key in ("p50_us", "p99_us"):
        added = [median(of_one, key) - median(without, key) for of_one in (ours, theirs)]
        met = added[0] * BUDGETS["latency"] <= added[1]
        print(f"added to a transaction, {key[:3]}: {added[0]:.0f} us by ours, {added[1]:.0f} by theirs, budget a fifth: {'met' if met else 'MISSED'}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=HERE.parent.parent / "build/release")
    parser.add_argument("--tools", type=pathlib.Path, default=HERE.parent.parent / "build/test")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--messages", type=int, default=200)
    parser.add_argument("--sessions", type=int, default=4)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    options.build, options.tools = options.build.resolve(), options.tools.resolve()
    if missing():
        print("skipped: %s missing\n0 passed, 0 failed, 1 skipped" % ", ".join(missing()))
        return 0
    with tempfile.TemporaryDirectory(prefix="gatepost-bench-") as name:
        folder = pathlib.Path(name)
        os.chmod(folder, 0o755)
        return measure(folder, options)


def profile(contender, options, message, folder):
    """Sampling costs as much again, so the microseconds are those of a run without it."""
    pid, data = contender.filter.processes[0].pid, str(folder / "perf.data")
    before, usual = sampling.switches(pid), contender.run(options, message, options.messages)["filters_us"]
    waits, preemptions = ((after - then) / options.messages for then, after in zip(before, sampling.switches(pid), strict=True))
    print(f"{usual:.0f} us a message; its threads wait {waits:.1f} times, and give way to others {preemptions:.1f} times")
    if not sampling.is_missing():
        sampling.sample(pid, data, lambda: contender.run(options, message, options.messages))
        sampling.report(data, usual)


def compare(contenders, options, message):
    runs = {kind: [] for kind in contenders}
    for number in range(options.rounds):
        order = list(contenders.items())
        for kind, one in order if number % 2 == 0 else reversed(order):
            runs[kind].append(one.run(options, message, options.messages))
    report(runs)


def measure(folder, options):
    set_up_namespace(folder)
    private_key, public_key = make_key()
    message = folder / "message.eml"
    message.write_bytes(make_message(4096, private_key))
    (folder / "zone.json").write_text(json.dumps(make_zone(public_key)))
    dns = subprocess.Popen([sys.executable, HERE / "dns_server.py", folder / "zone.json", "53"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    dns.stdout.readline()
    kinds = (Gatepost,) if options.profile else (Nothing, NoOp, Gatepost, Three)
    contenders = {kind.name: Contender(kind, folder / kind.__name__, options) for kind in kinds}
    try:
        for one in contenders.values():
            one.run(options, message, 10 * options.sessions)                      # processes started, caches filled
        if options.profile:
            profile(contenders[Gatepost.name], options, message, folder)
        else:
            compare(contenders, options, message)
    finally:
        wrong = {kind: one.stop() for kind, one in contenders.items()}
        dns.stdin.close()
        dns.wait(10)
    for kind, count in wrong.items():
        if count != 0:
            print(f"FAILED {kind}: {count:+d} messages arrived")
    failed = sum(count != 0 for count in wrong.values())
    print(f"{len(wrong) - failed} passed, {failed} failed, 0 skipped")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
