"""Taking messages for a run: from each space that has something due its share, so that none waits behind another.

The cost of a claim grows neither with the backlog nor with the history: a partial index is walked from space to space
(`spaces.models.fronts`), and read from its front in each. Messages of no space count as a space of their own.
"""

import random
import time
from itertools import chain, zip_longest

from django.db import connection, transaction
from django.utils import timezone

from spaces.actions.moving import take_in_hand
from spaces.models.fronts import fronts

MOST_SPACES = 50  # of one claim
MOST_WALKED = 1000  # of one walk; the next one goes on from there
FRESH = 1.0  # seconds until spaces that have something new are looked for

PICK = """
SELECT place.space, message.id FROM unnest(%(spaces)s::bigint[]) AS place(space), LATERAL (
    SELECT id FROM spaces_message
    WHERE state = 'queued' AND coalesce(space_id, 0) = place.space AND due_at <= %(now)s
    ORDER BY due_at, id LIMIT %(share)s FOR NO KEY UPDATE SKIP LOCKED
) AS message
"""


class Turns:
    """Whose turn it is, for one run."""

    def __init__(self, run):
        self.run = run
        self.spaces, self.after, self.walked_at = [], -1, 0.0

    def claim(self, count):
        """Take about so many messages for the run alone. Returns their keys, in the order in which they should go."""
        if count < 1:
            return []
        if time.monotonic() > self.walked_at + FRESH:
            self.spaces = []
        is_fresh = False
        while self.spaces or not is_fresh:
            if not self.spaces:
                self.look_around()
                is_fresh = True
            taken = self.take(count)
            if taken:
                return in_turn(taken)
        return []

    def look_around(self):
        """Find the spaces that have something due, going on behind those that were found the last time."""
        now = timezone.now()
        found = fronts(now, self.after, MOST_WALKED)
        if self.after >= 0 and len(found) < MOST_WALKED:
            found += fronts(now, most=MOST_WALKED - len(found))
        self.spaces = list(dict.fromkeys(space for space, _due_at in found))
        self.after = self.spaces[-1] if len(self.spaces) == MOST_WALKED else -1
        self.walked_at = time.monotonic()
        random.shuffle(self.spaces)

    def take(self, count):
        """{space: keys} of the next spaces. Those that are through, or that another run has its hands on, fall out."""
        chosen, rest = self.spaces[:MOST_SPACES], self.spaces[MOST_SPACES:]
        if not chosen:
            return {}
        now, share, taken = timezone.now(), -(-count // len(chosen)), {}
        with transaction.atomic():
            for space, key in pick(chosen, now, share):
                taken.setdefault(space, []).append(key)
            take_in_hand(list(chain.from_iterable(taken.values())), self.run, now)
        self.spaces = rest + [space for space in chosen if len(taken.get(space, ())) == share]
        return taken


def in_turn(taken):
    """One message of each space, then the second of each."""
    rounds = zip_longest(*taken.values())
    return [key for one_round in rounds for key in one_round if key is not None]


def something_is_due():
    return bool(fronts(timezone.now(), most=1))


def pick(spaces, now, share):
    """Lock so many due messages of each space at most, without those that another run is at. Returns [(space, key)]."""
    with connection.cursor() as cursor:
        cursor.execute(PICK, {"spaces": spaces, "now": now, "share": share})
        return cursor.fetchall()
