"""What a comparison found: equal, different for a reason on record, different without one."""
import collections

SHOWN_MAX = 20


class Tally:
    def __init__(self, name):
        self.name, self.passed, self.failed, self.skipped = name, 0, 0, 0
        self.kinds = collections.Counter()
        self.differing, self.differences = 0, collections.Counter()

    def ok(self, kind):
        self.passed += 1
        self.kinds[kind] += 1

    def differs(self, kind, *rules):
        """A difference that the rules (sentences with their paragraphs) decide in our favour, together if they
        are several."""
        self.ok(kind)
        self.differing += 1
        self.differences.update(rules)

    def fail(self, kind, what):
        self.failed += 1
        self.kinds[kind] += 1
        if self.failed <= SHOWN_MAX:
            print(f"{self.name}: {kind}: {what}")
        elif self.failed == SHOWN_MAX + 1:
            print(f"{self.name}: ... and more")

    def skip(self, why):
        self.skipped += 1
        print(f"{self.name}: skipped, {why}")

    def report(self):
        print(f"{self.name}: {self.passed + self.failed} comparisons, {self.differing} differences with a "
              f"paragraph that decides, {self.failed} without")
        for rule, count in self.differences.most_common():
            print(f"  {count:5}  {rule}")
