"""The look at the hour: what nobody asked for at this moment comes in its reader's calm hours, and in time or not at
all. The table in `manners` says which mail that is.
"""

from datetime import timedelta

from django.utils.translation import gettext as _

from impact_spaces.lib.calendar import day_of, is_in_time, next_calm_moment
from spaces.actions.objection import Objection, waits_until
from spaces.manners import Hour, manner_of
from spaces.models.message import MailKind

FRESH = timedelta(hours=1)  # so long a notice is part of what somebody does; afterwards it is the machine's


def against_hour(message, habits, now, deadline):
    """What speaks against this hour. `deadline` is when the mail has no sense any more; None for never."""
    manner, calm = manner_of(message), habits.calm_in(message.space_id and message.space.country)
    is_fresh = manner.hour == Hour.NOTICE and now - message.created_at < FRESH
    if manner.hour == Hour.ANY or (is_fresh and not is_quiet_day(now, **calm)):
        return None
    moment = next_calm_moment(now, **calm)
    if manner.is_sole and not is_in_time(moment, deadline):
        # Rather on somebody's own quiet day than never; the rest days of the country stay.
        moment = now if is_fresh else next_calm_moment(now, country=calm["country"])
    if not is_in_time(moment, deadline):
        return too_late(message)
    return waits_until(moment) if moment > now else None


def is_quiet_day(now, *, country, quiet_weekdays, clock):
    return day_of(now, country, clock).weekday() in quiet_weekdays


def too_late(message):
    if message.kind == MailKind.MEETING_REMINDER:
        return Objection(_("There was no calm hour left before the meeting."))
    return Objection(_("There was no calm hour left before the time to answer passed."))
