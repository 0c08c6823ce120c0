"""The facilitator's verbs around a decision, each on a page of its own or from the decision's page."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from impact_spaces.lib.refusals import NotPossible
from spaces.actions import amending, asking, closing, objecting, recording
from spaces.actions import decision as deciding
from spaces.forms.decision import AmendForm, ExtendForm, QuestionAnswerForm, RecordForm, ReviewForm, WordsForm
from spaces.insights import audience
from spaces.insights import decision as insights
from spaces.models import Question
from spaces.models.confided import confided_in
from spaces.models.decision import Outcome, Phase
from spaces.models.room import Room
from spaces.views.decision import page, the_decision
from spaces.views.desk import posted, show


def done(request, decision, text):
    messages.success(request, text)
    return redirect("spaces:desk_decision", decision.pk)


def tried(form, act):
    """Whether an action went through; its refusal becomes an error of the form, so that nothing typed is lost."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def decision_extend(request, pk):
    decision = the_decision(request, pk)
    if not decision.is_open:
        return redirect("spaces:desk_decision", pk)
    ahead = max(decision.closes_at, timezone.now()) + timedelta(days=7)
    form = ExtendForm(posted(request), initial={"closes_at": ahead})
    if request.method == "POST" and tried(form, lambda data: deciding.extend(decision, **data, by=request.user)):
        return done(request, decision, _("There is more time now. Those who have not answered were written to."))
    words = {
        "title": _("Give more time"),
        "text": _("Everybody may answer, or change their answer, until then. Nobody sees an answer before."),
        "action": _("Give more time"),
    }
    return show(request, "decision/verb", decision.space, decision=decision, form=form, **words)


def decision_close(request, pk):
    decision = the_decision(request, pk)
    if request.method == "POST":
        closing.close_unanswered(decision, by=request.user)
        return done(request, decision, _("The decision is closed; its positions are shown."))
    if decision.phase() != Phase.OPEN_NAMES:
        return redirect("spaces:desk_decision", pk)
    words = {
        "title": _("End it as it stands"),
        "text": _("Silence is not consent: with open names it is not agreed. All positions appear together."),
        "action": _("End the decision"),
        "danger": True,
    }
    return show(request, "decision/verb", decision.space, decision=decision, **words)


def decision_record(request, pk):
    decision = the_decision(request, pk)
    if decision.phase() not in (Phase.ROUND, Phase.OPEN_NAMES):
        return redirect("spaces:desk_decision", pk)
    form = RecordForm(posted(request), places=insights.recordable(decision))
    if request.method == "POST" and tried(form, lambda data: record(request, decision, **data)):
        return done(request, decision, _("Recorded. They get a mail, and can change it."))
    words = {
        "title": _("Record what somebody told you"),
        "text": _(
            "It is shown later as recorded by you. They get a mail at once and may change it for three days; "
            "the round stays open until then."
        ),
        "action": _("Record it"),
    }
    return show(request, "decision/verb", decision.space, decision=decision, form=form, **words)


def record(request, decision, *, place, **said):
    recording.record_for(decision, place.membership, by=request.user, **said)


def decision_amend(request, pk):
    decision = the_decision(request, pk)
    later = getattr(decision, "amended_by", None)
    if decision.is_open or later is not None:
        return redirect("spaces:desk_decision", later.pk if later else pk)
    objections = list(decision.objections.exclude(words=""))
    form = AmendForm(posted(request), decision=decision, objections=objections)
    if request.method == "POST" and form.is_valid():
        try:
            opened = amending.amend(decision, by=request.user, **form.chosen())
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, opened, _("The new version is open. Everybody who decides was written to."))
    readers = audience.of_whole if decision.room == Room.WHOLE else audience.of_peers
    context = {"decision": decision, "form": form, "audience": readers(decision.space)}
    return show(request, "decision/amend", decision.space, **context)


def decision_review(request, pk):
    decision = the_decision(request, pk)
    if decision.outcome != Outcome.AGREED:
        return redirect("spaces:desk_decision", pk)
    form = ReviewForm(posted(request))
    if request.method == "POST" and tried(form, lambda data: amending.review(decision, by=request.user, **data)):
        return done(request, decision, _("Noted: the group looked at it again, and it holds."))
    words = {
        "title": _("Looked at again, and it holds"),
        "text": _("If it no longer holds, write a new version instead."),
        "action": _("It holds"),
    }
    return show(request, "decision/verb", decision.space, decision=decision, form=form, **words)


@require_POST
def decision_word(request, pk):
    decision = the_decision(request, pk)
    form = WordsForm(request.POST)
    confided = next((one for one in confided_in(decision) if one.key == form["key"].value()), None)
    if confided is None:
        raise Http404
    if tried(form, lambda data: objecting.word_objection(confided, by=request.user, text=data["text"])):
        return done(request, decision, _("Kept. The group reads these words when the round is closed."))
    return page(request, decision, words=form)


@require_POST
def question_answer(request, pk):
    question = get_object_or_404(Question.objects.select_related("decision__space"), pk=pk)
    decision = the_decision(request, question.decision_id)
    form = QuestionAnswerForm(request.POST)
    if tried(form, lambda data: asking.answer_question(question, by=request.user, **data)):
        return done(request, decision, _("Your answer stands below the question."))
    return page(request, decision, answered=(question.pk, form))
