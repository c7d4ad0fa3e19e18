"""Shapes of SPF records as domains publish them, each with a client and what comes of it. Names, addresses: documentation's."""

_NETWORKS = " ".join("ip4:198.51.100.%d/28" % (16 * i) for i in range(12))
_MANY = " ".join("ip4:203.0.113.%d/30" % (4 * i) for i in range(40))
_SENDERS = {            # what several of them include
    "_spf.provider.example": {"TXT": ["v=spf1 include:_a.provider.example include:_b.provider.example include:_c.provider.example ~all"]},
    "_a.provider.example": {"TXT": [f"v=spf1 {_NETWORKS} ~all"]},
    "_b.provider.example": {"TXT": ["v=spf1 ip6:2001:db8:10::/48 ip6:2001:db8:11::/48 ip6:2001:db8:12::/48 ~all"]},
    "_c.provider.example": {"TXT": [f"v=spf1 {_MANY} ~all"]},
    "spf.letters.example": {"TXT": ["v=spf1 ip4:192.0.2.128/25 ip4:198.51.100.240/28 -all"]},
}

# (shape, zone, client, HELO name, MAIL FROM, result)
SHAPES = [
    ("one network", {"small.example": {"TXT": ["v=spf1 ip4:192.0.2.0/24 -all"]}},
     "192.0.2.10", "mail.small.example", "a@small.example", "pass"),
    ("a list of 40 networks, none of them", {"list.example": {"TXT": [f"v=spf1 {_MANY} -all"]}},
     "192.0.2.10", "mail.list.example", "a@list.example", "fail"),
    ("include, three levels, the last matches", {"office.example": {"TXT": ["v=spf1 include:spf.letters.example include:_spf.provider.example -all"]},
                                                 **_SENDERS},
     "203.0.113.158", "out.provider.example", "a@office.example", "pass"),
    ("the same over IPv6", {"office6.example": {"TXT": ["v=spf1 include:spf.letters.example include:_spf.provider.example -all"]}, **_SENDERS},
     "2001:db8:12::5", "out.provider.example", "a@office6.example", "pass"),
    ("a and mx, three hosts, softfail", {"hosts.example": {"TXT": ["v=spf1 a mx ~all"], "A": ["198.51.100.1"],
                                                           "MX": ["10 mx1.hosts.example", "20 mx2.hosts.example", "30 mx3.hosts.example"]},
                                         **{f"mx{i}.hosts.example": {"A": [f"198.51.100.{i}"]} for i in (1, 2, 3)}},
     "192.0.2.10", "mail.hosts.example", "a@hosts.example", "softfail"),
    ("redirect to a common record", {"brand.example": {"TXT": ["v=spf1 redirect=_spf.group.example"]},
                                     "_spf.group.example": {"TXT": ["v=spf1 ip4:198.51.100.0/24 mx:group.example -all"]},
                                     "group.example": {"MX": ["10 mx.group.example"]}, "mx.group.example": {"A": ["192.0.2.10"]}},
     "192.0.2.10", "mx.group.example", "a@brand.example", "pass"),
    ("exists with macros", {"macro.example": {"TXT": ["v=spf1 exists:%{ir}.%{v}._spf.%{d} -all"]},
                            "10.2.0.192.in-addr._spf.macro.example": {"A": ["127.0.0.2"]}},
     "192.0.2.10", "mail.macro.example", "a@macro.example", "pass"),
    ("no record", {"plain.example": {"A": ["192.0.2.1"], "TXT": ["another text"]}},
     "192.0.2.10", "mail.plain.example", "a@plain.example", "none"),
    ("an error in the record", {"broken.example": {"TXT": ["v=spf1 ip4:192.0.2.0/33 -all"]}},
     "192.0.2.10", "mail.broken.example", "a@broken.example", "permerror"),
    ("neutral by default", {"open.example": {"TXT": ["v=spf1 ip4:198.51.100.0/24 ?all"]}},
     "192.0.2.10", "mail.open.example", "a@open.example", "neutral"),
]


def names():
    """name to type to list of texts, over all shapes."""
    return {name: types for _, zone, *_ in SHAPES for name, types in zone.items()}


def zone():
    """As a zone file has it: a TXT record in chunks of at most 255 octets, an MX as preference and host."""
    def record(kind, text):
        if kind == "TXT":
            return [text[i:i + 255] for i in range(0, len(text), 255)]
        return [int(text.split()[0]), text.split()[1]] if kind == "MX" else text
    return {name: {kind: [record(kind, text) for text in texts] for kind, texts in types.items()} for name, types in names().items()}


def records():
    """Lines of NAME, TYPE and data (contest.h)."""
    return "".join(f"{name}\t{kind}\t{text}\n" for name, types in names().items() for kind, texts in types.items() for text in texts)
