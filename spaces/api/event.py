"""The feed of events of a partner system."""

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from spaces.actions.event import catch_up
from spaces.api.fields import Words, in_english
from spaces.event_kinds import KINDS
from spaces.insights.events import feed, position_of

USUAL, MOST = 50, 100


class FeedWords(Words):
    """For the description."""

    example = {"limit": 10}
    after = serializers.CharField(
        required=False, allow_blank=True, **in_english("The `cursor` of the answer before, or nothing.")
    )
    limit = serializers.IntegerField(min_value=1, max_value=MOST, default=USUAL)


class EventData(serializers.Serializer):
    object = serializers.CharField()
    id = serializers.CharField()
    space = serializers.IntegerField(allow_null=True)
    state = serializers.CharField(allow_null=True)


class EventShape(serializers.Serializer):
    """What happened: ids and states, no more. Ask for the object to learn what may be known of it."""

    id = serializers.CharField()
    type = serializers.ChoiceField(list(KINDS))
    timestamp = serializers.DateTimeField()
    data = EventData()


class Events(serializers.Serializer):
    results = EventShape(many=True)
    cursor = serializers.CharField(allow_null=True)
    has_more = serializers.BooleanField()


class Feed(APIView):
    is_for_people = False
    scopes = {"GET": "events:read"}
    asks, gives = {"GET": FeedWords}, {"GET": {200: Events}}

    def get(self, request):
        """What happened after an event, oldest first. `cursor` is where to go on, now or whenever there is more."""
        most = limit(request.query_params)
        catch_up()
        after = request.query_params.get("after", "")
        found, is_more = feed(request.auth.partner, request.auth.scopes, after=position(after), most=most)
        cursor = found[-1].key if found else after or None
        return Response({"results": [one.as_seen() for one in found], "cursor": cursor, "has_more": is_more})


def position(key):
    """Where to go on; from the start without a key. Raises ValidationError for one that is none."""
    if not key:
        return 0
    found = position_of(key) if key.isprintable() else None
    if found is None:
        raise ValidationError({"after": [_("This is not the id of an event.")]})
    return found


def limit(params):
    text = params.get("limit", str(USUAL))
    if not (text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= MOST):
        raise ValidationError({"limit": [_("A number from 1 to {most}.").format(most=MOST)]})
    return int(text)
