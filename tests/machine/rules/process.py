from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from spaces.states import Stage
from tests.machine.rules import drawn

AHEAD = [Stage.GATHERING, Stage.CONSOLIDATED, Stage.CROSS_SECTOR] * 3
STAGES = st.sampled_from([*AHEAD, Stage.PAUSED, "back", "back", Stage.EXPLORING])


class ProcessRules:
    """Stages, papers, decisions, time."""

    @rule(space=drawn.SPACE, to=STAGES, by=drawn.BY)
    def move_the_space(self, space, to, by):
        self.act("move_space", self.at(space), to, self.who(by, space))

    @rule(n=drawn.ANY, by=drawn.BY)
    def close_the_space(self, n, by):
        if n > 950:
            self.act("move_space", self.main, Stage.CLOSED, self.who(by, "main"))

    @rule(to=st.sampled_from([Stage.CONSOLIDATED, Stage.CONSOLIDATED, Stage.PAUSED]))
    def close_the_door(self, to):
        """The group goes back, or rests."""
        self.act("move_space", self.main, to, self.facilitator(self.main))

    @precondition(lambda self: self.may_get_ready())
    @rule()
    def open_the_door(self):
        """A long way in one step: need, annex, consent, and through."""
        self.act("open_door", self.main, self.facilitator(self.main))

    @rule(space=drawn.SPACE, by=drawn.BY)
    def describe(self, space, by):
        self.act("describe", self.at(space), self.who(by, space))

    @rule(space=drawn.SPACE, by=drawn.BY)
    def write_a_need(self, space, by):
        self.act("write_need", self.at(space), self.who(by, space))

    @rule(space=drawn.SPACE, kind=st.sampled_from(["foundation", "annex"]), by=drawn.BY)
    def publish(self, space, kind, by):
        self.act("publish", self.at(space), kind, self.who(by, space))

    @rule(space=drawn.SPACE, kind=st.sampled_from(["foundation", "annex"]))
    def all_sign(self, space, kind):
        self.act("all_sign", self.at(space), kind)

    @rule(space=drawn.SPACE, topic=st.sampled_from(["general", "general", "open_door", "invite"]), by=drawn.BY)
    def ask_the_group(self, space, topic, by):
        self.act("open_decision", self.at(space), topic, self.who(by, space))

    @rule(n=drawn.ANY, who=drawn.ANY, answer=st.sampled_from(["consent", "consent", "objection"]))
    def respond(self, n, who, answer):
        item = self.item("decision", n)
        if item:
            self.act("respond", item, self.peer(item.space, who), answer)

    @rule(n=drawn.ANY, who=drawn.ANY, verb=st.sampled_from(["confide", "ask"]))
    def say_in_a_round(self, n, who, verb):
        item = self.item("decision", n)
        if item:
            self.act(verb, item, self.peer(item.space, who))

    @rule(n=drawn.ANY, by=drawn.BY)
    def amend(self, n, by):
        self.act_on("decision", n, "amend", by)

    @rule(n=drawn.ANY, name=drawn.ANYBODY)
    def respond_as_whoever(self, n, name):
        item = self.item("decision", n)
        if item:
            self.act("respond", item, name, "consent")

    @rule(n=drawn.ANY, by=drawn.BY)
    def remind_open_names(self, n, by):
        self.act_on("decision", n, "remind_open_names", by)

    @rule(days=st.sampled_from([0, 1, 1, 2, 4, 7, 16]))
    def time_passes(self, days):
        self.act("time_passes", days)
