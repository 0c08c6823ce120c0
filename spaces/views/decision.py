"""Decisions on the desk. While one is open the facilitator sees who answered, not what."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from impact_spaces.lib.keyset import page_of
from impact_spaces.lib.refusals import NotPossible
from spaces.actions import decision as actions
from spaces.forms.decision import DecisionForm
from spaces.insights import audience
from spaces.insights.space import with_counts
from spaces.models import Decision, Space
from spaces.models.decision import Answer, Topic
from spaces.views.desk import posted, run_space, show


def decision_new(request, pk):
    space = run_space(request, pk)
    topic = request.GET.get("topic")
    form = DecisionForm(posted(request), space=space, initial={"topic": topic} if topic in Topic.values else None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = actions.open_decision(space, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))  # what was written is not lost
        else:
            messages.success(request, _("The decision is open. Everybody who decides was written to."))
            return redirect("spaces:desk_decision", opened.pk)
    return show(request, "decision/new", space, form=form, audience=audience.of_peers(space))


def decisions(request, pk):
    """Every decision of a space, the latest first."""
    space = run_space(request, pk)
    mine = with_counts(Decision.objects.visible_to(request.user).filter(space=space))
    return show(request, "decision/list", space, page=page_of(mine, request.GET))


def the_decision(request, pk):
    mine = Decision.objects.visible_to(request.user).filter(space__in=Space.objects.run_by(request.user))
    return get_object_or_404(mine.select_related("space", "by"), pk=pk)


def desk_decision(request, pk):
    decision = the_decision(request, pk)
    roster = list(decision.responses.select_related("membership__person").order_by("membership__person__name", "pk"))
    context = {"decision": decision, **(who_answered(roster) if decision.is_open else what_was_answered(roster))}
    return show(request, "decision/show", decision.space, **context)


def who_answered(roster):
    names = {True: [], False: []}
    for response in roster:
        names[bool(response.answer)].append(response.membership.person.name)
    return {"answered": names[True], "waiting": names[False], "asked": len(roster)}


def what_was_answered(roster):
    found = {answer: [] for answer in Answer.values}
    for response in roster:
        found[response.answer].append(response)
    names = {answer: [response.membership.person.name for response in responses] for answer, responses in found.items()}
    return {
        "objections": found[Answer.OBJECTION],
        "consented": names[Answer.CONSENT],
        "waiting": names[Answer.NONE],
        "asked": len(roster),
    }


@require_POST
def decision_remind(request, pk):
    decision = the_decision(request, pk)
    names = actions.remind_open_names(decision, by=request.user)
    text = ngettext("{n} person is reminded, once today.", "{n} people are reminded, once today.", names)
    messages.success(request, text.format(n=names))
    return redirect("spaces:desk_decision", decision.pk)
