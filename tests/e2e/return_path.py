"""Envelope senders to whom nothing could be reported: refused while the sender still listens, unless they are ours."""
from case import SAM, begins, case, check, deliver, equal, explained, gate, mail, zone
from peers import NextHop


AUTHOR = "clerk@open.example"           # whose domain asks for nothing


def sent(g, sender, author=AUTHOR):
    return deliver(g, mail(sender=author), sender=sender)


@case("a sender whose domain does not exist, and one whose domain takes no mail: 550 5.1.8 and 5.7.27, with the reason")
def refused():
    with NextHop() as hop, gate(hop, start=False) as g:
        g.write("zone.json", {**zone(), "null.example": {"MX": [[0, ""]]}})
        g.start()
        begins(sent(g, "a@no.such.example"),
               "550 5.1.8 The sender's domain no.such.example does not exist", "a domain that does not exist")
        begins(sent(g, "a@null.example"), "550 5.7.27 The sender's domain null.example takes no mail", "a null MX")
        begins(sent(g, ""), "250", "a report")
        begins(sent(g, SAM, author=SAM), "250", "an honest sender")
        events = {e.get("mail_from"): e for e in g.wait_event(4)}
        equal((events["a@null.example"]["step"], events["a@null.example"]["reason"]), ("sender", "sender-null-mx"), "the log")
        told = " ".join(explained(g, events["a@no.such.example"]["id"]).split())
        for words in ("Return path for no.such.example: no-domain.", "nobody could be told if the message were not delivered",
                      "Send with a return address at a domain that exists: no.such.example does not"):
            check(words in told, "%r is missing in %s" % (words, told))
        equal(len(hop.messages), 2, "messages taken")


@case("sender-domain = accept: the same senders are only marked by the sign")
def accepted():
    with NextHop() as hop, gate(hop, policy='sender-domain = "accept"') as g:
        begins(sent(g, "a@no.such.example"), "250", "the final dot")
        check("sender-unanswerable" in g.wait_event()[0]["findings"], "the sign is in the log")
        equal(len(hop.messages), 1, "messages taken")


@case("a device of ours may send as whom nobody can answer")
def ours():
    with NextHop() as hop, gate(hop, more='trusted-networks = { "127.0.0.10" }') as g:
        begins(sent(g, "scanner@copier.invalid"), "250", "the final dot")
