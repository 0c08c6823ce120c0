import pytest

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces import gate
from spaces.actions.space import move_space, open_space
from spaces.models import Message, Move
from spaces.models.message import MailKind
from spaces.states import STAGES, InvitationState, MessageState, Stage
from tests import world as w

pytestmark = pytest.mark.django_db


def test_a_space_begins_exploring_with_its_facilitator_and_a_move():
    space = w.a_space()
    assert space.stage == Stage.EXPLORING
    assert [(m.person, m.role) for m in space.memberships.all()] == [(w.noa(), "facilitator")]
    assert list(space.moves.values_list("from_state", "to_state", "is_reported")) == [("", "exploring", False)]


def test_only_facilitators_open_spaces():
    with pytest.raises(Forbidden):
        open_space(by=w.omer(), name="Mine", purpose="Anything")


def test_a_group_at_work_enters_in_mid_process_with_its_past_marked_as_reported():
    space = w.a_space(stage=Stage.CONSOLIDATED, reported_history="Met for two years as a forum")
    assert (space.stage, space.is_reported) == ("consolidated", True)
    assert list(space.moves.values_list("to_state", "is_reported")) == [("consolidated", True)]


@pytest.mark.parametrize("stage", [Stage.CROSS_SECTOR, Stage.PAUSED, Stage.CLOSED])
def test_no_space_begins_with_an_open_door(stage):
    with pytest.raises(NotPossible):
        w.a_space(stage=stage)


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_refuses_what_its_table_does_not_name(stage):
    space = w.space_at(stage)
    for to in set(Stage) - set(STAGES[stage].next):
        with pytest.raises(NotPossible):
            move_space(space, to, by=w.noa())
    space.refresh_from_db()
    assert space.stage == stage


@pytest.mark.parametrize("who", ["omer", "dana"])
def test_nobody_but_the_facilitator_moves_a_space(who):
    space = w.consolidated()
    with pytest.raises(Forbidden):
        move_space(space, Stage.GATHERING, by=w.a_person(who))


def test_a_group_is_consolidated_only_when_there_is_a_group():
    space = move_space(w.a_space(), Stage.GATHERING, by=w.noa())
    w.joined(space, "dana")
    with pytest.raises(NotPossible, match="at least two peers"):
        move_space(space, Stage.CONSOLIDATED, by=w.noa())
    w.joined(space, "avi")
    assert move_space(space, Stage.CONSOLIDATED, by=w.noa()).stage == Stage.CONSOLIDATED


def test_the_door_stays_closed_without_evidence_and_says_what_is_missing():
    with pytest.raises(NotPossible) as refusal:
        move_space(w.consolidated(), Stage.CROSS_SECTOR, by=w.noa())
    for line in ("The need is written", "signed the cross-sector annex", "decided by consent"):
        assert line in str(refusal.value)


def test_the_door_opens_with_all_its_evidence():
    space = w.cross_sector()
    assert space.stage == Stage.CROSS_SECTOR
    assert list(space.moves.of_space().values_list("to_state", flat=True)) == [
        "exploring", "gathering", "consolidated", "cross_sector",
    ]  # fmt: skip


def test_an_open_door_still_shows_the_evidence_by_which_it_opened():
    assert gate.missing(w.cross_sector()) == []


def test_a_peer_who_joins_after_the_decision_is_asked_before_the_door_opens():
    space = w.with_evidence(w.consolidated())
    latecomer = w.joined(space, "raed")
    w.signed(latecomer, "annex")
    with pytest.raises(NotPossible, match="decided by consent"):
        move_space(space, Stage.CROSS_SECTOR, by=w.noa())


def test_an_old_decision_does_not_open_the_door_a_second_time():
    space = move_space(w.cross_sector(), Stage.CONSOLIDATED, by=w.noa())
    with pytest.raises(NotPossible, match="decided by consent"):
        move_space(space, Stage.CROSS_SECTOR, by=w.noa())
    w.decided(space)
    assert move_space(space, Stage.CROSS_SECTOR, by=w.noa()).stage == Stage.CROSS_SECTOR


def test_closing_the_door_freezes_invitations_ends_outside_access_and_says_so():
    space = w.cross_sector()
    ruth = w.ruth_joined(space)
    waiting = w.stakeholder_invited(space, w.Invitee("yoav@finance.example", "Yoav Tal", w.the_ministry()))

    move_space(space, Stage.CONSOLIDATED, by=w.noa())

    ruth.refresh_from_db()
    waiting.refresh_from_db()
    assert ruth.ended_at is not None
    assert (waiting.state, waiting.is_frozen, waiting.next_reminder_at) == (InvitationState.PROPOSED, True, None)
    thanks = Message.objects.filter(kind=MailKind.DOOR_CLOSED)
    assert list(thanks.values_list("address", "state")) == [("ruth@health.gov.il", MessageState.QUEUED)]
    assert not Message.objects.filter(invitation=waiting, state=MessageState.QUEUED).exists()


def test_peers_keep_their_place_when_the_door_closes():
    space = move_space(w.cross_sector(), Stage.CONSOLIDATED, by=w.noa())
    assert space.memberships.active().peers().count() == 3


@pytest.mark.parametrize("stage", [Stage.EXPLORING, Stage.GATHERING, Stage.CONSOLIDATED, Stage.CROSS_SECTOR])
def test_a_paused_space_goes_back_to_where_it_was_and_nowhere_else(stage):
    space = move_space(w.space_at(stage), Stage.PAUSED, by=w.noa())
    for other in set(Stage) - {stage, Stage.CLOSED}:
        with pytest.raises(NotPossible):
            move_space(space, other, by=w.noa())
    assert move_space(space, stage, by=w.noa()).paused_from == ""


def test_closing_a_space_takes_back_what_was_on_its_way():
    space = w.consolidated()
    waiting = w.invited(space, "raed")
    move_space(space, Stage.CLOSED, by=w.noa())
    waiting.refresh_from_db()
    assert waiting.state == InvitationState.WITHDRAWN


def test_every_move_is_kept_for_good():
    move = w.a_space().moves.get()
    for change in (lambda: Move.objects.filter(pk=move.pk).update(reason="x"), move.delete):
        with pytest.raises(Exception, match="Cannot"), w.savepoint():
            change()


def test_a_membership_is_ended_and_never_deleted():
    space = w.consolidated()
    with pytest.raises(Exception, match="Cannot"), w.savepoint():
        space.memberships.peers().delete()


def test_nobody_is_put_in_as_a_facilitator_who_is_none():
    space = w.consolidated()
    with pytest.raises(Exception, match="only a facilitator"), w.savepoint():
        space.memberships.create(person=w.omer(), role="facilitator", active_since=space.opened_at)
