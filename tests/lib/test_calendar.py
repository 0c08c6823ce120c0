"""Quiet hours: a second opinion on the rest days, and properties that hold for every moment."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impact_spaces.lib.calendar import calm_moment, closing, is_calm, next_calm_moment, rest_days, rests, zone_of
from tests.quiet import is_kept

JERUSALEM = ZoneInfo("Asia/Jerusalem")
COUNTRIES = st.sampled_from(["IL", "GB", "US", "AE", "SA", "DE", "XX"])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2031, 12, 31), timezones=st.just(UTC))
CLOCKS = st.sampled_from(["", "Asia/Jerusalem", "America/New_York", "Asia/Dubai", "Pacific/Kiritimati", "Nowhere"])
DAYS_OFF = st.sets(st.integers(0, 6), max_size=5)
UNHURRIED = settings(deadline=None)


def local(*when):
    return datetime(*when, tzinfo=JERUSALEM)


@pytest.mark.parametrize(
    ("moment", "calm"),
    [
        (local(2026, 12, 2, 7, 59), False),  # an ordinary Wednesday
        (local(2026, 12, 2, 8, 0), True),
        (local(2026, 12, 2, 17, 59), True),
        (local(2026, 12, 2, 18, 0), False),
        (local(2026, 12, 4, 12, 59), True),  # Friday morning
        (local(2026, 12, 4, 13, 0), False),
        (local(2026, 12, 5, 12, 0), False),  # Saturday
        (local(2026, 12, 6, 7, 59), False),
        (local(2026, 12, 6, 8, 0), True),  # Sunday is a working day
        (local(2027, 5, 10, 12, 0), True),  # eve of Memorial Day
        (local(2027, 5, 10, 14, 0), False),
        (local(2027, 5, 11, 12, 0), False),  # Memorial Day
        (local(2027, 5, 12, 12, 0), False),  # Independence Day
        (local(2027, 8, 12, 12, 0), False),  # Tisha B'Av
        (local(2027, 4, 26, 12, 0), True),  # between the days of Passover people work
        (local(2027, 3, 23, 12, 0), True),  # Purim as well
        (local(2028, 6, 1, 12, 0), True),
    ],
)
def test_calm_hours_in_israel(moment, calm):
    assert is_calm(moment, country="IL") is calm


def test_after_a_holiday_on_thursday_the_friday_is_quiet_too():
    """Passover 2027 begins on a Thursday; the next working day is Sunday."""
    assert rests(date(2027, 4, 22), "IL")
    assert not is_calm(local(2027, 4, 23, 9), country="IL")
    assert is_calm(local(2027, 4, 25, 9), country="IL")


YEARS = [date(2024, 1, 1) + timedelta(days) for days in range((date(2041, 1, 1) - date(2024, 1, 1)).days)]


def hours_by_the_hebrew_date(day):
    """When the calm of a day in Israel ends; 8, when it begins, for none."""
    eve, morrow = day - timedelta(1), day + timedelta(1)
    if is_kept(day) or (day.weekday() == 4 and is_kept(eve)):
        return 8
    return 13 if is_kept(morrow) else 18


def test_every_day_of_seventeen_years_is_calm_as_long_as_a_jewish_calendar_says():
    ends = {day: closing(day, "IL").hour for day in YEARS}
    assert ends == {day: hours_by_the_hebrew_date(day) for day in YEARS}
    assert len(YEARS) == 6210


def test_who_lives_elsewhere_is_written_to_in_their_own_hours():
    """A member in New York of a space in Israel, on a Wednesday of winter: eight there is three in the afternoon."""
    assert next_calm_moment(local(2026, 12, 2, 9), country="IL", clock="America/New_York") == local(2026, 12, 2, 15)
    assert is_calm(local(2026, 12, 3, 0, 30), country="IL", clock="America/New_York")


def test_who_lives_elsewhere_has_the_rest_days_of_both():
    new_york = {"country": "IL", "clock": "America/New_York"}
    friday_afternoon = local(2026, 12, 4, 16)  # nine in the morning there
    assert is_calm(friday_afternoon, **new_york)
    assert next_calm_moment(local(2026, 12, 4, 21), **new_york) == local(2026, 12, 7, 15)  # over Shabbat and Sunday
    assert not is_calm(local(2026, 11, 26, 17), **new_york)  # Thanksgiving
    assert not is_calm(local(2027, 5, 12, 17), **new_york)  # Independence Day in Israel
    assert is_calm(local(2027, 5, 12, 17), country="US", clock="America/New_York")


@pytest.mark.parametrize("clock", ["", "Middle/Earth", "/etc", "America"])
def test_a_clock_that_is_not_known_is_the_country_s(clock):
    assert is_calm(local(2026, 12, 2, 8), country="IL", clock=clock)
    assert not is_calm(local(2026, 12, 2, 7, 59), country="IL", clock=clock)


def test_tisha_b_av_is_quiet_also_when_it_is_moved_to_sunday():
    assert date(2029, 7, 22) in rest_days("IL", 2029)


@UNHURRIED
@given(MOMENTS, COUNTRIES, DAYS_OFF, CLOCKS)
def test_a_moved_moment_is_calm_and_never_later(wanted, country, off, clock):
    calm = {"country": country, "quiet_weekdays": off, "clock": clock}
    moment = calm_moment(wanted, **calm)
    assert moment is None or (moment <= wanted and is_calm(moment, **calm))
    assert (moment == wanted) is is_calm(wanted, **calm)


@UNHURRIED
@given(MOMENTS, COUNTRIES, DAYS_OFF, CLOCKS)
def test_the_next_calm_moment_is_calm_and_never_earlier(wanted, country, off, clock):
    calm = {"country": country, "quiet_weekdays": off, "clock": clock}
    moment = next_calm_moment(wanted, **calm)
    assert moment is None or (moment >= wanted and is_calm(moment, **calm))
    assert (moment == wanted) is is_calm(wanted, **calm)


@UNHURRIED
@given(MOMENTS, COUNTRIES)
def test_a_moment_is_moved_by_no_more_than_a_long_holiday(wanted, country):
    assert wanted - calm_moment(wanted, country=country) < timedelta(days=8)
    assert next_calm_moment(wanted, country=country) - wanted < timedelta(days=12)


@UNHURRIED
@given(MOMENTS)
def test_the_hours_are_those_of_the_wall_in_summer_and_in_winter(wanted):
    moment = next_calm_moment(wanted, country="IL").astimezone(JERUSALEM)
    assert 8 <= moment.hour < 18
    assert moment == wanted or (moment.hour, moment.minute) == (8, 0)


def test_on_the_day_that_the_clock_changes_the_calm_begins_at_eight():
    """Israel's clock goes forward in the night to Friday 26 March 2027, and back in the night to 31 October 2027."""
    for day in (local(2027, 3, 26), local(2027, 10, 31)):
        assert next_calm_moment(day, country="IL") == day.replace(hour=8)


def test_somebody_who_is_quiet_on_every_day_has_no_calm_moment():
    always = {"country": "IL", "quiet_weekdays": range(7)}
    assert calm_moment(local(2027, 1, 5, 12), **always) is next_calm_moment(local(2027, 1, 5, 12), **always) is None


def test_a_country_that_is_not_known_rests_at_the_week_s_end_by_the_site_s_clock():
    assert zone_of("XX") == JERUSALEM
    assert [rests(date(2027, 1, day), "XX") for day in range(4, 11)] == [False] * 5 + [True] * 2
    assert not is_calm(local(2027, 1, 8, 14), country="XX")  # Friday afternoon


def test_each_country_has_its_own_clock_and_weekend():
    assert zone_of("GB") == ZoneInfo("Europe/London")
    noon = datetime(2026, 12, 4, 11, 30, tzinfo=UTC)  # a Friday: 13:30 in Jerusalem, 11:30 in London
    assert not is_calm(noon, country="IL")
    assert is_calm(noon, country="GB")
    assert not is_calm(noon, country="SA")
