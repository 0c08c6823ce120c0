"""Organisations as a partner system knows them, by registry number or by an id of its own: found or made, completed.

Unlike a file's import it also corrects, but only what it brought itself and no person has edited. A sector or a number
that differs is for a person to look at. The same again changes nothing.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from sectors.kinds import SECTOR_OF, judge
from sectors.locking import lock_the_map
from sectors.models import Identifier, Kind, NumberState, Organisation, Review
from sectors.names import cleaned

from .conflicts import offer_numbers
from .filling import FIELDS
from .matching import Known
from .rows import Body
from .writing import refused_numbers

NAMES = ("name_he", "name_en", "name_ar")
FACTS = ("purpose", "place_id")
Reason = Review.Reason


@dataclass
class Wish:
    """What is said of one organisation; what is empty says nothing."""

    number: str = ""
    identifier: str = ""
    values: dict = field(default_factory=dict)

    @property
    def names(self):
        return [self.values[name] for name in NAMES if self.values.get(name)]


@dataclass
class Done:
    """What became of it: created, updated or unchanged; `kept` names what stayed as the map had it."""

    organisation: Organisation
    result: str = "unchanged"
    kept: list = field(default_factory=list)


@transaction.atomic
def upsert(wishes, source, allow=lambda found: None):
    """Write what a partner says, in order: a Done for each. `allow` is asked with each one that is there already (or
    None) before anything is written, and raises what forbids it.
    """
    lock_the_map()
    run = Run(wishes, source)
    done = [run.place(wish, allow) for wish in wishes]
    run.write(done)
    return done


class Run:
    def __init__(self, wishes, source):
        bodies = [body for wish in wishes for body in as_bodies(wish)]
        self.source, self.known = source, Known(bodies)
        self.refused = refused_numbers(self.known)
        self.new, self.changed, self.identifiers, self.reviews = [], {}, [], []

    def place(self, wish, allow):
        found = self.match(wish)
        allow(found)
        if found is None:
            done = Done(self.make(wish), "created")
            self.identify(done.organisation, wish)
            return done
        done = Done(found)
        changed = self.complete(found, wish, done.kept)
        if self.identify(found, wish) or changed:
            done.result = "updated"
            if found.pk:
                self.changed[found.pk] = found
        return done

    def match(self, wish):
        """By its id, else by its number, else the only one of this name that has no mark of its own."""
        if wish.identifier in self.known.by_identifier:
            return self.known.by_identifier[wish.identifier]
        for one in self.known.by_number.get(wish.number, []):
            if one.registry_state == NumberState.VERIFIED or one.source == self.source or same_name(one, wish):
                return one
        named = {id(one): one for name in wish.names for one in self.known.by_name.get(name, [])}
        free = [one for one in named.values() if not one.is_identified and not one.registry_number]
        return free[0] if len(free) == 1 else None

    def make(self, wish):
        told = {name: value for name, value in wish.values.items() if value}
        made = Organisation(source=self.source, source_date=timezone.localdate(), **told)
        sector, kind = judge(made.names[0], number=wish.number, identifier=wish.identifier, purpose=made.purpose)
        made.kind = made.kind or (kind if made.sector in ("", sector) else Kind.SOCIAL)
        made.sector = made.sector or SECTOR_OF.get(made.kind, sector)
        if wish.number:
            made.registry_number, made.registry_state = wish.number, NumberState.SUGGESTED
        self.known.add(made)
        self.new.append(made)
        return made

    def identify(self, organisation, wish):
        if not wish.identifier or wish.identifier in self.known.by_identifier:
            return False
        self.known.identify(organisation, wish.identifier)
        self.identifiers.append(Identifier(organisation=organisation, value=wish.identifier))
        return True

    def complete(self, one, wish, kept):
        """Whether what is said added or corrected anything."""
        is_own = one.source == self.source and one.edited_at is None
        before = facts(one)
        for name in NAMES:
            add_name(one, name, wish.values.get(name), is_own)
        for name in FACTS:
            self.add_fact(one, name, wish.values.get(name), is_own, kept)
        self.add_kind(one, wish.values, is_own, kept)
        self.add_number(one, wish.number, kept)
        return facts(one) != before

    def add_fact(self, one, name, value, is_own, kept):
        if not value or value == getattr(one, name):
            return
        if is_own or (one.edited_at is None and not getattr(one, name)):
            setattr(one, name, value)
        else:
            kept.append(name.removesuffix("_id"))

    def add_kind(self, one, values, is_own, kept):
        sector, kind = values.get("sector"), values.get("kind")
        if sector and sector != one.sector:
            kept.append("sector")
            self.reviews.append((one, Reason.SECTOR_DIFFERS, sector))
        if not kind or kind == one.kind:
            return
        fits = SECTOR_OF.get(kind, one.sector) == one.sector
        if fits and (is_own or (one.edited_at is None and one.kind == Kind.SOCIAL)):
            one.kind = kind
        else:
            kept.append("kind")

    def add_number(self, one, number, kept):
        if not number or number == one.registry_number:
            return
        if number in self.refused[one.pk]:
            kept.append("registry_number")
        elif one.registry_number:
            kept.append("registry_number")
            self.reviews.append((one, Reason.NUMBER_DIFFERS, number))
        else:
            one.registry_number, one.registry_state = number, NumberState.SUGGESTED

    def write(self, done):
        Organisation.objects.bulk_create(self.new)
        Organisation.objects.bulk_update(self.changed.values(), FIELDS, batch_size=500)
        Identifier.objects.bulk_create(self.identifiers)
        self.reviews += list(maybe_same(self.new))
        reviews = [
            Review(source=self.source, **(about if isinstance(about, dict) else of_one(*about)))
            for about in self.reviews
        ]
        Review.objects.bulk_create(reviews, ignore_conflicts=True)
        offer_numbers([one.registry_number for one in self.new if one.registry_number], self.source)


def as_bodies(wish):
    """One for each name, as the look-up takes them."""
    for name in wish.names:
        yield Body(name, "", "", number=wish.number, identifier=wish.identifier)


def of_one(organisation, reason, detail):
    return {"organisation": organisation, "reason": reason, "detail": detail}


def same_name(one, wish):
    return not set(map(cleaned, one.names)).isdisjoint(map(cleaned, wish.names))


def add_name(one, slot, name, is_own):
    """A name that goes stays findable, and so does one that has no place."""
    if not name or name in one.names:
        return
    before = getattr(one, slot)
    if is_own or (not before and one.edited_at is None):
        setattr(one, slot, name)
        one.other_names += [before] if before else []
    else:
        one.other_names.append(name)


def facts(one):
    return [str(getattr(one, "place_id" if name == "place" else name)) for name in FIELDS]


def maybe_same(new):
    """Reviews of those that were made though there is one of the same name."""
    heads = {one.sort_name for one in new if one.sort_name}
    by_name = defaultdict(list)
    for pk, name in Organisation.objects.filter(sort_name__in=heads).order_by("pk").values_list("pk", "search_name"):
        by_name[name].append(pk)
    for one in new:
        first = by_name[one.search_name][0]
        if first < one.pk:
            yield {"organisation_id": first, "other_id": one.pk, "reason": Reason.MAYBE_SAME}
