"""Whose a token is. Every call asks this first: one statement, written once, which also tells whether the database's
connection still lives.
"""

from functools import cache

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from impact_spaces.lib.tokens import digest
from spaces.models import Partner, PartnerKey, PartnerToken

PARTS = {PartnerToken: "", PartnerKey: "key__", Partner: "key__partner__"}


def by_token(token):
    """The live token, with its key and partner, or None. What ended a moment ago is not found."""
    row = asked_first(statement(), [digest(token)])
    if row is None:
        return None
    found, found.key, found.key.partner = as_rows(row)
    is_live = found.until > timezone.now() and found.key.is_live and found.key.partner.is_active
    return found if is_live else None


@cache
def statement():
    columns = [f"{prefix}{name}" for model, prefix in PARTS.items() for name in columns_of(model)]
    sql, _params = PartnerToken.objects.filter(digest="").values_list(*columns).query.sql_with_params()
    return sql


@cache
def columns_of(model):
    return [field.attname for field in model._meta.concrete_fields]


def as_rows(row):
    for model in PARTS:
        names = columns_of(model)
        yield model.from_db("default", names, row[: len(names)])
        row = row[len(names) :]


def asked_first(sql, params):
    """The row of the statement with which a call begins. A connection that died since the last call is opened anew:
    that is found out by this statement, and needs none of its own before it (CONN_HEALTH_CHECKS).
    """
    if connection.in_atomic_block:
        return one_row(sql, params)
    connection.health_check_done = True
    try:
        return one_row(sql, params)
    except (InterfaceError, OperationalError):
        connection.close()
        return one_row(sql, params)


def one_row(sql, params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()
