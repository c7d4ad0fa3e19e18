"""Exim and OpenSMTPD, in front of the gate and behind it; curl and msmtp as clients."""
import contextlib
import os
import re
import smtplib
import subprocess
import tempfile

from case import (ALEX, JANE, SAM, Skip, begins, case, check, deliver, equal, gate, mail, signed, until)
from gate import free_port, wait_for_port
from peers import NextHop
from unpacked import NotHere, Unpacked

VMAIL = 1803


@contextlib.contextmanager
def unpacked(*packages, users):
    try:
        with Unpacked(*packages, users=users) as root:
            yield root
    except NotHere as why:
        raise Skip(str(why)) from None


def awkward_messages():
    """Name of the case -> message. Lines of at most 998 octets: what these servers would change is not theirs to prove."""
    return {
        "dots": mail("dots", body=b".\r\n..two\r\n.\r\n...three\r\n\r\n."b"\r\n"),
        "8 bits": mail("8 bits", body="Grüße aus Łódź\r\n".encode() * 40),
        "long lines": mail("long lines", body=b"y" * 990 + b"\r\n" + b"z" * 500 + b"\r\n"),
        "blank lines": mail("blank lines", body=b"\r\n\r\n \t \r\nend \r\n\r\n\r\n"),
        "no body": mail("no body", body=b""),
        "large": mail("large", body=b"0123456789abcdef 0123456789abcdef 0123456789abcdef\r\n" * 20000),
        "signed": signed(mail("signed", body=b"The signature covers this.\r\n")),
    }


def arrived_unchanged(hop, sent, what):
    """What a server sent on through the gate still ends as it was: it may put fields of its own above or below ours, so only
    the body and our own fields of the header are compared."""
    check(until(lambda: len(hop.messages) >= len(sent), 30), "%s: only %d of %d arrived" % (what, len(hop.messages), len(sent)))
    bodies = {}
    for _, recipients, octets in hop.messages:
        equal(recipients, [ALEX], what + ": recipients")
        header, body = octets.split(b"\r\n\r\n", 1)
        bodies[re.search(rb"^Subject: (.*)$", header + b"\r\n", re.M).group(1).strip().decode()] = body
    for name, octets in sent.items():
        equal(bodies.get(name), octets.split(b"\r\n\r\n", 1)[1], "%s: the body of %s" % (what, name))


def stored(folder):
    """The octets of all messages in a Maildir, lines ended by CRLF as they travelled."""
    new = os.path.join(folder, "new")
    names = sorted(os.listdir(new)) if os.path.isdir(new) else []
    return [open(os.path.join(new, name), "rb").read().replace(b"\n", b"\r\n") for name in names]


def goes_through(g, folder, what):
    """Messages sent to the gate are in the Maildir of the server behind it, the original at the end and octet for octet."""
    sent = awkward_messages()
    for name, octets in sent.items():
        begins(deliver(g, octets), "250", "%s: %s" % (what, name))
    found = until(lambda: len(stored(folder)) >= len(sent) and stored(folder), 30) or []
    equal(len(found), len(sent), what + ": messages stored")
    for name, octets in sent.items():
        check(any(one.endswith(octets) for one in found), "%s has changed: %s" % (what, name))


def proven(hop, g, count, version):
    """Each message came with TLS and with what the gate found out above it."""
    for _, _, octets in hop.messages:
        check(octets.startswith(b"Authentication-Results: mx.harbour.example;"), octets[:300])
        check(b"spf=pass" in octets[:900], octets[:900])
    events = g.wait_event(count)
    equal([e["tls"] for e in events], [version] * count, "TLS of each message")


# ---- Exim ----

EXIM = """
primary_hostname = %(name)s
exim_path = /usr/sbin/exim4
spool_directory = /spool
log_file_path = /spool/%%slog
process_log_path = /spool/process
pid_file_path = /spool/pid
exim_user = Debian-exim
exim_group = Debian-exim
never_users =
trusted_users = root
local_interfaces = 127.0.0.1
daemon_smtp_ports = %(port)d
keep_environment =
smtputf8_advertise_hosts = *
accept_8bitmime = true
tls_advertise_hosts =
acl_smtp_rcpt = taken
acl_smtp_data = taken
begin acl
taken:
  accept
begin routers
all: { driver = %(router)s }
begin transports
out:
  driver = smtp
  port = %(gate)d
  interface = 127.0.0.10
  allow_localhost
  hosts_require_tls = *
  tls_verify_certificates =
kept:
  driver = appendfile
  directory = /mail
  maildir_format
  envelope_to_add = false
  delivery_date_add = false
  return_path_add = false
  user = vmail
begin retry
* * F,1h,1m
"""


def exim_configuration(router, name, port=0, gate_port=0):
    text = EXIM % {"router": "@", "name": name, "port": port, "gate": gate_port}
    return text.replace("all: { driver = @ }", router)


@contextlib.contextmanager
def exim(text, *daemon):
    with unpacked("exim4-daemon-light", "exim4-base", users={"Debian-exim": 1804, "vmail": VMAIL}) as root:
        root.folder("spool", 0o755, 1804)
        root.folder("mail", 0o755, VMAIL)
        root.write("etc/exim4/exim4.conf", text)
        if daemon:
            root.start("/usr/sbin/exim4", *daemon)
        yield root


@case("Exim behind the gate: octets unchanged in its Maildir")
def exim_behind():
    port = free_port()
    with exim(exim_configuration("all:\n  driver = accept\n  transport = kept", "mail.harbour.example", port), "-bdf") as root:
        check(wait_for_port(port, root.processes[0]), "Exim does not answer: " + root.log())
        with gate("smtp:127.0.0.1:%d" % port) as g:
            goes_through(g, root.path / "mail", "Exim")


@case("Exim in front: STARTTLS, dots, 8 bits, long lines, a large message")
def exim_in_front():
    with NextHop() as hop, gate(hop) as g:
        router = "all:\n  driver = manualroute\n  route_list = * 127.0.0.1\n  transport = out\n  self = send"
        with exim(exim_configuration(router, "mail.friend.example", gate_port=g.port)) as root:
            sent = awkward_messages()
            for octets in sent.values():
                root.run("/usr/sbin/exim4", "-i", "-odi", "-f", SAM, ALEX, octets=octets.replace(b"\r\n", b"\n"))
            arrived_unchanged(hop, sent, "from Exim")
            proven(hop, g, len(sent), "TLSv1.3")


# ---- OpenSMTPD ----

@contextlib.contextmanager
def opensmtpd(text):
    with unpacked("opensmtpd", "dash", users={"opensmtpd": 1801, "opensmtpq": 1802, "vmail": VMAIL}) as root:
        root.folder("mail", 0o755, VMAIL)
        root.folder("var/empty")
        root.folder("var/run")
        root.folder("var/spool/smtpd", 0o711)
        root.write("etc/smtpd.conf", text)
        root.start("/usr/sbin/smtpd", "-d", "-f", "/etc/smtpd.conf")
        yield root


@case("OpenSMTPD behind the gate: octets unchanged in its Maildir")
def opensmtpd_behind():
    port = free_port()
    text = ("listen on 127.0.0.1 port %d hostname mail.harbour.example\n"
            "table people { \"@harbour.example\" = vmail }\n"
            "action kept maildir \"/mail\" virtual <people>\n"
            "match from any for domain harbour.example action kept\n" % port)
    with opensmtpd(text) as root:
        check(wait_for_port(port, root.processes[0]), "OpenSMTPD does not answer: " + root.log())
        with gate("smtp:127.0.0.1:%d" % port) as g:
            goes_through(g, root.path / "mail", "OpenSMTPD")


@case("OpenSMTPD in front: STARTTLS, dots, 8 bits, long lines, a large message")
def opensmtpd_in_front():
    port = free_port()
    with NextHop() as hop, gate(hop) as g:
        text = ("listen on 127.0.0.1 port %d hostname mail.friend.example\n"
                "action out relay host \"smtp+tls://127.0.0.1:%d\" tls no-verify src 127.0.0.10 helo mail.friend.example\n"
                "match from any for any action out\n" % (port, g.port))
        with opensmtpd(text) as root:
            check(wait_for_port(port, root.processes[0]), "OpenSMTPD does not answer: " + root.log())
            sent = awkward_messages()
            for octets in sent.values():
                with smtplib.SMTP("127.0.0.1", port, timeout=20) as client:
                    client.sendmail(SAM, [ALEX], octets)
            arrived_unchanged(hop, sent, "from OpenSMTPD")
            proven(hop, g, len(sent), "TLSv1.3")


# ---- clients ----

def run(command, octets=b""):
    try:
        return subprocess.run(command, input=octets, capture_output=True, timeout=30, check=False)
    except FileNotFoundError:
        raise Skip(command[0] + " is not installed") from None


@case("curl, with STARTTLS and two recipients; refused for a foreign one")
def by_curl():
    with NextHop() as hop, gate(hop) as g, tempfile.NamedTemporaryFile() as file:
        octets = mail("by curl", body=b".dot\r\nlast line\r\n")
        file.write(octets)
        file.flush()
        base = ["curl", "-sS", "--ssl-reqd", "--insecure", "--interface", "127.0.0.10", "--mail-from", SAM, "--upload-file", file.name,
                "smtp://127.0.0.1:%d/mail.friend.example" % g.port]
        done = run(base + ["--mail-rcpt", ALEX, "--mail-rcpt", JANE])
        equal(done.returncode, 0, done.stderr.decode())
        equal(hop.messages[0][:2], (SAM, [ALEX, JANE]), "envelope")
        check(hop.messages[0][2].endswith(octets), "what arrived is not what curl sent")
        done = run(base + ["--mail-rcpt", "x@elsewhere.example"])
        equal(done.returncode, 55, "curl's status for a recipient that is refused: " + done.stderr.decode())


@case("msmtp, with STARTTLS; its status tells what the gate said")
def by_msmtp():
    with NextHop() as hop, gate(hop) as g:
        octets = mail("by msmtp", body=b".dot\r\n" + "Grüße\r\n".encode())
        command = ["msmtp", "--host=127.0.0.1", "--port=%d" % g.port, "--tls=on", "--tls-starttls=on", "--tls-certcheck=off", "--auth=off",
                   "--source-ip=127.0.0.10", "--domain=mail.friend.example", "--from=" + SAM]
        done = run(command + ["--", ALEX], octets.replace(b"\r\n", b"\n"))
        equal(done.returncode, 0, done.stderr.decode())
        check(hop.messages[0][2].endswith(octets), "what arrived is not what msmtp sent")
        done = run(command + ["--", "x@elsewhere.example"], octets.replace(b"\r\n", b"\n"))
        check(done.returncode != 0 and b"550" in done.stderr and b"5.7.1" in done.stderr, done.stderr.decode())
