"""Which format a file has, and its rows."""

from itertools import chain

from django.utils.translation import gettext_lazy as _

from . import public_bodies, reading, recipients, registry_export, threesixty, tmichot
from .rows import Unusable

GRANTS = {reader.NAME: reader for reader in (tmichot, threesixty)}
ORGANISATIONS = {reader.NAME: reader for reader in (registry_export, recipients, public_bodies)}


def rows_of(path, readers, wanted):
    """(the reader, its rows) of a file; `wanted` is one of the readers' names, or `auto`. Raises Unusable."""
    content = reading.content_of(path)
    if reading.is_json(content) and threesixty.NAME in readers and wanted in ("auto", threesixty.NAME):
        return threesixty, threesixty.rows_of_document(reading.parsed(content))
    sheets = reading.records(reading.parsed(content)) if reading.is_json(content) else reading.sheets(content)
    found = _format_of(sheets, readers.values() if wanted == "auto" else [readers[wanted]])
    return found, found.rows(sheets)


def _format_of(sheets, readers):
    for reader in readers:
        if any(lines and reader.fits(lines) for lines in sheets):
            return reader
    others = chain(GRANTS.values(), ORGANISATIONS.values())
    seems = next((reader.NAME for reader in others if any(lines and reader.fits(lines) for lines in sheets)), None)
    if seems:
        raise Unusable(
            _("This file looks like the format “%(seems)s”, which is not what was asked for.") % {"seems": seems}
        )
    names = ", ".join(reader.NAME for reader in readers)
    raise Unusable(_("This file does not look like any of these formats: %(names)s.") % {"names": names})
