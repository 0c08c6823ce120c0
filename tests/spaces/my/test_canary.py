"""What the peers say stays with the peers: a canary in every field of theirs, and none in any page of anybody else.

Each reader follows every link that their pages show, and tries the addresses of what is not theirs besides.
"""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import Profile
from spaces.actions import agreement, answering, decision, invitation, need
from spaces.actions.space import move_space
from spaces.models import Message
from spaces.models.agreement import Agreement
from spaces.models.invitation import Kind
from spaces.states import Stage
from spaces.vetting import Invitee
from tests import world as w

pytestmark = pytest.mark.django_db
LINK = re.compile(r'(?:href|action)="(/[^"#]*)"')
# What an invited peer would sign is theirs to read; it is named apart.
FOUNDATION = "canary-foundation"


@pytest.fixture
def space():
    """An open space with something of the peers' own in every field."""
    space = w.a_space(leadership="canary-leadership", readiness="canary-readiness")
    space = move_space(space, Stage.GATHERING, by=w.noa(), reason="canary-move-before")
    agreement.publish(space, Agreement.Kind.FOUNDATION, "canary-replaced-foundation", by=w.noa())
    agreement.publish(space, Agreement.Kind.FOUNDATION, FOUNDATION, by=w.noa())
    for name in ("dana", "avi", "michal"):
        w.joined(space, name)
    space = move_space(space, Stage.CONSOLIDATED, by=w.noa(), reason="canary-consolidated")
    agreement.publish(space, Agreement.Kind.ANNEX, "canary-replaced-annex", by=w.noa())
    agreement.publish(space, Agreement.Kind.ANNEX, "The annex that all may read", by=w.noa())
    a_decision_with_words(space)
    people_who_are_not_in(space)
    Profile.objects.create(person=w.a_person("dana"), about="canary-profile", phone="canary-phone")
    need.write_need(space, "canary-first-need", by=w.noa())
    space = move_space(w.with_evidence(space), Stage.CROSS_SECTOR, by=w.noa(), reason="canary-door")
    need.write_need(space, "canary-need", by=w.noa())
    return space


def a_decision_with_words(space):
    asked = decision.open_decision(
        space, by=w.noa(), title="canary-title", proposal="canary-proposal",
        closes_at=timezone.now() + timedelta(days=2),
    )  # fmt: skip
    decision.respond(asked, by=w.a_person("avi"), answer="objection", reason="canary-objection")


def people_who_are_not_in(space):
    declined = invitation.invite(space, Invitee("canary-no@world.example", "Canary Declined"), by=w.noa())
    answering.decline(declined, reason="trust", words="canary-words")
    noted = Invitee("canary-open@world.example", "Canary Invited", organisation_name="canary-organisation")
    invitation.invite(space, noted, by=w.noa(), note="canary-note")
    candidate = Invitee("canary-candidate@health.gov.il", "Canary Candidate", w.the_ministry())
    invitation.propose(invitation.draft(space, Kind.STAKEHOLDER, candidate, by=w.a_person("avi")), by=w.noa())


def everything_seen(client, *starts):
    """The text of all pages that can be reached from these, and of their headers."""
    waiting, seen, said = list(starts), set(), []
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith(("/static/", "/accounts/logout/")):
            continue
        seen.add(address)
        response = client.get(address)
        assert response.status_code in (200, 302, 403, 404, 405), address
        page = response.content.decode()
        said.append(f"{address} {page} {dict(response.headers)}")
        waiting += [unescape(found) for found in LINK.findall(page)]
        if response.status_code == 302:
            waiting.append(response.headers["Location"])
    assert len(said) >= len(starts)
    return "\n".join(said)


def guessed(space):
    """Addresses of what belongs to the peers, as somebody might guess them."""
    about = [reverse(f"spaces:{name}", args=[space.pk]) for name in ("my_space", "propose", "leave")]
    documents = [reverse("spaces:sign", args=[pk]) for pk in space.agreements.values_list("pk", flat=True)]
    decisions = [reverse("spaces:decision", args=[pk]) for pk in space.decisions.values_list("pk", flat=True)]
    return [*about, *documents, *decisions, "/my/", "/my/data/", "/my/data/copy/", "/me/", "/desk/"]


def canaries_in(said):
    return sorted(set(re.findall(r"canary[- ][-\w]+", said, re.IGNORECASE)))


def test_the_canaries_sing_for_the_peers(client, space):
    client.force_login(w.a_person("michal"))
    heard = canaries_in(everything_seen(client, *guessed(space)))
    for canary in ("canary-need", "canary-title", "canary-door", "canary-replaced-annex", "canary-profile"):
        assert canary in heard


def test_a_stakeholder_hears_none(client, space):
    ruth = w.ruth_joined(space).person
    move_space(space, Stage.PAUSED, by=w.noa(), reason="canary-pause")
    client.force_login(ruth)
    said = everything_seen(client, *guessed(space))
    assert canaries_in(said) == []
    assert "The annex that all may read" in said


def test_somebody_from_outside_who_has_not_signed_hears_none(client, space):
    ruth = answering.accept(w.stakeholder_invited(space)).person
    client.force_login(ruth)
    said = everything_seen(client, *guessed(space))
    assert canaries_in(said) == []
    assert "Michal Lavi" not in said


def test_somebody_from_outside_whose_part_ended_hears_none(client, space):
    ruth = w.ruth_joined(space).person
    move_space(space, Stage.CONSOLIDATED, by=w.noa(), reason="canary-closing")
    client.force_login(ruth)
    assert canaries_in(everything_seen(client, *guessed(space))) == []


def test_a_peer_who_has_not_signed_hears_what_they_would_sign(client, space):
    raed = answering.accept(w.invited(space, "raed")).person
    client.force_login(raed)
    assert canaries_in(everything_seen(client, *guessed(space))) == [FOUNDATION]


@pytest.mark.parametrize("lang", ["he", "ar", "en"])
def test_an_invitee_from_outside_hears_none(space, lang):
    letter = reverse("spaces:invitation_page", args=[w.stakeholder_invited(space).token])
    said = everything_seen(Client(), f"{letter}?lang={lang}")
    assert "The annex that all may read" in said
    assert canaries_in(said) == []


def test_an_invited_peer_hears_what_they_would_sign(space):
    letter = reverse("spaces:invitation_page", args=[w.invited(space, "raed").token])
    said = everything_seen(Client(), letter)
    assert canaries_in(said) == [FOUNDATION]
    assert [name in said for name in ("Avi Nahum", "Michal Lavi")] == [False, False]


def test_a_stranger_hears_none(client, space):
    client.force_login(w.omer())
    assert canaries_in(everything_seen(client, *guessed(space))) == []
    assert Message.objects.filter(note="canary-note").exists()
