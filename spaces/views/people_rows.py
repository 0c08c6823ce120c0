"""The rows of a list of people: a page of them, one mended or left out, all as a file."""

import csv
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from spaces.actions import people_import as actions
from spaces.forms.people_import import MendForm
from spaces.insights.people_import import FILTERS, VERDICTS
from spaces.models import ImportRow, PeopleImport

SIZE = 50
RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take these for a formula


def page_of_rows(request, people_import, tally):
    """Fifty rows in the order of the list, what they are narrowed to, and the neighbouring pages."""
    show = request.GET.get("show", "")
    show = show if show in FILTERS else ""
    rows = people_import.rows.filter(**FILTERS.get(show, {})).select_related("organisation")
    found, newer, older = by_number(rows, request.GET, show)
    for row in found:
        row.word, row.tone = word_for(row)
    return {"rows": found, "newer": newer, "older": older, "show": show, "tabs": tabs(people_import, show, tally)}


def by_number(rows, params, show):
    after, before = number(params.get("after")), number(params.get("before"))
    if before is not None:
        found = list(rows.filter(number__lt=before).order_by("-number")[: SIZE + 1])
        has_newer, has_older = len(found) > SIZE, True
        found = found[:SIZE][::-1]
    else:
        found = list(rows.filter(number__gt=after or 0).order_by("number")[: SIZE + 1])
        has_newer, has_older = bool(after), len(found) > SIZE
        found = found[:SIZE]
    if not found:
        return found, "", ""
    newer = f"?{urlencode({'show': show, 'before': found[0].number})}" if has_newer else ""
    older = f"?{urlencode({'show': show, 'after': found[-1].number})}" if has_older else ""
    return found, newer, older


def number(text):
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else None


def word_for(row):
    """The word and the tone of a row's chip."""
    if row.outcome:
        return row.get_outcome_display(), "info" if row.outcome == "invited" else "wait"
    return VERDICTS.get(row.code, ("", "plain"))


def tabs(people_import, show, tally):
    places = [
        ("", _("All"), tally.total),
        ("problems", _("Cannot go yet"), tally.problems),
        ("ready", _("Can go"), tally.ready),
        ("known", _("Already in or invited"), tally.known),
        ("invited", _("Invited"), tally.invited),
        ("left_out", _("Left out"), tally.left_out),
    ]
    url = reverse("spaces:people_import_run", args=[people_import.pk])
    return [
        {"url": f"{url}?show={name}" if name else url, "text": text, "count": count, "here": name == show}
        for name, text, count in places
        if count or name in ("", show)
    ]


def my_row(request, pk):
    """A row of a list of a space that this person runs. Raises Http404."""
    mine = PeopleImport.objects.visible_to(request.user)
    rows = ImportRow.objects.filter(people_import__in=mine).select_related("people_import__space")
    return get_object_or_404(rows, pk=pk)


@require_POST
def people_import_row(request, pk):
    row = my_row(request, pk)
    form = MendForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Line {n}: a field is too long.").format(n=row.number))
        return back_to(request, row)
    actions.mend(row, by=request.user, **form.cleaned_data)
    row.refresh_from_db()
    if row.can_go:
        messages.success(request, _("Line {n} can go now.").format(n=row.number))
    else:
        messages.error(request, _("Line {n}: {reason}").format(n=row.number, reason=row.reason))
    return back_to(request, row)


@require_POST
def people_import_row_out(request, pk):
    row = my_row(request, pk)
    actions.leave_out(row, by=request.user, out="back" not in request.POST)
    return back_to(request, row)


def back_to(request, row):
    """The same page of the same list, where the row stood."""
    kept = {name: request.POST[name] for name in ("show", "after", "before") if request.POST.get(name)}
    url = reverse("spaces:people_import_run", args=[row.people_import_id])
    return redirect(f"{url}?{urlencode(kept)}" if kept else url)


def people_import_report(request, pk):
    """Every row and what became of it, as CSV that a spreadsheet opens in any language."""
    found = get_object_or_404(PeopleImport.objects.visible_to(request.user), pk=pk)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="people-{found.pk}.csv"'
    writer = csv.writer(response)
    writer.writerow([_("Line"), _("Name"), _("E-mail"), _("Organisation"), _("Outcome"), _("Why")])
    for row in found.rows.order_by("number"):
        cells = [row.name, row.email, row.organisation_name, str(word_for(row)[0]), row.reason]
        writer.writerow([row.number, *map(guarded, cells)])
    return response


def guarded(text):
    return f"'{text}" if text.startswith(RISKY) else text
