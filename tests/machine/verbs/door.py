"""The long way to the open door, in one go: what random single steps would seldom get together.

Some of a long way may be refused, rightly; the rest goes on.
"""

from spaces.states import Stage
from tests.machine.verbs.base import Base


class Door(Base):
    def all_sign(self, space, kind):
        for name in self.ledger.peers(space):
            self.perhaps(self.sign, space, name, kind)

    def all_consent(self, item):
        for name in self.ledger.peers(item.space):
            self.perhaps(self.respond, item, name, "consent")
        item.is_over = True

    def gather(self, space, names, by):
        """Take a space to a group that has signed and consolidated."""
        self.perhaps(self.move_space, space, Stage.GATHERING, by)
        self.publish(space, "foundation", by)
        for name in names:
            self.perhaps(self.accept, self.invite(space, name, by))
            self.perhaps(self.sign, space, name, "foundation")
        self.perhaps(self.move_space, space, Stage.CONSOLIDATED, by)

    def make_ready(self, space, by):
        """Everything that the door asks for, as far as the group can have it now."""
        self.perhaps(self.move_space, space, Stage.CONSOLIDATED, by)
        self.perhaps(self.write_need, space, by)
        if not self.ledger.of_kind("annex", space):
            self.perhaps(self.publish, space, "annex", by)
        self.all_sign(space, "annex")
        self.perhaps(self.ask_dependencies, space, by)
        self.whole_pulse(space, by, 1)
        asked = self.perhaps(self.open_decision, space, "open_door", by)
        if asked:
            self.all_consent(asked)

    def open_door(self, space, by):
        self.make_ready(space, by)
        self.perhaps(self.move_space, space, Stage.CROSS_SECTOR, by)

    def put_to_the_group(self, space, name, by):
        """A candidate through the window to the group's decision. Returns the invitation, agreed on or not."""
        item = self.perhaps(self.put_forward, space, name, by)
        if item is None:
            return None
        self.time_passes(10)
        asked = self.perhaps(self.ask_group, item, by)
        if asked:
            self.all_consent(asked)
        return self.ledger.of_kind("invitation", space)[-1]

    def bring_in(self, space, name, by, how_far=5):
        """A stakeholder some way from the list of candidates to their signature, all of it while the door is open."""
        item = self.put_to_the_group(space, name, by)
        if item and how_far >= 2:
            self.perhaps(self.approve, item, by)
        if item and how_far >= 3:
            self.perhaps(self.send, item, by)
        if item and how_far >= 4 and self.stage(space) == Stage.CROSS_SECTOR:
            self.perhaps(self.accept, item)
        if item and how_far >= 5:
            self.perhaps(self.sign, space, name, "annex")

    def whole_meeting(self, space, room, by):
        """From the call, moved once, to what is summed up for each room that met."""
        held = self.perhaps(self.plan, space, room, "plenum", by)
        if held is None:
            return
        self.perhaps(self.change, held, by)
        rooms = ("peers",) if room == "peers" else ("peers", "whole")
        for one in rooms:
            item = self.perhaps(self.put_on_the_agenda, held, one, by)
            if item and self.ledger.peers(space):
                self.perhaps(self.step_out, item, self.ledger.peers(space)[-1])
        self.time_passes(4)
        for one in rooms:
            written = self.perhaps(self.sum_up, held, one, by)
            if written:
                self.perhaps(self.share, written, by)

    def whole_pulse(self, space, by, number):
        """A wave from its opening to its count; who is silent, and who says what, hangs on the number."""
        item = self.perhaps(self.open_pulse, space, by)
        if item:
            for place, name in enumerate(self.ledger.peers(space)):
                if (number + place) % 9 or number % 2:
                    self.perhaps(self.answer_pulse, item, name, number + place)
            self.perhaps(self.end_pulse, item, "close", by)
