"""What a mail says: `templates/mail/<kind>.txt` (its first line is the subject, then paragraphs) and the frame.

A mail carries little: no opinion, no question of a decision, no need, no candidate. It says why it came.
"""

import re
from unicodedata import category

from django.template import Context
from django.template.loader import get_template
from django.utils import formats, timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from spaces.actions.meeting_mail import meeting_details
from spaces.actions.message import about
from spaces.models.invitation import Kind
from spaces.models.membership import Role
from spaces.models.message import MailKind
from spaces.states import FLOOR

LONGEST_SUBJECT, LONGEST_PURPOSE = 150, 400
# A name that looks like a link or an address is not repeated: a mail of ours never carries somebody else's message.
TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
NO_NAME = re.compile(r"[/@<>\\]|www\.|\.[a-z]{2,}\b", re.IGNORECASE)


def words_of(message, contact, links):
    """The subject, the paragraphs and the frame of a mail, in the language and time zone that are active."""
    details = invitee_details(message) if message.invitation_id else member_details(message)
    details |= {"space": one_line(message.space.local_name), "facilitator": shown_name(contact.name), **links}
    subject, _newline, text = plain(f"mail/{template_of(message)}.txt", details).strip().partition("\n")
    paragraphs = [lines(paragraph) for paragraph in re.split(r"\n\s*\n", text) if paragraph.strip()]
    return subject[:LONGEST_SUBJECT], paragraphs, frame(message, details)


def template_of(message):
    """The words for this kind; an invitation has other words for whom it confirms, and for who comes from outside."""
    if message.kind != MailKind.INVITATION:
        return message.kind
    if message.invitation.kind == Kind.STAKEHOLDER:
        return "invitation_stakeholder"
    return "invitation_confirmation" if message.invitation.is_confirmation else message.kind


def plain(name, details):
    """A template of plain text: nothing is escaped in it."""
    return get_template(name).template.render(Context(details, autoescape=False))


def invitee_details(message):
    invitation, space = message.invitation, message.space
    first = invitation.delegated_from
    return {
        "name": shown_name(invitation.name),
        "initiator": shown_name(space.initiator_name),
        "inviter": shown_name(invitation.inviter.name),
        "purpose": Truncator(one_line(space.purpose)).chars(LONGEST_PURPOSE),
        "rhythm": one_line(space.rhythm),
        "door_is_open": space.door_is_open,
        "is_stakeholder": invitation.kind == Kind.STAKEHOLDER,
        "decided_on": day(invitation.decision.closed_at) if invitation.decision else "",
        "passed_on_by": shown_name(first.name) if first else "",
        "may_pass_on": first is None,
        "deadline": day_and_hour(invitation.deadline),
        "invited_on": day(invitation.opened_at) if invitation.opened_at else "",
        "is_last": about(message) == ["reminder", "2"],
    }


def member_details(message):
    membership = message.membership
    return {
        "name": shown_name(membership.person.name),
        "address": message.address,
        "is_stakeholder": membership.role == Role.STAKEHOLDER,
        "is_over": message.kind == MailKind.DOOR_CLOSED or membership.ended_at is not None,
        "is_reminder": "reminder" in about(message),
        "floor": FLOOR,
        **meeting_details(message),
    }


def frame(message, details):
    """What stands around the words of every mail."""
    return {
        **details,
        "note": message.note.strip(),
        "button": button(message),
        "is_invitee": bool(message.invitation_id),
    }


def button(message):
    if message.invitation_id:
        return _("Read the invitation and answer")
    labels = {
        MailKind.WELCOME: _("Read and sign"),
        MailKind.SIGNING: _("Read and sign"),
        MailKind.PULSE: _("Answer in a few minutes"),
        MailKind.PULSE_REMINDER: _("Answer in a few minutes"),
        MailKind.PULSE_RESULT: _("See the group's picture"),
        MailKind.DECISION: _("Read the question and answer"),
        MailKind.MEETING: _("Answer, and see the agenda"),
        MailKind.MEETING_REMINDER: _("To the meeting"),
        MailKind.SUMMARY: _("Read the summary"),
        MailKind.QUESTIONS: _("Read the proposal"),
        MailKind.OPEN_NAMES: _("See whom to ask"),
        MailKind.CONFIDED: _("Read it on the desk"),
        MailKind.RECORDED: _("Look, and change it if it is wrong"),
        MailKind.DEPENDENCIES: _("Read the question"),
        MailKind.CANDIDATES: _("Look at the list"),
    }
    return labels.get(message.kind, _("Open the space"))


def day(moment):
    return formats.date_format(timezone.localtime(moment), "DATE_FORMAT")


def day_and_hour(moment):
    local = timezone.localtime(moment)
    return _("{day} at {hour}").format(day=formats.date_format(local, "DATE_FORMAT"), hour=f"{local:%H:%M}")


def shown_name(name):
    name = one_line(name or "")
    return "" if NO_NAME.search(name) else name


def one_line(text):
    """The text on one line, without control signs and without those that turn the direction of what follows."""
    kept = "".join(" " if category(sign) == "Cc" else sign for sign in TURNS.sub("", text))
    return " ".join(kept.split())


def lines(paragraph):
    return "\n".join(line.strip() for line in paragraph.strip().splitlines())
