"""The description of the API: what each view says of itself, and what is the same for all of them.

A view says `takes` and `gives` (for unsafe verbs: {verb: serializer} and {verb: {status: serializer}}); of lists and
single rows the shape says it. Examples stand beside what they are of: `example` of a serializer, and `example_of` of a
view for the words of its address. The pages of the API (handbook.py) make a call of them, which a test makes too.
"""

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, inline_serializer
from rest_framework import serializers

from spaces.api.fields import Fields, in_english
from spaces.api.listing import Listing, Single
from spaces.api.query import Paging
from spaces.api.shapes import names_of
from spaces.scopes import SCOPES

TOPICS = {
    "token": "The way in: a key becomes a token, and the token makes the calls.",
    "organisations": "Organisations on the map: find, read, make and complete them.",
    "places": "Places, as organisations name them by number.",
    "fields": "Social fields, as organisations name them by number.",
    "ties": "Who funds, regulates or buys from whom, by public record.",
    "spaces": "The spaces that let a system in, and what they say about themselves.",
    "memberships": "Members of a space, as far as each of them allows it.",
    "invitations": "Propose people to a space, and follow what becomes of it.",
    "meetings": "Meetings of members who allow it, and their replies.",
    "pulses": "The pulse in bands about the whole group, never of few people.",
    "events": "What happened, in the order in which it happened.",
    "webhooks": "Be told at once: endpoints, and what went there.",
}
SAFE = ("GET",)
HEADER = OpenApiParameter.HEADER
ETAG = OpenApiParameter("ETag", str, HEADER, response=[200, 304], description="For If-None-Match and If-Match.")
IF_NONE_MATCH = OpenApiParameter("If-None-Match", str, HEADER, description="An ETag: 304 when nothing changed.")
CONDITIONS = (
    OpenApiParameter("If-Match", str, HEADER, description="An ETag, or *: 412 when it is not as it was."),
    OpenApiParameter("If-None-Match", str, HEADER, description="*: 412 when it is there already."),
)
KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]([ -~]*[!-~])?$"},
    HEADER,
    description="1 to 255 printable characters: with the same, a call is done once.",
)


class Problem(serializers.Serializer):
    """RFC 9457. `code` is stable; `detail` is for people, in the language of the call."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField(required=False)
    errors = serializers.DictField(required=False, **in_english("What is wrong, by field."))


class Description(AutoSchema):
    def get_operation_id(self):
        words = [word.strip("{}").replace("-", "_") for word in self.path.split("/")[3:] if word]
        return "_".join([self.method.lower(), *words])

    def get_tags(self):
        return [self.path.split("/")[3]]

    def get_auth(self):
        scope = self.said("scopes")
        found = [{"partner": [scope]}] if scope else []
        if getattr(self.view, "is_for_people", True) and self.view.permission_classes:
            found.append({"session": []})
        return found or [{"key": []}]

    def get_override_parameters(self):
        found = [one for one in self.asked_words() if one and getattr(one, "_declared_fields", True)]
        if self.method in SAFE:
            return [*found, IF_NONE_MATCH, ETAG] if isinstance(self.view, Listing | Single) else found
        if getattr(getattr(self.view, self.method.lower()), "is_idempotent", False):
            found.append(KEY)
        return [*found, *CONDITIONS] if self.method == "PUT" else found

    def asked_words(self):
        return [Paging, self.view.filters, chosen(self.view.shape)] if self.lists else [self.said("asks")]

    @property
    def lists(self):
        return self.method in SAFE and hasattr(self.view, "filters")

    def get_examples(self):
        """Of the body, and of the words of the address and of the query that have one."""
        words = [("query", one.example) for one in self.asked_words() if hasattr(one, "example")]
        words += [("path", getattr(self.view, "example_of", {}))]
        return [
            *(one_example(body.example, media_type=media, request_only=True) for media, body in self.bodies()),
            *(one_example(one[name], parameter_only=(name, place)) for place, one in words for name in one),
        ]

    def bodies(self):
        """(media type, serializer) of each body that has an example."""
        takes = self.said("takes")
        found = takes if isinstance(takes, dict) else {"application/json": takes}
        return [(media, body) for media, body in found.items() if hasattr(body, "example")]

    def get_extensions(self):
        taken_from = getattr(self.view, "taken_from", None)
        return {"x-taken-from": taken_from} if taken_from else {}

    def _map_serializer_field(self, field, direction, bypass_extensions=False):
        found = super()._map_serializer_field(field, direction, bypass_extensions)
        if isinstance(field, serializers.ListField) and not field.allow_empty:
            found["minItems"] = 1
        if isinstance(field.parent, Fields) and isinstance(field, serializers.CharField) and not field.allow_blank:
            found.setdefault("minLength", 1)
        return found

    def _map_basic_serializer(self, serializer, direction):
        found = super()._map_basic_serializer(serializer, direction)
        is_closed = isinstance(serializer, Fields) and serializer.fields  # one without fields is no body at all
        return found | {"additionalProperties": False} if is_closed else found

    def get_request_serializer(self):
        return self.said("takes")

    def said(self, what, otherwise=None):
        """What the view says of this verb."""
        return getattr(self.view, what, {}).get(self.method, otherwise)

    def get_response_serializers(self):
        if self.lists:
            return {200: page_of(self.view.shape)}
        if self.method in SAFE and isinstance(self.view, Single):
            return {200: self.view.listing.shape}
        return self.view.gives[self.method]

    def _get_response_bodies(self, direction="response"):
        bodies = super()._get_response_bodies(direction)
        for status in self.problems():
            bodies.setdefault(
                str(status), self._get_response_for_code(Problem, str(status), ["application/problem+json"])
            )
        if self.method in SAFE and isinstance(self.view, Listing | Single):
            bodies["304"] = self._get_response_for_code(None, "304")
        return bodies

    def problems(self):
        """What may go wrong with a call of this kind."""
        if not getattr(self.view, "has_problems", True):
            return []
        found = [400, 401, 403, 404, 429]
        if self.method not in SAFE:
            found += [409, 413, 415, 422] + ([412] if self.method == "PUT" else [])
        return sorted(found)


def one_example(value, **where):
    return OpenApiExample("Example", value=value, **where)


def chosen(shape):
    """`fields` of a list, with the names that it knows."""
    names = {"type": "string", "enum": list(names_of(shape))}
    schema = {"type": "array", "items": names, "minItems": 1, "uniqueItems": True}
    about = Paging().fields["fields"].help_text
    return OpenApiParameter("fields", schema, style="form", explode=False, description=about)


def page_of(shape):
    name = shape.__name__.removesuffix("Shape") + "Page"
    following = serializers.URLField(allow_null=True, **in_english("Where the next page is, or null."))
    return inline_serializer(name, {"results": shape(many=True), "next": following})


def with_topics_and_ways_in(result, generator, request, public):
    """The topics, and how a call says who it is. Called by drf-spectacular as it ends."""
    scopes = {name: f"This system {scope.words}." for name, scope in SCOPES.items()}
    flow = {"tokenUrl": "/api/v1/token", "scopes": scopes}
    result["tags"] = [{"name": name, "description": words} for name, words in TOPICS.items()]
    result["components"]["securitySchemes"] = {
        "partner": {"type": "oauth2", "flows": {"clientCredentials": flow}},
        "key": {"type": "http", "scheme": "basic", "description": "Client id and secret, for a token."},
        "session": {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "People who are signed in."},
    }
    return result
