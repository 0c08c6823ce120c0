"""Where each state stands on the picture: column and row, and for a bar also its last column. Data only.

A state without a place makes the drawing fail, and with it the test: then somebody gives it one.
"""

from dataclasses import dataclass, field

from spaces.states import INVITATIONS, MAILINGS, MESSAGES, STAGES, InvitationState, MailingState, MessageState, Stage


@dataclass(frozen=True)
class Plan:
    """One machine: its table, the places of its states, the sides that some arrows use instead of the usual ones."""

    title: str
    table: dict
    places: dict
    rows: float
    note: str = ""
    sides: dict = field(default_factory=dict)  # (from, to) -> (side, side), a side with its shift: "top-30"
    door: tuple | None = None  # between which two states the door stands


_S, _I, _M, _L = Stage, InvitationState, MessageState, MailingState

SPACE = Plan(
    "A space",
    STAGES,
    {
        _S.CLOSED: (0, 0, 3), _S.EXPLORING: (0, 1), _S.GATHERING: (1, 1), _S.CONSOLIDATED: (2, 1),
        _S.CROSS_SECTOR: (3, 1), _S.PAUSED: (0, 2, 3),
    },
    rows=3,
    note="From a pause a space goes back to where it was, and nowhere else.",
    sides={(_S.PAUSED, _S.CLOSED): ("right", "right")},
    door=(_S.CONSOLIDATED, _S.CROSS_SECTOR),
)  # fmt: skip

INVITATION = Plan(
    "An invitation",
    INVITATIONS,
    {
        _I.DRAFT: (0, 1), _I.PROPOSED: (1, 1), _I.APPROVED: (2, 1), _I.OPEN: (3, 1), _I.EXPIRED: (3, 0),
        _I.ACCEPTED: (4.2, 0), _I.DECLINED: (4.2, 1), _I.DELEGATED: (4.2, 2), _I.DEFERRED: (3.2, 2),
        _I.WITHDRAWN: (0, 3, 4.2),
    },
    rows=4,
    note="An invitation to somebody of another sector passes the door only while the space is cross-sector; "
    "when the space closes its door, it goes back to proposed.",
    sides={
        (_I.OPEN, _I.PROPOSED): ("top-45", "top"),
        (_I.DEFERRED, _I.PROPOSED): ("left", "bottom+45"),
        (_I.OPEN, _I.DEFERRED): ("bottom+20", "top-23"),
        (_I.DEFERRED, _I.OPEN): ("top-3", "bottom+40"),
        (_I.OPEN, _I.WITHDRAWN): ("bottom-58", "top-58"),
        (_I.OPEN, _I.ACCEPTED): ("right-14", "left"),
        (_I.OPEN, _I.DELEGATED): ("right+14", "left"),
    },
    door=(_I.PROPOSED, _I.APPROVED),
)  # fmt: skip

MESSAGE = Plan(
    "A mail of the outbox",
    MESSAGES,
    {
        _M.GATHERED: (0, 1), _M.HELD: (1, 1), _M.FAILED: (2, 1), _M.QUEUED: (1, 2), _M.SENDING: (2, 2), _M.SENT: (3, 2),
        _M.DELIVERED: (4, 2), _M.CANCELLED: (1, 3), _M.SUPPRESSED: (2, 3), _M.BOUNCED: (3, 3), _M.COMPLAINED: (4, 3),
    },
    rows=4,
    sides={(_M.HELD, _M.CANCELLED): ("left", "left"), (_M.GATHERED, _M.FAILED): ("top", "top"),
           (_M.QUEUED, _M.GATHERED): ("left", "bottom")},
)  # fmt: skip

MAILING = Plan(
    "A mailing",
    MAILINGS,
    {_L.GOING: (0, 0), _L.PAUSED: (1, 0), _L.STOPPED: (0, 1, 1)},
    rows=2,
)

PLANS = (SPACE, INVITATION, MESSAGE, MAILING)
