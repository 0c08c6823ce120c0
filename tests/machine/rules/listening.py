from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.machine.looking import WORDS, Looking
from tests.machine.play import SECOND
from tests.machine.rules import drawn
from tests.machine.watching import all_wrongly_seen

WHERE = st.sampled_from(["a list", "a space", "a space", "a thing", "a thing", "a thing"])


class ListeningRules:
    """Somebody looks at a list, a space, a thing by its address, or at the letter of an invitation."""

    @rule(name=drawn.LISTENER, at=WHERE, which=drawn.ANY, n=drawn.ANY)
    def look(self, name, at, which, n):
        looking, item = self.looking(name), self.anything(which)
        if at == "a list":
            self.hold_against(looking.at_list(n))
        elif at == "a space" or item is None:
            self.hold_against(looking.at_space(self.at("main" if which % 5 else "second"), n))
        else:
            self.hold_against(looking.at_item(item, n))

    def anything(self, number):
        """One of the latest things that have an address, of whatever kind."""
        found = [one for one in self.play.ledger.items if one.kind in WORDS and one.space in (self.main, SECOND)][-30:]
        return found[number % len(found)] if found else None

    @rule(name=drawn.LISTENER, space=drawn.SPACE)
    def look_around(self, name, space):
        self.hold_against(all_wrongly_seen(self.play, [self.listener(name)], [self.at(space)]))

    @rule(which=drawn.ANY)
    def open_a_letter(self, which):
        item = self.item("invitation", which)
        if item:
            self.hold_against(Looking(self.play, "").at_letter(item))
