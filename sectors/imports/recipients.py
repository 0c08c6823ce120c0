"""Recipients of support with numbers found by a search for their names: suggestions, partly wrong."""

from django.utils.translation import gettext_noop

from sectors.kinds import judge

from .rows import Body, OrganisationRow, named, number_or_none
from .tables import by_title, columns, readable

NAME = "recipients"
SOURCE = gettext_noop("Israel, recipients of support")
TITLES = {
    "name": ("name", "שם", "שם הארגון", "שם ארגון"),
    "number": ("registration number", "registry number", "number", "מספר", "מספר רישום", "מספר תאגיד"),
    "purpose": ("purpose", "מטרות", "מטרה"),
    "city": ("city", "place", "ישוב", "יישוב", "עיר"),
}


def fits(lines):
    return {"name", "number"} <= columns(lines[0].cells, TITLES).keys()


def rows(sheets):
    for lines in filter(None, sheets):
        if not fits(lines):
            continue
        at, width = columns(lines[0].cells, TITLES), len(lines[0].cells)
        for line in lines[1:]:
            yield line.number, lambda line=line, at=at, width=width: _row(line, at, width)


def _row(line, at, width):
    cells = by_title(readable(line), at, width)
    name = named(cells["name"], "name")
    number, left_out = number_or_none(cells["number"], "registration_number")
    sector, kind = judge(name, number=number, purpose=cells["purpose"])
    body = Body(name, sector, kind, number=number, place=cells["city"], purpose=cells["purpose"])
    return OrganisationRow(line.number, body, left_out)
