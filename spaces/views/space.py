"""One space on the desk: opening it, reading it, changing its description."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from spaces import access, gate
from spaces.actions.space import describe, open_space
from spaces.forms.space import POWERFUL_INITIATORS, NewSpaceForm, SpaceForm
from spaces.insights import space as insights
from spaces.states import Stage
from spaces.views.desk import posted, require_desk, run_space, show
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
        "criteria": [line(criterion, space) for criterion in found],
        "missing": [one.label for one in found if one.mark == gate.Mark.MISSING],
        "ways": ways(space, found),
        "is_led_by_power": space.initiator_kind in POWERFUL_INITIATORS,
        "circles": insights.circles(space),
        "by_sector": insights.by_sector(space),
        "funnels": insights.funnels(space),
        "latest": insights.latest_invitations(space),
        "documents": insights.documents(space),
        "decisions": insights.decisions(space),
        "need": space.needs.select_related("by").order_by("-version").first(),
        "moves": insights.latest_moves(space),
    }
    return show(request, "space/show", space, "space", **context)


def line(criterion, space):
    """A line of the door's list with the link that helps to meet it."""
    url, action = help_with(criterion, space) if criterion.mark == gate.Mark.MISSING else ("", "")
    return {
        "mark": criterion.mark,
        "label": criterion.label,
        "evidence": criterion.evidence,
        "url": url,
        "action": action,
    }


def help_with(criterion, space):
    if criterion.key == "group":
        return reverse("spaces:invitations", args=[space.pk]), _("Invitations")
    if criterion.key == "need":
        return reverse("spaces:need_new", args=[space.pk]), _("Write the need")
    if criterion.key == "annex":
        return help_with_annex(space)
    if criterion.key == "decision" and space.stage == Stage.CONSOLIDATED:
        return help_with_decision(space)
    return "", ""


def help_with_annex(space):
    annex = gate.current_annex(space)
    if annex is not None:
        return reverse("spaces:desk_agreement", args=[annex.pk]), _("Who has not signed")
    return reverse("spaces:agreement_new", args=[space.pk]) + "?kind=annex", _("Write the annex")


def help_with_decision(space):
    decision = gate.door_decision(space)
    if decision is not None and decision.is_open:
        return reverse("spaces:desk_decision", args=[decision.pk]), _("To the decision")
    return reverse("spaces:decision_new", args=[space.pk]) + "?topic=open_door", _("Open a decision")
