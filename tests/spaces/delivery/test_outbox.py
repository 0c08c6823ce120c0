"""What the health page learns of the outbox."""

from datetime import timedelta

import pytest
from django.utils import timezone

from spaces.actions.claiming import Turns
from spaces.actions.delivery import deliver_due
from spaces.insights.outbox import oldest_due_seconds
from spaces.models import Message
from tests import world as w

pytestmark = pytest.mark.django_db


def test_the_age_of_the_message_that_waits_longest():
    assert oldest_due_seconds() is None
    space = w.a_space()
    w.invited(space, "dana")
    w.invited(space, "avi")
    now = timezone.now()
    Message.objects.filter(address__startswith="avi").update(due_at=now - timedelta(minutes=5))
    assert oldest_due_seconds(now) == 300
    Turns(run=1).claim(10)
    assert oldest_due_seconds(timezone.now() + timedelta(minutes=2)) == pytest.approx(120, abs=5)


def test_what_is_put_off_or_gone_does_not_count():
    w.invited(w.a_space(), "dana")
    Message.objects.update(due_at=timezone.now() + timedelta(hours=1))
    assert oldest_due_seconds() is None
    Message.objects.update(due_at=timezone.now())
    deliver_due()
    assert oldest_due_seconds() is None
