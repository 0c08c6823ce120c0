"""The public list of bodies with 50xxxxxxx numbers: no titles; kind, name, number, street, house, city, zip code."""

from django.utils.translation import gettext_noop

from sectors.models import Kind, Sector

from .rows import Body, OrganisationRow, named, number_or_none
from .tables import of_width, readable

NAME = "public_bodies"
SOURCE = gettext_noop("Israel, list of public bodies")
COLUMNS = ("kind", "name", "number", "street", "house", "city", "zip")
KINDS = {
    "government_office": Kind.MINISTRY,
    "municipality": Kind.AUTHORITY,
    "conurbation": Kind.AUTHORITY,  # joint bodies of local authorities
}


def fits(lines):
    return any(_looks_right(line.cells) for line in lines[:50])


def rows(sheets):
    for lines in sheets:
        for line in lines:
            yield line.number, lambda line=line: _row(line)


def _looks_right(cells):
    return len(cells) >= 6 and cells[0].strip().replace("_", "").isascii() and cells[2].strip().startswith("50")


def _row(line):
    cells = dict(zip(COLUMNS, of_width(readable(line), len(COLUMNS)), strict=True))
    number, left_out = number_or_none(cells["number"], "number")
    kind = KINDS.get(cells["kind"], Kind.PUBLIC_BODY)
    name = named(cells["name"], "name")
    body = Body(name, Sector.FIRST, kind, number=number, vouched=bool(number), place=cells["city"])
    return OrganisationRow(line.number, body, left_out)
