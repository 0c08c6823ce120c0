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

WHOLE = ("whole run", "spaces.actions.delivery", "deliver_due")
# Part, module, name. What is not there (any more) is left out.
PARTS = [
    ("claim", "spaces.actions.delivery", "claim"),
    ("load", "spaces.actions.sending", "claimed"),
    ("second look", "spaces.actions.sending", "objection"),
    ("write", "spaces.actions.sending", "as_mail"),
    ("MIME", "django.core.mail.message", "EmailMultiAlternatives.message"),
    ("MIME", "django.core.mail.message", "SafeMIMEMultipart.as_bytes"),
    ("SMTP", "impact_spaces.lib.mail", "Line.send"),
    ("results", "spaces.actions.sending", "mark"),
]
times = defaultdict(lambda: [0, 0.0, 0.0])
inner = threading.local()


def clocks():
    return time.perf_counter(), time.thread_time()


def timed(part, function):
    @functools.wraps(function)
    def run(*args, **kwargs):
        outer, inner.spent = getattr(inner, "spent", [0.0, 0.0]), [0.0, 0.0]
        began = clocks()
        try:
            return function(*args, **kwargs)
        finally:
            spent = [after - before for before, after in zip(began, clocks(), strict=True)]
            row = times[part]
            row[0] += 1
            row[1] += spent[0] - inner.spent[0]
            row[2] += spent[1] - inner.spent[1]
            inner.spent = [outer[0] + spent[0], outer[1] + spent[1]]

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
        times.clear()
        try:
            return function(*args, **kwargs)
        finally:
            with open(os.environ["BENCH_TIMES"], "a") as file:
                file.write(json.dumps(times) + "\n")

    return run


for one in [*PARTS, WHOLE]:
    put_a_watch_on(*one)
delivery = importlib.import_module(WHOLE[1])
delivery.deliver_due = told(delivery.deliver_due)
