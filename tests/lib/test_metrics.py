"""What Prometheus reads at /metrics."""

import time

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import RequestFactory
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from impact_spaces.metrics import metrics
from spaces.actions.moving import advance
from spaces.insights import tally
from spaces.insights.metrics import SENSITIVE
from spaces.models import Feedback, Message
from spaces.models.message import MailKind
from tests import world as w

pytestmark = pytest.mark.django_db
TOKEN = "t" * 40


@pytest.fixture(autouse=True)
def token(settings):
    settings.METRICS_TOKEN = TOKEN


def read(client, authorization=f"Bearer {TOKEN}"):
    """{(name, *values of the labels in the order of their names): number} of all samples."""
    answer = client.get("/metrics", headers={"Authorization": authorization})
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (one.name, *dict(sorted(one.labels.items())).values()): one.value
        for family in families
        for one in family.samples
    }


def above_zero(figures, name):
    return {
        labels: number
        for (found, *labels), number in figures.items()
        if found == name and number
        for labels in [tuple(labels)]
    }


def invited(count):
    space = w.a_space()
    space = w.move_space(space, "gathering", by=w.noa())
    people = [w.Invitee(f"ceo{n}@world.example", f"CEO {n}", language="en") for n in range(count)]
    w.invitation.invite_all(space, people, by=w.noa())
    return list(Message.objects.order_by("pk"))


def sent(*messages):
    rows = Message.objects.filter(pk__in=[one.pk for one in messages])
    advance(rows, "sending", claimed_at=timezone.now())
    advance(rows, "sent", sent_at=timezone.now())


def test_without_a_token_in_the_settings_there_is_no_such_page(client, settings):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("authorization", ["", "Bearer", f"Bearer {TOKEN}x", f"Basic {TOKEN}", TOKEN, "Bearer é"])
def test_another_token_is_refused(client, authorization):
    answer = client.get("/metrics", headers={"Authorization": authorization})
    assert (answer.status_code, answer["WWW-Authenticate"], answer.content) == (401, "Bearer", b"")


def test_mails_are_counted_by_state_and_kind(client):
    first, second, third, *_rest = invited(5)
    sent(first, second)
    refused = Message.objects.filter(pk=third.pk)
    advance(refused, "sending", claimed_at=timezone.now())
    advance(refused, "failed", problem="550 5.1.1 <ceo2@world.example> unknown")
    found = read(client)
    assert above_zero(found, "impact_mails") == {
        ("invitation", "sent"): 2, ("invitation", "failed"): 1, ("invitation", "queued"): 2,
    }  # fmt: skip
    assert found[("impact_mails_sent_total",)] == 2
    assert above_zero(found, "impact_mails_failed") == {("550",): 1}
    assert found[("impact_mails_due",)] == 2


def test_what_became_of_mails_is_counted(client):
    first, second = invited(2)
    sent(first, second)
    for number, message in enumerate([first, second]):
        Feedback.objects.create(message=message, kind="hard", source="mailgun", event_id=str(number))
    assert above_zero(read(client), "impact_mail_feedback") == {("hard", "mailgun"): 2}


def test_kinds_that_tell_of_what_a_person_left_undone_are_counted_together(client):
    (message,) = invited(1)
    for kind in SENSITIVE:
        message.pk, message.occasion, message.kind = None, f"x:{kind}", kind
        message.save(force_insert=True)
    counted = above_zero(read(client), "impact_mails")
    assert counted == {("invitation", "queued"): 1, ("other", "queued"): len(SENSITIVE)}
    assert MailKind.PULSE_REMINDER in SENSITIVE


def test_engines_and_heartbeats_are_told(client):
    cache.set("heartbeat:worker", time.time() - 90)
    found = read(client)
    assert above_zero(found, "impact_up") == {("broker",): 1, ("database",): 1}
    assert above_zero(found, "impact_heartbeat_age_seconds") == {("worker",): pytest.approx(90, abs=5)}
    assert [name for name, *_labels in found if name == "impact_build"] == ["impact_build"]


def test_an_engine_that_does_not_answer_is_told_without_an_error(client, settings):
    def refused():
        raise OperationalError("the server is gone")

    request = RequestFactory().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert b'impact_up{engine="database"} 0.0' in metrics(request, refused).content
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "unix:///nowhere.sock"}
    }
    assert above_zero(read(client), "impact_up") == {}
    assert read(client)[("impact_up", "broker")] == 0


def test_no_name_no_address_and_no_space_is_in_it(client):
    invited(3)
    text = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
    assert [word for word in ("@", "CEO", "Noa", "Mental") if word in text] == []


def test_each_filter_is_counted_for_itself(client):
    first, *_others = invited(3)
    sent(first)
    everything = Message.objects.all()
    for _look in range(2):
        assert tally.tally(everything, "kind") == {("invitation",): 3}
        assert tally.tally(everything.filter(state="sent"), "kind") == {("invitation",): 1}
        assert tally.tally(everything.filter(state="queued"), "kind") == {("invitation",): 2}
        assert tally.tally(everything.none(), "kind") == {}


def test_old_rows_are_counted_in_turns_and_the_total_never_falls(client, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(tally, "BLOCK", 10)
    with connection.cursor() as cursor:  # six blocks, whatever tests were before
        cursor.execute("ALTER SEQUENCE spaces_message_id_seq RESTART WITH 1")
    messages = invited(60)
    read(client)
    sent(*messages)
    totals = [read(client)[("impact_mails_sent_total",)] for _ in range(5)]
    assert totals == sorted(totals)
    assert totals[-1] == 60
    with django_assert_num_queries(10):  # newest, three blocks, three states that move, oldest twice, feedback
        read(client)
