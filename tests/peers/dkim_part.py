"""DKIM: what three independent signers sign must verify here; what is changed on the way must not, unless the
canonicalisation forgives it. dkimpy judges every message too."""
import collections
import copy
import json
import random
import re

import dkim_odd
import gate
import messages
from dkim_changes import CHANGES, ZONES, Signed, nothing
from dkim_signers import (DOMAIN, NOW, Key, Request, dkim, dkimpy_sign, dkimpy_verify, ed25519_key, mail_dkim_command,
                          opendkim_command, rsa_key, set_clock, sign_by_program)
from tally import Tally

CANONS = tuple(f"{header}/{body}" for header in ("simple", "relaxed") for body in ("simple", "relaxed"))
CHANGES_PER_MESSAGE = 3

# (change or oddity, whether we let it pass, our reason): the paragraph that decides against dkimpy.
DIFFERENCES = {
    ("blank_before_colon", True, "signature-verified"):
        "RFC 6376 3.4.2: blanks before the colon are deleted; dkimpy reads no such field",
    ("second_field_on_top", False, "field-beside-signed"):
        "RFC 6376 8.15: a field that may stand once was put on top of the signed one; policy, not arithmetic",
}
DIFFERENCES.update(dkim_odd.OURS)

Case = collections.namedtuple("Case", "kind seed octets zone must_pass")


class Keys:
    def __init__(self, rng, folder):
        self.rsa = [rsa_key(folder, 1024, "short"), rsa_key(folder, 2048, "long")]
        self.ed25519 = ed25519_key(rng, "ed")
        self.all = self.rsa + [self.ed25519]

    def zones(self):
        """Name to record, for each of ZONES."""
        others = [rsa.record for rsa in reversed(self.rsa)] + [self.rsa[0].record]
        return {"keys": {k.name(): k.record for k in self.all},
                "revoked": {k.name(): re.sub("p=.*", "p=", k.record) for k in self.all},
                "exchanged": {k.name(): other for k, other in zip(self.all, others)},
                "absent": {}}


def chunks(text):
    """The strings of a TXT record, of 255 octets each."""
    return [text[i:i + 255] for i in range(0, len(text), 255)]


def write_zone(file, records):
    file.write_text(json.dumps({name: {"TXT": [chunks(text)]} for name, text in records.items()}))


def request(rng, message, key):
    """Signs From and some of the other fields that are there, each as often as it is there, some once more."""
    present = list(dict.fromkeys(name.decode() for name, _ in message.fields))
    names = [n for n in present if n.lower() == "from" or rng.random() < 0.7]
    once = list({n.lower(): n for n in names}.values())
    absent = [n for n in messages.ONCE if not message.count(n.encode()) and rng.random() < 0.1]
    oversigned = [n for n in once if rng.random() < 0.4] + absent
    signed = [n for n in once for _ in range(message.count(n.encode()))] + oversigned
    rng.shuffle(signed)
    signed_at = rng.choice((None, NOW - rng.randint(0, 9 * 3600)))
    expires_at = NOW + rng.randint(60, 10**6) if signed_at and rng.random() < 0.5 else None
    identity = rng.choice((None, None, f"@{DOMAIN}", f"someone@{DOMAIN}", f"a.b@deep.sub.{DOMAIN}"))
    return Request(key, rng.choice(CANONS), signed, oversigned, signed_at, expires_at, identity)


def generated(seed, signer, keys, count):
    """(seed of the case, its random numbers, message, request), count times."""
    for i in range(count):
        case_seed = f"{seed}-{signer}-{i}"
        rng = random.Random(case_seed)
        message = messages.message(rng)
        yield case_seed, rng, message, request(rng, message, rng.choice(keys))


def by_dkimpy(seed, keys, count, folder):
    for case_seed, rng, message, wanted in generated(seed, "dkimpy", keys.all, count):
        yield case_seed, rng, Signed(message, dkimpy_sign(message.octets(), wanted), wanted)


def by_program(name, command, seed, keys, count, folder):
    cases = []
    for case_seed, rng, message, wanted in generated(seed, name, keys.rsa, count):
        if wanted.signed_at is None:
            wanted.signed_at = NOW      # libopendkim always writes one
        file = folder / case_seed
        file.write_bytes(message.octets())
        cases.append((case_seed, rng, message, wanted, file))
    signatures = sign_by_program(command, [(file, wanted) for _, _, _, wanted, file in cases])
    for (case_seed, rng, message, wanted, _), signature in zip(cases, signatures, strict=True):
        if isinstance(signature, str):
            raise RuntimeError(f"{name}: {case_seed}: {signature}")
        yield case_seed, rng, Signed(message, signature, wanted)


def changed(name, case_seed, rng, signed):
    """The message as it was signed, and after some changes."""
    for change in [nothing] + rng.sample(CHANGES, CHANGES_PER_MESSAGE):
        result = change(rng, signed)
        if result is None:
            continue
        message, signature, zone, must_pass = result
        yield Case(change.__name__, f"{case_seed} ({name})", signature + b"\r\n" + message.octets(), zone, must_pass)


def odd_signatures(seed, keys, count):
    kinds = list(dkim_odd.SIGNATURES)
    for i in range(count):
        rng = random.Random(f"{seed}-odd-{i}")
        message, kind = messages.message(rng), kinds[i % len(kinds)]
        wanted = request(rng, message, keys.rsa[i % 2])
        wanted.signed_at = wanted.signed_at or NOW
        signature = dkimpy_sign(message.octets(), wanted, dkim_odd.SIGNATURES[kind])
        yield Case(kind, f"{seed}-odd-{i}", signature + b"\r\n" + message.octets(), "keys", None)


def odd_keys(seed, keys, count, records):
    kinds = list(dkim_odd.KEYS)
    for i in range(count):
        rng = random.Random(f"{seed}-key-{i}")
        message, kind = messages.message(rng), kinds[i % len(kinds)]
        key = copy.copy(keys.rsa[i % 2])
        key.selector = f"odd-{kinds.index(kind)}-{i % 2}"
        records[key.name()] = dkim_odd.key_record(kind, key.record)
        signature = dkimpy_sign(message.octets(), request(rng, message, key))
        yield Case(kind, f"{seed}-key-{i}", signature + b"\r\n" + message.octets(), "keys", None)


def judge(tally, case, ours, theirs):
    """ours: our result; theirs: True, or why dkimpy refuses."""
    passes, reason = ours["result"] == "pass", ours["reason"]
    said = f"{case.seed}: we say {ours['result']} ({reason}), dkimpy says {'pass' if theirs is True else theirs}"
    rule = DIFFERENCES.get((case.kind, passes, reason))
    if case.must_pass is not None and passes != case.must_pass:
        tally.fail(case.kind, f"{said}; RFC 6376 3.4 says {'pass' if case.must_pass else 'no pass'}")
    elif passes == (theirs is True):
        tally.ok(case.kind)
    elif rule is not None:
        tally.differs(case.kind, rule)
    else:
        tally.fail(case.kind, said)


def compare(tally, cases, zones, folder):
    for zone in ZONES:
        write_zone(folder / f"{zone}.json", zones[zone])
        chosen = [case for case in cases if case.zone == zone]
        paths = [folder / f"case-{zone}-{i}" for i in range(len(chosen))]
        for path, case in zip(paths, chosen):
            path.write_bytes(case.octets)
        for case, ours in zip(chosen, gate.dkim(folder / f"{zone}.json", NOW, paths), strict=True):
            judge(tally, case, ours, dkimpy_verify(case.octets, zones[zone]))
        for path in paths:
            path.unlink()


def run(seed, count, folder):
    tally = Tally("dkim")
    if dkim is None:
        tally.skip("python3-dkim or python3-nacl is not installed")
        return tally
    set_clock()
    keys = Keys(random.Random(f"{seed}-keys"), folder)
    zones = keys.zones()
    signers = [("dkimpy", by_dkimpy(seed, keys, count, folder))]
    for name, (command, missing) in (("Mail::DKIM", mail_dkim_command()), ("libopendkim", opendkim_command(folder))):
        if command is None:
            tally.skip(missing)
        else:
            signers.append((name, by_program(name.replace("::", "-"), command, seed, keys, count, folder)))
    for name, signed in signers:
        cases = [case for case_seed, rng, one in signed for case in changed(name, case_seed, rng, one)]
        compare(tally, cases, zones, folder)
    odd = [*odd_signatures(seed, keys, count), *odd_keys(seed, keys, count, zones["keys"])]
    compare(tally, odd, zones, folder)
    tally.report()
    return tally
