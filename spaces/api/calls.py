"""How often a partner may call, and what its contact persons later see of its calls."""

import time
from dataclasses import dataclass

from rest_framework.throttling import BaseThrottle

from impact_spaces.lib.limits import Limit
from spaces.actions.partner import note_call
from spaces.api.auth import Access

MINUTE = 60


@dataclass(frozen=True)
class Rate:
    """What a minute allows, what of it is left, and in how many seconds the next one begins."""

    quota: int
    left: int
    seconds: int

    @property
    def headers(self):
        """By draft-ietf-httpapi-ratelimit-headers."""
        return {
            "RateLimit-Policy": f'"minute";q={self.quota};w={MINUTE}',
            "RateLimit": f'"minute";r={self.left};t={self.seconds}',
        }


class PartnerThrottle(BaseThrottle):
    """Counts the calls of a partner, by whichever key, in each minute of the clock.

    While the cache is away nothing is counted and nothing refused: a partner's calls are worth more than its limit.
    """

    def allow_request(self, request, view):
        if not isinstance(request.auth, Access):
            return True
        quota, now = request.auth.partner.calls_per_minute, int(time.time())
        count = Limit("calls", quota, 2 * MINUTE).count(f"{request.auth.partner.pk}:{now // MINUTE}")
        if count is None:
            return True
        self.rate = Rate(quota, max(quota - count, 0), MINUTE - now % MINUTE)
        request._request.rate = self.rate
        return count <= quota

    def wait(self):
        return self.rate.seconds


class CallsMiddleware:
    """Notes each call of a partner, and tells it what is left of its minute."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        auth = getattr(request, "auth", None)
        if isinstance(auth, Access):
            route = request.resolver_match.route
            note_call(auth.partner, auth.key, method=request.method, route=route, status=response.status_code)
        if rate := getattr(request, "rate", None):
            for name, value in rate.headers.items():
                response[name] = value
        return response
