"""What the tests of the door share: trying something, and looking for anybody who came through."""

from datetime import timedelta

import psycopg2
from django.db import DatabaseError, connection
from django.utils import timezone

from impact_spaces.lib.refusals import Forbidden, NotPossible
from sectors.models import Sector
from spaces.models import Invitation, Message
from spaces.models.door import FIRST_SECTOR_HOST
from spaces.models.invitation import Kind
from spaces.models.membership import Role
from spaces.states import BEHIND_THE_DOOR, InvitationState
from tests import world as w

# The database refuses by a rule of its own: check violation, or the raised exception of a state table.
RULES = ("23514", "P0001")


def refused(attempt, *args):
    """Whether a rule refuses an attempt; what it wrote before that is undone. Other errors are errors."""
    try:
        with w.savepoint():
            attempt(*args)
    except (NotPossible, Forbidden):
        return True
    except (DatabaseError, psycopg2.Error) as error:
        if getattr(error.__cause__ or error, "pgcode", None) not in RULES:
            raise
        return True
    return False


def outsiders(space):
    """Everybody from outside who has got past the list of candidates, by whatever row."""
    past = space.invitations.filter(state__in=BEHIND_THE_DOOR)
    inside = space.memberships.present().exclude(role=Role.FACILITATOR)
    body = {"organisation__sector__in": [Sector.FIRST, Sector.SECOND]}
    host = f"@(.*[.])?{FIRST_SECTOR_HOST.removeprefix('(^|[.])')}"
    return [
        *past.exclude(kind=Kind.PEER), *past.filter(**body), *past.filter(email__iregex=host),
        *inside.exclude(role__in=[Role.PEER, Role.INITIATOR]), *inside.filter(**body),
        *inside.filter(person__email__iregex=host), *Message.objects.filter(space=space, address__iregex=host),
    ]  # fmt: skip


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def a_new_row(space, **more):
    about = {
        "kind": Kind.STAKEHOLDER, "state": InvitationState.OPEN, "email": "yoav@health.example", "name": "Yoav",
        "deadline": timezone.now() + timedelta(days=9), "inviter": w.noa(),
    }  # fmt: skip
    row = Invitation(space=space, **about | more)
    row.fill_token_hash()
    return row
