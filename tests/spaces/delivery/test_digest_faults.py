"""Digests that do not arrive, that hold something which cannot be told, or whose worker dies."""

import pytest
from django.urls import reverse
from django.utils import timezone

from impact_spaces.lib import journal
from impact_spaces.lib.journal import TAKEN, Journal
from impact_spaces.lib.reports import COMPLAINT, HARD, Report
from members.models import Person
from spaces.actions import feedback
from spaces.actions.delivery import deliver_due
from spaces.actions.gathering import AHEAD, gather_due
from spaces.actions.message import enqueue, to_member
from spaces.actions.message_ids import id_of
from spaces.actions.moving import advance
from spaces.actions.recovering import recover
from spaces.actions.run import Run
from spaces.models import Message
from spaces.models.message import MailKind
from tests import world as w
from tests.spaces.delivery.test_digest import TUESDAY, clock, spaces
from tests.spaces.views.conftest import desk, queries, signed_in

__all__ = ["clock", "desk", "queries", "signed_in", "spaces"]
pytestmark = pytest.mark.django_db
FAULTY = [(MailKind.QUESTIONS, "questions:none", "ValueError"), (MailKind.MAILING_PAUSED, "mailing", "IndexError")]


@pytest.fixture
def digest(spaces, clock):
    """Due now, with a line of each space; nothing was sent yet."""
    Person.objects.filter(email="dana@world.example").update(digest="daily")
    for space in spaces:
        tell(space, MailKind.SPACE_MOVED, "moved:1")
    clock.move_to(TUESDAY - AHEAD)
    gather_due()
    clock.move_to(TUESDAY)
    return Message.objects.get(kind="digest")


def tell(space, kind, occasion):
    enqueue([to_member(space.memberships.get(person=w.named("dana")), kind, occasion)])


def put_into(digest, space, kind, occasion):
    tell(space, kind, occasion)
    line = Message.objects.latest("pk")
    advance(Message.objects.filter(pk=line.pk), "gathered", gathered_in=digest)
    return line


def lines(digest):
    return list(digest.gathered.order_by("pk").values_list("state", "problem"))


@pytest.mark.parametrize(("kind", "occasion", "problem"), FAULTY, ids=["at the look", "in writing"])
def test_what_cannot_be_told_is_set_aside_and_the_rest_goes(spaces, digest, mailoutbox, kind, occasion, problem):
    put_into(digest, spaces[0], kind, occasion)
    deliver_due()
    digest.refresh_from_db()
    assert (digest.state, digest.attempts, digest.problem) == ("sent", 1, "")
    assert lines(digest) == [("gathered", "")] * 2 + [("failed", problem)]
    (mail,) = [mail for mail in mailoutbox if mail.to == ["dana@world.example"]]
    assert [mail.body.count(space.name) for space in spaces] == [1, 1]


@pytest.mark.parametrize(("kind", "occasion", "problem"), FAULTY, ids=["at the look", "in writing"])
def test_a_digest_of_nothing_else_ends(spaces, digest, mailoutbox, kind, occasion, problem):
    put_into(digest, spaces[0], kind, occasion)
    for space in spaces:
        space.memberships.filter(person=w.named("dana")).update(ended_at=timezone.now())
    for _time in range(2):
        Message.objects.filter(kind="digest").update(due_at=TUESDAY)
        deliver_due()
    digest.refresh_from_db()
    assert (digest.state, digest.problem) == ("cancelled", "Nothing of it is still to be told.")
    assert mailoutbox == []


def test_what_was_told_in_a_digest_that_failed_stands_among_what_did_not_arrive(desk, spaces, digest):
    for state in ("sending", "failed"):
        advance(Message.objects.filter(pk=digest.pk), state)
    rows = desk.get(reverse("spaces:outbox") + "?trouble").context["rows"]
    assert [(row["message"].space, row["state"]) for row in rows] == [
        (spaces[1], "did not arrive"), (spaces[0], "did not arrive"),
    ]  # fmt: skip
    one = desk.get(reverse("spaces:outbox") + f"?trouble&space={spaces[0].pk}").context["rows"]
    assert [row["message"].space for row in one] == [spaces[0]]
    page = desk.get(reverse("spaces:message", args=[one[0]["message"].pk]))
    assert "It was told in one mail with others, which did not arrive." in page.text
    assert str(page.context["state"]) == "did not arrive"


@pytest.mark.parametrize("kind", [HARD, COMPLAINT])
def test_one_that_came_back_is_no_other_and_tells_no_complaint(desk, digest, kind):
    deliver_due()
    seen = [row["state"] for row in desk.get(reverse("spaces:outbox")).context["rows"][:2]]
    assert seen == ["told in one mail with others"] * 2
    feedback.note([Report(kind, (id_of(digest),), "5.2.1")], "test")
    rows = desk.get(reverse("spaces:outbox") + "?trouble").context["rows"]
    assert [row["state"] for row in rows] == ["did not arrive"] * 2


def test_many_that_were_told_so_are_shown_by_as_many_queries_as_few(desk, queries, spaces, digest):
    for state in ("sending", "failed"):
        advance(Message.objects.filter(pk=digest.pk), state)

    def shown():
        return desk.get(reverse("spaces:outbox") + "?trouble")

    few = queries(shown)
    for number in range(30):
        put_into(digest, spaces[0], MailKind.SPACE_MOVED, f"moved:again:{number}")
    assert queries(shown) == few
    assert len(shown().context["rows"]) == 32


def test_a_digest_that_was_taken_before_its_worker_died_is_kept_as_it_went(spaces, digest):
    for path in journal.folder().glob("*"):
        path.unlink()
    file = Journal(8_000_000)
    run = Run(file, None)
    (key,) = run.claim()
    file.mark(run.places[key], TAKEN)
    file.close(is_done=False)
    recover()
    digest.refresh_from_db()
    assert (key, digest.state) == (digest.pk, "sent")
    assert [digest.words.text.count(space.name) for space in spaces] == [1, 1]
