"""Which partner systems a space lets in, as each member sees it, and what they let it have about themselves."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from spaces.actions import grant as actions
from spaces.forms.grant import ShareForm
from spaces.insights import partners as insights
from spaces.models import Grant, Space
from spaces.views.my.frame import show


@require_safe
def my_partners(request, pk):
    space = get_object_or_404(Space.objects.visible_to(request.user), pk=pk)
    place = get_object_or_404(request.user.memberships.active(), space=space)
    rows = [(one.grant, form_of(one.grant, initial={"what": one.shared})) for one in insights.standing_for(place)]
    return show(request, "my/partners", space, place, rows=rows, ended=insights.ended(space))


def form_of(grant, data=None, **options):
    """The form of one grant; several of them stand on a page."""
    return ShareForm(grant, data, prefix=f"g{grant.pk}", **options)


@require_POST
def share(request, pk):
    grant = get_object_or_404(Grant.objects.visible_to(request.user).select_related("space", "partner"), pk=pk)
    place = get_object_or_404(request.user.memberships.active(), space=grant.space)
    form = form_of(grant, request.POST)
    if form.is_valid():
        actions.share(grant, place, by=request.user, what=form.cleaned_data["what"])
        messages.success(request, _("Saved. It holds from now on."))
    else:
        messages.error(request, _("Please choose among what is offered."))
    return redirect("spaces:my_partners", grant.space_id)
