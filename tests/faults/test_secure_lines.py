"""Lines to a mail server that wants TLS and a name, as nearly all do."""

import pytest

from impact_spaces.lib.line import new_line
from impact_spaces.lib.mail import Away, Mail
from tests.lib.mailcheck.good import authority, context
from tests.lib.mailcheck.surroundings import Handler, mail_server

MAILS = [Mail(f"ceo{n}@world.example", f"Subject: {n}\r\n\r\nשלום {n}\r\n".encode()) for n in range(3)]


@pytest.fixture
def secure(settings, monkeypatch, tmp_path):
    """secure(port, use_ssl=…): a line to the server that listens there; this machine trusts our authority."""
    authority("ours").cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD, settings.EMAIL_TIMEOUT = "impact", "right", 2

    def line(port, *, use_ssl, host="localhost"):
        settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = not use_ssl, use_ssl
        settings.EMAIL_HOST, settings.EMAIL_PORT = host, port
        return new_line()

    return line


@pytest.mark.parametrize("use_ssl", [True, False])
@pytest.mark.parametrize("without", [set(), {"PIPELINING"}, {"8BITMIME", "SIZE"}])
def test_mails_go_over_tls_and_with_a_name(secure, use_ssl, without):
    handler = Handler(without=without)
    how = {"ssl": context()} if use_ssl else {"starttls": context()}
    with mail_server(handler, auth=not use_ssl, **how) as port:
        line = secure(port, use_ssl=use_ssl)
        line.connection.username = "" if use_ssl else "impact"
        for mail in MAILS:
            line.send(mail)
        line.hang_up()
    assert [b"Subject: %d" % number in taken for number, taken in enumerate(handler.taken)] == [True] * 3


@pytest.mark.parametrize("use_ssl", [True, False])
def test_a_server_under_another_name_gets_nothing(secure, use_ssl):
    handler = Handler()
    how = {"ssl": context()} if use_ssl else {"starttls": context()}
    with mail_server(handler, **how) as port:
        line = secure(port, use_ssl=use_ssl, host="127.0.0.1")
        with pytest.raises(Away, match="SSLCertVerificationError"):
            line.send(MAILS[0])
    assert handler.taken == []
