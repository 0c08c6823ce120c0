"""What pages show of meetings. Attendance is a share of a meeting and of the group, never a table of people."""

from collections import Counter
from copy import copy
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery, Sum

from members.models import Audience
from members.profile import lines_for
from spaces.insights.audience import of_peers, of_whole
from spaces.models import AgendaItem, Commitment, Meeting, Recusal, Reply, Summary
from spaces.models.meeting import Answer, Presence
from spaces.models.membership import Role
from spaces.models.room import Room

NEXT = 3  # meetings on the page of a space
LAST = 6  # meetings that attendance is told of
TONES = {Answer.YES: "good", Answer.SUBSTITUTE: "info", Answer.MAYBE: "wait", Answer.NO: "stop", Answer.NONE: "plain"}
PRESENT_TONES = {Presence.CAME: "good", Presence.SUBSTITUTE: "info", Presence.ABSENT: "stop", Presence.NONE: "plain"}


@dataclass(frozen=True)
class Attended:
    """How many came of those who were asked, over some meetings."""

    came: int
    substitute: int
    absent: int
    asked: int
    meetings: int


def attendance(space):
    """Of the peers, over the last six meetings that were held and whose attendance was noted."""
    noted = Meeting.objects.filter(space=space).held().filter(replies__presence__in=noted_values()).distinct()
    latest = list(noted.values_list("pk", flat=True)[:LAST])
    places = Reply.objects.standing().of_peers().filter(meeting__in=latest)
    return attended(places.values_list("presence", flat=True), len(latest))


def noted_values():
    return [value for value in Presence.values if value]


def attended(presences, meetings):
    found = Counter(presences)
    return Attended(
        came=found[Presence.CAME],
        substitute=found[Presence.SUBSTITUTE],
        absent=found[Presence.ABSENT],
        asked=found.total(),
        meetings=meetings,
    )


def own_attendance(person, space):
    """A person's own, over the last meetings they were asked to and where it was noted. Nobody else is shown it."""
    mine = Reply.objects.standing().filter(membership__person=person, meeting__space=space)
    noted = mine.exclude(presence="").filter(meeting__cancelled_at=None).order_by("-meeting__starts_at")
    presences = list(noted.values_list("presence", flat=True)[:LAST])
    return attended(presences, len(presences))


def answers_bar(meeting):
    """How many gave which answer, for a bar: (label, count, tone)."""
    found = Counter(meeting.replies.standing().of_members().values_list("answer", flat=True))
    return [(answer.label, found[answer], tone) for answer, tone in TONES.items()]


def attendance_bar(meeting):
    found = Counter(meeting.replies.standing().of_members().values_list("presence", flat=True))
    return [(presence.label, found[presence], tone) for presence, tone in PRESENT_TONES.items()]


def agenda(meeting, person):
    """The items that this person sees, each with who stepped out of it. They are counted from one, without a gap."""
    stepped_out = Recusal.objects.select_related("membership__person").order_by("at")
    seen = AgendaItem.objects.visible_to(person).filter(meeting=meeting).select_related("prepares__person")
    items = list(seen.prefetch_related(Prefetch("recusals", queryset=stepped_out)))
    for item in items:
        item.is_out = any(one.membership.person_id == person.pk for one in item.recusals.all())
    return items


def audience_of(space, room):
    """The sentence of who reads what is written in a room."""
    return of_whole(space) if room == Room.WHOLE else of_peers(space)


@dataclass(frozen=True)
class Concerned:
    """How many get what into their calendar by a change."""

    updated: int
    called: int
    taken_out: int


def concerned(meeting, *, circle, is_shown):
    """Whom a change would reach, before it is made: `is_shown`, if it changes what calendars show."""
    changed = copy(meeting)
    changed.circle = circle
    belong = set(changed.called().values_list("pk", flat=True))
    now = set(meeting.replies.standing().values_list("membership", flat=True))
    return Concerned(len(belong & now) if is_shown else 0, len(belong - now), len(now - belong))


def to_answer(person):
    """Coming meetings that wait for this person's answer, the nearest first."""
    mine = Reply.objects.waiting().filter(membership__person=person, membership__ended_at=None)
    return mine.select_related("meeting__space").order_by("meeting__starts_at")


def commitments_of(person):
    """What this person took upon themselves and has not done yet, the nearest date first."""
    mine = Commitment.objects.visible_to(person).open()
    mine = mine.filter(membership__person=person, membership__ended_at=None)
    return mine.select_related("meeting__space").order_by("until", "pk")


def with_counts(found):
    """Meetings with how many members were asked, and how many have answered."""
    asked = ~Q(replies__membership__role=Role.FACILITATOR) & Q(replies__off_at=None)
    return found.annotate(
        asked=Count("replies", filter=asked), answered=Count("replies", filter=asked & ~Q(replies__answer=""))
    )


def minutes(meeting):
    """How long the agenda takes, and what of it is the peers' own: for facilitators, who see all of it."""
    found = meeting.items.aggregate(all=Sum("minutes"), peers=Sum("minutes", filter=Q(room=Room.PEERS)))
    return {name: n or 0 for name, n in found.items()} | {"there_are": minutes_of(meeting)}


def minutes_of(meeting):
    return int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)


def by_answer(meeting):
    """Who gave which answer, those first who gave none, with the phone number that they show: whom to call."""
    places = (
        meeting.replies.standing().select_related("membership__person__profile").order_by("membership__person__name")
    )
    found = {answer: [] for answer in (Answer.NONE, Answer.MAYBE, Answer.YES, Answer.SUBSTITUTE, Answer.NO)}
    for place in places:
        place.phone = lines_for(place.membership.person, Audience.GROUP).phone
        found[Answer(place.answer)].append(place)
    return [(answer, rows) for answer, rows in found.items() if rows]


def summaries(meeting, person):
    """(room, its summary or None) for each room that the meeting can have a summary for, as this person sees it."""
    seen = {one.room: one for one in Summary.objects.visible_to(person).filter(meeting=meeting)}
    rooms = [Room.WHOLE, Room.PEERS] if meeting.room == Room.WHOLE else [Room.PEERS]
    return [(room, seen.get(room)) for room in rooms]


def with_own_answer(found, person):
    """Meetings with what this person answered; None where they are not called."""
    mine = Reply.objects.standing().filter(meeting=OuterRef("pk"), membership__person=person)
    return found.annotate(own_answer=Subquery(mine.values("answer")[:1]))


def next_of(space, person):
    """The next few meetings of a space that this person sees, with their own answer."""
    return with_own_answer(Meeting.objects.visible_to(person).filter(space=space).coming(), person)[:NEXT]


def commitments(meeting, person):
    """What was taken upon in this meeting, as far as this person reads it."""
    seen = Commitment.objects.visible_to(person).filter(meeting=meeting)
    return seen.select_related("membership__person")
