"""Candidates on the desk: where each stands, the question to the group, and the private question to every peer."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from impact_spaces.lib.keyset import page_of
from impact_spaces.lib.refusals import NotPossible
from spaces.actions import candidacy as actions
from spaces.actions import dependency, holding
from spaces.forms.candidacy import AskGroupForm
from spaces.insights import audience, dependencies
from spaces.insights import candidates as insights
from spaces.models import Candidacy, Space
from spaces.views.desk import posted, run_space, show


@require_http_methods(["GET", "HEAD", "POST"])
def desk_candidates(request, pk):
    """The list, and a form that asks the group about those ticked."""
    space = run_space(request, pk)
    listed = insights.listed(request.user, space)
    form = AskGroupForm(posted(request), candidacies=listed)
    if request.method == "POST" and form.is_valid():
        try:
            opened = actions.ask_group(space, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The decision is open. Everybody who decides was written to."))
            return redirect("spaces:desk_decision", opened.pk)
    page = page_of(listed, request.GET)
    context = {
        "form": form,
        "page": page,
        "ticked": request.POST.getlist("candidacies"),
        "rows": [insights.for_facilitator(one) for one in insights.rows(page.rows, space)],
        "asked": dependencies.asked_in(space),
        "audience": audience.of_peers(space),
    }
    return show(request, "candidate/list", space, "desk_candidates", **context)


@require_POST
def dependencies_ask(request, pk):
    space = run_space(request, pk)
    n = dependency.ask_all(space, by=request.user)
    text = ngettext("{n} peer is asked in private.", "{n} peers are asked in private.", n)
    messages.success(request, text.format(n=n) if n else _("Everybody was asked already."))
    return redirect("spaces:desk_candidates", space.pk)


@require_POST
def candidate_talk(request, pk):
    """Ask whoever wants to wait to come and talk."""
    mine = Candidacy.objects.visible_to(request.user).filter(invitation__space__in=Space.objects.run_by(request.user))
    one = get_object_or_404(mine, pk=pk)
    holding.ask_to_talk(one, by=request.user)
    messages.success(request, _("It stands on the list for everybody, and all peers were written to alike."))
    return redirect("spaces:desk_candidates", one.space.pk)
