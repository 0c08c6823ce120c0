"""The product's worker and beat, or with BENCH_PLANT set the product with a fault in it. For `celery --app`.

BENCH_HURRY makes seconds of the minutes that a mail waits after a temporary refusal or a death, and of the timetable.
"""

import os
from datetime import timedelta
from pathlib import Path

import django
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "impact_spaces.settings")
django.setup()

from impact_spaces.celery import app  # noqa: E402
from impact_spaces.lib import journal, senders  # noqa: E402
from spaces.actions import recovering, sending  # noqa: E402


def hurry():
    for patience in (sending.PATIENCE, sending.PATIENCE_AFTER_A_DROP):
        patience[:] = [timedelta(seconds=1)] * len(patience)
    recovering.REST_AFTER_A_DEATH = timedelta(seconds=1)
    for entry in app.conf.beat_schedule.values():
        if entry["task"] in ("spaces.tasks.deliver_due", "spaces.tasks.sweep_stuck"):
            entry |= {"schedule": 2.0, "options": {"expires": 2}}


def mark_before_send():
    """The journal says that a mail was taken before the server has it: a worker that dies between the two loses it."""
    hand_over = senders.Senders.hand_over

    def too_early(self, parcel, line):
        send = line.send

        def marked(mail):
            self.journal.mark(parcel.place, journal.TAKEN)
            send(mail)

        line.send = marked
        try:
            return hand_over(self, parcel, line)
        finally:
            del line.send

    senders.Senders.hand_over = too_early


def no_journal():
    """Nobody reads what a dead worker left: what it had not told the database goes out again."""
    read = journal.read

    def forgetful(data):
        left = read(data)
        return left and journal.Abandoned(left.run, [], left.in_hand)

    journal.read = forgetful


@worker_ready.connect
def say_so(**_about):
    """For whoever kills it: a worker that only starts is no great loss."""
    Path(os.environ["BENCH_READY"], str(os.getpid())).touch()


PLANTS = {"mark-before-send": mark_before_send, "no-journal": no_journal}

if os.environ.get("BENCH_HURRY"):
    hurry()
if plant := os.environ.get("BENCH_PLANT"):
    PLANTS[plant]()
