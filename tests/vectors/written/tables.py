"""The cases that need no signature: rows of cases/NAME.json. Text of fields has one character for each octet, as in the vectors
of others; a member that a row leaves out has the value given here."""
import json
import pathlib

from case import Case, differs, listed

FOLDER = pathlib.Path(__file__).parent / "cases"
SPF_WORLD = {"ten.example": {"A": ["192.0.2.1"], "AAAA": ["2001:db8::1"]}, "mail.ten.example": {"A": ["192.0.2.2"]}}
CLIENT, HELO = "192.0.2.1", "mail.d.example"
GATE = """hostname = "gate.example"
sender-id = true
listener mx { address = "127.0.0.1:2525" }
route r { domains = { "x.example" } next-hop = "maildir:{folder}/mail" recipients = "any" }
"""
OTHER_FIELDS = b"To: x@x.example\r\nSubject: s\r\nDate: Thu, 26 Nov 2026 06:00:00 +0000\r\nMessage-ID: <1@x.example>\r\n"


def rows_of(name):
    return json.loads((FOLDER / (name + ".json")).read_text(encoding="utf-8"))


def members(row, *names):
    """Holds an answer's members to those of the row that it has."""
    return lambda answer: [text for name in names if name in row for text in differs(name, answer[name] or "", row[name])]


def spf_case(row):
    def tell(answer):
        return differs("result", answer["result"], row["want"]) + members(row, "explanation")(answer)

    command = ["spf", "--ip", row.get("ip", CLIENT), "--helo", row.get("helo", HELO), "--mail-from", row.get("mail_from", "user@d.example"),
               "--receiver", "gate.example", "--zone", "{zone}", "--json"]
    return Case(row["name"], row["rfc"], command, tell, zone={**SPF_WORLD, **row["zone"]})


def dmarc_case(row):
    def tell(answer):
        return differs("result", answer["result"], row["want"]) + members(row, "policy", "disposition", "org_domain", "record_domain")(answer)

    command = ["dmarc", "--author-domain", row["author"], "--zone", "{zone}", "--json"]
    for method in ("spf", "dkim"):
        for result in listed(row.get(method, [])):
            command += ["--" + method, result]
    return Case(row["name"], row["rfc"], command, tell, zone=row["zone"])


# Who can be the author, and a stranger whose server sends.
AUTHORS = {
    "_dmarc.d.example": {"TXT": [["v=DMARC1; p=reject"]]}, "d.example": {"A": ["192.0.2.1"], "TXT": [["v=spf1 ip4:192.0.2.1 -all"]]},
    "_dmarc.evil.example": {"TXT": [["v=DMARC1; p=none"]]}, "evil.example": {"A": ["192.0.2.9"], "TXT": [["v=spf1 ip4:192.0.2.1 -all"]]},
    "_dmarc.xn--bcher-kva.example": {"TXT": [["v=DMARC1; p=reject"]]},
}


def author_case(row):
    def tell(answer):
        dmarc = answer["auth"]["dmarc"]
        return differs("dmarc", dmarc["result"], row["want"]) + (differs("author", dmarc["author_domain"], row["author"]) if "author" in row else [])

    command = ["check", "--defaults", "--ip", CLIENT, "--helo", "h.evil.example", "--mail-from", row.get("mail_from", "u@evil.example"),
               "--rcpt", "x@x.example", "--zone", "{zone}", "--json"] + (["--smtputf8"] if row.get("smtputf8") else []) + ["{message}"]
    return Case(row["name"], row["rfc"], command, tell, zone=AUTHORS,
                message=row["fields"].encode("latin-1") + b"\r\n" + OTHER_FIELDS + b"\r\nhello\r\n")


def sender_id_case(row):
    if "pra" in row:
        command = ["check", "-c", "{config}", "--ip", CLIENT, "--helo", "h.example", "--mail-from", "m@m.example", "--rcpt", "x@x.example",
                   "--zone", "{zone}", "--json", "{message}"]
        return Case(row["name"], row["rfc"], command, lambda answer: differs("pra", (answer["auth"]["senderid"] or {}).get("pra", ""), row["pra"]),
                    message=OTHER_FIELDS + row["fields"].encode("latin-1") + b"\r\n\r\nhello\r\n", config=GATE)
    command = ["spf", "--ip", CLIENT, "--helo", "h.example", "--mail-from", "u@d.example", "--scope", row.get("scope", "pra"), "--sender-id",
               "--zone", "{zone}", "--json"] + (["--spf1-for-pra"] if row.get("spf1_for_pra") else [])
    return Case(row["name"], row["rfc"], command, lambda answer: differs("result", answer["result"], row["want"]), zone=row["zone"])


def authres_case(row):
    def tell(answer):
        wrong = differs("parses", answer["parses"], row["parses"])
        if wrong or not answer["parses"]:
            return wrong
        found = [[one["method"], one["result"], one["properties"]] for one in answer["results"]]
        return members(row, "authserv_id")(answer) + (differs("results", found, [row["results"]]) if "results" in row else [])

    return Case(row["name"], row["rfc"], ["authres", "--json", "-"], tell, stdin=row["field"].encode("latin-1"))
