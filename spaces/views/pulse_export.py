"""The readings as a file: the same words as on the page, and the same is withheld."""

import csv

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from spaces.insights import pulse as insights
from spaces.models.pulse import Band
from spaces.views.desk import run_space

RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take these for a formula
ALL = 500


@require_safe
@never_cache
def pulse_export(request, pk):
    space = run_space(request, pk)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="pulse-{space.pk}.csv"'
    writer = csv.writer(response)
    writer.writerow(
        [_("Pulse"), _("Counted on"), _("Asked"), _("Answered"), _("Answers in the figures"), _("Axis"), _("Dimension"),
         _("Item"), _("Band"), _("Some are left behind")]
    )  # fmt: skip
    waves = list(space.pulses.closed().order_by("number")[:ALL])
    found = insights.cells_of(waves)
    for wave in waves:
        writer.writerows(row(wave, item, found.get((wave.pk, item.key))) for item in insights.items_of(wave))
    return response


def row(wave, item, cell):
    withheld = str(Band.WITHHELD.label)
    is_shown = cell is not None and cell.rank is not None
    left_behind = (_("yes") if cell.left_behind else _("no")) if is_shown else withheld
    return [
        wave.number,
        date_format(localtime(wave.closed_at), "Y-m-d"),
        wave.asked,
        wave.answered,
        wave.counted if wave.is_shown else withheld,
        str(item.get_axis_display() if hasattr(item, "get_axis_display") else item.axis.label),
        str(item.dimension.label),
        harmless(item.text),
        str(cell.label) if is_shown else withheld,
        left_behind,
    ]


def harmless(text):
    return f"'{text}" if text.startswith(RISKY) else text
