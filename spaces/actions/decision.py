"""Deciding by consent: everybody on the roster answers, blind; an objection with a reason stands; silence is not
consent. After sociocracy's consent decision and Sheatufim's "agreement, not majority".
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces import access
from spaces.actions.message import enqueue, to_member
from spaces.actions.moving import hold
from spaces.models import Decision, Response
from spaces.models.decision import Answer, Outcome, Topic
from spaces.models.message import MailKind
from spaces.states import Stage


def open_decision(space, *, by, title, proposal, closes_at, topic=Topic.GENERAL):
    """Put a proposal to the active peers, who are frozen as its roster. Returns the decision.

    The same question while it is open is the same decision. Facilitators and peers may. Raises Forbidden, NotPossible.
    """
    access.require(access.belongs_inside(by, space))
    with transaction.atomic():
        space = hold(space.pk)
        same = space.decisions.open().filter(topic=topic, title=title, proposal=proposal).first()
        if same is not None:
            return same
        peers = list(space.memberships.active().peers().select_related("person"))
        require_decidable(space, topic, peers, closes_at)
        decision = Decision.objects.create(
            space=space, topic=topic, title=title, proposal=proposal, by=by, closes_at=closes_at
        )
        Response.objects.bulk_create([Response(decision=decision, membership=peer) for peer in peers])
        enqueue([to_member(peer, MailKind.DECISION, f"decision:{decision.pk}") for peer in peers])
    return decision


def require_decidable(space, topic, peers, closes_at):
    if space.stage in (Stage.PAUSED, Stage.CLOSED):
        raise NotPossible(_("The space rests at the moment; nothing is decided now."))
    if not peers:
        raise NotPossible(_("There is nobody yet who could decide: no peer has signed."))
    if closes_at <= timezone.now():
        raise NotPossible(_("The time to answer must lie ahead."))
    if topic == Topic.OPEN_DOOR and space.stage != Stage.CONSOLIDATED:
        raise NotPossible(_("Opening the door is decided by a consolidated group."))
    if topic == Topic.OPEN_DOOR and space.decisions.open().filter(topic=topic).exists():
        raise NotPossible(_("This is being decided already."))


def respond(decision, *, by, answer, reason=""):
    """Consent, or object with a reason. May be changed until the decision closes; the last answer closes it.

    Raises Forbidden for anybody who is not on the roster, NotPossible.
    """
    with transaction.atomic():
        decision = locked(decision)
        response = decision.responses.filter(membership__person=by, membership__ended_at=None).first()
        if response is None:
            raise Forbidden(_("Only those who were members when this opened decide it."))
        if not decision.is_open or decision.closes_at <= timezone.now():
            raise NotPossible(_("This decision is closed."))
        if answer == Answer.OBJECTION and not reason.strip():
            raise NotPossible(_("An objection needs its reason: it is what the group works with."))
        response.answer, response.reason, response.answered_at = answer, reason.strip(), timezone.now()
        response.save(update_fields=["answer", "reason", "answered_at"])
        if not decision.responses.filter(answer=Answer.NONE, membership__ended_at=None).exists():
            close(decision)
    return response


def remind_open_names(decision, *, by):
    """A gentle line to those who have not answered, once a day at most. Returns how many. Raises Forbidden."""
    access.require_facilitator(by, decision.space)
    waiting = decision.responses.filter(answer=Answer.NONE, membership__ended_at=None)
    if not decision.is_open:
        raise NotPossible(_("This decision is closed."))
    occasion = f"decision:{decision.pk}:reminder:{timezone.localdate():%Y%m%d}"
    names = [response.membership for response in waiting.select_related("membership__person")]
    enqueue([to_member(one, MailKind.DECISION, occasion) for one in names])
    return len(names)


def close_due(now=None):
    """Close every decision whose time is over. Returns how many."""
    due = Decision.objects.open().exclude(space__stage=Stage.PAUSED)
    due = due.filter(closes_at__lte=now or timezone.now()).values_list("pk", flat=True)
    closed = 0
    for pk in list(due):
        with transaction.atomic():
            decision = Decision.objects.select_for_update(skip_locked=True).open().filter(pk=pk).first()
            if decision is not None:
                close(decision)
                closed += 1
    return closed


def close(decision):
    """Write the outcome of a locked decision. Who left meanwhile no longer counts."""
    answers = set(decision.responses.filter(membership__ended_at=None).values_list("answer", flat=True))
    if Answer.OBJECTION in answers:
        decision.outcome = Outcome.OBJECTED
    elif Answer.NONE in answers or not answers:
        decision.outcome = Outcome.UNANSWERED
    else:
        decision.outcome = Outcome.AGREED
    decision.closed_at = timezone.now()
    decision.save(update_fields=["outcome", "closed_at"])


def locked(decision):
    return Decision.objects.select_for_update().get(pk=decision.pk)
