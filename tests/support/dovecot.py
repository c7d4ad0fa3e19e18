"""A Dovecot of a test's own that takes mail by LMTP, over a UNIX socket and over TCP, into a Maildir for each person.

    with Dovecot({"alex@example.org": "", "jane@example.org": "*:bytes=1000"}) as dovecot:      # address: quota rule
        ... "lmtp:" + dovecot.path, "lmtp:127.0.0.1:%d" % dovecot.port
        dovecot.maildir("alex@example.org")

Debian's binaries are used with a configuration, sockets, log and mail in one temporary folder; no service is installed or
touched. Dovecot wants to be started by root.
"""
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile

from gate import free_port, wait_for_port

PROGRAM = "/usr/sbin/dovecot"
LMTP = "/usr/lib/dovecot/lmtp"
VMAIL = 1803                            # nobody's number: it owns the mail

# Nobody logs in, but without a passdb its auth process does not start.
CONFIG = """\
protocols = lmtp
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = no
first_valid_uid = {vmail}
first_valid_gid = {vmail}
mail_location = maildir:~/Maildir
mail_plugins = quota
passdb {{
  driver = passwd-file
  args = username_format=%u {folder}/people
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {folder}/people
}}
service lmtp {{
  unix_listener {folder}/lmtp {{
    mode = 0666
  }}
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {port}
  }}
}}
plugin {{
  quota = count:everything
  quota_vsizes = yes
  quota_grace = 0
}}
{settings}
"""


class DovecotError(Exception):
    """Dovecot cannot be started; the text holds what it said."""


class Dovecot:
    """people: address -> quota rule, "" for none. settings: more lines of dovecot.conf, which win. Folder and sockets exist
    while it runs; the process is its own child."""

    def __init__(self, people, settings=""):
        self.port, self._people, self._settings = free_port(), dict(people), settings
        self._folder = self._process = None

    @staticmethod
    def is_here():
        return os.geteuid() == 0 and os.path.exists(PROGRAM) and os.path.exists(LMTP)

    # ---- life ----

    def start(self):
        self._folder = tempfile.mkdtemp(prefix="dovecot-")
        os.chmod(self._folder, 0o755)           # its processes run as other users
        try:
            for name in ("run", "state", "mail"):
                (self.folder / name).mkdir(mode=0o755)
            os.chown(self.folder / "mail", VMAIL, VMAIL)
            self.write_people()
            (self.folder / "dovecot.conf").write_text(CONFIG.format(folder=self._folder, vmail=VMAIL, port=self.port,
                                                                    settings=self._settings))
            with open(self.folder / "output", "wb") as output:
                self._process = subprocess.Popen([PROGRAM, "-F", "-c", str(self.folder / "dovecot.conf")], stdin=subprocess.DEVNULL,
                                                 stdout=output, stderr=output, start_new_session=True)
            if not wait_for_port(self.port, self._process):
                raise DovecotError(self.log_text())
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self):
        """Ends it and its processes, which go with their master; the mail goes too."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._folder = self._process = None

    __enter__ = start

    def __exit__(self, *_):
        self.stop()

    # ---- use ----

    @property
    def folder(self):
        return pathlib.Path(self._folder)

    @property
    def path(self):
        """Its UNIX socket."""
        return str(self.folder / "lmtp")

    def maildir(self, address):
        return self.folder / "mail" / address / "Maildir"

    def write_people(self, **quota):
        """Writes the list of people, which Dovecot reads again by itself. quota: changed rules, by local-part."""
        for address in self._people:
            self._people[address] = quota.get(address.split("@")[0].replace(".", "_"), self._people[address])
        lines = [f"{address}::{VMAIL}:{VMAIL}::{self.folder / 'mail' / address}::" + (f"userdb_quota_rule={rule}" if rule else "")
                 for address, rule in self._people.items()]
        (self.folder / "people.new").write_text("".join(line + "\n" for line in lines))
        os.rename(self.folder / "people.new", self.folder / "people")

    def log_text(self):
        if self._folder is None:
            return ""
        return "".join((self.folder / name).read_text(errors="replace")[-4000:] for name in ("output", "log")
                       if (self.folder / name).exists())
