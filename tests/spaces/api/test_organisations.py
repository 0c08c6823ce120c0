"""Organisations: found, made and completed by partner systems."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sectors.models import NumberState, Organisation, Place, Review
from tests import world as w
from tests.spaces.partners.calling import program_of

pytestmark = pytest.mark.django_db

NUMBER, OTHER = "580000016", "580000024"


@pytest.fixture
def program():
    return program_of(w.a_partner())


def put(program, path, body):
    return program.ask("PUT", f"organisations/{path}/", body)


def items(count):
    return [{"identifier": f"CRM-{n}", "name_en": f"Association {n}", "purpose": f"Purpose {n}"} for n in range(count)]


def test_an_organisation_is_made_and_the_same_again_changes_nothing(program):
    place = Place.objects.create(name_he="חיפה", code="4000")
    said = {"name_he": "עמותת האור", "purpose": "Light", "place": place.pk}
    status, made = put(program, f"by-number/{NUMBER}", said)
    assert (status, made["result"], made["kept"]) == (201, "created", [])
    assert put(program, f"by-number/{NUMBER}", said) == (200, made | {"result": "unchanged"})
    _status, found = program.get(f"organisations/by-number/{NUMBER}/")
    assert (found["id"], found["name_he"], found["sector"], found["kind"]) == (
        made["id"], "עמותת האור", "third", "association",
    )  # fmt: skip
    assert (found["registry_state"], found["place"], found["source"]) == ("suggested", place.pk, found["source"])


def test_what_a_partner_brought_it_corrects_and_the_former_name_stays_findable(program):
    _status, made = put(program, "by-id/CRM-7", {"name_en": "Light", "purpose": "Old"})
    assert put(program, "by-id/CRM-7", {"name_en": "Lights", "purpose": "New"})[1]["result"] == "updated"
    found = program.get(f"organisations/{made['id']}/")[1]
    assert (found["name_en"], found["other_names"], found["purpose"], found["identifiers"]) == (
        "Lights", ["Light"], "New", ["CRM-7"],
    )  # fmt: skip
    assert [one["id"] for one in program.get("organisations/?q=light")[1]["results"]] == [made["id"]]
    assert [one["id"] for one in program.get("organisations/?identifier=CRM-7")[1]["results"]] == [made["id"]]


def test_what_others_brought_is_only_completed_and_a_person_looks_at_the_rest(program):
    one = w.an_organisation("עמותת האור")
    Organisation.objects.filter(pk=one.pk).update(
        registry_number=NUMBER, registry_state=NumberState.VERIFIED, purpose="Ours"
    )
    said = {"name_en": "Light", "purpose": "Theirs", "sector": "first", "kind": "ministry"}
    status, done = put(program, f"by-number/{NUMBER}", said)
    assert (status, done) == (200, {"id": one.pk, "result": "updated", "kept": ["purpose", "sector", "kind"]})
    found = program.get(f"organisations/{one.pk}/")[1]
    assert (found["name_en"], found["purpose"], found["sector"]) == ("Light", "Ours", "third")
    assert list(Review.objects.values_list("reason", "detail")) == [("sector_differs", "first")]
    assert put(program, f"by-number/{NUMBER}", said)[1]["result"] == "unchanged"


def test_a_number_that_another_name_holds_is_a_conflict_for_a_person(program):
    one = w.an_organisation("עמותה אחרת")
    Organisation.objects.filter(pk=one.pk).update(registry_number=NUMBER, registry_state=NumberState.SUGGESTED)
    _status, made = put(program, f"by-number/{NUMBER}", {"name_he": "עמותת האור"})
    assert (made["result"], made["id"] == one.pk) == ("created", False)
    assert list(Review.objects.values_list("reason", "detail")) == [("number_conflict", NUMBER)]
    assert put(program, f"by-number/{NUMBER}", {"name_he": "עמותת האור"})[1] == made | {"result": "unchanged"}


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("by-number/123", {"name_en": "Light"}, ""), (f"by-number/{NUMBER}", {}, "name_he"),
        (f"by-number/{NUMBER}", {"name_en": "—"}, "name_he"), (f"by-number/{NUMBER}", {"name_en": 5}, "name_en"),
        (f"by-number/{NUMBER}", {"name_en": "A", "colour": "red"}, "colour"),
        (f"by-number/{NUMBER}", {"name_en": "A", "place": 99}, "place"),
        (f"by-number/{NUMBER}", {"name_en": "A", "sector": "third", "kind": "ministry"}, "sector"),
        ("by-id/X", {"name_en": "A", "registry_number": "580000017"}, "registry_number"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(program, path, body, field):
    status, found = put(program, path, body)
    assert (status, list(found["errors"])) == (400, [field])


def test_a_thousand_at_once_and_the_second_time_nothing_changes(program):
    status, found = program.post("organisations/bulk/", {"items": items(1000)})
    assert (status, {one["result"] for one in found["results"]}) == (200, {"created"})
    with CaptureQueriesContext(connection) as captured:
        again = program.post("organisations/bulk/", {"items": items(1000)})[1]
    assert {one["result"] for one in again["results"]} == {"unchanged"}
    assert [one["id"] for one in again["results"]] == [one["id"] for one in found["results"]]
    assert len(captured) < 40
    assert Organisation.objects.count() == 1000


def test_good_ones_survive_bad_ones_and_twice_is_once(program):
    good, bad = {"identifier": "A", "name_en": "Light"}, {"identifier": "B", "name_en": 5}
    body = {"items": [good, bad, good | {"name_en": "Lights"}, {"name_en": "No key"}, 7]}
    _status, found = program.post("organisations/bulk/", body)
    assert [one["result"] for one in found["results"]] == ["created", "refused", "updated", "refused", "refused"]
    assert list(Organisation.objects.values_list("name_en", flat=True)) == ["Lights"]


@pytest.mark.parametrize(
    "body", [{}, {"items": []}, {"items": {}}, [], {"items": [1], "more": 1}, {"items": [1] * 1001}]
)
def test_a_body_that_is_no_list_of_items_is_refused(program, body):
    status, found = program.post("organisations/bulk/", body)
    assert (status, list(found["errors"])) == (400, ["items"])


def test_a_write_may_say_what_it_expects(program):
    path = f"/api/v1/organisations/by-number/{NUMBER}/"

    def said(name, **headers):
        answer = program.client.put(path, {"name_en": name}, content_type="application/json", headers=headers)
        return answer.status_code

    assert said("Light", **{"if-match": "*"}) == 412
    assert said("Light", **{"if-none-match": "*"}) == 201
    assert said("Light", **{"if-none-match": "*"}) == 412
    etag = program.client.get(path)["ETag"]
    assert said("Lights", **{"if-match": etag}) == 200
    assert said("Lighter", **{"if-match": etag}) == 412
    assert program.get(f"organisations/by-number/{NUMBER}/")[1]["name_en"] == "Lights"


def test_writing_takes_the_scope_for_it():
    program = program_of(w.a_partner(), "organisations:read")
    assert put(program, f"by-number/{NUMBER}", {"name_en": "Light"})[0] == 403
    assert program.post("organisations/bulk/", {"items": items(1)})[0] == 403
