"""The evidence beside the group's own levels, for peers and facilitators; setting the levels, on the desk."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from spaces import gate
from spaces.actions.levels import set_levels
from spaces.forms.levels import LevelsForm
from spaces.insights import readiness as insights
from spaces.insights.space import steps
from spaces.models import Levels, Space
from spaces.models.membership import Role
from spaces.views.desk import posted, run_space, show
from spaces.views.my import frame


@require_safe
def readiness(request, pk):
    space = get_object_or_404(Space.objects.visible_to(request.user), pk=pk)
    place = get_object_or_404(request.user.memberships.present().inside(), space=space)
    levels, of_the_group, of_the_task = insights.evidence(space)
    about = {
        "way": steps(space),
        "door": gate.criteria(space),
        "axes": [
            (_("The group: how we are together"), of_the_group),
            (_("The task: what we reach together"), of_the_task),
        ],
        "levels": levels,
        "set_late": insights.were_set_late(space, levels),
        "runs": place.role == Role.FACILITATOR,
    }
    return frame.show(request, "readiness/show", space, place, here="readiness", **about)


def levels(request, pk):
    space = run_space(request, pk)
    before = Levels.objects.in_force(space)
    of_the_space = {name: getattr(space, name) for name in LevelsForm.declared_fields}
    form = LevelsForm(posted(request), initial={**values(before), **of_the_space})
    if request.method == "POST" and form.is_valid():
        set_levels(space, by=request.user, **form.cleaned_data)
        messages.success(request, _("The levels are set. They hold from now on, and the group can read them."))
        return redirect("spaces:readiness", space.pk)
    return show(request, "readiness/levels", space, form=form, levels=before)


def values(levels):
    return {name: getattr(levels, name) for name in LevelsForm.Meta.fields}
