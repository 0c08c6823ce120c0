"""A mail server that refuses, puts off, hangs up or is away: no mail is lost, none held up by another."""

from datetime import timedelta

import pytest
from django.utils import timezone

from spaces.actions import invitation
from spaces.actions.delivery import deliver_due
from spaces.actions.space import move_space
from spaces.models import Invitation, Message
from spaces.states import Stage
from tests import world as w
from tests.faults.conftest import free_port

pytestmark = pytest.mark.django_db
DANA, AVI, MICHAL = (f"{name}@world.example" for name in ("dana", "avi", "michal"))


@pytest.fixture
def space():
    return move_space(w.a_space(), Stage.GATHERING, by=w.noa())


@pytest.fixture
def three(space):
    return [w.invited(space, name) for name in ("dana", "avi", "michal")]


def states():
    return list(Message.objects.order_by("id").values_list("state", flat=True))


def later():
    """Let the back-off pass."""
    Message.objects.filter(state="queued").update(due_at=timezone.now())


def test_a_run_sends_over_one_connection(three, post):
    assert deliver_due() == 3
    assert (post.addresses, post.connections) == ([DANA, AVI, MICHAL], 1)


def test_the_mail_that_arrives_is_the_one_that_was_kept(three, post):
    deliver_due()
    _address, mail = post.taken[0]
    message = Message.objects.get(address=DANA)
    assert mail["Subject"].strip() == message.subject
    arrived = mail.get_body(["plain"]).get_content().replace("\r\n", "\n")
    assert arrived.split("/i/")[0] == message.words.text.split("/i/")[0]


@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_a_mail_that_is_put_off_goes_out_later_and_holds_up_no_other(three, post, step):
    post.answers[DANA, step] = ["450 4.2.1 try again"]
    deliver_due()
    assert states() == ["queued", "sent", "sent"]
    message = Message.objects.get(address=DANA)
    assert message.problem == "450 4.2.1 try again"
    assert timedelta(minutes=2) <= message.due_at - message.claimed_at <= timedelta(minutes=2.6)
    later()
    deliver_due()
    assert (states(), post.addresses) == (["sent"] * 3, [AVI, MICHAL, DANA])


@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_an_address_that_is_refused_has_failed_and_is_reminded_no_more(three, post, step):
    post.answers[AVI, step] = ["550 5.1.1 no such user"]
    deliver_due()
    assert states() == ["sent", "failed", "sent"]
    assert Message.objects.get(address=AVI).problem == "550 5.1.1 no such user"
    assert Invitation.objects.get(email=AVI).next_reminder_at is None
    assert Invitation.objects.get(email=DANA).next_reminder_at is not None


def test_an_address_that_is_none_has_failed_at_once(three, post):
    Invitation.objects.filter(email=AVI).update(email="avi@@world.example")
    Message.objects.filter(address=AVI).update(address="avi@@world.example")
    deliver_due()
    assert (states(), post.addresses) == (["sent", "failed", "sent"], [DANA, MICHAL])


def test_a_server_that_hangs_up_costs_one_mail_a_delay(three, post):
    post.answers[DANA, "data"] = [post.HANG_UP]
    deliver_due()
    assert (states(), post.addresses, post.connections) == (["queued", "sent", "sent"], [AVI, MICHAL], 2)
    later()
    deliver_due()
    assert post.addresses == [AVI, MICHAL, DANA]


def test_a_mail_taken_without_a_word_goes_twice_under_one_message_id(three, post):
    """At least once: who hangs up between taking a mail and saying so makes the one double that cannot be avoided."""
    post.answers[DANA, "data"] = [post.HANG_UP_AFTER]
    deliver_due()
    later()
    deliver_due()
    assert states() == ["sent"] * 3
    assert sorted(post.addresses) == sorted([DANA, DANA, AVI, MICHAL])
    assert len({mail["Message-ID"] for address, mail in post.taken if address == DANA}) == 1


def test_a_server_that_always_hangs_up_is_left_alone_for_a_while(space, post, settings):
    settings.MAIL_CONNECTIONS = 1
    invitation.invite_all(space, [w.Invitee(f"ceo{n}@world.example", "CEO") for n in range(10)], by=w.noa())
    post.answers = {(f"ceo{n}@world.example", "data"): [post.HANG_UP] * 9 for n in range(10)}
    deliver_due()
    assert post.connections == 3
    waiting = Message.objects.filter(state="queued")
    assert sorted(waiting.values_list("attempts", flat=True)) == [0] * 7 + [1] * 3


def test_while_the_server_is_away_nothing_counts_as_an_attempt(three, post, settings):
    settings.EMAIL_PORT = free_port()
    for _ in range(7):
        assert deliver_due() == 0
    assert states() == ["queued"] * 3
    assert list(Message.objects.values_list("attempts", flat=True)) == [0] * 3
    settings.EMAIL_PORT = post.port
    deliver_due()
    assert post.addresses == [DANA, AVI, MICHAL]


def test_a_server_that_falls_silent_costs_one_mail_a_delay(three, post, settings):
    settings.EMAIL_TIMEOUT = 1
    post.holds_after = 2
    post.gate.clear()
    deliver_due()
    assert states() == ["sent", "sent", "queued"]
    assert Message.objects.get(address=MICHAL).problem == "SMTPServerDisconnected"


def test_a_mail_that_is_put_off_again_and_again_fails_in_the_end(three, post):
    post.answers[DANA, "rcpt"] = ["450 later"] * 9
    waits = []
    for _ in range(6):
        deliver_due()
        message = Message.objects.get(address=DANA)
        waits.append(message.due_at - message.claimed_at)
        later()
    assert (message.state, message.attempts) == ("failed", 6)
    assert all(long > short for short, long in zip(waits[:5], waits[1:5], strict=False))


def test_a_busy_server_is_given_a_rest_without_losing_a_mail(three, post):
    post.answers[DANA, "rcpt"] = ["421 too many mails, closing"]
    deliver_due()
    assert states() == ["queued", "sent", "sent"]
    later()
    deliver_due()
    assert states() == ["sent"] * 3


def test_a_refusal_of_our_own_address_is_tried_again(three, post, settings):
    """A wrong setting of ours must not make every invitation fail for good."""

    async def refuse(server, session, envelope, address, options):
        return "553 sender not allowed"

    post.handle_MAIL = refuse
    deliver_due()
    assert states() == ["queued"] * 3
    del post.handle_MAIL
    later()
    deliver_due()
    assert states() == ["sent"] * 3
