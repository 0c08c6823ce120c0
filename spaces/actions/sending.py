"""One claimed message on its way: looked at again, written, handed over, marked."""

import logging
import random
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Subquery
from django.utils import timezone, translation

from impact_spaces.lib.mail import Later, Refused
from spaces.actions.moving import advance
from spaces.actions.second_look import objection
from spaces.actions.writing import Writer
from spaces.models import Invitation, Membership, Message, Suppression
from spaces.states import MessageState

log = logging.getLogger(__name__)

# How long to wait after each time that the server did not take a mail: half a day in all, then it has failed.
PATIENCE = [timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=3), timedelta(hours=8)]
MOST_ATTEMPTS = len(PATIENCE) + 1


def send_one(pk, claimed_at, line):
    """Send a message that was claimed at a moment, unless it is not wanted any more or was freed since.

    Raises Away when the mail server is: the message is still claimed then.
    """
    message = claimed(pk, claimed_at)
    if message is None:
        return
    try:
        stop, mail = prepare(message)
    except Refused as error:
        fail(message, str(error))
    except Exception as error:  # a fault of ours in one mail must not hold up all the others
        log.error("Message %s could not be written: %s", message.pk, type(error).__name__)
        try_again(message, type(error).__name__)
    else:
        if stop is None:
            hand_over(message, mail, line)
        elif stop.until:
            wait_until(message, stop.until, stop.why)
        else:
            mark(message, stop.state, problem=stop.why)


def claimed(pk, claimed_at):
    """The message as it is now with all that its mail needs, in one query; None when it is no longer ours."""
    facilitators = Membership.objects.present().facilitators().filter(space=OuterRef("space")).order_by("since", "id")
    return (
        Message.objects.filter(pk=pk, state=MessageState.SENDING, claimed_at=claimed_at)
        .select_related(
            "space", "invitation__inviter", "invitation__delegated_from", "invitation__decision", "membership__person"
        )
        .annotate(
            is_unwanted=Exists(Suppression.objects.filter(email=OuterRef("address"))),
            contact_name=Subquery(facilitators.values("person__name")[:1]),
            contact_address=Subquery(facilitators.values("person__email")[:1]),
        )
        .first()
    )


def prepare(message):
    """What speaks against the mail (told in the space's language), or else the mail."""
    with translation.override(message.space.language):
        stop = objection(message, timezone.now())
    if stop is not None:
        return stop, None
    (mail,) = Writer().write([message])
    if isinstance(mail, Exception):
        raise mail
    return None, mail


def hand_over(message, mail, line):
    try:
        line.send(mail)
    except Refused as error:
        fail(message, str(error))
    except Later as error:
        try_again(message, str(error))
    else:
        mark(message, MessageState.SENT, sent_at=timezone.now(), problem="", **mail.kept)
        log.info("Message %s was sent.", message.pk)


def try_again(message, problem):
    if message.attempts >= MOST_ATTEMPTS:
        fail(message, problem)
        return
    wait = PATIENCE[message.attempts - 1] * random.uniform(1, 1.25)  # so that they do not all come back at once
    mark(message, MessageState.QUEUED, due_at=timezone.now() + wait, problem=problem[:200])


def fail(message, problem):
    """The mail cannot be sent; who cannot be reached is not reminded either."""
    mark(message, MessageState.FAILED, problem=problem[:200])
    Invitation.objects.filter(pk=message.invitation_id).update(next_reminder_at=None)
    log.warning("Message %s could not be sent.", message.pk)


def wait_until(message, moment, why):
    mark(message, MessageState.QUEUED, due_at=moment, problem=why, attempts=F("attempts") - 1)


def mark(message, state, **changes):
    """Write how it went, if the message is still ours."""
    advance(Message.objects.filter(pk=message.pk, claimed_at=message.claimed_at), state, **changes)
