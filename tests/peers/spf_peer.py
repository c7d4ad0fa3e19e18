"""pyspf over a generated world instead of the DNS."""
import re

try:
    import spf
except ImportError:
    spf = None


def lookup_in(world):
    """What pyspf calls instead of asking the DNS."""
    def lookup(name, kind, strict=True, timeout=20):
        answer = world.answer(name, kind)
        if answer in ("SERVFAIL", "TIMEOUT"):
            raise spf.TempError("DNS " + answer)
        if isinstance(answer, str):
            return []
        if kind == "TXT":
            return [((name, kind), [chunk.encode("latin-1") for chunk in text]) for text in answer]
        if kind == "MX":
            return [((name, kind), tuple(mx)) for mx in answer]
        return [((name, kind), value) for value in answer]
    return lookup


def check(world, query_class):
    """(result, explanation or None, what pyspf says of it)."""
    spf.DNSLookup = lookup_in(world)
    address, helo, sender = world.query
    query = query_class(i=address, s=sender, h=helo, strict=True)
    result, _, text = query.check()
    words = text if result == "fail" and text != spf.EXPLANATIONS["fail"] else None
    return result, words, text


# ---- where pyspf does not do as RFC 7208 says ----
#
# Each rule is pyspf put right in one point. A difference counts as explained only if pyspf, so put right, agrees with
# us: a condition that merely often comes with a difference proves nothing. Its docstring is the sentence printed.

if spf is not None:
    class Query(spf.query):
        quiet = ()                      # types of query whose emptiness is not counted just now

        def dns(self, name, qtype, cnames=None, ignore_void=False):
            return super().dns(name, qtype, cnames, ignore_void or qtype in self.quiet)

        def quietly(self, types, function):
            outer, self.quiet = self.quiet, self.quiet + types
            try:
                return function()
            finally:
                self.quiet = outer

    class LastAt:
        """RFC 7208 4.3: the domain is what follows the local-part, which may hold a quoted @; pyspf cuts at the
        first"""

        def __init__(self, i, s, h, **options):
            super().__init__(i=i, s=s, h=h, **options)
            if "@" in s:
                self.l, self.o = s.rsplit("@", 1)
                self.d = self.o

    class StrictGrammar:
        """RFC 7208 7.1: an unclosed macro, a zero, a foreign delimiter or octet is a syntax error; pyspf lets
        some pass"""

        MACRO = r"%\{[slodiphcrtv](?:0*[1-9][0-9]*)?r?[.\-+,/_=]*\}"
        MACRO_STRING = re.compile(rf"(?:{MACRO}|%[%_-]|[\x21-\x24\x26-\x7e])*", re.I)

        def check0(self, text, recursion):
            for term in (text or "").split(" "):
                if not self.MACRO_STRING.fullmatch(term):
                    raise spf.PermError("not by the grammar", term)
            return super().check0(text, recursion)

        def expand(self, text, stripdot=True):
            if not stripdot and not self.MACRO_STRING.fullmatch(text.replace(" ", "")):
                raise spf.PermError("not by the grammar", text)         # of an explanation: there is none then
            return super().expand(text, stripdot)

    class AnyCase:
        """RFC 5234 2.3: the r of a macro matches in any case; pyspf overlooks R"""

        def expand(self, text, stripdot=True):
            return super().expand(re.sub(r"(?<!%)((?:%%)*%\{[A-Za-z][0-9]*)R", r"\1r", text), stripdot)

    class ModifierNames:
        """RFC 7208 6: names of modifiers match in any case, and unknown ones may stand more than once"""

        def check0(self, text, recursion):
            text = re.sub(r"(?i)(?<= )(redirect|exp)(?==)", lambda m: m[1].lower(), self.numbered(text))
            return super().check0(text, recursion)

        @staticmethod
        def numbered(text):
            """Unknown modifiers under names that differ."""
            terms = (text or "").split(" ")
            for i, term in enumerate(terms):
                name = spf.RE_MODIFIER.match(term)
                if i > 0 and name and name[1].lower() not in ("redirect", "exp"):
                    terms[i] = f"{name[1]}-{i}={term[name.end():]}"
            return " ".join(terms)

    class VoidTerms:
        """RFC 7208 4.6.4: terms that lead to void lookups are counted, each once; pyspf counts the queries"""

        term_is_void = False

        def check_lookups(self):
            self.term_is_void = False
            super().check_lookups()

        def dns_spf(self, domain):
            self.term_is_void = True            # no record is an error of its own (5.2, 6.1)
            return super().dns_spf(domain)

        def dns(self, name, qtype, cnames=None, ignore_void=False):
            count = self.void_lookups
            result = super().dns(name, qtype, cnames, ignore_void or self.term_is_void)
            self.term_is_void = self.term_is_void or self.void_lookups > count
            return result

    class PointerFailures:
        """RFC 7208 5.5: if the PTR query fails, ptr does not match; if a name's address query does, the name is
        skipped"""

        def dns_ptr(self, address):
            try:
                return super().dns_ptr(address)
            except spf.TempError:
                return []

        def validated_ptrs(self):
            def is_client(name):
                try:
                    return self.cidrmatch(self.dns_a(name, self.A), self.cidrmax)
                except spf.TempError:
                    return False
            return [name for name in self.dns_ptr(self.i)[:spf.MAX_PTR] if is_client(name)]

    class PointerVoids:
        """RFC 7208 4.6.4, 5.5: the names of a client are not the record's: one without an address is skipped, not
        counted"""

        def validated_ptrs(self):
            return self.quietly(("A", "AAAA"), super().validated_ptrs)

    class PointerMacros:
        """RFC 7208 4.6.4: %{p} leads to queries when its term is evaluated; pyspf asks, and counts, when it reads
        the record"""

        def getp(self):
            return self.quietly(("PTR", "A", "AAAA"), super().getp)

    class RedirectReached:
        """RFC 7208 6.1: redirect counts when no mechanism matched; pyspf counts it before it looks at any"""

        depth = -1

        def check1(self, text, domain, recursion):
            if recursion == self.depth:
                self.check_lookups()
            outer, self.depth = self.depth, recursion
            try:
                return super().check1(text, domain, recursion)
            finally:
                self.depth = outer

        def check0(self, text, recursion):
            self.lookups -= len(re.findall(r"(?<= )redirect=", text or ""))
            return super().check0(text, recursion)

    class IncludeOfItself:
        """RFC 7208 4.6.4: a record that includes itself runs into the limit, if the term is reached; it is no
        syntax error"""

        def validate_mechanism(self, mech):
            try:
                return super().validate_mechanism(mech)
            except spf.PermError as error:
                if error.msg != "include has trivial recursion":
                    raise
                return mech, "include", self.d, self.cidrmax, spf.RESULTS.get(mech[0], "pass")

    class LongNames:
        """RFC 7208 7.3: left-hand labels go until the name fits 253 octets; pyspf takes one away"""

        def expand(self, text, stripdot=True):
            result = super().expand(text, stripdot)
            while stripdot and len(result) > 253 and "." in result:
                result = result[result.index(".") + 1:]
            return result

    class AnyHostOfMx:
        """RFC 7208 5.4: if any address matches, mx matches, whatever the look-ups of the other hosts came to"""

        class Addresses(list):
            others = ()                 # what came instead of addresses: an exception, or None for none

        def dns_mx(self, domain):
            hosts = self.dns(domain, "MX")
            if len(hosts) > spf.MAX_MX:
                raise spf.PermError("More than 10 MX records returned")
            found, others = self.Addresses(), []
            for host in (host for _, host in hosts if host != "."):
                try:
                    addresses = self.dns(host, self.A, ignore_void=True)
                    found += addresses
                    others += [] if addresses else [None]
                except spf.TempError as failure:
                    others.append(failure)
            found.others = others
            return found

        def cidrmatch(self, addresses, prefix):
            if super().cidrmatch(addresses, prefix):
                return True
            others = getattr(addresses, "others", ())
            self.void_lookups += None in others
            if self.void_lookups > spf.MAX_VOID_LOOKUPS:
                others = [o or spf.PermError("Void lookup limit of 2 exceeded") for o in others]
            for failure in filter(None, others):
                raise failure
            return False

    RULES = (LastAt, StrictGrammar, AnyCase, ModifierNames, VoidTerms, PointerVoids, PointerFailures, PointerMacros,
             RedirectReached, IncludeOfItself, LongNames, AnyHostOfMx)


def corrected(rules):
    return type("Corrected", (*rules, Query), {})


def explain(world, agrees):
    """The rules with which pyspf agrees, as few as possible; None if it does not with all of them."""
    def agree(rules):
        return agrees(check(world, corrected(rules)))

    for rule in RULES:
        if agree([rule]):
            return [rule]
    needed = list(RULES) if agree(RULES) else [r for r in RULES if r is not PointerMacros]
    if not agree(needed):
        return None
    for rule in RULES:
        fewer = [r for r in needed if r is not rule]
        if agree(fewer):
            needed = fewer
    return needed


def sentence(rule):
    return " ".join(rule.__doc__.split())
