"""Deliveries on their way: signed anew for each attempt, sent side by side, marked.

At least once: who dies between sending and marking leaves a delivery that goes again, with the same id. One endpoint
has one delivery in the air at a time, so it is told in order as long as nothing fails; what fails is tried again later
and waits for nobody, nor does anything wait for it. A slow endpoint takes one of many places and no more.
"""

import json
import logging
import random
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Case, DurationField, ExpressionWrapper, F, Value, When
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils import timezone
from standardwebhooks import Webhook

from impact_spaces.lib.outgoing import Refused, Unreached, post
from spaces.actions.webhook import forget_failures, switch_off
from spaces.actions.webhook_queue import claim, fill, free_stuck
from spaces.models import Delivery, Endpoint, Event
from spaces.models.webhook import Problem

log = logging.getLogger(__name__)

# How long to wait after each attempt that failed, up to a fifth longer: the schedule that partners are told.
SCHEDULE = [
    timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=5),
    timedelta(hours=10), timedelta(hours=10),
]  # fmt: skip
MOST_ATTEMPTS = len(SCHEDULE) + 1
LATER = 1.2  # an attempt comes up to so many times as late, so that not all come at once
LONGEST_WAIT = SCHEDULE[-1] * LATER
GIVEN_UP_AFTER = timedelta(days=5)  # of failure, without one success
PLACES = 16  # deliveries in the air at a time
A_RUN = 15  # seconds in which new ones are taken; what is in the air then comes down
GONE = 410
LOCK = 0x77686F6B  # the number of the advisory lock: one worker sends, the other one has time for other tasks


def send_due():
    """Tell endpoints what happened, for a while. Returns how many deliveries were tried."""
    with alone() as is_alone:
        if not is_alone:
            return 0
        free_stuck()
        with ThreadPoolExecutor(PLACES) as threads:
            return send_all(threads)


@contextmanager
def alone():
    """Whether no other worker does this now. It is courtesy, no safety: what is claimed is claimed once anyway."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        (is_alone,) = cursor.fetchone()
        try:
            yield is_alone
        finally:
            if is_alone:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def send_all(threads):
    tried, flying, stop_at = 0, {}, time.monotonic() + A_RUN
    while True:
        claimed = []
        if time.monotonic() < stop_at:
            fill()
            claimed = claim(PLACES - len(flying), busy=[one.endpoint_id for one in flying.values()])
        for delivery in claimed:
            take_off(delivery, threads, flying)
        if not flying and not claimed:  # what was claimed and dropped has others behind it
            return tried
        landed, _others = wait(flying, timeout=1, return_when=FIRST_COMPLETED)
        for future in landed:
            mark(flying.pop(future), *future.result())
            tried += 1


def take_off(delivery, threads, flying):
    """Look again whether the partner may still know of it, and hand it to a thread. Threads know no database."""
    if not Event.objects.visible_to_partner(delivery.endpoint.partner).filter(pk=delivery.event_id).exists():
        put(delivery, Delivery.Step.DROPPED)
        return
    flying[threads.submit(attempt, delivery)] = delivery


def letter(delivery, now):
    """The body, and the headers that sign it at this moment with every secret that counts."""
    event = delivery.event
    body = json.dumps(event.as_seen(), separators=(",", ":"))
    signatures = [Webhook(secret).sign(event.key, now, body) for secret in delivery.endpoint.secrets(now)]
    headers = {
        "content-type": "application/json",
        "user-agent": "Impact-Spaces-Webhooks/1",
        "webhook-id": event.key,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
    return body.encode(), headers


def attempt(delivery):
    """Send it. Returns the status of the answer (None without one), and what went wrong ("" if nothing did)."""
    try:
        status = post(delivery.endpoint.url, *letter(delivery, timezone.now()))
    except (Refused, Unreached) as trouble:
        return None, str(trouble)
    except Exception as error:  # a fault of ours, or a secret whose seal no key opens, must not hold up all the others
        log.error("A delivery could not be sent: %s", type(error).__name__)
        return None, Problem.GARBLED
    return status, "" if 200 <= status < 300 else Problem.ANSWER


def mark(delivery, status, problem):
    """Write how it went, if the delivery is still ours."""
    how = {"status": status, "problem": problem, "tried_at": timezone.now()}
    with transaction.atomic():
        if not problem:
            put(delivery, Delivery.Step.DELIVERED, **how)
            forget_failures(Endpoint.objects.filter(pk=delivery.endpoint_id).exclude(failing_since=None))
        elif delivery.attempts >= MOST_ATTEMPTS:
            put(delivery, Delivery.Step.FAILED, **how)
        else:
            delay = SCHEDULE[delivery.attempts - 1] * random.uniform(1, LATER)
            put(delivery, Delivery.Step.WAITING, next_at=timezone.now() + delay, **how)
    if problem:
        note_failure(delivery.endpoint, status)


def put(delivery, step, **how):
    held = Delivery.objects.filter(pk=delivery.pk, step=Delivery.Step.SENDING, claimed_at=delivery.claimed_at)
    held.update(step=step, **how)


def note_failure(endpoint, status):
    """Add up for how long it fails; after days of it, or when it says that it is gone, it is switched off.

    A time in which nothing was sent does not count: two failures that lie days apart are no days of failure.
    """
    now, none = timezone.now(), Value(timedelta())
    found = Endpoint.objects.active().filter(pk=endpoint.pk)
    between = Greatest(none, Least(Value(LONGEST_WAIT), ExpressionWrapper(now - F("failed_at"), DurationField())))
    since_then = Case(When(failed_at=None, then=none), default=between)
    found.update(failing_since=Coalesce("failing_since", now), failed_at=now, failing_for=F("failing_for") + since_then)
    if status == GONE:
        switch_off(endpoint, Endpoint.Why.GONE)
    elif found.filter(failing_for__gte=GIVEN_UP_AFTER).exists():
        switch_off(endpoint, Endpoint.Why.FAILING)
