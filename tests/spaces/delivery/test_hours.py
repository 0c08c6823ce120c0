"""At which hours mails reach their readers: what nobody asked for at this moment comes in calm hours, and in time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from members.models import Person
from spaces.actions import answering
from spaces.actions.delivery import deliver_due
from spaces.actions.message import enqueue, to_member
from spaces.actions.space import move_space
from spaces.manners import MANNERS
from spaces.models import Message
from spaces.models.message import MailKind
from spaces.states import Stage
from tests import world as w
from tests.spaces.consent.rounds import asked

pytestmark = pytest.mark.django_db
ISRAEL = ZoneInfo("Asia/Jerusalem")
MONDAY = datetime(2026, 12, 7, 9, tzinfo=ISRAEL)
FRIDAY_NIGHT = datetime(2026, 12, 11, 21, tzinfo=ISRAEL)
SUNDAY_MORNING = datetime(2026, 12, 13, 8, tzinfo=ISRAEL)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def space():
    found = w.consolidated()
    Message.objects.filter(state="queued").update(state="cancelled")
    return found


def dana(**habits):
    Person.objects.filter(email__startswith="dana").update(**habits)
    return w.named("dana")


def written_to(space, kind=MailKind.SPACE_MOVED, occasion="moved:1"):
    enqueue([to_member(space.memberships.get(person=w.named("dana")), kind, occasion)])
    return Message.objects.get(kind=kind, occasion__endswith=occasion)


def looked_at(message):
    deliver_due()
    message.refresh_from_db()
    return message.state, message.due_at


def test_every_kind_of_mail_has_its_manner():
    assert set(MANNERS) == set(MailKind)


def test_what_a_person_does_now_reaches_the_others_at_any_hour(space, clock):
    clock.move_to(FRIDAY_NIGHT)
    assert looked_at(written_to(space)) == ("sent", FRIDAY_NIGHT)


def test_what_did_not_go_within_an_hour_waits_for_a_calm_one(space, clock):
    clock.move_to(FRIDAY_NIGHT)
    message = written_to(space)
    clock.shift(HOUR)
    assert looked_at(message) == ("queued", SUNDAY_MORNING)
    clock.move_to(SUNDAY_MORNING)
    assert looked_at(message)[0] == "sent"


def test_on_a_reader_s_own_quiet_day_a_notice_waits(space, clock):
    dana(quiet_weekdays=[0])
    assert looked_at(written_to(space)) == ("queued", MONDAY.replace(hour=8) + DAY)


def test_whoever_is_quiet_every_day_still_hears_what_others_do(space, clock):
    dana(quiet_weekdays=[0, 1, 2, 3, 4, 5, 6])
    assert looked_at(written_to(space))[0] == "sent"


def test_a_question_that_closes_on_a_quiet_day_comes_on_it(space, clock):
    dana(quiet_weekdays=[0, 1])
    asked(space, closes_at=MONDAY + DAY)
    assert looked_at(Message.objects.get(kind="decision", address__startswith="dana"))[0] == "sent"


def test_when_questions_end_in_a_quiet_time_the_answer_is_asked_for_at_the_next_calm_hour(space, clock):
    asked(space, questions_until=FRIDAY_NIGHT, closes_at=FRIDAY_NIGHT + 3 * DAY)
    message = Message.objects.get(kind="decision", address__startswith="dana")
    assert message.due_at == SUNDAY_MORNING
    Message.objects.filter(pk=message.pk).update(due_at=FRIDAY_NIGHT)
    clock.move_to(FRIDAY_NIGHT)
    assert looked_at(message) == ("queued", SUNDAY_MORNING)


def test_a_decision_without_any_calm_hour_for_it_asks_nobody_at_night(space, clock):
    asked(space, questions_until=FRIDAY_NIGHT, closes_at=FRIDAY_NIGHT + DAY)
    clock.move_to(FRIDAY_NIGHT)
    message = Message.objects.get(kind="decision", address__startswith="dana")
    assert looked_at(message)[0] == "cancelled"
    assert message.problem == "There was no calm hour left before the time to answer passed."


def test_who_lives_far_away_is_reminded_in_hours_of_their_own(clock):
    space = move_space(w.a_space(), Stage.GATHERING, by=w.noa())
    Person.objects.create_user("dana@world.example", "Dana", time_zone="America/Los_Angeles")
    found = w.invited(space, "dana")
    clock.move_to(found.next_reminder_at - HOUR)
    there = found.next_reminder_at.astimezone(ZoneInfo("America/Los_Angeles"))
    assert (there.weekday(), 8 <= there.hour < 13) == (4, True)  # Friday morning there, Friday night in Israel


def test_an_account_begins_with_the_clock_of_its_first_space(clock):
    space = move_space(w.a_space(country="GB"), Stage.GATHERING, by=w.noa())
    answering.accept(w.invited(space, "dana"))
    assert w.named("dana").time_zone == "Europe/London"
