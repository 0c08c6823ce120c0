"""Where a space may go from here, what that would mean, and the move itself after a last look."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from spaces.actions.space import move_space, require_group
from spaces.forms.moving import MoveForm
from spaces.gate import Mark, criteria
from spaces.insights.consequences import consequences
from spaces.states import STAGES, Stage
from spaces.views.desk import posted, run_space, show
from spaces.views.letters import farewell_letter


def ways(space, found):
    """Every next stage of the table: a list of (stage, words for the button, why not now)."""
    return [(to, label(space, to), why_not(space, to, found)) for to in reachable(space)]


def reachable(space):
    """From a pause a space goes back to where it was, or is closed; otherwise as the table says."""
    if space.stage == Stage.PAUSED:
        return (space.paused_from, Stage.CLOSED)
    return STAGES[space.stage].next


def label(space, to):
    if to == Stage.CONSOLIDATED and space.stage == Stage.CROSS_SECTOR:
        return _("Close the door")
    if to == Stage.GATHERING and space.stage == Stage.CONSOLIDATED:
        return _("Back to gathering the group")
    if space.stage == Stage.PAUSED and to != Stage.CLOSED:
        return _("Resume")
    return {
        Stage.GATHERING: _("Begin gathering the group"),
        Stage.CONSOLIDATED: _("The group has consolidated"),
        Stage.CROSS_SECTOR: _("Open the door"),
        Stage.PAUSED: _("Pause the space"),
        Stage.CLOSED: _("Close the space for good"),
    }[to]


def why_not(space, to, found):
    """Why a move is not possible now, or nothing. The action asks again, and the database after it."""
    if to == Stage.CROSS_SECTOR and space.stage == Stage.CONSOLIDATED:
        missing = [one.label for one in found if one.mark == Mark.MISSING]
        return _("Still missing: {list}.").format(list="; ".join(missing)) if missing else ""
    if to == Stage.CONSOLIDATED and space.stage == Stage.GATHERING:
        return refusal_of(require_group, space)
    return ""


def refusal_of(require, space):
    try:
        require(space)
    except NotPossible as reason:
        return str(reason)
    return ""


def farewell(space, to):
    """The mail that stakeholders would get, or nothing when none is let go."""
    if space.stage != Stage.CROSS_SECTOR or to == Stage.PAUSED:
        return None
    guest = space.memberships.present().stakeholders().select_related("person", "space").first()
    return farewell_letter(guest) if guest else None


def space_move(request, pk, to):
    space = run_space(request, pk)
    if to not in Stage.values:
        raise Http404
    form = MoveForm(posted(request))
    if request.method == "POST" and form.is_valid():
        moved = move_space(space, to, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The space is now: {stage}.").format(stage=moved.get_stage_display()))
        return redirect("spaces:space", space.pk)
    if to not in reachable(space):
        return redirect("spaces:space", space.pk)
    if why := why_not(space, to, criteria(space)):
        messages.error(request, why)
        return redirect("spaces:space", space.pk)
    context = {
        "form": form,
        "mail": farewell(space, to),
        "title": label(space, to),
        "points": consequences(space, to),
        "danger": STAGES[space.stage].group == "across" or to == Stage.CLOSED,
    }
    return show(request, "space/move", space, **context)
