"""The look at mails about a pulse.

The question goes to all, answered or not: a mail that stops would tell. Only the reminder looks who is open.
"""

from django.utils.translation import gettext as _

from spaces.actions.objection import Objection, key_of, keys_of, members_of, while_paused
from spaces.models import Pulse, PulsePlace
from spaces.models.message import MailKind
from spaces.states import Stage


class Pulses:
    """What the mails of a batch about pulses need to know: whose place in which open wave is still empty."""

    KINDS = (MailKind.PULSE, MailKind.PULSE_REMINDER)

    def __init__(self, messages, now):
        self.now = now
        waves = Pulse.objects.open().filter(pk__in=keys_of(messages), closes_at__gt=now)
        places = PulsePlace.objects.filter(pulse__in=waves, membership__in=members_of(messages))
        self.places = {(one.pulse_id, one.membership_id): one for one in places.select_related("pulse")}

    def against(self, message):
        place = self.place_of(message)
        if place is None:
            return Objection(_("The pulse is over."))
        if message.space.stage == Stage.PAUSED:
            return while_paused(self.now)
        if message.kind == MailKind.PULSE_REMINDER and place.has_answered:
            return Objection(_("No longer needed."))
        return None

    def place_of(self, message):
        return self.places.get((key_of(message), message.membership_id))

    def deadline_of(self, message):
        return self.place_of(message).pulse.closes_at
