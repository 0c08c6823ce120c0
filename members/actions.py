"""The verbs of this app: the only code of it that writes."""

from django.utils import timezone


def keep(row):
    """Save what somebody changed about themselves: their details, profile or a position."""
    row.save()


def speak(person, language):
    """Let the site speak another language to this person from now on."""
    person.language = language
    person.save(update_fields=["language"])


def end_position(position):
    """End a position today; one that has not begun yet, on the day on which it would have."""
    today = timezone.localdate()
    position.until = max(today, position.since or today)
    position.save(update_fields=["until"])
