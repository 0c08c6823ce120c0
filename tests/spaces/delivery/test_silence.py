"""Members whose mailbox is gone, or who marked a mail as spam: nothing is mailed to them until they want it."""

import pytest
from django.urls import reverse

from spaces.actions import suppressing
from spaces.actions.delivery import deliver_due
from spaces.actions.moving import advance
from spaces.models import Message, Suppression
from tests import world as w

pytestmark = pytest.mark.django_db
Reason = Suppression.Reason


@pytest.fixture
def space(mailoutbox):
    found = w.consolidated()
    deliver_due()
    mailoutbox.clear()
    return found


def states(kind):
    return dict(Message.objects.filter(kind=kind).values_list("address", "state"))


@pytest.mark.parametrize(
    ("reason", "state"), [(Reason.COMPLAINED, "suppressed"), (Reason.BOUNCED, "suppressed"), (Reason.ASKED, "sent")]
)
def test_what_a_membership_needs_is_mailed_unless_the_mailbox_is_gone_or_complains(space, reason, state):
    suppressing.suppress("dana@world.example", reason)
    w.a_meeting(space)
    deliver_due()
    assert states("meeting") == {
        "avi@world.example": "sent", "michal@world.example": "sent", "noa@world.example": "sent",
        "dana@world.example": state,
    }  # fmt: skip


def home(client, name):
    person = w.a_person(name)
    person.language = "en"
    person.save()
    client.force_login(person)
    return client.get(reverse("spaces:my")).content.decode()


def test_who_complained_reads_it_on_their_own_page_and_may_take_it_back(client, space):
    suppressing.suppress("dana@world.example", Reason.COMPLAINED)
    assert "marked as spam in your mailbox" in home(client, "dana")
    answer = client.post(reverse("spaces:my_write_again"), follow=True)
    assert "You are written to again." in answer.content.decode()
    assert not Suppression.objects.exists()
    assert "marked as spam" not in home(client, "dana")


def test_nobody_else_reads_it_there(client, space):
    suppressing.suppress("dana@world.example", Reason.COMPLAINED)
    assert "marked as spam" not in home(client, "avi")


def test_the_facilitator_is_told_that_mails_do_not_arrive_and_not_why(client, space):
    suppressing.suppress("dana@world.example", Reason.COMPLAINED)
    client.force_login(w.noa())
    place = space.memberships.get(person__email="dana@world.example")
    text = client.get(reverse("spaces:membership", args=[place.pk])).content.decode()
    assert "Mails do not reach this member at the moment." in text
    assert "spam" not in text


def test_the_outbox_does_not_say_why_either(client, space):
    mail = Message.objects.filter(membership__person=w.named("dana"), state="sent").first()
    advance(Message.objects.filter(pk=mail.pk), "complained")
    client.force_login(w.noa())
    pages = ("desk/outbox/", "desk/outbox/?trouble", f"desk/messages/{mail.pk}/")
    said = [client.get(f"/{page}").content.decode() for page in pages]
    assert ["did not arrive" in text for text in said] == [True] * 3
    assert ["spam" in text for text in said] == [False] * 3
