#!/usr/bin/python3
"""Fits the detection model and the vocabulary to the sample mail of $GATEPOST_SHARED/mail and writes their files, which hold
numbers and where they come from, nothing of the mail itself. The same sample and program give the same octets.

Kept as they stand: comments, groups, compounds and known senders, which are by hand. tests/detect/run.py says what a fit is
worth on mail that it has not seen.

Usage: fit.py --date YYYY-MM-DD        the version of what is written
"""
import argparse, base64, collections, hashlib, math, re, sys

import additive, measure, sample

PRIOR = 0.05                    # the share of bad mail that probabilities are told for
BUDGETS = {"banner": 0.02, "junk": 0.005, "quarantine": 0.001}          # DETECTION: false alarms of each band
RATES = {"banner": measure.plain_rate, "junk": measure.macro_rate, "quarantine": measure.macro_rate}
ROOM = {"banner": 0.30, "junk": 0.90, "quarantine": 1.00}                # above that, for mail that the sample does not have
BULK_HELD_MAX = 1               # of the sample; of delivery reports none


def digest():
    return hashlib.sha256(sample.INDEX.read_bytes()).hexdigest()[:16]


def provenance(messages):
    counts = collections.Counter(m.kind for m in messages)
    kinds = ", ".join("%d %s" % (counts[kind], kind) for kind in [sample.FRAUD] + list(sample.SHARES))
    return ["fitted to %s messages of the development sample, index %s" % (kinds, digest()),
            "shares of honest mail: " + ", ".join("%s %.2f" % item for item in sample.SHARES.items()),
            "signals marked \"hand\" have no data in the sample; probabilities are for a mailbox with %.0f %% of bad mail" % (100 * PRIOR)]


# ---- the vocabulary ----

def gap(number):
    octets = bytearray()
    while number >= 0x80:
        octets.append(number & 0x7f | 0x80)
        number >>= 7
    octets.append(number)
    return bytes(octets)


def quantized(weights):
    """The scale of one unit, and a small number for each bucket that keeps one."""
    scale = max(abs(weight) for weight in weights.values()) / 127
    return scale, {bucket: round(weight / scale) for bucket, weight in sorted(weights.items()) if round(weight / scale) != 0}


def data_lines(numbers, per_line=30):
    pairs, following = [], 0
    for bucket, number in numbers.items():
        pairs.append(gap(bucket - following) + number.to_bytes(1, "big", signed=True))
        following = bucket + 1
    return ["data " + base64.b64encode(b"".join(pairs[i:i + per_line])).decode() for i in range(0, len(pairs), per_line)]


def vocabulary_text(messages, factor, version):
    lines = [line.split() for line in sample.run_fitter("fit", messages)]
    weights = {int(bucket): float(weight) for bucket, weight in lines}
    scale, numbers = quantized(weights)
    head = ["# What words of subject and text resemble, hashed. src/detect/vocabulary.h has the form, tests/detect/fit.py wrote it.",
            "vocabulary 1", "version " + version, "program " + program_version()]
    head += ["provenance " + line for line in provenance(messages)[:2]]
    head += ["provenance and, by a weight of %.1f of all, to %d letters written for it" % (sample.LETTERS_SHARE, len(sample.letters()))]
    head += ["bias 0.00", "scale %.6f" % (factor * scale)]
    return "\n".join(head + data_lines(numbers)) + "\n"


# ---- the model ----

def program_version():
    return re.search(r"project\(gatepost VERSION ([\d.]+)", (sample.ROOT / "CMakeLists.txt").read_text()).group(1)


def bands(scored):
    """From which score on, so that false alarms stay within the budget of each band: of all honest mail where it is only
    marked, of the mean over its classes where it is taken out of sight."""
    kinds = measure.by_kind(scored)
    found = {}
    for band, budget in BUDGETS.items():
        found[band] = measure.threshold_for(RATES[band](kinds), measure.all_honest(kinds), budget) + ROOM[band]
    bulk, reports = sorted(kinds["bulk"], reverse=True), max(kinds["reports"])
    found["quarantine"] = max(found["quarantine"], bulk[min(BULK_HELD_MAX, len(bulk) - 1)] + 0.05, reports + 0.05)
    found["junk"] = max(found["junk"], found["banner"])
    found["quarantine"] = max(found["quarantine"], found["junk"])
    return {band: math.ceil(value * 20) / 20 for band, value in found.items()}


def model_text(messages, fit, thresholds, version):
    by_hand = [line for line in sample.MODEL.read_text(encoding="utf-8").split("\n")
               if re.match(r"(#|group|known|compound|hard-compound)", line)]
    shift = fit.shift + math.log(PRIOR / (1 - PRIOR))
    lines = [by_hand[0], "model 1", "version " + version, "program " + program_version()]
    lines += ["provenance " + line for line in provenance(messages)]
    lines += ["bias 0.00", "rest %.2f" % additive.REST_SHARE]
    lines += ["band %s %.2f" % item for item in thresholds.items()]
    lines += ["calibration %.3f %.3f" % (fit.slope, shift), ""]
    lines += ["signal %s %.2f fitted" % item for item in sorted(zip(fit.signals.names, fit.weights))]
    return "\n".join(lines + [""] + by_hand[1:]) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--date", required=True, help="the version of what is written")
    version = parser.parse_args().date
    messages, caps = sample.load()
    sample.add_resemblance(messages)
    _, scored = measure.cross_validate(messages, caps)
    fit = measure.Fit(messages, caps, -1)
    thresholds = bands(scored)
    sample.VOCABULARY.write_text(vocabulary_text(messages, fit.factor, version), encoding="utf-8")
    sample.MODEL.write_text(model_text(messages, fit, thresholds, version), encoding="utf-8")
    print("factor of the words %.3f, thresholds %s" % (fit.factor, thresholds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
