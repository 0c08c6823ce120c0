"""Two at the same moment, on two connections: whichever way it ends, nobody is on the wrong side of a closed door."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from impact_spaces.lib.refusals import NotPossible
from sectors.models import Organisation, Sector
from spaces.actions import answering, invitation
from spaces.actions.space import move_space
from spaces.models import Invitation, Message, Space
from spaces.models.message import MailKind
from spaces.states import BEHIND_THE_DOOR, InvitationState, MessageState, Stage
from tests import world as w
from tests.spaces.attacks import refused

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4


def together(*calls):
    """Start all calls at once, each on a connection of its own. Returns what each gave or raised, in order."""
    start, found = threading.Barrier(len(calls)), [None] * len(calls)

    def run(index, call):
        try:
            start.wait()
            found[index] = call()
        except Exception as error:  # the test looks at it
            found[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def only_reasons(found):
    """Whatever went wrong is a reason for people: no deadlock, no error of the database."""
    return all(isinstance(one, NotPossible) for one in found if isinstance(one, BaseException))


def close(space):
    return move_space(Space.objects.get(pk=space.pk), Stage.CONSOLIDATED, by=w.noa())


def open_again(space):
    w.decided(space)
    return move_space(Space.objects.get(pk=space.pk), Stage.CROSS_SECTOR, by=w.noa())


def waiting_mail():
    states = [MessageState.QUEUED, MessageState.SENDING]
    kinds = [MailKind.INVITATION, MailKind.INVITATION_AGAIN, MailKind.REMINDER]
    return Message.objects.filter(invitation__kind="stakeholder", state__in=states, kind__in=kinds)


VERBS = {
    "send": lambda found: invitation.send(found, by=w.noa()),
    "resend": lambda found: invitation.resend(found, by=w.noa()),
    "extend": lambda found: invitation.extend(found, timezone.now() + timedelta(days=9), by=w.noa()),
    "decline": lambda found: answering.decline(found, reason="time"),
    "not now": lambda found: answering.defer(found, timezone.localdate() + timedelta(days=9)),
    "delegate": lambda found: answering.delegate(found, name="Yoav", email="yoav@health.gov.il"),
    "accept": lambda found: answering.accept(found),
}


@pytest.mark.parametrize("verb", VERBS)
def test_closing_the_door_and_an_invitation_do_not_pass_each_other(verb):
    space = w.cross_sector()
    found = w.approved(space)
    if verb != "send":
        invitation.send(found, by=w.noa())
    mine = Invitation.objects.get(pk=found.pk)

    results = together(lambda: VERBS[verb](mine), lambda: close(space))

    assert only_reasons(results), results
    assert Space.objects.get(pk=space.pk).stage == Stage.CONSOLIDATED
    assert not space.memberships.present().stakeholders().exists()
    on_their_way = [InvitationState.APPROVED, InvitationState.OPEN, InvitationState.DEFERRED]
    assert not space.invitations.filter(kind="stakeholder", state__in=on_their_way).exists()
    assert not waiting_mail().exists()


def test_several_acceptances_and_a_closing_door():
    space = w.cross_sector()
    found = w.stakeholder_invited(space)
    for _round in range(ROUNDS):
        results = together(*[lambda: answering.accept(Invitation.objects.get(pk=found.pk))] * 3, lambda: close(space))
        assert only_reasons(results), results
        assert not space.memberships.present().stakeholders().exists()
        found.refresh_from_db()
        if found.state == InvitationState.ACCEPTED:
            break
        open_again(space)
        w.agreed_on(found.candidacy)
        invitation.approve(found, by=w.noa())
        invitation.send(found, by=w.noa())
    assert space.memberships.stakeholders().count() <= 1


def test_an_organisation_does_not_change_its_sector_past_an_invitation():
    space = w.consolidated()
    for turn, name in enumerate(("raed",) * ROUNDS):
        body = w.an_organisation(w.PEERS[name][1])
        found = invitation.draft(
            space, "peer", w.Invitee(f"{name}{turn}@world.example", name, body), by=w.noa()
        )  # fmt: skip

        def change(pk=body.pk):
            return refused(lambda: Organisation.objects.filter(pk=pk).update(sector=Sector.FIRST))

        results = together(lambda pk=found.pk: invitation.invite_drafted(space, [pk], by=w.noa()), change)
        assert only_reasons(results), results
        body.refresh_from_db()
        past = space.invitations.filter(organisation=body, state__in=BEHIND_THE_DOOR)
        assert not (body.sector == Sector.FIRST and past.exists())
        if body.sector == Sector.FIRST:
            Organisation.objects.filter(pk=body.pk).update(sector=Sector.THIRD)


def test_two_facilitators_opening_and_closing_do_not_deadlock():
    space = w.with_evidence(w.consolidated())
    results = together(
        *[lambda: move_space(Space.objects.get(pk=space.pk), Stage.CROSS_SECTOR, by=w.noa())] * 3
    )  # fmt: skip
    assert only_reasons(results), results
    assert sum(isinstance(one, Space) for one in results) == 1
    assert space.moves.of_space().filter(to_state=Stage.CROSS_SECTOR).count() == 1
