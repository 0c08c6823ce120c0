"""When it is quiet: a second opinion, from the Hebrew calendar and from the clock on the reader's wall. None of the
product's own calendar is used here.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from pyluach import dates

WEEKENDS = {"US": {5, 6}, "GB": {5, 6}, "AE": {5, 6}, "AU": {5, 6}, "SA": {4, 5}}
HALF_AN_HOUR = timedelta(minutes=30)


@cache
def is_kept(day):
    """A second opinion, from the Hebrew date: Shabbat, festivals, and three days kept by custom or law."""
    hebrew = dates.HebrewDate.from_pydate(day)
    if day.weekday() == 5 or hebrew.festival(israel=True, include_working_days=False):
        return True
    fifth_of_iyar = dates.HebrewDate(hebrew.year, 2, 5).to_pydate()
    moved = {4: -1, 5: -2, 0: 1}.get(fifth_of_iyar.weekday(), 0)  # away from Shabbat and its evenings
    independence = fifth_of_iyar + timedelta(moved)
    ninth_of_av = dates.HebrewDate(hebrew.year, 5, 9).to_pydate()
    fast = ninth_of_av + timedelta(ninth_of_av.weekday() == 5)
    return day in (independence - timedelta(1), independence, fast)


@cache
def rests(day, country):
    if country == "IL":
        return is_kept(day)
    return day.weekday() in WEEKENDS[country] or day in holidays.country_holidays(country, years=day.year)


@cache
def ends(day, country):
    """The hour at which the calm of a day ends in a country; 8, when it begins, for none."""
    eve, morrow = day - timedelta(days=1), day + timedelta(days=1)
    if rests(day, country) or (country == "IL" and day.weekday() == 4 and rests(eve, country)):
        return 8
    return 13 if rests(morrow, country) else 18


@dataclass(frozen=True)
class Reader:
    """Somebody in a space of a country: where they live (the zone and its country), and their quiet days."""

    country: str
    zone: str
    home: str
    quiet_weekdays: tuple[int, ...] = ()

    def is_calm_at(self, moment):
        local = moment.astimezone(ZoneInfo(self.zone))
        if local.weekday() in self.quiet_weekdays:
            return False
        return 8 <= local.hour < min(ends(local.date(), self.country), ends(local.date(), self.home))

    def has_calm_between(self, first, last):
        """Whether a calm moment lies from the first on and before the last. Calm begins and ends on the full hour."""
        if first >= last:
            return False
        moment = first.replace(minute=first.minute // 30 * 30, second=0, microsecond=0)
        moments = [first]
        while (moment := moment + HALF_AN_HOUR) < last:
            moments.append(moment)
        return any(self.is_calm_at(one) for one in moments)


READERS = [
    Reader("IL", "Asia/Jerusalem", "IL"),
    Reader("IL", "Asia/Jerusalem", "IL", (4,)),
    Reader("IL", "Asia/Jerusalem", "IL", (6, 0, 1)),
    Reader("IL", "Asia/Jerusalem", "IL", (0, 1, 2, 3, 4, 5, 6)),
    Reader("IL", "America/New_York", "US"),
    Reader("IL", "America/Los_Angeles", "US", (2,)),
    Reader("IL", "Australia/Sydney", "AU"),
    Reader("GB", "Europe/London", "GB", (0,)),
    Reader("GB", "Asia/Jerusalem", "IL"),
    Reader("US", "America/New_York", "US"),
    Reader("AE", "Asia/Dubai", "AE"),
    Reader("SA", "Asia/Riyadh", "SA", (6,)),
]
