"""Events for partner systems: written in the transaction of what they tell of, and given their order after it."""

import logging

from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError

from spaces.models import Endpoint, Event, Sharing, Space

log = logging.getLogger(__name__)

ORDER = 0x65766E74  # the number of the advisory lock: one at a time gives positions


def tell(kind, *, space, about, state="", partner=None, meeting=None):
    """Write an event; within a space the caller holds it. Whom it is told to follows from what they may know."""
    tell_all([Event(kind=kind, space=space, about=about, state=state, partner=partner, meeting=meeting)])


def tell_all(events):
    if events:
        Event.objects.bulk_create(events, batch_size=1000)
        transaction.on_commit(nudge)


def tell_of_moves(rows, to):
    """The event for each space, and for each invitation that a partner system proposed, that comes to a state."""
    tell_all([moved(row, to) for row in rows if isinstance(row, Space) or row.partner_id])


def moved(row, to):
    if isinstance(row, Space):
        return Event(kind="space.moved", space=row, about=row.pk, state=to)
    about = {"space_id": row.space_id, "partner_id": row.partner_id, "about": row.pk}
    return Event(kind="invitation.moved", state=to, **about)


def tell_of_meeting(kind, meeting):
    tell(kind, space=meeting.space, about=meeting.uid, meeting=meeting)


def tell_of_end(memberships):
    """Systems that knew of a member learn that they know nothing any more; not why."""
    knew = Sharing.objects.of_themselves().filter(membership__in=memberships)
    tell_all([known_no_more(one) for one in knew.select_related("grant").order_by("pk")])


def known_no_more(sharing):
    about = {"space_id": sharing.grant.space_id, "partner_id": sharing.grant.partner_id}
    return Event(kind="membership.ended", about=sharing.membership_id, **about)


def give_positions():
    """Give each event whose transaction ended its place in the order of all. Returns how many.

    One at a time: whoever comes second sees what the first one gave. An event that is not committed yet has no place,
    and so nobody reads past it; within a space places follow the order in which things happened.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ORDER])
        cursor.execute(NEXT_POSITIONS)
        return cursor.rowcount


NEXT_POSITIONS = """
    UPDATE spaces_event e SET position = last.position + waiting.n
    FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM spaces_event WHERE position IS NULL) waiting,
         (SELECT coalesce(max(position), 0) AS position FROM spaces_event) last
    WHERE e.id = waiting.id
"""


def catch_up():
    """Give positions if any event waits for one: cheap where none does."""
    return give_positions() if Event.objects.without_position().exists() else 0


def nudge():
    """Ask a worker to tell endpoints now. When the broker is away the timetable asks a little later."""
    if not Endpoint.objects.active().exists():
        return
    try:
        current_app.send_task("spaces.tasks.send_webhooks")
    except OperationalError:
        log.warning("The broker is away; the timetable will tell the endpoints.")
