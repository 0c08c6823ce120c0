"""Lists and single rows for partner systems: PostgreSQL writes the JSON of a whole page in one statement.

The shape of a row is a serializer (shapes.py). The description reads it and so does the statement here, so that they
cannot differ. A statement is made once for each kind of question, and asked again with other values.
"""

import hashlib
from functools import lru_cache
from urllib.parse import urlencode

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Expression
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from rest_framework.views import APIView

from spaces.api.fields import LARGEST
from spaces.api.query import Asked, Paged, read_query
from spaces.api.shapes import columns_of, names_of
from spaces.models import Partner

SOMEBODY = Partner(pk=LARGEST - 1_046_527)  # stands in a statement where the number of the one who asks will be


class Listing(Paged, APIView):
    """GET answers a page of `rows`, the newest first, each in its `shape`; `filters` says what narrows it."""

    is_for_people = False
    shape = None

    @classmethod
    def rows(cls, partner):
        """What this partner may see."""
        return cls.shape.Meta.model.objects.visible_to_partner(partner)

    def get(self, request):
        asked = read_query(request.query_params, type(self))
        body, following = page(type(self), request.auth.partner, asked)
        body = b'{"results":%b,"next":%b}' % (body, next_address(request, following))
        return conditional(request, body)


class Single(APIView):
    """One row of the list, by its id."""

    is_for_people = False
    listing, name = None, "pk"

    def get(self, request, **which):
        return conditional(request, one(self.listing, request.auth.partner, {self.name: which["pk"]}))


class Slot(Expression):
    """A place in a statement for a value that comes with each question."""

    def __init__(self, name):
        super().__init__()
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]


PAGE = """
SELECT row_to_json(kept)::text, kept.id::text FROM (SELECT {columns} FROM ({found}) found) kept
"""


def page(listing, partner, asked):
    """The JSON of the rows, and the key after which more follow, or None."""
    if any(isinstance(value, int) and value > LARGEST for value in asked.wanted.values()):
        return b"[]", None
    try:
        sql, params = statement_of(listing, asked)
    except EmptyResultSet:  # words without a letter find nothing, and Django asks nobody
        return b"[]", None
    with connection.cursor() as cursor:
        cursor.execute(sql, [filled(value, partner, asked.wanted) for value in params])
        rows = cursor.fetchall()
    kept = rows[: asked.limit]
    body = f"[{','.join(text for text, _key in kept)}]"
    return body.encode(), kept[-1][1] if len(rows) > asked.limit else None


def one(listing, partner, wanted):
    """The JSON of the one row that `wanted` tells of. Raises Http404."""
    body, _following = page(listing, partner, Asked(names_of(listing.shape), 1, wanted))
    if body == b"[]":
        raise Http404
    return body[1:-1]


def statement_of(listing, asked):
    if asked.words:
        return statement(listing, asked.names, tuple(asked.wanted), asked.limit, asked.words)
    return known_statement(listing, asked.names, tuple(asked.wanted), asked.limit, get_language())


def statement(listing, names, wanted, limit, words=""):
    """(SQL, parameters) of the rows of a page, and of one more where more follow; values that differ from question to
    question are slots.
    """
    columns = columns_of(listing.shape, names, SOMEBODY)
    inner = {f"column_{number}": expression for number, expression in enumerate(columns.values())}
    rows = listing.rows(SOMEBODY).filter(**{name: Slot(name) for name in wanted})
    rows = rows.search(words) if words else rows
    found, params = rows.order_by(f"-{listing.key}").values(**inner)[: limit + 1].query.sql_with_params()
    quote = connection.ops.quote_name
    named = ", ".join(f"{alias} AS {quote(name)}" for alias, name in zip(inner, columns, strict=True))
    return PAGE.format(found=found, columns=named), params


@lru_cache(maxsize=512)
def known_statement(listing, names, wanted, limit, language):
    """Making a statement costs as much as asking it. `language`: names of organisations come in the reader's."""
    return statement(listing, names, wanted, limit)


def filled(value, partner, wanted):
    if isinstance(value, Slot):
        return wanted[value.name]
    return partner.pk if value == SOMEBODY.pk else value


def next_address(request, following):
    if following is None:
        return b"null"
    query = urlencode({**request.query_params.dict(), "cursor": following})
    return f'"{request.build_absolute_uri(request.path)}?{query}"'.encode()


def etag_of(body):
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def conditional(request, body):
    """The answer with its ETag, or 304 when the asker has it already."""
    etag = etag_of(body)
    response = HttpResponse(body, content_type="application/json", headers={"ETag": etag})
    if "If-None-Match" not in request.headers:
        return response
    return get_conditional_response(request, etag, response=response)
