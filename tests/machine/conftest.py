"""The scenes are played once for all examples; each example takes back what it added."""

import logging
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import transaction

from tests.machine.play import scenes

SUNDAY = datetime(2027, 1, 10, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def staged(django_db_setup, django_db_blocker):
    """A play and the moment at which it stands, on a clock that only the play moves."""
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(SUNDAY, tick=False) as clock:
        play = scenes(clock)
        yield play, datetime.now(UTC)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True, scope="module")
def _in_silence():
    """A refusal is a line of the log each time; there are thousands here."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
