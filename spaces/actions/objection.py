"""What may speak against sending a mail at this moment, and how the looks at a batch find what a mail is about."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from spaces.actions.message import about
from spaces.states import MessageState

REST = timedelta(minutes=15)  # how often a mail of a paused space is looked at again


@dataclass(frozen=True)
class Objection:
    """Why a mail does not go out now: for good, in a state, or until a moment."""

    why: str
    state: str = MessageState.CANCELLED
    until: datetime | None = None


def no_longer_true():
    return Objection(_("No longer true."))


def while_paused(now):
    return Objection(_("The space is paused."), until=now + REST)


def waits_until(moment):
    return Objection(_("Waits for a calm hour."), until=moment)


def key_of(message):
    """The number of the row that a member's mail is about. Raises LookupError, ValueError where there is none."""
    return int(about(message)[1])


def keys_of(messages):
    """The numbers of the rows that these are about. A mail with none is passed over: it is its own trouble."""
    parts = [about(message)[1:2] for message in messages]
    return {int(part[0]) for part in parts if part and part[0].isdecimal()}


def members_of(messages):
    return {message.membership_id for message in messages}


def some(messages, *kinds):
    """Those of these kinds."""
    return [message for message in messages if message.kind in kinds]
