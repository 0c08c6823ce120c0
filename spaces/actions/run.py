"""What one worker has in its hands; `claim`, `prepare` and `mark_results` are its trips to the database."""

import logging
import time

from impact_spaces.lib.journal import IN_HAND, PLACES, WAITING
from impact_spaces.lib.mail import Refused
from impact_spaces.lib.senders import Parcel, Stale, clock
from spaces.actions.claiming import Turns
from spaces.actions.feedback import addresses_refused
from spaces.actions.loading import load
from spaces.actions.moving import advance_many
from spaces.actions.pacing import Pace, domain_of
from spaces.actions.sending import looked_at, set_aside, stop_reminders, went, written
from spaces.actions.writing import Writer
from spaces.models import Mailing
from spaces.states import MessageState

log = logging.getLogger(__name__)

A_BREATH = 0.01  # seconds between two looks at what the senders are doing
WRITTEN_EVERY = 0.25  # seconds; results are written in batches of what came in this time
FEWEST, MOST = 16, 400  # messages of one claim
KEPT_AT_MOST = 60  # seconds that a mail waits for a line; then it is looked at again


class Run:
    """One worker's while at the outbox."""

    def __init__(self, journal, senders):
        self.journal, self.senders = journal, senders
        self.number = journal.run
        self.turns, self.writer, self.pace = Turns(journal.run), Writer(), Pace()
        self.places = {}  # of the messages that are ours, in the journal
        self.decided, self.gave_up = {}, []  # columns to be written, and messages whose reminders stop
        self.nowhere = []  # messages to addresses that do not exist, with what the server said
        self.handled, self.appetite = 0, FEWEST * 4
        self.mailings = set()  # of which this run had mails in its hands
        self.claimed_at = self.marked_at = self.full_until = time.monotonic()

    @property
    def is_away(self):
        return self.senders.away is not None

    def go(self, patience):
        """Keep the senders busy: for so many seconds, while something is left, while the mail server is there."""
        until = time.monotonic() + patience
        while time.monotonic() < until and not self.is_away:
            if self.is_hungry():
                self.prepare(self.claim())
            if not self.places and not self.pace.is_waiting:
                return
            self.note_results()
            if len(self.decided) == len(self.places) or time.monotonic() > self.marked_at + WRITTEN_EVERY:
                self.mark_results()
            else:
                time.sleep(A_BREATH)
                self.senders.keep_up()

    def is_hungry(self):
        """Whether the senders will soon have nothing to do, and the journal has room for more."""
        if time.monotonic() < self.full_until or len(self.places) > PLACES - MOST:
            return False
        return self.senders.waiting.qsize() < self.appetite

    def claim(self):
        """Take the next messages: about as many as go out in half a second. Returns their keys."""
        since, self.claimed_at = time.monotonic() - self.claimed_at, time.monotonic()
        self.appetite = min(self.appetite * 2, MOST) if since < 0.5 else max(self.appetite // 2, FEWEST)
        keys = self.turns.claim(self.pace.allowed(self.appetite))
        self.pace.count(len(keys))
        if not keys:
            self.full_until = time.monotonic() + WRITTEN_EVERY
        for key in keys:
            self.places[key] = self.journal.hold(key)
        return keys

    def prepare(self, keys):
        """Look again at claimed messages, write the mails of those that are still wanted, and have them sent.

        Those that a worker died with are taken one by one: the death is not blamed on the others again.
        """
        messages = load(keys, self.number)
        for lost in set(keys) - {message.pk for message in messages}:
            self.journal.free(self.places.pop(lost))
        held_back = self.pace.hold_back(messages)
        self.decide(held_back, [])
        going = [message for message in messages if message.pk not in held_back]
        for group in [[one for one in going if not one.deaths], *([one] for one in going if one.deaths)]:
            self.prepare_alike(group)

    def prepare_alike(self, messages):
        self.journal.mark_all(IN_HAND, [self.places[message.pk] for message in messages])
        going, not_wanted = looked_at(messages)
        pairs, not_written = written(going, self.writer)
        set_aside(messages)
        self.journal.mark_all(WAITING, [self.places[message.pk] for message in messages])
        self.decide(not_wanted | not_written, messages)
        until = clock() + KEPT_AT_MOST
        self.mailings |= {message.mailing_id for message in going} - {None}
        self.senders.take([
            Parcel(message, mail, self.places[message.pk], until, (message.mailing_id, domain_of(message)))
            for message, mail in pairs
        ])  # fmt: skip

    def note_results(self):
        for parcel, outcome in self.senders.results():
            self.decide({parcel.owner.pk: went(parcel.owner, outcome, parcel.mail)}, [parcel.owner])
            if isinstance(outcome, Refused) and outcome.is_bad_address:
                self.nowhere.append((parcel.owner, str(outcome)))
            self.pace.note(parcel.owner, outcome)

    def decide(self, columns, messages):
        self.decided |= columns
        failed = {key for key, row in columns.items() if row["state"] == MessageState.FAILED}
        self.gave_up += [message for message in messages if message.pk in failed]

    def mark_results(self):
        """Write what became of the messages. Those that somebody freed meanwhile are not ours to write."""
        self.note_results()
        stop_reminders(self.gave_up)
        moved = advance_many(self.decided, self.number)
        self.handled += sum(row["state"] != MessageState.QUEUED for row in self.decided.values())
        log.info("Marked %s messages: %s", len(moved), sorted(moved))
        addresses_refused([(message, words) for message, words in self.nowhere if message.pk in moved])
        for key in self.decided:
            self.journal.free(self.places.pop(key))
        self.decided, self.gave_up, self.nowhere = {}, [], []
        self.call_back()
        self.marked_at = time.monotonic()

    def call_back(self):
        """What was paused or stopped while its mails lay ready is looked at again before any more of it goes."""
        halted = Mailing.objects.halted().filter(pk__in=self.mailings).values_list("pk", flat=True)
        self.senders.called_back = frozenset(halted if self.mailings else ()) | self.pace.resting()

    def end_sending(self):
        """Let each line finish the mail in its hands; what waits for one goes back."""
        for parcel in self.senders.finish():
            self.decide({parcel.owner.pk: went(parcel.owner, Stale(), None)}, [])
