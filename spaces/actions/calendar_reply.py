"""Counting what calendars answer by mail. Nothing of such a mail is proven: it counts where the meeting's own number
and the address of somebody who was called stand in it together, and where it is newer than what counted before.
"""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from impact_spaces.lib.ical_replies import read
from members.models import clean_address
from spaces.actions.meeting_answer import put_answer
from spaces.actions.moving import hold
from spaces.models import Meeting, Reply
from spaces.models.meeting import Answer, Way

ANSWERS = {
    "ACCEPTED": Answer.YES,
    "TENTATIVE": Answer.MAYBE,
    "DECLINED": Answer.NO,
    "DELEGATED": Answer.SUBSTITUTE,
}


def count(raw):
    """Count a calendar's reply, if it is one of ours and newer. Returns the place it changed, or None.

    Whoever hands it over must not tell the sender which. Raises Unreadable for a mail that is no calendar's reply.
    """
    said = read(raw)
    answer = ANSWERS.get(said.answer)
    sender = clean_address(said.sender)
    meeting = the_meeting(said.uid)
    if answer is None or meeting is None or sender != clean_address(said.attendee):
        return None
    with transaction.atomic():
        hold(meeting.space_id)
        place = place_of(meeting, sender)
        if place is None or not is_news(place, said):
            return None
        place.mail_stamp = said.stamp
        delegate = said.delegate or sender
        moment = min(said.stamp, timezone.now())  # a clock that is ahead does not outrun later answers
        put_answer(place, answer, delegate, way=Way.CALENDAR, answered_at=moment, sequence=said.sequence)
    return place


def the_meeting(uid):
    try:
        return Meeting.objects.filter(uid=UUID(uid)).first()
    except (ValueError, ValidationError):
        return None


def place_of(meeting, address):
    """The place of whoever is called under this address, and has an account that may answer."""
    places = Reply.objects.standing().filter(meeting=meeting, membership__ended_at=None)
    places = places.filter(membership__person__email=address, membership__person__is_active=True)
    return places.select_related("meeting__space", "membership__person").first()


def is_news(place, said):
    """Whether a reply is about the time as it is now, and newer than what counted before."""
    meeting = place.meeting
    if not meeting.is_coming or not meeting.time_sequence <= said.sequence <= meeting.sequence:
        return False
    if said.sequence < place.sequence or (place.mail_stamp and said.stamp <= place.mail_stamp):
        return False
    return place.answered_at is None or said.stamp > place.answered_at
