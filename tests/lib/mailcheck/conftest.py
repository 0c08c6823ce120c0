"""check_mail against a mail server and a name server of the test's own."""

from contextlib import ExitStack

import pytest
from django.core.management import call_command

from tests.lib.mailcheck.good import OURS, TO, authority, context, good_names
from tests.lib.mailcheck.surroundings import Handler, mail_server, name_server

SETTINGS = {
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_TIMEOUT": 2,
    "EMAIL_HOST_USER": "impact",
    "EMAIL_HOST_PASSWORD": "right",
    "EMAIL_USE_TLS": True,
    "EMAIL_USE_SSL": False,
    "DEFAULT_FROM_EMAIL": f"Impact Spaces <spaces@{OURS}>",
    "BASE_URL": f"https://spaces.{OURS}",
    "MAIL_HOOKS": {"mailgun": "key-" + "3" * 20},
    "BOUNCE_INBOX_SECRET": "",
    "BOUNCE_ADDRESS": "",
    "DKIM_SELECTOR": "",
}


@pytest.fixture
def trusted(monkeypatch, tmp_path):
    """This machine knows our authority of certificates."""
    authority("ours").cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))


@pytest.fixture
def checked(settings, trusted, capsys):
    """checked(handler, names, server options, settings): (what it says, how it ends, the handler)."""

    def check(handler=None, names=None, *, host="localhost", port=0, ssl=None, starttls=context, auth=True, **changes):
        handler, starttls = handler or Handler(), starttls and starttls()
        with ExitStack() as running:
            listening = running.enter_context(mail_server(handler, ssl=ssl, starttls=starttls, auth=auth))
            dns = running.enter_context(name_server(names or good_names()))
            wanted = SETTINGS | {"EMAIL_HOST": host, "EMAIL_PORT": port or listening} | changes
            for name, value in wanted.items():
                setattr(settings, name, value)
            ended = how_it_ends(TO, dns=changes.get("dns", dns))
        return capsys.readouterr().out, ended, handler

    return check


def how_it_ends(address, **options):
    try:
        call_command("check_mail", address, **options)
    except SystemExit as end:
        return end.code
    return 0
