"""The whole of an import: a file in, a report out."""

from contextlib import nullcontext
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from . import conflicts, formats
from .report import Report
from .rows import BadRow
from .tally import Tally
from .writing import write_grants, write_organisations

BATCH = 1000


def import_grants(path, wanted="auto", *, dry_run=False):
    """Brings grants, the bodies that give and receive them, and the ties between onto the map.

    `wanted` is a format's name or `auto`. Returns a Report. Raises rows.Unusable when the file can't be read.
    """
    return _import(path, formats.GRANTS, wanted, write_grants, Tally.count_grant, dry_run)


def import_organisations(path, wanted="auto", *, dry_run=False):
    """Brings organisations onto the map. Returns a Report. Raises rows.Unusable."""
    return _import(path, formats.ORGANISATIONS, wanted, write_organisations, Tally.count_organisation, dry_run)


def _import(path, readers, wanted, write, count, dry_run):
    reader, readings = formats.rows_of(path, readers, wanted)
    tally = Tally(Report())
    with transaction.atomic() if dry_run else nullcontext():
        good = _good_rows(readings, tally, count)
        while batch := list(islice(good, BATCH)):
            write(batch, tally, reader.SOURCE)
        _finish(tally, reader.SOURCE)
        if dry_run:
            transaction.set_rollback(True)
    return tally.report


def _good_rows(readings, tally, count):
    for line, read in readings:
        tally.report.rows += 1
        try:
            row = read()
            count(tally, row)
        except BadRow as bad:
            tally.report.reject(line, bad.field, bad.what)
        else:
            yield row


def _finish(tally, source):
    held = conflicts.offer(tally.seen, set(tally.numbers), source)
    for number, holders in held.items():
        what = _("the number %(number)s is on several names: %(names)s") % {
            "number": number,
            "names": "; ".join(one.names[0] for one in holders),
        }
        tally.report.remark(tally.numbers[number][0], "number", what)
    tally.report.reviews = dict(conflicts.waiting(tally.seen))
    tally.finish()
