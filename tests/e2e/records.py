"""The journal: every message is found by every filter, its story can be told, and a file is judged as the wire was."""
import contextlib
import json
import os
import sqlite3
import subprocess
import time

from case import ALEX, JANE, SAM, Talk, begins, case, check, deliver, equal, gate, mail, queue_id, signed, until
from peers import NextHop


def ids(text):
    return [json.loads(line)["id"] for line in text.splitlines()]


@case("trace by every filter, alone and together")
def filters():
    with NextHop() as hop, gate(hop) as g:
        one = queue_id(deliver(g, mail(subject="Drawings for the pier"), recipients=[ALEX]))
        two = queue_id(deliver(g, mail(subject="Grüße vom Pier", sender="kim@open.example"), sender="kim@open.example",
                               recipients=[JANE, ALEX], parameters=" SMTPUTF8"))
        with Talk(g.port, client="127.0.0.66", helo="mail.bulk.example") as talk:
            three = queue_id(talk.message(mail(subject="Are you at your desk?", sender=JANE), sender="x@bulk.example"))
        check(until(lambda: len(ids(g.run("trace", "--json")[1])) == 3), "the journal is not complete")
        for arguments, want in (
                ((), {one, two, three}), (("--id", two), {two}), (("--from", SAM), {one}),
                (("--from", "@open.example"), {two}),
                (("--from", JANE), {three}), (("--from", "x@bulk.example"), {three}),
                (("--to", ALEX), {one, two, three}),
                (("--to", JANE), {two}), (("--to", "@harbour.example"), {one, two, three}),
                (("--to", "@elsewhere.example"), set()),
                (("--subject", "Pier"), {two}), (("--subject", "drawings"), {one}),
                (("--client", "127.0.0.66"), {three}),
                (("--action", "reject"), {three}), (("--finding", "own-domain-unauthenticated"), {three}), (("--since", "1h"), {one, two, three}),
                (("--since", "2100-01-01T00:00:00Z"), set()),
                (("--from", SAM, "--to", JANE), set()),
                (("--from", SAM, "--subject", "pier", "--client", "127.0.0.10"), {one}),
                (("--subject", "%"), set()), (("--subject", "' OR 1=1 --"), set())):
            status, text = g.run("trace", "--json", *arguments)
            # A part of the subject is looked for without regard to case in ASCII.
            got = set(ids(text)) if status == 0 else status
            if arguments[:2] == ("--subject", "Pier"):
                check(got == {one, two}, "trace --subject Pier: %s" % got)
            else:
                equal(got, want, "trace " + " ".join(arguments))
        equal(ids(g.run("trace", "--json", "--limit", "1")[1]), [three], "the newest")
        check("No message on record matches" in g.run("trace", "--to", "@elsewhere.example")[1], "words for nothing")
        equal(g.run("trace", "--since", "yesterday")[0], 64, "a time that is none")


# What was typed wrong, the exit status, and what is said. Without it trace would answer that there is no such message.
MISTYPED = [
    (("trace", "--id", "01M8"), 64, "an ID has 26 letters and digits; --queue-id takes a mail server's"),
    (("trace", "--from", "jane.roe"), 64, "--from jane.roe: write an address, or @example.org"),
    (("trace", "--recipient", "jane.roe"), 64, "--recipient jane.roe: write an address, or @example.org"),
    (("trace", "--client", "mail.example.org"), 64, "--client mail.example.org: write an address like 192.0.2.1"),
    (("trace", "--action", "refused"), 64, "there are accept, tag, quarantine, reject and defer"),
    (("trace", "--finding", "vip-nam"), 0, "There is no sign vip-nam; 'gatepost signs' lists them."),
    (("trace", "--limit", "0"), 64, "'gatepost trace --help' tells the options"),
    (("explain", "01M8B7W7P6GQFVC66DSR0NFG"), 66, "is neither an ID, which has 26 letters and digits, nor a file"),
    (("check", "--zone", "/nowhere/zone.json", "/dev/null"), 66, "cannot read /nowhere/zone.json"),
    (("quarantine", "release", "01M8"), 65, "there is no message 01M8 in the quarantine"),
    (("quarantine", "delete", "01M8"), 65, "there is no message 01M8 in the quarantine"),
    (("list", "add", "--dkim", "a.example", "--spf", "b.example", "--owner", "jo", "--expires", "9d"), 64, "for one identity"),
    (("list", "add", "--dkim", "a.example", "--expires", "9d"), 64, "--owner NAME is needed"),
    (("list", "add", "--dkim", "a.example", "--owner", "jo"), 64, "--expires T is needed"),
    (("list", "add", "--network", "::/0", "--owner", "jo", "--expires", "9d"), 64, "--network ::/0 is everybody"),
    (("list", "add", "--dkim", "a.example", "--steps", "sender", "--owner", "jo", "--expires", "9d"), 64, "attachment, impersonation and score"),
    (("spf", "--ip", "nine"), 64, "nine is no address of a client"),
    (("spf", "--ip", "192.0.2.1", "--scope", "from"), 64, "there are mfrom, helo and pra"),
    (("spf", "--ip", "192.0.2.1", "--time", "noon"), 64, "--time noon: write it like"),
]
PLAIN = [
    (("-h",), 0, "Usage: gatepost COMMAND"), (("help", "spf"), 0, "Usage: gatepost spf"), (("trace", "-h"), 0, "Usage: gatepost trace"),
    (("dmarc",), 64, "--author-domain is needed"), (("dmarc", "--author-domain", "a.example", "--spf", "good"), 64, "as in pass@example.org"),
    (("dkim", "--time", "noon"), 64, "--time noon: write it like"), (("authres", "mx;", "spf=pass"), 64, "has to stand in quotes"),
]


@case("what is typed wrong is told, with what to write, and not answered as if there were nothing")
def mistyped():
    with NextHop() as hop, gate(hop) as g:
        said = [(a, s, w, g.run(*a)) for a, s, w in MISTYPED]
        for arguments, status, words in PLAIN:
            done = subprocess.run([g.binary, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
            said.append((arguments, status, words, (done.returncode, done.stdout.decode())))
        for arguments, status, words, (got, text) in said:
            check(got == status and words in text, "%s: status %d: %s" % (" ".join(arguments), got, text))
        event = g.wait_event(1, "serving")[0]
        equal(event["listeners"], ["mx at 127.0.0.1 port %d" % g.port], "where the log says that it listens")
        check(event["version"], "no version in the log")


@case("explain an id: who it claims to be, what was checked, what decided, what would help")
def explain():
    with NextHop() as hop, gate(hop) as g:
        with Talk(g.port, client="127.0.0.66", helo="mail.bulk.example") as talk:
            reply = talk.message(mail(sender=JANE), sender="x@bulk.example")
        begins(reply, "550 5.7.", "the final dot")
        one = queue_id(reply)
        check(until(lambda: g.run("trace", "--id", one, "--json")[1]), "it is not in the journal")
        status, text = g.run("explain", one)
        for word in (one, JANE, "x@bulk.example", "127.0.0.66", "SPF", "DMARC", "aligned", "reject"):
            check(word in text, "%r is missing in:\n%s" % (word, text))
        equal(g.run("explain", "01ARZ3NDEKTSV4RRFFQ69G5FAV")[0], 65, "an id that nobody has")


@case("gatepost check on a file agrees with the record of the server about the same message")
def agrees():
    with NextHop() as hop, gate(hop) as g:
        cases = [
            (signed(mail()), "127.0.0.10", "mail.friend.example", SAM),
            (mail(sender=JANE), "127.0.0.66", "mail.bulk.example", "x@bulk.example"),
            (mail(sender="jane.roe@harb0ur.example"), "127.0.0.67", "harb0ur.example", "jane.roe@harb0ur.example"),
            (signed(mail(fields=b"X-Priority: 1\r\nReply-To: <a@gmail.com>\r\n"), b"bulk.example"), "127.0.0.9",
             "localhost", ""),
            (mail(fields=b"Content-Type: multipart/mixed; boundary=a; boundary=b\r\n",
                  body=b"--a\r\n\r\nx\r\n--a--\r\n"), "127.0.0.10",
             "mail.friend.example", SAM),
        ]
        for octets, client, helo, sender in cases:
            with Talk(g.port, client=client, helo=helo) as talk:
                one = queue_id(talk.message(octets, sender=sender))
            check(until(lambda: g.run("trace", "--id", one, "--json")[1]), "it is not in the journal")
            wire = json.loads(g.run("trace", "--id", one, "--json")[1])
            with open(g.path("one.eml"), "wb") as f:
                f.write(octets)
            done = subprocess.run([g.binary, "check", "-c", g.config, "--ip", client, "--helo", helo, "--mail-from",
                                   sender, "--rcpt", ALEX,
                                   "--time",
                                   wire["at"] if "at" in wire else time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                                   "--json", g.path("one.eml")], capture_output=True, text=True, timeout=20)
            equal(done.returncode, 0, done.stderr)
            file = json.loads(done.stdout)
            for answers in (file, wire):        # the server asks about the envelope before the message is there, so in another order
                answers["view"].sort(key=lambda one: json.dumps(one, sort_keys=True))
            for member in ("auth", "authentication_results", "findings", "score", "verdict", "steps", "message",
                           "view"):
                equal(file[member], wire[member], "%s of %s from %s" % (member, sender, client))


@case("the line with the verdict of gatepost check: a band of the score for what is delivered, none for what another step puts off")
def verdict_line():
    with gate("smtp:127.0.0.1:9", start=False) as g:
        for sender, action, begin in (("sam@late.example", "defer", "verdict   defer, step authentication, score "),
                                      (SAM, "accept", "verdict   accept (deliver), step "),
                                      ("jane.roe@harb0ur.example", "quarantine", "verdict   quarantine, step ")):
            with open(g.path("one.eml"), "wb") as f:
                f.write(mail(sender=sender))
            status, text = g.run("check", "--ip", "127.0.0.10", "--mail-from", sender, g.path("one.eml"))
            check(status == 0 and text.startswith(begin), "%s: %s" % (action, text))


@case("gatepost check and explain of a file go by the server's configuration where there is one, and say so; cases and batches never do")
def servers_configuration():
    if os.geteuid() != 0:
        raise Skip("not root")
    with NextHop() as hop, gate(hop, start=False) as g:
        octets, etc = g.path("message.eml"), g.path("etc")
        with open(octets, "wb") as f:
            f.write(mail().replace(b"From: A Sender", b"From: Jane Roe"))           # a person of the configuration, from elsewhere
        case_file = g.write("case.json", {"message": {"from": SAM, "subject": "x", "body": "x"}})
        subprocess.run(["cp", "-a", "/etc", etc], check=True, capture_output=True)
        os.makedirs(os.path.join(etc, "gatepost"), exist_ok=True)

        def under_etc(*arguments):
            """With our own /etc, and nobody else sees it."""
            return subprocess.run(["unshare", "-m", "sh", "-c", 'mount --bind "$0" /etc && exec "$@"', etc, g.binary, *arguments],
                                  capture_output=True, text=True, timeout=60)

        options = ("--ip", "127.0.0.10", "--mail-from", SAM, "--zone", g.path("zone.json"))
        here = os.path.join(etc, "gatepost", "gatepost.conf")
        if os.path.exists(here):
            os.unlink(here)
        without = under_etc("check", *options, octets)
        if "unshare" in without.stderr or "mount" in without.stderr:
            raise Skip("no file system can be mounted")
        check(without.returncode == 0 and "vip-" not in without.stdout and
              "there is no /etc/gatepost/gatepost.conf: judged by built-in defaults" in without.stderr, without)
        subprocess.run(["cp", g.config, here], check=True)
        for command in ("check", "explain"):
            got = under_etc(command, *options, octets)
            check(got.returncode == 0 and "vip-" in got.stdout and "judged by /etc/gatepost/gatepost.conf" in got.stderr, got)
            got = under_etc(command, "--defaults", *options, octets)
            check(got.returncode == 0 and "vip-" not in got.stdout and got.stderr == "", got)
            equal(under_etc(command, "--defaults", "-c", g.config, octets).returncode, 64, "both")
        got = under_etc("check", "--json", *options, octets)
        check(any(f["id"].startswith("vip-") for f in json.loads(got.stdout)["findings"]) and got.stderr == "", got)
        with open(here, "w") as f:
            f.write("this is no configuration\n")
        equal(under_etc("check", *options, octets).returncode, 78, "check by a configuration that is none")
        index = g.write("index.tsv", "")
        for arguments in (("check", "--context", case_file), ("explain", "--context", case_file), ("check", "--batch", index)):
            got = under_etc(*arguments)
            check(got.returncode != 78 and "/etc/gatepost" not in got.stderr, got)


@case("hostile text in every field: the log, the journal and the story stay readable")
def hostile_text():
    evil = b"\x1b]0;x\x07\x1b[2J\xff\xfe\x80 \xe2\x80\xae\"}{\\ \x7f"
    with NextHop() as hop, gate(hop, log='level = "debug"') as g:
        octets = (b"From: " + evil + b" <sam@friend.example>\r\nTo: " + evil + b"\r\nSubject: " + evil +
                  b"\r\nMessage-ID: <" + evil +
                  b">\r\nDate: " + evil + b"\r\nContent-Type: text/" + evil + b"; name=\"" + evil + b"\"\r\n\r\nx\r\n")
        with Talk(g.port) as talk:
            one = queue_id(talk.message(octets))
            talk.say(b"EHLO \xff\xfe")
            talk.say(b"VRFY " + evil)
        check(one, "no id in the reply")
        event = g.wait_event()[0]               # which reads every line as JSON, in UTF-8
        check(until(lambda: g.run("trace", "--id", one, "--json")[1]), "it is not in the journal")
        equal(json.loads(g.run("trace", "--id", one, "--json")[1])["id"], event["id"], "the record")
        commands = [("trace", "--id", one), ("explain", one)]
        if event["action"] == "quarantine":
            commands += [("quarantine", "list"), ("quarantine", "show", one)]
        for command in commands:
            status, text = g.run(*command)
            equal(status, 0, "exit status of " + command[0])
            bad = [c for c in text if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u202e\u2066")]
            check(not bad, "control octets in what %s prints: %r" % (command[0], text))


@case("personal-data = hashed: nothing in the journal names anybody, and trace finds them all the same")
def impersonal():
    with NextHop() as hop, gate(hop, more='journal { personal-data = "hashed" }', end_ok=False) as g:
        with Talk(g.port, client="127.0.0.66", helo="jos-laptop.example") as talk:
            reply = talk.message(mail(subject="About my illness", sender=JANE), sender="x@bulk.example")
        one = queue_id(reply)
        check(until(lambda: g.run("trace", "--id", one, "--json")[1]), "it is not in the journal")
        for arguments in (("--from", JANE), ("--from", "X@bulk.example"), ("--to", ALEX), ("--from", "@harbour.example"),
                          ("--client", "127.0.0.66"), ("--action", "reject")):
            equal(ids(g.run("trace", "--json", *arguments)[1]), [one], "trace " + " ".join(arguments))
        equal(g.run("trace", "--from", "somebody@harbour.example", "--json")[1], "", "somebody else")
        check("reject" in g.run("explain", one)[1], "the story")
        check("personal data was not kept" in g.run("replay")[1], "replay says why not")
        g.stop(remove=False)
        for name in os.listdir(g.state):
            if name.startswith("journal.db"):
                with open(os.path.join(g.state, name), "rb") as f:
                    octets = f.read()
                for word in (b"jane.roe", b"Jane", b"alex.doe", b"illness", b"jos-laptop", b"127.0.0.66", b"x@bulk"):
                    check(word not in octets, "%r stands in %s" % (word, name))


def refuse_records(g, refuse):
    """As from a full disk, but for this table alone: neither the log nor the rest of the test is on it."""
    with contextlib.closing(sqlite3.connect(os.path.join(g.state, "journal.db"), timeout=10)) as db:
        db.execute("CREATE TRIGGER full BEFORE INSERT ON message BEGIN SELECT RAISE(ABORT, 'no room'); END" if refuse else "DROP TRIGGER full")


@case("records that are lost: mail goes on, the log says so once, and once that it is over and how many they were")
def lost():
    with NextHop() as hop, gate(hop) as g:
        g.wait_event(1, "serving")
        refuse_records(g, True)
        for _ in range(3):
            begins(deliver(g, mail()), "250", "while records are lost")
        began = g.wait_event(1, "journal-losing")
        check(len(began) == 1 and began[0]["level"] == "alarm" and "not found by trace" in began[0]["problem"], began)
        begins(deliver(g, mail()), "250", "while records are lost, later")
        check(until(lambda: "gatepost_journal_lost_total 4\n" in g.run("stats", "--prometheus")[1]), "it is not lost")
        refuse_records(g, False)
        begins(deliver(g, mail()), "250", "afterwards")
        time.sleep(3)                   # the first may be written in the moment in which the last was lost
        begins(deliver(g, mail()), "250", "a little later")
        over = g.wait_event(1, "journal-keeping", seconds=30)
        equal([e["records"] for e in over], [4], "how many were lost")
        equal(len(g.events("journal-losing")), 1, "alarms")
        equal((len(hop.messages), len(ids(g.run("trace", "--json")[1]))), (6, 2), "messages delivered, and found")
