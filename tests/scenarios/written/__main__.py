"""python3 tests/scenarios/written --out FOLDER [--id PART]: writes each case as FOLDER/ID.json, and its message as FOLDER/ID.eml."""
import argparse, json, os, sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import written


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", required=True)
    arguments.add_argument("--id", default="", help="only cases in whose id this stands")
    options = arguments.parse_args()
    os.makedirs(options.out, exist_ok=True)
    count = 0
    for case in written.cases():
        if options.id not in case["id"]:
            continue
        path = os.path.join(options.out, case["id"])
        with open(path + ".json", "w", encoding="utf-8") as f:
            json.dump(case, f, ensure_ascii=False, indent=1)
        with open(path + ".eml", "wb") as f:
            f.write(case["message"].encode("latin-1"))
        count += 1
    print("%d cases written" % count)


main()
