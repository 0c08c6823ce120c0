"""What waits for a person, and the list of their spaces."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from spaces.actions import agreement, answering, decision
from spaces.actions.space import move_space
from spaces.models.agreement import Agreement
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db
HOME = "/my/"


def page(client, person, url=HOME):
    client.force_login(person)
    return client.get(url).content.decode()


def asked(space, title="Shall we meet in Haifa?"):
    return decision.open_decision(
        space, by=w.noa(), title=title, proposal="In March.", closes_at=timezone.now() + timedelta(days=3)
    )


def test_nothing_waits_for_somebody_without_a_space(client):
    said = page(client, w.omer())
    assert "Hello Omer, nothing waits for you" in said
    assert "You belong to no space at the moment" in said


def test_what_waits_is_said_in_a_number_with_a_way_to_each(client):
    space = w.consolidated()
    annex = agreement.publish(space, Agreement.Kind.ANNEX, "The annex", by=w.noa())
    question = asked(space)
    other = w.a_space("Food security")
    invitation = w.invited(other, "avi")
    said = page(client, w.a_person("avi"))
    assert "Hello Avi, 3 things wait for you" in said
    for url in (
        reverse("spaces:sign", args=[annex.pk]), reverse("spaces:decision", args=[question.pk]),
        reverse("spaces:invitation_page", args=[invitation.token]),
    ):  # fmt: skip
        assert f'href="{url}"' in said


def test_what_is_done_waits_no_more(client):
    space = w.consolidated()
    question = asked(space)
    decision.respond(question, by=w.a_person("avi"), answer="consent")
    assert "nothing waits for you" in page(client, w.a_person("avi"))
    assert "1 thing waits for you" in page(client, w.a_person("dana"))


def test_a_newer_version_asks_for_a_new_signature(client):
    space = w.consolidated()
    agreement.publish(space, Agreement.Kind.FOUNDATION, "The second version", by=w.noa())
    assert "Sign the foundation document" in page(client, w.a_person("avi"))


def test_nothing_waits_in_a_space_that_is_closed(client):
    space = w.consolidated()
    agreement.publish(space, Agreement.Kind.ANNEX, "The annex", by=w.noa())
    move_space(space, Stage.CLOSED, by=w.noa())
    assert "nothing waits for you" in page(client, w.a_person("avi"))


def test_spaces_are_told_apart_by_stage_and_place(client):
    w.consolidated()
    answering.accept(w.invited(w.a_space("Food security"), "avi"))
    said = page(client, w.a_person("avi"))
    assert "consolidated group" in said
    assert "not signed yet" in said


def test_somebody_elses_space_is_not_listed(client):
    w.consolidated()
    assert "Mental health in the community" not in page(client, w.omer())


def test_a_facilitator_finds_the_way_to_the_desk(client):
    w.consolidated()
    assert "To the desk" not in page(client, w.a_person("avi"))
    assert 'href="/desk/">To the desk' in page(client, w.noa())


def test_a_stakeholder_reads_that_their_part_has_ended(client):
    space = w.cross_sector()
    ruth = w.ruth_joined(space).person
    move_space(space, Stage.CONSOLIDATED, by=w.noa(), reason="We need quiet")
    said = page(client, ruth)
    assert "Thank you for what you brought" in said
    assert "We need quiet" not in said


def test_the_list_costs_the_same_for_one_space_and_for_four(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        with CaptureQueriesContext(connection) as ran:
            page(client, w.a_person("avi"))
        return len(ran)

    asked(w.consolidated())
    page(client, w.a_person("avi"))
    first = cost()
    for name in ("Two", "Three", "Four"):
        asked(w.consolidated(name))
    assert cost() == first


def test_an_invitation_whose_link_cannot_be_made_any_more_waits_without_one(client, settings):
    dana = w.a_person("dana", language="en")
    w.invited(w.a_space(), "dana")
    settings.SECRET_KEY = "another-key-of-at-least-thirty-two-signs"
    said = page(client, dana)
    assert "An invitation to “Mental health in the community”" in said
    assert "/i/" not in said
