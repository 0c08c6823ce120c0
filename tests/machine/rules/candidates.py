from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.machine.rules import drawn

BODY = st.sampled_from([None, "ruth", "ruth", "eran"])  # another, the ministry, the firm


class CandidateRules:
    """Who might be invited, who asks to wait, who depends on whom."""

    @rule(space=drawn.SPACE, name=drawn.OUTSIDER, by=drawn.BY)
    def put_forward(self, space, name, by):
        self.act("put_forward", self.at(space), name, self.who(by, space))

    @rule(n=drawn.ANY, who=drawn.ANY)
    def ask_to_wait(self, n, who):
        item = self.item("candidacy", n)
        if item:
            self.act("ask_hold", item, self.peer(item.space, who))

    @rule(n=drawn.ANY, name=drawn.ANYBODY)
    def ask_to_wait_as_whoever(self, n, name):
        item = self.item("candidacy", n)
        if item:
            self.act("ask_hold", item, name)

    @rule(n=drawn.ANY, by=drawn.BY)
    def ask_the_group_about_a_candidate(self, n, by):
        self.act_on("candidacy", n, "ask_group", by)

    @rule(space=drawn.SPACE, by=drawn.BY)
    def ask_about_dependencies(self, space, by):
        self.act("ask_dependencies", self.at(space), self.who(by, space))

    @rule(space=drawn.SPACE, who=drawn.ANY, on=BODY)
    def depend(self, space, who, on):
        self.act("depend", self.at(space), self.peer(self.at(space), who), on)

    @rule(name=drawn.ANYBODY, on=BODY)
    def depend_as_whoever(self, name, on):
        self.act("depend", self.main, name, on)
