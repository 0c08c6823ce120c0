"""Amended proposals: versions with their own roster and round; questions; the look back."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces.actions import amending, asking
from spaces.actions.second_look import objection
from spaces.forms.decision import DecisionForm
from spaces.insights import decision as insights
from spaces.insights.board import waiting
from spaces.insights.changes import changes
from spaces.models import Decision, Message
from tests import world as w
from tests.spaces.consent.rounds import a_group, asked, desk_page, fresh, in_days, page, say
from tests.spaces.delivery.lookworld import loaded

pytestmark = pytest.mark.django_db


def objected(size=3):
    found = asked(a_group(size))
    say(found, "avi", answer="objection", reason="Too far for the south")
    say(found, "dana", "michal")
    return fresh(found)


def amended(found, proposal="Every second week, once a month in the south.", **more):
    more.setdefault("closes_at", in_days(3))
    return amending.amend(found, by=w.noa(), proposal=proposal, **more)


def test_a_new_version_has_the_roster_of_its_own_day_and_a_fresh_round():
    found = objected()
    w.joined(found.space, "raed")
    later = amended(found)
    assert (later.version, later.amends, later.origin, later.title) == (2, found, found, found.title)
    assert [place.answer for place in later.responses.all()] == [""] * 4
    third = amended(closed(later, "dana", "avi", "michal", "raed"), "Online.")
    assert (third.version, third.origin) == (3, found)


def test_the_form_of_a_new_version_opens_it_and_leads_to_it(client):
    found = objected()
    client.force_login(w.noa())
    how = {f"how_{found.objections.get().pk}": "Once a month in the south"}
    said = {"proposal": "In the south too.", "closes_at": f"{in_days(5):%Y-%m-%d}"} | how
    reply = client.post(reverse("spaces:decision_amend", args=[found.pk]), said)
    later = found.amended_by
    assert (reply.url, later.proposal) == (reverse("spaces:desk_decision", args=[later.pk]), "In the south too.")
    assert found.objections.get().how == "Once a month in the south"


@pytest.mark.parametrize(("name", "page"), [("noa", "desk_decisions"), ("dana", "my_space")])
def test_a_list_tells_the_versions_apart(client, name, page):
    found = objected()
    amended(found)
    client.force_login(w.a_person(name))
    text = client.get(reverse(f"spaces:{page}", args=[found.space_id])).text
    assert (text.count(found.title), text.count("version 2 · ")) == (2, 1)


def closed(found, *names):
    say(found, *names)
    return fresh(found)


def test_a_version_is_amended_once_and_only_when_it_has_closed():
    found = objected()
    later = amended(found)
    assert amended(found) == later
    with pytest.raises(NotPossible, match="later version already"):
        amended(found, "Something else")
    with pytest.raises(NotPossible, match="still being decided"):
        amended(later, "And another")
    with pytest.raises(Forbidden):
        amending.amend(found, by=w.omer(), proposal="Mine", closes_at=in_days(3))


def test_an_objection_is_integrated_when_a_later_version_is_agreed():
    found = objected()
    (objection,) = found.objections.all()
    with pytest.raises(NotPossible, match="how that is done"):
        amended(found, integrates=[(objection, " ")])
    later = amended(found, integrates=[(objection, "Once a month in the south")])
    assert insights.integrated_objections(found.space) == 0
    say(later, "dana", "avi", "michal")
    assert insights.integrated_objections(found.space) == 1
    assert "Once a month in the south" in page("avi", later)
    assert "Once a month in the south" in desk_page(found)


def test_it_counts_once_though_a_second_amendment_was_needed():
    found = objected()
    (objection,) = found.objections.all()
    later = amended(found, integrates=[(objection, "In the south")])
    say(later, "michal", answer="objection", reason="Still too often")
    third = amended(closed(later, "dana", "avi"), "Once a month.")
    say(third, "dana", "avi", "michal")
    assert insights.integrated_objections(found.space) == 1


def test_what_changed_is_shown_word_by_word():
    assert changes("We meet every week.", "We meet every month, online.") == [
        ("same", "We meet every "), ("gone", "week."), ("new", "month, online."),
    ]  # fmt: skip
    later = amended(objected())
    assert "<ins>" in page("avi", later)


def test_what_is_asked_stays_as_it_was_asked():
    found = asked(a_group(2))
    for change in ({"proposal": "Other"}, {"title": "Other"}, {"topic": "invite"}, {"version": 7}):
        with pytest.raises(Exception, match="(?i)cannot update|violates"), w.savepoint():
            Decision.objects.filter(pk=found.pk).update(**change)
    with pytest.raises(IntegrityError, match="a_later_version_amends_one"), w.savepoint():
        Decision.objects.create(space=found.space, title="x", proposal="x", by=w.noa(), closes_at=in_days(1), version=2)


def test_questions_come_first_where_there_is_time_for_them():
    with time_machine.travel("2026-11-10T09:00:00+02:00", tick=False) as clock:
        found = asked(a_group(3), questions_until=in_days(1))
        assert Message.objects.filter(kind="questions", due_at__lte=timezone.now()).count() == 3
        assert {mail.due_at for mail in Message.objects.filter(kind="decision")} == {found.questions_until}
        with pytest.raises(NotPossible, match="Questions come first"):
            say(found, "dana")
        early = objection(loaded([Message.objects.filter(kind="decision").first().pk])[0], timezone.now())
        assert early.until == found.questions_until
        question = asking.ask(found, by=w.a_person("avi"), text="Who pays?", with_name=True)
        clock.shift(timedelta(days=1, minutes=1))
        say(found, "dana")
        with pytest.raises(NotPossible, match="time for questions is over"):
            asking.ask(found, by=w.a_person("avi"), text="And who cooks?", with_name=True)
        asking.answer_question(question, by=w.noa(), text="The space")
        assert "The space" in page("dana", found)


def test_a_question_without_a_name_names_nobody_to_anybody():
    found = asked(a_group(3))
    for _twice in range(2):
        asking.ask(found, by=w.a_person("avi"), text="Who pays?", with_name=False)
    (question,) = found.questions.all()
    assert question.asker is None
    for seen in (page("dana", found), page("noa", found)):
        assert ("Who pays?" in seen, "Avi Nahum" in seen) == (True, False)


def test_a_question_with_a_name_shows_it_and_the_proposer_answers():
    found = asked(a_group(3))
    question = asking.ask(found, by=w.a_person("avi"), text="Who pays?", with_name=True)
    assert "Avi Nahum" in page("dana", found)
    with pytest.raises(Forbidden):
        asking.answer_question(question, by=w.a_person("dana"), text="You do")
    with pytest.raises(Forbidden):
        asking.ask(found, by=w.noa(), text="May I?", with_name=True)


def test_what_was_agreed_waits_on_the_desk_when_its_day_comes():
    day = timezone.localdate() + timedelta(days=30)
    found = asked(a_group(2), review_on=day)
    say(found, "dana", "avi")
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert [(one.what, one.key) for one in waiting(w.noa()) if one.what == "review"] == [("review", found.pk)]
        assert "The day has come" in desk_page(found)
        for _twice in range(2):
            amending.review(fresh(found), by=w.noa(), words="It works")
        assert [one.what for one in waiting(w.noa()) if one.what == "review"] == []
        assert "It works" in page("dana", found)


def test_only_what_was_agreed_is_reviewed():
    with pytest.raises(NotPossible, match="Only what was agreed"):
        amending.review(objected(), by=w.noa())


def test_between_questions_and_answers_lies_a_working_hour():
    with time_machine.travel("2026-11-10T09:00:00+02:00", tick=False):
        space = a_group(3)
        about = {"topic": "general", "title": "Where?", "proposal": "In Lod."}
        friday, saturday, sunday = "2026-11-13", "2026-11-14", "2026-11-15"
        form = DecisionForm(about | {"questions_until": friday, "closes_at": saturday}, space=space)
        assert form.errors == {
            "closes_at": ["Between the questions and this moment lies no working hour in which people could be asked."]
        }
        assert DecisionForm(about | {"questions_until": friday, "closes_at": sunday}, space=space).is_valid()
