#!/usr/bin/python3
"""What authentication costs, as ratios to the bare arithmetic in the same run (auth_bench.c): RSA verifications and SHA-256
over the same octets. Messages are signed and sealed here by dkimpy. Nothing is a timed assertion: a run fails only if a
message is not judged as it should be.

    auth.py [--tools FOLDER] [--rounds N]
"""
import argparse, base64, json, os, pathlib, re, subprocess, sys, tempfile

import dkim

HERE = pathlib.Path(__file__).resolve().parent
DOMAIN, CLIENT, HELO = "harbour.example", "192.0.2.10", "mail.harbour.example"
HEADERS = [b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type"]
LINE = b"We spoke about the plan for next week, and nobody had anything to add to it.\r\n"


def openssl(*arguments, octets=None):
    return subprocess.run(["openssl", *arguments], input=octets, capture_output=True, check=True).stdout


def make_key():
    private = openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
    return private, base64.b64encode(openssl("pkey", "-pubout", "-outform", "DER", octets=private)).decode()


def header():
    return (f"From: A Sender <a@{DOMAIN}>\r\nTo: <b@example.org>\r\nSubject: Minutes\r\nDate: Wed, 25 Nov 2026 09:26:31 +0000\r\n"
            f"Message-ID: <bench@{DOMAIN}>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n").encode()


def signed(body, key, signatures=1):
    message = header() + body
    fields = [dkim.sign(message, b"bench%d" % i, DOMAIN.encode(), key, canonicalize=(b"relaxed", b"relaxed"), include_headers=HEADERS)
              for i in range(signatures)]
    return b"".join(fields) + message


def sealed(message, key):
    message = b"Authentication-Results: list.example; dkim=pass header.d=%s\r\n" % DOMAIN.encode() + message
    fields = dkim.arc_sign(message, b"seal", b"list.example", key, b"list.example", include_headers=HEADERS)
    return b"".join(fields) + message


def text(octets):
    return LINE * (octets // len(LINE))


def base64_body(octets):
    return re.sub(rb"(.{76})", rb"\1\r\n", base64.b64encode(os.urandom(octets * 3 // 4))) + b"\r\n"


class Bench:
    def __init__(self, tools, folder, rounds):
        self.tools, self.folder, self.rounds = tools, pathlib.Path(folder), rounds
        self.key, public = make_key()
        chunks = [("v=DKIM1; k=rsa; p=" + public)[i:i + 200] for i in range(0, len(public) + 18, 200)]
        zone = {DOMAIN: {"TXT": [["v=spf1 include:_spf.%s -all" % DOMAIN]]}, "_spf." + DOMAIN: {"TXT": [["v=spf1 ip4:192.0.2.0/24 -all"]]},
                "_dmarc." + DOMAIN: {"TXT": [["v=DMARC1; p=reject"]]}, "seal._domainkey.list.example": {"TXT": [chunks]}}
        zone.update({"bench%d._domainkey.%s" % (i, DOMAIN): {"TXT": [chunks]} for i in range(10)})
        self.zone = self.folder / "zone.json"
        self.zone.write_text(json.dumps(zone))
        self.failed = []

    def run(self, name, message, passes, arc="none"):
        path = self.folder / "message.eml"
        path.write_bytes(message)
        done = subprocess.run([self.tools / "auth_bench", path, self.zone, CLIENT, HELO, "a@" + DOMAIN, str(self.rounds)],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            self.failed.append("%s: %s" % (name, done.stderr))
            return None
        r = json.loads(done.stdout)
        if (r["spf"], r["dkim_passes"], r["arc"], r["dmarc"]) != ("pass", passes, arc, "pass"):
            self.failed.append("%s: not judged as it should be: %s" % (name, done.stdout))
        return r


def ratios(bench):
    """One line for each subject: what it costs, the bare arithmetic, their ratio, and the budget of DESIGN §7."""
    small = text(4096 - 900)
    print("%-52s %10s %10s %7s %8s" % ("subject", "ours us", "bare us", "ratio", "budget"))

    def line(name, ours, bare, budget):
        print("%-52s %10.1f %10.1f %7.2f %8s" % (name, ours / 1000, bare / 1000, ours / bare, budget), flush=True)

    r = bench.run("one signature, 4 KiB", signed(small, bench.key), 1)
    if r:
        line("one RSA-2048 signature, 4 KiB, key in cache", r["dkim_ns"], r["verify_ns"] + r["hash_ns"], "1.4")
        line("SPF + DKIM + DMARC, 4 KiB, from cache", r["all_ns"], r["verify_ns"] + r["hash_ns"], "2")
        line("reading the message (header, author, MIME), 4 KiB", r["parse_ns"], r["verify_ns"] + r["hash_ns"], "-")
    r = bench.run("ARC, 4 KiB", sealed(signed(small, bench.key), bench.key), 1, "pass")
    if r:
        line("the same with one ARC set", r["all_ns"], 3 * (r["verify_ns"] + r["hash_ns"]), "1.6")
    for count in (2, 5, 10):
        r = bench.run("%d signatures" % count, signed(small, bench.key, count), count)
        if r:
            line("%d signatures, 4 KiB" % count, r["dkim_ns"], count * (r["verify_ns"] + r["hash_ns"]), "linear")
    for name, body in (("1 MiB of text", text(1 << 20)), ("25 MiB of base64", base64_body(25 << 20)),
                       ("4 MiB of runs of blanks (worst case of relaxed)", (b"a  \t b \t" * 9 + b"\r\n") * (4 << 20 >> 7))):
        r = bench.run(name, signed(body, bench.key), 1)
        if r:
            line("one signature, " + name, r["dkim_ns"], r["verify_ns"] + r["hash_ns"], "-")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tools", type=pathlib.Path, default=HERE.parent.parent / "build/test")
    parser.add_argument("--rounds", type=int, default=11)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gatepost-bench-") as folder:
        bench = Bench(options.tools.resolve(), folder, options.rounds)
        ratios(bench)
    for failure in bench.failed:
        print("FAILED " + failure)
    print("%d passed, %d failed, 0 skipped" % (8 - len(bench.failed), len(bench.failed)))
    return 1 if bench.failed else 0


if __name__ == "__main__":
    sys.exit(main())
