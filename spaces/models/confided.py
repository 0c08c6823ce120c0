"""Objections that were confided to the facilitator: they alone, and the author, know whose they are."""

from dataclasses import dataclass
from datetime import datetime

from spaces.models.decision import Decision
from spaces.models.membership import Membership
from spaces.models.objection import Objection
from spaces.models.response import Response


@dataclass(frozen=True)
class Confided:
    """Whose it is, the words as given, and what the group reads or will read. `key` finds it again."""

    decision: Decision
    membership: Membership
    reason: str
    words: str
    key: str
    at: datetime | None


def confided_in(decision):
    """What was confided in this decision and still counts: for its facilitator's eyes alone."""
    rows = decision.responses.counting().exclude(sealed="").select_related("membership__person")
    read = [(row, row.position) for row in rows.order_by("membership__person__name", "pk")]
    written = dict(decision.objections.values_list("pk", "words"))
    return [told(decision, row, position, written) for row, position in read if position.is_confided]


def waiting_for_words(decisions):
    """The keys of those of these decisions in which something confided has no words for the group yet."""
    rows = Response.objects.counting().filter(decision__in=decisions).exclude(sealed="")
    read = [(row.decision_id, row.position) for row in rows]
    written = dict(Objection.objects.filter(decision__in=decisions).values_list("pk", "words"))
    confided = [(key, position) for key, position in read if position.is_confided]
    return {key for key, position in confided if not written.get(position.objection, position.words)}


def told(decision, row: Response, position, written):
    words = written.get(position.objection, position.words)
    return Confided(decision, row.membership, position.reason, words, position.key, position.answered_at)
