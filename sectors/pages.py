"""Pages of a long list by where the last one ended, never by counting."""

from django.db.models import Q

SIZE = 50


def page_of_organisations(found, after_id, size=SIZE):
    """(organisations, id to go on after, or None). `found` comes from `search`; an unknown id starts anew."""
    found = found.order_by("rank", "sort_name", "id")
    last = as_id(after_id) and found.filter(pk=as_id(after_id)).values_list("rank", "sort_name", "id").first()
    if last:
        rank, name, pk = last
        same_rank = Q(rank=rank, sort_name__gte=name) & (Q(sort_name__gt=name) | Q(id__gt=pk))
        found = found.filter(Q(rank__gt=rank) | same_rank)
    return cut(found, size)


def cut(found, size=SIZE):
    """(the first `size`, the id of the last of them if there are more)."""
    rows = list(found[: size + 1])
    return rows[:size], rows[size - 1].pk if len(rows) > size else None


def link(request, after_id):
    """The query string of the next page, or nothing when this is the last."""
    if not after_id:
        return ""
    query = request.GET.copy()
    query["after"] = after_id
    return f"?{query.urlencode()}"


def as_id(text):
    """The id that a query string gives, or 0."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
