"""A list of people becomes invitations: read, columns named, checked, mended, sent."""

from django.db import transaction
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions import people_cells as cells
from spaces.actions.people_checking import READ, check, write
from spaces.actions.people_columns import guessed
from spaces.models import ImportRow, PeopleImport
from spaces.models.people_import import Outcome, Step


def begin(space, table, *, by, source="", is_confirmation=False):
    """Keep a table that was read, its columns guessed; nothing is sent. Returns the import. Raises Forbidden."""
    access.require_facilitator(by, space)
    with transaction.atomic():
        begun = PeopleImport.objects.create(
            space=space, by=by, source=source[-200:], titles=table.titles, columns=guessed(table.titles, table.lines),
            language=space.language, is_confirmation=is_confirmation,
        )  # fmt: skip
        rows = [ImportRow(people_import=begun, number=line.number, cells=line.cells) for line in table.lines]
        ImportRow.objects.bulk_create(rows, batch_size=1000)
    return begun


def begin_pasted(space, people, *, by, is_confirmation=False):
    """Keep a pasted list and check it; nothing is sent. Returns the import. Raises Forbidden."""
    access.require_facilitator(by, space)
    with transaction.atomic():
        begun = PeopleImport.objects.create(
            space=space, by=by, language=space.language, is_confirmation=is_confirmation, step=Step.CHECKED
        )
        rows = [
            ImportRow(
                people_import=begun, number=number, email=person.email, name=person.name,
                organisation_name=person.organisation_name,
            )
            for number, person in enumerate(people, 1)
        ]  # fmt: skip
        ImportRow.objects.bulk_create(rows, batch_size=1000)
        check(begun)
    return begun


def name_columns(people_import, columns, *, by, language):
    """Say what each column means, {field: position}, and check every row by it. Raises Forbidden, NotPossible."""
    with transaction.atomic():
        current = held(people_import, by=by)
        if current.step not in (Step.COLUMNS, Step.CHECKED) or not current.titles:
            raise NotPossible(_("This list has gone out; its columns stay as they are."))
        current.columns, current.language, current.step = columns, language, Step.CHECKED
        current.save(update_fields=["columns", "language", "step"])
        rows = list(current.rows.filter(outcome=Outcome.WAITING))
        for row in rows:
            read(row, columns)
        write(rows, READ)
        check(current)


def read(row, columns):
    """Fill a row's fields from its cells."""
    said = {field: row.cells[at] for field, at in columns.items() if at < len(row.cells)}
    first = said.get("first_name") or (said.get("name", "") if "last_name" in columns else "")
    row.name = f"{first} {said.get('last_name', '')}".strip() or said.get("name", "")
    row.email = cells.address(said.get("email", ""))
    row.organisation_name = said.get("organisation_name", "")
    row.registry_number = said.get("registry_number", "")[:100]
    row.language = cells.language(said.get("language", ""))
    row.side = said.get("side", "")


def mend(row, *, by, name, email, organisation_name):
    """Correct a row by hand and check the list again. Raises Forbidden, NotPossible."""
    with transaction.atomic():
        current = held(row.people_import, by=by)
        waiting = current.rows.filter(pk=row.pk, outcome=Outcome.WAITING)
        if not waiting.update(
            name=cells.plain(name), email=cells.plain(email), organisation_name=cells.plain(organisation_name)
        ):
            raise NotPossible(_("This row has gone out, or is left out."))
        check(current)


def leave_out(row, *, by, out=True):
    """Leave a row out of the list, or take it in again. Raises Forbidden, NotPossible."""
    before, after = (Outcome.WAITING, Outcome.SKIPPED) if out else (Outcome.SKIPPED, Outcome.WAITING)
    with transaction.atomic():
        current = held(row.people_import, by=by)
        if not current.rows.filter(pk=row.pk, outcome=before).update(outcome=after):
            raise NotPossible(_("Somebody else was faster: this has changed in the meantime. Please look again."))
        check(current)


def check_again(people_import, *, by):
    """Look at every row anew: somebody may have been invited since. Raises Forbidden, NotPossible."""
    with transaction.atomic():
        check(held(people_import, by=by))


def held(people_import, *, by):
    """The import as it is now, locked; it must not be going out. Raises Forbidden, NotPossible."""
    access.require_facilitator(by, people_import.space)
    current = PeopleImport.objects.select_for_update().select_related(None).get(pk=people_import.pk)
    if current.is_running:
        raise NotPossible(_("The invitations are going out. Stop that first, or wait until it is done."))
    return current
