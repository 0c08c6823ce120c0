"""Where somebody works: posts begin and end, and are not rewritten."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from members.forms import PositionForm


@require_http_methods(["GET", "HEAD", "POST"])
def positions(request):
    form = PositionForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The position is added."))
        return redirect("members:me")
    return render(request, "members/position.html", {"form": form})


@require_POST
def position_end(request, pk):
    position = get_object_or_404(request.user.positions.filter(until=None), pk=pk)
    today = timezone.localdate()
    position.until = max(today, position.since or today)
    position.save(update_fields=["until"])
    messages.success(request, _("The position has ended."))
    return redirect("members:me")
