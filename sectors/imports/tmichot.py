"""Government support to non-profits as published by the treasury (תמיכות): no titles, ten columns, in shekels."""

import hashlib

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from sectors.kinds import judge
from sectors.models import Kind, Sector

from .amounts import amount
from .rows import BadRow, Body, GrantRow, named
from .tables import of_width, plain_title, readable

NAME = "tmichot"
# Part of what makes a record the same next time: never to be reworded.
SOURCE = gettext_noop("Israel, government support (tmichot)")
COLUMNS = (
    "year", "ministry_code", "ministry", "budget_code", "recipient", "kind", "title", "supports", "allocated", "paid",
)  # fmt: skip
SOCIAL_SECTION = "3א"  # section 3א of the budget law: support to public institutions that are no part of the state
TITLES_OF_YEAR = {"year", "שנה", "שנת תקציב"}


def fits(lines):
    return any(_looks_right(line.cells) for line in lines[:50])


def rows(sheets):
    """(line number, a way to read it) for each line: calling it gives a GrantRow or raises BadRow."""
    times = {}
    for lines in sheets:
        for line in lines:
            if line is lines[0] and plain_title(line.cells[0]) in TITLES_OF_YEAR:
                continue
            yield line.number, lambda line=line: _row(line, times)


def _looks_right(cells):
    return len(cells) >= 9 and _is_year(cells[0]) and cells[1].strip().isdecimal()


def _is_year(text):
    return len(text.strip()) == 4 and text.strip().isdecimal() and 1948 <= int(text) <= 2100


def _row(line, times):
    cells = dict(zip(COLUMNS, of_width(readable(line), len(COLUMNS)), strict=True))
    if not _is_year(cells["year"]):
        raise BadRow("year", _("this is not a year"))
    if not cells["ministry_code"].isdecimal():
        raise BadRow("ministry_code", _("the code of the ministry is not a number"))
    giver, receiver = _ministry(cells), _recipient(cells)
    return GrantRow(
        line.number, giver, receiver, period=cells["year"], currency="ILS", title=cells["title"],
        allocated=amount(cells["allocated"], "allocated"), paid=amount(cells["paid"], "paid"), key=_key(cells, times),
    )  # fmt: skip


def _ministry(cells):
    name = named(cells["ministry"], "ministry")
    sector, kind = judge(name, social=False)
    return Body(name, Sector.FIRST, kind if sector == Sector.FIRST else Kind.MINISTRY)


def _recipient(cells):
    name = named(cells["recipient"], "recipient")
    return Body(name, *judge(name, social=SOCIAL_SECTION in cells["kind"]))


def _key(cells, times):
    """The source numbers no rows: a row is known by what it says besides amounts, and by its turn among its like."""
    said = (cells["year"], cells["ministry_code"].zfill(4), cells["budget_code"].zfill(8))
    about = "\n".join((*said, cells["recipient"], cells["kind"], cells["title"]))
    times[about] = times.get(about, 0) + 1
    return f"{'/'.join(said)}/{hashlib.sha256(about.encode()).hexdigest()[:24]}/{times[about]}"
