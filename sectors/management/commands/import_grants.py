"""Grants and support from a public file onto the map. See sectors/imports."""

from sectors.imports import formats, run
from sectors.imports.command import ImportCommand


class Command(ImportCommand):
    help = "Import grants: organisations, and who funds whom."
    readers, run = formats.GRANTS, staticmethod(run.import_grants)
