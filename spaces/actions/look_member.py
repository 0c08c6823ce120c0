"""The look at every mail to somebody in a space: are they still in it, and is there still something to tell?"""

from django.utils.translation import gettext as _

from spaces.actions.objection import Objection
from spaces.models.message import MailKind
from spaces.states import MessageState

TO_WHO_LEFT = (MailKind.DOOR_CLOSED, MailKind.MEETING_OFF)
OF_A_CLOSED_SPACE = (MailKind.SPACE_MOVED, MailKind.GLASS)


def against_a_member(message):
    membership = message.membership
    if message.is_unwanted:
        return Objection(_("This address is not written to."), MessageState.SUPPRESSED)
    if membership is None or message.kind in TO_WHO_LEFT:
        return None
    if membership.ended_at is not None or not membership.person.is_active:
        return Objection(_("This person is not in the space any more."))
    if message.kind not in OF_A_CLOSED_SPACE and message.space.is_over:
        return Objection(_("The space is closed."))
    return None
