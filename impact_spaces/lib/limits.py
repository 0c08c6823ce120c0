"""How often somebody may do something, counted in the shared cache. When the cache is away nothing is refused."""

import logging
from dataclasses import dataclass

from django.core.cache import cache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


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
            cache.add(self._key(who), 0, self.seconds)
            return cache.incr(self._key(who))
        except ValueError:  # its time was over between the two steps
            return None
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
