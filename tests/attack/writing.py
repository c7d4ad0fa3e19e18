"""What the cases of our own have in common: a conversation of one message, and what is asked of the gate (README.md)."""
import json

FIELDS = {"To": "<user@victim.example>", "Date": "Mon, 01 Jun 2026 10:00:00 +0000"}


def message(id, author, more="", body="hello", subject=None, drop=()):
    """A message of one author; more: fields with their CRLF; drop: fields to leave out."""
    fields = [("From", author)] + list(FIELDS.items())
    fields += [("Subject", subject if subject is not None else "%s test" % id), ("Message-ID", "<%s@test.example>" % id.lower())]
    return "".join("%s: %s\r\n" % f for f in fields if f[0] not in drop) + more + "\r\n" + body + " " + id + "\r\n"


def txt(name, data):
    return {"name": name, "type": "TXT", "data": data}


def record(name, kind, data):
    return {"name": name, "type": kind, "data": data}


def stuffed(text):
    return "\r\n".join("." + line if line.startswith(".") else line for line in text.split("\r\n"))


def conversation(text, mail_from, helo, rcpt, parameters):
    return [
        {"wait": "banner", "need": "220", "timeout": 15},
        {"send": "EHLO %s\r\n" % helo, "wait": "ehlo", "need": "2"},
        {"send": "MAIL FROM:<%s>%s\r\n" % (mail_from, parameters), "wait": "mail", "need": "2"},
        {"send": "RCPT TO:<%s>\r\n" % rcpt, "wait": "rcpt", "need": "2"},
        {"send": "DATA\r\n", "wait": "data", "need": "354"},
        {"send": stuffed(text) + ".\r\n", "wait": "eod", "timeout": 25},
    ]


def attack(id, family, title, attacker, ours, text, safe, require, mail_from="any@attack.example", helo="helo.attack.example",
           rcpt="user@victim.example", parameters="", vulnerable="The message counts as the author's.", **more):
    return dict({"id": id, "family": family, "title": title, "source": ["own"], "attacker": attacker, "vulnerable": vulnerable,
                 "ours": ours, "mode": "smtp", "steps": conversation(text, mail_from, helo, rcpt, parameters),
                 "safe": safe, "require": require}, **more)


def twin(id, family, title, text, mail_from, helo, client, marked=False, rcpt="user@victim.example", parameters="", wanted=None, **more):
    """Honest mail: delivered unharmed, and not marked unless marked says that it may be."""
    asked = dict({"delivered": 1, "clean": True, "reply": {"eod": ["250"]}}, **(wanted or {}))
    if not marked:
        asked["header_count"] = dict({"x-gatepost-verdict": 0}, **asked.get("header_count", {}))
    return dict({"id": id, "family": family, "title": title, "source": ["own twin"], "attacker": "None: honest traffic.",
                 "vulnerable": "-", "ours": "Accepted unharmed.", "control": True, "mode": "smtp", "client_ip": client,
                 "steps": conversation(text, mail_from, helo, rcpt, parameters), "safe": [asked], "require": [asked]}, **more)


REFUSED = {"delivered": 0, "reply": {"eod": ["5"]}}
HELD = {"delivered": 0, "reply": {"eod": ["250"]}}
DEFERRED = {"delivered": 0, "reply": {"eod": ["4"]}}
NOT_DELIVERED = [{"delivered": 0}]


def unproved(**more):
    """Not delivered, or at least not as the author's."""
    return [{"delivered": 0}, dict({"delivered": 1, "ar_not": {"dmarc": ["pass"]}}, **more)]


def write(path, cases):
    ids = [c["id"] for c in cases]
    assert len(ids) == len(set(ids)), "an id twice in %s" % path
    with open(path, "w") as f:
        json.dump({"format": 1, "cases": cases}, f, indent=1)
        f.write("\n")
