"""A group's own items: a few questions of its own beside the twelve."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions.moving import hold_unless_closed
from spaces.models import PulseItem

MOST = 5
SHORTEST_NAME = 4


def add_item(space, *, by, axis, he="", ar="", en=""):
    """Ask one thing more from the next wave on. About the group: an item that names a member is refused.

    Raises Forbidden, NotPossible.
    """
    access.require_facilitator(by, space)
    with transaction.atomic():
        hold_unless_closed(space.pk)
        own = space.pulse_items.asked()
        same = own.filter(axis=axis, he=he, ar=ar, en=en).first()
        if same is not None:
            return same
        if own.count() >= MOST:
            raise NotPossible(_("A pulse has at most {n} items of the group's own.").format(n=MOST))
        require_nobody_named(space, f"{he}\n{ar}\n{en}")
        return PulseItem.objects.create(space=space, axis=axis, he=he, ar=ar, en=en, by=by)


def require_nobody_named(space, text):
    for name in names_around(space):
        if len(name) >= SHORTEST_NAME and name.casefold() in text.casefold():
            raise NotPossible(
                _("This names “{name}”. A pulse asks about the group, never about one person or body.").format(
                    name=name
                )
            )


def names_around(space):
    """Members and candidates, and the bodies they come from."""
    columns = ("organisation__name_he", "organisation__name_ar", "organisation__name_en", "organisation_name")
    members = space.memberships.values_list("person__name", *columns)
    invited = space.invitations.values_list("name", *columns)
    return sorted({name.strip() for row in [*members, *invited] for name in row if name})


def retire_item(item, *, by):
    """Ask an own item no more. What was read of it stays. Raises Forbidden, NotPossible."""
    access.require_facilitator(by, item.space)
    with transaction.atomic():
        hold_unless_closed(item.space_id)
        PulseItem.objects.asked().filter(pk=item.pk).update(retired_at=timezone.now())
