"""The pulse as a peer answers it, and the picture that the group sees.

What is answered goes from the page into the urn. It is in no session, no log and no address, and on no page but the one
that its writer looks over before sending.
"""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from impact_spaces.lib.refusals import NotPossible
from spaces.actions import pulse as pulses
from spaces.forms.pulse import AnswerForm
from spaces.insights import pulse as insights
from spaces.models import Pulse
from spaces.states import FLOOR, Stage
from spaces.views.desk import posted
from spaces.views.my.frame import show
from spaces.views.pulse_picture import shown


@require_safe
def my_pulses(request, pk):
    """The group's picture, for the peers and their facilitator."""
    place = get_object_or_404(inside(request.user).select_related("space"), space=pk)
    wave = insights.open_wave(place.space)
    about = {"wave": wave, "mine": insights.place_of(request.user, wave) if wave else None}
    about["progress"] = insights.progress(wave) if wave else None
    return show(request, "pulse/my", place.space, place, here="my_pulses", **about, **shown(place.space))


def inside(person):
    return person.memberships.present().inside()


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_pulse(request, pk):
    """Answer, look over, send. `step` says which: "check" shows what was chosen, "send" sends, "edit" goes back."""
    pulse = get_object_or_404(Pulse.objects.visible_to(request.user).select_related("space"), pk=pk)
    mine = insights.place_of(request.user, pulse)
    if mine is None or mine.has_answered or not may_be_answered(pulse):
        return page(request, "not_now", pulse, mine=mine)
    form = AnswerForm(posted(request), items=insights.items_of(pulse))
    if request.method == "POST" and request.POST.get("step") != "edit" and form.is_valid():
        if request.POST.get("step") != "send":
            return page(request, "check", pulse, form=form, chosen=form.chosen())
        try:
            return send(request, pulse, form)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
    return page(request, "answer", pulse, form=form, axes=by_axis(pulse, form), floor=FLOOR)


def may_be_answered(pulse):
    is_resting = pulse.space.stage in (Stage.PAUSED, Stage.CLOSED)
    return pulse.is_open and pulse.closes_at > timezone.now() and not is_resting


def send(request, pulse, form):
    pulses.answer(pulse, by=request.user, answers=form.answers())
    messages.success(request, _("Thank you. Your answer lies among the others, and nobody can find it there."))
    return redirect("spaces:my_pulses", pulse.space_id)


def by_axis(pulse, form):
    """The lines of the form, those about one axis together."""
    axes = {}
    for item in insights.items_of(pulse):
        axes.setdefault(item.axis, []).append(form[item.key])
    return list(axes.values())


def page(request, name, pulse, **about):
    place = inside(request.user).get(space=pulse.space_id)
    return show(request, f"pulse/{name}", pulse.space, place, here="my_pulses", pulse=pulse, **about)
