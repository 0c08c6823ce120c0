"""A real worker that is killed while it tells an endpoint."""

import signal
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from impact_spaces.celery import app
from spaces.actions.webhook_queue import STUCK_AFTER
from spaces.models import Delivery, Event
from tests.fixtures.processes import wait_until
from tests.spaces.events.feeding import read
from tests.spaces.events.telling import endpoint_of, ids, move
from tests.spaces.partners.killing import waiting_backends

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("has_answered", [False, True])
def test_what_was_in_the_air_goes_again_with_the_same_id_and_nothing_is_lost(
    celery_stack, crm, space, receiver, has_answered
):
    """It dies before the answer came, or with the answer in its hands; five wait behind that one."""
    endpoint_of(crm, receiver)
    dying = celery_stack.worker("--pool", "solo")
    receiver.answers = [lambda request: die_with(celery_stack, dying, receiver, request, has_answered), 200]
    move(space, 6)
    assert wait_until(lambda: celery_stack.running == [])
    wanted = [one["id"] for one in read(crm)][-6:]
    assert ids(receiver) == wanted[:1]
    assert list(Delivery.objects.filter(step="sending").values_list("event__key", flat=True)) == wanted[:1]
    Delivery.objects.filter(step="sending").update(claimed_at=timezone.now() - STUCK_AFTER - timedelta(seconds=1))
    celery_stack.worker()
    app.send_task("spaces.tasks.send_webhooks")
    assert wait_until(lambda: not Delivery.objects.exclude(step="delivered").exists())
    assert ids(receiver) == [wanted[0], *wanted]
    assert set(Delivery.objects.values_list("event__key", "attempts")) == {
        (key, 2 if key == wanted[0] else 1) for key in wanted
    }
    assert Event.objects.without_position().count() == 0


def die_with(stack, dying, receiver, request, has_answered):
    """Kill the worker that made this request; with the answer, right before it can write down that it came."""
    with transaction.atomic():
        if has_answered:
            list(Delivery.objects.filter(step="sending").select_for_update())
            receiver.give(request, 200)
            request.wfile.flush()
            assert wait_until(lambda: waiting_backends() == 1)
        stack.stop(dying, signal.SIGKILL)
    connection.close()
