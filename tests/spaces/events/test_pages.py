"""The page on which people see where a system is told, and what came of it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from spaces.actions import webhook
from spaces.models import Delivery, Endpoint
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def crm():
    return w.a_partner()


def browser(name, **more):
    client = Client()
    client.force_login(w.a_person(name, **more))
    return client


def page(client, crm):
    return client.get(f"/partner/{crm.pk}/deliveries/")


def test_who_answers_for_it_sees_what_failed_and_sends_it_again(crm):
    delivery = webhook.send_test(w.an_endpoint(crm))
    Delivery.objects.update(step="failed", attempts=8, status=503)
    tal = browser("tal")
    shown = page(tal, crm).text
    assert "given up" in shown
    assert "503" in shown
    assert delivery.event.key in shown
    answer = tal.post(f"/partner/deliveries/{delivery.pk}/again/", follow=True)
    assert "with the same id" in answer.text
    assert Delivery.objects.get().step == "waiting"


def test_what_was_switched_off_says_why_and_is_switched_on(crm):
    endpoint = w.an_endpoint(crm)
    Endpoint.objects.update(off_since=timezone.now(), why_off="gone")
    tal = browser("tal")
    assert "gone for good" in page(tal, crm).text
    tal.post(f"/partner/endpoints/{endpoint.pk}/enable/")
    endpoint.refresh_from_db()
    assert endpoint.is_active
    tal.post(f"/partner/endpoints/{endpoint.pk}/test/")
    assert Delivery.objects.get().event.kind == "webhook.test"


def test_the_operator_looks_and_touches_nothing(crm):
    endpoint = w.an_endpoint(crm)
    delivery = webhook.send_test(endpoint)
    staff = browser("staff", is_staff=True)
    shown = page(staff, crm).text.partition('id="endpoints"')[2]
    assert (endpoint.url in shown, endpoint.host in shown) == (False, True)  # an address may hold a secret
    assert "<form" not in page(staff, crm).text.partition('id="endpoints"')[2].partition("</main>")[0]
    assert staff.post(f"/partner/deliveries/{delivery.pk}/again/").status_code == 403


def test_what_was_removed_is_not_there(crm):
    delivery = webhook.send_test(w.an_endpoint(crm))
    webhook.remove(delivery.endpoint)
    tal = browser("tal")
    assert "No endpoint yet" in page(tal, crm).text
    assert tal.post(f"/partner/deliveries/{delivery.pk}/again/").status_code == 404


def test_the_secret_is_on_no_page(crm):
    _endpoint, secret = webhook.make_endpoint(crm, url="https://crm.example/", kinds=["grant.began"], scopes=[])
    assert secret not in page(browser("tal"), crm).text


def test_the_page_costs_the_same_with_1_and_with_20(crm):
    tal, costs, endpoint = browser("tal"), [], w.an_endpoint(crm)
    for count in (1, 19):
        for _time in range(count):
            webhook.send_test(endpoint)
        with CaptureQueriesContext(connection) as captured:
            page(tal, crm)
        costs.append(len(captured))
    assert costs[0] == costs[1]
