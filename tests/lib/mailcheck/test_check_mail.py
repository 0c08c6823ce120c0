"""What check_mail says of a good set-up and of broken ones, against a real mail server and a real name server."""

from datetime import timedelta
from email import message_from_bytes

import pytest
from django.core.management import CommandError, call_command

from impact_spaces.lib.mail_url import BY_HTTP
from impact_spaces.lib.mailcheck import sender, spf
from tests.lib.mailcheck.broken import BROKEN, LOOKS
from tests.lib.mailcheck.good import NOW, OURS, TO, good_names
from tests.lib.mailcheck.surroundings import FAILS, Handler

pytestmark = pytest.mark.filterwarnings("ignore:Session.login_data is deprecated")  # aiosmtpd sets it itself


def lines(text, *levels):
    return [line for line in text.splitlines() if line.split() and line.split()[0] in levels]


ALL_IS_WELL = [
    "localhost is 127.0.0.1.",
    "The server answers.",
    f"TLS, with a certificate that is good until {NOW + timedelta(days=200):%d.%m.%Y}.",
    "Signed in as impact.",
    "8BITMIME: Hebrew is sent as it is.",
    "PIPELINING: mails go out several times faster.",
    "SIZE: the server says how much it takes.",
    f"The server takes mails from spaces@{OURS} to {TO}.",
    f"Mails come from spaces@{OURS}.",
    f"{OURS} takes mails (MX).",
    f"SPF at {OURS}: v=spf1 include:localhost ~all",
    "It names localhost, where the mails leave.",
    "DKIM key s1, 2048 bits.",
    f"DMARC at {OURS}: quarantine.",
    f"The envelope's domain ({OURS}) fits the sender's: SPF counts for DMARC.",
    f"Reports are taken from mailgun, at https://spaces.{OURS}/hooks/mail/NAME/.",
    f"A test mail was taken for {TO}. Look whether it arrived, and not as spam.",
]


def test_of_a_good_set_up_everything_is_told_and_a_mail_arrives(checked):
    text, ended, handler = checked()
    assert (lines(text, "wrong"), ended) == ([], 0)
    assert lines(text, "ok")[1:] == [f"ok     {line}" for line in ALL_IS_WELL]
    (raw,) = handler.taken
    mail = message_from_bytes(raw)
    assert (mail["To"], mail["List-Unsubscribe-Post"]) == (TO, "List-Unsubscribe=One-Click")


def made(how):
    """Handlers and names are made afresh for each test; a certificate only when the server starts."""
    return {key: value() if callable(value) and key != "starttls" else value for key, value in how.items()}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_named_with_what_to_do(checked, name):
    how, said, todo = BROKEN[name]
    text, ended, _handler = checked(**made(how))
    assert ended == 1
    wrong = "\n".join(lines(text, "wrong"))
    assert said in wrong
    assert any(line.startswith("       → ") and line.endswith(todo) for line in text.splitlines()), text


@pytest.mark.parametrize("name", LOOKS)
def test_what_deserves_a_look_is_no_failure(checked, name):
    how, said = LOOKS[name]
    text, ended, _handler = checked(**made(how))
    assert (ended, lines(text, "wrong")) == (0, [])
    assert said in "\n".join(lines(text, "look"))


def test_without_a_name_server_it_says_so_and_goes_on(checked):
    text, ended, handler = checked(dns="127.0.0.1:9")
    assert (ended, len(handler.taken)) == (0, 1)
    assert "No name server answers from here, so SPF, DKIM and DMARC were not looked at." in text


@pytest.mark.parametrize(
    ("kind", "name", "told"),
    [
        ("MX", OURS, "MX"), ("TXT", OURS, "TXT"), ("TXT", f"s1._domainkey.{OURS}", "TXT"),
        ("TXT", f"_dmarc.{OURS}", "TXT"),
    ],
)  # fmt: skip
def test_a_name_server_that_fails_says_nothing_about_the_record(checked, kind, name, told):
    text, ended, _handler = checked(names=good_names() | {(name, kind): FAILS}, DKIM_SELECTOR="s1")
    assert (ended, lines(text, "wrong")) == (0, [])
    assert f"The name server failed when it was asked for {told} of {name}; this says nothing" in text
    others = [f"{OURS} takes mails (MX).", f"SPF at {OURS}:", "DKIM key s1, 2048 bits.", f"DMARC at {OURS}:"]
    assert sum(other in text for other in others) == 3


def test_mails_are_tried_from_the_address_for_reports(checked):
    handler = Handler()
    text, ended, _handler = checked(handler, BOUNCE_ADDRESS=f"bounces@{OURS}")
    assert (ended, handler.senders) == (0, [f"bounces@{OURS}"] * 2)  # asked, and then used for the test mail
    assert f"The server takes mails from bounces@{OURS} to {TO}." in text
    assert message_from_bytes(handler.taken[0])["From"] == f"Impact Spaces <spaces@{OURS}>"


def test_where_the_way_is_broken_no_test_mail_is_tried(checked):
    text, _ended, handler = checked(EMAIL_HOST_PASSWORD="wrong")
    assert ("No test mail was sent." in text, handler.taken) == (True, [])
    assert f"DMARC at {OURS}: quarantine." in text  # and all the rest is told at once


def test_dmarc_of_the_domain_above_counts(checked):
    names = good_names(dmarc=[], more={
        (f"mail.{OURS}", "MX"): ["10 mx."], (f"mail.{OURS}", "TXT"): ["v=spf1 a:localhost -all"],
        (f"_dmarc.{OURS}", "TXT"): ["v=DMARC1; p=none; sp=reject"],
    })  # fmt: skip
    text, ended, _handler = checked(names=names, DEFAULT_FROM_EMAIL=f"spaces@mail.{OURS}")
    assert ended == 0
    assert f"DMARC at {OURS}: reject." in text


@pytest.mark.parametrize(
    ("host", "value", "level"),
    [
        ("smtp.sender.co.il", "spf.sender.co.il", "ok"), ("smtp.sender.co.il", "spf.another.co.il", "look"),
        ("smtp.sender.net", "spf.sender.net", "ok"), ("smtp.eu.sender.net", "spf.another.net", "look"),
    ],
)  # fmt: skip
def test_two_houses_below_one_country_are_two(settings, host, value, level):
    settings.EMAIL_HOST = host
    assert [one.level for one in spf.names_the_server([("+", "include", value)])] == [level]


@pytest.mark.parametrize(
    ("backend", "host", "value", "levels"),
    [
        ("anymail.backends.postmark", "localhost", "spf.mtasv.net", ["ok"]),
        ("anymail.backends.brevo", "localhost", "spf.sendinblue.com", ["ok"]),
        ("anymail.backends.mailgun", "localhost", "localhost", ["look"]),
        ("django.core.mail.backends.smtp", "smtp.postmarkapp.com", "spf.mtasv.net", ["ok"]),
        ("django.core.mail.backends.smtp", "email-smtp.eu-west-1.amazonaws.com", "amazonses.com", ["ok"]),
        ("impact_spaces.lib.mail", "localhost", "spf.mtasv.net", []),
    ],
)
def test_a_provider_is_looked_for_by_its_own_name_in_spf(settings, backend, host, value, levels):
    name = "FolderBackend" if backend == "impact_spaces.lib.mail" else "EmailBackend"
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = f"{backend}.{name}", host
    assert [one.level for one in spf.names_the_server([("+", "include", value)])] == levels


def test_every_interface_has_a_name_in_spf():
    assert sorted(spf.INCLUDED) == sorted(BY_HTTP)


@pytest.mark.parametrize(("domain", "level"), [("example.org", "wrong"), ("goodexample.org", "ok")])
def test_a_name_that_only_ends_like_an_example_is_none(settings, domain, level):
    settings.DEFAULT_FROM_EMAIL = f"spaces@{domain}"
    assert sender.sender()[0].level == level


def test_a_password_is_never_shown(checked):
    text, _ended, _handler = checked(EMAIL_HOST_PASSWORD="wrong-and-secret")
    assert "secret" not in text


def test_what_is_no_address_is_refused():
    with pytest.raises(CommandError, match="is not a mail address"):
        call_command("check_mail", "you at home")
