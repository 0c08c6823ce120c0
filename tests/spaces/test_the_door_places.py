"""A place in the space without an invitation, an organisation that turns out to be outside, and what waited when the
door was closed again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from impact_spaces.lib.refusals import NotPossible
from members.models import Person
from sectors.models import Organisation, Sector
from spaces.actions import answering, invitation, membership
from spaces.actions.space import move_space
from spaces.models import Agreement, Invitation, Membership, Message, Signature
from spaces.models.invitation import Kind
from spaces.models.membership import Role
from spaces.states import InvitationState, MessageState, Stage
from spaces.vetting import Invitee
from tests import world as w
from tests.spaces.attacks import a_new_row, outsiders, refused, sql

pytestmark = pytest.mark.django_db


def ruth():
    return w.a_person("ruth", full_name="Ruth Regev")


def a_place(space, **more):
    return Membership(space=space, person=ruth(), **{"role": Role.PEER} | more)


# In without an invitation


def a_stakeholder(space):
    a_place(space, role=Role.STAKEHOLDER).save()


def a_peer(space):
    a_place(space).save()


def an_initiator_of_the_ministry(space):
    a_place(space, role=Role.INITIATOR, organisation=w.the_ministry()).save()


def many(space):
    Membership.objects.bulk_create([a_place(space, role=Role.STAKEHOLDER)])


def by_sql(space):
    sql(
        "INSERT INTO spaces_membership (space_id, person_id, role, circle, organisation_name, since)"
        " VALUES (%s, %s, 'peer', 'plenum', '', now())",
        space.pk, ruth().pk,
    )  # fmt: skip


def a_place_with_a_made_up_name(space):
    a_place(space, role="guest").save()


def a_place_in_capitals(space):
    a_place(space, role="STAKEHOLDER").save()


def by_a_candidates_invitation(space):
    a_place(space, role=Role.STAKEHOLDER, invitation=w.candidate(space)).save()


def by_somebody_elses_invitation(space):
    found = w.invited(space, "raed")
    Invitation.objects.filter(pk=found.pk).update(state=InvitationState.ACCEPTED)
    a_place(space, invitation=found).save()


def by_an_invitation_to_another_space(space):
    found = invitation.invite(w.a_space("Another"), Invitee(ruth().email, "Ruth"), by=w.noa())
    Invitation.objects.filter(pk=found.pk).update(state=InvitationState.ACCEPTED)
    a_place(space, invitation=found).save()


def by_an_invitation_that_waits(space):
    found = invitation.invite(space, Invitee(ruth().email, "Ruth"), by=w.noa())
    a_place(space, invitation=found).save()


def by_an_ended_place_opened_again(space):
    row = a_place(space, organisation=w.the_ministry(), active_since=timezone.now(), ended_at=timezone.now())
    row.save()
    Membership.objects.filter(pk=row.pk).update(ended_at=None)


def by_an_ended_guest_opened_again(space):
    row = a_place(space, role=Role.STAKEHOLDER, ended_at=timezone.now())
    row.save()
    Membership.objects.filter(pk=row.pk).update(ended_at=None)


def by_facilitating_first(space):
    row = a_place(space, role=Role.FACILITATOR, organisation=w.the_ministry(), active_since=timezone.now())
    row.save()
    Membership.objects.filter(pk=row.pk).update(role=Role.PEER)


def by_taking_a_peers_place(space):
    Membership.objects.filter(person=w.a_person("dana")).update(person=ruth())


def by_taking_a_place_to_another_space(space):
    Membership.objects.filter(person=w.noa(), space=space).update(space=w.a_space("Another"))


WAYS_IN = [
    a_stakeholder, a_peer, an_initiator_of_the_ministry, many, by_sql, a_place_with_a_made_up_name,
    a_place_in_capitals, by_a_candidates_invitation, by_somebody_elses_invitation, by_an_invitation_to_another_space,
    by_an_invitation_that_waits, by_an_ended_place_opened_again, by_an_ended_guest_opened_again, by_facilitating_first,
    by_taking_a_peers_place, by_taking_a_place_to_another_space,
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS_IN, ids=lambda way: way.__name__)
def test_nobody_comes_in_by_another_way_than_an_invitation(way):
    space = w.consolidated()
    before = set(space.memberships.present().values_list("person", flat=True))
    assert refused(way, space)
    assert outsiders(space) == []
    assert set(space.memberships.present().values_list("person", flat=True)) == before


@pytest.mark.parametrize("role", [Role.STAKEHOLDER, Role.FACILITATOR, "guest"])
def test_no_peer_changes_sides(role):
    dana = w.consolidated().memberships.get(person=w.a_person("dana"))
    assert refused(lambda: Membership.objects.filter(pk=dana.pk).update(role=role))
    with pytest.raises(NotPossible):
        membership.set_place(dana, by=w.noa(), role=role)


@pytest.mark.parametrize("role", [Role.PEER, Role.INITIATOR, Role.FACILITATOR])
def test_no_guest_becomes_a_peer(role):
    guest = w.ruth_joined(w.cross_sector())
    assert refused(lambda: Membership.objects.filter(pk=guest.pk).update(role=role))
    with pytest.raises(NotPossible):
        membership.set_place(guest, by=w.noa(), role=role)


def test_a_peer_may_be_named_the_initiator():
    dana = w.consolidated().memberships.get(person=w.a_person("dana"))
    membership.set_place(dana, by=w.noa(), role=Role.INITIATOR)
    dana.refresh_from_db()
    assert (dana.role, dana.is_active) == (Role.INITIATOR, True)


def test_nobody_is_active_by_a_signature_in_another_space():
    space, other = w.consolidated(), w.consolidated("Another")
    raed = answering.accept(w.invited(space, "raed"))
    document = Agreement.objects.get(space=other)
    Signature.objects.create(agreement=document, membership=raed, name="Raed")
    assert refused(lambda: Membership.objects.filter(pk=raed.pk).update(active_since=timezone.now()))


# The other side of the rule: who counts as outside


def turned_into_a_ministry(name):
    Organisation.objects.filter(name_he=w.PEERS[name][1]).update(sector=Sector.FIRST)


@pytest.mark.parametrize("at", ["open", "deferred", "accepted", "joined"])
def test_an_organisation_with_people_inside_or_invited_does_not_change_its_sector(at):
    space = w.consolidated()
    found = w.invited(space, "raed")
    if at == "deferred":
        answering.defer(found, timezone.localdate() + timedelta(days=9))
    elif at in ("accepted", "joined"):
        place = answering.accept(found)
        if at == "joined":
            w.signed(place)
    for sector in (Sector.FIRST, Sector.SECOND):
        change = "UPDATE sectors_organisation SET sector = %s WHERE name_he = %s"
        assert refused(sql, change, sector, w.PEERS["raed"][1])
    assert refused(turned_into_a_ministry, "raed")


def test_an_organisation_that_changed_before_sending_is_found_out_when_sending():
    space = w.consolidated()
    found = invitation.draft(space, Kind.PEER, w.peer_named("raed"), by=w.noa())
    invitation.propose(found, by=w.noa())
    turned_into_a_ministry("raed")
    assert refused(lambda: invitation.approve(found, by=w.noa()))
    assert refused(lambda: invitation.invite_drafted(space, [found.pk], by=w.noa()))
    assert outsiders(space) == []


def test_an_expired_invitation_to_an_organisation_that_changed_is_not_extended():
    space = w.consolidated()
    found = w.invited(space, "raed")
    Invitation.objects.filter(pk=found.pk).update(state=InvitationState.EXPIRED)
    turned_into_a_ministry("raed")
    found.refresh_from_db()
    assert refused(lambda: invitation.extend(found, timezone.now() + timedelta(days=9), by=w.noa()))


def test_the_organisation_of_an_invitation_on_its_way_is_not_swapped_for_one_outside():
    found = w.invited(w.consolidated(), "raed")
    assert refused(lambda: Invitation.objects.filter(pk=found.pk).update(organisation=w.the_ministry()))


def test_the_organisation_of_a_draft_may_be_corrected_and_then_goes_nowhere():
    space = w.consolidated()
    found = invitation.draft(space, Kind.PEER, w.peer_named("raed"), by=w.noa())
    Invitation.objects.filter(pk=found.pk).update(organisation=w.the_ministry())
    found.refresh_from_db()
    assert refused(lambda: invitation.invite_drafted(space, [found.pk], by=w.noa()))
    assert outsiders(space) == []


def test_a_peer_is_not_moved_to_an_organisation_outside():
    """Neither by hand nor by merging two organisations, which moves whatever points to the one that goes."""
    place = w.consolidated().memberships.get(person=w.a_person("dana"))
    assert refused(lambda: Membership.objects.filter(pk=place.pk).update(organisation=w.the_ministry()))


def test_a_peers_invitation_takes_no_address_of_the_state_afterwards():
    found = w.invited(w.consolidated(), "raed")
    assert refused(lambda: Invitation.objects.filter(pk=found.pk).update(email="ruth@gov.il"))


# When the door was closed again


@pytest.fixture
def frozen():
    """Ruth's invitation went out, and then the space closed its door."""
    space = w.cross_sector()
    found = w.stakeholder_invited(space)
    move_space(space, Stage.CONSOLIDATED, by=w.noa())
    found.refresh_from_db()
    return found


def in_nine_days():
    return timezone.now() + timedelta(days=9)


REVIVALS = {
    "accept": lambda found: answering.accept(found),
    "decline": lambda found: answering.decline(found, reason="time"),
    "not now": lambda found: answering.defer(found, timezone.localdate() + timedelta(days=9)),
    "pass on": lambda found: answering.delegate(found, name="Yoav", email="yoav@health.gov.il"),
    "approve": lambda found: invitation.approve(found, by=w.noa()),
    "resend": lambda found: invitation.resend(found, by=w.noa()),
    "extend": lambda found: invitation.extend(found, in_nine_days(), by=w.noa()),
    "sql": lambda found: sql("UPDATE spaces_invitation SET state = 'approved' WHERE id = %s", found.pk),
    "sql open": lambda found: sql("UPDATE spaces_invitation SET state = 'open' WHERE id = %s", found.pk),
}


@pytest.mark.parametrize("how", REVIVALS)
def test_a_frozen_invitation_is_not_revived(frozen, how):
    assert frozen.is_frozen
    assert refused(REVIVALS[how], frozen)
    assert Invitation.objects.get(pk=frozen.pk).is_frozen
    waiting = [MessageState.QUEUED, MessageState.SENDING]
    assert not Message.objects.filter(invitation=frozen, state__in=waiting).exists()


@pytest.mark.parametrize("stage", [Stage.CONSOLIDATED, Stage.PAUSED, Stage.CLOSED])
def test_an_expired_invitation_from_behind_the_door_is_not_extended(stage):
    space = w.cross_sector()
    found = w.stakeholder_invited(space)
    Invitation.objects.filter(pk=found.pk).update(state=InvitationState.EXPIRED)
    move_space(space, stage, by=w.noa())
    found.refresh_from_db()
    assert refused(lambda: invitation.extend(found, in_nine_days(), by=w.noa()))


def test_a_guest_who_had_accepted_does_not_sign_their_way_in():
    space = w.cross_sector()
    place = answering.accept(w.stakeholder_invited(space))
    move_space(space, Stage.CONSOLIDATED, by=w.noa())
    assert refused(w.signed, place, Agreement.Kind.ANNEX)
    assert refused(lambda: Membership.objects.filter(pk=place.pk).update(ended_at=None, active_since=timezone.now()))
    assert not Person.objects.get(pk=place.person_id).memberships.active().exists()


def test_a_delegated_invitation_from_behind_the_door_freezes_like_the_first():
    space = w.cross_sector()
    colleague = answering.delegate(w.stakeholder_invited(space), name="Yoav Tal", email="yoav@health.gov.il")
    move_space(space, Stage.CONSOLIDATED, by=w.noa())
    colleague.refresh_from_db()
    assert refused(lambda: answering.accept(colleague))
    assert not a_new_row(space).is_frozen


def test_an_invitation_waits_for_the_next_decision_and_goes_out_with_it(frozen):
    space = w.decided(frozen.space).space
    move_space(space, Stage.CROSS_SECTOR, by=w.noa())
    frozen.refresh_from_db()
    assert refused(lambda: invitation.approve(frozen, by=w.noa()))  # agreed before the door closed
    w.agreed_on(frozen.candidacy)
    invitation.approve(frozen, by=w.noa())
    invitation.send(frozen, by=w.noa())
    assert answering.accept(frozen).role == Role.STAKEHOLDER
