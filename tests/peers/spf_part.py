"""SPF: generated record sets, evaluated by pyspf and by us, give the same result and the same explanation."""
import json

import gate
import spf_peer
from spf_world import World
from tally import Tally


def ours(worlds, folder):
    zone, batch = folder / "zone.json", folder / "batch.tsv"
    zone.write_text(json.dumps({name: kinds for world in worlds for name, kinds in world.zone.items()}))
    batch.write_text("".join("\t".join(world.query) + "\n" for world in worlds), encoding="latin-1")
    return gate.run("spf", "--batch", batch, "--zone", zone)


def judge(tally, world, mine, theirs):
    def agrees(said):
        return (mine["result"], mine["explanation"]) == said[:2]

    kind = mine["result"]
    if agrees(theirs):
        tally.ok(kind)
        return
    rules = spf_peer.explain(world, agrees)
    if rules is not None:
        tally.differs(kind, *map(spf_peer.sentence, rules))
    else:
        corrected = spf_peer.check(world, spf_peer.corrected(spf_peer.RULES))
        ours_said = ", ".join(str(mine[k]) for k in ("result", "reason", "mechanism", "record_domain", "explanation"))
        tally.fail(kind, f"seed {world.seed} {world.query}: we say {ours_said}, pyspf says {theirs}, "
                         f"put right {corrected}")


def run(seed, count, folder):
    tally = Tally("spf")
    if spf_peer.spf is None:
        tally.skip("python3-spf is not installed")
        return tally
    worlds = [World(f"{seed}-{i}", i) for i in range(count)]
    said = []
    for world in worlds:
        said.append(spf_peer.check(world, spf_peer.spf.query))
        world.frozen = True             # names that macros made up have their state now
    for world, mine, theirs in zip(worlds, ours(worlds, folder), said, strict=True):
        judge(tally, world, mine, theirs)
    tally.report()
    return tally
