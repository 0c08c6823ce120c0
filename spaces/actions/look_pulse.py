"""The look at mails about a pulse.

The question goes to all, answered or not: a mail that stops would tell. Only the reminder looks who is open.
"""

from django.utils.translation import gettext as _

from spaces.actions.look_member import calm_for_member
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
        rows = places.values_list("pulse_id", "membership_id", "has_answered")
        self.answered = {(pulse, member): answered for pulse, member, answered in rows}

    def against(self, message):
        place = (key_of(message), message.membership_id)
        if place not in self.answered:
            return Objection(_("The pulse is over."))
        if message.space.stage == Stage.PAUSED:
            return while_paused(self.now)
        if message.kind == MailKind.PULSE:
            return None
        return Objection(_("No longer needed.")) if self.answered[place] else calm_for_member(message, self.now)
