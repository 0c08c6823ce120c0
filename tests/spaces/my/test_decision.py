"""Answering a decision: blind until it closes, together afterwards."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from spaces.actions import decision
from spaces.models import Decision
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    space = w.consolidated()
    return decision.open_decision(
        space, by=w.noa(), title="Shall we meet in Haifa?", proposal="In March.",
        closes_at=timezone.now() + timedelta(days=3),
    )  # fmt: skip


def url(question):
    return reverse("spaces:decision", args=[question.pk])


def answer(client, name, question, **given):
    client.force_login(w.a_person(name))
    return client.post(url(question), given)


def page(client, name, question):
    client.force_login(w.a_person(name))
    return client.get(url(question)).content.decode()


def test_the_page_says_who_will_read_the_answer_and_when(client, question):
    said = page(client, "avi", question)
    assert "Shall we meet in Haifa?" in said
    assert "In March." in said
    assert "Nobody reads your answer before the round closes, nor does the facilitator. Then 3 peers and the" in said


def test_an_answer_is_kept_and_may_be_changed(client, question):
    answer(client, "avi", question, answer="objection", reason="Too far for the south")
    assert "Too far for the south" in page(client, "avi", question)
    answer(client, "avi", question, answer="consent")
    mine = question.responses.get(membership__person=w.a_person("avi"))
    assert (mine.answer, mine.position.answer, mine.position.reason) == ("kept", "consent", "")


def test_nobody_sees_anothers_answer_before_the_end(client, question):
    answer(client, "avi", question, answer="objection", reason="Too far for the south")
    for name in ("dana", "noa"):
        said = page(client, name, question)
        assert "Too far for the south" not in said
        assert "1 of 3 answered" in said


def test_after_the_end_all_answers_stand_together(client, question):
    answer(client, "avi", question, answer="objection", reason="Too far for the south")
    answer(client, "dana", question, answer="consent")
    answer(client, "michal", question, answer="consent")
    said = page(client, "dana", question)
    assert "An objection stands" in said
    for words in ("Avi Nahum", "Too far for the south", "Dana Cohen", "Michal Lavi"):
        assert words in said, words
    assert 'value="consent"' not in said


def test_an_objection_needs_its_reason(client, question):
    response = answer(client, "avi", question, answer="objection", reason="  ")
    assert "An objection needs its reason" in response.content.decode()
    assert question.responses.get(membership__person=w.a_person("avi")).answer == ""


def test_who_joined_later_looks_on(client, question):
    w.joined(question.space, "raed")
    said = page(client, "raed", question)
    assert 'value="consent"' not in said
    assert answer(client, "raed", question, answer="consent").status_code == 403


def test_an_answer_that_comes_too_late_is_told_so(client, question):
    Decision.objects.filter(pk=question.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    assert "The time to answer is over" in page(client, "avi", question)
    assert "The facilitator can give more." in answer(client, "avi", question, answer="consent").content.decode()


def test_an_unknown_answer_is_refused(client, question):
    assert answer(client, "avi", question, answer="maybe").status_code == 200
    assert question.responses.get(membership__person=w.a_person("avi")).answer == ""
