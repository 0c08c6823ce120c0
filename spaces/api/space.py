"""Spaces, as their people and their systems may see them. Nothing of what is said inside comes out here."""

from django.conf import settings
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.response import Response

from spaces.api.auth import Access
from spaces.api.fields import Words
from spaces.api.listing import Listing, Single
from spaces.api.pages import page
from spaces.api.shapes import SpaceShape
from spaces.insights.resource import as_resource
from spaces.models import Space
from spaces.models.membership import PEERS, Role
from spaces.models.space import Context
from spaces.states import Stage


class SpaceFilters(Words):
    stage = serializers.ChoiceField(Stage.choices, required=False)
    context = serializers.ChoiceField(Context.choices, required=False)
    language = serializers.ChoiceField(settings.LANGUAGES, required=False)


class SpaceList(Listing):
    """The spaces that let this system read what they say about themselves. People see those that they belong to."""

    is_for_people = True
    scopes = {"GET": "spaces:read"}
    shape, filters = SpaceShape, SpaceFilters

    def get(self, request):
        if isinstance(request.auth, Access):
            return super().get(request)
        spaces, inside = Space.objects.visible_to(request.user), spaces_inside(request.user)
        return page(request, spaces, type(self), lambda found: [as_resource(one, one.pk in inside) for one in found])


class SpaceDetail(Single):
    is_for_people = True
    scopes, listing = SpaceList.scopes, SpaceList

    def get(self, request, pk):
        if isinstance(request.auth, Access):
            return super().get(request, pk=pk)
        space = get_object_or_404(Space.objects.visible_to(request.user), pk=pk)
        return Response(as_resource(space, space.pk in spaces_inside(request.user)))


def spaces_inside(person):
    """The spaces in which somebody is an active peer or facilitates; for the others the name must do."""
    return {
        space_id
        for space_id, role, active_since in person.memberships.present().values_list("space_id", "role", "active_since")
        if role == Role.FACILITATOR or (role in PEERS and active_since)
    }
