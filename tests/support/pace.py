"""Limits of time are written for a machine that has a processor to spare. On one that does much else they stretch."""
import os

STRETCH_MAX = 10


def patience(seconds):
    """The limit on this machine as busy as it is: seconds for each processor's worth of work that waits for one."""
    return seconds * min(max(os.getloadavg()[0] / os.cpu_count(), 1), STRETCH_MAX)
