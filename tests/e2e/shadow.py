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
        check(until(lambda: len(g.run("trace", "--json")[1].splitlines()) == 3), "the journal")
        would = sorted(line.strip() for line in g.run("trace")[1].splitlines() if line.startswith("  would"))
        equal(would, ["would    quarantine at impersonation, without shadow mode", "would    reject at authentication, without shadow mode"], "what trace says would have been done")
        equal(g.run("quarantine", "list", "--json")[1].strip(), "", "the quarantine")
        status, text = g.run("stats", "--shadow")
        for words in ("1  reject at authentication (dmarc-reject), now accept", "1  quarantine at impersonation (own-domain-lookalike), now accept"):
            check(status == 0 and words in text, "stats --shadow says:\n" + text)
        lines = map(json.loads, g.run("stats", "--shadow", "--json")[1].splitlines())
        equal(sorted((l["would"], l["step"], l["reason"], l["messages"]) for l in lines),
              [("quarantine", "impersonation", "own-domain-lookalike", 1), ("reject", "authentication", "dmarc-reject", 1)], "as JSON")


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


@case("beside another filter: what both would hold, only we, only they, with the messages")
def compared():
    option = 'compare-with = { "X-Spam-Flag", "authserv-id:mx.other.example" }\nmode = "shadow"'
    with NextHop() as hop, gate(hop, more=option) as g:
        begins(forge(g, mail("Both", sender=JANE, fields=b"X-Spam-Flag: YES\r\n")), "250", "what both would hold")
        begins(forge(g, mail("Only we", sender=JANE, fields=b"Authentication-Results: mx.other.example; dmarc=pass\r\n")), "250", "only we")
        begins(deliver(g, signed(mail("Only they", fields=b"X-Spam-Flag: YES\r\n"))), "250", "only they")
        begins(deliver(g, signed(mail("Neither", fields=b"X-Spam-Flag: NO\r\n"))), "250", "neither")
        begins(deliver(g, signed(mail("Not looked at"))), "250", "without any fields")
        check(until(lambda: len(g.run("trace", "--json")[1].splitlines()) == 5), "the journal")
        lines = [json.loads(line) for line in g.run("stats", "--compared", "--json")[1].splitlines()]
        equal(sorted((l["opinion"], l["messages"]) for l in lines), [("both", 1), ("neither", 1), ("only-they", 1), ("only-we", 1)], "JSON")
        text = g.run("stats", "--compared", "--since", "1h")[1]
        for words in ("1  both would hold it", '"Only we"  (we: reject dmarc-reject; they: Authentication-Results: mx.other.example; dmarc=pass)',
                      '"Only they"  (we: accept ; they: X-Spam-Flag: YES)', "1  neither would"):
            check(words in text, "%r is missing in:\n%s" % (words, text))
        check('"Both"' not in text, "where both agree there is nothing to show")
