from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.machine.cast import OUTSIDE
from tests.machine.rules import drawn

WORDS = st.sampled_from([None, "named", "nameless", "removed"])  # what becomes of what they said


class PeopleRules:
    """Inviting, answering, signing, leaving."""

    @rule(space=drawn.SPACE, name=drawn.PEER, by=drawn.BY)
    def invite_a_peer(self, space, name, by):
        self.act("invite", self.at(space), name, self.who(by, space))

    @rule(space=drawn.SPACE, name=drawn.ANYBODY, by=drawn.BY)
    def put_on_the_list(self, space, name, by):
        if name in OUTSIDE or name in drawn.PEERS:
            kind = "stakeholder" if name in OUTSIDE else "peer"
            self.act("put_on_the_list", self.at(space), kind, name, self.who(by, space))

    @rule(n=drawn.ANY, verb=st.sampled_from(["propose", "approve", "send"]), by=drawn.BY)
    def advance_an_invitation(self, n, verb, by):
        self.act_on("invitation", n, verb, by)

    @rule(n=drawn.ANY, how=st.sampled_from(["resend", "extend", "withdraw"]), by=drawn.BY)
    def write_again(self, n, how, by):
        item = self.item("invitation", n)
        if item:
            self.act("write_again", item, how, self.who(by, item.space))

    @rule(n=drawn.ANY)
    def accept(self, n):
        item = self.item("invitation", n)
        if item:
            self.act("accept", item)

    @rule(n=drawn.ANY, how=st.sampled_from(["decline", "defer"]))
    def answer_otherwise(self, n, how):
        item = self.item("invitation", n)
        if item:
            self.act("answer_otherwise", item, how)

    @rule(n=drawn.ANY, name=drawn.ANYBODY)
    def delegate(self, n, name):
        item = self.item("invitation", n)
        if item:
            self.act("delegate", item, name)

    @rule(space=drawn.SPACE, name=drawn.ANYBODY, kind=st.sampled_from(["foundation", "annex"]))
    def sign(self, space, name, kind):
        self.act("sign", self.at(space), name, kind)

    @rule(space=drawn.SPACE, name=drawn.ANYBODY, by=drawn.BY, n=drawn.ANY, words=WORDS)
    def leave(self, space, name, by, n, words):
        if n % 3 == 0:  # not so often that nobody is left
            self.act("leave", self.at(space), name, name if n % 2 else self.who(by, space), words if n % 2 else None)

    @rule(name=drawn.PEER, circle=st.sampled_from(["lead", "plenum", "community"]), by=drawn.BY)
    def set_circle(self, name, circle, by):
        self.act("set_circle", self.main, name, circle, self.who(by, "main"))

    @rule(space=drawn.SPACE, name=drawn.ANYBODY, by=drawn.BY)
    def add_a_facilitator(self, space, name, by):
        self.act("add_facilitator", self.at(space), name, self.who(by, space))

    @rule(name=drawn.OUTSIDER, how_far=st.integers(1, 8))
    def bring_in(self, name, how_far):
        """A long way in one step: from the list of candidates to the letter, the yes, the signature."""
        self.act("bring_in", self.main, name, self.facilitator(self.main), how_far)
