"""What partner systems read of each kind of row: the fields, and what PostgreSQL selects for them.

Every field but `id` may be missing: `fields=` chooses.
"""

from functools import lru_cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject, NullIf
from django.utils.translation import get_language
from rest_framework import serializers

from members.models import Person
from sectors.models import Field, Identifier, Organisation, Place, Tie
from spaces.models import Invitation, Meeting, Membership, Pulse, PulseReading, Reply, Space
from spaces.models.grant import Share
from spaces.pulse_items import ITEMS
from spaces.states import Stage

REPLY = {"membership": "membership", "answer": "answer", "answered_at": "answered_at"}
NAMES = ["name_he", "name_en", "name_ar"]


class Shape(serializers.ModelSerializer):
    id = serializers.IntegerField()

    @staticmethod
    def expressions(partner):
        """What is more than a column: {field: expression}, as this partner may see it."""
        return {}


class PlaceShape(Shape):
    class Meta:
        model = Place
        fields = read_only_fields = ["id", "code", *NAMES, "district"]


class FieldShape(Shape):
    class Meta:
        model = Field
        fields = read_only_fields = ["id", "code", *NAMES, "parent"]


class TieShape(Shape):
    class Meta:
        model = Tie
        fields = read_only_fields = ["id", "kind", "giver", "receiver"]


class OrganisationShape(Shape):
    fields = serializers.ListField(child=serializers.IntegerField(), read_only=True)
    identifiers = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Organisation
        fields = read_only_fields = [
            "id", *NAMES, "other_names", "sector", "kind", "registry_number", "registry_state", "place", "purpose",
            "fields", "identifiers", "source", "source_date",
        ]  # fmt: skip

    @staticmethod
    def expressions(partner):
        links = Organisation.fields.through.objects.filter(organisation=OuterRef("pk"))
        identifiers = Identifier.objects.filter(organisation=OuterRef("pk"))
        return {
            "fields": ArraySubquery(links.order_by("field").values("field")),
            "identifiers": ArraySubquery(identifiers.order_by("value").values("value")),
        }


class SpaceShape(Shape):
    door_is_open = serializers.BooleanField(read_only=True)

    class Meta:
        model = Space
        fields = read_only_fields = [
            "id", "name", "stage", "name_en", "context", "language", "country", "stage_since", "door_is_open",
        ]  # fmt: skip

    @staticmethod
    def expressions(partner):
        return {"door_is_open": Case(When(stage=Stage.CROSS_SECTOR, then=True), default=False)}


class Named(serializers.Serializer):
    """An organisation in short, its name in the language that the call asks for."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class InvitationShape(Shape):
    organisation = Named(read_only=True, allow_null=True)

    class Meta:
        model = Invitation
        fields = read_only_fields = [
            "id", "space", "kind", "state", "name", "email", "organisation", "organisation_name", "language",
            "deadline", "created_at", "opened_at", "answered_at", "deferred_until",
        ]  # fmt: skip

    @staticmethod
    def expressions(partner):
        return {"organisation": in_short()}


class MembershipShape(Shape):
    shared = serializers.ListField(child=serializers.ChoiceField(Share.choices), read_only=True)
    name = serializers.CharField(read_only=True, allow_null=True)
    email = serializers.EmailField(read_only=True, allow_null=True)
    organisation = Named(read_only=True, allow_null=True)
    organisation_name = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = Membership
        fields = read_only_fields = ["id", "space", "shared", "name", "email", "organisation", "organisation_name"]

    @staticmethod
    def expressions(partner):
        return {
            "name": if_shared(Share.NAME, of_the_person("name")),
            "email": if_shared(Share.EMAIL, of_the_person("email")),
            "organisation": if_shared(Share.ORGANISATION, in_short()),
            "organisation_name": if_shared(Share.ORGANISATION, F("organisation_name")),
        }


class ReplyShape(serializers.ModelSerializer):
    class Meta:
        model = Reply
        fields = read_only_fields = ["membership", "answer", "answered_at"]


class MeetingShape(Shape):
    id = serializers.UUIDField(source="uid")
    replies = ReplyShape(many=True, read_only=True)

    class Meta:
        model = Meeting
        fields = read_only_fields = [
            "id", "space", "circle", "title", "starts_at", "ends_at", "where", "cancelled_at", "sequence",
            "changed_at", "replies",
        ]  # fmt: skip

    @staticmethod
    def expressions(partner):
        rows = Reply.objects.visible_to_partner(partner).filter(meeting=OuterRef("pk")).order_by("membership")
        return {"replies": ArraySubquery(rows.values(as_json=JSONObject(**REPLY)))}


class LineShape(serializers.ModelSerializer):
    class Meta:
        model = PulseReading
        fields = read_only_fields = ["item", "band"]


class PulseShape(Shape):
    lines = LineShape(many=True, read_only=True)

    class Meta:
        model = Pulse
        fields = read_only_fields = ["id", "space", "number", "closed_at", "lines"]

    @staticmethod
    def expressions(partner):
        """The items of the bank only: a group's own may name what it talks about."""
        rows = PulseReading.objects.filter(pulse=OuterRef("pk"), item__in=[item.key for item in ITEMS])
        return {"lines": ArraySubquery(rows.order_by("pk").values(as_json=JSONObject(item="item", band="band")))}


def if_shared(what, expression):
    return Case(When(Q(shared__contains=[what]), then=expression), default=None)


# What lies in other tables is asked for row by row: with joins, PostgreSQL plans a page for longer than it reads it.


def of_the_person(column):
    return Subquery(Person.objects.filter(pk=OuterRef("person")).values(column))


def in_short():
    """The organisation of a row as `Named` says it, or null."""
    found = Organisation.objects.filter(pk=OuterRef("organisation"))
    return Subquery(found.values(as_json=JSONObject(id=F("pk"), name=local_name())))


def local_name():
    own = f"name_{(get_language() or 'he')[:2]}"
    return Coalesce(*(NullIf(name, Value("")) for name in dict.fromkeys([own, *NAMES])))


@lru_cache(maxsize=64)
def sources_of(shape):
    """{field: the column that it reads}. Making the fields of a serializer costs more than a page."""
    return {name: field.source.replace(".", "__") for name, field in shape().fields.items()}


def names_of(shape):
    return tuple(sources_of(shape))


def columns_of(shape, names, partner):
    """{field: what PostgreSQL selects for it}."""
    more, sources = shape.expressions(partner), sources_of(shape)
    return {name: more[name] if name in more else F(sources[name]) for name in names}
