"""Things that happen at the same moment, with real transactions on real connections."""

import pytest
from django.utils import timezone

from impact_spaces.lib.refusals import NotPossible
from members.models import Person
from spaces.actions import answering, invitation
from spaces.actions.delivery import deliver_due
from spaces.actions.expiring import expire_due
from spaces.actions.reminding import remind_by_hand, remind_due
from spaces.actions.space import move_space
from spaces.models import Invitation, Membership, Message, Move, Space
from spaces.models.membership import Role
from spaces.states import Stage
from tests import world as w
from tests.faults.conftest import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(invited):
    return Invitation.objects.select_related("space").get(pk=invited.pk)


@pytest.fixture
def invited():
    return w.invited(move_space(w.a_space(), Stage.GATHERING, by=w.noa()), "dana")


def test_two_acceptances_of_one_link_make_one_membership(invited):
    results = at_once(*[lambda: answering.accept(fresh(invited))] * 4)
    assert {membership.pk for membership in results} == {Membership.objects.get(role=Role.PEER).pk}
    assert Person.objects.filter(email="dana@world.example").count() == 1
    assert Message.objects.filter(kind="welcome").count() == 1
    assert Move.objects.filter(invitation=invited, to_state="accepted").count() == 1


@pytest.mark.parametrize("round_", range(5))
def test_accept_against_withdraw_ends_in_exactly_one(invited, round_):
    noa = w.noa()
    results = at_once(
        lambda: answering.accept(fresh(invited)), lambda: invitation.withdraw(fresh(invited), by=noa)
    )  # fmt: skip
    assert sum(isinstance(result, NotPossible) for result in results) == 1
    accepted = fresh(invited).state == "accepted"
    assert fresh(invited).state in ("accepted", "withdrawn")
    assert Membership.objects.filter(role=Role.PEER).exists() is accepted
    assert Move.objects.filter(invitation=invited, to_state__in=["accepted", "withdrawn"]).count() == 1


def test_accept_against_expiry_ends_in_exactly_one(invited):
    Invitation.objects.update(deadline=timezone.now() + timezone.timedelta(seconds=1))
    late = timezone.now() + timezone.timedelta(seconds=2)
    at_once(lambda: answering.accept(fresh(invited)), lambda: expire_due(late))
    accepted = fresh(invited).state == "accepted"
    assert fresh(invited).state in ("accepted", "expired")
    assert Membership.objects.filter(role=Role.PEER).exists() is accepted


@pytest.mark.parametrize("round_", range(3))
def test_coming_in_against_closing_the_door_leaves_nobody_behind(round_):
    space = w.cross_sector()
    ruth, noa = w.stakeholder_invited(space), w.noa()
    at_once(
        lambda: answering.accept(fresh(ruth)),
        lambda: move_space(Space.objects.get(pk=space.pk), Stage.CONSOLIDATED, by=noa),
    )
    assert Space.objects.get(pk=space.pk).stage == Stage.CONSOLIDATED
    assert not Membership.objects.present().stakeholders().exists()
    assert fresh(ruth).state in ("accepted", "proposed")


def test_deliverers_at_once_send_each_mail_once(post):
    space = move_space(w.a_space(), Stage.GATHERING, by=w.noa())
    invitees = [w.Invitee(f"ceo{n}@world.example", f"CEO {n}") for n in range(60)]
    invitation.invite_all(space, invitees, by=w.noa())
    results = at_once(*[deliver_due] * 4)
    assert sum(results) == 60
    assert sorted(post.addresses) == sorted(invitee.email for invitee in invitees)
    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_a_reminder_task_doubled_four_times_reminds_each_once():
    space = move_space(w.a_space(), Stage.GATHERING, by=w.noa())
    invitation.invite_all(space, [w.Invitee(f"ceo{n}@world.example", "CEO") for n in range(40)], by=w.noa())
    w.mailed(*Invitation.objects.all())
    due = Invitation.objects.first().next_reminder_at
    results = at_once(*[lambda: remind_due(due)] * 4)
    assert sum(results) == 40
    assert Message.objects.filter(kind="reminder").count() == 40
    assert set(Invitation.objects.values_list("reminders", flat=True)) == {1}


def test_two_clicks_remind_by_hand_once(invited):
    noa = w.noa()
    w.mailed(invited)
    results = at_once(*[lambda: remind_by_hand([invited], by=noa)] * 3)
    assert sum(len(reminded) for reminded in results) == 1
    assert Message.objects.filter(kind="reminder").count() == 1


def test_an_answer_against_a_reminder_blocks_nobody(invited):
    due = fresh(invited).next_reminder_at
    at_once(lambda: answering.decline(fresh(invited), reason="time"), lambda: remind_due(due))
    assert fresh(invited).state == "declined"
    assert set(Message.objects.filter(kind="reminder").values_list("state", flat=True)) <= {"cancelled", "queued"}
    deliver_due()
    assert not Message.objects.filter(kind="reminder", state="sent").exists()
