"""What time does to decisions. At the deadline the open names go to the facilitator; silence is never consent."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions.message import enqueue, to_member
from spaces.actions.moving import hold
from spaces.actions.rounds import close, held
from spaces.models import Decision, Message, Response
from spaces.models.decision import Phase
from spaces.models.message import MailKind
from spaces.models.position import Answer
from spaces.states import Stage


def close_due(now=None):
    """Close what everybody answered, or whose grace is over; tell facilitators of open names. Returns how many closed.

    A paused space keeps its decisions as they are; in one that was closed they end.
    """
    now = now or timezone.now()
    found = list(due(now).order_by("space_id", "pk").values_list("space_id", "pk"))
    return sum(settle(space_id, pk, now) for space_id, pk in found)


def due(now):
    waits = Response.objects.counting().filter(
        Q(answer=Answer.NONE) | Q(changeable_until__gt=now), decision=OuterRef("pk")
    )
    found = Decision.objects.open().exclude(space__stage=Stage.PAUSED).annotate(waits=Exists(waits))
    return found.filter(Q(waits=False) | Q(closes_at__lte=now) | Q(space__stage=Stage.CLOSED))


def settle(space_id, pk, now):
    """Close one decision, or hand its open names to the facilitator. Returns how many were closed."""
    with transaction.atomic():
        space = hold(space_id)
        if not Decision.objects.select_for_update().open().filter(pk=pk).exists():
            return 0
        decision = due(now).filter(pk=pk).first()
        if decision is None:
            return 0
        decision.space = space
        if not decision.waits or space.is_over or decision.grace_ends <= now:
            close(decision)
            return 1
        tell_facilitators(decision)
    return 0


def tell_facilitators(decision):
    """One mail for each deadline, with no name and no title in it."""
    occasion = f"open_names:{decision.pk}:{decision.closes_at:%Y%m%d%H%M}"
    facilitators = decision.space.memberships.present().facilitators().select_related("person")
    mails = [to_member(one, MailKind.OPEN_NAMES, occasion) for one in facilitators]
    told = Message.objects.filter(occasion__in=[mail.occasion for mail in mails]).count()
    if told < len(mails):
        enqueue(mails)


def close_unanswered(decision, *, by):
    """End a decision whose time is over as it stands. With open names it is never agreed.

    Twice is the same. Raises Forbidden, NotPossible.
    """
    access.require_facilitator(by, decision.space)
    with transaction.atomic():
        decision = held(decision)
        if not decision.is_open:
            return decision
        if decision.phase() != Phase.OPEN_NAMES:
            raise NotPossible(_("The time to answer is not over yet."))
        if decision.responses.counting().filter(changeable_until__gt=timezone.now()).exists():
            raise NotPossible(_("What was recorded for somebody may still be changed by them. It closes after that."))
        close(decision)
    return decision
