"""Words and what they mean as the administrator's files: a reload takes them, and a broken one leaves all as it was."""
import json
import signal

from case import Talk, begins, case, check, configure, equal, explained, gate, mail, queue_id, until
from peers import NextHop

# Welsh, which the program does not bring: as many words as the letter below needs.
WELSH = """language: cy
origin: our help desk
date: 2026-11-26

[account]
cyfrif* blwch_post
[password]
cyfrinair*
[confirm]
cadarnh* dilys*
[open]
cliciwch mewngofnod*
[loss]
cau dile* rhwystr*
[deadline]
heno o_fewn_24_awr
"""
LETTER = """Bydd eich blwch post yn cael ei gau heno. Cliciwch yma, mewngofnodwch a chadarnhewch eich cyfrinair o fewn 24 awr.
Cadarnhewch eich cyfrif, neu bydd yn cael ei ddileu. Cau eich cyfrif heno!
""".replace("\n", "\r\n").encode()
STRANGER = "newyddion@news.example"


def sent(g):
    """The id of the letter, delivered once more."""
    with Talk(g.port) as talk:
        reply = talk.message(mail("Eich cyfrif", sender=STRANGER, body=LETTER,
                                  fields=b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"), sender=STRANGER)
    begins(reply, "250", "the letter")
    return queue_id(reply)


def record_of(g, one):
    explained(g, one)                   # waits for the journal
    return json.loads(g.run("trace", "--id", one, "--json")[1])


def is_seen(g, one):
    return "letter-login" in [finding["id"] for finding in record_of(g, one)["findings"]]


def told_by_reload(g, event):
    """Reloads; the newest event of that name, once there is one more."""
    before = len(g.events(event))
    g.process.send_signal(signal.SIGHUP)
    check(until(lambda: len(g.events(event)) > before), "no word of " + event)
    return g.events(event)[-1]


def until_seen(g):
    """A worker takes a generation in a turn of its own: letters are sent until one is judged by it."""
    check(until(lambda: is_seen(g, sent(g))), "letters are not seen after the reload")


@case("a reload with a lexicon of a new language sees a letter that was not seen; a broken lexicon is refused, and the old one goes on")
def new_language():
    with NextHop() as hop, gate(hop, workers=1) as g:
        first = sent(g)
        check(not is_seen(g, first), "the letter is seen before anybody said what its words mean")
        lexicon = g.write("cy.txt", WELSH)
        configure(g, hop, workers=1, more='lexicon-files = { "{FOLDER}/cy.txt" }')
        told_by_reload(g, "reloaded")
        until_seen(g)

        g.write("cy.txt", WELSH.replace("[loss]", "[lost]"))
        where = "%s:%d: there is no such concept" % (lexicon, 1 + WELSH[:WELSH.index("[loss]")].count("\n"))
        status, text = g.run("serve", "-t")
        equal((status, where in text), (78, True), "serve -t: " + text)
        check(where in told_by_reload(g, "reload-failed")["problem"], "why: %s" % g.events("reload-failed")[-1])
        after = sent(g)
        g.write("cy.txt", WELSH)        # what asks for records reads the configuration, too
        check(is_seen(g, after), "the old generation does not go on")
        check(record_of(g, first)["by"]["configuration"] != record_of(g, after)["by"]["configuration"], "both have the same digest")


@case("another model of intents: a reload takes it, and the record and its story name it; a broken one is refused")
def other_intents():
    with NextHop() as hop, gate(hop, workers=1) as g:
        names = "login payment bank favour windfall threat parcel callback document office job".split()
        model = "intents 1\nversion mine-1\nprovenance of a test\n" + "".join("intent %s -3.00\n" % name for name in names)
        g.write("cy.txt", WELSH)
        g.write("mine.model", model)
        configure(g, hop, workers=1, more='lexicon-files = { "{FOLDER}/cy.txt" }\nintents = "{FOLDER}/mine.model"')
        told_by_reload(g, "reloaded")
        check(until(lambda: record_of(g, sent(g))["by"]["intents"] == "mine-1"), "no record names the version")
        check(not is_seen(g, sent(g)), "a model without weights sees a letter")

        weights = "".join("weight %s 6.00%s\n" % (concept, " 0.00" * 10) for concept in ("account", "password", "loss"))
        g.write("mine.model", model.replace("mine-1", "mine-2") + weights)
        told_by_reload(g, "reloaded")
        until_seen(g)
        story = " ".join(explained(g, sent(g)).split())
        check("what letters want the intents mine-2." in story, story)

        g.write("mine.model", model + "weight acount 6.00\n")
        problem = told_by_reload(g, "reload-failed")["problem"]
        check("mine.model:15: a concept is expected" in problem, problem)
        after = sent(g)
        g.write("mine.model", model + weights)
        check(is_seen(g, after), "the old generation does not go on")


def sent_as(g, name):
    """The id of a letter of a stranger who calls himself so."""
    with Talk(g.port) as talk:
        reply = talk.message(mail("Your statement", sender=STRANGER).replace(b"A Sender", name, 1), sender=STRANGER)
    begins(reply, "250", "the imitation")
    return queue_id(reply)


def is_imitation(g, one):
    return "dn-brand-mismatch" in [finding["id"] for finding in record_of(g, one)["findings"]]


@case("a reload with a list of names knows a brand that it did not know; a broken list is refused, and the old one goes on")
def new_names():
    names = "origin: our help desk\n\n[brands]\nPier Bank = pierbank.example\n"
    with NextHop() as hop, gate(hop, workers=1) as g:
        def imitation():
            return sent_as(g, b"Pier Bank")

        def named(one):
            return is_imitation(g, one)

        check(not named(imitation()), "the brand is known before anybody named it")
        path = g.write("names.txt", names)
        configure(g, hop, workers=1, more='list-files = { "{FOLDER}/names.txt" }')
        told_by_reload(g, "reloaded")
        check(until(lambda: named(imitation())), "the brand is not known after the reload")

        g.write("names.txt", names.replace("pierbank.example", "pierbank"))
        problem = told_by_reload(g, "reload-failed")["problem"]
        check("%s:4: a brand is written" % path in problem, problem)
        after = imitation()
        g.write("names.txt", names)
        check(named(after), "the old generation does not go on")


@case("a brand that a list of names takes out of the program's is nobody after the reload; without that list it is one again")
def names_taken_out():
    with NextHop() as hop, gate(hop, workers=1) as g:
        check(is_imitation(g, sent_as(g, b"PayPal")), "the program does not know the brand")
        g.write("names.txt", "[brands]\n- paypal\n")
        configure(g, hop, workers=1, more='list-files = { "{FOLDER}/names.txt" }')
        told_by_reload(g, "reloaded")
        check(until(lambda: not is_imitation(g, sent_as(g, b"PayPal"))), "the brand is known after it was taken out")
        check(is_imitation(g, sent_as(g, b"DocuSign")), "another brand is gone as well")

        path = g.write("names.txt", "[free-hosts]\n- paypal\n")
        problem = told_by_reload(g, "reload-failed")["problem"]
        check("%s:2: this is no domain name" % path in problem, problem)
        configure(g, hop, workers=1)
        told_by_reload(g, "reloaded")
        check(until(lambda: is_imitation(g, sent_as(g, b"PayPal"))), "the brand is not known again")
