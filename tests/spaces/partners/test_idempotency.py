"""The same call of a partner again: one object, one answer."""

import json
import os
import signal
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.db import transaction
from django.test import Client
from django.utils import timezone

from sectors.models import Organisation
from spaces.actions.answering_once import forget_answers
from spaces.actions.moving import hold
from spaces.models import PartnerAnswer
from tests import world as w
from tests.fixtures.processes import wait_until
from tests.rules.urls import addresses
from tests.spaces.partners.calling import token_of
from tests.spaces.partners.killing import Pair, asked, waiting_backends
from tests.spaces.test_the_door_races import together

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.spaces.partners.site")]
UNSAFE = ("post", "put", "patch", "delete")


class Caller:
    """Calls with a token and a key, as often as it is told to."""

    def __init__(self, partner=None):
        self.token = token_of(*w.a_key(partner or w.a_partner()))

    def call(self, key="one", method="post", path="/api/v1/things/", person=None, **body):
        headers = {"authorization": f"Bearer {self.token}"} | ({"idempotency-key": key} if key is not None else {})
        client = Client(headers=headers, raise_request_exception=False)
        return getattr(client, method)(path, json.dumps(body or {"name": "A"}), content_type="application/json")


def made(name="A"):
    return Organisation.objects.filter(name_he=name).count()


def test_the_same_call_again_makes_nothing_and_gets_the_first_answer():
    caller = Caller()
    first, second = caller.call(), caller.call()
    assert (first.status_code, made()) == (201, 1)
    assert (second.status_code, second.content, second["Location"]) == (201, first.content, first["Location"])
    assert (first.get("Idempotent-Replayed"), second["Idempotent-Replayed"]) == (None, "true")
    assert first["Content-Type"] == second["Content-Type"] == "application/json"


def test_without_a_key_and_with_another_one_it_is_another_call():
    caller = Caller()
    assert [caller.call(key).status_code for key in (None, None, "one", "two")] == [201] * 4
    assert made() == 4


def test_a_key_is_a_partners_own():
    assert [Caller(w.a_partner(name)).call().status_code for name in ("A", "B")] == [201, 201]
    assert made() == 2


def test_a_key_holds_over_the_change_of_credentials():
    partner = w.a_partner()
    first, second = Caller(partner).call(), Caller(partner).call()
    assert (first.content, made()) == (second.content, 1)


@pytest.mark.parametrize(
    "other",
    [
        {"name": "B"}, {"name": "A", "more": 1}, {"path": "/api/v1/things/?x=1"},
        {"method": "delete", "path": "/api/v1/things/?name=A"},
    ],
)  # fmt: skip
def test_a_key_that_came_with_another_call_is_refused(other):
    caller = Caller()
    caller.call()
    answer = caller.call(**other)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert (made(), made("B")) == (1, 0)


def test_an_answer_without_a_body_is_kept_too():
    caller = Caller()
    w.an_organisation("A")
    answers = [caller.call("gone", "delete", "/api/v1/things/?name=A") for _time in range(2)]
    assert [(one.status_code, one.content, "Idempotent-Replayed" in one) for one in answers] == [
        (204, b"", False), (204, b"", True),
    ]  # fmt: skip


@pytest.mark.parametrize(("then", "status"), [("refused", 409), ("invalid", 400), ("broken", 500)])
def test_what_is_refused_is_undone_and_may_be_tried_again(then, status):
    caller = Caller()
    assert (caller.call(name="A", then=then).status_code, made()) == (status, 0)
    assert not PartnerAnswer.objects.exists()
    assert (caller.call(name="A").status_code, made()) == (201, 1)


@pytest.mark.parametrize("key", ["", "x" * 256, "\xe9", "a\tb"])
def test_a_key_that_is_none_is_named(key):
    answer = Caller().call(key)
    assert (answer.status_code, answer.json()["code"], made()) == (400, "idempotency_key_unreadable", 0)


def test_the_kept_answer_is_sealed():
    Caller().call(name="Somebody's words")
    kept = PartnerAnswer.objects.get()
    assert "words" not in f"{kept.sealed}{kept.fingerprint}{kept.key}"


def test_an_answer_whose_seal_no_key_opens_any_more_is_told_and_nothing_is_done_twice(settings):
    caller = Caller()
    caller.call()
    settings.PRIVATE_KEYS = [Fernet.generate_key().decode()]
    for _time in range(2):
        answer = caller.call()
        assert (answer.status_code, answer.json()["code"], made()) == (409, "idempotency_answer_lost", 1)
    assert caller.call(name="B").json()["code"] == "idempotency_key_reused"
    assert (caller.call("two").status_code, made()) == (201, 2)


def test_answers_are_kept_for_two_days():
    caller = Caller()
    caller.call()
    for hours, rows in ((47, 1), (49, 0)):
        with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
            forget_answers()
            assert PartnerAnswer.objects.count() == rows


def test_a_token_is_asked_for_even_when_the_answer_is_known():
    caller = Caller()
    caller.call()
    caller.token = "another"
    assert caller.call().status_code == 401


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_make_one_object_and_one_answer():
    caller = Caller()
    found = together(*[lambda: caller.call("race")] * 20)
    assert {one.status_code for one in found} <= {201, 409}
    refused = [one for one in found if one.status_code == 409]
    assert {(one.json()["code"], one["Retry-After"]) for one in refused} <= {("idempotency_key_in_use", "1")}
    assert {one.content for one in found if one.status_code == 201} == {caller.call("race").content}
    assert made() == 1


@pytest.mark.django_db(transaction=True)
def test_while_the_first_runs_the_second_is_told_to_wait():
    caller, space = Caller(), w.a_space()

    def second():
        wait_until(lambda: waiting_backends() == 1)
        return caller.call()

    with transaction.atomic():
        hold(space.pk)
        pair = Pair(caller.call, second)
        answer = pair.second()
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (409, "idempotency_key_in_use", "1")
    assert (pair.first().status_code, made()) == (201, 1)


# A server that dies in the middle


@pytest.mark.django_db(transaction=True)
def test_after_the_server_was_killed_in_the_middle_the_retry_makes_exactly_one(server):
    token, space = Caller().token, w.a_space()
    process, address = server()
    with transaction.atomic():
        hold(space.pk)  # the call has made its row by then, and waits here
        killed = Pair(
            lambda: asked(address + "things/", token, "kill", {"name": "A"}),
            lambda: wait_until(lambda: waiting_backends() == 1),
        )
        assert killed.second()
        os.killpg(process.pid, signal.SIGKILL)
        assert killed.first()[0] is None
    assert wait_until(lambda: made() == 0)
    _process, address = server()
    again = partial(asked, address + "things/", token, "kill", {"name": "A"})
    answers = []
    assert wait_until(lambda: answers.append(again()) or answers[-1][0] != 409)
    assert (answers[-1][0], again()) == (201, answers[-1])
    assert made() == 1


# Everywhere


def test_every_call_of_a_partner_that_changes_something_can_be_sent_again():
    forgotten = [
        f"{address.name} {verb}"
        for address in addresses() if address.name.startswith("api:")
        for view in [getattr(address.view, "view_class", None)] for verb in UNSAFE
        if verb.upper() in getattr(view, "scopes", {}) and not hasattr(getattr(view, verb), "is_idempotent")
    ]  # fmt: skip
    assert forgotten == []
