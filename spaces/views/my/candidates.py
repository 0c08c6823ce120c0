"""The list of candidates as a peer reads it, and asking in private to wait with one. The address of that names
nobody: it is the page's own.
"""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from impact_spaces.lib.keyset import page_of
from spaces.actions import holding
from spaces.insights import candidates as insights
from spaces.models import Space
from spaces.views.my.frame import show

VERBS = {"hold": holding.ask_hold, "take_back": holding.take_back}


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def candidates(request, pk):
    space = get_object_or_404(Space.objects.visible_to(request.user), pk=pk)
    place = get_object_or_404(request.user.memberships.inside(), space=space, ended_at=None)
    if request.method == "POST":
        return ask(request, space)
    page = page_of(insights.listed(request.user, space), request.GET)
    found = insights.rows(page.rows, space, place if place.is_peer else None)
    return show(request, "my/candidates", space, place, "candidates", page=page, candidates=found)


def ask(request, space):
    """Ask to wait, or take that back: one field, whose name is the verb."""
    for name, verb in VERBS.items():
        if name in request.POST:
            key = request.POST[name]
            mine = insights.listed(request.user, space)
            one = get_object_or_404(mine, pk=key if key.isascii() and key.isdecimal() and len(key) < 19 else None)
            verb(one, by=request.user)
            messages.success(request, _("Kept. Nobody sees today that something changed, and never by whom."))
    return redirect("spaces:candidates", space.pk)
