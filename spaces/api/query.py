"""What may stand behind the ? of a list. A word that is not known is refused: a misspelt filter narrows nothing."""

import uuid
from dataclasses import dataclass, field, replace
from functools import lru_cache

from django.utils.translation import gettext as _
from rest_framework import serializers

from spaces.api.fields import LARGEST, Words, in_english
from spaces.api.shapes import names_of

USUAL, MOST = 50, 100


class NumberWord(serializers.IntegerField):
    """A number in plain digits."""

    def to_internal_value(self, data):
        if not (data.isascii() and data.isdecimal() and len(data) < 20):
            self.fail("invalid")
        return super().to_internal_value(data)


class PkWord(NumberWord):
    """The number of a row."""

    def __init__(self, **more):
        super().__init__(min_value=1, max_value=LARGEST, required=False, **more)


class Paging(Words):
    """What every list understands."""

    example = {"limit": 10}
    limit = NumberWord(min_value=1, max_value=MOST, default=USUAL, **in_english("How many rows a page holds at most."))
    cursor = serializers.CharField(
        required=False,
        max_length=40,
        **in_english("Where the page begins. Take it from `next` of the page before, and read nothing into it."),
    )
    fields = serializers.CharField(
        required=False,
        max_length=500,
        **in_english("Only these fields, with commas between; `id` is always there."),
    )


class NoFilters(Words):
    """A list that is not narrowed."""


class Paged:
    """A view that answers pages, in the order of `key`, the greatest first; `filters` says what narrows them."""

    filters, key = NoFilters, "pk"

    @classmethod
    def after(cls, last):
        """What is narrowed to the rows after this one."""
        return {f"{cls.key}__lt": last}


@dataclass(frozen=True)
class Asked:
    """A question to a list: fields, size, what narrows it (lookup: value), and words to search for."""

    names: tuple
    limit: int
    wanted: dict = field(default_factory=dict)
    words: str = ""

    def narrowed(self, wanted):
        return replace(self, wanted={**self.wanted, **wanted})


def read_query(params, listing):
    """The question that a query holds. Raises ValidationError with each word that is wrong."""
    given = dict(params.items())
    cursor = given.pop("cursor", None)
    asked = read(listing, frozenset(given.items()))
    return asked if cursor is None else asked.narrowed(listing.after(place(cursor, listing.key)))


@lru_cache(maxsize=512)
def read(listing, given):
    """As `read_query`; the same words mean the same each time."""
    given = dict(given)
    paging = Paging(data={name: given.pop(name) for name in ("limit", "fields") if name in given})
    filters = listing.filters(data=given)
    problems = {**({} if paging.is_valid() else paging.errors), **({} if filters.is_valid() else filters.errors)}
    if problems:
        raise serializers.ValidationError(problems)
    wanted = dict(filters.validated_data)
    words = wanted.pop("q", "")
    return Asked(wanted_names(listing.shape, paging.validated_data), paging.validated_data["limit"], wanted, words)


def wanted_names(shape, paging):
    known = names_of(shape)
    if "fields" not in paging:
        return known
    names = {"id", *paging["fields"].split(",")}
    if unknown := sorted(names - {"id", *known}):
        text = _("Not known here: {names}.").format(names=", ".join(unknown))
        raise serializers.ValidationError({"fields": [text]})
    return tuple(name for name in known if name in names)


def place(cursor, key):
    """The key of the last row of the page before. Raises ValidationError."""
    try:
        found = uuid.UUID(cursor) if key == "uid" else number(cursor)
    except ValueError:
        raise serializers.ValidationError({"cursor": [_("This is not a place in this list.")]}) from None
    return found


def number(text):
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and 0 < int(text) <= LARGEST):
        raise ValueError
    return int(text)
