"""header-abuse: results and traces that a stranger forged, text that ends up in ours, and odd but honest headers."""
from signing import key_dns, sign
from writing import HELD, REFUSED, attack, message, record, twin, txt

FAMILY = "header-abuse"
OURS = "Authentication-Results: mx\\.victim\\.example(?:[^\\r\\n]|\\r\\n[ \\t])*?"
CLEAN = {"delivered": 1, "header_count": {"authentication-results": 1}, "data_lacks": ["FORGED"]}


def case(id, title, attacker, ours, more, require, safe=None, author="<any@attack.example>", text=None, **other):
    options = {k: other.pop(k) for k in ("subject", "drop", "body") if k in other}
    return attack(id, FAMILY, title, attacker, ours, text or message(id, author, more=more, **options), safe or require, require,
                  vulnerable="A later filter or a person believes it.", **other)


def forged(id, title, value):
    """A field that claims to be our result. FORGED is what a later reader would find."""
    return case(id, title, "Forges a result under our name: %s" % title.lower(), "Removed before ours is added on top, or the message is refused.",
                "Authentication-Results: %s\r\n" % value, [CLEAN, REFUSED])


def injected(id, title, tags, domain="attack.example", **options):
    """A signature whose tags bring text into our result field: no reader may find a pass in it."""
    text = sign(message(id, "<ceo@none.example>"), domain, "from:to:subject:date", tags=tags, **options)
    lacks = {"delivered": 1, "data_lacks": [OURS + "dmarc=pass", OURS + "FORGED"], "ar_not": {"dmarc": ["pass"]}}
    return case(id, title, "Writes dmarc=pass into a tag of a signature that our result field quotes.",
                "What a stranger wrote stands in our field as a plain word or not at all, so that no reader finds a result in it.", "",
                [lacks, REFUSED, HELD], text=text, dns=[key_dns("attack.example")])


def attacks():
    yield forged("HDR-101", "Our name with a final dot", "mx.victim.example.; dmarc=pass header.from=FORGED.example")
    yield forged("HDR-102", "Our name in quotes", "\"mx.victim.example\"; dmarc=pass header.from=FORGED.example")
    yield forged("HDR-103", "A comment before our name", "(mx (really)) mx.victim.example; dmarc=pass header.from=FORGED.example")
    yield forged("HDR-104", "Our name in capitals, after a fold", "\r\n\tMX.Victim.EXAMPLE\r\n\t1; dmarc=pass header.from=FORGED.example")
    yield forged("HDR-105", "Our name in an encoded word", "=?utf-8?Q?mx=2Evictim=2Eexample?=; dmarc=pass header.from=FORGED.example")
    yield forged("HDR-106", "Our name with an escape in quotes", "\"mx.victim\\.example\"; dmarc=pass header.from=FORGED.example")
    yield forged("HDR-107", "Our name behind an open comment", "(mx.victim.example; dmarc=pass header.from=FORGED.example")
    yield forged("HDR-108", "No name at all", "dmarc=pass header.from=FORGED.example")
    yield forged("HDR-109", "Comments a thousand deep", "(" * 1000 + ")" * 1000 + "mx.victim.example; dmarc=pass header.from=FORGED.example")
    yield case("HDR-110", "The field's name with a blank before the colon", "Authentication-Results : mx.victim.example.", "550, or removed.",
               "Authentication-Results\t: mx.victim.example; dmarc=pass header.from=FORGED.example\r\n", [REFUSED, CLEAN])
    yield case("HDR-111", "Five hundred results under our name", "Hopes that a limit lets the last through.", "All are removed.",
               "".join("Authentication-Results: mx.victim.example; dmarc=pass header.from=FORGED%d.example\r\n" % i for i in range(500)), [CLEAN, REFUSED])
    yield case("HDR-112", "A verdict in our own fields", "X-Gatepost-Verdict and X-Gatepost-Released, forged.", "Fields that only we write are removed.",
               "X-Gatepost-Verdict: deliver; score=0.00; FORGED\r\nx-gatepost-released: 01ARZ3NDEKTSV4RRFFQ69G5FAV; by=FORGED\r\n",
               [{"delivered": 1, "data_lacks": ["FORGED"]}, REFUSED])
    yield injected("HDR-113", "A result in i=, encoded", "; i=x=3B=20dmarc=3Dpass=20(FORGED)=20@attack.example")
    yield injected("HDR-114", "A result in i=, as a word", "; i=dmarc=3Dpass@attack.example")
    yield injected("HDR-115", "A result in i=, after a quote", "; i=x=22=3Bdmarc=3Dpass=20FORGED@attack.example")
    yield injected("HDR-116", "A result in the selector", "", selector="x;dmarc=pass")
    yield injected("HDR-117", "A result in the signing domain", "", domain="x.dmarc=pass.FORGED")
    text = sign(message("HDR-118", "<ceo@none.example>"), "attack.example", "from").replace("a=ed25519-sha256", "a=dmarc=pass FORGED", 1)
    yield case("HDR-118", "A result in the algorithm", "a= holds dmarc=pass.", "As for the other tags.", "",
               [{"delivered": 1, "data_lacks": [OURS + "dmarc=pass", OURS + "FORGED"], "ar_not": {"dmarc": ["pass"]}}, REFUSED, HELD], text=text)
    text = "DKIM-Signature: v=1; a=rsa-sha256; d=attack.example; s=x; h=from; bh=xx; b=dmarc=pass\r\n" + message("HDR-119", "<ceo@none.example>")
    yield case("HDR-119", "A result in the signature itself", "b= holds dmarc=pass, which header.b quotes.", "As for the other tags.", "",
               [{"delivered": 1, "data_lacks": [OURS + "dmarc=pass"], "ar_not": {"dmarc": ["pass"]}}, REFUSED, HELD], text=text)
    yield case("HDR-120", "A result in the reverse-path", "MAIL FROM:<\"x; dmarc=pass\"@attack.example>.", "Only its domain stands in our field.", "",
               [{"delivered": 1, "data_lacks": [OURS + "dmarc=pass"], "ar_not": {"dmarc": ["pass"]}}, {"delivered": 0}], author="<ceo@none.example>",
               mail_from='"x; dmarc=pass"@attack.example')
    yield case("HDR-121", "A tab inside of a field's name", "Sub<tab>ject: shown by some, skipped by others.", "No valid name: 550.", "Sub\tject: FORGED\r\n", [REFUSED])
    yield case("HDR-122", "An octet above 127 in a field's name", "Fr\\xf6m: ...", "No valid name: 550.", "Fr\xf6m: <admin@legit.example>\r\n", [REFUSED])
    yield case("HDR-123", "A line that begins with a colon", "A field without a name.", "550.", ": FORGED\r\n", [REFUSED])
    yield case("HDR-124", "Two To, two Reply-To, two MIME-Version", "Programs show different ones.", "Finding duplicate-header, or 550.",
               "To: <other@victim.example>\r\nReply-To: <a@attack.example>\r\nReply-To: <b@attack.example>\r\nMIME-Version: 1.0\r\nMIME-Version: 1.0\r\n",
               [{"delivered": [0, 1], "finding": ["duplicate-header"]}, REFUSED])
    yield case("HDR-125", "Two Content-Type", "One says text, the other HTML.", "Which one counts is anybody's guess: 550.",
               "MIME-Version: 1.0\r\nContent-Type: text/plain\r\nContent-Type: text/html\r\n", [REFUSED])
    yield case("HDR-126", "The subject turned round", "U+202E in an encoded subject.", "Finding bidi-in-header.", "",
               [{"delivered": [0, 1], "finding": ["bidi-in-header"]}, REFUSED], subject="=?utf-8?B?SW52b2ljZSDigK5mZHAuZXhlIEhEUi0xMjY=?=")
    yield case("HDR-127", "A line end in an encoded subject", "=0D=0ABcc: ... for programs that decode before they split.", "Passed on octet for octet; no field is made of it.", "",
               [{"delivered": 1, "clean": True, "header_count": {"bcc": 0}}, REFUSED], subject="=?utf-8?Q?a=0D=0ABcc:_x@victim.example?= HDR-127")
    yield case("HDR-128", "A bounce that nobody asked for", "Null reverse-path, report part, From MAILER-DAEMON of a domain with p=reject.", "550: a report is no proof.",
               "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=r\r\n", [REFUSED],
               safe=[{"delivered": 0}], author="<MAILER-DAEMON@legit.example>", mail_from="", body="--r\r\n\r\nfailed\r\n--r--\r\n")
    yield case("HDR-129", "A hundred thousand blanks in a field", "One field of folds and blanks, below the limit.", "Linear time; passed on or refused.",
               "X-Long: " + "\r\n\t".join(["x" + " " * 900] * 100) + "x\r\n", [{"delivered": [0, 1], "max_seconds": 8, "alive": True}])
    yield case("HDR-130", "A Received-SPF of the attacker's", "Received-SPF: pass, as if our host had written it.",
               "Nothing of ours reads it, and our own result stands above it.", "Received-SPF: pass (mx.victim.example: domain of legit.example) receiver=mx.victim.example;\r\n",
               [{"delivered": 1, "ar": {"spf": ["fail", "none", "softfail", "neutral"]}}, REFUSED, {"delivered": 0}], author="<ceo@none.example>", mail_from="ceo@none.example")
    yield case("HDR-131", "A report from nobody, whose name is an address", "Null reverse-path, Auto-Submitted, From: \"admin@legit.example\" <MAILER-DAEMON>.",
               "A report may lack a domain, but not show one that nobody can check: 550.", "Auto-Submitted: auto-generated\r\n", [REFUSED],
               author="\"admin@legit.example\" <MAILER-DAEMON>", mail_from="")
    yield case("HDR-132", "A result in the HELO name, under a null reverse-path", "EHLO a name with dmarc=pass in it.", "Refused, or not written.", "",
               [{"delivered": 0}, {"delivered": 1, "data_lacks": [OURS + "dmarc=pass"], "ar_not": {"dmarc": ["pass"]}}], author="<ceo@none.example>",
               mail_from="", helo="x.dmarc=pass.attack.example")
    yield case("HDR-133", "A result in the domain of the reverse-path", "MAIL FROM:<x@dmarc=pass.attack.example>.", "Refused, or not written.", "",
               [{"delivered": 0}, {"delivered": 1, "data_lacks": [OURS + "dmarc=pass"], "ar_not": {"dmarc": ["pass"]}}], author="<ceo@none.example>",
               mail_from="x@dmarc=pass.attack.example")


# ---- honest twins ----

def house(id):
    return "h%s.example" % id.rpartition("-")[2]


def honest(id, title, more="", mail_from=None, text=None, wanted=None, **other):
    options = {k: other.pop(k) for k in ("subject", "drop", "body") if k in other}
    domain = house(id)
    return twin(id, FAMILY, title, text or message(id, "Kim <kim@%s>" % domain, more=more, **options), mail_from if mail_from is not None else "kim@" + domain,
                "mail." + domain, "127.0.0.60", dns=[txt(domain, "v=spf1 ip4:127.0.0.60 -all"), txt("_dmarc." + domain, "v=DMARC1; p=reject"),
                record(domain, "A", "127.0.0.60"), key_dns(domain)], wanted=dict({"ar": {"dmarc": ["pass"]}}, **(wanted or {})), **other)


def twins():
    hops = ["from a.h01.example (a.h01.example [127.0.7.1])\r\n\tby b.h01.example (Postfix) with ESMTPS id 4F2\r\n\t(using TLSv1.3 with cipher X (256/256 bits))"
            "\r\n\tfor <user@victim.example>; Mon, 01 Jun 2026 09:59:0%d +0000 (UTC)" % i for i in range(8)]
    hops += ["by 2002:a05:6a10:1234 with SMTP id abc123; Mon, 01 Jun 2026 02:58:00 -0700 (PDT)", "(qmail 12345 invoked by uid 89); 1 Jun 2026 09:57:00 -0000",
             "from [10.1.2.3] (helo=laptop) by smtp.h01.example with esmtpa (Exim 4.96) id 1qABCD-0001; Mon, 01 Jun 2026 09:56:00 +0000"]
    yield honest("TWIN-HDR-01", "Eleven Received of many makes", "".join("Received: %s\r\n" % h for h in hops))
    yield honest("TWIN-HDR-02", "Results of other servers stay", "Authentication-Results: mx.other.example; spf=pass smtp.mailfrom=h02.example;\r\n\tdkim=none\r\n"
                 "Authentication-Results: submission.h02.example;\r\n auth=pass smtp.auth=kim\r\n",
                 wanted={"header_count": {"authentication-results": 3}, "data_has": ["mx\\.other\\.example; spf=pass", "submission\\.h02\\.example"]})
    references = "\r\n ".join("<%040d.%020d@mail.h03.example>" % (i, i) for i in range(60))
    yield honest("TWIN-HDR-03", "A thread of sixty messages in References", "References: %s\r\nIn-Reply-To: <1@mail.h03.example>\r\n" % references, subject="Re: TWIN-HDR-03")
    yield honest("TWIN-HDR-04", "List fields, feedback and unsubscribe by one click",
                 "List-Id: \"News, of the house\" <news.h04.example>\r\nList-Unsubscribe: <https://h04.example/u?x=1>,\r\n\t<mailto:u@h04.example?subject=unsubscribe>\r\n"
                 "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nFeedback-ID: 4:7:news:h04\r\nPrecedence: bulk\r\n")
    yield honest("TWIN-HDR-05", "Vendor fields with odd names", "X-MS-Exchange-Organization!Foo#1: x\r\nX_Under.score: y\r\nX-Spam-Status: No, score=-1.0\r\n"
                 "x-ms-has-attach:\r\nX-Empty:   \r\nThread-Topic: =?iso-8859-1?Q?Gr=FC=DFe?=\r\n")
    yield honest("TWIN-HDR-06", "Resent by hand", "Resent-From: Kim <kim@h06.example>\r\nResent-To: <user@victim.example>\r\nResent-Date: Mon, 01 Jun 2026 10:01:00 +0000\r\n"
                 "Resent-Message-ID: <r1@h06.example>\r\n")
    yield honest("TWIN-HDR-07", "A subject in raw Latin-1, as old programs write it", subject="Gr\xfc\xdfe aus K\xf6ln TWIN-HDR-07")
    yield honest("TWIN-HDR-08", "Fields that may stand several times", "Comments: one\r\nComments: two\r\nKeywords: a\r\nKeywords: b\r\nReceived: from x by y; Mon, 01 Jun 2026 09:00:00 +0000\r\n"
                 "Received: from z by x; Mon, 01 Jun 2026 08:00:00 +0000\r\n")
    yield honest("TWIN-HDR-09", "A scanner: no Message-ID, a bare subject", subject="Scan TWIN-HDR-09", drop=("Message-ID",),
                 more="MIME-Version: 1.0 (scanner 2.1)\r\nContent-Type: multipart/mixed; boundary=\"=_scan\"\r\n",
                 body="--=_scan\r\nContent-Type: text/plain\r\n\r\nSee file.\r\n--=_scan\r\nContent-Type: application/pdf; name=\"doc.pdf\"\r\n"
                      "Content-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQK\r\n--=_scan--\r\n")
    words = "\r\n ".join("=?utf-8?B?0J/RgNC40LLQtdGC?=" for _ in range(20))
    yield honest("TWIN-HDR-10", "A long subject in encoded words, folded", subject=words + "\r\n TWIN-HDR-10")
    yield honest("TWIN-HDR-11", "A line of exactly 998 octets", "X-Line: " + "x" * 990 + "\r\n")
    text = message("TWIN-HDR-12", "Kim <kim@h12.example>", subject="[Dev] a question",
                   more="Reply-To: dev@list.example\r\nList-Id: <dev.list.example>\r\nList-Post: <mailto:dev@list.example>\r\nSender: dev-bounces@list.example\r\n"
                        "X-BeenThere: dev@list.example\r\nX-Mailman-Version: 2.1.39\r\nErrors-To: dev-bounces@list.example\r\n")
    yield twin("TWIN-HDR-12", FAMILY, "A list that keeps the author's signature whole", sign(text, "h12.example", "from:to:subject:date:message-id"),
               "dev-bounces@list.example", "list.example", "127.0.0.20", dns=[txt("_dmarc.h12.example", "v=DMARC1; p=reject"), record("h12.example", "A", "127.0.0.60"),
               key_dns("h12.example")], wanted={"ar": {"dmarc": ["pass"]}})
