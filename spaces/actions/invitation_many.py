"""Giving time to many invitations of a space at once, and taking many back: in a fixed number of statements each."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions.invitation import NEVER_READ, require_ahead
from spaces.actions.message import enqueue, to_invitee
from spaces.actions.moving import advance, hold, move_all
from spaces.actions.reminding import plan_reminders
from spaces.models import Invitation, Message
from spaces.models.message import MailKind
from spaces.states import UNSENT, InvitationState, MessageState


def withdraw_all(space, keys, *, by, reason=""):
    """Take invitations back, as `withdraw` does with one: all of those that can be, or none.

    Returns those that were, and {key: why} of those that the database refused: none. Raises Forbidden, NotPossible.
    """
    access.require_facilitator(by, space)
    with transaction.atomic():
        hold(space.pk)
        chosen = Invitation.objects.filter(space=space, pk__in=keys)
        taken = move_all(chosen, InvitationState.WITHDRAWN, by=by, reason=reason, next_reminder_at=None)
        mails = Message.objects.filter(invitation__in=taken)
        advance(mails.filter(state__in=UNSENT), MessageState.CANCELLED)
        read = set(mails.exclude(state__in=NEVER_READ).values_list("invitation_id", flat=True))
        told = [one for one in taken if one.opened_at is not None and one.pk in read]
        enqueue([to_invitee(one, MailKind.WITHDRAWN, "withdrawn") for one in told])
    return taken, {}


def extend_all(space, keys, *, by, deadline):
    """Give more time, as `extend` does with one; what expired opens again.

    Returns those that have it, and {key: why} of those that the database keeps closed. Raises Forbidden, NotPossible.
    """
    access.require_facilitator(by, space)
    require_ahead(deadline)
    with transaction.atomic():
        space = hold(space.pk)
        refused = open_again(space, list(keys), by, deadline)
        waiting = list(Invitation.objects.waiting().filter(space=space, pk__in=keys).order_by("pk"))
        for one in waiting:
            one.deadline = deadline
        plan_reminders(waiting, space.country, after=timezone.now())
        Invitation.objects.bulk_update(waiting, ["deadline", "next_reminder_at"], batch_size=1000)
    return waiting, refused


def open_again(space, keys, by, deadline):
    """Open what expired. One that the database refuses spoils it for nobody else. Returns {key: why}."""
    expired = Invitation.objects.filter(space=space, pk__in=keys, state=InvitationState.EXPIRED)
    try:
        move_all(expired, InvitationState.OPEN, by=by, reason=_("More time was given."), deadline=deadline)
    except NotPossible as refusal:
        if len(keys) == 1:
            return {keys[0]: str(refusal)}
        half = len(keys) // 2
        return open_again(space, keys[:half], by, deadline) | open_again(space, keys[half:], by, deadline)
    return {}
