"""Who is called to a meeting, and what their calendars hear: come, it changed, it is off."""

from django.db import transaction
from django.utils import timezone

from spaces.actions.event import tell_of_meeting
from spaces.actions.meeting_reminding import reminder_for
from spaces.actions.message import enqueue, to_member
from spaces.models import Meeting, Reply
from spaces.models.meeting import Answer, Way
from spaces.models.message import MailKind

CALLED = ["off_at", "told", "remind_at", "answer", "substitute", "answered_at", "way", "sequence"]


def keep_up(space):
    """Bring the coming meetings of a space in line with who is in it now. Whoever changes that, calls this, with the
    space held.
    """
    for meeting in space.meetings.coming().select_for_update(of=["self"]).select_related("space"):
        bring_in_line(meeting)


def bring_in_line(meeting, *, is_revised=False, is_moved=False):
    """Call in who belongs in a meeting and is not called yet, and take out who no longer belongs.

    With `is_revised` those who stay hear that it changed; with `is_moved` they are asked anew. A calendar that once
    took it out takes it in again only under a higher number, and so the number grows with each of both.
    """
    belong = {one.pk: one for one in meeting.called().select_related("person").order_by("pk")}
    known = meeting.replies.select_related("membership__person").order_by("pk")
    places = {place.membership_id: place for place in known}
    leave = [place for key, place in places.items() if place.off_at is None and key not in belong]
    come_back = [place for key, place in places.items() if place.off_at and key in belong]
    stay = [place for key, place in places.items() if place.off_at is None and key in belong]
    come = [Reply(meeting=meeting, membership=one) for key, one in belong.items() if key not in places]
    if (leave or come_back) and not is_revised:
        grow(meeting)
    take_out(meeting, leave)
    take_in(meeting, come, come_back)
    if is_revised:
        tell_of_change(meeting, stay, is_moved)


def grow(meeting):
    meeting.sequence += 1
    Meeting.objects.filter(pk=meeting.pk).update(sequence=meeting.sequence)


def take_out(meeting, places):
    for place in places:
        place.off_at, place.remind_at, place.told = timezone.now(), None, meeting.sequence
    Reply.objects.bulk_update(places, CALLED)
    enqueue([mail(place, MailKind.MEETING_OFF) for place in places])
    tell_of_meeting("meeting.changed", meeting, places)


def take_in(meeting, come, come_back):
    for place in come_back:
        place.off_at = None
        forget_answer(place)
    for place in [*come, *come_back]:
        place.told, place.remind_at = meeting.sequence, reminder_for(place)
    Reply.objects.bulk_create(come)
    Reply.objects.bulk_update(come_back, CALLED)
    enqueue([mail(place, MailKind.MEETING) for place in [*come, *come_back]])
    tell_of_meeting("meeting.called", meeting, [*come, *come_back])


def tell_of_change(meeting, places, is_moved):
    for place in places:
        place.meeting, place.told = meeting, meeting.sequence
        if is_moved and place.answer != Answer.NO:  # who declined is told, and not reminded
            forget_answer(place)
        place.remind_at = reminder_for(place)
    Reply.objects.bulk_update(places, CALLED)
    enqueue([mail(place, MailKind.MEETING, ":changed") for place in places])


def forget_answer(place):
    place.answer, place.substitute, place.answered_at, place.way = Answer.NONE, "", None, Way.NONE


def call_off(meeting):
    """Call a meeting off that the caller locked. Those who were called hear of it, unless it is over."""
    now = timezone.now()
    with transaction.atomic():
        meeting.cancelled_at = meeting.changed_at = now
        meeting.sequence += 1
        meeting.save(update_fields=["cancelled_at", "changed_at", "sequence"])
        called = meeting.replies.standing()
        called.update(told=meeting.sequence, remind_at=None)
        if meeting.ends_at > now:
            told = called.select_related("membership__person", "meeting").order_by("pk")
            enqueue([mail(place, MailKind.MEETING_OFF) for place in told])
        tell_of_meeting("meeting.off", meeting)


def mail(place, kind, more=""):
    """The mail about this meeting's present revision. Its kind, meeting and revision are its occasion."""
    return to_member(place.membership, kind, f"{kind}:{place.meeting_id}:{place.told}{more}")
