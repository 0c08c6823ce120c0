"""The private feed: one secret address a person, shown once, ended at will."""

import re

import pytest
import vobject
from django.test import Client

from spaces.actions import meeting as actions
from spaces.actions import membership
from spaces.actions.calendar_feed import make_feed, revoke_feed
from spaces.models import Feed
from spaces.models.room import Room
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def space(db):
    return w.cross_sector()


def asked(token, **headers):
    return Client().get(f"/feed/{token}.ics", headers=headers)


def titles(token):
    read = vobject.readOne(asked(token).content.decode())
    return [event.summary.value.partition(" · ")[0] for event in read.contents.get("vevent", [])]


def test_a_feed_holds_what_a_person_is_called_to_in_all_their_spaces(space):
    other = w.consolidated("Food security")
    w.a_meeting(space, title="One")
    w.a_meeting(other, title="Two")
    assert titles(make_feed(w.a_person("avi"))) == ["One", "Two"]


def test_a_stakeholders_feed_has_the_whole_only(space):
    ruth = w.ruth_joined(space).person
    w.a_meeting(space, title="canary")
    w.a_meeting(space, title="For all", room=Room.WHOLE)
    token = make_feed(ruth)
    assert titles(token) == ["For all"]
    assert b"canary" not in asked(token).content


def test_what_is_called_off_is_shown_so(space):
    meeting, token = w.a_meeting(space), make_feed(w.a_person("avi"))
    actions.cancel(meeting, by=w.noa())
    assert b"STATUS:CANCELLED" in asked(token).content


def test_the_same_meetings_are_not_sent_twice(space):
    meeting, token = w.a_meeting(space), make_feed(w.a_person("avi"))
    first = asked(token)
    again = asked(token, if_none_match=first["ETag"])
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    actions.change(meeting, by=w.noa(), where="Herzl 12")
    assert asked(token, if_none_match=first["ETag"]).status_code == 200


def test_an_item_of_the_peers_changes_nobodys_feed(space):
    ruth = w.ruth_joined(space).person
    meeting, token = w.a_meeting(space, room=Room.WHOLE), make_feed(ruth)
    before = asked(token).content
    w.an_item(meeting, "canary", room=Room.PEERS)
    assert asked(token).content == before


def test_an_address_that_was_taken_back_or_replaced_is_unknown(space):
    avi = w.a_person("avi")
    first, second = make_feed(avi), make_feed(avi)
    assert [asked(token).status_code for token in (first, second, "x")] == [404, 200, 404]
    revoke_feed(avi)
    assert asked(second).status_code == 404


def test_who_left_every_space_has_no_feed(space):
    token = make_feed(w.a_person("avi"))
    membership.end(space.memberships.get(person=w.a_person("avi")), by=w.noa())
    assert asked(token).status_code == 404


def test_who_left_one_space_reads_no_more_of_it(space):
    other = w.consolidated("Food security")
    w.a_meeting(space, title="One")
    w.a_meeting(other, title="Two")
    token = make_feed(w.a_person("avi"))
    membership.end(space.memberships.get(person=w.a_person("avi")), by=w.noa())
    assert titles(token) == ["Two"]


def test_somebody_who_may_not_sign_in_any_more_has_no_feed(space):
    avi = w.a_person("avi")
    token = make_feed(avi)
    avi.is_active = False
    avi.save()
    assert asked(token).status_code == 404


def test_the_address_is_shown_once_and_only_its_digest_is_kept(client, space):
    client.force_login(w.a_person("avi"))
    shown = client.post("/my/calendar/", {"make": "1"}).content.decode()
    (token,) = re.findall(r"/feed/([\w-]+)\.ics", shown)
    assert len(token) >= 43  # 256 bits
    assert asked(token).status_code == 200
    assert token not in client.get("/my/calendar/").content.decode()
    assert token not in str(Feed.objects.values_list())
    client.post("/my/calendar/", {"revoke": "1"})
    assert asked(token).status_code == 404


def test_the_feed_costs_the_same_for_one_meeting_and_for_many(space):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        with CaptureQueriesContext(connection) as ran:
            asked(token)
        return len(ran)

    token = make_feed(w.a_person("avi"))
    w.a_meeting(space)
    before = cost()
    for number in range(4):
        w.a_meeting(space, title=f"More {number}")
    assert cost() == before
