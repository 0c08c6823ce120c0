"""Saying something: in which room, by whom, and what stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces.actions import membership, post
from spaces.actions.space import move_space
from spaces.models import Post
from spaces.models.post import rooms_open_to
from spaces.models.room import Room
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db


def place(space, name):
    return space.memberships.get(person=w.named(name))


def texts(person):
    return list(Post.objects.visible_to(person).order_by("said_at").values_list("text", flat=True))


def test_before_anybody_from_outside_reads_there_is_one_room():
    space = w.consolidated()
    assert rooms_open_to(place(space, "avi")) == (Room.PEERS,)
    with pytest.raises(NotPossible):
        w.said(space, "avi", room=Room.WHOLE)


def test_with_the_door_open_and_nobody_in_yet_there_is_still_one_room():
    assert rooms_open_to(place(w.cross_sector(), "avi")) == (Room.PEERS,)


def test_once_a_stakeholder_reads_a_peer_chooses_and_the_peers_room_comes_first():
    space = w.cross_sector()
    ruth = w.ruth_joined(space)
    assert rooms_open_to(place(space, "avi")) == (Room.PEERS, Room.WHOLE)
    assert rooms_open_to(ruth) == (Room.WHOLE,)


def test_a_stakeholder_never_says_anything_among_the_peers():
    space = w.cross_sector()
    w.ruth_joined(space)
    with pytest.raises(NotPossible):
        w.said(space, "ruth", room=Room.PEERS)


def test_an_answer_stands_in_the_room_of_what_it_answers():
    space = w.cross_sector()
    w.ruth_joined(space)
    among_peers, whole = w.said(space, "avi", "Among us"), w.said(space, "dana", "To all", room=Room.WHOLE)
    for parent, room in ((among_peers, Room.WHOLE), (whole, Room.PEERS)):
        with pytest.raises(NotPossible):
            w.said(space, "michal", room=room, parent=parent)
    assert w.said(space, "ruth", "From the ministry", room=Room.WHOLE, parent=whole).parent == whole


def test_an_answer_is_not_answered():
    space = w.consolidated()
    answer = w.said(space, "dana", "Yes", parent=w.said(space, "avi"))
    with pytest.raises(NotPossible):
        w.said(space, "michal", "But", parent=answer)


def test_the_same_words_sent_twice_are_said_once():
    space = w.consolidated()
    assert w.said(space, "avi") == w.said(space, "avi")
    with_file = w.said(space, "avi", files=[w.a_pdf()])
    assert w.said(space, "avi", files=[w.a_pdf()]) == with_file
    w.said(space, "dana")
    assert Post.objects.count() == 3


@pytest.mark.parametrize("name", ["omer", "raed", "gone"])
def test_who_is_not_in_says_nothing(name):
    space = w.consolidated()
    person = {"omer": w.omer, "raed": lambda: w.answering.accept(w.invited(space, "raed")).person}.get(name)
    if person is None:
        membership.end(place(space, "avi"), by=w.named("avi"))
    with pytest.raises(Forbidden):
        post.say(space, by=person() if person else w.named("avi"), room=Room.PEERS, text="Hello")


@pytest.mark.parametrize("text", ["", " \n ", "x" * 10_001])
def test_words_that_are_none_or_too_many_are_refused(text):
    with pytest.raises(NotPossible):
        w.said(w.consolidated(), "avi", text)


def test_in_a_closed_space_nothing_more_is_said():
    space = w.consolidated()
    w.said(space, "avi", "Before")
    move_space(space, Stage.CLOSED, by=w.noa())
    with pytest.raises(NotPossible):
        w.said(space, "avi", "After")
    assert texts(w.named("avi")) == ["Before"]


def test_removed_words_leave_their_place_and_its_answers():
    space = w.consolidated()
    first = w.said(space, "avi", files=[w.a_pdf()])
    w.said(space, "dana", "Yes", parent=first)
    post.withdraw(first, by=w.named("avi"))
    post.withdraw(Post.objects.get(pk=first.pk), by=w.named("avi"))
    assert texts(w.named("dana")) == ["", "Yes"]
    assert first.files.count() == 0


def test_nobody_removes_the_words_of_another():
    said = w.said(w.consolidated(), "avi")
    for person in (w.noa(), w.named("dana")):
        with pytest.raises(Forbidden):
            post.withdraw(said, by=person)


def test_the_same_words_are_said_again_later(time_machine):
    space = w.consolidated()
    w.said(space, "avi")
    time_machine.move_to(timezone.now() + timedelta(minutes=2))
    w.said(space, "avi")
    assert Post.objects.count() == 2
