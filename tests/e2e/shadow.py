"""Shadow mode: all is judged and recorded, and nothing follows; then the same mail by a configuration that enforces."""
import json
import shutil

from case import ALEX, JANE, SAM, Talk, begins, case, check, deliver, equal, gate, mail, ours_and_theirs, queue_id, signed, until
from peers import NextHop

FORGED = dict(client="127.0.0.66", helo="mail.bulk.example")
LOOKALIKE = "jane.roe@harb0ur.example"


def record_of(g, one):
    check(until(lambda: g.run("trace", "--id", one, "--json")[1]), "it is not in the journal")
    return json.loads(g.run("trace", "--id", one, "--json")[1])


def forge(g, octets):
    with Talk(g.port, **FORGED) as talk:
        return talk.message(octets, sender="x@bulk.example")


@case("in shadow what would be refused or held passes as it came, and the record says what would have been")
def everything():
    with NextHop() as hop, gate(hop, more='mode = "shadow"') as g:
        forged = mail(sender=JANE, fields=b"Authentication-Results: mx.harbour.example; dmarc=pass\r\n")
        held = mail(sender=LOOKALIKE)
        begins(forge(g, forged), "250", "a forged author")
        with Talk(g.port, client="127.0.0.67", helo="harb0ur.example") as talk:
            begins(talk.message(held, sender=LOOKALIKE), "250", "a lookalike")
        begins(deliver(g, signed(mail())), "250", "an honest message")
        equal(len(until(lambda: len(hop.messages) == 3 and hop.messages)), 3, "messages at the next hop")
        for arrived, sent in zip(hop.messages, (forged, held)):
            ours = ours_and_theirs(arrived[2], sent)
            begins(ours.decode(), "Received: ", "what was put on top")
            equal(ours.count(b"\r\n") - ours.count(b"\r\n\t"), 1, "fields of ours")
        lines = g.wait_event(3)
        equal([(l["action"], l.get("would"), l.get("would_reason")) for l in lines],
              [("accept", "reject", "dmarc-reject"), ("accept", "quarantine", "own-domain-lookalike"), ("accept", "accept", None)], "the log")
        record = record_of(g, lines[0]["id"])["verdict"]
        equal((record["action"], record["shadow"], record["would"]["action"], record["would"]["step"], record["reasons"]),
              ("accept", "all", "reject", "authentication", []), "the verdict on record")
        check("Without shadow mode the action would be reject" in g.run("explain", lines[0]["id"])[1], "the story")
        equal(g.run("quarantine", "list", "--json")[1].strip(), "", "the quarantine")


@case("what a trial never lets pass: relaying, unknown recipients, and what is no SMTP")
def never():
    with NextHop() as hop, gate(hop, more='mode = "shadow"') as g:
        with Talk(g.port) as talk:
            talk.must("MAIL FROM:<%s>" % SAM, "250")
            talk.must("RCPT TO:<a@elsewhere.example>", "550 5.7.1")
            talk.must("RCPT TO:<%s>" % ALEX, "250")
            talk.must("DATA", "354")
            talk.send(b"From: <a@b.example>\r\n\r\na\n.\r\n.\r\n")
            begins(talk.read(), "5", "a bare LF")
        equal(len(hop.messages), 0, "messages at the next hop")


@case("shadow-fields: the verdict is written into what passes, and forged results are taken out")
def fields():
    with NextHop() as hop, gate(hop, more='mode = "shadow"\nshadow-fields = true') as g:
        begins(forge(g, mail(sender=JANE, fields=b"X-Gatepost-Would: accept\r\n")), "250", "a forged author")
        arrived = until(lambda: hop.messages and hop.messages[0][2])
        equal(arrived.count(b"X-Gatepost-Would:"), 1, "X-Gatepost-Would")
        check(b"X-Gatepost-Would: reject; score=" in arrived and b"step=authentication; reason=dmarc-reject\r\n" in arrived, "what it says")
        check(b"Authentication-Results: mx.harbour.example" in arrived, "Authentication-Results")


@case("one step in shadow: the others decide, and the record says what that one would have done")
def one_step():
    with NextHop() as hop, gate(hop, more='step impersonation { mode = "shadow" }') as g:
        with Talk(g.port, client="127.0.0.67", helo="harb0ur.example") as talk:
            passed = queue_id(talk.message(mail(sender=LOOKALIKE), sender=LOOKALIKE))
        begins(forge(g, mail(sender=JANE)), "550 5.7.26", "a forged author")
        verdict = record_of(g, passed)["verdict"]
        equal((verdict["shadow"], verdict["would"]["action"]), ("steps", "quarantine"), "what would have been")
        check(verdict["action"] in ("accept", "tag"), "the action is " + verdict["action"])
        check(b"X-Gatepost-Would: quarantine; " in hop.messages[0][2], "a field says so")
    with NextHop() as hop, gate(hop, start=False, more='step impersination { mode = "shadow" }') as g:
        check("there is no such step" in g.run("serve", "-t")[1], "a step that is none")


@case("a listener in shadow beside one that enforces; replay by a configuration that enforces says what would change")
def listeners():
    with NextHop() as hop, gate(hop, more='mode = "shadow"\nlistener strict { mode = "on"  address = "127.0.0.2:{PORT}" }') as g:
        begins(forge(g, mail(sender=JANE)), "250", "by the listener on trial")
        with Talk(g.port, host="127.0.0.2", **FORGED) as talk:
            begins(talk.message(mail(sender=JANE), sender="x@bulk.example"), "550 5.7.26", "by the other")
        check(until(lambda: len(g.run("trace", "--json")[1].splitlines()) == 2), "the journal")
        shutil.copy(g.config, g.path("strict.conf"))
        with open(g.path("strict.conf")) as f:
            text = f.read()
        g.write("strict.conf", text.replace('mode = "shadow"\n', ""))
        status, text = g.run("replay", "-c", g.path("strict.conf"))
        equal(status, 0, "exit status of replay")
        for words in ("2  messages", "1  judged as they were", "1  another verdict",
                      "1  accept at score -> reject at authentication (dmarc-reject)", JANE):
            check(words in text, "%r is missing in:\n%s" % (words, text))
