"""After a death: what a run had in its hands is marked as its journal says, or goes back into the outbox."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from impact_spaces.lib import journal
from spaces.actions.loading import load
from spaces.actions.message import nudge
from spaces.actions.moving import advance, advance_many
from spaces.actions.second_look import objections
from spaces.actions.slots import is_alive
from spaces.actions.writing import Writer
from spaces.models import Message
from spaces.states import MessageState

log = logging.getLogger(__name__)

STUCK_AFTER = timedelta(minutes=10)
MOST_DEATHS = 5  # workers that die with a message in their hands
REST_AFTER_A_DEATH = timedelta(seconds=20)  # so that a message that kills workers does not kill them all day


def recover():
    """Settle what dead runs left in the journals of this machine. Returns how many messages went back."""
    freed = 0
    for left in journal.abandoned():
        sent = mark_sent(left)
        freed += give_back(held_by(left.run), left.in_hand)
        log.warning("A run died: %s messages had been taken, %s were in hand.", len(sent), len(left.in_hand))
    return freed


def mark_sent(left):
    """The mail server took these; only the database had not been told."""
    messages = load(left.taken, left.run)
    objections(messages, timezone.now())  # so that digests know what they told; whatever speaks against it, it went
    letters = Writer().write(messages)
    sent = {"state": MessageState.SENT, "problem": ""}
    return advance_many(
        {
            message.pk: sent
            | {"sent_at": message.claimed_at, "attempts": message.attempts + 1}
            | ({} if isinstance(letter, Exception) else letter.kept)
            for message, letter in zip(messages, letters, strict=True)
        },
        left.run,
    )


def give_back(messages, in_hand):
    """Let these be claimed again. Those that were in hand may have been the cause of the death. Returns how many."""
    suspects = messages.filter(pk__in=in_hand)
    advance(suspects.filter(deaths__gte=MOST_DEATHS - 1), MessageState.FAILED, problem="no worker survived it")
    known, again = suspects.filter(deaths__gt=0), timezone.now() + REST_AFTER_A_DEATH
    freed = advance(known, MessageState.QUEUED, deaths=F("deaths") + 1, due_at=again)
    freed += advance(suspects, MessageState.QUEUED, deaths=F("deaths") + 1)
    return freed + advance(messages, MessageState.QUEUED)


def sweep_stuck(now=None):
    """Free what dead runs held: those of this machine at once, and after a time those whose journals nobody finds,
    because another machine is gone with its disk. Returns how many messages went back.
    """
    freed = recover() + sum(map(free_lost, lost_runs(now or timezone.now())))
    if freed:
        log.warning("Swept the outbox: %s messages are free again.", freed)
        transaction.on_commit(nudge)
    return freed


def lost_runs(now):
    """Runs that began long ago, have no journal here, and no session that owns them."""
    stuck = Message.objects.filter(state=MessageState.SENDING, claimed_at__lte=now - STUCK_AFTER)
    runs = stuck.exclude(run__in=journal.runs()).order_by().values_list("run", flat=True).distinct()
    return [run for run in runs if run is None or not is_alive(run)]


def free_lost(run):
    """Nobody knows which of them were in hand: any may be the cause."""
    messages = held_by(run)
    return give_back(messages, list(messages.values_list("pk", flat=True)))


def held_by(run):
    return Message.objects.filter(state=MessageState.SENDING, run=run)
