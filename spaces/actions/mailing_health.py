"""A mailing of which too much comes back, or is marked as spam, pauses itself: whoever goes on writing to bad addresses
is soon delivered nowhere, and with them every other space of the site.
"""

import logging
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q

from spaces.actions.mailing import pause
from spaces.actions.message import enqueue, to_member
from spaces.models import Feedback, Mailing
from spaces.models.feedback import FeedbackKind
from spaces.models.message import MailKind
from spaces.states import MailingState, MessageState

log = logging.getLogger(__name__)

FEWEST = 20  # mails that went out; of fewer a share says nothing
GONE = (
    MessageState.SENT, MessageState.DELIVERED, MessageState.BOUNCED, MessageState.COMPLAINED, MessageState.FAILED,
)  # fmt: skip


@dataclass(frozen=True)
class Limit:
    """From which share on, and from how many, it is too much."""

    kind: str
    share: float
    at_least: int
    why: str


LIMITS = (
    # Amazon SES puts a sender under review at 5 % and stops it at 10 %. One wrong letter among twenty names is usual.
    Limit(FeedbackKind.HARD, 0.05, 3, Mailing.Why.BOUNCES),
    # Google: keep below 0.1 %, never reach 0.3 %. One press on the wrong button in a list of forty is no sign yet.
    Limit(FeedbackKind.COMPLAINT, 0.003, 2, Mailing.Why.COMPLAINTS),
)


def look_after(mailings):
    """Pause those of these mailings (keys) of which too much came back since they began, or went on."""
    for mailing in Mailing.objects.filter(pk__in=mailings, state=MailingState.GOING).select_related("space"):
        why = too_much(mailing)
        if why:
            pause_and_tell(mailing, why)


def too_much(mailing):
    """Why a mailing should pause, or None. What came back before somebody let it go on was seen by them."""
    told = {
        limit.why: Count("pk", filter=Q(Exists(Feedback.objects.filter(message=OuterRef("pk"), kind=limit.kind))))
        for limit in LIMITS
    }
    gone = mailing.messages.filter(state__in=GONE, claimed_at__gte=mailing.state_since)
    counts = gone.aggregate(gone=Count("pk"), **told)
    if counts["gone"] < FEWEST:
        return None
    return next((limit.why for limit in LIMITS if is_over(limit, counts[limit.why], counts["gone"])), None)


def is_over(limit, found, gone):
    return found >= limit.at_least and found / gone >= limit.share


def pause_and_tell(mailing, why):
    with transaction.atomic():
        if not pause(mailing, why=why):
            return
        occasion = f"mailing:{mailing.pk}:paused:{mailing.state_since:%Y%m%d%H%M%S%f}"
        guides = mailing.space.memberships.present().facilitators().select_related("person")
        enqueue([to_member(guide, MailKind.MAILING_PAUSED, occasion) for guide in guides])
    log.warning("Mailing %s paused itself: %s.", mailing.pk, why)
