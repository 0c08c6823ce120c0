"""Tables with a line of titles: which column is which, and rows that have the right number of them."""

import re
from collections import defaultdict

from django.utils.translation import gettext_lazy as _

from .rows import BadRow

UNREADABLE = re.compile("[\ufffd\ud800-\udfff]")  # put there by decoding, or half a character


def plain_title(text):
    """A column title without case, quote marks, marks of direction, and doubled blanks."""
    return " ".join(re.sub("[\"'`~״׳\u200e\u200f\ufeff]", "", text).replace("_", " ").casefold().split())


def columns(titles, wanted):
    """{field: position} for the titles of a line, by `wanted` {field: (its possible titles)}."""
    given = {plain_title(title): position for position, title in reversed(list(enumerate(titles)))}
    found = {}
    for field, names in wanted.items():
        position = next((given[name] for name in names if name in given), None)
        if position is not None:
            found[field] = position
    return found


def readable(line):
    """The cells, without blanks at their ends. Raises BadRow for characters that no text holds."""
    for position, cell in enumerate(line.cells, 1):
        if "\0" in cell:
            raise BadRow(str(position), _("the cell holds a NUL character"))
        if UNREADABLE.search(cell):
            raise BadRow(str(position), _("the cell holds characters in an encoding that can't be read"))
    return [cell.strip() for cell in line.cells]


def of_width(cells, width):
    """The first `width` cells. Raises BadRow when cells are missing, or when there are more that hold something."""
    if len(cells) < width or any(cells[width:]):
        what = _("the row has %(given)s columns, %(wanted)s are expected; is a quote mark missing?")
        raise BadRow("row", what % {"given": len(cells), "wanted": width})
    return cells[:width]


def by_title(cells, at, width):
    """{field: text}; a field that the table does not have is the empty text. Raises BadRow for a wrong width."""
    cells = of_width(cells, width)
    return defaultdict(str, {field: cells[position] for field, position in at.items()})
