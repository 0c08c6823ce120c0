"""Every path to an early invitation of somebody from outside, and what stops it.

The group is consolidated and its door is closed. Ruth, of a ministry, stands on its list of candidates. Whatever is
tried here is refused, and afterwards nobody from outside is invited, is in, or has mail waiting:

1. The verbs: invite, invite many, draft (in every stage), approve, send, resend, extend; the answers of a candidate
   who has got hold of the link; passing a peer's invitation on to an address of the state.
2. The rows, past the verbs: `save`, `update`, `bulk_create`, `bulk_update`, upserts, the admin's way of saving,
   switching the triggers off through their library.
3. SQL: UPDATE and INSERT of state, kind, space, address and organisation, ON CONFLICT, MERGE, COPY, several in one
   statement, made-up kinds, the trigger library's own setting.

Beside this file:
4. `test_the_door_stages.py`: the stage of the space itself, from every stage, through a pause, a forged pause, a new
   space, another space's number; and from `consolidated` with each single piece of evidence missing or out of date.
5. `test_the_door_places.py`: a place in the space without an invitation, by ORM and SQL, by a changed role, by an ended
   place opened again; an organisation that changes its sector, is swapped on the row or merged into another (before
   sending, while open, after joining); everything that waited when the door was closed again.
6. `test_the_door_races.py`: closing the door at the same moment as sending, accepting or changing a sector.
7. `test_the_door_pages.py`: the desk's and the members' pages, people import, paste, API, the link, the deliverer,
   and corrections of the map.

What no row-level rule can stop: the owner of the tables who drops a trigger, or a superuser's
`session_replication_role`. The site needs neither right; give it a role that does not own the tables to be sure.
"""

import io
from datetime import timedelta
from types import SimpleNamespace

import pgtrigger
import pytest
from django.contrib import admin
from django.db import connection
from django.utils import timezone

from impact_spaces.lib.refusals import NotPossible
from sectors.models import Sector
from spaces.actions import answering, invitation
from spaces.models import Invitation, Space
from spaces.models.invitation import Kind
from spaces.states import InvitationState, Stage
from spaces.vetting import Invitee
from tests import world as w
from tests.spaces.attacks import a_new_row, outsiders, refused, sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    """A consolidated group, its door closed, with Ruth among the candidates."""
    space = w.consolidated()
    return SimpleNamespace(space=space, ruth=w.candidate(space), noa=w.noa())


# 1. The verbs


def inviting_her_as_a_peer(s):
    invitation.invite(s.space, w.ruth_as_invitee(), by=s.noa)


def inviting_her_office_as_a_peer_by_a_private_address(s):
    invitation.invite(s.space, Invitee("ruth@mail.example", "Ruth", w.the_ministry()), by=s.noa)


def inviting_a_company_as_a_peer(s):
    company = w.an_organisation("בנק", Sector.SECOND, "business")
    invitation.invite(s.space, Invitee("ceo@bank.example", "Gal", company), by=s.noa)


def an_address_in_other_letters(s):
    """Mail servers read these as gov.il."""
    invitation.invite(s.space, Invitee("ruth@health.gov\uff0eil", "Ruth"), by=s.noa)


def an_address_with_full_width_letters(s):
    invitation.invite(s.space, Invitee("ruth@health.\uff47\uff4f\uff56.il", "Ruth"), by=s.noa)


def an_address_with_a_soft_hyphen(s):
    invitation.invite(s.space, Invitee("ruth@health.go\xadv.il", "Ruth"), by=s.noa)


def an_address_with_a_full_stop_at_its_end(s):
    invitation.invite(s.space, Invitee("ruth@health.gov.il.", "Ruth"), by=s.noa)


def an_address_with_another_at_sign(s):
    invitation.invite(s.space, Invitee("ruth\uff20health.gov.il", "Ruth"), by=s.noa)


def an_address_with_a_mark_of_direction(s):
    invitation.invite(s.space, Invitee("ruth@health.gov.il\u200f", "Ruth"), by=s.noa)


def an_address_with_a_sign_that_ends_it(s):
    invitation.invite(s.space, Invitee("ruth@health.gov.il\x00.example", "Ruth"), by=s.noa)


def approving(s):
    invitation.approve(s.ruth, by=s.noa)


def sending(s):
    invitation.send(s.ruth, by=s.noa)


def approving_and_sending_from_an_old_page(s):
    s.ruth.space.stage = Stage.CROSS_SECTOR  # as a page read it before the door closed
    invitation.approve(s.ruth, by=s.noa)


def resending(s):
    invitation.resend(s.ruth, by=s.noa)


def extending(s):
    invitation.extend(s.ruth, timezone.now() + timedelta(days=9), by=s.noa)


def accepting_by_the_link(s):
    answering.accept(s.ruth)


def declining_by_the_link(s):
    answering.decline(s.ruth, reason="time")


def not_now_by_the_link(s):
    answering.defer(s.ruth, timezone.localdate() + timedelta(days=30))


def passing_her_invitation_on(s):
    answering.delegate(s.ruth, name="Yoav Tal", email="yoav@health.gov.il")


def a_peer_passing_an_invitation_on_to_her(s):
    answering.delegate(w.invited(s.space, "raed"), name="Ruth Regev", email="ruth@health.gov.il")


def a_peer_passing_an_invitation_on_to_a_city(s):
    answering.delegate(w.invited(s.space, "raed"), name="Mayor", email="mayor@haifa.muni.il")


VERBS = [
    inviting_her_as_a_peer, inviting_her_office_as_a_peer_by_a_private_address, inviting_a_company_as_a_peer,
    an_address_in_other_letters, an_address_with_full_width_letters, an_address_with_a_soft_hyphen,
    an_address_with_a_full_stop_at_its_end, an_address_with_another_at_sign, an_address_with_a_mark_of_direction,
    an_address_with_a_sign_that_ends_it,
    approving, sending, approving_and_sending_from_an_old_page, resending, extending, accepting_by_the_link,
    declining_by_the_link, not_now_by_the_link, passing_her_invitation_on, a_peer_passing_an_invitation_on_to_her,
    a_peer_passing_an_invitation_on_to_a_city,
]  # fmt: skip

# 2. The rows, past the verbs


def saving_the_row(s):
    s.ruth.state = InvitationState.APPROVED
    s.ruth.save()


def updating_the_row(s):
    Invitation.objects.filter(pk=s.ruth.pk).update(state=InvitationState.APPROVED)


def updating_it_all_the_way(s):
    for state in (InvitationState.APPROVED, InvitationState.OPEN, InvitationState.ACCEPTED):
        Invitation.objects.filter(pk=s.ruth.pk).update(state=state)


def jumping_over_a_state(s):
    Invitation.objects.filter(pk=s.ruth.pk).update(state=InvitationState.OPEN)


def saving_a_new_row(s):
    a_new_row(s.space).save()


def creating_many(s):
    Invitation.objects.bulk_create([a_new_row(s.space, state=InvitationState.APPROVED)])


def creating_over_the_row(s):
    s.ruth.state = InvitationState.OPEN
    Invitation.objects.bulk_create(
        [s.ruth], update_conflicts=True, update_fields=["state"], unique_fields=["id"]
    )  # fmt: skip


def updating_many(s):
    s.ruth.state = InvitationState.APPROVED
    Invitation.objects.bulk_update([s.ruth], ["state"])


def making_her_a_peer(s):
    Invitation.objects.filter(pk=s.ruth.pk).update(kind=Kind.PEER)


def making_up_a_kind(s):
    row = a_new_row(s.space, kind="guest", state=InvitationState.PROPOSED)
    row.save()
    Invitation.objects.filter(pk=row.pk).update(state=InvitationState.APPROVED)


def moving_her_through_an_open_space(s):
    Invitation.objects.filter(pk=s.ruth.pk).update(space=w.cross_sector("Another"))


def the_admins_way(s):
    s.ruth.state = InvitationState.APPROVED
    admin.ModelAdmin(Invitation, admin.site).save_model(None, s.ruth, None, change=True)


def switching_the_rule_off(s):
    with pgtrigger.ignore(), w.savepoint():
        Invitation.objects.filter(pk=s.ruth.pk).update(state=InvitationState.OPEN)


def switching_the_stages_rule_off(s):
    with pgtrigger.ignore(), w.savepoint():
        Space.objects.filter(pk=s.space.pk).update(stage=Stage.CROSS_SECTOR)


def peers_of_the_state_made_by_hand(s):
    row = a_new_row(s.space, kind=Kind.PEER, state=InvitationState.PROPOSED, email="ruth@idf.il")
    row.save()
    Invitation.objects.filter(pk=row.pk).update(state=InvitationState.APPROVED)


def peers_of_the_state_in_other_letters(s):
    row = a_new_row(s.space, kind=Kind.PEER, state=InvitationState.PROPOSED, email="ruth@health.gov\uff0eil")
    row.save()
    Invitation.objects.filter(pk=row.pk).update(state=InvitationState.APPROVED)


def another_address_on_a_peers_invitation(s):
    Invitation.objects.filter(pk=w.invited(s.space, "raed").pk).update(email="ruth@health.gov.il")


ROWS = [
    saving_the_row, updating_the_row, updating_it_all_the_way, jumping_over_a_state, saving_a_new_row, creating_many,
    creating_over_the_row, updating_many, making_her_a_peer, making_up_a_kind, moving_her_through_an_open_space,
    the_admins_way, switching_the_rule_off, switching_the_stages_rule_off, peers_of_the_state_made_by_hand,
    peers_of_the_state_in_other_letters, another_address_on_a_peers_invitation,
]  # fmt: skip

# 3. SQL

COLUMNS = (
    "space_id, kind, state, email, name, organisation_name, language, deadline, inviter_id, is_confirmation, nonce,"
    " token_hash, created_at, decline_reason, answer_words, reminders"
)
VALUES = "%s, %s, %s, 'yoav@health.example', 'Yoav', '', 'he', now(), %s, false, 'n', 'h', now(), '', '', 0"


def sql_update(s):
    sql("UPDATE spaces_invitation SET state = 'approved' WHERE id = %s", s.ruth.pk)


def sql_update_of_all_at_once(s):
    sql(
        "UPDATE spaces_invitation SET kind = 'peer', state = 'approved', email = 'r@x.example' WHERE id = %s", s.ruth.pk
    )


def sql_two_rows_in_one_statement(s):
    sql("UPDATE spaces_invitation SET state = 'approved' WHERE space_id = %s AND state = 'proposed'", s.space.pk)


def sql_insert(s):
    sql(f"INSERT INTO spaces_invitation ({COLUMNS}) VALUES ({VALUES})", s.space.pk, "stakeholder", "open", s.noa.pk)


def sql_insert_of_a_made_up_state(s):
    sql(f"INSERT INTO spaces_invitation ({COLUMNS}) VALUES ({VALUES})", s.space.pk, "stakeholder", "sent", s.noa.pk)


def sql_insert_over_the_row(s):
    sql(
        f"INSERT INTO spaces_invitation (id, {COLUMNS}) VALUES (%s, {VALUES})"
        " ON CONFLICT (id) DO UPDATE SET state = 'approved'",
        s.ruth.pk, s.space.pk, "stakeholder", "proposed", s.noa.pk,
    )  # fmt: skip


def sql_merge(s):
    sql(
        "MERGE INTO spaces_invitation i USING (SELECT %s::bigint AS id) j ON i.id = j.id"
        " WHEN MATCHED THEN UPDATE SET state = 'approved'",
        s.ruth.pk,
    )  # fmt: skip


def sql_copy(s):
    row = [s.space.pk, "stakeholder", "open", "y@h.example", "Yoav", "", "he", timezone.now(), s.noa.pk, "f"]
    line = "\t".join(map(str, [*row, "n", "h", timezone.now(), "", "", 0]))
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY spaces_invitation ({COLUMNS}) FROM STDIN", io.StringIO(f"{line}\n"))


def sql_with_the_rule_switched_off(s):
    names = sql("SELECT array_agg(tgname) FROM pg_trigger WHERE NOT tgisinternal")[0][0]
    sql("SELECT set_config('pgtrigger.ignore', %s, true)", "{" + ",".join(names) + "}")
    sql("UPDATE spaces_invitation SET state = 'open' WHERE id = %s", s.ruth.pk)


def sql_through_another_space_and_back(s):
    other = w.cross_sector("Another")
    sql("UPDATE spaces_invitation SET space_id = %s, state = 'approved' WHERE id = %s", other.pk, s.ruth.pk)


SQL = [
    sql_update, sql_update_of_all_at_once, sql_two_rows_in_one_statement, sql_insert, sql_insert_of_a_made_up_state,
    sql_insert_over_the_row, sql_merge, sql_copy, sql_with_the_rule_switched_off, sql_through_another_space_and_back,
]  # fmt: skip


@pytest.mark.parametrize("path", [*VERBS, *ROWS, *SQL], ids=lambda path: path.__name__)
def test_no_path_gets_somebody_from_outside_past_the_list_of_candidates(path, scene):
    assert refused(path, scene)
    assert outsiders(scene.space) == []
    assert Invitation.objects.get(pk=scene.ruth.pk).state == InvitationState.PROPOSED


def test_many_at_once_leave_those_from_outside_where_they_are(scene):
    people = [w.ruth_as_invitee(), Invitee("yoav@mail.example", "Yoav", w.the_ministry()), w.peer_named("raed")]
    verdicts = invitation.invite_all(scene.space, people, by=scene.noa)
    assert [verdict.code for verdict in verdicts] == ["outside", "outside", "ok"]
    invitation.invite_drafted(scene.space, [scene.ruth.pk], by=scene.noa)
    assert outsiders(scene.space) == []


@pytest.mark.parametrize("stage", [Stage.EXPLORING, Stage.GATHERING, Stage.PAUSED, Stage.CLOSED])
def test_a_candidate_is_named_only_by_a_consolidated_group(stage):
    space = w.space_at(stage)
    with pytest.raises(NotPossible):
        invitation.draft(space, Kind.STAKEHOLDER, w.ruth_as_invitee(), by=w.noa())
    assert not space.invitations.filter(kind=Kind.STAKEHOLDER).exists()
