"""The outbox: nothing leaves except as a row here. Writing the row is the promise; sending is the worker's."""

from django.db import transaction
from django.utils import timezone

from impact_spaces.lib import broker
from spaces.actions.digest_time import let_wait
from spaces.models import Message
from spaces.states import MessageState


def enqueue(messages, mailing=None):
    """Put mails into the outbox, as part of a mailing if they are. A mail whose occasion is there already is not put
    in again. Whoever names a mailing holds its space.
    """
    if not messages:
        return
    if mailing is not None:
        put_into(mailing, messages)
    Message.objects.bulk_create(messages, ignore_conflicts=True, batch_size=1000)
    transaction.on_commit(nudge)


def put_into(mailing, messages):
    """None goes before the mailing does, and while it is paused they wait with it."""
    state = MessageState.HELD if mailing.is_paused else MessageState.QUEUED
    for one in messages:
        one.mailing, one.state, one.due_at = mailing, state, max(one.due_at, mailing.goes_at)


def nudge():
    """Ask a worker to look at the outbox now. When the broker is away the timetable asks a little later."""
    broker.ask("spaces.tasks.deliver_due")


def to_invitee(invitation, kind, occasion, note=""):
    """A mail to the address of an invitation, in its language. Not saved yet."""
    return Message(
        space_id=invitation.space_id,
        invitation=invitation,
        kind=kind,
        occasion=f"invitation:{invitation.pk}:{occasion}",
        address=invitation.email,
        language=invitation.language,
        note=note,
    )


def to_member(membership, kind, occasion, *, at=None, until=None):
    """A mail to somebody in a space, in their language, due now or `at` a moment. Not saved yet.

    A notice waits for their digest when they chose one; not if what it asks for is to be done `until` before that.
    """
    message = Message(
        space_id=membership.space_id,
        membership=membership,
        kind=kind,
        occasion=f"membership:{membership.pk}:{occasion}",
        address=membership.person.email,
        language=membership.person.language,
        due_at=at or timezone.now(),
    )
    let_wait(message, membership.person, until)
    return message


def to_person(person, kind, occasion):
    """A mail to somebody about no space, in their language. Not saved yet."""
    return Message(
        person=person,
        kind=kind,
        occasion=f"person:{person.pk}:{occasion}",
        address=person.email,
        language=person.language,
    )


def about(message):
    """What a mail is about, from its occasion: ["reminder", "2"], ["decision", "7"], ["sign", "annex", "1"]."""
    return message.occasion.split(":")[2:]
