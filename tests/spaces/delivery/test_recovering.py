"""What a dead run leaves: taken mails are marked as sent, the rest goes back, and nobody touches a run that lives."""

from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone

from impact_spaces.lib import journal
from impact_spaces.lib.journal import IN_HAND, TAKEN, WAITING, Journal
from spaces.actions.delivery import a_run, deliver_due
from spaces.actions.recovering import MOST_DEATHS, STUCK_AFTER, recover, sweep_stuck
from spaces.actions.run import Run
from spaces.actions.space import move_space
from spaces.models import Message
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db
NUMBERS = count(7_000_000)
SUBJECT = "An invitation from Dana Cohen to “Mental health in the community”"


@pytest.fixture(autouse=True)
def no_journals():
    for path in journal.folder().glob("*"):
        path.unlink()


@pytest.fixture
def three():
    space = move_space(w.a_space(), Stage.GATHERING, by=w.noa())
    return [w.invited(space, name) for name in ("dana", "avi", "michal")]


def a_run_dies(*marks):
    """A run claims what is due and dies, when it had come so far with each."""
    file = Journal(next(NUMBERS))
    run = Run(file, None)
    keys = run.claim()
    for key, mark in zip(keys, marks, strict=True):
        file.mark(run.places[key], mark)
    file.close(is_done=False)


def rows(*columns):
    return list(Message.objects.order_by("id").values_list(*columns))


def test_what_was_taken_is_marked_and_the_rest_goes_back_at_once(three, mailoutbox):
    a_run_dies(TAKEN, IN_HAND, WAITING)
    assert rows("state") == [("sending",)] * 3
    assert recover() == 2
    assert rows("state", "attempts", "deaths") == [("sent", 1, 0), ("queued", 0, 1), ("queued", 0, 0)]
    first = Message.objects.earliest("id")
    assert (first.sent_at, first.subject) == (
        first.claimed_at,
        SUBJECT,
    )
    assert journal.runs() == []
    assert deliver_due() == 2
    assert sorted(mail.to[0] for mail in mailoutbox) == ["avi@world.example", "michal@world.example"]


def test_a_second_recovery_changes_nothing(three):
    a_run_dies(TAKEN, IN_HAND, WAITING)
    (path,) = journal.folder().glob("*.journal")
    kept = path.read_bytes()
    recover()
    before = rows("state", "deaths", "sent_at")
    path.write_bytes(kept)
    assert recover() == 0
    assert rows("state", "deaths", "sent_at") == before


def test_a_message_that_no_worker_survives_is_given_up_and_harms_no_other(three, mailoutbox):
    for _ in range(MOST_DEATHS):
        Message.objects.filter(state="queued").update(due_at=timezone.now())
        a_run_dies(WAITING, IN_HAND, WAITING)
        recover()
        if rows("state")[1] == ("queued",):
            Message.objects.filter(deaths__gt=0).update(due_at=timezone.now() - timedelta(days=1))
            Message.objects.filter(deaths=0).update(due_at=timezone.now())
    assert sorted(rows("state", "deaths")) == [("failed", 4), ("queued", 0), ("queued", 0)]
    deliver_due()
    assert sorted(rows("state")) == [("failed",), ("sent",), ("sent",)]


def test_what_workers_died_with_is_written_apart_from_the_others(three):
    Message.objects.filter(address="avi@world.example").update(deaths=1)
    with a_run() as run:
        groups = []
        run.prepare_alike = groups.append
        run.prepare(run.claim())
        run.places.clear()
    assert [[one.address.partition("@")[0] for one in group] for group in groups] == [["dana", "michal"], ["avi"]]


def test_nobody_touches_a_run_that_lives_however_late_it_seems(three, mailoutbox):
    with a_run() as run:
        keys = run.claim()
        assert sweep_stuck(timezone.now() + timedelta(days=1)) == 0
        run.prepare(keys)
        run.go(5)
    assert rows("state") == [("sent",)] * 3


def test_a_run_whose_journal_is_lost_is_freed_after_a_while(three, mailoutbox):
    a_run_dies(TAKEN, IN_HAND, WAITING)
    for path in journal.folder().glob("*.journal"):
        path.unlink()
    assert sweep_stuck() == 0
    Message.objects.update(claimed_at=timezone.now() - STUCK_AFTER)
    assert sweep_stuck() == 3
    assert rows("state", "deaths") == [("queued", 1)] * 3


def test_what_a_worker_of_the_last_release_held_is_freed_after_a_while(three):
    Message.objects.update(state="sending", claimed_at=timezone.now() - STUCK_AFTER)
    assert sweep_stuck() == 3


def test_a_run_that_lost_a_message_sends_and_writes_nothing_of_it(three, mailoutbox):
    with a_run() as run:
        keys = run.claim()
        Message.objects.filter(address="dana@world.example").update(run=1)
        run.prepare(keys)
        run.go(5)
    assert rows("state") == [("sending",), ("sent",), ("sent",)]
    assert len(mailoutbox) == 2


def test_what_was_freed_while_its_mail_was_under_way_is_not_marked(three, mailoutbox):
    with a_run() as run:
        run.prepare(run.claim())
        Message.objects.filter(address="dana@world.example").update(run=1)
        run.go(5)
    assert rows("state") == [("sending",), ("sent",), ("sent",)]


def test_a_run_that_breaks_off_leaves_a_journal_that_blames_nobody(three, mailoutbox):
    with pytest.raises(AttributeError), a_run() as run:
        run.claim().no_list_has_this()
    assert recover() == 3
    assert rows("state", "deaths") == [("queued", 0)] * 3
