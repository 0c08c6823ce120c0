"""What the machine itself knows of who was in when what was said. It reads nothing from the code under test."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

PEER, STAKEHOLDER, FACILITATOR = "peer", "stakeholder", "facilitator"
PEERS_ROOM, WHOLE = "peers", "whole"
DOCUMENTS = {"foundation": PEER, "annex": STAKEHOLDER}  # and who else than those inside is asked to sign it
# Each thing that is said carries a word of its own, by which it is known again wherever it turns up.
WORD = re.compile(r"kestrel\d{5}")


@dataclass
class Place:
    """Somebody's place in a space; `active` is the moment of signing, None before it."""

    side: str
    active: datetime | None = None


@dataclass
class Item:
    """Something said in a space: where, when, by whom, and who may read it besides those of its room."""

    kind: str
    space: str
    room: str
    said: datetime
    word: str
    pk: int | None = None
    author: str = ""
    released: bool = False
    is_over: bool = False  # answered, taken back, closed: there is little to do with it any more
    is_current: bool = False  # of a document: the version in force
    signed_by: set = field(default_factory=set)
    also_for: set = field(default_factory=set)  # whose own words they are, or who was told them: wherever they read
    only_for: set | None = None  # nobody else reads it, wherever they are
    of: "Item | None" = None  # what it came with: a file is read by those who read that
    within: "Item | None" = None  # the meeting that it belongs to: who doesn't see that, doesn't see this
    by: "Place | None" = None  # the place from which it was said
    key: str = ""  # what stands in its address, where it isn't its number
    is_draft: bool = False  # facilitators only, for now
    is_unsure: bool = False  # of a meeting that was called off: who had been called sees that
    is_gone: bool = False

    @property
    def number(self):
        """A number that is the same whenever an example is played again."""
        return int(self.word[-5:])


class Ledger:
    def __init__(self):
        self.places, self.items, self.stages, self.numbers = {}, [], {}, count(1)
        self.now, self.left, self.glass, self.waves = None, [], set(), {}
        self.depending, self.figures = {}, {}

    def word(self):
        return f"kestrel{next(self.numbers):05d}"

    def note(self, kind, space, room, said, word, **more):
        self.items.append(Item(kind, space, room, said, word, **more))
        return self.items[-1]

    def of_kind(self, kind, space=None):
        return [item for item in self.items if item.kind == kind and space in (None, item.space)]

    # Who is in

    def place(self, name, space):
        return self.places.get((space, name))

    def is_facilitator(self, name, space):
        place = self.place(name, space)
        return place is not None and place.side == FACILITATOR

    def is_inside(self, name, space):
        """Facilitators, and peers who have signed."""
        place = self.place(name, space)
        return place is not None and (place.side == FACILITATOR or place.side == PEER and place.active is not None)

    def stakes(self, name, space):
        """Whether somebody is in from another sector and has signed."""
        place = self.place(name, space)
        return place is not None and place.side == STAKEHOLDER and place.active is not None

    def inside(self, space):
        return [name for at, name in self.places if at == space and self.is_inside(name, space)]

    def peers(self, space):
        return [name for name in self.inside(space) if self.places[space, name].side == PEER]

    def stakeholders(self, space):
        return [name for at, name in self.places if at == space and self.stakes(name, space)]

    def waiting(self, space):
        """Those who accepted and have not signed."""
        return [name for (at, name), place in self.places.items() if at == space and place.active is None]

    def end(self, space, name):
        del self.places[space, name]
        for (at, _body), names in self.depending.items():
            if at == space:
                names.discard(name)
        self.left.append((space, name))

    def end_stakeholders(self, space):
        for at, name in [key for key, place in self.places.items() if place.side == STAKEHOLDER]:
            if at == space:
                self.end(space, name)

    # Who may read what

    def may_read(self, name, item):
        """Whether the rows of it are theirs to see."""
        item = item.of or item
        if item.only_for is not None:
            return name in item.only_for
        if item.is_draft:
            return self.is_facilitator(name, item.space)
        if self.is_inside(name, item.space):
            return True
        if item.within is not None:
            return item.room == WHOLE and self.may_read(name, item.within)
        if item.kind in DOCUMENTS:
            return self.is_asked_to_sign(name, item)
        return self.stakes(name, item.space) and (item.released or self.is_after_joining(name, item))

    def may_hear(self, name, item):
        """Whether its words may reach them."""
        if name == "staff" and item.space in self.glass and item.kind in ("post", "file"):
            return True
        if item.kind == "confided":  # only the facilitator reads these words, and then writes others
            return name in item.also_for or self.is_facilitator(name, item.space)
        return name in item.also_for or self.may_read(name, item)

    def is_asked_to_sign(self, name, item):
        """The foundation document is read by peers who are about to sign it, the annex by stakeholders."""
        place = self.place(name, item.space)
        return (
            place is not None
            and place.side == DOCUMENTS[item.kind]
            and (item.is_current or item.kind == "annex" and name in item.signed_by)
        )

    def is_after_joining(self, name, item):
        return item.room == WHOLE and self.place(name, item.space).active <= item.said

    def items_in(self, text):
        words = self.words_in(text)
        return [item for item in self.items if item.word in words] if words else []

    def secrets_in(self, text, name):
        """What stands in a text that this person may not read."""
        return [f"{item.kind} {item.word}" for item in self.items_in(text) if not self.may_hear(name, item)]

    def words_in(self, text):
        return sorted(set(WORD.findall(text)))
