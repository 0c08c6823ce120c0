"""Clarifying questions before and beside the answers: what is meant, not what one thinks of it."""

from django.db import transaction
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions.rounds import held, place_of
from spaces.models import Question
from spaces.models.decision import Phase


def ask(decision, *, by, text, with_name=True):
    """Ask about a proposal, with one's name or so that nobody knows who asked. The same again is the same question.

    Raises Forbidden for anybody who is not on the roster, NotPossible.
    """
    if not text.strip():
        raise NotPossible(_("Please write your question."))
    with transaction.atomic():
        decision = held(decision)
        place = place_of(decision, by)
        require_time_for_questions(decision)
        asker = place.membership if with_name else None
        found, _is_new = Question.objects.get_or_create(decision=decision, asker=asker, text=text.strip())
    return found


def require_time_for_questions(decision):
    phase = decision.phase()
    if phase == Phase.CLOSED:
        raise NotPossible(_("This decision is closed."))
    if phase == Phase.OPEN_NAMES or (phase == Phase.ROUND and decision.questions_until):
        raise NotPossible(_("The time for questions is over."))


def answer_question(question, *, by, text):
    """Answer as the proposer or the facilitator; may be changed while the decision is open.

    Raises Forbidden, NotPossible.
    """
    decision = question.decision
    access.require(decision.by_id == by.pk or access.is_facilitator(by, decision.space))
    if not text.strip():
        raise NotPossible(_("Please write your answer."))
    with transaction.atomic():
        if not held(decision).is_open:
            raise NotPossible(_("This decision is closed."))
        question.answer, question.answered_by = text.strip(), by
        question.save(update_fields=["answer", "answered_by"])
