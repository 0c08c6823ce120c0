"""Setting what the group takes as a good sign, before it looks."""

from django.db import transaction

from spaces import access
from spaces.actions.moving import hold_unless_closed
from spaces.models import Levels

OF_THE_SPACE = ("pulse_fresh_days", "pulse_share_percent", "hold_days")


def set_levels(space, *, by, **levels):
    """Write the levels that hold from now on; the earlier ones stay readable. The same again writes nothing new.

    `levels` are the columns of Levels, and those of the space itself that say how long things take. Raises
    Forbidden, NotPossible.
    """
    access.require_facilitator(by, space)
    own = {name: levels.pop(name) for name in OF_THE_SPACE if name in levels}
    with transaction.atomic():
        space = hold_unless_closed(space.pk)
        for name, value in own.items():
            setattr(space, name, value)
        if own:
            space.save(update_fields=list(own))
        before = Levels.objects.in_force(space)
        if before.pk and all(getattr(before, name) == value for name, value in levels.items()):
            return before
        return Levels.objects.create(space=space, by=by, **levels)
