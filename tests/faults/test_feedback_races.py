"""What is told of mails at the same moment, in whatever order, and while somebody does something in their space."""

import pytest
from django.db import transaction

from impact_spaces.lib.reports import COMPLAINT, DELIVERED, HARD, SOFT, Report
from spaces.actions import feedback, mailing
from spaces.actions.message_ids import id_of
from spaces.actions.moving import advance, hold
from spaces.actions.sending import stop_reminders
from spaces.actions.space import move_space
from spaces.actions.suppressing import suppress
from spaces.models import Feedback, Invitation, Mailing, Message, Space, Suppression
from spaces.states import MessageState, Stage
from tests import world as w
from tests.faults.conftest import at_once

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 60


@pytest.fixture
def two_mailings():
    """To the same people in two spaces: in the first all mails left, in the second they wait."""
    made = [w.a_mailing(move_space(w.a_space(name), Stage.GATHERING, by=w.noa()), MANY) for name in ("One", "Two")]
    for state in (MessageState.SENDING, MessageState.SENT):
        advance(made[0].messages.all(), state)
    return made


def reports_of(one, *kinds):
    mails = list(one.messages.order_by("pk"))
    return [Report(kinds[number % len(kinds)], (id_of(mail),), "5.1.1") for number, mail in enumerate(mails)]


def in_parts(reports, number=6):
    """Told in few calls, of which each is a transaction."""
    size = -(-len(reports) // number)
    for start in range(0, len(reports), size):
        feedback.note(reports[start : start + size], "test")


@pytest.mark.parametrize("kinds", [(HARD,), (COMPLAINT, HARD, SOFT, DELIVERED)], ids=["bounces", "all kinds"])
def test_two_that_are_told_the_same_in_opposite_order_both_end(two_mailings, kinds):
    reports = reports_of(two_mailings[0], *kinds)
    results = at_once(*[lambda: in_parts(reports), lambda: in_parts(reports[::-1])] * 2)
    assert results == [None] * 4
    assert Feedback.objects.count() == MANY
    gone = sum(report.kind in (HARD, COMPLAINT) for report in reports)
    assert Suppression.objects.count() == gone
    assert two_mailings[1].messages.filter(state="suppressed").count() == gone
    assert Invitation.objects.filter(next_reminder_at=None).count() == 2 * gone


def test_two_that_tell_of_different_mails_to_the_same_people_both_end(two_mailings):
    for state in (MessageState.SENDING, MessageState.SENT):
        advance(two_mailings[1].messages.all(), state)
    first, second = (reports_of(one, HARD) for one in two_mailings)
    assert at_once(lambda: in_parts(first), lambda: in_parts(second[::-1])) == [None, None]
    assert set(Message.objects.values_list("kind", "state")) >= {("invitation", "bounced")}
    assert not Invitation.objects.exclude(next_reminder_at=None).exists()


def test_bounces_while_the_mailing_they_stop_is_paused_and_let_go_on(two_mailings):
    noa, waiting = w.noa(), two_mailings[1]

    def now_and_then():
        for _time in range(4):
            mailing.pause(Mailing.objects.get(pk=waiting.pk), by=noa)
            mailing.resume(Mailing.objects.get(pk=waiting.pk), by=noa)

    reports = reports_of(two_mailings[0], HARD)[::-1]
    assert at_once(lambda: in_parts(reports, 12), now_and_then) == [None, None]
    assert Suppression.objects.count() == MANY
    left = set(waiting.messages.values_list("state", flat=True))
    assert left <= {"suppressed", "queued"}  # held at that moment: the look before it goes finds it


def test_failures_of_a_run_and_somebody_who_asks_for_silence_while_a_space_pauses(two_mailings):
    space, noa = Space.objects.get(name="Two"), w.noa()
    mails = list(two_mailings[1].messages.order_by("-pk").select_related("invitation"))

    def pausing():
        for stage in (Stage.PAUSED, Stage.GATHERING) * 2:
            move_space(Space.objects.get(pk=space.pk), stage, by=noa)

    def failing():
        for start in range(0, MANY, 10):
            stop_reminders(mails[start : start + 10])

    def asking():
        for mail in mails:
            suppress(mail.address, Suppression.Reason.ASKED)

    assert at_once(pausing, failing, asking) == [None] * 3
    assert Suppression.objects.count() == MANY


def test_arrivals_wait_for_nobody_who_holds_the_space(two_mailings):
    with transaction.atomic():
        hold(two_mailings[0].space_id)
        (new,) = at_once(lambda: feedback.note(reports_of(two_mailings[0], DELIVERED), "test"))
    assert len(new) == MANY
    assert set(two_mailings[0].messages.values_list("state", flat=True)) == {"delivered"}
