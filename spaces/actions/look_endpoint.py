"""The look at mails about endpoints of partner systems: is it off still, and does their reader answer for it?"""

from spaces.actions.objection import key_of, keys_of, no_longer_true
from spaces.models import Endpoint
from spaces.models.message import MailKind


class Endpoints:
    """Which endpoints are off, and the active people who answer for them."""

    KINDS = (MailKind.ENDPOINT_OFF,)

    def __init__(self, messages, _now):
        off = Endpoint.objects.switched_off().filter(pk__in=keys_of(messages))
        answering = off.filter(partner__contacts__is_active=True)
        self.waiting = set(answering.values_list("pk", "partner__contacts"))

    def against(self, message):
        return None if (key_of(message), message.person_id) in self.waiting else no_longer_true()

    def deadline_of(self, _message):
        return None
