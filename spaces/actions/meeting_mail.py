"""What the mails about meetings carry."""

from django.utils import timezone, translation

from impact_spaces.lib.headers import one_line
from impact_spaces.lib.ical import CANCEL, REQUEST, Attendee, written_to
from impact_spaces.lib.links import absolute
from spaces.actions.message import about
from spaces.appointments import PARTSTAT, appointment
from spaces.models.message import MailKind

OFF = MailKind.MEETING_OFF
ABOUT_MEETINGS = (MailKind.MEETING, OFF, MailKind.MEETING_REMINDER, MailKind.SUMMARY)
FOR_CALENDARS = {MailKind.MEETING: REQUEST, OFF: CANCEL}


def meeting_details(message, facts, spelling):
    """What the words of a mail about a meeting need: when, where, its neutral title. Nothing of its agenda."""
    if message.kind not in ABOUT_MEETINGS:
        return {}
    place = facts.place_of(message)
    meeting = place.meeting
    return {
        "title": one_line(meeting.title),
        "short_date": spelling.short_date(meeting.starts_at),
        "weekday": spelling.weekday(meeting.starts_at),
        "date": spelling.day(meeting.starts_at),
        "from_hour": spelling.hour(meeting.starts_at),
        "to_hour": spelling.hour(meeting.ends_at),
        "where": one_line(meeting.where),
        "online": one_line(meeting.online),
        "is_changed": "changed" in about(message),
        "is_called_off": meeting.is_cancelled,
        "is_answered": bool(place.answer),
    }


def meeting_link(message, facts):
    """The page of the meeting; none where its reader may not be in any more."""
    return "" if message.kind == OFF else absolute("spaces:meeting", facts.place_of(message).meeting.uid)


def calendar_part(message, facts):
    """The calendar file of a mail, as (text, method); None for the kinds that carry none."""
    method = FOR_CALENDARS.get(message.kind)
    if method is None:
        return None
    place = facts.place_of(message)
    guest = Attendee(place.membership.person.name, message.address, PARTSTAT[place.answer])
    with translation.override(message.language):
        shown = appointment(place.meeting, sequence=place.told, stamp=timezone.now(), is_cancelled=method == CANCEL)
    return written_to(guest, shown, method), method
