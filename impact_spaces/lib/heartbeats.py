"""Signs of life of the processes behind the pages, in the cache that all of them share."""

import time
from contextlib import suppress

from django.core.cache import cache
from redis.exceptions import RedisError

PROCESSES = ("worker", "mail", "beat")


def beat(process):
    """This process is alive. That the cache is away keeps nobody from the work itself."""
    with suppress(RedisError):
        cache.set(key_of(process), time.time(), timeout=None)


def heard():
    """{process: epoch seconds of its last sign of life}, without those that never came. Raises RedisError."""
    found = cache.get_many(map(key_of, PROCESSES))
    return {process: found[key_of(process)] for process in PROCESSES if key_of(process) in found}


def key_of(process):
    return f"heartbeat:{process}"
