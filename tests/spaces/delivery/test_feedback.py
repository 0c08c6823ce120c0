"""What was told of mails: in any order, early or twice, and what follows for the address and the invitation."""

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from impact_spaces.lib.reports import COMPLAINT, DELAYED, DELIVERED, HARD, SOFT, Report
from spaces.actions import feedback
from spaces.actions import invitation as inviting
from spaces.actions.delivery import deliver_due
from spaces.actions.message_ids import id_of
from spaces.actions.moving import advance
from spaces.models import Feedback, Invitation, Message, Suppression
from spaces.states import MESSAGES, MessageState
from spaces.vetting import Invitee
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation():
    found = w.invited(w.a_space(), "dana")
    deliver_due()
    return found


@pytest.fixture
def message(invitation):
    return Message.objects.get()


def told(message, kind, code="", event_id=""):
    return feedback.note([Report(kind, (id_of(message),), code, event_id)], "test")


def state(message):
    return Message.objects.get(pk=message.pk).state


def put(message, *states):
    """The message in a later state of its life, by the way of the table."""
    for to in states:
        Message.objects.filter(pk=message.pk).update(state=to)


def reasons():
    return list(Suppression.objects.order_by("email").values_list("email", "reason"))


def test_a_fact_that_comes_before_our_own_result_is_kept_and_the_state_follows():
    w.invited(w.a_space(), "dana")
    message = Message.objects.get()
    put(message, MessageState.SENDING)
    told(message, HARD, "5.1.1")
    assert (state(message), Feedback.objects.get().waits) == ("sending", True)
    assert reasons() == [("dana@world.example", "bounced")]  # what it means for the address does not wait
    assert feedback.settle() == 0
    advance(Message.objects.filter(pk=message.pk), MessageState.SENT, sent_at=timezone.now())
    assert feedback.settle() == 1
    assert (state(message), Feedback.objects.get().waits) == ("bounced", False)
    assert feedback.settle() == 0


def test_of_several_early_facts_the_last_state_of_the_table_holds():
    w.invited(w.a_space(), "dana")
    message = Message.objects.get()
    put(message, MessageState.SENDING)
    told(message, COMPLAINT)
    told(message, DELIVERED)
    put(message, MessageState.SENT)
    feedback.settle()
    assert state(message) == "complained"


def test_an_early_fact_of_a_mail_that_never_left_does_not_wait_for_ever():
    w.invited(w.a_space(), "dana")
    message = Message.objects.get()
    told(message, DELIVERED)
    put(message, MessageState.CANCELLED)
    assert (feedback.settle(), feedback.settle(), state(message)) == (1, 0, "cancelled")


@how(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(order=st.permutations([DELIVERED, DELAYED, SOFT, HARD, COMPLAINT]), at_once=st.booleans())
def test_in_whatever_order_things_are_told_the_state_goes_by_the_table(another_message, order, at_once):
    message = another_message()
    reports = [Report(kind, (id_of(message),)) for kind in order]
    if at_once:
        feedback.note(reports, "test")
    else:
        for report in reports:
            feedback.note([report], "test")
    final = state(message)
    assert final in ("bounced", "complained")
    assert MESSAGES[final].next == ()
    assert Feedback.objects.filter(message=message).count() == 5


@pytest.fixture
def another_message():
    space, numbers = w.a_space(), iter(range(1000))

    def another():
        invitee = Invitee(f"peer{next(numbers)}@world.example", "Peer", language="en")
        found = inviting.invite(space, invitee, by=w.noa())
        message = found.messages.get()
        put(message, MessageState.SENDING, MessageState.SENT)
        return message

    return another


def test_a_hard_bounce_stops_reminders_everywhere_and_nothing_more_is_sent_there(invitation, message):
    elsewhere = w.invited(w.a_space("Another field"), "dana")
    told(message, HARD, "5.1.1")
    assert list(Invitation.objects.values_list("next_reminder_at", flat=True)) == [None, None]
    assert [one.state for one in Message.objects.order_by("pk")] == ["bounced", "suppressed"]
    assert elsewhere.state == "open"


def test_what_was_refused_for_another_reason_concerns_one_invitation(invitation, message):
    w.invited(w.a_space("Another field"), "dana")
    told(message, HARD, "5.7.1")
    assert reasons() == []
    assert [one.next_reminder_at is None for one in Invitation.objects.order_by("pk")] == [True, False]


def test_what_may_pass_changes_no_plan(invitation, message):
    told(message, SOFT, "4.2.2")
    assert (state(message), reasons()) == ("bounced", [])
    assert Invitation.objects.get().next_reminder_at is not None


def test_a_delay_changes_nothing_yet(message):
    told(message, DELAYED, "4.4.1")
    assert (state(message), reasons()) == ("sent", [])


def test_a_complaint_is_heard_in_every_space(invitation, message):
    w.invited(w.a_space("Another field"), "dana")
    told(message, COMPLAINT)
    assert reasons() == [("dana@world.example", "complained")]
    assert [one.state for one in Message.objects.order_by("pk")] == ["complained", "suppressed"]
    assert not Invitation.objects.filter(next_reminder_at__isnull=False).exists()


def test_an_address_refused_at_once_counts_as_one_that_does_not_exist():
    w.invited(w.a_space(), "dana")
    message = Message.objects.get()
    put(message, MessageState.SENDING, MessageState.FAILED)
    for _time in range(2):
        feedback.addresses_refused([(message, "550 no such user")])
    assert list(Feedback.objects.values_list("source", "kind", "code", "waits")) == [("smtp", "hard", "5.1.1", False)]
    assert (state(message), reasons()) == ("failed", [("dana@world.example", "bounced")])
