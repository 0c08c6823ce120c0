"""Breaking the glass, for those who run the installation: never silent, never for long, to read only."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from spaces.actions import glass as actions
from spaces.forms.glass import GlassForm
from spaces.insights import rooms
from spaces.models import GlassBreak


def require_staff(person):
    if not person.is_staff:
        raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def glass(request):
    require_staff(request.user)
    form = GlassForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        broken = actions.break_glass(by=request.user, **form.cleaned_data)
        return redirect("spaces:glass_room", broken.pk)
    mine = GlassBreak.objects.broken_by(request.user).filter(until__gt=timezone.now()).order_by("-at")
    return render(request, "spaces/glass/break.html", {"form": form, "mine": mine})


@never_cache
@require_safe
def glass_room(request, pk):
    require_staff(request.user)
    found = get_object_or_404(GlassBreak.objects.broken_by(request.user).select_related("space"), pk=pk)
    actions.look(found, by=request.user)
    page = rooms.behind_glass(found, request.GET)
    return render(request, "spaces/glass/room.html", {"glass": found, "space": found.space, "page": page})
