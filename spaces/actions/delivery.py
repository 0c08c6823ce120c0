"""Emptying the outbox: claim, look again, send, mark. At least once, with the smallest window we can make.

A worker claims a few messages and commits. It looks at each again right before it goes, sends over one connection
that it keeps, and marks each as soon as the mail server took it. Only the mail in flight when a worker dies can go
twice, and it carries the same Message-ID both times. `sweep_stuck` frees what a dead worker held.
"""

import logging
import time
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from impact_spaces.lib.mail import Away, Line
from spaces.actions.message import nudge
from spaces.actions.moving import advance
from spaces.actions.sending import MOST_ATTEMPTS, send_one
from spaces.models import Message
from spaces.states import MessageState

log = logging.getLogger(__name__)

BATCH = 25  # what a worker that dies can hold back until the sweep
A_RUN = 15  # seconds; shorter than the timetable's interval, so that other tasks get their turn
STUCK_AFTER = timedelta(minutes=10)
HELD_AT_MOST = 300  # seconds that a slow worker keeps a batch; well before the sweep would give it to another


def deliver_due():
    """Send what is due, for a while; when more is left, another run is asked for. Returns how many were handled."""
    handled, stop_at = 0, time.monotonic() + A_RUN
    with Line() as line:
        while time.monotonic() < stop_at:
            batch, claimed_at = claim()
            left = deliver(batch, claimed_at, line)
            handled += len(batch) - len(left)
            if left or not batch:
                return handled
    nudge()
    return handled


def claim():
    """Take the next few messages for this worker alone. Returns their keys, and the moment that proves the claim."""
    now = timezone.now()
    with transaction.atomic():
        due = Message.objects.due(now).order_by("due_at", "id").select_for_update(skip_locked=True)
        keys = list(due.values_list("pk", flat=True)[:BATCH])
        changes = {"claimed_at": now, "attempts": F("attempts") + 1}
        advance(Message.objects.filter(pk__in=keys), MessageState.SENDING, **changes)
    return keys, now


def deliver(batch, claimed_at, line):
    """Send a claimed batch. Returns what was given back because the server is away or too slow."""
    stop_at = time.monotonic() + HELD_AT_MOST
    for position, key in enumerate(batch):
        try:
            if time.monotonic() > stop_at:
                raise Away("too slow")
            send_one(key, claimed_at, line)
        except Away as trouble:
            log.warning("The mail server is away (%s); %s messages wait.", trouble, len(batch) - position)
            give_back(batch[position:], claimed_at)
            return batch[position:]
    return []


def give_back(batch, claimed_at):
    """Put messages back as they were: that the server is away is not their fault, so it counts as no attempt."""
    held = Message.objects.filter(pk__in=batch, claimed_at=claimed_at)
    advance(held, MessageState.QUEUED, attempts=F("attempts") - 1)


def sweep_stuck(now=None):
    """Free what dead workers held. A message with which workers die again and again has failed."""
    stuck = Message.objects.filter(state=MessageState.SENDING, claimed_at__lte=(now or timezone.now()) - STUCK_AFTER)
    lost = advance(stuck.filter(attempts__gte=MOST_ATTEMPTS), MessageState.FAILED, problem="no worker survived it")
    freed = advance(stuck, MessageState.QUEUED)
    if lost or freed:
        log.warning("Swept the outbox: %s freed, %s given up.", freed, lost)
        transaction.on_commit(nudge)
    return freed
