"""The mails of the past: marked as sent at their moment, while nothing goes out."""

from django.utils import timezone

from spaces.actions import decision
from spaces.actions.moving import advance
from spaces.models import Message
from spaces.states import MessageState

UNREACHABLE = "yaniv@"  # whose first mail came back


def carry():
    """Send what is due, as far as the outbox can tell."""
    now = timezone.now()
    for message in list(Message.objects.due(now)):
        mine = Message.objects.filter(pk=message.pk)
        advance(mine, MessageState.SENDING, claimed_at=now, attempts=1)
        advance(mine, MessageState.SENT, sent_at=now)
        if message.address.startswith(UNREACHABLE):
            advance(mine, MessageState.BOUNCED, problem="550 5.1.1 User unknown")


def run_timetable():
    decision.close_due()
