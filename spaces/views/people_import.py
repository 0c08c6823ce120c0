"""Importing people into the invitations of a space: a list, its columns, a trial, and then the mails."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from spaces.actions import people_import as actions
from spaces.actions import people_running as running
from spaces.actions.invitation import usual_deadline
from spaces.forms.people_import import ColumnsForm, GoForm, ListForm
from spaces.insights import people_import as insights
from spaces.models import PeopleImport
from spaces.models.people_import import Step
from spaces.vetting import INVITING_STAGES
from spaces.views.desk import run_space
from spaces.views.people_rows import page_of_rows
from spaces.views.planning import chosen_moment, plan_for_list

FIRST_LINES = 5
LATEST = 10


def my_import(request, pk):
    """A list of a space that this person runs. Raises Http404."""
    found = PeopleImport.objects.visible_to(request.user).select_related("space", "by")
    return get_object_or_404(found, pk=pk)


def sent(request):
    """What a form starts from: an empty form that was sent is a form that was sent."""
    return request.POST if request.method == "POST" else None


def people_import(request, pk):
    space = run_space(request, pk)
    form = ListForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        begun = begin(space, form, request.user)
        return redirect("spaces:people_import_columns" if begun.titles else "spaces:people_import_run", begun.pk)
    latest = space.people_imports.select_related("by").order_by("-id")[:LATEST]
    rests = space.stage not in INVITING_STAGES
    return render(request, "spaces/people_import/start.html", {
        "space": space, "form": form, "latest": latest, "rests": rests,
    })  # fmt: skip


def begin(space, form, by):
    how = {"by": by, "is_confirmation": form.cleaned_data["is_confirmation"]}
    if form.table:
        file = form.cleaned_data["file"]
        return actions.begin(space, form.table, source=file.name if file else "", **how)
    return actions.begin_pasted(space, form.people, **how)


def people_import_columns(request, pk):
    found = my_import(request, pk)
    if not found.titles or found.step not in (Step.COLUMNS, Step.CHECKED):
        return redirect("spaces:people_import_run", pk)
    form = ColumnsForm(sent(request), people_import=found)
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["default_language"]
        actions.name_columns(found, form.columns, by=request.user, language=language)
        return redirect("spaces:people_import_run", pk)
    return render(request, "spaces/people_import/columns.html", {
        "space": found.space, "import": found, "form": form, "lines": found.rows.order_by("number")[:FIRST_LINES],
        "same_titles": insights.same_titles(found.titles),
    })  # fmt: skip


def people_import_run(request, pk):
    """The trial before, the progress while and the report after: the rows and what becomes of them."""
    found = my_import(request, pk)
    if found.step == Step.COLUMNS:
        return redirect("spaces:people_import_columns", pk)
    tally = insights.tally(found)
    context = {"space": found.space, "import": found, "tally": tally} | page_of_rows(request, found, tally)
    return render(request, "spaces/people_import/run.html", context)


def people_import_progress(request, pk):
    """The bar alone, for a page that looks again every two seconds; the whole page once it is over."""
    found = my_import(request, pk)
    response = render(request, "spaces/people_import/progress.html", {"import": found, "tally": insights.tally(found)})
    if not found.is_running:
        response["HX-Refresh"] = "true"
    return response


def people_import_go(request, pk):
    """What is about to happen, and then it does."""
    found = my_import(request, pk)
    form = GoForm(sent(request), initial={"deadline": usual_deadline()})
    if request.method == "POST" and form.is_valid() and "letter" not in request.POST:
        running.start(found, by=request.user, goes_at=chosen_moment(request, found.space), **form.cleaned_data)
        return redirect("spaces:people_import_run", pk)
    tally = insights.tally(found)
    if not tally.ready or found.is_running:
        return redirect("spaces:people_import_run", pk)
    how = form.cleaned_data if form.is_bound and form.is_valid() else {"deadline": usual_deadline(), "note": ""}
    return render(request, "spaces/people_import/go.html", {
        "space": found.space, "import": found, "form": form, **plan_for_list(request, found, tally, **how),
    })  # fmt: skip


@require_POST
def people_import_stop(request, pk):
    running.stop(my_import(request, pk), by=request.user)
    messages.success(request, _("Stopped. What went out stays out; the rest waits."))
    return redirect("spaces:people_import_run", pk)


@require_POST
def people_import_check(request, pk):
    actions.check_again(my_import(request, pk), by=request.user)
    messages.success(request, _("Checked again."))
    return redirect("spaces:people_import_run", pk)
