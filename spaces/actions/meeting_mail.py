"""What the mails about meetings carry."""

from django.utils import timezone

from impact_spaces.lib.ical import CANCEL, REQUEST, Attendee, written_to
from impact_spaces.lib.links import absolute
from spaces.actions.message import about
from spaces.appointments import PARTSTAT, appointment
from spaces.models import Reply
from spaces.models.message import MailKind

OFF = MailKind.MEETING_OFF
ABOUT_MEETINGS = (MailKind.MEETING, OFF, MailKind.MEETING_REMINDER, MailKind.SUMMARY)
FOR_CALENDARS = {MailKind.MEETING: REQUEST, OFF: CANCEL}


def place_of(message):
    """The place in the meeting that a mail is about, with the meeting as it is now."""
    found = Reply.objects.filter(meeting=about(message)[1], membership=message.membership_id)
    return found.select_related("meeting__space", "membership__person").first()


def meeting_details(message):
    """What the words of a mail about a meeting need: when, where, its neutral title. Nothing of its agenda."""
    if message.kind not in ABOUT_MEETINGS:
        return {}
    place = place_of(message)
    return {
        "meeting": place.meeting,
        "is_changed": "changed" in about(message),
        "is_called_off": place.meeting.is_cancelled,
        "is_answered": bool(place.answer),
    }


def meeting_link(message):
    """The page of the meeting; none where its reader may not be in any more."""
    return "" if message.kind == OFF else absolute("spaces:meeting", place_of(message).meeting.uid)


def calendar_part(message):
    """The calendar file of a mail, as (text, method); None for the kinds that carry none."""
    method = FOR_CALENDARS.get(message.kind)
    if method is None:
        return None
    place = place_of(message)
    guest = Attendee(place.membership.person.name, message.address, PARTSTAT[place.answer])
    shown = appointment(place.meeting, sequence=place.told, stamp=timezone.now(), is_cancelled=method == CANCEL)
    return written_to(guest, shown, method), method
