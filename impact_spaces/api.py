"""The shape of the API's errors: RFC 9457, the same for every refusal."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import RequestDataTooBig
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from impact_spaces.lib.refusals import NotPossible

PROBLEM = "application/problem+json"


def problem(error, context):
    """What is answered when a view raises: 409 with the reason when something is not possible now, 403 when it is not
    allowed, 404 for what is not there or not to be known of, 400 with what is wrong in each field.
    """
    if isinstance(error, NotPossible):
        return as_problem(409, "not_possible", str(error))
    if isinstance(error, RequestDataTooBig):
        return as_problem(413, "too_large", _("The body is too large."))
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
    return Response(about(status, code, detail) | more, status=status, headers=headers, content_type=PROBLEM)


def about(status, code, detail=""):
    found = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "code": code}
    return found | ({"detail": detail} if detail else {})


def nothing_there(request, exception):
    """What is answered where no address is: a page for people, a problem for programs."""
    if not request.path.startswith("/api/v1/"):
        return page_not_found(request, exception)
    found = about(404, "not_found", _("There is nothing at this address."))
    return JsonResponse(found, status=404, content_type=PROBLEM)
