"""One gentle reminder in each wave, to those who have not answered, in calm hours. Nobody is shown who they are."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from impact_spaces.lib.calendar import calm_moment, is_calm, next_calm_moment
from spaces.actions.habits import habits_of
from spaces.actions.message import enqueue, to_member
from spaces.actions.moving import hold
from spaces.models import Pulse
from spaces.models.message import MailKind
from spaces.states import Stage

LAST_DAYS = timedelta(days=3)
SPACING = timedelta(days=1)


def remind_due(now=None):
    """Remind in every wave in which it is time, where the hour is calm. Returns how many people."""
    now = now or timezone.now()
    waves = Pulse.objects.open().filter(reminded_at=None, closes_at__gt=now).select_related("space")
    waves = waves.exclude(space__stage__in=[Stage.PAUSED, Stage.CLOSED])
    return sum(remind(pulse, now) for pulse in waves if is_time(pulse, now))


def is_time(pulse, now):
    return now >= moment_for(pulse) and is_calm(now, country=pulse.space.country)


def moment_for(pulse):
    """Three days before the end, and not before half of the time is over; earlier where that is quiet, before a
    holiday of many days, though not on the day after the question.
    """
    half = pulse.opened_at + (pulse.closes_at - pulse.opened_at) / 2
    wanted = max(half, pulse.closes_at - LAST_DAYS)
    calm = calm_moment(wanted, country=pulse.space.country)
    return min(wanted, max(calm, pulse.opened_at + SPACING))


def remind(pulse, now):
    with transaction.atomic():
        hold(pulse.space_id)
        pulse = Pulse.objects.select_for_update().open().filter(pk=pulse.pk, reminded_at=None).first()
        if pulse is None:
            return 0
        pulse.reminded_at = now
        pulse.save(update_fields=["reminded_at"])
        mails = [mail for place in waiting(pulse) if (mail := reminder(pulse, place.membership, now))]
        enqueue(mails)
    return len(mails)


def waiting(pulse):
    places = pulse.places.filter(has_answered=False, membership__ended_at=None)
    return places.select_related("membership__person", "membership__space")


def reminder(pulse, membership, now):
    """The mail, at the first hour that is calm for them; None when there is none before the end."""
    calm = next_calm_moment(now, **habits_of(membership.person).calm_in(membership.space.country))
    if calm is None or calm >= pulse.closes_at:
        return None
    mail = to_member(membership, MailKind.PULSE_REMINDER, f"pulse:{pulse.pk}:reminder")
    mail.due_at = calm
    return mail
