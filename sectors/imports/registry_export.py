"""Exports of the state's registers of associations and of companies: Hebrew titles, `~` written for a quote mark."""

from collections import defaultdict

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from sectors.kinds import judge
from sectors.models import Kind, Sector

from .rows import BadRow, Body, OrganisationRow, named, number_or_none
from .tables import by_title, columns, plain_title, readable

NAME = "registry"
SOURCE = gettext_noop("Israel, state register")
TITLES = {
    "number": ("מספר עמותה", "מספר חברה", "מספר תאגיד", "מספר רישום", "מספר חלצ"),
    "name": ("שם עמותה בעברית", "שם עמותה", "שם חברה", "שם חברה בעברית", "שם תאגיד", "שם חלצ בעברית"),
    "name_en": ("שם עמותה באנגלית", "שם חברה באנגלית", "שם באנגלית", "שם חלצ באנגלית"),
    "purpose": ("מטרות עמותה", "מטרות העמותה", "מטרות", "מטרת החברה", "מטרות החברה"),
    "city": ("כתובת - ישוב", "כתובת - יישוב", "ישוב", "יישוב", "שם עיר", "עיר"),
    "activity": ("סיווג פעילות ענפי",),
    "state_owned": ("חברה ממשלתית",),
    "type": ("סוג תאגיד",),
}
COMPANIES = {"מספר חברה"}


def fits(lines):
    return {"number", "name"} <= columns(lines[0].cells, TITLES).keys()


def rows(sheets):
    for lines in filter(None, sheets):
        if not fits(lines):
            continue
        titles = lines[0].cells
        at, width = columns(titles, TITLES), len(titles)
        companies = bool(COMPANIES & {plain_title(title) for title in titles})
        for line in lines[1:]:
            yield line.number, lambda line=line, at=at, width=width, c=companies: _row(line, at, width, c)


def _row(line, at, width, companies):
    cells = defaultdict(str, {k: v.replace("~", '"') for k, v in by_title(readable(line), at, width).items()})
    if not cells["number"]:
        raise BadRow("number", _("the registry number is missing"))
    name = named(cells["name"] or cells["name_en"], "name")
    number, left_out = number_or_none(cells["number"], "number")
    sector, kind = _place_on_the_map(name, number, cells, companies)
    body = Body(
        name, sector, kind, name_en=cells["name_en"][:250], number=number, vouched=bool(number),
        place=cells["city"], purpose=cells["purpose"], activity=cells["activity"],
    )  # fmt: skip
    return OrganisationRow(line.number, body, left_out)


def _place_on_the_map(name, number, cells, companies):
    """A company is business unless the state owns it or it is for the public benefit."""
    if cells["state_owned"].startswith("כן") or "ממשלתית" in cells["state_owned"]:
        return Sector.FIRST, Kind.PUBLIC_BODY
    sector, kind = judge(f"{name} {cells['type']}" if "לתועלת" in cells["type"] else name, number=number)
    if companies and kind == Kind.SOCIAL:
        return Sector.SECOND, Kind.BUSINESS
    return sector, kind
