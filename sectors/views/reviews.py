"""What waits for a person: numbers to confirm, conflicts, and names that may be one body."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sectors import actions, merging, pages, queue
from sectors.access import facilitators_only
from sectors.forms import NumberForm
from sectors.models import Organisation, Review


@require_safe
@facilitators_only
def waiting(request):
    reason = request.GET.get("reason", "")
    rows, more = pages.cut(queue.waiting(reason, request.GET.get("after", "")), queue.SIZE)
    tabs = queue.tabs(reason)
    context = {"reviews": queue.with_holders(rows), "tabs": tabs, "more": pages.link(request, more)}
    return render(request, "sectors/reviews.html", context)


@require_POST
@facilitators_only
def keep(request, pk):
    actions.keep(get_object_or_404(Review, pk=pk), by=request.user)
    messages.success(request, _("Settled. It will not be asked again."))
    return redirect("sectors:reviews")


@require_http_methods(["GET", "HEAD", "POST"])
@facilitators_only
def number(request, pk):
    """Asks for the number, or for a yes to the one that is suggested, and then confirms it."""
    organisation = get_object_or_404(Organisation, pk=pk)
    suggested = request.GET.get("number", organisation.registry_number).replace("\x00", "")
    form = NumberForm(request.POST or None, initial={"number": suggested})
    if request.method == "POST" and form.is_valid():
        actions.confirm_number(organisation, form.cleaned_data["number"], by=request.user)
        messages.success(request, _("The number is confirmed."))
        return redirect("sectors:organisation", pk)
    others = Organisation.objects.filter(registry_number=suggested).exclude(pk=pk) if suggested else []
    context = {"organisation": organisation, "form": form, "others": others}
    return render(request, "sectors/number.html", context, status=422 if form.errors else 200)


@require_POST
@facilitators_only
def refuse_number(request, pk):
    actions.refuse_number(get_object_or_404(Organisation, pk=pk), by=request.user)
    messages.success(request, _("The number is taken away. No import will suggest it again."))
    return redirect("sectors:organisation", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@facilitators_only
def merge(request, pk, other):
    """Shows the two side by side; the answer names the one to keep."""
    pair = [get_object_or_404(Organisation.objects.select_related("place"), pk=one) for one in (pk, other)]
    kept = [one for one in pair if str(one.pk) == request.POST.get("keep")]
    if kept:
        gone = pair[0] if kept[0] == pair[1] else pair[1]
        merging.merge(kept[0], gone, by=request.user)
        messages.success(request, _("The two are one organisation now."))
        return redirect("sectors:organisation", kept[0].pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "sectors/merge.html", {"pair": queue.compared(pair)}, status=status)
