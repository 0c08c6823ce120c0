"""What an import did, row by row and in figures."""

import json
from collections import Counter
from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext as _


@dataclass
class Report:
    """Figures of one import.

    rows: rows of data in the file, bad ones too (titles and blank lines are not rows).
    organisations, funders, recipients: how many different ones the good rows name, by id, else number, else name.
    ties: how many different pairs of funder and recipient the good rows name.
    created, updated, unchanged: organisations and ties on the map, by what became of them. A tie is updated
    when a grant behind it is new or has changed. A second import of a file has 0 created and 0 updated.
    suggested: rows whose number now stands as suggested. allocated, paid: sums over the good rows, all currencies.
    """

    rows: int = 0
    organisations: int = 0
    funders: int = 0
    recipients: int = 0
    ties: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    suggested: int = 0
    rejected: list = field(default_factory=list)
    allocated: float = 0
    paid: float = 0
    reviews: dict = field(default_factory=dict)  # by reason: what now waits for a person
    remarks: list = field(default_factory=list)  # what was kept, but is worth a look

    def reject(self, line, column, what):
        self.rejected.append({"line": line, "field": column, "what": str(what)})

    def remark(self, line, column, what):
        self.remarks.append({"line": line, "field": column, "what": str(what)})

    def waits(self, reason, many=1):
        self.reviews[reason] = self.reviews.get(reason, 0) + many

    def as_json(self):
        values = asdict(self)
        del values["remarks"]
        return json.dumps(values, ensure_ascii=False, default=_plain_number)


def lines_of(report, *, dry_run):
    """The report for a reader at a terminal: each row that needs a look, then the figures."""
    for entry in report.rejected:
        yield _("line %(line)s, %(field)s: %(what)s. Left out.") % entry
    for entry in report.remarks:
        yield _("line %(line)s, %(field)s: %(what)s. Kept, and noted.") % entry
    counts = Counter(report.reviews)
    if counts:
        yield _("Waiting for a person: %(count)s possible conflicts or duplicates.") % {"count": counts.total()}
    yield _("%(rows)s rows: %(organisations)s organisations, %(ties)s ties, %(rejected)s problems.") % {
        **asdict(report), "rejected": len(report.rejected),
    }  # fmt: skip
    yield _("%(created)s created, %(updated)s updated, %(unchanged)s unchanged.") % asdict(report)
    if dry_run:
        yield _("This was a dry run: nothing was written.")


def _plain_number(value):
    return int(value) if value == value.to_integral_value() else float(value)
