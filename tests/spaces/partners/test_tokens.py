from base64 import b64encode
from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, connection
from django.utils import timezone

from spaces.actions import partner as actions
from spaces.models import PartnerKey, PartnerToken
from tests import world as w
from tests.spaces.api.asking import Program
from tests.spaces.partners.calling import ask_token, basic, program_of, token_of, with_token

pytestmark = pytest.mark.django_db
IN_BODY = {"grant_type": "client_credentials"}


def test_a_key_gives_a_token_for_all_that_the_partner_may_ask_for():
    partner = w.a_partner(scopes=("spaces:read", "map:read"))
    answer = ask_token(authorization=basic(*w.a_key(partner)))
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    found = answer.json()
    token = found.pop("access_token")
    assert found == {"expires_in": 900, "token_type": "Bearer", "scope": "spaces:read map:read"}
    assert with_token(token).get("spaces/")[0] == 200


def test_the_secret_may_come_in_the_body():
    key, secret = w.a_key(w.a_partner())
    answer = ask_token({"client_id": key.client_id, "client_secret": secret, "scope": "map:read"})
    assert (answer.status_code, answer.json()["scope"]) == (200, "map:read")


def test_neither_secret_nor_token_is_kept():
    key, secret = w.a_key(w.a_partner())
    token = token_of(key, secret)
    kept = [*PartnerKey.objects.values_list().get(), *PartnerToken.objects.values_list().get()]
    assert [value for value in kept if str(value) in (secret, token)] == []


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        ("", 400, "invalid_request"),
        ("grant_type=password", 400, "unsupported_grant_type"),
        ("grant_type=client_credentials&scope=spaces:fly", 400, "invalid_scope"),
        ("grant_type=client_credentials&scope=spaces:read&scope=map:read", 400, "invalid_request"),
        ("grant_type=client_credentials&client_secret=x", 400, "invalid_request"),
        ("grant_type=client_credentials&client_id=somebody-else", 401, "invalid_client"),
        ('{"grant_type": "client_credentials"}', 400, "invalid_request"),
        ("grant_type=%zz", 400, "invalid_request"),
        (b"\xff\xfe", 400, "invalid_request"),
        ("grant_type=client_credentials&scope=%00", 400, "invalid_scope"),
        ("grant_type=client_credentials&client=x&scopes=map:read&key=1", 200, None),
    ],
)
def test_what_is_asked_badly_is_answered_by_the_letter(body, status, error):
    answer = ask_token(body, authorization=basic(*w.a_key(w.a_partner())))
    assert (answer.status_code, answer.json().get("error")) == (status, error)
    assert answer["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    "word",
    ["", "Basic", "Basic x", "Basic \xff", "Bearer x", b"nobody:\x00", b"\xff", b"a%00:b", b"a", b":"],
)
def test_who_cannot_show_a_key_gets_nothing(word):
    header = word if isinstance(word, str) else "Basic " + b64encode(word).decode()
    w.a_key(w.a_partner())
    answer = ask_token(authorization=header)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert answer["WWW-Authenticate"] == 'Basic realm="api"'


def test_a_wrong_secret_and_an_unknown_client_are_answered_alike():
    key, secret = w.a_key(w.a_partner())
    wrong = ask_token(authorization=basic(key, secret + "x"))
    unknown = ask_token(authorization=basic(PartnerKey(client_id="nobody"), secret))
    assert (wrong.status_code, wrong.content) == (unknown.status_code, unknown.content) == (401, unknown.content)


def test_no_more_than_thirty_wrong_secrets_are_tried_from_an_address():
    key, secret = w.a_key(w.a_partner())
    for _attempt in range(30):
        assert ask_token(authorization=basic(key, "wrong")).status_code == 401
    for word in ("wrong", secret):
        answer = ask_token(authorization=basic(key, word))
        assert (answer.status_code, answer["Retry-After"]) == (429, "600")
        assert answer.json()["error"] == "temporarily_unavailable"


def test_a_key_gives_no_more_than_sixty_tokens_in_ten_minutes():
    key, secret = w.a_key(w.a_partner())
    answers = [ask_token(authorization=basic(key, secret)).status_code for _attempt in range(61)]
    assert answers == [200] * 60 + [429]


def test_a_token_is_asked_for_by_post_alone():
    for method in ("GET", "PUT", "DELETE"):
        assert Program().ask(method, "token")[1]["code"] == "method_not_allowed"


# How long it lives


def test_a_token_ends_after_a_quarter_of_an_hour():
    program = program_of(w.a_partner())
    with time_machine.travel(timezone.now() + timedelta(minutes=14), tick=False):
        assert program.get("spaces/")[0] == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        status, found = program.get("spaces/")
    assert (status, found["code"]) == (401, "invalid_token")


def test_ending_a_key_ends_its_tokens_at_once_and_no_others():
    partner = w.a_partner()
    old, new = w.a_key(partner), w.a_key(partner)
    programs = [with_token(token_of(*key)) for key in (old, new)]
    actions.end_key(old[0], by=w.an_operator())
    assert [program.get("spaces/")[0] for program in programs] == [401, 200]
    assert ask_token(authorization=basic(*old)).status_code == 401


def test_a_key_that_is_changed_overlaps_with_the_next_one():
    partner = w.a_partner()
    old = w.a_key(partner)
    new = actions.make_key(partner, by=w.a_person("tal"), others_for=timedelta(days=1))
    assert [ask_token(authorization=basic(*key)).status_code for key in (old, new)] == [200, 200]
    program = with_token(token_of(*old))
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1), tick=False):
        assert [ask_token(authorization=basic(*key)).status_code for key in (old, new)] == [401, 200]
        assert program.get("spaces/")[0] == 401


def test_a_partner_that_may_not_connect_is_out_at_once():
    partner = w.a_partner()
    key = w.a_key(partner)
    program = with_token(token_of(*key))
    actions.change_partner(partner, by=w.an_operator(), is_active=False)
    assert program.get("spaces/")[0] == 401
    assert ask_token(authorization=basic(*key)).status_code == 401


def test_what_a_partner_may_ask_for_no_more_its_tokens_lose():
    partner = w.a_partner()
    program = program_of(partner)
    actions.change_partner(partner, by=w.an_operator(), scopes=["map:read"])
    status, found = program.get("spaces/")
    assert (status, found["code"]) == (403, "insufficient_scope")


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_died_between_two_calls_is_opened_anew():
    program = program_of(w.a_partner())
    with connection.cursor() as cursor, suppress(OperationalError):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    assert program.get("spaces/")[0] == 200


# From where


@pytest.mark.parametrize(
    ("networks", "address", "may"),
    [
        ([], "203.0.113.9", True), (["203.0.113.0/24"], "203.0.113.9", True), (["203.0.113.9"], "203.0.113.9", True),
        (["203.0.113.0/24"], "198.51.100.1", False), (["2001:db8::/32"], "2001:db8::1", True),
        (["203.0.113.0/24"], "::ffff:203.0.113.9", True), (["2001:db8::/32"], "203.0.113.9", False),
    ],
)  # fmt: skip
def test_calls_come_from_the_networks_that_the_partner_named(networks, address, may):
    assert w.a_partner(networks=networks).may_call_from(address) is may


def test_from_elsewhere_neither_a_key_nor_a_token_is_of_use():
    partner = w.a_partner()
    key = w.a_key(partner)
    token = token_of(*key)
    actions.change_partner(partner, by=w.an_operator(), networks=["198.51.100.0/24"])
    answer = ask_token(authorization=basic(*key))
    assert (answer.status_code, answer.json()["error"]) == (400, "unauthorized_client")
    status, found = with_token(token).get("spaces/")
    assert (status, found["code"]) == (403, "network_not_allowed")
    assert with_token(token, REMOTE_ADDR="198.51.100.7").get("spaces/")[0] == 200


# What a token is good for


def test_without_a_token_the_answer_says_how_to_come():
    for headers, challenge in (
        ({}, 'Bearer realm="api"'),
        ({"authorization": "Bearer nothing"}, 'Bearer realm="api", error="invalid_token"'),
    ):
        answer = Program(headers=headers).client.get("/api/v1/spaces/")
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, challenge)


@pytest.mark.parametrize("token", ["", " ", "x", "\xff", "a b", "x" * 5000])
def test_no_word_makes_it_trip(token):
    assert Program(headers={"authorization": f"Bearer {token}"}).get("spaces/")[0] == 401


def test_a_token_without_the_scope_is_told_which_one():
    status, found = program_of(w.a_partner(), "map:read").get("spaces/")
    assert (status, found["code"]) == (403, "insufficient_scope")
    assert "spaces:read" in found["detail"]


def test_what_is_for_people_is_closed_to_partners():
    status, found = program_of(w.a_partner()).post("invitations/1/approve/")
    assert (status, found["code"]) == (403, "not_for_partners")


def test_answers_to_a_partner_are_kept_by_no_cache():
    answer = program_of(w.a_partner()).client.get("/api/v1/spaces/")
    assert answer["Cache-Control"] == "private, no-store"
