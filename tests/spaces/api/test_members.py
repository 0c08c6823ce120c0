"""Members, meetings and pulses: as far as the space and each member allow it."""

import pytest

from spaces.actions.meeting import reply
from spaces.models import Membership
from spaces.scopes import BY_SPACE
from tests import world as w
from tests.spaces.partners.calling import program_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def crm():
    return w.a_partner()


@pytest.fixture
def program(crm):
    return program_of(crm)


@pytest.fixture
def space():
    return w.consolidated()


@pytest.mark.parametrize(
    ("what", "told"),
    [
        (["name"], {"name": "Dana"}),
        (["email"], {"email": "dana@world.example"}),
        (["organisation"], {"organisation": "one", "organisation_name": ""}),
    ],
)
def test_a_member_is_told_of_as_far_as_they_let(crm, program, space, what, told):
    w.shares(w.granted(crm, space, *BY_SPACE), "dana", *what)
    (found,) = program.get(f"memberships/?space={space.pk}")[1]["results"]
    assert found.pop("id") == space.memberships.get(person__email="dana@world.example").pk
    assert (found.pop("space"), found.pop("shared")) == (space.pk, what)
    kept = {name for name, value in found.items() if value is not None}
    assert kept <= told.keys()
    assert {"email": found["email"]} == {"email": told.get("email")}
    assert (found["name"] is not None) == ("name" in told)


def test_who_lets_nothing_is_not_there(crm, program, space):
    granted = w.granted(crm, space, *BY_SPACE)
    w.shares(granted, "dana", "meetings")
    assert program.get("memberships/")[1]["results"] == []
    w.shares(granted, "dana", "name")
    assert len(program.get("memberships/")[1]["results"]) == 1
    w.shares(granted, "dana")
    assert program.get("memberships/")[1]["results"] == []


def test_a_meeting_comes_with_the_answers_of_those_who_let_it(crm, program, space):
    meeting = w.a_meeting(space)
    dana, avi = (space.memberships.get(person__email=f"{name}@world.example") for name in ("dana", "avi"))
    for member in (dana, avi):
        reply(meeting, by=member.person, answer="yes")
    w.shares(w.granted(crm, space, *BY_SPACE), "dana", "meetings")
    (found,) = program.get("meetings/")[1]["results"]
    assert (found["id"], found["title"], "online" in found) == (str(meeting.uid), "Plenum", False)
    assert [(one["membership"], one["answer"]) for one in found["replies"]] == [(dana.pk, "yes")]
    assert program.get("meetings/?starts_before=2020-01-01T00:00:00Z")[1]["results"] == []


def test_a_pulse_is_told_in_bands_and_only_where_it_is_shown(crm, program, space):
    w.peers_of(space, 6)
    shown = w.pulsed(space)
    assert program.get("pulses/")[1]["results"] == []
    w.granted(crm, space, "pulse:read")
    (found,) = program.get("pulses/")[1]["results"]
    assert found.keys() == {"id", "space", "number", "closed_at", "lines"}
    assert found["id"] == shown.pk
    assert {frozenset(line) for line in found["lines"]} == {frozenset({"item", "band"})}
    assert {line["band"] for line in found["lines"]} <= {"low", "middle", "high", "withheld"}


def test_a_pulse_of_a_few_is_not_there(crm, program, space):
    w.pulsed(space)
    w.granted(crm, space, "pulse:read")
    assert Membership.objects.active().peers().count() < 5
    assert program.get("pulses/")[1]["results"] == []
