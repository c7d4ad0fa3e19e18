"""Whom the administrator trusts to pass on mail: forwarders, lists, sealers (RFC 8617 §7.2, RFC 9989 §5.4, RFC 2919), and hops that tell
where a message came from (RFC 5321 §4.4). Without such trust p=reject is a refusal; what is held counts as stopped, too."""
from case import Case, differs
from signer import chain, key_record, message_of, octets_of, sealer_zone, sign

CASES = []
DELIVERED, STOPPED = "delivered", "stopped"
CONFIG = """hostname = "gate.example"
listener mx { address = "127.0.0.1:2525" }
route r { domains = { "x.example" } next-hop = "maildir:{folder}/mail" recipients = "any" }
trusted-hops = { "203.0.113.0/28", "2001:db8:f::/48" }
trusted-forwarders = { "198.51.100.0/28", "relay.uni.example" }
trusted-lists = { "dev.lists.example.org", "Groups.example.net" }
trusted-sealers = { "f1.example", "f2.example" }
"""


def host(*addresses):
    return {"A": list(addresses)}


def says(record, address):
    return {"TXT": [[record]], **host(address)}


def called(name):
    return {"PTR": [name]}


WORLD = {
    "_dmarc.bank.example": {"TXT": [["v=DMARC1; p=reject"]]}, "bank.example": says("v=spf1 ip4:192.0.2.77 -all", "192.0.2.77"),
    "lists.example.org": says("v=spf1 ip4:192.0.2.50 -all", "192.0.2.50"), "example.org": says("v=spf1 ip4:192.0.2.51 -all", "192.0.2.51"),
    "_dmarc.example.org": {"TXT": [["v=DMARC1; p=none"]]},
    "evil.example": says("v=spf1 ip4:192.0.2.66 ip4:198.51.100.0/24 ip4:203.0.113.0/24 -all", "192.0.2.66"),
    "60.2.0.192.in-addr.arpa": called("out.relay.uni.example"), "out.relay.uni.example": host("192.0.2.60"),
    "61.2.0.192.in-addr.arpa": called("out2.relay.uni.example"), "out2.relay.uni.example": host("192.0.2.99"),
    "62.2.0.192.in-addr.arpa": called("evilrelay.uni.example"), "evilrelay.uni.example": host("192.0.2.62"),
    "63.2.0.192.in-addr.arpa": called("RELAY.UNI.EXAMPLE"), "relay.uni.example": host("192.0.2.63"),
    "64.2.0.192.in-addr.arpa": called("relay.uni.example.evil.example"), "relay.uni.example.evil.example": host("192.0.2.64"),
    **{"s._domainkey." + name: {"TXT": [[key_record()]]} for name in
       ("bank.example", "lists.example.org", "example.org", "evil.example", "groups.example.net")},
    **sealer_zone(4),
}
FIELDS = [b"From: CEO <ceo@bank.example>", b"To: u@x.example", b"Subject: Minutes", b"Date: Thu, 26 Nov 2026 06:00:00 +0000",
          b"Message-ID: <m1@bank.example>"]
BODY = b"Hello all,\r\nhere are the minutes.\r\n"
SAW_PASS, SAW_FAIL = "mx.example; dmarc=pass header.from=bank.example", "mx.example; dmarc=fail header.from=bank.example"


def sealed(count, results, fields=None, **how):
    return chain(count, FIELDS if fields is None else fields, BODY, results=results, **how)[0]


def received(ip, name="mail.bank.example"):
    """As a hop of ours writes it."""
    return octets_of("Received: from %s (%s [%s]) by hop.prov.example with ESMTPS id 1;\r\n\tThu, 26 Nov 2026 06:00:00 +0000" % (name, name, ip))


def add(name, fields, ip, want, mail_from="x@evil.example", helo="h.evil.example", body=BODY, spf=None, dmarc=None, zone=None):
    def tell(answer):
        verdict = answer["verdict"]             # what the content is worth is no matter here
        stopped = verdict["action"] not in ("accept", "tag") and verdict["step"] == "authentication"
        wrong = differs("verdict", STOPPED if stopped else DELIVERED, want)
        wrong += [] if spf is None else differs("spf", answer["auth"]["spf"]["result"], spf)
        return wrong + ([] if dmarc is None else differs("dmarc", answer["auth"]["dmarc"]["result"], dmarc))

    CASES.append(Case(name, "9989 §5.4", ["check", "-c", "{config}", "--ip", ip, "--helo", helo, "--mail-from", mail_from, "--rcpt", "u@x.example",
                                          "--time", "2026-11-26T08:00:00Z", "--zone", "{zone}", "--json", "{message}"], tell,
                      zone={**WORLD, **(zone or {})}, message=message_of(fields, body), config=CONFIG))


add("stranger", FIELDS, "192.0.2.66", STOPPED, dmarc="fail")
add("author's own server", FIELDS, "192.0.2.77", DELIVERED, mail_from="a@bank.example", dmarc="pass")

# forwarders
add("forwarder by network", FIELDS, "198.51.100.5", DELIVERED, dmarc="fail", spf="pass")
add("first outside the network", FIELDS, "198.51.100.16", STOPPED)
add("forwarder by confirmed PTR", FIELDS, "192.0.2.60", DELIVERED, dmarc="fail")
add("PTR that does not lead back", FIELDS, "192.0.2.61", STOPPED)
add("PTR of a longer label", FIELDS, "192.0.2.62", STOPPED)
add("PTR itself, upper case", FIELDS, "192.0.2.63", DELIVERED)
add("PTR with the name in front", FIELDS, "192.0.2.64", STOPPED)
add("HELO claims it", FIELDS, "192.0.2.66", STOPPED, helo="relay.uni.example")
add("forwarder with null path", FIELDS, "198.51.100.5", DELIVERED, mail_from="")
add("forwarder's PTR unanswered", FIELDS, "192.0.2.60", STOPPED, zone={"out.relay.uni.example": {"A": "SERVFAIL"}})
add("mapped address of the network", FIELDS, "::ffff:198.51.100.5", DELIVERED)

# lists
LIST = [b"List-Id: Devs <dev.lists.example.org>"] + FIELDS
add("list, SPF of the list", LIST, "192.0.2.50", DELIVERED, mail_from="b@lists.example.org", dmarc="fail")
add("list, SPF of its organization", LIST, "192.0.2.51", DELIVERED, mail_from="b@example.org")
add("list, SPF fails", LIST, "192.0.2.66", STOPPED, mail_from="b@lists.example.org")
add("list, DKIM of the list", sign(LIST, BODY, tags={"d": "lists.example.org", "h": "from:to:subject:list-id"}), "192.0.2.66", DELIVERED)
add("list, DKIM of a stranger", sign(LIST, BODY, tags={"d": "evil.example"}), "192.0.2.66", STOPPED)
add("list, broken DKIM of the list", [x.replace(b"Minutes", b"Minute") for x in sign(LIST, BODY, tags={"d": "lists.example.org"})], "192.0.2.66", STOPPED)
add("list, DKIM with l=0", sign(LIST, BODY, tags={"d": "lists.example.org", "l": "0"}), "192.0.2.66", STOPPED)
add("list without its id", FIELDS, "192.0.2.50", STOPPED, mail_from="b@lists.example.org")
add("another list of that host", [b"List-Id: <other.lists.example.org>"] + FIELDS, "192.0.2.50", STOPPED, mail_from="b@lists.example.org")
add("below a named one", [b"List-Id: <a.dev.lists.example.org>"] + FIELDS, "192.0.2.50", DELIVERED, mail_from="b@lists.example.org")
add("upper case id", [b"LIST-ID: X <DEV.LISTS.EXAMPLE.ORG>"] + FIELDS, "192.0.2.50", DELIVERED, mail_from="b@lists.example.org")
add("id without brackets", [b"List-Id: dev.lists.example.org"] + FIELDS, "192.0.2.50", STOPPED, mail_from="b@lists.example.org")
add("two List-Ids", [b"List-Id: <evil.example>"] + LIST, "192.0.2.66", STOPPED)
add("two List-Ids, trusted first", LIST[:1] + [b"List-Id: <y.evil.example>"] + FIELDS, "192.0.2.66", STOPPED)
add("id in the phrase only", [b'List-Id: "dev.lists.example.org" <z.evil.example>'] + FIELDS, "192.0.2.50", STOPPED, mail_from="b@lists.example.org")
add("id in a comment", [b"List-Id: (<dev.lists.example.org>) <z.evil.example>"] + FIELDS, "192.0.2.50", STOPPED, mail_from="b@lists.example.org")
add("configured in capitals", [b"List-Id: <groups.example.net>"] + sign(FIELDS, BODY, tags={"d": "groups.example.net"}), "192.0.2.66", DELIVERED)
add("folded id", [b"List-Id: Devs\r\n\t<dev.lists.\r\n example.org>"] + FIELDS, "192.0.2.50", STOPPED, mail_from="b@lists.example.org")

# sealers
add("sealer who saw a pass", sealed(1, {1: SAW_PASS}), "192.0.2.66", DELIVERED, dmarc="fail")
add("sealer who saw a fail", sealed(1, {1: SAW_FAIL}), "192.0.2.66", STOPPED)
add("sealer who says nothing of DMARC", sealed(1, {1: "mx.example; spf=pass smtp.mailfrom=bank.example"}), "192.0.2.66", STOPPED)
add("other author", sealed(1, {1: "mx.example; dmarc=pass header.from=other.example"}), "192.0.2.66", STOPPED)
add("untrusted behind", sealed(3, {1: SAW_PASS, 2: SAW_PASS, 3: SAW_PASS}), "192.0.2.66", STOPPED)
add("two trusted", sealed(2, {1: SAW_PASS, 2: SAW_FAIL}), "192.0.2.66", DELIVERED)
add("chain broken after", sealed(1, {1: SAW_PASS}), "192.0.2.66", STOPPED, body=BODY + b"x\r\n")
add("text dmarc=pass in a comment", sealed(1, {1: "mx.example; dmarc=fail (dmarc=pass header.from=bank.example) header.from=bank.example"}), "192.0.2.66",
        STOPPED)
add("in a quoted reason", sealed(1, {1: 'mx.example; dmarc=fail reason="x; dmarc=pass header.from=bank.example" header.from=bank.example'}), "192.0.2.66",
        STOPPED)
add("AAR folded with comments", sealed(1, {1: "mx.example 1 (c);\r\n\tdmarc = pass (p=reject) header . from = bank.example"}), "192.0.2.66", DELIVERED)
add("d below a trusted name", sealed(1, {1: SAW_PASS}, message_tags={1: {"d": "arc.f1.example"}},
        seal_tags={1: {"d": "arc.f1.example"}}), "192.0.2.66", DELIVERED, zone={"s._domainkey.arc.f1.example": {"TXT": [[key_record("ed")]]}})
add("subject changed by hop 2, both trusted", sealed(2, {1: SAW_PASS, 2: SAW_FAIL},
        change=lambda i, f, b: ([x.replace(b"Subject: ", b"Subject: [dev] ") for x in f], b) if i == 2 else (f, b)), "192.0.2.66", DELIVERED)
add("From changed by hop 2", sealed(2, {1: "mx.example; dmarc=pass header.from=other.example", 2: SAW_FAIL},
        fields=[x.replace(b"bank.example>", b"other.example>") if x.startswith(b"From") else x for x in FIELDS],
        change=lambda i, f, b: ([x.replace(b"other.example>", b"bank.example>") if x.startswith(b"From") else x for x in f],
        b) if i == 2 else (f, b)), "192.0.2.66", STOPPED)

# hops
add("behind a hop, author's server", [received("192.0.2.77")] + FIELDS, "203.0.113.1", DELIVERED, mail_from="a@bank.example", spf="pass", dmarc="pass")
add("behind a hop, stranger", [received("192.0.2.66")] + FIELDS, "203.0.113.1", STOPPED, mail_from="a@bank.example", spf="fail")
add("two hops", [received("203.0.113.2"), received("192.0.2.77")] + FIELDS, "203.0.113.1", DELIVERED, mail_from="a@bank.example", spf="pass")
add("forged second field", [received("192.0.2.66"), received("192.0.2.77")] + FIELDS, "203.0.113.1", STOPPED, mail_from="a@bank.example", spf="fail")
add("no Received of the hop", FIELDS, "203.0.113.1", STOPPED, mail_from="a@bank.example", spf="none")
add("Received without address", [b"Received: from mail.bank.example by hop.prov.example; Thu, 26 Nov 2026 06:00:00 +0000"] + FIELDS, "203.0.113.1", STOPPED,
        mail_from="a@bank.example", spf="none")
add("client names itself with an address",
        [octets_of("Received: from [192.0.2.77] (unknown [192.0.2.66]) by hop.prov.example with SMTP; Thu, 26 Nov 2026 06:00:00 +0000")] + FIELDS,
        "203.0.113.1", STOPPED, mail_from="a@bank.example", spf="fail")
add("stranger writes Received directly", [received("192.0.2.77")] + FIELDS, "192.0.2.66", STOPPED, mail_from="a@bank.example", spf="fail")
add("IPv6 hop and client", [received("IPv6:2001:db8::77")] + FIELDS, "2001:db8:f::1", STOPPED, mail_from="a@bank.example", spf="fail")
add("comment in Received",
        [octets_of("Received: from mail.bank.example (mail.bank.example [192.0.2.66] (note [192.0.2.77])) by hop.prov.example;"
                   " Thu, 26 Nov 2026 06:00:00 +0000")] + FIELDS,
        "203.0.113.1", STOPPED, mail_from="a@bank.example", spf="none")         # two addresses: which of them the hop wrote is not certain
add("HELO in Received with brackets",
        [octets_of("Received: from x][192.0.2.77 (unknown [192.0.2.66]) by hop.prov.example; Thu, 26 Nov 2026 06:00:00 +0000")] + FIELDS, "203.0.113.1",
        STOPPED, mail_from="a@bank.example")
add("forwarder behind the hop", [received("198.51.100.5", "fw.example")] + FIELDS, "203.0.113.1", DELIVERED, spf="pass")
add("forwarder's PTR behind the hop", [received("192.0.2.60", "fw.example")] + FIELDS, "203.0.113.1", DELIVERED)
add("hop's mapped form", [received("192.0.2.77")] + FIELDS, "::ffff:203.0.113.1", DELIVERED, mail_from="a@bank.example", spf="pass")
