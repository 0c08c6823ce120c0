"""What every list of the API does alike, for partner systems."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sectors.models import Field, Organisation, Place, Tie
from spaces.scopes import BY_SPACE
from tests import world as w
from tests.spaces.api.asking import Program
from tests.spaces.partners.calling import program_of

pytestmark = pytest.mark.django_db

LISTS = ("organisations", "places", "fields", "ties", "spaces", "memberships", "invitations", "meetings", "pulses")
SHARED = ("name", "organisation", "email", "meetings")


@pytest.fixture
def crm():
    return w.a_partner()


@pytest.fixture
def program(crm):
    return program_of(crm)


def some_places(count):
    return Place.objects.bulk_create(Place(name_he=f"מקום {n}", code=str(n)) for n in range(count))


def a_full_world(crm):
    """A row for each list. Returns the space."""
    space = w.consolidated()
    granted = w.granted(crm, space, *BY_SPACE)
    w.shares(granted, "dana", *SHARED)
    w.a_meeting(space)
    w.peers_of(space, 6)
    w.pulsed(space)
    some_places(1)
    Field.objects.get_or_create(code="1", defaults={"name_en": "Culture"})
    giver, receiver = w.the_ministry(), w.an_organisation("עמותה")
    Tie.objects.create(kind="funds", giver=giver, receiver=receiver)
    return space


def test_each_list_has_a_row_and_the_row_is_the_same_by_itself(crm, program):
    space = a_full_world(crm)
    body = {"space": space.pk, "kind": "peer", "name": "Gil Or", "email": "gil@world.example"}
    assert program.post("invitations/", body)[0] == 201
    for name in LISTS:
        status, found = program.get(f"{name}/")
        assert (status, len(found["results"]) > 0) == (200, True), name
        row = found["results"][0]
        assert program.get(f"{name}/{row['id']}/") == (200, row)


def test_pages_follow_one_another_and_lose_nothing(program):
    some_places(7)
    codes, path = [], "places/?limit=3"
    for size in (3, 3, 1):
        _status, found = program.get(path)
        assert len(found["results"]) == size
        codes += [row["code"] for row in found["results"]]
        path = "places/?" + (found["next"] or "").partition("?")[2]
    assert codes == ["6", "5", "4", "3", "2", "1", "0"]
    assert found["next"] is None


def test_members_follow_one_another_and_other_systems_see_none_of_them(crm, program):
    spaces = [w.consolidated(f"Space {number}") for number in range(3)]
    for space in spaces:
        w.shares(w.granted(crm, space, "memberships:read"), "dana", "name")
    other = w.a_partner("Other")
    w.shares(w.granted(other, spaces[0], "memberships:read"), "dana", "name")
    found, path = [], "memberships/?limit=2"
    for size in (2, 1):
        page = program.get(path)[1]
        assert len(page["results"]) == size
        found += [row["space"] for row in page["results"]]
        path = "memberships/?" + (page["next"] or "").partition("?")[2]
    assert found == [space.pk for space in reversed(spaces)]
    assert len(program_of(other).get("memberships/")[1]["results"]) == 1


def test_a_full_last_page_says_that_it_is_the_last(program):
    some_places(3)
    assert program.get("places/?limit=3")[1]["next"] is None


def test_fields_are_chosen(program):
    some_places(1)
    assert program.get("places/?fields=code")[1]["results"][0].keys() == {"id", "code"}
    refused = program.client.get("/api/v1/places/?fields=code,secret", headers={"accept-language": "en"})
    assert (refused.status_code, refused.json()["errors"]["fields"]) == (400, ["Not known here: secret."])


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("colour=red", "colour"), ("limit=0", "limit"), ("limit=101", "limit"), ("limit=x", "limit"),
        ("limit=", "limit"),
        ("cursor=x", "cursor"), ("cursor=0", "cursor"), ("cursor=99999999999999999999", "cursor"),
        ("cursor=%00", "cursor"), ("code=%00", "code"), ("fields=", "fields"),
    ],
)  # fmt: skip
def test_a_query_that_makes_no_sense_is_refused(program, query, word):
    status, found = program.get(f"places/?{query}")
    assert (status, found["code"], list(found["errors"])) == (400, "invalid", [word])


def test_who_has_the_page_already_is_told_so(program):
    some_places(1)
    first = program.client.get("/api/v1/places/")
    again = program.client.get("/api/v1/places/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    Place.objects.create(name_he="עוד", code="9")
    assert program.client.get("/api/v1/places/", headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_with_one_row_and_with_many(crm, program, name):
    costs = []
    program.get(f"{name}/")  # whatever is made once
    for _times in range(2):
        a_full_world_again(crm)
        with CaptureQueriesContext(connection) as captured:
            program.get(f"{name}/")
        costs.append(len(captured))
    assert costs[0] == costs[1]


def a_full_world_again(crm):
    count = Organisation.objects.count()
    space = w.consolidated(f"Space {count}")
    w.shares(w.granted(crm, space, *BY_SPACE), "dana", *SHARED)
    w.a_meeting(space)
    Place.objects.create(name_he=f"עוד {count}", code="9")
    w.an_organisation(f"עוד {count}")


@pytest.mark.parametrize("name", LISTS)
def test_people_are_told_that_a_list_is_for_partner_systems(name):
    status, _found = Program(w.noa()).get(f"{name}/")
    assert status == (200 if name in ("spaces", "invitations") else 403)


@pytest.mark.parametrize("name", LISTS)
def test_each_list_asks_for_its_scope(crm, name):
    program = program_of(crm, "events:read")
    status, found = program.get(f"{name}/")
    assert (status, found["code"]) == (403, "insufficient_scope")
