"""Two at the same moment, on two connections."""

import pytest

from impact_spaces.lib.refusals import NotPossible
from spaces.actions import release
from spaces.models import Post
from spaces.models.room import Room
from tests import world as w
from tests.spaces.test_the_door_races import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_releases_at_once_one_counts():
    space = w.cross_sector()
    w.ruth_joined(space)
    said, avi = w.said(space, "avi"), w.named("avi")
    found = together(*[lambda: release.release(said, by=avi)] * 2)
    assert sorted(type(one) for one in found if one is not None) == [NotPossible]
    assert Post.objects.get().released_at is not None


def test_taking_back_and_answering_in_the_whole_do_not_pass_each_other():
    space = w.cross_sector()
    w.ruth_joined(space)
    said, avi, ruth = w.said(space, "avi"), w.named("avi"), w.named("ruth")
    release.release(said, by=avi)
    together(
        lambda: release.take_back(said, by=avi),
        lambda: w.said(space, "ruth", "Thank you", room=Room.WHOLE, parent=said),
    )
    answered = Post.objects.filter(parent=said).exists()
    assert answered == Post.objects.visible_to(ruth).filter(pk=said.pk).exists()


def test_the_same_words_from_two_tabs_are_said_once():
    space = w.consolidated()
    together(*[lambda: w.said(space, "avi")] * 4)
    assert Post.objects.count() == 1
