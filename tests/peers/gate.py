"""Runs the binary under test over many inputs at once."""
import json
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("GATEPOST_BIN", str(ROOT / "build/release/gatepost"))
FILES_PER_RUN = 500


def run(*arguments):
    """The objects that `gatepost ARGUMENTS --json` prints, one a line."""
    command = [BINARY, *map(str, arguments), "--json"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=300, check=False)
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace")[-300:]
        raise RuntimeError(f"gatepost {arguments[0]}: exit {done.returncode}: {said}")
    return [json.loads(one) for one in done.stdout.splitlines()]


def dkim(zone, now, paths):
    """The result of the topmost signature of each message, in order."""
    results = []
    for i in range(0, len(paths), FILES_PER_RUN):
        results += run("dkim", "--zone", zone, "--time", now, *paths[i:i + FILES_PER_RUN])
    return [one["dkim"][0] if one["dkim"] else {"result": "none", "reason": "not-signed"} for one in results]
