"""Random messages that a mail server may really see: folds in odd places, runs of blanks, fields that repeat,
octets outside of ASCII, long lines, and bodies that end in every way a body can (RFC 5321 section 2.3.8: always
with CRLF)."""

AUTHOR_DOMAIN = "example.org"
WORDS = ("invoice", "Re:", "meeting", "a", "=?utf-8?q?gr=C3=BC=C3=9Fe?=", "\u00fcber", "x=y;", "b=",
         "<id@host.example>", "100%", "\"quoted", "text\"", "caf\u00e9", "d=example.com", "--", "(comment)",
         "\u65e5\u672c", "0", ",", "v=1;")
ONCE = ("To", "Cc", "Reply-To", "Sender", "Date", "Message-ID", "Subject", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding", "In-Reply-To", "References", "List-Id")
REPEATED = ("X-Loop", "Comments", "Keywords", "Received", "X-Mailer", "Resent-From")
BLANKS = (" ", " ", " ", "  ", "\t", " \t ", "   \t")


class Message:
    """Fields as (name, what stands behind the colon without the last CRLF), from the top; the body's octets."""

    def __init__(self, fields, body):
        self.fields, self.body = fields, body

    def octets(self):
        return b"".join(name + b":" + value + b"\r\n" for name, value in self.fields) + b"\r\n" + self.body

    def count(self, name):
        return sum(n.lower() == name.lower() for n, _ in self.fields)

    def on_top(self, field):
        return Message([field] + self.fields, self.body)

    def with_field(self, index, name, value):
        return Message(self.fields[:index] + [(name, value)] + self.fields[index + 1:], self.body)


def text(rng, words):
    return "".join(rng.choice(BLANKS) + rng.choice(WORDS) for _ in range(words))


def field_value(rng):
    """Blanks and words, folded here and there; never a line of blanks alone, which is obsolete (RFC 5322 section
    4.2)."""
    value = text(rng, rng.choice((0, 1, 1, 2, 3, 8)))
    for _ in range(rng.choice((0, 0, 0, 1, 3))):
        value += "\r\n" + text(rng, rng.randint(1, 6))
    if rng.random() < 0.03:
        value += " " + "longword" * rng.randint(20, 110)
    if rng.random() < 0.2:
        value += rng.choice((" ", "\t", "  "))
    return (value if value.strip() else rng.choice((" ", "", " \t"))).encode()


def spelled(rng, name):
    kind = rng.random()
    return (name if kind < 0.8 else name.upper() if kind < 0.9 else name.lower()).encode()


def fields(rng):
    names = [n for n in ONCE if rng.random() < 0.6] + [n for n in REPEATED for _ in range(rng.choice((0, 0, 1, 2, 3)))]
    rng.shuffle(names)
    out = [(spelled(rng, n), field_value(rng)) for n in names]
    address = f"<someone@{rng.choice(('', 'news.'))}{AUTHOR_DOMAIN}>"
    author = f"{rng.choice(BLANKS)}Some One{rng.choice(BLANKS)}{address}"
    out.insert(rng.randint(0, len(out)), (spelled(rng, "From"), author.encode()))
    return out


def line(rng):
    kind = rng.random()
    if kind < 0.15:
        return b""
    if kind < 0.25:
        return rng.choice((b" ", b"\t", b" \t  "))
    if kind < 0.28:
        return b"long " * rng.randint(50, 190)
    if kind < 0.35:
        return rng.randbytes(20).translate(None, b"\r\n\0")
    return text(rng, rng.randint(1, 9)).encode()[rng.randint(0, 1):] + rng.choice((b"", b"", b" ", b"\t", b"  \t"))


def body(rng):
    if rng.random() < 0.08:
        return b"\r\n" * rng.randint(0, 3)
    lines = [line(rng) for _ in range(rng.choice((1, 2, 5, 20)))]
    lines += [b""] * rng.choice((0, 0, 0, 1, 4)) + [b" "] * (rng.random() < 0.1)
    return b"".join(one + b"\r\n" for one in lines)


def message(rng):
    return Message(fields(rng), body(rng))
