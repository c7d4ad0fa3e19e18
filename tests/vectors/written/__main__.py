"""python3 tests/vectors/written [PART]...: runs the cases, prints how many of each part held, and what differs.

Exit status: 0, or 1 if an answer differs, or 2 if there is no binary ($GATEPOST_BIN, default: build/release/gatepost).
"""
import concurrent.futures
import importlib
import os
import sys

import case

PARTS = ["spf", "sender_id", "dkim", "arc", "dmarc", "author", "authres", "passed_on"]
PROCESSES = 2


def main():
    if not os.access(case.BINARY, os.X_OK):
        print("there is no %s: build it first" % case.BINARY, file=sys.stderr)
        return 2
    passed = failed = 0
    for part in sys.argv[1:] or PARTS:
        cases = importlib.import_module(part).CASES
        with concurrent.futures.ThreadPoolExecutor(PROCESSES) as pool:
            answers = list(pool.map(case.run, cases))
        wrong = [(one, complaints) for one, complaints in zip(cases, answers) if complaints]
        for one, complaints in wrong:
            print("  %s: %s (RFC %s): %s" % (part, one.name, one.rfc, "; ".join(complaints)))
        print("%-10s %4d of %4d as the RFC has it" % (part, len(cases) - len(wrong), len(cases)))
        passed, failed = passed + len(cases) - len(wrong), failed + len(wrong)
    print("%d passed, %d failed, 0 skipped" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
