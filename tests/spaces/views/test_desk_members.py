import pytest
from django.urls import reverse

from spaces.actions import answering
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def space(db):
    return w.consolidated()


def listed(desk, space, query=""):
    return desk.get(reverse("spaces:members", args=[space.pk]) + query)


def place_of(space, name):
    return space.memberships.get(person=w.a_person(name))


def test_members_are_listed_with_role_circle_and_sector(desk, space):
    answering.accept(w.invited(space, "raed"))
    rows = [(row["member"].person.name, row["role"], row["circle"]) for row in listed(desk, space).context["rows"]]
    assert rows == [
        ("Raed Khatib", "peer", "plenum"), ("Michal Lavi", "peer", "plenum"), ("Avi Nahum", "peer", "plenum"),
        ("Dana Cohen", "peer", "plenum"), ("Noa Barak", "facilitator", ""),
    ]  # fmt: skip
    assert listed(desk, space).text.count("not signed yet") == 1


def test_a_peer_comes_into_the_lead_team_and_is_named_initiator(desk, space):
    dana = place_of(space, "dana")
    desk.post(reverse("spaces:membership", args=[dana.pk]), {"circle": "lead", "role": "initiator"})
    dana.refresh_from_db()
    assert (dana.circle, dana.role) == ("lead", "initiator")


@pytest.mark.parametrize(
    "data", [{"circle": "nonsense", "role": "peer"}, {"circle": "lead", "role": "facilitator"}, {}]
)
def test_nobody_becomes_something_else_by_a_form(desk, space, data):
    dana = place_of(space, "dana")
    assert desk.post(reverse("spaces:membership", args=[dana.pk]), data).context["form"].errors
    dana.refresh_from_db()
    assert (dana.circle, dana.role) == ("plenum", "peer")


def test_a_stakeholder_has_a_circle_and_no_choice_of_role(desk):
    space = w.cross_sector()
    ruth = w.ruth_joined(space)
    desk.post(reverse("spaces:membership", args=[ruth.pk]), {"circle": "community", "role": "peer"})
    ruth.refresh_from_db()
    assert (ruth.circle, ruth.role) == ("community", "stakeholder")


def test_a_membership_ends_after_a_last_look(desk, space):
    dana = place_of(space, "dana")
    address = reverse("spaces:membership_end", args=[dana.pk])
    page = desk.get(address)
    assert "Dana Cohen has no access to the space from then on" in page.context["points"][0]
    assert place_of(space, "dana").ended_at is None
    desk.post(address)
    assert place_of(space, "dana").ended_at is not None
    assert "Dana Cohen" in listed(desk, space, "?past").text
    assert "Dana Cohen" not in [row["member"].person.name for row in listed(desk, space).context["rows"]]
    assert desk.get(address).status_code == 404


def test_a_space_keeps_its_last_facilitator(desk, space):
    mine = place_of(space, "noa")
    assert desk.get(reverse("spaces:membership", args=[mine.pk])).context["form"] is None
    assert desk.post(reverse("spaces:membership_end", args=[mine.pk])).status_code == 409
    mine.refresh_from_db()
    assert mine.ended_at is None


def test_the_list_asks_as_often_for_many_as_for_few(desk, queries):
    space = w.consolidated(peers=("dana", "avi"))
    few = queries(lambda: listed(desk, space))
    for name in ("michal", "raed"):
        w.joined(space, name)
    assert queries(lambda: listed(desk, space)) == few
