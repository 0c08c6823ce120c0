"""How many runs there are at once, in the whole installation, and which of them are alive.

A slot and a run are locks of a database session: they end with it, however it ends. The site therefore has to reach
PostgreSQL directly, or through a pooler that keeps sessions (not one that pools transactions).
"""

from contextlib import contextmanager

from django.conf import settings
from django.db import connection

RUNS = 1903  # a number of our own for this kind of lock


@contextmanager
def a_slot():
    """Hold one of the slots: whether there was a free one."""
    number = next((number for number in range(most_runs()) if ask("pg_try_advisory_lock", RUNS, number)), None)
    try:
        yield number is not None
    finally:
        if number is not None and is_there():
            ask("pg_advisory_unlock", RUNS, number)


def most_runs():
    """A pace is kept by one run alone."""
    return 1 if settings.MAIL_PER_MINUTE or settings.MAIL_DOMAIN_PER_MINUTE else settings.MAIL_RUNS


@contextmanager
def seen_alive(run):
    """Let others see that a run has an owner."""
    ask("pg_advisory_lock", run)
    try:
        yield
    finally:
        if is_there():
            ask("pg_advisory_unlock", run)


def is_alive(run):
    """Whether some session owns the run."""
    if not ask("pg_try_advisory_lock", run):
        return True
    ask("pg_advisory_unlock", run)
    return False


def is_there():
    """Whether the session still is; with it all its locks would be gone."""
    return connection.connection is not None and not connection.connection.closed


def ask(function, *values):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({', '.join(['%s'] * len(values))})", values)
        return cursor.fetchone()[0]
