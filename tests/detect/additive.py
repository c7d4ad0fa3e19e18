"""The additive model (src/detect/model.h): its score, its fit and its calibration, in plain arithmetic with one order of
sums, so that a fit is the same bit for bit wherever floating point is.

Fitted are signals that enough campaigns show. Threats weigh 0 or more; what lies under a likelihood ratio of 2 weighs nothing
alone. The penalty draws a weight to that of its table, a low estimate from a larger sample than this, and no weight is more
than that or the logarithm of the lower 90 % bound of its ratio here. All others keep the weight of their table."""
import collections, math

import sample

REST_SHARE = 0.35
CAMPAIGNS_MIN = 8               # of fraud or of honest mail: fewer are no data
RATIO_MIN = 2.0
Z_90 = 1.2816                   # of one side
PENALTY = 0.002
ROUNDS = 200
STEP = 0.4
# On the sample words say most of all; on offices' mail that the sample does not have (tests/scenarios) they tell attacks and
# their honest twins hardly apart. So they may add to a suspicion and never be one.
WORDS_FACTOR_MAX = 0.4

# By hand whatever the sample says, because it says where it was collected: results that one receiver recorded and the other did
# not, DNS lists that nobody asked, people and domains that it does not have, histories.
GROUPS_BY_HAND = {"authentication", "reputation", "trust", "vocabulary"}
# Partly the work of the first receiver (DETECTION "Signals"): never more than by hand.
NO_MORE_THAN_BY_HAND = {"raw-8bit-header", "no-message-id", "null-sender", "html-only",
                        # and what people in offices do, whose mail the sample does not have: a private address in a letter, haste
                        "text-freemail-other", "w-urgency",
                        # and what small shops send their mail with, and how they address people
                        "php-mailer", "generic-greeting"}
# They hold the recipient's address, so that list mail cannot show them: compared with bulk mail alone.
BY_BULK = {"dn-has-rcpt", "subj-has-rcpt", "body-has-rcpt", "url-has-rcpt"}


def fires(messages, weights):
    """Campaigns in which each signal fires, and of all, by class."""
    seen, every = collections.defaultdict(lambda: collections.defaultdict(set)), collections.defaultdict(set)
    for m, weight in zip(messages, weights):
        if weight > 0:
            every[m.kind].add(m.campaign)
            for f in m.findings:
                seen[f.id][m.kind].add(m.campaign)
    return seen, every


def log_ratio(seen, every, classes):
    """The logarithm of (share of fraud) / (share of honest mail, each class by its part), with small-sample smoothing, and of
    its lower 90 % bound."""
    bad, all_bad = len(seen[sample.FRAUD]), len(every[sample.FRAUD])
    present = [c for c in classes if every[c]]
    whole = sum(sample.SHARES[c] for c in present)
    mean = spread = 0.0
    for c in present:
        part, share = sample.SHARES[c] / whole, (len(seen[c]) + 0.5) / (len(every[c]) + 1)
        mean, spread = mean + part * share, spread + part ** 2 * share * (1 - share) / (len(every[c]) + 1)
    spread = spread / mean ** 2 + 1 / (bad + 0.5) - 1 / (all_bad + 1)
    ratio = math.log((bad + 0.5) / (all_bad + 1) / mean)
    return ratio, ratio - Z_90 * math.sqrt(max(spread, 0))


class Signals:
    """Which signals are fitted, and how far they may go."""

    def __init__(self, messages, weights):
        seen, every = fires(messages, weights)
        tables, graded = {}, set()
        for m in messages:
            for f in m.findings:
                if tables.setdefault(f.id, f) is not f and abs(tables[f.id].weight - f.weight) > 0.001:
                    graded.add(f.id)            # a rule that grades its findings itself
        self.ceilings, self.starts, self.by_hand = {}, {}, {}
        for name, f in sorted(tables.items()):
            honest = sum(len(seen[name][c]) for c in sample.SHARES)
            has_data = len(seen[name][sample.FRAUD]) >= CAMPAIGNS_MIN or honest >= CAMPAIGNS_MIN
            if f.group in GROUPS_BY_HAND or f.hard or f.weight <= 0 or name in graded or not has_data:
                self.by_hand[name] = f.weight
                continue
            ratio, bound = log_ratio(seen[name], every, ("bulk",) if name in BY_BULK and every["bulk"] else sample.MACRO)
            limit = f.weight if name in NO_MORE_THAN_BY_HAND else max(bound, f.weight)
            self.ceilings[name] = limit if ratio >= math.log(RATIO_MIN) else 0.0
            self.starts[name] = min(f.weight, self.ceilings[name])
        self.names = list(self.ceilings)
        self.places = {name: i for i, name in enumerate(self.names)}


class Row:
    """A message as the fit sees it: by group the places of fitted signals and the weights of others."""

    def __init__(self, message, signals, caps, without=()):
        groups = collections.defaultdict(list)
        for f in message.findings:
            if f.group not in without and f.group != "authentication":
                groups[f.group].append((signals.places.get(f.id, -1), f.weight))
        self.groups = [(caps[group], items) for group, items in sorted(groups.items())]
        self.compounds = sum(message.compounds.values())
        self.without_words = "vocabulary" in without


def words_term(resembles, factor):
    term = max(-sample.WORDS_WEIGHT_MAX, min(sample.WORDS_WEIGHT_MAX, factor * resembles))
    return term if abs(term) >= sample.WORDS_WEIGHT_MIN else 0.0


def group_term(cap, items, weights, gradient=None, residual=0.0):
    """min(cap, strongest + share * rest) of one group, and what it adds to the gradient."""
    strongest, total, at = 0.0, 0.0, -1
    for place, fixed in items:
        weight = weights[place] if place >= 0 else fixed
        total += weight
        if weight > strongest:
            strongest, at = weight, place
    value = strongest + REST_SHARE * (total - strongest)
    if value >= cap:
        return cap
    if gradient is not None:
        for place, _ in items:
            if place >= 0:
                gradient[place] += residual * (1.0 if place == at else REST_SHARE)
    return value


def score(row, resembles, weights, factor):
    total = row.compounds + (0.0 if row.without_words else words_term(resembles, factor))
    for cap, items in row.groups:
        total += group_term(cap, items, weights)
    return total


def logistic(x):
    return 1 / (1 + math.exp(-x)) if x > -700 else 0.0


def fit(rows, targets, counts, resembles, signals):
    """Weights by place, the factor of the words, and the intercept. Projected gradient with momentum."""
    size = len(signals.names)
    limits = [(0.0, signals.ceilings[name]) for name in signals.names] + [(0.0, WORDS_FACTOR_MAX), (-10.0, 10.0)]
    start = [signals.starts[name] for name in signals.names] + [1.0, -1.0]
    now = list(start)
    at, momentum = list(now), 1.0
    used = [i for i, count in enumerate(counts) if count > 0]
    for _ in range(ROUNDS):
        gradient = [PENALTY * (value - from_start) for value, from_start in zip(at, start)]
        gradient[size + 1] = 0.0
        for i in used:
            row, factor = rows[i], at[size]
            residual = counts[i] * (logistic(score(row, resembles[i], at, factor) + at[size + 1]) - targets[i])
            for cap, items in row.groups:
                group_term(cap, items, at, gradient, residual)
            if not row.without_words and abs(factor * resembles[i]) < sample.WORDS_WEIGHT_MAX:
                gradient[size] += residual * resembles[i]
            gradient[size + 1] += residual
        following = (1 + math.sqrt(1 + 4 * momentum * momentum)) / 2
        moved = [max(low, min(high, value - STEP * slope)) for value, slope, (low, high) in zip(at, gradient, limits)]
        at = [m + (momentum - 1) / following * (m - n) for m, n in zip(moved, now)]
        at = [max(low, min(high, value)) for value, (low, high) in zip(at, limits)]
        now, momentum = moved, following
    return now[:size], now[size], now[size + 1]


def calibrate(scores, targets, counts):
    """Platt's slope and intercept: Newton's method on two numbers."""
    slope, intercept = 1.0, 0.0
    for _ in range(50):
        g0 = g1 = h00 = h01 = h11 = 1e-9
        for s, t, c in zip(scores, targets, counts):
            p = logistic(slope * s + intercept)
            g0, g1 = g0 + c * (p - t) * s, g1 + c * (p - t)
            w = c * p * (1 - p)
            h00, h01, h11 = h00 + w * s * s, h01 + w * s, h11 + w
        determinant = h00 * h11 - h01 * h01
        slope -= (h11 * g0 - h01 * g1) / determinant
        intercept -= (h00 * g1 - h01 * g0) / determinant
    return slope, intercept
