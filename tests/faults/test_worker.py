"""Real workers and the real timetable: killed, doubled, stopped, cut off from the broker."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from impact_spaces.celery import app
from impact_spaces.lib.links import stop_token
from spaces.actions import answering, invitation
from spaces.actions.space import move_space
from spaces.models import Invitation, Message
from spaces.states import Stage
from tests import world as w
from tests.faults.conftest import free_port
from tests.fixtures.processes import wait_until

INVITEES = [w.Invitee(f"ceo{n}@world.example", f"CEO {n}", language="en") for n in range(20)]
ADDRESSES = sorted(invitee.email for invitee in INVITEES)


def invite_them():
    space = move_space(w.a_space(), Stage.GATHERING, by=w.noa())
    invitation.invite_all(space, INVITEES, by=w.noa())
    return space


def all_sent():
    return not Message.objects.exclude(state="sent").exists()


def test_a_task_delivered_four_times_in_parallel_sends_each_mail_once(celery_stack, post):
    invite_them()
    celery_stack.worker("--concurrency", "4")
    for _ in range(4):
        app.send_task("spaces.tasks.deliver_due")
    assert wait_until(all_sent)
    assert sorted(post.addresses) == ADDRESSES


def test_after_a_worker_was_killed_everything_is_sent_and_only_the_mail_in_flight_twice(
    celery_stack, post, monkeypatch
):
    monkeypatch.setenv("MAIL_CONNECTIONS", "1")
    in_flight = killed_in_the_middle(celery_stack, post)
    celery_stack.worker()
    app.send_task("spaces.tasks.sweep_stuck")
    assert wait_until(all_sent)
    times = Counter(post.addresses)
    assert sorted(times) == ADDRESSES
    assert {address: count for address, count in times.items() if count != 1} == {in_flight: 2}
    doubles = {mail["Message-ID"] for address, mail in post.taken if address == in_flight}
    assert len(doubles) == 1
    assert Message.objects.filter(letter=None).count() == 0  # what a dead worker sent can be read in the outbox too


def killed_in_the_middle(celery_stack, post):
    """Of twenty mails the eighth is taken, and the worker is killed before it is told so. Returns its address."""
    invite_them()
    post.holds_after = 7
    post.gate.clear()
    dying = celery_stack.worker("--pool", "solo")
    assert wait_until(lambda: len(post.taken) == 8)
    celery_stack.stop(dying, signal.SIGKILL)
    post.gate.set()
    states = Counter(Message.objects.values_list("state", flat=True))
    assert states["sending"] >= 13
    assert set(states) <= {"sent", "sending"}
    return post.addresses[-1]


def test_a_worker_that_is_frozen_and_thawed_doubles_nothing(celery_stack, post):
    invite_them()
    post.holds_after = 7
    post.gate.clear()
    frozen = celery_stack.worker("--pool", "solo")
    assert wait_until(lambda: len(post.taken) >= 8)
    frozen.send_signal(signal.SIGSTOP)
    post.gate.set()
    Message.objects.filter(state="sending").update(claimed_at=timezone.now() - timedelta(hours=2))
    other = celery_stack.worker()
    for task in ("sweep_stuck", "deliver_due"):
        app.send_task(f"spaces.tasks.{task}")
    assert wait_until(lambda: celery_stack.log.read_text().count(" succeeded in ") == 2)
    assert Message.objects.filter(state="queued").count() == 0  # it still holds the lock of what it had in its hands
    celery_stack.stop(other)
    frozen.send_signal(signal.SIGCONT)
    assert wait_until(all_sent)
    assert sorted(post.addresses) == ADDRESSES


def test_a_task_of_another_release_does_no_harm(celery_stack, post):
    invite_them()
    celery_stack.worker()
    app.send_task("spaces.tasks.deliver_due", args=[25], kwargs={"batch": 7}, queue="celery")
    app.send_task("spaces.tasks.send_one_mail", args=[1], queue="celery")
    app.send_task("spaces.tasks.deliver_due", queue="celery")
    assert wait_until(all_sent)
    assert sorted(post.addresses) == ADDRESSES


INVITE = """
import django, time
django.setup()
from members.models import Person
from spaces.actions import invitation
from spaces.models import Space
from spaces.vetting import Invitee
began = time.monotonic()
space = Space.objects.get()
invitation.invite(space, Invitee("dana@world.example", "Dana"), by=Person.objects.get())
print(time.monotonic() - began)
"""


def test_what_is_invited_while_the_broker_is_gone_goes_out_by_the_timetable(celery_stack, post):
    move_space(w.a_space(), Stage.GATHERING, by=w.noa())
    away = {"REDIS_URL": f"redis://127.0.0.1:{free_port()}/0", "DJANGO_SETTINGS_MODULE": "impact_spaces.settings"}
    done = subprocess.run([sys.executable, "-c", INVITE], env=os.environ | away, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "The broker is away" in done.stderr
    assert float(done.stdout) < 8  # the person who invites does not wait for a broker
    assert Message.objects.get().state == "queued"

    celery_stack.worker()
    beat = celery_stack.beat()
    assert wait_until(all_sent, patience=45)
    assert post.addresses == ["dana@world.example"]
    assert wait_until(lambda: {"heartbeat:beat", "heartbeat:worker"} == set(beats()), patience=30)
    celery_stack.stop(beat)
    cache.delete("heartbeat:beat")
    app.send_task("spaces.tasks.sweep_stuck")
    time.sleep(1)
    assert set(beats()) == {"heartbeat:worker"}


def beats():
    return cache.get_many(["heartbeat:beat", "heartbeat:worker"])


def test_a_worker_answers_every_task_of_the_timetable(celery_stack):
    celery_stack.worker()
    names = sorted(entry["task"] for entry in app.conf.beat_schedule.values())
    for name in names:
        app.send_task(name)
    assert wait_until(lambda: celery_stack.log.read_text().count(" succeeded in ") == len(names))
    log = celery_stack.log.read_text()
    assert [name for name in names if f"{name}[" not in log] == []
    assert "Traceback" not in log


def test_no_secret_of_a_link_is_in_the_database_or_in_the_logs(celery_stack, post):
    space = invite_them()
    celery_stack.worker()
    app.send_task("spaces.tasks.deliver_due")
    assert wait_until(all_sent)
    answering.accept(Invitation.objects.get(email="ceo0@world.example"))
    assert wait_until(lambda: "Welcome to “" in str(post.taken[-1][1]["Subject"]))
    answering.stop_writing("ceo1@world.example")
    move_space(space, Stage.CLOSED, by=w.noa())

    secrets = [one.token for one in Invitation.objects.all()] + [stop_token(m.pk) for m in Message.objects.all()]
    arrived = "".join(mail.get_body(["plain"]).get_content() for _address, mail in post.taken)
    assert sum(secret in arrived for secret in secrets) == 40  # so it is these that are searched for
    everything = whole_database() + celery_stack.log.read_text()
    assert [secret for secret in secrets if secret in everything or secret.split(".")[-1] in everything] == []


def whole_database():
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def test_what_fell_due_while_nobody_worked_is_done_once(celery_stack, post):
    space = invite_them()
    Message.objects.update(due_at=timezone.now() - timedelta(hours=26))
    Invitation.objects.filter(email="ceo0@world.example").update(deadline=timezone.now() - timedelta(hours=20))
    for _ in range(30):  # the ticks that a broker kept
        app.send_task("spaces.tasks.deliver_due")
        app.send_task("spaces.tasks.expire_due")
    celery_stack.worker()
    assert wait_until(lambda: not Message.objects.filter(state__in=["queued", "sending"]).exists())
    assert wait_until(lambda: celery_stack.log.read_text().count(" succeeded in ") >= 60)
    assert sorted(post.addresses) == ADDRESSES[1:]
    assert space.moves.filter(to_state="expired").count() == 1
