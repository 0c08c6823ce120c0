"""A table of cells, whatever file it came from, and what is too much of it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from spaces.actions.people_cells import plain

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 60
LINES_ABOVE = 20  # where the headings are looked for


class Unreadable(Exception):
    """A list that cannot be read; the text says why and what to do."""


@dataclass(slots=True)
class Line:
    number: int  # in the file, from 1
    cells: list[str]


@dataclass(frozen=True)
class Table:
    titles: list[str]
    lines: list[Line]


def kept(lines):
    """Lines that hold something, their cells made plain. Raises Unreadable when there are too many."""
    found = []
    for line in lines:
        cells = [plain(cell) for cell in line.cells[:MOST_COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            found.append(Line(line.number, cells))
        if len(found) > MOST_ROWS + LINES_ABOVE:
            raise Unreadable(too_many())
    return found


def too_many():
    return _("This list has more than {most:,} rows. Divide it and import one part after the other.").format(
        most=MOST_ROWS
    )
