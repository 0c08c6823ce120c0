"""Grants by the 360Giving Data Standard: JSON, or a table (XLSX, CSV) with the standard's titles."""

import datetime
import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

from sectors.kinds import judge

from .amounts import sensible
from .rows import BadRow, Body, GrantRow, Unusable, named
from .tables import UNREADABLE, columns, plain_title, readable
from .threesixty_schema import VALIDATOR

NAME = "360giving"
SOURCE = "360Giving"  # part of what makes a record the same next time: never to be reworded
GRANT_TITLES = {
    "id": "identifier", "title": "title", "description": "description", "currency": "currency",
    "amountAwarded": "amount awarded", "amountDisbursed": "amount disbursed", "awardDate": "award date",
}  # fmt: skip
PARTS = {
    "recipientOrganization": "recipient org",
    "fundingOrganization": "funding org",
    "recipientIndividual": "recipient ind",
}
PART_TITLES = {"id": "identifier", "name": "name", "addressLocality": "city"}
NUMBERS = ("amountAwarded", "amountDisbursed")
PROBLEMS = {
    "required": _("a field that the standard requires is missing"),
    "enum": _("this is not a currency code of ISO 4217"),
    "oneOf": _("this is not a date such as 2024-12-31"),
    "minItems": _("the list is empty"),
    "anyOf": _("the grant names no recipient"),
}


def fits(lines):
    at = _columns(lines[0].cells)
    return ("id", None) in at and ("fundingOrganization", "name") in at


def _columns(titles):
    """{(field, part or None): position}. `Recipient Org: Name` and `Recipient Org:0:Name` are one title."""
    return columns([re.sub(":(?:0:)? ?", ":", plain_title(title)) for title in titles], _titles())


def _titles():
    """{(field, part or None): its titles}, in the words of the standard and as paths into its JSON."""
    grant = {(field, None): (title, field.casefold()) for field, title in GRANT_TITLES.items()}
    parts = {
        (part, field): (f"{name}:{title}", f"{part}/0/{field}".casefold())
        for part, name in PARTS.items()
        for field, title in PART_TITLES.items()
    }
    return grant | parts


def rows(sheets):
    """(line number, a way to read it) for each line of the sheets that hold grants."""
    for lines in filter(None, sheets):
        if not fits(lines):
            continue
        at = _columns(lines[0].cells)
        for line in lines[1:]:
            yield line.number, lambda line=line, at=at: _row(line.number, _grant_of_cells(readable(line), at))


def rows_of_document(document):
    """The same for a JSON document: the line number is the grant's place in the list. Raises Unusable."""
    grants = document.get("grants") if isinstance(document, dict) else None
    if not isinstance(grants, list) or not grants:
        raise Unusable(_("This JSON file is no 360Giving package: it has no list named “grants” with grants in it."))
    for number, grant in enumerate(grants, 1):
        yield number, lambda number=number, grant=grant: _row(number, grant)


def _grant_of_cells(cells, at):
    grant = {}
    for (field, part), position in at.items():
        text = cells[position] if position < len(cells) else ""
        if text and part is None:
            grant[field] = _number(text) if field in NUMBERS else text
        elif text:
            grant.setdefault(field, [{}])[0][part] = text
    return grant


def _number(text):
    """As JSON has it: a number, or the text itself, which the schema then refuses."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _row(number, grant):
    problem = next(VALIDATOR.iter_errors(grant), None)
    if problem:
        raise _refusal(problem)
    if "recipientOrganization" not in grant:
        raise BadRow("recipientIndividual", _("a grant to a person is not kept: the map holds organisations only"))
    giver, receiver = (
        _body(grant, "fundingOrganization", giver=True),
        _body(grant, "recipientOrganization", giver=False),
    )
    awarded_on = _date(grant["awardDate"])
    return GrantRow(
        number, giver, receiver, key=_id(grant["id"], "id", 200), period=str(awarded_on.year), awarded_on=awarded_on,
        currency=grant["currency"], allocated=_sum(grant, "amountAwarded"), paid=_sum(grant, "amountDisbursed"),
        title=_text(grant["title"], "title"),
    )  # fmt: skip


def _refusal(problem):
    """The schema's objection in our words, with the field that it is about."""
    path = [*map(str, problem.absolute_path)]
    if problem.validator == "required":
        path.append(next(name for name in problem.validator_value if name not in problem.instance))
    return BadRow("/".join(path) or "row", PROBLEMS.get(problem.validator, _("the value has the wrong type")))


def _body(grant, field, *, giver):
    if len(grant[field]) > 1:
        raise BadRow(field, _("the grant names several organisations, and not how much is whose"))
    given, at = grant[field][0], f"{field}/0/"
    name = named(_text(given["name"], f"{at}name"), f"{at}name")
    identifier = _id(given["id"], f"{at}id", 100)
    place = _text(given.get("addressLocality", ""), f"{at}addressLocality")
    return Body(name, *judge(name, identifier=identifier, giver=giver), identifier=identifier, place=place)


def _text(text, field):
    if "\0" in text or UNREADABLE.search(text):
        raise BadRow(field, _("the text holds characters that can't be read"))
    return " ".join(text.split())


def _id(text, field, longest):
    identifier = _text(text, field)
    if not identifier or len(identifier) > longest:
        raise BadRow(field, _("the id is empty or too long"))
    return identifier


def _sum(grant, field):
    return sensible(Decimal(grant[field]), field) if field in grant else None


def _date(text):
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        raise BadRow("awardDate", PROBLEMS["oneOf"]) from None
