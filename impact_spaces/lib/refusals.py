"""The two ways in which the product says no: not possible now (409, with a reason), and not allowed (403).

And what is said while an engine that is needed is away (503).
"""

import logging

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class NotPossible(Exception):
    """What was asked cannot be done now. The text is the reason, in words for the person who asked."""


class Forbidden(PermissionDenied):
    """This person may see the thing, but may not do this to it."""


class RefusalMiddleware:
    """Shows a NotPossible where the person stands: as a message on the page they came from, or as a page of its own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        if isinstance(error, RedisError):
            log.error("The cache is away: %s", type(error).__name__)
            away = render(request, "503.html", status=503)
            away.headers["Retry-After"] = "60"
            return away
        if not isinstance(error, NotPossible):
            return None
        came_from = request.META.get("HTTP_REFERER", "")
        is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure())
        if request.method == "POST" and is_ours:
            messages.error(request, str(error))
            return HttpResponseRedirect(came_from)
        return render(request, "409.html", {"reason": str(error)}, status=409)
