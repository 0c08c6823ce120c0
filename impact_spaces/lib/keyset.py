"""Pages of long lists by key instead of by offset: the last page costs what the first one costs."""

from dataclasses import dataclass
from datetime import UTC
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.dateparse import parse_datetime


@dataclass(frozen=True)
class Page:
    """Rows, newest first, and the query strings of the neighbours ("" where there is none)."""

    rows: list
    newer: str = ""
    older: str = ""


def page_of(rows, params, *, size=50, at=""):
    """The page that `params` (request.GET) asks for by `before` or `after`. A value that makes no sense is ignored.

    `at` names a date and time to order by before the key, where rows are not made in the order of their time.
    """
    keys = [name for name in (at, "pk") if name]
    if after := read(params.get("after", ""), keys):
        found = list(rows.filter(beyond(keys, after, "gt")).order_by(*keys)[: size + 1])
        if found:
            return linked(found[:size][::-1], params, keys, newer=len(found) > size, older=True)
    before = read(params.get("before", ""), keys)
    rows = rows.filter(beyond(keys, before, "lt")) if before else rows
    found = list(rows.order_by(*(f"-{key}" for key in keys))[: size + 1])
    return linked(found[:size], params, keys, newer=bool(before and found), older=len(found) > size)


def beyond(keys, values, way):
    """Rows on one side of a row, in the form that lets an index on the keys find them."""
    if len(keys) == 1:
        return Q(**{f"pk__{way}": values[0]})
    at, pk = values
    return Q(**{f"{keys[0]}__{way}e": at}) & (Q(**{f"{keys[0]}__{way}": at}) | Q(**{f"pk__{way}": pk}))


def linked(rows, params, keys, *, newer, older):
    if not rows:
        return Page(rows)
    kept = [(key, value) for key, value in params.items() if key not in ("before", "after") and value]
    newer = f"?{urlencode([*kept, ('after', written(rows[0], keys))])}" if newer else ""
    older = f"?{urlencode([*kept, ('before', written(rows[-1], keys))])}" if older else ""
    return Page(rows, newer, older)


def written(row, keys):
    return "_".join(str(getattr(row, key)) for key in keys).replace(" ", "T")


def read(text, keys):
    """The values of a key as it stands in an address, or nothing."""
    *at, pk = text.split("_")
    if not pk.isascii() or not pk.isdecimal() or len(pk) > 18 or len(at) != len(keys) - 1:
        return None
    return read_with_time(at[0], int(pk)) if at else (int(pk),)


def read_with_time(text, pk):
    """In UTC, since the database does not know every offset that Python reads."""
    try:
        moment = parse_datetime(text)
        return (moment.astimezone(UTC), pk) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
