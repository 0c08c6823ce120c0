"""The map: places, fields, and who is tied to whom by public record."""

from rest_framework import serializers

from sectors.models import Tie
from spaces.api.fields import Words
from spaces.api.listing import Listing, Single
from spaces.api.query import PkWord
from spaces.api.shapes import FieldShape, PlaceShape, TieShape


class OfTheMap(Listing):
    scopes = {"GET": "map:read"}

    @classmethod
    def rows(cls, partner):
        """The map is the same for everybody."""
        return cls.shape.Meta.model.objects.all()


class PlaceFilters(Words):
    code = serializers.CharField(max_length=20, required=False)


class PlaceList(OfTheMap):
    """Places, as organisations name them."""

    shape, filters = PlaceShape, PlaceFilters


class FieldFilters(Words):
    code = serializers.CharField(max_length=20, required=False)
    parent = PkWord()


class FieldList(OfTheMap):
    """Social fields: twelve groups of ICNPO, and finer ones below them."""

    shape, filters = FieldShape, FieldFilters


class TieFilters(Words):
    kind = serializers.ChoiceField(Tie.Kind.choices, required=False)
    giver = PkWord()
    receiver = PkWord()


class TieList(OfTheMap):
    """Who funds, regulates or buys from whom, by public record."""

    shape, filters = TieShape, TieFilters


class PlaceDetail(Single):
    scopes, listing = OfTheMap.scopes, PlaceList


class FieldDetail(Single):
    scopes, listing = OfTheMap.scopes, FieldList


class TieDetail(Single):
    scopes, listing = OfTheMap.scopes, TieList
