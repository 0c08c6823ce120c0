"""How often a partner may call."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.http import HttpResponse
from django.urls import resolve, reverse
from redis import Redis
from redis.exceptions import ConnectionError as Away

from spaces.api.calls import CallsMiddleware
from tests import world as w
from tests.spaces.api.asking import Program
from tests.spaces.partners.calling import program_of, token_of, with_token

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 1, 8, 0, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


def answer(program):
    found = program.client.get("/api/v1/spaces/")
    return found.status_code, found.get("RateLimit"), found.get("RateLimit-Policy"), found.get("Retry-After")


def test_each_answer_says_what_is_left_of_the_minute(clock):
    program = program_of(w.a_partner(calls_per_minute=2))
    policy = '"minute";q=2;w=60'
    assert answer(program) == (200, '"minute";r=1;t=42', policy, None)
    clock.shift(10)
    assert answer(program) == (200, '"minute";r=0;t=32', policy, None)
    assert answer(program) == (429, '"minute";r=0;t=32', policy, "32")
    clock.shift(32)
    assert answer(program) == (200, '"minute";r=1;t=60', policy, None)


def test_what_is_refused_is_a_problem_and_stands_among_the_calls():
    crm = w.a_partner(calls_per_minute=1)
    program = program_of(crm)
    program.get("spaces/")
    status, found = program.get("spaces/")
    assert (status, found["code"]) == (429, "throttled")
    assert crm.calls.latest("pk").status == 429


def test_a_call_counts_as_soon_as_its_token_is_known_whatever_becomes_of_it():
    crm = w.a_partner(calls_per_minute=3)
    program = program_of(crm, "map:read")
    asked = [("GET", "spaces/"), ("DELETE", "places/"), ("GET", "places/404/"), ("GET", "places/")]
    assert [program.ask(method, path, "")[0] for method, path in asked] == [403, 405, 404, 429]


def test_calls_from_a_foreign_network_are_seen_and_limited(client):
    crm = w.a_partner(networks=["198.51.100.0/24"], calls_per_minute=2)
    token = token_of(*w.a_key(crm), REMOTE_ADDR="198.51.100.7")
    foreign = with_token(token, REMOTE_ADDR="203.0.113.9")
    assert [answer(foreign)[:2] for _time in range(3)] == [
        (403, '"minute";r=1;t=42'), (403, '"minute";r=0;t=42'), (429, '"minute";r=0;t=42')
    ]  # fmt: skip
    lines = ["api/v1/token 200", *["api/v1/spaces/ 403"] * 2, "api/v1/spaces/ 429"]
    assert [f"{one.route} {one.status}" for one in crm.calls.order_by("pk")] == lines
    client.force_login(w.a_person("tal"))
    page = client.get(reverse("spaces:partner_calls", args=[crm.pk])).content.decode()
    assert (page.count("<bdi>403</bdi>"), page.count("<bdi>429</bdi>")) == (2, 1)


def test_a_call_is_noted_once_when_its_answer_is_sent(rf):
    key, _secret = w.a_key(w.a_partner())
    request = rf.get("/api/v1/spaces/")
    request.calling, request.resolver_match = key, resolve("/api/v1/spaces/")
    answer = HttpResponse()
    answer.close = lambda: None  # a server's close ends the request, and with it the test's connection
    CallsMiddleware(lambda _request: answer)(request)
    assert key.partner.calls.count() == 0
    answer.close()
    answer.close()
    assert key.partner.calls.count() == 1


def test_all_keys_of_a_partner_share_a_limit_and_no_two_partners_do():
    crm = w.a_partner(calls_per_minute=1)
    first, second = (with_token(token_of(*w.a_key(crm))) for _key in range(2))
    assert [answer(first)[0], answer(second)[0]] == [200, 429]
    assert answer(program_of(w.a_partner("Site", calls_per_minute=1)))[0] == 200


def test_people_are_not_counted():
    assert answer(Program(w.noa())) == (200, None, None, None)


def test_while_the_cache_is_away_nothing_is_refused(monkeypatch):
    program = program_of(w.a_partner(calls_per_minute=1))

    def away(*_args, **_options):
        raise Away

    monkeypatch.setattr(Redis, "execute_command", away)
    assert [answer(program), answer(program)] == [(200, None, None, None)] * 2
