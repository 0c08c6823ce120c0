"""The machine: random steps of everybody, and what must hold after each of them."""

import copy
from collections import Counter
from random import Random

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from tests.machine import always
from tests.machine.cast import EVERYBODY
from tests.machine.floors import figure_faults, floor_faults
from tests.machine.looking import Looking
from tests.machine.play import SECOND
from tests.machine.posting import Post
from tests.machine.rules.candidates import CandidateRules
from tests.machine.rules.drawn import LISTENERS
from tests.machine.rules.listening import ListeningRules
from tests.machine.rules.meetings import MeetingRules
from tests.machine.rules.people import PeopleRules
from tests.machine.rules.process import ProcessRules
from tests.machine.rules.pulses import PulseRules
from tests.machine.rules.rooms import RoomRules
from tests.machine.watching import WATCHED, wrongly_seen


class Stage(RuleBasedStateMachine):
    """Begins each example with a copy of the scenes, and takes back afterwards what it wrote. Steps are its heirs'."""

    scenes = None  # a play and the moment at which it stands
    watched = WATCHED  # a glance falls on one of these
    tally = Counter()

    def __init__(self):
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.play = fork(*self.scenes)
        self.play.tally = self.tally
        self.post, self.marks, self.turn = Post(), set(), 0
        self.main, self.before = "new", ""

    @initialize(main=st.sampled_from(["new", "group", "group", "open", "open", "open", "large"]))
    def begin(self, main):
        self.main, self.before = main, self.play.stage(main)

    # What the rules use

    def act(self, verb, *about):
        """Try something."""
        return self.play.perhaps(getattr(self.play, verb), *about)

    def act_on(self, kind, number, verb, by):
        item = self.item(kind, number)
        if item:
            self.act(verb, item, self.who(by, item.space))

    def at(self, space):
        return SECOND if space == "second" else self.main

    def who(self, by, space):
        space = self.at(space) if space in ("main", "second") else space
        if by == "facilitator":
            return self.facilitator(space)
        return next(iter(self.play.ledger.peers(space)), "avi") if by == "a peer" else by

    def facilitator(self, space):
        """The first facilitator of a space; noa where the last one left, as they may once it is closed."""
        return next((name for name in EVERYBODY if self.play.ledger.is_facilitator(name, space)), "noa")

    def may_get_ready(self):
        """Whether the long way to the door has a beginning: a group that is together."""
        here = self.play.stage(self.main)
        return here in ("gathering", "consolidated") and len(self.play.ledger.peers(self.main)) >= 2

    def item(self, kind, number):
        """One of the latest of a kind in the spaces of this example, mostly one that is not over."""
        found = [one for one in self.play.ledger.of_kind(kind) if one.space in (self.main, SECOND)]
        alive = [one for one in found if not one.is_over] if number % 5 else found
        found = (alive or found)[-4:]
        return found[number % len(found)] if found else None

    def peer(self, space, number):
        """One of the peers of a space, as far as there are any."""
        found = self.play.ledger.peers(space) or ["avi"]
        return found[number % len(found)]

    def listener(self, who):
        """Their name; ruth where there is nobody of the kind."""
        ledger = self.play.ledger
        kinds = {
            "a stakeholder": ledger.stakeholders(self.main),
            "somebody who left": [name for space, name in ledger.left if space == self.main],
            "somebody who has not signed": ledger.waiting(self.main),
        }
        return [*kinds[who], "ruth"][-2 if kinds[who] else -1] if who in kinds else who

    def looking(self, who):
        return Looking(self.play, self.listener(who))

    def hold_against(self, faults):
        self.tally["looks"] += 1
        none_of(faults)

    @invariant()
    def what_always_holds(self):
        """The tables and the outbox after each step; besides, at one the figures, at another what one of them sees."""
        self.turn += 1
        none_of(always.faults())
        none_of(self.post.faults(self.play))
        if self.turn % 6 == 0:
            none_of([*floor_faults(self.play), *figure_faults(self.play)])
        elif self.turn % 3 == 1:
            none_of(self.glance())
        self.keep_count()

    def glance(self):
        """What one of them sees of one kind of things: by chance, and the same when an example is played again."""
        chance = Random(f"{self.main} {self.turn} {len(self.play.ledger.items)} {len(self.play.ledger.left)}")
        name = self.listener(chance.choice(LISTENERS))
        return wrongly_seen(self.play, chance.choice(self.watched), name, chance.choice([self.main, self.main, SECOND]))

    def keep_count(self):
        self.tally["steps"] += 1
        stage = self.play.stage(self.main)
        if stage != self.before:
            self.marks.add(f"went to {stage}")
            self.marks |= {"went back"} if (self.before, stage) == ("cross_sector", "consolidated") else set()
            self.marks |= {"opened again"} if "went back" in self.marks and stage == "cross_sector" else set()
        self.before = stage
        if self.play.ledger.stakeholders(self.main):
            self.marks.add(f"a stakeholder was in while {stage}")

    def teardown(self):
        self.tally["examples"] += 1
        self.tally.update(self.marks)
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)


class Process(PeopleRules, ProcessRules, RoomRules, PulseRules, CandidateRules, MeetingRules, ListeningRules, Stage):
    """The machine with all of its steps."""


class Fault(AssertionError):
    """Something that must always hold does not."""


def none_of(faults):
    if faults:
        raise Fault("; ".join(faults))


def fork(play, moment):
    """The same play again from where it stands, with a ledger of its own."""
    play.clock.move_to(moment)
    forked = copy.copy(play)
    forked.ledger, forked.keys = copy.deepcopy(play.ledger), dict(play.keys)
    return forked
