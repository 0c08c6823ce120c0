"""A connection to the mail server that is kept for many mails, and the plain ways in which it says no."""

import contextlib
import re
import smtplib
from email.utils import parseaddr

from anymail.backends.base import AnymailBaseBackend
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend

from impact_spaces.lib.answers import Verdict, verdict
from impact_spaces.lib.api_line import hand_over
from impact_spaces.lib.mail import Away, Dropped, Later, Refused
from impact_spaces.lib.smtp import Said, WireBackend

ADDRESS = re.compile(r"[^\s<>@,;:\\\x00-\x1f\x7f]+@[^\s<>@,;:\\\x00-\x1f\x7f]+")


def new_line():
    """A line to wherever the settings send mails. Nothing is opened yet."""
    connection = get_connection()
    return SmtpLine(WireBackend()) if isinstance(connection, EmailBackend) else Line(connection)


class Line:
    """A connection of Django's to something that takes whole mails: a folder, the API of a provider."""

    def __init__(self, connection):
        self.connection = connection

    def send(self, mail):
        """Hand over one mail. It was taken when this returns. Raises Away, Dropped, Later, Refused."""
        self.open()
        if isinstance(self.connection, AnymailBaseBackend):
            hand_over(self.connection, mail)
            return
        try:
            self.connection.send_messages([mail.as_email_message()])
        except ValueError as error:  # no mail can be made of it: an address or a header that is none
            raise Refused(type(error).__name__) from None
        except OSError as error:
            self.hang_up()
            raise Dropped(type(error).__name__) from None

    def open(self):
        try:
            self.connection.open()
        except OSError as error:
            self.hang_up()
            raise Away(reason(error)) from None

    def hang_up(self):
        with contextlib.suppress(OSError):
            self.connection.close()


class SmtpLine(Line):
    """A connection to an SMTP server."""

    def send(self, mail):
        sender, to = envelope(mail)
        is_kept = self.connection.connection is not None
        self.open()
        try:
            self.connection.connection.transact(sender, to, mail)
        except Said as answer:
            self.turn_down(answer)
        except OSError as error:  # a broken connection, a timeout; smtplib's own errors as well
            past_return = self.connection.connection.is_past_return
            self.drop()
            if past_return or not is_kept:
                raise Dropped(reason(error)) from None
            self.send(mail)  # the server had closed what we kept: nothing was handed over yet

    def open(self):
        if self.connection.connection is not None:
            return
        super().open()
        try:
            self.connection.connection.greet()
        except OSError as error:
            self.hang_up()
            raise Away(reason(error)) from None

    def drop(self):
        """Hang up without a word: there is nobody, or nobody in step with us, who would answer it."""
        self.connection.connection.close()
        self.connection.connection = None

    def turn_down(self, answer):
        outcome = verdict(answer.step, answer.code, answer.words)
        if outcome in (Verdict.LINE, Verdict.AWAY) or self.connection.connection.sock is None:
            self.drop()
        if outcome == Verdict.AWAY:
            raise Away(str(answer))
        if outcome == Verdict.LINE:
            raise Dropped(str(answer))
        if outcome in (Verdict.ADDRESS, Verdict.REFUSED):
            raise Refused(str(answer), is_bad_address=outcome == Verdict.ADDRESS)
        raise Later(str(answer), wants_rest=outcome == Verdict.REST)


def envelope(mail):
    """Whom the reports of failure go to, and whom the mail; in ASCII, as servers without SMTPUTF8 want it.

    Raises Refused where that cannot be, and Later where the fault is in our own address.
    """
    try:
        sender = in_ascii(mail.sender or our_address())
    except Refused as error:
        raise Later(f"{error}: our own") from None
    return sender, in_ascii(mail.to)


def in_ascii(address):
    """Raises Refused for a local part in other letters, and for what is no address at all."""
    if not ADDRESS.fullmatch(address):
        raise Refused("not an address", is_bad_address=True)
    if address.isascii():
        return address
    local, _at, domain = address.rpartition("@")
    try:
        return f"{local.encode('ascii').decode()}@{domain.encode('idna').decode()}"
    except UnicodeEncodeError:
        raise Refused("an address in letters that mail servers do not take (SMTPUTF8)") from None
    except UnicodeError:
        raise Refused("not an address", is_bad_address=True) from None


def our_address():
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def reason(error):
    """An error in words for the log: what a server said, or else what kind it is."""
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
        return " ".join(f"{error.smtp_code} {text}".replace("\x00", "").split())
    return type(error).__name__
