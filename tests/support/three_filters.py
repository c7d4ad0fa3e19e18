"""What Gatepost is to replace: opendkim, opendmarc and policyd-spf behind one Postfix, set up as their guides say. And the namespace
that they are run in: opendmarc and policyd-spf know no name server but the system's, so the test's own must be that."""
import os
import pathlib
import shutil
import socket
import subprocess
import time

from postfix import free_port

PROGRAMS = ("/usr/sbin/opendkim", "/usr/sbin/opendmarc", "/usr/bin/policyd-spf", "/usr/sbin/postfix")
NAMESPACE = ["unshare", "-m", "-n", "-p", "--fork", "--kill-child", "--mount-proc"]     # in front of a command that calls
                                                # set_up_namespace; nothing in it outlives that command
SUFFIXES = pathlib.Path("/usr/share/publicsuffix/public_suffix_list.dat")


def missing():
    """What is not there of the programs, and of the right to have a namespace."""
    absent = [one for one in PROGRAMS if not os.path.exists(one)]
    return absent if shutil.which("unshare") and namespace_works() else [*absent, "the right to a namespace"]


def namespace_works():
    return os.geteuid() == 0 and subprocess.run([*NAMESPACE, "ip", "link", "set", "lo", "up"], capture_output=True, check=False).returncode == 0


def set_up_namespace(folder):
    """Loopback alone, and a name server to be started at its port 53."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    (folder / "resolv.conf").write_text("nameserver 127.0.0.1\n")
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)
    subprocess.run(["mount", "--bind", folder / "resolv.conf", "/etc/resolv.conf"], check=True)


def wait_for_port(port):
    give_up = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.05)


class ThreeFilters:
    """commands: what to start, each with the port that it then listens on. settings and services: what Postfix is to be told.
    refuse: as they are used; otherwise they only write down what they find. suffixes: the public suffix list for opendmarc."""

    def __init__(self, folder, refuse=True, suffixes=SUFFIXES):
        dkim_port, dmarc_port = free_port(), free_port()
        nobody = folder / "strangers"                       # by default all three let clients of the machine itself pass
        nobody.write_text("192.0.2.1\n")
        (folder / "opendkim.conf").write_text(f"""\
Mode v
Socket inet:{dkim_port}@127.0.0.1
AuthservID mx.example.org
AlwaysAddARHeader yes
InternalHosts {nobody}
Nameservers 127.0.0.1
{"" if refuse else "On-DNSError accept"}
""")
        (folder / "opendmarc.conf").write_text(f"""\
Socket inet:{dmarc_port}@127.0.0.1
AuthservID mx.example.org
TrustedAuthservIDs mx.example.org
IgnoreHosts {nobody}
RejectFailures {"true" if refuse else "false"}
{f"PublicSuffixList {suffixes}" if suffixes.exists() else ""}
""")
        fail, error = ("Fail", "") if refuse else ("False", "PermError_reject = False\nTempError_Defer = False\n")
        (folder / "policyd.conf").write_text(f"debugLevel = 0\nHELO_reject = {fail}\nMail_From_reject = {fail}\n{error}"
                                             "skip_addresses = 192.0.2.1/32\nAuthserv_Id = mx.example.org\nHeader_Type = AR\n")
        self.commands = ((("/usr/sbin/opendkim", "-f", "-x", folder / "opendkim.conf"), dkim_port),
                         (("/usr/sbin/opendmarc", "-f", "-c", folder / "opendmarc.conf"), dmarc_port))
        self.settings = {"smtpd_milters": f"inet:127.0.0.1:{dkim_port}, inet:127.0.0.1:{dmarc_port}",
                         "smtpd_recipient_restrictions": "check_policy_service unix:private/policyd-spf, permit_mynetworks, permit_auth_destination, reject"}
        self.services = f"policyd-spf unix - n n - 0 spawn user=nobody argv=/usr/bin/policyd-spf {folder}/policyd.conf\n"
