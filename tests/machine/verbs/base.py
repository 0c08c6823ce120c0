"""What all verbs share: the accounts, the ledger, the clock."""

from collections import Counter

from django.db import transaction
from django.utils import timezone

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces.models import Space
from tests.machine.cast import people
from tests.machine.ledger import Ledger


class Base:
    """A play: accounts, the ledger, the keys of the spaces by their short names, and a clock of its own."""

    def __init__(self, clock):
        self.clock, self.ledger, self.people, self.keys = clock, Ledger(), people(), {}
        self.cookies, self.feeds, self.tally = {}, {}, Counter()

    def tick(self):
        """The moment at which the next thing happens; no two happen at the same."""
        self.clock.shift(1)
        self.ledger.now = timezone.now()
        return self.ledger.now

    def space(self, name):
        return Space.objects.get(pk=self.keys[name])

    def membership(self, name, space):
        return self.people[name].memberships.present().get(space=self.keys[space])

    def note(self, kind, space, room, word, **more):
        return self.ledger.note(kind, space, room, self.ledger.now, word, **more)

    def allow(self, may, verb, by):
        """Nobody who may not do something has done it."""
        assert may, f"{by} may not {verb}"

    def perhaps(self, verb, *about):
        """Try something: what it makes, or None where it is refused, which is an answer too. Any other fault is one."""
        try:
            with transaction.atomic():
                made = verb(*about)
        except (NotPossible, Forbidden) as refusal:
            self.tally[f"{verb.__name__}: {type(refusal).__name__}"] += 1
            return None
        self.tally[f"{verb.__name__}: done"] += 1
        return made
