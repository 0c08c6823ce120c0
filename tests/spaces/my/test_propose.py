"""Peers propose people; nobody is written to by it."""

import pytest
from django.urls import reverse

from spaces.models import Invitation, Message
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db
RUTH = {
    "kind": "stakeholder",
    "name": "Ruth Regev",
    "email": "ruth@health.gov.il",
    "organisation_name": "A ministry",
    "why": "She decides",
}
TAMAR = {"kind": "peer", "name": "Tamar Gal", "email": "tamar@world.example"}


def at(space):
    return reverse("spaces:propose", args=[space.pk])


def propose(client, space, name, given):
    client.force_login(w.a_person(name))
    return client.post(reverse("spaces:propose", args=[space.pk]), given)


def test_a_peer_who_is_proposed_waits_for_the_facilitator_and_nothing_is_sent(client):
    space = w.consolidated()
    mails = Message.objects.count()
    assert propose(client, space, "avi", TAMAR).status_code == 302
    made = Invitation.objects.get(email=TAMAR["email"])
    assert (made.kind, made.state, made.inviter) == ("peer", "proposed", w.a_person("avi"))
    assert Message.objects.count() == mails


def test_somebody_of_another_sector_is_proposed_to_the_group_for_the_need(client):
    space = w.consolidated()
    need = w.a_need(space)
    answer = propose(client, space, "avi", RUTH | {"without_name": "on"})
    assert answer.url == reverse("spaces:candidates", args=[space.pk])
    made = Invitation.objects.get(email=RUTH["email"])
    found = made.candidacy
    assert (made.kind, made.state, made.messages.count()) == ("stakeholder", "proposed", 0)
    assert (found.need, found.why, found.by, found.with_name) == (need, "She decides", w.a_person("avi"), False)


@pytest.mark.parametrize("missing", ["why", "organisation_name"])
def test_a_candidate_is_a_person_and_a_body_with_a_reason(client, missing):
    space = w.consolidated()
    w.a_need(space)
    assert "a person and a body" in propose(client, space, "avi", RUTH | {missing: " "}).content.decode()
    assert not Invitation.objects.filter(email=RUTH["email"]).exists()


def test_without_a_need_only_peers_are_proposed(client):
    space = w.consolidated()
    client.force_login(w.a_person("avi"))
    assert "Once the need of the space is written" in client.get(at(space)).content.decode()
    propose(client, space, "avi", RUTH)
    assert not Invitation.objects.filter(email=RUTH["email"]).exists()


def test_a_group_that_still_forms_proposes_peers_only(client):
    space = w.space_at(Stage.GATHERING)
    w.joined(space, "avi")
    client.force_login(w.a_person("avi"))
    assert "stakeholder" not in client.get(reverse("spaces:propose", args=[space.pk])).content.decode()
    propose(client, space, "avi", RUTH)
    assert not Invitation.objects.filter(email=RUTH["email"]).exists()  # an address of the state is no peer
    propose(client, space, "avi", TAMAR)
    assert Invitation.objects.get(email=TAMAR["email"]).kind == "peer"


def test_who_is_on_the_list_already_is_not_proposed_twice(client):
    space = w.consolidated()
    propose(client, space, "avi", TAMAR)
    assert "proposed or invited already" in propose(client, space, "dana", TAMAR).content.decode()
    assert "Already a member" in propose(client, space, "dana", TAMAR | {"email": "avi@world.example"}).content.decode()
    assert Invitation.objects.filter(email=TAMAR["email"]).count() == 1


def test_what_was_typed_is_kept_when_something_is_missing(client):
    response = propose(client, w.consolidated(), "avi", TAMAR | {"email": "tamar"})
    assert 'value="Tamar Gal"' in response.content.decode()
    assert 'value="tamar"' in response.content.decode()


def test_a_resting_space_takes_no_proposals(client):
    space = w.space_at(Stage.PAUSED)
    assert "paused or closed" in propose(client, space, "avi", TAMAR).content.decode()
