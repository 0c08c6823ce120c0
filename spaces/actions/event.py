"""Events for partner systems: written in the transaction of what they tell of, and given their order after it.

Who is told is settled when it happens, with the space held: a line for each system. What a space lets a system have
later brings nothing to light that a reader has passed by; it tells an event of its own instead.
"""

from django.db import connection, transaction

from impact_spaces.lib import broker
from spaces.event_kinds import KINDS
from spaces.models import Endpoint, Event, Grant, Sharing, Space
from spaces.states import Stage

ORDER = 0x65766E74  # the number of the advisory lock: one at a time gives positions


def tell(kind, *, space, about, state="", to=None):
    """Tell each system that a space lets know of such things; with `to`, those of these grants alone.

    The caller holds the space.
    """
    grants = Grant.objects.covering(KINDS[kind].scope).filter(space=space)
    if to is not None:
        grants = grants.filter(pk__in=to)
    tell_all([Event(**under(grant), kind=kind, about=about, state=state) for grant in grants.order_by("pk")])


def under(grant):
    return {"grant": grant, "space_id": grant.space_id, "partner_id": grant.partner_id}


def tell_system(kind, partner, *, about, state="", space=None):
    """Tell a system what is about itself."""
    tell_all([Event(kind=kind, partner=partner, about=about, state=state, space=space)])


def tell_all(events):
    if events:
        Event.objects.bulk_create(events, batch_size=1000)
        transaction.on_commit(nudge)


def tell_of_moves(rows, to):
    """Tell that spaces, or invitations, came to a state."""
    for space in (row for row in rows if isinstance(row, Space)):
        tell("space.moved", space=space, about=space.pk, state=to)
        if to == Stage.CLOSED:
            tell_of_closing(space)
    tell_of_proposals([row for row in rows if not isinstance(row, Space) and row.partner_id], to)


def tell_of_closing(space):
    """Whoever holds something of its people must hear that it is not theirs any more, whatever its scopes."""
    for grant in space.grants.live().select_related("partner").order_by("pk"):
        tell_system("grant.narrowed", grant.partner, about=grant.pk, space=space)


def tell_of_proposals(invitations, to):
    """A system follows the invitations that it proposed itself."""
    if not invitations:
        return
    grants = Grant.objects.covering("invitations:read").filter(space__in={one.space_id for one in invitations})
    by_system = {(grant.space_id, grant.partner_id): grant for grant in grants}
    told = [(one, by_system.get((one.space_id, one.partner_id))) for one in invitations]
    tell_all([Event(**under(grant), kind="invitation.moved", about=one.pk, state=to) for one, grant in told if grant])


def tell_of_meeting(kind, meeting, places=None):
    """Tell the systems that have a meeting from a member who is called to it; with `places`, from one of those."""
    members = meeting.replies.standing().values("membership") if places is None else [p.membership_id for p in places]
    if places is None or places:
        sharings = Sharing.objects.of_meetings().filter(membership__in=members, membership__ended_at=None)
        tell(kind, space=meeting.space, about=meeting.uid, to=sharings.values("grant"))


def tell_of_end(memberships):
    """Systems that knew of a member, or had their meetings, learn that this is over; not why."""
    ended = Sharing.objects.filter(membership__in=memberships).select_related("membership__space").order_by("pk")
    for kind, found in (("membership.ended", ended.of_themselves()), ("meetings.ended", ended.of_meetings())):
        for one in found:
            tell(kind, space=one.membership.space, about=one.membership_id, to=[one.grant_id])


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
    """Ask a worker to tell endpoints now, if anybody is to be told."""
    if Endpoint.objects.active().exists():
        broker.ask("spaces.tasks.send_webhooks")
