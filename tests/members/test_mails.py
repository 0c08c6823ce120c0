"""Which mails reach somebody, and when: what they may choose, and how they are told what it means."""

import pytest

from members.mails import in_words
from tests import world as w

pytestmark = pytest.mark.django_db
CHOSEN = {"digest": "weekly", "quiet_weekdays": ["4", "6"], "weekly_cap": "2"}


@pytest.fixture
def omer(client):
    person = w.omer()
    client.force_login(person)
    return person


def choices_of(person):
    person.refresh_from_db()
    return person.digest, person.quiet_weekdays, person.weekly_cap


def test_choices_are_saved_and_said_in_words(client, omer):
    page = client.post("/me/mails/", CHOSEN, follow=True).text
    assert choices_of(omer) == ("weekly", [4, 6], 2)
    assert in_words(omer) == [
        "What is new in your spaces comes in one mail on the morning on which the working week begins.",
        "Reminders come in working hours, and never on a rest day or on your quiet days: Sunday, Friday.",
        "In any seven days at most 2 of these mails come.",
        "Invitations, calendar mails and codes to sign in come at once; "
        "so does a question that closes before your next mail.",
    ]
    assert all(sentence in page for sentence in in_words(omer))


def test_nothing_chosen_is_as_usual(client, omer):
    client.post("/me/mails/", CHOSEN)
    client.post("/me/mails/", {"digest": "each", "weekly_cap": ""})
    assert choices_of(omer) == ("each", [], None)
    assert in_words(omer) == [
        "What is new in your spaces comes as it happens.",
        "Reminders come in working hours, and never on a rest day.",
        "In any seven days at most 5 of these mails come.",
        "Invitations, calendar mails and codes to sign in come at once.",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"digest": "hourly"},
        {"digest": ""},
        {"quiet_weekdays": ["7"]},
        {"quiet_weekdays": ["monday"]},
        {"weekly_cap": "0"},
        {"weekly_cap": "6"},
        {"weekly_cap": "many"},
    ],
)
def test_what_cannot_be_is_named_and_not_saved(client, omer, wrong):
    page = client.post("/me/mails/", CHOSEN | wrong)
    assert (page.status_code, "Please look at this again" in page.text) == (200, True)
    assert choices_of(omer) == ("each", [], None)


def test_a_choice_of_more_than_this_site_sends_now_counts_as_its_most(client, omer, settings):
    client.post("/me/mails/", CHOSEN | {"weekly_cap": "4"})
    settings.WEEKLY_CAP = 3
    omer.refresh_from_db()
    assert in_words(omer)[2] == "In any seven days at most 3 of these mails come."
    assert client.get("/me/mails/").status_code == 200


def test_nobody_chooses_for_others(client):
    assert client.get("/me/mails/").status_code == 302
