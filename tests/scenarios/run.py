#!/usr/bin/python3
"""The scenario suite: messages with everything that a careful human would know when they arrived (../shared/SCENARIOS.md),
judged by `gatepost check --context`.

Cases are the files tests/scenarios/cases/**/*.json, the lines of tests/scenarios/cases/*.jsonl.xz, those that tests/scenarios/written
makes, and, beside them, $GATEPOST_SHARED/scenarios/**/*.json where there are some. An attack has to reach its min_band, a twin must not go above its
max_band, business mail has to be delivered; `want`, where a careful human would put it, is counted and asked of nobody.

Fails where an honest message stands above banner or a case cannot be judged. Where fewer than 95 % of the attacks reach
their band, or business mail does not get plain delivery, it says so.
"""
import argparse, collections, concurrent.futures, importlib, json, lzma, os, pathlib, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
SHARED = pathlib.Path(os.environ.get("GATEPOST_SHARED", ROOT.parent / "shared"))
BINARY = os.environ.get("GATEPOST_BIN", str(ROOT / "build/release/gatepost"))
BANDS = ["deliver", "banner", "junk", "quarantine", "reject"]
ATTACKS_CAUGHT = 0.95
TOGETHER = 30

Judged = collections.namedtuple("Judged", "case band findings problem")


def cases():
    """Every case once; two with one id are a mistake."""
    seen = set()
    for case in all_cases():
        if case["id"] in seen:
            sys.exit("two cases are called " + case["id"])
        seen.add(case["id"])
        yield case


def all_cases():
    for folder in (HERE / "cases", SHARED / "scenarios"):
        for path in sorted(folder.rglob("*.json")):
            with open(path, encoding="utf-8") as f:
                yield json.load(f)
    for path in sorted((HERE / "cases").glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)
    if (HERE / "written").is_dir():
        sys.path.insert(0, str(HERE))
        yield from importlib.import_module("written").cases()


def judge_together(cases):
    """Some cases by one process, which loads its lists once. Where one of them cannot be judged, each has its own."""
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for case in cases:
            names.append("%s/%d.json" % (folder, len(names)))
            pathlib.Path(names[-1]).write_text(json.dumps(case), encoding="utf-8")
        done = subprocess.run([BINARY, "check", "--json"] + [word for name in names for word in ("--context", name)], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)
    if done.returncode != 0 and len(cases) > 1:
        return [judged for case in cases for judged in judge_together([case])]
    if done.returncode != 0:
        return [Judged(cases[0], None, [], "exit status %d: %s" % (done.returncode, done.stderr.decode("utf-8", "replace").strip()[-300:]))]
    records = [json.loads(line) for line in done.stdout.splitlines()]
    return [Judged(case, record["verdict"]["band"], [(f["id"], f["weight"]) for f in record["findings"]], None)
            for case, record in zip(cases, records, strict=True)]


def stands(judged):
    """Whether the case stands where it has to."""
    if judged.problem:
        return False
    band, expect = BANDS.index(judged.band), judged.case["expect"]
    if judged.case["role"] == "attack":
        return band >= BANDS.index(expect["min_band"])
    return band <= BANDS.index(expect.get("max_band", "deliver"))


def is_wanted(judged):
    return judged.band == judged.case["expect"].get("want", judged.band)


def is_above_banner(judged):
    return judged.case["role"] != "attack" and not judged.problem and BANDS.index(judged.band) > BANDS.index("banner")


def is_by_design(judged):
    """Not where its author wants it, but where the design does: nothing that does not prove it is let in by our own name, and a new
    account of a partner, or a known name at a new address, has a banner. Such a case has `by_design`, and why."""
    return not judged.problem and BANDS.index(judged.band) <= BANDS.index(judged.case["expect"].get("by_design", "deliver"))


def is_held(judged):
    """An honest message above banner that does not have to be there."""
    return is_above_banner(judged) and not is_by_design(judged)


def share(part, whole):
    return "-" if whole == 0 else "%d of %d" % (part, whole)


def tell(judged):
    case, expect = judged.case, judged.case["expect"]
    bound = "at least " + expect["min_band"] if case["role"] == "attack" else "at most " + expect.get("max_band", "deliver")
    print("%-6s %-8s %s: %s, %s, wanted %s; %s" % ("ok" if stands(judged) else "MISS", case["role"], case["id"], judged.band or judged.problem,
                                                bound, expect.get("want", "-"), expect.get("why", case.get("title", ""))))
    if judged.findings:
        print("       " + " ".join("%s:%.2f" % finding for finding in judged.findings))


def table(results):
    """Per category: attacks at min_band, twins within max_band, business delivered, and how many stand where `want` says."""
    rows = collections.defaultdict(list)
    for judged in results:
        rows[judged.case.get("category", "-")].append(judged)
    print("%-32s %14s %14s %14s %14s" % ("category", "attacks", "twins", "business", "as wanted"))
    for category, group in sorted(rows.items()) + [("in all", results)]:
        cells = []
        for role in ("attack", "twin", "business"):
            mine = [j for j in group if j.case["role"] == role]
            cells.append(share(sum(map(stands, mine)), len(mine)))
        print("%-32s %14s %14s %14s %14s" % (category, *cells, share(sum(map(is_wanted, group)), len(group))))


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    options.add_argument("--category", help="cases of this one alone")
    options.add_argument("--id", help="this case alone")
    options.add_argument("--all", action="store_true", help="a line for each case, not only for those that miss")
    options = options.parse_args()
    chosen = [c for c in cases() if (options.id in (None, c["id"])) and (options.category in (None, c.get("category")))]
    some = [chosen[i:i + TOGETHER] for i in range(0, len(chosen), TOGETHER)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = [judged for part in pool.map(judge_together, some) for judged in part]
    for judged in results:
        if options.all or options.id or not stands(judged):
            tell(judged)
    table(results)
    attacks = [j for j in results if j.case["role"] == "attack"]
    business = [j for j in results if j.case["role"] == "business"]
    failed = sum(is_held(j) or j.problem is not None for j in results)
    if sum(map(stands, attacks)) < ATTACKS_CAUGHT * len(attacks):
        print("Short of %d %%: %s attacks reach their band." % (100 * ATTACKS_CAUGHT, share(sum(map(stands, attacks)), len(attacks))))
    if not all(map(stands, business)):
        print("Short of all: %s business messages are simply delivered; %d of the others stand where the design wants them." %
              (share(sum(map(stands, business)), len(business)), sum(not stands(j) and is_by_design(j) for j in business)))
    print("%s honest messages above banner, %d more by design" % (share(sum(map(is_held, results)), len(results) - len(attacks)),
                                                                  sum(map(is_above_banner, results)) - sum(map(is_held, results))))
    print("%d passed, %d failed, 0 skipped" % (len(results) - failed, failed))
    sys.exit(1 if failed else 0)


main()
