"""Mail that passes: what arrives is what was sent, below the fields that are ours to add."""
import os
import re
import smtplib
import socket
import subprocess

from case import (ALEX, BINARY, JANE, ROOT, SAM, Skip, Talk, begins, case, check, deliver, equal, gate, mail,
                  ours_and_theirs, queue_id, until)
from peers import NextHop

HEAD = re.compile(rb"Authentication-Results: mx\.harbour\.example;.*?\r\nReceived: from mail\.friend\.example "
                  rb"\(\[127\.0\.0\.10\]\)\r\n\tby mx\.harbour\.example with ESMTP id (\w{26})\r\n"
                  rb"\tfor <alex\.doe@harbour\.example>;\r\n\t[^\r]*\r\n\Z", re.S)


@case("the demonstration's story holds")
def story():
    done = subprocess.run(["/usr/bin/python3", os.path.join(ROOT, "examples/demo/story.py"), BINARY, "--once"],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    equal(done.returncode, 0, "exit status of story.py, which said:\n" + done.stdout.decode("utf-8", "replace"))


@case("a message passes unchanged, below one Authentication-Results and one Received")
def passes():
    with NextHop() as hop, gate(hop) as g:
        octets = mail(body=b".\r\n..\r\n.dots\r\n\tblanks \t \r\n\r\n\r\n" + b"x" * 998 + b"\r\n")
        reply = deliver(g, octets)
        begins(reply, "250 2.0.0 Ok: queued as ", "the final dot")
        match = HEAD.match(ours_and_theirs(hop.octets()[0], octets))
        check(match, "unexpected fields: %r" % hop.octets()[0][:900])
        equal(match.group(1).decode(), queue_id(reply), "the id in Received")
        event = g.wait_event()[0]
        equal((event["id"], event["action"], event["spf"], event["dmarc"], event["rcpt"]),
              (queue_id(reply), "accept", "pass", "pass", [ALEX]), "the line of the log")
        equal(event["next_hop_reply"], "250 2.0.0 Ok: taken", "the next hop's reply in the log")


@case("results forged under our name are taken out, those of others stay")
def forged_results():
    forged = (b"Authentication-Results: mx.harbour.example; dmarc=pass header.from=bank.example\r\n"
              b"authentication-results: (a comment) MX.Harbour.Example\r\n ; spf=pass\r\n"
              b"X-Gatepost-Verdict: deliver; score=0.00\r\n")
    foreign = b"Authentication-Results: elsewhere.example; spf=pass smtp.mailfrom=friend.example\r\n"
    with NextHop() as hop, gate(hop) as g:
        octets = mail(fields=forged + foreign)
        begins(deliver(g, octets), "250", "the final dot")
        ours = ours_and_theirs(hop.octets()[0], octets.replace(forged, b""))
        equal(ours.lower().count(b"authentication-results:"), 1, "results above the message")
        check(b"bank.example" not in hop.octets()[0], "a forged result came through")


@case("Received-SPF on request: above our Received, below our results; one in our name is taken out, others stay")
def received_spf():
    forged = (b"Received-SPF: pass (mx.harbour.example: domain of bank.example designates 127.0.0.10 as permitted sender)\r\n"
              b"RECEIVED-SPF: pass\r\n receiver=\"mx.harbour.example\"; client-ip=127.0.0.10; helo=bank.example\r\n")
    foreign = b"Received-SPF: none (elsewhere.example: no record) receiver=elsewhere.example; client-ip=192.0.2.7;\r\n"
    with NextHop() as hop, gate(hop, more="received-spf = true") as g:
        octets = mail(fields=forged + foreign)
        begins(deliver(g, octets), "250", "the final dot")
        ours = ours_and_theirs(hop.octets()[0], octets.replace(forged, b""))
        fields = re.split(rb"\r\n(?![\t ])", ours)
        equal([f.split(b":")[0] for f in fields], [b"Authentication-Results", b"Received-SPF", b"Received-SPF", b"Received", b""],
              "our fields")
        flat = b" ".join(fields[1].split())
        begins(flat.decode(), "Received-SPF: pass (mx.harbour.example: domain of sam@friend.example designates 127.0.0.10 as "
               "permitted sender) identity=mailfrom; client-ip=127.0.0.10; helo=mail.friend.example; "
               "envelope-from=\"sam@friend.example\"; receiver=mx.harbour.example; mechanism=", "the field of MAIL FROM")
        check(b"identity=helo;" in fields[2], "the field of HELO: %r" % fields[2])
        check(b"bank.example" not in hop.octets()[0], "a forged result came through")
    with NextHop() as hop, gate(hop) as g:
        begins(deliver(g, mail(fields=forged + foreign)), "250", "the final dot")
        equal(hop.octets()[0].lower().count(b"received-spf:"), 1, "fields where none are asked for")


@case("several messages in one session, several recipients, and a group of pipelined commands")
def session():
    with NextHop() as hop, gate(hop) as g, Talk(g.port) as talk:
        octets = [mail(subject="Number %d" % i) for i in range(5)]
        for one in octets[:3]:
            begins(talk.message(one, recipients=(ALEX, JANE)), "250", "the final dot")
        begins(talk.say("RSET"), "250", "RSET")
        group = "MAIL FROM:<%s>\r\nRCPT TO:<%s>\r\nRCPT TO:<nobody@elsewhere.example>\r\nDATA" % (SAM, ALEX)
        begins(talk.say(group), "250", "MAIL")
        equal([talk.read()[:3] for _ in range(3)], ["250", "550", "354"], "replies to the group")
        talk.send(octets[3] + b".\r\n")
        begins(talk.read(), "250", "the final dot")
        # The next group may follow the dot at once (RFC 2920 §3.1).
        talk.must("MAIL FROM:<%s>" % SAM, "250")
        talk.must("RCPT TO:<%s>" % ALEX, "250")
        talk.must("DATA", "354")
        talk.send(octets[4] + b".\r\nQUIT\r\n")
        equal([talk.read()[:3] for _ in range(3)], ["250", "221", ""], "the dot, QUIT, the end")
        equal([recipients for _, recipients, _ in hop.messages], [[ALEX, JANE]] * 3 + [[ALEX]] * 2, "recipients")
        for sent, arrived in zip(octets, hop.octets()):
            ours_and_theirs(arrived, sent)
        equal(len(g.wait_event(5)), 5, "lines of the log")


@case("8-bit text and SMTPUTF8 by Python's smtplib")
def international():
    with NextHop() as hop, gate(hop) as g, smtplib.SMTP("127.0.0.1", g.port, "mail.friend.example", 20) as client:
        octets = mail(body="Grüße aus dem Büro\r\n".encode())
        client.sendmail(SAM, [ALEX], octets, mail_options=["BODY=8BITMIME"])
        check("BODY=8BITMIME" in hop.commands[1] and "SMTPUTF8" not in hop.commands[1], hop.commands[1])
        wide = mail(subject="Grüße", sender="jörg@friend.example")
        client.sendmail("jörg@friend.example", ["päivi@harbour.example"], wide,
                        mail_options=["SMTPUTF8", "BODY=8BITMIME"])
        ours_and_theirs(hop.octets()[0], octets)
        ours = ours_and_theirs(hop.octets()[1], wide)
        check(b" with UTF8SMTP id " in ours, ours)
        equal(hop.messages[1][:2], ("jörg@friend.example", ["päivi@harbour.example"]), "the envelope")
        code, _ = client.docmd("MAIL", "FROM:<jorg@friend.example> SMTPUTF8=1")
        check(code >= 500, "a value for SMTPUTF8 was taken")
        code, _ = client.docmd("MAIL", "FROM:<jorg@friend.example>")
        equal(code, 250, "a sender without parameters")


@case("a domain of ours in U-labels or in A-labels: both are taken, however the configuration has it")
def two_scripts():
    for configured in ("xn--bcher-kva.example", "B\u00dcCHER.example"):
        with NextHop() as hop, gate(hop, start=False) as g:
            with open(g.config) as f:
                text = f.read()
            with open(g.config, "w") as f:
                f.write(text.replace('domains    = { "harbour.example" }', 'domains = { "harbour.example", "%s" }' % configured))
            g.start()
            to = ["j\u00fcrgen@b\u00fccher.example", "alex@xn--bcher-kva.example", "alex@B\u00dcCHER.example"]
            with Talk(g.port) as talk:
                begins(talk.message(mail(), recipients=to, parameters=" SMTPUTF8"), "250", "the final dot, with " + configured)
            equal(hop.recipients(), to, "whom it was passed on to, as given")
            with Talk(g.port) as talk:
                talk.must("MAIL FROM:<%s> SMTPUTF8" % SAM, "250")
                begins(talk.say("RCPT TO:<alex@b\u00fcchers.example>"), "550 5.7.1", "another domain")


@case("a next hop that takes only small ASCII messages is given no others")
def modest_hop():
    with NextHop(extensions=("PIPELINING", "SIZE 5000")) as hop, gate(hop) as g:
        with Talk(g.port) as early, Talk(g.port) as other:      # before the next hop was seen for the first time
            check("\n250-8BITMIME\n" in early.hello and "\n250-SMTPUTF8\n" in early.hello, early.hello)
            begins(early.message(mail(body="ü\r\n".encode()), parameters=" BODY=8BITMIME"), "554 5.6.3", "8 bits")
            begins(other.message(mail(), recipients=["päivi@harbour.example"], parameters=" SMTPUTF8"), "554 5.6.7",
                   "an address in UTF-8")
            begins(other.message(mail(subject="Grüße"), parameters=" SMTPUTF8"), "554 5.6.9", "a header in UTF-8")
            begins(other.message(mail(), parameters=" SMTPUTF8"), "250", "one that did not need it")
        begins(deliver(g, mail(body="ü\r\n".encode())), "554 5.6.3", "8 bits that were not declared")
        with Talk(g.port) as talk:
            check("8BITMIME" not in talk.hello and "SMTPUTF8" not in talk.hello, "offered what the next hop cannot take: " + talk.hello)
            begins(talk.say("MAIL FROM:<%s> SMTPUTF8" % SAM), "555 5.5.4", "SMTPUTF8 that is not offered")
            begins(talk.say("MAIL FROM:<jörg@friend.example>"), "550 5.6.7", "a sender in UTF-8")
            talk.must("MAIL FROM:<%s>" % SAM, "250")
            begins(talk.say("RCPT TO:<päivi@harbour.example>"), "553 5.6.7", "a recipient in UTF-8")
        begins(deliver(g, mail(body=b"x" * 900 + b"\r\n" + b"x" * 5000 + b"\r\n")), "552 5.3.4", "6 kB, more than the announced size")
        begins(deliver(g, mail()), "250", "a small one, in ASCII")
        equal((len(hop.messages), hop.said("MAIL")), (2, 2), "messages at the next hop, and attempts")


@case("swaks, with pipelining")
def by_swaks():
    with NextHop() as hop, gate(hop) as g:
        done = swaks(g, "--pipeline")
        equal(done.returncode, 0, done.stdout)
        check("250 2.0.0 Ok: queued as " in done.stdout, done.stdout)
        check(b"Received: from mail.friend.example" in hop.octets()[0]
              and b"\r\n\r\nThis is a test" in hop.octets()[0], hop.octets()[0])


@case("swaks, with TLS")
def by_swaks_tls():
    with NextHop() as hop, gate(hop) as g:
        done = swaks(g, "--tls")
        if "requires Net::SSLeay" in done.stdout:
            raise Skip("this swaks has no TLS: libnet-ssleay-perl is missing")
        equal(done.returncode, 0, done.stdout)
        check(b" with ESMTPS id " in hop.octets()[0], hop.octets()[0])


@case("STARTTLS gives TLS 1.3, and trace and log say so")
def tls():
    with NextHop() as hop, gate(hop) as g, Talk(g.port) as talk:
        check("STARTTLS" in talk.hello, talk.hello)
        talk.start_tls()
        equal(talk.socket.version(), "TLSv1.3", "the version")
        begins(talk.message(mail()), "250", "the final dot")
        check(b" with ESMTPS id " in hop.octets()[0] and b"(using TLSv1.3 with cipher " in hop.octets()[0],
              hop.octets()[0])
        equal(g.wait_event()[0]["tls"], "TLSv1.3", "tls in the log")
        begins(talk.say("STARTTLS"), "503", "STARTTLS again")


def swaks(g, *more, data=None):
    command = ["swaks", "--server", "127.0.0.1", "--port", str(g.port), "--from", SAM, "--to", ALEX,
               "--ehlo", "mail.friend.example", "--local-interface", "127.0.0.10", *more]
    if data is not None:
        command += ["--data", "-"]
    else:
        command += ["--header", "From: " + SAM]
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=30)


@case("what is only suspicious is delivered, with a field that says so")
def tagged():
    with NextHop() as hop, gate(hop) as g:
        octets = mail().replace(b"From: A Sender", b"From: Jane Roe")
        begins(deliver(g, octets), "250", "the final dot")
        ours = ours_and_theirs(hop.octets()[0], octets)
        check(b"\r\nX-Gatepost-Verdict: banner; score=" in ours and b"findings=vip-name" in ours, ours)
        equal((g.wait_event()[0]["action"], g.wait_event()[0]["findings"][0]), ("tag", "vip-name"),
              "the line of the log")


@case("relaying: nothing for strangers, not by routes in the address either; postmaster is always there")
def relaying():
    known = 'recipient-list = { "%s" }' % ALEX
    with NextHop() as hop, gate(hop, recipients="list", route=known) as g, Talk(g.port) as talk:
        talk.must("MAIL FROM:<>", "250")
        for path in ("<x@elsewhere.example>", "<x%elsewhere.example@harbour.example>",
                     "<elsewhere.example!x@harbour.example>",
                     "<\"x@elsewhere.example\"@harbour.example>", "<x@[127.0.0.1]>",
                     "<x@harbour.example.elsewhere.example>"):
            begins(talk.say("RCPT TO:" + path), "550 5.7.1", path)
        begins(talk.say("RCPT TO:<nobody@harbour.example>"), "550 5.1.1", "an unknown one")
        for path in ("<Postmaster>", "<alex.doe+lists@harbour.example>", "<ALEX.DOE@Harbour.Example>"):
            begins(talk.say("RCPT TO:" + path), "250", path)
        begins(talk.content(mail(sender="kim@open.example")), "250", "the final dot")
        equal(hop.recipients(),
              ["postmaster@harbour.example", "alex.doe+lists@harbour.example", "ALEX.DOE@Harbour.Example"],
              "recipients as the next hop hears them")
        equal(len(g.events("recipient-refused")), 7, "refusals in the log")


@case("IPv6 in front and behind")
def ipv6():
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6) as probe:
            port = probe.getsockname()[1]
    except OSError as why:
        raise Skip("there is no ::1 here: %s" % why) from why
    with NextHop(host="::1") as hop, gate("smtp:[::1]:%d" % hop.port) as g:
        with open(g.config) as f:
            text = f.read()
        g.stop(remove=False)
        g.write("gatepost.conf",
                text.replace('"127.0.0.1:%d"' % g.port, '{ "127.0.0.1:%d", "[::1]:%d" }' % (g.port, port)))
        g.start()
        octets = mail(sender="kim@open.example")
        with Talk(port, client="::1", host="::1") as talk:
            begins(talk.message(octets, sender="kim@open.example"), "250", "the final dot")
        ours = ours_and_theirs(hop.octets()[0], octets)
        check(b"([IPv6:::1])" in ours, ours)
        equal((g.wait_event()[0]["client"], g.wait_event()[0]["next_hop"]), ("::1", "smtp:[::1]:%d" % hop.port),
              "the line of the log")


@case("a Maildir as next hop: the file is complete, with Return-Path and LF")
def maildir():
    with gate("maildir:{FOLDER}/Maildir") as g:
        octets = mail()
        begins(deliver(g, b"Return-Path: <jane.roe@harbour.example>\r\n" + octets), "250", "the final dot")
        new = g.path("Maildir/new")
        check(until(lambda: os.path.isdir(new) and os.listdir(new)), "nothing was delivered")
        with open(os.path.join(new, os.listdir(new)[0]), "rb") as f:
            arrived = f.read()
        begins(arrived.decode(), "Return-Path: <%s>\nAuthentication-Results: mx.harbour.example;" % SAM, "the head")
        check(arrived.endswith(octets.replace(b"\r\n", b"\n")) and b"\r" not in arrived, arrived)
        equal(arrived.count(b"Return-Path:"), 1, "fields with a return path: the sender's is none")


@case("a Maildir that is not there: 451, and the log says which")
def maildir_gone():
    with gate("maildir:{FOLDER}/gone/Maildir") as g:
        begins(deliver(g, mail()), "451", "the final dot")
        equal(g.wait_event(event="maildir-failed")[0]["problem"], g.path("gone/Maildir") + ": No such file or directory", "the problem")
