"""The look just before mails go out: much may have happened since they were put into the outbox.

Each topic has a file of its own (`look_…`). It fetches once what the mails of a batch need to know, whatever their
number, and then says of each what speaks against it.
"""

from datetime import timedelta

from django.db import DatabaseError
from django.utils import translation
from django.utils.translation import gettext as _

from spaces.actions.habits import habits_of, habits_of_stranger, known_habits
from spaces.actions.look_decision import Decisions
from spaces.actions.look_digest import Digests
from spaces.actions.look_endpoint import Endpoints
from spaces.actions.look_hour import against_hour
from spaces.actions.look_invitee import Invitees
from spaces.actions.look_meeting import Meetings
from spaces.actions.look_member import against_a_member
from spaces.actions.look_papers import Candidates, Dependencies, Signing
from spaces.actions.look_pulse import Pulses
from spaces.actions.look_week import Weeks
from spaces.actions.objection import Objection, some
from spaces.manners import Hour, manner_of
from spaces.models.message import MailKind
from spaces.states import MailingState, MessageState

SOON = timedelta(minutes=1)  # the timetable gathers what is due for somebody before that
TOPICS = (Meetings, Decisions, Pulses, Signing, Dependencies, Candidates, Endpoints)


def objections(messages, now):
    """What speaks against sending each of these messages at this moment, in their order.

    For each an Objection; None when nothing speaks against it; or the exception with which the look at this one
    message alone failed. They come with space, invitation, membership.person, mailing and `is_unwanted` loaded: see
    `loading`. The number of queries depends on the kinds among them, not on how many there are.
    """
    look = Look(messages, now)
    return [guarded(look, message) for message in messages]


def objection(message, now):
    """The same for one message. Raises what the look at it raised."""
    (found,) = objections([message], now)
    if isinstance(found, Exception):
        raise found
    return found


def guarded(look, message):
    """A message with a fault of ours in it does not hold up the others."""
    try:
        with translation.override(message.space.language if message.space_id else message.language):
            return look.against(message)
    except DatabaseError:  # everybody's trouble
        raise
    except Exception as error:
        return error


class Look:
    """What the looks at a batch know."""

    def __init__(self, messages, now):
        self.now, self.invitees, self.topics, self.digests = now, Invitees(now), {}, Digests(messages)
        for topic in TOPICS:
            if its_own := some([*messages, *self.digests.lines], *topic.KINDS):
                self.topics |= dict.fromkeys(topic.KINDS, topic(its_own, now))
        automatic = [one.address for one in messages if one.invitation_id and manner_of(one).hour != Hour.ANY]
        self.known = known_habits(automatic) if automatic else {}
        self.weeks = Weeks(messages, now)

    def against(self, message):
        """Its own rules first: what is not wanted any more does not wait for its mailing to go on."""
        if is_stopped(message):
            return Objection(_("Its mailing was stopped."))
        found = self.against_its_own(message)
        if is_held(message) and (found is None or found.until):
            return Objection(_("Its mailing is paused."), MessageState.HELD)
        if found is None and message.person_id and message.membership_id:
            return Objection(_("Waits to be told with others."), until=self.now + SOON)
        return found or self.against_the_reader_s_calm(message)

    def against_its_own(self, message):
        if message.kind == MailKind.DIGEST:
            return self.digests.against(message, self.against_its_own)
        topic = self.topic_of(message)
        if message.invitation_id:
            return topic.against(message)
        return against_a_member(message) or (topic and topic.against(message))

    def against_the_reader_s_calm(self, message):
        habits, deadline = self.habits_of(message), self.deadline_of(message)
        found = against_hour(message, habits, self.now, deadline)
        return found or self.weeks.against(message, habits, deadline or self.first_deadline_in(message))

    def deadline_of(self, message):
        topic = self.topic_of(message)
        return topic and topic.deadline_of(message)

    def first_deadline_in(self, message):
        """A digest does not wait for room while a line of it comes too late. At a quiet hour it waits nevertheless,
        without that line: the others are not dropped on its account.
        """
        return min((end for line in message.lines if (end := self.deadline_of(line))), default=None)

    def topic_of(self, message):
        return self.invitees if message.invitation_id else self.topics.get(message.kind)

    def habits_of(self, message):
        if message.invitation_id:
            return self.known.get(message.address) or habits_of_stranger()
        return habits_of(message.membership.person if message.membership_id else message.person)


def is_stopped(message):
    return is_one_of_many(message) and message.mailing.state == MailingState.STOPPED


def is_held(message):
    return is_one_of_many(message) and message.mailing.state == MailingState.PAUSED


def is_one_of_many(message):
    """Whether it belongs to a mailing. What tells of a mailing's pause does not wait for its end."""
    return bool(message.mailing_id) and message.kind != MailKind.MAILING_PAUSED
