"""The look at the week: so many automatic mails a person gets in any seven days, over all spaces, and no more.

Over that, a mail waits until there is room again. One that cannot wait so long is dropped when it only reminds; the
only one that tells of something goes nevertheless.
"""

from collections import defaultdict
from datetime import timedelta

from django.utils.translation import gettext as _

from impact_spaces.lib.calendar import is_in_time, next_calm_moment
from spaces.actions.objection import Objection
from spaces.manners import COUNTED, manner_of
from spaces.models import Message
from spaces.models.message import BY_HAND, INVITING

WEEK = timedelta(days=7)


class Weeks:
    """When the people of a batch got automatic mails lately. What passes the look is counted at once.

    Two runs that look at the same moment do not see each other's: somebody may get one mail more for each.
    """

    def __init__(self, messages, now):
        self.now, self.had = now, defaultdict(list)
        addresses = {message.address for message in messages if manner_of(message).counts}
        if addresses:
            sent = Message.objects.filter(address__in=addresses, kind__in=COUNTED, sent_at__gt=now - WEEK)
            sent = sent.exclude(kind__in=INVITING).exclude(occasion__contains=BY_HAND).order_by("sent_at")
            for address, at in sent.values_list("address", "sent_at"):
                self.had[address].append(at)

    def against(self, message, habits, deadline):
        manner, had = manner_of(message), self.had[message.address]
        if not manner.counts:
            return None
        if len(had) >= habits.most_a_week:
            calm = habits.calm_in(message.space_id and message.space.country)
            room = next_calm_moment(had[-habits.most_a_week] + WEEK, **calm)
            if is_in_time(room, deadline):
                return Objection(_("This person has had enough mail this week; it waits."), until=room)
            if not manner.is_sole:
                return Objection(_("This person has had enough mail this week."))
        if message.kind in COUNTED:
            had.append(self.now)
        return None
