"""Quiet hours: a second opinion on the rest days, and properties that hold for every moment."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyluach import dates

from impact_spaces.lib.calendar import calm_moment, is_calm, next_calm_moment, rest_days, rests, zone_of

JERUSALEM = ZoneInfo("Asia/Jerusalem")
COUNTRIES = st.sampled_from(["IL", "GB", "US", "AE", "SA", "DE", "XX"])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2031, 12, 31), timezones=st.just(UTC))
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


@pytest.mark.parametrize("year", range(2025, 2036))
def test_the_year_s_rest_days_agree_with_a_jewish_calendar(year):
    day, found = date(year, 1, 1), set()
    while day.year == year:
        if dates.HebrewDate.from_pydate(day).festival(israel=True, include_working_days=False):
            found.add(day)
        day += timedelta(days=1)
    ours = rest_days("IL", year)
    assert found <= ours
    assert len(ours - found) == 3  # Independence Day, Memorial Day, Tisha B'Av: kept, but not by religious law


@pytest.mark.parametrize("year", range(2025, 2036))
def test_memorial_day_comes_before_independence_day(year):
    april_and_may = sorted(day for day in rest_days("IL", year) if day.month in (4, 5))
    assert any(later - day == timedelta(days=1) for day, later in zip(april_and_may, april_and_may[1:], strict=False))


def test_tisha_b_av_is_quiet_also_when_it_is_moved_to_sunday():
    assert date(2029, 7, 22) in rest_days("IL", 2029)


@UNHURRIED
@given(MOMENTS, COUNTRIES, DAYS_OFF)
def test_a_moved_moment_is_calm_and_never_later(wanted, country, off):
    moment = calm_moment(wanted, country=country, quiet_weekdays=off)
    assert moment is None or (moment <= wanted and is_calm(moment, country=country, quiet_weekdays=off))
    assert (moment == wanted) is is_calm(wanted, country=country, quiet_weekdays=off)


@UNHURRIED
@given(MOMENTS, COUNTRIES, DAYS_OFF)
def test_the_next_calm_moment_is_calm_and_never_earlier(wanted, country, off):
    moment = next_calm_moment(wanted, country=country, quiet_weekdays=off)
    assert moment is None or (moment >= wanted and is_calm(moment, country=country, quiet_weekdays=off))
    assert (moment == wanted) is is_calm(wanted, country=country, quiet_weekdays=off)


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
