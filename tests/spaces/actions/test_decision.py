from datetime import timedelta

import pytest
from django.utils import timezone

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces.actions import closing, decision
from spaces.actions.membership import end
from spaces.models import Message
from tests import world as w

pytestmark = pytest.mark.django_db


def asked(space, **more):
    more.setdefault("closes_at", timezone.now() + timedelta(days=3))
    return decision.open_decision(space, by=w.noa(), title="Meet in Haifa?", proposal="Every second week.", **more)


def answer_of(found, name, answer="consent", reason=""):
    return decision.respond(found, by=w.a_person(name), answer=answer, reason=reason)


def outcome(found):
    found.refresh_from_db()
    return found.outcome


def test_the_roster_is_the_active_peers_and_each_gets_a_mail():
    found = asked(w.consolidated())
    assert sorted(r.membership.person.email for r in found.responses.all()) == [
        "avi@world.example", "dana@world.example", "michal@world.example",
    ]  # fmt: skip
    assert Message.objects.filter(kind="decision").count() == 3


def test_consent_of_everybody_agrees_with_the_last_answer():
    found = asked(w.consolidated())
    for name in ("dana", "avi"):
        answer_of(found, name)
        assert outcome(found) == ""
    answer_of(found, "michal")
    assert outcome(found) == "agreed"


def test_one_objection_stands():
    found = asked(w.consolidated())
    answer_of(found, "dana")
    answer_of(found, "avi", "objection", "Haifa is too far for the small ones")
    answer_of(found, "michal")
    assert outcome(found) == "objected"


def test_silence_is_not_consent_and_has_a_week_of_grace():
    found = asked(w.consolidated())
    answer_of(found, "dana")
    answer_of(found, "avi")
    assert closing.close_due(now=timezone.now() + timedelta(days=4)) == 0
    assert outcome(found) == ""
    assert closing.close_due(now=timezone.now() + timedelta(days=11)) == 1
    assert outcome(found) == "unanswered"


def test_closing_twice_changes_nothing():
    found = asked(w.consolidated())
    later = timezone.now() + timedelta(days=11)
    closing.close_due(now=later)
    closed_at = type(found).objects.get().closed_at
    assert closing.close_due(now=later) == 0
    assert type(found).objects.get().closed_at == closed_at


def test_an_objection_needs_its_reason():
    found = asked(w.consolidated())
    with pytest.raises(NotPossible, match="needs its reason"):
        answer_of(found, "dana", "objection", "  ")


def test_an_answer_may_be_changed_until_it_closes():
    found = asked(w.consolidated())
    answer_of(found, "dana", "objection", "Not sure")
    answer_of(found, "dana")
    answer_of(found, "avi")
    answer_of(found, "michal")
    assert outcome(found) == "agreed"
    with pytest.raises(NotPossible, match="closed"):
        answer_of(found, "dana", "objection", "Too late")


def test_the_facilitator_and_strangers_do_not_decide():
    found = asked(w.consolidated())
    for person in (w.noa(), w.omer()):
        with pytest.raises(Forbidden):
            decision.respond(found, by=person, answer="consent")


def test_who_left_meanwhile_no_longer_counts():
    space = w.consolidated()
    found = asked(space)
    answer_of(found, "dana")
    answer_of(found, "avi")
    end(space.memberships.get(person=w.a_person("michal")), by=w.a_person("michal"))
    closing.close_due(now=timezone.now() + timedelta(days=4))
    assert outcome(found) == "agreed"


def test_a_reminder_goes_to_open_names_once_a_day():
    found = asked(w.consolidated())
    answer_of(found, "dana")
    assert decision.remind_open_names(found, by=w.noa()) == 2
    decision.remind_open_names(found, by=w.noa())
    assert Message.objects.filter(occasion__contains="reminder").count() == 2


def test_only_a_consolidated_group_decides_on_the_door():
    space = w.a_space()
    w.joined(space, "dana")
    with pytest.raises(NotPossible, match="consolidated group"):
        asked(space, topic="open_door")
