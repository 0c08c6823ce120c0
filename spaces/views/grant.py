"""On the desk: the partner systems that a space lets in."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from impact_spaces.lib.refusals import NotPossible
from spaces.actions import grant as actions
from spaces.forms.grant import GrantForm
from spaces.insights import partners as insights
from spaces.models import Grant, Partner, Space
from spaces.views.desk import posted, run_space, show


@require_safe
def desk_partners(request, pk):
    space = run_space(request, pk)
    others = [] if space.is_over else insights.others(space)
    context = {"grants": insights.standing(space), "ended": insights.ended(space), "others": others}
    return show(request, "grant/desk", space, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def grant(request, pk, partner):
    """Let a system in, or let it do something else than before."""
    space = run_space(request, pk)
    found = get_object_or_404(Partner.objects.filter(is_active=True), pk=partner)
    before = Grant.objects.live().filter(space=space, partner=found).first()
    form = GrantForm(found, posted(request), initial={"scopes": before.scopes if before else []})
    if request.method == "POST" and form.is_valid() and let_in(request, space, found, form):
        return redirect("spaces:desk_partners", space.pk)
    return show(request, "grant/new", space, partner=found, form=form, before=before)


def let_in(request, space, partner, form):
    try:
        actions.grant(space, partner, by=request.user, scopes=form.cleaned_data["scopes"])
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("{name} is let in. Every member sees what it may.").format(name=partner))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def grant_end(request, pk):
    mine = Grant.objects.filter(space__in=Space.objects.run_by(request.user)).select_related("space", "partner")
    found = get_object_or_404(mine, pk=pk)
    if request.method == "POST":
        actions.end_grant(found, by=request.user)
        messages.success(request, _("{name} gets nothing of this space any more.").format(name=found.partner))
        return redirect("spaces:desk_partners", found.space_id)
    points = [
        _("Its next call is answered as if this space were not there."),
        _("What members let it have ends as well; if it is let in again, they are asked anew."),
        _("What it has read already stays with it: that cannot be taken back."),
    ]
    return show(request, "grant/end", found.space, grant=found, points=points)
