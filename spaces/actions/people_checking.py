"""What stands against each row of a list, before anything is sent."""

from django.utils.translation import gettext as _

from spaces.actions.people_cells import is_outside
from spaces.matching import matches
from spaces.models import ImportRow
from spaces.models.invitation import Kind
from spaces.models.people_import import Outcome
from spaces.vetting import Invitee, Verdict, verdicts

READ = ["name", "email", "organisation_name", "registry_number", "language", "side"]
JUDGED = ["organisation", "code", "reason"]


def check(people_import):
    """Judge all rows that wait, together: whether an address stands twice depends on all of them."""
    rows = list(people_import.rows.filter(outcome=Outcome.WAITING).order_by("number"))
    found = matches([(row.organisation_name, row.registry_number) for row in rows])
    changed = []
    for row, organisation, verdict in zip(rows, found, judged(people_import.space, rows, found), strict=True):
        before = (row.organisation_id, row.code, row.reason)
        row.organisation, row.code, row.reason = organisation, verdict.code, verdict.reason[:500]
        if before != (row.organisation_id, row.code, row.reason):
            changed.append(row)
    write(changed, JUDGED)


def judged(space, rows, organisations):
    """A verdict for each row. A row that its own list puts on another side is left out before all else."""
    for row, organisation in zip(rows, organisations, strict=True):
        row.organisation = organisation
    within = [row for row in rows if not is_outside(row.side)]
    found = iter(verdicts(space, Kind.PEER, [invitee(row) for row in within]))
    return [outside(row) if is_outside(row.side) else next(found) for row in rows]


def outside(row):
    reason = _("The list says “{side}”. Only peers of the social sector are imported.")
    return Verdict("outside", reason.format(side=row.side[:60]))


def invitee(row):
    language = row.language or row.people_import.language
    return Invitee(row.email, row.name, row.organisation, row.organisation_name, language)


def write(rows, fields):
    """Update many rows with one statement for each thousand, which `bulk_update` takes ten times as long for."""
    ImportRow.objects.bulk_create(
        rows, batch_size=1000, update_conflicts=True, unique_fields=["id"], update_fields=fields
    )  # fmt: skip
