"""Long lists by key: each answer carries the address of what comes after it."""

from urllib.parse import urlencode

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

SIZE = 50
LARGEST = 2**63 - 1


def page(request, rows, shown):
    """The newest rows before the key in `before`, each as `shown` shows it."""
    before = key(request.query_params, "before")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: SIZE + 1])
    following = ""
    if len(found) > SIZE:
        kept = [(name, value) for name, value in request.query_params.items() if name != "before"]
        query = urlencode([*kept, ("before", found[SIZE - 1].pk)])
        following = request.build_absolute_uri(f"{request.path}?{query}")
    return Response({"results": shown(found[:SIZE]), "next": following or None})


def key(params, name):
    """A number in a query, or None where there is none. Raises ValidationError."""
    text = params.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and int(text) <= LARGEST):
        raise ValidationError({name: [_("This is not the number of a row.")]})
    return int(text)
