"""A mail as bytes, the plain ways in which a server does not take it, and a folder that takes every mail."""

import secrets
import time
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from impact_spaces.lib.mime import in_base64


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
        return in_base64(self.data)

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

    def __init__(self, words, *, wants_rest=False):
        super().__init__(words)
        self.wants_rest = wants_rest  # it takes no more for this domain at the moment


class Dropped(Later):
    """The connection broke, or the server ended it. Whether it took the mail before that, nobody knows."""


class Refused(Exception):
    """The server will never take this mail. The text is what it said."""

    def __init__(self, words, *, is_bad_address=False):
        super().__init__(words)
        self.is_bad_address = is_bad_address  # there is no such address: nothing should go there again


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
