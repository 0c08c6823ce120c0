"""What the door may ask of a pulse, and the look back after the first stakeholder joined."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from spaces import readings
from spaces.actions import pulse as pulses
from spaces.actions.space import move_space
from spaces.insights import board
from spaces.insights import pulse as insights
from spaces.models import Space
from spaces.pulse_items import OPENNESS
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as moving:
        yield moving


def test_without_a_pulse_there_is_none_fresh_enough(clock):
    assert not readings.is_fresh_enough(w.consolidated())


def test_a_pulse_is_fresh_for_as_long_as_the_group_has_set(clock):
    space = w.consolidated()
    w.pulsed(space)
    clock.shift(90 * DAY)
    assert readings.is_fresh_enough(space)
    clock.shift(timedelta(seconds=1))
    assert not readings.is_fresh_enough(space)
    space.pulse_fresh_days = 120
    assert readings.is_fresh_enough(space)


@pytest.mark.parametrize(("answered", "enough"), [(6, False), (7, True)])
def test_enough_is_the_share_of_those_asked(clock, answered, enough):
    space = w.consolidated()
    people = w.peers_of(space, 10)
    wave = w.pulse_opened(space)
    for person in people[:answered]:
        pulses.answer(wave, by=person, answers=dict.fromkeys(wave.items, 4))
    clock.move_to(wave.closes_at)
    pulses.close_due()
    assert readings.is_fresh_enough(space) is enough


def test_a_wave_that_shows_no_figures_counts_and_one_that_was_called_off_does_not(clock):
    space = w.consolidated()
    w.pulsed(space)
    pulses.call_off(w.pulse_opened(space), by=w.noa())
    assert (readings.latest(space).number, readings.latest(space).is_shown) == (1, False)
    assert readings.is_fresh_enough(space)


# --- After the first stakeholder joined ------------------------------------------------------------------------------


def opened_door():
    space = w.consolidated()
    w.peers_of(space, 8)
    w.pulsed(space, {})
    return move_space(w.with_evidence(space), Stage.CROSS_SECTOR, by=w.noa())


def waits(space):
    return [one.when for one in board.waiting(w.noa()) if one.what == "recheck" and one.space_id == space.pk]


def test_a_new_pulse_is_due_two_to_three_months_later(clock):
    space = opened_door()
    assert readings.due_after_joining(space) is None
    clock.shift(20 * DAY)
    joined = w.ruth_joined(space).active_since
    due = readings.due_after_joining(space)
    assert (due.since, due.until, due.done) == (joined + 60 * DAY, joined + 90 * DAY, None)
    assert due.before.number == 1
    assert (due.is_due(), waits(space)) == (False, [])
    clock.move_to(due.since)
    assert (due.is_due(), waits(space)) == (True, [due.until])
    w.pulsed(space)
    assert readings.due_after_joining(space).done.number == 2
    assert waits(space) == []


def test_a_pulse_too_soon_is_not_the_look_back(clock):
    space = opened_door()
    w.ruth_joined(space)
    clock.shift(30 * DAY)
    w.pulsed(space)
    assert readings.due_after_joining(space).done is None


def test_going_back_ends_it(clock):
    space = opened_door()
    w.ruth_joined(space)
    clock.shift(61 * DAY)
    space = move_space(space, Stage.CONSOLIDATED, by=w.noa())
    assert (readings.due_after_joining(space), waits(space)) == (None, [])


def test_only_the_spaces_in_which_it_is_due_are_found(clock):
    space = opened_door()
    w.ruth_joined(space)
    w.a_space("Food security")
    clock.shift(60 * DAY)
    assert list(readings.waiting_for_recheck(Space.objects.all())) == [space]


def test_the_openness_lines_stand_side_by_side_and_a_fall_offers_two_ways(client, clock):
    space = opened_door()
    w.ruth_joined(space)
    clock.shift(60 * DAY)
    low = dict.fromkeys(OPENNESS, 1)
    names = [place.person.email.partition("@")[0] for place in space.memberships.active().peers()]
    w.pulsed(space, dict.fromkeys(names, low))
    _recheck, compared = insights.looked_back(space)
    assert [one.item.key for one in compared] == list(OPENNESS)
    assert sum(one.fell for one in compared) >= 4
    client.force_login(w.noa())
    said = client.get(reverse("spaces:desk_pulses", args=[space.pk])).content.decode()
    assert "Openness is lower than before somebody from outside came in." in said
    assert reverse("spaces:space_move", args=[space.pk, "consolidated"]) in said
    space.refresh_from_db()
    assert space.stage == Stage.CROSS_SECTOR
    client.force_login(w.a_person("dana"))
    assert "Openness is lower" in client.get(reverse("spaces:my_pulses", args=[space.pk])).content.decode()
