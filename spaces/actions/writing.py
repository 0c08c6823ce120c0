"""A message as the mail that goes out. The secret of its links is put in last and kept nowhere."""

import hashlib
import re
from dataclasses import dataclass
from email.utils import formataddr, parseaddr

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from impact_spaces.lib.calendar import zone_of
from impact_spaces.lib.links import absolute, stop_token
from impact_spaces.lib.mail import Mail, Refused
from spaces.actions.meeting_mail import ABOUT_MEETINGS, calendar_part, meeting_link
from spaces.actions.message import about
from spaces.actions.words import one_line, plain, words_of
from spaces.models import Message
from spaces.models.message import MailKind

PERSONAL = "personal-link"  # stands in what is kept where the secret stood in what went out
INLINER = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)


@dataclass(frozen=True)
class Contact:
    """The facilitator, who reads the answers to a space's mails."""

    name: str | None
    address: str | None


@dataclass(frozen=True)
class Letter:
    """Subject, text and HTML of a mail with its personal links left out."""

    subject: str
    text: str
    html: str

    def kept(self):
        return {"subject": self.subject, "text": self.text, "html": self.html}


class Writer:
    """Writes the mails of one run. The messages carry what `loading.load` puts into them."""

    def write(self, messages):
        """The Mail of each message, in order; where none can be made, the exception in its place.

        It is Refused where the fault lies in the address; anything else is a fault of ours.
        """
        return [self.write_one(message) for message in messages]

    def write_one(self, message):
        try:
            mail, letter = as_mail(message, Contact(message.contact_name, message.contact_address))
            return Mail(message.address, mail.message().as_bytes(linesep="\r\n"), kept=letter.kept())
        except ValueError as error:
            return Refused(type(error).__name__)
        except Exception as error:
            return error


def as_mail(message, contact):
    """The mail to hand over, and the letter to keep."""
    letter = letter_for(message, contact)
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=with_secrets(letter.text, message),
        from_email=formataddr((sender_name(message), our_address())),
        to=[message.address],
        reply_to=[formataddr((one_line(contact.name), contact.address))] if contact.address else None,
        headers=headers(message),
    )
    mail.attach_alternative(with_secrets(letter.html, message), "text/html")
    attach_calendar(mail, message)
    return mail, letter


def attach_calendar(mail, message):
    """Put the calendar file of a mail into it: as a part that calendars act on, and to save by hand."""
    with translation.override(message.language):
        file = calendar_part(message)
    if file is not None:
        text, method = file
        mail.attach_alternative(text, f"text/calendar; method={method}")
        mail.attach("meeting.ics", text.encode(), "application/ics")


def letter_for(message, contact):
    """What the mail says, in its reader's language and the clock of the space's country."""
    with translation.override(message.language), timezone.override(zone_of(message.space.country)):
        subject, paragraphs, frame = words_of(message, contact, links(message))
        direction = "rtl" if translation.get_language_bidi() else "ltr"
        frame |= {"subject": subject, "paragraphs": paragraphs, "language": message.language, "direction": direction}
        text = re.sub(r"\n{3,}", "\n\n", plain("mail/layout.txt", frame)).strip() + "\n"
        html = INLINER.inline(render_to_string("mail/layout.html", frame))
    return Letter(subject, text, html)


def links(message):
    """Where the mail's button leads, and the link that stops mails."""
    if message.invitation_id:
        invitation = "" if message.kind == MailKind.WITHDRAWN else absolute("spaces:invitation_page", PERSONAL)
        return {"link": invitation, "stop_link": absolute("spaces:stop", PERSONAL)}
    return {"link": member_link(message), "stop_link": ""}


def member_link(message):
    """The page of the member's own side that the mail is about."""
    if message.kind == MailKind.DOOR_CLOSED:
        return ""
    if message.kind in ABOUT_MEETINGS:
        return meeting_link(message)
    if message.kind in (MailKind.PULSE, MailKind.PULSE_REMINDER):
        return absolute("spaces:my_pulse", about(message)[1])
    if message.kind == MailKind.PULSE_RESULT:
        return absolute("spaces:my_pulses", message.space_id)
    if message.kind in (MailKind.DECISION, MailKind.QUESTIONS, MailKind.RECORDED):
        return absolute("spaces:decision", about(message)[1])
    if message.kind in (MailKind.OPEN_NAMES, MailKind.CONFIDED):
        return absolute("spaces:desk_decision", about(message)[1])
    if message.kind == MailKind.DEPENDENCIES:
        return absolute("spaces:dependencies", message.space_id)
    if message.kind == MailKind.CANDIDATES:
        return absolute("spaces:candidates", message.space_id)
    if message.kind == MailKind.SIGNING:
        _sign, kind, version = about(message)
        agreement = message.space.agreements.get(kind=kind, version=version)
        return absolute("spaces:sign", agreement.pk)
    page = "room" if message.kind == MailKind.GLASS else "my_space"
    return absolute(f"spaces:{page}", message.space_id)


def with_secrets(text, message):
    """What goes out: the personal links complete."""
    if not message.invitation_id:
        return text
    secrets = {"spaces:invitation_page": message.invitation.token, "spaces:stop": stop_token(message.pk)}
    for page, secret in secrets.items():
        text = text.replace(absolute(page, PERSONAL), absolute(page, secret))
    return text


def sender_name(message):
    """The space, by way of this site: without the signs that mail filters take for a forged address."""
    with translation.override(message.language):
        name = _("{space} via Impact Spaces").format(space=one_line(message.space.local_name)[:60])
    return one_line(re.sub(r'[@:;,"<>()\\]', " ", name))


def our_address():
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def headers(message):
    found = {
        "Message-ID": message_id(message),
        "Auto-Submitted": "auto-generated",
        "Content-Language": message.language,
    }
    first = first_mail(message)
    if first is not None:
        found |= {"In-Reply-To": message_id(first), "References": message_id(first)}
    if message.invitation_id:
        stop = absolute("spaces:stop", stop_token(message.pk))
        found |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return found


def message_id(message):
    """The same for every attempt at one occasion, and telling nothing about it."""
    digest = hashlib.sha256(f"{message.occasion}:{message.nonce}".encode()).hexdigest()[:40]
    return f"<{digest}@{our_address().partition('@')[2]}>"


def first_mail(message):
    """The mail that a later one about the same invitation belongs below."""
    if not message.invitation_id or message.kind == MailKind.INVITATION:
        return None
    sent = Message.objects.filter(invitation=message.invitation_id, kind=MailKind.INVITATION, sent_at__isnull=False)
    return sent.only("occasion", "nonce").order_by("-id").first()
