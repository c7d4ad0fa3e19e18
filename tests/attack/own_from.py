"""from-header: authors that a program and a person read in two ways, and honest authors that look odd."""
import base64

from writing import HELD, REFUSED, attack, message, record, twin, txt

FAMILY = "from-header"

# Not delivered, or delivered as what it is: from attack.example, which passes for its own domain.
AS_ATTACKER = [{"delivered": 0}, {"delivered": 1, "data_has": ["header\\.from=attack\\.example"]}]
TOLD = ["address-in-display", "protected-address-in-display"]


def encoded(text, charset="utf-8"):
    return "=?%s?B?%s?=" % (charset, base64.b64encode(text.encode(charset)).decode())


def as_octets(text):
    """UTF-8 as one character per octet."""
    return text.encode("utf-8").decode("latin-1")


def case(id, title, attacker, ours, author, require, safe=None, **more):
    options = {k: more.pop(k) for k in ("more", "drop") if k in more}
    return attack(id, FAMILY, title, attacker, ours, message(id, author, **options), safe or AS_ATTACKER, require,
                  vulnerable="People see legit.example.", **more)


def finding(*names):
    return [REFUSED, HELD, {"delivered": 1, "finding": list(names)}]


def attacks():
    yield case("FROM-101", "An address in a comment before the address", "A comment that some programs show as the name.",
               "The comment is a name: finding address-in-display.", "(admin@legit.example) <any@attack.example>", finding(*TOLD))
    yield case("FROM-102", "An address in an encoded name", "The name decodes to an address.", "Names are judged as people see them: finding address-in-display.",
               encoded("admin@legit.example") + " <any@attack.example>", finding(*TOLD))
    yield case("FROM-103", "An address in a name, with a wide @", "The name decodes to admin, U+FF20, legit.example.",
               "Letters that read as @ are one: finding.", encoded("admin\uff20legit.example") + " <any@attack.example>", finding(*TOLD, "hdr-styled-unicode"))
    yield case("FROM-104", "An address in a name, split by an invisible letter", "admin@leg, U+200B, it.example.", "What nobody sees does not part a name: finding.",
               encoded("admin@leg\u200bit.example") + " <any@attack.example>", finding(*TOLD))
    yield case("FROM-105", "An address in a name, after escaped quotes", "\"admin@legit.example\\\" <\" <any@attack.example>.",
               "The quoted string is a name: finding address-in-display.", "\"admin@legit.example\\\" <\" <any@attack.example>", finding(*TOLD))
    yield case("FROM-106", "A source route", "From: <@legit.example:any@attack.example>.", "obs-route is read in two ways: 550, or judged as attack.example and said.",
               "<@legit.example:any@attack.example>", [REFUSED])
    yield case("FROM-107", "Mailsploit: encoded words inside the address", "An encoded local part that ends in an encoded NUL hides the true domain.",
               "No encoded word stands in an address (RFC 2047 5): 550, or finding.",
               "=?utf-8?b?YWRtaW5AbGVnaXQuZXhhbXBsZQ==?==?utf-8?Q?=00?=@attack.example", finding(*TOLD))
    yield case("FROM-108", "Mailsploit with an encoded line end", "The same with an encoded LF.", "550, or finding.",
               "=?utf-8?b?YWRtaW5AbGVnaXQuZXhhbXBsZQ==?==?utf-8?Q?=0A?=@attack.example", finding(*TOLD))
    yield case("FROM-109", "A NUL in the name", "admin, NUL, before the address.", "NUL is no character of mail: 550.", "admin@legit.example\0 <any@attack.example>",
               [{"delivered": 0}], safe=[{"delivered": 0}])
    yield case("FROM-110", "A group of several domains", "Team: admin@legit.example, any@attack.example;", "Authors of several domains: 550 5.7.1.",
               "Team: admin@legit.example, any@attack.example;", [REFUSED], safe=[{"delivered": 0}])
    yield case("FROM-111", "A list of two, folded", "The second author on a line of its own.", "Authors of several domains: 550 5.7.1.",
               "any@attack.example,\r\n\tadmin@legit.example", [REFUSED], safe=[{"delivered": 0}])
    yield case("FROM-112", "A list by semicolons", "any@attack.example; admin@legit.example, as some programs write lists.", "Not an address list: 550.",
               "any@attack.example; admin@legit.example", [REFUSED], safe=[{"delivered": 0}])
    yield case("FROM-113", "An open comment", "<any@attack.example> (admin@legit.example", "Where the comment ends is anybody's guess: 550.",
               "<any@attack.example> (admin@legit.example", [REFUSED])
    yield case("FROM-114", "A vertical tab in the address", "admin@legit.example, VT, @attack.example.", "No control octet stands in an address: 550.",
               "admin@legit.example\x0b@attack.example", [REFUSED])
    yield case("FROM-115", "FROM and from", "Two fields whose names differ in case.", "Field names have no case: two authors, 550.", "<any@attack.example>", [REFUSED],
               safe=[{"delivered": 0}], more="FROM: <admin@legit.example>\r\n")
    yield case("FROM-116", "A homograph in A-labels", "xn-- of l, Cyrillic e, git.example.", "Finding confusable-domain.",
               "<admin@%s>" % "l\u0435git.example".encode("idna").decode(), [REFUSED, HELD, {"delivered": 1, "finding": ["confusable-domain"]}],
               safe=[{"delivered": [0, 1]}])
    yield case("FROM-117", "A homograph with SMTPUTF8", "The same in letters, in a transaction that allows them.",
               "Judged by its A-label, finding confusable-domain.", as_octets("<admin@l\u0435git.example>"),
               [REFUSED, HELD, {"delivered": 1, "finding": ["confusable-domain"]}], safe=[{"delivered": [0, 1]}], parameters=" SMTPUTF8")
    yield case("FROM-118", "A name of sixty thousand octets", "The address stands behind a name that no screen shows to its end.",
               "Bounded time; refused, or judged as attack.example.", "\r\n ".join(["admin@legit.example" + "." * 60] * 700) + " <any@attack.example>",
               [{"delivered": 0, "max_seconds": 8}, {"delivered": 1, "finding": TOLD, "max_seconds": 8}])
    yield case("FROM-119", "Comments a thousand deep", "(((...))) around nothing, before the address.", "No recursion that a stranger chooses; bounded time.",
               "(" * 1000 + "admin@legit.example" + ")" * 1000 + " <any@attack.example>",
               [{"delivered": 0, "max_seconds": 8, "alive": True}, {"delivered": 1, "finding": TOLD, "max_seconds": 8, "alive": True}])
    yield case("FROM-120", "Raw octets in the local part", "adm, U+0131, n@legit.example without SMTPUTF8.", "legit.example is checked: 550.",
               as_octets("<adm\u0131n@legit.example>"), [REFUSED], safe=[{"delivered": 0}])
    yield case("FROM-121", "A tag in the domain", "<any@attack.example#legit.example>.", "No domain name: 550.", "<any@attack.example#legit.example>", [REFUSED],
               safe=[{"delivered": 0}])
    yield case("FROM-122", "A quoted local part that is the victim's address", "\"admin@legit.example\"@attack.example.",
               "The domain is attack.example; the address shows another one: finding, or refused.", "\"admin@legit.example\"@attack.example",
               finding(*TOLD))
    yield case("FROM-123", "Sender names the victim", "Sender: admin@legit.example beside From of the attacker: \"on behalf of\".",
               "Sender proves nothing: judged by From, never as legit.example.", "<any@attack.example>", AS_ATTACKER, more="Sender: <admin@legit.example>\r\n")
    yield case("FROM-124", "Resent-From of a proved sender", "Resent-From is the attacker's, From the victim's.", "From is judged: 550.", "<admin@legit.example>", [REFUSED],
               safe=[{"delivered": 0}], more="Resent-From: <any@attack.example>\r\nResent-Date: Mon, 01 Jun 2026 10:00:00 +0000\r\n")
    yield case("FROM-125", "Answers to a double", "Reply-To: admin@legit.example.attack.example.", "Finding reply-to-mismatch only where the party differs; judged by From.",
               "<admin@legit.example>", [REFUSED], safe=[{"delivered": 0}], more="Reply-To: <admin@legit.example.attack.example>\r\n")
    yield case("FROM-126", "Two names, one address", "\"A\" \"admin@legit.example\" any@attack.example without angle brackets.", "Words before a bare address: 550.",
               "\"A\" \"admin@legit.example\" any@attack.example", [REFUSED])


    yield case("FROM-127", "A group of one with the victim's address for a name", "admin@legit.example: any@attack.example;", "The name is read as an address by some: 550, or finding.",
               "admin@legit.example: any@attack.example;", finding(*TOLD))
    yield case("FROM-128", "The name in UTF-16", "=?utf-16?B?...?= decodes to admin@legit.example.", "Decoded: finding address-in-display.",
               encoded("admin@legit.example", "utf-16") + " <any@attack.example>", finding(*TOLD))
    yield case("FROM-129", "The name in UTF-7", "=?utf-7?Q?admin+AEA-legit.example?=", "Decoded: finding address-in-display.", "=?utf-7?Q?admin+AEA-legit.example?= <any@attack.example>",
               finding(*TOLD))
    yield case("FROM-130", "A charset that nobody knows", "=?x-foo?Q?admin=40legit.example?=", "Its ASCII is read: finding address-in-display.",
               "=?x-foo?Q?admin=40legit.example?= <any@attack.example>", finding(*TOLD))
    yield case("FROM-131", "An encoded name that closes the brackets", "=?utf-8?Q?Admin_=3Cadmin=40legit.example=3E?=", "Shown, it looks like the address: finding.",
               "=?utf-8?Q?Admin_=3Cadmin=40legit.example=3E?= <any@attack.example>", finding(*TOLD))
    yield case("FROM-132", "Letters that nobody sees between the others", "admin@leg, U+E0041, it.example.", "Read without them: finding.",
               encoded("admin@leg\U000e0041it.example") + " <any@attack.example>", finding(*TOLD))
    yield case("FROM-133", "An address in the comment behind", "any@attack.example (=?utf-8?Q?admin=40legit.example?=)", "Old programs show it as the name: finding.",
               "any@attack.example (=?utf-8?Q?admin=40legit.example?=)", finding(*TOLD))
    yield case("FROM-134", "A route of two", "<@a.example,@legit.example:any@attack.example>", "Read in two ways: 550.", "<@a.example,@legit.example:any@attack.example>", [REFUSED])
    yield case("FROM-135", "A quoted local part that closes the brackets", "\"admin@legit.example> \"@attack.example", "Finding, or refused.", "\"admin@legit.example> \"@attack.example",
               finding(*TOLD))


# ---- honest twins ----

def shop(id):
    return "f%s.example" % id.rpartition("-")[2]


def honest(id, title, author, mail_from=None, **more):
    options = {k: more.pop(k) for k in ("more", "subject", "drop", "body") if k in more}
    domain = shop(id)
    return twin(id, FAMILY, title, message(id, author, **options), mail_from or "bounce@" + domain, "mail." + domain, "127.0.0.40",
                dns=[txt(domain, "v=spf1 ip4:127.0.0.40 -all"), txt("_dmarc." + domain, "v=DMARC1; p=reject"), record(domain, "A", "127.0.0.40")]
                + more.pop("dns", []), **more)


def twins():
    passes = {"ar": {"dmarc": ["pass"]}}
    yield honest("TWIN-FROM-01", "A ticket system with a person's name", "\"Kim Lee (Support)\" <support+t4711@f01.example>", wanted=passes,
                 subject="[#4711] Printer on floor 3", more="Reply-To: <support+t4711@f01.example>\r\nAuto-Submitted: auto-generated\r\nPrecedence: bulk\r\n")
    yield honest("TWIN-FROM-02", "A calendar service: the organizer's name, the service's address", "Ann Roe <calendar-notification@f02.example>",
                 wanted=passes, subject="Invitation: Review @ Mon 10:00",
                 more="Reply-To: Ann Roe <ann@roe.example>\r\nSender: Calendar <calendar-notification@f02.example>\r\nMIME-Version: 1.0\r\n"
                      "Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n", body="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    domain = "m\u00fcller-f03.example"
    ascii_domain = domain.encode("idna").decode()
    yield twin("TWIN-FROM-03", FAMILY, "An author in other letters, with SMTPUTF8", message("TWIN-FROM-03", as_octets("J\u00fcrgen <j\u00fcrgen@%s>" % domain)),
               as_octets("j\u00fcrgen@" + domain), "mail.f03.example", "127.0.0.40", parameters=" SMTPUTF8",
               dns=[txt(ascii_domain, "v=spf1 ip4:127.0.0.40 -all"), txt("_dmarc." + ascii_domain, "v=DMARC1; p=reject")], wanted=passes)
    long_name = "\r\n ".join(encoded("Bundesvereinigung der Freunde des langen Namens, Teil %d" % i) for i in range(12))
    yield honest("TWIN-FROM-04", "A long name in many encoded words, folded", long_name + "\r\n <office@f04.example>", wanted=passes)
    yield honest("TWIN-FROM-05", "Quotes, commas and an apostrophe in the name", "\"O'Neil, Dr. \\\"Bob\\\"\" <bob.o'neil@f05.example>", wanted=passes)
    yield honest("TWIN-FROM-06", "The name in a comment, as old programs write it", "kim@f06.example (Kim Lee)", wanted=passes)
    yield honest("TWIN-FROM-07", "Groups in To and Cc", "Kim <kim@f07.example>", wanted=passes, drop=("To",),
                 more="To: Board: <a@f07.example>, \"B, C\" <b@f07.example>;, <user@victim.example>\r\nCc: undisclosed-recipients:;\r\n")
    yield honest("TWIN-FROM-08", "Two authors of one house, with Sender", "Kim <kim@f08.example>, Lee <lee@f08.example>", wanted=passes,
                 more="Sender: <kim@f08.example>\r\n")
    yield honest("TWIN-FROM-09", "The sender's own address as the name", "\"kim@f09.example\" <kim@f09.example>", wanted=passes)
    yield honest("TWIN-FROM-10", "A whole name in another alphabet", encoded("\u041e\u043b\u044c\u0433\u0430 \u041f\u0435\u0442\u0440\u043e\u0432\u0430") +
                 " <olga@f10.example>", wanted=passes)
    yield honest("TWIN-FROM-11", "The domain in capitals, the address tagged", "Kim <KIM+News@F11.EXAMPLE>", wanted=passes)
    name = "b\u00fccher-f12.example".encode("idna").decode()
    yield twin("TWIN-FROM-12", FAMILY, "A name with an umlaut, in A-labels", message("TWIN-FROM-12", "Buchladen <post@%s>" % name), "post@" + name, "mail.f12.example",
               "127.0.0.40", dns=[txt(name, "v=spf1 ip4:127.0.0.40 -all"), txt("_dmarc." + name, "v=DMARC1; p=reject")], wanted=passes)
    yield honest("TWIN-FROM-13", "From folded before the address", "\"Department of\r\n Very Long Names\"\r\n\t<office@f13.example>", wanted=passes)
