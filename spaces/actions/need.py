"""Writing down why the space wants others to come in."""

from django.db import transaction

from spaces import access
from spaces.actions.moving import hold
from spaces.models import Need


def write_need(space, text, *, by):
    """Write the next version of the need. Peers and facilitators may. Raises Forbidden."""
    access.require(access.belongs_inside(by, space))
    with transaction.atomic():
        hold(space.pk)
        return Need.objects.create(space=space, version=space.needs.count() + 1, text=text, by=by)
