"""The door itself: whether a space becomes cross-sector without its evidence, on whatever path."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from spaces.actions import agreement, answering, closing, decision, dependency, need, pulse
from spaces.actions.space import move_space
from spaces.models import Decision, Membership, Response, Space
from spaces.models.agreement import Agreement
from spaces.models.decision import Answer, Topic
from spaces.states import Stage
from tests import world as w
from tests.spaces.attacks import refused, sql

pytestmark = pytest.mark.django_db
CLOSED_DOORS = [stage for stage in Stage if stage != Stage.CROSS_SECTOR]


def by_the_verb(space):
    move_space(space, Stage.CROSS_SECTOR, by=w.noa())


def by_the_verb_of_the_house(space):
    move_space(space, Stage.CROSS_SECTOR, by=None)


def by_saving(space):
    space.stage = Stage.CROSS_SECTOR
    space.save()


def by_a_queryset(space):
    Space.objects.filter(pk=space.pk).update(stage=Stage.CROSS_SECTOR)


def by_sql(space):
    sql("UPDATE spaces_space SET stage = 'cross_sector' WHERE id = %s", space.pk)


def by_sql_out_of_a_pause(space):
    sql("UPDATE spaces_space SET stage = 'cross_sector', paused_from = '' WHERE id = %s", space.pk)


def by_a_forged_pause(space):
    sql("UPDATE spaces_space SET stage = 'paused', paused_from = 'cross_sector' WHERE id = %s", space.pk)
    sql("UPDATE spaces_space SET stage = 'cross_sector', paused_from = '' WHERE id = %s", space.pk)


def by_a_pause_changed_afterwards(space):
    sql("UPDATE spaces_space SET stage = 'paused', paused_from = stage WHERE id = %s AND stage <> 'paused'", space.pk)
    sql("UPDATE spaces_space SET paused_from = 'cross_sector' WHERE id = %s", space.pk)


def by_a_pause_with_no_memory(space):
    sql("UPDATE spaces_space SET stage = 'paused', paused_from = '' WHERE id = %s AND stage <> 'paused'", space.pk)
    by_sql(space)


PATHS = [
    by_the_verb, by_the_verb_of_the_house, by_saving, by_a_queryset, by_sql, by_sql_out_of_a_pause, by_a_forged_pause,
    by_a_pause_changed_afterwards, by_a_pause_with_no_memory,
]  # fmt: skip


@pytest.mark.parametrize("stage", CLOSED_DOORS)
def test_no_path_opens_the_door_of_a_space_without_evidence(stage):
    space = w.space_at(stage)
    for path in PATHS:
        assert refused(path, Space.objects.get(pk=space.pk)), path.__name__
    assert Space.objects.get(pk=space.pk).stage == stage


@pytest.mark.parametrize("stage", [Stage.CROSS_SECTOR, Stage.PAUSED, Stage.CLOSED, "anything"])
def test_no_space_begins_with_an_open_door(stage):
    paused_from = "cross_sector" if stage == Stage.PAUSED else ""
    assert refused(lambda: Space.objects.create(name="New", purpose="New", stage=stage, paused_from=paused_from))


def test_no_space_takes_the_place_of_an_open_one():
    space, other = w.consolidated(), w.cross_sector("Another")
    assert refused(sql, "UPDATE spaces_space SET id = id + 100000 WHERE id IN (%s, %s)", space.pk, other.pk)


# From `consolidated`, each piece of the evidence missing or out of date. The rows themselves are asked, not the verb.


def without_a_need(space):
    sign_the_annex(space)
    w.decided(space)


def without_an_annex(space):
    need.write_need(space, "A continuum of care", by=w.noa())
    w.decided(space)


def without_one_signature(space):
    need.write_need(space, "A continuum of care", by=w.noa())
    sign_the_annex(space, but=1)
    w.decided(space)


def with_a_newer_annex_that_nobody_signed(space):
    w.with_evidence(space)
    agreement.publish(space, Agreement.Kind.ANNEX, "Another text", by=w.noa())


def without_a_decision(space):
    need.write_need(space, "A continuum of care", by=w.noa())
    sign_the_annex(space)


def with_an_objection(space):
    without_a_decision(space)
    w.decided(space, Answer.OBJECTION, "Not yet")


def with_an_objection_in_a_later_decision(space):
    w.with_evidence(space)
    w.decided(space, Answer.OBJECTION, "Things have changed")


def while_it_is_asked_again(space):
    w.with_evidence(space)
    ask(space)


def with_open_names(space):
    without_a_decision(space)
    asked = ask(space)
    decision.respond(asked, by=w.a_person("dana"), answer=Answer.CONSENT)
    closing.close_due(timezone.now() + timedelta(days=11))


def with_a_decision_on_something_else(space):
    without_a_decision(space)
    asked = ask(space, Topic.GENERAL)
    for one in ("dana", "avi", "michal"):
        decision.respond(asked, by=w.a_person(one), answer=Answer.CONSENT)


def with_a_peer_who_joined_later(space):
    w.with_evidence(space)
    w.signed(w.joined(space, "raed"), Agreement.Kind.ANNEX)
    dependency.ask_all(space, by=w.noa())


def with_a_decision_that_was_used_before(space):
    w.with_evidence(space)
    move_space(move_space(space, Stage.CROSS_SECTOR, by=w.noa()), Stage.CONSOLIDATED, by=w.noa())


def with_an_outcome_that_nobody_gave(space):
    without_a_decision(space)
    now = timezone.now()
    made_up = {"topic": Topic.OPEN_DOOR, "outcome": "agreed", "closes_at": now, "closed_at": now}
    Decision.objects.create(space=space, title="?", proposal="?", by=w.noa(), **made_up)


def with_one_peer_alone(space):
    w.with_evidence(space)
    Membership.objects.filter(space=space, person__in=[w.a_person("avi"), w.a_person("michal")]).update(
        ended_at=timezone.now()
    )


def sign_the_annex(space, but=0):
    peers = list(space.memberships.active().peers())
    for membership in peers[: len(peers) - but]:
        w.signed(membership, Agreement.Kind.ANNEX)


def ask(space, topic=Topic.OPEN_DOOR):
    closes_at = timezone.now() + timedelta(days=3)
    return decision.open_decision(space, by=w.noa(), topic=topic, title="?", proposal="?", closes_at=closes_at)


GAPS = [
    without_a_need, without_an_annex, without_one_signature, with_a_newer_annex_that_nobody_signed, without_a_decision,
    with_an_objection, with_an_objection_in_a_later_decision, while_it_is_asked_again, with_open_names,
    with_a_decision_on_something_else, with_a_peer_who_joined_later, with_a_decision_that_was_used_before,
    with_an_outcome_that_nobody_gave, with_one_peer_alone,
]  # fmt: skip


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: gap.__name__)
def test_the_door_stays_closed(gap):
    space = w.consolidated()
    dependency.ask_all(space, by=w.noa())
    w.pulsed(space)
    gap(space)
    assert_it_stays_closed(space)


def assert_it_stays_closed(space):
    for path in (by_the_verb, by_a_queryset, by_sql):
        assert refused(path, Space.objects.get(pk=space.pk)), path.__name__


def with_all_but_the_process(space):
    need.write_need(space, "A continuum of care", by=w.noa())
    sign_the_annex(space)
    w.decided(space)


def test_the_door_stays_closed_while_nobody_was_asked_in_private():
    space = w.consolidated()
    w.pulsed(space)
    with_all_but_the_process(space)
    assert_it_stays_closed(space)
    dependency.ask_all(space, by=w.noa())
    by_sql(space)


def test_the_door_stays_closed_while_one_peer_was_not_asked_in_private():
    space = w.consolidated()
    dependency.ask_all(space, by=w.noa())
    w.joined(space, "raed")
    w.pulsed(space)
    with_all_but_the_process(space)
    assert_it_stays_closed(space)
    dependency.ask_all(space, by=w.noa())
    by_the_verb(space)


def test_the_door_stays_closed_without_a_pulse():
    space = w.consolidated()
    dependency.ask_all(space, by=w.noa())
    with_all_but_the_process(space)
    w.pulse_opened(space)
    assert_it_stays_closed(space)


def test_the_door_stays_closed_on_an_old_pulse():
    now = timezone.now()
    with time_machine.travel(now - timedelta(days=120)):
        space = w.consolidated()
    with time_machine.travel(now - timedelta(days=91)):
        w.pulsed(space)
    dependency.ask_all(space, by=w.noa())
    with_all_but_the_process(space)
    assert_it_stays_closed(space)
    Space.objects.filter(pk=space.pk).update(pulse_fresh_days=92)
    by_the_verb(space)


def test_the_door_stays_closed_on_a_pulse_that_few_answered():
    space = w.consolidated()
    dependency.ask_all(space, by=w.noa())
    asked = w.pulse_opened(space)
    for name in ("dana", "avi"):  # two of three are fewer than seventy of a hundred
        pulse.answer(asked, by=w.a_person(name), answers=dict.fromkeys(asked.items, 5))
    pulse.close_due(asked.closes_at)
    with_all_but_the_process(space)
    assert_it_stays_closed(space)
    Space.objects.filter(pk=space.pk).update(pulse_share_percent=66)
    by_the_verb(space)


def test_the_door_opens_with_all_of_it_even_by_sql():
    space = w.with_evidence(w.consolidated())
    by_sql(space)
    assert Space.objects.get(pk=space.pk).stage == Stage.CROSS_SECTOR


def test_consent_of_a_peer_who_left_is_not_asked_for():
    space = w.consolidated()
    dependency.ask_all(space, by=w.noa())
    w.pulsed(space)
    without_a_decision(space)
    asked = ask(space)
    Membership.objects.filter(space=space, person=w.a_person("michal")).update(ended_at=timezone.now())
    for one in ("dana", "avi"):
        decision.respond(asked, by=w.a_person(one), answer=Answer.CONSENT)
    assert Response.objects.filter(decision=asked, answer="").count() == 1
    assert move_space(space, Stage.CROSS_SECTOR, by=w.noa()).stage == Stage.CROSS_SECTOR


# Closing it again leaves nobody from outside behind.


@pytest.mark.parametrize("to", ["consolidated", "closed"])
def test_the_door_does_not_close_by_sql_on_somebody_from_outside(to):
    space = w.cross_sector()
    w.ruth_joined(space)
    assert refused(sql, "UPDATE spaces_space SET stage = %s WHERE id = %s", to, space.pk)


@pytest.mark.parametrize("to", ["consolidated", "paused", "closed"])
def test_the_door_does_not_close_by_sql_on_an_invitation_on_its_way(to):
    space = w.cross_sector()
    w.stakeholder_invited(space)
    paused_from = "cross_sector" if to == "paused" else ""
    change = "UPDATE spaces_space SET stage = %s, paused_from = %s WHERE id = %s"
    assert refused(sql, change, to, paused_from, space.pk)


def test_a_space_closed_out_of_a_pause_ends_outside_access_too():
    space = w.cross_sector()
    ruth = w.ruth_joined(space)
    paused = move_space(space, Stage.PAUSED, by=w.noa())
    ruth.refresh_from_db()
    assert ruth.ended_at is None
    assert refused(sql, "UPDATE spaces_space SET stage = 'closed', paused_from = '' WHERE id = %s", space.pk)
    move_space(paused, Stage.CLOSED, by=w.noa())
    ruth.refresh_from_db()
    assert ruth.ended_at is not None


def test_a_guest_who_accepted_and_has_not_signed_is_let_go_too():
    space = w.cross_sector()
    ruth = answering.accept(w.stakeholder_invited(space))
    move_space(space, Stage.CONSOLIDATED, by=w.noa())
    ruth.refresh_from_db()
    assert ruth.ended_at is not None
