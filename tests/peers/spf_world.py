"""Random SPF worlds: a sender, its records, and all the names that they lead to, each in a state of its own. A
name that a macro makes up gets its state when it is first asked for, and keeps it."""
import ipaddress
import random

ERRORS = (
    "ip4:192.0.2", "ip4:192.0.2.1/33", "ip4:192.0.2.1/032", "ip4:192.0.2.01", "ip4:", "ip4", "ip4:192.0.2.1//64",
    "ip4=192.0.2.1", "ip6:2001:db8::zz", "ip6:2001:db8::/129", "ip6:192.0.2.1", "ip6:::1:", "a/33", "a//129", "a/00",
    "a:", "a:museum", "a:192.0.2.1", "a:h0.123", "a:h0.-x", "mx/24/24", "mx:", "ptr/24", "ptr:", "all:h0.{d}",
    "all/24", "include", "include:", "include:p0.{d}/24", "exists", "exists:", "exists:x.{d}/24", "foo",
    "foo:h0.{d}", "-", "?", "=x", "+-all", "al l", "a,", "exists:%{{z}}.{d}", "exists:%{{d", "exists:%{{d0}}.{d}",
    "exists:%{{dx}}.{d}", "exists:%a.{d}", "exists:%.{d}", "exists:%{{}}.{d}", "a:%{{c}}.{d}", "mx:%{{r}}.{d}",
    "exists:%{{t}}.{d}", "redirect=", "redirect=museum", "exp=", "redirect=p0.{d} redirect=p1.{d}",
    "exp=e0.{d} exp=e1.{d}", "exp=%{{c}}.{d}", "unknown=%", "unknown=%{{c}}", "a:x\ty.{d}", "a:caf\u00e9.{d}",
    "v=spf1", "prt", "ip:192.0.2.1", "redirect:p0.{d}", "include=p0.{d}", "a:h0.{d}-",
)
ODD = (
    "unknown=", "moo=a moo=b", "moo.x_y-z=%{{d}}", "Redirect=p0.{d}", "EXP=e0.{d}", "A:H0.{d}", "a:h0.{d}.",
    "a:foo:bar/baz.h0.{d}", "a:%{{d}}", "mx:%{{p}}", "a:%{{p2}}.{d}", "exists:%{{p}}.{d}", "a:..{d}", "a:x..{d}",
    "exists:%{{l}}..{d}", "a:{long}.{d}", "include:h0.{d}", "include:%{{d}}", "redirect=%{{d}}", "include:none.{d}",
    "include:{d}", "ip6:::ffff:192.0.2.1", "ip4:0.0.0.0/0", "ip6:::/0",
    "exists:%{{l}}%{{l}}.{long}.{long}.{long}.{long}.{d}", "ptr:%{{p}}", "ptr:{d}.", "exists:%{{h}}.{d}", "a:%{{h}}",
    "exists:%{{d200}}.{d}", "exists:%{{dr1}}.{d}", "exists:%%.{d}", "exists:a%_b.{d}", "exists:a%-b.{d}", "  ?all",
)
MACROS = (
    "%{{i}}", "%{{ir}}.%{{v}}", "%{{l}}", "%{{l-}}", "%{{lr-}}", "%{{l1r-}}", "%{{l1r+-}}", "%{{s}}", "%{{o}}",
    "%{{o1}}", "%{{d}}", "%{{d1}}", "%{{dr}}", "%{{d2r}}", "%{{h}}", "%{{hr}}", "%{{v}}", "%{{L}}", "%{{S}}",
    "%{{i5}}", "%{{ir3}}", "%{{l=_/,.}}", "x%%y", "%{{IR}}", "%{{D}}",
)
LOCAL_PARTS = (
    "user", "user", "first.last", "first_last", "x.y.z-1", "bounce+a=b", "a.b-c", "user+tag", "a=b_c", "odd/one",
    "UPPER", "x--y", "n.", "\"quoted@part\"", "%{l}", "l" * 64, "a,b",
)
EXPLANATIONS = (
    "%{i} may not send for %{d}", "See http://%{o}/why?s=%{S}&i=%{I}", "%{c} %{h} no", "bad %{z}", "%{d", "plain",
)
LONG_LABEL = "l" * 63


class World:
    """zone: name to type to records or a state, as in a zone file; query: address, HELO name, reverse-path."""

    def __init__(self, seed, number):
        self.seed, self.rng = seed, random.Random(seed)
        self.domain = f"s{number}.example"
        self.zone, self.frozen = {}, False
        rng = self.rng
        is_v4 = rng.random() < 0.65
        self.client = (ipaddress.IPv4Address((10 << 24) + number * 64 + rng.randint(1, 60)) if is_v4 else
                       ipaddress.IPv6Address((0x20010db8 << 96) + (number << 64) + rng.randint(1, 60)))
        self.add_hosts()
        self.add_pointers()
        self.add_records()
        names = [f"{label}.{self.domain}" for label in ("mail", "p1", "h0")]
        helo = rng.choice(names + [self.domain, "single", "[192.0.2.1]"])
        sender = "" if rng.random() < 0.1 else f"{rng.choice(LOCAL_PARTS)}@{self.domain}"
        self.query = (str(self.client), helo, sender)

    def put(self, name, kind, value):
        self.zone.setdefault(name.lower(), {})[kind] = value

    def addresses(self, version):
        """Some near the client, perhaps the client's own."""
        rng = self.rng

        def one():
            if self.client.version != version:
                return f"{'192.0.2.' if version == 4 else '2001:db8:ffff::'}{rng.randint(1, 9)}"
            return str(self.client + rng.choice((0, 0, 1, 5, 100, 70000)))

        return [one() for _ in range(rng.choice((0, 1, 1, 1, 2, 3)))]

    def failing(self):
        return self.rng.choice(("SERVFAIL", "TIMEOUT", "NXDOMAIN", "NODATA"))

    def add_hosts(self):
        rng, d = self.rng, self.domain
        for i in range(5):
            if rng.random() < 0.2:
                continue
            for kind, version in (("A", 4), ("AAAA", 6)):
                self.put(f"h{i}.{d}", kind, self.failing() if rng.random() < 0.08 else self.addresses(version))
        self.put(f"alias.{d}", "CNAME", [f"h{rng.randint(0, 4)}.{d}"])
        for name in (d, f"m0.{d}", f"m1.{d}", f"p1.{d}"):
            hosts = [[rng.randint(0, 20), f"{rng.choice(('h0', 'h1', 'h2', 'h3', 'h4', 'alias', 'none'))}.{d}"]
                     for _ in range(rng.choice((0, 1, 1, 2, 3, 3, 10, 11)))]
            if rng.random() < 0.05:
                hosts = [[0, "."]]
            self.put(name, "MX", self.failing() if rng.random() < 0.05 else hosts)
        self.put(d, "A", self.addresses(4))
        self.put(d, "AAAA", self.addresses(6))

    def add_pointers(self):
        rng, d = self.rng, self.domain
        labels = rng.choices(("h0", "h1", "h2", "alias", "none", "sub.h3"), k=rng.choice((0, 1, 1, 2, 12)))
        names = [f"{label}.{d}" for label in labels]
        names += [d] if rng.random() < 0.2 else []
        rng.shuffle(names)
        names = list(dict.fromkeys(names))
        self.put(self.client.reverse_pointer, "PTR", self.failing() if rng.random() < 0.1 else names)

    def add_records(self):
        rng, d = self.rng, self.domain
        for name in [d] + [f"p{i}.{d}" for i in range(6)]:
            texts = [[self.record(name)]]
            kind = rng.random()
            if kind < 0.03:
                texts.append([self.record(name)])
            elif kind < 0.05:
                texts = [["something else"]]
            elif kind < 0.1:
                texts.append(["v=spf10 -all"])
            elif kind < 0.14:
                at = rng.randint(0, len(texts[0][0]))
                texts = [[texts[0][0][:at], texts[0][0][at:]]]
            self.put(name, "TXT", self.failing() if name != d and rng.random() < 0.05 else texts)
        for i in range(2):
            if rng.random() < 0.9:
                self.put(f"e{i}.{d}", "TXT", [[rng.choice(EXPLANATIONS)]])

    def network(self):
        rng, client = self.rng, self.client
        if rng.random() < 0.3:
            return rng.choice(("ip4:192.0.2.0/24", "ip6:2001:db8:ffff::/48", "ip4:198.51.100.7", "ip6:::1"))
        prefix = rng.choice((8, 16, 24, 31, 32)) if client.version == 4 else rng.choice((32, 64, 127, 128))
        address = client + rng.choice((0, 1, 3, 300))
        return f"ip{client.version}:{address}" + (f"/{prefix}" if rng.random() < 0.7 else "")

    def prefixes(self):
        return self.rng.choice(("", "", "", "/24", "//64", "/16//48", "/0", "/32//128"))

    def mechanism(self, name):
        rng, d = self.rng, self.domain
        kind = rng.choices(("network", "include", "a", "mx", "ptr", "exists", "all"), (5, 4, 4, 3, 2, 4, 1))[0]
        if kind == "network":
            return self.network()
        if kind == "include":
            return f"include:p{rng.randint(0, 5)}.{d}"
        if kind == "a":
            return "a" + rng.choice(("", f":h{rng.randint(0, 4)}.{d}", f":alias.{d}", f":none.{d}")) + self.prefixes()
        if kind == "mx":
            return "mx" + rng.choice(("", f":m{rng.randint(0, 1)}.{d}", f":h0.{d}", f":none.{d}")) + self.prefixes()
        if kind == "ptr":
            return "ptr" + rng.choice(("", f":{d}", f":h0.{d}", f":h3.{d}"))
        if kind == "exists":
            return f"exists:{'.'.join(rng.choice(MACROS) for _ in range(rng.randint(1, 2)))}.x.{d}".format()
        return "all"

    def term(self, name):
        rng = self.rng
        kind = rng.random()
        if kind < 0.035:
            return rng.choice(ERRORS).format(d=self.domain)
        if kind < 0.1:
            return rng.choice(ODD).format(d=self.domain, long=LONG_LABEL)
        if kind < 0.15:
            return f"exp=e{rng.randint(0, 1)}.{self.domain}"
        return rng.choice(("", "", "", "", "+", "-", "~", "?")) + self.mechanism(name)

    def record(self, name):
        rng = self.rng
        terms = [self.term(name) for _ in range(rng.choice((0, 1, 2, 3, 4, 5, 9, 13)))]
        ending = rng.random()
        if ending < 0.45:
            terms.append(rng.choice(("-all", "~all", "?all", "-ALL")))
        elif ending < 0.65:
            terms.insert(rng.randint(0, len(terms)), f"redirect=p{rng.randint(0, 5)}.{self.domain}")
        return rng.choice(("v=spf1", "v=spf1", "V=SPF1")) + "".join(rng.choice((" ", " ", "  ")) + t for t in terms)

    def answer(self, name, kind):
        """The records, or a state as a text."""
        name = name.lower().rstrip(".")
        if name not in self.zone and not self.frozen and kind == "A" and name.endswith("." + self.domain):
            if random.Random(f"{self.seed} {name}").random() < 0.4:
                self.put(name, "A", ["127.0.0.2"])
        node = self.zone.get(name, {})
        if kind not in node and "CNAME" in node:
            return self.answer(node["CNAME"][0], kind)
        return node.get(kind, "NXDOMAIN")

    def without(self, names):
        return {name: kinds for name, kinds in self.zone.items() if name not in names}
