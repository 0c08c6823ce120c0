"""A time zone as a calendar file carries it: its changes between two years, at the minute at which they happen.

(icalendar makes one as well, but lets summer time begin an hour late.)
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

HOUR = timedelta(hours=1)


@lru_cache(maxsize=64)
def vtimezone(zone, first_year, last_year):
    """The VTIMEZONE of a ZoneInfo, right from the first day of one year to the last of another."""
    begins, ends = datetime(first_year, 1, 1, tzinfo=UTC) - HOUR * 24, datetime(last_year + 1, 1, 2, tzinfo=UTC)
    made = Timezone()
    made.add("tzid", zone.key)
    made.add_component(observance(zone, begins, begins))
    for moment in changes(zone, begins, ends):
        made.add_component(observance(zone, moment - timedelta(seconds=1), moment))
    return made


def changes(zone, begins, ends):
    """The moments, in UTC, at which the zone's clock is turned."""
    moment, offset = begins, begins.astimezone(zone).utcoffset()
    while moment < ends:
        if (moment + HOUR * 24).astimezone(zone).utcoffset() != offset:
            moment = turning_point(zone, moment, moment + HOUR * 24)
            offset = moment.astimezone(zone).utcoffset()
            yield moment
        else:
            moment += HOUR * 24


def turning_point(zone, before, after):
    """Halves the time between until the minute is found."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(second=0, microsecond=0)


def observance(zone, before, moment):
    """The clock from a moment on. Its beginning is told by the clock that it follows."""
    earlier, local = before.astimezone(zone), moment.astimezone(zone)
    made = TimezoneDaylight() if local.dst() else TimezoneStandard()
    made.add("dtstart", (moment + earlier.utcoffset()).replace(tzinfo=None))
    made.add("tzoffsetfrom", earlier.utcoffset())
    made.add("tzoffsetto", local.utcoffset())
    made.add("tzname", local.tzname())
    return made
