"""Reminders: at most two, spaced, at calm hours, and none that is pointless."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from impact_spaces.lib.calendar import is_calm
from impact_spaces.lib.refusals import Forbidden
from members.models import Person
from spaces.actions import answering, invitation
from spaces.actions.delivery import deliver_due
from spaces.actions.reminding import LEAST_LEFT, SPACING, next_reminder, remind_by_hand, remind_due
from spaces.actions.space import move_space
from spaces.models import Invitation, Message, Suppression
from spaces.models.message import MailKind
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


@pytest.fixture
def invited(space):
    return w.mailed(w.invited(space, "dana"))


def reminders():
    sent = Message.objects.filter(kind=MailKind.REMINDER).order_by("id")
    return [occasion.partition(":")[2].partition(":")[2] for occasion in sent.values_list("occasion", flat=True)]


def days_later(clock, invited, days):
    """What the timetable has sent after it looked every hour for so many days: (day, hour, ordinal)."""
    seen = []
    for hour in range(days * 24):
        clock.move_to(MONDAY + timedelta(hours=hour))
        before = len(reminders())
        remind_due()
        seen += [(hour // 24, (9 + hour) % 24, one) for one in reminders()[before:]]
    return seen


def test_two_reminders_go_in_two_weeks_and_no_more(clock, invited):
    """A third of the time is over on a Saturday, two days are left on another: both go on the Friday before."""
    assert days_later(clock, invited, 14) == [(4, 12, "reminder:1"), (11, 12, "reminder:2")]
    assert reminders() == ["reminder:1", "reminder:2"]
    invited.refresh_from_db()
    assert (invited.reminders, invited.next_reminder_at) == (2, None)


@settings(deadline=None)
@given(
    opened=st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)),
    lasts=st.timedeltas(timedelta(hours=1), timedelta(days=60)),
    done=st.integers(0, 3),
    off=st.sets(st.integers(0, 6)),
    country=st.sampled_from(["IL", "GB", "AE", "XX"]),
)
def test_a_reminder_is_always_spaced_calm_and_in_time(opened, lasts, done, off, country):
    invitation = SimpleNamespace(reminders=done, deadline=opened + lasts)
    moment = next_reminder(invitation, country, after=opened, quiet_weekdays=off)
    if moment is None:
        return
    assert done < 2
    assert opened + SPACING <= moment <= invitation.deadline - LEAST_LEFT
    assert is_calm(moment, country=country, quiet_weekdays=off)


def test_an_invitation_of_a_few_days_gets_one_reminder_or_none(clock, space):
    for name, days, expected in [("dana", 2, None), ("avi", 4, MONDAY + 2 * DAY)]:
        found = invitation.invite(space, w.peer_named(name), by=w.noa(), deadline=MONDAY + days * DAY)
        assert found.next_reminder_at == expected


def test_a_reminder_is_put_into_the_outbox_once_however_often_the_timetable_looks(clock, invited):
    clock.move_to(invited.next_reminder_at)
    assert [remind_due(), remind_due(), remind_due()] == [1, 0, 0]
    assert reminders() == ["reminder:1"]


def test_after_a_stop_of_26_hours_each_due_reminder_goes_once(clock, space):
    """Four are due on Wednesday at nine. By Thursday one has answered, and of one the time is nearly over."""
    deadline = MONDAY + 6 * DAY
    names = ("dana", "avi", "michal", "raed")
    found = [invitation.invite(space, w.peer_named(name), by=w.noa(), deadline=deadline) for name in names]
    assert [one.next_reminder_at for one in found] == [MONDAY + 2 * DAY] * 4
    w.mailed(*found)
    clock.move_to(MONDAY + 2 * DAY + timedelta(hours=26))
    answering.decline(found[2], reason="time")
    Invitation.objects.filter(pk=found[3].pk).update(deadline=MONDAY + 3 * DAY + timedelta(hours=11))
    assert [remind_due(), remind_due()] == [2, 0]
    mails = Message.objects.filter(kind=MailKind.REMINDER).order_by("address").values_list("address", "occasion")
    assert list(mails) == [
        ("avi@world.example", f"invitation:{found[1].pk}:reminder:1"),
        ("dana@world.example", f"invitation:{found[0].pk}:reminder:1"),
    ]


def test_a_stop_that_ends_in_a_quiet_time_is_made_up_for_at_the_next_calm_hour(clock, invited):
    assert invited.next_reminder_at == MONDAY.replace(hour=12) + 4 * DAY  # Friday
    clock.move_to(invited.next_reminder_at + timedelta(hours=26))
    assert remind_due() == 0
    clock.move_to(MONDAY.replace(hour=8) + 6 * DAY)
    assert [remind_due(), remind_due()] == [1, 0]


def test_when_both_were_missed_only_one_goes(clock, invited):
    clock.move_to(invited.deadline - timedelta(hours=30))
    assert [remind_due(), remind_due()] == [1, 0]
    clock.move_to(invited.deadline - timedelta(hours=1))
    assert remind_due() == 0
    assert reminders() == ["reminder:1"]


def test_a_reminder_of_a_date_that_is_hours_away_is_dropped(clock, invited):
    clock.move_to(invited.deadline - timedelta(hours=8))
    assert remind_due() == 0
    invited.refresh_from_db()
    assert (invited.reminders, invited.next_reminder_at, reminders()) == (0, None, [])


def test_nothing_goes_at_night_on_saturday_or_in_a_holiday(clock, invited):
    Invitation.objects.update(next_reminder_at=MONDAY)
    for quiet in (MONDAY.replace(hour=20), MONDAY.replace(day=12, hour=11), MONDAY.replace(day=11, hour=14)):
        clock.move_to(quiet)
        assert remind_due() == 0
    clock.move_to(MONDAY.replace(day=13, hour=8))
    assert remind_due() == 1


def test_a_reminder_that_was_held_up_waits_for_the_next_calm_hour(clock, invited, mailoutbox):
    clock.move_to(invited.next_reminder_at)
    remind_due()
    clock.move_to(MONDAY.replace(day=11, hour=14))  # Friday afternoon
    deliver_due()
    message = Message.objects.get(kind=MailKind.REMINDER)
    assert (message.state, message.due_at) == ("queued", MONDAY.replace(day=13, hour=8))
    clock.move_to(message.due_at)
    deliver_due()
    assert len(mailoutbox) == 1


def test_a_person_s_own_quiet_days_count(clock, space):
    Person.objects.create_user("dana@world.example", "Dana", quiet_weekdays=[4, 6, 0])
    found = w.mailed(w.invited(space, "dana"))
    assert found.next_reminder_at.astimezone(MONDAY.tzinfo).weekday() not in {4, 6, 0}
    Invitation.objects.update(next_reminder_at=MONDAY)
    clock.move_to(MONDAY + 7 * DAY)
    assert remind_due() == 0
    found.refresh_from_db()
    assert found.next_reminder_at == MONDAY.replace(hour=8) + 8 * DAY


def an_answer(found):
    answering.decline(found, reason="time")


def a_withdrawal(found):
    invitation.withdraw(found, by=w.noa())


def a_pause(found):
    move_space(found.space, Stage.PAUSED, by=w.noa())


def an_end(found):
    move_space(found.space, Stage.CLOSED, by=w.noa())


def silence(found):
    answering.stop_writing(found.email)


def a_bounce(found):
    Suppression.objects.create(email=found.email, reason="bounced")


@pytest.mark.parametrize("happening", [an_answer, a_withdrawal, a_pause, an_end, silence, a_bounce])
def test_nobody_is_reminded_after(clock, invited, happening):
    due = invited.next_reminder_at
    happening(invited)
    clock.move_to(due)
    assert (remind_due(), reminders()) == (0, [])


def test_a_frozen_invitation_is_not_reminded(clock):
    space = w.cross_sector()
    ruth = w.stakeholder_invited(space)
    move_space(space, Stage.CONSOLIDATED, by=w.noa())
    clock.move_to(ruth.next_reminder_at)
    assert (remind_due(), reminders()) == (0, [])


def test_more_time_moves_the_reminder_with_it(clock, invited):
    clock.move_to(invited.next_reminder_at)
    remind_due()
    invited.refresh_from_db()
    invitation.extend(invited, MONDAY + 30 * DAY, by=w.noa())
    assert MONDAY + 26 * DAY < invited.next_reminder_at <= MONDAY + 28 * DAY


def test_a_facilitator_reminds_now_and_with_a_line_of_their_own(clock, invited, mailoutbox):
    clock.move_to(MONDAY.replace(hour=21))  # whoever does this has decided that the hour is right
    assert remind_by_hand([invited], by=w.noa(), note="We keep a chair for you.") == [invited]
    deliver_due()
    assert mailoutbox[-1].subject == "A reminder: the invitation to “Mental health in the community”"
    assert "We keep a chair for you." in mailoutbox[-1].body
    invited.refresh_from_db()
    assert invited.reminders == 0


def test_by_hand_somebody_is_reminded_once_a_day(clock, invited):
    assert [len(remind_by_hand([invited], by=w.noa())) for _ in range(3)] == [1, 0, 0]
    clock.move_to(MONDAY + DAY)
    assert len(remind_by_hand([invited], by=w.noa())) == 1
    assert reminders() == ["by_hand:20261207", "by_hand:20261208"]


def test_an_automatic_reminder_keeps_its_distance_from_one_by_hand(clock, invited):
    clock.move_to(invited.next_reminder_at - timedelta(hours=1))
    remind_by_hand([invited], by=w.noa())
    clock.move_to(invited.next_reminder_at)
    assert remind_due() == 0
    invited.refresh_from_db()
    assert invited.next_reminder_at >= MONDAY + 6 * DAY


def test_of_a_selection_only_those_who_wait_are_reminded(clock, space):
    dana, avi, michal = (w.mailed(w.invited(space, name)) for name in ("dana", "avi", "michal"))
    answering.accept(avi)
    answering.stop_writing(michal.email)
    assert remind_by_hand(Invitation.objects.all(), by=w.noa()) == [dana]


def test_only_the_facilitator_reminds(invited):
    with pytest.raises(Forbidden):
        remind_by_hand([invited], by=w.omer())
    assert reminders() == []


def test_many_reminders_take_a_fixed_number_of_statements(clock, space, django_assert_max_num_queries):
    invitees = [w.Invitee(f"ceo{n}@world.example", f"CEO {n}") for n in range(150)]
    invitation.invite_all(space, invitees, by=w.noa())
    w.mailed(*Invitation.objects.all())
    clock.move_to(Invitation.objects.first().next_reminder_at)
    with django_assert_max_num_queries(20):
        assert remind_due() == 150
