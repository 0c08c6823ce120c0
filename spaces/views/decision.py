"""Decisions on the desk. While one is open the facilitator sees who answered, not what."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from impact_spaces.lib.keyset import page_of
from impact_spaces.lib.refusals import NotPossible
from spaces.actions import decision as actions
from spaces.forms.decision import DecisionForm, QuestionAnswerForm, WordsForm
from spaces.insights import audience
from spaces.insights import decision as insights
from spaces.insights.changes import changes
from spaces.insights.space import with_counts
from spaces.models import Decision, Space
from spaces.models.confided import confided_in
from spaces.models.decision import Outcome, Phase, Topic
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
    readers = {"audience": audience.of_peers(space), "whole": audience.of_whole(space) if "room" in form.fields else ""}
    return show(request, "decision/new", space, form=form, **readers)


def decisions(request, pk):
    """Every decision of a space, the latest first."""
    space = run_space(request, pk)
    mine = with_counts(Decision.objects.visible_to(request.user).filter(space=space))
    return show(request, "decision/list", space, "desk_decisions", page=page_of(mine, request.GET))


TONES = {Phase.QUESTIONS: "info", Phase.ROUND: "wait", Phase.OPEN_NAMES: "stop", Phase.CLOSED: "plain"}


def the_decision(request, pk):
    mine = Decision.objects.visible_to(request.user).filter(space__in=Space.objects.run_by(request.user))
    return get_object_or_404(mine.select_related("space", "by", "amends"), pk=pk)


def desk_decision(request, pk):
    return page(request, the_decision(request, pk))


def page(request, decision, **wrong):
    """The page of a decision; `wrong` may hold a form that came back with its errors."""
    context = about(request.user, decision) | {"confided": confided_forms(decision, wrong.get("words"))}
    context |= (
        insights.open_names(decision) if decision.is_open else {"result": insights.result(decision, is_inside=True)}
    )
    context["asked_forms"] = question_forms(context["questions"], wrong.get("answered"))
    return show(request, "decision/show", decision.space, "desk_decisions", decision=decision, **context)


def about(person, decision):
    """What both sides show of a decision."""
    seen = insights.versions(person, decision)
    told = insights.progress(decision) if decision.is_open else None
    former = next((one for one in seen if one.pk == decision.amends_id), None)
    phase = decision.phase()
    return {
        "phase": phase,
        "phase_tone": TONES[phase],
        "matters": [Topic(matter).label for matter in decision.matters],
        "progress": told,
        "questions": list(insights.questions(decision)),
        "versions": seen if len(seen) > 1 else [],
        "changed": changes(former.proposal, decision.proposal) if former else [],
        "taken_up": insights.taken_up(decision, seen),
        "later": next((one for one in seen if one.amends_id == decision.pk), None),
        "review": (review := getattr(decision, "review", None)),
        "review_is_due": review is None and is_due(decision),
    }


def is_due(decision):
    """Whether the day has come to look at what was agreed again."""
    return (
        decision.outcome == Outcome.AGREED and bool(decision.review_on) and decision.review_on <= timezone.localdate()
    )


def confided_forms(decision, wrong):
    """What was confided, each with the form for its words."""
    found = []
    for one in confided_in(decision):
        own = wrong if wrong is not None and wrong["key"].value() == one.key else None
        form = own or WordsForm(initial={"key": one.key, "text": one.words}, auto_id=f"words_{len(found)}_%s")
        found.append({"one": one, "form": form, "may_write": decision.is_open or not one.words})
    return found


def question_forms(questions, wrong):
    number, form = wrong or (None, None)
    return [
        (one, form if one.pk == number else QuestionAnswerForm(initial={"text": one.answer}, auto_id=f"q{one.pk}_%s"))
        for one in questions
    ]


@require_POST
def decision_remind(request, pk):
    decision = the_decision(request, pk)
    names = actions.remind_open_names(decision, by=request.user)
    text = ngettext("{n} person is reminded, once today.", "{n} people are reminded, once today.", names)
    messages.success(request, text.format(n=names))
    return redirect("spaces:desk_decision", decision.pk)
