"""Two organisations turn out to be one: everything that hangs on the one that goes moves to the one that is kept."""

from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible

from .actions import settle_number
from .locking import lock_the_map
from .models import Identifier, NumberState, Organisation, Record, Review, Tie

OWN = {Tie, Review, Identifier, Organisation.fields.through}  # moved here, with what is unique in them


@transaction.atomic
def merge(kept, gone, *, by):
    """Moves names, numbers, ids, ties, reviews and whatever else points at `gone` to `kept`; then `gone` is deleted.

    Raises NotPossible when the two cannot be one, or when something that hangs on `gone` cannot move.
    """
    kept, gone = _both(kept, gone)
    _refuse_two_bodies(kept, gone)
    _move_ties(kept, gone)
    _move_reviews(kept, gone)
    Identifier.objects.filter(organisation=gone).update(organisation=kept)
    kept.fields.add(*gone.fields.all())
    _move_the_rest(kept, gone)
    number = _take_over(kept, gone)
    kept.edited_at, kept.edited_by = timezone.now(), by
    _remember(kept, gone, by)
    gone.delete()
    kept.save()
    for one in {number, kept.registry_number} - {""}:
        settle_number(one, by=by)
    return kept


def _both(kept, gone):
    lock_the_map()
    found = Organisation.objects.select_for_update(of=("self",)).in_bulk([kept.pk, gone.pk])
    if kept.pk == gone.pk or len(found) < 2:
        raise NotPossible(_("One of the two is not on the map any more."))
    return found[kept.pk], found[gone.pk]


def _refuse_two_bodies(kept, gone):
    if kept.sector != gone.sector:
        raise NotPossible(_("The two stand in different sectors. Correct the sector of one of them first."))
    both_verified = {kept.registry_state, gone.registry_state} == {NumberState.VERIFIED}
    if both_verified and kept.registry_number != gone.registry_number:
        raise NotPossible(_("Both have a verified registry number, and not the same: these are two bodies."))


def _move_ties(kept, gone):
    """A tie that the kept one has too takes over the records; the others change their end."""
    for tie in Tie.objects.filter(giver=gone) | Tie.objects.filter(receiver=gone):
        tie.giver_id = kept.pk if tie.giver_id == gone.pk else tie.giver_id
        tie.receiver_id = kept.pk if tie.receiver_id == gone.pk else tie.receiver_id
        same = Tie.objects.filter(kind=tie.kind, giver=tie.giver_id, receiver=tie.receiver_id).first()
        if same:
            Record.objects.filter(tie=tie).update(tie=same)
            tie.delete()
        else:
            tie.save()


def _move_reviews(kept, gone):
    """What is asked, or was settled, about the one that goes; a question that the kept one has already is dropped."""
    about = Review.objects.filter(organisation=gone) | Review.objects.filter(other=gone)
    for review in about:
        ends = {kept.pk if end == gone.pk else end for end in (review.organisation_id, review.other_id) if end}
        review.organisation_id, review.other_id = min(ends), max(ends) if len(ends) > 1 else None
        asked_already = review.reason == Review.Reason.MAYBE_SAME and review.other_id is None and not review.detail
        if not asked_already and not _stands(review):
            review.save()


def _stands(review):
    """Whether the map holds the same question already. A number's conflict is asked once, whoever holds it."""
    alike = Review.objects.filter(reason=review.reason, detail=review.detail).exclude(pk=review.pk)
    if review.reason == Review.Reason.NUMBER_CONFLICT:
        return alike.filter(settled_at=None).exists() and review.settled_at is None
    return alike.filter(organisation=review.organisation_id, other=review.other_id).exists()


def _move_the_rest(kept, gone):
    """Whatever other part of the product points at an organisation, without knowing what it is."""
    try:
        with transaction.atomic():
            for key in _keys_to_organisations():
                key.model._base_manager.filter(**{key.name: gone}).update(**{key.name: kept})
    except (IntegrityError, InternalError):  # a rule of that part, kept by the database
        raise NotPossible(
            _("%(name)s takes part in something that cannot pass to the other now.") % {"name": gone.name}
        ) from None


def _keys_to_organisations():
    """Every foreign key to an organisation, hidden ones and those of many-to-many tables too."""
    relations = Organisation._meta.get_fields(include_hidden=True)
    keys = [relation.field for relation in relations if relation.one_to_many or relation.one_to_one]
    return [key for key in keys if key.model not in OWN]


def _take_over(kept, gone):
    """Fills what the kept one lacks. The number that went, if one did."""
    for field in ("name_he", "name_en", "name_ar", "place", "purpose", "source"):
        setattr(kept, field, getattr(kept, field) or getattr(gone, field))
    kept.other_names += [name for name in gone.names if name not in kept.names]
    given_up = gone
    if gone.registry_number and (not kept.registry_number or gone.registry_state == NumberState.VERIFIED):
        given_up = Organisation(registry_number=kept.registry_number)
        kept.registry_number, kept.registry_state = gone.registry_number, gone.registry_state
    if given_up.registry_number not in ("", kept.registry_number):
        Review.objects.get_or_create(
            organisation=kept, reason=Review.Reason.NUMBER_DIFFERS, detail=given_up.registry_number
        )
    return given_up.registry_number


def _remember(kept, gone, by):
    Review.objects.create(
        reason=Review.Reason.MAYBE_SAME, organisation=kept, detail=gone.name[:250],
        settled_at=timezone.now(), settled_by=by, outcome=Review.Outcome.MERGED,
    )  # fmt: skip
