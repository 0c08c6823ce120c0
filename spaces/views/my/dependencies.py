"""What I depend on: for my eyes only. Every verb is a POST to the one address, which names no body."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from impact_spaces.lib.refusals import NotPossible
from spaces.actions import dependency as actions
from spaces.forms.dependency import DependencyForm, in_a_year
from spaces.insights import dependencies as insights
from spaces.models.dependency import MOST_LINES, Line
from spaces.views.my.frame import show


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def dependencies(request, pk):
    place = the_place(request, pk)
    form = DependencyForm(request.POST if is_written(request) else None)
    if request.method == "POST" and "look" not in request.POST:
        try:
            if do(request, place, form):
                return redirect("spaces:dependencies", place.space_id)
        except NotPossible as refusal:
            form.is_bound = True
            form.add_error(None, str(refusal))
    context = about(place, form) | {"looked": "look" in request.POST}
    return show(request, "my/dependencies", place.space, place, **context)


def the_place(request, pk):
    """The reader's own place as an active peer. For anybody else the page does not exist."""
    mine = request.user.memberships.active().peers().select_related("space", "organisation")
    return get_object_or_404(mine, space=pk)


def is_written(request):
    return request.method == "POST" and not {"remove", "take", "confirm"} & request.POST.keys()


def do(request, place, form):
    """Do what was asked for, and say so without a name. Returns whether it was done."""
    person = request.user
    if "confirm" in request.POST:
        actions.confirm(place, by=person)
        messages.success(request, _("Thank you. This is kept as all that there is for now."))
    elif "remove" in request.POST:
        actions.remove(place, by=person, key=request.POST["remove"])
        messages.success(request, _("Taken away."))
    elif "take" in request.POST:
        actions.add(place, by=person, line=suggested(place, request.POST["take"]))
        messages.success(request, _("Kept, sealed."))
    elif form.is_valid():
        actions.add(place, by=person, line=form.line())
        messages.success(request, _("Kept, sealed."))
    else:
        return False
    return True


def suggested(place, key):
    """The line that takes a suggestion over. Raises Http404 for a body that was not suggested."""
    for one in insights.suggestions(place, insights.lines_of(place)):
        if str(one.organisation) == key:
            return Line(one.kind, one.name, in_a_year(), one.organisation)
    raise Http404


def about(place, form):
    sheet = insights.sheet_of(place)
    lines = sheet.readable_lines() if sheet else []
    return {
        "form": form,
        "lines": sorted(lines, key=lambda line: line.name),
        "is_full": len(lines) >= MOST_LINES,
        "suggestions": insights.suggestions(place, lines),
        "sheet": sheet,
        "may_write": place.space.stage not in ("paused", "closed"),
    }
