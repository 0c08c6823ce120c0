"""Whose mails go first: each space gets its share, in its own order, and no message is given to two."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from spaces.actions.claiming import MOST_SPACES, Turns, something_is_due
from spaces.actions.delivery import deliver_due
from spaces.models import Message, Space
from tests import world as w

pytestmark = pytest.mark.django_db


def fill(counts, ago=timedelta(hours=1)):
    """Spaces with so many due messages each; those of the first are the oldest."""
    now = timezone.now()
    for number, count in enumerate(counts):
        space = w.a_space(f"Space {number}")
        due_at = now - ago + timedelta(minutes=number)
        put(space, count, due_at)


def put(space, count, due_at):
    about = {"space": space, "kind": "space_moved", "address": "dana@world.example", "due_at": due_at}
    Message.objects.bulk_create(
        Message(occasion=f"test:{space and space.pk}:{due_at}:{number}", **about) for number in range(count)
    )


def claimed(count, turns=None):
    """How many messages of each space the next claim takes, by the space's name."""
    keys = (turns or Turns(run=1)).claim(count)
    names = dict(Message.objects.filter(pk__in=keys).values_list("pk", "space__name"))
    return [names[key] for key in keys]


def test_a_space_with_many_mails_does_not_hold_up_anothers_three():
    fill([500, 3])
    first = claimed(40)
    assert sorted(first[:6]) == ["Space 0"] * 3 + ["Space 1"] * 3
    assert (first.count("Space 1"), first.count("Space 0")) == (3, 20)


def test_a_space_that_is_new_in_the_middle_of_a_run_waits_for_a_second_only():
    fill([500])
    turns = Turns(run=1)
    claimed(40, turns)
    fill([0, 0, 3])
    turns.walked_at -= 2
    assert claimed(40, turns).count("Space 2") == 3


def test_the_mails_of_one_space_go_in_the_order_in_which_they_were_due():
    fill([9])
    for number, message in enumerate(Message.objects.order_by("-id")):
        Message.objects.filter(pk=message.pk).update(due_at=timezone.now() - timedelta(minutes=9 - number))
    keys = Turns(run=1).claim(9)
    assert keys == list(Message.objects.order_by("-id").values_list("pk", flat=True))


def test_messages_of_no_space_have_their_turn_too():
    fill([200])
    put(None, 2, timezone.now() - timedelta(minutes=1))
    assert claimed(20).count(None) == 2


def test_more_spaces_than_one_claim_looks_at_all_have_their_turn():
    fill([1] * (MOST_SPACES + 7))
    turns = Turns(run=1)
    names = claimed(10, turns) + claimed(10, turns)
    assert sorted(names) == sorted(Space.objects.values_list("name", flat=True))
    assert turns.claim(10) == []


def test_what_is_not_due_is_not_claimed_and_hides_nothing():
    fill([5], ago=-timedelta(hours=2))
    assert (Turns(run=1).claim(10), something_is_due()) == ([], False)
    fill([0, 2])
    assert (claimed(10), something_is_due()) == (["Space 1"] * 2, False)


def test_a_claim_marks_what_it_took():
    fill([3])
    keys = Turns(run=77).claim(2)
    rows = Message.objects.order_by("id").values_list("state", "run", "attempts")
    assert list(rows) == [("sending", 77, 0), ("sending", 77, 0), ("queued", None, 0)]
    assert len(keys) == 2


@pytest.mark.parametrize("count", [3, 300])
def test_a_claim_asks_as_often_for_many_messages_as_for_few(count):
    fill([count, count])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(Turns(run=1).claim(count)) == count + count % 2
    assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) == 3


def test_three_mails_of_a_space_are_among_the_first_that_arrive(mailoutbox):
    fill([400])
    small = w.a_space("Small")
    w.invited(small, "avi")
    deliver_due()
    to = [mail.to[0] for mail in mailoutbox]
    assert to.index("avi@world.example") < 60
