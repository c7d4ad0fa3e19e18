"""DNS lists of addresses: what they say counts by weight, one alone refuses nobody, and a list out of order is not asked."""
import json

from case import ALEX, SAM, Talk, begins, case, check, equal, explained, gate, mail, queue_id, until, zone
from peers import NextHop

LISTS = """
dns-list "first"  { zone = "one.example"   weight = 2.0 }
dns-list "second" { zone = "two.example"   weight = 2.0  ipv6 = false }
dns-list "good"   { zone = "good.example"  weight = -1.5  answers = { "127.0.10.0-127.0.10.3" }  ipv6 = false }
"""
TEST_V6 = "2.0.0.0.0.0.f.7.f.f.f.f" + ".0" * 20


def world(**more):
    """Lists in order; 127.0.0.21 stands on one, .22 on two, .23 on one and on the allow list, .24 answers an error code."""
    names = dict(zone())
    for name in ("one.example", "two.example", "good.example"):
        names["2.0.0.127." + name] = {"A": ["127.0.0.2"]}
    names[TEST_V6 + ".one.example"] = {"A": ["127.0.0.2"]}
    names["21.0.0.127.one.example"] = {"A": ["127.0.0.3"], "TXT": [["Seen in traps, see http://one.example/"]]}
    names["22.0.0.127.one.example"] = {"A": ["127.0.0.3"], "TXT": [["Seen in traps, see http://one.example/"]]}
    names["22.0.0.127.two.example"] = {"A": ["127.0.0.4"]}
    names["23.0.0.127.one.example"] = {"A": ["127.0.0.3"]}
    names["23.0.0.127.good.example"] = {"A": ["127.0.10.1"]}
    names["24.0.0.127.one.example"] = {"A": ["127.255.255.254"]}
    names["25.0.0.127.one.example"] = {"A": "TIMEOUT"}
    names["29.0.0.127.in-addr.arpa"] = {"PTR": ["out.friend.example"]}
    names["out.friend.example"] = {"A": ["127.0.0.29"]}
    names.update(more)
    return names


def listed_gate(hop, names=None, **changes):
    changes.setdefault("more", LISTS + "clients { exempt = {} }")
    return gate(hop, resolver='zone = "{FOLDER}/lists.json"', start=False, **changes), names or world()


class Listed:
    """A gate that knows the lists, started."""

    def __init__(self, hop, names=None, **changes):
        self.context, self.names = listed_gate(hop, names, **changes)

    def __enter__(self):
        self.g = self.context.__enter__()
        self.g.write("lists.json", self.names)
        self.g.start()
        # The lists are tested before they count: until the first message shows that they do.
        check(until(lambda: self.lists_of("127.0.0.99")[0]["status"] != "off", 5), "the lists were never tested")
        return self.g

    def lists_of(self, client):
        return record_of(self.g, say(self.g, client)).get("dns_lists", [])

    def __exit__(self, *why):
        if why[0] is None:
            equal(self.g.stop(remove=False), 0, "exit status after SIGTERM")
        return self.context.__exit__(*why)


def say(g, client, **options):
    with Talk(g.port, client=client) as talk:
        reply = talk.message(mail(), **options)
    begins(reply, "250", "a message from " + client)
    return queue_id(reply)


def record_of(g, message):
    """The record in the journal; it is written behind the reply."""
    return json.loads(until(lambda: g.run("trace", "--id", message, "--json")[1]))


def finding(record, name):
    return next((f for f in record["findings"] if f["id"] == name), None)


@case("one block list marks, two weigh more, an allow list takes off, an error code is no entry; the reason is told")
def weights():
    with NextHop() as hop, Listed(hop) as g:
        one = record_of(g, say(g, "127.0.0.21"))
        equal(finding(one, "dnsbl-listed")["evidence"], "first (127.0.0.3: Seen in traps, see http://one.example/)", "evidence")
        equal(finding(one, "dnsbl-listed")["weight"], 2.0, "weight of one list")
        two = finding(record_of(g, say(g, "127.0.0.22")), "dnsbl-listed")
        equal(two["weight"], 4.0, "weight of two lists")
        check("second (127.0.0.4)" in two["evidence"], two["evidence"])
        both = record_of(g, say(g, "127.0.0.23"))
        equal(finding(both, "dnsbl-listed")["weight"], 0.5, "what an allow list leaves")
        check(finding(both, "dnswl-listed"), "the allow list is not told")
        for client, status in (("127.0.0.24", "refused"), ("127.0.0.25", "unanswered"), ("127.0.0.26", "not-listed")):
            record = record_of(g, say(g, client))
            equal(record["dns_lists"][0]["status"], status, "the first list on " + client)
            check(finding(record, "dnsbl-listed") is None, client + " counts as listed")
        asked = [q["name"] for q in one["view"]]
        check("21.0.0.127.one.example" in asked and "dnsxl/one.example/ipv4" in asked, "not in the record: %s" % asked)
        story = explained(g, one["id"])
        check("block list" in story and "Seen in traps" in story, story)
        found = until(lambda: [e for e in g.events("message") if e["id"] == one["id"]])
        check("dnsbl-listed" in found[0]["findings"], found)


@case("two block lists refuse where the administrator says so, but not to postmaster; one alone never, whatever it weighs")
def refuses():
    with NextHop() as hop, Listed(hop, policy="dns-lists-refuse = 1.5") as g:
        with Talk(g.port, client="127.0.0.22") as talk:
            talk.must("MAIL FROM:<%s>" % SAM, "250")
            reply = talk.say("RCPT TO:<%s>" % ALEX)
            begins(reply, "550 5.7.1", "a client on two lists")
            check("first (127.0.0.3: Seen in traps" in reply and "second" in reply, reply)
            talk.must("RCPT TO:<postmaster@harbour.example>", "250")
        say(g, "127.0.0.21")
        say(g, "127.0.0.23")
        equal([e["reply"][:9] for e in g.events("recipient-refused")], ["550 5.7.1"], "refusals in the log")


@case("a list that is gone, one that lists everybody and one that does not serve us are switched off, with an alarm")
def out_of_order():
    names = world()
    del names["2.0.0.127.one.example"], names[TEST_V6 + ".one.example"]
    names["1.0.0.127.two.example"] = {"A": ["127.0.0.2"]}
    names["2.0.0.127.good.example"] = {"A": ["127.255.255.254"]}
    with NextHop() as hop:
        context, names = listed_gate(hop, names)
        with context as g:
            g.write("lists.json", names)
            g.start()
            check(until(lambda: len(g.events("dns-list-off")) == 4), g.events("dns-list-off"))
            problems = {(e["list"], e["family"]): e["problem"] for e in g.events("dns-list-off")}
            check("not listed" in problems["first", "ipv4"] and "not listed" in problems["first", "ipv6"], problems)
            check("everybody" in problems["second", "ipv4"], problems)
            check("does not answer, or refuses" in problems["good", "ipv4"], problems)
            record = record_of(g, say(g, "127.0.0.22"))
            equal([one["status"] for one in record["dns_lists"]], ["off"] * 3, "what is asked of lists out of order")
            check(finding(record, "dnsbl-listed") is None, "a list out of order counts")
            # Lists that are repaired come back, at a reload at the latest.
            g.write("lists.json", world())
            g.process.send_signal(1)
            check(until(lambda: len(g.events("dns-list-on")) == 4), g.events("dns-list-on"))
            check(until(lambda: finding(record_of(g, say(g, "127.0.0.22")), "dnsbl-listed")), "the lists are not back")
            equal(g.stop(remove=False), 0, "exit status after SIGTERM")


@case("the client's name is in the log and in Received where its address leads to it and back")
def names_of_clients():
    with NextHop() as hop, Listed(hop) as g:
        before = len(hop.messages)
        message = say(g, "127.0.0.29")
        event = until(lambda: [e for e in g.events("message") if e["id"] == message])[0]
        equal(event.get("client_name"), "out.friend.example", "name in the log")
        check(b"(out.friend.example [127.0.0.29])" in hop.octets()[before], hop.octets()[before][:400])
        message = say(g, "127.0.0.28")
        event = until(lambda: [e for e in g.events("message") if e["id"] == message])[0]
        check("client_name" not in event, event)


@case("lists are not asked about networks of ours")
def ours():
    with NextHop() as hop, Listed(hop, more=LISTS + 'trusted-networks = { "127.0.0.22" }\nclients { exempt = {} }') as g:
        check("dns_lists" not in record_of(g, say(g, "127.0.0.22")), "a client of ours was looked up")
