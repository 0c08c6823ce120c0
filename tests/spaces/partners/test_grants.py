import pytest
from django.db import IntegrityError

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces import access
from spaces.actions import grant as actions
from spaces.actions import partner as partners
from spaces.actions.meeting import cancel
from spaces.actions.membership import end
from spaces.actions.space import move_space
from spaces.models import Grant, Invitation, Meeting, Membership, Reply, Sharing, Space
from spaces.scopes import BY_SPACE
from spaces.states import Stage
from tests import world as w
from tests.spaces.partners.calling import program_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    return w.consolidated()


@pytest.fixture
def crm():
    return w.a_partner()


def test_a_space_that_let_nobody_in_is_not_there(space, crm):
    program = program_of(crm)
    assert program.get("spaces/") == (200, {"results": [], "next": None})
    assert program.get(f"spaces/{space.pk}/")[0] == 404


def test_a_grant_opens_one_space_to_one_system_and_ends_at_once(space, crm):
    w.granted(crm, w.a_space("Another"), "invitations:read")
    granted, program, other = w.granted(crm, space), program_of(crm), program_of(w.a_partner("Site"))
    assert [one["id"] for one in program.get("spaces/")[1]["results"]] == [space.pk]
    assert program.get(f"spaces/{space.pk}/")[1]["stage"] == "consolidated"
    assert other.get(f"spaces/{space.pk}/")[0] == 404
    actions.end_grant(granted, by=w.noa())
    assert program.get(f"spaces/{space.pk}/")[0] == 404


@pytest.mark.parametrize("scope", BY_SPACE)
def test_a_grant_holds_for_the_scopes_that_it_names(space, crm, scope):
    w.granted(crm, space, scope)
    assert [name for name in BY_SPACE if access.granted(crm, name).exists()] == [scope]


def test_a_closed_space_still_says_that_it_is_closed_and_no_more(space, crm):
    w.granted(crm, space, *BY_SPACE)
    move_space(space, Stage.CLOSED, by=w.noa())
    assert [name for name in BY_SPACE if access.granted(crm, name).exists()] == ["spaces:read"]


def test_a_paused_space_stays_open_to_reading(space, crm):
    w.granted(crm, space, *BY_SPACE)
    move_space(space, Stage.PAUSED, by=w.noa())
    assert [name for name in BY_SPACE if access.granted(crm, name).exists()] == list(BY_SPACE)


def test_the_same_grant_again_is_the_same_and_another_takes_its_place(space, crm):
    first = w.granted(crm, space, "spaces:read", "memberships:read")
    assert w.granted(crm, space, "memberships:read", "spaces:read") == first
    w.shares(first, "avi", "name")
    second = w.granted(crm, space, "memberships:read")
    assert list(Grant.objects.live()) == [second]
    assert list(Membership.objects.visible_to_partner(crm)) == []  # members are asked anew


def test_only_the_facilitator_lets_a_system_in(space, crm):
    for who in ("dana", "tal", "staff"):
        with pytest.raises(Forbidden):
            actions.grant(space, crm, by=w.a_person(who), scopes=["spaces:read"])
    granted = w.granted(crm, space)
    with pytest.raises(Forbidden):
        actions.end_grant(granted, by=w.a_person("dana"))


@pytest.mark.parametrize("scopes", [[], ["map:read"], ["spaces:fly"], ["spaces:read", "pulse:read"]])
def test_nothing_is_granted_that_the_system_cannot_ask_for(space, scopes):
    crm = w.a_partner(scopes=("spaces:read", "map:read"))
    with pytest.raises(NotPossible):
        actions.grant(space, crm, by=w.noa(), scopes=scopes)


def test_a_closed_space_lets_nobody_in_and_can_still_put_out(space, crm):
    granted = w.granted(crm, space)
    move_space(space, Stage.CLOSED, by=w.noa())
    with pytest.raises(NotPossible):
        actions.grant(space, w.a_partner("Site"), by=w.noa(), scopes=["spaces:read"])
    actions.end_grant(granted, by=w.noa())
    assert not Grant.objects.live().exists()


def test_a_system_that_may_not_connect_is_not_let_in(space, crm):
    partners.change_partner(crm, by=w.an_operator(), is_active=False)
    with pytest.raises(NotPossible):
        actions.grant(space, crm, by=w.noa(), scopes=["spaces:read"])


# The database


def test_there_is_one_live_grant_for_a_system_in_a_space(space, crm):
    w.granted(crm, space)
    with pytest.raises(IntegrityError), w.savepoint():
        Grant.objects.create(space=space, partner=crm, scopes=["spaces:read"], by=w.noa())


@pytest.mark.parametrize("change", [{"scopes": ["memberships:read"]}, {"since": "2020-01-01T00:00Z"}])
def test_a_grant_does_not_change(space, crm, change):
    w.granted(crm, space)
    with pytest.raises(Exception, match="Cannot update"), w.savepoint():
        Grant.objects.update(**change)


def test_what_ended_does_not_begin_again(space, crm):
    granted = w.granted(crm, space)
    actions.end_grant(granted, by=w.noa())
    with pytest.raises(Exception, match="Cannot update"), w.savepoint():
        Grant.objects.update(ended_at=None, ended_by=None)


@pytest.mark.parametrize("scopes", [[], ["map:read"], ["spaces:fly"]])
def test_the_database_grants_nothing_that_no_space_grants(space, crm, scopes):
    with pytest.raises(IntegrityError), w.savepoint():
        Grant.objects.create(space=space, partner=crm, scopes=scopes, by=w.noa())


def test_nobody_shares_by_the_grant_of_another_space(space, crm):
    granted = w.granted(crm, w.a_space("Another"), "memberships:read")
    member = space.memberships.get(person=w.a_person("avi"))
    with pytest.raises(IntegrityError), w.savepoint():
        Sharing.objects.create(grant=granted, membership=member, what=["name"])


def test_the_database_knows_whose_a_sharing_is(space, crm):
    w.shares(w.granted(crm, space, "memberships:read"), "avi", "name")
    Sharing.objects.update(partner=w.a_partner("Other"))
    assert Sharing.objects.get().partner == crm


# What members allow


def seen(crm):
    found = Membership.objects.visible_to_partner(crm).select_related("person")
    return {one.person.email.partition("@")[0]: one.shared for one in found}


def test_of_members_nothing_is_seen_but_what_each_allows(space, crm):
    granted = w.granted(crm, space, "memberships:read", "meetings:read")
    assert seen(crm) == {}
    w.shares(granted, "avi", "name", "organisation")
    w.shares(granted, "dana", "meetings")
    assert seen(crm) == {"avi": ["name", "organisation"]}
    w.shares(granted, "avi", "email")
    assert seen(crm) == {"avi": ["email"]}
    w.shares(granted, "avi")
    assert seen(crm) == {}


def test_what_a_member_allows_is_for_one_system_and_needs_the_space(space, crm):
    granted = w.granted(crm, space, "spaces:read")
    member = space.memberships.get(person=w.a_person("avi"))
    Sharing.objects.create(grant=granted, membership=member, what=["name"])  # past the action
    site = w.a_partner("Site")
    w.granted(site, space, "memberships:read")
    assert (seen(crm), seen(site)) == ({}, {})


def test_who_left_is_not_seen(space, crm):
    granted = w.granted(crm, space, "memberships:read")
    w.shares(granted, "avi", "name")
    avi = space.memberships.get(person=w.a_person("avi"))
    end(avi, by=avi.person)
    assert seen(crm) == {}


def test_who_left_in_the_meantime_allows_nothing_any_more(space, crm):
    granted = w.granted(crm, space, "memberships:read")
    avi = space.memberships.get(person=w.a_person("avi"))  # read before they left, as by a request at the same time
    end(space.memberships.get(pk=avi.pk), by=avi.person)
    with pytest.raises(NotPossible):
        actions.share(granted, avi, by=avi.person, what=["name"])


@pytest.mark.parametrize(("scope", "what"), [("meetings:read", "name"), ("memberships:read", "meetings")])
def test_nobody_allows_what_the_space_does_not_let_it_ask(space, crm, scope, what):
    with pytest.raises(NotPossible, match="offered"):
        w.shares(w.granted(crm, space, scope), "avi", what)


def test_nobody_allows_for_somebody_else(space, crm):
    granted = w.granted(crm, space)
    avi = space.memberships.get(person=w.a_person("avi"))
    for who in (w.noa(), w.a_person("dana"), w.an_operator()):
        with pytest.raises(Forbidden):
            actions.share(granted, avi, by=who, what=["name"])


def test_after_it_ended_a_member_takes_back_and_allows_nothing(space, crm):
    granted = w.granted(crm, space, "memberships:read")
    w.shares(granted, "avi", "name")
    actions.end_grant(granted, by=w.noa())
    with pytest.raises(NotPossible):
        w.shares(granted, "avi", "email")
    assert w.shares(granted, "avi").what == []


def test_meetings_are_seen_of_members_who_allow_it(space, crm):
    granted = w.granted(crm, space, "meetings:read")
    meeting = w.a_meeting(space)
    lead = w.a_meeting(space, circle="lead", title="Lead team")
    assert list(Meeting.objects.visible_to_partner(crm)) == []
    w.shares(granted, "avi", "meetings")
    assert list(Meeting.objects.visible_to_partner(crm)) == [meeting]
    assert [reply.membership.person.email for reply in Reply.objects.visible_to_partner(crm)] == ["avi@world.example"]
    cancel(meeting, by=w.noa())
    assert [one.is_cancelled for one in Meeting.objects.visible_to_partner(crm)] == [True]
    w.shares(granted, "avi")
    assert list(Meeting.objects.visible_to_partner(crm)) == []
    assert lead.replies.filter(membership__person=w.a_person("avi")).count() == 0


def test_a_system_follows_the_invitations_that_it_proposed(space, crm):
    granted = w.granted(crm, space, "invitations:read")
    own, other = w.invited(space, "raed"), w.invited(space, "tamar")
    Invitation.objects.filter(pk=own.pk).update(partner=crm)
    Invitation.objects.filter(pk=other.pk).update(partner=w.a_partner("Site"))
    assert list(Invitation.objects.visible_to_partner(crm)) == [own]
    actions.end_grant(granted, by=w.noa())
    assert list(Invitation.objects.visible_to_partner(crm)) == []


def test_what_a_system_sees_of_spaces_is_what_they_grant(space, crm):
    w.granted(crm, space, "memberships:read")
    assert list(Space.objects.visible_to_partner(crm)) == []
    w.granted(crm, space, "spaces:read")
    assert list(Space.objects.visible_to_partner(crm)) == [space]
