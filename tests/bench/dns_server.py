#!/usr/bin/python3
"""A DNS server for the benchmark: answers from a zone file (src/dns/zone.h) over UDP on 127.0.0.1, so that the gate asks once and
then has what it needs in its cache, as in operation. A process of its own, so that its cost is nobody's.

    dns_server.py ZONE          prints its port, and runs until its standard input ends
"""
import json
import socket
import sys
import threading

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

TTL_SECONDS = 86400
SOA = "ns.example. hostmaster.example. 1 3600 600 86400 86400"


def as_text(kind, record):
    if kind == "TXT":
        return " ".join('"%s"' % chunk for chunk in record)
    if kind == "MX":
        return "%d %s." % tuple(record)
    return record + "." if kind in ("PTR", "NS", "CNAME") else record


def answer(zone, query):
    response = dns.message.make_response(query)
    response.flags |= dns.flags.RA
    question = query.question[0]
    name, kind = question.name.to_text(omit_final_dot=True).lower(), dns.rdatatype.to_text(question.rdtype)
    records = zone.get(name, {}).get(kind, [])
    if records:
        response.answer.append(dns.rrset.from_text_list(question.name, TTL_SECONDS, "IN", kind, [as_text(kind, r) for r in records]))
    else:
        exists = any(other == name or other.endswith("." + name) for other in zone)
        response.set_rcode(dns.rcode.NOERROR if exists else dns.rcode.NXDOMAIN)
        response.authority.append(dns.rrset.from_text(question.name, TTL_SECONDS, "IN", "SOA", SOA))
    return response.to_wire()


def serve(zone, server):
    while True:
        octets, client = server.recvfrom(4096)
        server.sendto(answer(zone, dns.message.from_wire(octets)), client)


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        zone = {name.lower(): kinds for name, kinds in json.load(f).items()}
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    print(server.getsockname()[1], flush=True)
    threading.Thread(target=serve, args=(zone, server), daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
