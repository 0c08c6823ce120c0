"""The need, the documents, decisions: what the peers write and decide."""

from datetime import timedelta

from django.utils import timezone

from spaces.actions import agreement, amending, asking, decision, need, objecting
from spaces.models import Decision
from tests.machine.ledger import PEERS_ROOM
from tests.machine.verbs.base import Base


class Papers(Base):
    def write_need(self, space, by):
        self.tick()
        word = self.ledger.word()
        made = need.write_need(self.space(space), word, by=self.people[by])
        self.allow(self.ledger.is_inside(by, space), "write a need", by)
        self.note("need", space, PEERS_ROOM, word, pk=made.pk)

    def publish(self, space, kind, by):
        self.tick()
        word = self.ledger.word()
        made = agreement.publish(self.space(space), kind, word, by=self.people[by])
        self.allow(self.ledger.is_facilitator(by, space), "publish", by)
        for older in self.ledger.of_kind(kind, space):
            older.is_current = False
        self.note(kind, space, PEERS_ROOM, word, pk=made.pk, is_current=True)

    def open_decision(self, space, topic, by):
        self.tick()
        word = self.ledger.word()
        made = decision.open_decision(
            self.space(space), by=self.people[by], topic=topic, title=word, proposal=f"The proposal of {word}",
            closes_at=timezone.now() + timedelta(days=3),
        )  # fmt: skip
        self.allow(self.ledger.is_inside(by, space), "open a decision", by)
        return self.note("decision", space, PEERS_ROOM, word, pk=made.pk)

    def respond(self, item, name, answer):
        self.tick()
        word = self.ledger.word()
        reason = word if answer == "objection" else ""
        decision.respond(Decision.objects.get(pk=item.pk), by=self.people[name], answer=answer, reason=reason)
        self.allow(name in self.ledger.peers(item.space), "respond", name)
        if answer == "objection":
            self.note("objection", item.space, PEERS_ROOM, word, author=name, also_for={name})

    def confide(self, item, name):
        """An objection through the facilitator."""
        self.tick()
        word = self.ledger.word()
        objecting.object_by_proxy(Decision.objects.get(pk=item.pk), by=self.people[name], reason=word)
        self.allow(name in self.ledger.peers(item.space), "confide", name)
        self.note("confided", item.space, PEERS_ROOM, word, author=name, also_for={name})

    def ask(self, item, name):
        self.tick()
        word = self.ledger.word()
        made = asking.ask(Decision.objects.get(pk=item.pk), by=self.people[name], text=word, with_name=len(word) % 2)
        self.allow(name in self.ledger.peers(item.space), "ask", name)
        self.note("question", item.space, PEERS_ROOM, word, pk=made.pk, author=name, also_for={name})

    def amend(self, item, by):
        self.tick()
        word, until = self.ledger.word(), timezone.now() + timedelta(days=3)
        made = amending.amend(Decision.objects.get(pk=item.pk), by=self.people[by], proposal=word, closes_at=until)
        self.allow(self.ledger.is_inside(by, item.space), "amend", by)
        self.note("decision", item.space, PEERS_ROOM, word, pk=made.pk)

    def remind_open_names(self, item, by):
        self.tick()
        decision.remind_open_names(Decision.objects.get(pk=item.pk), by=self.people[by])
        self.allow(self.ledger.is_facilitator(by, item.space), "remind", by)
