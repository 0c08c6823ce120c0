"""A decision as a peer sees it: blind while it is open, everything together once it is closed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from impact_spaces.lib.refusals import NotPossible
from spaces.actions import decision as deciding
from spaces.forms.my import ResponseForm
from spaces.models import Decision


@require_http_methods(["GET", "HEAD", "POST"])
def decision(request, pk):
    found = get_object_or_404(Decision.objects.visible_to(request.user).select_related("space"), pk=pk)
    form = ResponseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return respond(request, found, form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
            found.refresh_from_db()
    return render(request, "spaces/my/decision.html", about(request.user, found) | {"form": form})


def respond(request, found, answer):
    deciding.respond(found, by=request.user, **answer)
    found.refresh_from_db()
    if found.is_open:
        messages.success(request, _("Your answer is kept. You may change it until the decision closes."))
    else:
        messages.success(request, _("Your answer is kept. It was the last one, and the decision is closed."))
    return redirect("spaces:decision", found.pk)


def about(person, found):
    roster = found.responses.filter(membership__ended_at=None)
    mine = roster.filter(membership__person=person).first()
    is_running = found.is_open and found.closes_at > timezone.now()
    return {
        "decision": found,
        "space": found.space,
        "mine": mine,
        "may_answer": mine is not None and is_running,
        "time_is_over": found.is_open and not is_running,
        "asked": roster.count(),
        "answered": roster.exclude(answer="").count(),
        "responses": [] if found.is_open else found.responses.select_related("membership__person").order_by("answer"),
    }
