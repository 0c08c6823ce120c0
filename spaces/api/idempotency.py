"""`Idempotency-Key`: a partner that heard no answer calls again with the same key, and nothing is done twice."""

import hashlib
from functools import wraps

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException
from rest_framework.renderers import JSONRenderer

from spaces.actions.answering_once import Answer, AnswerLost, KeyReused, StillRunning, answer_once
from spaces.api.auth import Access

HEADER, REPLAYED = "Idempotency-Key", "Idempotent-Replayed"


class KeyUnreadable(APIException):
    status_code, default_code = 400, "idempotency_key_unreadable"
    default_detail = _("An Idempotency-Key is 1 to 255 printable ASCII characters.")


class KeyInUse(APIException):
    status_code, default_code, wait = 409, "idempotency_key_in_use", 1
    default_detail = _("The first call with this Idempotency-Key is not answered yet. Please try again.")


class KeyOfAnotherCall(APIException):
    status_code, default_code = 422, "idempotency_key_reused"
    default_detail = _("This Idempotency-Key came with another call before. A new call needs a new key.")


class AnswerUnreadable(APIException):
    status_code, default_code = 409, "idempotency_answer_lost"
    default_detail = _(
        "This call was done before, but its answer is no longer kept. Read what came of it; a new call needs a new key."
    )


def idempotent(handler):
    """A handler of an unsafe verb that does the same call of a partner once, however often it comes.

    It runs after authentication, scopes and limits, and within a transaction of its own. Without the header, and for
    people, it is the handler itself.
    """

    @wraps(handler)
    def once(view, request, *args, **kwargs):
        key = request.headers.get(HEADER)
        if key is None or not isinstance(request.auth, Access):
            return handler(view, request, *args, **kwargs)
        require_readable(key)
        try:
            found = answer_once(
                request.auth.partner, key, fingerprint(request),
                work=lambda: as_answer(handler(view, request, *args, **kwargs)),
            )  # fmt: skip
        except StillRunning as error:
            raise KeyInUse from error
        except KeyReused as error:
            raise KeyOfAnotherCall from error
        except AnswerLost as error:
            raise AnswerUnreadable from error
        return as_response(found)

    once.is_idempotent = True
    return once


def require_readable(key):
    if not (1 <= len(key) <= 255 and key.isascii() and key.isprintable()):
        raise KeyUnreadable


def fingerprint(request):
    """What makes a call the same one: its method, its address with the query, its body."""
    parts = (request.method.encode(), request.get_full_path().encode(), request._request.body)
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def as_answer(response):
    """What a handler answered, as it will be sent."""
    if hasattr(response, "data"):
        body = b"" if response.data is None else JSONRenderer().render(response.data)
    else:
        body = response.content
    headers = {"Content-Type": getattr(response, "content_type", None) or "application/json"}
    headers |= {name: value for name, value in response.items() if name != "Content-Type"}
    return Answer(response.status_code, body, headers)


def as_response(answer):
    response = HttpResponse(answer.body, status=answer.status, headers=answer.headers)
    if answer.again:
        response[REPLAYED] = "true"
    return response
