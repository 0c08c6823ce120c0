"""One space as a peer, as a stakeholder, and as somebody who has not signed yet sees it."""

import pytest
from django.urls import reverse

from spaces.actions import answering, need
from spaces.actions.membership import end
from spaces.actions.space import move_space
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db


def url(space):
    return reverse("spaces:my_space", args=[space.pk])


def page(client, person, space):
    client.force_login(person)
    return client.get(url(space)).content.decode()


def test_a_peer_sees_the_room(client):
    space = w.with_evidence(w.consolidated())
    said = page(client, w.a_person("avi"), space)
    for words in (
        "Michal Lavi", "ניצן הדרום", "The door to other sectors is closed", "A continuum of care cannot close",
        "3 of 3 signed", "Shall we invite the ministry?", "From “within the sector” to “consolidated group”", "plenum",
    ):  # fmt: skip
        assert words in said, words


def test_a_facilitator_sees_what_the_peers_see(client):
    space = w.with_evidence(w.consolidated())
    assert "A continuum of care cannot close" in page(client, w.noa(), space)


def test_nobody_else_knows_that_the_space_exists(client):
    space = w.consolidated()
    client.force_login(w.omer())
    for name in ("my_space", "propose", "leave"):
        assert client.get(reverse(f"spaces:{name}", args=[space.pk])).status_code == 404
    client.logout()
    assert client.get(url(space)).headers["Location"].startswith(reverse("account_login"))


def test_who_has_not_signed_sees_the_document_and_nothing_of_the_room(client):
    space = w.with_evidence(w.consolidated())
    raed = answering.accept(w.invited(space, "raed")).person
    said = page(client, raed, space)
    assert "You are in once you have read and signed" in said
    for words in ("Michal Lavi", "A continuum of care", "Shall we invite", "The door", "annex"):
        assert words not in said, words
    foundation, annex = space.agreements.order_by("-kind")
    assert client.get(reverse("spaces:sign", args=[foundation.pk])).status_code == 200
    assert client.get(reverse("spaces:sign", args=[annex.pk])).status_code == 404
    decided = space.decisions.get()
    assert client.get(reverse("spaces:decision", args=[decided.pk])).status_code == 404
    assert client.get(reverse("spaces:propose", args=[space.pk])).status_code == 403


def test_a_stakeholder_sees_their_side_only(client):
    space = w.cross_sector()
    ruth = w.ruth_joined(space).person
    said = page(client, ruth, space)
    assert "Michal Lavi" in said
    assert "One continuum of care" in said
    for words in (
        "A continuum of care cannot close",
        "Shall we invite",
        "She decides",
        "foundation",
        "consolidated group",
    ):
        assert words not in said, words
    assert client.get(reverse("spaces:decision", args=[space.decisions.first().pk])).status_code == 404
    foundation, annex = space.agreements.order_by("-kind")
    assert client.get(reverse("spaces:sign", args=[foundation.pk])).status_code == 404
    assert client.get(reverse("spaces:sign", args=[annex.pk])).status_code == 200
    assert client.get(reverse("spaces:propose", args=[space.pk])).status_code == 403


def test_a_stakeholder_is_told_where_the_space_went_since_they_came_but_not_why(client):
    space = w.cross_sector()
    ruth = w.ruth_joined(space).person
    assert "The space is now" not in page(client, ruth, space)
    move_space(space, Stage.PAUSED, by=w.noa(), reason="Two of us fell ill")
    said = page(client, ruth, space)
    assert said.count("The space is now") == 1
    assert "The space is now: paused" in said
    assert "Two of us fell ill" not in said
    assert "Noa Barak" not in said.partition("Since you joined")[2]


def test_a_stakeholder_does_not_see_who_left(client):
    space = w.cross_sector()
    ruth = w.ruth_joined(space).person
    end(space.memberships.get(person=w.a_person("michal")), by=w.a_person("michal"))
    assert "Michal Lavi" not in page(client, ruth, space)


def test_when_the_door_closes_the_stakeholders_page_is_gone(client):
    space = w.cross_sector()
    ruth = w.ruth_joined(space).person
    annex = space.agreements.get(kind="annex")
    move_space(space, Stage.CONSOLIDATED, by=w.noa())
    client.force_login(ruth)
    assert client.get(url(space)).status_code == 404
    assert client.get(reverse("spaces:sign", args=[annex.pk])).status_code == 404


@pytest.mark.parametrize(
    ("stage", "here"),
    [(stage, stage.label) for stage in Stage if stage not in (Stage.PAUSED, Stage.CLOSED)]
    + [(Stage.PAUSED, "consolidated group"), (Stage.CLOSED, "")],
)
def test_the_stage_line_stands_where_the_space_is(client, stage, here):
    said = page(client, w.noa(), w.space_at(stage))
    now = said.partition('aria-current="step"')[2].partition("</li>")[0]
    assert str(here) in now
    assert bool(now) == bool(here)
    assert str(stage.label) in said.partition("<h1>")[0]


def test_leaving_is_asked_twice_and_then_done(client):
    space = w.consolidated()
    avi = w.a_person("avi")
    client.force_login(avi)
    address = reverse("spaces:leave", args=[space.pk])
    assert "Leave “Mental health in the community”?" in client.get(address).content.decode()
    assert avi.memberships.present().count() == 1
    assert client.post(address, follow=True).redirect_chain == [("/my/", 302)]
    assert avi.memberships.present().count() == 0
    assert client.get(url(space)).status_code == 404


def test_the_last_facilitator_is_told_why_they_cannot_leave(client):
    space = w.consolidated()
    client.force_login(w.noa())
    response = client.post(reverse("spaces:leave", args=[space.pk]))
    assert response.status_code == 409
    assert "A space always has a facilitator" in response.content.decode()


def test_a_new_need_is_read_in_its_latest_version(client):
    space = w.with_evidence(w.consolidated())
    need.write_need(space, "A second thought", by=w.noa())
    said = page(client, w.a_person("avi"), space)
    assert "A second thought" in said
    assert "Version 2" in said
