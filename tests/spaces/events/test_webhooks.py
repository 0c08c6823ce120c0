"""Telling endpoints: signed, at least once, on a published schedule, none waiting for another."""

import json
import threading
from datetime import timedelta

import pytest
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from impact_spaces.lib.refusals import NotPossible
from impact_spaces.lib.sealing import unseal
from spaces.actions import webhook
from spaces.actions.partner import change_partner
from spaces.actions.space import move_space
from spaces.actions.webhook_queue import fill
from spaces.actions.webhook_sending import SCHEDULE, send_due
from spaces.models import Delivery, Endpoint, Event
from spaces.scopes import SCOPES
from spaces.states import Stage
from tests import world as w
from tests.fixtures.receiver import Receiver
from tests.spaces.events.feeding import read
from tests.spaces.events.telling import endpoint_of, hurry, ids, move

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_happens_arrives_signed_and_thin(crm, space, receiver):
    _endpoint, secret = endpoint_of(crm, receiver)
    move(space)
    assert send_due() == 1
    ((headers, body),) = receiver.came
    assert Webhook(secret).verify(body, headers) == read(crm)[-1] == json.loads(body)
    assert set(json.loads(body)["data"]) == {"object", "id", "space", "state"}
    assert headers["content-type"] == "application/json"
    delivery = Delivery.objects.get()
    assert (delivery.step, delivery.attempts, delivery.status, delivery.problem) == ("delivered", 1, 200, "")
    assert send_due() == 0


def test_what_was_before_the_endpoint_stays_in_the_feed(crm, space, receiver):
    move(space, 2)
    endpoint_of(crm, receiver)
    move(space)
    send_due()
    assert ids(receiver) == [read(crm)[-1]["id"]]


def test_only_the_kinds_that_it_wants_and_only_what_its_partner_may_know(crm, space, receiver):
    endpoint_of(crm, receiver, kinds=["grant.began"])
    elsewhere = w.a_space("Elsewhere")
    move_space(elsewhere, Stage.GATHERING, by=w.noa())
    move(space)
    w.granted(crm, elsewhere)
    w.granted(w.a_partner("Another"), elsewhere)
    send_due()
    assert [json.loads(body)["data"]["space"] for _headers, body in receiver.came] == [elsewhere.pk]


def test_many_arrive_in_their_order(crm, space, receiver):
    endpoint_of(crm, receiver)
    move(space, 12)
    send_due()
    assert ids(receiver) == [one["id"] for one in read(crm)][-12:]


def test_a_failure_is_tried_again_with_the_same_id_and_a_new_signature(crm, space, receiver):
    _endpoint, secret = endpoint_of(crm, receiver)
    receiver.answers = [500, 302, 200]
    move(space)
    for _time in range(3):
        send_due()
        hurry()
    assert len(receiver.came) == 3
    assert len(set(ids(receiver))) == 1
    for headers, body in receiver.came:
        Webhook(secret).verify(body, headers)
    delivery = Delivery.objects.get()
    assert (delivery.step, delivery.attempts, delivery.status) == ("delivered", 3, 200)


def test_each_attempt_is_signed_with_its_own_moment(crm, space, receiver, clock):
    _endpoint, secret = endpoint_of(crm, receiver)
    receiver.answers = [500]
    move(space)
    send_due()
    clock.shift(timedelta(hours=3))
    send_due()
    first, second = (int(headers["webhook-timestamp"]) for headers, _body in receiver.came)
    assert 3 * 3600 <= second - first < 3 * 3600 + 60
    headers, body = receiver.came[1]
    Webhook(secret).verify(body, headers)
    with pytest.raises(WebhookVerificationError, match="too old"):
        Webhook(secret).verify(receiver.came[0][1], receiver.came[0][0])


def test_the_schedule_is_kept_and_then_it_is_given_up(crm, space, receiver):
    endpoint_of(crm, receiver)
    receiver.answers = [503]
    move(space)
    for number, delay in enumerate(SCHEDULE, 1):
        before = timezone.now()
        send_due()
        waits = Delivery.objects.get().next_at - before
        assert delay <= waits <= delay * 1.2 + timedelta(seconds=5), number
        assert send_due() == 0
        hurry()
    send_due()
    delivery = Delivery.objects.get()
    assert (delivery.step, delivery.attempts, delivery.status) == ("failed", 8, 503)
    hurry()
    assert send_due() == 0
    assert len(receiver.came) == 8


def test_the_published_schedule():
    seconds = [int(delay.total_seconds()) for delay in SCHEDULE]
    assert seconds == [5, 300, 1800, 7200, 18000, 36000, 36000]


def test_what_fails_holds_up_nothing_after_it(crm, space, receiver):
    endpoint_of(crm, receiver)
    receiver.answers = [500, 200]
    move(space, 3)
    send_due()
    first, second, third = ids(receiver)
    assert dict(Delivery.objects.values_list("event__key", "step")) == {
        first: "waiting", second: "delivered", third: "delivered",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "problem"),
    [(301, "answer"), (404, "answer"), (lambda request: request.wfile.write(b"SSH-2.0-x\r\n"), "garbled")],
)
def test_what_is_no_success_says_why(crm, space, receiver, answer, problem):
    endpoint_of(crm, receiver)
    receiver.answers = [answer]
    move(space)
    send_due()
    delivery = Delivery.objects.get()
    assert (delivery.step, delivery.problem) == ("waiting", problem)


def test_gone_switches_off_at_once_and_the_partner_learns_of_it(crm, space, receiver):
    endpoint, _secret = endpoint_of(crm, receiver)
    receiver.answers = [410]
    move(space, 3)
    send_due()
    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.why_off, len(receiver.came)) == (False, "gone", 1)
    assert read(crm)[-1]["data"] == {"object": "webhook", "id": endpoint.key, "space": None, "state": "gone"}
    receiver.answers = [200]
    hurry()
    assert send_due() == 0
    move(space)
    webhook.switch_on(endpoint)
    hurry()
    send_due()
    wanted = [one["id"] for one in read(crm) if one["type"] in endpoint.kinds]
    assert sorted(ids(receiver)[1:]) == sorted(wanted)


def test_days_of_failure_switch_off_and_one_success_in_between_does_not(crm, space, receiver, clock):
    endpoint, _secret = endpoint_of(crm, receiver)
    fail(space, receiver, clock, times=10)  # the last one four and a half days after the first
    assert Endpoint.objects.get().is_active
    receiver.answers = [200]
    move(space)
    send_due()
    endpoint.refresh_from_db()
    assert (endpoint.failing_since, endpoint.failed_at, endpoint.failing_for) == (None, None, timedelta())
    began = timezone.now()
    fail(space, receiver, clock, times=10)
    endpoint.refresh_from_db()
    assert endpoint.is_active
    assert began <= endpoint.failing_since < began + timedelta(minutes=5)
    fail(space, receiver, clock, times=1)
    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.why_off) == (False, "failing")
    assert Event.objects.filter(kind="webhook.disabled", partner=crm).count() == 1


def fail(space, receiver, clock, times):
    """Something happens every twelve hours, and the endpoint fails."""
    receiver.answers = [500]
    for _time in range(times):
        move(space)
        send_due()
        clock.shift(timedelta(hours=12))


def test_two_failures_days_apart_are_no_days_of_failure(crm, space, receiver, clock):
    endpoint, _secret = endpoint_of(crm, receiver)
    receiver.answers = [500]
    for days in (0, 9, 30):
        clock.shift(timedelta(days=days))
        move(space)
        send_due()
        Delivery.objects.update(step="failed")
    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.failing_for) == (True, timedelta(hours=24))


def test_while_the_secret_changes_both_sign(crm, space, receiver, clock):
    endpoint, former = endpoint_of(crm, receiver)
    secret = webhook.change_secret(endpoint)
    move(space)
    send_due()
    headers, body = receiver.came[0]
    for one in (former, secret):
        Webhook(one).verify(body, headers)
    clock.shift(timedelta(hours=25))
    move(space)
    send_due()
    headers, body = receiver.came[1]
    Webhook(secret).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(former).verify(body, headers)


def test_secrets_are_sealed_and_forgotten_with_the_endpoint(crm, receiver):
    endpoint, secret = endpoint_of(crm, receiver)
    endpoint.refresh_from_db()
    assert secret not in endpoint.sealed_secret
    assert unseal(endpoint.sealed_secret) == secret
    webhook.remove(endpoint)
    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.sealed_secret, endpoint.sealed_former) == (False, "", "")


def test_what_ended_meanwhile_is_not_sent(crm, space, receiver):
    endpoint_of(crm, receiver)
    move(space)
    fill()
    w.granted(crm, space, "meetings:read")
    assert send_due() == 0
    assert (Delivery.objects.get().step, receiver.came) == ("dropped", [])


def test_all_that_ended_meanwhile_goes_in_one_run_and_holds_up_nothing(crm, space, receiver):
    endpoint_of(crm, receiver, kinds=["space.moved", "grant.ended"])
    move(space, 12)
    fill()
    w.granted(crm, space, "meetings:read")
    assert send_due() == 1
    assert [json.loads(body)["type"] for _headers, body in receiver.came] == ["grant.ended"]
    assert Delivery.objects.filter(step="dropped").count() == 12


@pytest.mark.parametrize(
    ("without", "again"),
    [
        ({"is_active": False}, {"is_active": True}),
        ({"scopes": [name for name in SCOPES if name != "webhooks:write"]}, {"scopes": list(SCOPES)}),
    ],
)
def test_a_partner_that_may_not_connect_or_not_be_told_is_told_nothing(crm, space, receiver, without, again):
    endpoint_of(crm, receiver)
    move(space)
    change_partner(crm, by=w.an_operator(), **without)
    assert send_due() == 0
    change_partner(crm, by=w.an_operator(), **again)
    assert send_due() == 1


def test_a_slow_endpoint_holds_up_no_other(crm, space, receiver):
    slow, gate = Receiver(), threading.Event()
    slow.answers = [lambda request: (gate.wait(10), Receiver.give(request, 200))]
    endpoint_of(crm, slow)
    endpoint_of(crm, receiver)
    move(space, 5)
    receiver.answers = [200, 200, 200, 200, lambda request: (Receiver.give(request, 200), gate.set())]
    send_due()
    assert gate.is_set()
    assert (len(receiver.came), len(slow.came)) == (5, 5)
    slow.close()


def test_an_endpoint_whose_secret_no_key_opens_holds_up_no_other(crm, space, receiver):
    sealed, _secret = endpoint_of(crm, receiver)
    endpoint_of(crm, receiver)
    Endpoint.objects.filter(pk=sealed.pk).update(sealed_secret="sealed with a key that is gone")
    move(space, 2)
    assert send_due() == 4
    assert len(receiver.came) == 2
    assert set(sealed.deliveries.values_list("step", "attempts")) == {("waiting", 1)}


def test_a_test_goes_to_one_endpoint_and_means_nothing(crm, space, receiver):
    endpoint, secret = endpoint_of(crm, receiver)
    other = Receiver()
    endpoint_of(crm, other)
    webhook.send_test(endpoint)
    send_due()
    headers, body = receiver.came[0]
    event = Webhook(secret).verify(body, headers)
    assert (event["type"], event["data"]["id"], other.came) == ("webhook.test", endpoint.key, [])
    assert event in read(crm)
    other.close()


def test_sending_again_by_hand_keeps_the_id(crm, space, receiver):
    endpoint, _secret = endpoint_of(crm, receiver)
    move(space)
    send_due()
    delivery = Delivery.objects.get()
    webhook.resend(delivery)
    webhook.resend(delivery)
    send_due()
    assert ids(receiver) == [delivery.event.key] * 2
    webhook.switch_off(endpoint, Endpoint.Why.FAILING)
    with pytest.raises(NotPossible, match="off"):
        webhook.resend(delivery)
    with pytest.raises(NotPossible, match="off"):
        webhook.send_test(endpoint)
