"""One reminder of a meeting, two working days before it, at a calm hour; earlier where that is quiet, never after it.

Who declined is not reminded; who has not answered is. A meeting that moves takes its reminder along.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from impact_spaces.lib.calendar import calm_moment, is_calm, next_calm_moment, works, zone_of
from spaces.actions.habits import habits_of
from spaces.actions.message import enqueue, to_member
from spaces.models import Reply
from spaces.models.meeting import Answer
from spaces.models.membership import Role
from spaces.models.message import MailKind
from spaces.states import Stage

WORKING_DAYS = 2
SPACING = timedelta(days=1)  # after the call: whoever was called yesterday needs no reminder
LEAST_LEFT = timedelta(hours=2)  # nobody is reminded of what is about to begin
FARTHEST = 30  # days that are looked through for working ones
BATCH = 200


def reminder_for(place, now=None):
    """When to remind this person of the meeting; None where no reminder is due any more, or wanted."""
    member, meeting = place.membership, place.meeting
    if place.answer == Answer.NO or member.role == Role.FACILITATOR or meeting.is_cancelled:
        return None
    country = meeting.space.country
    wanted = working_days_before(meeting.starts_at, country)
    moment = calm_moment(wanted, **habits_of(member.person).calm_in(country))
    return moment if moment and moment >= (now or timezone.now()) + SPACING else None


def working_days_before(moment, country):
    """The same hour, so many working days of the country earlier."""
    local, left = moment.astimezone(zone_of(country)), WORKING_DAYS
    day = local.date()
    for _step in range(FARTHEST):
        day -= timedelta(days=1)
        left -= works(day, country)
        if not left:
            break
    return datetime.combine(day, local.timetz())


def remind_due(now=None):
    """Send the reminders that are due where the hour is calm, however late the timetable looks. Returns how many."""
    now, sent = now or timezone.now(), 0
    taken = True
    while taken:
        with transaction.atomic():
            taken = take_due(now)
            sent += remind(taken, now)
    return sent


def take_due(now):
    """The next few, each locked for this worker alone. Those of a paused space wait."""
    due = Reply.objects.filter(remind_at__lte=now).exclude(meeting__space__stage=Stage.PAUSED)
    due = due.order_by("remind_at", "id").select_for_update(skip_locked=True, of=["self"])
    return list(due.select_related("meeting__space", "membership__person")[:BATCH])


def remind(places, now):
    mails = []
    for place in places:
        calm = habits_of(place.membership.person).calm_in(place.meeting.space.country)
        if not is_wanted(place, now):
            place.remind_at = None
        elif is_calm(now, **calm):
            place.remind_at = None
            mails.append(reminder(place))
        else:
            later = next_calm_moment(now, **calm)
            place.remind_at = later if later and in_time(place, later) else None
    Reply.objects.bulk_update(places, ["remind_at"])
    enqueue(mails)
    return len(mails)


def is_wanted(place, now):
    """Whether this person is still called to a meeting that lies ahead, and has not said no."""
    called = place.off_at is None and place.membership.is_active and not place.meeting.is_cancelled
    return called and place.answer != Answer.NO and in_time(place, now)


def in_time(place, moment):
    return moment <= place.meeting.starts_at - LEAST_LEFT


def reminder(place):
    occasion = f"{MailKind.MEETING_REMINDER}:{place.meeting_id}:{place.meeting.time_sequence}"
    return to_member(place.membership, MailKind.MEETING_REMINDER, occasion)
