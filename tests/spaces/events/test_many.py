"""The feed and the endpoints beside many events: what is read does not grow with what there is.

With ROWS=1000000 it is a million; --durations=0 shows how long that takes.
"""

import json
import os

import pytest
from django.db import connection

from spaces.actions.event import catch_up
from spaces.actions.webhook_queue import fill
from spaces.models import Delivery, Endpoint, Event
from tests import world as w

pytestmark = pytest.mark.django_db

ROWS = int(os.environ.get("ROWS", "20000"))
PAGE = 50
MANY = """
    ALTER TABLE spaces_event DISABLE TRIGGER USER;
    INSERT INTO spaces_event (id, key, kind, partner_id, grant_id, space_id, about, state, at, position)
    SELECT 1000 + n, 'evt_' || n, 'space.moved', g.partner_id, g.id, g.space_id, '1', '', now(), 1000 + n
    FROM generate_series(1, {rows}) n JOIN
         (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM spaces_grant) g ON n % {grants} = g.place;
    ALTER TABLE spaces_event ENABLE TRIGGER USER;
    ANALYZE spaces_event;
"""


@pytest.fixture
def crm():
    """One system of five; each follows four spaces, and events are spread over all."""
    partners = [w.a_partner(f"System {number}") for number in range(5)]
    for partner in partners:
        for number in range(4):
            w.granted(partner, w.a_space(f"{partner} {number}"))
    catch_up()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE;" + MANY.format(rows=ROWS, grants=20))
    return partners[2]


def rows_read(queryset):
    """How many rows of events PostgreSQL looks at for it."""
    (plan,) = json.loads(queryset.explain(analyze=True, format="json"))
    return sum(rows_of(plan["Plan"]))


def rows_of(node):
    if node.get("Relation Name") == "spaces_event":
        yield node["Actual Loops"] * (node["Actual Rows"] + node.get("Rows Removed by Filter", 0))
    for child in node.get("Plans", ()):
        yield from rows_of(child)


def test_a_page_is_read_from_wherever_it_begins(crm):
    for part in (0, 0.5, 0.999):
        after = 1000 + int(ROWS * part)
        page = Event.objects.visible_to_partner(crm).filter(position__gt=after).in_order()[: PAGE + 1]
        assert rows_read(page) <= PAGE + 1


def test_an_endpoint_is_told_without_looking_at_what_was_before(crm):
    endpoint = w.an_endpoint(crm)
    Endpoint.objects.update(after=1000 + ROWS - 400)
    fill()
    assert Delivery.objects.filter(endpoint=endpoint).count() == 400 / 5
