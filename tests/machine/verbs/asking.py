"""The pulse: waves of questions, answered by each peer once. The ledger keeps the true answers, to compare with."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from django.utils import timezone

from spaces.actions import pulse, pulse_items
from spaces.models import Pulse
from tests.machine.ledger import PEERS_ROOM
from tests.machine.verbs.base import Base


@dataclass
class Wave:
    """What was asked and what each answered: a number, or None for "don't know"."""

    space: str
    items: list
    answers: dict = field(default_factory=dict)


class Asking(Base):
    def open_pulse(self, space, by):
        self.tick()
        until = timezone.now() + timedelta(days=14)
        made = pulse.open_wave(self.space(space), by=self.people[by], closes_at=until)
        self.allow(self.ledger.is_facilitator(by, space), "open a pulse", by)
        self.ledger.waves[made.pk] = Wave(space, made.items)
        return self.note("pulse", space, PEERS_ROOM, self.ledger.word(), pk=made.pk)

    def answer_pulse(self, item, name, number):
        """Somebody's answers, made from a number: different ones to different lines."""
        self.tick()
        wave = self.ledger.waves[item.pk]
        chance = Random(number)
        answers = {line: chance.choice((None, None, 1, 2, 3, 4, 5)) for line in wave.items}
        pulse.answer(Pulse.objects.get(pk=item.pk), by=self.people[name], answers=answers)
        self.allow(name in self.ledger.peers(item.space), "answer a pulse", name)
        wave.answers[name] = answers

    def end_pulse(self, item, how, by):
        self.tick()
        found = Pulse.objects.select_related("space").get(pk=item.pk)
        {"close": pulse.close, "call off": pulse.call_off}[how](found, by=self.people[by])
        self.allow(self.ledger.is_facilitator(by, item.space), how, by)
        item.is_over = True

    def add_a_line(self, space, by):
        self.tick()
        word = self.ledger.word()
        made = pulse_items.add_item(self.space(space), by=self.people[by], axis="task", en=f"We are {word}")
        self.allow(self.ledger.is_facilitator(by, space), "add a line", by)
        self.note("pulse_item", space, PEERS_ROOM, word, pk=made.pk)
