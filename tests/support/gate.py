"""The gate under test: a temporary folder with certificate, configuration, state and log, and the process itself."""
import json, os, re, shutil, signal, socket, subprocess, sys, tempfile, time

from pace import patience

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def free_port():
    """A port that nobody listens on now. Below the range from which outgoing connections take theirs."""
    for _ in range(1000):
        port = 10000 + int.from_bytes(os.urandom(2), "big") % 20000
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                s.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise RuntimeError("no free port")


def wait_for_port(port, process=None, seconds=15.0):
    end = time.monotonic() + patience(seconds)
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        except OSError:
            if process is not None and process.poll() is not None:
                return False
            time.sleep(0.02)
    return False


class Gate:
    """gate = Gate(); gate.write_config(TEXT); gate.start(); ...; gate.stop().

    In TEXT {PORT}, {STATE}, {CERT}, {KEY}, {LOG} and {FOLDER} are filled in."""

    def __init__(self, binary=None, environment=None):
        self.binary = os.path.abspath(binary or os.environ.get("GATEPOST_BIN", os.path.join(ROOT, "build/release/gatepost")))
        self.folder = tempfile.mkdtemp(prefix="gatepost-test-")
        self.state, self.log, self.config = self.path("state"), self.path("log"), self.path("gatepost.conf")
        self.port = free_port()
        self.environment = dict(os.environ, **(environment or {}))
        self.process = None

    def path(self, name):
        return os.path.join(self.folder, name)

    def make_certificate(self):
        if not os.path.exists(self.path("cert.pem")):
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                            "30", "-subj", "/CN=localhost", "-keyout", self.path("key.pem"), "-out", self.path("cert.pem")],
                           check=True, stderr=subprocess.DEVNULL)

    def write_config(self, text):
        self.make_certificate()
        values = {"PORT": str(self.port), "STATE": self.state, "CERT": self.path("cert.pem"), "KEY": self.path("key.pem"),
                  "LOG": self.log, "FOLDER": self.folder}
        for name, value in values.items():
            text = text.replace("{%s}" % name, value)
        with open(self.config, "w") as f:
            f.write(text)

    def write(self, name, text):
        with open(self.path(name), "w") as f:
            f.write(text if isinstance(text, str) else json.dumps(text))
        return self.path(name)

    def start(self, expect_running=True):
        self.errors = open(self.path("stderr"), "ab")
        self.process = subprocess.Popen([self.binary, "serve", "-c", self.config], stdin=subprocess.DEVNULL, stderr=self.errors,
                                        stdout=self.errors, env=self.environment, start_new_session=True)
        if expect_running and not wait_for_port(self.port, self.process):
            self.stop(remove=False)
            with open(self.path("stderr")) as f:
                raise RuntimeError("gatepost did not start: " + f.read()[-2000:])

    def stop(self, remove=True, number=signal.SIGTERM):
        """Returns the exit status; None if it was not running."""
        status = None
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.process is not None:
            status = self.process.returncode
            self.errors.close()
        if remove:
            shutil.rmtree(self.folder, ignore_errors=True)
        return status

    def run(self, *arguments, **options):
        """gatepost ARGUMENTS[0] -c CONFIG ARGUMENTS[1:]; returns (status, output)."""
        command = [self.binary, arguments[0], "-c", self.config] + list(arguments[1:])
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=60, **options)
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def events(self, event=None):
        try:
            with open(self.log) as f:           # as a whole: line by line, the rest of one that is just being written would be another
                lines = [json.loads(l) for l in f.read().split("\n")[:-1]]
        except FileNotFoundError:
            return []
        return [l for l in lines if event is None or l["event"] == event]

    def wait_event(self, count=1, event="message", seconds=10.0):
        end = time.monotonic() + patience(seconds)
        while time.monotonic() < end:
            found = self.events(event)
            if len(found) >= count:
                return found
            time.sleep(0.02)
        return self.events(event)

    def event_of(self, message_id, seconds=10.0):
        """The log's line about a message: written after its reply, so it may have to be waited for."""
        end = time.monotonic() + patience(seconds)
        while time.monotonic() < end:
            for event in self.events("message"):
                if event["id"] == message_id:
                    return event
            time.sleep(0.02)
        raise AssertionError("no line of the log about %s" % message_id)


def queue_id(reply):
    m = re.search(r"\b([0-9A-HJKMNP-TV-Z]{26})\b", reply)
    return m.group(1) if m else ""
