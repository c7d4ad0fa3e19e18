#!/usr/bin/python3
"""Holds our authentication to implementations that nobody here wrote, on random input.

  dkim     messages signed by dkimpy, Mail::DKIM and libopendkim verify here, and their corruptions do not
  spf      generated record sets give the result of pyspf
  authres  the Authentication-Results that we write say the same to python3-authres
  filters  beside the same Postfix we write the results of opendkim, opendmarc and policyd-spf (root; default 60 messages)

--count N messages for each signer and so on (default 300), --seed S (default 1), --only PART. A case that fails
is printed with its seed; the same seed makes the same case again. Where we differ on purpose, a table names the
paragraph that decides. The binary is $GATEPOST_BIN (default: build/release/gatepost). A peer that is not
installed is skipped."""
import argparse
import os
import pathlib
import sys
import tempfile
import time

import authres_part
import dkim_part
import filters_part
import gate
import spf_part

PARTS = {"dkim": dkim_part.run, "spf": spf_part.run, "authres": authres_part.run, "filters": filters_part.run}
COUNT = 300


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only", choices=PARTS)
    arguments = parser.parse_args()
    if not os.access(gate.BINARY, os.X_OK):
        print(f"{gate.BINARY} is not there: build it first", file=sys.stderr)
        return 2
    print(f"seed {arguments.seed}, {arguments.count or COUNT} of each")
    tallies = []
    for name in [arguments.only] if arguments.only else PARTS:
        started = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            count = arguments.count or (filters_part.COUNT if name == "filters" else COUNT)
            tallies.append(PARTS[name](arguments.seed, count, pathlib.Path(folder)))
        print(f"{name} took {time.monotonic() - started:.1f} s")
    failed = sum(t.failed for t in tallies)
    print(f"{sum(t.passed for t in tallies)} passed, {failed} failed, {sum(t.skipped for t in tallies)} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
