"""TLS as clients see it: which certificate, which versions, who they are by a certificate of their own, and who must."""
import contextlib
import hashlib
import os
import signal
import socket
import ssl
import subprocess

from case import ALEX, JANE, SAM, Talk, begins, case, check, complaints, deliver, equal, gate, mail, queue_id, until
from gate import free_port
from peers import NextHop


def openssl(*arguments, text=None):
    return subprocess.run(["openssl", *arguments], input=text, capture_output=True, text=True, check=True, timeout=60).stdout


def make_pair(folder, name, subject, names=(), rsa=False, signer=None, days=30):
    """A certificate and its key as files; signed by itself, or by the pair signer. Returns their paths."""
    certificate, private = os.path.join(folder, name + ".pem"), os.path.join(folder, name + ".key")
    kind = ["rsa:2048"] if rsa else ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    by = ["-CA", signer[0], "-CAkey", signer[1]] if signer else []
    more = ["-addext", "subjectAltName=" + ",".join("DNS:" + n for n in names)] if names else []
    extension = [] if signer is None else ["-addext", "basicConstraints=critical,CA:FALSE"]
    if by:          # openssl req signs with another's key only since 3.1; x509 always did
        request = openssl("req", "-new", "-newkey", *kind, "-nodes", "-subj", subject, "-keyout", private, *more, *extension)
        with open(certificate, "w") as f:
            f.write(openssl("x509", "-req", "-days", "30", "-copy_extensions", "copy", *by, "-CAcreateserial", text=request))
    else:
        openssl("req", "-x509", "-newkey", *kind, "-nodes", "-days", str(days), "-subj", subject, "-keyout", private,
                "-out", certificate, *more)
    return certificate, private


def fingerprint(certificate):
    with open(certificate) as f:
        return hashlib.sha256(ssl.PEM_cert_to_DER_cert(f.read())).hexdigest()


def client_context(least=None, most=None, pair=None, ciphers=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if ciphers:
        context.set_ciphers(ciphers)
    if least:
        context.minimum_version = least
    if most:
        context.maximum_version = most
    if pair:
        context.load_cert_chain(*pair)
    return context


class TlsTalk(Talk):
    """An SMTP session under TLS, by STARTTLS or at once."""

    def __init__(self, port, context=None, name=None, at_once=False, client="127.0.0.10", session=None):
        super().__init__(port, client=client, greet=not at_once)
        if not at_once:
            self.must("STARTTLS", "220")
        self.file.close()
        self.socket = (context or client_context()).wrap_socket(self.socket, server_hostname=name, session=session)
        self.file = self.socket.makefile("rb")
        if at_once:
            self.greeting = self.read()
        self.hello = self.say("EHLO mail.friend.example")

    def shown(self):
        return hashlib.sha256(self.socket.getpeercert(True)).hexdigest()


def handshake(port, context, **how):
    """The version agreed on, or the class of the failure."""
    try:
        with TlsTalk(port, context, **how) as talk:
            return talk.socket.version()
    except ssl.SSLError as error:
        return "refused" if "ALERT" in str(error).upper() or "EOF" in str(error).upper() else str(error)
    except (ConnectionError, AssertionError) as error:
        return type(error).__name__


LISTENER = 'listener mx { address = "127.0.0.1:{PORT}"  tls-certificate = "{CERT}"  tls-key = "{KEY}" }'


@contextlib.contextmanager
def listening(hop, listener, prepare=None, **changes):
    """A gate whose listener is this one. prepare(folder) makes what it names."""
    with gate(hop, start=False, **changes) as g:
        if prepare:
            prepare(g.folder)
        rewrite(g, LISTENER, listener)
        g.start()
        yield g
        check(g.process.poll() is None, "the gate has died: " + complaints(g))
        equal(g.stop(remove=False), 0, "exit status")


def filled_in(g, text):
    for name, value in (("CERT", g.path("cert.pem")), ("KEY", g.path("key.pem")), ("PORT", str(g.port)), ("FOLDER", g.folder)):
        text = text.replace("{%s}" % name, value)
    return text


def rewrite(g, old, new):
    with open(g.config) as f:
        text = f.read()
    old, new = filled_in(g, old), filled_in(g, new)
    check(old in text, "the configuration has no %r" % old)
    g.write("gatepost.conf", text.replace(old, new, 1))


# ---- which certificate ----

SEVERAL = """listener mx {
    address         = "127.0.0.1:{PORT}"
    tls-certificate = { "{FOLDER}/rsa.pem", "{FOLDER}/ecdsa.pem", "{FOLDER}/other.pem", "{FOLDER}/wild.pem" }
    tls-key         = { "{FOLDER}/rsa.key", "{FOLDER}/ecdsa.key", "{FOLDER}/other.key", "{FOLDER}/wild.key" }
}"""


def make_several(folder):
    make_pair(folder, "rsa", "/CN=mx.harbour.example", ["mx.harbour.example"], rsa=True)
    make_pair(folder, "ecdsa", "/CN=mx.harbour.example", ["mx.harbour.example"])
    make_pair(folder, "other", "/CN=mx.other.example", ["mx.other.example", "in.wild.example"])
    make_pair(folder, "wild", "/CN=not.a.name.example", ["*.wild.example"])


@case("SNI: the certificate that carries the name, exact before wildcard; unknown or none: the first, RSA and ECDSA")
def server_name():
    rsa_only, ecdsa_only = "aRSA+ECDHE", "aECDSA+ECDHE"
    old = ssl.TLSVersion.TLSv1_2
    cases = [       # name, what the client can do, certificate
        ("mx.harbour.example", {}, "ecdsa"), ("MX.Harbour.Example", {}, "ecdsa"), ("mx.other.example", {}, "other"),
        ("a.wild.example", {}, "wild"), ("in.wild.example", {}, "other"), ("a.b.wild.example", {}, "ecdsa"),
        ("wild.example", {}, "ecdsa"), ("not.a.name.example", {}, "ecdsa"), ("unknown.example", {}, "ecdsa"), (None, {}, "ecdsa"),
        ("mx.harbour.example", dict(most=old, ciphers=rsa_only), "rsa"), (None, dict(most=old, ciphers=rsa_only), "rsa"),
        ("mx.harbour.example", dict(most=old, ciphers=ecdsa_only), "ecdsa"), ("mx.other.example", dict(most=old), "other"),
    ]
    with NextHop() as hop, listening(hop, SEVERAL, make_several) as g:
        wrong = []
        for name, able, want in cases:
            with TlsTalk(g.port, client_context(**able), name=name) as talk:
                got = [n for n in ("rsa", "ecdsa", "other", "wild") if fingerprint(g.path(n + ".pem")) == talk.shown()]
                if got != [want]:
                    wrong.append("%s %s: %s instead of %s" % (name, able, got, want))
        check(not wrong, "; ".join(wrong))
        # A client that can only sign by RSA and asks for a name without an RSA certificate is refused, not shown another's.
        equal(handshake(g.port, client_context(most=old, ciphers=rsa_only), name="mx.other.example"), "refused", "RSA for other")
        # By an independent client, under TLS 1.3.
        for algorithms, want in (("rsa_pss_rsae_sha256", "rsa"), ("ecdsa_secp256r1_sha256", "ecdsa")):
            said = subprocess.run(["openssl", "s_client", "-connect", "127.0.0.1:%d" % g.port, "-starttls", "smtp", "-tls1_3",
                                   "-servername", "mx.harbour.example", "-sigalgs", algorithms, "-showcerts"],
                                  input="QUIT\r\n", capture_output=True, text=True, timeout=20).stdout
            pem = said[said.index("-----BEGIN CERT"):said.index("-----END CERTIFICATE-----") + 25]
            equal(hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest(), fingerprint(g.path(want + ".pem")), algorithms)


@case("SIGHUP with new certificates: new handshakes see them, an open session goes on; a broken file keeps the old ones")
def renewed():
    with NextHop() as hop, listening(hop, SEVERAL, make_several) as g:
        before = fingerprint(g.path("ecdsa.pem"))
        check(not g.events("tls-certificate-ends"), "a certificate of thirty days ends soon")
        with TlsTalk(g.port) as old:
            make_pair(g.folder, "ecdsa", "/CN=mx.harbour.example", ["mx.harbour.example"])
            after = fingerprint(g.path("ecdsa.pem"))
            g.process.send_signal(signal.SIGHUP)
            check(until(lambda: len(g.events("reloaded")) == 1), "no word of a reload")

            def shown():
                with TlsTalk(g.port, name="mx.harbour.example") as talk:
                    return talk.shown()
            check(until(lambda: shown() == after), "the new certificate is not shown")
            check(before != after, "the same certificate")
            begins(old.message(mail()), "250", "in the session of before")
            with open(g.path("ecdsa.key"), "w") as f:
                f.write("-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----\n")
            g.process.send_signal(signal.SIGHUP)
            check(until(lambda: g.events("reload-failed")), "no word of a failed reload")
            problem = g.events("reload-failed")[0]["problem"]
            check("listener mx" in problem and "ecdsa.key" in problem, problem)
            equal(shown(), after, "after a reload that failed")
            begins(old.message(mail()), "250", "and the old session again")
            make_pair(g.folder, "ecdsa", "/CN=mx.harbour.example", ["mx.harbour.example"], days=3)
            g.process.send_signal(signal.SIGHUP)
            check(until(lambda: [e["listener"] for e in g.events("tls-certificate-ends")] == ["mx"]), "no word of its end")


# ---- which versions ----

@case("versions: 1.2 and 1.3 alone by default; 1.3 alone, or older ones with a word in the log, where a listener says so")
def versions():
    v = ssl.TLSVersion
    tls10, tls11, tls12, tls13 = v.TLSv1, v.TLSv1_1, v.TLSv1_2, v.TLSv1_3
    weak = "ALL:@SECLEVEL=0"
    for more, want in (("", ("refused", "refused", "TLSv1.2", "TLSv1.3")),
                       ('tls-minimum = "1.3"', ("refused", "refused", "refused", "TLSv1.3")),
                       ('tls-minimum = "1.0"', ("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"))):
        with NextHop() as hop, listening(hop, LISTENER[:-1] + more + " }") as g:
            got = tuple(handshake(g.port, client_context(one, one, ciphers=weak)) for one in (tls10, tls11, tls12, tls13))
            equal(got, want, "with " + (more or "the default"))
            equal([e["listener"] for e in g.events("tls-old-versions")], ["mx"] if "1.0" in more else [], "the warning")


@case("ciphers: forward secrecy always (RFC 9325): no static RSA, no finite-field Diffie-Hellman, no RC4, no anonymous one")
def ciphers():
    with NextHop() as hop, listening(hop, SEVERAL, make_several) as g:
        for offered, want in (("kRSA", "refused"), ("kDHE", "refused"), ("aNULL:@SECLEVEL=0", "refused"),
                              ("ECDHE+AESGCM", "TLSv1.2"), ("ECDHE+CHACHA20", "TLSv1.2")):
            equal(handshake(g.port, client_context(most=ssl.TLSVersion.TLSv1_2, ciphers=offered)), want, offered)


# ---- implicit TLS ----

IMPLICIT = LISTENER[:-1] + ' tls = "implicit" }'


@case("implicit TLS: handshake, greeting, mail; no STARTTLS on offer; a client that speaks in clear gets not an octet")
def implicit():
    with NextHop() as hop, listening(hop, IMPLICIT) as g:
        with TlsTalk(g.port, at_once=True) as talk:
            begins(talk.greeting, "220 ", "the greeting")
            check("STARTTLS" not in talk.hello and "PIPELINING" in talk.hello, talk.hello)
            talk.must("STARTTLS", "503")
            begins(talk.message(mail()), "250", "the message")
        equal(g.wait_event(1)[0]["tls"], "TLSv1.3", "the log")
        check(b"with ESMTPS id" in hop.octets()[0], "Received does not tell of TLS")
        with socket.create_connection(("127.0.0.1", g.port), 10) as clear:
            clear.sendall(b"EHLO mail.friend.example\r\n")
            clear.settimeout(10)
            got = b""
            with contextlib.suppress(ConnectionError):
                got = clear.recv(1000)
            check(b"220" not in got and b"250" not in got, got)


# ---- tickets ----

@case("tickets: a session is resumed at its own listener, and not at another with the same certificate")
def tickets():
    two = LISTENER + "\n" + LISTENER.replace("listener mx", "listener twin").replace("{PORT}", "{TWIN}")
    twin = free_port()
    with NextHop() as hop, listening(hop, two.replace("{TWIN}", str(twin)), workers=2) as g:
        context = client_context(most=ssl.TLSVersion.TLSv1_2)
        with TlsTalk(g.port, context) as first:
            session = first.socket.session
        for port, want in ((g.port, True), (twin, False)):
            with TlsTalk(port, context, session=session) as talk:
                equal(talk.socket.session_reused, want, "resumed at port %d" % port)


# ---- clients with certificates ----

ASKING = LISTENER[:-1] + ' tls-client-certificate = "request" tls-client-ca = "{FOLDER}/ca.pem" }'


def make_clients(folder):
    ca = make_pair(folder, "ca", "/CN=Harbour CA")
    make_pair(folder, "pinned", "/CN=A pinned (client)")
    make_pair(folder, "known", "/CN=relay", ["relay.harbour.example"], signer=ca)
    make_pair(folder, "named", "/CN=relay", ["relay.harbour.example"])                  # the name, but nobody behind it
    make_pair(folder, "stranger", "/CN=relay.harbour.example")


@case("client certificates: by fingerprint or by a name that the CA has signed their holder is inside; nobody else is")
def client_certificates():
    with NextHop() as hop, gate(hop, start=False) as g:
        make_clients(g.folder)
        digits = fingerprint(g.path("pinned.pem")).upper()
        with_colons = ":".join(digits[i:i + 2] for i in range(0, 64, 2))
        rewrite(g, "own-domains =", 'trusted-certificates = { "sha256:%s", "relay.harbour.example" }\nown-domains =' % with_colons)
        rewrite(g, LISTENER, ASKING[:-1] + ' xclient-from = { "127.0.0.10" } }')
        g.start()
        for pair, trusted in (("pinned", 1), ("known", 1), ("named", 0), ("stranger", 0), (None, None)):
            for most in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
                files = pair and (g.path(pair + ".pem"), g.path(pair + ".key"))
                with TlsTalk(g.port, client_context(most=most, pair=files)) as talk:
                    reply = talk.message(mail(sender=JANE), sender=SAM)
                # Our own domain in From, without SPF or DKIM: from inside it passes, from anybody else it is refused.
                begins(reply, "250" if trusted else "550 5.7.26", str(pair))
                event = until(lambda: [e for e in g.events("message") if e["id"] == queue_id(reply)])[0]
                what = "%s under %s" % (pair, most.name)
                equal(event.get("tls_client_trusted"), trusted, what)
                equal(event.get("tls_client"), pair and fingerprint(g.path(pair + ".pem")), what)
                if trusted:
                    check(("client certificate sha256:%s, known" % event["tls_client"]).encode() in hop.octets()[-1], "Received")
        with TlsTalk(g.port, client_context(pair=(g.path("pinned.pem"), g.path("pinned.key")))) as talk:
            begins(talk.say("XCLIENT ADDR=192.0.2.10"), "220", "a proxy that is inside, in the name of its client")
            begins(talk.say("EHLO mail.friend.example"), "250", "EHLO of the client")
            reply = talk.message(mail(sender=JANE), sender=SAM)
        begins(reply, "550 5.7.26", "a client of a proxy that is inside")
        event = until(lambda: [e for e in g.events("message") if e["id"] == queue_id(reply)])[0]
        equal((event["client"], event.get("tls_client")), ("192.0.2.10", None), "whose certificate is logged")
        equal(g.stop(remove=False), 0, "exit status")


# ---- who must ----

@case("required TLS: 530 in clear from that network to all but EHLO, NOOP, QUIT, STARTTLS; others are free")
def required():
    listener = LISTENER[:-1] + ' tls-required-from = { "127.0.0.11" } }'
    with NextHop() as hop, listening(hop, listener) as g:
        with Talk(g.port, client="127.0.0.11") as talk:
            check("STARTTLS" in talk.hello, talk.hello)
            for line in ("MAIL FROM:<%s>" % SAM, "HELO mail.friend.example", "VRFY alex", "RSET", "RCPT TO:<%s>" % ALEX, "DATA", "HELP"):
                begins(talk.say(line), "530 5.7.0", line)
            talk.must("NOOP", "250")
            talk.must("EHLO mail.friend.example", "250")
            talk.start_tls()
            begins(talk.message(mail()), "250", "under TLS")
        with Talk(g.port, client="127.0.0.11") as talk:
            talk.must("QUIT", "221")
        begins(deliver(g, mail()), "250", "from another network, in clear")
