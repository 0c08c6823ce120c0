"""Telling endpoints by several workers and by ones that die, and what endpoints may not be."""

from datetime import timedelta

import pytest
from django.utils import timezone

from impact_spaces.lib.refusals import NotPossible
from spaces.actions import webhook, webhook_sending
from spaces.actions.webhook_queue import claim, fill, forget_old, free_stuck
from spaces.actions.webhook_sending import send_due
from spaces.models import Delivery, Endpoint, Event
from spaces.scopes import SCOPES
from tests.faults.conftest import at_once
from tests.spaces.events.feeding import read
from tests.spaces.events.telling import endpoint_of, ids, move

pytestmark = pytest.mark.django_db(transaction=True)


def test_workers_side_by_side_send_each_once(crm, space, receiver):
    endpoint_of(crm, receiver)
    move(space, 20)
    at_once(*[send_due] * 4)
    send_due()
    assert ids(receiver) == [one["id"] for one in read(crm)][-20:]


def test_filling_side_by_side_makes_each_delivery_once(crm, space, receiver):
    endpoint_of(crm, receiver)
    move(space, 20)
    at_once(*[fill] * 4)
    fill()
    assert Delivery.objects.count() == 20


def test_what_a_dead_worker_held_goes_again(crm, space, receiver):
    endpoint_of(crm, receiver)
    move(space)
    fill()
    (held,) = claim(16)
    assert claim(16) == []
    assert send_due() == 0
    free_stuck(timezone.now() + timedelta(minutes=3))
    send_due()
    assert Delivery.objects.get().step == "delivered"
    webhook_sending.mark(held, 500, "answer")  # the dead one was only slow
    assert (Delivery.objects.get().step, Delivery.objects.get().attempts) == ("delivered", 2)


def test_a_name_that_leads_inside_gets_nothing(crm, space, receiver, settings):
    endpoint, _secret = endpoint_of(crm, receiver)
    settings.WEBHOOKS_TO_THIS_MACHINE = False
    Endpoint.objects.update(url=f"https://localhost:{receiver.port}/")
    move(space)
    send_due()
    assert (Delivery.objects.get().problem, receiver.came) == ("not_public", [])


def test_old_deliveries_are_forgotten_and_events_are_not(crm, space, receiver):
    endpoint_of(crm, receiver)
    receiver.answers = [200, 500]
    move(space, 2)
    send_due()
    before = Event.objects.count()
    assert forget_old(timezone.now() + timedelta(days=29)) == 0
    assert forget_old(timezone.now() + timedelta(days=31)) == 1
    assert (Delivery.objects.get().step, Event.objects.count()) == ("waiting", before)


def test_ten_endpoints_are_enough(crm, receiver):
    for _number in range(10):
        endpoint_of(crm, receiver)
    with pytest.raises(NotPossible, match="10"):
        endpoint_of(crm, receiver)
    webhook.remove(Endpoint.objects.first())
    endpoint_of(crm, receiver)


def test_an_endpoint_wants_what_it_may_know(crm, receiver):
    for kinds, scopes in (([], SCOPES), (["space.closed"], SCOPES), (["webhook.test"], SCOPES), (["space.moved"], [])):
        with pytest.raises(NotPossible):
            webhook.make_endpoint(crm, url=receiver.url, kinds=kinds, scopes=scopes)
    for url in ("http://example.org/", "https://user@example.org/"):
        with pytest.raises(NotPossible, match="https"):
            webhook.make_endpoint(crm, url=url, kinds=["grant.began"], scopes=[])
