"""Where somebody works: posts begin and end, and are not rewritten."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from members.actions import end_position, keep
from members.forms import PositionForm


@require_http_methods(["GET", "HEAD", "POST"])
def positions(request):
    form = PositionForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        keep(form.instance)
        messages.success(request, _("The position is added."))
        return redirect("members:me")
    return render(request, "members/position.html", {"form": form})


@require_POST
def position_end(request, pk):
    position = get_object_or_404(request.user.positions.filter(until=None), pk=pk)
    end_position(position)
    messages.success(request, _("The position has ended."))
    return redirect("members:me")
