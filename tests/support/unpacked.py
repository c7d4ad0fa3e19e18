"""Servers of Debian that cannot be installed beside Postfix (only one package may be the machine's mail server): their
packages are unpacked into a folder of the tests' own and run in it by chroot. Nothing of the machine is touched.

    with Unpacked("exim4-daemon-light") as root:
        root.write("etc/exim4/exim4.conf", TEXT)
        root.start("/usr/sbin/exim4", "-bdf")

The unpacked trees are kept in build/peers; each use gets a copy whose files are links, so that it costs little.
"""
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parents[2]
CACHE = ROOT / "build/peers"
DEVICES = {"null": (1, 3), "zero": (1, 5), "random": (1, 8), "urandom": (1, 9)}
unpacking = threading.Lock()


class NotHere(Exception):
    """The packages cannot be had or run here; the text says why."""


class Unpacked:
    """package, and what it needs of libraries and of the further packages named. users: name -> number, added to those of
    a bare system; each is a group too."""

    def __init__(self, package, *further, users=None):
        self.packages, self.users = (package, *further), users or {}
        self.processes = []

    def __enter__(self):
        if os.geteuid() != 0:
            raise NotHere("only root can start a server in a folder of its own (chroot)")
        tree = self._tree()
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="run-", dir=CACHE))
        os.chmod(self.path, 0o755)
        subprocess.run(["cp", "-al", f"{tree}/.", str(self.path)], check=True)
        try:
            self._furnish()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        shutil.rmtree(self.path, ignore_errors=True)

    # ---- use ----

    def write(self, name, text, mode=0o644, owner=0):
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)            # it may be a link into the kept tree
        file.write_text(text)
        os.chmod(file, mode)
        os.chown(file, owner, owner)

    def folder(self, name, mode=0o755, owner=0):
        made = self.path / name
        made.mkdir(parents=True, exist_ok=True)
        os.chmod(made, mode)
        os.chown(made, owner, owner)
        return made

    def start(self, *command):
        """A process that goes on until the end; what it prints is in log()."""
        with open(self.path / "output", "ab") as output:
            self.processes.append(subprocess.Popen(["chroot", str(self.path), *command], stdin=subprocess.DEVNULL, stdout=output,
                                                   stderr=output, start_new_session=True))
        return self.processes[-1]

    def run(self, *command, octets=b""):
        done = subprocess.run(["chroot", str(self.path), *command], input=octets, capture_output=True, timeout=60, check=False)
        if done.returncode != 0:
            raise AssertionError(f"{command}: {done.stdout!r} {done.stderr!r} {self.log()}")
        return done.stdout

    def log(self):
        return (self.path / "output").read_text(errors="replace")[-4000:] if (self.path / "output").exists() else ""

    # ---- making it ----

    def _furnish(self):
        self.folder("tmp", 0o1777)
        self.folder("dev")
        for name, number in DEVICES.items():
            try:
                os.mknod(self.path / "dev" / name, 0o666 | 0o020000, os.makedev(*number))
                os.chmod(self.path / "dev" / name, 0o666)
            except PermissionError:
                raise NotHere("no device can be made in a folder here") from None
        people = {"root": 0, "nobody": 65534, **self.users}
        self.write("etc/passwd", "".join(f"{name}:x:{number}:{number}::/:/bin/false\n" for name, number in people.items()))
        self.write("etc/group", "".join(f"{name}:x:{number}:\n" for name, number in people.items()))
        self.write("etc/hosts", "127.0.0.1 localhost\n")

    def _tree(self):
        """The unpacked packages, made by the first that asks."""
        tree = CACHE / self.packages[0]
        with unpacking:
            if not (tree / "complete").exists():
                self._unpack(tree)
        return tree

    def _unpack(self, tree):
        shutil.rmtree(tree, ignore_errors=True)
        tree.mkdir(parents=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as downloads:
            try:
                done = subprocess.run(["apt-get", "download", "-q", "-o", "APT::Sandbox::User=root", *self._needed()], cwd=downloads,
                                      capture_output=True, text=True, timeout=300, check=False)
            except FileNotFoundError:
                raise NotHere("no apt-get here") from None
            if done.returncode != 0:
                raise NotHere(f"{self.packages[0]} cannot be downloaded: {done.stderr[-300:]}")
            for file in sorted(pathlib.Path(downloads).glob("*.deb")):
                subprocess.run(["dpkg-deb", "-x", str(file), str(tree)], check=True)
        for name in ("bin", "sbin", "lib", "lib64"):        # as on a system whose /usr is merged
            self._merge(tree, name)
        (tree / "complete").touch()

    @staticmethod
    def _merge(tree, name):
        old, merged = tree / name, tree / "usr" / name
        merged.mkdir(parents=True, exist_ok=True)
        if old.is_dir():
            subprocess.run(["cp", "-a", f"{old}/.", str(merged)], check=True)
            shutil.rmtree(old)
        old.symlink_to(f"usr/{name}")

    def _needed(self):
        """The packages named and all libraries that they need, however far."""
        switches = ["--no-" + kind for kind in ("recommends", "suggests", "conflicts", "breaks", "replaces", "enhances")]
        told = subprocess.run(["apt-cache", "depends", "--recurse", *switches, *self.packages], capture_output=True, text=True,
                              timeout=120, check=False).stdout
        names = {line.strip() for line in told.splitlines() if line and line[0].isalnum()}
        return sorted(set(self.packages) | {n for n in names
                      if n.startswith(("lib", "zlib")) and not n.endswith("-perl") and ":" not in n})
