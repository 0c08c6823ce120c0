"""The language and the time that a page speaks."""

import pytest
from django.urls import reverse

from members.models import Person
from tests import world as w

pytestmark = pytest.mark.django_db
SWITCH = "/me/language/"


def language_of(client, url="/"):
    return client.get(url, follow=True).content.decode().partition('lang="')[2][:2]


def test_the_switch_is_kept_in_the_browser(client):
    assert language_of(client) == "en"
    response = client.post(SWITCH, {"language": "he", "next": "/"})
    assert response.headers["Location"] == "/"
    assert language_of(client) == "he"


def test_the_switch_is_kept_with_the_person(client):
    client.force_login(w.omer())
    client.post(SWITCH, {"language": "ar", "next": "/my/"})
    assert language_of(client) == "ar"
    client.cookies.pop("django_language")
    assert language_of(client) == "ar"
    assert Person.objects.get().language == "ar"


@pytest.mark.parametrize("wanted", ["", "xx", "de", "en; DROP"])
def test_a_language_that_is_not_spoken_here_changes_nothing(client, wanted):
    client.force_login(w.omer())
    client.post(SWITCH, {"language": wanted, "next": "/my/"})
    assert Person.objects.get().language == "en"


def test_the_switch_leads_to_no_other_site(client):
    response = client.post(SWITCH, {"language": "he", "next": "https://elsewhere.example/"})
    assert response.headers["Location"] == "/"


def test_looking_at_the_switch_changes_nothing(client):
    assert client.get(SWITCH + "?language=he").status_code == 405


@pytest.mark.parametrize("zone", ["", "Nowhere/At_All", "Asia", "../../etc/passwd", "אסיה/ירושלים", "\x01"])
def test_an_unknown_time_zone_is_the_sites_own(client, zone):
    omer = w.omer()
    Person.objects.update(time_zone=zone)
    client.force_login(omer)
    assert client.get("/my/").status_code == 200


def test_times_are_told_in_the_persons_zone(client):
    from datetime import UTC, datetime

    from spaces.actions import decision

    space = w.consolidated()
    decision.open_decision(
        space, by=w.noa(), title="Where?", proposal="There.", closes_at=datetime(2099, 1, 1, 12, 30, tzinfo=UTC)
    )
    Person.objects.filter(email="avi@world.example").update(time_zone="Asia/Tokyo")
    client.force_login(w.a_person("avi"))
    assert "9:30 p.m." in client.get("/my/").content.decode()


def test_the_switch_stands_on_every_page_in_its_own_letters(client):
    page = client.get(reverse("account_login")).content.decode()
    assert 'value="he" lang="he">עברית</button>' in page
