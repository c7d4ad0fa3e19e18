"""Clients behind a proxy: PROXY headers and XCLIENT from named peers, and from nobody else."""
import contextlib
import socket
import ssl
import struct
import subprocess

from case import ALEX, JANE, SAM, Talk, begins, case, check, equal, explained, gate, mail, queue_id, until
from gate import free_port
from peers import NextHop

BALANCER, STRANGER = "127.0.0.70", "127.0.0.66"
KIM = "kim@news.example"               # whose domain has an SPF record for loopback, and asks for nothing where it fails
SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"


def v1(client, family="TCP4", server="127.0.0.1"):
    return ("PROXY %s %s %s 40000 25\r\n" % (family, client, server)).encode()


def v2(client, extensions=b"", command=0x21):
    addresses = socket.inet_aton(client) + socket.inet_aton("127.0.0.1") + struct.pack("!HH", 40000, 25)
    return SIGNATURE + struct.pack("!BBH", command, 0x11, len(addresses + extensions)) + addresses + extensions


@contextlib.contextmanager
def proxied(hop, **changes):
    """A gate with a second listener, g.proxied, for the balancer alone."""
    port = free_port()
    more = changes.pop("more", "")
    listener = 'listener behind { address = "127.0.0.1:%d"  proxy-from = { "%s" }  proxy-timeout = "1s"  %s }' \
        % (port, BALANCER, changes.pop("listener", ""))
    with gate(hop, more=listener + more, **changes) as g:
        g.proxied = port
        yield g


class Behind(Talk):
    """A session through the balancer: header, then the dialogue."""

    def __init__(self, g, header, client=BALANCER, then=b"", greet=True):
        super().__init__(g.proxied, client=client, greet=False)
        self.send(header + then)
        if greet:
            self.greeting = self.read()
            begins(self.greeting, "220", "greeting behind %r" % header)
            begins(self.say("EHLO mail.friend.example"), "250", "EHLO")


@case("PROXY v1 and v2: the client that the balancer names is judged, logged, and stands in Received")
def named():
    with NextHop() as hop, proxied(hop) as g:
        for number, header in enumerate((v1("192.0.2.10"), v2("192.0.2.10"), v2("192.0.2.10", b"\x04\0\x02ab"))):
            with Behind(g, header) as talk:
                reply = talk.message(mail(sender=KIM), sender=KIM)
            begins(reply, "250", "a message through the balancer")
            event = until(lambda: [e for e in g.events("message") if e["id"] == queue_id(reply)])[0]
            equal((event["client"], event["through"]), ("192.0.2.10", BALANCER), "who was logged")
            equal(event["spf"], "fail", "SPF looks at the client, which is not on loopback")
            check(b"[192.0.2.10])" in hop.octets()[number], hop.octets()[number][:300])
        with Behind(g, v1("2001:db8::7", "TCP6", "2001:db8::1")) as talk:
            reply = talk.message(mail(sender=KIM), sender=KIM)
        event = until(lambda: [e for e in g.events("message") if e["id"] == queue_id(reply)])[0]
        equal(event["client"], "2001:db8::7", "an IPv6 client behind an IPv4 balancer")
        story = explained(g, queue_id(reply))
        check("2001:db8::7" in story, story)


@case("PROXY: health checks keep the balancer's own address")
def health():
    with NextHop() as hop, proxied(hop) as g:
        for header in (b"PROXY UNKNOWN\r\n", SIGNATURE + b"\x20\0\0\0", v2("192.0.2.10", command=0x20)):
            with Behind(g, header) as talk:
                reply = talk.message(mail(sender=KIM), sender=KIM)
            begins(reply, "250", "a message of the balancer's own")
            event = until(lambda: [e for e in g.events("message") if e["id"] == queue_id(reply)])[0]
            equal((event["client"], event.get("through")), (BALANCER, None), "who was logged")


@case("PROXY: an octet at a time, and TLS behind it")
def in_pieces():
    with NextHop() as hop, proxied(hop, listener='tls-certificate = "{CERT}"  tls-key = "{KEY}"') as g:
        for header in (v1("192.0.2.10"), v2("192.0.2.10")):
            talk = Talk(g.proxied, client=BALANCER, greet=False)
            talk.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for i in range(len(header)):
                talk.send(header[i:i + 1])
            begins(talk.read(), "220", "greeting")
            begins(talk.say("EHLO mail.friend.example"), "250", "EHLO")
            talk.start_tls()
            begins(talk.message(mail(sender=KIM), sender=KIM), "250", "a message")
            talk.close()


@case("PROXY: implicit TLS behind it, the client's first octets in one packet with the header")
def implicit_tls():
    with NextHop() as hop, proxied(hop, listener='tls = "implicit"  tls-certificate = "{CERT}"  tls-key = "{KEY}"') as g:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        for header in (v1("192.0.2.10"), v2("192.0.2.10")):
            talk = Talk(g.proxied, client=BALANCER, greet=False)
            talk.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
            talk.send(header)
            talk.file.close()
            talk.socket = context.wrap_socket(talk.socket)
            talk.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 0)
            talk.file = talk.socket.makefile("rb")
            begins(talk.read(), "220", "greeting behind %r" % header)
            begins(talk.say("EHLO mail.friend.example"), "250", "EHLO")
            begins(talk.message(mail(sender=KIM), sender=KIM), "250", "a message")
            talk.close()
        equal([e["client"] for e in g.wait_event(2)], ["192.0.2.10"] * 2, "who was logged")


@case("PROXY: whoever is not named, says nothing, or lies about the form gets not an octet")
def refused():
    with NextHop() as hop, proxied(hop) as g:
        for what, client, octets in (
                ("a stranger with a header", STRANGER, v1("127.0.0.10")),
                ("a stranger without", STRANGER, b"EHLO a.example\r\n"),
                ("the balancer without", BALANCER, b"EHLO a.example\r\n"),
                ("the balancer, silent", BALANCER, b""),
                ("half a header", BALANCER, v1("192.0.2.10")[:20]),
                ("a bad address", BALANCER, b"PROXY TCP4 192.0.2.256 127.0.0.1 1 25\r\n"),
                ("a length that lies", BALANCER, SIGNATURE + b"\x21\x11\xff\xff" + b"\x7f\0\0\1" * 3),
                ("an extension past the end", BALANCER, v2("192.0.2.10", b"\x20\xff\xff"))):
            talk = Talk(g.proxied, client=client, greet=False)
            talk.socket.settimeout(8)
            try:
                talk.send(octets)
                equal(talk.file.read(), b"", what)
            except ConnectionError:
                pass
            talk.close()
        check(until(lambda: len(g.events("proxy-refused")) == 8), g.events("proxy-refused"))
        equal(len(hop.messages), 0, "messages taken")
        with Talk(g.port) as talk:              # the plain listener believes no header
            begins(talk.say(v1("192.0.2.10").strip()), "500", "PROXY on a plain listener")


@case("PROXY: a client that speaks before it is greeted is refused, also when its words come with the header")
def early():
    with NextHop() as hop, proxied(hop) as g:
        for header in (v1("192.0.2.10"), v2("192.0.2.10")):
            talk = Behind(g, header, then=b"EHLO a.example\r\n", greet=False)
            begins(talk.read(), "554 5.5.0", "an early word behind %r" % header)
            check(talk.is_closed(), "the session goes on")
        check(until(lambda: len(g.events("early-talker")) == 2), g.events())
        equal(g.events("early-talker")[0]["client"], "192.0.2.10", "who was logged")


@case("XCLIENT: offered to named peers only; the client that they name is judged; LOGIN opens nothing")
def xclient():
    listener = 'listener inner { address = "127.0.0.1:%d"  xclient-from = { "' + BALANCER + '" } }'
    port = free_port()
    with NextHop() as hop, gate(hop, more=listener % port) as g:
        with Talk(port, client=STRANGER) as talk:
            check("XCLIENT" not in talk.hello, talk.hello)
            begins(talk.say("XCLIENT ADDR=127.0.0.1"), "500 5.5.1", "a stranger")
            begins(talk.say("XFORWARD ADDR=127.0.0.1"), "500", "XFORWARD")
        with Talk(port, client=BALANCER) as talk:
            check("XCLIENT NAME ADDR PORT PROTO HELO" in talk.hello, talk.hello)
            begins(talk.say("XCLIENT ADDR=127.0.0.1 LOGIN=admin@harbour.example"), "501", "a login")
            begins(talk.say("XCLIENT ADDR=nowhere"), "501", "no address")
            talk.must("MAIL FROM:<%s>" % SAM, "250")
            begins(talk.say("XCLIENT ADDR=192.0.2.10"), "503", "within a transaction")
            talk.must("RSET", "250")
            begins(talk.say("XCLIENT NAME=[UNAVAILABLE] ADDR=192.0.2.10 PORT=4711"), "220", "a client")
            begins(talk.say("MAIL FROM:<%s>" % SAM), "503", "before EHLO")
            hello = talk.say("EHLO mail.friend.example")
            check("XCLIENT" in hello, hello)
            reply = talk.message(mail(sender=KIM), sender=KIM)
            begins(reply, "250", "a message of the named client")
            event = until(lambda: [e for e in g.events("message") if e["id"] == queue_id(reply)])[0]
            equal((event["client"], event["through"], event["spf"]), ("192.0.2.10", BALANCER, "fail"), "who was logged")
            begins(talk.say("RCPT TO:<%s>" % ALEX), "503", "after it")


@case("XCLIENT: a client that its proxy does not know is neither the proxy nor the client before, and is not believed")
def unknown_client():
    port = free_port()
    more = 'trusted-networks = { "%s" }  listener inner { address = "127.0.0.1:%d"  xclient-from = { "%s" } }' % (BALANCER, port, BALANCER)
    with NextHop() as hop, gate(hop, more=more) as g, Talk(port, client=BALANCER) as talk:
        for before in ((), ("127.0.0.10",), ("[UNAVAILABLE]",)):        # harbour.example has no SPF pass from any of them
            for address in before + ("[TEMPUNAVAIL]",):
                begins(talk.say("XCLIENT ADDR=%s HELO=evil.example" % address), "220", "XCLIENT")
            begins(talk.say("EHLO evil.example"), "250", "EHLO")
            begins(talk.message(mail(sender=JANE), sender="eve@open.example"), "250", "one in Jane's name, held")
        for event in g.wait_event(3):
            equal((event["client"], event["through"], event["action"], event["spf"]), ("unknown", BALANCER, "quarantine", "none"),
                  "what was logged")
        equal(len(hop.messages), 0, "messages passed on")


@case("XCLIENT by swaks")
def swaks():
    port = free_port()
    with NextHop() as hop, gate(hop, more='listener inner { address = "127.0.0.1:%d"  xclient-from = { "127.0.0.0/8" } }' % port) as g:
        done = subprocess.run(["swaks", "--server", "127.0.0.1:%d" % port, "--from", KIM, "--to", ALEX, "--helo", "mail.friend.example",
                               "--xclient-addr", "192.0.2.10", "--xclient-helo", "other.news.example"],
                              capture_output=True, text=True, timeout=30, check=False)
        equal(done.returncode, 0, "swaks: " + done.stdout[-1500:])
        event = until(lambda: g.events("message"))[0]
        equal(event["client"], "192.0.2.10", "who was logged")
