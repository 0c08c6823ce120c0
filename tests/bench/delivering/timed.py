"""The product's worker with a stopwatch around each part of a message's way. For `celery --app`.

What a part spends inside another one counts for the inner one only. Each run adds a line to the file in BENCH_TIMES:
{part: [calls, wall seconds, CPU seconds of the thread]}.
"""

import functools
import importlib
import json
import os
import threading
import time
from collections import defaultdict

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "impact_spaces.settings")
django.setup()

from impact_spaces.celery import app  # noqa: E402, F401

WHOLE = ("the rest of a run, and waiting", "spaces.actions.delivery", "deliver_due")
# Part, module, name. What is not there is left out.
PARTS = [
    ("claim", "spaces.actions.claiming", "Turns.claim"),
    ("load", "spaces.actions.run", "load"),
    ("second look", "spaces.actions.run", "looked_at"),
    ("write", "spaces.actions.run", "written"),
    ("results", "spaces.actions.run", "Run.mark_results"),
    ("SMTP (threads)", "impact_spaces.lib.smtp", "Dialogue.transact"),
    ("the rest of a thread", "impact_spaces.lib.senders", "Senders.hand_over"),
    ("nudge", "spaces.actions.delivery", "nudge"),
    ("recover", "spaces.actions.delivery", "recover"),
]
by_thread = []  # each thread writes into a table of its own
own = threading.local()


def clocks():
    return time.perf_counter(), time.thread_time()


def table():
    if not hasattr(own, "times"):
        own.times, own.spent = defaultdict(lambda: [0, 0.0, 0.0]), [0.0, 0.0]
        by_thread.append(own.times)
    return own.times


def timed(part, function):
    @functools.wraps(function)
    def run(*args, **kwargs):
        row = table()[part]
        outer, own.spent = own.spent, [0.0, 0.0]
        began = clocks()
        try:
            return function(*args, **kwargs)
        finally:
            spent = [after - before for before, after in zip(began, clocks(), strict=True)]
            row[0] += 1
            row[1] += spent[0] - own.spent[0]
            row[2] += spent[1] - own.spent[1]
            own.spent = [outer[0] + spent[0], outer[1] + spent[1]]

    return run


def put_a_watch_on(part, module, path):
    owner = importlib.import_module(module)
    *within, name = path.split(".")
    for one in within:
        owner = getattr(owner, one)
    if hasattr(owner, name):
        setattr(owner, name, timed(part, getattr(owner, name)))


def told(function):
    @functools.wraps(function)
    def run(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        finally:
            with open(os.environ["BENCH_TIMES"], "a") as file:
                file.write(json.dumps(summed()) + "\n")

    return run


def summed():
    """What all threads spent since the last time."""
    whole = defaultdict(lambda: [0, 0.0, 0.0])
    for times in by_thread:
        for part, row in times.items():
            whole[part] = [a + b for a, b in zip(whole[part], row, strict=True)]
    by_thread.clear()
    del own.times
    return whole


for one in [*PARTS, WHOLE]:
    put_a_watch_on(*one)
delivery = importlib.import_module(WHOLE[1])
delivery.deliver_due = told(delivery.deliver_due)
