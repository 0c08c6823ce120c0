"""An address that a mail server refuses at once is one that came back: it is not written to again."""

import pytest

from spaces.actions.delivery import deliver_due
from spaces.actions.space import move_space
from spaces.models import Feedback, Invitation, Message, Suppression
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db
AVI = "avi@world.example"


@pytest.fixture
def two():
    space = move_space(w.a_space(), Stage.GATHERING, by=w.noa())
    return [w.invited(space, name) for name in ("dana", "avi")]


@pytest.mark.parametrize("said", ["550 5.1.1 no such user", "550 5.1.10 not found"])
def test_an_address_that_is_refused_as_unknown_is_written_to_no_more(two, post, said):
    post.answers[AVI, "rcpt"] = [said]
    deliver_due()
    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == ["sent", "failed"]
    assert list(Feedback.objects.values_list("message__address", "source", "code")) == [(AVI, "smtp", said.split()[1])]
    assert list(Suppression.objects.values_list("email", "reason")) == [(AVI, "bounced")]
    assert [one.next_reminder_at is None for one in Invitation.objects.order_by("pk")] == [False, True]


@pytest.mark.parametrize("said", ["554 5.7.1 refused by policy", "552 5.3.4 too large"])
def test_what_is_refused_for_another_reason_says_nothing_of_the_address(two, post, said):
    post.answers[AVI, "rcpt"] = [said]
    deliver_due()
    assert (Feedback.objects.count(), Suppression.objects.count()) == (0, 0)
