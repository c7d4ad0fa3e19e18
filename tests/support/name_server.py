"""A name server on a port of 127.0.0.1, for the gate to ask; what it says is its class's business."""
import socket
import threading

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

SOA = "ns.example. hostmaster.example. 1 3600 600 86400 86400"


def as_text(kind, record):
    if kind == "TXT":
        return " ".join('"%s"' % chunk for chunk in record)
    if kind == "MX":
        return "%d %s." % tuple(record)
    return record + "." if kind in ("PTR", "NS", "CNAME") else record


def answer_from(records_of, query, ttl):
    """The response's octets. records_of(name) -> the name's records by type, as in a zone file (src/dns/zone.h), or None where
    the name does not exist. A type may be in the state SERVFAIL instead."""
    response, question = dns.message.make_response(query), query.question[0]
    response.flags |= dns.flags.RA
    kind, records = dns.rdatatype.to_text(question.rdtype), records_of(question.name.to_text(omit_final_dot=True).lower())
    found = (records or {}).get(kind, [])
    if found == "SERVFAIL":
        response.set_rcode(dns.rcode.SERVFAIL)
    elif found:
        response.answer.append(dns.rrset.from_text_list(question.name, ttl, "IN", kind, [as_text(kind, r) for r in found]))
    else:
        response.set_rcode(dns.rcode.NXDOMAIN if records is None else dns.rcode.NOERROR)
        response.authority.append(dns.rrset.from_text(question.name, ttl, "IN", "SOA", SOA))
    return response.to_wire()


class NameServer:
    """With a method answer(query octets) -> octets, or None for silence. close() ends it; so does leaving a with block."""

    def __init__(self, port=0):
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", port))
        self.port, self.asked = self._socket.getsockname()[1], 0
        threading.Thread(target=self._serve, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._socket.close()

    def answer(self, query):
        """Silent by default: a server that takes every question and answers none."""
        return None

    def delay(self, query):
        """Seconds that the answer to this query takes."""
        return 0

    def _serve(self):
        while True:
            try:
                query, client = self._socket.recvfrom(4096)
            except OSError:
                return
            self.asked += 1
            seconds = self.delay(query)
            if seconds > 0:
                timer = threading.Timer(seconds, self._send, (query, client))
                timer.daemon = True
                timer.start()
            else:
                self._send(query, client)

    def _send(self, query, client):
        response = self.answer(query)
        if response is None:
            return
        try:
            self._socket.sendto(response, client)
        except OSError:                                 # closed meanwhile
            pass
