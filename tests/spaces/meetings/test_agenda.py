"""The agenda: what stands on it for whom, in which order, and who steps out of it."""

import re

import pytest
from django.db import IntegrityError, InternalError
from django.urls import reverse

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces.actions import meeting_agenda as actions
from spaces.insights.meetings import agenda
from spaces.models import AgendaItem
from spaces.models.room import Room
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth(db):
    return w.ruth_joined(w.cross_sector()).person


@pytest.fixture
def meeting(ruth):
    found = w.a_meeting(ruth.memberships.get().space, room=Room.WHOLE)
    for title, room in (("First", Room.WHOLE), ("canary", Room.PEERS), ("Second", Room.WHOLE)):
        w.an_item(found, title, room=room)
    return found


def titles(meeting, person):
    return [item.title for item in agenda(meeting, person)]


def page(client, meeting, person):
    client.force_login(person)
    return client.get(reverse("spaces:meeting", args=[meeting.uid])).content.decode()


def item(meeting, title):
    return meeting.items.get(title=title)


def test_the_peers_own_items_are_theirs_and_the_facilitators(meeting, ruth):
    assert titles(meeting, w.a_person("avi")) == titles(meeting, w.noa()) == ["First", "canary", "Second"]
    assert titles(meeting, ruth) == ["First", "Second"]


def without_keys(text):
    """A page without what is another each time: keys of items, tokens against forged requests."""
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", text)
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


def test_an_item_of_the_peers_leaves_no_trace_on_a_stakeholders_page(client, meeting, ruth):
    with_it = page(client, meeting, ruth)
    actions.remove_item(item(meeting, "canary"), by=w.noa())
    assert without_keys(with_it) == without_keys(page(client, meeting, ruth))


def test_a_meeting_of_the_peers_has_items_of_theirs_only(meeting):
    own = w.a_meeting(meeting.space, title="Own")
    assert w.an_item(own, room=Room.WHOLE).room == Room.PEERS
    with pytest.raises(IntegrityError, match="peers own"), w.savepoint():
        AgendaItem.objects.create(meeting=own, title="For all", room=Room.WHOLE)


def test_an_item_does_not_change_rooms(meeting):
    with pytest.raises(NotPossible, match="stays in its room"):
        actions.change_item(item(meeting, "canary"), by=w.noa(), room=Room.WHOLE)
    with pytest.raises(InternalError, match="Cannot update"), w.savepoint():
        AgendaItem.objects.filter(title="canary").update(room=Room.WHOLE)


@pytest.mark.parametrize(
    ("title", "way", "order"),
    [
        ("First", actions.DOWN, ["canary", "First", "Second"]),
        ("Second", actions.UP, ["First", "Second", "canary"]),
        ("First", actions.UP, ["First", "canary", "Second"]),
        ("Second", actions.DOWN, ["First", "canary", "Second"]),
    ],
)
def test_items_are_put_in_order_step_by_step(meeting, title, way, order):
    actions.shift_item(item(meeting, title), way, by=w.noa())
    assert titles(meeting, w.noa()) == order


def test_only_a_facilitator_writes_the_agenda(meeting):
    with pytest.raises(Forbidden):
        actions.add_item(meeting, by=w.a_person("avi"), title="Mine", axis="task", minutes=5)
    with pytest.raises(Forbidden):
        actions.remove_item(item(meeting, "First"), by=w.a_person("avi"))


def test_nobody_from_outside_prepares_an_item_of_the_peers(meeting, ruth):
    with pytest.raises(NotPossible, match="Only somebody who sees"):
        w.an_item(meeting, room=Room.PEERS, prepares=ruth.memberships.get())
    assert w.an_item(meeting, room=Room.WHOLE, prepares=ruth.memberships.get()).prepares.person == ruth


def test_stepping_out_is_seen_by_those_who_see_the_item(client, meeting, ruth):
    actions.step_out(item(meeting, "First"), by=ruth)
    actions.step_out(item(meeting, "canary"), by=w.a_person("avi"))
    said = "takes no part, as an interested party"
    assert page(client, meeting, w.a_person("avi")).count(said) == 2
    assert page(client, meeting, ruth).count(said) == 1
    actions.step_in(item(meeting, "First"), by=ruth)
    assert page(client, meeting, ruth).count(said) == 0


def test_nobody_steps_out_of_what_they_do_not_see(meeting, ruth):
    for person in (ruth, w.omer()):
        with pytest.raises(Forbidden):
            actions.step_out(item(meeting, "canary"), by=person)


def test_once_it_has_begun_nobody_steps_out(meeting, ruth):
    w.just_begun(meeting)
    with pytest.raises(NotPossible):
        actions.step_out(item(meeting, "First"), by=ruth)


def test_the_agenda_costs_the_same_for_one_item_and_for_many(client, meeting, ruth):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        with CaptureQueriesContext(connection) as ran:
            page(client, meeting, ruth)
        return len(ran)

    cost()  # what is kept in memory from then on
    before = cost()
    for number in range(5):
        actions.step_out(w.an_item(meeting, f"More {number}", room=Room.WHOLE), by=ruth)
    assert cost() == before
