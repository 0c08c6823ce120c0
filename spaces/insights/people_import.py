"""What a list of people amounts to: how many can go, what stands against the others, who gets which mail."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spaces.models.people_import import Outcome

# What stands against a row: its word, and its tone as in a chip.
VERDICTS = {
    "ok": (gettext_lazy("can go"), "good"),
    "invited": (gettext_lazy("already invited"), "plain"),
    "member": (gettext_lazy("already a member"), "plain"),
    "invalid": (gettext_lazy("not complete"), "stop"),
    "outside": (gettext_lazy("not of the social sector"), "stop"),
    "twice": (gettext_lazy("twice in the list"), "stop"),
    "suppressed": (gettext_lazy("does not want mail"), "stop"),
    "refused": (gettext_lazy("refused"), "stop"),
    "closed": (gettext_lazy("the space rests"), "stop"),
}
KNOWN = ("invited", "member")
PROBLEMS = ("invalid", "outside", "twice", "suppressed", "refused", "closed")
# What the rows can be narrowed to: by what became of them, or by what stands against those that wait.
FILTERS = {
    "problems": {"outcome": Outcome.WAITING, "code__in": PROBLEMS},
    "ready": {"outcome": Outcome.WAITING, "code": "ok"},
    "known": {"outcome": Outcome.WAITING, "code__in": KNOWN},
    "invited": {"outcome": Outcome.INVITED},
    "left_out": {"outcome": Outcome.SKIPPED},
}


@dataclass(frozen=True)
class Tally:
    """How many rows of a list are where."""

    invited: int
    ready: int
    known: int
    problems: int
    left_out: int
    against: dict  # code: how many, of those that wait and cannot go

    @property
    def total(self):
        return self.invited + self.ready + self.known + self.problems + self.left_out

    @property
    def to_send(self):
        return self.invited + self.ready

    @property
    def bar(self):
        return [
            (_("invited"), self.invited, "info"),
            (_("can go"), self.ready, "good"),
            (_("already in or invited"), self.known, "plain"),
            (_("cannot go yet"), self.problems, "stop"),
            (_("left out"), self.left_out, "wait"),
        ]

    @property
    def reasons(self):
        """What stands against those that cannot go, in words: (word, how many)."""
        return [(VERDICTS[code][0], count) for code, count in self.against.items()]


def tally(people_import):
    """One query."""
    rows = people_import.rows.order_by().values_list("outcome", "code").annotate(Count("id"))
    counts = Counter({(outcome, code): count for outcome, code, count in rows})
    waiting = Counter({code: count for (outcome, code), count in counts.items() if outcome == Outcome.WAITING})
    by_outcome = Counter()
    for (outcome, _code), count in counts.items():
        by_outcome[outcome] += count
    return Tally(
        invited=by_outcome[Outcome.INVITED],
        ready=waiting["ok"],
        known=sum(waiting[code] for code in KNOWN),
        problems=sum(waiting[code] for code in PROBLEMS),
        left_out=by_outcome[Outcome.SKIPPED],
        against={code: waiting[code] for code in (*KNOWN, *PROBLEMS) if waiting[code]},
    )


def languages(people_import):
    """{language: how many mails} of the rows that can go."""
    rows = people_import.rows.filter(**FILTERS["ready"]).order_by().values_list("language").annotate(Count("id"))
    counts = Counter()
    for code, count in rows:
        counts[code or people_import.language] += count
    return counts


def same_titles(titles):
    """Headings that stand over several columns."""
    return [title for title, count in Counter(titles).items() if title and count > 1]
