"""Messages for the comparison with other filters: each from a sender of its own, with the SPF, DKIM and DMARC records that it
publishes, or gets wrong. A table for each of these; a case takes one line of every table."""
import ipaddress
import re
import types

import messages
from dkim_changes import octet_of_body, octet_of_field, octet_of_signature, Signed
from dkim_part import CANONS, chunks
from dkim_signers import Key, Request, dkimpy_sign, ed25519_key, rsa_key, set_tag

DAY = 24 * 3600
EMPTY_BODY_HASH = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="        # SHA-256 of no octets
OTHER_ADDRESS = "203.0.113.9"           # nobody sends from here
SUFFIXES = ("example", "example", "example", "example", "co.uk")        # one of two labels


class Case(types.SimpleNamespace):
    """seed, number; client, helo, sender; org: the organizational domain of the sender, author: the domain of From; octets;
    zone: what is published; kinds: the lines of the tables that made it, by table."""

    def put(self, name, kind, value):
        self.zone.setdefault(name, {})[kind] = value

    def net(self):
        return f"ip{ipaddress.ip_address(self.client).version}:{self.client}"

    def address_kind(self):
        return "A" if ipaddress.ip_address(self.client).version == 4 else "AAAA"


# ---- SPF: what stands at the domain d. A text is the record ----

def by_include(case, d, inner):
    case.put(f"spf.{d}", "TXT", inner)
    return f"v=spf1 include:spf.{d} -all"


def by_address(case, d):
    case.put(f"mail.{d}", case.address_kind(), [case.client])
    return f"v=spf1 a:mail.{d} -all"


def by_mx(case, d):
    case.put(f"mail.{d}", case.address_kind(), [case.client])
    case.put(d, "MX", [[10, f"mail.{d}"]])
    return "v=spf1 mx ~all"


def by_name(case, d):
    case.put(f"mail.{d}", case.address_kind(), [case.client])
    case.put(ipaddress.ip_address(case.client).reverse_pointer, "PTR", [f"mail.{d}"])
    return "v=spf1 ptr -all"


def by_macro(case, d):
    case.put(f"client.spf.{d}", "A", ["127.0.0.2"])
    return f"v=spf1 exists:%{{l1}}.spf.{d} exists:client.%{{d1r}}.spf.{d} exists:client.spf.%{{o}} -all"


def by_redirect(case, d):
    case.put(f"spf.{d}", "TXT", [[f"v=spf1 {case.net()} -all"]])
    return f"v=spf1 redirect=spf.{d}"


def many_names(case, d, count):
    for i in range(count):
        case.put(f"h{i}.{d}", "A", [OTHER_ADDRESS])
        case.put(f"h{i}.{d}", "AAAA", ["2001:db8:ffff::9"])
    return "v=spf1 " + " ".join(f"a:h{i}.{d}" for i in range(count)) + " -all"


SPF = {
    "network":           lambda c, d: f"v=spf1 {c.net()} -all",
    "network ":          lambda c, d: f"v=spf1 {c.net()} ~all",
    "address":           by_address,
    "mx":                by_mx,
    "ptr":               by_name,
    "include":           lambda c, d: by_include(c, d, [[f"v=spf1 {c.net()} -all"]]),
    "macros":            by_macro,
    "redirect":          by_redirect,
    "capitals":          lambda c, d: f"V=SPF1 {c.net().upper()} -ALL",
    "fail":              lambda c, d: f"v=spf1 ip4:{OTHER_ADDRESS} -all",
    "softfail":          lambda c, d: f"v=spf1 ip4:{OTHER_ADDRESS} ~all",
    "neutral":           lambda c, d: "v=spf1 ?all",
    "no match":          lambda c, d: f"v=spf1 ip4:{OTHER_ADDRESS}",
    "none":              lambda c, d: None,
    "another text":      lambda c, d: "spf2.0/pra ?all",
    "bad network":       lambda c, d: "v=spf1 ip4:192.0.2 -all",
    "unknown mechanism": lambda c, d: f"v=spf1 {c.net()} ipv4:192.0.2.1 -all",
    "two records":       lambda c, d: [["v=spf1 -all"], [f"v=spf1 {c.net()} -all"]],
    "include of none":   lambda c, d: f"v=spf1 include:nothing.{d} -all",
    "two redirects":     lambda c, d: f"v=spf1 redirect=spf.{d} redirect=spf.{d}",
    "10 names":          lambda c, d: many_names(c, d, 10),
    "11 names":          lambda c, d: many_names(c, d, 11),
    "3 empty names":     lambda c, d: f"v=spf1 a:x1.{d} a:x2.{d} a:x3.{d} -all",
    "no answer":         lambda c, d: "SERVFAIL",
    "include, no answer": lambda c, d: by_include(c, d, "SERVFAIL"),
}


def publish_spf(case, d, kind):
    record = SPF[kind](case, d)
    if record is not None:
        case.put(d, "TXT", record if isinstance(record, list) or record == "SERVFAIL" else [chunks(record)])
    if "MX" not in case.zone.get(d, {}):
        case.put(d, "MX", [[10, f"mx.{d}"]])


# ---- DMARC: the records, as (place, texts or a state). "@": the organizational domain, "": that of From ----

DMARC = {
    "none":              lambda c: [],
    "monitor":           lambda c: [("@", ["v=DMARC1; p=none"])],
    "quarantine":        lambda c: [("@", ["v=DMARC1; p=quarantine; rua=mailto:dmarc@reports.example"])],
    "reject":            lambda c: [("@", ["v=DMARC1; p=reject"])],
    "reject ":           lambda c: [("@", ["v=DMARC1;p=reject;adkim=r;aspf=r;fo=1;ri=3600"])],
    "strict":            lambda c: [("@", ["v=DMARC1; p=reject; adkim=s; aspf=s"])],
    "strict SPF":        lambda c: [("@", ["v=DMARC1; p=quarantine; aspf=s"])],
    "strict DKIM":       lambda c: [("@", ["v=DMARC1; p=quarantine; adkim=s"])],
    "pct":               lambda c: [("@", ["v=DMARC1; p=reject; pct=40"])],
    "pct 0":             lambda c: [("@", ["v=DMARC1; p=quarantine; pct=0"])],
    "sp":                lambda c: [("@", ["v=DMARC1; p=none; sp=reject"])],
    "sp none":           lambda c: [("@", ["v=DMARC1; p=reject; sp=none"])],
    "np":                lambda c: [("@", ["v=DMARC1; p=none; sp=none; np=reject"])],
    "testing":           lambda c: [("@", ["v=DMARC1; p=reject; t=y"])],
    "its own":           lambda c: [("", ["v=DMARC1; p=quarantine"])],
    "both":              lambda c: [("@", ["v=DMARC1; p=reject"]), ("", ["v=DMARC1; p=none; adkim=s"])],
    "in between":        lambda c: [(c.author.partition(".")[2] if c.author != c.org else "@", ["v=DMARC1; p=reject"])],
    "psd=n":             lambda c: [("", ["v=DMARC1; p=reject; psd=n"])],
    "two records":       lambda c: [("@", ["v=DMARC1; p=reject", "v=DMARC1; p=none"])],
    "another text too":  lambda c: [("@", ["some text", "v=DMARC1; p=reject"])],
    "no policy":         lambda c: [("@", ["v=DMARC1; rua=mailto:dmarc@reports.example"])],
    "unknown policy":    lambda c: [("@", ["v=DMARC1; p=refuse; rua=mailto:dmarc@reports.example"])],
    "neither":           lambda c: [("@", ["v=DMARC1; fo=1"])],
    "bad tag":           lambda c: [("@", ["v=DMARC1; p=reject; aspf=x"])],
    "version later":     lambda c: [("@", ["p=reject; v=DMARC1"])],
    "version 2":         lambda c: [("@", ["v=DMARC2; p=reject"])],
    "small letters":     lambda c: [("@", ["v=dmarc1; p=reject"])],
    "capitals":          lambda c: [("@", ["v=DMARC1; P=REJECT"])],
    "blanks":            lambda c: [("@", ["v = DMARC1 ;  p = reject ; "])],
    "no answer":         lambda c: [("", "SERVFAIL")],
}


def publish_dmarc(case, kind):
    for place, texts in DMARC[kind](case):
        name = "_dmarc." + {"@": case.org, "": case.author}.get(place, place)
        case.put(name, "TXT", texts if isinstance(texts, str) else [[one] for one in texts])


# ---- From ----

AUTHORS = {
    "plain":             (10, lambda a, o: [f"Some One <some.one@{a}>"]),
    "bare":              (2, lambda a, o: [f"some.one@{a}"]),
    "folded":            (2, lambda a, o: [f"\"One, Some\"\r\n\t<some.one@{a}>"]),
    "comments":          (2, lambda a, o: [f"(x) Some One <some.one@{a}> (\"y\" <a@b.example>)"]),
    "encoded":           (2, lambda a, o: [f"=?utf-8?q?S=C3=B6me_=3Ca=40b=2Eexample=3E?= <some.one@{a}>"]),
    "8-bit":             (2, lambda a, o: [f"S\u00f6me One <some.one@{a}>"]),
    "an address shown":  (2, lambda a, o: [f"\"boss@other.example\" <some.one@{a}>"]),
    "quoted local-part": (1, lambda a, o: [f"<\"some one\"@{a}>"]),
    "capitals":          (2, lambda a, o: [f"Some One <Some.One@{a.upper()}>"]),
    "two of one domain": (1, lambda a, o: [f"Some One <some.one@{a}>, other@{a}"]),
    "two domains":       (1, lambda a, o: [f"Some One <some.one@{a}>, else@other.example"]),
    "two fields":        (1, lambda a, o: [f"Some One <some.one@{a}>", "Else <else@other.example>"]),
    "two alike":         (1, lambda a, o: [f"Some One <some.one@{a}>"] * 2),
    "none":              (1, lambda a, o: []),
    "no address":        (1, lambda a, o: ["Some One"]),
    "empty":             (1, lambda a, o: ["<>"]),
    "group":             (1, lambda a, o: [f"Some: some.one@{a};"]),
}


def with_author(message, rng, values):
    fields = [field for field in message.fields if field[0].lower() != b"from"]
    for value in reversed(values):
        fields.insert(rng.randint(0, len(fields)), (messages.spelled(rng, "From"), b" " + value.encode()))
    return messages.Message(fields, message.body)


# ---- DKIM ----

class Keys:
    """One of each kind, for everybody: a key is published under a domain when it signs for it."""

    def __init__(self, rng, folder):
        self.rsa = {bits: rsa_key(folder, bits, f"rsa{bits}") for bits in (512, 1024, 2048)}
        self.ed25519 = ed25519_key(rng, "ed")


def tags(**wanted):
    def edit(fields, names):
        for name, value in wanted.items():
            set_tag(fields, name.encode(), value if value is None else str(value).encode())
    return edit


def record_with(tag):
    return lambda record: record.replace("v=DKIM1;", f"v=DKIM1; {tag};")


# kind: (weight, key, the change of tags, what is published made of the key's record, what happens on the way)
def plain(weight, key="2048", edit=None, record=lambda r: r, on_the_way=None, identity=None):
    return types.SimpleNamespace(weight=weight, key=key, edit=edit, record=record, on_the_way=on_the_way, identity=identity)


def times(signed_at, expires_at):
    return lambda now: tags(t=now + signed_at, x=now + expires_at)


DKIM = {
    "RSA 2048":            plain(10),
    "RSA 1024":            plain(3, "1024"),
    "RSA 512":             plain(2, "512"),
    "Ed25519":             plain(4, "ed25519"),
    "body changed":        plain(3, on_the_way=octet_of_body),
    "header changed":      plain(3, on_the_way=octet_of_field),
    "signature changed":   plain(2, on_the_way=octet_of_signature),
    "expired":             plain(3, edit=times(-9 * DAY, -2 * DAY)),
    "expires later":       plain(2, edit=times(-3600, 5 * DAY)),
    "expires before it was made": plain(1, edit=times(-3600, -7200)),
    "made in a month":     plain(1, edit=lambda now: tags(t=now + 30 * DAY)),
    "no time":             plain(1, edit=lambda now: tags(t=None)),
    "no key":              plain(2, record=lambda r: None),
    "revoked":             plain(2, record=lambda r: re.sub("p=.*", "p=", r)),
    "key unanswered":      plain(2, record=lambda r: "SERVFAIL"),
    "key of another kind": plain(1, record=lambda r: re.sub("k=rsa", "k=ed25519", r)),
    "key is no key":       plain(1, record=lambda r: "v=DKIM1; p=MIGfMA0"),
    "key of version 2":    plain(1, record=lambda r: r.replace("DKIM1", "DKIM2")),
    "key with a note":     plain(1, record=record_with("n=a note")),
    "key for sha1":        plain(1, record=record_with("h=sha1")),
    "key for another service": plain(1, record=record_with("s=tlsrpt")),
    "test key":            plain(1, record=record_with("t=y")),
    "key for the domain alone": plain(1, record=record_with("t=s"), identity="x@news.{d}"),
    "identity below":      plain(1, identity="x@news.{d}"),
    "foreign identity":    plain(1, edit=lambda now: tags(i="x@elsewhere.example")),
    "rsa-sha1":            plain(1, edit=lambda now: tags(a="rsa-sha1")),
    "unknown algorithm":   plain(1, edit=lambda now: tags(a="rsa-sha512")),
    "unknown canonicalisation": plain(1, edit=lambda now: tags(c="nowsp/simple")),
    "version 2":           plain(1, edit=lambda now: tags(v="2")),
    "no body hash":        plain(1, edit=lambda now: tags(bh=None)),
    "unknown tag":         plain(1, edit=lambda now: tags(zz="anything")),
    "l=0":                 plain(1, edit=lambda now: tags(l="0", bh=EMPTY_BODY_HASH)),
    "l= beyond the body":  plain(1, edit=lambda now: tags(l="99999999")),
}


def signed_names(rng, message):
    """As signers do: From and most of the others, each as often as it is there; some once more. No signature signs another."""
    present = [name.decode() for name, _ in message.fields if name != b"DKIM-Signature"]
    names = [name for name in present if name.lower() == "from" or rng.random() < 0.7]
    return names + ["From"] * (rng.random() < 0.3)


def sign(case, rng, keys, now, message, kind, domain):
    """The message as it was signed and may have been changed since, with the signature on top."""
    how = DKIM[kind]
    key = keys.ed25519 if how.key == "ed25519" else keys.rsa[int(how.key)]
    named = Key(f"{key.selector}-{len(case.zone)}", key.algorithm, key.private, key.record)
    record = how.record(key.record)
    if record is not None:
        case.put(f"{named.selector}._domainkey.{domain}", "TXT", record if record == "SERVFAIL" else [chunks(record)])
    changes = how.edit(now) if how.edit else None

    def edit(fields, names):
        set_tag(fields, b"d", domain.encode())
        set_tag(fields, b"i", how.identity.format(d=domain).encode() if how.identity else None)
        if changes:
            changes(fields, names)

    wanted = Request(named, rng.choice(CANONS), signed_names(rng, message), [], signed_at=now - rng.randint(0, 900))
    signed = Signed(message, dkimpy_sign(message.octets(), wanted, edit), wanted)
    changed = how.on_the_way(rng, signed) if how.on_the_way else None
    after, field = changed[:2] if changed else (message, signed.signature)
    name, _, value = field.partition(b":")
    return after.on_top((name, value))


# ---- put together ----

def weighted(rng, table, weight):
    return rng.choices(list(table), [weight(table[kind]) for kind in table])[0]


def through_a_list(case, rng, message):
    """A list takes it and sends it on: its own return path, a tag in front of the subject, a footer."""
    fields = [(name, b" [list]" + value if name.lower() == b"subject" else value) for name, value in message.fields]
    case.sender = f"list-bounces@{case.list}"
    return messages.Message([(b"List-Id", b" <talk." + case.list.encode() + b">")] + fields, message.body + b"-- \r\nthe list's footer\r\n")


def make(seed, number, keys, now, rng):
    """The case of that number. rng decides everything."""
    client = f"192.0.2.{rng.randint(2, 250)}" if rng.random() < 0.75 else f"2001:db8::{rng.randint(2, 0xffff):x}"
    org = f"case{number}.{rng.choice(SUFFIXES)}"
    author = rng.choice(("", "", "", "news.", "a.news.")) + org
    case = Case(seed=seed, number=number, client=client, org=org, author=author, zone={}, kinds={}, list=f"list{number}.example")
    spf, dmarc = rng.choice(list(SPF)), rng.choice(list(DMARC))
    place = rng.choices((author, org, f"bounce.{org}", f"mailer{number}.example"), (5, 3, 2, 2))[0]
    case.sender = "" if rng.random() < 0.1 else rng.choice(("client", "client", "Bounce+x=y", "a.b-c")) + "@" + place
    case.helo = place if not case.sender and rng.random() < 0.8 else rng.choice((f"mail.{org}", f"mail.{org}", "[192.0.2.1]", "localhost"))
    publish_spf(case, place, spf)
    publish_dmarc(case, dmarc)
    who = weighted(rng, AUTHORS, lambda line: line[0])
    message = with_author(messages.message(rng), rng, AUTHORS[who][1](author, org))
    kinds = [weighted(rng, DKIM, lambda line: line.weight) for _ in range(rng.choice((0, 0, 1, 1, 1, 2, 3)))]
    if not AUTHORS[who][1](author, org):
        kinds = []                      # dkimpy signs no message without From
    for kind in kinds:
        message = sign(case, rng, keys, now, message, kind, rng.choices((author, org, f"other{number}.example"), (5, 3, 2))[0])
    listed = rng.random() < 0.1
    if listed:
        publish_spf(case, case.list, "network")
        message = through_a_list(case, rng, message)
    case.octets = message.octets()
    case.kinds = {"spf": spf.strip(), "dkim": ", ".join(kinds) or "none", "dmarc": dmarc.strip(), "from": who, "list": listed}
    return case
