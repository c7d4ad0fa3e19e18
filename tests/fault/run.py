#!/usr/bin/python3
"""Fault tests: what was answered 250 is not lost, whatever breaks.

    run.py [--kills N] [--quick] [--group NAME]...

  kill       kill -9 at random under load; of the milter at each of its answers
  power-cut  what was not synced is gone: at random under load, and at each call
  calls      system calls that fail: files, memory, sockets
  exhausted  no descriptors, no room on a disk
  store      a journal that cannot be written for seconds
  next-hop   a server behind that dies, and answers that cannot be passed on
  resolver   name servers that say nothing, or say it late
  clock      a wall clock that steps
"""
import argparse
import signal
import sys

from calls import failing_calls
from clock_steps import clock_steps
from exhausted import full_disks, no_descriptors
from hops import kill_the_hop_under_load, misbehaving_hops
from kill import kill_under_load
from milter_hold import killed_holds
from power_cut import power_cut_at_each_call, power_cuts_under_load
from report import Report
from silence import silent_resolver
from slowness import slow_resolver
from stopped_store import stopped_store

GROUPS = ["kill", "power-cut", "calls", "exhausted", "store", "next-hop", "resolver", "clock"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, help="of the gate, under load (default 100)")
    parser.add_argument("--quick", action="store_true", help="a fifth of the kills and cuts")
    parser.add_argument("--group", action="append", choices=GROUPS, help="only this one; may be repeated")
    options = parser.parse_args()
    report = Report()
    fewer = 5 if options.quick else 1
    groups = {
        "kill":      lambda: (kill_under_load(report, options.kills or 100 // fewer), killed_holds(report)),
        "power-cut": lambda: (power_cuts_under_load(report, 30 // fewer), power_cut_at_each_call(report)),
        "calls":     lambda: failing_calls(report),
        "exhausted": lambda: (no_descriptors(report), full_disks(report)),
        "store":     lambda: stopped_store(report),
        "next-hop":  lambda: (misbehaving_hops(report), kill_the_hop_under_load(report, 20 // fewer)),
        "resolver":  lambda: (silent_resolver(report), slow_resolver(report)),
        "clock":     lambda: clock_steps(report),
    }
    for name in options.group or groups:
        groups[name]()
    return 0 if report.total() else 1


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sys.exit(main())
