"""Emptying the outbox: claim, look again, write, hand over, mark. At least once, with the smallest window we can make.

A run is some seconds of one worker. Its main thread owns the database and does everything but the dialogue with the
mail server: that is for the senders, threads with one connection each. What a server took stands in the run's journal
before anything else happens; when the worker dies, the next one reads it there. Only the mail that each connection was
handing over at that moment can go twice, and it carries the same Message-ID both times.
"""

import logging
import secrets
from contextlib import contextmanager

from django.conf import settings

from impact_spaces.lib.journal import Journal, NoJournal
from impact_spaces.lib.line import new_line
from impact_spaces.lib.senders import Senders
from spaces.actions.claiming import something_is_due
from spaces.actions.message import nudge
from spaces.actions.recovering import recover
from spaces.actions.run import Run
from spaces.actions.slots import a_slot, seen_alive

log = logging.getLogger(__name__)

A_RUN = 15  # seconds; shorter than the timetable's interval, and soon over when a worker is told to stop
# Seconds after which Celery kills a worker over its run, which frees the lock of its journal. A mail server that
# answers each step at the last moment (EMAIL_TIMEOUT) holds the last mails of a run for two minutes, no more.
HANGS_AFTER = 240


def deliver_due():
    """Send what is due, for a while. Returns how many messages were handled: none when enough runs are going."""
    with a_slot() as is_ours:
        if not is_ours:
            return 0
        recover()
        if not something_is_due():
            return 0
        try:
            with a_run() as run:
                run.go(A_RUN)
        except NoJournal as trouble:
            log.error("No mail goes out, because DATA_DIR takes no journal: %s", trouble)
            return 0
    if not run.is_away and something_is_due():
        nudge()  # there was too much for one run, or it came while the run ended and found no slot
    return run.handled


@contextmanager
def a_run(line=new_line):
    """A run with its journal. Without room for the journal nothing is claimed."""
    number = secrets.randbits(63)
    journal, is_done = Journal(number), False
    try:
        with seen_alive(number):
            run = Run(journal, Senders(journal, line, settings.MAIL_CONNECTIONS))
            try:
                yield run
            finally:
                run.end_sending()
            run.mark_results()
        is_done = True
    finally:
        if not is_done:
            journal.rest()
        journal.close(is_done=is_done)
