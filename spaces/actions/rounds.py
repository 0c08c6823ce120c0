"""A blind round: answers are kept sealed, and appear together when it closes."""

from collections import Counter
from dataclasses import replace
from random import SystemRandom

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces.actions.moving import hold
from spaces.models import Decision, Objection, Response
from spaces.models.decision import Outcome, Phase
from spaces.models.position import Answer
from spaces.states import Stage

AT_REST = (Stage.PAUSED, Stage.CLOSED)
TOLD = ["answer", "reason", "answered_at", "sealed"]
RECORDED = ["recorded_by", "confirmed_by", "changeable_until"]


def held(decision):
    """The decision as it is now, its space and its row locked. Raises NotPossible while the space is at rest."""
    space = hold(decision.space_id)
    if space.stage in AT_REST:
        raise NotPossible(_("The space rests at the moment; nothing is decided now."))
    found = Decision.objects.select_for_update().get(pk=decision.pk)
    found.space = space
    return found


def take(decision, position, *, by):
    """Keep an answer of somebody's own. The last one closes the round; the same one again changes nothing."""
    with transaction.atomic():
        decision = held(decision)
        response = place_of(decision, by)
        if is_same(response.position, position) and response.recorded_by_id is None:
            return response
        require_answerable(decision, response)
        keep(response, position.given_at(timezone.now()))
        close_when_answered(decision)
    response.refresh_from_db()
    return response


def place_of(decision, person):
    """A person's place in the round. Raises Forbidden."""
    found = decision.responses.counting().filter(membership__person=person).first()
    if found is None:
        raise Forbidden(_("Only those who were members when this opened decide it."))
    return found


def is_same(one, other):
    return (one.answer, one.reason, one.is_confided) == (other.answer, other.reason, other.is_confided)


def require_answerable(decision, response):
    phase = decision.phase()
    if phase == Phase.CLOSED:
        raise NotPossible(_("This decision is closed."))
    if phase == Phase.QUESTIONS:
        raise NotPossible(_("Questions come first: answers are taken when the time for them is over."))
    if phase == Phase.OPEN_NAMES and not response.is_changeable:
        raise NotPossible(_("The time to answer is over. The facilitator can give more."))


def keep(response, position, **recorded):
    """Seal an answer into its place. Every place of the round is sealed anew with it, so that no row tells by its
    age which of them changed.
    """
    places = list(response.decision.responses.all())
    for place in places:
        own = place.pk == response.pk
        seal_into(place, position if own else place.position)
        if own:
            place.recorded_by = recorded.get("by")
            place.confirmed_by = recorded.get("confirmed_by", "")
            place.changeable_until = recorded.get("until")
    Response.objects.bulk_update(places, TOLD + RECORDED, batch_size=100)


def seal_into(place, position):
    place.answer = Answer.KEPT if position.answer else Answer.NONE
    place.reason, place.answered_at, place.sealed = "", None, position.sealed()


def close_when_answered(decision):
    """Close the round unless somebody is silent, or may still change what was recorded for them."""
    silent = Q(answer=Answer.NONE) | Q(changeable_until__gt=timezone.now())
    if not decision.responses.counting().filter(silent).exists():
        close(decision)


def close(decision):
    """Let the positions of a locked decision appear together. Who left meanwhile no longer counts."""
    given = [(place, place.position) for place in decision.responses.counting()]
    counted = Counter(position.answer for _place, position in given)
    decision.outcome = outcome_of(counted)
    decision.closed_at = timezone.now()
    decision.is_unnamed = any(position.is_confided for _place, position in given)
    decision.n_consent, decision.n_objection = counted[Answer.CONSENT], counted[Answer.OBJECTION]
    decision.n_recused, decision.n_silent = counted[Answer.RECUSED], counted[Answer.NONE]
    decision.save(
        update_fields=["outcome", "closed_at", "is_unnamed", "n_consent", "n_objection", "n_recused", "n_silent"]
    )
    tell_without_names(decision, given) if decision.is_unnamed else tell(decision, given)


def outcome_of(counted):
    if counted[Answer.OBJECTION]:
        return Outcome.OBJECTED
    if counted[Answer.NONE] or not counted[Answer.CONSENT]:
        return Outcome.UNANSWERED
    return Outcome.AGREED


def tell(decision, given):
    for place, position in given:
        place.answer, place.reason = position.answer, position.reason
        place.answered_at, place.sealed = position.answered_at, ""
    Response.objects.bulk_update([place for place, _position in given], TOLD, batch_size=100)
    objected = [(place, position) for place, position in given if position.answer == Answer.OBJECTION]
    Objection.objects.bulk_create(
        Objection(decision=decision, response=place, words=position.reason) for place, position in objected
    )


def tell_without_names(decision, given):
    """Only the reasons appear, in no order; whose they are stays under the seal of each place."""
    objected = [pair for pair in given if pair[1].answer == Answer.OBJECTION]
    SystemRandom().shuffle(objected)
    rows = Objection.objects.bulk_create(
        Objection(decision=decision, words=position.words if position.is_confided else position.reason)
        for _place, position in objected
    )
    written = {place.pk: row.pk for (place, _position), row in zip(objected, rows, strict=True)}
    for place, position in given:
        seal_into(place, replace(position, objection=written.get(place.pk)))
    Response.objects.bulk_update([place for place, _position in given], TOLD, batch_size=100)
