"""What time does to invitations."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from spaces.actions import answering, invitation
from spaces.actions.delivery import deliver_due
from spaces.actions.expiring import ask_again_due, expire_due
from spaces.actions.space import move_space
from spaces.models import Invitation, Message, Move
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 12, 7, 9, 0, tzinfo=ZoneInfo("Asia/Jerusalem"))
DAY = timedelta(days=1)


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def space(clock):
    return move_space(w.a_space(), Stage.GATHERING, by=w.noa())


def states():
    return list(Invitation.objects.order_by("id").values_list("state", flat=True))


def test_what_waits_past_its_deadline_expires_and_leaves_a_trace(clock, space):
    found, later = w.invited(space, "dana"), w.invited(space, "avi")
    invitation.extend(later, found.deadline + DAY, by=w.noa())
    clock.move_to(found.deadline)
    assert [expire_due(), expire_due()] == [1, 0]
    assert states() == ["expired", "open"]
    found.refresh_from_db()
    assert found.next_reminder_at is None
    move = Move.objects.filter(invitation=found).latest("id")
    assert (move.from_state, move.to_state, move.by) == ("open", "expired", None)
    assert list(Message.objects.order_by("id").values_list("state", flat=True)) == ["cancelled", "queued"]


def test_invitations_of_many_spaces_expire_in_one_run(clock):
    for name in ("one", "two", "three"):
        w.invited(move_space(w.a_space(name), Stage.GATHERING, by=w.noa()), "dana")
    clock.move_to(MONDAY + 30 * DAY)
    assert expire_due() == 3


def test_a_paused_space_keeps_its_invitations(clock, space):
    w.invited(space, "dana")
    paused = move_space(space, Stage.PAUSED, by=w.noa())
    clock.move_to(MONDAY + 30 * DAY)
    assert (expire_due(), states()) == (0, ["open"])
    move_space(paused, Stage.GATHERING, by=w.noa())
    assert (expire_due(), states()) == (0, ["open"])
    clock.move_to(MONDAY + 45 * DAY)  # the time of the pause was given back
    assert (expire_due(), states()) == (1, ["expired"])


def put_off(space, name="dana", until=date(2027, 1, 11)):
    found = w.invited(space, name)
    answering.defer(found, until)
    return found


def test_who_said_not_now_is_asked_again_on_the_day_and_has_time_to_answer(clock, space, mailoutbox):
    found = put_off(space)
    clock.move_to(datetime(2027, 1, 10, 12, tzinfo=MONDAY.tzinfo))
    assert ask_again_due() == 0
    clock.move_to(datetime(2027, 1, 11, 8, tzinfo=MONDAY.tzinfo))
    assert [ask_again_due(), ask_again_due()] == [1, 0]
    found.refresh_from_db()
    assert (found.state, found.answered_at) == ("open", None)
    assert found.deadline == datetime(2027, 1, 25, 18, tzinfo=MONDAY.tzinfo)
    assert found.next_reminder_at > MONDAY + 37 * DAY
    deliver_due()
    assert [mail.subject for mail in mailoutbox] == ["Asking again, as agreed: “Mental health in the community”"]


def test_a_deadline_that_is_far_enough_stays(clock, space):
    deadline = datetime(2027, 3, 1, 18, tzinfo=MONDAY.tzinfo)
    found = invitation.invite(space, w.peer_named("dana"), by=w.noa(), deadline=deadline)
    answering.defer(found, date(2027, 1, 11))
    clock.move_to(datetime(2027, 1, 11, 8, tzinfo=MONDAY.tzinfo))
    assert ask_again_due() == 1
    found.refresh_from_db()
    assert found.deadline == deadline


def test_nobody_is_asked_again_before_the_day_but_after_a_quiet_time(clock, space):
    put_off(space, until=date(2027, 1, 9))  # a Saturday
    for hour in range(24 * 3):
        clock.move_to(datetime(2027, 1, 8, 0, tzinfo=MONDAY.tzinfo) + timedelta(hours=hour))
        if ask_again_due():
            break
    assert datetime(2027, 1, 8, 0, tzinfo=MONDAY.tzinfo) + timedelta(hours=hour) == datetime(
        2027, 1, 10, 8, tzinfo=MONDAY.tzinfo
    )


def test_who_asked_for_silence_or_whose_space_rests_is_not_asked_again(clock, space):
    silent, _other = put_off(space), put_off(space, "avi")
    answering.stop_writing(silent.email)
    move_space(space, Stage.PAUSED, by=w.noa())
    clock.move_to(datetime(2027, 1, 11, 8, tzinfo=MONDAY.tzinfo))
    assert (ask_again_due(), states()) == (0, ["deferred", "deferred"])
    move_space(w.Invitation.objects.first().space, Stage.GATHERING, by=w.noa())
    assert (ask_again_due(), states()) == (1, ["deferred", "open"])
