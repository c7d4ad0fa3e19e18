"""What mail asks of its way: passed on where the next hop takes it, and offered only where it does."""
import os
import re
import signal
import subprocess
import tempfile

from case import (ALEX, JANE, SAM, Talk, begins, case, check, deliver, equal, gate, mail, ours_and_theirs, queue_id,
                  until)
from peers import CLOSE, DOT, NextHop

FULL = ("PIPELINING", "SIZE 104857600", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", "CHUNKING", "BINARYMIME", "DSN")
ASKED = " RET=HDRS ENVID=QQ+2B314", " NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;Alex.D+2Boe@Harbour.example", " NOTIFY=NEVER"


def keywords(talk):
    return {line.split(" ")[0] for line in re.findall(r"^250[- ](.*)$", talk.hello, re.M)[1:]}


def asks(talk, octets, sender=SAM):
    talk.must("MAIL FROM:<%s>%s" % (sender, ASKED[0]), "250")
    talk.must("RCPT TO:<%s>%s" % (ALEX, ASKED[1]), "250")
    talk.must("RCPT TO:<%s>%s" % (JANE, ASKED[2]), "250")
    return talk.content(octets)


@case("DSN: offered once the next hop was seen with it, passed on as it was asked, also from the quarantine")
def dsn():
    with NextHop(extensions=FULL) as hop, gate(hop, workers=1) as g:
        with Talk(g.port) as talk:
            check("DSN" not in keywords(talk), "DSN before the next hop was seen: " + talk.hello)
            begins(talk.say("MAIL FROM:<%s> RET=HDRS" % SAM), "555 5.5.4", "a parameter that is not offered")
        begins(deliver(g, mail()), "250", "the first message")
        with Talk(g.port) as talk:
            check("DSN" in keywords(talk), talk.hello)
            for wrong in ("RET=ALL", "ENVID=a+zz", "RET=FULL RET=FULL"):
                begins(talk.say("MAIL FROM:<%s> %s" % (SAM, wrong)), "501 5.5.4", wrong)
            begins(asks(talk, mail()), "250", "the final dot")
            mail_line = [line for line in hop.commands if line.startswith("MAIL")][-1]
            check(mail_line.endswith(ASKED[0]), mail_line)
            equal([line for line in hop.commands if line.startswith("RCPT")][-2:],
                  ["RCPT TO:<%s>%s" % (ALEX, ASKED[1]), "RCPT TO:<%s>%s" % (JANE, ASKED[2])], "RCPT commands")
            sender = "jane.roe@harb0ur.example"
            reply = asks(talk, mail(subject="New bank details", sender=sender), sender)
            begins(reply, "250", "one that is held")
        equal(len(hop.messages), 2, "messages delivered before the release")
        status, text = g.run("quarantine", "release", queue_id(reply))
        equal(status, 0, text)
        check([line for line in hop.commands if line.startswith("MAIL")][-1].endswith(ASKED[0]), hop.commands)
        equal([line for line in hop.commands if line.startswith("RCPT")][-2:],
              ["RCPT TO:<%s>%s" % (ALEX, ASKED[1]), "RCPT TO:<%s>%s" % (JANE, ASKED[2])], "RCPT commands of the release")


@case("a next hop that has lost DSN: who asked to hear of success is told to come again, and is offered none then")
def dsn_lost():
    with NextHop(extensions=FULL) as hop, gate(hop, workers=1) as g:
        begins(deliver(g, mail()), "250", "the first message")
        with Talk(g.port) as talk, Talk(g.port) as other:
            hop.extensions = FULL[:4]
            hop.drop_connections()
            begins(asks(talk, mail()), "451 4.3.0", "a success that nobody would report")
            other.must("MAIL FROM:<%s> ENVID=1" % SAM, "250")
            other.must("RCPT TO:<%s> NOTIFY=FAILURE" % ALEX, "250")
            begins(other.content(mail()), "250", "one who asked for less")
            check(" ENVID" not in "".join(hop.commands), hop.commands)
        with Talk(g.port) as talk:
            check(not {"DSN", "BINARYMIME"} & keywords(talk), talk.hello)


@case("SIZE: what the next hop takes with our fields on top, once it was seen; a larger message is refused at MAIL")
def size():
    with NextHop(extensions=("PIPELINING", "SIZE 200000", "8BITMIME")) as hop, gate(hop, limits='message-size = 1048576') as g:
        with Talk(g.port) as talk:
            check("SIZE 1048576" in talk.hello, talk.hello)
        begins(deliver(g, mail()), "250", "the first message")
        with Talk(g.port) as talk:
            check("SIZE 183616" in talk.hello, talk.hello)
            begins(talk.say("MAIL FROM:<%s> SIZE=183617" % SAM), "552 5.3.4", "a larger one")
            talk.must("MAIL FROM:<%s> SIZE=183616" % SAM, "250")
            talk.must("RCPT TO:<%s>" % ALEX, "250")
            line = b"x" * 70 + b"\r\n"
            octets = mail(body=line * ((183616 - len(mail())) // len(line)))
            begins(talk.content(octets), "250", "one that just fits")
        check(len(hop.octets()[-1]) < 200000, "octets that the next hop was sent: %d" % len(hop.octets()[-1]))


@case("BINARYMIME: offered where the next hop takes it, and every octet arrives, also of a message that was held")
def binary():
    def send(talk, octets, sender=SAM):
        talk.must("MAIL FROM:<%s> BODY=BINARYMIME" % sender, "250")
        talk.must("RCPT TO:<%s>" % ALEX, "250")
        begins(talk.say("DATA"), "503 5.5.1", "DATA for it")
        talk.send(b"BDAT 10\r\n" + octets[:10] + b"BDAT %d LAST\r\n" % (len(octets) - 10) + octets[10:])
        begins(talk.read(), "250", "the first chunk")
        return talk.read()
    body = bytes(range(256)) * 3000 + b"\r\n.\r\n\n.\n\r.\r\0"
    head = b"MIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n"
    with NextHop(extensions=FULL) as hop, gate(hop, workers=1) as g:
        with Talk(g.port) as talk:
            begins(talk.say("MAIL FROM:<%s> BODY=BINARYMIME" % SAM), "501 5.5.4", "before the next hop was seen")
        begins(deliver(g, mail()), "250", "the first message")
        with Talk(g.port) as talk:
            octets = mail(fields=head, body=body)
            begins(send(talk, octets), "250", "the last chunk")
            ours_and_theirs(hop.octets()[1], octets)
            check("BODY=BINARYMIME" in [line for line in hop.commands if line.startswith("MAIL")][1], hop.commands)
            begins(send(talk, mail(fields=b"X-A: a\nb: c\r\n", body=body)), "550 5.6.0", "a bare LF in the header")
            hop.script = {DOT: "554 5.7.1 not that"}
            begins(send(talk, octets), "554 5.7.1", "one that the next hop refuses")
            hop.script = {}
            held = mail(subject="New bank details", sender="jane.roe@harb0ur.example", fields=head, body=body)
            reply = send(talk, held, "jane.roe@harb0ur.example")
        begins(reply, "250", "one that is held")
        status, text = g.run("quarantine", "release", queue_id(reply))
        equal(status, 0, text)
        ours_and_theirs(hop.octets()[-1], held)
        equal(len(hop.messages), 3, "messages")


def fingerprint(file):
    out = subprocess.run(["openssl", "x509", "-in", file, "-noout", "-fingerprint", "-sha256"], capture_output=True, text=True, check=True).stdout
    return "sha256:" + out.strip().split("=")[1]


@case("REQUIRETLS: only under TLS, and only to a next hop that proves who it is and promises the same")
def requiretls():
    def identity(g, text):
        with open(g.config) as f:
            config = f.read()
        with open(g.config, "w") as f:
            f.write(re.sub(r'tls-identity = "[^"]*"', 'tls-identity = "%s"' % text, config))
        count = len(g.events("reloaded"))
        g.process.send_signal(signal.SIGHUP)
        check(until(lambda: len(g.events("reloaded")) > count), "not reloaded")
    route = 'tls = "required"  tls-identity = "mail.elsewhere.example"'
    with NextHop(extensions=FULL + ("REQUIRETLS",)) as hop, gate(hop, workers=1, route=route) as g:
        hop.certificate = (g.path("cert.pem"), g.path("key.pem"))
        begins(deliver(g, mail()), "451", "a next hop that does not prove to be the one")
        equal((hop.said("MAIL"), len(hop.messages)), (0, 0), "what it got")
        identity(g, fingerprint(g.path("cert.pem")))
        check(until(lambda: deliver(g, mail()).startswith("250"), 15), "the next hop by its fingerprint")
        with Talk(g.port) as talk:
            check("REQUIRETLS" not in talk.hello, "REQUIRETLS in clear")
            begins(talk.say("MAIL FROM:<%s> REQUIRETLS" % SAM), "555 5.5.4", "REQUIRETLS in clear")
            talk.start_tls()
            begins(talk.message(mail(), parameters=" REQUIRETLS"), "250", "REQUIRETLS under TLS")
            check([line for line in hop.commands if line.startswith("MAIL")][-1].endswith(" REQUIRETLS"), hop.commands)
            hop.extensions, once = FULL, [CLOSE]
            hop.script = {"MAIL": lambda _line: once.pop() if once else None}       # the connection in the pool dies
            begins(talk.message(mail(), parameters=" REQUIRETLS"), "554 5.7.30", "a next hop that promises it no more")
            begins(talk.message(mail()), "250", "a message without")


@case("a next hop that must prove its name: by a CA of the system, and no other name, nor without the CA")
def proves_its_name():
    with tempfile.TemporaryDirectory() as folder:
        key, certificate = os.path.join(folder, "key.pem"), os.path.join(folder, "cert.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3", "-subj",
                        "/CN=x", "-addext", "subjectAltName=DNS:mail.inside.example", "-keyout", key, "-out", certificate],
                       check=True, capture_output=True)
        for name, trusted, want in (("mail.inside.example", True, "250"), ("other.inside.example", True, "451"),
                                    ("mail.inside.example", False, "451")):
            route = 'tls = "required"  tls-identity = "%s"' % name
            environment = {"SSL_CERT_FILE": certificate if trusted else os.devnull}
            with NextHop() as hop, gate(hop, route=route, environment=environment) as g:
                hop.certificate = (certificate, key)
                begins(deliver(g, mail()), want, "%s, CA known: %s" % (name, trusted))
                equal(hop.said("MAIL"), int(want == "250"), "MAIL commands")


@case("LIMITS: ours are announced, those of the next hop are kept")
def limits():
    with NextHop(extensions=FULL + ("LIMITS MAILMAX=2 RCPTMAX=2",)) as hop, gate(hop, workers=1) as g:
        with Talk(g.port) as talk:
            check("\n250-LIMITS RCPTMAX=100\n" in talk.hello, talk.hello)
            begins(talk.message(mail()), "250", "the first message")
            talk.envelope(SAM, [ALEX, JANE])
            begins(talk.say("RCPT TO:<third@harbour.example>"), "452 4.5.3", "the third recipient")
            begins(talk.content(mail()), "250", "for the others")
            check(until(lambda: hop.said("RSET") == 2), "the second transaction has not ended")
            begins(talk.message(mail()), "250", "the third message")
        equal((len(hop.messages), hop.connections), (3, 2), "messages, and connections for them")
