"""The books after a load: every message that was acknowledged is where it belongs, and copies that nobody asked for
exist only where the client could not know that the first one had arrived."""
import json
import os

from messages import FORWARD, HOLD, FILE, LOST
from world import id_of


def check_accounts(report, world, ledger, doubtful=(LOST,)):
    """doubtful: the answers after which a message may have gone on all the same."""
    places = world.places()
    messages = ledger.messages.values()
    missing, misplaced, unexplained, extra = [], [], [], 0

    for m in messages:
        copies = places.get(m.id, [])
        excused = sum(1 for a in m.attempts if a in doubtful)
        if 250 in m.attempts and not copies:
            missing.append(m.id)
        if any(place != m.kind for place in copies):
            misplaced.append("%s in %s" % (m.id, copies))
        surplus = len(copies) - m.attempts.count(250)
        if surplus > excused:
            unexplained.append("%s: %d copies after %s" % (m.id, len(copies), m.attempts))
        extra += max(0, surplus)
    acknowledged = [m.kind for m in ledger.acknowledged()]
    report.figure("messages acknowledged (to the next hop, held, in the Maildir)", "%d (%s)" % (
        len(acknowledged), ", ".join(str(acknowledged.count(kind)) for kind in (FORWARD, HOLD, FILE))))
    report.figure("attempts without an answer; extra copies from them", "%d; %d" % (ledger.lost_answers(), extra))
    report.none("every message answered 250 is at its place", missing)
    report.none("no message is where it does not belong", misplaced)
    report.none("an extra copy only where the client saw no 250", unexplained)
    report.none("no message is refused for good", (
        m.id for m in messages if any(a is not LOST and a >= 500 for a in m.attempts)))
    report.none("nothing appears that was not sent", (i for i in places if i not in ledger.messages))


def check_quarantine(report, world, ledger):
    """Files are valid, tell the truth, and the index can be made from them alone."""
    held, by_id = world.held(), ledger.messages
    report.none("each held .eml equals what was sent", (
        stem for stem, octets in held.items() if id_of(octets) not in by_id or by_id[id_of(octets)].octets() != octets))
    report.none("each .json can be read, and has its .eml", (
        f.name for f in world.held_files(".json") if not metadata_is_right(f, held)))
    listed = world.listed()
    report.check("quarantine list shows every held message, and no other", set(listed) == set(held), "%d" % len(listed))
    for name in ("index.sqlite", "index.sqlite-wal", "index.sqlite-shm"):
        if (world.quarantine() / name).exists():
            os.unlink(world.quarantine() / name)
    status, out = world.gate.run("quarantine", "rebuild")
    report.check("quarantine rebuild makes the index anew from the files",
                 status == 0 and "%d message" % len(held) in out, out.strip())
    report.check("and list shows the same again", world.listed() == listed)
    alone = [f for f in world.held_files(".eml") if f.stem not in held]
    report.figure("left over: unfinished files; .eml without .json (never listed)", "%d; %d" % (
        len(world.unfinished_files()), len(alone)))


def metadata_is_right(path, held):
    try:
        metadata = json.loads(path.read_text())
    except ValueError:
        return False
    return path.stem in held and metadata["id"] == path.stem and metadata["size"] == len(held[path.stem])


def check_maildir(report, world, ledger):
    """Behind the fields that the gate adds stands what was sent, line ends apart."""
    bad = []
    for path in world.delivered_files():
        octets = path.read_bytes()
        sent = ledger.messages.get(id_of(octets))
        if sent is None or not sent.is_whole_in(octets):
            bad.append(path.name)
    report.none("each file of the Maildir is whole", bad, "%d" % len(world.delivered_files()))
