"""What is kept about me: a copy to take along, and leaving a space."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from spaces.actions import membership
from spaces.insights import my
from spaces.insights.own_data import copy_of
from spaces.models import Space


@require_safe
def data(request):
    about = {"places": my.spaces_of(request.user), "ended": my.ended_places(request.user)}
    return render(request, "spaces/my/data.html", about)


@require_safe
@never_cache
def copy(request):
    response = JsonResponse(copy_of(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, pk):
    space = get_object_or_404(Space.objects.visible_to(request.user), pk=pk)
    if request.method != "POST":
        return render(request, "spaces/my/leave.html", {"space": space})
    membership.end(get_object_or_404(request.user.memberships.present(), space=space), by=request.user)
    messages.success(request, _("You left “{space}”.").format(space=space.local_name))
    return redirect("spaces:my")
