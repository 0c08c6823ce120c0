"""A talk with the mail server, step by step, as a mail would have it: where it ends, the reason stands in words."""

import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr

from django.conf import settings

from impact_spaces.lib.mailcheck.finding import look, ok, wrong

NEAR = ("localhost", "127.0.0.1", "::1")
SOON = 14  # days before a certificate ends
NEEDED = {
    "8bitmime": "Hebrew is sent as it is",
    "pipelining": "mails go out several times faster",
    "size": "the server says how much it takes",
}


class Ended(Exception):
    """The talk cannot go on; the finding that says why has been told."""


@dataclass
class Server:
    """The mail server of the settings."""

    host: str
    port: int
    user: str
    password: str
    is_tls: bool  # by STARTTLS
    is_ssl: bool  # from the first byte

    @property
    def is_near(self):
        return self.host in NEAR


def from_settings():
    s = settings
    return Server(
        s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_HOST_USER, s.EMAIL_HOST_PASSWORD, s.EMAIL_USE_TLS, s.EMAIL_USE_SSL
    )


def talk(server, recipient):
    """Everything up to the moment in which a mail would be handed over. Yields findings."""
    with suppress(Ended):
        yield from way(server)
        yield from address_of(server)
        connection = yield from connect(server)
        try:
            yield from secure(server, connection)
            yield from sign_in(server, connection)
            yield from abilities(connection)
            yield from envelope(connection, recipient)
        finally:
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()


def way(server):
    how = "TLS from the start" if server.is_ssl else "STARTTLS" if server.is_tls else "no encryption"
    who = f"signing in as {server.user}" if server.user else "without signing in"
    yield ok(f"EMAIL_URL leads to {server.host}, port {server.port}, {how}, {who}.")
    if not (server.is_tls or server.is_ssl or server.is_near):
        yield wrong("Mails and the password go over the net for everybody to read.",
                    "Use smtp+tls:// (usually port 587) or smtp+ssl:// (usually port 465) in EMAIL_URL.")  # fmt: skip


def address_of(server):
    try:
        found = socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        yield wrong(f"There is no host of the name {server.host}.", "Look for a wrong letter in EMAIL_URL.")
        raise Ended from None
    yield ok(f"{server.host} is {found[0][4][0]}.")


def connect(server):
    kind = smtplib.SMTP_SSL if server.is_ssl else smtplib.SMTP
    more = {"context": ssl.create_default_context()} if server.is_ssl else {}
    try:
        connection = kind(server.host, server.port, timeout=settings.EMAIL_TIMEOUT, **more)
        connection.ehlo_or_helo_if_needed()
    except ssl.SSLCertVerificationError as error:
        yield certificate(server, error)
    except ssl.SSLError:
        yield wrong("The server does not begin with TLS at this port.",
                    "Use smtp+tls:// (STARTTLS) in EMAIL_URL, or the port for TLS, usually 465.")  # fmt: skip
    except TimeoutError:
        yield wrong(f"Nobody answers at {server.host}, port {server.port}.",
                    "Is the port open? Many hosts let nothing out by port 25; try 587. A server that waits for TLS "
                    "from the start keeps silent too: then it is smtp+ssl:// and port 465.")  # fmt: skip
    except ConnectionRefusedError:
        yield wrong(f"No mail server listens at {server.host}, port {server.port}.", "Is the port the right one?")
    except (OSError, smtplib.SMTPException) as error:
        yield wrong(f"The server hangs up: {words(error)}.", "Does it know this host? Its own log says why.")
    else:
        yield ok("The server answers.")
        return connection
    raise Ended


def secure(server, connection):
    if server.is_tls:
        try:
            connection.starttls(context=ssl.create_default_context())
            connection.ehlo()
        except ssl.SSLCertVerificationError as error:
            yield certificate(server, error)
            raise Ended from None
        except smtplib.SMTPNotSupportedError:
            yield wrong("The server offers no STARTTLS.", "Use another port, or smtp+ssl:// in EMAIL_URL.")
            raise Ended from None
        except (OSError, smtplib.SMTPException) as error:
            yield wrong(f"TLS does not come about: {words(error)}.", "Its own log says why.")
            raise Ended from None
    if server.is_tls or server.is_ssl:
        yield validity(connection.sock.getpeercert())


def certificate(server, error):
    said = error.verify_message
    todo = {
        "expired": "Renew it.",
        "ostname mismatch": f"Write the name that stands in the certificate in EMAIL_URL, not {server.host}.",
        "IP address mismatch": f"Write the name that stands in the certificate in EMAIL_URL, not {server.host}.",
        "self-signed": "Use a certificate of a public authority, or make yours known by SSL_CERT_FILE.",
        "local issuer": "Use a certificate of a public authority, or make yours known by SSL_CERT_FILE.",
    }
    fitting = [what for part, what in todo.items() if part in said]
    return wrong(f"The server's certificate is not accepted: {said}.", *fitting[:1] or ["Look at it: openssl s_client"])


def validity(shown):
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(shown["notAfter"]), UTC)
    days = (until - datetime.now(UTC)).days
    if days <= SOON:
        return look(f"The certificate is good, for {days} more days.", "See that it is renewed.")
    return ok(f"TLS, with a certificate that is good until {until:%d.%m.%Y}.")


def sign_in(server, connection):
    if not server.user:
        if not server.is_near:
            yield look("Nobody signs in.", "Fine for a relay that knows this host; others will refuse.")
        return
    try:
        connection.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError as error:
        yield wrong(f"The server does not let us in: {words(error)}.",
                    "Check name and password in EMAIL_URL; signs like @ : / ? # % in them are written as %40 %3A %2F "
                    "%3F %23 %25. Some providers want a password made for programs.")  # fmt: skip
        raise Ended from None
    except smtplib.SMTPNotSupportedError:
        yield wrong("The server offers no way to sign in here.",
                    "Usually only after STARTTLS (smtp+tls://), or at another port.")  # fmt: skip
        raise Ended from None
    except (OSError, smtplib.SMTPException) as error:
        yield wrong(f"Signing in breaks off: {words(error)}.", "Its own log says why.")
        raise Ended from None
    yield ok(f"Signed in as {server.user}.")


def abilities(connection):
    for name, use in NEEDED.items():
        if connection.has_extn(name):
            yield ok(f"{name.upper()}: {use}.")
        else:
            yield look(f"The server offers no {name.upper()}.", f"It works without; with it, {use}.")


def envelope(connection, recipient):
    """Whether the server takes the addressee, and the sender as mails name it: the address for reports of failure."""
    sender = return_address()
    try:
        for step, address, (code, said) in (
            ("sender", sender, connection.mail(sender)),
            ("address", recipient, connection.rcpt(recipient)),
        ):
            if code >= 400:
                text = " ".join(said.decode(errors="replace").split())
                yield wrong(f"The server does not take the {step} {address}: {code} {text}.", AT_STEP[step])
                raise Ended
        connection.rset()
    except (OSError, smtplib.SMTPException) as error:
        yield wrong(f"The server hangs up: {words(error)}.", "Its own log says why.")
        raise Ended from None
    yield ok(f"The server takes mails from {sender} to {recipient}.")


def return_address():
    """Where reports of failure go; the number of a mail is put behind its name."""
    return settings.BOUNCE_ADDRESS or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


AT_STEP = {
    "sender": "Make the domain or the address of BOUNCE_ADDRESS, or without it of DEFAULT_FROM_EMAIL, known to the "
    "provider, or use one that it knows.",
    "address": "Is it written rightly? Some providers let new accounts write to known addresses only.",
}


def words(error):
    said = getattr(error, "smtp_error", None)
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said or error)
    code = getattr(error, "smtp_code", "")
    return " ".join(f"{code} {text}".split()) or type(error).__name__
