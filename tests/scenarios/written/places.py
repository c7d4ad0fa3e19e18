"""Where mail comes from: servers with their address, network and country. All addresses are reserved ones (RFC 2544,
RFC 5737); the names and AS numbers of the great providers are their own, since history knows them by these."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    ip: str
    network: str
    asn: int
    country: str
    ptr: str
    helo: str


_numbered = {}


def _network_number(key):
    """Networks are numbered in the order in which they are asked for: two keys never share one."""
    number = _numbered.setdefault(key, len(_numbered))
    assert number < 512, "no networks left in 198.18.0.0/15"
    return number


def place(host, asn, country, network=None, ptr=None, last=25):
    """The server called host. Servers of one network (a provider's pool) share its key."""
    number = _network_number(network or host)
    prefix = "198.%d.%d" % (18 + number // 256, number % 256)
    return Place("%s.%d" % (prefix, last), prefix + ".0/24", asn, country, host if ptr is None else ptr, host)


# Pools that many parties share.
GOOGLE = place("mail-ej1-f45.google.com", 15169, "US")
MICROSOFT = place("mail-db3eur04on2054.outbound.protection.outlook.com", 8075, "IE")
MICROSOFT_US = place("mail-bn8nam12on2077.outbound.protection.outlook.com", 8075, "US")
AMAZON = place("a4-12.smtp-out.eu-west-1.amazonses.com", 16509, "IE")
SENDGRID = place("o7.ptr5512.sendgrid.net", 11377, "US")
MAILCHIMP = place("mail133.atl21.rsgsv.net", 14782, "US")
BREVO = place("gl-a.mailin.fr", 41952, "FR")
POSTWAGEN = place("out3.postwagen-mail.example", 64501, "DE")       # a mail service of our own making, with click tracking
YAHOO = place("sonic305-21.consmr.mail.ir2.yahoo.com", 34010, "IE")
APPLE = place("mr85p00im-ztdg06021801.me.com", 714, "US")

POOLS = (GOOGLE, MICROSOFT, MICROSOFT_US, AMAZON, SENDGRID, MAILCHIMP, YAHOO, APPLE)      # their country says nothing about the sender

# Providers of free mailboxes, by the mailbox's domain.
FREE_MAIL = {
    "gmail.com": GOOGLE, "outlook.com": MICROSOFT, "outlook.de": MICROSOFT, "outlook.fr": MICROSOFT, "hotmail.com": MICROSOFT,
    "hotmail.it": MICROSOFT, "live.nl": MICROSOFT, "yahoo.com": YAHOO, "yahoo.es": YAHOO, "yahoo.co.jp":
    place("omggw7019.mail.djm.yahoo.co.jp", 23816, "JP"), "icloud.com": APPLE, "me.com": APPLE,
    "gmx.de": place("mout.gmx.net", 8560, "DE"), "web.de": place("mout.web.de", 8560, "DE"),
    "t-online.de": place("mailout09.t-online.de", 3320, "DE"), "libero.it": place("smtp-35.iol.local", 8612, "IT", ptr="smtp-35.italiaonline.it"),
    "orange.fr": place("smtp-30.smtpout.orange.fr", 3215, "FR"), "laposte.net": place("smtp-outgoing-2104.laposte.net", 8228, "FR"),
    "free.fr": place("smtp4-g21.free.fr", 12322, "FR"), "wp.pl": place("mx4.wp.pl", 12827, "PL"), "o2.pl": place("mailout3.o2.pl", 12827, "PL"),
    "seznam.cz": place("mxb.seznam.cz", 43037, "CZ"), "mail.ru": place("f402.i.mail.ru", 47764, "RU"),
    "yandex.ru": place("forward501a.mail.yandex.net", 13238, "RU"), "uol.com.br": place("smtpout1.uol.com.br", 7162, "BR"),
    "qq.com": place("out203-205-221-191.mail.qq.com", 45090, "CN"), "163.com": place("m16.mail.163.com", 4812, "CN"),
    "proton.me": place("mail-40133.protonmail.ch", 62371, "CH"), "freepost.example": place("mout2.freepost.example", 64502, "NL"),
}

# Where criminals rent or steal: their own servers (all authentication in order), and web sites that were broken into.
VPS = {
    "NL": place("vm-31882.cheapcloud.example", 64511, "NL"), "US": place("host-77-12.racknest.example", 64510, "US"),
    "RU": place("vds4410.stolny-host.example", 64509, "RU"), "BG": place("srv19.balkanvps.example", 64508, "BG"),
    "NG": place("smtp2.lagosnode.example", 64507, "NG"), "SG": place("sg5.islandhost.example", 64506, "SG"),
    "LT": place("vps211.baltcloud.example", 64505, "LT"), "HK": place("hk-88.harbourhost.example", 64504, "HK"),
}
WEB_HOST = place("web142.sharedpages.example", 64503, "US")
