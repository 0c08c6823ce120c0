"""One writer of the map at a time: imports and merges wait for one another, so that nothing is made twice."""

from django.db import connection

KEY = 0x5EC7025


def lock_the_map():
    """Holds until the transaction ends. Call it first in the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [KEY])
