"""Mails that were confirmed together: begun, held back, let go on and stopped as one.

Only mails to people who are outside yet, invitations and what reminds of them, are mailings. What a group's own work
writes to its members is none: a round of which half the members are told is no round.

Each verb takes its locks in the order of the whole house: the space, the mailing, invitations, mails. A mail that a
worker has in hand is not waited for; the look right before it goes finds the mailing paused or stopped.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from spaces import access
from spaces.actions.message import nudge
from spaces.actions.moving import advance, advance_mailing, hold
from spaces.actions.reminding import leaves_at, plan_reminders
from spaces.models import Invitation, Mailing, Message
from spaces.models.mailing import TAKE_BACK, soon
from spaces.models.message import MailKind
from spaces.states import UNSENT, InvitationState, MailingState, MessageState

RECENT = timedelta(days=7)  # far longer than any worker is away


def begin(space, kind, *, by, goes_at=None):
    """A mailing that `enqueue` puts mails into. They begin to go out in half a minute, or at `goes_at`."""
    return Mailing.objects.create(space=space, kind=kind, made_by=by, goes_at=max(soon(), goes_at or soon()))


def pause(mailing, *, by=None, why=Mailing.Why.BY_HAND):
    """Hold back what has not left. Returns whether it was going. Raises Forbidden."""
    access.require_facilitator(by, mailing.space)
    with transaction.atomic():
        hold(mailing.space_id)
        if not advance_mailing(mailing, MailingState.PAUSED, why_paused=why):
            return False
        advance(mailing.messages.filter(state=MessageState.QUEUED), MessageState.HELD)
    return True


def resume(mailing, *, by):
    """Let it go on; who was not asked yet gets the time of the pause back. Returns whether it was paused.

    Raises Forbidden.
    """
    access.require_facilitator(by, mailing.space)
    with transaction.atomic():
        space, rested_since = hold(mailing.space_id), Mailing.objects.get(pk=mailing.pk).state_since
        if not advance_mailing(mailing, MailingState.GOING, why_paused=""):
            return False
        give_back_time(mailing, space, rested_since)
        advance(mailing.messages.filter(state=MessageState.HELD), MessageState.QUEUED)
        transaction.on_commit(nudge)
    return True


def give_back_time(mailing, space, since):
    """Put the deadlines of invitations that waited for their first mail later, by the length of the pause.

    Of a mailing that is planned for later nobody lost any time before it was to begin.
    """
    now, begins = timezone.now(), mailing.goes_at - TAKE_BACK
    lost = max(now, begins) - max(since, begins)
    held = Message.objects.filter(mailing=mailing, state=MessageState.HELD, kind=MailKind.INVITATION)
    waited = Invitation.objects.filter(pk__in=held.values("invitation"), state=InvitationState.OPEN, deadline__gt=since)
    waited = list(waited.order_by("pk").select_for_update(of=["self"]))
    for one in waited:
        one.deadline += lost
    plan_reminders(waited, space.country, after=leaves_at(mailing, now))
    Invitation.objects.bulk_update(waited, ["deadline", "next_reminder_at"], batch_size=1000)


def stop(mailing, *, by):
    """Send nothing more of it, for good; what went out stays out. Returns whether it was not stopped before.

    An invitation whose mail was stopped stays open, and is shown as one of which nobody was told
    (`Invitation.is_unmailed`): it can be sent, or taken back without a word. Raises Forbidden.
    """
    access.require_facilitator(by, mailing.space)
    with transaction.atomic():
        space = hold(mailing.space_id)
        if not advance_mailing(mailing, MailingState.STOPPED, why_paused=""):
            return False
        cancel(mailing.messages.all(), space.language)
    return True


def cancel(messages, language):
    with translation.override(language):
        advance(messages.filter(state__in=UNSENT), MessageState.CANCELLED, problem=_("The mailing was stopped."))


def settle(now=None):
    """Set straight what a worker put back just when its mailing was stopped, or went on. Returns how many mails."""
    recent = Mailing.objects.filter(state_since__gt=(now or timezone.now()) - RECENT)
    going, stopped = (recent.filter(state=state).values("pk") for state in (MailingState.GOING, MailingState.STOPPED))
    freed = advance(Message.objects.filter(mailing__in=going, state=MessageState.HELD), MessageState.QUEUED)
    late = Message.objects.filter(mailing__in=stopped, state__in=UNSENT)
    return freed + advance(late, MessageState.CANCELLED)
