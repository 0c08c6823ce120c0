"""The list, one organisation, its ties, and the form for both new and known ones."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sectors import actions, pages, queue
from sectors import ties as questions
from sectors.access import facilitators_only
from sectors.forms import OrganisationForm, SearchForm
from sectors.models import Organisation, Review

SHOWN = 10  # ties shown on the organisation's own page, in each direction


@require_safe
@facilitators_only
def search(request):
    form = SearchForm(request.GET)
    found = form.narrowed(Organisation.objects.select_related("place"))
    rows, more = pages.page_of_organisations(found, request.GET.get("after", ""))
    waiting = Review.objects.filter(settled_at=None).exists()
    context = {"form": form, "rows": rows, "more": pages.link(request, more), "waiting": waiting}
    return render(request, "sectors/organisations.html", context | {"narrowed": any(request.GET.values())})


@require_safe
@facilitators_only
def one(request, pk):
    organisation = get_object_or_404(Organisation.objects.select_related("place", "edited_by"), pk=pk)
    reviews = queue.with_holders(queue.about(organisation))
    return render(request, "sectors/organisation.html", {
        "organisation": organisation,
        "fields": organisation.fields.all(),
        "identifiers": organisation.identifiers.all(),
        "sides": [_side(organisation, direction) for direction in (questions.OUT, questions.IN)],
        "reviews": [review for review in reviews if not review.settled_at],
        "settled": [review for review in reviews if review.settled_at],
    })  # fmt: skip


@require_safe
@facilitators_only
def ties(request, pk, direction):
    organisation = get_object_or_404(Organisation, pk=pk)
    found = questions.after(questions.ties_of(organisation, direction), request.GET.get("after", ""))
    rows, more = pages.cut(found)
    lines = questions.with_sums(rows, direction)
    context = {"organisation": organisation, "direction": direction, "lines": lines}
    return render(request, "sectors/ties.html", context | {"more": pages.link(request, more)})


@require_http_methods(["GET", "HEAD", "POST"])
@facilitators_only
def new(request):
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        organisation = actions.add(form.save(commit=False), by=request.user)
        messages.success(request, _("The organisation is on the map."))
        return redirect("sectors:organisation", organisation.pk)
    return render(request, "sectors/form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@facilitators_only
def edit(request, pk):
    organisation = get_object_or_404(Organisation, pk=pk)
    form = OrganisationForm(request.POST or None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        actions.edit(organisation, form.cleaned_data, by=request.user)
        messages.success(request, _("The changes are saved."))
        return redirect("sectors:organisation", pk)
    context = {"form": form, "organisation": organisation}
    return render(request, "sectors/form.html", context, status=422 if form.errors else 200)


def _side(organisation, direction):
    """What the page shows of one direction: the sums, the largest ties, and whether there are more."""
    rows, more = pages.cut(questions.ties_of(organisation, direction), SHOWN)
    return {
        "direction": direction,
        "totals": questions.totals(organisation, direction),
        "lines": questions.with_sums(rows, direction),
        "more": more,
    }
