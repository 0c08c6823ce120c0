"""The engine under trouble: several at once, doubled, cut off from its database, without room, with a moved clock."""

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as site
from django.db import connection
from django.utils import timezone

from impact_spaces.lib import journal
from spaces.actions import invitation
from spaces.actions.delivery import A_RUN, a_run, deliver_due
from spaces.actions.recovering import sweep_stuck
from spaces.actions.slots import a_slot
from spaces.actions.space import move_space
from spaces.models import Message
from spaces.states import Stage
from tests import world as w
from tests.faults.conftest import at_once
from tests.faults.player import Play
from tests.fixtures.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_journals():
    for path in journal.folder().glob("*"):
        path.unlink()


def invite(count):
    space = move_space(w.a_space(), Stage.GATHERING, by=w.noa())
    invitees = [w.Invitee(f"ceo{n}@world.example", f"CEO {n}", language="en") for n in range(count)]
    invitation.invite_all(space, invitees, by=w.noa())
    return sorted(invitee.email for invitee in invitees)


def states():
    return Counter(Message.objects.values_list("state", flat=True))


DELIVER = """
import django
django.setup()
from spaces.actions.delivery import deliver_due
print(deliver_due())
"""


def processes(count, play, **more):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "impact_spaces.settings", "EMAIL_URL": f"smtp://127.0.0.1:{site.EMAIL_PORT}",
        "MAIL_RUNS": str(count),
    } | more  # fmt: skip
    command = [sys.executable, "-c", DELIVER]
    return [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(count)]


def test_four_processes_share_a_backlog_and_send_each_mail_once(settings):
    addresses = invite(2000)
    with Play().on_stage(settings) as play:
        handled = [int(one.communicate()[0].split()[-1]) for one in processes(4, play)]
        while states()["queued"]:  # a slow machine does not get through in one run
            handled.append(deliver_due())
        assert sum(handled) == 2000
        assert sorted(to for to, _data in play.taken) == addresses
    assert set(Message.objects.values_list("state", "attempts", "deaths")) == {("sent", 1, 0)}
    assert journal.runs() == []


def test_more_runs_than_allowed_return_at_once(settings):
    settings.MAIL_RUNS = 1
    invite(3)
    with Play().on_stage(settings) as play, a_slot():
        assert at_once(deliver_due, deliver_due) == [0, 0]
        assert play.connections == 0
    assert states() == {"queued": 3}


def test_a_doubled_beat_doubles_nothing(settings):
    addresses = invite(100)
    with Play().on_stage(settings) as play:
        assert sum(at_once(*[deliver_due] * 6)) + deliver_due() == 100
        assert sorted(to for to, _data in play.taken) == addresses


def test_a_run_that_is_told_no_slot_leaves_a_message_to_the_run_that_ends(settings, monkeypatch):
    """Between the last claim of a run and its end somebody enqueues; their nudge finds every slot taken."""
    asked = []
    monkeypatch.setattr("spaces.actions.delivery.nudge", lambda: asked.append(1))
    invite(1)
    with Play().on_stage(settings):
        monkeypatch.setattr("spaces.actions.delivery.something_is_due", lambda: True)
        deliver_due()
    assert asked == [1]


def test_without_room_for_its_journal_a_run_claims_nothing(settings, tmp_path, caplog):
    (tmp_path / "journal").write_text("a file is in the place of the folder")
    settings.DATA_DIR = tmp_path
    invite(3)
    with Play().on_stage(settings) as play:
        assert deliver_due() == 0
        assert play.connections == 0
    assert states() == {"queued": 3}
    assert "No mail goes out, because DATA_DIR takes no journal: File exists" in caplog.text


FULL = """
import resource, django
django.setup()
from spaces.actions.delivery import deliver_due
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
print(deliver_due())
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(deliver_due())
"""


def test_a_full_disk_stops_a_run_before_it_claims_and_no_longer_than_it_is_full(settings, monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "DELIVER", FULL)
    invite(3)
    with Play().on_stage(settings) as play:
        (one,) = processes(1, play)
        assert one.communicate()[0].split() == ["0", "3"]
        assert len(play.taken) == 3


def test_a_database_that_goes_in_the_middle_costs_no_mail_and_doubles_none(settings):
    addresses = invite(60)
    with Play().on_stage(settings) as play:
        at_once(lambda: cut_off_in_the_middle(play))
        taken = len(play.taken)
        assert taken >= 1
        assert states()["sending"] >= taken
        assert deliver_due() == 60 - taken
        assert sorted(to for to, _data in play.taken) == addresses
    assert set(Message.objects.values_list("state", "deaths")) == {("sent", 0)}


def cut_off_in_the_middle(play):
    """A run whose session the server ends while mails are under way: it cannot write what was taken."""
    with a_run() as run:
        run.prepare(run.claim())
        assert wait_until(lambda: play.taken)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()
        at_once(lambda: end_session(pid))
        run.go(5)


def end_session(pid):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


@pytest.mark.parametrize("jump", [timedelta(hours=1), -timedelta(hours=1)])
def test_a_clock_that_jumps_during_a_run_loses_and_doubles_nothing(settings, jump):
    addresses = invite(60)
    with Play().on_stage(settings) as play, a_run() as run:
        run.prepare(run.claim())
        with time_machine.travel(timezone.now() + jump):
            at_once(sweep_stuck, deliver_due)
            run.go(A_RUN)
    with Play().on_stage(settings) as late:
        deliver_due()
    assert sorted(to for to, _data in play.taken + late.taken) == addresses
    assert states() == {"sent": 60}


KILLED = """
import django, os, signal, threading, time
django.setup()
from spaces.actions.delivery import a_run
with a_run() as run:
    run.prepare(run.claim())
    print("under way", flush=True)
    run.go(30)
"""


def test_killed_at_any_moment_a_run_doubles_at_most_one_mail_a_connection(settings, monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "DELIVER", KILLED)
    addresses = invite(400)
    with Play().on_stage(settings) as play:
        for wait in range(1, 4):
            (dying,) = processes(1, play, MAIL_CONNECTIONS="4")
            assert dying.stdout.readline()
            wait_until(lambda wait=wait: len(play.taken) >= 60 * wait, patience=5)
            dying.send_signal(signal.SIGKILL)
            dying.communicate()
        while states()["sent"] < 400:
            Message.objects.filter(state="queued").update(due_at=timezone.now())
            deliver_due()
        times = Counter(to for to, _data in play.taken)
    assert sorted(times) == addresses
    assert sum(times.values()) - 400 <= 3 * 4
    assert max(times.values()) <= 3
