"""One space on the desk: opening it, reading it, changing its description."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from spaces import access, gate
from spaces.actions.space import describe, open_space
from spaces.forms.space import POWERFUL_INITIATORS, NewSpaceForm, SpaceForm
from spaces.insights import partners
from spaces.insights import space as insights
from spaces.views.desk import posted, require_desk, run_space, show
from spaces.views.door import lines
from spaces.views.moving import ways


def space_new(request):
    require_desk(request.user)
    access.require(access.may_open_spaces(request.user), _("Only facilitators open spaces."))
    form = NewSpaceForm(posted(request), initial={"language": request.user.language})
    if request.method == "POST" and form.is_valid():
        opened = open_space(by=request.user, **form.cleaned_data)
        messages.success(request, _("The space is open. Now the first people can be invited."))
        return redirect("spaces:space", opened.pk)
    return render(request, "spaces/space/new.html", {"form": form})


def space_edit(request, pk):
    space = run_space(request, pk)
    form = SpaceForm(posted(request), instance=space)
    if request.method == "POST" and form.is_valid():
        describe(space, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("spaces:space", space.pk)
    return show(request, "space/edit", space, form=form)


def space(request, pk):
    space = run_space(request, pk)
    found = gate.criteria(space)
    context = {
        "steps": insights.steps(space),
        "criteria": lines(space, found),
        "ways": ways(space, found),
        "is_led_by_power": space.initiator_kind in POWERFUL_INITIATORS,
        "circles": insights.circles(space),
        "by_sector": insights.by_sector(space),
        "funnels": insights.funnels(space),
        "latest": insights.latest_invitations(space),
        "documents": insights.documents(space),
        "decisions": insights.decisions(space),
        "need": space.needs.select_related("by").order_by("-version").first(),
        "partners": partners.standing(space),
        "could_be_let_in": partners.others(space).exists(),
        "moves": insights.latest_moves(space),
    }
    return show(request, "space/show", space, "space", **context)
