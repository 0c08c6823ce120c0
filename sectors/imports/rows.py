"""What every reader yields, whatever the file: plain values, checked, nothing written yet."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from sectors.names import language_of, tidy
from sectors.registry import InvalidNumber, checked

LONGEST_NAME = 250


class Unusable(Exception):
    """The file as a whole can't be imported; the message says why and what to do."""


class BadRow(Exception):
    """One row can't be imported: `field` is its column, `what` says what is wrong."""

    def __init__(self, field, what):
        super().__init__(field)
        self.field, self.what = field, what


@dataclass(slots=True)
class Body:
    """An organisation as a source speaks of it."""

    name: str
    sector: str
    kind: str
    name_en: str = ""  # beside a Hebrew name
    number: str = ""
    vouched: bool = False  # the source is the register that gives the numbers
    identifier: str = ""
    place: str = ""
    purpose: str = ""
    activity: str = ""  # a finer field, in the source's own words

    @property
    def key(self):
        """What makes two rows of a file speak of one organisation."""
        if self.identifier:
            return self.identifier
        return self.number if self.vouched and self.number else self.name

    @property
    def language(self):
        return language_of(self.name)


@dataclass(slots=True)
class OrganisationRow:
    line: int
    body: Body
    # Parts of the row that were left out: (field, what is wrong).
    left_out: list = field(default_factory=list)


@dataclass(slots=True)
class GrantRow:
    line: int
    giver: Body
    receiver: Body
    key: str  # the same row in another copy of the source has the same key
    period: str
    currency: str
    allocated: Decimal | None
    paid: Decimal | None
    title: str
    awarded_on: datetime.date | None = None


def named(text, column):
    """A name as given, on one line. Raises BadRow when it is empty, too long, or holds nothing to read."""
    name = tidy(text)
    if not any(c.isalnum() for c in name):
        raise BadRow(column, _("the name is empty"))
    if len(name) > LONGEST_NAME:
        raise BadRow(column, _("the name is longer than 250 characters"))
    return name


def number_or_none(text, column):
    """(the registry number or "", what was left out): a wrong number never costs the organisation its row."""
    if not text.strip():
        return "", []
    try:
        return checked(text), []
    except InvalidNumber as error:
        what = _("%(reason)s; the organisation is kept without a number")
        return "", [(column, what % {"reason": error.reason})]
