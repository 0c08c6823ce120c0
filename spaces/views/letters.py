"""Mails to look at before they go, written by the same hand that will write them when they do."""

from spaces.actions.details import Contact
from spaces.actions.message import to_invitee, to_member
from spaces.actions.writing import reading
from spaces.models import Invitation
from spaces.models.message import MailKind

NOT_SAVED = -1  # a key that no row has: a mail knows by it that it is about an invitation


def contact_of(space):
    """The facilitator whom a space's mails name."""
    first = space.memberships.present().facilitators().select_related("person").order_by("since", "id").first()
    return Contact(first.person.name, first.person.email) if first else Contact(None, None)


def letter_of(message):
    """A message that has not gone out, as it would read now."""
    return reading(message, contact_of(message.space))


def invitation_letter(space, invitee, *, by, kind, note="", **how):
    """The mail that would invite somebody. Nothing is saved."""
    return first_letter(would_be(space, invitee, by=by, kind=kind, **how), note)


def would_be(space, invitee, *, by, kind, **how):
    """An invitation that is in no row, to see what would be written."""
    return Invitation(
        pk=NOT_SAVED, space=space, kind=kind, email=invitee.email, name=invitee.name, organisation=invitee.organisation,
        organisation_name=invitee.organisation_name, language=invitee.language, inviter=by, **how,
    )  # fmt: skip


def first_letter(invitation, note=""):
    """The mail that would send an invitation out."""
    return letter_of(about(invitation, to_invitee(invitation, MailKind.INVITATION, "preview", note)))


def farewell_letter(membership):
    """What a stakeholder is told when the door closes."""
    message = to_member(membership, MailKind.DOOR_CLOSED, "door_closed")
    message.space = membership.space
    return letter_of(message)


def about(invitation, message):
    message.space = invitation.space
    return message
