"""Counting how often somebody does something."""

from django.conf import settings
from django.core.cache import cache
from redis import Redis
from redis.exceptions import ConnectionError as CacheIsAway

from impact_spaces.lib.limits import Limit

TWICE = Limit("test", times=2, seconds=60)


def test_the_third_time_is_one_too_many():
    assert [TWICE.used("a") for _time in range(3)] == [False, False, True]


def test_everybody_is_counted_for_themselves():
    assert [TWICE.used(who) for who in ("a", "a", "b", "a")] == [False, False, False, True]


def test_asking_counts_nothing():
    assert [TWICE.is_reached("a") for _time in range(5)] == [False] * 5
    TWICE.used("a")
    TWICE.used("a")
    assert TWICE.is_reached("a")


def test_a_count_ends_with_its_time():
    TWICE.used("a")
    TWICE.used("a")
    assert 0 < Redis.from_url(settings.REDIS_URL).ttl(cache.make_key("limit:test:a")) <= 60


def test_nobody_is_refused_while_the_cache_is_away(monkeypatch):
    def away(*_what, **_more):
        raise CacheIsAway

    monkeypatch.setattr(Redis, "execute_command", away)
    assert [TWICE.used("a") for _time in range(3)] == [False] * 3
    assert not TWICE.is_reached("a")
