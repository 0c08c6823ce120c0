"""The feed and the endpoints as a partner's program meets them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from spaces.actions.space import move_space
from spaces.api import webhook
from spaces.event_kinds import WANTED
from spaces.models import Delivery, Endpoint
from spaces.states import Stage
from tests import world as w
from tests.spaces.api.asking import Program
from tests.spaces.partners.calling import program_of

pytestmark = pytest.mark.django_db

HOOK = {"url": "https://crm.example/hooks", "kinds": ["space.moved", "grant.began"]}


@pytest.fixture
def crm():
    return w.a_partner()


@pytest.fixture
def program(crm):
    return program_of(crm)


@pytest.fixture
def space(crm):
    found = w.a_space()
    w.granted(crm, found)
    for stage in (Stage.GATHERING, Stage.PAUSED, Stage.GATHERING):
        found = move_space(found, stage, by=w.noa())
    return found


def test_the_feed_goes_on_from_its_cursor(program, space):
    _status, first = program.get("events/?limit=3")
    assert [one["type"] for one in first["results"]] == ["grant.began", "space.moved", "space.moved"]
    assert (first["cursor"], first["has_more"]) == (first["results"][-1]["id"], True)
    _status, second = program.get(f"events/?after={first['cursor']}")
    assert ([one["data"]["state"] for one in second["results"]], second["has_more"]) == (["gathering"], False)
    end = {"results": [], "cursor": second["cursor"], "has_more": False}
    assert program.get(f"events/?after={second['cursor']}") == (200, end)
    move_space(space, Stage.PAUSED, by=w.noa())
    assert [one["data"]["state"] for one in program.get(f"events/?after={end['cursor']}")[1]["results"]] == ["paused"]


def test_an_empty_feed_begins_at_the_start(program):
    assert program.get("events/") == (200, {"results": [], "cursor": None, "has_more": False})


@pytest.mark.parametrize("query", ["after=evt_0", "after=1", "after=%00", "after=%D7%90", "after=" + "x" * 900])
def test_a_cursor_that_is_none_is_told(program, query):
    status, found = program.get(f"events/?{query}")
    assert (status, found["code"], list(found["errors"])) == (400, "invalid", ["after"])


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x", "", "1e1", "%D9%A1", "9" * 30])
def test_a_limit_that_is_none_is_told(program, limit):
    status, found = program.get(f"events/?limit={limit}")
    assert (status, list(found["errors"])) == (400, ["limit"])


def test_a_token_without_the_scope_reads_no_events_and_touches_no_endpoints(crm, space):
    program = program_of(crm, "spaces:read")
    for method, path in (("GET", "events/"), ("GET", "webhooks/"), ("POST", "webhooks/"), ("GET", "webhooks/x/")):
        status, found = program.ask(method, path, HOOK)
        assert (status, found["code"]) == (403, "insufficient_scope")


def test_the_token_narrows_what_is_told(crm, space):
    assert [one["type"] for one in program_of(crm, "events:read").get("events/")[1]["results"]] == ["grant.began"]


def test_people_have_no_feed_and_no_endpoints():
    for person in (w.noa(), w.an_operator()):
        for path in ("events/", "webhooks/"):
            assert Program(person).get(path)[0] == 403
    assert Program().get("events/")[0] == 401


def test_an_endpoint_is_made_read_and_removed(program):
    status, made = program.post("webhooks/", HOOK)
    secret = made.pop("secret")
    assert (status, made["url"], made["kinds"], made["state"]) == (201, HOOK["url"], sorted(HOOK["kinds"]), "active")
    assert secret.startswith("whsec_")
    assert program.get(f"webhooks/{made['id']}/") == (200, made)
    assert program.get("webhooks/") == (200, {"results": [made], "next": None})
    assert program.client.delete(f"/api/v1/webhooks/{made['id']}/").status_code == 204
    assert program.get(f"webhooks/{made['id']}/")[0] == 404
    assert program.get("webhooks/")[1]["results"] == []


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["kinds", "url"]),
        ({"url": "http://crm.example/", "kinds": ["space.moved"]}, ["url"]),
        ({"url": "https://u:p@crm.example/", "kinds": ["space.moved"]}, ["url"]),
        ({"url": "https://crm.example/" + "x" * 600, "kinds": ["space.moved"]}, ["url"]),
        ({"url": "https://crm.example/", "kinds": []}, ["kinds"]),
        ({"url": "https://crm.example/", "kinds": ["space.closed"]}, ["kinds"]),
        ({"url": "https://crm.example/", "kinds": ["webhook.test"]}, ["kinds"]),
        ({"url": "https://crm.example/", "kinds": "space.moved"}, ["kinds"]),
        ({**HOOK, "state": "active"}, ["state"]),
        ({**HOOK, "secret": "whsec_x"}, ["secret"]),
    ],
)
def test_what_is_wrong_with_an_endpoint_is_told_by_its_field(program, body, fields):
    status, found = program.post("webhooks/", body)
    assert (status, found["code"], sorted(found["errors"])) == (400, "invalid", fields)
    assert not Endpoint.objects.exists()


def test_all_kinds_can_be_wanted_with_the_scopes_for_them(crm, program):
    assert program.post("webhooks/", HOOK | {"kinds": list(WANTED)})[0] == 201
    status, found = program_of(crm, "webhooks:write events:read").post("webhooks/", HOOK)
    assert (status, found["code"]) == (403, "insufficient_scope")
    assert "spaces:read" in found["detail"]


def test_ten_endpoints_are_enough(program):
    for _number in range(10):
        program.post("webhooks/", HOOK)
    status, found = program.post("webhooks/", HOOK)
    assert (status, found["code"]) == (409, "not_possible")


def test_the_endpoints_of_others_are_not_there(program):
    made = program.post("webhooks/", HOOK)[1]
    other = program_of(w.a_partner("Another"))
    other.post(f"webhooks/{made['id']}/test/")
    for method, path in (
        ("GET", ""), ("DELETE", ""), ("POST", "secret/"), ("POST", "test/"), ("POST", "enable/"),
        ("GET", "deliveries/"), ("POST", "deliveries/evt_1/resend/"),
    ):  # fmt: skip
        assert other.ask(method, f"webhooks/{made['id']}/{path}", {})[0] == 404
        assert other.ask(method, f"webhooks/whk_0%00/{path}", {})[0] == 404
    assert program.get(f"webhooks/{made['id']}/")[1]["state"] == "active"


def test_a_test_is_among_the_deliveries_and_goes_again(program):
    made = program.post("webhooks/", HOOK)[1]
    status, sent = program.post(f"webhooks/{made['id']}/test/")
    assert (status, sent["type"], sent["state"], sent["attempts"]) == (202, "webhook.test", "waiting", 0)
    Delivery.objects.update(step="failed", attempts=8)
    path = f"webhooks/{made['id']}/deliveries/"
    (failed,) = program.get(path + "?state=failed")[1]["results"]
    assert (failed["event"], failed["next_attempt_at"]) == (sent["event"], None)
    assert program.get(path + "?state=waiting")[1]["results"] == []
    assert program.get(path + "?state=odd")[0] == 400
    status, again = program.post(f"{path}{sent['event']}/resend/")
    assert (status, again["state"], again["attempts"]) == (202, "waiting", 0)
    assert program.post(f"{path}evt_0/resend/")[0] == 404


def test_what_is_off_is_switched_on_first(program):
    made = program.post("webhooks/", HOOK)[1]
    Endpoint.objects.update(off_since=timezone.now(), why_off="gone")
    assert program.get(f"webhooks/{made['id']}/")[1]["why_disabled"] == "gone"
    assert program.post(f"webhooks/{made['id']}/test/")[1]["code"] == "not_possible"
    status, on = program.post(f"webhooks/{made['id']}/enable/")
    assert (status, on["state"], on["why_disabled"]) == (200, "active", None)
    assert program.post(f"webhooks/{made['id']}/test/")[0] == 202


def test_another_secret_is_shown_once(program):
    made = program.post("webhooks/", HOOK)[1]
    status, changed = program.post(f"webhooks/{made['id']}/secret/")
    assert status == 200
    assert changed["secret"] != made["secret"]
    assert changed["former_secret_until"] is not None
    assert "secret" not in program.get(f"webhooks/{made['id']}/")[1]


def test_deliveries_cost_the_same_number_of_queries_with_1_and_with_30(program):
    made, costs = program.post("webhooks/", HOOK)[1], []
    for count in (1, 29):
        for _time in range(count):
            program.post(f"webhooks/{made['id']}/test/")
        with CaptureQueriesContext(connection) as captured:
            program.get(f"webhooks/{made['id']}/deliveries/")
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_the_same_call_twice_makes_one_endpoint_and_one_secret(program):
    key = {"Idempotency-Key": "hook-1"}
    answers = [
        program.client.post("/api/v1/webhooks/", HOOK, content_type="application/json", headers=key)
        for _time in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert Endpoint.objects.count() == 1


def test_every_unsafe_verb_may_come_with_a_key():
    for view in (webhook.EndpointList, webhook.EndpointDetail, webhook.Secret, webhook.Test, webhook.Enable,
                 webhook.Resend):  # fmt: skip
        verbs = [getattr(view, verb) for verb in ("post", "delete") if hasattr(view, verb)]
        assert all(verb.is_idempotent for verb in verbs), view
