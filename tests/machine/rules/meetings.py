from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.machine.rules import drawn

ROOM = st.sampled_from(["peers", "whole", "whole"])
CIRCLE = st.sampled_from(["lead", "plenum", "plenum", "community"])


class MeetingRules:
    """Meetings of both rooms, before and after."""

    @rule(space=drawn.SPACE, room=ROOM, circle=CIRCLE, by=drawn.BY)
    def plan_a_meeting(self, space, room, circle, by):
        self.act("plan", self.at(space), room, circle, self.who(by, space))

    @rule(n=drawn.ANY, verb=st.sampled_from(["change", "change", "cancel"]), by=drawn.BY)
    def change_a_meeting(self, n, verb, by):
        self.act_on("meeting", n, verb, by)

    @rule(n=drawn.ANY, who=drawn.ANY, name=drawn.SPEAKER, answer=st.sampled_from(["yes", "maybe", "no"]))
    def answer_a_call(self, n, who, name, answer):
        item = self.item("meeting", n)
        if item:
            self.act("reply", item, self.peer(item.space, who) if who % 3 else self.listener(name), answer)

    @rule(n=drawn.ANY, room=ROOM, by=drawn.BY)
    def put_on_the_agenda(self, n, room, by):
        item = self.item("meeting", n)
        if item:
            self.act("put_on_the_agenda", item, room, self.who(by, item.space))

    @rule(n=drawn.ANY, who=drawn.ANY, name=drawn.SPEAKER)
    def step_out(self, n, who, name):
        item = self.item("agenda", n)
        if item:
            self.act("step_out", item, self.peer(item.space, who) if who % 3 else self.listener(name))

    @rule(n=drawn.ANY, room=ROOM, by=drawn.BY)
    def sum_up(self, n, room, by):
        item = self.item("meeting", n)
        if item:
            self.act("sum_up", item, room, self.who(by, item.space))

    @rule(n=drawn.ANY, by=drawn.BY)
    def share_a_summary(self, n, by):
        self.act_on("summary", n, "share", by)

    @rule(n=drawn.ANY, name=drawn.ANYBODY, by=drawn.BY)
    def promise(self, n, name, by):
        item = self.item("summary", n)
        if item:
            self.act("commit", item, name, self.who(by, item.space))

    @rule(room=ROOM)
    def meet(self, room):
        """A long way in one step: called, held, summed up."""
        self.act("whole_meeting", self.main, room, self.facilitator(self.main))
