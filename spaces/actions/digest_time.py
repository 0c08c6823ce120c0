"""When notices reach those who asked for one mail a day or one a week."""

from datetime import datetime, timedelta

from impact_spaces.lib.calendar import OPENS, clock_of, next_calm_moment, rest_weekdays
from members.models import Digest
from spaces.actions.habits import habits_of
from spaces.manners import manner_of

LEAST_TIME = timedelta(days=1)  # between the digest and the day by which something must be done


def let_wait(message, person, until=None):
    """Let a notice wait for its reader's next digest. It does not where it would come too late to act `until` then."""
    if person.digest == Digest.EACH or not manner_of(message).in_digest:
        return
    moment = next_digest(person, message.due_at)
    if moment is not None and (until is None or moment <= until - LEAST_TIME):
        message.person, message.due_at = person, moment


def next_digest(person, now):
    """The next opening of a calm day, or of the first one in a week; None for whoever is quiet on every day."""
    calm = habits_of(person).calm_in("")
    zone = clock_of(calm["clock"], calm["country"])
    day = now.astimezone(zone).date()
    days = (day + timedelta(ahead) for ahead in range(9))
    if person.digest == Digest.WEEKLY:
        days = (day for day in days if begins_the_week(day, calm["country"]))
    openings = (datetime.combine(day, OPENS, tzinfo=zone) for day in days)
    return next_calm_moment(next(at for at in openings if at > now), **calm)


def begins_the_week(day, country):
    """Whether a day is the first after the week's rest: Sunday in Israel, Monday in most places."""
    rest = rest_weekdays(country, day.year)
    return day.weekday() not in rest and (day.weekday() - 1) % 7 in rest
