"""The look at mails about invitations: is the answer still waited for, at this address?"""

from django.utils.translation import gettext as _

from spaces.actions.objection import Objection, while_paused
from spaces.models.invitation import Kind
from spaces.models.message import MailKind
from spaces.states import InvitationState, MessageState, Stage


class Invitees:
    """All that the mails to invitees need to know is loaded with them."""

    def __init__(self, now):
        self.now = now

    def against(self, message):
        invitation = message.invitation
        if message.is_unwanted:
            return Objection(_("This address is not written to."), MessageState.SUPPRESSED)
        if message.kind == MailKind.WITHDRAWN:
            return None if invitation.state == InvitationState.WITHDRAWN else Objection(_("No longer true."))
        if invitation.state != InvitationState.OPEN:
            return Objection(_("The invitation does not wait for an answer any more."))
        if invitation.email != message.address:
            return Objection(_("The invitation goes to another address now."))
        return self.against_space(message) or self.against_time(message)

    def against_space(self, message):
        space = message.space
        if space.stage == Stage.PAUSED:
            return while_paused(self.now)
        if space.is_over or (message.invitation.kind == Kind.STAKEHOLDER and not space.door_is_open):
            return Objection(_("The space does not invite now."))
        return None

    def against_time(self, message):
        if message.invitation.deadline <= self.now:
            return Objection(_("The time to answer has passed."))
        return None

    def deadline_of(self, message):
        return message.invitation.deadline
