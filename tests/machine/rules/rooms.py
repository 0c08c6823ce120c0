from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.machine.rules import drawn

ROOM = st.sampled_from(["peers", "peers", "whole"])


class RoomRules:
    """What is said, answered, released, removed; and the glass."""

    @rule(name=drawn.SPEAKER, room=ROOM, has_file=st.booleans())
    def say(self, name, room, has_file):
        self.act("say", self.main, self.listener(name), room, None, has_file)

    @rule(space=drawn.SPACE, n=drawn.ANY, room=ROOM)
    def say_as_a_peer(self, space, n, room):
        self.act("say", self.at(space), self.peer(self.at(space), n), room)

    @rule(n=drawn.ANY, who=drawn.SPEAKER, room=ROOM)
    def reply(self, n, who, room):
        item = self.item("post", n)
        if item:
            self.act("say", item.space, self.listener(who), room, item)

    @rule(n=drawn.ANY, verb=st.sampled_from(["release", "release", "release", "remove"]), by=drawn.BY)
    def do_with_words(self, n, verb, by):
        """Mostly those do it whose words they are."""
        item = self.item("post", n)
        if item:
            self.act(verb, item, self.who(by, item.space) if n % 4 == 0 else item.author)
            if item.released and n % 3 == 0:
                self.act("take_back", item, item.author)

    @rule(n=drawn.ANY, space=drawn.SPACE, by=drawn.BY)
    def break_the_glass(self, n, space, by):
        if n > 700:
            self.act("break_glass", self.at(space), "staff" if n % 2 else self.who(by, space))
