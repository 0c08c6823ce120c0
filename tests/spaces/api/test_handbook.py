"""The pages of the API: everything that can be called stands there, with an example that works as it stands."""

import re

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from sectors.models import NumberState, Organisation
from spaces.actions import invitation, webhook
from spaces.actions.proposing import propose_for
from spaces.api import handbook
from spaces.api.described import description, kind_of
from spaces.models.invitation import Kind
from spaces.vetting import Invitee
from tests import world as w
from tests.spaces.api.handbook import run
from tests.spaces.api.test_lists import a_full_world
from tests.spaces.partners.calling import basic, token_of

CALLS = {one.id: one for topic in handbook.topics().values() for one in topic.calls}
MADE = {"post_invitations": 201, "post_webhooks": 201, "delete_webhooks_key": 204}
ON_ITS_WAY = ("post_webhooks_key_test", "post_webhooks_key_deliveries_event_resend")


def a_world_where_all_works():
    """Variables of the examples, as a partner and the facilitator of its space set them."""
    crm = w.a_partner()
    with connection.cursor() as cursor:
        cursor.execute("ALTER SEQUENCE spaces_space_id_seq RESTART 2")
    space = a_full_world(crm)
    assert space.pk == 2
    a_known_organisation()
    invitations_in_each_state(crm, space)
    webhook.send_test(w.an_endpoint(crm))
    key, secret = w.a_key(crm)
    facilitator = Client()
    facilitator.force_login(w.noa())
    return {
        "SITE": "http://testserver",
        "TOKEN": token_of(key, secret),
        "CLIENT": key.client_id,
        "SECRET": secret,
        "BASIC": basic(key, secret),
        "SESSION": facilitator.cookies["sessionid"].value,
        "CSRF": "a" * 32,
    }


def a_known_organisation():
    state = NumberState.VERIFIED
    known = Organisation.objects.create(name_en="Light", registry_number="580000016", registry_state=state)
    known.identifiers.create(value="CRM-7")


def invitations_in_each_state(crm, space):
    for name in ("proposed", "approved", "open"):
        invitee = Invitee(f"{name}@world.example", name.title(), w.an_organisation(name))
        found, _is_new = propose_for(crm, space, Kind.PEER, invitee)
        if name != "proposed":
            invitation.approve(found, by=w.noa())
        if name == "open":
            invitation.send(found, by=w.noa())
            w.mailed(found)


@pytest.fixture(scope="module")
def variables(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield a_world_where_all_works()
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("name", CALLS)
def test_the_example_of_a_call_works_as_it_stands(name, variables):
    with transaction.atomic():
        answer = run(CALLS[name].example, variables, Client(enforce_csrf_checks=True))
        transaction.set_rollback(True)
    assert answer.status_code == MADE.get(name, 202 if name in ON_ITS_WAY else 200), answer.text
    assert str(answer.status_code) in dict(CALLS[name].answers)


def test_everything_that_can_be_called_has_its_section():
    described = {one["operationId"] for path in description()["paths"].values() for one in path.values()}
    pages = {name: Client().get(reverse("spaces:api_topic", args=[name])).text for name in handbook.topics()}
    shown = [name for page in pages.values() for name in re.findall(r'<h2 id="(\w+)">', page)]
    assert sorted(shown) == sorted(described)
    for topic in handbook.topics().values():
        for call in topic.calls:
            assert f"{call.method} {call.path}" in pages[topic.name]
            assert call.paragraphs[0] in pages[topic.name]


def test_the_index_names_every_call_once():
    page = Client().get(reverse("spaces:api")).text
    links = re.findall(r'href="/api/([a-z]+)/#(\w+)"', page)
    assert links == [(topic.name, call.id) for topic in handbook.topics().values() for call in topic.calls]


def test_each_page_is_light():
    for name in handbook.topics():
        assert len(Client().get(reverse("spaces:api_topic", args=[name])).content) < 45_000, name


def test_the_description_is_served_and_not_sent_twice():
    for name, kind in (("api_yaml", "application/yaml"), ("api_json", "application/json")):
        answer = Client().get(reverse(f"spaces:{name}"))
        assert (answer.status_code, answer["Content-Type"]) == (200, kind)
        again = Client().get(reverse(f"spaces:{name}"), headers={"if-none-match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert answer.json() == description()


@pytest.mark.parametrize("path", ["nothing/", "ties/null/", "nothing"])
def test_a_program_is_told_in_its_own_words_that_an_address_is_none(path):
    answer = Client().get(f"/api/v1/{path}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert (answer.json()["status"], answer.json()["code"]) == (404, "not_found")
    assert "text/html" in Client().get("/api/nothing/")["Content-Type"]


def test_a_scope_is_said_in_plain_words():
    assert CALLS["get_events"].ways == (
        ("events:read", "This system follows what happens, in the order in which it happened."),
    )
    assert [scope for scope, _words in CALLS["post_invitations_id_send"].ways] == [None]


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string", "maxLength": 5000}, "text, up to 5,000 characters"),
        ({"type": ["integer", "null"]}, "number or null"),
        ({"type": "integer", "minimum": 1, "maximum": 100}, "number from 1 to 100"),
        ({"type": "string", "enum": ["", "yes"]}, "one of nothing, yes"),
        ({"type": "array", "items": {"type": "string", "format": "email"}}, "list of e-mail address"),
        ({"oneOf": [{"$ref": "#/components/schemas/Named"}, {"type": "null"}]}, "object or null"),
    ],
)
def test_a_type_is_said_in_plain_words(schema, words):
    assert kind_of(schema) == words


def test_the_first_steps_are_those_of_the_document():
    page = Client().get(reverse("spaces:api_first_steps")).text
    assert '<h2 id="errors">Errors</h2>' in page
    assert 'href="/api/openapi.yaml"' in page
    assert "<table>" in page
