"""The look at mails about invitations: is the answer still waited for, at this address, at this hour?"""

from django.utils.translation import gettext as _

from impact_spaces.lib.calendar import next_calm_moment
from spaces.actions.message import about
from spaces.actions.objection import Objection, waits_until, while_paused
from spaces.actions.reminding import quiet_days_of
from spaces.models.invitation import Kind
from spaces.models.message import MailKind
from spaces.states import InvitationState, MessageState, Stage


class Invitees:
    """What the mails of a batch to invitees need to know: the quiet days of those who are known here."""

    def __init__(self, messages, now):
        self.now = now
        automatic = [one.invitation for one in messages if one.invitation_id and is_automatic(one)]
        self.quiet_days = quiet_days_of(automatic) if automatic else {}

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
        return self.quiet_time(message) if is_automatic(message) else None

    def quiet_time(self, message):
        days = self.quiet_days.get(message.address, ())
        calm = next_calm_moment(self.now, country=message.space.country, quiet_weekdays=days)
        if calm is None or calm >= message.invitation.deadline:
            return Objection(_("There was no calm hour left before the time to answer passed."))
        return waits_until(calm) if calm > self.now else None


def is_automatic(message):
    """Whether nobody asked for this mail at this moment."""
    if message.kind == MailKind.REMINDER:
        return about(message)[0] == "reminder"
    return message.kind == MailKind.ASK_AGAIN
