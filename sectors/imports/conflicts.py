"""After an import: numbers on several names, and names that may be one body. A person decides, never the import."""

from bisect import bisect_left
from collections import defaultdict

from django.db import transaction
from django.db.models import Count, Q

from sectors.locking import lock_the_map
from sectors.models import NumberState, Organisation, Review
from sectors.names import cleaned, may_be_cut

SHORTEST_CUT = 15  # letters that a cut name must still have to be compared by its beginning
MOST_OFFERS = 5  # others offered for one name


@transaction.atomic
def offer(touched, numbers, source):
    """Puts up reviews for the organisations that an import touched. Returns {number: its holders} of the conflicts."""
    lock_the_map()
    held = offer_numbers(numbers, source)
    Review.objects.bulk_create(
        [
            Review(reason=Review.Reason.MAYBE_SAME, organisation_id=one, other_id=other, source=source)
            for one, other in sorted(_maybe_same(touched))
        ],
        ignore_conflicts=True,
        batch_size=2000,
    )
    return held


def offer_numbers(numbers, source):
    """Puts up a review for each number that several hold. Returns {number: its holders} of those."""
    held = _held_by_several(numbers)
    _offer_numbers(held, source)
    return held


def waiting(touched):
    """[(reason, how many)] of the open reviews about these organisations."""
    counts = defaultdict(int)
    about = Review.objects.filter(Q(organisation__in=touched) | Q(other__in=touched), settled_at=None)
    for reason in about.values_list("reason", flat=True):
        counts[reason] += 1
    return sorted(counts.items())


def _held_by_several(numbers):
    of_one = Organisation.objects.filter(registry_number__in=numbers).values("registry_number")
    several = of_one.annotate(many=Count("id")).filter(many__gt=1).values_list("registry_number", flat=True)
    holders = defaultdict(list)
    for organisation in Organisation.objects.filter(registry_number__in=list(several)).order_by(
        "registry_number", "id"
    ):
        holders[organisation.registry_number].append(organisation)
    return holders


def _offer_numbers(held, source):
    """One open review a number, on its verified holder if there is one."""
    reviews = []
    for number, holders in held.items():
        first = min(holders, key=lambda one: (one.registry_state != NumberState.VERIFIED, one.pk))
        reviews.append(Review(reason=Review.Reason.NUMBER_CONFLICT, organisation=first, detail=number, source=source))
    Review.objects.bulk_create(reviews, ignore_conflicts=True)


def _maybe_same(touched):
    """Pairs of ids, the lower first, one of them touched: names that are the same once cleaned, or once cut."""
    keys, verified = _keys()
    by_key = defaultdict(set)
    for key, organisation, _cut in keys:
        by_key[key].add(organisation)
    pairs = set()
    for ids in by_key.values():
        first = min(ids)
        pairs.update((first, other) for other in ids if other != first)
    pairs |= _cut_pairs(keys)
    return {pair for pair in pairs if not touched.isdisjoint(pair) and not verified.issuperset(pair)}


def _keys():
    """([(name without blanks, organisation id, may be cut)] sorted, ids with a verified number)."""
    keys, verified = [], set()
    columns = ("id", "registry_state", "other_names", "name_he", "name_en", "name_ar")
    for pk, state, others, *names in Organisation.objects.values_list(*columns).iterator():
        if state == NumberState.VERIFIED:
            verified.add(pk)
        keys.extend({(cleaned(name).replace(" ", ""), pk, may_be_cut(name)) for name in names + others if name})
    return sorted(keys), verified


def _cut_pairs(keys):
    """A name that may be cut and those that go on where it ends; they stand right behind it in the order."""
    pairs = set()
    plain = [key for key, _id, _cut in keys]
    for key, one, cut in keys:
        if not cut or len(key) < SHORTEST_CUT:
            continue
        start = bisect_left(plain, key)
        for longer, other, _cut in keys[start : start + MOST_OFFERS]:
            if longer.startswith(key) and other != one:
                pairs.add((min(one, other), max(one, other)))
    return pairs
