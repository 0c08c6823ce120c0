"""The rows of the work, one file a topic."""

from spaces.models.agreement import Agreement, Signature
from spaces.models.calendar_feed import Feed
from spaces.models.candidacy import Candidacy
from spaces.models.decision import Decision
from spaces.models.dependency import DependencySheet
from spaces.models.event import Event
from spaces.models.feedback import Feedback
from spaces.models.file import File
from spaces.models.glass import GlassBreak, GlassLook
from spaces.models.grant import Grant, Sharing
from spaces.models.invitation import Invitation
from spaces.models.letter import Letter
from spaces.models.levels import Levels
from spaces.models.mail_domain import MailDomain
from spaces.models.mailing import Mailing
from spaces.models.meeting import Meeting, Reply
from spaces.models.meeting_agenda import AgendaItem, Recusal
from spaces.models.meeting_summary import Commitment, Summary
from spaces.models.membership import Membership
from spaces.models.message import Message, Suppression
from spaces.models.move import Move
from spaces.models.need import Need
from spaces.models.objection import Objection
from spaces.models.partner import Partner, PartnerCall, PartnerKey, PartnerToken
from spaces.models.partner_answer import PartnerAnswer
from spaces.models.people_import import ImportRow, PeopleImport
from spaces.models.post import Post
from spaces.models.pulse import Pulse, PulsePlace, PulseReading
from spaces.models.pulse_item import PulseItem
from spaces.models.question import Question
from spaces.models.relation import Declaration, Relation
from spaces.models.response import Response
from spaces.models.review import Review
from spaces.models.space import Space
from spaces.models.urn import Urn
from spaces.models.webhook import Delivery, Endpoint

__all__ = [
    "AgendaItem",
    "Agreement",
    "Candidacy",
    "Commitment",
    "Decision",
    "Declaration",
    "Delivery",
    "DependencySheet",
    "Endpoint",
    "Event",
    "Feed",
    "Feedback",
    "File",
    "GlassBreak",
    "GlassLook",
    "Grant",
    "ImportRow",
    "Invitation",
    "Meeting",
    "Letter",
    "Levels",
    "MailDomain",
    "Mailing",
    "Membership",
    "Message",
    "Move",
    "Need",
    "Objection",
    "Partner",
    "PartnerAnswer",
    "PartnerCall",
    "PartnerKey",
    "PartnerToken",
    "PeopleImport",
    "Post",
    "Pulse",
    "PulseItem",
    "PulsePlace",
    "PulseReading",
    "Question",
    "Recusal",
    "Relation",
    "Reply",
    "Response",
    "Review",
    "Sharing",
    "Signature",
    "Space",
    "Summary",
    "Suppression",
    "Urn",
]
