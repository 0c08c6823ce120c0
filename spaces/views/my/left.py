"""Leaving a space, and what becomes of one's words and files there: chosen before, or after somebody was let go."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from impact_spaces.lib.refusals import NotPossible
from spaces.actions import leaving, membership
from spaces.forms.post import WordsForm
from spaces.insights.rooms import belongings, left_behind
from spaces.models import Space


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, pk):
    space = get_object_or_404(Space.objects.visible_to(request.user), pk=pk)
    place = get_object_or_404(request.user.memberships.present(), space=space)
    form = WordsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        membership.end(place, by=request.user, words=form.cleaned_data["words"])
        messages.success(request, _("You left “{space}”.").format(space=space.local_name))
        return redirect("spaces:my")
    about = {"space": space, "place": place, "form": form, **belongings(place)}
    return render(request, "spaces/my/leave.html", about)


@require_http_methods(["GET", "HEAD", "POST"])
def left(request, pk):
    """What somebody who is not in any more left behind."""
    place = get_object_or_404(left_behind(request.user), pk=pk)
    form = WordsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            leaving.settle(place, form.cleaned_data["words"], by=request.user)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is done as you chose."))
            return redirect("spaces:my_data")
    about = {"space": place.space, "place": place, "form": form, **belongings(place)}
    return render(request, "spaces/my/left.html", about)
