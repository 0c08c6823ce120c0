"""Relations of stakeholders to members: each declares their own, and everybody in the space reads all of them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions import relation as actions
from spaces.forms.relation import RelationForm
from spaces.insights import audience
from spaces.insights import relations as insights
from spaces.models.membership import Role
from spaces.views.my.frame import show


@require_http_methods(["GET", "HEAD", "POST"])
def relations(request, pk):
    place = get_object_or_404(request.user.memberships.active().select_related("space"), space=pk)
    if place.role != Role.STAKEHOLDER:
        access.require(request.method != "POST", _("Everybody declares this for themselves."))
        return page(request, place)
    form = filled(request, place)
    if request.method == "POST":
        try:
            if do(request, place, form):
                messages.success(request, _("Kept. Everybody in the space reads it."))
                return redirect("spaces:relations", place.space_id)
        except NotPossible as refusal:
            form.is_bound = True
            form.add_error(None, str(refusal))
    return page(request, place, form=form, own=insights.own(place))


def filled(request, place):
    verbs = {"none", "take_away"} & request.POST.keys()
    data = request.POST if request.method == "POST" and not verbs else None
    return RelationForm(data, organisations=insights.organisations_of_members(place.space))


def page(request, place, form=None, own=None):
    """What everybody from outside declares; and one's own, to change it."""
    about = {
        "form": form,
        "own": own,
        "lines": [(one.pk, insights.sentence(one)) for one in own.relations.all()] if own else [],
        "others": insights.of_others(place),
        "audience": audience.of_whole(place.space),
    }
    return show(request, "my/relations", place.space, place, **about)


def do(request, place, form):
    """Do what was asked for. Returns whether it was done."""
    if "none" in request.POST:
        actions.declare_none(place, by=request.user)
    elif "take_away" in request.POST:
        key = request.POST["take_away"]
        if key.isascii() and key.isdecimal() and len(key) < 19:
            actions.take_away(place, int(key), by=request.user)
    elif form.is_valid():
        actions.declare(place, by=request.user, **form.cleaned_data)
    else:
        return False
    return True
