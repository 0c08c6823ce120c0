"""What a facilitator may do with an invitation now, from the table of states, and why not otherwise."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from spaces import gate
from spaces.models import Suppression
from spaces.models.invitation import Kind
from spaces.states import INVITATIONS, InvitationState, Stage

NO_MAILS = (Stage.PAUSED, Stage.CLOSED)
WRITING = ("send", "remind", "resend")  # verbs whose mails go out


@dataclass(frozen=True)
class Verb:
    """One thing to do. `reason` says why it cannot be done now; empty when it can."""

    key: str
    label: str
    reason: str = ""


def verbs(invitation, space):
    """The verbs of this state, in the order in which one thinks of them."""
    silent = why_silent(invitation)
    return [
        Verb(key, label, why(invitation, space) or (silent if key in WRITING else ""))
        for key, label, why in offered(invitation)
    ]


def why_silent(invitation):
    """Why the address of an invitation is not written to, or nothing."""
    return not_written_to() if Suppression.objects.filter(email=invitation.email).exists() else ""


def not_written_to():
    return _("This address asked not to be written to, or cannot be reached.")


def why_not(verb, invitation, space):
    """Why a verb cannot be done with an invitation now, or nothing. Nothing is asked about the other verbs."""
    for key, _label, why in offered(invitation):
        if key == verb:
            return why(invitation, space)
    return _("Not in the state “{state}”.").format(state=invitation.get_state_display())


def offered(invitation):
    """(verb, its label, the question why it cannot be done now) of this state."""
    found = [step] if (step := forward(invitation)) else []
    if invitation.state == InvitationState.OPEN and not invitation.is_unmailed:
        found += [("remind", _("Remind"), unread), ("resend", _("Send again"), unsent)]
    if invitation.state in (InvitationState.OPEN, InvitationState.EXPIRED):
        found.append(("extend", _("Give more time"), closed_to))
    if InvitationState.WITHDRAWN in INVITATIONS[invitation.state].next:
        found += [("correct", _("Correct the address"), nothing), ("withdraw", _("Take back"), nothing)]
    return found


def forward(invitation):
    """The way to the mail: a peer's invitation is sent; somebody outside is proposed, approved, then sent. Where the
    mail was stopped before it left, that is still to be done.
    """
    state = invitation.state
    if state == InvitationState.APPROVED or invitation.is_unmailed:
        return "send", _("Send the invitation"), closed_to
    if invitation.kind == Kind.PEER and state in (InvitationState.DRAFT, InvitationState.PROPOSED):
        return "send", _("Approve and send"), closed_to
    if state == InvitationState.DRAFT:
        return "propose", _("Put on the list"), nothing
    if state == InvitationState.PROPOSED:
        return "approve", _("Approve"), undecided
    return None


def nothing(invitation, space):
    return ""


def unread(invitation, space):
    """Why nobody can be reminded of it: a reminder comes after the invitation itself."""
    if why := unsent(invitation, space):
        return why
    return "" if invitation.is_told else _("The invitation itself could not be sent. Send it again first.")


def unsent(invitation, space):
    """Why it cannot be sent again: it was not sent yet."""
    if why := closed_to(invitation, space):
        return why
    return "" if invitation.is_tried else _("The invitation itself has not gone out yet.")


def closed_to(invitation, space):
    if invitation.kind == Kind.STAKEHOLDER and not space.door_is_open:
        return _("The door of this space is closed. People from other sectors are invited after the group opens it.")
    return _("The space rests at the moment; nothing is sent.") if space.stage in NO_MAILS else ""


def undecided(invitation, space):
    if why := closed_to(invitation, space):
        return why
    if invitation.kind == Kind.STAKEHOLDER and gate.invitable_by(invitation) is None:
        return _("The group has not agreed to invite this person yet, or not since it last consolidated.")
    return ""
