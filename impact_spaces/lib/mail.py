"""Getting a mail out: one connection that is kept, and three plain ways in which a mail server says no."""

import contextlib
import secrets
import smtplib
import time
from dataclasses import dataclass, field
from email import encoders, message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

MOST_DROPS = 3  # a server that hangs up this often in one run is left alone until the next
TOO_BUSY = 421  # "closing the channel"


@dataclass
class Mail:
    """One mail, ready to go: to whom, and its bytes.

    `data` is the whole message, headers first: lines end in CRLF, bodies may be 8-bit, and lines that begin with a dot
    are as they are (whoever speaks SMTP doubles the dots). `sender` is the address for reports of failure; None is
    our own. `kept` are columns that the message's row gets once the mail was taken.
    """

    to: str
    data: bytes
    sender: str | None = None
    kept: dict = field(default_factory=dict)

    def seven_bit(self):
        """The bytes for a server that takes no 8-bit ones: the same mail with such parts in base64."""
        mail = message_from_bytes(self.data)
        for part in mail.walk():
            if part.get("Content-Transfer-Encoding", "").lower() == "8bit":
                del part["Content-Transfer-Encoding"]
                if not part.is_multipart():
                    part.set_payload(part.get_payload(decode=True))
                    encoders.encode_base64(part)
        return mail.as_bytes(policy=policy.compat32.clone(linesep="\r\n"))

    def as_email_message(self):
        """The same mail for a backend of Django that speaks no SMTP."""
        mail = message_from_bytes(self.data.replace(b"\r\n", b"\n"), policy=policy.default)
        found = EmailMultiAlternatives(str(mail["Subject"]).strip(), "", str(mail["From"]).strip(), [self.to])
        found.reply_to = [str(mail["Reply-To"]).strip()] if mail["Reply-To"] else []
        known = {"subject", "from", "to", "reply-to", "mime-version", "content-type", "content-transfer-encoding"}
        found.extra_headers = {name: str(value).strip() for name, value in mail.items() if name.lower() not in known}
        for part in mail.walk():
            add_part(found, part)
        return found


def add_part(mail, part):
    """Put a part of a parsed message into a mail of Django: as its text, another form of it, or a file."""
    if part.is_multipart():
        return
    kind, content = part.get_content_type(), part.get_content()
    if part.is_attachment():
        mail.attach(part.get_filename(), content.encode() if isinstance(content, str) else content, kind)
    elif kind == "text/plain" and not mail.body:
        mail.body = content
    else:
        method = part["Content-Type"].params.get("method")
        mail.attach_alternative(content, f"{kind}; method={method}" if method else kind)


class Away(Exception):
    """The mail server cannot be reached, or does not let us in. It is no mail's fault."""


class Later(Exception):
    """The server did not take this mail now. The text is what it said."""


class Refused(Exception):
    """The server will never take this mail. The text is what it said."""


class Line:
    """One connection to the mail server, opened when first needed and kept for all the mails of a run."""

    def __init__(self):
        self.connection = get_connection()
        self.drops = 0

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.hang_up()

    def send(self, mail):
        """Hand over one mail. It was taken when this returns. Raises Away, Later, Refused."""
        self.open()
        try:
            self.connection.send_messages([mail.as_email_message()])
        except ValueError as error:  # no mail can be made of it: an address or a header that is none
            raise Refused(type(error).__name__) from None
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            raise self.no(code, words) from None
        except smtplib.SMTPSenderRefused as error:
            raise self.no(min(error.smtp_code, 499), error.smtp_error) from None  # ours to mend, not the mail's fault
        except smtplib.SMTPHeloError as error:
            raise self.dropped(said(error.smtp_code, error.smtp_error)) from None
        except smtplib.SMTPResponseException as error:
            raise self.no(error.smtp_code, error.smtp_error) from None
        except OSError as error:  # a broken connection, a timeout; smtplib's own errors as well
            raise self.dropped(type(error).__name__) from None

    def open(self):
        if self.drops >= MOST_DROPS:
            raise Away("hangs up again and again")
        try:
            self.connection.open()
        except OSError as error:
            self.hang_up()
            raise Away(type(error).__name__) from None

    def no(self, code, words):
        if code == TOO_BUSY:
            return self.dropped(said(code, words))
        return Refused(said(code, words)) if code >= 500 else Later(said(code, words))

    def dropped(self, words):
        self.drops += 1
        self.hang_up()
        return Later(words)

    def hang_up(self):
        with contextlib.suppress(OSError):
            self.connection.close()


def said(code, words):
    text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    return " ".join(f"{code} {text}".replace("\x00", "").split())


class FolderBackend(BaseEmailBackend):
    """Mail without a server: outside production every message is written to a folder, one file each."""

    def send_messages(self, messages):
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in messages:
            whole = folder / f"{time.time_ns()}-{secrets.token_hex(4)}.eml"
            half = whole.with_suffix(".part")  # whoever looks for *.eml never meets half a mail
            half.write_bytes(message.message().as_bytes())
            half.rename(whole)
        return len(messages)
