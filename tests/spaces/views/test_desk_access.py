"""Who may open the desk's pages: the facilitator of the space. To everybody else they are not there."""

import pytest
from django.urls import reverse

from spaces.models import Invitation, Message
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db

OF_A_SPACE = [
    "space", "space_edit", "invitations", "invite", "candidate_new", "members", "history", "decision_new",
    "agreement_new", "need_new", "desk_decisions",
]  # fmt: skip
OF_A_THING = [
    "invitation", "membership", "membership_end", "desk_decision", "desk_agreement", "message", "message_sheet",
]  # fmt: skip


@pytest.fixture
def space(db):
    space = w.cross_sector()
    w.ruth_joined(space)
    return space


def addresses(space):
    things = {
        "invitation": space.invitations.first(),
        "membership": space.memberships.first(),
        "membership_end": space.memberships.first(),
        "desk_decision": space.decisions.first(),
        "desk_agreement": space.agreements.first(),
        "message": space.messages.first(),
        "message_sheet": space.messages.first(),
    }
    assert set(things) == set(OF_A_THING)
    return [
        *(reverse(f"spaces:{name}", args=[space.pk]) for name in OF_A_SPACE),
        *(reverse(f"spaces:{name}", args=[thing.pk]) for name, thing in things.items()),
        *(reverse("spaces:space_move", args=[space.pk, stage]) for stage in (Stage.CONSOLIDATED, Stage.PAUSED)),
    ]


def test_a_facilitator_opens_every_page_of_the_space(desk, space):
    everything = [*addresses(space), *(reverse(f"spaces:{name}") for name in ("desk", "space_new", "outbox"))]
    assert {url: desk.get(url).status_code for url in everything} == dict.fromkeys(everything, 200)


@pytest.mark.parametrize("who", ["dana", "ruth", "omer", "another facilitator"])
def test_to_everybody_else_the_pages_of_the_space_are_not_there(signed_in, space, who):
    people = {
        "dana": w.a_person("dana"),
        "ruth": space.memberships.stakeholders().get().person,
        "omer": w.omer(),
        "another facilitator": w.a_person("gil", is_facilitator=True),
    }
    client = signed_in(people[who])
    assert {url: client.get(url).status_code for url in addresses(space)} == dict.fromkeys(addresses(space), 404)
    assert {url: client.post(url).status_code for url in addresses(space)} == dict.fromkeys(addresses(space), 404)


@pytest.mark.parametrize(("name", "verb"), [("invitation_do", "withdraw"), ("invitations_bulk", "withdraw")])
def test_nobody_else_takes_an_invitation_back(signed_in, space, name, verb):
    waiting = w.invited(space, "raed")
    target = waiting.pk if name == "invitation_do" else space.pk
    answer = signed_in(w.a_person("gil", is_facilitator=True)).post(
        reverse(f"spaces:{name}", args=[target, verb]), {"ids": [waiting.pk], "confirmed": "yes"}
    )
    waiting.refresh_from_db()
    assert (answer.status_code, waiting.state) == (404, "open")


@pytest.mark.parametrize("address", ["spaces", "invitations", "decisions", "messages"])
def test_a_number_that_no_row_can_have_is_not_there(desk, address):
    assert desk.get(f"/desk/{address}/{'9' * 40}/").status_code == 404


def test_somebody_not_signed_in_is_asked_to_sign_in(client, space):
    assert {client.get(url).status_code for url in addresses(space)} == {302}


@pytest.mark.parametrize("name", ["desk", "space_new", "outbox"])
def test_the_desk_is_not_there_for_members(signed_in, space, name):
    for person in (w.a_person("dana"), w.omer()):
        assert signed_in(person).get(reverse(f"spaces:{name}")).status_code == 404


def test_the_desk_is_there_for_whoever_runs_a_space_without_the_right_to_open_others(signed_in, space):
    person = w.noa()
    person.is_facilitator = False
    person.save()
    client = signed_in(person)
    assert client.get(reverse("spaces:desk")).status_code == 200
    assert client.post(reverse("spaces:space_new"), {"name": "More", "purpose": "More"}).status_code == 403


def test_a_former_facilitator_no_longer_sees_the_space(signed_in, space):
    space.memberships.facilitators().update(ended_at="2026-01-01T00:00Z")
    assert signed_in(w.noa()).get(reverse("spaces:space", args=[space.pk])).status_code == 404


def test_another_facilitators_outbox_and_lists_hold_nothing_of_the_space(signed_in, space):
    client = signed_in(w.a_person("gil", is_facilitator=True))
    outbox = client.get(reverse("spaces:outbox"), {"space": space.pk})
    assert outbox.context["rows"] == []
    assert Message.objects.exists()
    assert Invitation.objects.visible_to(w.a_person("gil")).count() == 0
