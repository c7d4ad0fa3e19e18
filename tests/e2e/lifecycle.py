"""Starting, reloading and stopping: what is wrong is said, what is under way is ended, nothing promised is lost."""
import grp
import json
import os
import pwd
import re
import shutil
import signal
import socket
import stat
import struct
import subprocess
import time

from case import (ALEX, BINARY, ROOT, SAM, Skip, Talk, begins, case, check, complaints, configure, deliver, equal,
                  gate, mail,
                  until)
from pace import patience
from peers import DOT, NextHop, after

EX_CONFIG, EX_OSERR, EX_CANTCREAT = 78, 71, 73

# (what is wrong, what of the configuration is replaced, by what, what the error has to say). LINE: the line's number.
BROKEN = [
    ("a name mistyped",            'recipients = "any"', 'recipeints = "any"', ("LINE", "recipeints", "'recipients'")),
    ("a section mistyped",         "policy {",        "policies {",           ("LINE", "policies", "'policy'")),
    ("an option mistyped, in limits", 'stop-timeout = "10s"', 'stop-timout = "10s"',
     ("LINE", "stop-timout", "'stop-timeout'")),
    ("a word that is none of the choices", 'recipients = "any"', 'recipients = "some"',
     ("recipients", "some", "probe")),
    ("a number that is none",      "workers     = 1", "workers = many",       ("LINE", "workers")),
    ("a negative number",          "workers     = 1", "workers = -1",         ("workers", "-1")),
    ("a duration without sense",   'stop-timeout = "10s"', 'stop-timeout = "soon"', ("stop-timeout", "soon")),
    ("a brace missing",            "policy {  }",     "policy { ",            ("LINE", "never closed")),
    ("an option twice",            "workers     = 1", "# a comment\nworkers = 1\nworkers = 2",
     ("stands twice", "workers")),
    ("a text not ended",           '"mx.harbour.example"', '"mx.harbour.example', (".conf:",)),
    ("no hostname",                'hostname    =',   "# hostname =",         ("hostname",)),
    ("a hostname that is none",    '"mx.harbour.example"', '"mx harbour"',    ("hostname", "mx harbour")),
    ("no listener",                "listener mx",     "# listener mx",        ("listener",)),
    ("a port that is none",        "{PORT}",          "70000",                ("listener", "70000")),
    ("a certificate missing",      "{CERT}",          "{FOLDER}/nothing.pem", ("nothing.pem",)),
    ("a key missing",              "{KEY}",           "{FOLDER}/nokey.pem",   ("nokey.pem",)),
    ("another's key",              "{KEY}",           "{FOLDER}/other.pem",   ("other.pem",)),
    ("a zone that is missing",     "zone.json",       "zona.json",            ("zona.json",)),
    ("a next hop that is no name", "smtp:127.0.0.1:9", "smtp:mail server:25", ("next-hop", "mail server")),
    ("LMTP at SMTP's port",        "smtp:127.0.0.1:9", "lmtp:127.0.0.1:25",   ("next-hop", "RFC 2033")),
    ("a Maildir of a relative path", "smtp:127.0.0.1:9", "maildir:here",      ("next-hop", "absolute")),
    ("a Maildir that is to be asked", 'next-hop   = "smtp:127.0.0.1:9"\n    recipients = "any"',
     'next-hop = "maildir:/tmp/x"\n    recipients = "probe"', ("Maildir",)),
    ("a domain in two routes",     "person",
     'route twin { domains = { "harbour.example" } next-hop = "smtp:127.0.0.1:9" }\nperson',
     ("harbour.example", "two routes")),
]


def filled_in(g, text):
    for name, value in (("CERT", g.path("cert.pem")), ("KEY", g.path("key.pem")), ("PORT", g.port),
                        ("FOLDER", g.folder)):
        text = text.replace("{%s}" % name, str(value))
    return text


@case("a state-dir that was made beforehand, and not as private as ours: no file in it is for others to read")
def foreign_state_dir():
    with NextHop() as hop, gate(hop, start=False) as g:
        before = os.umask(0o022)
        os.mkdir(g.state, 0o755)
        g.start()
        os.umask(before)
        begins(deliver(g, mail(subject="Secret")), "250", "the final dot")
        g.wait_event()
        files = [os.path.join(folder, name) for folder, _, names in os.walk(g.state) for name in names]
        check(any(name.endswith("journal.db-wal") for name in files), files)
        for name in files:
            mode = os.lstat(name).st_mode
            check(not stat.S_ISREG(mode) or mode & 0o007 == 0, "%s is %o" % (name, mode))


@case("a broken configuration: exit status 78, and a word on file, line and the nearest name")
def broken():
    with gate("smtp:127.0.0.1:9", start=False, workers=1, more="# a comment\n/* and\nanother */") as g:
        subprocess.run(["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out",
                        g.path("other.pem")],
                       check=True, stderr=subprocess.DEVNULL)
        status, text = g.run("serve", "-t")
        equal((status, "is good" in text), (0, True), "the whole configuration: " + text)
        with open(g.config) as f:
            good = f.read()
        wrong = []
        for name, old, new, words in BROKEN:
            old, new = filled_in(g, old), filled_in(g, new)
            check(old in good, "%s: the case does not fit the configuration" % name)
            g.write("gatepost.conf", good.replace(old, new, 1))
            for arguments in (("serve", "-t"), ("serve",)):
                status, text = g.run(*arguments)
                line = ".conf:%d: " % (1 + good[:good.index(old)].count("\n"))
                missing = [w for w in words if (line if w == "LINE" else w) not in text]
                if status != EX_CONFIG or missing or len(text.strip().splitlines()) > 3:
                    wrong.append("%s, by %s: status %d, without %s: %s"
                                 % (name, " ".join(arguments), status, missing, text.strip()))
        check(not wrong, "\n        ".join(wrong))


# What a start would stumble over, and serve -t tells beforehand: what is written in addition, and the words that must be said.
MISSING = [
    ('state-dir = "{FOLDER}/none/state"\n', ("state-dir", "the folder above it is missing")),
    ('state-dir = "{FOLDER}/zone.json"\n', ("state-dir", "Not a directory")),
    ('log {{ file = "{FOLDER}/none/log" }}\n', ("log", "no folder for {FOLDER}/none/log")),
    ('user = "nobody-of-this-name"\n', ("user", "nobody-of-this-name")),
    ('listener m {{ face = "milter"  address = "unix:{FOLDER}/none/m.sock" }}\n', ("listener m", "{FOLDER}/none/m.sock")),
    ('listener m {{ face = "milter"  address = "unix:{FOLDER}/m.sock"  socket-group = "group-of-nobody" }}\n',
     ("listener m", "socket-group", "group-of-nobody")),
    ('resolver {{ trust-anchor = "{FOLDER}/none.key" }}\n', ("trust-anchor", "{FOLDER}/none.key")),
]
BARE = """hostname = "mx.harbour.example"
own-domains = {{ "harbour.example" }}
listener mx {{ address = "127.0.0.1:{PORT}" }}
route r {{ domains = {{ "harbour.example", "other.example" }}  next-hop = "lmtp:{FOLDER}/lmtp"  recipients = "any" }}
"""


@case("serve -t: folders, accounts and files that are missing; what is allowed, but may not be meant; and nothing is made")
def preflight():
    with gate("smtp:127.0.0.1:9", start=False) as g:
        def tell(more):
            g.write("gatepost.conf", (BARE + more).format(FOLDER=g.folder, PORT=g.port))
            return g.run("serve", "-t")

        for more, words in MISSING:
            status, text = tell(more if "state-dir" in more else 'state-dir = "{FOLDER}/fresh"\n' + more)
            missing = [w for w in words if w.format(FOLDER=g.folder) not in text]
            check(status == EX_CONFIG and not missing, "%s: status %d, without %s: %s" % (more.strip(), status, missing, text))
        names = g.write("names.txt", "[brands]\n- Pier Bank\n- PayPal\n")
        status, text = tell('state-dir = "{FOLDER}/fresh"\nmode = "shadow"\nresolver {{ zone = "{FOLDER}/zone.json" }}\n'
                            'feed "bad" {{ file = "{FOLDER}/none" }}\nlist-files = {{ "%s" }}\n' % names)
        equal(status, 0, text)
        for words in ("listener mx has no tls-certificate", "listener mx is in shadow mode", "route r: other.example is not among own-domains",
                      'route r: recipients = "any"', "lmtp: there is no such socket", "feed bad", "that is for tests",
                      '%s:2: nothing is taken out, for brands of the program has no "Pier Bank"' % names, "is good: 1 listener, 1 route"):
            check(words in text, "without %r: %s" % (words, text))
        check("PayPal" not in text, "what is taken out is noted: " + text)
        check(not os.path.exists(g.path("fresh")), "the state-dir was made")


@case("a configuration that is missing, a folder, or not text")
def unreadable():
    with gate("smtp:127.0.0.1:9", start=False) as g:
        for make in (lambda: os.unlink(g.config), lambda: os.mkdir(g.config)):
            make()
            status, text = g.run("serve")
            equal((status, g.config in text), (EX_CONFIG, True), text)
        os.rmdir(g.config)
        with open(g.config, "wb") as f:
            f.write(b"hostname = \0\xff\xfe\n" * 1000)
        status, text = g.run("serve", "-t")
        equal(status, EX_CONFIG, text)


@case("the examples are good configurations")
def examples():
    with gate("smtp:127.0.0.1:9", start=False) as g:
        with open(os.path.join(ROOT, "examples/gatepost.conf")) as f:
            text = f.read()
        for name in ("cert", "key"):
            text = text.replace("/etc/gatepost/tls/%s.pem" % name, g.path(name + ".pem"))
        g.write("gatepost.conf", text)
        status, said = g.run("serve", "-t")
        equal(status, 0, said)
        check("dns-list" not in said, "it asks a list that nobody has: " + said)
        # What it shows of sections is good as well, once it is no comment; and a list of an example is told of.
        shown = re.sub(r"^# ((?:person|brand|dns-list) .*)$", r"\1", text, flags=re.M)
        begin = shown.index("\ndns-list ")
        end = shown.index("\n# }", begin)
        shown = shown[:begin] + re.sub(r"^    # ", "    ", shown[begin:end], flags=re.M) + "\n}" + shown[end + len("\n# }"):]
        g.write("gatepost.conf", shown)
        status, said = g.run("serve", "-t")
        check(status == 0 and "dns-list bl.example: bl.example is a name for examples" in said, said)


@case("a port or a state-dir that another process has")
def in_use():
    with socket.socket() as other, NextHop() as hop, gate(hop) as g:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with open(g.config) as f:
            text = f.read()
        second = g.write("second.conf", text.replace(":%d" % g.port, ":%d" % other.getsockname()[1], 1))
        done = subprocess.run([BINARY, "serve", "-c", second], capture_output=True, text=True, timeout=20)
        equal((done.returncode, "in use by another server" in done.stderr), (EX_CANTCREAT, True), done.stderr)
        g.write("second.conf",
                text.replace(":%d" % g.port, ":%d" % other.getsockname()[1], 1).replace(g.state, g.path("state2")))
        done = subprocess.run([BINARY, "serve", "-c", second], capture_output=True, text=True, timeout=20)
        check(done.returncode == EX_OSERR and "mx" in done.stderr and str(other.getsockname()[1]) in done.stderr,
              done.stderr)
        g.write("second.conf", text.replace(g.state, g.path("state3")))         # a gate beside a gate would get every second client
        done = subprocess.run([BINARY, "serve", "-c", second], capture_output=True, text=True, timeout=20)
        check(done.returncode == EX_OSERR and "port %d: Address already in use" % g.port in done.stderr, done.stderr)
        begins(deliver(g, mail()), "250", "the first server goes on")


def reload(g, count):
    g.process.send_signal(signal.SIGHUP)
    check(until(lambda: len(g.events("reloaded")) == count), "no word of a reload")
    time.sleep(0.1)                     # each worker takes it in a turn of its own


@case("SIGHUP: an open session keeps its settings, a new one has the new; a broken file changes nothing")
def hup():
    with NextHop() as hop, NextHop() as other, gate(hop) as g:
        old = Talk(g.port)
        old.envelope(SAM, [ALEX])
        configure(g, other, more="", limits="message-size = 70000", recipients="list",
                  route='recipient-list = { "%s" }' % ALEX)
        reload(g, 1)
        begins(old.content(mail()), "250", "in the session from before")
        begins(old.message(mail(), recipients=["new.colleague@harbour.example"]), "250", "its next message")
        with Talk(g.port) as new:
            check("SIZE 70000" in new.hello and "SIZE 52428800" in old.hello, new.hello)
            new.must("MAIL FROM:<%s>" % SAM, "250")
            new.must("RCPT TO:<new.colleague@harbour.example>", "550 5.1.1")
            new.must("RCPT TO:<%s>" % ALEX, "250")
            begins(new.content(mail()), "250", "in a new session")
        equal((len(hop.messages), len(other.messages)), (2, 1), "messages at the old and the new next hop")
        with open(g.config) as f:
            good = f.read()
        for broken in (good.replace("recipients =", "recipeints ="), good.replace("zone.json", "zona.json"),
                       good.replace(g.state, g.path("elsewhere"))):
            before = len(g.events("reload-failed"))
            g.write("gatepost.conf", broken)
            g.process.send_signal(signal.SIGHUP)
            check(until(lambda: len(g.events("reload-failed")) > before), "no word of a failed reload")
            check(g.events("reload-failed")[-1]["problem"], "it does not say why")
            begins(deliver(g, mail()), "250", "afterwards")
        equal(len(other.messages), 4, "messages at the new next hop")
        old.close()


@case("SIGHUP: what cannot change while the server runs is said by its name, and nothing else of the file is taken either")
def hup_needs_restart():
    with NextHop() as hop, NextHop() as other, gate(hop) as g:
        for name, changes in (("workers", {"workers": 3}), ("resolver.cache-size", {"resolver": 'zone = "{FOLDER}/zone.json" cache-size = 1000000'}),
                              ("clients.remembered", {"more": "clients { remembered = 2000 }"}),
                              ("limits.duplicate-window", {"limits": 'duplicate-window = "1h"'}),
                              ("limits.duplicate-records", {"limits": "duplicate-records = 200"})):
            before = len(g.events("reload-failed"))
            configure(g, other, **changes)
            g.process.send_signal(signal.SIGHUP)
            check(until(lambda: len(g.events("reload-failed")) > before), "%s: no word of a failed reload" % name)
            equal(g.events("reload-failed")[-1]["problem"], name + " has changed: that needs a restart", "what the log says")
        begins(deliver(g, mail()), "250", "afterwards")
        equal((len(hop.messages), len(other.messages)), (1, 0), "messages at the old and the new next hop")


@case("SIGHUP: a UNIX socket gets its new mode and group, and is made again where its name is gone")
def hup_sockets():
    milter = 'listener m { face = "milter"  address = "unix:{FOLDER}/m.sock"  socket-mode = "%s" %s }'
    other = 'listener n { face = "milter"  address = "unix:{FOLDER}/n.sock"  socket-mode = "0600" }'
    with NextHop() as hop, gate(hop, more=milter % ("0666", "") + other) as g:
        path, group = g.path("m.sock"), grp.getgrgid(os.getegid()).gr_name
        places = {name: os.stat(g.path(name)).st_ino for name in ("m.sock", "n.sock")}
        for count, (mode, more) in enumerate((("0660", ""), ("0620", 'socket-group = "%s"' % group), ("0640", "")), 1):
            configure(g, hop, more=milter % (mode, more) + other)
            reload(g, count)
            equal((oct(os.stat(path).st_mode & 0o777), os.stat(path).st_gid), (oct(int(mode, 8)), os.getegid()), "mode and group")
        os.unlink(path)
        reload(g, 4)
        equal(oct(os.stat(path).st_mode & 0o777), "0o640", "the mode of the one that was made again")
        equal(os.stat(g.path("n.sock")).st_ino, places["n.sock"], "the other one, which was not touched")
        with socket.socket(socket.AF_UNIX) as server:
            server.settimeout(patience(5))
            server.connect(path)
            server.sendall(struct.pack(">IcIII", 13, b"O", 6, 0x1ff, 0x1fffff))
            equal(server.recv(5)[4:], b"O", "the answer to a mail server that connects to it")


@case("SIGHUP: a new hostname is the one that clients and next hops hear, over connections from before as well")
def hup_hostname():
    with NextHop() as hop, gate(hop, workers=1) as g:
        begins(deliver(g, mail()), "250", "before")
        with open(g.config) as f:
            text = f.read()
        g.write("gatepost.conf", text.replace('"mx.harbour.example"', '"mx2.harbour.example"'))
        reload(g, 1)
        with Talk(g.port) as talk:
            check("mx2.harbour.example" in talk.greeting, talk.greeting)
            begins(talk.message(mail()), "250", "afterwards")
        equal([line for line in hop.commands if line.startswith("EHLO")], ["EHLO mx.harbour.example", "EHLO mx2.harbour.example"],
              "what the next hop heard")


@case("many SIGHUPs at once, while mail flows")
def hup_storm():
    with NextHop({DOT: after(0.05)}) as hop, gate(hop) as g:
        for i in range(12):
            g.process.send_signal(signal.SIGHUP)
            g.process.send_signal(signal.SIGUSR1)
            begins(deliver(g, mail()), "250", "message %d" % i)
        check(until(lambda: g.events("log-reopened")), "the log was not opened again")
        equal(len(g.wait_event(12)), 12, "lines of the log")
        equal(len(hop.messages), 12, "messages taken")


@case("SIGUSR1: the log goes on in a new file after it was moved away")
def rotate():
    with NextHop() as hop, gate(hop) as g:
        begins(deliver(g, mail()), "250", "before")
        g.wait_event(1)
        shutil.move(g.log, g.log + ".1")
        g.process.send_signal(signal.SIGUSR1)
        check(until(lambda: os.path.exists(g.log)), "no new log")
        begins(deliver(g, mail()), "250", "after")
        equal((len(g.wait_event(1)), sum('"message"' in line for line in open(g.log + ".1"))), (1, 1), "lines in both")


@case("an allow entry works on a running server at once, and one removed no more")
def list_at_once():
    with NextHop() as hop, gate(hop) as g:
        status, text = g.run("list", "add", "--spf", "friend.example", "--owner", "jo", "--expires", "90d")
        equal(status, 0, text)
        check(until(lambda: len(g.events("reloaded")) == 1), "the server did not read the list")
        status, shown = g.run("list", "show")
        check("spf friend.example" in shown and "owner=jo" in shown, shown)
        status, text = g.run("list", "remove", shown.split()[0])
        equal(status, 0, text)
        check(until(lambda: len(g.events("reloaded")) == 2), "the server did not read the list again")
        status, text = g.run("list", "remove", shown.split()[0])
        check(status != 0, "an entry was removed twice")


@case("entries added by ten people at once: each is there, or its owner was told that it is not")
def list_together():
    with gate("smtp:127.0.0.1:9", start=False) as g:
        os.mkdir(g.state)
        command = [BINARY, "list", "-c", g.config, "add", "--owner", "jo", "--expires", "90d", "--dkim"]
        all_of_them = [subprocess.Popen(command + ["d%d.example" % i], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL) for i in range(10)]
        statuses = [process.wait(20) for process in all_of_them]
        check(set(statuses) <= {0, 75} and 0 in statuses, statuses)
        shown = g.run("list", "show")[1]
        for i, status in enumerate(statuses):
            equal("dkim d%d.example" % i in shown, status == 0, "the entry of number %d, who heard %d" % (i, status))


@case("SIGTERM while messages are being delivered: each client hears the answer, others get 421, exit status 0")
def term():
    with NextHop({DOT: after(1.5)}) as hop, gate(hop, end_ok=False) as g:
        idle, collecting, waiting = Talk(g.port), Talk(g.port), [Talk(g.port) for _ in range(4)]
        collecting.envelope(SAM, [ALEX])
        collecting.must("DATA", "354")
        collecting.send(b"Subject: half of it\r\n")
        sent = [mail(subject="Number %d" % i) for i in range(len(waiting))]
        for talk, octets in zip(waiting, sent):
            talk.envelope(SAM, [ALEX])
            talk.must("DATA", "354")
            talk.send(octets + b".\r\n")
        time.sleep(0.4)
        g.process.send_signal(signal.SIGTERM)
        begins(idle.read(), "421 4.3.2", "to the idle session")
        begins(collecting.read(), "421 4.3.2", "to the session with half a message")
        for talk in waiting:
            begins(talk.read(), "250 2.0.0 Ok: queued as", "to those who wait")
            begins(talk.read(), "421 4.3.2", "and then")
        equal(g.process.wait(10), 0, "exit status")
        equal(len(hop.messages), len(sent), "messages taken")
        for octets in sent:
            check(any(arrived.endswith(octets) for arrived in hop.octets()), "an acknowledged message is missing")
        equal((len(g.events("message")), len(g.events("stopped"))), (len(sent), 1), "lines of the log")
        for event in g.events("message"):       # and the journal was written to its end
            status, text = g.run("trace", "--id", event["id"], "--json")
            equal(json.loads(text)["id"], event["id"], "the record in the journal")


@case("SIGTERM while a message is being delivered whose client has gone")
def term_without_client():
    for _ in range(3):
        with NextHop({DOT: after(0.6)}) as hop, gate(hop, end_ok=False, workers=1) as g:
            talk = Talk(g.port)
            talk.envelope(SAM, [ALEX])
            talk.must("DATA", "354")
            talk.send(mail() + b".\r\n")
            time.sleep(0.2)
            talk.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            talk.close()
            time.sleep(0.1)
            g.process.send_signal(signal.SIGTERM)
            equal(g.process.wait(10), 0, "exit status; " + complaints(g))
            equal((len(hop.messages), len(g.events("message")), len(g.events("stopped"))), (1, 1, 1),
                  "messages and lines of the log")


@case("a next hop that hangs does not keep the gate from stopping for longer than stop-timeout")
def term_hanging():
    # It ends without waiting for its threads: that is the point, and nothing for a sanitizer to complain of.
    ends_hard = {"TSAN_OPTIONS": "report_thread_leaks=0"}
    with NextHop({DOT: after(30)}) as hop, gate(hop, end_ok=False, environment=ends_hard) as g:
        with open(g.config) as f:
            text = f.read()
        g.write("gatepost.conf", text.replace('stop-timeout = "10s"', 'stop-timeout = "1s"'))
        reload(g, 1)
        talk = Talk(g.port)
        talk.envelope(SAM, [ALEX])
        talk.must("DATA", "354")
        talk.send(mail() + b".\r\n")
        time.sleep(0.2)
        start = time.monotonic()
        g.process.send_signal(signal.SIGTERM)
        equal(g.process.wait(8), 0, "exit status")
        check(time.monotonic() - start < patience(5), "it took %.1f s" % (time.monotonic() - start))
        equal(len(g.events("stopped-hard")), 1, "the log says so")
        equal(talk.read(), "", "no answer: the sender keeps the message")


def as_root(hop):
    """A gate that is started as root and becomes somebody else; its folder, not started yet."""
    if os.geteuid() != 0:
        raise Skip("not root")
    return gate(hop, start=False, more='user = "nobody"')


def prepare_for_nobody(g):
    """The folder of the state, which is nobody's; whom that is."""
    nobody = pwd.getpwnam("nobody")
    os.chmod(g.folder, 0o755)
    os.mkdir(g.state)
    for path in (g.state, g.path("key.pem")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    return nobody


@case("what root writes beside a server that is not root is the server's to read: allow entries, and what is held")
def root_administers():
    with NextHop() as hop, as_root(hop) as g:
        nobody = prepare_for_nobody(g)
        equal(g.run("quarantine", "list")[0], 0, "a look before the server has ever run")
        equal(g.run("list", "add", "--dkim", "news.example", "--owner", "jo", "--expires", "90d")[0], 0, "an entry before")
        g.start()
        equal(g.run("list", "add", "--dkim", "bulk.example", "--owner", "jo", "--expires", "90d")[0], 0, "an entry")
        check(until(lambda: g.events("reloaded") or g.events("reload-failed")), "nothing came of the entry")
        equal(g.events("reload-failed"), [], "reloads that failed")
        for folder, _, names in os.walk(g.state):
            for name in names:
                found = os.lstat(os.path.join(folder, name))
                equal((found.st_uid, found.st_gid), (nobody.pw_uid, nobody.pw_gid), "whose " + name + " is")
        equal(g.stop(remove=False), 0, "exit status after SIGTERM")


@case("a link in the place of lock or log makes no file of root's anybody else's")
def links_for_root():
    with NextHop() as hop, as_root(hop) as g:
        prepare_for_nobody(g)
        secret = g.write("secret", "root's")
        os.symlink(secret, g.log)
        g.start()
        equal(os.stat(secret).st_uid, 0, "whose it is, as the log")
        equal(g.stop(remove=False), 0, "exit status after SIGTERM")
        lock = os.path.join(g.state, "lock")
        os.unlink(lock)
        os.symlink(secret, lock)
        g.start(expect_running=False)
        check(g.process.wait(20) != 0, "it started")
        equal(os.stat(secret).st_uid, 0, "whose it is, as the lock")


@case("what root runs follows no link that the server's user has put into its folders, and a state-dir that is a link is followed")
def links_for_commands():
    with NextHop() as hop, as_root(hop) as g:
        nobody = prepare_for_nobody(g)
        real = g.path("elsewhere")
        os.rename(g.state, real)
        os.symlink(real, g.state)                               # the administrator's
        equal(g.run("quarantine", "list")[0], 0, "the state behind a link")
        equal(g.run("list", "add", "--dkim", "news.example", "--owner", "jo", "--expires", "90d")[0], 0, "an entry")
        g.start()
        with Talk(g.port) as talk:
            begins(talk.message(mail()), "250", "a message")
        equal(g.stop(remove=False), 0, "exit status after SIGTERM")
        for folder, _, names in os.walk(real):
            for name in names:
                equal(os.lstat(os.path.join(folder, name)).st_uid, nobody.pw_uid, "whose " + name + " is")
        secret = g.write("secret", "root:x:0:0\n" * 500)
        place = g.path("place")
        os.mkdir(place, 0o700)
        for name, command in (("quarantine/index.sqlite", "list"), ("quarantine/index.sqlite", "rebuild"), ("quarantine/messages", "list"),
                              ("quarantine/tmp", "list"), ("quarantine", "list")):
            planted = os.path.join(real, name)
            os.rename(planted, planted + "-before")
            for target in (secret, place) if name.endswith("sqlite") else (place,):
                os.symlink(os.path.join(target, "new") if target == place and name.endswith("sqlite") else target, planted)
                check(g.run("quarantine", command)[0] != 0, "%s as a link: it went through" % name)
                os.unlink(planted)
            os.rename(planted + "-before", planted)
        planted = os.path.join(real, "list")
        os.unlink(planted)
        os.symlink(secret, planted)
        status, said = g.run("list", "show")
        check(status != 0 and "root:x" not in said, "a list that is a link: %d %s" % (status, said))
        equal((open(secret).read(), os.stat(secret).st_uid), ("root:x:0:0\n" * 500, 0), "what the link led to")
        equal((os.listdir(place), os.stat(place).st_uid), ([], 0), "the folder that links led to")


@case("as root no log is opened through a link in a folder of somebody else")
def link_for_log():
    with NextHop() as hop, as_root(hop) as g:
        nobody = prepare_for_nobody(g)
        logs = g.path("logs")
        os.mkdir(logs)
        os.symlink(g.path("target"), os.path.join(logs, "log"))
        os.chown(logs, nobody.pw_uid, nobody.pw_gid)
        with open(g.config) as f:
            config = f.read()
        with open(g.config, "w") as f:
            f.write(config.replace(g.log, os.path.join(logs, "log")))
        g.start(expect_running=False)
        check(g.process.wait(20) != 0, "it started")
        check(not os.path.exists(g.path("target")), "a file where root alone could make one")
