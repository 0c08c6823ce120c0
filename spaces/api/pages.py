"""Long lists by key for people, and lists that no shape describes: each answer carries the address of what follows."""

from urllib.parse import urlencode

from rest_framework.response import Response

from spaces.api.query import read_query


def page(request, rows, listing, shown):
    """The newest rows, as the query of a list asks for them, each as `shown` shows it. `fields` chooses among these."""
    asked = read_query(request.query_params, listing)
    found = list(rows.filter(**asked.wanted).order_by("-pk")[: asked.limit + 1])
    following = None
    if len(found) > asked.limit:
        query = urlencode({**request.query_params.dict(), "cursor": found[asked.limit - 1].pk})
        following = request.build_absolute_uri(f"{request.path}?{query}")
    results = shown(found[: asked.limit])
    if "fields" in request.query_params:
        results = [{name: one[name] for name in one if name in asked.names} for one in results]
    return Response({"results": results, "next": following})
