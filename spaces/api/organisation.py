"""Organisations on the map: read, searched, and kept up to date by partner systems, one by one or many at once."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import APIView

from sectors.imports.upsert import Wish, upsert
from sectors.kinds import SECTOR_OF
from sectors.models import Kind, Organisation, Place, Sector
from sectors.names import tidy
from sectors.registry import InvalidNumber, checked
from spaces.api.fields import LARGEST, Fields, Words, in_english
from spaces.api.idempotency import idempotent
from spaces.api.listing import Listing, Single, etag_of, one
from spaces.api.query import PkWord
from spaces.api.shapes import OrganisationShape

MOST_AT_ONCE = 1000
READING = {"GET": "organisations:read"}
PUTTING = {"PUT": "organisations:write"}
POSTING = {"POST": "organisations:write"}
NAMES = ("name_he", "name_en", "name_ar")


class OrganisationFilters(Words):
    example = {"q": "light"}
    q = serializers.CharField(
        max_length=200,
        required=False,
        **in_english("Words of a name, or nearly so; or how a number begins."),
    )
    registry_number = serializers.CharField(max_length=20, required=False)
    identifier = serializers.CharField(
        source="identifiers__value", max_length=100, required=False, **in_english("An id in another register.")
    )
    sector = serializers.ChoiceField(Sector.choices, required=False)
    kind = serializers.ChoiceField(Kind.choices, required=False)
    place = PkWord()
    field = PkWord(source="fields")


class OrganisationList(Listing):
    """Organisations on the map, the newest first. What is near in spelling is found too."""

    scopes = READING
    shape, filters = OrganisationShape, OrganisationFilters

    @classmethod
    def rows(cls, partner):
        return Organisation.objects.all()


class OrganisationDetail(Single):
    scopes, listing = READING, OrganisationList


class Changed(APIException):
    status_code, default_code = 412, "precondition_failed"
    default_detail = gettext_lazy("The organisation is not as the call expects it. Read it again.")


class Said(Fields):
    """What is said of an organisation. What is left out or empty changes nothing."""

    example = {"name_en": "Light Association", "kind": "association"}
    name_he = serializers.CharField(max_length=250, required=False, allow_blank=True)
    name_en = serializers.CharField(max_length=250, required=False, allow_blank=True)
    name_ar = serializers.CharField(max_length=250, required=False, allow_blank=True)
    sector = serializers.ChoiceField(Sector.choices, required=False)
    kind = serializers.ChoiceField(Kind.choices, required=False)
    purpose = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    place = serializers.IntegerField(min_value=1, max_value=LARGEST, required=False, **in_english("The id of a place."))

    def validate(self, said):
        said = {name: tidy(value) if name in NAMES else value for name, value in said.items()}
        if not any(any(map(str.isalnum, said.get(name, ""))) for name in NAMES):
            raise serializers.ValidationError({"name_he": [_("Give it a name in at least one language.")]})
        wanted = SECTOR_OF.get(said.get("kind"))
        if wanted and said.get("sector", wanted) != wanted:
            text = _("This kind belongs to the {sector}.").format(sector=Sector(wanted).label)
            raise serializers.ValidationError({"sector": [text]})
        return said

    def validate_place(self, pk):
        known = self.context.get("places")
        if not (pk in known if known is not None else Place.objects.filter(pk=pk).exists()):
            raise serializers.ValidationError(_("There is no such place."))
        return pk


class Number(serializers.CharField):
    """Nine digits, the last a check digit."""

    def to_internal_value(self, data):
        try:
            return checked(super().to_internal_value(data))
        except InvalidNumber as error:
            raise serializers.ValidationError(str(error.reason)) from None


class SaidWithNumber(Said):
    """The same, and its registry number."""

    registry_number = Number(max_length=20, required=False)


class Item(SaidWithNumber):
    """One of many: found by `identifier` if there is one, else by `registry_number`."""

    identifier = serializers.CharField(max_length=100, required=False)

    def validate(self, said):
        if not said.get("identifier") and not said.get("registry_number"):
            raise serializers.ValidationError({"identifier": [_("Say its registry number or an id of yours.")]})
        return super().validate(said)


class Result(serializers.Serializer):
    """What became of an organisation. `kept` names what stayed as the map had it; a person looks at the difference."""

    id = serializers.IntegerField()
    result = serializers.ChoiceField(["created", "updated", "unchanged"])
    kept = serializers.ListField(child=serializers.CharField())


class Upsert(Single):
    """One organisation, by a key that is not ours."""

    scopes, listing, fields = READING | PUTTING, OrganisationList, Said
    takes, gives = {"PUT": Said}, {"PUT": {200: Result, 201: Result}}

    def get(self, request, pk):
        (value,) = self.key_of(pk).values()
        return super().get(request, pk=value)

    @idempotent
    def put(self, request, pk):
        """Make the organisation, or complete it. The same again changes nothing."""
        wish = as_wish({**read(self.fields, request.data), **self.key_of(pk)})
        (done,) = upsert([wish], source_of(request), lambda found: require_expected(request, found))
        address = request.build_absolute_uri(reverse("api:organisation", args=[done.organisation.pk]))
        headers = {"Location": address, "ETag": etag_of(as_read(request, done.organisation))}
        return Response(shown(done), 201 if done.result == "created" else 200, headers=headers)


class ByNumber(Upsert):
    """One organisation, by its registry number."""

    name, example_of = "registry_number", {"id": "580000016"}

    def key_of(self, key):
        return {"registry_number": Number(max_length=20).run_validation(key)}


class ByIdentifier(Upsert):
    """One organisation, by an id of yours or of another register."""

    name, fields, example_of = "identifiers__value", SaidWithNumber, {"id": "CRM-7"}
    takes = {"PUT": SaidWithNumber}

    def key_of(self, key):
        return {"identifier": serializers.CharField(max_length=100).run_validation(key)}


class Items(Fields):
    """Organisations, each looked at by itself. This class is for the description."""

    example = {"items": [Said.example | {"identifier": "CRM-7"}, {"registry_number": "580000016", "name_en": "Hope"}]}
    items = serializers.ListField(child=Item(), min_length=1, max_length=MOST_AT_ONCE)


class OneResult(serializers.Serializer):
    """As `Result`, or refused with what is wrong in each field."""

    id = serializers.IntegerField(required=False)
    result = serializers.ChoiceField(["created", "updated", "unchanged", "refused"])
    kept = serializers.ListField(child=serializers.CharField(), required=False)
    errors = serializers.DictField(required=False)


class Results(serializers.Serializer):
    results = OneResult(many=True)


class Bulk(APIView):
    is_for_people = False
    scopes, takes, gives = POSTING, {"POST": Items}, {"POST": {200: Results}}

    @idempotent
    def post(self, request):
        """Up to 1,000 at once, a result for each in their order. What is wrong with one costs no other its place."""
        items = require_items(request.data)
        context = {"places": known_places(items)}
        read_items = [Item(data=item, context=context) for item in items]
        good = [as_wish(item.validated_data) for item in read_items if item.is_valid()]
        done = iter(upsert(good, source_of(request)))
        return Response({"results": [refused(item) if item.errors else shown(next(done)) for item in read_items]})


def require_items(body):
    """The items of a body. Raises ValidationError."""
    items = body.get("items") if isinstance(body, dict) else None
    if not isinstance(items, list) or body.keys() != {"items"}:
        raise serializers.ValidationError({"items": [_("Give a list of organisations as `items`, and no more.")]})
    if not 1 <= len(items) <= MOST_AT_ONCE:
        raise serializers.ValidationError({"items": [_("From 1 to {most} at once.").format(most=MOST_AT_ONCE)]})
    return items


def known_places(items):
    said = {item["place"] for item in items if isinstance(item, dict) and type(item.get("place")) is int}
    return set(Place.objects.filter(pk__in=[pk for pk in said if 0 < pk <= LARGEST]).values_list("pk", flat=True))


def read(takes, data):
    said = takes(data=data)
    said.is_valid(raise_exception=True)
    return said.validated_data


def as_wish(said):
    values = {name: value for name, value in said.items() if name not in ("registry_number", "identifier", "place")}
    values |= {"place_id": said["place"]} if "place" in said else {}
    return Wish(said.get("registry_number", ""), said.get("identifier", ""), values)


def source_of(request):
    """What stands as the source of what a partner brought; its name may change."""
    return f"partner:{request.auth.partner.pk}"


def as_read(request, organisation):
    return one(OrganisationList, request.auth.partner, {"pk": organisation.pk})


def require_expected(request, found):
    """If-Match and If-None-Match of a write. Raises Changed."""
    match, none_match = request.headers.get("If-Match"), request.headers.get("If-None-Match")
    if match is None and none_match is None:
        return
    now = etag_of(as_read(request, found)) if found and found.pk else None
    if match is not None and not names(match, now) or none_match is not None and names(none_match, now):
        raise Changed


def names(condition, etag):
    """Whether a list of ETags names what is there; `*` names whatever is."""
    words = [word.strip() for word in condition.split(",")]
    return etag is not None and ("*" in words or etag in words)


def shown(done):
    return {"id": done.organisation.pk, "result": done.result, "kept": done.kept}


def refused(item):
    return {"result": "refused", "errors": item.errors}
