"""What docs/api.md promises, told by a program that knows nothing else: from a key to an invitation accepted."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from impact_spaces.celery import app
from spaces.models import Delivery, Invitation
from spaces.scopes import BY_SPACE
from tests import world as w
from tests.browser.acting import Letters
from tests.fixtures.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

GIL = "gil@world.example"


class Newcomer:
    """The program as a process of its own, without the site's settings."""

    def __init__(self, site, key, secret):
        words = [sys.executable, Path(__file__).with_name("newcomer.py"), site]
        own = {"CLIENT": key.client_id, "SECRET": secret, "PATH": "/usr/bin:/bin"}
        self.process = subprocess.Popen(words, env=own, stdin=-1, stdout=-1, text=True)

    def says(self):
        line = self.process.stdout.readline()
        assert line, "the program ended"
        return json.loads(line)

    def go_on(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()


@pytest.fixture
def newcomer(live_server, celery_stack):
    celery_stack.worker()
    celery_stack.beat()
    crm = w.a_partner()
    space = w.a_space()
    w.granted(crm, space, *BY_SPACE)
    found = Newcomer(live_server.url, *w.a_key(crm))
    yield found
    found.process.kill()
    found.process.communicate()


def test_a_newcomer_comes_from_its_first_key_to_an_invitation_that_is_accepted(newcomer, mail_folder):
    assert newcomer.says() == {"bulk": ["created"], "status": 200}
    assert newcomer.says() == {"bulk": ["unchanged"], "status": 200}
    early = newcomer.says()
    assert (early["early"], early["code"], bool(early["detail"])) == (409, "not_possible", True)
    proposed = newcomer.says()
    found = Invitation.objects.get(email=GIL)
    assert proposed == {"proposed": [found.pk, found.pk], "replayed": "true"}
    the_people_act(found, Letters(mail_folder))
    three_attempts_fail()
    newcomer.go_on()
    assert newcomer.says() == {"attempts": 3, "state": "waiting"}
    assert newcomer.says() == {"open": True}
    hurry()
    followed = newcomer.says()["followed"]
    assert {(one["object"], one["id"]) for one in followed} == {("invitation", str(found.pk))}
    assert {one["state"] for one in followed} >= {"approved", "open", "accepted"}
    told = newcomer.says()
    assert (told["same"], told["ids"]) == (True, len(told["feed"]))
    assert told["feed"].count("invitation.moved") >= len(followed)


def the_people_act(found, letters):
    """The facilitator lets the proposal go out, by the pages; the invitee says yes, by the link of the mail."""
    noa = Client()
    noa.force_login(w.noa())
    assert noa.post(f"/desk/invitations/{found.pk}/send/", {"note": ""}, follow=True).status_code == 200
    path = letters.link_for(GIL, "/i/")
    Client().post(path, {"answer": "accept"})
    found.refresh_from_db()
    assert found.state == "accepted"


def three_attempts_fail():
    assert wait_until(lambda: attempts() >= 1)
    while (so_far := attempts()) < 3:
        hurry()
        assert wait_until(lambda before=so_far: attempts() > before), so_far


def attempts():
    """How often the program was to be told of the acceptance."""
    last = Delivery.objects.filter(event__state="accepted", step="waiting").first()
    return last.attempts if last else 0


def hurry():
    """The time of every waiting attempt comes, and the worker looks what is due."""
    Delivery.objects.filter(step="waiting").update(next_at=timezone.now())
    app.send_task("spaces.tasks.send_webhooks")
