"""One reminder of a meeting: two working days before, at a calm hour, never for nothing."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from impact_spaces.lib.calendar import is_calm
from spaces.actions import meeting as actions
from spaces.actions.delivery import deliver_due
from spaces.actions.meeting_reminding import remind_due, working_days_before
from spaces.actions.space import move_space
from spaces.models import Message
from spaces.models.meeting import Answer
from spaces.states import MessageState, Stage
from tests import world as w

pytestmark = pytest.mark.django_db
PLANNED = datetime(2027, 1, 3, 8, 0, tzinfo=UTC)  # a Sunday
MEETING = datetime(2027, 1, 19, 14, 0, tzinfo=UTC)  # a Tuesday, 16:00 in Israel


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(PLANNED, tick=False) as moved:
        yield moved


@pytest.fixture
def meeting():
    found = w.a_meeting(w.consolidated(), MEETING)
    deliver_due()
    return found


def reminded():
    found = Message.objects.filter(kind="meeting_reminder").order_by("pk")
    return [(one.address.partition("@")[0], one.state) for one in found]


@pytest.mark.parametrize(
    ("begins", "reminder"),
    [
        (datetime(2027, 1, 19, 14, 0), datetime(2027, 1, 17, 14, 0)),  # Tuesday: Sunday
        (datetime(2027, 1, 17, 8, 0), datetime(2027, 1, 13, 8, 0)),  # Sunday: Wednesday, past the weekend
        (datetime(2027, 4, 25, 13, 0), datetime(2027, 4, 20, 13, 0)),  # after Passover's first days
    ],
)
def test_two_working_days_of_the_country_are_counted(begins, reminder):
    found = working_days_before(begins.replace(tzinfo=UTC), "IL")
    assert found.astimezone(UTC) == reminder.replace(tzinfo=UTC)


def test_everybody_is_reminded_once_who_has_not_declined(meeting, clock):
    actions.reply(meeting, by=w.a_person("dana"), answer=Answer.NO)
    actions.reply(meeting, by=w.a_person("michal"), answer=Answer.YES)
    clock.move_to(MEETING - timedelta(days=2, minutes=1))
    assert remind_due() == 0
    clock.move_to(MEETING - timedelta(days=2))
    assert [remind_due(), remind_due()] == [2, 0]
    deliver_due()
    assert reminded() == [("avi", MessageState.SENT), ("michal", MessageState.SENT)]


def test_a_reminder_moves_with_its_meeting(meeting, clock):
    week = timedelta(days=7)
    actions.change(meeting, by=w.noa(), starts_at=MEETING + week, ends_at=meeting.ends_at + week)
    clock.move_to(MEETING - timedelta(days=2))
    assert remind_due() == 0
    clock.move_to(MEETING + week - timedelta(days=2))
    assert remind_due() == 3


def test_a_meeting_that_moves_after_its_reminder_has_another(meeting, clock):
    clock.move_to(MEETING - timedelta(days=2))
    remind_due()
    week = timedelta(days=7)
    actions.change(meeting, by=w.noa(), starts_at=MEETING + week, ends_at=meeting.ends_at + week)
    deliver_due()
    clock.move_to(MEETING + week - timedelta(days=2))
    remind_due()
    deliver_due()
    assert reminded() == [(name, MessageState.CANCELLED) for name in ("dana", "avi", "michal")] + [
        (name, MessageState.SENT) for name in ("dana", "avi", "michal")
    ]


def test_ones_own_quiet_day_moves_it_earlier(clock):
    space = w.consolidated()
    avi = w.a_person("avi")
    avi.quiet_weekdays = [6]  # Sunday
    avi.save()
    w.a_meeting(space, MEETING)
    clock.move_to(datetime(2027, 1, 15, 10, 0, tzinfo=UTC))  # Friday noon
    assert remind_due() == 1
    assert reminded() == [("avi", MessageState.QUEUED)]


def test_after_a_long_silence_of_the_timetable_it_comes_late_but_never_after(meeting, clock):
    clock.move_to(MEETING - timedelta(hours=5))
    assert remind_due() == 3
    deliver_due()
    assert [state for _name, state in reminded()] == [MessageState.SENT] * 3


@pytest.mark.parametrize("late", [timedelta(hours=-1), timedelta(0), timedelta(days=3)])
def test_shortly_before_and_after_it_is_dropped(meeting, clock, late):
    clock.move_to(MEETING + late)
    assert (remind_due(), reminded()) == (0, [])


def test_what_became_pointless_on_its_way_is_not_sent(meeting, clock):
    clock.move_to(MEETING - timedelta(days=2))
    remind_due()
    actions.reply(meeting, by=w.a_person("dana"), answer=Answer.NO)
    clock.move_to(MEETING + timedelta(hours=1))
    deliver_due()
    assert [state for _name, state in reminded()] == [MessageState.CANCELLED] * 3


def test_no_reminder_of_what_is_off(meeting, clock):
    clock.move_to(MEETING - timedelta(days=2))
    remind_due()
    actions.cancel(meeting, by=w.noa())
    deliver_due()
    assert [state for _name, state in reminded()] == [MessageState.CANCELLED] * 3


def test_a_pause_rests_reminders_and_what_is_still_ahead_comes_after_it(meeting, clock):
    move_space(meeting.space, Stage.PAUSED, by=w.noa())
    clock.move_to(MEETING - timedelta(days=2))
    assert remind_due() == 0
    clock.move_to(MEETING - timedelta(days=1))
    meeting.space.refresh_from_db()
    move_space(meeting.space, Stage.CONSOLIDATED, by=w.noa())
    assert remind_due() == 3


def test_a_reminder_waits_for_a_calm_hour_and_goes_then(meeting, clock):
    clock.move_to(datetime(2027, 1, 17, 21, 0, tzinfo=UTC))  # Sunday night
    assert remind_due() == 0
    clock.move_to(datetime(2027, 1, 18, 6, 1, tzinfo=UTC))
    assert (is_calm(datetime.now(UTC), country="IL"), remind_due()) == (True, 3)


def test_who_is_called_a_day_before_is_not_reminded_as_well(clock):
    space = w.consolidated()
    w.a_meeting(space, PLANNED + timedelta(days=2))
    clock.shift(timedelta(days=1))
    assert remind_due() == 0
