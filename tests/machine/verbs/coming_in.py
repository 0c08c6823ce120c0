"""Inviting, answering, signing, leaving."""

from datetime import timedelta

from django.utils import timezone

from spaces.actions import agreement, answering, invitation, membership
from spaces.models import Agreement, Invitation
from tests.machine import cast
from tests.machine.ledger import FACILITATOR, PEER, PEERS_ROOM, STAKEHOLDER, Place
from tests.machine.verbs.base import Base


class ComingIn(Base):
    def put_on_the_list(self, space, kind, name, by):
        """A name among the drafts or the candidates; its word is the invitee's surname."""
        self.tick()
        word = self.ledger.word()
        someone = cast.invitee(name, self.people[name].email, f"{name.title()} {word}")
        found = invitation.draft(self.space(space), kind, someone, by=self.people[by])
        self.allow(self.ledger.is_inside(by, space), "put on the list", by)
        return self.as_item(found.pk, space, name, word)

    def propose(self, item, by):
        self.tick()
        invitation.propose(self.invitation(item), by=self.people[by])
        self.allow(self.ledger.is_inside(by, item.space), "propose", by)

    def approve(self, item, by):
        self.tick()
        invitation.approve(self.invitation(item), by=self.people[by])
        self.allow(self.ledger.is_facilitator(by, item.space), "approve", by)

    def send(self, item, by, note=""):
        self.tick()
        invitation.send(self.invitation(item), by=self.people[by], note=note)
        self.allow(self.ledger.is_facilitator(by, item.space), "send", by)
        self.tell(item)

    def invite(self, space, name, by):
        """The desk's usual way for a peer: from a name to a mail in one go."""
        self.tick()
        word = self.ledger.word()
        someone = cast.invitee(name, self.people[name].email, f"{name.title()} {word}")
        found = invitation.invite(self.space(space), someone, by=self.people[by])
        item = self.as_item(found.pk, space, name, word)
        if self.ledger.is_facilitator(by, space):
            self.tell(item)
        self.allow(self.ledger.is_facilitator(by, space) or item.word != word, "invite", by)
        return item

    def as_item(self, pk, space, name, word):
        """The thing in the ledger: a new one, or the one of the live invitation that was there."""
        known = next((item for item in self.ledger.of_kind("invitation", space) if item.pk == pk), None)
        return known or self.note("invitation", space, PEERS_ROOM, word, pk=pk, author=name)

    def tell(self, item):
        """From now on the invitee knows of it, and who passed it on to them."""
        item.also_for.add(item.author)
        first = self.invitation(item).delegated_from_id
        for other in self.ledger.of_kind("invitation"):
            if other.pk == first:
                other.also_for.add(item.author)

    def write_again(self, item, how, by):
        """Resend, extend, remind or withdraw, as a facilitator does."""
        self.tick()
        one, by_whom = self.invitation(item), self.people[by]
        soon = timezone.now() + timedelta(days=9)
        {
            "resend": lambda: invitation.resend(one, by=by_whom),
            "extend": lambda: invitation.extend(one, soon, by=by_whom),
            "withdraw": lambda: invitation.withdraw(one, by=by_whom, reason=self.moved_because(item.space)),
        }[how]()
        self.allow(self.ledger.is_facilitator(by, item.space), how, by)
        item.is_over = item.is_over or how == "withdraw"

    def moved_because(self, space):
        """A reason for a move: those inside may read it, at most."""
        return self.note("reason", space, PEERS_ROOM, self.ledger.word()).word

    def accept(self, item):
        self.tick()
        answering.accept(self.invitation(item))
        if not item.is_over:  # else it is the same yes, which brings nobody in again
            item.is_over = True
            side = STAKEHOLDER if item.author in cast.OUTSIDE else PEER
            self.ledger.places[item.space, item.author] = Place(side)

    def answer_otherwise(self, item, how):
        self.tick()
        one = self.invitation(item)
        if how == "decline":
            words = self.note("words", item.space, PEERS_ROOM, self.ledger.word(), also_for={item.author}).word
            answering.decline(one, reason="trust", words=words)
            item.is_over = True
        else:
            answering.defer(one, timezone.localdate() + timedelta(days=5))

    def delegate(self, item, name):
        self.tick()
        word = self.ledger.word()
        made = answering.delegate(self.invitation(item), name=f"{name.title()} {word}", email=self.people[name].email)
        item.is_over = True
        self.tell(self.note("invitation", item.space, PEERS_ROOM, word, pk=made.pk, author=name))

    def sign(self, space, name, kind):
        """Sign the version in force of the foundation document or the annex."""
        moment = self.tick()
        document = Agreement.objects.filter(space=self.keys[space], kind=kind).order_by("-version").first()
        place = self.people[name].memberships.present().filter(space=self.keys[space]).first()
        if document is None or place is None:
            return
        agreement.sign(document, place, by=self.people[name], name=name.title())
        own = self.ledger.places[space, name]
        if own.active is None and kind == ("annex" if own.side == STAKEHOLDER else "foundation"):
            own.active = moment
        next(item for item in self.ledger.of_kind(kind, space) if item.pk == document.pk).signed_by.add(name)

    def leave(self, space, name, by, words=None):
        self.tick()
        place = self.people[name].memberships.present().filter(space=self.keys[space]).first()
        if place is None:
            return
        membership.end(place, by=self.people[by], words=words)
        self.allow(by == name or self.ledger.is_facilitator(by, space), "let somebody go", by)
        for item in self.ledger.of_kind("file", space):
            item.is_gone = item.is_gone or bool(words) and item.by is self.ledger.places[space, name]
        self.ledger.end(space, name)

    def set_circle(self, space, name, circle, by):
        self.tick()
        place = self.people[name].memberships.present().filter(space=self.keys[space]).first()
        if place is not None:
            membership.set_place(place, by=self.people[by], circle=circle)
            self.allow(self.ledger.is_facilitator(by, space), "set a circle", by)

    def add_facilitator(self, space, name, by):
        self.tick()
        membership.add_facilitator(self.space(space), self.people[name].email, by=self.people[by])
        self.allow(self.ledger.is_facilitator(by, space), "add a facilitator", by)
        self.ledger.places.setdefault((space, name), Place(FACILITATOR, self.ledger.now))

    def invitation(self, item):
        return Invitation.objects.select_related("space").get(pk=item.pk)
