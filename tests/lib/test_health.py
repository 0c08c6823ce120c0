"""What a monitor reads at /healthz and /readyz."""

import time

import pytest
import time_machine
from django.core.cache import cache
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import RequestFactory

from impact_spaces.health import readyz
from impact_spaces.lib.heartbeats import PROCESSES, beat
from spaces import tasks

pytestmark = pytest.mark.django_db

ALL_WELL = {
    "ready": True, "troubles": [], "database": True, "unapplied_migrations": [], "oldest_due_seconds": None,
    "broker": True, "worker_silent_seconds": 0, "mail_silent_seconds": 0, "beat_silent_seconds": 0,
}  # fmt: skip


@pytest.fixture(autouse=True)
def stopped_clock():
    with time_machine.travel("2026-11-24 10:00 +0200", tick=False):
        yield


@pytest.fixture
def heartbeats(stopped_clock):
    for process in PROCESSES:
        beat(process)


def test_the_process_says_that_it_is_up_to_anybody(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_all_is_well(client, heartbeats):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, ALL_WELL)
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("who", PROCESSES)
def test_a_silent_process_is_told(client, heartbeats, who):
    cache.set(f"heartbeat:{who}", time.time() - 3600)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["troubles"]) == (503, [f"{who}_silent_seconds"])
    assert answer.json()[f"{who}_silent_seconds"] == 3600


def test_one_that_never_came_counts_as_silent(client):
    assert client.get("/readyz").json()["troubles"] == [f"{who}_silent_seconds" for who in PROCESSES]


def test_each_process_is_heard_by_what_it_does(client):
    tasks.heartbeat()
    tasks.deliver_due()
    assert client.get("/readyz").json()["troubles"] == ["beat_silent_seconds"]


def test_mails_go_out_while_nobody_can_be_heard(settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "unix:///nowhere.sock"}
    }
    tasks.deliver_due()


def test_an_unapplied_migration_is_named(client, heartbeats):
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["unapplied_migrations"]) == (503, ["sessions.0001_initial"])


@pytest.mark.parametrize(("waiting", "status"), [(600, 200), (601, 503)])
def test_a_message_may_wait_for_ten_minutes(heartbeats, waiting, status):
    assert readyz(RequestFactory().get("/readyz"), oldest_due_seconds=lambda: waiting).status_code == status


def test_a_broker_that_does_not_answer_is_told(client, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "unix:///nowhere.sock"}
    }
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["broker"]) == (503, False)
    assert "broker" in answer.json()["troubles"]


def test_a_database_that_does_not_answer_is_told(heartbeats):
    def refused():
        raise OperationalError("the server is gone")

    answer = readyz(RequestFactory().get("/readyz"), oldest_due_seconds=refused)
    assert answer.status_code == 503
    assert b'"troubles": ["database"]' in answer.content


def test_nothing_but_reading_is_answered(client):
    assert client.post("/readyz").status_code == 405
