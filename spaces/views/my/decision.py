"""A decision as a member sees it: blind while it is open, everything together once it is closed."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions import asking, objecting
from spaces.actions import decision as deciding
from spaces.actions.rounds import AT_REST
from spaces.forms.decision import QuestionAnswerForm
from spaces.forms.my import THROUGH_THE_FACILITATOR, AskForm, ResponseForm
from spaces.insights import consent_audience as readers
from spaces.insights import decision as insights
from spaces.insights.dependencies import is_close_to
from spaces.models import Decision, Question
from spaces.models.decision import Phase, Topic
from spaces.models.position import Answer
from spaces.models.room import Room
from spaces.views.decision import about as shared


def seen(request, pk):
    found = Decision.objects.visible_to(request.user).select_related("space", "by", "amends")
    return get_object_or_404(found, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def decision(request, pk):
    found = seen(request, pk)
    form = ResponseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return respond(request, found, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
            found.refresh_from_db()
    return page(request, found, form=form)


def respond(request, found, *, answer, reason):
    """All ways to answer have one address and one reply: neither tells which was taken."""
    if answer == THROUGH_THE_FACILITATOR:
        objecting.object_by_proxy(found, by=request.user, reason=reason)
    elif answer == Answer.RECUSED:
        deciding.recuse(found, by=request.user, reason=reason)
    else:
        deciding.respond(found, by=request.user, answer=answer, reason=reason)
    found.refresh_from_db()
    if found.is_open:
        messages.success(request, _("Your answer is kept. You may change it until the decision closes."))
    else:
        messages.success(request, _("Your answer is kept. It was the last one, and the decision is closed."))
    return redirect("spaces:decision", found.pk)


def page(request, found, *, form=None, ask=None):
    context = about(request.user, found) | {"form": form or ResponseForm()}
    if context["may_ask"]:
        context["ask"] = ask or AskForm()
    return render(request, "spaces/my/decision.html", context)


def about(person, found):
    place = found.responses.counting().filter(membership__person=person).select_related("membership").first()
    inside = access.belongs_inside(person, found.space)
    phase = found.phase()
    running = place is not None and found.space.stage not in AT_REST and takes_answers(phase, place)
    return shared(person, found) | {
        "decision": found,
        "space": found.space,
        "mine": place,
        "position": place.position if place else None,
        "inside": inside,
        "may_answer": running,
        "may_ask": place is not None and found.space.stage not in AT_REST and may_ask(found, phase),
        "may_explain": found.is_open and found.by_id == person.pk,
        "facilitator_first": why_through_the_facilitator(found, place) if running else "",
        "may_step_out": found.topic != Topic.OPEN_DOOR,
        "result": None if found.is_open else insights.result(found, is_inside=inside),
        "readers": who_reads(found, place),
    }


def why_through_the_facilitator(found, place):
    """Why objecting without a name is offered before all else; nothing where it is not."""
    if is_close_to(place.membership, found):
        return _("You wrote that you depend on somebody whom this is about. You can object without your name.")
    if found.room == Room.WHOLE and place.membership.is_peer:
        return _("Stakeholders take part in this decision. You can object without your name.")
    return ""


def who_reads(found, place):
    """The sentences on who reads what, for whoever takes part."""
    if place is None:
        return {}
    told = {"told": readers.of_what_was_confided(found)}
    if not found.is_open:
        return told
    return told | {
        "answer": readers.of_answer(found),
        "confided": readers.of_confided(found),
        "question": readers.of_question(found),
    }


def takes_answers(phase, place):
    return phase == Phase.ROUND or (phase == Phase.OPEN_NAMES and place.is_changeable)


def may_ask(found, phase):
    return phase == Phase.QUESTIONS or (phase == Phase.ROUND and found.questions_until is None)


@require_POST
def ask(request, pk):
    found = seen(request, pk)
    form = AskForm(request.POST)
    if form.is_valid():
        try:
            asking.ask(found, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your question stands on the page."))
            return redirect("spaces:decision", found.pk)
    return page(request, found, ask=form)


@require_http_methods(["GET", "HEAD", "POST"])
def explain(request, pk):
    """The proposer's answer to a question on their proposal."""
    question = get_object_or_404(Question.objects.select_related("decision__space"), pk=pk)
    found = seen(request, question.decision_id)
    if found.by_id != request.user.pk:
        raise Http404
    form = QuestionAnswerForm(request.POST or None, initial={"text": question.answer})
    if request.method == "POST" and form.is_valid():
        try:
            asking.answer_question(question, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your answer stands below the question."))
            return redirect("spaces:decision", found.pk)
    context = {"question": question, "decision": found, "space": found.space, "form": form}
    return render(request, "spaces/my/explain.html", context)
