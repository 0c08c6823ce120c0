"""What a pause means for what is under way: its time stands still, and is given back when the space goes on."""

from django.db.models import F

from spaces.actions.candidacy import give_back_days
from spaces.actions.reminding import plan_reminders
from spaces.models import Decision, Invitation, Pulse, Response
from spaces.states import InvitationState


def give_back_time(space, since, now):
    """Put each time limit that had not passed when the pause began later, by the length of the pause.

    The caller holds the space.
    """
    rest = now - since
    give_back_rounds(space, since, rest)
    Pulse.objects.open().filter(space=space, closes_at__gt=since).update(closes_at=F("closes_at") + rest)
    give_back_days(space, since, rest)
    waiting = space.invitations.filter(state__in=[InvitationState.OPEN, InvitationState.APPROVED])
    waiting.filter(deadline__gt=since).update(deadline=F("deadline") + rest)
    plan_again(space, now)


def give_back_rounds(space, since, rest):
    rounds = Decision.objects.open().filter(space=space)
    rounds.filter(closes_at__gt=since).update(closes_at=F("closes_at") + rest)
    rounds.filter(questions_until__gt=since).update(questions_until=F("questions_until") + rest)
    changeable = Response.objects.filter(decision__in=space.decisions.open(), changeable_until__gt=since)
    changeable.update(changeable_until=F("changeable_until") + rest)


def plan_again(space, now):
    """Reminders follow the new deadlines."""
    waiting = list(space.invitations.waiting())
    plan_reminders(waiting, space.country, after=now)
    Invitation.objects.bulk_update(waiting, ["next_reminder_at"], batch_size=1000)
