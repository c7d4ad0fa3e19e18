"""Signatures whose arithmetic is right and whose tags, or whose key records, are odd: here the verifiers must
read RFC 6376 alike. Only dkimpy lets us make them. OURS says in which cases we differ from dkimpy as a verifier,
and which paragraph decides: (kind, whether we let it pass, our reason) to the sentence."""
from dkim_signers import DOMAIN, NOW, set_tag

HOUR = 3600


def tag(name, value):
    return lambda fields, names: set_tag(fields, name, value)


def also(name, value):
    return lambda fields, names: fields.append((name, value))


def renamed(old, new):
    """Blanks around "=", and the like."""
    def edit(fields, names):
        fields[:] = [(new if n == old else n, v) for n, v in fields]
    return edit


def times(signed_at, expires_at):
    def edit(fields, names):
        set_tag(fields, b"t", str(signed_at).encode())
        set_tag(fields, b"x", str(expires_at).encode() if expires_at else None)
    return edit


def without_from(fields, names):
    names[:] = [n for n in names if n != b"from"] or [b"subject"]
    set_tag(fields, b"h", b" : ".join(names))


def upper_case(name):
    def edit(fields, names):
        set_tag(fields, name, dict(fields)[name].upper())
    return edit


def rotated(fields, names):
    fields[:] = fields[4:] + fields[:4]


# kind: the change to dkimpy's tags, made before it signs
SIGNATURES = {
    "version 2":                        tag(b"v", b"2"),
    "no version":                       tag(b"v", None),
    "an unknown tag":                   also(b"zz", b"anything at all"),
    "a tag twice":                      also(b"s", b"other"),
    "an empty unknown tag":             also(b"empty", b""),
    "a tag list that ends in a semicolon": also(b"n", b"note;"),
    "tags in another order":            rotated,
    "blanks before an equals sign":     renamed(b"s", b"s "),
    "q=dns/txt":                        tag(b"q", b"dns/txt"),
    "q= with a second method":          tag(b"q", b"dns/txt:http/well-known"),
    "q= with an unknown method":        tag(b"q", b"http/well-known"),
    "expired an hour ago":              times(NOW - 9 * HOUR, NOW - HOUR),
    "expired a day ago":                times(NOW - 72 * HOUR, NOW - 24 * HOUR),
    "expires in a day":                 times(NOW - HOUR, NOW + 24 * HOUR),
    "expires before it was made":       times(NOW - HOUR, NOW - 2 * HOUR),
    "expires when it was made":         times(NOW, NOW),
    "made in 20 hours":                 times(NOW + 20 * HOUR, None),
    "made in two days":                 times(NOW + 48 * HOUR, None),
    "no time":                          tag(b"t", None),
    "a time that is no number":         tag(b"t", b"yesterday"),
    "identity of another domain":       tag(b"i", b"@example.com"),
    "identity of a domain that ends alike": tag(b"i", b"@not-" + DOMAIN.encode()),
    "identity in upper case":           tag(b"i", b"Some.One@NEWS." + DOMAIN.upper().encode()),
    "identity with an escape":          tag(b"i", b"some=20one@" + DOMAIN.encode()),
    "identity without @":               tag(b"i", DOMAIN.encode()),
    "a domain in upper case":           upper_case(b"d"),
    "an algorithm in upper case":       upper_case(b"a"),
    "an unknown algorithm":             tag(b"a", b"rsa-sha512"),
    "rsa-sha1":                         tag(b"a", b"rsa-sha1"),
    "canonicalisation in upper case":   upper_case(b"c"),
    "unknown canonicalisation":         tag(b"c", b"nowsp/simple"),
    "l=0":                              tag(b"l", b"0"),
    "a length that no body has":        tag(b"l", b"99999999"),
    "a length that is no number":       tag(b"l", b"-1"),
    "a length of 80 digits":            tag(b"l", b"1" * 80),
    "From not signed":                  without_from,
    "no body hash":                     tag(b"bh", None),
    "an empty selector":                tag(b"s", b""),
    "a domain of one label":            tag(b"d", b"org"),
}

# kind: what stands in DNS, {p} being the octets of the key
KEYS = {
    "the key's version first":          "v=DKIM1; p={p}",
    "the key's version last":           "p={p}; v=DKIM1",
    "another version of key":           "v=DKIM2; p={p}",
    "a key version in lower case":      "v=dkim1; p={p}",
    "a key without version":            "k=rsa; p={p}",
    "a key of octets only":             "p={p}",
    "a key type in upper case":         "v=DKIM1; k=RSA; p={p}",
    "an unknown key type":              "v=DKIM1; k=dsa; p={p}",
    "a key for sha256":                 "v=DKIM1; h=sha256; p={p}",
    "a key for sha1 and sha256":        "v=DKIM1; h=sha1 : sha256; p={p}",
    "a key for sha1 only":              "v=DKIM1; h=sha1; p={p}",
    "a key for mail":                   "v=DKIM1; s=email; p={p}",
    "a key for everything":             "v=DKIM1; s=*; p={p}",
    "a key for mail and more":          "v=DKIM1; s=other:email; p={p}",
    "a key for another service":        "v=DKIM1; s=other; p={p}",
    "a test key":                       "v=DKIM1; t=y; p={p}",
    "a key for the very domain":        "v=DKIM1; t=s; p={p}",
    "a key with unknown flags":         "v=DKIM1; t=q:y; p={p}",
    "a key with g=":                    "v=DKIM1; g=*; p={p}",
    "a key with notes":                 "v=DKIM1; n=rotate=20in=20May; zz=1; p={p};",
    "a key with blanks in it":          "v=DKIM1; p={p1} {p2}",
    "a key with a tag twice":           "v=DKIM1; k=rsa; k=rsa; p={p}",
    "a key with a bad tag":             "v=DKIM1; nonsense; p={p}",
    "a revoked key":                    "v=DKIM1; p=",
    "a key without octets":             "v=DKIM1; k=rsa",
    "a key that is no key":             "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCB",
    "a text that is no key":            "this domain is for sale",
}


def key_record(kind, record):
    p = record.split("p=", 1)[1]
    return KEYS[kind].format(p=p, p1=p[:70], p2=p[70:])


OURS = {
    ("From not signed", False, "from-unsigned"):
        "RFC 6376 5.4: From must be signed, else the signature is ignored",
    ("q= with a second method", True, "signature-verified"):
        "RFC 6376 3.5, q=: a colon-separated list of methods, of which one that is known will do",
    ("expired an hour ago", False, "signature-expired"):
        "RFC 6376 3.5, x=: may be taken for invalid once the time is past; our leeway is 5 minutes, dkimpy's 10 hours",
    ("expires before it was made", False, "expires-before-signed"):
        "RFC 6376 3.5, x=: must be greater than t= if both are there",
    ("expires when it was made", False, "expires-before-signed"):
        "RFC 6376 3.5, x=: must be greater than t= if both are there",
    ("made in 20 hours", True, "signature-verified"):
        "RFC 6376 3.5, t=: a time in the future may be ignored; our leeway is 24 hours, dkimpy's 10",
    ("an algorithm in upper case", True, "signature-verified"):
        "RFC 5234 2.3: quoted strings of a grammar, as those of a=, match in any case",
    ("canonicalisation in upper case", True, "signature-verified"):
        "RFC 5234 2.3: quoted strings of a grammar, as those of c=, match in any case",
    ("a key type in upper case", True, "signature-verified"):
        "RFC 5234 2.3: quoted strings of a grammar, as those of k=, match in any case",
    ("a length that no body has", False, "length-exceeds-body"):
        "RFC 6376 3.5, l=: must not be larger than the body",
    ("the key's version last", False, "key-syntax"):
        "RFC 6376 3.6.1, v=: must be the first tag of the record",
    ("a key for sha1 only", False, "key-forbids-hash"):
        "RFC 6376 6.1.2 step 6: a key whose h= does not list the hash is ignored",
    ("a key for the very domain", False, "key-forbids-subdomain"):
        "RFC 6376 3.6.1, t=s: the domain of i= must then be that of d=",
    ("a key for mail and more", True, "signature-verified"):
        "RFC 6376 3.6.1, s=: a colon-separated list of services, of which email is one",
}
