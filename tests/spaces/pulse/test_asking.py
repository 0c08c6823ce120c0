"""Opening a wave, answering it, counting it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces.actions import pulse as pulses
from spaces.actions.membership import end
from spaces.actions.space import move_space
from spaces.models import Message, Pulse, Urn
from spaces.pulse_items import ITEMS
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db
TWELVE = [item.key for item in ITEMS]


@pytest.fixture
def space():
    return w.consolidated()


def answers(wave, value=4):
    return dict.fromkeys(wave.items, value)


def give(wave, name, value=4):
    pulses.answer(wave, by=w.a_person(name), answers=answers(wave, value))


def roster(wave):
    return {place.membership.person.email.partition("@")[0]: place.has_answered for place in wave.places.all()}


def test_the_active_peers_are_asked_the_twelve_and_each_gets_a_mail(space):
    wave = w.pulse_opened(space)
    assert roster(wave) == {"dana": False, "avi": False, "michal": False}
    assert (wave.items, wave.asked, wave.number) == (TWELVE, 3, 1)
    assert Message.objects.filter(kind="pulse").count() == 3


def test_who_joins_later_is_asked_in_the_next_wave(space):
    wave = w.pulse_opened(space)
    w.joined(space, "raed")
    with pytest.raises(Forbidden):
        give(wave, "raed")
    assert "raed" not in roster(wave)


def test_only_a_facilitator_opens_extends_counts_and_calls_off(space):
    dana = w.a_person("dana")
    with pytest.raises(Forbidden):
        pulses.open_wave(space, by=dana, closes_at=timezone.now() + timedelta(days=3))
    wave = w.pulse_opened(space)
    for verb in (pulses.close, pulses.call_off):
        with pytest.raises(Forbidden):
            verb(wave, by=dana)
    with pytest.raises(Forbidden):
        pulses.extend(wave, wave.closes_at + timedelta(days=1), by=dana)


def test_there_is_one_open_wave_in_a_space(space):
    w.pulse_opened(space)
    with pytest.raises(NotPossible, match="open already"):
        w.pulse_opened(space)
    assert Pulse.objects.count() == 1


@pytest.mark.parametrize("days", [0, -1, 61, 4000])
def test_the_time_to_answer_lies_ahead_and_within_two_months(space, days):
    with pytest.raises(NotPossible):
        w.pulse_opened(space, days=days)


def test_an_answer_is_final(space):
    wave = w.pulse_opened(space)
    give(wave, "dana")
    with pytest.raises(NotPossible, match="answered already"):
        give(wave, "dana", 1)
    assert roster(wave) == {"dana": True, "avi": False, "michal": False}


@pytest.mark.parametrize("changed", [{"says_own_view": 0}, {"says_own_view": 6}, {"unknown": 3}, {"gets_done": "4"}])
def test_what_is_no_answer_is_refused_and_nothing_is_written(space, changed):
    wave = w.pulse_opened(space)
    with pytest.raises(NotPossible):
        pulses.answer(wave, by=w.a_person("dana"), answers=answers(wave) | changed)
    assert not any(roster(wave).values())


def test_a_line_left_out_is_refused(space):
    wave = w.pulse_opened(space)
    partly = answers(wave)
    del partly["gets_done"]
    with pytest.raises(NotPossible, match="each line"):
        pulses.answer(wave, by=w.a_person("dana"), answers=partly)


def test_the_facilitator_strangers_and_who_left_do_not_answer(space):
    wave = w.pulse_opened(space)
    end(space.memberships.get(person=w.a_person("avi")), by=w.a_person("avi"))
    for person in (w.noa(), w.omer(), w.a_person("avi")):
        with pytest.raises(Forbidden):
            pulses.answer(wave, by=person, answers=answers(wave))


def test_it_is_counted_when_its_time_is_over(space):
    wave = w.pulse_opened(space)
    give(wave, "dana")
    assert pulses.close_due(now=wave.closes_at - timedelta(minutes=1)) == 0
    assert pulses.close_due(now=wave.closes_at) == 1
    wave.refresh_from_db()
    assert (wave.asked, wave.answered, wave.counted) == (3, 1, None)
    assert pulses.close_due(now=wave.closes_at) == 0


def test_it_is_counted_as_soon_as_everybody_answered_who_is_still_there(space):
    wave = w.pulse_opened(space)
    give(wave, "dana")
    give(wave, "avi")
    assert pulses.close_due() == 0
    end(space.memberships.get(person=w.a_person("michal")), by=w.a_person("michal"))
    assert pulses.close_due() == 1
    wave.refresh_from_db()
    assert (wave.asked, wave.answered) == (2, 2)


def test_it_is_not_counted_early_below_the_floor(space):
    w.peers_of(space, 7)
    wave = w.pulse_opened(space)
    for place in list(wave.places.all())[:4]:
        pulses.answer(wave, by=place.membership.person, answers=answers(wave))
    with pytest.raises(NotPossible, match="Fewer than 5"):
        pulses.close(wave, by=w.noa())
    give(wave, "peer4")
    assert pulses.close(wave, by=w.noa()).counted == 5


def test_more_time_is_a_later_day(space):
    wave = w.pulse_opened(space)
    with pytest.raises(NotPossible, match="later day"):
        pulses.extend(wave, wave.closes_at, by=w.noa())
    pulses.extend(wave, wave.closes_at + timedelta(days=3), by=w.noa())
    assert pulses.close_due(now=wave.closes_at) == 0


def test_what_is_called_off_is_never_counted(space):
    wave = w.pulse_opened(space)
    give(wave, "dana")
    pulses.call_off(wave, by=w.noa())
    with pytest.raises(NotPossible, match="over"):
        give(wave, "avi")
    assert (pulses.close_due(now=wave.closes_at), Urn.objects.count()) == (0, 0)
    assert w.pulse_opened(space).number == 2


def test_a_paused_space_asks_nothing_and_gives_the_time_back(space):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        wave = w.pulse_opened(space)
        move_space(space, Stage.PAUSED, by=w.noa())
        with pytest.raises(NotPossible, match="rests"):
            give(wave, "dana")
        clock.shift(timedelta(days=20))
        assert pulses.close_due() == 0
        move_space(space, Stage.CONSOLIDATED, by=w.noa())
        give(wave, "dana")


def test_a_closed_space_leaves_no_wave_behind(space):
    wave = w.pulse_opened(space)
    give(wave, "dana")
    move_space(space, Stage.CLOSED, by=w.noa())
    with pytest.raises(NotPossible, match="rests"):
        give(wave, "avi")
    assert pulses.close_due() == 0
    wave.refresh_from_db()
    assert (wave.called_off_at is None, Urn.objects.count()) == (False, 0)


def test_between_a_picture_and_the_next_wave_lie_two_weeks(space):
    w.peers_of(space, 6)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        w.pulsed(space)
        with pytest.raises(NotPossible, match="14 days"):
            w.pulse_opened(space)
        clock.shift(timedelta(days=14))
        assert w.pulse_opened(space).number == 2


def test_the_peers_and_the_facilitator_are_told_that_it_was_counted(space):
    w.pulsed(space)
    told = Message.objects.filter(kind="pulse_result").values_list("address", flat=True)
    assert sorted(told) == ["avi@world.example", "dana@world.example", "michal@world.example", "noa@world.example"]
