"""Meetings in the demo's stories: planned, answered, held, and summed up."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from impact_spaces.lib.calendar import works
from spaces.actions import meeting, meeting_after, meeting_agenda
from spaces.models.meeting_agenda import Axis
from spaces.models.membership import Circle
from spaces.models.room import Room

LENGTH = timedelta(hours=2)


def working_day(after, country="IL"):
    """The first working day from so many days after now on."""
    day = timezone.localdate() + timedelta(days=after)
    while not works(day, country):
        day += timedelta(days=1)
    return day


def plan(s, word, *, after, hour, circle=Circle.PLENUM, room=Room.PEERS):
    starts_at = timezone.make_aware(datetime.combine(working_day(after), time(hour)))
    when = {"starts_at": starts_at, "ends_at": starts_at + LENGTH}
    title, where = s.words[word], s.words["meeting_place"]
    return meeting.plan(s.space, by=s.facilitator, circle=circle, room=room, title=title, where=where, **when)


def put_on(s, planned, word, minutes, *, axis=Axis.TASK, room=None, prepares=None):
    who = s.place(prepares) if prepares else None
    title = s.words[word]
    meeting_agenda.add_item(planned, by=s.facilitator, title=title, axis=axis, minutes=minutes, room=room, prepares=who)


def answer(s, planned, keys, said="yes", substitute=""):
    for key in keys.split():
        meeting.reply(planned, by=s.person(key), answer=said, substitute=substitute)


def note(s, held, **presences):
    """Who came: came="dana wael", absent="zvika"."""
    found = {s.place(key).pk: presence for presence, keys in presences.items() for key in keys.split()}
    places = held.replies.filter(membership__in=found)
    meeting_after.note_attendance(
        held, by=s.facilitator, presences={place.pk: found[place.membership_id] for place in places}
    )


def sum_up(s, held, word, key, *, room=Room.PEERS):
    """Share what was said and decided, and what somebody took upon themselves."""
    said = {"text": s.words[f"{word}_said"], "decisions": s.words[f"{word}_decided"]}
    said["nameless"] = s.words[f"{word}_nameless"]
    until = working_day(6)
    meeting_after.commit(
        held, room, by=s.facilitator, membership=s.place(key), what=s.words[f"{word}_taken_on"], until=until
    )
    meeting_after.share_summary(meeting_after.write_summary(held, room, by=s.facilitator, **said), by=s.facilitator)
