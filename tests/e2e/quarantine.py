"""What is held: seen, released, deleted, found again; and what an allow entry may do."""
import json
import os
import resource
import signal
import subprocess
import time

from case import (ALEX, JANE, Skip, Talk, begins, case, check, deliver, equal, explained, gate, mail, ours_and_theirs, queue_id, signed, until)
from peers import DOT, NextHop, after

FORGED = (b"Authentication-Results: mx.harbour.example; dmarc=pass header.from=harbour.example\r\n"
          b"X-Gatepost-Released: yes\r\n")


def lookalike(fields=b"", body=b"The contractor has a new bank account.\r\n"):
    return mail(subject="New bank details", sender="jane.roe@harb0ur.example", fields=fields, body=body)


def hold(g, octets, recipients=(ALEX,)):
    """Gets it held; its id."""
    reply = deliver(g, octets, sender="jane.roe@harb0ur.example", recipients=recipients)
    begins(reply, "250 2.0.0 Ok: queued as", "the final dot")
    equal(g.event_of(queue_id(reply))["action"], "quarantine", "what became of it")
    return queue_id(reply)


def raw(g, held):
    """The octets of a held message, as gatepost prints them."""
    done = subprocess.run([g.binary, "quarantine", "-c", g.config, "show", "--raw", held], capture_output=True,
                          timeout=20)
    equal((done.returncode, done.stderr), (0, b""), "show --raw")
    return done.stdout


@case("a lookalike is held and not delivered: list, show, --json and --raw tell of it")
def held():
    with NextHop() as hop, gate(hop) as g:
        octets = lookalike(fields=FORGED, body=b".dot\r\n\xff\xfe8-bit\r\n\r\n \r\n")
        one = hold(g, octets)
        equal(len(hop.messages), 0, "messages delivered")
        status, text = g.run("quarantine", "list")
        check(status == 0 and one in text and "own-domain-lookalike" in text and "New bank details" in text, text)
        status, text = g.run("quarantine", "list", "--json")
        entry = json.loads(text)
        equal((entry["id"], entry["state"], entry["rcpt"], entry["mail_from"], entry["size"], entry["step"]),
              (one, "held", [ALEX], "jane.roe@harb0ur.example", len(octets), "impersonation"), "the entry")
        status, text = g.run("quarantine", "show", one)
        check(status == 0 and "harb0ur.example" in text and "looks" in text.lower(), text)
        equal(raw(g, one), octets, "the original octets")
        for wrong in ("01ARZ3NDEKTSV4RRFFQ69G5FAV", "../../etc/passwd", ""):
            status, text = g.run("quarantine", "show", wrong)
            check(status == 65, "show %r: %d %s" % (wrong, status, text))


@case("release: the original octets under our fields, forged results out, once only")
def release():
    with NextHop() as hop, gate(hop) as g:
        octets = lookalike(fields=FORGED, body=b".dot\r\n..\r\n\xc3\xbc\r\n")
        one = hold(g, octets)
        check(until(lambda: g.run("trace", "--id", one, "--json")[1]), "it is not in the journal")
        status, text = g.run("quarantine", "release", one)
        check(status == 0 and "250 2.0.0 Ok: taken" in text, text)
        ours = ours_and_theirs(hop.octets()[0], octets.replace(FORGED, b""))
        begins(ours.decode(), "Authentication-Results: mx.harbour.example;", "the first field")
        check(b"\r\nX-Gatepost-Released: " +
              one.encode() in ours and b"\r\nReceived: from mail.friend.example " in ours, ours)
        check(b"dmarc=none" in ours and b"dmarc=pass" not in hop.octets()[0],
              "the results are not those of its arrival: %r" % ours)
        equal(hop.messages[0][:2], ("jane.roe@harb0ur.example", [ALEX]), "the envelope")
        status, text = g.run("quarantine", "release", one)
        check(status != 0 and "not held any more" in text, text)
        equal(len(hop.messages), 1, "messages delivered")
        equal(g.run("quarantine", "list", "--json")[1], "", "what is still held")


@case("release: to the addresses as they were given, in their own case")
def release_as_given():
    given = ("Alex.Doe@harbour.example", '"Jane Roe"@Harbour.example', "@relay.example:Bob@harbour.example", "Postmaster")
    with NextHop() as hop, gate(hop) as g:
        equal(g.run("quarantine", "release", hold(g, lookalike(), recipients=given))[0], 0, "the release")
        begins(deliver(g, mail(), recipients=given), "250", "a message that is not held")
        equal(hop.messages[0][1], ["Alex.Doe@harbour.example", '"Jane Roe"@Harbour.example', "Bob@harbour.example",
                                   "postmaster@harbour.example"], "to whom it was released")
        equal(hop.messages[1][1], hop.messages[0][1], "to whom the other was delivered")


@case("release while the next hop is down, or refuses: it stays held, and can be released later")
def release_later():
    with NextHop({DOT: "452 4.3.1 disk full"}) as hop, gate(hop) as g:
        one = hold(g, lookalike())
        for script, words in (({DOT: "452 4.3.1 disk full"}, "disk full"), ({"RCPT": "550 5.1.1 unknown"}, "unknown"),
                              ({"greeting": "554 no"}, "stays held")):
            hop.script = script
            status, text = g.run("quarantine", "release", one)
            check(status == 75 and words in text and "stays held" in text, "%d %s" % (status, text))
            check(one in g.run("quarantine", "list")[1], "it is not held any more")
        hop.script = {}
        equal(g.run("quarantine", "release", one)[0], 0, "the release that works")
        two = hold(g, lookalike())
        hop.refuse_connections()
        hop.drop_connections()
        status, text = g.run("quarantine", "release", two)
        check(status == 75 and "could not be reached" in text, "%d %s" % (status, text))
        check(two in g.run("quarantine", "list")[1], "it is not held any more")
        equal(len(hop.messages), 1, "messages delivered")


@case("release to a server without SMTPUTF8: what was declared and not needed goes on, as it does without a hold")
def release_ascii():
    with NextHop(extensions=("PIPELINING", "8BITMIME")) as hop, gate(hop) as g:
        held = []
        for octets in (lookalike(), lookalike(body="Gr\u00fc\u00dfe\r\n".encode())):
            with Talk(g.port) as talk:          # no next hop was seen yet: SMTPUTF8 is offered
                reply = talk.message(octets, sender="jane.roe@harb0ur.example", parameters=" SMTPUTF8")
            begins(reply, "250", "the final dot")
            held.append(queue_id(reply))
        equal(g.run("quarantine", "release", held[0])[0], 0, "the release of what is all ASCII")
        check("SMTPUTF8" not in [line for line in hop.commands if line.startswith("MAIL")][0], hop.commands)
        status, text = g.run("quarantine", "release", held[1])
        check(status == 75 and "stays held" in text, "%d %s" % (status, text))
        equal(len(hop.messages), 1, "messages delivered")


@case("release that some recipients get and others do not: it stays held for the rest, and another release is for them alone")
def release_partly():
    gone = "gone@harbour.example"
    with NextHop() as hop, gate(hop) as g:
        one = hold(g, lookalike(), recipients=(ALEX, gone, "kim@harbour.example"))
        hop.script = {"RCPT": lambda line: "550 5.1.1 gone" if gone in line else None}
        for _ in range(2):
            status, text = g.run("quarantine", "release", one)
            check(status == 75 and "stays held" in text and "refused %s and said: 550 5.1.1 gone" % gone in text, "%d %s" % (status, text))
            equal(hop.recipients(), [ALEX, "kim@harbour.example"], "who has it")
            equal(json.loads(g.run("quarantine", "list", "--json")[1])["rcpt"], [gone], "for whom it is held")
        hop.script = {}
        equal(g.run("quarantine", "release", one)[0], 0, "the release for the rest")
        equal(hop.recipients(), [ALEX, "kim@harbour.example", gone], "who has it")
        check("released" in g.run("quarantine", "show", one)[1], "it is still held")


def write_no_files():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


@case("release that cannot be written down: whoever asks is told that it was delivered, and what another one would do")
def release_not_written():
    with NextHop() as hop, gate(hop) as g:
        one = hold(g, lookalike())
        status, text = g.run("quarantine", "release", one, preexec_fn=write_no_files)
        check(status == 75 and "it was delivered" in text and "deliver it again" in text and "File too large" in text, "%d %s" % (status, text))
        equal(len(hop.messages), 1, "messages delivered")
        check(one in g.run("quarantine", "list")[1], "it is not held any more")


@case("two who release the same message at once: it is delivered once")
def release_twice():
    with NextHop({DOT: after(0.7)}) as hop, gate(hop) as g:
        one = hold(g, lookalike())
        command = [g.binary, "quarantine", "-c", g.config, "release", one]
        both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
                for _ in range(2)]
        said = [process.communicate(timeout=30)[0] for process in both]
        equal(sorted(process.returncode for process in both), [0, 75], "exit statuses: %s" % said)
        equal(len(hop.messages), 1, "messages delivered")


@case("delete; and an index that was lost is made again from the messages")
def delete_rebuild():
    with NextHop() as hop, gate(hop) as g:
        sent = [lookalike() for _ in range(3)]
        ids = [hold(g, octets) for octets in sent]
        status, text = g.run("quarantine", "delete", ids[0])
        equal(status, 0, text)
        before = g.run("quarantine", "list", "--json")[1]
        folder = os.path.join(g.state, "quarantine")
        index = [name for name in os.listdir(folder) if os.path.isfile(os.path.join(folder, name))
                 and name.startswith("index")]
        check(index, "no index among %s" % os.listdir(folder))
        for name in index:
            os.unlink(os.path.join(folder, name))
        status, text = g.run("quarantine", "rebuild")
        check(status == 0 and "made anew" in text, text)
        equal(g.run("quarantine", "list", "--json")[1], before, "the list afterwards")
        equal([raw(g, one) for one in ids[1:]], sent[1:], "the octets")
        check(g.run("quarantine", "show", "--raw", ids[0])[0] != 0, "what was deleted can still be read")
        equal(g.run("quarantine", "release", ids[2])[0], 0, "a release afterwards")
        equal(len(hop.messages), 1, "messages delivered")
        hold(g, lookalike())                    # and the server goes on holding
        equal(len(g.run("quarantine", "list", "--json")[1].splitlines()), 2, "what is held")


def large():
    return lookalike(body=b"New bank account.\r\n" + (b"x" * 70 + b"\r\n") * 560)      # 40 KB


@case("a quarantine that takes up all that it may: 452 4.3.1 to what is to be held, the rest is delivered; the log warns before")
def bounded():
    with NextHop() as hop, gate(hop, limits="message-size = 100000", more="quarantine { size = 200000 }\n") as g:
        sent = [large() for _ in range(4)]
        ids = [hold(g, octets) for octets in sent]              # 45056 octets each, with what is known of it
        reply = deliver(g, large(), sender="jane.roe@harb0ur.example")
        begins(reply, "452 4.3.1", "a fifth")
        check("quarantine.size" in g.wait_event(1, "hold-failed")[0]["problem"], g.events("hold-failed"))
        begins(deliver(g, mail()), "250", "an honest message")
        equal(len(hop.messages), 1, "messages delivered")
        equal([raw(g, one) for one in ids], sent, "what is held")
        figures = g.run("stats", "--prometheus")[1]
        for line in ("gatepost_quarantine_octets 180224", "gatepost_quarantine_size_octets 200000", 'gatepost_holds_total{outcome="failed"} 1'):
            check(line in figures, "not told: %s" % line)
        equal(g.run("quarantine", "delete", ids[0])[0], 0, "delete")
        check(until(lambda: deliver(g, large(), sender="jane.roe@harb0ur.example").startswith("250")), "no room after a deletion")
        equal(g.stop(remove=False), 0, "exit status after SIGTERM")
        g.start()
        check(until(lambda: g.events("quarantine-filling")), "no warning")
        equal(g.events("quarantine-filling")[0]["size"], 200000, "the size in the warning")


@case("a disk that is nearly full: what is to be held leaves a part of it to what is delivered")
def scarce_disk():
    if os.geteuid() != 0:
        raise Skip("not root")
    with NextHop() as hop, gate(hop, start=False) as g:
        os.mkdir(g.state)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", g.state], capture_output=True).returncode != 0:
            raise Skip("no file system can be mounted")
        try:
            g.start()
            body = (b"x" * 76 + b"\r\n") * 60000                # 4.7 MB
            replies = []
            while len(replies) < 12 and (not replies or replies[-1].startswith("250")):
                replies.append(deliver(g, lookalike(body=b"New bank account.\r\n" + body), sender="jane.roe@harb0ur.example"))
            begins(replies[-1], "452 4.3.1", "the last of %d" % len(replies))
            check("quarantine.free" in g.wait_event(1, "hold-failed")[0]["problem"], g.events("hold-failed"))
            begins(deliver(g, mail(body=(b"a" * 76 + b"\r\n") * 26000)), "250", "an honest message of 2 MB")
            held = json.loads(g.run("quarantine", "list", "--json")[1].splitlines()[0])["id"]
            equal(g.run("quarantine", "delete", held)[0], 0, "delete")
            equal(g.stop(remove=False), 0, "exit status after SIGTERM")
        finally:
            g.stop(remove=False)
            subprocess.run(["umount", g.state], check=True)


@case("what was released or deleted is taken away after a while, and what is held is not, however old")
def purged():
    with NextHop() as hop, gate(hop) as g:
        ids = [hold(g, lookalike()) for _ in range(4)]
        equal(g.run("quarantine", "delete", ids[0], ids[1])[0], 0, "delete")
        equal(g.run("quarantine", "release", ids[2])[0], 0, "release")
        equal(g.stop(remove=False), 0, "exit status after SIGTERM")
        folder = os.path.join(g.state, "quarantine", "messages")
        for name in os.listdir(folder):
            if not name.startswith(ids[1]):                     # that was deleted just now
                os.utime(os.path.join(folder, name), (time.time() - 31 * 86400,) * 2)
        g.start()
        equal(g.wait_event(1, "quarantine-purged")[0]["messages"], "2", "how many went")
        equal(sorted(os.listdir(folder)), sorted([ids[1] + ".json", ids[1] + ".deleted", ids[3] + ".json", ids[3] + ".eml"]), "what is left")
        equal(json.loads(g.run("quarantine", "list", "--json")[1])["id"], ids[3], "what is listed as held")
        check("It is held no longer" in " ".join(explained(g, ids[0]).split()), "the story says that it is held, which nobody knows")


@case("who released or deleted what, and when, is told: in the log, by list --settled, show, trace and explain")
def settled():
    with NextHop() as hop, gate(hop) as g:
        freed, gone, still = [hold(g, lookalike(), recipients=(ALEX, JANE)) for _ in range(3)]
        equal(g.run("quarantine", "list", "--settled")[1], "Nothing was released or deleted, of what is still kept.\n", "before")
        check("since    It is still held, for %s" % ALEX in until(lambda: g.run("trace", "--id", freed)[1]), "trace of what is held")
        as_jo = dict(os.environ, SUDO_USER="jo")
        equal(g.run("quarantine", "release", freed, env=as_jo)[0], 0, "release")
        equal(g.run("quarantine", "delete", gone, env=as_jo)[0], 0, "delete")
        equal(g.run("quarantine", "delete", gone, env=as_jo)[0], 0, "delete again")
        released, deleted = g.events("released"), g.events("deleted")
        equal([(e["id"], e["rcpt"], e["mail_from"], e["next_hop_reply"]) for e in released],
              [(freed, [ALEX, JANE], "jane.roe@harb0ur.example", "250 2.0.0 Ok: taken")], "the log of the release")
        equal([(e["id"], e["rcpt"]) for e in deleted], [(gone, [ALEX, JANE])], "the log of the deletion, which is told once")
        check(released[0]["by"] == deleted[0]["by"] != "", "who asked: %s" % released)
        who = released[0]["by"]

        listed = {e["id"]: e for e in map(json.loads, g.run("quarantine", "list", "--settled", "--json")[1].splitlines())}
        equal({one: (e["state"], e["rcpt"], e["settled_by"], e["next_hop_reply"]) for one, e in listed.items()},
              {freed: ("released", [ALEX, JANE], who, "250 2.0.0 Ok: taken"), gone: ("deleted", [ALEX, JANE], who, "")}, "what is settled")
        check(all(e["settled_at"] >= e["held_at"] for e in listed.values()), listed)
        equal(json.loads(g.run("quarantine", "list", "--json")[1])["id"], still, "what is held")
        for one, words in ((freed, "It was released at %s by %s, to %s, %s; the next hop said: 250 2.0.0 Ok: taken"
                            % (listed[freed]["settled_at"], who, ALEX, JANE)),
                           (gone, "It was deleted at %s by %s, and did not reach %s, %s." % (listed[gone]["settled_at"], who, ALEX, JANE))):
            for command in (("quarantine", "list", "--settled"), ("quarantine", "show", one), ("trace", "--id", one), ("explain", one)):
                text = g.run(*command)[1]
                check(words in " ".join(text.split()), "%s: %s" % (command, text))
        text = g.run("quarantine", "show", one)[1]
        check("For %s: it was held." % ALEX in text, text)

        hop.script = {DOT: "451 4.3.0 not now"}
        check(g.run("quarantine", "release", still)[0] != 0, "released though the next hop does not take it")
        failed = g.events("release-failed")
        check(len(failed) == 1 and failed[0]["id"] == still and "not now" in failed[0]["problem"], failed)
        check("It is still held" in " ".join(g.run("explain", still)[1].split()), "what failed is told as done")

        # What is done is done, wherever its line goes: a log that cannot be written to is told of, one that is no file is the system's.
        hop.script = {}
        other = hold(g, lookalike())
        with open(g.config) as f:
            text = f.read()
        for command, one, file, told in (("release", still, g.folder, "cannot be written to"), ("delete", other, "-", None)):
            check('"%s"' % g.log in text, text)
            g.write("gatepost.conf", text.replace('"%s"' % g.log, '"%s"' % file))
            status, said = g.run("quarantine", command, one)
            check(status == 0 and (told or "") in said and ("written to" in said) == (told is not None), said)
        equal((len(g.events("released")), len(g.events("deleted"))), (1, 1), "lines in the server's log")
        equal(len(g.run("quarantine", "list", "--settled", "--json")[1].splitlines()), 4, "what is settled")


@case("what is held survives kill -9 of the gate")
def killed():
    with NextHop() as hop, gate(hop, end_ok=False) as g:
        octets = lookalike()
        one = hold(g, octets)
        g.process.kill()
        g.process.wait()
        g.errors.close()
        g.start()
        equal(raw(g, one), octets, "the octets")
        check(one in g.run("quarantine", "list")[1], "it is not in the list")
        g.process.terminate()
        equal(g.process.wait(10), 0, "exit status")


def newsletter():
    """Everything that raises a score, from somebody who signs it: U+202E in the subject, no To, in a hurry."""
    fields = ["From: Weekly \U0001d40d\U0001d41e\U0001d430\U0001d42c \U0001f525 <x9q7z2k4w8@news.example>",
              "Subject: =?utf-8?b?wqDigK5lcHl0?= =?utf-8?b?QnV5IG5vdw==?=", "Date: Wed, 25 Nov 2026 09:26:31 +0000",
              "Reply-To: <offers@gmail.com>", "X-Priority: 1", "To: undisclosed-recipients:;",
              "Message-ID: <%s@news.example>" % os.urandom(5).hex(), "X-PHP-Originating-Script: 0:mailer.php"]
    head = "\r\n".join(fields) + "\r\n\r\nBuy.\r\n"
    return signed(head.encode(), b"news.example")


def send_news(g):
    with Talk(g.port, client="127.0.0.30", helo="localhost") as talk:
        reply = talk.message(newsletter(), sender="bounce@news.example")
    begins(reply, "250", "the final dot")
    return g.event_of(queue_id(reply))


@case("a newsletter held for its score passes with an allow entry for its signature, not with an expired one")
def allowed():
    with NextHop() as hop, gate(hop, policy="quarantine-score = 3.0  junk-score = 2.0  banner-score = 1.0") as g:
        event = send_news(g)
        equal((event["action"], event["step"]), ("quarantine", "score"),
              "without an entry (%s %s)" % (event["score"], event["findings"]))
        reloads = 0
        for entry, want in ((("--dkim", "other.example", "--expires", "90d"), "quarantine"),
                            (("--dkim", "news.example", "--expires", "2s"), "quarantine"),
                            (("--dkim", "news.example", "--expires", "90d"), "accept")):
            status, text = g.run("list", "add", *entry, "--owner", "jo", "--note", "wanted by sales")
            equal(status, 0, text)
            reloads += 1
            check(until(lambda: len(g.events("reloaded")) == reloads), "the list was not read")
            if "2s" in entry:
                time.sleep(3.1)
            event = send_news(g)
            equal(event["action"], want, "with %s" % " ".join(entry))
        equal(len(hop.messages), 1, "messages delivered")
        check(until(lambda: g.run("trace", "--id", event["id"], "--json")[1]), "it is not in the journal")
        record = json.loads(g.run("trace", "--id", event["id"], "--json")[1])
        check("dkim news.example" in record["verdict"]["allowed_by"] and "owner=jo" in record["verdict"]["allowed_by"],
              record["verdict"])


@case("no entry helps who forges our own domain, however it is proved")
def own_domain():
    with NextHop() as hop, gate(hop) as g:
        for entry in (("--dkim", "bulk.example"), ("--spf", "bulk.example"), ("--network", "127.0.0.66/32")):
            status, text = g.run("list", "add", *entry, "--owner", "jo", "--expires", "90d", "--steps",
                                 "authentication,impersonation,score")
            equal(status, 0, text)
        check(until(lambda: len(g.events("reloaded")) == 3), "the list was not read")
        octets = signed(mail(sender="jane.roe@harbour.example"), b"bulk.example")
        with Talk(g.port, client="127.0.0.66", helo="mail.bulk.example") as talk:
            reply = talk.message(octets, sender="x@bulk.example")
        event = g.wait_event()[0]
        check(event["action"] in ("reject", "quarantine"), "it passed: %s, %s" % (reply, event))
        equal(len(hop.messages), 0, "messages delivered")
