"""Preview as: what is shown is what the real reader gets, by the same code, and nothing is written."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from spaces.actions import release
from spaces.insights import preview
from spaces.models import Agreement, Decision, File, Membership, Move, Need, Post, Space
from spaces.models.membership import Role
from spaces.models.room import Room
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def space(db):
    space = w.cross_sector()
    release.release(w.said(space, "avi", "Released", files=[w.a_pdf()]), by=w.named("avi"))
    w.guest(space, "gal")
    w.said(space, "dana", "To the whole, before Ruth", room=Room.WHOLE)
    w.ruth_joined(space)
    w.said(space, "dana", "Among the peers")
    w.said(space, "dana", "To the whole", room=Room.WHOLE)
    return space


def looked(client, space, key, page="room"):
    client.force_login(w.named("michal"))
    return client.get(reverse("spaces:preview_as", args=[space.pk, key, page]))


def key_of(space, name):
    return f"m{space.memberships.get(person=w.named(name)).pk}"


def without_frame(page):
    """What stands in the page's middle, without the preview's own notice and what differs by the hour or the person."""
    middle = page.partition("<main")[2].partition("</main>")[0]
    middle = re.sub(r'<div class="notice wait"><div><p><strong>.*?</nav>\s*</div></div>', "", middle, flags=re.DOTALL)
    return re.sub(r'value="[\w]{64}"', "", middle.replace("Read and sign", "Read")).split()


@pytest.mark.parametrize("page", ["room", "side"])
@pytest.mark.parametrize("name", ["ruth", "gal"])
def test_a_preview_is_the_page_that_the_stakeholder_gets(client, space, name, page):
    tried = looked(client, space, key_of(space, name), page)
    own = Client()
    own.force_login(w.named(name))
    real = own.get(reverse("spaces:room" if page == "room" else "spaces:my_space", args=[space.pk]))
    assert "A preview." in tried.text
    assert without_frame(tried.text) == without_frame(real.text)
    assert "To the whole" in tried.text or page == "side"


def test_somebody_who_would_join_today_reads_what_was_released(client, space):
    page = looked(client, space, "newcomer").text
    words = ("Released", "plan.pdf", "Among the peers", "To the whole", "before Ruth")
    assert [word in page for word in words] == [True, True, False, False, False]


def test_a_preview_writes_nothing(client, space):
    counts = [model.objects.count() for model in (Membership, Post, Move)]
    looked(client, space, "newcomer")
    looked(client, space, "newcomer", "side")
    assert [model.objects.count() for model in (Membership, Post, Move)] == counts


@pytest.mark.parametrize("model", [Space, Membership, Agreement, Decision, Move, Need, Post, File])
def test_the_stand_in_sees_of_everything_what_a_stakeholder_sees(space, model):
    ruth = w.named("ruth")
    since = space.memberships.get(person=ruth).active_since
    seen = set(model.objects.visible_to(preview.stand_in(space, since)).values_list("pk", flat=True))
    real = model.objects.visible_to(ruth)
    if model is Agreement:
        real = real.current()  # what they signed themselves is their own
    assert seen == set(real.values_list("pk", flat=True))


def test_the_stand_in_belongs_to_no_other_space(space):
    other = w.consolidated("Another")
    guest = preview.stand_in(space, timezone.now())
    assert not guest.memberships.present().filter(space=other).exists()
    assert [one.role for one in guest.memberships.present()] == [Role.STAKEHOLDER]
    assert list(guest.memberships.present().inside()) == []


def test_a_partner_system_is_shown_what_the_api_gives(client, space):
    client.force_login(w.named("michal"))
    page = client.get(reverse("spaces:preview_partner", args=[space.pk]))
    assert json.loads(page.context["answer"]) == client.get(reverse("api:space", args=[space.pk])).json()


def test_the_public_sees_nothing(client, space):
    client.force_login(w.noa())
    assert "Nothing." in client.get(reverse("spaces:preview_public", args=[space.pk])).text


@pytest.mark.parametrize("name", ["ruth", "omer"])
def test_others_have_nothing_to_try(client, space, name):
    client.force_login(w.omer() if name == "omer" else w.named(name))
    for address in ("previews", "preview_partner", "preview_public"):
        assert client.get(reverse(f"spaces:{address}", args=[space.pk])).status_code == 404


def test_there_is_a_preview_for_each_who_is_in(client, space):
    client.force_login(w.noa())
    keys = [guest.key for guest in client.get(reverse("spaces:previews", args=[space.pk])).context["guests"]]
    assert keys == ["newcomer", key_of(space, "gal"), key_of(space, "ruth")]
