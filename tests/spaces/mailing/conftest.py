import time

import pytest
from django.core.cache import cache

from tests.spaces.views.conftest import desk, queries, signed_in

__all__ = ["desk", "queries", "signed_in"]


@pytest.fixture
def both_alive():
    """The worker and the timetable are heard."""
    cache.set_many({"heartbeat:worker": time.time(), "heartbeat:beat": time.time()})
    yield
    cache.delete_many(["heartbeat:worker", "heartbeat:beat"])
