"""What was checked, as a table for each group; the totals at the end."""


class Report:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def group(self, title):
        print("\n== %s" % title, flush=True)

    def figure(self, name, value):
        """Worth knowing, and no judgement."""
        print("      %-62s %s" % (name, value), flush=True)

    def check(self, name, holds, detail=""):
        self.passed += bool(holds)
        self.failed += not holds
        print("%s  %-62s %s" % ("ok  " if holds else "FAIL", name, detail), flush=True)
        return bool(holds)

    def none(self, name, bad, detail=""):
        """Holds if the list is empty; shows what is in it otherwise."""
        bad = list(bad)
        return self.check(name, not bad, detail if not bad else "%d: %s" % (len(bad), ", ".join(map(str, bad[:5]))))

    def skip(self, name, why):
        self.skipped += 1
        print("skip  %-62s %s" % (name, why), flush=True)

    def total(self):
        print("\n%d passed, %d failed, %d skipped" % (self.passed, self.failed, self.skipped))
        return self.failed == 0
