"""What a mail costs beside 10,000 and beside 1,000,000 mails that went out before: two databases, taken in turns."""

import contextlib
import os

import psycopg2

from tests.bench import mailing
from tests.bench.delivering import cases

ROWS = {"history_10k": 10_000, "history_1m": 1_000_000}


def prepare():
    """A database for each history, as copies of the one in use, which holds mails that have just been sent."""
    for name, rows in ROWS.items():
        server("CREATE DATABASE " + name + " TEMPLATE postgres")
        with using(name):
            mailing.fill_history(rows)
    server("CHECKPOINT")  # what filling left to write is not the mails' cost


def plan(bench, messages):
    """{case: function}, like the other cases."""

    def beside(name):
        with using(name):
            return cases.engine(bench, messages, 1)

    return {name: lambda name=name: beside(name) for name in ROWS}


@contextlib.contextmanager
def using(name):
    """Another database of the same server, for this process and what it starts."""
    before = point_to(name)
    try:
        yield
    finally:
        point_to(before)


def point_to(name):
    from django.db import connection

    connection.close()
    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
    os.environ["DATABASE_URL"] = os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + name
    return before


def server(statement):
    """Run a statement that works on whole databases."""
    from django.db import connection

    connection.close()
    settings = connection.settings_dict
    session = psycopg2.connect(dbname="template1", host=settings["HOST"], user=settings["USER"])
    session.autocommit = True
    with session.cursor() as cursor:
        cursor.execute(statement)
    session.close()
