"""How many sign-in mails could not be handed over, by day. They are no rows: the cache counts them, and may forget."""

from contextlib import suppress
from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

DAYS = 7


def count_one():
    """One more today. That the cache is away is no further trouble for whoever waits for a code."""
    key = key_of(timezone.localdate())
    with suppress(RedisError):
        cache.add(key, 0, timeout=(DAYS + 1) * 24 * 3600)
        cache.incr(key)


def lately():
    """How many in the last seven days; None while the cache is away."""
    today = timezone.localdate()
    try:
        return sum(cache.get_many([key_of(today - timedelta(days=ago)) for ago in range(DAYS)]).values())
    except RedisError:
        return None


def key_of(day):
    return f"lost_codes:{day:%Y%m%d}"
