"""What the attack catalogue asks of the SMTP face in cases that are no conversation with it (their mode is another than smtp)."""
import http.client
import os
import socket
import statistics
import time

from case import ALEX, JANE, SAM, Talk, begins, case, check, deliver, equal, gate, mail, until
from gate import free_port
from mail_server import Closed, MailServer
from metrics import LocalConnection, get
from milter import milter_gate
from peers import NextHop

ATTACKER = "127.0.0.66"


def times(talk, recipients, rounds):
    """Seconds until RCPT was answered, for each of the recipients in turn, so that all meet the same machine."""
    took = {one: [] for one in recipients}
    for _ in range(rounds):
        for one in recipients:
            began = time.perf_counter()
            talk.say("RCPT TO:<%s>" % one)
            took[one].append(time.perf_counter() - began)
    return took


@case("DIS-004: known and unknown recipients are answered as fast, whether a list or the next hop knows them")
def recipients_by_time():
    unknown = "nobody@harbour.example"
    say_no = {"RCPT": lambda line: "550 5.1.1 no such user" if unknown in line else None}
    for recipients, route in (("list", 'recipient-list = { "%s", "%s" }' % (ALEX, JANE)), ("probe", "")):
        with NextHop(say_no) as hop, gate(hop, recipients=recipients, route=route, limits="errors = 1000  recipients = 1000") as g:
            with Talk(g.port) as talk:
                talk.must("MAIL FROM:<%s>" % SAM, "250")
                begins(talk.say("RCPT TO:<%s>" % unknown), "550 5.1.1", "an unknown one")
                begins(talk.say("RCPT TO:<%s>" % ALEX), "250", "a known one")
                took = times(talk, [ALEX, unknown], 100)
            difference = statistics.median(a - b for a, b in zip(took[ALEX], took[unknown], strict=True))
            check(abs(difference) < 0.005, "by %s the median difference is %.1f ms" % (recipients, difference * 1000))


def vector(octets, length_octets):
    return len(octets).to_bytes(length_octets, "big") + octets


def client_hello(suites):
    """RFC 5246 §7.4.1.2, as libraries of today do not write it any more: TLS 1.2 with these cipher suites alone."""
    groups, point_formats, algorithms = b"\x00\x17\x00\x18", b"\x00", b"\x04\x03\x04\x01\x05\x03\x05\x01"      # P-256 and others that all know
    extensions = b"".join(number + vector(vector(value, width), 2) for number, value, width in
                          ((b"\x00\x0a", groups, 2), (b"\x00\x0b", point_formats, 1), (b"\x00\x0d", algorithms, 2)))
    hello = b"\x03\x03" + os.urandom(32) + vector(b"", 1) + vector(b"".join(suites), 2) + vector(b"\x00", 1) + vector(extensions, 2)
    return b"\x16\x03\x01" + vector(b"\x01" + vector(hello, 3), 2)


# What its name promises to keep secret can be read, or could be read once.
WEAK = {"RC4": [b"\x00\x05", b"\x00\x04", b"\xc0\x07", b"\xc0\x11"], "3DES": [b"\x00\x0a", b"\xc0\x08", b"\xc0\x12"],
        "export": [b"\x00\x03", b"\x00\x06", b"\x00\x08", b"\x00\x14"], "DES": [b"\x00\x09", b"\x00\x15"],
        "no encryption": [b"\x00\x01", b"\x00\x02", b"\xc0\x06", b"\xc0\x10"], "no certificate": [b"\x00\x18", b"\x00\x34", b"\xc0\x18"]}
STRONG = b"\xc0\x2b"                    # ECDHE-ECDSA-AES128-GCM-SHA256
HANDSHAKE_RECORD, ALERT_RECORD = 0x16, 0x15


@case("TLS-011: ciphers that are broken, or none, end the handshake; beside a good one they are not chosen")
def weak_ciphers():
    def answer_to(suites):
        """(type of the first record, its octets)"""
        with Talk(g.port) as talk:
            talk.must("STARTTLS", "220")
            talk.send(client_hello(suites))
            header = talk.file.read(5)
            return header[0], talk.file.read(int.from_bytes(header[3:], "big"))

    with NextHop() as hop, gate(hop) as g:
        for name, suites in WEAK.items():
            kind, octets = answer_to(suites)
            equal((kind, octets[:1]), (ALERT_RECORD, b"\x02"), "record and level of the answer to " + name)
        kind, octets = answer_to([suite for suites in WEAK.values() for suite in suites] + [STRONG])
        session_id = octets[38]
        equal((kind, octets[39 + session_id:41 + session_id]), (HANDSHAKE_RECORD, STRONG), "record and choice where one of them is good")
        begins(deliver(g, mail()), "250", "mail")


@case("TLS-017: a next hop that must have TLS and offers none gets no word of the message; the sender keeps it")
def stripped():
    with NextHop() as hop, gate(hop, route='tls = "required"') as g:
        begins(deliver(g, mail()), "451 4.7.5 TLS", "the answer")
        equal((hop.said("EHLO") > 0, hop.said("MAIL"), hop.messages), (True, 0, []), "what the next hop heard")


@case("TLS-018: replies in clear behind the 220 to STARTTLS are not taken for what is said under TLS")
def injected():
    for mode in ("opportunistic", "required"):
        with NextHop({"STARTTLS": b"220 2.0.0 go on\r\n250-hop.test\r\n250 PIPELINING\r\n250 2.1.0 Ok\r\n"}) as hop, \
                gate(hop, route='tls = "%s"' % mode) as g:
            g.make_certificate()
            hop.certificate = (g.path("cert.pem"), g.path("key.pem"))
            begins(deliver(g, mail()), "451 4.7.5 TLS", "the answer with tls = " + mode)
            equal((hop.said("STARTTLS") > 0, hop.said("MAIL"), hop.messages), (True, 0, []), "what the next hop heard")


@case("PRX-009: from elsewhere nobody can ask the milter, whose answers are ours and hold no line end")
def milter_from_elsewhere():
    port = free_port()
    with NextHop() as hop, milter_gate(hop, port, 'mail-servers = { "127.0.0.1" }') as g:
        server = MailServer(("127.0.0.1", port), source=ATTACKER)
        try:
            server.negotiate()
            raise AssertionError("a stranger was served")
        except (Closed, OSError):
            pass
        server.socket.close()
        equal(g.wait_event(1, "milter-refused")[0]["problem"], "the address is not in mail-servers", "the log")
        with MailServer(("127.0.0.1", port)) as server:
            server.negotiate()
            server.connect()
            server.helo()
            (command, data), _ = server.message("eve@open.example", [ALEX], mail(subject="x\r\n y"))
            reply = data.rstrip(b"\0")
            check(command == "y" and reply[:1] in (b"4", b"5") and not any(octet in reply for octet in b"\r\n\0"), reply)


@case("PRX-010: nobody asks the admin face over TCP unless it is told to listen, and then by no foreign name")
def admin_from_elsewhere():
    port = free_port()
    with NextHop() as hop, gate(hop) as g:
        g.wait_event(1, "serving")
        equal(get(LocalConnection(os.path.join(g.state, "admin.sock")), "/readyz")[0], 200, "by the socket")
        with open("/proc/%d/net/tcp" % g.process.pid) as f:
            sockets = {line.split()[9] for line in f if line.split()[3] == "0A"}        # inodes of those that listen
        ours = {os.readlink("/proc/%d/fd/%s" % (g.process.pid, fd)) for fd in os.listdir("/proc/%d/fd" % g.process.pid)}
        listening = [inode for inode in sockets if "socket:[%s]" % inode in ours]
        equal(len(listening), 2, "sockets that listen: those of two workers for mail alone")
    with NextHop() as hop, gate(hop, more='admin { address = { "127.0.0.1:%d" } }' % port) as g:
        g.wait_event(1, "serving")
        asker = http.client.HTTPConnection("127.0.0.1", port, timeout=10, source_address=(ATTACKER, 0))
        check(until(lambda: get(asker, "/metrics", headers={"Host": "attack.example"})[0] == 421), "by a name that leads here")
        with socket.create_connection(("127.0.0.1", port), 10, (ATTACKER, 0)) as raw:
            raw.sendall(b"POST /stop HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
            check(b" 40" in raw.recv(100).split(b"\r\n")[0], "something can be changed over HTTP")
