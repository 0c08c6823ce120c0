"""What a facilitator does with many invitations of a space at once: each time one mailing, or nothing at all."""

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions.invitation import open_and_mail
from spaces.actions.mailing import begin
from spaces.actions.message import enqueue, to_invitee
from spaces.actions.moving import hold, move_all
from spaces.actions.reminding import remind_by_hand
from spaces.models import Invitation
from spaces.models.invitation import Kind
from spaces.models.message import MailKind
from spaces.states import InvitationState


def send_all(space, keys, *, by, note="", goes_at=None):
    """Send the invitations that can go: drafts and proposals of peers, what is approved, whose mail was stopped.

    Returns the mailing and the invitations in it. Raises Forbidden, NotPossible when none can go.
    """
    with transaction.atomic():
        space, mailing = begun(space, MailKind.INVITATION, by, goes_at)
        chosen = Invitation.objects.filter(space=space, pk__in=keys)
        move_all(chosen.filter(kind=Kind.PEER), InvitationState.PROPOSED, by=by)
        move_all(chosen.filter(kind=Kind.PEER), InvitationState.APPROVED, by=by)
        return mailing, some(open_and_mail(space, chosen, by=by, note=note, mailing=mailing))


def remind_all(space, keys, *, by, note="", goes_at=None):
    """Remind those who wait for nothing but their own answer, as `remind_by_hand` does. Returns and raises as above."""
    with transaction.atomic():
        space, mailing = begun(space, MailKind.REMINDER, by, goes_at)
        chosen = Invitation.objects.filter(space=space, pk__in=keys)
        return mailing, some(remind_by_hand(chosen, by=by, note=note, mailing=mailing))


def resend_all(space, keys, *, by, goes_at=None):
    """Send the same links with the same deadlines once more. Returns and raises as above."""
    with transaction.atomic():
        space, mailing = begun(space, MailKind.INVITATION_AGAIN, by, goes_at)
        waiting = Invitation.objects.waiting().tried().filter(space=space, pk__in=keys)
        before = Count("messages", filter=Q(messages__kind=MailKind.INVITATION_AGAIN))
        chosen = some(list(waiting.annotate(times=before).order_by("pk")))
        again = [to_invitee(one, MailKind.INVITATION_AGAIN, f"again:{one.times + 1}") for one in chosen]
        enqueue(again, mailing)
        return mailing, chosen


def begun(space, kind, by, goes_at):
    access.require_facilitator(by, space)
    return hold(space.pk), begin(space, kind, by=by, goes_at=goes_at)


def some(invitations):
    """The invitations, if there are any. Otherwise nothing was done, and the mailing is as if it had not begun."""
    if not invitations:
        raise NotPossible(_("None of these can be written to now. Somebody else may have been faster."))
    return invitations
