"""What each page of the live server costs: queries and bytes, counted while somebody asks for it."""

from dataclasses import dataclass, field
from statistics import median

from django.db import connection


@dataclass
class Loads:
    """The pages that were loaded, in a story that asked for them to be counted."""

    is_on: bool = False
    seen: list = field(default_factory=list)

    def begin(self):
        self.is_on, self.seen = True, []

    def end(self):
        self.is_on = False


LOADS = Loads()


@dataclass(frozen=True)
class Load:
    page: str
    method: str
    status: int
    queries: int
    size: int


class MeasuredMiddleware:
    """Stands before all others in the tests' settings, and does nothing unless a story counts."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not LOADS.is_on:
            return self.get_response(request)
        queries = []
        with connection.execute_wrapper(counting(queries)):
            response = self.get_response(request)
        found = request.resolver_match
        if found and not response.streaming:
            size = len(response.content)
            LOADS.seen.append(Load(found.view_name, request.method, response.status_code, len(queries), size))
        return response


def counting(queries):
    def count(execute, sql, params, many, context):
        queries.append(sql)
        return execute(sql, params, many, context)

    return count


def pages(loads):
    """The loads that showed a page: asked for, or a form that came back."""
    return [one for one in loads if one.status == 200]


def table(loads):
    """A table with tabs: how often each page was shown, its queries and bytes, median and worst; all at the end."""
    by_page = {}
    for one in pages(loads):
        by_page.setdefault(one.page, []).append(one)
    head = ["page\tloads\tqueries\tworst\tbytes\tworst"]
    return head + [line(name, found) for name, found in [*sorted(by_page.items()), ("all", pages(loads))]]


def line(name, loads):
    queries, sizes = [one.queries for one in loads], [one.size for one in loads]
    figures = (len(loads), median(queries), max(queries), median(sizes), max(sizes))
    return "\t".join([name, *(f"{figure:.0f}" for figure in figures)])
