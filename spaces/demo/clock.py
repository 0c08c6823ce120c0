"""The demo's clock: what is done in the demo carries the moments of the last two working weeks."""

from contextlib import contextmanager
from datetime import datetime, time, timedelta

from django.utils import timezone

from impact_spaces.lib.calendar import is_calm

MORNING, EVENING = time(9), time(17)


@contextmanager
def clock_at(moment):
    """Let Django's clock stand at a moment: `timezone.now`, and with it every default and verb that asks it."""
    real = timezone.datetime
    timezone.datetime = _Standing("Standing", (), {"now": staticmethod(moment.astimezone)})
    try:
        yield
    finally:
        timezone.datetime = real


class _Standing(type):
    """Takes the place of `datetime` in Django's module of time, which also asks it what a datetime is."""

    def __instancecheck__(cls, value):
        return isinstance(value, datetime)


def calm_days(count, *, before, country="IL"):
    """The last `count` days before a moment that are working days from morning to evening, oldest first."""
    day, found = timezone.localdate(before), []
    while len(found) < count:
        day -= timedelta(days=1)
        if all(is_calm(moment_of(day, hour), country=country) for hour in (MORNING, EVENING)):
            found.append(day)
    return found[::-1]


def moment_of(day, hour):
    return timezone.make_aware(datetime.combine(day, hour))
