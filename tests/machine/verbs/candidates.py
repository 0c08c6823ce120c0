"""Candidates of other sectors, holds, and what each peer depends on, in private."""

from datetime import timedelta

from django.utils import timezone

from spaces.actions import candidacy, dependency, holding
from spaces.models import Candidacy
from spaces.models.dependency import Line
from tests.machine import cast
from tests.machine.ledger import PEERS_ROOM
from tests.machine.verbs.base import Base


class Candidates(Base):
    def put_forward(self, space, name, by):
        """A person for the need as it stands. The invitation is a thing of its own."""
        self.tick()
        ledger, called, why = self.ledger, self.ledger.word(), self.ledger.word()
        someone = cast.invitee(name, self.people[name].email, f"{name.title()} {called}")
        need = self.space(space).needs.order_by("-version").first()
        made = candidacy.put_forward(self.space(space), someone, by=self.people[by], need=need, why=why)
        self.allow(ledger.is_inside(by, space), "put forward", by)
        self.as_item(made.invitation_id, space, name, called)
        return self.note("candidacy", space, PEERS_ROOM, why, pk=made.pk, author=name)

    def ask_hold(self, item, name):
        self.tick()
        holding.ask_hold(Candidacy.objects.get(pk=item.pk), by=self.people[name])
        self.allow(name in self.ledger.peers(item.space), "ask for a hold", name)

    def ask_group(self, item, by):
        """The decision on one candidate: its words are theirs, and the reason for which they were proposed."""
        self.tick()
        chosen, until = Candidacy.objects.filter(pk=item.pk), timezone.now() + timedelta(days=3)
        asked = candidacy.ask_group(
            self.space(item.space), chosen, by=self.people[by], closes_at=until, with_holds=item.number % 2
        )
        self.allow(self.ledger.is_facilitator(by, item.space), "ask the group", by)
        return self.note("decision", item.space, PEERS_ROOM, self.ledger.word(), pk=asked.pk)

    def ask_dependencies(self, space, by):
        self.tick()
        dependency.ask_all(self.space(space), by=self.people[by])
        self.allow(self.ledger.is_facilitator(by, space), "ask about dependencies", by)

    def depend(self, space, name, on):
        """Write down one body that one depends on: of somebody of the cast, or another that only this word names."""
        self.tick()
        place = self.people[name].memberships.present().filter(space=self.keys[space]).first()
        if place is None:
            return
        word, body = self.ledger.word(), on and cast.body(on)
        until = timezone.localdate() + timedelta(days=300)
        line = Line("funds", body.name if on else f"The fund of {word}", until, on and body.pk)
        dependency.add(place, by=self.people[name], line=line)
        self.allow(name in self.ledger.peers(space), "depend", name)
        self.note("dependency", space, PEERS_ROOM, word, author=name, only_for={name})
        self.ledger.depending.setdefault((space, body.name if on else word), set()).add(name)
