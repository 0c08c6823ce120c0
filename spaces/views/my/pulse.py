"""The pulse as a peer answers it, and the picture that the group sees.

What is answered goes from the page into the urn. It is in no session, no log and no address, and on no page but the one
that its writer looks over before sending.
"""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from impact_spaces.lib.refusals import NotPossible
from spaces.actions import pulse as pulses
from spaces.forms.pulse import AnswerForm
from spaces.insights import pulse as insights
from spaces.models import Pulse, Space
from spaces.states import FLOOR, Stage
from spaces.views.pulse_picture import shown


@require_safe
def my_pulses(request, pk):
    """The group's picture, for the peers and their facilitator."""
    inside = request.user.memberships.present().inside()
    space = get_object_or_404(Space.objects.filter(pk__in=inside.values("space")), pk=pk)
    wave = insights.open_wave(space)
    about = {"space": space, "wave": wave, "place": insights.place_of(request.user, wave) if wave else None}
    about["progress"] = insights.progress(wave) if wave else None
    return render(request, "spaces/pulse/my.html", about | shown(space))


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_pulse(request, pk):
    """Answer, look over, send. `step` says which: "check" shows what was chosen, "send" sends, "edit" goes back."""
    pulse = get_object_or_404(Pulse.objects.visible_to(request.user).select_related("space"), pk=pk)
    place = insights.place_of(request.user, pulse)
    if place is None or place.has_answered or not may_be_answered(pulse):
        return render(request, "spaces/pulse/not_now.html", {"pulse": pulse, "space": pulse.space, "place": place})
    form = AnswerForm(request.POST if request.method == "POST" else None, items=insights.items_of(pulse))
    if request.method == "POST" and request.POST.get("step") != "edit" and form.is_valid():
        if request.POST.get("step") != "send":
            return page(request, "check", pulse, form, chosen=form.chosen())
        try:
            return send(request, pulse, form)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
    return page(request, "answer", pulse, form)


def may_be_answered(pulse):
    is_resting = pulse.space.stage in (Stage.PAUSED, Stage.CLOSED)
    return pulse.is_open and pulse.closes_at > timezone.now() and not is_resting


def send(request, pulse, form):
    pulses.answer(pulse, by=request.user, answers=form.answers())
    messages.success(request, _("Thank you. Your answer lies among the others, and nobody can find it there."))
    return redirect("spaces:my_pulses", pulse.space_id)


def page(request, name, pulse, form, **more):
    axes = {}
    for item in insights.items_of(pulse):
        axes.setdefault(item.axis, []).append(form[item.key])
    about = {"pulse": pulse, "space": pulse.space, "form": form, "floor": FLOOR, "axes": list(axes.values())}
    return render(request, f"spaces/pulse/{name}.html", about | more)
