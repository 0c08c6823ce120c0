"""What a mail can say: what it shares with many others, and what is one person's own.

Whatever is not among a person's own values stands in `Shared`, the key by which a mail is written only once.
"""

from dataclasses import dataclass

from impact_spaces.lib.headers import one_line
from spaces.actions.mail_links import links_of
from spaces.actions.meeting_mail import meeting_details
from spaces.actions.message import about
from spaces.actions.spelling import Spelling, note_of, shortened, shown_name
from spaces.models.invitation import Kind
from spaces.models.membership import Role
from spaces.models.message import MailKind


@dataclass(frozen=True)
class Contact:
    """The facilitator, who reads the answers to a space's mails."""

    name: str | None
    address: str | None


@dataclass(frozen=True)
class Shared:
    """What many mails have in common. Their words are made from this alone."""

    kind: str
    template: str
    language: str
    contact: Contact
    details: tuple  # of (name, value)
    given: tuple  # which of a person's own values are there; words depend on that


def details_of(message, facts):
    """What a mail shares with others, and its reader's own values."""
    spelling = Spelling(message.language, message.space.country)
    if message.invitation_id:
        shared, own = invitee_details(message, spelling)
    else:
        shared, own = member_details(message, facts, spelling)
    own["note"] = note_of(message.note)
    contact = Contact(message.contact_name, message.contact_address)
    shared |= {"space": one_line(message.space.name_in(message.language)), "facilitator": shown_name(contact.name)}
    shared |= links_of(message, facts)
    given = tuple(name for name, value in own.items() if value)
    found = Shared(message.kind, template_of(message), message.language, contact, tuple(shared.items()), given)
    return found, own


def template_of(message):
    """The words for this kind; an invitation has other words for whom it confirms, and for who comes from outside."""
    if message.kind != MailKind.INVITATION:
        return message.kind
    if message.invitation.kind == Kind.STAKEHOLDER:
        return "invitation_stakeholder"
    return "invitation_confirmation" if message.invitation.is_confirmation else message.kind


def invitee_details(message, spelling):
    invitation, space = message.invitation, message.space
    first = invitation.delegated_from
    shared = {
        "is_invitee": True,
        "is_stakeholder": invitation.kind == Kind.STAKEHOLDER,
        "initiator": shown_name(space.initiator_name),
        "inviter": shown_name(invitation.inviter.name),
        "purpose": shortened(space.purpose),
        "rhythm": one_line(space.rhythm),
        "door_is_open": space.door_is_open,
        "may_pass_on": first is None,
        "is_last": about(message) == ["reminder", "2"],
    }
    own = {
        "name": shown_name(invitation.name),
        "passed_on_by": shown_name(first.name) if first else "",
        "decided_on": spelling.day(invitation.decision.closed_at) if invitation.decision else "",
        "invited_on": spelling.day(invitation.opened_at) if invitation.opened_at else "",
        "deadline": spelling.day_and_hour(invitation.deadline),
    }
    return shared, own


def member_details(message, facts, spelling):
    membership = message.membership
    shared = {
        "is_stakeholder": membership.role == Role.STAKEHOLDER,
        "is_over": message.kind == MailKind.DOOR_CLOSED or membership.ended_at is not None,
        "is_reminder": "reminder" in about(message),
        **meeting_details(message, facts, spelling),
    }
    return shared, {"name": shown_name(membership.person.name), "address": one_line(message.address)}
