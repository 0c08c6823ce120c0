"""The history wall: what a stakeholder reads, and that the rest is not there for them, whatever they ask for."""

import re
from itertools import pairwise

import pytest
from django.urls import reverse

from spaces.actions import answering, membership, release
from spaces.actions.space import move_space
from spaces.models import File, Post
from spaces.models.room import Room
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def space(db):
    """A space in which peers and one stakeholder spoke before Ruth came."""
    space = w.cross_sector()
    first = answering.accept(w.invitation.invite(space, w.peer_named("raed"), by=w.noa()))
    w.signed(first)
    w.said(space, "avi", "Among the peers", files=[w.a_pdf("secret.pdf")])
    return space


def texts(name):
    return sorted(Post.objects.visible_to(w.named(name)).values_list("text", flat=True))


def test_a_stakeholder_reads_the_whole_from_the_day_of_joining(space):
    gal = w.guest(space, "gal")
    w.said(space, "dana", "To the whole, before Ruth", room=Room.WHOLE)
    w.ruth_joined(space)
    w.said(space, "dana", "To the whole, with Ruth", room=Room.WHOLE)
    assert texts("ruth") == ["To the whole, with Ruth"]
    assert texts("gal") == ["To the whole, before Ruth", "To the whole, with Ruth"]
    assert texts("avi") == ["Among the peers", "To the whole, before Ruth", "To the whole, with Ruth"]
    assert gal.is_active


def test_an_answer_is_read_without_what_it_answers_when_that_was_said_before(space, client):
    w.guest(space, "gal")
    before = w.said(space, "dana", "Before Ruth", room=Room.WHOLE)
    w.ruth_joined(space)
    answer = w.said(space, "michal", "With Ruth", room=Room.WHOLE, parent=before)
    client.force_login(w.named("ruth"))
    page = client.get(reverse("spaces:room", args=[space.pk]))
    assert [item.post for item in page.context["page"].rows] == [answer]
    assert client.get(reverse("spaces:post", args=[answer.pk])).status_code == 200
    assert client.get(reverse("spaces:post", args=[before.pk])).status_code == 404


def test_who_has_not_signed_and_who_left_read_nothing(space):
    pending = answering.accept(w.stakeholder_invited(space))
    w.guest(space, "gal")
    w.said(space, "dana", "To the whole", room=Room.WHOLE)
    membership.end(space.memberships.get(person=w.named("gal")), by=w.noa())
    assert [texts("ruth"), texts("gal"), texts("dana")] == [[], [], ["Among the peers", "To the whole"]]
    assert not pending.is_active


def test_when_the_door_closes_those_from_outside_read_nothing_any_more(space):
    w.ruth_joined(space)
    w.said(space, "ruth", "Hello", room=Room.WHOLE)
    move_space(space, Stage.CONSOLIDATED, by=w.noa())
    assert texts("ruth") == []
    assert texts("avi") == ["Among the peers", "Hello"]


@pytest.mark.parametrize("page", ["post", "post_release", "post_take_back", "post_remove"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_somebody_does_not_see_is_not_there(space, client, page, method):
    w.ruth_joined(space)
    said = Post.objects.get(text="Among the peers")
    answers = {}
    for person in (w.named("ruth"), w.omer()):
        client.force_login(person)
        answers |= {person: [post_or_get(client, page, pk, method) for pk in (said.pk, 987654)]}
    for unseen, missing in answers.values():
        assert unseen == missing
        assert unseen[0] == (405 if (page, method) == ("post_take_back", "get") else 404)


def post_or_get(client, page, pk, method):
    response = getattr(client, method)(reverse(f"spaces:{page}", args=[pk]), {"text": "An answer"})
    return response.status_code, the_same_for_all(response, pk)


def the_same_for_all(response, pk):
    """A page without the number that was asked for and the token of its forms."""
    return re.sub(r"\w{64}", "", response.text.replace(f"/{pk}/", ""))


def test_a_file_that_somebody_does_not_see_is_not_there(space, client):
    w.ruth_joined(space)
    file = File.objects.get()
    client.force_login(w.named("ruth"))
    unseen, missing = (client.get(reverse("spaces:file", args=[pk])) for pk in (file.pk, 987654))
    assert (unseen.status_code, missing.status_code) == (404, 404)
    assert the_same_for_all(unseen, file.pk) == the_same_for_all(missing, 987654)


def test_no_address_tells_how_much_is_said_elsewhere(space):
    """Counted keys would: the third and the seventh word of the whole have others between them."""
    w.ruth_joined(space)
    keys = [w.said(space, "ruth", f"Word {number}", room=Room.WHOLE).pk for number in range(4)]
    assert all(abs(first - second) > 1000 for first, second in pairwise(keys))


def test_the_page_of_a_stakeholder_does_not_tell_of_another_room(space, client):
    w.ruth_joined(space)
    release.release(Post.objects.get(text="Among the peers"), by=w.named("avi"))
    w.said(space, "dana", "Still among the peers")
    client.force_login(w.named("ruth"))
    for address in ("spaces:room", "spaces:post_new"):
        page = client.get(reverse(address, args=[space.pk]) + "?room=peers").text
        words = ("Still among", "peers’ room", "released", 'name="room"', "as others see it")
        assert [word in page for word in words] == [False] * len(words)
