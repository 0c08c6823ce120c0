"""The private feed of a person: the meetings they are called to, in all their spaces, for a calendar to read."""

from datetime import timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from impact_spaces.lib.ical import published
from impact_spaces.lib.tokens import digest
from spaces.appointments import appointment
from spaces.models import Feed, Meeting

BACK = timedelta(days=366)


def reader_of(token):
    """Whose feed this is; None for an address that is nobody's, or of somebody who is in no space any more."""
    feed = Feed.objects.filter(digest=digest(token), person__is_active=True).select_related("person").first()
    if feed is None or not feed.person.memberships.active().exists():
        return None
    return feed.person


def feed_of(person):
    """The calendar file. The same meetings make the same file: nothing in it tells when it was asked for."""
    called = Meeting.objects.visible_to(person).filter(
        replies__membership__person=person, replies__off_at=None, starts_at__gt=timezone.now() - BACK
    )
    meetings = called.select_related("space").order_by("starts_at", "pk")
    with translation.override(person.language):
        shown = [
            appointment(one, sequence=one.sequence, stamp=one.changed_at, is_cancelled=one.is_cancelled)
            for one in meetings
        ]
        return published(shown, _("Meetings of my spaces"))
