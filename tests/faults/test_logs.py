"""What web and worker write down while people are invited, answer, sign in, are refused and stop mails."""

import json

import pytest

from impact_spaces.celery import app
from impact_spaces.lib.links import stop_token
from impact_spaces.lib.logs import Json, WithoutSecrets
from members.models import Person
from spaces.actions import answering
from spaces.models import Invitation, Message
from tests import world as w
from tests.fixtures.processes import wait_until
from tests.spaces.links.test_letter import link

INVITEES = [w.Invitee(f"ceo{n}@world.example", f"Yehudit {n}", language="en") for n in range(4)]


@pytest.fixture
def worker_log(celery_stack, monkeypatch):
    monkeypatch.setenv("LOG_FORMAT", "json")
    celery_stack.worker()
    return celery_stack.log


def a_story(client, post):
    """Mails that arrive and mails that do not, answers good and bad, a code, a stop."""
    post.answers["ceo1@world.example", "rcpt"] = ["550 5.1.1 <ceo1@world.example> Yehudit is not known"]
    post.answers["ceo2@world.example", "data"] = ["451 4.7.1 ceo2@world.example: later", post.HANG_UP]
    space = w.move_space(w.a_space(), "gathering", by=w.noa())
    w.invitation.invite_all(space, INVITEES, by=w.noa())
    app.send_task("spaces.tasks.deliver_due")
    assert wait_until(lambda: Message.objects.filter(state="sent").count() >= 2)
    first, last = Invitation.objects.get(email="ceo0@world.example"), Invitation.objects.get(email="ceo3@world.example")
    answering.accept(first)
    assert client.post(link(last), {"answer": "maybe"}).status_code == 400
    assert client.get(f"/i/{first.token}x/").status_code == 404
    message = Message.objects.get(invitation=last)
    assert client.post(f"/stop/{stop_token(message.pk)}/").status_code == 200
    client.post("/accounts/login/", {"email": "noa@world.example"})
    client.post("/accounts/login/code/", {"code": "wrong"})
    client.force_login(w.omer())
    assert client.get(f"/desk/spaces/{space.pk}/").status_code == 404


def test_no_line_names_anybody_or_carries_a_secret(worker_log, post, client, caplog):
    caplog.set_level("INFO")
    caplog.handler.setFormatter(Json())
    caplog.handler.addFilter(WithoutSecrets())
    a_story(client, post)
    lines = caplog.handler.stream.getvalue().splitlines() + worker_log.read_text().splitlines()
    said = [json.loads(line) for line in lines if line.startswith("{")]
    assert {"task", "request"} <= {name for line in said for name in line}
    assert {"time", "level", "logger", "event"} <= set.intersection(*map(set, said))
    text = "\n".join(lines)
    assert [word for word in private_words() if word in text] == []


def private_words():
    """Everybody's name and address, and every secret that a mail carried."""
    people = [*Person.objects.values_list("name", "email"), *Invitation.objects.values_list("name", "email")]
    secrets = [one.token for one in Invitation.objects.all()] + [stop_token(one.pk) for one in Message.objects.all()]
    return [word for pair in people for word in pair] + secrets + ["world.example", "Yehudit", "Mental health"]
