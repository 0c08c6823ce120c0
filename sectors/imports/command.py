"""The two import commands in common."""

from django.core.management.base import BaseCommand, CommandError

from .report import Report, lines_of
from .rows import Unusable


class ImportCommand(BaseCommand):
    """A subclass gives `readers` (the formats) and `run` (the import)."""

    readers, run = {}, None

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--format", default="auto", choices=["auto", *self.readers])
        parser.add_argument("--dry-run", action="store_true", help="Read, check and count; write nothing.")
        parser.add_argument("--json", action="store_true", help="Print the figures as JSON on the last line.")

    def handle(self, *args, file, dry_run, json, **options):
        try:
            report = type(self).run(file, options["format"], dry_run=dry_run)
        except Unusable as error:
            self._fail(error, json)
        for line in lines_of(report, dry_run=dry_run):
            self.stdout.write(line)
        if json:
            self.stdout.write(report.as_json())

    def _fail(self, error, json):
        if json:
            report = Report()
            report.reject(0, "file", error)
            self.stdout.write(report.as_json())
        raise CommandError(str(error)) from error
