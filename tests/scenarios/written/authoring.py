"""How cases are written: organisations with their habits, pairs of an attack and its honest twin, business messages.

A pair is written once; each side says who sends it and what else is different. What every body may use: {org}, {domain},
{full}, {first}, {to} of the recipient; {me}, {my}, {site} of the sender; and the pair's own words."""
import datetime
from dataclasses import dataclass, field

from . import forms
from .places import POOLS
from .senders import Sender
from .text import fill

UTC = datetime.timezone.utc
HISTORY_ENDS = datetime.datetime(2026, 6, 1, 16, 0, tzinfo=UTC)
_WORKING_DAYS = (2, 3, 4, 5, 8, 9, 10, 11, 12)           # of June 2026, the days on which cases arrive


def iban(country, account):
    """The account with its check digits (ISO 13616)."""
    digits = "".join(str(int(c, 36)) for c in account + country + "00")
    return "%s%02d%s" % (country, 98 - int(digits) % 97, account)


def grouped(account):
    return " ".join(account[i:i + 4] for i in range(0, len(account), 4))


@dataclass(frozen=True)
class Habit:
    """What somebody is used to send to, and to get from, somebody of the organisation."""
    who: Sender
    whom: str                           # key of a mailbox of the organisation
    received: int
    sent: int = 0
    every: float = 7                    # days
    bank: str = ""                      # the account that stands in what they send
    subject: str = ""
    last: float = 1                     # days from the last one to the end of the history


@dataclass(frozen=True)
class Thread:
    """A conversation that went before: days before the message, "in" or "out"."""
    who: Sender
    whom: str
    subject: str
    turns: tuple


@dataclass
class Organization:
    key: str
    name: str
    domain: str
    language: str
    country: str
    via: object                         # a function of senders.py: how it sends itself
    people: dict                        # key (the local part): name; role mailboxes have none
    vips: dict                          # key: private addresses that are listed
    partners: list                      # of (name, domains)
    habits: list
    brands: list = field(default_factory=list)
    trusted: list = field(default_factory=list)
    more_domains: list = field(default_factory=list)
    lists: dict = field(default_factory=dict)           # freemail, shorteners, free_hosts
    words: dict = field(default_factory=dict)

    def address(self, key):
        return "%s@%s" % (key, self.domain)

    def person(self, key, **more):
        """Somebody of ours, writing as everybody here does."""
        return self.via(self.people[key], self.address(key)).but(**more)

    def facts(self):
        staff = [{"name": name, "address": self.address(key)} for key, name in self.people.items() if name and key not in self.vips]
        return dict({
            "name": self.name, "own_domains": [self.domain] + self.more_domains,
            "vips": [{"name": self.people[key], "addresses": [self.address(key)] + private} for key, private in self.vips.items()],
            "staff": staff,
            "partners": [{"name": name, "domains": domains} for name, domains in self.partners],
            "brands": [{"name": name, "domains": domains} for name, domains in self.brands],
            "trusted_senders": self.trusted,
        }, **self.lists)


@dataclass
class Side:
    sender: Sender
    want: str
    why: str
    changes: dict


def side(sender, want, why, **changes):
    return Side(sender, want, why, changes)


@dataclass
class Pair:
    category: str
    language: str
    org: Organization
    title: str
    attack: Side
    twin: Side
    common: dict


def pair(category, language, org, title, *, attack, twin, **common):
    return Pair(category, language, org, title, attack, twin, common)


@dataclass
class Business:
    category: str
    language: str
    org: Organization
    title: str
    side: Side
    common: dict


def business(category, language, org, title, sender, *, why="Everyday mail.", **common):
    return Business(category, language, org, title, Side(sender, "deliver", why, {}), common)


# ---- history ----

def _minutes(seed, span):
    return int(forms.token(seed, 6), 16) % span


def _event(date, direction, sender, to, subject, message_id, bank=""):
    at = sender.at
    return {
        "date": date.strftime("%Y-%m-%dT%H:%M:%SZ"), "direction": direction, "from": sender.address, "display_name": sender.name, "to": to,
        "auth": {"spf": sender.spf, "dkim": sender.dkim[0][1] if sender.dkim else "none", "dmarc": sender.dmarc,
                 "d": sender.dkim[0][0] if sender.dkim else ""},
        "network": at.network, "asn": at.asn, "country": at.country, "reply_to": sender.reply_to.strip("<>"), "subject": subject,
        "message_id": message_id, "bank": bank, "mailer": forms.NAMES.get(sender.program, "none"),
        "timezone": "%+03d00" % forms.HOURS.get(at.country, 0),
    }


def _work_hour(date, seed):
    """Weekends become the Friday before; between 6 and 15 hours UTC."""
    while date.weekday() > 4:
        date -= datetime.timedelta(days=1)
    return date.replace(hour=6, minute=0) + datetime.timedelta(minutes=_minutes(seed, 540), seconds=_minutes(seed + "s", 60))


def _habit_events(org, habit):
    ours = org.person(habit.whom)
    for direction, count in (("in", habit.received), ("out", habit.sent)):
        sender, to = (habit.who, ours.address) if direction == "in" else (ours, habit.who.address)
        for i in range(count):
            seed = "%s %s %s %d" % (org.key, habit.who.address, direction, i)
            shift = 0 if direction == "in" else habit.every / 3
            date = _work_hour(HISTORY_ENDS - datetime.timedelta(days=habit.last + shift + i * habit.every), seed)
            number = count - i
            yield _event(date, direction, sender, to, habit.subject.replace("#", str(4100 + 7 * number)) or ("Re: " if i % 2 else "") + "%d" % (300 + number),
                         "%s@%s" % (forms.token(seed, 22), sender.domain), habit.bank if direction == "in" else "")


def _thread_events(org, thread, arrival):
    ours = org.person(thread.whom)
    for i, (days, direction) in enumerate(thread.turns):
        sender, to = (thread.who, ours.address) if direction == "in" else (ours, thread.who.address)
        seed = "%s %s %s %d" % (org.key, thread.who.address, thread.subject, i)
        yield _event(arrival - datetime.timedelta(days=days, minutes=_minutes(seed, 180)), direction, sender, to,
                     ("Re: " if i else "") + thread.subject, "%s@%s" % (forms.token(seed, 26), sender.domain))


def _history(org, arrival, common, changes):
    """Events in order of date, and the ids of the thread that the message continues."""
    events = [e for habit in list(org.habits) + list(common.get("habits", ())) + list(changes.get("habits", ())) for e in _habit_events(org, habit)]
    thread = changes.get("thread", common.get("thread"))
    ids = ()
    if thread:
        turns = list(_thread_events(org, thread, arrival))
        ids = tuple(e["message_id"] for e in turns)
        events += turns
    events = [e for e in events if e["date"] < arrival.strftime("%Y-%m-%dT%H:%M:%SZ")]
    return sorted(events, key=lambda e: (e["date"], e["message_id"])), ids


# ---- a message with what is known about it ----

_OF_THE_LETTER = ("files", "copy", "fields", "message_id", "charset", "raw", "hours", "instead", "shown_to", "failed", "subject_failed")
_KNOWN = set(_OF_THE_LETTER) | {"to", "subject", "body", "words", "habits", "thread", "date", "continues", "invitation", "rcpt"}


def _arrival(seed, given):
    if given:
        return datetime.datetime.fromisoformat(given).replace(tzinfo=UTC)
    day = _WORKING_DAYS[_minutes(seed + "day", len(_WORKING_DAYS))]
    return datetime.datetime(2026, 6, day, 7, 0, tzinfo=UTC) + datetime.timedelta(minutes=_minutes(seed, 480), seconds=_minutes(seed + "s", 60))


def _words(org, keys, sender, said):
    name = org.people.get(keys[0]) or org.name
    words = {"org": org.name, "domain": org.domain, "full": name, "first": name.split()[-1] if org.language == "ja" else name.split()[0],
             "to": org.address(keys[0]), "me": sender.name, "my": sender.address, "site": sender.domain}
    words.update(org.words)
    for key, value in said.items():
        words[key] = fill(value, words)
    return words


def _case(org, one, common, language, seed):
    assert set(common) | set(one.changes) <= _KNOWN, "unknown: %s" % (sorted((set(common) | set(one.changes)) - _KNOWN))
    said = dict(common, **one.changes)
    sender = one.sender
    keys = said["to"] if isinstance(said["to"], tuple) else (said["to"],)
    words = _words(org, keys, sender, dict(common.get("words", {}), **one.changes.get("words", {})))
    pair_seed = seed.rsplit("/", 1)[0]                   # both sides arrive at one time
    arrival = _arrival(pair_seed, said.get("date"))
    history, ids = _history(org, arrival, common, one.changes)
    more = {key: said[key] for key in _OF_THE_LETTER if key in said}
    more["files"] = tuple(f.filled(words) for f in said.get("files", ()))
    if sender.at in POOLS:
        more.setdefault("hours", forms.HOURS[org.country])
    if said.get("continues", True):
        more["references"] = ids
    invitation = said.get("invitation")
    letter = forms.Letter(sender, [(org.people.get(key) or "", org.address(key)) for key in keys], fill(said["subject"], words),
                          fill(said["body"], words), arrival - datetime.timedelta(seconds=4), language, seed,
                          invitation=fill(invitation, words) if invitation else None, **more)
    at = sender.at
    return {
        "date": arrival.strftime("%Y-%m-%dT%H:%M:%SZ"), "org": org.facts(), "history": history,
        "envelope": {"ip": at.ip, "helo": at.helo, "mail_from": sender.address if sender.mail_from is None else sender.mail_from,
                     "rcpt": list(said["rcpt"]) if "rcpt" in said else [org.address(key) for key in keys],
                     "ptr": at.ptr, "network": at.network, "asn": at.asn, "country": at.country},
        "auth": {"spf": sender.spf, "dkim": [{"d": d, "result": result} for d, result in sender.dkim], "dmarc": sender.dmarc,
                 "dmarc_policy": sender.policy, "arc": sender.arc, "arc_sealer": sender.sealer},
        "message": forms.write(letter).decode("latin-1"),
    }


def case_of(item, role, number):
    """The case in the form of SCENARIOS."""
    one = item.side if isinstance(item, Business) else getattr(item, role)
    name = "%s-%02d" % (item.category, number)
    said = _case(item.org, one, item.common, item.language, "%s/%s" % (name, role))
    limit = "min_band" if role == "attack" else "max_band"
    band = {"attack": "banner", "twin": "banner", "business": "deliver"}[role]
    return dict({"id": name if role == "business" else "%s-%s" % (name, role), "pair": "" if role == "business" else name, "role": role,
                 "category": item.category, "language": item.language, "title": item.title}, **said,
                expect={limit: band, "want": one.want, "why": one.why})
