#!/usr/bin/python3
"""What authentication costs: as ratios to the bare arithmetic in the same run (auth_bench.c: RSA verifications and SHA-256 over the
same octets), and beside the libraries that others use (contest.py): libopendkim, libspf2 and pyspf, with all answers from memory.
Messages are signed and sealed here by dkimpy. A run fails only if a message is not judged as it should be, or if two libraries
say different words; a budget that is missed is printed as missed.

    auth.py [--tools FOLDER] [--rounds N]
"""
import argparse, base64, json, math, os, pathlib, re, subprocess, sys, tempfile

import dkim

import contest
import spf_shapes
from table import Table

HERE = pathlib.Path(__file__).resolve().parent
DOMAIN, CLIENT, HELO = "harbour.example", "192.0.2.10", "mail.harbour.example"
HEADERS = [b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type"]
LINE = b"We spoke about the plan for next week, and nobody had anything to add to it.\r\n"


# ---- messages ----

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


def blanks_body(octets):
    return (b"a  \t b \t" * 9 + b"\r\n") * (octets // 74)


def short_lines_body(octets):
    return b"a \r\n\tb\r\n" * (octets // 8)


def late_blanks_body(octets):
    """What relaxed changes stands where it was about to be sure that nothing would."""
    return (b"x" * 63 + b"\t" + b"\r\n") * (octets // 66)


SMALL = text(4096 - 900)


# ---- beside the bare arithmetic ----

class Bench:
    def __init__(self, tools, folder, rounds, table):
        self.tools, self.folder, self.rounds, self.table = tools, pathlib.Path(folder), rounds, table
        self.key, public = make_key()
        record = "v=DKIM1; k=rsa; p=" + public
        chunks = [record[i:i + 200] for i in range(0, len(record), 200)]
        names = ["bench%d._domainkey.%s" % (i, DOMAIN) for i in range(10)]
        zone = {DOMAIN: {"TXT": [["v=spf1 include:_spf.%s -all" % DOMAIN]]}, "_spf." + DOMAIN: {"TXT": [["v=spf1 ip4:192.0.2.0/24 -all"]]},
                "_dmarc." + DOMAIN: {"TXT": [["v=DMARC1; p=reject"]]}, "seal._domainkey.list.example": {"TXT": [chunks]}}
        zone.update({name: {"TXT": [chunks]} for name in names})
        self.zone = self.write("zone.json", json.dumps(zone).encode())
        self.keys = self.write("keys", "".join("%s\tTXT\t%s\n" % (name, record) for name in names).encode())

    def write(self, name, octets):
        path = self.folder / name
        path.write_bytes(octets)
        return path

    def run(self, name, message, passes, arc="none", rounds=None):
        path = self.write("message.eml", message)
        done = subprocess.run([self.tools / "auth_bench", path, self.zone, CLIENT, HELO, "a@" + DOMAIN, str(rounds or self.rounds)],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            self.table.fail(name, done.stderr)
            return None
        r = json.loads(done.stdout)
        if (r["spf"], r["dkim_passes"], r["arc"], r["dmarc"]) != ("pass", passes, arc, "pass"):
            self.table.fail(name, "not judged as it should be: " + done.stdout)
        r["bare_ns"] = r["verify_ns"] + r["hash_ns"]
        return r

    def program(self, name, *arguments):
        """A side of a comparison, or None if it could not be built."""
        path = self.tools / name
        return contest.Program(name, [path, *arguments]) if path.exists() else None


def beside_arithmetic(bench):
    table = bench.table
    table.title("beside the bare arithmetic", "ours us", "bare us")
    one = bench.run("one signature, 4 KiB", signed(SMALL, bench.key), 1)
    if one:
        table.line("one RSA-2048 signature, 4 KiB, key in cache", one["dkim_ns"], one["bare_ns"], one["dkim_ns"] / one["bare_ns"], 1.4)
        table.line("SPF + DKIM + DMARC, 4 KiB, from cache", one["all_ns"], one["bare_ns"], one["all_ns"] / one["bare_ns"], 2)
        table.line("reading the message (header, author, MIME), 4 KiB", one["parse_ns"], one["bare_ns"], one["parse_ns"] / one["bare_ns"])
    r = bench.run("ARC, 4 KiB", sealed(signed(SMALL, bench.key), bench.key), 1, "pass")
    if r:
        table.line("the same with one ARC set", r["all_ns"], 3 * r["bare_ns"], r["all_ns"] / (3 * r["bare_ns"]), 1.6)
    for count in (2, 5, 10):
        r = bench.run("%d signatures" % count, signed(SMALL, bench.key, count), count)
        if r:           # what one costs, times their number: linear is at most 1, as the body is hashed once
            bare = count * one["dkim_ns"] * r["bare_ns"] / one["bare_ns"]
            table.line("%d signatures beside %d times one" % (count, count), r["dkim_ns"], bare, r["dkim_ns"] / bare, 1.05)


def bodies(bench):
    """Bare hash speed is what the body can at best be read with; a budget is a share of it."""
    table = bench.table
    table.title("one signature over a large body", "ours us", "hash us")
    for name, make, small, large, budget in (("base64", base64_body, 5, 25, 0.65),
                                             ("runs of blanks", blanks_body, 2, 8, 0.3),
                                             ("short lines with blanks at their ends", short_lines_body, 2, 8, 0.3),
                                             ("lines of text that end in a blank", late_blanks_body, 2, 8, 0.3)):
        per_octet = {}
        for size in (small, large):
            r = bench.run("%d MiB of %s" % (size, name), signed(make(size << 20), bench.key), 1, rounds=min(bench.rounds, 11))
            if r:
                table.line("%d MiB of %s" % (size, name), r["dkim_ns"], r["hash_ns"], r["hash_ns"] / r["dkim_ns"], budget, at_most=False)
                per_octet[size] = r["dkim_ns"] / r["hash_ns"]
        if len(per_octet) == 2:
            ratio = per_octet[large] / per_octet[small]
            table.line("an octet of %d MiB beside one of %d MiB" % (large, small), 1000 * per_octet[large], 1000 * per_octet[small], ratio, 1.15)


# ---- beside other libraries ----

def same_words(table, subject, words, wanted):
    for side, said in words.items():
        if said != {wanted}:
            table.fail(subject, "%s says %s and should say %s" % (side, ", ".join(sorted(said)), wanted))


def beside_libopendkim(bench):
    table = bench.table
    ours, peer = bench.program("dkim_ours", bench.zone), bench.program("dkim_libopendkim", bench.keys)
    if peer is None:
        table.skip("libopendkim: libopendkim-dev was not there when the tools were built")
        return
    table.title("one RSA-2048 relaxed signature beside libopendkim", "ours us", "theirs us")
    for size, octets, budget in (("4 KiB", 4096 - 900, 3.5), ("50 KiB", 50 << 10, None), ("1 MiB", 1 << 20, 2.5)):
        message = signed(text(octets), bench.key)
        for name, octets_of_case, wanted in ((size, message, "pass"), (size + ", an octet changed", message[:-3] + b"!\r\n", "fail")):
            path = bench.write("message.eml", octets_of_case)
            for how in ("parsed", "read"):
                words, times = contest.compare([ours, peer], ["%s %s" % (path, how), str(path)], bench.rounds)
                same_words(table, "libopendkim, " + name, words, wanted)
                mine, theirs = times["dkim_ours"], times["dkim_libopendkim"]
                is_budgeted = how == "parsed" and wanted == "pass"
                table.line(name + (", and its message read" if how == "read" else ""), mine, theirs, theirs / mine,
                           budget if is_budgeted else None, at_most=False)
    ours.stop()
    peer.stop()


def spf_sides(bench):
    sides = [bench.program("spf_ours", bench.write("spf.json", json.dumps(spf_shapes.zone()).encode())),
             bench.program("spf_libspf2", bench.write("spf.records", spf_shapes.records().encode()))]
    if sides[1] is None:
        bench.table.skip("libspf2: libspf2-dev was not there when the tools were built")
    try:
        sides.append(contest.PySpf(spf_shapes.names()))
    except ImportError:
        bench.table.skip("pyspf: python3-spf is not installed")
    return [side for side in sides if side is not None]


def beside_other_spf(bench):
    table, sides = bench.table, spf_sides(bench)
    measured = []
    for name, _, client, helo, sender, wanted in spf_shapes.SHAPES:
        words, times = contest.compare(sides, ["%s %s %s" % (client, helo, sender)] * len(sides), bench.rounds)
        same_words(table, "SPF, " + name, words, wanted)
        measured.append((name, times))
    for peer, budget in (("spf_libspf2", 1), ("pyspf", 30)):
        if peer not in measured[0][1]:
            continue
        table.title("SPF beside " + peer.removeprefix("spf_"), "ours us", "theirs us")
        for name, times in measured:
            table.line(name, times["spf_ours"], times[peer], times[peer] / times["spf_ours"])
        mean = {side: math.exp(sum(math.log(times[side]) for _, times in measured) / len(measured)) for side in ("spf_ours", peer)}
        table.line("all shapes, geometric mean", mean["spf_ours"], mean[peer], mean[peer] / mean["spf_ours"], budget, at_most=False)
    for side in sides:
        side.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tools", type=pathlib.Path, default=HERE.parent.parent / "build/test")
    parser.add_argument("--rounds", type=int, default=21)
    options = parser.parse_args()
    table = Table()
    with tempfile.TemporaryDirectory(prefix="gatepost-bench-") as folder:
        bench = Bench(options.tools.resolve(), folder, options.rounds, table)
        for part in (beside_arithmetic, bodies, beside_libopendkim, beside_other_spf):
            part(bench)
    table.close()
    return 1 if table.failures else 0


if __name__ == "__main__":
    sys.exit(main())
