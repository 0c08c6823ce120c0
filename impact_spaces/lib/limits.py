"""How often somebody may do something, counted in the shared cache. When the cache is away nothing is refused."""

import logging
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.core.cache import cache
from redis import Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
# One question instead of three, and a count never stands there without its end.
COUNT = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return count
"""


@dataclass(frozen=True)
class Limit:
    """At most `times` in `seconds`, for each who."""

    name: str
    times: int
    seconds: int

    def used(self, who):
        """Count one more, and say whether that was too many."""
        return (self.count(who) or 0) > self.times

    def count(self, who):
        """Count one more. Returns how many that makes, or None where nothing could be counted."""
        try:
            return counting()([cache.make_key(self._key(who))], [self.seconds])
        except RedisError:
            log.warning("The cache is away; nothing is counted.")
            return None

    def is_reached(self, who):
        """Whether the next would be too many. Counts nothing."""
        try:
            return cache.get(self._key(who), 0) >= self.times
        except RedisError:
            log.warning("The cache is away; nothing is counted.")
            return False

    def _key(self, who):
        return f"limit:{self.name}:{who}"


@lru_cache(maxsize=1)
def counting():
    """The script with a client that is kept; the cache makes a client for each question, which costs more than that."""
    return Redis.from_url(settings.REDIS_URL).register_script(COUNT)
