"""What moved in a space, what went out of it, and whether those who send are alive."""

import time

import pytest
from django.core.cache import cache
from django.urls import reverse

from spaces.actions import invitation
from spaces.actions.delivery import deliver_due
from spaces.actions.moving import advance
from spaces.actions.space import move_space
from spaces.models import Message, Move
from spaces.states import Stage
from spaces.vetting import Invitee
from tests import world as w

pytestmark = pytest.mark.django_db


def gathering():
    return move_space(w.a_space("Non-formal education"), Stage.GATHERING, by=w.noa())


def invite_many(space, first, last):
    people = [Invitee(f"n{n}@world.example", f"Name {n}") for n in range(first, last)]
    invitation.invite_all(space, people, by=w.noa())


def history(desk, space, query=""):
    return desk.get(reverse("spaces:history", args=[space.pk]) + query)


def outbox(desk, query=""):
    return desk.get(reverse("spaces:outbox") + query)


def test_the_history_tells_every_move_newest_first(desk):
    space = gathering()
    w.invited(space, "dana")
    assert [line["text"] for line in history(desk, space).context["moves"]] == [
        "Dana Cohen: draft, proposed, approved, waiting for an answer",
        "From “exploring” to “within the sector”",
        "Opened: “exploring”",
    ]
    assert len(history(desk, space, "?stages").context["moves"]) == 2


def test_what_two_people_did_stands_on_two_lines(desk):
    space = gathering()
    w.answering.decline(w.invited(space, "dana"), reason="time")
    lines = history(desk, space).context["moves"]
    assert [(line["text"], str(line["by"])) for line in lines[:2]] == [
        ("Dana Cohen: declined", ""), ("Dana Cohen: draft, proposed, approved, waiting for an answer", "Noa Barak"),
    ]  # fmt: skip


def test_a_long_history_is_paged_to_its_beginning_with_the_same_number_of_queries(desk, queries):
    space = gathering()
    invite_many(space, 0, 3)
    few = queries(lambda: history(desk, space))
    invite_many(space, 3, 60)
    assert queries(lambda: history(desk, space)) == few
    page = history(desk, space)
    seen = [move.pk for move in page.context["page"].rows]
    while page.context["page"].older:
        page = history(desk, space, page.context["page"].older)
        seen += [move.pk for move in page.context["page"].rows]
    assert seen == list(Move.objects.order_by("-at", "-pk").values_list("pk", flat=True))


def test_the_outbox_holds_the_mails_of_all_my_spaces_newest_first(desk):
    w.invited(gathering(), "dana")
    w.invited(w.a_space("Another"), "avi")
    assert [row["message"].address for row in outbox(desk).context["rows"]] == [
        "avi@world.example", "dana@world.example",
    ]  # fmt: skip


def test_the_outbox_is_narrowed_to_what_did_not_arrive_and_to_one_space(desk):
    space = gathering()
    one = w.invited(space, "dana")
    w.invited(w.a_space("Another"), "avi")
    for state in ("sending", "sent", "bounced"):
        advance(one.messages.all(), state)
    assert [row["state"] for row in outbox(desk, "?trouble").context["rows"]] == ["did not arrive"]
    assert [row["message"].space for row in outbox(desk, f"?space={space.pk}").context["rows"]] == [space]
    assert len(outbox(desk, "?space=nonsense").context["rows"]) == 2


def test_the_outbox_tells_the_subject_of_what_went_out(desk):
    w.invited(gathering(), "dana")
    assert outbox(desk).text.count("An invitation from Dana Cohen") == 0
    deliver_due()
    assert outbox(desk).text.count("An invitation from Dana Cohen") == 1


def test_a_full_outbox_asks_as_often_as_an_empty_one(desk, queries):
    space = gathering()
    invite_many(space, 0, 3)
    few = queries(lambda: outbox(desk))
    invite_many(space, 3, 300)
    assert queries(lambda: outbox(desk)) == few
    assert len(outbox(desk).context["rows"]) == 50
    assert Message.objects.count() == 300


@pytest.mark.parametrize(
    ("worker", "mail", "beat", "is_silent"),
    [
        (0, 0, 0, False), (60, 40, 15, False), (600, 0, 0, True), (0, 600, 0, True), (0, 0, 600, True),
        (None, 0, 0, True), (0, None, 0, True), (0, 0, None, True),
    ],
)  # fmt: skip
def test_the_desk_says_when_nobody_sends(desk, worker, mail, beat, is_silent):
    for who, ago in (("worker", worker), ("mail", mail), ("beat", beat)):
        if ago is not None:
            cache.set(f"heartbeat:{who}", time.time() - ago)
    assert ("They are kept." in desk.get(reverse("spaces:desk")).text) is is_silent
