"""Opening a space and taking it through its stages, there and back."""

from datetime import timedelta

from spaces.actions import closing, counting, expiring, pulse, reminding, space
from spaces.models import Space
from spaces.states import Stage
from tests.machine.ledger import FACILITATOR, PEERS_ROOM, Place
from tests.machine.verbs.base import Base


class Stages(Base):
    def open_space(self, name, by):
        moment = self.tick()
        word = self.note("leadership", name, PEERS_ROOM, self.ledger.word()).word
        made = space.open_space(by=self.people[by], name=f"Space {name}", purpose="Together", leadership=word)
        self.keys[name] = made.pk
        self.ledger.stages[name] = (made.stage, "")
        self.ledger.places[name, by] = Place(FACILITATOR, moment)

    def move_space(self, name, to, by):
        """To a stage, or back from a pause to where it was."""
        self.tick()
        reason = self.note("reason", name, PEERS_ROOM, self.ledger.word()).word
        stage, paused_from = self.ledger.stages[name]
        if to == "back":
            to = Stage(paused_from or Stage.CONSOLIDATED)
        moved = space.move_space(self.space(name), to, by=self.people[by], reason=reason)
        self.allow(self.ledger.is_facilitator(by, name), "move the space", by)
        assert moved.stage == to
        self.ledger.stages[name] = (str(to), stage if to == Stage.PAUSED else "")
        if to == Stage.CLOSED:
            self.ledger.depending = {about: names for about, names in self.ledger.depending.items() if about[0] != name}
        if Stage.CROSS_SECTOR in (stage, paused_from) and to in (Stage.CONSOLIDATED, Stage.CLOSED):
            self.ledger.end_stakeholders(name)

    def stage(self, name):
        return self.ledger.stages[name][0]

    def describe(self, name, by):
        self.tick()
        word = self.ledger.word()
        space.describe(Space.objects.get(pk=self.keys[name]), by=self.people[by], readiness=word)
        self.allow(self.ledger.is_facilitator(by, name), "describe", by)
        self.note("readiness", name, PEERS_ROOM, word)

    def time_passes(self, days):
        """Days go by, and the timetable runs."""
        self.clock.shift(timedelta(days=days))
        self.tick()
        closing.close_due()
        counting.count_due()
        pulse.close_due()
        expiring.expire_due()
        expiring.ask_again_due()
        reminding.remind_due()
