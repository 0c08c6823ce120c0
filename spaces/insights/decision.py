"""A decision as its reader may see it: how many answered while it is blind, what was answered once it is closed.

Where somebody objected through the facilitator, and to stakeholders always, positions appear without names; counts
only where enough took part that they tell of nobody.
"""

from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from spaces.models import Decision, Objection, Response
from spaces.models.decision import Outcome
from spaces.models.position import Answer
from spaces.states import FLOOR

BY_NAME = ("membership__person", "recorded_by")
DOTS = 60  # more are counted in words alone


@dataclass(frozen=True)
class Result:
    """What a closed decision tells one reader."""

    named: bool
    counts: list  # (words, how many, tone); none where they would tell of somebody
    objections: list
    positions: list = field(default_factory=list)

    @property
    def dots(self):
        return dots(self.counts)


def progress(decision):
    """The blind picture: how many answered, and how many are asked."""
    counted = decision.responses.counting().aggregate(asked=Count("pk"), answered=Count("pk", filter=~Q(answer="")))
    asked, answered = counted["asked"], counted["answered"]
    counts = [(_("answered so far"), answered, "answered"), (_("not answered yet"), asked - answered, "silent")]
    return {"asked": asked, "answered": answered, "counts": counts, "dots": dots(counts)}


def result(decision, *, is_inside):
    """What a reader sees of a closed decision; `is_inside` for peers and the facilitator."""
    named = is_inside and not decision.is_unnamed
    places = [] if decision.is_unnamed else list(roster_of(decision).select_related(*BY_NAME))
    counts = counted(decision, places)
    took_part = sum(n for _words, n, _tone in counts)
    objections = list(decision.objections.select_related("response__membership__person", "integrated_by"))
    return Result(
        named=named,
        counts=counts if named or took_part >= FLOOR else [],
        objections=objections,
        positions=sorted(places, key=lambda one: one.membership.person.name) if named else [],
    )


def roster_of(decision):
    """The places that counted when it closed."""
    counting = Q(membership__ended_at=None) | Q(membership__ended_at__gt=decision.closed_at)
    return decision.responses.filter(counting)


def counted(decision, places):
    given = [place.answer for place in places]  # of rounds from before counts were kept

    def number(kept, answer):
        return given.count(answer) if kept is None else kept

    return [
        (_("consents"), number(decision.n_consent, Answer.CONSENT), "consent"),
        (_("objections"), number(decision.n_objection, Answer.OBJECTION), "objection"),
        (_("stepped out"), number(decision.n_recused, Answer.RECUSED), "recused"),
        (_("without an answer"), number(decision.n_silent, Answer.NONE), "silent"),
    ]


def dots(counts):
    """One shape a person, for the picture; none where there would be too many."""
    shapes = [tone for _words, n, tone in counts for _one in range(n)]
    return shapes if len(shapes) <= DOTS else []


def versions(person, decision):
    """All versions of a proposal that somebody may see, the first one first."""
    first = decision.origin_id or decision.pk
    return list(Decision.objects.visible_to(person).filter(Q(pk=first) | Q(origin=first)).order_by("version"))


def questions(decision):
    return decision.questions.select_related("asker__person", "answered_by")


def taken_up(decision, seen):
    """The objections of the former version that this one takes up, where the reader may see that version."""
    if decision.amends_id not in {one.pk for one in seen}:
        return []
    return list(decision.integrates.select_related("response__membership__person"))


def integrated_objections(space):
    """How many objections were taken up by a later version that was agreed."""
    return Objection.objects.filter(agreed_later(), decision__space=space, integrated_by__isnull=False).count()


def agreed_later():
    agreed = Decision.objects.filter(outcome=Outcome.AGREED, version__gt=OuterRef("decision__version"))
    first = agreed.filter(origin=OuterRef("decision__origin")) | agreed.filter(origin=OuterRef("decision"))
    return Exists(first)


def open_names(decision):
    """Who answered and who has not, by name: for the facilitator, while it is open."""
    rows = decision.responses.counting().values_list("membership__person__name", "answer", "membership")
    rows = list(rows.order_by("membership__person__name", "pk"))
    return {
        "answered": [name for name, answer, _pk in rows if answer],
        "waiting": [name for name, answer, _pk in rows if not answer],
    }


def recordable(decision):
    """The places whose answer may be recorded on somebody's behalf."""
    own = Q(answer=Answer.NONE) | Q(recorded_by__isnull=False)
    return (
        Response.objects.counting().filter(own, decision=decision).defer("sealed").select_related("membership__person")
    )
