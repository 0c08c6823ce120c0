"""Signing in: a code by mail, the same answer to everybody, and no other door."""

import re
from smtplib import SMTPServerDisconnected

import pytest
from anymail.exceptions import AnymailRecipientsRefused
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from impact_spaces.lib import lost_codes
from spaces.models import Message
from tests import world as w

pytestmark = pytest.mark.django_db
CODE = re.compile(r"\b[A-Z]{4}-[A-Z]{4}\b")


def ask(client, address, **more):
    return client.post(reverse("account_login"), {"email": address, **more})


def code_in(mail):
    return CODE.search(mail.body)[0]


def enter(client, code, **more):
    return client.post(reverse("account_confirm_login_code"), {"code": code, **more})


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_a_code_from_the_mail_signs_in_and_leads_home(client, mailoutbox):
    w.omer()
    assert ask(client, "omer@world.example").headers["Location"] == reverse("account_confirm_login_code")
    response = enter(client, code_in(mailoutbox[0]))
    assert response.headers["Location"] == reverse("home")
    assert is_signed_in(client)
    assert client.get("/").headers["Location"] == "/my/"


def test_a_code_may_be_typed_as_people_type(client, mailoutbox):
    w.omer()
    ask(client, " Omer@World.Example ")
    enter(client, code_in(mailoutbox[0]).lower().replace("-", " "))
    assert is_signed_in(client)


def test_after_signing_in_one_is_where_one_wanted_to_be(client, mailoutbox):
    w.omer()
    ask(client, "omer@world.example", next="/my/data/")
    assert enter(client, code_in(mailoutbox[0]), next="/my/data/").headers["Location"] == "/my/data/"


def test_no_code_leads_to_another_site(client, mailoutbox):
    w.omer()
    ask(client, "omer@world.example", next="https://elsewhere.example/")
    response = enter(client, code_in(mailoutbox[0]), next="https://elsewhere.example/")
    assert response.headers["Location"] == reverse("home")


def test_a_page_that_needs_signing_in_asks_for_it_first(client):
    assert client.get("/my/").headers["Location"] == reverse("account_login") + "?next=/my/"


def test_signing_in_takes_a_new_session_that_lasts(client, mailoutbox, settings):
    w.omer()
    ask(client, "omer@world.example")
    before = client.session.session_key
    enter(client, code_in(mailoutbox[0]))
    assert client.session.session_key != before
    assert client.cookies["sessionid"]["max-age"] == settings.SESSION_COOKIE_AGE == 30 * 24 * 3600


def without_accidents(page, address):
    """A page without what differs between any two of its kind: the token against forged requests, the address."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", page.content.decode().replace(address, ""))


def test_a_known_and_an_unknown_address_get_the_same_answers(client, mailoutbox):
    w.omer()
    answers = []
    for address in ("omer@world.example", "nobody@world.example"):
        asked = ask(client, address)
        page = client.get(asked.headers["Location"])
        wrong = [enter(client, "BBBB-BBBB") for _attempt in range(3)]
        answers.append(
            [
                (asked.status_code, asked.headers["Location"], without_accidents(page, address)),
                [(one.status_code, without_accidents(one, address)) for one in wrong[:2]],
                (wrong[2].status_code, wrong[2].headers["Location"]),
            ]
        )
        client.cookies.clear()
    assert answers[0] == answers[1]
    assert [mail.to for mail in mailoutbox] == [["omer@world.example"], ["nobody@world.example"]]


def test_an_unknown_address_gets_no_code_and_no_account(client, mailoutbox):
    ask(client, "nobody@world.example")
    assert "There is no account with it" in mailoutbox[0].body
    assert CODE.search(mailoutbox[0].body) is None


def test_a_closed_account_is_an_unknown_one(client, mailoutbox):
    omer = w.omer()
    omer.is_active = False
    omer.save()
    ask(client, "omer@world.example")
    assert CODE.search(mailoutbox[0].body) is None


def test_three_wrong_codes_end_it(client, mailoutbox):
    w.omer()
    ask(client, "omer@world.example")
    for _attempt in range(3):
        enter(client, "BBBB-BBBB")
    enter(client, code_in(mailoutbox[0]))
    assert not is_signed_in(client)


def test_a_new_code_ends_the_old_one(client, mailoutbox):
    w.omer()
    ask(client, "omer@world.example")
    ask(client, "omer@world.example")
    first, second = map(code_in, mailoutbox)
    enter(client, first)
    assert not is_signed_in(client)
    enter(client, second)
    assert is_signed_in(client)


def test_a_code_is_good_only_where_it_was_asked_for(client, mailoutbox):
    from django.test import Client

    w.omer()
    ask(client, "omer@world.example")
    elsewhere = Client()
    enter(elsewhere, code_in(mailoutbox[0]))
    assert not is_signed_in(elsewhere)


def test_a_code_is_good_for_ten_minutes(client, mailoutbox, time_machine):
    time_machine.move_to("2026-11-23 10:00:00+02:00", tick=False)
    w.omer()
    ask(client, "omer@world.example")
    time_machine.move_to("2026-11-23 10:10:01+02:00", tick=False)
    enter(client, code_in(mailoutbox[0]))
    assert not is_signed_in(client)


def test_one_address_gets_six_codes_an_hour_and_no_more(client, mailoutbox):
    w.omer()
    for _request in range(8):
        ask(client, "omer@world.example")
    assert len(mailoutbox) == 6
    assert ask(client, "omer@world.example").status_code == 200  # the form again, and why


def test_somebody_who_waits_for_a_code_may_take_another_address(client, mailoutbox):
    w.omer()
    ask(client, "nobody@world.example")
    assert client.get(reverse("account_login")).status_code == 200
    ask(client, "omer@world.example")
    enter(client, code_in(mailoutbox[1]))
    assert is_signed_in(client)


@pytest.mark.parametrize(("language", "words"), [("en", "This is the code to sign in"), ("he", 'lang="he" dir="rtl"')])
def test_the_mail_comes_in_the_persons_language(client, mailoutbox, language, words):
    person = w.omer()
    person.language = language
    person.save()
    client.post(reverse("account_login"), {"email": person.email}, headers={"accept-language": "ar"})
    (mail,) = mailoutbox
    assert words in mail.body + mail.alternatives[0].content


@pytest.mark.parametrize("address", ["omer@world.example", "nobody@world.example"])
def test_in_arabic_every_word_of_the_mails_is_arabic(client, mailoutbox, address):
    person = w.omer()
    person.language = "ar"
    person.save()
    client.post(reverse("account_login"), {"email": address}, headers={"accept-language": "ar"})
    (mail,) = mailoutbox
    html = mail.alternatives[0].content
    assert 'lang="ar" dir="rtl"' in html
    words = CODE.sub("", re.sub(r"<[^>]*>", " ", mail.subject + mail.body + html))
    # Hebrew is what an untranslated sentence falls back to.
    assert re.findall(r"[A-Za-z\u0590-\u05ff]+", words) == []


def test_the_mail_goes_directly_and_says_nothing_but_the_code(client, mailoutbox):
    space = w.consolidated()
    before = Message.objects.count()
    ask(client, "avi@world.example")
    (mail,) = mailoutbox
    said = mail.subject + mail.body + mail.alternatives[0].content
    assert Message.objects.count() == before
    assert [word in said for word in (space.name, "Avi", "avi@", "http")] == [False] * 4


class BrokenBackend(EmailBackend):
    def send_messages(self, messages):
        raise SMTPServerDisconnected("gone")


class RefusingBackend(EmailBackend):
    def send_messages(self, messages):
        raise AnymailRecipientsRefused


@pytest.mark.parametrize("backend", ["BrokenBackend", "RefusingBackend"])
@pytest.mark.parametrize("address", ["omer@world.example", "nobody@world.example"])
def test_when_the_mail_is_not_taken_the_page_says_so(client, settings, address, backend, caplog):
    settings.EMAIL_BACKEND = f"tests.members.test_sign_in.{backend}"
    w.omer()
    before = lost_codes.lately()
    response = ask(client, address)
    assert response.status_code == 409
    assert "The mail could not be sent" in response.content.decode()
    assert address not in caplog.text
    assert lost_codes.lately() == before + 1  # nobody else learns of it: an operator does


@pytest.mark.parametrize(
    "path",
    [
        "signup/", "password/reset/", "password/change/", "password/set/", "email/", "confirm-email/",
        "reauthenticate/", "login/code/x/", "social/signup/", "",
    ],
)  # fmt: skip
def test_the_librarys_other_pages_are_not_here(client, path):
    client.force_login(w.omer())
    assert client.get(f"/accounts/{path}").status_code == 404


def test_nobody_signs_up_by_themselves(client):
    page = client.get(reverse("account_signup"))
    assert "People come in by invitation" in page.content.decode()
    assert client.post(reverse("account_signup"), {"email": "new@world.example"}).status_code == 405


def test_signing_out_takes_a_post(client):
    client.force_login(w.omer())
    client.get(reverse("account_logout"))
    assert is_signed_in(client)
    client.post(reverse("account_logout"))
    assert not is_signed_in(client)


def test_what_was_said_to_one_person_is_not_shown_to_the_next(client):
    client.force_login(w.omer())
    client.post(reverse("members:me"), {"name": "Omer Levi", "language": "en", "time_zone": "Asia/Jerusalem"})
    client.post(reverse("account_logout"))
    client.force_login(w.a_person("ruth", language="en"))
    assert "Your details are saved." not in client.get("/my/").content.decode()


def test_with_the_cache_away_the_page_says_so_and_asks_to_come_back(client, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    w.a_person("dana")
    answer = ask(client, "dana@world.example")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "A part of this site is away" in answer.text


def test_pages_of_somebody_signed_in_stay_in_no_cache(client):
    assert not client.get("/").has_header("Cache-Control")
    client.force_login(w.a_person("dana"))
    assert client.get("/my/").headers["Cache-Control"] == "private, no-store"
