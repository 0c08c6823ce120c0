"""The calls of a partner that write, each with a key: twenty at once, another body, a server killed in the middle."""

import json
import os
import signal
from dataclasses import dataclass
from functools import partial

import pytest
from django.db import transaction
from django.test import Client

from sectors.models import Organisation
from spaces.models import Event, Invitation, Partner, Space
from tests import world as w
from tests.fixtures.processes import wait_until
from tests.spaces.partners.calling import token_of
from tests.spaces.partners.killing import Pair, asked, waiting_backends
from tests.spaces.test_the_door_races import together

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "580000016"


@dataclass(frozen=True)
class Call:
    """A call, how many rows it may have made in the end, and the rows that it comes to wait for in its middle."""

    method: str
    path: str
    body: dict
    other: dict
    rows: object
    made: object


@pytest.fixture(params=["proposal", "bulk", "put"])
def call(request):
    return {"proposal": proposal, "bulk": bulk, "put": put}[request.param]()


def proposal():
    space = w.consolidated()
    w.granted(partner(), space, "invitations:read", "invitations:write")
    body = {"space": space.pk, "kind": "peer", "name": "Gil Or", "email": "gil@world.example"}
    rows = Space.objects.filter(pk=space.pk)

    def made():
        told = Event.objects.filter(kind="invitation.moved").values_list("state", flat=True).order_by("id")
        return Invitation.objects.filter(email="gil@world.example").count(), list(told)

    return Call(
        "POST", "invitations/", body, body | {"name": "Gal Or"}, rows, lambda: made() == (1, ["draft", "proposed"])
    )


def bulk():
    known = w.an_organisation("Known")
    Organisation.objects.filter(pk=known.pk).update(registry_number=NUMBER, registry_state="verified")
    items = [{"identifier": f"CRM-{number}", "name_en": f"Light {number}"} for number in range(3)]
    body = {"items": [*items, {"registry_number": NUMBER, "name_en": "Known too"}]}
    rows = Organisation.objects.filter(pk=known.pk)
    made = lambda: Organisation.objects.filter(name_en__startswith="Light ").count() == 3  # noqa: E731
    return Call("POST", "organisations/bulk/", body, {"items": items}, rows, made)


def put():
    known = w.an_organisation("Known")
    Organisation.objects.filter(pk=known.pk).update(registry_number=NUMBER, registry_state="verified")
    rows = Organisation.objects.filter(pk=known.pk)
    made = lambda: Organisation.objects.filter(name_en="Light").count() == 1  # noqa: E731
    path = f"organisations/by-number/{NUMBER}/"
    return Call("PUT", path, {"name_en": "Light"}, {"name_en": "Dark"}, rows, made)


def partner():
    return Partner.objects.first() or w.a_partner()


@pytest.fixture
def token():
    return token_of(*w.a_key(partner()))


def ask(token, call, key="one", body=None):
    headers = {"authorization": f"Bearer {token}", "idempotency-key": key}
    text = json.dumps(body or call.body)
    client = Client(headers=headers)
    return client.generic(call.method, f"/api/v1/{call.path}", text, content_type="application/json")


def test_twenty_at_once_do_it_once_and_get_one_answer(call, token):
    found = together(*[lambda: ask(token, call)] * 20)
    again = ask(token, call)
    assert (again.status_code < 300, again["Idempotent-Replayed"]) == (True, "true")
    done = [one for one in found if one.status_code != 409]
    assert {(one.status_code, one.content) for one in done} == {(again.status_code, again.content)}
    assert {one.json()["code"] for one in found if one.status_code == 409} <= {"idempotency_key_in_use"}
    assert sum("Idempotent-Replayed" not in one for one in done) == 1
    assert call.made()


def test_another_body_under_the_same_key_is_refused(call, token):
    ask(token, call)
    answer = ask(token, call, body=call.other)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert call.made()


def test_after_the_server_was_killed_in_the_middle_the_retry_does_it_once(call, token, server):
    process, address = server()
    again = partial(asked, method=call.method, token=token, key="kill", body=call.body)
    with transaction.atomic():
        list(call.rows.select_for_update(no_key=True))
        killed = Pair(lambda: again(address + call.path), lambda: wait_until(lambda: waiting_backends() == 1))
        assert killed.second()
        os.killpg(process.pid, signal.SIGKILL)
        assert killed.first()[0] is None
    _process, address = server()
    assert not call.made()
    answers = []
    assert wait_until(lambda: answers.append(again(address + call.path)) or answers[-1][0] != 409)
    assert answers[-1][0] < 300
    assert again(address + call.path) == answers[-1]
    assert call.made()
