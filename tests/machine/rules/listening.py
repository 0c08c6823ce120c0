from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.machine.looking import WORDS, Looking
from tests.machine.rules import drawn
from tests.machine.watching import all_wrongly_seen


class ListeningRules:
    """Somebody looks at a list, a space, a thing by its address, or at the letter of an invitation."""

    @rule(name=drawn.LISTENER, n=drawn.ANY)
    def look_at_a_list(self, name, n):
        self.look(self.looking(name).at_list(n))

    @rule(name=drawn.LISTENER, space=drawn.SPACE, n=drawn.ANY)
    def look_at_a_space(self, name, space, n):
        self.look(self.looking(name).at_space(self.at(space), n))

    @rule(name=drawn.LISTENER, kind=st.sampled_from([*WORDS]), which=drawn.ANY, n=drawn.ANY)
    def look_at_a_thing(self, name, kind, which, n):
        item = self.item(kind, which)
        if item:
            self.look(self.looking(name).at_item(item, n))

    @rule(name=drawn.LISTENER, other=drawn.OUTSIDER, space=drawn.SPACE)
    def look_around(self, name, other, space):
        self.look(all_wrongly_seen(self.play, {self.listener(name), other}, [self.at(space)]))

    @rule(which=drawn.ANY)
    def open_a_letter(self, which):
        item = self.item("invitation", which)
        if item:
            self.look(Looking(self.play, "").at_letter(item))
