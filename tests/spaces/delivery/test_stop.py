"""The link that stops mails: opened by scanners without effect, posted by people and by mail programs."""

import re

import pytest
from django.conf import settings
from django.test import Client

from spaces.actions import answering
from spaces.actions.delivery import deliver_due
from spaces.actions.space import move_space
from spaces.models import Message, Suppression
from spaces.states import Stage
from tests import world as w

ENGLISH = {"accept-language": "en"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def link(mailoutbox):
    w.invited(move_space(w.a_space(), Stage.GATHERING, by=w.noa()), "dana")
    deliver_due()
    return re.search(r"http://127\.0\.0\.1:8000(/stop/\S+)", mailoutbox[0].body).group(1)


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_changes_nothing(client, link, method):
    response = getattr(client, method)(link)
    assert response.status_code == 200
    assert not Suppression.objects.exists()


def test_the_button_stops_every_invitation_and_reminder(client, link):
    for _ in range(2):  # twice is the same
        response = client.post(link)
        assert response.status_code == 200
    assert "dana@world.example" in response.content.decode()
    assert [(row.email, row.reason) for row in Suppression.objects.all()] == [("dana@world.example", "asked")]


def test_stopping_by_mistake_can_be_taken_back(client, link):
    client.post(link)
    assert "You may be written to again" in client.post(link, {"again": "1"}, headers=ENGLISH).content.decode()
    assert not Suppression.objects.exists()


def test_one_click_needs_no_session_and_no_form_token(link):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200
    assert settings.SESSION_COOKIE_NAME not in response.cookies
    assert Suppression.objects.filter(email="dana@world.example").exists()


def test_a_link_tells_no_address_and_cannot_be_guessed(client, link):
    assert "dana" not in link
    pk, signature = link.split("/")[2].split(".")
    assert int(pk) == Message.objects.get().pk
    for wrong in (f"/stop/{int(pk) + 1}.{signature}/", f"/stop/{pk}.{signature[:-2]}AA/", "/stop/1/", "/stop/x.y/"):
        assert client.post(wrong).status_code == 404
    assert not Suppression.objects.exists()


def test_the_link_of_one_mail_stops_no_mails_of_a_membership(client, link, mailoutbox):
    client.post(link)
    answering.accept(Message.objects.get().invitation)
    deliver_due()
    assert [mail.subject for mail in mailoutbox[1:]] == ["Welcome to “Mental health in the community”"]
