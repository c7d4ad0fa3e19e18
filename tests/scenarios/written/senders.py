"""Who sends a message, and what authentication found out about it. A sender is a value: copy it with but()."""
from dataclasses import dataclass, replace

from .places import (AMAZON, FREE_MAIL, GOOGLE, MICROSOFT, POSTWAGEN, VPS, WEB_HOST, Place, place)


@dataclass(frozen=True)
class Sender:
    name: str
    address: str
    at: Place
    program: str                        # the form in which it writes: forms.py
    mail_from: str = None               # None: the address; "": the null sender
    reply_to: str = ""
    spf: str = "pass"
    dkim: tuple = ()                    # of (d, result)
    dmarc: str = "pass"
    policy: str = "none"
    arc: str = "none"
    sealer: str = ""
    footer: str = ""
    service: str = ""                   # the mail service whose links count clicks

    @property
    def domain(self):
        return self.address.rpartition("@")[2]

    def but(self, **changes):
        return replace(self, **changes)


def signed(domain, *more):
    return tuple((d, "pass") for d in (domain,) + more)


def free(name, address, program="gmail", **more):
    """A mailbox that anybody can have."""
    domain = address.rpartition("@")[2]
    return Sender(name, address, FREE_MAIL[domain], program, dkim=signed(domain), policy="quarantine").but(**more)


def office365(name, address, program="outlook", **more):
    """An office whose mail is with Microsoft."""
    domain = address.rpartition("@")[2]
    return Sender(name, address, MICROSOFT, program, dkim=signed(domain)).but(**more)


def workspace(name, address, program="gmail", **more):
    """An office whose mail is with Google."""
    domain = address.rpartition("@")[2]
    return Sender(name, address, GOOGLE, program, dkim=signed(domain)).but(**more)


def office(name, address, country, asn=65536, program="outlook", host=None, **more):
    """An office with a mail server of its own, signed."""
    domain = address.rpartition("@")[2]
    return Sender(name, address, place(host or "mail." + domain, asn, country), program, dkim=signed(domain)).but(**more)


def plain_office(name, address, country, asn=65537, program="outlook", **more):
    """A small office as there are many: an SPF record, no signature, no DMARC record."""
    domain = address.rpartition("@")[2]
    return Sender(name, address, place("smtp." + domain, asn, country), program, dmarc="none", policy="absent").but(**more)


def bulk(name, address, service=None, at=POSTWAGEN, program="newsletter", **more):
    """Mail sent through a mail service in one's own name: the author's signature and the service's."""
    domain = address.rpartition("@")[2]
    service = service or "postwagen-mail.example"
    return Sender(name, address, at, program, mail_from="bounce-7731-204@bounces.%s" % service, dkim=signed(domain, service),
                  service=service).but(**more)


def notice(name, address, country="US", asn=65538, program="service", **more):
    """A service's notices from its own servers, with a strict policy."""
    domain = address.rpartition("@")[2]
    return Sender(name, address, place("mta3." + domain, asn, country), program, mail_from="bounce+81123@" + domain, dkim=signed(domain),
                  policy="reject").but(**more)


def cloud_notice(name, address, program="service", **more):
    """The same, sent through Amazon's mail service."""
    domain = address.rpartition("@")[2]
    return Sender(name, address, AMAZON, program, mail_from="0102018fd2@mail." + domain, dkim=signed(domain, "amazonses.com"),
                  policy="quarantine").but(**more)


def rented(name, address, country="NL", program="outlook", **more):
    """A criminal's own domain on a rented server: everything passes."""
    domain = address.rpartition("@")[2]
    return Sender(name, address, VPS[country], program, dkim=signed(domain), policy="none").but(**more)


def hacked_site(name, address, program="phpmailer", **more):
    """A web site that was broken into sends in its own name; no signature."""
    domain = address.rpartition("@")[2]
    return Sender(name, address, WEB_HOST, program, mail_from="www-data@" + domain, dmarc="none", policy="absent").but(**more)


def forged(name, address, policy="none", country="RU", program="phpmailer", **more):
    """Somebody else's address in From, from a rented server that may not send for it."""
    return Sender(name, address, VPS[country], program, spf="softfail" if policy == "none" else "fail", dkim=(), dmarc="fail",
                  policy=policy).but(**more)


def forged_no_policy(name, address, country="RU", program="phpmailer", **more):
    """The same for a domain that says nothing about itself."""
    return forged(name, address, country=country, program=program).but(spf="none", dmarc="none", policy="absent").but(**more)
