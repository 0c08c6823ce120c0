"""Working days and quiet hours: when a mail that nobody is waiting for may go out.

Calm is 08:00 to 18:00 of the country's own clock, on days that are no rest day, and only until 13:00 on the eve of
one: early enough before sunset all year. After a rest day the calm begins again on the next working day. In Israel
that is quiet from Friday 13:00 to Sunday 08:00; a Thursday that is a holiday is quiet from Wednesday 13:00 to Sunday.
"""

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays
from django.conf import settings

OPENS, CLOSES, CLOSES_ON_AN_EVE = time(8), time(18), time(13)
LAST_CALL = timedelta(hours=1)  # a moment moved earlier lands this long before the calm ends, so that it is not missed
FARTHEST = 60  # days that a moment may be moved
WEEKEND = {5, 6}  # where the country is not known: Saturday and Sunday
HALF_WORKED = {"IL": {4}}  # days of the weekend with a working morning
# Days that the state does not rest on and people do; `holidays` has them among its optional ones.
QUIET_DAYS = {"IL": ("Remembrance Day", "Tisha B'Av")}


def is_calm(moment, *, country, quiet_weekdays=(), clock=""):
    """Whether an automatic mail may go out at this moment.

    `country` is an ISO 3166 code, `quiet_weekdays` are a person's own (0 is Monday), `clock` is the time zone in which
    they live. Hours and days are those of their clock, and it is quiet while the country rests or theirs does.
    """
    opens, closes = calm_hours(day_of(moment, country, clock), country, quiet_weekdays, clock)
    return opens <= moment < closes


def calm_moment(wanted, *, country, quiet_weekdays=(), clock=""):
    """The moment itself when it is calm, otherwise one before it, near the end of the last calm hours.

    None when there is no calm within two months: this person never wants automatic mail.
    """
    first = day_of(wanted, country, clock)
    for days in range(FARTHEST):
        opens, closes = calm_hours(first - timedelta(days), country, quiet_weekdays, clock)
        if opens <= wanted < closes:
            return wanted
        if opens < closes <= wanted:
            return closes - LAST_CALL
    return None


def next_calm_moment(wanted, *, country, quiet_weekdays=(), clock=""):
    """The moment itself when it is calm, otherwise the next opening after it. None as above."""
    first = day_of(wanted, country, clock)
    for days in range(FARTHEST):
        opens, closes = calm_hours(first + timedelta(days), country, quiet_weekdays, clock)
        if opens < closes and wanted < closes:
            return max(wanted, opens)
    return None


def is_in_time(moment, deadline):
    """Whether there is such a moment, before a deadline if there is one."""
    return moment is not None and (deadline is None or moment < deadline)


def day_of(moment, country, clock=""):
    return moment.astimezone(clock_of(clock, country)).date()


def calm_hours(day, country, quiet_weekdays, clock):
    """When the calm of a day begins and when it is over, in UTC; the same moment on a day without any."""
    opens, closes = hours_of(day, country, clock)
    return opens, opens if day.weekday() in quiet_weekdays else closes


@lru_cache(maxsize=4096)
def hours_of(day, country, clock):
    zone = clock_of(clock, country)
    closes = min(closing(day, one) for one in {country, country_of(clock) or country})
    return tuple(datetime.combine(day, at, tzinfo=zone).astimezone(UTC) for at in (OPENS, closes))


def closing(day, country):
    """The hour at which the calm of a day ends."""
    eve, morrow = day - timedelta(1), day + timedelta(1)
    if rests(day, country) or (not works(day, country) and rests(eve, country)):
        return OPENS
    return CLOSES_ON_AN_EVE if rests(morrow, country) else CLOSES


def rests(day, country):
    """Whether a day is a rest day: of the week, of the state, or one that people keep."""
    return day.weekday() in rest_weekdays(country, day.year) or day in rest_days(country, day.year)


def works(day, country):
    """Whether a day is a full working day."""
    return not rests(day, country) and day.weekday() not in HALF_WORKED.get(country, ())


@lru_cache(maxsize=512)
def rest_days(country, year):
    """The public holidays of a country in a year, with the days its people keep besides. None that is not known."""
    public = calendar_of(country, year)
    kept = calendar_of(country, year, categories=("optional",), language="en_US") if country in QUIET_DAYS else {}
    return frozenset(public) | {day for day, name in kept.items() if name.startswith(QUIET_DAYS[country])}


@lru_cache(maxsize=512)
def rest_weekdays(country, year):
    weekend = getattr(calendar_of(country, year), "weekend", WEEKEND)
    return frozenset(weekend) - HALF_WORKED.get(country, set())


def calendar_of(country, year, **options):
    try:
        return holidays.country_holidays(country, years=year, **options)
    except NotImplementedError:
        return {}


@lru_cache(maxsize=512)
def zone_of(country):
    """The time zone of a country, the first where it has several; the site's own where it is not known."""
    return ZoneInfo(zones().get(country, settings.TIME_ZONE))


@lru_cache(maxsize=512)
def clock_of(clock, country):
    """The time zone of that name; the country's where there is none, or this machine does not know it."""
    try:
        return ZoneInfo(clock) if clock else zone_of(country)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return zone_of(country)


@lru_cache(maxsize=1)
def zones():
    """The first time zone of each country."""
    return {country: zone for zone, country in reversed(places_of_zones())}


def country_of(clock):
    """The country that keeps a time zone; none for names that stand for no place."""
    return countries_of_zones().get(clock, "")


@lru_cache(maxsize=1)
def countries_of_zones():
    return dict(places_of_zones())


@lru_cache(maxsize=1)
def places_of_zones():
    """Pairs of time zone and country, from the time zone database itself."""
    lines = files("tzdata.zoneinfo").joinpath("zone.tab").read_text().splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(zone, country) for country, _place, zone, *_note in rows]
