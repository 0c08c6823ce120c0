"""The pulse on the desk. A facilitator sees how many answered and the group's picture: nobody's answer, no names."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from impact_spaces.lib.refusals import NotPossible
from spaces.actions import pulse as actions
from spaces.forms.pulse import MoreTimeForm, OpenPulseForm
from spaces.insights import audience
from spaces.insights import pulse as insights
from spaces.models import Pulse, Space
from spaces.pulse_items import ITEMS
from spaces.states import FLOOR
from spaces.views.desk import posted, run_space, show
from spaces.views.pulse_picture import shown

READ = require_safe
ACT = require_http_methods(["GET", "HEAD", "POST"])


@READ
def desk_pulses(request, pk):
    space = run_space(request, pk)
    wave = insights.open_wave(space)
    context = {
        "wave": wave,
        "progress": insights.progress(wave) if wave else None,
        "is_stuck": wave is not None and wave.closes_at < timezone.now() - actions.SOON_COUNTED,
        "own": space.pulse_items.asked().order_by("pk"),
        **shown(space),
    }
    return show(request, "pulse/desk", space, "desk_pulses", **context)


@ACT
def pulse_new(request, pk):
    space = run_space(request, pk)
    form = OpenPulseForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_wave(space, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The pulse is open. Every peer was written to."))
            return redirect("spaces:desk_pulses", space.pk)
    peers = space.memberships.active().peers().count()
    context = {"form": form, "items": [*ITEMS, *space.pulse_items.asked().order_by("pk")], "peers": peers}
    return show(request, "pulse/new", space, **context, audience=audience.of_peers(space), floor=FLOOR)


def the_pulse(request, pk):
    mine = Pulse.objects.visible_to(request.user).filter(space__in=Space.objects.run_by(request.user))
    return get_object_or_404(mine.select_related("space"), pk=pk)


@ACT
def pulse_extend(request, pk):
    pulse = the_pulse(request, pk)
    form = MoreTimeForm(posted(request), initial={"closes_at": pulse.closes_at})
    if request.method == "POST" and form.is_valid():
        try:
            actions.extend(pulse, form.cleaned_data["closes_at"], by=request.user)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("There is more time to answer."))
            return redirect("spaces:desk_pulses", pulse.space_id)
    return show(request, "pulse/extend", pulse.space, pulse=pulse, form=form)


@ACT
def pulse_close(request, pk):
    pulse = the_pulse(request, pk)
    if request.method == "POST":
        actions.close(pulse, by=request.user)
        messages.success(request, _("The pulse was counted. Of the answers nothing else is kept."))
        return redirect("spaces:desk_pulses", pulse.space_id)
    return show(request, "pulse/close", pulse.space, pulse=pulse, progress=insights.progress(pulse))


@ACT
def pulse_call_off(request, pk):
    pulse = the_pulse(request, pk)
    if request.method == "POST":
        actions.call_off(pulse, by=request.user)
        messages.success(request, _("The pulse was called off, and its answers were destroyed unread."))
        return redirect("spaces:desk_pulses", pulse.space_id)
    return show(request, "pulse/call_off", pulse.space, pulse=pulse, progress=insights.progress(pulse))
