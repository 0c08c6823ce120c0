"""Back-moves, pause and close: what becomes of what is under way, and that the page before them says so."""

from datetime import timedelta

import pytest
from django.utils import timezone

from impact_spaces.lib.refusals import NotPossible
from spaces.actions import decision
from spaces.actions import pulse as pulses
from spaces.actions.closing import close_due
from spaces.actions.space import move_space
from spaces.insights.consequences import consequences
from spaces.models import DependencySheet, Message, Post
from spaces.models.dependency import not_asked
from spaces.models.message import MailKind
from spaces.models.room import Room
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    """The door is open, Ruth is in, and of each kind something is under way."""
    space = w.cross_sector()
    w.ruth_joined(space)
    w.a_meeting(space, room=Room.WHOLE)
    w.a_meeting(space, title="Our own")
    w.said(space, "avi", "Among us")
    w.said(space, "ruth", "To all", room=Room.WHOLE)
    until = timezone.now() + timedelta(days=3)
    decision.open_decision(space, by=w.noa(), title="A rhythm?", proposal="Monthly", closes_at=until)
    w.pulse_opened(space)
    return space


def state_of(space):
    """(standing meetings, open rounds, open pulses, sheets of dependencies)."""
    return (
        space.meetings.standing().count(),
        space.decisions.open().count(),
        space.pulses.open().count(),
        DependencySheet.objects.filter(membership__space=space).count(),
    )


def test_a_pause_keeps_all_of_it_still(space):
    said = consequences(space, Stage.PAUSED)
    assert {
        "1 decision stands still; it gets the time of the pause back.",
        "The open pulse stands still; it gets the time of the pause back.",
        "2 meetings stay in the calendars; nobody is reminded of them.",
        "Stakeholders who are in keep what they see.",
    } <= set(said)
    before = state_of(space)
    move_space(space, Stage.PAUSED, by=w.noa())
    later = timezone.now() + timedelta(days=30)
    close_due(later)
    pulses.close_due(later)
    assert state_of(space) == before
    assert space.memberships.present().stakeholders().count() == 1


def test_closing_ends_all_of_it_and_the_words_stay(space):
    said = consequences(space, Stage.CLOSED)
    assert {
        "1 decision ends without an agreement.",
        "The open pulse is called off; its answers are destroyed unread.",
        "2 meetings are called off, in everybody's calendar too.",
        "What was told in private is removed.",
    } <= set(said)
    move_space(space, Stage.CLOSED, by=w.noa())
    close_due()
    pulses.close_due()
    assert state_of(space) == (0, 0, 0, 0)
    assert Post.objects.visible_to(w.a_person("avi")).filter(space=space).count() == 2
    with pytest.raises(NotPossible):
        w.said(space, "avi", "One more thing")


def test_going_back_takes_the_whole_out_of_guests_calendars_and_leaves_the_rest(space):
    guest = space.memberships.stakeholders().get()
    said = consequences(space, Stage.CONSOLIDATED)
    assert "1 meeting of the whole is taken out of the stakeholders' calendars." in said
    before = state_of(space)
    move_space(space, Stage.CONSOLIDATED, by=w.noa())
    assert state_of(space) == before
    called_off = Message.objects.filter(membership=guest, kind=MailKind.MEETING_OFF).count()
    assert (called_off, Post.objects.visible_to(guest.person).count()) == (1, 0)
    assert Post.objects.visible_to(w.a_person("avi")).filter(space=space).count() == 2


def test_who_was_asked_in_private_before_a_pause_was_asked_after_it(space):
    space = move_space(move_space(space, Stage.PAUSED, by=w.noa()), Stage.CROSS_SECTOR, by=w.noa())
    assert not_asked(space).count() == 0
