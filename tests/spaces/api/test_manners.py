"""What every answer of the API does alike, whatever is asked for and however."""

import json
import uuid
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client

from spaces.actions.proposing import propose_for
from spaces.api.urls import urlpatterns
from spaces.vetting import Invitee
from tests import world as w
from tests.spaces.api.test_lists import LISTS, a_full_world
from tests.spaces.partners.calling import program_of

pytestmark = pytest.mark.django_db

OWN = (*LISTS, "webhooks")
VIEWS = {str(one.pattern).rstrip("/"): one.callback.view_class for one in urlpatterns}
PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def crm(django_db_setup, django_db_blocker):
    """A program's partner that reads everything, with a row of each kind."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = w.a_partner(calls_per_minute=10_000)
        a_full_world(made)
        propose_for(made, made.grants.get().space, "peer", Invitee("gil@world.example", "Gil Or"))
        w.an_endpoint(made)
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def client(crm):
    return program_of(crm).client


def of(name):
    return f"/api/v1/{name}/"


def problem(answer):
    """(status, code) of a refusal, which must be one by RFC 9457."""
    said = json.loads(answer.content)
    assert answer["Content-Type"] == PROBLEM
    assert said["status"] == answer.status_code
    return said["status"], said["code"]


@pytest.mark.parametrize("name", OWN)
def test_looking_only_at_the_head_tells_the_same_without_a_body(client, name):
    whole, head = client.get(of(name)), client.head(of(name))
    assert (head.status_code, head.content) == (200, b"")
    for header in ("Content-Type", "ETag", "RateLimit-Policy", "Cache-Control"):
        assert head.get(header) == whole.get(header), header


@pytest.mark.parametrize("name", [*OWN, "events", "organisations/bulk", "invitations/1/approve"])
def test_what_may_be_asked_is_told_and_what_may_not_is_refused_with_it(client, name):
    view = VIEWS[name.replace("/1/", "/<int:pk>/")]
    verbs = {verb.upper() for verb in view.http_method_names if hasattr(view, verb)}
    for method in ("PATCH", "DELETE", "PROPFIND"):
        answer = client.generic(method, of(name))
        assert problem(answer) == (405, "method_not_allowed")
        assert {verb.strip() for verb in answer["Allow"].split(",")} == verbs | ({"HEAD"} if "GET" in verbs else set())


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/*;q=0.1", "", "nonsense", "a/b, */*;q=0"])
def test_every_answer_is_json_whatever_is_asked_for(client, accept):
    assert client.get(of("spaces"), headers={"accept": accept})["Content-Type"] == "application/json"
    assert problem(client.get(of("nothing"), headers={"accept": accept})) == (404, "not_found")
    assert problem(client.get(of("spaces/0"), headers={"accept": accept})) == (404, "not_found")


@pytest.mark.parametrize(
    "path", ["nothing", "places/x", "places/1/x", "meetings/1", "", "..", "organisations/by-number", "%00", "%F0%9F"]
)
def test_an_address_that_nobody_answers_is_a_problem_as_well(client, path):
    for method in ("GET", "POST", "DELETE"):
        assert problem(client.generic(method, of(path))) == (404, "not_found")


def test_a_person_still_gets_a_page():
    assert Client().get("/nothing/")["Content-Type"].startswith("text/html")


def test_what_breaks_on_our_side_is_a_problem_too(client, monkeypatch):
    monkeypatch.setattr("spaces.api.space.SpaceList.get", lambda *_about: 1 / 0)
    client.raise_request_exception = False
    assert problem(client.get(of("spaces"))) == (500, "error")


@pytest.mark.parametrize("language", ["en", "he", "ar", "de", "*", "x" * 900, "he;q=x"])
def test_a_refusal_has_words_for_people_in_any_language(client, language):
    for path in ("nothing", "spaces/0"):
        answer = client.get(of(path), headers={"accept-language": language})
        assert problem(answer) == (404, "not_found")
        assert answer.json()["detail"]


def test_the_words_are_in_the_language_of_the_call_and_the_code_is_not(client):
    path = of("places") + "?colour=red"
    found = [client.get(path, headers={"accept-language": one}).json() for one in ("en", "he")]
    assert len({one["errors"]["colour"][0] for one in found}) == 2
    assert len({one["code"] for one in found}) == 1


@pytest.mark.parametrize("name", OWN)
def test_each_field_can_be_asked_for_alone(client, name):
    first = client.get(of(name)).json()["results"][0]
    for field in first:
        found = client.get(of(name) + f"?fields={field}").json()["results"][0]
        assert found == {key: first[key] for key in first if key in {"id", field}}
    every = ",".join(reversed(first))
    assert client.get(of(name) + f"?fields={every}").json()["results"][0] == first


def test_fields_of_what_has_no_id_are_chosen_as_well(crm, client):
    endpoint = crm.endpoints.first()
    path = f"/api/v1/webhooks/{endpoint.key}/"
    client.post(f"{path}test/", {}, content_type="application/json")
    found = client.get(f"{path}deliveries/?fields=type,state").json()["results"][0]
    assert found == {"type": "webhook.test", "state": "waiting"}


@pytest.mark.parametrize("words", ["%", "—", " - ", "\u200f", "%_%"])
def test_words_without_a_letter_find_nothing(client, words):
    assert client.get(of("organisations"), {"q": words}).json() == {"results": [], "next": None}


@pytest.mark.parametrize("name", LISTS)
def test_who_has_a_page_or_a_row_already_is_told_so(client, name):
    row = client.get(of(name)).json()["results"][0]["id"]
    for path in (of(name), of(name) + "?limit=1&fields=id", of(f"{name}/{row}")):
        etag = client.get(path)["ETag"]
        for said in (etag, f'"other", {etag}', f"W/{etag}", "*"):
            answer = client.get(path, headers={"if-none-match": said})
            assert (answer.status_code, answer.content) == (304, b""), (path, said)
        for said in ('"other"', "nonsense", "", etag.strip('"')):
            assert client.get(path, headers={"if-none-match": said}).status_code == 200, (path, said)


FORGED = [
    "0",
    "-1",
    "x",
    "1e3",
    "99999999999999999999",
    "٣",
    " 1",
    "\x00",
    "1,2",
    "null",
    "1" * 41,
    str(uuid.UUID(int=7)),
]


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("cursor", FORGED)
def test_a_forged_cursor_opens_nothing(client, name, cursor):
    answer = client.get(of(name) + f"?cursor={quote(cursor)}")
    if answer.status_code == 200:  # a place of this list, whoever made it up
        assert len(answer.json()["results"]) <= 1
    else:
        assert problem(answer) == (400, "invalid")
        assert list(answer.json()["errors"]) == ["cursor"]


@pytest.mark.parametrize("name", [*OWN, "events"])
@pytest.mark.parametrize(
    ("limit", "status"), [("0", 400), ("1", 200), ("100", 200), ("101", 400), ("1.0", 400), ("", 400)]
)
def test_a_page_holds_one_to_a_hundred(client, name, limit, status):
    answer = client.get(of(name) + f"?limit={limit}")
    assert answer.status_code == status
    if status == 400:
        assert (problem(answer), list(answer.json()["errors"])) == ((400, "invalid"), ["limit"])
