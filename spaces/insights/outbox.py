"""How the outbox is doing, for the health page and the desk."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import ngettext

from spaces.insights.heartbeat import silence
from spaces.models import Message
from spaces.models.fronts import fronts
from spaces.states import MessageState

LATE = 15  # minutes that a due mail may wait before the desk tells of it


def trouble(now=None):
    """A sentence when mails do not go out at all, or go out late; nothing when all is well."""
    return silence() or lateness(oldest_due_seconds(now))


def lateness(seconds):
    """A sentence when the mail that waits longest has waited for long."""
    minutes = (seconds or 0) // 60
    if minutes < LATE:
        return ""
    return ngettext(
        "Mails go out late: the oldest has waited for {n} minute. None is lost.",
        "Mails go out late: the oldest has waited for {n} minutes. None is lost.",
        minutes,
    ).format(n=minutes)


def oldest_due_seconds(now=None):
    """For how long the message that is due longest has waited to go out, or has been going out; None when none is."""
    now = now or timezone.now()
    waiting = [due_at for _space, due_at in fronts(now)]
    going = Message.objects.filter(state=MessageState.SENDING).order_by("claimed_at")
    times = [*waiting, *going.values_list("claimed_at", flat=True)[:1]]
    return round((now - min(times)) / timedelta(seconds=1)) if times else None
