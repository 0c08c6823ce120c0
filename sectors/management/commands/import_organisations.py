"""Organisations from a register or a public list onto the map. See sectors/imports."""

from sectors.imports import formats, run
from sectors.imports.command import ImportCommand


class Command(ImportCommand):
    help = "Import organisations from a register or a public list."
    readers, run = formats.ORGANISATIONS, staticmethod(run.import_organisations)
