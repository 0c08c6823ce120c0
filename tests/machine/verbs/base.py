"""What all verbs share: the accounts, the ledger, the clock."""

from spaces.models import Space
from tests.machine.cast import people
from tests.machine.ledger import Ledger


class Base:
    """A play: accounts, the ledger, the keys of the spaces by their short names, and a clock of its own."""

    def __init__(self, clock):
        self.clock, self.ledger, self.people, self.keys = clock, Ledger(), people(), {}
        self.cookies = {}

    def tick(self):
        """The moment at which the next thing happens; no two happen at the same."""
        self.clock.shift(1)
        self.ledger.now += 1
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
