#!/usr/bin/python3
"""Holds our HTML tokenizer (src/mail/html.h) against html5lib's: the tokens of generated documents, and of every HTML part below
$GATEPOST_SHARED/mail, must be equal.

    html.py [--count N] [--seed S (1)]

Where html5lib itself departs from the standard nothing is compared (DEPARTS below). Neighbouring runs of text are joined, attributes of
end tags left out (we do not keep them), and tags of more attributes than we keep are compared up to that number. The last line is the
total.
"""
import argparse
import email
import email.policy
import json
import os
import pathlib
import random
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("GATEPOST_SHARED", ROOT.parent / "shared"))
PROGRAM = os.environ.get("GATEPOST_HTML_TOKENS", str(ROOT / "build/test/html_tokens"))
ATTRIBUTES_MAX = 64
# NUL right behind the start of a comment: html5lib stays at the start, where ">" ends the comment ("Comment start state").
DEPARTS = re.compile(r"<!---?\0")
RCDATA, RAW_TEXT = {"title", "textarea"}, {"style", "xmp", "iframe", "noembed", "noframes"}

PIECES = ["<", ">", "</", "/>", "<!--", "-->", "--!>", "--", "-", "!", "<!", "<?", "</>", "=", "'", '"', " ", "\n", "\r\n", "\t", "\f", "/",
          "a", "B", "p", "x", "br", "img", "script", "</script>", "<script>", "<script ", "</script ", "style", "<style>", "</style>", "title",
          "<title>", "</title>", "</TITLE>", "<textarea>", "</textarea>", "<plaintext>", "<!DOCTYPE html>", "<![CDATA[", "]]>", "&", "&amp;", "&amp",
          "&lt", "&#65;", "&#x41", "&#0;", "&#128;", "&#xD800;", "&#", "&#x", ";", "&notit;", "&copy", "&copy=", "&nGt;", "&bogus;", "href", "=x", "='",
          "=\"", "<a href=", "<a b=1 b=2>", "\0", "ä", "\u20ac", "\U0001f600", "1", "]", "<b/c>", "<a =b>", "<svg>", "<noscript>"]


def html5lib_tokens(document):
    from html5lib import _tokenizer
    from html5lib.constants import tokenTypes
    kind = {number: name for name, number in tokenTypes.items()}
    tokenizer = _tokenizer.HTMLTokenizer(document)
    found = []
    for token in tokenizer:
        name = kind[token["type"]]
        if name in ("Characters", "SpaceCharacters"):
            if found and found[-1][0] == "text":
                found[-1][1] += token["data"]
            else:
                found.append(["text", token["data"]])
        elif name == "Comment":
            found.append(["comment", token["data"]])
        elif name == "Doctype":
            found.append(["doctype"])
        elif name == "EndTag":
            found.append(["end-tag", token["name"]])
        elif name in ("StartTag", "EmptyTag"):
            attributes = [text for pair in list(token["data"].items())[:ATTRIBUTES_MAX] for text in pair]
            found.append(["start", token["name"], bool(token["selfClosing"]), *attributes])
            if token["name"] in RCDATA:         # what html5lib's parser does at these tags
                tokenizer.state = tokenizer.rcdataState
            elif token["name"] in RAW_TEXT:
                tokenizer.state = tokenizer.rawtextState
            elif token["name"] == "script":
                tokenizer.state = tokenizer.scriptDataState
            elif token["name"] == "plaintext":
                tokenizer.state = tokenizer.plaintextState
    return found


def joined(tokens):
    found = []
    for token in tokens:
        if token[0] == "text" and found and found[-1][0] == "text":
            found[-1][1] += token[1]
        else:
            found.append(token)
    return found


def ours(documents):
    octets = b"".join(b"%d\n%s" % (len(d), d) for d in (text.encode() for text in documents))
    done = subprocess.run([PROGRAM], input=octets, capture_output=True, timeout=600, check=True)
    return [joined(json.loads(line)) for line in done.stdout.decode().split("\n")[:-1]]


def generated(count, seed):
    chance = random.Random(seed)
    documents = ("".join(chance.choice(PIECES) for _ in range(chance.randint(1, 30))) for _ in range(count))
    return [text for text in documents if not DEPARTS.search(text)]


def parts_of_mail():
    """Every text/html part of the sample that is text by its own word."""
    found = []
    for file in sorted((SHARED / "mail").rglob("*")):
        if not file.is_file() or file.suffix in {".md", ".tsv", ".json", ".gz", ".txt"}:
            continue
        try:
            message = email.message_from_bytes(file.read_bytes(), policy=email.policy.compat32)
            for part in message.walk():
                if part.get_content_type() == "text/html":
                    octets = part.get_payload(decode=True) or b""
                    found.append(octets.decode(part.get_content_charset() or "utf-8", "replace"))
        except (LookupError, ValueError, AttributeError):
            continue                            # of a charset that Python does not know, or no message
    return [text for text in found if text.isprintable() or not any("\ud800" <= c <= "\udfff" for c in text)]


def first_difference(got, want):
    for i in range(max(len(got), len(want))):
        if got[i:i + 1] != want[i:i + 1]:
            return "token %d: ours %s, html5lib's %s" % (i, str(got[i:i + 1])[:200], str(want[i:i + 1])[:200])
    return ""


def compare(what, documents):
    failed = 0
    for document, got in zip(documents, ours(documents)):
        want = joined(html5lib_tokens(document))
        if got != want:
            failed += 1
            if failed <= 5:
                print("%s: %r\n    %s" % (what, document[:200], first_difference(got, want)))
    print("%-24s %6d documents, %d differ" % (what, len(documents), failed))
    return len(documents) - failed, failed


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--count", type=int, default=3000)
    ap.add_argument("--seed", type=int, default=1)
    opt = ap.parse_args()
    try:
        import html5lib                         # noqa: F401
    except ImportError:
        print("python3-html5lib is missing\n0 passed, 0 failed, 1 skipped")
        return 0
    print("seed %d" % opt.seed)
    passed, failed = compare("generated", generated(opt.count, opt.seed))
    mail = parts_of_mail()
    skipped = not mail
    if mail:
        more = compare("HTML parts of mail", mail)
        passed, failed = passed + more[0], failed + more[1]
    else:
        print("no sample mail: skipped")
    print("%d passed, %d failed, %d skipped" % (passed, failed, skipped))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
