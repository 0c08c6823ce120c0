"""So many notices and reminders reach a person in any seven days, over all spaces, and no more."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from members.models import Person
from spaces.actions.claiming import Turns
from spaces.actions.delivery import deliver_due
from spaces.actions.loading import load
from spaces.actions.message import enqueue, to_invitee, to_member
from spaces.actions.second_look import objections
from spaces.actions.space import move_space
from spaces.models import Invitation, Message
from spaces.models.message import MailKind
from spaces.states import Stage
from tests import world as w
from tests.spaces.consent.rounds import asked

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 12, 7, 9, tzinfo=ZoneInfo("Asia/Jerusalem"))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(settings):
    settings.WEEKLY_CAP = 2
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def spaces():
    found = [w.consolidated("One"), w.consolidated("Two")]
    Message.objects.filter(state="queued").update(state="cancelled")
    return found


def tell(space, kind, occasion):
    enqueue([to_member(space.memberships.get(person=w.named("dana")), kind, occasion)])
    deliver_due()
    return Message.objects.get(occasion__endswith=occasion)


def moved(space, number):
    return tell(space, MailKind.SPACE_MOVED, f"moved:{number}")


def test_the_third_of_a_week_waits_for_room_whatever_space_it_is_about(spaces, clock):
    one, two = spaces
    assert moved(one, 1).state == "sent"
    clock.shift(DAY)
    assert moved(two, 2).state == "sent"
    clock.shift(DAY)
    third = moved(one, 3)
    assert (third.state, third.due_at) == ("queued", MONDAY + 7 * DAY)
    assert third.problem == "This person has had enough mail this week; it waits."
    clock.move_to(third.due_at)
    deliver_due()
    third.refresh_from_db()
    assert third.state == "sent"


def test_in_one_batch_they_are_counted_as_they_pass(spaces):
    place = spaces[0].memberships.get(person=w.named("dana"))
    enqueue([to_member(place, MailKind.SPACE_MOVED, f"moved:{n}") for n in range(4)])
    deliver_due()
    states = Message.objects.filter(kind="space_moved", membership=place, occasion__contains=":moved:")
    assert list(states.order_by("id").values_list("state", flat=True)) == ["sent", "sent", "queued", "queued"]


def test_what_was_long_ago_counts_no_more(spaces, clock):
    moved(spaces[0], 1)
    moved(spaces[0], 2)
    clock.shift(7 * DAY)
    assert moved(spaces[0], 3).state == "sent"


def test_a_person_may_choose_less_and_not_more(spaces):
    Person.objects.filter(email__startswith="dana").update(weekly_cap=1)
    assert [moved(spaces[0], n).state for n in range(2)] == ["sent", "queued"]
    Person.objects.filter(email__startswith="avi").update(weekly_cap=99)
    place = spaces[0].memberships.get(person=w.named("avi"))
    enqueue([to_member(place, MailKind.SPACE_MOVED, f"for_avi:{n}") for n in range(3)])
    deliver_due()
    assert Message.objects.filter(occasion__contains="for_avi", state="sent").count() == 2


def test_the_only_notice_of_a_decision_that_closes_before_there_is_room_goes_nevertheless(spaces):
    moved(spaces[0], 1)
    moved(spaces[0], 2)
    asked(spaces[0], closes_at=MONDAY + 3 * DAY)
    asked(spaces[1], closes_at=MONDAY + 9 * DAY)
    deliver_due()
    states = Message.objects.filter(kind="decision", address__startswith="dana").order_by("id")
    assert list(states.values_list("state", flat=True)) == ["sent", "queued"]


def test_a_reminder_that_cannot_wait_is_dropped(spaces, clock):
    meeting = w.a_meeting(spaces[0], MONDAY + 4 * DAY)
    moved(spaces[0], 1)
    moved(spaces[0], 2)
    clock.move_to(MONDAY + 2 * DAY)
    reminder = tell(spaces[0], MailKind.MEETING_REMINDER, f"meeting_reminder:{meeting.pk}:0")
    assert (reminder.state, reminder.problem) == ("cancelled", "This person has had enough mail this week.")


def test_what_somebody_does_for_its_reader_never_counts(spaces):
    for number in range(4):
        assert tell(spaces[0], MailKind.GLASS, f"glass:{number}").state == "sent"
    assert moved(spaces[0], 1).state == "sent"


def test_a_reminder_of_a_pulse_shows_in_nobodys_week(spaces):
    one, two = spaces
    dana = one.memberships.get(person=w.named("dana"))
    for number in range(2):
        mail = to_member(dana, MailKind.PULSE_REMINDER, f"pulse:{number}:reminder")
        mail.state, mail.sent_at = "sent", MONDAY - HOUR
        mail.save()
    assert [moved(one, 1).state, moved(two, 2).state] == ["sent", "sent"]


def test_invitees_have_a_week_too_and_what_is_sent_by_hand_is_not_of_it(clock):
    space = move_space(w.a_space(), Stage.GATHERING, by=w.noa())
    found = w.invited(space, "dana")
    Invitation.objects.update(deadline=MONDAY + 30 * DAY)
    found.refresh_from_db()
    occasions = ["reminder:1", "by_hand:1", "reminder:2", "by_hand:2", "reminder:3"]
    for occasion in occasions:
        enqueue([to_invitee(found, MailKind.REMINDER, occasion)])
        deliver_due()
        clock.shift(HOUR)
    states = Message.objects.filter(kind="reminder").order_by("id").values_list("state", flat=True)
    assert list(states) == ["sent", "sent", "sent", "sent", "queued"]


def test_what_the_same_run_is_still_handing_over_counts(spaces):
    """The mail server is slow: of three mails to one person, taken one after the other, none is marked yet."""
    one, _two = spaces
    dana = one.memberships.get(person=w.named("dana"))
    enqueue([to_member(dana, MailKind.SPACE_MOVED, f"moved:{number}") for number in (1, 2, 3)])
    turns, verdicts = Turns(run=7), []
    for _batch in range(3):
        (message,) = load(turns.claim(1), 7)
        verdicts += [found and found.until for found in objections([message], MONDAY)]
    assert verdicts == [None, None, MONDAY + 7 * DAY]


def test_what_another_run_has_in_its_hands_does_not(spaces):
    """Each would wait for the other."""
    one, _two = spaces
    dana = one.memberships.get(person=w.named("dana"))
    enqueue([to_member(dana, MailKind.SPACE_MOVED, f"moved:{number}") for number in (1, 2, 3)])
    verdicts = []
    for run in (7, 8, 9):
        (message,) = load(Turns(run=run).claim(1), run)
        verdicts += objections([message], MONDAY)
    assert verdicts == [None, None, None]
