"""Messages in the form in which mail programs and services write them."""
import base64, datetime, email.utils, hashlib, quopri, re
from dataclasses import dataclass, field

from . import text as markup
from .files import File

# Hours from UTC in June, by country.
HOURS = {"DE": 2, "IE": 1, "GB": 1, "FR": 2, "IT": 2, "NL": 2, "ES": 2, "PT": 1, "PL": 2, "SE": 2, "CZ": 2, "TR": 3, "RU": 3, "JP": 9,
         "CN": 8, "BR": -3, "CH": 2, "AT": 2, "BG": 3, "NG": 1, "SG": 8, "LT": 3, "HK": 8, "KE": 3, "BE": 2, "DK": 2, "AE": 4, "CA": -4,
         "FI": 3, "NO": 2, "HU": 2, "RO": 3, "GR": 3, "UA": 3, "KR": 9, "IL": 3, "HR": 2, "SK": 2, "VN": 7, "ID": 7, "IS": 0, "SI": 2,
         "LV": 3, "EE": 3, "RS": 2, "TZ": 3, "PH": 8, "PK": 5, "IN": 5, "KZ": 5, "MY": 8, "IR": 3, "TH": 7, "ZA": 2, "AU": 10, "MX": -6, "AL": 2, "TW": 8,
         "EG": 3}


@dataclass
class Letter:
    """What is written; a Sender says by whom."""
    sender: object
    to: list                            # of (name, address)
    subject: str
    body: str
    date: datetime.datetime
    language: str
    seed: str                           # makes ids and boundaries: the same case, the same octets
    message_id: str = None              # "": none
    references: tuple = ()              # ids, the last one is answered
    copy: tuple = ()
    files: tuple = ()
    fields: tuple = ()                  # more (name, value), at the end of the header
    invitation: str = None              # text/calendar, as an alternative to the text
    shown_to: str = None                # what To says instead
    charset: str = "utf-8"
    raw: bool = False                   # names and subject as UTF-8 without encoded words (RFC 6532)
    hours: int = None                   # the sender's clock; None: as usual in the country of its server
    failed: str = ""                    # of a delivery report: whom it could not reach, and the subject of what was sent
    subject_failed: str = ""
    instead: dict = field(default_factory=dict)         # fields that say something else, or nothing (None)


def token(seed, length, alphabet="0123456789abcdef"):
    digest = hashlib.sha512(seed.encode()).digest()
    return "".join(alphabet[b % len(alphabet)] for b in (digest * (length // 64 + 1))[:length])


_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_MIXED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
BASE64 = _MIXED + "+/"


# ---- header fields ----

def encoded(text, charset="utf-8", base64_words=False):
    """Encoded words, folded; ASCII stays as it is."""
    if text.isascii():
        return text
    words, piece = [], ""
    for c in text + "\0":
        if c == "\0" or len((piece + c).encode(charset, "replace")) * (1.4 if base64_words else 3) > 45:
            octets = piece.encode(charset, "replace")
            if base64_words:
                words.append("=?%s?B?%s?=" % (charset, base64.b64encode(octets).decode()))
            else:
                words.append("=?%s?Q?%s?=" % (charset, "".join(
                    chr(o) if chr(o).isalnum() and o < 128 else "_" if o == 32 else "=%02X" % o for o in octets)))
            piece = ""
        piece += c
    return "\r\n ".join(words)


def mailbox(name, address, letter, base64_words=False):
    if not name:
        return address
    if not name.isascii():
        return "%s <%s>" % (name if letter.raw else encoded(name, letter.charset, base64_words), address)
    if re.search(r'[^A-Za-z0-9 !#$%&\'*+/=?^_`{|}~-]', name):
        return '"%s" <%s>' % (name.replace("\\", "\\\\").replace('"', '\\"'), address)
    return "%s <%s>" % (name, address)


def stamp(moment, hours):
    zone = datetime.timezone(datetime.timedelta(hours=hours))
    return email.utils.format_datetime(moment.astimezone(zone))


def _signature(d, seed):
    return ("v=1; a=rsa-sha256; c=relaxed/relaxed; d=%s; s=%s;\r\n h=from:to:subject:date:message-id:mime-version:content-type;\r\n bh=%s=;\r\n b=%s=="
            % (d, token(d, 1, "sk") + "2026", token(seed + "bh", 43, BASE64), "\r\n ".join(token(seed + d + str(i), 64, BASE64) for i in range(5))))


# ---- parts ----

def _wrapped(octets):
    coded = base64.b64encode(octets).decode()
    return "".join(coded[i:i + 76] + "\r\n" for i in range(0, len(coded), 76))


def _crlf(text):
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def text_part(content, subtype, charset="utf-8", how="quoted-printable", more=""):
    """A text part with its header, as octets in Latin-1 letters."""
    octets = _crlf(content).encode(charset, "replace")
    head = "Content-Type: text/%s; charset=%s%s\r\n" % (subtype, charset if charset != "us-ascii" else '"us-ascii"', more)
    if how == "base64":
        return head + "Content-Transfer-Encoding: base64\r\n\r\n" + _wrapped(octets)
    if how == "8bit":
        coding = "7bit" if octets.isascii() else "8bit"
        return head + "Content-Transfer-Encoding: %s\r\n\r\n" % coding + octets.decode("latin-1")
    coded = quopri.encodestring(_crlf(content).replace("\r\n", "\n").encode(charset, "replace")).decode("ascii").replace("\n", "\r\n")
    return head + "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + coded


def multipart(subtype, boundary, parts, more=""):
    inner = "".join("--%s\r\n%s\r\n" % (boundary, part.rstrip("\r\n") + "\r\n") for part in parts)
    return 'Content-Type: multipart/%s; boundary="%s"%s\r\n\r\n%s--%s--\r\n' % (subtype, boundary, more, inner, boundary)


def file_part(file):
    name = encoded(file.name, base64_words=True) if not file.name.isascii() else file.name
    place = "inline" if file.cid else "attachment"
    identity = "Content-ID: <%s>\r\n" % file.cid if file.cid else ""
    if file.media_type() == "message/rfc822":
        return 'Content-Type: message/rfc822; name="%s"\r\nContent-Disposition: attachment; filename="%s"\r\n\r\n%s' % (
            name, name, _crlf(file.text).encode("utf-8").decode("latin-1"))
    return 'Content-Type: %s; name="%s"\r\n%sContent-Transfer-Encoding: base64\r\nContent-Disposition: %s; filename="%s"\r\n\r\n%s' % (
        file.media_type(), name, identity, place, name, _wrapped(file.octets()))


# ---- programs ----

def _plain(letter, content, how="quoted-printable", more=""):
    return text_part(content, "plain", letter.charset, how, more)


def _alternative(letter, plain, page, boundary, how="quoted-printable"):
    parts = [_plain(letter, plain, how), text_part(page, "html", letter.charset, how)]
    if letter.invitation is not None:
        parts.append('Content-Type: text/calendar; charset="utf-8"; method=%s\r\nContent-Transfer-Encoding: base64\r\n\r\n%s' % (
            re.search(r"METHOD:(\w+)", letter.invitation).group(1), _wrapped(_crlf(letter.invitation).encode("utf-8"))))
    return multipart("alternative", boundary, parts)


def _outlook(letter, plain):
    boundary = "_000_%s%s_" % (token(letter.seed, 40, _UPPER), "eurp")
    thread = base64.b64encode(bytes.fromhex("01" + token(letter.subject, 42))).decode()
    fields = [("Thread-Topic", encoded(letter.subject, base64_words=True)), ("Thread-Index", thread), ("Accept-Language", "%s, en-US" % letter.language),
              ("Content-Language", letter.language), ("X-MS-Has-Attach", "yes" if letter.files else ""), ("X-MS-TNEF-Correlator", "")]
    server = "%sPR04MB%d" % (token(letter.seed + "s", 2, "ABDFV"), 4000 + int(token(letter.seed, 4), 16) % 5000)
    return fields, _alternative(letter, plain, markup.html_outlook(letter.body, letter.language, letter.charset), boundary), \
        "%s%s@%s.eurprd04.prod.outlook.com" % (server, token(letter.seed + "m", 23, _UPPER), server)


def _gmail(letter, plain):
    how = "base64" if sum(not c.isascii() for c in plain) > len(plain) / 4 else "quoted-printable"
    return [], _alternative(letter, plain, markup.html_gmail(letter.body), "000000000000" + token(letter.seed, 16), how), \
        "CA%s@mail.gmail.com" % token(letter.seed, 48, _MIXED + "-_+=")


def _apple(letter, plain):
    identity = token(letter.seed, 32).upper()
    return [("X-Mailer", "Apple Mail (2.3826.600.51.1.1)")], _plain(letter, plain), \
        "%s-%s-%s-%s-%s@%s" % (identity[:8], identity[8:12], identity[12:16], identity[16:20], identity[20:], letter.sender.domain)


_SENT_FROM = {"de": "Von meinem iPhone gesendet", "fr": "Envoyé de mon iPhone", "es": "Enviado desde mi iPhone", "it": "Inviato da iPhone",
              "nl": "Verstuurd vanaf mijn iPhone", "pt": "Enviado do meu iPhone", "pl": "Wysłane z iPhone’a", "sv": "Skickat från min iPhone",
              "tr": "iPhone’umdan gönderildi", "cs": "Odesláno z iPhonu", "ru": "Отправлено с iPhone", "ja": "iPhoneから送信", "zh": "发自我的 iPhone",
              "nb": "Sendt fra min iPhone"}


def _iphone(letter, plain):
    fields, part, identity = _apple(letter, plain + "\n" + _SENT_FROM.get(letter.language, "Sent from my iPhone") + "\n")
    return [("X-Mailer", "iPhone Mail (22F76)")], part, identity


def _thunderbird(letter, plain):
    identity = token(letter.seed, 32)
    return [("User-Agent", "Mozilla Thunderbird"), ("Content-Language", letter.language)], _plain(letter, plain, "8bit", "; format=flowed"), \
        "%s-%s-%s-%s-%s@%s" % (identity[:8], identity[8:12], identity[12:16], identity[16:20], identity[20:], letter.sender.domain)


def _roundcube(letter, plain):
    return [("User-Agent", "Roundcube Webmail/1.6.6"), ("X-Sender", letter.sender.address)], _plain(letter, plain, "8bit", "; format=flowed"), \
        "%s@%s" % (token(letter.seed, 32), letter.sender.domain)


def _phpmailer(letter, plain):
    return [("X-Mailer", "PHPMailer 6.8.1 (https://github.com/PHPMailer/PHPMailer)")], \
        text_part(markup.html_simple(letter.body), "html", letter.charset), "%s@%s" % (token(letter.seed, 40, _MIXED), letter.sender.at.ptr)


def _php_plain(letter, plain):
    return [("X-PHP-Originating-Script", "33:send.php")], _plain(letter, plain, "8bit"), "%s@%s" % (token(letter.seed, 20), letter.sender.at.ptr)


def _service(letter, plain):
    return [("X-Auto-Response-Suppress", "All"), ("Auto-Submitted", "auto-generated")], \
        _alternative(letter, plain, markup.html_service(letter.body, letter.sender.domain), "----=_Part_%s.%s" % (
            token(letter.seed, 7, "0123456789"), token(letter.seed + "b", 13, "0123456789"))), \
        "%s.JavaMail.app@%s" % (token(letter.seed, 30), letter.sender.domain)


def _newsletter(letter, plain):
    sender, mark = letter.sender, token(letter.seed, 24, _MIXED)
    away = "https://click.%s/u/%s" % (sender.service, mark) if sender.service else "https://www.%s/unsubscribe?u=%s" % (sender.domain, mark)
    fields = [("List-Unsubscribe", "<%s>" % away), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"), ("Precedence", "bulk"),
              ("Feedback-ID", "%s:news:pw" % token(letter.seed, 9, "0123456789"))]
    page = markup.html_newsletter(letter.body, sender.domain, sender.service, mark, letter.subject)
    boundary = "_----------=_MCPart_%s" % token(letter.seed, 10, "0123456789")
    return fields, _alternative(letter, plain, page, boundary), "%s.%s@%s" % (token(letter.seed, 30), "20260602", sender.service or sender.domain)


def _ledger(letter, plain):
    """Bookkeeping software and machines: text and no more."""
    return [("X-Mailer", "BelegVersand 11.2")], _plain(letter, plain), "%s.ERP@%s" % (token(letter.seed, 14, _UPPER), letter.sender.domain)


def _device(letter, plain):
    """A scanner or printer: no Message-ID of its own."""
    return [("X-Mailer", "ScanToMail/2.4")], _plain(letter, plain, "8bit"), ""


def _bare(letter, plain):
    """A script that writes only what it must."""
    return [], _plain(letter, plain, "8bit"), "%s@localhost.localdomain" % token(letter.seed, 12)


def _report(letter, plain):
    """A delivery report (RFC 3464) on the message that is answered."""
    original = letter.references[-1] if letter.references else "%s@%s" % (token(letter.seed + "o", 22), letter.sender.domain)
    reporter, (_, recipient) = letter.sender.domain, letter.to[0]
    status = "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; %s\r\nArrival-Date: %s\r\n\r\n" \
             "Final-Recipient: rfc822; %s\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 No such user\r\n" % (
                 letter.sender.at.helo, stamp(letter.date, 0), letter.failed)
    headers = "Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <%s>\r\nFrom: %s\r\nTo: %s\r\nSubject: %s\r\n" % (
        original, recipient, letter.failed, encoded(letter.subject_failed))
    boundary = "%s/%s" % (token(letter.seed, 10, _UPPER), reporter)
    parts = [_plain(letter, plain, "8bit")] + ([text_part(markup.html_simple(letter.body), "html")] if "](" in letter.body else []) + [status, headers]
    return [("Auto-Submitted", "auto-replied")], multipart("report", boundary, parts, "; report-type=delivery-status"), \
        "%s@%s" % (token(letter.seed, 14, "0123456789"), reporter)


def _away(letter, plain):
    """An answer by machine: the owner is on holiday."""
    return [("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All"), ("Precedence", "auto_reply")], _plain(letter, plain), \
        "%s@%s" % (token(letter.seed, 28), letter.sender.domain)


PROGRAMS = {"report": _report, "away": _away, "outlook": _outlook, "gmail": _gmail, "apple": _apple, "iphone": _iphone, "thunderbird": _thunderbird, "roundcube": _roundcube,
            "phpmailer": _phpmailer, "php_plain": _php_plain, "service": _service, "newsletter": _newsletter, "ledger": _ledger, "device": _device,
            "bare": _bare}
# What they call themselves in X-Mailer or User-Agent; the others say nothing.
NAMES = {"apple": "Apple Mail (2.3826.600.51.1.1)", "iphone": "iPhone Mail (22F76)", "thunderbird": "Mozilla Thunderbird",
         "roundcube": "Roundcube Webmail/1.6.6", "phpmailer": "PHPMailer 6.8.1", "ledger": "BelegVersand 11.2", "device": "ScanToMail/2.4"}
_ENCODES_BASE64 = {"outlook", "phpmailer", "newsletter"}


# ---- the whole ----

def _pictures(letter):
    """What is shown in the text; an office that writes with Outlook has its logo below the signature."""
    pictures = [f for f in letter.files if f.cid]
    if letter.sender.footer and letter.sender.program == "outlook":
        pictures.append(File("image001.png", "png", cid="image001.png@01DB%s" % token(letter.sender.domain, 12).upper()))
    return pictures


def write(letter):
    """The message as octets."""
    sender = letter.sender
    base64_words = sender.program in _ENCODES_BASE64 and letter.language not in ("en", "de", "fr")
    pictures, files = _pictures(letter), [f for f in letter.files if not f.cid]
    letter.body += ("\n\n" + sender.footer if sender.footer else "") + "".join("\n\n![](cid:%s)" % f.cid for f in pictures)
    fields, content, message_id = PROGRAMS[sender.program](letter, markup.plain(letter.body))
    if pictures:
        content = multipart("related", "=_related_" + token(letter.seed + "r", 22), [content] + [file_part(f) for f in pictures])
    if files:
        content = multipart("mixed", "=_mixed_" + token(letter.seed, 24), [content] + [file_part(f) for f in files])
    if letter.message_id is not None:
        message_id = letter.message_id
    hours = HOURS.get(sender.at.country, 0) if letter.hours is None else letter.hours

    def people(list_):
        return ",\r\n ".join(mailbox(name, address, letter, base64_words) for name, address in list_)

    head = [("Received", _hop(letter, hours))]
    head += [("DKIM-Signature", _signature(d, letter.seed)) for d, _ in sender.dkim]
    head += [("From", mailbox(sender.name, sender.address, letter, base64_words))]
    if sender.reply_to:
        head.append(("Reply-To", sender.reply_to))
    head.append(("To", letter.shown_to if letter.shown_to is not None else people(letter.to)))
    if letter.copy:
        head.append(("Cc", people(letter.copy)))
    head += [("Subject", letter.subject if letter.raw else encoded(letter.subject, letter.charset, base64_words)), ("Date", stamp(letter.date, hours))]
    if message_id:
        head.append(("Message-ID", "<%s>" % message_id))
    if letter.references:
        head += [("In-Reply-To", "<%s>" % letter.references[-1]), ("References", "\r\n ".join("<%s>" % r for r in letter.references))]
    head += fields + list(letter.fields) + [("MIME-Version", "1.0")]
    head = [(name, letter.instead.get(name, value)) for name, value in head]
    lines = "".join("%s: %s\r\n" % (name, value) for name, value in head if value is not None)
    return lines.encode("utf-8") + content.encode("latin-1")


def _hop(letter, hours):
    """How the message came to the server that brought it."""
    sender = letter.sender
    client = "198.51.100.%d" % (1 + int(token(sender.address, 2), 16) % 250)
    how = "local" if sender.program in ("phpmailer", "php_plain", "service", "newsletter", "ledger", "bare") else "ESMTPSA"
    moment = stamp(letter.date + datetime.timedelta(seconds=2), hours)
    if how == "local":
        return "by %s (Postfix, from userid 33)\r\n id %s; %s" % (sender.at.helo, token(letter.seed, 11, _UPPER), moment)
    return "from [192.168.1.%d] (unknown [%s])\r\n by %s with ESMTPSA id %s;\r\n %s" % (
        20 + int(token(sender.address, 2), 16) % 60, client, sender.at.helo, token(letter.seed, 12), moment)
