import pytest
from django.urls import reverse

from spaces.models import Message
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db


def address(space, to):
    return reverse("spaces:space_move", args=[space.pk, to])


def test_nothing_moves_by_looking(desk):
    space = w.cross_sector()
    for to in Stage:
        desk.get(address(space, to))
    space.refresh_from_db()
    assert space.stage == Stage.CROSS_SECTOR


def test_closing_the_door_says_before_what_it_does_after(desk):
    space = w.cross_sector()
    w.ruth_joined(space)
    second = w.Invitee("second@health.gov.il", "Second", w.the_ministry(), language="en")
    waiting = w.stakeholder_invited(space, second)
    page = desk.get(address(space, "consolidated"))
    assert page.context["points"] == [
        "1 invitation to somebody of another sector is frozen: its link answers, but it cannot be accepted.",
        "1 stakeholder loses access.",
        "They are told by a courteous mail that the part with other sectors has ended, with thanks.",
        "Nothing of what the group thinks is told.",
        "All that was said stays in the room where it was said.",
        "3 peers are told by mail that the space moved.",
    ]
    assert "Thank you for your part" in page.context["mail"].subject
    before = Message.objects.count()
    desk.post(address(space, "consolidated"), {"reason": "We need time among ourselves"})
    waiting.refresh_from_db()
    assert (waiting.state, space.memberships.present().stakeholders().count()) == ("proposed", 0)
    assert Message.objects.count() == before + 1 + 3


def test_the_reason_stays_in_the_history(desk):
    space = w.cross_sector()
    desk.post(address(space, "paused"), {"reason": "Summer"})
    assert space.moves.of_space().last().reason == "Summer"
    space.refresh_from_db()
    assert (space.stage, space.paused_from) == ("paused", "cross_sector")


def test_a_pause_keeps_invitations_and_a_closing_takes_them_back(desk):
    space = w.consolidated()
    w.invited(space, "raed")
    assert (
        "1 invitation waits: it is kept, and can be answered after the pause."
        in desk.get(address(space, "paused")).context["points"]
    )
    assert (
        "1 invitation is taken back without a mail; its link will say so."
        in desk.get(address(space, "closed")).context["points"]
    )


def test_opening_the_door_without_its_evidence_says_what_is_missing(desk):
    space = w.consolidated()
    looked = desk.get(address(space, "cross_sector"), follow=True)
    assert "Still missing: The need is written" in looked.text
    moved = desk.post(address(space, "cross_sector"))
    space.refresh_from_db()
    assert (space.stage, moved.status_code) == ("consolidated", 409)
    assert "The door stays closed" in moved.text


def test_the_door_opens_from_the_page(desk):
    space = w.with_evidence(w.consolidated())
    desk.post(address(space, "cross_sector"))
    space.refresh_from_db()
    assert space.stage == "cross_sector"


def test_an_unknown_stage_is_not_there(desk):
    assert desk.get(address(w.a_space(), "finished")).status_code == 404
