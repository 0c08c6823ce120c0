"""Spaces, as their people and their systems may see them. Nothing of what is said inside comes out here."""

from django.shortcuts import get_object_or_404
from rest_framework.response import Response
from rest_framework.views import APIView

from spaces import access
from spaces.api.auth import Access, seen
from spaces.api.pages import page
from spaces.insights.resource import as_resource
from spaces.models import Space
from spaces.models.membership import PEERS, Role


class SpaceList(APIView):
    scopes = {"GET": "spaces:read"}

    def get(self, request):
        spaces, inside = seen(request, Space.objects), spaces_inside(request)
        return page(request, spaces, lambda found: [as_resource(space, space.pk in inside) for space in found])


class SpaceDetail(APIView):
    scopes = {"GET": "spaces:read"}

    def get(self, request, pk):
        space = get_object_or_404(seen(request, Space.objects), pk=pk)
        return Response(as_resource(space, space.pk in spaces_inside(request)))


def spaces_inside(request):
    """The spaces that let a partner in, or in which somebody is an active peer or facilitates; for the others the
    name must do.
    """
    if isinstance(request.auth, Access):
        return set(access.granted(request.auth.partner, "spaces:read").values_list("pk", flat=True))
    present = request.user.memberships.present()
    return {
        space_id
        for space_id, role, active_since in present.values_list("space_id", "role", "active_since")
        if role == Role.FACILITATOR or (role in PEERS and active_since)
    }
