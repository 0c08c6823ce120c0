"""What stakeholders declare about their relations to members: read by everybody who is in."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces.actions import relation as actions
from spaces.actions.space import move_space
from spaces.insights.relations import declared
from spaces.models import Relation
from spaces.states import Stage
from spaces.vetting import Invitee
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth():
    return w.ruth_joined(w.cross_sector())


def at(place):
    return reverse("spaces:relations", args=[place.space_id])


def post(client, place, **given):
    client.force_login(place.person)
    return client.post(at(place), given)


def said_of(place):
    return declared([place])[place.pk]


def test_until_they_declare_it_says_so_to_everybody(client, ruth):
    assert said_of(ruth) == ["Relations to members: not declared yet"]
    for name in ("dana", "noa"):
        client.force_login(w.a_person(name))
        assert "not declared yet" in client.get(reverse("spaces:my_space", args=[ruth.space_id])).text
    client.force_login(ruth.person)
    assert "Declare your organisation" in client.get(reverse("spaces:my")).text


def test_none_is_a_declaration(client, ruth):
    post(client, ruth, none="yes")
    assert said_of(ruth) == ["Declares no relation to any member"]
    assert "Declare your organisation" not in client.get(reverse("spaces:my")).text


def test_a_relation_to_one_member_or_to_all_in_general(client, ruth):
    body = w.an_organisation("יד ביד")
    post(client, ruth, kind="funds", organisation=body.pk, note="a grant", since="2026-01-01")
    post(client, ruth, kind="regulates")
    assert said_of(ruth) == [
        "Declares: funds יד ביד, since 01/01/2026 (a grant)",
        "Declares: regulates or supervises members of the space in general",
    ]
    client.force_login(w.a_person("dana"))
    assert "Declares: funds יד ביד" in client.get(reverse("spaces:my_space", args=[ruth.space_id])).text
    client.force_login(w.noa())
    assert "Declares: funds יד ביד" in client.get(reverse("spaces:members", args=[ruth.space_id])).text


def test_the_same_relation_again_is_changed_and_one_is_taken_away(client, ruth):
    post(client, ruth, kind="funds")
    post(client, ruth, kind="funds", note="until spring")
    one = Relation.objects.get()
    assert one.note == "until spring"
    post(client, ruth, take_away=one.pk)
    assert said_of(ruth) == ["Declares no relation to any member"]
    for odd in ("x", "", "9" * 30):
        assert post(client, ruth, take_away=odd).status_code == 302


def test_what_is_over_says_so(ruth):
    yesterday = timezone.localdate() - timedelta(days=1)
    day = date_format(yesterday, "SHORT_DATE_FORMAT")
    actions.declare(ruth, by=ruth.person, kind="funds", until=yesterday)
    assert said_of(ruth) == [f"Declares: funds members of the space in general, until {day}, over"]


@pytest.mark.parametrize(
    "given", [{}, {"kind": "loves"}, {"kind": "funds", "organisation": 999_999_999}, {"kind": "funds", "since": "x"},
              {"kind": "funds", "since": "2026-02-01", "until": "2026-01-01"}, {"kind": "funds", "note": "x" * 201}],
)  # fmt: skip
def test_what_makes_no_sense_is_said_and_not_kept(client, ruth, given):
    assert post(client, ruth, **given).status_code == 200
    assert not Relation.objects.exists()


def test_everybody_in_the_space_reads_the_page_and_nobody_else(client, ruth):
    actions.declare(ruth, by=ruth.person, kind="funds")
    for name in ("dana", "noa"):
        client.force_login(w.a_person(name))
        assert "Declares: funds members" in client.get(at(ruth)).text
        assert client.post(at(ruth), {"kind": "funds"}).status_code == 403
    pending = w.answering.accept(w.invited(ruth.space, "raed")).person
    for person in (w.omer(), pending):
        client.force_login(person)
        assert client.get(at(ruth)).status_code == 404


def test_one_declares_for_oneself_and_only_from_outside(ruth):
    dana = ruth.space.memberships.get(person=w.a_person("dana"))
    for place, by in ((ruth, dana.person), (ruth, w.noa()), (ruth, None), (dana, dana.person)):
        with pytest.raises(Forbidden):
            actions.declare(place, by=by, kind="funds")


def test_an_organisation_that_has_nobody_in_the_space_cannot_be_named(ruth):
    with pytest.raises(NotPossible):
        actions.declare(ruth, by=ruth.person, kind="funds", organisation=w.an_organisation("זר"))


def test_none_is_not_said_beside_some(ruth):
    actions.declare(ruth, by=ruth.person, kind="funds")
    with pytest.raises(NotPossible, match="Take them away"):
        actions.declare_none(ruth, by=ruth.person)


def test_nothing_is_declared_in_a_closed_space(ruth):
    move_space(ruth.space, Stage.CLOSED, by=w.noa())
    with pytest.raises((Forbidden, NotPossible)):
        actions.declare(type(ruth).objects.get(pk=ruth.pk), by=ruth.person, kind="funds")


def test_the_members_page_costs_the_same_with_1_and_with_3_stakeholders(client, ruth):
    client.force_login(w.noa())
    costs = []
    for number in range(3):
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("spaces:members", args=[ruth.space_id]))
        costs.append(len(captured))
        found = w.stakeholder_invited(ruth.space, Invitee(f"p{number}@health.gov.il", f"P {number}", w.the_ministry()))
        place = w.signed(w.answering.accept(found), "annex")
        actions.declare(place, by=place.person, kind="funds", organisation=w.an_organisation("יד ביד"))
    assert costs[1] == costs[2]
