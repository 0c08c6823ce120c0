"""What may happen: the states of a space, an invitation, a mail and a mailing, and where each may go next. Data only.

The database refuses every other move (the triggers in `models/` are made from these tables), the pages and the
diagram in `docs/states.svg` are drawn from them.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(TextChoices):
    EXPLORING = "exploring", _("exploring")
    GATHERING = "gathering", _("within the sector")
    CONSOLIDATED = "consolidated", _("consolidated group")
    CROSS_SECTOR = "cross_sector", _("cross-sector")
    PAUSED = "paused", pgettext_lazy("space", "paused")
    CLOSED = "closed", pgettext_lazy("space", "closed")


class InvitationState(TextChoices):
    DRAFT = "draft", pgettext_lazy("invitation", "draft")
    PROPOSED = "proposed", pgettext_lazy("invitation", "proposed")
    APPROVED = "approved", pgettext_lazy("invitation", "approved")
    OPEN = "open", pgettext_lazy("invitation", "waiting for an answer")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "accepted")
    DECLINED = "declined", pgettext_lazy("invitation", "declined")
    DEFERRED = "deferred", pgettext_lazy("invitation", "not now")
    DELEGATED = "delegated", pgettext_lazy("invitation", "passed to a colleague")
    EXPIRED = "expired", pgettext_lazy("invitation", "expired")
    WITHDRAWN = "withdrawn", pgettext_lazy("invitation", "withdrawn")


class MessageState(TextChoices):
    QUEUED = "queued", pgettext_lazy("mail", "waiting to go out")
    SENDING = "sending", pgettext_lazy("mail", "going out")
    SENT = "sent", pgettext_lazy("mail", "sent")
    DELIVERED = "delivered", pgettext_lazy("mail", "delivered")
    BOUNCED = "bounced", pgettext_lazy("mail", "did not arrive")
    COMPLAINED = "complained", pgettext_lazy("mail", "marked as spam")
    FAILED = "failed", pgettext_lazy("mail", "could not be sent")
    CANCELLED = "cancelled", pgettext_lazy("mail", "no longer needed")
    SUPPRESSED = "suppressed", pgettext_lazy("mail", "not sent: this address is not written to")
    HELD = "held", pgettext_lazy("mail", "waits: its mailing is paused")
    GATHERED = "gathered", pgettext_lazy("mail", "told in one mail with others")


class MailingState(TextChoices):
    GOING = "going", pgettext_lazy("mailing", "going out")
    PAUSED = "paused", pgettext_lazy("mailing", "paused")
    STOPPED = "stopped", pgettext_lazy("mailing", "stopped")


@dataclass(frozen=True)
class State:
    """What a state means: its group, the tone (colour token and shape) it is shown in, and what may come next."""

    group: str
    tone: str
    next: tuple[str, ...]


STAGES = {
    Stage.EXPLORING: State("within", "plain", (Stage.GATHERING, Stage.PAUSED, Stage.CLOSED)),
    Stage.GATHERING: State("within", "plain", (Stage.CONSOLIDATED, Stage.PAUSED, Stage.CLOSED)),
    Stage.CONSOLIDATED: State("within", "good", (Stage.CROSS_SECTOR, Stage.GATHERING, Stage.PAUSED, Stage.CLOSED)),
    Stage.CROSS_SECTOR: State("across", "good", (Stage.CONSOLIDATED, Stage.PAUSED, Stage.CLOSED)),
    # From a pause a space goes back to where it was, and nowhere else: `Space.paused_from`.
    Stage.PAUSED: State(
        "resting",
        "wait",
        (Stage.EXPLORING, Stage.GATHERING, Stage.CONSOLIDATED, Stage.CROSS_SECTOR, Stage.CLOSED),
    ),
    Stage.CLOSED: State("over", "stop", ()),
}

_I = InvitationState
INVITATIONS = {
    _I.DRAFT: State("preparing", "plain", (_I.PROPOSED, _I.WITHDRAWN)),
    _I.PROPOSED: State("preparing", "plain", (_I.APPROVED, _I.WITHDRAWN)),
    # Back to proposed: the space closed its door, and the invitation waits among the candidates again.
    _I.APPROVED: State("preparing", "plain", (_I.OPEN, _I.PROPOSED, _I.WITHDRAWN)),
    _I.OPEN: State(
        "waiting",
        "wait",
        (_I.ACCEPTED, _I.DECLINED, _I.DEFERRED, _I.DELEGATED, _I.EXPIRED, _I.WITHDRAWN, _I.PROPOSED),
    ),
    _I.DEFERRED: State("waiting", "plain", (_I.OPEN, _I.WITHDRAWN, _I.PROPOSED)),
    _I.EXPIRED: State("answered", "plain", (_I.OPEN,)),  # extending opens it again
    _I.ACCEPTED: State("answered", "good", ()),
    _I.DECLINED: State("answered", "plain", ()),
    _I.DELEGATED: State("answered", "plain", ()),
    _I.WITHDRAWN: State("answered", "plain", ()),
}

_M = MessageState
MESSAGES = {
    _M.QUEUED: State("going", "wait", (_M.SENDING, _M.CANCELLED, _M.SUPPRESSED, _M.HELD, _M.GATHERED)),
    _M.HELD: State("going", "plain", (_M.QUEUED, _M.CANCELLED)),
    _M.SENDING: State("going", "wait", (_M.SENT, _M.QUEUED, _M.HELD, _M.FAILED, _M.CANCELLED, _M.SUPPRESSED)),
    _M.SENT: State("gone", "good", (_M.DELIVERED, _M.BOUNCED, _M.COMPLAINED)),
    _M.DELIVERED: State("gone", "good", (_M.COMPLAINED, _M.BOUNCED)),
    _M.BOUNCED: State("trouble", "stop", ()),
    _M.COMPLAINED: State("trouble", "stop", ()),
    _M.FAILED: State("trouble", "stop", (_M.QUEUED,)),
    _M.CANCELLED: State("stopped", "plain", ()),
    _M.SUPPRESSED: State("stopped", "plain", ()),
    _M.GATHERED: State("gone", "plain", (_M.FAILED,)),
}

# A mailing is many mails that somebody confirmed together. It pauses by hand, or by itself when too many come back.
MAILINGS = {
    MailingState.GOING: State("going", "wait", (MailingState.PAUSED, MailingState.STOPPED)),
    MailingState.PAUSED: State("resting", "plain", (MailingState.GOING, MailingState.STOPPED)),
    MailingState.STOPPED: State("over", "stop", ()),
}

# A mail in one of these has not left, and no worker has it in hand.
UNSENT = (_M.QUEUED, _M.HELD)

# A mail in one of these has left, whatever became of it later; and in one of those it was at least tried.
LEFT = (_M.SENT, _M.DELIVERED, _M.BOUNCED, _M.COMPLAINED)
TRIED = (*LEFT, _M.FAILED, _M.SUPPRESSED)

# A mail in one of these did not reach its reader.
TROUBLE = (_M.BOUNCED, _M.COMPLAINED, _M.FAILED)

# An address may have one of these at a time in a space; the rest are answered or over.
LIVE = (_I.DRAFT, _I.PROPOSED, _I.APPROVED, _I.OPEN, _I.DEFERRED)
# A stakeholder invitation reaches these only while the space is cross-sector. The database holds this too.
BEHIND_THE_DOOR = (
    _I.APPROVED, _I.OPEN, _I.ACCEPTED, _I.DECLINED, _I.DEFERRED, _I.DELEGATED, _I.EXPIRED,
)  # fmt: skip
# What of it must be taken back before the door can close.
TAKEN_BACK = (_I.APPROVED, _I.OPEN, _I.DEFERRED)

# Nothing is shown of fewer answers than this. Vendors of surveys use three to five; five is the careful choice.
FLOOR = 5


def transitions(table):
    """The table as pairs (from, to), the form in which the database's trigger wants them."""
    return [(str(state), str(to)) for state, meaning in table.items() for to in meaning.next]


def sources(table, to):
    """The states from which `to` may be reached."""
    return [str(state) for state, meaning in table.items() if to in meaning.next]
