"""Leaving: files go along, and words do as their author chose."""

import io
import json
import zipfile

import pytest
from django.urls import reverse

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces.actions import leaving, membership
from spaces.actions.space import move_space
from spaces.models import File, Post
from spaces.models.post import Words
from spaces.models.room import Room
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def space(db):
    space = w.consolidated()
    first = w.said(space, "avi", "Avi’s words", files=[w.a_pdf("one.pdf"), w.a_pdf("two.pdf", b"%PDF-1.7 two")])
    w.said(space, "dana", "Dana’s answer", parent=first, files=[w.a_pdf("dana.pdf")])
    return space


def place(space, name="avi"):
    return space.memberships.get(person=w.named(name))


def leave(client, space, **choice):
    client.force_login(w.named("avi"))
    return client.post(reverse("spaces:leave", args=[space.pk]), choice)


def read_by_dana(client, space):
    client.force_login(w.named("dana"))
    return client.get(reverse("spaces:room", args=[space.pk])).content.decode()


@pytest.mark.parametrize(
    ("choice", "words", "name"),
    [
        ({}, True, True),
        ({"words": "named"}, True, True),
        ({"words": "nameless"}, True, False),
        ({"words": "removed"}, False, False),
    ],
)
def test_words_stay_as_chosen_and_files_go(client, space, choice, words, name):
    assert leave(client, space, **choice).status_code == 302
    page = read_by_dana(client, space)
    assert ["Avi’s words" in page, "Avi Nahum" in page, "Dana’s answer" in page] == [words, name, True]
    assert [file.name for file in File.objects.all()] == ["dana.pdf"]


def test_without_the_name_no_row_tells_who_said_it(client, space):
    leave(client, space, words=Words.NAMELESS)
    assert Post.objects.get(text="Avi’s words").author is None


@pytest.mark.parametrize("choice", ["mine", "\0"])
def test_a_choice_that_is_none_lets_nobody_leave(client, space, choice):
    assert leave(client, space, words=choice).status_code == 200
    assert place(space).is_active


def test_files_are_taken_along_before(client, space):
    client.force_login(w.named("avi"))
    response = client.get(reverse("spaces:my_files", args=[place(space).pk]))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response)))
    assert {name: archive.read(name) for name in archive.namelist()} == {
        "001-one.pdf": b"%PDF-1.7 the plan", "002-two.pdf": b"%PDF-1.7 two",
    }  # fmt: skip
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("name", ["dana", "noa"])
def test_nobody_else_takes_them(client, space, name):
    client.force_login(w.named(name))
    assert client.get(reverse("spaces:my_files", args=[place(space).pk])).status_code == 404


def test_who_was_let_go_chooses_later(client, space):
    avi = place(space)
    membership.end(avi, by=w.noa())
    assert "Avi Nahum" in read_by_dana(client, space)
    assert File.objects.of(avi).count() == 2
    client.force_login(w.named("avi"))
    address = reverse("spaces:left", args=[avi.pk])
    assert address in client.get(reverse("spaces:my_data")).content.decode()
    assert b"two.pdf" in b"".join(client.get(reverse("spaces:my_files", args=[avi.pk])))
    assert client.post(address, {"words": "removed"}).status_code == 302
    assert client.get(address).status_code == 404
    assert "Avi’s words" not in read_by_dana(client, space)
    assert File.objects.of(avi).count() == 0


def test_a_stakeholder_whose_part_ended_chooses_too(client):
    space = w.cross_sector()
    ruth = w.ruth_joined(space)
    w.said(space, "ruth", "From the ministry", room=Room.WHOLE)
    move_space(space, Stage.CONSOLIDATED, by=w.noa())
    leaving.settle(ruth, Words.NAMELESS, by=ruth.person)
    assert Post.objects.get().author is None


def test_nobody_chooses_for_another_or_while_in(space):
    with pytest.raises(NotPossible):
        leaving.settle(place(space), Words.REMOVED, by=w.named("avi"))
    with pytest.raises(Forbidden):
        membership.end(place(space), by=w.noa(), words=Words.REMOVED)
    assert place(space).is_active
    assert Post.objects.filter(removed_at=None).count() == 2


def test_leaving_a_closed_space_takes_along_as_well(client, space):
    move_space(space, Stage.CLOSED, by=w.noa())
    assert leave(client, space, words="removed").status_code == 302
    assert File.objects.of(place(space)).count() == 0


def test_the_page_names_files_and_choices_only_to_who_has_any(client, space):
    for name, has in (("avi", True), ("michal", False)):
        client.force_login(w.named(name))
        page = client.get(reverse("spaces:leave", args=[space.pk])).content.decode()
        assert ['name="words"' in page, reverse("spaces:my_files", args=[place(space, name).pk]) in page] == [has, has]


def test_the_copy_of_my_data_holds_what_i_said_and_the_names_of_my_files(client, space):
    client.force_login(w.named("avi"))
    copy = json.loads(client.get(reverse("spaces:my_copy")).content)
    assert [one["text"] for one in copy["said_in_rooms"]] == ["Avi’s words"]
    assert [one["name"] for one in copy["files_in_rooms"]] == ["one.pdf", "two.pdf"]
