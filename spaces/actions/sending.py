"""What becomes of a claimed message: of the second look at it, and of what the mail server said. Data only; the columns
that are given back here are written by the run, many at a time.
"""

import logging
import random
from datetime import timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from impact_spaces.lib.mail import Away, Dropped, Later, Refused
from impact_spaces.lib.senders import Stale
from spaces.actions.moving import advance
from spaces.actions.second_look import objections
from spaces.actions.suppressing import suppress_all
from spaces.models import Message
from spaces.states import MessageState

log = logging.getLogger(__name__)

# How long to wait after each time that the server did not take a mail: half a day in all, then it has failed.
PATIENCE = [timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=3), timedelta(hours=8)]
MOST_ATTEMPTS = len(PATIENCE) + 1
# A connection that broke says nothing about the mail: the first time it waits less.
PATIENCE_AFTER_A_DROP = [timedelta(seconds=20), *PATIENCE[:-1]]


def looked_at(messages):
    """(those whose mails are to go, {key: columns} of those whose mails are not), by a second look at them all."""
    going, decided = [], {}
    for message, verdict in zip(messages, each(looks, messages), strict=True):
        if verdict is None:
            going.append(message)
        else:
            decided[message.pk] = after_a_look(message, verdict)
    return going, decided


def written(messages, writer):
    """([(message, its mail)], {key: columns} of those of which no mail could be made)."""
    pairs, decided = [], {}
    for message, mail in zip(messages, each(writer.write, messages), strict=True):
        if isinstance(mail, Exception):
            decided[message.pk] = went(message, mail)
        else:
            pairs.append((message, mail))
    return pairs, decided


def each(verb, messages):
    """What the verb gives for each message. One that it stumbles over must not hold up the others: it gets the
    exception, and they are taken one by one. A database that is away is everybody's trouble.
    """
    try:
        return verb(messages)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        if len(messages) == 1:
            return [error]
    return [each(verb, [message])[0] for message in messages]


def looks(messages):
    return objections(messages, timezone.now())


def after_a_look(message, verdict):
    """The columns of a message whose mail does not go out now."""
    if isinstance(verdict, Exception):
        return went(message, verdict)
    waits = {"due_at": verdict.until} if verdict.until else {}
    state = MessageState.QUEUED if verdict.until else verdict.state
    return {"state": state, "problem": str(verdict.why)[:200], **waits}


def went(message, outcome, mail=None):
    """The columns of a message after it was handed over: `outcome` is None when the mail was taken."""
    if outcome is None:
        sent = {"state": MessageState.SENT, "sent_at": timezone.now(), "problem": ""}
        return sent | {"attempts": message.attempts + 1} | mail.kept
    if isinstance(outcome, (Away, Stale)):  # nothing was tried
        return {"state": MessageState.QUEUED}
    if isinstance(outcome, Refused):
        return failed(message, str(outcome))
    if isinstance(outcome, Later):
        return put_off(message, str(outcome), PATIENCE_AFTER_A_DROP if isinstance(outcome, Dropped) else PATIENCE)
    log.error("Message %s could not be written: %s", message.pk, type(outcome).__name__, exc_info=trace_of(outcome))
    return put_off(message, type(outcome).__name__, PATIENCE)


def set_aside(messages):
    """What digests could not tell by a fault of ours has failed by itself; the rest of each digest went on."""
    for line, error in [found for message in messages for found in message.faulty]:
        log.error("Message %s could not be told: %s", line.pk, type(error).__name__, exc_info=trace_of(error))
        advance(Message.objects.filter(pk=line.pk), MessageState.FAILED, problem=type(error).__name__[:200])


def trace_of(error):
    """Where a fault of ours happened, without its words: those may quote what was written."""
    return type(error), None, error.__traceback__


def put_off(message, problem, patience):
    if message.attempts + 1 >= MOST_ATTEMPTS:
        return failed(message, problem)
    wait = patience[message.attempts] * random.uniform(1, 1.25)  # so that they do not all come back at once
    return queued_again(message, timezone.now() + wait, problem)


def queued_again(message, due_at, problem):
    return {
        "state": MessageState.QUEUED, "due_at": due_at, "problem": problem[:200], "attempts": message.attempts + 1,
    }  # fmt: skip


def failed(message, problem):
    return {"state": MessageState.FAILED, "problem": problem[:200], "attempts": message.attempts + 1}


def stop_reminders(messages):
    """Who cannot be reached is not reminded either."""
    with transaction.atomic():
        suppress_all({}, unreached={message.invitation_id for message in messages} - {None})
