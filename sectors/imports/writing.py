"""Writing a batch of rows: organisations first, then the ties between them. One transaction each."""

from collections import defaultdict

from django.db import transaction
from django.db.models import Q

from sectors.locking import lock_the_map
from sectors.models import Field, Identifier, Organisation, Place, Record, Review, Tie
from sectors.names import language_of

from .filling import FIELDS, differences, fill, new
from .matching import Known

RECORD_FIELDS = ("tie_id", "period", "awarded_on", "currency", "allocated", "paid", "title")


class Batch:
    """Rows of one file on their way onto the map."""

    def __init__(self, bodies, source):
        self.bodies, self.source = bodies, source
        self.known = Known(bodies)
        self.places = _places(bodies)
        self.refused = refused_numbers(self.known)
        self.found = {}  # id of a body: its organisation
        self.new, self.changed, self.identifiers, self.reviews, self.activities = [], {}, [], [], []

    def place_all(self):
        """Finds or makes the organisation of every body, and writes all of them."""
        for body in self.bodies:
            organisation = self.found[id(body)] = self.known.match(body)
            if organisation is None:
                self.found[id(body)] = self._make(body)
            else:
                self._complete(organisation, body)
        self._write()

    def _make(self, body):
        organisation = new(body, self.places.get(body.place), self.source)
        self.known.add(organisation)
        self._identify(organisation, body)
        self.new.append(organisation)
        return organisation

    def _complete(self, organisation, body):
        refused = self.refused[organisation.pk]
        changed = fill(organisation, body, self.places.get(body.place), refused)
        if (self._identify(organisation, body) or changed) and organisation.pk:
            self.changed[organisation.pk] = organisation
        for reason, detail in differences(organisation, body, refused):
            self.reviews.append((organisation, reason, detail))

    def _identify(self, organisation, body):
        if body.activity:
            self.activities.append((organisation, body.activity[:250]))
        if not body.identifier or body.identifier in self.known.by_identifier:
            return False
        self.known.identify(organisation, body.identifier)
        self.identifiers.append(Identifier(organisation=organisation, value=body.identifier))
        return True

    def _write(self):
        Organisation.objects.bulk_create(self.new)
        Organisation.objects.bulk_update(self.changed.values(), FIELDS, batch_size=500)
        Identifier.objects.bulk_create(self.identifiers)
        Review.objects.bulk_create(
            [
                Review(organisation=organisation, reason=reason, detail=detail, source=self.source)
                for organisation, reason, detail in self.reviews
            ],
            ignore_conflicts=True,
        )
        _write_activities(self.activities)


@transaction.atomic
def write_organisations(rows, tally, source):
    lock_the_map()
    batch = Batch([row.body for row in rows], source)
    batch.place_all()
    tally.organisations(batch)


@transaction.atomic
def write_grants(rows, tally, source):
    """`source` names where the organisations come from and is part of what makes a record the same next time."""
    lock_the_map()
    batch = Batch([body for row in rows for body in (row.giver, row.receiver)], source)
    batch.place_all()
    tally.organisations(batch)
    pairs = [(batch.found[id(row.giver)].pk, batch.found[id(row.receiver)].pk) for row in rows]
    ties, made = _ties(pairs)
    touched = _write_records(rows, [ties[pair] for pair in pairs], source)
    tally.ties(ties.values(), made, touched)


def _ties(pairs):
    """({(giver, receiver): tie} for all pairs, the ties that are new)."""
    givers, receivers = {giver for giver, _ in pairs}, {receiver for _, receiver in pairs}
    standing = Tie.objects.filter(kind=Tie.Kind.FUNDS, giver__in=givers, receiver__in=receivers)
    ties = {(tie.giver_id, tie.receiver_id): tie for tie in standing}
    missing = [pair for pair in dict.fromkeys(pairs) if pair not in ties]
    made = Tie.objects.bulk_create([Tie(kind=Tie.Kind.FUNDS, giver_id=g, receiver_id=r) for g, r in missing])
    return ties | dict(zip(missing, made, strict=True)), made


def _write_records(rows, ties, source):
    """Makes or corrects a record for each row. The ids of the ties whose records are new or changed."""
    standing = Record.objects.filter(source=source, source_key__in=[row.key for row in rows])
    by_key = {record.source_key: record for record in standing}
    fresh, changed = [], []
    for row, tie in zip(rows, ties, strict=True):
        values = dict(zip(RECORD_FIELDS, (tie.pk, *(getattr(row, f) for f in RECORD_FIELDS[1:])), strict=True))
        record = by_key.get(row.key)
        if record is None:
            fresh.append(Record(source=source, source_key=row.key, **values))
        elif _changes(record, values):
            changed.append(record)
    Record.objects.bulk_create(fresh)
    Record.objects.bulk_update(changed, [field.removesuffix("_id") for field in RECORD_FIELDS], batch_size=500)
    return {record.tie_id for record in fresh + changed}


def _changes(record, values):
    """Puts the values into the record; whether that made a difference."""
    differs = any(getattr(record, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(record, name, value)
    return differs


def _places(bodies):
    """{name: Place} of all places that the bodies name; new ones are made."""
    names = {body.place for body in bodies if 0 < len(body.place) <= 250}
    known = Place.objects.filter(Q(name_he__in=names) | Q(name_en__in=names) | Q(name_ar__in=names))
    places = {name: place for place in known for name in (place.name_he, place.name_en, place.name_ar) if name}
    missing = sorted(names - places.keys())
    made = Place.objects.bulk_create([Place(**{f"name_{language_of(name)}": name}) for name in missing])
    return places | dict(zip(missing, made, strict=True))


def refused_numbers(known):
    """{organisation id: the numbers that a person has taken from it}."""
    ids = {one.pk for found in known.by_name.values() for one in found}
    ids |= {one.pk for found in known.by_number.values() for one in found}
    ids |= {one.pk for one in known.by_identifier.values()}
    refused = defaultdict(set)
    settled = Review.objects.filter(
        reason=Review.Reason.NUMBER_DIFFERS, organisation__in=ids, settled_at__isnull=False
    ).values_list("organisation_id", "detail")
    for organisation, number in settled:
        refused[organisation].add(number)
    return refused


def _write_activities(pairs):
    """Links organisations to the fields that the source names; a new one stands below no group for now."""
    names = {name for _, name in pairs}
    standing = {field.name_he: field for field in Field.objects.filter(name_he__in=names)}
    missing = sorted(names - standing.keys())
    for name in missing:
        standing[name] = Field.objects.create(name_he=name, code=f"il-{Field.objects.count() + 1}")
    through = Organisation.fields.through
    links = [through(organisation_id=one.pk, field_id=standing[name].pk) for one, name in pairs]
    through.objects.bulk_create(links, ignore_conflicts=True)
