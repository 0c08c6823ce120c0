"""Who is called to a meeting, and what their calendars hear of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError
from django.utils import timezone

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces.actions import meeting as actions
from spaces.actions import membership
from spaces.actions.space import move_space
from spaces.models import Meeting, Message, Reply
from spaces.models.meeting import Answer
from spaces.models.membership import Circle
from spaces.models.room import Room
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db


def called(meeting):
    names = meeting.replies.standing().values_list("membership__person__name", flat=True)
    return sorted(name.split()[0] for name in names)


def mails(meeting):
    """What was put into the outbox about a meeting: (kind, revision, whose)."""
    found = Message.objects.filter(kind__startswith="meeting", space=meeting.space).order_by("pk")
    return [(one.kind, one.occasion.split(":", 3)[3], one.address.partition("@")[0]) for one in found]


def place(meeting, name):
    return meeting.replies.get(membership__person__email=f"{name}@world.example")


def in_circle(space, name, circle):
    one = space.memberships.get(person__email=f"{name}@world.example")
    membership.set_place(one, by=w.noa(), circle=circle)


@pytest.fixture
def space(db):
    found = w.consolidated()
    in_circle(found, "dana", Circle.LEAD)
    in_circle(found, "michal", Circle.COMMUNITY)
    return found


@pytest.mark.parametrize(
    ("circle", "names"),
    [
        (Circle.LEAD, ["Dana", "Noa"]),
        (Circle.PLENUM, ["Avi", "Dana", "Noa"]),
        (Circle.COMMUNITY, ["Avi", "Dana", "Michal", "Noa"]),
    ],
)
def test_a_circle_calls_itself_and_those_inside_it(space, circle, names):
    assert called(w.a_meeting(space, circle=circle)) == names


def test_everybody_who_is_called_gets_one_mail(space):
    meeting = w.a_meeting(space)
    assert mails(meeting) == [("meeting", f"{meeting.pk}:0", name) for name in ("noa", "dana", "avi")]


def test_whoever_plans_it_comes(space):
    meeting = w.a_meeting(space)
    assert [place(meeting, name).answer for name in ("noa", "avi")] == [Answer.YES, Answer.NONE]


def test_a_form_that_is_sent_twice_plans_one_meeting(space):
    starts_at = timezone.now() + timedelta(days=3)
    first, second = (w.a_meeting(space, starts_at) for _twice in range(2))
    assert (first, Message.objects.filter(kind="meeting").count()) == (second, 3)


def test_stakeholders_come_to_meetings_of_the_whole_only():
    space = w.cross_sector()
    w.ruth_joined(space)
    assert called(w.a_meeting(space, room=Room.PEERS)) == ["Avi", "Dana", "Michal", "Noa"]
    assert called(w.a_meeting(space, room=Room.WHOLE)) == ["Avi", "Dana", "Michal", "Noa", "Ruth"]


def test_the_database_calls_no_stakeholder_to_a_meeting_of_the_peers():
    space = w.cross_sector()
    ruth, meeting = w.ruth_joined(space), w.a_meeting(space)
    with pytest.raises(IntegrityError, match="this meeting is not theirs"), w.savepoint():
        Reply.objects.create(meeting=meeting, membership=ruth)


def test_the_database_keeps_a_meeting_in_its_room(space):
    meeting = w.a_meeting(space)
    with pytest.raises(InternalError, match="Cannot update"), w.savepoint():
        Meeting.objects.filter(pk=meeting.pk).update(room=Room.WHOLE)


def test_a_meeting_does_not_change_rooms(space):
    with pytest.raises(NotPossible, match="stays in its room"):
        actions.change(w.a_meeting(space), by=w.noa(), room=Room.WHOLE)


def test_only_a_facilitator_plans_changes_and_calls_off(space):
    meeting, avi = w.a_meeting(space), w.a_person("avi")
    with pytest.raises(Forbidden):
        actions.change(meeting, by=avi, title="Mine")
    with pytest.raises(Forbidden):
        actions.cancel(meeting, by=avi)
    with pytest.raises(Forbidden):
        actions.plan(
            space, by=avi, circle=Circle.PLENUM, room=Room.PEERS, title="Mine",
            starts_at=meeting.starts_at, ends_at=meeting.ends_at,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("begins", "hours"),
    [(timedelta(hours=-1), 2), (timedelta(days=800), 2), (timedelta(days=1), 25), (timedelta(1), 0)],
)
def test_a_time_that_makes_no_sense_is_refused(space, begins, hours):
    with pytest.raises(NotPossible):
        w.a_meeting(space, timezone.now() + begins, hours=hours)


def test_a_change_that_calendars_show_is_a_new_revision_for_all(space):
    meeting = w.a_meeting(space)
    changed = actions.change(meeting, by=w.noa(), where="Herzl 12, Beer Sheva")
    assert (changed.sequence, changed.time_sequence) == (1, 0)
    assert mails(meeting)[3:] == [("meeting", f"{meeting.pk}:1:changed", name) for name in ("noa", "dana", "avi")]


def test_a_new_time_asks_anew_whoever_had_not_declined(space):
    meeting = w.a_meeting(space)
    actions.reply(meeting, by=w.a_person("avi"), answer=Answer.YES)
    actions.reply(meeting, by=w.a_person("dana"), answer=Answer.NO)
    later = timedelta(days=1)
    moved = actions.change(meeting, by=w.noa(), starts_at=meeting.starts_at + later, ends_at=meeting.ends_at + later)
    assert moved.time_sequence == 1
    assert [place(meeting, name).answer for name in ("avi", "dana")] == [Answer.NONE, Answer.NO]


def test_a_new_place_asks_nobody_anew(space):
    meeting = w.a_meeting(space)
    actions.reply(meeting, by=w.a_person("avi"), answer=Answer.YES)
    actions.change(meeting, by=w.noa(), where="Herzl 12")
    assert place(meeting, "avi").answer == Answer.YES


def test_saving_what_is_there_already_sends_nothing(space):
    meeting = w.a_meeting(space)
    assert actions.change(meeting, by=w.noa(), title=meeting.title).sequence == 0
    assert len(mails(meeting)) == 3


def test_another_circle_calls_in_and_takes_out_and_tells_nobody_else(space):
    meeting = w.a_meeting(space)
    actions.change(meeting, by=w.noa(), circle=Circle.LEAD)
    assert called(meeting) == ["Dana", "Noa"]
    assert mails(meeting)[3:] == [("meeting_off", f"{meeting.pk}:1", "avi")]
    actions.change(meeting, by=w.noa(), circle=Circle.PLENUM)
    assert mails(meeting)[4:] == [("meeting", f"{meeting.pk}:2", "avi")]


def test_calling_off_tells_all_and_twice_is_once(space):
    meeting = w.a_meeting(space)
    for _twice in range(2):
        actions.cancel(meeting, by=w.noa())
    assert mails(meeting)[3:] == [("meeting_off", f"{meeting.pk}:1", name) for name in ("noa", "dana", "avi")]


def test_what_was_called_off_or_has_begun_is_not_changed(space):
    meeting, other = w.a_meeting(space), w.a_meeting(space, title="Other")
    actions.cancel(meeting, by=w.noa())
    with pytest.raises(NotPossible, match="called off"):
        actions.change(meeting, by=w.noa(), title="New")
    Meeting.objects.filter(pk=other.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(NotPossible, match="has begun"):
        actions.change(other, by=w.noa(), title="New")


def test_who_joins_later_is_called_to_what_lies_ahead(space):
    meeting = w.a_meeting(space)
    w.joined(space, "raed")
    assert called(meeting) == ["Avi", "Dana", "Noa", "Raed"]
    assert mails(meeting)[3:] == [("meeting", f"{meeting.pk}:0", "raed")]


def test_a_stakeholder_who_joins_is_called_to_the_whole_and_hears_of_no_other():
    space = w.cross_sector()
    whole, peers = w.a_meeting(space, room=Room.WHOLE), w.a_meeting(space, room=Room.PEERS)
    w.ruth_joined(space)
    assert ("Ruth" in called(whole), "Ruth" in called(peers)) == (True, False)
    assert [one for one in mails(peers) if one[2] == "ruth"] == [("meeting", f"{whole.pk}:0", "ruth")]


def test_who_leaves_is_taken_out_of_what_lies_ahead(space):
    meeting = w.a_meeting(space)
    membership.end(place(meeting, "avi").membership, by=w.noa())
    assert called(meeting) == ["Dana", "Noa"]
    assert mails(meeting)[3:] == [("meeting_off", f"{meeting.pk}:1", "avi")]


def test_a_circle_that_shrinks_takes_out(space):
    meeting = w.a_meeting(space)
    in_circle(space, "avi", Circle.COMMUNITY)
    assert called(meeting) == ["Dana", "Noa"]


def test_a_closed_door_takes_the_whole_out_of_stakeholders_calendars_only():
    space = w.cross_sector()
    w.ruth_joined(space)
    meeting = w.a_meeting(space, room=Room.WHOLE)
    move_space(space, Stage.CONSOLIDATED, by=w.noa())
    assert called(meeting) == ["Avi", "Dana", "Michal", "Noa"]
    assert mails(meeting)[-1:] == [("meeting_off", f"{meeting.pk}:1", "ruth")]


def test_a_space_that_closes_calls_off_what_lies_ahead(space):
    meeting = w.a_meeting(space)
    move_space(space, Stage.CLOSED, by=w.noa())
    meeting.refresh_from_db()
    assert meeting.is_cancelled
    assert [kind for kind, *_rest in mails(meeting)] == ["meeting"] * 3 + ["meeting_off"] * 3


def test_in_a_pause_meetings_stay_and_none_is_planned(space):
    meeting = w.a_meeting(space)
    move_space(space, Stage.PAUSED, by=w.noa())
    meeting.refresh_from_db()
    assert not meeting.is_cancelled
    with pytest.raises(NotPossible, match="rests"):
        w.a_meeting(space, title="Other")


def test_what_did_not_take_place_is_marked_so_and_tells_nobody(space):
    meeting = w.a_meeting(space)
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=timezone.now() - timedelta(hours=3), ends_at=timezone.now() - timedelta(hours=1)
    )
    assert actions.cancel(meeting, by=w.noa()).is_cancelled
    assert len(mails(meeting)) == 3
