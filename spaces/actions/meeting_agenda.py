"""What is talked about in a meeting: items put in, put in order, taken out; and who steps out of one."""

from contextlib import contextmanager

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces import access
from spaces.actions.moving import hold_unless_closed
from spaces.models import AgendaItem, Meeting, Recusal
from spaces.models.membership import Role
from spaces.models.room import Room

UP, DOWN = -1, 1


def add_item(meeting, *, by, title, axis, minutes, room=None, prepares=None, note=""):
    """Put an item at the end of the agenda. In a meeting of the peers every item is theirs.

    Raises Forbidden, NotPossible.
    """
    with held(meeting, by) as meeting:
        room = Room.PEERS if meeting.room == Room.PEERS else room or Room.WHOLE
        require_insider(prepares, meeting, room)
        last = meeting.items.aggregate(last=Max("position"))["last"]
        position = 0 if last is None else last + 1
        what = {"title": title, "axis": axis, "minutes": minutes, "prepares": prepares, "note": note}
        return AgendaItem.objects.create(meeting=meeting, room=room, position=position, **what)


def change_item(item, *, by, **what):
    """Change an item; never its room: what is the peers' stays theirs. Raises Forbidden, NotPossible."""
    if not what.keys() <= {"title", "axis", "minutes", "prepares", "note"}:
        raise NotPossible(_("An item stays in its room. Take it out, and put another one in."))
    with held(item.meeting, by) as meeting:
        require_insider(what.get("prepares"), meeting, item.room)
        for name, value in what.items():
            setattr(item, name, value)
        item.save(update_fields=list(what))


def remove_item(item, *, by):
    """Take an item out, with the names of those who had stepped out of it. Raises Forbidden, NotPossible."""
    with held(item.meeting, by):
        AgendaItem.objects.filter(pk=item.pk).delete()


def shift_item(item, by_how_much, *, by):
    """Move an item one place UP or DOWN; at the end it stays. Raises Forbidden, NotPossible."""
    with held(item.meeting, by) as meeting:
        items = list(meeting.items.select_for_update())
        here = items.index(item)
        there = min(max(here + by_how_much, 0), len(items) - 1)
        items.insert(there, items.pop(here))
        for position, one in enumerate(items):
            one.position = position
        AgendaItem.objects.bulk_update(items, ["position"])


def step_out(item, *, by):
    """Say that one is an interested party and takes no part in an item. Seen by whoever sees the item.

    Raises Forbidden for anybody who is not in the space, NotPossible once the meeting has begun.
    """
    with transaction.atomic():
        Recusal.objects.get_or_create(item=item, membership=own_place(item, by))


def step_in(item, *, by):
    """Take part after all. Raises as above."""
    with transaction.atomic():
        Recusal.objects.filter(item=item, membership=own_place(item, by)).delete()


def own_place(item, by):
    hold_unless_closed(item.meeting.space_id)
    seen = AgendaItem.objects.visible_to(by).filter(pk=item.pk).select_related("meeting").first()
    place = by.memberships.active().filter(space=item.meeting.space_id).first()
    if seen is None or place is None:
        raise Forbidden(_("This is for those who see the item."))
    if seen.meeting.is_cancelled or seen.meeting.has_begun:
        raise NotPossible(_("This meeting is not ahead any more."))
    return place


@contextmanager
def held(meeting, by):
    """The meeting as it is now, with its space held, for its facilitator. Raises Forbidden, NotPossible."""
    access.require_facilitator(by, meeting.space)
    with transaction.atomic():
        hold_unless_closed(meeting.space_id)
        meeting = Meeting.objects.select_for_update(of=["self"]).select_related("space").get(pk=meeting.pk)
        if meeting.is_cancelled:
            raise NotPossible(_("This meeting was called off."))
        yield meeting


def require_insider(prepares, meeting, room):
    """Who prepares an item belongs to those who see it."""
    if prepares is None:
        return
    if prepares.space_id != meeting.space_id or (room == Room.PEERS and prepares.role == Role.STAKEHOLDER):
        raise NotPossible(_("Only somebody who sees the item can prepare it."))
