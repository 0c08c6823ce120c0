"""What a facilitator may do with an invitation now, from the table of states, and why not otherwise."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from spaces import gate
from spaces.models.invitation import Kind
from spaces.states import INVITATIONS, InvitationState, Stage

NO_MAILS = (Stage.PAUSED, Stage.CLOSED)


@dataclass(frozen=True)
class Verb:
    """One thing to do. `reason` says why it cannot be done now; empty when it can."""

    key: str
    label: str
    reason: str = ""


def verbs(invitation, space):
    """The verbs of this state, in the order in which one thinks of them."""
    found = []
    if (verb := forward(invitation, space)) is not None:
        found.append(verb)
    if invitation.state == InvitationState.OPEN and not invitation.is_unmailed:
        found += [Verb("remind", _("Remind"), rests(space)), Verb("resend", _("Send again"), rests(space))]
    if invitation.state in (InvitationState.OPEN, InvitationState.EXPIRED):
        found.append(Verb("extend", _("Give more time"), rests(space)))
    if InvitationState.WITHDRAWN in INVITATIONS[invitation.state].next:
        found.append(Verb("correct", _("Correct the address"), rests(space)))
        found.append(Verb("withdraw", _("Take back")))
    return found


def why_not(verb, invitation, space):
    """Why a verb cannot be done with an invitation now, or nothing."""
    for possible in verbs(invitation, space):
        if possible.key == verb:
            return possible.reason
    return _("Not in the state “{state}”.").format(state=invitation.get_state_display())


def forward(invitation, space):
    """The way to the mail: a peer's invitation is sent; somebody outside is proposed, approved, then sent. Where the
    mail was stopped before it left, that is still to be done.
    """
    state = invitation.state
    if state == InvitationState.APPROVED or invitation.is_unmailed:
        return Verb("send", _("Send the invitation"), closed_to(invitation, space))
    if invitation.kind == Kind.PEER and state in (InvitationState.DRAFT, InvitationState.PROPOSED):
        return Verb("send", _("Approve and send"), rests(space))
    if state == InvitationState.DRAFT:
        return Verb("propose", _("Put on the list"))
    if state == InvitationState.PROPOSED:
        return Verb("approve", _("Approve"), closed_to(invitation, space) or undecided(invitation))
    return None


def closed_to(invitation, space):
    if invitation.kind == Kind.STAKEHOLDER and not space.door_is_open:
        return _("The door of this space is closed. People from other sectors are invited after the group opens it.")
    return rests(space)


def undecided(invitation):
    if invitation.kind == Kind.STAKEHOLDER and gate.invitable_by(invitation) is None:
        return _("The group has not agreed to invite this person yet, or not since it last consolidated.")
    return ""


def rests(space):
    return _("The space rests at the moment; nothing is sent.") if space.stage in NO_MAILS else ""
