"""The pages of the room: who reads is said before anything is sent, and length costs no queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from spaces.actions import post, release
from spaces.insights import audience
from spaces.models import Post
from spaces.models.room import Room
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def space(db):
    space = w.cross_sector()
    w.ruth_joined(space)
    return space


def room(client, space, name, query=""):
    client.force_login(w.named(name))
    return client.get(reverse("spaces:room", args=[space.pk]) + query)


def new(client, space, name, **sent):
    client.force_login(w.named(name))
    address = reverse("spaces:post_new", args=[space.pk])
    return client.post(address, sent) if sent else client.get(address)


def rows(page):
    return [item.post.text for item in page.context["page"].rows]


def a_thread(space, number):
    first = w.said(space, "avi", f"Thread {number}", room=Room.WHOLE, files=[w.a_pdf()])
    for name in ("dana", "ruth", "michal"):
        w.said(space, name, f"Answer of {name}", room=Room.WHOLE, parent=first, files=[w.a_pdf()])
    w.said(space, "dana", f"Among us {number}")


@pytest.mark.parametrize("name", ["avi", "noa", "ruth"])
def test_three_threads_take_as_many_queries_as_one(client, space, name):
    counts = []
    for number in range(3):
        a_thread(space, number)
        room(client, space, name)  # the session's own queries come once
        with CaptureQueriesContext(
            connection,
        ) as queries:
            room(client, space, name)
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_a_thread_takes_as_many_queries_with_three_answers_as_with_one(client, space):
    first = w.said(space, "avi")
    client.force_login(w.named("dana"))
    counts = []
    for number in range(3):
        w.said(space, "dana", f"Answer {number}", parent=first)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("spaces:post", args=[first.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_the_newest_stands_first_and_its_latest_answers_below(client, space):
    first = w.said(space, "avi", "First")
    w.said(space, "dana", "Second")
    for number in range(4):
        w.said(space, "michal", f"Answer {number}", parent=first)
    page = room(client, space, "avi")
    assert rows(page) == ["Second", "First"]
    item = page.context["page"].rows[1]
    assert ([reply.post.text for reply in item.replies], item.more) == (["Answer 2", "Answer 3"], 2)


def test_a_stakeholder_finds_on_top_what_was_released_last(client, space):
    old = w.said(space, "avi", "Old")
    w.said(space, "dana", "New", room=Room.WHOLE)
    release.release(old, by=w.named("avi"))
    assert rows(room(client, space, "ruth")) == ["Old", "New"]
    assert rows(room(client, space, "avi")) == ["New", "Old"]


def test_each_thing_shows_in_which_room_it_is(client, space):
    w.said(space, "dana", "To all", room=Room.WHOLE)
    w.said(space, "dana", "Among us")
    release.release(w.said(space, "avi", "Freed"), by=w.named("avi"))
    marks = [item.mark for item in room(client, space, "michal").context["page"].rows]
    assert marks == ["released", "peers", "whole"]
    assert rows(room(client, space, "michal", "?room=peers")) == ["Freed", "Among us"]
    assert rows(room(client, space, "michal", "?room=whole")) == ["Freed", "To all"]
    assert rows(room(client, space, "michal", "?room=attic&before=x")) == ["Freed", "Among us", "To all"]


def test_a_long_room_is_read_page_by_page(client, space):
    for number in range(16):
        w.said(space, "avi", f"Word {number}")
    page = room(client, space, "dana")
    assert (len(rows(page)), rows(room(client, space, "dana", page.context["page"].older))) == (15, ["Word 0"])


def test_each_room_is_offered_with_its_readers(client, space):
    form = new(client, space, "avi").context["form"]
    assert form.fields["room"].choices == [
        ("peers", f"The peers' room · {audience.of_peers(space)}"),
        ("whole", f"The whole space · {audience.of_whole(space)}"),
    ]
    assert form["room"].value() == Room.PEERS


def test_where_there_is_one_room_its_readers_are_said(client):
    space = w.consolidated()
    page = new(client, space, "avi")
    assert audience.of_peers(space) in page.text
    assert 'name="room"' not in page.text
    assert new(client, space, "avi", text="Words", room="whole").status_code == 302
    assert Post.objects.get().room == Room.PEERS


def test_words_to_the_whole_are_looked_at_again_when_its_readers_changed(client, space):
    readers = audience.fingerprint(space)
    w.guest(space, "gal")
    page = new(client, space, "avi", text="To all", room="whole", readers=readers)
    assert page.context["form"].non_field_errors()
    assert Post.objects.count() == 0
    sent = {"text": "To all", "room": "whole", "readers": page.context["form"]["readers"].value()}
    assert new(client, space, "avi", **sent).status_code == 302
    assert new(client, space, "avi", text="Among us", room="peers").status_code == 302


@pytest.mark.parametrize(
    "sent", [{"text": ""}, {"text": "a\0b"}, {"text": "x" * 10_001}, {"text": "x", "room": "attic"}]
)
def test_what_cannot_be_said_is_said_to_be(client, space, sent):
    assert new(client, space, "avi", **{"room": "peers", **sent}).context["form"].errors
    assert Post.objects.count() == 0


def test_an_answer_leads_to_where_it_stands(client, space):
    first = w.said(space, "avi")
    client.force_login(w.named("dana"))
    response = client.post(reverse("spaces:post", args=[first.pk]), {"text": "Yes"})
    answer = Post.objects.get(parent=first)
    assert response.url == f"{reverse('spaces:post', args=[first.pk])}#post-{answer.pk}"
    assert client.get(reverse("spaces:post", args=[answer.pk])).url == response.url


def test_a_removed_word_says_so_and_offers_nothing(client, space):
    said = w.said(space, "avi", "Never mind")
    post.withdraw(said, by=w.named("avi"))
    page = room(client, space, "avi").text
    assert ["Never mind" in page, "Removed by its author" in page] == [False, True]
    assert reverse("spaces:post_remove", args=[said.pk]) not in page


def test_markup_is_read_as_words(client, space):
    w.said(space, "avi", "<script>alert(1)</script>", files=[w.a_pdf("<b>.pdf")])
    page = room(client, space, "dana").text
    assert ["<script>alert" in page, "&lt;script&gt;" in page] == [False, True]
