"""A blind round: nobody knows a position before all of them appear together, on no page and in no column."""

import pytest
from cryptography.fernet import Fernet
from django.db import IntegrityError

from impact_spaces.lib.refusals import NotPossible
from spaces.actions import decision
from spaces.actions.space import move_space
from spaces.models import Response
from spaces.models.position import Position
from spaces.states import Stage
from tests import world as w
from tests.spaces.attacks import sql
from tests.spaces.consent.rounds import a_group, asked, confide, fresh, outcome, page, say

pytestmark = pytest.mark.django_db


def test_what_is_kept_tells_no_answer_by_its_words_its_size_or_its_time():
    found = asked(a_group())
    say(found, "dana")
    say(found, "avi", answer="objection", reason="Too far " * 200)
    confide(found, "michal")
    rows = sql(
        "SELECT answer, reason, answered_at, length(sealed) FROM spaces_response WHERE decision_id = %s", found.pk
    )
    assert sorted({row[:3] for row in rows}) == [("", "", None), ("kept", "", None)]
    assert len({row[3] for row in rows}) == 1


def test_one_answer_rewrites_every_row_of_the_round():
    found = asked(a_group())
    say(found, "dana")
    assert len(sql("SELECT DISTINCT xmin::text FROM spaces_response WHERE decision_id = %s", found.pk)) == 1


def test_positions_appear_together_with_the_last_answer():
    found = asked(a_group(3))
    say(found, "dana", "avi")
    assert set(found.responses.values_list("answer", flat=True)) == {"", "kept"}
    say(found, "michal", answer="objection", reason="Too far")
    told = found.responses.order_by("membership__person__name").values_list("answer", "reason", "sealed")
    assert list(told) == [("consent", "", ""), ("consent", "", ""), ("objection", "Too far", "")]
    assert (fresh(found).n_consent, fresh(found).n_objection) == (2, 1)


def test_the_database_keeps_the_round_blind_and_what_was_told():
    found = asked(a_group(2))
    with pytest.raises(IntegrityError, match="blind until it closes"), w.savepoint():
        found.responses.update(answer="consent")
    say(found, "dana", "avi")
    with pytest.raises(IntegrityError, match="what was answered stays"), w.savepoint():
        found.responses.update(answer="")


def test_the_same_answer_again_is_the_same_answer_also_after_the_end():
    found = asked(a_group(2))
    say(found, "dana", "dana", "avi", "avi")
    assert outcome(found) == "agreed"
    with pytest.raises(NotPossible, match="closed"):
        say(found, "avi", answer="objection", reason="Too late")


@pytest.mark.parametrize("stage", [Stage.PAUSED, Stage.CLOSED])
def test_nobody_answers_while_the_space_rests(stage):
    space = a_group(3)
    found = asked(space)
    move_space(space, stage, by=w.noa())
    with pytest.raises(NotPossible, match="rests"):
        say(found, "dana")


def test_whoever_steps_out_is_neither_consent_nor_silence():
    found = asked(a_group(3))
    decision.recuse(found, by=w.a_person("dana"))
    assert "interested party" not in page("avi", found).replace("I am an interested party", "")
    say(found, "avi", "michal")
    assert (outcome(found), fresh(found).n_recused) == ("agreed", 1)
    assert "stepped out as an interested party" in page("avi", found)


def test_a_round_in_which_all_step_out_agrees_on_nothing():
    found = asked(a_group(2))
    for name in ("dana", "avi"):
        decision.recuse(found, by=w.a_person(name))
    assert outcome(found) == "unanswered"


def test_nobody_steps_out_of_opening_the_door():
    found = asked(a_group(2), topic="open_door")
    with pytest.raises(NotPossible, match="every peer"):
        decision.recuse(found, by=w.a_person("dana"))


def test_an_answer_under_a_key_that_is_gone_counts_as_none(settings):
    found = asked(a_group(2))
    say(found, "dana")
    settings.PRIVATE_KEYS = [Fernet.generate_key().decode()]
    assert Response.objects.get(membership__person=w.a_person("dana")).position == Position()
