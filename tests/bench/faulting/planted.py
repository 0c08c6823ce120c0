"""The product's worker and beat, or with BENCH_PLANT set the product with a fault in it. For `celery --app`.

BENCH_HURRY makes seconds of the minutes that a mail waits after a temporary refusal, of what a dead worker holds, and
of the timetable.
"""

import os
from datetime import timedelta
from pathlib import Path

import django
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "impact_spaces.settings")
django.setup()

from impact_spaces.celery import app  # noqa: E402
from spaces.actions import delivery, sending  # noqa: E402
from spaces.states import MessageState  # noqa: E402


def hurry():
    sending.PATIENCE[:] = [timedelta(seconds=2)] * len(sending.PATIENCE)
    delivery.STUCK_AFTER, delivery.HELD_AT_MOST = timedelta(seconds=10), 5
    for entry in app.conf.beat_schedule.values():
        if entry["task"] in ("spaces.tasks.deliver_due", "spaces.tasks.sweep_stuck"):
            entry |= {"schedule": 2.0, "options": {"expires": 2}}


def mark_before_send():
    """The mail is said to be sent before the server has it: a worker that dies between the two loses it."""
    hand_over = sending.hand_over

    def too_early(message, mail, letter, line):
        sending.mark(message, MessageState.SENT, sent_at=message.claimed_at)
        hand_over(message, mail, letter, line)

    sending.hand_over = too_early


def no_journal():
    """Results wait in memory until there are many: a worker that dies forgets them, and all of them go out again."""
    mark, waiting = sending.mark, []

    def later(message, state, **changes):
        waiting.append((message, state, changes))
        if len(waiting) >= 20:
            for one, to, more in waiting:
                mark(one, to, **more)
            waiting.clear()

    sending.mark = later


@worker_ready.connect
def say_so(**_about):
    """For whoever kills it: a worker that only starts is no great loss."""
    Path(os.environ["BENCH_READY"], str(os.getpid())).touch()


PLANTS = {"mark-before-send": mark_before_send, "no-journal": no_journal}

if os.environ.get("BENCH_HURRY"):
    hurry()
if plant := os.environ.get("BENCH_PLANT"):
    PLANTS[plant]()
