"""What partner systems are told of, and that nobody else is told."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.models import Person
from sectors.models import Organisation
from spaces.actions import answering, grant, invitation, meeting, membership
from spaces.actions.event import catch_up
from spaces.actions.space import move_space
from spaces.event_kinds import KINDS
from spaces.models import Event, Membership, Space
from spaces.models.invitation import Kind
from spaces.models.room import Room
from spaces.scopes import SCOPES
from spaces.states import Stage
from tests import world as w
from tests.faults.conftest import at_once
from tests.spaces.events.feeding import new, read, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def crm():
    return w.a_partner()


@pytest.fixture
def space():
    return move_space(w.a_space(), Stage.GATHERING, by=w.noa())


def proposed_by(partner, space, name):
    return invitation.draft(space, Kind.PEER, w.peer_named(name), by=w.noa(), partner=partner)


def test_a_system_follows_a_space_from_its_grant_on(crm, space):
    found = w.granted(crm, space)
    move_space(space, Stage.PAUSED, by=w.noa(), reason="Too much at once")
    began, moved = read(crm)
    assert moved.keys() == {"id", "type", "timestamp", "data"}
    assert began["data"] == {"object": "grant", "id": str(found.pk), "space": space.pk, "state": None}
    assert moved["data"] == {"object": "space", "id": str(space.pk), "space": space.pk, "state": "paused"}
    assert [one["type"] for one in (began, moved)] == ["grant.began", "space.moved"]


def test_without_the_scope_in_grant_or_token_it_is_told_nothing(crm, space):
    w.granted(crm, space, "meetings:read")
    move_space(space, Stage.PAUSED, by=w.noa())
    assert [kind for kind, *_about in told(crm)] == ["grant.began"]
    w.granted(crm, space, "spaces:read")
    move_space(space, Stage.GATHERING, by=w.noa())
    assert told(crm)[-1] == ("space.moved", str(space.pk), "gathering")
    assert [kind for kind, *_about in told(crm, scopes=["events:read"])] == [
        "grant.began",
        "grant.ended",
        "grant.began",
    ]


def test_when_the_grant_ends_only_that_is_left(crm, space):
    found = w.granted(crm, space)
    move_space(space, Stage.PAUSED, by=w.noa())
    grant.end_grant(found, by=w.noa())
    grant.end_grant(found, by=w.noa())
    assert [kind for kind, *_about in told(crm)] == ["grant.began", "grant.ended"]
    w.granted(crm, space)
    assert [kind for kind, *_about in told(crm)] == ["grant.began", "grant.ended", "grant.began"]


def test_another_system_is_told_nothing(crm, space):
    w.granted(crm, space)
    other = w.a_partner("Evaluation")
    proposed_by(crm, space, "dana")
    assert told(other) == []
    w.granted(other, space, "spaces:read", "invitations:read", "memberships:read")
    move_space(space, Stage.PAUSED, by=w.noa())
    assert [kind for kind, *_about in told(other)] == ["grant.began", "space.moved"]


def test_a_system_follows_the_invitations_that_it_proposed_and_no_others(crm, space):
    w.granted(crm, space, "invitations:read")
    before = told(crm)
    invitation.invite(space, w.peer_named("avi"), by=w.noa())
    one = proposed_by(crm, space, "dana")
    invitation.invite(space, w.peer_named("dana"), by=w.noa())
    one.refresh_from_db()
    answering.accept(one)
    states = ["draft", "proposed", "approved", "open", "accepted"]
    assert new(crm, before) == [("invitation.moved", str(one.pk), state) for state in states]
    assert Event.objects.filter(kind="invitation.moved").exclude(about=one.pk).count() == 0


def test_a_member_is_told_of_only_as_they_let_it_be(crm, space):
    dana = w.joined(space, "dana")
    found = w.granted(crm, space, "memberships:read", "meetings:read")
    before = told(crm)
    for what in ([], ["meetings"], ["name"], ["name"], ["name", "email"], [], ["organisation"]):
        w.shares(found, "dana", *what)
    membership.end(dana, by=dana.person)
    kinds = [
        "meetings.began", "membership.began", "meetings.ended", "membership.changed", "membership.ended",
        "membership.began", "membership.ended",
    ]  # fmt: skip
    assert new(crm, before) == [(kind, str(dana.pk), None) for kind in kinds]


def test_who_leaves_takes_their_meetings_along(crm, space):
    dana = w.joined(space, "dana")
    w.a_meeting(space)
    found = w.granted(crm, space, "memberships:read", "meetings:read")
    w.shares(found, "dana", "name", "meetings")
    before = told(crm)
    membership.end(dana, by=dana.person)
    assert new(crm, before) == [(kind, str(dana.pk), None) for kind in ("membership.ended", "meetings.ended")]


def test_another_name_address_or_organisation_is_told_by_whatever_way_it_came(crm, space):
    dana, avi = w.joined(space, "dana"), w.joined(space, "avi")
    found = w.granted(crm, space, "memberships:read")
    w.shares(found, "dana", "name", "organisation")
    w.shares(found, "avi", "email")
    before = told(crm)
    assert grant.tell_of_changes() == 0
    Person.objects.filter(pk=avi.person_id).update(name="Avi, whose name is not shared")
    assert grant.tell_of_changes() == 0
    Person.objects.filter(pk=dana.person_id).update(name="Dana Levi")
    assert (grant.tell_of_changes(), grant.tell_of_changes()) == (1, 0)
    Membership.objects.filter(pk=dana.pk).update(organisation=w.an_organisation("Light"))
    assert grant.tell_of_changes() == 1
    Organisation.objects.filter(pk=Membership.objects.get(pk=dana.pk).organisation_id).update(name_en="Lights")
    Person.objects.filter(pk=avi.person_id).update(email="avi.nahum@world.example")
    assert grant.tell_of_changes() == 2
    assert new(crm, before) == [("membership.changed", str(one.pk), None) for one in (dana, dana, dana, avi)]


def test_who_shares_nothing_any_more_is_not_told_of(crm, space):
    dana = w.joined(space, "dana")
    w.shares(w.granted(crm, space, "memberships:read"), "dana", "name")
    w.granted(crm, space, "memberships:read", "spaces:read")
    before = told(crm)
    Person.objects.filter(pk=dana.person_id).update(name="Dana Levi")
    assert grant.tell_of_changes() == 0
    assert new(crm, before) == []


def test_two_runs_tell_of_a_change_once(crm, space, transactional_db):
    dana = w.joined(space, "dana")
    w.shares(w.granted(crm, space, "memberships:read"), "dana", "name")
    Person.objects.filter(pk=dana.person_id).update(name="Dana Levi")
    assert sorted(at_once(*[grant.tell_of_changes] * 4)) == [0, 0, 0, 1]


def test_closing_the_door_ends_what_was_known_of_the_guests(crm):
    space = w.cross_sector()
    ruth = w.ruth_joined(space)
    found = w.granted(crm, space, "memberships:read")
    w.granted(crm, space, "memberships:read")
    grant.share(found, ruth, by=ruth.person, what=["name"])
    move_space(space, Stage.CONSOLIDATED, by=w.noa())
    assert told(crm)[-1] == ("membership.ended", str(ruth.pk), None)


def test_meetings_are_told_of_where_a_member_who_is_called_lets_it(crm, space):
    w.joined(space, "dana")
    found = w.granted(crm, space, "meetings:read")
    w.a_meeting(space)
    assert [kind for kind, *_about in told(crm)] == ["grant.began"]
    w.shares(found, "dana", "meetings")
    before = told(crm)
    one = w.a_meeting(space, title="Lead", room=Room.PEERS, hours=3)
    later = one.starts_at + timedelta(days=1)
    meeting.change(one, by=w.noa(), title="Neutral")
    meeting.reply(one, by=w.a_person("dana"), answer="yes")
    meeting.reply(one, by=w.noa(), answer="maybe")
    meeting.change(one, by=w.noa(), starts_at=later, ends_at=later + timedelta(hours=3))
    meeting.cancel(one, by=w.noa())
    kinds = ["meeting.called", "meeting.changed", "meeting.changed", "meeting.moved", "meeting.off"]
    assert new(crm, before) == [(kind, str(one.uid), None) for kind in kinds]
    w.shares(found, "dana")
    assert told(crm)[-1][0] == "meetings.ended"
    meeting.cancel(w.a_meeting(space, title="Another"), by=w.noa())
    assert told(crm)[-1][0] == "meetings.ended"


def test_who_is_called_later_or_taken_out_is_told_of_as_it_happens(crm, space):
    dana = w.joined(space, "dana")
    found = w.granted(crm, space, "meetings:read")
    w.shares(found, "dana", "meetings")
    lead = w.a_meeting(space, circle="lead", title="Lead team")
    before = told(crm)
    membership.set_place(dana, by=w.noa(), circle="lead")
    membership.set_place(dana, by=w.noa(), circle="plenum")
    assert new(crm, before) == [(kind, str(lead.uid), None) for kind in ("meeting.called", "meeting.changed")]


def test_nothing_comes_to_light_behind_a_reader(crm, space):
    """Meetings from before a member shared, or was called, are told of by that alone."""
    w.joined(space, "dana")
    found = w.granted(crm, space, "meetings:read")
    w.a_meeting(space)
    before = read(crm)
    w.shares(found, "dana", "meetings")
    assert [one["type"] for one in read(crm, after=before[-1]["id"])] == ["meetings.began"]
    assert read(crm)[: len(before)] == before


def test_a_pulse_below_the_floor_is_told_to_nobody(crm):
    space = w.consolidated(peers=("dana", "avi", "michal"))
    w.granted(crm, space, "pulse:read")
    before = told(crm)
    w.pulsed(space)
    assert new(crm, before) == []
    assert not Event.objects.filter(kind="pulse.counted").exists()


def test_a_pulse_whose_figures_are_shown_is_told():
    crm = w.a_partner()
    space = w.consolidated(peers=("dana", "avi", "michal", "raed", "tamar", "yael"))
    w.granted(crm, space, "pulse:read")
    before = told(crm)
    w.pulsed(space)
    shown = space.pulses.get()
    assert shown.is_shown
    assert new(crm, before) == [("pulse.counted", str(shown.pk), None)]


def test_of_a_closed_space_no_more_is_told_than_that(crm, space):
    w.granted(crm, space, "spaces:read", "invitations:read")
    one = proposed_by(crm, space, "dana")
    move_space(space, Stage.CLOSED, by=w.noa())
    assert [kind for kind, *_about in told(crm)] == ["grant.began", "space.moved", "grant.narrowed"]
    assert Event.objects.filter(kind="invitation.moved", about=one.pk, state="withdrawn").exists()


def test_what_was_read_is_read_again_the_same(crm, space):
    w.granted(crm, space)
    for stage in (Stage.PAUSED, Stage.GATHERING, Stage.PAUSED, Stage.GATHERING):
        move_space(Space.objects.get(pk=space.pk), stage, by=w.noa())
    whole = read(crm)
    assert [one["data"]["state"] for one in whole] == [None, "paused", "gathering", "paused", "gathering"]
    assert read(crm, most=1) == read(crm, most=2) == whole
    for place, one in enumerate(whole, 1):
        assert read(crm, after=one["id"]) == whole[place:]


def test_an_event_is_for_good(crm, space):
    w.granted(crm, space)
    catch_up()
    rows = Event.objects.filter(partner=crm)
    changes = [{"at": timezone.now()}, {"state": "open"}, {"about": "7"}, {"position": 10**6}, {"space": None}]
    for change in changes:
        with pytest.raises(DatabaseError), w.savepoint():
            rows.update(**change)
    with pytest.raises(DatabaseError), w.savepoint():
        rows.delete()


def test_whoever_holds_something_of_the_people_hears_that_a_space_closed(crm, space):
    found = w.granted(crm, space, "memberships:read")
    move_space(space, Stage.CLOSED, by=w.noa())
    assert told(crm) == [("grant.began", str(found.pk), None), ("grant.narrowed", str(found.pk), None)]
    assert Membership.objects.visible_to_partner(crm).count() == 0


def test_the_database_tells_nothing_but_under_a_grant_that_stands(crm, space):
    found, other = w.granted(crm, space), w.granted(crm, w.a_space("Elsewhere"))
    ended = w.granted(w.a_partner("Evaluation"), space)
    grant.end_grant(ended, by=w.noa())
    about = {"space": space, "partner": crm, "about": 1, "grant": found, "kind": "space.moved"}
    Event.objects.create(**about)
    wrong = [
        {"grant": None}, {"grant": other}, {"grant": ended}, {"grant": ended, "partner": ended.partner},
        {"kind": "grant.began"}, {"kind": "space.closed"}, {"space": None},
    ]  # fmt: skip
    for more in wrong:
        with pytest.raises(DatabaseError), w.savepoint():
            Event.objects.create(**about | more)


def test_every_kind_names_a_scope_that_spaces_grant():
    scopes = {kind.scope for kind in KINDS.values()} - {""}
    assert all(SCOPES[scope].by_space for scope in scopes)


def test_the_feed_costs_the_same_with_one_and_with_many(crm):
    costs = []
    for count in (1, 5):
        for number in range(count):
            w.granted(crm, w.a_space(f"Space {count} {number}"))
        catch_up()
        with CaptureQueriesContext(connection) as captured:
            read(crm)
        costs.append(len(captured))
    assert costs[0] == costs[1]
