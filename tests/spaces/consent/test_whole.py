"""What stakeholders decide with the peers: only what the group's rule names, while the door is open, without names."""

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces.actions import closing, decision, objecting
from spaces.actions.space import move_space
from spaces.models import Decision, Response
from spaces.models.matter import SHARED, Topic
from spaces.states import Stage
from tests import world as w
from tests.spaces.attacks import refused
from tests.spaces.consent.rounds import asked, confide, fresh, in_days, outcome, page, say

pytestmark = pytest.mark.django_db


def a_rule(space, *matters):
    found = asked(space, topic="matters", title="What do we share?", matters=matters)
    say(found, "dana", "avi", "michal")
    return fresh(found)


@pytest.fixture
def space():
    found = w.cross_sector()
    a_rule(found, "joint_task", "agenda")
    w.ruth_joined(found)
    return found


def ruth():
    from members.models import Person

    return Person.objects.get(email="ruth@health.gov.il")


def the_page(person, found):
    client = Client()
    client.force_login(person)
    return client.get(reverse("spaces:decision", args=[found.pk]))


def together(space, **more):
    return asked(space, room="whole", topic="joint_task", **more)


def test_a_whole_decision_asks_the_stakeholders_too(space):
    found = together(space)
    assert found.responses.count() == 4
    say(found, "dana", "avi", "michal")
    assert outcome(found) == ""
    decision.respond(found, by=ruth(), answer="consent")
    assert outcome(found) == "agreed"


def test_only_what_the_rule_in_force_names_is_shared(space):
    with pytest.raises(NotPossible, match="has not agreed"):
        asked(space, room="whole", topic="publication")
    a_rule(space, "publication")
    asked(space, room="whole", topic="publication")
    with pytest.raises(NotPossible, match="has not agreed"):
        together(space)


def test_a_rule_that_was_objected_to_changes_nothing(space):
    found = asked(space, topic="matters", title="Share all?", matters=list(SHARED))
    say(found, "dana", answer="objection", reason="Too much")
    say(found, "avi", "michal")
    with pytest.raises(NotPossible, match="has not agreed"):
        asked(space, room="whole", topic="publication")


@pytest.mark.parametrize("topic", [one for one in Topic if one not in SHARED])
def test_the_peers_own_matters_never_become_the_wholes(space, topic):
    with pytest.raises(NotPossible):
        asked(space, room="whole", topic=topic)
    about = {"title": "x", "proposal": "x", "by": w.noa(), "closes_at": in_days(1)}
    with pytest.raises(IntegrityError), w.savepoint():
        Decision.objects.create(space=space, room="whole", topic=topic, **about)


def test_the_database_holds_the_rule_too(space):
    about = {"title": "x", "proposal": "x", "by": w.noa(), "closes_at": in_days(1), "room": "whole"}
    assert refused(lambda: Decision.objects.create(space=space, topic="publication", **about))
    assert not refused(lambda: Decision.objects.create(space=space, topic="agenda", **about))
    own = asked(space)
    place = space.memberships.present().stakeholders().get()
    assert refused(lambda: Response.objects.create(decision=own, membership=place))
    assert refused(lambda: Decision.objects.filter(pk=own.pk).update(room="whole", topic="agenda"))


def test_a_closed_door_has_no_whole():
    space = w.consolidated()
    a_rule(space, "agenda")
    with pytest.raises(NotPossible, match="door is open"):
        asked(space, room="whole", topic="agenda")
    about = {"title": "x", "proposal": "x", "by": w.noa(), "closes_at": in_days(1), "room": "whole"}
    assert refused(lambda: Decision.objects.create(space=space, topic="agenda", **about))


def test_a_stakeholder_sees_whole_decisions_since_joining_and_no_others(space):
    own, shared = asked(space), together(space)
    assert the_page(ruth(), own).status_code == 404
    assert the_page(ruth(), shared).status_code == 200
    Decision.objects.filter(pk=shared.pk)
    assert set(Decision.objects.visible_to(ruth())) == {shared}


def test_what_was_asked_before_they_joined_stays_where_it_was_asked():
    space = w.cross_sector()
    a_rule(space, "joint_task")
    before = together(space)
    w.ruth_joined(space)
    assert the_page(ruth(), before).status_code == 404
    with pytest.raises(Forbidden):
        decision.respond(before, by=ruth(), answer="consent")


def test_a_stakeholder_reads_reasons_and_no_name(space):
    found = together(space)
    say(found, "avi", answer="objection", reason="Too far for the south")
    say(found, "dana", "michal")
    decision.respond(found, by=ruth(), answer="consent")
    seen = the_page(ruth(), found).text
    assert "Too far for the south" in seen
    assert [name for name in ("Avi Nahum", "Dana Cohen", "Michal Lavi") if name in seen] == []
    assert "Objection of Avi Nahum" in page("dana", found)


def test_a_peer_may_object_without_a_name_before_a_stakeholder(space):
    found = together(space)
    objecting.word_objection(confide(found, "michal"), by=w.noa(), text="Not yet")
    say(found, "avi", "dana")
    decision.respond(found, by=ruth(), answer="consent")
    for seen in (the_page(ruth(), found).text, page("dana", found)):
        assert ("Not yet" in seen, "Michal Lavi" in seen) == (True, False)


def test_when_the_door_closes_stakeholders_no_longer_count(space):
    found = together(space)
    decision.respond(found, by=ruth(), answer="objection", reason="The ministry says no")
    say(found, "dana", "avi")
    move_space(space, Stage.CONSOLIDATED, by=w.noa())
    assert the_page(ruth(), found).status_code == 404
    say(found, "michal")
    assert outcome(found) == "agreed"
    assert "The ministry says no" not in page("dana", found)
    assert closing.close_due(timezone.now()) == 0
