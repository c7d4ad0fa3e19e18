#!/usr/bin/python3
"""Plays the attack catalogue (README.md) and the honest twins against the built gate, and judges.

Usage: run.py [--cases FOLDER] [--family F]... [--id ID]... [--all]

Without options: the families that the gate answers for (FAMILIES) with their twins. Gates: no attack may work, every control
and every twin must pass, and 95 % of each family's stricter requirements must hold (80 % in other families).
--all plays every family, --cases another folder in the catalogue's format; the gates then hold for what was played.
"""
import argparse, gzip, json, os, shutil, signal, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "support"))
from gate import Gate, free_port          # noqa: E402

FAMILIES = ["smuggling", "envelope", "relay", "starttls", "disclosure", "resource", "proxy-trust", "auth-composition", "spf-dns",
            "from-header", "header-abuse", "mime"]
REQUIRED, REQUIRED_ELSEWHERE = 0.95, 0.8        # the share of a family's stricter requirements: in FAMILIES, in others


def unpack(folder, into):
    """The cases as plain files, those kept compressed unpacked."""
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if name.endswith(".json.gz"):
            with gzip.open(path) as packed, open(os.path.join(into, name[:-3]), "wb") as out:
                shutil.copyfileobj(packed, out)
        elif name.endswith(".json"):
            shutil.copy(path, os.path.join(into, name))


def fixture_of(folder):
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name)) as f:
            data = json.load(f)
        if "fixture" in data:
            return data["fixture"]
    sys.exit("no fixture in %s" % folder)


PROXY = "127.0.0.77"                    # the one peer that may name its clients


def configure(gate, fixture, sink_port, dns_port, tls_only_port, proxy_port, xclient_port):
    quoted = lambda items: ", ".join('"%s"' % i for i in items)
    gate.write_config("""
hostname    = "%(server_name)s"
authserv-id = "%(authserv_id)s"
own-domains = { %(domains)s }
state-dir   = "{STATE}"
workers     = 2
listener mx { address = "127.0.0.1:{PORT}"  tls-certificate = "{CERT}"  tls-key = "{KEY}" }
listener inside { address = "127.0.0.1:%(tls_only)d"  tls-certificate = "{CERT}"  tls-key = "{KEY}"  tls-required-from = { "127.0.0.0/8" } }
listener proxied { address = "127.0.0.1:%(proxy_port)d"  proxy-from = { "%(proxy)s" }  proxy-timeout = "2s" }
listener inner { address = "127.0.0.1:%(xclient_port)d"  xclient-from = { "%(proxy)s" } }
attachments { refuse = { ".exe", ".js", ".scr" } }
trusted-networks = { "127.0.0.40" }     # of a provider that many share (REL-033)
limits { command-timeout = "10s" }
route victim {
    domains        = { %(domains)s }
    next-hop       = "smtp:127.0.0.1:%(sink)d"
    recipients     = "list"
    recipient-list = { %(mailboxes)s }
}
resolver { forwarders = { "127.0.0.1@%(dns)d" }  timeout = "2s" }
log { file = "{LOG}" }
""" % {"server_name": fixture["server_name"], "authserv_id": fixture["authserv_id"], "domains": quoted(fixture["local_domains"]),
       "mailboxes": quoted(fixture["mailboxes"]), "sink": sink_port, "dns": dns_port,
       "tls_only": tls_only_port, "proxy": PROXY, "proxy_port": proxy_port, "xclient_port": xclient_port})


def judge(results, twins):
    """Prints the gates and returns (passed, failed, skipped)."""
    bad, skipped, families = [], 0, {}
    for r in results:
        if r["verdict"] == "SKIP":
            skipped += 1
            continue
        family = families.setdefault(r["family"], {"PASS": 0, "all": 0})
        family["all"] += 1
        family["PASS"] += r["verdict"] == "PASS"
        if r["verdict"] in ("VULN", "CTRL", "ERROR"):
            bad.append(r)
    print("\n%-18s %8s %10s" % ("family", "played", "required"))
    failed = len(bad)
    for name in sorted(families):
        family = families[name]
        share, wanted = family["PASS"] / family["all"], REQUIRED if name in FAMILIES else REQUIRED_ELSEWHERE
        print("%-18s %8d %9.0f%%%s" % (name, family["all"], 100 * share, "" if share >= wanted else "  below %.0f%%" % (100 * wanted)))
        failed += share < wanted
    for r in bad:
        print("%s %s: %s" % (r["verdict"], r["id"], r["why"]))
    return len(results) - skipped - len(bad), failed, skipped


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--cases")
    ap.add_argument("--family", action="append")
    ap.add_argument("--id", action="append")
    ap.add_argument("--all", action="store_true")
    opt = ap.parse_args()
    folder = tempfile.mkdtemp(prefix="gatepost-attack-")
    unpack(opt.cases or os.path.join(HERE, "cases"), folder)
    if not opt.cases:
        unpack(os.path.join(HERE, "twins"), folder)
    fixture = fixture_of(folder)
    sink_port, dns_port, tls_only_port, proxy_port, xclient_port = [free_port() for _ in range(5)]
    gate = Gate()
    out = os.path.join(folder, "results.json.out")
    try:
        configure(gate, fixture, sink_port, dns_port, tls_only_port, proxy_port, xclient_port)
        gate.start()
        command = ["/usr/bin/python3", os.path.join(HERE, "play.py"), "--port", str(gate.port), "--sink-port", str(sink_port),
                   "--dns-port", str(dns_port), "--events", gate.log, "--pid", str(gate.process.pid),
                   "--authserv-id", fixture["authserv_id"], "--out", out, "--configured",
                   "--proxy-port", str(proxy_port), "--xclient-port", str(xclient_port)]
        families = opt.family or ([] if opt.all or opt.id or opt.cases else FAMILIES)
        for family in families:
            command += ["--family", family]
        if "starttls" in families and "auth" not in families:   # where TLS is required; AUTH itself there is none yet
            command += ["--submission-port", str(tls_only_port)]
        for one in opt.id or []:
            command += ["--id", one]
        subprocess.run(command + [folder], stdin=subprocess.DEVNULL)
        with open(out) as f:
            results = json.load(f)["results"]
        alive = gate.process.poll() is None
    finally:
        gate.stop()
        shutil.rmtree(folder, ignore_errors=True)
    passed, failed, skipped = judge(results, None)
    if not alive:
        print("the gate did not live to the end")
        failed += 1
    print("%d passed, %d failed, %d skipped" % (passed, failed, skipped))
    sys.exit(1 if failed else 0)


main()
