"""What somebody's choices about mails mean, in sentences."""

from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.models import Digest


def in_words(person):
    """The sentences that a person reads about the mails to them, the most important first."""
    return [rhythm(person), quiet(person), week(person), exceptions(person)]


def rhythm(person):
    if person.digest == Digest.DAILY:
        return _("What is new in your spaces comes in one mail each morning.")
    if person.digest == Digest.WEEKLY:
        return _("What is new in your spaces comes in one mail on the morning on which the working week begins.")
    return _("What is new in your spaces comes as it happens.")


def quiet(person):
    if not person.quiet_weekdays:
        return _("Reminders come in working hours, and never on a rest day.")
    days = ", ".join(str(WEEKDAYS[day]) for day in sorted(person.quiet_weekdays, key=lambda day: (day + 1) % 7))
    return _("Reminders come in working hours, and never on a rest day or on your quiet days: {days}.").format(
        days=days
    )


def week(person):
    most = min(person.weekly_cap or settings.WEEKLY_CAP, settings.WEEKLY_CAP)
    words = ngettext(
        "In any seven days at most one of these mails comes.",
        "In any seven days at most {n} of these mails come.",
        most,
    )
    return words.format(n=most)


def exceptions(person):
    if person.digest == Digest.EACH:
        return _("Invitations, calendar mails and codes to sign in come at once.")
    return _(
        "Invitations, calendar mails and codes to sign in come at once; "
        "so does a question that closes before your next mail."
    )
