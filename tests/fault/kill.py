"""kill -9 at random times under load, of the gate, and every fourth time of the next hop with it. What the system's page cache has is not lost by it: what is tested is the order
of writing, naming and answering, and that a gate finds its way from whatever it left."""
import random
import time

from accounts import check_accounts, check_maildir, check_quarantine
from client import Load
from messages import LOST, Ledger
from world import World


def kill_under_load(report, kills):
    report.group("kill -9 of the gate at random under load, %d times, of the next hop %d times" % (kills, kills // 4))
    began, choose, ledger = time.monotonic(), random.Random(), Ledger("kill")

    with World() as world:
        world.start()
        load = Load(world.port, ledger)
        for i in range(kills):
            if i % 10 == 9:                             # and now and then in the middle of its start
                world.kill()
                world.start(expect_running=False)
                time.sleep(choose.uniform(0, 0.1))
            else:
                time.sleep(choose.uniform(0.05, 0.4))
            if i % 4 == 3:
                world.sink.kill()
            world.kill()
            if i % 4 == 3:
                time.sleep(choose.uniform(0, 0.05))
                world.sink.start()
            world.start()
        ended = load.stop()
        report.check("after the last kill every message is accepted", ended)
        report.check("the gate stops in order", world.stop() == 0)
        # Where the next hop dies with the message, nobody knows whether it has it: 451, and perhaps a copy.
        check_accounts(report, world, ledger, doubtful=(LOST, 451))
        check_quarantine(report, world, ledger)
        check_maildir(report, world, ledger)
    report.figure("took", "%.0f s" % (time.monotonic() - began))
