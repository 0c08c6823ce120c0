"""What the database must bring for the map to be searched."""

from django.core.checks import Warning
from django.db import connections


def trigrams_know_hebrew(databases=None, **options):
    """Where the database's LC_CTYPE is C, pg_trgm drops all letters but Latin ones: search would miss and be slow."""
    for alias in databases or []:
        with connections[alias].cursor() as cursor:
            cursor.execute("select datctype from pg_database where datname = current_database()")
            if cursor.fetchone()[0] in ("C", "POSIX"):
                hint = "Create the database with LC_CTYPE 'C.UTF-8' (CREATE DATABASE … TEMPLATE template0)."
                yield Warning("Trigram search can't read Hebrew in this database.", hint=hint, id="sectors.W001")
