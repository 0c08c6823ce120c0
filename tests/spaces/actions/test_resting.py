"""A pause takes nobody's time: what waited has the same time left when the space goes on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from spaces.actions import closing, decision, expiring
from spaces.actions.space import move_space
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    return w.consolidated()


def paused_for(space, days, time_machine):
    space = move_space(space, Stage.PAUSED, by=w.noa())
    time_machine.move_to(timezone.now() + timedelta(days=days))
    closing.close_due()
    expiring.expire_due()
    return move_space(space, Stage.CONSOLIDATED, by=w.noa())


def test_an_invitation_has_the_time_left_that_it_had(space, time_machine):
    time_machine.move_to("2026-11-24 10:00 +0200", tick=False)
    waiting = w.invited(space, "raed")
    paused_for(space, 30, time_machine)
    deadline, waiting_state = waiting.deadline, waiting.state
    waiting.refresh_from_db()
    assert (waiting.deadline - deadline, waiting.state) == (timedelta(days=30), waiting_state)
    assert waiting.next_reminder_at > timezone.now()


def test_a_question_stays_open_over_the_pause(space, time_machine):
    time_machine.move_to("2026-11-24 10:00 +0200", tick=False)
    closes_at = timezone.now() + timedelta(days=3)
    asked = decision.open_decision(space, by=w.noa(), title="A rhythm?", proposal="Monthly", closes_at=closes_at)
    paused_for(space, 30, time_machine)
    asked.refresh_from_db()
    assert (asked.is_open, asked.closes_at - closes_at) == (True, timedelta(days=30))


def test_what_was_over_before_the_pause_stays_over(space, time_machine):
    time_machine.move_to("2026-11-24 10:00 +0200", tick=False)
    closes_at = timezone.now() + timedelta(days=3)
    asked = decision.open_decision(space, by=w.noa(), title="A rhythm?", proposal="Monthly", closes_at=closes_at)
    time_machine.move_to(timezone.now() + timedelta(days=4))
    paused_for(space, 30, time_machine)
    asked.refresh_from_db()
    assert asked.closes_at == closes_at
