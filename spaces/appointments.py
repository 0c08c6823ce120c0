"""A meeting as a calendar shows it, in the language that is active. No word of the agenda stands in it."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from impact_spaces.lib.calendar import zone_of
from impact_spaces.lib.ical import Appointment
from impact_spaces.lib.links import absolute
from spaces.models.meeting import Answer

# How calendars call the answers.
PARTSTAT = {
    Answer.NONE: "NEEDS-ACTION",
    Answer.YES: "ACCEPTED",
    Answer.MAYBE: "TENTATIVE",
    Answer.SUBSTITUTE: "DELEGATED",
    Answer.NO: "DECLINED",
}


def appointment(meeting, *, sequence, stamp, is_cancelled=False):
    """What a calendar shows. What is off leads nowhere: its reader may have left."""
    link = "" if is_cancelled else absolute("spaces:meeting", meeting.uid)
    name = meeting.space.local_name
    return Appointment(
        uid=str(meeting.uid),
        sequence=sequence,
        stamp=stamp,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=zone_of(meeting.space.country),
        language=get_language(),
        summary=f"{meeting.title} · {name}",
        location=", ".join(part for part in (meeting.where, meeting.online) if part),
        description=_("Agenda and answer: {link}").format(link=link) if link else "",
        url=link,
        organizer=name,
        is_cancelled=is_cancelled,
    )
