"""spf-dns: records and zones that cost, loop, contradict themselves or let in everybody, and honest records near the limits."""
from writing import DEFERRED, REFUSED, attack, message, record, twin, txt, unproved

FAMILY = "spf-dns"


def of(id):
    return "d%s.example" % id.rpartition("-")[2]


def case(id, title, attacker, ours, spf, dns=(), require=None, safe=None, policy="p=reject", author=None, mail_from=None, **more):
    """The attacker sends as the domain whose record is spf, from an address that it does not mean to let in."""
    domain = of(id)
    zone = [txt("_dmarc." + domain, "v=DMARC1; " + policy), record(domain, "A", "127.0.0.50")]
    zone += [txt(domain, s) for s in ([spf] if isinstance(spf, (str, list)) else spf)]
    return attack(id, FAMILY, title, attacker, ours, message(id, author or "<ceo@%s>" % domain), safe or unproved(), require or [REFUSED],
                  mail_from=mail_from or "ceo@" + domain, dns=zone + list(dns), **more)


def chain(prefix, count, last):
    """prefix1 includes prefix2 and so on; the last says last."""
    links = [txt("%s%d.example" % (prefix, i), "v=spf1 include:%s%d.example -all" % (prefix, i + 1)) for i in range(1, count)]
    return links + [txt("%s%d.example" % (prefix, count), last)]


def open_record(id, title, spf, dns=()):
    return case(id, title, "Sends as a domain whose record lets in everybody.", "spf=pass is what the record says; finding spf-overbroad, no more than a mark.",
                spf, dns, require=[{"delivered": [0, 1], "finding": ["spf-overbroad"]}], safe=[{"delivered": [0, 1]}])


def attacks():
    yield case("DNS-101", "Eleven includes, the last of which lets everybody in", "A chain one longer than allowed.", "permerror (RFC 7208 4.6.4): 550.",
               "v=spf1 include:d101x1.example -all", chain("d101x", 11, "v=spf1 +all"))
    yield case("DNS-102", "Three names that do not exist, then a match", "Void look-ups before the term that would match.", "permerror: 550.",
               "v=spf1 a:n1.d102.example a:n2.d102.example a:n3.d102.example ip4:127.0.0.66 -all")
    yield case("DNS-103", "The record is an alias of itself", "A CNAME loop in place of the record.", "temperror or permerror, bounded: never pass.",
               (), [record("spf.d103.example", "CNAME", "spf2.d103.example"), record("spf2.d103.example", "CNAME", "spf.d103.example")],
               mail_from="ceo@spf.d103.example", safe=[{"delivered": 0, "max_seconds": 20}], require=[{"delivered": 0, "max_seconds": 15}])
    yield open_record("DNS-104", "+all", "v=spf1 +all")
    yield open_record("DNS-105", "ip4:0.0.0.0/0", "v=spf1 ip4:0.0.0.0/0 -all")
    yield open_record("DNS-106", "Everybody, in two halves", "v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all")
    yield open_record("DNS-107", "exists: of a name that the sender chooses", "v=spf1 exists:%{l}.ok.d107.example -all", [record("ceo.ok.d107.example", "A", "127.0.0.2")])
    yield open_record("DNS-108", "The neighbours of a host, sixteen million of them", "v=spf1 a:h.d108.example/8 -all", [record("h.d108.example", "A", "127.9.9.9")])
    yield open_record("DNS-109", "+all behind an include", "v=spf1 include:all.d109.example -all", [txt("all.d109.example", "v=spf1 all")])
    yield case("DNS-110", "A forged PTR", "The attacker's reverse zone names a host of the victim's.", "The name is not confirmed (RFC 7208 5.5): no match, 550.",
               "v=spf1 ptr -all", [record("67.0.0.127.in-addr.arpa", "PTR", "mail.d110.example"), record("mail.d110.example", "A", "127.0.0.50")],
               client_ip="127.0.0.67")
    yield case("DNS-111", "redirect to a name without record", "Nothing matches and the redirect leads nowhere.", "permerror (RFC 7208 6.1): 550.",
               "v=spf1 redirect=none.d111.example", [record("none.d111.example", "A", "127.0.0.50")])
    yield case("DNS-112", "A broken record inside, a match behind it", "An include with a syntax error before ip4 of the attacker's.", "permerror (RFC 7208 5.2): 550.",
               "v=spf1 include:bad.d112.example ip4:127.0.0.66 -all", [txt("bad.d112.example", "v=spf1 ip4:300.0.0.0/8 -all")])
    yield case("DNS-113", "Two records inside, a match behind them", "An include that leads to two records.", "permerror: 550.",
               "v=spf1 include:two.d113.example ip4:127.0.0.66 -all", [txt("two.d113.example", "v=spf1 -all"), txt("two.d113.example", "v=spf1 +all")])
    yield case("DNS-114", "An error behind the match", "ip4 of the attacker's, then a term that does not exist.", "The record is checked as a whole (RFC 7208 4.6): permerror, 550.",
               "v=spf1 ip4:127.0.0.66 ip4:127.0.0.66/33 -all")
    yield case("DNS-115", "A version that is none", "v=spf10, and v=spf1 followed by a tab.", "No record: none, and DMARC fails, 550.", ("v=spf10 +all", "v=spf1\t+all"))
    yield case("DNS-116", "An explanation with line ends", "exp= leads to a text with CR, LF and a reply code.",
               "The explanation is made printable; one reply, nothing injected.", "v=spf1 -all exp=why.d116.example",
               [txt("why.d116.example", "no\r\n250 2.0.0 Ok: queued as FAKE\r\n\xff")],
               require=[dict(REFUSED, reply_lacks={"eod": "queued as"})], safe=[{"delivered": 0, "reply_lacks": {"eod": "queued as"}}])
    yield case("DNS-117", "DNS fails inside of an include", "The included record is out of reach.", "temperror: 451, never pass or none.",
               "v=spf1 include:down.d117.example -all", [record("down.d117.example", "BEHAVIOUR", "servfail")], require=[DEFERRED],
               safe=[{"delivered": 0}])
    yield case("DNS-118", "The policy is cut in two strings", "v=DMA and RC1; p=reject in two strings of one record.", "Strings are joined: p=reject, 550.", (),
               [txt("_dmarc.p.d118.example", ["v=DMA", "RC1; p=rej", "ect"]), record("p.d118.example", "A", "127.0.0.50")], author="<ceo@p.d118.example>",
               mail_from="any@attack.example", policy="p=none")
    yield case("DNS-119", "The policy does not fit UDP", "A record of which UDP shows nothing but TC.", "Asked again by TCP: p=reject, 550.", (),
               [txt("_dmarc.t.d119.example", "v=DMARC1; p=reject"), record("_dmarc.t.d119.example", "BEHAVIOUR", "truncate"),
                record("t.d119.example", "A", "127.0.0.50")], author="<ceo@t.d119.example>", mail_from="any@attack.example", policy="p=none")
    yield case("DNS-120", "The policy is an alias of itself", "_dmarc is a CNAME loop.", "Not found is not none: 451 or 550, bounded.", (),
               [record("_dmarc.l.d120.example", "CNAME", "x.l.d120.example"), record("x.l.d120.example", "CNAME", "_dmarc.l.d120.example"),
                record("l.d120.example", "A", "127.0.0.50")], author="<ceo@l.d120.example>", mail_from="any@attack.example", policy="p=none",
               safe=[{"delivered": 0, "max_seconds": 20}], require=[{"delivered": 0, "reply": {"eod": ["4", "5"]}, "max_seconds": 15}])
    yield case("DNS-121", "A hundred names to ask for", "mx, a and exists over and over in nested records.", "Ten terms, bounded queries: 550.",
               "v=spf1 " + " ".join("a:h%d.d121.example" % i for i in range(30)) + " +all",
               [record("h%d.d121.example" % i, "A", "127.0.1.%d" % i) for i in range(30)],
               safe=[{"delivered": 0, "dns_queries_max": 60}], require=[dict(REFUSED, dns_queries_max=40)])
    yield case("DNS-122", "Names that DNS cannot hold", "Terms whose names have labels of 64 octets and 300 octets in all.", "No query, no match: 550.",
               "v=spf1 a:%s.d122.example exists:%%{l}.%s.d122.example -all" % ("x" * 64, ".".join(["y" * 60] * 5)))
    yield case("DNS-123", "Neutral and softfail for everybody", "?all of an own record.", "Neither is a pass: 550.", "v=spf1 ?all")
    yield case("DNS-124", "Two DMARC records, one of which asks for nothing", "p=reject and p=none.", "Several are none (RFC 9989 4.10): never pass; what remains is no policy.",
               (), [txt("_dmarc.w.d124.example", "v=DMARC1; p=reject"), txt("_dmarc.w.d124.example", "v=DMARC1; p=none"), record("w.d124.example", "A", "127.0.0.50")],
               author="<ceo@w.d124.example>", mail_from="any@attack.example", policy="p=reject")


# ---- honest twins ----

def honest(id, title, spf, dns=(), client="127.0.0.51", helo=None, domain=None, **more):
    domain = domain or of(id)
    zone = [txt("_dmarc." + of(id), "v=DMARC1; p=reject")] + [txt(domain, s) for s in ([spf] if isinstance(spf, (str, list)) else spf)]
    return twin(id, FAMILY, title, message(id, "Kim <kim@%s>" % domain), "kim@" + domain, helo or "mail." + domain, client, dns=zone + list(dns),
                wanted={"ar": {"spf": ["pass"], "dmarc": ["pass"]}}, **more)


def twins():
    yield honest("TWIN-DNS-01", "Ten look-ups, the tenth of which matches", "v=spf1 include:d01x1.example -all", chain("d01x", 10, "v=spf1 ip4:127.0.0.51 -all"))
    yield honest("TWIN-DNS-02", "Two names that are gone", "v=spf1 a:old1.d02.example mx:old2.d02.example ip4:127.0.0.51 -all")
    yield honest("TWIN-DNS-03", "A redirect to the record of the house", "v=spf1 redirect=_spf.d03.example", [txt("_spf.d03.example", "v=spf1 ip4:127.0.0.51 ~all")])
    yield honest("TWIN-DNS-04", "A macro of the address", "v=spf1 exists:%{ir}._ip.%{d} -all", [record("51.0.0.127._ip.d04.example", "A", "127.0.0.2")])
    yield honest("TWIN-DNS-05", "Ten mail exchangers", "v=spf1 mx -all", [record("d05.example", "MX", "%d mx%d.d05.example" % (i, i)) for i in range(10)] +
                 [record("mx%d.d05.example" % i, "A", "127.0.0.51" if i == 9 else "127.0.5.%d" % i) for i in range(10)])
    yield honest("TWIN-DNS-06", "A record in strings that part a word", ["v=spf1 ip", "4:127.0", ".0.51 ", "-all"])
    yield honest("TWIN-DNS-07", "A confirmed PTR", "v=spf1 ptr:d07.example -all", [record("52.0.0.127.in-addr.arpa", "PTR", "out.d07.example"),
                 record("out.d07.example", "A", "127.0.0.52")], client="127.0.0.52")
    yield honest("TWIN-DNS-08", "Capitals everywhere", "V=SPF1 IP4:127.0.0.51 -ALL")
    yield honest("TWIN-DNS-09", "An explanation for others", "v=spf1 ip4:127.0.0.51 exp=why.d09.example -all", [txt("why.d09.example", "%{i} may not send for %{d}")])
    yield honest("TWIN-DNS-10", "A policy four labels up", "v=spf1 ip4:127.0.0.51 -all", domain="news.mail.shop.d10.example")
    yield honest("TWIN-DNS-11", "The record behind an alias", (), [record("bounce.d11.example", "CNAME", "spf.host11.example"),
                 txt("spf.host11.example", "v=spf1 ip4:127.0.0.51 -all")], domain="bounce.d11.example")
    yield honest("TWIN-DNS-12", "A dozen other TXT records beside it", "v=spf1 ip4:127.0.0.51 -all",
                 [txt("d12.example", "site-verification=%032d" % i) for i in range(12)])
    yield honest("TWIN-DNS-13", "A record that only TCP can carry", "v=spf1 " + " ".join("ip4:127.3.%d.%d" % (i // 250, i % 250) for i in range(400)) + " ip4:127.0.0.51 -all")
    yield honest("TWIN-DNS-14", "A service's record behind three includes", "v=spf1 include:s.esp14.example ~all", [txt("s.esp14.example", "v=spf1 include:n.esp14.example ~all"),
                 txt("n.esp14.example", "v=spf1 ip4:127.0.0.0/24 ~all")])
