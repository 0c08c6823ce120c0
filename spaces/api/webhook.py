"""Endpoints of a partner system and what went there."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from impact_spaces.lib.outgoing import LONGEST_URL, Refused, require_plain
from spaces.actions import webhook as actions
from spaces.api.auth import require_scope
from spaces.api.fields import Fields, Nothing, Words
from spaces.api.idempotency import idempotent
from spaces.api.pages import page
from spaces.api.query import Paged
from spaces.event_kinds import KINDS, WANTED
from spaces.models import Delivery, Endpoint


class NewEndpoint(Fields):
    """Where to tell, and of what."""

    example = {"url": "https://crm.example/hook", "kinds": ["invitation.moved", "space.moved"]}
    url = serializers.CharField(max_length=LONGEST_URL)
    kinds = serializers.ListField(child=serializers.ChoiceField(WANTED), allow_empty=False, max_length=len(WANTED))

    def validate_url(self, url):
        try:
            require_plain(url)
        except Refused as error:
            text = _("Webhooks go to a plain https:// address, without a name, a password or a # in it.")
            raise serializers.ValidationError(text) from error
        return url


class EndpointShape(serializers.Serializer):
    """An address where a system is told at once."""

    id = serializers.CharField()
    url = serializers.CharField(read_only=True)
    kinds = serializers.ListField(child=serializers.ChoiceField(WANTED), read_only=True)
    state = serializers.ChoiceField(["active", "disabled"], read_only=True)
    disabled_at = serializers.DateTimeField(read_only=True, allow_null=True)
    why_disabled = serializers.CharField(read_only=True, allow_null=True)
    failing_since = serializers.DateTimeField(read_only=True, allow_null=True)
    former_secret_until = serializers.DateTimeField(read_only=True, allow_null=True)
    made_at = serializers.DateTimeField(read_only=True)


class EndpointWithSecret(EndpointShape):
    """The same, and the secret with which each call to it is signed."""

    secret = serializers.CharField(read_only=True)


class DeliveryShape(serializers.Serializer):
    """How far an event came on its way to an endpoint."""

    event = serializers.CharField(read_only=True)
    type = serializers.ChoiceField(list(KINDS), read_only=True)
    state = serializers.ChoiceField(Delivery.Step.values, read_only=True)
    attempts = serializers.IntegerField(read_only=True)
    next_attempt_at = serializers.DateTimeField(read_only=True, allow_null=True)
    last_attempt_at = serializers.DateTimeField(read_only=True, allow_null=True)
    status = serializers.IntegerField(read_only=True, allow_null=True)
    problem = serializers.CharField(read_only=True, allow_null=True)
    made_at = serializers.DateTimeField(read_only=True)


class Own(APIView):
    """For partner systems, about their own endpoints."""

    is_for_people = False
    takes = {"POST": Nothing}

    def endpoints(self):
        return Endpoint.objects.visible_to_partner(self.request.auth.partner)

    def endpoint(self, key):
        """Raises Http404."""
        return get_object_or_404(self.endpoints(), key=plain(key))

    def nothing_said(self):
        """Raises ValidationError for a body that says something."""
        Nothing(data=self.request.data).is_valid(raise_exception=True)


def plain(key):
    return key if key.isprintable() else ""


class EndpointList(Paged, Own):
    scopes = dict.fromkeys(("GET", "POST"), "webhooks:write")
    shape = EndpointShape
    takes, gives = {"POST": NewEndpoint}, {"POST": {201: EndpointWithSecret}}

    def get(self, request):
        """The endpoints of this system, the newest first."""
        return page(request, self.endpoints(), type(self), lambda rows: [shown(one) for one in rows])

    @idempotent
    def post(self, request):
        """A new endpoint, and its secret, which is shown this once."""
        said = NewEndpoint(data=request.data)
        said.is_valid(raise_exception=True)
        for kind in said.validated_data["kinds"]:
            if KINDS[kind].scope:
                require_scope(request.auth, KINDS[kind].scope)
        made, secret = actions.make_endpoint(request.auth.partner, scopes=request.auth.scopes, **said.validated_data)
        address = request.build_absolute_uri(reverse("api:webhook", args=[made.key]))
        return Response(shown(made) | {"secret": secret}, 201, headers={"Location": address})


class EndpointDetail(Own):
    scopes = dict.fromkeys(("GET", "DELETE"), "webhooks:write")
    gives = {"GET": {200: EndpointShape}, "DELETE": {204: None}}

    def get(self, request, key):
        """One endpoint, and how it does."""
        return Response(shown(self.endpoint(key)))

    @idempotent
    def delete(self, request, key):
        """Remove an endpoint. What was on its way there is dropped."""
        actions.remove(self.endpoint(key))
        return Response(status=204)


class Secret(Own):
    scopes = {"POST": "webhooks:write"}
    gives = {"POST": {200: EndpointWithSecret}}

    @idempotent
    def post(self, request, key):
        """Another secret, shown this once. The former one signs too for a day."""
        self.nothing_said()
        endpoint = self.endpoint(key)
        secret = actions.change_secret(endpoint)
        endpoint.refresh_from_db()
        return Response(shown(endpoint) | {"secret": secret})


class Enable(Own):
    scopes = {"POST": "webhooks:write"}
    gives = {"POST": {200: EndpointShape}}

    @idempotent
    def post(self, request, key):
        """Switch it on again. What waited or happened meanwhile is on its way."""
        self.nothing_said()
        endpoint = self.endpoint(key)
        actions.switch_on(endpoint)
        endpoint.refresh_from_db()
        return Response(shown(endpoint))


class Test(Own):
    scopes = {"POST": "webhooks:write"}
    gives = {"POST": {202: DeliveryShape}}

    @idempotent
    def post(self, request, key):
        """An event that means nothing, to this endpoint alone."""
        self.nothing_said()
        return Response(delivery_shown(actions.send_test(self.endpoint(key))), 202)


class DeliveryFilters(Words):
    state = serializers.ChoiceField(Delivery.Step.choices, source="step", required=False)


class DeliveryList(Paged, Own):
    scopes = {"GET": "webhooks:write"}
    shape, filters = DeliveryShape, DeliveryFilters

    def get(self, request, key):
        """What went to an endpoint or is on its way, newest first; may be narrowed by state."""
        rows = self.endpoint(key).deliveries.select_related("event")
        return page(request, rows, type(self), lambda found: [delivery_shown(one) for one in found])


class Resend(Own):
    scopes = {"POST": "webhooks:write"}
    gives = {"POST": {202: DeliveryShape}}

    @idempotent
    def post(self, request, key, event):
        """Send it once more, with the same id."""
        self.nothing_said()
        rows = self.endpoint(key).deliveries.select_related("event", "endpoint")
        delivery = get_object_or_404(rows, event__key=plain(event))
        actions.resend(delivery)
        delivery.refresh_from_db()
        return Response(delivery_shown(delivery), 202)


def shown(endpoint):
    return {
        "id": endpoint.key,
        "url": endpoint.url,
        "kinds": endpoint.kinds,
        "state": "active" if endpoint.is_active else "disabled",
        "disabled_at": endpoint.off_since,
        "why_disabled": endpoint.why_off or None,
        "failing_since": endpoint.failing_since,
        "former_secret_until": endpoint.former_until,
        "made_at": endpoint.made_at,
    }


def delivery_shown(delivery):
    return {
        "event": delivery.event.key,
        "type": delivery.event.kind,
        "state": delivery.step,
        "attempts": delivery.attempts,
        "next_attempt_at": delivery.next_at if delivery.step == Delivery.Step.WAITING else None,
        "last_attempt_at": delivery.tried_at,
        "status": delivery.status,
        "problem": delivery.problem or None,
        "made_at": delivery.made_at,
    }
