#!/usr/bin/python3
"""A DNS server for the benchmark, and for programs that know no other port than 53: answers from a zone file (src/dns/zone.h) over
UDP on 127.0.0.1, so that the gate asks once and then has what it needs in its cache, as in operation. A process of its own, so
that its cost is nobody's.

    dns_server.py ZONE [PORT]   prints its port, and runs until its standard input ends
"""
import json
import pathlib
import sys

import dns.message

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from name_server import NameServer, answer_from           # noqa: E402  (the path above comes first)

TTL_SECONDS = 86400


class ZoneServer(NameServer):
    def __init__(self, zone, port):
        self._zone = zone
        self._above = {name[i + 1:] for name in zone for i, octet in enumerate(name) if octet == "."}
        super().__init__(port)

    def records_of(self, name):
        if name in self._zone:
            return self._zone[name]
        return {} if name in self._above else None

    def answer(self, query):
        return answer_from(self.records_of, dns.message.from_wire(query), TTL_SECONDS)


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        zone = {name.lower(): kinds for name, kinds in json.load(f).items()}
    print(ZoneServer(zone, int(sys.argv[2]) if len(sys.argv) > 2 else 0).port, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
