"""The two rooms. Every piece of content is said in one of them and stays there; `in_sight` is the history wall."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _


class Room(models.TextChoices):
    PEERS = "peers", _("the peers' room")
    WHOLE = "whole", _("the whole space")


def in_sight(person, said_at="said_at", released_at=None):
    """What this person may read of rows with a `space`, a `room` and the moment `said_at`, as a condition.

    Peers who have signed and facilitators read both rooms. A stakeholder reads the whole space from the day of
    joining on; with `released_at` named, also what its author released to the whole, whenever it was said.
    """
    mine = person.memberships.present()
    outside = mine.active().stakeholders().filter(space=OuterRef("space"))
    since = Q(Exists(outside.filter(active_since__lte=OuterRef(said_at))), room=Room.WHOLE)
    if released_at:
        since |= Q(Exists(outside), **{f"{released_at}__isnull": False})
    return Q(space__in=mine.inside().values("space")) | since


def readers(space, room):
    """The memberships that read a room now: peers who have signed and facilitators, and in the whole everybody."""
    active = space.memberships.active()
    return active if room == Room.WHOLE else active.inside()
