"""The one place that writes a state: `move` for spaces and invitations, `advance` for messages, `advance_mailing`."""

import logging
from collections import defaultdict

from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.db.models import JSONField
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from spaces.actions.event import tell_of_moves
from spaces.models import Invitation, Mailing, Message, Move, Space
from spaces.states import INVITATIONS, MAILINGS, MESSAGES, STAGES, MessageState, sources

log = logging.getLogger(__name__)


def move(row, to, *, by, reason="", at=None, **changes):
    """Move a space or an invitation to a state, write its Move row and the columns that change with it.

    `row` is updated in memory as well. Raises NotPossible when the table does not allow the move, when somebody
    else moved the row first (nothing is written then), or when the database's own rule refuses.
    """
    column, table = ("stage", STAGES) if isinstance(row, Space) else ("state", INVITATIONS)
    seen = getattr(row, column)
    if to not in table[seen].next:
        raise NotPossible(not_next(table, type(row), seen, to))
    at = at or timezone.now()
    with transaction.atomic():
        hold(row.pk if column == "stage" else row.space_id)
        found = type(row).objects.filter(pk=row.pk, **{column: seen})
        if not write(found, {column: to, **changes}):
            raise NotPossible(_("Somebody else was faster: this has changed in the meantime. Please look again."))
        leave_trace(row, seen, to, by=by, at=at, reason=reason)
        tell_of_moves([row], to)
    for name, value in {column: to, **changes}.items():
        setattr(row, name, value)


def move_all(invitations, to, *, by, reason="", at=None, **changes):
    """Move every invitation of a queryset that may go to `to`, in one statement. Returns those that moved.

    The queryset is of one space that the caller holds. Raises NotPossible when the database's own rule refuses
    one of them; none is moved then.
    """
    at = at or timezone.now()
    with transaction.atomic():
        rows = invitations.filter(state__in=sources(INVITATIONS, to)).order_by("pk")
        rows = list(rows.select_for_update(of=["self"]))
        write(Invitation.objects.filter(pk__in=[row.pk for row in rows]), {"state": to, **changes})
        Move.objects.bulk_create(
            [
                Move(space_id=r.space_id, invitation=r, from_state=r.state, to_state=to, by=by, at=at, reason=reason)
                for r in rows
            ],
            batch_size=1000,
        )
        tell_of_moves(rows, to)
    for row in rows:
        for name, value in {"state": to, **changes}.items():
            setattr(row, name, value)
    return rows


def hold(space_id):
    """Lock a space's row until the transaction ends. Whoever writes invitations holds their space first, so that
    answering one and closing the door wait for each other instead of for ever.
    """
    return Space.objects.select_for_update(no_key=True).get(pk=space_id)


def hold_all(space_ids):
    """`hold` for several at once: two who hold the same wait for each other. Nobody holds another one before."""
    return lock(Space.objects.filter(pk__in=space_ids))


def lock(rows):
    """Lock the rows of a queryset until the transaction ends, in the order of their keys. Returns the keys.

    What belongs to a space is locked by whoever holds the space, and this order is for those that do not.
    """
    return list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))


def hold_unless_closed(space_id):
    """`hold`, for what is not done in a closed space any more. Raises NotPossible."""
    space = hold(space_id)
    if space.is_over:
        raise NotPossible(_("The space is closed; it stays as it was."))
    return space


def advance(messages, to, **changes):
    """Move messages of the outbox to a state where the table allows it. Returns how many moved."""
    return messages.filter(state__in=sources(MESSAGES, to)).update(state=to, **changes)


def advance_mailing(mailing, to, **changes):
    """Move a mailing to a state where the table allows it from the one it has by now. Returns whether it moved."""
    found = Mailing.objects.filter(pk=mailing.pk, state__in=sources(MAILINGS, to))
    moved = found.update(state=to, state_since=timezone.now(), **changes)
    if moved:
        mailing.refresh_from_db()
    return bool(moved)


def take_in_hand(keys, run, now):
    """Move queued messages, whose rows the caller has locked, into the hands of a run.

    By their keys alone, whatever the statistics say: a condition that an index of what waits fulfils as well could lead
    through all that waits. So the state is compared with a column, like that of `advance_alike`.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE spaces_message AS message SET state = 'sending', claimed_at = %s, run = %s"
            " FROM unnest(%s::bigint[], %s::text[]) AS taken(id, was)"
            " WHERE message.id = taken.id AND message.state = taken.was",
            [now, run, keys, [MessageState.QUEUED] * len(keys)],
        )


def advance_many(changes, run):
    """Move messages that a run has in its hands, each to its own state and columns, in few statements.

    `changes` is {key: {"state": to, column: value, …}}. Returns the keys that moved: what the run has lost meanwhile
    stays as it is. A state that the table does not allow is refused by the database. What the database cannot take of
    one of them is no reason to forget how it went with the others: they are written one by one then.
    """
    try:
        return advance_at_once(changes, run)
    except (OperationalError, InterfaceError):
        raise
    except DatabaseError as error:
        log.error("How it went cannot be written of messages %s: %s", list(changes), type(error).__name__)
        if len(changes) > 1:
            return {moved for key, columns in changes.items() for moved in advance_many({key: columns}, run)}
        return advance_at_once({key: plain(columns) for key, columns in changes.items()}, run)


def plain(columns):
    """How it went with a message, without the words."""
    return {name: value for name, value in columns.items() if name in ("state", "due_at", "sent_at", "attempts")}


def advance_at_once(changes, run):
    kinds = defaultdict(dict)
    for key, columns in changes.items():
        kinds[tuple(sorted(columns))][key] = columns
    with transaction.atomic():
        return {key for columns, rows in kinds.items() for key in advance_alike(columns, rows, run)}


def advance_alike(columns, rows, run):
    """`advance_many` for rows that change the same columns."""
    fields = [Message._meta.get_field(column) for column in columns]
    values = [
        [as_stored(field, row[column]) for row in rows.values()] for column, field in zip(columns, fields, strict=True)
    ]
    names = [connection.ops.quote_name(field.column) for field in fields]
    arrays = ", ".join(["%s::bigint[]", "%s::text[]", *(f"%s::{field.db_type(connection)}[]" for field in fields)])
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE spaces_message AS message SET {', '.join(f'{name} = went.{name}' for name in names)}"
            f" FROM unnest({arrays}) AS went(id, was, {', '.join(names)})"
            " WHERE message.id = went.id AND message.state = went.was AND message.run = %s RETURNING message.id",
            [list(rows), [MessageState.SENDING] * len(rows), *values, run],
        )
        return [key for (key,) in cursor.fetchall()]


def as_stored(field, value):
    """The driver knows how to write numbers, words and times by itself, and much faster."""
    return field.get_db_prep_save(value, connection) if isinstance(field, JSONField) else value


def began(row, *, by, at=None, reason="", is_reported=False):
    """Write the first Move of a space or an invitation that was just made."""
    state = row.stage if isinstance(row, Space) else row.state
    leave_trace(row, "", state, by=by, at=at or timezone.now(), reason=reason, is_reported=is_reported)
    tell_of_moves([row], state)


def leave_trace(row, seen, to, *, by, at, reason, is_reported=False):
    place = {"space": row} if isinstance(row, Space) else {"space_id": row.space_id, "invitation": row}
    Move.objects.create(
        **place, from_state=seen, to_state=to, by=by, at=at, reason=reason[:500], is_reported=is_reported
    )


def write(rows, changes):
    """Update, and translate the database's refusal into a reason for people."""
    try:
        with transaction.atomic():
            return rows.update(**changes)
    except IntegrityError as error:
        raise NotPossible(refusal(error)) from error


def refusal(error):
    text = str(error)
    if "the door is closed" in text:
        return _("The door of this space is closed. People from other sectors are invited after the group opens it.")
    if "the door:" in text:
        return _("The door cannot open or close yet: something on its list is missing.")
    if "a candidate:" in text:
        return _("The group has not agreed to invite this person yet, or not since it last consolidated.")
    if "a peer invitation cannot go" in text or "a peer cannot come" in text:
        return _("This organisation is not in the third sector, so its people cannot be invited as peers.")
    if "one_live_invitation" in text:
        return _("There is another live invitation to this address in this space.")
    return _("The space is paused or closed, or a rule of its database does not allow this.")


def not_next(table, model, seen, to):
    labels = dict(model._meta.get_field("stage" if model is Space else "state").choices)
    return _("From “{seen}” this cannot become “{to}”.").format(seen=labels[seen], to=labels[to])
