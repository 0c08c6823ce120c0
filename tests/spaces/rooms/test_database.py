"""What the database itself refuses, whatever path a statement comes by."""

import pytest
from django.db import DatabaseError
from django.utils import timezone

from spaces.actions import glass, membership, post, release
from spaces.models import File, GlassBreak, GlassLook, Post
from spaces.models.post import new_key
from spaces.models.room import Room
from tests import world as w
from tests.spaces.attacks import refused, sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def space(db):
    space = w.cross_sector()
    w.ruth_joined(space)
    return space


def insert(space, author, room="peers", parent=None, text="Words", **more):
    sql(
        "INSERT INTO spaces_post (id, space_id, author_id, room, parent_id, text, said_at, released_at, removed_at)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        new_key(), space.pk, author, room, parent, text, timezone.now(),
        more.get("released_at"), more.get("removed_at"),
    )  # fmt: skip


def place(space, name):
    return space.memberships.get(person=w.named(name)).pk


def test_what_is_allowed_goes_in(space):
    insert(space, place(space, "avi"))
    insert(space, place(space, "ruth"), room="whole")
    assert Post.objects.count() == 2


def test_nobody_from_outside_speaks_among_the_peers(space):
    assert refused(insert, space, place(space, "ruth"))


def test_nobody_who_is_not_in_speaks(space):
    other = w.a_space("Another")
    pending = w.answering.accept(w.invited(space, "raed"))
    membership.end(space.memberships.get(person=w.named("avi")), by=w.named("avi"))
    for author in (place(other, "noa"), pending.pk, place(space, "avi"), None):
        assert refused(insert, space, author), author


@pytest.mark.parametrize(("room", "text"), [("attic", "Words"), ("peers", "")])
def test_there_are_two_rooms_and_words_in_them(space, room, text):
    assert refused(insert, space, place(space, "avi"), room, None, text)


def test_nothing_is_born_released_or_removed(space):
    for column in ("released_at", "removed_at"):
        with pytest.raises(DatabaseError), w.savepoint():
            insert(space, place(space, "avi"), **{column: timezone.now()})


def test_an_answer_agrees_with_what_it_answers(space):
    among = w.said(space, "avi", "Among us")
    whole = w.said(space, "avi", "To all", room=Room.WHOLE)
    answer = w.said(space, "dana", "Yes", parent=among)
    elsewhere = w.said(w.consolidated("Another"), "avi", "There")
    dana = place(space, "dana")
    for room, parent in (("whole", among), ("peers", whole), ("peers", answer), ("peers", elsewhere)):
        assert refused(insert, space, dana, room, parent.pk), (room, parent.text)
    release.release(among, by=w.named("avi"))
    insert(space, dana, "whole", among.pk)


@pytest.mark.parametrize(
    "change",
    [
        "room = 'whole'", "said_at = now()", "text = 'Other words'", "text = ''", "author_id = {dana}",
        "parent_id = {other}", "space_id = {elsewhere}", "id = 999", "removed_at = now()",
    ],
)  # fmt: skip
def test_what_was_said_stays_as_it_was_said(space, change):
    said = w.said(space, "avi")
    values = {
        "dana": place(space, "dana"), "other": w.said(space, "avi", "Other").pk,
        "elsewhere": w.consolidated("Another").pk,
    }  # fmt: skip
    assert refused(sql, f"UPDATE spaces_post SET {change.format(**values)} WHERE id = {said.pk}")


def test_nothing_said_is_deleted(space):
    said = w.said(space, "avi")
    assert refused(sql, f"DELETE FROM spaces_post WHERE id = {said.pk}")


def test_removed_words_do_not_come_back(space):
    said = w.said(space, "avi")
    post.withdraw(said, by=w.named("avi"))
    for change in ("removed_at = NULL, text = 'Words'", "text = 'Words'", "released_at = now()"):
        assert refused(sql, f"UPDATE spaces_post SET {change} WHERE id = {said.pk}"), change


def test_a_release_is_once_and_from_the_peers_room(space):
    said, whole = w.said(space, "avi"), w.said(space, "avi", room=Room.WHOLE)
    assert refused(sql, f"UPDATE spaces_post SET released_at = now() WHERE id = {whole.pk}")
    release.release(said, by=w.named("avi"))
    later = "released_at = now() + interval '1 day'"
    assert refused(sql, f"UPDATE spaces_post SET {later} WHERE id = {said.pk}")


def test_a_release_that_was_answered_in_the_whole_stays(space):
    said = w.said(space, "avi")
    release.release(said, by=w.named("avi"))
    w.said(space, "ruth", "Thank you", room=Room.WHOLE, parent=said)
    assert refused(sql, f"UPDATE spaces_post SET released_at = NULL WHERE id = {said.pk}")


def test_words_without_an_author_are_not_released(space):
    said = w.said(space, "avi")
    Post.objects.filter(pk=said.pk).update(author=None)
    assert refused(sql, f"UPDATE spaces_post SET released_at = now() WHERE id = {said.pk}")


def test_a_file_belongs_to_its_post(space):
    said, other = w.said(space, "avi", files=[w.a_pdf()]), w.said(space, "dana", room=Room.WHOLE)
    file = said.files.get()
    for change in (f"post_id = {other.pk}", f"owner_id = {place(space, 'dana')}", "name = 'other.pdf'"):
        assert refused(sql, f"UPDATE spaces_file SET {change} WHERE id = {file.pk}"), change
    assert refused(lambda: File.objects.create(owner=said.author, post=other, name="x.pdf", size=1, stored="x"))


def test_broken_glass_stays_in_sight(space):
    staff = w.a_person("staff", is_staff=True)
    broken = glass.break_glass(space, by=staff, reason="Somebody asked us to look")
    glass.look(broken, by=staff)
    for table in (GlassBreak, GlassLook):
        name = table._meta.db_table
        assert refused(sql, f"DELETE FROM {name}")
        assert refused(sql, f"UPDATE {name} SET at = now() - interval '1 year'")
