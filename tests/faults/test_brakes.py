"""A mailing that is halted while a real run is sending it: what is in a line's hands goes, and nothing after it."""

import time
from collections import Counter

import pytest

from spaces.actions import mailing
from spaces.actions.delivery import deliver_due
from spaces.actions.space import move_space
from spaces.models import Mailing, Message
from spaces.states import Stage
from tests import world as w
from tests.faults.conftest import at_once
from tests.fixtures.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
MAILS, TAKEN = 60, 8


@pytest.fixture
def going(settings):
    """Sixty mails that are due, and one line to send them by."""
    settings.MAIL_CONNECTIONS = 1
    made = w.a_mailing(move_space(w.a_space(), Stage.GATHERING, by=w.noa()), MAILS)
    made.messages.update(due_at=made.made_at)
    return made


def halted_in_the_middle(post, brake):
    """A run that sends the mailing; the brake is pulled while the server keeps its eighth mail waiting."""
    post.holds_after = TAKEN - 1
    post.gate.clear()

    def pull():
        assert wait_until(lambda: len(post.taken) == TAKEN)
        assert brake()
        time.sleep(1)  # a run looks at its mailings four times a second
        post.gate.set()

    assert at_once(deliver_due, pull)[1] is None
    deliver_due()  # the run that it asked for at its end looks at what it gave back


def states():
    return Counter(Message.objects.values_list("state", flat=True))


def test_a_stop_in_the_middle_stops_what_lay_ready(post, going):
    halted_in_the_middle(post, lambda: mailing.stop(going, by=w.noa()))
    assert len(post.taken) == TAKEN
    assert states() == {"sent": TAKEN, "cancelled": MAILS - TAKEN}


def test_a_pause_in_the_middle_keeps_it_and_it_goes_once_when_it_goes_on(post, going):
    halted_in_the_middle(post, lambda: mailing.pause(going, by=w.noa()))
    assert states() == {"sent": TAKEN, "held": MAILS - TAKEN}
    mailing.resume(Mailing.objects.get(), by=w.noa())
    deliver_due()
    assert len(set(post.addresses)) == len(post.addresses) == MAILS


def test_a_mail_of_its_own_goes_on_beside_a_mailing_that_was_stopped(post, going):
    w.invited(going.space, "dana")
    halted_in_the_middle(post, lambda: mailing.stop(going, by=w.noa()))
    assert states() == {"sent": len(post.taken), "cancelled": MAILS + 1 - len(post.taken)}
    assert "dana@world.example" in post.addresses
