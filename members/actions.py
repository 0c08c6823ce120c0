"""The verbs of this app: the only code of it that writes."""

from django.utils import timezone

from members.models import Person, clean_address


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


def appoint(address, *, name="", operator=False):
    """Give somebody the right to open spaces, and to read the admin when `operator`. Returns the person.

    An account is made where there is none: facilitators are the only ones who come in without an invitation.
    """
    address = clean_address(address)
    person = Person.objects.filter(email=address).first() or Person.objects.create_user(address, name or address)
    person.name = name or person.name
    person.is_facilitator, person.is_staff = True, person.is_staff or operator
    person.save(update_fields=["name", "is_facilitator", "is_staff"])
    return person
