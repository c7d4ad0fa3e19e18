"""A Postfix of a test's own: the next hop behind Gatepost, the client in front of it, or beside it to be measured.

    with Postfix(next_hop=("127.0.0.1", 2525)) as postfix:          # relays everything it is given to that server
        postfix.submit("a@example.net", ["b@example.org"], b"Subject: hello\\r\\n\\r\\n...")
        postfix.wait_until_empty()

    with Postfix(domains=["example.org"]) as postfix:               # takes mail for that domain into one Maildir
        ...
        postfix.messages()                                          # octets of what has been delivered

Debian's binaries are used with a configuration, a queue and a data folder in one temporary folder; no service is
installed or touched. Postfix wants to be started by root.
"""
import os
import pathlib
import pwd
import shutil
import signal
import smtplib
import socket
import subprocess
import tempfile
import time

from pace import patience

MASTER_CF = """\
{port}    inet  n - n - - smtpd
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
tlsmgr    unix  - - n 1000? 1 tlsmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n - - proxymap
smtp      unix  - - n - - smtp
relay     unix  - - n - - smtp
error     unix  - - n - - error
retry     unix  - - n - - error
discard   unix  - - n - - discard
virtual   unix  - n n - - virtual
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
"""

# No check of content, no DNS, no limit for a single busy client.
MAIN_CF = {
    "compatibility_level": "3.6",
    "myhostname": "postfix.test",
    "mydestination": "",
    "mynetworks": "127.0.0.0/8",
    "inet_interfaces": "127.0.0.1",
    "inet_protocols": "ipv4",
    "alias_maps": "",
    "alias_database": "",
    "local_recipient_maps": "",
    "local_transport": "error:no local mail here",
    "smtpd_relay_restrictions": "permit_mynetworks, reject",
    "smtpd_recipient_restrictions": "",
    "smtpd_peername_lookup": "no",
    "smtpd_client_connection_count_limit": "0",
    "smtpd_client_connection_rate_limit": "0",
    "smtpd_error_sleep_time": "0",
    "smtp_host_lookup": "native",
    "smtp_tls_security_level": "none",
    "smtpd_tls_security_level": "none",
    "disable_dns_lookups": "yes",
    "message_size_limit": "52428800",
    "virtual_minimum_uid": "1",
    "virtual_mailbox_limit": "0",
}


def free_port():
    """A port of 127.0.0.1 that was free a moment ago."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class PostfixError(Exception):
    """Postfix cannot be set up or started; the text holds what it said."""


class Postfix:
    """port: where it listens on 127.0.0.1 (None: a free one). next_hop: (address, port) to which everything is relayed.
    domains: for these mail is taken into one Maildir instead. settings: more of main.cf, which win. services: more lines of master.cf. log: keep a log in
    the folder (log_text); else it goes to the system's log, if there is one."""

    def __init__(self, port=None, next_hop=None, domains=(), settings=None, log=True, services=""):
        self.port = port or free_port()
        self.master = None                      # its process id
        self._next_hop, self._domains, self._settings, self._log = next_hop, list(domains), settings or {}, log
        self._services = services
        self._folder = None

    # ---- life ----

    def start(self, timeout=20):
        if os.geteuid() != 0:
            raise PostfixError("Postfix can only be started by root")
        self._make_folder()
        try:
            self._check()
            self._run("start")                  # which looks at owners and modes itself
            self._wait_for_greeting(timeout)
            self.master = int((self.folder / "queue/pid/master.pid").read_text())
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self):
        if self._folder is None:
            return
        pid = self.folder / "queue/pid/master.pid"
        if pid.exists():
            master = int(pid.read_text())
            self._run("stop", check=False)      # finds its own master by that file; waits for it, but not for ever
            self._end(master)
        self.master = None
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder = None

    def _end(self, master):
        """Makes sure that a master of this folder is gone, however busy the machine is."""
        try:
            environment = pathlib.Path(f"/proc/{master}/environ").read_bytes()
            if str(self.folder).encode() in environment:
                os.kill(master, signal.SIGKILL)
        except OSError:
            pass                                # it has ended

    __enter__ = start

    def __exit__(self, *_):
        self.stop()

    # ---- use ----

    @property
    def folder(self):
        return pathlib.Path(self._folder)

    def submit(self, sender, recipients, message):
        """Gives it a message (octets) over SMTP. Raises what smtplib raises if it is refused."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=30) as client:
            client.sendmail(sender, recipients, message)

    def queued(self):
        """How many messages are still in its queue."""
        return sum(len(files) for name in ("maildrop", "incoming", "active", "deferred", "hold")
                   for _, _, files in os.walk(self.folder / "queue" / name))

    def wait_until_empty(self, timeout=30):
        """True once the queue is empty; False if it is not in time."""
        give_up = time.monotonic() + patience(timeout)
        while self.queued():
            if time.monotonic() > give_up:
                return False
            time.sleep(0.01)
        return True

    def messages(self):
        """What was delivered for the domains, as octets, in order of delivery."""
        new = self.folder / "mail/all/new"
        files = sorted(new.iterdir(), key=lambda file: file.stat().st_mtime_ns) if new.exists() else []
        return [file.read_bytes() for file in files]

    def log_text(self):
        log = self.folder / "maillog"
        return log.read_text(errors="replace") if log.exists() else ""

    # ---- making it ----

    def _make_folder(self):
        self._folder = tempfile.mkdtemp(prefix="postfix-")
        os.chmod(self._folder, 0o755)           # its daemons run as other users
        owner = pwd.getpwnam("postfix")
        for name in ("config", "queue", "data", "mail"):
            (self.folder / name).mkdir(mode=0o755)
        for name in ("data", "mail"):
            os.chown(self.folder / name, owner.pw_uid, owner.pw_gid)
        settings = {**MAIN_CF, **self._places(), **self._routes(owner), **self._settings}
        text = "".join(f"{name} = {value}\n" for name, value in settings.items())
        (self.folder / "config/main.cf").write_text(text)
        (self.folder / "config/master.cf").write_text(MASTER_CF.format(port=f"127.0.0.1:{self.port}") + self._services)

    def _places(self):
        places = {"queue_directory": self.folder / "queue", "data_directory": self.folder / "data"}
        if self._log:
            places["maillog_file"] = self.folder / "maillog"
            places["maillog_file_prefixes"] = self.folder
        return places

    def _routes(self, owner):
        routes = {}
        if self._next_hop is not None:
            routes["relayhost"] = f"[{self._next_hop[0]}]:{self._next_hop[1]}"
        if self._domains:
            routes.update({
                "virtual_mailbox_domains": ", ".join(self._domains),
                "virtual_mailbox_base": self.folder / "mail",
                "virtual_mailbox_maps": "static:all/",
                "virtual_uid_maps": f"static:{owner.pw_uid}",
                "virtual_gid_maps": f"static:{owner.pw_gid}",
            })
        return routes

    def _check(self):
        """A name in main.cf that Postfix does not know is only a warning of postconf, and a test of nothing."""
        done = subprocess.run(["/usr/sbin/postconf", "-c", str(self.folder / "config"), "-n"], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=60, check=False)
        if done.returncode != 0 or done.stderr:
            raise PostfixError(f"main.cf: {done.stderr}")

    def _run(self, verb, check=True):
        done = subprocess.run(["/usr/sbin/postfix", "-c", str(self.folder / "config"), verb], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=60, check=False)
        if check and done.returncode != 0:
            raise PostfixError(f"postfix {verb}: {done.stdout}{done.stderr}{self.log_text()}")

    def _wait_for_greeting(self, timeout):
        give_up = time.monotonic() + patience(timeout)
        while True:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as client:
                    if client.recv(4).startswith(b"220"):
                        return
            except OSError:
                pass
            if time.monotonic() > give_up:
                raise PostfixError(f"Postfix does not answer: {self.log_text()}")
            time.sleep(0.05)
