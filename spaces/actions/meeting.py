"""Planning a meeting, changing it, calling it off. Each change that a calendar hears of makes a new revision."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.headers import one_line
from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces import access
from spaces.actions.event import tell_of_meeting
from spaces.actions.meeting_answer import put_answer, require_open
from spaces.actions.meeting_calls import bring_in_line, call_off
from spaces.actions.moving import hold, hold_unless_closed
from spaces.models import Meeting, Reply
from spaces.models.meeting import Answer, Way
from spaces.states import Stage

LONGEST = timedelta(hours=24)
FARTHEST = timedelta(days=730)
TIMES = ("starts_at", "ends_at")
SHOWN = (*TIMES, "title", "where", "online")  # what stands in calendars
MAY_CHANGE = (*SHOWN, "circle")


def plan(space, *, by, circle, room, title, starts_at, ends_at, where="", online=""):
    """Plan a meeting and call everybody in. Returns the meeting; the same one for a form that is sent twice.

    Raises Forbidden for anybody but a facilitator of the space, NotPossible.
    """
    access.require_facilitator(by, space)
    what = {"starts_at": starts_at, "ends_at": ends_at, "online": online}
    what |= {"title": one_line(title), "where": one_line(where)}
    with transaction.atomic():
        space = hold_at_work(space.pk)
        require_time(starts_at, ends_at)
        same = space.meetings.standing().filter(circle=circle, room=room, **what).first()
        if same is not None:
            return same
        meeting = Meeting.objects.create(space=space, by=by, circle=circle, room=room, **what)
        bring_in_line(meeting)
        whoever_plans_comes(meeting, by)
    return meeting


def whoever_plans_comes(meeting, by):
    own = meeting.replies.filter(membership__person=by)
    own.update(answer=Answer.YES, answered_at=timezone.now(), way=Way.PAGE)


def change(meeting, *, by, **what):
    """Change when, where, what or whom; never in which room. Whom it concerns gets it into their calendar.

    A new time asks everybody anew. Raises Forbidden, NotPossible.
    """
    access.require_facilitator(by, meeting.space)
    if not what.keys() <= set(MAY_CHANGE):
        raise NotPossible(_("A meeting stays in its room. Call it off, and plan another one."))
    with transaction.atomic():
        space = hold_at_work(meeting.space_id)
        meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
        meeting.space = space
        require_open(meeting)
        what |= {name: one_line(what[name]) for name in ("title", "where") if name in what}
        changed = [name for name, value in what.items() if getattr(meeting, name) != value]
        for name in changed:
            setattr(meeting, name, what[name])
        if set(changed) & set(TIMES):
            require_time(meeting.starts_at, meeting.ends_at)
        revise(meeting, changed)
    return meeting


def revise(meeting, changed):
    """Write the columns that changed, and let the calendars know what they show."""
    is_shown, is_moved = bool(set(changed) & set(SHOWN)), bool(set(changed) & set(TIMES))
    if is_shown:
        meeting.sequence += 1
        meeting.changed_at = timezone.now()
    if is_moved:
        meeting.time_sequence = meeting.sequence
    meeting.save(update_fields=[*changed, "sequence", "time_sequence", "changed_at"])
    bring_in_line(meeting, is_revised=is_shown, is_moved=is_moved)
    if changed:
        tell_of_meeting("meeting.moved" if is_moved else "meeting.changed", meeting)


def cancel(meeting, *, by):
    """Call a meeting off, and take it out of the calendars. Twice is the same.

    One that is over can be marked so too, as long as nobody's attendance was noted: it did not take place.
    Raises Forbidden, NotPossible.
    """
    access.require_facilitator(by, meeting.space)
    with transaction.atomic():
        hold_unless_closed(meeting.space_id)
        meeting = Meeting.objects.select_for_update().select_related("space").get(pk=meeting.pk)
        if meeting.has_begun and meeting.replies.exclude(presence="").exists():
            raise NotPossible(_("Who came is noted already: this meeting took place."))
        if not meeting.is_cancelled:
            call_off(meeting)
    return meeting


def cancel_coming(space, *, by):
    """Call off all that lies ahead of a space that closes. Returns how many. Raises Forbidden."""
    access.require_facilitator(by, space)
    with transaction.atomic():
        hold(space.pk)
        coming = list(space.meetings.coming().select_for_update(of=["self"]).select_related("space"))
        for meeting in coming:
            call_off(meeting)
    return len(coming)


def reply(meeting, *, by, answer, substitute="", whose=None):
    """Say whether one comes, and who comes instead. May be changed until the meeting begins; the last answer counts.

    A facilitator may note what somebody said elsewhere: `whose` membership. Raises Forbidden for anybody who is not
    called, NotPossible.
    """
    if whose is not None:
        access.require_facilitator(by, meeting.space)
    with transaction.atomic():
        hold_unless_closed(meeting.space_id)
        places = Reply.objects.standing().filter(meeting=meeting, membership__ended_at=None)
        places = places.filter(membership__person=by) if whose is None else places.filter(membership=whose)
        place = places.select_related("meeting__space", "membership__person").first()
        if place is None:
            raise Forbidden(_("Only those who were called to this meeting answer."))
        require_open(place.meeting)
        put_answer(place, answer, substitute, way=Way.PAGE if whose is None else Way.FACILITATOR)
    return place


def hold_at_work(space_id):
    """Hold a space in which meetings are planned. Raises NotPossible for one that rests."""
    space = hold_unless_closed(space_id)
    if space.stage == Stage.PAUSED:
        raise NotPossible(_("The space rests at the moment; no meeting is planned now."))
    return space


def require_time(starts_at, ends_at):
    now = timezone.now()
    if not now < starts_at <= now + FARTHEST:
        raise NotPossible(_("A meeting begins in the future, at most two years from now."))
    if not starts_at < ends_at <= starts_at + LONGEST:
        raise NotPossible(_("A meeting ends after it began, within a day."))
