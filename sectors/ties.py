"""Questions about ties: who gives to whom, and how much by which source. Read only."""

from dataclasses import dataclass, field

from django.db.models import DecimalField, Max, Q, Sum
from django.db.models.functions import Coalesce

from .models import Record, Tie
from .pages import as_id

OUT, IN = "out", "in"  # what the organisation gives, what it receives


@dataclass
class Line:
    """One tie as a page shows it: the other end, and a sum for each period, currency and source."""

    tie: Tie
    other: object
    sums: list = field(default_factory=list)


def ties_of(organisation, direction):
    """The organisation's ties in one direction, the largest first; `weight` is what they stand in order by."""
    ends = {OUT: ("giver", "receiver"), IN: ("receiver", "giver")}
    own, other = ends[direction]
    ties = Tie.objects.filter(**{own: organisation}).select_related(other)
    return ties.annotate(weight=Coalesce(Sum("records__allocated"), 0, output_field=DecimalField())).order_by(
        "-weight", "-id"
    )


def after(ties, tie_id):
    """The ties that stand behind one in that order; all of them when there is no such one."""
    last = as_id(tie_id) and ties.filter(pk=as_id(tie_id)).values_list("weight", "id").first()
    if not last:
        return ties
    weight, pk = last
    return ties.filter(Q(weight__lt=weight) | Q(weight=weight, id__lt=pk))


def with_sums(ties, direction):
    """Lines for the ties of a page, with one query for all sums."""
    lines = {tie.pk: Line(tie, tie.receiver if direction == OUT else tie.giver) for tie in ties}
    for one in _sums(Record.objects.filter(tie__in=lines), "tie"):
        lines[one["tie"]].sums.append(one)
    return list(lines.values())


def totals(organisation, direction):
    """What the organisation gave or received in all, a line for each period, currency and source, the newest first."""
    end = "tie__giver" if direction == OUT else "tie__receiver"
    return list(_sums(Record.objects.filter(**{end: organisation})))


def _sums(records, *by):
    found = records.values(*by, "period", "currency", "source").annotate(
        allocated=Sum("allocated"), paid=Sum("paid"), imported=Max("imported_at")
    )
    return found.order_by("-period", "currency", "source")
