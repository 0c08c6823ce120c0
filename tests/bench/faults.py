"""Whether mails survive: every second a random part is killed, and at the end every mail must have gone out.

    bin/bench faults [--messages 10000] [--kills 200] [--seed 1] [--plant mark-before-send|no-journal] [--json]

Two workers for mails and one for the rest, beat, Valkey, PostgreSQL and a mail server, each with processes of its
own that are started again when they end. (PostgreSQL commits as in production, and does not wait for the disk: no power
is cut here.) Besides SIGKILL there are SIGSTOPs of some seconds,
storms of 451 and dropped connections. The mail server slows down so that the mails last as long as the kills. Then
nothing happens any more, and all that is left has to go out without a hand.
"""

import argparse
import json
import os
import random
import sys
import time
from dataclasses import asdict
from pathlib import Path

from tests.bench import mailing
from tests.bench.faulting import verdict
from tests.bench.faulting.chance import Chance, Orders
from tests.bench.faulting.parts import Beat, Engine, MailServer, Worker
from tests.bench.stack import Sink, own_engines, set_up, wait_for


def main():
    chosen = arguments()
    found, chance = run(chosen, Path(os.environ["DATA_DIR"], "bench"))
    if chosen.json:
        print(json.dumps(asdict(found) | {"kills": dict(chance.kills), "others": dict(chance.others)}))
    else:
        print(f"kills {dict(chance.kills)}, besides {dict(chance.others)}\n{table(found)}")
    sys.exit(bool(found.faults))


def arguments(words=None):
    parser = argparse.ArgumentParser(prog="bin/bench faults", description=__doc__.partition("\n")[0])
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds from one to the next")
    parser.add_argument("--spaces", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--patience", type=int, default=900, help="seconds without a mail after which the rest is lost")
    parser.add_argument("--hurry", action="store_true", help="what waits minutes in the product waits seconds")
    parser.add_argument("--plant", choices=["mark-before-send", "no-journal"], help="a fault that must be found")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(words)


def run(chosen, folder):
    """Play it. Returns the verdict and what happened."""
    folder.mkdir(mode=0o711)
    (folder / "ready").mkdir()
    os.environ |= {"BENCH_PLANT": chosen.plant or "", "BENCH_HURRY": "1" if chosen.hurry else ""}
    os.environ["BENCH_READY"] = str(folder / "ready")
    sink = Sink(folder).start()
    with own_engines(folder, waits_for_disk=False) as (postgres, valkey):
        set_up(sink.port)
        wait_for(sink.listens, 10, "the mail server")
        mailing.make(chosen.messages, chosen.spaces)
        parts = [
            Engine("database", postgres, ("whole", "first", "child")), Engine("broker", valkey), MailServer(sink),
            Worker(folder, "mail"), Worker(folder, "mail", 2), Worker(folder, "celery"), Beat(folder),
        ]  # fmt: skip
        orders = Orders(sink, chosen.pause * chosen.kills, chosen.messages)
        chance = Chance(random.Random(chosen.seed), parts, orders, chosen.kills, chosen.pause)
        try:
            play(chosen, parts, chance, orders, sink)
            chance.end()
            return verdict.judge(rows(parts[0]), sink.record.read_on()), chance
        finally:
            end(parts)


def play(chosen, parts, chance, orders, sink):
    for part in parts[3:]:
        part.start()
    last_progress, seen, step = time.monotonic(), 0, 0
    while chance.kills.total() < chosen.kills or time.monotonic() - last_progress < chosen.patience:
        step += 1
        done = len(sink.record.read_on().taken)
        chance.turn(done)
        for part in parts:
            part.revive()
        if done > seen:
            seen, last_progress = done, time.monotonic()
        if step % 10 == 0 and is_through(chosen, chance, orders, done):
            return
        if step % 200 == 0:
            print(f"{done:,} taken, {chance.kills.total()} kills, {orders.delay:.0f} ms a reply", file=sys.stderr)
        time.sleep(0.05)


def is_through(chosen, chance, orders, done):
    """Whether it is over: all kills were made, and no mail is on its way any more."""
    if not chance.is_over:
        orders.pace(done / chosen.messages, chance.kills.total() / chosen.kills, time.monotonic())
        return False
    orders.clear_up(time.monotonic())
    return asked(lambda messages: not messages.filter(state__in=["queued", "sending"]).exists())


def asked(question):
    """The answer of the database, or None when it does not give one now."""
    from django.db import Error, connection

    from spaces.models import Message

    try:
        return question(Message.objects.all())
    except Error:
        connection.close()
        return None


def rows(postgres):
    """{address: state} of all messages."""
    found = None
    while found is None:
        postgres.revive()
        found = asked(lambda messages: dict(messages.values_list("address", "state")))
    return found


def end(parts):
    for part in parts[2:]:
        part.signal(9, part.whole(None))


def table(found):
    figures = {name: figure for name, figure in asdict(found).items() if name != "faults"}
    lines = [f"{name:<14}{figure:>8,}" for name, figure in figures.items()]
    return "\n".join([*lines, *(f"FAULT: {one}" for one in found.faults or ["none"])])


if __name__ == "__main__":
    main()
