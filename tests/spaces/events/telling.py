"""Making things happen that an endpoint is told of."""

import pytest
from django.utils import timezone

from spaces.actions import webhook
from spaces.actions.space import move_space
from spaces.models import Delivery, Space
from spaces.scopes import SCOPES
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db(transaction=True)


def endpoint_of(partner, receiver, kinds=("space.moved", "webhook.disabled")):
    return webhook.make_endpoint(partner, url=receiver.url, kinds=kinds, scopes=SCOPES)


def move(space, times=1):
    """Something happens in a space, again and again."""
    for _time in range(times):
        space = Space.objects.get(pk=space.pk)
        move_space(space, Stage.GATHERING if space.stage == Stage.PAUSED else Stage.PAUSED, by=w.noa())


def hurry():
    """Let the time of every waiting attempt come."""
    Delivery.objects.filter(step="waiting").update(next_at=timezone.now())


def ids(receiver):
    return [headers["webhook-id"] for headers, _body in receiver.came]
