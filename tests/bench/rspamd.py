"""rspamd as a side of a comparison: Debian's, with its own rules, and everything that asks others (DNS, Redis, fuzzy storages, maps
from the net) switched off. One worker, at a port of loopback; all that it writes is in a folder of the benchmark's."""
import http.client
import pathlib
import shutil
import socket
import subprocess
import time

from servers import children, process_clock_ns

# What asks the DNS, Redis or other servers, or writes to them.
SWITCHED_OFF = ("antivirus arc asn aws_s3 bimi clickhouse dcc dkim dkim_signing dmarc elastic external_services fuzzy_check greylist "
                "hfilter history_redis metadata_exporter metric_exporter mx_check neural p0f ratelimit rbl replies reputation rspamd_update spf "
                "surbl url_redirector whitelist").split()
START_SECONDS, SETTLE_SECONDS = 180, 180


def is_installed():
    return shutil.which("rspamd") is not None


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Rspamd:
    name = "rspamd"

    def __init__(self, folder):
        self.port, self.folder = free_port(), pathlib.Path(folder) / "rspamd"
        self._write_configuration()
        with open(self.folder / "output", "wb") as output:
            self._process = subprocess.Popen(
                ["rspamd", "-f", "-i", "-c", "/etc/rspamd/rspamd.conf",
                 *("--var=%s=%s" % (name, self.folder) for name in ("DBDIR", "RUNDIR", "LOGDIR", "LOCAL_CONFDIR"))],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        self._worker = None
        self._wait()

    def _write_configuration(self):
        override = self.folder / "override.d"
        override.mkdir(parents=True)
        for module in SWITCHED_OFF:
            (override / (module + ".conf")).write_text("enabled = false;\n")
        (override / "statistic.conf").write_text("classifier \"bayes\" { enabled = false; }\n")
        (override / "options.inc").write_text('dns { nameserver = ["127.0.0.1:9"]; timeout = 0.01s; retransmits = 1; }\n')
        (override / "logging.inc").write_text("level = \"error\";\n")
        (override / "worker-normal.inc").write_text('bind_socket = "127.0.0.1:%d";\ncount = 1;\n' % self.port)
        for worker in ("controller", "proxy", "fuzzy"):
            (override / ("worker-%s.inc" % worker)).write_text("enabled = false;\n")

    def _request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def _wait(self):
        give_up = time.monotonic() + START_SECONDS
        while self._worker is None:
            if time.monotonic() > give_up or self._process.poll() is not None:
                self.stop()
                raise RuntimeError("rspamd did not start: " + (self.folder / "output").read_text(errors="replace")[-500:])
            try:
                self._request("GET", "/ping")
                self._worker = next(pid for pid in children(self._process.pid) if b"normal" in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes())
            except (OSError, StopIteration):
                time.sleep(0.1)

    def _spent(self, work):
        began = process_clock_ns(self._worker)
        work()
        return process_clock_ns(self._worker) - began

    def settle(self, messages):
        """Its patterns are compiled beside it once it runs, and its scripts while they run: until then it is slower."""
        give_up, best, steady = time.monotonic() + SETTLE_SECONDS, None, 0
        while time.monotonic() < give_up and steady < 2:
            spent  = self._spent(lambda: [self.check(*message) for message in messages])
            ready  = any(self.folder.glob("*.hs"))
            steady = steady + 1 if ready and best is not None and spent > 0.97 * best else 0
            best   = spent if best is None else min(best, spent)

    def check(self, octets, headers=None):
        status, answer = self._request("POST", "/checkv2", octets, headers)
        if status != 200:
            raise RuntimeError("rspamd answers %d: %s" % (status, answer[:200]))
        return answer

    def turn(self, messages):
        """Processor time of its worker for (octets, headers) of all messages, less that for as many requests that ask nothing."""
        empty = self._spent(lambda: [self._request("GET", "/ping") for _ in messages])
        return self._spent(lambda: [self.check(*message) for message in messages]) - empty

    def stop(self):
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
