"""Threads that each keep one line to the mail server busy, and do nothing but that: no database, no templates."""

import contextlib
import threading
import time
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

from impact_spaces.lib.journal import IN_HAND, TAKEN, WAITING
from impact_spaces.lib.mail import Away, Dropped, Mail

A_LINE_FOR = 8  # waiting mails: three of them do not open sixteen connections
NEXT_LINE_AFTER = 0.05  # seconds in which the lines that are open did not get through with what waits
FEW = 4  # mails that nobody opens another line for
MOST_DROPS = 3  # connections that broke without a mail being taken in between: the server is left alone then

# Time that also passes while this process, or the whole machine, is asleep.
CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class Stale(Exception):
    """The mail lay here for too long, or its group was called back; it is looked at again before it goes."""


@dataclass(slots=True)
class Parcel:
    """A mail, whose it is, its place in the journal, until when it may be handed over, and what it is part of."""

    owner: Any
    mail: Mail
    place: int
    until: float
    groups: tuple = ()


def clock():
    return time.clock_gettime(CLOCK)


class Senders:
    """Takes parcels and gives back how each went: None when it was taken, else the exception."""

    def __init__(self, journal, new_line, most):
        self.journal, self.new_line, self.most = journal, new_line, most
        self.waiting, self.done = SimpleQueue(), SimpleQueue()
        self.threads, self.opened_at = [], 0.0
        self.lock, self.lines, self.drops = threading.Lock(), 0, 0
        self.away = None  # why the server is left alone
        self.called_back = frozenset()  # groups of which nothing more is handed over

    def take(self, parcels):
        """Send these as soon as a line is free."""
        for parcel in parcels:
            self.waiting.put(parcel)
        for _ in range(-(-len(parcels) // A_LINE_FOR) - self.lines):
            self.open_another()

    def keep_up(self):
        """Open another line when those that are open have too much to do."""
        if self.waiting.qsize() >= FEW and time.monotonic() > self.opened_at + NEXT_LINE_AFTER:
            self.open_another()

    def open_another(self):
        with self.lock:
            if self.lines >= self.most or self.away:
                return
            self.lines += 1
        self.opened_at = time.monotonic()
        thread = threading.Thread(target=self.work, daemon=True)
        self.threads.append(thread)
        thread.start()

    def results(self):
        """What has come back since the last time: (parcel, None or the exception)."""
        return [self.done.get() for _ in range(self.done.qsize())]

    def finish(self):
        """Wait until each line is through with the mail in its hands, and hang up. Returns what is left."""
        left = self.recall()
        for _ in self.threads:
            self.waiting.put(None)
        for thread in self.threads:
            thread.join()
        return left + self.recall()

    def recall(self):
        found = []
        with contextlib.suppress(Empty):
            while True:
                found.append(self.waiting.get_nowait())
        return [parcel for parcel in found if parcel is not None]

    def work(self):
        line = self.new_line()
        try:
            while (parcel := self.waiting.get()) is not None:
                outcome = self.away or self.hand_over(parcel, line)
                if isinstance(outcome, Away) and self.others_go_on(outcome):
                    self.waiting.put(parcel)
                    return
                self.done.put((parcel, outcome))
        finally:
            line.hang_up()

    def hand_over(self, parcel, line):
        if clock() > parcel.until or not self.called_back.isdisjoint(parcel.groups):
            return Stale("to be looked at again")
        self.journal.mark(parcel.place, IN_HAND)
        try:
            line.send(parcel.mail)
        except Away as error:
            self.journal.mark(parcel.place, WAITING)
            return error
        except Exception as error:  # a fault of ours as well: it is this mail's outcome, the line goes on
            self.note_drop(error)
            return error
        self.journal.mark(parcel.place, TAKEN)
        self.drops = 0
        return None

    def note_drop(self, error):
        if isinstance(error, Dropped):
            self.drops += 1
            if self.drops >= MOST_DROPS:
                self.away = Away("hangs up again and again")

    def others_go_on(self, away):
        """A server that lets no further line in is used by those that are in. The last one leaves it alone."""
        with self.lock:
            if self.lines > 1 and not self.away:
                self.lines -= 1
                self.most = self.lines
                return True
            self.away = self.away or away
            return False
