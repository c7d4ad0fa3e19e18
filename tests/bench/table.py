"""What a benchmark prints: times beside budgets. A budget that is missed is said, and fails nothing."""


class Table:
    """Lines of two times and their ratio beside a budget, and what went wrong."""

    def __init__(self):
        self.lines, self.failures, self.skips, self.missed = 0, [], [], 0

    def title(self, subject, ours, other):
        print("\n%-52s %11s %11s %7s  %-14s" % (subject, ours, other, "ratio", "budget"))

    def line(self, subject, ours_ns, other_ns, ratio, budget=None, at_most=True):
        """budget None: none was set."""
        says = ""
        if budget is not None:
            met = ratio <= budget if at_most else ratio >= budget
            self.missed += not met
            says = "%s %g: %s" % ("at most" if at_most else "at least", budget, "met" if met else "MISSED")
        self.lines += 1
        print("%-52s %11.2f %11.2f %7.2f  %s" % (subject, ours_ns / 1000, other_ns / 1000, ratio, says), flush=True)

    def fail(self, subject, what):
        self.failures.append("%s: %s" % (subject, what))

    def skip(self, what):
        self.skips.append(what)

    def close(self):
        for failure in self.failures:
            print("FAILED " + failure)
        for skip in self.skips:
            print("skipped: " + skip)
        print("%d of the budgets missed" % self.missed if self.missed else "every budget met")
        print("%d passed, %d failed, %d skipped" % (self.lines, len(self.failures), len(self.skips)))
