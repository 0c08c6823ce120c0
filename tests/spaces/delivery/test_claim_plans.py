"""How PostgreSQL goes about a run's statements when statistics were taken while nothing waited, as they mostly are."""

import json
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.utils import timezone

from spaces.actions.claiming import Turns
from spaces.actions.loading import load
from spaces.actions.moving import advance_many
from spaces.insights.outbox import oldest_due_seconds
from tests import world as w

pytestmark = pytest.mark.django_db
HISTORY, WAITING, COUNT = 40_000, 20_000, 40
FILL = """
INSERT INTO spaces_message
    (space_id, kind, occasion, address, language, note, state, due_at, created_at, attempts, problem, nonce, filled)
SELECT (%(spaces)s::bigint[])[1 + number %% cardinality(%(spaces)s)], 'space_moved', %(state)s || ':' || number,
    'dana@world.example', 'en', '', %(state)s, %(now)s, %(now)s, 0, '', '', '{}'
FROM generate_series(1, %(count)s) AS number
"""


@pytest.fixture
def a_backlog():
    """What was sent long ago was counted; what waits came after that."""
    spaces = [w.a_space(name).pk for name in ("One", "Two", "Three")]
    fill(spaces, "sent", HISTORY)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE spaces_message")
    fill(spaces, "queued", WAITING)


def fill(spaces, state, count):
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"spaces": spaces, "state": state, "count": count, "now": timezone.now()})


@contextmanager
def explained():
    """The plans of the statements about messages, as they went."""
    plans = []

    def explain(execute, sql, params, many, context):
        if "spaces_message" in sql and not sql.startswith("EXPLAIN"):
            plans.append(plan_of(sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        yield plans


def plan_of(sql, params):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        (found,) = cursor.fetchone()
        transaction.set_rollback(True)
    return (found if isinstance(found, list) else json.loads(found))[0]["Plan"]


def nodes(plan):
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def ways(plans):
    """By which index messages were looked for, straight or by a bitmap; the kind of scan where it was by none."""
    found = [node for plan in plans for node in nodes(plan) if "Index Name" in node or node["Node Type"] == "Seq Scan"]
    return {node.get("Index Name", node["Node Type"]) for node in found}


def rows_read(plans):
    """How many messages were looked at, those that were passed over as well."""
    scans = [node for plan in plans for node in nodes(plan) if node.get("Relation Name") == "spaces_message"]
    return sum((node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"] for node in scans)


def sorts(plans):
    return [node for plan in plans for node in nodes(plan) if "Sort" in node["Node Type"]]


def test_a_claim_reads_little_more_than_it_takes(a_backlog):
    turns = Turns(run=1)
    with explained() as plans:
        assert len(turns.claim(COUNT)) == COUNT + 2
        assert len(turns.claim(COUNT)) == COUNT + 2
    assert ways(plans) == {"messages_due_in_a_space", "spaces_message_pkey"}
    assert rows_read(plans) < 5 * COUNT
    assert not sorts(plans)


def test_results_and_what_is_loaded_are_found_by_their_keys(a_backlog):
    turns = Turns(run=1)
    [turns.claim(400) for _ in range(10)]
    keys = turns.claim(COUNT)
    with explained() as plans:
        assert len(load(keys, 1)) == COUNT + 2
        assert len(advance_many({key: {"state": "queued", "due_at": timezone.now()} for key in keys}, 1)) == COUNT + 2
    assert ways(plans) == {"spaces_message_pkey"}
    assert rows_read(plans) < 4 * COUNT


def test_how_long_the_oldest_has_waited_is_seen_without_a_look_at_the_others(a_backlog):
    with explained() as plans:
        assert oldest_due_seconds() >= 0
    assert ways(plans) == {"messages_due_in_a_space", "messages_going_out"}
    assert rows_read(plans) < 10
