"""The deadline: open names go to the facilitator, who gives time, records what they are told, or ends it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces.actions import closing, decision, recording
from spaces.actions.second_look import objection
from spaces.actions.space import move_space
from spaces.models import Message
from spaces.models.decision import Phase
from spaces.states import Stage
from tests import world as w
from tests.spaces.consent.rounds import a_group, asked, desk_page, fresh, in_days, outcome, page, say
from tests.spaces.delivery.lookworld import loaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-10T09:00:00+02:00", tick=False) as found:
        yield found


def later(clock, **much):
    clock.shift(timedelta(**much))


def place(found, name):
    return found.space.memberships.get(person=w.a_person(name))


def record(found, name, answer="consent", reason="", confirmed_by="phone"):
    return recording.record_for(
        found, place(found, name), by=w.noa(), answer=answer, reason=reason, confirmed_by=confirmed_by
    )


def test_at_the_deadline_the_facilitator_gets_the_open_names(clock):
    found = asked(a_group(3))
    say(found, "dana")
    later(clock, days=3, minutes=1)
    for _twice in range(2):
        assert closing.close_due() == 0
    assert fresh(found).phase() == Phase.OPEN_NAMES
    (mail,) = Message.objects.filter(kind="open_names")
    assert mail.address == "noa@world.example"
    assert "Avi Nahum, Michal Lavi" in desk_page(found)
    assert "Avi Nahum" not in page("dana", found)


def test_after_the_deadline_nobody_answers_unless_there_is_more_time(clock):
    found = asked(a_group(3))
    later(clock, days=4)
    with pytest.raises(NotPossible, match="can give more"):
        say(found, "dana")
    decision.extend(found, in_days(2), by=w.noa())
    decision.extend(found, in_days(2), by=w.noa())
    say(found, "dana", "avi", "michal")
    assert outcome(found) == "agreed"
    assert Message.objects.filter(occasion__contains="reminder").count() == 3


def test_more_time_is_a_later_moment_and_the_facilitators_to_give(clock):
    found = asked(a_group(3))
    with pytest.raises(NotPossible, match="later moment"):
        decision.extend(found, in_days(1), by=w.noa())
    with pytest.raises(Forbidden):
        decision.extend(found, in_days(9), by=w.a_person("dana"))


def test_the_facilitator_may_end_it_only_after_its_time(clock):
    found = asked(a_group(3))
    say(found, "dana", answer="objection", reason="Too far")
    with pytest.raises(NotPossible, match="not over yet"):
        closing.close_unanswered(found, by=w.noa())
    later(clock, days=4)
    for _twice in range(2):
        closing.close_unanswered(found, by=w.noa())
    assert outcome(found) == "objected"


def test_with_open_names_it_is_never_agreed(clock):
    found = asked(a_group(3))
    say(found, "dana", "avi")
    later(clock, days=4)
    closing.close_unanswered(found, by=w.noa())
    assert outcome(found) == "unanswered"
    assert "no answer yet" in page("dana", found)


def test_a_position_on_somebodys_behalf_is_told_to_them_and_shown_as_recorded(clock):
    found = asked(a_group(2))
    say(found, "dana")
    record(found, "avi", "objection", "Too far")
    assert outcome(found) == ""  # avi may change it
    assert "Recorded for you by Noa Barak, confirmed by phone." in page("avi", found)
    assert Message.objects.get(kind="recorded").address == "avi@world.example"
    later(clock, days=3, minutes=1)
    assert closing.close_due() == 1
    assert outcome(found) == "objected"
    assert "recorded by Noa Barak, confirmed by phone" in page("dana", found)


def test_what_was_recorded_may_be_changed_by_whose_it_is_also_after_the_deadline(clock):
    found = asked(a_group(2))
    say(found, "dana")
    later(clock, days=4)
    record(found, "avi", "objection", "Too far")
    with pytest.raises(NotPossible, match="may still be changed"):
        closing.close_unanswered(found, by=w.noa())
    say(found, "avi")
    assert outcome(found) == "agreed"
    assert "recorded by" not in page("dana", found)


def test_nothing_is_recorded_over_somebodys_own_answer(clock):
    found = asked(a_group(3))
    say(found, "dana")
    with pytest.raises(NotPossible, match="said themselves"):
        record(found, "dana")
    with pytest.raises(NotPossible, match="how they told you"):
        record(found, "avi", confirmed_by="dream")
    with pytest.raises(Forbidden):
        recording.record_for(found, place(found, "avi"), by=w.a_person("dana"), answer="consent", confirmed_by="phone")


def test_recording_twice_is_once(clock):
    found = asked(a_group(3))
    for _twice in range(2):
        record(found, "avi")
    assert Message.objects.filter(kind="recorded").count() == 1


def test_a_paused_space_keeps_its_decisions_and_gives_their_time_back(clock):
    space = a_group(3)
    found = asked(space, questions_until=in_days(1))
    move_space(space, Stage.PAUSED, by=w.noa())
    later(clock, days=30)
    assert closing.close_due() == 0
    move_space(space, Stage.CONSOLIDATED, by=w.noa())
    found = fresh(found)
    assert (found.questions_until, found.closes_at) == (in_days(1), in_days(3))


def test_open_names_have_their_week_also_after_a_pause(clock):
    space = a_group(3)
    found = asked(space)
    say(found, "dana")
    later(clock, days=4)
    move_space(space, Stage.PAUSED, by=w.noa())
    later(clock, days=30)
    move_space(space, Stage.CONSOLIDATED, by=w.noa())
    assert closing.close_due() == 0
    later(clock, days=8)
    assert closing.close_due() == 1


def test_in_a_closed_space_decisions_end(clock):
    space = a_group(3)
    found = asked(space)
    move_space(space, Stage.CLOSED, by=w.noa())
    assert closing.close_due() == 1
    assert outcome(found) == "unanswered"


def test_when_the_last_silent_one_leaves_the_rest_have_decided(clock):
    from spaces.actions.membership import end

    found = asked(a_group(3))
    say(found, "dana", "avi")
    end(place(found, "michal"), by=w.a_person("michal"))
    assert closing.close_due() == 1
    assert outcome(found) == "agreed"


def test_mails_that_are_no_longer_true_do_not_go_out(clock):
    found = asked(a_group(2))
    later(clock, days=5)  # a Sunday: the facilitator is not told on Shabbat
    closing.close_due()
    (names,) = loaded(Message.objects.filter(kind="open_names").values_list("pk", flat=True))
    assert objection(names, timezone.now()) is None
    record(found, "avi")
    (recorded,) = loaded(Message.objects.filter(kind="recorded").values_list("pk", flat=True))
    assert objection(recorded, timezone.now()) is None
    decision.extend(found, in_days(3), by=w.noa())
    say(found, "avi")
    assert [str(objection(mail, timezone.now()).why) for mail in (names, recorded)] == ["No longer true."] * 2
