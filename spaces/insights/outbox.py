"""How the outbox is doing, for the health page and the desk."""

from datetime import timedelta

from django.utils import timezone

from spaces.models import Message
from spaces.states import MessageState


def oldest_due_seconds(now=None):
    """For how long the message that is due longest has waited to go out, or has been going out; None when none is."""
    now = now or timezone.now()
    waiting = Message.objects.due(now).order_by("due_at").values_list("due_at", flat=True)
    going = Message.objects.filter(state=MessageState.SENDING).order_by("claimed_at")
    times = [*waiting[:1], *going.values_list("claimed_at", flat=True)[:1]]
    return round((now - min(times)) / timedelta(seconds=1)) if times else None
