import pytest
from django.core.cache import cache

from impact_spaces.lib import heartbeats
from tests.spaces.views.conftest import desk, queries, signed_in

__all__ = ["desk", "queries", "signed_in"]


@pytest.fixture
def all_alive():
    """The workers and the timetable are heard."""
    for process in heartbeats.PROCESSES:
        heartbeats.beat(process)
    yield
    cache.delete_many(map(heartbeats.key_of, heartbeats.PROCESSES))
