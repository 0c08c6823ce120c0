"""Signing an agreement: in one's own name, once, and only the newest version."""

import pytest
from django.urls import reverse

from spaces.actions import agreement, answering
from spaces.actions.space import move_space
from spaces.models import Signature
from spaces.models.agreement import Agreement
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db
SIGNED = {"name": "Raed Khatib", "agrees": "on"}


@pytest.fixture
def raed(client):
    """Raed said yes to a consolidated group, and is signed in."""
    membership = answering.accept(w.invited(w.consolidated(), "raed"))
    client.force_login(membership.person)
    return membership


def url(document):
    return reverse("spaces:sign", args=[document.pk])


def test_the_whole_text_is_there_with_who_will_see_the_name(client, raed):
    page = client.get(url(raed.space.agreements.get())).content.decode()
    assert "The foundation of Mental health in the community" in page
    assert "Your peers and the facilitator will see your name and the date. Nobody from outside will." in page
    assert 'value="Raed Khatib"' in page


def test_signing_opens_the_space(client, raed):
    response = client.post(url(raed.space.agreements.get()), SIGNED)
    assert response.headers["Location"] == reverse("spaces:my_space", args=[raed.space_id])
    raed.refresh_from_db()
    assert raed.is_active
    assert "Michal Lavi" in client.get(response.headers["Location"]).content.decode()


@pytest.mark.parametrize("missing", ["name", "agrees"])
def test_without_a_name_or_a_yes_nothing_is_signed(client, raed, missing):
    given = {key: value for key, value in SIGNED.items() if key != missing}
    response = client.post(url(raed.space.agreements.get()), given)
    assert "Please look at this again" in response.content.decode()
    assert not Signature.objects.filter(membership=raed).exists()


def test_nobody_signs_twice(client, raed):
    document = raed.space.agreements.get()
    client.post(url(document), SIGNED)
    assert "You signed this as Raed Khatib" in client.post(url(document), SIGNED).content.decode()
    assert Signature.objects.filter(membership=raed).count() == 1


def test_an_old_version_leads_to_the_new_one(client):
    space = w.consolidated()
    old = space.agreements.get()
    new = agreement.publish(space, Agreement.Kind.FOUNDATION, "The second version", by=w.noa())
    client.force_login(w.a_person("avi"))
    page = client.get(url(old)).content.decode()
    assert url(new) in page
    assert "Sign in your own name" not in page


def test_somebody_who_has_not_signed_reads_the_newest_version_only(client, raed):
    old = raed.space.agreements.get()
    new = agreement.publish(raed.space, Agreement.Kind.FOUNDATION, "The second version", by=w.noa())
    assert client.get(url(old)).status_code == 404
    assert client.get(url(new)).status_code == 200


def test_a_stakeholder_keeps_reading_what_they_signed(client):
    space = w.cross_sector()
    ruth = w.ruth_joined(space).person
    old = space.agreements.get(kind="annex")
    new = agreement.publish(space, Agreement.Kind.ANNEX, "The second annex", by=w.noa())
    client.force_login(ruth)
    assert [client.get(url(document)).status_code for document in (old, new)] == [200, 200]


def test_a_stakeholder_never_reads_an_annex_that_was_replaced_before_they_came(client):
    space = w.consolidated()
    old = agreement.publish(space, Agreement.Kind.ANNEX, "What we said among ourselves", by=w.noa())
    agreement.publish(space, Agreement.Kind.ANNEX, "What we ask of partners", by=w.noa())
    ruth = w.ruth_joined(move_space(w.with_evidence(space), Stage.CROSS_SECTOR, by=w.noa())).person
    client.force_login(ruth)
    assert client.get(url(old)).status_code == 404


def test_the_facilitator_reads_and_does_not_sign(client):
    space = w.consolidated()
    client.force_login(w.noa())
    assert "Sign in your own name" not in client.get(url(space.agreements.get())).content.decode()
    response = client.post(url(space.agreements.get()), SIGNED)
    assert not Signature.objects.filter(membership__person=w.noa()).exists()
    assert response.status_code == 200


def test_a_stakeholder_signs_after_the_pause_and_is_told_so(client):
    space = w.cross_sector()
    ruth = answering.accept(w.stakeholder_invited(space))
    move_space(space, Stage.PAUSED, by=w.noa())
    client.force_login(ruth.person)
    response = client.post(url(space.agreements.get(kind=Agreement.Kind.ANNEX)), SIGNED)
    assert "The space rests at the moment. You can sign when it goes on." in response.content.decode()
    assert not Signature.objects.filter(membership=ruth).exists()
