"""Releasing one thing to the whole: exactly one, by its author, after a look at what others will see."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces.actions import membership, release
from spaces.insights import audience
from spaces.models import File, Post
from spaces.models.room import Room
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def space(db):
    space = w.cross_sector()
    w.ruth_joined(space)
    return space


def texts(name):
    return sorted(Post.objects.visible_to(w.named(name)).values_list("text", flat=True))


def freed(post, name="avi"):
    release.release(post, by=w.named(name))


def test_a_release_covers_one_thing_and_its_files(space):
    first = w.said(space, "avi", "First", files=[w.a_pdf("first.pdf")])
    answer = w.said(space, "dana", "Answer", parent=first, files=[w.a_pdf("answer.pdf")])
    freed(first)
    assert texts("ruth") == ["First"]
    assert [file.name for file in File.objects.visible_to(w.named("ruth"))] == ["first.pdf"]
    freed(answer, "dana")
    assert texts("ruth") == ["Answer", "First"]


def test_an_answer_is_released_without_what_it_answers(space, client):
    first = w.said(space, "avi", "First")
    answer = w.said(space, "dana", "Answer", parent=first)
    freed(answer, "dana")
    assert texts("ruth") == ["Answer"]
    client.force_login(w.named("ruth"))
    assert "First" not in client.get(reverse("spaces:post", args=[answer.pk])).content.decode()


@pytest.mark.parametrize("name", ["noa", "dana"])
def test_nobody_but_the_author_releases(space, name):
    with pytest.raises(Forbidden):
        freed(w.said(space, "avi"), name)


def test_who_left_releases_nothing_any_more(space):
    said = w.said(space, "avi")
    membership.end(said.author, by=w.named("avi"))
    with pytest.raises(Forbidden):
        freed(Post.objects.get(pk=said.pk))


def test_there_is_nobody_to_release_to_before_the_door_opens():
    with pytest.raises(NotPossible):
        freed(w.said(w.consolidated(), "avi"))


def test_what_is_released_before_the_first_one_joins_is_read_by_them():
    space = w.cross_sector()
    freed(w.said(space, "avi", "Welcome"))
    w.ruth_joined(space)
    assert texts("ruth") == ["Welcome"]


def test_a_second_release_says_that_it_is_released(space):
    said = w.said(space, "avi")
    freed(said)
    at = Post.objects.get(pk=said.pk).released_at
    with pytest.raises(NotPossible):
        freed(said)
    assert Post.objects.get(pk=said.pk).released_at == at


def test_a_release_is_taken_back_while_it_is_fresh(space, time_machine):
    said = w.said(space, "avi", "Too soon")
    freed(said)
    release.take_back(said, by=w.named("avi"))
    assert texts("ruth") == []
    freed(said)
    time_machine.move_to(timezone.now() + timedelta(minutes=11))
    with pytest.raises(NotPossible):
        release.take_back(said, by=w.named("avi"))
    assert texts("ruth") == ["Too soon"]


def test_a_release_that_was_answered_outside_is_not_taken_back(space):
    said = w.said(space, "avi", "For all")
    freed(said)
    w.said(space, "dana", "Among us", parent=said)
    w.said(space, "ruth", "Thank you", room=Room.WHOLE, parent=said)
    with pytest.raises(NotPossible):
        release.take_back(said, by=w.named("avi"))
    assert texts("ruth") == ["For all", "Thank you"]


def test_below_a_released_word_the_peers_choose_their_room(space, client):
    said = w.said(space, "avi")
    freed(said)
    client.force_login(w.named("dana"))
    choices = client.get(reverse("spaces:post", args=[said.pk])).context["form"].fields["room"].choices
    assert [(room, label.partition(" · ")[2]) for room, label in choices] == [
        (Room.PEERS, audience.of_peers(space)), (Room.WHOLE, audience.of_whole(space)),
    ]  # fmt: skip


def test_the_page_before_a_release_shows_what_others_will_see_and_who_they_are(space, client):
    said = w.said(space, "avi", "Said among us", files=[w.a_pdf("numbers.pdf")])
    w.said(space, "dana", "An answer", parent=said)
    client.force_login(w.named("avi"))
    response = client.get(reverse("spaces:post_release", args=[said.pk]))
    page = response.content.decode()
    assert audience.of_whole(space) in page
    assert response.context["guests"] == ["Ruth Regev"]
    assert "1 answer to it stays in the peers’ room." in page
    assert [word in page for word in ("Said among us", "numbers.pdf", "An answer")] == [True, True, False]
    shown = card(page)
    client.post(reverse("spaces:post_release", args=[said.pk]), {"readers": audience.fingerprint(space)})
    client.force_login(w.named("ruth"))
    assert card(client.get(reverse("spaces:post", args=[said.pk])).content.decode()) == shown


def card(page):
    """What stands in the card of the first thing said."""
    return page.partition("<article")[2].partition(">")[2].partition("</article>")[0].split()


def test_a_release_after_somebody_else_joined_is_looked_at_again(space, client):
    said = w.said(space, "avi")
    address = reverse("spaces:post_release", args=[said.pk])
    client.force_login(w.named("avi"))
    before = client.get(address).context["form"]["readers"].value()
    w.guest(space, "gal")
    response = client.post(address, {"readers": before})
    assert response.context["form"].non_field_errors()
    assert response.context["form"]["readers"].value() == audience.fingerprint(space)
    assert Post.objects.get().released_at is None
    assert client.post(address, {"readers": audience.fingerprint(space)}).status_code == 302
