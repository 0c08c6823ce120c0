"""How often a partner may call, and what its contact persons later see of its calls."""

import logging
import time
from dataclasses import dataclass

from django.db import Error
from rest_framework.exceptions import Throttled

from impact_spaces.lib.limits import Limit
from spaces.actions.partner import note_call

log = logging.getLogger(__name__)
MINUTE = 60


@dataclass(frozen=True)
class Rate:
    """What a minute allows, how many calls it saw, and in how many seconds the next one begins."""

    quota: int
    count: int
    seconds: int

    @property
    def headers(self):
        """By draft-ietf-httpapi-ratelimit-headers."""
        return {
            "RateLimit-Policy": f'"minute";q={self.quota};w={MINUTE}',
            "RateLimit": f'"minute";r={max(self.quota - self.count, 0)};t={self.seconds}',
        }


def begin_call(request, key):
    """Note whose call this is and count it, as soon as that is known and whatever becomes of it. Raises Throttled."""
    request.calling, request.rate = key, counted(key.partner)
    if request.rate and request.rate.count > request.rate.quota:
        raise Throttled(request.rate.seconds)


def counted(partner):
    """Count a call of a partner, by whichever key, in this minute of the clock.

    While the cache is away nothing is counted and nothing refused: a partner's calls are worth more than its limit.
    """
    quota, now = partner.calls_per_minute, int(time.time())
    count = Limit("calls", quota, 2 * MINUTE).count(f"{partner.pk}:{now // MINUTE}")
    return None if count is None else Rate(quota, count, MINUTE - now % MINUTE)


class CallsMiddleware:
    """Notes each call of a partner as soon as its answer is sent, and tells it what is left of its minute."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if key := getattr(request, "calling", None):
            route = request.resolver_match.route
            when_sent(response, lambda: note_call(key, method=request.method, route=route, status=response.status_code))
        if rate := getattr(request, "rate", None):
            for name, value in rate.headers.items():
                response[name] = value
        return response


def when_sent(response, note):
    """Do this when the server closes the answer, which it does as soon as it is sent; nobody waits for it."""
    close = response.close

    def noted_and_closed():
        response.close = close
        try:
            note()
        except Error as error:
            log.error("A call is not noted: %s", type(error).__name__)
        finally:
            close()

    response.close = noted_and_closed
