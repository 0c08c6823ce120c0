import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spaces.actions import answering
from spaces.states import Stage
from tests import world as w
from tests.spaces.api.asking import Program

pytestmark = pytest.mark.django_db


def test_peers_and_facilitators_see_their_spaces_and_nothing_of_what_is_said_inside():
    space = w.with_evidence(w.consolidated())
    for person in (w.noa(), w.a_person("dana")):
        status, found = Program(person).get(f"spaces/{space.pk}/")
        assert status == 200
        assert found.keys() == {
            "id", "name", "stage", "name_en", "context", "language", "country", "stage_since", "door_is_open",
        }  # fmt: skip
        assert (found["id"], found["stage"], found["door_is_open"]) == (space.pk, "consolidated", False)


def test_a_stakeholder_sees_a_name_and_a_stage():
    space = w.cross_sector()
    ruth = w.ruth_joined(space)
    name = {"id": space.pk, "name": space.name, "stage": "cross_sector"}
    assert Program(ruth.person).get(f"spaces/{space.pk}/") == (200, name)
    assert Program(ruth.person).get("spaces/") == (200, {"results": [name], "next": None})


def test_who_has_not_signed_sees_no_more():
    raed = answering.accept(w.invited(w.consolidated(), "raed"))
    (found,) = Program(raed.person).get("spaces/")[1]["results"]
    assert found.keys() == {"id", "name", "stage"}


def test_nobody_else_learns_that_a_space_exists():
    space = w.consolidated()
    assert Program(w.omer()).get("spaces/") == (200, {"results": [], "next": None})
    for number in (space.pk, 0, 10**30):
        status, found = Program(w.omer()).get(f"spaces/{number}/")
        assert (status, found["code"]) == (404, "not_found")


def test_who_is_not_signed_in_is_told_so():
    for path in ("spaces/", "invitations/", "spaces/1/", "invitations/1/"):
        status, found = Program().get(path)
        assert (status, found["code"]) == (401, "not_authenticated")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_spaces_are_only_read(method):
    space = w.consolidated()
    for path in ("spaces/", f"spaces/{space.pk}/"):
        status, found = Program(w.noa()).ask(method, path, {"stage": "cross_sector"})
        assert (status, found["code"]) == (405, "method_not_allowed")
    space.refresh_from_db()
    assert space.stage == Stage.CONSOLIDATED


def test_a_long_list_comes_in_pages_without_losing_one():
    for number in range(55):
        w.a_space(f"Space {number}")
    program = Program(w.noa())
    status, first = program.get("spaces/")
    status, second = program.get("spaces/?" + first["next"].partition("?")[2])
    names = [one["name"] for one in first["results"] + second["results"]]
    assert sorted(names) == sorted(f"Space {number}" for number in range(55))
    assert (len(first["results"]), second["next"]) == (50, None)


def test_the_list_costs_the_same_number_of_queries_with_1_and_with_40_spaces():
    program, costs = Program(w.noa()), []
    for count in (1, 39):
        for number in range(count):
            w.a_space(f"Space {count} {number}")
        with CaptureQueriesContext(connection) as captured:
            program.get("spaces/")
        costs.append(len(captured))
    assert costs[0] == costs[1]
