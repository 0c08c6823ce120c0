"""What somebody asked of the mails to them: quiet days, their own clock, how many a week. Nothing of it is required."""

from dataclasses import dataclass

from django.conf import settings

from impact_spaces.lib.calendar import country_of
from members.models import Person


@dataclass(frozen=True)
class Habits:
    quiet_weekdays: tuple[int, ...] = ()
    clock: str = ""
    most_a_week: int = 0

    def calm_in(self, country):
        """How the calendar judges what is calm for them, about something in a country; their own, about nothing."""
        country = country or country_of(self.clock) or country_of(settings.TIME_ZONE)
        return {"country": country, "quiet_weekdays": self.quiet_weekdays, "clock": self.clock}


def habits_of(person):
    most = min(person.weekly_cap or settings.WEEKLY_CAP, settings.WEEKLY_CAP)
    return Habits(tuple(person.quiet_weekdays), person.time_zone, most)


def known_habits(addresses):
    """The habits of those of these addresses whose people are known here."""
    found = Person.objects.filter(email__in=addresses).only("email", "quiet_weekdays", "time_zone", "weekly_cap")
    return {person.email: habits_of(person) for person in found}


def habits_of_stranger():
    return Habits(most_a_week=settings.WEEKLY_CAP)
