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
from spaces.states import MessageState

WEEK = timedelta(days=7)


class Weeks:
    """When the people of a batch got automatic mails lately. What passes the look is counted at once, and what the same
    run let pass a moment ago and is still handing over.

    Two runs that look at the same moment do not see each other's: somebody may get one mail more for each.
    """

    def __init__(self, messages, now):
        self.now, self.had = now, defaultdict(list)
        addresses = {message.address for message in messages if manner_of(message).counts}
        if addresses:
            counted = Message.objects.filter(address__in=addresses, kind__in=COUNTED)
            counted = counted.exclude(kind__in=INVITING).exclude(occasion__contains=BY_HAND)
            sent = counted.filter(sent_at__gt=now - WEEK).order_by("sent_at").values_list("address", "sent_at")
            for address, at in sent:
                self.had[address].append(at)
            for address in going(counted, messages):
                self.had[address].append(now)

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


def going(counted, messages):
    """The addresses of earlier batches of the same run, for each mail of which nothing is written down yet. One that
    was just put off may be among them: rather a mail that comes later than one too many.
    """
    runs = {message.run for message in messages} - {None}
    earlier = counted.filter(state=MessageState.SENDING, run__in=runs).exclude(pk__in=[one.pk for one in messages])
    return list(earlier.values_list("address", flat=True)) if runs else []
