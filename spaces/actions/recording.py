"""A position on somebody's behalf: said to the facilitator by phone, in person or by mail, and recorded as such."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions.decision import an_answer
from spaces.actions.message import enqueue, to_member
from spaces.actions.rounds import held, is_same, keep
from spaces.models.decision import Phase
from spaces.models.message import MailKind
from spaces.models.response import Confirmation

CHANGEABLE = timedelta(days=3)


def record_for(decision, membership, *, by, answer, reason="", confirmed_by):
    """Record what somebody answered otherwise. They are told by mail, and may change it for three days, or until the
    grace after the deadline is over; until then the round stays open. Returns the response.

    Never over an answer of their own. Raises Forbidden, NotPossible.
    """
    access.require_facilitator(by, decision.space)
    position = an_answer(answer, reason)
    if confirmed_by not in Confirmation.values:
        raise NotPossible(_("Please say how they told you."))
    with transaction.atomic():
        decision = held(decision)
        place = decision.responses.counting().filter(membership=membership).first()
        require_recordable(decision, place)
        if place.recorded_by_id == by.pk and is_same(place.position, position):
            return place
        record(decision, place, position, by=by, confirmed_by=confirmed_by)
    place.refresh_from_db()
    return place


def require_recordable(decision, place):
    if place is None:
        raise NotPossible(_("This person does not decide here."))
    if decision.phase() not in (Phase.ROUND, Phase.OPEN_NAMES) or decision.grace_ends <= timezone.now():
        raise NotPossible(_("Answers are not taken now."))
    if place.answer and place.recorded_by_id is None:
        raise NotPossible(_("This person has answered; what they said themselves stands."))


def record(decision, place, position, *, by, confirmed_by):
    now = timezone.now()
    until = min(now + CHANGEABLE, decision.grace_ends)
    keep(place, position.given_at(now), by=by, confirmed_by=confirmed_by, until=until)
    occasion = f"recorded:{decision.pk}:{now:%Y%m%d%H%M%S}"
    enqueue([to_member(place.membership, MailKind.RECORDED, occasion)])
