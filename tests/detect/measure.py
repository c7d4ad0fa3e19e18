"""What a fit is worth on messages that it has not seen: scores by cross-validation over campaigns, and the figures of
DETECTION "Measuring", with intervals by drawing campaigns again."""
import collections, random

import additive, sample

DRAWS = 200


class Scored:
    def __init__(self, message, score, chance):
        self.message, self.score, self.chance = message, score, chance


class Fit:
    """A model of the messages outside of one fold, and outside of classes that are left out."""

    def __init__(self, messages, caps, fold, left_out=()):
        training = [m for m in messages if m.fold != fold and m.kind not in left_out]
        counts = sample.class_weights(training, left_out)
        targets = [1.0 if m.kind == sample.FRAUD else 0.0 for m in training]
        self.column, self.caps = fold, caps
        self.signals = additive.Signals(training, counts)
        rows = [additive.Row(m, self.signals, caps) for m in training]
        resembles = [self.resembles(m) for m in training]
        self.weights, self.factor, self.intercept = additive.fit(rows, targets, counts, resembles, self.signals)
        scores = [additive.score(row, r, self.weights, self.factor) for row, r in zip(rows, resembles)]
        self.slope, self.shift = additive.calibrate(scores, targets, counts)

    def resembles(self, message):
        return message.resembles[self.column if self.column >= 0 else message.fold]

    def score(self, message, without=()):
        row = additive.Row(message, self.signals, self.caps, without)
        return additive.score(row, self.resembles(message), self.weights, self.factor)

    def scored(self, message, without=()):
        score = self.score(message, without)
        return Scored(message, score, additive.logistic(self.slope * score + self.shift))


def cross_validate(messages, caps):
    """For each fold a fit without it, and the scores of its messages."""
    fits = [Fit(messages, caps, fold) for fold in range(sample.FOLDS)]
    return fits, [fits[m.fold].scored(m) for m in messages]


# ---- rates ----

def share_above(scores, threshold):
    return sum(1 for s in scores if s >= threshold) / len(scores) if scores else 0.0


def by_kind(scored):
    kinds = collections.defaultdict(list)
    for s in scored:
        kinds[s.message.kind].append(s.score)
    return kinds


def threshold_for(rate_above, scores, limit):
    """The lowest threshold among the scores at which the rate stays within the limit."""
    best = max(scores) + 0.01
    for threshold in sorted(set(scores), reverse=True):
        if rate_above(threshold) > limit:
            break
        best = threshold
    return best


def all_honest(kinds):
    return [s for kind in sample.SHARES for s in kinds[kind]]


def plain_rate(kinds):
    scores = all_honest(kinds)
    return lambda threshold: share_above(scores, threshold)


def macro_rate(kinds, classes=sample.MACRO):
    present = [kind for kind in classes if kinds[kind]]
    return lambda threshold: sum(share_above(kinds[kind], threshold) for kind in present) / len(present)


def caught_at(scored, rate, limit):
    """The share of fraud that is caught where honest mail is called so at this rate."""
    kinds = by_kind(scored)
    threshold = threshold_for(rate(kinds), all_honest(kinds), limit)
    # Just above the honest message that would break the limit, not at the one that keeps it.
    above = [s for s in kinds[sample.FRAUD] if rate(kinds)(s) <= limit]
    return len(above) / len(kinds[sample.FRAUD]) if kinds[sample.FRAUD] else 0.0, threshold


def interval(scored, figure):
    """The middle 95 % of a figure over samples of campaigns drawn again; the draws are the same each time."""
    campaigns = collections.defaultdict(list)
    for s in scored:
        campaigns[(s.message.kind, s.message.campaign)].append(s)
    by_class = collections.defaultdict(list)
    for (kind, _), items in sorted(campaigns.items()):
        by_class[kind].append(items)
    chance, values = random.Random(1), []
    for _ in range(DRAWS):
        drawn = [s for groups in by_class.values() for items in chance.choices(groups, k=len(groups)) for s in items]
        values.append(figure(drawn))
    values.sort()
    return values[int(0.025 * DRAWS)], values[int(0.975 * DRAWS) - 1]


def brier(scored, counts):
    return sum(c * (s.chance - (s.message.kind == sample.FRAUD)) ** 2 for s, c in zip(scored, counts)) / sum(counts)


def reliability(scored, counts, bins=10):
    """For each tenth of chances: the mean chance, the share of fraud, and how many messages."""
    table = []
    for i in range(bins):
        inside = [(s, c) for s, c in zip(scored, counts) if c > 0 and min(int(s.chance * bins), bins - 1) == i]
        weight = sum(c for _, c in inside)
        if inside:
            table.append((sum(c * s.chance for s, c in inside) / weight,
                          sum(c for s, c in inside if s.message.kind == sample.FRAUD) / weight, len(inside)))
    return table
