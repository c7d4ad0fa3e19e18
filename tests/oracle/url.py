#!/usr/bin/python3
"""Holds our reading of URLs (src/mail/url.h) against that of Node.js, whose URL is the WHATWG standard's: whether a link of http,
https, ws, wss or ftp is one, and its scheme, host and port.

    url.py [--count N] [--seed S (1)]

Skipped where there is no node. The last line is the total.
"""
import argparse
import ipaddress
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("GATEPOST_URL_HOSTS", str(ROOT / "build/test/url_hosts"))
# "xn--a-" is the A-label of "a", which needs none: whether that is allowed differs between the ages of UTS #46.
EMPTY_A_LABEL = re.compile(r"(^|\.)xn--[a-z0-9_-]*-($|\.)")
# A last label of soft hyphens alone: browsers see a final dot, we see no host.
SOFT_HYPHENS = re.compile(r"(\.|%2e|\u3002)\s*\u00ad")
SPECIAL = {"http", "https", "ws", "wss", "ftp"}
NODE = """
const urls = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const read = text => { try { const u = new URL(text); return [u.protocol.slice(0, -1), u.hostname, u.port]; } catch (e) { return null; } };
console.log(JSON.stringify(urls.map(read)));
"""
HEADS = ["https://", "http://", "HTTP:", "https:/", "https:\\\\", "ftp://", "https:///", "ws://", " https://", "ht\ntps://", "https:\\/", "mailto:", ""]
PIECES = ["a", "b.example", "example.org", ".", "..", "@", ":", "80", "443", ":8080", ":99999", "/", "\\", "?", "#", "%41", "%2e", "%2f", "%00", "%", "%zz",
          "0x7f", "0x", "1", "256", "4294967295", "4294967296", "010", "08", "0300", "127.0.0.1", "[::1]", "[2001:db8::1]", "[", "]", "[::g]", "ü",
          "ß", "\uff41", "\u3002", "\u200d", "\u00ad", "xn--bcher-kva", "xn--a", "-", "_", "--", "\t", "\n", " ", "\x01", "\u202e", "é", "\u0430", "|", "^", "~", "!", "$", "*"]


def generated(count, seed):
    chance = random.Random(seed)
    return [chance.choice(HEADS) + "".join(chance.choice(PIECES) for _ in range(chance.randint(0, 8))) for _ in range(count)]


def ours(urls):
    octets = b"".join(b"%d\n%s" % (len(u), u) for u in (text.encode() for text in urls))
    done = subprocess.run([PROGRAM], input=octets, capture_output=True, timeout=600, check=True)
    return [json.loads(line) for line in done.stdout.decode().split("\n")[:-1]]


def theirs(node, urls):
    done = subprocess.run([node, "-e", NODE], input=json.dumps(urls), capture_output=True, text=True, timeout=600, check=True)
    return json.loads(done.stdout)


def as_ours(url):
    """Node's host without final dot, brackets, and in our spelling of addresses; None for a name that DNS cannot be asked for,
    which is no host to us."""
    scheme, host, port = url
    host = host[:-1] if host.endswith(".") else host
    if host.startswith("["):
        address = ipaddress.ip_address(host[1:-1])
        host = str(address.ipv4_mapped or address)      # one address is one address
    elif not re.fullmatch(r"([a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}", host) or len(host) > 253:
        return None
    return [scheme, host, int(port or 0)]


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--count", type=int, default=20000)
    ap.add_argument("--seed", type=int, default=1)
    opt = ap.parse_args()
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None:
        print("there is no node\n0 passed, 0 failed, 1 skipped")
        return 0
    print("seed %d" % opt.seed)
    urls = generated(opt.count, opt.seed)
    failed = compared = 0
    for text, got, want in zip(urls, ours(urls), theirs(node, urls)):
        scheme = got[1] or (want[0] if want else "")
        if scheme not in SPECIAL or (want and EMPTY_A_LABEL.search(want[1])) or SOFT_HYPHENS.search(text):
            continue
        compared += 1
        want = as_ours(want) if want else None
        got = got[1:] if got[0] == 0 else None
        if got != want:
            failed += 1
            if failed <= 15:
                print("%r: ours %s, node's %s" % (text, got, want))
    print("%d passed, %d failed, 0 skipped" % (compared - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
