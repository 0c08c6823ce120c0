"""What a person does to one organisation of the map. Each verb is one transaction, under the map's lock."""

from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible

from .locking import lock_the_map
from .models import NumberState, Organisation, Review
from .registry import InvalidNumber, checked

Reason, Outcome = Review.Reason, Review.Outcome


def add(organisation, *, by):
    """Puts an organisation that a person wrote down onto the map."""
    _mark(organisation, by)
    organisation.source_date = timezone.localdate()
    organisation.save()
    return organisation


@transaction.atomic
def edit(organisation, values, *, by):
    """Changes names, sector or kind; a name that goes stays findable. Raises NotPossible where the work forbids it."""
    organisation = _locked(organisation)
    before = organisation.names
    for field, value in values.items():
        setattr(organisation, field, value)
    now = {organisation.name_he, organisation.name_en, organisation.name_ar}
    organisation.other_names = [name for name in dict.fromkeys([*organisation.other_names, *before]) if name not in now]
    _mark(organisation, by)
    try:
        organisation.save()
    except (IntegrityError, InternalError):  # a trigger of the door
        raise NotPossible(
            _("Invitations or memberships rest on the sector of this organisation. End them first.")
        ) from None
    _settle(by, Outcome.DONE, reason=Reason.SECTOR_DIFFERS, organisation=organisation, detail=organisation.sector)


@transaction.atomic
def confirm_number(organisation, text, *, by):
    """The number is this organisation's: verified. Others that it was suggested for lose it for good.

    Raises NotPossible when it is no registry number, or verified for another.
    """
    try:
        number = checked(text)
    except InvalidNumber as error:
        raise NotPossible(str(error.reason)) from None
    organisation = _locked(organisation)
    for other in Organisation.objects.filter(registry_number=number).exclude(pk=organisation.pk):
        if other.registry_state == NumberState.VERIFIED:
            what = _("%(name)s holds this number already. If the two are one organisation, merge them.")
            raise NotPossible(what % {"name": other.name})
        _take_number(other, by)
    organisation.registry_number, organisation.registry_state = number, NumberState.VERIFIED
    _mark(organisation, by)
    organisation.save()
    _settle(by, Outcome.DONE, reason=Reason.NUMBER_DIFFERS, organisation=organisation, detail=number)
    _settle(by, Outcome.DONE, reason=Reason.NUMBER_CONFLICT, detail=number)


@transaction.atomic
def refuse_number(organisation, *, by):
    """The number is not this organisation's; no import suggests it again."""
    organisation = _locked(organisation)
    number = organisation.registry_number
    if not number:
        raise NotPossible(_("This organisation has no number any more."))
    _take_number(organisation, by)
    settle_number(number, by=by)


@transaction.atomic
def keep(review, *, by):
    """Leaves all as it is: the two are not the same, or what the source says is not taken over."""
    lock_the_map()
    if not _settle(by, Outcome.KEPT, pk=review.pk):
        raise NotPossible(_("Somebody has settled this already."))


def settle_number(number, *, by):
    """Closes the conflict about a number once no two hold it."""
    if Organisation.objects.filter(registry_number=number)[:2].count() < 2:
        _settle(by, Outcome.DONE, reason=Reason.NUMBER_CONFLICT, detail=number)


def _locked(organisation):
    lock_the_map()
    found = Organisation.objects.select_for_update(of=("self",)).filter(pk=organisation.pk).first()
    if found is None:
        raise NotPossible(_("This organisation was merged into another meanwhile."))
    return found


def _mark(organisation, by):
    organisation.edited_at, organisation.edited_by = timezone.now(), by


def _take_number(organisation, by):
    remembered, _new = Review.objects.get_or_create(
        organisation=organisation, reason=Reason.NUMBER_DIFFERS, detail=organisation.registry_number
    )
    _settle(by, Outcome.REFUSED, pk=remembered.pk)
    organisation.registry_number, organisation.registry_state = "", NumberState.NONE
    _mark(organisation, by)
    organisation.save()


def _settle(by, outcome, **which):
    """How many waiting reviews that closed."""
    return Review.objects.filter(settled_at=None, **which).update(
        settled_at=timezone.now(), settled_by=by, outcome=outcome
    )
