"""Spaces, as their people and their systems may see them. Nothing of what is said inside comes out here."""

from django.shortcuts import get_object_or_404
from rest_framework.response import Response
from rest_framework.views import APIView

from spaces.api.pages import page
from spaces.insights.resource import as_resource
from spaces.models import Space
from spaces.models.membership import PEERS, Role


class SpaceList(APIView):
    def get(self, request):
        spaces = Space.objects.visible_to(request.user)
        inside = spaces_inside(request.user)
        return page(request, spaces, lambda found: [as_resource(space, space.pk in inside) for space in found])


class SpaceDetail(APIView):
    def get(self, request, pk):
        space = get_object_or_404(Space.objects.visible_to(request.user), pk=pk)
        return Response(as_resource(space, space.pk in spaces_inside(request.user)))


def spaces_inside(person):
    """The spaces in which somebody is an active peer or facilitates; for the others the name must do."""
    present = person.memberships.present()
    return {
        space_id
        for space_id, role, active_since in present.values_list("space_id", "role", "active_since")
        if role == Role.FACILITATOR or (role in PEERS and active_since)
    }
