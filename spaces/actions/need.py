"""Writing down why the space wants others to come in."""

from django.db import transaction

from spaces import access
from spaces.actions.moving import hold_unless_closed
from spaces.models import Need


def write_need(space, text, *, by):
    """Write the next version of the need; the same words again are the version that is there.

    Peers and facilitators may. Raises Forbidden, NotPossible.
    """
    access.require(access.belongs_inside(by, space))
    with transaction.atomic():
        hold_unless_closed(space.pk)
        latest = space.needs.order_by("-version").first()
        if latest is not None and latest.text == text:
            return latest
        return Need.objects.create(space=space, version=latest.version + 1 if latest else 1, text=text, by=by)
