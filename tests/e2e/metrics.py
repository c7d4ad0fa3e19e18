"""What the server counts is what was sent, and is told to those who may ask, in the ways they ask."""
import http.client
import json
import os
import re
import resource
import signal
import socket
import ssl
import stat
import time

from case import ALEX, SAM, Talk, begins, case, check, configure, deliver, equal, gate, mail, queue_id, until
from gate import free_port
from peers import DOT, NextHop
from tls import TlsTalk, client_context, handshake
from upgrade import adopt_orphans, upgrade


def figures(text):
    """name{labels} to figure; and the form of the text is checked on the way."""
    found, types = {}, {}
    for line in text.splitlines():
        m = re.fullmatch(r"# (HELP|TYPE) (\w+) (.+)", line)
        if m:
            if m.group(1) == "TYPE":
                check(m.group(3) in ("counter", "gauge", "histogram") and m.group(2) not in types, line)
                types[m.group(2)] = m.group(3)
            continue
        m = re.fullmatch(r'((\w+?)(_bucket|_sum|_count)?(\{(?:\w+="[^"\\]*",?)+\})?) (\d+(?:\.\d+)?)', line)
        check(m, "no line of the text format: " + line)
        check(m.group(2) in types or m.group(2) + (m.group(3) or "") in types, "a figure without a type: " + line)
        check(m.group(1) not in found, "twice: " + line)
        found[m.group(1)] = float(m.group(5))
    return found


class LocalConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(10)
        self.sock.connect(self.path)


def get(connection, path, method="GET", headers=None, body=None):
    connection.request(method, path, body=body, headers=headers or {})
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, text


def scrape(g):
    status, text = get(LocalConnection(os.path.join(g.state, "admin.sock")), "/metrics")
    equal(status, 200, "/metrics")
    return figures(text)


def settled(g, name, want):
    """The figures, once one of them is as it should be: the journal writes a little later."""
    check(until(lambda: scrape(g).get(name) == want), "%s is %s instead of %s" % (name, scrape(g).get(name), want))
    return scrape(g)


@case("metrics are true: connections, TLS, refusals, verdicts, results, next hop, journal and times equal what was sent")
def true_figures():
    with NextHop() as hop, gate(hop) as g:
        g.wait_event(1, "serving")
        before = settled(g, "gatepost_connections_total", 1)    # Gate.start looks whether the port answers
        base = before.pop("gatepost_connections_total")
        equal({n: v for n, v in before.items() if "_total" in n and v != 0}, {}, "counted before anything was")
        clear = mail()
        begins(deliver(g, clear), "250", "one")
        with Talk(g.port) as talk:
            for _ in range(3):
                begins(talk.message(mail()), "250", "in one session")
            talk.must("RCPT TO:<%s>" % ALEX, "503")
            talk.must("MAIL FROM:<%s>" % SAM, "250")
            talk.must("RCPT TO:<jo@elsewhere.example>", "550 5.7.1")
            talk.must("XYZZY", "500")
        with TlsTalk(g.port, client_context(most=ssl.TLSVersion.TLSv1_2)) as talk:
            begins(talk.message(mail(), recipients=[ALEX, "jane.roe@harbour.example"]), "250", "under TLS 1.2")
        with TlsTalk(g.port) as talk:
            begins(talk.message(mail()), "250", "under TLS 1.3")
        equal(handshake(g.port, client_context(most=ssl.TLSVersion.TLSv1_2, ciphers="kRSA")), "refused", "a poor cipher")
        begins(deliver(g, mail(sender="jane.roe@harbour.example")), "550", "in our name")
        begins(deliver(g, mail(sender="ceo@harb0ur.example"), sender="ceo@harb0ur.example"), "250", "held")
        hop.script[DOT] = "554 5.7.0 No"
        begins(deliver(g, mail()), "554", "the next hop refuses")
        hop.refuse_connections()
        hop.drop_connections()
        begins(deliver(g, mail()), "451", "the next hop is away")
        f = settled(g, "gatepost_journal_written_total", 10)
        want = {
            "gatepost_connections_total": base + 9, "gatepost_sessions": 0,
            'gatepost_tls_handshakes_total{version="TLSv1.2"}': 1, 'gatepost_tls_handshakes_total{version="TLSv1.3"}': 1,
            "gatepost_tls_failures_total": 1, "gatepost_tls_client_certificates_total": 0,
            'gatepost_refusals_total{reply="BAD_SEQUENCE"}': 1, 'gatepost_refusals_total{reply="RELAY_DENIED"}': 1,
            'gatepost_refusals_total{reply="UNKNOWN_COMMAND"}': 1, "gatepost_recipients_total": 11,
            'gatepost_message_replies_total{reply="accepted"}': 7, 'gatepost_message_replies_total{reply="refused"}': 2,
            'gatepost_message_replies_total{reply="later"}': 1, 'gatepost_message_replies_total{reply="client-left"}': 0,
            'gatepost_messages_total{action="reject",step="authentication"}': 1,
            'gatepost_next_hop_total{outcome="accepted"}': 6, 'gatepost_next_hop_total{outcome="refused"}': 1,
            'gatepost_next_hop_total{outcome="failed"}': 1,
            'gatepost_holds_total{outcome="written"}': 1, 'gatepost_holds_total{outcome="failed"}': 0,
            'gatepost_spf_results_total{result="pass"}': 10, 'gatepost_dmarc_results_total{result="pass"}': 8,
            'gatepost_dmarc_results_total{result="fail"}': 1, 'gatepost_dmarc_results_total{result="none"}': 1,
            "gatepost_judge_seconds_count": 10, "gatepost_dns_wait_seconds_count": 10, 'gatepost_judge_seconds_bucket{le="+Inf"}': 10, "gatepost_answer_seconds_count": 10,
            "gatepost_journal_lost_total": 0, "gatepost_journal_queue": 0, "gatepost_workers": 2,
            "gatepost_configuration_generation": 1, "gatepost_message_memory_octets": 0,
        }
        wrong = {name: (f.get(name), value) for name, value in want.items() if f.get(name) != value}
        check(not wrong, "figure and what it should be: %s" % wrong)
        equal(sum(v for n, v in f.items() if n.startswith("gatepost_messages_total")), 10, "messages of all verdicts")
        check(f["gatepost_message_octets_total"] > 10 * len(clear) * 0.9, "octets")
        check(f["gatepost_judge_seconds_sum"] <= f["gatepost_answer_seconds_sum"], "the part is longer than the whole")
        buckets = [v for n, v in f.items() if n.startswith("gatepost_answer_seconds_bucket")]
        check(buckets == sorted(buckets), buckets)
        check(29 * 86400 < f["gatepost_tls_certificate_end_seconds"] - time.time() < 31 * 86400, "the end of the certificate")
        check(f["gatepost_resident_octets"] > 1 << 20, "resident memory")

        # The same by the command line.
        status, text = g.run("stats")
        check(status == 0 and re.search(r"^ +6  next_hop_total\{outcome=\"accepted\"\}$", text, re.M), text)
        check("_bucket" not in text and not re.search(r"^ +0 ", text, re.M), text)
        told = json.loads(g.run("stats", "--json", "--all")[1])
        for name, value in want.items():
            equal(float(told[name.replace('"', "")]), float(value), "stats --json: " + name)
        equal(figures(g.run("stats", "--prometheus")[1]).keys(), f.keys(), "stats --prometheus")


@case("who may not read the allow entries can ask for figures, messages, stories and what is held all the same; none is judged without them")
def without_list():
    with NextHop() as hop, gate(hop) as g:
        one = queue_id(deliver(g, mail()))
        check(until(lambda: g.run("trace", "--id", one, "--json")[1]), "it is not in the journal")
        os.symlink("/dev/null", os.path.join(g.state, "list"))          # not even root may read it
        for arguments in (("stats",), ("trace", "--id", one), ("explain", one), ("quarantine", "list"), ("stats", "--shadow"), ("signs",)):
            status, text = g.run(*arguments)
            check(status == 0 and "state/list" not in text, "%s: %d %s" % (arguments, status, text))
        for arguments in (("check", g.write("message.eml", "Subject: x\n\nx\n")), ("list", "show"), ("replay",), ("serve", "-t")):
            status, text = g.run(*arguments)
            check(status == 78 and "state/list" in text, "%s: %d %s" % (arguments, status, text))


@case("the admin face: on loopback if told to, for GET of three pages, by no foreign name; the socket is for its group alone")
def admin_face():
    port = free_port()
    with NextHop() as hop, gate(hop, more='admin { address = { "127.0.0.1:%d", "[::1]:%d" } }' % (port, port)) as g:
        g.wait_event(1, "serving")

        def at(path, **how):
            return get(http.client.HTTPConnection("127.0.0.1", port, timeout=10), path, **how)[0]
        equal((at("/metrics"), at("/healthz"), at("/readyz"), at("/"), at("/metrics/..")), (200, 200, 200, 404, 404), "pages")
        equal(get(http.client.HTTPConnection("::1", port, timeout=10), "/healthz"), (200, "ok\n"), "by IPv6")
        equal((at("/metrics", method="POST", body="x"), at("/metrics", method="DELETE"), at("/metrics", method="HEAD")),
              (400, 405, 200), "methods")
        equal(at("/metrics", headers={"Host": "evil.example"}), 421, "a name that leads here")
        # What two readers could read in two ways.
        with socket.create_connection(("127.0.0.1", port), 10) as raw:
            raw.sendall(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n")
            raw.settimeout(10)
            check(b" 400 " in raw.recv(4096).split(b"\r\n")[0], "a body in two lengths")
        mode = os.stat(os.path.join(g.state, "admin.sock")).st_mode
        equal((stat.S_ISSOCK(mode), stat.S_IMODE(mode)), (True, 0o660), "the socket")
        # Clients that ask nothing do not keep others out, nor the gate from stopping.
        idle = [socket.create_connection(("127.0.0.1", port), 10) for _ in range(10)]
        equal(at("/healthz"), 200, "beside idle ones")
        begins(deliver(g, mail()), "250", "mail")
        for one in idle:
            one.close()
        with open(g.config) as f:
            text = f.read()
        g.write("gatepost.conf", text.replace("127.0.0.1:%d\", " % port, "192.0.2.1:%d\", " % port))
        status, said = g.run("serve", "-t")
        check(status == 78 and "192.0.2.1" in said and "reverse proxy" in said, said)
    check(not os.path.exists(os.path.join(g.state, "admin.sock")), "the socket is left behind")


@case("no descriptors left: accepting pauses and is counted, and who waited is greeted once there are some")
def pauses():
    with NextHop() as hop, gate(hop, workers=1) as g:
        g.wait_event(1, "serving")
        limits = resource.prlimit(g.process.pid, resource.RLIMIT_NOFILE)
        equal(scrape(g)["gatepost_accept_pauses_total"], 0, "before")
        resource.prlimit(g.process.pid, resource.RLIMIT_NOFILE, (3, limits[1]))
        with socket.create_connection(("127.0.0.1", g.port), 10) as waiting:
            time.sleep(0.5)
            resource.prlimit(g.process.pid, resource.RLIMIT_NOFILE, limits)
            waiting.settimeout(10)
            check(waiting.recv(100).startswith(b"220 "), "who waited is not greeted")
        count = scrape(g)["gatepost_accept_pauses_total"]
        check(1 <= count <= 10, "%d pauses of a tenth of a second in half of one" % count)


def counted_since(g):
    """As gatepost stats begins; in UTC, so that texts compare like times."""
    status, text = g.run("stats")
    told = re.match(r"Counted since (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ), when this server started:\n", text)
    check(status == 0 and told, text)
    return told.group(1)


@case("who is asked in an upgrade: the successor at once, from zero, and it says since when; and nobody once it has stopped")
def upgrade_and_stop():
    adopt_orphans()
    with NextHop() as hop, gate(hop, end_ok=False) as g:
        begins(deliver(g, mail()), "250", "to the first")
        settled(g, 'gatepost_next_hop_total{outcome="accepted"}', 1)
        time.sleep(1.1)                         # starts are told in seconds
        before = counted_since(g)
        old = upgrade(g)
        equal(scrape(g)['gatepost_next_hop_total{outcome="accepted"}'], 0, "of the successor")
        check(before < counted_since(g), "the successor says that it counts since %s" % before)
        begins(deliver(g, mail()), "250", "to the second")
        settled(g, 'gatepost_next_hop_total{outcome="accepted"}', 1)
        equal(old.wait(10), 0, "exit status of the old one")
        equal(get(LocalConnection(os.path.join(g.state, "admin.sock")), "/readyz")[0], 200, "when the old one has gone")
        configure(g, hop, limits="errors = 7")
        g.process.send_signal(signal.SIGHUP)
        settled(g, "gatepost_configuration_generation", 2)
        equal(g.stop(remove=False), 0, "exit status")
        status, text = g.run("stats")
        check(status == 69 and "does a server run?" in text, "%d %s" % (status, text))
