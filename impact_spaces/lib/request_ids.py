"""Each web request has an id, which stands in the log lines written for it and in its answer."""

import re
from contextvars import ContextVar
from secrets import token_hex

GOOD = re.compile(r"[\w-]{8,64}", re.ASCII)
_current = ContextVar("request_id", default="")


def current_request_id():
    """The id of the request that is being answered; empty outside of one."""
    return _current.get()


class RequestIdMiddleware:
    """Takes the id that the proxy gave (`X-Request-ID`), or makes one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.log_id = given if GOOD.fullmatch(given) else token_hex(8)
        token = _current.set(request.log_id)
        try:
            answer = self.get_response(request)
            answer["X-Request-ID"] = request.log_id
            return answer
        finally:
            _current.reset(token)
