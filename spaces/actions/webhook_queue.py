"""From events to deliveries: for each endpoint those that its partner may know of, in their order, each once."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone

from spaces.actions.event import catch_up
from spaces.models import Delivery, Endpoint, Event

BATCH = 500
STUCK_AFTER = timedelta(minutes=2)  # an attempt takes a quarter of a minute at most
KEPT = timedelta(days=30)


def fill():
    """Put what happened since on its way to every endpoint. Runs side by side with others, and twice, do no harm."""
    catch_up()
    last = Event.objects.aggregate(last=Max("position"))["last"] or 0
    for pk in list(Endpoint.objects.active().filter(after__lt=last).values_list("pk", flat=True)):
        while fill_one(pk, last):
            pass


def fill_one(pk, last):
    """The next batch of one endpoint, up to a position. Returns whether there may be more."""
    with transaction.atomic():
        endpoint = Endpoint.objects.select_for_update(skip_locked=True, of=["self"], no_key=True).active().filter(pk=pk)
        endpoint = endpoint.select_related("partner").first()
        if endpoint is None:
            return False
        known = Event.objects.visible_to_partner(endpoint.partner).filter(kind__in=endpoint.kinds)
        new = list(known.filter(position__gt=endpoint.after, position__lte=last).in_order()[:BATCH])
        Delivery.objects.bulk_create([Delivery(endpoint=endpoint, event=one) for one in new], ignore_conflicts=True)
        is_full = len(new) == BATCH
        Endpoint.objects.filter(pk=pk).update(after=new[-1].position if is_full else last)
    return is_full


def claim(most, *, busy=()):
    """Take the next delivery of as many endpoints, of none that is busy. Returns them; whose turn it is, is chance.

    What is claimed carries the moment as the proof of it, and counts as an attempt.
    """
    now = timezone.now()
    with transaction.atomic():
        keys = first_ones(now, busy)[:most]
        waiting = Delivery.objects.due(now).filter(pk__in=list(keys)).select_for_update(skip_locked=True, of=["self"])
        claimed = list(waiting.select_related("event", "endpoint__partner").order_by("pk"))
        for one in claimed:
            one.step, one.claimed_at, one.attempts = Delivery.Step.SENDING, now, one.attempts + 1
        Delivery.objects.bulk_update(claimed, ["step", "claimed_at", "attempts"])
    return claimed


def first_ones(now, busy):
    due = Delivery.objects.due(now).filter(endpoint=OuterRef("pk")).order_by("pk").values("pk")[:1]
    free = Endpoint.objects.active().exclude(pk__in=busy).annotate(first=Subquery(due)).exclude(first=None)
    return free.order_by("?").values_list("first", flat=True)


def free_stuck(now=None):
    """Free what a dead worker held. Returns how many."""
    late = (now or timezone.now()) - STUCK_AFTER
    stuck = Delivery.objects.filter(step=Delivery.Step.SENDING, claimed_at__lte=late)
    return stuck.update(step=Delivery.Step.WAITING)


def forget_old(now=None):
    """Deliveries that are over, after a month. Events stay. Returns how many."""
    old = Delivery.objects.over().filter(made_at__lt=(now or timezone.now()) - KEPT)
    return old.delete()[0]
