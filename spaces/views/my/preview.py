"""Preview as: the same pages by the same code, for a reader who is somebody else."""

from copy import copy

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from rest_framework.renderers import JSONRenderer

from spaces import access
from spaces.insights import preview
from spaces.insights.resource import as_resource
from spaces.models import Space
from spaces.views.my.room import room
from spaces.views.my.space import space as my_space

PAGES = {"side": my_space, "room": room}


def space_inside(request, pk):
    """A space that this person sees from inside. Raises Http404: others have nothing to try."""
    space = get_object_or_404(Space.objects.visible_to(request.user), pk=pk)
    if not access.belongs_inside(request.user, space):
        raise Http404
    return space


@require_safe
def previews(request, pk):
    space = space_inside(request, pk)
    return render(request, "spaces/preview/list.html", {"space": space, "guests": preview.guests(space)})


@require_safe
def preview_as(request, pk, key, page):
    """A page as a stakeholder gets it: the view of that page, asked by somebody in their place."""
    space = space_inside(request, pk)
    guest = next((one for one in preview.guests(space) if one.key == key), None)
    if guest is None or page not in PAGES:
        raise Http404
    asked = copy(request)
    asked.user = preview.stand_in(space, guest.since)
    asked.preview = {"space": space, "guest": guest, "tabs": tabs(space, guest, page)}
    return PAGES[page](asked, pk=space.pk)


def tabs(space, guest, here):
    names = {"side": _("Their side of the space"), "room": _("The room")}
    return [
        {"url": reverse("spaces:preview_as", args=[space.pk, guest.key, page]), "text": text, "here": page == here}
        for page, text in names.items()
    ]


@require_safe
def preview_partner(request, pk):
    space = space_inside(request, pk)
    answer = JSONRenderer().render(as_resource(space, is_inside=True), "application/json; indent=2")
    return render(request, "spaces/preview/partner.html", {"space": space, "answer": answer.decode()})


@require_safe
def preview_public(request, pk):
    return render(request, "spaces/preview/public.html", {"space": space_inside(request, pk)})
