"""How each kind of mail treats its reader: at which hours it comes, and whether it counts against their week.

Data, with the rule for each in its words. docs/calm.md tells it to people.
"""

from dataclasses import dataclass
from enum import Enum

from spaces.models.message import BY_HAND, MailKind


class Hour(Enum):
    ANY = "at any hour: somebody does this for its reader now, or it cannot wait"
    NOTICE = "at once where it is fresh and today no quiet day of its reader; later in calm hours only"
    CALM = "in calm hours only: nobody asked for it at this moment"


@dataclass(frozen=True)
class Manner:
    hour: Hour = Hour.ANY
    counts: bool = False  # as one of the automatic mails that a person gets in a week
    is_sole: bool = False  # the only one that tells of something: it gets through where it cannot wait
    in_digest: bool = False  # may be told in one mail with others


DIRECT = Manner()
NOTICE = Manner(Hour.NOTICE, counts=True, is_sole=True, in_digest=True)
REMINDER = Manner(Hour.CALM, counts=True)

MANNERS = {
    MailKind.INVITATION: DIRECT,
    MailKind.INVITATION_AGAIN: DIRECT,
    MailKind.REMINDER: REMINDER,  # the automatic one; a facilitator's own is direct
    MailKind.ASK_AGAIN: Manner(Hour.CALM, is_sole=True),  # they named the day themselves
    MailKind.WITHDRAWN: DIRECT,
    MailKind.WELCOME: DIRECT,
    MailKind.DECISION: NOTICE,
    MailKind.MEETING: DIRECT,  # for the calendar: a file of its own, that must not come late
    MailKind.MEETING_OFF: DIRECT,
    MailKind.MEETING_REMINDER: REMINDER,
    MailKind.SUMMARY: NOTICE,
    MailKind.PULSE: NOTICE,
    MailKind.PULSE_REMINDER: REMINDER,
    MailKind.PULSE_RESULT: Manner(Hour.CALM, counts=True, is_sole=True, in_digest=True),  # the timetable counts
    MailKind.GLASS: DIRECT,
    MailKind.QUESTIONS: NOTICE,
    MailKind.OPEN_NAMES: Manner(Hour.CALM, is_sole=True),  # a facilitator's work
    MailKind.CONFIDED: Manner(Hour.NOTICE, is_sole=True),
    MailKind.RECORDED: DIRECT,  # protects whom it is about
    MailKind.SIGNING: NOTICE,
    MailKind.DEPENDENCIES: NOTICE,
    MailKind.CANDIDATES: NOTICE,
    MailKind.DOOR_CLOSED: DIRECT,
    MailKind.SPACE_MOVED: NOTICE,
    MailKind.DIGEST: Manner(Hour.CALM, counts=True, is_sole=True),
    MailKind.MAILING_PAUSED: DIRECT,
    MailKind.ENDPOINT_OFF: DIRECT,  # events wait for its reader
}

# The outbox hides this one, since it tells who had not answered; a week that counted it would tell the same.
HIDDEN = (MailKind.PULSE_REMINDER,)
COUNTED = [kind.value for kind, manner in MANNERS.items() if manner.counts and kind not in HIDDEN]
IN_DIGESTS = [kind.value for kind, manner in MANNERS.items() if manner.in_digest]


def manner_of(message):
    return DIRECT if BY_HAND in message.occasion else MANNERS[message.kind]
