from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.machine.rules import drawn


class PulseRules:
    """Asking the group how it is."""

    @rule(space=drawn.SPACE, by=drawn.BY)
    def open_a_pulse(self, space, by):
        self.act("open_pulse", self.at(space), self.who(by, space))

    @rule(n=drawn.ANY, who=drawn.ANY)
    def answer_a_pulse(self, n, who):
        item = self.item("pulse", n)
        if item:
            self.act("answer_pulse", item, self.peer(item.space, who), n)

    @rule(n=drawn.ANY, name=drawn.ANYBODY)
    def answer_a_pulse_as_whoever(self, n, name):
        item = self.item("pulse", n)
        if item:
            self.act("answer_pulse", item, name, n)

    @rule(n=drawn.ANY, how=st.sampled_from(["close", "close", "call off"]), by=drawn.BY)
    def end_a_pulse(self, n, how, by):
        item = self.item("pulse", n)
        if item:
            self.act("end_pulse", item, how, self.who(by, item.space))

    @rule(space=drawn.SPACE, by=drawn.BY)
    def add_a_line(self, space, by):
        self.act("add_a_line", self.at(space), self.who(by, space))

    @rule(n=drawn.ANY)
    def ask_the_whole_group(self, n):
        """A long way in one step: two weeks later a wave is opened, answered and counted."""
        self.act("time_passes", 15)
        self.act("whole_pulse", self.main, self.facilitator(self.main), n)
