"""The shape of the API's errors: RFC 9457, the same for every refusal."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import RequestDataTooBig
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views import defaults
from redis.exceptions import RedisError
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from impact_spaces.lib.refusals import NotPossible

ADDRESSES, TYPE = "/api/v1/", "application/problem+json"


def problem(error, context):
    """What is answered when a view raises: 409 with the reason when something is not possible now, 403 when it is not
    allowed, 404 for what is not there or not to be known of, 400 with what is wrong in each field.
    """
    if isinstance(error, NotPossible):
        return as_problem(409, "not_possible", str(error))
    if isinstance(error, RequestDataTooBig):
        return as_problem(413, "too_large", _("The body is too large."))
    if isinstance(error, RedisError):
        return as_problem(503, "unavailable", _("A part of this site is away"), {"Retry-After": "60"})
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, ValidationError):
        fields = error.detail if isinstance(error.detail, dict) else {"": error.detail}
        return as_problem(400, "invalid", errors=fields)
    if isinstance(error, DjangoPermissionDenied):
        return as_problem(403, "forbidden", str(error))
    detail = response.data["detail"]
    headers = {name: response[name] for name in ("Allow", "Retry-After", "WWW-Authenticate") if name in response}
    return as_problem(response.status_code, detail.code, str(detail), headers)


def as_problem(status, code, detail="", headers=None, **more):
    return Response(said_of(status, code, detail) | more, status=status, headers=headers, content_type=TYPE)


def said_of(status, code, detail=""):
    about = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "code": code}
    return about | ({"detail": detail} if detail else {})


# What the site answers where no view of the API does: a problem to programs, a page to people.


def bad_request(request, exception):
    return as_json(request, 400, "invalid") or defaults.bad_request(request, exception)


def not_found(request, exception):
    return as_json(request, 404, "not_found", _("There is nothing at this address.")) or defaults.page_not_found(
        request, exception
    )


def server_error(request):
    return as_json(request, 500, "error", _("Something broke on our side")) or defaults.server_error(request)


def as_json(request, status, code, detail=""):
    """The problem, or None when the call is not one of the API."""
    if not request.path.startswith(ADDRESSES):
        return None
    return JsonResponse(said_of(status, code, detail), status=status, content_type=TYPE)
