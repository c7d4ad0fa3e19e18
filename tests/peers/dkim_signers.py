"""The three signers that nobody here wrote, behind one function each: dkimpy in this process, Mail::DKIM and
libopendkim as programs that sign one message a line."""
import base64
import pathlib
import subprocess
import types

try:
    import dkim
    import nacl.signing
except ImportError:
    dkim = None

HERE = pathlib.Path(__file__).resolve().parent
NOW = 1_750_000_000             # the clock of all signers and verifiers
DOMAIN = "example.org"


class Key:
    """A key pair: what signs, what stands in DNS."""

    def __init__(self, selector, algorithm, private, record, file=None):
        self.selector, self.algorithm, self.private, self.record, self.file = selector, algorithm, private, record, file

    def name(self):
        return f"{self.selector}._domainkey.{DOMAIN}"


def rsa_key(folder, bits, selector):
    file = folder / f"{selector}.pem"
    subprocess.run(["openssl", "genrsa", "-out", file, str(bits)], check=True, capture_output=True)
    command = ["openssl", "rsa", "-in", file, "-pubout", "-outform", "DER"]
    public = subprocess.run(command, check=True, capture_output=True).stdout
    record = "v=DKIM1; k=rsa; p=" + base64.b64encode(public).decode()
    return Key(selector, "rsa-sha256", file.read_bytes(), record, file)


def ed25519_key(rng, selector):
    key = nacl.signing.SigningKey(rng.randbytes(32))
    record = "v=DKIM1; k=ed25519; p=" + base64.b64encode(bytes(key.verify_key)).decode()
    return Key(selector, "ed25519-sha256", base64.b64encode(bytes(key)), record)


class Request:
    """What a signature shall say. names: signed, each as often as in h=; oversigned: those once more than there
    are."""

    def __init__(self, key, canon, names, oversigned, signed_at=None, expires_at=None, identity=None):
        self.key, self.canon, self.names, self.oversigned = key, canon, names, oversigned
        self.signed_at, self.expires_at, self.identity = signed_at, expires_at, identity

    def line(self, file):
        every = list(dict.fromkeys(n.lower() for n in self.names))
        columns = [file, self.key.file, self.key.selector, DOMAIN, self.canon,
                   self.signed_at or "", self.expires_at or "", self.identity or "",
                   ":".join(self.names), ":".join(every), ":".join(self.oversigned)]
        return "\t".join(map(str, columns)) + "\n"


# ---- dkimpy ----

def set_clock():
    """dkimpy takes t= and judges x= by the time of day: for it too it is NOW."""
    dkim.time = types.SimpleNamespace(time=lambda: NOW)


if dkim is not None:
    class Signer(dkim.DKIM):
        """dkimpy lets nobody choose all tags: edit changes its lists of tags and names just before it signs."""

        def __init__(self, octets, algorithm, edit):
            super().__init__(octets, signature_algorithm=algorithm, minkey=512)
            self.should_not_sign, self.edit = set(), edit

        def gen_header(self, fields, names, *arguments, **options):
            names = list(names)
            self.edit(fields, names)
            return super().gen_header(fields, names, *arguments, **options)


def set_tag(fields, name, value):
    """Replaces, adds (before bh=) or, with None, removes one tag of dkimpy's list."""
    names = [n for n, _ in fields]
    at = names.index(name) if name in names else names.index(b"bh")
    fields[at:at + (name in names)] = [] if value is None else [(name, value)]


def dkimpy_sign(octets, request, edit=None):
    """The signature field, without its CRLF."""
    def tags(fields, names):
        set_tag(fields, b"t", str(request.signed_at).encode() if request.signed_at else None)
        if request.expires_at:
            set_tag(fields, b"x", str(request.expires_at).encode())
        if not request.identity:
            set_tag(fields, b"i", None)
        if edit:
            edit(fields, names)

    signer = Signer(octets, request.key.algorithm.encode(), tags)
    field = signer.sign(request.key.selector.encode(), DOMAIN.encode(), request.key.private,
                        identity=request.identity.encode() if request.identity else None,
                        canonicalize=tuple(request.canon.encode().split(b"/")),
                        include_headers=[n.encode() for n in request.names])
    return field[:-2]


def dkimpy_verify(octets, records):
    """True, or why not."""
    try:
        verifier = dkim.DKIM(octets, minkey=1024)
        return verifier.verify(dnsfunc=lambda name, timeout=5: records.get(name.decode().rstrip(".").lower())) or "no"
    except Exception as error:          # among its own there are TypeError, KeyError and others for bad input
        return f"{type(error).__name__}: {error}"


# ---- the programs ----

def sign_by_program(command, requests):
    """[(file, request)] to signature fields; a text where the program gave none."""
    lines = "".join(request.line(file) for file, request in requests)
    done = subprocess.run(command, input=lines.encode(), capture_output=True, timeout=300, check=True)
    return [one.decode() if one.startswith(b"error") else bytes.fromhex(one.decode()).rstrip(b"\r\n")
            for one in done.stdout.splitlines()]


def mail_dkim_command():
    """The command, or why there is none."""
    found = subprocess.run(["perl", "-MMail::DKIM::Signer", "-e", "1"], capture_output=True, check=False)
    if found.returncode != 0:
        return None, "libmail-dkim-perl is not installed"
    return ["perl", str(HERE / "mail_dkim_sign.pl")], None


def opendkim_command(folder):
    command = ["pkg-config", "--cflags", "--libs", "opendkim"]
    flags = subprocess.run(command, capture_output=True, text=True, check=False)
    if flags.returncode != 0:
        return None, "libopendkim-dev is not installed"
    program = folder / "opendkim_sign"
    command = ["cc", "-std=gnu17", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror", "-O1", "-o", program,
               HERE / "opendkim_sign.c", *flags.stdout.split()]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    if built.returncode != 0:
        raise RuntimeError(built.stderr)
    return [str(program)], None
