"""The review queue, read only: what waits, with all that a person needs to decide."""

from collections import defaultdict

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from .models import Organisation, Review
from .pages import as_id

SIZE = 30


def waiting(reason, after_id):
    """Open reviews, the newest first, of one reason or of all. An unknown reason shows all."""
    found = Review.objects.filter(settled_at=None).order_by("-id")
    found = _with_both(found)
    if reason in Review.Reason.values:
        found = found.filter(reason=reason)
    return found.filter(id__lt=as_id(after_id)) if as_id(after_id) else found


def about(organisation):
    """Every review about an organisation, settled or not: as either of two, or as one of a number's holders."""
    mine = Q(organisation=organisation) | Q(other=organisation)
    if organisation.registry_number:
        mine |= Q(reason=Review.Reason.NUMBER_CONFLICT, detail=organisation.registry_number)
    found = Review.objects.filter(mine).order_by("-settled_at", "-id")
    return _with_both(found).select_related("organisation__place", "other__place", "settled_by")


def with_holders(reviews):
    """The reviews; a conflict of numbers gets `holders`, all organisations that the number stands on."""
    numbers = {review.detail for review in reviews if review.reason == Review.Reason.NUMBER_CONFLICT}
    holders = defaultdict(list)
    for organisation in Organisation.objects.filter(registry_number__in=numbers).select_related("place").order_by("id"):
        holders[organisation.registry_number].append(organisation)
    for review in reviews:
        review.holders = holders[review.detail]
    return reviews


def tabs(reason):
    every = [("", _("All")), *Review.Reason.choices]
    return [{"url": f"?reason={value}", "text": label, "here": value == reason} for value, label in every]


def compared(pair):
    """The organisations with the number of their ties, to tell which of the two is better known."""
    counts = dict(
        Organisation.objects.filter(pk__in=[one.pk for one in pair])
        .annotate(many=Count("ties_in", distinct=True) + Count("ties_out", distinct=True))
        .values_list("id", "many")
    )
    for one in pair:
        one.many_ties = counts.get(one.pk, 0)
    return pair


def _with_both(reviews):
    found = reviews.select_related("organisation__place", "other__place")
    return found.prefetch_related("organisation__identifiers", "other__identifiers")
