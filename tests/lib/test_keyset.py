"""Pages by key, tried on moves: they are made in another order than that of their time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict

from impact_spaces.lib.keyset import page_of
from spaces.models import Move
from tests import world as w

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def moves(db):
    """Nine moves, three at each of three moments, the latest made first."""
    space = w.a_space()
    times = [NOON - timedelta(hours=n // 3) for n in range(9)]
    made = Move.objects.bulk_create([Move(space=space, to_state="gathering", at=at) for at in times])
    return Move.objects.filter(pk__in=[move.pk for move in made])


def walk(rows, way, start="", **how):
    """The pages from one end to the other, each as its keys."""
    pages, query = [], start
    while True:
        page = page_of(rows, QueryDict(query.lstrip("?")), size=4, **how)
        pages.append([row.pk for row in page.rows])
        query = getattr(page, way)
        if not query:
            return pages, page


@pytest.mark.parametrize(("at", "order"), [("", ["-pk"]), ("at", ["-at", "-pk"])])
def test_each_row_stands_on_one_page_in_both_directions(moves, at, order):
    keys = [move.pk for move in moves.order_by(*order)]
    down, last = walk(moves, "older", at=at)
    assert down == [keys[:4], keys[4:8], keys[8:]]
    up, _first = walk(moves, "newer", start=last.newer, at=at)
    assert up == [keys[4:8], keys[:4]]


def test_a_list_that_fits_has_no_neighbours(moves):
    page = page_of(moves, QueryDict(), size=9)
    assert (len(page.rows), page.newer, page.older) == (9, "", "")


def test_an_empty_list_is_an_empty_page(moves):
    assert page_of(moves.none(), QueryDict("before=7")).rows == []


def test_other_filters_stay_in_the_addresses_of_the_neighbours(moves):
    page = page_of(moves, QueryDict("state=open&q=%D7%90&after=&before="), size=4)
    assert page.older == f"?state=open&q=%D7%90&before={page.rows[-1].pk}"


@pytest.mark.parametrize("value", ["x", "-1", "1" * 30, "٣", "1_2", "2026-99-99T00:00+00:00_3", "_", "%00", ""])
@pytest.mark.parametrize("at", ["", "at"])
@pytest.mark.parametrize("name", ["before", "after"])
def test_a_key_that_makes_no_sense_is_ignored(moves, name, value, at):
    query = QueryDict(mutable=True)
    query[name] = value
    assert len(page_of(moves, query, size=4, at=at).rows) == 4


@pytest.mark.parametrize("offset", ["+23:59", "-23:59"])
@pytest.mark.parametrize("day", ["0001-01-01", "2026-06-01", "9999-12-31"])
def test_an_offset_that_the_database_does_not_know_is_read(moves, day, offset):
    query = QueryDict(mutable=True)
    query["after"] = f"{day}T12:00:00{offset}_3"
    assert page_of(moves, query, size=4, at="at").rows
