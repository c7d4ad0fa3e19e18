"""auth-composition: signatures, alignment and policies that a receiver could take for the author's, and honest twins."""
from signing import key_dns, key_record, sign
from writing import DEFERRED, HELD, NOT_DELIVERED, REFUSED, attack, message, record, twin, txt, unproved

FAMILY = "auth-composition"
USUAL = "from:to:subject:date:message-id"


def bank(name, policy="p=reject", *more):
    """A domain with a key, no SPF, and that policy."""
    return [txt("_dmarc." + name, "v=DMARC1; " + policy), record(name, "A", "127.0.0.30"), key_dns(name)] + list(more)


def of(id):
    return "b%s.example" % id.rpartition("-")[2]


def signed(id, names=USUAL, author=None, domain=None, **options):
    name = domain or of(id)
    return sign(message(id, author or "<ceo@%s>" % name), name, names, **options)


def case(id, title, attacker, ours, text, safe=None, require=None, dns=None, **more):
    return attack(id, FAMILY, title, attacker, ours, text, safe or unproved(), require or [REFUSED],
                  dns=bank(of(id)) if dns is None else dns, **more)


def replaced(text, old, new):
    assert old in text
    return text.replace(old, new, 1)


def with_signatures(id, count):
    """That many signatures of the attacker's, each under a selector of its own, below one that claims to be the bank's."""
    text = message(id, "<ceo@%s>" % of(id))
    for i in range(count):
        text = sign(text, "attack.example", USUAL, selector="s%d" % i)
    return text


def attacks():
    text = signed("AUC-101", "from:to:date:message-id")
    yield case("AUC-101", "All but the Subject is signed", "Replays a message whose signature leaves out the subject, under a subject of his own.",
               "dmarc is no pass, and the message is held with finding dkim-weak-coverage.",
               replaced(text, "Subject: AUC-101 test", "Subject: Your account is locked AUC-101"), require=[HELD])
    text = signed("AUC-102", "from:to:date:message-id", author="<ceo@b102.example>")
    yield case("AUC-102", "The Subject is not signed, under p=none", "The same where the domain asks for nothing.",
               "Delivered with dmarc=fail and finding dkim-weak-coverage.", text, dns=bank("b102.example", "p=none"),
               require=[{"delivered": 1, "ar": {"dmarc": ["fail"]}, "finding": ["dkim-weak-coverage"]}])
    yield case("AUC-103", "l=0 signs no body at all", "Takes the header of a signed message and writes a body of his own.",
               "dkim=policy: octets of the body are unsigned (RFC 6376 8.2); 550.",
               replaced(signed("AUC-103", length=0), "hello AUC-103", "send money AUC-103"))
    text = signed("AUC-104", length=7)
    yield case("AUC-104", "A new text below l=", "Appends to a message that is signed up to its old end.", "dkim=policy; 550.", text)
    yield case("AUC-105", "d= is a registry's own name", "The registry co105.example (psd=y) signs for its customer.",
               "A public suffix is no organization of its customers (RFC 9989 4.10.2): 550.",
               sign(message("AUC-105", "<ceo@bank.co105.example>"), "co105.example", USUAL),
               dns=[txt("_dmarc.co105.example", "v=DMARC1; p=reject; psd=y"), record("bank.co105.example", "A", "127.0.0.30"),
                    key_dns("co105.example")])
    yield case("AUC-106", "Two customers of one registry", "evil.co106.example signs as bank.co106.example.", "Different organizations below psd=y: 550.",
               sign(message("AUC-106", "<ceo@bank.co106.example>"), "evil.co106.example", USUAL),
               dns=[txt("_dmarc.co106.example", "v=DMARC1; p=reject; psd=y"), record("bank.co106.example", "A", "127.0.0.30"),
                    key_dns("evil.co106.example")])
    yield case("AUC-107", "d= is a top level", "Signs as d=example, which shares its last label with everybody.",
               "A single label is no signing domain, and no organization: 550.",
               sign(message("AUC-107", "<ceo@b107.example>"), "example", USUAL), dns=bank("b107.example") + [key_dns("example")])
    yield case("AUC-108", "A domain that only ends in the same letters", "d=evilb108.example, and MAIL FROM there, with SPF pass.",
               "Alignment is by labels: 550.", sign(message("AUC-108", "<ceo@b108.example>"), "evilb108.example", USUAL),
               mail_from="x@evilb108.example",
               dns=bank("b108.example") + [key_dns("evilb108.example"), txt("evilb108.example", "v=spf1 ip4:127.0.0.66 -all")])
    yield case("AUC-109", "A signature from the future", "t= is years ahead.", "fail (RFC 6376 3.5), 550.", signed("AUC-109", tags="; t=4102444800"))
    yield case("AUC-110", "Expires before it was made", "x= is earlier than t=.", "permerror, 550.",
               signed("AUC-110", tags="; t=1780000000; x=1779999999"))
    yield case("AUC-111", "The key is cut off", "p= holds half a key.", "permerror, 550; never an empty key that verifies anything.",
               signed("AUC-111"), dns=bank("b111.example")[:2] + [txt("k._domainkey.b111.example", key_record()[:-20])])
    yield case("AUC-112", "A key for another service", "The key says s=tlsrpt.", "The key is not for mail (RFC 6376 3.6.1): 550.", signed("AUC-112"),
               dns=bank("b112.example")[:2] + [txt("k._domainkey.b112.example", key_record().replace("; p=", "; s=tlsrpt; p="))])
    yield case("AUC-113", "The key's algorithm and the signature's differ", "k=rsa in the record, a=ed25519-sha256 in the signature.",
               "permerror, 550.", signed("AUC-113"),
               dns=bank("b113.example")[:2] + [txt("k._domainkey.b113.example", key_record().replace("ed25519", "rsa"))])
    yield case("AUC-114", "Two keys under one selector", "Adds a key of his own beside the domain's.", "Several keys are none (RFC 6376 3.6.2.2): 550.",
               signed("AUC-114", key="thief"),
               dns=bank("b114.example") + [txt("k._domainkey.b114.example", key_record("thief"))])
    text = signed("AUC-115", "from:from:from:to:subject:subject:date:message-id")
    yield case("AUC-115", "A second Subject where h= forbids it", "Adds a subject on top of an oversigned one.", "The signature fails: 550.",
               "Subject: Win AUC-115\r\n" + text)
    yield case("AUC-116", "The HELO name passes, the author is another", "Null reverse-path, HELO with SPF pass of the attacker's own.",
               "postmaster@HELO is not aligned with the author: 550.", message("AUC-116", "<ceo@b116.example>"), mail_from="")
    yield case("AUC-117", "A quoted @ in the reverse-path", "MAIL FROM:<\"ceo@b117.example\"@attack.example>.",
               "The domain is what follows the last @: not aligned, 550 (or refused at MAIL).", message("AUC-117", "<ceo@b117.example>"),
               mail_from='"ceo@b117.example"@attack.example', require=[{"delivered": 0}])
    yield case("AUC-118", "A report address that is none", "The record's rua is a script.", "The rest of the record counts: p=reject, 550.",
               message("AUC-118", "<ceo@b118.example>"), dns=bank("b118.example", "p=reject; rua=javascript:alert(1)"))
    yield case("AUC-119", "A name that does not exist", "A made-up subdomain where the domain asks for nothing but np=reject.",
               "np applies (RFC 9989 4.7): 550.", message("AUC-119", "<ceo@ghost.b119.example>"),
               dns=[txt("_dmarc.b119.example", "v=DMARC1; p=none; sp=none; np=reject")])
    yield case("AUC-120", "A part that declares itself apart", "shop.b120.example (psd=n) is signed for by the rest of b120.example.",
               "Not aligned (RFC 9989 4.10.2): 550.", sign(message("AUC-120", "<ceo@shop.b120.example>"), "b120.example", USUAL),
               dns=bank("b120.example") + [txt("_dmarc.shop.b120.example", "v=DMARC1; p=reject; psd=n"), record("shop.b120.example", "A", "127.0.0.30")])
    yield case("AUC-121", "The record is an alias", "Spoofs a domain whose _dmarc is a CNAME to a hosted record.", "The alias is followed: p=reject, 550.",
               message("AUC-121", "<ceo@b121.example>"),
               dns=[record("_dmarc.b121.example", "CNAME", "b121._d.host121.example"), txt("b121._d.host121.example", "v=DMARC1; p=reject")])
    yield case("AUC-122", "A test that asks to refuse", "Spoofs a domain with p=reject; t=y.", "One step milder (RFC 9989 4.7): held.",
               message("AUC-122", "<ceo@b122.example>"), dns=bank("b122.example", "p=reject; t=y"), require=[HELD])
    yield case("AUC-123", "Sixty signatures", "Each with a selector of its own, to cost queries and time.",
               "Ten are verified, those near the author first; the rest counts for nothing: 550.", with_signatures("AUC-123", 60),
               safe=[{"delivered": 0, "dns_queries_max": 60, "max_seconds": 15}],
               require=[{"delivered": 0, "reply": {"eod": ["5"]}, "dns_queries_max": 40, "max_seconds": 8}])
    text = signed("AUC-124", "from:" + ":".join(["subject"] * 4000))
    yield case("AUC-124", "h= names a field four thousand times", "Makes the pairing of names and fields expensive.",
               "Linear cost, and an author without other proof is judged by what the signature covers.",
               replaced(text, "hello AUC-124", "HELLO AUC-124"), safe=[{"delivered": 0, "max_seconds": 10}],
               require=[{"delivered": 0, "reply": {"eod": ["5"]}, "max_seconds": 5}])
    yield case("AUC-125", "The policy is out of reach one level up", "Spoofs s.b125.example; DNS fails for _dmarc.b125.example only.",
               "451: not checked is not none.", message("AUC-125", "<ceo@s.b125.example>"),
               dns=[record("s.b125.example", "A", "127.0.0.30"), record("_dmarc.b125.example", "BEHAVIOUR", "servfail")], require=[DEFERRED])
    yield case("AUC-126", "The key is out of reach", "An aligned signature whose key nobody can fetch now.", "451: it might have passed.",
               signed("AUC-126"), dns=bank("b126.example")[:2] + [record("k._domainkey.b126.example", "BEHAVIOUR", "servfail")],
               require=[DEFERRED], safe=NOT_DELIVERED)
    yield case("AUC-127", "A list without a list", "List-Id and a return address of the attacker's own below a From under p=reject.",
               "Whoever writes List-Id gets no message through: held or refused.",
               message("AUC-127", "<ceo@b127.example>", more="List-Id: <all.b127.example>\r\n"), require=[{"delivered": 0}])
    yield case("AUC-128", "A duplicated From in h= and two From fields", "h=from:from signed over the author's and the attacker's From.",
               "Two From fields are refused before any signature counts: 550.",
               sign("From: <any@attack.example>\r\n" + message("AUC-128", "<ceo@b128.example>"), "attack.example", "from:from:subject:to:date"),
               dns=bank("b128.example") + [key_dns("attack.example")])
    text = signed("AUC-129")
    yield case("AUC-129", "Answers to a genuine message", "Sends a signed message again with a Reply-To of his own at a free mailbox, where h= keeps no place for it.",
               "The author is proved, the answers are not: delivered with a mark, finding replyto-unsigned.",
               replaced(text, "\r\nTo:", "\r\nReply-To: <ceo.b129@gmail.com>\r\nTo:"), safe=[{"delivered": [0, 1]}],
               require=[{"delivered": 1, "finding": ["replyto-unsigned"], "header_count": {"x-gatepost-verdict": 1}}, HELD, REFUSED])
    text = sign(replaced(message("AUC-130", "<ceo@b130.example>"), "To: <user@victim.example>", "To: <me@attack.example>"), "b130.example", USUAL)
    yield case("AUC-130", "A message to himself, sent to everybody", "Lets a service sign a message to his own address, and sends it to others.",
               "Delivered as what it is, with finding dkim-replay-suspect.", text, safe=[{"delivered": [0, 1]}],
               require=[{"delivered": 1, "finding": ["dkim-replay-suspect"]}, HELD, REFUSED])
    ghost = signed("AUC-131", author="<ceo@b131.example>", selector="k", tags="; i=@mail.b131.example.attack.example")
    yield case("AUC-131", "i= in a longer name", "i= is at a name that only begins like d=.", "Not within d= (RFC 6376 3.5): permerror, 550.", ghost)
    yield case("AUC-132", "Everything signed but the end of h=", "h= ends in a colon and an empty name.", "An empty name is no field's: no pass, 550.",
               signed("AUC-132", "from:to:subject:date:"))
    yield case("AUC-133", "A version of DMARC that is none", "v=dmarc1 and v=DMARC1.1 beside p=reject of the parent.", "No records (RFC 9989 4.7): the parent's p=reject, 550.",
               message("AUC-133", "<ceo@x.b133.example>"),
               dns=bank("b133.example") + [txt("_dmarc.x.b133.example", "v=dmarc1; p=none"), txt("_dmarc.x.b133.example", "v=DMARC1.1; p=none"),
                                           record("x.b133.example", "A", "127.0.0.30")])


# ---- honest twins ----

def forwarded(id, text, title, **more):
    """By the forwarder list.example, which rewrites the return address."""
    return twin(id, FAMILY, title, text, "SRS0=hT7k=B2=%s=ann@list.example" % of(id), "list.example", "127.0.0.20", **more)


def twins():
    passes = {"ar": {"dmarc": ["pass"]}}
    id = "TWIN-AUC-01"
    yield forwarded(id, signed(id), "A forwarder that rewrites the return address (SRS)", dns=bank(of(id)), wanted=passes)
    id = "TWIN-AUC-02"
    text = message(id, "\"Kim Lee via Dev\" <dev@list.example>", subject="[Dev] a question",
                   more="Reply-To: <kim@b02.example>, <dev@list.example>\r\nList-Id: Development <dev.list.example>\r\n"
                        "List-Unsubscribe: <mailto:dev-leave@list.example>\r\nPrecedence: list\r\nSender: <dev-bounces@list.example>\r\n")
    yield twin(id, FAMILY, "A mailing list that rewrites From and tags the subject", text, "dev-bounces+user=victim.example@list.example",
               "list.example", "127.0.0.20")
    id = "TWIN-AUC-03"
    text = sign(signed(id, "from:to:subject:date:message-id:list-unsubscribe:mime-version"), "esp03.example", USUAL)
    yield twin(id, FAMILY, "A mailing service with an aligned signature and one of its own", text, "bounce-7x9@mail.esp03.example",
               "out7.esp03.example", "127.0.0.31", dns=bank(of(id)) + [key_dns("esp03.example"), txt("mail.esp03.example", "v=spf1 ip4:127.0.0.31 -all")],
               wanted=passes)
    id = "TWIN-AUC-04"
    text = signed(id, "from:from:to:to:cc:cc:subject:subject:date:date:reply-to:reply-to:message-id:mime-version:list-unsubscribe")
    yield forwarded(id, text, "Every field signed once more than it stands", dns=bank(of(id)), wanted=passes)
    id = "TWIN-AUC-05"
    text = signed(id)
    broken = sign(message(id, "<ceo@%s>" % of(id)), of(id), USUAL, selector="old", body_hash="frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=")
    yield forwarded(id, broken[:broken.index("\r\nFrom:") + 2] + text, "A signature that broke above one that did not",
                    dns=bank(of(id)) + [key_dns(of(id), "old")], wanted=passes)
    id = "TWIN-AUC-06"
    text = signed(id).replace("Subject: ", "Subject:\r\n\t ").replace("hello ", "hello   ").replace("\r\nTo:", "\r\nTO:")
    yield forwarded(id, text, "Folds and blanks changed on the way, which relaxed forgives", dns=bank(of(id)), wanted=passes)
    id = "TWIN-AUC-07"
    yield twin(id, FAMILY, "A subdomain that sp=none leaves free", message(id, "<news@promo.b07.example>"), "news@promo.b07.example",
               "promo.b07.example", "127.0.0.32", dns=bank("b07.example", "p=reject; sp=none") + [record("promo.b07.example", "A", "127.0.0.32")])
    id = "TWIN-AUC-08"
    yield forwarded(id, signed(id, tags="; i=ann@b08.example"), "Strict alignment, and the exact name signs",
                    dns=bank("b08.example", "p=reject; adkim=s; aspf=s"), wanted=passes)
    id = "TWIN-AUC-09"
    report = ("MIME-Version: 1.0\r\nAuto-Submitted: auto-replied\r\nContent-Type: Multipart/Report; report-type=delivery-status; boundary=r9\r\n")
    body = ("--r9\r\n\r\nYour message could not be delivered.\r\n--r9\r\nContent-Type: message/delivery-status\r\n\r\n"
            "Reporting-MTA: dns; mx.legit.example\r\n\r\nFinal-Recipient: rfc822; nobody@legit.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
            "--r9\r\nContent-Type: text/rfc822-headers\r\n\r\nFrom: <user@victim.example>\r\nSubject: hello\r\n\r\n--r9--\r\n")
    yield twin(id, FAMILY, "A bounce: null reverse-path, proved by the HELO name",
               message(id, "Mail Delivery System <MAILER-DAEMON@mx.legit.example>", more=report, body=body), "", "mx.legit.example", "127.0.0.10", wanted=passes)
    id = "TWIN-AUC-10"
    text = sign(message(id, "<ceo@b10.example>", drop=("Subject",)), "b10.example", "from:to:date:message-id")
    yield forwarded(id, text, "No Subject, so none is signed", dns=bank("b10.example"), wanted=passes)
    id = "TWIN-AUC-11"
    yield twin(id, FAMILY, "A company under a registry's suffix, signed by its organization", sign(message(id, "<a@mail.shop.co11.example>"), "shop.co11.example", USUAL),
               "x@shop.co11.example", "mail.shop.co11.example", "127.0.0.33",
               dns=[txt("_dmarc.co11.example", "v=DMARC1; p=reject; psd=y"), record("mail.shop.co11.example", "A", "127.0.0.33"),
                    key_dns("shop.co11.example")], wanted=passes)
    id = "TWIN-AUC-12"
    text = signed(id, "from:to:date:message-id")
    yield twin(id, FAMILY, "A sender who leaves the subject to lists, with SPF beside it", text, "ann@b12.example", "b12.example", "127.0.0.34",
               dns=bank("b12.example") + [txt("b12.example", "v=spf1 ip4:127.0.0.34 -all")], wanted=passes)
    id = "TWIN-AUC-13"
    text = sign(message(id, "\"Kim Lee (tickets)\" <support@b13.example>", more="Reply-To: <ticket-4711@desk13.example>\r\n"), "b13.example", USUAL + ":reply-to")
    yield forwarded(id, text, "Answers to the help desk's other domain, as the signature says", dns=bank("b13.example"), wanted=passes)
